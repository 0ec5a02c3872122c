//! What comes back before the money: files of answers taken in.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::CliError;
use super::out::Out;
use super::remittances::{self, Taken};
use super::sending::numbered;
use crate::domain::answer::Part;
use crate::domain::typed::counted;
use crate::office::{
    AnswerFile, AnswerPlan, AnswerRefusal, Asked, Folders, Office, OfficeError, Received,
    RemitRefusal, X12Finding, holds_remittances, save_file,
};

/// What ends the taking in of several files.
enum Stop {
    /// A file cannot be taken in.
    File(PathBuf, OfficeError),
    /// The book could not begin or end it.
    Book(OfficeError),
}

impl From<OfficeError> for Stop {
    fn from(error: OfficeError) -> Self {
        Self::Book(error)
    }
}

/// Takes files of answers in, all of them or none, or says what they would do. Without any file it is about those in
/// the receivers' folders.
pub fn receive(
    out: &Out,
    office: &mut Office,
    files: &[PathBuf],
    is_dry: bool,
) -> Result<(), CliError> {
    if files.is_empty() {
        return receive_waiting(out, office, is_dry);
    }
    let mut read = Vec::with_capacity(files.len());
    for path in files {
        let bytes = std::fs::read(path).map_err(|source| CliError::File {
            path: path.clone(),
            source,
        })?;
        read.push((path, bytes));
    }
    let came = office.together(|office| -> Result<Vec<Came>, Stop> {
        let mut came = Vec::with_capacity(read.len());
        for (path, bytes) in &read {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let one = take(out, office, &name, bytes, is_dry);
            came.push(one.map_err(|error| Stop::File((*path).clone(), error))?);
        }
        Ok(came)
    });
    match came {
        Ok(came) => {
            let mut taken = Vec::with_capacity(came.len());
            for one in came {
                taken.push(match one {
                    Came::Answers(taken) => taken,
                    Came::Payments(received) => {
                        remittances::post_what_can(out, office, &received, is_dry)?
                    }
                });
            }
            let documents: Vec<&Value> = taken.iter().map(|one| &one.document).collect();
            out.answer(&json!({ "files": documents }), || {
                taken.iter().flat_map(|one| one.lines.clone()).collect()
            });
            Ok(())
        }
        Err(Stop::Book(error)) => Err(error.into()),
        Err(Stop::File(path, error)) => {
            refused(out, &path.display().to_string(), &error);
            Err(CliError::FoundWrong)
        }
    }
}

/// A file that was taken in, or read to say what it would do.
enum Came {
    /// It answers claims, and is done with.
    Answers(Taken),
    /// It pays. What of it can be posted is posted after all files are in, each remittance by itself.
    Payments(Received),
}

/// Takes one file in, whichever kind it is, or says what it would do.
fn take(
    out: &Out,
    office: &mut Office,
    name: &str,
    bytes: &[u8],
    is_dry: bool,
) -> Result<Came, OfficeError> {
    if holds_remittances(bytes) {
        return remittances::take_in(out, office, name, bytes, is_dry).map(Came::Payments);
    }
    let progress = &mut out.progress("answers");
    let plan = if is_dry {
        office.read_answers(name, bytes, progress)?
    } else {
        office.take_answers(name, bytes, progress)?
    };
    Ok(Came::Answers(Taken {
        document: json!(plan),
        lines: lines(&plan, is_dry),
    }))
}

/// Takes in what lies in the receivers' folders and was not taken in yet, all of it or nothing.
fn receive_waiting(out: &Out, office: &mut Office, is_dry: bool) -> Result<(), CliError> {
    let waiting = office.waiting_answers()?;
    let files = waiting.ready();
    let progress = &mut out.progress("answers");
    let plans = if is_dry {
        office.read_answer_files(&files, progress)?
    } else {
        office.take_answer_files(&files, progress)?
    };
    let (paid, spoiled) = take_payments(out, office, &waiting.remittances, is_dry)?;
    let problems = waiting.problems();
    let spoiled_files = spoiled.iter().map(|(name, why)| (name, why.as_str()));
    let left: Vec<Value> = problems
        .iter()
        .map(|(name, why)| (name, *why))
        .chain(spoiled_files.clone())
        .map(|(name, why)| json!({ "file": name, "error": why }))
        .collect();
    let unread: Vec<Value> = waiting
        .unread
        .iter()
        .map(|(receiver, why)| json!({ "receiver": receiver, "error": why }))
        .collect();
    let of_answers = plans.iter().map(|plan| json!(plan));
    let of_payments = paid.iter().map(|one| one.document.clone());
    let all: Vec<Value> = of_answers.chain(of_payments).collect();
    let document = json!({
        "files": all, "left": left, "unread": unread, "not_looked_at": waiting.left_out,
    });
    out.answer(&document, || {
        let mut said: Vec<String> = plans.iter().flat_map(|plan| lines(plan, is_dry)).collect();
        said.extend(paid.iter().flat_map(|one| one.lines.clone()));
        if all.is_empty() {
            said.push(String::from("There is nothing to take in."));
        }
        said.extend(
            problems
                .iter()
                .map(|(name, why)| (name, *why))
                .chain(spoiled_files)
                .map(|(name, why)| format!("{name}: left alone, {why}")),
        );
        said.extend(
            waiting
                .unread
                .iter()
                .map(|(receiver, why)| format!("{receiver}: its folder cannot be read, {why}")),
        );
        if waiting.left_out > 0 {
            said.push(format!(
                "{} older files were not looked at.",
                waiting.left_out
            ));
        }
        said
    });
    if waiting.unread.is_empty() {
        Ok(())
    } else {
        Err(CliError::FoundWrong)
    }
}

/// The files that were left alone, by name, and why.
type Spoiled = Vec<(String, String)>;

/// Takes files of remittances in, each by itself: what was done with each, and why others were left alone.
fn take_payments(
    out: &Out,
    office: &mut Office,
    files: &[AnswerFile],
    is_dry: bool,
) -> Result<(Vec<Taken>, Spoiled), CliError> {
    let (mut paid, mut spoiled) = (Vec::with_capacity(files.len()), Vec::new());
    for file in files {
        let received = remittances::take_in(out, office, &file.name, &file.bytes, is_dry);
        match received.and_then(|one| remittances::post_what_can(out, office, &one, is_dry)) {
            Ok(taken) => paid.push(taken),
            Err(error @ (OfficeError::Remittance(_) | OfficeError::Refused(_))) => {
                spoiled.push((file.name.clone(), error.to_string()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((paid, spoiled))
}

/// Asks payers what became of claims.
pub fn inquire(
    out: &Out,
    office: &mut Office,
    folder: Option<&Path>,
    claims: &[String],
) -> Result<(), CliError> {
    let these = claims
        .iter()
        .map(|typed| numbered(office, typed))
        .collect::<Result<Vec<_>, _>>()?;
    let which = if these.is_empty() {
        Asked::NoAnswer
    } else {
        Asked::These(&these)
    };
    let progress = &mut out.progress("questions");
    let asked = match folder {
        Some(folder) => office.inquire(folder, which, progress)?,
        None => office.inquire_into(Folders::Own, which, progress)?,
    };
    out.answer(&json!(asked), || {
        let mut lines: Vec<String> = asked
            .files
            .iter()
            .map(|file| match &file.file {
                Ok(path) => format!(
                    "{}: {}, {}",
                    file.receiver,
                    counted(file.claims, "claim"),
                    path.display()
                ),
                Err(why) => format!(
                    "{}: it asks about {}, but the file was not written: {why}",
                    file.receiver,
                    counted(file.claims, "claim")
                ),
            })
            .collect();
        lines.extend(
            asked
                .on_paper
                .iter()
                .map(|number| format!("{number}: on paper, somebody has to call")),
        );
        if lines.is_empty() {
            lines.push(String::from("There is nothing to ask about."));
        }
        lines
    });
    if asked.files.iter().all(|file| file.file.is_ok()) {
        Ok(())
    } else {
        Err(CliError::FoundWrong)
    }
}

/// Prints the proof that a claim was filed in time.
pub fn proof(out: &Out, office: &mut Office, claim: &str, file: &Path) -> Result<(), CliError> {
    let id = numbered(office, claim)?;
    let said = office.timely_proof(id)?;
    let pdf = office.timely_proof_pdf(id)?;
    save_file(file, &pdf)?;
    let document = json!({
        "claim": said.claim, "file": file, "filed_on": said.filed_on(), "file_by": said.file_by,
        "days_to_spare": said.days_to_spare(), "says": said.said(),
    });
    out.answer(&document, || {
        vec![said.said(), format!("Printed: {}", file.display())]
    });
    Ok(())
}

/// Says why a file cannot be taken in, with everything that is odd about it.
fn refused(out: &Out, file: &str, error: &OfficeError) {
    let findings: &[X12Finding] = match error {
        OfficeError::Answers(refusal) => match refusal.as_ref() {
            AnswerRefusal::Unsound { findings, .. } => findings,
            AnswerRefusal::NoAnswers
            | AnswerRefusal::Matched
            | AnswerRefusal::NotOfAClaim
            | AnswerRefusal::NotOfAFile
            | AnswerRefusal::SaysNothing => &[],
        },
        OfficeError::Remittance(refusal) => match refusal.as_ref() {
            RemitRefusal::Unsound { findings, .. } => findings,
            _ => &[],
        },
        _ => &[],
    };
    let document =
        json!({ "files": [{ "file": file, "error": error.to_string(), "findings": findings }] });
    out.answer(&document, || {
        let mut lines = vec![format!("{file}: {error}")];
        lines.extend(
            findings
                .iter()
                .map(|one| format!("  {}", super::edi::said(one))),
        );
        lines
    });
}

fn lines(plan: &AnswerPlan, is_dry: bool) -> Vec<String> {
    let kinds: Vec<&str> = plan.kinds.iter().map(|kind| kind.code()).collect();
    let mut lines = vec![format!("{}: {}", plan.name, kinds.join(", "))];
    if let Some(earlier) = &plan.earlier {
        lines.push(format!(
            "  taken in before, on {}, as {}; nothing was done",
            earlier.taken_at.format("%m/%d/%Y"),
            earlier.name
        ));
        return lines;
    }
    lines.extend(plan.parts.iter().flat_map(part));
    let warnings = plan.findings.iter();
    lines.extend(warnings.map(|finding| format!("  {}", super::edi::said(finding))));
    let verb = if is_dry { "would move" } else { "moved" };
    let moved = match plan.moved() {
        1 => String::from("1 claim"),
        more => format!("{more} claims"),
    };
    lines.push(match plan.unmatched() {
        0 => format!("  {verb} {moved}"),
        1 => format!("  {verb} {moved}; 1 answer fits nothing that was sent"),
        more => format!("  {verb} {moved}; {more} answers fit nothing that was sent"),
    });
    lines
}

fn part(part: &Part) -> Vec<String> {
    let mut lines = vec![format!(
        "  segment {}, {}: {}",
        part.segment, part.about, part.words
    )];
    if part.is_unmatched() {
        lines.push(format!("    not matched: {}", part.why));
    }
    lines.extend(part.effects.iter().map(|effect| {
        let to = if effect.from == effect.to {
            format!("stays {}", effect.to.words().to_lowercase())
        } else {
            format!(
                "{} to {}",
                effect.from.words().to_lowercase(),
                effect.to.words().to_lowercase()
            )
        };
        format!("    {} {to}", effect.number)
    }));
    lines
}

/// The rows of a list of files of answers.
pub fn rows(office: &Office, most: usize) -> Result<Vec<Vec<String>>, CliError> {
    let rows = office.answer_files(most)?.into_iter().map(|row| {
        let kinds: Vec<&str> = row.kinds.iter().map(|kind| kind.code()).collect();
        vec![
            row.id.to_string(),
            row.name,
            kinds.join(" "),
            row.taken_at.format("%m/%d/%Y").to_string(),
            row.claims.to_string(),
            row.rejected.to_string(),
            row.unmatched.to_string(),
        ]
    });
    Ok(rows.collect())
}

/// The rows of a list of claims that wait for somebody: why they were rejected, or how long nobody answered.
pub fn rejected(office: &Office) -> Result<Vec<Vec<String>>, CliError> {
    let rows = office.rejected()?.into_iter().map(|one| {
        let field: Value = json!(one.place);
        vec![
            one.row.number.to_string(),
            one.row.payer_name,
            one.row.charged.plain(),
            one.code,
            one.words,
            if field.is_null() {
                String::new()
            } else {
                field.to_string()
            },
            one.since.format("%m/%d/%Y").to_string(),
            one.days_left.to_string(),
        ]
    });
    Ok(rows.collect())
}

/// The rows of a list of claims that nobody answered in time.
pub fn no_answer(office: &Office) -> Result<Vec<Vec<String>>, CliError> {
    let rows = office.no_answer()?.into_iter().map(|one| {
        vec![
            one.row.number.to_string(),
            one.row.payer_name,
            one.row.charged.plain(),
            one.sent_at.format("%m/%d/%Y").to_string(),
            one.asked_on
                .map(|on| on.format("%m/%d/%Y").to_string())
                .unwrap_or_default(),
            one.days.to_string(),
        ]
    });
    Ok(rows.collect())
}
