//! How the drawer and the deposits look. It must not know how one is made.

use iced::keyboard::key::Named;
use iced::widget::{column, container, row, space};
use iced::{Element, Fill};

use super::{Drawer, Field, Message, TABLE, View, bears_fee};
use crate::domain::deposit::{
    Bank, Deposit, DepositRow, Kind, Means, Part, Undeposited, deposit_number,
};
use crate::domain::money::Money;
use crate::domain::typed::{counted, show_date};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::pill::Pill;
use crate::ui::widget::{button, chip, field, finding, panel, pill, words};

/// How many parts of a deposit the panel lists.
const PARTS: usize = 60;

impl Drawer {
    /// What stands at the right end of the top bar.
    pub fn actions(&self) -> Vec<Element<'_, Message>> {
        match self.view {
            View::Waiting => vec![
                button::plain("Pick all alike")
                    .icon(icon::CHECK)
                    .key("A")
                    .on_press_maybe((!self.items().is_empty()).then_some(Message::LikePicked))
                    .into(),
            ],
            View::Made => vec![],
        }
    }

    /// What stands at the right of the tabs.
    pub fn filters(&self) -> Vec<Element<'_, Message>> {
        let is_waiting = self.view == View::Waiting;
        vec![
            chip::toggle(
                icon::WAITING,
                "Waiting",
                is_waiting,
                Message::Turned(View::Waiting),
            ),
            chip::toggle(
                icon::REMITTANCES,
                "Made",
                !is_waiting,
                Message::Turned(View::Made),
            ),
        ]
    }

    /// The open list.
    pub fn list(&self) -> Element<'_, Message> {
        let columns = match self.view {
            View::Waiting => waiting_columns(),
            View::Made => made_columns(),
        };
        let table = data_table(columns, self.rows(), |at| self.cells(at))
            .edge_to_edge()
            .id(TABLE)
            .height(Fill)
            .selected(self.selected)
            .on_select(Message::RowChosen)
            .on_open(match self.view {
                View::Waiting => Message::Picked,
                View::Made => |_| Message::SlipPressed,
            })
            .on_key(|at, press| {
                let is_pick = press.is(Named::Space) && press.modifiers.is_empty();
                at.filter(|_| is_pick).map(Message::Picked)
            })
            .empty(self.empty());
        if self.rows() == 0 {
            table.into()
        } else {
            table.total(self.total()).into()
        }
    }

    fn cells(&self, at: usize) -> Vec<Cell<'_, Message>> {
        match self.view {
            View::Waiting => self
                .items()
                .get(at)
                .map(|one| waiting_cells(one, self.picked.contains(&one.item)))
                .unwrap_or_default(),
            View::Made => {
                let row = self.made.as_ref().and_then(|rows| rows.get(at));
                row.map(made_cells).unwrap_or_default()
            }
        }
    }

    fn total(&self) -> Vec<Cell<'_, Message>> {
        match self.view {
            View::Waiting => {
                let sum = self.waiting.as_ref().map(|waiting| waiting.total);
                let mut cells = vec![cell::empty(), cell::text(counted(self.rows(), "payment"))];
                cells.extend((0..3).map(|_| cell::empty()));
                cells.push(cell::dollars(sum.unwrap_or_default()));
                cells
            }
            View::Made => vec![cell::text(counted(self.rows(), "deposit"))],
        }
    }

    fn empty(&self) -> Element<'_, Message> {
        let state = match (self.view, &self.waiting) {
            (_, None) => return space().into(),
            (View::Waiting, Some(_)) => empty_state(
                icon::CASH,
                "Nothing waits",
                "Every payment is at the bank. What you take in next waits here.",
                None,
            ),
            (View::Made, Some(_)) => empty_state(
                icon::REMITTANCES,
                "No deposits yet",
                "Pick what goes to the bank among what waits, and make the deposit.",
                None,
            ),
        };
        container(state).padding([gap::XXXL, 0.0]).into()
    }

    /// The panel: the running total of what is picked, or a deposit.
    pub fn panel<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        match self.view {
            View::Waiting => self.making(context),
            View::Made => self.shown(),
        }
    }

    fn making<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let parts = self.parts();
        let proposed = self.proposed(context);
        let sum = crate::domain::deposit::total(&parts).unwrap_or_default();
        let head = panel::head("New deposit", counted(parts.len(), "payment"), space());
        let of = |means: Means| {
            let of: Vec<&Undeposited> = parts.iter().filter(|one| one.means == means).collect();
            let sum = Money::sum(of.iter().map(|one| one.amount)).unwrap_or_default();
            (of.len(), sum)
        };
        let sums = [
            (Means::Cash, "Cash"),
            (Means::Check, "Checks"),
            (Means::Card, "Cards"),
            (Means::Eft, "EFT"),
        ];
        let sums = sums
            .into_iter()
            .filter_map(|(means, label)| match of(means) {
                (0, _) => None,
                (count, sum) => Some((format!("{label} ({count})"), sum)),
            });
        let body = column![
            words::large_figure(words::show_dollars(sum)),
            panel::sums(sums),
            self.form(context, proposed.as_ref().ok().map(|(_, kind, _)| *kind)),
            Self::verdict(parts.is_empty(), proposed),
        ]
        .spacing(gap::M);
        panel::panel(width::PANEL_REMITTANCE, head, body)
    }

    fn form<'a>(&'a self, context: &'a Context, kind: Option<Kind>) -> Element<'a, Message> {
        if self.waiting.is_some() && self.banks.is_empty() {
            return self.new_account();
        }
        let chosen = self
            .banks
            .iter()
            .find(|bank| Some(bank.id) == self.form.bank);
        let account = field::select("To", self.banks.clone(), chosen, |bank: Bank| {
            Message::BankChosen(bank.id)
        })
        .width(Fill);
        let day = field::date("On", &self.form.on, context.today(), |text| {
            Message::Typed(Field::On, text)
        })
        .id("deposit day")
        .width(Fill);
        let reference = field::text("Bag or batch number", &self.form.reference, |text| {
            Message::Typed(Field::Reference, text)
        })
        .optional()
        .width(Fill);
        let fee = kind.is_some_and(bears_fee).then(|| {
            field::money("Kept back as a fee", &self.form.fee, |text| {
                Message::Typed(Field::Fee, text)
            })
            .optional()
            .width(Fill)
        });
        column![account, day, reference, fee].spacing(gap::M).into()
    }

    fn new_account(&self) -> Element<'_, Message> {
        let wrong = self.account().check().err();
        let name = field::text("Bank account", &self.form.name, |text| {
            Message::Typed(Field::Name, text)
        })
        .placeholder("First Cornfield, operating")
        .width(Fill);
        let ends = field::text("Last four of its number", &self.form.ends, |text| {
            Message::Typed(Field::Ends, text)
        })
        .width(Fill);
        let add = button::plain("Write it in")
            .icon(icon::ADD)
            .on_press_maybe(wrong.is_none().then_some(Message::AccountPressed));
        column![
            words::label("Deposits go to a bank account; write it in once."),
            name,
            ends,
            add
        ]
        .spacing(gap::M)
        .into()
    }

    fn verdict<'a>(
        is_nothing: bool,
        proposed: Result<(crate::domain::deposit::NewDeposit, Kind, Money), String>,
    ) -> Element<'a, Message> {
        match proposed {
            Ok((new, kind, sum)) => {
                let net = sum.minus(new.fee).unwrap_or(sum);
                let label = match kind {
                    Kind::Slip => "Make the deposit and its slip",
                    Kind::Eft | Kind::Card => "Make the deposit",
                    Kind::Returned => "Enter the bank’s return",
                    Kind::Exchange => "Exchange them",
                };
                let booked = (new.fee.is_positive() || kind != Kind::Slip).then(|| {
                    finding::check(
                        format!(
                            "{}; the bank books {}",
                            kind.words(),
                            words::show_dollars(net)
                        ),
                        Tone::Quiet,
                    )
                });
                column![
                    booked,
                    button::primary(label)
                        .icon(icon::REMITTANCES)
                        .key("Ctrl Enter")
                        .on_press(Message::DepositPressed)
                ]
                .spacing(gap::M)
                .into()
            }
            Err(_) if is_nothing => {
                words::label("Space picks a payment, A all that go together with it.").into()
            }
            Err(why) => finding::check(why, Tone::Attention),
        }
    }

    /// The chosen deposit.
    fn shown(&self) -> Element<'_, Message> {
        let Some(row) = self.chosen_deposit() else {
            let head = panel::head("Deposit", "", space());
            return panel::panel(width::PANEL_REMITTANCE, head, space());
        };
        let head = panel::head(deposit_number(row.id), row.kind.words(), space());
        let facts = panel::facts(
            96.0,
            [
                ("Day", words::dense(show_date(row.on)).into()),
                (
                    "Account",
                    words::dense(format!("{} ··{}", row.bank_name, row.last_four)).into(),
                ),
                ("Number", words::dense(row.reference.clone()).into()),
                ("Bank", words::dense(at_bank(row)).into()),
            ],
        );
        let fee = row
            .fee
            .is_positive()
            .then(|| panel::sums([("Kept back as a fee", row.fee)]));
        let slip = (row.kind == Kind::Slip).then(|| {
            button::plain(if row.is_printed {
                "Print again"
            } else {
                "Print the slip"
            })
            .icon(icon::PRINT)
            .key("R")
            .on_press(Message::SlipPressed)
        });
        let back = (!row.is_taken_back).then(|| {
            button::danger("Take back")
                .icon(icon::UNDO)
                .key("U")
                .on_press(Message::BackPressed)
        });
        let body = column![
            words::section(words::show_dollars(row.amount)),
            facts,
            fee,
            row![slip, back].spacing(gap::S),
            self.detail.as_ref().map(contents),
        ]
        .spacing(gap::M);
        panel::panel(width::PANEL_REMITTANCE, head, body)
    }
}

fn at_bank(row: &DepositRow) -> String {
    match row.at_bank {
        Some(line) => format!("Line {line} of the bank’s file"),
        None => String::from("No line is known to be it"),
    }
}

fn contents(deposit: &Deposit) -> Element<'_, Message> {
    let mut parts = column![].spacing(gap::S);
    if let Some(back) = &deposit.taken_back {
        parts = parts.push(finding::findings(vec![
            finding::to_look_at(format!("Taken back by {}", back.by)).note(back.why.clone()),
        ]));
    }
    parts = parts.push(panel::section("Made of", ""));
    let more = deposit.contents.len().saturating_sub(PARTS);
    parts = parts.extend(deposit.contents.iter().take(PARTS).map(one));
    if more > 0 {
        parts = parts.push(words::label(format!("and {more} more")));
    }
    parts.into()
}

fn one(part: &Part) -> Element<'_, Message> {
    let first = row![
        words::dense(part.from.as_str()).width(Fill),
        words::money(part.amount)
    ]
    .spacing(gap::S);
    let mut what = format!("{} {}", part.means.words(), part.reference);
    if part.is_gone {
        what.push_str(", taken back since");
    }
    column![first, words::label(what)].into()
}

fn waiting_columns() -> Vec<Column<'static>> {
    vec![
        Column::fixed("", 32.0),
        Column::fixed("Taken in", 96.0),
        Column::fixed("By", 72.0),
        Column::portion("From", 3),
        Column::portion("Number", 2),
        Column::fixed("Amount", 112.0).right(),
        Column::fixed("State", 152.0),
    ]
}

fn waiting_cells(one: &Undeposited, is_picked: bool) -> Vec<Cell<'_, Message>> {
    vec![
        if is_picked {
            cell::icon(icon::CHECK).tone(|t| t.accent)
        } else {
            cell::empty()
        },
        cell::date(one.on),
        cell::text(one.means.words()),
        cell::text(one.from.as_str()),
        cell::code(one.reference.as_str()),
        cell::money(one.amount).strong(),
        match one.went_in {
            Some(id) => {
                cell::pill(pill::takeback().says(format!("Went in {}", deposit_number(id))))
            }
            None => cell::pill(pill::waiting()),
        },
    ]
}

fn made_columns() -> Vec<Column<'static>> {
    vec![
        Column::fixed("Deposit", 84.0),
        Column::fixed("Day", 96.0),
        Column::portion("Account", 3),
        Column::fixed("What", 132.0),
        Column::fixed("Payments", 80.0).right(),
        Column::fixed("Amount", 112.0).right(),
        Column::fixed("State", 128.0),
    ]
}

fn made_cells(row: &DepositRow) -> Vec<Cell<'_, Message>> {
    vec![
        cell::code(deposit_number(row.id)),
        cell::date(row.on),
        cell::text(format!("{} ··{}", row.bank_name, row.last_four)),
        cell::text(row.kind.words()),
        cell::count(usize::try_from(row.parts).unwrap_or(usize::MAX)),
        cell::money(row.amount).strong(),
        cell::pill(state(row)),
    ]
}

fn state(row: &DepositRow) -> Pill {
    if row.is_taken_back {
        pill::takeback().says("Taken back")
    } else if row.at_bank.is_some() {
        pill::matched().says("At the bank")
    } else {
        pill::waiting().says("Made")
    }
}
