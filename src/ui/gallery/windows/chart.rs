//! A chart, its ledger tab. It must not know any screen.

use chrono::NaiveDate;
use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill};

use super::{Message, date, money, move_and_open, reasons, this_day, window};
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, Tone};
use crate::ui::widget::data_table::{Cell, Column, Kind, cell, data_table};
use crate::ui::widget::figure::{figure, figures};
use crate::ui::widget::patient_strip::{coverage_line, show_birth};
use crate::ui::widget::pill::Pill;
use crate::ui::widget::{button, page, panel, pill, tabs, words};

/// A chart: its head, its tabs, the ledger, and why a balance is what it is.
pub fn chart<'a>() -> Element<'a, Message> {
    let actions = vec![
        button::plain("Take payment")
            .icon(icon::PAYMENTS)
            .key("P")
            .on_press(Message::Pressed)
            .into(),
        button::primary("New visit")
            .icon(icon::ADD)
            .key("Ctrl N")
            .on_press(Message::Pressed)
            .into(),
    ];
    let body = column![
        head(),
        rule::horizontal(1).style(theme::divider),
        row![column![toolbar(), ledger()], why()],
    ];
    window(1, actions, move_and_open(), body)
}

fn head<'a>() -> Element<'a, Message> {
    let owed = figures([
        figure("Insurance owes", "$220.00"),
        figure("Patient owes", "$43.17").tone(Tone::Attention),
        figure("Balance", "$263.17"),
    ]);
    container(column![row![who(), space::horizontal(), owed], open()].spacing(gap::M))
        .padding(iced::Padding {
            top: gap::L - 1.0,
            left: gap::L,
            right: gap::L,
            bottom: 0.0,
        })
        .style(theme::ground(|t| t.paper))
        .into()
}

fn who<'a>() -> Element<'a, Message> {
    column![
        row![
            words::title("Quintero, Marisol"),
            words::muted("Account 100482")
        ]
        .spacing(gap::M)
        .align_y(Center),
        row![
            words::dense(show_birth(date(1968, 4, 12), this_day())),
            words::label("F"),
            words::label("(555) 014-7732"),
        ]
        .spacing(gap::L),
        coverage_line(
            "Meridian Health PPO",
            "MHP 884201773",
            Some(pill::active().says("Active 03/10/2026")),
            "Copay 25.00",
        ),
    ]
    .spacing(gap::XS)
    .into()
}

fn open<'a>() -> Element<'a, Message> {
    tabs::tabs(
        [
            tabs::tab("Ledger"),
            tabs::tab("Visits"),
            tabs::tab("Claims").count(6),
            tabs::tab("Coverage"),
            tabs::tab("Statements"),
            tabs::tab("Notes").count(2),
            tabs::tab("History"),
        ],
        0,
        Message::Took,
    )
}

fn toolbar<'a>() -> Element<'a, Message> {
    let quiet = |words, glyph| {
        button::quiet(words)
            .icon(glyph)
            .compact()
            .on_press(Message::Pressed)
            .into()
    };
    page::toolbar(
        [
            words::dense("Ledger card").font(theme::SEMIBOLD).into(),
            words::label("newest first").into(),
        ],
        [
            quiet("Open balances only", icon::FILTER),
            quiet("Print", icon::PRINT),
        ],
    )
}

fn why<'a>() -> Element<'a, Message> {
    panel::panel(
        width::PANEL_CHART,
        panel::closable("Why this balance", "", Message::Pressed),
        column![
            row![
                words::large_figure("$43.17"),
                space::horizontal(),
                Element::from(pill::owes())
            ]
            .align_y(Center),
            words::label("99214 on 01/22/2026, from 4 entries"),
            space().height(gap::XS),
            reasons::why(),
        ]
        .spacing(gap::XS),
    )
}

/// A row of the ledger.
#[derive(Clone, Copy)]
enum Row {
    Visit(bool, NaiveDate, fn() -> Pill, [i64; 5]),
    Line(&'static str, &'static str, [i64; 5]),
    Entry(NaiveDate, &'static str, [Option<i64>; 4]),
}

impl Row {
    const fn kind(self) -> Kind {
        match self {
            Self::Visit(..) => Kind::Parent,
            Self::Line(..) => Kind::Line,
            Self::Entry(..) => Kind::Entry,
        }
    }

    fn cells<'a>(self) -> Vec<Cell<'a, Message>> {
        match self {
            Self::Visit(is_open, day, state, sums) => {
                let what = cell::text_and_pill("Dr. Hale, office", state());
                lined([cell::fold(is_open), cell::date(day).strong(), what], sums)
            }
            Self::Line(code, what, sums) => {
                lined([cell::empty(), cell::code(code), cell::text(what)], sums)
            }
            Self::Entry(day, what, sums) => {
                let amounts = sums.map(|cents| cell::money_maybe(cents.map(money)));
                [cell::empty(), cell::date(day), cell::text(what)]
                    .into_iter()
                    .chain(amounts)
                    .collect()
            }
        }
    }
}

/// The cells of a line: what it is, its amounts, and in 600 what is left.
fn lined(
    what: [Cell<'_, Message>; 3],
    [charge, insurance, adjusted, patient, left]: [i64; 5],
) -> Vec<Cell<'_, Message>> {
    let amounts = [charge, insurance, adjusted, patient].map(|cents| cell::money(money(cents)));
    what.into_iter()
        .chain(amounts)
        .chain([cell::money(money(left)).strong()])
        .collect()
}

fn rows() -> [Row; 10] {
    let (march, january, february) = (date(2026, 3, 10), date(2026, 1, 22), date(2026, 2, 9));
    [
        Row::Visit(true, march, pill::sent, [24_500, 0, 0, 2_500, 22_000]),
        Row::Line(
            "99214",
            "Office visit, established",
            [18_500, 0, 0, 2_500, 16_000],
        ),
        Row::Line("36415", "Blood draw", [1_800, 0, 0, 0, 1_800]),
        Row::Visit(
            true,
            january,
            pill::owes,
            [28_500, 9_861, 11_822, 2_500, 4_317],
        ),
        Row::Line(
            "99214",
            "Office visit, established",
            [18_500, 7_441, 4_242, 2_500, 4_317],
        ),
        Row::Entry(
            january,
            "Copay, card, receipt R-20418",
            [None, None, None, Some(2_500)],
        ),
        Row::Entry(
            february,
            "Paid, remittance 8821904",
            [None, Some(7_441), None, None],
        ),
        Row::Entry(
            february,
            "Contract write-off, CO-45",
            [None, None, Some(4_242), None],
        ),
        Row::Line("80053", "Metabolic panel", [5_800, 1_449, 4_351, 0, 0]),
        Row::Visit(
            false,
            date(2025, 11, 4),
            pill::paid,
            [20_200, 10_925, 6_775, 2_500, 0],
        ),
    ]
}

fn ledger<'a>() -> Element<'a, Message> {
    let columns = [
        Column::fixed("", 28.0),
        Column::fixed("Date", 84.0),
        Column::fill("Description"),
        Column::fixed("Charge", 80.0).right(),
        Column::fixed("Ins. paid", 84.0).right(),
        Column::fixed("Adjusted", 76.0).right(),
        Column::fixed("Pt. paid", 80.0).right(),
        Column::fixed("Balance", 84.0).right(),
    ];
    let rows = rows();
    let total = [
        cell::empty(),
        cell::text("Total"),
        cell::empty(),
        cell::dollars(money(126_700)),
    ]
    .into_iter()
    .chain([49_153, 38_730, 12_500].map(|cents| cell::money(money(cents))))
    .chain([cell::dollars(money(26_317))]);
    data_table(columns, rows.len(), move |at| {
        rows.get(at).map(|row| row.cells()).unwrap_or_default()
    })
    .kinds(move |at| rows.get(at).map(|row| row.kind()).unwrap_or_default())
    .edge_to_edge()
    .selected(Some(4))
    .on_select(Message::Took)
    .total(total.collect())
    .height(Fill)
    .into()
}
