//! A payer's explanation of benefits, keyed from paper: what is said of each service, and the proof that it adds up
//! before any of it is posted.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::code::{AdjustmentGroup, Carc, Modifier, Procedure};
use crate::domain::expected::Expected;
use crate::domain::id::{ChargeLineId, ClaimId, EobId, EobScanId, PayerId, RemittanceId};
use crate::domain::ledger::{Pocket, WriteOff};
use crate::domain::money::{Money, MoneyError};

/// How a payer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A paper check.
    Check,
    /// Electronic funds transfer.
    Eft,
    /// A virtual card.
    Card,
    /// Nothing was paid.
    None,
}

impl Method {
    /// The word the book keeps (`eob.method`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Eft => "eft",
            Self::Card => "card",
            Self::None => "none",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Check, Self::Eft, Self::Card, Self::None]
            .into_iter()
            .find(|m| m.code() == code)
    }
}

/// What becomes of an adjustment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It becomes the guarantor's.
    Patient,
    /// It is given up.
    WriteOff(WriteOff),
    /// It is kept on an account of its own: withheld, capitated, interest.
    Kept(Pocket),
    /// It only says what another payer or an earlier answer did.
    Informs,
    /// It stays with the payer, to be worked: a denial is never written off by itself.
    Stays,
}

impl Outcome {
    /// In a few words.
    pub fn words(self) -> String {
        match self {
            Self::Patient => "the patient’s".to_owned(),
            Self::WriteOff(kind) => format!("written off: {}", kind.words()),
            Self::Kept(pocket) => format!("kept as {}", pocket.words()),
            Self::Informs => "only informs".to_owned(),
            Self::Stays => "stays with the payer".to_owned(),
        }
    }
}

/// One reason why a payer paid less than was charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Who bears it.
    pub group: AdjustmentGroup,
    /// Claim adjustment reason code.
    pub carc: Carc,
    /// Positive lowers the payment.
    pub amount: Money,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// CARCs that say only that the contract's fee is lower, or that law takes a part: safe to give up.
const CONTRACTUAL: [&str; 14] = [
    "44", "45", "59", "94", "131", "139", "222", "253", "281", "P12", "P23", "P24", "P25", "P26",
];

/// Whether a reason says only that the contract's fee is lower, or that law takes a part.
pub fn is_contractual(carc: &Carc) -> bool {
    CONTRACTUAL.contains(&carc.as_str())
}

/// Gives what should become of an adjustment: contract reductions (CO with a contractual CARC) are given up, what is
/// withheld or paid for by the month is kept on an account of its own, the patient's share (PR) goes to the guarantor,
/// everything else stays with the payer to be worked.
pub fn usual_outcome(group: AdjustmentGroup, carc: &Carc) -> Outcome {
    let kept = Pocket::of_carc(carc.as_str()).filter(|pocket| *pocket != Pocket::Interest);
    if let Some(pocket) = kept
        && group != AdjustmentGroup::Patient
    {
        return Outcome::Kept(pocket);
    }
    match group {
        AdjustmentGroup::Patient => Outcome::Patient,
        // More is allowed than was charged: the other side of a write-off.
        AdjustmentGroup::Other if carc.as_str() == "94" => Outcome::WriteOff(WriteOff::Contractual),
        AdjustmentGroup::Contractual if carc.as_str() == "253" => {
            Outcome::WriteOff(WriteOff::Sequestration)
        }
        AdjustmentGroup::Contractual if is_contractual(carc) => {
            Outcome::WriteOff(WriteOff::Contractual)
        }
        AdjustmentGroup::Contractual
        | AdjustmentGroup::Other
        | AdjustmentGroup::PayerInitiated
        | AdjustmentGroup::Correction => Outcome::Stays,
    }
}

/// What an EOB says of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EobLine {
    /// The claim it answers.
    pub claim: ClaimId,
    /// The service.
    pub line: ChargeLineId,
    /// What was charged, as the EOB repeats it.
    pub charged: Money,
    /// What the payer allows.
    pub allowed: Money,
    /// What it paid.
    pub paid: Money,
    /// Why the rest was not paid.
    pub adjustments: Vec<Adjustment>,
}

impl EobLine {
    /// How far `charged − adjustments = paid` is off; zero when the line proves.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn difference(&self) -> Result<Money, MoneyError> {
        let adjusted = Money::sum(self.adjustments.iter().map(|a| a.amount))?;
        self.charged.minus(adjusted)?.minus(self.paid)
    }
}

/// A service as an EOB will answer it: what a blank line of the entry grid starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EobLineTemplate {
    /// The claim to be answered.
    pub claim: ClaimId,
    /// The service.
    pub line: ChargeLineId,
    /// Its code.
    pub code: Procedure,
    /// Its modifiers.
    pub modifiers: Vec<Modifier>,
    /// In the practice's words.
    pub description: String,
    /// Its day.
    pub service_on: NaiveDate,
    /// What was charged.
    pub charged: Money,
    /// What the insurer still owes for it.
    pub insurance_owes: Money,
    /// What was made the guarantor's before, as a copay taken at the visit. An EOB that states it again moves only
    /// what is more.
    pub already_patient: Money,
    /// What this payer is expected to allow; none when nothing was agreed or ever allowed.
    pub expected_allowed: Option<Money>,
    /// The same with why it is expected.
    pub expected: Option<Expected>,
    /// What it said of the same service that time; none when it said more than columns hold.
    pub usual: Option<UsualAnswer>,
}

/// What a payer said of a service the last time, column by column, so that a line of the same kind starts from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UsualAnswer {
    /// Deductible (PR-1).
    pub deductible: Money,
    /// Coinsurance (PR-2).
    pub coinsurance: Money,
    /// Copay (PR-3).
    pub copay: Money,
    /// What was paid.
    pub paid: Money,
}

impl UsualAnswer {
    /// Reads the columns of an answer; none when it is about more than the contract's fee and the patient's share,
    /// or does not prove.
    pub fn of(line: &EobLine) -> Option<Self> {
        let mut usual = Self {
            paid: line.paid,
            ..Self::default()
        };
        for part in &line.adjustments {
            let column = match (part.group, part.carc.as_str()) {
                (AdjustmentGroup::Contractual, "45") => continue,
                (AdjustmentGroup::Patient, "1") => &mut usual.deductible,
                (AdjustmentGroup::Patient, "2") => &mut usual.coinsurance,
                (AdjustmentGroup::Patient, "3") => &mut usual.copay,
                _ => return None,
            };
            *column = column.plus(part.amount).ok()?;
        }
        let is_proved = line.difference().is_ok_and(Money::is_zero);
        is_proved.then_some(usual)
    }
}

/// A scanned paper of an EOB, kept in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EobScan {
    /// Id.
    pub id: EobScanId,
    /// As the file was called.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// A whole EOB, ready to be proved and posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEob {
    /// Who paid.
    pub payer: PayerId,
    /// How.
    pub method: Method,
    /// Check or EFT number.
    pub reference: String,
    /// Date on the check.
    pub paid_on: NaiveDate,
    /// The day it counts for.
    pub accounting_on: NaiveDate,
    /// The check's amount.
    pub amount: Money,
    /// What it says of each service.
    pub lines: Vec<EobLine>,
}

/// The running proof of an EOB: check, entered, left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The check's amount.
    pub check: Money,
    /// Sum of what was entered as paid.
    pub entered: Money,
    /// What is still to be entered; zero when it proves.
    pub left: Money,
    /// Services whose charge less adjustments is not what was paid, and by how much.
    pub lines_off: Vec<(ChargeLineId, Money)>,
}

impl Proof {
    /// Works out the proof.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of(check: Money, lines: &[EobLine]) -> Result<Self, MoneyError> {
        let entered = Money::sum(lines.iter().map(|l| l.paid))?;
        let mut lines_off = Vec::new();
        for line in lines {
            let off = line.difference()?;
            if !off.is_zero() {
                lines_off.push((line.line, off));
            }
        }
        Ok(Self {
            check,
            entered,
            left: check.minus(entered)?,
            lines_off,
        })
    }

    /// Whether it may be posted.
    pub fn holds(&self) -> bool {
        self.left.is_zero() && self.lines_off.is_empty()
    }
}

/// A posted EOB in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EobRow {
    /// Id.
    pub id: EobId,
    /// Who paid.
    pub payer_name: String,
    /// How.
    pub method: Method,
    /// Check or EFT number.
    pub reference: String,
    /// Date on the check.
    pub paid_on: NaiveDate,
    /// The day it counts for.
    pub accounting_on: NaiveDate,
    /// The check's amount.
    pub amount: Money,
    /// How many claims it answered.
    pub claims: u32,
    /// Whether it was taken back.
    pub is_reversed: bool,
    /// The remittance it was read from; none when it was keyed from paper.
    pub remittance: Option<RemittanceId>,
}

/// A posted EOB with everything it said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostedEob {
    /// Id.
    pub id: EobId,
    /// What it said.
    #[serde(flatten)]
    pub eob: NewEob,
    /// When it was posted.
    pub posted_at: DateTime<Utc>,
    /// By whom.
    pub posted_by: String,
    /// When, by whom and why it was taken back; none while it stands.
    pub taken_back: Option<TakenBack>,
}

/// How something posted was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenBack {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Why.
    pub why: String,
}
