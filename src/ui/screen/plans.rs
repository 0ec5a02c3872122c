//! Payment plans: every guarantor's, what is due and what was missed, and what can be done about one. It must not know how
//! a plan is worked out.

mod list;
mod rules;
mod side;

use iced::widget::column;
use iced::{Element, Task};

use crate::domain::id::PlanId;
use crate::domain::pay_plan::{Ending, MissedRules, PlanNumber, PlanRow, Standing, Version};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Ask, ChartTab, Place};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, focus, page, tabs, words};
use crate::ui::worker::Failure;

const TABLE: &str = "payment plans";
/// What an agreement's file is called on its way to the viewer; it tells nobody's name.
const FILE: &str = "plan.pdf";

/// Which plans are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Those that are open.
    Open,
    /// Those whose guarantors are to be reminded.
    Remind,
    /// Those in default.
    Default,
    /// Those that are paid off or were closed.
    Over,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Open, Self::Remind, Self::Default, Self::Over];

    const fn words(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Remind => "To remind",
            Self::Default => "In default",
            Self::Over => "Paid off or closed",
        }
    }

    const fn holds(self, standing: Standing) -> bool {
        match self {
            Self::Open => !matches!(standing, Standing::PaidOff | Standing::Closed),
            Self::Remind => matches!(standing, Standing::Remind),
            Self::Default => matches!(standing, Standing::Default),
            Self::Over => matches!(standing, Standing::PaidOff | Standing::Closed),
        }
    }
}

/// What the screen remembers.
pub struct Plans {
    tab: Tab,
    /// The one to choose as soon as the list is read.
    wanted: Option<PlanId>,
    found: Option<Vec<PlanRow>>,
    /// Which of them are listed.
    shown: Vec<usize>,
    selected: Option<usize>,
    /// What the chosen one said before.
    versions: Vec<Version>,
    /// The rules of missed payments, while they are changed.
    rules: Option<rules::Rules>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The plans were read.
    Read(Result<Vec<PlanRow>, Failure>),
    /// What one said was read.
    VersionsRead(PlanId, Result<Vec<Version>, Failure>),
    /// Others are to be listed.
    TabTurned(usize),
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened.
    RowOpened(usize),
    /// A payment on it is to be taken.
    PaymentPressed,
    /// It is to be agreed anew.
    ChangePressed,
    /// It is to be ended or called off.
    ClosePressed(Ending),
    /// It is, for this reason.
    CloseAgreed(PlanId, Ending, String),
    /// It was, or not.
    Closed(PlanId, Result<(), Failure>),
    /// The rules of missed payments are to be changed.
    RulesPressed,
    /// They were read.
    RulesRead(Result<MissedRules, Failure>),
    /// In their form.
    Rules(rules::Message),
    /// The agreement is to be shown.
    AgreementPressed,
    /// Its pages were made.
    Printed(Result<Vec<u8>, Failure>),
    /// They were handed to the viewer, or not.
    Shown(Result<(), Failure>),
}

impl Plans {
    /// Opens the list, on a plan if one is wanted.
    pub fn open(context: &Context, wanted: Option<PlanId>) -> (Self, Task<Message>) {
        let screen = Self {
            tab: Tab::Open,
            wanted,
            found: None,
            shown: Vec::new(),
            selected: None,
            versions: Vec::new(),
            rules: None,
        };
        (screen, Task::batch([read(context), focus::on(TABLE)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(found)) => self.read_in(context, found),
            Message::VersionsRead(id, Ok(versions)) => {
                if self.chosen().is_some_and(|row| row.plan.plan.id == id) {
                    self.versions = versions;
                }
                Action::None
            }
            Message::TabTurned(at) => {
                self.tab = Tab::ALL.get(at).copied().unwrap_or(Tab::Open);
                self.selected = None;
                self.lay_out(context)
            }
            Message::RowChosen(at) => self.choose(context, at),
            Message::RowOpened(at) => {
                self.selected = Some(at);
                self.go(|row| Some(Place::Chart(row.patient?, ChartTab::Ledger)))
            }
            Message::PaymentPressed => {
                self.go(|row| Some(Place::TakePayment(Some(row.plan.plan.guarantor))))
            }
            Message::ChangePressed => self.go(|row| {
                let is_open = row.plan.plan.closed.is_none();
                is_open.then_some(Place::ChangePlan(row.plan.plan.id))
            }),
            Message::ClosePressed(ending) => self.ask_close(ending),
            Message::CloseAgreed(id, ending, why) => Action::Run(context.worker.ask(
                move |office| office.close_plan(id, ending, &why),
                move |done| Message::Closed(id, done),
            )),
            Message::Closed(id, Ok(())) => {
                Action::Say(format!("{} is closed.", PlanNumber(id)), read(context))
            }
            Message::RulesPressed => Action::Run(
                context
                    .worker
                    .ask(|office| office.missed_rules(), Message::RulesRead),
            ),
            Message::RulesRead(Ok(held)) => {
                let (form, first) = rules::Rules::open(held);
                self.rules = Some(form);
                Action::Run(first.map(Message::Rules))
            }
            Message::Rules(message) => {
                let form = self.rules.as_mut();
                let action = form.map(|form| form.update(context, message));
                self.ruled(action)
            }
            Message::AgreementPressed => self.print(context),
            Message::Printed(Ok(pages)) => Action::Run(context.files.view_pages(
                &context.worker,
                FILE,
                pages,
                Message::Shown,
            )),
            Message::Shown(Ok(())) => Action::None,
            Message::Read(Err(failure))
            | Message::RulesRead(Err(failure))
            | Message::VersionsRead(_, Err(failure))
            | Message::Closed(_, Err(failure))
            | Message::Printed(Err(failure))
            | Message::Shown(Err(failure)) => Action::Warn(failure),
        }
    }

    /// What is said ends the form of the rules.
    fn ruled(&mut self, action: Option<Action<rules::Message>>) -> Action<Message> {
        match action {
            None => Action::None,
            Some(Action::Leave) => {
                self.rules = None;
                Action::Run(focus::on(TABLE))
            }
            Some(Action::Say(words, _)) => {
                self.rules = None;
                Action::Say(words, focus::on(TABLE))
            }
            Some(action) => action.map(Message::Rules),
        }
    }

    fn read_in(&mut self, context: &Context, found: Vec<PlanRow>) -> Action<Message> {
        if let Some(wanted) = self.wanted {
            let row = found.iter().find(|row| row.plan.plan.id == wanted);
            if row.is_some_and(|row| Tab::Over.holds(row.plan.now.standing)) {
                self.tab = Tab::Over;
            }
        }
        self.found = Some(found);
        self.lay_out(context)
    }

    fn rows(&self) -> &[PlanRow] {
        self.found.as_deref().unwrap_or_default()
    }

    /// Lists the plans of the open tab, the wanted one chosen.
    fn lay_out(&mut self, context: &Context) -> Action<Message> {
        let listed = self.rows().iter().enumerate();
        let listed = listed.filter(|(_, row)| self.tab.holds(row.plan.now.standing));
        self.shown = listed.map(|(at, _)| at).collect();
        let wanted = self.wanted.take().and_then(|wanted| {
            self.shown.iter().position(|at| {
                let row = self.rows().get(*at);
                row.is_some_and(|row| row.plan.plan.id == wanted)
            })
        });
        if let Some(last) = self.shown.len().checked_sub(1) {
            let at = wanted.or(self.selected).unwrap_or(0).min(last);
            self.choose(context, at)
        } else {
            self.selected = None;
            self.versions.clear();
            Action::None
        }
    }

    fn choose(&mut self, context: &Context, at: usize) -> Action<Message> {
        self.selected = Some(at);
        self.versions.clear();
        let Some(id) = self.chosen().map(|row| row.plan.plan.id) else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| office.plan_versions(id),
            move |versions| Message::VersionsRead(id, versions),
        ))
    }

    /// The chosen plan.
    fn chosen(&self) -> Option<&PlanRow> {
        self.rows().get(*self.shown.get(self.selected?)?)
    }

    /// Goes to what the chosen plan leads to.
    fn go(&self, to: impl FnOnce(&PlanRow) -> Option<Place>) -> Action<Message> {
        let place = self.chosen().and_then(to);
        place.map_or(Action::None, Action::Go)
    }

    fn ask_close(&self, ending: Ending) -> Action<Message> {
        let Some(row) = self.chosen() else {
            return Action::None;
        };
        let plan = &row.plan;
        if plan.plan.closed.is_some() {
            return Action::None;
        }
        let (id, number) = (plan.plan.id, PlanNumber(plan.plan.id));
        let open = words::show_dollars(plan.now.open);
        let (title, act) = match ending {
            Ending::Ended => (format!("End plan {number}?"), "End it"),
            Ending::Cancelled => (format!("Call plan {number} off?"), "Call it off"),
        };
        let what = format!(
            "{open} is owed as before it was agreed, and goes on statements again. What was paid stays paid."
        );
        let then = move |why| Message::CloseAgreed(id, ending, why);
        Action::Ask(Ask::reason(title, what, act, "Why", then))
    }

    fn print(&self, context: &Context) -> Action<Message> {
        let Some(id) = self.chosen().map(|row| row.plan.plan.id) else {
            return Action::None;
        };
        Action::Run(
            context
                .worker
                .ask(move |office| office.plan_pdf(id, None), Message::Printed),
        )
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if let Some(form) = &mut self.rules {
            let action = form.pressed(context, press);
            return action.map(|action| self.ruled(Some(action)));
        }
        let open = Tab::ALL.iter().position(|tab| *tab == self.tab);
        if let Some(at) = tabs::turned(press, open.unwrap_or(0), Tab::ALL.len()) {
            return Some(self.update(context, Message::TabTurned(at)));
        }
        let message = if press.is("P") {
            Message::PaymentPressed
        } else if press.is("C") {
            Message::ChangePressed
        } else if press.is("E") {
            Message::ClosePressed(Ending::Ended)
        } else if press.is("X") {
            Message::ClosePressed(Ending::Cancelled)
        } else if press.is("M") {
            Message::RulesPressed
        } else if press.is("A") {
            Message::AgreementPressed
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if self.rules.is_some() {
            return vec![hint(&["Ctrl S"], "save"), hint(&["Esc"], "not now")];
        }
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["P"], "take payment"),
            hint(&["C"], "agree anew"),
            hint(&["A"], "agreement"),
            hint(&["Enter"], "chart"),
            hint(&["1", "4"], "lists"),
            hint(&["E"], "end it"),
            hint(&["X"], "call it off"),
            hint(&["M"], "when payments are missed"),
        ]
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        let chosen = self.chosen();
        vec![
            button::plain("Agreement")
                .icon(icon::PRINT)
                .key("A")
                .on_press_maybe(chosen.map(|_| Message::AgreementPressed))
                .into(),
            button::primary("Take payment")
                .icon(icon::PAYMENTS)
                .key("P")
                .on_press_maybe(chosen.map(|_| Message::PaymentPressed))
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, _: &'a Context) -> Element<'a, Message> {
        let left = column![self.head(), self.table()];
        match &self.rules {
            Some(form) => page::beside(left, form.view().map(Message::Rules)),
            None => page::beside(left, self.side()),
        }
    }
}

fn read(context: &Context) -> Task<Message> {
    context
        .worker
        .ask(|office| office.plan_rows(), Message::Read)
}
