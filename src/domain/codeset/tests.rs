use proptest::prelude::*;

use super::*;
use crate::domain::code::{Carc, Icd10, Modifier, Rarc, Taxonomy};

fn lines_after_the_first(text: &str) -> usize {
    text.lines().count() - 1
}

/// The lists of acknowledgements and claim status answers, as they are shipped.
fn answer_lists() -> [(&'static List, &'static str); 8] {
    [
        (
            answers::claim_status_categories(),
            include_str!("../../../assets/codes/claim_status_categories.csv"),
        ),
        (
            answers::claim_statuses(),
            include_str!("../../../assets/codes/claim_statuses.csv"),
        ),
        (
            answers::claim_entities(),
            include_str!("../../../assets/codes/claim_entities.csv"),
        ),
        (
            answers::interchange_notes(),
            include_str!("../../../assets/codes/interchange_notes.csv"),
        ),
        (
            answers::segment_errors(),
            include_str!("../../../assets/codes/segment_errors.csv"),
        ),
        (
            answers::element_errors(),
            include_str!("../../../assets/codes/element_errors.csv"),
        ),
        (
            answers::transaction_errors(),
            include_str!("../../../assets/codes/transaction_errors.csv"),
        ),
        (
            answers::group_errors(),
            include_str!("../../../assets/codes/group_errors.csv"),
        ),
    ]
}

#[test]
fn every_shipped_code_is_read_and_has_its_shape() {
    let lists = [
        (
            diagnoses(),
            include_str!("../../../assets/codes/icd10cm.csv"),
        ),
        (
            modifiers(),
            include_str!("../../../assets/codes/modifiers.csv"),
        ),
        (
            adjustment_reasons(),
            include_str!("../../../assets/codes/carc.csv"),
        ),
        (remarks(), include_str!("../../../assets/codes/rarc.csv")),
        (
            taxonomies(),
            include_str!("../../../assets/codes/taxonomies.csv"),
        ),
        (
            places(),
            include_str!("../../../assets/codes/place_of_service.csv"),
        ),
    ];
    for (list, text) in lists.into_iter().chain(answer_lists()) {
        assert_eq!(
            list.len(),
            lines_after_the_first(text),
            "one entry a line, none twice"
        );
        for entry in list {
            assert!(
                entry.description.is_ascii() && !entry.description.is_empty(),
                "{entry:?}"
            );
            assert!(entry.description.len() <= 100, "{entry:?}");
            assert_eq!(entry.description.trim(), entry.description);
        }
    }
    for entry in diagnoses() {
        assert_eq!(entry.code.parse::<Icd10>().unwrap().to_string(), entry.code);
    }
    for entry in modifiers() {
        assert_eq!(entry.code.parse::<Modifier>().unwrap().as_str(), entry.code);
    }
    for entry in adjustment_reasons() {
        assert_eq!(entry.code.parse::<Carc>().unwrap().as_str(), entry.code);
        assert!(
            entry.hint.as_ref().is_some_and(|hint| !hint.is_empty()),
            "{entry:?}"
        );
    }
    for entry in remarks() {
        assert_eq!(entry.code.parse::<Rarc>().unwrap().as_str(), entry.code);
    }
    for entry in taxonomies() {
        assert_eq!(entry.code.parse::<Taxonomy>().unwrap().as_str(), entry.code);
    }
    assert_eq!(filing_indicators().len(), FilingIndicator::ALL.len());
}

#[test]
fn no_shipped_diagnosis_is_the_heading_of_another() {
    let codes: Vec<String> = diagnoses().iter().map(|entry| key(&entry.code)).collect();
    assert!(codes.is_sorted());
    for pair in codes.windows(2) {
        assert!(!pair[1].starts_with(&pair[0]), "{pair:?}");
    }
}

#[test]
fn a_code_is_found_with_and_without_its_dot() {
    let found = diagnoses().get("e119").unwrap();
    assert_eq!(found.code, "E11.9");
    assert_eq!(diagnoses().get("E11.9"), Some(found));
    assert_eq!(diagnoses().get("E11"), None);
    assert_eq!(
        adjustment_reasons().get("45").unwrap().description,
        "Charge above the allowed amount"
    );
    assert_eq!(places().get("11").unwrap().description, "Office");
    assert_eq!(
        filing_indicators().get("MC").unwrap().description,
        "Medicaid"
    );
}

fn list() -> List {
    [
        ("M54.50", "Low back pain, cause not stated"),
        ("M54.2", "Neck pain"),
        ("M54.6", "Pain in upper back"),
        ("K50.90", "Crohn's disease"),
        ("Z09", "Follow-up after treatment"),
        ("Z00", "M54 as a word"),
    ]
    .into_iter()
    .map(|(code, description)| Entry::new(code, description))
    .collect()
}

fn codes<'a>(hits: &'a [Hit<'_>]) -> Vec<&'a str> {
    hits.iter().map(|hit| hit.entry.code.as_str()).collect()
}

#[test]
fn codes_come_before_words_and_the_exact_code_first() {
    let list = list();
    assert_eq!(
        codes(&list.search("m54", 9)),
        ["M54.50", "M54.2", "M54.6", "Z00"]
    );
    assert_eq!(codes(&list.search("m542", 9)), ["M54.2"]);
    assert_eq!(codes(&list.search("M54.6", 9)), ["M54.6"]);
    let shadow: List = ["E11.9", "E11"]
        .map(|code| Entry::new(code, "x"))
        .into_iter()
        .collect();
    assert_eq!(codes(&shadow.search("e11", 9)), ["E11", "E11.9"]);
}

#[test]
fn words_match_by_their_start_in_any_order() {
    let list = list();
    assert_eq!(codes(&list.search("pain", 9)), ["M54.6", "M54.50", "M54.2"]);
    assert_eq!(codes(&list.search("pa ba", 9)), ["M54.6", "M54.50"]);
    assert_eq!(codes(&list.search("back lo", 9)), ["M54.50"]);
    assert_eq!(
        codes(&list.search("ack", 9)),
        [""; 0],
        "only the start of a word counts"
    );
    assert_eq!(
        codes(&list.search("pain leg", 9)),
        [""; 0],
        "every word must match"
    );
    assert_eq!(
        codes(&list.search("m54 back", 9)),
        ["M54.50", "M54.6"],
        "a code and a word"
    );
}

#[test]
fn apostrophes_dashes_and_case_do_not_matter() {
    let list = list();
    for typed in ["crohns", "CROHN'S", "crohn"] {
        assert_eq!(codes(&list.search(typed, 9)), ["K50.90"], "{typed}");
    }
    for typed in ["follow-up", "follow up", "up fol"] {
        assert_eq!(codes(&list.search(typed, 9)), ["Z09"], "{typed}");
    }
}

#[test]
fn a_search_shows_what_matched() {
    let list = list();
    let hits = list.search("m54.5 pai lo", 9);
    let hit = hits.first().unwrap();
    assert_eq!(&hit.entry.code[hit.code.clone()], "M54.5");
    let marked: Vec<&str> = hit
        .description
        .iter()
        .map(|range| &hit.entry.description[range.clone()])
        .collect();
    assert_eq!(marked, ["Lo", "pai"]);
    let hits = list.search("crohns", 9);
    assert_eq!(hits.first().unwrap().description, vec![(0..7)]);
}

#[test]
fn a_search_stops_at_its_limit_and_nothing_typed_finds_all() {
    let list = list();
    assert_eq!(list.search("", 3).len(), 3);
    assert_eq!(list.search("  ", 99).len(), list.len());
    assert_eq!(list.search("pain", 1).len(), 1);
    assert!(list.search("pain", 0).is_empty());
}

#[test]
fn a_biller_finds_common_diagnoses_by_the_words_in_use() {
    for (typed, wanted) in [
        ("hypertension", "I10"),
        ("lumbago", "M54.50"),
        ("otitis media right", "H66.91"),
        ("osteoarthritis knee right", "M17.11"),
        ("htn", "I10"),
        ("radiculopathy cerv", "M54.12"),
        ("ptsd", "F43.10"),
        ("uti", "N39.0"),
        ("well child", "Z00.129"),
        ("bmi 31", "Z68.31"),
        ("zzz", ""),
    ] {
        let hits = diagnoses().search(typed, 20);
        assert_eq!(hits.is_empty(), wanted.is_empty(), "{typed}");
        assert!(
            wanted.is_empty() || codes(&hits).contains(&wanted),
            "{typed}: {:?}",
            codes(&hits)
        );
    }
}

proptest! {
    #[test]
    fn a_search_never_panics_and_its_ranges_fit(query in any::<String>(), code in "[A-Z0-9.]{0,8}", words in any::<String>()) {
        let entries = [Entry::new(code, words)];
        for hit in search(&entries, &query, 5) {
            prop_assert!(hit.entry.code.get(hit.code).is_some());
            for range in hit.description {
                prop_assert!(!range.is_empty() && hit.entry.description.get(range).is_some());
            }
        }
    }

    #[test]
    fn the_start_of_any_word_finds_its_entry(at in 0_usize..1200, word in 0_usize..8, letters in 1_usize..6) {
        let entry = diagnoses().iter().nth(at).unwrap();
        let words: Vec<&str> = entry.description.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect();
        let start: String = words[word % words.len()].chars().take(letters).collect();
        prop_assert!(diagnoses().search(&start, usize::MAX).iter().any(|hit| hit.entry == entry));
    }
}
