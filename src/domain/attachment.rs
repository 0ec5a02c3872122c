//! Papers announced with a claim: what each is, how it reaches the payer, under which number. It must not know files.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::code::{ReportKind, Transmission};
use crate::domain::id::ClaimAttachmentId;

/// The most papers of one claim (2300 PWK).
pub const ATTACHMENTS_MAX: usize = 10;

/// A paper before it is announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaimAttachment {
    /// What it is (PWK01).
    pub report: ReportKind,
    /// How it reaches the payer (PWK02).
    pub transmission: Transmission,
    /// The number that stands on it (PWK06), 2 to 50 characters; empty: the book gives one.
    pub control_number: String,
}

/// A paper announced with a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimAttachment {
    /// Id.
    pub id: ClaimAttachmentId,
    /// What it is.
    pub report: ReportKind,
    /// How it reaches the payer.
    pub transmission: Transmission,
    /// The number that stands on it, which no other has.
    pub control_number: String,
    /// As the file was called; empty when the book has none.
    pub name: String,
    /// How many bytes the file has; none when the book has none.
    pub bytes: Option<u64>,
    /// When it was announced.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
}
