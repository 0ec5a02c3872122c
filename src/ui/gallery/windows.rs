//! Whole windows made of the parts, each as its picture. It must not know any screen.

mod charge;
mod chart;
mod claims;
mod today;

use iced::widget::{column, container, row};
use iced::{Element, Fill};

use super::{Message, date, money, reasons, this_day};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, Tone};
use crate::ui::widget::key::{Hint, hint, key_bar, standing};
use crate::ui::widget::palette::{self, group, item};
use crate::ui::widget::rail::{self, rail};
use crate::ui::widget::{button, dialog, field, focus, toast, top_bar};

pub use charge::charge;
pub use chart::chart;
pub use claims::claims;
pub use today::today;

/// A window with its rail, its top bar and its key bar round `body`.
fn window<'a>(
    place: usize,
    actions: Vec<Element<'a, Message>>,
    keys: Vec<Hint<'a>>,
    body: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let places = [
        (icon::TODAY, "Today", 0),
        (icon::PATIENTS, "Patients", 0),
        (icon::VISITS, "Visits", 7),
        (icon::CLAIMS, "Claims", 14),
        (icon::REMITTANCES, "Remittances", 2),
        (icon::PAYMENTS, "Payments", 0),
        (icon::STATEMENTS, "Statements", 41),
        (icon::FOLLOW_UP, "Follow-up", 15),
        (icon::REPORTS, "Reports", 0),
    ];
    let items = places
        .into_iter()
        .enumerate()
        .map(|(at, (glyph, name, count))| {
            rail::item(glyph, name, Message::Took(at))
                .count(count)
                .active(at == place)
        });
    let user = rail::User {
        name: "Nadia Orsolek",
        role: "Biller",
        on_press: Message::Pressed,
    };
    let search = top_bar::search_box(
        "Find a patient, claim, check, code or command",
        "Ctrl K",
        Message::Pressed,
    );
    let state = row![
        standing(icon::LOCK, "Book saved", Tone::Quiet),
        standing(icon::BACKUP, "Backup verified 6:00 AM", Tone::Good),
    ]
    .spacing(gap::L);
    focus::scope(row![
        rail(
            "Linden Family Med.",
            items.collect(),
            vec![rail::item(icon::SETTINGS, "Settings", Message::Pressed)],
            Some(user),
        ),
        column![
            top_bar::top_bar(search, actions),
            container(body).width(Fill).height(Fill),
            iced::widget::rule::horizontal(1).style(theme::divider),
            key_bar(keys, state),
        ],
    ])
    .into()
}

fn move_and_open<'a>() -> Vec<Hint<'a>> {
    vec![
        hint(&["Up", "Down"], "move"),
        hint(&["Enter"], "open"),
        hint(&["?"], "all keys"),
    ]
}

/// The palette over the chart.
pub fn finder<'a>() -> Element<'a, Message> {
    let lines = vec![
        group("Patients"),
        item(icon::PATIENT, "Quintero, Marisol")
            .note("100482, DOB 04/12/1968")
            .amount(money(26_317))
            .into(),
        item(icon::PATIENT, "Quinlan, Oswin")
            .note("100117, DOB 09/30/1949")
            .amount(money(0))
            .into(),
        item(icon::PATIENT, "Macquinley, Bea")
            .note("100604, DOB 01/17/2011")
            .amount(money(8_850))
            .into(),
        group("Claims"),
        item(icon::CLAIM, "C-20455 Quintero, Marisol")
            .note("Sent 03/11/2026, Meridian Health")
            .amount(money(24_500))
            .into(),
        group("Do"),
        item(icon::PAYMENTS, "Take payment from Quintero, Marisol")
            .key("P")
            .into(),
        item(icon::ADD, "New visit for Quintero, Marisol")
            .key("Ctrl N")
            .into(),
    ];
    let open = palette::palette("quin", lines, Some(1), Message::Typed, Message::Pressed)
        .on_choose(Message::Took)
        .on_take(Message::Took)
        .on_tab(Message::Pressed)
        .hints([
            hint(&["#"], "claims"),
            hint(&["$"], "checks"),
            hint(&[">"], "commands"),
        ]);
    palette::over(chart(), Some(open))
}

/// A question over the claims desk, and what was just done.
pub fn asked<'a>() -> Element<'a, Message> {
    let done = toast::done("Posted $3,140.34").undo("Ctrl Z", Message::Pressed);
    let failed =
        toast::failed("The backup disk is full. The book is safe; free some space and try again.");
    let reason =
        field::text("Why", "", Message::Typed).helper("Stands in the history of both remittances.");
    let question = dialog::dialog(
        "Un-post remittance 8821904?",
        "Reverses 42 entries on 9 accounts, 1,204.55 in all. It can be posted again.",
        Message::Pressed,
    )
    .content(reason)
    .keep("Keep it")
    .answer(button::danger("Un-post").on_press(Message::Pressed));
    toast::over(dialog::over(claims(), Some(question)), [failed, done])
}
