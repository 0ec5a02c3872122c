//! How the list of reports and the open one are drawn.

use iced::widget::{column, container, row, space};
use iced::{Element, Fill};

use super::{Day, Message, Open, Reports, TABLE};
use crate::domain::aged::Since;
use crate::domain::report::{self, Name, Report, Shape, Weight};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::widget::data_table::{Cell, Column, Kind, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::{button, field, page, panel, words};

impl Reports {
    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        let close = button::primary("Close the day")
            .icon(icon::LOCK)
            .key("K")
            .on_press(Message::ClosePressed)
            .into();
        let Some(open) = &self.open else {
            return vec![close];
        };
        let is_made = open.report.is_some();
        vec![
            button::plain("Save as CSV")
                .icon(icon::EXPORT)
                .key("X")
                .on_press_maybe(is_made.then_some(Message::SavePressed))
                .into(),
            button::plain("Print")
                .icon(icon::PRINT)
                .key("R")
                .on_press_maybe(is_made.then_some(Message::PrintPressed))
                .into(),
            close,
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        match &self.open {
            Some(open) => open.view(context),
            None => self.list(),
        }
    }

    fn list(&self) -> Element<'_, Message> {
        let columns = [Column::fixed("Report", 240.0), Column::fill("It answers")];
        let table = data_table(columns, Name::ALL.len(), |at| {
            Name::ALL.get(at).map_or_else(Vec::new, |name| {
                vec![cell::text(name.words()).strong(), cell::text(name.about())]
            })
        })
        .edge_to_edge()
        .id(TABLE)
        .height(Fill)
        .kinds(|_| Kind::Tall)
        .selected(Some(self.selected))
        .on_select(Message::NameChosen)
        .on_open(Message::NameOpened);
        let bar = page::toolbar(
            [
                words::strong("Reports").into(),
                words::label("Each as of any day; every total ties to that day’s close.").into(),
            ],
            [],
        );
        container(column![bar, table])
            .width(Fill)
            .height(Fill)
            .style(crate::ui::theme::ground(|t| t.paper))
            .into()
    }
}

impl Open {
    fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let left = column![self.bar(context), self.table()];
        row![
            container(left)
                .width(Fill)
                .height(Fill)
                .style(crate::ui::theme::ground(|t| t.paper)),
            self.panel(),
        ]
        .into()
    }

    fn bar<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let day = |which, text: &'a str, id| {
            field::date("", text, context.today(), move |text| {
                Message::Typed(which, text)
            })
            .id(id)
            .compact()
            .on_leave(Message::DayLeft)
            .on_submit(Message::DayLeft)
            .width(112.0)
        };
        let is_one = self.wanted.name.is_of_one_day();
        let title = self
            .report
            .as_ref()
            .map_or_else(|| self.wanted.name.words().to_owned(), |one| one.title());
        let mut right: Vec<Element<'a, Message>> = Vec::new();
        if is_one {
            right.push(words::label("as of").into());
        } else {
            right.push(words::label("from").into());
            right.push(day(Day::From, &self.from, "report day").into());
            right.push(words::label("to").into());
        }
        let id = if is_one { "report day" } else { "report end" };
        right.push(day(Day::To, &self.to, id).into());
        page::filter_bar([words::strong(title).into()], right)
    }

    fn rows(&self) -> &[report::Row] {
        self.report.as_ref().map_or(&[], |report| &report.rows)
    }

    fn table(&self) -> Element<'_, Message> {
        let Some(report) = &self.report else {
            return container(words::muted("Adding up…")).padding(gap::L).into();
        };
        let columns =
            report
                .columns
                .iter()
                .enumerate()
                .map(|(at, column)| match (column.shape, at) {
                    (Shape::Figures, _) => Column::portion(column.head, 3).right(),
                    (Shape::Words, 0) => Column::portion(column.head, 6),
                    (Shape::Words, _) => Column::portion(column.head, 5),
                });
        data_table(columns, report.rows.len(), |at| {
            self.rows()
                .get(at)
                .map_or_else(Vec::new, |row| cells(row, report.columns.len()))
        })
        .edge_to_edge()
        .id(TABLE)
        .height(Fill)
        .kinds(|at| match self.rows().get(at).map(|row| row.weight) {
            Some(Weight::Part) => Kind::Group,
            Some(Weight::Total) => Kind::Parent,
            Some(Weight::Plain) | None => Kind::Line,
        })
        .selected(self.selected)
        .on_select(Message::RowChosen)
        .on_open(Message::RowOpened)
        .empty(
            container(empty_state(
                icon::REPORTS,
                "Nothing on these days",
                "Choose other days over the table.",
                None,
            ))
            .padding([gap::XXXL, 0.0]),
        )
        .into()
    }

    fn panel(&self) -> Element<'_, Message> {
        let days = self
            .report
            .as_ref()
            .map_or_else(String::new, |one| one.days());
        let head = panel::head("What it comes to", "", space());
        let mut body = column![words::label(days)].spacing(gap::M);
        if let Some(report) = &self.report {
            body = body
                .push(words::large_figure(words::show_dollars(report.total)))
                .push(panel::sums(
                    report
                        .facts
                        .iter()
                        .map(|(_, words, amount)| (*words, *amount)),
                ));
            if self.wanted.name == Name::Ageing {
                body = body.push(self.clocks());
            }
            body = body.push(panel::section("How it is counted", ""));
            body = body.extend(notes(report));
        }
        panel::panel(width::PANEL_CHART, head, body)
    }

    /// What days can be counted from.
    fn clocks(&self) -> Element<'_, Message> {
        let names = Since::ALL.map(since_words);
        let chosen = since_words(self.wanted.since);
        field::select("Days since", names, Some(&chosen), |words| {
            let found = Since::ALL
                .into_iter()
                .find(|since| since_words(*since) == words);
            Message::SinceChosen(found.unwrap_or_default())
        })
        .width(Fill)
        .into()
    }
}

fn since_words(since: Since) -> String {
    since.words().to_owned()
}

fn notes(report: &Report) -> impl Iterator<Item = Element<'_, Message>> {
    report
        .notes
        .iter()
        .map(|note| words::label(note.as_str()).into())
}

/// The cells of a row, as many as there are columns.
fn cells(row: &report::Row, count: usize) -> Vec<Cell<'_, Message>> {
    let is_total = row.weight == Weight::Total;
    let mut cells: Vec<Cell<'_, Message>> = row
        .cells
        .iter()
        .map(|one| {
            let shown = match one {
                report::Cell::Money(amount) => cell::money(*amount),
                report::Cell::Day(day) => cell::date(*day),
                report::Cell::Blank
                | report::Cell::Words(_)
                | report::Cell::Count(_)
                | report::Cell::Percent(_)
                | report::Cell::Number(_) => cell::text(one.shown()),
            };
            if is_total { shown.strong() } else { shown }
        })
        .collect();
    cells.resize_with(count, cell::empty);
    cells
}
