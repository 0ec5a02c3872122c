//! Reads that a store and a transaction offer alike, so that a verb can look before it writes. It must not know the
//! tables.

use rusqlite::Connection;

use super::{Store, Tx};

/// Whatever can be read from.
pub(in crate::store) trait Readable {
    /// Its connection.
    fn sql(&self) -> &Connection;
}

impl Readable for Store {
    fn sql(&self) -> &Connection {
        &self.connection
    }
}

impl Readable for Tx<'_> {
    fn sql(&self) -> &Connection {
        self.0
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
