//! Codes and days as small numbers, and records of one length. It must not know what a record means.

use chrono::{Days, NaiveDate};

use crate::domain::code::Procedure;

/// The day that stands as nought; the last one that fits is in 2079.
const FIRST: Option<NaiveDate> = NaiveDate::from_ymd_opt(1900, 1, 1);

/// Stands for a day that has not come: the record still holds.
pub(super) const OPEN: u16 = u16::MAX;

/// A procedure as a number below 1,296,000: its first sign, its three digits, its last sign.
pub(super) fn number(code: Procedure) -> u32 {
    code.as_str()
        .chars()
        .zip([36_u32, 10, 10, 10, 36])
        .fold(0, |sum, (sign, of)| {
            let digit = sign.to_digit(36).unwrap_or(0);
            sum.saturating_mul(of).saturating_add(digit)
        })
}

/// A day as a number; days before 1900 and after 2079 are taken for the first and the last.
pub(super) fn day(on: NaiveDate) -> u16 {
    let days = FIRST.map_or(0, |first| on.signed_duration_since(first).num_days());
    u16::try_from(days.max(0)).unwrap_or(OPEN.saturating_sub(1))
}

/// The day of a number; none where it stands for no day.
pub(super) fn on(day: u16) -> Option<NaiveDate> {
    (day != OPEN)
        .then(|| FIRST?.checked_add_days(Days::new(day.into())))
        .flatten()
}

/// Whether something holds on a day that holds from one to another, both included. CMS takes back what never held by
/// ending it on the day it begins.
pub(super) const fn holds(day: u16, from: u16, until: u16) -> bool {
    from <= day && day <= until && from != until
}

/// Takes numbers off the front of a record.
pub(super) struct Record<'a>(pub(super) &'a [u8]);

impl Record<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.bytes::<1>().map(|[byte]| byte)
    }

    pub(super) fn short(&mut self) -> Option<u16> {
        self.bytes().map(u16::from_le_bytes)
    }

    pub(super) fn long(&mut self) -> Option<u32> {
        self.bytes().map(u32::from_le_bytes)
    }
}

/// The records of a block; none when the last one is cut.
pub(super) fn records(block: &[u8], length: usize) -> Option<impl Iterator<Item = Record<'_>>> {
    let chunks = block.chunks_exact(length);
    chunks.remainder().is_empty().then(|| chunks.map(Record))
}
