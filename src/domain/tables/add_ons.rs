//! NCCI add-on codes: services that are paid only beside their main service. It must not know claims.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::packed::{OPEN, day, holds, number, records};
use super::{List, Release};
use crate::domain::code::Procedure;

/// One line of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddOn {
    /// The add-on service.
    pub code: Procedure,
    /// A service it may stand beside; none when the payer says which.
    pub main: Option<Procedure>,
    /// Whether only the services listed will do (type 1).
    pub is_closed: bool,
    /// First day of service for which it holds.
    pub from: NaiveDate,
    /// Last day of service for which it holds; none while it holds.
    pub until: Option<NaiveDate>,
}

/// Bytes of a record.
const RECORD: usize = 13;

/// Stands for no code: no procedure has this number.
const ANY: u32 = u32::MAX;

impl AddOn {
    /// Adds the line to a block.
    pub fn add_to(&self, block: &mut Vec<u8>) {
        block.extend(number(self.code).to_le_bytes());
        block.extend(self.main.map_or(ANY, number).to_le_bytes());
        block.extend(day(self.from).to_le_bytes());
        block.extend(self.until.map_or(OPEN, day).to_le_bytes());
        block.push(u8::from(self.is_closed));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    main: u32,
    from: u16,
    until: u16,
    is_closed: bool,
}

/// What may stand beside an add-on service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mains {
    /// Only what the list names.
    Named,
    /// What the list names, or what the payer says.
    Open,
}

/// Every add-on service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddOns {
    by_code: HashMap<u32, Vec<Row>>,
}

impl AddOns {
    /// What a service needs beside it on a day; none when it is no add-on.
    pub fn find(&self, code: Procedure, on: NaiveDate) -> Option<Mains> {
        let rows = self.rows(code, on);
        rows.map(|row| row.is_closed)
            .reduce(|all, one| all && one)
            .map(|is_closed| if is_closed { Mains::Named } else { Mains::Open })
    }

    /// Whether a service is named as a main service of an add-on on a day.
    pub fn is_main(&self, code: Procedure, main: Procedure, on: NaiveDate) -> bool {
        let main = number(main);
        self.rows(code, on).any(|row| row.main == main)
    }

    fn rows(&self, code: Procedure, on: NaiveDate) -> impl Iterator<Item = &Row> {
        let on = day(on);
        self.by_code
            .get(&number(code))
            .into_iter()
            .flatten()
            .filter(move |row| holds(on, row.from, row.until))
    }
}

impl List for AddOns {
    fn take(&mut self, _: &Release, block: &[u8]) -> Option<()> {
        for mut record in records(block, RECORD)? {
            let code = record.long()?;
            let row = Row {
                main: record.long()?,
                from: record.short()?,
                until: record.short()?,
                is_closed: record.byte()? == 1,
            };
            self.by_code.entry(code).or_default().push(row);
        }
        Some(())
    }

    fn settle(&mut self) {}
}
