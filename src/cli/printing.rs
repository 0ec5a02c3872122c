//! Claims on paper, and the printers they are set to.

use std::path::Path;

use serde_json::{Value, json};

use super::CliError;
use super::args::{PaperForm, PrintClaims, PrinterAct};
use super::out::{Out, table};
use super::sending::numbered;
use crate::domain::claim::ClaimNumber;
use crate::domain::cms1500::Warning;
use crate::domain::cms1500::printer::Printer;
use crate::domain::id::{ClaimId, PaperBatchId};
use crate::domain::typed::counted;
use crate::office::{Office, OfficeError, Paper, PaperRefusal, PrintedClaims, Which, save_file};

/// Prints claims, which sends them; or only shows them; or gives an earlier run again.
pub fn print(out: &Out, office: &mut Office, wanted: &PrintClaims) -> Result<(), CliError> {
    let (file, setting) = (&wanted.file, wanted.printer.as_deref());
    if let Some(run) = wanted.again {
        let pdf = office.paper_batch_file(PaperBatchId::new(run))?;
        save_file(file, &pdf)?;
        out.answer(&json!({ "run": run, "file": file }), || {
            vec![format!("Printed again: {}", file.display())]
        });
        return Ok(());
    }
    let paper = match wanted.form {
        PaperForm::Red => Paper::Red,
        PaperForm::Plain => Paper::Plain,
    };
    let claims = wanted.claims.iter().map(|typed| numbered(office, typed));
    let claims = claims.collect::<Result<Vec<ClaimId>, _>>()?;
    if wanted.preview {
        let (pdf, warnings) = office.preview_paper_claims(&claims, paper, setting)?;
        save_file(file, &pdf)?;
        let document = json!({ "file": file, "sent": false, "warnings": told(&warnings) });
        out.answer(&document, || {
            let mut lines = vec![format!("To look at, not sent: {}", file.display())];
            lines.extend(warnings.iter().map(warning_line));
            lines
        });
        return Ok(());
    }
    let which = if claims.is_empty() {
        Which::Ready
    } else {
        Which::These(&claims)
    };
    let mut progress = out.progress("print claims");
    let printed = office.print_paper_claims(which, paper, setting, &mut progress)?;
    if printed.batch.is_some() {
        save_file(file, &printed.pdf)?;
    }
    out.answer(&document(&printed, file), || lines(&printed, file));
    Ok(())
}

fn document(printed: &PrintedClaims, file: &Path) -> Value {
    let held: Vec<&ClaimNumber> = printed.held.iter().map(|(number, _)| number).collect();
    json!({
        "run": printed.batch, "file": printed.batch.map(|_| file), "claims": printed.claims, "pages": printed.pages,
        "total": printed.total, "sent": true, "held": held, "warnings": told(&printed.warnings),
    })
}

fn lines(printed: &PrintedClaims, file: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(run) = printed.batch {
        lines.push(format!(
            "{} on {}, {}, run {run}: {}",
            counted(printed.claims.len(), "claim"),
            counted(printed.pages, "page"),
            printed.total,
            file.display()
        ));
        lines.push(String::from("They stand as sent."));
    }
    lines.extend(printed.warnings.iter().map(warning_line));
    for (number, findings) in &printed.held {
        lines.push(format!("{number} stays here:"));
        lines.extend(
            findings
                .iter()
                .map(|found| format!("  {} {}", found.edit.id, found.words)),
        );
    }
    lines
}

fn told(warnings: &[(ClaimNumber, Warning)]) -> Vec<Value> {
    let told = warnings.iter().map(|(number, warning)| {
        json!({ "claim_number": number, "page": warning.page, "box": warning.of_box, "service": warning.service, "words": warning.to_string() })
    });
    told.collect()
}

fn warning_line((number, warning): &(ClaimNumber, Warning)) -> String {
    format!("{number}: {warning}")
}

/// Sets printers.
pub fn printer(out: &Out, office: &mut Office, act: &PrinterAct) -> Result<(), CliError> {
    match act {
        PrinterAct::Calibrate { file, printer } => {
            let pdf = office.calibration_page(printer.as_deref())?;
            save_file(file, &pdf)?;
            out.answer(&json!({ "file": file }), || {
                vec![format!("Print it at its full size: {}", file.display())]
            });
        }
        PrinterAct::Try { file, printer } => {
            let pdf = office.trial_page(printer.as_deref())?;
            save_file(file, &pdf)?;
            out.answer(&json!({ "file": file }), || {
                vec![format!("Print it on a red form: {}", file.display())]
            });
        }
        PrinterAct::Set { name, x, y, nudge } => {
            let mut printers = office.paper_printers()?;
            let mut printer = printers.remove(name.trim()).unwrap_or_default();
            printer.offset.x = x.unwrap_or(printer.offset.x);
            printer.offset.y = y.unwrap_or(printer.offset.y);
            for one in nudge {
                let nudged = printer.nudge(one).map_err(PaperRefusal::from);
                nudged.map_err(OfficeError::from)?;
            }
            office.set_paper_printer(name, printer)?;
            list(out, office)?;
        }
        PrinterAct::Remove { name } => {
            office.remove_paper_printer(name)?;
            list(out, office)?;
        }
        PrinterAct::List => list(out, office)?,
    }
    Ok(())
}

fn list(out: &Out, office: &Office) -> Result<(), CliError> {
    let printers = office.paper_printers()?;
    out.answer(&json!({ "printers": printers }), || {
        let rows: Vec<Vec<String>> = printers.iter().map(row).collect();
        table(&["Printer", "Right", "Down", "Nudges"], &[1, 2], &rows)
    });
    Ok(())
}

fn row((name, printer): (&String, &Printer)) -> Vec<String> {
    let nudges = printer.nudges.iter();
    let nudges = nudges.map(|(of_box, by)| format!("{of_box}:{}:{}", by.x, by.y));
    vec![
        name.clone(),
        printer.offset.x.to_string(),
        printer.offset.y.to_string(),
        nudges.collect::<Vec<_>>().join(" "),
    ]
}
