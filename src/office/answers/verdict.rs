//! What a statement says of a claim: the verdict, words that name no patient, and the field it complains of. It must not
//! know which claim it is about.

use crate::domain::answer::{self, Code, Subject, Verdict};
use crate::domain::codeset::answers::{
    group_errors, interchange_notes, meaning, transaction_errors, uncapitalized,
};
use crate::domain::money::Money;
use crate::edi::ack999::{self, complaint};
use crate::edi::status277::{Action, Claim, Guide, Level, Line, Status};
use crate::edi::ta1;

/// What is said of a claim, whichever it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Judgement {
    pub(super) verdict: Option<Verdict>,
    pub(super) code: String,
    pub(super) words: String,
    pub(super) message: String,
    /// The field, and the service it is of.
    pub(super) subject: Option<(Subject, Option<u32>)>,
    pub(super) charge: Option<Money>,
}

/// What a TA1 says of the claims of its file.
pub(super) fn of_file(answer: &ta1::Answer) -> Judgement {
    let note = uncapitalized(&meaning(interchange_notes(), &answer.note));
    let (verdict, words) = match answer.outcome {
        Some(ta1::Outcome::Accepted) => (Verdict::Read, String::from("The file could be read")),
        Some(ta1::Outcome::AcceptedWithErrors) => (
            Verdict::Read,
            format!("The file could be read, though: {note}"),
        ),
        Some(ta1::Outcome::Rejected) => {
            (Verdict::Rejected, format!("The file was rejected: {note}"))
        }
        None => (
            Verdict::Told,
            String::from("It is not said what became of the file"),
        ),
    };
    Judgement {
        verdict: Some(verdict),
        code: format!("TA105 {}", answer.note),
        words,
        ..Judgement::default()
    }
}

/// What an outcome of a 999 says.
pub(super) const fn of_outcome(outcome: Option<ack999::Outcome>) -> Verdict {
    match outcome {
        None => Verdict::Told,
        // In part is said of groups only: those of its transactions that are not listed were taken.
        Some(
            ack999::Outcome::Accepted
            | ack999::Outcome::AcceptedWithErrors
            | ack999::Outcome::PartlyAccepted,
        ) => Verdict::Read,
        Some(
            ack999::Outcome::Rejected
            | ack999::Outcome::AuthenticationFailed
            | ack999::Outcome::AssuranceFailed
            | ack999::Outcome::DecryptionFailed,
        ) => Verdict::Rejected,
    }
}

/// What a 999 says of a claim against which it has these complaints; each comes with what stands first in its segment
/// and with the service it is in.
pub(super) fn of_set(
    answer: &ack999::SetAnswer,
    complaints: &[(&ack999::SegmentFault, String, Option<u32>)],
) -> Judgement {
    let verdict = of_outcome(answer.outcome);
    let reasons = told_all(&answer.reasons, transaction_errors());
    let words: Vec<String> = complaints
        .iter()
        .map(|(fault, qualifier, _)| complaint::told(fault, qualifier))
        .collect();
    let has_any = !answer.faults.is_empty();
    let words = match (verdict, words.is_empty()) {
        (Verdict::Rejected, false) => format!("The file was rejected. {}", words.join(". ")),
        (Verdict::Rejected, true) if has_any => String::from(
            "The file was rejected for something else in it; nothing is said against this claim",
        ),
        (Verdict::Rejected, true) => format!("The file was rejected{reasons}"),
        (Verdict::Read, false) => {
            format!(
                "The claims of the file could be read, though: {}",
                words.join(". ")
            )
        }
        (Verdict::Read, true) => String::from("The claims of the file could be read"),
        (Verdict::Received | Verdict::Accepted | Verdict::Told, _) => {
            String::from("It is not said what became of the file")
        }
    };
    let codes = complaints
        .iter()
        .map(|(fault, ..)| complaint::quoted(fault));
    let subject = complaints.iter().find_map(|(fault, qualifier, line)| {
        complaint::subject(fault, qualifier).map(|subject| (subject, *line))
    });
    Judgement {
        verdict: Some(verdict),
        code: codes.collect::<Vec<_>>().join(", "),
        words,
        subject,
        ..Judgement::default()
    }
}

/// What a 999 says of all claims of a group.
pub(super) fn of_group(answer: &ack999::GroupAnswer) -> Judgement {
    let verdict = of_outcome(answer.outcome);
    let reasons = told_all(&answer.reasons, group_errors());
    let words = match verdict {
        Verdict::Rejected => format!("The file was rejected{reasons}"),
        Verdict::Read => format!("The claims of the file could be read{reasons}"),
        Verdict::Received | Verdict::Accepted | Verdict::Told => {
            String::from("It is not said what became of the file")
        }
    };
    Judgement {
        verdict: Some(verdict),
        words,
        ..Judgement::default()
    }
}

fn told_all(codes: &[String], list: &crate::domain::codeset::List) -> String {
    let told: Vec<String> = codes
        .iter()
        .map(|code| uncapitalized(&meaning(list, code)))
        .collect();
    if told.is_empty() {
        String::new()
    } else {
        format!(": {}", told.join("; "))
    }
}

/// What a level of a 277CA says of all claims below it; none when it says nothing that matters to them.
pub(super) fn of_level(level: &Level, answerer: Option<&str>) -> Judgement {
    let codes = codes(&level.statuses);
    let verdict = verdict(&level.statuses, Guide::ClaimAcknowledgement);
    let told = answer::told(&codes, answerer);
    Judgement {
        verdict: Some(verdict),
        code: answer::quoted(&codes),
        words: format!("All claims of the file: {}", uncapitalized(&told)),
        message: messages(&level.statuses),
        subject: codes.iter().find_map(|code| Some((code.subject()?, None))),
        charge: None,
    }
}

/// What a 277CA or a 277 says of a claim, services and all.
pub(super) fn of_claim(claim: &Claim, guide: Guide, answerer: Option<&str>) -> Judgement {
    let own = codes(&claim.statuses);
    let mut judged = if claim.statuses.is_empty() {
        Verdict::Told
    } else {
        verdict(&claim.statuses, guide)
    };
    let mut words: Vec<String> = Vec::new();
    if !own.is_empty() || claim.lines.is_empty() {
        words.push(answer::told(&own, answerer));
    }
    let mut all = own.clone();
    let mut subjects: Vec<(Subject, Option<u32>)> = Vec::new();
    for line in &claim.lines {
        let of_line = codes(&line.statuses);
        if of_line.is_empty() {
            continue;
        }
        let number = line_number(line);
        words.push(format!(
            "service {}: {}",
            line.code,
            uncapitalized(&answer::told(&of_line, answerer))
        ));
        subjects.extend(
            of_line
                .iter()
                .filter_map(|code| Some((code.subject()?, number))),
        );
        if claim.statuses.is_empty() && verdict(&line.statuses, guide) == Verdict::Rejected {
            judged = Verdict::Rejected;
        }
        all.extend(of_line);
    }
    // What is said of a service is nearer to the field than what is said of the whole.
    subjects.extend(own.iter().filter_map(|code| Some((code.subject()?, None))));
    Judgement {
        verdict: Some(judged),
        code: answer::quoted(&all),
        words: words.join("; "),
        message: messages(&claim.statuses),
        subject: subjects.first().copied(),
        charge: claim.statuses.iter().find_map(|status| status.charge),
    }
}

/// The service by the number we gave it, `C204172S1L2` for the second.
fn line_number(line: &Line) -> Option<u32> {
    let (_, number) = line.control_number()?.rsplit_once('L')?;
    number.parse().ok()
}

/// Which sending a service's number is of, from 1.
pub(super) fn sending_number(claim: &Claim) -> Option<usize> {
    claim.lines.iter().find_map(|line| {
        let (_, rest) = line.control_number()?.rsplit_once('S')?;
        rest.split_once('L')?.0.parse().ok()
    })
}

/// A refusal outweighs whatever else is said, an acceptance that it came in.
fn verdict(statuses: &[Status], guide: Guide) -> Verdict {
    let mut judged = Verdict::Told;
    for status in statuses {
        if status.action == Some(Action::Reject) {
            return Verdict::Rejected;
        }
        for code in &status.codes {
            let of_code = match (code.category.as_str(), guide) {
                ("A3" | "A6" | "A7" | "A8", _) | ("A4", Guide::ClaimAcknowledgement) => {
                    Verdict::Rejected
                }
                ("A2" | "A5", _) => Verdict::Accepted,
                ("A0" | "A1", Guide::ClaimAcknowledgement) => Verdict::Received,
                _ => Verdict::Told,
            };
            if weight(of_code) > weight(judged) {
                judged = of_code;
            }
        }
    }
    judged
}

const fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Told | Verdict::Read => 0,
        Verdict::Received => 1,
        Verdict::Accepted => 2,
        Verdict::Rejected => 3,
    }
}

fn codes(statuses: &[Status]) -> Vec<Code> {
    let each = statuses.iter().flat_map(|status| &status.codes);
    each.filter(|code| code.list.is_none())
        .map(|code| Code {
            category: code.category.clone(),
            status: code.status.clone(),
            entity: code.entity.clone().unwrap_or_default(),
        })
        .collect()
}

fn messages(statuses: &[Status]) -> String {
    let each = statuses
        .iter()
        .filter_map(|status| status.message.as_deref());
    each.collect::<Vec<_>>().join("; ")
}
