use super::*;
use crate::domain::person::Address;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

/// Owes 120.00 since January, asked for three times.
fn account() -> Account {
    Account {
        guarantor: GuarantorId::new(7),
        name: Name::default(),
        patient_owes: m(12_000),
        insurance_owes: Money::ZERO,
        unapplied: Money::ZERO,
        at_agency: Money::ZERO,
        statements: 3,
        first_asked_on: Some(day(1, 5)),
        last_asked_on: Some(day(3, 9)),
        last_paid_on: None,
        last_posted_on: Some(day(1, 5)),
        has_negative: false,
        notice: None,
        placed: None,
        held: None,
        disputed: Money::ZERO,
        promised_by: None,
        has_plan: false,
    }
}

fn notice(made: NaiveDate, due: NaiveDate) -> SentNotice {
    SentNotice {
        id: NoticeId::new(1),
        made_on: made,
        due_on: due,
        amount: m(12_000),
    }
}

fn step(account: &Account, today: NaiveDate) -> Step {
    account.step(&Rules::usual(), today).unwrap()
}

#[test]
fn an_account_goes_to_the_agency_after_statements_time_and_a_final_notice() {
    let mut account = account();
    assert_eq!(step(&account, day(4, 4)), Step::TooYoung(day(4, 5)));
    assert_eq!(step(&account, day(4, 5)), Step::NoticeDue);
    account.notice = Some(notice(day(4, 5), day(5, 5)));
    assert_eq!(step(&account, day(5, 5)), Step::NoticeRuns(day(5, 5)));
    assert_eq!(step(&account, day(5, 6)), Step::Ready);
    account.statements = 2;
    assert_eq!(step(&account, day(5, 6)), Step::TooFewStatements(2, 3));
}

#[test]
fn a_notice_about_what_was_paid_long_ago_does_not_count() {
    let mut account = account();
    account.notice = Some(notice(day(1, 4), day(2, 3)));
    assert_eq!(step(&account, day(5, 6)), Step::NoticeDue);
}

#[test]
fn what_is_held_planned_promised_or_disputed_stays_away_from_the_agency() {
    let today = day(5, 6);
    let of = |change: fn(&mut Account)| {
        let mut one = account();
        one.notice = Some(notice(day(4, 5), day(5, 5)));
        change(&mut one);
        step(&one, today)
    };
    assert_eq!(of(|_| ()), Step::Ready);
    let moved = HoldCause::Account(String::from("moved"));
    assert_eq!(
        of(|one| one.held = Some(HoldCause::Account(String::from("moved")))),
        Step::Held(moved)
    );
    assert_eq!(of(|one| one.has_plan = true), Step::OnPlan);
    assert_eq!(
        of(|one| one.promised_by = Some(day(5, 9))),
        Step::Promised(day(5, 9))
    );
    assert_eq!(of(|one| one.disputed = m(12_000)), Step::Disputed);
    assert_eq!(of(|one| one.disputed = m(8_000)), Step::TooLittle(m(5_000)));
    assert_eq!(of(|one| one.unapplied = m(1_000)), Step::CreditFirst);
    assert_eq!(of(|one| one.has_negative = true), Step::CreditFirst);
    assert_eq!(
        of(|one| (one.patient_owes, one.at_agency) = (m(0), m(12_000))),
        Step::AtAgency
    );
}

#[test]
fn a_small_balance_is_written_off_only_when_nothing_else_can_settle_it() {
    let rule = SmallRule::usual();
    let of = |change: fn(&mut Account)| {
        let mut one = account();
        one.patient_owes = m(321);
        change(&mut one);
        one.why_not_small(&rule, day(4, 1))
    };
    assert_eq!(of(|_| ()), None);
    assert_eq!(of(|one| one.insurance_owes = m(1)), Some(NotSmall::Pending));
    assert_eq!(of(|one| one.unapplied = m(1)), Some(NotSmall::Credit));
    assert_eq!(of(|one| one.disputed = m(1)), Some(NotSmall::Disputed));
    assert_eq!(of(|one| one.has_plan = true), Some(NotSmall::Plan));
    assert_eq!(
        of(|one| one.promised_by = Some(day(4, 9))),
        Some(NotSmall::Promised)
    );
    let lately = of(|one| one.last_posted_on = Some(day(2, 1)));
    assert_eq!(lately, Some(NotSmall::PostedLately(day(4, 2))));
}

fn referral() -> Referral {
    Referral {
        account: String::from("0000007"),
        name: Name {
            last: String::from("=cmd()"),
            first: String::from("Ada \"Bo\""),
            ..Name::default()
        },
        address: Address {
            street: String::from("1 Main St, Rear"),
            street2: String::new(),
            city: String::from("Fairhollow"),
            state: "OH".parse().unwrap(),
            zip: "43099".parse().unwrap(),
        },
        phone: String::from("+16145550142"),
        email: String::from("@ada"),
        born_on: Some(day(1, 2)),
        patients: String::from("-1"),
        balance: m(12_000),
        first_service_on: Some(day(1, 2)),
        last_service_on: None,
        last_paid_on: None,
        first_asked_on: None,
        statements: 3,
        notice_on: None,
        our_number: String::from("P-9"),
        placed_on: day(5, 6),
    }
}

#[test]
fn the_list_has_the_columns_chosen_and_no_cell_that_a_spreadsheet_would_run() {
    let columns = [
        Column::Account,
        Column::LastName,
        Column::FirstName,
        Column::Street,
        Column::Phone,
        Column::Email,
        Column::Patients,
        Column::Balance,
        Column::LastService,
    ];
    assert_eq!(
        csv(&columns, &[referral()]),
        "Account,Last name,First name,Address,Phone,E-mail,Patients,Balance,Last service\r\n\
         0000007,'=cmd(),\"Ada \"\"Bo\"\"\",\"1 Main St, Rear\",'+16145550142,'@ada,'-1,120.00,\r\n"
    );
}

#[test]
fn every_column_is_read_back_by_its_word() {
    for column in Column::ALL {
        assert_eq!(Column::from_code(column.code()), Some(*column));
        assert!(!csv(&[*column], &[referral()]).is_empty());
    }
}

#[test]
fn a_notice_says_what_is_owed_since_when_and_until_when() {
    let notice = Notice {
        practice: crate::domain::letterhead::Letterhead::default(),
        to: Vec::new(),
        name: String::from("Ada Bo"),
        account: String::from("0000007"),
        on: day(4, 5),
        due_on: day(5, 5),
        amount: m(12_000),
        statements: 3,
        since: Some(day(1, 5)),
        services: Vec::new(),
        words: String::new(),
    };
    let words = notice.write(&NoticeText::default()).unwrap().words;
    assert!(
        words.contains("3 statements since January 5, 2026, and $120.00"),
        "{words}"
    );
    assert!(words.contains("by May 5, 2026"), "{words}");
    assert!(!words.contains(['{', '}']));
}

#[test]
fn a_text_that_names_what_a_notice_does_not_know_is_refused() {
    let unknown = NoticeError::Unknown(String::from("ssn"));
    assert_eq!(NoticeText::of("Pay {ssn}"), Err(unknown));
    assert_eq!(NoticeText::of("Pay {amount"), Err(NoticeError::Braces));
    assert_eq!(NoticeText::of("Pay amount}"), Err(NoticeError::Braces));
    assert_eq!(
        NoticeText::of(&"a".repeat(3_001)),
        Err(NoticeError::TooLong)
    );
    assert_eq!(NoticeText::of("").unwrap().text(), NOTICE);
}
