//! What is right and wrong with a visit while it is being entered: what cannot be saved, who pays, and what the scrubber
//! would find in its claim. It must not know widgets.

use chrono::NaiveDate;

use super::records::Records;
use crate::domain::draft::visit::{self, Field};
use crate::domain::draft::{Complaint, VisitDraft};
use crate::domain::scrub::{Finding, LineField, Place, Severity, VisitField};
use crate::domain::typed::{self, show_date};
use crate::ui::place::FieldOf;
use crate::ui::screen::mend::Parties;
use crate::ui::theme::Tone;

/// One line of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is so.
    pub words: String,
    /// How it stands.
    pub tone: Tone,
    /// The field of this form to go to.
    pub field: Option<Field>,
    /// The field of another form to go to.
    pub elsewhere: Option<FieldOf>,
}

impl Check {
    fn new(tone: Tone, words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            tone,
            field: None,
            elsewhere: None,
        }
    }
}

/// Looks at the form as it stands. `findings` are what the scrubber would find in its claim, none where it cannot be
/// saved yet.
pub fn look(
    records: &Records,
    draft: &VisitDraft,
    complaints: &[Complaint<Field>],
    findings: Option<&[Finding]>,
    today: NaiveDate,
) -> Vec<Check> {
    let mut checks = unfinished(complaints);
    let Ok(day) = typed::date(&draft.service_on, today) else {
        return checks;
    };
    checks.push(covered(records, day));
    let has_lines = draft.lines.iter().any(|line| !line.is_blank());
    if !has_lines {
        checks.push(Check::new(
            Tone::Quiet,
            "Without services it waits to be coded",
        ));
        return checks;
    }
    checks.extend(simple(draft));
    if let (Some(findings), Some((policy, payer))) = (findings, records.cover_on(day)) {
        let parties = Parties {
            patient: records.patient.id,
            policy: policy.id,
            payer: payer.id,
            receiver: payer.what.receiver,
        };
        checks.extend(found(findings, parties));
    }
    checks
}

/// What cannot be saved as it is.
fn unfinished(complaints: &[Complaint<Field>]) -> Vec<Check> {
    complaints
        .iter()
        .map(|complaint| Check {
            field: Some(complaint.field),
            ..Check::new(Tone::Bad, complaint.words.clone())
        })
        .collect()
}

fn covered(records: &Records, day: NaiveDate) -> Check {
    let shown = show_date(day);
    match records.cover_on(day) {
        Some((_, payer)) => Check::new(
            Tone::Good,
            format!("Covered on {shown} by {}", payer.what.name),
        ),
        None => Check {
            field: Some(Field::ServiceOn),
            ..Check::new(
                Tone::Attention,
                format!("No policy covers {shown}: the patient pays"),
            )
        },
    }
}

/// What a look at the lines alone tells.
fn simple(draft: &VisitDraft) -> Vec<Check> {
    let lines: Vec<(usize, _)> = draft
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_blank())
        .collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let mut checks = Vec::new();
    if lines
        .iter()
        .all(|(_, line)| !line.pointers.trim().is_empty())
    {
        checks.push(Check::new(Tone::Good, "Each line points to a diagnosis"));
    }
    let key = |line: &visit::LineDraft| {
        (
            line.code.trim().to_uppercase(),
            line.modifiers.trim().to_uppercase(),
        )
    };
    let twice = lines.iter().enumerate().find(|(at, (_, line))| {
        lines
            .iter()
            .take(*at)
            .any(|(_, earlier)| key(earlier) == key(line))
    });
    checks.push(match twice {
        None => Check::new(Tone::Good, "No line twice on this day"),
        Some((_, (place, line))) => Check {
            field: Some(Field::Line(*place, visit::line::Field::Code)),
            ..Check::new(
                Tone::Attention,
                format!("{} is charged twice", line.code.trim().to_uppercase()),
            )
        },
    });
    checks
}

/// What the scrubber would find.
fn found(findings: &[Finding], parties: Parties) -> Vec<Check> {
    if findings.is_empty() {
        return vec![Check::new(Tone::Good, "Nothing holds the claim")];
    }
    findings
        .iter()
        .map(|finding| Check {
            words: finding.words.clone(),
            tone: match finding.severity {
                Severity::Block => Tone::Bad,
                Severity::Warn => Tone::Attention,
                Severity::Info => Tone::Quiet,
            },
            field: field_of(finding.place),
            elsewhere: parties.field(finding.place),
        })
        .collect()
}

/// The field of this form that a finding is about; none when it lies elsewhere.
fn field_of(place: Place) -> Option<Field> {
    match place {
        // The questions stand above the checks, not in the form.
        Place::Visit(VisitField::Question) => None,
        Place::Visit(field) => Some(visit_field(field)),
        Place::Line(number, field) => {
            let at = usize::try_from(number.checked_sub(1)?).ok()?;
            Some(Field::Line(at, line_field(field)))
        }
        _ => None,
    }
}

/// The field of the form that holds a field of a visit.
pub fn visit_field(field: VisitField) -> Field {
    match field {
        VisitField::ServiceOn => Field::ServiceOn,
        VisitField::Rendering => Field::Rendering,
        VisitField::Referring => Field::Referring,
        VisitField::Facility => Field::Facility,
        VisitField::Place => Field::Place,
        VisitField::SignedOn => Field::SignedOn,
        VisitField::Authorization => Field::Authorization,
        VisitField::OnsetOn => Field::OnsetOn,
        VisitField::AdmittedOn => Field::AdmittedOn,
        VisitField::Accident => Field::Accident,
        VisitField::Supervising => Field::Supervising,
        VisitField::Ordering => Field::Ordering,
        VisitField::Referral => Field::Referral,
        VisitField::CasualtyClaim => Field::CasualtyClaim,
        VisitField::Day(day) => Field::of_day(day),
        VisitField::Spine => Field::Spine,
        VisitField::Epsdt => Field::Epsdt,
        VisitField::Delay => Field::Delay,
        VisitField::Note => Field::PayerNote,
        VisitField::Diagnosis(number) => {
            let at = usize::try_from(number).unwrap_or(0);
            Field::Diagnosis(at.saturating_sub(1))
        }
        VisitField::Lines | VisitField::Question => Field::Line(0, visit::line::Field::Code),
    }
}

/// The cell of the form that holds a field of a service.
pub const fn line_field(field: LineField) -> visit::line::Field {
    match field {
        LineField::Code => visit::line::Field::Code,
        LineField::Modifiers => visit::line::Field::Modifiers,
        LineField::Pointers => visit::line::Field::Pointers,
        LineField::Units => visit::line::Field::Units,
        LineField::Charge => visit::line::Field::Charge,
        LineField::Description => visit::line::Field::Description,
        LineField::Ndc => visit::line::Field::Ndc,
        LineField::Note => visit::line::Field::Note,
        LineField::Lot => visit::line::Field::Lot,
    }
}
