//! What was agreed on prices: contracts, repricing and purchased services. It must not know segments.

use rust_decimal::Decimal;

use super::codes::{
    CodeSet, ContractKind, Measure, PolicyCompliance, PricingException, PricingMethod,
    PricingRejection,
};
use crate::domain::money::Money;

/// What a contract says, where a payer asks for it (CN1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// How it pays.
    pub kind: ContractKind,
    /// The amount.
    pub amount: Option<Money>,
    /// The share of a hundred.
    pub percent: Option<Decimal>,
    /// The contract's code, at most 50 characters.
    pub code: Option<String>,
    /// The discount, a share of a hundred.
    pub discount_percent: Option<Decimal>,
    /// The contract's version, at most 30 characters.
    pub version: Option<String>,
}

/// What a repricer made of a claim or a line (HCP). Only repricers write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pricing {
    /// How it came to the price.
    pub method: PricingMethod,
    /// What it allows.
    pub allowed: Money,
    /// What is saved.
    pub saved: Option<Money>,
    /// Who repriced.
    pub organization: Option<String>,
    /// The flat rate or the rate of a day.
    pub rate: Option<Decimal>,
    /// The group that the services are in.
    pub group: Option<String>,
    /// What the group allows.
    pub group_amount: Option<Money>,
    /// What is approved of a line, instead of what was billed; never of a whole claim.
    pub procedure: Option<(CodeSet, String)>,
    /// How many are approved of a line; never of a whole claim.
    pub quantity: Option<(Measure, Decimal)>,
    /// Why it could not be repriced.
    pub rejection: Option<PricingRejection>,
    /// Whether the rules were followed.
    pub compliance: Option<PolicyCompliance>,
    /// Why an exception was made.
    pub exception: Option<PricingException>,
}

/// A service that was bought from another provider and billed on (PS1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The id of who sold it, at most 50 characters.
    pub provider_id: String,
    /// What it cost.
    pub charge: Money,
}
