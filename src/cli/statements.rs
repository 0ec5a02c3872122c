//! Statements: the run and its simulation, what was sent again, a run taken back, the rules, and mail that came back.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::args::Statements;
use super::out::{self, Out};
use super::{CliError, documents};
use crate::domain::id::{GuarantorId, RunId};
use crate::domain::mailing::{Rules, RunRow, SentStatement, StatementRow, Sum, sums};
use crate::domain::patient::account_number;
use crate::office::{Office, OfficeError, Simulation, save_file};

/// Runs the statements or makes one, says who would get one, or does what else was asked.
pub fn run(out: &Out, office: &mut Office, wanted: &Statements) -> Result<(), CliError> {
    if wanted.runs {
        return runs(out, office);
    }
    if let Some(run) = wanted.undo {
        let why = wanted.why.as_deref().unwrap_or_default();
        return undo(out, office, RunId::new(run), why);
    }
    let folder = wanted.folder.as_deref().unwrap_or(Path::new("."));
    if let Some(number) = wanted.reprint {
        return reprint(out, office, folder, number);
    }
    let as_of = wanted.as_of.unwrap_or_else(|| office.today());
    let account = wanted.account.map(GuarantorId::new);
    match (wanted.dry_run, account) {
        (true, None) => {
            let simulated = office
                .simulate_statements(as_of, &mut out.progress("statements looked through"))?;
            simulation(out, &simulated)
        }
        (true, Some(account)) => {
            let rows = vec![office.statement_on_request(account, as_of)?];
            made(out, as_of, None, &rows, |_| None, &[])
        }
        (false, account) => {
            let run = match account {
                Some(account) => office.make_statement(account, Some(folder), as_of)?,
                None => {
                    office.run_statements(Some(folder), as_of, &mut out.progress("statements"))?
                }
            };
            let file = |sent: &SentStatement| run.file(sent);
            made(
                out,
                as_of,
                Some(run.run),
                &run.rows,
                file,
                &run.printer_files,
            )
        }
    }
}

/// A row as JSON, with the files that were written for it.
fn document(row: &StatementRow, files: &[PathBuf]) -> Value {
    let mut document = json!({
        "guarantor": account_number(row.guarantor), "sent": row.sent, "why": row.why, "amount": row.amount,
        "kind": row.kind(), "request": row.times,
    });
    if let Some(fields) = document.as_object_mut() {
        if let [file] = files {
            let _before = fields.insert(String::from("file"), json!(file));
        }
        if files.len() > 1 {
            let _before = fields.insert(String::from("files"), json!(files));
        }
        if !row.papers.is_empty() {
            let _before = fields.insert(String::from("papers"), json!(row.papers));
        }
    }
    document
}

/// The reasons with their counts and dollars, as JSON and as lines.
fn reasons(sums: &[Sum]) -> (Value, Vec<String>) {
    let documents = sums.iter().map(|sum| {
        json!({ "why": sum.kind.words(), "sent": sum.kind.sends(), "count": sum.count, "amount": sum.amount })
    });
    let cells: Vec<Vec<String>> = sums
        .iter()
        .map(|sum| {
            vec![
                String::from(if sum.kind.sends() { "sent" } else { "-" }),
                sum.count.to_string(),
                sum.amount.to_string(),
                sum.kind.words().to_owned(),
            ]
        })
        .collect();
    let lines = out::table(&["", "accounts", "amount", "why"], &[1, 2], &cells);
    (documents.collect(), lines)
}

fn table(rows: &[StatementRow], more: impl Fn(&StatementRow) -> String) -> Vec<String> {
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                account_number(row.guarantor),
                row.amount.to_string(),
                String::from(if row.sent { "sent" } else { "-" }),
                format!("{}{}", row.why, more(row)),
            ]
        })
        .collect();
    out::table(&["account", "amount", "", "why"], &[1], &cells)
}

/// Says what a run would do.
fn simulation(out: &Out, simulated: &Simulation) -> Result<(), CliError> {
    let (summed, said) = reasons(&simulated.sums()?);
    let mut documents = Vec::with_capacity(simulated.rows.len());
    for row in &simulated.rows {
        let mut document = document(row, &[]);
        if let (true, Some(fields)) = (row.sent, document.as_object_mut()) {
            let expected = simulated.expected(row)?;
            let _before = fields.insert(String::from("expected"), json!(expected));
        }
        documents.push(document);
    }
    let cost = simulated.cost()?;
    let answer = json!({
        "as_of": simulated.as_of, "files": [], "rows": documents, "reasons": summed, "cost": cost,
        "rules": simulated.rules.version, "returns": simulated.returns,
    });
    out.answer(&answer, || {
        let likely = |row: &StatementRow| match simulated.expected(row) {
            Ok(Some(brings)) if row.sent => format!("; likely brings {brings}"),
            _ => String::new(),
        };
        let mut lines = table(&simulated.rows, likely);
        lines.push(String::new());
        lines.extend(said);
        lines.push(format!("cost of sending: {cost}"));
        for row in simulated.returns.rows() {
            let percent = row.percent().unwrap_or_default();
            lines.push(format!(
                "{} statements of request {} asked for {} in the last year and brought {}, {percent} %",
                row.count, row.times, row.asked, row.paid
            ));
        }
        lines
    });
    Ok(())
}

/// Says what was made.
fn made(
    out: &Out,
    as_of: NaiveDate,
    run: Option<RunId>,
    rows: &[StatementRow],
    file: impl Fn(&SentStatement) -> Option<PathBuf>,
    printer: &[PathBuf],
) -> Result<(), CliError> {
    let documents: Vec<Value> = rows
        .iter()
        .map(|row| {
            let files: Vec<PathBuf> = row.statements.iter().filter_map(&file).collect();
            document(row, &files)
        })
        .collect();
    let (summed, said) = reasons(&sums(rows).map_err(OfficeError::from)?);
    let answer = json!({
        "as_of": as_of, "run": run, "files": printer, "rows": documents, "reasons": summed,
    });
    out.answer(&answer, || {
        let mut lines = table(rows, |_| String::new());
        lines.push(String::new());
        lines.extend(said);
        lines.extend(
            printer
                .iter()
                .map(|file| format!("for the printer: {}", file.display())),
        );
        lines.extend(run.map(|run| format!("run {run}")));
        lines
    });
    Ok(())
}

fn run_document(row: &RunRow) -> Value {
    let why = row.withdrawn.as_ref().map(|(_, why)| why);
    json!({
        "run": row.run, "as_of": row.as_of, "made_at": row.made_at, "by": row.by, "rules": row.rules,
        "statements": row.count, "amount": row.amount, "cost": row.cost, "withdrawn": why,
    })
}

/// Lists the runs.
fn runs(out: &Out, office: &Office) -> Result<(), CliError> {
    let rows = office.statement_runs()?;
    let documents: Vec<Value> = rows.iter().map(run_document).collect();
    out.answer(&json!({ "runs": documents }), || {
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                vec![
                    row.run.to_string(),
                    row.as_of.to_string(),
                    row.count.to_string(),
                    row.amount.to_string(),
                    row.cost.to_string(),
                    row.withdrawn
                        .as_ref()
                        .map_or_else(String::new, |(_, why)| format!("taken back: {why}")),
                ]
            })
            .collect();
        out::table(
            &["run", "as of", "statements", "amount", "cost", ""],
            &[0, 2, 3, 4],
            &cells,
        )
    });
    Ok(())
}

/// Takes a run back.
fn undo(out: &Out, office: &mut Office, run: RunId, why: &str) -> Result<(), CliError> {
    let row = office.withdraw_run(run, why)?;
    let answer = json!({
        "run": row.run, "statements": row.count, "amount": row.amount, "withdrawn": why.trim(),
    });
    out.answer(&answer, || {
        vec![format!(
            "Run {} is taken back: {} statements for {} count no more.",
            row.run, row.count, row.amount
        )]
    });
    Ok(())
}

/// Writes a statement again exactly as it was sent.
fn reprint(out: &Out, office: &Office, folder: &Path, number: u32) -> Result<(), CliError> {
    let sent = office.find_statement(number)?;
    let file = folder.join(format!("statement-{}.pdf", sent.number));
    let wrong = |source| CliError::File {
        path: folder.to_owned(),
        source,
    };
    std::fs::create_dir_all(folder).map_err(wrong)?;
    save_file(&file, &office.statement_pdf(sent.id)?)?;
    let answer = json!({
        "statement": sent.number, "file": file, "made_on": sent.made_on, "amount": sent.amount,
        "withdrawn": sent.withdrawn,
    });
    out.answer(&answer, || vec![format!("{}", file.display())]);
    Ok(())
}

/// Shows the rules, or keeps others.
pub fn rules(
    out: &Out,
    office: &mut Office,
    file: Option<&Path>,
    why: &str,
) -> Result<(), CliError> {
    if let Some(file) = file {
        let rules: Rules = documents::read(file)?;
        office.set_statement_rules(&rules, why)?;
    }
    let held = office.rules_that_hold()?;
    let versions = office.statement_rules_history()?;
    out.answer(
        &json!({ "version": held.version, "rules": held.rules, "versions": versions }),
        || {
            let mut lines: Vec<String> = serde_json::to_string_pretty(&held.rules)
                .unwrap_or_default()
                .lines()
                .map(str::to_owned)
                .collect();
            lines.extend(versions.iter().map(|version| match version.version {
                Some(number) => format!("version {number}, {}", version.kept),
                None => String::from("before: the usual rules"),
            }));
            lines
        },
    );
    Ok(())
}

/// Keeps that mail came back from an account's address, or that it arrives.
pub fn returned(
    out: &Out,
    office: &mut Office,
    account: i64,
    on: Option<NaiveDate>,
    arrives: bool,
) -> Result<(), CliError> {
    let on = (!arrives).then(|| on.unwrap_or_else(|| office.today()));
    let guarantor = GuarantorId::new(account);
    office.mail_returned(guarantor, on)?;
    let account = account_number(guarantor);
    out.answer(
        &json!({ "guarantor": account, "mail_returned_on": on }),
        || {
            vec![on.map_or_else(
                || format!("Mail to account {account} arrives."),
                |on| format!("Mail to account {account} came back on {on}."),
            )]
        },
    );
    Ok(())
}
