//! What a patient had before and what the payer pays, as far as edits ask for it. It must not know where it comes from.

use chrono::NaiveDate;

use crate::domain::code::{Modifier, Procedure, Taxonomy, Units};
use crate::domain::id::{ProviderId, VisitId};
use crate::domain::money::Money;
use crate::domain::practice::Provider;

/// What came before a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Services of the patient's other visits from 91 days before to a day after, the oldest first.
    pub recent: Vec<Past>,
    /// The last time the clinician, or one of the same specialty, saw the patient in three years; only looked for when
    /// a new patient's visit is billed.
    pub seen: Option<Past>,
    /// Earlier check-ups, the newest first; only looked for when one is billed.
    pub checkups: Vec<Past>,
    /// What the payer pays for each service of the claim, in their order.
    pub prices: Vec<Price>,
}

/// A service the patient had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// At which visit.
    pub visit: VisitId,
    /// On which day.
    pub on: NaiveDate,
    /// Who saw the patient.
    pub rendering: ProviderId,
    /// Their specialty.
    pub taxonomy: Option<Taxonomy>,
    /// The service.
    pub code: Procedure,
    /// Its modifiers.
    pub modifiers: Vec<Modifier>,
}

impl Past {
    /// Whether it was by that clinician or one of the same specialty: payers take a group's for one.
    pub fn is_by(&self, clinician: &Provider) -> bool {
        self.rendering == clinician.id
            || (self.taxonomy.is_some() && self.taxonomy == clinician.who.taxonomy)
    }

    /// Whether they met the patient then: a test or a shot alone is no meeting.
    pub fn was_seen_by(&self, clinician: &Provider) -> bool {
        self.is_by(clinician) && self.code.is_meeting()
    }

    /// Whether it has one of these modifiers.
    pub fn has(&self, codes: &[&str]) -> bool {
        self.modifiers
            .iter()
            .any(|modifier| codes.contains(&modifier.as_str()))
    }
}

/// What a payer pays for a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Price {
    /// What was agreed for one unit.
    pub contract: Option<Money>,
    /// What it allowed last; only looked for when nothing was agreed.
    pub last: Option<LastAllowed>,
}

/// What a payer allowed the last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastAllowed {
    /// For all units.
    pub allowed: Money,
    /// What was charged for them.
    pub charge: Money,
    /// How many.
    pub units: Units,
}
