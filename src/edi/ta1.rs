//! Interchange acknowledgements, the X12 TA1: whether a file as a whole could be read. It must not know what the file
//! held.
//!
//! A TA1 is one segment that stands in an interchange outside any group, often before the groups of other answers.

use std::io;

use chrono::NaiveDateTime;

use super::envelope::write as envelope_write;
use super::envelope::{self, Interchange, Nesting, Step};
use super::field;
use super::finding::{Finding, Findings, quoted};
use super::segment::{ReadError, Segment, Segments};
use super::write::{Layout, WriteError, Writer};
use crate::domain::codeset::answers;

#[cfg(test)]
mod tests;

/// The most TA1 segments of one interchange that are kept.
pub const ANSWERS_MAX: usize = 1000;

code_list! {
    /// What became of an interchange (TA104).
    Outcome {
        /// It was taken.
        Accepted = "A",
        /// It was taken, though something was wrong.
        AcceptedWithErrors = "E",
        /// It was not taken: everything in it has to be sent again.
        Rejected = "R",
    }
}

impl Outcome {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedWithErrors => "accepted with errors",
            Self::Rejected => "rejected",
        }
    }
}

/// One TA1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The number of the interchange it answers, as it stands in the file (TA101, the other's ISA13).
    pub control_number: String,
    /// When that interchange was made, to the minute; none when the file does not say it legibly (TA102 and TA103).
    pub created: Option<NaiveDateTime>,
    /// What became of it; none when the file does not say it legibly.
    pub outcome: Option<Outcome>,
    /// What was found in it, `000` for nothing (TA105).
    pub note: String,
}

/// The answers of one interchange that holds nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The ISA.
    pub interchange: Interchange,
    /// The answers.
    pub answers: Vec<Answer>,
}

/// Reads one TA1 and says what is odd about it.
pub fn answer(segment: &Segment<'_>, findings: &mut Findings) -> Answer {
    let control_number = field::required(segment, 1, findings);
    let created = envelope::short_minute(segment.element(2), segment.element(3));
    if created.is_none() {
        findings.warning(segment.spot(2), "TA102 and TA103 are not a day and a time");
    }
    let outcome = field::required_code(segment, 4, Outcome::from_code, "A, E or R", findings);
    let note = field::required(segment, 5, findings);
    check_note(segment, outcome, &note, findings);
    field::not_kept(segment, &[1, 2, 3, 4, 5], findings);
    Answer {
        control_number,
        created,
        outcome,
        note,
    }
}

fn check_note(
    segment: &Segment<'_>,
    outcome: Option<Outcome>,
    note: &str,
    findings: &mut Findings,
) {
    if note.is_empty() {
        return;
    }
    let spot = segment.spot(5);
    if answers::interchange_notes().get(note).is_none() {
        findings.warning(spot, format!("TA105 {} is not a known note", quoted(note)));
    }
    let text = match outcome {
        Some(Outcome::Accepted) if note != "000" => {
            "TA104 says accepted, but TA105 names something wrong"
        }
        Some(Outcome::AcceptedWithErrors | Outcome::Rejected) if note == "000" => {
            "TA104 says that something is wrong, but TA105 says that nothing is"
        }
        Some(_) | None => return,
    };
    findings.warning(spot, text);
}

/// Reads all TA1 of a file, together by the interchange they stand in. Transactions are passed over.
///
/// # Errors
/// [`ReadError`] when the file is not X12, its delimiters cannot be told, or it ends inside a transaction.
pub fn read(source: impl io::Read) -> Result<(Vec<Answers>, Vec<Finding>), ReadError> {
    let mut segments = Segments::new(source);
    let mut nesting = Nesting::new();
    let mut findings = Findings::new();
    let mut all: Vec<Answers> = Vec::new();
    let mut is_new = true;
    while let Some(segment) = segments.next_segment()? {
        match nesting.step(&segment, &mut findings) {
            Step::InterchangeOpened => is_new = true,
            Step::InterchangeAcknowledged => {
                let answer = answer(&segment, &mut findings);
                if std::mem::take(&mut is_new) {
                    let interchange = nesting.interchange().cloned();
                    all.push(Answers {
                        interchange: interchange.unwrap_or_else(Interchange::blank),
                        answers: Vec::new(),
                    });
                }
                if let Some(last) = all.last_mut() {
                    field::keep(
                        &mut last.answers,
                        answer,
                        ANSWERS_MAX,
                        &segment,
                        &mut findings,
                    );
                }
            }
            Step::GroupOpened
            | Step::TransactionOpened
            | Step::Content
            | Step::TransactionClosed
            | Step::GroupClosed
            | Step::InterchangeClosed
            | Step::Stray => {}
        }
    }
    nesting.finish(&mut findings)?;
    Ok((all, findings.take()))
}

/// Writes answers as one file.
///
/// # Errors
/// [`WriteError`] for the first value that a receiver would refuse.
pub fn write(answers: &Answers, layout: impl Into<Layout>) -> Result<String, WriteError> {
    let mut w = Writer::new(layout.into());
    envelope_write::open_interchange(&mut w, &answers.interchange)?;
    w.part("acknowledgement");
    w.rule("answers", !answers.answers.is_empty(), "are missing")?;
    w.at_most("answers", answers.answers.len(), ANSWERS_MAX)?;
    for answer in &answers.answers {
        write_answer(&mut w, answer)?;
    }
    envelope_write::close_interchange_of(&mut w, &answers.interchange, 0);
    Ok(w.into_text())
}

fn write_answer(w: &mut Writer, answer: &Answer) -> Result<(), WriteError> {
    let number = &answer.control_number;
    let is_number = number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    w.rule("control number", is_number, "must have nine digits")?;
    let is_known = answers::interchange_notes().get(&answer.note).is_some();
    w.rule("note", is_known, "is not a known one")?;
    w.begin("TA1");
    w.code(number);
    w.short_minute("day and time", answer.created)?;
    w.code(w.required("outcome", answer.outcome)?.code());
    w.code(&answer.note);
    w.end();
    Ok(())
}
