//! Closing days and months, opening them again, and reports.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::CliError;
use super::out::{self, Out};
use crate::domain::aged::Since;
use crate::domain::close::{CloseError, seal};
use crate::domain::close::{Count, DaySheet, DrawerError, NewClose};
use crate::domain::id::PayerId;
use crate::domain::money::Money;
use crate::domain::report::{Cell, Name, Wanted, Weight, Who};
use crate::domain::typed::show_date;
use crate::office::{ClosingRow, Office, OfficeError, save_file};

/// How days are closed.
#[derive(Debug, Args)]
pub struct Close {
    /// The last day to close; today when left out. Open days before it are closed with it.
    pub day: Option<NaiveDate>,
    /// Close the month of that day: its days, and then the month.
    #[arg(long)]
    pub month: bool,
    /// What was counted in the drawer, as "4x20 1x10 3x0.25".
    #[arg(long, value_name = "PIECES")]
    pub count: Option<String>,
    /// What was in the drawer before; what stayed in it at the last close when left out.
    #[arg(long, value_name = "AMOUNT")]
    pub float: Option<Money>,
    /// How much of it goes to the bank; the cash that was taken when left out.
    #[arg(long, value_name = "AMOUNT")]
    pub to_bank: Option<Money>,
    /// Why more or less was counted than expected.
    #[arg(long, value_name = "WORDS")]
    pub why: Option<String>,
    /// Write the sheet as a PDF to this file.
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
    /// Say what would be closed, and close nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Which days are opened again.
#[derive(Debug, Args)]
pub struct Reopen {
    /// The first day to open; whatever was closed after it is opened with it.
    pub day: NaiveDate,
    /// Why, which is kept.
    #[arg(long, value_name = "WORDS")]
    pub why: String,
}

/// What is asked of a report.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Which; left out, lists them.
    pub name: Option<ReportName>,
    /// As of this day.
    #[arg(long, value_name = "DAY", conflicts_with_all = ["from", "to"])]
    pub as_of: Option<NaiveDate>,
    /// From this day.
    #[arg(long, value_name = "DAY")]
    pub from: Option<NaiveDate>,
    /// To this day.
    #[arg(long, value_name = "DAY")]
    pub to: Option<NaiveDate>,
    /// Of the ageing: what days are counted from.
    #[arg(long, value_enum, default_value_t = Clock::Service)]
    pub since: Clock,
    /// Of the ageing: the items of this payer, by number.
    #[arg(long, value_name = "NUMBER", conflicts_with = "patients")]
    pub payer: Option<i64>,
    /// Of the ageing: the items of patients.
    #[arg(long)]
    pub patients: bool,
    /// Write it as CSV to this file too.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Write it as a PDF to this file too.
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
}

/// Reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportName {
    /// What is owed, by age and by who owes it.
    Ageing,
    /// What days came to, as on the day sheet.
    Day,
    /// The roll-forward, by clinician and by who owes.
    Month,
    /// Payments by method.
    Payments,
    /// Adjustments by kind and reason.
    Adjustments,
    /// Charges by clinician and code.
    Charges,
    /// Money held for others.
    Credits,
    /// How fast and how fully is collected.
    Kpi,
}

/// What days are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Clock {
    /// The service.
    Service,
    /// The first bill that asked for it.
    FirstBill,
    /// The day it became theirs to pay.
    Responsibility,
    /// Their last payment.
    LastPayment,
}

impl From<ReportName> for Name {
    fn from(name: ReportName) -> Self {
        match name {
            ReportName::Ageing => Self::Ageing,
            ReportName::Day => Self::Day,
            ReportName::Month => Self::Month,
            ReportName::Payments => Self::Payments,
            ReportName::Adjustments => Self::Adjustments,
            ReportName::Charges => Self::Charges,
            ReportName::Credits => Self::Credits,
            ReportName::Kpi => Self::Kpi,
        }
    }
}

impl From<Clock> for Since {
    fn from(clock: Clock) -> Self {
        match clock {
            Clock::Service => Self::Service,
            Clock::FirstBill => Self::FirstBill,
            Clock::Responsibility => Self::Responsibility,
            Clock::LastPayment => Self::LastPayment,
        }
    }
}

/// Closes days or a month, or says what they would be closed with.
pub fn close(out: &Out, office: &mut Office, wanted: &Close) -> Result<(), CliError> {
    let day = wanted.day.unwrap_or_else(|| office.today());
    let drawer = |refusal: DrawerError| OfficeError::from(CloseError::Drawer(refusal));
    let count = wanted.count.as_deref().map(Count::parse).transpose();
    let new = NewClose {
        float: wanted.float,
        count: count.map_err(drawer)?,
        to_bank: wanted.to_bank,
        words: wanted.why.clone().unwrap_or_default(),
    };
    if wanted.dry_run {
        let sheet = office.day_sheet(day, &new)?;
        out.answer(&json!({ "closed": false, "sheet": sheet }), || {
            lines(&sheet)
        });
        return Ok(());
    }
    if wanted.month {
        return close_month(out, office, day, &new, wanted.pdf.as_deref());
    }
    let closed = office.close_days(day, &new)?;
    if let (Some(path), Some(last)) = (&wanted.pdf, closed.last()) {
        save_file(path, &office.day_sheet_pdf(last.id)?)?;
    }
    let documents: Vec<Value> = closed
        .iter()
        .map(|one| json!({ "closing": one.id, "seal": seal::hex(&one.seal), "sheet": one.sheet }))
        .collect();
    out.answer(
        &json!({ "closed": true, "through": day, "closes": documents, "file": wanted.pdf }),
        || {
            closed
                .iter()
                .flat_map(|one| {
                    let mut said = lines(&one.sheet);
                    said.push(format!("sealed {}", seal::grouped(&one.seal)));
                    said
                })
                .collect()
        },
    );
    Ok(())
}

fn close_month(
    out: &Out,
    office: &mut Office,
    day: NaiveDate,
    new: &NewClose,
    pdf: Option<&Path>,
) -> Result<(), CliError> {
    let id = office.close_month(day, new)?;
    if let Some(path) = pdf {
        save_file(path, &office.month_sheet_pdf(id)?)?;
    }
    let kept = office.month_closing(id)?;
    let sealed = seal::hex(&kept.row.seal);
    out.answer(
        &json!({ "closed": true, "month": kept.row, "seal": sealed, "sheet": kept.sheet, "file": pdf }),
        || {
            let control = &kept.row.control;
            vec![
                format!("{} is closed.", kept.row.month),
                format!(
                    "{} + {} - {} - {} = {}",
                    control.opening,
                    control.charges,
                    control.payments,
                    control.adjustments,
                    control.closing
                ),
                format!("sealed {}", seal::grouped(&kept.row.seal)),
            ]
        },
    );
    Ok(())
}

/// A sheet in a few lines.
fn lines(sheet: &DaySheet) -> Vec<String> {
    let control = &sheet.control;
    let shown = |amount: Option<Money>| {
        amount.map_or_else(|| String::from("not counted"), |amount| amount.to_string())
    };
    let drawer = &sheet.drawer;
    vec![
        format!(
            "{} to {}: {} entries",
            show_date(sheet.span.from),
            show_date(sheet.span.through),
            sheet.entries
        ),
        format!(
            "{} + {} charges - {} payments - {} adjustments = {}",
            control.opening,
            control.charges,
            control.payments,
            control.adjustments,
            control.closing
        ),
        format!(
            "drawer: {} float + {} cash, counted {}, difference {}",
            drawer.float,
            drawer.cash_in,
            shown(drawer.counted().ok().flatten()),
            shown(drawer.difference().ok().flatten())
        ),
    ]
}

/// Opens closed days again.
pub fn reopen(out: &Out, office: &mut Office, wanted: &Reopen) -> Result<(), CliError> {
    let opened = office.reopen_days(wanted.day, &wanted.why)?;
    out.answer(&json!({ "reopened": opened }), || {
        let mut said: Vec<String> = opened
            .iter()
            .map(|row| {
                format!(
                    "{} to {} is open again.",
                    show_date(row.span.from),
                    show_date(row.span.through)
                )
            })
            .collect();
        said.push(String::from("What was opened is to be closed anew."));
        said
    });
    Ok(())
}

/// Lists closes, the newest first.
pub fn closes(out: &Out, office: &Office) -> Result<(), CliError> {
    const MOST: usize = 400;
    let rows = office.closings(MOST)?;
    let cells = |row: &ClosingRow| {
        vec![
            row.span.through.to_string(),
            row.control.opening.to_string(),
            row.control.charges.to_string(),
            row.control.payments.to_string(),
            row.control.adjustments.to_string(),
            row.control.closing.to_string(),
            match &row.reopened {
                Some(back) => format!("opened again: {}", back.why),
                None => format!("closed by {}", row.by),
            },
        ]
    };
    out.answer(&json!({ "rows": rows }), || {
        let cells: Vec<Vec<String>> = rows.iter().map(cells).collect();
        let head = [
            "through",
            "opening",
            "charges",
            "payments",
            "adjustments",
            "closing",
            "",
        ];
        out::table(&head, &[1, 2, 3, 4, 5], &cells)
    });
    Ok(())
}

/// Prints a report, or lists them.
pub fn report(out: &Out, office: &Office, args: &ReportArgs) -> Result<(), CliError> {
    let Some(name) = args.name else {
        list(out);
        return Ok(());
    };
    let wanted = wanted(office, name.into(), args);
    let report = office.report(wanted)?;
    if let Some(path) = &args.csv {
        save_file(path, report.csv().as_bytes())?;
    }
    if let Some(path) = &args.pdf {
        save_file(path, &office.report_pdf(wanted)?)?;
    }
    out.answer(&report.json(), || {
        let mut said = vec![format!("{}, {}", report.title(), report.days())];
        let heads: Vec<&str> = report.columns.iter().map(|column| column.head).collect();
        let right: Vec<usize> = (0..heads.len())
            .filter(|at| {
                report
                    .columns
                    .get(*at)
                    .is_some_and(|column| column.shape == crate::domain::report::Shape::Figures)
            })
            .collect();
        let rows: Vec<Vec<String>> = report
            .rows
            .iter()
            .map(|row| {
                let mut cells: Vec<String> = row.cells.iter().map(Cell::shown).collect();
                if row.weight == Weight::Total
                    && let Some(first) = cells.first_mut()
                {
                    *first = format!("= {first}");
                }
                cells.resize(heads.len(), String::new());
                cells
            })
            .collect();
        said.extend(out::table(&heads, &right, &rows));
        said.extend(
            report
                .facts
                .iter()
                .map(|(_, words, amount)| format!("{words}: {amount}")),
        );
        said.extend(report.notes.iter().cloned());
        said
    });
    Ok(())
}

fn wanted(office: &Office, name: Name, args: &ReportArgs) -> Wanted {
    let to = args.as_of.or(args.to).unwrap_or_else(|| office.today());
    let usual = Wanted::usual(name, to);
    let from = args.from.unwrap_or(usual.from);
    Wanted {
        from,
        to,
        since: args.since.into(),
        of: match (args.payer, args.patients) {
            (Some(payer), _) => Some(Who::Payer(PayerId::new(payer))),
            (None, true) => Some(Who::Patients),
            (None, false) => None,
        },
        ..usual
    }
}

fn list(out: &Out) {
    let documents: Vec<Value> = Name::ALL
        .iter()
        .map(|name| json!({ "name": name.code(), "title": name.words(), "about": name.about() }))
        .collect();
    out.answer(&json!({ "rows": documents }), || {
        let rows: Vec<Vec<String>> = Name::ALL
            .iter()
            .map(|name| vec![name.code().to_owned(), name.about().to_owned()])
            .collect();
        out::table(&["report", "answers"], &[], &rows)
    });
}
