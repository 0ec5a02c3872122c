use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::*;
use crate::domain::money::Money;

/// Checks what is typed against the plain form, the shown form and the trip through JSON.
#[track_caller]
fn good<T>(plain: fn(&T) -> String, table: &[(&str, &str, &str)])
where
    T: FromStr<Err = CodeError> + Display + Serialize + DeserializeOwned + PartialEq + Debug,
{
    for (typed, wanted, shown) in table {
        let read: T = typed
            .parse()
            .unwrap_or_else(|why| panic!("{typed:?}: {why}"));
        assert_eq!(plain(&read), *wanted, "the plain form of {typed:?}");
        assert_eq!(read.to_string(), *shown, "what {typed:?} shows");
        assert_eq!(
            wanted.parse(),
            Ok(read),
            "the plain form of {typed:?} read back"
        );
        let again: T = shown.parse().unwrap();
        assert_eq!(
            plain(&again),
            *wanted,
            "the shown form of {typed:?} read back"
        );
        let json = serde_json::to_string(&again).unwrap();
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), again, "{json}");
    }
}

#[track_caller]
fn bad<T: FromStr<Err = CodeError> + Debug + PartialEq>(table: &[(&str, &str)]) {
    for (typed, why) in table {
        let wrong = typed.parse::<T>().expect_err(typed);
        assert_eq!(wrong.to_string(), *why, "{typed:?}");
    }
}

#[test]
fn an_npi_has_ten_digits_and_a_check_digit() {
    good::<Npi>(
        |npi| npi.as_str().to_owned(),
        &[
            ("1234567893", "1234567893", "1234567893"),
            (" 1245319599 ", "1245319599", "1245319599"),
            ("1245-319-599", "1245319599", "1245319599"),
        ],
    );
    bad::<Npi>(&[
        ("", "an NPI is missing"),
        ("123456789", "an NPI has 10 digits; this one has 9"),
        ("12345678934", "an NPI has 10 digits; this one has 11"),
        ("3234567893", "an NPI starts with 1 or 2"),
        (
            "1234567890",
            "the NPI's check digit is wrong: one of its digits was mistyped",
        ),
        (
            "1999996666",
            "the NPI's check digit is wrong: one of its digits was mistyped",
        ),
        ("12345E7893", "an NPI has digits only"),
        ("١٢٣٤٥٦٧٨٩٣", "an NPI has digits only"),
    ]);
}

#[test]
fn an_npi_is_made_from_its_first_nine_digits() {
    assert_eq!(
        Npi::from_first_nine(123_456_789).unwrap().as_str(),
        "1234567893"
    );
    assert!(Npi::from_first_nine(12).is_err());
    assert_eq!(Npi::from_first_nine(923_456_789), Err(CodeError::NpiStart));
}

#[test]
fn a_diagnosis_is_kept_without_its_dot() {
    good::<Icd10>(
        |code| code.as_str().to_owned(),
        &[
            ("e11.9", "E119", "E11.9"),
            ("E119", "E119", "E11.9"),
            ("I10", "I10", "I10"),
            ("i10.", "I10", "I10"),
            ("S93.401A", "S93401A", "S93.401A"),
            ("T36.0X5A", "T360X5A", "T36.0X5A"),
            ("c4a.9", "C4A9", "C4A.9"),
            ("QA0.0101", "QA00101", "QA0.0101"),
        ],
    );
    let why = "an ICD-10-CM code has a letter, then two characters, then up to four more, as E11.9";
    bad::<Icd10>(&[
        ("", "a diagnosis is missing"),
        ("E1", why),
        ("E1.19", why),
        ("E11.9.1", why),
        ("11.9", why),
        ("HEL.LO", why),
        ("1E1.9", why),
        ("S93.401AB", why),
        ("250.00", why),
        ("E11-9", why),
        ("É11", why),
    ]);
    let cause: Icd10 = "W01.0XXA".parse().unwrap();
    assert!(cause.is_external_cause());
    assert_eq!(cause.category(), "W01");
}

#[test]
fn a_procedure_has_five_characters() {
    good::<Procedure>(
        |code| code.as_str().to_owned(),
        &[
            ("99213", "99213", "99213"),
            (" g0439 ", "G0439", "G0439"),
            ("0001f", "0001F", "0001F"),
            ("0042T", "0042T", "0042T"),
            ("0001U", "0001U", "0001U"),
            ("0002M", "0002M", "0002M"),
            ("0001A", "0001A", "0001A"),
        ],
    );
    let why = "a procedure code has five characters: five digits, four digits and a letter, or a letter and four digits";
    bad::<Procedure>(&[
        ("", "a procedure code is missing"),
        ("9921", why),
        ("992134", why),
        ("W0001", why),
        ("0001B", why),
        ("99-13", why),
        ("G04391", why),
        ("GG439", why),
    ]);
}

#[test]
fn a_procedure_knows_its_section_by_its_number() {
    let is = |code: &str, rule: fn(&Procedure) -> bool| rule(&code.parse().unwrap());
    assert!(is("99202", Procedure::is_evaluation_and_management));
    assert!(is("99499", Procedure::is_evaluation_and_management));
    assert!(!is("99199", Procedure::is_evaluation_and_management));
    assert!(!is("0042T", Procedure::is_evaluation_and_management));
    assert!(is("92014", Procedure::is_eye_visit));
    assert!(is("99204", Procedure::is_new_patient_visit));
    assert!(!is("99213", Procedure::is_new_patient_visit));
    assert!(is("00100", Procedure::is_anesthesia));
    assert!(is("11042", Procedure::is_surgery));
    assert!(is("71046", Procedure::is_radiology));
    assert!(is("80053", Procedure::is_laboratory));
    assert!(is("2000F", Procedure::is_quality_report));
    assert!(is("0042T", Procedure::is_emerging_technology));
    assert!(is("D0120", Procedure::is_dental));
    assert!(is("J1100", Procedure::is_drug) && is("J1100", Procedure::is_hcpcs));
    assert!(is("99213", Procedure::is_cpt));
}

#[test]
fn a_modifier_has_two_characters() {
    good::<Modifier>(
        |code| code.as_str().to_owned(),
        &[
            ("25", "25", "25"),
            ("-59", "59", "59"),
            (" gt", "GT", "GT"),
            ("f1", "F1", "F1"),
        ],
    );
    let why = "a modifier has two letters or digits, as 25 or GT";
    bad::<Modifier>(&[
        ("", "a modifier is missing"),
        ("2", why),
        ("251", why),
        ("--", why),
        ("é", why),
    ]);
}

#[test]
fn a_place_of_service_is_on_the_list() {
    good::<PlaceOfService>(
        |place| place.as_str().to_owned(),
        &[("11", "11", "11"), (" 02 ", "02", "02"), ("99", "99", "99")],
    );
    bad::<PlaceOfService>(&[
        ("", "a place of service is missing"),
        (
            "1",
            "a place of service has two digits, as 11 for the office",
        ),
        (
            "AB",
            "a place of service has two digits, as 11 for the office",
        ),
        ("98", "that place of service does not exist"),
    ]);
    let office: PlaceOfService = "11".parse().unwrap();
    assert_eq!(
        (office.name(), office.setting()),
        ("Office", Setting::Office)
    );
    let hospital: PlaceOfService = "21".parse().unwrap();
    assert_eq!(hospital.setting(), Setting::Facility);
}

#[test]
fn the_shipped_places_are_all_read() {
    let lines = include_str!("../../../assets/codes/place_of_service.csv")
        .lines()
        .count();
    let places: Vec<_> = PlaceOfService::all().collect();
    assert_eq!(places.len(), lines - 1);
    assert!(places.is_sorted_by(|a, b| a < b), "in order and none twice");
    assert!(places.iter().all(|place| !place.name().is_empty()));
}

#[test]
fn a_taxonomy_has_ten_characters_and_ends_in_x() {
    good::<Taxonomy>(
        |code| code.as_str().to_owned(),
        &[("207q00000x", "207Q00000X", "207Q00000X")],
    );
    let why = "a taxonomy code has 10 letters and digits and ends in X, as 207Q00000X";
    bad::<Taxonomy>(&[
        ("", "a taxonomy code is missing"),
        ("207Q00000", why),
        ("207Q000000", why),
        ("207Q-0000X", why),
    ]);
}

#[test]
fn a_tax_id_is_an_ein_unless_written_as_a_social_security_number() {
    let ein: TaxId = "12-3456789".parse().unwrap();
    assert_eq!((ein.as_str(), ein.qualifier()), ("123456789", "EI"));
    assert_eq!(ein.to_string(), "12-3456789");
    assert_eq!("123456789".parse(), Ok(ein));

    let ssn: TaxId = "123-45-6789".parse().unwrap();
    assert_eq!((ssn.as_str(), ssn.qualifier()), ("123456789", "SY"));
    assert_eq!(ssn.to_string(), "***-**-6789");
    assert_eq!(ssn.unmasked(), "123-45-6789");
    for id in [ein, ssn] {
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<TaxId>(&json).unwrap(), id);
    }

    bad::<TaxId>(&[
        ("", "a tax id is missing"),
        ("12345678", "an EIN has 9 digits; this one has 8"),
        ("00-3456789", "an EIN never starts with 00"),
        ("12-34567X9", "an EIN has digits only"),
        (
            "000-12-3456",
            "that Social Security number cannot exist: no part is all zeros, and none starts with 666",
        ),
        (
            "666-12-3456",
            "that Social Security number cannot exist: no part is all zeros, and none starts with 666",
        ),
        (
            "123-45-678",
            "a Social Security number has 9 digits; this one has 8",
        ),
    ]);
}

#[test]
fn a_zip_code_has_five_or_nine_digits() {
    good::<Zip>(
        |zip| zip.as_str().to_owned(),
        &[
            ("02139", "02139", "02139"),
            ("02139-4307", "021394307", "02139-4307"),
            ("021394307", "021394307", "02139-4307"),
            ("02139 4307", "021394307", "02139-4307"),
        ],
    );
    bad::<Zip>(&[
        ("", "a ZIP code is missing"),
        ("2139", "a ZIP code has 5 or 9 digits; this one has 4"),
        ("00000", "that ZIP code does not exist"),
        ("K1A 0B1", "a ZIP code has digits only"),
    ]);
    let long: Zip = "02139-4307".parse().unwrap();
    assert_eq!((long.five(), long.plus_four()), ("02139", Some("4307")));
    let short: Zip = "02139".parse().unwrap();
    assert_eq!((short.five(), short.plus_four()), ("02139", None));
}

#[test]
fn a_phone_number_has_ten_digits() {
    good::<Phone>(
        |phone| phone.as_str().to_owned(),
        &[
            ("(555) 014-7732", "5550147732", "(555) 014-7732"),
            ("555.014.7732", "5550147732", "(555) 014-7732"),
            ("+1 555 014 7732", "5550147732", "(555) 014-7732"),
            ("15550147732", "5550147732", "(555) 014-7732"),
        ],
    );
    bad::<Phone>(&[
        ("", "a phone number is missing"),
        ("014-7732", "a phone number has 10 digits; this one has 7"),
        (
            "155 014 7732",
            "an area code starts with a digit from 2 to 9",
        ),
        ("call me", "a phone number has digits only"),
    ]);
}

#[test]
fn an_email_address_keeps_its_name_as_typed() {
    good::<Email>(
        |email| email.as_str().to_owned(),
        &[
            (
                "Ada.Byron+1@Example.COM",
                "Ada.Byron+1@example.com",
                "Ada.Byron+1@example.com",
            ),
            (
                " o'neil@mail.example.org ",
                "o'neil@mail.example.org",
                "o'neil@mail.example.org",
            ),
        ],
    );
    let why = "an e-mail address looks like name@example.com";
    bad::<Email>(&[
        ("", "an e-mail address is missing"),
        ("ada", why),
        ("ada@home", why),
        ("@example.com", why),
        ("ada@example..com", why),
        ("ada lovelace@example.com", why),
        ("ada@@example.com", why),
        ("<ada@example.com>", why),
        ("ada\n@example.com", why),
    ]);
}

#[test]
fn a_member_id_is_what_x12_can_carry() {
    good::<MemberId>(
        |id| id.as_str().to_owned(),
        &[
            ("w1234 56789 ", "W1234 56789", "W1234 56789"),
            ("1eg4-te5-mk73", "1EG4-TE5-MK73", "1EG4-TE5-MK73"),
        ],
    );
    let long = "9".repeat(81);
    bad::<MemberId>(&[
        ("  ", "a member id is missing"),
        ("A~1", "a member id cannot have the character '~'"),
        ("A\t1", "a member id cannot have the character '\\t'"),
        ("A😀", "a member id cannot have the character '😀'"),
        (
            &long,
            "a member id has at most 80 characters; this one has 81",
        ),
    ]);
    let shaped = |id: &str| id.parse::<MemberId>().unwrap().is_medicare_shaped();
    assert!(shaped("1EG4-TE5-MK73") && shaped("1EG4TE5MK73"));
    assert!(!shaped("0EG4TE5MK73") && !shaped("1SG4TE5MK73") && !shaped("1EG4TE5MK7"));
}

#[test]
fn a_payer_id_has_letters_and_digits() {
    good::<PayerId>(
        |id| id.as_str().to_owned(),
        &[("62308", "62308", "62308"), ("sx105", "SX105", "SX105")],
    );
    let long = "9".repeat(81);
    bad::<PayerId>(&[
        ("", "a payer id is missing"),
        ("6", "a payer id has at least 2 characters"),
        ("62 308", "a payer id cannot have the character ' '"),
        (
            &long,
            "a payer id has at most 80 characters; this one has 81",
        ),
    ]);
}

#[test]
fn adjustment_reasons_and_remarks_have_their_shapes() {
    good::<Carc>(
        |code| code.as_str().to_owned(),
        &[
            ("45", "45", "45"),
            ("045", "45", "45"),
            ("b7", "B7", "B7"),
            ("P12", "P12", "P12"),
            ("253", "253", "253"),
        ],
    );
    let why = "an adjustment reason is a number of up to three digits, or a letter and a number, as 45 or B7";
    bad::<Carc>(&[
        ("", "an adjustment reason is missing"),
        ("0", why),
        ("B", why),
        ("1234", why),
        ("CO45", why),
    ]);
    good::<Rarc>(
        |code| code.as_str().to_owned(),
        &[
            ("ma130", "MA130", "MA130"),
            ("M15", "M15", "M15"),
            ("N782", "N782", "N782"),
        ],
    );
    let why = "a remark code is M, MA or N and a number, as MA130";
    bad::<Rarc>(&[
        ("", "a remark code is missing"),
        ("MA", why),
        ("X1", why),
        ("N12345", why),
        ("45", why),
    ]);
}

#[test]
fn units_have_at_most_three_decimals() {
    good::<Units>(
        ToString::to_string,
        &[
            ("1", "1", "1"),
            ("2.50", "2.5", "2.5"),
            (".125", "0.125", "0.125"),
            ("99,999.999", "99999.999", "99999.999"),
            ("10", "10", "10"),
        ],
    );
    bad::<Units>(&[
        ("", "a number of units is missing"),
        ("0", "units must be more than zero"),
        ("0.000", "units must be more than zero"),
        ("-1", "units must be more than zero"),
        ("1.0005", "units have at most three digits after the point"),
        ("100000", "units go up to 99,999.999"),
        ("99999999999999999999", "units go up to 99,999.999"),
        ("one", "units are a number, as 1 or 2.5"),
        (".", "units are a number, as 1 or 2.5"),
    ]);
    assert_eq!(Units::from_count(3).unwrap().whole(), Some(3));
    assert_eq!("1.5".parse::<Units>().unwrap().whole(), None);
    assert_eq!(Units::from_decimal(Decimal::new(15, 1)), "1.5".parse());
    assert_eq!(
        Units::from_decimal(Decimal::new(1, 4)),
        Err(CodeError::UnitsPrecise)
    );
    let fee = Money::from_cents(1001).unwrap();
    assert_eq!(
        "1.5".parse::<Units>().unwrap().charge(fee),
        Money::from_cents(1502)
    );
    assert_eq!(Units::ONE.charge(fee), Ok(fee));
}

#[test]
fn closed_lists_are_read_from_code_and_words() {
    fn check<T>(all: &[T], code: fn(T) -> &'static str, words: fn(T) -> &'static str)
    where
        T: FromStr<Err = CodeError> + Copy + PartialEq + Debug + Serialize + DeserializeOwned,
    {
        for one in all.iter().copied() {
            assert_eq!(code(one).to_lowercase().parse(), Ok(one));
            assert_eq!(words(one).to_uppercase().parse(), Ok(one));
            let json = serde_json::to_string(&one).unwrap();
            assert_eq!(json, format!("\"{}\"", code(one)));
            assert_eq!(serde_json::from_str::<T>(&json).unwrap(), one);
        }
    }
    check(State::ALL, State::as_str, State::words);
    check(Sex::ALL, Sex::as_str, Sex::words);
    check(Relation::ALL, Relation::as_str, Relation::words);
    check(
        FilingIndicator::ALL,
        FilingIndicator::as_str,
        FilingIndicator::words,
    );
    check(
        AdjustmentGroup::ALL,
        AdjustmentGroup::as_str,
        AdjustmentGroup::words,
    );
    assert_eq!(State::ALL.len(), 62);
    assert_eq!(State::Texas.to_string(), "TX");
    assert_eq!(Relation::Itself.to_string(), "Self");
    assert_eq!(AdjustmentGroup::Contractual.to_string(), "CO");
    bad::<State>(&[
        ("", "a state is missing"),
        ("ZZ", "a state of that name or code does not exist"),
    ]);
}

#[test]
fn what_is_about_a_person_is_not_shown_to_a_log() {
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        "W12345".parse::<MemberId>().unwrap(),
        "123-45-6789".parse::<TaxId>().unwrap(),
        "5550147732".parse::<Phone>().unwrap(),
        "ada@example.com".parse::<Email>().unwrap(),
        "02139".parse::<Zip>().unwrap(),
    );
    assert_eq!(shown, "MemberId(…) Ssn(Ssn(…)) Phone(…) Email(…) Zip(…)");
}

/// Reads any text as every type: none may panic, and what is read must read back from its plain form.
macro_rules! reads_back {
    ($text:expr, $($type:ident)+) => {$(
        if let Ok(read) = $text.parse::<$type>() {
            prop_assert_eq!(read.as_str().parse(), Ok(read.clone()));
            let shown = format!("{} {:?}", read, read);
            prop_assert!(!shown.is_empty());
            let json = serde_json::to_string(&read).unwrap();
            prop_assert_eq!(serde_json::from_str::<$type>(&json).unwrap(), read);
        }
    )+};
}

fn check_any(text: &str) -> Result<(), TestCaseError> {
    reads_back!(text, Npi Taxonomy Ein Ssn Icd10 Procedure Modifier PlaceOfService Zip Phone Email);
    reads_back!(text, MemberId PayerId Carc Rarc State Sex Relation FilingIndicator AdjustmentGroup);
    if let Ok(id) = text.parse::<TaxId>() {
        prop_assert_eq!(id.unmasked().parse(), Ok(id));
    }
    if let Ok(units) = text.parse::<Units>() {
        prop_assert_eq!(units.to_string().parse(), Ok(units));
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_text_makes_a_code_panic(text in any::<String>()) {
        check_any(&text)?;
    }

    #[test]
    fn likely_text_reads_back(text in "[ -]?[A-Za-z0-9.@+-]{0,12}[ ]?") {
        check_any(&text)?;
    }

    #[test]
    fn one_wrong_digit_breaks_an_npi(nine in 100_000_000_u32..300_000_000, at in 0_usize..10, add in 1_u32..10) {
        let npi = Npi::from_first_nine(nine).unwrap();
        let wrong: String = npi.as_str().chars().enumerate().map(|(place, digit)| {
            let digit = digit.to_digit(10).unwrap();
            char::from_digit(if place == at { (digit + add) % 10 } else { digit }, 10).unwrap()
        }).collect();
        prop_assert!(wrong.parse::<Npi>().is_err());
    }

    #[test]
    fn units_read_back_from_every_form(thousandths in 1_u32..=99_999_999) {
        let units = Units::from_thousandths(thousandths).unwrap();
        prop_assert_eq!(units.to_string().parse(), Ok(units));
        prop_assert_eq!(Units::from_decimal(units.to_decimal()), Ok(units));
    }

    #[test]
    fn codes_sort_as_their_text_does(a in "[A-T][0-9][0-9A-Z]{1,5}", b in "[A-T][0-9][0-9A-Z]{1,5}") {
        let (left, right): (Icd10, Icd10) = (a.parse().unwrap(), b.parse().unwrap());
        prop_assert_eq!(left.cmp(&right), a.cmp(&b));
    }
}
