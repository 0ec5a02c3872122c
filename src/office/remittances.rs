//! Remittances: a file of payments is read, led back to what was billed, planned, posted in one transaction and taken
//! back as one. It must not know how a segment is written, nor what becomes of an amount.
//!
//! The file is kept, and what is shown is read from it, so that it is what the payer sent. A plan is worked out on the
//! accounts as they stand, anew whenever anything was written since: nothing that was planned yesterday is posted today
//! unseen.

use serde::Serialize;

use super::{Office, OfficeError, Refusal, X12Finding};
use crate::domain::claim::{ClaimNumber, ClaimRow};
use crate::domain::id::{EobId, RemitClaimId, RemittanceId};
use crate::domain::matching::Weighed;
use crate::domain::money::Money;
use crate::domain::posting::{PlannedClaim, PlannedProviderAdjustment};
use crate::domain::remit::{ProviderAdjustment, RemitClaim, Remittance};
use crate::domain::remittance::{
    Change, Event, FiledAdjustment, FiledClaim, ParkedRow, RemittanceRow,
};

mod days;
mod decide;
mod desk;
mod find;
mod laid;
mod onward;
mod page;
mod parked;
mod post;
mod preview;
mod receive;
mod recovery;
mod unpost;

pub use self::days::PostingDay;
pub(in crate::office) use self::desk::Kept;
pub use self::onward::Onward;
pub use self::post::{Posted, Rest};
pub use self::receive::{Received, ReceivedPart, holds_remittances};
pub use self::recovery::Recovery;
pub use crate::store::remittance::RemittanceFilter;

/// Why something is not done with a remittance. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemitRefusal {
    /// The file is not whole or not sound.
    #[error("{problem}; nothing of the file was taken in")]
    Unsound {
        /// The first thing that is wrong with it.
        problem: String,
        /// Everything odd about it, with places.
        findings: Vec<X12Finding>,
    },
    /// It holds nothing that pays claims.
    #[error("the file holds no 835: nothing in it pays a claim")]
    NoRemittance,
    /// It is posted, or another took its place.
    #[error("the remittance is {0}")]
    NotOpen(String),
    /// It is not posted.
    #[error("the remittance is not posted")]
    NotPosted,
    /// Something in it waits for a person.
    #[error("{} first", needs(*.0))]
    Waits(u32),
    /// Nobody knows whose it is.
    #[error("say first which payer paid it")]
    NoPayer,
    /// It cannot be posted at all.
    #[error("{0}")]
    Unpostable(String),
    /// The one that it replaces is posted.
    #[error(
        "remittance {0} of the same payment is posted; take that one back first, then post this one"
    )]
    ReplacesPosted(RemittanceId),
    /// What would be posted is not what was paid.
    #[error("what would be posted differs from the payment by {0}; nothing was posted")]
    NotProved(Money),
    /// A claim of a remittance is not known to be one of ours.
    #[error("say first which claim of ours it is")]
    NotMatched,
    /// The claims that it is said to be are not all under one policy.
    #[error("only claims under one policy can be answered as one")]
    NotOnePolicy,
    /// No line of the bank has the payment.
    #[error("no line of the bank has the payment")]
    NotAtBank,
    /// No money waits for the claim.
    #[error("no money is parked for it")]
    NotParked,
    /// Nothing that a payer took is open under that reference.
    #[error("nothing that this payer took back is open under {0:?}")]
    NoRecovery(String),
    /// More was taken back than was ever paid.
    #[error("the payer took {taken} back and has paid {paid} on that claim")]
    TookMore {
        /// What it took.
        taken: Money,
        /// What it paid on the claim, net.
        paid: Money,
    },
    /// A problem has no such way out.
    #[error("that is not one of the ways out")]
    NoChoice,
    /// A claim to a later payer that was made of it has left.
    #[error(
        "claim {0} to the next payer was made out of it and has left; take that one back first"
    )]
    BilledOn(ClaimNumber),
}

fn needs(count: u32) -> String {
    match count {
        1 => String::from("one thing in it needs somebody"),
        many => format!("{many} things in it need somebody"),
    }
}

impl From<RemitRefusal> for OfficeError {
    fn from(refusal: RemitRefusal) -> Self {
        Self::Remittance(Box::new(refusal))
    }
}

/// Where a claim of a remittance stands on the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDesk {
    /// It is one of ours and can be posted.
    Matched,
    /// It waits for a person, who has to decide something.
    Needs,
    /// A payment is taken back, and somebody has to look at it.
    Takeback,
    /// Nobody knows which claim of ours it is.
    NoMatch,
    /// A person decided, and it can be posted.
    Accepted,
    /// Its money is put aside.
    Parked,
    /// It moves nothing.
    Information,
    /// It is posted.
    Posted,
}

impl OnDesk {
    /// Whether somebody has to do something before the remittance is posted.
    pub const fn needs_someone(self) -> bool {
        matches!(self, Self::Needs | Self::Takeback | Self::NoMatch)
    }
}

/// A claim of a remittance with what was read, what it is, and what would be posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeskClaim {
    /// As the book keeps it.
    pub filed: FiledClaim,
    /// As it was read.
    pub read: RemitClaim,
    /// What the payer allows in all.
    pub allowed: Money,
    /// What it takes off in all, the patient's share left out.
    pub adjusted: Money,
    /// What it makes the patient's.
    pub patient: Money,
    /// What does not add up in it, in words; empty when it balances.
    pub off: Vec<String>,
    /// Where it stands.
    pub stands: OnDesk,
    /// In a word or two, as a list's pill has it: `Matched`, `2 lines denied`.
    pub label: String,
    /// What would be posted; none while it is parked, posted, or not known which claim it is.
    pub plan: Option<PlannedClaim>,
}

/// A provider adjustment with where it would go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeskAdjustment {
    /// As the book keeps it.
    pub filed: FiledAdjustment,
    /// As it was read.
    pub read: ProviderAdjustment,
    /// Where it would go.
    pub plan: PlannedProviderAdjustment,
}

/// What a remittance comes to on the desk. The payment is all of these, less the provider adjustments, when it proves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeskFigures {
    /// The payment.
    pub payment: Money,
    /// How many claims can be posted or are.
    pub matched: u32,
    /// What is paid on them.
    pub matched_paid: Money,
    /// How many wait for a person.
    pub needs: u32,
    /// What is paid on them.
    pub needs_paid: Money,
    /// How many are put aside.
    pub parked: u32,
    /// What is paid on them.
    pub parked_paid: Money,
    /// What the provider adjustments add to the payment.
    pub adjustments: Money,
    /// The payment less all of these: zero when the remittance proves.
    pub left: Money,
}

/// A remittance with everything that its screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemittancePage {
    /// As lists show it.
    pub row: RemittanceRow,
    /// What stands before its claims.
    pub header: Remittance,
    /// Its claims in order.
    pub claims: Vec<DeskClaim>,
    /// Its provider adjustments in order.
    pub adjustments: Vec<DeskAdjustment>,
    /// What it comes to.
    pub figures: DeskFigures,
    /// Why it cannot be posted now, in words; none when it can.
    pub stops: Option<String>,
    /// The days it may count for, today first; none while it is not open.
    pub days: Vec<PostingDay>,
    /// What is different in the one it came in place of.
    pub changes: Vec<Change>,
    /// What happened to it, the oldest first.
    pub events: Vec<Event>,
    /// The EOBs it is posted as, the newest first.
    pub eobs: Vec<EobId>,
}

/// One of our claims that a claim of a remittance may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfferedClaim {
    /// As lists show it.
    pub row: ClaimRow,
    /// What speaks for it and what against it.
    pub weighed: Weighed,
}

impl Office {
    /// Lists remittances, what waits first, then the newest payment.
    ///
    /// # Errors
    /// What the book says.
    pub fn remittances(
        &self,
        filter: &RemittanceFilter,
    ) -> Result<Vec<RemittanceRow>, OfficeError> {
        Ok(self.store.remittances(filter)?)
    }

    /// Counts the remittances that are not posted, and adds up their payments.
    ///
    /// # Errors
    /// What the book says.
    pub fn open_remittances(&self) -> Result<(u32, Money), OfficeError> {
        Ok(self.store.open_remittances()?)
    }

    /// Lists the money of payers that waits for its claim, the oldest payment first.
    ///
    /// # Errors
    /// What the book says.
    pub fn parked_money(&self) -> Result<Vec<ParkedRow>, OfficeError> {
        Ok(self.store.parked()?)
    }

    /// Gives the file of a remittance byte for byte, with its name.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn remittance_file(&self, id: RemittanceId) -> Result<(String, Vec<u8>), OfficeError> {
        let row = self.store.remittance(id)?.ok_or(not_there(id))?;
        let bytes = self.store.remit_file_bytes(row.file)?;
        Ok((row.file_name, bytes.ok_or(not_there(id))?))
    }
}

const fn not_there(id: RemittanceId) -> Refusal {
    Refusal::NotThere {
        what: "remittance",
        number: id.get(),
    }
}

const fn no_claim(id: RemitClaimId) -> Refusal {
    Refusal::NotThere {
        what: "claim of a remittance",
        number: id.get(),
    }
}

fn object(id: RemittanceId) -> String {
    format!("remittance:{id}")
}
