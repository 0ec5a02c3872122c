//! Money: EOBs, what is owed and why.

use std::path::Path;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::args::{Kind, Report};
use super::out::{self, Out};
use super::sending::numbered;
use super::{CliError, documents};
use crate::domain::draft::EobDraft;
use crate::domain::draft::eob::EobLineDraft;
use crate::domain::eob::Proof;
use crate::domain::id::EobId;
use crate::domain::money::Money;
use crate::office::Office;

fn proof(proof: &Proof) -> Value {
    let off: Vec<Value> = proof
        .lines_off
        .iter()
        .map(|(line, by)| json!({ "line": line, "difference": by }))
        .collect();
    json!({ "check": proof.check, "entered": proof.entered, "left": proof.left, "lines_off": off, "holds": proof.holds() })
}

/// Gives a blank EOB with the services of claims, each as it was charged.
pub fn template_for(
    out: &Out,
    office: &Office,
    kind: Kind,
    claims: &[String],
) -> Result<(), CliError> {
    if kind != Kind::Eob {
        return Err(CliError::AnswersNoClaim);
    }
    let mut draft = EobDraft::default();
    for typed in claims {
        let claim = numbered(office, typed)?;
        draft.payer = draft.payer.or(Some(office.claim(claim)?.row.payer));
        let services = office.eob_template(claim)?.into_iter();
        draft.lines.extend(services.map(|service| EobLineDraft {
            charged: service.charged.plain(),
            claim: Some(service.claim),
            line: Some(service.line),
            ..EobLineDraft::default()
        }));
    }
    documents::print(out, &draft);
    Ok(())
}

/// Posts an EOB, or only says whether it proves.
pub fn post_eob(
    out: &Out,
    office: &mut Office,
    file: &Path,
    dry_run: bool,
) -> Result<(), CliError> {
    let draft: EobDraft = documents::read(file)?;
    let eob = draft
        .check(office.today())
        .map_err(|complaints| documents::complain(out, &complaints))?;
    let proved = office.prove_eob(&eob)?;
    let words = format!(
        "check {}, entered {}, left {}",
        proved.check, proved.entered, proved.left
    );
    if dry_run {
        out.answer(&json!({ "proof": proof(&proved) }), || vec![words]);
        return if proved.holds() {
            Ok(())
        } else {
            Err(CliError::FoundWrong)
        };
    }
    let id = office.post_eob(&eob)?;
    out.answer(&json!({ "eob": id, "proof": proof(&proved) }), || {
        vec![format!("Posted EOB {id}: {words}.")]
    });
    Ok(())
}

/// Takes an EOB back.
pub fn unpost_eob(out: &Out, office: &mut Office, eob: i64, why: &str) -> Result<(), CliError> {
    office.unpost_eob(EobId::new(eob), why)?;
    out.answer(&json!({ "eob": eob, "reversed": true }), || {
        vec![format!("EOB {eob} is taken back and can be posted again.")]
    });
    Ok(())
}

/// Prints a report.
pub fn report(
    out: &Out,
    office: &mut Office,
    report: Report,
    as_of: Option<NaiveDate>,
    csv: Option<&Path>,
) -> Result<(), CliError> {
    let Report::Ageing = report;
    let as_of = as_of.unwrap_or_else(|| office.today());
    let ageing = office.ageing(as_of)?;
    let wrong = crate::office::OfficeError::from;
    let (insurance, patient) = (
        ageing.insurance().map_err(wrong)?,
        ageing.patient().map_err(wrong)?,
    );
    let total = insurance.plus(patient).map_err(wrong)?;
    let rows: Vec<(String, Money, Money)> = ageing
        .rows()
        .map(|(bucket, insurance, patient)| (bucket.words().to_owned(), insurance, patient))
        .collect();
    if let Some(path) = csv {
        let mut text = String::from("days,insurance,patient\r\n");
        for (days, insurance, patient) in &rows {
            for part in [
                days.as_str(),
                ",",
                &insurance.plain(),
                ",",
                &patient.plain(),
                "\r\n",
            ] {
                text.push_str(part);
            }
        }
        std::fs::write(path, text).map_err(|source| CliError::File {
            path: path.to_owned(),
            source,
        })?;
    }
    let documents: Vec<Value> = rows.iter().map(|(days, insurance, patient)| json!({ "days": days, "insurance": insurance, "patient": patient })).collect();
    out.answer(&json!({ "as_of": as_of, "total": total, "insurance": insurance, "patient": patient, "rows": documents }), || {
        let mut cells: Vec<Vec<String>> = rows.iter().map(|(days, insurance, patient)| vec![days.clone(), insurance.to_string(), patient.to_string()]).collect();
        cells.push(vec![String::from("total"), insurance.to_string(), patient.to_string()]);
        out::table(&["days", "insurance", "patient"], &[1, 2], &cells)
    });
    Ok(())
}
