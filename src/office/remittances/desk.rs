//! The remittance on the desk: read once and planned claim by claim, kept in memory from one decision to the next. It must
//! not know what is decided.
//!
//! What was read from a file is kept as long as the same bytes are asked about. What was read from the book counts only
//! while the book has not been written since, by anybody and for any reason; a decision that writes it plans anew what
//! it bears on, and nothing else.

use std::cell::RefCell;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::laid::{Ground, Laid, LaidClaim, Plans};
use super::{no_claim, not_there, object};
use crate::domain::id::{RemitClaimId, RemittanceId};
use crate::domain::money::MoneyError;
use crate::domain::posting::{Key, PlannedClaim, Resolution};
use crate::domain::remittance::Standing;
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError};
use crate::store::Tx;

/// The remittance that was asked about last.
#[derive(Default)]
pub(in crate::office) struct Kept(RefCell<Option<Box<Desk>>>);

impl Kept {
    fn take(&self) -> Option<Box<Desk>> {
        self.0.try_borrow_mut().ok()?.take()
    }

    fn put(&self, desk: Box<Desk>) {
        if let Ok(mut place) = self.0.try_borrow_mut() {
            *place = Some(desk);
        }
    }

    /// Forgets it: what was written is not in the book any more.
    pub(in crate::office) fn clear(&self) {
        let _forgotten = self.take();
    }
}

/// A remittance with the plan of every part.
pub(super) struct Desk {
    id: RemittanceId,
    /// The SHA-256 of its file.
    file: [u8; 32],
    /// The day it is planned for.
    on: NaiveDate,
    /// How much had been written to the book when this was true.
    changes: u64,
    pub laid: Laid,
    ground: Ground,
    pub plans: Plans,
}

impl Desk {
    /// Opens a remittance with what is left of the last one.
    fn open(
        tx: &Tx<'_>,
        id: RemittanceId,
        today: NaiveDate,
        kept: Option<Box<Self>>,
    ) -> Result<Box<Self>, OfficeError> {
        let changes = tx.changes();
        match kept.filter(|desk| desk.id == id) {
            Some(desk) if desk.changes == changes && desk.is_for(today) => Ok(desk),
            kept => Self::anew(tx, id, today, kept),
        }
    }

    fn is_for(&self, today: NaiveDate) -> bool {
        self.on == self.laid.row.accounting_on.unwrap_or(today)
    }

    fn anew(
        tx: &Tx<'_>,
        id: RemittanceId,
        today: NaiveDate,
        kept: Option<Box<Self>>,
    ) -> Result<Box<Self>, OfficeError> {
        let row = tx.remittance(id)?.ok_or(not_there(id))?;
        let file = tx.remit_file_hash(row.file)?.ok_or(not_there(id))?;
        let read = kept.filter(|desk| desk.file == file && desk.laid.row.segment == row.segment);
        let laid = match read {
            Some(desk) => desk.laid.again(tx, row)?,
            None => Laid::read(tx, id)?,
        };
        let on = laid.row.accounting_on.unwrap_or(today);
        let ground = laid.ground(tx)?;
        Ok(Box::new(Self {
            id,
            file,
            on,
            changes: tx.changes(),
            plans: laid.plan(tx, &ground, on)?,
            ground,
            laid,
        }))
    }

    /// Where a claim of it stands.
    pub(super) fn at(&self, id: RemitClaimId) -> Result<usize, OfficeError> {
        let mut claims = self.laid.claims.iter();
        let at = claims.position(|claim| claim.filed.id == id);
        Ok(at.ok_or(no_claim(id))?)
    }

    pub(super) fn claim(&self, id: RemitClaimId) -> Result<&LaidClaim, OfficeError> {
        let mut claims = self.laid.claims.iter();
        let claim = claims.find(|claim| claim.filed.id == id);
        Ok(claim.ok_or(no_claim(id))?)
    }

    /// What would be posted of a claim of it.
    pub(super) fn plan_of(&self, id: RemitClaimId) -> Result<Option<&PlannedClaim>, OfficeError> {
        let at = self.at(id)?;
        Ok(self.plans.claims.get(at).and_then(Option::as_ref))
    }

    /// Reads again what is said of some of its claims, and plans anew everything that this bears on.
    pub(super) fn say_again(
        &mut self,
        tx: &Tx<'_>,
        ids: &[RemitClaimId],
    ) -> Result<(), OfficeError> {
        let ids: BTreeSet<RemitClaimId> = ids.iter().copied().collect();
        let claims = self.laid.claims.iter().enumerate();
        let said = claims.filter(|(_, claim)| ids.contains(&claim.filed.id));
        let said: BTreeSet<usize> = said.map(|(at, _)| at).collect();
        // What bore on each other before is planned anew as well as what does so now.
        let touched = self.laid.bearing_on(&said);
        for at in said {
            if let Some(claim) = self.laid.claims.get_mut(at) {
                let id = claim.filed.id;
                claim.filed = tx.remit_claim(id)?.ok_or(no_claim(id))?;
            }
        }
        self.laid.widen(tx, &mut self.ground)?;
        for (at, planned) in self.laid.plan_some(&touched, &self.ground)? {
            if let Some(place) = self.plans.claims.get_mut(at) {
                *place = planned;
            }
        }
        Ok(())
    }

    /// Reads again what is said of its provider adjustments, and plans them anew.
    pub(super) fn adjust_again(&mut self, tx: &Tx<'_>) -> Result<(), OfficeError> {
        let filed = tx.remit_adjustments(self.id)?;
        for (place, filed) in self.laid.adjustments.iter_mut().zip(filed) {
            place.0 = filed;
        }
        self.plans.adjustments = self.laid.plan_adjustments(tx, self.on)?;
        Ok(())
    }

    /// Plans a claim of it as if one of its problems were decided so.
    pub(super) fn preview(
        &mut self,
        id: RemitClaimId,
        key: Key,
        what: Resolution,
    ) -> Result<Option<PlannedClaim>, OfficeError> {
        let at = self.at(id)?;
        let places = self.laid.group_of(at);
        let Some(claim) = self.laid.claims.get_mut(at) else {
            return Ok(None);
        };
        let decided = claim.filed.decisions.clone();
        claim.filed.decisions.decide(key, what);
        let planned: Result<_, MoneyError> = self.laid.plan_group(&places, &self.ground);
        if let Some(claim) = self.laid.claims.get_mut(at) {
            claim.filed.decisions = decided;
        }
        let mut planned = planned?.into_iter();
        Ok(planned
            .find(|(place, _)| *place == at)
            .and_then(|(_, plan)| plan))
    }

    /// Counts again what of it waits for a person, and lets it stand accordingly.
    fn settle(&mut self, tx: &Tx<'_>) -> Result<(), OfficeError> {
        let needs = self.laid.needs(&self.plans);
        tx.stand_remittance(self.id, standing(self.laid.row.standing, needs), needs)?;
        self.laid.row = tx.remittance(self.id)?.ok_or(not_there(self.id))?;
        Ok(())
    }
}

/// Where a remittance stands of which so much waits.
pub(super) const fn standing(stands: Standing, needs: u32) -> Standing {
    match (stands, needs) {
        (Standing::Read | Standing::Waiting, 0) => Standing::Read,
        (Standing::Read | Standing::Waiting, _) => Standing::Waiting,
        (stands @ (Standing::TakenBack | Standing::Posted | Standing::Replaced), _) => stands,
    }
}

impl Office {
    /// Looks at a remittance, and leaves it on the desk.
    pub(super) fn look_at_desk<T>(
        &self,
        id: RemittanceId,
        work: impl FnOnce(&Tx<'_>, &mut Desk) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        let (kept, today) = (self.desk.take(), self.today());
        let (desk, seen) = self.store.look(|tx| {
            let mut desk = Desk::open(tx, id, today, kept)?;
            let seen = work(tx, &mut desk)?;
            Ok::<_, OfficeError>((desk, seen))
        })?;
        self.desk.put(desk);
        Ok(seen)
    }

    /// Decides something of remittances as one verb, each planned anew as far as that bears on it.
    pub(super) fn at_desk<T>(
        &mut self,
        verb: &'static str,
        ids: &[RemittanceId],
        mut work: impl FnMut(&Tx<'_>, &mut Desk, Stamp) -> Result<T, OfficeError>,
    ) -> Result<Option<T>, OfficeError> {
        let mut kept = self.desk.take();
        let outcome = self.stamped(verb, |tx, stamp| {
            let (mut named, mut done) = (String::new(), None);
            for id in ids {
                let mut desk = Desk::open(tx, *id, stamp.today, kept.take())?;
                done = Some(work(tx, &mut desk, stamp)?);
                desk.settle(tx)?;
                kept = Some(desk);
                named = object(*id);
            }
            Ok((named, (kept, done)))
        });
        let (kept, done) = outcome?;
        if let Some(mut desk) = kept {
            // Nothing but what it was planned anew for has been written since it was opened.
            desk.changes = self.store.changes();
            self.desk.put(desk);
        }
        Ok(done)
    }

    /// As [`Office::at_desk`], for one remittance of which everything is planned anew afterwards.
    pub(super) fn at_desk_anew(
        &mut self,
        verb: &'static str,
        id: RemittanceId,
        work: impl FnOnce(&Tx<'_>, &Desk, Stamp) -> Result<(), OfficeError>,
    ) -> Result<(), OfficeError> {
        let kept = self.desk.take();
        let mut desk = self.stamped(verb, |tx, stamp| {
            let desk = Desk::open(tx, id, stamp.today, kept)?;
            work(tx, &desk, stamp)?;
            let mut desk = Desk::anew(tx, id, stamp.today, Some(desk))?;
            desk.settle(tx)?;
            Ok((object(id), desk))
        })?;
        desk.changes = self.store.changes();
        self.desk.put(desk);
        Ok(())
    }
}
