//! A place of service as typed. It must not know visits.

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::code::{Clia, Npi, PlaceOfService};
use crate::domain::practice::NewFacility;

form! {
    /// A place of service other than the practice's own address, as typed.
    FacilityDraft {
        typed {
            /// Its name.
            name: Name,
            /// Its NPI; may be empty.
            npi: Npi,
            /// CLIA number of its laboratory; may be empty.
            clia: Clia,
            /// The place-of-service code used there.
            place: Place,
            /// Street.
            street: Street,
            /// Second line.
            street2: Street2,
            /// City.
            city: City,
            /// State.
            state: State,
            /// ZIP of nine digits.
            zip: Zip,
        }
    }
}

const ADDRESS: [Field; 5] = [
    Field::Street,
    Field::Street2,
    Field::City,
    Field::State,
    Field::Zip,
];

impl FacilityDraft {
    /// Gives the place, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<NewFacility, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let name = checks.line(typed(Field::Name), Room::new("the name", 60));
        let npi = checks.code_if_given::<Npi>(typed(Field::Npi));
        let clia = checks.code_if_given::<Clia>(typed(Field::Clia));
        let place = checks.code::<PlaceOfService>(typed(Field::Place));
        let address = checks.place(ADDRESS.map(typed));
        checks.finish(|| {
            Some(NewFacility {
                name: name?,
                npi,
                clia,
                place: place?,
                address: address?,
            })
        })
    }
}

impl From<&NewFacility> for FacilityDraft {
    fn from(what: &NewFacility) -> Self {
        Self {
            name: what.name.clone(),
            npi: what.npi.map(|npi| npi.to_string()).unwrap_or_default(),
            clia: what.clia.map(|clia| clia.to_string()).unwrap_or_default(),
            place: what.place.to_string(),
            street: what.address.street.clone(),
            street2: what.address.street2.clone(),
            city: what.address.city.clone(),
            state: what.address.state.to_string(),
            zip: what.address.zip.to_string(),
        }
    }
}
