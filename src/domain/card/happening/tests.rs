use super::Side::{Guarantor, Insurer};
use super::*;
use crate::domain::id::ChargeLineId;
use crate::domain::ledger::LineBalance;

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 2, 9).unwrap()
}

fn one(
    entry: i64,
    kind: Kind,
    effect: Effect,
    side: Side,
    cents: i64,
    origin: Origin,
) -> Happening {
    Happening {
        entry: EntryId::new(entry),
        kind,
        effect,
        side,
        policy: None,
        guarantor: GuarantorId::new(1),
        amount: m(cents),
        reason: String::new(),
        accounting_on: day(),
        at: day().and_hms_opt(9, 0, 0).unwrap().and_utc(),
        by: String::from("Nadia"),
        why: String::from("check bounced"),
        reverses: None,
        is_taken_back: false,
        written_off: None,
        payer: if side == Side::Insurer {
            String::from("Meridian Health")
        } else {
            String::new()
        },
        origin,
        key: SourceKey::person(),
        decided: None,
    }
}

fn because_of(reason: &str, mut one: Happening) -> Happening {
    reason.clone_into(&mut one.reason);
    one
}

/// The service of the mock-up: charge 185.00, copay 25.00 by card, then an EOB with a deductible.
fn story() -> Vec<Happening> {
    let receipt = || Origin::Receipt {
        receipt: ReceiptId::new(20_418),
        methods: String::from("card"),
    };
    let eob = || Origin::Eob {
        payer: String::from("Meridian Health"),
        reference: String::from("8821904"),
        paid_on: day(),
    };
    let by_contract = Happening {
        written_off: Some(WriteOff::Contractual),
        ..one(
            3,
            Kind::InsurancePayment,
            Effect::Contractual,
            Insurer,
            -4_242,
            eob(),
        )
    };
    let moved = |entry, kind, cents: i64, origin: &dyn Fn() -> Origin| {
        let from = one(entry, kind, Effect::Transfer, Insurer, -cents, origin());
        let to = one(entry, kind, Effect::Transfer, Guarantor, cents, origin());
        (from, to)
    };
    let (copay_from, copay_to) = moved(2, Kind::PatientPayment, 2_500, &receipt);
    let (share_from, share_to) = moved(3, Kind::InsurancePayment, 4_317, &eob);
    let (visit, paid) = (Origin::Visit(day()), Effect::PatientPaid);
    vec![
        one(1, Kind::Charge, Effect::Charge, Insurer, 18_500, visit),
        because_of("PR-3", copay_from),
        because_of("PR-3", copay_to),
        one(2, Kind::PatientPayment, paid, Guarantor, -2_500, receipt()),
        one(
            3,
            Kind::InsurancePayment,
            Effect::InsurancePaid,
            Insurer,
            -7_441,
            eob(),
        ),
        because_of("CO-45", by_contract),
        because_of("PR-1", share_from),
        because_of("PR-1", share_to),
    ]
}

fn line() -> CardLine {
    CardLine {
        line: ChargeLineId::new(1),
        code: Some("99214".parse().unwrap()),
        modifiers: vec![],
        description: String::from("Office visit"),
        sums: LineBalance {
            charged: m(18_500),
            insurance_paid: m(7_441),
            contractual: m(4_242),
            patient_paid: m(2_500),
            patient_owes: m(4_317),
            ..LineBalance::default()
        },
        is_voided: false,
        billed: None,
    }
}

#[test]
fn a_balance_is_explained_to_the_cent() {
    let allowed = Some((String::from("Meridian Health"), m(14_258)));
    let why = why(line(), day(), &story(), allowed).unwrap();
    let told: Vec<_> = why
        .steps
        .iter()
        .map(|step| {
            (
                step.words.as_str(),
                step.amount.cents(),
                step.source.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Charge", 18_500, "visit of 02/09/2026"),
            ("Patient's copay, PR-3", 2_500, "receipt R-020418, card"),
            ("Copay paid", -2_500, "receipt R-020418, card"),
            (
                "Paid by Meridian Health",
                -7_441,
                "EOB 8821904 of Meridian Health, 02/09/2026"
            ),
            (
                "Contract write-off, CO-45",
                -4_242,
                "EOB 8821904 of Meridian Health, 02/09/2026"
            ),
            (
                "Patient's deductible, PR-1",
                4_317,
                "EOB 8821904 of Meridian Health, 02/09/2026"
            ),
        ]
    );
    let sum = Money::sum(
        why.steps
            .iter()
            .filter(|step| step.effect != Effect::Transfer)
            .map(|step| step.amount),
    );
    assert_eq!(sum, why.insurance_owes.plus(why.patient_owes));
    assert_eq!(
        why.because,
        "PR-1, deductible. Meridian Health allowed 142.58"
    );
}

#[test]
fn what_is_taken_back_says_so_and_why() {
    let back = Happening {
        kind: Kind::Reversal,
        reverses: Some(EntryId::new(2)),
        amount: m(2_500),
        ..story().remove(3)
    };
    let step = steps(&[back]).remove(0);
    assert_eq!(step.words, "Taken back: payment");
    assert_eq!(step.source, "receipt R-020418, card: check bounced");
    assert!(step.is_reversed);
}

#[test]
fn a_transfer_between_insurers_changes_nothing_for_the_guarantor() {
    let from = one(
        5,
        Kind::Transfer,
        Effect::Transfer,
        Side::Insurer,
        -900,
        Origin::Person,
    );
    let to = Happening {
        amount: m(900),
        payer: String::from("Aster Mutual"),
        ..from.clone()
    };
    let told = steps(&[from, to]);
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].words.as_str(), told[0].amount),
        ("Moved to Aster Mutual", Money::ZERO)
    );
}
