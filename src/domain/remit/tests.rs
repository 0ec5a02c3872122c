use super::*;

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn adjustment(group: &str, carc: &str, amount: &str) -> RemitAdjustment {
    RemitAdjustment {
        group: Coded::read(group),
        carc: Coded::read(carc),
        amount: money(amount),
        quantity: None,
        place: Place::default(),
    }
}

fn line(charged: &str, paid: &str, adjustments: Vec<RemitAdjustment>) -> RemitLine {
    RemitLine {
        charged: money(charged),
        paid: money(paid),
        adjustments,
        place: Place {
            segment: 12,
            byte: 340,
        },
        ..RemitLine::default()
    }
}

/// 100.00 charged, 60.00 paid, 20.00 given up, 20.00 the patient's.
fn claim() -> RemitClaim {
    let adjustments = vec![adjustment("CO", "45", "20"), adjustment("PR", "2", "20")];
    RemitClaim {
        number: Text::from("C1"),
        status: Coded::Known(ClaimStatus::Primary),
        charged: money("100"),
        paid: money("60"),
        patient_share: money("20"),
        lines: vec![line("100", "60", adjustments)],
        ..RemitClaim::default()
    }
}

#[test]
fn a_claim_that_adds_up_holds() {
    assert_eq!(ClaimProof::of(&claim()), Ok(ClaimProof::default()));
}

#[test]
fn a_line_that_is_off_is_named_with_the_cents() {
    let mut claim = claim();
    claim.lines[0].paid = money("59.99");
    let proof = ClaimProof::of(&claim).unwrap();
    assert!(!proof.holds());
    assert_eq!(proof.differences.len(), 1);
    let difference = &proof.differences[0];
    assert_eq!(difference.check, Check::LinePaid);
    assert_eq!(difference.line, Some(0));
    assert_eq!(difference.difference, money("0.01"));
    assert_eq!(difference.place.segment, 12);
    assert_eq!(
        difference.words(),
        "the line's charge less its adjustments is 60.00, but what was paid is 59.99: off by 0.01"
    );
}

#[test]
fn an_adjustment_of_the_claim_counts_once() {
    let mut claim = claim();
    claim.adjustments.push(adjustment("OA", "23", "5"));
    let proof = ClaimProof::of(&claim).unwrap();
    let checks: Vec<Check> = proof.errors().map(|one| one.check).collect();
    assert_eq!(checks, [Check::ClaimPaid]);
}

#[test]
fn a_patient_share_that_differs_holds_nothing_up() {
    let mut claim = claim();
    claim.patient_share = money("25");
    let proof = ClaimProof::of(&claim).unwrap();
    assert!(proof.holds());
    assert_eq!(proof.differences[0].check, Check::PatientShare);
}

#[test]
fn a_payment_taken_back_need_not_repeat_the_patient_share() {
    let mut claim = claim();
    claim.status = Coded::Known(ClaimStatus::Reversal);
    claim.charged = money("-100");
    claim.paid = money("-60");
    claim.lines[0].charged = money("-100");
    claim.lines[0].paid = money("-60");
    for one in &mut claim.lines[0].adjustments {
        one.amount = one.amount.negated();
    }
    assert_eq!(ClaimProof::of(&claim), Ok(ClaimProof::default()));
}

#[test]
fn a_remittance_holds_when_claims_and_provider_adjustments_make_the_payment() {
    let mut proof = RemittanceProof::new(money("50"), Place::default());
    assert_eq!(proof.add(&claim()), Ok(ClaimProof::default()));
    let off = proof.difference().unwrap().unwrap();
    assert_eq!(off.difference, money("10"));
    let taken = ProviderAdjustment {
        provider: Text::from("1234567893"),
        fiscal_period_end: None,
        code: Coded::Known(ProviderReason::OverpaymentRecovery),
        reference: Text::from("ICN1"),
        amount: money("10"),
        place: Place::default(),
    };
    assert_eq!(proof.adjust(&taken), Ok(()));
    assert!(proof.holds());
}

#[test]
fn amounts_too_large_to_add_stand_in_no_sum() {
    let mut proof = RemittanceProof::new(Money::ZERO, Place::default());
    let mut claim = claim();
    claim.charged = money("9999999999");
    assert!(proof.add(&claim).is_ok());
    let before = proof.charged;
    assert!(proof.add(&claim).is_err());
    assert_eq!((proof.claims, proof.charged), (1, before));
    assert_eq!(proof.left_out, 1);
    assert!(!proof.holds());
}

#[test]
fn a_code_on_no_list_stays_as_it_was_written() {
    let group: Coded<AdjustmentGroup> = Coded::read("XX");
    assert_eq!(group.known(), None);
    assert_eq!(group.as_str(), "XX");
    assert_eq!(serde_json::to_string(&group).unwrap(), r#""XX""#);
    let carc: Coded<Carc> = Coded::read("45");
    assert_eq!(carc.known(), "45".parse().ok());
    assert!(Coded::<Carc>::default().is_empty());
}

#[test]
fn text_of_any_length_is_kept() {
    for length in [0, 1, 21, 22, 23, 400] {
        let long = "é".repeat(length);
        assert_eq!(Text::from(long.as_str()), *long);
        let plain = "x".repeat(length);
        assert_eq!(Text::from(plain.as_str()).as_str(), plain);
    }
}

#[test]
fn the_order_of_claims_does_not_change_the_fingerprint() {
    let remittance = Remittance {
        trace: Text::from("T1"),
        origin: Text::from("1999999999"),
        ..Remittance::default()
    };
    let one = claim();
    let other = RemitClaim {
        number: Text::from("C0"),
        ..claim()
    };
    let of = |claims: [&RemitClaim; 2]| {
        let mut print = Fingerprint::new(&remittance);
        for claim in claims {
            print.add(claim);
        }
        print
    };
    assert_eq!(of([&one, &other]).text(), of([&other, &one]).text());
    assert_ne!(of([&one, &one]).text(), of([&other, &one]).text());
    assert!(of([&one, &one]).is_same_payment(&of([&other, &one])));
}

#[test]
fn days_of_service_come_from_the_lines_or_else_the_claim() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let dated = |qualifier: &str, on: &str| Dated {
        qualifier: Text::from(qualifier),
        day: day(on),
    };
    let mut claim = claim();
    assert_eq!(claim.served_on(), None);
    claim.dates = vec![dated("232", "2026-03-01"), dated("050", "2026-03-20")];
    assert_eq!(
        claim.served_on(),
        Some((day("2026-03-01"), day("2026-03-01")))
    );
    claim.lines[0].dates = vec![dated("150", "2026-03-02"), dated("151", "2026-03-04")];
    assert_eq!(
        claim.served_on(),
        Some((day("2026-03-02"), day("2026-03-04")))
    );
}

#[test]
fn a_person_shows_only_when_asked() {
    let person = RemitPerson {
        last: Text::from("EXAMPLE"),
        first: Text::from("ANNA"),
        ..RemitPerson::default()
    };
    assert_eq!(person.to_string(), "EXAMPLE, ANNA");
    assert_eq!(format!("{person:?}"), "RemitPerson(…)");
}
