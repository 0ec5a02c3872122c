//! A bank's file before it is taken in: its lines as they will stand, and, of a CSV file, which column is which. It must
//! not know how a file is read.

use std::path::PathBuf;
use std::sync::Arc;

use iced::widget::{column, row};
use iced::{Element, Fill};

use crate::domain::bank::{Amounts, DayOrder, Layout};
use crate::domain::deposit::Bank;
use crate::domain::id::BankId;
use crate::domain::typed::show_date;
use crate::office::{BankBytes, BankImported, BankPreview, Office, OfficeError, read_bank_bytes};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Action;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::key::Press;
use crate::ui::widget::{button, field, finding, panel, words};
use crate::ui::worker::Failure;

/// A file that is looked at.
pub struct Import {
    bank: BankId,
    name: String,
    file: Arc<BankBytes>,
    layout: Option<Layout>,
    read: Option<Result<BankPreview, String>>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// That file, or none.
    FileChosen(Option<PathBuf>),
    /// It was read.
    Read(Box<Looked>),
    /// Another account is meant.
    BankChosen(BankId),
    /// The day stands in that column.
    DayChosen(usize),
    /// And is written so.
    OrderChosen(DayOrder),
    /// The amount, or what came in, stands in that column.
    InChosen(usize),
    /// What went out stands in that column; none: the amount has a sign.
    OutChosen(Option<usize>),
    /// The words stand in that column.
    WordsChosen(usize),
    /// It is to be taken in.
    TakePressed,
    /// It was, or not.
    Taken(Result<BankImported, Failure>),
    /// Not this file.
    Closed,
}

/// What a look at a file gave.
#[derive(Clone, Debug)]
pub struct Looked {
    name: String,
    file: Arc<BankBytes>,
    outcome: Result<BankPreview, Failure>,
}

/// What the tab must do.
pub enum Outcome {
    /// Go on.
    Go(Action<Message>),
    /// Drop the file.
    Closed,
    /// It is in the book.
    Taken(String),
}

/// A column to choose, by its number and what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Choice {
    column: Option<usize>,
    words: String,
}

impl std::fmt::Display for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

/// How days are written, to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Order(DayOrder);

impl std::fmt::Display for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            DayOrder::MonthDayYear => "Month, day, year",
            DayOrder::DayMonthYear => "Day, month, year",
            DayOrder::YearMonthDay => "Year, month, day",
        })
    }
}

const ORDERS: [Order; 3] = [
    Order(DayOrder::MonthDayYear),
    Order(DayOrder::DayMonthYear),
    Order(DayOrder::YearMonthDay),
];

impl Import {
    /// A file of an account, still to be chosen.
    pub fn of(bank: BankId) -> Self {
        Self {
            bank,
            name: String::new(),
            file: Arc::default(),
            layout: None,
            read: None,
        }
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Outcome {
        match message {
            Message::FileChosen(None) | Message::Closed => return Outcome::Closed,
            Message::FileChosen(Some(path)) => return self.look_at(context, path),
            Message::Read(looked) => self.looked(*looked),
            Message::BankChosen(bank) => {
                self.bank = bank;
                self.layout = None;
                return self.look_again(context);
            }
            Message::DayChosen(column) => self.layout_mut().day = column,
            Message::OrderChosen(order) => self.layout_mut().order = order,
            Message::InChosen(column) => {
                let layout = self.layout_mut();
                layout.amounts = match layout.amounts {
                    Amounts::Two { debit, .. } => Amounts::Two {
                        credit: column,
                        debit,
                    },
                    Amounts::One(_) | Amounts::Flipped(_) | Amounts::Marked { .. } => {
                        Amounts::One(column)
                    }
                };
            }
            Message::OutChosen(out) => {
                let layout = self.layout_mut();
                let credit = coming_in(layout.amounts);
                layout.amounts = match out {
                    Some(debit) => Amounts::Two { credit, debit },
                    None => Amounts::One(credit),
                };
            }
            Message::WordsChosen(column) => self.layout_mut().words = vec![column],
            Message::TakePressed => return self.take(context),
            Message::Taken(Ok(done)) => return Outcome::Taken(said(&done)),
            Message::Taken(Err(failure)) => return Outcome::Go(Action::Warn(failure)),
        }
        if self.layout.is_some() && self.read.is_none() {
            return self.look_again(context);
        }
        Outcome::Go(Action::None)
    }

    fn look_at(&self, context: &Context, path: PathBuf) -> Outcome {
        let bank = self.bank;
        Outcome::Go(Action::Run(
            context
                .worker
                .ask(move |office| look_at(office, bank, &path), read_or_not),
        ))
    }

    fn look_again(&mut self, context: &Context) -> Outcome {
        let (bank, file, layout) = (self.bank, Arc::clone(&self.file), self.layout.clone());
        let name = self.name.clone();
        Outcome::Go(Action::Run(context.worker.ask(
            move |office| {
                Ok(Looked {
                    outcome: office
                        .read_bank_file(bank, &file.bytes, layout.as_ref())
                        .map_err(Failure::from),
                    name,
                    file,
                })
            },
            read_or_not,
        )))
    }

    fn looked(&mut self, looked: Looked) {
        self.name = looked.name;
        self.file = looked.file;
        self.read = Some(match looked.outcome {
            Ok(preview) => {
                self.layout.clone_from(&preview.layout);
                Ok(preview)
            }
            Err(failure) => Err(failure.words()),
        });
    }

    /// The layout, to be changed; it is read anew then.
    fn layout_mut(&mut self) -> &mut Layout {
        self.read = None;
        self.layout.get_or_insert(Layout {
            separator: self.file.separator,
            skip: 0,
            day: 0,
            order: DayOrder::MonthDayYear,
            amounts: Amounts::One(1),
            words: Vec::new(),
            reference: None,
        })
    }

    fn take(&self, context: &Context) -> Outcome {
        let is_empty = self.lines() == 0;
        if is_empty {
            return Outcome::Go(Action::None);
        }
        let (bank, file, layout) = (self.bank, Arc::clone(&self.file), self.layout.clone());
        let name = self.name.clone();
        Outcome::Go(Action::Run(context.worker.ask(
            move |office| office.import_bank_file(bank, &name, &file.bytes, layout.as_ref()),
            Message::Taken,
        )))
    }

    fn lines(&self) -> usize {
        match &self.read {
            Some(Ok(preview)) => preview.lines.len(),
            Some(Err(_)) | None => 0,
        }
    }

    /// A key that nothing in the view had a use for.
    #[allow(
        clippy::unused_self,
        reason = "every part of a screen is asked for its keys in the same way"
    )]
    pub fn pressed(&self, press: &Press) -> Option<Message> {
        if press.is("Ctrl Enter") {
            Some(Message::TakePressed)
        } else if press.is("Esc") {
            Some(Message::Closed)
        } else {
            None
        }
    }

    /// The lines as they will stand; while there are none, the first rows as they are.
    pub fn list(&self) -> Element<'_, Message> {
        if self.lines() == 0 && !self.file.rows.is_empty() {
            return self.raw();
        }
        let columns = [
            Column::fixed("Line", 56.0).right(),
            Column::fixed("Day", 96.0),
            Column::fill("Words"),
            Column::fixed("Amount", 112.0).right(),
        ];
        data_table(columns, self.lines(), |at| self.cells(at))
            .edge_to_edge()
            .height(Fill)
            .without_focus()
            .into()
    }

    /// The first rows of the file, for whoever says which column is which.
    fn raw(&self) -> Element<'_, Message> {
        let widest = self.file.rows.iter().map(Vec::len).max().unwrap_or(0);
        let columns = (1..=widest).map(|number| Column::fill(number.to_string()));
        let cells = |at: usize| {
            let row = self.file.rows.get(at);
            let cells = row.into_iter().flatten();
            cells.map(|words| cell::text(words.as_str())).collect()
        };
        data_table(columns, self.file.rows.len(), cells)
            .edge_to_edge()
            .height(Fill)
            .without_focus()
            .into()
    }

    fn cells(&self, at: usize) -> Vec<Cell<'_, Message>> {
        let Some(Ok(preview)) = &self.read else {
            return Vec::new();
        };
        preview.lines.get(at).map_or_else(Vec::new, |line| {
            vec![
                cell::count(usize::try_from(line.line).unwrap_or(usize::MAX)),
                cell::date(line.on),
                cell::text(line.words.as_str()),
                cell::money(line.amount),
            ]
        })
    }

    /// What the file is, and which column is which.
    pub fn panel<'a>(&'a self, accounts: &'a [Bank]) -> Element<'a, Message> {
        let head = panel::head("Bank file", self.name.as_str(), iced::widget::space());
        let chosen = accounts.iter().find(|account| account.id == self.bank);
        let account = field::select("Of", accounts.to_vec(), chosen, |bank: Bank| {
            Message::BankChosen(bank.id)
        })
        .width(Fill);
        let body = column![
            account,
            self.said(),
            self.columns(),
            self.refused(),
            self.buttons()
        ]
        .spacing(gap::M);
        panel::panel(width::PANEL_REMITTANCE, head, body)
    }

    fn said(&self) -> Element<'_, Message> {
        match &self.read {
            None => words::label("The file is being read.").into(),
            Some(Err(why)) => finding::check(why.as_str(), Tone::Bad),
            Some(Ok(preview)) => {
                let days = preview.lines.iter().map(|line| line.on);
                let between = days
                    .clone()
                    .min()
                    .zip(days.max())
                    .map_or_else(String::new, |(first, last)| {
                        format!(", {} to {}", show_date(first), show_date(last))
                    });
                finding::check(
                    format!("{} lines{between}", preview.lines.len()),
                    Tone::Good,
                )
            }
        }
    }

    /// The choices of columns, of a CSV file.
    fn columns(&self) -> Option<Element<'_, Message>> {
        if self.file.rows.is_empty() {
            return None;
        }
        let layout = self.layout.as_ref();
        let all = self.choices();
        let chosen = |column: Option<usize>| {
            all.iter()
                .find(|one| one.column == column && column.is_some())
                .cloned()
        };
        let pick = |label: &'static str, at: Option<usize>, then: fn(usize) -> Message| {
            field::select(
                label,
                all.clone(),
                chosen(at).as_ref(),
                move |one: Choice| then(one.column.unwrap_or_default()),
            )
            .width(Fill)
        };
        let mut outs = all.clone();
        outs.insert(
            0,
            Choice {
                column: None,
                words: String::from("None: the amount has a sign"),
            },
        );
        let out = layout.and_then(|layout| going_out(layout.amounts));
        let out = outs.iter().find(|one| one.column == out).cloned();
        let order = layout.map(|layout| Order(layout.order));
        let parts = column![
            panel::section("Columns", "kept for the account"),
            pick("Day", layout.map(|layout| layout.day), Message::DayChosen),
            field::select("Written as", ORDERS, order.as_ref(), |order: Order| {
                Message::OrderChosen(order.0)
            })
            .width(Fill),
            pick(
                "Amount, or money in",
                layout.map(|layout| coming_in(layout.amounts)),
                Message::InChosen
            ),
            field::select("Money out", outs, out.as_ref(), |one: Choice| {
                Message::OutChosen(one.column)
            })
            .width(Fill),
            pick(
                "Words",
                layout.and_then(|layout| layout.words.first().copied()),
                Message::WordsChosen
            ),
        ]
        .spacing(gap::S);
        Some(parts.into())
    }

    /// Each column by its number and the first thing that stands in it.
    fn choices(&self) -> Vec<Choice> {
        let widest = self.file.rows.iter().map(Vec::len).max().unwrap_or(0);
        (0..widest)
            .map(|column| {
                let mut cells = self.file.rows.iter().filter_map(|row| row.get(column));
                let first = cells.find(|cell| !cell.is_empty());
                let first = first.map_or("", String::as_str);
                let shown: String = first.chars().take(28).collect();
                Choice {
                    column: Some(column),
                    words: format!("{}: {shown}", column.saturating_add(1)),
                }
            })
            .collect()
    }

    fn refused(&self) -> Option<Element<'_, Message>> {
        let Some(Ok(preview)) = &self.read else {
            return None;
        };
        if preview.refused.is_empty() {
            return None;
        }
        let mut parts = column![finding::check(
            format!("{} lines cannot be read", preview.refused.len()),
            Tone::Attention
        )]
        .spacing(gap::XS);
        for (line, why) in preview.refused.iter().take(8) {
            parts = parts.push(words::label(format!("Line {line}: {why}")));
        }
        Some(parts.into())
    }

    fn buttons(&self) -> Element<'_, Message> {
        let can = (self.lines() > 0).then_some(Message::TakePressed);
        row![
            button::primary("Take the lines in")
                .icon(icon::IMPORT)
                .key("Ctrl Enter")
                .on_press_maybe(can),
            button::quiet("Not this file").on_press(Message::Closed),
        ]
        .spacing(gap::S)
        .into()
    }
}

const fn coming_in(amounts: Amounts) -> usize {
    match amounts {
        Amounts::One(column) | Amounts::Flipped(column) => column,
        Amounts::Two { credit, .. } => credit,
        Amounts::Marked { amount, .. } => amount,
    }
}

const fn going_out(amounts: Amounts) -> Option<usize> {
    match amounts {
        Amounts::Two { debit, .. } => Some(debit),
        Amounts::One(_) | Amounts::Flipped(_) | Amounts::Marked { .. } => None,
    }
}

/// Reads a file from the disk and looks at it.
fn look_at(
    office: &mut Office,
    bank: BankId,
    path: &std::path::Path,
) -> Result<Looked, OfficeError> {
    let file = read_bank_bytes(path)?;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(Looked {
        outcome: office
            .read_bank_file(bank, &file.bytes, None)
            .map_err(Failure::from),
        file: Arc::new(file),
        name,
    })
}

/// A file that could not be read from the disk is a look that failed.
fn read_or_not(looked: Result<Looked, Failure>) -> Message {
    Message::Read(Box::new(looked.unwrap_or_else(|failure| Looked {
        name: String::new(),
        file: Arc::default(),
        outcome: Err(failure),
    })))
}

fn said(done: &BankImported) -> String {
    format!(
        "{} lines are new, {} were known{}.",
        done.taken,
        done.known,
        if done.elsewhere > 0 {
            format!(", {} are of another account", done.elsewhere)
        } else {
            String::new()
        }
    )
}
