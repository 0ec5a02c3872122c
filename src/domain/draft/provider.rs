//! A clinician as typed. It must not know visits.

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::code::{Npi, Taxonomy};
use crate::domain::practice::{Duty, NewProvider};

form! {
    /// A clinician as typed.
    ProviderDraft {
        typed {
            /// Family name.
            last: Last,
            /// Given name.
            first: First,
            /// Middle name; may be empty.
            middle: Middle,
            /// Jr, III; may be empty.
            suffix: Suffix,
            /// MD, NP …; may be empty.
            credential: Credential,
            /// Individual NPI.
            npi: Npi,
            /// Specialty; may be empty.
            taxonomy: Taxonomy,
        }
        chosen {
            /// Whether they see our patients.
            renders: Renders of bool = true,
            /// Whether they send us patients.
            refers: Refers of bool,
        }
    }
}

impl ProviderDraft {
    /// Gives the clinician, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<NewProvider, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let name =
            checks.person([Field::Last, Field::First, Field::Middle, Field::Suffix].map(typed));
        let credential =
            checks.line_if_given(typed(Field::Credential), Room::new("the credential", 20));
        let npi = checks.code::<Npi>(typed(Field::Npi));
        let taxonomy = checks.code_if_given::<Taxonomy>(typed(Field::Taxonomy));
        let duty = checks.picked(
            Field::Renders,
            Duty::from_answers(self.renders, self.refers),
            "choose whether they see our patients, send us patients, or both",
        );
        checks.finish(|| {
            Some(NewProvider {
                name: name?,
                credential: credential?,
                npi: npi?,
                taxonomy,
                duty: duty?,
            })
        })
    }
}

impl From<&NewProvider> for ProviderDraft {
    fn from(who: &NewProvider) -> Self {
        Self {
            last: who.name.last.clone(),
            first: who.name.first.clone(),
            middle: who.name.middle.clone(),
            suffix: who.name.suffix.clone(),
            credential: who.credential.clone(),
            npi: who.npi.to_string(),
            taxonomy: who.taxonomy.map(|t| t.to_string()).unwrap_or_default(),
            renders: who.duty.renders(),
            refers: who.duty.refers(),
        }
    }
}
