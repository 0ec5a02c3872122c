//! The practice's rules for statements: what holds, every version of them, and what statements brought so far.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::domain::mailing::{Returns, Rules, Worth};
use crate::office::{MoneyRefusal, Office, OfficeError, Refusal};
use crate::store::statement::KeptRules;

/// The setting that says whether pages are printed on both sides.
const BOTH_SIDES: &str = "statement_both_sides";
/// How far back statements are asked what they brought.
const YEAR: Days = Days::new(365);
/// How long a statement has to bring something before it is asked.
const TIME: Days = Days::new(30);

/// A version of the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RulesVersion {
    /// Its number; none for the usual ones, which hold before the first change.
    pub version: Option<u32>,
    /// What it says.
    pub rules: Rules,
    /// When and by whom it was kept, and why; empty for the usual ones.
    pub kept: String,
}

impl Office {
    /// The practice's rules for sending statements.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read, [`Refusal::Setting`] when it cannot be understood.
    pub fn statement_rules(&self) -> Result<Rules, OfficeError> {
        Ok(self.rules_that_hold()?.rules)
    }

    /// The rules that hold, with their number.
    ///
    /// # Errors
    /// As [`Office::statement_rules`].
    pub fn rules_that_hold(&self) -> Result<RulesVersion, OfficeError> {
        self.store
            .statement_rules()?
            .map_or_else(|| Ok(usual()), |kept| version(&kept))
    }

    /// Lists every version of the rules, the newest first; the usual ones stand last.
    ///
    /// # Errors
    /// As [`Office::statement_rules`].
    pub fn statement_rules_history(&self) -> Result<Vec<RulesVersion>, OfficeError> {
        let kept = self.store.statement_rules_history()?;
        kept.iter().map(version).chain([Ok(usual())]).collect()
    }

    /// Changes the practice's rules for sending statements. What was sent stays as it is: a change acts on later runs
    /// only. The same rules again are no change.
    ///
    /// # Errors
    /// [`MoneyRefusal::Rules`] when they cannot hold, [`OfficeError::Store`] when the book cannot be written.
    pub fn set_statement_rules(&mut self, rules: &Rules, why: &str) -> Result<(), OfficeError> {
        rules.check().map_err(MoneyRefusal::from)?;
        if self.statement_rules()? == *rules {
            return Ok(());
        }
        let text = serde_json::to_string(rules).map_err(|_| unreadable())?;
        self.stamped("change the rules of statements", |tx, stamp| {
            let version = tx.add_statement_rules(&text, why.trim(), stamp.at, stamp.by)?;
            Ok((format!("statement_rules:{version}"), ()))
        })
    }

    /// Whether statements are printed on both sides of the paper.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn prints_both_sides(&self) -> Result<bool, OfficeError> {
        Ok(self.setting(BOTH_SIDES)?.unwrap_or(false))
    }

    /// Chooses whether statements are printed on both sides of the paper.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be written.
    pub fn set_prints_both_sides(&mut self, both: bool) -> Result<(), OfficeError> {
        self.set_setting(BOTH_SIDES, &both)
    }

    /// Adds up what the statements of the year before `as_of` brought, by request. The newest month is left out: it has
    /// not had its time yet.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn statement_returns(&self, as_of: NaiveDate) -> Result<Returns, OfficeError> {
        let from = as_of.checked_sub_days(YEAR).unwrap_or(as_of);
        let until = as_of.checked_sub_days(TIME).unwrap_or(as_of);
        Ok(self.store.statement_returns(from, until)?)
    }

    /// What the rules need to know of the past: nothing unless they leave out what is not worth its cost.
    pub(in crate::office) fn returns_for(
        &self,
        rules: &Rules,
        as_of: NaiveDate,
    ) -> Result<Returns, OfficeError> {
        match rules.worth {
            Worth::Send => Ok(Returns::default()),
            Worth::LeaveOut => self.statement_returns(as_of),
        }
    }
}

fn usual() -> RulesVersion {
    RulesVersion {
        version: None,
        rules: Rules::usual(),
        kept: String::new(),
    }
}

fn version(kept: &KeptRules) -> Result<RulesVersion, OfficeError> {
    let why = if kept.why.is_empty() {
        String::new()
    } else {
        format!(": {}", kept.why)
    };
    Ok(RulesVersion {
        version: Some(kept.version),
        rules: serde_json::from_str(&kept.rules).map_err(|_| unreadable())?,
        kept: format!("{} by {}{why}", kept.at.format("%m/%d/%Y"), kept.by),
    })
}

fn unreadable() -> Refusal {
    Refusal::Setting(String::from("rules of statements"))
}
