//! Papers announced with claims, and batches made again for another receiver.

use std::path::Path;

use serde_json::{Value, json};

use super::args::Attach;
use super::out::Out;
use super::sending::{batch_line, batch_told, numbered};
use super::{CliError, documents};
use crate::domain::attachment::ClaimAttachment;
use crate::domain::draft::AttachmentDraft;
use crate::domain::id::{BatchId, ClaimAttachmentId, ReceiverId};
use crate::office::{Office, save_file};

/// The paper that was typed.
fn draft(report: &str, by: &str, number: Option<&str>) -> AttachmentDraft {
    AttachmentDraft {
        report: report.to_owned(),
        transmission: by.to_owned(),
        control_number: number.unwrap_or_default().to_owned(),
    }
}

/// Announces a paper with a claim, and keeps its file in the book.
pub fn attach(out: &Out, office: &mut Office, wanted: &Attach) -> Result<(), CliError> {
    let draft = draft(&wanted.report, &wanted.by, wanted.number.as_deref());
    let id = numbered(office, &wanted.claim)?;
    let new = draft.check().map_err(|c| documents::complain(out, &c))?;
    let paper = match wanted.file.as_deref() {
        Some(file) => office.announce_attachment_file(id, &new, file)?,
        None => office.announce_attachment(id, &new, None)?,
    };
    let papers = office.attachments_of(id)?;
    let row = office.claim(id)?.row;
    let told: Vec<Value> = papers
        .iter()
        .filter(|one| one.id == paper)
        .map(paper_told)
        .collect();
    out.answer(
        &json!({ "claim_number": row.number, "state": row.state, "papers": told }),
        || {
            papers
                .iter()
                .filter(|one| one.id == paper)
                .map(line)
                .collect()
        },
    );
    Ok(())
}

/// Takes an announced paper back.
pub fn detach(out: &Out, office: &mut Office, paper: i64) -> Result<(), CliError> {
    office.withdraw_attachment(ClaimAttachmentId::new(paper))?;
    out.answer(&json!({ "paper": paper, "announced": false }), || {
        vec![format!("Paper {paper} is not announced any more.")]
    });
    Ok(())
}

/// Lists the papers of a claim, or writes one of them into a file.
pub fn papers(out: &Out, office: &Office, claim: &str, save: &[String]) -> Result<(), CliError> {
    let id = numbered(office, claim)?;
    let papers = office.attachments_of(id)?;
    if let [paper, path] = save {
        let its = papers.iter().find(|one| one.id.to_string() == *paper);
        let its = its.ok_or_else(|| CliError::NotThere(format!("paper {paper} of that claim")))?;
        let (_name, bytes) = office.attachment_file(its.id)?;
        save_file(Path::new(path), &bytes)?;
    }
    let told: Vec<Value> = papers.iter().map(paper_told).collect();
    out.answer(&json!({ "papers": told }), || {
        papers.iter().map(line).collect()
    });
    Ok(())
}

fn paper_told(paper: &ClaimAttachment) -> Value {
    json!(paper)
}

fn line(paper: &ClaimAttachment) -> String {
    let kept = match paper.bytes {
        Some(bytes) => format!("{}, {bytes} bytes", paper.name),
        None => String::from("no file"),
    };
    format!(
        "{}  {} {}  {}  {kept}",
        paper.id,
        paper.report.words(),
        paper.control_number,
        paper.transmission.words()
    )
}

/// Makes a batch again for another receiver.
pub fn remake(
    out: &Out,
    office: &mut Office,
    batch: i64,
    receiver: i64,
    folder: Option<&Path>,
) -> Result<(), CliError> {
    let remade = office.remake_batch(BatchId::new(batch), ReceiverId::new(receiver), folder)?;
    let files: Vec<Value> = remade.files.iter().map(batch_told).collect();
    let document = json!({ "batches": files, "left_out": remade.left_out, "held": remade.held });
    out.answer(&document, || {
        let mut lines: Vec<String> = remade.files.iter().map(batch_line).collect();
        let left_out = remade.left_out.iter();
        lines.extend(left_out.map(|number| {
            format!("{number} stays as it is: it was answered, or sent again since.")
        }));
        let held = remade.held.iter();
        lines.extend(held.map(|number| format!("{number} does not fit that receiver's files.")));
        lines
    });
    if remade.files.iter().any(|file| file.file.is_err()) {
        Err(CliError::FoundWrong)
    } else {
        Ok(())
    }
}
