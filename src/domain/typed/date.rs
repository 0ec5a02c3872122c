//! Days as typed, and the keys that move a day. It must not know the clock or any widget.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Why a typed date cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Nothing was given.
    #[error("a date is missing")]
    Empty,
    /// The text has no shape of a date.
    #[error("a date is typed as 01/15/2026, 0115, 011526, t for today, or +3")]
    NotADate,
    /// One digit too few to know where the month ends.
    #[error("give the month and the day two digits each, as 0115")]
    Ambiguous,
    /// A thirteenth month, or a thirtieth of February.
    #[error("there is no such day")]
    NoSuchDay,
    /// A birth date without its year.
    #[error("a birth date needs its year")]
    NeedsYear,
    /// A birth date that has not come yet.
    #[error("a birth date cannot be after today")]
    NotBornYet,
    /// Before 1900.
    #[error("the year must be 1900 or later")]
    TooEarly,
    /// After 2100.
    #[error("the year must be 2100 or earlier")]
    TooLate,
}

/// How far one press of a date key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One day.
    Day,
    /// Seven days.
    Week,
    /// One month; a day the month lacks becomes its last.
    Month,
    /// One year; the leap day becomes February 28.
    Year,
}

/// What a key does to the day in a date field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateKey {
    /// Goes to today.
    Today,
    /// Goes ahead.
    Forward(Step),
    /// Goes back.
    Back(Step),
    /// Goes to the first day of the month.
    MonthStart,
    /// Goes to the last day of the month.
    MonthEnd,
    /// Goes to January 1.
    YearStart,
    /// Goes to December 31.
    YearEnd,
}

impl DateKey {
    /// The meaning of a typed character: `t` today, `+` or `=` and `-` or `_` one `step` ahead or back, `]` and `[` a
    /// month, `m` and `h` start and end of the month, `y` and `r` start and end of the year.
    pub const fn from_char(typed: char, step: Step) -> Option<Self> {
        Some(match typed.to_ascii_lowercase() {
            't' => Self::Today,
            '+' | '=' => Self::Forward(step),
            '-' | '_' => Self::Back(step),
            ']' => Self::Forward(Step::Month),
            '[' => Self::Back(Step::Month),
            'm' => Self::MonthStart,
            'h' => Self::MonthEnd,
            'y' => Self::YearStart,
            'r' => Self::YearEnd,
            _ => return None,
        })
    }
}

/// Moves a day by a key. A move that would leave 1900–2100 changes nothing.
#[must_use]
pub fn nudge(day: NaiveDate, key: DateKey, today: NaiveDate) -> NaiveDate {
    let moved = match key {
        DateKey::Today => Some(today),
        DateKey::Forward(Step::Day) => day.checked_add_days(Days::new(1)),
        DateKey::Forward(Step::Week) => day.checked_add_days(Days::new(7)),
        DateKey::Forward(Step::Month) => day.checked_add_months(Months::new(1)),
        DateKey::Forward(Step::Year) => day.checked_add_months(Months::new(12)),
        DateKey::Back(Step::Day) => day.checked_sub_days(Days::new(1)),
        DateKey::Back(Step::Week) => day.checked_sub_days(Days::new(7)),
        DateKey::Back(Step::Month) => day.checked_sub_months(Months::new(1)),
        DateKey::Back(Step::Year) => day.checked_sub_months(Months::new(12)),
        DateKey::MonthStart => day.with_day(1),
        DateKey::MonthEnd => month_end(day),
        DateKey::YearStart => NaiveDate::from_ymd_opt(day.year(), 1, 1),
        DateKey::YearEnd => NaiveDate::from_ymd_opt(day.year(), 12, 31),
    };
    moved.filter(|day| sane(*day).is_ok()).unwrap_or(day)
}

fn month_end(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?
        .checked_add_months(Months::new(1))?
        .checked_sub_days(Days::new(1))
}

/// Shows a day as `MM/DD/YYYY`, ten characters.
pub fn show_date(day: NaiveDate) -> String {
    day.format("%m/%d/%Y").to_string()
}

/// Whole years lived on `day`; `None` before birth.
pub fn age(born: NaiveDate, day: NaiveDate) -> Option<u32> {
    day.years_since(born)
}

/// Reads a day on or about which something happened: a service, a payment, a posting.
///
/// `t` is today; `+3`, `-1`, `t-1`, `+2w`, `-1m`, `+1y` count from today; `15` is a day, `0115` and `1/15` a month
/// and day: the latest such day that is not after today. `011526`, `01152026`, `1/15/26`, `1-15-2026` and
/// `2026-01-15` name the year. A year of two digits is of this century unless that is more than a year ahead of
/// today, then of the last: in 2026 `27` is 2027 and `28` is 1928.
///
/// # Errors
/// [`DateError`]. Whether a day is too late for its purpose is the caller's business.
pub fn date(text: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    read(text, today, Purpose::Past)
}

/// Reads a day that lies ahead, such as a promise or an appointment. It differs from [`date`] where the year is
/// missing: the earliest such day that is not before today. A year of two digits is of this century.
///
/// # Errors
/// [`DateError`].
pub fn coming_date(text: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    read(text, today, Purpose::Coming)
}

/// Reads a birth date, whose year must be given. A year of two digits is the latest that is not after today: in 2026
/// `25` is 2025 and `68` is 1968.
///
/// # Errors
/// [`DateError`]; a day after today is [`DateError::NotBornYet`].
pub fn birth_date(text: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let born = read(text, today, Purpose::Birth)?;
    if born > today {
        return Err(DateError::NotBornYet);
    }
    Ok(born)
}

/// What a day is for, which decides the year when it is short or missing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Past,
    Coming,
    Birth,
}

/// A year as typed.
#[derive(Clone, Copy)]
enum Year {
    Missing,
    Short(i32),
    Full(i32),
}

fn read(text: &str, today: NaiveDate, purpose: Purpose) -> Result<NaiveDate, DateError> {
    let text = text.trim().to_ascii_lowercase();
    if text.is_empty() {
        return Err(DateError::Empty);
    }
    if let Some(day) = offset(&text, today) {
        return sane(day?);
    }
    let day = if text.chars().all(|c| c.is_ascii_digit()) {
        digits(&text, today, purpose)?
    } else {
        parted(&text, today, purpose)?
    };
    sane(day)
}

/// `t`, `t-30`, `+3`, `-2w`: a count from today. `None` when the text has another shape.
fn offset(text: &str, today: NaiveDate) -> Option<Result<NaiveDate, DateError>> {
    let rest = text.strip_prefix('t').unwrap_or(text);
    if rest.is_empty() {
        return Some(Ok(today));
    }
    let (ahead, rest) = match (rest.strip_prefix('+'), rest.strip_prefix('-')) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => return None,
    };
    let count = rest.trim_end_matches(['d', 'w', 'm', 'y']);
    let (count, unit) = (count.trim(), rest.strip_prefix(count)?);
    if count.len() > 4 || !count.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let count: u32 = count.parse().ok()?;
    let days = |each: u64| Days::new(u64::from(count).saturating_mul(each));
    let months = |each: u32| Months::new(count.saturating_mul(each));
    let moved = match (unit, ahead) {
        ("" | "d", true) => today.checked_add_days(days(1)),
        ("" | "d", false) => today.checked_sub_days(days(1)),
        ("w", true) => today.checked_add_days(days(7)),
        ("w", false) => today.checked_sub_days(days(7)),
        ("m", true) => today.checked_add_months(months(1)),
        ("m", false) => today.checked_sub_months(months(1)),
        ("y", true) => today.checked_add_months(months(12)),
        ("y", false) => today.checked_sub_months(months(12)),
        _ => return None,
    };
    Some(moved.ok_or(DateError::NoSuchDay))
}

/// `15`, `0115`, `011526`, `01152026`.
fn digits(text: &str, today: NaiveDate, purpose: Purpose) -> Result<NaiveDate, DateError> {
    let part = |from: usize, to: usize| {
        text.get(from..to)
            .and_then(|part| part.parse::<u32>().ok())
            .ok_or(DateError::NotADate)
    };
    match text.len() {
        1 | 2 => day_alone(part(0, text.len())?, today, purpose),
        4 => settle(Year::Missing, part(0, 2)?, part(2, 4)?, today, purpose),
        6 => settle(
            year(part(4, 6)?, 2)?,
            part(0, 2)?,
            part(2, 4)?,
            today,
            purpose,
        ),
        8 => settle(
            year(part(4, 8)?, 4)?,
            part(0, 2)?,
            part(2, 4)?,
            today,
            purpose,
        ),
        3 | 5 | 7 => Err(DateError::Ambiguous),
        _ => Err(DateError::NotADate),
    }
}

/// `1/15`, `1/15/26`, `1-15-2026`, `1.15.26`, `1 15 26`, `2026-01-15`.
fn parted(text: &str, today: NaiveDate, purpose: Purpose) -> Result<NaiveDate, DateError> {
    let parts: Vec<&str> = text
        .split(['/', '-', '.', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| {
        if part.chars().all(|c| c.is_ascii_digit()) && part.len() <= 4 {
            part.parse::<u32>().map_err(|_| DateError::NotADate)
        } else {
            Err(DateError::NotADate)
        }
    };
    match parts.as_slice() {
        [month, day] => settle(Year::Missing, number(month)?, number(day)?, today, purpose),
        [full, month, day] if full.len() == 4 => settle(
            year(number(full)?, 4)?,
            number(month)?,
            number(day)?,
            today,
            purpose,
        ),
        [month, day, last] => settle(
            year(number(last)?, last.len())?,
            number(month)?,
            number(day)?,
            today,
            purpose,
        ),
        _ => Err(DateError::NotADate),
    }
}

fn year(value: u32, digits: usize) -> Result<Year, DateError> {
    let value = i32::try_from(value).map_err(|_| DateError::NotADate)?;
    match digits {
        2 => Ok(Year::Short(value)),
        4 => Ok(Year::Full(value)),
        _ => Err(DateError::NotADate),
    }
}

fn settle(
    year: Year,
    month: u32,
    day: u32,
    today: NaiveDate,
    purpose: Purpose,
) -> Result<NaiveDate, DateError> {
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    match year {
        Year::Full(year) => on(year),
        Year::Short(short) => two_digits(short, on, today, purpose),
        Year::Missing if purpose == Purpose::Birth => return Err(DateError::NeedsYear),
        // A leap day may lie up to eight years off.
        Year::Missing => (0..=8_i32).find_map(|off| match purpose {
            Purpose::Coming => on(today.year().saturating_add(off)).filter(|d| *d >= today),
            Purpose::Past | Purpose::Birth => {
                on(today.year().saturating_sub(off)).filter(|d| *d <= today)
            }
        }),
    }
    .ok_or(DateError::NoSuchDay)
}

fn two_digits(
    short: i32,
    on: impl Fn(i32) -> Option<NaiveDate>,
    today: NaiveDate,
    purpose: Purpose,
) -> Option<NaiveDate> {
    let century = today
        .year()
        .saturating_sub(today.year().checked_rem(100).unwrap_or(0));
    let this = century.saturating_add(short);
    let last = this.saturating_sub(100);
    let latest_year = today.year().saturating_add(1);
    match purpose {
        Purpose::Past if this > latest_year => on(last),
        Purpose::Past | Purpose::Coming => on(this),
        Purpose::Birth => on(this).filter(|day| *day <= today).or_else(|| on(last)),
    }
}

fn day_alone(day: u32, today: NaiveDate, purpose: Purpose) -> Result<NaiveDate, DateError> {
    if purpose == Purpose::Birth {
        return Err(DateError::NeedsYear);
    }
    if day == 0 || day > 31 {
        return Err(DateError::NoSuchDay);
    }
    let first = today.with_day(1).ok_or(DateError::NoSuchDay)?;
    // Two neighbouring months never both lack a day, so a few steps always find one.
    (0..=2_u32)
        .find_map(|off| match purpose {
            Purpose::Coming => first
                .checked_add_months(Months::new(off))?
                .with_day(day)
                .filter(|d| *d >= today),
            Purpose::Past | Purpose::Birth => first
                .checked_sub_months(Months::new(off))?
                .with_day(day)
                .filter(|d| *d <= today),
        })
        .ok_or(DateError::NoSuchDay)
}

fn sane(day: NaiveDate) -> Result<NaiveDate, DateError> {
    match day.year() {
        ..1900 => Err(DateError::TooEarly),
        2101.. => Err(DateError::TooLate),
        _ => Ok(day),
    }
}

#[cfg(test)]
mod tests;
