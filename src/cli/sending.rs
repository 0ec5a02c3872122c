//! Claims on their way out: the edits, what is let pass, and the claim files.

use std::path::Path;

use serde_json::{Value, json};

use super::out::Out;
use super::{CliError, answers};
use crate::domain::claim::ClaimNumber;
use crate::domain::id::ClaimId;
use crate::domain::scrub::Finding;
use crate::domain::typed::counted;
use crate::office::{BatchFile, Exported, Office, Which};

/// Finds a claim by the number that stands on it.
pub fn numbered(office: &Office, typed: &str) -> Result<ClaimId, CliError> {
    let number: ClaimNumber = typed
        .parse()
        .map_err(|_| CliError::NotThere(format!("claim {typed}")))?;
    office
        .claim_numbered(&number)?
        .ok_or_else(|| CliError::NotThere(format!("claim {number}")))
}

fn finding(found: &Finding) -> Value {
    json!({ "edit": found.edit.id, "severity": found.severity, "text": found.words, "fix": found.fix, "field": found.place, "about": found.about, "waived": found.waived.is_some() })
}

fn finding_line(found: &Finding) -> String {
    let waived = if found.waived.is_some() {
        " (let pass)"
    } else {
        ""
    };
    format!(
        "  {:<5} {} {} {} [{}]{waived}",
        found.severity.words(),
        found.edit.id,
        found.words,
        found.fix,
        found.about
    )
}

/// Runs the edits. Found wrong when a claim is blocked.
pub fn scrub(out: &Out, office: &mut Office, claim: Option<&str>) -> Result<(), CliError> {
    let which = claim.map(|typed| numbered(office, typed)).transpose()?;
    let found = office.scrub(which, &mut out.progress("scrub"))?;
    let mut claims = Vec::with_capacity(found.len());
    for (id, findings) in &found {
        claims.push((office.claim(*id)?.row, findings));
    }
    let rows: Vec<Value> = claims
        .iter()
        .map(|(row, findings)| json!({ "claim_number": row.number, "state": row.state, "charged": row.charged, "findings": findings.iter().map(finding).collect::<Vec<_>>() }))
        .collect();
    out.answer(&json!({ "claims": rows }), || {
        let mut lines = Vec::new();
        for (row, findings) in &claims {
            lines.push(format!(
                "{}  {}  {}",
                row.number,
                row.state.words(),
                row.charged
            ));
            lines.extend(findings.iter().map(finding_line));
        }
        lines.push(counted(claims.len(), "claim"));
        lines
    });
    if found
        .iter()
        .any(|(_, findings)| findings.iter().any(Finding::stops))
    {
        Err(CliError::FoundWrong)
    } else {
        Ok(())
    }
}

/// Lets one finding pass.
pub fn waive(
    out: &Out,
    office: &mut Office,
    claim: &str,
    edit: &str,
    reason: &str,
) -> Result<(), CliError> {
    let id = numbered(office, claim)?;
    office.waive(id, edit, reason)?;
    let row = office.claim(id)?.row;
    out.answer(
        &json!({ "claim_number": row.number, "state": row.state }),
        || vec![format!("{}  {}", row.number, row.state.words())],
    );
    Ok(())
}

/// Writes the claim files, or questions about the claims that nobody answered.
pub fn export(
    out: &Out,
    office: &mut Office,
    folder: Option<&Path>,
    asks: bool,
) -> Result<(), CliError> {
    if asks {
        return answers::inquire(out, office, folder, &[]);
    }
    let mut progress = out.progress("export");
    let exported = match folder {
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|source| CliError::File {
                path: folder.to_owned(),
                source,
            })?;
            office.export(folder, Which::Ready, &mut progress)?
        }
        None => office.export_to_own_folders(Which::Ready, &mut progress)?,
    };
    out.answer(&told(&exported), || lines(&exported));
    if exported.files.iter().any(|batch| batch.file.is_err()) {
        Err(CliError::FoundWrong)
    } else {
        Ok(())
    }
}

/// What was exported, as JSON.
pub fn told(exported: &Exported) -> Value {
    let batches: Vec<Value> = exported.files.iter().map(batch_told).collect();
    let held: Vec<Value> = exported.held.iter().map(|(number, findings)| json!({ "claim_number": number, "findings": findings.iter().map(finding).collect::<Vec<_>>() })).collect();
    json!({ "batches": batches, "on_paper": exported.on_paper, "held": held })
}

/// A file of claims, as JSON.
pub fn batch_told(batch: &BatchFile) -> Value {
    match &batch.file {
        Ok(file) => {
            json!({ "batch": batch.batch, "file": file, "receiver": batch.receiver, "claims": batch.claims, "total": batch.total })
        }
        Err(why) => {
            json!({ "batch": batch.batch, "error": why, "receiver": batch.receiver, "claims": batch.claims, "total": batch.total })
        }
    }
}

/// A file of claims, in a line.
pub fn batch_line(batch: &BatchFile) -> String {
    let file = match &batch.file {
        Ok(file) => file.display().to_string(),
        Err(why) => why.clone(),
    };
    format!(
        "{}, {}, to {}: {file}",
        counted(batch.claims, "claim"),
        batch.total,
        batch.receiver
    )
}

/// What was exported, in lines.
pub fn lines(exported: &Exported) -> Vec<String> {
    let mut lines: Vec<String> = exported.files.iter().map(batch_line).collect();
    if exported.files.is_empty() {
        lines.push(String::from("No claim is ready to go."));
    }
    if !exported.on_paper.is_empty() {
        lines.push(format!(
            "{} to go on paper, because their payers take no files.",
            counted(exported.on_paper.len(), "claim")
        ));
    }
    for (number, findings) in &exported.held {
        lines.push(format!("{number} stays here:"));
        lines.extend(findings.iter().map(finding_line));
    }
    lines
}
