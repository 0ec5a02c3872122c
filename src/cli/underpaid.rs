//! Underpaid services: listed by payer and code, worked, and printed for the payer.

use std::path::{Path, PathBuf};

use chrono::{Months, NaiveDate};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::CliError;
use super::out::{self, Out};
use crate::domain::code::Procedure;
use crate::domain::id::{ChargeLineId, PayerId};
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::domain::underpaid::{Filter, Standing, Underpaid, at_stake, groups};
use crate::office::{Office, OfficeError, save_file};

/// Which services, and what to do about them.
#[derive(Debug, Args)]
pub struct Wanted {
    /// Only of this payer, by number.
    #[arg(long)]
    payer: Option<i64>,
    /// Only of this code.
    #[arg(long)]
    code: Option<Procedure>,
    /// Only those that stand there.
    #[arg(long, value_enum)]
    state: Option<At>,
    /// Answered from this day; a year back when left out.
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// Answered until this day; today when left out.
    #[arg(long, value_name = "DAY")]
    until: Option<NaiveDate>,
    /// Print the evidence for the payer into this file.
    #[arg(long, value_name = "FILE", requires = "payer")]
    pdf: Option<PathBuf>,
    /// What to do; lists them when left out.
    #[command(subcommand)]
    act: Option<Act>,
}

/// What to do about them.
#[derive(Debug, Subcommand)]
enum Act {
    /// Write down what was done about services of one payer.
    Mark {
        /// The services' numbers.
        #[arg(required = true)]
        lines: Vec<i64>,
        /// The payer's number.
        #[arg(long)]
        payer: i64,
        /// Where they stand now.
        #[arg(long = "as", value_enum)]
        state: At,
        /// What was said.
        #[arg(long, default_value = "")]
        words: String,
    },
    /// Show the difference that is let pass, or set it.
    Tolerance {
        /// How much.
        amount: Option<Money>,
    },
}

/// Where an underpaid service stands.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum At {
    /// Nobody has done anything about it.
    Open,
    /// The payer was told.
    Disputed,
    /// The payer paid it after all.
    Paid,
    /// It is left as it is.
    Accepted,
}

impl At {
    const fn standing(self) -> Standing {
        match self {
            Self::Open => Standing::Open,
            Self::Disputed => Standing::Disputed,
            Self::Paid => Standing::Paid,
            Self::Accepted => Standing::Accepted,
        }
    }
}

/// Lists underpaid services, or does what was asked about them.
pub fn run(out: &Out, office: &mut Office, wanted: &Wanted) -> Result<(), CliError> {
    match &wanted.act {
        Some(Act::Mark {
            lines,
            payer,
            state,
            words,
        }) => {
            let payer = PayerId::new(*payer);
            let services: Vec<(ChargeLineId, PayerId)> = lines
                .iter()
                .map(|line| (ChargeLineId::new(*line), payer))
                .collect();
            let standing = state.standing();
            office.mark_underpaid(&services, standing, words)?;
            out.answer(
                &json!({ "marked": services.len(), "state": standing }),
                || vec![format!("{} marked: {}.", services.len(), standing.words())],
            );
            Ok(())
        }
        Some(Act::Tolerance { amount }) => {
            if let Some(amount) = amount {
                office.set_underpaid_tolerance(*amount)?;
            }
            let tolerance = office.underpaid_tolerance()?;
            out.answer(&json!({ "tolerance": tolerance }), || {
                vec![format!("Differences up to {tolerance} are let pass.")]
            });
            Ok(())
        }
        None => list(out, office, wanted),
    }
}

fn list(out: &Out, office: &mut Office, wanted: &Wanted) -> Result<(), CliError> {
    let today = office.today();
    let year_ago = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let filter = Filter {
        payer: wanted.payer.map(PayerId::new),
        code: wanted.code,
        standing: wanted.state.map(At::standing),
        from: wanted.from.unwrap_or(year_ago),
        until: wanted.until.unwrap_or(today),
    };
    if let Some(payer) = filter.payer {
        let _there = office.payer(payer)?;
    }
    if let (Some(file), Some(payer)) = (&wanted.pdf, filter.payer) {
        print(office, payer, &filter, file)?;
    }
    let lines = office.underpaid(&filter)?;
    let groups = groups(&lines).map_err(OfficeError::from)?;
    let stake = at_stake(&lines).map_err(OfficeError::from)?;
    let told: Vec<Value> = lines.iter().map(line).collect();
    let document = json!({ "from": filter.from, "until": filter.until, "tolerance": office.underpaid_tolerance()?, "at_stake": stake, "groups": groups, "lines": told, "file": wanted.pdf });
    out.answer(&document, || {
        let mut shown = out::table(
            &[
                "line", "service", "claim", "code", "due", "allowed", "missing", "state", "why",
            ],
            &[0, 4, 5, 6],
            &lines.iter().map(cells).collect::<Vec<_>>(),
        );
        shown.extend(groups.iter().map(|group| {
            format!(
                "{} {}: {} lines, {} at stake, {} came after all",
                group.payer_name, group.code, group.lines, group.at_stake, group.recovered
            )
        }));
        shown.push(format!("{} services, {stake} at stake", lines.len()));
        shown
    });
    Ok(())
}

fn print(
    office: &mut Office,
    payer: PayerId,
    filter: &Filter,
    file: &Path,
) -> Result<(), CliError> {
    let bytes = office.underpaid_report(payer, filter)?;
    Ok(save_file(file, &bytes)?)
}

fn line(one: &Underpaid) -> Value {
    let answer = &one.answer;
    json!({ "line": answer.line, "payer": answer.payer, "payer_name": answer.payer_name, "plan": answer.plan, "claim_number": answer.claim_number, "payer_claim_number": answer.payer_claim_number, "service_on": answer.service_on, "code": answer.code, "modifiers": answer.modifiers, "units": answer.units, "charged": answer.charged, "expected": one.expected, "why": one.basis, "allowed": answer.allowed, "paid": answer.paid, "missing": one.missing, "recovered": one.recovered, "state": one.standing, "eob": answer.eob, "check": answer.reference, "check_day": answer.paid_on })
}

fn cells(one: &Underpaid) -> Vec<String> {
    let answer = &one.answer;
    vec![
        answer.line.to_string(),
        show_date(answer.service_on),
        answer.claim_number.to_string(),
        answer.service(),
        one.expected.to_string(),
        answer.allowed.to_string(),
        one.missing.to_string(),
        one.standing.words().to_owned(),
        one.basis.clone(),
    ]
}
