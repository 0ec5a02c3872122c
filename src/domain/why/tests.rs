use super::*;
use crate::domain::card::Origin;
use crate::domain::ledger::{Kind, LineBalance};

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

fn paid_ahead(entry: i64, cents: i64, is_there: bool) -> Held {
    Held {
        entry: EntryId::new(entry),
        kind: Kind::PatientPayment,
        account: 70,
        name: String::from("unapplied patient credit"),
        amount: m(cents),
        reason: String::new(),
        accounting_on: day(),
        by: String::from("Nadia"),
        why: String::from("payment received"),
        is_reversal: false,
        origin: Origin::Visit(day()),
        key: SourceKey {
            kind: String::from("receipt"),
            number: Some(1),
            remittance: None,
            segment: None,
            is_there,
        },
    }
}

fn section(balance: i64, parts: Vec<Held>) -> Result<Section, WhyError> {
    let parts = parts.into_iter().map(held).collect();
    Section::prove(String::from("paid ahead"), None, m(balance), parts)
}

#[test]
fn parts_that_do_not_come_to_the_balance_are_an_error() {
    let parts = || vec![paid_ahead(1, -3_000, true), paid_ahead(2, 1_200, true)];
    let whole = section(-1_800, parts()).unwrap();
    assert_eq!(whole.parts[0].words, "Paid ahead, unapplied patient credit");
    assert!(matches!(
        section(-1_799, parts()),
        Err(WhyError::DoesNotAdd { balance, parts, .. }) if balance == m(-1_799) && parts == m(-1_800)
    ));
    let about = || String::from("guarantor:1");
    assert!(Explained::prove(about(), m(-1_800), vec![whole.clone()]).is_ok());
    assert!(Explained::prove(about(), m(0), vec![whole]).is_err());
}

#[test]
fn a_part_without_its_source_is_an_error() {
    let lost = section(-3_000, vec![paid_ahead(7, -3_000, false)]);
    assert_eq!(lost, Err(WhyError::NoSource(EntryId::new(7))));
}

#[test]
fn an_insurers_part_counts_what_moved_and_the_whole_does_not() {
    let posted = |effect, side, cents: i64, policy: Option<i64>| Happening {
        entry: EntryId::new(1),
        kind: Kind::InsurancePayment,
        effect,
        side,
        policy: policy.map(PolicyId::new),
        guarantor: crate::domain::id::GuarantorId::new(1),
        amount: m(cents),
        reason: String::new(),
        accounting_on: day(),
        at: day().and_hms_opt(9, 0, 0).unwrap().and_utc(),
        by: String::from("Nadia"),
        why: String::from("answered"),
        reverses: None,
        is_taken_back: false,
        written_off: None,
        payer: String::from("Meridian Health"),
        origin: Origin::Visit(day()),
        key: SourceKey::person(),
        decided: None,
    };
    let all = [
        posted(Effect::Charge, Side::Insurer, 18_500, Some(1)),
        posted(Effect::InsurancePaid, Side::Insurer, -7_441, Some(1)),
        posted(Effect::Transfer, Side::Insurer, -4_317, Some(1)),
        posted(Effect::Transfer, Side::Guarantor, 4_317, None),
    ];
    let explain = |view, balance| {
        let open = Open {
            line: CardLine {
                line: ChargeLineId::new(1),
                code: Some("99214".parse().unwrap()),
                modifiers: Vec::new(),
                description: String::from("Office visit"),
                sums: LineBalance::default(),
                is_voided: false,
                billed: None,
            },
            service_on: day(),
            view,
            balance: m(balance),
        };
        Section::of_service(&open, &all, None).map(|section| section.parts.len())
    };
    assert_eq!(explain(View::Whole, 11_059), Ok(2));
    assert_eq!(
        explain(View::Insurers(Some(PolicyId::new(1))), 6_742),
        Ok(3)
    );
    assert_eq!(explain(View::Insurers(None), 6_742), Ok(3));
    assert_eq!(explain(View::Guarantor, 4_317), Ok(1));
    assert!(explain(View::Insurers(Some(PolicyId::new(2))), 6_742).is_err());
}

#[test]
fn an_account_is_typed_by_kind_and_number() {
    let read = |text: &str| text.parse::<Asked>();
    for text in [
        "guarantor:12",
        "patient:3",
        "policy:5",
        "line:40",
        "payer:2",
        "account:72",
    ] {
        assert_eq!(read(text).unwrap().to_string(), text);
    }
    assert_eq!(read("12").unwrap().to_string(), "guarantor:12");
    let number = crate::domain::claim::ClaimNumber::of(crate::domain::id::ClaimId::new(1));
    assert_eq!(
        read(&format!("claim:{number}")).unwrap().to_string(),
        format!("claim:{number}")
    );
    for text in [
        "",
        "guarantor:",
        "patient:x",
        "payer:-1",
        "claim:12",
        "house:1",
    ] {
        assert_eq!(read(text), Err(AskedError), "{text}");
    }
}
