//! Claims in the book: what each bills, where it stands, everything that happened to it and what was let pass. It must
//! not know which moves are allowed or what an edit says; it keeps what it is told.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, named_params};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{count, instant};
use super::{Store, Tx};
use crate::domain::claim::{
    Claim, ClaimFilter, ClaimNumber, ClaimRow, Event, Filing, Happening, Lane, NewClaim,
    PayerClaimNumber, ReferenceKind, State,
};
use crate::domain::id::{BatchId, ChargeLineId, ClaimId, PatientId, UserId, VisitId};
use crate::domain::scrub::{OtherClaim, Waiver};

mod attachment;
mod chain;
mod cob;
mod list;
mod papers;
mod past;
mod read;
mod reference;
mod scrubs;
#[cfg(test)]
mod tests;
mod waiting;

pub use papers::{Papers, people_of};
pub use past::Asked;
pub use waiting::Source;

/// What is written down when something happens to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note<'a> {
    /// What happens.
    pub kind: Happening,
    /// What it comes from, as `batch:7` or `eob:3`; empty when a person decides it.
    pub source: &'a str,
    /// Said to a person; holds no patient's name.
    pub words: &'a str,
}

impl Tx<'_> {
    /// Makes a claim, which stands as held until it was looked at.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when something it names is not there, or it bills more than fifty services.
    pub fn add_claim(&self, claim: &NewClaim, at: DateTime<Utc>) -> Result<ClaimId, StoreError> {
        const TASK: &str = "make a claim";
        // The number is made of the id, and both must be there from the first.
        let id = self.next_claim()?;
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO claim (id, number, visit_id, policy_id, payer_id, responsibility, frequency, \
                 payer_claim_number, replaces, split, state, charged_cents, service_on, counted_from_on, file_by_on, \
                 made_at) VALUES (:id, :number, :visit, :policy, :payer, :responsibility, :frequency, :payer_number, \
                 :replaces, :split, :state, :charged, :service, :counted, :by, :at)",
            )
            .and_then(|mut insert| {
                insert.execute(named_params! {
                    ":id": id,
                    ":number": ClaimNumber::of(id),
                    ":visit": claim.visit,
                    ":policy": claim.policy,
                    ":payer": claim.payer,
                    ":responsibility": claim.responsibility,
                    ":frequency": claim.filing.frequency(),
                    ":payer_number": payer_number(&claim.filing),
                    ":replaces": claim.replaces,
                    ":split": claim.split,
                    ":state": State::Held,
                    ":charged": claim.charged,
                    ":service": claim.service_on,
                    ":counted": claim.counted_from,
                    ":by": claim.file_by,
                    ":at": instant(at),
                })
            })
            .doing(TASK)?;
        self.add_claim_lines(id, &claim.lines)?;
        let number = ClaimNumber::of(id);
        let _new = self.note_reference(id, ReferenceKind::Ours, number.as_str(), "", at)?;
        Ok(id)
    }

    /// The number that the next claim will have.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn next_claim_number(&self) -> Result<ClaimNumber, StoreError> {
        Ok(ClaimNumber::of(self.next_claim()?))
    }

    fn next_claim(&self) -> Result<ClaimId, StoreError> {
        self.0
            .prepare_cached(
                "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'claim'), 0) + 1 AS next",
            )
            .and_then(|mut select| select.query_row([], |row| row.get("next")))
            .map(ClaimId::new)
            .doing("find the next number of a claim")
    }

    /// Writes anew what a claim bills, to whom, how it is filed and until when; its number and where it stands stay.
    ///
    /// # Errors
    /// As [`Tx::add_claim`].
    pub fn change_claim(&self, id: ClaimId, claim: &NewClaim) -> Result<(), StoreError> {
        const TASK: &str = "change a claim";
        let _rows = self
            .0
            .prepare_cached(
                "UPDATE claim SET policy_id = :policy, payer_id = :payer, responsibility = :responsibility, \
                 frequency = :frequency, payer_claim_number = :payer_number, replaces = :replaces, split = :split, \
                 charged_cents = :charged, service_on = :service, counted_from_on = :counted, file_by_on = :by \
                 WHERE id = :id",
            )
            .and_then(|mut update| {
                update.execute(named_params! {
                    ":id": id,
                    ":policy": claim.policy,
                    ":payer": claim.payer,
                    ":responsibility": claim.responsibility,
                    ":frequency": claim.filing.frequency(),
                    ":payer_number": payer_number(&claim.filing),
                    ":replaces": claim.replaces,
                    ":split": claim.split,
                    ":charged": claim.charged,
                    ":service": claim.service_on,
                    ":counted": claim.counted_from,
                    ":by": claim.file_by,
                })
            })
            .doing(TASK)?;
        let _rows = self
            .0
            .prepare_cached("DELETE FROM claim_line WHERE claim_id = ?1")
            .and_then(|mut delete| delete.execute([id]))
            .doing(TASK)?;
        self.add_claim_lines(id, &claim.lines)
    }

    fn add_claim_lines(&self, id: ClaimId, lines: &[ChargeLineId]) -> Result<(), StoreError> {
        const TASK: &str = "write the services of a claim";
        let mut insert = self
            .0
            .prepare_cached(
                "INSERT INTO claim_line (claim_id, place, charge_line_id) VALUES (?1, ?2, ?3)",
            )
            .doing(TASK)?;
        for (place, line) in (1_i64..).zip(lines) {
            let _rows = insert.execute((id, place, line)).doing(TASK)?;
        }
        Ok(())
    }

    /// Lets a claim stand somewhere else, or where it stood, and writes down what happened.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the claim is not there.
    pub fn move_claim(
        &self,
        claim: ClaimId,
        to: State,
        note: Note<'_>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        const TASK: &str = "write down what happened to a claim";
        let _rows = self
            .0
            .prepare_cached("UPDATE claim SET state = ?2 WHERE id = ?1 AND state <> ?2")
            .and_then(|mut update| update.execute((claim, to)))
            .doing(TASK)?;
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO claim_event (claim_id, at, by_id, kind, state, source, words) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    claim,
                    instant(at),
                    by,
                    note.kind,
                    to,
                    note.source,
                    note.words,
                ))
            })
            .doing(TASK)?;
        Ok(())
    }

    /// Writes down that an edit's findings are let pass on a claim, and why. A new reason takes the place of an old
    /// one.
    ///
    /// # Errors
    /// [`StoreError::Refused`] without a reason.
    pub fn add_waiver(
        &self,
        claim: ClaimId,
        edit: &str,
        reason: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO claim_waiver (claim_id, edit, reason, at, by_id) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (claim_id, edit) DO UPDATE SET reason = excluded.reason, at = excluded.at, \
                 by_id = excluded.by_id",
            )
            .and_then(|mut insert| insert.execute((claim, edit, reason, instant(at), by)))
            .doing("let a finding pass")?;
        Ok(())
    }

    /// Takes back that an edit's findings are let pass; says whether they were.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn drop_waiver(&self, claim: ClaimId, edit: &str) -> Result<bool, StoreError> {
        self.0
            .prepare_cached("DELETE FROM claim_waiver WHERE claim_id = ?1 AND edit = ?2")
            .and_then(|mut delete| delete.execute((claim, edit)))
            .map(|rows| rows > 0)
            .doing("stop letting a finding pass")
    }
}

reads! {
    /// Reads a claim.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_claim(&self, id: ClaimId) -> Result<Option<Claim>, StoreError> {
        read::find(self.sql(), id)
    }

    /// Lists what was let pass on a claim.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn waivers(&self, claim: ClaimId) -> Result<Vec<Waiver>, StoreError> {
        read::waivers(self.sql(), claim)
    }

    /// Lists a patient's claims for one day, but for one of them, for void ones and for those that another took the
    /// place of or takes back.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn other_claims(
        &self,
        patient: PatientId,
        on: NaiveDate,
        but: ClaimId,
    ) -> Result<Vec<OtherClaim>, StoreError> {
        read::other_claims(self.sql(), patient, on, but)
    }

    /// Lists the claims of a visit and where they stand, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_of_visit(&self, visit: VisitId) -> Result<Vec<(ClaimId, State)>, StoreError> {
        read::claims_of_visit(self.sql(), visit)
    }

    /// Lists the claims that stand in a state, the oldest service first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_in(&self, state: State) -> Result<Vec<ClaimId>, StoreError> {
        read::claims_in(self.sql(), state)
    }

    /// Finds a claim by its number.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claim_numbered(&self, number: &ClaimNumber) -> Result<Option<ClaimId>, StoreError> {
        self.sql()
            .prepare_cached("SELECT id FROM claim WHERE number = ?1")
            .and_then(|mut select| select.query_row([number], |row| row.get("id")).optional())
            .doing("look for a claim by its number")
    }

    /// Whether a person stopped a claim and nobody let it go on since.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_stopped_by_hand(&self, claim: ClaimId) -> Result<bool, StoreError> {
        read::is_stopped_by_hand(self.sql(), claim)
    }
}

impl Store {
    /// Counts the claims of every state that has any, and adds up their charges.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn lanes(&self) -> Result<Vec<Lane>, StoreError> {
        let mut lanes = self
            .connection
            .prepare_cached(
                "SELECT state, COUNT(*) AS claims, SUM(charged_cents) AS charged_cents FROM claim GROUP BY state",
            )
            .and_then(|mut select| {
                select
                    .query_map([], |row| {
                        Ok(Lane {
                            state: row.get("state")?,
                            count: count(row, "claims")?,
                            charged: row.get("charged_cents")?,
                        })
                    })?
                    .collect::<Result<Vec<_>, _>>()
            })
            .doing("count the claims by where they stand")?;
        lanes.sort_by_key(|lane| lane.state);
        Ok(lanes)
    }

    /// Lists claims.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims(&self, filter: &ClaimFilter) -> Result<Vec<ClaimRow>, StoreError> {
        list::claims(&self.connection, filter)
    }

    /// Reads a claim as a list shows it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claim_row(&self, id: ClaimId) -> Result<Option<ClaimRow>, StoreError> {
        list::one(&self.connection, id)
    }

    /// Lists everything that happened to a claim, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claim_events(&self, claim: ClaimId) -> Result<Vec<Event>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT e.at, u.name, e.kind, e.state, e.source, e.words FROM claim_event AS e \
                 JOIN person_at_work AS u ON u.id = e.by_id WHERE e.claim_id = ?1 ORDER BY e.id",
            )
            .and_then(|mut select| {
                select
                    .query_map([claim], |row| {
                        Ok(Event {
                            at: row.get("at")?,
                            by: row.get("name")?,
                            kind: row.get("kind")?,
                            state: row.get("state")?,
                            source: row.get("source")?,
                            words: row.get("words")?,
                        })
                    })?
                    .collect::<Result<Vec<_>, _>>()
            })
            .doing("read what happened to a claim")
    }

    /// Lists the batches a claim left in, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn batches_of_claim(&self, claim: ClaimId) -> Result<Vec<BatchId>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT batch_id FROM batch_claim WHERE claim_id = ?1 ORDER BY batch_id",
            )
            .and_then(|mut select| {
                select
                    .query_map([claim], |row| row.get("batch_id"))?
                    .collect::<Result<Vec<_>, _>>()
            })
            .doing("list the batches of a claim")
    }
}

/// The column of the payer's number, which is empty on an original.
fn payer_number(filing: &Filing) -> &str {
    filing.payer_number().map_or("", PayerClaimNumber::as_str)
}
