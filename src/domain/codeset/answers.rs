//! What the codes of acknowledgements and claim status answers mean, in words. It must not know how an answer is laid
//! out in a file.
//!
//! A meaning may name somebody in braces, as `The NPI of {a provider}`: who that is, an answer says with a second
//! code, and the words in the braces stand where it does not.

use std::sync::LazyLock;

use super::{List, shipped};

macro_rules! lists {
    ($($(#[$about:meta])* $name:ident = $file:literal;)+) => {
        $(
            $(#[$about])*
            pub fn $name() -> &'static List {
                static LIST: LazyLock<List> =
                    LazyLock::new(|| shipped(include_str!(concat!("../../../assets/codes/", $file))));
                &LIST
            }
        )+
    };
}

lists! {
    /// What has become of a claim, in the large (STC01-1).
    claim_status_categories = "claim_status_categories.csv";
    /// What has become of a claim, in detail (STC01-2); those that occur in a medical practice.
    claim_statuses = "claim_statuses.csv";
    /// Whom a claim status speaks of (STC01-3, NM101).
    claim_entities = "claim_entities.csv";
    /// What a TA1 found in an interchange (TA105).
    interchange_notes = "interchange_notes.csv";
    /// What a 999 found in a segment (IK304).
    segment_errors = "segment_errors.csv";
    /// What a 999 found in an element (IK403).
    element_errors = "element_errors.csv";
    /// What a 999 found in a transaction (IK502 to IK506).
    transaction_errors = "transaction_errors.csv";
    /// What a 999 found in a group (AK905 to AK909).
    group_errors = "group_errors.csv";
}

/// Says what a status category means. Who answers is named by its entity code.
pub fn category_words(code: &str, answerer: Option<&str>) -> String {
    words(claim_status_categories(), code, answerer)
        .unwrap_or_else(|| format!("Answered with category {code}"))
}

/// Says what a status means. Whom it speaks of is named by its entity code.
pub fn status_words(code: &str, entity: Option<&str>) -> String {
    words(claim_statuses(), code, entity).unwrap_or_else(|| match entity {
        Some(entity) => format!("Status {code}, {}", entity_words(entity)),
        None => format!("Status {code}"),
    })
}

/// Names whom a status speaks of, as `the billing provider`.
pub fn entity_words(code: &str) -> String {
    claim_entities().get(code).map_or_else(
        || format!("entity {code}"),
        |entry| format!("the {}", uncapitalized(&entry.description)),
    )
}

/// Says what a code of one of the other lists means; the code itself where it is not known.
pub fn meaning(list: &List, code: &str) -> String {
    words(list, code, None).unwrap_or_else(|| format!("Code {code}"))
}

/// The text with a small first letter, unless it begins with an abbreviation.
pub fn uncapitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    match (first, letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

fn words(list: &List, code: &str, entity: Option<&str>) -> Option<String> {
    let entry = list.get(code)?;
    let named = entity.map(entity_words);
    Some(filled(&entry.description, named.as_deref()))
}

/// Puts a name where the text has braces. What the text did not ask for is told after it.
fn filled(text: &str, name: Option<&str>) -> String {
    let parts = text
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    match (parts, name) {
        (Some((before, (default, after))), name) => {
            let name = name.unwrap_or(default);
            let name = if before.is_empty() {
                capitalized(name)
            } else {
                name.to_owned()
            };
            format!("{before}{name}{after}")
        }
        (None, Some(name)) => format!("{text}, {name}"),
        (None, None) => text.to_owned(),
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meaning_names_whom_it_speaks_of() {
        assert_eq!(
            status_words("562", Some("85")),
            "The NPI of the billing provider"
        );
        assert_eq!(status_words("562", None), "The NPI of a provider");
        assert_eq!(
            status_words("88", Some("QC")),
            "The patient was not covered on the days of service"
        );
        assert_eq!(
            status_words("448", Some("77")),
            "Codes that may not be billed together, the place of service"
        );
        assert_eq!(
            category_words("A7", Some("AY")),
            "Rejected by the clearinghouse, something is not valid"
        );
        assert_eq!(category_words("R4", None), "The payer asks for documents");
    }

    #[test]
    fn an_unknown_code_is_told_by_its_number() {
        assert_eq!(status_words("9999", None), "Status 9999");
        assert_eq!(
            status_words("9999", Some("85")),
            "Status 9999, the billing provider"
        );
        assert_eq!(category_words("Q7", None), "Answered with category Q7");
        assert_eq!(entity_words("?!"), "entity ?!");
        assert_eq!(meaning(segment_errors(), "77"), "Code 77");
    }

    #[test]
    fn no_meaning_has_a_brace_left() {
        for list in [claim_status_categories(), claim_statuses()] {
            for entry in list {
                let text = filled(&entry.description, None);
                assert!(!text.contains(['{', '}']), "{text}");
            }
        }
    }

    #[test]
    fn an_abbreviation_keeps_its_capitals() {
        assert_eq!(uncapitalized("HMO"), "HMO");
        assert_eq!(uncapitalized("The claim"), "the claim");
        assert_eq!(uncapitalized("A line's note"), "a line's note");
        assert_eq!(uncapitalized(""), "");
    }
}
