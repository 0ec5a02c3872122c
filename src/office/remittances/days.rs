//! The days that a remittance may count for: today, the day of the payment, and the day on which the bank had it. It must
//! not know what is posted.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::remittance::{PostOn, RemittanceRow};
use crate::office::OfficeError;
use crate::store::Tx;

/// A day that a remittance may count for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostingDay {
    /// As it is asked for.
    pub on: PostOn,
    /// The day.
    pub day: NaiveDate,
    /// What day it is: `today`, `the payment's day`.
    pub words: &'static str,
    /// Why it cannot be taken; none when it can.
    pub refusal: Option<&'static str>,
}

/// The days of a remittance, each once, today first.
pub(super) fn days(
    tx: &Tx<'_>,
    row: &RemittanceRow,
    today: NaiveDate,
) -> Result<Vec<PostingDay>, OfficeError> {
    let at_bank = tx.day_at_bank(&row.trace, row.amount)?;
    let offered = [
        Some((PostOn::Today, today, "today")),
        Some((PostOn::Payment, row.paid_on, "the payment’s day")),
        at_bank.map(|day| (PostOn::Deposit, day, "the day of the deposit")),
    ];
    let mut days: Vec<PostingDay> = Vec::new();
    for (on, day, words) in offered.into_iter().flatten() {
        if days.iter().any(|one| one.day == day) {
            continue;
        }
        let refusal = if day > today {
            Some("that day has not come yet")
        } else if tx.is_day_closed(day)? {
            Some("that day is closed")
        } else {
            None
        };
        days.push(PostingDay {
            on,
            day,
            words,
            refusal,
        });
    }
    Ok(days)
}
