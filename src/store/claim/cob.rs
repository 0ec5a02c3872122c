//! What other payers did with the services of a claim, out of the posted EOBs. It must not judge whether they add up.

use rusqlite::Row;

use crate::domain::claim::Claim;
use crate::domain::claim::Responsibility;
use crate::domain::cob::{DecidedLine, Decision, OtherPayer, Posted, Reduction};
use crate::domain::code::FilingIndicator;
use crate::domain::id::{ChargeLineId, ClaimId, PolicyId};
use crate::domain::policy::{self, Policy};
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};

reads! {
    /// Reads what a payer decided on services under a policy, EOBs that were taken back, by us or by the payer, left out; none when it said
    /// nothing of any of them.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn decision(
        &self,
        policy: PolicyId,
        lines: &[ChargeLineId],
    ) -> Result<Option<Decision>, StoreError> {
        let mut decided = Vec::with_capacity(lines.len());
        let mut claim_number = None;
        for line in lines {
            let answers = self.eobs_on(policy, *line)?;
            if let Some((claim, _)) = answers.last() {
                claim_number = claim_number.or(self.payer_number(*claim)?);
            }
            let posted = answers.into_iter().map(|(_, posted)| posted).collect();
            let line = DecidedLine::of(*line, posted).map_err(|error| StoreError::BadRow {
                table: "eob_line",
                row: line.get(),
                reason: error.to_string(),
            })?;
            decided.extend(line);
        }
        Ok((!decided.is_empty()).then_some(Decision {
            claim_number,
            lines: decided,
        }))
    }

    /// The answers to a service under a policy, the oldest first, each with the claim it answered.
    fn eobs_on(
        &self,
        policy: PolicyId,
        line: ChargeLineId,
    ) -> Result<Vec<(ClaimId, Posted)>, StoreError> {
        const TASK: &str = "read what a payer said of a service";
        let heads: Vec<(i64, ClaimId, Posted)> = self
            .sql()
            .prepare_cached(
                "SELECT l.id, l.claim_id, l.paid_cents, o.paid_on FROM eob_line AS l \
                 JOIN eob AS o ON o.id = l.eob_id JOIN claim AS k ON k.id = l.claim_id \
                 WHERE l.charge_line_id = ?1 AND k.policy_id = ?2 AND l.takes_back_id IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) \
                 AND NOT EXISTS (SELECT 1 FROM eob_line AS t WHERE t.takes_back_id = l.eob_id \
                   AND t.charge_line_id = l.charge_line_id \
                   AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = t.eob_id)) ORDER BY l.id",
            )
            .and_then(|mut select| select.query_map((line, policy), head)?.collect())
            .doing(TASK)?;
        let mut answers = Vec::with_capacity(heads.len());
        for (id, claim, mut posted) in heads {
            posted.reductions = self
                .sql()
                .prepare_cached(
                    "SELECT adjustment_group, carc, amount_cents FROM eob_adjustment \
                     WHERE eob_line_id = ?1 ORDER BY place",
                )
                .and_then(|mut select| select.query_map([id], reduction)?.collect())
                .doing(TASK)?;
            answers.push((claim, posted));
        }
        Ok(answers)
    }

    /// Reads the other payers of a claim: those asked before it, with what they decided. A claim to Medicare Part B
    /// names the payers asked after it too, so that Medicare can send its answer on to them; other payers ask the
    /// patient, and a payer that was not asked yet is not named to them.
    pub(super) fn other_payers(
        &self,
        claim: &Claim,
        policies: &[Policy],
    ) -> Result<Vec<OtherPayer>, StoreError> {
        let asked = policy::in_force(policies, claim.service_on);
        let Some(own) = asked.iter().position(|policy| policy.id == claim.policy) else {
            return Ok(Vec::new());
        };
        let is_first = claim.responsibility == Responsibility::Primary;
        if is_first && own.saturating_add(1) == asked.len() {
            return Ok(Vec::new());
        }
        let payer = self.payer(claim.payer)?;
        let names_later = payer
            .is_some_and(|payer| payer.what.filing_indicator == FilingIndicator::MedicarePartB);
        let mut others = Vec::new();
        for (at, policy) in asked.into_iter().enumerate() {
            let is_named = if at < own { !is_first } else { at > own && names_later };
            let (Some(responsibility), true) = (Responsibility::after(at), is_named) else {
                continue;
            };
            let decision = if at < own {
                self.decision(policy.id, &claim.lines)?
            } else {
                None
            };
            others.extend(self.payer(policy.what.payer)?.map(|payer| OtherPayer {
                responsibility,
                policy: policy.clone(),
                payer,
                decision,
            }));
        }
        Ok(others)
    }
}

fn head(row: &Row<'_>) -> rusqlite::Result<(i64, ClaimId, Posted)> {
    let posted = Posted {
        paid: row.get("paid_cents")?,
        on: row.get("paid_on")?,
        reductions: Vec::new(),
    };
    Ok((row.get("id")?, row.get("claim_id")?, posted))
}

fn reduction(row: &Row<'_>) -> rusqlite::Result<Reduction> {
    Ok(Reduction {
        group: row.get("adjustment_group")?,
        carc: row.get("carc")?,
        amount: row.get("amount_cents")?,
    })
}
