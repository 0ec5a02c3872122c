//! From the journal's facts to the account a statement is built from.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::card::share::{Cause, Share, meaning, shares};
use crate::domain::ledger::{Effect, Kind};
use crate::domain::money::{Money, MoneyError};
use crate::domain::patient::Guarantor;
use crate::domain::practice::Practice;
use crate::domain::statement::{
    Account, Guarantor as Addressee, Line, Note, Patient, Payment, Pending, Previous, Rate, Reason,
    ReasonKind, StatementNumber,
};
use crate::office::MoneyRefusal;
use crate::office::paper;
use crate::store::statement::{AccountFacts, LineFacts, PaymentFacts, PendingFacts};

/// Gathers an account. Nothing is proved here; the statement proves itself when it is built.
pub(super) fn of(
    practice: &Practice,
    guarantor: &Guarantor,
    facts: &AccountFacts,
    number: u32,
    (made_on, due_on): (NaiveDate, NaiveDate),
    (reminder, planned): (String, Money),
) -> Result<Account, MoneyRefusal> {
    let shown: Vec<&LineFacts> = facts
        .lines
        .iter()
        .filter(|line| says_anything(line))
        .collect();
    let payments = payments(facts, &shown)?;
    let name = &guarantor.contact.name;
    Ok(Account {
        practice: paper::letterhead(practice),
        guarantor: Addressee {
            given: paper::given(name),
            family: paper::family(name),
            address: paper::address(&guarantor.contact.address),
        },
        number: paper::account_number(guarantor.id)?,
        statement: StatementNumber::new(number).map_err(|_| MoneyRefusal::NumbersUsedUp)?,
        made_on,
        due_on,
        previous: previous(facts, &shown, &payments)?,
        lines: shown
            .iter()
            .map(|facts| line(facts))
            .collect::<Result<_, _>>()?,
        pending: facts
            .pending
            .iter()
            .map(pending)
            .collect::<Result<_, _>>()?,
        payments,
        unapplied: facts.balance.unapplied,
        planned,
        ledger: facts
            .balance
            .patient_owes
            .plus(facts.balance.insurance_owes)?
            .minus(facts.balance.unapplied)?,
        reminder,
        note: note(practice),
    })
}

/// A service that was taken back leaves nothing to say.
fn says_anything(line: &LineFacts) -> bool {
    let sums = &line.sums;
    !(sums.charged.is_zero() && sums.patient_owes.is_zero() && sums.patient_paid.is_zero())
}

fn line(facts: &LineFacts) -> Result<Line, MoneyRefusal> {
    let sums = &facts.sums;
    // What an insurer still considers is pending; only the rest of the charge is the guarantor's matter.
    let (charge, description) = if sums.insurance_owes.is_zero() {
        (sums.charged, facts.description.clone())
    } else {
        let words = format!("{} (part of {})", facts.description, sums.charged);
        (sums.charged.minus(sums.insurance_owes)?, words)
    };
    Ok(Line {
        account: paper::account_number(facts.guarantor)?,
        patient: Patient {
            id: facts.patient.get(),
            given: paper::given(&facts.name),
            family: paper::family(&facts.name),
        },
        visit: facts.visit.get(),
        visit_on: facts.service_on,
        provider: facts.provider.clone(),
        answered_on: facts.answered_on,
        description,
        charge,
        insurance_paid: sums.insurance_paid,
        discount: sums.written_off()?,
        patient_paid: sums.patient_paid,
        owed: sums.patient_owes,
        reasons: reasons(facts)?,
        first_billed_on: facts.first_billed_on,
    })
}

fn reasons(facts: &LineFacts) -> Result<Vec<Reason>, MoneyError> {
    let posted = facts
        .posted
        .iter()
        .map(|(effect, reason, amount)| (*effect, reason.as_str(), *amount));
    shares(posted)?
        .into_iter()
        .map(|share| {
            Ok(Reason {
                kind: kind(&share, facts)?,
                amount: share.amount,
            })
        })
        .collect()
}

fn kind(share: &Share, facts: &LineFacts) -> Result<ReasonKind, MoneyError> {
    Ok(match &share.cause {
        Cause::SelfPay if facts.provider.is_empty() => {
            ReasonKind::Other(String::from("Fee of the practice"))
        }
        Cause::SelfPay => ReasonKind::SelfPay,
        Cause::OtherAccount => ReasonKind::Other(String::from("From another account")),
        Cause::Moved => ReasonKind::Other(String::from("Passed on to you")),
        Cause::Payer(reason) => match reason.as_str() {
            "PR-1" => ReasonKind::Deductible,
            "PR-2" => ReasonKind::Coinsurance(rate(share.amount, facts)?),
            "PR-3" => ReasonKind::Copay,
            "PR-96" | "PR-204" => ReasonKind::NotCovered,
            other => ReasonKind::Other(match meaning(other) {
                Some(meaning) => paper::capital(meaning),
                None => String::from("Left to you by your insurance"),
            }),
        },
    })
}

/// Finds the percentage behind a coinsurance: of what the payer allows, less the deductible and perhaps the copay.
/// Only a multiple of five is believed; anything else is a coincidence or more than one answer.
fn rate(amount: Money, facts: &LineFacts) -> Result<Option<Rate>, MoneyError> {
    let Some(allowed) = facts.allowed else {
        return Ok(None);
    };
    let moved = |wanted: &str| {
        Money::sum(
            facts
                .posted
                .iter()
                .filter(|(effect, reason, _)| *effect == Effect::Transfer && reason == wanted)
                .map(|(_, _, amount)| *amount),
        )
    };
    let rest = allowed.minus(moved("PR-1")?)?;
    for of in [rest, rest.minus(moved("PR-3")?)?] {
        for percent in (5..100).step_by(5).map(Decimal::from) {
            if of.is_positive() && of.percent(percent)? == amount {
                return Ok(Some(Rate { percent, of }));
            }
        }
    }
    Ok(None)
}

fn pending(facts: &PendingFacts) -> Result<Pending, MoneyRefusal> {
    let service = match facts.lines {
        0 | 1 => facts.description.clone(),
        more => format!("{} and {} more", facts.description, more.saturating_sub(1)),
    };
    Ok(Pending {
        account: paper::account_number(facts.guarantor)?,
        patient: Patient {
            id: facts.patient.get(),
            given: paper::given(&facts.name),
            family: paper::family(&facts.name),
        },
        visit_on: facts.service_on,
        service,
        sent_on: facts.sent_on,
        payer: facts.payer.clone(),
        open: facts.open,
    })
}

/// Adds payments up by entry and visit. One answers the last statement when it came after it, toward a service that
/// was asked for before.
fn payments(facts: &AccountFacts, shown: &[&LineFacts]) -> Result<Vec<Payment>, MoneyError> {
    let mut sums: BTreeMap<(i64, i64, bool), Payment> = BTreeMap::new();
    for payment in &facts.payments {
        let Some(line) = shown.iter().find(|line| line.line == payment.line) else {
            continue;
        };
        let is_since = line.first_billed_on.is_some()
            && facts
                .previous
                .is_some_and(|previous| payment.entry > previous.last_entry);
        let key = (payment.entry.get(), payment.visit.get(), is_since);
        let sum = sums.entry(key).or_insert_with(|| Payment {
            paid_on: payment.paid_on,
            how: how(payment),
            visit: payment.visit.get(),
            amount: Money::ZERO,
            is_since_previous: is_since,
        });
        sum.amount = sum.amount.plus(payment.amount)?;
    }
    Ok(sums.into_values().collect())
}

fn how(payment: &PaymentFacts) -> String {
    let means = if payment.kind == Kind::Allocation || payment.methods.is_empty() {
        String::from("Credit")
    } else {
        paper::capital(&payment.methods)
    };
    if payment.is_copay {
        format!("{means}, copay")
    } else {
        means
    }
}

/// What became of the last statement. Everything but payments that changed what it asked for is one figure: write-offs
/// and late insurance payments lower it, further shares raise it.
fn previous(
    facts: &AccountFacts,
    shown: &[&LineFacts],
    payments: &[Payment],
) -> Result<Option<Previous>, MoneyError> {
    let Some(previous) = facts.previous else {
        return Ok(None);
    };
    let asked_again = Money::sum(
        shown
            .iter()
            .filter(|line| line.first_billed_on.is_some())
            .map(|line| line.sums.patient_owes),
    )?;
    let paid = Money::sum(
        payments
            .iter()
            .filter(|payment| payment.is_since_previous)
            .map(|payment| payment.amount),
    )?;
    Ok(Some(Previous {
        made_on: previous.made_on,
        amount: previous.amount,
        credit_used: previous.asked.minus(previous.amount)?,
        changed: asked_again.minus(previous.asked)?.plus(paid)?,
    }))
}

fn note(practice: &Practice) -> Option<Note> {
    let words = practice.statement_note.trim();
    (!words.is_empty()).then(|| Note {
        words: words.to_owned(),
        signed: practice.contact.trim().to_owned(),
    })
}
