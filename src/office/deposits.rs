//! Money to the bank: what waits in the drawer, deposits and their slips, and taking them back.
//!
//! A receipt or an EOB can be taken back after its money went to the bank. The deposit happened, so it stays, and the
//! drawer shows the difference: a check that bounced until the bank's return is entered, an EOB posted wrong until the
//! one in its place is exchanged for it. Refusing instead would force somebody to undo, in the book, money that is at
//! the bank.

use super::visits::Stamp;
use super::{Office, OfficeError, Refusal, paper};
use crate::domain::deposit::slip::Slip;
use crate::domain::deposit::{
    Bank, Deposit, DepositRow, Drawer, Item, Kind, NewBank, NewDeposit, Undeposited, check,
    kind_of, total,
};
use crate::domain::id::{BankId, DepositId};
use crate::domain::ledger::deposit as entry_of;
use crate::domain::page::Page;
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::slip::sheets;
use crate::pdf::write::{Title, document};
use crate::store::Tx;
use crate::store::deposit::{KeptDeposit, NewRow};

mod refusal;

pub use self::refusal::DepositRefusal;

impl Office {
    /// Lists bank accounts by name, those that lists no longer offer at the end.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn banks(&self) -> Result<Vec<Bank>, OfficeError> {
        Ok(self.store.banks()?)
    }

    /// Writes a bank account in.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn add_bank(&mut self, what: &NewBank) -> Result<BankId, OfficeError> {
        self.write("add a bank account", |tx, _| {
            let id = tx.add_bank(what)?;
            Ok((format!("bank:{id}"), id))
        })
    }

    /// Writes a bank account anew, and says whether lists offer it.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn change_bank(
        &mut self,
        id: BankId,
        what: &NewBank,
        is_active: bool,
    ) -> Result<(), OfficeError> {
        self.write("change a bank account", |tx, _| {
            if !tx.change_bank(id, what, is_active)? {
                return Err(no_bank(id).into());
            }
            Ok((format!("bank:{id}"), ()))
        })
    }

    /// Gives what waits in the drawer, with what the ledger says should.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn drawer(&self) -> Result<Drawer, OfficeError> {
        let items = self.store.undeposited()?;
        Ok(Drawer {
            total: total(&items)?,
            ledger: self.store.drawer_in_ledger()?,
            items,
        })
    }

    /// Makes a deposit: everything picked goes from the drawer to the bank, whole, in one entry. What it is follows
    /// from what was picked.
    ///
    /// # Errors
    /// [`DepositRefusal::Unfit`] when it cannot go together, [`DepositRefusal::NotWaiting`], [`DepositRefusal::Twice`],
    /// [`DepositRefusal::Ahead`]; [`OfficeError::Store`] in a closed period.
    pub fn make_deposit(&mut self, new: &NewDeposit) -> Result<DepositId, OfficeError> {
        self.stamped("make a deposit", |tx, stamp| {
            let id = deposit(tx, new, stamp)?;
            Ok((format!("deposit:{id}"), id))
        })
    }

    /// Takes a deposit back: what was in it waits in the drawer again.
    ///
    /// # Errors
    /// [`DepositRefusal::TakenBackAlready`], [`DepositRefusal::AtBank`], [`DepositRefusal::Later`];
    /// [`Refusal::Missing`] without a reason.
    pub fn take_back_deposit(&mut self, id: DepositId, why: &str) -> Result<(), OfficeError> {
        self.stamped("take a deposit back", |tx, stamp| {
            take_back(tx, id, why, stamp)?;
            Ok((format!("deposit:{id}"), ()))
        })
    }

    /// Lists deposits, newest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn deposits(&self, limit: usize) -> Result<Vec<DepositRow>, OfficeError> {
        Ok(self.store.deposits(limit)?)
    }

    /// Gives a deposit with its parts.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn deposit(&self, id: DepositId) -> Result<Deposit, OfficeError> {
        Ok(self.kept_deposit(id)?.deposit)
    }

    /// Gives the slip of a deposit as a PDF. The first time it is made and kept; later the same bytes are given again.
    ///
    /// # Errors
    /// [`Refusal::NotThere`]; [`DepositRefusal::Slip`] when it is no deposit of cash and checks;
    /// [`DepositRefusal::TakenBackAlready`] when it was taken back before it was ever printed.
    pub fn slip_pdf(&mut self, id: DepositId) -> Result<Vec<u8>, OfficeError> {
        let kept = self.kept_deposit(id)?;
        if let Some(print) = kept.attachment {
            return Ok(self.store.attachment(print)?);
        }
        if kept.deposit.row.is_taken_back {
            return Err(DepositRefusal::TakenBackAlready.into());
        }
        let slip = self.slip(&kept)?;
        let fonts = Fonts::load()?;
        let bytes = document(&fonts, Title::DepositSlip, slip.on, &sheets(&slip, &fonts))?;
        self.write("print a deposit slip", |tx, at| {
            let print = tx.attach(&bytes, at)?;
            tx.keep_slip(id, print)?;
            Ok((format!("deposit:{id}"), ()))
        })?;
        Ok(bytes)
    }

    /// Gives the slip of a deposit as pages to be drawn.
    ///
    /// # Errors
    /// [`Refusal::NotThere`]; [`DepositRefusal::Slip`] when it is no deposit of cash and checks.
    pub fn slip_pages(&self, id: DepositId) -> Result<Vec<Page>, OfficeError> {
        let slip = self.slip(&self.kept_deposit(id)?)?;
        let sheets = sheets(&slip, &Fonts::load()?);
        Ok(sheets.into_iter().map(page).collect())
    }

    fn slip(&self, kept: &KeptDeposit) -> Result<Slip, OfficeError> {
        let practice = paper::letterhead(&self.practice()?);
        Ok(Slip::of(&kept.deposit, practice).map_err(DepositRefusal::Slip)?)
    }

    fn kept_deposit(&self, id: DepositId) -> Result<KeptDeposit, OfficeError> {
        Ok(self.store.deposit(id)?.ok_or(not_there(id))?)
    }
}

const fn not_there(id: DepositId) -> Refusal {
    Refusal::NotThere {
        what: "deposit",
        number: id.get(),
    }
}

pub(super) const fn no_bank(id: BankId) -> Refusal {
    Refusal::NotThere {
        what: "bank account",
        number: id.get(),
    }
}

/// Writes a deposit with its entry.
pub(super) fn deposit(
    tx: &Tx<'_>,
    new: &NewDeposit,
    stamp: Stamp,
) -> Result<DepositId, OfficeError> {
    if new.on > stamp.today {
        return Err(DepositRefusal::Ahead(new.on).into());
    }
    let _bank = tx.bank(new.bank)?.ok_or(no_bank(new.bank))?;
    let parts = picked(tx, &new.items)?;
    let kind = kind_of(&parts).map_err(DepositRefusal::Unfit)?;
    check(kind, &parts, new.on, new.fee).map_err(DepositRefusal::Unfit)?;
    let id = tx.next_deposit()?;
    let amount = total(&parts)?;
    let entry = match kind {
        Kind::Exchange => None,
        Kind::Slip | Kind::Eft | Kind::Card | Kind::Returned => {
            let entry = entry_of(new.on, id, amount, new.fee, why(kind))?;
            Some(tx.post(&entry, stamp.at, stamp.by)?)
        }
    };
    let trace = match (kind, parts.first()) {
        (Kind::Eft, Some(first)) if new.reference.trim().is_empty() => first.reference.as_str(),
        _ => new.reference.as_str(),
    };
    let row = NewRow {
        id,
        bank: new.bank,
        kind,
        on: new.on,
        amount,
        fee: new.fee,
        reference: trace,
        entry,
    };
    tx.add_deposit(row, &parts, stamp.at, stamp.by)?;
    Ok(id)
}

/// What an entry says it is.
const fn why(kind: Kind) -> &'static str {
    match kind {
        Kind::Slip => "cash and checks deposited",
        Kind::Eft => "EFT at the bank",
        Kind::Card => "card batch settled",
        Kind::Returned => "returned by the bank",
        Kind::Exchange => "one source in the place of another",
    }
}

/// Finds what was picked, each once, as it waits now.
fn picked(tx: &Tx<'_>, items: &[Item]) -> Result<Vec<Undeposited>, OfficeError> {
    let mut sorted = items.to_vec();
    sorted.sort_unstable();
    if sorted.array_windows().any(|[one, next]| one == next) {
        return Err(DepositRefusal::Twice.into());
    }
    items
        .iter()
        .map(|item| {
            let waiting = tx.undeposited_of(*item)?;
            Ok(waiting.ok_or(DepositRefusal::NotWaiting(*item))?)
        })
        .collect()
}

fn take_back(tx: &Tx<'_>, id: DepositId, why: &str, stamp: Stamp) -> Result<(), OfficeError> {
    let why = why.trim();
    if why.is_empty() {
        return Err(Refusal::Missing("the reason").into());
    }
    let kept = tx.deposit(id)?.ok_or(not_there(id))?;
    if kept.deposit.row.is_taken_back {
        return Err(DepositRefusal::TakenBackAlready.into());
    }
    if kept.deposit.row.at_bank.is_some() {
        return Err(DepositRefusal::AtBank.into());
    }
    if let Some(later) = tx.later_deposit(id)? {
        return Err(DepositRefusal::Later(later).into());
    }
    if let Some(entry) = kept.entry {
        let (_back, _lines) = super::money::take_back(tx, entry, why, stamp)?;
    }
    Ok(tx.take_back_deposit(id, why, stamp.at, stamp.by)?)
}
