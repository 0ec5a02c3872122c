//! Accounts in collections in the book: what is known of each, what an agency has of it service by service, agencies,
//! final notices, and small balances written off together. It must not judge what is ready for an agency.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::{address, name};
use super::value::{count, instant, json};
use crate::domain::collections::{
    Account, Agency, AgencyPaid, NewAgency, Placed, Referral, SentNotice, WriteOffRun,
};
use crate::domain::id::{
    AgencyId, ChargeLineId, EntryId, GuarantorId, NoticeId, PatientId, PlacementId, ReceiptId,
    UserId, WriteOffRunId,
};
use crate::domain::ledger::ServicePart;
use crate::domain::money::Money;

/// A service of which something is owed, or at the agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedService {
    /// The service.
    pub line: ChargeLineId,
    /// Its day.
    pub service_on: NaiveDate,
    /// In the practice's words.
    pub description: String,
    /// Whose; the given name.
    pub patient_first: String,
    /// How much.
    pub amount: Money,
    /// Whether it is disputed.
    pub is_disputed: bool,
}

impl OwedService {
    /// As an entry takes it.
    pub const fn part(&self) -> ServicePart {
        ServicePart {
            line: self.line,
            amount: self.amount,
        }
    }
}

/// A placement about to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewPlacement {
    /// To which agency.
    pub agency: AgencyId,
    /// Whose account.
    pub guarantor: GuarantorId,
    /// When.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// The entry that moved it.
    pub entry: EntryId,
    /// The list it went on.
    pub list: AttachmentId,
}

/// A final notice about to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewNoticeRow {
    /// To whom.
    pub guarantor: GuarantorId,
    /// Its day.
    pub made_on: NaiveDate,
    /// By which day it is to be paid.
    pub due_on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// The PDF.
    pub print: AttachmentId,
}

/// Which accounts are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accounts {
    /// Those that owe this much or more, and those of which an agency has anything.
    From(Money),
    /// Those that owe something, and this much at the most.
    UpTo(Money),
    /// This one.
    One(GuarantorId),
}

reads! {
    /// Gathers what is known of accounts that owe something or are at an agency, by name. What was promised, what is held
    /// and which plans there are is not among it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn collection_accounts(&self, which: Accounts) -> Result<Vec<Account>, StoreError> {
        let (least, most, one) = match which {
            Accounts::From(least) => (Some(least), None, None),
            Accounts::UpTo(most) => (None, Some(most), None),
            Accounts::One(one) => (None, None, Some(one)),
        };
        self.sql()
            .prepare_cached(
                "WITH wanted AS (SELECT guarantor_id AS id FROM guarantor_balance WHERE patient_owes_cents >= ?1 \
                   UNION SELECT guarantor_id FROM posting WHERE account = 51 AND ?1 IS NOT NULL \
                     GROUP BY guarantor_id HAVING SUM(amount_cents) > 0 \
                   UNION SELECT guarantor_id FROM guarantor_balance WHERE patient_owes_cents BETWEEN 1 AND ?2 \
                   UNION SELECT id FROM guarantor WHERE id = ?3), \
                 asked AS (SELECT w.id, COUNT(DISTINCT s.id) AS statements, MIN(s.made_on) AS first_on, \
                     MAX(s.made_on) AS last_on FROM wanted AS w JOIN line_balance AS n ON n.guarantor_id = w.id \
                   AND n.patient_owes_cents > 0 JOIN statement_line AS l ON l.charge_line_id = n.charge_line_id \
                   AND l.owed_cents > 0 JOIN statement AS s ON s.id = l.statement_id AND s.guarantor_id = w.id \
                   AND NOT EXISTS (SELECT 1 FROM statement_withdrawal WHERE run_id = s.run_id) \
                   GROUP BY w.id), \
                 open AS (SELECT w.id, MIN(n.patient_owes_cents) < 0 AS has_negative, \
                     MAX((SELECT MAX(e.accounting_on) FROM posting AS p JOIN entry AS e ON e.id = p.entry_id \
                       WHERE p.charge_line_id = n.charge_line_id AND p.account IN (10, 20))) AS posted_on, \
                     SUM(MAX(n.patient_owes_cents, 0) * EXISTS (SELECT 1 FROM dispute AS d \
                       WHERE d.charge_line_id = n.charge_line_id AND d.guarantor_id = w.id \
                       AND NOT EXISTS (SELECT 1 FROM dispute_end WHERE dispute_id = d.id))) AS disputed_cents \
                   FROM wanted AS w JOIN line_balance AS n ON n.guarantor_id = w.id AND n.patient_owes_cents <> 0 \
                   GROUP BY w.id) \
                 SELECT g.id, g.last_name, g.first_name, g.middle_name, g.suffix, \
                   COALESCE(b.patient_owes_cents, 0) AS patient_cents, \
                   COALESCE(b.insurance_owes_cents, 0) AS insurance_cents, \
                   COALESCE(b.unapplied_cents, 0) AS unapplied_cents, \
                   (SELECT COALESCE(SUM(amount_cents), 0) FROM posting WHERE account = 51 AND guarantor_id = g.id) \
                     AS agency_cents, \
                   COALESCE(a.statements, 0) AS statements, a.first_on, a.last_on, \
                   COALESCE(o.has_negative, 0) AS has_negative, o.posted_on, \
                   COALESCE(o.disputed_cents, 0) AS disputed_cents, \
                   (SELECT MAX(r.accounting_on) FROM receipt AS r WHERE r.guarantor_id = g.id \
                     AND NOT EXISTS (SELECT 1 FROM entry WHERE reverses = r.entry_id)) AS paid_on, \
                   f.id AS notice_id, f.made_on AS notice_on, f.due_on, f.amount_cents AS notice_cents, \
                   m.id AS placement_id, m.agency_id, m.placed_on, m.amount_cents AS placed_cents, \
                   y.name AS agency_name \
                 FROM wanted AS w JOIN guarantor AS g ON g.id = w.id \
                 LEFT JOIN guarantor_balance AS b ON b.guarantor_id = g.id \
                 LEFT JOIN asked AS a ON a.id = g.id LEFT JOIN open AS o ON o.id = g.id \
                 LEFT JOIN final_notice AS f ON f.id = (SELECT MAX(id) FROM final_notice WHERE guarantor_id = g.id) \
                 LEFT JOIN placement AS m ON m.id = (SELECT MAX(id) FROM placement WHERE guarantor_id = g.id) \
                 LEFT JOIN agency AS y ON y.id = m.agency_id \
                 ORDER BY g.last_name COLLATE NOCASE, g.first_name COLLATE NOCASE, g.id",
            )
            .and_then(|mut select| select.query_map((least, most, one), account)?.collect())
            .doing("list accounts in collections")
    }

    /// Lists the services on which a guarantor owes something, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn owed_services(&self, guarantor: GuarantorId) -> Result<Vec<OwedService>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT b.charge_line_id, b.service_on, b.description, p.first_name, \
                 b.patient_owes_cents AS amount_cents, EXISTS (SELECT 1 FROM dispute AS d \
                   WHERE d.charge_line_id = b.charge_line_id AND d.guarantor_id = b.guarantor_id \
                   AND NOT EXISTS (SELECT 1 FROM dispute_end WHERE dispute_id = d.id)) AS is_disputed \
                 FROM line_balance AS b JOIN patient AS p ON p.id = b.patient_id \
                 WHERE b.guarantor_id = ?1 AND b.patient_owes_cents <> 0 ORDER BY b.service_on, b.charge_line_id",
            )
            .and_then(|mut select| select.query_map([guarantor], service)?.collect())
            .doing("list what a guarantor owes")
    }

    /// Lists the services of which an agency has something, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn agency_services(&self, guarantor: GuarantorId) -> Result<Vec<OwedService>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT b.charge_line_id, b.service_on, b.description, p.first_name, \
                 SUM(o.amount_cents) AS amount_cents, 0 AS is_disputed \
                 FROM posting AS o JOIN line_balance AS b ON b.guarantor_id = o.guarantor_id \
                   AND b.charge_line_id = o.charge_line_id \
                 JOIN patient AS p ON p.id = b.patient_id WHERE o.account = 51 AND o.guarantor_id = ?1 \
                 GROUP BY o.charge_line_id HAVING SUM(o.amount_cents) > 0 ORDER BY b.service_on, b.charge_line_id",
            )
            .and_then(|mut select| select.query_map([guarantor], service)?.collect())
            .doing("list what an agency has")
    }

    /// Adds up what agencies have of everybody's.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn at_agencies(&self) -> Result<Money, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT COALESCE(SUM(amount_cents), 0) AS agency_cents FROM account_day WHERE account = 51",
            )
            .and_then(|mut select| select.query_row([], |row| row.get("agency_cents")))
            .doing("add up what agencies have")
    }

    /// Tells an agency's list of an account, as far as the book knows it. The day and what the agency calls us are not
    /// among it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn referral(&self, account: &Account) -> Result<Option<Referral>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT g.last_name, g.first_name, g.middle_name, g.suffix, g.street, g.street2, g.city, g.state, g.zip, \
                 g.phone, g.email, p.born_on, MIN(b.service_on) AS first_on, MAX(b.service_on) AS last_on, \
                 COALESCE((SELECT GROUP_CONCAT(first_name, ', ') FROM (SELECT DISTINCT n.first_name \
                   FROM line_balance AS x JOIN patient AS n ON n.id = x.patient_id \
                   WHERE x.guarantor_id = g.id AND x.patient_owes_cents > 0)), '') AS patients \
                 FROM guarantor AS g LEFT JOIN patient AS p ON p.id = g.patient_id \
                 LEFT JOIN line_balance AS b ON b.guarantor_id = g.id AND b.patient_owes_cents > 0 \
                 WHERE g.id = ?1 GROUP BY g.id",
            )
            .and_then(|mut select| {
                select
                    .query_row([account.guarantor], |row| referral(row, account))
                    .optional()
            })
            .doing("describe an account to an agency")
    }

    /// Finds a patient of an account; none when nobody's visits go to it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn patient_of_account(&self, guarantor: GuarantorId) -> Result<Option<PatientId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT MIN(id) AS patient_id FROM (SELECT id FROM patient WHERE guarantor_id = ?1 \
                 UNION SELECT patient_id FROM line_balance WHERE guarantor_id = ?1)",
            )
            .and_then(|mut select| select.query_row([guarantor], |row| row.get("patient_id")))
            .doing("look for a patient of an account")
    }

    /// Lists the agencies, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn agencies(&self) -> Result<Vec<Agency>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT id, name, phone, our_number, fee_hundredths, columns, is_active FROM agency ORDER BY name",
            )
            .and_then(|mut select| select.query_map([], agency)?.collect())
            .doing("list agencies")
    }

    /// Lists what was paid on placements of an account, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn agency_payments(&self, guarantor: GuarantorId) -> Result<Vec<AgencyPaid>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT a.receipt_id, r.accounting_on, a.gross_cents, a.fee_cents, a.is_direct, \
                 EXISTS (SELECT 1 FROM entry WHERE reverses = r.entry_id) AS is_reversed \
                 FROM agency_payment AS a JOIN receipt AS r ON r.id = a.receipt_id \
                 WHERE r.guarantor_id = ?1 ORDER BY a.receipt_id",
            )
            .and_then(|mut select| {
                select
                    .query_map([guarantor], |row| {
                        Ok(AgencyPaid {
                            receipt: row.get("receipt_id")?,
                            on: row.get("accounting_on")?,
                            gross: row.get("gross_cents")?,
                            fee: row.get("fee_cents")?,
                            is_direct: row.get("is_direct")?,
                            is_reversed: row.get("is_reversed")?,
                        })
                    })?
                    .collect()
            })
            .doing("list what an agency paid")
    }

    /// Gives the paper of a final notice.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn notice_print(&self, id: NoticeId) -> Result<Option<AttachmentId>, StoreError> {
        self.sql()
            .prepare_cached("SELECT attachment_id FROM final_notice WHERE id = ?1")
            .and_then(|mut select| {
                select.query_row([id], |row| row.get("attachment_id")).optional()
            })
            .doing("look for a final notice")
    }

    /// Gives the list that a placement went on.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn placement_list(&self, id: PlacementId) -> Result<Option<AttachmentId>, StoreError> {
        self.sql()
            .prepare_cached("SELECT attachment_id FROM placement WHERE id = ?1")
            .and_then(|mut select| {
                select.query_row([id], |row| row.get("attachment_id")).optional()
            })
            .doing("look for a placement")
    }

    /// Lists runs of write-offs, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn write_off_runs(&self) -> Result<Vec<WriteOffRun>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT r.id, r.rule, r.made_on, u.name AS by_name, d.why, COUNT(p.guarantor_id) AS accounts, \
                 COALESCE(SUM(p.amount_cents), 0) AS amount_cents FROM write_off_run AS r \
                 JOIN person_at_work AS u ON u.id = r.made_by LEFT JOIN write_off_run_undo AS d ON d.run_id = r.id \
                 LEFT JOIN write_off_run_part AS p ON p.run_id = r.id GROUP BY r.id ORDER BY r.id DESC",
            )
            .and_then(|mut select| {
                select
                    .query_map([], |row| {
                        Ok(WriteOffRun {
                            id: row.get("id")?,
                            rule: row.get("rule")?,
                            on: row.get("made_on")?,
                            by: row.get("by_name")?,
                            accounts: count(row, "accounts")?,
                            amount: row.get("amount_cents")?,
                            undone: row.get("why")?,
                        })
                    })?
                    .collect()
            })
            .doing("list runs of write-offs")
    }

    /// Lists the entries of a run of write-offs that were not taken back.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn write_off_run_entries(&self, run: WriteOffRunId) -> Result<Vec<EntryId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT entry_id FROM write_off_run_part AS p WHERE run_id = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM entry WHERE reverses = p.entry_id) ORDER BY entry_id",
            )
            .and_then(|mut select| {
                select.query_map([run], |row| row.get("entry_id"))?.collect()
            })
            .doing("list what a run wrote off")
    }
}

impl Tx<'_> {
    /// Writes an agency in, or anew.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when another has its name.
    pub fn save_agency(
        &self,
        id: Option<AgencyId>,
        agency: &NewAgency,
    ) -> Result<AgencyId, StoreError> {
        let codes: Vec<&str> = agency.columns.iter().map(|column| column.code()).collect();
        let columns = serde_json::to_string(&codes).unwrap_or_default();
        self.0
            .prepare_cached(
                "INSERT INTO agency (id, name, phone, our_number, fee_hundredths, columns, is_active) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
                 phone = excluded.phone, our_number = excluded.our_number, fee_hundredths = excluded.fee_hundredths, \
                 columns = excluded.columns, is_active = excluded.is_active RETURNING id",
            )
            .and_then(|mut insert| {
                insert.query_row(
                    (
                        id,
                        agency.name.trim(),
                        agency.phone.trim(),
                        agency.our_number.trim(),
                        agency.fee_hundredths,
                        columns,
                        agency.is_active,
                    ),
                    |row| row.get("id"),
                )
            })
            .doing("write an agency in")
    }

    /// Files a final notice.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_final_notice(
        &self,
        notice: NewNoticeRow,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<NoticeId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO final_notice (guarantor_id, made_on, due_on, amount_cents, attachment_id, made_at, made_by) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    notice.guarantor,
                    notice.made_on,
                    notice.due_on,
                    notice.amount,
                    notice.print,
                    instant(at),
                    by,
                ))
            })
            .map(NoticeId::new)
            .doing("file a final notice")
    }

    /// Files a placement.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_placement(
        &self,
        new: NewPlacement,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<PlacementId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO placement (agency_id, guarantor_id, placed_on, amount_cents, entry_id, attachment_id, \
                 made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    new.agency,
                    new.guarantor,
                    new.on,
                    new.amount,
                    new.entry,
                    new.list,
                    instant(at),
                    by,
                ))
            })
            .map(PlacementId::new)
            .doing("file a placement")
    }

    /// Files what a receipt paid on a placement: what the guarantor paid, and what the agency kept of it.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_agency_payment(
        &self,
        receipt: ReceiptId,
        placement: PlacementId,
        (gross, fee): (Money, Money),
        is_direct: bool,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO agency_payment (receipt_id, placement_id, gross_cents, fee_cents, is_direct) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| insert.insert((receipt, placement, gross, fee, is_direct)))
            .doing("file what an agency paid")?;
        Ok(())
    }

    /// Begins a run of write-offs.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_write_off_run(
        &self,
        rule: &str,
        on: NaiveDate,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<WriteOffRunId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO write_off_run (rule, made_on, made_at, made_by) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((rule, on, instant(at), by)))
            .map(WriteOffRunId::new)
            .doing("begin a run of write-offs")
    }

    /// Files what a run wrote off on one account.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_write_off_part(
        &self,
        run: WriteOffRunId,
        guarantor: GuarantorId,
        entry: EntryId,
        amount: Money,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO write_off_run_part (run_id, guarantor_id, entry_id, amount_cents) \
                 VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.execute((run, guarantor, entry, amount)))
            .doing("file what a run wrote off")?;
        Ok(())
    }

    /// Writes that a run of write-offs was taken back.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was taken back already.
    pub fn undo_write_off_run(
        &self,
        run: WriteOffRunId,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO write_off_run_undo (run_id, why, at, by_id) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((run, why, instant(at), by)))
            .doing("take a run of write-offs back")?;
        Ok(())
    }
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let notice: Option<NoticeId> = row.get("notice_id")?;
    let notice = match notice {
        None => None,
        Some(id) => Some(SentNotice {
            id,
            made_on: row.get("notice_on")?,
            due_on: row.get("due_on")?,
            amount: row.get("notice_cents")?,
        }),
    };
    let placed: Option<PlacementId> = row.get("placement_id")?;
    let placed = match placed {
        None => None,
        Some(id) => Some(Placed {
            id,
            agency: row.get("agency_id")?,
            agency_name: row.get("agency_name")?,
            on: row.get("placed_on")?,
            amount: row.get("placed_cents")?,
        }),
    };
    Ok(Account {
        guarantor: row.get("id")?,
        name: name(row)?,
        patient_owes: row.get("patient_cents")?,
        insurance_owes: row.get("insurance_cents")?,
        unapplied: row.get("unapplied_cents")?,
        at_agency: row.get("agency_cents")?,
        statements: count(row, "statements")?,
        first_asked_on: row.get("first_on")?,
        last_asked_on: row.get("last_on")?,
        last_paid_on: row.get("paid_on")?,
        last_posted_on: row.get("posted_on")?,
        has_negative: row.get("has_negative")?,
        notice,
        placed,
        held: None,
        disputed: row.get("disputed_cents")?,
        promised_by: None,
        has_plan: false,
    })
}

fn service(row: &Row<'_>) -> rusqlite::Result<OwedService> {
    Ok(OwedService {
        line: row.get("charge_line_id")?,
        service_on: row.get("service_on")?,
        description: row.get("description")?,
        patient_first: row.get("first_name")?,
        amount: row.get("amount_cents")?,
        is_disputed: row.get("is_disputed")?,
    })
}

fn agency(row: &Row<'_>) -> rusqlite::Result<Agency> {
    Ok(Agency {
        id: row.get("id")?,
        details: NewAgency {
            name: row.get("name")?,
            phone: row.get("phone")?,
            our_number: row.get("our_number")?,
            fee_hundredths: count(row, "fee_hundredths")?,
            columns: json(row, "columns")?,
            is_active: row.get("is_active")?,
        },
    })
}

fn referral(row: &Row<'_>, account: &Account) -> rusqlite::Result<Referral> {
    Ok(Referral {
        account: format!("{:07}", account.guarantor.get()),
        name: name(row)?,
        address: address(row)?,
        phone: row.get("phone")?,
        email: row.get("email")?,
        born_on: row.get("born_on")?,
        patients: row.get("patients")?,
        balance: account.patient_owes,
        first_service_on: row.get("first_on")?,
        last_service_on: row.get("last_on")?,
        last_paid_on: account.last_paid_on,
        first_asked_on: account.first_asked_on,
        statements: account.statements,
        notice_on: account.notice.map(|notice| notice.made_on),
        our_number: String::new(),
        placed_on: account.last_asked_on.unwrap_or_default(),
    })
}
