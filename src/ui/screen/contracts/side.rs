//! The panel: lines of a file that are left out, a term being typed, or what changed. It must not know how it is kept.

use chrono::Local;
use iced::Element;
use iced::widget::{Column, column, row};

use super::table::plan;
use super::{Looked, Message, Screen};
use crate::domain::contract::Logged;
use crate::domain::draft::TermDraft;
use crate::domain::draft::term::Field;
use crate::domain::id::PayerId;
use crate::domain::typed::show_date;
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::timeline::{event, timeline};
use crate::ui::widget::{button, field, panel, words};

/// How many lines that are left out show.
const SHOWN: usize = 100;

impl Screen {
    pub(super) fn side(&self) -> Element<'_, Message> {
        if let Some(form) = &self.form {
            return self.term_form(form);
        }
        match &self.looked {
            Some(looked) => left_out(looked),
            None => self.log(),
        }
    }

    fn log(&self) -> Element<'_, Message> {
        let Some(listed) = &self.listed else {
            return column![].into();
        };
        let schedules = listed.schedules.iter().map(|one| {
            let count = format!("{} amounts", one.amounts);
            panel::section(one.name.as_str(), count)
        });
        let name = self.chosen().map(|row| row.payer_name.as_str());
        let of_chosen = listed
            .log
            .iter()
            .filter(|one| name.is_none_or(|name| one.name == name));
        let events: Vec<_> = of_chosen.map(logged).collect();
        let log: Element<'_, Message> = if events.is_empty() {
            words::muted("Nothing was changed yet.").into()
        } else {
            timeline(events)
        };
        let heading = (!listed.schedules.is_empty()).then(|| words::section("Schedules"));
        column![
            heading,
            Column::with_children(schedules).spacing(gap::XS),
            words::section("What changed"),
            log,
        ]
        .spacing(gap::S)
        .into()
    }

    fn term_form<'a>(&'a self, form: &'a Form<TermDraft>) -> Element<'a, Message> {
        let draft = form.draft();
        let payers = self.listed.iter().flat_map(|listed| {
            listed.payers.iter().map(|payer| Pick {
                id: payer.id,
                name: payer.what.name.clone(),
            })
        });
        let payers: Vec<Pick> = payers.collect();
        let at = payers
            .iter()
            .find(|one| Some(one.id) == draft.payer)
            .cloned();
        let text = |label: &'static str, of| form.text(label, of, Message::Form);
        let payer = field::select("Payer", payers, at.as_ref(), |one: Pick| {
            Message::PayerChosen(one.id)
        })
        .error(form.error(Field::Payer));
        let from = form.dress(
            field::text("Holds from", &draft.effective_on, |text| {
                Message::Form(Edit::Edited(Field::EffectiveOn, text))
            }),
            Field::EffectiveOn,
            Message::Form,
        );
        let is_percent = draft.code.trim().is_empty();
        let schedule = is_percent.then(|| {
            text("Percent of which schedule", Field::Schedule)
                .optional()
                .helper("Left out: of what is charged. Rounded half to even to the cent.")
        });
        column![
            words::section("New amount or percent"),
            payer,
            text("Only for this plan", Field::Plan)
                .optional()
                .helper("As policies name it"),
            row![
                text("Code", Field::Code)
                    .optional()
                    .helper("Without one: the rest"),
                text("Modifier", Field::Modifier).optional(),
            ]
            .spacing(gap::M),
            text("Allowed for one unit", Field::Allowed).placeholder("98.40, or 110 %"),
            schedule,
            from,
            text("Why, for the log", Field::Why),
            row![
                button::primary("Keep it")
                    .key("Ctrl Enter")
                    .on_press(Message::SavePressed),
                button::quiet("Not now").on_press(Message::KeepPressed),
            ]
            .spacing(gap::S),
        ]
        .spacing(gap::M)
        .into()
    }
}

/// A payer to choose.
#[derive(Clone, PartialEq)]
struct Pick {
    id: PayerId,
    name: String,
}

impl std::fmt::Display for Pick {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

fn logged(one: &Logged) -> crate::ui::widget::timeline::Event<'_> {
    let what = if one.service.is_empty() {
        format!("{}, the rest: {}", plan(&one.plan), one.became)
    } else if one.was.is_empty() {
        format!("{}: {}", one.service, one.became)
    } else {
        format!("{}: {} became {}", one.service, one.was, one.became)
    };
    let when = one.at.with_timezone(&Local).format("%m/%d/%Y");
    let note = format!(
        "From {}. {when}, {}: {}",
        show_date(one.effective_on),
        one.by,
        one.why
    );
    event(icon::EDIT, Tone::Quiet, what, note)
}

/// The lines of a file that cannot be used, and why.
fn left_out(looked: &Looked) -> Element<'_, Message> {
    let lines = looked
        .preview
        .refused
        .iter()
        .take(SHOWN)
        .map(|(line, why)| {
            row![
                words::label(format!("Line {line}")).width(72),
                words::dense(why.as_str()).width(iced::Fill),
            ]
            .spacing(gap::S)
            .into()
        });
    let none = looked
        .preview
        .refused
        .is_empty()
        .then(|| words::muted("Every line can be used."));
    column![
        words::section("Left out"),
        none,
        Column::with_children(lines).spacing(gap::XS),
    ]
    .spacing(gap::S)
    .into()
}
