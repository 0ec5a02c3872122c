//! Why a bank's file or line is not taken as asked.

use crate::domain::money::Money;

/// A rule of the bank's side that says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BankRefusal {
    /// The file cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// More than any bank sends.
    #[error("the file has more than 32 megabytes; ask the bank for fewer months at once")]
    TooLarge,
    /// Another account's.
    #[error("that is of another account; this one ends in {0}")]
    OtherAccount(String),
    /// The sums differ.
    #[error(
        "the bank has {bank}, the deposits come to {book}: off by {off}; take the deposit back and make it as the bank \
         booked it, with its fee"
    )]
    Difference {
        /// At the bank.
        bank: Money,
        /// In the book.
        book: Money,
        /// The first less the second.
        off: Money,
    },
    /// No deposit was named.
    #[error("name at least one deposit")]
    NoDeposit,
    /// Something was said of it already.
    #[error("somebody said already what this line is; take that back first")]
    Decided,
    /// Nothing was said of it.
    #[error("nothing was said of this line that could be taken back")]
    NothingSaid,
}
