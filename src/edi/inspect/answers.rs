//! What an acknowledgement or a claim status says, summed up for a report. It must not know how it was read.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::money::Money;

mod summary;

pub(super) use summary::{Answerer, group, interchange, set};

/// What a TA1 or a 999 says.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Acknowledgement {
    /// A TA1.
    Interchange(InterchangeSummary),
    /// A 999.
    Group(GroupSummary),
}

/// What a TA1 says.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct InterchangeSummary {
    /// The number of the interchange it answers.
    pub control_number: String,
    /// What became of it as a code (TA104).
    pub code: Option<&'static str>,
    /// What became of it.
    pub outcome: &'static str,
    /// What was found in it (TA105).
    pub note: Meant,
    /// The same in a sentence.
    pub words: String,
}

/// What a 999 says.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct GroupSummary {
    /// The code of the group it answers.
    pub group: String,
    /// The number of that group.
    pub control_number: String,
    /// The guide of that group.
    pub implementation: Option<String>,
    /// What became of it as a code (AK901).
    pub code: Option<&'static str>,
    /// What became of it.
    pub outcome: &'static str,
    /// How many transactions its trailer promised.
    pub included: Option<u64>,
    /// How many were found.
    pub received: Option<u64>,
    /// How many were accepted.
    pub accepted: Option<u64>,
    /// What was wrong with the group itself.
    pub reasons: Vec<Meant>,
    /// The same in a sentence.
    pub words: String,
    /// What became of its transactions.
    pub transactions: Vec<SetSummary>,
}

/// What became of a transaction.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct SetSummary {
    /// What it was, as `837`.
    pub set: String,
    /// Its number.
    pub control_number: String,
    /// What became of it as a code (IK501).
    pub code: Option<&'static str>,
    /// What became of it.
    pub outcome: &'static str,
    /// What was wrong with it as a whole.
    pub reasons: Vec<Meant>,
    /// The same in a sentence.
    pub words: String,
    /// What was wrong with its segments.
    pub errors: Vec<SegmentError>,
}

/// What was wrong with a segment.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct SegmentError {
    /// The segment's name.
    pub segment: String,
    /// Its number within the transaction.
    pub position: Option<u64>,
    /// The loop it stands in.
    #[serde(rename = "loop")]
    pub loop_id: Option<String>,
    /// The claim it belongs to.
    pub claim_number: Option<String>,
    /// What is wrong.
    #[serde(flatten)]
    pub reason: Option<Meant>,
    /// What was wrong with its elements.
    pub elements: Vec<ElementError>,
    /// The same in a sentence.
    pub words: String,
}

/// What was wrong with an element.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ElementError {
    /// Which element.
    pub element: Option<u64>,
    /// Which component of it.
    pub component: Option<u64>,
    /// Which repetition of it.
    pub repetition: Option<u64>,
    /// Its number in X12's dictionary.
    pub reference: Option<String>,
    /// What is wrong.
    #[serde(flatten)]
    pub reason: Meant,
    /// The value that was found.
    pub value: Option<String>,
}

/// A code and what it means.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Meant {
    /// The code.
    pub code: String,
    /// What it means; the code itself where it is not known.
    pub meaning: String,
}

/// What a level of a 277 says of all that stands in it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct LevelSummary {
    /// Whose level it is: `source`, `receiver` or `provider`.
    pub level: &'static str,
    /// Who that is.
    pub name: String,
    /// The id of that party.
    pub id: Option<String>,
    /// The number it is known by.
    pub trace: Option<String>,
    /// Where everything below stands, in a word or two, when anything is said of it.
    pub standing: Option<&'static str>,
    /// When the claims were received.
    pub received: Option<NaiveDate>,
    /// How many claims were accepted.
    pub accepted_claims: Option<u64>,
    /// Their charge.
    pub accepted_charge: Option<Money>,
    /// How many claims were rejected.
    pub rejected_claims: Option<u64>,
    /// Their charge.
    pub rejected_charge: Option<Money>,
    /// What is said of all that stands below.
    pub statuses: Vec<StatusSummary>,
    /// The same in sentences.
    pub words: Vec<String>,
}

/// What became of a claim.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ClaimStatus {
    /// The practice's number, where it is told.
    pub claim_number: Option<String>,
    /// The number it was asked by; of a 277CA the same.
    pub trace: String,
    /// The payer's number.
    pub payer_claim_number: Option<String>,
    /// The clearinghouse's number.
    pub clearinghouse_number: Option<String>,
    /// Where it stands, in a word or two.
    pub standing: &'static str,
    /// Its charge.
    pub charged: Option<Money>,
    /// What was paid.
    pub paid: Option<Money>,
    /// The first day of service.
    pub from: Option<NaiveDate>,
    /// The last day of service.
    pub to: Option<NaiveDate>,
    /// What became of it.
    pub statuses: Vec<StatusSummary>,
    /// What became of its lines.
    pub lines: Vec<LineStatus>,
    /// The same in sentences.
    pub words: Vec<String>,
}

/// What became of a line.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct LineStatus {
    /// The procedure.
    pub procedure: String,
    /// Its modifiers.
    pub modifiers: Vec<String>,
    /// The practice's number of the line.
    pub control_number: Option<String>,
    /// Its charge.
    pub charged: Option<Money>,
    /// What was paid.
    pub paid: Option<Money>,
    /// What became of it.
    pub statuses: Vec<StatusSummary>,
}

/// One status.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct StatusSummary {
    /// What it is.
    pub codes: Vec<CodeSummary>,
    /// The day it holds from.
    pub day: Option<NaiveDate>,
    /// Whether the claim is taken (STC03).
    pub action: Option<&'static str>,
    /// The charge.
    pub charged: Option<Money>,
    /// What was paid.
    pub paid: Option<Money>,
    /// The day it was decided or paid.
    pub decided: Option<NaiveDate>,
    /// The number of the check.
    pub check_number: Option<String>,
    /// A message.
    pub message: Option<String>,
}

/// The codes of a status and what they mean.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct CodeSummary {
    /// What it is in the large.
    pub category: String,
    /// What it is in detail.
    pub status: String,
    /// Whom it speaks of.
    pub entity: Option<String>,
    /// The list that the detail is from, when not the usual one.
    pub list: Option<String>,
    /// What they mean together.
    pub meaning: String,
}
