//! The practice's posting rules: written, tried on what payers answered, switched on and off. It must not know how an answer
//! is posted by them.

use chrono::Months;
use serde::Serialize;

use super::progress::{Go, Progress};
use super::rules::{MONTHS_MAX, RuleRefusal};
use super::{Office, OfficeError, Refusal};
use crate::domain::id::PostingRuleId;
use crate::domain::posting::{
    NewPostingRule, PostingEvent, PostingNumber, PostingRule, PostingScore, PostingTrial, When,
};

/// A posting rule in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostingRuleRow {
    /// The rule.
    pub rule: PostingRule,
    /// Which reasons it is about, in words that go on after “When”.
    pub says: String,
    /// Over how many months it was last tried as it stands, and how that ended; none when it was not.
    pub tried: Option<(u32, PostingScore)>,
}

/// After how many reasons a trial asks whether to go on.
const STEP: usize = 500;

impl Office {
    /// Lists the posting rules, the oldest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn posting_rules(&self) -> Result<Vec<PostingRuleRow>, OfficeError> {
        let rules = self.store.posting_rules()?.into_iter();
        rules.map(|rule| self.posting_row(rule)).collect()
    }

    /// Gives a posting rule as lists show it.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn posting_rule(&self, id: PostingRuleId) -> Result<PostingRuleRow, OfficeError> {
        self.posting_row(self.kept_posting_rule(id)?)
    }

    fn kept_posting_rule(&self, id: PostingRuleId) -> Result<PostingRule, OfficeError> {
        let none = Refusal::NotThere {
            what: "posting rule",
            number: id.get(),
        };
        Ok(self.store.find_posting_rule(id)?.ok_or(none)?)
    }

    fn posting_row(&self, rule: PostingRule) -> Result<PostingRuleRow, OfficeError> {
        Ok(PostingRuleRow {
            says: self.posting_condition_words(&rule.what.when)?,
            tried: self.store.last_posting_trial(rule.id, rule.version)?,
            rule,
        })
    }

    /// Says which reasons a condition is about, in words that go on after “When”.
    ///
    /// # Errors
    /// What the book says.
    pub fn posting_condition_words(&self, when: &When) -> Result<String, OfficeError> {
        let payer = when.payer.map_or(Ok(None), |id| self.store.payer(id))?;
        let name = payer.map(|payer| payer.what.name).unwrap_or_default();
        Ok(when.words(&name))
    }

    /// Lists everything that was done with a posting rule, the oldest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn posting_rule_history(
        &self,
        id: PostingRuleId,
    ) -> Result<Vec<PostingEvent>, OfficeError> {
        Ok(self.store.posting_rule_events(id)?)
    }

    /// Finds a posting rule by its number, with or without the P.
    ///
    /// # Errors
    /// [`Refusal::Missing`] when that is no number, [`Refusal::NotThere`], or what the book says.
    pub fn posting_rule_numbered(&self, text: &str) -> Result<PostingRuleRow, OfficeError> {
        let number = format!("P{}", text.trim().trim_start_matches(['P', 'p']));
        let number: PostingNumber = number
            .parse()
            .map_err(|_| Refusal::Missing("the number of the posting rule"))?;
        self.posting_rule(number.0)
    }

    /// Writes a posting rule in. It is off until it was tried and is switched on.
    ///
    /// # Errors
    /// [`RuleRefusal::NoWish`], or what the book says.
    pub fn add_posting_rule(
        &mut self,
        what: &NewPostingRule,
    ) -> Result<PostingRuleId, OfficeError> {
        about_something(what)?;
        self.stamped("add a posting rule", |tx, stamp| {
            let id = tx.add_posting_rule(what, stamp.at, stamp.by)?;
            Ok((object(id), id))
        })
    }

    /// Writes anew what a posting rule says. It is off then until it was tried anew; what it said stays in its history, and
    /// what was posted by it names the wording it had.
    ///
    /// # Errors
    /// [`RuleRefusal::NoWish`], [`Refusal::NotThere`], or what the book says.
    pub fn change_posting_rule(
        &mut self,
        id: PostingRuleId,
        what: &NewPostingRule,
    ) -> Result<(), OfficeError> {
        about_something(what)?;
        let rule = self.kept_posting_rule(id)?;
        if rule.what == *what {
            return Ok(());
        }
        self.stamped("change a posting rule", |tx, stamp| {
            tx.change_posting_rule(&rule, what, stamp.at, stamp.by)?;
            Ok((object(id), ()))
        })
    }

    /// Switches a posting rule on or off. What was posted stays as it is.
    ///
    /// # Errors
    /// [`RuleRefusal::PostingNotTried`] when it is to be on and was not tried as it stands, [`Refusal::NotThere`], or
    /// what the book says.
    pub fn switch_posting_rule(
        &mut self,
        id: PostingRuleId,
        is_on: bool,
    ) -> Result<(), OfficeError> {
        let rule = self.kept_posting_rule(id)?;
        if rule.is_on == is_on {
            return Ok(());
        }
        if is_on && self.store.last_posting_trial(id, rule.version)?.is_none() {
            return Err(Refusal::from(RuleRefusal::PostingNotTried(id)).into());
        }
        let verb = if is_on {
            "switch a posting rule on"
        } else {
            "switch a posting rule off"
        };
        self.stamped(verb, |tx, stamp| {
            tx.switch_posting_rule(&rule, is_on, stamp.at, stamp.by)?;
            Ok((object(id), ()))
        })
    }

    /// Tries a posting rule on what payers answered in the last months and writes down how that ended, after which it can
    /// be switched on.
    ///
    /// # Errors
    /// [`RuleRefusal::Months`], [`OfficeError::Stopped`] when `progress` says so, [`Refusal::NotThere`], or what the
    /// book says.
    pub fn try_posting_rule(
        &mut self,
        id: PostingRuleId,
        months: u32,
        progress: Progress<'_>,
    ) -> Result<PostingTrial, OfficeError> {
        let rule = self.kept_posting_rule(id)?;
        let trial = self.try_new_posting_rule(&rule.what, months, progress)?;
        self.stamped("try a posting rule", |tx, stamp| {
            tx.add_posting_trial(&rule, months, trial.score, stamp.at, stamp.by)?;
            Ok((object(id), ()))
        })?;
        Ok(trial)
    }

    /// Tries what a posting rule would say on what payers answered in the last months. Nothing is kept.
    ///
    /// # Errors
    /// As [`Office::try_posting_rule`].
    pub fn try_new_posting_rule(
        &self,
        what: &NewPostingRule,
        months: u32,
        progress: Progress<'_>,
    ) -> Result<PostingTrial, OfficeError> {
        if !(1..=MONTHS_MAX).contains(&months) {
            return Err(Refusal::from(RuleRefusal::Months).into());
        }
        let today = self.today();
        let since = today
            .checked_sub_months(Months::new(months))
            .unwrap_or(today);
        let reasons = self.store.past_reasons(since, what.when.payer)?;
        let total = u64::try_from(reasons.len()).unwrap_or(u64::MAX);
        let mut trial = PostingTrial::default();
        let mut done = 0_u64;
        for part in reasons.chunks(STEP) {
            for past in part {
                trial.take(what, past);
            }
            done = done.saturating_add(u64::try_from(part.len()).unwrap_or(u64::MAX));
            if progress(done, total) == Go::Stop {
                return Err(OfficeError::Stopped);
            }
        }
        Ok(trial.finish())
    }
}

fn about_something(what: &NewPostingRule) -> Result<(), Refusal> {
    if what.when.is_empty() {
        return Err(RuleRefusal::NoWish.into());
    }
    Ok(())
}

fn object(id: PostingRuleId) -> String {
    format!("posting_rule:{id}")
}
