//! The text a seal is taken over: the seal before, the totals, the drawer and every entry, written one way only. It must
//! not know which hash is taken of it.
//!
//! Whoever has the book can write the same text again from its tables; `pegboard verify` does. Days and instants stand as
//! the book keeps them, amounts as cents, and what may hold any letter is preceded by its length in bytes.

use std::fmt::Write;

use chrono::NaiveDate;

use super::{Control, Span};

/// A seal: SHA-256.
pub type Seal = [u8; 32];

/// What stands before the first seal.
pub const NONE: Seal = [0; 32];

/// What a close says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Its days.
    pub span: Span,
    /// The seal of the close before.
    pub before: &'a Seal,
    /// What it comes to.
    pub control: &'a Control,
    /// Entries of those days.
    pub entries: u64,
    /// In the drawer before, cash in, counted (none: not counted) and to the bank, in cents.
    pub drawer: (i64, i64, Option<i64>, i64),
    /// Why more or less was counted.
    pub words: &'a str,
    /// When it was closed, as the book keeps it.
    pub at: &'a str,
    /// By whom.
    pub by: i64,
}

impl Head<'_> {
    /// Writes it.
    pub fn write(&self, text: &mut String) {
        let (float, cash_in, counted, to_bank) = self.drawer;
        let counted = counted.map_or_else(|| String::from("-"), |cents| cents.to_string());
        // Writing into a string cannot fail.
        let _ = write!(
            text,
            "pegboard close 1\nbefore {}\ndays {} {}\n",
            hex(self.before),
            self.span.from,
            self.span.through
        );
        totals(text, self.control);
        let _ = write!(
            text,
            "drawer {float} {cash_in} {counted} {to_bank} {}:{}\nclosed {} {}\nentries {}\n",
            self.words.len(),
            self.words,
            self.at,
            self.by,
            self.entries
        );
    }
}

/// An entry as the book keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its id.
    pub id: i64,
    /// `entry.kind`.
    pub kind: &'a str,
    /// The day it counts for.
    pub on: &'a str,
    /// When it was written.
    pub at: &'a str,
    /// By whom.
    pub by: i64,
    /// Why.
    pub why: &'a str,
    /// `entry.source`.
    pub source: &'a str,
    /// Which one.
    pub source_id: Option<i64>,
    /// The entry it takes back.
    pub reverses: Option<i64>,
}

impl Entry<'_> {
    /// Writes it.
    pub fn write(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "entry {} {} {} {} {} {} {} {} {}:{}",
            self.id,
            self.kind,
            self.on,
            self.at,
            self.by,
            self.source,
            Maybe(self.source_id),
            Maybe(self.reverses),
            self.why.len(),
            self.why
        );
    }
}

/// A posting as the book keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Posting<'a> {
    /// Order in its entry.
    pub place: i64,
    /// The account.
    pub account: i64,
    /// Cents, debit positive.
    pub cents: i64,
    /// `posting.effect`.
    pub effect: &'a str,
    /// The service, the policy, the guarantor and the payer.
    pub whose: [Option<i64>; 4],
    /// Group and CARC.
    pub reason: &'a str,
}

impl Posting<'_> {
    /// Writes it.
    pub fn write(&self, text: &mut String) {
        let [line, policy, guarantor, payer] = self.whose;
        let _ = writeln!(
            text,
            "posting {} {} {} {} {} {} {} {} {}:{}",
            self.place,
            self.account,
            self.cents,
            if self.effect.is_empty() {
                "-"
            } else {
                self.effect
            },
            Maybe(line),
            Maybe(policy),
            Maybe(guarantor),
            Maybe(payer),
            self.reason.len(),
            self.reason
        );
    }
}

/// Writes the text of a month's seal: its totals and the seals of the closes in it, with their last days.
pub fn month(month: &str, before: &Seal, control: &Control, days: &[(NaiveDate, Seal)]) -> String {
    let mut text = format!("pegboard month 1\nbefore {}\nmonth {month}\n", hex(before));
    totals(&mut text, control);
    for (through, seal) in days {
        let _ = writeln!(text, "close {through} {}", hex(seal));
    }
    text
}

fn totals(text: &mut String, control: &Control) {
    let _ = writeln!(
        text,
        "totals {} {} {} {} {}",
        control.opening.cents(),
        control.charges.cents(),
        control.payments.cents(),
        control.adjustments.cents(),
        control.closing.cents()
    );
}

/// A seal in hexadecimal.
pub fn hex(seal: &Seal) -> String {
    let mut text = String::with_capacity(64);
    for byte in seal {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A seal in eight groups of eight, as pages print it.
pub fn grouped(seal: &Seal) -> String {
    let groups: Vec<String> = seal
        .chunks(4)
        .map(|four| {
            let shown = four.iter().map(|byte| format!("{byte:02x}"));
            shown.collect::<Vec<_>>().concat()
        })
        .collect();
    groups.join(" ")
}

/// A number that may be missing.
struct Maybe(Option<i64>);

impl std::fmt::Display for Maybe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(number) => number.fmt(f),
            None => f.write_str("-"),
        }
    }
}
