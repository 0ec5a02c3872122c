//! What a patient had before and what payers pay, as far as a claim's edits ask for it: a few indexed reads, most of
//! them only for claims that bill such a service. It must not judge.

use chrono::{Days, Months, NaiveDate};
use rusqlite::{Params, Row};

use crate::domain::code::PlaceOfService;
use crate::domain::expected::Service;
use crate::domain::id::{PatientId, PayerId, VisitId};
use crate::domain::practice::Provider;
use crate::domain::scrub::{History, Past, Price};
use crate::domain::visit::Line;
use crate::store::balance::too_large;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::modifiers;

/// What a claim asks of the past.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who was seen.
    pub patient: PatientId,
    /// What is billed, which is not its own past.
    pub visit: VisitId,
    /// Its day.
    pub on: NaiveDate,
    /// Who saw the patient.
    pub rendering: &'a Provider,
    /// Who pays.
    pub payer: PayerId,
    /// Under which of its plans, may be empty.
    pub plan: &'a str,
    /// Where the patient was seen.
    pub place: PlaceOfService,
    /// The services billed.
    pub lines: &'a [Line],
}

/// The longest that care after surgery lasts, and a day more.
const AFTER_SURGERY: Days = Days::new(91);
/// How far back a patient is one of the practice.
const THREE_YEARS: Months = Months::new(36);
/// How many earlier check-ups are looked at.
const CHECKUPS: i64 = 20;

reads! {
    /// Reads what the edits ask of the past.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn history(&self, asked: &Asked<'_>) -> Result<History, StoreError> {
        let codes = || asked.lines.iter().map(|line| line.what.code);
        let whose = (asked.patient, asked.visit);
        let mut history = History {
            recent: self.past(
                "SELECT v.id, v.service_on, v.rendering_id, p.taxonomy, c.code, c.modifiers FROM visit AS v \
                 JOIN charge_line AS c ON c.visit_id = v.id JOIN provider AS p ON p.id = v.rendering_id \
                 WHERE v.patient_id = ?1 AND v.id <> ?2 AND v.service_on >= ?3 AND v.service_on <= ?4 \
                   AND c.voided_at IS NULL ORDER BY v.service_on, v.id, c.place",
                (
                    whose.0,
                    whose.1,
                    asked.on.checked_sub_days(AFTER_SURGERY),
                    asked.on.succ_opt(),
                ),
            )?,
            ..History::default()
        };
        if codes().any(|code| code.is_new_patient_visit()) {
            let seen = self.past(
                "SELECT v.id, v.service_on, v.rendering_id, p.taxonomy, c.code, c.modifiers FROM visit AS v \
                 JOIN charge_line AS c ON c.visit_id = v.id JOIN provider AS p ON p.id = v.rendering_id \
                 WHERE v.patient_id = ?1 AND v.id <> ?2 AND v.service_on > ?3 AND v.service_on < ?4 \
                   AND c.voided_at IS NULL ORDER BY v.service_on DESC, v.id, c.place",
                (
                    whose.0,
                    whose.1,
                    asked.on.checked_sub_months(THREE_YEARS),
                    asked.on,
                ),
            )?;
            history.seen = seen.into_iter().find(|past| past.was_seen_by(asked.rendering));
        }
        if codes().any(|code| code.is_checkup()) {
            history.checkups = self.past(
                "SELECT v.id, v.service_on, v.rendering_id, p.taxonomy, c.code, c.modifiers FROM visit AS v \
                 JOIN charge_line AS c ON c.visit_id = v.id JOIN provider AS p ON p.id = v.rendering_id \
                 WHERE v.patient_id = ?1 AND v.id <> ?2 AND v.service_on < ?3 AND c.voided_at IS NULL \
                   AND ((c.code >= '99381' AND c.code <= '99397') OR c.code IN ('G0402', 'G0438', 'G0439')) \
                 ORDER BY v.service_on DESC, v.id, c.place LIMIT ?4",
                (whose.0, whose.1, asked.on, CHECKUPS),
            )?;
        }
        for line in asked.lines {
            let (code, with) = (line.what.code, line.what.modifiers.as_slice());
            let agreed = self.agreed(&Service {
                payer: asked.payer,
                plan: asked.plan,
                code,
                modifiers: with,
                place: asked.place,
                on: asked.on,
                units: line.what.units,
                charge: line.what.charge,
            })?;
            let contract = match agreed {
                Some(agreed) => agreed.unit().map_err(too_large)?,
                None => None,
            };
            let last = if contract.is_some() {
                None
            } else {
                self.last_allowed(asked.payer, code, with)?
            };
            history.prices.push(Price { contract, last });
        }
        Ok(history)
    }

    fn past(&self, sql: &'static str, params: impl Params) -> Result<Vec<Past>, StoreError> {
        self.sql()
            .prepare_cached(sql)
            .and_then(|mut select| select.query_map(params, past)?.collect())
            .doing("read what a patient had before")
    }
}

fn past(row: &Row<'_>) -> rusqlite::Result<Past> {
    let taxonomy: String = row.get("taxonomy")?;
    Ok(Past {
        visit: row.get("id")?,
        on: row.get("service_on")?,
        rendering: row.get("rendering_id")?,
        taxonomy: taxonomy.parse().ok(),
        code: row.get("code")?,
        modifiers: modifiers(row, row.as_ref().column_index("modifiers")?)?,
    })
}
