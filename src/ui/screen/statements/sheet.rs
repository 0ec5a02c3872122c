//! What stands beside the list: the statement as it will be printed, those that were sent, or what the run made. It must
//! not know who else is listed.

use std::path::Path;

use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill};

use super::run::{Made, Run};
use super::{Filter, Message, Side, Statements};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::{height, space as gap};
use crate::ui::theme::{self, Tone};
use crate::ui::widget::data_table::{Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::{button, card, pill, tabs, words};

/// Begins with a capital.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

impl Statements {
    pub(super) fn beside<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let body = match (&self.run, self.filter, self.row(), self.side) {
            (Run::Done(made), ..) => made_view(made),
            (_, Filter::Runs, ..) => self.runs.beside(),
            (_, _, _, Side::Reasons) => column![self.head(context), self.reasons_view()].into(),
            (_, _, _, Side::Rules) => column![self.head(context), self.rules_view()].into(),
            (_, _, None, _) => space().into(),
            (_, _, Some(row), Side::Preview) => column![
                self.head(context),
                self.worth(row),
                self.preview.view("No statement can be made")
            ]
            .into(),
            (_, _, Some(_), Side::Sent) => column![self.head(context), self.sent()].into(),
        };
        container(body)
            .width(Fill)
            .height(Fill)
            .style(theme::ground(|t| t.canvas))
            .into()
    }

    fn head<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let list = [
            tabs::tab(format!("As of {}", context.today().format("%m/%d/%Y"))),
            tabs::tab("Sent before").count(self.sent.len()),
            tabs::tab("Reasons"),
            tabs::tab("Rules"),
        ];
        let at = Side::ALL.iter().position(|side| *side == self.side);
        let turn = |at| Message::SideTurned(Side::ALL.get(at).copied().unwrap_or_default());
        let at = at.unwrap_or_default();
        let pages = match self.side {
            Side::Preview => self.preview.turner(Message::PageTurned),
            Side::Sent | Side::Reasons | Side::Rules => None,
        };
        column![
            row![tabs::tabs(list, at, turn), space::horizontal()]
                .push(pages)
                .spacing(gap::M)
                .padding([0.0, gap::L])
                .height(height::FILTER_BAR - 1.0)
                .align_y(Center),
            rule::horizontal(1).style(theme::divider),
        ]
        .into()
    }

    fn sent(&self) -> Element<'_, Message> {
        let none = container(empty_state(
            icon::STATEMENTS,
            "None was sent yet",
            "Each statement stands here as it was sent, once it was.",
            None,
        ))
        .padding([gap::XXXL, gap::XL]);
        let table = data_table(
            [
                Column::fixed("Number", 104.0),
                Column::fixed("Sent", 104.0),
                Column::fixed("Request", 80.0).right(),
                Column::fill("Asked for").right(),
                Column::fixed("State", 120.0),
            ],
            self.sent.len(),
            |at| {
                self.sent.get(at).map_or_else(Vec::new, |sent| {
                    vec![
                        cell::code(sent.number.as_str()),
                        cell::date(sent.made_on),
                        cell::count(usize::from(sent.times)),
                        cell::money(sent.amount).strong(),
                        cell::pill(if sent.withdrawn.is_some() {
                            pill::takeback().says("Taken back")
                        } else {
                            pill::sent()
                        }),
                    ]
                })
            },
        )
        .selected(self.sent_selected)
        .on_select(Message::SentChosen)
        .on_open(Message::SentOpened)
        .empty(none);
        let open = self.sent_selected.map(|at| {
            button::plain("Open as it was sent")
                .icon(icon::PRINT)
                .key("O")
                .on_press(Message::SentOpened(at))
        });
        container(column![table].push(open).spacing(gap::L))
            .padding(gap::L)
            .width(Fill)
            .into()
    }
}

/// What the run made, and where it is.
fn made_view(made: &Made) -> Element<'_, Message> {
    let head = row![
        icon::of(icon::PAID, 20.0).style(Tone::Good.ink()),
        words::title(format!(
            "{}, {}",
            super::list::many(made.count, "statement", "statements"),
            words::show_dollars(made.total)
        )),
    ]
    .spacing(gap::S)
    .align_y(Center);
    let files = made.files.iter().map(|path| file_row(path));
    let body = column![
        head,
        words::muted(format!("They are in {}.", made.folder.display())),
        column(files).spacing(gap::S),
        row![
            button::plain("Open the folder")
                .icon(icon::OPEN_FILE)
                .on_press(Message::FilePressed(made.folder.clone())),
            button::quiet("Done")
                .key("Esc")
                .on_press(Message::MadePressed),
        ]
        .spacing(gap::S),
    ]
    .spacing(gap::L);
    container(card::card(body).padding(gap::XL).width(Fill))
        .padding(gap::L)
        .into()
}

fn file_row(path: &Path) -> Element<'_, Message> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    row![
        words::body(name),
        space::horizontal(),
        button::primary("Open to print")
            .icon(icon::PRINT)
            .on_press(Message::FilePressed(path.to_owned())),
    ]
    .spacing(gap::M)
    .align_y(Center)
    .into()
}
