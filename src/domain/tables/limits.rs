//! Medically unlikely edits: how many units of a service CMS believes. It must not know claims.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::packed::{number, records};
use super::{List, Release};
use crate::domain::code::Procedure;

/// What the units are counted over (MUE adjudication indicator).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counted {
    /// A line (1): more may stand on another line with a modifier.
    Line,
    /// A day, by a rule of CMS (2): never more.
    DayByRule,
    /// A day, by what is usual (3): more on appeal with the record.
    DayUsually,
}

impl Counted {
    /// Reads the file's indicator.
    pub const fn from_indicator(indicator: u8) -> Option<Self> {
        match indicator {
            1 => Some(Self::Line),
            2 => Some(Self::DayByRule),
            3 => Some(Self::DayUsually),
            _ => None,
        }
    }

    const fn indicator(self) -> u8 {
        match self {
            Self::Line => 1,
            Self::DayByRule => 2,
            Self::DayUsually => 3,
        }
    }
}

/// The most units of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// So many.
    pub units: u32,
    /// Over what.
    pub counted: Counted,
}

/// Bytes of a record.
const RECORD: usize = 9;

impl Limit {
    /// Adds a service's limit to a block.
    pub fn add_to(self, code: Procedure, block: &mut Vec<u8>) {
        block.extend(number(code).to_le_bytes());
        block.extend(self.units.to_le_bytes());
        block.push(self.counted.indicator());
    }
}

/// The limits of every quarter that was brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    releases: Vec<(NaiveDate, HashMap<u32, Limit>)>,
}

impl Limits {
    /// The limit of a service on a day, by the newest quarter that had begun.
    pub fn find(&self, code: Procedure, on: NaiveDate) -> Option<Limit> {
        let (_, limits) = in_force(&self.releases, on)?;
        limits.get(&number(code)).copied()
    }
}

/// The newest release that had begun; they stand in the order of their days.
pub(super) fn in_force<T>(releases: &[(NaiveDate, T)], on: NaiveDate) -> Option<&(NaiveDate, T)> {
    releases.iter().rev().find(|(from, _)| *from <= on)
}

/// Where a release is put together, begun when its first block comes.
pub(super) fn release<T: Default>(
    releases: &mut Vec<(NaiveDate, T)>,
    from: NaiveDate,
) -> Option<&mut T> {
    let at = match releases.binary_search_by_key(&from, |(from, _)| *from) {
        Ok(at) => at,
        Err(at) => {
            releases.insert(at, (from, T::default()));
            at
        }
    };
    releases.get_mut(at).map(|(_, release)| release)
}

impl List for Limits {
    fn take(&mut self, of: &Release, block: &[u8]) -> Option<()> {
        let limits = release(&mut self.releases, of.effective_on)?;
        for mut record in records(block, RECORD)? {
            let code = record.long()?;
            let limit = Limit {
                units: record.long()?,
                counted: Counted::from_indicator(record.byte()?)?,
            };
            let _earlier = limits.insert(code, limit);
        }
        Some(())
    }

    fn settle(&mut self) {}
}
