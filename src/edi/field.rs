//! Elements to values: amounts, quantities, days, periods and codes, with a finding where they cannot be read. It
//! must not know which segments a transaction has.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::envelope;
use super::finding::{Findings, quoted};
use super::segment::Segment;
use crate::domain::money::Money;

/// The text of an element, none when it is empty.
pub(super) fn text(segment: &Segment<'_>, element: usize) -> Option<String> {
    Some(segment.element(element))
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// The text of an element that must be there; empty, with an error, when it is not.
pub(super) fn required(segment: &Segment<'_>, element: usize, findings: &mut Findings) -> String {
    let text = segment.element(element);
    if text.is_empty() {
        missing(segment, element, findings);
    }
    text.to_owned()
}

/// Adds the error that an element is missing.
pub(super) fn missing(segment: &Segment<'_>, element: usize, findings: &mut Findings) {
    let id = segment.id();
    findings.error(
        segment.spot(element),
        format!("{id}{element:02} is missing"),
    );
}

/// A code out of a closed list; none, with an error, when it is not of the list. Nothing is said of an empty one.
pub(super) fn code<T>(
    segment: &Segment<'_>,
    element: usize,
    from_code: impl Fn(&str) -> Option<T>,
    what: &str,
    findings: &mut Findings,
) -> Option<T> {
    let text = segment.element(element);
    if text.is_empty() {
        return None;
    }
    let code = from_code(text);
    if code.is_none() {
        let id = segment.id();
        findings.error(
            segment.spot(element),
            format!("{id}{element:02} {} is not {what}", quoted(text)),
        );
    }
    code
}

/// The same for a code that must be there.
pub(super) fn required_code<T>(
    segment: &Segment<'_>,
    element: usize,
    from_code: impl Fn(&str) -> Option<T>,
    what: &str,
    findings: &mut Findings,
) -> Option<T> {
    if segment.element(element).is_empty() {
        missing(segment, element, findings);
    }
    code(segment, element, from_code, what, findings)
}

/// A yes-or-no answer; no, with an error, when it is neither.
pub(super) fn yes_or_no(segment: &Segment<'_>, element: usize, findings: &mut Findings) -> bool {
    let answer = |code: &str| match code {
        "Y" => Some(true),
        "N" => Some(false),
        _ => None,
    };
    required_code(segment, element, answer, "Y or N", findings).unwrap_or(false)
}

/// An amount; none, with an error, when it is not one.
pub(super) fn amount(
    segment: &Segment<'_>,
    element: usize,
    findings: &mut Findings,
) -> Option<Money> {
    let amount = money(segment.element(element));
    if amount.is_none() {
        unreadable(segment, element, "an amount", findings);
    }
    amount
}

/// A quantity; none, with an error, when it is not one.
pub(super) fn quantity(
    segment: &Segment<'_>,
    element: usize,
    findings: &mut Findings,
) -> Option<Decimal> {
    let quantity = number(segment.element(element));
    if quantity.is_none() {
        unreadable(segment, element, "a number", findings);
    }
    quantity
}

/// A day whose format (D8) stands in the element before; none, with an error, when it is not one.
pub(super) fn day(
    segment: &Segment<'_>,
    element: usize,
    findings: &mut Findings,
) -> Option<NaiveDate> {
    let day = period(segment, element, findings)?;
    if day.0 != day.1 {
        findings.error(
            segment.spot(element),
            "a period stands where a day is wanted",
        );
    }
    Some(day.0)
}

/// A day or a period whose format (D8 or RD8) stands in the element before; none, with an error, when it is neither.
pub(super) fn period(
    segment: &Segment<'_>,
    element: usize,
    findings: &mut Findings,
) -> Option<(NaiveDate, NaiveDate)> {
    let format = element.saturating_sub(1);
    let text = segment.element(element);
    let period = match segment.element(format) {
        "D8" => envelope::day(text).map(|day| (day, day)),
        "RD8" => text
            .split_once('-')
            .and_then(|(from, to)| Some((envelope::day(from)?, envelope::day(to)?))),
        other => {
            findings.error(
                segment.spot(format),
                format!("{} is not a date format that can be read", quoted(other)),
            );
            return None;
        }
    };
    match period {
        None => unreadable(segment, element, "a date", findings),
        Some((from, to)) if from > to => {
            findings.error(segment.spot(element), "the period ends before it begins");
        }
        Some(_) => {}
    }
    period
}

/// A day without a format before it (CCYYMMDD) that may be missing; none, with an error, when it is there and not one.
pub(super) fn plain_day(
    segment: &Segment<'_>,
    element: usize,
    findings: &mut Findings,
) -> Option<NaiveDate> {
    optional(segment, element, envelope::day, "a date", findings)
}

/// An amount that may be missing; none, with an error, when it is there and not one.
pub(super) fn optional_amount(
    segment: &Segment<'_>,
    element: usize,
    findings: &mut Findings,
) -> Option<Money> {
    optional(segment, element, money, "an amount", findings)
}

/// A quantity that may be missing; none, with an error, when it is there and not one.
pub(super) fn optional_quantity(
    segment: &Segment<'_>,
    element: usize,
    findings: &mut Findings,
) -> Option<Decimal> {
    optional(segment, element, number, "a number", findings)
}

/// A whole number of zero or more that may be missing; none, with an error, when it is there and not one.
pub(super) fn count(segment: &Segment<'_>, element: usize, findings: &mut Findings) -> Option<u64> {
    optional(segment, element, whole, "a whole number", findings)
}

/// A whole number of zero or more.
pub(super) fn whole(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

fn optional<T>(
    segment: &Segment<'_>,
    element: usize,
    value: impl Fn(&str) -> Option<T>,
    what: &str,
    findings: &mut Findings,
) -> Option<T> {
    let text = segment.element(element);
    if text.is_empty() {
        return None;
    }
    let value = value(text);
    if value.is_none() {
        unreadable(segment, element, what, findings);
    }
    value
}

/// Keeps one more of something, unless there are already as many as are kept.
pub(super) fn keep<T>(
    kept: &mut Vec<T>,
    one: T,
    most: usize,
    segment: &Segment<'_>,
    findings: &mut Findings,
) {
    if kept.len() < most {
        kept.push(one);
    } else {
        let id = segment.id();
        findings.error(
            segment.position(),
            format!("only {most} of {id} are kept here"),
        );
    }
}

/// Notes that elements which no field holds are not kept.
pub(super) fn not_kept(segment: &Segment<'_>, kept: &[usize], findings: &mut Findings) {
    for element in 1..=segment.len() {
        if !kept.contains(&element) && !segment.element(element).is_empty() {
            let id = segment.id();
            findings.note(
                segment.spot(element),
                format!("{id}{element:02} is not kept"),
            );
        }
    }
}

fn unreadable(segment: &Segment<'_>, element: usize, what: &str, findings: &mut Findings) {
    let text = segment.element(element);
    if text.is_empty() {
        missing(segment, element, findings);
    } else {
        let id = segment.id();
        findings.error(
            segment.spot(element),
            format!("{id}{element:02} {} is not {what}", quoted(text)),
        );
    }
}

/// An amount as X12 writes it: a number that comes to whole cents.
fn money(text: &str) -> Option<Money> {
    short_money(text).or_else(|| number(text).and_then(|number| Money::from_decimal(number).ok()))
}

/// An amount of at most thirteen characters, with one or two digits after the point or no point, which nearly all are;
/// none for any other.
fn short_money(text: &str) -> Option<Money> {
    let (digits, is_negative) = match text.as_bytes() {
        [b'-', digits @ ..] => (digits, true),
        digits => (digits, false),
    };
    if !(1..=13).contains(&digits.len()) {
        return None;
    }
    let mut amount = 0_i64;
    let mut places: Option<u8> = None;
    for byte in digits {
        match (byte.wrapping_sub(b'0'), places) {
            (digit @ 0..=9, _) => {
                amount = amount.saturating_mul(10).saturating_add(i64::from(digit));
                places = places.map(|places| places.saturating_add(1));
            }
            (_, None) if *byte == b'.' => places = Some(0),
            _ => return None,
        }
    }
    let scale = match places {
        None => 100,
        Some(1) => 10,
        Some(2) => 1,
        Some(_) => return None,
    };
    let cents = amount.saturating_mul(scale);
    Money::from_cents(if is_negative {
        cents.saturating_neg()
    } else {
        cents
    })
    .ok()
}

/// A number as X12 writes it: digits, at most one point, a sign before them.
fn number(text: &str) -> Option<Decimal> {
    if text.len() < 9
        && let Some(whole) = whole(text)
        && !text.is_empty()
    {
        return Some(Decimal::from(whole));
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let points = digits.bytes().filter(|byte| *byte == b'.').count();
    let plain = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let counted = digits.len().saturating_sub(points);
    if !plain || points > 1 || !(1..=25).contains(&counted) {
        return None;
    }
    let padded = format!("0{digits}0");
    let padded = if points == 0 { digits } else { &padded };
    let mut number: Decimal = padded.parse().ok()?;
    number.set_sign_negative(text.starts_with('-'));
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_amounts_are_read_as_x12_writes_them() {
        for (text, want) in [
            ("100", Some("100")),
            ("12.5", Some("12.5")),
            ("125.0", Some("125")),
            (".5", Some("0.5")),
            ("7.", Some("7")),
            ("-5.00", Some("-5")),
            ("+5", Some("5")),
            ("00043", Some("43")),
            ("", None),
            (".", None),
            ("-", None),
            ("1,000", None),
            ("1_000", None),
            ("1e3", None),
            ("1.2.3", None),
            ("--5", None),
            ("٣", None),
            ("123456789012345678901234567890", None),
            ("9999999999.99", Some("9999999999.99")),
            ("0000000000001.5000", Some("1.5")),
        ] {
            let number = number(text).map(|n| n.normalize().to_string());
            assert_eq!(number.as_deref(), want, "{text}");
            let amount = want.and_then(|want| want.parse().ok());
            assert_eq!(money(text), amount, "{text}");
        }
    }
}
