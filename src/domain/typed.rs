//! What a biller types into a date or an amount field, read as a day or as money. It must not know the clock (today
//! comes in) or any widget.

use std::fmt::Display;

mod amount;
mod date;

pub use amount::{AmountError, amount};
pub use date::{DateError, DateKey, Step, age, birth_date, coming_date, date, nudge, show_date};

/// A count with its noun: `1 claim`, `14 claims`; the plural is the noun with an s.
pub fn counted(count: impl TryInto<u64> + Display + Copy, noun: &str) -> String {
    let plural = format!("{noun}s");
    counted_as(count, noun, &plural)
}

/// A count with its noun, where the plural is another word: `1 day of service`, `2 days of service`.
pub fn counted_as(count: impl TryInto<u64> + Display + Copy, one: &str, more: &str) -> String {
    let told = format!("{count} ");
    told + if matches!(count.try_into(), Ok(1)) {
        one
    } else {
        more
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, counted_as};

    #[test]
    fn one_is_told_apart_from_none_and_many() {
        assert_eq!(counted(0_u32, "claim"), "0 claims");
        assert_eq!(counted(1_u32, "claim"), "1 claim");
        assert_eq!(counted_as(2_u8, "entry", "entries"), "2 entries");
    }
}
