//! Seals: taken when days are closed, and taken again to see that nothing has changed since.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};

use crate::domain::close::seal::{self, Entry, Head, NONE, Posting, Seal};
use crate::domain::close::{Control, DaySheet, Span};
use crate::domain::id::UserId;
use crate::domain::money::Money;
use crate::store::check::Check;
use crate::store::error::{Doing, StoreError};
use crate::store::value::{count, instant};
use crate::store::{Store, Tx};

/// How much text is gathered before it is hashed.
const GULP: usize = 64 * 1024;

/// The entries of a span with their postings, in the order in which they are sealed.
const ENTRIES: &str = "SELECT e.id, e.kind, e.accounting_on, e.at, e.by_id, e.why, e.source, e.source_id, e.reverses, \
     p.place, p.account, p.amount_cents, p.effect, p.charge_line_id, p.policy_id, p.guarantor_id, p.payer_id, p.reason \
     FROM entry AS e CROSS JOIN posting AS p ON p.entry_id = e.id WHERE e.accounting_on BETWEEN ?1 AND ?2 ORDER BY e.id, p.place";

impl Tx<'_> {
    /// Takes the seal of the days of a sheet.
    pub(super) fn seal_of(
        &self,
        sheet: &DaySheet,
        before: Option<&Seal>,
        counted: Option<Money>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<Seal, StoreError> {
        let drawer = &sheet.drawer;
        let head = Head {
            span: sheet.span,
            before: before.unwrap_or(&NONE),
            control: &sheet.control,
            entries: sheet.entries,
            drawer: (
                drawer.float.cents(),
                drawer.cash_in.cents(),
                counted.map(Money::cents),
                drawer.to_bank.cents(),
            ),
            words: &drawer.words,
            at: &instant(at),
            by: by.get(),
        };
        take(self.0, &head)
    }
}

/// Takes a seal: the head, then every entry of its days.
fn take(connection: &Connection, head: &Head<'_>) -> Result<Seal, StoreError> {
    const TASK: &str = "seal the entries of a day";
    let mut text = String::with_capacity(GULP.saturating_mul(2));
    let mut hash = Sha256::new();
    head.write(&mut text);
    let mut select = connection.prepare_cached(ENTRIES).doing(TASK)?;
    let mut rows = select
        .query((head.span.from, head.span.through))
        .doing(TASK)?;
    let mut current = None;
    while let Some(row) = rows.next().doing(TASK)? {
        write_row(row, &mut current, &mut text).doing(TASK)?;
        if text.len() >= GULP {
            hash.update(text.as_bytes());
            text.clear();
        }
    }
    hash.update(text.as_bytes());
    Ok(hash.finalize().into())
}

/// Writes a posting, and before the first of an entry the entry.
fn write_row(row: &Row<'_>, current: &mut Option<i64>, text: &mut String) -> rusqlite::Result<()> {
    let id: i64 = row.get("id")?;
    if *current != Some(id) {
        *current = Some(id);
        let entry = Entry {
            id,
            kind: row.get_ref("kind")?.as_str()?,
            on: row.get_ref("accounting_on")?.as_str()?,
            at: row.get_ref("at")?.as_str()?,
            by: row.get("by_id")?,
            why: row.get_ref("why")?.as_str()?,
            source: row.get_ref("source")?.as_str()?,
            source_id: row.get("source_id")?,
            reverses: row.get("reverses")?,
        };
        entry.write(text);
    }
    let posting = Posting {
        place: row.get("place")?,
        account: row.get("account")?,
        cents: row.get("amount_cents")?,
        effect: row.get_ref("effect")?.as_str()?,
        whose: [
            row.get("charge_line_id")?,
            row.get("policy_id")?,
            row.get("guarantor_id")?,
            row.get("payer_id")?,
        ],
        reason: row.get_ref("reason")?.as_str()?,
    };
    posting.write(text);
    Ok(())
}

/// A close that stands, as its row keeps it.
struct Standing {
    span: Span,
    control: Control,
    entries: u64,
    drawer: (i64, i64, Option<i64>, i64),
    words: String,
    at: String,
    by: i64,
    seal: Seal,
}

impl Standing {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            span: Span {
                from: row.get("from_on")?,
                through: row.get("through_on")?,
            },
            control: Control {
                opening: row.get("opening_cents")?,
                charges: row.get("charges_cents")?,
                payments: row.get("payments_cents")?,
                adjustments: row.get("adjustments_cents")?,
                closing: row.get("closing_cents")?,
            },
            entries: count(row, "entries")?,
            drawer: (
                row.get("float_cents")?,
                row.get("cash_in_cents")?,
                row.get("counted_cents")?,
                row.get("to_bank_cents")?,
            ),
            words: row.get("drawer_words")?,
            at: row.get("closed_at")?,
            by: row.get("closed_by")?,
            seal: row.get("seal")?,
        })
    }

    fn head<'a>(&'a self, before: &'a Seal) -> Head<'a> {
        Head {
            span: self.span,
            before,
            control: &self.control,
            entries: self.entries,
            drawer: self.drawer,
            words: &self.words,
            at: &self.at,
            by: self.by,
        }
    }
}

impl Store {
    /// Takes the seal of every close that stands again and compares it with the one that was printed.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub(in crate::store) fn check_seals(
        &self,
        tick: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<Vec<Check>, StoreError> {
        let standing: Vec<Standing> = self
            .connection
            .prepare(
                "SELECT c.* FROM closing AS c WHERE NOT EXISTS (SELECT 1 FROM reopening AS r WHERE r.closing_id = c.id) \
                 ORDER BY c.through_on",
            )
            .and_then(|mut select| select.query_map([], Standing::read)?.collect())
            .doing("list the closes")?;
        let (mut found, mut before, mut owed) = (Vec::new(), NONE, None);
        for close in &standing {
            let day = crate::domain::typed::show_date(close.span.through);
            if take(&self.connection, &close.head(&before))? != close.seal {
                found.push(format!("the close of {day} is not what was sealed"));
            }
            if owed.is_some_and(|owed| owed != close.control.opening) {
                found.push(format!(
                    "the close of {day} does not begin where the one before ended"
                ));
            }
            (before, owed) = (close.seal, Some(close.control.closing));
            tick(close.entries)?;
        }
        let last = standing.last().map_or_else(String::new, |last| {
            format!(
                ", the last {} of {}",
                seal::hex(&last.seal),
                crate::domain::typed::show_date(last.span.through)
            )
        });
        let sound = match standing.len() {
            0 => String::from("no day is closed"),
            1 => format!("1 close is what was sealed{last}"),
            many => format!("{many} closes are what was sealed{last}"),
        };
        Ok(vec![
            Check::of("closes", &found, &sound),
            self.check_months(&standing)?,
        ])
    }

    /// Takes the seal of every closed month again.
    fn check_months(&self, standing: &[Standing]) -> Result<Check, StoreError> {
        let mut found = Vec::new();
        let (mut before, mut number) = (NONE, 0_usize);
        for month in super::month::standing_months(&self.connection)? {
            let days: Vec<_> = standing
                .iter()
                .filter(|close| close.span.through.format("%Y-%m").to_string() == month.month)
                .map(|close| (close.span.through, close.seal))
                .collect();
            let text = seal::month(&month.month, &before, &month.control, &days);
            if <Seal>::from(Sha256::digest(text.as_bytes())) != month.seal {
                found.push(format!(
                    "the close of {} is not what was sealed",
                    month.month
                ));
            }
            before = month.seal;
            number = number.saturating_add(1);
        }
        let sound = match number {
            0 => String::from("no month is closed"),
            1 => String::from("1 month is what was sealed"),
            many => format!("{many} months are what was sealed"),
        };
        Ok(Check::of("closed months", &found, &sound))
    }
}
