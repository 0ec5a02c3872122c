//! Days, amounts and names as printed pages say them. It must not know where they stand.

use chrono::{Datelike, NaiveDate};

use crate::domain::money::Money;

/// `11/20/2026`
pub(super) fn day(on: NaiveDate) -> String {
    on.format("%m/%d/%Y").to_string()
}

/// `11/20`
pub(super) fn short_day(on: NaiveDate) -> String {
    on.format("%m/%d").to_string()
}

/// `December 14, 2026`
pub(super) fn long_day(on: NaiveDate) -> String {
    on.format("%B %-d, %Y").to_string()
}

/// The days' month in words when they share one: `October`.
pub(super) fn month(days: &[NaiveDate]) -> Option<String> {
    let first = days.first()?;
    days.iter()
        .all(|day| (day.year(), day.month()) == (first.year(), first.month()))
        .then(|| first.format("%B").to_string())
}

/// An amount in a column: `–` for nothing, parentheses below zero.
pub(super) fn amount(of: Money) -> String {
    if of.is_zero() {
        "–".to_owned()
    } else if of.is_negative() {
        format!("({})", of.abs())
    } else {
        of.to_string()
    }
}

/// An amount that is taken off: parentheses above zero.
pub(super) fn less(of: Money) -> String {
    amount(of.negated())
}

/// A headline figure: `$227.60`, `($5.00)`.
pub(super) fn dollars(of: Money) -> String {
    if of.is_negative() {
        format!("(${})", of.abs())
    } else {
        format!("${of}")
    }
}

/// `Dana’s`, `James’s`
pub(super) fn possessive(name: &str) -> String {
    format!("{name}’s")
}

/// `1 visit`, `3 visits`
pub(super) fn count(of: usize, one: &str) -> String {
    if of == 1 {
        format!("1 {one}")
    } else {
        format!("{of} {one}s")
    }
}

/// `Dana`, `Dana and Owen`, `Dana, Owen and Ruth`
pub(super) fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_never_rest_on_a_minus_sign() {
        assert_eq!(amount(money("1284")), "1,284.00");
        assert_eq!(amount(money("-5")), "(5.00)");
        assert_eq!(amount(Money::ZERO), "–");
        assert_eq!(less(money("98.40")), "(98.40)");
        assert_eq!(less(Money::ZERO), "–");
        assert_eq!(dollars(money("-5")), "($5.00)");
    }

    #[test]
    fn days_are_american() {
        let on = NaiveDate::from_ymd_opt(2026, 12, 4).unwrap();
        assert_eq!(day(on), "12/04/2026");
        assert_eq!(short_day(on), "12/04");
        assert_eq!(long_day(on), "December 4, 2026");
        assert_eq!(month(&[on, on]).as_deref(), Some("December"));
        assert_eq!(month(&[on, on.with_month(1).unwrap()]), None);
        assert_eq!(month(&[]), None);
    }

    #[test]
    fn names_are_listed_as_people_say_them() {
        assert_eq!(list(&["Dana", "Owen", "Ruth"]), "Dana, Owen and Ruth");
        assert_eq!(list(&["Dana"]), "Dana");
        assert_eq!(count(1, "line"), "1 line");
        assert_eq!(count(0, "line"), "0 lines");
    }
}
