//! Places of service other than the practice's own address.

use iced::widget::column;
use iced::{Element, Fill};

use super::register::{Kind, Message, Names};
use super::{Address, pair};
use crate::domain::code::PlaceOfService;
use crate::domain::draft::FacilityDraft;
use crate::domain::draft::facility::Field;
use crate::domain::practice::{Facility, NewFacility};
use crate::office::{Office, OfficeError};
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell};
use crate::ui::widget::field;

/// The kind.
#[derive(Clone, Copy, Debug)]
pub struct Facilities;

/// A place-of-service code with its name, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Listed {
    code: String,
    words: String,
}

impl std::fmt::Display for Listed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code, self.words)
    }
}

impl Kind for Facilities {
    type Row = Facility;
    type Draft = FacilityDraft;
    type Choice = std::convert::Infallible;
    type Offer = ();

    const NAMES: Names = Names {
        one: "place",
        many: "Places of service",
        why: "Only places other than the practice's own address: a hospital, a nursing home.",
        glyph: icon::PRACTICE,
    };

    fn read(office: &Office) -> Result<(Vec<Facility>, ()), OfficeError> {
        Ok((office.facilities()?, ()))
    }

    fn keep(
        office: &mut Office,
        row: Option<&Facility>,
        what: NewFacility,
        is_active: bool,
    ) -> Result<(), OfficeError> {
        match row {
            Some(row) => office.change_facility(row.id, &what, is_active),
            None => office.add_facility(&what).map(drop),
        }
    }

    fn draft(row: &Facility) -> FacilityDraft {
        FacilityDraft::from(&row.what)
    }

    fn is_active(row: &Facility) -> bool {
        row.is_active
    }

    fn name(row: &Facility) -> String {
        row.what.name.clone()
    }

    fn number(row: &Facility) -> Option<i64> {
        Some(row.id.get())
    }

    fn columns<'a>() -> Vec<Column<'a>> {
        vec![
            Column::fill("Name"),
            Column::fixed("Place", 200.0),
            Column::fixed("City", 160.0),
            Column::fixed("", 120.0),
        ]
    }

    fn cells<'a, M: 'a>(row: &Facility, (): &()) -> Vec<Cell<'a, M>> {
        let place = row.what.place;
        vec![
            cell::text(row.what.name.clone()).strong(),
            cell::text(format!("{place} {}", place.name())),
            cell::text(row.what.address.city.clone()),
            super::resting(row.is_active),
        ]
    }

    fn choose(_draft: &mut FacilityDraft, choice: std::convert::Infallible) {
        match choice {}
    }

    fn fields<'a>(form: &'a Form<FacilityDraft>, (): &'a ()) -> Element<'a, Message<Self>> {
        let text = |label: &'static str, field| form.text(label, field, Message::Form);
        let draft = form.draft();
        let options: Vec<Listed> = PlaceOfService::all()
            .map(|place| Listed {
                code: place.to_string(),
                words: place.name().to_owned(),
            })
            .collect();
        let chosen = options
            .iter()
            .find(|option| option.code == draft.place)
            .cloned();
        let place = field::select("Place of service", options, chosen.as_ref(), |option| {
            Message::Form(Edit::Edited(Field::Place, option.code))
        });
        let address = Address {
            fields: [
                Field::Street,
                Field::Street2,
                Field::City,
                Field::State,
                Field::Zip,
            ],
            street: "Street",
            zip: "ZIP+4",
        };
        column![
            text("Name", Field::Name),
            form.dress(place, Field::Place, Message::Form),
            pair(
                text("NPI", Field::Npi).optional(),
                text("CLIA number", Field::Clia).optional(),
            ),
            address.of(form, Message::Form),
        ]
        .spacing(gap::M)
        .width(Fill)
        .into()
    }
}
