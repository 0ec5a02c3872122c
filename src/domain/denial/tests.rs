use super::*;
use crate::domain::id::AppealId;

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn reason(group: AdjustmentGroup, carc: &str, cents: i64) -> Reason {
    Reason {
        group,
        carc: carc.parse().unwrap(),
        amount: m(cents),
    }
}

fn line(carc: &str, left: i64) -> DeniedLine {
    DeniedLine {
        line: ChargeLineId::new(left),
        code: "99213".parse().unwrap(),
        modifiers: Vec::new(),
        description: String::from("Office visit"),
        charged: m(left),
        allowed: Money::ZERO,
        paid: Money::ZERO,
        reasons: vec![reason(AdjustmentGroup::Contractual, carc, left)],
        remarks: Vec::new(),
        left: m(left),
        decided_on: day("2026-03-10"),
        eob: EobId::new(1),
    }
}

fn denial(lines: Vec<DeniedLine>) -> Denial {
    Denial {
        claim: ClaimId::new(1),
        number: ClaimNumber::of(ClaimId::new(1)),
        visit: VisitId::new(1),
        patient: PatientId::new(1),
        patient_name: Name::default(),
        policy: PolicyId::new(1),
        payer: PayerId::new(1),
        payer_name: String::from("Meridian"),
        indicator: FilingIndicator::Commercial,
        windows: Windows::default(),
        state: State::Denied,
        service_on: day("2026-03-02"),
        charged: m(20_000),
        lines,
        assigned: None,
        snoozed_until: None,
        appeals: Vec::new(),
    }
}

fn appeal(level: Level, end: Option<(Outcome, &str)>) -> Appeal {
    Appeal {
        id: AppealId::new(1),
        claim: ClaimId::new(1),
        level,
        reason: String::from("CO-50"),
        amount: m(10_000),
        way: SendingWay::Mail,
        sent_on: day("2026-04-01"),
        answer_by: day("2026-05-31"),
        pages: 4,
        end: end.map(|(outcome, on)| AppealEnd {
            outcome,
            on: day(on),
            paid: Money::ZERO,
            words: String::new(),
        }),
    }
}

#[test]
fn the_dearest_reason_leads() {
    let denial = denial(vec![line("97", 3_000), line("50", 9_000)]);
    assert_eq!(denial.leading().unwrap().code(), "CO-50");
    assert_eq!(denial.at_stake(), Ok(m(12_000)));
    assert_eq!(denial.advice().kind, Kind::MedicalNecessity);
}

#[test]
fn the_patient_is_billed_only_where_the_group_allows_it() {
    let commercial = FilingIndicator::Commercial;
    let cases = [
        (AdjustmentGroup::Patient, "96", commercial, true),
        (AdjustmentGroup::Contractual, "27", commercial, false),
        (AdjustmentGroup::PayerInitiated, "50", commercial, false),
        (AdjustmentGroup::Correction, "16", commercial, false),
        (AdjustmentGroup::Other, "27", commercial, true),
        (AdjustmentGroup::Other, "50", commercial, false),
        (
            AdjustmentGroup::Other,
            "27",
            FilingIndicator::Medicaid,
            false,
        ),
    ];
    for (group, carc, payer, is_allowed) in cases {
        let why = reason(group, carc, 100).why_not_patient(payer);
        assert_eq!(why.is_none(), is_allowed, "{group}-{carc}: {why:?}");
    }
}

#[test]
fn a_correction_has_its_own_last_day_and_an_appeal_another() {
    let mut coded = denial(vec![line("16", 5_000)]);
    assert_eq!(coded.clock().due.what, DueWhat::Correct);
    assert_eq!(coded.clock().due.on, day("2026-09-06"));
    coded.windows.corrected_days = Some(30);
    assert_eq!(coded.clock().due.on, day("2026-04-09"));
    let mut late = denial(vec![line("29", 5_000)]);
    late.indicator = FilingIndicator::MedicarePartB;
    let clock = late.clock();
    assert_eq!(clock.due.what, DueWhat::Appeal(Level::First));
    assert_eq!(clock.due.on, day("2026-07-08"), "120 days");
    assert!(
        !clock.is_over(day("2026-08-01")),
        "it can still be corrected"
    );
    assert!(clock.is_over(day("2027-04-01")));
}

#[test]
fn an_appeal_waits_for_its_answer_and_a_lost_one_goes_on() {
    let mut lost = denial(vec![line("50", 10_000)]);
    assert_eq!(lost.next_level(), Some(Level::First));
    lost.appeals = vec![appeal(Level::First, None)];
    assert_eq!(lost.next_level(), None);
    let clock = lost.clock();
    assert_eq!(
        (clock.due.what, clock.due.on),
        (DueWhat::Answer, day("2026-05-31"))
    );
    assert!(
        !clock.is_over(day("2030-01-01")),
        "its answer is asked after"
    );
    lost.appeals = vec![appeal(Level::First, Some((Outcome::Lost, "2026-05-10")))];
    assert_eq!(lost.next_level(), Some(Level::Second));
    let clock = lost.clock();
    assert_eq!(
        (clock.due.what, clock.due.on),
        (DueWhat::Appeal(Level::Second), day("2026-07-09"))
    );
    lost.appeals = vec![appeal(
        Level::First,
        Some((Outcome::Withdrawn, "2026-05-10")),
    )];
    assert_eq!(lost.next_level(), Some(Level::First));
}

#[test]
fn a_person_is_reminded_fourteen_seven_and_one_day_before() {
    let due = Due {
        what: DueWhat::Correct,
        on: day("2026-06-30"),
    };
    let cases = [
        ("2026-06-15", None),
        ("2026-06-16", Some(Reminder::FourteenDays)),
        ("2026-06-22", Some(Reminder::FourteenDays)),
        ("2026-06-23", Some(Reminder::SevenDays)),
        ("2026-06-29", Some(Reminder::OneDay)),
        ("2026-06-30", Some(Reminder::OneDay)),
        ("2026-07-01", Some(Reminder::Over)),
    ];
    for (today, want) in cases {
        assert_eq!(due.reminder(day(today)), want, "{today}");
    }
}

#[test]
fn what_was_won_before_moves_what_can_be_expected() {
    let (payer, other) = (PayerId::new(1), PayerId::new(2));
    let carc: Option<Carc> = "50".parse().ok();
    let none = Record::default();
    assert_eq!(none.odds(payer, carc).permille, 500);
    let tries = |payer, won: usize, of: usize| {
        (0..of).map(move |n| Try {
            payer,
            carc,
            is_won: n < won,
        })
    };
    let good: Record = tries(payer, 8, 8).collect();
    let bad: Record = tries(payer, 0, 8).collect();
    assert!(good.odds(payer, carc).permille > 850);
    assert!(bad.odds(payer, carc).permille < 150);
    assert_eq!(
        bad.odds(payer, "29".parse().ok()).permille,
        500,
        "another reason"
    );
    assert!(
        bad.odds(other, carc).permille < 250,
        "what others do tells something"
    );
    let worth = Worth::of(m(10_000), none.odds(payer, carc), WayOut::Appeal, false).unwrap();
    assert_eq!((worth.expected, worth.per_minute), (m(5_000), m(166)));
    let over = Worth::of(m(10_000), none.odds(payer, carc), WayOut::Appeal, true).unwrap();
    assert_eq!(over.expected, Money::ZERO);
}

#[test]
fn words_of_the_book_read_back() {
    for deed in Deed::ALL {
        assert_eq!(Deed::from_code(deed.code()), Some(deed));
    }
    for level in Level::ALL {
        assert_eq!(Level::from_code(level.code()), Some(level));
    }
    for outcome in Outcome::ALL {
        assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
    }
}
