//! What would be posted of one claim of a remittance: postings by service with who decided each, what waits for a person,
//! and the account before and after. It must not know how it was worked out.

use serde::{Deserialize, Serialize};

use super::account::Figures;
use super::exception::Exception;
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::code::{AdjustmentGroup, Carc, Rarc};
use crate::domain::eob::Outcome;
use crate::domain::id::{ChargeLineId, ClaimId, EobId, GuarantorId, PostingRuleId};
use crate::domain::ledger::{AnsweredLine, Move};
use crate::domain::money::{Money, MoneyError};

/// Where a claim of a remittance goes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// It can be posted.
    Ready,
    /// Somebody has to decide something first.
    Person,
    /// It moves nothing: an estimate, or a claim that was passed on.
    Information,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// It pays, or says why not.
    Payment,
    /// It refuses the whole claim.
    Denial,
    /// It takes an earlier answer back.
    Reversal,
    /// It comes in the place of one that was taken back.
    Correction,
    /// The claim is not this payer's and was passed on.
    Forwarded,
    /// It says what would be paid.
    Estimate,
}

/// Who decided what becomes of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "by", content = "which", rename_all = "snake_case")]
pub enum DecidedBy {
    /// What is done everywhere with such a group and reason.
    Table,
    /// A rule of the practice, in this wording.
    Rule(PostingRuleId, u32),
    /// Somebody, by a choice.
    Person,
    /// An earlier posting that is taken back.
    Earlier(EobId),
    /// What is owed: no more than that can be moved.
    Owed,
}

impl DecidedBy {
    /// In words, for *why*.
    pub fn words(self) -> String {
        match self {
            Self::Table => "as such a reason is always posted".to_owned(),
            Self::Rule(id, version) => format!("by posting rule P{id}, version {version}"),
            Self::Person => "as somebody chose".to_owned(),
            Self::Earlier(eob) => format!("as the payer took EOB {eob} back"),
            Self::Owed => "no more than this is owed".to_owned(),
        }
    }
}

/// One reason of the payer, and what becomes of it. A reason of which only a part moves stands here in two parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Who bears it.
    pub group: AdjustmentGroup,
    /// Claim adjustment reason code.
    pub carc: Carc,
    /// Positive lowers the payment.
    pub amount: Money,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Who decided that.
    pub by: DecidedBy,
    /// The segment of the file that says so.
    pub segment: u64,
}

/// One move on the account, and who decided it. The book keeps it with what was posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedMove {
    /// What moves.
    #[serde(flatten)]
    pub what: Move,
    /// Who decided it.
    pub by: DecidedBy,
    /// The segment of the file that it comes from; 0 when it was keyed from paper.
    pub segment: u64,
}

impl PlannedMove {
    /// A move that somebody keyed from paper.
    pub const fn keyed(what: Move) -> Self {
        Self {
            what,
            by: DecidedBy::Person,
            segment: 0,
        }
    }
}

/// What becomes of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedLine {
    /// The service.
    pub line: ChargeLineId,
    /// Its number on the claim, from 1; where claims are joined they are counted through.
    pub place: u32,
    /// The claim of ours that it was sent with.
    pub claim: ClaimId,
    /// Whose card it is on.
    pub guarantor: GuarantorId,
    /// Which lines of the remitted claim speak of it, from 0; none when it was placed by total.
    pub remitted: Vec<usize>,
    /// What was charged, as the payer repeats it.
    pub charged: Money,
    /// What the payer allows: stated, or else what it paid and made the patient's.
    pub allowed: Money,
    /// What it paid.
    pub paid: Money,
    /// Why the rest was not paid.
    pub said: Vec<Said>,
    /// Its remarks and those of the claim.
    pub remarks: Vec<Rarc>,
    /// What is posted.
    pub moves: Vec<PlannedMove>,
    /// The segment of the file that speaks of it: its SVC, or the claim's CLP.
    pub segment: u64,
}

/// Something to know that stops nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A later payer repeats what an earlier one wrote off.
    RepeatsWriteOff,
    /// What an earlier payer did is said twice, of the claim and of its services.
    EarlierPayerTwice,
    /// The payer allows more than was charged.
    FeeBelowContract,
    /// Another code was paid than was billed.
    PaidAs,
    /// Other units were paid than were billed.
    UnitsDiffer,
    /// A service was paid in several lines.
    Unbundled,
    /// A service is not answered yet.
    NotAnswered,
    /// Amounts of the whole claim were laid on its services in their order.
    ByTotal,
    /// The payer passed the claim on to the next one.
    Forwarded,
    /// Interest is told with the claim; it is no payment for it.
    Interest,
    /// An earlier answer is taken back exactly.
    TakenBack,
    /// It comes in the place of an answer that was taken back.
    Corrects,
    /// It adds to an earlier answer.
    Adds,
    /// What a Medicaid programme that pays later leaves is given up.
    MedicaidRest,
    /// The patient gets back what was too much.
    PatientCredit,
    /// A rule of the practice wants somebody to look after posting.
    Task,
    /// What would be paid.
    Estimate,
    /// What is paid and made the patient's differs from what the file says of the patient's share.
    ShareDiffers,
}

/// Something to know that stops nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// What kind.
    pub kind: NoticeKind,
    /// The number of the service on the claim, from 1; none for the claim as a whole.
    pub line: Option<u32>,
    /// In a sentence.
    pub words: String,
}

/// Another claim of ours that the payer joined to the first and answers with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// Which claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// Where it would stand; none when it stays where it is.
    pub becomes: Option<State>,
}

/// What would be posted of one claim of a remittance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedClaim {
    /// Which claim.
    pub claim: ClaimId,
    /// How it was processed (CLP02), as it is written.
    pub status: String,
    /// What the answer is.
    pub treatment: Treatment,
    /// Where it goes next.
    pub lane: Lane,
    /// Whether its payment is put aside whole, and nothing else moves.
    pub is_parked: bool,
    /// What the payer paid (CLP04); below zero when it takes back.
    pub paid: Money,
    /// What waits for a person, and what was decided.
    pub exceptions: Vec<Exception>,
    /// What to know besides.
    pub notices: Vec<Notice>,
    /// What is posted, by service, in the order of the claim. Services of which nothing is said are not among them.
    pub lines: Vec<PlannedLine>,
    /// The account as it stands.
    pub before: Figures,
    /// The account as it would stand.
    pub after: Figures,
    /// Where the claim would stand; none when it stays where it is.
    pub becomes: Option<State>,
    /// The claims that are answered together with it, as one.
    pub with: Vec<Answers>,
    /// The answer it takes back.
    pub takes_back: Option<EobId>,
    /// Whether the payer passed the claim on, so that the next payer is not billed by us.
    pub is_forwarded: bool,
}

impl PlannedClaim {
    /// How many decisions it waits for.
    pub fn waiting(&self) -> usize {
        self.exceptions.iter().filter(|one| one.waits()).count()
    }

    /// The claims of ours that it answers, the first one first, with where each would stand.
    pub fn answers(&self) -> impl Iterator<Item = (ClaimId, Option<State>)> {
        let rest = self.with.iter().map(|one| (one.claim, one.becomes));
        std::iter::once((self.claim, self.becomes)).chain(rest)
    }

    /// What is posted, as the journal takes it; nothing while it is put aside.
    pub fn answered(&self) -> Vec<AnsweredLine> {
        let lines = self.lines.iter().filter(|_| !self.is_parked);
        lines
            .map(|line| AnsweredLine {
                line: line.line,
                guarantor: line.guarantor,
                moves: line.moves.iter().map(|one| one.what.clone()).collect(),
            })
            .collect()
    }

    /// What becomes the patient's.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn to_patient(&self) -> Result<Money, MoneyError> {
        self.sum(|one| match one {
            Move::ToPatient(_, amount) => *amount,
            Move::Paid(_)
            | Move::WrittenOff(..)
            | Move::Kept(..)
            | Move::OwedBack(_)
            | Move::Credited(_) => Money::ZERO,
        })
    }

    /// What is given up.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn written_off(&self) -> Result<Money, MoneyError> {
        self.sum(|one| match one {
            Move::WrittenOff(_, _, amount) => *amount,
            Move::Paid(_)
            | Move::ToPatient(..)
            | Move::Kept(..)
            | Move::OwedBack(_)
            | Move::Credited(_) => Money::ZERO,
        })
    }

    fn sum(&self, of: impl Fn(&Move) -> Money) -> Result<Money, MoneyError> {
        let moves = self.lines.iter().flat_map(|line| &line.moves);
        Money::sum(moves.map(|one| of(&one.what)))
    }
}
