//! Remittances in the book: each file once byte for byte, the payments in it, the claims they answer, and what the biller
//! said of them. It must not know what a remittance means or what posting it does.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row, named_params};

use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{bound, count, instant, json};
use super::{Store, Tx};
use crate::domain::id::{PayerId, RemitFileId, RemittanceId, UserId};
use crate::domain::matching::Habit;
use crate::domain::money::Money;
use crate::domain::posting::Decisions;
use crate::domain::remittance::{
    Event, FiledAdjustment, NewRemittance, RemittanceRow, Standing, Turn,
};

mod account;
mod candidate;
mod filed;
mod parked;
mod posted;

pub use account::Accounts;
pub use filed::NewMatch;
pub use posted::{NewPart, PartKind};

/// What a list selects of remittances.
macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "SELECT r.*, f.name AS file_name, COALESCE(y.name, r.payer_name) AS shown_payer, \
             b.at AS read_at, u.name AS read_by, p.at AS posted_at, w.name AS posted_by, \
             (SELECT COUNT(*) FROM remit_claim AS c WHERE c.remittance_id = r.id AND c.standing = 'parked') AS parked \
             FROM remittance AS r JOIN remit_file AS f ON f.id = r.remit_file_id \
             LEFT JOIN payer AS y ON y.id = r.payer_id \
             JOIN remittance_event AS b ON b.id = (SELECT MIN(e.id) FROM remittance_event AS e WHERE e.remittance_id = r.id) \
             JOIN person_at_work AS u ON u.id = b.by_id \
             LEFT JOIN remittance_event AS p ON p.id = (SELECT MAX(e.id) FROM remittance_event AS e \
               WHERE e.remittance_id = r.id AND e.kind = 'posted') \
             LEFT JOIN person_at_work AS w ON w.id = p.by_id ",
            $rest
        )
    };
}

/// Which remittances a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemittanceFilter {
    /// Those that stand so; all when empty.
    pub standings: Vec<Standing>,
    /// Those whose trace, payer or file has this in it; every one when empty.
    pub text: String,
    /// How many at most.
    pub limit: usize,
}

impl Default for RemittanceFilter {
    fn default() -> Self {
        Self {
            standings: Vec::new(),
            text: String::new(),
            limit: 500,
        }
    }
}

impl Tx<'_> {
    /// Keeps a file of remittances.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was taken in before.
    pub fn add_remit_file(
        &self,
        name: &str,
        file: AttachmentId,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<RemitFileId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO remit_file (name, attachment_id, taken_at, taken_by) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((name, file, instant(at), by)))
            .map(RemitFileId::new)
            .doing("keep a file of remittances")
    }

    /// Keeps a remittance without its claims.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the file has one that begins there.
    pub fn add_remittance(&self, new: &NewRemittance) -> Result<RemittanceId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO remittance (remit_file_id, segment, payer_id, trace, origin, payer_name, payee_name, payee_id, \
                 method, amount_cents, paid_on, claims, charged_cents, paid_cents, withheld_cents, difference_cents, \
                 fingerprint, problem, replaces_id, state, needs) VALUES (:file, :segment, :payer, :trace, :origin, \
                 :payer_name, :payee_name, :payee_id, :method, :amount, :paid_on, :claims, :charged, :paid, :withheld, \
                 :difference, :fingerprint, :problem, :replaces, :state, :needs)",
            )
            .and_then(|mut insert| {
                insert.insert(named_params! {
                    ":file": new.file,
                    ":segment": place(new.segment),
                    ":payer": new.payer,
                    ":trace": new.trace,
                    ":origin": new.origin,
                    ":payer_name": new.payer_name,
                    ":payee_name": new.payee_name,
                    ":payee_id": new.payee_id,
                    ":method": new.method,
                    ":amount": new.amount,
                    ":paid_on": new.paid_on,
                    ":claims": new.claims,
                    ":charged": new.charged,
                    ":paid": new.paid,
                    ":withheld": new.withheld,
                    ":difference": new.difference,
                    ":fingerprint": new.fingerprint,
                    ":problem": new.problem,
                    ":replaces": new.replaces,
                    ":state": new.standing,
                    ":needs": new.needs,
                })
            })
            .map(RemittanceId::new)
            .doing("keep a remittance")
    }

    /// Keeps a provider adjustment of a remittance.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_remit_adjustment(
        &self,
        remittance: RemittanceId,
        adjustment: &FiledAdjustment,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO remit_adjustment (remittance_id, place, segment, code, reference, amount_cents) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut insert| {
                insert.execute((
                    remittance,
                    adjustment.place,
                    place(adjustment.segment),
                    &adjustment.code,
                    &adjustment.reference,
                    adjustment.amount,
                ))
            })
            .doing("keep a provider adjustment")?;
        Ok(())
    }

    /// Writes down what happened to a remittance.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn note_remittance(
        &self,
        id: RemittanceId,
        turn: Turn,
        words: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO remittance_event (remittance_id, at, by_id, kind, words) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| insert.insert((id, instant(at), by, turn, words)))
            .doing("write down what happened to a remittance")?;
        Ok(())
    }

    /// Lets a remittance stand somewhere, with so much that needs a person.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn stand_remittance(
        &self,
        id: RemittanceId,
        standing: Standing,
        needs: u32,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE remittance SET state = ?2, needs = ?3 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, standing, needs)))
            .doing("let a remittance stand")?;
        Ok(())
    }

    /// Says who of ours paid a remittance.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn set_remittance_payer(&self, id: RemittanceId, payer: PayerId) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE remittance SET payer_id = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, payer)))
            .doing("say who paid a remittance")?;
        Ok(())
    }

    /// Lets pass what stands against a remittance.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn pass_remittance(&self, id: RemittanceId) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE remittance SET is_passed = 1 WHERE id = ?1")
            .and_then(|mut update| update.execute([id]))
            .doing("let a remittance pass")?;
        Ok(())
    }

    /// Says for which day a remittance counts.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn set_remittance_day(&self, id: RemittanceId, on: NaiveDate) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE remittance SET accounting_on = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, on)))
            .doing("say for which day a remittance counts")?;
        Ok(())
    }

    /// Keeps what was chosen for a provider adjustment.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn decide_adjustment(
        &self,
        remittance: RemittanceId,
        at: u32,
        decisions: &Decisions,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "UPDATE remit_adjustment SET choices = ?3 WHERE remittance_id = ?1 AND place = ?2",
            )
            .and_then(|mut update| update.execute((remittance, at, as_json(decisions))))
            .doing("keep a choice")?;
        Ok(())
    }

    /// Remembers how a payer spoils numbers.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn learn_habit(
        &self,
        payer: PayerId,
        habit: Habit,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO payer_habit (payer_id, habit, learned_at, learned_by) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (payer_id, habit) DO NOTHING",
            )
            .and_then(|mut insert| insert.execute((payer, as_json(&habit), instant(at), by)))
            .doing("remember a payer's habit")?;
        Ok(())
    }

    /// Forgets how a payer spoils numbers.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn forget_habit(&self, payer: PayerId, habit: Habit) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("DELETE FROM payer_habit WHERE payer_id = ?1 AND habit = ?2")
            .and_then(|mut delete| delete.execute((payer, as_json(&habit))))
            .doing("forget a payer's habit")?;
        Ok(())
    }

    /// The file of remittances that has these bytes; none when it was not taken in.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remit_file_of(&self, file: AttachmentId) -> Result<Option<RemitFileId>, StoreError> {
        self.0
            .prepare_cached("SELECT id FROM remit_file WHERE attachment_id = ?1")
            .and_then(|mut select| select.query_row([file], |row| row.get("id")).optional())
            .doing("look for a file of remittances")
    }
}

reads! {
    /// Reads a remittance as a list shows it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remittance(&self, id: RemittanceId) -> Result<Option<RemittanceRow>, StoreError> {
        self.sql()
            .prepare_cached(listed!("WHERE r.id = ?1"))
            .and_then(|mut select| select.query_row([id], listed_row).optional())
            .doing("read a remittance")
    }

    /// Lists the remittances of a file in its order.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remittances_of_file(&self, file: RemitFileId) -> Result<Vec<RemittanceRow>, StoreError> {
        self.sql()
            .prepare_cached(listed!("WHERE r.remit_file_id = ?1 ORDER BY r.segment"))
            .and_then(|mut select| select.query_map([file], listed_row)?.collect())
            .doing("list the remittances of a file")
    }

    /// Lists the remittances with this fingerprint, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn same_remittances(&self, fingerprint: [u8; 32]) -> Result<Vec<RemittanceRow>, StoreError> {
        self.sql()
            .prepare_cached(listed!("WHERE r.fingerprint = ?1 ORDER BY r.id"))
            .and_then(|mut select| select.query_map([fingerprint], listed_row)?.collect())
            .doing("look for the same remittance")
    }

    /// Lists the remittances of this trace that nothing took the place of, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remittances_traced(&self, trace: &str, origin: &str) -> Result<Vec<RemittanceRow>, StoreError> {
        self.sql()
            .prepare_cached(listed!(
                "WHERE r.trace = ?1 COLLATE NOCASE AND r.origin = ?2 AND r.state <> 'replaced' ORDER BY r.id DESC"
            ))
            .and_then(|mut select| select.query_map((trace, origin), listed_row)?.collect())
            .doing("look for remittances of a trace")
    }

    /// The bytes of the file that a remittance stands in.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remit_file_bytes(&self, id: RemitFileId) -> Result<Option<Vec<u8>>, StoreError> {
        let kept: Option<AttachmentId> = self
            .sql()
            .prepare_cached("SELECT attachment_id FROM remit_file WHERE id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([id], |row| row.get("attachment_id"))
                    .optional()
            })
            .doing("look for a file of remittances")?;
        kept.map(|file| self.attachment(file)).transpose()
    }

    /// The SHA-256 of a file of remittances.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remit_file_hash(&self, id: RemitFileId) -> Result<Option<[u8; 32]>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT a.sha256 FROM remit_file AS f JOIN attachment AS a ON a.id = f.attachment_id WHERE f.id = ?1",
            )
            .and_then(|mut select| select.query_row([id], |row| row.get("sha256")).optional())
            .doing("look for a file of remittances")
    }

    /// The day on which the bank had a payment of this trace and amount; none when no line of a bank says so.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn day_at_bank(&self, trace: &str, amount: Money) -> Result<Option<NaiveDate>, StoreError> {
        let trace = trace.trim();
        if trace.is_empty() {
            return Ok(None);
        }
        self.sql()
            .prepare_cached(
                "SELECT posted_on FROM bank_line WHERE amount_cents = ?2 \
                 AND (reference = ?1 COLLATE NOCASE OR instr(upper(words), upper(?1)) > 0) \
                 ORDER BY posted_on DESC LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row((trace, amount), |row| row.get("posted_on"))
                    .optional()
            })
            .doing("look when the bank had a payment")
    }

    /// Whether nothing may be written any more that counts for a day.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_day_closed(&self, on: NaiveDate) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT COALESCE((SELECT through_on FROM last_close) >= ?1, 0) AS is_closed",
            )
            .and_then(|mut select| select.query_row([on], |row| row.get("is_closed")))
            .doing("see whether a day is closed")
    }

    /// How many rows were ever written since the book was opened, kept or not: what was read of it is true as long as
    /// this does not move.
    pub fn changes(&self) -> u64 {
        self.sql().total_changes()
    }

    /// Whether a file of remittances with this SHA-256 was taken in.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_remit_file(&self, hash: [u8; 32]) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM remit_file AS f JOIN attachment AS a ON a.id = f.attachment_id \
                 WHERE a.sha256 = ?1) AS is_there",
            )
            .and_then(|mut select| select.query_row([hash], |row| row.get("is_there")))
            .doing("look for a file of remittances")
    }

    /// Lists the provider adjustments of a remittance in its order.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remit_adjustments(&self, id: RemittanceId) -> Result<Vec<FiledAdjustment>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT place, segment, code, reference, amount_cents, choices FROM remit_adjustment \
                 WHERE remittance_id = ?1 ORDER BY place",
            )
            .and_then(|mut select| {
                select
                    .query_map([id], |row| {
                        Ok(FiledAdjustment {
                            place: count(row, "place")?,
                            segment: count(row, "segment")?,
                            code: row.get("code")?,
                            reference: row.get("reference")?,
                            amount: row.get("amount_cents")?,
                            decisions: json(row, "choices")?,
                        })
                    })?
                    .collect()
            })
            .doing("list the provider adjustments of a remittance")
    }

    /// Lists what happened to a remittance, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remittance_events(&self, id: RemittanceId) -> Result<Vec<Event>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT e.at, u.name AS by_name, e.kind, e.words FROM remittance_event AS e \
                 JOIN person_at_work AS u ON u.id = e.by_id WHERE e.remittance_id = ?1 ORDER BY e.id",
            )
            .and_then(|mut select| {
                select
                    .query_map([id], |row| {
                        Ok(Event {
                            at: row.get("at")?,
                            by: row.get("by_name")?,
                            turn: row.get("kind")?,
                            words: row.get("words")?,
                        })
                    })?
                    .collect()
            })
            .doing("read what happened to a remittance")
    }

    /// Lists how a payer spoils numbers.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn habits_of(&self, payer: PayerId) -> Result<Vec<Habit>, StoreError> {
        self.sql()
            .prepare_cached("SELECT habit FROM payer_habit WHERE payer_id = ?1 ORDER BY habit")
            .and_then(|mut select| {
                select
                    .query_map([payer], |row| json(row, "habit"))?
                    .collect()
            })
            .doing("list a payer's habits")
    }

    /// Finds payers of ours by the ids and the name that a remittance gives: by an id first, else by the name.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn payers_named(&self, ids: &[&str], name: &str) -> Result<Vec<PayerId>, StoreError> {
        const TASK: &str = "look for a payer";
        let by_id: Vec<PayerId> = self
            .sql()
            .prepare_cached(
                "SELECT id FROM payer WHERE payer_id COLLATE NOCASE IN (SELECT value FROM json_each(?1)) ORDER BY id",
            )
            .and_then(|mut select| {
                select
                    .query_map([as_json(&ids)], |row| row.get("id"))?
                    .collect()
            })
            .doing(TASK)?;
        if !by_id.is_empty() {
            return Ok(by_id);
        }
        self.sql()
            .prepare_cached("SELECT id FROM payer WHERE name = ?1 COLLATE NOCASE ORDER BY id")
            .and_then(|mut select| {
                select
                    .query_map([name.trim()], |row| row.get("id"))?
                    .collect()
            })
            .doing(TASK)
    }
}

impl Store {
    /// Lists remittances, what waits first, then the newest payment.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remittances(&self, filter: &RemittanceFilter) -> Result<Vec<RemittanceRow>, StoreError> {
        let standings: Vec<&str> = filter.standings.iter().map(|one| one.code()).collect();
        let like = format!("%{}%", super::value::like(filter.text.trim()));
        self.connection
            .prepare_cached(listed!(
                "WHERE (json_array_length(:standings) = 0 OR r.state IN (SELECT value FROM json_each(:standings))) \
                 AND (:text = '%%' OR r.trace LIKE :text ESCAPE '\\' OR shown_payer LIKE :text ESCAPE '\\' \
                   OR f.name LIKE :text ESCAPE '\\') \
                 ORDER BY r.state IN ('read', 'waiting', 'taken_back') DESC, r.paid_on DESC, r.id DESC LIMIT :limit"
            ))
            .and_then(|mut select| {
                let named = named_params! {
                    ":standings": as_json(&standings), ":text": like, ":limit": bound(filter.limit),
                };
                select.query_map(named, listed_row)?.collect()
            })
            .doing("list remittances")
    }

    /// Counts the remittances that are not posted, and adds up their payments.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn open_remittances(&self) -> Result<(u32, Money), StoreError> {
        self.connection
            .prepare_cached(
                "SELECT COUNT(*) AS many, COALESCE(SUM(amount_cents), 0) AS amount_cents FROM remittance \
                 WHERE state IN ('read', 'waiting', 'taken_back')",
            )
            .and_then(|mut select| {
                select.query_row([], |row| Ok((count(row, "many")?, row.get("amount_cents")?)))
            })
            .doing("count the remittances that are not posted")
    }
}

/// A number of a segment as a column holds it.
fn place(segment: u64) -> i64 {
    i64::try_from(segment).unwrap_or(i64::MAX)
}

/// Values as JSON. Texts and numbers always have it.
fn as_json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn listed_row(row: &Row<'_>) -> rusqlite::Result<RemittanceRow> {
    let (posted_at, posted_by): (Option<DateTime<Utc>>, Option<String>) =
        (row.get("posted_at")?, row.get("posted_by")?);
    Ok(RemittanceRow {
        id: row.get("id")?,
        file: row.get("remit_file_id")?,
        file_name: row.get("file_name")?,
        segment: count(row, "segment")?,
        payer: row.get("payer_id")?,
        payer_name: row.get("shown_payer")?,
        payee_name: row.get("payee_name")?,
        trace: row.get("trace")?,
        method: row.get("method")?,
        amount: row.get("amount_cents")?,
        paid_on: row.get("paid_on")?,
        claims: count(row, "claims")?,
        charged: row.get("charged_cents")?,
        paid: row.get("paid_cents")?,
        withheld: row.get("withheld_cents")?,
        difference: row.get("difference_cents")?,
        problem: row.get("problem")?,
        is_passed: row.get("is_passed")?,
        standing: row.get("state")?,
        needs: count(row, "needs")?,
        parked: count(row, "parked")?,
        accounting_on: row.get("accounting_on")?,
        replaces: row.get("replaces_id")?,
        read_at: row.get("read_at")?,
        read_by: row.get("read_by")?,
        posted: posted_at.zip(posted_by),
    })
}
