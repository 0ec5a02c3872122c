//! Proves the book's money: every entry, every running balance and every paper is worked out again from the postings
//! and compared with what is kept. It must not mend anything.

use rusqlite::{Connection, Row, Statement};

use self::recount::Recount;
use super::Store;
use super::attachment::AttachmentId;
use super::check::Check;
use super::error::{Doing, StoreError};
use crate::domain::money::Money;

mod recount;
#[cfg(test)]
mod tests;

/// Told how much is checked, out of how much; answers whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// How many services are compared at once.
const CHUNK: i64 = 20_000;

/// How much there is to check, and how much is done.
struct Progress<'a> {
    watch: Watch<'a>,
    done: u64,
    total: u64,
}

impl Progress<'_> {
    fn add(&mut self, more: u64) -> Result<(), StoreError> {
        self.done = self.done.saturating_add(more).min(self.total);
        if (self.watch)(self.done, self.total) {
            Ok(())
        } else {
            Err(StoreError::Stopped {
                task: "check the book",
            })
        }
    }
}

impl Store {
    /// Works the book's money out again from its postings and compares it with everything that is kept: entries,
    /// balances, day sheets, claims, papers and the audit.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] when `watch` says so; [`StoreError`] where a check could not be made at all. What is
    /// wrong is a check that does not hold.
    pub fn check_money(&self, watch: Watch<'_>) -> Result<Vec<Check>, StoreError> {
        let connection = &self.connection;
        let sizes = Sizes::of(connection)?;
        let mut progress = Progress {
            watch,
            done: 0,
            total: sizes.total(),
        };
        progress.add(0)?;
        let recount = Recount::of(connection, &mut |rows| progress.add(rows))?;
        let mut checks = recount.checks(connection)?;
        checks.push(services(connection, sizes.newest_line, &mut progress)?);
        for rule in RULES {
            checks.push(rule.check(connection)?);
        }
        checks.extend(self.check_seals(&mut |entries| progress.add(entries))?);
        checks.push(self.attachments(&mut progress)?);
        progress.add(u64::MAX)?;
        Ok(checks)
    }

    fn attachments(&self, progress: &mut Progress<'_>) -> Result<Check, StoreError> {
        let ids: Vec<AttachmentId> = rows(
            &self.connection,
            "SELECT id FROM attachment ORDER BY id",
            |row| row.get("id"),
        )?;
        let mut found = Vec::new();
        for id in &ids {
            match self.attachment(*id) {
                Ok(_) => {}
                Err(error @ (StoreError::BadRow { .. } | StoreError::Damaged { .. })) => {
                    found.push(error.to_string());
                }
                Err(error) => return Err(error),
            }
            progress.add(1)?;
        }
        let sound = format!("{} papers are as they were kept", grouped(ids.len()));
        Ok(Check::of("papers", &found, &sound))
    }
}

/// How large what is checked is.
struct Sizes {
    postings: u64,
    newest_line: i64,
    attachments: u64,
    sealed: u64,
}

impl Sizes {
    fn of(connection: &Connection) -> Result<Self, StoreError> {
        connection
            .query_row(
                "SELECT (SELECT COUNT(*) FROM posting) AS postings, (SELECT COUNT(*) FROM attachment) AS attachments, \
                 (SELECT COALESCE(MAX(id), 0) FROM charge_line) AS newest_line, \
                 (SELECT COALESCE(SUM(c.entries), 0) FROM closing AS c \
                   WHERE NOT EXISTS (SELECT 1 FROM reopening AS r WHERE r.closing_id = c.id)) AS sealed",
                [],
                |row| {
                    Ok(Self {
                        postings: super::value::count(row, "postings")?,
                        newest_line: row.get("newest_line")?,
                        attachments: super::value::count(row, "attachments")?,
                        sealed: super::value::count(row, "sealed")?,
                    })
                },
            )
            .doing("size the book up")
    }

    fn total(&self) -> u64 {
        u64::try_from(self.newest_line)
            .unwrap_or(0)
            .saturating_add(self.postings)
            .saturating_add(self.attachments)
            .saturating_add(self.sealed)
            .saturating_add(1)
    }
}

/// Compares the running sums of every service with its postings, a range of services at a time.
fn services(
    connection: &Connection,
    newest: i64,
    progress: &mut Progress<'_>,
) -> Result<Check, StoreError> {
    const TASK: &str = "work the services out again";
    let mut compare = connection
        .prepare(
            "SELECT d.line FROM (SELECT charge_line_id AS line, guarantor_id AS guarantor, \
               SUM(amount_cents * (effect = 'charge')) AS charged, -SUM(amount_cents * (effect = 'insurance_paid')) AS insurance_paid, \
               -SUM(amount_cents * (effect = 'contractual')) AS contractual, -SUM(amount_cents * (effect = 'adjustment')) AS adjusted, \
               -SUM(amount_cents * (effect = 'patient_paid')) AS patient_paid, \
               SUM(amount_cents * (account = 10)) AS insurance, SUM(amount_cents * (account = 20)) AS patient \
               FROM posting WHERE charge_line_id BETWEEN ?1 AND ?2 AND account IN (10, 20) \
               GROUP BY charge_line_id, guarantor_id) AS d \
             LEFT JOIN line_balance AS b ON b.guarantor_id = d.guarantor AND b.charge_line_id = d.line \
             WHERE b.charged_cents IS NOT d.charged OR b.insurance_paid_cents IS NOT d.insurance_paid \
               OR b.contractual_cents IS NOT d.contractual OR b.adjusted_cents IS NOT d.adjusted \
               OR b.patient_paid_cents IS NOT d.patient_paid OR b.insurance_owes_cents IS NOT d.insurance \
               OR b.patient_owes_cents IS NOT d.patient",
        )
        .doing(TASK)?;
    let mut found = Vec::new();
    let mut first = 1_i64;
    while first <= newest {
        let last = first.saturating_add(CHUNK).saturating_sub(1);
        let off: Vec<i64> = compare
            .query_map((first, last), |row| row.get("line"))
            .and_then(Iterator::collect)
            .doing(TASK)?;
        found.extend(
            off.iter()
                .map(|line| format!("service {line} differs from its postings")),
        );
        progress.add(u64::try_from(CHUNK.min(newest)).unwrap_or(0))?;
        first = last.saturating_add(1);
    }
    let idle = "SELECT charge_line_id AS id FROM line_balance AS b \
        WHERE (charged_cents <> 0 OR insurance_paid_cents <> 0 OR contractual_cents <> 0 OR adjusted_cents <> 0 \
          OR patient_paid_cents <> 0 OR insurance_owes_cents <> 0 OR patient_owes_cents <> 0) \
        AND NOT EXISTS (SELECT 1 FROM posting AS p WHERE p.charge_line_id = b.charge_line_id \
          AND p.guarantor_id = b.guarantor_id) LIMIT 1000";
    for line in rows(connection, idle, |row| row.get::<_, i64>("id"))? {
        found.push(format!("service {line} has sums and no postings"));
    }
    Ok(Check::of(
        "services",
        &found,
        "the sums of every service are those of its postings",
    ))
}

/// A rule that one query checks: it gives the ids of whatever breaks it.
struct Rule {
    name: &'static str,
    /// What one that breaks it is called, and how it breaks it.
    broken: (&'static str, &'static str),
    sound: &'static str,
    sql: &'static str,
}

impl Rule {
    fn check(&self, connection: &Connection) -> Result<Check, StoreError> {
        let (what, how) = self.broken;
        let found: Vec<String> = rows(connection, self.sql, |row| row.get::<_, i64>("id"))?
            .into_iter()
            .map(|id| format!("{what} {id} {how}"))
            .collect();
        Ok(Check::of(self.name, &found, self.sound))
    }
}

const RULES: &[Rule] = &[
    Rule {
        name: "lines",
        broken: (
            "service",
            "does not prove: charge less paid less written off is not what is owed",
        ),
        sound: "charge less paid less written off is what is owed, on every service",
        sql: "SELECT charge_line_id AS id FROM line_balance WHERE charged_cents - insurance_paid_cents \
              - contractual_cents - adjusted_cents - patient_paid_cents <> insurance_owes_cents + patient_owes_cents LIMIT 1000",
    },
    Rule {
        name: "charges",
        broken: ("service", "was charged otherwise than its visit says"),
        sound: "every service was charged as its visit says",
        sql: "SELECT c.id FROM charge_line AS c JOIN visit AS v ON v.id = c.visit_id \
              JOIN line_balance AS b ON b.guarantor_id = v.guarantor_id AND b.charge_line_id = c.id \
              WHERE b.charged_cents <> CASE WHEN c.voided_at IS NULL THEN c.charge_cents ELSE 0 END LIMIT 1000",
    },
    Rule {
        name: "cards",
        broken: (
            "service",
            "stands on its card otherwise than it was written",
        ),
        sound: "every card says of its services and claims what was written",
        sql: "SELECT c.id FROM charge_line AS c JOIN visit AS v ON v.id = c.visit_id \
              LEFT JOIN line_balance AS b ON b.guarantor_id = v.guarantor_id AND b.charge_line_id = c.id \
              LEFT JOIN claim AS k ON k.id = (SELECT MAX(id) FROM claim WHERE visit_id = v.id) \
              WHERE b.code IS NOT c.code OR b.modifiers IS NOT c.modifiers OR b.description IS NOT c.description \
                OR b.is_voided IS NOT (c.voided_at IS NOT NULL) OR b.visit_id IS NOT v.id OR b.patient_id IS NOT v.patient_id \
                OR v.claim_id IS NOT k.id OR v.claim_state IS NOT k.state \
              UNION ALL SELECT b.charge_line_id FROM line_balance AS b JOIN charge_line AS c ON c.id = b.charge_line_id \
              JOIN visit AS v ON v.id = c.visit_id WHERE b.guarantor_id <> v.guarantor_id AND (b.code IS NOT c.code \
                OR b.modifiers IS NOT c.modifiers OR b.description IS NOT c.description OR b.visit_id IS NOT v.id \
                OR b.patient_id IS NOT v.patient_id OR b.service_on IS NOT v.service_on \
                OR b.charged_cents <> 0 OR b.insurance_owes_cents <> 0) LIMIT 1000",
    },
    Rule {
        name: "payment plans",
        broken: (
            "payment plan",
            "covers another amount than was owed when it was agreed",
        ),
        sound: "every payment plan covers what was owed when it was agreed",
        sql: "SELECT DISTINCT l.plan_id AS id FROM pay_plan_line AS l \
              JOIN pay_plan_version AS v ON v.plan_id = l.plan_id AND v.version = l.version \
              JOIN pay_plan AS p ON p.id = l.plan_id \
              WHERE l.owed_cents <> (SELECT COALESCE(SUM(o.amount_cents), 0) FROM posting AS o \
                WHERE o.charge_line_id = l.charge_line_id AND o.guarantor_id = p.guarantor_id AND o.account = 20 \
                AND o.entry_id <= v.last_entry_id) LIMIT 1000",
    },
    Rule {
        name: "guarantors",
        broken: ("guarantor", "differs from their services"),
        sound: "every guarantor owes what their services say",
        sql: "SELECT g.guarantor_id AS id FROM guarantor_balance AS g LEFT JOIN (SELECT guarantor_id, \
                SUM(insurance_owes_cents) AS insurance, SUM(patient_owes_cents) AS patient \
                FROM line_balance GROUP BY guarantor_id) AS l ON l.guarantor_id = g.guarantor_id \
              WHERE g.insurance_owes_cents <> COALESCE(l.insurance, 0) OR g.patient_owes_cents <> COALESCE(l.patient, 0) \
              UNION ALL SELECT DISTINCT l.guarantor_id FROM line_balance AS l \
                WHERE (l.insurance_owes_cents <> 0 OR l.patient_owes_cents <> 0) \
                AND NOT EXISTS (SELECT 1 FROM guarantor_balance AS g WHERE g.guarantor_id = l.guarantor_id) LIMIT 1000",
    },
    Rule {
        name: "patients",
        broken: ("patient", "differs from their services"),
        sound: "every patient's balance is that of their services",
        sql: "SELECT g.patient_id AS id FROM patient_balance AS g LEFT JOIN (SELECT patient_id, \
                SUM(insurance_owes_cents) AS insurance, SUM(patient_owes_cents) AS patient \
                FROM line_balance GROUP BY patient_id) AS l ON l.patient_id = g.patient_id \
              WHERE g.insurance_owes_cents <> COALESCE(l.insurance, 0) OR g.patient_owes_cents <> COALESCE(l.patient, 0) \
              UNION ALL SELECT DISTINCT l.patient_id FROM line_balance AS l \
                WHERE (l.insurance_owes_cents <> 0 OR l.patient_owes_cents <> 0) \
                AND NOT EXISTS (SELECT 1 FROM patient_balance AS g WHERE g.patient_id = l.patient_id) LIMIT 1000",
    },
    Rule {
        name: "claims",
        broken: ("claim", "does not charge what its services do"),
        sound: "every claim charges what its services do",
        sql: "SELECT k.id FROM claim AS k WHERE k.charged_cents <> (SELECT COALESCE(SUM(c.charge_cents), 0) \
              FROM claim_line AS l JOIN charge_line AS c ON c.id = l.charge_line_id WHERE l.claim_id = k.id) LIMIT 1000",
    },
    Rule {
        name: "claim states",
        broken: ("claim", "does not stand where its last event left it"),
        sound: "every claim stands where its last event left it",
        sql: "SELECT k.id FROM claim AS k WHERE k.state IS NOT (SELECT e.state FROM claim_event AS e \
              WHERE e.claim_id = k.id ORDER BY e.id DESC LIMIT 1) LIMIT 1000",
    },
    Rule {
        name: "batches",
        broken: ("batch", "does not come to what its claims do"),
        sound: "every batch comes to what its claims do",
        sql: "SELECT t.id FROM batch AS t WHERE (t.claims, t.total_cents) <> (SELECT COUNT(*), COALESCE(SUM(s.charged_cents), 0) \
              FROM batch_claim AS s WHERE s.batch_id = t.id) LIMIT 1000",
    },
    Rule {
        name: "paper runs",
        broken: ("paper run", "does not come to what its claims do"),
        sound: "every paper run comes to what its claims do",
        sql: "SELECT t.id FROM paper_batch AS t WHERE (t.claims, t.total_cents) <> \
              (SELECT COUNT(*), COALESCE(SUM(s.charged_cents), 0) FROM paper_batch_claim AS s WHERE s.paper_batch_id = t.id) \
              LIMIT 1000",
    },
    Rule {
        name: "EOBs",
        broken: (
            "EOB",
            "is not the sum of its lines and parts, or not the cash its entries took in",
        ),
        sound: "every EOB is the sum of its lines and parts and the cash of its entries",
        sql: "SELECT o.id FROM eob AS o WHERE o.amount_cents <> \
                (SELECT COALESCE(SUM(paid_cents), 0) FROM eob_line WHERE eob_id = o.id) \
                + (SELECT COALESCE(SUM(amount_cents), 0) FROM eob_part WHERE eob_id = o.id) \
              OR CASE WHEN EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) THEN 0 ELSE o.amount_cents END <> \
                (SELECT COALESCE(SUM(p.amount_cents), 0) FROM entry AS e JOIN posting AS p ON p.entry_id = e.id \
                 WHERE e.source = 'eob' AND e.source_id = o.id AND p.account = 60) LIMIT 1000",
    },
    Rule {
        name: "allowed amounts",
        broken: (
            "EOB line",
            "is remembered otherwise than it was allowed, or though it was taken back",
        ),
        sound: "what payers allowed is remembered as their EOBs say",
        sql: "SELECT l.id FROM eob_line AS l JOIN claim AS k ON k.id = l.claim_id \
              LEFT JOIN eob_reversal AS r ON r.eob_id = l.eob_id \
              LEFT JOIN (SELECT eob_line_id, allowed_cents FROM allowed_seen) AS s ON s.eob_line_id = l.id \
              WHERE (CASE WHEN l.allowed_cents > 0 AND k.responsibility = 'P' AND r.eob_id IS NULL AND l.takes_back_id IS NULL \
                AND NOT EXISTS (SELECT 1 FROM eob_line AS n WHERE n.takes_back_id = l.eob_id AND n.charge_line_id = l.charge_line_id \
                  AND NOT EXISTS (SELECT 1 FROM eob_reversal AS x WHERE x.eob_id = n.eob_id)) THEN l.allowed_cents END) \
                IS NOT s.allowed_cents LIMIT 1000",
    },
    Rule {
        name: "remittances",
        broken: (
            "remittance",
            "does not stand where its last event left it, or is not what its EOBs come to",
        ),
        sound: "every remittance stands where its last event left it and is what its EOBs come to",
        sql: "SELECT r.id FROM remittance AS r LEFT JOIN (SELECT o.remittance_id, COUNT(*) AS eobs, \
                SUM(o.amount_cents) AS amount_cents FROM eob AS o WHERE o.remittance_id IS NOT NULL \
                AND NOT EXISTS (SELECT 1 FROM eob_reversal AS b WHERE b.eob_id = o.id) GROUP BY o.remittance_id) AS p \
                ON p.remittance_id = r.id \
              WHERE CASE WHEN r.state IN ('read', 'waiting') THEN 'read' ELSE r.state END IS NOT \
                (SELECT e.kind FROM remittance_event AS e WHERE e.remittance_id = r.id AND e.kind <> 'passed' ORDER BY e.id DESC LIMIT 1) \
              OR (r.state = 'posted') <> (p.eobs IS NOT NULL) \
              OR (r.state = 'posted' AND r.amount_cents IS NOT p.amount_cents) LIMIT 1000",
    },
    Rule {
        name: "remitted claims",
        broken: (
            "remittance",
            "does not have the claims that it says, or is not what they and its adjustments come to",
        ),
        sound: "every remittance has the claims that it says and is what they come to",
        sql: "SELECT r.id FROM remittance AS r WHERE (r.claims, r.charged_cents, r.paid_cents) <> (SELECT COUNT(*), \
                COALESCE(SUM(c.charged_cents), 0), COALESCE(SUM(c.paid_cents), 0) FROM remit_claim AS c \
                WHERE c.remittance_id = r.id) \
              OR r.withheld_cents <> (SELECT COALESCE(SUM(a.amount_cents), 0) FROM remit_adjustment AS a \
                WHERE a.remittance_id = r.id) LIMIT 1000",
    },
    Rule {
        name: "parked money",
        broken: ("EOB", "has money put aside that its entries do not hold"),
        sound: "all money that is put aside is on the payers' account for it",
        sql: "SELECT o.id FROM eob AS o WHERE o.remittance_id IS NOT NULL \
              AND CASE WHEN EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) THEN 0 ELSE \
                (SELECT COALESCE(SUM(p.amount_cents), 0) FROM eob_part AS p WHERE p.eob_id = o.id AND p.account = 71) END \
              <> (SELECT -COALESCE(SUM(g.amount_cents), 0) FROM entry AS e JOIN posting AS g ON g.entry_id = e.id \
                WHERE e.source = 'eob' AND e.source_id = o.id AND g.account = 71) LIMIT 1000",
    },
    Rule {
        name: "receipts",
        broken: (
            "receipt",
            "is not the sum of its tenders, or not the cash its entry took in",
        ),
        sound: "every receipt is the sum of its tenders and the cash of its entry",
        sql: "SELECT r.id FROM receipt AS r WHERE r.amount_cents <> \
                (SELECT COALESCE(SUM(amount_cents), 0) FROM receipt_tender WHERE receipt_id = r.id) \
              OR r.amount_cents <> (SELECT COALESCE(SUM(amount_cents), 0) FROM posting \
                WHERE entry_id = r.entry_id AND account = 60) LIMIT 1000",
    },
    Rule {
        name: "returned checks",
        broken: (
            "returned check",
            "is not what its entry took back, or holds again otherwise than its entry",
        ),
        sound: "every returned check is what its entry took back",
        sql: "SELECT c.id FROM returned_check AS c JOIN receipt_tender AS t ON t.receipt_id = c.receipt_id \
                AND t.place = c.tender_place \
              WHERE (SELECT COALESCE(SUM(amount_cents), 0) FROM posting WHERE entry_id = c.entry_id AND account = 60) \
                <> -t.amount_cents \
              OR EXISTS (SELECT 1 FROM entry AS e WHERE e.reverses = c.entry_id) \
                <> EXISTS (SELECT 1 FROM returned_check_undone AS n WHERE n.returned_check_id = c.id) LIMIT 1000",
    },
    Rule {
        name: "refunds",
        broken: ("refund", "is not set aside or paid as its last event says"),
        sound: "every refund is set aside until it is paid, and its check is what it comes to",
        sql: "SELECT r.id FROM refund AS r JOIN (SELECT e.source_id AS refund_id, \
                SUM(p.amount_cents * (p.account = 73)) AS owed, SUM(p.amount_cents * (p.account = 61)) AS bank \
                FROM entry AS e JOIN posting AS p ON p.entry_id = e.id WHERE e.source = 'refund' GROUP BY e.source_id) AS s \
                ON s.refund_id = r.id \
              LEFT JOIN refund_event AS l ON l.id = (SELECT MAX(id) FROM refund_event WHERE refund_id = r.id) \
              WHERE s.owed <> CASE WHEN l.kind IN ('approved', 'voided') THEN -r.amount_cents ELSE 0 END \
              OR s.bank <> CASE WHEN l.kind IN ('paid', 'cashed') THEN -r.amount_cents ELSE 0 END \
              UNION ALL SELECT e.refund_id FROM refund_event AS e WHERE (e.kind = 'cashed' AND e.entry_id IS NOT NULL) \
                OR (e.kind IN ('approved', 'paid', 'voided') AND e.entry_id IS NULL) LIMIT 1000",
    },
    Rule {
        name: "deposits",
        broken: (
            "deposit",
            "is not the sum of its parts, or not what its entry took to the bank",
        ),
        sound: "every deposit is the sum of its parts and what its entry took to the bank",
        sql: "SELECT d.id FROM deposit AS d WHERE d.amount_cents <> \
                (SELECT COALESCE(SUM(amount_cents), 0) FROM deposit_part WHERE deposit_id = d.id) \
              OR (d.entry_id IS NULL) <> (d.kind = 'exchange') \
              OR (d.entry_id IS NOT NULL AND ((SELECT COALESCE(SUM(amount_cents), 0) FROM posting \
                  WHERE entry_id = d.entry_id AND account = 60) <> -d.amount_cents \
                OR (SELECT COALESCE(SUM(amount_cents), 0) FROM posting \
                  WHERE entry_id = d.entry_id AND account = 61) <> d.amount_cents - d.fee_cents \
                OR EXISTS (SELECT 1 FROM entry AS e WHERE e.reverses = d.entry_id) \
                  <> EXISTS (SELECT 1 FROM deposit_reversal AS r WHERE r.deposit_id = d.id))) LIMIT 1000",
    },
    Rule {
        name: "deposited once",
        broken: (
            "deposit",
            "has money that is in another deposit too, or a part of a payment",
        ),
        sound: "every payment is in one deposit at the most, whole",
        sql: "SELECT MAX(p.deposit_id) AS id FROM deposit_part AS p \
              WHERE NOT EXISTS (SELECT 1 FROM deposit_reversal AS r WHERE r.deposit_id = p.deposit_id) \
              GROUP BY p.receipt_id, p.tender_place, p.eob_id HAVING SUM(p.amount_cents) NOT IN (0, COALESCE( \
                (SELECT t.amount_cents FROM receipt_tender AS t WHERE t.receipt_id = p.receipt_id AND t.place = p.tender_place), \
                (SELECT o.amount_cents FROM eob AS o WHERE o.id = p.eob_id))) LIMIT 1000",
    },
    Rule {
        name: "drawer",
        broken: (
            "account",
            "differs from the payments that no deposit took along",
        ),
        sound: "undeposited cash is the payments that no deposit took along",
        sql: "SELECT 60 AS id WHERE (SELECT COALESCE(SUM(amount_cents), 0) FROM account_day WHERE account = 60) <> \
                (SELECT COALESCE(SUM(t.amount_cents), 0) FROM receipt AS r JOIN receipt_tender AS t ON t.receipt_id = r.id \
                 WHERE NOT EXISTS (SELECT 1 FROM entry AS e WHERE e.reverses = r.entry_id) \
                 AND NOT EXISTS (SELECT 1 FROM returned_check AS c WHERE c.receipt_id = t.receipt_id AND c.tender_place = t.place \
                   AND NOT EXISTS (SELECT 1 FROM returned_check_undone AS n WHERE n.returned_check_id = c.id))) \
              + (SELECT COALESCE(SUM(o.amount_cents), 0) FROM eob AS o \
                 WHERE NOT EXISTS (SELECT 1 FROM eob_reversal AS v WHERE v.eob_id = o.id)) \
              - (SELECT COALESCE(SUM(p.amount_cents), 0) FROM deposit_part AS p \
                 WHERE NOT EXISTS (SELECT 1 FROM deposit_reversal AS b WHERE b.deposit_id = p.deposit_id))",
    },
    Rule {
        name: "bank",
        broken: (
            "bank line",
            "is matched to deposits that come to another amount",
        ),
        sound: "every bank line that is matched is what its deposits come to",
        sql: "SELECT l.id FROM bank_line AS l JOIN bank_event AS e ON e.bank_line_id = l.id AND e.kind = 'matched' \
                AND NOT EXISTS (SELECT 1 FROM bank_event AS u WHERE u.undoes = e.id) \
              JOIN deposit AS d ON d.id = e.deposit_id \
              GROUP BY l.id HAVING SUM(d.amount_cents - d.fee_cents) <> l.amount_cents \
                OR MAX(d.bank_id <> l.bank_id) = 1 LIMIT 1000",
    },
    Rule {
        name: "statements",
        broken: (
            "statement",
            "asks for more than its services, or for another's",
        ),
        sound: "every statement asks its own guarantor, and for no more than its services",
        sql: "SELECT s.id FROM statement AS s WHERE s.amount_cents > (SELECT COALESCE(SUM(MAX(owed_cents, 0)), 0) \
              FROM statement_line WHERE statement_id = s.id) \
              OR EXISTS (SELECT 1 FROM statement_line AS x LEFT JOIN line_balance AS b \
                ON b.guarantor_id = s.guarantor_id AND b.charge_line_id = x.charge_line_id WHERE x.statement_id = s.id \
                AND (b.guarantor_id IS NULL OR (s.patient_id IS NOT NULL AND s.patient_id <> b.patient_id))) LIMIT 1000",
    },
    Rule {
        name: "audit",
        broken: ("entry", "has no line in the audit"),
        sound: "every entry has its line in the audit",
        sql: "SELECT MIN(id) AS id FROM entry WHERE (at, by_id) NOT IN (SELECT at, by_id FROM audit) GROUP BY at, by_id LIMIT 1000",
    },
];

/// Runs a query and gathers its rows.
fn rows<T>(
    connection: &Connection,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement: Statement<'_> = connection.prepare(sql).doing("check the book")?;
    statement
        .query_map([], read)
        .and_then(Iterator::collect)
        .doing("check the book")
}

/// A count in groups of three.
fn grouped(count: impl TryInto<i64>) -> String {
    let count = count.try_into().unwrap_or(i64::MAX);
    let whole = count
        .checked_mul(100)
        .and_then(|cents| Money::from_cents(cents).ok())
        .map(|money| money.to_string());
    match whole.as_deref().and_then(|text| text.strip_suffix(".00")) {
        Some(text) => text.to_owned(),
        None => count.to_string(),
    }
}
