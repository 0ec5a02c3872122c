//! The chosen account beside the lanes: what is owed and where, what comes next, and what was said and done. It must not
//! know the lanes.

use chrono::Local;
use iced::widget::{Column, column, container, row, space};
use iced::{Center, Element};

use super::{Accounts, Message, deeds, form};
use crate::domain::collections::{AgencyPaid, Step};
use crate::domain::contact::{Dispute, Kept, Note, PromiseState, Way};
use crate::domain::patient::account_number;
use crate::domain::payment::receipt_number;
use crate::domain::typed::show_date;
use crate::office::{CollectionPage, OwedService};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::Tone;
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::timeline::{Event, event, timeline};
use crate::ui::widget::{button, panel, words};

/// How many notes show.
const NOTES: usize = 30;

/// The panel of the chosen account, or the form that is open.
pub fn view<'a>(screen: &'a Accounts, context: &'a Context) -> Element<'a, Message> {
    let body = form::view(screen, context).unwrap_or_else(|| match screen.page() {
        Some(page) => one(page),
        None if screen.guarantor().is_some() => space().into(),
        None => container(words::muted(
            "Choose an account to see what was said and what comes next.",
        ))
        .into(),
    });
    panel::panel(width::PANEL_CLAIM, column![], body)
}

fn one(page: &CollectionPage) -> Element<'_, Message> {
    Column::new()
        .push(head(page))
        .push(facts(page))
        .push(acts(page))
        .push(services("At the agency", &page.at_agency))
        .push(services("Owed to us", &page.owed))
        .push(payments(&page.payments))
        .push(promises(&page.promises))
        .push(disputes(&page.disputes))
        .push(notes(&page.notes))
        .spacing(gap::M)
        .into()
}

fn standing(step: &Step) -> Pill {
    match step {
        Step::AtAgency => pill::sent().says("At the agency"),
        Step::Ready => pill::overdue().says("For the agency"),
        Step::NoticeDue => pill::look().says("Notice due"),
        Step::NoticeRuns(_) => pill::waiting().says("Notice runs"),
        Step::Promised(_) => pill::waiting().says("Promised"),
        Step::OnPlan => pill::active().says("On a plan"),
        Step::Held(_) | Step::Disputed => pill::held(),
        Step::CreditFirst => pill::look().says("Credit first"),
        Step::TooFewStatements(..) | Step::TooYoung(_) | Step::TooLittle(_) => pill::owes(),
    }
}

fn head(page: &CollectionPage) -> Element<'_, Message> {
    let account = &page.row.account;
    let amount = if page.row.step == Step::AtAgency {
        account.at_agency
    } else {
        account.patient_owes
    };
    column![
        row![
            words::section(words::show_dollars(amount)),
            space::horizontal(),
            Element::from(standing(&page.row.step)),
        ]
        .spacing(gap::S)
        .align_y(Center),
        button::link(account.name.to_string()).on_press_maybe(
            page.patient
                .map(|_| Message::Deed(deeds::Message::ChartPressed))
        ),
    ]
    .spacing(gap::XS)
    .into()
}

fn facts(page: &CollectionPage) -> Element<'_, Message> {
    let account = &page.row.account;
    let day = |on: Option<chrono::NaiveDate>| on.map_or_else(|| String::from("never"), show_date);
    let mut facts: Vec<(&str, String)> = vec![
        ("Account", account_number(account.guarantor)),
        ("Phone", page.phone.clone()),
        ("Next", crate::ui::worker::sentence(&page.row.step.words())),
        (
            "Asked",
            format!(
                "{} statements, first {}",
                account.statements,
                day(account.first_asked_on)
            ),
        ),
        ("Last paid", day(account.last_paid_on)),
    ];
    if let Some(notice) = account.notice {
        let said = format!(
            "{}, due {}",
            show_date(notice.made_on),
            show_date(notice.due_on)
        );
        facts.push(("Final notice", said));
    }
    if let Some(placed) = &account.placed {
        facts.push((
            "Given to",
            format!("{}, {}", placed.agency_name, show_date(placed.on)),
        ));
    }
    facts.retain(|(_, fact)| !fact.is_empty());
    let facts = facts
        .into_iter()
        .map(|(label, fact)| (label, words::dense(fact).into()));
    panel::facts(88.0, facts)
}

/// The acts that fit the account, with their keys.
fn acts(page: &CollectionPage) -> Element<'_, Message> {
    let act = |words: &'static str, key: &'static str, message: deeds::Message| {
        button::plain(words)
            .key(key)
            .compact()
            .on_press(Message::Deed(message))
            .into()
    };
    let mut list: Vec<Element<'_, Message>> = Vec::new();
    match page.row.step {
        Step::NoticeDue => list.push(act(
            "Final notice",
            "L",
            deeds::Message::NoticePressed(deeds::Reach::One),
        )),
        Step::Ready => list.push(act(
            "Give to the agency",
            "G",
            deeds::Message::GivePressed(deeds::Reach::One),
        )),
        Step::AtAgency => {
            list.push(act("Money came", "M", deeds::Message::MoneyPressed));
            list.push(act("Call back", "R", deeds::Message::RecallPressed));
        }
        Step::NoticeRuns(_)
        | Step::Promised(_)
        | Step::OnPlan
        | Step::Held(_)
        | Step::Disputed
        | Step::CreditFirst
        | Step::TooFewStatements(..)
        | Step::TooYoung(_)
        | Step::TooLittle(_) => {}
    }
    list.push(act("Note or call", "N", deeds::Message::NotePressed));
    list.push(act("Dispute", "D", deeds::Message::DisputePressed));
    row(list).spacing(gap::S).wrap().into()
}

fn services<'a>(title: &'static str, list: &'a [OwedService]) -> Option<Element<'a, Message>> {
    if list.is_empty() {
        return None;
    }
    let rows = list.iter().map(|one| {
        let what = if one.is_disputed {
            format!("{}, disputed", one.description)
        } else {
            one.description.clone()
        };
        row![
            words::dense(show_date(one.service_on)).width(84.0),
            words::dense(what).width(iced::Fill),
            words::dense(words::show_money(one.amount)),
        ]
        .spacing(gap::S)
        .into()
    });
    Some(
        column![panel::section(title, "")]
            .extend(rows)
            .spacing(2)
            .into(),
    )
}

fn payments(list: &[AgencyPaid]) -> Option<Element<'_, Message>> {
    if list.is_empty() {
        return None;
    }
    let rows = list.iter().map(|paid| {
        let how = if paid.is_reversed {
            String::from("taken back")
        } else if paid.is_direct {
            String::from("brought to us")
        } else {
            format!("agency kept {}", words::show_dollars(paid.fee))
        };
        row![
            words::dense(show_date(paid.on)).width(84.0),
            words::dense(format!("{}, {how}", receipt_number(paid.receipt))).width(iced::Fill),
            words::dense(words::show_money(paid.gross)),
        ]
        .spacing(gap::S)
        .into()
    });
    Some(
        column![panel::section("Paid on it", "")]
            .extend(rows)
            .spacing(2)
            .into(),
    )
}

/// What was promised, and what came of it.
pub fn promises<'a, M: 'a>(list: &'a [PromiseState]) -> Option<Element<'a, M>> {
    if list.is_empty() {
        return None;
    }
    let events = list.iter().rev().map(|state| {
        let tone = match state.kept {
            Kept::Open => Tone::Sent,
            Kept::Kept => Tone::Good,
            Kept::Part => Tone::Attention,
            Kept::Broken => Tone::Bad,
            Kept::Withdrawn => Tone::Quiet,
        };
        let promise = &state.promise;
        event(
            icon::PROMISES,
            tone,
            format!(
                "{} by {}: {}",
                words::show_dollars(promise.amount),
                show_date(promise.by_on),
                state.kept.words()
            ),
            format!("{} paid in time, taken down by {}", state.paid, promise.by),
        )
    });
    Some(
        column![panel::section("Promises", ""), timeline(events)]
            .spacing(gap::S)
            .into(),
    )
}

/// What is and was disputed.
pub fn disputes<'a, M: 'a>(list: &'a [Dispute]) -> Option<Element<'a, M>> {
    if list.is_empty() {
        return None;
    }
    let events = list.iter().rev().map(|one| {
        let about = one
            .line
            .as_ref()
            .map_or("The account", |line| &line.description);
        let (tone, state) = match &one.end {
            None => (
                Tone::Attention,
                format!("since {}", show_date(one.opened_on)),
            ),
            Some(end) => (
                Tone::Quiet,
                format!("{} {}: {}", end.ended.words(), show_date(end.on), end.words),
            ),
        };
        event(icon::APPEAL, tone, format!("{about}: {}", one.words), state)
    });
    Some(
        column![panel::section("Disputes", ""), timeline(events)]
            .spacing(gap::S)
            .into(),
    )
}

fn notes(list: &[Note]) -> Option<Element<'_, Message>> {
    if list.is_empty() {
        return None;
    }
    let events = list.iter().take(NOTES).map(note_event);
    Some(
        column![panel::section("Notes and calls", ""), timeline(events)]
            .spacing(gap::S)
            .into(),
    )
}

/// A note as a line of what was said.
pub fn note_event(note: &Note) -> Event<'_> {
    let glyph = match note.way {
        Way::Note => icon::EDIT,
        Way::CallOut | Way::CallIn => icon::PHONE,
        Way::LetterOut | Way::LetterIn => icon::STATEMENTS,
        Way::InPerson => icon::PATIENT,
    };
    let when = note.at.with_timezone(&Local).format("%m/%d/%Y");
    let with = if note.with.is_empty() {
        String::new()
    } else {
        format!(", with {}", note.with)
    };
    let due = match (&note.follow_up, &note.done) {
        (Some(follow_up), _) => format!("; due {}", show_date(follow_up.on)),
        (None, Some(done)) if done.words.is_empty() => String::from("; followed up"),
        (None, Some(done)) => format!("; followed up: {}", done.words),
        (None, None) => String::new(),
    };
    let tone = if note.follow_up.is_some() {
        Tone::Attention
    } else {
        Tone::Quiet
    };
    event(
        glyph,
        tone,
        note.words.as_str(),
        format!("{}{with}, {when}, {}{due}", note.way.words(), note.by),
    )
}
