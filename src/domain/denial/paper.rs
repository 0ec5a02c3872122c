//! What the pages of an appeal show: the letter, and what the payer answered. It must not know where anything stands on
//! them.

use chrono::NaiveDate;

use crate::domain::letterhead::Letterhead;
use crate::domain::money::Money;

/// The letter of an appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterPaper {
    /// Who writes.
    pub practice: Letterhead,
    /// The practice's NPI.
    pub npi: String,
    /// The day it goes.
    pub on: NaiveDate,
    /// To whom: name and address, as far as it is known.
    pub to: Vec<String>,
    /// What it is: `First level appeal`.
    pub title: String,
    /// What it is about, each with its label.
    pub facts: Vec<(&'static str, String)>,
    /// What it says; paragraphs with an empty line between them.
    pub letter: String,
    /// Who signs.
    pub signed: String,
    /// What goes with it.
    pub encloses: Vec<String>,
}

/// What a payer answered to a claim, as it was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemittancePaper {
    /// Whose claim.
    pub practice: Letterhead,
    /// The claim's number.
    pub claim: String,
    /// What is said of the claim and the payment, each with its label.
    pub facts: Vec<(&'static str, String)>,
    /// What it said of each service.
    pub lines: Vec<RemittanceLine>,
    /// The day it is printed.
    pub printed_on: NaiveDate,
}

/// What a payer answered to a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemittanceLine {
    /// Code and modifiers, and what that is.
    pub service: String,
    /// What was charged.
    pub charged: Money,
    /// What was allowed.
    pub allowed: Money,
    /// What was paid.
    pub paid: Money,
    /// Why the rest was not: the code, what it means, how much.
    pub reasons: Vec<(String, String, Money)>,
}
