//! Patients, guarantors and policies.

use super::*;

#[test]
fn a_patient_is_refused_field_by_field() {
    use patient::Field;
    let long = "n".repeat(300);
    table(
        &patient(),
        PatientDraft::text_mut,
        |draft| draft.check(today()),
        &[
            (Field::Last, "", "The last name is missing."),
            (Field::Last, &long, "at most 60 characters; this has 300"),
            (Field::First, "Mari😀", "cannot have the character"),
            (
                Field::First,
                "Mari\u{7}",
                "cannot have the character U+0007",
            ),
            (Field::First, "José", ""),
            (Field::First, "李", "cannot be sent on a claim"),
            (Field::Middle, "J.", ""),
            (Field::BornOn, "", "The birthday is missing."),
            (Field::BornOn, "yesterday", "A date is typed as"),
            (Field::BornOn, "03/18/2026", "cannot be after today"),
            (Field::BornOn, "03/17/2026", ""),
            (Field::BornOn, "12/31/1899", "1900 or later"),
            (Field::BornOn, "01/01/1900", "Nobody is that old"),
            (Field::BornOn, "02/30/1970", "no such day"),
            (Field::Sex, "", "Choose the sex"),
            (Field::Street, "", "The street is missing."),
            (Field::Zip, "4301", "5 or 9 digits"),
            (Field::Phone, "call me", "digits only"),
            (Field::Email, "m@x", "looks like"),
            (Field::DiedOn, "03/18/2026", "cannot be after today"),
            (Field::DiedOn, "04/11/1968", "cannot be before the birthday"),
            (Field::Note, "she 👍", "cannot have the character"),
        ],
    );
}

#[test]
fn a_new_guarantor_is_refused_field_by_field() {
    use patient::Field;
    table(
        &child(),
        PatientDraft::text_mut,
        |draft| draft.check(today()),
        &[
            (Field::PayorLast, "", "The last name is missing."),
            (Field::PayorRelation, "", "Choose what the patient is"),
            (Field::PayorRelation, "18", "cannot be that person"),
            (Field::PayorZip, "x", "digits only"),
        ],
    );
}

#[test]
fn a_known_guarantor_must_be_chosen() {
    let draft = PatientDraft {
        who_pays: patient::WhoPays::Known,
        payor_relation: String::from("19"),
        ..patient()
    };
    let complaints = draft.check(today()).unwrap_err();
    assert_eq!(
        under(&complaints, patient::Field::Guarantor),
        "Choose who pays."
    );
    let chosen = PatientDraft {
        guarantor: Some(GuarantorId::new(7)),
        ..draft
    };
    let payor = chosen.check(today()).unwrap().payor;
    assert_eq!(payor, Payor::Known(GuarantorId::new(7), Relation::Child));
}

#[test]
fn a_patient_of_the_book_is_edited_with_the_guarantor_they_have() {
    let NewPatient {
        contact,
        born_on,
        sex,
        reason,
        note,
        died_on,
        ..
    } = patient().check(today()).unwrap();
    let mut kept = Patient {
        id: PatientId::new(1),
        contact,
        born_on,
        sex,
        guarantor: GuarantorId::new(7),
        guarantor_relation: Relation::Child,
        reason,
        note,
        died_on,
    };
    let again = PatientDraft::from(&kept).check(today()).unwrap();
    assert_eq!(
        again.payor,
        Payor::Known(GuarantorId::new(7), Relation::Child)
    );
    kept.guarantor_relation = Relation::Itself;
    let again = PatientDraft::from(&kept).check(today()).unwrap();
    assert_eq!(again.payor, Payor::Patient);
}

#[test]
fn a_policy_is_refused_field_by_field() {
    use policy::Field;
    table(
        &policy(),
        PolicyDraft::text_mut,
        |draft| draft.check(NO_POLICIES),
        &[
            (
                Field::Rank,
                "fourth",
                "Choose primary, secondary or tertiary.",
            ),
            (Field::Rank, "2", ""),
            (Field::MemberId, "", "A member id is missing."),
            (Field::MemberId, "12~3", "cannot have the character"),
            (
                Field::Relation,
                "",
                "Choose what the patient is to the subscriber.",
            ),
            (Field::EffectiveOn, "", "The first day covered is missing."),
            (Field::EffectiveOn, "13/01/2026", "no such day"),
            (Field::EndsOn, "12/31/2025", "cannot be before the first"),
            (Field::EndsOn, "1231", ""),
            (Field::Copay, "twenty", "digits and a point"),
            (Field::Copay, "-5", "must not be negative"),
            (Field::Copay, "", ""),
        ],
    );
    table(
        &dependent(),
        PolicyDraft::text_mut,
        |draft| draft.check(NO_POLICIES),
        &[
            (Field::SubscriberLast, "", "The last name is missing."),
            (Field::SubscriberBornOn, "", "The birthday is missing."),
            (Field::SubscriberSex, "x", "Choose the sex"),
            (Field::SubscriberCity, "", "The city is missing."),
        ],
    );
    let unpaid = PolicyDraft {
        payer: None,
        ..policy()
    };
    let complaints = unpaid.check(NO_POLICIES).unwrap_err();
    assert_eq!(under(&complaints, Field::Payer), "Choose the payer.");
}

#[test]
fn an_overlap_names_the_other_policys_days() {
    let what = |from: &str, to: Option<&str>| NewPolicy {
        effective_on: day(from),
        ends_on: to.map(day),
        ..policy().check(NO_POLICIES).unwrap()
    };
    let kept = [Policy {
        id: PolicyId::new(4),
        what: what("2026-03-01", None),
    }];
    let context = policy::Context {
        policies: &kept,
        ..NO_POLICIES
    };
    let said = |draft: &PolicyDraft, context| {
        under(
            &draft.check(context).err().unwrap_or_default(),
            policy::Field::EffectiveOn,
        )
    };
    assert_eq!(
        said(&policy(), context),
        "Another primary policy covers every day from 03/01/2026 on; give that one a last day first."
    );
    let ended = PolicyDraft {
        ends_on: String::from("02/28/2026"),
        ..policy()
    };
    assert_eq!(said(&ended, context), "");
    let second = PolicyDraft {
        rank: String::from("secondary"),
        ..policy()
    };
    assert_eq!(said(&second, context), "");
    let itself = policy::Context {
        changing: Some(PolicyId::new(4)),
        ..context
    };
    assert_eq!(said(&policy(), itself), "");
    let closed = [Policy {
        id: PolicyId::new(4),
        what: what("2025-07-01", Some("2026-01-01")),
    }];
    let context = policy::Context {
        policies: &closed,
        ..NO_POLICIES
    };
    assert!(said(&policy(), context).contains("covers 07/01/2025 to 01/01/2026"));
}
