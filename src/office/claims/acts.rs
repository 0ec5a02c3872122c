//! What can be done with a claim where it stands, and in words why the rest cannot, so that a screen shows its buttons
//! or lets them explain themselves. It must not do any of it.

use serde::Serialize;

use super::instead::{may_close, may_stand_in, may_take_back};
use super::later::next_of;
use super::split::{may_join, may_split};
use super::{ClaimRefusal, allow, claim_in, here_still};
use crate::domain::claim::{Claim, State};
use crate::domain::id::ClaimId;
use crate::office::{Office, OfficeError};
use crate::store::Tx;

/// Something that can be done with a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Stop it: [`Office::hold`].
    Hold,
    /// Let it go on, or again when it was rejected: [`Office::release`].
    Release,
    /// Bill the payer that comes after: [`Office::bill_next`].
    BillNext,
    /// Put another in its place at the payer: [`Office::replace_claim`].
    Replace,
    /// Take it back at the payer: [`Office::void_at_payer`].
    Void,
    /// Take it back here, where it never counted: [`Office::take_back_claim`].
    TakeBack,
    /// Bill some of its services apart: [`Office::split_claim`].
    Split,
    /// Put another part back on it: [`Office::join_claims`].
    Join,
    /// Close it once the payer took back what it names: [`Office::close_claim`].
    Close,
}

impl Act {
    /// All of them, in the order in which a screen offers them.
    pub const ALL: [Self; 9] = [
        Self::Release,
        Self::Hold,
        Self::BillNext,
        Self::Replace,
        Self::Void,
        Self::TakeBack,
        Self::Split,
        Self::Join,
        Self::Close,
    ];

    /// As a button says it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Hold => "Hold",
            Self::Release => "Let it go on",
            Self::BillNext => "Bill the next payer",
            Self::Replace => "Replace at the payer",
            Self::Void => "Void at the payer",
            Self::TakeBack => "Take back",
            Self::Split => "Split",
            Self::Join => "Put together",
            Self::Close => "Close",
        }
    }
}

/// An act, and why it cannot be done now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// What.
    pub act: Act,
    /// Why not, as the verb would say it; none when it can be done.
    pub refusal: Option<String>,
}

impl Office {
    /// Says of every act whether it can be done with a claim now, and if not, why. A number that has to be typed, as
    /// the payer's, is not asked for here.
    ///
    /// # Errors
    /// [`crate::office::Refusal::NotThere`], or what the book says.
    pub fn claim_acts(&self, id: ClaimId) -> Result<Vec<Offer>, OfficeError> {
        self.store.look(|tx| {
            let claim = claim_in(tx, id)?;
            let offers = Act::ALL.into_iter().map(|act| {
                let refusal = match refused(tx, &claim, act) {
                    Ok(()) => None,
                    Err(OfficeError::Store(error)) => return Err(OfficeError::Store(error)),
                    Err(refusal) => Some(refusal.to_string()),
                };
                Ok(Offer { act, refusal })
            });
            offers.collect()
        })
    }
}

fn refused(tx: &Tx<'_>, claim: &Claim, act: Act) -> Result<(), OfficeError> {
    match act {
        Act::Hold => Ok(allow(claim.state, State::Held)?),
        Act::Release => {
            here_still(tx, claim)?;
            if claim.state == State::Rejected || tx.is_stopped_by_hand(claim.id)? {
                Ok(())
            } else {
                Err(ClaimRefusal::NotStopped(claim.number.clone()).into())
            }
        }
        Act::BillNext => next_of(tx, claim).map(|_| ()),
        Act::Replace | Act::Void => may_stand_in(tx, claim),
        Act::TakeBack => may_take_back(tx, claim),
        Act::Split => Ok(may_split(claim)?),
        Act::Join => may_join(tx, claim),
        Act::Close => Ok(may_close(claim)?),
    }
}
