//! Who pays the patient's part: the patient, somebody the book knows and that is looked up here, or somebody new. It
//! must not know the rest of the form.

use iced::widget::{column, row, space};
use iced::{Center, Element};

use super::fields::{ADDRESS_ROW, NAME_ROW, Part};
use super::{Field, Message, PatientForm, id, read_guarantor};
use crate::domain::code::Relation;
use crate::domain::draft::patient::WhoPays;
use crate::domain::patient::{Guarantor, PatientRow, account_number, chart_number};
use crate::domain::typed::show_date;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Action;
use crate::ui::spacing::{space as gap, width};
use crate::ui::widget::choice::{choice, choices};
use crate::ui::widget::field::look_up::row_of;
use crate::ui::widget::{button, field, focus, page, words};

/// How many people a look-up shows.
const FOUND_MOST: usize = 8;

/// What the patient can be to somebody else who pays, the usual ones first.
const RELATIONS: [Relation; 5] = [
    Relation::Child,
    Relation::Spouse,
    Relation::LifePartner,
    Relation::Other,
    Relation::Unknown,
];

/// The look-up of somebody the book knows.
#[derive(Default)]
pub(super) struct Known {
    typed: String,
    rows: Vec<PatientRow>,
    guarantor: Option<Guarantor>,
}

impl Known {
    /// With somebody chosen already.
    pub fn chosen(guarantor: Option<Guarantor>) -> Self {
        let typed = guarantor
            .as_ref()
            .map(|guarantor| guarantor.contact.name.to_string());
        Self {
            typed: typed.unwrap_or_default(),
            rows: Vec::new(),
            guarantor,
        }
    }

    /// Shows who was found, unless something else was typed since.
    pub fn found(&mut self, typed: &str, rows: Vec<PatientRow>) {
        if typed == self.typed && self.guarantor.is_none() {
            self.rows = rows;
        }
    }
}

impl PatientForm {
    pub(super) fn payor_chosen(&mut self, context: &Context, who: WhoPays) -> Action<Message> {
        self.draft.who_pays = who;
        self.edited(context);
        Action::None
    }

    pub(super) fn known_typed(&mut self, context: &Context, typed: String) -> Action<Message> {
        self.draft.guarantor = None;
        self.known = Known {
            typed: typed.clone(),
            ..Known::default()
        };
        self.edited(context);
        if typed.trim().is_empty() {
            return Action::None;
        }
        let wanted = typed.clone();
        Action::Run(context.worker.ask(
            move |office| office.find_patients(&wanted, FOUND_MOST),
            move |rows| Message::KnownFound { typed, rows },
        ))
    }

    pub(super) fn known_taken(&mut self, context: &Context, at: usize) -> Action<Message> {
        let Some(taken) = self.known.rows.get(at) else {
            return Action::None;
        };
        let guarantor = taken.guarantor;
        self.known.typed = taken.name.to_string();
        self.known.rows.clear();
        self.draft.guarantor = Some(guarantor);
        self.edited(context);
        Action::Run(read_guarantor(context, guarantor))
    }

    /// Takes the patient's address and phone for whoever pays.
    pub(super) fn address_copied(&mut self, context: &Context) -> Action<Message> {
        let draft = &mut self.draft;
        draft.payor_street.clone_from(&draft.street);
        draft.payor_street2.clone_from(&draft.street2);
        draft.payor_city.clone_from(&draft.city);
        draft.payor_state.clone_from(&draft.state);
        draft.payor_zip.clone_from(&draft.zip);
        draft.payor_phone.clone_from(&draft.phone);
        self.edited(context);
        Action::Run(focus::on(id(Field::PayorEmail)))
    }

    /// The section of the form.
    pub(super) fn payor(&self) -> Element<'_, Message> {
        let who = self.draft.who_pays;
        let one = |words, which, note| {
            choice(words, who == which, Message::PayorChosen(which)).note(note)
        };
        let who_pays = choices(vec![
            one(
                "The patient",
                WhoPays::Patient,
                "Statements go to the address above",
            ),
            one(
                "Somebody the book knows",
                WhoPays::Known,
                "As a parent with another child here: one account, one statement",
            ),
            one(
                "Somebody new",
                WhoPays::Other,
                "Their name and address are given below",
            ),
        ]);
        let more: Option<Element<'_, Message>> = match who {
            WhoPays::Patient => None,
            WhoPays::Known => Some(self.known_fields()),
            WhoPays::Other => Some(self.other_fields()),
        };
        column![
            page::section("Who pays the patient’s part", None, space()),
            who_pays,
            more,
        ]
        .spacing(gap::M)
        .into()
    }

    fn relation(&self) -> Element<'_, Message> {
        let chosen: Option<Relation> = self.draft.payor_relation.parse().ok();
        field::select(
            "The patient is their",
            RELATIONS,
            chosen.as_ref(),
            Message::RelationChosen,
        )
        .id(id(Field::PayorRelation))
        .error(self.complaints.about(Field::PayorRelation))
        .on_leave(Message::FieldLeft(Field::PayorRelation))
        .width(176.0)
        .into()
    }

    fn known_fields(&self) -> Element<'_, Message> {
        let rows = self.known.rows.iter().map(|row| {
            row_of(chart_number(row.id), row.name.to_string())
                .note(format!("DOB {}", show_date(row.born_on)))
                .code_width(64.0)
        });
        let look_up = field::look_up(
            "Who pays",
            &self.known.typed,
            Message::KnownTyped,
            rows.collect(),
            Message::KnownTaken,
        )
        .id(id(Field::Guarantor))
        .icon(icon::SEARCH)
        .placeholder("Name, birthday, phone or chart number")
        .nothing_found("Nobody matches")
        .list_width(width::LOOK_UP)
        .error(self.complaints.about(Field::Guarantor))
        .on_leave(Message::FieldLeft(Field::Guarantor));
        let fields = row![look_up, self.relation()].spacing(gap::M);
        let chosen = self.known.guarantor.as_ref().map(|guarantor| {
            let contact = &guarantor.contact;
            words::muted(format!(
                "{}, account {}, {}, {}",
                contact.name.natural(),
                account_number(guarantor.id),
                contact.address.street,
                contact.address.last_line(),
            ))
        });
        column![fields, chosen].spacing(gap::S).into()
    }

    fn other_fields(&self) -> Element<'_, Message> {
        let copy = button::quiet("Same address as the patient")
            .icon(icon::COPY)
            .compact()
            .on_press(Message::AddressCopied);
        column![
            row![self.relation(), space::horizontal(), copy].align_y(Center),
            self.line(&NAME_ROW.map(Part::of_payor)),
            self.line(&ADDRESS_ROW.map(Part::of_payor)),
            self.line(&[
                Part::new(Field::PayorCity, "City", 4),
                Part::new(Field::PayorState, "State", 1),
                Part::new(Field::PayorZip, "ZIP", 2),
                Part::new(Field::PayorPhone, "Phone", 3).optional(),
                Part::new(Field::PayorEmail, "E-mail", 4).optional(),
            ]),
        ]
        .spacing(gap::M)
        .into()
    }
}
