//! The fields of the form, section by section. It must not know what is done with what they hold.

use chrono::NaiveDate;
use iced::widget::{column, container, row, sensor, space};
use iced::{Center, Element, Fill, Length};

use super::{Field, Message, PatientForm, Purpose, id};
use crate::domain::code::Sex;
use crate::office::Clock;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::{button, field, focus, page, words};

/// So wide a form stays easy to read.
const WIDEST: f32 = 832.0;
/// Typing rests when nothing was typed for so long; then the draft is put aside.
const REST: std::time::Duration = std::time::Duration::from_millis(1_200);

/// A field in a row: its label and its share of the width.
#[derive(Clone, Copy)]
pub(super) struct Part {
    field: Field,
    label: &'static str,
    share: u16,
    is_optional: bool,
}

impl Part {
    pub const fn new(field: Field, label: &'static str, share: u16) -> Self {
        Self {
            field,
            label,
            share,
            is_optional: false,
        }
    }

    pub const fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// The same field of whoever pays.
    pub const fn of_payor(mut self) -> Self {
        self.field = match self.field {
            Field::Last => Field::PayorLast,
            Field::First => Field::PayorFirst,
            Field::Middle => Field::PayorMiddle,
            Field::Suffix => Field::PayorSuffix,
            Field::Street => Field::PayorStreet,
            Field::Street2 => Field::PayorStreet2,
            other => other,
        };
        self
    }
}

pub(super) const NAME_ROW: [Part; 4] = [
    Part::new(Field::Last, "Last name", 5),
    Part::new(Field::First, "First name", 5),
    Part::new(Field::Middle, "Middle", 3).optional(),
    Part::new(Field::Suffix, "Suffix", 2).optional(),
];

pub(super) const ADDRESS_ROW: [Part; 2] = [
    Part::new(Field::Street, "Street or box", 3),
    Part::new(Field::Street2, "Apartment, suite", 1).optional(),
];

impl PatientForm {
    /// The form.
    pub(super) fn fields(&self, clock: &Clock) -> Element<'_, Message> {
        let today = clock.today();
        let died_on = (self.purpose != Purpose::Register).then(|| self.died_on(today));
        let form = column![
            self.head(clock),
            self.line(&NAME_ROW),
            self.born_and_reached(today),
            self.line(&ADDRESS_ROW),
            self.line(&[
                Part::new(Field::City, "City", 6),
                Part::new(Field::State, "State", 1),
                Part::new(Field::Zip, "ZIP", 2),
            ]),
            section(self.payor()),
            section(self.visit()),
            died_on,
        ]
        .spacing(gap::M)
        .padding(gap::L)
        .max_width(WIDEST);
        container(page::scroll(focus::form(form)))
            .width(Fill)
            .height(Fill)
            .style(theme::ground(|t| t.paper))
            .into()
    }

    fn head(&self, clock: &Clock) -> Element<'_, Message> {
        let title = match self.purpose {
            Purpose::Register => "New patient",
            Purpose::Change(_) => "Details",
        };
        let kept = self.kept_at.map(|at| {
            let at = clock.wall_time_of(at).format("%-I:%M %p");
            words::muted(format!("Draft kept {at}"))
        });
        let anew = self.kept_at.map(|_| {
            button::quiet("Start anew")
                .compact()
                .on_press(Message::AnewPressed)
        });
        let edits = self.edits;
        let rest = sensor(space().width(1.0).height(1.0))
            .key(edits)
            .delay(REST)
            .on_show(move |_| Message::Rested(edits));
        row![words::title(title), kept, space::horizontal(), anew, rest]
            .spacing(gap::M)
            .height(28.0)
            .align_y(Center)
            .into()
    }

    /// Fields side by side.
    pub(super) fn line(&self, parts: &[Part]) -> Element<'_, Message> {
        row(parts.iter().map(|part| {
            let share = Length::FillPortion(part.share);
            self.text(part.field, part.label, part.is_optional)
                .width(share)
                .into()
        }))
        .spacing(gap::M)
        .into()
    }

    fn text(
        &self,
        name: Field,
        label: &'static str,
        is_optional: bool,
    ) -> field::Field<'_, Message> {
        let text = field::text(label, self.draft.text(name), move |text| {
            Message::Typed(name, text)
        });
        let text = if is_optional { text.optional() } else { text };
        self.watched(name, text)
    }

    fn watched<'a>(
        &'a self,
        name: Field,
        control: field::Field<'a, Message>,
    ) -> field::Field<'a, Message> {
        control
            .id(id(name))
            .error(self.complaints.about(name))
            .on_leave(Message::FieldLeft(name))
    }

    fn born_and_reached(&self, today: NaiveDate) -> Element<'_, Message> {
        let born_on = field::birth_date("Birthday", &self.draft.born_on, today, |text| {
            Message::Typed(Field::BornOn, text)
        })
        .placeholder("MM/DD/YYYY");
        let sex: Option<Sex> = self.draft.sex.parse().ok();
        let sex = field::select(
            "Sex, as the payer has it",
            Sex::ALL.iter().copied(),
            sex.as_ref(),
            Message::SexChosen,
        );
        row![
            self.watched(Field::BornOn, born_on).width(136.0),
            self.watched(Field::Sex, sex).width(168.0),
            self.text(Field::Phone, "Phone", true).width(168.0),
            self.text(Field::Email, "E-mail", true),
        ]
        .spacing(gap::M)
        .into()
    }

    fn visit(&self) -> Element<'_, Message> {
        let note = field::area("Note for the desk", &self.note, Message::NoteEdited)
            .optional()
            .height(72.0);
        column![
            page::section("What brings them here", None, space()),
            self.text(Field::Reason, "Reason for the visit", true),
            self.watched(Field::Note, note),
        ]
        .spacing(gap::M)
        .into()
    }

    fn died_on(&self, today: NaiveDate) -> Element<'_, Message> {
        let died_on = field::date("Day of death", &self.draft.died_on, today, |text| {
            Message::Typed(Field::DiedOn, text)
        })
        .optional();
        self.watched(Field::DiedOn, died_on).width(136.0).into()
    }
}

/// Some space above what begins anew.
fn section(content: Element<'_, Message>) -> Element<'_, Message> {
    container(content)
        .padding(iced::Padding {
            top: gap::M,
            ..iced::Padding::ZERO
        })
        .into()
}
