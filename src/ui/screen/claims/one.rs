//! The chosen claim beside the list: what it is, what is wrong with it and how to mend that, what can be decided, what
//! happened to it. It must not know the list.

use chrono::NaiveDate;
use iced::widget::{Column, Row, column, container, row, space};
use iced::{Center, Element};

use super::{Claims, Message, decide, found, history, lane};
use crate::domain::answer::Unanswered;
use crate::domain::claim::State;
use crate::domain::patient::account_number;
use crate::domain::typed::show_date;
use crate::domain::visit::VisitRow;
use crate::office::{Answer, ClaimPage};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Lane;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, ink};
use crate::ui::widget::{button, panel, words};

/// Days to file below which a claim is pressing.
const PRESSING: i64 = 35;

/// The panel of the chosen claim, or of the chosen visit where visits are listed.
pub fn view<'a>(claims: &'a Claims, context: &'a Context) -> Element<'a, Message> {
    let body = if claims.at.lane == Lane::ToCode {
        match claims.visit() {
            Some(row) => to_code(row),
            None => nothing("Choose a visit to see what it waits for."),
        }
    } else {
        match (claims.page(), claims.at.claim) {
            (Some(page), _) => one(claims, page, context.today()),
            (None, Some(_)) => space().into(),
            (None, None) => {
                nothing("Choose a claim to see what is wrong with it and what happened to it.")
            }
        }
    };
    panel::panel(width::PANEL_CLAIM, column![], body)
}

/// What explains, where there is nothing to show.
fn nothing(sentence: &str) -> Element<'_, Message> {
    container(words::muted(sentence)).into()
}

fn one<'a>(claims: &'a Claims, page: &'a ClaimPage, today: NaiveDate) -> Element<'a, Message> {
    let rejected = claims.rejected.as_ref();
    let found = found::view(page, rejected, &["F", "G"], |what| match what {
        found::Do::Fix(at) => Message::FixPressed(at),
        found::Do::Pass(at) => Message::Decided(decide::Message::WaivePressed(at)),
    });
    let open = button::quiet("Open the claim")
        .icon(icon::CLAIM)
        .key("Enter")
        .compact()
        .on_press(Message::PagePressed);
    let timeline = column![
        panel::section("Timeline", ""),
        history::history(page),
        row![open]
    ]
    .spacing(gap::S);
    Column::new()
        .push(head(page, claims.silence.as_ref(), today))
        .push(decisions(page))
        .push(found)
        .push(timeline)
        .spacing(gap::M)
        .into()
}

fn head<'a>(
    page: &'a ClaimPage,
    silent: Option<&'a Unanswered>,
    today: NaiveDate,
) -> Element<'a, Message> {
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
        match silent {
            Some(silent) => ("Silent", silence(silent)),
            None => ("File before", deadline(page, today)),
        },
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
pub fn deadline<'a, Message: 'a>(page: &ClaimPage, today: NaiveDate) -> Element<'a, Message> {
    let by = page.row.file_by;
    let left = by.signed_duration_since(today).num_days();
    let is_here = matches!(page.row.state, State::Held | State::Ready | State::Rejected);
    if !is_here {
        return words::dense(show_date(by)).into();
    }
    let days = if left == 1 { "day" } else { "days" };
    let shown = match left {
        ..0 => words::dense(format!("{}, too late", show_date(by))).style(ink(|t| t.denied.ink)),
        0..PRESSING => words::dense(format!("{}, {left} {days} left", show_date(by)))
            .style(ink(|t| t.attention.ink)),
        _ => return words::dense(format!("{}, {left} days left", show_date(by))).into(),
    };
    shown.font(theme::SEMIBOLD).into()
}

/// For how many days nothing was heard of it, and when its payer was asked: pressing when that is too long.
pub fn silence<'a, Message: 'a>(silent: &Unanswered) -> Element<'a, Message> {
    let days = match silent.days {
        1 => String::from("1 day"),
        days => format!("{days} days"),
    };
    let told = match silent.asked_on {
        Some(day) => format!("{days}, asked {}", show_date(day)),
        None if silent.is_passed_on => format!("{days} since it was passed on"),
        None => days,
    };
    if silent.days < i64::from(silent.patience) {
        return words::dense(told).into();
    }
    words::dense(told)
        .style(ink(|t| t.attention.ink))
        .font(theme::SEMIBOLD)
        .into()
}

/// What a person can decide about a claim where it stands.
fn decisions(page: &ClaimPage) -> Option<Element<'_, Message>> {
    let release = if page.row.state == State::Rejected {
        "Send again"
    } else {
        "Release"
    };
    let all = [
        ("Hold", "H", decide::Message::HoldPressed),
        (release, "R", decide::Message::ReleasePressed),
        (
            "Accepted",
            "A",
            decide::Message::AnswerPressed(Answer::Accepted),
        ),
        (
            "Rejected",
            "X",
            decide::Message::AnswerPressed(Answer::Rejected),
        ),
        ("Ask", "Q", decide::Message::AskPressed),
    ];
    // Once it was sent, what the visit says is settled; asking is still possible on the claim's page.
    let is_here = matches!(page.row.state, State::Held | State::Ready | State::Rejected);
    let buttons = all
        .into_iter()
        .filter(|(_, key, message)| {
            decide::why_not(page, message).is_none() && (is_here || *key != "Q")
        })
        .map(|(words, key, message)| {
            button::plain(words)
                .key(key)
                .compact()
                .on_press(Message::Decided(message))
                .into()
        });
    let buttons: Vec<Element<'_, Message>> = buttons.collect();
    (!buttons.is_empty()).then(|| Row::with_children(buttons).spacing(gap::S).into())
}

/// A visit of which no claim can be made yet.
fn to_code(row: &VisitRow) -> Element<'_, Message> {
    let facts = [
        ("Day", words::dense(show_date(row.service_on)).into()),
        ("Provider", words::dense(row.rendering.as_str()).into()),
        (
            "Reason",
            words::dense(row.reason.lines().next().unwrap_or_default()).into(),
        ),
        (
            "Signed",
            words::dense(if row.is_signed { "Yes" } else { "Not yet" }).into(),
        ),
    ];
    let waits = match (&row.question, row.has_notes) {
        (Some(question), _) => format!("A question is open: {question}"),
        (None, true) => {
            String::from("Finding and treatment are there; diagnoses and services are not.")
        }
        (None, false) => String::from("Finding and treatment are not written yet."),
    };
    let code = button::primary("Code the visit")
        .icon(icon::TO_CODE)
        .key("Enter")
        .on_press(Message::PagePressed);
    column![
        words::section(row.patient_name.to_string()),
        panel::facts(88.0, facts),
        words::body(waits),
        row![code],
    ]
    .spacing(gap::M)
    .into()
}
