//! The screens of the desk, one of which is open at a time, and how the root talks to whichever it is.
//!
//! A screen has, in this order: its state, `Message` (what happened), and one `impl` with
//!
//! - `open(context, …) -> (Self, Task<Message>)`;
//! - `update(&mut self, context, message) -> Action<Message>`;
//! - `pressed(&mut self, context, press) -> Option<Action<Message>>`: a key that nothing in the view had a use for;
//!   `None` when the screen has no use for it either, and then Escape leaves;
//! - `keys(&self) -> Vec<Hint<'static>>`: all its keys; the first six stand in the key bar, `?` shows all;
//! - `actions(&self, context) -> Vec<Element<Message>>`: the right end of the top bar;
//! - `view(&self, context) -> Element<Message>`: the work area, which is `Fill` by `Fill`.
//!
//! The window keeps for itself Ctrl K, Ctrl N, Ctrl Shift N, Ctrl L, Alt 1 to 9, F1, `?` and Ctrl with + − 0; no
//! screen hears them.
//! An answer that comes after its screen was left is dropped by the root; a screen drops those whose question has
//! changed while it stayed open.
//!
//! Adding a screen is two lines: its `pub mod`, and its row in `screens!`.

use iced::{Element, Task};

use crate::ui::context::Context;
use crate::ui::place::{Action, FieldOf, Place};
use crate::ui::widget::key::{Hint, Press};

use self::claims::page as claim;

pub mod accounts;
pub mod answers;
pub mod appeal;
pub mod batches;
pub mod chart;
pub mod claims;
pub mod closing;
pub mod contracts;
pub mod deposits;
pub mod eob;
pub mod estimate;
pub mod follow_up;
pub mod mend;
mod pages;
pub mod patient_form;
pub mod patients;
pub mod payments;
mod placed;
pub mod plan_form;
pub mod plans;
pub mod receipt;
pub mod remittance;
pub mod remittances;
pub mod reports;
pub mod settings;
pub mod statements;
pub mod today;
pub mod underpaid;
pub mod visit;
pub mod visits;
pub mod waiting;

/// Declares the screens: an enum of their states, one of their messages, which places each shows, and the forwarding
/// between root and screen.
macro_rules! screens {
    (|$context:ident| $($name:ident($module:ident::$type:ident) { $($place:pat => $open:expr),+ $(,)? })+) => {
        /// The screen that is open.
        pub enum Screen { $(
            #[doc = concat!("See [`", stringify!($module), "`].")]
            $name($module::$type)
        ),+ }

        /// What happened on it.
        #[derive(Clone, Debug)]
        pub enum Message { $(
            #[doc = concat!("On [`", stringify!($module), "`].")]
            $name($module::Message)
        ),+ }

        /// Opens the screen of a place.
        pub fn open($context: &Context, place: &Place) -> (Screen, Task<Message>) {
            match place {
                $($($place => {
                    let (screen, task) = $open;
                    (Screen::$name(screen), task.map(Message::$name))
                })+)+
            }
        }

        impl Screen {
            /// Tells the screen what happened. A message for another screen is late and is dropped.
            pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
                match (self, message) {
                    $((Self::$name(screen), Message::$name(message)) => screen.update(context, message).map(Message::$name),)+
                    _ => Action::None,
                }
            }

            /// Gives the screen a key that nothing in the view had a use for; none when it has no use for it either.
            pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
                match self { $(Self::$name(screen) => Some(screen.pressed(context, press)?.map(Message::$name)),)+ }
            }

            /// What the screen's keys do.
            pub fn keys(&self) -> Vec<Hint<'static>> {
                match self { $(Self::$name(screen) => screen.keys(),)+ }
            }

            /// What stands at the right end of the top bar.
            pub fn actions<'a>(&'a self, context: &'a Context) -> Vec<Element<'a, Message>> {
                match self { $(
                    Self::$name(screen) => screen.actions(context).into_iter().map(|action| action.map(Message::$name)).collect(),
                )+ }
            }

            /// The work area.
            pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
                match self { $(Self::$name(screen) => screen.view(context).map(Message::$name),)+ }
            }
        }
    };
}

screens! { |context|
    Today(today::Today) {
        Place::Today => today::Today::open(context),
    }
    Visits(visits::Visits) {
        Place::Visits => visits::Visits::open(context, visits::Pile::ToCode),
        Place::Asked => visits::Visits::open(context, visits::Pile::Asked),
    }
    Visit(visit::Visit) {
        Place::NewVisit(patient) => visit::Visit::enter(context, *patient),
        Place::Visit(visit, field) => visit::Visit::open(context, *visit, field.as_deref()),
    }
    Claims(claims::Claims) {
        Place::Claims(states) => claims::Claims::open(context, states),
        Place::Desk(at) => claims::Claims::open_at(context, at.clone()),
    }
    Claim(claim::Page) {
        Place::Claim(claim) => claim::Page::open(context, *claim),
    }
    Batches(batches::Batches) {
        Place::Batches(batch) => batches::Batches::open(context, *batch),
        Place::PaperRun(run) => batches::Batches::open_paper(context, *run),
    }
    Answers(answers::Answers) {
        Place::Answers => answers::Answers::open(context),
    }
    Remittances(remittances::Remittances) {
        Place::Remittances => remittances::Remittances::open(context),
    }
    Remittance(remittance::Remittance) {
        Place::Remittance(remittance, segment) => {
            remittance::Remittance::open(context, *remittance, *segment)
        },
    }
    Payments(payments::Payments) {
        Place::Payments => payments::Payments::open(context),
        Place::Receipts => payments::Payments::open_receipts(context),
        Place::Eob(eob) => payments::Payments::open_on(context, payments::Wanted::Eob(*eob)),
        Place::Receipt(receipt) => payments::Payments::open_on(context, payments::Wanted::Receipt(*receipt)),
    }
    Waiting(waiting::Waiting) {
        Place::PaidLater => waiting::Waiting::open(context, waiting::Tab::Later),
        Place::Credit => waiting::Waiting::open(context, waiting::Tab::Credit),
    }
    Deposits(deposits::Deposits) {
        Place::Deposits(tab) => deposits::Deposits::open(context, *tab),
    }
    Receipt(receipt::Receipt) {
        Place::TakePayment(guarantor) => receipt::Receipt::open(context, *guarantor),
        Place::PayStatement(scan) => receipt::Receipt::open_scan(context, *scan),
    }
    Eob(eob::Eob) {
        Place::NewEob(payer) => eob::Eob::open(context, *payer),
    }
    Underpaid(underpaid::Screen) {
        Place::Underpaid => underpaid::Screen::open(context),
    }
    Contracts(contracts::Screen) {
        Place::Contracts => contracts::Screen::open(context),
    }
    Plans(plans::Plans) {
        Place::Plans(plan) => plans::Plans::open(context, *plan),
    }
    PlanForm(plan_form::PlanForm) {
        Place::NewPlan(guarantor) => {
            plan_form::PlanForm::open(context, plan_form::Of::New(*guarantor))
        },
        Place::ChangePlan(plan) => {
            plan_form::PlanForm::open(context, plan_form::Of::Change(*plan))
        },
    }
    Estimate(estimate::Screen) {
        Place::Estimates(patient) => estimate::Screen::open(context, *patient),
    }
    Reports(reports::Reports) {
        Place::Reports => reports::Reports::open(context),
        Place::Report(wanted) => reports::Reports::open_report(context, *wanted),
    }
    Closing(closing::Closing) {
        Place::Closing => closing::Closing::open(context),
    }
    Statements(statements::Statements) {
        Place::Statements => statements::Statements::open(context),
    }
    FollowUp(follow_up::FollowUp) {
        Place::FollowUp(claim) => follow_up::FollowUp::open(context, *claim),
    }
    Accounts(accounts::Accounts) {
        Place::Accounts(account) => accounts::Accounts::open(context, *account),
    }
    Appeal(appeal::Appeal) {
        Place::Appeal(claim) => appeal::Appeal::open(context, *claim),
    }
    Patients(patients::Patients) {
        Place::Patients(query) => patients::Patients::open(context, query),
    }
    PatientForm(patient_form::PatientForm) {
        Place::NewPatient => patient_form::PatientForm::open(context),
    }
    Chart(chart::Chart) {
        Place::Chart(patient, tab) => chart::Chart::open(context, *patient, *tab),
        Place::Field(field @ FieldOf::Patient(patient, _), words) => {
            chart::Chart::open_at(context, *patient, *field, words)
        },
        Place::Field(field @ FieldOf::Policy(patient, ..), words) => {
            chart::Chart::open_at(context, *patient, *field, words)
        },
    }
    Settings(settings::Settings) {
        Place::Settings(section) => settings::Settings::open(context, *section),
        Place::ProposedRule(claim) => settings::Settings::propose_rule(context, *claim),
        Place::Field(field, words) => settings::Settings::open_at(context, *field, words),
    }
}
