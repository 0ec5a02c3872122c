//! The chosen claim beside the queue: why it was refused, what usually works, until when, what it is worth, the four
//! ways out, and what was done. It must not know the queue.

use chrono::{Local, NaiveDate};
use iced::widget::{Column, column, container, row, space};
use iced::{Center, Element, Fill};

use super::{FollowUp, Message, ways};
use crate::domain::claim::State;
use crate::domain::denial::{
    Appeal, Deed, Denial, DenialEvent, Level, Outcome, Reason, Reminder, WayOut, appeal_number,
};
use crate::domain::id::ChargeLineId;
use crate::domain::typed::show_date;
use crate::office::{DenialPage, DenialRow, WayOffer};
use crate::ui::context::Context;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, Tone, ink};
use crate::ui::widget::check_box::check_box;
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::timeline::{event, timeline};
use crate::ui::widget::{button, panel, words};

/// The panel of the chosen claim.
pub fn view<'a>(screen: &'a FollowUp, context: &'a Context) -> Element<'a, Message> {
    let body = match screen.page() {
        Some(page) => one(page, &screen.picked, context.today()),
        None if screen.chosen.is_some() => space().into(),
        None => container(words::muted(
            "Choose a claim to see why it was refused and what usually works.",
        ))
        .into(),
    };
    panel::panel(width::PANEL_CLAIM, column![], body)
}

fn one<'a>(
    page: &'a DenialPage,
    picked: &[ChargeLineId],
    today: NaiveDate,
) -> Element<'a, Message> {
    let denial = &page.row.denial;
    Column::new()
        .push(head(page))
        .push(why(denial))
        .push(clock(&page.row, today))
        .push(answered(denial))
        .push(four_ways(page))
        .push(services(denial, picked))
        .push(appeals(denial))
        .push(history(page))
        .spacing(gap::M)
        .into()
}

fn standing(denial: &Denial) -> Pill {
    match denial.state {
        State::InAppeal => pill::appealed(),
        State::PartlyPaid => pill::look().says("Partly paid"),
        _ => pill::denied(),
    }
}

fn head(page: &DenialPage) -> Element<'_, Message> {
    let denial = &page.row.denial;
    let who = match &denial.assigned {
        Some((_, name)) => name.as_str(),
        None => "Nobody yet",
    };
    let facts = [
        ("Payer", words::dense(denial.payer_name.as_str()).into()),
        (
            "Service",
            words::dense(format!(
                "{}, {} charged",
                show_date(denial.service_on),
                words::show_dollars(denial.charged)
            ))
            .into(),
        ),
        ("Worked by", words::dense(who).into()),
    ];
    column![
        row![
            words::section(denial.number.to_string()),
            Element::from(standing(denial)),
            space::horizontal(),
            words::section(words::show_dollars(page.row.worth.at_stake)),
        ]
        .spacing(gap::S)
        .align_y(Center),
        button::link(denial.patient_name.to_string()).on_press(Message::ChartPressed),
        panel::facts(88.0, facts),
    ]
    .spacing(gap::XS)
    .into()
}

/// The code in plain words, and what usually works.
fn why(denial: &Denial) -> Element<'_, Message> {
    let advice = denial.advice();
    let (code, meaning) = match denial.leading() {
        Some(reason) => (reason.code(), reason.words()),
        None => (
            String::from("No code"),
            "Something is left, and the payer gave no reason",
        ),
    };
    let mut parts = column![
        panel::section(code, advice.kind.words()),
        words::strong(meaning),
        words::body(advice.words),
    ]
    .spacing(gap::XS);
    let remarks = denial.remarks();
    if !remarks.is_empty() {
        parts = parts.push(words::label(format!("Remarks {}", remarks.join(", "))));
    }
    if !advice.evidence.is_empty() {
        let list: Vec<&str> = advice.evidence.iter().map(|one| one.words()).collect();
        parts = parts.push(words::label(format!(
            "An appeal needs {}.",
            list.join(", ")
        )));
    }
    parts.into()
}

/// What is due when, and what it is worth.
fn clock(row_of: &DenialRow, today: NaiveDate) -> Element<'_, Message> {
    let due = row_of.clock.due;
    let left = due.days_left(today);
    let told = match left {
        i64::MIN..-1 => format!("{}, {} days ago", show_date(due.on), left.saturating_abs()),
        -1 => format!("{}, yesterday", show_date(due.on)),
        0 => format!("{}, today", show_date(due.on)),
        1 => format!("{}, tomorrow", show_date(due.on)),
        _ => format!("{}, {left} days left", show_date(due.on)),
    };
    let told = words::dense(told);
    let told = match row_of.reminder {
        Some(Reminder::Over | Reminder::OneDay) => {
            told.style(ink(|t| t.denied.ink)).font(theme::SEMIBOLD)
        }
        Some(Reminder::SevenDays | Reminder::FourteenDays) => {
            told.style(ink(|t| t.attention.ink)).font(theme::SEMIBOLD)
        }
        None => told,
    };
    let worth = &row_of.worth;
    let expected = format!(
        "{} in {} minutes",
        words::show_dollars(worth.expected),
        worth.minutes
    );
    let mut facts: Vec<(&str, Element<'_, Message>)> = vec![(due.what.words(), told.into())];
    let corrected = ("Correct by", row_of.clock.correct_by);
    let appealed = row_of.clock.appeal_by.map(|(level, by)| {
        let label = if level == Level::First {
            "Appeal by"
        } else {
            "Appeal again"
        };
        (label, by)
    });
    for (label, by) in [Some(corrected), appealed].into_iter().flatten() {
        if by != due.on {
            let is_over = if by < today { ", over" } else { "" };
            facts.push((
                label,
                words::dense(format!("{}{is_over}", show_date(by))).into(),
            ));
        }
    }
    facts.push(("Expected", words::dense(expected).into()));
    facts.push(("Rests on", words::dense(worth.odds.basis()).into()));
    panel::facts(88.0, facts)
}

/// What the payer's letter said, while an appeal waits.
fn answered(denial: &Denial) -> Option<Element<'_, Message>> {
    let appeal = denial.open_appeal()?;
    let act = |words: &'static str, key: &'static str, ended: Outcome| {
        button::plain(words)
            .key(key)
            .compact()
            .on_press(Message::Way(ways::Message::AnswerPressed(ended)))
    };
    let sent = format!(
        "Appeal {} waits for its answer since {}.",
        appeal_number(appeal.id),
        show_date(appeal.sent_on)
    );
    Some(
        column![
            words::body(sent),
            row![
                act("Won", "W", Outcome::Won),
                act("In part", "V", Outcome::PartlyWon),
                act("Lost", "X", Outcome::Lost),
            ]
            .spacing(gap::S),
        ]
        .spacing(gap::S)
        .into(),
    )
}

fn four_ways(page: &DenialPage) -> Element<'_, Message> {
    let usual = page.row.denial.advice().way;
    let rows = page.ways.iter().map(|offer| way(offer, usual));
    let aside = if page.row.denial.snoozed_until.is_some() {
        "Put aside, or take up"
    } else {
        "Put aside"
    };
    let say = |words: &'static str, key: &'static str, message: ways::Message| {
        button::quiet(words)
            .key(key)
            .compact()
            .on_press(Message::Way(message))
    };
    let others = row![
        say(aside, "Z", ways::Message::SnoozePressed),
        say("Note", "N", ways::Message::NotePressed),
        button::quiet("Rule of it")
            .key("U")
            .compact()
            .on_press(Message::RulePressed),
    ]
    .spacing(gap::S)
    .wrap();
    column![panel::section("Ways out", "")]
        .extend(rows)
        .push(others)
        .spacing(gap::S)
        .into()
}

fn way(offer: &WayOffer, usual: WayOut) -> Element<'_, Message> {
    let key = match offer.way {
        WayOut::Correct => "1",
        WayOut::Appeal => "2",
        WayOut::Patient => "3",
        WayOut::WriteOff => "4",
    };
    let can = offer.refusal.is_none();
    let face = if offer.way == usual && can {
        button::primary(offer.way.words())
    } else {
        button::plain(offer.way.words())
    };
    let press = Message::Way(ways::Message::Pressed(offer.way));
    let face = face
        .key(key)
        .compact()
        .width(Fill)
        .on_press_maybe(can.then_some(press));
    match &offer.refusal {
        None => face.into(),
        Some(why) => column![face, words::note(sentence(why))].spacing(2).into(),
    }
}

fn sentence(words: &str) -> String {
    crate::ui::worker::sentence(words)
}

/// The services that are left, where there are several, with those that the ways out are about.
fn services<'a>(denial: &'a Denial, picked: &[ChargeLineId]) -> Option<Element<'a, Message>> {
    if denial.lines.len() < 2 {
        return None;
    }
    let told = match picked.len() {
        0 => String::from("the ways out are about all"),
        1 => String::from("about 1 of them"),
        more => format!("about {more} of them"),
    };
    let rows = denial.lines.iter().enumerate().map(|(at, line)| {
        let code = line.leading().map_or_else(String::new, Reason::code);
        row![
            check_box(line.service(), picked.contains(&line.line), move |_| {
                Message::ServicePicked(at)
            })
            .width(112.0),
            words::dense(code).width(64.0),
            space::horizontal(),
            words::dense(words::show_money(line.left)),
        ]
        .align_y(Center)
        .into()
    });
    Some(
        column![panel::section("Services left", told)]
            .extend(rows)
            .spacing(2)
            .into(),
    )
}

fn appeals(denial: &Denial) -> Option<Element<'_, Message>> {
    if denial.appeals.is_empty() {
        return None;
    }
    let rows = denial.appeals.iter().map(appeal);
    let print = button::quiet("Print the newest again")
        .icon(icon::PRINT)
        .key("P")
        .compact()
        .on_press(Message::Way(ways::Message::PrintPressed));
    Some(
        column![panel::section("Appeals", "")]
            .extend(rows)
            .push(row![print])
            .spacing(gap::XS)
            .into(),
    )
}

fn appeal(one: &Appeal) -> Element<'_, Message> {
    let ended = match &one.end {
        Some(end) => format!("{} {}", end.outcome.words(), show_date(end.on)),
        None => format!("answer due {}", show_date(one.answer_by)),
    };
    column![
        words::dense(format!(
            "{} {}, {}",
            appeal_number(one.id),
            one.level.words(),
            words::show_dollars(one.amount)
        )),
        words::note(format!("Sent {}; {ended}", show_date(one.sent_on))),
    ]
    .into()
}

fn history(page: &DenialPage) -> Option<Element<'_, Message>> {
    if page.events.is_empty() {
        return None;
    }
    let events = page.events.iter().rev().map(|one| {
        let (glyph, tone, said) = told(one);
        let when = one.at.with_timezone(&Local).format("%m/%d/%Y");
        event(glyph, tone, said, format!("{when}, {}", one.by))
    });
    Some(
        column![panel::section("What was done", ""), timeline(events)]
            .spacing(gap::S)
            .into(),
    )
}

fn told(one: &DenialEvent) -> (Glyph, Tone, String) {
    let with = |what: &str| {
        if one.words.is_empty() {
            what.to_owned()
        } else {
            format!("{what}: {}", one.words)
        }
    };
    match one.deed {
        Deed::Assigned => {
            let said = match &one.person {
                Some(name) => format!("{name} works it"),
                None => String::from("Given back"),
            };
            (icon::PATIENT, Tone::Quiet, said)
        }
        Deed::Snoozed => {
            let said = match one.until {
                Some(until) => with(&format!("Put aside until {}", show_date(until))),
                None => String::from("Taken up again"),
            };
            (icon::HELD, Tone::Attention, said)
        }
        Deed::Noted => (icon::ASK, Tone::Quiet, one.words.clone()),
        Deed::Replaced => (icon::CLAIM, Tone::Sent, with("Replaced")),
        Deed::Appealed => (
            icon::APPEAL,
            Tone::Sent,
            format!("{} appeal, {}", one.words, words::show_dollars(one.amount)),
        ),
        Deed::Answered => (icon::CHECK, Tone::Quiet, one.words.clone()),
        Deed::ToPatient => (icon::OWES, Tone::Attention, with("To the patient")),
        Deed::WrittenOff => (icon::WRITE_OFF, Tone::Quiet, with("Written off")),
    }
}
