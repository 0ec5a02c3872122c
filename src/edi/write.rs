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
/// A text that can go as it is, as nearly all of them can, is copied and judged in one walk over its bytes; only the
/// others are taken back and folded. Separators are written as elements begin, and those that nothing followed are
/// taken back at the segment's end, so that no element costs more than its own bytes.
#[derive(Debug)]
pub(super) struct Writer {
    out: Vec<u8>,
    layout: Layout,
    /// By byte: [`DATA`], [`BLANK`] or [`UNFIT`].
    kinds: [u8; 256],
    has_line_ends: bool,
    /// Segments ended since the count was last taken.
    segments: usize,
    /// Parts of a composite element begun since the last one that was not empty.
    pending_parts: usize,
    /// The claim that errors speak of; its text is kept for its room.
    claim: String,
    has_claim: bool,
    line: Option<usize>,
    part: &'static str,
}

/// A byte that is data here: fit to be sent, and no delimiter.
const DATA: u8 = 0;
/// A space, which is data between two others.
const BLANK: u8 = 1;
/// A byte that cannot go as it is.
const UNFIT: u8 = 2;

impl Writer {
    pub(super) fn new(layout: Layout) -> Self {
        Self::with_room(layout, 0)
    }

    /// A writer with room for so many bytes, to be spared from making more as the text grows.
    pub(super) fn with_room(layout: Layout, bytes: usize) -> Self {
        let ends_lines = matches!(layout.delimiters.segment(), '\r' | '\n');
        Self {
            out: Vec::with_capacity(bytes),
            layout,
            kinds: kinds(layout.delimiters),
            has_line_ends: layout.has_line_ends && !ends_lines,
            segments: 0,
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

    /// A writer of a further stretch of the same file, with room for so many bytes.
    pub(super) fn further(&self, bytes: usize) -> Self {
        Self::with_room(self.layout, bytes)
    }

    /// Adds what was written elsewhere to what was written here.
    pub(super) fn join(&mut self, further: &Self) {
        self.out.extend_from_slice(&further.out);
        self.segments = self.segments.saturating_add(further.segments);
    }

    pub(super) fn delimiters(&self) -> Delimiters {
        self.layout.delimiters
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

    #[inline]
    pub(super) fn begin(&mut self, id: &str) {
        self.out.extend_from_slice(id.as_bytes());
    }

    /// Ends the segment, without empty elements at its end.
    #[inline]
    pub(super) fn end(&mut self) {
        while self.out.last() == Some(&self.layout.delimiters.element_byte()) {
            let _separator = self.out.pop();
        }
        self.out.push(self.layout.delimiters.segment_byte());
        if self.has_line_ends {
            self.out.push(b'\n');
        }
        self.segments = self.segments.saturating_add(1);
    }

    /// Begins an element.
    #[inline]
    fn separate(&mut self) {
        self.out.push(self.layout.delimiters.element_byte());
    }

    /// Leaves elements empty.
    #[inline]
    pub(super) fn skip(&mut self, elements: usize) {
        for _ in 0..elements {
            self.separate();
        }
    }

    /// Writes an element that is known to be sound: a code, a number, a day.
    #[inline]
    pub(super) fn code(&mut self, code: &str) {
        self.separate();
        self.out.extend_from_slice(code.as_bytes());
    }

    /// Writes a whole number.
    pub(super) fn whole(&mut self, number: u64) {
        self.separate();
        self.digits(number);
    }

    /// Writes the code of a yes-or-no answer.
    pub(super) fn yes_or_no(&mut self, is_so: bool) {
        self.code(if is_so { "Y" } else { "N" });
    }

    /// Writes a text that must be there.
    pub(super) fn text(&mut self, field: Field, text: &str) -> Result<(), WriteError> {
        self.separate();
        if !self.copied(field, text) {
            let text = self.checked(field, text)?;
            self.out.extend_from_slice(text.as_bytes());
        }
        Ok(())
    }

    /// Writes a text that may be missing.
    pub(super) fn optional(&mut self, field: Field, text: Option<&str>) -> Result<(), WriteError> {
        self.separate();
        if let Some(text) = text
            && !self.copied(field, text)
        {
            let text = self.checked_optional(field, Some(text))?;
            self.out.extend_from_slice(text.as_bytes());
        }
        Ok(())
    }

    /// Begins a composite element, whose parts follow.
    #[inline]
    pub(super) fn compose(&mut self) {
        self.separate();
        self.pending_parts = 0;
    }

    /// Writes the separators of the parts begun.
    #[inline]
    fn separate_parts(&mut self) {
        for _ in 0..self.pending_parts {
            self.out.push(self.layout.delimiters.component_byte());
        }
        self.pending_parts = 0;
    }

    /// Writes the next part of a composite element, one that is known to be sound. Empty parts at the end are not
    /// written.
    pub(super) fn part_code(&mut self, code: &str) {
        if !code.is_empty() {
            self.separate_parts();
            self.out.extend_from_slice(code.as_bytes());
        }
        self.pending_parts = self.pending_parts.saturating_add(1);
    }

    /// Writes a whole number as the next part of a composite element.
    pub(super) fn part_whole(&mut self, number: u64) {
        self.separate_parts();
        self.digits(number);
        self.pending_parts = 1;
    }

    /// Writes a text that must be there as the next part of a composite element.
    pub(super) fn part_text(&mut self, field: Field, text: &str) -> Result<(), WriteError> {
        self.separate_parts();
        if !self.copied(field, text) {
            let text = self.checked(field, text)?;
            self.out.extend_from_slice(text.as_bytes());
        }
        self.pending_parts = 1;
        Ok(())
    }

    /// Writes a text that may be missing as the next part of a composite element.
    pub(super) fn part_optional(
        &mut self,
        field: Field,
        text: Option<&str>,
    ) -> Result<(), WriteError> {
        match text {
            None | Some("") => self.part_code(""),
            Some(text) => {
                let text = self.checked_optional(field, Some(text))?;
                self.part_code(&text);
            }
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
        let digits = self.day_digits(what, day)?;
        self.separate();
        self.out.extend_from_slice(&digits);
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
        let last = self.day_digits(what, through)?;
        self.out.push(b'-');
        self.out.extend_from_slice(&last);
        Ok(())
    }

    /// The eight digits of a day, CCYYMMDD.
    fn day_digits(&self, what: &'static str, day: NaiveDate) -> Result<[u8; 8], WriteError> {
        let year = u32::try_from(day.year())
            .ok()
            .filter(|year| (1800..=9999).contains(year));
        let year = year.ok_or_else(|| self.error(what, Problem::Day))?;
        let mut digits = [b'0'; 8];
        let parts = [year / 100, year % 100, day.month(), day.day()];
        for (pair, part) in digits.chunks_exact_mut(2).zip(parts) {
            pair.copy_from_slice(&two_digits(part));
        }
        Ok(digits)
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
    #[inline]
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
    #[inline]
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
        if let Some(delimiter) = self.layout.delimiters.found_in(&sent) {
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

    #[cold]
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

    /// Writes a text when folding it would change nothing and nothing forbids to send it; else nothing is written.
    #[expect(
        clippy::manual_inspect,
        reason = "of a map it is known how long it is, so that room is made once and not byte by byte"
    )]
    fn copied(&mut self, field: Field, text: &str) -> bool {
        let start = self.out.len();
        let kinds = &self.kinds;
        let (mut before, mut faults) = (BLANK, DATA);
        self.out.extend(text.bytes().map(|byte| {
            let kind = kinds.get(usize::from(byte)).copied().unwrap_or(UNFIT);
            // A space at fault is one that follows another.
            faults |= kind & (before | UNFIT);
            before = kind;
            byte
        }));
        let fits = (field.least..=field.most).contains(&text.len());
        let goes = faults == DATA && before == DATA && fits;
        if !goes {
            self.out.truncate(start);
        }
        goes
    }

    /// Writes an amount without needless digits.
    fn money(&mut self, amount: Money) {
        let cents = amount.cents().unsigned_abs();
        let (whole, rest) = (cents / 100, cents % 100);
        self.separate();
        if amount.is_negative() {
            self.out.push(b'-');
        }
        self.digits(whole);
        if rest > 0 {
            let [tenth, hundredth] = two_digits(u32::try_from(rest).unwrap_or(0));
            self.out.extend_from_slice(&[b'.', tenth]);
            if hundredth != b'0' {
                self.out.push(hundredth);
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
        if let Some(digit) = u8::try_from(number).ok().filter(|digit| *digit < 10) {
            self.out.push(b'0'.saturating_add(digit));
            return;
        }
        let mut room = [b'0'; 20];
        let (mut left, mut start) = (number, room.len());
        for place in room.iter_mut().rev() {
            if left == 0 {
                break;
            }
            *place = digit(left % 10);
            left /= 10;
            start = start.saturating_sub(1);
        }
        self.out
            .extend_from_slice(room.get(start..).unwrap_or_default());
    }
}

/// What each byte is to a text that these delimiters surround.
fn kinds(delimiters: Delimiters) -> [u8; 256] {
    let mut kinds = [UNFIT; 256];
    for (byte, place) in (0_u8..=255).zip(&mut kinds) {
        if charset::is_plain(char::from(byte)) && !delimiters.holds(byte) {
            *place = if byte == b' ' { BLANK } else { DATA };
        }
    }
    kinds
}

/// A number below a hundred in two digits.
fn two_digits(number: u32) -> [u8; 2] {
    [digit((number / 10).into()), digit((number % 10).into())]
}

/// The character of a digit.
fn digit(digit: u64) -> u8 {
    b'0'.saturating_add(u8::try_from(digit).unwrap_or(0))
}
