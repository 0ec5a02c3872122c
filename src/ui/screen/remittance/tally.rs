//! What the columns of a remittance come to, added up once when it is read. It must not know widgets.

use super::sheet::{self, Need};
use crate::domain::money::Money;
use crate::office::{DeskClaim, RemittancePage};

/// Sums of the columns, and what waits.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// What waits for a person, in the order of the table.
    pub needs: Vec<Need>,
    /// Charged.
    pub charged: Money,
    /// Allowed.
    pub allowed: Money,
    /// Paid, with what is beside claims.
    pub paid: Money,
    /// Neither paid nor the patient's.
    pub adjusted: Money,
    /// The patient's.
    pub patient: Money,
}

impl Tally {
    /// Adds a remittance up.
    pub fn of(page: &RemittancePage) -> Self {
        let sum = |of: fn(&DeskClaim) -> Money| {
            Money::sum(page.claims.iter().map(of)).unwrap_or_default()
        };
        let paid = sum(|claim| claim.read.paid);
        Self {
            needs: sheet::needs(page),
            charged: sum(|claim| claim.read.charged),
            allowed: sum(|claim| claim.allowed),
            paid: paid.plus(page.figures.adjustments).unwrap_or_default(),
            adjusted: sum(|claim| claim.adjusted),
            patient: sum(|claim| claim.patient),
        }
    }
}
