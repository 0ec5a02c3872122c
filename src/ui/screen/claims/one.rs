//! One claim: what it is, what is wrong with it and how to mend that, what happened to it, and how the payer sees it. It
//! must not know the list.

use chrono::{Local, NaiveDate};
use iced::widget::{Column, column, container, row, space};
use iced::{Center, Element, Fill};

use super::{Claims, Message, lane, nothing};
use crate::domain::claim::{Event, Happening, State};
use crate::domain::patient::account_number;
use crate::domain::scrub::{Finding, Severity, Waiving};
use crate::domain::typed::show_date;
use crate::office::{Answer, ClaimPage};
use crate::ui::context::Context;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, Tone, ink};
use crate::ui::widget::finding::{self, findings, is_right, to_fix, to_look_at};
use crate::ui::widget::timeline::{event, timeline};
use crate::ui::widget::{button, panel, words};

/// Days to file below which a claim is pressing.
const PRESSING: i64 = 35;

/// The panel of the chosen claim.
pub fn view<'a>(claims: &'a Claims, context: &'a Context) -> Element<'a, Message> {
    let body = match (&claims.page, claims.chosen) {
        (Some(page), _) => one(claims, page, context.today()),
        (None, Some(_)) => space().into(),
        (None, None) => {
            nothing("Choose a claim to see what is wrong with it and what happened to it.")
        }
    };
    panel::panel(width::PANEL_CLAIM, column![], body)
}

fn one<'a>(claims: &'a Claims, page: &'a ClaimPage, today: NaiveDate) -> Element<'a, Message> {
    let rest: Element<'_, Message> = if claims.shows_preview {
        preview(page)
    } else {
        history(page)
    };
    let turn = button::quiet(if claims.shows_preview {
        "What happened"
    } else {
        "As the payer sees it"
    })
    .key("P")
    .compact()
    .on_press(Message::PreviewPressed);
    Column::new()
        .push(head(page, today))
        .push(decisions(page))
        .push(found(page))
        .push(row![turn])
        .push(rest)
        .spacing(gap::M)
        .into()
}

fn head(page: &ClaimPage, today: NaiveDate) -> Element<'_, Message> {
    let row_of = &page.row;
    let lines = match row_of.lines {
        1 => String::from("1 line"),
        more => format!("{more} lines"),
    };
    let service = format!(
        "{}, {}, {lines}",
        show_date(row_of.service_on),
        row_of.rendering
    );
    let member = format!(
        "{}, {}",
        page.policy.what.member_id,
        page.policy.what.rank.words()
    );
    let facts = [
        (
            "Account",
            words::dense(account_number(page.visit.guarantor)).into(),
        ),
        (
            "Payer",
            words::dense(format!(
                "{}, ID {}",
                row_of.payer_name, page.payer.what.payer_id
            ))
            .into(),
        ),
        ("Member", words::dense(member).into()),
        ("Service", words::dense(service).into()),
        ("File before", deadline(page, today)),
    ];
    column![
        row![
            words::section(row_of.number.to_string()),
            Element::from(lane::state(row_of.state)),
            space::horizontal(),
            words::section(words::show_dollars(row_of.charged)),
        ]
        .spacing(gap::S)
        .align_y(Center),
        button::link(row_of.patient_name.to_string()).on_press(Message::ChartPressed),
        panel::facts(88.0, facts),
    ]
    .spacing(gap::XS)
    .into()
}

/// Until when it may be filed: pressing only while it has not left.
fn deadline<'a>(page: &ClaimPage, today: NaiveDate) -> Element<'a, Message> {
    let by = page.row.file_by;
    let left = by.signed_duration_since(today).num_days();
    let is_here = matches!(page.row.state, State::Held | State::Ready | State::Rejected);
    if !is_here {
        return words::dense(show_date(by)).into();
    }
    let shown = match left {
        ..0 => words::dense(format!("{}, too late", show_date(by))).style(ink(|t| t.denied.ink)),
        0..PRESSING => words::dense(format!("{}, {left} days left", show_date(by)))
            .style(ink(|t| t.attention.ink)),
        _ => return words::dense(format!("{}, {left} days left", show_date(by))).into(),
    };
    shown.font(theme::SEMIBOLD).into()
}

/// What a person can decide about a claim where it stands.
fn decisions(page: &ClaimPage) -> Option<Element<'_, Message>> {
    let hold = || {
        button::plain("Hold")
            .icon(icon::HELD)
            .key("H")
            .compact()
            .on_press(Message::HoldPressed)
    };
    let release = |words: &'static str| {
        button::plain(words)
            .icon(icon::GO)
            .key("R")
            .compact()
            .on_press(Message::ReleasePressed)
    };
    let answer = |words: &'static str, keys: &'static str, answer| {
        button::plain(words)
            .key(keys)
            .compact()
            .on_press(Message::AnswerPressed(answer))
    };
    let buttons: Vec<Element<'_, Message>> = match page.row.state {
        State::Held if page.is_stopped => vec![release("Release").into()],
        State::Held | State::Ready => vec![hold().into()],
        State::Rejected => vec![release("Send again").into()],
        State::Batched => vec![
            answer("Accepted", "A", Answer::Accepted).into(),
            answer("Rejected", "X", Answer::Rejected).into(),
        ],
        State::Accepted => vec![answer("Rejected", "X", Answer::Rejected).into()],
        State::Paid | State::PartlyPaid | State::Denied | State::Closed | State::Void => Vec::new(),
    };
    (!buttons.is_empty()).then(|| {
        iced::widget::Row::with_children(buttons)
            .spacing(gap::S)
            .into()
    })
}

fn found(page: &ClaimPage) -> Element<'_, Message> {
    let stops = page
        .findings
        .iter()
        .filter(|finding| finding.stops())
        .count();
    let others = page.findings.len().saturating_sub(stops);
    let remark = match (stops, others) {
        (0, 0) => String::new(),
        (0, others) => format!("{others} to look at"),
        (stops, 0) => format!("{stops} to fix"),
        (stops, others) => format!("{stops} to fix, {others} to look at"),
    };
    let list: Vec<finding::Finding<'_, Message>> = if page.findings.is_empty() {
        let words = if page.is_stopped {
            "Nothing is wrong; somebody holds it"
        } else {
            "Nothing is wrong with it"
        };
        vec![is_right(words)]
    } else {
        page.findings
            .iter()
            .enumerate()
            .map(|(at, finding)| shown(at, finding))
            .collect()
    };
    column![panel::section("Findings", remark), findings(list)]
        .spacing(gap::S)
        .into()
}

fn shown(at: usize, finding: &Finding) -> finding::Finding<'_, Message> {
    let note = match &finding.waived {
        Some(waiver) => format!("Let pass by {}: {}", waiver.by, waiver.reason),
        None if finding.about.is_empty() => finding.fix.clone().into_owned(),
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
    let fix = if at == 0 {
        button::primary("Fix").key("F")
    } else {
        button::plain("Fix")
    };
    let fix = if at == 1 { fix.key("Shift F") } else { fix };
    let base = base.action(fix.on_press(Message::FixPressed(at)));
    if finding.edit.waiving == Waiving::Never {
        return base;
    }
    let pass = button::quiet("Let it pass").on_press(Message::WaivePressed(at));
    base.action(if at == 0 { pass.key("W") } else { pass })
}

fn history(page: &ClaimPage) -> Element<'_, Message> {
    let last = page.events.len().saturating_sub(1);
    let events = page.events.iter().enumerate().map(|(at, one)| {
        let (glyph, tone) = sign(one);
        let (words, note) = told(page, one);
        let knot = event(glyph, tone, words, note);
        if at == last { knot.strong() } else { knot }
    });
    column![panel::section("Timeline", ""), timeline(events)]
        .spacing(gap::S)
        .into()
}

const fn sign(event: &Event) -> (Glyph, Tone) {
    match event.kind {
        Happening::Made
        | Happening::Replaced
        | Happening::Split
        | Happening::Numbered
        | Happening::BilledOn => (icon::CLAIM, Tone::Quiet),
        Happening::Held | Happening::Stopped => (icon::HELD, Tone::Attention),
        Happening::Ready => (icon::CHECK, Tone::Good),
        Happening::Released => (icon::GO, Tone::Sent),
        Happening::Waived | Happening::Set => (icon::CHECK, Tone::Attention),
        Happening::Batched => (icon::SENT, Tone::Sent),
        Happening::Answered | Happening::Settled => match event.state {
            State::Rejected => (icon::REMOVE, Tone::Bad),
            State::Denied => (icon::DENIED, Tone::Bad),
            State::PartlyPaid => (icon::OWES, Tone::Attention),
            State::Held
            | State::Ready
            | State::Batched
            | State::Accepted
            | State::Paid
            | State::Closed
            | State::Void => (icon::CHECK, Tone::Good),
        },
        Happening::Reopened => (icon::UNDO, Tone::Attention),
        Happening::Voided => (icon::DENIED, Tone::Quiet),
    }
}

/// What happened, and when and by whom.
fn told(page: &ClaimPage, event: &Event) -> (String, String) {
    let when = event.at.with_timezone(&Local).format("%m/%d/%Y %-I:%M %p");
    let by = format!("{when}, {}", event.by);
    let state = event.state.words();
    let said = |what: &str| {
        if event.words.is_empty() {
            what.to_owned()
        } else {
            format!("{what}: {}", event.words)
        }
    };
    match event.kind {
        Happening::Batched => {
            let batch = page
                .batches
                .iter()
                .find(|batch| event.source == format!("batch:{}", batch.id));
            match batch {
                Some(batch) => (
                    format!(
                        "Sent in batch {}, {}",
                        batch.id,
                        lane::counted(usize::try_from(batch.claims).unwrap_or(0))
                    ),
                    format!(
                        "{by}. {}, control no. {:09}",
                        batch.file_name, batch.numbers.interchange
                    ),
                ),
                None => (String::from("Sent"), by),
            }
        }
        Happening::Answered | Happening::Settled => (said(state), by),
        Happening::Held | Happening::Stopped => (said("Held"), by),
        Happening::Ready => (String::from("Ready to send"), by),
        Happening::Made
        | Happening::Released
        | Happening::Waived
        | Happening::Set
        | Happening::Reopened
        | Happening::Voided
        | Happening::Replaced
        | Happening::Split
        | Happening::Numbered
        | Happening::BilledOn => (
            if event.words.is_empty() {
                state.to_owned()
            } else {
                event.words.clone()
            },
            by,
        ),
    }
}

/// The claim as its file says it.
fn preview(page: &ClaimPage) -> Element<'_, Message> {
    let sections = page.preview.iter().map(|section| {
        let rows = section.rows.iter().map(|(what, value)| {
            let value: Element<'_, Message> = words::dense(value.as_str()).width(Fill).into();
            (what.as_str(), value)
        });
        container(
            column![
                panel::section(section.title.as_str(), ""),
                panel::facts(104.0, rows)
            ]
            .spacing(gap::XS),
        )
        .into()
    });
    Column::with_children(sections).spacing(gap::M).into()
}
