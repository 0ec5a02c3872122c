//! How good a passphrase is: which ones are refused, and how strong the others are, in words. It must not know
//! keys, files, or how a passphrase becomes a key.
//!
//! The estimate is deliberately low and simple: a word is worth what a list of 8,000 words is worth, a digit what
//! a digit is worth, and whatever was seen before is worth next to nothing.

use std::fmt;

mod common;
#[cfg(test)]
mod tests;

/// The fewest characters a passphrase has.
pub const SHORTEST: usize = 8;
/// The most characters a passphrase has.
pub const LONGEST: usize = 512;

/// Why a passphrase is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// Fewer than [`SHORTEST`] characters.
    #[error("at least 8 characters")]
    TooShort,
    /// More than [`LONGEST`] characters.
    #[error("at most 512 characters")]
    TooLong,
    /// It is one of the passphrases people use most, or a few of their words in a row.
    #[error("this is one of the first a thief would try")]
    Common,
    /// It repeats itself or walks along the alphabet or the keyboard.
    #[error("a pattern on the keyboard is soon guessed")]
    Pattern,
    /// It says little more than the name of the practice or of its people.
    #[error("the name of the practice or its people is soon guessed")]
    Familiar,
}

/// How hard a passphrase is to guess for somebody who has stolen the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Guessed in minutes to days.
    Weak,
    /// Holds off a casual thief.
    Fair,
    /// Holds off a determined one.
    Strong,
    /// Beyond anybody's machines.
    VeryStrong,
}

impl Strength {
    /// How many of a meter's four bars are lit: one to four.
    pub const fn bars(self) -> u8 {
        match self {
            Self::Weak => 1,
            Self::Fair => 2,
            Self::Strong => 3,
            Self::VeryStrong => 4,
        }
    }

    const fn of(tenths_of_a_bit: u32) -> Self {
        match tenths_of_a_bit {
            0..280 => Self::Weak,
            280..450 => Self::Fair,
            450..600 => Self::Strong,
            _ => Self::VeryStrong,
        }
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Weak => "Weak",
            Self::Fair => "Fair",
            Self::Strong => "Strong",
            Self::VeryStrong => "Very strong",
        })
    }
}

/// What a meter beside the field shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meter {
    /// How strong it is.
    pub strength: Strength,
    /// One short sentence: what would make it better, or that it is good.
    pub advice: &'static str,
}

/// Refuses what must not protect a book. `familiar` are names a thief knows: of the practice, its owner, the town.
///
/// # Errors
/// [`PassphraseError`] names the first reason.
pub fn check(passphrase: &str, familiar: &[&str]) -> Result<(), PassphraseError> {
    let length = passphrase.chars().count();
    if length < SHORTEST {
        Err(PassphraseError::TooShort)
    } else if length > LONGEST {
        Err(PassphraseError::TooLong)
    } else if is_pattern(passphrase) {
        Err(PassphraseError::Pattern)
    } else {
        refuse_known_words(passphrase, familiar)
    }
}

/// Estimates the strength of what has been typed so far.
pub fn measure(passphrase: &str, familiar: &[&str]) -> Meter {
    if let Err(refusal) = check(passphrase, familiar) {
        let advice = match refusal {
            PassphraseError::TooShort => "At least 8 characters",
            PassphraseError::TooLong => "At most 512 characters",
            PassphraseError::Common => "One of the first a thief would try",
            PassphraseError::Pattern => "A pattern on the keyboard is soon guessed",
            PassphraseError::Familiar => "The name of the practice or its people is soon guessed",
        };
        return Meter {
            strength: Strength::Weak,
            advice,
        };
    }
    let estimate = estimate(passphrase, familiar);
    let strength = Strength::of(estimate.tenths_of_a_bit);
    Meter {
        strength,
        advice: advice(strength, estimate.words),
    }
}

const fn advice(strength: Strength, words: usize) -> &'static str {
    match (strength, words) {
        (Strength::Weak, _) => "Soon guessed; four unrelated words are better",
        (Strength::Fair, 2) => "Two words; two more make it strong",
        (Strength::Fair, 3) => "Three words; a fourth makes it strong",
        (Strength::Fair, _) => "A few more characters make it strong",
        (Strength::Strong, 4) => "Four words; a fifth is stronger still",
        (Strength::Strong, _) => "Longer is stronger still",
        (Strength::VeryStrong, _) => "Hard to guess even for a machine",
    }
}

struct Estimate {
    tenths_of_a_bit: u32,
    words: usize,
}

fn estimate(passphrase: &str, familiar: &[&str]) -> Estimate {
    let known = familiar_words(familiar);
    let mut seen: Vec<String> = Vec::new();
    let mut total = Estimate {
        tenths_of_a_bit: 0,
        words: 0,
    };
    for run in runs(passphrase) {
        let lower = run.to_lowercase();
        let is_known = common::WORDS.contains(&lower.as_str()) || known.contains(&lower);
        let worth = if seen.contains(&lower) {
            10
        } else if is_known {
            60
        } else {
            worth_of(&run)
        };
        if worth > 60 && lower.chars().count() > 2 && lower.chars().all(char::is_alphabetic) {
            total.words = total.words.saturating_add(1);
        }
        total.tenths_of_a_bit = total.tenths_of_a_bit.saturating_add(worth);
        seen.push(lower);
    }
    total
}

/// What one run of letters, digits or other characters is worth, in tenths of a bit.
fn worth_of(run: &str) -> u32 {
    let length = u32::try_from(run.chars().count()).unwrap_or(u32::MAX);
    let Some(first) = run.chars().next() else {
        return 0;
    };
    if first.is_whitespace() {
        0
    } else if length > 4 && is_pattern(run) {
        30
    } else if first.is_numeric() {
        match run.get(..2) {
            Some("19" | "20") if length == 4 => 60,
            _ => length.saturating_mul(33),
        }
    } else if !first.is_alphabetic() {
        length.saturating_mul(30).saturating_add(10)
    } else if length <= 2 {
        length.saturating_mul(57)
    } else if reads_as_a_word(run) {
        130_u32.saturating_add(length.saturating_sub(8).saturating_mul(10))
    } else {
        length.saturating_mul(40)
    }
}

/// Splits where the class of character changes, and where a capital begins a new word.
fn runs(passphrase: &str) -> Vec<String> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Letter,
        Digit,
        Space,
        Other,
    }
    let class = |c: char| {
        if c.is_alphabetic() {
            Class::Letter
        } else if c.is_numeric() {
            Class::Digit
        } else if c.is_whitespace() {
            Class::Space
        } else {
            Class::Other
        }
    };
    let mut runs: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in passphrase.chars() {
        let goes_on =
            before.is_some_and(|b| class(b) == class(c) && !(b.is_lowercase() && c.is_uppercase()));
        match runs.last_mut() {
            Some(run) if goes_on => run.push(c),
            _ => runs.push(c.to_string()),
        }
        before = Some(c);
    }
    runs
}

/// Whether somebody could say it: it has a vowel, and no six consonants in a row. Other scripts count as words.
fn reads_as_a_word(run: &str) -> bool {
    let is_vowel = |c: char| "aeiouyAEIOUY".contains(c) || !c.is_ascii();
    let longest_without = run
        .split(is_vowel)
        .map(|part| part.chars().count())
        .max()
        .unwrap_or(0);
    run.contains(is_vowel) && longest_without < 6
}

/// Whether three quarters of its steps are a repeat or go to a neighbour in the alphabet or on the keyboard, or it
/// is made of two characters only.
fn is_pattern(text: &str) -> bool {
    const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let near = |a: usize, b: usize| a.abs_diff(b) <= 1;
    let lower: Vec<char> = text.to_lowercase().chars().collect();
    let steps = lower.windows(2).filter(|pair| {
        let [a, b] = pair else { return false };
        let on_a_row = ROWS.iter().any(|row| match (row.find(*a), row.find(*b)) {
            (Some(a), Some(b)) => near(a, b),
            _ => false,
        });
        a == b || (a.is_alphanumeric() && u32::from(*a).abs_diff(u32::from(*b)) == 1) || on_a_row
    });
    let mut distinct = lower.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let possible = lower.len().saturating_sub(1);
    distinct.len() <= 2 || steps.count().saturating_mul(4) >= possible.saturating_mul(3)
}

/// Refuses up to three known words in a row with less than six other characters around them.
fn refuse_known_words(passphrase: &str, familiar: &[&str]) -> Result<(), PassphraseError> {
    let lower = passphrase.to_lowercase();
    let bare: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    if common::WHOLE.contains(&bare.as_str()) {
        return Err(PassphraseError::Common);
    }
    let known = familiar_words(familiar);
    let all: Vec<&str> = common::WORDS
        .iter()
        .copied()
        .chain(known.iter().map(String::as_str))
        .collect();
    let readings = [
        lower.clone(),
        as_letters(&lower, 'i'),
        as_letters(&lower, 'l'),
    ];
    let printed = lower.chars().filter(|c| !c.is_whitespace()).count();
    let says_only = |words: &[&str]| {
        readings.iter().any(|reading| {
            let text = letters(reading);
            printed.saturating_sub(text.chars().count()) < 6 && is_made_of(&text, words, 3)
        })
    };
    if says_only(common::WORDS) {
        Err(PassphraseError::Common)
    } else if says_only(&all) {
        Err(PassphraseError::Familiar)
    } else {
        Ok(())
    }
}

/// Reads figures and signs that stand for letters, as in `p@ssw0rd`, but leaves off those at the end.
fn as_letters(lower: &str, one: char) -> String {
    lower
        .trim_end_matches(|c: char| !c.is_alphabetic())
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' | '|' => one,
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

fn is_made_of(text: &str, words: &[&str], at_most: u8) -> bool {
    let Some(left) = at_most.checked_sub(1) else {
        return false;
    };
    words.iter().any(|word| {
        text.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || is_made_of(rest, words, left))
    })
}

fn familiar_words(familiar: &[&str]) -> Vec<String> {
    familiar
        .iter()
        .flat_map(|name| name.split(|c: char| !c.is_alphabetic()))
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect()
}
