//! Implementation acknowledgements, the X12 999 of guide 005010X231A1: whether the transactions of a group could be
//! read. The module must not know what those transactions held, nor whether a claim in them is accepted: that only a
//! 277CA says.
//!
//! [`write()`] makes a file of a [`Batch`], [`read()`] makes batches of a file, and what is read of a file that was
//! written here is the same batch again. A [`Reader`] takes one transaction segment by segment and needs room for one
//! answered transaction only.

use super::batch;

pub mod complaint;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Item, Reader, read};
pub use write::write;

/// The guide that is written and read.
pub const IMPLEMENTATION: &str = "005010X231A1";

/// The most faulty segments of one transaction, faulty elements of one segment and contexts of either that are kept.
pub const FAULTS_MAX: usize = 1000;

/// The most reasons of one outcome.
pub const REASONS_MAX: usize = 5;

/// One file or group of 999.
pub type Batch = batch::Batch<Transaction>;

code_list! {
    /// What became of a transaction (IK501) or of a group (AK901).
    Outcome {
        /// It was taken.
        Accepted = "A",
        /// It was taken, though something was wrong.
        AcceptedWithErrors = "E",
        /// Some transactions of the group were taken. Said of groups only.
        PartlyAccepted = "P",
        /// It was not taken and has to be sent again.
        Rejected = "R",
        /// It was not taken: the message authentication failed.
        AuthenticationFailed = "M",
        /// It was not taken: the assurance failed.
        AssuranceFailed = "W",
        /// It was not taken: it could not be decrypted.
        DecryptionFailed = "X",
    }
}

impl Outcome {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedWithErrors => "accepted with errors",
            Self::PartlyAccepted => "accepted in part",
            Self::Rejected => "rejected",
            Self::AuthenticationFailed => "rejected, the authentication failed",
            Self::AssuranceFailed => "rejected, the assurance failed",
            Self::DecryptionFailed => "rejected, it could not be decrypted",
        }
    }

    /// Whether what it is said of is processed further, wholly.
    pub const fn is_accepted(self) -> bool {
        match self {
            Self::Accepted | Self::AcceptedWithErrors => true,
            Self::PartlyAccepted
            | Self::Rejected
            | Self::AuthenticationFailed
            | Self::AssuranceFailed
            | Self::DecryptionFailed => false,
        }
    }
}

/// One 999 (ST to SE): the answer to one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Its number, 4 to 9 characters (ST02).
    pub control_number: String,
    /// What became of the group.
    pub group: GroupAnswer,
    /// What became of its transactions; those without fault may be left out.
    pub sets: Vec<SetAnswer>,
}

/// What became of a group (AK1 and AK9).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupAnswer {
    /// The code of the group it answers (AK101, the other's GS01), `HC` for claims.
    pub group: String,
    /// The number of that group as it stands in the file (AK102, the other's GS06).
    pub control_number: String,
    /// The guide of that group (AK103, the other's GS08).
    pub implementation: Option<String>,
    /// What became of it; none when the file does not say it legibly.
    pub outcome: Option<Outcome>,
    /// How many transactions its trailer promised (AK902).
    pub included: Option<u64>,
    /// How many were found (AK903).
    pub received: Option<u64>,
    /// How many were accepted (AK904).
    pub accepted: Option<u64>,
    /// What was wrong with the group itself, as codes (AK905 to AK909).
    pub reasons: Vec<String>,
}

/// What became of one transaction of the group (AK2 to IK5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetAnswer {
    /// What it was (AK201, the other's ST01), `837` for claims.
    pub set: String,
    /// Its number as it stands in the file (AK202, the other's ST02).
    pub control_number: String,
    /// The guide it followed (AK203, the other's ST03).
    pub implementation: Option<String>,
    /// What was wrong with its segments.
    pub faults: Vec<SegmentFault>,
    /// What became of it; none when the file does not say it legibly.
    pub outcome: Option<Outcome>,
    /// What was wrong with it as a whole, as codes (IK502 to IK506).
    pub reasons: Vec<String>,
}

/// What was wrong with a segment (IK3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentFault {
    /// The segment's name (IK301).
    pub segment: String,
    /// Its number within the transaction, from 1 for the ST (IK302).
    pub position: Option<u64>,
    /// The loop it stands in (IK303).
    pub loop_id: Option<String>,
    /// What is wrong, as a code (IK304).
    pub code: Option<String>,
    /// What the segment belongs to, or which other data made it wrong (CTX).
    pub contexts: Vec<Context>,
    /// What was wrong with its elements.
    pub elements: Vec<ElementFault>,
}

/// What was wrong with an element (IK4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ElementFault {
    /// Which element (IK401).
    pub place: Place,
    /// The number of the data element in X12's dictionary (IK402).
    pub reference: Option<String>,
    /// What is wrong, as a code (IK403).
    pub code: String,
    /// The value that was found (IK404).
    pub value: Option<String>,
    /// Which other data made it wrong (CTX).
    pub contexts: Vec<Context>,
}

/// An element of a segment, or a part of one, all counted from 1 (C030).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The element; none when the file does not say it legibly.
    pub element: Option<u64>,
    /// Its component.
    pub component: Option<u64>,
    /// Its repetition.
    pub repetition: Option<u64>,
}

/// What a fault belongs to, or what caused it (CTX).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Context {
    /// The unit of business it belongs to, as the claim with this number.
    Unit {
        /// The element that names the unit, `CLM01` for a claim.
        element: String,
        /// What stands there.
        value: String,
    },
    /// Other data made it wrong.
    Trigger {
        /// The segment that holds them (CTX02).
        segment: String,
        /// Its number within the transaction (CTX03).
        position: Option<u64>,
        /// The loop it stands in (CTX04).
        loop_id: Option<String>,
        /// Its element (CTX05).
        place: Place,
        /// The number of the data element in X12's dictionary (CTX06).
        reference: Option<String>,
    },
}

impl SegmentFault {
    /// The number of the claim that the fault belongs to (CTX with CLM01), where it is told.
    pub fn claim_number(&self) -> Option<&str> {
        let of_elements = self.elements.iter().flat_map(|fault| &fault.contexts);
        self.contexts
            .iter()
            .chain(of_elements)
            .find_map(|context| match context {
                Context::Unit { element, value } => (element == "CLM01").then_some(value.as_str()),
                Context::Trigger { .. } => None,
            })
    }
}
