//! How the bank's lines look. It must not know what accepting one does.

use iced::widget::{column, container, row, space};
use iced::{Element, Fill};

use super::{Bank, Message, TABLE, View};
use crate::domain::bank::matching::{SURE, Suggestion, What};
use crate::domain::bank::{BankLine, Standing};
use crate::domain::deposit::{DepositRow, deposit_number};
use crate::domain::typed::show_date;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::pill::Pill;
use crate::ui::widget::{button, chip, finding, panel, pill, words};

impl Bank {
    /// What stands at the right end of the top bar.
    pub fn actions(&self) -> Vec<Element<'_, Message>> {
        let sure = self.sure().count();
        let all = (sure > 0 && self.view == View::Open && self.import.is_none()).then(|| {
            button::plain(format!("Accept {sure} sure"))
                .icon(icon::CHECK)
                .key("Ctrl Enter")
                .on_press(Message::AllPressed)
                .into()
        });
        let file = button::primary("Bank file")
            .icon(icon::IMPORT)
            .key("I")
            .on_press(Message::ImportPressed)
            .into();
        all.into_iter().chain([file]).collect()
    }

    /// What stands at the right of the tabs.
    pub fn filters(&self) -> Vec<Element<'_, Message>> {
        if self.import.is_some() {
            return Vec::new();
        }
        let chip = |glyph, words: &str, count: usize, view: View| {
            chip::toggle(
                glyph,
                format!("{words} {count}"),
                self.view == view,
                Message::Turned(view),
            )
        };
        vec![
            chip(
                icon::REMITTANCES,
                "In the bank only",
                self.open_lines().len(),
                View::Open,
            ),
            chip(
                icon::CASH,
                "In the book only",
                self.missing().len(),
                View::Missing,
            ),
            chip(icon::PAID, "Settled", self.settled.len(), View::Settled),
        ]
    }

    /// The open list.
    pub fn list(&self) -> Element<'_, Message> {
        if let Some(import) = &self.import {
            return import.list().map(Message::Import);
        }
        let columns = match self.view {
            View::Open | View::Settled => line_columns(),
            View::Missing => deposit_columns(),
        };
        data_table(columns, self.rows(), |at| self.cells(at))
            .edge_to_edge()
            .id(TABLE)
            .height(Fill)
            .selected(self.selected)
            .on_select(Message::RowChosen)
            .on_open(Message::RowOpened)
            .empty(self.empty())
            .into()
    }

    fn cells(&self, at: usize) -> Vec<Cell<'_, Message>> {
        match self.view {
            View::Open => {
                let line = self.open_lines().get(at);
                line.map(|line| line_cells(line, self.suggestion(line.id)))
                    .unwrap_or_default()
            }
            View::Missing => self
                .missing()
                .get(at)
                .map(deposit_cells)
                .unwrap_or_default(),
            View::Settled => {
                let line = self.settled.get(at);
                line.map(|line| line_cells(line, None)).unwrap_or_default()
            }
        }
    }

    fn empty(&self) -> Element<'_, Message> {
        if self.board.is_none() {
            return space().into();
        }
        let state = match self.view {
            View::Open if self.settled.is_empty() => empty_state(
                icon::REMITTANCES,
                "No bank file yet",
                "Get the account’s transactions from the bank as OFX, QFX or CSV, and take the file in. Lines are kept \
                 once, however many files tell of them.",
                Some(
                    button::primary("Take a bank file in")
                        .key("I")
                        .on_press(Message::ImportPressed),
                ),
            ),
            View::Open => empty_state(
                icon::PAID,
                "Every line is known",
                "All that the bank told of is a deposit of the book, or set aside.",
                None,
            ),
            View::Missing => empty_state(
                icon::PAID,
                "Nothing is missing at the bank",
                "Every deposit in the days of the bank’s files is one of its lines.",
                None,
            ),
            View::Settled => empty_state(
                icon::REMITTANCES,
                "Nothing is settled yet",
                "Accept what a line may be, match it by hand, or set it aside.",
                None,
            ),
        };
        container(state).padding([gap::XXXL, 0.0]).into()
    }

    /// What is chosen.
    pub fn panel<'a>(&'a self, _: &'a Context) -> Element<'a, Message> {
        if let Some(import) = &self.import {
            return import.panel(&self.accounts).map(Message::Import);
        }
        if let Some(line) = self.open_line() {
            return self.open_panel(line);
        }
        if let Some(line) = self.settled_line() {
            return settled_panel(line);
        }
        let chosen = match self.view {
            View::Missing => self.selected.and_then(|at| self.missing().get(at)),
            View::Open | View::Settled => None,
        };
        match chosen {
            Some(row) => missing_panel(row),
            None => panel::panel(
                width::PANEL_REMITTANCE,
                panel::head("Bank", "", space()),
                self.on_the_way(),
            ),
        }
    }

    fn on_the_way(&self) -> Element<'_, Message> {
        let count = self
            .board
            .as_ref()
            .map_or(0, |board| board.on_the_way.len());
        match count {
            0 => space().into(),
            many => words::label(format!(
                "{many} deposits were made since the last day the bank told of."
            ))
            .into(),
        }
    }

    fn open_panel<'a>(&'a self, line: &'a BankLine) -> Element<'a, Message> {
        let head = panel::head("Bank line", show_date(line.on), space());
        let mut body = column![
            words::section(words::show_dollars(line.amount)),
            words::dense(line.words.as_str()),
            words::label(format!("Line {} of {}", line.file_line, line.file)),
        ]
        .spacing(gap::M);
        body = match self.suggestion(line.id) {
            Some(one) if self.by_hand.is_none() => body.push(suggested(one)),
            _ if self.by_hand.is_some() => body.push(self.offers(line)),
            _ => body.push(finding::check(
                "Nothing in the book comes to that amount near that day.",
                Tone::Attention,
            )),
        };
        let hand = if self.by_hand.is_some() {
            "Back to what is suggested"
        } else {
            "Match by hand"
        };
        body = body.push(
            row![
                button::plain(hand).key("H").on_press(Message::HandPressed),
                button::quiet("Set aside")
                    .key("S")
                    .on_press(Message::AsidePressed),
            ]
            .spacing(gap::S),
        );
        panel::panel(width::PANEL_REMITTANCE, head, body)
    }

    /// Deposits to match a line with: one that is all of it, or several that are parts of it.
    fn offers<'a>(&'a self, line: &'a BankLine) -> Element<'a, Message> {
        let rows = self.offered(line);
        let mut parts = column![panel::section("Deposits not at the bank", "")].spacing(gap::S);
        if rows.is_empty() {
            parts = parts.push(words::label("There is none."));
        }
        for (at, row) in rows.into_iter().enumerate() {
            let is_picked = self.picked.contains(&row.id);
            let words = format!(
                "{}{}, {}, {}",
                if is_picked { "Part: " } else { "" },
                deposit_number(row.id),
                show_date(row.on),
                words::show_dollars(row.net().unwrap_or(row.amount))
            );
            parts = parts.push(
                button::plain(words)
                    .compact()
                    .width(Fill)
                    .key(at.saturating_add(1).to_string())
                    .on_press(Message::HandChosen(row.id)),
            );
        }
        let left = (!self.picked.is_empty()).then(|| {
            let left = words::show_dollars(self.left(line));
            words::strong(format!("{left} of the line is left to be found"))
        });
        parts.push(left).into()
    }
}

fn suggested(one: &Suggestion) -> Element<'_, Message> {
    let tone = if one.is_sure() {
        Tone::Good
    } else {
        Tone::Attention
    };
    let title = match &one.what {
        What::Deposit(id) => format!("May be deposit {}", deposit_number(*id)),
        What::Waiting(items) if items.len() == 1 => {
            String::from("May be a payment that waits; its deposit is made")
        }
        What::Waiting(items) => format!(
            "May be {} payments that wait; their deposit is made",
            items.len()
        ),
    };
    let mut parts = column![finding::check(title, tone)].spacing(gap::XS);
    for reason in &one.reasons {
        parts = parts.push(words::label(format!("· {reason}")));
    }
    let accept = button::primary("Accept")
        .icon(icon::CHECK)
        .key("Enter")
        .on_press_maybe(one.difference.is_zero().then_some(Message::AcceptPressed));
    column![parts, accept].spacing(gap::M).into()
}

fn settled_panel(line: &BankLine) -> Element<'_, Message> {
    let head = panel::head("Bank line", show_date(line.on), space());
    let is = match &line.standing {
        Standing::Matched { deposits, words } => {
            let numbers: Vec<String> = deposits.iter().map(|id| deposit_number(*id)).collect();
            finding::is_right(format!("Deposit {}", numbers.join(", "))).note(words.as_str())
        }
        Standing::SetAside { why } => finding::to_look_at("Set aside").note(why.as_str()),
        Standing::Open => finding::to_look_at("Open"),
    };
    let body = column![
        words::section(words::show_dollars(line.amount)),
        words::dense(line.words.as_str()),
        words::label(format!("Line {} of {}", line.file_line, line.file)),
        finding::findings(vec![is]),
        button::danger("Take back")
            .icon(icon::UNDO)
            .key("U")
            .on_press(Message::UndoPressed),
    ]
    .spacing(gap::M);
    panel::panel(width::PANEL_REMITTANCE, head, body)
}

fn missing_panel(row: &DepositRow) -> Element<'_, Message> {
    let head = panel::head(deposit_number(row.id), row.kind.words(), space());
    let body = column![
        words::section(words::show_dollars(row.net().unwrap_or(row.amount))),
        panel::facts(
            96.0,
            [
                ("Day", words::dense(show_date(row.on)).into()),
                (
                    "Account",
                    words::dense(format!("{} ··{}", row.bank_name, row.last_four)).into(),
                ),
                ("Number", words::dense(row.reference.as_str()).into()),
            ],
        ),
        finding::check(
            "The bank’s files tell of these days, and no line is this deposit. Ask the bank, or match a line by hand.",
            Tone::Attention
        ),
    ]
    .spacing(gap::M);
    panel::panel(width::PANEL_REMITTANCE, head, body)
}

fn line_columns() -> Vec<Column<'static>> {
    vec![
        Column::fixed("Day", 96.0),
        Column::portion("Bank’s words", 5),
        Column::fixed("Amount", 112.0).right(),
        Column::fixed("Is", 172.0),
    ]
}

fn line_cells<'a>(line: &'a BankLine, one: Option<&'a Suggestion>) -> Vec<Cell<'a, Message>> {
    vec![
        cell::date(line.on),
        cell::text(line.words.as_str()),
        cell::money(line.amount).strong(),
        cell::pill(is(line, one)),
    ]
}

fn is(line: &BankLine, one: Option<&Suggestion>) -> Pill {
    match (&line.standing, one) {
        (Standing::Matched { deposits, .. }, _) => {
            let first = deposits.first().map(|id| deposit_number(*id));
            pill::matched().says(first.unwrap_or_default())
        }
        (Standing::SetAside { .. }, _) => pill::voided().says("Set aside"),
        (Standing::Open, Some(one)) => {
            let what = match &one.what {
                What::Deposit(id) => deposit_number(*id),
                What::Waiting(_) => String::from("waits"),
            };
            if one.score >= SURE && one.difference.is_zero() {
                pill::ready().says(format!("{what}, sure"))
            } else {
                pill::look().says(format!("{what}, {} of 100", one.score))
            }
        }
        (Standing::Open, None) => pill::no_match(),
    }
}

fn deposit_columns() -> Vec<Column<'static>> {
    vec![
        Column::fixed("Deposit", 84.0),
        Column::fixed("Day", 96.0),
        Column::portion("Account", 3),
        Column::fixed("What", 140.0),
        Column::fixed("Bank should have", 132.0).right(),
    ]
}

fn deposit_cells(row: &DepositRow) -> Vec<Cell<'_, Message>> {
    vec![
        cell::code(deposit_number(row.id)),
        cell::date(row.on),
        cell::text(format!("{} ··{}", row.bank_name, row.last_four)),
        cell::text(row.kind.words()),
        cell::money(row.net().unwrap_or(row.amount)).strong(),
    ]
}
