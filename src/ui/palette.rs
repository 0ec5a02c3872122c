//! The palette: finds a patient, a claim, a payment, a file or a command as one types. It must not know how anything
//! is found.
//!
//! `#` before what is typed looks for claims and their files only, `$` for payments, `>` for commands; Tab keeps to the
//! kind of the chosen line.

mod command;
mod line;

use iced::Task;

use self::line::{Does, Kind, Line};
use crate::domain::find::Hit;
use crate::ui::context::Context;
use crate::ui::look::Look;
use crate::ui::place::Place;
use crate::ui::widget::focus;
use crate::ui::widget::key::hint;
use crate::ui::widget::palette as kit;
use crate::ui::worker::Failure;

/// How many of each kind are asked for.
const MOST: usize = 6;

/// What the palette remembers.
pub struct Palette {
    query: String,
    /// What the lines were found for.
    answers: String,
    only: Option<Kind>,
    hits: Vec<Hit>,
    commands: Vec<Line>,
    lines: Vec<Line>,
    at: Option<usize>,
    /// Enter came before the answer did.
    is_early: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Something was typed.
    Edited(String),
    /// It was looked for.
    Found {
        /// What was typed then.
        query: String,
        /// What there is.
        hits: Result<Vec<Hit>, Failure>,
    },
    /// A line was chosen.
    Chosen(usize),
    /// A line was taken.
    Taken(usize),
    /// Enter, before the lines are those of what is typed.
    TakenEarly,
    /// Tab.
    KindPressed,
    /// Escape, or a click beside it.
    Left,
}

/// What the desk must do.
#[derive(Debug)]
pub enum Action {
    /// Nothing.
    None,
    /// Run this and tell me.
    Run(Task<Message>),
    /// Put me away.
    Leave,
    /// Put me away and go there.
    Go(Place),
    /// Lock the book.
    Lock,
    /// Show all keys.
    Keys,
    /// Look another way.
    Prefer(Look),
    /// Say that this failed.
    Warn(Failure),
}

impl Palette {
    /// Opens it over a place.
    pub fn open(context: &Context, place: &Place) -> (Self, Task<Message>) {
        let mut palette = Self {
            query: String::new(),
            answers: String::new(),
            only: None,
            hits: Vec::new(),
            commands: command::all(context.look, place),
            lines: Vec::new(),
            at: None,
            is_early: false,
        };
        palette.lay();
        (palette, focus::on(kit::FIELD))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        match message {
            Message::Edited(query) => self.edited(context, query),
            Message::Found { query, .. } if query != self.query => Action::None,
            Message::Found {
                query,
                hits: Ok(hits),
            } => self.found(query, hits),
            Message::Found {
                query,
                hits: Err(failure),
            } => {
                self.answers = query;
                Action::Warn(failure)
            }
            Message::Chosen(at) => {
                self.at = Some(at);
                Action::None
            }
            Message::Taken(at) => self.take(at),
            Message::TakenEarly => {
                self.is_early = true;
                Action::None
            }
            Message::KindPressed => {
                self.turn_kind();
                Action::None
            }
            Message::Left => Action::Leave,
        }
    }

    fn edited(&mut self, context: &Context, query: String) -> Action {
        self.query = query;
        self.is_early = false;
        let (kind, text) = asked(&self.query);
        if text.is_empty() || kind == Some(Kind::Do) {
            return self.found(self.query.clone(), Vec::new());
        }
        let (query, text) = (self.query.clone(), text.to_owned());
        let found = context.worker.run(move |office| office.search(&text, MOST));
        Action::Run(Task::perform(found, move |hits| Message::Found {
            query,
            hits,
        }))
    }

    fn found(&mut self, query: String, hits: Vec<Hit>) -> Action {
        self.answers = query;
        self.hits = hits;
        self.lay();
        match self.at {
            Some(at) if std::mem::take(&mut self.is_early) => self.take(at),
            _ => Action::None,
        }
    }

    /// Lays the lines for what was found.
    fn lay(&mut self) {
        let (kind, text) = asked(&self.answers);
        let only = kind.or(self.only);
        self.lines = line::lay(&self.hits, &self.commands, text, only);
        self.at = self.lines.iter().position(Line::is_item);
    }

    fn take(&self, at: usize) -> Action {
        match self.lines.get(at).and_then(Line::does) {
            None => Action::None,
            Some(Does::Go(place)) => Action::Go(place.clone()),
            Some(Does::Lock) => Action::Lock,
            Some(Does::Keys) => Action::Keys,
            Some(Does::Prefer(look)) => Action::Prefer(*look),
        }
    }

    /// Keeps to the kind of the chosen line, or shows all kinds again.
    fn turn_kind(&mut self) {
        let chosen = self
            .at
            .and_then(|at| self.lines.get(at))
            .and_then(Line::kind);
        self.only = match self.only {
            Some(_) => None,
            None => chosen,
        };
        self.lay();
    }

    /// Draws it, with its messages wrapped.
    pub fn view<'a, M: 'a>(&'a self, wrap: fn(Message) -> M) -> kit::Palette<'a, M> {
        let lines = self.lines.iter().map(Line::view).collect();
        let edited = move |text| wrap(Message::Edited(text));
        kit::palette(&self.query, lines, self.at, edited, wrap(Message::Left))
            .answers(&self.answers)
            .on_choose(move |at| wrap(Message::Chosen(at)))
            .on_take(move |at| wrap(Message::Taken(at)))
            .on_early(wrap(Message::TakenEarly))
            .on_tab(wrap(Message::KindPressed))
            .hints([
                hint(&["#"], "claims"),
                hint(&["$"], "checks"),
                hint(&[">"], "commands"),
            ])
    }
}

/// The kind that a sign before the text asks for, and the text without it.
fn asked(query: &str) -> (Option<Kind>, &str) {
    let query = query.trim();
    let signs = [('#', Kind::Claims), ('$', Kind::Payments), ('>', Kind::Do)];
    signs
        .into_iter()
        .find_map(|(sign, kind)| Some((Some(kind), query.strip_prefix(sign)?.trim_start())))
        .unwrap_or((None, query))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_before_the_text_asks_for_one_kind() {
        assert_eq!(asked("  quin "), (None, "quin"));
        assert_eq!(asked("#20417"), (Some(Kind::Claims), "20417"));
        assert_eq!(asked("$ 8830217"), (Some(Kind::Payments), "8830217"));
        assert_eq!(asked(">"), (Some(Kind::Do), ""));
    }
}
