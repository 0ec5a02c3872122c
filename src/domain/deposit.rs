//! Money on its way to the bank: what waits in the drawer, what may go together, and what a deposit is made of. It must
//! not know the book, the bank's files or the printed slip.
//!
//! What waits is never kept anywhere: it is what receipts and EOBs took in, less what deposits that stand took along.
//! So a check that bounced after it was deposited waits with a negative amount until the bank's return is entered, and
//! an EOB that was taken back after its money had come waits so until the EOB that stands in its place is posted: the
//! deposit itself happened and stays.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::eob::TakenBack;
use crate::domain::id::{BankId, BankLineId, DepositId, EobId, ReceiptId};
use crate::domain::money::{Money, MoneyError};

pub mod slip;
#[cfg(test)]
mod tests;

/// A bank account, before the book gave it a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewBank {
    /// As the practice calls it, with the bank's name.
    pub name: String,
    /// The last four characters of its number; the rest is never kept.
    pub last_four: String,
}

impl NewBank {
    /// Says what is wrong with it, in a sentence.
    ///
    /// # Errors
    /// The sentence.
    pub fn check(&self) -> Result<(), &'static str> {
        let name = self.name.trim();
        let end = self.last_four.trim();
        if name.is_empty() || name.chars().count() > 60 {
            Err("The account needs a name of at most 60 characters.")
        } else if end.len() != 4 || !end.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Err("Give the last four characters of the account’s number, and no more of it.")
        } else {
            Ok(())
        }
    }
}

/// A bank account that money is taken to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bank {
    /// Id.
    pub id: BankId,
    /// What it is.
    #[serde(flatten)]
    pub what: NewBank,
    /// Whether lists offer it.
    pub is_active: bool,
}

/// `First National operating ··4417`, as lists name an account.
impl std::fmt::Display for Bank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ··{}", self.what.name, self.what.last_four)
    }
}

/// What money came by: one source, which goes to the bank whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// One tender of a receipt.
    Tender(ReceiptId, u32),
    /// The payment of an EOB.
    Eob(EobId),
}

/// How money was handed over, as far as the bank cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// Notes and coin.
    Cash,
    /// A paper check.
    Check,
    /// A card, of a patient or a payer's virtual one.
    Card,
    /// Electronic funds transfer: the bank has it already.
    Eft,
}

impl Means {
    /// Reads the book's word (`receipt_tender.method`, `eob.method`).
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "cash" => Self::Cash,
            "check" => Self::Check,
            "card" => Self::Card,
            "eft" => Self::Eft,
            _ => return None,
        })
    }

    /// In a word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Check => "check",
            Self::Card => "card",
            Self::Eft => "EFT",
        }
    }
}

/// Money that waits to go to the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Undeposited {
    /// What it came by.
    pub item: Item,
    /// How.
    pub means: Means,
    /// The day it counts for.
    pub on: NaiveDate,
    /// Check number, trace number, or a card's brand, last four and approval.
    pub reference: String,
    /// Who paid: a guarantor or a payer.
    pub from: String,
    /// What is to go; negative where a deposit took along what was taken back since.
    pub amount: Money,
    /// The deposit that has it, where the amount is negative.
    pub went_in: Option<DepositId>,
}

/// What a deposit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Cash and checks, on a paper slip.
    Slip,
    /// One EFT of a payer, which the bank booked itself.
    Eft,
    /// A batch of cards as the processor settled it.
    Card,
    /// What the bank gave back, as a check that bounced.
    Returned,
    /// One source in the place of another, as an EOB that was posted anew: nothing moves at the bank.
    Exchange,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Slip,
        Self::Eft,
        Self::Card,
        Self::Returned,
        Self::Exchange,
    ];

    /// The word the book keeps (`deposit.kind`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::Eft => "eft",
            Self::Card => "card",
            Self::Returned => "returned",
            Self::Exchange => "exchange",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Slip => "cash and checks",
            Self::Eft => "EFT",
            Self::Card => "card batch",
            Self::Returned => "returned by the bank",
            Self::Exchange => "exchange",
        }
    }
}

/// Why some money cannot go to the bank together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DepositError {
    /// Nothing was picked.
    #[error("a deposit needs at least one payment")]
    Nothing,
    /// Paper and electronic money.
    #[error(
        "cash and checks go on a slip, cards settle as a batch, and each EFT is a deposit of its own; pick one kind"
    )]
    Mixed,
    /// Two EFTs.
    #[error(
        "each EFT is a deposit of its own, because the bank booked it so; pick those of one trace number"
    )]
    ManyEfts,
    /// Money that came back beside money that goes.
    #[error(
        "what was taken back since its deposit is entered by itself, as returned by the bank, or against what stands \
         in its place"
    )]
    Returns,
    /// The deposit would come before the money.
    #[error(
        "a payment of {} cannot have been at the bank on {}",
        .received.format("%m/%d/%Y"),
        .on.format("%m/%d/%Y")
    )]
    BeforeReceived {
        /// When it was received.
        received: NaiveDate,
        /// The deposit's day.
        on: NaiveDate,
    },
    /// A fee where none is kept back.
    #[error("only of a card batch or an EFT is a fee kept back, and it is less than the whole")]
    Fee,
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Adds up what was picked.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn total(picked: &[Undeposited]) -> Result<Money, MoneyError> {
    Money::sum(picked.iter().map(|one| one.amount))
}

/// Says what deposit the picked money makes, or why it cannot go together.
///
/// # Errors
/// [`DepositError::Nothing`], [`DepositError::Mixed`], [`DepositError::ManyEfts`], [`DepositError::Returns`].
pub fn kind_of(picked: &[Undeposited]) -> Result<Kind, DepositError> {
    let first = picked.first().ok_or(DepositError::Nothing)?;
    let sum = total(picked)?;
    let any_back = picked.iter().any(|one| one.amount.is_negative());
    let all = |wanted: Means| picked.iter().all(|one| one.means == wanted);
    if picked.iter().all(|one| one.amount.is_negative()) {
        return Ok(Kind::Returned);
    }
    if any_back && sum.is_zero() {
        return Ok(Kind::Exchange);
    }
    if all(Means::Card) {
        // A processor nets what it gave back against what it took, as long as something is left.
        return if sum.is_positive() {
            Ok(Kind::Card)
        } else {
            Err(DepositError::Returns)
        };
    }
    if any_back {
        return Err(DepositError::Returns);
    }
    if all(Means::Eft) {
        let is_one = picked.iter().all(|one| {
            one.from == first.from && one.reference.eq_ignore_ascii_case(&first.reference)
        });
        return if is_one && (picked.len() == 1 || !first.reference.is_empty()) {
            Ok(Kind::Eft)
        } else {
            Err(DepositError::ManyEfts)
        };
    }
    if picked
        .iter()
        .all(|one| matches!(one.means, Means::Cash | Means::Check))
    {
        Ok(Kind::Slip)
    } else {
        Err(DepositError::Mixed)
    }
}

/// Checks that a deposit can have been made on a day, with a fee.
///
/// # Errors
/// [`DepositError::BeforeReceived`], [`DepositError::Fee`].
pub fn check(
    kind: Kind,
    picked: &[Undeposited],
    on: NaiveDate,
    fee: Money,
) -> Result<(), DepositError> {
    if let Some(late) = picked
        .iter()
        .map(|one| one.on)
        .filter(|day| *day > on)
        .max()
    {
        return Err(DepositError::BeforeReceived { received: late, on });
    }
    let bears_fee = matches!(kind, Kind::Card | Kind::Eft);
    if fee.is_negative() || (fee.is_positive() && (!bears_fee || fee >= total(picked)?)) {
        return Err(DepositError::Fee);
    }
    Ok(())
}

/// A deposit before the book gave it a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDeposit {
    /// To which account.
    pub bank: BankId,
    /// The day it counts for.
    pub on: NaiveDate,
    /// What goes.
    pub items: Vec<Item>,
    /// What was kept back of it.
    pub fee: Money,
    /// Batch number or bag number; of an EFT its trace number when empty.
    pub reference: String,
}

/// A deposit in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DepositRow {
    /// Id; printed as `D-` and five digits.
    pub id: DepositId,
    /// To which account.
    pub bank: BankId,
    /// Its name.
    pub bank_name: String,
    /// The end of its number.
    pub last_four: String,
    /// What it is.
    pub kind: Kind,
    /// The day it counts for.
    pub on: NaiveDate,
    /// Sum of its parts.
    pub amount: Money,
    /// What was kept back of it.
    pub fee: Money,
    /// Trace, batch or bag number.
    pub reference: String,
    /// How many parts it has.
    pub parts: u32,
    /// Whether its slip was printed.
    pub is_printed: bool,
    /// Whether it was taken back.
    pub is_taken_back: bool,
    /// The bank's line that it is; none while it is not matched.
    pub at_bank: Option<BankLineId>,
}

impl DepositRow {
    /// What the bank books of it.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn net(&self) -> Result<Money, MoneyError> {
        self.amount.minus(self.fee)
    }
}

/// One part of a deposit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it came by.
    pub item: Item,
    /// How.
    pub means: Means,
    /// The day it was received.
    pub on: NaiveDate,
    /// Check or trace number, or what is kept of a card.
    pub reference: String,
    /// Who paid.
    pub from: String,
    /// How much.
    pub amount: Money,
    /// Whether its receipt or EOB was taken back since.
    pub is_gone: bool,
}

/// A deposit with its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deposit {
    /// As a list shows it.
    #[serde(flatten)]
    pub row: DepositRow,
    /// What it is made of.
    pub contents: Vec<Part>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: String,
    /// When, by whom and why it was taken back; none while it stands.
    pub taken_back: Option<TakenBack>,
}

/// What waits in the drawer, and what the ledger says should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drawer {
    /// What waits, the oldest day first.
    pub items: Vec<Undeposited>,
    /// Its sum.
    pub total: Money,
    /// Account 60 of the ledger; the same in a sound book.
    pub ledger: Money,
}

/// Gives a deposit's number as it is printed.
pub fn deposit_number(deposit: DepositId) -> String {
    format!("D-{:05}", deposit.get())
}
