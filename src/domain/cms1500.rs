//! The paper claim form CMS-1500 (02/12) as values: what stands in which place of which page, in the words and figures
//! that the NUCC's manual wants. It must not know how pages are drawn.

use std::fmt;

use serde::Serialize;

use crate::domain::charset;
use crate::domain::money::Money;

pub mod field;
mod fill;
pub mod printer;
#[cfg(test)]
pub(crate) mod tests;

use self::field::{Field, Kind, ROWS};
pub use self::fill::{Bill, fill};

/// What stands in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where.
    pub field: Field,
    /// Of which service of the page, from 0; 0 for what no service has.
    pub row: u8,
    /// What, as it is printed.
    pub words: String,
}

/// One page: up to six services.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What stands on it.
    pub entries: Vec<Entry>,
}

/// What of a claim is not on its form as it stands in the book. It names places and no content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// On which page, from 1.
    pub page: usize,
    /// In which box.
    pub of_box: &'static str,
    /// For which service of the page, from 1; none for the claim.
    pub service: Option<u8>,
    /// What is missing.
    pub loss: Loss,
}

/// Why something is not on the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// So many characters at the end did not fit.
    Cut(usize),
    /// The figure does not fit, so that the box is empty.
    Figure,
    /// So many characters have no plain form.
    Characters(usize),
    /// The form has no room for it.
    NoRoom(&'static str),
}

/// The form of a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Its pages, one or more.
    pub pages: Vec<Page>,
    /// What is not on it.
    pub warnings: Vec<Warning>,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page {}, box {}", self.page, self.of_box)?;
        if let Some(service) = self.service {
            write!(f, ", service {service}")?;
        }
        match self.loss {
            Loss::Cut(1) => f.write_str(": the last character does not fit"),
            Loss::Cut(count) => write!(f, ": the last {count} characters do not fit"),
            Loss::Figure => f.write_str(": the figure does not fit and is left out"),
            Loss::Characters(1) => f.write_str(": a character that cannot be typed is left out"),
            Loss::Characters(count) => {
                write!(f, ": {count} characters that cannot be typed are left out")
            }
            Loss::NoRoom(what) => write!(f, ": no room for {what}"),
        }
    }
}

impl Page {
    /// What stands in a place.
    pub fn words(&self, field: Field, row: u8) -> Option<&str> {
        self.entries
            .iter()
            .find(|entry| entry.field == field && entry.row == row)
            .map(|entry| entry.words.as_str())
    }
}

impl Form {
    /// A page with every place filled to its last character, by which a printer is tried on a real form.
    pub fn trial() -> Self {
        let mut form = Self::default();
        form.turn();
        for field in Field::ALL {
            let width = usize::from(field.place().width);
            let words: String = match width {
                1 => String::from("X"),
                wide => "1234567890".chars().cycle().take(wide).collect(),
            };
            let rows = if field.is_of_a_service() { ROWS } else { 1 };
            for row in 0..rows {
                form.put(*field, row, &words);
            }
        }
        form
    }

    /// Starts a page.
    pub fn turn(&mut self) {
        self.pages.push(Page::default());
    }

    /// Puts what is plain already into a place of the last page: words are cut where they do not fit, figures left
    /// out, and both are told. Nothing is put where there is nothing to say.
    pub fn put(&mut self, field: Field, row: u8, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let place = field.place();
        let width = usize::from(place.width);
        let over = words.chars().count().saturating_sub(width);
        let words = match (place.kind, over) {
            (_, 0) => words.to_owned(),
            (Kind::Figure, _) => return self.warn(field, row, Loss::Figure),
            (Kind::Words, over) => {
                self.warn(field, row, Loss::Cut(over));
                words.chars().take(width).collect()
            }
        };
        if let Some(page) = self.pages.last_mut() {
            page.entries.push(Entry { field, row, words });
        }
    }

    /// Notes that something is not on the form.
    pub(super) fn warn(&mut self, field: Field, row: u8, loss: Loss) {
        self.warnings.push(Warning {
            page: self.pages.len(),
            of_box: field.place().of_box,
            service: field.is_of_a_service().then(|| row.saturating_add(1)),
            loss,
        });
    }

    /// Puts a name, a street or other words: capitals, without marks but dashes and ampersands.
    fn text(&mut self, field: Field, row: u8, words: &str) {
        let (folded, lost) = charset::fold_what_goes(words);
        if lost > 0 {
            self.warn(field, row, Loss::Characters(lost));
        }
        self.put(field, row, &plain(&folded));
    }

    fn mark(&mut self, field: Field) {
        self.put(field, 0, "X");
    }
}

/// Words without marks but dashes and ampersands, which names are made of.
fn plain(folded: &str) -> String {
    let spaced: String = folded
        .chars()
        .filter(|c| !matches!(c, '.' | ',' | '\'' | '"'))
        .map(|c| match c {
            'A'..='Z' | '0'..='9' | '-' | '&' => c,
            _ => ' ',
        })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number in letters and digits alone.
fn bare(number: &str) -> String {
    let number = number.to_ascii_uppercase();
    number.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Dollars and cents with a blank where the point would stand, or nothing where even that is too wide.
fn columns(amount: Money) -> String {
    let plain = amount.plain();
    let spaced = plain.replace('.', " ");
    if spaced.len() <= 8 {
        spaced
    } else {
        plain.replace('.', "")
    }
}
