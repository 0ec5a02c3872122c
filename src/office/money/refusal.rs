//! Why money is not posted, in words that name the thing and the figure, and no patient.

use chrono::NaiveDate;

use crate::domain::claim::ClaimNumber;
use crate::domain::eob::{EobRow, Proof};
use crate::domain::id::{ChargeLineId, VisitId};
use crate::domain::mailing::RulesError;
use crate::domain::money::{Money, MoneyError};
use crate::domain::receipt::ReceiptError;
use crate::domain::statement::StatementError;

/// A rule of money that says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyRefusal {
    /// The EOB does not add up.
    #[error("{}", differences(.0))]
    NotProved(Proof),
    /// The same EOB stands already.
    #[error("{} was posted already", named(.0))]
    AlreadyPosted(Box<EobRow>),
    /// A later EOB answers the same services.
    #[error("{} answers the same services; take that one back first", named(.0))]
    AnsweredSince(Box<EobRow>),
    /// It was taken back before.
    #[error("{0} was taken back already")]
    TakenBackAlready(&'static str),
    /// An EOB says nothing.
    #[error("an EOB needs at least one service")]
    NothingSaid,
    /// An amount came without saying how.
    #[error("an amount that was paid needs a check or EFT number")]
    NoReference,
    /// A claim to a later payer was made out of its answer.
    #[error("claim {0} to the next payer was made out of this answer; take that one back first")]
    BilledOn(ClaimNumber),
    /// Another claim took its place.
    #[error("claim {by} took the place of claim {number}; post the answer to that one")]
    Replaced {
        /// The claim.
        number: ClaimNumber,
        /// The one in its place.
        by: ClaimNumber,
    },
    /// A claim takes another back: nothing is paid on it.
    #[error("claim {0} takes another back; take back the EOB of that one instead")]
    TakesBack(ClaimNumber),
    /// A claim is another payer's.
    #[error("claim {0} went to another payer")]
    OtherPayer(ClaimNumber),
    /// A service is not on the claim it is said to be on.
    #[error("service {line} is not on claim {claim}")]
    NotOnClaim {
        /// The service.
        line: ChargeLineId,
        /// The claim.
        claim: ClaimNumber,
    },
    /// A service stands twice.
    #[error("service {0} stands twice")]
    Twice(ChargeLineId),
    /// The EOB repeats another charge than ours.
    #[error("{charged} is not what was charged for service {line}: that was {ours}")]
    OtherCharge {
        /// The service.
        line: ChargeLineId,
        /// What the EOB says.
        charged: Money,
        /// What we charged.
        ours: Money,
    },
    /// A payer takes money back.
    #[error(
        "the payer takes money back for service {0}; take the earlier EOB back and post what holds now"
    )]
    Takeback(ChargeLineId),
    /// A contract reduction was to be billed to the patient.
    #[error(
        "service {0}: what the payer reduces by contract (CO) may not be billed to the patient"
    )]
    ContractForbids(ChargeLineId),
    /// A share below zero.
    #[error("service {0}: the patient's share cannot be below zero")]
    ShareBelowZero(ChargeLineId),
    /// More is answered than the insurer owes.
    #[error(
        "service {line}: paid, written off and moved come to {over} more than the payer still owes"
    )]
    MoreThanInsurerOwes {
        /// The service.
        line: ChargeLineId,
        /// By how much.
        over: Money,
    },
    /// An insurer would owe less than nothing.
    #[error("the insurer would owe {0} less than nothing; take back first what was posted since")]
    InsurerBelowZero(Money),
    /// The day has not come.
    #[error("{} has not come yet", .0.format("%m/%d/%Y"))]
    Ahead(NaiveDate),
    /// The day a payment was promised for is over.
    #[error("{} is over; a promise is for a day to come", .0.format("%m/%d/%Y"))]
    Past(NaiveDate),
    /// A check that needs not be held.
    #[error("a check that is good today is taken as a payment, not held")]
    GoodToday,
    /// A held check before its day.
    #[error("the check is held until {}", .0.format("%m/%d/%Y"))]
    HeldUntil(NaiveDate),
    /// There is no check to take in.
    #[error("no check is held for it any more")]
    NoHeldCheck,
    /// No statement was sent that the scan line could be from.
    #[error("no statement {statement} over that amount was sent to account {account}")]
    NeverSent {
        /// As a patient types it.
        statement: String,
        /// With seven digits.
        account: String,
    },
    /// There is no credit.
    #[error("there is no credit to place")]
    NoCredit,
    /// Credit has nowhere to go.
    #[error("nothing is open that the credit could pay; it waits for the next bill")]
    NothingOpen,
    /// An agreement to pay later ended before.
    #[error("this was taken in or called off already")]
    EndedAlready,
    /// The service was taken back.
    #[error("the service was taken back; nothing can be put on it")]
    Voided,
    /// The service is on another account.
    #[error("service {0} is not on this account")]
    OtherAccount(ChargeLineId),
    /// Somebody else pays for the visit.
    #[error("visit {0} is not on this account")]
    OtherVisit(VisitId),
    /// The services of a visit are entered: they are paid, not the visit.
    #[error("the services of visit {0} are entered; place the money on them")]
    NotAhead(VisitId),
    /// Nothing was handed over.
    #[error("a payment needs at least one amount above zero")]
    NoTender,
    /// Less cash was handed over than counts.
    #[error("{given} in cash was given for {amount}")]
    TooLittleGiven {
        /// Handed over.
        given: Money,
        /// What counts.
        amount: Money,
    },
    /// A card number.
    #[error(
        "this looks like a whole card number; keep only its brand, last four digits and approval"
    )]
    CardNumber,
    /// Credit of a receipt was used.
    #[error("{placed} of its credit was placed since; take that back first")]
    CreditPlaced {
        /// How much is missing.
        placed: Money,
    },
    /// Both sides are the same.
    #[error("it is with them already")]
    SameOwner,
    /// A policy of another patient.
    #[error("the policy is another patient's")]
    OtherPolicy,
    /// An entry that a verb of its own takes back.
    #[error("{0}")]
    OtherWay(&'static str),
    /// The guarantor's share would be less than nothing.
    #[error(
        "service {0}: the patient's share would fall below zero; take back first what was written off"
    )]
    ShareSpent(ChargeLineId),
    /// An account, statement or receipt has no number left.
    #[error("the numbers that fit on paper are used up")]
    NumbersUsedUp,
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A receipt that does not add up is not printed.
    #[error("no receipt is printed: {0}")]
    Receipt(#[from] ReceiptError),
    /// There is nothing to send.
    #[error("no statement is made: {0}")]
    NoStatement(String),
    /// The rules of statements cannot hold.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// A run of statements that was taken back.
    #[error("the run was taken back already")]
    RunTakenBack,
    /// Later statements go on from those of a run.
    #[error("{} made since for the same people; take the later run back first", statements(*.0))]
    StatementsSince(u32),
    /// A statement that does not add up is not made.
    #[error("no statement is made: {0}")]
    Statement(#[from] StatementError),
}

fn differences(proof: &Proof) -> String {
    let mut words = Vec::new();
    if !proof.left.is_zero() {
        words.push(format!(
            "check {}, entered {}, left {}",
            proof.check, proof.entered, proof.left
        ));
    }
    for (line, off) in &proof.lines_off {
        words.push(format!(
            "service {line} is off by {off}: charge less adjustments is not what was paid"
        ));
    }
    words.join("; ")
}

fn statements(count: u32) -> String {
    match count {
        1 => String::from("1 statement was"),
        more => format!("{more} statements were"),
    }
}

fn named(row: &EobRow) -> String {
    format!(
        "EOB {} of {}, {} of {}",
        if row.reference.is_empty() {
            row.id.to_string()
        } else {
            row.reference.clone()
        },
        row.payer_name,
        row.amount,
        row.paid_on.format("%m/%d/%Y")
    )
}
