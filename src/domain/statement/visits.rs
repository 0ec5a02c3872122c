//! Service lines by patient and visit, in the order a household reads them.

use chrono::NaiveDate;

use crate::domain::money::MoneyError;

use super::{Account, Columns, Line, Patient};

/// One patient's visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientGroup {
    /// Whose.
    pub patient: Patient,
    /// In order of the day of service.
    pub visits: Vec<Visit>,
}

/// One visit's lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The day of service.
    pub on: NaiveDate,
    /// Who was seen.
    pub provider: String,
    /// Where it stands.
    pub standing: Standing,
    /// In the order of the account.
    pub lines: Vec<Line>,
    /// The lines added up.
    pub totals: Columns,
}

/// What last happened to a visit, as its heading says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// An earlier statement asked for it first on this day.
    Billed(NaiveDate),
    /// Insurance answered on this day.
    Answered(NaiveDate),
    /// No insurance was asked.
    NotInsured,
}

/// Visits by patient: the guarantor's own first, then by name; each patient's by day.
pub(super) fn groups(account: &Account) -> Result<Vec<PatientGroup>, MoneyError> {
    let guarantor = account.guarantor.name();
    let mut lines: Vec<&Line> = account.lines.iter().collect();
    lines.sort_by_cached_key(|line| {
        let name = line.patient.name();
        (
            name != guarantor,
            name,
            line.patient.id,
            line.visit_on,
            line.visit,
        )
    });
    let mut groups: Vec<PatientGroup> = Vec::new();
    for of_patient in lines.chunk_by(|a, b| a.patient.id == b.patient.id) {
        let Some(first) = of_patient.first() else {
            continue;
        };
        let visits = of_patient
            .chunk_by(|a, b| a.visit == b.visit)
            .filter_map(visit)
            .collect::<Result<_, _>>()?;
        groups.push(PatientGroup {
            patient: first.patient.clone(),
            visits,
        });
    }
    Ok(groups)
}

fn visit(lines: &[&Line]) -> Option<Result<Visit, MoneyError>> {
    let first = lines.first()?;
    let billed = lines.iter().filter_map(|line| line.first_billed_on).min();
    let answered = lines.iter().filter_map(|line| line.answered_on).max();
    let standing = match (billed, answered) {
        (Some(day), _) => Standing::Billed(day),
        (None, Some(day)) => Standing::Answered(day),
        (None, None) => Standing::NotInsured,
    };
    Some(Columns::of(lines.iter().copied()).map(|totals| Visit {
        on: first.visit_on,
        provider: first.provider.clone(),
        standing,
        lines: lines.iter().copied().cloned().collect(),
        totals,
    }))
}
