//! The panel in which a guarantor's credit is placed on what is open, oldest first unless it is typed otherwise. It must
//! not know the journal.

use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Task};

use crate::domain::draft::CreditDraft;
use crate::domain::draft::credit::Field;
use crate::domain::draft::receipt::placement;
use crate::domain::id::GuarantorId;
use crate::domain::money::Money;
use crate::domain::payment::OpenItem;
use crate::domain::typed::show_date;
use crate::office::Chart;
use crate::ui::complaints::Complaints;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Action;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme;
use crate::ui::widget::{button, field, focus, page, panel, words};
use crate::ui::worker::Failure;

/// What the panel remembers.
pub(in crate::ui::screen::chart) struct Credit {
    ahead: Money,
    open: Option<Vec<OpenItem>>,
    draft: CreditDraft,
    complaints: Complaints<Field>,
    is_saving: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is open was read.
    Read(Result<Vec<OpenItem>, Failure>),
    /// The amount of a row was typed.
    Typed(usize, String),
    /// The focus left it.
    FieldLeft(usize),
    /// It is to be done.
    SavePressed,
    /// It was done, or not.
    Saved(Money, Result<(), Failure>),
    /// All stays as it is.
    KeepPressed,
}

impl Credit {
    /// Opens the panel for so much credit.
    pub fn open(context: &Context, guarantor: GuarantorId, credit: Money) -> (Self, Task<Message>) {
        let panel = Self {
            ahead: credit,
            open: None,
            draft: CreditDraft::default(),
            complaints: Complaints::default(),
            is_saving: false,
        };
        let read = context
            .worker
            .ask(move |office| office.open_items(guarantor), Message::Read);
        (panel, read)
    }

    /// Takes in what happened.
    pub fn update(
        &mut self,
        context: &Context,
        about: &Chart,
        message: Message,
    ) -> Action<Message> {
        match message {
            Message::Read(Ok(mut open)) => {
                open.retain(|item| item.patient_owes.is_positive());
                open.sort_by_key(|item| (item.service_on, item.line));
                self.draft = CreditDraft::oldest_first(&open, self.ahead).unwrap_or_default();
                self.open = Some(open);
                self.checked();
                Action::Run(focus::on(id(0)))
            }
            Message::Read(Err(failure)) => Action::Warn(failure),
            Message::Typed(at, text) => {
                if let Some(row) = self.draft.placed.get_mut(at) {
                    row.amount = text;
                }
                self.checked();
                Action::None
            }
            Message::FieldLeft(at) => {
                self.complaints.leave(amount_of(at));
                Action::None
            }
            Message::SavePressed => self.save(context, about),
            Message::Saved(amount, Ok(())) => {
                Action::Say(format!("Placed ${amount} of credit"), Task::none())
            }
            Message::Saved(_, Err(failure)) => {
                self.is_saving = false;
                Action::Warn(failure)
            }
            Message::KeepPressed => Action::Leave,
        }
    }

    fn open_items(&self) -> &[OpenItem] {
        self.open.as_deref().unwrap_or_default()
    }

    fn checked(&mut self) {
        let checked = self.draft.check(self.open_items(), self.ahead);
        self.complaints.note(checked);
    }

    /// Places it, or goes to the first amount that is wrong.
    pub fn save(&mut self, context: &Context, about: &Chart) -> Action<Message> {
        if self.is_saving || self.open_items().is_empty() {
            return Action::None;
        }
        match self.draft.check(self.open_items(), self.ahead) {
            Ok(placed) => {
                self.is_saving = true;
                let (guarantor, sum) = (about.guarantor.id, self.draft.sum());
                Action::Run(context.worker.ask(
                    move |office| office.place_credit(guarantor, &placed).map(|_| ()),
                    move |done| Message::Saved(sum, done),
                ))
            }
            Err(found) => match self.complaints.insist(found) {
                Some(Field::Placed(at, _)) => Action::Run(focus::on(id(at))),
                None => Action::None,
            },
        }
    }

    /// The panel.
    pub fn view<'a>(&'a self, about: &'a Chart) -> Element<'a, Message> {
        let head = panel::closable("Place credit", "oldest first", Message::KeepPressed);
        let rows = self
            .open_items()
            .iter()
            .enumerate()
            .map(|(at, item)| self.item(at, item));
        let body: Element<'a, Message> = match &self.open {
            None => space().into(),
            Some(open) if open.is_empty() => words::muted(format!(
                "{} owes nothing now; the credit waits for the next bill.",
                about.guarantor.contact.name.natural()
            ))
            .into(),
            Some(_) => column![
                focus::form(column(rows).spacing(gap::S)),
                rule::horizontal(1).style(theme::total_rule),
                panel::sums([
                    ("Credit", self.ahead),
                    ("Placed", self.draft.sum()),
                    (
                        "Stays as credit",
                        self.ahead.minus(self.draft.sum()).unwrap_or(Money::ZERO)
                    ),
                ]),
            ]
            .spacing(gap::M)
            .into(),
        };
        row![
            rule::vertical(1).style(theme::divider),
            container(column![
                head,
                page::scroll(container(body).padding(gap::L).width(Fill)),
                self.acts(),
            ])
            .width(width::PANEL_CHART - 1.0)
            .height(Fill)
            .style(theme::ground(|t| t.canvas)),
        ]
        .height(Fill)
        .into()
    }

    fn item<'a>(&'a self, at: usize, item: &'a OpenItem) -> Element<'a, Message> {
        let typed = self
            .draft
            .placed
            .get(at)
            .map_or("", |row| row.amount.as_str());
        let amount = field::money("", typed, move |text| Message::Typed(at, text))
            .compact()
            .id(id(at))
            .on_leave(Message::FieldLeft(at))
            .width(88.0);
        let words_of_item = column![
            words::body(item.description.as_str()),
            words::note(format!(
                "{}, {}, owes {}",
                show_date(item.service_on),
                item.patient_first,
                item.patient_owes
            )),
        ]
        .width(Fill);
        let shown = self.complaints.about(amount_of(at));
        column![
            row![words_of_item, amount].spacing(gap::S).align_y(Center),
            shown.map(field::error),
        ]
        .into()
    }

    fn acts(&self) -> Element<'_, Message> {
        let can = !self.open_items().is_empty() && !self.is_saving;
        let save = button::primary(format!("Place {}", self.draft.sum()))
            .icon(icon::CHECK)
            .key("Ctrl Enter")
            .width(Fill)
            .on_press_maybe(can.then_some(Message::SavePressed));
        container(save).padding(gap::L).into()
    }
}

const fn amount_of(at: usize) -> Field {
    Field::Placed(at, placement::Field::Amount)
}

fn id(at: usize) -> String {
    format!("credit {at}")
}
