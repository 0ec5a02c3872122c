//! Set-up: practice, clinicians, places, receivers and payers.

use super::*;

#[test]
fn a_practice_is_refused_field_by_field() {
    use practice::Field;
    let wrong_npi = npi().replace("14520", "14521");
    let long = "x".repeat(300);
    table(
        &practice(),
        PracticeDraft::text_mut,
        PracticeDraft::check,
        &[
            (Field::Name, "", "The practice's name is missing."),
            (Field::Name, &long, "at most 60 characters; this has 300"),
            (Field::Name, "Lark 😀", "cannot be sent on a claim"),
            (
                Field::Npi,
                "145208871",
                "An NPI has 10 digits; this one has 9.",
            ),
            (Field::Npi, &wrong_npi, "check digit is wrong"),
            (Field::Taxonomy, "207Q", "taxonomy code has 10"),
            (Field::Taxonomy, "", ""),
            (Field::TaxId, "12", "An EIN has 9 digits"),
            (Field::TaxId, "123-45-6789", ""),
            (Field::Street, "PO Box 9", "post office box"),
            (Field::Street2, "P.O. Box 9", "post office box"),
            (Field::City, "D", "at least 2 characters"),
            (Field::State, "Ohioo", "Choose the state."),
            (Field::State, "ohio", ""),
            (Field::Zip, "43016", "all nine digits"),
            (Field::Phone, "555", "phone number has 10 digits"),
            (Field::Contact, "", "is missing"),
            (Field::Email, "nadia@", "name@example.com"),
            (Field::PayStreet, "PO Box 9", ""),
            (Field::PayZip, "43016", ""),
            (Field::DueDays, "0", "from 1 to 120 days"),
            (Field::DueDays, "soon", "from 1 to 120 days"),
            (
                Field::StatementNote,
                "Thanks 👍",
                "cannot have the character",
            ),
        ],
    );
}

#[test]
fn half_an_address_for_payments_is_not_enough() {
    let draft = PracticeDraft {
        pay_street: String::from("PO Box 9"),
        ..practice()
    };
    let complaints = draft.check().unwrap_err();
    assert_eq!(
        under(&complaints, practice::Field::PayCity),
        "The city is missing."
    );
    assert_eq!(under(&complaints, practice::Field::PayStreet), "");
}

#[test]
fn an_owner_who_bills_as_a_person_is_named() {
    let draft = PracticeDraft {
        bills_as_person: true,
        ..practice()
    };
    let complaints = draft.check().unwrap_err();
    assert_eq!(
        under(&complaints, practice::Field::OwnerLast),
        "The last name is missing."
    );
}

#[test]
fn a_clinician_is_refused_field_by_field() {
    use provider::Field;
    table(
        &provider(),
        ProviderDraft::text_mut,
        ProviderDraft::check,
        &[
            (Field::Last, "", "The last name is missing."),
            (Field::First, "Sim0n", "cannot have the character '0'"),
            (Field::Suffix, "3rd", ""),
            (Field::Npi, "0000000000", "starts with 1 or 2"),
        ],
    );
    let idle = ProviderDraft {
        renders: false,
        ..provider()
    };
    let complaints = idle.check().unwrap_err();
    assert!(under(&complaints, Field::Renders).contains("see our patients"));
}

#[test]
fn a_facility_is_refused_field_by_field() {
    use facility::Field;
    table(
        &facility(),
        FacilityDraft::text_mut,
        FacilityDraft::check,
        &[
            (Field::Name, " ", "is missing"),
            (Field::Place, "00", "place of service does not exist"),
            (Field::Zip, "43215", "all nine digits"),
            (Field::Npi, "", ""),
        ],
    );
}

#[test]
fn a_receiver_is_refused_field_by_field() {
    use receiver::Field;
    table(
        &receiver(),
        ReceiverDraft::text_mut,
        ReceiverDraft::check,
        &[
            (Field::ReceiverId, "", "is missing"),
            (Field::ReceiverId, "MORE THAN FIFTEEN", "at most 15"),
            (Field::SenderQualifier, "QQ", "kind of id"),
            (Field::ElementSeparator, "a", "one plain mark"),
            (Field::ElementSeparator, "**", "one plain mark"),
            (Field::ElementSeparator, "-", "one plain mark"),
            (Field::ElementSeparator, "LF", "one plain mark"),
            (Field::ComponentSeparator, "*", "must differ"),
            (Field::SegmentTerminator, "lf", ""),
            (Field::SegmentTerminator, "\n", ""),
        ],
    );
}

#[test]
fn a_payer_is_refused_field_by_field() {
    use payer::Field;
    table(
        &payer(),
        PayerDraft::text_mut,
        PayerDraft::check,
        &[
            (Field::Name, "", "The payer's name is missing."),
            (Field::PayerId, "6", "at least 2 characters"),
            (Field::FilingIndicator, "commercial", ""),
            (
                Field::FilingIndicator,
                "??",
                "Choose what kind of payer it is.",
            ),
            (Field::TimelyDays, "", "from 1 to 1095"),
            (Field::TimelyDays, "2000", "from 1 to 1095"),
        ],
    );
}
