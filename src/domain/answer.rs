//! Answers to claims before the money: what is said, what it means in words, where the claim stands after it and which
//! field it complains of. It must not know how an answer is laid out in a file.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::domain::claim::{ClaimNumber, ClaimRow, State};
use crate::domain::codeset::answers::{category_words, status_words, uncapitalized};
use crate::domain::id::{AnswerFileId, AnswerPartId, BatchId, ClaimId};
use crate::domain::money::Money;
use crate::domain::scrub::Place;

mod subject;
#[cfg(test)]
mod tests;

pub use subject::{Parties, Subject};

/// Which kind of answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Kind {
    /// Whether a file could be read at all.
    #[serde(rename = "TA1")]
    File,
    /// Whether the claims of a file could be read.
    #[serde(rename = "999")]
    Group,
    /// Whether a claim was taken in.
    #[serde(rename = "277CA")]
    Claim,
    /// What has become of a claim that was asked after.
    #[serde(rename = "277")]
    Status,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::File, Self::Group, Self::Claim, Self::Status];

    /// As the trade and the book call it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::File => "TA1",
            Self::Group => "999",
            Self::Claim => "277CA",
            Self::Status => "277",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What an answer says of a claim, in the large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Its file could be read. That is no acceptance of the claim.
    Read,
    /// It came in or was passed on, and is not yet accepted.
    Received,
    /// The payer took it into processing, which proves that it was filed.
    Accepted,
    /// It was refused and will never be decided: it has to be mended and sent as new.
    Rejected,
    /// How it stands, for whoever asked.
    Told,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Read,
        Self::Received,
        Self::Accepted,
        Self::Rejected,
        Self::Told,
    ];

    /// The word the book keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Told => "told",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }

    /// In a word or two, as a list shows it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Read => "File taken",
            Self::Received => "Received",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
            Self::Told => "Status",
        }
    }

    /// Where a claim stands after the answer. An answer to an earlier sending than the last changes nothing, nor does
    /// one that comes too late: a claim never goes back to where it was before, and what was refused once stays
    /// refused until somebody mends it. So the order in which answers come does not matter.
    pub const fn leads(self, from: State, of: Sending) -> State {
        let to = match self {
            Self::Accepted => State::Accepted,
            Self::Rejected => State::Rejected,
            Self::Read | Self::Received | Self::Told => return from,
        };
        match of {
            Sending::Last if from.may_become(to) && from.is_waiting() => to,
            Sending::Last | Sending::Earlier => from,
        }
    }
}

/// Which sending of a claim is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sending {
    /// The last one.
    Last,
    /// One before it: the claim has been sent again since.
    Earlier,
}

/// A status of a claim in codes (508 and 507 of X12's lists).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Code {
    /// What it is in the large, as `A7`.
    pub category: String,
    /// What it is in detail, as `562`.
    pub status: String,
    /// Whom it speaks of, as `85`; empty when nobody.
    pub entity: String,
}

impl Code {
    /// What the detail means; empty when it says no more than its category.
    fn detail(&self) -> String {
        let is_said = matches!(self.category.as_str(), "A0" | "A1" | "A2")
            && matches!(self.status.as_str(), "16" | "19" | "20");
        if is_said {
            return String::new();
        }
        let entity = (!self.entity.is_empty()).then_some(self.entity.as_str());
        uncapitalized(&status_words(&self.status, entity))
    }

    /// The field it complains of, where one can be told.
    pub fn subject(&self) -> Option<Subject> {
        Subject::of_status(&self.status, &self.entity)
    }

    /// The code as people quote it: `A7 562 85`.
    pub fn quoted(&self) -> String {
        [&self.category, &self.status, &self.entity]
            .map(String::as_str)
            .join(" ")
            .trim_end()
            .to_owned()
    }
}

/// Says what codes mean together: the first category, then every detail once.
pub fn told(codes: &[Code], answerer: Option<&str>) -> String {
    let Some(first) = codes.first() else {
        return String::from("Answered without a status");
    };
    let mut details: Vec<String> = Vec::new();
    for detail in codes.iter().map(Code::detail) {
        if !detail.is_empty() && !details.contains(&detail) {
            details.push(detail);
        }
    }
    // Whom a receipt or an acceptance speaks of is whoever received or accepted.
    let by = if first.detail().is_empty() && !first.entity.is_empty() {
        Some(first.entity.as_str())
    } else {
        answerer
    };
    let large = category_words(&first.category, by);
    if details.is_empty() {
        large
    } else {
        format!("{large}: {}", details.join("; "))
    }
}

/// The codes of an answer as people quote them.
pub fn quoted(codes: &[Code]) -> String {
    let all: Vec<String> = codes.iter().map(Code::quoted).collect();
    all.join(", ")
}

/// What an answer does to a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// The claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// Where it stands.
    pub from: State,
    /// Where it stands after the answer.
    pub to: State,
    /// What the answer says of it.
    pub verdict: Verdict,
    /// The codes as people quote them; empty when there are none.
    pub code: String,
    /// The same in words, which name no patient.
    pub words: String,
    /// What the answerer wrote besides; may hold anything, so it stands in no event.
    pub message: String,
    /// The field to go to; none when the answer names none.
    pub place: Option<Place>,
    /// The charge the answer speaks of.
    pub charge: Option<Money>,
    /// The payer's number of the claim, empty when not told.
    pub payer_claim_number: String,
    /// The clearinghouse's number of the claim, empty when not told.
    pub clearinghouse_number: String,
    /// The batch of the sending it answers; none when the claim never left in one.
    pub batch: Option<BatchId>,
    /// Whether that is the last one.
    pub sending: Sending,
}

/// A part of a file of answers, with what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The segment it begins with, from 1 for the first of the file.
    pub segment: u64,
    /// What kind of answer.
    pub kind: Kind,
    /// What it answers, as the file names it: `claim C204172`, `group 5`.
    pub about: String,
    /// What it says in the large.
    pub verdict: Verdict,
    /// The same in words.
    pub words: String,
    /// Why it fits nothing that was sent; empty when it fits.
    pub why: String,
    /// Whether it speaks of one claim, so that a person can say which.
    pub is_of_a_claim: bool,
    /// What it does, claim by claim.
    pub effects: Vec<Effect>,
}

impl Part {
    /// Whether it fits nothing that was sent.
    pub fn is_unmatched(&self) -> bool {
        !self.why.is_empty()
    }
}

/// A part of a file that was taken in, as the book keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptPart {
    /// Id.
    pub id: AnswerPartId,
    /// Of which file.
    pub file: AnswerFileId,
    /// The segment it begins with.
    pub segment: u64,
    /// What kind of answer.
    pub kind: Kind,
    /// What it answers.
    pub about: String,
    /// What it says in the large.
    pub verdict: Verdict,
    /// The same in words.
    pub words: String,
    /// Why it fitted nothing; empty when it did.
    pub why: String,
    /// Whether it speaks of one claim.
    pub is_of_a_claim: bool,
    /// The claim it answers, the first of several.
    pub claim: Option<ClaimId>,
    /// How many claims it answers, those matched by hand among them.
    pub claims: u32,
    /// How many of them it moved.
    pub moved: u32,
}

impl KeptPart {
    /// Whether it still fits nothing that was sent.
    pub fn is_unmatched(&self) -> bool {
        !self.why.is_empty() && self.claims == 0
    }
}

/// A file of answers that was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileRow {
    /// Id.
    pub id: AnswerFileId,
    /// As it was called.
    pub name: String,
    /// The kinds of answers in it.
    pub kinds: Vec<Kind>,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// When it was taken in.
    pub taken_at: DateTime<Utc>,
    /// By whom.
    pub taken_by: String,
    /// How many parts it has.
    pub parts: u32,
    /// How many of them fit nothing that was sent.
    pub unmatched: u32,
    /// How many claims it answers.
    pub claims: u32,
    /// How many of them it rejects.
    pub rejected: u32,
}

/// What was answered to a claim once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimAnswer {
    /// The file it stands in.
    pub file: AnswerFileId,
    /// How that was called.
    pub file_name: String,
    /// The segment it begins with.
    pub segment: u64,
    /// When it was taken in.
    pub at: DateTime<Utc>,
    /// What kind of answer.
    pub kind: Kind,
    /// What it says in the large.
    pub verdict: Verdict,
    /// The codes as people quote them.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// What the answerer wrote besides.
    pub message: String,
    /// The field to go to.
    pub place: Option<Place>,
    /// The charge it speaks of.
    pub charge: Option<Money>,
    /// The payer's number of the claim.
    pub payer_claim_number: String,
    /// The clearinghouse's number of the claim.
    pub clearinghouse_number: String,
    /// The batch of the sending it answers.
    pub batch: Option<BatchId>,
    /// Whether the claim stood elsewhere after it.
    pub has_moved: bool,
}

/// A claim that was rejected, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// The claim.
    pub row: ClaimRow,
    /// Why, in words.
    pub words: String,
    /// The codes as people quote them; empty when a person entered the answer.
    pub code: String,
    /// What the answerer wrote besides.
    pub message: String,
    /// The field to go to; none when the answer names none.
    pub place: Option<Place>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Days left to file it, below zero when it is too late.
    pub days_left: i64,
}

/// A claim that was sent and is not answered in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unanswered {
    /// The claim.
    pub row: ClaimRow,
    /// When it last left.
    pub sent_at: DateTime<Utc>,
    /// When its payer last said how it stands; none when it never did.
    pub told_on: Option<NaiveDate>,
    /// When its payer was last asked; none when it never was.
    pub asked_on: Option<NaiveDate>,
    /// How many days it has been silent.
    pub days: i64,
    /// After how many days its payer is asked.
    pub patience: u16,
    /// Whether it never left from here, because the payer before passed it on: it may be sent now.
    pub is_passed_on: bool,
}
