//! OFX: tags with values, closed (2.x, XML) or not (1.x, SGML); one reader takes both. It must not know the book.
//!
//! Source: OFX 1.6 and 2.2, section 11.4.2 (`STMTTRN`). Of a file, only account numbers (their ends) and transactions
//! are read; signon, balances and investments are passed over.

use chrono::NaiveDate;

use super::{
    BankFile, BankFileError, Form, StatedLine, amount_of, key_by_content, last_four, stated,
};
use crate::domain::codeset::import::{Imported, Refused, Why};
use crate::domain::codeset::table::plain_text;
use crate::domain::money::MoneyError;

/// The longest value of a tag that is looked at.
const LONGEST_VALUE: usize = 4096;

/// One tag with what follows it up to the next.
struct Tag<'a> {
    line: u64,
    name: &'a str,
    value: &'a str,
}

/// The tags of a file, one at a time.
struct Tags<'a> {
    rest: &'a str,
    line: u64,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.rest.find('<')?;
            self.pass(start);
            let inside = self.rest.strip_prefix('<')?;
            if inside.starts_with("!--") {
                let end = inside
                    .find("-->")
                    .map_or(inside.len(), |at| at.saturating_add(3));
                self.pass(end.saturating_add(1));
                continue;
            }
            let end = inside.find(['>', '<'])?;
            let name = inside.get(..end)?;
            if inside.get(end..)?.starts_with('<') {
                // A lone mark in some text; the next one begins a tag.
                self.pass(end.saturating_add(1));
                continue;
            }
            let line = self.line;
            self.pass(end.saturating_add(2));
            let (value, length) = value_of(self.rest);
            self.pass(length);
            let name = name.split_whitespace().next().unwrap_or_default();
            return Some(Tag { line, name, value });
        }
    }
}

impl Tags<'_> {
    /// Goes on by so many bytes, counting lines.
    fn pass(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        let lines = passed.bytes().filter(|byte| *byte == b'\n').count();
        self.line = self
            .line
            .saturating_add(u64::try_from(lines).unwrap_or(u64::MAX));
        self.rest = rest;
    }
}

/// The value at the start of a text, and how many bytes it takes up there.
fn value_of(text: &str) -> (&str, usize) {
    const OPEN: &str = "<![CDATA[";
    let trimmed = text.trim_start();
    if let Some(inside) = trimmed.strip_prefix(OPEN) {
        let before = text.len().saturating_sub(inside.len());
        let end = inside.find("]]>").unwrap_or(inside.len());
        let length = before.saturating_add(end).saturating_add(3).min(text.len());
        return (inside.get(..end).unwrap_or_default(), length);
    }
    let end = text.find('<').unwrap_or(text.len());
    (text.get(..end).unwrap_or_default().trim(), end)
}

/// A transaction as it is read.
#[derive(Default)]
struct Draft {
    line: u64,
    posted: String,
    amount: String,
    id: String,
    name: String,
    memo: String,
    check: String,
    reference: String,
}

impl Draft {
    fn take(&mut self, name: &str, value: &str) {
        let value = plain(value);
        let field = match name {
            "DTPOSTED" => &mut self.posted,
            "TRNAMT" => &mut self.amount,
            "FITID" => &mut self.id,
            "NAME" => &mut self.name,
            "MEMO" => &mut self.memo,
            "CHECKNUM" => &mut self.check,
            "REFNUM" => &mut self.reference,
            _ => return,
        };
        if field.is_empty() {
            *field = value;
        }
    }

    fn finish(self, account: Option<&str>) -> Result<StatedLine, Refused> {
        let words = if self.memo.starts_with(&self.name) {
            self.memo.clone()
        } else {
            format!("{} {}", self.name, self.memo)
        };
        let reference = if self.check.is_empty() {
            &self.reference
        } else {
            &self.check
        };
        let amount = if self.amount.is_empty() {
            Err(MoneyError::Empty)
        } else {
            amount_of(&self.amount)
        };
        let refuse = |why: Why| Refused {
            line: self.line,
            why,
        };
        let mut stated = stated(
            (self.line, account),
            day(&self.posted),
            amount,
            &words,
            reference,
        )
        .map_err(refuse)?;
        let id = super::kept(&self.id, 255);
        if !id.is_empty() {
            stated.key = format!("id:{id}");
        }
        Ok(stated)
    }
}

/// The day of an OFX instant: `20261103`, `20261103120000.000[-5:EST]`. The bank's own day, whatever the zone.
fn day(text: &str) -> Option<NaiveDate> {
    let digits = text.get(..8)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    NaiveDate::parse_from_str(digits, "%Y%m%d").ok()
}

/// A value without its entities.
fn plain(value: &str) -> String {
    let mut cut = LONGEST_VALUE.min(value.len());
    while !value.is_char_boundary(cut) {
        cut = cut.saturating_sub(1);
    }
    let value = value.get(..cut).unwrap_or_default();
    if !value.contains('&') {
        return value.to_owned();
    }
    value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

/// Reads the transactions of an OFX file.
///
/// # Errors
/// [`BankFileError::Cut`] when it ends within a transaction or before its own end, [`BankFileError::NoLines`] when it
/// holds no account activity, [`BankFileError::Import`] when it is no text.
pub(super) fn read(bytes: &[u8]) -> Result<BankFile, BankFileError> {
    let text = plain_text(bytes)?;
    let mut lines = Imported::new();
    let mut account: Option<String> = None;
    let mut open: Option<Draft> = None;
    let mut begun: Option<u64> = None;
    let mut has_list = false;
    let tags = Tags {
        rest: &text,
        line: 1,
    };
    for tag in tags {
        let name = tag.name.to_ascii_uppercase();
        match name.as_str() {
            "OFX" => begun = Some(tag.line),
            "/OFX" => begun = None,
            "STMTTRN" | "/STMTTRN" | "/BANKTRANLIST" | "/STMTRS" | "/CCSTMTRS" => {
                // SGML may leave the end of a transaction out.
                if let Some(draft) = open.take() {
                    lines.add(draft.finish(account.as_deref()))?;
                }
                if name == "STMTTRN" {
                    open = Some(Draft {
                        line: tag.line,
                        ..Draft::default()
                    });
                }
            }
            "BANKTRANLIST" => has_list = true,
            "ACCTID" if open.is_none() => account = last_four(tag.value),
            _ => {
                if let Some(draft) = &mut open {
                    draft.take(&name, tag.value);
                }
            }
        }
    }
    if let Some(line) = open.map(|draft| draft.line).or(begun) {
        return Err(BankFileError::Cut(line));
    }
    if lines.rows.is_empty() && lines.refused.is_empty() && !has_list {
        return Err(BankFileError::NoLines);
    }
    key_by_content(&mut lines.rows);
    Ok(BankFile {
        form: Form::Ofx,
        lines,
    })
}
