//! What of an answer a person has to decide: one name for each kind of problem, its cause, and the choices with what
//! each would do. It must not know how a plan is worked out.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::ledger::WriteOff;
use crate::domain::money::Money;

/// What kind of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// What is said of the claim does not add up.
    OutOfBalance,
    /// A part of it cannot be read, or has a code that no list knows.
    Unread,
    /// The claim cannot be answered where it stands.
    NotAnswerable,
    /// The charge is not what was billed.
    ChargeDiffers,
    /// It pays a service that is not on the claim.
    NotOnClaim,
    /// Nothing of the claim was paid, for reasons that can be worked.
    ClaimDenied,
    /// A service was denied.
    LineDenied,
    /// A part of a service was refused.
    LineReduced,
    /// A reason that nobody in particular bears.
    Review,
    /// The payer makes something the patient's that is no deductible, coinsurance or copay.
    ConfirmPatient,
    /// More was paid than is owed.
    Overpaid,
    /// More is written off or made the patient's than is owed.
    MoreThanOwed,
    /// The same payer answered the claim before, and that answer stands.
    AnsweredBefore,
    /// It takes back another sum than was posted.
    ReversalDiffers,
    /// It takes back what was never posted.
    NothingToReverse,
    /// What was made the patient's went on to another payer since.
    ShareMovedOn,
    /// A rule of the practice wants a person to look.
    HeldByRule,
    /// A status that moves no money came with money.
    UnexpectedMoney,
    /// Money was taken back, and it is not said for which claim.
    RecoveryUnexplained,
}

impl Problem {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::OutOfBalance,
        Self::Unread,
        Self::NotAnswerable,
        Self::ChargeDiffers,
        Self::NotOnClaim,
        Self::ClaimDenied,
        Self::LineDenied,
        Self::LineReduced,
        Self::Review,
        Self::ConfirmPatient,
        Self::Overpaid,
        Self::MoreThanOwed,
        Self::AnsweredBefore,
        Self::ReversalDiffers,
        Self::NothingToReverse,
        Self::ShareMovedOn,
        Self::HeldByRule,
        Self::UnexpectedMoney,
        Self::RecoveryUnexplained,
    ];

    /// Its name for scripts and keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OutOfBalance => "out_of_balance",
            Self::Unread => "unread",
            Self::NotAnswerable => "not_answerable",
            Self::ChargeDiffers => "charge_differs",
            Self::NotOnClaim => "not_on_claim",
            Self::ClaimDenied => "claim_denied",
            Self::LineDenied => "line_denied",
            Self::LineReduced => "line_reduced",
            Self::Review => "review",
            Self::ConfirmPatient => "confirm_patient",
            Self::Overpaid => "overpaid",
            Self::MoreThanOwed => "more_than_owed",
            Self::AnsweredBefore => "answered_before",
            Self::ReversalDiffers => "reversal_differs",
            Self::NothingToReverse => "nothing_to_reverse",
            Self::ShareMovedOn => "share_moved_on",
            Self::HeldByRule => "held_by_rule",
            Self::UnexpectedMoney => "unexpected_money",
            Self::RecoveryUnexplained => "recovery_unexplained",
        }
    }

    /// In a word or two, as a list's pill has it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OutOfBalance => "Out of balance",
            Self::Unread => "Not legible",
            Self::NotAnswerable => "Claim is closed",
            Self::ChargeDiffers => "Other charge",
            Self::NotOnClaim => "Unknown line",
            Self::ClaimDenied => "Denied",
            Self::LineDenied => "Line denied",
            Self::LineReduced => "Line reduced",
            Self::Review => "To review",
            Self::ConfirmPatient => "Patient’s?",
            Self::Overpaid => "Overpaid",
            Self::MoreThanOwed => "Too much",
            Self::AnsweredBefore => "Answered before",
            Self::ReversalDiffers | Self::NothingToReverse | Self::ShareMovedOn => "Takeback",
            Self::HeldByRule => "Held by a rule",
            Self::UnexpectedMoney => "Unexpected",
            Self::RecoveryUnexplained => "Recovery",
        }
    }
}

/// Which problem of a claim: the kind, and the service when it is about one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Key {
    /// What kind.
    pub problem: Problem,
    /// The number of the service on the claim, from 1; none for the claim as a whole.
    pub line: Option<u32>,
}

/// `line_denied:2`, or `claim_denied` for the claim as a whole.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.problem.code())?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

/// What can be done about a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "do", content = "value", rename_all = "snake_case")]
pub enum Resolution {
    /// It stays with the payer, to be worked.
    Work,
    /// It is given up.
    WriteOff(WriteOff),
    /// It becomes the patient's.
    ToPatient,
    /// It only informs: nothing moves, nothing is worked.
    Inform,
    /// What the payer says is posted as it stands.
    AsSaid,
    /// Only what is owed is moved, the rest informs.
    UpToOwed,
    /// What is not on the claim is laid on its services in their order.
    ByTotal,
    /// Exactly what was posted before is taken back; a difference goes on the payer's account.
    AsPosted,
    /// What is too much is owed back to the payer.
    OweBack,
    /// What is too much is the patient's credit.
    Credit,
    /// The payment for the claim is put aside, and nothing else moves.
    Park,
}

impl Resolution {
    /// Its name for scripts; a write-off's kind stands after a colon in JSON only.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::WriteOff(_) => "write_off",
            Self::ToPatient => "to_patient",
            Self::Inform => "inform",
            Self::AsSaid => "as_said",
            Self::UpToOwed => "up_to_owed",
            Self::ByTotal => "by_total",
            Self::AsPosted => "as_posted",
            Self::OweBack => "owe_back",
            Self::Credit => "credit",
            Self::Park => "park",
        }
    }
}

/// One way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is done.
    pub does: Resolution,
    /// In words, as `Work the denial`.
    pub words: String,
    /// What it would do, as `Keeps 160.00 with Meridian`; or why it is not allowed.
    pub effect: String,
    /// Whether it may be taken.
    pub is_allowed: bool,
}

/// A figure as it was posted beside the same figure as it is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// What, as `Line 1, paid` or `Line 1, CO-45`.
    pub what: String,
    /// As posted.
    pub posted: Money,
    /// As it is taken back, with the other sign.
    pub taken_back: Money,
}

impl Compared {
    /// Whether both are the same.
    pub fn is_equal(&self) -> bool {
        self.posted == self.taken_back
    }
}

/// One thing that a person has to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exception {
    /// Which.
    pub key: Key,
    /// What is wrong, as `Line 2 was denied: 20610, 160.00`.
    pub title: String,
    /// Why, in a sentence or two.
    pub cause: String,
    /// The money that waits for it.
    pub amount: Money,
    /// The ways out, the usual one first; those that are not allowed say why.
    pub choices: Vec<Choice>,
    /// What was decided; none while it waits.
    pub decided: Option<Resolution>,
    /// Both columns, where two answers are compared.
    pub compared: Vec<Compared>,
}

impl Exception {
    /// What is shown and done while nobody has decided: the first choice that is allowed.
    pub fn usual(&self) -> Option<Resolution> {
        let mut allowed = self.choices.iter().filter(|choice| choice.is_allowed);
        allowed.next().map(|choice| choice.does)
    }

    /// Whether it waits for a person.
    pub const fn waits(&self) -> bool {
        self.decided.is_none()
    }
}

/// What a person decided about the problems of a claim, by [`Key`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decisions(BTreeMap<String, Resolution>);

impl Decisions {
    /// Decides one.
    pub fn decide(&mut self, key: Key, what: Resolution) {
        let _before = self.0.insert(key.to_string(), what);
    }

    /// Takes a decision back.
    pub fn forget(&mut self, key: Key) {
        let _before = self.0.remove(&key.to_string());
    }

    /// What was decided.
    pub fn of(&self, key: Key) -> Option<Resolution> {
        self.0.get(&key.to_string()).copied()
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
