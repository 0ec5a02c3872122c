//! A claim as rules look at it: what left, or what would leave. It must not know which.

use chrono::NaiveDate;

use crate::domain::code::{Icd10, PlaceOfService, Sex};
use crate::domain::id::{PayerId, ProviderId};
use crate::domain::money::Money;
use crate::domain::scrub::Case;
use crate::domain::visit::NewLine;

/// A claim as rules look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Billed<'a> {
    /// Who pays.
    pub payer: PayerId,
    /// Who saw the patient.
    pub rendering: ProviderId,
    /// Place of service.
    pub place: PlaceOfService,
    /// Day of service.
    pub service_on: NaiveDate,
    /// What is billed in all.
    pub charged: Money,
    /// The patient's birthday.
    pub born_on: NaiveDate,
    /// The patient's sex.
    pub sex: Sex,
    /// Prior authorization number, may be empty.
    pub authorization: &'a str,
    /// Diagnoses in order.
    pub diagnoses: &'a [Icd10],
    /// Services in the order in which they are sent.
    pub lines: Vec<&'a NewLine>,
}

impl<'a> Billed<'a> {
    /// A claim that waits here.
    pub fn of(case: &Case<'a>) -> Self {
        Self {
            payer: case.payer.id,
            rendering: case.rendering.id,
            place: case.visit.place,
            service_on: case.visit.service_on,
            charged: case.claim.charged,
            born_on: case.patient.born_on,
            sex: case.patient.sex,
            authorization: &case.visit.authorization,
            diagnoses: &case.visit.diagnoses,
            lines: case.lines.iter().map(|line| &line.what).collect(),
        }
    }

    /// The services with their numbers on the claim, from 1.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (u32, &'a NewLine)> {
        (1..).zip(self.lines.iter().copied())
    }

    /// The diagnoses a service points to.
    pub(super) fn pointed(&self, line: &'a NewLine) -> impl Iterator<Item = Icd10> {
        line.pointers
            .iter()
            .filter_map(|pointer| self.diagnoses.get(pointer.index()).copied())
    }
}
