//! What became of claims, the X12 277: the claim acknowledgement (277CA, guide 005010X214) that answers an 837, and the
//! status response (guide 005010X212) that answers a 276. The module must not know which claims were sent, nor what
//! is done about a rejected one.
//!
//! [`write()`] makes a file of a [`Batch`], [`read()`] makes batches of a file, and what is read of a file that was
//! written here is the same batch again. A [`Reader`] takes one transaction segment by segment and needs room for one
//! claim only.

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::batch;
use super::claim837::Name;
use super::envelope::Kind;
use crate::domain::money::Money;

mod read;
mod standing;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Item, Reader, read};
pub use standing::Standing;
pub use write::write;

/// The most lines of one claim, and of statuses, references and names of one thing, that are kept.
pub const KEPT_MAX: usize = 1000;

/// The most codes of one status.
pub const CODES_MAX: usize = 3;

/// One file or group of 277.
pub type Batch = batch::Batch<Transaction>;

code_list! {
    /// Which of the two guides a transaction follows, by its BHT01.
    Guide {
        /// 277CA: whether claims were accepted.
        ClaimAcknowledgement = "0085",
        /// 277: what became of claims.
        StatusResponse = "0010",
    }
}

impl Guide {
    /// The guide as GS08 and ST03 name it.
    pub const fn implementation(self) -> &'static str {
        match self {
            Self::ClaimAcknowledgement => "005010X214",
            Self::StatusResponse => "005010X212",
        }
    }

    /// What a transaction of the guide is.
    pub const fn kind(self) -> Kind {
        match self {
            Self::ClaimAcknowledgement => Kind::ClaimAcknowledgement,
            Self::StatusResponse => Kind::StatusResponse,
        }
    }

    /// What its BHT06 says.
    pub(super) const fn content(self) -> &'static str {
        match self {
            Self::ClaimAcknowledgement => "TH",
            Self::StatusResponse => "DG",
        }
    }
}

code_list! {
    /// Whose part of the transaction it is (HL03).
    LevelKind {
        /// Who answers: a payer or a clearinghouse.
        Source = "20",
        /// Who is answered: the sender of the claims.
        Receiver = "21",
        /// Whose claims they are.
        Provider = "19",
        /// Who holds the policy. In a 277 only.
        Subscriber = "22",
        /// Who was treated, when not the subscriber. In a 277 only.
        Dependent = "23",
        /// Who was treated. In a 277CA only.
        Patient = "PT",
    }
}

impl LevelKind {
    /// How deep it stands, from 0.
    pub(super) const fn depth(self) -> usize {
        match self {
            Self::Source => 0,
            Self::Receiver => 1,
            Self::Provider => 2,
            Self::Subscriber | Self::Patient => 3,
            Self::Dependent => 4,
        }
    }

    /// Whether claims stand in it.
    pub const fn holds_claims(self) -> bool {
        self.depth() > 2
    }

    /// Whether a guide has it.
    pub(super) const fn is_of(self, guide: Guide) -> bool {
        match self {
            Self::Source | Self::Receiver | Self::Provider => true,
            Self::Subscriber | Self::Dependent => matches!(guide, Guide::StatusResponse),
            Self::Patient => matches!(guide, Guide::ClaimAcknowledgement),
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Receiver => "receiver",
            Self::Provider => "provider",
            Self::Subscriber => "subscriber",
            Self::Dependent => "dependent",
            Self::Patient => "patient",
        }
    }
}

/// One 277 (ST to SE).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Its number, 4 to 9 characters (ST02).
    pub control_number: String,
    /// What stands above the levels.
    pub header: Header,
    /// The levels, each with its claims, in the order of the file.
    pub levels: Vec<LevelClaims>,
}

/// What stands above the levels (BHT).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Which of the two it is.
    pub guide: Guide,
    /// The answerer's own number of the transaction, at most 50 characters (BHT03).
    pub reference: String,
    /// When it was made, to the minute; none when the file does not say it legibly.
    pub created: Option<NaiveDateTime>,
}

/// A level and the claims that stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelClaims {
    /// Whose level it is.
    pub level: Level,
    /// Its claims.
    pub claims: Vec<Claim>,
}

/// Who stands in the hierarchy, and what is said of everything below (loops 2000 to 2200).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Whose part it is.
    pub kind: LevelKind,
    /// Who that is.
    pub entities: Vec<Entity>,
    /// The number it is known by.
    pub trace: Option<Trace>,
    /// What is said of all that stands below, even when nothing does.
    pub statuses: Vec<Status>,
    /// Other numbers (REF).
    pub references: Vec<Reference>,
    /// When the claims were received (DTP*050).
    pub received: Option<NaiveDate>,
    /// When they were processed (DTP*009).
    pub processed: Option<NaiveDate>,
    /// How many claims were accepted (QTY*90 of a receiver, QTY*QA of a provider).
    pub accepted_claims: Option<u64>,
    /// How many claims were rejected (QTY*AA of a receiver, QTY*QC of a provider).
    pub rejected_claims: Option<u64>,
    /// The charge of the accepted claims (AMT*YU).
    pub accepted_charge: Option<Money>,
    /// The charge of the rejected claims (AMT*YY).
    pub rejected_charge: Option<Money>,
}

impl Level {
    /// Makes a level that says nothing yet.
    pub const fn new(kind: LevelKind) -> Self {
        Self {
            kind,
            entities: Vec::new(),
            trace: None,
            statuses: Vec::new(),
            references: Vec::new(),
            received: None,
            processed: None,
            accepted_claims: None,
            rejected_claims: None,
            accepted_charge: None,
            rejected_charge: None,
        }
    }

    /// What is said of all that stands below. A rejection here rejects every claim below, listed or not.
    pub fn standing(&self) -> Standing {
        Standing::of(&self.statuses)
    }
}

/// Somebody by name and id (NM1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    /// Who it is in the transaction (NM101), `PR` for the payer.
    pub code: String,
    /// The name; an organization without name when there is none.
    pub name: Name,
    /// What kind of id follows (NM108), `XX` for an NPI.
    pub id_kind: Option<String>,
    /// The id (NM109).
    pub id: Option<String>,
}

/// A number by which something is found again (TRN).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Whose number it is: `1` the answerer's own, `2` that of what is answered (TRN01).
    pub kind: String,
    /// The number (TRN02).
    pub number: String,
}

/// Another number (REF).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// What kind of number it is (REF01).
    pub qualifier: String,
    /// The number (REF02).
    pub value: String,
}

/// What became of one claim (loop 2200D or 2200E).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// In a 277CA the number of the claim it answers (CLM01), in a 277 that of the inquiry (TRN02).
    pub trace: String,
    /// What became of it.
    pub statuses: Vec<Status>,
    /// Other numbers (REF).
    pub references: Vec<Reference>,
    /// The days of service, first and last (DTP*472).
    pub service: Option<(NaiveDate, NaiveDate)>,
    /// What became of its lines.
    pub lines: Vec<Line>,
}

impl Claim {
    /// The number by which the practice knows the claim: of a 277CA its trace, of a 277 the patient control number
    /// (REF*EJ), where it is told.
    pub fn number(&self, guide: Guide) -> Option<&str> {
        match guide {
            Guide::ClaimAcknowledgement => Some(self.trace.as_str()),
            Guide::StatusResponse => reference(&self.references, "EJ"),
        }
        .filter(|number| !number.is_empty())
    }

    /// The payer's number of the claim (REF*1K).
    pub fn payer_claim_number(&self) -> Option<&str> {
        reference(&self.references, "1K")
    }

    /// The clearinghouse's number of the claim (REF*D9).
    pub fn clearinghouse_number(&self) -> Option<&str> {
        reference(&self.references, "D9")
    }

    /// What became of it, all its statuses taken together. Where only its lines have any, a rejected line rejects it.
    pub fn standing(&self) -> Standing {
        if !self.statuses.is_empty() {
            return Standing::of(&self.statuses);
        }
        let mut lines = self.lines.iter().map(|line| Standing::of(&line.statuses));
        if lines.any(|standing| standing == Standing::Rejected) {
            Standing::Rejected
        } else {
            Standing::Unknown
        }
    }
}

/// What became of one service line (loop 2220).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The kind of code (SVC01-1), `HC` for HCPCS.
    pub qualifier: String,
    /// The procedure (SVC01-2).
    pub code: String,
    /// Its modifiers (SVC01-3 to SVC01-6).
    pub modifiers: Vec<String>,
    /// The charge (SVC02).
    pub charge: Option<Money>,
    /// What was paid (SVC03).
    pub paid: Option<Money>,
    /// The revenue code (SVC04).
    pub revenue_code: Option<String>,
    /// The units (SVC07).
    pub units: Option<Decimal>,
    /// What became of it.
    pub statuses: Vec<Status>,
    /// Other numbers (REF).
    pub references: Vec<Reference>,
    /// The days of service, first and last (DTP*472).
    pub service: Option<(NaiveDate, NaiveDate)>,
}

impl Line {
    /// The practice's number of the line (REF*FJ).
    pub fn control_number(&self) -> Option<&str> {
        reference(&self.references, "FJ")
    }
}

/// What became of something, at a day (STC).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// What it is, at most three (STC01, STC10, STC11).
    pub codes: Vec<StatusCode>,
    /// The day it holds from (STC02).
    pub day: Option<NaiveDate>,
    /// Whether the claim is taken, in a 277CA (STC03).
    pub action: Option<Action>,
    /// The charge (STC04).
    pub charge: Option<Money>,
    /// What was paid (STC05).
    pub paid: Option<Money>,
    /// The day it was decided or paid (STC06).
    pub decided: Option<NaiveDate>,
    /// How it was paid (STC07).
    pub method: Option<String>,
    /// The day of the check (STC08).
    pub check_day: Option<NaiveDate>,
    /// The number of the check (STC09).
    pub check_number: Option<String>,
    /// A message in words (STC12).
    pub message: Option<String>,
}

code_list! {
    /// Whether what is answered is taken (STC03).
    Action {
        /// It is taken.
        Accept = "WQ",
        /// It is refused.
        Reject = "U",
    }
}

/// A status as codes (C043).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusCode {
    /// What it is in the large, as `A7`.
    pub category: String,
    /// What it is in detail, as `562`.
    pub status: String,
    /// Whom it speaks of, as `85`.
    pub entity: Option<String>,
    /// The list that the detail is from, when not the usual one, as `RX`.
    pub list: Option<String>,
}

/// The first number of a kind.
fn reference<'a>(references: &'a [Reference], qualifier: &str) -> Option<&'a str> {
    references
        .iter()
        .find(|reference| reference.qualifier == qualifier)
        .map(|reference| reference.value.as_str())
}
