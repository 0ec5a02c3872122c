//! The window: screens and the parts they are made of. It must not know SQL, X12 text or the inside of a PDF.

use std::path::PathBuf;

use crate::office::Office;

pub mod app;
mod complaints;
pub mod context;
pub mod files;
pub mod form;
pub mod gallery;
pub mod help;
pub mod icon;
pub mod look;
pub mod palette;
pub mod place;
pub mod rest;
pub mod screen;
pub mod spacing;
pub mod start;
pub mod theme;
mod where_to;
pub mod widget;
pub mod worker;

/// Opens the window at the door of `book`, or of the book used last, and comes back when it is closed. Call it before
/// any other work of the program: it may start the program anew to draw without the graphics card.
///
/// # Errors
/// A sentence that says why there is no window.
pub fn open_window(book: Option<PathBuf>) -> Result<(), String> {
    prepare()?;
    app::run(app::Begin::Door(book), None).map_err(|error| no_window(&error))
}

/// Opens the window in a book that is open already. Call [`prepare`] before opening the book.
///
/// # Errors
/// As [`open_window`].
pub fn open_window_in(office: Office) -> Result<(), String> {
    app::run(app::Begin::Inside, Some(office)).map_err(|error| no_window(&error))
}

/// Makes sure that a window opened later is drawn by the renderer that works here. It may start the program anew, so
/// nothing may have been done yet.
///
/// # Errors
/// A sentence that says why the program could not be started anew.
pub fn prepare() -> Result<(), String> {
    app::prepare().map_err(|error| worker::sentence(&error.to_string()))
}

fn no_window(error: &iced::Error) -> String {
    format!("The window could not be opened: {error}.")
}
