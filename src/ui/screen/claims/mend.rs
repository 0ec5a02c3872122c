//! Where the field of a finding is mended. It must not know the edits.

use crate::domain::draft::visit::Field;
use crate::domain::scrub::{Finding, Place as Held};
use crate::office::ClaimPage;
use crate::ui::place::{ChartTab, Place, Section};
use crate::ui::screen::visit::{line_field, visit_field};

/// The place that holds the field.
pub fn place(page: &ClaimPage, finding: &Finding) -> Place {
    let (patient, visit) = (page.row.patient, page.row.visit);
    match finding.place {
        Held::Practice(_) => Place::Settings(Section::Practice),
        Held::Patient(_) => Place::Chart(patient, ChartTab::Details),
        Held::Policy(_) => Place::Chart(patient, ChartTab::Coverage),
        Held::Payer(_) => Place::Settings(Section::Payers),
        Held::Receiver(_) => Place::Settings(Section::Receivers),
        Held::Provider(..) => Place::Settings(Section::Providers),
        Held::Facility(..) => Place::Settings(Section::Facilities),
        Held::Visit(field) => Place::Visit(visit, Some(visit_field(field).to_string())),
        Held::Line(number, field) => {
            let at = standing(page, number).unwrap_or(0);
            Place::Visit(visit, Some(Field::Line(at, line_field(field)).to_string()))
        }
        Held::Claim(_) => Place::Visit(visit, None),
    }
}

/// Where the visit's form has the service with that number on the claim.
fn standing(page: &ClaimPage, number: u32) -> Option<usize> {
    let at = usize::try_from(number.checked_sub(1)?).ok()?;
    let line = page.lines.get(at)?;
    page.visit.standing().position(|one| one.id == line.id)
}
