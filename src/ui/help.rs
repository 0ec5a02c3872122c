//! All keys: those of the screen, and those that work everywhere. It must not know what they do.

use iced::widget::{column, container, row, rule};
use iced::{Center, Element, Fill};

use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::key::{self, Hint, hint};
use crate::ui::widget::{button, focus, page, words};

/// The keys that work wherever one is.
const EVERYWHERE: &[Hint<'static>] = &[
    hint(&["Ctrl K"], "find a patient, claim, check or command"),
    hint(&["Ctrl N"], "new visit"),
    hint(&["Alt 1", "Alt 6"], "from place to place, as in the rail"),
    hint(&["Alt 9"], "settings"),
    hint(&["Esc"], "back to where you came from"),
    hint(&["Tab", "Shift Tab"], "next control, the one before"),
    hint(
        &["Ctrl +", "Ctrl −", "Ctrl 0"],
        "larger, smaller, as it was",
    ),
    hint(&["Ctrl L"], "lock the book"),
    hint(&["F1", "?"], "these keys"),
];

/// The keys that work in every field for a day or an amount.
const IN_FIELDS: &[Hint<'static>] = &[
    hint(&["T"], "today, in a date"),
    hint(&["+", "−"], "next day, day before"),
    hint(&["M", "H"], "first and last day of the month"),
    hint(&["Y", "R"], "first and last day of the year"),
    hint(
        &["Enter"],
        "next field; an amount such as 16.99*2 is worked out",
    ),
];

/// The keys as a card over the window.
pub fn view<'a, Message: Clone + 'a>(
    keys: &[Hint<'static>],
    on_close: Message,
) -> Element<'a, Message> {
    let left = list("On this screen", keys);
    let right =
        column![list("Everywhere", EVERYWHERE), list("In fields", IN_FIELDS)].spacing(gap::L);
    let head = row![
        words::title("Keys"),
        iced::widget::space::horizontal(),
        button::quiet("Close").key("Esc").on_press(on_close.clone()),
    ]
    .align_y(Center);
    let columns = row![left, right].spacing(gap::XXL);
    let card = container(column![
        container(head).padding([gap::M, gap::L]),
        rule::horizontal(1).style(theme::divider),
        container(page::scroll(columns))
            .padding(gap::L)
            .max_height(560),
    ])
    .width(860)
    .style(theme::card);
    focus::scope(container(card).center(Fill))
        .sealed()
        .starts_at_first()
        .on_escape(on_close)
        .into()
}

fn list<'a, Message: 'a>(title: &'a str, keys: &[Hint<'static>]) -> Element<'a, Message> {
    let rows = keys.iter().map(|hint| {
        let caps = row(hint.keys.iter().map(|keys| key::key_hint(*keys))).spacing(gap::XS);
        row![container(caps).width(150), words::body(hint.words)]
            .align_y(Center)
            .into()
    });
    column![words::strong(title)]
        .extend(rows)
        .spacing(gap::S)
        .width(Fill)
        .into()
}
