//! Claims that stand in for others: a replacement of one the payer has, and one that takes it back (CLM05-3). It must
//! not know what is changed on them; that is done by correcting the visit.
//!
//! A claim that the payer refused to take in is not in its books: it is mended and goes again as the same claim, as
//! new. One that left and is not answered can be in either: it waits for its answer, because a second original would
//! be a duplicate when the first was taken in, and a replacement would name nothing when it was not.

use super::later::{later_live, take_money_back, unmake};
use super::{ClaimRefusal, Say, claim_in, note_number, object, say, settle};
use crate::domain::claim::{
    Claim, ClaimNumber, Filing, Happening, NewClaim, PayerClaimNumber, ReferenceKind, State,
};
use crate::domain::code::FilingIndicator;
use crate::domain::id::{ClaimId, PayerId};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;

impl Office {
    /// Makes the claim that takes the place of one the payer has, with the payer's number of it: the one given, else
    /// the newest that is known. It bills the same until its visit is corrected. The claim replaced is closed.
    ///
    /// # Errors
    /// [`ClaimRefusal`] when the claim is still here, rejected, not answered, replaced already or over; when the
    /// payer's number is missing or the payer takes new claims only ([`ClaimRefusal::Reopening`]); or when a claim to a
    /// later payer stands on its answer. [`Refusal::NotThere`], or what the book says.
    pub fn replace_claim(
        &mut self,
        id: ClaimId,
        payer_number: Option<&str>,
    ) -> Result<ClaimId, OfficeError> {
        self.stamped("replace a claim", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            let made = replace(tx, &claim, payer_number, stamp)?;
            Ok((object(made), made))
        })
    }

    /// Makes the claim that takes one back at the payer, with the payer's number of it: the one given, else the newest
    /// that is known. The claim taken back is closed. When the payer took the void in, correcting the visit bills it
    /// anew, and [`Office::close_claim`] leaves it unbilled.
    ///
    /// # Errors
    /// As [`Office::replace_claim`].
    pub fn void_at_payer(
        &mut self,
        id: ClaimId,
        payer_number: Option<&str>,
    ) -> Result<ClaimId, OfficeError> {
        self.stamped("void a claim at its payer", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            let number = stand_in(tx, &claim, payer_number, stamp)?;
            let made = take_place(tx, &claim, Filing::Void(number), stamp)?;
            Ok((object(made), made))
        })
    }

    /// Takes back a claim that is here and never counted: one to a later payer, whose money goes back to whom it was
    /// with, or one that stands in for another, which counts again.
    ///
    /// # Errors
    /// [`ClaimRefusal::BillsTheVisit`] for a visit's first claim, [`ClaimRefusal::SentAlready`] or
    /// [`OfficeError::Move`] when it left, [`Refusal::Missing`] without a reason, [`Refusal::NotThere`], or what the
    /// book says.
    pub fn take_back_claim(&mut self, id: ClaimId, why: &str) -> Result<(), OfficeError> {
        let why = super::given(why, "the reason to take it back")?;
        self.stamped("take a claim back", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            may_take_back(tx, &claim)?;
            take_back(tx, &claim, why, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Closes a claim that took another back at the payer, once the payer has taken it in: the visit stays as it is,
    /// billed to nobody. A later payer's money goes back to whom it was with.
    ///
    /// # Errors
    /// [`ClaimRefusal::NotToClose`], [`Refusal::NotThere`], or what the book says.
    pub fn close_claim(&mut self, id: ClaimId) -> Result<(), OfficeError> {
        self.stamped("close a claim", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            may_close(&claim)?;
            close_void(tx, &claim, stamp)?;
            Ok((object(id), ()))
        })
    }
}

/// Whether a payer takes claims that stand in for others: Medicare Part B takes new ones only.
pub(in crate::office) fn takes_replacements(
    tx: &Tx<'_>,
    payer: PayerId,
) -> Result<bool, OfficeError> {
    let payer = tx.payer(payer)?.ok_or(Refusal::NotThere {
        what: "payer",
        number: payer.get(),
    })?;
    Ok(payer.what.filing_indicator != FilingIndicator::MedicarePartB)
}

/// Refuses a claim in whose place none can stand.
pub(super) fn may_stand_in(tx: &Tx<'_>, claim: &Claim) -> Result<(), OfficeError> {
    let number = claim.number.clone();
    if let Some(by) = tx.replaced_by(claim.id)? {
        let by = ClaimNumber::of(by);
        return Err(ClaimRefusal::Replaced { number, by }.into());
    }
    if let Filing::Void(_) = claim.filing {
        return Err(ClaimRefusal::TakesBack(number).into());
    }
    let state = claim.state;
    match state {
        State::Held | State::Ready => {
            return Err(ClaimRefusal::StillHere { number, state }.into());
        }
        State::Rejected => return Err(ClaimRefusal::NotInTheirBooks(number).into()),
        State::Closed | State::Void => return Err(ClaimRefusal::Over { number, state }.into()),
        State::Batched => {
            if let Some(batch) = tx.last_batch_of(claim.id)? {
                return Err(ClaimRefusal::sent_already(&number, &batch).into());
            }
        }
        State::Accepted | State::Paid | State::PartlyPaid | State::Denied | State::InAppeal => {}
    }
    if !takes_replacements(tx, claim.payer)? {
        return Err(ClaimRefusal::Reopening(number).into());
    }
    if let Some(later) = later_live(tx, claim)? {
        let next = later.number;
        return Err(ClaimRefusal::StandsOn { number, next }.into());
    }
    Ok(())
}

/// The payer's number under which a claim is replaced or taken back, which is kept.
fn stand_in(
    tx: &Tx<'_>,
    claim: &Claim,
    given: Option<&str>,
    stamp: Stamp,
) -> Result<PayerClaimNumber, OfficeError> {
    may_stand_in(tx, claim)?;
    let Some(given) = given.map(str::trim).filter(|given| !given.is_empty()) else {
        let known = tx.payer_number(claim.id)?;
        return Ok(known.ok_or_else(|| ClaimRefusal::PayerNumberMissing(claim.number.clone()))?);
    };
    let number: PayerClaimNumber = given.parse().map_err(ClaimRefusal::BadNumber)?;
    note_number(tx, claim, ReferenceKind::Payer, &number, stamp)?;
    Ok(number)
}

/// Makes the replacement of a claim.
pub(in crate::office) fn replace(
    tx: &Tx<'_>,
    claim: &Claim,
    payer_number: Option<&str>,
    stamp: Stamp,
) -> Result<ClaimId, OfficeError> {
    let number = stand_in(tx, claim, payer_number, stamp)?;
    take_place(tx, claim, Filing::Replacement(number), stamp)
}

/// Closes a claim and makes the one that stands in its place.
fn take_place(
    tx: &Tx<'_>,
    old: &Claim,
    filing: Filing,
    stamp: Stamp,
) -> Result<ClaimId, OfficeError> {
    let takes_back = matches!(filing, Filing::Void(_));
    // The old one goes first: of one part of a visit only one claim counts.
    let next = tx.next_claim_number()?;
    let words = if takes_back {
        format!("Taken back at the payer by claim {next}")
    } else {
        format!("Replaced by claim {next}")
    };
    say(
        tx,
        old.id,
        State::Closed,
        Happening::Replaced,
        &words,
        stamp,
    )?;
    let id = tx.add_claim(
        &NewClaim {
            visit: old.visit,
            policy: old.policy,
            payer: old.payer,
            responsibility: old.responsibility,
            filing,
            replaces: Some(old.id),
            split: old.split,
            charged: old.charged,
            service_on: old.service_on,
            counted_from: old.counted_from,
            file_by: old.file_by,
            lines: old.lines.clone(),
        },
        stamp.at,
    )?;
    let words = if takes_back {
        format!("Takes claim {} back at the payer", old.number)
    } else {
        format!("Takes the place of claim {}", old.number)
    };
    say(tx, id, State::Held, Happening::Made, &words, stamp)?;
    let _findings = settle(tx, id, Say::Always, stamp)?;
    Ok(id)
}

/// Refuses a claim that cannot be taken back here.
pub(super) fn may_take_back(tx: &Tx<'_>, claim: &Claim) -> Result<(), OfficeError> {
    if !claim.state.is_here() {
        if claim.state.is_waiting()
            && let Some(batch) = tx.last_batch_of(claim.id)?
        {
            return Err(ClaimRefusal::sent_already(&claim.number, &batch).into());
        }
        super::allow(claim.state, State::Void)?;
    }
    if claim.replaces.is_none() && tx.hand_overs_of(claim.id)?.is_empty() {
        return Err(ClaimRefusal::BillsTheVisit(claim.number.clone()).into());
    }
    Ok(())
}

/// Voids a claim that never counted. What it stood in for counts again.
fn take_back(tx: &Tx<'_>, claim: &Claim, why: &str, stamp: Stamp) -> Result<(), OfficeError> {
    unmake(tx, claim, why, stamp)?;
    let Some(old) = claim.replaces.map(|old| claim_in(tx, old)).transpose()? else {
        return Ok(());
    };
    let before = tx.state_before_replaced(old.id)?.unwrap_or(State::Accepted);
    // Its EOB may have been taken back meanwhile: then it is out and waiting.
    let is_decided = tx.decision(old.policy, &old.lines)?.is_some();
    let to = if before.is_adjudicated() && !is_decided {
        State::Accepted
    } else {
        before
    };
    // No answer brings a closed claim back; only that nothing stands in its place any more does.
    let words = format!("Counts again: claim {} was taken back", claim.number);
    say(tx, old.id, to, Happening::Reopened, &words, stamp)
}

pub(super) fn may_close(claim: &Claim) -> Result<(), ClaimRefusal> {
    let takes_back = matches!(claim.filing, Filing::Void(_));
    if takes_back && claim.state.may_become(State::Closed) {
        Ok(())
    } else {
        Err(ClaimRefusal::NotToClose)
    }
}

/// Closes a claim that took another back and was taken in; gives a later payer's money back.
pub(in crate::office) fn close_void(
    tx: &Tx<'_>,
    claim: &Claim,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let words = "The payer took the claim back that this one names";
    say(
        tx,
        claim.id,
        State::Closed,
        Happening::Settled,
        words,
        stamp,
    )?;
    let mut first = claim.replaces;
    while let Some(old) = first {
        take_money_back(tx, old, words, stamp)?;
        first = claim_in(tx, old)?.replaces;
    }
    Ok(())
}
