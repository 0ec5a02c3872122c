//! How people are found: what a search box was given and what it is compared with, both brought to the same plain
//! form; when two people are likely one; and what a search over the whole book gives. It must not know where the book
//! keeps them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::domain::charset;
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::code::{MemberId, Phone};
use crate::domain::eob::Method;
use crate::domain::id::{
    BatchId, ClaimId, EobId, GuarantorId, PatientId, PayerId, ReceiptId, RemittanceId,
};
use crate::domain::money::Money;
use crate::domain::patient::{PatientRow, chart_number};
use crate::domain::person::Name;
use crate::domain::remittance::Standing;
use crate::domain::typed;

/// The fewest characters of which any part can be looked for; shorter words are the start of a name.
pub const PART: usize = 3;

/// What was typed into a search box, in the plain form of [`patient_words`]. `Debug` shows none of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// Reads what was typed: words and numbers in any order. A day such as `4/12/68` becomes `04/12/1968`; a phone
    /// number with its brackets and dashes becomes its digits.
    pub fn read(text: &str, today: NaiveDate) -> Self {
        if let Some(digits) = phone_digits(text) {
            return Self {
                words: vec![digits],
            };
        }
        let words = text
            .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
            .map(|word| day(word, today).unwrap_or_else(|| plain(word)))
            .filter(|word| !word.is_empty())
            .collect();
        Self { words }
    }

    /// Whether nothing was typed that could be looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Every word, in the order in which it was typed.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The words of which any part can be looked for.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .map(String::as_str)
            .filter(|word| word.chars().count() >= PART)
    }

    /// The words that are too short for that.
    pub fn starts(&self) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .map(String::as_str)
            .filter(|word| word.chars().count() < PART)
    }

    /// The patient whose chart number was typed, and nothing else.
    pub fn chart(&self) -> Option<PatientId> {
        let [word] = self.words.as_slice() else {
            return None;
        };
        let number: i64 = word.parse().ok()?;
        let patient = PatientId::new(number.checked_sub(100_000)?);
        (patient.get() > 0 && chart_number(patient) == *word).then_some(patient)
    }
}

impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Query(…)")
    }
}

/// Gives everything by which a patient is found, in plain capitals.
pub fn patient_words(
    patient: PatientId,
    name: &Name,
    born_on: NaiveDate,
    phone: Option<Phone>,
    members: &[MemberId],
) -> String {
    let mut words: Vec<String> = [&name.last, &name.suffix, &name.first, &name.middle]
        .into_iter()
        .map(|part| plain(part))
        .collect();
    words.push(typed::show_date(born_on));
    words.extend(phone.map(|phone| phone.as_str().to_owned()));
    words.push(chart_number(patient));
    for member in members {
        let joined: String = member
            .as_str()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        if joined != member.as_str() {
            words.push(joined);
        }
        words.push(member.as_str().to_owned());
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// The plain capitals of a text; characters that have none are left out.
fn plain(text: &str) -> String {
    charset::fold(text).unwrap_or_else(|_| {
        let kept: String = text
            .chars()
            .filter(|c| charset::fold(c.encode_utf8(&mut [0; 4])).is_ok())
            .collect();
        charset::fold(&kept).unwrap_or_default()
    })
}

/// The digits of a phone number typed with its marks, or of most of one.
fn phone_digits(text: &str) -> Option<String> {
    const MARKS: &str = "()-. +";
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_phone = (5..=11).contains(&digits.len())
        && text.chars().any(|c| MARKS.contains(c))
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || MARKS.contains(c))
        && day(text.trim(), NaiveDate::MAX).is_none();
    is_phone.then(|| match digits.strip_prefix('1') {
        Some(rest) if digits.len() == 11 => rest.to_owned(),
        _ => digits,
    })
}

/// A day or its start as the words of a patient have it: `04/12/1968`, `04/12/`.
fn day(word: &str, today: NaiveDate) -> Option<String> {
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    let is_number = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    if !parts.iter().all(is_number) {
        return None;
    }
    match parts.as_slice() {
        [_, _, _] => typed::birth_date(word, today).ok().map(typed::show_date),
        [month, day] if word.contains('/') && month.len() <= 2 && day.len() <= 2 => {
            Some(format!("{month:0>2}/{day:0>2}/"))
        }
        [whole] if whole.len() == 8 => typed::birth_date(whole, today).ok().map(typed::show_date),
        _ => None,
    }
}

/// Whether two people with the same birthday are likely the same: names that sound alike after a slip of the keys,
/// first and last name swapped, a short form, or a new family name.
pub fn alike(one: &Name, other: &Name) -> bool {
    let letters = |text: &str| -> Vec<char> {
        plain(text)
            .chars()
            .filter(char::is_ascii_alphabetic)
            .collect()
    };
    let (last, first) = (letters(&one.last), letters(&one.first));
    let (other_last, other_first) = (letters(&other.last), letters(&other.first));
    first == other_first
        || (last == other_first && first == other_last)
        || (is_slip(&last, &other_last)
            && (is_slip(&first, &other_first) || is_short_form(&first, &other_first)))
}

/// Whether given names are alike: the same, mistyped, or one short for the other.
pub fn given_names_alike(one: &Name, other: &Name) -> bool {
    let letters = |text: &str| -> Vec<char> {
        plain(text)
            .chars()
            .filter(char::is_ascii_alphabetic)
            .collect()
    };
    let (one, other) = (letters(&one.first), letters(&other.first));
    is_slip(&one, &other) || is_short_form(&one, &other)
}

/// Whether one is the start of the other.
fn is_short_form(one: &[char], other: &[char]) -> bool {
    !one.is_empty() && !other.is_empty() && (one.starts_with(other) || other.starts_with(one))
}

/// Whether few letters differ: one, or two in a long name.
fn is_slip(one: &[char], other: &[char]) -> bool {
    let longest = one.len().max(other.len());
    let most = if longest >= 7 { 2 } else { 1 };
    longest > 2 && distance(one, other) <= most || one == other
}

/// How many letters must be put in, taken out or changed to make one of the other (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut left = row.saturating_add(1);
        let mut line = vec![left];
        for ((&over, &diagonal), wanted) in above.iter().skip(1).zip(&above).zip(other) {
            let change = diagonal.saturating_add(usize::from(letter != wanted));
            left = change
                .min(over.saturating_add(1))
                .min(left.saturating_add(1));
            line.push(left);
        }
        above = line;
    }
    above.last().copied().unwrap_or_default()
}

/// Something of the book that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Hit {
    /// A patient.
    Patient(PatientRow),
    /// A claim, by its number.
    Claim(FoundClaim),
    /// A payment of a guarantor, by its number or its check's.
    Receipt(FoundReceipt),
    /// A remittance, by its check or EFT number.
    Remittance(FoundRemittance),
    /// A paper explanation of benefits, by its check or EFT number.
    Eob(FoundEob),
    /// A file of claims, by its control number or name.
    Batch(FoundBatch),
}

/// A claim that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundClaim {
    /// Id.
    pub id: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// For whom.
    pub patient: PatientId,
    /// The patient's name.
    pub patient_name: Name,
    /// The payer's name.
    pub payer_name: String,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Sum of its services.
    pub charged: Money,
    /// Where it stands.
    pub state: State,
}

/// A payment that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundReceipt {
    /// Id.
    pub id: ReceiptId,
    /// From whom.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// The day it counts for.
    pub accounting_on: NaiveDate,
    /// In all.
    pub amount: Money,
    /// Check numbers and the like, joined by commas.
    pub references: String,
}

/// A remittance that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundRemittance {
    /// Id.
    pub id: RemittanceId,
    /// The payer's name.
    pub payer_name: String,
    /// Check or EFT number.
    pub trace: String,
    /// How it was paid.
    pub method: Method,
    /// The day of the payment.
    pub paid_on: NaiveDate,
    /// The payment.
    pub amount: Money,
    /// Where it stands.
    pub standing: Standing,
}

/// An explanation of benefits that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundEob {
    /// Id.
    pub id: EobId,
    /// Who paid.
    pub payer: PayerId,
    /// Their name.
    pub payer_name: String,
    /// How.
    pub method: Method,
    /// Check or EFT number.
    pub reference: String,
    /// Date on the check.
    pub paid_on: NaiveDate,
    /// The check's amount.
    pub amount: Money,
}

/// A file of claims that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundBatch {
    /// Id.
    pub id: BatchId,
    /// To whom.
    pub receiver_name: String,
    /// Its control number (ISA13).
    pub interchange: u32,
    /// Its name.
    pub file_name: String,
    /// How many claims.
    pub claims: u32,
    /// Sum of their charges.
    pub total: Money,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 17).unwrap()
    }

    fn name(last: &str, first: &str) -> Name {
        Name {
            last: last.to_owned(),
            first: first.to_owned(),
            ..Name::default()
        }
    }

    #[test]
    fn what_is_typed_takes_the_form_of_what_is_kept() {
        for (typed, want) in [
            ("Quintero, Mari", vec!["QUINTERO", "MARI"]),
            ("núñez-soto", vec!["NUNEZ-SOTO"]),
            ("4/12/68", vec!["04/12/1968"]),
            ("04121968", vec!["04/12/1968"]),
            ("4/12", vec!["04/12/"]),
            ("(614) 555-0142", vec!["6145550142"]),
            ("1-614-555-0142", vec!["6145550142"]),
            ("555-0142", vec!["5550142"]),
            ("614-55", vec!["61455"]),
            ("614", vec!["614"]),
            ("100482", vec!["100482"]),
            ("smith 1968-04-12", vec!["SMITH", "04/12/1968"]),
            ("  ", vec![]),
            ("😀", vec![]),
        ] {
            assert_eq!(Query::read(typed, today()).words(), want, "{typed}");
        }
    }

    #[test]
    fn a_chart_number_names_its_patient() {
        let chart = |typed| Query::read(typed, today()).chart().map(PatientId::get);
        assert_eq!(chart("100482"), Some(482));
        assert_eq!(chart("100000"), None);
        assert_eq!(chart("42"), None);
        assert_eq!(chart("100482 x"), None);
    }

    #[test]
    fn a_patient_is_found_by_name_day_phone_chart_and_member_id() {
        let words = patient_words(
            PatientId::new(482),
            &Name {
                middle: String::from("J"),
                ..name("Núñez", "Marisol")
            },
            NaiveDate::from_ymd_opt(1968, 4, 12).unwrap(),
            "(614) 555-0142".parse().ok(),
            &["MHP 884-1".parse().unwrap()],
        );
        assert_eq!(
            words,
            "NUNEZ MARISOL J 04/12/1968 6145550142 100482 MHP8841 MHP 884-1"
        );
    }

    #[test]
    fn people_are_alike_after_a_slip_a_swap_a_short_form_or_a_wedding() {
        let one = name("Whitlock", "Daniel");
        for (last, first) in [
            ("Whitlock", "Daniel"),
            ("WHITLOK", "daniel"),
            ("Whitlock", "Dan"),
            ("Daniel", "Whitlock"),
            ("Moreno", "Daniel"),
            ("Witlock", "Danial"),
        ] {
            assert!(alike(&one, &name(last, first)), "{last}, {first}");
        }
        for (last, first) in [
            ("Whitlock", "Rosa"),
            ("Moreno", "Dana"),
            ("Whitman", "David"),
        ] {
            assert!(!alike(&one, &name(last, first)), "{last}, {first}");
        }
    }

    #[test]
    fn the_distance_counts_slips() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        for (one, other, want) in [
            ("", "", 0),
            ("a", "", 1),
            ("kitten", "sitting", 3),
            ("ab", "ba", 2),
        ] {
            assert_eq!(
                distance(&letters(one), &letters(other)),
                want,
                "{one} {other}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let query = Query::read(&text, today());
            proptest::prop_assert!(query.words().iter().all(|word| !word.is_empty()));
        }
    }
}
