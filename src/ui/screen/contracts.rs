//! Contracts with payers: what is agreed, a file of amounts with what it would change, a term typed anew, and the log of
//! every change. It must not know what a contract makes of a service.

mod side;
mod table;

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use iced::widget::column;
use iced::{Element, Task};

use crate::domain::contract::{ContractRow, Logged, Preview, ScheduleRow, Target};
use crate::domain::draft::TermDraft;
use crate::domain::draft::term::Field;
use crate::domain::id::PayerId;
use crate::domain::practice::Payer;
use crate::domain::typed::show_date;
use crate::office::{Imported, OfficeError, quietly};
use crate::ui::context::Context;
use crate::ui::files;
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, focus, page};
use crate::ui::worker::Failure;

const TABLE: &str = "contracts";
const CHANGES: &str = "contract changes";
/// How many changes are listed.
const MOST: u32 = 200;

/// Everything that is listed.
#[derive(Clone, Debug)]
pub struct Listed {
    contracts: Vec<ContractRow>,
    schedules: Vec<ScheduleRow>,
    log: Vec<Logged>,
    payers: Vec<Payer>,
}

/// A file that was looked at and not loaded yet.
#[derive(Clone, Debug)]
struct Looked {
    path: PathBuf,
    target: Target,
    preview: Preview,
    selected: usize,
}

/// What the screen remembers.
pub struct Screen {
    listed: Option<Listed>,
    selected: usize,
    looked: Option<Looked>,
    form: Option<Form<TermDraft>>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The contracts were read.
    Read(Result<Box<Listed>, Failure>),
    /// A row was chosen.
    RowChosen(usize),
    /// A file of amounts is to be looked at.
    LoadPressed,
    /// A file that is a schedule is to be looked at, of this name.
    ScheduleNamed(String),
    /// Its name is wanted first.
    SchedulePressed,
    /// It was chosen, or not.
    FileChosen(Target, Option<PathBuf>),
    /// It was looked at.
    Looked(PathBuf, Target, Result<Preview, Failure>),
    /// A change of it was chosen.
    ChangeChosen(usize),
    /// It is to be loaded.
    AgreePressed,
    /// It is to be loaded, for that reason.
    Agreed(String),
    /// It was loaded, or not.
    Loaded(Result<Imported, Failure>),
    /// All stays as it is.
    KeepPressed,
    /// A term is to be typed.
    TermPressed,
    /// In its form.
    Form(Edit<Field>),
    /// Its payer was chosen.
    PayerChosen(PayerId),
    /// It is to be kept.
    SavePressed,
    /// It was, or not.
    Saved(Result<(), Failure>),
    /// What is underpaid is wanted.
    UnderpaidPressed,
}

impl Screen {
    /// Opens the list.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let screen = Self {
            listed: None,
            selected: 0,
            looked: None,
            form: None,
        };
        (screen, Task::batch([read(context), focus::on(TABLE)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(listed)) => {
                self.listed = Some(*listed);
                Action::None
            }
            Message::RowChosen(at) => {
                self.selected = at;
                Action::None
            }
            Message::LoadPressed => Action::Run(choose(context, Target::default())),
            Message::SchedulePressed => ask_schedule(),
            Message::ScheduleNamed(name) => Action::Run(choose(context, schedule(&name))),
            Message::FileChosen(_, None) => Action::None,
            Message::FileChosen(target, Some(path)) => Action::Run(look(context, target, path)),
            Message::Looked(path, target, Ok(preview)) => self.looked_at(path, target, preview),
            Message::ChangeChosen(at) => {
                if let Some(looked) = &mut self.looked {
                    looked.selected = at;
                }
                Action::None
            }
            Message::AgreePressed => self.ask_load(),
            Message::Agreed(why) => self.load(context, why),
            Message::Loaded(Ok(imported)) => self.loaded(context, &imported),
            Message::KeepPressed => self.keep(),
            Message::TermPressed => self.term(context),
            Message::Form(edit) => self.typed(|form| form.take(edit)),
            Message::PayerChosen(payer) => {
                self.typed(|form| form.choose(|draft| draft.payer = Some(payer)))
            }
            Message::SavePressed => self.save(context),
            Message::Saved(Ok(())) => self.saved(context),
            Message::UnderpaidPressed => Action::Go(Place::Underpaid),
            Message::Read(Err(failure))
            | Message::Looked(_, _, Err(failure))
            | Message::Loaded(Err(failure))
            | Message::Saved(Err(failure)) => Action::Warn(failure),
        }
    }

    fn looked_at(&mut self, path: PathBuf, target: Target, preview: Preview) -> Action<Message> {
        self.looked = Some(Looked {
            path,
            target,
            preview,
            selected: 0,
        });
        self.form = None;
        Action::Run(focus::on(CHANGES))
    }

    /// Takes what was typed into the form, while there is one.
    fn typed(&mut self, take: impl FnOnce(&mut Form<TermDraft>)) -> Action<Message> {
        if let Some(form) = &mut self.form {
            take(form);
        }
        Action::None
    }

    fn saved(&mut self, context: &Context) -> Action<Message> {
        self.form = None;
        let again = Task::batch([read(context), focus::on(TABLE)]);
        Action::Say(String::from("The contract was changed."), again)
    }

    /// The chosen contract.
    fn chosen(&self) -> Option<&ContractRow> {
        self.listed.as_ref()?.contracts.get(self.selected)
    }

    fn ask_load(&self) -> Action<Message> {
        let Some(looked) = &self.looked else {
            return Action::None;
        };
        let (new, changed) = looked.preview.counts();
        let refused = looked.preview.refused_count;
        let words = format!(
            "{new} amounts are new and {changed} stand in place of others; {refused} lines are left out. Each goes into the log."
        );
        Action::Ask(
            Ask::reason(
                "Load the file?",
                words,
                "Load",
                "Why, for the log",
                Message::Agreed,
            )
            .calm(),
        )
    }

    fn load(&self, context: &Context, why: String) -> Action<Message> {
        let Some(looked) = &self.looked else {
            return Action::None;
        };
        let (path, target) = (looked.path.clone(), looked.target.clone());
        Action::Run(context.worker.ask(
            move |office| {
                let file = opened(&path)?;
                office.load_contracts(file, &target, &why, &mut quietly)
            },
            Message::Loaded,
        ))
    }

    fn loaded(&mut self, context: &Context, imported: &Imported) -> Action<Message> {
        self.looked = None;
        let words = format!("{} amounts loaded.", imported.taken);
        Action::Say(words, Task::batch([read(context), focus::on(TABLE)]))
    }

    fn keep(&mut self) -> Action<Message> {
        self.looked = None;
        self.form = None;
        Action::Run(focus::on(TABLE))
    }

    fn term(&mut self, context: &Context) -> Action<Message> {
        let draft = TermDraft {
            payer: self.chosen().map(|row| row.payer),
            plan: self
                .chosen()
                .map(|row| row.plan.clone())
                .unwrap_or_default(),
            effective_on: show_date(context.today()),
            ..TermDraft::default()
        };
        self.looked = None;
        let form = Form::lent("contract term", draft, context.today());
        let start = form.start();
        self.form = Some(form);
        Action::Run(start)
    }

    fn save(&mut self, context: &Context) -> Action<Message> {
        let Some(form) = &mut self.form else {
            return Action::None;
        };
        match form.finish() {
            Ok((term, why)) => Action::Run(context.worker.ask(
                move |office| office.set_contract_term(&term, &why),
                Message::Saved,
            )),
            Err(to_field) => Action::Run(to_field),
        }
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let is_busy = self.form.is_some() || self.looked.is_some();
        let message = if press.is("Esc") && is_busy {
            Message::KeepPressed
        } else if press.is("Ctrl Enter") && self.form.is_some() {
            Message::SavePressed
        } else if press.is("Ctrl Enter") && self.looked.is_some() {
            Message::AgreePressed
        } else if press.is("L") {
            Message::LoadPressed
        } else if press.is("S") {
            Message::SchedulePressed
        } else if press.is("N") {
            Message::TermPressed
        } else if press.is("U") {
            Message::UnderpaidPressed
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if self.form.is_some() || self.looked.is_some() {
            return vec![
                hint(&["Tab"], "next field"),
                hint(&["Ctrl Enter"], "do it"),
                hint(&["Esc"], "keep it as it is"),
            ];
        }
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["L"], "load a file"),
            hint(&["N"], "new amount or percent"),
            hint(&["S"], "bring in a schedule"),
            hint(&["U"], "underpaid services"),
            hint(&["Esc"], "back"),
        ]
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        vec![
            button::plain("New amount or percent")
                .icon(icon::ADD)
                .key("N")
                .on_press(Message::TermPressed)
                .into(),
            button::primary("Load a file")
                .icon(icon::IMPORT)
                .key("L")
                .on_press(Message::LoadPressed)
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, _: &'a Context) -> Element<'a, Message> {
        let left = match &self.looked {
            Some(looked) => column![table::preview_bar(looked), table::preview(looked)],
            None => column![table::toolbar(), self.table()],
        };
        page::beside(left, self.side())
    }
}

/// Asks how a schedule is called.
fn ask_schedule() -> Action<Message> {
    let words =
        "Contracts can be a percent of it. A schedule that is there already is brought up to date.";
    let label = "Its name, as Medicare 2026";
    let ask = Ask::reason(
        "Bring in a fee schedule",
        words,
        "Choose the file",
        label,
        Message::ScheduleNamed,
    );
    Action::Ask(ask.calm())
}

fn schedule(name: &str) -> Target {
    Target {
        schedule: Some(name.trim().to_owned()),
        ..Target::default()
    }
}

fn read(context: &Context) -> Task<Message> {
    context.worker.ask(
        |office| {
            Ok(Box::new(Listed {
                contracts: office.contracts()?,
                schedules: office.schedules()?,
                log: office.contract_changes(None, MOST)?,
                payers: office.payers()?,
            }))
        },
        Message::Read,
    )
}

fn choose(context: &Context, target: Target) -> Task<Message> {
    context
        .files
        .file("A file of amounts", files::CSV, move |path| {
            Message::FileChosen(target, path)
        })
}

/// Says what the file would change.
fn look(context: &Context, target: Target, path: PathBuf) -> Task<Message> {
    let (from, of) = (path.clone(), target.clone());
    context.worker.ask(
        move |office| office.preview_contracts(opened(&from)?, &of),
        move |preview| Message::Looked(path, target, preview),
    )
}

fn opened(path: &Path) -> Result<BufReader<File>, OfficeError> {
    File::open(path)
        .map(BufReader::new)
        .map_err(|source| OfficeError::File {
            task: "read the file of amounts",
            source,
        })
}
