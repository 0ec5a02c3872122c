//! Claims: a bill to one payer for one visit, the states it goes through and which moves are allowed.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::code::PlaceOfService;
use crate::domain::id::{
    ChargeLineId, ClaimId, PatientId, PayerId, PolicyId, ProviderId, ReceiverId, VisitId,
};
use crate::domain::money::Money;
use crate::domain::person::Name;

mod filing;

pub use self::filing::{
    Filing, Frequency, NotANumber, PayerClaimNumber, Reference, ReferenceKind, Responsibility,
};

/// A claim's own number (CLM01): `C`, a sequence from 20001 on, and a Luhn check digit, so that a number cut or
/// mistyped on its way back is noticed. At most 15 characters, upper-case letters and digits only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimNumber(String);

/// Why text is not one of our claim numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not one of our claim numbers")]
pub struct NotOurs;

impl ClaimNumber {
    /// Makes the number of the `id`-th claim.
    pub fn of(id: ClaimId) -> Self {
        let sequence = id.get().saturating_add(20_000).to_string();
        let check = luhn_digit(&sequence);
        Self(format!("C{sequence}{check}"))
    }

    /// The number as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes the control number of one service on one sending (REF*6R): the claim, which sending, which service.
    pub fn line_control(&self, sending: u32, place: u32) -> String {
        format!("{}S{sending}L{place}", self.0)
    }
}

impl FromStr for ClaimNumber {
    type Err = NotOurs;

    fn from_str(text: &str) -> Result<Self, NotOurs> {
        let text = text.trim().to_ascii_uppercase();
        let digits = text.strip_prefix('C').ok_or(NotOurs)?;
        let (sequence, check) = digits
            .split_at_checked(digits.len().saturating_sub(1))
            .ok_or(NotOurs)?;
        let is_ours = sequence.len() >= 5
            && sequence.len() <= 13
            && digits.bytes().all(|b| b.is_ascii_digit());
        if is_ours && check.starts_with(luhn_digit(sequence)) {
            Ok(Self(text))
        } else {
            Err(NotOurs)
        }
    }
}

impl fmt::Display for ClaimNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Gives the Luhn check digit of a row of digits; anything else in it counts as zero.
pub fn luhn_digit(digits: &str) -> char {
    let sum = digits
        .chars()
        .rev()
        .enumerate()
        .fold(0u32, |sum, (place, digit)| {
            let value = digit.to_digit(10).unwrap_or(0);
            let doubled = if place.is_multiple_of(2) {
                value.saturating_mul(2)
            } else {
                value
            };
            sum.saturating_add(if doubled > 9 {
                doubled.saturating_sub(9)
            } else {
                doubled
            })
        });
    let over = sum.checked_rem(10).unwrap_or(0);
    char::from_digit(
        if over == 0 {
            0
        } else {
            10u32.saturating_sub(over)
        },
        10,
    )
    .unwrap_or('0')
}

/// Where a claim stands. Rejected is not denied: a rejected claim never reached the payer's books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A finding stops it, or a person does.
    Held,
    /// Clean, waiting for the next batch.
    Ready,
    /// In a file that was written out.
    Batched,
    /// The receiver or payer took it in.
    Accepted,
    /// The receiver or payer would not take it in: fix it and send it as new.
    Rejected,
    /// Adjudicated and paid as far as the payer will.
    Paid,
    /// Adjudicated, with something left open at the payer.
    PartlyPaid,
    /// Adjudicated and not paid: correct it or appeal.
    Denied,
    /// Refused in whole or in part, and the payer was asked to decide anew.
    InAppeal,
    /// Nothing more to do.
    Closed,
    /// Taken back before it counted.
    Void,
}

impl State {
    /// A payer refused the claim or a part of it, and somebody has to work it.
    pub const REFUSED: [Self; 2] = [Self::Denied, Self::PartlyPaid];

    /// All of them in the order of a claim's life.
    pub const ALL: [Self; 11] = [
        Self::Held,
        Self::Ready,
        Self::Batched,
        Self::Accepted,
        Self::Rejected,
        Self::Paid,
        Self::PartlyPaid,
        Self::Denied,
        Self::InAppeal,
        Self::Closed,
        Self::Void,
    ];

    /// The word the book keeps (`claim.state`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Ready => "ready",
            Self::Batched => "batched",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Paid => "paid",
            Self::PartlyPaid => "partly_paid",
            Self::Denied => "denied",
            Self::InAppeal => "in_appeal",
            Self::Closed => "closed",
            Self::Void => "void",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// In words, as a pill shows it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Held => "Held",
            Self::Ready => "Ready",
            Self::Batched => "Sent",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
            Self::Paid => "Paid",
            Self::PartlyPaid => "Partly paid",
            Self::Denied => "Denied",
            Self::InAppeal => "In appeal",
            Self::Closed => "Closed",
            Self::Void => "Void",
        }
    }

    /// Whether a claim may go from here to `next`.
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Held | Self::Ready => matches!(
                next,
                Self::Held
                    | Self::Ready
                    | Self::Batched
                    | Self::Paid
                    | Self::PartlyPaid
                    | Self::Denied
                    | Self::Void
            ),
            Self::Batched => matches!(
                next,
                Self::Accepted | Self::Rejected | Self::Paid | Self::PartlyPaid | Self::Denied
            ),
            // Another claim may take the place of one that the payer has.
            Self::Accepted => matches!(
                next,
                Self::Rejected | Self::Paid | Self::PartlyPaid | Self::Denied | Self::Closed
            ),
            Self::Rejected => matches!(
                next,
                Self::Held
                    | Self::Ready
                    | Self::Paid
                    | Self::PartlyPaid
                    | Self::Denied
                    | Self::Void
            ),
            // Un-posting takes an answer back: the claim is out and waiting again.
            Self::Paid | Self::PartlyPaid | Self::Denied | Self::InAppeal => matches!(
                next,
                Self::Batched
                    | Self::Paid
                    | Self::PartlyPaid
                    | Self::Denied
                    | Self::InAppeal
                    | Self::Closed
            ),
            Self::Closed => matches!(next, Self::PartlyPaid | Self::Denied | Self::InAppeal),
            Self::Void => false,
        }
    }

    /// Whether the claim counts: of one part of a visit only one claim does for each policy.
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Closed | Self::Void)
    }

    /// Whether the claim is with us and may still be changed. A rejected one never reached the payer's books.
    pub const fn is_here(self) -> bool {
        matches!(self, Self::Held | Self::Ready | Self::Rejected)
    }

    /// Whether a payer decided on it.
    pub const fn is_adjudicated(self) -> bool {
        matches!(
            self,
            Self::Paid | Self::PartlyPaid | Self::Denied | Self::InAppeal
        )
    }

    /// Whether the claim is out of our hands and unanswered.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Batched | Self::Accepted)
    }

    /// Whether somebody here must do something.
    pub const fn needs_someone(self) -> bool {
        matches!(
            self,
            Self::Held | Self::Rejected | Self::Denied | Self::PartlyPaid
        )
    }
}

/// A move that is not in a claim's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a claim that is {} cannot become {}", from.words().to_lowercase(), to.words().to_lowercase())]
pub struct MoveError {
    /// Where it stands.
    pub from: State,
    /// Where it was to go.
    pub to: State,
}

/// A bill to one payer for one visit, before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    /// What is billed.
    pub visit: VisitId,
    /// Under which policy.
    pub policy: PolicyId,
    /// Whom.
    pub payer: PayerId,
    /// Asked first, second or third.
    pub responsibility: Responsibility,
    /// New, or in the place of one the payer has.
    pub filing: Filing,
    /// The claim in whose place it stands; none on one that is new.
    pub replaces: Option<ClaimId>,
    /// Which part of the visit it bills, from 1; a visit on one claim has one part.
    pub split: u32,
    /// Sum of its services.
    pub charged: Money,
    /// Day of service.
    pub service_on: NaiveDate,
    /// The day from which its days to file are counted: the day of service, or that of the earlier payer's decision.
    pub counted_from: NaiveDate,
    /// Last day to file it.
    pub file_by: NaiveDate,
    /// The services it bills, one to fifty, in the order in which they are sent.
    pub lines: Vec<ChargeLineId>,
}

/// A bill to one payer for one visit, as the book keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// Id.
    pub id: ClaimId,
    /// Its number (CLM01).
    pub number: ClaimNumber,
    /// What is billed.
    pub visit: VisitId,
    /// Under which policy.
    pub policy: PolicyId,
    /// Whom.
    pub payer: PayerId,
    /// Asked first, second or third (SBR01).
    pub responsibility: Responsibility,
    /// New, or in the place of one the payer has (CLM05-3 and REF*F8).
    #[serde(flatten)]
    pub filing: Filing,
    /// The claim in whose place it stands; none on one that is new.
    pub replaces: Option<ClaimId>,
    /// Which part of the visit it bills, from 1; a visit on one claim has one part.
    pub split: u32,
    /// Where it stands.
    pub state: State,
    /// Sum of its services.
    pub charged: Money,
    /// Day of service.
    pub service_on: NaiveDate,
    /// The day from which its days to file are counted: the day of service, or that of the earlier payer's decision.
    pub counted_from: NaiveDate,
    /// Last day to file it.
    pub file_by: NaiveDate,
    /// The services it bills, in the order in which they are sent.
    pub lines: Vec<ChargeLineId>,
}

/// What would make the same claim once more.
impl From<&Claim> for NewClaim {
    fn from(claim: &Claim) -> Self {
        Self {
            visit: claim.visit,
            policy: claim.policy,
            payer: claim.payer,
            responsibility: claim.responsibility,
            filing: claim.filing.clone(),
            replaces: claim.replaces,
            split: claim.split,
            charged: claim.charged,
            service_on: claim.service_on,
            counted_from: claim.counted_from,
            file_by: claim.file_by,
            lines: claim.lines.clone(),
        }
    }
}

/// What happens to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// It was made of a visit.
    Made,
    /// A finding stops it.
    Held,
    /// Nothing stops it.
    Ready,
    /// A person stops it.
    Stopped,
    /// A person lets it go on.
    Released,
    /// A person lets a finding pass, or takes that back.
    Waived,
    /// A rule of the practice set a field of it, or does so no more.
    Set,
    /// It left in a file.
    Batched,
    /// Receiver or payer said whether it was taken in, or how it was decided.
    Answered,
    /// Nothing is left with its payer: a person gave the rest up or moved it.
    Settled,
    /// An answer, or what was settled, was taken back.
    Reopened,
    /// It was taken back.
    Voided,
    /// Another claim took its place, or takes it back at the payer.
    Replaced,
    /// Some of its services went to a claim of their own, or came back from one.
    Split,
    /// It became known by another number.
    Numbered,
    /// What it left went to the next payer.
    BilledOn,
    /// Its payer was asked to decide anew, or answered that.
    Appealed,
}

impl Happening {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Made,
        Self::Held,
        Self::Ready,
        Self::Stopped,
        Self::Released,
        Self::Waived,
        Self::Set,
        Self::Batched,
        Self::Answered,
        Self::Settled,
        Self::Reopened,
        Self::Voided,
        Self::Replaced,
        Self::Split,
        Self::Numbered,
        Self::BilledOn,
        Self::Appealed,
    ];

    /// The word the book keeps (`claim_event.kind`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Held => "held",
            Self::Ready => "ready",
            Self::Stopped => "stopped",
            Self::Released => "released",
            Self::Waived => "waived",
            Self::Set => "set",
            Self::Batched => "batched",
            Self::Answered => "answered",
            Self::Settled => "settled",
            Self::Reopened => "reopened",
            Self::Voided => "voided",
            Self::Replaced => "replaced",
            Self::Split => "split",
            Self::Numbered => "numbered",
            Self::BilledOn => "billed_on",
            Self::Appealed => "appealed",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One thing that happened to a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// What.
    pub kind: Happening,
    /// Where the claim stood after it.
    pub state: State,
    /// What it came from: `batch:7`, `eob:3`; may be empty.
    pub source: String,
    /// Said to a person; holds no patient's name.
    pub words: String,
}

/// A claim in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimRow {
    /// Id.
    pub id: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// What is billed.
    pub visit: VisitId,
    /// For whom.
    pub patient: PatientId,
    /// The patient's name.
    pub patient_name: Name,
    /// Whom.
    pub payer: PayerId,
    /// The payer's name.
    pub payer_name: String,
    /// Under which policy.
    pub policy: PolicyId,
    /// Where its file goes; none: on paper.
    pub receiver: Option<ReceiverId>,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Who saw the patient, as lists show it.
    pub rendering: String,
    /// Place of service.
    pub place: PlaceOfService,
    /// How many services.
    pub lines: u32,
    /// Sum of its services.
    pub charged: Money,
    /// What the insurer still owes on its services.
    pub insurance_owes: Money,
    /// Where it stands.
    pub state: State,
    /// Last day to file it.
    pub file_by: NaiveDate,
}

/// Which claims a list shows, by what they ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asking {
    /// Whatever they ask for.
    #[default]
    Anything,
    /// To be paid: claims that only take another back (CLM05-3 is 8) are left out, as no payer pays on them.
    Payment,
}

/// In which order a list shows claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What needs somebody first: rejected, held, denied, partly paid, the rest; in each the oldest service first.
    #[default]
    Urgent,
    /// The newest claim first.
    Newest,
    /// The oldest service first.
    Oldest,
    /// The largest charge first.
    Largest,
    /// By the last day to file.
    Deadline,
    /// By the patient's name.
    Patient,
    /// By the payer's name.
    Payer,
}

impl Order {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Urgent,
        Self::Oldest,
        Self::Newest,
        Self::Largest,
        Self::Deadline,
        Self::Patient,
        Self::Payer,
    ];

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Urgent => "Urgent first",
            Self::Newest => "Newest first",
            Self::Oldest => "Oldest service",
            Self::Largest => "Largest charge",
            Self::Deadline => "File before",
            Self::Patient => "By patient",
            Self::Payer => "By payer",
        }
    }
}

/// Which claims a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFilter {
    /// Those that stand in one of these states; in any when empty.
    pub states: Vec<State>,
    /// Those whose number, patient or payer has this in it; every one when empty.
    pub text: String,
    /// Those to this payer.
    pub payer: Option<PayerId>,
    /// Those of visits to this clinician.
    pub provider: Option<ProviderId>,
    /// Those of this patient.
    pub patient: Option<PatientId>,
    /// Which of them by what they ask for.
    pub asking: Asking,
    /// In which order.
    pub order: Order,
    /// How many at most.
    pub limit: usize,
    /// How many are passed over first.
    pub offset: usize,
}

impl Default for ClaimFilter {
    fn default() -> Self {
        Self {
            states: Vec::new(),
            text: String::new(),
            payer: None,
            provider: None,
            patient: None,
            asking: Asking::default(),
            order: Order::default(),
            limit: 500,
            offset: 0,
        }
    }
}

/// How many claims stand in one state, and what they come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lane {
    /// The state.
    pub state: State,
    /// How many.
    pub count: u32,
    /// Sum of their charges.
    pub charged: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_number_survives_the_trip_and_notices_a_slip() {
        for id in [1, 7, 417, 999_999] {
            let number = ClaimNumber::of(ClaimId::new(id));
            assert!(number.as_str().len() <= 15);
            assert_eq!(number.as_str().parse(), Ok(number.clone()));
        }
        let number = ClaimNumber::of(ClaimId::new(417));
        assert_eq!(number.as_str(), "C204172");
        for wrong in ["C204173", "C24172", "204172", "C", "", "CC04172", "C20417"] {
            assert_eq!(wrong.parse::<ClaimNumber>(), Err(NotOurs), "{wrong}");
        }
    }

    #[test]
    fn a_sent_claim_is_not_sent_again_and_a_denied_one_is_not_rejected() {
        assert!(!State::Batched.may_become(State::Batched));
        assert!(!State::Accepted.may_become(State::Ready));
        assert!(!State::Denied.may_become(State::Rejected));
        assert!(State::Rejected.may_become(State::Ready));
        assert!(State::ALL.iter().all(|next| !State::Void.may_become(*next)));
    }

    #[test]
    fn state_words_read_back() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
        }
        for kind in Happening::ALL {
            assert_eq!(Happening::from_code(kind.code()), Some(kind));
        }
    }
}
