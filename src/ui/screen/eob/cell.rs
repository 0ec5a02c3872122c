//! A cell of a line, and the keys that work in it, all of which the number block has. It must not know the line's sums.

use iced::keyboard::key::Named;

use super::ghost::{CELLS, Ghosts, unexpected};
use super::{Eob, Message, id};
use crate::domain::draft::eob::{EobLineDraft, Field, line};
use crate::domain::eob::EobLineTemplate;
use crate::ui::widget::field;
use crate::ui::widget::focus::KeyPress;
use crate::ui::widget::words;

impl Eob {
    pub(super) fn cell<'a>(
        &'a self,
        at: usize,
        column: line::Field,
        service: &EobLineTemplate,
        typed: &'a EobLineDraft,
        ghosts: &Ghosts,
    ) -> field::Field<'a, Message> {
        let field = Field::Line(at, column);
        let text = typed.text(column);
        let is_odd = match column {
            line::Field::Allowed => unexpected(service, typed).is_some(),
            line::Field::Paid => self.entry.off(at).is_some(),
            _ => false,
        };
        // Whoever comes to a cell has its text chosen: an operator then replaces it, and is no part of a sum.
        let is_fresh = text.is_empty() || (self.is_fresh && (self.at, self.cell) == (at, column));
        let has_others = !typed.adjustments.is_empty();
        field::money("", text, move |text| Message::Typed(field, text))
            .in_cell()
            .wrong(self.complaint(field).is_some())
            .odd(is_odd)
            .placeholder(
                ghosts
                    .of_cell(column)
                    .map(words::show_money)
                    .unwrap_or_default(),
            )
            .id(id(field))
            .on_focus(Message::Entered(at, column))
            .on_leave(Message::FieldLeft(field))
            .on_key(move |press| said(press, (at, column), is_fresh, has_others))
    }
}

/// What a key says in a cell; none for what is typed into it.
fn said(
    press: &KeyPress<'_>,
    (at, column): (usize, line::Field),
    is_fresh: bool,
    has_others: bool,
) -> Option<Message> {
    if press.is(Named::ArrowUp) {
        return at.checked_sub(1).map(|above| Message::Moved(above, column));
    }
    if press.is(Named::ArrowDown) {
        return Some(Message::Moved(at.saturating_add(1), column));
    }
    if column == line::Field::Paid && !has_others && is_enter(press) {
        return Some(Message::LineDone(at));
    }
    if !is_fresh {
        return None;
    }
    let place = CELLS.iter().position(|one| *one == column)?;
    if press.is(Named::ArrowLeft) {
        let before = place.checked_sub(1).and_then(|place| CELLS.get(place));
        return before.map(|before| Message::Moved(at, *before));
    }
    if press.is(Named::ArrowRight) {
        let after = CELLS.get(place.saturating_add(1));
        return after.map(|after| Message::Moved(at, *after));
    }
    match operator(press)? {
        '+' => Some(Message::AsExpected(at)),
        '-' => Some(Message::Denied(at)),
        '*' => Some(Message::FinderPressed),
        '/' => Some(Message::AdjustmentWanted(at)),
        _ => None,
    }
}

/// The operator a key types, with nothing held that makes it something else.
pub fn operator(press: &KeyPress<'_>) -> Option<char> {
    let is_plain = !press.modifiers.control() && !press.modifiers.alt() && !press.modifiers.logo();
    press
        .typed
        .filter(|typed| is_plain && matches!(typed, '+' | '-' | '*' | '/'))
}

/// Whether it is Enter and goes on, not back and not to the end of the form.
pub fn is_enter(press: &KeyPress<'_>) -> bool {
    press.is(Named::Enter) && press.modifiers.is_empty()
}
