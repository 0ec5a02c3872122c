//! What happened to one service, as the journal has it, and how a biller is told.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::share::{open, shares};
use super::{CardLine, Step, Why};
use crate::domain::claim::ClaimNumber;
use crate::domain::id::{EntryId, GuarantorId, PolicyId, ReceiptId, RefundId};
use crate::domain::ledger::{Effect, Kind, Pocket, WriteOff};
use crate::domain::money::{Money, MoneyError};
use crate::domain::payment::receipt_number;
use crate::domain::posting::DecidedBy;
use crate::domain::refund::refund_number;

/// Whose side of a service a posting is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What an insurer owes.
    Insurer,
    /// What the guarantor owes.
    Guarantor,
}

/// Where an entry came from, with what is needed to name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The visit itself.
    Visit(NaiveDate),
    /// A claim to the next payer.
    Claim(ClaimNumber),
    /// A payer's explanation of benefits.
    Eob {
        /// Who paid.
        payer: String,
        /// Check or EFT number, may be empty.
        reference: String,
        /// Date on the check.
        paid_on: NaiveDate,
    },
    /// A guarantor's payment.
    Receipt {
        /// Its number.
        receipt: ReceiptId,
        /// How it was paid: `cash, card`.
        methods: String,
    },
    /// Money that goes back to a guarantor.
    Refund(RefundId),
    /// Somebody decided it.
    Person,
}

/// The record an entry came from, as the book keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceKey {
    /// What kind of record: `visit`, `eob`, `receipt`, `claim`, …; `person` when somebody decided it.
    pub kind: String,
    /// Which one; none when somebody decided it.
    pub number: Option<i64>,
    /// The remittance that an EOB was read from; none for one keyed from paper, and for everything else.
    pub remittance: Option<i64>,
    /// The segment of that file that says so.
    pub segment: Option<u64>,
    /// Whether the book has it.
    #[serde(skip)]
    pub is_there: bool,
}

impl SourceKey {
    /// A person's decision, whose record is the entry itself.
    pub fn person() -> Self {
        Self {
            kind: String::from("person"),
            number: None,
            remittance: None,
            segment: None,
            is_there: true,
        }
    }
}

/// One posting on one service, with what its entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// The entry.
    pub entry: EntryId,
    /// What kind of event.
    pub kind: Kind,
    /// In which column of the card.
    pub effect: Effect,
    /// Whose side.
    pub side: Side,
    /// Under which policy, on the insurer's side.
    pub policy: Option<PolicyId>,
    /// On whose card.
    pub guarantor: GuarantorId,
    /// As posted: what raises the debt is positive.
    pub amount: Money,
    /// Group and CARC as `CO-45`, may be empty.
    pub reason: String,
    /// The day it counts for.
    pub accounting_on: NaiveDate,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Why, in the entry's own words.
    pub why: String,
    /// The entry this one takes back.
    pub reverses: Option<EntryId>,
    /// Whether it was taken back since.
    pub is_taken_back: bool,
    /// For a write-off: which.
    pub written_off: Option<WriteOff>,
    /// The payer whose side it is on, empty for the guarantor's.
    pub payer: String,
    /// Where it came from.
    pub origin: Origin,
    /// The record it came from.
    pub key: SourceKey,
    /// Who decided that it was posted so; none where nobody had to.
    pub decided: Option<DecidedBy>,
}

impl Origin {
    /// In words; none for what somebody decided, which says why itself.
    pub fn words(&self) -> Option<String> {
        Some(match self {
            Self::Visit(on) => format!("visit of {}", on.format("%m/%d/%Y")),
            Self::Claim(number) => format!("claim {number}"),
            Self::Eob {
                payer,
                reference,
                paid_on,
            } => {
                let number = if reference.is_empty() {
                    String::from("EOB")
                } else {
                    format!("EOB {reference}")
                };
                format!("{number} of {payer}, {}", paid_on.format("%m/%d/%Y"))
            }
            Self::Receipt { receipt, methods } => {
                format!("receipt {}, {methods}", receipt_number(*receipt))
            }
            Self::Refund(refund) => format!("refund {}", refund_number(*refund)),
            Self::Person => return None,
        })
    }
}

impl Happening {
    /// What it was, in words.
    pub(in crate::domain) fn words(&self, all: &[Self]) -> String {
        let what = match self.effect {
            Effect::Charge => String::from("Charge"),
            Effect::InsurancePaid => self.paid(all),
            Effect::Adjustment if self.is_between_accounts() => self.moved_between(),
            Effect::Adjustment if self.kind == Kind::Agency && self.amount.is_negative() => {
                String::from("To the collections agency")
            }
            // Whatever is paid on it comes back from there first, in the same entry.
            Effect::Adjustment if matches!(self.kind, Kind::Agency | Kind::PatientPayment) => {
                String::from("Back from the collections agency")
            }
            Effect::Agency => String::from("At the collections agency"),
            Effect::Contractual | Effect::Adjustment => capital(match self.pocket() {
                Some(pocket) => pocket.words(),
                None => self.written_off.unwrap_or(WriteOff::Other).words(),
            }),
            Effect::PatientPaid if self.kind == Kind::ReturnedCheck => {
                String::from("Check returned")
            }
            Effect::PatientPaid if self.kind == Kind::Allocation => self.placed(),
            Effect::PatientPaid if self.answers_a_copay(all) => String::from("Copay paid"),
            Effect::PatientPaid => String::from("Payment"),
            Effect::Transfer => self.moved(),
        };
        let what = if self.reason.is_empty() {
            what
        } else {
            format!("{what}, {}", self.reason)
        };
        match self.reverses {
            Some(_) => format!("Taken back: {}", lower(&what)),
            None => what,
        }
    }

    /// What a payer paid, or took back; what it paid beyond what was owed stands beside its payment in the same entry.
    fn paid(&self, all: &[Self]) -> String {
        let raises = self.amount.is_positive() && self.reverses.is_none();
        let is_beside = all.iter().any(|other| {
            other.entry == self.entry
                && other.effect == Effect::InsurancePaid
                && other.amount.is_negative()
        });
        if !raises {
            format!("Paid by {}", self.payer)
        } else if self.pocket().is_some() {
            String::from("Interest, no payment for it")
        } else if is_beside {
            String::from("Paid beyond what was owed")
        } else {
            format!("Taken back by {}", self.payer)
        }
    }

    /// The account of its own that a payer's reason kept it on; none for a write-off.
    fn pocket(&self) -> Option<Pocket> {
        let (_, carc) = self.reason.split_once('-')?;
        Pocket::of_carc(carc).filter(|_| self.written_off.is_none())
    }

    /// Whether the same entry made a copay the guarantor's.
    fn answers_a_copay(&self, all: &[Self]) -> bool {
        all.iter().any(|other| {
            other.entry == self.entry && other.effect == Effect::Transfer && other.reason == "PR-3"
        })
    }

    /// Whether it moved from one guarantor's card to another's.
    fn is_between_accounts(&self) -> bool {
        let is_a_move =
            self.kind == Kind::Transfer || (self.kind == Kind::Reversal && self.reason.is_empty());
        is_a_move && self.side == Side::Guarantor && self.written_off.is_none()
    }

    fn moved_between(&self) -> String {
        String::from(if self.amount.is_negative() == self.reverses.is_none() {
            "Moved to another account"
        } else {
            "Moved from another account"
        })
    }

    fn placed(&self) -> String {
        String::from(if self.amount.is_negative() == self.reverses.is_none() {
            "Credit placed"
        } else {
            "Overpaid, back to credit"
        })
    }

    fn moved(&self) -> String {
        match (self.side, super::share::meaning(&self.reason)) {
            (Side::Insurer, _) if self.amount.is_negative() == self.reverses.is_some() => {
                format!("Moved to {}", self.payer)
            }
            (Side::Insurer, _) => format!("Moved from {}", self.payer),
            (Side::Guarantor, Some(meaning)) => format!("Patient's {meaning}"),
            (Side::Guarantor, None) if self.amount.is_negative() && self.reverses.is_none() => {
                String::from("Moved back to insurance")
            }
            (Side::Guarantor, None) => String::from("Moved to the patient"),
        }
    }

    /// Where it came from, in words.
    pub(in crate::domain) fn source(&self) -> String {
        let Some(source) = self.origin.words() else {
            return self.why.clone();
        };
        match self.reverses {
            Some(_) => format!("{source}: {}", self.why),
            None => source,
        }
    }

    /// What decided that it was posted so, in words; empty where such a thing is always posted so, or somebody decided,
    /// who says so in the entry.
    pub(in crate::domain) fn decided(&self) -> String {
        match self.decided {
            Some(by @ (DecidedBy::Rule(..) | DecidedBy::Earlier(_) | DecidedBy::Owed))
                if self.reverses.is_none() =>
            {
                by.words()
            }
            Some(_) | None => String::new(),
        }
    }

    fn step(&self, amount: Money, all: &[Self]) -> Step {
        Step {
            entry: self.entry,
            kind: self.kind,
            effect: self.effect,
            amount,
            accounting_on: self.accounting_on,
            at: self.at,
            by: self.by.clone(),
            words: self.words(all),
            source: self.source(),
            is_reversed: self.is_taken_back || self.reverses.is_some(),
            key: self.key.clone(),
            decided: self.decided(),
        }
    }
}

/// Tells what happened, oldest first. A transfer is told once, as what it does to the guarantor's part; one from
/// insurer to insurer changes nothing for the guarantor.
pub fn steps(all: &[Happening]) -> Vec<Step> {
    let reaches_guarantor = |entry: EntryId| {
        all.iter().any(|other| {
            other.entry == entry
                && other.effect == Effect::Transfer
                && other.side == Side::Guarantor
        })
    };
    all.iter()
        .filter_map(|one| match (one.effect, one.side) {
            (Effect::Transfer, Side::Insurer) => (one.amount.is_positive()
                && !reaches_guarantor(one.entry))
            .then(|| one.step(Money::ZERO, all)),
            _ => Some(one.step(one.amount, all)),
        })
        .collect()
}

/// Explains a service's balance. `allowed` is what the last answering payer allows for it.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn why(
    line: CardLine,
    service_on: NaiveDate,
    all: &[Happening],
    allowed: Option<(String, Money)>,
) -> Result<Why, MoneyError> {
    let (insurance_owes, patient_owes) = (line.sums.insurance_owes, line.sums.patient_owes);
    let causes = because(&line, all)?;
    let because = match allowed {
        Some((payer, allowed)) if !causes.is_empty() => {
            format!("{causes}. {payer} allowed {allowed}")
        }
        _ => causes,
    };
    Ok(Why {
        line,
        service_on,
        steps: steps(all),
        insurance_owes,
        patient_owes,
        because,
    })
}

/// Why the guarantor owes what is left: the causes that payments have not settled.
pub(in crate::domain) fn because(line: &CardLine, all: &[Happening]) -> Result<String, MoneyError> {
    let owes = line.sums.patient_owes;
    if owes.is_zero() {
        return Ok(String::new());
    }
    if owes.is_negative() {
        return Ok(String::from("more was paid than the patient's share"));
    }
    let posted = all
        .iter()
        .filter(|one| one.side == Side::Guarantor)
        .map(|one| (one.effect, one.reason.as_str(), one.amount));
    let parts = open(&shares(posted)?, line.sums.patient_paid)?;
    Ok(match parts.as_slice() {
        [only] => only.cause.words(),
        several => several
            .iter()
            .map(|part| format!("{} {}", part.cause.words(), part.amount))
            .collect::<Vec<_>>()
            .join("; "),
    })
}

pub(in crate::domain) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests;
