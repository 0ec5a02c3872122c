//! The fee schedule: what the practice charges, in its own words.

use chrono::NaiveDate;
use iced::widget::column;
use iced::{Element, Fill};

use super::pair;
use super::register::{Kind, Message, Names};
use crate::domain::codebook::FeeRow;
use crate::domain::draft::FeeDraft;
use crate::domain::draft::fee::Field;
use crate::domain::typed::show_date;
use crate::office::{Office, OfficeError};
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell};
use crate::ui::widget::field;

/// The kind.
#[derive(Clone, Copy, Debug)]
pub struct Fees;

impl Kind for Fees {
    type Row = FeeRow;
    type Draft = FeeDraft;
    type Choice = std::convert::Infallible;
    /// The day that date keys count from.
    type Offer = NaiveDate;

    const CAN_REST: bool = false;

    const NAMES: Names = Names {
        one: "fee",
        many: "Fee schedule",
        why: "What each service costs, in words your patients will read. Bring a list in, or write them one by one.",
        glyph: icon::CASH,
    };

    fn read(office: &Office) -> Result<(Vec<FeeRow>, NaiveDate), OfficeError> {
        let today = office.today();
        Ok((office.fees(today)?, today))
    }

    fn keep(
        office: &mut Office,
        _row: Option<&FeeRow>,
        what: FeeRow,
        _is_active: bool,
    ) -> Result<(), OfficeError> {
        office.set_fee(&what)
    }

    fn draft(row: &FeeRow) -> FeeDraft {
        FeeDraft::from(row)
    }

    /// A new fee holds from today on.
    fn blank(today: &NaiveDate) -> FeeDraft {
        FeeDraft {
            effective_on: show_date(*today),
            ..FeeDraft::default()
        }
    }

    fn is_active(_row: &FeeRow) -> bool {
        true
    }

    fn name(row: &FeeRow) -> String {
        match row.modifier {
            Some(modifier) => format!("{} {modifier}, {}", row.code, row.description),
            None => format!("{}, {}", row.code, row.description),
        }
    }

    fn columns<'a>() -> Vec<Column<'a>> {
        vec![
            Column::fixed("Code", 80.0),
            Column::fixed("Modifier", 80.0),
            Column::fill("In your words"),
            Column::fixed("Fee ($)", 96.0).right(),
            Column::fixed("Since", 112.0),
        ]
    }

    fn cells<'a, M: 'a>(row: &FeeRow, _today: &NaiveDate) -> Vec<Cell<'a, M>> {
        vec![
            cell::code(row.code.to_string()).strong(),
            cell::code(row.modifier.map(|m| m.to_string()).unwrap_or_default()),
            cell::text(row.description.clone()),
            cell::money(row.fee),
            cell::date(row.effective_on),
        ]
    }

    fn choose(_draft: &mut FeeDraft, choice: std::convert::Infallible) {
        match choice {}
    }

    fn fields<'a>(form: &'a Form<FeeDraft>, today: &'a NaiveDate) -> Element<'a, Message<Self>> {
        let text = |label: &'static str, field| form.text(label, field, Message::Form);
        let draft = form.draft();
        let fee = field::money("Fee for one unit", &draft.fee, |text| {
            Message::Form(Edit::Edited(Field::Fee, text))
        });
        let since = field::coming_date("Holds from", &draft.effective_on, *today, |text| {
            Message::Form(Edit::Edited(Field::EffectiveOn, text))
        });
        column![
            pair(
                text("Code", Field::Code).placeholder("CPT or HCPCS"),
                text("Only with modifier", Field::Modifier).optional(),
            ),
            text("In your words", Field::Description)
                .helper("As patients read it on their statements"),
            pair(
                form.dress(fee, Field::Fee, Message::Form),
                form.dress(since, Field::EffectiveOn, Message::Form),
            ),
        ]
        .spacing(gap::M)
        .width(Fill)
        .into()
    }
}
