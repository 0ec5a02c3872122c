//! The desk: what is due today, copays ahead of services, credit that goes where it belongs, statements' scan lines, and
//! what is paid later.

use pegboard::domain::desk::{Ahead, Order};
use pegboard::domain::id::{HeldCheckId, VisitId};
use pegboard::domain::pay_later::{LaterId, Means, NewPayLater, Standing};
use pegboard::domain::payment::Tender;
use pegboard::domain::statement::{AccountNumber, ScanLine, StatementNumber};
use pegboard::office::{MoneyRefusal, OfficeError, Refusal, quietly};

use super::practice::{Bench, Person, cash, day, m};

fn newest_visit(bench: &Bench, who: Person) -> VisitId {
    let visits = bench.office.visits(who.patient).unwrap();
    visits.iter().map(|row| row.id).max().unwrap()
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, OfficeError>) -> MoneyRefusal {
    match outcome.unwrap_err() {
        OfficeError::Refused(Refusal::Money(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn promise(who: Person, amount: &str, on: chrono::NaiveDate) -> NewPayLater {
    NewPayLater {
        guarantor: who.guarantor,
        means: Means::Promise,
        amount: m(amount),
        due_on: on,
        words: String::new(),
    }
}

fn held(who: Person, amount: &str, on: chrono::NaiveDate) -> NewPayLater {
    NewPayLater {
        means: Means::HeldCheck {
            number: String::from(" 1044 "),
        },
        ..promise(who, amount, on)
    }
}

/// Otis owes from before and comes today with his insured daughter, whose visit is coded; Dana's is not.
#[test]
fn what_is_due_today_is_on_one_list() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let ada = bench.child("Ada", otis, Some(bench.meridian));
    let dana = bench.patient("Dana", Some(bench.meridian));
    let _old = bench.visit(otis, day(3, 2), &["40.00", "7.00"]);
    let seen = bench.visit(ada, day(3, 20), &["185.00"]);
    let _coming = bench.visit(dana, day(3, 20), &[]);

    let rows = bench.office.desk_today().unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let due = row.due().unwrap();
            (row.patients.join(" "), row.copay, row.old, due)
        })
        .collect();
    assert_eq!(told.len(), 2);
    assert!(
        told.contains(&(String::from("Ada"), m("25"), m("47"), m("72"))),
        "{told:?}"
    );
    assert!(
        told.contains(&(String::from("Dana"), m("25"), m("0"), m("25"))),
        "{told:?}"
    );

    let desk = bench.office.desk(otis.guarantor).unwrap();
    let spread = desk.spread(m("60"), Order::OldestFirst).unwrap();
    let mut receipt = bench.receipt(otis, vec![cash(m("60"))], &[]);
    receipt.placed = desk.placements(&spread);
    let _paid = bench.office.take_payment(&receipt).unwrap();
    assert_eq!(
        bench.owes(ada, seen.lines[0]),
        ("160.00".into(), "0.00".into())
    );
    let after = bench.office.desk(otis.guarantor).unwrap();
    assert_eq!(after.copay(), Ok(m("0")), "it is asked for once");
    assert_eq!(after.due(), Ok(m("12")));
    let row = bench.office.desk_today().unwrap();
    let row = row
        .iter()
        .find(|row| row.guarantor == otis.guarantor)
        .unwrap();
    assert_eq!(row.paid, m("60"));
    bench.must_hold();
}

#[test]
fn a_copay_is_taken_before_the_services_are_entered_and_goes_to_them() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let old = bench.visit(dana, day(3, 2), &["90.00"]);
    let denied = Bench::says(&old, 0, "90", "50", &["CO-45 10", "PR-1 30"]);
    let _eob = bench.post("1", vec![denied]);
    let _coming = bench.visit(dana, day(3, 20), &[]);
    let visit = newest_visit(&bench, dana);
    let desk = bench.office.desk(dana.guarantor).unwrap();
    assert_eq!(desk.ahead[0].visit, visit);
    let ahead = [Ahead {
        visit,
        amount: m("25"),
    }];
    let receipt = bench.receipt(dana, vec![cash(m("25"))], &[]);
    let taken = bench.office.take_payment_ahead(&receipt, &ahead).unwrap();
    assert_eq!(bench.credit(dana), "25.00");
    let detail = bench.office.receipt(taken).unwrap();
    assert_eq!((detail.ahead.len(), detail.credit), (1, m("0")));
    let again = bench.office.desk(dana.guarantor).unwrap();
    assert!(again.ahead.is_empty(), "the copay is not asked for twice");
    let pdf = bench.office.receipt_pdf(taken).unwrap();
    if let Some(text) = crate::pages::reading::text_of(&pdf) {
        for words in [
            "Today: copay for the visit",
            "Nothing is left unapplied",
            "30.00",
        ] {
            assert!(text.contains(words), "no {words} in {text}");
        }
    }

    // Once the services are entered, the credit goes there and not to what is older.
    let sent = bench.visit(dana, day(3, 20), &["185.00"]);
    let lines: Vec<_> = bench
        .office
        .visit(newest_visit(&bench, dana))
        .unwrap()
        .lines;
    bench
        .office
        .code_visit(visit, &["J069".parse().unwrap()], &[lines[0].what.clone()])
        .unwrap();
    let coded = bench.office.visit(visit).unwrap().lines[0].id;
    let placed = bench.office.place_credit_by_itself(dana.guarantor).unwrap();
    assert_eq!((placed.amount, placed.services), (m("25"), 1));
    assert_eq!(bench.owes(dana, coded), ("160.00".into(), "0.00".into()));
    assert_eq!(bench.owes(dana, old.lines[0]).1, "30.00");
    assert_eq!(bench.owes(dana, sent.lines[0]).0, "185.00");
    let nothing = refusal(bench.office.place_credit_by_itself(dana.guarantor));
    assert_eq!(nothing, MoneyRefusal::NoCredit);
    let late = bench.receipt(dana, vec![cash(m("25"))], &[]);
    assert_eq!(
        refusal(bench.office.take_payment_ahead(&late, &ahead)),
        MoneyRefusal::NotAhead(visit)
    );
    let other = bench.patient("Otis", None);
    let theirs = bench.receipt(other, vec![cash(m("25"))], &[]);
    assert_eq!(
        refusal(bench.office.take_payment_ahead(&theirs, &ahead)),
        MoneyRefusal::OtherVisit(visit)
    );
    bench.must_hold();
}

#[test]
fn credit_is_listed_and_goes_to_the_oldest_by_itself() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let paid = bench.pay(otis, "50", &[]).unwrap();
    assert_eq!(
        refusal(bench.office.place_credit_by_itself(otis.guarantor)),
        MoneyRefusal::NothingOpen
    );
    let newer = bench.visit(otis, day(3, 12), &["30.00"]);
    let older = bench.visit(otis, day(3, 2), &["40.00"]);
    let listed = bench.office.credits().unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].credit, listed[0].owes), (m("50"), m("70")));
    assert_eq!(listed[0].since, Some(day(3, 20)));
    let placed = bench.office.place_credit_by_itself(otis.guarantor).unwrap();
    assert_eq!((placed.amount, placed.services), (m("50"), 2));
    assert_eq!(bench.owes(otis, older.lines[0]).1, "0.00");
    assert_eq!(bench.owes(otis, newer.lines[0]).1, "20.00");
    assert!(bench.office.credits().unwrap().is_empty());
    // One key did it, one entry takes it back.
    let _back = bench.office.reverse(placed.entry, "a slip").unwrap();
    assert_eq!(bench.credit(otis), "50.00");
    bench.office.take_back_receipt(paid, "bounced").unwrap();
    bench.must_hold();
}

#[test]
fn a_promise_at_the_desk_is_kept_by_what_comes_after_it() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let _visit = bench.visit(otis, day(3, 2), &["80.00"]);
    let _before = bench.pay(otis, "30", &[]).unwrap();
    let noted = NewPayLater {
        words: String::from("after payday"),
        ..promise(otis, "50", day(3, 27))
    };
    let id = bench.office.agree_to_pay_later(&noted).unwrap();
    let stands = |bench: &Bench| {
        let rows = bench.office.pay_laters_of(otis.guarantor).unwrap();
        (rows[0].standing.clone(), rows[0].left)
    };
    assert_eq!(stands(&bench), (Standing::Waiting, m("50")));
    let part = bench.pay(otis, "20", &[]).unwrap();
    assert_eq!(stands(&bench), (Standing::Waiting, m("30")));
    let _rest = bench.pay(otis, "40", &[]).unwrap();
    assert_eq!(stands(&bench), (Standing::Kept, m("0")));
    assert!(bench.office.pay_laters().unwrap().is_empty());
    // A payment that bounced kept nothing.
    bench.go_to(day(3, 28));
    bench.office.take_back_receipt(part, "bounced").unwrap();
    assert_eq!(stands(&bench), (Standing::Broken, m("10")));
    // It is the promise that is followed up, with what was said at the desk.
    assert_eq!(bench.office.broken_promises().unwrap().len(), 1);
    let said = bench.office.notes_of_account(otis.guarantor).unwrap();
    assert_eq!(said[0].words, "after payday");
    bench.office.call_off(id, "they moved away").unwrap();
    assert_eq!(stands(&bench), (Standing::CalledOff, m("0")));
    assert!(bench.office.call_off(id, "again").is_err());
    assert_eq!(
        refusal(
            bench
                .office
                .agree_to_pay_later(&promise(otis, "5", day(3, 1)))
        ),
        MoneyRefusal::Past(day(3, 1))
    );
    let unknown = bench
        .office
        .call_off(LaterId::Check(HeldCheckId::new(99)), "x");
    assert!(matches!(
        unknown,
        Err(OfficeError::Refused(Refusal::NotThere { .. }))
    ));
    bench.must_hold();
}

#[test]
fn a_held_check_is_no_money_until_its_day() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let seen = bench.visit(otis, day(3, 2), &["40.00"]);
    let figures = bench.office.book_figures().unwrap();
    let LaterId::Check(id) = bench
        .office
        .agree_to_pay_later(&held(otis, "50", day(3, 27)))
        .unwrap()
    else {
        panic!("a held check is no promise")
    };
    assert_eq!(
        bench.office.book_figures().unwrap(),
        figures,
        "nothing is posted"
    );
    assert!(bench.office.receipts(None, 5).unwrap().is_empty());
    assert_eq!(
        refusal(bench.office.take_held_check(id)),
        MoneyRefusal::HeldUntil(day(3, 27))
    );
    bench.go_to(day(3, 27));
    let taken = bench.office.take_held_check(id).unwrap();
    assert_eq!(bench.owes(otis, seen.lines[0]).1, "0.00");
    assert_eq!(bench.credit(otis), "10.00");
    let row = &bench.office.receipts(None, 5).unwrap()[0];
    assert!(matches!(&row.tenders[0], Tender::Check { number, .. } if number == "1044"));
    assert_eq!(
        refusal(bench.office.take_held_check(id)),
        MoneyRefusal::NoHeldCheck
    );
    let rows = bench.office.pay_laters_of(otis.guarantor).unwrap();
    assert_eq!(rows[0].standing, Standing::TakenIn(taken));
    assert_eq!(
        refusal(
            bench
                .office
                .agree_to_pay_later(&held(otis, "5", day(3, 27)))
        ),
        MoneyRefusal::GoodToday
    );
    assert_eq!(
        refusal(bench.office.call_off(LaterId::Check(id), "again")),
        MoneyRefusal::EndedAlready
    );
    bench.must_hold();
}

#[test]
fn a_card_number_reaches_the_book_by_no_way() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let number = "4111-1111.1111 1111";
    let card = Tender::Card {
        amount: m("20"),
        reference: format!("Visa {number}"),
    };
    let check = Tender::Check {
        amount: m("20"),
        number: number.into(),
    };
    for tender in [card, check] {
        let receipt = bench.receipt(otis, vec![tender], &[]);
        assert_eq!(
            refusal(bench.office.take_payment(&receipt)),
            MoneyRefusal::CardNumber
        );
    }
    let noted = NewPayLater {
        words: number.into(),
        ..promise(otis, "20", day(3, 27))
    };
    assert_eq!(
        refusal(bench.office.agree_to_pay_later(&noted)),
        MoneyRefusal::CardNumber
    );
    let id = bench
        .office
        .agree_to_pay_later(&promise(otis, "20", day(3, 27)))
        .unwrap();
    assert_eq!(
        refusal(bench.office.call_off(id, number)),
        MoneyRefusal::CardNumber
    );
    assert!(bench.office.receipts(None, 5).unwrap().is_empty());
}

#[test]
fn a_scan_line_leads_to_its_account_and_statement() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let _seen = bench.visit(otis, day(3, 2), &["40.00"]);
    let today = bench.office.today();
    let _run = bench
        .office
        .run_statements(None, today, &mut quietly)
        .unwrap();
    let sent = &bench.office.statements(otis.guarantor).unwrap()[0];
    let account = AccountNumber::new(u32::try_from(otis.guarantor.get()).unwrap()).unwrap();
    let number = StatementNumber::new(sent.number.parse().unwrap()).unwrap();
    let scan = ScanLine::new(account, number, sent.amount).unwrap();
    let scanned = bench.office.scanned(scan).unwrap();
    assert_eq!(scanned.guarantor, otis.guarantor);
    assert_eq!(scanned.statement.amount, m("40"));
    assert!(!scanned.is_outdated);
    let other = ScanLine::new(account, number, m("39.99")).unwrap();
    assert!(matches!(
        refusal(bench.office.scanned(other)),
        MoneyRefusal::NeverSent { .. }
    ));
}
