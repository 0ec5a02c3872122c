//! Contracts with payers: what is agreed, files of amounts, percents of schedules, and what changed.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use super::CliError;
use super::out::{self, Out};
use crate::domain::code::{Modifier, PlaceOfService, Procedure, Units};
use crate::domain::contract::{Amount, Party, PercentTerm, Target};
use crate::domain::expected::{Percent, Service};
use crate::domain::id::PayerId;
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::office::Office;

/// How many changes are listed.
const CHANGES: u32 = 500;

/// What to do with contracts; without one, they are listed.
#[derive(Debug, Subcommand)]
pub enum Deed {
    /// Load a CSV of amounts: code and allowed, and if there payer, plan, modifier and effective, in any order.
    Load(Load),
    /// Set an amount for one unit of a service.
    Set(SetAmount),
    /// Set a percent for what has no amount of its own. It is rounded half to even to the cent.
    Percent(SetPercent),
    /// List what changed, the newest first.
    Log {
        /// Only of this payer, by number.
        #[arg(long)]
        payer: Option<i64>,
    },
    /// Say what a payer is expected to allow for a service, and why.
    Expect(Expect),
}

/// A file of amounts, and for whom it is.
#[derive(Debug, Args)]
pub struct Load {
    /// The file.
    file: PathBuf,
    /// The payer of lines that name none, by number.
    #[arg(long)]
    payer: Option<i64>,
    /// The plan of lines that name none.
    #[arg(long, default_value = "")]
    plan: String,
    /// It is a fee schedule that contracts can be a percent of, of this name.
    #[arg(long, conflicts_with_all = ["payer", "plan"])]
    schedule: Option<String>,
    /// From which day lines hold that name none; from the start when left out.
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// Why, for the log.
    #[arg(long, required_unless_present = "dry_run", default_value = "")]
    why: String,
    /// Only say what it would change.
    #[arg(long)]
    dry_run: bool,
}

/// An amount of a contract.
#[derive(Debug, Args)]
pub struct SetAmount {
    /// The payer's number.
    #[arg(long)]
    payer: i64,
    /// Only for this plan, as policies name it.
    #[arg(long, default_value = "")]
    plan: String,
    /// The service.
    #[arg(long)]
    code: Procedure,
    /// Only with this modifier.
    #[arg(long)]
    modifier: Option<Modifier>,
    /// How much.
    #[arg(long)]
    allowed: Money,
    /// From which day.
    #[arg(long, value_name = "DAY")]
    from: NaiveDate,
    /// Why, for the log.
    #[arg(long)]
    why: String,
}

/// A percent of a contract.
#[derive(Debug, Args)]
pub struct SetPercent {
    /// The payer's number.
    #[arg(long)]
    payer: i64,
    /// Only for this plan, as policies name it.
    #[arg(long, default_value = "")]
    plan: String,
    /// How many percent, as 110 or 112.5.
    #[arg(long)]
    percent: Percent,
    /// Of which schedule; of what is charged when left out.
    #[arg(long, value_name = "SCHEDULE")]
    of: Option<String>,
    /// From which day.
    #[arg(long, value_name = "DAY")]
    from: NaiveDate,
    /// Why, for the log.
    #[arg(long)]
    why: String,
}

/// A service that is asked about.
#[derive(Debug, Args)]
pub struct Expect {
    /// The payer's number.
    #[arg(long)]
    payer: i64,
    /// Under this plan, as policies name it.
    #[arg(long, default_value = "")]
    plan: String,
    /// The service.
    code: Procedure,
    /// With this modifier. May be given several times.
    #[arg(long)]
    modifier: Vec<Modifier>,
    /// Where, as 11.
    #[arg(long, default_value = "11")]
    place: PlaceOfService,
    /// On which day; today when left out.
    #[arg(long, value_name = "DAY")]
    on: Option<NaiveDate>,
    /// How much of it.
    #[arg(long, default_value = "1")]
    units: Units,
    /// What is charged for all of it.
    #[arg(long)]
    charge: Money,
}

/// Does with contracts what was asked.
pub fn run(out: &Out, office: &mut Office, deed: Option<&Deed>) -> Result<(), CliError> {
    match deed {
        None => list(out, office),
        Some(Deed::Load(wanted)) => {
            let target = Target {
                payer: wanted.payer.map(PayerId::new),
                plan: wanted.plan.clone(),
                schedule: wanted.schedule.clone(),
                from: wanted.from,
            };
            if wanted.dry_run {
                preview(out, office, &wanted.file, &target)
            } else {
                load(out, office, &wanted.file, &target, &wanted.why)
            }
        }
        Some(Deed::Set(wanted)) => {
            let new = Amount {
                party: Party::Payer {
                    payer: PayerId::new(wanted.payer),
                    plan: wanted.plan.clone(),
                },
                code: wanted.code,
                modifier: wanted.modifier,
                effective_on: wanted.from,
                amount: wanted.allowed,
            };
            office.set_contract_amount(&new, &wanted.why)?;
            done(out, &wanted.allowed.to_string(), wanted.from);
            Ok(())
        }
        Some(Deed::Percent(wanted)) => {
            let new = PercentTerm {
                payer: PayerId::new(wanted.payer),
                plan: wanted.plan.clone(),
                effective_on: wanted.from,
                percent: wanted.percent,
                schedule: wanted.of.clone(),
            };
            office.set_contract_percent(&new, &wanted.why)?;
            done(out, &new.words(), wanted.from);
            Ok(())
        }
        Some(Deed::Log { payer }) => log(out, office, payer.map(PayerId::new)),
        Some(Deed::Expect(wanted)) => expect(out, office, wanted),
    }
}

fn done(out: &Out, became: &str, from: NaiveDate) {
    out.answer(&json!({ "became": became, "from": from }), || {
        vec![format!("{became} from {} on.", show_date(from))]
    });
}

fn list(out: &Out, office: &Office) -> Result<(), CliError> {
    let (contracts, schedules) = (office.contracts()?, office.schedules()?);
    out.answer(
        &json!({ "contracts": contracts, "schedules": schedules }),
        || {
            let rows: Vec<Vec<String>> = contracts
                .iter()
                .map(|row| {
                    vec![
                        row.payer.to_string(),
                        row.payer_name.clone(),
                        row.plan.clone(),
                        row.amounts.to_string(),
                        row.rest.clone(),
                        show_date(row.newest_on),
                    ]
                })
                .collect();
            let head = ["payer", "name", "plan", "amounts", "the rest", "newest"];
            let mut lines = out::table(&head, &[0, 3], &rows);
            lines.extend(
                schedules
                    .iter()
                    .map(|row| format!("schedule {}: {} amounts", row.name, row.amounts)),
            );
            lines
        },
    );
    Ok(())
}

fn opened(path: &Path) -> Result<BufReader<File>, CliError> {
    File::open(path)
        .map(BufReader::new)
        .map_err(|source| CliError::File {
            path: path.to_owned(),
            source,
        })
}

fn preview(out: &Out, office: &Office, file: &Path, target: &Target) -> Result<(), CliError> {
    let preview = office.preview_contracts(opened(file)?, target)?;
    let refused: Vec<_> = preview
        .refused
        .iter()
        .map(|(line, why)| json!({ "line": line, "why": why }))
        .collect();
    let document = json!({ "changes": preview.changes, "same": preview.same, "refused_count": preview.refused_count, "refused": refused });
    out.answer(&document, || {
        let rows: Vec<Vec<String>> = preview
            .changes
            .iter()
            .map(|change| {
                let code = change.code.map(|code| code.to_string()).unwrap_or_default();
                let modifier = change
                    .modifier
                    .map(|one| one.to_string())
                    .unwrap_or_default();
                vec![
                    change.name.clone(),
                    format!("{code} {modifier}").trim().to_owned(),
                    show_date(change.effective_on),
                    change.was.clone(),
                    change.became.clone(),
                ]
            })
            .collect();
        let mut lines = out::table(
            &["for", "service", "from", "was", "becomes"],
            &[3, 4],
            &rows,
        );
        lines.extend(
            preview
                .refused
                .iter()
                .map(|(line, why)| format!("line {line}: {why}")),
        );
        let (new, changed) = preview.counts();
        lines.push(format!(
            "{new} new, {changed} changed, {} as they are, {} refused",
            preview.same, preview.refused_count
        ));
        lines
    });
    Ok(())
}

fn load(
    out: &Out,
    office: &mut Office,
    file: &Path,
    target: &Target,
    why: &str,
) -> Result<(), CliError> {
    let mut progress = out.progress("load");
    let imported = office.load_contracts(opened(file)?, target, why, &mut progress)?;
    super::desk::took(out, &imported)
}

fn log(out: &Out, office: &Office, payer: Option<PayerId>) -> Result<(), CliError> {
    let changes = office.contract_changes(payer, CHANGES)?;
    out.answer(&json!({ "changes": changes }), || {
        let rows: Vec<Vec<String>> = changes
            .iter()
            .map(|one| {
                vec![
                    one.at.format("%m/%d/%Y").to_string(),
                    one.by.clone(),
                    one.name.clone(),
                    one.plan.clone(),
                    one.service.clone(),
                    show_date(one.effective_on),
                    one.was.clone(),
                    one.became.clone(),
                    one.why.clone(),
                ]
            })
            .collect();
        let head = [
            "on", "by", "for", "plan", "service", "from", "was", "became", "why",
        ];
        out::table(&head, &[6, 7], &rows)
    });
    Ok(())
}

fn expect(out: &Out, office: &Office, wanted: &Expect) -> Result<(), CliError> {
    let expected = office.expected_allowed(&Service {
        payer: PayerId::new(wanted.payer),
        plan: &wanted.plan,
        code: wanted.code,
        modifiers: &wanted.modifier,
        place: wanted.place,
        on: wanted.on.unwrap_or_else(|| office.today()),
        units: wanted.units,
        charge: wanted.charge,
    })?;
    let document = match &expected {
        Some(one) => {
            json!({ "expected": one.amount, "why": one.words(), "holds_payer": one.is_firm(), "basis": one.basis })
        }
        None => json!({ "expected": null }),
    };
    out.answer(&document, || {
        vec![match &expected {
            Some(one) => format!("{}: {}", one.amount, one.words()),
            None => String::from("nothing was agreed, and nothing was ever allowed"),
        }]
    });
    Ok(())
}
