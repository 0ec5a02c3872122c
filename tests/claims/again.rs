//! What a claim draws on is changed while it waits: it stands at once where that puts it.

use pegboard::domain::claim::State;
use pegboard::domain::code::Sex;
use pegboard::domain::codebook::FeeRow;
use pegboard::domain::id::ClaimId;
use pegboard::domain::patient::{NewPatient, Patient, Payor};
use pegboard::domain::policy::Rank;
use pegboard::domain::practice::Duty;
use pegboard::domain::today::Queue;

use super::practice::{Desk, after, cents, day, policy};

/// Dana's claim, ready, through Portage.
fn ready(desk: &mut Desk) -> ClaimId {
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    assert_eq!(desk.state(claim), State::Ready);
    claim
}

/// A patient as they could be typed again.
fn typed_again(patient: &Patient) -> NewPatient {
    NewPatient {
        contact: patient.contact.clone(),
        born_on: patient.born_on,
        sex: patient.sex,
        payor: Payor::Patient,
        reason: patient.reason.clone(),
        note: patient.note.clone(),
        died_on: patient.died_on,
    }
}

/// How many claims Today calls held and ready.
fn piles(desk: &Desk) -> (u32, u32) {
    let board = desk.office.board().unwrap();
    let count = |queue| {
        let row = board.queues.iter().find(|row| row.queue == queue);
        row.unwrap().count
    };
    (count(Queue::Held), count(Queue::Ready))
}

#[test]
fn a_patient_spoilt_and_mended_takes_the_claim_along() {
    let mut desk = Desk::open();
    let (claim, dana) = (ready(&mut desk), desk.known.dana);
    let good = typed_again(&desk.office.patient(dana).unwrap());
    let mut bad = good.clone();
    bad.contact.address.street.clear();
    desk.office.change_patient(dana, &bad).unwrap();
    assert_eq!(desk.state(claim), State::Held);
    assert_eq!(piles(&desk), (1, 0));
    desk.office.change_patient(dana, &good).unwrap();
    assert_eq!(desk.state(claim), State::Ready);
    assert_eq!(piles(&desk), (0, 1));
    let events = desk.office.claim(claim).unwrap().events;
    let words: Vec<_> = events.iter().map(|event| event.words.as_str()).collect();
    assert_eq!(
        words[2..],
        ["Patient without an address", "Nothing stops it"]
    );
}

#[test]
fn what_changes_nothing_writes_nothing() {
    let mut desk = Desk::open();
    let (claim, dana) = (ready(&mut desk), desk.known.dana);
    let before = desk.office.claim(claim).unwrap().events;
    let mut other = typed_again(&desk.office.patient(dana).unwrap());
    other.sex = Sex::Unknown;
    desk.office.change_patient(dana, &other).unwrap();
    assert_eq!(desk.findings(claim), ["S004"]);
    assert_eq!(desk.office.claim(claim).unwrap().events, before);
}

#[test]
fn a_guarantor_who_is_the_patient_takes_the_claim_along() {
    let mut desk = Desk::open();
    let (claim, dana) = (ready(&mut desk), desk.known.dana);
    let patient = desk.office.patient(dana).unwrap();
    let mut contact = patient.contact;
    contact.address.city.clear();
    let guarantor = patient.guarantor;
    desk.office.change_guarantor(guarantor, &contact).unwrap();
    assert_eq!(desk.state(claim), State::Held);
}

#[test]
fn a_policy_spoilt_and_mended_takes_the_claim_along() {
    let mut desk = Desk::open();
    let claim = ready(&mut desk);
    let good = policy(desk.known.dana, desk.known.meridian);
    let mut ended = good.clone();
    ended.ends_on = Some(day("2026-02-01"));
    desk.office.change_policy(desk.known.danas, &ended).unwrap();
    assert_eq!(desk.state(claim), State::Held);
    assert_eq!(desk.findings(claim), ["S020"]);
    desk.office.change_policy(desk.known.danas, &good).unwrap();
    assert_eq!(desk.state(claim), State::Ready);
}

#[test]
fn a_policy_that_pays_first_holds_the_claim_to_the_other() {
    let mut desk = Desk::open();
    let mut second = policy(desk.known.dana, desk.known.meridian);
    second.rank = Rank::Secondary;
    desk.office
        .change_policy(desk.known.danas, &second)
        .unwrap();
    let claim = ready(&mut desk);
    let first = policy(desk.known.dana, desk.known.meridian);
    let _policy = desk.office.add_policy(&first).unwrap();
    assert_eq!(desk.state(claim), State::Held);
    assert_eq!(desk.findings(claim), ["S021"]);
}

#[test]
fn the_practice_takes_every_waiting_claim_along() {
    let mut desk = Desk::open();
    let claim = ready(&mut desk);
    let good = desk.office.practice().unwrap();
    let mut bad = good.clone();
    bad.address.street = "PO Box 9".to_owned();
    desk.office.save_practice(&bad).unwrap();
    assert_eq!(desk.state(claim), State::Held);
    desk.office.save_practice(&good).unwrap();
    assert_eq!(desk.state(claim), State::Ready);
}

#[test]
fn a_payer_takes_its_claims_along_with_its_days_to_file() {
    let mut desk = Desk::open();
    let claim = ready(&mut desk);
    let mut payer = desk.office.payer(desk.known.meridian).unwrap().what;
    payer.timely_days = 2;
    desk.office
        .change_payer(desk.known.meridian, &payer, true)
        .unwrap();
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.row.file_by.to_string(), after(2));
    assert_eq!(page.row.state, State::Held);
    assert_eq!(desk.findings(claim), ["S100"]);
    payer.timely_days = 365;
    desk.office
        .change_payer(desk.known.meridian, &payer, true)
        .unwrap();
    assert_eq!(desk.state(claim), State::Ready);
}

#[test]
fn a_receiver_out_of_use_holds_the_claims_that_go_there() {
    let mut desk = Desk::open();
    let claim = ready(&mut desk);
    let receivers = desk.office.receivers().unwrap();
    let portage = receivers.iter().find(|one| one.id == desk.known.portage);
    let what = portage.unwrap().what.clone();
    desk.office
        .change_receiver(desk.known.portage, &what, false)
        .unwrap();
    assert_eq!(desk.state(claim), State::Held);
    desk.office
        .change_receiver(desk.known.portage, &what, true)
        .unwrap();
    assert_eq!(desk.state(claim), State::Ready);
}

#[test]
fn a_clinician_who_only_refers_holds_what_they_saw() {
    let mut desk = Desk::open();
    let claim = ready(&mut desk);
    let mut hale = desk.office.provider(desk.known.hale).unwrap().who;
    hale.duty = Duty::Refers;
    desk.office
        .change_provider(desk.known.hale, &hale, true)
        .unwrap();
    assert_eq!(desk.state(claim), State::Held);
    assert_eq!(desk.findings(claim), ["S039"]);
}

#[test]
fn a_facility_takes_the_claims_of_its_visits_along() {
    let mut desk = Desk::open();
    let mut visit = desk.visit();
    visit.facility = Some(desk.known.lakeside);
    visit.place = "22".parse().unwrap();
    let claim = desk.claim_of(&visit);
    assert_eq!(desk.state(claim), State::Ready);
    let facilities = desk.office.facilities().unwrap();
    let mut lakeside = facilities[0].what.clone();
    lakeside.address.zip = "44308".parse().unwrap();
    desk.office
        .change_facility(desk.known.lakeside, &lakeside, true)
        .unwrap();
    assert_eq!(desk.state(claim), State::Held);
}

#[test]
fn a_claim_that_left_stays_where_it_is() {
    let mut desk = Desk::open();
    let claim = ready(&mut desk);
    let _exported = desk.export();
    let before = desk.office.claim(claim).unwrap().events;
    let mut bad = desk.office.practice().unwrap();
    bad.address.street = "PO Box 9".to_owned();
    desk.office.save_practice(&bad).unwrap();
    assert_eq!(desk.state(claim), State::Batched);
    assert_eq!(desk.office.claim(claim).unwrap().events, before);
}

#[test]
fn a_claim_that_somebody_stopped_stays_stopped() {
    let mut desk = Desk::open();
    let claim = ready(&mut desk);
    desk.office.hold(claim, "waiting for the chart").unwrap();
    let practice = desk.office.practice().unwrap();
    desk.office.save_practice(&practice).unwrap();
    assert_eq!(desk.state(claim), State::Held);
}

#[test]
fn a_new_fee_leaves_what_was_charged() {
    let mut desk = Desk::open();
    let claim = ready(&mut desk);
    let before = desk.office.claim(claim).unwrap();
    desk.office
        .set_fee(&FeeRow {
            code: "99213".parse().unwrap(),
            modifier: None,
            description: "Another name".to_owned(),
            fee: cents(99_900),
            effective_on: day("2026-01-01"),
        })
        .unwrap();
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.row.charged, cents(14_500));
    assert_eq!((page.row.state, page.events), (State::Ready, before.events));
}
