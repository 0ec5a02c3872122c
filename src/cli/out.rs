//! What a command says: its answer on standard output, as JSON or as lines; everything else on standard error.

use std::io::{IsTerminal, Write};

use serde_json::Value;

use crate::office::Go;

/// Where a command's words go.
pub struct Out {
    is_json: bool,
    shows_progress: bool,
}

impl Out {
    /// For a command with or without `--json`.
    pub fn new(is_json: bool) -> Self {
        Self {
            is_json,
            shows_progress: std::io::stderr().is_terminal(),
        }
    }

    /// Gives the answer: the document with `--json`, else the lines.
    pub fn answer(&self, document: &Value, lines: impl FnOnce() -> Vec<String>) {
        let mut out = std::io::stdout().lock();
        // A reader that went away (as `head` does) wants no more.
        let _told = if self.is_json {
            serde_json::to_writer_pretty(&mut out, document)
                .map_err(std::io::Error::from)
                .and_then(|()| writeln!(out))
        } else {
            lines().iter().try_for_each(|line| writeln!(out, "{line}"))
        };
    }

    /// Says in passing what is going on.
    #[allow(
        clippy::unused_self,
        reason = "what a command says goes through one place, its answer and the rest"
    )]
    pub fn say(&self, words: &str) {
        let _told = writeln!(std::io::stderr().lock(), "{words}");
    }

    /// Says why a command ended badly.
    pub fn complain(&self, words: &str) {
        self.say(&format!("pegboard: {words}"));
    }

    /// Draws a bar for long work, where somebody can see it.
    pub fn progress(&self, what: &'static str) -> impl FnMut(u64, u64) -> Go + use<> {
        let is_seen = self.shows_progress;
        let mut last = u64::MAX;
        move |done, total| {
            let percent = done
                .saturating_mul(100)
                .checked_div(total)
                .unwrap_or(0)
                .min(100);
            if is_seen && percent != last {
                last = percent;
                let filled = usize::try_from(percent.checked_div(5).unwrap_or(0)).unwrap_or(0);
                let mut err = std::io::stderr().lock();
                let end = if done >= total { "\n" } else { "" };
                let _told = write!(
                    err,
                    "\r{what} [{:<20}] {percent:>3} %{end}",
                    "#".repeat(filled)
                )
                .and_then(|()| err.flush());
            }
            Go::On
        }
    }
}

/// Sets a table: columns as wide as their widest cell, the last as it is; `right` columns are right-aligned.
pub fn table(head: &[&str], right: &[usize], rows: &[Vec<String>]) -> Vec<String> {
    let head: Vec<String> = head.iter().map(|h| (*h).to_owned()).collect();
    let all = || std::iter::once(&head).chain(rows);
    let widths: Vec<usize> = (0..head.len())
        .map(|at| {
            all()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    all()
        .map(|row| {
            let cells = row
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(at, (cell, width))| {
                    if right.contains(&at) {
                        format!("{cell:>width$}")
                    } else {
                        format!("{cell:<width$}")
                    }
                });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect()
}
