//! The numbers of statements. They must not know what was numbered.

use chrono::NaiveDate;

/// Gives the number after `last` in the month of `made_on`: year and month in four digits, then a count. `last` is
/// the highest of that month so far. When a month has had 9,999, the count goes on with months 13 to 24, and so on.
/// None when even those are used up.
pub fn next_number(made_on: NaiveDate, last: Option<u32>) -> Option<u32> {
    let first = number_block(made_on, 0)?.checked_add(1)?;
    let Some(last) = last else {
        return Some(first);
    };
    let next = last.checked_add(1)?;
    if next.checked_rem(10_000)? == 0 {
        // The block is full; the next one of the same month lies twelve months on.
        let block = next.checked_sub(10_000)?.checked_add(120_000)?;
        let stays = number_block(made_on, 7).is_some_and(|most| block <= most);
        return stays.then(|| block.checked_add(1)).flatten();
    }
    Some(next)
}

/// The number blocks of a month: the numbers after `0000` in each of them are its statements'.
pub fn number_blocks(made_on: NaiveDate) -> Vec<u32> {
    (0..8)
        .filter_map(|turn| number_block(made_on, turn))
        .collect()
}

fn number_block(made_on: NaiveDate, turn: u32) -> Option<u32> {
    let year_and_month: u32 = made_on.format("%y%m").to_string().parse().ok()?;
    year_and_month
        .checked_add(turn.checked_mul(12)?)?
        .checked_mul(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_month_run_on_past_ten_thousand() {
        let march = NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
        assert_eq!(next_number(march, None), Some(26_030_001));
        assert_eq!(next_number(march, Some(26_030_001)), Some(26_030_002));
        assert_eq!(next_number(march, Some(26_039_999)), Some(26_150_001));
        assert_eq!(next_number(march, Some(26_879_999)), None);
        let blocks = number_blocks(march);
        assert_eq!(
            (blocks.first(), blocks.last()),
            (Some(&26_030_000), Some(&26_870_000))
        );
    }
}
