//! Notes and calls, promises and disputes in the book. It must not know whether a promise was kept; the domain derives
//! that.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::name;
use super::value::instant;
use crate::domain::contact::{
    About, Dispute, DisputeEnd, DisputedLine, Done, Ended, FollowUp, Hold, HoldCause, NewNote,
    Note, Paid, Promise,
};
use crate::domain::id::{
    ChargeLineId, ClaimId, DisputeId, GuarantorId, NoteId, PatientId, PromiseId, UserId,
};
use crate::domain::money::Money;
use crate::domain::person::Name;

/// Which notes are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotesOf {
    /// Of an account, all its patients' among them.
    Guarantor(GuarantorId),
    /// Of one patient.
    Patient(PatientId),
    /// Of one claim.
    Claim(ClaimId),
}

/// A note with its follow-up as the newest event left it.
macro_rules! notes {
    ($where:literal) => {
        concat!(
            "SELECT n.id, n.guarantor_id, n.patient_id, n.claim_id, n.way, n.spoken_with, n.words, n.at, \
             g.last_name, g.first_name, g.middle_name, g.suffix, p.last_name AS patient_last, \
             p.first_name AS patient_first, p.middle_name AS patient_middle, p.suffix AS patient_suffix, \
             b.name AS by_name, e.kind AS event, COALESCE(e.until_on, n.follow_up_on) AS due_on, \
             CASE WHEN e.id IS NULL THEN n.person_id ELSE e.person_id END AS whose, w.name AS whose_name, \
             e.at AS done_at, e.words AS done_words, d.name AS done_by \
             FROM note AS n JOIN guarantor AS g ON g.id = n.guarantor_id \
             LEFT JOIN patient AS p ON p.id = n.patient_id JOIN person_at_work AS b ON b.id = n.by_id \
             LEFT JOIN note_event AS e ON e.id = (SELECT MAX(id) FROM note_event WHERE note_id = n.id) \
             LEFT JOIN person_at_work AS w \
               ON w.id = CASE WHEN e.id IS NULL THEN n.person_id ELSE e.person_id END \
             LEFT JOIN person_at_work AS d ON d.id = e.by_id ",
            $where
        )
    };
}

reads! {
    /// Lists notes, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn notes(&self, of: NotesOf, limit: u32) -> Result<Vec<Note>, StoreError> {
        let (sql, id) = match of {
            NotesOf::Guarantor(id) => {
                (notes!("WHERE n.guarantor_id = ?1 ORDER BY n.id DESC LIMIT ?2"), id.get())
            }
            NotesOf::Patient(id) => {
                (notes!("WHERE n.patient_id = ?1 ORDER BY n.id DESC LIMIT ?2"), id.get())
            }
            NotesOf::Claim(id) => {
                (notes!("WHERE n.claim_id = ?1 ORDER BY n.id DESC LIMIT ?2"), id.get())
            }
        };
        self.sql()
            .prepare_cached(sql)
            .and_then(|mut select| select.query_map((id, limit), note)?.collect())
            .doing("list notes")
    }

    /// Reads one note.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn note(&self, id: NoteId) -> Result<Option<Note>, StoreError> {
        self.sql()
            .prepare_cached(notes!("WHERE n.id = ?1"))
            .and_then(|mut select| select.query_row([id], note).optional())
            .doing("read a note")
    }

    /// Lists the notes that are still to be looked at again, the nearest day first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn follow_ups(&self) -> Result<Vec<Note>, StoreError> {
        self.sql()
            .prepare_cached(notes!(
                "WHERE n.follow_up_on IS NOT NULL AND (e.kind IS NULL OR e.kind = 'moved') ORDER BY due_on, n.id"
            ))
            .and_then(|mut select| select.query_map([], note)?.collect())
            .doing("list what is to be followed up")
    }

    /// Lists the promises of one guarantor, or of all, by guarantor.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn promises(&self, guarantor: Option<GuarantorId>) -> Result<Vec<Promise>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT m.id, m.guarantor_id, m.note_id, m.amount_cents, m.by_on, m.after_receipt, m.at, b.name AS by_name, \
                 w.words, \
                 g.last_name, g.first_name, g.middle_name, g.suffix FROM promise AS m \
                 JOIN guarantor AS g ON g.id = m.guarantor_id JOIN person_at_work AS b ON b.id = m.by_id \
                 LEFT JOIN promise_withdrawal AS w ON w.promise_id = m.id \
                 WHERE ?1 IS NULL OR m.guarantor_id = ?1 ORDER BY m.guarantor_id, m.by_on, m.id",
            )
            .and_then(|mut select| select.query_map([guarantor], promise)?.collect())
            .doing("list promises")
    }

    /// Finds whose a promise is; none when it is not there or was withdrawn.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn promise_that_counts(&self, id: PromiseId) -> Result<Option<GuarantorId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT guarantor_id FROM promise WHERE id = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM promise_withdrawal WHERE promise_id = ?1)",
            )
            .and_then(|mut select| {
                select.query_row([id], |row| row.get("guarantor_id")).optional()
            })
            .doing("look for a promise")
    }

    /// Whether the patient and the claim that something is about belong to its account: the patient's visits go to it,
    /// or one of them did.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn belongs_to_account(&self, about: About) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT (?2 IS NULL OR EXISTS (SELECT 1 FROM patient WHERE id = ?2 AND guarantor_id = ?1) \
                   OR EXISTS (SELECT 1 FROM visit WHERE patient_id = ?2 AND guarantor_id = ?1)) \
                 AND (?3 IS NULL OR EXISTS (SELECT 1 FROM claim AS k JOIN visit AS v ON v.id = k.visit_id \
                   WHERE k.id = ?3 AND v.guarantor_id = ?1 AND (?2 IS NULL OR v.patient_id = ?2))) AS belongs",
            )
            .and_then(|mut select| {
                select.query_row((about.guarantor, about.patient, about.claim), |row| row.get("belongs"))
            })
            .doing("look whose account it is")
    }

    /// Lists the receipts of a guarantor that were not taken back, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn paid_by(&self, guarantor: GuarantorId) -> Result<Vec<Paid>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT id, taken_at, accounting_on, amount_cents FROM receipt AS r WHERE guarantor_id = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM entry WHERE reverses = r.entry_id) ORDER BY id",
            )
            .and_then(|mut select| {
                select
                    .query_map([guarantor], |row| {
                        Ok(Paid {
                            receipt: row.get("id")?,
                            at: row.get("taken_at")?,
                            on: row.get("accounting_on")?,
                            amount: row.get("amount_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("list what a guarantor paid")
    }

    /// Lists disputes, the oldest first: of one guarantor all of them, of everybody the open ones.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn disputes(&self, guarantor: Option<GuarantorId>) -> Result<Vec<Dispute>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT d.id, d.guarantor_id, d.charge_line_id, d.opened_on, d.words, b.name AS by_name, v.service_on, \
                 c.description, e.ended, e.ended_on, e.words AS end_words, x.name AS end_by, \
                 g.last_name, g.first_name, g.middle_name, g.suffix FROM dispute AS d \
                 JOIN guarantor AS g ON g.id = d.guarantor_id JOIN person_at_work AS b ON b.id = d.by_id \
                 LEFT JOIN charge_line AS c ON c.id = d.charge_line_id LEFT JOIN visit AS v ON v.id = c.visit_id \
                 LEFT JOIN dispute_end AS e ON e.dispute_id = d.id LEFT JOIN person_at_work AS x ON x.id = e.by_id \
                 WHERE d.guarantor_id = ?1 OR (?1 IS NULL AND e.dispute_id IS NULL) ORDER BY d.id",
            )
            .and_then(|mut select| select.query_map([guarantor], dispute)?.collect())
            .doing("list disputes")
    }

    /// Finds whose an open dispute is; none when it is not there or was settled.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn open_dispute(&self, id: DisputeId) -> Result<Option<GuarantorId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT guarantor_id FROM dispute WHERE id = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM dispute_end WHERE dispute_id = ?1)",
            )
            .and_then(|mut select| {
                select.query_row([id], |row| row.get("guarantor_id")).optional()
            })
            .doing("look for a dispute")
    }

    /// Lists what is not asked for by mail and why, of one guarantor or of all, by guarantor: held accounts and whatever
    /// is disputed.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn holds(&self, guarantor: Option<GuarantorId>) -> Result<Vec<Hold>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT id AS guarantor_id, NULL AS charge_line_id, NULL AS dispute_id, NULL AS opened_on, \
                 hold_reason AS words FROM guarantor WHERE hold_statements = 1 AND (?1 IS NULL OR id = ?1) \
                 UNION ALL SELECT guarantor_id, charge_line_id, id, opened_on, '' FROM dispute AS d \
                 WHERE (?1 IS NULL OR guarantor_id = ?1) \
                 AND NOT EXISTS (SELECT 1 FROM dispute_end WHERE dispute_id = d.id) \
                 ORDER BY guarantor_id, dispute_id",
            )
            .and_then(|mut select| select.query_map([guarantor], hold)?.collect())
            .doing("list what is held")
    }
}

impl Tx<'_> {
    /// Writes a note.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_note(
        &self,
        note: &NewNote,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<NoteId, StoreError> {
        let follow_up = note.follow_up;
        self.0
            .prepare_cached(
                "INSERT INTO note (guarantor_id, patient_id, claim_id, way, spoken_with, words, follow_up_on, \
                 person_id, at, by_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    note.about.guarantor,
                    note.about.patient,
                    note.about.claim,
                    note.way,
                    note.with.trim(),
                    note.words.trim(),
                    follow_up.map(|one| one.on),
                    follow_up.and_then(|one| one.person),
                    instant(at),
                    by,
                ))
            })
            .map(NoteId::new)
            .doing("write a note")
    }

    /// Writes what became of a note's follow-up: another day, or done.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_note_event(
        &self,
        note: NoteId,
        moved: Option<FollowUp>,
        words: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let kind = if moved.is_some() { "moved" } else { "done" };
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO note_event (note_id, kind, until_on, person_id, words, at, by_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    note,
                    kind,
                    moved.map(|one| one.on),
                    moved.and_then(|one| one.person),
                    words,
                    instant(at),
                    by,
                ))
            })
            .doing("write what became of a note")?;
        Ok(())
    }

    /// Writes a promise.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_promise(
        &self,
        guarantor: GuarantorId,
        note: Option<NoteId>,
        (amount, by_on): (Money, NaiveDate),
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<PromiseId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO promise (guarantor_id, note_id, amount_cents, by_on, after_receipt, at, by_id) \
                 VALUES (?1, ?2, ?3, ?4, (SELECT COALESCE(MAX(id), 0) FROM receipt), ?5, ?6)",
            )
            .and_then(|mut insert| insert.insert((guarantor, note, amount, by_on, instant(at), by)))
            .map(PromiseId::new)
            .doing("write a promise")
    }

    /// Writes that a promise no longer counts.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was withdrawn already.
    pub fn withdraw_promise(
        &self,
        id: PromiseId,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO promise_withdrawal (promise_id, words, at, by_id) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((id, why, instant(at), by)))
            .doing("withdraw a promise")?;
        Ok(())
    }

    /// Writes a dispute.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_dispute(
        &self,
        guarantor: GuarantorId,
        line: Option<ChargeLineId>,
        (opened_on, words): (NaiveDate, &str),
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<DisputeId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO dispute (guarantor_id, charge_line_id, opened_on, words, at, by_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut insert| {
                insert.insert((guarantor, line, opened_on, words, instant(at), by))
            })
            .map(DisputeId::new)
            .doing("write a dispute")
    }

    /// Writes how a dispute ended.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was settled already.
    pub fn end_dispute(
        &self,
        id: DisputeId,
        ended: Ended,
        (on, words): (NaiveDate, &str),
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO dispute_end (dispute_id, ended, ended_on, words, at, by_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut insert| insert.insert((id, ended, on, words, instant(at), by)))
            .doing("settle a dispute")?;
        Ok(())
    }
}

fn note(row: &Row<'_>) -> rusqlite::Result<Note> {
    let patient: Option<PatientId> = row.get("patient_id")?;
    let patient_name = match patient {
        None => None,
        Some(_) => Some(Name {
            last: row.get("patient_last")?,
            first: row.get("patient_first")?,
            middle: row.get("patient_middle")?,
            suffix: row.get("patient_suffix")?,
        }),
    };
    let event: Option<String> = row.get("event")?;
    let is_done = event.as_deref() == Some("done");
    let due_on: Option<NaiveDate> = row.get("due_on")?;
    let person: Option<UserId> = row.get("whose")?;
    let done = if is_done {
        Some(Done {
            at: row.get("done_at")?,
            by: row.get("done_by")?,
            words: row.get("done_words")?,
        })
    } else {
        None
    };
    Ok(Note {
        id: row.get("id")?,
        about: About {
            guarantor: row.get("guarantor_id")?,
            patient,
            claim: row.get("claim_id")?,
        },
        guarantor_name: name(row)?,
        patient_name,
        way: row.get("way")?,
        with: row.get("spoken_with")?,
        words: row.get("words")?,
        at: row.get("at")?,
        by: row.get("by_name")?,
        follow_up: due_on
            .filter(|_| !is_done)
            .map(|on| FollowUp { on, person }),
        follow_up_name: row.get("whose_name")?,
        done,
    })
}

fn promise(row: &Row<'_>) -> rusqlite::Result<Promise> {
    Ok(Promise {
        id: row.get("id")?,
        guarantor: row.get("guarantor_id")?,
        guarantor_name: name(row)?,
        note: row.get("note_id")?,
        amount: row.get("amount_cents")?,
        by_on: row.get("by_on")?,
        after: row.get("after_receipt")?,
        at: row.get("at")?,
        by: row.get("by_name")?,
        withdrawn: row.get("words")?,
    })
}

fn dispute(row: &Row<'_>) -> rusqlite::Result<Dispute> {
    let line: Option<ChargeLineId> = row.get("charge_line_id")?;
    let line = match line {
        None => None,
        Some(line) => Some(DisputedLine {
            line,
            service_on: row.get("service_on")?,
            description: row.get("description")?,
        }),
    };
    let ended: Option<Ended> = row.get("ended")?;
    let end = match ended {
        None => None,
        Some(ended) => Some(DisputeEnd {
            ended,
            on: row.get("ended_on")?,
            words: row.get("end_words")?,
            by: row.get("end_by")?,
        }),
    };
    Ok(Dispute {
        id: row.get("id")?,
        guarantor: row.get("guarantor_id")?,
        guarantor_name: name(row)?,
        line,
        opened_on: row.get("opened_on")?,
        words: row.get("words")?,
        by: row.get("by_name")?,
        end,
    })
}

fn hold(row: &Row<'_>) -> rusqlite::Result<Hold> {
    let dispute: Option<DisputeId> = row.get("dispute_id")?;
    Ok(Hold {
        guarantor: row.get("guarantor_id")?,
        line: row.get("charge_line_id")?,
        cause: match dispute {
            None => HoldCause::Account(row.get("words")?),
            Some(dispute) => HoldCause::Disputed(dispute, row.get("opened_on")?),
        },
    })
}
