//! Why the balance of an account is what it is: parts that sum to it, each with the record it came from. It must not
//! know where they are kept.
//!
//! The balance comes from the sums that the book keeps, the parts from its postings, so that an explanation that adds up
//! is also a proof.

mod asked;
mod held;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::card::{CardLine, Happening, Side, SourceKey, happening};
use crate::domain::id::{ChargeLineId, EntryId, PolicyId};
use crate::domain::ledger::Effect;
use crate::domain::money::{Money, MoneyError};
use crate::domain::typed::show_date;

pub use self::asked::{Asked, AskedError};
pub use self::held::{Held, held};

/// Whose part of a service is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// What is owed for it, by whomever; a transfer changes nothing.
    Whole,
    /// What insurers owe for it: under one policy, or under all.
    Insurers(Option<PolicyId>),
    /// What the guarantor owes for it.
    Guarantor,
}

impl View {
    fn shows(self, one: &Happening) -> bool {
        match self {
            Self::Whole => one.effect != Effect::Transfer,
            Self::Insurers(None) => one.side == Side::Insurer,
            Self::Insurers(policy) => one.policy == policy,
            Self::Guarantor => one.side == Side::Guarantor,
        }
    }
}

/// A service of which something is to be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The service, with its running sums.
    pub line: CardLine,
    /// Its day.
    pub service_on: NaiveDate,
    /// Whose part.
    pub view: View,
    /// What that comes to.
    pub balance: Money,
}

/// One amount of a balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it was, in words.
    pub words: String,
    /// What it does to the balance.
    pub amount: Money,
    /// The day it counts for.
    pub day: NaiveDate,
    /// Who wrote it.
    pub by: String,
    /// The entry of the journal.
    pub entry: EntryId,
    /// The record it came from.
    pub source: SourceKey,
    /// Who decided that it was posted so, in words; empty where nobody had to.
    pub decided: String,
    /// Where it came from in words: `EOB 8821904 of Meridian Health, 02/09/2026`; or why somebody decided it.
    pub from: String,
}

/// The parts that belong together: those of one service, or of one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Of what: `03/10/2026 99214 Office visit`.
    pub of: String,
    /// The service; none when it is no service's.
    pub line: Option<ChargeLineId>,
    /// What they come to.
    pub balance: Money,
    /// Why the guarantor owes what is left, in words; empty when nothing is left to them.
    pub because: String,
    /// The parts, oldest first.
    pub parts: Vec<Part>,
}

/// A balance and everything it is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// What was asked about, as it can be asked again.
    pub about: String,
    /// The balance.
    pub balance: Money,
    /// Its parts by service or account.
    pub sections: Vec<Section>,
}

/// Why a balance cannot be explained: the book does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhyError {
    /// The parts do not come to the balance.
    #[error("{of}: the parts come to {parts} and the balance is {balance}; have the book verified")]
    DoesNotAdd {
        /// Of what.
        of: String,
        /// What is kept.
        balance: Money,
        /// What the parts come to.
        parts: Money,
    },
    /// An entry came from something that is not there.
    #[error("entry {0} names a source that is not in the book; have the book verified")]
    NoSource(EntryId),
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Section {
    /// Gathers parts, and proves that they come to the balance and that each has its source.
    ///
    /// # Errors
    /// [`WhyError`].
    pub fn prove(
        of: String,
        line: Option<ChargeLineId>,
        balance: Money,
        parts: Vec<Part>,
    ) -> Result<Self, WhyError> {
        if let Some(lost) = parts.iter().find(|part| !part.source.is_there) {
            return Err(WhyError::NoSource(lost.entry));
        }
        adds_up(&of, balance, parts.iter().map(|part| part.amount))?;
        Ok(Self {
            of,
            line,
            balance,
            because: String::new(),
            parts,
        })
    }

    /// Explains what is left of a service. `allowed` is what the last answering payer allows for it.
    ///
    /// # Errors
    /// [`WhyError`].
    pub fn of_service(
        open: &Open,
        all: &[Happening],
        allowed: Option<(String, Money)>,
    ) -> Result<Self, WhyError> {
        let line = &open.line;
        let of = format!(
            "{} {}{}",
            show_date(open.service_on),
            line.code
                .map_or_else(String::new, |code| format!("{code} ")),
            line.description
        );
        let parts = all
            .iter()
            .filter(|one| open.view.shows(one))
            .map(|one| Part {
                words: one.words(all),
                amount: one.amount,
                day: one.accounting_on,
                by: one.by.clone(),
                entry: one.entry,
                source: one.key.clone(),
                decided: one.decided(),
                from: one.source(),
            })
            .collect();
        let section = Self::prove(of, Some(line.line), open.balance, parts)?;
        let because = match open.view {
            View::Whole | View::Guarantor => happening::because(line, all)?,
            View::Insurers(_) => String::new(),
        };
        let because = match allowed {
            Some((payer, allowed)) if !because.is_empty() => {
                format!("{because}. {payer} allowed {allowed}")
            }
            _ => because,
        };
        Ok(Self { because, ..section })
    }
}

impl Explained {
    /// Puts the sections of a balance together, and proves that they come to it.
    ///
    /// # Errors
    /// [`WhyError`].
    pub fn prove(about: String, balance: Money, sections: Vec<Section>) -> Result<Self, WhyError> {
        adds_up(&about, balance, sections.iter().map(|one| one.balance))?;
        Ok(Self {
            about,
            balance,
            sections,
        })
    }

    /// All its parts, each with the section it stands in.
    pub fn parts(&self) -> impl Iterator<Item = (&Section, &Part)> {
        self.sections
            .iter()
            .flat_map(|section| section.parts.iter().map(move |part| (section, part)))
    }
}

fn adds_up(of: &str, balance: Money, amounts: impl Iterator<Item = Money>) -> Result<(), WhyError> {
    let parts = Money::sum(amounts)?;
    if parts == balance {
        return Ok(());
    }
    Err(WhyError::DoesNotAdd {
        of: of.to_owned(),
        balance,
        parts,
    })
}
