//! Money: EOBs, what is owed and why.

use std::path::Path;

use serde_json::{Value, json};

use super::args::Kind;
use super::out::Out;
use super::sending::numbered;
use super::{CliError, documents};
use crate::domain::draft::EobDraft;
use crate::domain::draft::eob::EobLineDraft;
use crate::domain::eob::Proof;
use crate::domain::id::EobId;
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
