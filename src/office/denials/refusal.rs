//! Why something cannot be done about a refused claim, in words that name claims and no patient.

use chrono::NaiveDate;

use crate::domain::claim::ClaimNumber;
use crate::domain::denial::LetterError;

/// Why something cannot be done about a refused claim.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DenialRefusal {
    /// It was not refused, or nothing is left of it.
    #[error("nothing of claim {0} is left that its payer refused")]
    NotDenied(ClaimNumber),
    /// The patient does not owe it.
    #[error("the patient cannot be billed: {0}")]
    NotThePatients(&'static str),
    /// Those services have nothing left.
    #[error("nothing is left on the services that were named")]
    NoSuchLines,
    /// An appeal is under way.
    #[error("an appeal of claim {number} was sent on {} and waits for its answer", sent_on.format("%m/%d/%Y"))]
    InAppeal {
        /// The claim.
        number: ClaimNumber,
        /// When the appeal went.
        sent_on: NaiveDate,
    },
    /// The appeal has its answer.
    #[error("appeal A{0} was answered already")]
    Answered(i64),
    /// A letter that cannot be sent.
    #[error(transparent)]
    Letter(#[from] LetterError),
    /// A day that is over.
    #[error("put it aside until a day that is still to come")]
    DayOver,
}
