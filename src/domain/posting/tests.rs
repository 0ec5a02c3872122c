//! Worked examples, the table of the trade, and laws that hold for any remittance.

use chrono::NaiveDate;

use super::*;
use crate::domain::claim::{ClaimNumber, Responsibility, State};
use crate::domain::code::{
    AdjustmentGroup, Carc, ClaimStatus, FilingIndicator, Procedure, ProviderReason,
};
use crate::domain::id::{
    ChargeLineId, ClaimId, EobId, GuarantorId, PayerId, PolicyId, PostingRuleId,
};
use crate::domain::ledger::{
    Account, Entry, Funds, LineBalance, Move, PayerAccount, Pocket, WriteOff,
};
use crate::domain::money::Money;
use crate::domain::remit::{
    Coded, Place, ProviderAdjustment, Reference, RemitAdjustment, RemitClaim, RemitLine,
    RemitProcedure, Supplement,
};

mod laws;
mod reversals;
mod rules;
mod secondary;
mod table;

const EOB: EobId = EobId::new(7);

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

/// Dollars.
fn d(dollars: i64) -> Money {
    m(dollars * 100)
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 16).unwrap()
}

fn service(place: u32, code: &str, charged: Money) -> AccountLine {
    AccountLine {
        line: ChargeLineId::new(i64::from(place)),
        place,
        claim: ClaimId::new(381),
        sent_as: place,
        guarantor: GuarantorId::new(2),
        code: code.parse::<Procedure>().unwrap(),
        modifiers: Vec::new(),
        service_on: day(),
        sums: LineBalance {
            charged,
            insurance_owes: charged,
            ..LineBalance::default()
        },
        owed: charged,
        already_patient: Money::ZERO,
        paid: Money::ZERO,
        written_off: Money::ZERO,
    }
}

/// A claim to the first payer, as it was sent.
fn account(charges: &[(&str, i64)]) -> ClaimAccount {
    let lines = (1..).zip(charges);
    ClaimAccount {
        claim: ClaimId::new(381),
        number: ClaimNumber::of(ClaimId::new(381)),
        state: State::Accepted,
        policy: PolicyId::new(3),
        payer: PayerId::new(4),
        payer_name: "Meridian".to_owned(),
        kind: FilingIndicator::Commercial,
        rank: Responsibility::Primary,
        lines: lines
            .map(|(place, (code, dollars))| service(place, code, d(*dollars)))
            .collect(),
        earlier: Vec::new(),
        with: Vec::new(),
    }
}

/// The same to a later payer: what the first paid and wrote off of each service, the rest being with this one.
fn later(mut account: ClaimAccount, first: &[(i64, i64)]) -> ClaimAccount {
    account.rank = Responsibility::Secondary;
    for (line, (paid, off)) in account.lines.iter_mut().zip(first) {
        line.sums.insurance_paid = d(*paid);
        line.sums.contractual = d(*off);
        line.owed = line
            .sums
            .charged
            .minus(d(*paid))
            .unwrap()
            .minus(d(*off))
            .unwrap();
        line.sums.insurance_owes = line.owed;
    }
    account
}

fn adjustment(text: &str, amount: Money) -> RemitAdjustment {
    let (group, carc) = text.split_once('-').unwrap();
    RemitAdjustment {
        group: Coded::read(group),
        carc: Coded::read(carc),
        amount,
        quantity: None,
        place: Place {
            segment: 12,
            byte: 0,
        },
    }
}

fn adjustments(all: &[(&str, i64)]) -> Vec<RemitAdjustment> {
    all.iter()
        .map(|(text, cents)| adjustment(text, d(*cents)))
        .collect()
}

fn said(code: &str, charged: i64, paid: i64, why: &[(&str, i64)]) -> RemitLine {
    RemitLine {
        procedure: RemitProcedure {
            qualifier: "HC".into(),
            code: code.into(),
            ..RemitProcedure::default()
        },
        charged: d(charged),
        paid: d(paid),
        adjustments: adjustments(why),
        place: Place {
            segment: 11,
            byte: 0,
        },
        ..RemitLine::default()
    }
}

fn answer(status: ClaimStatus, lines: Vec<RemitLine>) -> RemitClaim {
    let sum = |of: fn(&RemitLine) -> Money| Money::sum(lines.iter().map(of)).unwrap();
    RemitClaim {
        number: ClaimNumber::of(ClaimId::new(381)).as_str().into(),
        status: Coded::Known(status),
        charged: sum(|line| line.charged),
        paid: sum(|line| line.paid),
        payer_number: "ICN1".into(),
        lines,
        place: Place {
            segment: 10,
            byte: 0,
        },
        ..RemitClaim::default()
    }
}

fn planned(claim: &RemitClaim, account: &ClaimAccount) -> PlannedClaim {
    plan(claim, account, &[], &Decisions::default(), Position::Alone).unwrap()
}

fn with(claim: &RemitClaim, account: &ClaimAccount, decided: &[(Key, Resolution)]) -> PlannedClaim {
    let mut decisions = Decisions::default();
    for (key, what) in decided {
        decisions.decide(*key, *what);
    }
    plan(claim, account, &[], &decisions, Position::Alone).unwrap()
}

fn key(problem: Problem, line: u32) -> Key {
    Key {
        problem,
        line: (line > 0).then_some(line),
    }
}

fn keys(plan: &PlannedClaim) -> Vec<String> {
    plan.exceptions
        .iter()
        .map(|one| one.key.to_string())
        .collect()
}

fn has(plan: &PlannedClaim, kind: NoticeKind) -> bool {
    plan.notices.iter().any(|one| one.kind == kind)
}

/// What an account moved in entries.
fn moved(entries: &[Entry], account: Account) -> Money {
    let postings = entries.iter().flat_map(Entry::postings);
    let of = postings.filter(|posting| posting.account == account);
    Money::sum(of.map(|posting| posting.amount)).unwrap()
}

fn entry(plan: &PlannedClaim, account: &ClaimAccount) -> Option<Entry> {
    plan.entry(account, EOB, day(), Funds::Payment).unwrap()
}

/// What was posted, as the book gives it back when the next answer comes.
fn posted(plan: &PlannedClaim, claim: &RemitClaim) -> EarlierAnswer {
    EarlierAnswer {
        eob: EOB,
        paid_on: day(),
        payer_number: claim.payer_number.to_string(),
        lines: plan
            .lines
            .iter()
            .map(|line| EarlierLine {
                line: line.line,
                paid: line.paid,
                said: line.said.clone(),
                moves: line.moves.iter().map(|one| one.what.clone()).collect(),
            })
            .collect(),
    }
}

/// The account once a plan is posted, with that answer standing.
fn after(account: &ClaimAccount, plan: &PlannedClaim, claim: &RemitClaim) -> ClaimAccount {
    let mut after = account.after_plan(plan).unwrap();
    if plan.takes_back.is_none() && !plan.is_parked {
        after.earlier.push(posted(plan, claim));
    }
    after
}

/// The same answer taken back: every amount with the other sign.
fn back(claim: &RemitClaim) -> RemitClaim {
    let mut back = claim.clone();
    back.status = Coded::Known(ClaimStatus::Reversal);
    back.charged = claim.charged.negated();
    back.paid = claim.paid.negated();
    back.patient_share = Money::ZERO;
    for one in &mut back.adjustments {
        one.amount = one.amount.negated();
    }
    for line in &mut back.lines {
        line.charged = line.charged.negated();
        line.paid = line.paid.negated();
        for one in &mut line.adjustments {
            one.amount = one.amount.negated();
        }
    }
    back
}
