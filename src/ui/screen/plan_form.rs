//! Agreeing a payment plan, or one anew: which services it covers, how much is paid when, and the schedule that follows. It
//! must not know how a plan is kept.

mod view;

use iced::{Element, Task};

use crate::domain::draft::PlanDraft;
use crate::domain::draft::pay_plan::{Field, Lent};
use crate::domain::id::{GuarantorId, PlanId};
use crate::domain::money::Money;
use crate::domain::patient::Guarantor;
use crate::domain::pay_plan::{Every, Instalments, NewPlan, PlanNow, PlanNumber, Planned, Scope};
use crate::domain::payment::OpenItem;
use crate::domain::typed::show_date;
use crate::office::{Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::widget::button;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::worker::Failure;

const FORM: &str = "payment plan";
/// What an agreement's file is called on its way to the viewer; it tells nobody's name.
const FILE: &str = "plan.pdf";

/// What is agreed about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A new plan of a guarantor.
    New(GuarantorId),
    /// A plan that is there.
    Change(PlanId),
}

/// Whose plan it is, and what it may cover.
#[derive(Clone, Debug)]
pub struct About {
    guarantor: Guarantor,
    /// The services that are owed for and on no other plan.
    items: Vec<OpenItem>,
    /// How many are on other plans.
    elsewhere: usize,
    /// The plan that is changed.
    plan: Option<PlanNow>,
}

impl About {
    fn read(office: &Office, of: Of) -> Result<Self, OfficeError> {
        let (guarantor, plan) = match of {
            Of::New(guarantor) => (guarantor, None),
            Of::Change(id) => {
                let plan = office.plan(id)?;
                (plan.plan.guarantor, Some(plan))
            }
        };
        let is_own = |item: &OpenItem| {
            let lines = plan.as_ref().map(|plan| &plan.now.lines);
            lines.is_some_and(|lines| lines.contains_key(&item.line))
        };
        let (items, others): (Vec<OpenItem>, Vec<OpenItem>) = office
            .open_items(guarantor)?
            .into_iter()
            .filter(|item| item.patient_owes.is_positive())
            .partition(|item| item.plan.is_none() || is_own(item));
        Ok(Self {
            guarantor: office.guarantor(guarantor)?,
            items,
            elsewhere: others.len(),
            plan,
        })
    }

    fn starts_with(&self, item: &OpenItem) -> bool {
        match &self.plan {
            Some(plan) => plan.now.lines.contains_key(&item.line),
            None => true,
        }
    }

    /// The terms that hold, to be changed.
    fn draft(&self) -> PlanDraft {
        let Some(plan) = &self.plan else {
            return PlanDraft::default();
        };
        let terms = &plan.plan.version.terms;
        let (amount, count) = match terms.instalments {
            Instalments::Of(each) => (each.to_string(), String::new()),
            Instalments::In(count) => (String::new(), count.to_string()),
        };
        PlanDraft {
            amount,
            count,
            first_on: plan
                .now
                .next
                .map(|(on, _)| show_date(on))
                .unwrap_or_default(),
            every: terms.every,
            scope: terms.scope,
            ..PlanDraft::default()
        }
    }
}

/// What the screen remembers.
pub struct PlanForm {
    of: Of,
    about: Option<About>,
    /// Which of the services are covered.
    covered: Vec<bool>,
    form: Form<PlanDraft>,
    is_saving: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Whose plan it is was read.
    Read(Result<Box<About>, Failure>),
    /// In the form.
    Form(Edit<Field>),
    /// How often was chosen.
    EveryChosen(Every),
    /// Whether new charges join was chosen.
    ScopeTurned(bool),
    /// A service is covered, or not.
    Covered(usize, bool),
    /// All of them are, or none.
    AllPressed,
    /// It is agreed.
    AgreePressed,
    /// It was kept, or not.
    Agreed(Result<(PlanId, Vec<u8>), Failure>),
    /// Its agreement is being shown, or not.
    Shown(PlanId, Result<(), Failure>),
    /// All stays as it is.
    LeavePressed,
}

impl PlanForm {
    /// Opens the form.
    pub fn open(context: &Context, of: Of) -> (Self, Task<Message>) {
        let screen = Self {
            of,
            about: None,
            covered: Vec::new(),
            form: Form::blank(FORM),
            is_saving: false,
        };
        let read = context.worker.ask(
            move |office| About::read(office, of).map(Box::new),
            Message::Read,
        );
        (screen, read)
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(about)) => {
                self.covered = about
                    .items
                    .iter()
                    .map(|item| about.starts_with(item))
                    .collect();
                self.form = Form::lent(FORM, about.draft(), Lent::default());
                self.about = Some(*about);
                self.lend(context);
                return Action::Run(self.form.start());
            }
            Message::Form(edit) => self.form.take(edit),
            Message::EveryChosen(every) => self.form.choose(|draft| draft.every = every),
            Message::ScopeTurned(follows) => self.form.choose(|draft| {
                draft.scope = if follows {
                    Scope::NewCharges
                } else {
                    Scope::Fixed
                };
            }),
            Message::Covered(at, is_covered) => {
                if let Some(covered) = self.covered.get_mut(at) {
                    *covered = is_covered;
                }
                self.lend(context);
            }
            Message::AllPressed => {
                let all = self.covered.iter().all(|covered| *covered);
                self.covered.fill(!all);
                self.lend(context);
            }
            Message::AgreePressed => return self.agree(context),
            Message::Agreed(Ok((id, pdf))) => {
                return Action::Run(context.files.view_pages(
                    &context.worker,
                    FILE,
                    pdf,
                    move |shown| Message::Shown(id, shown),
                ));
            }
            // The plan is kept even where no viewer shows its agreement.
            Message::Shown(id, shown) => {
                let said = match shown {
                    Ok(()) => format!("Plan {} is agreed.", PlanNumber(id)),
                    Err(failure) => {
                        format!("Plan {} is agreed. {}", PlanNumber(id), failure.words())
                    }
                };
                return Action::SayAndGo(said, Place::Plans(Some(id)));
            }
            Message::LeavePressed => return Action::Leave,
            Message::Read(Err(failure)) => return Action::Warn(failure),
            Message::Agreed(Err(failure)) => {
                self.is_saving = false;
                return Action::Warn(failure);
            }
        }
        Action::None
    }

    /// What is owed for the services that are covered.
    fn balance(&self) -> Money {
        let chosen = self.chosen().map(|item| item.patient_owes);
        Money::sum(chosen).unwrap_or_default()
    }

    fn chosen(&self) -> impl Iterator<Item = &OpenItem> {
        let items = self.about.as_ref().map(|about| about.items.as_slice());
        items
            .unwrap_or_default()
            .iter()
            .zip(&self.covered)
            .filter_map(|(item, covered)| covered.then_some(item))
    }

    fn lent(&self, context: &Context) -> Lent {
        Lent {
            today: context.today(),
            balance: self.balance(),
            is_change: matches!(self.of, Of::Change(_)),
        }
    }

    fn lend(&mut self, context: &Context) {
        let lent = self.lent(context);
        self.form.lend(lent);
    }

    /// The schedule that follows from what is typed; none while it cannot be worked out.
    fn schedule(&self, context: &Context) -> Option<Vec<Planned>> {
        let lent = Lent {
            is_change: false,
            ..self.lent(context)
        };
        let (terms, _) = self.form.draft().check(lent).ok()?;
        terms.schedule(lent.balance, lent.today).ok()
    }

    fn agree(&mut self, context: &Context) -> Action<Message> {
        if self.is_saving || self.about.is_none() {
            return Action::None;
        }
        if self.chosen().next().is_none() {
            let words = String::from("Choose at least one service that the plan covers.");
            return Action::Warn(Failure::Words(words));
        }
        let (terms, why) = match self.form.finish() {
            Ok(checked) => checked,
            Err(go) => return Action::Run(go),
        };
        let new = NewPlan {
            lines: self.chosen().map(|item| item.line).collect(),
            terms,
            why,
        };
        self.is_saving = true;
        let of = self.of;
        Action::Run(context.worker.ask(
            move |office| {
                office.together(|office| {
                    let id = match of {
                        Of::New(guarantor) => office.make_plan(guarantor, &new)?,
                        Of::Change(id) => {
                            let _version = office.change_plan(id, &new)?;
                            id
                        }
                    };
                    Ok::<_, OfficeError>((id, office.plan_pdf(id, None)?))
                })
            },
            Message::Agreed,
        ))
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("Ctrl Enter") || press.is("Ctrl S") {
            Message::AgreePressed
        } else if press.is("Alt A") {
            Message::AllPressed
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
            hint(&["Space"], "cover a service, or not"),
            hint(&["Alt A"], "all services"),
            hint(&["Ctrl Enter"], "agree and print"),
            hint(&["Esc"], "leave it"),
        ]
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        let can = self.about.is_some() && !self.is_saving;
        vec![
            button::quiet("Leave it")
                .key("Esc")
                .on_press(Message::LeavePressed)
                .into(),
            button::primary("Agree and print")
                .icon(icon::CHECK)
                .key("Ctrl Enter")
                .on_press_maybe(can.then_some(Message::AgreePressed))
                .into(),
        ]
    }
}
