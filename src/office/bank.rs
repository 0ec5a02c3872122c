//! The bank's side: reading its files, saying what each line is, and reconciling a month. No money moves by matching;
//! where a line proves money that still waits in the drawer, its deposit is made first, as a verb of its own.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use super::deposits::no_bank;
use super::visits::Stamp;
use super::{Office, OfficeError, Refusal};
use crate::domain::bank::matching::{Booked, Suggestion, What, suggest};
use crate::domain::bank::{
    self, BankFile, BankFileError, BankLine, Form, Layout, Standing, StatedLine,
};
use crate::domain::deposit::{
    Bank, DepositRow, Item, Kind, Means, NewDeposit, Undeposited, kind_of, total,
};
use crate::domain::id::{BankId, BankLineId, DepositId};
use crate::domain::money::Money;
use crate::domain::reconcile::{Found, Month, Reconciliation};
use crate::store::Tx;
use crate::store::bank::LineFilter;

mod refusal;

pub use self::refusal::BankRefusal;

/// The largest file of a bank that is read, in bytes.
pub const LARGEST_BANK_FILE: usize = 32 * 1024 * 1024;

/// The most lines and deposits that are matched with each other at once.
const MOST: usize = 5_000;

/// A bank's file as it lies on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankBytes {
    /// All of it.
    pub bytes: Vec<u8>,
    /// What stands between its cells, where it is a CSV file.
    pub separator: char,
    /// Its first rows as they stand; empty for OFX.
    pub rows: Vec<Vec<String>>,
}

/// Reads a bank's file from the disk, with its first rows as they stand where it is no OFX: for somebody who says which
/// column is which.
///
/// # Errors
/// [`OfficeError::File`], [`BankRefusal::TooLarge`], [`BankRefusal::Unreadable`].
pub fn read_bank_bytes(path: &Path) -> Result<BankBytes, OfficeError> {
    let wrong = |source| OfficeError::File {
        task: "read the bank's file",
        source,
    };
    let most = u64::try_from(LARGEST_BANK_FILE).unwrap_or(u64::MAX);
    let file = File::open(path).map_err(wrong)?;
    let mut bytes = Vec::new();
    let length = file
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(wrong)?;
    if length > LARGEST_BANK_FILE {
        return Err(BankRefusal::TooLarge.into());
    }
    let (separator, rows) = match bank::form_of(&bytes) {
        Form::Ofx => (',', Vec::new()),
        Form::Csv => bank::csv::first_rows(&bytes, 12).map_err(|error| unreadable(&error))?,
    };
    Ok(BankBytes {
        bytes,
        separator,
        rows,
    })
}

/// A bank's file before it is taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankPreview {
    /// How it is written.
    pub form: Form,
    /// How its columns are read; none for OFX.
    pub layout: Option<Layout>,
    /// Its lines as they would be taken in.
    pub lines: Vec<StatedLine>,
    /// Lines that cannot be read, and why.
    pub refused: Vec<(u64, String)>,
}

/// What taking a bank's file in did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BankImported {
    /// Lines that are new.
    pub taken: u32,
    /// Lines that the book had already.
    pub known: u32,
    /// Lines of another account in the same file.
    pub elsewhere: u32,
    /// Lines that cannot be read, and why; the first thousand.
    pub refused: Vec<(u64, String)>,
    /// The days the file tells of.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// The bank beside the book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BankBoard {
    /// Lines that nobody said anything of, newest first.
    pub open: Vec<BankLine>,
    /// What they may be.
    pub suggestions: Vec<Suggestion>,
    /// Deposits that stand and that no line is, in the days the bank's files tell of.
    pub missing: Vec<DepositRow>,
    /// Deposits since the last line the bank told of: on their way.
    pub on_the_way: Vec<DepositRow>,
}

impl Office {
    /// Reads a bank's file without taking it in. Without a layout, the one kept for the account is used where it fits,
    /// else the columns are found.
    ///
    /// # Errors
    /// [`BankRefusal::Unreadable`] with the reason, [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn read_bank_file(
        &self,
        bank: BankId,
        bytes: &[u8],
        layout: Option<&Layout>,
    ) -> Result<BankPreview, OfficeError> {
        let (file, layout) = self.bank_file(bank, bytes, layout)?;
        Ok(BankPreview {
            form: file.form,
            layout,
            refused: refused(&file),
            lines: file.lines.rows,
        })
    }

    fn bank_file(
        &self,
        bank: BankId,
        bytes: &[u8],
        layout: Option<&Layout>,
    ) -> Result<(BankFile, Option<Layout>), OfficeError> {
        let _bank = self.store.bank(bank)?.ok_or(no_bank(bank))?;
        if bytes.len() > LARGEST_BANK_FILE {
            return Err(BankRefusal::TooLarge.into());
        }
        if layout.is_some() {
            return bank::read(bytes, layout).map_err(|error| unreadable(&error));
        }
        let kept: Option<Layout> = serde_json::from_str(&self.store.bank_layout(bank)?).ok();
        // A kept layout that fits nothing of this file gives way to what the file itself says.
        if let Some(kept) = kept
            && let Ok((file, layout)) = bank::read(bytes, Some(&kept))
            && !file.lines.rows.is_empty()
            && file.lines.refused.len() < file.lines.rows.len()
        {
            return Ok((file, layout));
        }
        bank::read(bytes, None).map_err(|error| unreadable(&error))
    }

    /// Takes a bank's file in: every line the book has not yet. How a CSV file was read is kept for the account.
    ///
    /// # Errors
    /// As [`Office::read_bank_file`].
    pub fn import_bank_file(
        &mut self,
        bank: BankId,
        name: &str,
        bytes: &[u8],
        layout: Option<&Layout>,
    ) -> Result<BankImported, OfficeError> {
        let (file, layout) = self.bank_file(bank, bytes, layout)?;
        let account = self.store.bank(bank)?.ok_or(no_bank(bank))?;
        self.stamped("take a bank file in", |tx, stamp| {
            if let Some(layout) = &layout
                && let Ok(json) = serde_json::to_string(layout)
            {
                tx.keep_bank_layout(bank, &json)?;
            }
            let done = take(tx, &account, name, &file, stamp)?;
            Ok((format!("bank:{bank}"), done))
        })
    }

    /// Lists lines of the bank, newest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn bank_lines(
        &self,
        bank: Option<BankId>,
        limit: usize,
    ) -> Result<Vec<BankLine>, OfficeError> {
        let filter = LineFilter {
            bank,
            ..LineFilter::default()
        };
        Ok(self.store.bank_lines(filter, limit)?)
    }

    /// Sets the bank beside the book: what is open, what it may be, and what is missing on either side.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn bank_board(&self) -> Result<BankBoard, OfficeError> {
        let filter = LineFilter {
            is_open: true,
            ..LineFilter::default()
        };
        let open = self.store.bank_lines(filter, MOST)?;
        let mut board = BankBoard::default();
        let mut booked = Vec::new();
        for account in self.store.banks()? {
            let Some((first, last)) = self.store.bank_days(account.id)? else {
                continue;
            };
            let waiting = self.store.deposits_not_at_bank(first, MOST)?;
            for row in waiting.into_iter().filter(|row| row.bank == account.id) {
                booked.push(self.booked(&row)?);
                if row.on > last {
                    board.on_the_way.push(row);
                } else {
                    board.missing.push(row);
                }
            }
        }
        booked.extend(waiting_at_bank(&self.store.undeposited()?)?);
        board.suggestions = suggest(&open, &booked)?;
        board.open = open;
        Ok(board)
    }

    fn booked(&self, row: &DepositRow) -> Result<Booked, OfficeError> {
        let contents = self
            .store
            .deposit(row.id)?
            .map(|kept| kept.deposit.contents)
            .unwrap_or_default();
        let mut traces: Vec<String> = vec![row.reference.clone()];
        let mut from: Vec<String> = Vec::new();
        if row.kind != Kind::Slip {
            // On a slip the bank sees one sum; its checks' numbers and names are nowhere in the memo.
            for part in contents {
                traces.push(part.reference);
                from.push(part.from);
            }
        }
        from.dedup();
        Ok(Booked {
            what: What::Deposit(row.id),
            bank: Some(row.bank),
            kind: row.kind,
            on: row.on,
            amount: row.net()?,
            traces,
            from,
        })
    }

    /// Says what a line is: a deposit, or what waits in the drawer, whose deposit is made first.
    ///
    /// # Errors
    /// [`BankRefusal`]; [`super::DepositRefusal`] when what waits cannot go to the bank.
    pub fn accept_bank_line(
        &mut self,
        line: BankLineId,
        what: &What,
        words: &str,
    ) -> Result<Vec<DepositId>, OfficeError> {
        let found = self.store.bank_line(line)?.ok_or(no_line(line))?;
        let deposits = match what {
            What::Deposit(deposit) => {
                self.match_bank_line(line, &[*deposit], words)?;
                vec![*deposit]
            }
            What::Waiting(items) => self.together(|office| -> Result<_, OfficeError> {
                let deposit = office.make_deposit(&office.deposit_of(&found, items)?)?;
                office.match_bank_line(line, &[deposit], words)?;
                Ok(vec![deposit])
            })?,
        };
        Ok(deposits)
    }

    /// The deposit that a line of the bank proves. What the bank booked less than was taken by card was kept back.
    fn deposit_of(&self, line: &BankLine, items: &[Item]) -> Result<NewDeposit, OfficeError> {
        let mut parts: Vec<Undeposited> = Vec::new();
        for item in items {
            parts.extend(self.store.undeposited_of(*item)?);
        }
        let is_card = parts.iter().all(|part| part.means == Means::Card);
        let fee = total(&parts)?.minus(line.amount)?;
        Ok(NewDeposit {
            bank: line.bank,
            on: parts
                .iter()
                .map(|part| part.on)
                .fold(line.on, NaiveDate::max),
            items: items.to_vec(),
            fee: if is_card && line.amount.is_positive() {
                fee
            } else {
                Money::ZERO
            },
            reference: String::new(),
        })
    }

    /// Says by hand which deposits a line is. They must come to its amount, to the cent.
    ///
    /// # Errors
    /// [`BankRefusal::Difference`], [`BankRefusal::Decided`], [`BankRefusal::OtherAccount`],
    /// [`BankRefusal::NoDeposit`]; [`OfficeError::Store`] when the bank has one of them already.
    pub fn match_bank_line(
        &mut self,
        line: BankLineId,
        deposits: &[DepositId],
        words: &str,
    ) -> Result<(), OfficeError> {
        self.stamped("match a bank line", |tx, stamp| {
            matched(tx, line, deposits, words, stamp)?;
            Ok((format!("bank_line:{line}"), ()))
        })
    }

    /// Says that a line is none of the practice's receipts, as rent or a fee of the account.
    ///
    /// # Errors
    /// [`BankRefusal::Decided`]; [`Refusal::Missing`] without a reason.
    pub fn set_bank_line_aside(&mut self, line: BankLineId, why: &str) -> Result<(), OfficeError> {
        let why = why.trim();
        if why.is_empty() {
            return Err(Refusal::Missing("the reason").into());
        }
        self.stamped("set a bank line aside", |tx, stamp| {
            let _line = undecided(tx, line)?;
            tx.set_bank_line_aside(line, why, stamp.at, stamp.by)?;
            Ok((format!("bank_line:{line}"), ()))
        })
    }

    /// Takes back what was said of a line. The deposits stand; nobody knows the line again.
    ///
    /// # Errors
    /// [`BankRefusal::NothingSaid`], [`Refusal::NotThere`].
    pub fn undo_bank_line(&mut self, line: BankLineId, why: &str) -> Result<(), OfficeError> {
        self.stamped("undo a bank line", |tx, stamp| {
            let _line = tx.bank_line(line)?.ok_or(no_line(line))?;
            if tx.undo_bank_line(line, why.trim(), stamp.at, stamp.by)? == 0 {
                return Err(BankRefusal::NothingSaid.into());
            }
            Ok((format!("bank_line:{line}"), ()))
        })
    }

    /// Reconciles a month.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn reconcile(&self, month: Month) -> Result<Reconciliation, OfficeError> {
        let found = Found {
            sent: self.store.sent_in(month)?,
            received: self.store.remittances_not_posted(month.last())?,
            at_bank: self.store.unknown_at_bank(month)?,
            not_at_bank: self.store.deposits_missing_in(month)?,
            cash: self.store.cash_of(month)?,
        };
        Ok(Reconciliation::of(month, found)?)
    }
}

const fn no_line(line: BankLineId) -> Refusal {
    Refusal::NotThere {
        what: "bank line",
        number: line.get(),
    }
}

fn unreadable(error: &BankFileError) -> OfficeError {
    BankRefusal::Unreadable(error.to_string()).into()
}

fn refused(file: &BankFile) -> Vec<(u64, String)> {
    let refused = file.lines.refused.iter();
    refused
        .map(|refused| (refused.line, refused.why.to_string()))
        .collect()
}

/// What waits in the drawer although the bank has it: each EFT, the cards of each day, and each thing to be returned.
fn waiting_at_bank(waiting: &[Undeposited]) -> Result<Vec<Booked>, OfficeError> {
    let mut groups: BTreeMap<(Means, String, Option<NaiveDate>), Vec<&Undeposited>> =
        BTreeMap::new();
    for one in waiting {
        let key = match one.means {
            _ if one.amount.is_negative() => (one.means, format!("{:?}", one.item), None),
            Means::Eft => (one.means, format!("{}|{}", one.from, one.reference), None),
            Means::Card => (one.means, String::new(), Some(one.on)),
            // Paper is at the bank when somebody took it there, on a slip.
            Means::Cash | Means::Check => continue,
        };
        groups.entry(key).or_default().push(one);
    }
    let mut booked = Vec::new();
    for parts in groups.into_values() {
        let whole: Vec<Undeposited> = parts.iter().copied().cloned().collect();
        let (Ok(kind), Some(on)) = (kind_of(&whole), whole.iter().map(|one| one.on).max()) else {
            continue;
        };
        booked.push(Booked {
            what: What::Waiting(whole.iter().map(|one| one.item).collect()),
            bank: None,
            kind,
            on,
            amount: total(&whole)?,
            traces: whole.iter().map(|one| one.reference.clone()).collect(),
            from: whole.iter().map(|one| one.from.clone()).collect(),
        });
    }
    Ok(booked)
}

/// Writes in the lines of a file that the book has not.
fn take(
    tx: &Tx<'_>,
    account: &Bank,
    name: &str,
    file: &BankFile,
    stamp: Stamp,
) -> Result<BankImported, OfficeError> {
    let mut done = BankImported {
        refused: refused(file),
        ..BankImported::default()
    };
    let mut written = None;
    // Lines of one day and amount, of which files of another form may have told already.
    let mut told: BTreeMap<(NaiveDate, Money), u32> = BTreeMap::new();
    for line in &file.lines.rows {
        let is_ours = line
            .account
            .as_ref()
            .is_none_or(|end| end.eq_ignore_ascii_case(&account.what.last_four));
        if !is_ours {
            done.elsewhere = done.elsewhere.saturating_add(1);
            continue;
        }
        let (first, last) = done.days.unwrap_or((line.on, line.on));
        done.days = Some((first.min(line.on), last.max(line.on)));
        let alike = told.entry((line.on, line.amount)).or_default();
        *alike = alike.saturating_add(1);
        let other = tx.bank_lines_of_other_form(account.id, file.form, line.on, line.amount)?;
        if *alike <= other || tx.is_bank_line_known(account.id, &line.key)? {
            done.known = done.known.saturating_add(1);
            continue;
        }
        let id = match written {
            Some(id) => id,
            None => tx.add_bank_file(account.id, name, file.form, stamp.at, stamp.by)?,
        };
        written = Some(id);
        let _line = tx.add_bank_line(account.id, id, line)?;
        done.taken = done.taken.saturating_add(1);
    }
    if done.taken == 0 && done.known == 0 && done.elsewhere > 0 {
        return Err(BankRefusal::OtherAccount(account.what.last_four.clone()).into());
    }
    Ok(done)
}

/// Finds a line of which nobody said anything.
fn undecided(tx: &Tx<'_>, line: BankLineId) -> Result<BankLine, OfficeError> {
    let found = tx.bank_line(line)?.ok_or(no_line(line))?;
    match found.standing {
        Standing::Open => Ok(found),
        Standing::Matched { .. } | Standing::SetAside { .. } => Err(BankRefusal::Decided.into()),
    }
}

fn matched(
    tx: &Tx<'_>,
    line: BankLineId,
    deposits: &[DepositId],
    words: &str,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let found = undecided(tx, line)?;
    let mut sum = Money::ZERO;
    for id in deposits {
        let row = tx
            .deposit(*id)?
            .ok_or(Refusal::NotThere {
                what: "deposit",
                number: id.get(),
            })?
            .deposit
            .row;
        if row.bank != found.bank {
            return Err(BankRefusal::OtherAccount(row.last_four).into());
        }
        sum = sum.plus(row.net()?)?;
    }
    if deposits.is_empty() {
        return Err(BankRefusal::NoDeposit.into());
    }
    if sum != found.amount {
        return Err(BankRefusal::Difference {
            bank: found.amount,
            book: sum,
            off: found.amount.minus(sum)?,
        }
        .into());
    }
    for id in deposits {
        tx.match_bank_line(line, *id, words, stamp.at, stamp.by)?;
    }
    Ok(())
}
