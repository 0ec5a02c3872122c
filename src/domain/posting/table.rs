//! The table of the trade: what is done everywhere with a group and a reason. It must not know the practice's own rules or
//! what anybody chose.

use super::account::ClaimAccount;
use super::lay::{EARLIER_PAYER, Stated};
use crate::domain::claim::Responsibility;
use crate::domain::code::{AdjustmentGroup, Carc, FilingIndicator};
use crate::domain::eob::{Outcome, is_contractual};
use crate::domain::ledger::{Pocket, WriteOff};

/// What the table says of a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// This becomes of it.
    Does(Outcome),
    /// It refuses the service: it stays with the payer, and somebody works it.
    Denies,
    /// Nobody in particular bears it: somebody looks.
    Reviews,
    /// The payer makes the patient pay for a reason of which not every patient may be asked.
    Confirms,
}

impl Verdict {
    /// What becomes of it when nobody is asked.
    pub const fn unasked(self) -> Outcome {
        match self {
            Self::Does(outcome) => outcome,
            Self::Denies | Self::Reviews => Outcome::Stays,
            Self::Confirms => Outcome::Patient,
        }
    }
}

/// Deductible, coinsurance, copay, and their like under other numbers.
const SHARES: [&str; 6] = ["1", "2", "3", "66", "247", "248"];
/// The payer has not decided yet.
const PENDING: [&str; 3] = ["133", "257", "277"];
/// A copy of what was answered before, or paid before.
const ANSWERED: [&str; 2] = ["18", "B13"];

/// Who answers, as far as the table asks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whom {
    pub kind: FilingIndicator,
    pub rank: Responsibility,
    /// Whether an answer of the same payer to the same claim stands.
    pub was_answered: bool,
}

impl Whom {
    /// Who answers about an account.
    pub fn of(account: &ClaimAccount) -> Self {
        Self {
            kind: account.kind,
            rank: account.rank,
            was_answered: !account.earlier.is_empty(),
        }
    }

    /// Whether the patient is never billed for what this payer leaves: Medicaid, when it pays after another.
    pub fn owes_nothing_more(self) -> bool {
        self.kind == FilingIndicator::Medicaid && self.rank != Responsibility::Primary
    }
}

/// What is done with a reason.
pub(super) fn verdict(stated: &Stated, whom: Whom) -> Verdict {
    let carc = stated.carc.as_str();
    if let Some(outcome) = anywhere(stated, whom) {
        return Verdict::Does(outcome);
    }
    match stated.group {
        AdjustmentGroup::Patient if whom.owes_nothing_more() => {
            Verdict::Does(Outcome::WriteOff(WriteOff::Contractual))
        }
        AdjustmentGroup::Patient if SHARES.contains(&carc) => Verdict::Does(Outcome::Patient),
        AdjustmentGroup::Patient => Verdict::Confirms,
        AdjustmentGroup::Contractual if is_contractual(&stated.carc) => {
            Verdict::Does(Outcome::WriteOff(WriteOff::Contractual))
        }
        AdjustmentGroup::Contractual => Verdict::Denies,
        // More is allowed than was charged: the other side of a write-off.
        AdjustmentGroup::Other if carc == "94" => {
            Verdict::Does(Outcome::WriteOff(WriteOff::Contractual))
        }
        AdjustmentGroup::Other | AdjustmentGroup::PayerInitiated | AdjustmentGroup::Correction => {
            Verdict::Reviews
        }
    }
}

/// Reasons that mean the same under every group but the patient's.
fn anywhere(stated: &Stated, whom: Whom) -> Option<Outcome> {
    if stated.group == AdjustmentGroup::Patient {
        return None;
    }
    let carc = stated.carc.as_str();
    // Interest that is taken, not paid, is a penalty: somebody looks.
    let pocket = Pocket::of_carc(carc)
        .filter(|pocket| *pocket != Pocket::Interest || stated.amount.is_negative());
    if let Some(pocket) = pocket {
        return Some(Outcome::Kept(pocket));
    }
    Some(match carc {
        "253" => Outcome::WriteOff(WriteOff::Sequestration),
        EARLIER_PAYER if whom.rank != Responsibility::Primary => Outcome::Informs,
        _ if ANSWERED.contains(&carc) && whom.was_answered => Outcome::Informs,
        _ if PENDING.contains(&carc) => Outcome::Stays,
        _ => return None,
    })
}

/// Which write-off a denial would become.
pub(super) fn write_off_of(carc: Carc) -> WriteOff {
    match carc.as_str() {
        "29" | "B4" => WriteOff::TimelyFiling,
        "15" | "39" | "197" | "198" | "210" | "243" | "284" | "287" | "288" | "296" | "302" => {
            WriteOff::NoAuthorization
        }
        "253" => WriteOff::Sequestration,
        _ => WriteOff::Other,
    }
}
