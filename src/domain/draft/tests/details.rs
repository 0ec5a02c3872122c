//! What a claim says beside what every claim says.

use super::*;
use crate::domain::code::{ClaimDay, NoteTopic, ServiceMark, SpinalCondition};
use crate::domain::draft::visit::{self, Field};
use crate::domain::id::ProviderId;

fn wrong(draft: &VisitDraft) -> Vec<Field> {
    let complaints = draft.check(SEEN).unwrap_err();
    complaints.into_iter().map(|one| one.field).collect()
}

#[test]
fn what_a_visit_says_more_comes_back_as_it_was_typed() {
    let mut draft = visit();
    draft.supervising = Some(ProviderId::new(3));
    draft.is_homebound = true;
    for (field, text) in [
        (Field::Referral, "RF-77"),
        (Field::CasualtyClaim, "WC 2026-1"),
        (Field::InitialTreatmentOn, "02/01/2026"),
        (Field::DisabledFrom, "02/02/2026"),
        (Field::Spine, "M"),
        (Field::Epsdt, "ST"),
        (Field::Delay, "7"),
        (Field::Program, "05"),
        (Field::NoteTopic, "dcp"),
        (Field::PayerNote, "Walks without a cane"),
        (Field::Conditions, "ad, AE"),
    ] {
        text.clone_into(draft.text_mut(field).unwrap());
    }
    assert!(draft.has_details());
    let new = draft.check(SEEN).unwrap();
    let details = &new.details;
    assert_eq!(details.spine, Some(SpinalCondition::AcuteManifestation));
    assert_eq!(
        details.note.as_ref().map(|note| note.topic),
        Some(NoteTopic::Plans)
    );
    assert_eq!(details.days.len(), 2);
    assert_eq!(details.conditions.len(), 2);
    let again = VisitDraft::from(&new);
    assert_eq!(again.check(SEEN).unwrap(), new);
    assert!(!visit().has_details());
}

#[test]
fn a_further_day_obeys_its_own_rule() {
    for day in ClaimDay::ALL {
        let field = Field::of_day(*day);
        assert_eq!(
            field.to_string(),
            day.as_str(),
            "a field is named as its day"
        );
        let mut draft = visit();
        "12/31/2029".clone_into(draft.text_mut(field).unwrap());
        match draft.check(SEEN) {
            Ok(_) => assert!(day.may_be_to_come(), "{day}"),
            Err(complaints) => {
                assert!(!day.may_be_to_come(), "{day}");
                assert_eq!(complaints[0].field, field);
            }
        }
    }
}

#[test]
fn what_cannot_be_sent_is_said_under_its_field() {
    for (field, text) in [
        (Field::Referral, "x".repeat(51)),
        (Field::CasualtyClaim, "🌿".to_owned()),
        (Field::PayerNote, "x".repeat(81)),
        (Field::Spine, "Z".to_owned()),
        (Field::Delay, "12".to_owned()),
        (Field::Conditions, "ABC".to_owned()),
        (Field::Conditions, "AD AD".to_owned()),
        (Field::LastSeenOn, "yesterday-ish".to_owned()),
    ] {
        let mut draft = visit();
        *draft.text_mut(field).unwrap() = text;
        assert_eq!(wrong(&draft), [field], "{field}");
    }
}

#[test]
fn a_disability_does_not_end_before_it_begins() {
    let mut draft = visit();
    "02/20/2026".clone_into(&mut draft.disabled_from);
    "02/10/2026".clone_into(&mut draft.disabled_until);
    assert_eq!(wrong(&draft), [Field::DisabledUntil]);
}

#[test]
fn what_a_service_says_more_comes_back_as_it_was_typed() {
    let mut draft = line();
    "Given in the left arm".clone_into(&mut draft.note);
    "U7712AA".clone_into(&mut draft.lot);
    "36d1122334".clone_into(&mut draft.referring_clia);
    draft.is_epsdt = true;
    draft.rendering = Some(ProviderId::new(4));
    let new = draft.check(3).unwrap();
    assert!(new.details.marks.contains(&ServiceMark::Epsdt));
    assert_eq!(LineDraft::from(&new).check(3).unwrap(), new);
    draft.lot = "x".repeat(51);
    let complaints = draft.check(3).unwrap_err();
    assert_eq!(complaints[0].field, visit::line::Field::Lot);
}

#[test]
fn a_service_is_charged_alike_whatever_more_is_said_of_it() {
    let plain = line().check(3).unwrap();
    let mut said = plain.clone();
    "U7712AA".clone_into(&mut said.details.lot);
    assert!(plain.is_charged_as(&said));
    said.charge = said.charge.plus(said.charge).unwrap();
    assert!(!plain.is_charged_as(&said));
}

#[test]
fn an_employer_holds_a_policy_by_a_name_and_an_address_alone() {
    let mut draft = dependent();
    "20".clone_into(&mut draft.relation);
    "Tannery Works 2".clone_into(&mut draft.subscriber_last);
    for field in [
        policy::Field::SubscriberFirst,
        policy::Field::SubscriberBornOn,
        policy::Field::SubscriberSex,
    ] {
        draft.text_mut(field).unwrap().clear();
    }
    let new = draft.check(NO_POLICIES).unwrap();
    let employer = new.subscriber.as_ref().unwrap();
    assert!(employer.is_employer());
    assert_eq!(employer.name.last, "Tannery Works 2");
    let again = PolicyDraft::from(&new);
    assert_eq!(again.check(NO_POLICIES).unwrap(), new);
    // Anybody else is a person, with all that people have.
    "19".clone_into(&mut draft.relation);
    assert!(draft.check(NO_POLICIES).is_err());
}
