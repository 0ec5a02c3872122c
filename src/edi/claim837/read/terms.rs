//! Prices that were agreed, as they are read. It must not know claims and lines.

use super::super::super::field;
use super::super::super::finding::Findings;
use super::super::super::segment::Segment;
use super::super::{
    CodeSet, Contract, ContractKind, Measure, PolicyCompliance, Pricing, PricingException,
    PricingMethod, PricingRejection, Purchase,
};
use crate::domain::money::Money;

/// A CN1.
pub(super) fn contract(segment: &Segment<'_>, findings: &mut Findings) -> Option<Box<Contract>> {
    let what = "a kind of contract";
    let kind = field::required_code(segment, 1, ContractKind::from_code, what, findings);
    field::not_kept(segment, &[1, 2, 3, 4, 5, 6], findings);
    let contract = Contract {
        kind: kind?,
        amount: field::optional_amount(segment, 2, findings),
        percent: field::optional_quantity(segment, 3, findings),
        code: field::text(segment, 4),
        discount_percent: field::optional_quantity(segment, 5, findings),
        version: field::text(segment, 6),
    };
    Some(Box::new(contract))
}

/// A PS1.
pub(super) fn purchase(segment: &Segment<'_>, findings: &mut Findings) -> Option<Box<Purchase>> {
    field::not_kept(segment, &[1, 2], findings);
    let purchase = Purchase {
        provider_id: field::required(segment, 1, findings),
        charge: field::amount(segment, 2, findings)?,
    };
    Some(Box::new(purchase))
}

/// An HCP.
pub(super) fn pricing(segment: &Segment<'_>, findings: &mut Findings) -> Option<Box<Pricing>> {
    let what = "a way of pricing";
    let method = field::required_code(segment, 1, PricingMethod::from_code, what, findings);
    let what = "HC, ER, IV or WK";
    let set = field::code(segment, 9, CodeSet::from_code, what, findings);
    let measure = field::code(segment, 11, Measure::from_code, "UN or MJ", findings);
    let quantity = field::optional_quantity(segment, 12, findings);
    field::not_kept(
        segment,
        &[1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15],
        findings,
    );
    let pricing = Pricing {
        method: method?,
        allowed: field::amount(segment, 2, findings).unwrap_or(Money::ZERO),
        saved: field::optional_amount(segment, 3, findings),
        organization: field::text(segment, 4),
        rate: field::optional_quantity(segment, 5, findings),
        group: field::text(segment, 6),
        group_amount: field::optional_amount(segment, 7, findings),
        procedure: set.zip(field::text(segment, 10)),
        quantity: measure.zip(quantity),
        rejection: field::code(
            segment,
            13,
            PricingRejection::from_code,
            "a reason why nothing was priced",
            findings,
        ),
        compliance: field::code(segment, 14, PolicyCompliance::from_code, "1 to 5", findings),
        exception: field::code(segment, 15, PricingException::from_code, "1 to 6", findings),
    };
    Some(Box::new(pricing))
}
