//! Visits and services.

use super::super::visit::{Context, Field, line};
use super::*;

#[test]
fn a_visit_is_refused_field_by_field() {
    table(
        &visit(),
        VisitDraft::text_mut,
        |draft| draft.check(SEEN),
        &[
            (Field::ServiceOn, "", "The day of service is missing."),
            (Field::ServiceOn, "03/18/2026", "cannot be after today"),
            (Field::ServiceOn, "04/11/1968", "ten years ago"),
            (Field::ServiceOn, "t", ""),
            (Field::Place, "99", ""),
            (Field::Place, "1", "two digits"),
            (Field::Reason, "cough 🤧", "cannot have the character"),
            (
                Field::SignedOn,
                "03/16/2026",
                "on the day of service or later",
            ),
            (Field::SignedOn, "03/17/2026", ""),
            (Field::OnsetOn, "03/18/2026", "cannot be after the visit"),
            (Field::OnsetOn, "01/01/1960", "before the patient was born"),
            (Field::Accident, "fall", "Choose a car accident"),
        ],
    );
    let nobody = VisitDraft {
        rendering: None,
        ..visit()
    };
    let complaints = nobody.check(SEEN).unwrap_err();
    assert_eq!(
        under(&complaints, Field::Rendering),
        "Choose who saw the patient."
    );
}

#[test]
fn nobody_is_seen_before_birth_or_after_death() {
    let born = Context {
        born_on: day("2026-03-17"),
        ..SEEN
    };
    let early = VisitDraft {
        service_on: String::from("03/16/2026"),
        ..visit()
    };
    let said = |context| under(&early.check(context).unwrap_err(), Field::ServiceOn);
    assert!(said(born).contains("before the patient was born"));
    let died = Context {
        died_on: Some(day("2026-03-15")),
        ..SEEN
    };
    assert!(said(died).contains("after the patient died"));
}

#[test]
fn an_accident_needs_its_day_and_a_car_accident_its_state() {
    let auto = VisitDraft {
        accident: String::from("auto"),
        ..visit()
    };
    let complaints = auto.check(SEEN).unwrap_err();
    assert!(under(&complaints, Field::AccidentOn).contains("is missing"));
    assert!(under(&complaints, Field::AccidentState).contains("Choose the state"));
    let whole = VisitDraft {
        accident_on: String::from("03/10/2026"),
        accident_state: String::from("OH"),
        ..auto.clone()
    };
    assert!(whole.check(SEEN).unwrap().accident.is_some());
    let later = VisitDraft {
        accident_on: String::from("03/18/2026"),
        ..whole
    };
    let complaints = later.check(SEEN).unwrap_err();
    assert!(under(&complaints, Field::AccidentOn).contains("cannot be after the visit"));
}

#[test]
fn a_visit_without_services_is_one_to_code() {
    let bare = VisitDraft {
        diagnoses: Vec::new(),
        lines: vec![LineDraft::default()],
        ..visit()
    };
    assert_eq!(bare.check(SEEN).unwrap().lines, Vec::new());
}

#[test]
fn services_need_a_diagnosis_and_claims_have_room_for_so_many() {
    let unexplained = VisitDraft {
        diagnoses: vec![String::new()],
        ..visit()
    };
    let complaints = unexplained.check(SEEN).unwrap_err();
    assert!(under(&complaints, Field::Diagnosis(0)).contains("at least one diagnosis"));

    let many = VisitDraft {
        diagnoses: (0..13).map(|n| format!("E11.{n}")).collect(),
        ..visit()
    };
    let complaints = many.check(SEEN).unwrap_err();
    assert!(under(&complaints, Field::Diagnosis(12)).contains("at most 12"));

    let long = VisitDraft {
        lines: vec![line(); 51],
        ..visit()
    };
    let complaints = long.check(SEEN).unwrap_err();
    assert!(under(&complaints, Field::Line(50, line::Field::Code)).contains("at most 50"));
    let full = VisitDraft {
        lines: vec![line(); 50],
        ..visit()
    };
    assert_eq!(full.check(SEEN).unwrap().lines.len(), 50);
}

#[test]
fn a_diagnosis_is_refused_where_it_stands() {
    let said = |diagnoses: &[&str], place| {
        let draft = VisitDraft {
            diagnoses: diagnoses.iter().map(|&code| code.to_owned()).collect(),
            ..visit()
        };
        under(
            &draft.check(SEEN).err().unwrap_or_default(),
            Field::Diagnosis(place),
        )
    };
    assert!(said(&["I10", "I10", "E11.65"], 1).contains("given twice"));
    assert!(said(&["I10", "", "E11.65"], 1).contains("A diagnosis is missing."));
    assert!(said(&["I10", "flu"], 1).contains("An ICD-10-CM code"));
    assert_eq!(said(&["I10", "E11.65", "", ""], 2), "");
}

#[test]
fn a_service_is_refused_field_by_field() {
    use line::Field;
    table(
        &line(),
        LineDraft::text_mut,
        |draft| draft.check(3),
        &[
            (Field::Code, "", "A procedure code is missing."),
            (Field::Code, "8303", "five characters"),
            (Field::Modifiers, "25 59 RT LT", ""),
            (Field::Modifiers, "2559,RT", ""),
            (Field::Modifiers, "25 59 RT LT GT", "at most four"),
            (Field::Modifiers, "25 25", "Modifier 25 is given twice."),
            (Field::Modifiers, "2", "two letters or digits"),
            (Field::Pointers, "", "Point at the diagnosis"),
            (Field::Pointers, "ab", ""),
            (Field::Pointers, "D", "There is no diagnosis D."),
            (Field::Pointers, "Z", "letter from A to L"),
            (Field::Pointers, "AA", "pointed at twice"),
            (Field::Units, "0", "more than zero"),
            (Field::Units, "one", "Units are a number"),
            (Field::Units, "2.5", ""),
            (Field::Charge, "a lot", "digits and a point"),
            (Field::Charge, "", "An amount is missing."),
            (Field::Charge, "-3", "must not be negative"),
            (Field::Charge, "3*12.50", ""),
            (Field::Description, "", "is missing"),
        ],
    );
    let pointing = LineDraft {
        pointers: String::from("ABCDE"),
        ..line()
    };
    let complaints = pointing.check(5).unwrap_err();
    assert!(under(&complaints, Field::Pointers).contains("at most at four"));
}

#[test]
fn the_total_counts_what_can_be_read() {
    let mut draft = visit();
    draft.lines.push(LineDraft {
        charge: String::from("oops"),
        ..line()
    });
    draft.lines.push(LineDraft {
        charge: String::from("2*80"),
        ..line()
    });
    assert_eq!(draft.total().to_string(), "345.00");
}

#[test]
fn a_drug_is_whole_or_not_there() {
    let given = |ndc: &str, quantity: &str, unit: &str| LineDraft {
        code: String::from("J1100"),
        modifiers: String::new(),
        ndc: ndc.to_owned(),
        drug_quantity: quantity.to_owned(),
        drug_unit: unit.to_owned(),
        ..line()
    };
    let drug = given("0641-0367-21", "2.5", "ML").check(3).unwrap().drug;
    let drug = drug.unwrap();
    assert_eq!(drug.ndc.as_str(), "00641036721");
    assert_eq!(given("", "", "UN").check(3).unwrap().drug, None);
    for (ndc, quantity, unit, field) in [
        ("12", "1", "UN", line::Field::Ndc),
        ("", "1", "UN", line::Field::Ndc),
        ("0641-0367-21", "", "UN", line::Field::DrugQuantity),
        ("0641-0367-21", "0", "UN", line::Field::DrugQuantity),
        ("0641-0367-21", "1", "drops", line::Field::DrugUnit),
    ] {
        let complaints = given(ndc, quantity, unit).check(3).unwrap_err();
        assert_eq!(complaints.len(), 1, "{ndc} {quantity} {unit}");
        assert_eq!(complaints[0].field, field);
    }
}

#[test]
fn an_admission_is_in_the_patients_life_and_not_after_the_visit() {
    let admitted = |on: &str| VisitDraft {
        admitted_on: on.to_owned(),
        ..visit()
    };
    assert_eq!(admitted("").check(SEEN).unwrap().admitted_on, None);
    let whole = admitted("03/15/2026").check(SEEN).unwrap();
    assert_eq!(whole.admitted_on, Some(day("2026-03-15")));
    for on in ["03/18/2026", "01/01/1960"] {
        let complaints = admitted(on).check(SEEN).unwrap_err();
        assert!(!under(&complaints, Field::AdmittedOn).is_empty(), "{on}");
    }
}
