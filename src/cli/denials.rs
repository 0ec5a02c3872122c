//! Refused claims: the queue by what it is worth to work it, the four ways out, appeals and their figures.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::CliError;
use super::out::{self, Out};
use super::sending::numbered;
use crate::domain::denial::{
    DeniedLine, Enclosure, Figures, NewAppeal, Outcome, Reason, SendingWay, appeal_number,
};
use crate::domain::id::{AppealId, ChargeLineId, ClaimId, UserId};
use crate::domain::ledger::WriteOff;
use crate::domain::typed::show_date;
use crate::office::{DenialPage, DenialRow, Office, save_file};

/// What to do about refused claims.
#[derive(Debug, Subcommand)]
pub enum DenialsAct {
    /// Everything about one of them: the code in plain words, what usually works, until when, the four ways out.
    Show {
        /// The claim's number.
        claim: String,
    },
    /// How much was refused, by whom and why, how often that was overturned, and what it brought.
    Figures,
    /// Make the claim that takes its place, to be corrected and sent.
    Correct {
        /// The claim's number.
        claim: String,
        /// The payer's number of it; the newest known when left out.
        #[arg(long)]
        payer_number: Option<String>,
    },
    /// Make what is left the patient's, where the payer's group code allows it.
    Patient {
        /// The claim's number.
        claim: String,
        /// Only of this service, by its code; all that is left when left out. May be given several times.
        #[arg(long = "service", value_name = "CODE")]
        services: Vec<String>,
        /// Why; the payer's own reason when left out.
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Give up what is left.
    WriteOff {
        /// The claim's number.
        claim: String,
        /// Only of this service, by its code; all that is left when left out. May be given several times.
        #[arg(long = "service", value_name = "CODE")]
        services: Vec<String>,
        /// As what.
        #[arg(long, value_enum)]
        kind: WriteOffKind,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Put it aside until a day; without a day, take it up again.
    Snooze {
        /// The claim's number.
        claim: String,
        /// Until then.
        until: Option<NaiveDate>,
        /// Why.
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Note something about it.
    Note {
        /// The claim's number.
        claim: String,
        /// What.
        words: String,
    },
    /// Name who works it; without a number, nobody.
    Assign {
        /// The claim's number.
        claim: String,
        /// The person's number in the book.
        person: Option<i64>,
    },
}

/// As what an amount is given up.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum WriteOffKind {
    /// By contract.
    Contractual,
    /// Too small to ask for.
    SmallBalance,
    /// The practice's financial help.
    Charity,
    /// Filed too late.
    TimelyFiling,
    /// A courtesy of the practice.
    Courtesy,
    /// No prior authorization.
    NoAuthorization,
    /// Anything else.
    Other,
    /// Uncollectable.
    BadDebt,
}

impl WriteOffKind {
    const fn kind(self) -> WriteOff {
        match self {
            Self::Contractual => WriteOff::Contractual,
            Self::SmallBalance => WriteOff::SmallBalance,
            Self::Charity => WriteOff::Charity,
            Self::TimelyFiling => WriteOff::TimelyFiling,
            Self::Courtesy => WriteOff::Courtesy,
            Self::NoAuthorization => WriteOff::NoAuthorization,
            Self::Other => WriteOff::Other,
            Self::BadDebt => WriteOff::BadDebt,
        }
    }
}

/// How an appeal goes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Way {
    /// On paper.
    Mail,
    /// By fax.
    Fax,
    /// On the payer's web page.
    Portal,
}

/// How an appeal ended.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Ended {
    /// The payer pays what was asked for.
    Won,
    /// It pays a part.
    PartlyWon,
    /// It stands by its decision.
    Lost,
    /// It was taken back.
    Withdrawn,
}

/// What to do about an appeal.
#[derive(Debug, Subcommand)]
pub enum AppealAct {
    /// Print the letter as it would be written for a refused claim. Nothing is sent or kept.
    Draft {
        /// The claim's number.
        claim: String,
    },
    /// Send it: the letter with the claim, the payer's answer and the proof of timely filing as one PDF.
    Send {
        /// The claim's number.
        claim: String,
        /// The PDF.
        file: PathBuf,
        /// The letter, as a text; the practice's own for this kind of refusal when left out.
        #[arg(long, value_name = "FILE")]
        letter: Option<PathBuf>,
        /// How it goes.
        #[arg(long, value_enum, default_value_t = Way::Mail)]
        way: Way,
    },
    /// Write down what the payer wrote to it.
    Answer {
        /// Its number, with or without the A.
        appeal: String,
        /// How it ended.
        #[arg(value_enum)]
        outcome: Ended,
        /// The day of the letter; today when left out.
        #[arg(long)]
        on: Option<NaiveDate>,
        /// What it says.
        #[arg(long, default_value = "")]
        words: String,
    },
    /// Print it again exactly as it was sent.
    Print {
        /// Its number, with or without the A.
        appeal: String,
        /// The PDF.
        file: PathBuf,
    },
}

/// Lists what was refused, or does something about it.
pub fn denials(out: &Out, office: &mut Office, act: Option<&DenialsAct>) -> Result<(), CliError> {
    let Some(act) = act else {
        return list(out, office);
    };
    let claim = match act {
        DenialsAct::Figures => return figures(out, office),
        DenialsAct::Show { claim }
        | DenialsAct::Correct { claim, .. }
        | DenialsAct::Patient { claim, .. }
        | DenialsAct::WriteOff { claim, .. }
        | DenialsAct::Snooze { claim, .. }
        | DenialsAct::Note { claim, .. }
        | DenialsAct::Assign { claim, .. } => claim,
    };
    let id = numbered(office, claim)?;
    let done = match act {
        DenialsAct::Figures | DenialsAct::Show { .. } => {
            show(out, &office.denial(id)?);
            return Ok(());
        }
        DenialsAct::Correct { payer_number, .. } => {
            let made = office.correct_denial(id, payer_number.as_deref())?;
            let row = office.claim(made)?.row;
            json!({ "claim_number": claim, "replaced_by": row.number, "state": row.state })
        }
        DenialsAct::Patient { services, why, .. } => {
            let lines = lines_of(office, id, services)?;
            let moved = office.bill_denial_to_patient(id, &lines, why)?;
            json!({ "claim_number": claim, "billed_to_patient": moved })
        }
        DenialsAct::WriteOff {
            services,
            kind,
            why,
            ..
        } => {
            let lines = lines_of(office, id, services)?;
            let given_up = office.write_off_denial(id, &lines, kind.kind(), why)?;
            json!({ "claim_number": claim, "written_off": given_up })
        }
        DenialsAct::Snooze { until, why, .. } => {
            office.snooze_denial(id, *until, why)?;
            json!({ "claim_number": claim, "snoozed_until": until })
        }
        DenialsAct::Note { words, .. } => {
            office.note_denial(id, words)?;
            json!({ "claim_number": claim, "noted": true })
        }
        DenialsAct::Assign { person, .. } => {
            office.assign_denial(id, person.map(UserId::new))?;
            json!({ "claim_number": claim, "assigned_to": person })
        }
    };
    out.answer(&done, || told(&done));
    Ok(())
}

/// The services of a refused claim that have these codes, as they are left.
fn lines_of(
    office: &Office,
    claim: ClaimId,
    services: &[String],
) -> Result<Vec<ChargeLineId>, CliError> {
    if services.is_empty() {
        return Ok(Vec::new());
    }
    let denial = office.denial(claim)?.row.denial;
    let mut lines = Vec::new();
    for code in services {
        let has_it = |one: &&DeniedLine| {
            let code = code.trim();
            one.code.as_str().eq_ignore_ascii_case(code) || one.service().eq_ignore_ascii_case(code)
        };
        let found: Vec<ChargeLineId> = denial
            .lines
            .iter()
            .filter(has_it)
            .map(|one| one.line)
            .collect();
        if found.is_empty() {
            return Err(CliError::NotThere(format!(
                "service {code} with anything left"
            )));
        }
        lines.extend(found);
    }
    Ok(lines)
}

/// What was done, a line a field.
fn told(done: &Value) -> Vec<String> {
    let fields = done.as_object().into_iter().flatten();
    fields
        .map(|(name, value)| match value.as_str() {
            Some(text) => format!("{} {text}", name.replace('_', " ")),
            None => format!("{} {value}", name.replace('_', " ")),
        })
        .collect()
}

/// A refused claim in a document.
fn row(row: &DenialRow) -> Value {
    let denial = &row.denial;
    let leading = denial.leading();
    let advice = denial.advice();
    json!({
        "claim_number": denial.number, "payer": denial.payer_name, "state": denial.state,
        "service_on": denial.service_on, "charged": denial.charged, "left": row.worth.at_stake,
        "code": leading.map(Reason::code), "reason": leading.map(Reason::words),
        "kind": advice.kind, "usually": advice.way, "advice": advice.words,
        "decided_on": denial.decided_on(), "correct_by": row.clock.correct_by,
        "appeal_by": row.clock.appeal_by.map(|(_, by)| by), "due_on": row.clock.due.on, "due": row.clock.due.what,
        "reminder": row.reminder, "odds_permille": row.worth.odds.permille, "odds_rest_on": row.worth.odds.basis(),
        "expected": row.worth.expected, "minutes": row.worth.minutes, "expected_a_minute": row.worth.per_minute,
        "assigned_to": denial.assigned.as_ref().map(|(_, name)| name), "snoozed_until": denial.snoozed_until,
        "appeals": denial.appeals.iter().map(|one| json!({ "appeal": appeal_number(one.id), "level": one.level, "sent_on": one.sent_on, "asked_for": one.amount, "answer_by": one.answer_by, "outcome": one.end.as_ref().map(|end| end.outcome), "paid": one.end.as_ref().map(|end| end.paid) })).collect::<Vec<_>>(),
        "lines": denial.lines.iter().map(|line| json!({ "code": line.code, "modifiers": line.modifiers, "charged": line.charged, "allowed": line.allowed, "paid": line.paid, "left": line.left, "remarks": line.remarks, "adjustments": line.reasons.iter().map(|one| json!({ "group": one.group, "code": one.carc, "amount": one.amount })).collect::<Vec<_>>() })).collect::<Vec<_>>(),
    })
}

fn list(out: &Out, office: &Office) -> Result<(), CliError> {
    let rows = office.denials()?;
    let document = json!({ "denials": rows.iter().map(row).collect::<Vec<_>>() });
    out.answer(&document, || {
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|one| {
                let denial = &one.denial;
                vec![
                    denial.number.to_string(),
                    denial.payer_name.clone(),
                    denial.leading().map_or_else(String::new, Reason::code),
                    one.worth.at_stake.plain(),
                    one.worth.expected.plain(),
                    format!("{} min", one.worth.minutes),
                    format!(
                        "{} {}",
                        one.clock.due.what.words(),
                        show_date(one.clock.due.on)
                    ),
                    denial.advice().way.words().to_owned(),
                ]
            })
            .collect();
        out::table(
            &[
                "Claim", "Payer", "Code", "Left", "Expected", "Takes", "Due", "Usually",
            ],
            &[3, 4],
            &cells,
        )
    });
    Ok(())
}

fn show(out: &Out, page: &DenialPage) {
    let mut document = row(&page.row);
    if let Some(fields) = document.as_object_mut() {
        let ways: Vec<Value> = page
            .ways
            .iter()
            .map(|one| json!({ "way": one.way, "amount": one.amount, "refusal": one.refusal }))
            .collect();
        let _new = fields.insert("ways".to_owned(), json!(ways));
        let _new = fields.insert("history".to_owned(), json!(page.events));
    }
    out.answer(&document, || page_lines(page));
}

fn page_lines(page: &DenialPage) -> Vec<String> {
    let row = &page.row;
    let denial = &row.denial;
    let mut lines = vec![format!(
        "Claim {} to {}: {} left of {}",
        denial.number, denial.payer_name, row.worth.at_stake, denial.charged
    )];
    if let Some(reason) = denial.leading() {
        lines.push(format!("{}: {}", reason.code(), reason.words()));
    }
    lines.push(denial.advice().words.to_owned());
    lines.push(format!(
        "{} {}; corrected claim by {}",
        row.clock.due.what.words(),
        show_date(row.clock.due.on),
        show_date(row.clock.correct_by)
    ));
    lines.push(format!(
        "Expected {} in {} minutes ({})",
        row.worth.expected,
        row.worth.minutes,
        row.worth.odds.basis()
    ));
    let ways = page.ways.iter();
    lines.extend(ways.map(|one| match &one.refusal {
        None => format!("{}: {}", one.way.words(), one.amount),
        Some(why) => format!("{}: {why}", one.way.words()),
    }));
    lines
}

fn figures(out: &Out, office: &Office) -> Result<(), CliError> {
    let figures = office.denial_figures()?;
    let (tries, won) = figures.tried();
    let document = json!({
        "since": figures.since, "answered": figures.answered, "refused": figures.refused(),
        "refused_permille": figures.denial_permille(), "tries": tries, "won": won,
        "dollars_won": figures.dollars_won().map_err(crate::office::OfficeError::from)?,
        "rows": figures.rows,
    });
    out.answer(&document, || figure_lines(&figures));
    Ok(())
}

fn figure_lines(figures: &Figures) -> Vec<String> {
    let rows: Vec<Vec<String>> = figures
        .rows
        .iter()
        .map(|row| {
            vec![
                row.payer_name.clone(),
                row.carc.to_string(),
                row.lines.to_string(),
                row.refused.plain(),
                row.tries.to_string(),
                row.won.to_string(),
                row.overturned()
                    .map_or_else(String::new, |of| format!("{of} %")),
                row.dollars_won.plain(),
            ]
        })
        .collect();
    let head = [
        "Payer", "CARC", "Lines", "Refused", "Tried", "Won", "Rate", "Brought",
    ];
    let mut lines = out::table(&head, &[2, 3, 4, 5, 6, 7], &rows);
    lines.push(format!(
        "{} of {} services refused since {}",
        figures.refused(),
        figures.answered,
        show_date(figures.since)
    ));
    lines
}

/// Writes, sends, answers or prints an appeal.
pub fn appeal(out: &Out, office: &mut Office, act: &AppealAct) -> Result<(), CliError> {
    match act {
        AppealAct::Draft { claim } => {
            let draft = office.appeal_draft(numbered(office, claim)?)?;
            out.answer(&json!(draft), || vec![draft.letter.clone()]);
            Ok(())
        }
        AppealAct::Send {
            claim,
            file,
            letter,
            way,
        } => send(out, office, claim, file, letter.as_deref(), *way),
        AppealAct::Answer {
            appeal,
            outcome,
            on,
            words,
        } => {
            let id = of_number(appeal)?;
            let outcome = match outcome {
                Ended::Won => Outcome::Won,
                Ended::PartlyWon => Outcome::PartlyWon,
                Ended::Lost => Outcome::Lost,
                Ended::Withdrawn => Outcome::Withdrawn,
            };
            let on = on.unwrap_or_else(|| office.today());
            office.answer_appeal(id, outcome, on, words)?;
            let number = appeal_number(id);
            out.answer(
                &json!({ "appeal": number, "outcome": outcome, "on": on }),
                || vec![format!("Appeal {number}: {}.", outcome.words())],
            );
            Ok(())
        }
        AppealAct::Print { appeal, file } => {
            let id = of_number(appeal)?;
            let pdf = office.appeal_file(id)?;
            save_file(file, &pdf)?;
            let number = appeal_number(id);
            out.answer(
                &json!({ "appeal": number, "file": file, "bytes": pdf.len() }),
                || vec![format!("Appeal {number} is in {}.", file.display())],
            );
            Ok(())
        }
    }
}

fn send(
    out: &Out,
    office: &mut Office,
    claim: &str,
    file: &Path,
    letter: Option<&Path>,
    way: Way,
) -> Result<(), CliError> {
    let id = numbered(office, claim)?;
    let draft = office.appeal_draft(id)?;
    let letter = match letter {
        Some(path) => std::fs::read_to_string(path).map_err(|source| CliError::File {
            path: path.to_owned(),
            source,
        })?,
        None => draft.letter,
    };
    let new = NewAppeal {
        level: draft.level,
        way: match way {
            Way::Mail => SendingWay::Mail,
            Way::Fax => SendingWay::Fax,
            Way::Portal => SendingWay::Portal,
        },
        letter,
        encloses: draft.encloses,
    };
    let encloses: Vec<&str> = new
        .encloses
        .iter()
        .map(|one| Enclosure::words(*one))
        .collect();
    let encloses = json!(encloses);
    let (appeal, pdf) = office.appeal_denial(id, &new)?;
    save_file(file, &pdf)?;
    let row = office.denial(id)?.row;
    let sent = row.denial.appeals.iter().find(|one| one.id == appeal);
    let number = appeal_number(appeal);
    let document = json!({
        "appeal": number, "claim_number": row.denial.number, "level": draft.level, "asked_for": draft.amount,
        "file": file, "pages": sent.map(|one| one.pages), "answer_by": sent.map(|one| one.answer_by),
        "encloses": encloses,
    });
    out.answer(&document, || {
        let by = sent.map(|one| show_date(one.answer_by)).unwrap_or_default();
        vec![format!(
            "Appeal {number} of claim {} is in {}; an answer is due by {by}.",
            row.denial.number,
            file.display()
        )]
    });
    Ok(())
}

fn of_number(typed: &str) -> Result<AppealId, CliError> {
    let digits = typed.trim().trim_start_matches(['A', 'a']);
    let number = digits.parse();
    number
        .map(AppealId::new)
        .map_err(|_| CliError::NotThere(format!("appeal {typed}")))
}
