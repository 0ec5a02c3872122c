//! Balances too small to ask for: who would be written off and why the others not, the run, and taking all of it back.

use serde::Serialize;

use super::{CollectionRefusal, owed};
use crate::domain::collections::{SmallRow, SmallRule, WriteOffRun};
use crate::domain::id::WriteOffRunId;
use crate::domain::ledger::{WriteOff, written_off};
use crate::domain::money::Money;
use crate::office::money::{hold, reason, settle_claims, take_back};
use crate::office::{Office, OfficeError};
use crate::store::collections::Accounts;

/// Where the rule is kept among the choices of the practice.
const RULE: &str = "small balance rule";

/// What a run would write off, and what not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SmallPreview {
    /// The rule.
    pub rule: SmallRule,
    /// The same in words.
    pub words: String,
    /// Every account that owes as little, by name.
    pub rows: Vec<SmallRow>,
    /// How many would be written off.
    pub accounts: usize,
    /// How much in all.
    pub total: Money,
}

impl Office {
    /// The practice's rule for what is too small to ask for.
    ///
    /// # Errors
    /// What the book says.
    pub fn small_rule(&self) -> Result<SmallRule, OfficeError> {
        Ok(self.setting(RULE)?.unwrap_or_else(SmallRule::usual))
    }

    /// Changes that rule.
    ///
    /// # Errors
    /// What the book says.
    pub fn set_small_rule(&mut self, rule: &SmallRule) -> Result<(), OfficeError> {
        let _amount = rule.most.not_negative()?;
        self.set_setting(RULE, rule)
    }

    /// Lists the accounts that owe as little as the rule says: which would be written off, and why the others not.
    ///
    /// # Errors
    /// What the book says.
    pub fn small_balances(&self) -> Result<SmallPreview, OfficeError> {
        let rule = self.small_rule()?;
        let today = self.today();
        let accounts = self.known_accounts(Accounts::UpTo(rule.most))?;
        let rows: Vec<SmallRow> = accounts
            .into_iter()
            .map(|account| SmallRow {
                guarantor: account.guarantor,
                why_not: account.why_not_small(&rule, today),
                amount: account.patient_owes,
                name: account.name,
            })
            .collect();
        let goes = || rows.iter().filter(|row| row.why_not.is_none());
        Ok(SmallPreview {
            rule,
            words: rule.words(),
            accounts: goes().count(),
            total: Money::sum(goes().map(|row| row.amount))?,
            rows,
        })
    }

    /// Writes off what [`Office::small_balances`] says, an entry an account, all of it or nothing. With `shown`, only when
    /// it still comes to that.
    ///
    /// # Errors
    /// [`CollectionRefusal::NothingSmall`], [`CollectionRefusal::Changed`], or what the book says.
    pub fn write_off_small(&mut self, shown: Option<Money>) -> Result<WriteOffRunId, OfficeError> {
        let preview = self.small_balances()?;
        if preview.accounts == 0 {
            return Err(CollectionRefusal::NothingSmall.into());
        }
        if let Some(expected) = shown.filter(|shown| *shown != preview.total) {
            let found = preview.total;
            return Err(CollectionRefusal::Changed { expected, found }.into());
        }
        self.stamped("write small balances off", |tx, stamp| {
            let run = tx.add_write_off_run(&preview.words, stamp.today, stamp.at, stamp.by)?;
            for row in preview.rows.iter().filter(|row| row.why_not.is_none()) {
                let parts = owed(tx, row.guarantor)?;
                let kind = WriteOff::SmallBalance;
                let entry = written_off(stamp.today, row.guarantor, kind, &parts, &preview.words)?;
                let entry = tx.post(&entry, stamp.at, stamp.by)?;
                let amount = Money::sum(parts.iter().map(|part| part.amount))?;
                tx.add_write_off_part(run, row.guarantor, entry, amount)?;
                settle_claims(tx, parts.iter().map(|part| part.line), stamp)?;
            }
            Ok((format!("write_off_run:{run}"), run))
        })
    }

    /// Takes a whole run of write-offs back by reversing entries. What of it was taken back one by one before stays so.
    ///
    /// # Errors
    /// [`CollectionRefusal::NoRun`]; [`crate::office::Refusal::Missing`] without a reason.
    pub fn undo_write_off_run(
        &mut self,
        run: WriteOffRunId,
        why: &str,
    ) -> Result<Money, OfficeError> {
        let runs = self.write_off_runs()?.into_iter();
        let found = runs
            .filter(|one| one.undone.is_none())
            .find(|one| one.id == run);
        let _run = found.ok_or(CollectionRefusal::NoRun)?;
        self.stamped("take a run of write-offs back", |tx, stamp| {
            let why = reason(why)?;
            let mut back = Money::ZERO;
            for entry in tx.write_off_run_entries(run)? {
                let given_up = tx.entry(entry)?;
                let (_, lines) = take_back(tx, entry, why, stamp)?;
                hold(tx, &lines)?;
                settle_claims(tx, lines, stamp)?;
                let amounts = given_up.postings().iter().filter(|p| p.on.is_none());
                back = back.plus(Money::sum(amounts.map(|p| p.amount))?)?;
            }
            tx.undo_write_off_run(run, why, stamp.at, stamp.by)?;
            Ok((format!("write_off_run:{run}"), back))
        })
    }

    /// Lists runs of write-offs, the newest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn write_off_runs(&self) -> Result<Vec<WriteOffRun>, OfficeError> {
        Ok(self.store.write_off_runs()?)
    }
}
