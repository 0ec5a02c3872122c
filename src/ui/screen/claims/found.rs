//! The findings of a claim with the keys that go to their fields. They must not know where the claim is shown.

use iced::Element;
use iced::widget::column;

use crate::domain::answer::{Rejected, Unanswered};
use crate::domain::id::ClaimId;
use crate::domain::scrub::{Finding, Run, Severity, Waiving};
use crate::office::{ClaimPage, Office, OfficeError};
use crate::ui::place::Place;
use crate::ui::screen::mend;
use crate::ui::spacing::space as gap;
use crate::ui::widget::finding::{self, findings, is_right, to_fix, to_look_at};
use crate::ui::widget::{button, panel};

/// A claim, and why it is rejected when it is.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The claim.
    pub page: ClaimPage,
    /// Why it is rejected.
    pub rejected: Option<Rejected>,
    /// How long it waits for its answer; none when it waits for none.
    pub silence: Option<Unanswered>,
    /// What was found in it over time, the oldest first.
    pub runs: Vec<Run>,
}

/// Reads a claim with what is wrong with it.
pub fn read(office: &Office, claim: ClaimId) -> Result<Seen, OfficeError> {
    Ok(Seen {
        page: office.claim(claim)?,
        rejected: office.rejected_because(claim)?,
        silence: office.silence(claim)?,
        runs: office.scrub_history(claim)?,
    })
}

/// The field to go to for what is listed at a place: the rejection first, then the findings.
pub fn place(page: &ClaimPage, rejected: Option<&Rejected>, at: usize) -> Option<Place> {
    let drawn = mend::Drawn::of(page);
    let at = match rejected {
        Some(rejected) if at == 0 => {
            return Some(rejected.place.map_or_else(
                || Place::Visit(page.row.visit, None),
                |held| drawn.place(held, &rejected.words),
            ));
        }
        Some(_) => at.checked_sub(1)?,
        None => at,
    };
    let finding = page.findings.get(at)?;
    Some(drawn.place(finding.place, &finding.words))
}

/// What is to be done about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Do {
    /// Go to its field.
    Fix(usize),
    /// Let it pass.
    Pass(usize),
}

/// What is wrong with a claim. `keys` name the key of each finding's field; the first one's letting pass is W.
pub fn view<'a, Message: Clone + 'a>(
    page: &'a ClaimPage,
    rejected: Option<&'a Rejected>,
    keys: &[&'static str],
    say: impl Fn(Do) -> Message,
) -> Element<'a, Message> {
    let stops = page
        .findings
        .iter()
        .filter(|finding| finding.stops())
        .count();
    let others = page.findings.len().saturating_sub(stops);
    let stops = stops.saturating_add(usize::from(rejected.is_some()));
    let remark = match (stops, others) {
        (0, 0) => String::new(),
        (0, others) => format!("{others} to look at"),
        (stops, 0) => format!("{stops} to fix"),
        (stops, others) => format!("{stops} to fix, {others} to look at"),
    };
    let first = usize::from(rejected.is_some());
    let refused = rejected.map(|rejected| refusal(rejected, keys.first().copied(), &say));
    let list: Vec<finding::Finding<'_, Message>> = if page.findings.is_empty() && first == 0 {
        vec![is_right(if page.is_stopped {
            "Nothing is wrong; somebody holds it"
        } else {
            "Nothing is wrong with it"
        })]
    } else {
        let rows = page.findings.iter().enumerate();
        let rows = rows.map(|(at, one)| row(at, first, one, keys, &say));
        refused.into_iter().chain(rows).collect()
    };
    column![panel::section("Findings", remark), findings(list)]
        .spacing(gap::S)
        .into()
}

/// Why it is rejected, as whoever answered said it.
fn refusal<'a, Message: Clone + 'a>(
    rejected: &'a Rejected,
    key: Option<&'static str>,
    say: &impl Fn(Do) -> Message,
) -> finding::Finding<'a, Message> {
    let words = if rejected.words.is_empty() {
        "It was rejected, and nobody said why"
    } else {
        rejected.words.as_str()
    };
    let said = [rejected.message.as_str(), rejected.code.as_str()];
    let said: Vec<&str> = said.into_iter().filter(|one| !one.is_empty()).collect();
    let note = match rejected.place {
        Some(_) => String::from("Mend the field, then send it again."),
        None => String::from("The answer names no field: look at the visit."),
    };
    let fix = button::primary("Fix").on_press(say(Do::Fix(0)));
    let fix = match key {
        Some(key) => fix.key(key),
        None => fix,
    };
    let note = if said.is_empty() {
        note
    } else {
        format!("{note} ({})", said.join(", "))
    };
    to_fix(words).note(note).action(fix)
}

fn row<'a, Message: Clone + 'a>(
    at: usize,
    before: usize,
    finding: &'a Finding,
    keys: &[&'static str],
    say: &impl Fn(Do) -> Message,
) -> finding::Finding<'a, Message> {
    let shown = at.saturating_add(before);
    let key = keys.get(shown).copied();
    let note = match &finding.waived {
        Some(waiver) => format!("Let pass by {}: {}", waiver.by, waiver.reason),
        None if finding.about.is_empty() => finding.fix.to_string(),
        None => format!("{} ({}, {})", finding.fix, finding.about, finding.edit.id),
    };
    let base = match (&finding.waived, finding.severity) {
        (Some(_), _) => is_right(finding.words.as_str()),
        (None, Severity::Block) => to_fix(finding.words.as_str()),
        (None, Severity::Warn | Severity::Info) => to_look_at(finding.words.as_str()),
    }
    .note(note);
    if finding.waived.is_some() {
        return base;
    }
    let fix = if shown == 0 {
        button::primary("Fix")
    } else {
        button::plain("Fix")
    };
    let fix = match key {
        Some(key) => fix.key(key),
        None => fix,
    };
    let base = base.action(fix.on_press(say(Do::Fix(shown))));
    if finding.edit.waiving == Waiving::Never {
        return base;
    }
    let pass = button::quiet("Let it pass").on_press(say(Do::Pass(at)));
    base.action(if at == 0 { pass.key("W") } else { pass })
}
