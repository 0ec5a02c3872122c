//! The lanes and the table of what was refused. They must not know the chosen one.

use chrono::NaiveDate;
use iced::widget::{container, space};
use iced::{Element, Fill};

use super::{FollowUp, Lane, Message, TABLE, total};
use crate::domain::denial::{Reason, Reminder};
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::office::DenialRow;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Lane as DeskLane;
use crate::ui::screen::claims;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::lane;
use crate::ui::widget::words;

/// Whether a row is in a lane.
pub fn is_in(row: &DenialRow, lane: Lane, today: NaiveDate) -> bool {
    let denial = &row.denial;
    let is_open = denial.open_appeal().is_some();
    match lane {
        Lane::ToWork => !is_open && !denial.is_snoozed(today),
        Lane::Due => row.reminder.is_some(),
        Lane::InAppeal => is_open,
        Lane::Aside => denial.is_snoozed(today),
    }
}

/// The lanes with what they hold.
pub fn lanes<'a>(screen: &FollowUp, context: &Context) -> Vec<lane::Lane<'a, Message>> {
    let today = context.today();
    let of = |one: Lane| {
        let rows: Vec<&DenialRow> = screen
            .rows
            .iter()
            .filter(|row| is_in(row, one, today))
            .collect();
        (rows.len(), total(rows.iter().copied()))
    };
    let shown = |one: Lane| {
        let (count, amount) = of(one);
        let (glyph, tone, name) = match one {
            Lane::ToWork => (icon::DENIED, Tone::Bad, "To work"),
            Lane::Due => (icon::OVERDUE, Tone::Attention, "Last day near"),
            Lane::InAppeal => (icon::APPEAL, Tone::Sent, "In appeal"),
            Lane::Aside => (icon::HELD, Tone::Quiet, "Put aside"),
        };
        let is_here = screen.lane == one && !screen.shows_figures;
        let list = lane::lane(glyph, name, count, amount, Message::LanePressed(one));
        let list = list.active(is_here);
        if tone == Tone::Quiet {
            list
        } else {
            list.tone(tone)
        }
    };
    let (silent, charged) = claims::sums(DeskLane::NoAnswer, &screen.counts);
    let silent = usize::try_from(silent).unwrap_or(usize::MAX);
    let no_answer = lane::lane(
        icon::WAITING,
        "No answer",
        silent,
        charged,
        Message::NoAnswerPressed,
    );
    Lane::ALL
        .into_iter()
        .map(shown)
        .chain([no_answer])
        .collect()
}

/// The queue.
pub fn table<'a>(screen: &'a FollowUp, context: &'a Context) -> Element<'a, Message> {
    let today = context.today();
    let rows = screen.shown(context);
    let at = rows
        .iter()
        .position(|row| Some(row.denial.claim) == screen.chosen);
    let columns = [
        Column::fixed("Claim", 80.0),
        Column::portion("Patient", 4),
        Column::portion("Payer", 4),
        Column::fixed("Code", 64.0),
        Column::fixed("Left", 84.0).right(),
        Column::fixed("Expected", 84.0).right(),
        Column::fixed("Takes", 60.0).right(),
        Column::fixed("Due", 92.0),
    ];
    let count = rows.len();
    let (left, expected) = sums(&rows);
    let why = match screen.lane {
        Lane::ToWork => "Every claim that was decided was paid, appealed or put aside.",
        Lane::Due => "No last day is near.",
        Lane::InAppeal => "No payer is asked to decide anew.",
        Lane::Aside => "Nothing is put aside.",
    };
    let empty: Element<'a, Message> = if screen.is_read {
        container(empty_state(
            icon::FOLLOW_UP,
            "Nothing to follow up here",
            why,
            None,
        ))
        .padding([gap::XXXL, gap::XL])
        .into()
    } else {
        space().into()
    };
    let table = data_table(columns, count, move |at| {
        rows.get(at)
            .map(|row| cells(row, today))
            .unwrap_or_default()
    })
    .id(TABLE)
    .edge_to_edge()
    .selected(at)
    .on_select(Message::RowSelected)
    .on_open(Message::RowOpened)
    .height(Fill)
    .empty(empty);
    if count == 0 {
        return table.into();
    }
    table
        .total(vec![
            cell::text(if count == 1 {
                String::from("1 claim")
            } else {
                format!("{count} claims")
            }),
            cell::text(""),
            cell::text(""),
            cell::text(""),
            cell::text(words::show_dollars(left)),
            cell::text(words::show_dollars(expected)),
            cell::text(""),
            cell::text(""),
        ])
        .into()
}

fn sums(rows: &[&DenialRow]) -> (Money, Money) {
    let expected = Money::sum(rows.iter().map(|row| row.worth.expected));
    (total(rows.iter().copied()), expected.unwrap_or(Money::ZERO))
}

fn cells<'a>(row: &DenialRow, today: NaiveDate) -> Vec<Cell<'a, Message>> {
    let denial = &row.denial;
    let code = denial.leading().map(Reason::code);
    let due = cell::text(show_date(row.clock.due.on));
    let due = match row.reminder {
        Some(Reminder::Over | Reminder::OneDay) => due.tone(|t| t.denied.ink).strong(),
        Some(Reminder::SevenDays | Reminder::FourteenDays) => {
            due.tone(|t| t.attention.ink).strong()
        }
        None => due,
    };
    let name = cell::text(denial.patient_name.to_string());
    vec![
        cell::code(denial.number.to_string()),
        if denial.is_snoozed(today) {
            name.tone(|t| t.muted)
        } else {
            name
        },
        cell::text(denial.payer_name.clone()),
        cell::code(code.unwrap_or_else(|| String::from("–"))),
        cell::money(row.worth.at_stake),
        cell::money(row.worth.expected).strong(),
        cell::text(format!("{} min", row.worth.minutes)),
        due,
    ]
}
