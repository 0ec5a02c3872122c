//! A visit being entered. It must not know any screen.

use iced::widget::{column, container, row, space};
use iced::{Element, Fill};

use super::{Message, date, money, move_and_open, this_day, window};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::field::look_up::row_of;
use crate::ui::widget::patient_strip::patient_strip;
use crate::ui::widget::{button, field, page, pill, words};

/// A visit being entered, its code look-up found four.
pub fn charge<'a>() -> Element<'a, Message> {
    let strip = patient_strip("Quintero, Marisol", "100482")
        .born(date(1968, 4, 12), this_day())
        .coverage(
            "Meridian Health PPO",
            Some(pill::active().says("Active today")),
            "MHP 884201773, copay 25.00",
        )
        .balance(money(26_317));
    let body = column![
        Element::from(strip),
        container(
            column![
                page::head("New visit", "Draft kept 9:41 AM", space()),
                fields(),
                page::section("Charges", Some("Alt L"), words::label("Fee list 2026")),
                lines(),
            ]
            .spacing(gap::L),
        )
        .padding(gap::L)
        .width(Fill)
        .height(Fill)
        .style(theme::ground(|t| t.paper)),
    ];
    let back = button::quiet("Day’s visits")
        .icon(icon::BACK)
        .key("Esc")
        .on_press(Message::Pressed);
    window(2, vec![back.into()], move_and_open(), body)
}

fn fields<'a>() -> Element<'a, Message> {
    row![
        field::date("Date of service", "03/17/2026", this_day(), Message::Typed).width(128),
        field::select(
            "Provider",
            ["Hale, Simon MD"],
            Some(&"Hale, Simon MD"),
            |_| Message::Pressed
        )
        .width(168),
        field::text("Referring NPI", "145208871", Message::Typed)
            .error(Some("An NPI has 10 digits; this one has 9."))
            .width(220),
    ]
    .spacing(gap::M)
    .into()
}

fn lines<'a>() -> Element<'a, Message> {
    let columns = [
        Column::fixed("", 36.0),
        Column::fixed("Code", 88.0),
        Column::fill("What"),
        Column::fixed("Units", 64.0).right(),
        Column::fixed("Amount", 96.0).right(),
    ];
    data_table(columns, 4, |at| match at {
        0 => charge_line(
            "1",
            cell::code("99214").strong(),
            "Office visit, established",
            18_500,
        ),
        1 => charge_line(
            "2",
            cell::code("20610").strong(),
            "Joint injection, large",
            16_000,
        ),
        2 => charge_line("3", cell::editor(code_editor()), "Choose a code", 0),
        _ => vec![cell::text("4")],
    })
    .total(vec![
        cell::empty(),
        cell::empty(),
        cell::empty(),
        cell::empty(),
        cell::dollars(money(34_500)),
    ])
    .into()
}

fn charge_line<'a>(
    number: &'a str,
    code: Cell<'a, Message>,
    what: &'a str,
    cents: i64,
) -> Vec<Cell<'a, Message>> {
    vec![
        cell::text(number),
        code,
        cell::text(what),
        cell::count(1),
        cell::money(money(cents)),
    ]
}

fn code_editor<'a>() -> field::Field<'a, Message> {
    let rows = vec![
        row_of("83036", "Hemoglobin A1c")
            .note("with E11.65 last time")
            .amount(money(4_200)),
        row_of("83037", "Hemoglobin A1c, home device").amount(money(4_600)),
        row_of("83030", "Hemoglobin F, chemical").amount(money(3_900)),
        row_of("83033", "Hemoglobin F, qualitative").amount(money(3_100)),
    ];
    field::look_up("", "8303", Message::Typed, rows, Message::Took)
        .id("code")
        .compact()
}
