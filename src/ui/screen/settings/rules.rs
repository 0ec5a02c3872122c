//! The practice's own rules: the list, what each would have done, and the editor. It must not know how a claim is held
//! against them.

mod editor;
mod list;
mod result;

use iced::widget::{column, row};
use iced::{Element, Fill, Task};

pub use self::editor::Editor;
use crate::domain::draft::rule::Field;
use crate::domain::id::{ClaimId, PayerId, ProviderId, RuleId};
use crate::domain::practice::{Payer, Provider};
use crate::domain::rule::proposal::Proposal;
use crate::domain::rule::trial::Trial;
use crate::domain::rule::{Event, NewRule, Number};
use crate::office::{MONTHS_USUAL, RuleRow};
use crate::ui::context::Context;
use crate::ui::form::Edit;
use crate::ui::place::Place;
use crate::ui::widget::focus;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::worker::{Cancel, Failure, Step};

const TABLE: &str = "rules";

/// What the section remembers.
#[derive(Default)]
pub struct Rules {
    lent: Option<Lent>,
    at: Option<usize>,
    editor: Option<Editor>,
    trial: OnTrial,
    /// Whether the rules that are offered stand beside the list, although one is chosen.
    shows_offers: bool,
    /// The rule to be chosen once the list was read.
    wanted: Option<RuleId>,
}

/// What the list and the editor show.
#[derive(Clone, Debug)]
pub struct Lent {
    rows: Vec<RuleRow>,
    payers: Vec<Payer>,
    providers: Vec<Provider>,
    offered: Vec<NewRule>,
    /// What was done with each of the rows.
    histories: Vec<Vec<Event>>,
}

/// How far a trial is.
#[derive(Default)]
enum OnTrial {
    #[default]
    NotYet,
    Going {
        done: u64,
        total: u64,
        cancel: Cancel,
    },
    Done {
        /// What was tried, as `R3` or the name of a rule that is not kept yet.
        of: String,
        trial: Trial,
    },
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The rules were read.
    Read(Result<Lent, Failure>),
    /// One was chosen.
    Selected(usize),
    /// A new one is wanted.
    NewPressed,
    /// The ones that are offered are to be seen, or no longer.
    OffersPressed,
    /// One that is offered is wanted.
    OfferPressed(usize),
    /// A claim of the trial was opened.
    ClaimOpened(usize),
    /// The chosen one is to be changed.
    ChangePressed,
    /// In the editor.
    Form(Edit<Field>),
    /// The payer was chosen.
    PayerChosen(Option<PayerId>),
    /// The clinician was chosen.
    ClinicianChosen(Option<ProviderId>),
    /// Only visits that name no authorization, or all.
    WantingToggled(bool),
    /// It shall be saved.
    SavePressed,
    /// It was, or not.
    Saved(Result<RuleId, Failure>),
    /// The editor shall close.
    ClosePressed,
    /// It shall be tried on history.
    TryPressed,
    /// The trial goes on, or it ended.
    Tried(String, Step<Trial>),
    /// The trial shall stop.
    CancelPressed,
    /// The chosen one shall be switched on or off.
    SwitchPressed,
    /// It was, or not.
    Switched(Result<String, Failure>),
    /// A rule is being proposed, or was.
    Proposed(Step<Proposal>),
}

/// What the parent must do.
#[derive(Debug)]
pub enum Action {
    /// Run this.
    Run(Task<Message>),
    /// Say that this was done, and run this.
    Say(String, Task<Message>),
    /// Go there.
    Go(Place),
    /// Say that this failed.
    Warn(Failure),
}

impl Rules {
    /// Opens the list.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let read = Self::read(context);
        (Self::default(), Task::batch([read, focus::on(TABLE)]))
    }

    /// Opens the editor with the rule that a refused claim proposes.
    pub fn propose(context: &Context, claim: ClaimId) -> (Self, Task<Message>) {
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| office.propose_rule(claim, progress),
            Message::Proposed,
        );
        let rules = Self {
            trial: OnTrial::Going {
                done: 0,
                total: 0,
                cancel,
            },
            ..Self::default()
        };
        (rules, Task::batch([Self::read(context), task]))
    }

    fn read(context: &Context) -> Task<Message> {
        context.worker.ask(
            |office| {
                let rows = office.rules()?;
                let ids = rows.iter().map(|row| row.rule.id);
                Ok(Lent {
                    histories: ids
                        .map(|id| office.rule_history(id))
                        .collect::<Result<_, _>>()?,
                    rows,
                    payers: office.payers()?,
                    providers: office.providers()?,
                    offered: office.ready_made_rules()?,
                })
            },
            Message::Read,
        )
    }

    fn rows(&self) -> &[RuleRow] {
        self.lent.as_ref().map_or(&[], |lent| &lent.rows)
    }

    fn chosen(&self) -> Option<&RuleRow> {
        self.rows().get(self.at?)
    }

    /// Whether something was typed that is not saved.
    pub fn is_changed(&self) -> bool {
        self.editor.as_ref().is_some_and(Editor::is_changed)
    }

    /// Whether the editor is open.
    pub const fn has_form(&self) -> bool {
        self.editor.is_some()
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        match message {
            Message::Read(Ok(lent)) => self.take(lent),
            Message::Selected(at) => self.select(at),
            Message::NewPressed => return self.edit(Editor::new(context.today())),
            Message::OffersPressed => self.shows_offers = !self.shows_offers,
            Message::OfferPressed(at) => return self.offer(context, at),
            Message::ClaimOpened(at) => return self.open_claim(at),
            Message::ChangePressed => return self.change(context),
            Message::Form(edit) => self.with_editor(|editor| editor.form.take(edit)),
            Message::PayerChosen(payer) => {
                self.with_editor(|editor| editor.form.choose(|draft| draft.payer = payer));
            }
            Message::ClinicianChosen(who) => {
                self.with_editor(|editor| editor.form.choose(|draft| draft.clinician = who));
            }
            Message::WantingToggled(is_wanting) => self.with_editor(|editor| {
                editor
                    .form
                    .choose(|draft| draft.without_authorization = is_wanting);
            }),
            Message::SavePressed => return Action::Run(self.save(context)),
            Message::Saved(outcome) => return self.saved(context, outcome),
            Message::ClosePressed => {
                self.editor = None;
                return Action::Run(focus::on(TABLE));
            }
            Message::TryPressed => return Action::Run(self.begin_trial(context)),
            Message::Tried(of, step) => return self.tried(context, of, step),
            Message::CancelPressed => {
                if let OnTrial::Going { cancel, .. } = &self.trial {
                    cancel.now();
                }
            }
            Message::SwitchPressed => return Action::Run(self.switch(context)),
            Message::Switched(Ok(words)) => return Action::Say(words, Self::read(context)),
            Message::Read(Err(failure)) | Message::Switched(Err(failure)) => {
                return Action::Warn(failure);
            }
            Message::Proposed(step) => return self.proposed(context, step),
        }
        Action::Run(Task::none())
    }

    fn with_editor(&mut self, change: impl FnOnce(&mut Editor)) {
        if let Some(editor) = &mut self.editor {
            editor.refused = None;
            change(editor);
        }
    }

    fn take(&mut self, lent: Lent) {
        let wanted = self.wanted.take();
        let at = |id| lent.rows.iter().position(|row| row.rule.id == id);
        let last = lent.rows.len().checked_sub(1);
        self.at = wanted.and_then(at).or(self.at);
        self.at = last.map(|last| self.at.unwrap_or(0).min(last));
        self.lent = Some(lent);
    }

    fn select(&mut self, at: usize) {
        if self.at != Some(at) && !matches!(self.trial, OnTrial::Going { .. }) {
            self.trial = OnTrial::NotYet;
        }
        self.at = Some(at);
        self.shows_offers = false;
    }

    fn edit(&mut self, editor: Editor) -> Action {
        let start = editor.form.start();
        self.editor = Some(editor);
        self.shows_offers = false;
        Action::Run(start)
    }

    fn offer(&mut self, context: &Context, at: usize) -> Action {
        let offered = self.lent.as_ref().and_then(|lent| lent.offered.get(at));
        match offered.map(|rule| Editor::filled(context.today(), rule)) {
            Some(editor) => self.edit(editor),
            None => Action::Run(Task::none()),
        }
    }

    /// Goes to a claim of the trial, unless something typed would be lost.
    fn open_claim(&self, at: usize) -> Action {
        match &self.trial {
            OnTrial::Done { trial, .. } if self.editor.is_none() => trial
                .claims
                .get(at)
                .map_or(Action::Run(Task::none()), |one| {
                    Action::Go(Place::Claim(one.claim))
                }),
            _ => Action::Run(Task::none()),
        }
    }

    fn change(&mut self, context: &Context) -> Action {
        match self.chosen().map(|row| Editor::of(context.today(), row)) {
            Some(editor) => self.edit(editor),
            None => Action::Run(Task::none()),
        }
    }

    fn save(&mut self, context: &Context) -> Task<Message> {
        let Some(editor) = &mut self.editor else {
            return Task::none();
        };
        if editor.is_saving {
            return Task::none();
        }
        let rule = match editor.finish() {
            Ok(rule) => rule,
            Err(task) => return task,
        };
        editor.is_saving = true;
        let changing = editor.changing;
        context.worker.ask(
            move |office| match changing {
                Some(id) => office.change_rule(id, &rule).map(|()| id),
                None => office.add_rule(&rule),
            },
            Message::Saved,
        )
    }

    /// Once it is saved it is tried, because it can be switched on then.
    fn saved(&mut self, context: &Context, outcome: Result<RuleId, Failure>) -> Action {
        match outcome {
            Ok(id) => {
                self.editor = None;
                self.wanted = Some(id);
                let tried = self.try_kept(context, id);
                let words = format!("{} is saved and off; it is tried now", Number(id));
                let tasks = [Self::read(context), tried, focus::on(TABLE)];
                Action::Say(words, Task::batch(tasks))
            }
            Err(failure) => {
                self.with_editor(|editor| {
                    editor.is_saving = false;
                    editor.refused = Some(failure.words());
                });
                Action::Run(Task::none())
            }
        }
    }

    /// Tries what stands in the editor, else the chosen rule.
    fn begin_trial(&mut self, context: &Context) -> Task<Message> {
        if matches!(self.trial, OnTrial::Going { .. }) {
            return Task::none();
        }
        let Some(editor) = &mut self.editor else {
            let chosen = self.chosen().map(|row| row.rule.id);
            return chosen.map_or_else(Task::none, |id| self.try_kept(context, id));
        };
        let rule = match editor.finish() {
            Ok(rule) => rule,
            Err(task) => return task,
        };
        let of = rule.name.clone();
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| office.try_new_rule(&rule, MONTHS_USUAL, progress),
            move |step| Message::Tried(of.clone(), step),
        );
        self.going(cancel);
        task
    }

    fn try_kept(&mut self, context: &Context, id: RuleId) -> Task<Message> {
        let of = Number(id).to_string();
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| office.try_rule(id, MONTHS_USUAL, progress),
            move |step| Message::Tried(of.clone(), step),
        );
        self.going(cancel);
        task
    }

    fn going(&mut self, cancel: Cancel) {
        self.trial = OnTrial::Going {
            done: 0,
            total: 0,
            cancel,
        };
    }

    fn is_going(&mut self, now: u64, of: u64) -> Action {
        if let OnTrial::Going { done, total, .. } = &mut self.trial {
            (*done, *total) = (now, of);
        }
        Action::Run(Task::none())
    }

    fn tried(&mut self, context: &Context, of: String, step: Step<Trial>) -> Action {
        match step {
            Step::Going { done, total } => self.is_going(done, total),
            Step::Done(Ok(trial)) => {
                self.trial = OnTrial::Done { of, trial };
                Action::Run(Self::read(context))
            }
            Step::Done(Err(failure)) => {
                self.trial = OnTrial::NotYet;
                Action::Warn(failure)
            }
        }
    }

    fn proposed(&mut self, context: &Context, step: Step<Proposal>) -> Action {
        match step {
            Step::Going { done, total } => self.is_going(done, total),
            Step::Done(Ok(proposal)) => {
                self.trial = OnTrial::Done {
                    of: proposal.rule.name.clone(),
                    trial: proposal.trial,
                };
                let mut editor = Editor::filled(context.today(), &proposal.rule);
                editor.why = proposal.why;
                self.edit(editor)
            }
            Step::Done(Err(failure)) => {
                self.trial = OnTrial::NotYet;
                Action::Warn(failure)
            }
        }
    }

    fn switch(&self, context: &Context) -> Task<Message> {
        let Some(row) = self.chosen() else {
            return Task::none();
        };
        let (id, is_on) = (row.rule.id, !row.rule.is_on);
        context.worker.ask(
            move |office| {
                office.switch_rule(id, is_on)?;
                let state = if is_on { "on" } else { "off" };
                Ok(format!("{} is {state}", Number(id)))
            },
            Message::Switched,
        )
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action> {
        let is_open = self.editor.is_some();
        let says = if press.is("Ctrl S") || press.is("Ctrl Enter") {
            is_open.then_some(Message::SavePressed)
        } else if press.is("Ctrl T") || (press.is("T") && !is_open) {
            Some(Message::TryPressed)
        } else if is_open {
            None
        } else if press.is("N") {
            Some(Message::NewPressed)
        } else if press.is("R") {
            Some(Message::OffersPressed)
        } else if press.is("O") {
            Some(Message::SwitchPressed)
        } else if press.is("Up") || press.is("Down") {
            return Some(Action::Run(focus::on(TABLE)));
        } else {
            None
        };
        Some(self.update(context, says?))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if self.editor.is_some() {
            return vec![
                hint(&["Ctrl T"], "try on history"),
                hint(&["Ctrl S"], "save"),
                hint(&["Esc"], "close"),
            ];
        }
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "change"),
            hint(&["N"], "new"),
            hint(&["T"], "try on history"),
            hint(&["O"], "on or off"),
            hint(&["R"], "ready-made"),
        ]
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        let side: Option<Element<'_, Message>> = match (&self.editor, &self.lent) {
            (Some(editor), Some(lent)) => Some(editor.view(&lent.payers, &lent.providers)),
            (None, Some(lent)) => Some(match self.chosen() {
                Some(row) if !self.shows_offers => {
                    let history = self.at.and_then(|at| lent.histories.get(at));
                    result::details(row, history.map_or(&[], Vec::as_slice))
                }
                _ => list::offers(lent),
            }),
            (_, None) => None,
        };
        row![
            column![list::list(self), list::below(self)]
                .width(Fill)
                .height(Fill),
            side
        ]
        .height(Fill)
        .into()
    }
}
