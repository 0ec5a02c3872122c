//! JSON documents: drafts as files, read from a path or from standard input, and the sentences said when one cannot be
//! used.

use std::fmt;
use std::io::Read;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::CliError;
use super::args::Kind;
use super::out::Out;
use crate::domain::draft::eob::{AdjustmentDraft, EobLineDraft};
use crate::domain::draft::estimate::service::ServiceDraft;
use crate::domain::draft::receipt::TenderDraft;
use crate::domain::draft::{
    AuthorizationDraft, Complaint, EobDraft, EstimateDraft, FacilityDraft, LineDraft, PatientDraft,
    PayerDraft, PolicyDraft, PostingRuleDraft, PracticeDraft, ProviderDraft, ReceiptDraft,
    ReceiverDraft, RuleDraft, VisitDraft,
};

/// The largest document that is read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Reads a document; `-` is standard input.
pub fn read<T: DeserializeOwned + Serialize>(path: &Path) -> Result<T, CliError> {
    let wrong = |source| CliError::File {
        path: path.to_owned(),
        source,
    };
    let mut text = String::new();
    let _length = if path == Path::new("-") {
        std::io::stdin()
            .take(LARGEST)
            .read_to_string(&mut text)
            .map_err(wrong)?
    } else {
        std::fs::File::open(path)
            .map_err(wrong)?
            .take(LARGEST)
            .read_to_string(&mut text)
            .map_err(wrong)?
    };
    // A bare list would be taken for the fields in their order, which nobody can have meant.
    if !text.trim_start().starts_with('{') {
        return Err(CliError::Document { line: 1, column: 1 });
    }
    // The parser's own words may quote what was typed, so only the place is passed on.
    let misshapen = |error: serde_json::Error| CliError::Document {
        line: error.line(),
        column: error.column(),
    };
    let draft: T = serde_json::from_str(&text).map_err(misshapen)?;
    let given: Value = serde_json::from_str(&text).map_err(misshapen)?;
    match unknown(&given, &empty(&draft)) {
        Some(name) => Err(CliError::UnknownField(name)),
        None => Ok(draft),
    }
}

/// The first field of a document that the form does not have: what stands in it would be lost without a word.
fn unknown(given: &Value, known: &Value) -> Option<String> {
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => {
            given
                .iter()
                .find_map(|(name, value)| match known.get(name) {
                    Some(field) => unknown(value, field),
                    None => Some(name.chars().filter(|c| !c.is_control()).take(40).collect()),
                })
        }
        (Value::Array(given), Value::Array(known)) => given
            .iter()
            .zip(known)
            .find_map(|(value, row)| unknown(value, row)),
        _ => None,
    }
}

/// Says each complaint and gives the error that ends the command.
pub fn complain<F: fmt::Display>(out: &Out, complaints: &[Complaint<F>]) -> CliError {
    for complaint in complaints {
        out.say(&complaint.to_string());
    }
    CliError::Complaints
}

/// Gives an empty document of a kind, to be filled in.
pub fn template(out: &Out, kind: Kind) {
    let document = match kind {
        Kind::Practice => empty(&PracticeDraft::default()),
        Kind::Provider => empty(&ProviderDraft::default()),
        Kind::Facility => empty(&FacilityDraft::default()),
        Kind::Receiver => empty(&ReceiverDraft::default()),
        Kind::Payer => empty(&PayerDraft::default()),
        Kind::Patient => empty(&PatientDraft::default()),
        Kind::Policy => empty(&PolicyDraft::default()),
        Kind::Authorization => empty(&AuthorizationDraft::default()),
        Kind::Rule => empty(&RuleDraft::default()),
        Kind::PostingRule => empty(&PostingRuleDraft::default()),
        Kind::Visit => with_rows(
            empty(&VisitDraft::default()),
            "lines",
            &empty(&LineDraft::default()),
        ),
        Kind::Payment => with_rows(
            empty(&ReceiptDraft::default()),
            "tenders",
            &empty(&TenderDraft::default()),
        ),
        Kind::Estimate => with_rows(
            empty(&EstimateDraft::default()),
            "services",
            &empty(&ServiceDraft::default()),
        ),
        Kind::Eob => {
            let line = with_rows(
                empty(&EobLineDraft::default()),
                "adjustments",
                &empty(&AdjustmentDraft::default()),
            );
            with_rows(empty(&EobDraft::default()), "lines", &line)
        }
    };
    print(out, &document);
}

/// Gives a document that is to be filled in. It is JSON with or without `--json`.
pub fn print(out: &Out, document: &impl Serialize) {
    let document = empty(document);
    out.answer(&document, || {
        serde_json::to_string_pretty(&document)
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect()
    });
}

fn empty<T: Serialize>(draft: &T) -> Value {
    serde_json::to_value(draft).unwrap_or_default()
}

fn with_rows(mut document: Value, name: &str, row: &Value) -> Value {
    if let Some(fields) = document.as_object_mut() {
        let _before = fields.insert(name.to_owned(), json!([row]));
    }
    document
}
