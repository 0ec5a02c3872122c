//! Values to segments: widths, characters and delimiters are checked here, once for every transaction. It must not
//! know which segments a transaction has.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::segment::{DelimiterError, Delimiters};
use crate::domain::charset::{self, Unsendable};
use crate::domain::money::Money;
use crate::domain::practice::Separators;

#[cfg(test)]
mod tests;

/// Why a value cannot be sent, and which one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError {
    /// The claim (CLM01); none when the fault lies above the claims.
    pub claim: Option<String>,
    /// The service line of the claim, from 1.
    pub line: Option<usize>,
    /// The field in the trade's words, as `billing provider: city`.
    pub field: String,
    /// What is wrong with it.
    pub problem: Problem,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(claim) = &self.claim {
            write!(f, "claim {claim}, ")?;
        }
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
        write!(f, "{} {}", self.field, self.problem)
    }
}

impl std::error::Error for WriteError {}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nothing is there.
    #[error("is missing")]
    Missing,
    /// Too few characters.
    #[error("must have at least {least} characters")]
    TooShort {
        /// The fewest.
        least: usize,
    },
    /// Too many characters.
    #[error("must have at most {most} characters")]
    TooLong {
        /// The most.
        most: usize,
    },
    /// Too many of them.
    #[error("has more than {most} entries")]
    TooMany {
        /// The most.
        most: usize,
    },
    /// A character that no claim can carry.
    #[error("cannot be sent as it is: {0}")]
    Character(#[from] Unsendable),
    /// A character that this receiver's files use as a delimiter.
    #[error("has the character {0}, which separates the parts of this receiver's files")]
    Delimiter(char),
    /// Below zero, or more than ten digits.
    #[error("must be between 0.00 and 99,999,999.99")]
    Amount,
    /// More than ten digits, with a sign or without.
    #[error("must be between -99,999,999.99 and 99,999,999.99")]
    SignedAmount,
    /// Not a number that can stand there.
    #[error("must be above zero with at most eight digits, three of them after the point")]
    Quantity,
    /// Not a number that can stand there, zero and less allowed.
    #[error("must be a number with at most eight digits, three of them after the point")]
    Number,
    /// A day beyond four digits of year.
    #[error("must be a day between the years 1800 and 9999")]
    Day,
    /// Any other rule, in words that follow the field's name.
    #[error("{0}")]
    Rule(&'static str),
}

/// A text element: how it is called and how long it may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    what: &'static str,
    least: usize,
    most: usize,
}

/// Describes a text element.
pub(super) const fn field(what: &'static str, least: usize, most: usize) -> Field {
    Field { what, least, most }
}

/// How a file is laid out. Delimiters alone give a file without line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What holds the file together.
    pub delimiters: Delimiters,
    /// Whether a line feed follows each segment, for human eyes. A terminator that is a line end itself gets none.
    pub has_line_ends: bool,
}

impl From<Delimiters> for Layout {
    fn from(delimiters: Delimiters) -> Self {
        Self {
            delimiters,
            has_line_ends: false,
        }
    }
}

/// The layout that a receiver wants.
impl TryFrom<Separators> for Layout {
    type Error = DelimiterError;

    fn try_from(wanted: Separators) -> Result<Self, DelimiterError> {
        let Separators {
            element,
            component,
            repetition,
            segment,
            newline,
        } = wanted;
        Ok(Self {
            delimiters: Delimiters::new(element, repetition, component, segment)?,
            has_line_ends: newline,
        })
    }
}

/// The most that an amount may be: ten digits.
const MOST_CENTS: i64 = 9_999_999_999;

/// Whether a number has at most eight digits, three of them after the point.
fn fits(number: Decimal) -> bool {
    let number = if number.scale() == 0 {
        number
    } else {
        number.normalize()
    };
    number.scale() <= 3 && number.mantissa().unsigned_abs() <= 99_999_999
}

/// Writes segments to a text.
///
/// A text that can go as it is, as nearly all of them can, is told from one look at each of its bytes and copied; only
/// the others are folded.
#[derive(Debug)]
pub(super) struct Writer {
    out: Vec<u8>,
    delimiters: Delimiters,
    /// By byte: whether it is data here, fit to be sent and no delimiter.
    is_data: [bool; 256],
    has_line_ends: bool,
    /// Segments ended since the count was last taken.
    segments: usize,
    /// Elements begun since the last one that was not empty.
    pending: usize,
    /// Parts of a composite element begun since the last one that was not empty.
    pending_parts: usize,
    /// The claim that errors speak of; its text is kept for its room.
    claim: String,
    has_claim: bool,
    line: Option<usize>,
    part: &'static str,
}

impl Writer {
    pub(super) fn new(layout: Layout) -> Self {
        Self::with_room(layout, 0)
    }

    /// A writer with room for so many bytes, to be spared from making more as the text grows.
    pub(super) fn with_room(layout: Layout, bytes: usize) -> Self {
        let ends_lines = matches!(layout.delimiters.segment(), '\r' | '\n');
        Self {
            out: Vec::with_capacity(bytes),
            delimiters: layout.delimiters,
            is_data: data_bytes(layout.delimiters),
            has_line_ends: layout.has_line_ends && !ends_lines,
            segments: 0,
            pending: 0,
            pending_parts: 0,
            claim: String::new(),
            has_claim: false,
            line: None,
            part: "",
        }
    }

    /// What was written. All of it is ASCII.
    pub(super) fn into_text(self) -> String {
        String::from_utf8(self.out)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }

    pub(super) fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    /// Names the part of the transaction that errors speak of from here on.
    pub(super) fn part(&mut self, part: &'static str) {
        self.part = part;
    }

    /// Names the claim that errors speak of from here on.
    pub(super) fn claim(&mut self, number: Option<&str>) {
        number.unwrap_or_default().clone_into(&mut self.claim);
        self.has_claim = number.is_some();
        self.line = None;
    }

    /// Names the service line that errors speak of from here on.
    pub(super) fn line(&mut self, number: Option<usize>) {
        self.line = number;
    }

    /// Begins to count segments anew and gives how many there were.
    pub(super) fn take_count(&mut self) -> usize {
        std::mem::take(&mut self.segments)
    }

    pub(super) fn begin(&mut self, id: &str) {
        self.out.extend_from_slice(id.as_bytes());
        self.pending = 0;
    }

    /// Ends the segment. Empty elements at its end were never written.
    pub(super) fn end(&mut self) {
        self.out.push(self.delimiters.segment_byte());
        if self.has_line_ends {
            self.out.push(b'\n');
        }
        self.segments = self.segments.saturating_add(1);
    }

    /// Leaves elements empty.
    pub(super) fn skip(&mut self, elements: usize) {
        self.pending = self.pending.saturating_add(elements);
    }

    /// Writes an element that is known to be sound: a code, a number, a day.
    pub(super) fn code(&mut self, code: &str) {
        self.skip(1);
        if !code.is_empty() {
            self.separate();
            self.out.extend_from_slice(code.as_bytes());
        }
    }

    /// Writes a whole number.
    pub(super) fn whole(&mut self, number: u64) {
        self.code(digits(number, &mut [0; 20]));
    }

    /// Writes the code of a yes-or-no answer.
    pub(super) fn yes_or_no(&mut self, is_so: bool) {
        self.code(if is_so { "Y" } else { "N" });
    }

    /// Writes a text that must be there.
    pub(super) fn text(&mut self, field: Field, text: &str) -> Result<(), WriteError> {
        if self.goes_as_it_is(field, text) {
            self.code(text);
        } else {
            let text = self.checked(field, text)?;
            self.code(&text);
        }
        Ok(())
    }

    /// Writes a text that may be missing.
    pub(super) fn optional(&mut self, field: Field, text: Option<&str>) -> Result<(), WriteError> {
        match text {
            None => {
                self.skip(1);
                Ok(())
            }
            Some(text) if self.goes_as_it_is(field, text) => {
                self.code(text);
                Ok(())
            }
            Some(text) => {
                let text = self.checked_optional(field, Some(text))?;
                self.code(&text);
                Ok(())
            }
        }
    }

    /// Begins a composite element, whose parts follow.
    pub(super) fn compose(&mut self) {
        self.skip(1);
        self.pending_parts = 0;
    }

    /// Writes the next part of a composite element, one that is known to be sound. Empty parts at the end are not
    /// written.
    pub(super) fn part_code(&mut self, code: &str) {
        if !code.is_empty() {
            self.separate();
            for _ in 0..self.pending_parts {
                self.out.push(self.delimiters.component_byte());
            }
            self.pending_parts = 0;
            self.out.extend_from_slice(code.as_bytes());
        }
        self.pending_parts = self.pending_parts.saturating_add(1);
    }

    /// Writes a whole number as the next part of a composite element.
    pub(super) fn part_whole(&mut self, number: u64) {
        self.part_code(digits(number, &mut [0; 20]));
    }

    /// Writes a text that must be there as the next part of a composite element.
    pub(super) fn part_text(&mut self, field: Field, text: &str) -> Result<(), WriteError> {
        if self.goes_as_it_is(field, text) {
            self.part_code(text);
        } else {
            let text = self.checked(field, text)?;
            self.part_code(&text);
        }
        Ok(())
    }

    /// Writes a text that may be missing as the next part of a composite element.
    pub(super) fn part_optional(
        &mut self,
        field: Field,
        text: Option<&str>,
    ) -> Result<(), WriteError> {
        let text = text.unwrap_or_default();
        if text.is_empty() || self.goes_as_it_is(field, text) {
            self.part_code(text);
        } else {
            let text = self.checked_optional(field, Some(text))?;
            self.part_code(&text);
        }
        Ok(())
    }

    /// Writes the parts of a composite element, each of them sound, without empty ones at its end.
    pub(super) fn composite<P: AsRef<str>>(&mut self, parts: &[P]) {
        self.compose();
        for part in parts {
            self.part_code(part.as_ref());
        }
    }

    /// Writes an amount of zero or more.
    pub(super) fn amount(&mut self, what: &'static str, amount: Money) -> Result<(), WriteError> {
        if !(0..=MOST_CENTS).contains(&amount.cents()) {
            return Err(self.error(what, Problem::Amount));
        }
        self.money(amount);
        Ok(())
    }

    /// Writes an amount that may be below zero.
    pub(super) fn signed_amount(
        &mut self,
        what: &'static str,
        amount: Money,
    ) -> Result<(), WriteError> {
        if !(-MOST_CENTS..=MOST_CENTS).contains(&amount.cents()) {
            return Err(self.error(what, Problem::SignedAmount));
        }
        self.money(amount);
        Ok(())
    }

    /// Writes an amount that may be missing, as [`signed_amount`](Self::signed_amount) does.
    pub(super) fn optional_amount(
        &mut self,
        what: &'static str,
        amount: Option<Money>,
    ) -> Result<(), WriteError> {
        if let Some(amount) = amount {
            return self.signed_amount(what, amount);
        }
        self.skip(1);
        Ok(())
    }

    /// Writes a quantity above zero.
    pub(super) fn quantity(
        &mut self,
        what: &'static str,
        quantity: Decimal,
    ) -> Result<(), WriteError> {
        if quantity <= Decimal::ZERO || !fits(quantity) {
            return Err(self.error(what, Problem::Quantity));
        }
        self.decimal(quantity);
        Ok(())
    }

    /// Writes a number that may be zero or less.
    pub(super) fn number(&mut self, what: &'static str, number: Decimal) -> Result<(), WriteError> {
        if !fits(number) {
            return Err(self.error(what, Problem::Number));
        }
        self.decimal(number);
        Ok(())
    }

    /// Writes a number that may be missing, as [`number`](Self::number) does.
    pub(super) fn optional_number(
        &mut self,
        what: &'static str,
        number: Option<Decimal>,
    ) -> Result<(), WriteError> {
        if let Some(number) = number {
            return self.number(what, number);
        }
        self.skip(1);
        Ok(())
    }

    /// Writes a day as CCYYMMDD.
    pub(super) fn day(&mut self, what: &'static str, day: NaiveDate) -> Result<(), WriteError> {
        let number = self.day_number(what, day)?;
        self.whole(number);
        Ok(())
    }

    /// Writes a period as CCYYMMDD-CCYYMMDD.
    pub(super) fn days(
        &mut self,
        what: &'static str,
        from: NaiveDate,
        through: NaiveDate,
    ) -> Result<(), WriteError> {
        self.day(what, from)?;
        let last = self.day_number(what, through)?;
        self.out.push(b'-');
        self.digits(last);
        Ok(())
    }

    /// Gives a day as CCYYMMDD.
    pub(super) fn day_text(
        &self,
        what: &'static str,
        day: NaiveDate,
    ) -> Result<String, WriteError> {
        Ok(self.day_number(what, day)?.to_string())
    }

    /// A day as the number of its eight digits.
    fn day_number(&self, what: &'static str, day: NaiveDate) -> Result<u64, WriteError> {
        let year = u64::try_from(day.year())
            .ok()
            .filter(|year| (1800..=9999).contains(year));
        let year = year.ok_or_else(|| self.error(what, Problem::Day))?;
        let month = year.saturating_mul(100).saturating_add(day.month().into());
        Ok(month.saturating_mul(100).saturating_add(day.day().into()))
    }

    /// Writes a day and a time as two elements, CCYYMMDD and HHMM.
    pub(super) fn minute(
        &mut self,
        what: &'static str,
        at: Option<NaiveDateTime>,
    ) -> Result<(), WriteError> {
        let at = self.required(what, at)?;
        self.day(what, at.date())?;
        self.code(&at.format("%H%M").to_string());
        Ok(())
    }

    /// Writes a day and a time as an ISA has them, YYMMDD and HHMM.
    pub(super) fn short_minute(
        &mut self,
        what: &'static str,
        at: Option<NaiveDateTime>,
    ) -> Result<(), WriteError> {
        let at = self.required(what, at)?;
        let century = (1980..=2079).contains(&at.year());
        self.rule(what, century, "must be between the years 1980 and 2079")?;
        self.code(&at.format("%y%m%d").to_string());
        self.code(&at.format("%H%M").to_string());
        Ok(())
    }

    /// Gives the value, or says that it is missing.
    pub(super) fn required<T>(&self, what: &str, value: Option<T>) -> Result<T, WriteError> {
        value.ok_or_else(|| self.error(what, Problem::Missing))
    }

    /// Refuses unless a rule holds.
    pub(super) fn rule(
        &self,
        what: &str,
        holds: bool,
        rule: &'static str,
    ) -> Result<(), WriteError> {
        if holds {
            Ok(())
        } else {
            Err(self.error(what, Problem::Rule(rule)))
        }
    }

    /// Refuses more than a number of entries.
    pub(super) fn at_most(&self, what: &str, count: usize, most: usize) -> Result<(), WriteError> {
        if count > most {
            Err(self.error(what, Problem::TooMany { most }))
        } else {
            Ok(())
        }
    }

    /// Gives a text as it is sent: folded, of legal width, without delimiters.
    pub(super) fn checked(&self, field: Field, text: &str) -> Result<String, WriteError> {
        let sent = self.checked_optional(field, Some(text))?;
        self.required(field.what, Some(sent).filter(|text| !text.is_empty()))
    }

    /// The same for a text that may be missing, which is sent as an empty one.
    pub(super) fn checked_optional(
        &self,
        field: Field,
        text: Option<&str>,
    ) -> Result<String, WriteError> {
        let Field { what, least, most } = field;
        let sent = charset::fold(text.unwrap_or_default())
            .map_err(|problem| self.error(what, problem.into()))?;
        if sent.is_empty() {
            return Ok(sent);
        }
        if let Some(delimiter) = self.delimiters.found_in(&sent) {
            return Err(self.error(what, Problem::Delimiter(delimiter)));
        }
        // What is sent is ASCII, so that its bytes are its characters.
        if sent.len() < least {
            return Err(self.error(what, Problem::TooShort { least }));
        }
        if sent.len() > most {
            return Err(self.error(what, Problem::TooLong { most }));
        }
        Ok(sent)
    }

    pub(super) fn error(&self, what: &str, problem: Problem) -> WriteError {
        let field = if self.part.is_empty() {
            what.to_owned()
        } else {
            format!("{}: {what}", self.part)
        };
        WriteError {
            claim: self.has_claim.then(|| self.claim.clone()),
            line: self.line,
            field,
            problem,
        }
    }

    /// Writes the separators of the elements begun.
    fn separate(&mut self) {
        for _ in 0..self.pending {
            self.out.push(self.delimiters.element_byte());
        }
        self.pending = 0;
    }

    /// Whether folding a text would change nothing, and nothing forbids to send it.
    fn goes_as_it_is(&self, field: Field, text: &str) -> bool {
        let mut after_blank = true;
        for byte in text.bytes() {
            let is_data = self.is_data.get(usize::from(byte)).copied();
            let is_blank = byte == b' ';
            if is_data != Some(true) || (is_blank && after_blank) {
                return false;
            }
            after_blank = is_blank;
        }
        !after_blank && (field.least..=field.most).contains(&text.len())
    }

    /// Writes an amount without needless digits.
    fn money(&mut self, amount: Money) {
        let cents = amount.cents().unsigned_abs();
        let (whole, rest) = (cents / 100, cents % 100);
        self.skip(1);
        self.separate();
        if amount.is_negative() {
            self.out.push(b'-');
        }
        self.digits(whole);
        if rest > 0 {
            self.out.push(b'.');
            self.digits(rest / 10);
            if !rest.is_multiple_of(10) {
                self.digits(rest % 10);
            }
        }
    }

    /// Writes a number without needless digits.
    fn decimal(&mut self, number: Decimal) {
        let plain = u64::try_from(number.mantissa()).ok();
        match plain.filter(|_| number.scale() == 0) {
            Some(plain) => self.whole(plain),
            None => self.code(&number.normalize().to_string()),
        }
    }

    fn digits(&mut self, number: u64) {
        let mut room = [0; 20];
        let text = digits(number, &mut room);
        self.out.extend_from_slice(text.as_bytes());
    }
}

/// By byte: whether claims carry it and it is no delimiter here.
fn data_bytes(delimiters: Delimiters) -> [bool; 256] {
    let mut is_data = [false; 256];
    for (byte, place) in (0_u8..=255).zip(&mut is_data) {
        *place = charset::is_plain(char::from(byte)) && !delimiters.holds(byte);
    }
    is_data
}

/// The digits of a number.
fn digits(number: u64, room: &mut [u8; 20]) -> &str {
    let mut left = number;
    let mut start = room.len();
    for place in room.iter_mut().rev() {
        *place = u8::try_from(left % 10).unwrap_or(0).saturating_add(b'0');
        left /= 10;
        start = start.saturating_sub(1);
        if left == 0 {
            break;
        }
    }
    let text = room
        .get(start..)
        .and_then(|bytes| str::from_utf8(bytes).ok());
    text.unwrap_or("0")
}
