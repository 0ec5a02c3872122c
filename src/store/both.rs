//! Reads that a store and a transaction offer alike, so that a verb can look before it writes. It must not know the
//! tables.

use rusqlite::Connection;

use super::table::Cache;
use super::{Store, Tx};

/// Whatever can be read from.
pub(in crate::store) trait Readable {
    /// Its connection.
    fn sql(&self) -> &Connection;

    /// The public lists as they were read last.
    fn lists(&self) -> &Cache;
}

impl Readable for Store {
    fn sql(&self) -> &Connection {
        &self.connection
    }

    fn lists(&self) -> &Cache {
        &self.lists
    }
}

impl Readable for Tx<'_> {
    fn sql(&self) -> &Connection {
        self.0
    }

    fn lists(&self) -> &Cache {
        self.1
    }
}

/// Gives the same reads to [`Store`] and [`Tx`]; they reach the connection by [`Readable::sql`].
macro_rules! reads {
    ($($reads:tt)*) => {
        impl $crate::store::Store { $($reads)* }
        impl $crate::store::Tx<'_> { $($reads)* }
    };
}
pub(in crate::store) use reads;
