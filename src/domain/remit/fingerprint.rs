//! What tells one remittance from another, so that the same one is not posted twice. It must not know how it is hashed
//! or kept.

use std::fmt::Write;

use chrono::NaiveDate;
use serde::Serialize;

use super::{RemitClaim, Remittance, Text};
use crate::domain::money::Money;

/// One claim as the fingerprint knows it: number, the payer's number, status, what was paid.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
struct ClaimKey {
    number: Text,
    payer_number: Text,
    status: Text,
    paid: Money,
}

/// Payer, trace, amount, day and claims of a remittance. Two files that say the same in other words, in another order
/// or with other delimiters have the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fingerprint {
    /// Who paid ([`Remittance::payer_key`]).
    pub payer: Text,
    /// Number of the check or the transfer.
    pub trace: Text,
    /// What was paid.
    pub paid: Money,
    /// The day it was paid on.
    pub paid_on: Option<NaiveDate>,
    claims: Vec<ClaimKey>,
}

impl Fingerprint {
    /// Begins with what stands before the claims.
    pub fn new(remittance: &Remittance) -> Self {
        Self {
            payer: Text::from(remittance.payer_key()),
            trace: remittance.trace.clone(),
            paid: remittance.paid,
            paid_on: remittance.paid_on,
            claims: Vec::new(),
        }
    }

    /// Adds a claim.
    pub fn add(&mut self, claim: &RemitClaim) {
        self.claims.push(ClaimKey {
            number: claim.number.clone(),
            payer_number: claim.payer_number.clone(),
            status: Text::from(claim.status.as_str()),
            paid: claim.paid,
        });
    }

    /// Whether the other is of the same payment: same payer and trace. When it is and the two differ, one replaces the
    /// other.
    pub fn is_same_payment(&self, other: &Self) -> bool {
        self.payer == other.payer && self.trace == other.trace
    }

    /// Gives the text to be hashed: equal for equal remittances, whatever the order of their claims. It holds claim
    /// numbers and is not to be kept itself.
    pub fn text(&self) -> String {
        let mut claims: Vec<&ClaimKey> = self.claims.iter().collect();
        claims.sort_unstable();
        let day = self.paid_on.map(|day| day.to_string()).unwrap_or_default();
        let mut text = format!(
            "{}\t{}\t{}\t{day}",
            self.payer,
            self.trace,
            self.paid.plain()
        );
        for claim in claims {
            let ClaimKey {
                number,
                payer_number,
                status,
                paid,
            } = claim;
            // Writing to a string cannot fail.
            let _ = write!(
                text,
                "\n{number}\t{payer_number}\t{status}\t{}",
                paid.plain()
            );
        }
        text
    }
}
