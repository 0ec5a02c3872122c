//! Which of what the book has a line of the bank is: scored, with the reasons in words. It must not decide anything.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::BankLine;
use crate::domain::deposit::{Item, Kind};
use crate::domain::id::{BankId, BankLineId, DepositId};
use crate::domain::money::{Money, MoneyError};

/// Something in the book that may be at the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A deposit.
    Deposit(DepositId),
    /// Payments that wait in the drawer although the bank has them: an EFT, or the cards of a day. Accepting it makes
    /// their deposit.
    Waiting(Vec<Item>),
}

/// What the book says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Booked {
    /// What it is.
    pub what: What,
    /// To which account; none while it waits.
    pub bank: Option<BankId>,
    /// What kind of deposit it is, or would be.
    pub kind: Kind,
    /// Its day.
    pub on: NaiveDate,
    /// What the bank should book.
    pub amount: Money,
    /// Trace and check numbers.
    pub traces: Vec<String>,
    /// Who paid.
    pub from: Vec<String>,
}

/// What a line of the bank may be, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The line.
    pub line: BankLineId,
    /// What it may be.
    pub what: What,
    /// How sure: 0 to 100.
    pub score: u8,
    /// Why, the strongest first.
    pub reasons: Vec<String>,
    /// The line's amount less the book's; only nothing can be accepted.
    pub difference: Money,
}

impl Suggestion {
    /// Whether it can be accepted together with others, unseen.
    pub fn is_sure(&self) -> bool {
        self.score >= SURE && self.difference.is_zero()
    }
}

/// From which score on a suggestion is sure.
pub const SURE: u8 = 80;

/// How far the bank's day may be from the book's, without a trace number.
const WINDOW: i64 = 10;

const AMOUNT: u8 = 50;
const TRACE: u8 = 40;
const ONLY_ONE: u8 = 15;
const LIKE: u8 = 10;

/// The shortest number that counts as a trace when it stands in a memo.
const SHORTEST_TRACE: usize = 5;

/// Suggests for each line what it may be, each thing for one line at the most, the surest first.
///
/// # Errors
/// [`MoneyError::OutOfRange`] when a difference does not fit.
pub fn suggest(lines: &[BankLine], booked: &[Booked]) -> Result<Vec<Suggestion>, MoneyError> {
    let mut by_amount: BTreeMap<Money, Vec<&Booked>> = BTreeMap::new();
    let mut by_trace: BTreeMap<String, Vec<&Booked>> = BTreeMap::new();
    for one in booked {
        by_amount.entry(one.amount).or_default().push(one);
        for trace in one.traces.iter().filter_map(|trace| bare(trace)) {
            by_trace.entry(trace).or_default().push(one);
        }
    }
    let mut all = Vec::new();
    for line in lines {
        let near: Vec<&Booked> = by_amount
            .get(&line.amount)
            .into_iter()
            .flatten()
            .filter(|one| on_account(one, line) && days_between(one, line) <= WINDOW)
            .copied()
            .collect();
        let named = numbers_in(line)
            .into_iter()
            .filter_map(|number| by_trace.get(&number))
            .flatten()
            .filter(|one| on_account(one, line));
        let mut seen: Vec<&Booked> = Vec::new();
        for one in named.copied().chain(near.iter().copied()) {
            if !seen.iter().any(|other| std::ptr::eq(*other, one)) {
                seen.push(one);
                all.push((line.on, weigh(line, one, near.len())?));
            }
        }
    }
    all.sort_by(|(early, one), (late, other)| {
        (other.score, *early, one.line).cmp(&(one.score, *late, other.line))
    });
    Ok(each_once(all.into_iter().map(|(_, one)| one)))
}

/// Keeps of each line, and of each thing in the book, the first.
fn each_once(all: impl Iterator<Item = Suggestion>) -> Vec<Suggestion> {
    let mut kept: Vec<Suggestion> = Vec::new();
    let mut lines = std::collections::BTreeSet::new();
    let mut items = std::collections::BTreeSet::new();
    for one in all {
        let key = format!("{:?}", one.what);
        if !lines.contains(&one.line) && !items.contains(&key) {
            let _ = lines.insert(one.line);
            let _ = items.insert(key);
            kept.push(one);
        }
    }
    kept
}

fn on_account(one: &Booked, line: &BankLine) -> bool {
    one.bank.is_none_or(|bank| bank == line.bank)
}

fn days_between(one: &Booked, line: &BankLine) -> i64 {
    line.on.signed_duration_since(one.on).num_days().abs()
}

fn weigh(line: &BankLine, one: &Booked, near: usize) -> Result<Suggestion, MoneyError> {
    let difference = line.amount.minus(one.amount)?;
    let words = line.words.to_ascii_uppercase();
    let mut score = 0_u8;
    let mut reasons = Vec::new();
    let mut say = |points: u8, reason: String| {
        score = score.saturating_add(points);
        reasons.push(reason);
    };
    let numbers = numbers_in(line);
    let trace = one
        .traces
        .iter()
        .find(|trace| bare(trace).is_some_and(|bare| numbers.contains(&bare)));
    if let Some(trace) = trace {
        say(
            TRACE,
            format!("trace number {trace} stands in the bank’s memo"),
        );
    }
    if difference.is_zero() {
        say(AMOUNT, String::from("the amounts are equal"));
        match near {
            1 => say(
                ONLY_ONE,
                String::from("nothing else of that amount is near"),
            ),
            many if many > 1 && trace.is_none() => {
                let others = many.saturating_sub(1);
                say(
                    0,
                    format!("{others} more of that amount within {WINDOW} days"),
                );
            }
            _ => {}
        }
    } else {
        say(0, format!("the amounts differ by {}", difference.abs()));
    }
    let (points, day) = match days_between(one, line) {
        0 => (10, String::from("the same day")),
        1 => (8, String::from("a day apart")),
        days @ 2..=3 => (6, format!("{days} days apart")),
        days @ 4..=7 => (3, format!("{days} days apart")),
        days => (0, format!("{days} days apart")),
    };
    say(points, day);
    if let Some(name) = one.from.iter().find(|name| is_named(&words, name)) {
        say(LIKE, format!("the bank names {name}"));
    } else if is_like(&words, one.kind) {
        say(LIKE, String::from("the bank calls it that kind of deposit"));
    }
    Ok(Suggestion {
        line: line.id,
        what: one.what.clone(),
        score: score.min(100),
        reasons,
        difference,
    })
}

/// Whether the bank's words are those it has for such a deposit.
fn is_like(words: &str, kind: Kind) -> bool {
    let any = |wanted: &[&str]| wanted.iter().any(|word| words.contains(word));
    match kind {
        Kind::Slip => any(&["DEPOSIT", "COUNTER", "BRANCH"]),
        Kind::Eft => any(&["HCCLAIM", "TRN*", "ACH", "EFT", "CLAIM"]),
        Kind::Card => any(&["MERCH", "BANKCARD", "BANKCD", "CARD", "SQUARE", "STRIPE"]),
        Kind::Returned => any(&["RETURN", "NSF", "CHARGEBACK", "REVERSAL"]),
        Kind::Exchange => false,
    }
}

/// Whether the first telling word of a name stands in the bank's words.
fn is_named(words: &str, name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let told = upper
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| word.len() >= 4);
    told.is_some_and(|word| words.contains(word))
}

/// A number as it is compared: letters and digits in capitals, without the noughts in front. None when it is too short
/// to tell anything.
fn bare(number: &str) -> Option<String> {
    let text: String = number
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let text = text.trim_start_matches('0');
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    (text.len() >= SHORTEST_TRACE && has_digit).then(|| text.to_owned())
}

/// The numbers that stand in a line's words and reference: between any marks, as TRN02 stands in `TRN*1*88120431*1…`.
fn numbers_in(line: &BankLine) -> Vec<String> {
    let words = line
        .words
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let mut found: Vec<String> = words.filter_map(bare).collect();
    let parts = line.words.split(|c: char| !c.is_ascii_alphanumeric());
    found.extend(parts.filter_map(bare));
    found.extend(bare(&line.reference));
    found
}
