//! What one statement is made from, as the journal tells it.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, Row};

use crate::domain::id::{ChargeLineId, EntryId, GuarantorId, PatientId, RunId, VisitId};
use crate::domain::ledger::{Effect, Kind, LineBalance};
use crate::domain::money::Money;
use crate::domain::person::Name;
use crate::store::StoreError;
use crate::store::balance::{GuarantorBalance, guarantor_balance, sums, sums_at};
use crate::store::error::Doing;
use crate::store::statement::COUNTS;
use crate::store::value::count;

/// What one statement is made from, as the journal tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountFacts {
    /// What the account comes to.
    pub balance: GuarantorBalance,
    /// What was asked for last, of the same patients.
    pub previous: Option<PreviousFacts>,
    /// Services to be shown: those owed for, those last asked for, and the settled ones of the same visits.
    pub lines: Vec<LineFacts>,
    /// Payments toward those services, one row a service.
    pub payments: Vec<PaymentFacts>,
    /// Visits that wait for insurance.
    pub pending: Vec<PendingFacts>,
    /// The newest entry of the journal.
    pub newest_entry: EntryId,
}

/// The statement before, or those of the same run where each patient had one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreviousFacts {
    /// Its run.
    pub run: RunId,
    /// Statement date.
    pub made_on: NaiveDate,
    /// Amount due; of a statement that showed others too, what it asked for on these patients' services.
    pub amount: Money,
    /// What it asked for on its lines, before credit.
    pub asked: Money,
    /// The newest entry it knew of.
    pub last_entry: EntryId,
}

/// A service to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFacts {
    /// The service.
    pub line: ChargeLineId,
    /// On whose card it stands, as the card itself says.
    pub guarantor: GuarantorId,
    /// Whose.
    pub patient: PatientId,
    /// The patient's name.
    pub name: Name,
    /// Its visit.
    pub visit: VisitId,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Who saw the patient, as paper shows it.
    pub provider: String,
    /// In the practice's words.
    pub description: String,
    /// Its running sums.
    pub sums: LineBalance,
    /// The newest day on which insurance answered for it.
    pub answered_on: Option<NaiveDate>,
    /// The day of the first statement that asked for it.
    pub first_billed_on: Option<NaiveDate>,
    /// What the payer allows, when it answered just once.
    pub allowed: Option<Money>,
    /// What was posted on the guarantor's side, added up by column and reason.
    pub posted: Vec<(Effect, String, Money)>,
}

/// A payment toward a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFacts {
    /// Its entry.
    pub entry: EntryId,
    /// Toward which service.
    pub line: ChargeLineId,
    /// Of which visit.
    pub visit: VisitId,
    /// The day it counts for.
    pub paid_on: NaiveDate,
    /// Money that came in, or credit placed.
    pub kind: Kind,
    /// How it was paid: `check 1187, card`.
    pub methods: String,
    /// Whether it was taken as a copay.
    pub is_copay: bool,
    /// The part toward the service.
    pub amount: Money,
}

/// A visit that waits for insurance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingFacts {
    /// On whose card it stands, as the card itself says.
    pub guarantor: GuarantorId,
    /// Whose.
    pub patient: PatientId,
    /// The patient's name.
    pub name: Name,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Its first open service, in the practice's words.
    pub description: String,
    /// How many services wait.
    pub lines: u32,
    /// When the claim last went out.
    pub sent_on: Option<NaiveDate>,
    /// Who is asked.
    pub payer: String,
    /// What the insurers owe.
    pub open: Money,
}

/// Services of guarantor `?1`, of patient `?3` where one is named, that the statement after those of run `?2` shows. One
/// that is wholly with insurers again is not shown: its money is pending.
const SHOWN: &str = "b.guarantor_id = ?1 AND (?3 IS NULL OR b.patient_id = ?3) AND (b.patient_owes_cents <> 0 \
     OR b.charge_line_id IN (SELECT x.charge_line_id FROM statement AS y JOIN statement_line AS x ON x.statement_id = y.id \
       WHERE y.guarantor_id = ?1 AND y.run_id = ?2 AND x.owed_cents <> 0) \
     OR (b.charged_cents <> 0 AND b.visit_id IN \
       (SELECT visit_id FROM line_balance WHERE guarantor_id = ?1 AND patient_owes_cents <> 0))) \
     AND NOT (b.patient_owes_cents = 0 AND b.insurance_owes_cents <> 0)";

pub(super) fn account_facts(
    connection: &Connection,
    guarantor: GuarantorId,
    patient: Option<PatientId>,
) -> Result<AccountFacts, StoreError> {
    let previous = previous(connection, guarantor, patient).doing("read the last statement")?;
    let before = previous.map_or(RunId::new(0), |previous| previous.run);
    let scope = (guarantor, before, patient);
    let mut lines = lines(connection, scope).doing("list the services of a statement")?;
    let mut posted = posted(connection, scope).doing("add up the shares of a statement")?;
    for line in &mut lines {
        line.posted = posted.remove(&line.line).unwrap_or_default();
    }
    Ok(AccountFacts {
        balance: guarantor_balance(connection, guarantor)?,
        previous,
        lines,
        payments: payments(connection, scope).doing("list the payments of a statement")?,
        pending: pending(connection, guarantor, patient).doing("list what waits for insurance")?,
        newest_entry: connection
            .prepare_cached("SELECT COALESCE(MAX(id), 0) AS newest FROM entry")
            .and_then(|mut select| select.query_row([], |row| row.get("newest")))
            .doing("find the newest entry")?,
    })
}

/// Of whom, after which run, and of which patient alone.
type Scope = (GuarantorId, RunId, Option<PatientId>);

/// The newest run that asked the guarantor for these patients: its statements together. One that showed the whole
/// account counts for a single patient with what it asked for on theirs.
fn previous(
    connection: &Connection,
    guarantor: GuarantorId,
    patient: Option<PatientId>,
) -> rusqlite::Result<Option<PreviousFacts>> {
    connection
        .prepare_cached(&format!(
            "WITH shown AS (SELECT s.* FROM statement AS s WHERE s.guarantor_id = ?1 AND {COUNTS} \
               AND (?2 IS NULL OR s.patient_id IS NULL OR s.patient_id = ?2)), \
             last AS (SELECT * FROM shown WHERE run_id = (SELECT run_id FROM shown ORDER BY id DESC LIMIT 1)), \
             line AS (SELECT x.owed_cents, (?2 IS NULL OR b.patient_id = ?2) AS is_theirs \
               FROM last AS s JOIN statement_line AS x ON x.statement_id = s.id \
               JOIN line_balance AS b ON b.guarantor_id = s.guarantor_id AND b.charge_line_id = x.charge_line_id) \
             SELECT MAX(run_id) AS run_id, MAX(made_on) AS made_on, SUM(amount_cents) AS amount_cents, \
               MIN(last_entry_id) AS last_entry_id, \
               (SELECT COALESCE(SUM(owed_cents), 0) FROM line WHERE is_theirs) AS asked_cents, \
               EXISTS (SELECT 1 FROM line WHERE NOT is_theirs) AS shows_others FROM last",
        ))?
        .query_row((guarantor, patient), |row| {
            let Some(run) = row.get::<_, Option<RunId>>("run_id")? else {
                return Ok(None);
            };
            let (shows_others, asked): (bool, Money) = (row.get("shows_others")?, row.get("asked_cents")?);
            Ok(Some(PreviousFacts {
                run,
                made_on: row.get("made_on")?,
                amount: if shows_others { asked } else { row.get("amount_cents")? },
                asked,
                last_entry: row.get("last_entry_id")?,
            }))
        })
}

fn lines(connection: &Connection, scope: Scope) -> rusqlite::Result<Vec<LineFacts>> {
    let mut select = connection.prepare_cached(&format!(
        "SELECT b.*, c.place, n.last_name AS patient_last, n.first_name AS patient_first, \
         p.last_name, p.first_name, p.credential, \
         (SELECT MIN(s.made_on) FROM statement_line AS x JOIN statement AS s ON s.id = x.statement_id \
          WHERE x.charge_line_id = b.charge_line_id AND x.owed_cents > 0 AND s.guarantor_id = b.guarantor_id \
          AND {COUNTS}) AS first_billed_on, \
         (SELECT MAX(o.paid_on) FROM eob_line AS l JOIN eob AS o ON o.id = l.eob_id \
          WHERE l.charge_line_id = b.charge_line_id \
          AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id)) AS answered_on, \
         (SELECT CASE COUNT(*) WHEN 1 THEN MAX(l.allowed_cents) END FROM eob_line AS l \
          WHERE l.charge_line_id = b.charge_line_id \
          AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = l.eob_id)) AS allowed_cents \
         FROM line_balance AS b JOIN charge_line AS c ON c.id = b.charge_line_id \
         JOIN visit AS v ON v.id = b.visit_id JOIN patient AS n ON n.id = b.patient_id \
         LEFT JOIN provider AS p ON p.id = v.rendering_id \
         WHERE {SHOWN} ORDER BY b.service_on, b.visit_id, c.place"
    ))?;
    let at = sums_at(&select)?;
    select
        .query_map(scope, |row| {
            Ok(LineFacts {
                line: row.get("charge_line_id")?,
                guarantor: row.get("guarantor_id")?,
                patient: row.get("patient_id")?,
                name: named(row)?,
                visit: row.get("visit_id")?,
                service_on: row.get("service_on")?,
                provider: signed(row)?,
                description: row.get("description")?,
                sums: sums(row, at)?,
                answered_on: row.get("answered_on")?,
                first_billed_on: row.get("first_billed_on")?,
                allowed: row.get("allowed_cents")?,
                posted: Vec::new(),
            })
        })?
        .collect()
}

/// What was posted on one service's guarantor side, by column and reason.
type Posted = Vec<(Effect, String, Money)>;

fn posted(
    connection: &Connection,
    scope: Scope,
) -> rusqlite::Result<HashMap<ChargeLineId, Posted>> {
    let mut select = connection.prepare_cached(&format!(
        "SELECT b.charge_line_id, p.effect, p.reason, SUM(p.amount_cents) AS cents \
         FROM line_balance AS b JOIN posting AS p ON p.charge_line_id = b.charge_line_id \
         AND p.guarantor_id = b.guarantor_id AND p.account = 20 \
         WHERE {SHOWN} GROUP BY b.charge_line_id, p.effect, p.reason"
    ))?;
    let mut rows = select.query(scope)?;
    let mut found: HashMap<ChargeLineId, Posted> = HashMap::new();
    while let Some(row) = rows.next()? {
        found.entry(row.get("charge_line_id")?).or_default().push((
            row.get("effect")?,
            row.get("reason")?,
            row.get("cents")?,
        ));
    }
    Ok(found)
}

/// Payments that stand. One that was taken back, and its reversal, cancel each other and are left out. `CROSS JOIN`
/// keeps the order of the tables: the few services first, never every entry that reverses nothing.
fn payments_sql() -> String {
    format!(
        "SELECT e.id, b.charge_line_id, b.visit_id, e.accounting_on, e.kind, -SUM(p.amount_cents) AS cents, \
         EXISTS (SELECT 1 FROM posting AS t WHERE t.entry_id = e.id AND t.charge_line_id = b.charge_line_id \
           AND t.account = 20 AND t.effect = 'transfer') AS is_copay, \
         CASE e.source WHEN 'receipt' THEN (SELECT GROUP_CONCAT(TRIM(t.method || ' ' || \
           CASE t.method WHEN 'check' THEN t.reference ELSE '' END), ', ') \
           FROM receipt_tender AS t WHERE t.receipt_id = e.source_id) END AS methods \
         FROM line_balance AS b CROSS JOIN posting AS p ON p.charge_line_id = b.charge_line_id \
         AND p.guarantor_id = b.guarantor_id AND p.account = 20 AND p.effect = 'patient_paid' \
         CROSS JOIN entry AS e ON e.id = p.entry_id AND e.reverses IS NULL \
         WHERE {SHOWN} AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id) \
         GROUP BY e.id, b.charge_line_id ORDER BY e.id, b.charge_line_id"
    )
}

fn payments(connection: &Connection, scope: Scope) -> rusqlite::Result<Vec<PaymentFacts>> {
    connection
        .prepare_cached(&payments_sql())?
        .query_map(scope, |row| {
            let methods: Option<String> = row.get("methods")?;
            Ok(PaymentFacts {
                entry: row.get("id")?,
                line: row.get("charge_line_id")?,
                visit: row.get("visit_id")?,
                paid_on: row.get("accounting_on")?,
                kind: row.get("kind")?,
                methods: methods.unwrap_or_default(),
                is_copay: row.get("is_copay")?,
                amount: row.get("cents")?,
            })
        })?
        .collect()
}

fn pending(
    connection: &Connection,
    guarantor: GuarantorId,
    patient: Option<PatientId>,
) -> rusqlite::Result<Vec<PendingFacts>> {
    connection
        .prepare_cached(
            "SELECT b.guarantor_id, b.patient_id, n.last_name AS patient_last, n.first_name AS patient_first, b.service_on, \
             MIN(c.place) AS first_place, c.description, COUNT(*) AS lines, SUM(b.insurance_owes_cents) AS open_cents, \
             DATE(NULLIF(MAX(\
              IFNULL((SELECT MAX(t.made_at) FROM claim AS k JOIN batch_claim AS s ON s.claim_id = k.id \
               JOIN batch AS t ON t.id = s.batch_id WHERE k.visit_id = b.visit_id), ''), \
              IFNULL((SELECT MAX(t.made_at) FROM claim AS k JOIN paper_batch_claim AS s ON s.claim_id = k.id \
               JOIN paper_batch AS t ON t.id = s.paper_batch_id WHERE k.visit_id = b.visit_id), '')), '')) AS sent_on, \
             (SELECT y.name FROM posting AS p JOIN policy AS o ON o.id = p.policy_id \
              JOIN payer AS y ON y.id = o.payer_id WHERE p.charge_line_id = b.charge_line_id AND p.account = 10 \
              GROUP BY p.policy_id HAVING SUM(p.amount_cents) <> 0 ORDER BY o.rank LIMIT 1) AS payer_name \
             FROM line_balance AS b JOIN charge_line AS c ON c.id = b.charge_line_id \
             JOIN patient AS n ON n.id = b.patient_id \
             WHERE b.guarantor_id = ?1 AND (?2 IS NULL OR b.patient_id = ?2) AND b.insurance_owes_cents <> 0 \
             GROUP BY b.visit_id ORDER BY b.service_on, b.visit_id",
        )?
        .query_map((guarantor, patient), |row| {
            let payer: Option<String> = row.get("payer_name")?;
            Ok(PendingFacts {
                guarantor: row.get("guarantor_id")?,
                patient: row.get("patient_id")?,
                name: named(row)?,
                service_on: row.get("service_on")?,
                description: row.get("description")?,
                lines: count(row, "lines")?,
                sent_on: row.get("sent_on")?,
                payer: payer.unwrap_or_default(),
                open: row.get("open_cents")?,
            })
        })?
        .collect()
}
fn named(row: &Row<'_>) -> rusqlite::Result<Name> {
    Ok(Name {
        last: row.get("patient_last")?,
        first: row.get("patient_first")?,
        ..Name::default()
    })
}

/// A clinician's name as paper shows it, from the columns of `provider`; empty where nobody was seen, as for a fee.
fn signed(row: &Row<'_>) -> rusqlite::Result<String> {
    let text = |column| -> rusqlite::Result<String> {
        Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
    };
    let name = Name {
        last: text("last_name")?,
        first: text("first_name")?,
        ..Name::default()
    };
    let credential = text("credential")?;
    Ok(if credential.is_empty() {
        name.natural()
    } else {
        format!("{}, {credential}", name.natural())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn payments_are_found_by_the_services_of_the_card_not_among_all_entries() {
        let store = Store::in_memory().unwrap();
        let plan: Vec<String> = store
            .connection
            .prepare(&format!("EXPLAIN QUERY PLAN {}", payments_sql()))
            .unwrap()
            .query_map((1, 1, 1), |row| row.get("detail"))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(
            plan[0].starts_with("SEARCH b USING PRIMARY KEY"),
            "{plan:?}"
        );
        let entry = plan.iter().find(|step| step.starts_with("SEARCH e "));
        assert_eq!(
            entry.unwrap(),
            "SEARCH e USING INTEGER PRIMARY KEY (rowid=?)"
        );
    }
}
