//! Why a balance is what it is. It must not know how it was reckoned.

use serde_json::{Value, json};

use super::CliError;
use super::out::Out;
use crate::domain::patient::account_number;
use crate::domain::why::{Asked, Explained, Part, Section};
use crate::office::Office;

/// Explains a balance: what is open, everything it is made of, and where each amount comes from.
pub fn why(out: &Out, office: &mut Office, account: &Asked) -> Result<(), CliError> {
    let explained = office.explain(account)?;
    let mut document = document(&explained);
    if let (Asked::Guarantor(guarantor), Some(fields)) = (account, document.as_object_mut()) {
        let kept = office.guarantor_balance(*guarantor)?;
        for (name, value) in [
            ("account", json!(account_number(*guarantor))),
            ("insurance_owes", json!(kept.insurance_owes)),
            ("patient_owes", json!(kept.patient_owes)),
            ("unapplied", json!(kept.unapplied)),
        ] {
            let _before = fields.insert(name.to_owned(), value);
        }
    }
    out.answer(&document, || lines(&explained));
    Ok(())
}

/// The parts one by one, which sum to the balance, and the services and accounts that they belong to.
fn document(explained: &Explained) -> Value {
    let parts: Vec<Value> = explained
        .parts()
        .map(|(section, part)| {
            let source = json!({ "kind": part.source.kind, "number": part.source.number, "remittance": part.source.remittance, "segment": part.source.segment, "entry": part.entry, "words": part.from });
            json!({ "of": section.of, "amount": part.amount, "words": part.words, "day": part.day, "by": part.by, "decided": part.decided, "source": source })
        })
        .collect();
    let sections = explained.sections.iter();
    let (services, accounts): (Vec<&Section>, Vec<&Section>) =
        sections.partition(|section| section.line.is_some());
    let of = |section: &&Section| json!({ "of": section.of, "line": section.line, "balance": section.balance, "because": section.because });
    let services: Vec<Value> = services.iter().map(of).collect();
    let accounts: Vec<Value> = accounts
        .iter()
        .map(|section| json!({ "of": section.of, "balance": section.balance }))
        .collect();
    json!({ "about": explained.about, "balance": explained.balance, "parts": parts, "services": services, "accounts": accounts })
}

fn lines(explained: &Explained) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", explained.about, explained.balance)];
    for section in &explained.sections {
        lines.push(format!("  {}", section.of));
        lines.extend(section.parts.iter().map(line));
        let because = if section.because.is_empty() {
            String::new()
        } else {
            format!("  {}", section.because)
        };
        lines.push(format!(
            "    {:>26} left{because}",
            section.balance.to_string()
        ));
    }
    lines
}

fn line(part: &Part) -> String {
    let segment = part
        .source
        .segment
        .map(|segment| format!(", segment {segment}"))
        .unwrap_or_default();
    let decided = if part.decided.is_empty() {
        String::new()
    } else {
        format!(", {}", part.decided)
    };
    format!(
        "    {} {:>15}  {}; {}{segment}{decided} (entry {}, {})",
        part.day.format("%m/%d/%Y"),
        part.amount.to_string(),
        part.words,
        part.from,
        part.entry,
        part.by
    )
}
