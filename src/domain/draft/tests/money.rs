//! Payments and explanations of benefits.

use super::super::{eob as paper, receipt as paid};
use super::*;
use crate::domain::code::AdjustmentGroup;
use crate::domain::eob::Outcome;

fn said_of(receipt: &ReceiptDraft, field: paid::Field) -> String {
    let open = open();
    under(
        &receipt.check(taken(&open)).err().unwrap_or_default(),
        field,
    )
}

#[test]
fn a_payment_adds_up() {
    let open = open();
    let new = receipt().check(taken(&open)).unwrap();
    assert_eq!((new.tenders.len(), new.placed.len()), (2, 2));
    assert_eq!(receipt().tendered().to_string(), "60.00");

    let more = ReceiptDraft {
        amount: String::from("61"),
        ..receipt()
    };
    assert!(said_of(&more, paid::Field::Amount).contains("come to 60.00"));
    let mut placed = receipt();
    placed.tenders.truncate(1);
    placed.amount.clear();
    assert!(
        said_of(&placed, paid::Field::Amount)
            .contains("50.00 is placed on services, but only 40.00")
    );
    let later = ReceiptDraft {
        accounting_on: String::from("+1"),
        ..receipt()
    };
    assert!(said_of(&later, paid::Field::AccountingOn).contains("cannot be after today"));
}

#[test]
fn a_tender_is_refused_field_by_field() {
    use paid::tender::Field;
    let said = |place: usize, field, text: &str| {
        let mut draft = receipt();
        draft.tenders[place]
            .text_mut(field)
            .unwrap()
            .replace_range(.., text);
        said_of(&draft, paid::Field::Tender(place, field))
    };
    assert!(said(0, Field::Given, "39.99").contains("Less was handed over"));
    assert_eq!(said(0, Field::Given, ""), "");
    assert!(said(0, Field::Amount, "0").contains("more than zero"));
    assert!(said(0, Field::Amount, "forty").contains("digits and a point"));
    assert!(said(1, Field::Method, "barter").contains("Choose cash, check or card."));
    assert!(said(1, Field::Reference, "").contains("is missing"));
    let whole = said(1, Field::Reference, "4242 4242-4242 4242");
    assert!(whole.contains("Never keep a whole card number"));
    let no_ending = said(1, Field::Reference, "Visa");
    assert!(no_ending.contains("last four digits"), "{no_ending}");
    let none = ReceiptDraft {
        tenders: vec![TenderDraft::default()],
        placed: Vec::new(),
        amount: String::new(),
        ..receipt()
    };
    assert!(said_of(&none, paid::Field::Tender(0, Field::Amount)).contains("is missing"));
}

#[test]
fn no_service_is_paid_more_than_is_owed_for_it() {
    use paid::placement::Field;
    let said = |line: i64, amount: &str| {
        let mut draft = receipt();
        draft.placed[1] = PlacementDraft {
            line: Some(ChargeLineId::new(line)),
            amount: amount.to_owned(),
            ..PlacementDraft::default()
        };
        said_of(&draft, paid::Field::Placed(1, Field::Amount))
    };
    assert!(said(2, "25.01").contains("Only 25.00 is owed"));
    assert!(said(8, "1").contains("Nothing is open"));
    assert!(
        said(1, "1").contains("Nothing is open"),
        "the same service twice"
    );
    assert!(said(2, "x").contains("digits and a point"));
    assert_eq!(said(2, "20.00"), "");
}

#[test]
fn the_contract_write_off_follows_from_the_allowed_amount() {
    let new = eob().check(today()).unwrap();
    assert_eq!(new.lines.len(), 1, "an untouched service does not count");
    let line = &new.lines[0];
    let got: Vec<String> = line
        .adjustments
        .iter()
        .map(|a| format!("{}-{} {}", a.group, a.carc, a.amount))
        .collect();
    assert_eq!(got, ["CO-45 75.00", "PR-3 25.00"]);
    assert!(line.difference().unwrap().is_zero());
    assert!(eob().proof().unwrap().holds());
}

#[test]
fn what_medicare_withholds_is_not_above_the_allowed_amount() {
    let mut draft = eob();
    draft.lines[0].paid = String::from("83.30");
    draft.lines[0].adjustments.push(AdjustmentDraft {
        carc: String::from("253"),
        amount: String::from("1.70"),
        ..AdjustmentDraft::default()
    });
    assert_eq!(
        draft.lines[0].contract_write_off().unwrap().to_string(),
        "75.00"
    );
    assert!(
        draft.check(today()).unwrap().lines[0]
            .difference()
            .unwrap()
            .is_zero()
    );
    let mut denied = eob();
    denied.lines[0] = EobLineDraft {
        charged: String::from("185"),
        allowed: String::from("0"),
        adjustments: vec![AdjustmentDraft {
            carc: String::from("97"),
            amount: String::from("185"),
            ..AdjustmentDraft::default()
        }],
        ..denied.lines[0].clone()
    };
    denied.lines[0].copay.clear();
    denied.lines[0].paid.clear();
    assert!(denied.lines[0].contract_write_off().unwrap().is_zero());
}

#[test]
fn without_an_allowed_amount_it_is_what_was_paid_and_the_patients() {
    let mut draft = eob();
    draft.lines[0].allowed.clear();
    draft.lines[0].contractual = String::from("75");
    assert_eq!(
        draft.check(today()).unwrap().lines[0].allowed.to_string(),
        "110.00"
    );
}

#[test]
fn the_running_proof_says_what_is_left() {
    let mut draft = eob();
    draft.amount = String::from("100");
    draft.lines[1].paid = String::from("ten");
    let proof = draft.proof().unwrap();
    assert_eq!(
        (proof.entered.to_string(), proof.left.to_string()),
        (String::from("85.00"), String::from("15.00"))
    );
    draft.lines[0].paid = String::from("80");
    assert_eq!(draft.proof().unwrap().lines_off.len(), 1);
}

#[test]
fn an_eob_is_refused_field_by_field() {
    use paper::Field;
    table(
        &eob(),
        EobDraft::text_mut,
        |draft| draft.check(today()),
        &[
            (Field::Method, "coins", "Choose a check"),
            (Field::Method, "none", ""),
            (Field::Reference, "", "is missing"),
            (Field::PaidOn, "", "The date on the check is missing."),
            (Field::PaidOn, "06/01/2026", "more than a month ahead"),
            (Field::AccountingOn, "03/18/2026", "cannot be after today"),
            (Field::Amount, "0", "When nothing was paid"),
            (Field::Amount, "lots", "digits and a point"),
        ],
    );
    let nothing = EobDraft {
        lines: Vec::new(),
        ..eob()
    };
    let complaints = nothing.check(today()).unwrap_err();
    assert!(under(&complaints, Field::Line(0, paper::line::Field::Paid)).contains("at least one"));
}

#[test]
fn a_denial_by_contract_is_never_billed_to_the_patient() {
    let draft = AdjustmentDraft {
        carc: String::from("97"),
        amount: String::from("10"),
        outcome: Some(Outcome::Patient),
        ..AdjustmentDraft::default()
    };
    let complaints = draft.check().unwrap_err();
    assert!(under(&complaints, paper::adjustment::Field::Outcome).contains("never the patient's"));
    let share = AdjustmentDraft {
        group: String::from("PR"),
        ..draft
    };
    assert_eq!(share.check().unwrap().group, AdjustmentGroup::Patient);
}
