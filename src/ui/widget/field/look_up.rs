//! The list of a look-up: rows with the part that matches what was typed marked, and its keys below. It must not know
//! where the rows come from.

use std::rc::Rc;

use iced::widget::text::{Fragment, IntoFragment, Wrapping};
use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill};

use super::drop_down::{DropDown, INSET, Mode, OnTake, ROW_PADDING};
use crate::domain::money::Money;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, ink};
use crate::ui::widget::key::{hint, hints};
use crate::ui::widget::words;

/// One thing that was found.
#[derive(Clone, Debug)]
#[must_use]
pub struct Row<'a> {
    code: Fragment<'a>,
    words: Fragment<'a>,
    note: Option<Fragment<'a>>,
    amount: Option<Money>,
    code_width: f32,
}

/// A row: a code or name, and what it stands for.
pub fn row_of<'a>(code: impl IntoFragment<'a>, words: impl IntoFragment<'a>) -> Row<'a> {
    Row {
        code: code.into_fragment(),
        words: words.into_fragment(),
        note: None,
        amount: None,
        code_width: 56.0,
    }
}

impl<'a> Row<'a> {
    /// A muted remark, such as when it was last used.
    pub fn note(mut self, note: impl IntoFragment<'a>) -> Self {
        self.note = Some(note.into_fragment());
        self
    }

    pub fn amount(mut self, amount: Money) -> Self {
        self.amount = Some(amount);
        self
    }

    /// How wide the first column is; 56 pixels hold a procedure code.
    pub fn code_width(mut self, width: f32) -> Self {
        self.code_width = width;
        self
    }

    fn view<Message: 'a>(self, typed: &str) -> Element<'a, Message> {
        let note = self.note.map(words::note);
        let amount = self.amount.map(words::money);
        row![
            container(matched(&self.code, typed, true)).width(self.code_width),
            matched(&self.words, typed, false),
            space::horizontal(),
            note,
            amount.map(|amount| container(amount).align_right(64.0)),
        ]
        .spacing(gap::S)
        .padding(ROW_PADDING)
        .height(Fill)
        .align_y(Center)
        .into()
    }
}

/// The list below a field.
pub(super) struct LookUp<'a, Message> {
    rows: Vec<Row<'a>>,
    on_take: OnTake<'a, Message>,
    pub width: Option<f32>,
    pub nothing: Option<Fragment<'a>>,
    pub found: Option<usize>,
    /// The text the rows were found for, where that is not the text of the view.
    pub answers: Option<String>,
}

impl<'a, Message> LookUp<'a, Message> {
    pub fn new(rows: Vec<Row<'a>>, on_take: impl Fn(usize) -> Message + 'a) -> Self {
        Self {
            rows,
            on_take: Rc::new(move |at| Some(on_take(at))),
            width: None,
            nothing: None,
            found: None,
            answers: None,
        }
    }
}

impl<'a, Message: Clone + 'a> LookUp<'a, Message> {
    /// Puts the list under `control`; `live` tells the text as it is at that moment.
    pub fn around(
        self,
        control: Element<'a, Message>,
        typed: &str,
        inset: f32,
        live: impl Fn() -> String + 'a,
    ) -> Element<'a, Message> {
        let shown = self.rows.len();
        let answers = self.answers.unwrap_or_else(|| typed.to_owned());
        let foot = match (shown, self.nothing) {
            (0, None) => None,
            (0, Some(_)) if typed.trim().is_empty() => None,
            (0, Some(sentence)) => Some(
                container(words::muted(sentence))
                    .padding([4.0, gap::S])
                    .into(),
            ),
            _ => Some(foot(shown, self.found.unwrap_or(shown))),
        };
        DropDown {
            control,
            rows: self.rows.into_iter().map(|row| row.view(typed)).collect(),
            foot,
            mode: Mode::Typing {
                is_fresh: Box::new(move || live() == answers),
            },
            on_take: self.on_take,
            width: self.width.unwrap_or(crate::ui::spacing::width::LOOK_UP),
            outset: INSET - inset,
        }
        .into()
    }
}

fn foot<'a, Message: 'a>(shown: usize, found: usize) -> Element<'a, Message> {
    column![
        container(rule::horizontal(1).style(theme::divider)).padding([4.0, 0.0]),
        row![
            hints([hint(&["Up", "Down"], "move"), hint(&["Enter"], "take")]),
            space::horizontal(),
            words::note(format!("{shown} of {found}")),
        ]
        .padding([4.0, gap::S])
        .align_y(Center),
    ]
    .into()
}

/// Words with the part that was typed in accent.
pub fn matched<'a, Message: 'a>(words: &str, typed: &str, is_strong: bool) -> Element<'a, Message> {
    let font = if is_strong {
        theme::SEMIBOLD
    } else {
        theme::REGULAR
    };
    // A plain space at the end of a piece would have no width.
    let piece = |part: &str| {
        (!part.is_empty())
            .then(|| words::body(part.replace(' ', "\u{a0}")).wrapping(Wrapping::None))
    };
    let (before, hit, after) = parts(words, typed);
    row![
        piece(before).map(|piece| piece.font(font)),
        piece(hit).map(|piece| piece.font(theme::SEMIBOLD).style(ink(|t| t.accent))),
        piece(after).map(|piece| piece.font(font)),
    ]
    .into()
}

/// Splits `words` round the first place where `typed` occurs, whatever the case.
fn parts<'w>(words: &'w str, typed: &str) -> (&'w str, &'w str, &'w str) {
    let typed = typed.trim();
    let found = (!typed.is_empty())
        .then(|| {
            words
                .char_indices()
                .map(|(at, _)| at)
                .find_map(|at| prefix(words.get(at..)?, typed).map(|len| (at, len)))
        })
        .flatten();
    let Some((at, len)) = found else {
        return (words, "", "");
    };
    let (before, rest) = words.split_at_checked(at).unwrap_or((words, ""));
    let (hit, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
    (before, hit, after)
}

/// How many bytes of `words` are `typed`, if it begins so.
fn prefix(words: &str, typed: &str) -> Option<usize> {
    let mut len = 0_usize;
    let mut left = words.chars();
    for wanted in typed.chars() {
        let found = left.next()?;
        if !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        len = len.saturating_add(found.len_utf8());
    }
    Some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_was_typed_is_found_whatever_its_case() {
        assert_eq!(
            parts("Quintero, Marisol", "quin"),
            ("", "Quin", "tero, Marisol")
        );
        assert_eq!(
            parts("Macquinley, Bea", "QUIN"),
            ("Mac", "quin", "ley, Bea")
        );
        assert_eq!(parts("83036", "8303 "), ("", "8303", "6"));
        assert_eq!(parts("Élan", "é"), ("", "É", "lan"));
        assert_eq!(parts("Hale", "x"), ("Hale", "", ""));
        assert_eq!(parts("Hale", ""), ("Hale", "", ""));
    }
}
