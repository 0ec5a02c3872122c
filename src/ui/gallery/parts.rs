//! The sheet that stands beside the picture of parts. It must not know any screen.

use iced::widget::{column, row, space};
use iced::{Element, Fill};

use super::{Message, date, money, part, this_day};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Column, Kind, cell, data_table};
use crate::ui::widget::dialog::dialog;
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::progress::progress;
use crate::ui::widget::{button, card, field, pill, toast};

pub(super) fn list<'a>() -> Vec<Element<'a, Message>> {
    vec![
        part(
            "button: primary, primary focused, plain, quiet, danger, disabled",
            buttons(),
        ),
        part(
            "pill: paid, patient owes, held, rejected, denied, sent, waiting, draft",
            pills(),
        ),
        part("field: resting, focused, error", fields()),
        part(
            "data table: header, row, hover, selected, attention, total",
            table(),
        ),
        part("empty state", nothing_yet()),
        space().height(gap::XS).into(),
        row![
            question(),
            column![posted(), reading()].spacing(gap::M).width(252)
        ]
        .spacing(gap::L)
        .into(),
    ]
}

fn buttons<'a>() -> Element<'a, Message> {
    let press = || Message::Pressed;
    row![
        button::primary("Save").key("Ctrl S").on_press(press()),
        button::primary("Post").id("post").on_press(press()),
        button::plain("Park").key("K").on_press(press()),
        button::quiet("Why").key("W").on_press(press()),
        button::danger("Un-post").icon(icon::UNDO).on_press(press()),
        button::primary("Post"),
    ]
    .spacing(gap::M)
    .into()
}

fn pills<'a>() -> Element<'a, Message> {
    row([
        pill::paid().into(),
        pill::owes().into(),
        pill::held().into(),
        pill::rejected().into(),
        pill::denied().into(),
        pill::sent().into(),
        pill::waiting().into(),
        pill::draft().into(),
    ])
    .spacing(6.0)
    .into()
}

fn fields<'a>() -> Element<'a, Message> {
    row![
        field::money("Copay", "25.00", Message::Typed).width(182),
        field::date("Date of service", "03/17/2026", this_day(), Message::Typed)
            .id("service")
            .width(182),
        field::text("Member ID", "CWM 4471O82", Message::Typed)
            .error(Some("Letter O in a number; 0?"))
            .width(182),
    ]
    .spacing(gap::M)
    .into()
}

fn table<'a>() -> Element<'a, Message> {
    let columns = [
        Column::fixed("Date", 100.0),
        Column::fill("Description"),
        Column::fixed("Amount", 110.0).right(),
        Column::fixed("State", 100.0),
    ];
    data_table(columns, 4, |at| {
        let (day, what, cents, state) = match at {
            0 => (date(2026, 3, 10), "Office visit", 18_500, pill::sent()),
            1 => (
                date(2026, 3, 10),
                "Blood draw (pointer over it)",
                1_800,
                pill::sent(),
            ),
            2 => (
                date(2026, 1, 22),
                "Office visit",
                4_317,
                pill::owes().says("Owes"),
            ),
            _ => (
                date(2026, 1, 22),
                "Takeback",
                -6_670,
                pill::takeback().says("Look"),
            ),
        };
        vec![
            cell::date(day),
            cell::text(what),
            cell::money(money(cents)),
            cell::pill(state),
        ]
    })
    .kinds(|at| if at == 3 { Kind::Attention } else { Kind::Line })
    .selected(Some(2))
    .on_select(Message::Took)
    .total(vec![
        cell::text("4 lines"),
        cell::empty(),
        cell::dollars(money(17_947)),
        cell::empty(),
    ])
    .into()
}

fn nothing_yet<'a>() -> Element<'a, Message> {
    card::bare(empty_state(
        icon::REMITTANCES,
        "No remittances yet",
        "Payers’ 835 files show up here, ready to post.",
        Some(
            button::primary("Open an 835 file")
                .key("Ctrl O")
                .on_press(Message::Pressed),
        ),
    ))
    .into()
}

fn question<'a>() -> Element<'a, Message> {
    dialog(
        "Un-post remittance 8821904?",
        "Reverses 42 entries on 9 accounts, 1,204.55 in all. It can be posted again.",
        Message::Pressed,
    )
    .width(324.0)
    .keep("Keep it")
    .answer(button::danger("Un-post").on_press(Message::Pressed))
    .card()
}

fn posted<'a>() -> Element<'a, Message> {
    toast::done("Posted $3,140.34")
        .undo("Ctrl Z", Message::Pressed)
        .into()
}

fn reading<'a>() -> Element<'a, Message> {
    column![progress(
        "Reading 835, 412 of 900",
        412,
        900,
        Some(Message::Pressed)
    )]
    .width(Fill)
    .into()
}
