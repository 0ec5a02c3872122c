//! For every form: no text panics; a refusal says something, in sentences; what is accepted can be edited again and
//! is then the same; a draft put aside as JSON comes back; `Debug` shows nothing.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};

use super::*;

/// Text as people and cats type it, and text that fits some field.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => ".{0,40}",
        2 => "[A-Za-z' .-]{1,30}",
        2 => "[0-9$.,*+() -]{1,12}",
        2 => "(0[1-9]|1[0-2])/([0-2][0-9]|3[01])/(19|20)[0-9]{2}",
        1 => "\\PC{290,310}",
        3 => select(vec![
            "", " ", "t", "+1", "0115", "OH", "18", "19", "Child", "F", "M", "12-3456789", "123-45-6789", "43016-4412",
            "(614) 555-0142", "a@b.co", "auto", "other", "cash", "check", "card", "none", "eft", "99214", "J1885", "I10",
            "E11.65", "A B", "ABCD", "25 59", "PO Box 4", "LF", "~", "|", "CO", "PR", "45", "253", "5.00", "16.99*2",
            "secondary", "\u{0}", "😀", "é", "\u{200B}", "a\nb", "a\u{00A0}b",
        ]).prop_map(str::to_owned),
    ]
}

/// Checks the laws on a form with a few of its fields changed at random.
fn holds<D, F, N>(
    sample: &D,
    fields: &[F],
    text_mut: impl Fn(&mut D, F) -> Option<&mut String>,
    check: impl Fn(&D) -> Result<N, Vec<Complaint<F>>>,
    again: impl Fn(&N) -> D,
) where
    D: Clone + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
    F: Copy + PartialEq + std::fmt::Debug + std::fmt::Display,
    N: PartialEq + std::fmt::Debug,
{
    let accepted = check(sample).unwrap();
    assert_eq!(check(&again(&accepted)).as_ref(), Ok(&accepted));
    let edits = prop::collection::vec((any::<Index>(), typed()), 1..4);
    let mut runner = TestRunner::new(Config::with_cases(400));
    runner
        .run(&edits, |edits| {
            let mut draft = sample.clone();
            for (index, text) in edits {
                if let Some(field) = text_mut(&mut draft, *index.get(fields)) {
                    *field = text;
                }
            }
            let kept = serde_json::to_string(&draft).unwrap();
            prop_assert_eq!(serde_json::from_str::<D>(&kept).unwrap(), draft.clone());
            let shown = format!("{draft:?}");
            prop_assert!(shown.ends_with("Draft(…)"));
            match check(&draft) {
                Ok(new) => prop_assert_eq!(check(&again(&new)), Ok(new)),
                Err(complaints) => {
                    prop_assert!(!complaints.is_empty());
                    for Complaint { field, words } in complaints {
                        prop_assert!(words.ends_with('.'), "{field}: {words}");
                        prop_assert!(!words.starts_with(char::is_lowercase), "{field}: {words}");
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_laws_hold_for_set_up() {
    holds(
        &practice(),
        practice::Field::TYPED,
        PracticeDraft::text_mut,
        PracticeDraft::check,
        |new| PracticeDraft::from(new),
    );
    let person = PracticeDraft {
        bills_as_person: true,
        owner_last: String::from("Hale"),
        owner_first: String::from("Simon"),
        tax_id: String::from("123-45-6789"),
        pay_street: String::from("PO Box 7"),
        pay_city: String::from("Dublin"),
        pay_state: String::from("OH"),
        pay_zip: String::from("43016"),
        ..practice()
    };
    holds(
        &person,
        practice::Field::TYPED,
        PracticeDraft::text_mut,
        PracticeDraft::check,
        |new| PracticeDraft::from(new),
    );
    holds(
        &provider(),
        provider::Field::TYPED,
        ProviderDraft::text_mut,
        ProviderDraft::check,
        |new| ProviderDraft::from(new),
    );
    holds(
        &facility(),
        facility::Field::TYPED,
        FacilityDraft::text_mut,
        FacilityDraft::check,
        |new| FacilityDraft::from(new),
    );
    holds(
        &receiver(),
        receiver::Field::TYPED,
        ReceiverDraft::text_mut,
        ReceiverDraft::check,
        |new| ReceiverDraft::from(new),
    );
    holds(
        &payer(),
        payer::Field::TYPED,
        PayerDraft::text_mut,
        PayerDraft::check,
        |new| PayerDraft::from(new),
    );
}

#[test]
fn the_laws_hold_for_people() {
    for sample in [patient(), child()] {
        holds(
            &sample,
            patient::Field::TYPED,
            PatientDraft::text_mut,
            |draft| draft.check(today()),
            |new| PatientDraft::from(new),
        );
    }
    for sample in [policy(), dependent()] {
        holds(
            &sample,
            policy::Field::TYPED,
            PolicyDraft::text_mut,
            |draft| draft.check(NO_POLICIES),
            |new| PolicyDraft::from(new),
        );
    }
    let guarantor = GuarantorDraft::from(&patient().check(today()).unwrap().contact);
    holds(
        &guarantor,
        guarantor::Field::TYPED,
        GuarantorDraft::text_mut,
        GuarantorDraft::check,
        |new| GuarantorDraft::from(new),
    );
}

#[test]
fn the_laws_hold_for_visits_and_their_services() {
    holds(
        &visit(),
        super::super::visit::Field::TYPED,
        VisitDraft::text_mut,
        |draft| draft.check(SEEN),
        |new| VisitDraft::from(new),
    );
    let car = VisitDraft {
        accident: String::from("auto"),
        accident_on: String::from("03/10/2026"),
        accident_state: String::from("OH"),
        signed_on: String::from("t"),
        ..visit()
    };
    holds(
        &car,
        super::super::visit::Field::TYPED,
        VisitDraft::text_mut,
        |draft| draft.check(SEEN),
        |new| VisitDraft::from(new),
    );
    holds(
        &line(),
        super::super::visit::line::Field::TYPED,
        LineDraft::text_mut,
        |draft| draft.check(3),
        |new| LineDraft::from(new),
    );
}

#[test]
fn the_laws_hold_for_money() {
    let open = open();
    holds(
        &receipt(),
        receipt::Field::TYPED,
        ReceiptDraft::text_mut,
        |draft| draft.check(taken(&open)),
        |new| ReceiptDraft::from(new),
    );
    for tender in receipt().tenders {
        holds(
            &tender,
            receipt::tender::Field::TYPED,
            TenderDraft::text_mut,
            TenderDraft::check,
            |new| TenderDraft::from(new),
        );
    }
    holds(
        &eob(),
        eob::Field::TYPED,
        EobDraft::text_mut,
        |draft| draft.check(today()),
        |new| EobDraft::from(new),
    );
    let mut line = eob().lines.remove(0);
    line.adjustments = ["97", "45", "1"]
        .map(|carc| AdjustmentDraft {
            carc: carc.to_owned(),
            amount: String::from("-3"),
            ..AdjustmentDraft::default()
        })
        .to_vec();
    holds(
        &line,
        eob::line::Field::TYPED,
        EobLineDraft::text_mut,
        EobLineDraft::check,
        |new| EobLineDraft::from(new),
    );
    holds(
        &line.adjustments[0],
        eob::adjustment::Field::TYPED,
        AdjustmentDraft::text_mut,
        AdjustmentDraft::check,
        |new| AdjustmentDraft::from(new),
    );
}
