//! What a rule would have done: it is tried on claims that left, whose end is known. It must not know where they are
//! kept.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Billed, Fit, NewRule, Score};
use crate::domain::claim::ClaimNumber;
use crate::domain::code::{AdjustmentGroup, Carc, Icd10, PlaceOfService, Sex};
use crate::domain::eob::{Outcome, usual_outcome};
use crate::domain::id::{ClaimId, PayerId, ProviderId};
use crate::domain::money::Money;
use crate::domain::visit::NewLine;

/// What the payer that pays first already paid or took off: no refusal of the one that pays next.
const EARLIER_PAYER: &str = "23";

/// Whether an adjustment refuses a service: neither the contract's fee, nor the patient's share, nor what an earlier
/// payer did.
pub fn is_refusal(group: AdjustmentGroup, carc: Carc) -> bool {
    usual_outcome(group, &carc) == Outcome::Stays && carc.as_str() != EARLIER_PAYER
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Receiver or payer would not take it in.
    Rejected,
    /// The payer decided on it.
    Decided,
    /// Nobody answered yet.
    Open,
}

/// A service of a claim that left, and why it was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastLine {
    /// What was billed.
    pub what: NewLine,
    /// Reasons and amounts of the refusal; none when it was paid or is the patient's.
    pub refused: Vec<(Carc, Money)>,
}

/// A claim as it left, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Id.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// Who pays.
    pub payer: PayerId,
    /// Who saw the patient.
    pub rendering: ProviderId,
    /// Place of service.
    pub place: PlaceOfService,
    /// Day of service.
    pub service_on: NaiveDate,
    /// What was billed in all.
    pub charged: Money,
    /// The patient's birthday.
    pub born_on: NaiveDate,
    /// The patient's sex.
    pub sex: Sex,
    /// Prior authorization number, may be empty.
    pub authorization: String,
    /// Diagnoses in order.
    pub diagnoses: Vec<Icd10>,
    /// Services in the order in which they were sent.
    pub lines: Vec<PastLine>,
    /// What became of it.
    pub ending: Ending,
}

impl Past {
    /// The claim as rules look at it.
    pub fn billed(&self) -> Billed<'_> {
        Billed {
            payer: self.payer,
            rendering: self.rendering,
            place: self.place,
            service_on: self.service_on,
            charged: self.charged,
            born_on: self.born_on,
            sex: self.sex,
            authorization: &self.authorization,
            diagnoses: &self.diagnoses,
            lines: self.lines.iter().map(|line| &line.what).collect(),
        }
    }

    /// The services of a fit.
    fn lines_of<'s>(&'s self, fit: &'s Fit) -> impl Iterator<Item = &'s PastLine> {
        (1..)
            .zip(&self.lines)
            .filter(move |(number, _)| match fit {
                Fit::Claim => true,
                Fit::Lines(lines) => lines.contains(number),
            })
            .map(|(_, line)| line)
    }

    /// Whether a rule that caught it was right.
    pub fn verdict(&self, fit: &Fit) -> Verdict {
        let refused = self
            .lines_of(fit)
            .flat_map(|line| &line.refused)
            .fold(Money::ZERO, |sum, (_, amount)| {
                sum.plus(*amount).unwrap_or(sum)
            });
        let charged = self.lines_of(fit).fold(Money::ZERO, |sum, line| {
            sum.plus(line.what.charge).unwrap_or(sum)
        });
        match self.ending {
            Ending::Decided if refused.is_positive() => Verdict::Right(refused),
            Ending::Decided => Verdict::Wrong,
            Ending::Rejected => Verdict::Right(charged),
            Ending::Open => Verdict::Open,
        }
    }

    /// The reasons for which services of a fit were refused, each once.
    fn reasons(&self, fit: &Fit) -> Vec<Carc> {
        let mut reasons: Vec<Carc> = self
            .lines_of(fit)
            .flat_map(|line| &line.refused)
            .map(|(carc, _)| *carc)
            .collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }
}

/// Whether a rule that catches a claim is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The payer refused so much of what it is about.
    Right(Money),
    /// The payer paid: a false alarm.
    Wrong,
    /// Nobody knows yet.
    Open,
}

impl Verdict {
    /// In a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Right(_) => "Refused",
            Self::Wrong => "Paid",
            Self::Open => "Not answered",
        }
    }
}

/// A claim that a rule would have caught.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Caught {
    /// Id.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// Day of service.
    pub service_on: NaiveDate,
    /// What was billed in all.
    pub charged: Money,
    /// Whether the rule was right.
    pub verdict: Verdict,
    /// Why it was refused.
    pub reasons: Vec<Carc>,
}

/// The most claims a trial lists; it counts all.
const LISTED: usize = 500;

/// A rule on trial.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Trial {
    /// How it ended.
    #[serde(flatten)]
    pub score: Score,
    /// The claims it would have caught, the newest first; up to five hundred.
    pub claims: Vec<Caught>,
}

impl Trial {
    /// Tries a rule on claims.
    pub fn of<'p>(rule: &NewRule, past: impl IntoIterator<Item = &'p Past>) -> Self {
        let mut trial = Self::default();
        for claim in past {
            trial.take(rule, claim);
        }
        trial.finish()
    }

    /// Tries a rule on one more claim.
    pub fn take(&mut self, rule: &NewRule, past: &Past) {
        let score = &mut self.score;
        score.looked_at = score.looked_at.saturating_add(1);
        let Some(fit) = rule.fit(&past.billed()) else {
            return;
        };
        score.caught = score.caught.saturating_add(1);
        let verdict = past.verdict(&fit);
        match verdict {
            Verdict::Right(amount) => {
                score.right = score.right.saturating_add(1);
                score.right_amount = score
                    .right_amount
                    .plus(amount)
                    .unwrap_or(score.right_amount);
            }
            Verdict::Wrong => score.wrong = score.wrong.saturating_add(1),
            Verdict::Open => score.open = score.open.saturating_add(1),
        }
        self.claims.push(Caught {
            claim: past.claim,
            number: past.number.clone(),
            service_on: past.service_on,
            charged: past.charged,
            verdict,
            reasons: past.reasons(&fit),
        });
    }

    /// Puts the newest first and keeps as many as are shown.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.claims
            .sort_by_key(|one| Reverse((one.service_on, one.claim)));
        self.claims.truncate(LISTED);
        self
    }
}

impl Score {
    /// In a sentence.
    pub fn words(&self) -> String {
        if self.caught == 0 {
            return format!("It would have caught none of {} claims.", self.looked_at);
        }
        format!(
            "Of {} claims it would have caught {}: {} refused by the payer ({}), {} paid all the same, {} not answered yet.",
            self.looked_at, self.caught, self.right, self.right_amount, self.wrong, self.open
        )
    }
}
