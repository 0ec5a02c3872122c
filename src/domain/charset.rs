//! Which characters a claim can carry, and how the rest of what people type is brought down to them. It must not
//! know segments or delimiters.
//!
//! The source is the X12 character set of 005010 (basic and extended, appendix B of every HIPAA guide), taken in
//! upper case as payers want it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A character that no claim can carry, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the character {} (number {place}) cannot be sent on a claim", shown(*.character))]
pub struct Unsendable {
    /// The character as it was typed.
    pub character: char,
    /// Its place in the text, from 1.
    pub place: usize,
}

/// Gives the text as a claim carries it: upper case, accents taken off, typographic quotes and dashes made plain,
/// runs of blanks and line ends made one space, none at the ends. "José  Ñuñez" becomes "JOSE NUNEZ".
///
/// What it gives, it gives again: folding twice changes nothing.
///
/// # Errors
/// [`Unsendable`] for the first character without a plain form, such as an emoji or a Chinese character.
pub fn fold(text: &str) -> Result<String, Unsendable> {
    let mut folded = String::with_capacity(text.len());
    for (index, character) in text.chars().enumerate() {
        push(&mut folded, character).map_err(|()| Unsendable {
            character,
            place: index.saturating_add(1),
        })?;
    }
    if folded.ends_with(' ') {
        let _ = folded.pop();
    }
    Ok(folded)
}

/// Gives the text as [`fold`] does, without the characters that have no plain form, and how many those were.
pub fn fold_what_goes(text: &str) -> (String, usize) {
    let mut lost = 0_usize;
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if push(&mut folded, character).is_err() {
            lost = lost.saturating_add(1);
        }
    }
    if folded.ends_with(' ') {
        let _ = folded.pop();
    }
    (folded, lost)
}

/// Whether a claim carries this character as it is: capitals, digits, space and the X12 marks.
pub const fn is_plain(character: char) -> bool {
    matches!(character, 'A'..='Z' | '0'..='9' | ' '..='/' | ':'..='@' | '[' | '\\' | ']' | '_' | '{' | '|' | '}')
}

/// Adds the plain form of one character.
fn push(folded: &mut String, character: char) -> Result<(), ()> {
    if is_plain(character) && character != ' ' {
        folded.push(character);
    } else if character.is_ascii_lowercase() {
        folded.push(character.to_ascii_uppercase());
    } else if character.is_whitespace() {
        if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    } else if let Some(plain) = replacement(character) {
        folded.push_str(plain);
    } else {
        push_decomposed(folded, character)?;
    }
    Ok(())
}

/// Takes a letter apart (é is e and an acute) and adds what is plain of it.
fn push_decomposed(folded: &mut String, character: char) -> Result<(), ()> {
    let mut found = false;
    for part in std::iter::once(character).nfkd() {
        if is_combining_mark(part) {
            continue;
        }
        for capital in part.to_uppercase() {
            if is_plain(capital) && capital != ' ' {
                folded.push(capital);
            } else if let Some(plain) = replacement(capital) {
                folded.push_str(plain);
            } else {
                return Err(());
            }
            found = true;
        }
    }
    // A mark that stood apart from its letter goes with nothing lost.
    if found || is_combining_mark(character) {
        Ok(())
    } else {
        Err(())
    }
}

/// The plain form of characters that do not come apart by themselves. Only capitals: small letters are raised first.
const fn replacement(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{02B9}'..='\u{02BC}' | '`' | '\u{00B4}' => "'",
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{00AB}' | '\u{00BB}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' => "-",
        '\u{2044}' | '\u{2215}' => "/",
        '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => "",
        'Æ' => "AE",
        'Œ' => "OE",
        'Ø' => "O",
        'Ł' => "L",
        'Đ' | 'Ð' => "D",
        'Þ' => "TH",
        'Ħ' => "H",
        'Ŧ' => "T",
        _ => return None,
    })
}

/// The character between quotes, or by its number where it cannot be seen.
fn shown(character: char) -> String {
    if character.is_control() {
        format!("U+{:04X}", u32::from(character))
    } else {
        format!("'{character}'")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_world_become_plain() {
        for (typed, want) in [
            ("José  Ñuñez", "JOSE NUNEZ"),
            ("Jose\u{301}", "JOSE"),
            ("Łukasz Ørsted-Þórsson", "LUKASZ ORSTED-THORSSON"),
            ("Weiß", "WEISS"),
            ("Æsir Œuvre đak", "AESIR OEUVRE DAK"),
            ("İpek Işık", "IPEK ISIK"),
            ("ﬁrst ½", "FIRST 1/2"),
            (
                "  O\u{2019}Brien \u{2014} \u{201C}Bud\u{201D} ",
                "O'BRIEN - \"BUD\"",
            ),
            (
                "zero\u{200B}width\u{A0}space\r\nline",
                "ZEROWIDTH SPACE LINE",
            ),
            (
                "100% @ [#5] {a|b}\\c <d> $e_f",
                "100% @ [#5] {A|B}\\C <D> $E_F",
            ),
            ("", ""),
            (" \t ", ""),
        ] {
            assert_eq!(fold(typed).as_deref(), Ok(want), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_carried_can_be_left_out_and_counted() {
        assert_eq!(fold_what_goes("Ann 😀 Ñu"), ("ANN NU".to_owned(), 1));
    }

    #[test]
    fn what_cannot_be_carried_is_named_with_its_place() {
        for (typed, character, place) in [
            ("Ann 😀", '😀', 5),
            ("李", '李', 1),
            ("a~b", '~', 2),
            ("a^b", '^', 2),
            ("bell\u{7}", '\u{7}', 5),
            ("©", '©', 1),
        ] {
            assert_eq!(fold(typed), Err(Unsendable { character, place }), "{typed}");
        }
        let bell = fold("\u{7}").unwrap_err().to_string();
        assert_eq!(
            bell,
            "the character U+0007 (number 1) cannot be sent on a claim"
        );
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".*") {
            if let Ok(once) = fold(&text) {
                proptest::prop_assert!(once.chars().all(is_plain), "{once}");
                proptest::prop_assert_eq!(fold(&once), Ok(once.clone()));
                proptest::prop_assert_eq!(once.trim(), &once);
            }
        }
    }
}
