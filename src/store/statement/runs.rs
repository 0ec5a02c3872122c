//! Runs of statements: what they made, those taken back, what was billed when, and what came of it. It must not know
//! who should get a statement.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::Row;

use super::{COUNTS, SENT, sent};
use crate::domain::id::{ChargeLineId, GuarantorId, RunId, UserId};
use crate::domain::mailing::{Billed, LAST, Return, Returns, RunRow, SentStatement};
use crate::domain::person::Name;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::{count, instant};
use crate::store::{Store, Tx};

/// A run about to be filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewRun {
    /// The day it looks at the ledger.
    pub as_of: NaiveDate,
    /// By which version of the rules; none: the usual ones.
    pub rules: Option<u32>,
}

reads! {
    /// Lists the runs that made any statement, newest first, or one of them.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn statement_runs(&self, run: Option<RunId>) -> Result<Vec<RunRow>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT r.id, r.as_of_on, r.made_at, p.name, r.rules_version, COUNT(*) AS made, \
                 SUM(s.amount_cents) AS amount_cents, SUM(s.cost_cents) AS cost_cents, w.at, w.why \
                 FROM statement_run AS r JOIN statement AS s ON s.run_id = r.id \
                 JOIN person_at_work AS p ON p.id = r.made_by \
                 LEFT JOIN statement_withdrawal AS w ON w.run_id = r.id \
                 WHERE ?1 IS NULL OR r.id = ?1 GROUP BY r.id ORDER BY r.id DESC",
            )
            .and_then(|mut select| select.query_map([run], run_row)?.collect())
            .doing("list the runs of statements")
    }

    /// Lists the statements of a run in the order of their numbers, each with whom it went to.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn statements_of_run(
        &self,
        run: RunId,
    ) -> Result<Vec<(GuarantorId, Name, SentStatement)>, StoreError> {
        let columns = SENT.replacen("SELECT ", "SELECT g.id AS guarantor, g.last_name, g.first_name, \
            g.middle_name, g.suffix, ", 1);
        self.sql()
            .prepare_cached(&format!(
                "{columns} JOIN guarantor AS g ON g.id = s.guarantor_id WHERE s.run_id = ?1 ORDER BY s.id"
            ))
            .and_then(|mut select| {
                select
                    .query_map([run], |row| Ok((row.get("guarantor")?, name(row)?, sent(row)?)))?
                    .collect()
            })
            .doing("list the statements of a run")
    }

    /// Counts the statements since made for the guarantors of a run, by runs that stand.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn statements_since(&self, run: RunId) -> Result<u32, StoreError> {
        self.sql()
            .prepare_cached(&format!(
                "SELECT COUNT(DISTINCT s.id) AS later FROM statement AS o JOIN statement AS s \
                 ON s.guarantor_id = o.guarantor_id AND s.id > o.id AND s.run_id <> o.run_id AND {COUNTS} \
                 WHERE o.run_id = ?1"
            ))
            .and_then(|mut select| select.query_row([run], |row| count(row, "later")))
            .doing("look for later statements")
    }
}

impl Store {
    /// Says of each service of a guarantor that was asked for when that was and how often.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn billed(
        &self,
        guarantor: GuarantorId,
    ) -> Result<Vec<(ChargeLineId, Billed)>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "SELECT x.charge_line_id, MIN(s.made_on) AS first_on, MAX(s.made_on) AS last_on, COUNT(*) AS times \
                 FROM statement AS s JOIN statement_line AS x ON x.statement_id = s.id AND x.owed_cents > 0 \
                 WHERE s.guarantor_id = ?1 AND {COUNTS} GROUP BY x.charge_line_id ORDER BY x.charge_line_id"
            ))
            .and_then(|mut select| {
                select
                    .query_map([guarantor], |row| {
                        let billed = Billed {
                            first_on: row.get("first_on")?,
                            last_on: row.get("last_on")?,
                            times: count(row, "times")?,
                        };
                        Ok((row.get("charge_line_id")?, billed))
                    })?
                    .collect()
            })
            .doing("look what was billed when")
    }

    /// Says when a service was asked for, of whoever answers for it, and how often.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn billed_line(&self, line: ChargeLineId) -> Result<Option<Billed>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "SELECT MIN(s.made_on) AS first_on, MAX(s.made_on) AS last_on, COUNT(*) AS times \
                 FROM charge_line AS c JOIN visit AS v ON v.id = c.visit_id \
                 JOIN statement_line AS x ON x.charge_line_id = c.id AND x.owed_cents > 0 \
                 JOIN statement AS s ON s.id = x.statement_id AND s.guarantor_id = v.guarantor_id AND {COUNTS} \
                 WHERE c.id = ?1"
            ))
            .and_then(|mut select| {
                select.query_row([line], |row| {
                    let times = count(row, "times")?;
                    let days = row
                        .get::<_, Option<NaiveDate>>("first_on")?
                        .zip(row.get("last_on")?);
                    Ok(days.map(|(first_on, last_on)| Billed {
                        first_on,
                        last_on,
                        times,
                    }))
                })
            })
            .doing("look when a service was billed")
    }

    /// Adds up what the statements of some days brought: what was paid toward each before the next one to the same
    /// guarantor, or until now, never more than it asked for in all. Of many statements the newest 5,000 tell enough.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn statement_returns(
        &self,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Returns, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "WITH each AS (SELECT MIN(s.times, ?3) AS times, \
                   (SELECT SUM(x.owed_cents) FROM statement_line AS x WHERE x.statement_id = s.id AND x.owed_cents > 0) AS asked, \
                   COALESCE((SELECT -SUM(p.amount_cents) FROM statement_line AS x \
                     JOIN posting AS p ON p.charge_line_id = x.charge_line_id AND p.account = 20 \
                       AND p.effect = 'patient_paid' AND p.guarantor_id = s.guarantor_id \
                       AND p.entry_id > s.last_entry_id AND p.entry_id <= COALESCE((SELECT n.last_entry_id FROM statement AS n \
                         WHERE n.guarantor_id = s.guarantor_id AND n.id > s.id AND n.patient_id IS s.patient_id \
                         AND NOT EXISTS (SELECT 1 FROM statement_withdrawal AS v WHERE v.run_id = n.run_id) ORDER BY n.id LIMIT 1), 9223372036854775807) \
                     WHERE x.statement_id = s.id AND x.owed_cents > 0), 0) AS paid \
                   FROM (SELECT s.* FROM statement AS s WHERE s.made_on BETWEEN ?1 AND ?2 AND {COUNTS} \
                     ORDER BY s.id DESC LIMIT 5000) AS s) \
                 SELECT times, COUNT(*) AS sent, SUM(asked) AS asked, SUM(MAX(0, MIN(asked, paid))) AS paid \
                 FROM each WHERE asked > 0 GROUP BY times ORDER BY times"
            ))
            .and_then(|mut select| {
                select
                    .query_map((from, until, LAST), |row| {
                        Ok(Return {
                            times: count(row, "times")?,
                            count: count(row, "sent")?,
                            asked: row.get("asked")?,
                            paid: row.get("paid")?,
                        })
                    })?
                    .collect()
            })
            .map(Returns::new)
            .doing("add up what statements brought")
    }
}

impl Tx<'_> {
    /// Files a run of statements and gives its id.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_run(&self, new: NewRun, at: DateTime<Utc>, by: UserId) -> Result<RunId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO statement_run (as_of_on, rules_version, made_at, made_by) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((new.as_of, new.rules, instant(at), by)))
            .map(RunId::new)
            .doing("file a run of statements")
    }

    /// Takes a run back: none of its statements counts any more.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was taken back before, or a later statement goes on from one of its own.
    pub fn withdraw_run(
        &self,
        run: RunId,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO statement_withdrawal (run_id, at, by_id, why) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.execute((run, instant(at), by, why)))
            .doing("take a run of statements back")?;
        Ok(())
    }
}

fn run_row(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    let at: Option<DateTime<Utc>> = row.get("at")?;
    let why: Option<String> = row.get("why")?;
    let rules: Option<i64> = row.get("rules_version")?;
    Ok(RunRow {
        run: row.get("id")?,
        as_of: row.get("as_of_on")?,
        made_at: row.get("made_at")?,
        by: row.get("name")?,
        rules: rules.and_then(|version| u32::try_from(version).ok()),
        count: count(row, "made")?,
        amount: row.get("amount_cents")?,
        cost: row.get("cost_cents")?,
        withdrawn: at.zip(why),
    })
}

fn name(row: &Row<'_>) -> rusqlite::Result<Name> {
    Ok(Name {
        last: row.get("last_name")?,
        first: row.get("first_name")?,
        middle: row.get("middle_name")?,
        suffix: row.get("suffix")?,
    })
}
