//! Other payers: how their decisions are written, and what is refused and said of those that do not add up.

use super::super::super::finding::Severity;
use super::super::super::segment::Delimiters;
use super::super::{
    Adjudication, Adjustment, Attachment, AttachmentKind, Delivery, EntityKind, OtherPayer,
    OtherPayerProvider, OtherPayerReference, OtherPayerRole, OtherSubscriber, Outpatient, Payer,
    PayerOrder, Procedure, ProviderId, ProviderIdKind, Submission, read, write,
};
use super::{batch, between, cents, day, person, submission, written};
use crate::domain::code::{AdjustmentGroup, FilingIndicator, Relation};

fn adjustment(group: AdjustmentGroup, reason: &str, amount: i64) -> Adjustment {
    Adjustment {
        group,
        reason: reason.to_owned(),
        amount: cents(amount),
        quantity: None,
    }
}

/// A secondary claim after a payer that has decided on both of its lines, of 150.00 and 15.50.
fn secondary() -> Submission {
    let mut one = submission("C1");
    one.subscriber.order = PayerOrder::Secondary;
    let payer = Payer {
        name: "FIRST HEALTH".to_owned(),
        id: "11111".to_owned(),
        ..Payer::default()
    };
    let subscriber = OtherSubscriber {
        name: super::Name::Person(person("BROOKS", "BEN")),
        member_id: "X1".to_owned(),
        ..OtherSubscriber::default()
    };
    let mut other = OtherPayer::new(PayerOrder::Primary, Relation::Spouse, subscriber, payer);
    other.filing = Some(FilingIndicator::Commercial);
    other.paid = Some(cents(9000));
    let _none = other
        .references
        .insert(OtherPayerReference::ClaimNumber, "ICN1".to_owned());
    one.claim.other_payers.push(other);
    let lines = &mut one.claim.lines;
    let mut office = Adjudication::new(
        "11111",
        Procedure::hcpcs("99213"),
        cents(8000),
        day("2024-04-01"),
    );
    office.adjustments = vec![
        adjustment(AdjustmentGroup::Contractual, "45", 5000),
        adjustment(AdjustmentGroup::Patient, "1", 1000),
        adjustment(AdjustmentGroup::Patient, "2", 1000),
    ];
    office.remaining = Some(cents(2000));
    lines[0].adjudications.push(office);
    let mut test = Adjudication::new(
        "11111",
        Procedure::hcpcs("87880"),
        cents(1000),
        day("2024-04-01"),
    );
    test.adjustments = vec![adjustment(AdjustmentGroup::Contractual, "45", 550)];
    lines[1].adjudications.push(test);
    one
}

/// The same, decided on the claim as a whole.
fn decided_as_a_whole() -> Submission {
    let mut one = secondary();
    one.claim.lines[0].adjudications.clear();
    one.claim.lines[1].adjudications.clear();
    let other = &mut one.claim.other_payers[0];
    other.adjustments = vec![adjustment(AdjustmentGroup::Contractual, "45", 7550)];
    other.decided_on = Some(day("2024-04-01"));
    one
}

fn refuse(want: &str, one: Submission) {
    let error = write(&batch(vec![one]), Delimiters::STANDARD).unwrap_err();
    assert_eq!(error.to_string(), want);
}

#[test]
fn a_secondary_claim_says_what_the_first_payer_decided_on_each_line() {
    let text = written(&batch(vec![secondary()]));
    assert_eq!(
        between(&text, "SBR*P*01", "LX*1"),
        "SBR*P*01*******CI~\nAMT*D*90~\nOI***Y***Y~\nNM1*IL*1*BROOKS*BEN****MI*X1~\n\
         NM1*PR*2*FIRST HEALTH*****PI*11111~\nREF*F8*ICN1~\n"
    );
    assert_eq!(
        between(&text, "SVD", "LX*2"),
        "SVD*11111*80*HC:99213**1~\nCAS*CO*45*50~\nCAS*PR*1*10**2*10~\nDTP*573*D8*20240401~\nAMT*EAF*20~\n"
    );
    let (batches, findings) = read(text.as_bytes()).unwrap();
    assert_eq!(findings, []);
    assert!(batches == [batch(vec![secondary()])]);
}

#[test]
fn a_decision_on_the_whole_claim_is_written_with_all_that_it_may_have() {
    let mut one = decided_as_a_whole();
    let other = &mut one.claim.other_payers[0];
    other.remaining = Some(cents(500));
    other.non_covered = Some(cents(0));
    other.provider_signed_for_patient = true;
    other.outpatient = Some(Box::new(Outpatient {
        payable: Some(cents(100)),
        remarks: vec!["MA01".to_owned(), "N1".to_owned()],
        renal: Some(cents(200)),
        ..Outpatient::default()
    }));
    let number = |kind, number: &str| ProviderId {
        kind,
        number: number.to_owned(),
        payer: None,
    };
    let known_as = |entity, kind| OtherPayerProvider {
        entity,
        ids: vec![number(kind, "K7")],
    };
    other.providers = [
        (
            OtherPayerRole::Billing,
            known_as(EntityKind::Organization, ProviderIdKind::Commercial),
        ),
        (
            OtherPayerRole::PrimaryCare,
            known_as(EntityKind::Person, ProviderIdKind::Upin),
        ),
        (
            OtherPayerRole::Referring,
            known_as(EntityKind::Person, ProviderIdKind::License),
        ),
    ]
    .into();
    one.claim.attachments = vec![
        Attachment {
            kind: AttachmentKind::OtherPayerExplanation,
            delivery: Delivery::Fax,
            number: Some("ACN7".to_owned()),
        },
        Attachment {
            kind: AttachmentKind::OperativeNote,
            delivery: Delivery::OnRequest,
            number: None,
        },
    ];
    let text = written(&batch(vec![one.clone()]));
    assert_eq!(
        between(&text, "PWK", "HI"),
        "PWK*EB*FX***AC*ACN7~\nPWK*OB*AA~\n"
    );
    assert_eq!(
        between(&text, "CAS", "LX*1"),
        "CAS*CO*45*75.5~\nAMT*D*90~\nAMT*A8*0~\nAMT*EAF*5~\nOI***Y*P**Y~\nMOA**1*MA01*N1****2~\n\
         NM1*IL*1*BROOKS*BEN****MI*X1~\nNM1*PR*2*FIRST HEALTH*****PI*11111~\nDTP*573*D8*20240401~\n\
         REF*F8*ICN1~\nNM1*DN*1~\nREF*0B*K7~\nNM1*P3*1~\nREF*1G*K7~\nNM1*85*2~\nREF*G2*K7~\n"
    );
    let (batches, findings) = read(text.as_bytes()).unwrap();
    assert_eq!(findings, []);
    assert!(batches == [batch(vec![one])]);
}

#[test]
fn seven_reasons_of_one_group_take_two_segments() {
    let mut one = decided_as_a_whole();
    let reasons = ["45", "1", "2", "3", "94", "96", "97"];
    one.claim.other_payers[0].adjustments = reasons
        .map(|reason| adjustment(AdjustmentGroup::Contractual, reason, 1000))
        .to_vec();
    one.claim.other_payers[0].adjustments[6].amount = cents(1550);
    let text = written(&batch(vec![one]));
    assert_eq!(
        between(&text, "CAS", "AMT"),
        "CAS*CO*45*10**1*10**2*10**3*10**94*10**96*10~\nCAS*CO*97*15.5~\n"
    );
}

#[test]
fn decisions_that_do_not_add_up_are_refused() {
    let mut one = secondary();
    one.claim.lines[0].adjudications[0].payer_id = "22222".to_owned();
    refuse(
        "claim C1, line 1, decision is of a payer that the claim does not name",
        one,
    );
    let mut one = secondary();
    one.claim.other_payers.clear();
    refuse(
        "claim C1, line 1, decision is of a payer that the claim does not name",
        one,
    );
    let mut one = secondary();
    one.claim.lines[1].adjudications[0].paid = cents(1001);
    refuse(
        "claim C1, line 2, charge is not what another payer paid for the line and its adjustments",
        one,
    );
    let mut one = secondary();
    one.claim.other_payers[0].paid = Some(cents(9001));
    refuse(
        "claim C1, other payer: paid amount is not what was paid for the lines without the adjustments of the claim",
        one,
    );
    let mut one = secondary();
    one.claim.other_payers[0].paid = None;
    refuse(
        "claim C1, other payer: paid amount must go with a decision",
        one,
    );
    let mut one = secondary();
    one.claim.lines[1].adjudications.clear();
    one.claim.other_payers[0].paid = Some(cents(8000));
    refuse(
        "claim C1, other payer: paid amount does not come to the claim's charge with all adjustments",
        one,
    );
    let mut one = decided_as_a_whole();
    one.claim.other_payers[0].paid = Some(cents(8999));
    refuse(
        "claim C1, other payer: paid amount does not come to the claim's charge with all adjustments",
        one,
    );
}

#[test]
fn other_payers_that_cannot_be_told_apart_are_refused() {
    let mut one = secondary();
    one.subscriber.order = PayerOrder::Primary;
    refuse(
        "claim C1, other payer: order is that of another payer of the claim too",
        one,
    );
    let mut one = secondary();
    let mut again = one.claim.other_payers[0].clone();
    again.order = PayerOrder::Tertiary;
    one.claim.other_payers.push(again);
    refuse(
        "claim C1, other payer: id is that of another payer of the claim too",
        one,
    );
    let day_rule = "claim C1, other payer: day of decision must stand on the payer, or else on each line that it decided on";
    let mut one = secondary();
    one.claim.other_payers[0].decided_on = Some(day("2024-04-01"));
    refuse(day_rule, one);
    let mut one = decided_as_a_whole();
    one.claim.other_payers[0].decided_on = None;
    refuse(day_rule, one);
    let mut one = secondary();
    one.claim.attachments = vec![Attachment {
        kind: AttachmentKind::Support,
        delivery: Delivery::Mail,
        number: None,
    }];
    refuse("claim C1, attachment: control number is missing", one);
}

#[test]
fn what_does_not_add_up_in_a_file_is_said() {
    let text = written(&batch(vec![secondary()]));
    let said = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let (_, findings) = read(text.replacen(from, to, 1).as_bytes()).unwrap();
        findings
            .into_iter()
            .map(|finding| (finding.severity, finding.text))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        said("SVD*11111*80*", "SVD*22222*80*"),
        [
            (
                Severity::Error,
                "SVD01 is '22222', which is no other payer of the claim".to_owned()
            ),
            (
                Severity::Warning,
                "what another payer paid and all its adjustments do not come to the claim's charge"
                    .to_owned()
            ),
        ]
    );
    assert_eq!(
        said("CAS*CO*45*5.5", "CAS*XX*45*5.5")[0].1,
        "CAS01 'XX' is not CO, CR, OA, PI or PR"
    );
    assert_eq!(
        said("SVD*11111*10*", "SVD*11111*11*")[0].1,
        "what another payer paid for the line and its adjustments do not come to the line's charge"
    );
}
