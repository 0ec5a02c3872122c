//! Why a line is owed, in a patient's words. It must not know where the words stand.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::money::Money;
use crate::domain::statement::{Account, Cause, Line, Rate, Reason, ReasonKind};

/// A cause's name and a sentence on it, for the boxes on page 1.
pub(super) fn cause(cause: &Cause) -> (String, String) {
    let (name, hint) = match cause {
        Cause::Deductible => ("Deductible", "Your part before insurance helps"),
        Cause::Coinsurance(Some(percent)) => {
            return (
                "Coinsurance".to_owned(),
                format!("Your {percent}% after the deductible"),
            );
        }
        Cause::Coinsurance(None) => ("Coinsurance", "Your percentage of the cost"),
        Cause::Copay => ("Copay", "Your set fee for a visit"),
        Cause::NotCovered => ("Not covered", "Your plan does not pay for this"),
        Cause::SelfPay => ("No insurance", "We billed no plan for this"),
        Cause::Other(words) => return (words.clone(), String::new()),
    };
    (name.to_owned(), hint.to_owned())
}

/// Why a line is owed, or was: both reasons where there are two, and what was paid where something was.
pub(super) fn line(line: &Line, account: &Account) -> String {
    let reasons: Vec<&Reason> = line
        .reasons
        .iter()
        .filter(|reason| !reason.amount.is_zero())
        .collect();
    let paid = paid(line, account);
    match reasons[..] {
        [] if line.insurance_paid.is_positive() => "Paid by your plan".to_owned(),
        [] => "Nothing for you to pay".to_owned(),
        [reason] if line.patient_paid.is_zero() => alone(reason),
        [reason] if line.owed.is_zero() => format!("{}, {paid}", name(&reason.kind)),
        [reason] => format!("{} {}, {paid}", name(&reason.kind), reason.amount),
        [..] => {
            let both: Vec<String> = reasons.into_iter().map(together).collect();
            let both = both.join(" + ");
            if line.patient_paid.is_zero() {
                both
            } else {
                format!("{both}, {paid}")
            }
        }
    }
}

/// What was paid toward a line: all of it, too much, or how much.
fn paid(line: &Line, account: &Account) -> String {
    if line.owed.is_negative() {
        return format!("you paid {}: credit", line.patient_paid);
    }
    if !line.owed.is_zero() {
        return format!("you paid {}", line.patient_paid);
    }
    let mut days = account
        .payments
        .iter()
        .filter(|payment| payment.visit == line.visit)
        .map(|payment| payment.paid_on);
    let at_visit = |on: NaiveDate| on == line.visit_on;
    if days.clone().next().is_some() && days.all(at_visit) {
        "paid at the visit".to_owned()
    } else {
        "paid".to_owned()
    }
}

fn name(kind: &ReasonKind) -> &str {
    match kind {
        ReasonKind::Deductible => "Deductible",
        ReasonKind::Coinsurance(_) => "Coinsurance",
        ReasonKind::Copay => "Copay",
        ReasonKind::NotCovered => "Not covered",
        ReasonKind::SelfPay => "No insurance",
        ReasonKind::Other(words) => words,
    }
}

/// The only reason of a line that nothing was paid toward: its amount is the line's, so it is not said again.
fn alone(reason: &Reason) -> String {
    match &reason.kind {
        ReasonKind::Coinsurance(rate) => match holding(*rate, reason.amount) {
            Some((percent, of)) => format!("Coinsurance, {percent}% of ${of}"),
            None => "Coinsurance".to_owned(),
        },
        ReasonKind::NotCovered => "Not covered by your plan".to_owned(),
        ReasonKind::SelfPay => "No insurance billed".to_owned(),
        kind @ (ReasonKind::Deductible | ReasonKind::Copay | ReasonKind::Other(_)) => {
            name(kind).to_owned()
        }
    }
}

/// One of several reasons, with its amount or the rate that leads to it.
fn together(reason: &Reason) -> String {
    let rate = match reason.kind {
        ReasonKind::Coinsurance(rate) => holding(rate, reason.amount),
        ReasonKind::Deductible
        | ReasonKind::Copay
        | ReasonKind::NotCovered
        | ReasonKind::SelfPay
        | ReasonKind::Other(_) => None,
    };
    match rate {
        Some((percent, of)) => format!("{percent}% of {of}"),
        None => format!("{} {}", name(&reason.kind), reason.amount),
    }
}

/// The rate, if it leads to the amount to the cent. Payers round in their own ways; a percentage that a patient's
/// calculator refutes explains nothing.
fn holding(rate: Option<Rate>, amount: Money) -> Option<(Decimal, Money)> {
    let Rate { percent, of } = rate?;
    let off = of.percent(percent).ok()?.minus(amount).ok()?;
    (off.abs().cents() <= 1).then(|| (percent.normalize(), of))
}
