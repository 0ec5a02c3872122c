//! What payers agreed to pay, as it is loaded, changed and logged, and what they allowed last. It must not know what was
//! charged for a claim.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{count, instant};
use super::{Store, Tx};
use crate::domain::code::{Modifier, Procedure, Units};
use crate::domain::contract::{
    Amount, Change, ContractRow, Logged, Party, PercentTerm, ScheduleRow,
};
use crate::domain::expected::Percent;
use crate::domain::id::{PayerId, UserId};
use crate::domain::money::Money;
use crate::domain::scrub::LastAllowed;

reads! {
    /// Gives the schedule of that name.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_schedule(&self, name: &str) -> Result<Option<i64>, StoreError> {
        self.sql()
            .prepare_cached("SELECT id FROM schedule WHERE name = ?1")
            .and_then(|mut select| select.query_row([name], |row| row.get("id")).optional())
            .doing("look for a schedule")
    }

    /// Reads the amount that holds for a service with this modifier from that day, and from when it does.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn amount_from(&self, like: &Amount) -> Result<Option<(Money, NaiveDate)>, StoreError> {
        let held = |row: &Row<'_>| Ok((row.get("cents")?, row.get("effective_on")?));
        let modifier = like.modifier.as_ref().map_or("", Modifier::as_str);
        let (code, from) = (like.code, like.effective_on);
        match &like.party {
            Party::Payer { payer, plan } => self
                .sql()
                .prepare_cached(
                    "SELECT allowed_cents AS cents, effective_on FROM contract_fee WHERE payer_id = ?1 AND plan = ?2 AND code = ?3 \
                     AND modifier = ?4 AND effective_on <= ?5 ORDER BY effective_on DESC LIMIT 1",
                )
                .and_then(|mut select| {
                    let key = (payer, plan, code, modifier, from);
                    select.query_row(key, held).optional()
                }),
            Party::Schedule(name) => self
                .sql()
                .prepare_cached(
                    "SELECT f.fee_cents AS cents, f.effective_on FROM schedule AS s JOIN schedule_fee AS f ON f.schedule_id = s.id \
                     WHERE s.name = ?1 AND f.code = ?2 AND f.modifier = ?3 AND f.effective_on <= ?4 \
                     ORDER BY f.effective_on DESC LIMIT 1",
                )
                .and_then(|mut select| {
                    let key = (name, code, modifier, from);
                    select.query_row(key, held).optional()
                }),
        }
        .doing("read a contracted fee")
    }

    /// Reads the percent that a payer pays on a day for what has no amount of its own.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn percent_on(
        &self,
        payer: PayerId,
        plan: &str,
        on: NaiveDate,
    ) -> Result<Option<PercentTerm>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT c.plan, c.effective_on, c.percent_hundredths, s.name FROM contract_percent AS c \
                 LEFT JOIN schedule AS s ON s.id = c.schedule_id \
                 WHERE c.payer_id = ?1 AND c.plan = ?2 AND c.effective_on <= ?3 ORDER BY c.effective_on DESC LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row((payer, plan, on), |row| {
                        let percent = Percent::from_hundredths(count(row, "percent_hundredths")?);
                        Ok(PercentTerm {
                            payer,
                            plan: row.get("plan")?,
                            effective_on: row.get("effective_on")?,
                            percent: percent.map_err(|_| rusqlite::Error::InvalidQuery)?,
                            schedule: row.get("name")?,
                        })
                    })
                    .optional()
            })
            .doing("read a contracted percent")
    }

    /// Reads what a payer allowed last for a service with these modifiers.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn last_allowed(
        &self,
        payer: PayerId,
        code: Procedure,
        modifiers: &[Modifier],
    ) -> Result<Option<LastAllowed>, StoreError> {
        let modifiers: String = modifiers.iter().map(Modifier::as_str).collect();
        self.sql()
            .prepare_cached(
                "SELECT allowed_cents, charge_cents, units_thousandths FROM payer_allowed \
                 WHERE payer_id = ?1 AND code = ?2 AND modifiers = ?3",
            )
            .and_then(|mut select| {
                select
                    .query_row((payer, code, modifiers), |row| {
                        let units = Units::from_thousandths(count(row, "units_thousandths")?);
                        Ok(LastAllowed {
                            allowed: row.get("allowed_cents")?,
                            charge: row.get("charge_cents")?,
                            units: units.map_err(|_| rusqlite::Error::InvalidQuery)?,
                        })
                    })
                    .optional()
            })
            .doing("read what a payer allowed last")
    }
}

impl Tx<'_> {
    /// Sets what is paid for one unit of a service from a day on. A schedule that is not there yet is made.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn set_amount(&self, new: &Amount) -> Result<(), StoreError> {
        let modifier = new.modifier.as_ref().map_or("", Modifier::as_str);
        let (code, from, amount) = (new.code, new.effective_on, new.amount);
        let _rows = match &new.party {
            Party::Payer { payer, plan } => self
                .0
                .prepare_cached(
                    "INSERT INTO contract_fee (payer_id, plan, code, modifier, effective_on, allowed_cents) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (payer_id, plan, code, modifier, effective_on) \
                     DO UPDATE SET allowed_cents = excluded.allowed_cents",
                )
                .and_then(|mut insert| insert.execute((payer, plan, code, modifier, from, amount))),
            Party::Schedule(name) => {
                let id = self.schedule_named(name)?;
                self.0
                    .prepare_cached(
                        "INSERT INTO schedule_fee (schedule_id, code, modifier, effective_on, fee_cents) \
                         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (schedule_id, code, modifier, effective_on) \
                         DO UPDATE SET fee_cents = excluded.fee_cents",
                    )
                    .and_then(|mut insert| insert.execute((id, code, modifier, from, amount)))
            }
        }
        .doing("set a contracted fee")?;
        Ok(())
    }

    /// Gives the schedule of that name, made when it is not there yet.
    fn schedule_named(&self, name: &str) -> Result<i64, StoreError> {
        if let Some(id) = self.find_schedule(name)? {
            return Ok(id);
        }
        self.0
            .prepare_cached("INSERT INTO schedule (name) VALUES (?1)")
            .and_then(|mut insert| insert.insert([name]))
            .doing("write a schedule in")
    }

    /// Sets what percent is paid for what has no amount of its own from a day on, and gives what held from that day
    /// before, in words: empty when nothing did. None when there is no such schedule.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn set_percent(&self, new: &PercentTerm) -> Result<Option<String>, StoreError> {
        let schedule = match &new.schedule {
            None => None,
            Some(name) => match self.find_schedule(name)? {
                Some(id) => Some(id),
                None => return Ok(None),
            },
        };
        let before = self.percent_on(new.payer, &new.plan, new.effective_on)?;
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO contract_percent (payer_id, plan, effective_on, percent_hundredths, schedule_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (payer_id, plan, effective_on) \
                 DO UPDATE SET percent_hundredths = excluded.percent_hundredths, schedule_id = excluded.schedule_id",
            )
            .and_then(|mut insert| {
                insert.execute((
                    new.payer,
                    &new.plan,
                    new.effective_on,
                    new.percent.hundredths(),
                    schedule,
                ))
            })
            .doing("set a contracted percent")?;
        Ok(Some(before.map(|term| term.words()).unwrap_or_default()))
    }

    /// Logs a change of a contract or schedule.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn log_contract_change(
        &self,
        change: &Change,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let (payer, plan, schedule) = match &change.party {
            Party::Payer { payer, plan } => (Some(*payer), plan.as_str(), None),
            Party::Schedule(name) => (None, "", Some(self.schedule_named(name)?)),
        };
        let code = change.code.map(|code| code.to_string()).unwrap_or_default();
        let modifier = change.modifier.as_ref().map_or("", Modifier::as_str);
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO contract_change (at, by_id, payer_id, schedule_id, plan, code, modifier, effective_on, \
                 was, became, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    instant(at),
                    by,
                    payer,
                    schedule,
                    plan,
                    code,
                    modifier,
                    change.effective_on,
                    &change.was,
                    &change.became,
                    why,
                ))
            })
            .doing("log a change of a contract")?;
        Ok(())
    }
}

impl Store {
    /// Lists what is agreed with payers, by payer and plan, as it holds on a day.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn contracts(&self, on: NaiveDate) -> Result<Vec<ContractRow>, StoreError> {
        let mut rows: Vec<ContractRow> = self
            .connection
            .prepare_cached(
                "SELECT t.payer_id, y.name, t.plan, MAX(t.effective_on) AS newest, \
                 (SELECT COUNT(*) FROM (SELECT DISTINCT code, modifier FROM contract_fee AS f \
                    WHERE f.payer_id = t.payer_id AND f.plan = t.plan AND f.effective_on <= ?1)) AS amounts \
                 FROM (SELECT payer_id, plan, effective_on FROM contract_fee \
                       UNION ALL SELECT payer_id, plan, effective_on FROM contract_percent) AS t \
                 JOIN payer AS y ON y.id = t.payer_id GROUP BY t.payer_id, t.plan \
                 ORDER BY y.name COLLATE NOCASE, t.payer_id, t.plan",
            )
            .and_then(|mut select| {
                select
                    .query_map([on], |row| {
                        Ok(ContractRow {
                            payer: row.get("payer_id")?,
                            payer_name: row.get("name")?,
                            plan: row.get("plan")?,
                            amounts: count(row, "amounts")?,
                            rest: String::new(),
                            newest_on: row.get("newest")?,
                        })
                    })?
                    .collect()
            })
            .doing("list contracts")?;
        for row in &mut rows {
            let term = self.percent_on(row.payer, &row.plan, on)?;
            row.rest = term.map(|term| term.words()).unwrap_or_default();
        }
        Ok(rows)
    }

    /// Lists the schedules that contracts can be a percent of, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn schedules(&self) -> Result<Vec<ScheduleRow>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT s.name, COUNT(f.code) AS amounts, MAX(f.effective_on) AS newest FROM schedule AS s \
                 LEFT JOIN schedule_fee AS f ON f.schedule_id = s.id GROUP BY s.id ORDER BY s.name",
            )
            .and_then(|mut select| {
                select
                    .query_map([], |row| {
                        Ok(ScheduleRow {
                            name: row.get("name")?,
                            amounts: count(row, "amounts")?,
                            newest_on: row.get("newest")?,
                        })
                    })?
                    .collect()
            })
            .doing("list schedules")
    }

    /// Lists what changed in contracts and schedules, the newest first: a payer's, or all.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn contract_changes(
        &self,
        payer: Option<PayerId>,
        limit: u32,
    ) -> Result<Vec<Logged>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT c.at, u.name AS by_name, COALESCE(y.name, s.name) AS name, c.plan, c.code, c.modifier, \
                 c.effective_on, c.was, c.became, c.why FROM contract_change AS c \
                 JOIN person_at_work AS u ON u.id = c.by_id LEFT JOIN payer AS y ON y.id = c.payer_id \
                 LEFT JOIN schedule AS s ON s.id = c.schedule_id \
                 WHERE ?1 IS NULL OR c.payer_id = ?1 ORDER BY c.id DESC LIMIT ?2",
            )
            .and_then(|mut select| select.query_map((payer, limit), logged)?.collect())
            .doing("list what changed in contracts")
    }
}

fn logged(row: &Row<'_>) -> rusqlite::Result<Logged> {
    let (code, modifier): (String, String) = (row.get("code")?, row.get("modifier")?);
    Ok(Logged {
        at: row.get("at")?,
        by: row.get("by_name")?,
        name: row.get("name")?,
        plan: row.get("plan")?,
        service: format!("{code} {modifier}").trim().to_owned(),
        effective_on: row.get("effective_on")?,
        was: row.get("was")?,
        became: row.get("became")?,
        why: row.get("why")?,
    })
}
