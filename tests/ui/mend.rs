//! From a finding to its field: whatever an edit may be about, the window goes to that field and says what is wrong.

use pegboard::domain::claim::State;
use pegboard::domain::code::{Relation, Sex};
use pegboard::domain::id::{
    ClaimId, FacilityId, PatientId, PayerId, PolicyId, ProviderId, ReceiverId, VisitId,
};
use pegboard::domain::policy::{Rank, Subscriber};
use pegboard::domain::practice::NewFacility;
use pegboard::domain::scrub::{
    AddressPart, FacilityField, NamePart, PatientField, PayerField, Place as Held, PolicyField,
    PracticeField, ProviderField, ReceiverField,
};
use pegboard::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use pegboard::office::Office;
use pegboard::ui::app::Message;
use pegboard::ui::app::desk;
use pegboard::ui::place::Place;
use pegboard::ui::screen::mend::{Drawn, Parties};

use super::harness::Window;
use super::visit::{day, money, patient, set_up};

const WORDS: &str = "This is what the edit found.";

fn drawn() -> Drawn {
    Drawn {
        claim: ClaimId::new(1),
        visit: VisitId::new(1),
        parties: Parties {
            patient: PatientId::new(1),
            policy: PolicyId::new(1),
            payer: PayerId::new(1),
            receiver: Some(ReceiverId::new(1)),
        },
        lines: vec![0],
    }
}

/// A practice that bills as a person, a dependent, a facility: every field there can be is there.
fn everything(office: &mut Office) {
    set_up(office);
    let mut practice = office.practice().unwrap();
    practice.owner = Some(pegboard::domain::person::Name {
        last: "Hale".to_owned(),
        first: "Simon".to_owned(),
        ..Default::default()
    });
    office.save_practice(&practice).unwrap();
    let id = patient(office, "Quintero", "Marisol", Some(day(2026, 1, 1)));
    let (policy, _) = office.policies(id).unwrap().remove(0);
    let mut what = policy.what;
    assert_eq!(what.rank, Rank::Primary);
    what.relation = Relation::Child;
    what.subscriber = Some(Subscriber {
        name: practice.owner.clone().unwrap(),
        born_on: Some(day(1960, 2, 1)),
        sex: Sex::Male,
        address: practice.address.clone(),
    });
    office.change_policy(policy.id, &what).unwrap();
    let _facility = office
        .add_facility(&NewFacility {
            name: "Lakeside Hospital".to_owned(),
            npi: None,
            clia: None,
            place: "22".parse().unwrap(),
            address: practice.address,
        })
        .unwrap();
}

fn go(window: &mut Window, held: Held) {
    let place = drawn().place(held, WORDS);
    assert!(matches!(place, Place::Field(..)), "{held:?}");
    window.say(Message::Desk(desk::Message::PlacePressed(place)));
}

#[test]
fn every_field_of_a_finding_is_gone_to_with_its_complaint() {
    let mut window = Window::in_book(everything);
    for (held, id) in fields() {
        go(&mut window, held);
        assert!(window.is_focused(id), "{held:?}");
        assert!(window.sees(WORDS), "{held:?}");
    }
}

/// Every field of every form but the visit's, with the name of its control.
fn fields() -> Vec<(Held, String)> {
    let mut list = whole();
    list.extend(parts());
    list
}

/// The fields that are one.
fn whole() -> Vec<(Held, String)> {
    let provider = |field| Held::Provider(ProviderId::new(1), field);
    let facility = |field| Held::Facility(FacilityId::new(1), field);
    vec![
        (Held::Practice(PracticeField::Name), "practice name"),
        (Held::Practice(PracticeField::Npi), "practice npi"),
        (Held::Practice(PracticeField::Taxonomy), "practice taxonomy"),
        (Held::Practice(PracticeField::Clia), "practice clia"),
        (Held::Practice(PracticeField::Zip), "practice zip"),
        (Held::Practice(PracticeField::Contact), "practice contact"),
        (Held::Practice(PracticeField::Email), "practice email"),
        (Held::Patient(PatientField::BornOn), "patient born_on"),
        (Held::Patient(PatientField::Sex), "patient sex"),
        (Held::Patient(PatientField::DiedOn), "patient died_on"),
        (Held::Policy(PolicyField::Rank), "policy rank"),
        (Held::Policy(PolicyField::MemberId), "policy member_id"),
        (Held::Policy(PolicyField::Group), "policy group_number"),
        (Held::Policy(PolicyField::Plan), "policy plan_name"),
        (Held::Policy(PolicyField::Relation), "policy relation"),
        (
            Held::Policy(PolicyField::SubscriberBornOn),
            "policy subscriber_born_on",
        ),
        (
            Held::Policy(PolicyField::EffectiveOn),
            "policy effective_on",
        ),
        (Held::Policy(PolicyField::EndsOn), "policy ends_on"),
        (
            Held::Policy(PolicyField::Signature),
            "policy signature_on_file",
        ),
        (provider(ProviderField::Taxonomy), "clinician taxonomy"),
        (facility(FacilityField::Name), "place name"),
        (facility(FacilityField::Npi), "place npi"),
        (facility(FacilityField::Clia), "place clia"),
        (facility(FacilityField::Zip), "place zip"),
        (Held::Payer(PayerField::Name), "payer name"),
        (Held::Payer(PayerField::Receiver), "payer receiver"),
        (Held::Receiver(ReceiverField::Name), "receiver name"),
        (
            Held::Receiver(ReceiverField::ReceiverId),
            "receiver receiver_id",
        ),
        (
            Held::Receiver(ReceiverField::SenderId),
            "receiver sender_id",
        ),
        (Held::Receiver(ReceiverField::Test), "receiver is_test"),
        (Held::Receiver(ReceiverField::Active), "receiver active"),
    ]
    .into_iter()
    .map(|(held, id)| (held, id.to_owned()))
    .collect()
}

/// The fields that have parts: names and addresses.
fn parts() -> Vec<(Held, String)> {
    let provider = |field| Held::Provider(ProviderId::new(1), field);
    let facility = |field| Held::Facility(FacilityId::new(1), field);
    let mut list = Vec::new();
    for (part, end) in NamePart::ALL
        .into_iter()
        .zip(["last", "first", "middle", "suffix"])
    {
        list.push((
            Held::Practice(PracticeField::Owner(part)),
            format!("practice owner_{end}"),
        ));
        list.push((
            Held::Patient(PatientField::Name(part)),
            format!("patient {end}"),
        ));
        list.push((
            Held::Policy(PolicyField::Subscriber(part)),
            format!("policy subscriber_{end}"),
        ));
        list.push((
            provider(ProviderField::Name(part)),
            format!("clinician {end}"),
        ));
    }
    for (part, end) in AddressPart::ALL
        .into_iter()
        .zip(["street", "street2", "city"])
    {
        list.push((
            Held::Practice(PracticeField::Address(part)),
            format!("practice {end}"),
        ));
        list.push((
            Held::Practice(PracticeField::PayTo(part)),
            format!("practice pay_{end}"),
        ));
        list.push((
            Held::Patient(PatientField::Address(part)),
            format!("patient {end}"),
        ));
        list.push((
            facility(FacilityField::Address(part)),
            format!("place {end}"),
        ));
        list.push((
            Held::Payer(PayerField::Address(part)),
            format!("payer {end}"),
        ));
    }
    list
}

#[test]
fn the_complaint_goes_when_the_field_is_changed() {
    let mut window = Window::in_book(everything);
    go(&mut window, Held::Policy(PolicyField::MemberId));
    assert!(window.sees(WORDS));
    window.picture("mend-policy");
    window.types("9");
    assert!(!window.sees(WORDS));
    go(&mut window, Held::Practice(PracticeField::Npi));
    assert!(window.sees(WORDS));
    window.picture("mend-practice");
    window.types("9");
    assert!(!window.sees(WORDS));
}

/// A visit at a hospital, of which nobody said when the patient was admitted.
fn inpatient() -> Window {
    Window::in_book(|office| {
        everything(office);
        let rendering = office.providers().unwrap();
        let rendering = rendering.iter().find(|one| one.who.duty.renders());
        let _visit = office
            .enter_visit(&NewVisit {
                patient: PatientId::new(1),
                service_on: day(2026, 3, 10),
                rendering: rendering.unwrap().id,
                referring: None,
                facility: Some(FacilityId::new(1)),
                place: "21".parse().unwrap(),
                notes: Notes {
                    signed_on: Some(day(2026, 3, 10)),
                    ..Notes::default()
                },
                authorization: String::new(),
                onset_on: None,
                admitted_on: None,
                accident: None,
                details: Details::default(),
                diagnoses: vec!["E11.65".parse().unwrap()],
                lines: vec![NewLine {
                    code: "99214".parse().unwrap(),
                    modifiers: Vec::new(),
                    pointers: Pointer::from_index(0).into_iter().collect(),
                    units: "1".parse().unwrap(),
                    charge: money(18_500),
                    description: "Office visit, established".to_owned(),
                    drug: None,
                    details: LineDetails::default(),
                }],
            })
            .unwrap();
    })
}

#[test]
fn an_inpatient_claim_leads_to_the_day_of_admission() {
    let mut window = inpatient();
    let state = |window: &Window| window.office(|office| office.lanes().unwrap()[0].state);
    window.click("Claims");
    assert_eq!(state(&window), State::Held);
    window.press("F");
    assert!(window.is_focused("visit admitted_on"));
    window.picture("mend-admission");
    window.types("03/08/2026");
    window.press("Ctrl Enter");
    assert_eq!(state(&window), State::Ready);
}

#[test]
fn a_check_of_the_visit_leads_to_the_form_that_has_its_field() {
    let mut window = inpatient();
    window.click("Claims");
    window.press("F");
    let words = "The facility has no NPI; payers want it where there is one.";
    window.click(words);
    assert!(window.is_focused("place npi"));
    assert!(window.sees(words));
    window.types("1555555550");
    window.press("Ctrl S");
    window.press("Esc");
    assert!(matches!(window.place(), Place::Visit(..)));
}
