//! How files go to one receiver and answers come back: their names, how large they may be, the folders that are
//! watched, whom to ask. It must not know files.

use std::str::FromStr;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::PayerIds;
use crate::domain::charset;
use crate::domain::code::{Email, Phone};

/// How files go to a receiver and answers come back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// How its files are called.
    pub naming: FileNaming,
    /// The most claims of one file; none: any number.
    pub most_claims: Option<u32>,
    /// The most bytes of one file; none: any number.
    pub most_bytes: Option<u64>,
    /// Where files are put to be picked up; empty when asked each time.
    pub folder_out: String,
    /// Where answers arrive; empty when none is watched.
    pub folder_in: String,
    /// Whom to ask about files, when not the practice's contact (1000A PER).
    pub contact: Option<SubmitterContact>,
    /// The ids by which it knows payers, where they are others than usual.
    pub payer_ids: PayerIds,
}

/// Whom a receiver asks about files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmitterContact {
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: Phone,
    /// E-mail, may be none.
    pub email: Option<Email>,
}

/// How files are called: a name with placeholders, as `{receiver}-{day}-{control}.837`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileNaming(String);

/// What the placeholders of a file's name stand for.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The receiver's name.
    pub receiver: &'a str,
    /// Its id.
    pub receiver_id: &'a str,
    /// Our id with it.
    pub sender_id: &'a str,
    /// Day and time on the wall.
    pub at: NaiveDateTime,
    /// The interchange's control number.
    pub control: u32,
    /// Whether the file is marked as a test.
    pub is_test: bool,
}

/// Why files cannot be called so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NamingError {
    /// Nothing was given.
    #[error("the name of its files is missing")]
    Missing,
    /// A placeholder that stands for nothing.
    #[error(
        "there is no placeholder {{{0}}}; there are {{receiver}} {{receiver_id}} {{sender_id}} {{date}} {{day}} {{time}} {{control}} {{usage}}"
    )]
    Unknown(String),
    /// A brace too many or too few.
    #[error("a placeholder stands between braces, as {{control}}")]
    Braces,
    /// Two files would have one name.
    #[error("{{control}} must be part of the name, so that no two files are called alike")]
    NoControl,
    /// A character that file systems dislike.
    #[error(
        "a file's name has letters, digits, points, hyphens and underscores, and begins with none of the marks"
    )]
    Character,
    /// Too long.
    #[error("the name of its files has at most {MOST} characters")]
    TooLong,
}

/// The most characters of a pattern.
const MOST: usize = 80;
/// The most characters of a placeholder's text in a name.
const PART_MOST: usize = 40;

impl Default for FileNaming {
    fn default() -> Self {
        Self(String::from("{receiver}-{day}-{control}.837"))
    }
}

impl FileNaming {
    /// The placeholders there are.
    pub const PLACEHOLDERS: [&'static str; 8] = [
        "receiver",
        "receiver_id",
        "sender_id",
        "date",
        "day",
        "time",
        "control",
        "usage",
    ];

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of one file.
    pub fn fill(&self, named: Named<'_>) -> String {
        let mut name = String::new();
        for part in parts(&self.0) {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Placeholder(which) => name.push_str(&told(which, named)),
            }
        }
        name
    }
}

fn told(placeholder: &str, named: Named<'_>) -> String {
    match placeholder {
        "receiver" => {
            let slug = slug(named.receiver).to_ascii_lowercase();
            if slug.is_empty() {
                String::from("claims")
            } else {
                slug
            }
        }
        "receiver_id" => slug(named.receiver_id),
        "sender_id" => slug(named.sender_id),
        "date" => named.at.format("%Y%m%d").to_string(),
        "day" => named.at.format("%Y-%m-%d").to_string(),
        "time" => named.at.format("%H%M%S").to_string(),
        "control" => format!("{:09}", named.control),
        "usage" => String::from(if named.is_test { "T" } else { "P" }),
        _ => String::new(),
    }
}

/// Letters and digits, a hyphen for whatever stands between them.
fn slug(text: &str) -> String {
    let plain = charset::fold(text).unwrap_or_default();
    let mut slug = String::new();
    for letter in plain.chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.chars().take(PART_MOST).collect();
    slug.trim_end_matches('-').to_owned()
}

/// A part of a pattern.
enum Part<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

/// The parts of a pattern whose braces match.
fn parts(pattern: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    for piece in pattern.split('{') {
        match piece.split_once('}') {
            Some((which, text)) => {
                found.push(Part::Placeholder(which));
                found.push(Part::Text(text));
            }
            None => found.push(Part::Text(piece)),
        }
    }
    found
}

/// Whether every brace that opens is closed before the next.
fn braces_match(pattern: &str) -> bool {
    let mut is_open = false;
    for letter in pattern.chars() {
        match (letter, is_open) {
            ('{', false) => is_open = true,
            ('}', true) => is_open = false,
            ('{' | '}', _) => return false,
            _ => {}
        }
    }
    !is_open
}

impl FromStr for FileNaming {
    type Err = NamingError;

    fn from_str(text: &str) -> Result<Self, NamingError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NamingError::Missing);
        }
        if text.chars().count() > MOST {
            return Err(NamingError::TooLong);
        }
        if !braces_match(text) {
            return Err(NamingError::Braces);
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let mut has_control = false;
        for part in parts(text) {
            match part {
                Part::Text(text) if !text.chars().all(fits) => return Err(NamingError::Character),
                Part::Text(_) => {}
                Part::Placeholder(which) if !Self::PLACEHOLDERS.contains(&which) => {
                    let shown = which.chars().take(20).collect();
                    return Err(NamingError::Unknown(shown));
                }
                Part::Placeholder(which) => has_control |= which == "control",
            }
        }
        if text.starts_with(|c: char| "._-".contains(c)) || text.ends_with('.') || is_device(text) {
            return Err(NamingError::Character);
        }
        if !has_control {
            return Err(NamingError::NoControl);
        }
        Ok(Self(text.to_owned()))
    }
}

/// Whether Windows takes a file of that name for a device, whatever its ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let upper = stem.to_ascii_uppercase();
    matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (upper.len() == 4
            && (upper.starts_with("COM") || upper.starts_with("LPT"))
            && upper.ends_with(|c: char| c.is_ascii_digit()))
}

impl TryFrom<String> for FileNaming {
    type Error = NamingError;

    fn try_from(text: String) -> Result<Self, NamingError> {
        text.parse()
    }
}

impl From<FileNaming> for String {
    fn from(naming: FileNaming) -> Self {
        naming.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(receiver: &str) -> Named<'_> {
        Named {
            receiver,
            receiver_id: "PORT/01",
            sender_id: "FAIR 7",
            at: "2026-03-05T09:41:07".parse().unwrap(),
            control: 42,
            is_test: true,
        }
    }

    #[test]
    fn a_name_is_filled_in_from_a_closed_list() {
        let fill = |pattern: &str| {
            let naming: FileNaming = pattern.parse().unwrap();
            naming.fill(named("  Ünder & Söhne "))
        };
        assert_eq!(
            FileNaming::default().fill(named("  Ünder & Söhne ")),
            "under-sohne-2026-03-05-000000042.837"
        );
        assert_eq!(
            fill("{sender_id}_{receiver_id}_{date}{time}_{usage}{control}.CLP"),
            "FAIR-7_PORT-01_20260305094107_T000000042.CLP"
        );
        assert_eq!(fill("P837.{control}"), "P837.000000042");
    }

    #[test]
    fn a_name_that_would_lead_elsewhere_or_twice_to_one_file_is_refused() {
        for (pattern, error) in [
            ("", NamingError::Missing),
            ("claims.837", NamingError::NoControl),
            (
                "{patient}{control}",
                NamingError::Unknown("patient".to_owned()),
            ),
            ("{control", NamingError::Braces),
            ("{{control}}", NamingError::Braces),
            ("../{control}", NamingError::Character),
            ("a/{control}", NamingError::Character),
            ("a\\{control}", NamingError::Character),
            (".{control}", NamingError::Character),
            ("{control}.", NamingError::Character),
            ("nul.{control}", NamingError::Character),
            ("a b{control}", NamingError::Character),
        ] {
            assert_eq!(pattern.parse::<FileNaming>(), Err(error), "{pattern}");
        }
        let long = format!("{}{{control}}", "a".repeat(80));
        assert_eq!(long.parse::<FileNaming>(), Err(NamingError::TooLong));
    }
}
