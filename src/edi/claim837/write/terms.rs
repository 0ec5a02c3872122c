//! Prices that were agreed, as segments. It must not know claims and lines.

use super::super::super::write::{Field, WriteError, Writer, field};
use super::super::{Contract, Pricing, Purchase};

const CODE: Field = field("contract code", 1, 50);
const GROUP: Field = field("group", 1, 50);
const ORGANIZATION: Field = field("repricing organization", 1, 50);
const PROCEDURE: Field = field("approved code", 1, 48);
const SELLER: Field = field("id of the seller", 1, 50);
const VERSION: Field = field("contract version", 1, 30);

/// What is priced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Claim,
    Line,
}

/// What a contract says (CN1).
pub(super) fn contract(w: &mut Writer, contract: Option<&Contract>) -> Result<(), WriteError> {
    let Some(one) = contract else {
        return Ok(());
    };
    w.part("contract");
    w.begin("CN1");
    w.code(one.kind.code());
    w.optional_amount("amount", one.amount)?;
    w.optional_number("percentage", one.percent)?;
    w.optional(CODE, one.code.as_deref())?;
    w.optional_number("discount", one.discount_percent)?;
    w.optional(VERSION, one.version.as_deref())?;
    w.end();
    w.part("");
    Ok(())
}

/// What a service cost that was bought (PS1).
pub(super) fn purchase(w: &mut Writer, purchase: Option<&Purchase>) -> Result<(), WriteError> {
    let Some(one) = purchase else {
        return Ok(());
    };
    w.part("purchased service");
    w.begin("PS1");
    w.text(SELLER, &one.provider_id)?;
    w.amount("charge", one.charge)?;
    w.end();
    w.part("");
    Ok(())
}

/// What a repricer made of it (HCP).
pub(super) fn pricing(w: &mut Writer, pricing: Option<&Pricing>, of: Of) -> Result<(), WriteError> {
    let Some(one) = pricing else {
        return Ok(());
    };
    w.part("repricing");
    w.begin("HCP");
    w.code(one.method.code());
    w.signed_amount("allowed amount", one.allowed)?;
    w.optional_amount("saved amount", one.saved)?;
    w.optional(ORGANIZATION, one.organization.as_deref())?;
    w.optional_number("rate", one.rate)?;
    w.optional(GROUP, one.group.as_deref())?;
    w.optional_amount("group's amount", one.group_amount)?;
    w.skip(1);
    let is_whole = one.procedure.is_none() && one.quantity.is_none();
    let holds = of == Of::Line || is_whole;
    w.rule("approved service", holds, "is only said of a line")?;
    match &one.procedure {
        Some((set, code)) => {
            w.code(set.code());
            w.text(PROCEDURE, code)?;
        }
        None => w.skip(2),
    }
    match one.quantity {
        Some((measure, quantity)) => {
            w.code(measure.code());
            w.number("approved quantity", quantity)?;
        }
        None => w.skip(2),
    }
    w.code(one.rejection.map_or("", |code| code.code()));
    w.code(one.compliance.map_or("", |code| code.code()));
    w.code(one.exception.map_or("", |code| code.code()));
    w.end();
    w.part("");
    Ok(())
}
