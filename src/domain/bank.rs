//! What a bank says happened on an account: lines of its files, each told apart from every other, and which of what the
//! book has they are. It must not know the book.

use chrono::NaiveDate;
use serde::Serialize;

use super::codeset::import::{ImportError, Imported, Why};
use super::id::{BankId, BankLineId, DepositId};
use super::money::{Money, MoneyError};

pub mod csv;
pub mod matching;
mod ofx;
#[cfg(test)]
mod tests;

pub use self::csv::{Amounts, DayOrder, Layout};

/// How a bank's file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Open Financial Exchange, 1.x in SGML or 2.x in XML; Quicken's and QuickBooks' files are the same.
    Ofx,
    /// Comma-separated values, in whatever columns.
    Csv,
}

impl Form {
    /// The word the book keeps (`bank_file.form`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ofx => "ofx",
            Self::Csv => "csv",
        }
    }
}

/// One line of a bank's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatedLine {
    /// Where in the file it begins, counted from one.
    pub line: u64,
    /// The end of the account's number, where the file says it.
    pub account: Option<String>,
    /// The bank's day.
    pub on: NaiveDate,
    /// Into the account positive.
    pub amount: Money,
    /// Name and memo.
    pub words: String,
    /// Check or reference number, empty when none.
    pub reference: String,
    /// What tells it from every other line of the account: the bank's own id, or its content and which of those alike.
    pub key: String,
}

/// A bank's file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankFile {
    /// How it is written.
    pub form: Form,
    /// Its lines, and those that were refused.
    pub lines: Imported<StatedLine>,
}

/// Why a bank's file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum BankFileError {
    /// It is no text, or has no rows.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// It ends too early.
    #[error("the file is cut off: what begins on line {0} does not end")]
    Cut(u64),
    /// It has no account in it.
    #[error(
        "the file names no account activity; ask the bank for its transactions as OFX, QFX or CSV"
    )]
    NoLines,
    /// Columns could not be told apart.
    #[error(
        "which columns hold the day and the amount cannot be told; say so once, and it is kept for this account"
    )]
    NoColumns,
    /// The columns that were named are not there.
    #[error("the file has no column {0}")]
    NoColumn(usize),
}

/// What the first bytes of a file say it is.
pub fn form_of(bytes: &[u8]) -> Form {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let text = String::from_utf8_lossy(head).to_ascii_uppercase();
    if text.contains("OFXHEADER") || text.contains("<OFX>") || text.contains("<?OFX") {
        Form::Ofx
    } else {
        Form::Csv
    }
}

/// Reads a bank's file, however it is written. A CSV file is read by `layout`; without one, columns are found by their
/// names and by what stands in them. Gives the layout that was used, for a CSV file.
///
/// # Errors
/// [`BankFileError`] when nothing of it can be used. Lines that cannot be are among those refused.
pub fn read(
    bytes: &[u8],
    layout: Option<&Layout>,
) -> Result<(BankFile, Option<Layout>), BankFileError> {
    match form_of(bytes) {
        Form::Ofx => Ok((ofx::read(bytes)?, None)),
        Form::Csv => {
            let layout = match layout {
                Some(layout) => layout.clone(),
                None => csv::guess(bytes)?,
            };
            Ok((csv::read(bytes, &layout)?, Some(layout)))
        }
    }
}

/// The most characters of a line's words and of its reference that are kept.
const MOST_WORDS: usize = 300;
const MOST_REFERENCE: usize = 60;

/// Text of a bank as it is kept: no control characters, no long runs, not too much of it.
fn kept(text: &str, most: usize) -> String {
    super::codeset::table::tidy_text(text)
        .chars()
        .take(most)
        .collect()
}

/// The last four letters or digits of an account's number.
pub fn last_four(number: &str) -> Option<String> {
    let mut tail: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let from = tail.len().checked_sub(4)?;
    Some(tail.split_off(from).into_iter().collect())
}

/// An amount as banks write it: `-12.5`, `1,234.56`, `12.50-`, `1234,56`, `$5.00 CR`, `(7.00)`, `12.5000`.
fn amount_of(text: &str) -> Result<Money, MoneyError> {
    let upper = text.trim().to_ascii_uppercase();
    let (text, is_debit) = match upper.strip_suffix("CR") {
        Some(rest) => (rest, false),
        None => match upper.strip_suffix("DR") {
            Some(rest) => (rest, true),
            None => (upper.as_str(), false),
        },
    };
    let text = text.trim().trim_start_matches('+').trim_start();
    let (text, is_debit) = match text.strip_suffix('-') {
        Some(rest) => (rest.trim_end(), true),
        None => (text, is_debit),
    };
    let text = text.replace(['\u{a0}', ' '], "").replace("-$", "-");
    let text = point(&text);
    let amount: Money = without_noughts(&text).parse()?;
    Ok(if is_debit { amount.negated() } else { amount })
}

/// Makes the last comma a point where it can only be that: no point stands anywhere and one or two digits follow.
fn point(text: &str) -> String {
    if text.contains('.') {
        // `1.234,56`, as written on the continent.
        return match (text.rfind('.'), text.rfind(',')) {
            (Some(dot), Some(comma)) if dot < comma => text.replace('.', "").replace(',', "."),
            _ => text.to_owned(),
        };
    }
    match text.rsplit_once(',') {
        Some((whole, cents)) if matches!(cents.len(), 1 | 2) => format!("{whole}.{cents}"),
        _ => text.to_owned(),
    }
}

/// Drops noughts after the second digit behind the point.
fn without_noughts(text: &str) -> &str {
    let Some((whole, cents)) = text.split_once('.') else {
        return text;
    };
    let room = whole.len().saturating_add(3);
    if cents.len() > 2 && cents.chars().skip(2).all(|digit| digit == '0') {
        text.get(..room).unwrap_or(text)
    } else {
        text
    }
}

/// Puts a line together, or says what is wrong with it.
fn stated(
    (line, account): (u64, Option<&str>),
    on: Option<NaiveDate>,
    amount: Result<Money, MoneyError>,
    words: &str,
    reference: &str,
) -> Result<StatedLine, Why> {
    let amount = amount?;
    if amount.is_zero() {
        return Err(Why::Money(MoneyError::Zero));
    }
    Ok(StatedLine {
        line,
        account: account.map(str::to_owned),
        on: on.ok_or(Why::Day("the day"))?,
        amount,
        words: kept(words, MOST_WORDS),
        reference: kept(reference, MOST_REFERENCE),
        key: String::new(),
    })
}

/// Gives lines that have no id of the bank's own one made of their content. Those alike are counted, so that two equal
/// payments of a day stay two, and the same file again gives the same keys.
fn key_by_content(lines: &mut [StatedLine]) {
    let mut seen = std::collections::BTreeMap::<String, u32>::new();
    for line in lines.iter_mut().filter(|line| line.key.is_empty()) {
        let content = format!(
            "{}|{}|{}|{}",
            line.on,
            line.amount.cents(),
            line.reference,
            line.words
        );
        let times = seen.entry(content.clone()).or_default();
        *times = times.saturating_add(1);
        line.key = format!("content:{times}|{content}");
    }
}

/// What became of a line of the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "standing")]
pub enum Standing {
    /// Nobody said yet what it is.
    Open,
    /// It is these deposits.
    Matched {
        /// Which.
        deposits: Vec<DepositId>,
        /// Why, in words.
        words: String,
    },
    /// It is none of the practice's receipts, as rent or a fee of the account.
    SetAside {
        /// Why.
        why: String,
    },
}

/// A line of the bank in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BankLine {
    /// Id.
    pub id: BankLineId,
    /// On which account.
    pub bank: BankId,
    /// The bank's day.
    pub on: NaiveDate,
    /// Into the account positive.
    pub amount: Money,
    /// Name and memo.
    pub words: String,
    /// Check or reference number.
    pub reference: String,
    /// The file that said so first.
    pub file: String,
    /// Where in it.
    pub file_line: u32,
    /// What became of it.
    #[serde(flatten)]
    pub standing: Standing,
}
