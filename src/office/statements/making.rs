//! How statements are made: what a run and its simulation do alike, person by person, and how a run keeps and writes
//! what was made. It must not decide who gets one.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::files::{self, Files};
use super::planned::Planned;
use super::{account, numbered};
use crate::domain::id::{ChargeLineId, GuarantorId, PatientId, RunId};
use crate::domain::mailing::{Family, Paper, Rules, SentStatement, StatementRow, Verdict, parts};
use crate::domain::money::Money;
use crate::domain::patient::Guarantor;
use crate::domain::practice::Practice;
use crate::domain::statement::Statement;
use crate::office::{Go, MoneyRefusal, OfficeError, Progress, Refusal};
use crate::pdf::font::Fonts;
use crate::pdf::sheet::Sheet;
use crate::pdf::statement::{Sides, sheets};
use crate::pdf::write::{Printer, Title, document};
use crate::store::balance::GuarantorBalance;
use crate::store::statement::{AccountFacts, NewStatement};
use crate::store::{Store, StoreError, Tx};

/// Where accounts are read: the book as it stands, or as a transaction has it.
pub(super) trait Accounts {
    fn who(&self, id: GuarantorId) -> Result<Option<Guarantor>, StoreError>;
    fn facts(
        &self,
        id: GuarantorId,
        patient: Option<PatientId>,
    ) -> Result<AccountFacts, StoreError>;
    fn owed(&self, id: GuarantorId) -> Result<Vec<(PatientId, Money)>, StoreError>;
}

macro_rules! accounts {
    ($($of:ty),+) => { $(
        impl Accounts for $of {
            fn who(&self, id: GuarantorId) -> Result<Option<Guarantor>, StoreError> {
                self.guarantor(id)
            }
            fn facts(
                &self,
                id: GuarantorId,
                patient: Option<PatientId>,
            ) -> Result<AccountFacts, StoreError> {
                self.account_facts(id, patient)
            }
            fn owed(&self, id: GuarantorId) -> Result<Vec<(PatientId, Money)>, StoreError> {
                self.owed_by_patient(id)
            }
        }
    )+ };
}
accounts!(Store, Tx<'_>);

/// What all statements of a run have in common.
pub(super) struct Making {
    pub practice: Practice,
    pub rules: Rules,
    pub planned: Planned,
    pub sides: Sides,
    pub as_of: NaiveDate,
}

/// A statement that was built, and from what.
pub(super) struct Built {
    pub patient: Option<PatientId>,
    pub facts: AccountFacts,
    pub statement: Statement,
}

impl Built {
    /// Its number; the next one follows it.
    pub(super) fn number(&self) -> Option<u32> {
        self.statement.account().statement.to_string().parse().ok()
    }
}

impl Making {
    pub(super) fn due_on(&self) -> NaiveDate {
        self.as_of
            .checked_add_days(Days::new(u64::from(self.practice.due_days)))
            .unwrap_or(self.as_of)
    }

    /// Builds the statements of one guarantor, numbered after `last`: one, or one for each patient for whom anything is
    /// left to pay.
    ///
    /// # Errors
    /// [`MoneyRefusal`] when one of them does not add up; then none is made.
    pub(super) fn build(
        &self,
        book: &impl Accounts,
        guarantor: GuarantorId,
        (times, days): (u16, i64),
        last: Option<u32>,
    ) -> Result<Vec<Built>, OfficeError> {
        let who = book.who(guarantor)?.ok_or(Refusal::NotThere {
            what: "guarantor",
            number: guarantor.get(),
        })?;
        let reminder = self.rules.reminder(times, days);
        let reminder = reminder
            .map(|found| found.words.clone())
            .unwrap_or_default();
        let mut last = last;
        let mut built = Vec::new();
        for (patient, facts, planned) in self.papers(book, guarantor)? {
            let number = numbered(self.as_of, last)?;
            last = Some(number);
            let days = (self.as_of, self.due_on());
            let said = (reminder.clone(), planned);
            let account = account::of(&self.practice, &who, &facts, number, days, said)?;
            let statement = Statement::build(account).map_err(MoneyRefusal::from)?;
            built.push(Built {
                patient,
                facts,
                statement,
            });
        }
        Ok(built)
    }

    /// What each paper of a guarantor is made from, and what is owed beside it on payment plans.
    fn papers(
        &self,
        book: &impl Accounts,
        guarantor: GuarantorId,
    ) -> Result<Vec<(Option<PatientId>, AccountFacts, Money)>, OfficeError> {
        let mut whole = book.facts(guarantor, None)?;
        let planned = self.planned.take_out(guarantor, &mut whole)?;
        let owed = match self.rules.family {
            Family::Together => Vec::new(),
            Family::Each => book.owed(guarantor)?,
        };
        if owed.len() < 2 {
            return Ok(vec![(None, whole, planned)]);
        }
        let (mut asked, mut each) = (Vec::new(), BTreeMap::new());
        for (patient, owed) in owed {
            let mut facts = book.facts(guarantor, Some(patient))?;
            let planned = self.planned.take_out(guarantor, &mut facts)?;
            asked.push((patient, owed.minus(planned)?));
            let _new = each.insert(patient, (facts, planned));
        }
        let mut papers = Vec::new();
        for part in parts(&asked, whole.balance.unapplied)? {
            let Some((mut facts, planned)) = each.remove(&part.patient) else {
                continue;
            };
            let waits = facts.pending.iter().map(|visit| visit.open);
            facts.balance = GuarantorBalance {
                insurance_owes: Money::sum(waits)?,
                patient_owes: part.owed.plus(planned)?,
                unapplied: part.credit,
            };
            papers.push((Some(part.patient), facts, planned));
        }
        if papers.is_empty() {
            papers.push((None, whole, planned));
        }
        Ok(papers)
    }

    /// Builds what a row is to get, and says in the row what each paper asks for; in a run for everybody, a row whose
    /// account does not add up gets nothing and says why.
    pub(super) fn row(
        &self,
        book: &impl Accounts,
        whom: For,
        row: &mut StatementRow,
        last: Option<u32>,
    ) -> Result<Vec<Built>, OfficeError> {
        let built = match self.build(book, row.guarantor, (row.times, row.days), last) {
            Ok(built) => built,
            Err(OfficeError::Refused(Refusal::Money(
                refusal @ (MoneyRefusal::Statement(_) | MoneyRefusal::Money(_)),
            ))) if whom == For::Everybody => {
                row.verdict = Verdict::DoesNotAddUp(refusal.to_string());
                row.sent = false;
                row.why = row.verdict.words();
                return Ok(Vec::new());
            }
            Err(error) => return Err(error),
        };
        row.papers = built
            .iter()
            .map(|one| Paper {
                patient: one.patient,
                amount: one.statement.amount_due(),
            })
            .collect();
        row.amount = Money::sum(row.papers.iter().map(|paper| paper.amount))?;
        Ok(built)
    }
}

/// For whom statements are made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// For whoever is due one. An account that does not add up is passed by.
    Everybody,
    /// For one who asks. An account that does not add up ends it.
    One,
}

impl For {
    pub(super) const fn verb(self) -> &'static str {
        match self {
            Self::Everybody => "run statements",
            Self::One => "make a statement",
        }
    }
}

/// A run at work.
pub(super) struct Printing<'run, 'store> {
    pub tx: &'run Tx<'store>,
    pub whom: For,
    pub making: &'run Making,
    pub fonts: &'run Fonts,
    pub files: Option<&'run Files>,
    pub printer: Printer<'run>,
    pub run: RunId,
    pub at: DateTime<Utc>,
    pub last: Option<u32>,
}

impl Printing<'_, '_> {
    /// Makes every statement that is due, and gives the rows and the name of the printer's file.
    pub(super) fn all(
        &mut self,
        mut rows: Vec<StatementRow>,
        progress: Progress<'_>,
    ) -> Result<(Vec<StatementRow>, Option<String>), OfficeError> {
        let total = u64::try_from(rows.iter().filter(|row| row.sent).count()).unwrap_or(0);
        let first = numbered(self.making.as_of, self.last)?;
        let mut done = 0_u64;
        for row in rows.iter_mut().filter(|row| row.sent) {
            if progress(done, total) == Go::Stop {
                return Err(OfficeError::Stopped);
            }
            self.one(row)?;
            done = done.saturating_add(1);
        }
        let name = self.finish(first)?;
        if progress(total, total) == Go::Stop {
            return Err(OfficeError::Stopped);
        }
        Ok((rows, name))
    }

    /// Makes the statements of one guarantor, or says in the row why they cannot be made.
    fn one(&mut self, row: &mut StatementRow) -> Result<(), OfficeError> {
        let built = self.making.row(self.tx, self.whom, row, self.last)?;
        for one in &built {
            let pages = sheets(&one.statement, self.fonts, self.making.sides);
            row.statements.push(self.keep(row, one, &pages)?);
            if self.making.sides == Sides::Both {
                self.printer.turn_to_front()?;
            }
            self.printer.add(&pages)?;
            self.last = one.number();
        }
        Ok(())
    }

    /// Files a statement with its exact PDF, and writes the PDF out.
    fn keep(
        &self,
        row: &StatementRow,
        built: &Built,
        pages: &[Sheet],
    ) -> Result<SentStatement, OfficeError> {
        let statement = &built.statement;
        let (made_on, due_on) = (self.making.as_of, self.making.due_on());
        let number = statement.account().statement.to_string();
        let bytes = document(self.fonts, Title::Statement, made_on, pages)?;
        let amount = statement.amount_due();
        let id = self.tx.add_statement(&NewStatement {
            number: number.clone(),
            run: self.run,
            guarantor: row.guarantor,
            patient: built.patient,
            times: row.times,
            cost: self.making.rules.cost,
            made_on,
            due_on,
            amount,
            print: self.tx.attach(&bytes, self.at)?,
            last_entry: built.facts.newest_entry,
            asked: asked(&built.facts),
        })?;
        if let Some(files) = self.files {
            files.write(&files::name_of(&number), &bytes)?;
        }
        Ok(SentStatement {
            id,
            run: self.run,
            number,
            patient: built.patient,
            times: row.times,
            made_on,
            due_on,
            amount,
            withdrawn: None,
        })
    }

    /// Writes the file for the printer, and gives its name; none when it would be empty, or the guarantor's own over.
    fn finish(&mut self, first: u32) -> Result<Option<String>, OfficeError> {
        let empty = Printer::new(self.fonts, Title::Statements, self.making.as_of);
        let printer = std::mem::replace(&mut self.printer, empty);
        let (Some(files), Some(last)) = (self.files, self.last) else {
            return Ok(None);
        };
        if printer.page_count() == 0 || self.whom == For::One {
            return Ok(None);
        }
        let name = format!("statements-{first:08}-{last:08}.pdf");
        files.write_with(&name, |to| Ok(printer.finish(to)?))?;
        Ok(Some(name))
    }
}

/// What a statement asks for on each service.
fn asked(facts: &AccountFacts) -> Vec<(ChargeLineId, Money)> {
    facts
        .lines
        .iter()
        .filter(|line| !line.sums.patient_owes.is_zero())
        .map(|line| (line.line, line.sums.patient_owes))
        .collect()
}
