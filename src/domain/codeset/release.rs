//! From when a public list holds, by the name of its file. It must not read the file.

use chrono::NaiveDate;

use crate::domain::tables::Kind;

/// The year before the first whose quarters NCCI numbers: version 32.0 is the first quarter of 2026.
const NCCI_BEGAN: i32 = 1994;

/// The first day on which the list in a file holds, where its publisher's way of naming files tells.
///
/// `ccipra-v320r0-f1.TXT` (NCCI pairs), `MCR_MUE_PractitionerServices_Eff_01-01-2026.csv`, `AOC_V2026Q1-MCR.txt`,
/// `PPRRVU2026_Jan_nonQPP.csv`, `icd10cm_order_2026.txt`, `HCPC2026_JAN_ANWEB.txt`.
pub fn day_of(kind: Kind, file_name: &str) -> Option<NaiveDate> {
    let name = file_name.to_ascii_lowercase();
    let runs = runs(&name);
    match kind {
        Kind::Pairs => version(&runs),
        Kind::Limits => written_day(&runs),
        Kind::AddOns | Kind::Services | Kind::LevelTwo => {
            NaiveDate::from_ymd_opt(year(&runs)?, quarter(&runs), 1)
        }
        Kind::Diagnoses => {
            let year = year(&runs)?;
            // The list of a fiscal year holds from October before it; what is new in April has a file of its own.
            let is_april = runs.iter().any(|run| run.starts_with("apr"));
            let (year, month) = if is_april {
                (year, 4)
            } else {
                (year.checked_sub(1)?, 10)
            };
            NaiveDate::from_ymd_opt(year, month, 1)
        }
    }
}

/// Which file of a release it is, of those that come in several: `f1`. Empty for the others.
pub fn part_of(file_name: &str) -> String {
    let name = file_name.to_ascii_lowercase();
    let stem = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(stem, _)| stem);
    stem.rsplit_once('-')
        .map(|(_, part)| part)
        .filter(|part| {
            part.strip_prefix('f')
                .is_some_and(|number| number.len() == 1 && is_number(number))
        })
        .unwrap_or_default()
        .to_owned()
}

/// The name cut into runs of letters and runs of digits.
fn runs(name: &str) -> Vec<&str> {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(|word| {
            let mut runs = Vec::new();
            let mut rest = word;
            while let Some(first) = rest.chars().next() {
                let is_digit = first.is_ascii_digit();
                let end = rest
                    .find(|c: char| c.is_ascii_digit() != is_digit)
                    .unwrap_or(rest.len());
                let (run, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                runs.push(run);
                rest = after;
            }
            runs
        })
        .collect()
}

fn is_number(run: &str) -> bool {
    !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit())
}

/// `v320` is version 32, quarter 0.
fn version(runs: &[&str]) -> Option<NaiveDate> {
    let (_, number) = runs
        .iter()
        .zip(runs.iter().skip(1))
        .find(|(letter, number)| **letter == "v" && number.len() == 3 && is_number(number))?;
    let (version, quarter) = number.split_at_checked(2)?;
    let year = version.parse::<i32>().ok()?.checked_add(NCCI_BEGAN)?;
    let month = quarter
        .parse::<u32>()
        .ok()?
        .checked_mul(3)?
        .checked_add(1)?;
    NaiveDate::from_ymd_opt(year, month, 1)
}

/// `01-01-2026`.
fn written_day(runs: &[&str]) -> Option<NaiveDate> {
    runs.windows(3).find_map(|three| match three {
        [month, day, year] if year.len() == 4 => {
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        _ => None,
    })
}

/// A year of four digits, else one of two.
fn year(runs: &[&str]) -> Option<i32> {
    let numbers = || runs.iter().filter(|run| is_number(run));
    let full = numbers().find(|run| run.len() == 4 && run.starts_with("20"));
    if let Some(full) = full {
        return full.parse().ok();
    }
    let short: i32 = numbers().find(|run| run.len() == 2)?.parse().ok()?;
    short.checked_add(2000)
}

/// The first month of the quarter that is named: `jan`, `q2`, or the letter after the year.
fn quarter(runs: &[&str]) -> u32 {
    let named = [("jan", 1), ("apr", 4), ("jul", 7), ("oct", 10)];
    let month = runs.iter().find_map(|run| {
        let of = |(start, month): &(&str, u32)| run.starts_with(start).then_some(*month);
        named.iter().find_map(of)
    });
    let numbered = || {
        let at = runs.iter().position(|run| *run == "q")?;
        let quarter: u32 = runs.get(at.checked_add(1)?)?.parse().ok()?;
        (1..=4).contains(&quarter).then_some(())?;
        quarter.checked_mul(3)?.checked_sub(2)
    };
    let lettered = || {
        let letters = [("a", 1), ("b", 4), ("c", 7), ("d", 10)];
        let after = runs
            .iter()
            .zip(runs.iter().skip(1))
            .find(|(year, _)| is_number(year))?
            .1;
        let of = |(letter, month): (&str, u32)| (letter == *after).then_some(month);
        letters.into_iter().find_map(of)
    };
    month.or_else(numbered).or_else(lettered).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_published_files_tell_their_day() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        for (kind, name, expected) in [
            (Kind::Pairs, "ccipra-v320r0-f1.TXT", day(2026, 1, 1)),
            (Kind::Pairs, "ccipra-v313r0-f4.txt", day(2025, 10, 1)),
            (Kind::Pairs, "pairs.txt", None),
            (
                Kind::Limits,
                "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
                day(2026, 4, 1),
            ),
            (Kind::Limits, "mue.csv", None),
            (Kind::AddOns, "AOC_V2026Q3-MCR.txt", day(2026, 7, 1)),
            (Kind::Services, "PPRRVU2026_Jan_nonQPP.csv", day(2026, 1, 1)),
            (Kind::Services, "PPRRVU26_OCT.csv", day(2026, 10, 1)),
            (Kind::Services, "RVU26B.csv", day(2026, 4, 1)),
            (Kind::Diagnoses, "icd10cm_order_2026.txt", day(2025, 10, 1)),
            (
                Kind::Diagnoses,
                "icd10cm-order-April-2026.txt",
                day(2026, 4, 1),
            ),
            (Kind::Diagnoses, "order.txt", None),
            (Kind::LevelTwo, "HCPC2026_APR_ANWEB.txt", day(2026, 4, 1)),
        ] {
            assert_eq!(day_of(kind, name), expected, "{name}");
        }
    }

    #[test]
    fn the_files_of_one_release_are_told_apart() {
        assert_eq!(part_of("ccipra-v320r0-f3.TXT"), "f3");
        assert_eq!(part_of("ccipra-v320r0.TXT"), "");
        assert_eq!(part_of("fees.csv"), "");
    }
}
