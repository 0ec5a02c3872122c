//! Estimates in the book, as they were given. It must not know how one is worked out.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::attachment::AttachmentId;
use super::balance::too_large;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{count, instant, json, modifiers};
use crate::domain::code::{Modifier, Units};
use crate::domain::estimate::{
    Benefits, Biller, Cover, Estimate, Line, NewEstimate, Reckoned, Service, Steps,
};
use crate::domain::expected::Percent;
use crate::domain::id::{EstimateId, PatientId, PolicyId, UserId};
use crate::domain::money::Money;

reads! {
    /// Reads an estimate.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn estimate(&self, id: EstimateId) -> Result<Option<Estimate>, StoreError> {
        let found = self
            .sql()
            .prepare_cached(
                "SELECT e.*, u.name AS by_name FROM estimate AS e JOIN person_at_work AS u ON u.id = e.by_id \
                 WHERE e.id = ?1",
            )
            .and_then(|mut select| select.query_row([id], estimate).optional())
            .doing("read an estimate")?;
        found.map(|found| self.with_services(found)).transpose()
    }

    /// Lists estimates, the newest first: a patient's, or all of them.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn estimates(&self, patient: Option<PatientId>, limit: u32) -> Result<Vec<Estimate>, StoreError> {
        let found: Vec<Estimate> = self
            .sql()
            .prepare_cached(
                "SELECT e.*, u.name AS by_name FROM estimate AS e JOIN person_at_work AS u ON u.id = e.by_id \
                 WHERE ?1 IS NULL OR e.patient_id = ?1 ORDER BY e.id DESC LIMIT ?2",
            )
            .and_then(|mut select| select.query_map((patient, limit), estimate)?.collect())
            .doing("list estimates")?;
        found.into_iter().map(|found| self.with_services(found)).collect()
    }

    fn with_services(&self, mut estimate: Estimate) -> Result<Estimate, StoreError> {
        let lines: Vec<Line> = self
            .sql()
            .prepare_cached("SELECT * FROM estimate_line WHERE estimate_id = ?1 ORDER BY place")
            .and_then(|mut select| select.query_map([estimate.id], line)?.collect())
            .doing("read the services of an estimate")?;
        let sums = Steps::sum(lines.iter().map(|line| &line.steps)).map_err(too_large)?;
        estimate.reckoned = Reckoned { lines, sums };
        Ok(estimate)
    }

    /// Finds an estimate as it was printed.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn estimate_print(&self, id: EstimateId) -> Result<Option<AttachmentId>, StoreError> {
        self.sql()
            .prepare_cached("SELECT attachment_id FROM estimate_print WHERE estimate_id = ?1")
            .and_then(|mut select| {
                select.query_row([id], |row| row.get("attachment_id")).optional()
            })
            .doing("find a printed estimate")
    }
}

impl Tx<'_> {
    /// Writes an estimate in, as it was worked out.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_estimate(
        &self,
        new: &NewEstimate,
        reckoned: &Reckoned,
        given_on: NaiveDate,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<EstimateId, StoreError> {
        let (policy, discount, benefits) = match new.cover {
            Cover::SelfPay { discount } => (None, discount, Benefits::default()),
            Cover::Insured { policy, benefits } => (Some(policy), None, benefits),
        };
        let id = self
            .0
            .prepare_cached(
                "INSERT INTO estimate (patient_id, policy_id, what, planned_on, booked_on, given_on, discount_hundredths, \
                 deductible_left_cents, coinsurance_hundredths, copay_cents, pocket_left_cents, at, by_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    new.patient,
                    policy,
                    new.what.trim(),
                    new.planned_on,
                    new.booked_on,
                    given_on,
                    discount.map(Percent::hundredths),
                    benefits.deductible_left,
                    benefits.coinsurance.map(Percent::hundredths),
                    benefits.copay,
                    benefits.pocket_left,
                    instant(at),
                    by,
                ))
            })
            .map(EstimateId::new)
            .doing("write an estimate in")?;
        for (place, line) in (1_i64..).zip(&reckoned.lines) {
            self.add_estimate_line(id, place, line)?;
        }
        Ok(id)
    }

    fn add_estimate_line(&self, id: EstimateId, place: i64, line: &Line) -> Result<(), StoreError> {
        const TASK: &str = "write a line of an estimate";
        let json = |value: serde_json::Result<String>| {
            value
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
                .doing(TASK)
        };
        let (service, steps) = (&line.service, line.steps);
        let modifiers: String = service.modifiers.iter().map(Modifier::as_str).collect();
        let biller = service.biller.as_ref().map(serde_json::to_string);
        let biller = biller.map(json).transpose()?;
        let typed = json(serde_json::to_string(&service.typed))?;
        let expected = service.expected.as_ref();
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO estimate_line (estimate_id, place, code, modifiers, units_thousandths, description, \
                 diagnosis, biller, typed, allowed_why, expected_cents, fee_cents, allowed_cents, discount_cents, \
                 deductible_cents, coinsurance_cents, copay_cents, over_limit_cents, pays_cents, plan_pays_cents) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
            )
            .and_then(|mut insert| {
                insert.execute(rusqlite::params![
                    id,
                    place,
                    service.code,
                    modifiers,
                    service.units.thousandths(),
                    service.description,
                    service.diagnosis,
                    biller,
                    typed,
                    expected.map(|(_, why)| why),
                    expected.map(|(amount, _)| *amount),
                    steps.fee,
                    steps.allowed,
                    steps.discount,
                    steps.deductible,
                    steps.coinsurance,
                    steps.copay,
                    steps.over_limit,
                    steps.pays,
                    steps.plan_pays,
                ])
            })
            .doing(TASK)?;
        Ok(())
    }

    /// Keeps an estimate as it was printed.
    ///
    /// # Errors
    /// [`StoreError`] when one is kept already.
    pub fn keep_estimate_print(
        &self,
        id: EstimateId,
        print: AttachmentId,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO estimate_print (estimate_id, attachment_id) VALUES (?1, ?2)",
            )
            .and_then(|mut insert| insert.execute((id, print)))
            .doing("keep a printed estimate")?;
        Ok(())
    }
}

/// A percent that may be missing.
fn percent(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Percent>> {
    let at = row.as_ref().column_index(column)?;
    let hundredths: Option<u32> = row.get(at)?;
    hundredths
        .map(|hundredths| {
            Percent::from_hundredths(hundredths).map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(at, Type::Integer, Box::new(error))
            })
        })
        .transpose()
}

/// An estimate whose services are read apart.
fn estimate(row: &Row<'_>) -> rusqlite::Result<Estimate> {
    let policy: Option<PolicyId> = row.get("policy_id")?;
    let cover = match policy {
        None => Cover::SelfPay {
            discount: percent(row, "discount_hundredths")?,
        },
        Some(policy) => Cover::Insured {
            policy,
            benefits: Benefits {
                deductible_left: row.get("deductible_left_cents")?,
                coinsurance: percent(row, "coinsurance_hundredths")?,
                copay: row.get("copay_cents")?,
                pocket_left: row.get("pocket_left_cents")?,
            },
        },
    };
    Ok(Estimate {
        id: row.get("id")?,
        patient: row.get("patient_id")?,
        cover,
        what: row.get("what")?,
        planned_on: row.get("planned_on")?,
        booked_on: row.get("booked_on")?,
        given_on: row.get("given_on")?,
        at: row.get("at")?,
        by: row.get("by_name")?,
        reckoned: Reckoned {
            lines: Vec::new(),
            sums: Steps::default(),
        },
    })
}

fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let units = Units::from_thousandths(count(row, "units_thousandths")?);
    let expected: Option<Money> = row.get("expected_cents")?;
    let why: Option<String> = row.get("allowed_why")?;
    let has_biller: Option<String> = row.get("biller")?;
    let biller: Option<Biller> = match has_biller {
        Some(_) => Some(json(row, "biller")?),
        None => None,
    };
    let at = row.as_ref().column_index("modifiers")?;
    Ok(Line {
        service: Service {
            code: row.get("code")?,
            modifiers: modifiers(row, at)?,
            units: units.map_err(|_| rusqlite::Error::InvalidQuery)?,
            description: row.get("description")?,
            diagnosis: row.get("diagnosis")?,
            biller,
            fee: row.get("fee_cents")?,
            expected: expected.zip(why),
            typed: json(row, "typed")?,
        },
        steps: Steps {
            fee: row.get("fee_cents")?,
            allowed: row.get("allowed_cents")?,
            discount: row.get("discount_cents")?,
            deductible: row.get("deductible_cents")?,
            coinsurance: row.get("coinsurance_cents")?,
            copay: row.get("copay_cents")?,
            over_limit: row.get("over_limit_cents")?,
            pays: row.get("pays_cents")?,
            plan_pays: row.get("plan_pays_cents")?,
        },
    })
}
