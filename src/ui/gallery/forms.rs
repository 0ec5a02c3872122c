//! The sheet of everything one types and chooses in. It must not know any screen.

use iced::Element;
use iced::widget::{column, row, text_editor};

use super::{Message, part, this_day};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::check_box::check_box;
use crate::ui::widget::choice::{choice, choices};
use crate::ui::widget::finding::check;
use crate::ui::widget::notice::notice;
use crate::ui::widget::steps::{step, steps};
use crate::ui::widget::strength_meter::{Strength, strength_meter};
use crate::ui::widget::{button, chip, field, key, tabs, words};

pub(super) fn list(notes: &text_editor::Content) -> Vec<Element<'_, Message>> {
    vec![
        part("select, disabled, optional, compact with icon", selects()),
        part("secret, strength, helper", secrets()),
        part("look-up, date with its sign, search", look_ups()),
        part(
            "area",
            field::area("Note on the account", notes, Message::Edited).height(64.0),
        ),
        part("check box, chips, links", checks()),
        part("choices", decisions()),
        part("notice", told()),
        row![
            part("steps", column![wizard()].width(240)),
            column![
                part("tabs", open_tabs()),
                part("checks", checked()),
                part("keys", keys())
            ]
            .spacing(gap::M),
        ]
        .spacing(gap::XL)
        .into(),
    ]
}

fn selects<'a>() -> Element<'a, Message> {
    let providers = ["Hale, Simon MD", "Brandt, Ute NP"];
    row![
        field::select("Provider", providers, Some(&"Hale, Simon MD"), |_| {
            Message::Pressed
        })
        .id("provider"),
        field::select("Place", ["11 Office"], None, |_| Message::Pressed).disabled(true),
        field::text("Approval", "", Message::Typed)
            .placeholder("None")
            .optional(),
        field::select("", ["All payers"], Some(&"All payers"), |_| {
            Message::Pressed
        })
        .icon(icon::PAYER)
        .compact()
        .width(120),
    ]
    .spacing(gap::M)
    .align_y(iced::Bottom)
    .into()
}

fn secrets<'a>() -> Element<'a, Message> {
    row![
        column![
            field::secret(
                "Passphrase",
                "copper lantern drifts noon",
                true,
                Message::Typed
            )
            .on_reveal(Message::Pressed),
            strength_meter(
                Some(Strength::Strong),
                "Four words; a fifth is stronger still"
            ),
        ]
        .spacing(gap::S),
        field::secret(
            "Once more",
            "copper lantern drifts noon",
            false,
            Message::Typed
        )
        .on_reveal(Message::Pressed)
        .helper("They match"),
    ]
    .spacing(gap::L)
    .into()
}

fn look_ups<'a>() -> Element<'a, Message> {
    row![
        field::look_up("Code", "8303", Message::Typed, Vec::new(), Message::Took).width(100),
        field::date("Date of service", "03/17/2026", this_day(), Message::Typed).width(128),
        field::search("Filter these 14", "", Message::Typed)
            .trailing(key::key_hint("/"), 18.0)
            .compact()
            .width(220),
    ]
    .spacing(gap::M)
    .align_y(iced::Bottom)
    .into()
}

fn checks<'a>() -> Element<'a, Message> {
    row![
        check_box("Printed, and kept away", true, |_| Message::Pressed),
        check_box("Not yet", false, |_| Message::Pressed),
        chip::chip("Corwin Mutual", Message::Pressed),
        chip::toggle(icon::FILTER, "Open only", false, Message::Pressed),
        button::link("Restore a book").on_press(Message::Pressed),
        button::icon(icon::PRINT, "Print").on_press(Message::Pressed),
    ]
    .spacing(gap::M)
    .align_y(iced::Center)
    .into()
}

fn decisions<'a>() -> Element<'a, Message> {
    choices(vec![
        choice("Work the denial", true, Message::Pressed)
            .note("Keeps 160.00 with Meridian")
            .key("1"),
        choice("Write it off", false, Message::Pressed)
            .note("160.00 to “no approval”")
            .key("2"),
        choice("Bill the patient", false, Message::Pressed)
            .disabled("Not allowed: group code CO")
            .key("3"),
    ])
}

fn told<'a>() -> Element<'a, Message> {
    notice(
        Tone::Attention,
        "The last backup is 3 days old. Nothing is lost; the book itself is whole.",
        Some(button::quiet("Back up now").on_press(Message::Pressed)),
    )
}

fn keys<'a>() -> Element<'a, Message> {
    key::sheet([(
        "In a date",
        vec![
            key::hint(&["T"], "today"),
            key::hint(&["+", "-"], "a day on or back"),
        ],
    )])
}

fn wizard<'a>() -> Element<'a, Message> {
    steps(
        [
            step("Practice", "Linden Family Medicine"),
            step("Passphrase and key", "The book is always encrypted"),
            step("Providers and fees", "Can wait"),
        ],
        1,
    )
}

fn open_tabs<'a>() -> Element<'a, Message> {
    tabs::tabs(
        [
            tabs::tab("Ledger"),
            tabs::tab("Claims").count(6),
            tabs::tab("Coverage"),
        ],
        0,
        Message::Took,
    )
}

fn checked<'a>() -> Element<'a, Message> {
    column![
        check("Referring NPI is not whole", Tone::Bad),
        check("Covered on 03/17/2026", Tone::Good),
        check("No fee for 83030", Tone::Attention),
        words::note("Checks follow what is typed."),
    ]
    .spacing(gap::S)
    .into()
}
