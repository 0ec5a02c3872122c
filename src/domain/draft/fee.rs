//! A line of the fee schedule as typed. It must not know the schedule.

use chrono::NaiveDate;

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::code::{Modifier, Procedure};
use crate::domain::codebook::FeeRow;
use crate::domain::typed::show_date;

form! {
    /// A fee as typed.
    FeeDraft {
        typed {
            /// CPT or HCPCS code.
            code: Code,
            /// The modifier with which it holds; may be empty.
            modifier: Modifier,
            /// In the practice's words.
            description: Description,
            /// For one unit.
            fee: Fee,
            /// First day on which it holds.
            effective_on: EffectiveOn,
        }
    }
}

impl FeeDraft {
    /// Gives the fee, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, today: NaiveDate) -> Result<FeeRow, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let code = checks.code::<Procedure>(typed(Field::Code));
        let modifier = checks.code_if_given::<Modifier>(typed(Field::Modifier));
        let description = checks.line(
            typed(Field::Description),
            Room::new("what it is, in words the patient will read,", 80),
        );
        let fee = checks.amount(typed(Field::Fee));
        let effective_on = checks.day(
            typed(Field::EffectiveOn),
            "the first day on which it holds",
            today,
        );
        checks.finish(|| {
            Some(FeeRow {
                code: code?,
                modifier,
                description: description?,
                fee: fee?,
                effective_on: effective_on?,
            })
        })
    }
}

impl From<&FeeRow> for FeeDraft {
    fn from(row: &FeeRow) -> Self {
        Self {
            code: row.code.to_string(),
            modifier: row.modifier.map(|m| m.to_string()).unwrap_or_default(),
            description: row.description.clone(),
            fee: row.fee.to_string(),
            effective_on: show_date(row.effective_on),
        }
    }
}
