//! Invented accounts of any size and shape, all of them sound.

use chrono::{Days, NaiveDate};
use pegboard::domain::money::Money;
use pegboard::domain::statement::{
    Account, Line, Patient, Payment, Pending, Previous, Reason, ReasonKind,
};

use super::whitlock;

/// One service line to be: everything that may vary.
#[derive(Clone, Debug)]
pub struct Seed {
    pub patient: u8,
    pub visit: u8,
    pub words: String,
    pub share: i64,
    pub second: i64,
    pub paid: i64,
    pub insurance: i64,
    pub discount: i64,
    pub age: u64,
}

pub fn cents(amount: i64) -> Money {
    Money::from_cents(amount).unwrap()
}

fn day(before: u64) -> NaiveDate {
    whitlock::day(11, 20)
        .checked_sub_days(Days::new(before))
        .unwrap()
}

/// An account of these lines, with everything else worked out so that it holds.
pub fn account(seeds: &[Seed], unapplied: i64, pending: &[i64]) -> Account {
    let mut account = whitlock::account();
    account.lines = seeds.iter().map(line).collect();
    account.payments = payments(&account.lines);
    account.pending = pending.iter().zip(0_u64..).map(waiting).collect();
    account.unapplied = cents(unapplied);
    let sum = |lines: &mut dyn Iterator<Item = &Line>| Money::sum(lines.map(|l| l.owed)).unwrap();
    let owed = sum(&mut account.lines.iter());
    let old = sum(&mut account.lines.iter().filter(|l| l.first_billed_on.is_some()));
    let asked = old.max(Money::ZERO);
    account.previous = account
        .lines
        .iter()
        .any(|l| l.first_billed_on.is_some())
        .then(|| Previous {
            made_on: day(31),
            amount: asked,
            credit_used: old.minus(asked).unwrap(),
            changed: Money::ZERO,
        });
    let waiting = Money::sum(account.pending.iter().map(|visit| visit.open)).unwrap();
    account.ledger = owed
        .plus(waiting)
        .and_then(|sum| sum.minus(account.unapplied))
        .unwrap();
    account
}

fn line(seed: &Seed) -> Line {
    let share = seed.share + seed.second;
    let visit = i64::from(seed.patient) * 1000 + i64::from(seed.visit);
    Line {
        account: whitlock::number(),
        patient: Patient {
            id: i64::from(seed.patient),
            given: ["Dana", "Owen", "Ruth", "Maximiliane-Theodora", "Li"]
                [usize::from(seed.patient) % 5]
                .into(),
            family: "Whitlock".into(),
        },
        visit,
        visit_on: day(40 + u64::from(seed.visit)),
        provider: "Priya Anand, MD".into(),
        answered_on: (seed.insurance > 0).then(|| day(20)),
        description: seed.words.clone(),
        charge: cents(share + seed.insurance + seed.discount),
        insurance_paid: cents(seed.insurance),
        discount: cents(seed.discount),
        patient_paid: cents(seed.paid),
        owed: cents(share - seed.paid),
        reasons: vec![
            Reason {
                kind: ReasonKind::Deductible,
                amount: cents(seed.share),
            },
            Reason {
                kind: ReasonKind::Other("Plan year not met".into()),
                amount: cents(seed.second),
            },
        ],
        first_billed_on: (seed.age > 0).then(|| day(seed.age)),
    }
}

fn payments(lines: &[Line]) -> Vec<Payment> {
    lines
        .iter()
        .filter(|line| !line.patient_paid.is_zero())
        .map(|line| Payment {
            paid_on: line.visit_on,
            how: "Card".into(),
            visit: line.visit,
            amount: line.patient_paid,
            is_since_previous: false,
        })
        .collect()
}

fn waiting((amount, number): (&i64, u64)) -> Pending {
    Pending {
        account: whitlock::number(),
        patient: Patient {
            id: 1,
            given: "Dana".into(),
            family: "Whitlock".into(),
        },
        visit_on: day(number % 20),
        service: "Yearly check-up and a talk about sleep".into(),
        sent_on: (number % 3 > 0).then(|| day(1)),
        payer: "Northfield Mutual".into(),
        open: cents(*amount),
    }
}

/// Lines that are all alike but for their amounts, three to a visit.
pub fn alike(count: u16) -> Vec<Seed> {
    (0..count)
        .map(|n| Seed {
            patient: u8::try_from(n / 300).unwrap(),
            visit: u8::try_from((n / 3) % 100).unwrap(),
            words: format!("Service number {n}"),
            share: 1000 + i64::from(n),
            second: if n % 4 == 0 { 250 } else { 0 },
            paid: if n % 5 == 0 { 300 } else { 0 },
            insurance: 4000,
            discount: 1234,
            age: if n % 2 == 0 { 31 } else { 0 },
        })
        .collect()
}
