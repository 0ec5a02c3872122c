//! How claims hang together: which count for a visit, which stands in whose place, and what moved when one was made.
//! It must not know why.

use rusqlite::OptionalExtension;

use crate::domain::claim::{Claim, State};
use crate::domain::id::{ClaimId, EntryId, EobId, VisitId};
use crate::store::Tx;
use crate::store::error::{Doing, StoreError};

impl Tx<'_> {
    /// Reads the claims of a visit that count, by policy and part.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn live_claims(&self, visit: VisitId) -> Result<Vec<Claim>, StoreError> {
        let mut live = Vec::new();
        for (id, state) in self.claims_of_visit(visit)? {
            if state.is_live() {
                live.extend(self.find_claim(id)?);
            }
        }
        live.sort_by_key(|claim| (claim.responsibility, claim.policy, claim.split));
        Ok(live)
    }

    /// The claim that took the place of another, or takes it back at the payer; none when none does.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn replaced_by(&self, claim: ClaimId) -> Result<Option<ClaimId>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT id FROM claim WHERE replaces = ?1 AND state <> 'void' ORDER BY id DESC LIMIT 1",
            )
            .and_then(|mut select| select.query_row([claim], |row| row.get("id")).optional())
            .doing("look for the claim that took the place of another")
    }

    /// Where a claim stood before another took its place; none when none did.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn state_before_replaced(&self, claim: ClaimId) -> Result<Option<State>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT state FROM claim_event WHERE claim_id = ?1 AND id < \
                   (SELECT MAX(id) FROM claim_event WHERE claim_id = ?1 AND kind = 'replaced' AND state = 'closed') \
                 ORDER BY id DESC LIMIT 1",
            )
            .and_then(|mut select| select.query_row([claim], |row| row.get("state")).optional())
            .doing("look where a claim stood before")
    }

    /// Lists the entries by which money went to the payer of a claim when it was made, and that stand.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn hand_overs_of(&self, claim: ClaimId) -> Result<Vec<EntryId>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT e.id FROM entry AS e WHERE e.source = 'claim' AND e.source_id = ?1 AND e.kind = 'transfer' \
                 AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id) ORDER BY e.id",
            )
            .and_then(|mut select| select.query_map([claim], |row| row.get("id"))?.collect())
            .doing("list what moved when a claim was made")
    }

    /// Finds a claim to a later payer that counts, and that was made out of what an EOB left.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn billed_on_since(&self, eob: EobId) -> Result<Option<ClaimId>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT n.id FROM eob_line AS l JOIN claim AS k ON k.id = l.claim_id \
                 JOIN claim_line AS m ON m.charge_line_id = l.charge_line_id JOIN claim AS n ON n.id = m.claim_id \
                 WHERE l.eob_id = ?1 AND n.policy_id <> k.policy_id AND n.responsibility > k.responsibility \
                 AND n.state NOT IN ('void', 'closed') \
                 AND (SELECT MIN(e.id) FROM claim_event AS e WHERE e.claim_id = n.id) \
                   > (SELECT MIN(e.id) FROM claim_event AS e WHERE e.claim_id = k.id AND e.source = 'eob:' || l.eob_id) \
                 ORDER BY n.id LIMIT 1",
            )
            .and_then(|mut select| select.query_row([eob], |row| row.get("id")).optional())
            .doing("look for a claim to a later payer")
    }

    /// Lists the claims to later payers that count and were made out of what an EOB left, the newest first: those that
    /// were there before it are none of its.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn billed_on_after(&self, eob: EobId) -> Result<Vec<ClaimId>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT DISTINCT n.id FROM eob_line AS l JOIN claim AS k ON k.id = l.claim_id \
                 JOIN claim_line AS m ON m.charge_line_id = l.charge_line_id JOIN claim AS n ON n.id = m.claim_id \
                 WHERE l.eob_id = ?1 AND n.policy_id <> k.policy_id AND n.responsibility > k.responsibility \
                 AND n.state NOT IN ('void', 'closed') \
                 AND (SELECT MIN(e.id) FROM claim_event AS e WHERE e.claim_id = n.id) \
                   > (SELECT MIN(e.id) FROM claim_event AS e WHERE e.claim_id = k.id AND e.source = 'eob:' || l.eob_id) \
                 ORDER BY n.id DESC",
            )
            .and_then(|mut select| select.query_map([eob], |row| row.get("id"))?.collect())
            .doing("list the claims to later payers")
    }

    /// Finds those of these claims whose patient has a policy that is asked after theirs on the day of service.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_with_later_policy(&self, claims: &[ClaimId]) -> Result<Vec<ClaimId>, StoreError> {
        let ids = serde_json::to_string(claims).unwrap_or_default();
        self.0
            .prepare_cached(
                "SELECT DISTINCT k.id FROM json_each(?1) AS j CROSS JOIN claim AS k ON k.id = j.value \
                 JOIN policy AS own ON own.id = k.policy_id JOIN policy AS y ON y.patient_id = own.patient_id \
                   AND y.rank > own.rank AND y.effective_on <= k.service_on \
                   AND COALESCE(y.ends_on, '9999-12-31') >= k.service_on ORDER BY k.id",
            )
            .and_then(|mut select| select.query_map([ids], |row| row.get("id"))?.collect())
            .doing("look for policies that are asked next")
    }
}
