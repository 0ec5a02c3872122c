//! The ledger tab: every visit, its services and what happened to each, and beside them why a balance is what it is,
//! or what is to be done about it. It must not know how an entry is written.

mod adjust;
mod credit;
mod moves;
mod relief;
mod rows;
mod table;
mod why;

use std::collections::BTreeMap;

use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill, Task};

use self::adjust::Adjust;
use self::credit::Credit;
use self::relief::Relief;
use self::rows::{Key, Row, Unfolded};
use crate::domain::card::{LedgerCard, Step, Why};
use crate::domain::id::ChargeLineId;
use crate::domain::patient::PatientRow;
use crate::domain::pay_plan::{PlanNow, PlanNumber, Standing};
use crate::domain::typed::show_date;
use crate::office::Chart;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, chip, focus, page, words};
use crate::ui::worker::Failure;

const TABLE: &str = "ledger card";

/// What the tab remembers.
#[derive(Default)]
pub(super) struct Ledger {
    card: Option<LedgerCard>,
    /// The guarantor's payment plans that are open.
    plans: Vec<PlanNow>,
    /// Everybody on the guarantor's account.
    family: Vec<PatientRow>,
    is_whole_family: bool,
    only_open: bool,
    unfolded: Unfolded,
    steps: BTreeMap<ChargeLineId, Vec<Step>>,
    rows: Vec<Row>,
    selected: Option<Key>,
    panel: Panel,
}

/// What stands at the right.
#[derive(Default)]
enum Panel {
    /// Nothing: the card has the room.
    #[default]
    Closed,
    /// Why the chosen service's balance is what it is.
    Why(Option<Box<Why>>),
    /// What is to be done about a service.
    Adjust(Box<Adjust>),
    /// The credit being placed.
    Credit(Box<Credit>),
    /// A discount, or a balance for another account.
    Relief(Box<Relief>),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The card was read.
    CardRead {
        /// Of the whole family.
        is_whole_family: bool,
        /// The card, and everybody on the account.
        read: Result<(LedgerCard, Vec<PatientRow>), Failure>,
    },
    /// The payment plans were read.
    PlansRead(Result<Vec<PlanNow>, Failure>),
    /// The plan is to be looked at.
    PlanPressed,
    /// What happened to a service was read.
    StepsRead(ChargeLineId, Result<Vec<Step>, Failure>),
    /// Why a balance is what it is was read.
    WhyRead(ChargeLineId, Result<Why, Failure>),
    /// The whole family is to be shown, or only the patient.
    FamilyToggled,
    /// Only what is owed for is to be shown, or all.
    OnlyOpenToggled,
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened: it is unfolded, or folded again.
    RowOpened(usize),
    /// A service was pressed in the panel.
    LinePressed(ChargeLineId),
    /// Why the balance is what it is was asked.
    WhyPressed,
    /// The EOB that answered the service is wanted.
    EobPressed,
    /// Something is to be done about the service.
    AdjustPressed,
    /// The credit is to be placed.
    CreditPressed,
    /// A payment is to be taken.
    PaymentPressed,
    /// The panel was closed.
    PanelClosed,
    /// In the panel that adjusts.
    Adjust(adjust::Message),
    /// In the panel that places credit.
    Credit(credit::Message),
    /// A discount is wanted, or another account.
    ReliefPressed,
    /// In the panel of discounts.
    Relief(relief::Message),
}

impl Ledger {
    /// Reads the card.
    pub fn read(&self, context: &Context, about: &Chart) -> Task<Message> {
        let is_whole_family = self.is_whole_family;
        let guarantor = about.guarantor.id;
        let patient = (!is_whole_family).then_some(about.patient.id);
        let today = context.today();
        let plans = context.worker.ask(
            move |office| office.plan_due(guarantor, today),
            Message::PlansRead,
        );
        let card = context.worker.ask(
            move |office| {
                Ok((
                    office.ledger_card(guarantor, patient)?,
                    office.family(guarantor)?,
                ))
            },
            move |read| Message::CardRead {
                is_whole_family,
                read,
            },
        );
        Task::batch([card, plans])
    }

    /// Where the guarantor's payment plan is: the open one, else a new one.
    pub fn plan_place(&self, about: &Chart) -> Place {
        match self.plans.first() {
            Some(plan) => Place::Plans(Some(plan.plan.id)),
            None => Place::NewPlan(about.guarantor.id),
        }
    }

    /// Takes in what happened.
    pub fn update(
        &mut self,
        context: &Context,
        about: &Chart,
        message: Message,
    ) -> Action<Message> {
        match message {
            Message::CardRead {
                is_whole_family, ..
            } if is_whole_family != self.is_whole_family => Action::None,
            Message::CardRead { read: Ok(read), .. } => self.card_read(context, read),
            Message::PlansRead(Ok(plans)) => {
                self.plans = plans;
                Action::None
            }
            Message::PlanPressed => Action::Go(self.plan_place(about)),
            Message::StepsRead(line, Ok(steps)) => {
                let _before = self.steps.insert(line, steps);
                self.lay_out();
                Action::None
            }
            Message::WhyRead(line, Ok(why)) => {
                self.why_read(line, why);
                Action::None
            }
            Message::CardRead {
                read: Err(failure), ..
            }
            | Message::PlansRead(Err(failure))
            | Message::StepsRead(_, Err(failure))
            | Message::WhyRead(_, Err(failure)) => Action::Warn(failure),
            Message::FamilyToggled => {
                self.is_whole_family = !self.is_whole_family;
                Action::Run(self.read(context, about))
            }
            Message::OnlyOpenToggled => {
                self.only_open = !self.only_open;
                self.lay_out();
                Action::None
            }
            Message::RowChosen(at) => match self.key_at(at) {
                Some(key) => Action::Run(self.choose(context, key)),
                None => Action::None,
            },
            Message::RowOpened(at) => match self.key_at(at) {
                Some(key) => Action::Run(self.turn(context, key)),
                None => Action::None,
            },
            Message::LinePressed(line) => Action::Run(self.go_to(context, line)),
            Message::WhyPressed => Action::Run(self.ask_why(context)),
            Message::EobPressed => self.go_to_answer(),
            Message::AdjustPressed => self.adjust(context, about),
            Message::CreditPressed => self.place_credit(context, about),
            Message::ReliefPressed => self.relieve(context, about),
            Message::PaymentPressed => Action::Go(Place::TakePayment(Some(about.guarantor.id))),
            Message::PanelClosed => {
                self.panel = Panel::Closed;
                Action::Run(focus::on(TABLE))
            }
            message @ (Message::Relief(_) | Message::Adjust(_) | Message::Credit(_)) => {
                self.in_panel(context, about, message)
            }
        }
    }

    /// What happened in the panel that is open; what was meant for another is late.
    fn in_panel(&mut self, context: &Context, about: &Chart, message: Message) -> Action<Message> {
        let action = match (message, &mut self.panel) {
            (Message::Relief(message), Panel::Relief(relief)) => {
                relief.update(context, message).map(Message::Relief)
            }
            (Message::Adjust(message), Panel::Adjust(adjust)) => {
                adjust.update(context, message).map(Message::Adjust)
            }
            (Message::Credit(message), Panel::Credit(credit)) => {
                credit.update(context, about, message).map(Message::Credit)
            }
            _ => return Action::None,
        };
        self.settled(context, action)
    }

    fn card_read(
        &mut self,
        context: &Context,
        (card, family): (LedgerCard, Vec<PatientRow>),
    ) -> Action<Message> {
        let is_first = self.card.is_none();
        self.family = family;
        let mut start = None;
        if is_first && let Some((visit, line)) = rows::first_open(&card) {
            let _new = self.unfolded.visits.insert(visit.visit);
            start = Some(Key::Line(line.line));
            self.panel = Panel::Why(None);
        }
        self.card = Some(card);
        // What happened may have grown; it is read again for what is unfolded.
        self.steps.clear();
        let lines: Vec<ChargeLineId> = self.unfolded.lines.iter().copied().collect();
        let steps = lines.into_iter().map(|line| self.read_steps(context, line));
        let steps = Task::batch(steps);
        self.lay_out();
        let to = start.or(self.selected).or_else(|| self.key_at(0));
        let chosen = to.map_or_else(Task::none, |key| self.choose(context, key));
        let focus = if is_first {
            focus::on(TABLE)
        } else {
            Task::none()
        };
        Action::Run(Task::batch([steps, chosen, focus]))
    }

    /// After something was saved, the panel goes back to why; the card is read again by the chart.
    fn settled(&mut self, context: &Context, action: Action<Message>) -> Action<Message> {
        match action {
            Action::Say(words, task) => {
                self.panel = Panel::Why(None);
                Action::Say(words, Task::batch([task, focus::on(TABLE)]))
            }
            Action::Leave => {
                self.panel = Panel::Why(None);
                let chosen = self
                    .selected
                    .map_or_else(Task::none, |key| self.choose(context, key));
                Action::Run(Task::batch([chosen, focus::on(TABLE)]))
            }
            action => action,
        }
    }

    /// Goes to what answered the chosen service, as the panel tells it: the remittance at its segment, or the EOB.
    fn go_to_answer(&self) -> Action<Message> {
        let answer = match &self.panel {
            Panel::Why(Some(why)) => why::answer_of(why),
            Panel::Why(None)
            | Panel::Closed
            | Panel::Adjust(_)
            | Panel::Credit(_)
            | Panel::Relief(_) => None,
        };
        answer.map_or(Action::None, Action::Go)
    }

    /// Opens the panel that says why, or closes it.
    fn ask_why(&mut self, context: &Context) -> Task<Message> {
        if matches!(self.panel, Panel::Why(_)) {
            self.panel = Panel::Closed;
            return Task::none();
        }
        self.panel = Panel::Why(None);
        self.selected
            .map_or_else(Task::none, |key| self.choose(context, key))
    }

    fn why_read(&mut self, line: ChargeLineId, why: Why) {
        let _before = self.steps.insert(line, why.steps.clone());
        self.lay_out();
        let is_wanted = self.line() == Some(line);
        if let (true, Panel::Why(shown)) = (is_wanted, &mut self.panel) {
            *shown = Some(Box::new(why));
        }
    }

    /// Opens the panel that adjusts the chosen service; of a visit, the first that somebody owes for.
    fn adjust(&mut self, context: &Context, about: &Chart) -> Action<Message> {
        let Some(wanted) = self.line().or_else(|| self.first_of_visit()) else {
            return Action::None;
        };
        let went = if self.line().is_none() {
            self.go_to(context, wanted)
        } else {
            Task::none()
        };
        let found = self.card.as_ref().and_then(|card| {
            let visit = rows::visit_of(card, wanted)?;
            let line = visit.lines.iter().find(|one| one.line == wanted)?;
            Some((visit, line))
        });
        let Some((visit, line)) = found else {
            return Action::None;
        };
        let entry = match self.selected {
            Some(Key::Step(line, at)) => self.steps.get(&line).and_then(|steps| steps.get(at)),
            _ => None,
        };
        let (adjust, task) = Adjust::open(context, about, visit, line, entry.map(|s| s.entry));
        self.panel = Panel::Adjust(Box::new(adjust));
        Action::Run(Task::batch([went, task.map(Message::Adjust)]))
    }

    fn first_of_visit(&self) -> Option<ChargeLineId> {
        let Some(Key::Visit(visit)) = self.selected else {
            return None;
        };
        let visits = &self.card.as_ref()?.visits;
        let lines = &visits.iter().find(|one| one.visit == visit)?.lines;
        let open = lines.iter().find(|line| rows::is_open(&line.sums));
        open.or(lines.first()).map(|line| line.line)
    }

    fn place_credit(&mut self, context: &Context, about: &Chart) -> Action<Message> {
        let Some(card) = &self.card else {
            return Action::None;
        };
        if !card.unapplied.is_positive() {
            return Action::None;
        }
        let (credit, task) = Credit::open(context, about.guarantor.id, card.unapplied);
        self.panel = Panel::Credit(Box::new(credit));
        Action::Run(task.map(Message::Credit))
    }

    /// Opens the panel of discounts and moves; what moves is the chosen service, or all that is owed.
    fn relieve(&mut self, context: &Context, about: &Chart) -> Action<Message> {
        let (relief, task) = Relief::open(context, about, self.line());
        self.panel = Panel::Relief(Box::new(relief));
        Action::Run(task.map(Message::Relief))
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(
        &mut self,
        context: &Context,
        about: &Chart,
        press: &Press,
    ) -> Option<Action<Message>> {
        match &mut self.panel {
            Panel::Adjust(adjust) if press.is("Ctrl Enter") => {
                let action = adjust.save(context).map(Message::Adjust);
                return Some(self.settled(context, action));
            }
            Panel::Credit(credit) if press.is("Ctrl Enter") => {
                let action = credit.save(context, about).map(Message::Credit);
                return Some(self.settled(context, action));
            }
            Panel::Relief(relief) if press.is("Ctrl Enter") => {
                let action = relief.save(context).map(Message::Relief);
                return Some(self.settled(context, action));
            }
            Panel::Adjust(_) | Panel::Credit(_) | Panel::Relief(_) if press.is("Esc") => {
                return Some(self.settled(context, Action::Leave));
            }
            _ => {}
        }
        Some(if press.is("Right") {
            Action::Run(self.deeper(context))
        } else if press.is("Left") {
            Action::Run(self.further_out(context))
        } else if press.is("W") {
            Action::Run(self.ask_why(context))
        } else if press.is("E") {
            self.update(context, about, Message::EobPressed)
        } else if press.is("A") {
            self.adjust(context, about)
        } else if press.is("C") {
            self.place_credit(context, about)
        } else if press.is("D") {
            self.relieve(context, about)
        } else if press.is("O") {
            self.update(context, about, Message::OnlyOpenToggled)
        } else if press.is("F") && self.family.len() > 1 {
            self.update(context, about, Message::FamilyToggled)
        } else if press.is("Up") || press.is("Down") {
            Action::Run(focus::on(TABLE))
        } else {
            return None;
        })
    }

    /// Whether something is being entered beside the card.
    pub const fn is_form(&self) -> bool {
        matches!(
            self.panel,
            Panel::Adjust(_) | Panel::Credit(_) | Panel::Relief(_)
        )
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if self.is_form() {
            return vec![
                hint(&["Tab"], "next field"),
                hint(&["Ctrl Enter"], "do it"),
                hint(&["Esc"], "keep it as it is"),
            ];
        }
        let mut keys = vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Right", "Left"], "open, close"),
            hint(&["W"], "why this balance"),
            hint(&["A"], "adjust"),
            hint(&["D"], "discount, move"),
            hint(&["O"], "open balances only"),
            hint(&["E"], "the EOB that answered"),
        ];
        if self.family.len() > 1 {
            keys.push(hint(&["F"], "whole family"));
        }
        keys
    }

    /// The work area below the head of the chart.
    pub fn view<'a>(&'a self, about: &'a Chart) -> Element<'a, Message> {
        let Some(card) = &self.card else {
            return space().into();
        };
        let left = column![
            self.toolbar(),
            self.credit(card),
            self.plan(),
            self.table(card)
        ];
        let panel = match &self.panel {
            Panel::Closed => None,
            Panel::Why(why) => Some(self.why(card, why.as_deref())),
            Panel::Adjust(adjust) => Some(adjust.view().map(Message::Adjust)),
            Panel::Credit(credit) => Some(credit.view(about).map(Message::Credit)),
            Panel::Relief(relief) => Some(relief.view().map(Message::Relief)),
        };
        row![container(left).width(Fill).height(Fill), panel].into()
    }

    fn toolbar(&self) -> Element<'_, Message> {
        let family = (self.family.len() > 1).then(|| {
            chip::toggle(
                icon::PATIENTS,
                format!("Whole family, {}", self.family.len()),
                self.is_whole_family,
                Message::FamilyToggled,
            )
        });
        let why = matches!(self.panel, Panel::Closed).then(|| {
            button::quiet("Why this balance")
                .key("W")
                .compact()
                .on_press(Message::WhyPressed)
                .into()
        });
        let only_open = chip::toggle(
            icon::FILTER,
            "Open balances only",
            self.only_open,
            Message::OnlyOpenToggled,
        );
        page::toolbar(
            [
                words::strong("Ledger card").into(),
                words::muted("newest first").into(),
            ],
            why.into_iter().chain(family).chain([only_open]),
        )
    }

    /// What is due on the guarantor's payment plan.
    fn plan(&self) -> Option<Element<'_, Message>> {
        let plan = self.plans.first()?;
        let now = &plan.now;
        let due = if now.due.is_positive() {
            format!("{} is due now", words::show_dollars(now.due))
        } else {
            now.next.map_or_else(String::new, |(on, amount)| {
                let amount = words::show_dollars(amount);
                format!("next {amount} on {}", show_date(on))
            })
        };
        let words_of_it = format!(
            "Payment plan {}: {}, {due}",
            PlanNumber(plan.plan.id),
            now.standing.words().to_lowercase()
        );
        let line = row![
            icon::of(icon::CALENDAR, 16.0),
            words::body(words_of_it),
            space::horizontal(),
            button::quiet("See it")
                .key("L")
                .compact()
                .on_press(Message::PlanPressed),
        ]
        .spacing(gap::S)
        .height(40.0)
        .align_y(Center);
        let is_well = now.standing == Standing::OnTime;
        let strip = container(line).padding([0.0, gap::L]).width(Fill);
        Some(
            strip
                .style(move |theme| {
                    let tokens = theme::tokens(theme);
                    let tint = if is_well {
                        tokens.sent
                    } else {
                        tokens.attention
                    };
                    container::Style::default()
                        .background(tint.ground)
                        .color(tint.ink)
                })
                .into(),
        )
    }

    /// What was paid and not yet placed.
    fn credit(&self, card: &LedgerCard) -> Option<Element<'_, Message>> {
        if !card.unapplied.is_positive() || matches!(self.panel, Panel::Credit(_)) {
            return None;
        }
        let words_of_it = format!(
            "{} was paid ahead and pays for nothing yet",
            words::show_dollars(card.unapplied)
        );
        let line = row![
            icon::of(icon::PAYMENT, 16.0),
            words::body(words_of_it),
            space::horizontal(),
            button::quiet("Place it")
                .key("C")
                .compact()
                .on_press(Message::CreditPressed),
        ]
        .spacing(gap::S)
        .height(40.0)
        .align_y(Center);
        Some(
            container(line)
                .padding([0.0, gap::L])
                .width(Fill)
                .style(|theme| {
                    let tint = theme::tokens(theme).attention;
                    container::Style::default()
                        .background(tint.ground)
                        .color(tint.ink)
                })
                .into(),
        )
    }
}

impl Ledger {
    /// Reads what happened to a service on this card, which may be another one than that of its visit.
    fn read_steps(&self, context: &Context, line: ChargeLineId) -> Task<Message> {
        let Some(guarantor) = self.card.as_ref().map(|card| card.guarantor) else {
            return Task::none();
        };
        context.worker.ask(
            move |office| office.steps_on(line, guarantor),
            move |steps| Message::StepsRead(line, steps),
        )
    }

    fn read_why(&self, context: &Context, line: ChargeLineId) -> Task<Message> {
        let Some(guarantor) = self.card.as_ref().map(|card| card.guarantor) else {
            return Task::none();
        };
        context.worker.ask(
            move |office| office.why_on(line, guarantor),
            move |why| Message::WhyRead(line, why),
        )
    }
}
