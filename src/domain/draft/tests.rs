//! What each form refuses and in which words, on made-up people; and the laws that hold for all forms.

use chrono::NaiveDate;

use super::eob::{AdjustmentDraft, EobLineDraft};
use super::receipt::{PlacementDraft, TenderDraft};
use super::*;
use crate::domain::code::{Npi, Relation};
use crate::domain::id::{
    ChargeLineId, ClaimId, GuarantorId, PatientId, PayerId, PolicyId, ProviderId, VisitId,
};
use crate::domain::money::Money;
use crate::domain::patient::{NewPatient, Patient, Payor};
use crate::domain::payment::OpenItem;
use crate::domain::policy::{NewPolicy, Policy};

mod details;
mod laws;
mod money;
mod people;
mod setup;
mod visit;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-03-17")
}

fn npi() -> String {
    Npi::from_first_nine(145_208_871).unwrap().to_string()
}

/// Runs a table: with `text` in `field`, the check must say something that holds `words` under that very field; with
/// no words, nothing may be said under it.
#[track_caller]
fn table<D: Clone, F: Copy + PartialEq + std::fmt::Debug, N>(
    draft: &D,
    text_mut: impl Fn(&mut D, F) -> Option<&mut String>,
    check: impl Fn(&D) -> Result<N, Vec<Complaint<F>>>,
    rows: &[(F, &str, &str)],
) {
    if let Err(complaints) = check(draft) {
        panic!("the sample itself is refused: {complaints:?}");
    }
    for (field, text, words) in rows {
        let mut changed = draft.clone();
        text_mut(&mut changed, *field)
            .unwrap()
            .replace_range(.., text);
        let said = under(&check(&changed).err().unwrap_or_default(), *field);
        if words.is_empty() {
            assert_eq!(said, "", "{field:?} {text:?}");
        } else {
            assert!(
                said.contains(words),
                "{field:?} {text:?}: {said:?} lacks {words:?}"
            );
        }
    }
}

/// Everything said under a field.
fn under<F: Copy + PartialEq>(complaints: &[Complaint<F>], field: F) -> String {
    let said: Vec<&str> = complaints
        .iter()
        .filter(|complaint| complaint.field == field)
        .map(|complaint| complaint.words.as_str())
        .collect();
    said.join(" ")
}

fn texts<const N: usize>(values: [&str; N]) -> [String; N] {
    values.map(str::to_owned)
}

fn practice() -> PracticeDraft {
    let [name, npi, tax_id, street, city, state, zip, phone, contact] = texts([
        "Larkspur Family Medicine",
        &npi(),
        "12-3456789",
        "27 Quarry Lane",
        "Dublin",
        "OH",
        "43016-4412",
        "(614) 555-0142",
        "Nadia Orsolek",
    ]);
    PracticeDraft {
        name,
        npi,
        tax_id,
        street,
        city,
        state,
        zip,
        phone,
        contact,
        ..PracticeDraft::default()
    }
}

fn provider() -> ProviderDraft {
    let [last, first, credential, npi, taxonomy] =
        texts(["Hale", "Simon", "MD", &npi(), "207Q00000X"]);
    ProviderDraft {
        last,
        first,
        credential,
        npi,
        taxonomy,
        ..ProviderDraft::default()
    }
}

fn facility() -> FacilityDraft {
    let [name, place, street, city, state, zip] = texts([
        "Mercy Hill Hospital",
        "22",
        "1 Mercy Way",
        "Columbus",
        "OH",
        "43215-0001",
    ]);
    FacilityDraft {
        name,
        place,
        street,
        city,
        state,
        zip,
        ..FacilityDraft::default()
    }
}

fn receiver() -> ReceiverDraft {
    let [name, receiver_id, sender_id] = texts(["Northgate Clearing", "NORTHGATE", "LARK01"]);
    ReceiverDraft {
        name,
        receiver_id,
        sender_id,
        ..ReceiverDraft::default()
    }
}

fn payer() -> PayerDraft {
    let [name, payer_id, filing_indicator, timely_days] =
        texts(["Meridian Health PPO", "60054", "CI", "180"]);
    PayerDraft {
        name,
        payer_id,
        filing_indicator,
        timely_days,
        ..PayerDraft::default()
    }
}

fn patient() -> PatientDraft {
    let [last, first, born_on, sex, street, city, state, zip] = texts([
        "Quintero",
        "Marisol",
        "04/12/1968",
        "F",
        "4 Elm Court",
        "Dublin",
        "OH",
        "43016",
    ]);
    PatientDraft {
        last,
        first,
        born_on,
        sex,
        street,
        city,
        state,
        zip,
        ..PatientDraft::default()
    }
}

fn child() -> PatientDraft {
    let [
        payor_last,
        payor_first,
        payor_street,
        payor_city,
        payor_state,
        payor_zip,
    ] = texts([
        "Quintero",
        "Marisol",
        "4 Elm Court",
        "Dublin",
        "OH",
        "43016",
    ]);
    PatientDraft {
        first: String::from("Noa"),
        born_on: String::from("06/01/2015"),
        who_pays: patient::WhoPays::Other,
        payor_relation: String::from("Child"),
        payor_last,
        payor_first,
        payor_street,
        payor_city,
        payor_state,
        payor_zip,
        ..patient()
    }
}

fn policy() -> PolicyDraft {
    PolicyDraft {
        member_id: String::from("MHP 884201773"),
        effective_on: String::from("01/01/2026"),
        copay: String::from("25"),
        payer: Some(PayerId::new(3)),
        ..PolicyDraft::default()
    }
}

fn dependent() -> PolicyDraft {
    let [last, first, born, street, city, state, zip] = texts([
        "Quintero",
        "Marisol",
        "04/12/1968",
        "4 Elm Court",
        "Dublin",
        "OH",
        "43016",
    ]);
    PolicyDraft {
        relation: String::from("19"),
        subscriber_last: last,
        subscriber_first: first,
        subscriber_born_on: born,
        subscriber_sex: String::from("F"),
        subscriber_street: street,
        subscriber_city: city,
        subscriber_state: state,
        subscriber_zip: zip,
        ..policy()
    }
}

const NO_POLICIES: policy::Context<'static> = policy::Context {
    patient: PatientId::new(482),
    policies: &[],
    changing: None,
    today: NaiveDate::from_ymd_opt(2026, 3, 17).unwrap(),
};

fn line() -> LineDraft {
    let [code, modifiers, pointers, charge, description] =
        texts(["99214", "25", "A B", "185.00", "Office visit, established"]);
    LineDraft {
        code,
        modifiers,
        pointers,
        charge,
        description,
        ..LineDraft::default()
    }
}

fn visit() -> VisitDraft {
    VisitDraft {
        service_on: String::from("03/17/2026"),
        rendering: Some(ProviderId::new(1)),
        diagnoses: texts(["E11.65", "I10", "M25.561"]).to_vec(),
        lines: vec![line()],
        ..VisitDraft::default()
    }
}

const SEEN: super::visit::Context = super::visit::Context {
    patient: PatientId::new(482),
    born_on: NaiveDate::from_ymd_opt(1968, 4, 12).unwrap(),
    died_on: None,
    today: NaiveDate::from_ymd_opt(2026, 3, 17).unwrap(),
};

fn open() -> Vec<OpenItem> {
    [(1, 4_000), (2, 2_500)]
        .map(|(line, owes)| OpenItem {
            line: ChargeLineId::new(line),
            visit: VisitId::new(1),
            patient: PatientId::new(482),
            patient_first: String::from("Marisol"),
            service_on: day("2026-03-01"),
            description: String::from("Office visit"),
            patient_owes: Money::from_cents(owes).unwrap(),
            insurer: None,
            plan: None,
        })
        .to_vec()
}

fn receipt() -> ReceiptDraft {
    let cash = TenderDraft {
        method: String::from("cash"),
        amount: String::from("40"),
        given: String::from("50"),
        ..TenderDraft::default()
    };
    let card = TenderDraft {
        amount: String::from("20"),
        reference: String::from("Visa 4242, approval 014771"),
        ..TenderDraft::default()
    };
    let placed = |line, amount: &str| PlacementDraft {
        line: Some(ChargeLineId::new(line)),
        amount: amount.to_owned(),
        ..PlacementDraft::default()
    };
    ReceiptDraft {
        accounting_on: String::from("t"),
        amount: String::from("60.00"),
        tenders: vec![cash, card],
        placed: vec![placed(1, "40.00"), placed(2, "10"), placed(7, "")],
    }
}

fn taken(open: &[OpenItem]) -> super::receipt::Context<'_> {
    super::receipt::Context {
        guarantor: GuarantorId::new(9),
        open,
        ahead: &[],
        today: today(),
    }
}

fn eob() -> EobDraft {
    let line = EobLineDraft {
        charged: String::from("185.00"),
        allowed: String::from("110"),
        copay: String::from("25"),
        paid: String::from("85"),
        claim: Some(ClaimId::new(5)),
        line: Some(ChargeLineId::new(1)),
        ..EobLineDraft::default()
    };
    let untouched = EobLineDraft {
        charged: String::from("42.00"),
        claim: Some(ClaimId::new(5)),
        line: Some(ChargeLineId::new(2)),
        ..EobLineDraft::default()
    };
    EobDraft {
        reference: String::from("8821904"),
        paid_on: String::from("03/09/2026"),
        accounting_on: String::from("03/17/2026"),
        amount: String::from("85.00"),
        payer: Some(PayerId::new(3)),
        lines: vec![line, untouched],
        ..EobDraft::default()
    }
}
