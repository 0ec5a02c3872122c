//! `edi`: what X12 files hold, whether they are sound, and every finding with its place. Needs no book.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use serde_json::json;

use super::CliError;
use super::out::Out;
use crate::office::{X12Finding, X12Report, read_x12};

/// Reads the files and says what they hold. Found wrong when one cannot be read or an error stands in it.
pub fn show(out: &Out, files: &[PathBuf]) -> Result<(), CliError> {
    let mut reports = Vec::with_capacity(files.len());
    for path in files {
        let file = File::open(path).map_err(|source| CliError::File {
            path: path.clone(),
            source,
        })?;
        reports.push(read_x12(&path.display().to_string(), BufReader::new(file)));
    }
    out.answer(&json!({ "files": reports }), || {
        reports.iter().flat_map(lines).collect()
    });
    if reports.iter().all(X12Report::is_sound) {
        Ok(())
    } else {
        Err(CliError::FoundWrong)
    }
}

fn lines(report: &X12Report) -> Vec<String> {
    let mut lines = vec![report.file.clone()];
    for interchange in &report.interchanges {
        lines.push(format!("  interchange {}", interchange.control_number));
        lines.extend(
            interchange
                .findings
                .iter()
                .map(|finding| format!("    {}", said(finding))),
        );
        for transaction in &interchange.transactions {
            lines.push(format!(
                "    {} {}",
                transaction.kind.name(),
                transaction.control_number
            ));
            for claim in transaction.claims.iter().flatten() {
                let diagnoses = claim.diagnoses.join(" ");
                lines.push(format!(
                    "      claim {}  {}  {} lines  {diagnoses}",
                    claim.claim_number, claim.charged, claim.lines
                ));
            }
            let words = transaction.words().into_iter();
            lines.extend(words.map(|words| format!("      {words}")));
            lines.extend(
                transaction
                    .findings
                    .iter()
                    .map(|finding| format!("      {}", said(finding))),
            );
        }
    }
    lines.extend(report.error.iter().map(|error| format!("  {error}")));
    lines.push(if report.is_sound() {
        "  sound".to_owned()
    } else {
        "  not sound: what is wrong is listed above".to_owned()
    });
    lines
}

/// A finding with its place: `error, segment 12 (byte 340), element 3: …`.
pub(super) fn said(finding: &X12Finding) -> String {
    let element = finding
        .element
        .map(|element| format!(", element {element}"))
        .unwrap_or_default();
    format!(
        "{}, segment {} (byte {}){element}: {}",
        finding.severity.words(),
        finding.position.segment,
        finding.position.byte,
        finding.text
    )
}
