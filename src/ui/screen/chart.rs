//! One patient's chart: who they are, how they are covered and what is owed, over six tabs. It must not know how an
//! amount is posted.

mod allowed;
mod claims;
mod coverage;
mod head;
mod ledger;
mod notes;
mod papers;
mod policy;
mod visits;

use iced::widget::{column, container, space};
use iced::{Element, Fill, Task};

use self::claims::Claims;
use self::coverage::Coverage;
use self::ledger::Ledger;
use self::notes::Notes;
use self::papers::Papers;
use self::visits::Visits;
use crate::domain::id::PatientId;
use crate::office::{self, PlacedCredit};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, ChartTab, FieldOf, Place};
use crate::ui::screen::patient_form::{self, PatientForm};
use crate::ui::screen::waiting;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, tabs};
use crate::ui::worker::Failure;

/// What the screen remembers.
pub struct Chart {
    patient: PatientId,
    tab: ChartTab,
    /// Who it is about; none until read.
    about: Option<office::Chart>,
    /// Which tabs show what the book has.
    is_read: [bool; ChartTab::ALL.len()],
    ledger: Ledger,
    details: Option<PatientForm>,
    coverage: Coverage,
    visits: Visits,
    claims: Claims,
    papers: Papers,
    notes: Notes,
    /// The field to go to once the chart is there, and what is wrong with it.
    wanted: Option<(FieldOf, String)>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The chart was read.
    Read(Result<office::Chart, Failure>),
    /// A tab was pressed.
    TabPressed(usize),
    /// A payment is to be taken.
    PaymentPressed,
    /// The credit is to go where it belongs.
    CreditPressed,
    /// It did, or not.
    CreditPlaced(Result<PlacedCredit, Failure>),
    /// A visit is to be entered.
    VisitPressed,
    /// On the ledger tab.
    Ledger(ledger::Message),
    /// On the details tab.
    Details(patient_form::Message),
    /// On the coverage tab.
    Coverage(coverage::Message),
    /// On the visits tab.
    Visits(visits::Message),
    /// On the claims tab.
    Claims(claims::Message),
    /// On the statements tab.
    Papers(papers::Message),
    /// On the notes tab.
    Notes(notes::Message),
}

impl Chart {
    /// Opens a patient's chart at a tab.
    pub fn open(context: &Context, patient: PatientId, tab: ChartTab) -> (Self, Task<Message>) {
        let chart = Self {
            patient,
            tab,
            about: None,
            is_read: [false; ChartTab::ALL.len()],
            ledger: Ledger::default(),
            details: None,
            coverage: Coverage::default(),
            visits: Visits::default(),
            claims: Claims::default(),
            papers: Papers::default(),
            notes: Notes::default(),
            wanted: None,
        };
        let read = chart.read(context);
        (chart, read)
    }

    /// Opens a patient's chart at a field of theirs or of a policy, and says there what is wrong with it.
    pub fn open_at(
        context: &Context,
        patient: PatientId,
        field: FieldOf,
        words: &str,
    ) -> (Self, Task<Message>) {
        let tab = match field {
            FieldOf::Policy(..) => ChartTab::Coverage,
            _ => ChartTab::Details,
        };
        let (chart, task) = Self::open(context, patient, tab);
        let wanted = Some((field, words.to_owned()));
        (Self { wanted, ..chart }, task)
    }

    fn read(&self, context: &Context) -> Task<Message> {
        let patient = self.patient;
        context
            .worker
            .ask(move |office| office.chart(patient), Message::Read)
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(about)) => {
                self.about = Some(about);
                Action::Run(self.show(context))
            }
            Message::TabPressed(at) => ChartTab::ALL
                .get(at)
                .map_or(Action::None, |tab| self.turn_to(context, *tab)),
            Message::PaymentPressed => self.take_payment(),
            Message::CreditPressed => self.place_credit(context),
            Message::CreditPlaced(Ok(placed)) => {
                let said = Action::Say(waiting::placed_words(placed), Task::none());
                self.acted(context, said)
            }
            Message::Read(Err(failure)) | Message::CreditPlaced(Err(failure)) => {
                Action::Warn(failure)
            }
            Message::VisitPressed => Action::Go(Place::NewVisit(Some(self.patient))),
            message => {
                let Some(about) = &self.about else {
                    return Action::None;
                };
                let action = match message {
                    Message::Ledger(message) => {
                        let action = self.ledger.update(context, about, message);
                        action.map(Message::Ledger)
                    }
                    Message::Details(message) => {
                        let details = self.details.as_mut();
                        details.map_or(Action::None, |form| {
                            form.update(context, message).map(Message::Details)
                        })
                    }
                    Message::Coverage(message) => {
                        let action = self.coverage.update(context, about, message);
                        action.map(Message::Coverage)
                    }
                    Message::Visits(message) => {
                        let action = self.visits.update(context, about, message);
                        action.map(Message::Visits)
                    }
                    Message::Claims(message) => {
                        let action = self.claims.update(context, about, message);
                        action.map(Message::Claims)
                    }
                    Message::Papers(message) => {
                        let action = self.papers.update(context, about, message);
                        action.map(Message::Papers)
                    }
                    Message::Notes(message) => {
                        let action = self.notes.update(context, about, message);
                        action.map(Message::Notes)
                    }
                    _ => Action::None,
                };
                self.acted(context, action)
            }
        }
    }

    /// A tab says something only when the book was changed; then all that is shown is read again.
    fn acted(&mut self, context: &Context, action: Action<Message>) -> Action<Message> {
        match action {
            Action::Say(words, task) => {
                self.is_read = [false; ChartTab::ALL.len()];
                Action::Say(words, Task::batch([task, self.read(context)]))
            }
            action => action,
        }
    }

    fn turn_to(&mut self, context: &Context, tab: ChartTab) -> Action<Message> {
        self.tab = tab;
        Action::Moved(Place::Chart(self.patient, tab), self.show(context))
    }

    /// Reads what the open tab shows, unless that was done.
    fn show(&mut self, context: &Context) -> Task<Message> {
        let Some(about) = &self.about else {
            return Task::none();
        };
        let at = self.at();
        match self.is_read.get_mut(at) {
            Some(is_read) if !*is_read => *is_read = true,
            _ => return Task::none(),
        }
        match self.tab {
            ChartTab::Ledger => self.ledger.read(context, about).map(Message::Ledger),
            ChartTab::Details => {
                // What is being typed stays, whatever else was saved.
                if self.details.as_ref().is_some_and(PatientForm::is_dirty) {
                    return Task::none();
                }
                let (mut form, task) =
                    PatientForm::change(context, &about.patient, &about.guarantor);
                let go = match self.wanted.take() {
                    Some((FieldOf::Patient(_, field), words)) => form.go_to(field, words),
                    _ => Task::none(),
                };
                self.details = Some(form);
                Task::batch([task, go]).map(Message::Details)
            }
            ChartTab::Coverage => {
                let task = match self.wanted.take() {
                    Some((FieldOf::Policy(_, policy, field), words)) => {
                        self.coverage.open_at(context, about, policy, field, words)
                    }
                    _ => self.coverage.read(context, about),
                };
                task.map(Message::Coverage)
            }
            ChartTab::Visits => Visits::read(context, about).map(Message::Visits),
            ChartTab::Claims => Claims::read(context, about).map(Message::Claims),
            ChartTab::Statements => Papers::read(context, about).map(Message::Papers),
            ChartTab::Notes => Notes::read(context, about).map(Message::Notes),
        }
    }

    fn at(&self) -> usize {
        let at = ChartTab::ALL.iter().position(|tab| *tab == self.tab);
        at.unwrap_or_default()
    }

    fn take_payment(&self) -> Action<Message> {
        self.about.as_ref().map_or(Action::None, |about| {
            Action::Go(Place::TakePayment(Some(about.guarantor.id)))
        })
    }

    /// Whether there is credit, and no letters are typed that its key would be one of.
    fn offers_credit(&self) -> bool {
        let has_credit = self
            .about
            .as_ref()
            .is_some_and(|about| about.unapplied.is_positive());
        has_credit && !self.is_form()
    }

    fn place_credit(&self, context: &Context) -> Action<Message> {
        let Some(about) = self.about.as_ref().filter(|_| self.offers_credit()) else {
            return Action::None;
        };
        let guarantor = about.guarantor.id;
        Action::Run(context.worker.ask(
            move |office| office.place_credit_by_itself(guarantor),
            Message::CreditPlaced,
        ))
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let to = tabs::turned(press, self.at(), ChartTab::ALL.len());
        if let Some(tab) = to.and_then(|to| ChartTab::ALL.get(to)) {
            return Some(self.turn_to(context, *tab));
        }
        let about = self.about.as_ref()?;
        let taken = match self.tab {
            ChartTab::Ledger => {
                let action = self.ledger.pressed(context, about, press);
                action.map(|action| action.map(Message::Ledger))
            }
            ChartTab::Details => self
                .details
                .as_mut()
                .and_then(|form| form.pressed(context, press))
                .map(|action| action.map(Message::Details)),
            ChartTab::Coverage => {
                let action = self.coverage.pressed(context, about, press);
                action.map(|action| action.map(Message::Coverage))
            }
            ChartTab::Visits => {
                let action = self.visits.pressed(context, about, press);
                action.map(|action| action.map(Message::Visits))
            }
            ChartTab::Claims => {
                let action = Claims::pressed(press);
                action.map(|action| action.map(Message::Claims))
            }
            ChartTab::Statements => {
                let action = self.papers.pressed(context, about, press);
                action.map(|action| action.map(Message::Papers))
            }
            ChartTab::Notes => {
                let action = self.notes.pressed(context, about, press);
                action.map(|action| action.map(Message::Notes))
            }
        };
        match taken {
            Some(action) => Some(self.acted(context, action)),
            None if press.is("K") && self.offers_credit() => Some(self.place_credit(context)),
            None if self.is_form() => None,
            None if press.is("P") => Some(self.take_payment()),
            None if press.is("L") => Some(Action::Go(self.ledger.plan_place(about))),
            None => press
                .is("Q")
                .then_some(Action::Go(Place::Estimates(self.patient))),
        }
    }

    /// What the screen's keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let mut keys = match self.tab {
            ChartTab::Ledger => self.ledger.keys(),
            ChartTab::Details => self
                .details
                .as_ref()
                .map(PatientForm::keys)
                .unwrap_or_default(),
            ChartTab::Coverage => self.coverage.keys(),
            ChartTab::Visits => Visits::keys(),
            ChartTab::Claims => Claims::keys(),
            ChartTab::Statements => self.papers.keys(),
            ChartTab::Notes => self.notes.keys(),
        };
        keys.push(if self.is_form() {
            hint(&["Ctrl PgUp", "PgDn"], "tabs")
        } else {
            hint(&["1 – 7"], "tabs")
        });
        if !self.is_form() {
            keys.push(hint(&["P"], "take payment"));
            keys.push(hint(&["L"], "payment plan"));
            keys.push(hint(&["Q"], "estimates"));
        }
        if self.offers_credit() {
            keys.push(hint(&["K"], "place credit"));
        }
        keys.push(hint(&["Ctrl N"], "new visit"));
        keys
    }

    /// Whether letters are typed here, so that they are no keys.
    fn is_form(&self) -> bool {
        match self.tab {
            ChartTab::Details => true,
            ChartTab::Coverage => self.coverage.is_form(),
            ChartTab::Ledger => self.ledger.is_form(),
            ChartTab::Notes => self.notes.is_form(),
            ChartTab::Visits | ChartTab::Claims | ChartTab::Statements => false,
        }
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        let credit = self.offers_credit().then(|| {
            Element::from(
                button::plain("Place credit")
                    .icon(icon::CASH)
                    .key("K")
                    .on_press(Message::CreditPressed),
            )
        });
        let rest = vec![
            button::plain("Take payment")
                .icon(icon::PAYMENTS)
                .key("P")
                .on_press_maybe(self.about.is_some().then_some(Message::PaymentPressed))
                .into(),
            button::primary("New visit")
                .icon(icon::ADD)
                .key("Ctrl N")
                .on_press(Message::VisitPressed)
                .into(),
        ];
        credit.into_iter().chain(rest).collect()
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let Some(about) = &self.about else {
            return space().width(Fill).height(Fill).into();
        };
        let tab = match self.tab {
            ChartTab::Ledger => self.ledger.view(about).map(Message::Ledger),
            ChartTab::Details => match &self.details {
                Some(form) => form.view(context).map(Message::Details),
                None => space().into(),
            },
            ChartTab::Coverage => self.coverage.view(context, about).map(Message::Coverage),
            ChartTab::Visits => self.visits.view(about).map(Message::Visits),
            ChartTab::Claims => self.claims.view(about).map(Message::Claims),
            ChartTab::Statements => self.papers.view(context, about).map(Message::Papers),
            ChartTab::Notes => self.notes.view(context).map(Message::Notes),
        };
        column![
            head::head(about, context.today(), self.at()),
            container(tab).width(Fill).height(Fill),
        ]
        .into()
    }
}
