use chrono::NaiveDate;

use super::*;
use crate::domain::id::{
    ChargeLineId, EntryId, EobId, GuarantorId, PayerId, PolicyId, ReceiptId, VisitId,
};
use crate::domain::money::Money;

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

const LINE: ChargeLineId = ChargeLineId::new(1);
const GUARANTOR: GuarantorId = GuarantorId::new(2);
const POLICY: PolicyId = PolicyId::new(3);

/// Adds up what entries leave on one line, the way the book's seal does.
fn card(entries: &[Entry]) -> LineBalance {
    let mut card = LineBalance::default();
    for posting in entries.iter().flat_map(Entry::postings) {
        let Some((_, _, effect)) = posting.on else {
            continue;
        };
        let (amount, column) = match effect {
            Effect::Charge => (posting.amount, Some(&mut card.charged)),
            Effect::InsurancePaid => (posting.amount.negated(), Some(&mut card.insurance_paid)),
            Effect::Contractual => (posting.amount.negated(), Some(&mut card.contractual)),
            Effect::Adjustment => (posting.amount.negated(), Some(&mut card.adjusted)),
            Effect::PatientPaid => (posting.amount.negated(), Some(&mut card.patient_paid)),
            Effect::Transfer => (Money::ZERO, None),
            Effect::Agency => continue,
        };
        if let Some(column) = column {
            *column = column.plus(amount).unwrap();
        }
        let owes = if posting.account == Account::PatientReceivable {
            &mut card.patient_owes
        } else {
            &mut card.insurance_owes
        };
        *owes = owes.plus(posting.amount).unwrap();
    }
    card
}

fn charged(cents: i64) -> Entry {
    charge(
        day(),
        VisitId::new(1),
        &[ChargePart {
            line: LINE,
            guarantor: GUARANTOR,
            owner: Owner::Insurer(POLICY),
            amount: m(cents),
        }],
    )
    .unwrap()
}

fn copay(cents: i64) -> Entry {
    let placed = [Payment {
        line: LINE,
        amount: m(cents),
        from_insurer: Some((POLICY, m(cents))),
    }];
    payment(day(), ReceiptId::new(1), GUARANTOR, m(cents), &placed).unwrap()
}

fn answer(
    owed: i64,
    already: i64,
    paid: i64,
    contractual: i64,
    patient: &[(&str, i64)],
) -> Adjudication {
    Adjudication {
        line: LINE,
        guarantor: GUARANTOR,
        owed: m(owed),
        already_patient: m(already),
        paid: m(paid),
        write_offs: if contractual == 0 {
            vec![]
        } else {
            vec![(
                WriteOff::Contractual,
                Reason::new("CO", "45"),
                m(contractual),
            )]
        },
        kept: vec![],
        patient: patient
            .iter()
            .map(|(carc, cents)| (Reason::new("PR", carc), m(*cents)))
            .collect(),
    }
}

fn posted(answer: Adjudication) -> Result<Entry, LedgerError> {
    adjudication(
        day(),
        EobId::new(1),
        (POLICY, PayerId::new(4)),
        "EOB",
        &[answer],
    )
}

#[test]
fn a_charge_a_copay_and_an_answer_leave_the_deductible_with_the_patient() {
    // The card of the mock-up: 185.00 charged, 74.41 paid, 42.42 by contract, copay 25.00, deductible 43.17 left.
    let entries = [
        charged(18_500),
        copay(2_500),
        posted(answer(
            16_000,
            2_500,
            7_441,
            4_242,
            &[("1", 4_317), ("3", 2_500)],
        ))
        .unwrap(),
    ];
    let card = card(&entries);
    assert_eq!(card.insurance_owes, Money::ZERO);
    assert_eq!(card.patient_owes, m(4_317));
    assert_eq!(
        (card.insurance_paid, card.contractual, card.patient_paid),
        (m(7_441), m(4_242), m(2_500))
    );
    assert!(card.proves());
}

#[test]
fn a_copay_taken_too_high_becomes_the_patients_credit() {
    let entries = [
        charged(10_000),
        copay(2_500),
        posted(answer(7_500, 2_500, 6_000, 2_000, &[("3", 2_000)])).unwrap(),
    ];
    let card = card(&entries);
    assert_eq!(
        (card.insurance_owes, card.patient_owes),
        (Money::ZERO, m(-500))
    );
    assert!(card.proves());
}

#[test]
fn a_denial_moves_nothing_and_leaves_the_copay_alone() {
    assert_eq!(answer(7_500, 2_500, 0, 0, &[]).stays(), Ok(m(7_500)));
    assert_eq!(
        posted(answer(7_500, 2_500, 0, 0, &[])),
        Err(LedgerError::Empty)
    );
}

#[test]
fn an_answer_that_takes_more_than_is_owed_is_refused() {
    assert_eq!(
        posted(answer(10_000, 0, 9_000, 2_000, &[])),
        Err(LedgerError::NotProved(m(-1_000)))
    );
}

#[test]
fn money_that_finds_no_service_waits_as_credit_and_can_be_placed_later() {
    let paid = payment(day(), ReceiptId::new(1), GUARANTOR, m(5_000), &[]).unwrap();
    assert!(
        paid.postings()
            .iter()
            .any(|p| p.account == Account::UnappliedPatient(GUARANTOR) && p.amount == m(-5_000))
    );
    let place = [Payment {
        line: LINE,
        amount: m(3_000),
        from_insurer: None,
    }];
    assert!(allocation(day(), GUARANTOR, m(5_000), &place).is_ok());
    assert_eq!(
        allocation(day(), GUARANTOR, m(2_000), &place),
        Err(LedgerError::MoreThanOwed {
            wanted: m(3_000),
            owed: m(2_000)
        })
    );
}

#[test]
fn an_entry_out_of_balance_cannot_be_built() {
    let lone = vec![Posting {
        account: Account::Bank,
        amount: m(5),
        on: None,
        reason: String::new(),
    }];
    assert_eq!(
        Entry::new(Kind::Deposit, day(), Source::Person, "x", lone),
        Err(LedgerError::OutOfBalance(m(5)))
    );
    assert_eq!(
        Entry::new(Kind::Deposit, day(), Source::Person, "x", vec![]),
        Err(LedgerError::Empty)
    );
    let homeless = vec![
        Posting {
            account: Account::PatientReceivable,
            amount: m(5),
            on: None,
            reason: String::new(),
        },
        Posting {
            account: Account::Bank,
            amount: m(-5),
            on: None,
            reason: String::new(),
        },
    ];
    assert_eq!(
        Entry::new(Kind::Deposit, day(), Source::Person, "x", homeless),
        Err(LedgerError::Misplaced)
    );
}

#[test]
fn a_reversal_leaves_no_trace_on_the_card_and_is_not_itself_taken_back() {
    let charge = charged(18_500);
    let back = charge
        .reversal(EntryId::new(1), day(), "wrong patient")
        .unwrap();
    assert_eq!(card(&[charge, back.clone()]), LineBalance::default());
    assert_eq!(
        back.reversal(EntryId::new(2), day(), "oops"),
        Err(LedgerError::ReversalOfReversal)
    );
}

#[test]
fn account_codes_read_back() {
    for code in [
        10, 20, 30, 40, 41, 42, 43, 44, 45, 46, 47, 49, 50, 51, 60, 61, 70, 71, 72, 73, 80, 81, 82,
    ] {
        let account = Account::from_parts(
            code,
            Some(POLICY),
            Some(GUARANTOR),
            Some(crate::domain::id::PayerId::new(9)),
        );
        assert_eq!(account.map(Account::code), Some(code));
    }
    assert_eq!(Account::from_parts(48, None, None, None), None);
    assert_eq!(Account::from_parts(10, None, None, None), None);
}

#[test]
fn buckets_meet_at_thirty_days() {
    let on = |days| day() - chrono::Duration::days(days);
    for (days, bucket) in [
        (-5, AgeBucket::To30),
        (30, AgeBucket::To30),
        (31, AgeBucket::To60),
        (90, AgeBucket::To90),
        (120, AgeBucket::To120),
        (121, AgeBucket::Over120),
    ] {
        assert_eq!(AgeBucket::of(on(days), day()), bucket, "{days}");
    }
}

proptest::proptest! {
    #[test]
    fn any_answer_that_is_accepted_balances_and_proves(
        charge_cents in 1i64..500_000, copay_cents in 0i64..5_000, paid in 0i64..500_000, contract in 0i64..500_000,
        deductible in 0i64..100_000, share in 0i64..5_000,
    ) {
        let copay_cents = copay_cents.min(charge_cents);
        let mut entries = vec![charged(charge_cents)];
        if copay_cents > 0 {
            entries.push(copay(copay_cents));
        }
        if let Ok(entry) = posted(answer(charge_cents - copay_cents, copay_cents, paid, contract, &[("1", deductible), ("3", share)])) {
            entries.push(entry);
        }
        for entry in &entries {
            proptest::prop_assert_eq!(Money::sum(entry.postings().iter().map(|p| p.amount)), Ok(Money::ZERO));
        }
        let card = card(&entries);
        proptest::prop_assert!(card.proves());
        proptest::prop_assert!(!card.insurance_owes.is_negative());
    }
}

fn part(line: i64, cents: i64) -> ServicePart {
    ServicePart {
        line: ChargeLineId::new(line),
        amount: m(cents),
    }
}

/// What the entries leave at the agency on one line.
fn at_agency(entries: &[Entry], line: ChargeLineId) -> Money {
    let postings = entries.iter().flat_map(Entry::postings);
    let there = postings.filter(|p| matches!(p.on, Some((on, _, Effect::Agency)) if on == line));
    Money::sum(there.map(|p| p.amount)).unwrap()
}

/// What the entries leave on an account.
fn on_account(entries: &[Entry], account: Account) -> Money {
    let postings = entries.iter().flat_map(Entry::postings);
    Money::sum(postings.filter(|p| p.account == account).map(|p| p.amount)).unwrap()
}

fn placed_with_agency() -> Vec<Entry> {
    let owed = charge(
        day(),
        VisitId::new(1),
        &[ChargePart {
            line: LINE,
            guarantor: GUARANTOR,
            owner: Owner::Guarantor,
            amount: m(10_000),
        }],
    )
    .unwrap();
    vec![
        owed,
        placed(day(), GUARANTOR, &[part(1, 10_000)], "not paid").unwrap(),
    ]
}

#[test]
fn what_went_to_the_agency_is_asked_of_nobody_else() {
    let entries = placed_with_agency();
    let card = card(&entries);
    assert_eq!((card.patient_owes, card.adjusted), (m(0), m(10_000)));
    assert!(card.proves());
    assert_eq!(at_agency(&entries, LINE), m(10_000));
}

#[test]
fn what_the_agency_brought_is_the_guarantors_payment_and_its_fee_our_cost() {
    let mut entries = placed_with_agency();
    let receipt = ReceiptId::new(4);
    let paid = (m(2_800), m(1_200));
    entries.push(agency_payment(day(), receipt, GUARANTOR, paid, &[part(1, 4_000)]).unwrap());
    let card = card(&entries);
    assert_eq!((card.patient_paid, card.adjusted), (m(4_000), m(6_000)));
    assert_eq!(card.patient_owes, m(0));
    assert!(card.proves());
    assert_eq!(at_agency(&entries, LINE), m(6_000));
    assert_eq!(on_account(&entries, Account::UndepositedCash), m(2_800));
    assert_eq!(on_account(&entries, Account::AgencyFees), m(1_200));
    let short = agency_payment(day(), receipt, GUARANTOR, paid, &[part(1, 3_999)]);
    assert_eq!(short, Err(LedgerError::OutOfBalance(m(1))));
}

#[test]
fn what_is_called_back_is_owed_to_us_again_and_what_is_hopeless_is_bad_debt() {
    let mut entries = placed_with_agency();
    entries.push(recalled(day(), GUARANTOR, &[part(1, 7_000)], "pays us now").unwrap());
    entries.push(uncollectable(day(), GUARANTOR, &[part(1, 3_000)], "cannot be found").unwrap());
    let card = card(&entries);
    assert_eq!((card.patient_owes, card.adjusted), (m(7_000), m(3_000)));
    assert!(card.proves());
    assert_eq!(at_agency(&entries, LINE), m(0));
    let bad_debt = Account::WrittenOff(WriteOff::BadDebt);
    assert_eq!(on_account(&entries, bad_debt), m(3_000));
}

#[test]
fn an_amount_is_laid_on_the_first_services_first_and_never_on_more_than_they_hold() {
    let services = [part(1, 500), part(2, 300)];
    assert_eq!(
        laid(m(600), &services),
        Ok(vec![part(1, 500), part(2, 100)])
    );
    let more = laid(m(801), &services);
    assert!(matches!(more, Err(LedgerError::MoreThanOwed { .. })));
}

#[test]
fn what_an_agency_has_names_its_service_and_no_other_account_takes_its_column() {
    let nowhere = vec![
        Posting {
            account: Account::Collections,
            amount: m(5),
            on: None,
            reason: String::new(),
        },
        Posting {
            account: Account::Bank,
            amount: m(-5),
            on: None,
            reason: String::new(),
        },
    ];
    let refused = Entry::new(Kind::Agency, day(), Source::Person, "x", nowhere);
    assert_eq!(refused, Err(LedgerError::Misplaced));
    let on = Some((LINE, GUARANTOR, Effect::Agency));
    let wrong = vec![
        Posting {
            account: Account::PatientReceivable,
            amount: m(5),
            on,
            reason: String::new(),
        },
        Posting {
            account: Account::Bank,
            amount: m(-5),
            on: None,
            reason: String::new(),
        },
    ];
    let refused = Entry::new(Kind::Agency, day(), Source::Person, "x", wrong);
    assert_eq!(refused, Err(LedgerError::Misplaced));
}
