//! How a printer sets type on the red form: how far everything is moved, and single boxes besides. It must not know how
//! pages are drawn.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::field::Field;

/// A move in hundredths of an inch: to the right and down, to the left and up below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// To the right.
    pub x: i16,
    /// Down.
    pub y: i16,
}

/// How one printer sets type on the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printer {
    /// By how much everything moves.
    #[serde(flatten)]
    pub offset: Shift,
    /// By how much single boxes move besides, by their numbers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub nudges: BTreeMap<String, Shift>,
}

/// A printer with what people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// How it sets type.
    pub printer: Printer,
}

/// Why a printer's profile is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrinterError {
    /// Nobody can ask for it.
    #[error("a printer has a name")]
    Name,
    /// No printer is so far off.
    #[error("{0} hundredths of an inch is too far; the most is {MOST}")]
    TooFar(i16),
    /// The form has no such box.
    #[error("the form has no box {0}")]
    NoBox(String),
    /// It is no number.
    #[error("{0} is no whole number of hundredths of an inch")]
    NoNumber(String),
    /// It is no nudge.
    #[error("{0} is no nudge; write box, right, down, as 24F:1:0")]
    Nudge(String),
}

/// The farthest that anything is moved, in hundredths of an inch.
pub const MOST: i16 = 100;

impl Printer {
    /// By how much a box moves in all.
    pub fn shift(&self, of_box: &str) -> Shift {
        let nudge = self.nudges.get(of_box).copied().unwrap_or_default();
        Shift {
            x: self.offset.x.saturating_add(nudge.x),
            y: self.offset.y.saturating_add(nudge.y),
        }
    }

    /// Takes a nudge written as box, right, down: `24F:1:0`. One of nothing takes an earlier one away.
    ///
    /// # Errors
    /// [`PrinterError`].
    pub fn nudge(&mut self, written: &str) -> Result<(), PrinterError> {
        let wrong = || PrinterError::Nudge(written.to_owned());
        let parts: Vec<&str> = written.split(':').map(str::trim).collect();
        let [of_box, x, y] = parts.as_slice() else {
            return Err(wrong());
        };
        let shift = Shift {
            x: x.parse().map_err(|_| wrong())?,
            y: y.parse().map_err(|_| wrong())?,
        };
        let found = Field::ALL
            .iter()
            .map(|field| field.place().of_box)
            .find(|name| name.eq_ignore_ascii_case(of_box));
        let of_box = found.ok_or_else(|| PrinterError::NoBox((*of_box).to_owned()))?;
        shift.check()?;
        if shift == Shift::default() {
            let _none = self.nudges.remove(of_box);
        } else {
            let _before = self.nudges.insert(of_box.to_owned(), shift);
        }
        Ok(())
    }

    /// Holds it to what a printer can be off.
    ///
    /// # Errors
    /// [`PrinterError::TooFar`], [`PrinterError::NoBox`].
    pub fn check(&self) -> Result<(), PrinterError> {
        self.offset.check()?;
        for (of_box, shift) in &self.nudges {
            if !Field::is_box(of_box) {
                return Err(PrinterError::NoBox(of_box.clone()));
            }
            shift.check()?;
        }
        Ok(())
    }
}

impl Shift {
    /// Holds it to what a printer can be off.
    pub(in crate::domain) fn check(self) -> Result<(), PrinterError> {
        let far = [self.x, self.y]
            .into_iter()
            .find(|by| by.unsigned_abs() > MOST.unsigned_abs());
        far.map_or(Ok(()), |by| Err(PrinterError::TooFar(by)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nudge_adds_to_the_offset_and_one_of_nothing_goes() {
        let mut printer = Printer {
            offset: Shift { x: 3, y: -2 },
            ..Printer::default()
        };
        printer.nudge("24f:1:0").unwrap();
        assert_eq!(printer.shift("24F"), Shift { x: 4, y: -2 });
        assert_eq!(printer.shift("24G"), Shift { x: 3, y: -2 });
        printer.nudge("24F:0:0").unwrap();
        assert!(printer.nudges.is_empty() && printer.check().is_ok());
    }

    #[test]
    fn what_is_no_nudge_is_refused() {
        let mut printer = Printer::default();
        for (written, why) in [
            ("24F", PrinterError::Nudge("24F".to_owned())),
            ("24F:1", PrinterError::Nudge("24F:1".to_owned())),
            ("24F:a:1", PrinterError::Nudge("24F:a:1".to_owned())),
            ("99:1:1", PrinterError::NoBox("99".to_owned())),
            ("24F:101:0", PrinterError::TooFar(101)),
        ] {
            assert_eq!(printer.nudge(written), Err(why), "{written}");
        }
    }
}
