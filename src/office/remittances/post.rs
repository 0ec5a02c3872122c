//! Posting a remittance: everything that was planned, in one transaction, to the cent that was paid.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::decide::usual;
use super::laid::{Laid, LaidClaim, Plans, placed};
use super::onward::{self, Onward};
use super::receive::{replace, unpostable};
use super::{RemitRefusal, no_claim, object};
use crate::domain::claim::{Happening, ReferenceKind, State};
use crate::domain::id::{ClaimId, EntryId, EobId, PayerId, PolicyId, RemitClaimId, RemittanceId};
use crate::domain::ledger::{
    Account, Entry, Funds, LedgerError, RemitAnswer, answer, parked, provider_adjustment,
};
use crate::domain::money::Money;
use crate::domain::posting::{Lane, PlannedClaim, PlannedProviderAdjustment, Treatment};
use crate::domain::remit::{ProviderAdjustment, RemitClaim};
use crate::domain::remittance::{PostOn, RemittanceRow, Said, Standing, Turn};
use crate::domain::typed::show_date;
use crate::office::money::not_ahead;
use crate::office::progress::{Go, Progress};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError};
use crate::store::Tx;
use crate::store::claim::Note;
use crate::store::remittance::{NewPart, PartKind};

/// What becomes of the parts that nobody decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// Nothing is posted while there are any.
    #[default]
    Waits,
    /// Their money is put aside, so that the payment is placed whole; with what the remittance is off by.
    IsParked,
}

/// What was posted of a remittance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Posted {
    /// The remittance.
    pub remittance: RemittanceId,
    /// The EOB it is posted as.
    pub eob: EobId,
    /// The day it counts for.
    pub accounting_on: NaiveDate,
    /// The payment.
    pub amount: Money,
    /// How many claims were posted.
    pub claims: u32,
    /// How many were put aside.
    pub parked: u32,
    /// What was put aside.
    pub parked_amount: Money,
    /// How many entries the journal got.
    pub entries: u32,
    /// The claims that were made to later payers, and those that wait because the payer passed them on.
    pub onward: Onward,
}

impl Office {
    /// Posts a remittance as one transaction: an entry for each claim and each provider adjustment, where each claim
    /// stands now, and the claims to the payers that come next.
    ///
    /// # Errors
    /// [`RemitRefusal`] when something waits for a person or what would be posted is not what was paid, a day that has
    /// not come or is closed, [`OfficeError::Stopped`] when `progress` says so, or what the book says. Nothing is posted
    /// then.
    pub fn post_remittance(
        &mut self,
        id: RemittanceId,
        on: PostOn,
        rest: Rest,
        progress: Progress<'_>,
    ) -> Result<Posted, OfficeError> {
        self.stamped("post a remittance", |tx, stamp| {
            let posted = post(tx, id, on, rest, stamp, progress)?;
            Ok((object(id), posted))
        })
    }
}

/// Refuses a remittance that cannot be posted as it stands.
pub(super) fn may_post(tx: &Tx<'_>, laid: &Laid, plans: &Plans) -> Result<(), OfficeError> {
    let _payer = may_begin(tx, laid)?;
    match laid.needs(plans) {
        0 => Ok(()),
        needs => Err(RemitRefusal::Waits(needs).into()),
    }
}

/// Refuses a remittance of which nothing can be posted, whatever is decided of its parts.
fn may_begin(tx: &Tx<'_>, laid: &Laid) -> Result<PayerId, OfficeError> {
    let row = &laid.row;
    if !row.standing.is_open() {
        return Err(super::page::not_open(row.standing).into());
    }
    if let Some(why) = unpostable(&laid.header) {
        return Err(RemitRefusal::Unpostable(why).into());
    }
    if let Some(before) = row.replaces
        && let Some(before) = tx.remittance(before)?
        && before.standing == Standing::Posted
    {
        return Err(RemitRefusal::ReplacesPosted(before.id).into());
    }
    Ok(row.payer.ok_or(RemitRefusal::NoPayer)?)
}

pub(super) fn day(
    tx: &Tx<'_>,
    on: PostOn,
    row: &RemittanceRow,
    stamp: Stamp,
) -> Result<NaiveDate, OfficeError> {
    let day = match on {
        PostOn::Today => stamp.today,
        PostOn::Payment => row.paid_on,
        PostOn::Deposit => tx
            .day_at_bank(&row.trace, row.amount)?
            .ok_or(RemitRefusal::NotAtBank)?,
        PostOn::Day(day) => day,
    };
    not_ahead(day, stamp.today)?;
    Ok(day)
}

fn post(
    tx: &Tx<'_>,
    id: RemittanceId,
    on: PostOn,
    rest: Rest,
    stamp: Stamp,
    progress: Progress<'_>,
) -> Result<Posted, OfficeError> {
    let mut laid = Laid::read(tx, id)?;
    let payer = may_begin(tx, &laid)?;
    let on = day(tx, on, &laid.row, stamp)?;
    let ground = laid.ground(tx)?;
    let mut plans = laid.plan(tx, &ground, on)?;
    if rest == Rest::IsParked {
        park_rest(tx, &mut laid, &plans)?;
        plans = laid.plan(tx, &ground, on)?;
    }
    let is_off = u32::from(rest == Rest::IsParked && !laid.row.difference.is_zero());
    match laid.needs(&plans).saturating_sub(is_off) {
        0 => {}
        needs => return Err(RemitRefusal::Waits(needs).into()),
    }
    let eob = tx.add_remit_eob(&laid.row, (payer, laid.row.amount), on, stamp.at, stamp.by)?;
    let mut poster = Poster::new(tx, &laid.row, (eob, payer), on, ground.stands(), stamp);
    poster.claims(&laid.claims, &plans.claims, progress)?;
    for ((_, read), plan) in laid.adjustments.iter().zip(&plans.adjustments) {
        poster.adjustment(read, plan)?;
    }
    poster.difference(&laid)?;
    poster.finish()
}

/// Puts everything aside that nobody decided, and decides what stands beside the claims as it usually is.
fn park_rest(tx: &Tx<'_>, laid: &mut Laid, plans: &Plans) -> Result<(), OfficeError> {
    let stands = laid.stands(plans);
    for (claim, stands) in laid.claims.iter_mut().zip(stands) {
        if stands.needs_someone() {
            claim.filed.said = Said::Parked;
            tx.say_of_remit_claim(claim.filed.id, Said::Parked, &claim.filed.decisions)?;
        }
    }
    for ((filed, _), plan) in laid.adjustments.iter_mut().zip(&plans.adjustments) {
        if plan.lane == Lane::Person {
            filed.decisions = usual(&filed.decisions, &plan.exceptions);
            tx.decide_adjustment(laid.row.id, filed.place, &filed.decisions)?;
        }
    }
    Ok(())
}

/// Posts the parts of one remittance.
pub(super) struct Poster<'a> {
    tx: &'a Tx<'a>,
    stamp: Stamp,
    row: &'a RemittanceRow,
    eob: EobId,
    payer: PayerId,
    on: NaiveDate,
    pub(super) funds: Funds,
    /// Where the claims of ours stand, and under which policy they are.
    stands: HashMap<ClaimId, (State, PolicyId)>,
    /// What was posted as paid in.
    cash: Money,
    parts: u32,
    posted: Posted,
    /// Claims that were answered, and whether the payer passed them on.
    pub(super) answered: Vec<(ClaimId, bool)>,
}

impl<'a> Poster<'a> {
    /// Begins to post a remittance as an EOB, on claims of ours that stand so.
    pub(super) fn new(
        tx: &'a Tx<'a>,
        row: &'a RemittanceRow,
        (eob, payer): (EobId, PayerId),
        on: NaiveDate,
        stands: HashMap<ClaimId, (State, PolicyId)>,
        stamp: Stamp,
    ) -> Self {
        Self {
            tx,
            stamp,
            row,
            eob,
            payer,
            on,
            funds: Funds::Payment,
            stands,
            cash: Money::ZERO,
            parts: 0,
            posted: Posted {
                remittance: row.id,
                eob,
                accounting_on: on,
                amount: row.amount,
                claims: 0,
                parked: 0,
                parked_amount: Money::ZERO,
                entries: 0,
                onward: Onward::default(),
            },
            answered: Vec::new(),
        }
    }
}

impl Poster<'_> {
    /// Posts claims, payments taken back first.
    fn claims(
        &mut self,
        claims: &[LaidClaim],
        plans: &[Option<PlannedClaim>],
        progress: Progress<'_>,
    ) -> Result<(), OfficeError> {
        let takes_back =
            |plan: &Option<PlannedClaim>| plan.as_ref().is_some_and(|one| one.takes_back.is_some());
        let (first, then): (Vec<_>, Vec<_>) = claims
            .iter()
            .zip(plans)
            .partition(|(_, plan)| takes_back(plan));
        let total = u64::try_from(claims.len()).unwrap_or(u64::MAX);
        for (done, (claim, plan)) in (1..).zip(first.into_iter().chain(then)) {
            match plan.as_ref().filter(|plan| !plan.is_parked) {
                Some(plan) => self.claim(claim.filed.id, &claim.read, plan)?,
                None => self.park(claim)?,
            }
            if progress(done, total) == Go::Stop {
                return Err(OfficeError::Stopped);
            }
        }
        Ok(())
    }

    fn journal(
        &mut self,
        entry: Result<Entry, LedgerError>,
    ) -> Result<Option<EntryId>, OfficeError> {
        match entry {
            Ok(entry) => {
                self.posted.entries = self.posted.entries.saturating_add(1);
                Ok(Some(self.tx.post(&entry, self.stamp.at, self.stamp.by)?))
            }
            Err(LedgerError::Empty) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn claim(
        &mut self,
        remitted: RemitClaimId,
        read: &RemitClaim,
        plan: &PlannedClaim,
    ) -> Result<(), OfficeError> {
        let stands = self.stands.get(&plan.claim);
        let policy = stands.ok_or(no_claim(remitted))?.1;
        let paid = placed(plan)?;
        // Of a claim every cent is placed, or none of the remittance is.
        let off = read.paid.minus(paid)?;
        if !off.is_zero() {
            return Err(RemitRefusal::NotProved(off).into());
        }
        let why = format!("remittance {}, claim {}", self.row.trace, read.number);
        let of = RemitAnswer {
            on: self.on,
            eob: self.eob,
            policy,
            payer: self.payer,
            funds: self.funds,
            why: why.trim_end(),
        };
        let entry = self.journal(answer(&of, &plan.answered()))?;
        self.tx.add_remit_lines(self.eob, remitted, entry, plan)?;
        for (claim, becomes) in plan.answers() {
            self.answer_of(claim, becomes, read, (plan, entry))?;
        }
        self.cash = self.cash.plus(paid)?;
        self.posted.claims = self.posted.claims.saturating_add(1);
        Ok(())
    }

    /// Says of one of our claims that it was answered.
    fn answer_of(
        &mut self,
        claim: ClaimId,
        becomes: Option<State>,
        read: &RemitClaim,
        (plan, entry): (&PlannedClaim, Option<EntryId>),
    ) -> Result<(), OfficeError> {
        let Some((from, policy)) = self.stands.get(&claim).copied() else {
            return Err(RemitRefusal::NotMatched.into());
        };
        let to = becomes.unwrap_or(from);
        let words = happened(plan, entry);
        let source = format!("eob:{}", self.eob);
        let note = Note {
            kind: Happening::Answered,
            source: &source,
            words: &words,
        };
        self.tx
            .move_claim(claim, to, note, self.stamp.at, self.stamp.by)?;
        let _before = self.stands.insert(claim, (to, policy));
        let number = read.payer_number.trim();
        if !number.is_empty() {
            let kind = ReferenceKind::Payer;
            let _is_new = self
                .tx
                .note_reference(claim, kind, number, &source, self.stamp.at)?;
        }
        if to == State::Paid || plan.is_forwarded {
            self.answered.push((claim, plan.is_forwarded));
        }
        Ok(())
    }

    fn park(&mut self, claim: &LaidClaim) -> Result<(), OfficeError> {
        let number = claim.filed.number.as_str();
        let why = format!("remittance {}, claim {number} is put aside", self.row.trace);
        self.put_aside(
            claim.read.paid,
            Some(claim.filed.id),
            claim.filed.segment,
            &why,
        )?;
        if claim.filed.said != Said::Parked {
            self.tx
                .say_of_remit_claim(claim.filed.id, Said::Parked, &claim.filed.decisions)?;
        }
        self.posted.parked = self.posted.parked.saturating_add(1);
        Ok(())
    }

    fn put_aside(
        &mut self,
        amount: Money,
        claim: Option<RemitClaimId>,
        segment: u64,
        why: &str,
    ) -> Result<(), OfficeError> {
        let entry = self.journal(parked(self.on, self.eob, self.payer, amount, why))?;
        self.part(&NewPart {
            kind: PartKind::Parked,
            amount,
            account: Account::UnappliedPayer(self.payer).code(),
            claim,
            segment,
            code: String::new(),
            reference: String::new(),
            entry,
        })?;
        self.cash = self.cash.plus(amount)?;
        self.posted.parked_amount = self.posted.parked_amount.plus(amount)?;
        Ok(())
    }

    pub(super) fn part(&mut self, part: &NewPart) -> Result<(), OfficeError> {
        self.parts = self.parts.saturating_add(1);
        Ok(self.tx.add_eob_part(self.eob, self.parts, part)?)
    }

    fn adjustment(
        &mut self,
        read: &ProviderAdjustment,
        plan: &PlannedProviderAdjustment,
    ) -> Result<(), OfficeError> {
        let to = (plan.account, read.amount);
        let entry = provider_adjustment(self.on, self.eob, self.payer, to, &plan.words);
        let entry = self.journal(entry)?;
        let amount = read.amount.negated();
        self.part(&NewPart {
            kind: PartKind::Adjustment,
            amount,
            account: plan.account.account(self.payer).code(),
            claim: None,
            segment: read.place.segment,
            code: plan.code.clone(),
            reference: plan.reference.clone(),
            entry,
        })?;
        self.cash = self.cash.plus(amount)?;
        Ok(())
    }

    /// Puts aside what the remittance is off by.
    fn difference(&mut self, laid: &Laid) -> Result<(), OfficeError> {
        let off = laid.row.difference.negated();
        if off.is_zero() {
            return Ok(());
        }
        let why = format!(
            "remittance {} pays {off} that nothing in it explains",
            self.row.trace
        );
        self.put_aside(off, None, self.row.segment, &why)
    }

    /// Proves that what was posted is what was paid, and says what comes next.
    fn finish(mut self) -> Result<Posted, OfficeError> {
        let off = self.row.amount.minus(self.cash)?;
        if !off.is_zero() {
            return Err(RemitRefusal::NotProved(off).into());
        }
        self.posted.onward = onward::bill(self.tx, &self.answered, self.stamp)?;
        let id = self.row.id;
        self.tx.set_remittance_day(id, self.on)?;
        self.tx.stand_remittance(id, Standing::Posted, 0)?;
        let words = format!("EOB {}, counted for {}", self.eob, show_date(self.on));
        self.tx
            .note_remittance(id, Turn::Posted, &words, self.stamp.at, self.stamp.by)?;
        if let Some(before) = self.row.replaces
            && let Some(before) = self.tx.remittance(before)?
            && before.standing != Standing::Replaced
        {
            replace(self.tx, before.id, id, self.stamp)?;
        }
        Ok(self.posted)
    }
}

/// What happened to a claim, in words that name no patient.
fn happened(plan: &PlannedClaim, entry: Option<EntryId>) -> String {
    let left = plan.after.insurer_owes;
    let rest = if left.is_positive() {
        format!("{left} stays with the payer")
    } else {
        String::from("nothing is left with the payer")
    };
    let words = match plan.treatment {
        Treatment::Payment | Treatment::Correction => format!("paid {}; {rest}", plan.paid),
        Treatment::Denial => format!("nothing paid; {rest}"),
        Treatment::Reversal => format!("the payer took {} back; {rest}", plan.paid.negated()),
        Treatment::Forwarded => String::from("not this payer's claim; it was passed on"),
        Treatment::Estimate => String::from("an estimate; nothing was paid"),
    };
    let is_paid = matches!(plan.treatment, Treatment::Payment | Treatment::Correction);
    let passed_on = if is_paid && plan.is_forwarded {
        "; the payer passed it on"
    } else {
        ""
    };
    match entry {
        Some(entry) => format!("{words}{passed_on} (entry {entry})"),
        None => format!("{words}{passed_on}"),
    }
}
