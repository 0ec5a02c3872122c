//! The claims of remittances: what was said of each, and which of ours it is.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row};

use super::{as_json, place};
use crate::domain::id::{ClaimId, RemitClaimId, RemittanceId, UserId};
use crate::domain::matching::Key;
use crate::domain::posting::Decisions;
use crate::domain::remit::RemitClaim;
use crate::domain::remittance::{FiledClaim, Match, Said};
use crate::store::Tx;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::{count, json};

/// Which of our claims a claim of a remittance is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMatch {
    /// Our claim.
    pub claim: ClaimId,
    /// How sure it is, from 0 to 100.
    pub score: u8,
    /// Why.
    pub keys: Vec<Key>,
    /// Who said so; none when it was found.
    pub by: Option<UserId>,
}

impl Tx<'_> {
    /// Keeps a claim of a remittance; it is matched with nothing yet.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_remit_claim(
        &self,
        remittance: RemittanceId,
        at: u32,
        claim: &RemitClaim,
    ) -> Result<RemitClaimId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO remit_claim (remittance_id, place, segment, number, payer_number, charged_cents, paid_cents) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    remittance,
                    at,
                    place(claim.place.segment),
                    claim.number.as_str(),
                    claim.payer_number.as_str(),
                    claim.charged,
                    claim.paid,
                ))
            })
            .map(RemitClaimId::new)
            .doing("keep a claim of a remittance")
    }

    /// Writes down anew which of our claims a claim of a remittance is.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn match_remit_claim(
        &self,
        id: RemitClaimId,
        matches: &[NewMatch],
    ) -> Result<(), StoreError> {
        const TASK: &str = "match a claim of a remittance";
        let _rows = self
            .0
            .prepare_cached("DELETE FROM remit_match WHERE remit_claim_id = ?1")
            .and_then(|mut delete| delete.execute([id]))
            .doing(TASK)?;
        let mut insert = self
            .0
            .prepare_cached(
                "INSERT INTO remit_match (remit_claim_id, claim_id, score, reasons, by_id) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .doing(TASK)?;
        for one in matches {
            let reasons = as_json(&one.keys);
            let _rows = insert
                .execute((id, one.claim, one.score, reasons, one.by))
                .doing(TASK)?;
        }
        Ok(())
    }

    /// Keeps what the biller said of a claim of a remittance.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn say_of_remit_claim(
        &self,
        id: RemitClaimId,
        said: Said,
        decisions: &Decisions,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE remit_claim SET standing = ?2, choices = ?3 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, said, as_json(decisions))))
            .doing("keep what was said of a claim of a remittance")?;
        Ok(())
    }
}

reads! {
    /// Reads a claim of a remittance.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remit_claim(&self, id: RemitClaimId) -> Result<Option<FiledClaim>, StoreError> {
        const TASK: &str = "read a claim of a remittance";
        let found = self
            .sql()
            .prepare_cached("SELECT * FROM remit_claim WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], filed).optional())
            .doing(TASK)?;
        let Some(mut claim) = found else {
            return Ok(None);
        };
        claim.matches = self
            .sql()
            .prepare_cached(
                "SELECT m.*, k.number FROM remit_match AS m JOIN claim AS k ON k.id = m.claim_id \
                 WHERE m.remit_claim_id = ?1 ORDER BY m.claim_id",
            )
            .and_then(|mut select| select.query_map([id], matched)?.collect())
            .doing(TASK)?;
        Ok(Some(claim))
    }

    /// Lists the claims of a remittance in its order.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remit_claims(&self, remittance: RemittanceId) -> Result<Vec<FiledClaim>, StoreError> {
        const TASK: &str = "list the claims of a remittance";
        let mut claims: Vec<FiledClaim> = self
            .sql()
            .prepare_cached("SELECT * FROM remit_claim WHERE remittance_id = ?1 ORDER BY place")
            .and_then(|mut select| select.query_map([remittance], filed)?.collect())
            .doing(TASK)?;
        let found: Vec<(RemitClaimId, Match)> = self
            .sql()
            .prepare_cached(
                "SELECT m.*, k.number FROM remit_claim AS c JOIN remit_match AS m ON m.remit_claim_id = c.id \
                 JOIN claim AS k ON k.id = m.claim_id WHERE c.remittance_id = ?1 ORDER BY m.remit_claim_id, m.claim_id",
            )
            .and_then(|mut select| {
                select
                    .query_map([remittance], |row| Ok((row.get("remit_claim_id")?, matched(row)?)))?
                    .collect()
            })
            .doing(TASK)?;
        let mut matches: HashMap<RemitClaimId, Vec<Match>> = HashMap::new();
        for (id, one) in found {
            matches.entry(id).or_default().push(one);
        }
        for claim in &mut claims {
            claim.matches = matches.remove(&claim.id).unwrap_or_default();
        }
        Ok(claims)
    }
}

fn filed(row: &Row<'_>) -> rusqlite::Result<FiledClaim> {
    Ok(FiledClaim {
        id: row.get("id")?,
        remittance: row.get("remittance_id")?,
        place: count(row, "place")?,
        segment: count(row, "segment")?,
        number: row.get("number")?,
        payer_number: row.get("payer_number")?,
        charged: row.get("charged_cents")?,
        paid: row.get("paid_cents")?,
        said: row.get("standing")?,
        decisions: json(row, "choices")?,
        matches: Vec::new(),
    })
}

fn matched(row: &Row<'_>) -> rusqlite::Result<Match> {
    Ok(Match {
        claim: row.get("claim_id")?,
        number: row.get("number")?,
        score: count(row, "score")?,
        keys: json(row, "reasons")?,
        is_by_hand: row.get::<_, Option<UserId>>("by_id")?.is_some(),
    })
}
