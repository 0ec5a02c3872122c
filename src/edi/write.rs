//! Values to segments: widths, characters and delimiters are checked here, once for every transaction. It must not
//! know which segments a transaction has.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::segment::{DelimiterError, Delimiters};
use crate::domain::charset::{self, Unsendable};
use crate::domain::money::Money;
use crate::domain::practice::Separators;

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
    let number = number.normalize();
    number.scale() <= 3 && number.mantissa().unsigned_abs() <= 99_999_999
}

/// Writes segments to a text.
#[derive(Debug)]
pub(super) struct Writer {
    out: String,
    delimiters: Delimiters,
    has_line_ends: bool,
    /// Segments ended since the count was last taken.
    segments: usize,
    /// Elements begun since the last one that was not empty.
    pending: usize,
    claim: Option<String>,
    line: Option<usize>,
    part: &'static str,
}

impl Writer {
    pub(super) fn new(layout: Layout) -> Self {
        let ends_lines = matches!(layout.delimiters.segment(), '\r' | '\n');
        Self {
            out: String::new(),
            delimiters: layout.delimiters,
            has_line_ends: layout.has_line_ends && !ends_lines,
            segments: 0,
            pending: 0,
            claim: None,
            line: None,
            part: "",
        }
    }

    pub(super) fn into_text(self) -> String {
        self.out
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
        self.claim = number.map(str::to_owned);
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
        self.out.push_str(id);
        self.pending = 0;
    }

    /// Ends the segment. Empty elements at its end were never written.
    pub(super) fn end(&mut self) {
        self.out.push(self.delimiters.segment());
        if self.has_line_ends {
            self.out.push('\n');
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
            self.out.push_str(code);
        }
    }

    /// Writes the code of a yes-or-no answer.
    pub(super) fn yes_or_no(&mut self, is_so: bool) {
        self.code(if is_so { "Y" } else { "N" });
    }

    /// Writes a text that must be there.
    pub(super) fn text(&mut self, field: Field, text: &str) -> Result<(), WriteError> {
        let text = self.checked(field, text)?;
        self.code(&text);
        Ok(())
    }

    /// Writes a text that may be missing.
    pub(super) fn optional(&mut self, field: Field, text: Option<&str>) -> Result<(), WriteError> {
        let text = self.checked_optional(field, text)?;
        self.code(&text);
        Ok(())
    }

    /// Writes the parts of a composite element, each of them sound, without empty ones at its end.
    pub(super) fn composite<P: AsRef<str>>(&mut self, parts: &[P]) {
        let used = parts
            .iter()
            .rposition(|part| !part.as_ref().is_empty())
            .map_or(0, |last| last.saturating_add(1));
        self.skip(1);
        for (index, part) in parts.iter().take(used).enumerate() {
            if index == 0 {
                self.separate();
            } else {
                self.out.push(self.delimiters.component());
            }
            self.out.push_str(part.as_ref());
        }
    }

    /// Writes an amount of zero or more.
    pub(super) fn amount(&mut self, what: &'static str, amount: Money) -> Result<(), WriteError> {
        if !(0..=MOST_CENTS).contains(&amount.cents()) {
            return Err(self.error(what, Problem::Amount));
        }
        self.code(&amount.to_decimal().normalize().to_string());
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
        self.code(&amount.to_decimal().normalize().to_string());
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
        self.code(&quantity.normalize().to_string());
        Ok(())
    }

    /// Writes a number that may be zero or less.
    pub(super) fn number(&mut self, what: &'static str, number: Decimal) -> Result<(), WriteError> {
        if !fits(number) {
            return Err(self.error(what, Problem::Number));
        }
        self.code(&number.normalize().to_string());
        Ok(())
    }

    /// Writes a day as CCYYMMDD.
    pub(super) fn day(&mut self, what: &'static str, day: NaiveDate) -> Result<(), WriteError> {
        let text = self.day_text(what, day)?;
        self.code(&text);
        Ok(())
    }

    /// Gives a day as CCYYMMDD.
    pub(super) fn day_text(
        &self,
        what: &'static str,
        day: NaiveDate,
    ) -> Result<String, WriteError> {
        if !(1800..=9999).contains(&day.year()) {
            return Err(self.error(what, Problem::Day));
        }
        Ok(format!(
            "{:04}{:02}{:02}",
            day.year(),
            day.month(),
            day.day()
        ))
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
            claim: self.claim.clone(),
            line: self.line,
            field,
            problem,
        }
    }

    /// Writes the separators of the elements begun.
    fn separate(&mut self) {
        for _ in 0..self.pending {
            self.out.push(self.delimiters.element());
        }
        self.pending = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Field = field("name", 2, 10);

    fn writer() -> Writer {
        Writer::new(Delimiters::STANDARD.into())
    }

    #[test]
    fn empty_elements_at_the_end_are_not_written() {
        let mut w = writer();
        w.begin("NM1");
        w.code("IL");
        w.skip(2);
        w.text(NAME, " José ").unwrap();
        w.optional(NAME, None).unwrap();
        w.composite(&["HC", "", "25", ""]);
        w.skip(1);
        w.composite::<&str>(&[]);
        w.end();
        assert_eq!(w.take_count(), 1);
        assert_eq!(w.into_text(), "NM1*IL***JOSE**HC::25~");
    }

    #[test]
    fn a_layout_comes_from_what_a_receiver_wants() {
        let usual = Layout::try_from(Separators::default()).unwrap();
        assert_eq!(usual.delimiters, Delimiters::STANDARD);
        let equal = Separators {
            component: '*',
            ..Separators::default()
        };
        assert_eq!(Layout::try_from(equal), Err(DelimiterError::Equal));
        for (segment, want) in [('~', "IEA*1~\n"), ('\n', "IEA*1\n")] {
            let separators = Separators {
                segment,
                ..Separators::default()
            };
            let mut w = Writer::new(separators.try_into().unwrap());
            w.begin("IEA");
            w.code("1");
            w.end();
            assert_eq!(w.into_text(), want);
        }
    }

    #[test]
    fn numbers_are_written_without_needless_digits() {
        let mut w = writer();
        w.begin("N");
        for cents in [0, 100, 1250, 1205, 9_999_999_999] {
            w.amount("a", Money::from_cents(cents).unwrap()).unwrap();
        }
        for (units, scale) in [(10, 1), (15, 1), (12_345_678, 3), (100, 0)] {
            w.quantity("q", Decimal::new(units, scale)).unwrap();
        }
        assert_eq!(
            w.into_text(),
            "N*0*1*12.5*12.05*99999999.99*1*1.5*12345.678*100"
        );
    }

    #[test]
    fn what_cannot_be_sent_is_refused_with_its_name() {
        let mut w = writer();
        w.claim(Some("A1"));
        w.line(Some(2));
        w.part("patient");
        for (text, want) in [
            ("", "claim A1, line 2, patient: name is missing"),
            (
                "a",
                "claim A1, line 2, patient: name must have at least 2 characters",
            ),
            (
                "abcdefghijk",
                "claim A1, line 2, patient: name must have at most 10 characters",
            ),
            (
                "ab 😀",
                "claim A1, line 2, patient: name cannot be sent as it is: the character '😀' (number 4) cannot be sent on a claim",
            ),
            (
                "a:b",
                "claim A1, line 2, patient: name has the character :, which separates the parts of this receiver's files",
            ),
        ] {
            assert_eq!(w.text(NAME, text).unwrap_err().to_string(), want);
        }
        for cents in [-1, 10_000_000_000] {
            let amount = Money::from_cents(cents).unwrap();
            assert_eq!(
                w.amount("charge", amount).unwrap_err().problem,
                Problem::Amount
            );
        }
        for (units, scale) in [(0, 0), (-1, 0), (1, 4), (123_456_789, 0)] {
            let units = Decimal::new(units, scale);
            assert_eq!(
                w.quantity("units", units).unwrap_err().problem,
                Problem::Quantity
            );
        }
        let early = NaiveDate::from_ymd_opt(1799, 1, 1).unwrap();
        assert_eq!(w.day("day", early).unwrap_err().problem, Problem::Day);
    }
}
