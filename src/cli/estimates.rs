//! Estimates: worked out, given, listed and printed.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::out::{self, Out};
use super::{CliError, documents};
use crate::domain::draft::EstimateDraft;
use crate::domain::estimate::{EstimateNumber, Line, Reckoned, Steps};
use crate::domain::id::PatientId;
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::office::{Office, save_file};

/// How many are listed.
const MOST: u32 = 500;

/// What to do about estimates.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// Give an estimate from a JSON document (see `pegboard template estimate`).
    Give {
        /// For whom: the patient's number.
        patient: i64,
        /// The document; `-` reads standard input.
        file: PathBuf,
        /// Only say what it comes to.
        #[arg(long)]
        dry_run: bool,
        /// Write the good-faith estimate here; only without insurance.
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
    },
    /// List the estimates that were given: everybody's, or one patient's.
    List {
        /// Only this patient's.
        #[arg(long)]
        patient: Option<i64>,
    },
    /// Show an estimate with every step.
    Show {
        /// Its number, with or without the E.
        estimate: String,
    },
    /// Write the good-faith estimate of a patient who pays without insurance.
    Print {
        /// Its number, with or without the E.
        estimate: String,
        /// Write the PDF here.
        file: PathBuf,
    },
}

/// Does what was asked about estimates.
pub fn run(out: &Out, office: &mut Office, act: &Act) -> Result<(), CliError> {
    match act {
        Act::Give {
            patient,
            file,
            dry_run,
            pdf,
        } => give(
            out,
            office,
            PatientId::new(*patient),
            (file, *dry_run),
            pdf.as_deref(),
        ),
        Act::List { patient } => list(out, office, patient.map(PatientId::new)),
        Act::Show { estimate } => {
            let estimate = office.estimate_numbered(estimate)?;
            let number = EstimateNumber(estimate.id).to_string();
            let mut document = json!(estimate);
            if let Some(fields) = document.as_object_mut() {
                let _before = fields.insert(String::from("estimate"), json!(number));
            }
            out.answer(&document, || {
                let mut lines = vec![format!(
                    "{number} of {}: {}",
                    show_date(estimate.given_on),
                    estimate.what
                )];
                lines.extend(steps(&estimate.reckoned));
                lines
            });
            Ok(())
        }
        Act::Print { estimate, file } => {
            let estimate = office.estimate_numbered(estimate)?;
            save_file(file, &office.estimate_pdf(estimate.id)?)?;
            let number = EstimateNumber(estimate.id).to_string();
            out.answer(&json!({ "estimate": number, "file": file }), || {
                vec![format!("{number}: {}", file.display())]
            });
            Ok(())
        }
    }
}

fn give(
    out: &Out,
    office: &mut Office,
    patient: PatientId,
    (file, dry_run): (&Path, bool),
    pdf: Option<&Path>,
) -> Result<(), CliError> {
    let draft: EstimateDraft = documents::read(file)?;
    let new = draft
        .check(patient, office.today())
        .map_err(|complaints| documents::complain(out, &complaints))?;
    let reckoned = office.reckon_estimate(&new)?;
    if dry_run {
        out.answer(&json!(reckoned), || steps(&reckoned));
        return Ok(());
    }
    let id = office.together(|office| -> Result<_, CliError> {
        let id = office.give_estimate(&new)?;
        if let Some(pdf) = pdf {
            save_file(pdf, &office.estimate_pdf(id)?)?;
        }
        Ok(id)
    })?;
    let number = EstimateNumber(id).to_string();
    out.answer(
        &json!({ "estimate": number, "pays": reckoned.sums.pays, "file": pdf }),
        || {
            let mut lines = steps(&reckoned);
            lines.push(format!(
                "{number}: the patient would pay {}.",
                reckoned.sums.pays
            ));
            lines
        },
    );
    Ok(())
}

fn list(out: &Out, office: &Office, patient: Option<PatientId>) -> Result<(), CliError> {
    let estimates = office.estimates(patient, MOST)?;
    let documents: Vec<Value> = estimates
        .iter()
        .map(|one| json!({ "estimate": EstimateNumber(one.id).to_string(), "patient": one.patient, "given_on": one.given_on, "planned_on": one.planned_on, "what": one.what, "cover": one.cover, "fee": one.reckoned.sums.fee, "pays": one.reckoned.sums.pays }))
        .collect();
    out.answer(&json!({ "rows": documents }), || {
        let cells: Vec<Vec<String>> = estimates
            .iter()
            .map(|one| {
                vec![
                    EstimateNumber(one.id).to_string(),
                    one.patient.to_string(),
                    show_date(one.given_on),
                    one.reckoned.sums.fee.to_string(),
                    one.reckoned.sums.pays.to_string(),
                    one.what.clone(),
                ]
            })
            .collect();
        out::table(
            &["estimate", "patient", "given", "price", "pays", "planned"],
            &[3, 4],
            &cells,
        )
    });
    Ok(())
}

/// Every step of every service, and all of them added up.
fn steps(reckoned: &Reckoned) -> Vec<String> {
    let row = |name: String, why: &str, steps: &Steps| {
        let amounts = [
            steps.fee,
            steps.allowed,
            steps.discount,
            steps.deductible,
            steps.coinsurance,
            steps.copay,
            steps.over_limit,
            steps.plan_pays,
            steps.pays,
        ];
        let mut cells = vec![name];
        cells.extend(amounts.iter().map(Money::to_string));
        cells.push(why.to_owned());
        cells
    };
    let service = |line: &Line| {
        row(
            line.service.code.to_string(),
            line.allowed_why(),
            &line.steps,
        )
    };
    let mut cells: Vec<Vec<String>> = reckoned.lines.iter().map(service).collect();
    cells.push(row(String::from("total"), "", &reckoned.sums));
    let head = [
        "code",
        "price",
        "allowed",
        "off",
        "deductible",
        "coinsurance",
        "copay",
        "over limit",
        "plan pays",
        "pays",
        "why allowed",
    ];
    out::table(&head, &[1, 2, 3, 4, 5, 6, 7, 8, 9], &cells)
}
