//! Appeals: the levels they go through, how they are sent and how they end. It must not know what a letter says.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::id::{AppealId, ClaimId};
use crate::domain::money::Money;

/// Declares a closed list with the book's word and people's words of each.
macro_rules! listed {
    ($(#[$about:meta])* $name:ident[$count:literal] { $($(#[$doc:meta])* $one:ident $code:literal $words:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $one,)+ }

        impl $name {
            /// All of them.
            pub const ALL: [Self; $count] = [$(Self::$one,)+];

            /// The word the book keeps.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$one => $code,)+ }
            }

            /// Reads the book's word.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.code() == code)
            }

            /// In words.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$one => $words,)+ }
            }
        }
    };
}

listed! {
    /// To whom an appeal goes.
    Level[4] {
        /// The payer, for the first time; Medicare calls it a redetermination.
        First "first" "First level",
        /// The payer once more; Medicare's reconsideration.
        Second "second" "Second level",
        /// Somebody outside the payer; Medicare's hearing.
        External "external" "External review",
        /// Anything beyond.
        Further "further" "Further review",
    }
}

impl Level {
    /// The level after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::External,
            Self::External | Self::Further => Self::Further,
        }
    }
}

listed! {
    /// How an appeal goes to its payer.
    SendingWay[3] {
        /// On paper.
        Mail "mail" "By mail",
        /// By fax.
        Fax "fax" "By fax",
        /// On the payer's web page.
        Portal "portal" "On the payer’s portal",
    }
}

listed! {
    /// How an appeal ended.
    Outcome[4] {
        /// The payer pays what was asked for.
        Won "won" "Won",
        /// It pays a part.
        PartlyWon "partly_won" "Won in part",
        /// It stands by its decision.
        Lost "lost" "Lost",
        /// The practice took it back.
        Withdrawn "withdrawn" "Withdrawn",
    }
}

listed! {
    /// What goes with the letter, made of what the book has.
    Enclosure[3] {
        /// The claim on its form.
        Claim "claim" "The claim (CMS-1500)",
        /// What the payer answered.
        Remittance "remittance" "The payer’s answer as posted",
        /// When and how it was filed, with the claim as it was sent.
        TimelyProof "timely_proof" "Proof of timely filing, with the claim as sent",
    }
}

/// How an appeal ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppealEnd {
    /// How.
    pub outcome: Outcome,
    /// The day.
    pub on: NaiveDate,
    /// What the payer paid since.
    pub paid: Money,
    /// What its letter says; empty when an EOB alone answered.
    pub words: String,
}

/// An appeal as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Appeal {
    /// Id; people write it as [`appeal_number`] does.
    pub id: AppealId,
    /// Of which claim.
    pub claim: ClaimId,
    /// To whom.
    pub level: Level,
    /// What is appealed, as `CO-50`; may be empty.
    pub reason: String,
    /// How much is asked for.
    pub amount: Money,
    /// How it went.
    pub way: SendingWay,
    /// The day it went.
    pub sent_on: NaiveDate,
    /// The day by which the payer has to answer.
    pub answer_by: NaiveDate,
    /// On how many pages.
    pub pages: u32,
    /// How it ended; none while it waits for its answer.
    pub end: Option<AppealEnd>,
}

/// An appeal as it is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAppeal {
    /// To whom.
    pub level: Level,
    /// How.
    pub way: SendingWay,
    /// What the letter says.
    pub letter: String,
    /// What goes with it.
    pub encloses: BTreeSet<Enclosure>,
}

/// An appeal's number as people write it: `A7`.
pub fn appeal_number(id: AppealId) -> String {
    format!("A{id}")
}
