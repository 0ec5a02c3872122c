//! ICD-10-CM by fiscal year: whether a diagnosis counts on a day. It must not know descriptions.

use chrono::{Datelike, NaiveDate};

use super::limits::{in_force, release};
use super::packed::records;
use super::{List, Release};
use crate::domain::code::Icd10;

/// One line of the order file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The code.
    pub code: Icd10,
    /// Whether a claim can carry it; if not, it is the heading of longer codes.
    pub is_billable: bool,
}

/// What a year's list says of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// A claim can carry it.
    Billable,
    /// It is the heading of longer codes.
    Heading,
    /// The list does not have it.
    Absent,
}

/// Characters of a code with blanks after it, and whether it is billable.
type Row = ([u8; 7], bool);

/// Bytes of a record.
const RECORD: usize = 8;

fn key(code: Icd10) -> [u8; 7] {
    let mut key = [b' '; 7];
    for (place, byte) in key.iter_mut().zip(code.as_str().bytes()) {
        *place = byte;
    }
    key
}

impl Listed {
    /// Adds the line to a block.
    pub fn add_to(&self, block: &mut Vec<u8>) {
        block.extend(key(self.code));
        block.push(u8::from(self.is_billable));
    }
}

/// The lists of every fiscal year that was brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnoses {
    releases: Vec<(NaiveDate, Vec<Row>)>,
}

impl Diagnoses {
    /// What the list of that day says of a code; none when the day's list was not brought in.
    pub fn find(&self, code: Icd10, on: NaiveDate) -> Option<Standing> {
        let (_, rows) = in_force(&self.releases, on).filter(|(from, _)| on <= ends(*from))?;
        let found = rows.binary_search_by_key(&key(code), |(key, _)| *key);
        let row = found.ok().and_then(|at| rows.get(at));
        Some(match row {
            Some((_, true)) => Standing::Billable,
            Some((_, false)) => Standing::Heading,
            None => Standing::Absent,
        })
    }
}

/// The last day of the fiscal year in which a list began: 30 September.
fn ends(from: NaiveDate) -> NaiveDate {
    let year = from.year().saturating_add(i32::from(from.month() >= 10));
    NaiveDate::from_ymd_opt(year, 9, 30).unwrap_or(from)
}

impl List for Diagnoses {
    fn take(&mut self, of: &Release, block: &[u8]) -> Option<()> {
        let rows = release(&mut self.releases, of.effective_on)?;
        for record in records(block, RECORD)? {
            let (key, rest) = record.0.split_first_chunk::<7>()?;
            rows.push((*key, rest == [1]));
        }
        Some(())
    }

    fn settle(&mut self) {
        for (_, rows) in &mut self.releases {
            rows.sort_unstable();
        }
    }
}
