//! Remittances, the X12 835 (guide 005010X221A1): a file to [`Remittance`]s, claim by claim, and back. It must not know
//! which claims were sent, nor how any of this is posted.
//!
//! A [`Reader`] takes one transaction segment by segment and needs room for one claim only, which it uses again for the
//! next; [`stream`] reads a file of any size with it, [`read()`] gathers a whole file, [`write()`] makes one. Nothing
//! is dropped in silence: what no field holds is a finding. Claims and the whole are proved as they are read; what does
//! not balance is an error with its place and difference.

use super::batch;
use super::envelope::{self, Group, Interchange};
use crate::domain::remit::{
    ClaimGroup, ClaimProof, ProviderAdjustment, RemitClaim, Remittance, RemittanceProof,
};

mod file;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use file::{read, stream};
pub use read::{Reader, is_out_of_place};
pub use write::write;

/// The most segments of one claim that are kept. The guide's own limits come to fewer.
pub const SEGMENTS_MAX: usize = 20_000;

/// The most bytes of one claim that are kept.
pub const BYTES_MAX: usize = 1024 * 1024;

/// The guide as GS08 names it. An 835 has no ST03.
pub(super) const IMPLEMENTATION: &str = "005010X221A1";

/// One file or group of remittances.
pub type Batch = batch::Batch<Remitted>;

/// A remittance with all that is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remitted {
    /// What stands before the claims.
    pub header: Remittance,
    /// Its claims.
    pub claims: Vec<RemitClaim>,
    /// Money that moves beside them.
    pub provider_adjustments: Vec<ProviderAdjustment>,
    /// Whether its end was read. What is written is whole always.
    pub ending: Ending,
}

/// How a transaction ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// With its SE: all of it was read.
    #[default]
    Whole,
    /// Without: the next header came first, and nobody can tell what is missing.
    CutShort,
}

/// A part of a remittance, as soon as it is complete.
#[derive(Debug)]
pub enum Item<'a> {
    /// What stands before the claims. It comes first, and always.
    Header(&'a Remittance),
    /// A group of claims begins.
    Group(&'a ClaimGroup),
    /// A claim, and its proof; none when its amounts are too large to be added. Whoever wants to keep the claim takes
    /// it away; else its room is used for the next one.
    Claim(&'a mut RemitClaim, Option<&'a ClaimProof>),
    /// Money that moves beside the claims: what one PLB says.
    Provider(&'a [ProviderAdjustment]),
    /// The end, with the sums.
    End(&'a RemittanceProof, Ending),
}

/// A part of a file, as soon as it is complete.
#[derive(Debug)]
pub enum Part<'a> {
    /// An interchange begins; what follows is of it.
    Interchange(&'a Interchange),
    /// A group begins.
    Group(&'a Group),
    /// A transaction begins. Items follow when it is an 835.
    Transaction(&'a envelope::Transaction),
    /// A part of the 835 that began last.
    Item(Item<'a>),
}
