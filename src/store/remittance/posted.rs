//! What was posted of a remittance: its EOB, what that says of each service with its segments, and what moved beside
//! services.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::OptionalExtension;

use super::{as_json, place};
use crate::domain::eob::{Adjustment, EobLine};
use crate::domain::id::{
    ChargeLineId, ClaimId, EntryId, EobId, PayerId, RemitClaimId, RemittanceId, UserId,
};
use crate::domain::ledger::Move;
use crate::domain::money::Money;
use crate::domain::posting::{PlannedClaim, PlannedLine, PlannedMove};
use crate::domain::remittance::RemittanceRow;
use crate::store::Tx;
use crate::store::both::{Readable, reads};
use crate::store::eob::outcome_parts;
use crate::store::error::{Doing, StoreError};
use crate::store::value::{count, instant};

/// What an EOB moved beside services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A provider adjustment.
    Adjustment,
    /// Money put aside until its claim is known.
    Parked,
    /// Parked money that found its claim.
    Found,
}

impl PartKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Adjustment => "adjustment",
            Self::Parked => "parked",
            Self::Found => "found",
        }
    }
}

/// Something that an EOB moves beside services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPart {
    /// What.
    pub kind: PartKind,
    /// What it adds to the payment.
    pub amount: Money,
    /// The account it went to, by its code.
    pub account: i64,
    /// The claim of the remittance that it is about; none for adjustments and differences.
    pub claim: Option<RemitClaimId>,
    /// The segment of the file that says so.
    pub segment: u64,
    /// Why, of an adjustment.
    pub code: String,
    /// About what, of an adjustment.
    pub reference: String,
    /// The entry that posted it.
    pub entry: Option<EntryId>,
}

/// Of what a line of an EOB is filed.
#[derive(Clone, Copy)]
struct LineOf<'a> {
    eob: EobId,
    /// The claim of the remittance that says so.
    remitted: RemitClaimId,
    /// The EOB whose answer it takes back.
    takes_back: Option<EobId>,
    /// The entry that posted it; none when nothing moved.
    entry: Option<EntryId>,
    /// How the claim was processed.
    status: &'a str,
}

impl Tx<'_> {
    /// Files the EOB that a remittance is posted as.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_remit_eob(
        &self,
        of: &RemittanceRow,
        (payer, amount): (PayerId, Money),
        accounting_on: NaiveDate,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<EobId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO eob (payer_id, method, reference, paid_on, accounting_on, amount_cents, remittance_id, \
                 posted_at, posted_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    payer,
                    of.method,
                    of.trace.trim(),
                    of.paid_on,
                    accounting_on,
                    amount,
                    of.id,
                    instant(at),
                    by,
                ))
            })
            .map(EobId::new)
            .doing("file the EOB of a remittance")
    }

    /// Files what a claim of a remittance says of the services it answers, and the entry that posted it; none when nothing
    /// moved.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_remit_lines(
        &self,
        eob: EobId,
        remitted: RemitClaimId,
        entry: Option<EntryId>,
        planned: &PlannedClaim,
    ) -> Result<(), StoreError> {
        let of = LineOf {
            eob,
            remitted,
            takes_back: planned.takes_back,
            entry,
            status: &planned.status,
        };
        for line in &planned.lines {
            let id = self.add_remit_line(of, line)?;
            if of.takes_back.is_none() {
                self.remember_answer(id, &as_eob_line(line))?;
            }
        }
        Ok(())
    }

    /// Files that a payer took back what it paid for a service, without an answer that says so.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_recovered_line(
        &self,
        (eob, entry, segment): (EobId, EntryId, u64),
        claim: ClaimId,
        line: ChargeLineId,
        paid: Money,
    ) -> Result<(), StoreError> {
        let moves = [PlannedMove::keyed(Move::Paid(paid))];
        let id = self
            .0
            .prepare_cached(
                "INSERT INTO eob_line (eob_id, claim_id, charge_line_id, entry_id, allowed_cents, paid_cents, segment, moves) \
                 VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7)",
            )
            .and_then(|mut insert| {
                let moves = as_json(&moves);
                insert.insert((eob, claim, line, entry, paid, place(segment), moves))
            })
            .doing("file a recovery")?;
        let said = EobLine {
            claim,
            line,
            charged: Money::ZERO,
            allowed: Money::ZERO,
            paid,
            adjustments: Vec::new(),
        };
        self.remember_answer(id, &said)
    }

    fn add_remit_line(&self, row: LineOf<'_>, line: &PlannedLine) -> Result<i64, StoreError> {
        const TASK: &str = "file a line of a remittance";
        let id = self
            .0
            .prepare_cached(
                "INSERT INTO eob_line (eob_id, claim_id, charge_line_id, entry_id, allowed_cents, paid_cents, \
                 remit_claim_id, segment, takes_back_id, moves, status, remarks) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    row.eob,
                    line.claim,
                    line.line,
                    row.entry,
                    line.allowed,
                    line.paid,
                    row.remitted,
                    place(line.segment),
                    row.takes_back,
                    as_json(&line.moves),
                    row.status,
                    as_json(&line.remarks),
                ))
            })
            .doing(TASK)?;
        let mut insert = self
            .0
            .prepare_cached(
                "INSERT INTO eob_adjustment (eob_line_id, place, adjustment_group, carc, amount_cents, outcome, account, \
                 segment, decided_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .doing(TASK)?;
        for (at, said) in (1_i64..).zip(&line.said) {
            let (outcome, account) = outcome_parts(said.outcome);
            let _rows = insert
                .execute((
                    id,
                    at,
                    said.group,
                    said.carc,
                    said.amount,
                    outcome,
                    account,
                    place(said.segment),
                    as_json(&said.by),
                ))
                .doing(TASK)?;
        }
        Ok(id)
    }

    /// Files what an EOB moves beside services.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_eob_part(&self, eob: EobId, at: u32, part: &NewPart) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO eob_part (eob_id, place, kind, amount_cents, account, remit_claim_id, segment, code, \
                 reference, entry_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )
            .and_then(|mut insert| {
                insert.execute((
                    eob,
                    at,
                    part.kind.code(),
                    part.amount,
                    part.account,
                    part.claim,
                    place(part.segment),
                    &part.code,
                    &part.reference,
                    part.entry,
                ))
            })
            .doing("file a part of an EOB")?;
        Ok(())
    }
}

reads! {
    /// Lists the EOBs that a remittance was posted as and that stand, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn eobs_of_remittance(&self, id: RemittanceId) -> Result<Vec<EobId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT o.id FROM eob AS o WHERE o.remittance_id = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) ORDER BY o.id DESC",
            )
            .and_then(|mut select| select.query_map([id], |row| row.get("id"))?.collect())
            .doing("list the EOBs of a remittance")
    }

    /// The newest posted remittance of a payer whose provider adjustment has this code and reference, with the segment
    /// that says so.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remittance_that_took(
        &self,
        payer: PayerId,
        code: &str,
        reference: &str,
    ) -> Result<Option<(RemittanceId, u64)>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT r.id, a.segment FROM remit_adjustment AS a JOIN remittance AS r ON r.id = a.remittance_id \
                 WHERE r.payer_id = ?1 AND a.code = ?2 AND a.reference = ?3 AND a.amount_cents > 0 AND r.state = 'posted' \
                 ORDER BY r.id DESC LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row((payer, code, reference), |row| {
                        Ok((row.get("id")?, count(row, "segment")?))
                    })
                    .optional()
            })
            .doing("look for what a payer took")
    }

    /// The remittance that an EOB was read from; none when it was keyed from paper.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remittance_of_eob(&self, id: EobId) -> Result<Option<RemittanceId>, StoreError> {
        self.sql()
            .prepare_cached("SELECT remittance_id FROM eob WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], |row| row.get("remittance_id")))
            .doing("look where an EOB was read from")
    }
}

fn as_eob_line(line: &PlannedLine) -> EobLine {
    let adjustments = line.said.iter().map(|said| Adjustment {
        group: said.group,
        carc: said.carc,
        amount: said.amount,
        outcome: said.outcome,
    });
    EobLine {
        claim: line.claim,
        line: line.line,
        charged: line.charged,
        allowed: line.allowed,
        paid: line.paid,
        adjustments: adjustments.collect(),
    }
}
