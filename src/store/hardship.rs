//! Discounts in the book: the versions of the sliding scale, who was granted help by it, and the services a discount may
//! come off. It must not work a discount out.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{bound, count, instant, json};
use super::{Store, Tx};
use crate::domain::discount::{Discountable, Hardship, KeptScale, NewHardship, Scale};
use crate::domain::id::{GuarantorId, HardshipId, ScaleId, UserId};
use crate::domain::ledger::{Account, WriteOff};
use crate::domain::person::Name;

const SCALES: &str = "SELECT s.id, s.scale, s.why, s.at, u.name AS by_name FROM hardship_scale AS s \
     JOIN person_at_work AS u ON u.id = s.by_id ";

const GRANTS: &str = "SELECT h.*, u.name AS by_name, e.why AS ended, g.last_name, g.first_name, g.middle_name, g.suffix \
     FROM hardship AS h JOIN person_at_work AS u ON u.id = h.by_id JOIN guarantor AS g ON g.id = h.guarantor_id \
     LEFT JOIN hardship_end AS e ON e.hardship_id = h.id ";

impl Tx<'_> {
    /// Files a new version of the scale, as JSON.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_scale(
        &self,
        scale: &str,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<ScaleId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO hardship_scale (scale, why, at, by_id) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((scale, why, instant(at), by)))
            .map(ScaleId::new)
            .doing("file a scale")
    }

    /// Files help that was granted.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_hardship(
        &self,
        new: &NewHardship,
        scale: ScaleId,
        percent: u32,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<HardshipId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO hardship (guarantor_id, scale_id, household, income_cents, percent, from_on, to_on, why, \
                 at, by_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    new.guarantor,
                    scale,
                    new.household,
                    new.income,
                    percent,
                    new.from,
                    new.to,
                    new.why.trim(),
                    instant(at),
                    by,
                ))
            })
            .map(HardshipId::new)
            .doing("file help that was granted")
    }

    /// Ends help before its last day.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it ended before.
    pub fn end_hardship(
        &self,
        id: HardshipId,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO hardship_end (hardship_id, why, at, by_id) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((id, why, instant(at), by)))
            .doing("end help that was granted")?;
        Ok(())
    }
}

reads! {
    /// Reads the scale that holds: its newest version. None before the first one.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn scale(&self) -> Result<Option<KeptScale>, StoreError> {
        self.sql()
            .prepare_cached(&format!("{SCALES} ORDER BY s.id DESC LIMIT 1"))
            .and_then(|mut select| select.query_row([], scale).optional())
            .doing("read the scale of help")
    }

    /// Lists help that was granted, the newest first: all of it, or one guarantor's.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn hardships(
        &self,
        guarantor: Option<GuarantorId>,
        limit: usize,
    ) -> Result<Vec<Hardship>, StoreError> {
        self.sql()
            .prepare_cached(&format!(
                "{GRANTS} WHERE ?1 IS NULL OR h.guarantor_id = ?1 ORDER BY h.id DESC LIMIT ?2"
            ))
            .and_then(|mut select| {
                select.query_map((guarantor, bound(limit)), hardship)?.collect()
            })
            .doing("list help that was granted")
    }

    /// Reads help that was granted.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn hardship(&self, id: HardshipId) -> Result<Option<Hardship>, StoreError> {
        self.sql()
            .prepare_cached(&format!("{GRANTS} WHERE h.id = ?1"))
            .and_then(|mut select| select.query_row([id], hardship).optional())
            .doing("read help that was granted")
    }

    /// Lists the services a guarantor owes for, the oldest first, with what write-offs of a kind took off each before.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn discountable(
        &self,
        guarantor: GuarantorId,
        kind: WriteOff,
    ) -> Result<Vec<Discountable>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT b.charge_line_id, b.patient_id, n.first_name, b.service_on, b.description, b.patient_owes_cents, \
                 b.code = '' AS is_fee, \
                 EXISTS (SELECT 1 FROM posting AS i WHERE i.charge_line_id = b.charge_line_id AND i.account = 10) AS is_insured, \
                 COALESCE((SELECT -SUM(p.amount_cents) FROM posting AS p WHERE p.charge_line_id = b.charge_line_id \
                   AND p.guarantor_id = b.guarantor_id AND p.account = 20 AND p.effect = 'adjustment' \
                   AND EXISTS (SELECT 1 FROM posting AS w WHERE w.entry_id = p.entry_id AND w.account = ?2)), 0) AS already_cents \
                 FROM line_balance AS b JOIN patient AS n ON n.id = b.patient_id \
                 WHERE b.guarantor_id = ?1 AND b.patient_owes_cents > 0 ORDER BY b.service_on, b.charge_line_id",
            )
            .and_then(|mut select| {
                select
                    .query_map((guarantor, Account::WrittenOff(kind).code()), discountable)?
                    .collect()
            })
            .doing("list what a discount may come off")
    }
}

impl Store {
    /// Lists every version of the scale, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn scales(&self) -> Result<Vec<KeptScale>, StoreError> {
        self.connection
            .prepare_cached(&format!("{SCALES} ORDER BY s.id DESC"))
            .and_then(|mut select| select.query_map([], scale)?.collect())
            .doing("list the scales of help")
    }
}

fn scale(row: &Row<'_>) -> rusqlite::Result<KeptScale> {
    let scale: Scale = json(row, "scale")?;
    Ok(KeptScale {
        id: row.get("id")?,
        scale,
        why: row.get("why")?,
        at: row.get("at")?,
        by: row.get("by_name")?,
    })
}

fn hardship(row: &Row<'_>) -> rusqlite::Result<Hardship> {
    Ok(Hardship {
        id: row.get("id")?,
        what: NewHardship {
            guarantor: row.get("guarantor_id")?,
            household: count(row, "household")?,
            income: row.get("income_cents")?,
            from: row.get("from_on")?,
            to: row.get("to_on")?,
            why: row.get("why")?,
        },
        name: Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            middle: row.get("middle_name")?,
            suffix: row.get("suffix")?,
        },
        scale: row.get("scale_id")?,
        percent: count(row, "percent")?,
        at: row.get("at")?,
        by: row.get("by_name")?,
        ended: row.get("ended")?,
    })
}

fn discountable(row: &Row<'_>) -> rusqlite::Result<Discountable> {
    Ok(Discountable {
        line: row.get("charge_line_id")?,
        patient: row.get("patient_id")?,
        patient_first: row.get("first_name")?,
        service_on: row.get("service_on")?,
        description: row.get("description")?,
        owes: row.get("patient_owes_cents")?,
        already: row.get("already_cents")?,
        is_insured: row.get("is_insured")?,
        is_fee: row.get("is_fee")?,
    })
}
