//! What every screen is lent: the worker, the day, who is signed in and for which practice.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::office::Clock;
use crate::ui::files::Files;
use crate::ui::look::Look;
use crate::ui::worker::Worker;

/// Lent to every screen, first of its arguments.
#[derive(Clone)]
pub struct Context {
    /// The records thread.
    pub worker: Worker,
    /// The clock, as the office has it.
    pub clock: Clock,
    /// The native dialogs for files and folders.
    pub files: Files,
    /// The practice's name.
    pub practice: String,
    /// Who is signed in.
    pub user: String,
    /// The folder of the open book.
    pub book: PathBuf,
    /// Theme, zoom, idle lock.
    pub look: Look,
}

impl Context {
    /// Today where the computer stands.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }
}
