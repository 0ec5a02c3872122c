//! The same made-up practice every time: seeded, any size, no real people. Two years of it are lived through the
//! office's own verbs, so that its numbers hang together because they had to.

mod bank;
mod cast;
mod clearinghouse;
mod clinic;
mod desk;
mod details;
mod house;
mod mail;
mod onward;
mod payer;
mod people;
mod plans;
mod relief;
mod remits;
mod rules;
mod years;

use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate, NaiveTime};

use crate::domain::money::Money;
use crate::office::{Clock, Exported, Figures, Office, OfficeError, Progress, Which, quietly};

/// The passphrase of every demo book. Nobody in it is real, so nothing in it is secret.
pub const PASSPHRASE: &str = "demo";

/// How big a practice is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 20 patients, 240 visits.
    Tiny,
    /// 400 patients, 2,000 visits.
    Small,
    /// 5,000 patients, 25,000 visits.
    Medium,
    /// 100,000 patients, 500,000 visits, over 6 million postings.
    Large,
}

impl Size {
    const fn patients(self) -> usize {
        match self {
            Self::Tiny => 20,
            Self::Small => 400,
            Self::Medium => 5_000,
            Self::Large => 100_000,
        }
    }

    const fn visits(self) -> u64 {
        match self {
            Self::Tiny => 240,
            Self::Small => 2_000,
            Self::Medium => 25_000,
            Self::Large => 500_000,
        }
    }

    /// Whether somebody comes nearly every working day.
    const fn has_regular(self) -> bool {
        matches!(self, Self::Medium | Self::Large)
    }

    /// For how many days back the clearinghouse's answers are in the book. Those of a large practice would double it.
    const fn keeps_answers_for(self) -> i64 {
        match self {
            Self::Tiny | Self::Small => 730,
            Self::Medium => 180,
            Self::Large => 60,
        }
    }

    /// For how many days back payers send their answers as files. Reading all of a large practice would take hours.
    const fn has_remittances_for(self) -> i64 {
        match self {
            Self::Tiny => 400,
            Self::Small => 150,
            Self::Medium => 45,
            Self::Large => 14,
        }
    }

    /// Whether some patients have a second and a third payer, and payers' answers are worked further than that.
    const fn has_later_payers(self) -> bool {
        !matches!(self, Self::Tiny)
    }

    /// Whether patients got a statement every month. Printing them for a large practice would take hours.
    const fn bills_monthly(self) -> bool {
        matches!(self, Self::Tiny | Self::Small)
    }
}

/// Why a demo practice could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There is one already.
    #[error("there is a practice at {} already; open it, or name another folder", .0.display())]
    AlreadyThere(PathBuf),
    /// The office said no.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// The folder could not be made.
    #[error("{}: {source}", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A part of the made-up practice does not pass its own check: a fault of this program.
    #[error("the made-up practice is not sound")]
    Unsound,
}

impl From<crate::domain::money::MoneyError> for DemoError {
    fn from(error: crate::domain::money::MoneyError) -> Self {
        Self::Office(OfficeError::from(error))
    }
}

/// Statements that were made.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The file.
    pub file: PathBuf,
    /// For how many guarantors.
    pub guarantors: usize,
    /// What they are asked for in all.
    pub total: Money,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The book.
    pub book: PathBuf,
    /// Claims of the last days, sent.
    pub exported: Exported,
    /// Statements of the last day.
    pub statements: Vec<Printed>,
    /// How much is in the journal, and that it sums to zero.
    pub figures: Figures,
}

/// Where the book of a demo folder is.
pub fn book_in(folder: &Path) -> PathBuf {
    folder.join("demo.pegboard")
}

/// Makes a practice in `folder` that has worked for two years until `today`.
///
/// # Errors
/// [`DemoError::AlreadyThere`] when there is one, else what the office or the disk says.
pub fn make(
    folder: &Path,
    size: Size,
    seed: u64,
    today: NaiveDate,
    progress: Progress<'_>,
) -> Result<Made, DemoError> {
    let book = book_in(folder);
    if book.exists() {
        return Err(DemoError::AlreadyThere(book));
    }
    let claims = made_folder(folder, "claims")?;
    let sent = made_folder(&claims, "earlier")?;
    let statements = made_folder(folder, "statements")?;
    let remittances = made_folder(folder, "remittances")?;
    let first_day = today
        .checked_sub_days(Days::new(730))
        .ok_or(DemoError::Unsound)?;
    let clock = Clock::stopped(at(first_day));
    let practice = house::practice().ok_or(DemoError::Unsound)?;
    let (mut office, _) =
        Office::create_open_to_all(&book, "Nadia Orsolek", PASSPHRASE, &practice, clock.clone())?;
    let mut years = years::Years::begin(
        &mut office,
        size,
        seed,
        (first_day, today),
        (&sent, &remittances),
    )?;
    bank::begin(&mut office)?;
    years.live(&mut office, &clock, progress)?;
    clock.set(at(today));
    details::announce(&mut office)?;
    let exported = office.export(&claims, Which::Ready, &mut quietly)?;
    some_mail_came_back(&mut office, today)?;
    let run = office.run_statements(Some(&statements), today, &mut quietly)?;
    let (guarantors, total) = (run.sent(), run.total()?);
    let statements = run
        .printer_files
        .into_iter()
        .map(|file| Printed {
            file,
            guarantors,
            total,
        })
        .collect();
    office.together(|office| {
        rules::write(office)?;
        bank::statement(office, today)?;
        years.mail_of_this_morning(office)?;
        years.estimates_of_this_morning(office)?;
        years.this_morning(office)?;
        relief::this_morning(office, today)
    })?;
    let figures = office.book_figures()?;
    office.close()?;
    Ok(Made {
        book,
        exported,
        statements,
        figures,
    })
}

/// A few of last month's statements came back with the mail: one account in forty, and at least one where several are
/// due.
fn some_mail_came_back(office: &mut Office, today: NaiveDate) -> Result<(), OfficeError> {
    let due = office.statements_due(today)?;
    let mut due: Vec<_> = due.into_iter().filter(|row| row.sent).collect();
    if due.len() < 6 {
        return Ok(());
    }
    due.sort_by_key(|row| row.guarantor);
    for row in due.iter().step_by(40) {
        office.mail_returned(row.guarantor, Some(today))?;
    }
    Ok(())
}

fn made_folder(under: &Path, name: &str) -> Result<PathBuf, DemoError> {
    let path = under.join(name);
    match std::fs::create_dir_all(&path) {
        Ok(()) => Ok(path),
        Err(source) => Err(DemoError::Folder { path, source }),
    }
}

/// The middle of a working day.
fn at(day: NaiveDate) -> chrono::DateTime<chrono::Utc> {
    day.and_time(NaiveTime::MIN)
        .and_utc()
        .checked_add_signed(chrono::Duration::hours(15))
        .unwrap_or_default()
}
