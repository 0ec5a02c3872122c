//! What Medicare's physician fee schedule says of each service beside its price: its standing, the days of surgery,
//! parts and sides. It must not know claims or amounts.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::limits::{in_force, release};
use super::packed::{number, records};
use super::{List, Release};
use crate::domain::code::Procedure;

/// Gives a closed list its byte in a record and back.
macro_rules! in_a_byte {
    ($name:ident: $($one:ident),+ $(,)?) => {
        impl $name {
            const ALL: &[Self] = &[$(Self::$one),+];

            fn byte(self) -> u8 {
                let at = Self::ALL.iter().position(|one| *one == self);
                at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
            }

            fn from_byte(byte: u8) -> Option<Self> {
                Self::ALL.get(usize::from(byte)).copied()
            }
        }
    };
}

/// Whether Medicare pays a service by itself (status code).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It may: A, R, T, C and others.
    Payable,
    /// Always part of another service: B, P.
    Bundled,
    /// Medicare wants another code: I.
    OtherCode,
    /// Not covered by law or rule: N, X.
    NotCovered,
}
in_a_byte!(Status: Payable, Bundled, OtherCode, NotCovered);

/// How many days of care a service includes (GLOB DAYS).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Global {
    /// Its own day: 000.
    Day,
    /// Its own day and ten after it: 010.
    Ten,
    /// The day before, its own day and ninety after it: 090.
    Ninety,
    /// It belongs to another service: ZZZ.
    AddOn,
    /// None that is counted: XXX, YYY, MMM.
    None,
}
in_a_byte!(Global: Day, Ten, Ninety, AddOn, None);

impl Global {
    /// Days after the day of service.
    pub const fn days(self) -> i64 {
        match self {
            Self::Ten => 10,
            Self::Ninety => 90,
            Self::Day | Self::AddOn | Self::None => 0,
        }
    }

    /// Whether visits of the same day are part of it.
    pub const fn is_procedure(self) -> bool {
        matches!(self, Self::Day | Self::Ten | Self::Ninety)
    }
}

/// Whether reading and equipment can be billed apart (PCTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parts {
    /// They can: 26 and TC make sense.
    Two,
    /// They cannot.
    One,
    /// The schedule does not say.
    Unsaid,
}
in_a_byte!(Parts: Two, One, Unsaid);

/// Whether a service can be done on both sides (BILAT).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sides {
    /// It has none: 0 and 9.
    Without,
    /// Modifier 50 says both: 1 and 3.
    Apart,
    /// The code means both already: 2.
    Both,
}
in_a_byte!(Sides: Without, Apart, Both);

/// What the schedule says of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// Whether it is paid by itself.
    pub status: Status,
    /// Which days of care it includes.
    pub global: Global,
    /// Whether it has two parts.
    pub parts: Parts,
    /// Whether it has sides.
    pub sides: Sides,
    /// Whether no assistant at surgery is ever paid (ASST 1).
    pub is_without_assistant: bool,
}

/// Bytes of a record.
const RECORD: usize = 9;

impl Service {
    /// Adds what is said of a code to a block.
    pub fn add_to(&self, code: Procedure, block: &mut Vec<u8>) {
        block.extend(number(code).to_le_bytes());
        block.extend([
            self.status.byte(),
            self.global.byte(),
            self.parts.byte(),
            self.sides.byte(),
            u8::from(self.is_without_assistant),
        ]);
    }
}

/// The schedules of every quarter that was brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services {
    releases: Vec<(NaiveDate, HashMap<u32, Service>)>,
}

impl Services {
    /// Whether none was brought in.
    pub fn is_empty(&self) -> bool {
        self.releases.is_empty()
    }

    /// What is said of a code on a day, by the newest schedule that had begun.
    pub fn find(&self, code: Procedure, on: NaiveDate) -> Option<Service> {
        let (_, services) = in_force(&self.releases, on)?;
        services.get(&number(code)).copied()
    }

    /// Which days of care a code includes on a day.
    pub fn global(&self, code: Procedure, on: NaiveDate) -> Global {
        self.find(code, on)
            .map_or(Global::None, |service| service.global)
    }
}

impl List for Services {
    fn take(&mut self, of: &Release, block: &[u8]) -> Option<()> {
        let services = release(&mut self.releases, of.effective_on)?;
        for mut record in records(block, RECORD)? {
            let code = record.long()?;
            let service = Service {
                status: Status::from_byte(record.byte()?)?,
                global: Global::from_byte(record.byte()?)?,
                parts: Parts::from_byte(record.byte()?)?,
                sides: Sides::from_byte(record.byte()?)?,
                is_without_assistant: record.byte()? == 1,
            };
            let _earlier = services.insert(code, service);
        }
        Some(())
    }

    fn settle(&mut self) {}
}
