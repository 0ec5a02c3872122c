//! How the closes and the next one are drawn.

use iced::widget::{column, container, row, space};
use iced::{Element, Fill};

use super::{Closing, Field, Message, TABLE};
use crate::domain::close::{Count, Drawer};
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::office::ClosingRow;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::{button, field, finding, page, panel, words};

/// What notes and coins are called over their fields.
const NAMES: [&str; 12] = [
    "$100", "$50", "$20", "$10", "$5", "$2", "$1", "50¢", "25¢", "10¢", "5¢", "1¢",
];

impl Closing {
    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        vec![
            button::plain("Close the month")
                .key("M")
                .on_press(Message::MonthPressed)
                .into(),
            button::plain("Print the sheet")
                .icon(icon::PRINT)
                .key("R")
                .on_press_maybe(self.chosen().is_some().then_some(Message::PrintPressed))
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let left = column![self.bar(), self.table()];
        row![
            container(left)
                .width(Fill)
                .height(Fill)
                .style(crate::ui::theme::ground(|t| t.paper)),
            self.panel(context),
        ]
        .into()
    }

    fn bar(&self) -> Element<'_, Message> {
        let locked = self
            .rows()
            .iter()
            .find(|row| row.reopened.is_none())
            .map_or_else(
                || String::from("Every day is open"),
                |row| format!("Closed through {}", show_date(row.span.through)),
            );
        let may = self.chosen().is_some_and(|row| row.reopened.is_none());
        page::toolbar(
            [words::strong(locked).into()],
            [button::danger("Open again")
                .icon(icon::UNDO)
                .key("O")
                .compact()
                .on_press_maybe(may.then_some(Message::ReopenPressed))
                .into()],
        )
    }

    fn table(&self) -> Element<'_, Message> {
        let columns = [
            Column::fixed("Through", 92.0),
            Column::fixed("Opening", 92.0).right(),
            Column::fixed("Charges", 84.0).right(),
            Column::fixed("Payments", 84.0).right(),
            Column::fixed("Adjustments", 96.0).right(),
            Column::fixed("Closing", 92.0).right(),
            Column::fill("Stands"),
        ];
        let empty = container(empty_state(
            icon::LOCK,
            "No day is closed yet",
            "Count the drawer and close the day at the right. The first close locks all that came before it.",
            None,
        ))
        .padding([gap::XXXL, 0.0]);
        data_table(columns, self.rows().len(), |at| {
            self.rows().get(at).map_or_else(Vec::new, cells)
        })
        .edge_to_edge()
        .id(TABLE)
        .height(Fill)
        .selected(self.selected)
        .on_select(Message::RowChosen)
        .on_open(|_| Message::PrintPressed)
        .empty(empty)
        .into()
    }

    fn panel<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let head = panel::head("Close the day", "", space());
        let day = field::date("Through", &self.form.day, context.today(), |text| {
            Message::Typed(Field::Day, text)
        })
        .id("close day")
        .on_leave(Message::DayLeft)
        .on_submit(Message::DayLeft)
        .width(Fill);
        let mut body = column![day].spacing(gap::M);
        if let Some(sheet) = self.preview() {
            let control = &sheet.control;
            if !sheet.span.is_one_day() {
                let words = format!(
                    "{} to {} are closed together.",
                    show_date(sheet.span.from),
                    show_date(sheet.span.through)
                );
                body = body.push(words::note(words));
            }
            body = body
                .push(panel::sums([
                    ("Opening receivable", control.opening),
                    ("Charges", control.charges),
                    ("Payments, net", control.payments.negated()),
                    ("Adjustments", control.adjustments.negated()),
                    ("Closing receivable", control.closing),
                ]))
                .push(panel::section("Cash drawer", ""))
                .push(self.counting(sheet.drawer.float));
        }
        body = body.push(self.verdict());
        panel::panel(width::PANEL_REMITTANCE, head, body)
    }

    /// The fields of the count, and what they come to.
    fn counting(&self, float: Money) -> Element<'_, Message> {
        let piece = |at: usize| -> Element<'_, Message> {
            let text = self.form.pieces.get(at).map_or("", String::as_str);
            let name = NAMES.get(at).copied().unwrap_or_default();
            field::text(name, text, move |text| {
                Message::Typed(Field::Pieces(at), text)
            })
            .id(format!("drawer {at}"))
            .compact()
            .right()
            .width(Fill)
            .into()
        };
        let lines = (0..Count::WORTHS.len()).step_by(4).map(|first| {
            let last = first.saturating_add(4).min(Count::WORTHS.len());
            row((first..last).map(piece)).spacing(gap::S).into()
        });
        let float = field::money("Float before", &self.form.float, |text| {
            Message::Typed(Field::Float, text)
        })
        .placeholder(float.plain())
        .width(Fill);
        let to_bank = field::money("To the bank", &self.form.to_bank, |text| {
            Message::Typed(Field::ToBank, text)
        })
        .placeholder("the cash taken")
        .width(Fill);
        let mut body = column(lines)
            .push(row![float, to_bank].spacing(gap::S))
            .spacing(gap::S);
        if let Ok((_, drawer)) = self.drawer() {
            body = body.push(summed(&drawer));
            let differs = drawer.difference().ok().flatten();
            if differs.is_some_and(|by| !by.is_zero()) {
                body = body.push(
                    field::text("Why it differs", &self.form.words, |text| {
                        Message::Typed(Field::Words, text)
                    })
                    .width(Fill),
                );
            }
        }
        body.into()
    }

    fn verdict(&self) -> Element<'_, Message> {
        match self.trouble() {
            Some(why) => finding::check(why, Tone::Attention),
            None => button::primary("Close and print")
                .icon(icon::LOCK)
                .key("Ctrl Enter")
                .on_press_maybe(self.preview().is_some().then_some(Message::ClosePressed))
                .into(),
        }
    }
}

/// What the drawer comes to.
fn summed<'a>(drawer: &Drawer) -> Element<'a, Message> {
    let mut sums = vec![
        ("Float", drawer.float),
        ("Cash taken", drawer.cash_in),
        ("Expected", drawer.expected().unwrap_or_default()),
    ];
    match (drawer.counted(), drawer.difference()) {
        (Ok(Some(counted)), Ok(Some(difference))) => {
            sums.push(("Counted", counted));
            sums.push(("Over (short)", difference));
        }
        _ => return column![panel::sums(sums), words::note("Not counted yet.")].into(),
    }
    panel::sums(sums)
}

fn cells(row: &ClosingRow) -> Vec<Cell<'_, Message>> {
    let control = &row.control;
    let stands = match &row.reopened {
        Some(back) => format!("opened again: {}", back.why),
        None => match row.over_short {
            Some(by) if !by.is_zero() => format!("by {}, drawer {}", row.by, words::show_money(by)),
            Some(_) => format!("by {}, drawer even", row.by),
            None => format!("by {}", row.by),
        },
    };
    vec![
        cell::date(row.span.through),
        cell::money(control.opening),
        cell::money(control.charges),
        cell::money(control.payments),
        cell::money(control.adjustments),
        cell::money(control.closing).strong(),
        cell::text(stands),
    ]
}
