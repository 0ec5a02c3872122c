//! What a payer is expected to allow: what was agreed for a service on a day, and what was allowed for it before. It
//! must not decide between them; the domain does.

use chrono::{Datelike, NaiveDate};
use rusqlite::OptionalExtension;

use super::balance::too_large;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::count;
use crate::domain::code::{Modifier, Units};
use crate::domain::expected::{Agreed, Expected, Learned, Percent, Seen, Service, Terms, learn};
use crate::domain::money::Money;

/// A percent of a contract as its row has it: the schedule's id and name, none when it is of the charge.
struct PercentRow {
    plan: String,
    since: NaiveDate,
    percent: Percent,
    schedule: Option<(i64, String)>,
}

reads! {
    /// Works out what a payer is expected to allow for a service; none where nothing was agreed or ever allowed.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn expected_allowed(&self, service: &Service<'_>) -> Result<Option<Expected>, StoreError> {
        let agreed = self.agreed(service)?;
        let learned = if agreed.is_some() {
            None
        } else {
            self.learned(service)?
        };
        Expected::of(agreed, learned, service.units, service.charge).map_err(too_large)
    }

    /// Reads what a payer agreed to for a service on its day: what was agreed for its plan, else for all plans.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn agreed(&self, service: &Service<'_>) -> Result<Option<Agreed>, StoreError> {
        let plans: &[&str] = if service.plan.is_empty() { &[""] } else { &[service.plan, ""] };
        for plan in plans {
            let found = Agreed::holding(
                self.agreed_amount(service, plan)?,
                self.agreed_percent(service, plan)?,
            );
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The amount of a contract: by the first modifier that has one of its own, else the plain one.
    fn agreed_amount(
        &self,
        service: &Service<'_>,
        plan: &str,
    ) -> Result<Option<Agreed>, StoreError> {
        const TASK: &str = "read a contracted fee";
        let mut select = self
            .sql()
            .prepare_cached(
                "SELECT plan, modifier, effective_on, allowed_cents FROM contract_fee \
                 WHERE payer_id = ?1 AND plan = ?2 AND code = ?3 AND modifier = ?4 AND effective_on <= ?5 \
                 ORDER BY effective_on DESC LIMIT 1",
            )
            .doing(TASK)?;
        for modifier in service.modifiers.iter().map(Some).chain([None]) {
            let text = modifier.map_or("", Modifier::as_str);
            let found = select
                .query_row((service.payer, plan, service.code, text, service.on), |row| {
                    Ok(Agreed {
                        since: row.get("effective_on")?,
                        plan: row.get("plan")?,
                        terms: Terms::Amount {
                            unit: row.get("allowed_cents")?,
                            modifier: modifier.copied(),
                        },
                    })
                })
                .optional()
                .doing(TASK)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The percent of a contract; none where the schedule that it is of has no amount for the service.
    fn agreed_percent(
        &self,
        service: &Service<'_>,
        plan: &str,
    ) -> Result<Option<Agreed>, StoreError> {
        const TASK: &str = "read a contracted percent";
        let found: Option<PercentRow> = self
            .sql()
            .prepare_cached(
                "SELECT c.plan, c.effective_on, c.percent_hundredths, c.schedule_id, s.name FROM contract_percent AS c \
                 LEFT JOIN schedule AS s ON s.id = c.schedule_id \
                 WHERE c.payer_id = ?1 AND c.plan = ?2 AND c.effective_on <= ?3 ORDER BY c.effective_on DESC LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row((service.payer, plan, service.on), |row| {
                        let percent = Percent::from_hundredths(count(row, "percent_hundredths")?);
                        let schedule: Option<i64> = row.get("schedule_id")?;
                        let name: Option<String> = row.get("name")?;
                        Ok(PercentRow {
                            plan: row.get("plan")?,
                            since: row.get("effective_on")?,
                            percent: percent.map_err(|_| rusqlite::Error::InvalidQuery)?,
                            schedule: schedule.zip(name),
                        })
                    })
                    .optional()
            })
            .doing(TASK)?;
        let Some(PercentRow { plan, since, percent, schedule }) = found else {
            return Ok(None);
        };
        let terms = match schedule {
            None => Terms::OfCharge { percent },
            Some((id, schedule)) => match self.scheduled(id, service)? {
                Some(base) => Terms::OfSchedule { percent, schedule, base },
                None => return Ok(None),
            },
        };
        Ok(Some(Agreed { since, plan, terms }))
    }

    /// What a schedule says for one unit of a service on its day.
    fn scheduled(&self, schedule: i64, service: &Service<'_>) -> Result<Option<Money>, StoreError> {
        const TASK: &str = "read a schedule";
        let mut select = self
            .sql()
            .prepare_cached(
                "SELECT fee_cents FROM schedule_fee \
                 WHERE schedule_id = ?1 AND code = ?2 AND modifier = ?3 AND effective_on <= ?4 \
                 ORDER BY effective_on DESC LIMIT 1",
            )
            .doing(TASK)?;
        for modifier in service.modifiers.iter().map(Modifier::as_str).chain([""]) {
            let fee = select
                .query_row((schedule, service.code, modifier, service.on), |row| row.get("fee_cents"))
                .optional()
                .doing(TASK)?;
            if fee.is_some() {
                return Ok(fee);
            }
        }
        Ok(None)
    }

    /// Learns what a payer will allow for a service from what it allowed when it was asked first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn learned(&self, service: &Service<'_>) -> Result<Option<Learned>, StoreError> {
        let modifiers: String = service.modifiers.iter().map(Modifier::as_str).collect();
        let year = service.on.year();
        let seen: Vec<Seen> = self
            .sql()
            .prepare_cached(
                "SELECT year, plan = ?6 AS is_of_plan, units_thousandths, allowed_cents, COUNT(*) AS lines, \
                 MAX(eob_line_id) AS newest FROM allowed_seen \
                 WHERE payer_id = ?1 AND code = ?2 AND modifiers = ?3 AND place = ?4 AND year IN (?5, ?5 - 1) \
                 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
            )
            .and_then(|mut select| {
                select
                    .query_map(
                        (service.payer, service.code, modifiers, service.place, year, service.plan),
                        |row| {
                            let units = Units::from_thousandths(count(row, "units_thousandths")?);
                            Ok(Seen {
                                year: row.get("year")?,
                                is_of_plan: row.get("is_of_plan")?,
                                units: units.map_err(|_| rusqlite::Error::InvalidQuery)?,
                                allowed: row.get("allowed_cents")?,
                                lines: count(row, "lines")?,
                                newest: row.get("newest")?,
                            })
                        },
                    )?
                    .collect()
            })
            .doing("read what a payer allowed")?;
        learn(&seen, year, service.units).map_err(too_large)
    }
}
