use super::*;

const PRACTICE: &[&str] = &["Linden Family Medicine", "Ana Ruiz"];

#[test]
fn what_a_thief_tries_first_is_refused_however_it_is_dressed() {
    for typed in [
        "password",
        "Password1!",
        "P@ssw0rd2024",
        "welcome1",
        "letmein!!",
        "correct horse battery staple",
        "1q2w3e4r",
        "medical billing",
        "ILoveYou99",
    ] {
        assert_eq!(check(typed, &[]), Err(PassphraseError::Common), "{typed}");
    }
}

#[test]
fn patterns_are_refused() {
    for typed in [
        "12345678",
        "87654321",
        "aaaaaaaa",
        "abababab",
        "abcdefgh",
        "qwertyuiop",
        "asdfghjk",
        "11112222",
    ] {
        assert_eq!(check(typed, &[]), Err(PassphraseError::Pattern), "{typed}");
    }
}

#[test]
fn the_name_of_the_practice_is_refused() {
    for typed in ["Linden2024", "lindenfamily", "AnaRuiz1!", "Ruiz Medicine"] {
        assert_eq!(
            check(typed, PRACTICE),
            Err(PassphraseError::Familiar),
            "{typed}"
        );
    }
    assert_eq!(check("linden copper drifts", PRACTICE), Ok(()));
}

#[test]
fn length_is_counted_in_characters() {
    assert_eq!(check("zebra", &[]), Err(PassphraseError::TooShort));
    assert_eq!(check("žluťoučký", &[]), Ok(()));
    assert_eq!(
        check(&"kůň ".repeat(129), &[]),
        Err(PassphraseError::TooLong)
    );
}

#[test]
fn the_meter_says_how_strong_it_is_and_what_would_help() {
    for (typed, strength, advice) in [
        ("", Strength::Weak, "At least 8 characters"),
        (
            "elephant",
            Strength::Weak,
            "Soon guessed; four unrelated words are better",
        ),
        (
            "copper lantern drifts",
            Strength::Fair,
            "Three words; a fourth makes it strong",
        ),
        (
            "copper lantern drifts noon",
            Strength::Strong,
            "Four words; a fifth is stronger still",
        ),
        (
            "CopperLanternDriftsNoon",
            Strength::Strong,
            "Four words; a fifth is stronger still",
        ),
        ("x7Kq9!pL2v", Strength::Strong, "Longer is stronger still"),
        (
            "copper lantern drifts noon willow",
            Strength::VeryStrong,
            "Hard to guess even for a machine",
        ),
        (
            "copper copper copper copper",
            Strength::Weak,
            "Soon guessed; four unrelated words are better",
        ),
    ] {
        assert_eq!(measure(typed, &[]), Meter { strength, advice }, "{typed}");
    }
}

#[test]
fn a_refused_passphrase_is_never_more_than_weak() {
    for typed in ["P@ssw0rd2024", "qwertyuiop", "short"] {
        assert_eq!(measure(typed, &[]).strength, Strength::Weak, "{typed}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,80}", name in ".{0,20}") {
        let _ = measure(&text, &[&name]);
    }

    #[test]
    fn one_more_unrelated_word_never_weakens(text in "[a-z]{3,9}( [a-z]{3,9}){1,3}") {
        let longer = format!("{text} zebra");
        proptest::prop_assert!(
            measure(&longer, &[]).strength >= measure(&text, &[]).strength
        );
    }
}
