//! What a posting rule would have done to the reasons that payers gave in the last months, beside what was done with them.
//! It must not know where answers are kept.
//!
//! What was keyed from paper has neither remarks nor a claim's status: a rule that asks for these is about none of it.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::lay::Stated;
use super::rule::{Answered, NewPostingRule, PostingAct};
use super::table::{Whom, verdict};
use crate::domain::claim::{ClaimNumber, Responsibility};
use crate::domain::code::{AdjustmentGroup, Carc, FilingIndicator, Procedure, Rarc};
use crate::domain::eob::Outcome;
use crate::domain::id::{ClaimId, PayerId};
use crate::domain::money::Money;

/// A payer's reason as it was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastReason {
    /// On which claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// The day of the payment.
    pub paid_on: NaiveDate,
    /// Of which service.
    pub code: Procedure,
    /// Who pays.
    pub payer: PayerId,
    /// What kind of payer.
    pub kind: FilingIndicator,
    /// Asked first, second or third.
    pub rank: Responsibility,
    /// How the claim was processed (CLP02); empty when it was keyed from paper.
    pub status: String,
    /// The remarks of the service and of the claim.
    pub remarks: Vec<Rarc>,
    /// Who bears it.
    pub group: AdjustmentGroup,
    /// The reason.
    pub carc: Carc,
    /// How much.
    pub amount: Money,
    /// What became of it.
    pub outcome: Outcome,
}

/// What a rule would have done with a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WouldBe {
    /// The same that was done.
    Alike,
    /// Something else.
    Otherwise(Outcome),
    /// It would have waited for a person.
    Waits,
}

impl WouldBe {
    /// In a few words.
    pub fn words(self) -> String {
        match self {
            Self::Alike => "the same".to_owned(),
            Self::Otherwise(outcome) => outcome.words(),
            Self::Waits => "held".to_owned(),
        }
    }
}

/// A reason that a rule is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostedReason {
    /// On which claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// The day of the payment.
    pub paid_on: NaiveDate,
    /// Of which service.
    pub code: Procedure,
    /// Who bears it.
    pub group: AdjustmentGroup,
    /// The reason.
    pub carc: Carc,
    /// How much.
    pub amount: Money,
    /// What became of it.
    pub was: Outcome,
    /// What would have.
    pub would_be: WouldBe,
}

/// How a trial on the answers of some months ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PostingScore {
    /// How many reasons were looked at.
    pub looked_at: u32,
    /// How many of them the rule is about.
    pub about: u32,
    /// What these come to, signs aside.
    pub amount: Money,
    /// With how many the same would have been done.
    pub alike: u32,
    /// With how many something else.
    pub otherwise: u32,
    /// What these come to, signs aside.
    pub otherwise_amount: Money,
    /// How many would have waited for a person.
    pub waits: u32,
}

impl PostingScore {
    /// In a sentence.
    pub fn words(&self) -> String {
        if self.about == 0 {
            return format!("It is about none of {} reasons.", self.looked_at);
        }
        format!(
            "It is about {} of {} reasons ({}): {} posted alike, {} otherwise ({}), {} held.",
            self.about,
            self.looked_at,
            self.amount,
            self.alike,
            self.otherwise,
            self.otherwise_amount,
            self.waits
        )
    }
}

/// The most reasons a trial lists; it counts all.
const LISTED: usize = 500;

/// A posting rule on trial.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PostingTrial {
    /// How it ended.
    #[serde(flatten)]
    pub score: PostingScore,
    /// The reasons it is about, the newest first; up to five hundred.
    pub reasons: Vec<PostedReason>,
}

impl PostingTrial {
    /// Tries a rule on one more reason.
    pub fn take(&mut self, rule: &NewPostingRule, past: &PastReason) {
        let score = &mut self.score;
        score.looked_at = score.looked_at.saturating_add(1);
        let answered = Answered {
            payer: past.payer,
            rank: past.rank,
            status: &past.status,
            group: past.group,
            carc: past.carc,
            remarks: &past.remarks,
            amount: past.amount,
        };
        if !rule.when.fits(&answered) {
            return;
        }
        let add = |sum: Money| sum.plus(past.amount.abs()).unwrap_or(sum);
        score.about = score.about.saturating_add(1);
        score.amount = add(score.amount);
        let would_be = would_be(rule.then, past);
        match would_be {
            WouldBe::Alike => score.alike = score.alike.saturating_add(1),
            WouldBe::Otherwise(_) => {
                score.otherwise = score.otherwise.saturating_add(1);
                score.otherwise_amount = add(score.otherwise_amount);
            }
            WouldBe::Waits => score.waits = score.waits.saturating_add(1),
        }
        self.reasons.push(PostedReason {
            claim: past.claim,
            number: past.number.clone(),
            paid_on: past.paid_on,
            code: past.code,
            group: past.group,
            carc: past.carc,
            amount: past.amount,
            was: past.outcome,
            would_be,
        });
    }

    /// Puts the newest first and keeps as many as are shown.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.reasons
            .sort_by_key(|one| Reverse((one.paid_on, one.claim)));
        self.reasons.truncate(LISTED);
        self
    }
}

fn would_be(act: PostingAct, past: &PastReason) -> WouldBe {
    let stated = Stated {
        group: past.group,
        carc: past.carc,
        amount: past.amount,
        segment: 0,
    };
    let whom = Whom {
        kind: past.kind,
        rank: past.rank,
        was_answered: false,
    };
    let outcome = match act {
        PostingAct::Post | PostingAct::PostAndTask => verdict(&stated, whom).unasked(),
        PostingAct::HoldLine | PostingAct::HoldClaim => return WouldBe::Waits,
        PostingAct::ToPatient
            if past.group == AdjustmentGroup::Contractual || whom.owes_nothing_more() =>
        {
            return WouldBe::Waits;
        }
        PostingAct::ToPatient => Outcome::Patient,
        PostingAct::WriteOff(kind) => Outcome::WriteOff(kind),
        PostingAct::Ignore => Outcome::Informs,
    };
    if outcome == past.outcome {
        WouldBe::Alike
    } else {
        WouldBe::Otherwise(outcome)
    }
}

/// What was done with a posting rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PostingDeed {
    /// It was written, or written anew.
    Written(Box<NewPostingRule>),
    /// It was tried on the answers of so many months.
    Tried(u32, PostingScore),
    /// It was switched on.
    On,
    /// It was switched off.
    Off,
}

/// One thing that was done with a posting rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostingEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// With which wording.
    pub version: u32,
    /// What.
    pub deed: PostingDeed,
}
