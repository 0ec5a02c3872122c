//! What was odd in a file, where, and how bad. It must not know what any segment means.

use serde::Serialize;

use crate::domain::remit::Place;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing wrong: something is there that is not kept, or is worth knowing.
    Note,
    /// Against the rules, but what is meant is plain.
    Warning,
    /// A receiver would refuse it, or something is missing that the work needs.
    Error,
}

impl Severity {
    /// In a word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Where a segment stands in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// Bytes of the file before the segment's first one.
    pub byte: u64,
    /// The segment's number in the file, from 1 for the first ISA.
    pub segment: u64,
}

impl From<Position> for Place {
    fn from(Position { byte, segment }: Position) -> Self {
        Self { segment, byte }
    }
}

impl From<Place> for Position {
    fn from(Place { segment, byte }: Place) -> Self {
        Self { byte, segment }
    }
}

/// A place that a finding points at: a segment, or one of its elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The segment.
    pub position: Position,
    /// The element, from 1; none when the whole segment is meant.
    pub element: Option<usize>,
}

impl From<Position> for Spot {
    fn from(position: Position) -> Self {
        Self {
            position,
            element: None,
        }
    }
}

/// One odd thing in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where the segment stands.
    #[serde(flatten)]
    pub position: Position,
    /// The element, from 1; none when the whole segment is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<usize>,
    /// What is odd, in words.
    pub text: String,
}

/// Gathers findings as a file is read. It keeps at most 500 of each severity, so that a file full of faults needs no
/// more room than that.
#[derive(Debug, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    errors: u64,
    warnings: u64,
    notes: u64,
}

const KEPT_OF_EACH: u64 = 500;

impl Findings {
    /// Makes an empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds something a receiver would refuse.
    pub fn error(&mut self, spot: impl Into<Spot>, text: impl Into<String>) {
        self.add(Severity::Error, spot.into(), text);
    }

    /// Adds something against the rules whose meaning is plain.
    pub fn warning(&mut self, spot: impl Into<Spot>, text: impl Into<String>) {
        self.add(Severity::Warning, spot.into(), text);
    }

    /// Adds something worth knowing.
    pub fn note(&mut self, spot: impl Into<Spot>, text: impl Into<String>) {
        self.add(Severity::Note, spot.into(), text);
    }

    /// How many errors were added since it began anew, those that are not kept among them.
    pub(super) fn error_count(&self) -> u64 {
        self.errors
    }

    /// Gives what was gathered, in the order it was met, and starts anew. The last one says how many were left out.
    pub fn take(&mut self) -> Vec<Finding> {
        let gathered = std::mem::take(self);
        let met = gathered
            .errors
            .saturating_add(gathered.warnings)
            .saturating_add(gathered.notes);
        let mut kept = gathered.kept;
        let left_out = u64::try_from(kept.len()).map_or(0, |shown| met.saturating_sub(shown));
        if left_out > 0 {
            let last = kept.last().map(|f| f.position).unwrap_or_default();
            kept.push(Finding {
                severity: Severity::Note,
                position: last,
                element: None,
                text: format!("{left_out} more findings like these are not listed"),
            });
        }
        kept
    }

    fn add(&mut self, severity: Severity, spot: Spot, text: impl Into<String>) {
        let met = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        };
        *met = met.saturating_add(1);
        if *met <= KEPT_OF_EACH {
            self.kept.push(Finding {
                severity,
                position: spot.position,
                element: spot.element,
                text: text.into(),
            });
        }
    }
}

/// Text of a file as a finding quotes it: the first forty characters, between quotes.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("'{}…'", text.get(..end).unwrap_or_default()),
        None => format!("'{text}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_notes_does_not_hide_an_error() {
        let mut findings = Findings::new();
        for _ in 0..2000 {
            findings.note(Position::default(), "a note");
        }
        findings.error(Position::default(), "an error");
        let taken = findings.take();
        assert_eq!(taken.len(), 502);
        assert_eq!(taken[500].severity, Severity::Error);
        assert_eq!(
            taken[501].text,
            "1500 more findings like these are not listed"
        );
        assert!(findings.take().is_empty());
    }

    #[test]
    fn it_is_flat_in_json() {
        let mut findings = Findings::new();
        let position = Position {
            byte: 106,
            segment: 2,
        };
        findings.warning(
            Spot {
                position,
                element: Some(8),
            },
            "odd",
        );
        assert_eq!(
            serde_json::to_string(&findings.take()).unwrap(),
            r#"[{"severity":"warning","byte":106,"segment":2,"element":8,"text":"odd"}]"#
        );
    }
}
