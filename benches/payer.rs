//! What made-up payers and guarantors hand over: EOBs that prove to the cent, and payments of what is owed.

use chrono::NaiveDate;
use pegboard::domain::code::AdjustmentGroup;
use pegboard::domain::eob::{Adjustment, EobLine, EobLineTemplate, Method, NewEob, usual_outcome};
use pegboard::domain::id::{GuarantorId, PayerId};
use pegboard::domain::money::Money;
use pegboard::domain::payment::{NewReceipt, OpenItem, Tender, oldest_first};
use rust_decimal::Decimal;

/// An EOB of one payer that answers those services.
pub fn eob(
    payer: PayerId,
    services: &[EobLineTemplate],
    reference: String,
    on: NaiveDate,
) -> NewEob {
    let lines: Vec<EobLine> = services.iter().map(answer).collect();
    let amount = Money::sum(lines.iter().map(|line| line.paid)).unwrap();
    NewEob {
        payer,
        method: Method::Check,
        reference,
        paid_on: on,
        accounting_on: on,
        amount,
        lines,
    }
}

/// Allows seven tenths, and leaves a fifth of that to the patient, or the copay that was taken where it is more.
fn answer(line: &EobLineTemplate) -> EobLine {
    let allowed = line.charged.percent(Decimal::from(70)).unwrap();
    let fifth = allowed.percent(Decimal::from(20)).unwrap();
    let share = fifth.max(line.already_patient).min(allowed);
    EobLine {
        claim: line.claim,
        line: line.line,
        charged: line.charged,
        allowed,
        paid: allowed.minus(share).unwrap(),
        adjustments: [
            adjustment(
                AdjustmentGroup::Contractual,
                "45",
                line.charged.minus(allowed).unwrap(),
            ),
            adjustment(AdjustmentGroup::Patient, "2", share),
        ]
        .into_iter()
        .filter(|adjustment| !adjustment.amount.is_zero())
        .collect(),
    }
}

fn adjustment(group: AdjustmentGroup, carc: &str, amount: Money) -> Adjustment {
    let carc = carc.parse().unwrap();
    Adjustment {
        group,
        amount,
        outcome: usual_outcome(group, &carc),
        carc,
    }
}

/// A check for all that a guarantor owes; none when that is nothing.
pub fn receipt(guarantor: GuarantorId, open: &[OpenItem], on: NaiveDate) -> Option<NewReceipt> {
    let owed = open.iter().map(|item| item.patient_owes);
    let owed = Money::sum(owed.filter(|owes| owes.is_positive())).unwrap();
    let (placed, _none) = oldest_first(open, owed).unwrap();
    owed.is_positive().then(|| NewReceipt {
        guarantor,
        accounting_on: on,
        tenders: vec![Tender::Check {
            amount: owed,
            number: format!("{guarantor}"),
        }],
        placed,
    })
}
