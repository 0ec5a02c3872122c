//! What explains a balance: the running sums that are kept, the services something is owed for, and the postings on no
//! service. It must not put them together; the domain does.

use rusqlite::{OptionalExtension, Params, Row};

use super::Store;
use super::balance::{sums, sums_at};
use super::error::{Doing, StoreError};
use super::history::{origin, source_key};
use super::value::{coded, modifiers};
use crate::domain::card::CardLine;
use crate::domain::id::{ChargeLineId, ClaimId, GuarantorId, PatientId, PayerId, PolicyId};
use crate::domain::money::Money;
use crate::domain::why::{Held, Open, View};

/// What is read of a service: its card's columns, the policy where only its part is meant, and what that comes to.
const WHOLE: &str = "SELECT b.*, NULL AS policy_id, b.insurance_owes_cents + b.patient_owes_cents AS balance_cents \
     FROM line_balance AS b ";
const BY_POLICY: &str = "SELECT b.*, p.policy_id, SUM(p.amount_cents) AS balance_cents FROM line_balance AS b \
     JOIN posting AS p ON p.charge_line_id = b.charge_line_id AND p.guarantor_id = b.guarantor_id AND p.account = 10 ";

impl Store {
    /// Lists the services of a guarantor on which anything is owed, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn owed_by_guarantor(
        &self,
        guarantor: GuarantorId,
    ) -> Result<Vec<(GuarantorId, Open)>, StoreError> {
        let sql = format!(
            "{WHOLE} WHERE b.guarantor_id = ?1 AND (b.insurance_owes_cents <> 0 OR b.patient_owes_cents <> 0) \
             ORDER BY b.service_on, b.charge_line_id"
        );
        self.owed(&sql, [guarantor], View::Whole)
    }

    /// Lists the services of a patient on which anything is owed, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn owed_for_patient(
        &self,
        patient: PatientId,
    ) -> Result<Vec<(GuarantorId, Open)>, StoreError> {
        let sql = format!(
            "{WHOLE} WHERE b.patient_id = ?1 AND (b.insurance_owes_cents <> 0 OR b.patient_owes_cents <> 0) \
             ORDER BY b.service_on, b.charge_line_id"
        );
        self.owed(&sql, [patient], View::Whole)
    }

    /// Reads one service; nothing when it is on no card.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn owed_for_line(
        &self,
        line: ChargeLineId,
    ) -> Result<Vec<(GuarantorId, Open)>, StoreError> {
        let sql = format!(
            "{WHOLE} JOIN charge_line AS c ON c.id = b.charge_line_id JOIN visit AS v ON v.id = c.visit_id \
             WHERE c.id = ?1 AND b.guarantor_id = v.guarantor_id"
        );
        self.owed(&sql, [line], View::Whole)
    }

    /// Lists the services of which a policy owes a part, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn owed_under(&self, policy: PolicyId) -> Result<Vec<(GuarantorId, Open)>, StoreError> {
        let sql = format!(
            "{BY_POLICY} AND p.policy_id = ?1 WHERE b.patient_id = (SELECT patient_id FROM policy WHERE id = ?1) \
             GROUP BY b.guarantor_id, b.charge_line_id HAVING SUM(p.amount_cents) <> 0 \
             ORDER BY b.service_on, b.charge_line_id"
        );
        self.owed(&sql, [policy], View::Insurers(None))
    }

    /// Lists the services of a claim with what its policy owes for each.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn owed_on_claim(&self, claim: ClaimId) -> Result<Vec<(GuarantorId, Open)>, StoreError> {
        let sql = format!(
            "{BY_POLICY} JOIN claim AS k ON k.id = ?1 AND k.policy_id = p.policy_id \
             JOIN claim_line AS l ON l.claim_id = k.id AND l.charge_line_id = b.charge_line_id \
             GROUP BY b.guarantor_id, b.charge_line_id ORDER BY l.place"
        );
        self.owed(&sql, [claim], View::Insurers(None))
    }

    /// Lists the services for which a payer owes anything, under any policy, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn owed_by_payer(&self, payer: PayerId) -> Result<Vec<(GuarantorId, Open)>, StoreError> {
        let sql = format!(
            "{BY_POLICY} JOIN policy AS y ON y.id = p.policy_id AND y.payer_id = ?1 \
             GROUP BY b.guarantor_id, b.charge_line_id, p.policy_id HAVING SUM(p.amount_cents) <> 0 \
             ORDER BY b.service_on, b.charge_line_id"
        );
        self.owed(&sql, [payer], View::Insurers(None))
    }

    /// Lists the services for which all insurers together, or all guarantors, owe anything, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn owed_by_all(
        &self,
        is_by_insurers: bool,
    ) -> Result<Vec<(GuarantorId, Open)>, StoreError> {
        if is_by_insurers {
            let sql = "SELECT b.*, NULL AS policy_id, b.insurance_owes_cents AS balance_cents FROM line_balance AS b \
                       WHERE b.insurance_owes_cents <> 0 ORDER BY b.service_on, b.charge_line_id";
            return self.owed(sql, [], View::Insurers(None));
        }
        let sql = "SELECT b.*, NULL AS policy_id, b.patient_owes_cents AS balance_cents FROM line_balance AS b \
                   WHERE b.patient_owes_cents <> 0 ORDER BY b.service_on, b.charge_line_id";
        self.owed(sql, [], View::Guarantor)
    }

    /// Reads services; one that names a policy shows that policy's part.
    fn owed(
        &self,
        sql: &str,
        params: impl Params,
        view: View,
    ) -> Result<Vec<(GuarantorId, Open)>, StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut select| {
                let at = sums_at(&select)?;
                let modified = select.column_index("modifiers")?;
                select
                    .query_map(params, |row| {
                        let policy: Option<PolicyId> = row.get("policy_id")?;
                        let open = Open {
                            line: CardLine {
                                line: row.get("charge_line_id")?,
                                code: coded(row)?,
                                modifiers: modifiers(row, modified)?,
                                description: row.get("description")?,
                                sums: sums(row, at)?,
                                is_voided: row.get("is_voided")?,
                                billed: None,
                            },
                            service_on: row.get("service_on")?,
                            view: policy.map_or(view, |policy| View::Insurers(Some(policy))),
                            balance: row.get("balance_cents")?,
                        };
                        Ok((row.get("guarantor_id")?, open))
                    })?
                    .collect()
            })
            .doing("list what is owed")
    }

    /// Lists the postings on an account that is no receivable, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn held_on(&self, account: i64) -> Result<Vec<Held>, StoreError> {
        self.held("p.account = ?1", [account])
    }

    /// Lists what was paid ahead by a guarantor and where it went, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn held_for_guarantor(&self, guarantor: GuarantorId) -> Result<Vec<Held>, StoreError> {
        self.held(
            "p.account = 70 AND p.guarantor_id = ?1 AND p.account BETWEEN 70 AND 82",
            [guarantor],
        )
    }

    /// Lists what is held of a payer's money, owed back to it or held back by it, on one account, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn held_for_payer(&self, payer: PayerId, account: i64) -> Result<Vec<Held>, StoreError> {
        self.held(
            "p.account = ?2 AND p.payer_id = ?1 AND p.account BETWEEN 70 AND 82",
            (payer, account),
        )
    }

    fn held(&self, which: &str, params: impl Params) -> Result<Vec<Held>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "SELECT p.entry_id, p.account, a.name, p.amount_cents, p.reason, e.kind, e.accounting_on, e.why, \
                 e.reverses IS NOT NULL AS is_reversal, e.source, e.source_id, u.name AS by_name, \
                 v.service_on, o.reference, o.paid_on, oy.name AS eob_payer, k.number, \
                 CASE e.source WHEN 'visit' THEN v.id IS NOT NULL WHEN 'eob' THEN o.id IS NOT NULL WHEN 'claim' \
                   THEN k.id IS NOT NULL WHEN 'receipt' THEN EXISTS (SELECT 1 FROM receipt WHERE id = e.source_id) \
                   WHEN 'deposit' THEN EXISTS (SELECT 1 FROM deposit WHERE id = e.source_id) \
                   WHEN 'refund' THEN EXISTS (SELECT 1 FROM refund WHERE id = e.source_id) \
                   ELSE 1 END AS is_there, o.remittance_id, NULL AS segment, \
                 CASE e.source WHEN 'receipt' THEN (SELECT GROUP_CONCAT(t.method, ', ') \
                   FROM (SELECT DISTINCT method FROM receipt_tender WHERE receipt_id = e.source_id) AS t) END AS methods \
                 FROM posting AS p JOIN entry AS e ON e.id = p.entry_id JOIN account AS a ON a.code = p.account \
                 JOIN person_at_work AS u ON u.id = e.by_id \
                 LEFT JOIN visit AS v ON e.source = 'visit' AND v.id = e.source_id \
                 LEFT JOIN eob AS o ON e.source = 'eob' AND o.id = e.source_id \
                 LEFT JOIN payer AS oy ON oy.id = o.payer_id \
                 LEFT JOIN claim AS k ON e.source = 'claim' AND k.id = e.source_id \
                 WHERE {which} ORDER BY p.entry_id, p.place"
            ))
            .and_then(|mut select| select.query_map(params, held)?.collect())
            .doing("list what was posted on an account")
    }

    /// Reads what a patient's services come to, as it is kept.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn patient_balance(&self, patient: PatientId) -> Result<Money, StoreError> {
        self.kept(
            "SELECT insurance_owes_cents + patient_owes_cents AS kept FROM patient_balance WHERE patient_id = ?1",
            [patient],
        )
    }

    /// Reads what a policy owes, as it is kept.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn policy_balance(&self, policy: PolicyId) -> Result<Money, StoreError> {
        self.kept(
            "SELECT owes_cents AS kept FROM policy_balance WHERE policy_id = ?1",
            [policy],
        )
    }

    /// Reads what a payer owes under all its policies, as it is kept.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn payer_balance(&self, payer: PayerId) -> Result<Money, StoreError> {
        self.kept(
            "SELECT COALESCE(SUM(b.owes_cents), 0) AS kept FROM policy AS y \
             JOIN policy_balance AS b ON b.policy_id = y.id WHERE y.payer_id = ?1",
            [payer],
        )
    }

    /// Reads what an account comes to by its days, as they are kept; none when there is no such account.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn account_balance(&self, account: i64) -> Result<Option<(String, Money)>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT a.name, (SELECT COALESCE(SUM(d.amount_cents), 0) FROM account_day AS d \
                 WHERE d.account = a.code) AS kept FROM account AS a WHERE a.code = ?1",
            )
            .and_then(|mut select| {
                select
                    .query_row([account], |row| Ok((row.get("name")?, row.get("kept")?)))
                    .optional()
            })
            .doing("read the balance of an account")
    }

    /// Lists the accounts of the chart, by code.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn account_codes(&self) -> Result<Vec<i64>, StoreError> {
        self.connection
            .prepare_cached("SELECT code FROM account ORDER BY code")
            .and_then(|mut select| select.query_map([], |row| row.get("code"))?.collect())
            .doing("list the accounts")
    }

    fn kept(&self, sql: &'static str, params: impl Params) -> Result<Money, StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut select| select.query_row(params, |row| row.get("kept")).optional())
            .map(|found| found.unwrap_or(Money::ZERO))
            .doing("read a balance")
    }
}

fn held(row: &Row<'_>) -> rusqlite::Result<Held> {
    Ok(Held {
        entry: row.get("entry_id")?,
        kind: row.get("kind")?,
        account: row.get("account")?,
        name: row.get("name")?,
        amount: row.get("amount_cents")?,
        reason: row.get("reason")?,
        accounting_on: row.get("accounting_on")?,
        by: row.get("by_name")?,
        why: row.get("why")?,
        is_reversal: row.get("is_reversal")?,
        origin: origin(row)?,
        key: source_key(row)?,
    })
}
