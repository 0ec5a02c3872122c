//! The practice's own rules: written, tried on history, switched on and off, and learned from refusals. It must not
//! know how a claim is held against them.

use chrono::Months;
use serde::Serialize;

use super::claims::look_again;
use super::progress::{Go, Progress, quietly};
use super::{Office, OfficeError, Refusal};
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::id::{ClaimId, PayerId, RuleId};
use crate::domain::rule::proposal::{self, Proposal};
use crate::domain::rule::trial::{Ending, Past, Trial};
use crate::domain::rule::{self, Condition, Event, Named, NewRule, Number, Rule, Score};
use crate::store::claim::Source;

mod past;

/// The most months that a rule is tried on.
pub const MONTHS_MAX: u32 = 60;
/// How many months of claims a proposal is weighed on.
pub const MONTHS_USUAL: u32 = 12;

/// Why something cannot be done with a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleRefusal {
    /// It was not tried as it stands.
    #[error("rule R{0} was not tried on earlier claims as it stands; try it, then switch it on")]
    NotTried(RuleId),
    /// A posting rule was not tried as it stands.
    #[error(
        "posting rule P{0} was not tried on earlier answers as it stands; try it, then switch it on"
    )]
    PostingNotTried(crate::domain::id::PostingRuleId),
    /// A posting rule would be about every reason.
    #[error("a posting rule needs a condition; without one it is about every reason")]
    NoWish,
    /// It would be about every claim.
    #[error("a rule needs a condition; without one it is about every claim")]
    NoCondition,
    /// It would be tried on no months, or on too many.
    #[error("a rule is tried on the claims of 1 to {MONTHS_MAX} months")]
    Months,
    /// Nothing to learn from.
    #[error(
        "claim {0} was neither rejected nor refused in part; there is nothing to learn from it"
    )]
    NotRefused(ClaimNumber),
}

/// A rule in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleRow {
    /// The rule.
    pub rule: Rule,
    /// Which claims it is about, in words that go on after “When”.
    pub says: String,
    /// The payer it is about; empty for all.
    pub payer_name: String,
    /// Over how many months it was last tried as it stands, and how that ended; none when it was not.
    pub tried: Option<(u32, Score)>,
}

impl Office {
    /// Lists the rules, the oldest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn rules(&self) -> Result<Vec<RuleRow>, OfficeError> {
        let rules = self.store.rules()?.into_iter();
        rules.map(|rule| self.row(rule)).collect()
    }

    /// Gives a rule as lists show it.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn rule(&self, id: RuleId) -> Result<RuleRow, OfficeError> {
        self.row(self.store.find_rule(id)?.ok_or(not_there(id))?)
    }

    fn row(&self, rule: Rule) -> Result<RuleRow, OfficeError> {
        Ok(RuleRow {
            says: self.condition_words(&rule.what.when)?,
            payer_name: self.payer_name(rule.what.when.payer)?,
            tried: self.store.last_trial(rule.id, rule.version)?,
            rule,
        })
    }

    /// Says which claims a condition is about, in words that go on after “When”.
    ///
    /// # Errors
    /// What the book says.
    pub fn condition_words(&self, when: &Condition) -> Result<String, OfficeError> {
        let payer = self.payer_name(when.payer)?;
        let clinician = match when.clinician {
            Some(id) => self.store.provider(id)?,
            None => None,
        };
        let clinician = clinician.map(|who| who.signed()).unwrap_or_default();
        Ok(when.words(Named {
            payer: &payer,
            clinician: &clinician,
        }))
    }

    fn payer_name(&self, id: Option<PayerId>) -> Result<String, OfficeError> {
        let payer = id.map_or(Ok(None), |id| self.store.payer(id))?;
        Ok(payer.map(|payer| payer.what.name).unwrap_or_default())
    }

    /// Lists everything that was done with a rule, the oldest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn rule_history(&self, id: RuleId) -> Result<Vec<Event>, OfficeError> {
        Ok(self.store.rule_events(id)?)
    }

    /// Lists rules that are offered ready to be tried, less those the practice has by name.
    ///
    /// # Errors
    /// What the book says.
    pub fn ready_made_rules(&self) -> Result<Vec<NewRule>, OfficeError> {
        let known = self.store.rules()?;
        let mut offered = rule::ready_made();
        offered.retain(|one| known.iter().all(|rule| rule.what.name != one.name));
        Ok(offered)
    }

    /// Writes a rule in. It is off until it was tried and is switched on.
    ///
    /// # Errors
    /// [`RuleRefusal::NoCondition`], or what the book says.
    pub fn add_rule(&mut self, what: &NewRule) -> Result<RuleId, OfficeError> {
        about_something(what)?;
        self.write_rule("add a rule", |tx, stamp| {
            tx.add_rule(what, stamp.at, stamp.by).map_err(Into::into)
        })
    }

    fn write_rule(
        &mut self,
        verb: &'static str,
        work: impl FnOnce(&crate::store::Tx<'_>, super::visits::Stamp) -> Result<RuleId, OfficeError>,
    ) -> Result<RuleId, OfficeError> {
        self.stamped(verb, |tx, stamp| {
            let id = work(tx, stamp)?;
            Ok((object(id), id))
        })
    }

    /// Writes anew what a rule says. It is off then until it was tried anew, and what it said stays in its history.
    ///
    /// # Errors
    /// [`RuleRefusal::NoCondition`], [`Refusal::NotThere`], or what the book says.
    pub fn change_rule(&mut self, id: RuleId, what: &NewRule) -> Result<(), OfficeError> {
        about_something(what)?;
        let rule = self.store.find_rule(id)?.ok_or(not_there(id))?;
        if rule.what == *what {
            return Ok(());
        }
        let _id = self.write_rule("change a rule", |tx, stamp| {
            tx.change_rule(&rule, what, stamp.at, stamp.by)?;
            if rule.is_on {
                look_again(tx, Source::Practice, stamp)?;
            }
            Ok(id)
        })?;
        Ok(())
    }

    /// Switches a rule on or off, and looks again at every claim that waits.
    ///
    /// # Errors
    /// [`RuleRefusal::NotTried`] when it is to be on and was not tried as it stands, [`Refusal::NotThere`], or what
    /// the book says.
    pub fn switch_rule(&mut self, id: RuleId, is_on: bool) -> Result<(), OfficeError> {
        let rule = self.store.find_rule(id)?.ok_or(not_there(id))?;
        if rule.is_on == is_on {
            return Ok(());
        }
        if is_on && self.store.last_trial(id, rule.version)?.is_none() {
            return Err(Refusal::from(RuleRefusal::NotTried(id)).into());
        }
        let verb = if is_on {
            "switch a rule on"
        } else {
            "switch a rule off"
        };
        let _id = self.write_rule(verb, |tx, stamp| {
            tx.switch_rule(&rule, is_on, stamp.at, stamp.by)?;
            look_again(tx, Source::Practice, stamp)?;
            Ok(id)
        })?;
        Ok(())
    }

    /// Tries a rule on the claims of the last months and writes down how that ended, after which it can be switched
    /// on. A claim is looked at as it was sent.
    ///
    /// # Errors
    /// [`RuleRefusal::Months`], [`OfficeError::Stopped`] when `progress` says so, [`Refusal::NotThere`], or what the
    /// book says.
    pub fn try_rule(
        &mut self,
        id: RuleId,
        months: u32,
        progress: Progress<'_>,
    ) -> Result<Trial, OfficeError> {
        let rule = self.store.find_rule(id)?.ok_or(not_there(id))?;
        let trial = self.try_new_rule(&rule.what, months, progress)?;
        let _id = self.write_rule("try a rule", |tx, stamp| {
            tx.add_trial(&rule, months, trial.score, stamp.at, stamp.by)?;
            Ok(id)
        })?;
        Ok(trial)
    }

    /// Tries what a rule would say on the claims of the last months. Nothing is kept.
    ///
    /// # Errors
    /// As [`Office::try_rule`].
    pub fn try_new_rule(
        &self,
        what: &NewRule,
        months: u32,
        progress: Progress<'_>,
    ) -> Result<Trial, OfficeError> {
        let mut trial = Trial::default();
        self.each_past(months, what.when.payer, progress, |claim| {
            trial.take(what, &claim);
        })?;
        Ok(trial.finish())
    }

    /// Proposes a rule from a claim that was rejected or refused in part: the narrowest condition that tells refused
    /// claims of the last year from paid ones, with what it would have done. Nothing is kept.
    ///
    /// # Errors
    /// [`RuleRefusal::NotRefused`], [`OfficeError::Stopped`] when `progress` says so, [`Refusal::NotThere`], or what
    /// the book says.
    pub fn propose_rule(
        &self,
        claim: ClaimId,
        progress: Progress<'_>,
    ) -> Result<Proposal, OfficeError> {
        let none = Refusal::NotThere {
            what: "claim",
            number: claim.get(),
        };
        let refused = past::read(&self.store, claim)?.ok_or(none)?;
        let refusal = self.refusal(&refused)?;
        let mut claims = Vec::new();
        self.each_past(MONTHS_USUAL, Some(refused.payer), progress, |claim| {
            claims.push(claim);
        })?;
        Ok(proposal::propose(&refusal, &claims))
    }

    /// What there is to learn from a claim: its dearest refusal, else its rejection.
    fn refusal(&self, past: &Past) -> Result<proposal::Refusal, OfficeError> {
        let dearest = past
            .lines
            .iter()
            .filter_map(|line| Some((line, line.refused.iter().max_by_key(|(_, sum)| *sum)?)))
            .max_by_key(|(_, (_, sum))| *sum);
        let rejected = (past.ending == Ending::Rejected)
            .then(|| past.lines.first())
            .flatten();
        let (line, carc) = match (dearest, rejected) {
            (Some((line, (carc, _))), _) => (line, Some(*carc)),
            (None, Some(line)) => (line, None),
            (None, None) => {
                return Err(Refusal::from(RuleRefusal::NotRefused(past.number.clone())).into());
            }
        };
        let mut said = self.store.claim_events(past.claim)?.into_iter();
        let said = said.rfind(|event| event.state == State::Rejected);
        let pointed = line.what.pointers.first();
        Ok(proposal::Refusal {
            claim: past.claim,
            payer: past.payer,
            payer_name: self.payer_name(Some(past.payer))?,
            code: line.what.code,
            modifiers: line.what.modifiers.clone(),
            diagnosis: pointed.and_then(|at| past.diagnoses.get(at.index()).copied()),
            place: past.place,
            carc,
            said: said.map(|event| event.words).unwrap_or_default(),
        })
    }

    /// Reads the claims of the last months that left or were answered, one after the other.
    fn each_past(
        &self,
        months: u32,
        payer: Option<PayerId>,
        progress: Progress<'_>,
        mut take: impl FnMut(Past),
    ) -> Result<(), OfficeError> {
        if !(1..=MONTHS_MAX).contains(&months) {
            return Err(Refusal::from(RuleRefusal::Months).into());
        }
        let today = self.today();
        let since = today
            .checked_sub_months(Months::new(months))
            .unwrap_or(today);
        let claims = self.store.claims_that_left(since, payer)?;
        let total = u64::try_from(claims.len()).unwrap_or(u64::MAX);
        for (done, id) in (1..).zip(claims) {
            if let Some(claim) = past::read(&self.store, id)? {
                take(claim);
            }
            if progress(done, total) == Go::Stop {
                return Err(OfficeError::Stopped);
            }
        }
        Ok(())
    }

    /// Gives the claims of the last months as rules are tried on them.
    ///
    /// # Errors
    /// As [`Office::try_rule`].
    pub fn past_claims(&self, months: u32) -> Result<Vec<Past>, OfficeError> {
        let mut claims = Vec::new();
        self.each_past(months, None, &mut quietly, |claim| claims.push(claim))?;
        Ok(claims)
    }

    /// Finds a rule by its number, with or without the R.
    ///
    /// # Errors
    /// [`Refusal::Missing`] when that is no number, [`Refusal::NotThere`], or what the book says.
    pub fn rule_numbered(&self, text: &str) -> Result<RuleRow, OfficeError> {
        let number = format!("R{}", text.trim().trim_start_matches(['R', 'r']));
        let number: Number = number
            .parse()
            .map_err(|_| Refusal::Missing("the number of the rule"))?;
        self.rule(number.0)
    }
}

fn about_something(what: &NewRule) -> Result<(), Refusal> {
    if what.when.is_empty() {
        return Err(RuleRefusal::NoCondition.into());
    }
    Ok(())
}

fn object(id: RuleId) -> String {
    format!("rule:{id}")
}

const fn not_there(id: RuleId) -> Refusal {
    Refusal::NotThere {
        what: "rule",
        number: id.get(),
    }
}
