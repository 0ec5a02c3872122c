//! Why what a guarantor is let off, given back or moved is not done, in words that name the thing and the figure.

use chrono::NaiveDate;

use crate::domain::discount::ScaleError;
use crate::domain::money::Money;
use crate::domain::refund::{Deed, Standing};
use crate::domain::typed::show_date;

/// A rule of patients' money that says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreditRefusal {
    /// More is asked for than there is.
    #[error("only {left} of the credit is left")]
    NoCredit {
        /// What is left.
        left: Money,
    },
    /// A part of the credit is a payer's.
    #[error(
        "only {own} of the credit is the guarantor's; {payers} of it goes back to whoever paid it"
    )]
    PayersMoney {
        /// What is the guarantor's.
        own: Money,
        /// What is payers'.
        payers: Money,
    },
    /// A payer owns less than would go to it.
    #[error("only {0} of the credit is that payer's")]
    NotThePayers(Money),
    /// It cannot be done to a refund that stands so.
    #[error("the refund is {}; it cannot be {}", standing.words(), deed.words())]
    Refund {
        /// Where it stands.
        standing: Standing,
        /// What was wanted.
        deed: Deed,
    },
    /// Another refund was paid with that check.
    #[error("check {number} pays refund {refund} already")]
    CheckUsed {
        /// The check.
        number: String,
        /// The refund.
        refund: String,
    },
    /// It was paid otherwise than by check.
    #[error("that was not paid by check")]
    NotACheck,
    /// The same check came back before.
    #[error("that check was returned already")]
    ReturnedAlready,
    /// A receipt whose check was returned is not taken back.
    #[error("a check of this receipt was returned; its payment is taken back with that")]
    CheckReturned,
    /// Its money was spent since otherwise than on services.
    #[error("{0} of it was refunded or moved since; take that back first")]
    SpentSince(Money),
    /// The returned check would come before the payment.
    #[error("the payment was only taken on {}", show_date(*.0))]
    BeforePayment(NaiveDate),
    /// There is nobody to show a charge under.
    #[error("the account has no patient, so nothing can be charged to it")]
    NoPatient,
    /// Both accounts are the same.
    #[error("it is on that account already")]
    SameAccount,
    /// Nothing is paid beyond the share.
    #[error("nothing on this account is paid beyond what is owed")]
    NothingOverpaid,
    /// Nothing comes off.
    #[error("there is nothing that this discount would come off")]
    NothingToDiscount,
    /// The practice has no scale.
    #[error("the practice has no sliding scale yet; write one in under Settings")]
    NoScale,
    /// The help holds for other days.
    #[error("the last day is before the first")]
    Days,
    /// It ended before.
    #[error("this help ended already")]
    EndedAlready,
    /// The scale or what is asked of it.
    #[error(transparent)]
    Scale(#[from] ScaleError),
    /// Terms that cannot be.
    #[error("{0}")]
    Terms(&'static str),
}
