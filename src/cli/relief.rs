//! Discounts and help for those in need: what comes off is shown first, and the sliding scale it goes by.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use serde_json::json;

use super::CliError;
use super::credits::{MOST, said};
use super::out::{self, Out};
use crate::domain::discount::{Discount, Hardship, NewHardship, PatientTerms, Scale};
use crate::domain::id::{GuarantorId, HardshipId};
use crate::domain::money::Money;
use crate::domain::patient::account_number;
use crate::domain::typed::show_date;
use crate::office::Office;

/// What is done about help for those in need.
#[derive(Debug, Subcommand)]
pub enum HardshipAct {
    /// Grant it, by the scale that holds.
    Grant {
        /// The account.
        account: i64,
        /// People in the household.
        #[arg(long, value_name = "PEOPLE")]
        household: u32,
        /// Its income in a year.
        #[arg(long, value_name = "AMOUNT")]
        income: Money,
        /// First day of service it holds for.
        #[arg(long, value_name = "DAY")]
        from: NaiveDate,
        /// Last one.
        #[arg(long, value_name = "DAY")]
        to: NaiveDate,
        /// Why, and by what papers.
        #[arg(long)]
        why: String,
    },
    /// End it before its last day.
    End {
        /// The grant's number.
        grant: i64,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Show the sliding scale, or write a new version of it from a JSON document.
    Scale {
        /// The document: `{"first":"15650.00","each_more":"5500.00","bands":[{"up_to":100,"percent":100}]}`.
        file: Option<PathBuf>,
        /// Why it changes.
        #[arg(long, default_value = "")]
        why: String,
    },
}

/// Which discount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// For those who pay for themselves.
    SelfPay,
    /// For those in need.
    Hardship,
}

impl Which {
    pub(super) const fn discount(self) -> Discount {
        match self {
            Self::SelfPay => Discount::SelfPay,
            Self::Hardship => Discount::Hardship,
        }
    }
}

pub(super) fn discount(
    out: &Out,
    office: &mut Office,
    account: GuarantorId,
    (which, is_dry): (Discount, bool),
    why: &str,
) -> Result<(), CliError> {
    let preview = office.preview_discount(account, which)?;
    let entry = if is_dry {
        None
    } else {
        Some(office.give_discount(account, which, why)?)
    };
    let document = json!({ "entry": entry, "preview": preview });
    out.answer(&document, || {
        let cells: Vec<Vec<String>> = preview
            .lines
            .iter()
            .map(|line| {
                vec![
                    show_date(line.of.service_on),
                    line.of.patient_first.clone(),
                    line.of.description.clone(),
                    line.of.owes.plain(),
                    format!("{}%", line.percent),
                    line.off.plain(),
                    line.left.plain(),
                ]
            })
            .collect();
        let head = ["day", "patient", "service", "owed", "", "off", "left"];
        let mut lines = out::table(&head, &[3, 4, 5, 6], &cells);
        let done = if is_dry { "would come off" } else { "came off" };
        lines.push(format!("{} {done}, {} is left.", preview.off, preview.left));
        lines
    });
    Ok(())
}

pub(super) fn hardship(
    out: &Out,
    office: &mut Office,
    act: Option<&HardshipAct>,
) -> Result<(), CliError> {
    match act {
        None => {
            let all = office.hardships(None, MOST)?;
            let cells: Vec<Vec<String>> = all.iter().map(hardship_cells).collect();
            let head = [
                "no.",
                "account",
                "name",
                "percent",
                "from",
                "to",
                "household",
                "income",
                "",
            ];
            out.answer(&json!({ "hardships": all }), || {
                out::table(&head, &[3, 6, 7], &cells)
            });
        }
        Some(HardshipAct::Grant {
            account,
            household,
            income,
            from,
            to,
            why,
        }) => {
            let new = NewHardship {
                guarantor: GuarantorId::new(*account),
                household: *household,
                income: *income,
                from: *from,
                to: *to,
                why: why.clone(),
            };
            let id = office.grant_hardship(&new)?;
            let granted = office.hardships(Some(new.guarantor), MOST)?;
            let percent = granted
                .iter()
                .find(|one| one.id == id)
                .map(|one| one.percent);
            let words = format!(
                "Granted, no. {id}: {}% of what is owed comes off.",
                percent.unwrap_or(0)
            );
            said(out, &json!({ "hardship": id, "percent": percent }), words);
        }
        Some(HardshipAct::End { grant, why }) => {
            let id = HardshipId::new(*grant);
            office.end_hardship(id, why)?;
            said(
                out,
                &json!({ "hardship": id, "ended": true }),
                String::from("Ended; what came off stays off."),
            );
        }
        Some(HardshipAct::Scale { file, why }) => scale(out, office, file.as_deref(), why)?,
    }
    Ok(())
}

fn hardship_cells(one: &Hardship) -> Vec<String> {
    vec![
        one.id.to_string(),
        account_number(one.what.guarantor),
        one.name.to_string(),
        format!("{}%", one.percent),
        show_date(one.what.from),
        show_date(one.what.to),
        one.what.household.to_string(),
        one.what.income.plain(),
        match &one.ended {
            Some(why) => format!("ended: {why}"),
            None => String::new(),
        },
    ]
}

fn scale(out: &Out, office: &mut Office, file: Option<&Path>, why: &str) -> Result<(), CliError> {
    if let Some(file) = file {
        let scale: Scale = super::documents::read(file)?;
        let _version = office.set_scale(&scale, why)?;
    }
    let all = office.scales()?;
    let newest = all
        .first()
        .map_or_else(Scale::usual, |kept| kept.scale.clone());
    let document = json!({ "holds": all.first(), "proposed": all.is_empty().then_some(&newest), "versions": all.len() });
    out.answer(&document, || {
        let mut lines = vec![format!(
            "Guideline: {} for one person, {} for each further one.",
            newest.first, newest.each_more
        )];
        lines.extend(
            newest
                .bands
                .iter()
                .map(|band| format!("up to {}% of it: {}% comes off", band.up_to, band.percent)),
        );
        lines.push(match all.first() {
            Some(kept) => format!(
                "Version {} of {}: {}",
                kept.id,
                show_date(kept.at.date_naive()),
                kept.why
            ),
            None => String::from("Only proposed: no help is granted before a scale is written in."),
        });
        lines
    });
    Ok(())
}

pub(super) fn terms(
    out: &Out,
    office: &mut Office,
    (self_pay, fee, escheat): (Option<u32>, Option<Money>, Option<u32>),
) -> Result<(), CliError> {
    let now = office.patient_terms()?;
    let wanted = PatientTerms {
        self_pay_percent: self_pay.unwrap_or(now.self_pay_percent),
        returned_check_fee: fee.unwrap_or(now.returned_check_fee),
        escheat_months: escheat.unwrap_or(now.escheat_months),
    };
    if wanted != now {
        office.set_patient_terms(&wanted)?;
    }
    let document = serde_json::to_value(wanted).unwrap_or_default();
    out.answer(&document, || {
        vec![
            format!("self-pay discount: {}%", wanted.self_pay_percent),
            format!("fee of a returned check: {}", wanted.returned_check_fee),
            format!(
                "unclaimed money goes to the state after {} months",
                wanted.escheat_months
            ),
        ]
    });
    Ok(())
}
