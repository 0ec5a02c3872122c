//! Denials: what a payer refused of a claim, what that is about, what usually works, until when, and what it is worth
//! to work it. Derived from posted answers; it must not know where they are kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::claim::{ClaimNumber, State};
use crate::domain::code::{AdjustmentGroup, Carc, FilingIndicator, Modifier, Procedure, Rarc};
use crate::domain::codeset;
use crate::domain::id::{
    ChargeLineId, ClaimId, EobId, PatientId, PayerId, PolicyId, UserId, VisitId,
};
use crate::domain::ledger::WriteOff;
use crate::domain::money::{Money, MoneyError};
use crate::domain::person::Name;
use crate::domain::practice::Windows;

mod advice;
mod appeal;
mod clock;
mod letter;
mod paper;
mod worth;

pub use self::advice::{Advice, advice_on};
pub use self::appeal::{
    Appeal, AppealEnd, Enclosure, Level, NewAppeal, Outcome, SendingWay, appeal_number,
};
pub use self::clock::{Clock, Due, DueWhat, Reminder, answer_days, appeal_days, corrected_days};
pub use self::letter::{Filled, LetterError, LetterField, Letters};
pub use self::paper::{LetterPaper, RemittanceLine, RemittancePaper};
pub use self::worth::{Figure, Figures, Odds, Record, Try, Worth};

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Who the patient is and who covers them.
    Registration,
    /// Leave of the payer.
    Authorization,
    /// Codes, modifiers, diagnoses, data on the claim.
    Coding,
    /// It came too late.
    TimelyFiling,
    /// The payer sees no need.
    MedicalNecessity,
    /// It was billed before.
    Duplicate,
    /// Another payer pays first.
    Coordination,
    /// Papers are missing.
    Documentation,
    /// The plan does not pay for it.
    Coverage,
    /// The contract says otherwise.
    Contract,
    /// Anything else.
    Other,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Registration,
        Self::Authorization,
        Self::Coding,
        Self::TimelyFiling,
        Self::MedicalNecessity,
        Self::Duplicate,
        Self::Coordination,
        Self::Documentation,
        Self::Coverage,
        Self::Contract,
        Self::Other,
    ];

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Registration => "Registration",
            Self::Authorization => "Authorization",
            Self::Coding => "Coding",
            Self::TimelyFiling => "Timely filing",
            Self::MedicalNecessity => "Medical necessity",
            Self::Duplicate => "Duplicate",
            Self::Coordination => "Other payer first",
            Self::Documentation => "Papers missing",
            Self::Coverage => "Not covered",
            Self::Contract => "Contract",
            Self::Other => "Other",
        }
    }

    /// As what it is usually given up.
    pub const fn write_off(self) -> WriteOff {
        match self {
            Self::TimelyFiling => WriteOff::TimelyFiling,
            Self::Authorization => WriteOff::NoAuthorization,
            Self::Contract => WriteOff::Contractual,
            Self::Registration
            | Self::Coding
            | Self::MedicalNecessity
            | Self::Duplicate
            | Self::Coordination
            | Self::Documentation
            | Self::Coverage
            | Self::Other => WriteOff::Other,
        }
    }
}

/// A way out of a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WayOut {
    /// Send a claim in place of the one refused.
    Correct,
    /// Ask the payer to decide anew.
    Appeal,
    /// It becomes the patient's.
    Patient,
    /// It is given up.
    WriteOff,
}

impl WayOut {
    /// All of them, in the order of their keys.
    pub const ALL: [Self; 4] = [Self::Correct, Self::Appeal, Self::Patient, Self::WriteOff];

    /// As a button says it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Correct => "Correct and replace",
            Self::Appeal => "Appeal",
            Self::Patient => "Bill the patient",
            Self::WriteOff => "Write off",
        }
    }

    /// How many minutes it usually takes: estimates of our own, for the order of the queue. An appeal gathers papers and
    /// writes; a correction changes a visit and sends it; the other two are one decision.
    pub const fn minutes(self) -> u16 {
        match self {
            Self::Correct => 10,
            Self::Appeal => 30,
            Self::Patient => 4,
            Self::WriteOff => 2,
        }
    }
}

/// What an appeal may need beside the claim and the payer's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Proof that it was filed in time.
    TimelyProof,
    /// The medical record.
    Record,
    /// The authorization or referral, or that it was asked for.
    Authorization,
    /// What the payer said of the coverage.
    Eligibility,
    /// The payer's own policy or guideline.
    Policy,
    /// The contract or its fee schedule.
    Contract,
    /// The claim it is said to repeat.
    FirstClaim,
    /// The other payer's answer.
    OtherPayer,
    /// The notice the patient signed.
    Notice,
}

impl Evidence {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::TimelyProof => "proof of timely filing",
            Self::Record => "the record of the visit",
            Self::Authorization => "the authorization, or that it was asked for",
            Self::Eligibility => "what the payer said of the coverage",
            Self::Policy => "the payer’s own policy",
            Self::Contract => "the contract or its fee schedule",
            Self::FirstClaim => "the first claim and its payment",
            Self::OtherPayer => "the other payer’s answer",
            Self::Notice => "the notice the patient signed",
        }
    }
}

/// One reason why a service was refused, and how much for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Who bears it, as the payer says.
    pub group: AdjustmentGroup,
    /// Why.
    pub carc: Carc,
    /// How much, above zero.
    pub amount: Money,
}

impl Reason {
    /// As people quote it: `CO-50`.
    pub fn code(&self) -> String {
        format!("{}-{}", self.group, self.carc)
    }

    /// What it means.
    pub fn words(&self) -> &'static str {
        codeset::adjustment_reasons()
            .get(self.carc.as_str())
            .map_or("A reason that is not on the list", |entry| {
                entry.description.as_str()
            })
    }

    /// Why the patient cannot be billed for it; none when that is allowed.
    ///
    /// The group says who bears it: PR is the patient's. What the contract takes (CO), what the payer took by itself
    /// (PI) and corrections (CR) are never. OA leaves it open; only where nobody covered the patient it is theirs.
    pub fn why_not_patient(&self, payer: FilingIndicator) -> Option<&'static str> {
        const UNCOVERED: [&str; 9] = ["26", "27", "31", "32", "33", "34", "35", "177", "200"];
        match self.group {
            AdjustmentGroup::Patient => None,
            AdjustmentGroup::Contractual => Some("group CO, the contract forbids it"),
            AdjustmentGroup::PayerInitiated => Some("group PI, the payer took it off by itself"),
            AdjustmentGroup::Correction => Some("group CR is a correction"),
            AdjustmentGroup::Other if payer == FilingIndicator::Medicaid => {
                Some("Medicaid patients owe only what Medicaid makes theirs (PR)")
            }
            AdjustmentGroup::Other if UNCOVERED.contains(&self.carc.as_str()) => None,
            AdjustmentGroup::Other => {
                Some("group OA does not make it the patient’s; ask the payer for PR")
            }
        }
    }
}

/// A service a payer refused, or paid short of what stays open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeniedLine {
    /// The service.
    pub line: ChargeLineId,
    /// Its code.
    pub code: Procedure,
    /// Its modifiers.
    pub modifiers: Vec<Modifier>,
    /// In the practice's words.
    pub description: String,
    /// What was charged.
    pub charged: Money,
    /// What the payer allowed in its last answer.
    pub allowed: Money,
    /// What it paid in its last answer.
    pub paid: Money,
    /// What it refused in its last answer and nobody gave up or moved when it was posted, the dearest first.
    pub reasons: Vec<Reason>,
    /// The remarks of that answer; none when it came on paper.
    pub remarks: Vec<Rarc>,
    /// What it still owes by our books.
    pub left: Money,
    /// The day of its last answer.
    pub decided_on: NaiveDate,
    /// That answer.
    pub eob: EobId,
}

impl DeniedLine {
    /// Code and modifiers, as people write them: `99213-25`.
    pub fn service(&self) -> String {
        written(self.code, &self.modifiers)
    }

    /// The reason most of it was refused for; none when the payer gave none.
    pub fn leading(&self) -> Option<&Reason> {
        self.reasons.first()
    }

    /// Why the patient cannot be billed for it; none when that is allowed.
    pub fn why_not_patient(&self, payer: FilingIndicator) -> Option<&'static str> {
        match self.leading() {
            Some(reason) => reason.why_not_patient(payer),
            None => Some("the payer gave no reason that makes it the patient’s"),
        }
    }
}

/// A code with its modifiers, as people write them: `99213-25`.
pub fn written(code: Procedure, modifiers: &[Modifier]) -> String {
    let mut words = code.to_string();
    for modifier in modifiers {
        words.push('-');
        words.push_str(modifier.as_str());
    }
    words
}

/// A claim that was refused in whole or in part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Denial {
    /// The claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// What it bills.
    pub visit: VisitId,
    /// For whom.
    pub patient: PatientId,
    /// Their name.
    pub patient_name: Name,
    /// Under which policy.
    pub policy: PolicyId,
    /// Who refused.
    pub payer: PayerId,
    /// Their name.
    pub payer_name: String,
    /// What kind of payer that is.
    pub indicator: FilingIndicator,
    /// How many days it gives to come back.
    pub windows: Windows,
    /// Where the claim stands.
    pub state: State,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Sum of its services.
    pub charged: Money,
    /// The services with something left, in the order of the claim.
    pub lines: Vec<DeniedLine>,
    /// Who works it; none when nobody was named.
    pub assigned: Option<(UserId, String)>,
    /// Put aside until this day.
    pub snoozed_until: Option<NaiveDate>,
    /// Its appeals, the oldest first.
    pub appeals: Vec<Appeal>,
}

impl Denial {
    /// What is left with the payer.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn at_stake(&self) -> Result<Money, MoneyError> {
        Money::sum(self.lines.iter().map(|line| line.left))
    }

    /// The reason most is left for; none when the payer gave none.
    pub fn leading(&self) -> Option<&Reason> {
        self.lines
            .iter()
            .filter_map(|line| Some((line.leading()?, line.left)))
            .max_by_key(|(_, left)| *left)
            .map(|(reason, _)| reason)
    }

    /// The remarks of its services, each once.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks: Vec<String> = Vec::new();
        for one in self.lines.iter().flat_map(|line| &line.remarks) {
            let one = one.to_string();
            if !remarks.contains(&one) {
                remarks.push(one);
            }
        }
        remarks
    }

    /// What is known of its leading reason.
    pub fn advice(&self) -> Advice {
        advice_on(self.leading().map(|reason| reason.carc))
    }

    /// The day of the payer's last answer.
    pub fn decided_on(&self) -> NaiveDate {
        let days = self.lines.iter().map(|line| line.decided_on);
        days.max().unwrap_or(self.service_on)
    }

    /// Whether nothing was paid for any service that is left.
    pub fn is_whole(&self) -> bool {
        self.lines.iter().all(|line| line.paid.is_zero())
    }

    /// The appeal that waits for its answer.
    pub fn open_appeal(&self) -> Option<&Appeal> {
        self.appeals.iter().rfind(|appeal| appeal.end.is_none())
    }

    /// The level of the next appeal; none while one is open.
    pub fn next_level(&self) -> Option<Level> {
        match self.appeals.last() {
            None => Some(Level::First),
            Some(last) => last.end.as_ref().map(|end| match end.outcome {
                Outcome::Withdrawn => last.level,
                Outcome::Won | Outcome::PartlyWon | Outcome::Lost => last.level.next(),
            }),
        }
    }

    /// Until when what can be done.
    pub fn clock(&self) -> Clock {
        Clock::of(self)
    }

    /// Whether it waits for a day that has not come.
    pub fn is_snoozed(&self, today: NaiveDate) -> bool {
        self.snoozed_until.is_some_and(|until| until > today)
    }
}

/// What a person did about a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Somebody is to work it.
    Assigned,
    /// It was put aside, or taken up again.
    Snoozed,
    /// Something was noted.
    Noted,
    /// Another claim takes its place.
    Replaced,
    /// It was appealed.
    Appealed,
    /// An appeal was answered by letter.
    Answered,
    /// It became the patient's.
    ToPatient,
    /// It was given up.
    WrittenOff,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Assigned,
        Self::Snoozed,
        Self::Noted,
        Self::Replaced,
        Self::Appealed,
        Self::Answered,
        Self::ToPatient,
        Self::WrittenOff,
    ];

    /// The word the book keeps (`denial_event.kind`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Snoozed => "snoozed",
            Self::Noted => "noted",
            Self::Replaced => "replaced",
            Self::Appealed => "appealed",
            Self::Answered => "answered",
            Self::ToPatient => "to_patient",
            Self::WrittenOff => "written_off",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.code() == code)
    }
}

/// One thing a person did about a denial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DenialEvent {
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
    /// Who.
    pub by: String,
    /// What.
    pub deed: Deed,
    /// Who works it from now on.
    pub person: Option<String>,
    /// Put aside until.
    pub until: Option<NaiveDate>,
    /// What came of it: `claim:8`, `appeal:3`; may be empty.
    pub source: String,
    /// How much moved or is asked for.
    pub amount: Money,
    /// Said to a person; holds no patient's name.
    pub words: String,
}

#[cfg(test)]
mod tests;
