//! All keys: those of the screen, and those that work everywhere. It must not know what they do.

use iced::Fill;
use iced::widget::{container, row};

use crate::ui::spacing::space as gap;
use crate::ui::widget::dialog::{Dialog, dialog};
use crate::ui::widget::key::{self, Hint, hint};

/// The keys that work wherever one is.
const EVERYWHERE: [Hint<'static>; 10] = [
    hint(&["Ctrl K"], "find anything, or do anything"),
    hint(&["Ctrl N"], "new visit"),
    hint(&["Ctrl Shift N"], "new patient"),
    hint(&["Alt 1", "Alt 8"], "the places of the rail"),
    hint(&["Alt 9"], "settings"),
    hint(&["Alt 0"], "reports"),
    hint(&["Esc"], "back to where you came from"),
    hint(&["Tab", "Shift Tab"], "next control, last one"),
    hint(&["Ctrl +", "Ctrl −"], "larger, smaller"),
    hint(&["Ctrl L"], "lock the book"),
];

/// The keys that work in fields.
const IN_FIELDS: [Hint<'static>; 8] = [
    hint(&["Enter"], "next field"),
    hint(&["T"], "today, in a date"),
    hint(&["+", "−"], "next day, day before"),
    hint(&["[", "]"], "month before, next month"),
    hint(&["M", "H"], "first and last of the month"),
    hint(&["Y", "R"], "first and last of the year"),
    hint(&["F4"], "calendar, in a date"),
    hint(&["16.99*2"], "an amount is worked out"),
];

/// The keys in a dialog over the window.
pub fn keys<'a, Message: Clone + 'a>(
    keys: Vec<Hint<'static>>,
    on_close: Message,
) -> Dialog<'a, Message> {
    let left = key::sheet([("On this screen", keys)]);
    let right = key::sheet([
        ("Everywhere", EVERYWHERE.to_vec()),
        ("In fields", IN_FIELDS.to_vec()),
    ]);
    dialog("Keys", "", on_close)
        .content(row![container(left).width(Fill), container(right).width(Fill),].spacing(gap::XL))
        .keep("Close")
        .width(760.0)
}
