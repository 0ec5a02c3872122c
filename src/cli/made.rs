//! The demo practice, and the window.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::DemoSize;
use super::out::Out;
use super::{CliError, sending};
use crate::demo::{self, Size};
use crate::office::Clock;

/// Opens the window, on a book if one was named.
pub fn window(book: Option<PathBuf>) -> Result<(), CliError> {
    crate::ui::open_window(book).map_err(CliError::Window)
}

/// Makes a demo practice, says what was made, and opens the window on it.
pub fn demo(
    out: &Out,
    folder: &Path,
    size: DemoSize,
    seed: u64,
    no_window: bool,
) -> Result<(), CliError> {
    let size = match size {
        DemoSize::Tiny => Size::Tiny,
        DemoSize::Small => Size::Small,
        DemoSize::Medium => Size::Medium,
        DemoSize::Large => Size::Large,
    };
    let book = demo::book_in(folder);
    if book.exists() && !no_window {
        out.say(&format!(
            "There is a practice at {} already; opening it. Its passphrase is {}.",
            book.display(),
            demo::PASSPHRASE
        ));
        return window(Some(book));
    }
    let made = demo::make(
        folder,
        size,
        seed,
        Clock::System.today(),
        &mut out.progress("two years of a made-up practice"),
    )?;
    let statements: Vec<Value> = made.statements.iter().map(|printed| json!({ "file": printed.file, "guarantors": printed.guarantors, "total": printed.total })).collect();
    let figures = &made.figures;
    let mut document = sending::told(&made.exported);
    if let Some(fields) = document.as_object_mut() {
        for (name, value) in [
            ("book", json!(made.book)),
            ("statements", Value::Array(statements)),
            (
                "proof",
                json!({ "entries": figures.entries, "postings": figures.postings, "sum": figures.sum }),
            ),
        ] {
            let _before = fields.insert(name.to_owned(), value);
        }
    }
    out.answer(&document, || {
        let mut lines = vec![format!(
            "Made {}; its passphrase is {}.",
            made.book.display(),
            demo::PASSPHRASE
        )];
        lines.extend(sending::lines(&made.exported));
        lines.extend(made.statements.iter().map(|printed| {
            format!(
                "{} statements, {}: {}",
                printed.guarantors,
                printed.total,
                printed.file.display()
            )
        }));
        lines.push(format!(
            "{} entries, {} postings, sum {}",
            figures.entries, figures.postings, figures.sum
        ));
        lines
    });
    if no_window {
        Ok(())
    } else {
        window(Some(made.book))
    }
}
