//! HCPCS level II: from when to when a code counts. It must not know descriptions.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::packed::{OPEN, day, number, on, records};
use super::{List, Release};
use crate::domain::code::Procedure;

/// The days on which a code counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first; none when the list does not say.
    pub from: Option<NaiveDate>,
    /// The last; none while it counts.
    pub until: Option<NaiveDate>,
}

/// Bytes of a record.
const RECORD: usize = 8;

impl Span {
    /// Adds a code's days to a block.
    pub fn add_to(self, code: Procedure, block: &mut Vec<u8>) {
        block.extend(number(code).to_le_bytes());
        block.extend(self.from.map_or(0, day).to_le_bytes());
        block.extend(self.until.map_or(OPEN, day).to_le_bytes());
    }
}

/// Every code of the newest list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelTwo {
    by_code: HashMap<u32, Span>,
}

impl LevelTwo {
    /// On which days a code counts; none when the list does not have it.
    pub fn find(&self, code: Procedure) -> Option<Span> {
        self.by_code.get(&number(code)).copied()
    }
}

impl List for LevelTwo {
    fn take(&mut self, _: &Release, block: &[u8]) -> Option<()> {
        for mut record in records(block, RECORD)? {
            let code = record.long()?;
            let span = Span {
                from: Some(record.short()?).filter(|day| *day > 0).and_then(on),
                until: on(record.short()?),
            };
            let _earlier = self.by_code.insert(code, span);
        }
        Some(())
    }

    fn settle(&mut self) {}
}
