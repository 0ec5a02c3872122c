//! The clock, which comes in from outside so that tests can stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Local, NaiveDate, NaiveDateTime, Utc};

/// Where the office reads the time. Clones share one clock.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The computer's own.
    #[default]
    System,
    /// One that stands still until it is moved, for tests and for the demo practice.
    Stopped(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at that instant.
    pub fn stopped(at: DateTime<Utc>) -> Self {
        Self::Stopped(Arc::new(AtomicI64::new(at.timestamp())))
    }

    /// Moves a stopped clock; the computer's own is left alone.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Self::Stopped(seconds) = self {
            seconds.store(at.timestamp(), Ordering::Relaxed);
        }
    }

    /// Moves a stopped clock forward.
    pub fn advance(&self, by: Duration) {
        if let Some(later) = self.now().checked_add_signed(by) {
            self.set(later);
        }
    }

    /// This instant, to the second.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Stopped(seconds) => {
                DateTime::from_timestamp(seconds.load(Ordering::Relaxed), 0).unwrap_or_default()
            }
        }
    }

    /// What clocks on the wall showed at that instant, where the computer stands. A stopped clock stands in UTC.
    pub fn wall_time_of(&self, at: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Self::System => at.with_timezone(&Local).naive_local(),
            Self::Stopped(_) => at.naive_utc(),
        }
    }

    /// Today where the computer stands. A stopped clock stands in UTC.
    pub fn today(&self) -> NaiveDate {
        match self {
            Self::System => Local::now().date_naive(),
            Self::Stopped(_) => self.now().date_naive(),
        }
    }
}
