//! Which of our claims a claim of a remittance is: every key that two of them share, every difference between them, and
//! whether that is enough to go on without asking. It must not know where claims are kept.
//!
//! A key is worth something only where it cannot be spoiled together with another: our own number, the payer's number,
//! the numbers of the services, and who was treated on which day for how much. One that agrees in everything, or two
//! that agree independently of each other, are sure. Everything else is shown to a person, with what differs.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::claim::{ClaimNumber, Responsibility, State};
use crate::domain::code::{ClaimStatus, MemberId};
use crate::domain::id::{ClaimId, PayerId};
use crate::domain::money::Money;
use crate::domain::person::Name;
use crate::domain::remit::RemitClaim;

mod habit;
mod likeness;
#[cfg(test)]
mod tests;

pub use habit::Habit;

/// What a remittance says of a claim by which it can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The claim as it is remitted.
    pub claim: &'a RemitClaim,
    /// Who of ours pays; none when that is not known.
    pub payer: Option<PayerId>,
    /// The charge of everything in the remittance under the same number and status: a payer may split a claim (MA15).
    pub charged: Money,
}

/// One of our claims that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Id.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// Every number it was ever sent under, and those of the claims in whose place it stands.
    pub numbers: Vec<String>,
    /// The numbers of the claims to other payers for the same services: a payer that was sent the claim by another
    /// repeats the number of that one.
    pub numbers_of_others: Vec<String>,
    /// Every number that the payer ever gave it.
    pub payer_numbers: Vec<String>,
    /// The patient.
    pub patient: Name,
    /// The member under whose policy it was billed.
    pub member: MemberId,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Sum of its services.
    pub charged: Money,
    /// Whom it was sent to.
    pub payer: PayerId,
    /// Asked first, second or third.
    pub responsibility: Responsibility,
    /// Where it stands.
    pub state: State,
    /// The claim that took its place; none when it counts itself.
    pub replaced_by: Option<ClaimId>,
    /// Whether something that a payer said of it is posted and stands.
    pub is_answered: bool,
}

/// Something that two claims share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// Our own number, past or present.
    OwnNumber,
    /// Our own number as this payer spoils numbers.
    SpoiledNumber,
    /// The number of our claim to another payer for the same services.
    NumberOfOther,
    /// The payer's number of the claim.
    PayerNumber,
    /// The number of one of its services (REF*6R).
    LineNumber,
    /// The patient's name.
    Name,
    /// The member's number.
    Member,
    /// The day of service.
    Day,
    /// The charge.
    Charge,
    /// A person said so.
    Person,
}

impl Key {
    /// As a reason in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OwnNumber => "our claim number",
            Self::SpoiledNumber => "our claim number, as this payer writes it",
            Self::NumberOfOther => "the number of our claim to another payer",
            Self::PayerNumber => "the payer's claim number",
            Self::LineNumber => "the number of a service",
            Self::Name => "the patient's name",
            Self::Member => "the member number",
            Self::Day => "the day of service",
            Self::Charge => "the charge",
            Self::Person => "chosen by hand",
        }
    }
}

/// Something in which two claims differ. Shown on a screen only: it names the patient.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Differs {
    /// The number.
    Number {
        /// Ours.
        ours: String,
        /// Theirs.
        theirs: String,
    },
    /// The charge.
    Charge {
        /// Ours.
        ours: Money,
        /// Theirs.
        theirs: Money,
    },
    /// The day of service.
    Day {
        /// Ours.
        ours: NaiveDate,
        /// Theirs.
        theirs: NaiveDate,
    },
    /// The patient.
    Name {
        /// Ours.
        ours: String,
        /// Theirs.
        theirs: String,
    },
    /// The member's number.
    Member {
        /// Ours.
        ours: String,
        /// Theirs.
        theirs: String,
    },
    /// It was sent to another payer.
    Payer,
    /// It was paid as asked first, second or third, and this one was asked in another place.
    Place {
        /// Ours.
        ours: Responsibility,
        /// Theirs.
        theirs: Responsibility,
    },
    /// Another claim took its place.
    Replaced {
        /// The one in its place.
        by: ClaimNumber,
    },
    /// It was taken back and never counted.
    Void,
    /// A payment is taken back, and none of it is posted.
    NothingToTakeBack,
}

/// No name and no number of a person.
impl fmt::Debug for Differs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what())
    }
}

impl Differs {
    /// What differs, in a word or two.
    pub const fn what(&self) -> &'static str {
        match self {
            Self::Number { .. } => "claim number",
            Self::Charge { .. } => "charge",
            Self::Day { .. } => "day of service",
            Self::Name { .. } => "patient",
            Self::Member { .. } => "member number",
            Self::Payer => "payer",
            Self::Place { .. } => "order of payers",
            Self::Replaced { .. } => "replaced",
            Self::Void => "void",
            Self::NothingToTakeBack => "not posted",
        }
    }

    /// How much doubt it throws.
    const fn weight(&self) -> i32 {
        match self {
            Self::Number { .. } => 5,
            Self::Charge { .. } | Self::Day { .. } => 15,
            Self::Member { .. } | Self::Place { .. } => 10,
            Self::Payer => 20,
            Self::Name { .. } | Self::Replaced { .. } | Self::Void | Self::NothingToTakeBack => 30,
        }
    }
}

/// One of our claims held against what is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Weighed {
    /// The claim.
    pub claim: ClaimId,
    /// How sure it is, from 0 to 100.
    pub score: u8,
    /// Whether that is sure enough to go on without a person.
    pub is_sure: bool,
    /// What they share.
    pub keys: Vec<Key>,
    /// In what they differ.
    pub differs: Vec<Differs>,
    /// How the payer spoiled our number, when that explains it and is not known of it yet.
    pub habit: Option<Habit>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One claim, beyond doubt.
    Sure(Weighed),
    /// Claims that may be meant, the likeliest first; a person says which. Empty when none is known.
    Offered(Vec<Weighed>),
}

/// How far one sure claim must be ahead of another.
const AHEAD: u8 = 20;

/// Holds our claims against what is wanted.
pub fn find(wanted: &Wanted<'_>, candidates: &[Candidate], habits: &[Habit]) -> Found {
    let mut weighed: Vec<Weighed> = candidates
        .iter()
        .map(|candidate| weigh(wanted, candidate, habits))
        .filter(|weighed| !weighed.keys.is_empty())
        .collect();
    weighed.sort_by(|one, other| {
        (other.is_sure, other.score, other.claim).cmp(&(one.is_sure, one.score, one.claim))
    });
    let is_ahead = match weighed.as_slice() {
        [first, second, ..] if second.is_sure => {
            first.is_sure && first.score >= second.score.saturating_add(AHEAD)
        }
        [first, ..] => first.is_sure,
        [] => false,
    };
    if is_ahead && !weighed.is_empty() {
        Found::Sure(weighed.swap_remove(0))
    } else {
        Found::Offered(weighed)
    }
}

/// Finds claims that a payer joined and answers as one: every service carries the number of one of them, they are of one
/// member, and together they come to the charge. Empty when it is one claim, or there is doubt.
pub fn find_joined(wanted: &Wanted<'_>, candidates: &[Candidate]) -> Vec<Weighed> {
    let mut named: Vec<&Candidate> = Vec::new();
    for line in &wanted.claim.lines {
        let number = line.control_number().and_then(line_claim);
        let ours = number.and_then(|number| {
            let is_it = |ours: &&String| ours.eq_ignore_ascii_case(number);
            let mut all = candidates.iter();
            all.find(|candidate| candidate.numbers.iter().any(|ours| is_it(&ours)))
        });
        match ours {
            None => return Vec::new(),
            Some(ours) if named.iter().any(|one| one.claim == ours.claim) => {}
            Some(ours) => named.push(ours),
        }
    }
    let charged = Money::sum(named.iter().map(|one| one.charged));
    let [first, _, ..] = named.as_slice() else {
        return Vec::new();
    };
    let is_one = named.iter().all(|one| {
        one.payer == first.payer && one.member == first.member && one.patient == first.patient
    });
    if !is_one || charged != Ok(wanted.claim.charged.abs()) {
        return Vec::new();
    }
    let joined = named.into_iter().map(|candidate| {
        let mut weighed = weigh(wanted, candidate, &[]);
        // They come to it together, each of them to less; and all but one go by the number of that one.
        weighed.differs.retain(|one| {
            !matches!(
                one,
                Differs::Charge { .. } | Differs::Number { .. } | Differs::Day { .. }
            )
        });
        weighed
    });
    let joined: Vec<Weighed> = joined.collect();
    if joined.iter().any(|one| !one.differs.is_empty()) {
        return Vec::new();
    }
    let sure = |one| Weighed {
        score: 100,
        is_sure: true,
        ..one
    };
    joined.into_iter().map(sure).collect()
}

/// Holds one of our claims against what is wanted.
pub fn weigh(wanted: &Wanted<'_>, candidate: &Candidate, habits: &[Habit]) -> Weighed {
    let mut scale = Scale::default();
    let habit = scale.number(wanted, candidate, habits);
    scale.payer_numbers(wanted, candidate);
    scale.who(wanted, candidate);
    scale.when_and_how_much(wanted, candidate);
    scale.standing(wanted, candidate);
    scale.done(candidate.claim, habit)
}

/// Gathers what agrees and what does not.
#[derive(Default)]
struct Scale {
    keys: Vec<Key>,
    differs: Vec<Differs>,
}

impl Scale {
    fn number(
        &mut self,
        wanted: &Wanted<'_>,
        candidate: &Candidate,
        habits: &[Habit],
    ) -> Option<Habit> {
        let theirs = wanted.claim.number.trim();
        let is_theirs = |ours: &String| ours.eq_ignore_ascii_case(theirs);
        if theirs.is_empty() {
            return None;
        }
        if candidate.numbers.iter().any(is_theirs) {
            self.keys.push(Key::OwnNumber);
            return None;
        }
        if candidate.numbers_of_others.iter().any(is_theirs) {
            self.keys.push(Key::NumberOfOther);
            return None;
        }
        let known = |ours: &String| habits.iter().any(|habit| habit.explains(ours, theirs));
        if candidate.numbers.iter().any(known) {
            self.keys.push(Key::SpoiledNumber);
            return None;
        }
        self.differs.push(Differs::Number {
            ours: candidate.number.as_str().to_owned(),
            theirs: theirs.to_owned(),
        });
        let mut ours = candidate.numbers.iter();
        ours.find_map(|ours| Habit::between(ours, theirs))
    }

    fn payer_numbers(&mut self, wanted: &Wanted<'_>, candidate: &Candidate) {
        let theirs = wanted.claim.payer_number.trim();
        let mut given = candidate.payer_numbers.iter();
        if !theirs.is_empty() && given.any(|ours| ours.eq_ignore_ascii_case(theirs)) {
            self.keys.push(Key::PayerNumber);
        }
        let is_ours = |sent: &str| {
            line_claim(sent).is_some_and(|claim| {
                let mut ours = candidate.numbers.iter();
                ours.any(|number| number.eq_ignore_ascii_case(claim))
            })
        };
        let mut lines = wanted.claim.lines.iter();
        if lines.any(|line| line.control_number().is_some_and(is_ours)) {
            self.keys.push(Key::LineNumber);
        }
    }

    fn who(&mut self, wanted: &Wanted<'_>, candidate: &Candidate) {
        if let Some(person) = wanted
            .claim
            .patient
            .as_ref()
            .or(wanted.claim.corrected.as_ref())
            && !person.last.is_empty()
        {
            if likeness::is_same_person(&candidate.patient, &person.last, &person.first) {
                self.keys.push(Key::Name);
            } else {
                self.differs.push(Differs::Name {
                    ours: candidate.patient.to_string(),
                    theirs: person.to_string(),
                });
            }
        }
        let ours = candidate.member.as_str();
        let mut members = wanted.claim.member_ids();
        if members.any(|theirs| likeness::is_same_member(ours, theirs)) {
            self.keys.push(Key::Member);
        } else if let Some(theirs) = wanted.claim.member_ids().next() {
            self.differs.push(Differs::Member {
                ours: ours.to_owned(),
                theirs: theirs.to_owned(),
            });
        }
    }

    fn when_and_how_much(&mut self, wanted: &Wanted<'_>, candidate: &Candidate) {
        if let Some((from, to)) = wanted.claim.served_on() {
            if (from..=to).contains(&candidate.service_on) {
                self.keys.push(Key::Day);
            } else {
                self.differs.push(Differs::Day {
                    ours: candidate.service_on,
                    theirs: from,
                });
            }
        }
        let theirs = wanted.claim.charged.abs();
        if theirs == candidate.charged || wanted.charged.abs() == candidate.charged {
            self.keys.push(Key::Charge);
        } else {
            self.differs.push(Differs::Charge {
                ours: candidate.charged,
                theirs,
            });
        }
    }

    fn standing(&mut self, wanted: &Wanted<'_>, candidate: &Candidate) {
        if wanted.payer.is_some_and(|payer| payer != candidate.payer) {
            self.differs.push(Differs::Payer);
        }
        let status = wanted.claim.status.known();
        if let Some(theirs) = status.and_then(place_of)
            && theirs != candidate.responsibility
        {
            let ours = candidate.responsibility;
            self.differs.push(Differs::Place { ours, theirs });
        }
        let takes_back = status == Some(ClaimStatus::Reversal);
        if takes_back && !candidate.is_answered {
            self.differs.push(Differs::NothingToTakeBack);
        }
        if let Some(by) = candidate.replaced_by.filter(|_| !takes_back) {
            let by = ClaimNumber::of(by);
            self.differs.push(Differs::Replaced { by });
        }
        if candidate.state == State::Void {
            self.differs.push(Differs::Void);
        }
    }

    fn has(&self, key: Key) -> bool {
        self.keys.contains(&key)
    }

    /// Whether what agrees is enough, and nothing that differs speaks against it.
    fn is_sure(&self) -> bool {
        let against = self.differs.iter().any(|one| match one {
            Differs::Replaced { .. }
            | Differs::Void
            | Differs::NothingToTakeBack
            | Differs::Payer
            | Differs::Place { .. } => true,
            Differs::Name { .. } => !self.has(Key::Member),
            Differs::Number { .. }
            | Differs::Charge { .. }
            | Differs::Day { .. }
            | Differs::Member { .. } => false,
        });
        let is_treatment = (self.has(Key::Name) || self.has(Key::Member))
            && self.has(Key::Day)
            && self.has(Key::Charge);
        let has_number = self.has(Key::OwnNumber)
            || self.has(Key::SpoiledNumber)
            || self.has(Key::NumberOfOther);
        let day_differs = self
            .differs
            .iter()
            .any(|one| matches!(one, Differs::Day { .. }));
        let is_exact = self.has(Key::OwnNumber) && self.has(Key::Charge) && !day_differs;
        let independent = [
            has_number,
            self.has(Key::PayerNumber),
            self.has(Key::LineNumber),
            is_treatment,
        ];
        let agree = independent.into_iter().filter(|key| *key).count();
        !against && (is_exact || agree >= 2)
    }

    fn done(self, claim: ClaimId, habit: Option<Habit>) -> Weighed {
        let is_sure = self.is_sure();
        let worth = |key: &Key| match key {
            Key::OwnNumber => 45,
            Key::SpoiledNumber | Key::NumberOfOther | Key::PayerNumber => 35,
            Key::LineNumber => 30,
            Key::Member => 15,
            Key::Name | Key::Day | Key::Charge => 10,
            Key::Person => 0,
        };
        let good: i32 = self.keys.iter().map(worth).sum();
        let bad: i32 = self.differs.iter().map(Differs::weight).sum();
        let score = good.saturating_sub(bad).clamp(0, 100);
        let score = u8::try_from(score).unwrap_or(100);
        Weighed {
            claim,
            score: if is_sure {
                score.max(80)
            } else {
                score.min(79)
            },
            is_sure,
            keys: self.keys,
            differs: self.differs,
            habit,
        }
    }
}

/// In which place a payer was asked, by the status of its answer; none when that does not tell.
const fn place_of(status: ClaimStatus) -> Option<Responsibility> {
    match status {
        ClaimStatus::Primary | ClaimStatus::PrimaryForwarded => Some(Responsibility::Primary),
        ClaimStatus::Secondary | ClaimStatus::SecondaryForwarded => Some(Responsibility::Secondary),
        ClaimStatus::Tertiary | ClaimStatus::TertiaryForwarded => Some(Responsibility::Tertiary),
        ClaimStatus::Denied
        | ClaimStatus::Reversal
        | ClaimStatus::Forwarded
        | ClaimStatus::Predetermination => None,
    }
}

/// The claim in a number that we gave a service ([`ClaimNumber::line_control`]); none when it is none of ours.
pub fn line_claim(sent: &str) -> Option<&str> {
    let (claim, rest) = sent.trim().split_once(['S', 's'])?;
    let (sending, place) = rest.split_once(['L', 'l'])?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(sending) && is_number(place)).then_some(claim)
}
