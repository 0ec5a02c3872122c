//! Which text a field can take: names, single lines that go on claims, and free words. It must not know fields.

use crate::domain::charset;

/// Why text cannot stand in its field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ShapeError {
    /// Nothing was given.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// Too few characters.
    #[error("{what} has at least {least} characters")]
    TooShort { what: &'static str, least: usize },
    /// Too many characters.
    #[error("{what} has at most {most} characters; this has {found}")]
    TooLong {
        what: &'static str,
        most: usize,
        found: usize,
    },
    /// A character that has no place there.
    #[error("{what} cannot have the character {shown}")]
    Character { what: &'static str, shown: String },
    /// Marks only.
    #[error("{0} needs a letter or a digit")]
    MarksOnly(&'static str),
    /// A character that no claim can carry.
    #[error("{0}; write it in plain letters")]
    Unsendable(#[from] charset::Unsendable),
}

/// How long text may be, and what it is called.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// With its article: `the last name`.
    pub(super) what: &'static str,
    /// The fewest characters, when something is given.
    pub(super) least: usize,
    /// The most characters.
    pub(super) most: usize,
}

impl Room {
    pub(super) const fn new(what: &'static str, most: usize) -> Self {
        Self {
            what,
            least: 1,
            most,
        }
    }

    fn holds(self, text: &str) -> Result<(), ShapeError> {
        let found = text.chars().count();
        if found > self.most {
            return Err(ShapeError::TooLong {
                what: self.what,
                most: self.most,
                found,
            });
        }
        if found < self.least {
            return Err(ShapeError::TooShort {
                what: self.what,
                least: self.least,
            });
        }
        Ok(())
    }
}

/// The text with single spaces between its words and none around it.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a part of a person's name: letters, spaces, hyphens, apostrophes and points, all of which a claim can
/// carry. Digits only where `digits` says so, as in `2nd`.
pub(super) fn name(text: &str, room: Room, digits: bool) -> Result<String, ShapeError> {
    let text = tidy(text);
    if text.is_empty() {
        return Err(ShapeError::Missing(room.what));
    }
    room.holds(&text)?;
    let fits =
        |c: char| c.is_alphabetic() || " -'.\u{2019}".contains(c) || (digits && c.is_ascii_digit());
    if let Some(strange) = text.chars().find(|c| !fits(*c)) {
        return Err(ShapeError::Character {
            what: room.what,
            shown: shown(strange),
        });
    }
    sendable(text, room)
}

/// Reads a line that goes on claims or envelopes: anything a claim can carry.
pub(super) fn line(text: &str, room: Room) -> Result<String, ShapeError> {
    let text = tidy(text);
    if text.is_empty() {
        return Err(ShapeError::Missing(room.what));
    }
    room.holds(&text)?;
    sendable(text, room)
}

/// Reads words for people, of several lines or none: letters of any script and the usual signs.
pub(super) fn words(text: &str, room: Room) -> Result<String, ShapeError> {
    let text = text.trim().replace("\r\n", "\n");
    if let Some(strange) = text.chars().find(|c| is_unprintable(*c)) {
        return Err(ShapeError::Character {
            what: room.what,
            shown: shown(strange),
        });
    }
    if !text.is_empty() {
        room.holds(&text)?;
    }
    Ok(text)
}

/// The text, when its plain form fits as well and says something.
fn sendable(text: String, room: Room) -> Result<String, ShapeError> {
    let plain = charset::fold(&text)?;
    room.holds(&plain)?;
    if plain.chars().any(|c| c.is_ascii_alphanumeric()) {
        Ok(text)
    } else {
        Err(ShapeError::MarksOnly(room.what))
    }
}

/// Whether no printed page or screen of ours can show it: control characters, pictures, private use.
fn is_unprintable(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2600}'..='\u{27BF}'
            | '\u{E000}'..='\u{F8FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFF}'
            | '\u{1F000}'..='\u{10FFFF}')
}

/// The character between quotes, or by its number where it cannot be seen.
fn shown(c: char) -> String {
    if c.is_control() || is_unprintable(c) && u32::from(c) < 0x1_0000 {
        format!("U+{:04X}", u32::from(c))
    } else {
        format!("'{c}'")
    }
}

/// Whether mail goes to a post office box there, which a billing provider's address must not be (2010AA N3).
pub(super) fn is_po_box(street: &str) -> bool {
    let letters: String = street.chars().filter(|c| *c != '.').collect();
    let upper = letters.to_uppercase();
    let words: Vec<&str> = upper
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let box_after = |lead: &[&str]| {
        words
            .windows(lead.len().saturating_add(1))
            .any(|run| run.starts_with(lead) && run.last().is_some_and(|word| *word == "BOX"))
    };
    box_after(&["PO"])
        || box_after(&["P", "O"])
        || box_after(&["POST", "OFFICE"])
        || words
            .first()
            .is_some_and(|word| matches!(*word, "BOX" | "POBOX" | "POB"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room::new("the last name", 60);

    #[test]
    fn a_name_has_letters_and_a_few_marks() {
        for good in [
            "O'Neil",
            "Núñez-Soto",
            "St. John",
            "  Mac   Quinley ",
            "Łoś",
            "D\u{2019}Arcy",
        ] {
            assert!(name(good, ROOM, false).is_ok(), "{good}");
        }
        for bad in [
            "",
            "  ",
            "Ann3",
            "Ann\u{7}",
            "Ann😀",
            "李",
            "-",
            "a@b",
            &"x".repeat(300),
        ] {
            assert!(name(bad, ROOM, false).is_err(), "{bad}");
        }
        assert_eq!(
            name(" Mac   Quinley ", ROOM, false),
            Ok(String::from("Mac Quinley"))
        );
        assert_eq!(
            name("2nd", Room::new("the suffix", 10), true),
            Ok(String::from("2nd"))
        );
    }

    #[test]
    fn letters_that_grow_in_their_plain_form_are_counted_there() {
        assert!(name(&"Æ".repeat(31), ROOM, false).is_err());
        assert!(name(&"Æ".repeat(30), ROOM, false).is_ok());
    }

    #[test]
    fn free_words_may_have_lines_and_signs_but_no_pictures() {
        let room = Room::new("the note", 2_000);
        assert_eq!(
            words(" BP ≥ 140\r\n37.5 °C ", room),
            Ok(String::from("BP ≥ 140\n37.5 °C"))
        );
        assert_eq!(words("", room), Ok(String::new()));
        assert!(words("ok 👍", room).is_err());
        assert!(words("a\u{0}b", room).is_err());
        assert!(words(&"x".repeat(2_001), room).is_err());
    }

    #[test]
    fn a_post_office_box_is_known_however_it_is_written() {
        for street in [
            "PO Box 12",
            "P.O. BOX 12",
            "p o box 4",
            "Post Office Box 9",
            "Box 7",
            "Suite 3, PO Box 8",
            "POB 4",
        ] {
            assert!(is_po_box(street), "{street}");
        }
        for street in ["12 Boxwood Lane", "4 Post Road", "9 Box Elder Court"] {
            assert!(!is_po_box(street), "{street}");
        }
    }
}
