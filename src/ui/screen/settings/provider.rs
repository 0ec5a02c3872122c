//! Clinicians: who sees our patients, and who sends us some.

use iced::widget::column;
use iced::{Element, Fill};

use super::pair;
use super::register::{Kind, Message, Names};
use crate::domain::codeset;
use crate::domain::draft::ProviderDraft;
use crate::domain::draft::provider::Field;
use crate::domain::practice::{Duty, NewProvider, Provider};
use crate::office::{Office, OfficeError};
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell};
use crate::ui::widget::field::look_up;
use crate::ui::widget::{check_box, field};

/// The kind.
#[derive(Clone, Copy, Debug)]
pub struct Providers;

/// What is chosen rather than typed.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    /// Whether they see our patients.
    Renders(bool),
    /// Whether they send us patients.
    Refers(bool),
}

impl Kind for Providers {
    type Row = Provider;
    type Draft = ProviderDraft;
    type Choice = Choice;
    type Offer = ();

    const NAMES: Names = Names {
        one: "clinician",
        many: "Clinicians",
        why: "Claims name who saw the patient, and sometimes who sent them.",
        glyph: icon::VISITS,
    };

    fn read(office: &Office) -> Result<(Vec<Provider>, ()), OfficeError> {
        Ok((office.providers()?, ()))
    }

    fn keep(
        office: &mut Office,
        row: Option<&Provider>,
        who: NewProvider,
        is_active: bool,
    ) -> Result<(), OfficeError> {
        match row {
            Some(row) => office.change_provider(row.id, &who, is_active),
            None => office.add_provider(&who).map(drop),
        }
    }

    fn draft(row: &Provider) -> ProviderDraft {
        ProviderDraft::from(&row.who)
    }

    fn is_active(row: &Provider) -> bool {
        row.is_active
    }

    fn name(row: &Provider) -> String {
        row.listed()
    }

    fn number(row: &Provider) -> Option<i64> {
        Some(row.id.get())
    }

    fn columns<'a>() -> Vec<Column<'a>> {
        vec![
            Column::fill("Name"),
            Column::fixed("NPI", 112.0),
            Column::fixed("Does", 160.0),
            Column::fixed("", 120.0),
        ]
    }

    fn cells<'a, M: 'a>(row: &Provider, (): &()) -> Vec<Cell<'a, M>> {
        let does = match row.who.duty {
            Duty::Renders => "Sees patients",
            Duty::Refers => "Refers to us",
            Duty::Both => "Sees and refers",
        };
        vec![
            cell::text(row.listed()).strong(),
            cell::code(row.who.npi.to_string()),
            cell::text(does),
            super::resting(row.is_active),
        ]
    }

    fn choose(draft: &mut ProviderDraft, choice: Choice) {
        match choice {
            Choice::Renders(renders) => draft.renders = renders,
            Choice::Refers(refers) => draft.refers = refers,
        }
    }

    fn fields<'a>(form: &'a Form<ProviderDraft>, (): &'a ()) -> Element<'a, Message<Self>> {
        let text = |label: &'static str, field| form.text(label, field, Message::Form);
        let draft = form.draft();
        let duty = column![
            check_box::check_box("Sees our patients", draft.renders, |is| {
                Message::Chosen(Choice::Renders(is))
            }),
            check_box::check_box("Sends us patients", draft.refers, |is| {
                Message::Chosen(Choice::Refers(is))
            }),
            form.error(Field::Renders).map(field::error),
        ]
        .spacing(gap::XS);
        column![
            pair(
                text("Family name", Field::Last),
                text("Given name", Field::First)
            ),
            pair(
                text("Middle", Field::Middle).optional(),
                text("Suffix", Field::Suffix).optional(),
            ),
            pair(
                text("Credential", Field::Credential)
                    .optional()
                    .placeholder("MD"),
                text("NPI", Field::Npi),
            ),
            taxonomy(form),
            duty,
        ]
        .spacing(gap::M)
        .width(Fill)
        .into()
    }
}

/// The specialty: by code, or found by words.
fn taxonomy(form: &Form<ProviderDraft>) -> Element<'_, Message<Providers>> {
    let typed = &form.draft().taxonomy;
    let hits = codeset::taxonomies().search(typed, 8);
    let codes: Vec<String> = hits.iter().map(|hit| hit.entry.code.clone()).collect();
    let rows = hits
        .iter()
        .map(|hit| {
            look_up::row_of(hit.entry.code.clone(), hit.entry.description.clone()).code_width(96.0)
        })
        .collect();
    let edited = |text| Message::Form(Edit::Edited(Field::Taxonomy, text));
    let control = field::look_up("Specialty", typed, edited, rows, move |at| {
        let code = codes.get(at).cloned().unwrap_or_default();
        Message::Form(Edit::Edited(Field::Taxonomy, code))
    })
    .optional()
    .placeholder("Taxonomy code or words")
    .list_width(484.0);
    let control = match codeset::taxonomies().get(typed) {
        Some(entry) => control.helper(entry.description.as_str()),
        None => control,
    };
    form.dress(control, Field::Taxonomy, Message::Form).into()
}
