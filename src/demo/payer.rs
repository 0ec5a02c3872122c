//! Simulated payers: what they allow, pay, leave to the patient and deny.

use std::collections::BTreeMap;

use fastrand::Rng;
use rust_decimal::Decimal;

use crate::domain::code::AdjustmentGroup;
use crate::domain::eob::{Adjustment, EobLine, usual_outcome};
use crate::domain::id::{ChargeLineId, ClaimId, PatientId};
use crate::domain::money::{Money, MoneyError};

use super::house::Contract;

/// A service as the payer sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Billed {
    /// The service.
    pub line: ChargeLineId,
    /// What was charged.
    pub charged: Money,
    /// Whether it is a visit, which bears the copay.
    pub is_visit: bool,
}

/// What members have left of their deductible, by patient and year.
#[derive(Debug, Default)]
pub(super) struct Deductibles(BTreeMap<(PatientId, i32), Money>);

const DENIALS: [(AdjustmentGroup, &str); 6] = [
    (AdjustmentGroup::Contractual, "16"),
    (AdjustmentGroup::Contractual, "197"),
    (AdjustmentGroup::Contractual, "50"),
    (AdjustmentGroup::Contractual, "97"),
    (AdjustmentGroup::Contractual, "109"),
    (AdjustmentGroup::Other, "22"),
];

/// Answers a claim.
///
/// # Errors
/// [`MoneyError`] when an amount does not fit.
pub(super) fn answer(
    rng: &mut Rng,
    contract: &Contract,
    deductibles: &mut Deductibles,
    (patient, year): (PatientId, i32),
    claim: ClaimId,
    billed: &[Billed],
) -> Result<Vec<EobLine>, MoneyError> {
    let denied = rng.u32(0..100) < contract.denies;
    let only_one = denied && billed.len() > 1 && rng.bool();
    let reason = rng.choice(DENIALS).unwrap_or(DENIALS[0]);
    let mut copay = Money::from_cents(contract.copay.saturating_mul(100))?;
    let left = deductibles
        .0
        .entry((patient, year))
        .or_insert(Money::from_cents(contract.deductible.saturating_mul(100))?);
    let mut lines = Vec::with_capacity(billed.len());
    for (place, service) in billed.iter().enumerate() {
        if denied && (!only_one || place.saturating_add(1) == billed.len()) {
            lines.push(denial(claim, service, reason));
        } else {
            lines.push(paid(contract, left, &mut copay, claim, service)?);
        }
    }
    Ok(lines)
}

fn denial(claim: ClaimId, service: &Billed, (group, carc): (AdjustmentGroup, &str)) -> EobLine {
    EobLine {
        claim,
        line: service.line,
        charged: service.charged,
        allowed: Money::ZERO,
        paid: Money::ZERO,
        adjustments: adjustment(group, carc, service.charged)
            .into_iter()
            .collect(),
    }
}

fn paid(
    contract: &Contract,
    deductible: &mut Money,
    copay: &mut Money,
    claim: ClaimId,
    service: &Billed,
) -> Result<EobLine, MoneyError> {
    let allowed = contract.allowed(service.charged);
    let mut rest = allowed;
    let mut take = |amount: Money| -> Result<Money, MoneyError> {
        let part = amount.min(rest);
        rest = rest.minus(part)?;
        Ok(part)
    };
    let mut adjustments = Vec::new();
    adjustments.extend(adjustment(
        AdjustmentGroup::Contractual,
        "45",
        service.charged.minus(allowed)?,
    ));
    if service.is_visit && copay.is_positive() {
        let part = take(*copay)?;
        *copay = copay.minus(part)?;
        adjustments.extend(adjustment(AdjustmentGroup::Patient, "3", part));
    } else {
        let part = take(*deductible)?;
        *deductible = deductible.minus(part)?;
        adjustments.extend(adjustment(AdjustmentGroup::Patient, "1", part));
        let share = rest.percent(Decimal::from(contract.coinsurance))?;
        rest = rest.minus(share)?;
        adjustments.extend(adjustment(AdjustmentGroup::Patient, "2", share));
    }
    Ok(EobLine {
        claim,
        line: service.line,
        charged: service.charged,
        allowed,
        paid: rest,
        adjustments,
    })
}

fn adjustment(group: AdjustmentGroup, carc: &str, amount: Money) -> Option<Adjustment> {
    let carc = carc.parse().ok()?;
    let outcome = usual_outcome(group, &carc);
    amount.is_positive().then_some(Adjustment {
        group,
        carc,
        amount,
        outcome,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::house::PAYERS;

    #[test]
    fn every_answer_proves_to_the_cent() {
        let mut rng = Rng::with_seed(7);
        let mut deductibles = Deductibles::default();
        for round in 0..2_000i64 {
            let contract = &PAYERS[usize::try_from(round).unwrap() % PAYERS.len()];
            let billed: Vec<Billed> = (0..rng.i64(1..6))
                .map(|n| Billed {
                    line: ChargeLineId::new(n + 1),
                    charged: Money::from_cents(rng.i64(500..40_000)).unwrap(),
                    is_visit: n == 0,
                })
                .collect();
            let lines = answer(
                &mut rng,
                contract,
                &mut deductibles,
                (PatientId::new(round % 50), 2026),
                ClaimId::new(1),
                &billed,
            )
            .unwrap();
            assert_eq!(lines.len(), billed.len());
            for line in &lines {
                assert_eq!(line.difference(), Ok(Money::ZERO));
                assert!(!line.paid.is_negative());
            }
        }
    }
}
