use super::*;
use crate::domain::id::{FacilityId, ProviderId};
use crate::domain::scrub::{
    FacilityField, LineField, NamePart, PatientField, PolicyField, PracticeField, ProviderField,
    VisitField,
};

fn code(category: &str, status: &str, entity: &str) -> Code {
    Code {
        category: category.to_owned(),
        status: status.to_owned(),
        entity: entity.to_owned(),
    }
}

const PARTIES: Parties = Parties {
    is_insured: true,
    rendering: ProviderId::new(7),
    referring: None,
    facility: Some(FacilityId::new(9)),
    lines: 2,
};

#[test]
fn codes_are_told_together_and_said_once() {
    let codes = [
        code("A7", "562", "85"),
        code("A7", "164", "IL"),
        code("A7", "562", "85"),
    ];
    assert_eq!(
        told(&codes, Some("PR")),
        "Rejected by the payer, something is not valid: the NPI of the billing provider; the member id of the subscriber"
    );
    assert_eq!(quoted(&codes), "A7 562 85, A7 164 IL, A7 562 85");
    let taken = [code("A2", "20", "PR")];
    assert_eq!(
        told(&taken, Some("AY")),
        "Accepted by the payer into processing"
    );
    assert_eq!(told(&[], None), "Answered without a status");
}

#[test]
fn a_code_leads_to_the_field_it_complains_of() {
    let cases = [
        ("164", "IL", Place::Policy(PolicyField::MemberId)),
        ("562", "85", Place::Practice(PracticeField::Npi)),
        (
            "562",
            "82",
            Place::Provider(ProviderId::new(7), ProviderField::Npi),
        ),
        (
            "562",
            "77",
            Place::Facility(FacilityId::new(9), FacilityField::Npi),
        ),
        ("562", "DN", Place::Visit(VisitField::Referring)),
        ("187", "", Place::Visit(VisitField::ServiceOn)),
        ("158", "IL", Place::Patient(PatientField::BornOn)),
        (
            "504",
            "IL",
            Place::Patient(PatientField::Name(NamePart::Last)),
        ),
        ("453", "", Place::Visit(VisitField::Lines)),
    ];
    for (status, entity, place) in cases {
        let subject = code("A7", status, entity).subject().unwrap();
        assert_eq!(subject.place(&PARTIES, None), place, "{status} {entity}");
    }
    let line = Subject::Line(LineField::Modifiers).place(&PARTIES, Some(2));
    assert_eq!(line, Place::Line(2, LineField::Modifiers));
    let other = Parties {
        is_insured: false,
        ..PARTIES
    };
    let born = Subject::InsuredBornOn.place(&other, None);
    assert_eq!(born, Place::Policy(PolicyField::SubscriberBornOn));
    assert_eq!(code("A3", "684", "").subject(), None);
}

#[test]
fn the_order_of_answers_to_one_sending_does_not_matter() {
    let verdicts = [
        Verdict::Read,
        Verdict::Received,
        Verdict::Accepted,
        Verdict::Rejected,
        Verdict::Told,
    ];
    let after = |first: Verdict, second: Verdict| {
        second.leads(first.leads(State::Batched, Sending::Last), Sending::Last)
    };
    for first in verdicts {
        for second in verdicts {
            assert_eq!(after(first, second), after(second, first));
        }
    }
}

#[test]
fn a_late_answer_moves_nothing() {
    for state in State::ALL {
        for verdict in Verdict::ALL {
            assert_eq!(verdict.leads(state, Sending::Earlier), state);
            if !state.is_waiting() {
                assert_eq!(verdict.leads(state, Sending::Last), state);
            }
        }
    }
}

#[test]
fn words_of_the_book_read_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_code(kind.code()), Some(kind));
    }
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
    }
}
