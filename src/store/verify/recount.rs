//! The journal read once from end to end: entries proved, and balances added up anew.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, Row};

use super::{grouped, rows};
use crate::domain::money::Money;
use crate::store::check::Check;
use crate::store::error::{Doing, StoreError};

/// How many postings are read between two looks at whether to go on.
const STRIDE: u64 = 10_000;
/// How many findings are named; a book with more is lost anyway.
const NAMED: usize = 1_000;

/// What reading the journal gave.
#[derive(Default)]
pub(super) struct Recount {
    entries: u64,
    postings: u64,
    sum: i64,
    unbalanced: Vec<String>,
    policies: BTreeMap<i64, i64>,
    credits: BTreeMap<i64, i64>,
    days: BTreeMap<(NaiveDate, i64, &'static str), i64>,
}

/// The entry being read.
struct Current {
    id: i64,
    on: NaiveDate,
    source: &'static str,
    sum: i64,
}

impl Recount {
    pub(super) fn of(
        connection: &Connection,
        tick: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        const TASK: &str = "read the journal";
        let mut select = connection
            .prepare(
                "SELECT e.id, e.accounting_on, e.source, s.entry_id AS seal, p.account, p.amount_cents, p.policy_id, \
                 p.guarantor_id FROM entry AS e LEFT JOIN seal AS s ON s.entry_id = e.id \
                 LEFT JOIN posting AS p ON p.entry_id = e.id ORDER BY e.id",
            )
            .doing(TASK)?;
        let at = Columns {
            id: select.column_index("id").doing(TASK)?,
            account: select.column_index("account").doing(TASK)?,
            amount: select.column_index("amount_cents").doing(TASK)?,
            policy: select.column_index("policy_id").doing(TASK)?,
            guarantor: select.column_index("guarantor_id").doing(TASK)?,
        };
        let mut recount = Self::default();
        let mut current: Option<Current> = None;
        let mut unread = 0_u64;
        let mut journal = select.query([]).doing(TASK)?;
        while let Some(row) = journal.next().doing(TASK)? {
            recount.read(row, &at, &mut current).doing(TASK)?;
            unread = unread.saturating_add(1);
            if unread == STRIDE {
                tick(unread)?;
                unread = 0;
            }
        }
        if let Some(last) = current {
            recount.close(&last);
        }
        tick(unread)?;
        Ok(recount)
    }

    fn read(
        &mut self,
        row: &Row<'_>,
        at: &Columns,
        current: &mut Option<Current>,
    ) -> rusqlite::Result<()> {
        let id: i64 = row.get(at.id)?;
        if current.as_ref().is_none_or(|entry| entry.id != id) {
            let begun = Current {
                id,
                on: row.get("accounting_on")?,
                source: source(row.get_ref("source")?.as_str()?),
                sum: 0,
            };
            if row.get::<_, Option<i64>>("seal")?.is_none() {
                self.complain(format!("entry {id} is not sealed"));
            }
            if let Some(ended) = current.replace(begun) {
                self.close(&ended);
            }
        }
        let (Some(account), Some(entry)) = (row.get::<_, Option<i64>>(at.account)?, current) else {
            self.complain(format!("entry {id} has no postings"));
            return Ok(());
        };
        let amount: i64 = row.get(at.amount)?;
        entry.sum = entry.sum.saturating_add(amount);
        self.postings = self.postings.saturating_add(1);
        add(&mut self.days, (entry.on, account, entry.source), amount);
        match account {
            10 => add(&mut self.policies, row.get(at.policy)?, amount),
            70 => add(
                &mut self.credits,
                row.get(at.guarantor)?,
                amount.saturating_neg(),
            ),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, entry: &Current) {
        self.entries = self.entries.saturating_add(1);
        self.sum = self.sum.saturating_add(entry.sum);
        if entry.sum != 0 {
            self.complain(format!("entry {} is off by {}", entry.id, shown(entry.sum)));
        }
    }

    fn complain(&mut self, words: String) {
        if self.unbalanced.len() < NAMED {
            self.unbalanced.push(words);
        }
    }

    /// Compares what was added up with what is kept.
    pub(super) fn checks(&self, connection: &Connection) -> Result<Vec<Check>, StoreError> {
        let (entries, postings) = (grouped(self.entries), grouped(self.postings));
        let off = match self.sum {
            0 => Vec::new(),
            sum => vec![format!("{postings} postings sum to {}", shown(sum))],
        };
        let number = |row: &Row<'_>| Ok((row.get("id")?, row.get("cents")?));
        let policies = rows(
            connection,
            "SELECT policy_id AS id, owes_cents AS cents FROM policy_balance",
            number,
        )?;
        let credits = rows(
            connection,
            "SELECT guarantor_id AS id, unapplied_cents AS cents FROM guarantor_balance",
            number,
        )?;
        let days = rows(
            connection,
            "SELECT accounting_on, account, source, amount_cents AS cents FROM account_day",
            |row| {
                let source = source(row.get_ref("source")?.as_str()?);
                let key = (row.get("accounting_on")?, row.get("account")?, source);
                Ok((key, row.get("cents")?))
            },
        )?;
        Ok(vec![
            Check::of(
                "entries",
                &self.unbalanced,
                &format!("{entries} entries are sealed, and each sums to zero"),
            ),
            Check::of("journal", &off, &format!("{postings} postings sum to 0.00")),
            Check::of(
                "policies",
                &compare(&self.policies, policies, |id| format!("policy {id}")),
                "every insurer owes what the journal says",
            ),
            Check::of(
                "credit",
                &compare(&self.credits, credits, |id| format!("guarantor {id}")),
                "every credit is what the journal says",
            ),
            Check::of(
                "day sheets",
                &compare(&self.days, days, |(on, account, source)| {
                    format!("account {account} on {on} by {source}")
                }),
                "every day sheet is what the journal says",
            ),
        ])
    }
}

/// Where the columns stand that are read for each posting.
struct Columns {
    id: usize,
    account: usize,
    amount: usize,
    policy: usize,
    guarantor: usize,
}

fn add<K: Ord>(sums: &mut BTreeMap<K, i64>, key: K, amount: i64) {
    let sum = sums.entry(key).or_default();
    *sum = sum.saturating_add(amount);
}

/// Names what differs between what was added up and what is kept. What is nowhere counts as nothing.
fn compare<K: Ord + Copy>(
    counted: &BTreeMap<K, i64>,
    kept: Vec<(K, i64)>,
    name: impl Fn(&K) -> String,
) -> Vec<String> {
    let kept: BTreeMap<K, i64> = kept.into_iter().collect();
    let keys = counted
        .keys()
        .chain(kept.keys().filter(|key| !counted.contains_key(key)));
    keys.filter_map(|key| {
        let (journal, book) = (
            counted.get(key).copied().unwrap_or(0),
            kept.get(key).copied().unwrap_or(0),
        );
        (journal != book).then(|| {
            format!(
                "{}: the journal has {}, the balance {}",
                name(key),
                shown(journal),
                shown(book)
            )
        })
    })
    .take(NAMED)
    .collect()
}

/// One of the words of `entry.source`.
fn source(word: &str) -> &'static str {
    match word {
        "visit" => "visit",
        "eob" => "eob",
        "receipt" => "receipt",
        "claim" => "claim",
        "deposit" => "deposit",
        "refund" => "refund",
        "person" => "person",
        _ => "something unknown",
    }
}

/// Cents as money; cents that no book can hold as they are.
fn shown(cents: i64) -> String {
    Money::from_cents(cents).map_or_else(|_| format!("{cents} cents"), |money| money.to_string())
}
