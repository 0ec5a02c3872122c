//! Whose a credit is: what was posted on a service, or on an account's credit, told again step by step until it shows
//! whose money is more than was theirs to pay. It must not know the journal's accounts or the book.
//!
//! A credit is never simply that of whoever paid last. A patient who paid the whole charge at the desk is owed it back
//! when the payer pays weeks later; a payer that paid twice is owed it back though the patient's copay came in between.
//! So each side is held against what was its own to pay: the guarantor against the share that payers left, the payers
//! against the rest of what they allow.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::card::{Happening, Side};
use crate::domain::id::{EntryId, PayerId};
use crate::domain::ledger::{Effect, Kind};
use crate::domain::money::{Money, MoneyError};

#[cfg(test)]
mod tests;

/// Whose money it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "owner", rename_all = "snake_case")]
pub enum Owner {
    /// The guarantor's.
    Guarantor,
    /// A payer's.
    Payer {
        /// Which.
        payer: PayerId,
        /// Its name.
        name: String,
    },
}

impl Owner {
    /// In words.
    pub fn words(&self) -> &str {
        match self {
            Self::Guarantor => "the guarantor",
            Self::Payer { name, .. } => name,
        }
    }
}

/// One step of a service told again: what each side was to pay and had paid once it was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceStep {
    /// The entry.
    pub entry: EntryId,
    /// The day it counts for.
    pub on: NaiveDate,
    /// What it was, in words.
    pub words: String,
    /// Where it came from, in words.
    pub from: String,
    /// What was the guarantor's to pay.
    pub share: Money,
    /// What the guarantor had paid.
    pub paid: Money,
    /// What was the payers' to pay.
    pub due: Money,
    /// What the payers had paid.
    pub payers_paid: Money,
    /// What the guarantor had paid too much.
    pub guarantor_over: Money,
    /// What the payers had paid too much.
    pub payers_over: Money,
}

/// A service told again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceReplay {
    /// What happened, oldest first.
    pub steps: Vec<ServiceStep>,
    /// What is the guarantor's in the end.
    pub guarantors: Money,
    /// What is the payers' in the end.
    pub payers: Money,
}

impl ServiceReplay {
    /// Why it is whose it is, in a sentence: the step that made it so.
    pub fn words(&self) -> String {
        let which = |over: fn(&ServiceStep) -> Money| {
            let last_without = self.steps.iter().rposition(|step| over(step).is_zero());
            let first = last_without.map_or(0, |at| at.saturating_add(1));
            self.steps.get(first)
        };
        let mut words = Vec::new();
        if let Some(step) =
            which(|step| step.guarantor_over).filter(|_| self.guarantors.is_positive())
        {
            words.push(format!(
                "{} is the guarantor’s: they paid {} and {} was theirs to pay since {}",
                self.guarantors,
                step.paid,
                step.share,
                step.on.format("%m/%d/%Y")
            ));
        }
        if let Some(step) = which(|step| step.payers_over).filter(|_| self.payers.is_positive()) {
            words.push(format!(
                "{} is the payer’s: payers paid {} and {} was theirs to pay since {}",
                self.payers,
                step.payers_paid,
                step.due,
                step.on.format("%m/%d/%Y")
            ));
        }
        if words.is_empty() {
            String::from("nobody paid more than was theirs to pay")
        } else {
            words.join("; ")
        }
    }
}

/// Tells a service again from what was posted on it, oldest first.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn replay_service(all: &[Happening]) -> Result<ServiceReplay, MoneyError> {
    let mut steps: Vec<ServiceStep> = Vec::new();
    let [mut share, mut paid, mut due, mut payers_paid] = [Money::ZERO; 4];
    for one in all {
        let is_money = matches!(one.effect, Effect::PatientPaid | Effect::InsurancePaid);
        match (one.side, is_money) {
            (Side::Guarantor, true) => paid = paid.minus(one.amount)?,
            (Side::Guarantor, false) => share = share.plus(one.amount)?,
            (Side::Insurer, true) => payers_paid = payers_paid.minus(one.amount)?,
            (Side::Insurer, false) => due = due.plus(one.amount)?,
        }
        let over = |paid: Money, due: Money| Ok::<_, MoneyError>(paid.minus(due)?.max(Money::ZERO));
        let step = ServiceStep {
            entry: one.entry,
            on: one.accounting_on,
            words: one.words(all),
            from: one.source(),
            share,
            paid,
            due,
            payers_paid,
            guarantor_over: over(paid, share)?,
            payers_over: over(payers_paid, due)?,
        };
        // Postings of one entry are one step: in between nobody is over anything.
        match steps.last_mut().filter(|last| last.entry == one.entry) {
            Some(last) => {
                let words = std::mem::take(&mut last.words);
                let words = if words.contains(&step.words) {
                    words
                } else {
                    format!("{words}; {}", step.words)
                };
                *last = ServiceStep { words, ..step };
            }
            None => steps.push(step),
        }
    }
    let end = steps.last();
    Ok(ServiceReplay {
        guarantors: end.map_or(Money::ZERO, |step| step.guarantor_over),
        payers: end.map_or(Money::ZERO, |step| step.payers_over),
        steps,
    })
}

/// One posting on an account's credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The entry.
    pub entry: EntryId,
    /// What kind of event.
    pub kind: Kind,
    /// The day it counts for.
    pub on: NaiveDate,
    /// Where it came from or went, in words.
    pub words: String,
    /// Into the credit positive, out of it negative.
    pub amount: Money,
    /// The entry it takes back.
    pub reverses: Option<EntryId>,
    /// For a payer's money: whose.
    pub payer: Option<(PayerId, String)>,
    /// For a payer's money: what the guarantor had paid on the services it was paid for; so much of it is theirs.
    pub guarantor_paid: Money,
}

/// A part of a credit that is still there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Whose.
    #[serde(flatten)]
    pub owner: Owner,
    /// How much.
    pub amount: Money,
    /// Since when.
    pub since: NaiveDate,
    /// Where it came from, in words.
    pub words: String,
    /// By which entry.
    pub entry: EntryId,
}

/// One step of a credit told again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreditStep {
    /// The entry.
    pub entry: EntryId,
    /// The day it counts for.
    pub on: NaiveDate,
    /// What it was, in words.
    pub words: String,
    /// Into the credit positive, out of it negative.
    pub amount: Money,
    /// What was left afterwards.
    pub left: Money,
    /// How much of that was payers'.
    pub payers: Money,
}

/// An account's credit told again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreditReplay {
    /// What happened, oldest first.
    pub steps: Vec<CreditStep>,
    /// What is there, and whose.
    pub pieces: Vec<Piece>,
}

impl CreditReplay {
    /// What of it is the guarantor's.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn guarantors(&self) -> Result<Money, MoneyError> {
        let own = self
            .pieces
            .iter()
            .filter(|one| one.owner == Owner::Guarantor);
        Money::sum(own.map(|one| one.amount))
    }

    /// What of it is a payer's.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of_payer(&self, wanted: PayerId) -> Result<Money, MoneyError> {
        let is_theirs =
            |one: &&Piece| matches!(&one.owner, Owner::Payer { payer, .. } if *payer == wanted);
        Money::sum(self.pieces.iter().filter(is_theirs).map(|one| one.amount))
    }

    /// The payers that own a part of it, and how much, each once.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn payers(&self) -> Result<Vec<(PayerId, String, Money)>, MoneyError> {
        let mut found: Vec<(PayerId, String, Money)> = Vec::new();
        for piece in &self.pieces {
            let Owner::Payer { payer, name } = &piece.owner else {
                continue;
            };
            match found.iter_mut().find(|(id, ..)| id == payer) {
                Some((_, _, sum)) => *sum = sum.plus(piece.amount)?,
                None => found.push((*payer, name.clone(), piece.amount)),
            }
        }
        Ok(found)
    }
}

/// Tells an account's credit again from its postings, oldest first. What goes out is taken from the oldest of it, but
/// for three things that say themselves whose it is: what is taken back goes out of what it brought in, what goes to a
/// payer out of that payer's money, and a refund out of the guarantor's.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn replay_credit(all: &[Movement]) -> Result<CreditReplay, MoneyError> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut steps = Vec::with_capacity(all.len());
    let mut left = Money::ZERO;
    for one in all {
        if one.amount.is_positive() {
            come_in(&mut pieces, one)?;
        } else {
            go_out(&mut pieces, one)?;
        }
        left = left.plus(one.amount)?;
        let payers = pieces
            .iter()
            .filter(|piece| piece.owner != Owner::Guarantor);
        steps.push(CreditStep {
            entry: one.entry,
            on: one.on,
            words: one.words.clone(),
            amount: one.amount,
            left,
            payers: Money::sum(payers.map(|piece| piece.amount))?,
        });
    }
    Ok(CreditReplay { steps, pieces })
}

fn come_in(pieces: &mut Vec<Piece>, one: &Movement) -> Result<(), MoneyError> {
    let piece = |owner, amount| Piece {
        owner,
        amount,
        since: one.on,
        words: one.words.clone(),
        entry: one.reverses.unwrap_or(one.entry),
    };
    let Some((payer, name)) = &one.payer else {
        pieces.push(piece(Owner::Guarantor, one.amount));
        return Ok(());
    };
    let own = match one.kind {
        Kind::InsurancePayment => one.amount.min(one.guarantor_paid.max(Money::ZERO)),
        Kind::Charge
        | Kind::ProviderAdjustment
        | Kind::Parked
        | Kind::PatientPayment
        | Kind::Allocation
        | Kind::Transfer
        | Kind::WriteOff
        | Kind::Refund
        | Kind::ReturnedCheck
        | Kind::Deposit
        | Kind::Agency
        | Kind::Reversal => Money::ZERO,
    };
    let theirs = one.amount.minus(own)?;
    if own.is_positive() {
        pieces.push(piece(Owner::Guarantor, own));
    }
    if theirs.is_positive() {
        let owner = Owner::Payer {
            payer: *payer,
            name: name.clone(),
        };
        pieces.push(piece(owner, theirs));
    }
    Ok(())
}

fn go_out(pieces: &mut Vec<Piece>, one: &Movement) -> Result<(), MoneyError> {
    let mut need = one.amount.negated();
    let is_first = |piece: &Piece| match (&one.reverses, one.kind, &one.payer) {
        (Some(back), ..) => piece.entry == *back,
        (None, Kind::Refund, _) => piece.owner == Owner::Guarantor,
        (None, _, Some((wanted, _))) => {
            matches!(&piece.owner, Owner::Payer { payer, .. } if payer == wanted)
        }
        (None, _, None) => true,
    };
    for round in [true, false] {
        for piece in pieces.iter_mut().filter(|piece| is_first(piece) == round) {
            let taken = piece.amount.min(need);
            piece.amount = piece.amount.minus(taken)?;
            need = need.minus(taken)?;
        }
    }
    pieces.retain(|piece| piece.amount.is_positive());
    Ok(())
}
