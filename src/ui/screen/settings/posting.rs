//! The practice's posting rules: the list, what each would have done with what payers answered, and the editor. It must not
//! know how an answer is posted by them.

mod editor;
mod list;

use iced::widget::{column, row};
use iced::{Element, Fill, Task};

use self::editor::Editor;
use crate::domain::draft::posting_rule::Field;
use crate::domain::id::{PayerId, PostingRuleId};
use crate::domain::posting::{PostingEvent, PostingNumber, PostingTrial};
use crate::domain::practice::Payer;
use crate::office::{MONTHS_USUAL, PostingRuleRow};
use crate::ui::context::Context;
use crate::ui::form::Edit;
use crate::ui::place::Place;
use crate::ui::widget::focus;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::worker::{Cancel, Failure, Step};

const TABLE: &str = "posting rules";

/// What the section remembers.
#[derive(Default)]
pub struct PostingRules {
    lent: Option<Lent>,
    at: Option<usize>,
    editor: Option<Editor>,
    trial: OnTrial,
    /// The rule to be chosen once the list was read.
    wanted: Option<PostingRuleId>,
}

/// What the list and the editor show.
#[derive(Clone, Debug)]
pub struct Lent {
    rows: Vec<PostingRuleRow>,
    payers: Vec<Payer>,
    /// What was done with each of the rows.
    histories: Vec<Vec<PostingEvent>>,
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
        /// What was tried, as `P3` or the name of a rule that is not kept yet.
        of: String,
        trial: PostingTrial,
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
    /// A claim of the trial was opened.
    ClaimOpened(usize),
    /// The chosen one is to be changed.
    ChangePressed,
    /// In the editor.
    Form(Edit<Field>),
    /// The payer was chosen.
    PayerChosen(Option<PayerId>),
    /// It shall be saved.
    SavePressed,
    /// It was, or not.
    Saved(Result<PostingRuleId, Failure>),
    /// The editor shall close.
    ClosePressed,
    /// It shall be tried on history.
    TryPressed,
    /// The trial goes on, or it ended.
    Tried(String, Step<PostingTrial>),
    /// The trial shall stop.
    CancelPressed,
    /// The chosen one shall be switched on or off.
    SwitchPressed,
    /// It was, or not.
    Switched(Result<String, Failure>),
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

impl PostingRules {
    /// Opens the list.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let read = Self::read(context);
        (Self::default(), Task::batch([read, focus::on(TABLE)]))
    }

    fn read(context: &Context) -> Task<Message> {
        context.worker.ask(
            |office| {
                let rows = office.posting_rules()?;
                let ids = rows.iter().map(|row| row.rule.id);
                Ok(Lent {
                    histories: ids
                        .map(|id| office.posting_rule_history(id))
                        .collect::<Result<_, _>>()?,
                    rows,
                    payers: office.payers()?,
                })
            },
            Message::Read,
        )
    }

    fn rows(&self) -> &[PostingRuleRow] {
        self.lent.as_ref().map_or(&[], |lent| &lent.rows)
    }

    fn chosen(&self) -> Option<&PostingRuleRow> {
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
            Message::Selected(at) => {
                if self.at != Some(at) && !matches!(self.trial, OnTrial::Going { .. }) {
                    self.trial = OnTrial::NotYet;
                }
                self.at = Some(at);
            }
            Message::NewPressed => return self.edit(Editor::new()),
            Message::ClaimOpened(at) => return self.open_claim(at),
            Message::ChangePressed => {
                if let Some(editor) = self.chosen().map(Editor::of) {
                    return self.edit(editor);
                }
            }
            Message::Form(edit) => self.with_editor(|editor| editor.form.take(edit)),
            Message::PayerChosen(payer) => {
                self.with_editor(|editor| editor.form.choose(|draft| draft.payer = payer));
            }
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

    fn edit(&mut self, editor: Editor) -> Action {
        let start = editor.form.start();
        self.editor = Some(editor);
        Action::Run(start)
    }

    /// Goes to a claim of the trial, unless something typed would be lost.
    fn open_claim(&self, at: usize) -> Action {
        let OnTrial::Done { trial, .. } = &self.trial else {
            return Action::Run(Task::none());
        };
        match trial.reasons.get(at) {
            Some(one) if self.editor.is_none() => Action::Go(Place::Claim(one.claim)),
            _ => Action::Run(Task::none()),
        }
    }

    fn save(&mut self, context: &Context) -> Task<Message> {
        let Some(editor) = &mut self.editor else {
            return Task::none();
        };
        if editor.is_saving {
            return Task::none();
        }
        let rule = match editor.form.finish() {
            Ok(rule) => rule,
            Err(task) => return task,
        };
        editor.is_saving = true;
        let changing = editor.changing;
        context.worker.ask(
            move |office| match changing {
                Some(id) => office.change_posting_rule(id, &rule).map(|()| id),
                None => office.add_posting_rule(&rule),
            },
            Message::Saved,
        )
    }

    /// Once it is saved it is tried, because it can be switched on then.
    fn saved(&mut self, context: &Context, outcome: Result<PostingRuleId, Failure>) -> Action {
        match outcome {
            Ok(id) => {
                self.editor = None;
                self.wanted = Some(id);
                let tried = self.try_kept(context, id);
                let words = format!("{} is saved and off; it is tried now", PostingNumber(id));
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
        let rule = match editor.form.finish() {
            Ok(rule) => rule,
            Err(task) => return task,
        };
        let of = rule.name.clone();
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| office.try_new_posting_rule(&rule, MONTHS_USUAL, progress),
            move |step| Message::Tried(of.clone(), step),
        );
        self.going(cancel);
        task
    }

    fn try_kept(&mut self, context: &Context, id: PostingRuleId) -> Task<Message> {
        let of = PostingNumber(id).to_string();
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| office.try_posting_rule(id, MONTHS_USUAL, progress),
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

    fn tried(&mut self, context: &Context, of: String, step: Step<PostingTrial>) -> Action {
        match step {
            Step::Going {
                done: now,
                total: all,
            } => {
                if let OnTrial::Going { done, total, .. } = &mut self.trial {
                    (*done, *total) = (now, all);
                }
                Action::Run(Task::none())
            }
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

    fn switch(&self, context: &Context) -> Task<Message> {
        let Some(row) = self.chosen() else {
            return Task::none();
        };
        let (id, is_on) = (row.rule.id, !row.rule.is_on);
        context.worker.ask(
            move |office| {
                office.switch_posting_rule(id, is_on)?;
                let state = if is_on { "on" } else { "off" };
                Ok(format!("{} is {state}", PostingNumber(id)))
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
        ]
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        let side: Option<Element<'_, Message>> = match (&self.editor, &self.lent) {
            (Some(editor), Some(lent)) => Some(editor.view(&lent.payers)),
            (None, Some(lent)) => self.chosen().map(|row| {
                let history = self.at.and_then(|at| lent.histories.get(at));
                list::details(row, history.map_or(&[], Vec::as_slice))
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
