//! Statements: who is due one, what it says, and the run that makes, keeps and writes them.
//!
//! A run and its simulation go the same way: the rules decide over each account, and each statement that is to be sent is
//! built and proves itself. The run alone keeps and prints what was built.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use self::files::Files;
use self::making::{Built, For, Making, Printing};
use super::{Go, MoneyRefusal, Office, OfficeError, Progress, quietly};
use crate::domain::id::{GuarantorId, RunId};
use crate::domain::mailing::{
    Returns, Rules, SentStatement, Standing, StatementRow, Sum, Verdict, next_number, sums,
};
use crate::domain::money::Money;
use crate::domain::statement::Statement;
use crate::pdf::font::Fonts;
use crate::pdf::statement::{Sides, sheets};
use crate::pdf::write::{Printer, Title, document};
use crate::store::statement::NewRun;

mod account;
mod files;
mod making;
mod planned;
mod preview;
mod rules;
mod runs;

pub use self::rules::RulesVersion;

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
    pub fn file(&self, sent: &SentStatement) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(files::name_of(&sent.number)))
    }

    /// To how many guarantors statements were made.
    pub fn sent(&self) -> usize {
        self.rows.iter().filter(|row| row.sent).count()
    }

    /// How many statements were made.
    pub fn papers(&self) -> usize {
        let made = self.rows.iter().map(|row| row.statements.len());
        made.fold(0, usize::saturating_add)
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

/// What a run would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// On which day.
    pub as_of: NaiveDate,
    /// By which rules.
    pub rules: RulesVersion,
    /// Everybody who was looked at, by name.
    pub rows: Vec<StatementRow>,
    /// What earlier statements brought.
    pub returns: Returns,
}

impl Simulation {
    /// Who gets one and who does not, added up by reason.
    ///
    /// # Errors
    /// [`OfficeError::Money`] when a sum does not fit.
    pub fn sums(&self) -> Result<Vec<Sum>, OfficeError> {
        Ok(sums(&self.rows)?)
    }

    /// What the statements would cost.
    ///
    /// # Errors
    /// [`OfficeError::Money`] when a product does not fit.
    pub fn cost(&self) -> Result<Money, OfficeError> {
        let papers = self.rows.iter().map(|row| row.papers.len());
        let papers = papers.fold(0, usize::saturating_add);
        let cost = self.rules.rules.cost;
        Ok(cost.times(u32::try_from(papers).unwrap_or(u32::MAX))?)
    }

    /// What a row that gets one is likely to bring; none when too few were sent to tell.
    ///
    /// # Errors
    /// [`OfficeError::Money`] when a product does not fit.
    pub fn expected(&self, row: &StatementRow) -> Result<Option<Money>, OfficeError> {
        Ok(self.returns.expected(row.times, row.amount)?)
    }
}

impl Office {
    /// Lists who would get a statement on `as_of` by the rules, who not, and why. Amounts are what the ledger says now.
    /// Whether each account adds up is not looked at; [`Office::simulate_statements`] does.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn statements_due(&self, as_of: NaiveDate) -> Result<Vec<StatementRow>, OfficeError> {
        let rules = self.statement_rules()?;
        let returns = self.returns_for(&rules, as_of)?;
        let planned = self.planned(as_of)?;
        let standings = self.store.standings()?.into_iter();
        standings
            .map(|standing| {
                let standing = self.beside_plans(standing, &planned)?;
                row(standing, &rules, &returns, as_of)
            })
            .collect()
    }

    /// Goes through a run on `as_of` without making anything: who gets a statement, who does not and why, person by
    /// person as [`Office::run_statements`] would do now. Each statement is built and proves itself.
    ///
    /// # Errors
    /// [`OfficeError::Stopped`] when `progress` says so; [`OfficeError::Store`] when the book cannot be read.
    pub fn simulate_statements(
        &self,
        as_of: NaiveDate,
        progress: Progress<'_>,
    ) -> Result<Simulation, OfficeError> {
        let held = self.rules_that_hold()?;
        let mut rows = self.statements_due(as_of)?;
        let making = self.making(held.rules.clone(), as_of)?;
        let mut last = self.store.last_statement_number(as_of)?;
        let total = u64::try_from(rows.iter().filter(|row| row.sent).count()).unwrap_or(0);
        let mut done = 0_u64;
        for row in rows.iter_mut().filter(|row| row.sent) {
            if progress(done, total) == Go::Stop {
                return Err(OfficeError::Stopped);
            }
            let built = making.row(&self.store, For::Everybody, row, last)?;
            if let Some(newest) = built.last() {
                last = newest.number();
            }
            done = done.saturating_add(1);
        }
        if progress(total, total) == Go::Stop {
            return Err(OfficeError::Stopped);
        }
        Ok(Simulation {
            as_of,
            returns: self.statement_returns(as_of)?,
            rules: held,
            rows,
        })
    }

    /// Makes the statement of a whole account as of `as_of`, without keeping it. Its number is the next free one.
    ///
    /// # Errors
    /// [`MoneyRefusal::Statement`] when the account does not add up;
    /// [`Refusal::NotThere`](crate::office::Refusal::NotThere).
    pub fn preview_statement(
        &self,
        guarantor: GuarantorId,
        as_of: NaiveDate,
    ) -> Result<(Statement, Vec<u8>), OfficeError> {
        let fonts = Fonts::load()?;
        let rules = Rules {
            family: crate::domain::mailing::Family::Together,
            ..self.statement_rules()?
        };
        let making = self.making(rules, as_of)?;
        let built = self.build_one(&making, guarantor)?;
        let nothing = || MoneyRefusal::NoStatement(Verdict::NothingOwed.words());
        let one = built.into_iter().next().ok_or_else(nothing)?;
        let pages = sheets(&one.statement, &fonts, making.sides);
        let bytes = document(&fonts, Title::Statement, as_of, &pages)?;
        Ok((one.statement, bytes))
    }

    /// Makes, proves and keeps a statement for everybody who is due one on `as_of`, as one transaction, and writes
    /// them into `folder`: one file for the printer and one for each statement, named by its number. An account that
    /// does not add up gets no statement, and its row says why.
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
        let held = self.rules_that_hold()?;
        let rows = self.statements_due(as_of)?;
        self.make_statements((For::Everybody, held), rows, folder, as_of, progress)
    }

    /// Makes, proves and keeps the statement of one guarantor because somebody asks for it, in a run of its own. The
    /// rules that spare a guarantor the mail do not count here, nor does that mail came back: it may be handed over.
    /// That nothing is owed, that statements are held and that a later one was sent do count.
    ///
    /// # Errors
    /// [`MoneyRefusal::NoStatement`] says why there is none; [`MoneyRefusal::Statement`] when the account does not add
    /// up; [`OfficeError::File`]; [`Refusal::NotThere`](crate::office::Refusal::NotThere). Nothing is kept then.
    pub fn make_statement(
        &mut self,
        guarantor: GuarantorId,
        folder: Option<&Path>,
        as_of: NaiveDate,
    ) -> Result<RunOutcome, OfficeError> {
        let row = self.statement_on_request(guarantor, as_of)?;
        let held = self.rules_that_hold()?;
        self.make_statements((For::One, held), vec![row], folder, as_of, &mut quietly)
    }

    /// Says what a statement made now, because somebody asks for it, would ask for.
    ///
    /// # Errors
    /// [`MoneyRefusal::NoStatement`] says why there is none; [`Refusal::NotThere`](crate::office::Refusal::NotThere).
    pub fn statement_on_request(
        &self,
        guarantor: GuarantorId,
        as_of: NaiveDate,
    ) -> Result<StatementRow, OfficeError> {
        let _known = self.guarantor(guarantor)?;
        let Some(standing) = self.store.standing(guarantor)? else {
            return Err(MoneyRefusal::NoStatement(Verdict::NothingOwed.words()).into());
        };
        let standing = Standing {
            returned_on: None,
            ..self.beside_plans(standing, &self.planned(as_of)?)?
        };
        let rules = self.statement_rules()?.on_request();
        let row = row(standing, &rules, &Returns::default(), as_of)?;
        if row.sent {
            Ok(row)
        } else {
            Err(MoneyRefusal::NoStatement(row.why).into())
        }
    }

    /// Makes the statements of `rows` that are to be sent, as one verb.
    fn make_statements(
        &mut self,
        (whom, held): (For, RulesVersion),
        rows: Vec<StatementRow>,
        folder: Option<&Path>,
        as_of: NaiveDate,
        progress: Progress<'_>,
    ) -> Result<RunOutcome, OfficeError> {
        let fonts = Fonts::load()?;
        let new = NewRun {
            as_of,
            rules: held.version,
        };
        let making = self.making(held.rules, as_of)?;
        let files = folder.map(Files::begin).transpose()?;
        let (run, rows, printer_file) = self.stamped(whom.verb(), |tx, stamp| {
            let run = tx.add_run(new, stamp.at, stamp.by)?;
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

    fn making(&self, rules: Rules, as_of: NaiveDate) -> Result<Making, OfficeError> {
        Ok(Making {
            practice: self.practice()?,
            rules,
            planned: self.planned(as_of)?,
            sides: if self.prints_both_sides()? {
                Sides::Both
            } else {
                Sides::One
            },
            as_of,
        })
    }

    /// Builds what one guarantor would get, whether or not it is due.
    fn build_one(
        &self,
        making: &Making,
        guarantor: GuarantorId,
    ) -> Result<Vec<Built>, OfficeError> {
        let _known = self.guarantor(guarantor)?;
        let last = self.store.last_statement_number(making.as_of)?;
        let request = match self.store.standing(guarantor)? {
            None => (1, 0),
            Some(standing) => {
                let standing = self.beside_plans(standing, &making.planned)?;
                (standing.times(), standing.asked_for_days(making.as_of))
            }
        };
        making.build(&self.store, guarantor, request, last)
    }
}

fn row(
    standing: Standing,
    rules: &Rules,
    returns: &Returns,
    as_of: NaiveDate,
) -> Result<StatementRow, OfficeError> {
    let verdict = standing.verdict(rules, returns, as_of)?;
    Ok(StatementRow {
        guarantor: standing.guarantor,
        amount: standing.due()?,
        times: standing.times(),
        days: standing.asked_for_days(as_of),
        name: standing.name,
        sent: verdict.sends(),
        why: verdict.words(),
        verdict,
        papers: Vec::new(),
        statements: Vec::new(),
    })
}

fn numbered(as_of: NaiveDate, last: Option<u32>) -> Result<u32, OfficeError> {
    Ok(next_number(as_of, last).ok_or(MoneyRefusal::NumbersUsedUp)?)
}
