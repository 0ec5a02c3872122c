//! Statements: who is due one, what it says, and the run that makes, keeps and writes them.

use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};

use self::files::Files;
use super::{Go, MoneyRefusal, Office, OfficeError, Progress, Refusal, quietly};
use crate::domain::id::{ChargeLineId, GuarantorId, RunId, StatementId};
use crate::domain::mailing::{Rules, SentStatement, Standing, StatementRow, Verdict, next_number};
use crate::domain::money::Money;
use crate::domain::patient::Guarantor;
use crate::domain::practice::Practice;
use crate::domain::statement::Statement;
use crate::pdf::font::Fonts;
use crate::pdf::sheet::Sheet;
use crate::pdf::statement::{Sides, sheets};
use crate::pdf::write::{Printer, Title, document};
use crate::store::Tx;
use crate::store::statement::{AccountFacts, NewStatement};

mod account;
mod files;
mod preview;

/// The setting that holds [`Rules`].
const RULES: &str = "statement_rules";
/// The setting that says whether pages are printed on both sides.
const BOTH_SIDES: &str = "statement_both_sides";

/// What a run of statements made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOutcome {
    /// The run.
    pub run: RunId,
    /// One file with every statement, for the printer; none when nothing was to be sent or no folder was named.
    pub printer_files: Vec<PathBuf>,
    /// Everybody who was looked at, by name.
    pub rows: Vec<StatementRow>,
    folder: Option<PathBuf>,
}

impl RunOutcome {
    /// Where the file of one statement was written.
    pub fn file(&self, row: &StatementRow) -> Option<PathBuf> {
        let sent = row.statement.as_ref()?;
        Some(self.folder.as_ref()?.join(files::name_of(&sent.number)))
    }

    /// How many statements were made.
    pub fn sent(&self) -> usize {
        self.rows.iter().filter(|row| row.sent).count()
    }

    /// What they ask for in all.
    ///
    /// # Errors
    /// [`OfficeError::Money`] when the sum does not fit.
    pub fn total(&self) -> Result<Money, OfficeError> {
        let asked = self.rows.iter().filter(|row| row.sent);
        Ok(Money::sum(asked.map(|row| row.amount))?)
    }
}

impl Office {
    /// The practice's rules for sending statements.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn statement_rules(&self) -> Result<Rules, OfficeError> {
        Ok(self.setting(RULES)?.unwrap_or_else(Rules::usual))
    }

    /// Changes the practice's rules for sending statements.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be written.
    pub fn set_statement_rules(&mut self, rules: &Rules) -> Result<(), OfficeError> {
        self.set_setting(RULES, rules)
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

    /// Lists who would get a statement on `as_of`, who not, and why. Amounts are what the ledger says now.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn statements_due(&self, as_of: NaiveDate) -> Result<Vec<StatementRow>, OfficeError> {
        let rules = self.statement_rules()?;
        self.store
            .standings()?
            .into_iter()
            .map(|standing| row(standing, &rules, as_of))
            .collect()
    }

    /// Makes the statement a guarantor would get on `as_of`, without keeping it. Its number is the next free one.
    ///
    /// # Errors
    /// [`MoneyRefusal::Statement`] when the account does not add up; [`Refusal::NotThere`].
    pub fn preview_statement(
        &self,
        guarantor: GuarantorId,
        as_of: NaiveDate,
    ) -> Result<(Statement, Vec<u8>), OfficeError> {
        let fonts = Fonts::load()?;
        let number = numbered(as_of, self.store.last_statement_number(as_of)?)?;
        let making = Making {
            practice: self.practice()?,
            sides: self.sides()?,
            as_of,
        };
        let who = self.guarantor(guarantor)?;
        let facts = self.store.account_facts(guarantor)?;
        let statement = making.statement(&who, &facts, number)?;
        let pages = sheets(&statement, &fonts, making.sides);
        let bytes = document(&fonts, Title::Statement, as_of, &pages)?;
        Ok((statement, bytes))
    }

    /// Makes, proves and keeps a statement for everybody who is due one on `as_of`, as one transaction, and writes
    /// them into `folder`: one file for the printer and one for each guarantor, named by statement number. An account
    /// that does not add up gets no statement, and its row says why.
    ///
    /// # Errors
    /// [`OfficeError::Stopped`] when `progress` says so; [`OfficeError::File`] when the folder cannot be written to.
    /// Nothing is kept then, and no file is left behind. Only where files that were written cannot be given their names
    /// afterwards are the statements kept all the same, and the error says so.
    pub fn run_statements(
        &mut self,
        folder: Option<&Path>,
        as_of: NaiveDate,
        progress: Progress<'_>,
    ) -> Result<RunOutcome, OfficeError> {
        let rows = self.statements_due(as_of)?;
        self.make_statements(For::Everybody, rows, folder, as_of, progress)
    }

    /// Makes, proves and keeps the statement of one guarantor because somebody asks for it, in a run of its own. The
    /// rules that spare a guarantor the mail, the least amount and the days between two, do not count here; that
    /// nothing is owed, that statements are held and that a later one was sent do.
    ///
    /// # Errors
    /// [`MoneyRefusal::NoStatement`] says why there is none; [`MoneyRefusal::Statement`] when the account does not add
    /// up; [`OfficeError::File`]; [`Refusal::NotThere`]. Nothing is kept then.
    pub fn make_statement(
        &mut self,
        guarantor: GuarantorId,
        folder: Option<&Path>,
        as_of: NaiveDate,
    ) -> Result<RunOutcome, OfficeError> {
        let row = self.statement_on_request(guarantor, as_of)?;
        self.make_statements(For::One, vec![row], folder, as_of, &mut quietly)
    }

    /// Says what a statement made now, because somebody asks for it, would ask for.
    ///
    /// # Errors
    /// [`MoneyRefusal::NoStatement`] says why there is none; [`Refusal::NotThere`].
    pub fn statement_on_request(
        &self,
        guarantor: GuarantorId,
        as_of: NaiveDate,
    ) -> Result<StatementRow, OfficeError> {
        let _known = self.guarantor(guarantor)?;
        let Some(standing) = self.store.standing(guarantor)? else {
            return Err(MoneyRefusal::NoStatement(Verdict::NothingOwed.words()).into());
        };
        let row = row(standing, &Rules::on_request(), as_of)?;
        if row.sent {
            Ok(row)
        } else {
            Err(MoneyRefusal::NoStatement(row.why).into())
        }
    }

    /// Makes the statements of `rows` that are to be sent, as one verb.
    fn make_statements(
        &mut self,
        whom: For,
        rows: Vec<StatementRow>,
        folder: Option<&Path>,
        as_of: NaiveDate,
        progress: Progress<'_>,
    ) -> Result<RunOutcome, OfficeError> {
        let fonts = Fonts::load()?;
        let making = Making {
            practice: self.practice()?,
            sides: self.sides()?,
            as_of,
        };
        let files = folder.map(Files::begin).transpose()?;
        let (run, rows, printer_file) = self.stamped(whom.verb(), |tx, stamp| {
            let run = tx.add_run(as_of, stamp.at, stamp.by)?;
            let mut printing = Printing {
                tx,
                whom,
                making: &making,
                fonts: &fonts,
                files: files.as_ref(),
                printer: Printer::new(&fonts, Title::Statements, as_of),
                run,
                at: stamp.at,
                last: tx.last_statement_number(as_of)?,
            };
            let (rows, printer_file) = printing.all(rows, progress)?;
            Ok((format!("run:{run}"), (run, rows, printer_file)))
        })?;
        let folder = files.map(Files::keep).transpose()?;
        Ok(RunOutcome {
            run,
            printer_files: folder
                .iter()
                .zip(printer_file)
                .map(|(folder, name)| folder.join(name))
                .collect(),
            rows,
            folder,
        })
    }

    /// Lists the statements sent to a guarantor, newest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn statements(&self, guarantor: GuarantorId) -> Result<Vec<SentStatement>, OfficeError> {
        Ok(self.store.statements(guarantor)?)
    }

    /// Gives a statement exactly as it was sent.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn statement_pdf(&self, id: StatementId) -> Result<Vec<u8>, OfficeError> {
        let print = self.store.statement_print(id)?.ok_or(Refusal::NotThere {
            what: "statement",
            number: id.get(),
        })?;
        Ok(self.store.attachment(print)?)
    }

    fn sides(&self) -> Result<Sides, OfficeError> {
        Ok(if self.prints_both_sides()? {
            Sides::Both
        } else {
            Sides::One
        })
    }
}

fn row(standing: Standing, rules: &Rules, as_of: NaiveDate) -> Result<StatementRow, OfficeError> {
    let verdict = standing.verdict(rules, as_of)?;
    Ok(StatementRow {
        guarantor: standing.guarantor,
        amount: standing.due()?,
        name: standing.name,
        sent: verdict.sends(),
        why: verdict.words(),
        verdict,
        statement: None,
    })
}

fn numbered(as_of: NaiveDate, last: Option<u32>) -> Result<u32, OfficeError> {
    Ok(next_number(as_of, last).ok_or(MoneyRefusal::NumbersUsedUp)?)
}

/// What all statements of a run have in common.
struct Making {
    practice: Practice,
    sides: Sides,
    as_of: NaiveDate,
}

impl Making {
    fn due_on(&self) -> NaiveDate {
        self.as_of
            .checked_add_days(Days::new(u64::from(self.practice.due_days)))
            .unwrap_or(self.as_of)
    }

    fn statement(
        &self,
        guarantor: &Guarantor,
        facts: &AccountFacts,
        number: u32,
    ) -> Result<Statement, MoneyRefusal> {
        let account = account::of(
            &self.practice,
            guarantor,
            facts,
            number,
            self.as_of,
            self.due_on(),
        )?;
        Ok(Statement::build(account)?)
    }
}

/// For whom statements are made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    /// For whoever is due one. An account that does not add up is passed by.
    Everybody,
    /// For one who asks. An account that does not add up ends it.
    One,
}

impl For {
    const fn verb(self) -> &'static str {
        match self {
            Self::Everybody => "run statements",
            Self::One => "make a statement",
        }
    }
}

/// A run at work.
struct Printing<'run, 'store> {
    tx: &'run Tx<'store>,
    whom: For,
    making: &'run Making,
    fonts: &'run Fonts,
    files: Option<&'run Files>,
    printer: Printer<'run>,
    run: RunId,
    at: chrono::DateTime<chrono::Utc>,
    last: Option<u32>,
}

impl Printing<'_, '_> {
    /// Makes every statement that is due, and gives the rows and the name of the printer's file.
    fn all(
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

    /// Makes one statement, or says in its row why it cannot be.
    fn one(&mut self, row: &mut StatementRow) -> Result<(), OfficeError> {
        let making = self.making;
        let who = self.tx.guarantor(row.guarantor)?.ok_or(Refusal::NotThere {
            what: "guarantor",
            number: row.guarantor.get(),
        })?;
        let facts = self.tx.account_facts(row.guarantor)?;
        let number = numbered(making.as_of, self.last)?;
        let statement = match making.statement(&who, &facts, number) {
            Ok(statement) => statement,
            Err(refusal) if self.whom == For::One => return Err(refusal.into()),
            Err(refusal) => {
                row.verdict = Verdict::DoesNotAddUp(refusal.to_string());
                row.sent = false;
                row.why = row.verdict.words();
                return Ok(());
            }
        };
        let pages = sheets(&statement, self.fonts, making.sides);
        row.statement = Some(self.keep(row.guarantor, &statement, &facts, &pages)?);
        row.amount = statement.amount_due();
        if making.sides == Sides::Both {
            self.printer.turn_to_front()?;
        }
        self.printer.add(&pages)?;
        self.last = Some(number);
        Ok(())
    }

    /// Files a statement with its exact PDF, and writes the PDF out.
    fn keep(
        &self,
        guarantor: GuarantorId,
        statement: &Statement,
        facts: &AccountFacts,
        pages: &[Sheet],
    ) -> Result<SentStatement, OfficeError> {
        let (made_on, due_on) = (self.making.as_of, self.making.due_on());
        let number = statement.account().statement.to_string();
        let bytes = document(self.fonts, Title::Statement, made_on, pages)?;
        let amount = statement.amount_due();
        let id = self.tx.add_statement(&NewStatement {
            number: number.clone(),
            run: self.run,
            guarantor,
            made_on,
            due_on,
            amount,
            print: self.tx.attach(&bytes, self.at)?,
            last_entry: facts.newest_entry,
            asked: asked(facts),
        })?;
        if let Some(files) = self.files {
            files.write(&files::name_of(&number), &bytes)?;
        }
        Ok(SentStatement {
            id,
            run: self.run,
            number,
            made_on,
            due_on,
            amount,
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
