//! Payment plans in the book: what was agreed in each version, what closed them, and what the journal holds for their
//! services since. It must not know how a plan stands; the domain works that out.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{count, instant};
use crate::domain::id::{ChargeLineId, EntryId, GuarantorId, PatientId, PlanId, UserId};
use crate::domain::money::Money;
use crate::domain::pay_plan::{
    Closing, Covered, Ending, Instalments, MissedRules, Movement, Plan, PlanError, PlanNow,
    Progress, Scope, Terms, Version,
};
use crate::domain::person::Name;

/// A version as it is written.
#[derive(Clone, Copy, Debug)]
pub struct NewVersion<'a> {
    /// Of which plan.
    pub plan: PlanId,
    /// From 1.
    pub number: u32,
    /// The day of the agreement.
    pub agreed_on: NaiveDate,
    /// Amounts and days.
    pub terms: &'a Terms,
    /// What happens when payments are missed.
    pub rules: MissedRules,
    /// The services.
    pub covers: &'a [Covered],
    /// Why there is this version; empty for a first one.
    pub why: &'a str,
}

/// A service that a plan covers, as its agreement shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredLine {
    /// The service.
    pub line: ChargeLineId,
    /// Of which visit.
    pub visit: i64,
    /// Whose.
    pub patient: PatientId,
    /// The patient's name.
    pub name: Name,
    /// Day of service.
    pub service_on: NaiveDate,
    /// In the practice's words.
    pub description: String,
    /// Owed for it when the version was agreed.
    pub owed: Money,
}

/// The columns of a plan with a version of it.
macro_rules! plans {
    ($which:literal) => {
        concat!(
            "SELECT p.id, p.guarantor_id, v.*, u.name AS by_name, e.kind, e.on_day, e.why AS closed_why, \
             (SELECT name FROM person_at_work WHERE id = e.by_id) AS closed_by \
             FROM pay_plan AS p JOIN pay_plan_version AS v ON v.plan_id = p.id \
             JOIN person_at_work AS u ON u.id = v.by_id LEFT JOIN pay_plan_event AS e ON e.plan_id = p.id ",
            $which
        )
    };
}

/// Whether a version is its plan's newest.
macro_rules! newest {
    ($and:literal) => {
        concat!(
            "WHERE v.version = (SELECT MAX(n.version) FROM pay_plan_version AS n WHERE n.plan_id = p.id) ",
            $and
        )
    };
}

reads! {
    /// Reads a plan with the version that holds.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pay_plan(&self, id: PlanId) -> Result<Option<Plan>, StoreError> {
        let found = self
            .sql()
            .prepare_cached(concat!(plans!(""), newest!("AND p.id = ?1")))
            .and_then(|mut select| select.query_row([id], plan).optional())
            .doing("read a payment plan")?;
        found.map(|plan| self.with_lines(plan)).transpose()
    }

    /// Lists the plans of a guarantor with the versions that hold, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pay_plans_of(&self, guarantor: GuarantorId) -> Result<Vec<Plan>, StoreError> {
        let found: Vec<Plan> = self
            .sql()
            .prepare_cached(concat!(
                plans!(""),
                newest!("AND p.guarantor_id = ?1 ORDER BY p.id")
            ))
            .and_then(|mut select| select.query_map([guarantor], plan)?.collect())
            .doing("list a guarantor's payment plans")?;
        found.into_iter().map(|plan| self.with_lines(plan)).collect()
    }

    /// Lists the plans that were not ended, of all guarantors, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn open_pay_plans(&self) -> Result<Vec<Plan>, StoreError> {
        let found: Vec<Plan> = self
            .sql()
            .prepare_cached(concat!(
                plans!(""),
                newest!("AND e.plan_id IS NULL ORDER BY p.id")
            ))
            .and_then(|mut select| select.query_map([], plan)?.collect())
            .doing("list the payment plans")?;
        found.into_iter().map(|plan| self.with_lines(plan)).collect()
    }

    /// Lists every plan with the version that holds, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn all_pay_plans(&self) -> Result<Vec<Plan>, StoreError> {
        let found: Vec<Plan> = self
            .sql()
            .prepare_cached(concat!(plans!(""), newest!("ORDER BY p.id DESC")))
            .and_then(|mut select| select.query_map([], plan)?.collect())
            .doing("list all payment plans")?;
        found.into_iter().map(|plan| self.with_lines(plan)).collect()
    }

    /// Lists the versions of a plan, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pay_plan_versions(&self, id: PlanId) -> Result<Vec<Version>, StoreError> {
        let found: Vec<Plan> = self
            .sql()
            .prepare_cached(plans!("WHERE p.id = ?1 ORDER BY v.version"))
            .and_then(|mut select| select.query_map([id], plan)?.collect())
            .doing("list the versions of a payment plan")?;
        found
            .into_iter()
            .map(|plan| Ok(self.with_lines(plan)?.version))
            .collect()
    }

    fn with_lines(&self, mut plan: Plan) -> Result<Plan, StoreError> {
        plan.version.covers = self
            .sql()
            .prepare_cached(
                "SELECT charge_line_id, owed_cents FROM pay_plan_line WHERE plan_id = ?1 AND version = ?2 \
                 ORDER BY charge_line_id",
            )
            .and_then(|mut select| {
                select.query_map((plan.id, plan.version.number), covered)?.collect()
            })
            .doing("list what a payment plan covers")?;
        Ok(plan)
    }

    /// Lists the services that came to be owed for since a following plan's version was agreed, and what was owed for
    /// them then. Services of other open plans are not among them.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pay_plan_joined(&self, plan: &Plan) -> Result<Vec<Covered>, StoreError> {
        if plan.version.terms.scope == Scope::Fixed {
            return Ok(Vec::new());
        }
        self.sql()
            .prepare_cached(
                "SELECT b.charge_line_id, SUM(CASE WHEN p.entry_id <= v.last_entry_id THEN p.amount_cents ELSE 0 END) \
                   AS owed_cents \
                 FROM pay_plan_version AS v JOIN line_balance AS b ON b.guarantor_id = ?3 \
                 JOIN posting AS p ON p.charge_line_id = b.charge_line_id AND p.guarantor_id = b.guarantor_id \
                   AND p.account = 20 \
                 WHERE v.plan_id = ?1 AND v.version = ?2 \
                 AND NOT EXISTS (SELECT 1 FROM pay_plan_line AS l WHERE l.charge_line_id = b.charge_line_id \
                   AND l.version = (SELECT MAX(n.version) FROM pay_plan_version AS n WHERE n.plan_id = l.plan_id) \
                   AND NOT EXISTS (SELECT 1 FROM pay_plan_event AS e WHERE e.plan_id = l.plan_id AND l.plan_id <> ?1)) \
                 GROUP BY b.charge_line_id HAVING owed_cents <= 0 AND MAX(p.entry_id) > v.last_entry_id \
                 ORDER BY b.charge_line_id",
            )
            .and_then(|mut select| {
                select
                    .query_map((plan.id, plan.version.number, plan.guarantor), covered)?
                    .collect()
            })
            .doing("list what a payment plan follows")
    }

    /// Lists what the journal holds for services of a guarantor since a version was agreed, one row for each entry and
    /// service, in its order.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pay_plan_movements(
        &self,
        plan: &Plan,
        lines: &[ChargeLineId],
    ) -> Result<Vec<Movement>, StoreError> {
        const TASK: &str = "read what was paid on a plan";
        let mut select = self
            .sql()
            .prepare_cached(
                "SELECT e.id, e.accounting_on, -SUM(p.amount_cents * (p.effect = 'patient_paid')) AS paid_cents, \
                 SUM(p.amount_cents * (p.effect <> 'patient_paid')) AS more_cents \
                 FROM pay_plan_version AS v JOIN posting AS p ON p.charge_line_id = ?3 AND p.entry_id > v.last_entry_id \
                   AND p.account = 20 AND p.guarantor_id = ?4 \
                 JOIN entry AS e ON e.id = p.entry_id \
                 WHERE v.plan_id = ?1 AND v.version = ?2 GROUP BY e.id ORDER BY e.id",
            )
            .doing(TASK)?;
        let mut found: Vec<(EntryId, Movement)> = Vec::new();
        for line in lines {
            let asked = (plan.id, plan.version.number, line, plan.guarantor);
            let rows = select.query_map(asked, |row| {
                Ok((row.get("id")?, Movement {
                    on: row.get("accounting_on")?,
                    line: *line,
                    paid: row.get("paid_cents")?,
                    more: row.get("more_cents")?,
                }))
            });
            let rows: Vec<_> = rows.and_then(Iterator::collect).doing(TASK)?;
            found.extend(rows);
        }
        found.sort_by_key(|(entry, movement)| (*entry, movement.line));
        Ok(found.into_iter().map(|(_, movement)| movement).collect())
    }

    /// Works out how a plan stands on a day; one that was closed stands as it did on its last day.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pay_plan_now(&self, plan: Plan, day: NaiveDate) -> Result<PlanNow, StoreError> {
        let ended = plan.closed.as_ref().map(|closed| closed.on).filter(|on| *on <= day);
        let joined = self.pay_plan_joined(&plan)?;
        let covers = plan.version.covers.iter().chain(&joined);
        let lines: Vec<ChargeLineId> = covers.map(|covered| covered.line).collect();
        let movements = self.pay_plan_movements(&plan, &lines)?;
        let day = ended.unwrap_or(day);
        let now = Progress::of(&plan.version, &joined, &movements, ended.is_some(), day);
        let damaged = |error: PlanError| StoreError::Damaged { reason: error.to_string() };
        Ok(PlanNow { now: now.map_err(damaged)?, plan })
    }

    /// Lists what a version covers as its agreement shows it, the oldest visit first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pay_plan_lines(&self, id: PlanId, version: u32) -> Result<Vec<CoveredLine>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT l.charge_line_id, c.visit_id, v.patient_id, n.last_name, n.first_name, n.middle_name, n.suffix, \
                 v.service_on, c.description, l.owed_cents \
                 FROM pay_plan_line AS l JOIN charge_line AS c ON c.id = l.charge_line_id \
                 JOIN visit AS v ON v.id = c.visit_id JOIN patient AS n ON n.id = v.patient_id \
                 WHERE l.plan_id = ?1 AND l.version = ?2 ORDER BY v.service_on, c.visit_id, c.place",
            )
            .and_then(|mut select| {
                select
                    .query_map((id, version), |row| {
                        Ok(CoveredLine {
                            line: row.get("charge_line_id")?,
                            visit: row.get("visit_id")?,
                            patient: row.get("patient_id")?,
                            name: Name {
                                last: row.get("last_name")?,
                                first: row.get("first_name")?,
                                middle: row.get("middle_name")?,
                                suffix: row.get("suffix")?,
                            },
                            service_on: row.get("service_on")?,
                            description: row.get("description")?,
                            owed: row.get("owed_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("list what an agreement covers")
    }

    /// Finds the agreement of a version as it was printed.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pay_plan_print(&self, id: PlanId, version: u32) -> Result<Option<AttachmentId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT attachment_id FROM pay_plan_print WHERE plan_id = ?1 AND version = ?2",
            )
            .and_then(|mut select| {
                select
                    .query_row((id, version), |row| row.get("attachment_id"))
                    .optional()
            })
            .doing("find a printed agreement")
    }
}

impl Tx<'_> {
    /// Writes a plan in; its first version follows.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_pay_plan(&self, guarantor: GuarantorId) -> Result<PlanId, StoreError> {
        self.0
            .prepare_cached("INSERT INTO pay_plan (guarantor_id) VALUES (?1)")
            .and_then(|mut insert| insert.insert([guarantor]))
            .map(PlanId::new)
            .doing("write a payment plan in")
    }

    /// Writes what is agreed, with the services it covers.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the plan is closed or a service is on another one.
    pub fn add_pay_plan_version(
        &self,
        new: &NewVersion<'_>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        const TASK: &str = "write what a payment plan says";
        let (each, number) = match new.terms.instalments {
            Instalments::Of(each) => (Some(each), None),
            Instalments::In(number) => (None, Some(number)),
        };
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO pay_plan_version (plan_id, version, agreed_on, down_cents, each_cents, instalments, every, \
                 first_on, follows, grace_days, remind_after, default_after, why, at, by_id, last_entry_id) \
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, COALESCE(MAX(id), 0) FROM entry",
            )
            .and_then(|mut insert| {
                insert.execute(rusqlite::params![
                    new.plan,
                    new.number,
                    new.agreed_on,
                    new.terms.down,
                    each,
                    number,
                    new.terms.every,
                    new.terms.first_on,
                    new.terms.scope == Scope::NewCharges,
                    new.rules.grace_days,
                    new.rules.remind_after,
                    new.rules.default_after,
                    new.why,
                    instant(at),
                    by,
                ])
            })
            .doing(TASK)?;
        for covered in new.covers {
            let _rows = self
                .0
                .prepare_cached(
                    "INSERT INTO pay_plan_line (plan_id, version, charge_line_id, owed_cents) VALUES (?1, ?2, ?3, ?4)",
                )
                .and_then(|mut insert| {
                    insert.execute((new.plan, new.number, covered.line, covered.owed))
                })
                .doing(TASK)?;
        }
        Ok(())
    }

    /// Writes down the end of a plan.
    ///
    /// # Errors
    /// [`StoreError`] when it has one already.
    pub fn close_pay_plan(
        &self,
        id: PlanId,
        (ending, why): (Ending, &str),
        on: NaiveDate,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO pay_plan_event (plan_id, kind, on_day, why, at, by_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut insert| insert.execute((id, ending, on, why, instant(at), by)))
            .doing("close a payment plan")?;
        Ok(())
    }

    /// Keeps the agreement of a version as it was printed.
    ///
    /// # Errors
    /// [`StoreError`] when one is kept already.
    pub fn keep_pay_plan_print(
        &self,
        id: PlanId,
        version: u32,
        print: AttachmentId,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO pay_plan_print (plan_id, version, attachment_id) VALUES (?1, ?2, ?3)",
            )
            .and_then(|mut insert| insert.execute((id, version, print)))
            .doing("keep a printed agreement")?;
        Ok(())
    }
}

fn covered(row: &Row<'_>) -> rusqlite::Result<Covered> {
    Ok(Covered {
        line: row.get("charge_line_id")?,
        owed: row.get("owed_cents")?,
    })
}

/// A plan with a version of it, whose services are read apart.
fn plan(row: &Row<'_>) -> rusqlite::Result<Plan> {
    let ending: Option<Ending> = row.get("kind")?;
    let closed = ending
        .map(|ending| {
            Ok::<_, rusqlite::Error>(Closing {
                ending,
                on: row.get("on_day")?,
                why: row.get("closed_why")?,
                by: row.get("closed_by")?,
            })
        })
        .transpose()?;
    let each: Option<Money> = row.get("each_cents")?;
    let instalments = match each {
        Some(each) => Instalments::Of(each),
        None => Instalments::In(count(row, "instalments")?),
    };
    let follows: bool = row.get("follows")?;
    Ok(Plan {
        id: row.get("id")?,
        guarantor: row.get("guarantor_id")?,
        version: Version {
            number: count(row, "version")?,
            agreed_on: row.get("agreed_on")?,
            terms: Terms {
                down: row.get("down_cents")?,
                instalments,
                every: row.get("every")?,
                first_on: row.get("first_on")?,
                scope: if follows {
                    Scope::NewCharges
                } else {
                    Scope::Fixed
                },
            },
            rules: MissedRules {
                grace_days: count(row, "grace_days")?,
                remind_after: count(row, "remind_after")?,
                default_after: count(row, "default_after")?,
            },
            covers: Vec::new(),
            why: row.get("why")?,
            at: row.get("at")?,
            by: row.get("by_name")?,
        },
        closed,
    })
}
