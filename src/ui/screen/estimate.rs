//! Estimates of a patient: what is planned, who pays, each step from the price to what the patient pays, and those that
//! were given before. It must not know how a step is worked out.

mod side;
mod view;

use iced::{Element, Task};

use crate::domain::draft::EstimateDraft;
use crate::domain::draft::estimate::service::ServiceDraft;
use crate::domain::draft::estimate::{Field, service};
use crate::domain::estimate::{Cover, Estimate, EstimateNumber, Reckoned};
use crate::domain::id::{EstimateId, PatientId, PolicyId};
use crate::domain::patient::Patient;
use crate::domain::policy::Policy;
use crate::office::{Office, OfficeError};
use crate::ui::complaints::Complaints;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Action;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, focus};
use crate::ui::worker::Failure;

/// What an estimate's file is called on its way to the viewer; it tells nobody's name.
const FILE: &str = "estimate.pdf";
/// How many earlier ones are listed.
const MOST: u32 = 20;

/// Whose estimates they are.
#[derive(Clone, Debug)]
pub struct About {
    patient: Patient,
    /// Their policies with the payers' names, the one of today first.
    policies: Vec<(Policy, String)>,
    /// What was given before, the newest first.
    given: Vec<Estimate>,
}

impl About {
    fn read(office: &Office, patient: PatientId) -> Result<Self, OfficeError> {
        let chart = office.chart(patient)?;
        let mut policies = chart.policies;
        policies.retain(|(policy, _)| policy.what.is_in_force(office.today()));
        policies.sort_by_key(|(policy, _)| policy.what.rank);
        Ok(Self {
            patient: chart.patient,
            policies,
            given: office.estimates(Some(patient), MOST)?,
        })
    }
}

/// What the screen remembers.
pub struct Screen {
    patient: PatientId,
    about: Option<About>,
    draft: EstimateDraft,
    complaints: Complaints<Field>,
    /// What it comes to as it is typed; none while it cannot be worked out, and why.
    reckoned: Option<Result<Reckoned, String>>,
    /// Which question the newest answer must belong to.
    asked: u64,
    is_saving: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Whose they are was read.
    Read(Result<Box<About>, Failure>),
    /// Something was typed.
    Typed(Field, String),
    /// The focus left a field.
    FieldLeft(Field),
    /// Who pays was chosen.
    CoverChosen(Option<PolicyId>),
    /// One more service is planned.
    ServiceAdded,
    /// A service is not planned after all.
    ServiceRemoved(usize),
    /// It was worked out.
    Reckoned(u64, Result<Box<Reckoned>, Failure>),
    /// It is to be given.
    GivePressed,
    /// It was, or not.
    Given(Result<(EstimateId, Option<Vec<u8>>), Failure>),
    /// An earlier one is to be shown.
    PrintPressed(EstimateId),
    /// Its pages were made.
    Printed(Result<Vec<u8>, Failure>),
    /// They were handed to the viewer, or not.
    Shown(Result<(), Failure>),
    /// All stays as it is.
    LeavePressed,
}

impl Screen {
    /// Opens a patient's estimates.
    pub fn open(context: &Context, patient: PatientId) -> (Self, Task<Message>) {
        let screen = Self {
            patient,
            about: None,
            draft: blank(),
            complaints: Complaints::default(),
            reckoned: None,
            asked: 0,
            is_saving: false,
        };
        let read = screen.read(context);
        (screen, read)
    }

    fn read(&self, context: &Context) -> Task<Message> {
        let patient = self.patient;
        context.worker.ask(
            move |office| About::read(office, patient).map(Box::new),
            Message::Read,
        )
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(about)) => {
                if let Some((policy, _)) = about.policies.first().filter(|_| self.about.is_none()) {
                    self.draft.know(policy.id, policy.what.copay);
                }
                self.about = Some(*about);
                Action::Run(focus::on(id(Field::What)))
            }
            Message::Typed(field, text) => {
                if let Some(value) = self.text_mut(field) {
                    *value = text;
                }
                self.complaints.changed(field);
                self.changed(context)
            }
            Message::FieldLeft(field) => {
                self.complaints.leave(field);
                Action::None
            }
            Message::CoverChosen(policy) => {
                self.choose(policy);
                self.changed(context)
            }
            Message::ServiceAdded => {
                let at = self.draft.services.len();
                self.draft.services.push(ServiceDraft::default());
                let code = Field::Service(at, service::Field::Code);
                Action::Run(focus::on(id(code)))
            }
            Message::ServiceRemoved(at) => {
                if at < self.draft.services.len() {
                    let _gone = self.draft.services.remove(at);
                }
                self.changed(context)
            }
            Message::Reckoned(asked, _) if asked != self.asked => Action::None,
            Message::Reckoned(_, reckoned) => {
                let reckoned = reckoned.map(|reckoned| *reckoned);
                self.reckoned = Some(reckoned.map_err(|failure| failure.words()));
                Action::None
            }
            Message::GivePressed => self.give(context),
            Message::Given(Ok((given, pages))) => self.given(context, given, pages),
            Message::PrintPressed(given) => Action::Run(
                context
                    .worker
                    .ask(move |office| office.estimate_pdf(given), Message::Printed),
            ),
            Message::Printed(Ok(pages)) => Action::Run(show(context, pages)),
            Message::Shown(Ok(())) => Action::None,
            Message::LeavePressed => Action::Leave,
            Message::Given(Err(failure)) => {
                self.is_saving = false;
                Action::Warn(failure)
            }
            Message::Read(Err(failure))
            | Message::Printed(Err(failure))
            | Message::Shown(Err(failure)) => Action::Warn(failure),
        }
    }

    fn text_mut(&mut self, field: Field) -> Option<&mut String> {
        match field {
            Field::Service(at, field) => self.draft.services.get_mut(at)?.text_mut(field),
            field => self.draft.text_mut(field),
        }
    }

    fn choose(&mut self, policy: Option<PolicyId>) {
        let policies = self.about.as_ref().map(|about| about.policies.as_slice());
        let found = policies
            .unwrap_or_default()
            .iter()
            .find(|(known, _)| Some(known.id) == policy);
        match found {
            Some((policy, _)) => self.draft.know(policy.id, policy.what.copay),
            None => self.draft.policy = None,
        }
    }

    /// Works out anew what it comes to.
    fn changed(&mut self, context: &Context) -> Action<Message> {
        self.asked = self.asked.wrapping_add(1);
        // What is planned in words changes no figure, and is often typed last.
        let mut draft = self.draft.clone();
        if draft.what.trim().is_empty() {
            draft.what = String::from("planned");
        }
        let today = context.today();
        self.complaints.note(self.draft.check(self.patient, today));
        let Ok(new) = draft.check(self.patient, today) else {
            self.reckoned = None;
            return Action::None;
        };
        let asked = self.asked;
        Action::Run(context.worker.ask(
            move |office| office.reckon_estimate(&new).map(Box::new),
            move |reckoned| Message::Reckoned(asked, reckoned),
        ))
    }

    fn give(&mut self, context: &Context) -> Action<Message> {
        if self.is_saving {
            return Action::None;
        }
        let new = match self.draft.check(self.patient, context.today()) {
            Ok(new) => new,
            Err(found) => {
                let first = self.complaints.insist(found);
                return first.map_or(Action::None, |field| Action::Run(focus::on(id(field))));
            }
        };
        self.is_saving = true;
        let is_printed = matches!(new.cover, Cover::SelfPay { .. });
        Action::Run(context.worker.ask(
            move |office| {
                office.together(|office| {
                    let given = office.give_estimate(&new)?;
                    let pages = if is_printed {
                        Some(office.estimate_pdf(given)?)
                    } else {
                        None
                    };
                    Ok::<_, OfficeError>((given, pages))
                })
            },
            Message::Given,
        ))
    }

    /// The form is blank again, and the estimate stands among the others.
    fn given(
        &mut self,
        context: &Context,
        given: EstimateId,
        pages: Option<Vec<u8>>,
    ) -> Action<Message> {
        let policy = self.draft.policy;
        self.is_saving = false;
        self.draft = blank();
        self.choose(policy);
        self.complaints = Complaints::default();
        self.reckoned = None;
        self.asked = self.asked.wrapping_add(1);
        let mut tasks = vec![self.read(context)];
        tasks.extend(pages.map(|pages| show(context, pages)));
        let said = format!("Estimate {} is kept.", EstimateNumber(given));
        Action::Say(said, Task::batch(tasks))
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("Ctrl Enter") || press.is("Ctrl S") {
            Message::GivePressed
        } else if press.is("Alt S") {
            Message::ServiceAdded
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    #[allow(
        clippy::unused_self,
        reason = "every screen says its keys the same way"
    )]
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Tab"], "next field"),
            hint(&["Alt S"], "one more service"),
            hint(&["Ctrl Enter"], "give it"),
            hint(&["Esc"], "leave"),
        ]
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        let can = self.about.is_some() && !self.is_saving;
        let words = if self.draft.policy.is_none() {
            "Give and print"
        } else {
            "Give it"
        };
        vec![
            button::quiet("Leave")
                .key("Esc")
                .on_press(Message::LeavePressed)
                .into(),
            button::primary(words)
                .icon(icon::CHECK)
                .key("Ctrl Enter")
                .on_press_maybe(can.then_some(Message::GivePressed))
                .into(),
        ]
    }
}

/// An empty estimate with room for a service.
fn blank() -> EstimateDraft {
    EstimateDraft {
        services: vec![ServiceDraft::default()],
        ..EstimateDraft::default()
    }
}

fn show(context: &Context, pages: Vec<u8>) -> Task<Message> {
    context
        .files
        .view_pages(&context.worker, FILE, pages, Message::Shown)
}

/// The id of a field.
fn id(field: Field) -> String {
    format!("estimate {field}")
}
