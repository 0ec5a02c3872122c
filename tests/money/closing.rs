//! The close of days: what it proves, what it locks, and what it takes to open it again.

use pegboard::domain::aged::Since;
use pegboard::domain::close::{Column, Control, Count, NewClose, Span};
use pegboard::domain::deposit::{NewBank, NewDeposit};
use pegboard::domain::eob::{Adjustment, Method, Outcome};
use pegboard::domain::id::{ChargeLineId, EntryId};
use pegboard::domain::ledger::{Owner, WriteOff};
use pegboard::domain::money::Money;
use pegboard::domain::payment::{Placement, Tender};
use pegboard::domain::remittance::PostOn;
use pegboard::domain::report::{Cell, Name, Wanted, Weight};
use pegboard::office::{Office, OfficeError, Refusal, Rest, quietly};
use proptest::prelude::*;

use super::practice::{Bench, Person, Seen, cash, check, day, m};
use super::remittances::{Sent, says, take};

/// A day's work: two visits, an EOB, payments by check, card and cash, a write-off and a deposit.
struct Worked {
    bench: Bench,
    otis: Person,
    seen: Seen,
    own: Seen,
    entry: EntryId,
}

fn worked() -> Worked {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let dana = bench.patient("Dana", Some(meridian));
    let otis = bench.patient("Otis", None);
    let seen = bench.visit(dana, day(3, 10), &["185", "18"]);
    let own = bench.visit(otis, day(3, 12), &["95"]);
    let _eob = bench.post(
        "88121",
        vec![Bench::says(&seen, 1, "18.00", "10.00", &["CO-45 8.00"])],
    );
    let card = Tender::Card {
        amount: m("20"),
        reference: String::from("Visa ··1881"),
    };
    let tenders = vec![cash(m("15")), check(m("12"), "1190"), card];
    let receipt = bench.receipt(otis, tenders, &[(own.lines[0], m("40"))]);
    let _receipt = bench.office.take_payment(&receipt).unwrap();
    let entry = bench
        .office
        .write_off(
            own.lines[0],
            Owner::Guarantor,
            WriteOff::Courtesy,
            m("5"),
            "a courtesy",
        )
        .unwrap();
    Worked {
        bench,
        otis,
        seen,
        own,
        entry,
    }
}

fn counted(pieces: &str, float: &str) -> NewClose {
    NewClose {
        float: Some(m(float)),
        count: Some(Count::parse(pieces).unwrap()),
        ..NewClose::default()
    }
}

fn is_closed<T: std::fmt::Debug>(outcome: Result<T, OfficeError>) {
    match outcome {
        Err(error @ OfficeError::Refused(Refusal::DayClosed(through))) => {
            assert_eq!(through, day(3, 20));
            let words = error.to_string();
            assert!(
                words.starts_with("the books are closed through 03/20/2026"),
                "{words}"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_day_is_closed_with_what_it_comes_to() {
    let mut w = worked();
    let today = day(3, 20);
    let sheet = w
        .bench
        .office
        .day_sheet(today, &NewClose::default())
        .unwrap();
    assert_eq!(sheet.faults(), Ok(Vec::new()));
    assert_eq!(
        sheet.control,
        Control {
            opening: Money::ZERO,
            charges: m("298"),
            payments: m("57"),
            adjustments: m("13"),
            closing: m("228"),
        }
    );
    let received: Vec<_> = sheet
        .received
        .iter()
        .map(|row| (row.what.as_str(), row.amount))
        .collect();
    assert_eq!(
        received,
        [
            ("Insurance, check", m("10")),
            ("Patients, card", m("20")),
            ("Patients, check", m("12")),
            ("Patients, cash", m("15")),
        ]
    );
    // The drawer does not fit: nothing is closed without a word.
    let short = counted("1x100 1x50 1x10", "150");
    let refused = w.bench.office.close_days(today, &short).unwrap_err();
    assert!(
        refused.to_string().contains("165.00 is expected"),
        "{refused}"
    );
    assert_eq!(w.bench.office.closed_through().unwrap(), None);
    let closed = w
        .bench
        .office
        .close_days(today, &counted("1x100 1x50 1x10 1x5", "150"))
        .unwrap();
    assert_eq!(closed.len(), 1);
    assert_eq!(w.bench.office.closed_through().unwrap(), Some(today));
    let first = w.bench.office.day_sheet_pdf(closed[0].id).unwrap();
    assert_eq!(w.bench.office.day_sheet_pdf(closed[0].id).unwrap(), first);
    w.bench.must_hold();

    // The next day begins where this one ended, with what stayed in the drawer.
    w.bench.go_to(day(3, 23));
    let next = w
        .bench
        .office
        .close_days(day(3, 23), &NewClose::default())
        .unwrap();
    assert_eq!(next[0].sheet.control.opening, m("228"));
    assert_eq!(next[0].sheet.drawer.float, m("150"));
    assert_eq!(next[0].sheet.span.from, day(3, 21));
    let kept = w.bench.office.closing(next[0].id).unwrap();
    assert_eq!(kept.before, Some((today, closed[0].seal)));
    w.bench.must_hold();
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one story, told in order")]
fn a_month_is_closed_over_the_seals_of_its_days() {
    let mut w = worked();
    let early = w.bench.office.close_month(day(3, 20), &NewClose::default());
    assert!(
        early
            .unwrap_err()
            .to_string()
            .contains("March 2026 is not over")
    );
    let _days = w
        .bench
        .office
        .close_days(day(3, 20), &NewClose::default())
        .unwrap();
    w.bench.go_to(day(4, 2));
    // Days of two months are closed apart.
    let closed = w
        .bench
        .office
        .close_days(day(4, 1), &NewClose::default())
        .unwrap();
    assert_eq!(closed.len(), 2);
    assert_eq!(closed[0].sheet.span.through, day(3, 31));
    let late = w.bench.office.close_month(day(3, 20), &NewClose::default());
    assert!(
        late.unwrap_err()
            .to_string()
            .contains("later days are closed")
    );
    let _open = w
        .bench
        .office
        .reopen_days(day(4, 1), "the month first")
        .unwrap();
    let id = w
        .bench
        .office
        .close_month(day(3, 20), &NewClose::default())
        .unwrap();
    let month = w.bench.office.month_closing(id).unwrap();
    assert_eq!(month.row.control.closing, m("228"));
    for rows in [&month.sheet.providers, &month.sheet.payers] {
        for (of, whole) in [
            (
                sum(rows, |control| control.opening),
                month.row.control.opening,
            ),
            (
                sum(rows, |control| control.charges),
                month.row.control.charges,
            ),
            (
                sum(rows, |control| control.payments),
                month.row.control.payments,
            ),
            (
                sum(rows, |control| control.closing),
                month.row.control.closing,
            ),
        ] {
            assert_eq!(of, whole);
        }
    }
    assert!(!w.bench.office.month_sheet_pdf(id).unwrap().is_empty());
    w.bench.must_hold();
    // A day of it opened again opens the month.
    let opened = w
        .bench
        .office
        .reopen_days(day(3, 20), "a wrong check")
        .unwrap();
    assert_eq!(opened.len(), 2);
    assert!(w.bench.office.closed_months().unwrap().is_empty());
    w.bench.must_hold();
}

fn sum(rows: &[pegboard::domain::close::MonthRow], of: impl Fn(&Control) -> Money) -> Money {
    Money::sum(rows.iter().map(|row| of(&row.control))).unwrap()
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "it walks every verb that writes an entry"
)]
fn nothing_is_written_into_a_closed_day_by_any_verb() {
    let mut w = worked();
    // What the verbs will need, made while the day is open.
    let bank = w
        .bench
        .office
        .add_bank(&NewBank {
            name: String::from("First Cornfield"),
            last_four: String::from("4417"),
        })
        .unwrap();
    let meridian = w.bench.meridian;
    let ida = w.bench.patient("Ida", Some(meridian));
    let remitted = w.bench.visit(ida, day(3, 10), &["60"]);
    let waiting = w.bench.visit(ida, day(3, 10), &["70"]);
    let sent = |trace, bench: &Bench, seen: &Seen, charged: &str, paid: &str| {
        let claim = says(bench, seen, "IDA", &[(charged, paid, &[])]);
        Sent::new(trace, vec![claim])
    };
    let posted = sent("88130", &w.bench, &remitted, "60", "60");
    let posted = take(&mut w.bench.office, &posted).row.id;
    let _done = w
        .bench
        .office
        .post_remittance(posted, PostOn::Today, Rest::Waits, &mut quietly)
        .unwrap();
    let open = sent("88131", &w.bench, &waiting, "70", "70");
    let open = take(&mut w.bench.office, &open).row.id;
    let credit = w.bench.receipt(w.otis, vec![cash(m("9"))], &[]);
    let credit = w.bench.office.take_payment(&credit).unwrap();
    let items: Vec<_> = w.bench.office.drawer().unwrap().items;
    let deposit = |item| NewDeposit {
        bank,
        on: day(3, 20),
        items: vec![item],
        fee: Money::ZERO,
        reference: String::new(),
    };
    let made = w
        .bench
        .office
        .make_deposit(&deposit(items[0].item))
        .unwrap();
    let denied = w.bench.visit(ida, day(3, 10), &["33"]);
    let _denial = w.bench.post(
        "88140",
        vec![Bench::says(&denied, 0, "33.00", "0.00", &["CO-50 33.00"])],
    );
    let eob = w.bench.post(
        "88141",
        vec![Bench::says(
            &w.seen,
            0,
            "185.00",
            "100.00",
            &["CO-45 85.00"],
        )],
    );

    let _closed = w
        .bench
        .office
        .close_days(day(3, 20), &NewClose::default())
        .unwrap();
    let before = w.bench.office.book_figures().unwrap();
    let audit = w.bench.office.closings(10).unwrap();
    let (own, otis) = (w.own.lines[0], w.otis);
    let office = &mut w.bench.office;
    is_closed(office.write_off(own, Owner::Guarantor, WriteOff::Courtesy, m("1"), "x"));
    is_closed(office.reverse(w.entry, "x"));
    let placed = Placement {
        line: own,
        amount: m("1"),
    };
    is_closed(office.place_credit(otis.guarantor, &[placed]));
    is_closed(office.take_back_receipt(credit, "x"));
    is_closed(office.unpost_eob(eob, "x"));
    is_closed(office.make_deposit(&deposit(items[1].item)));
    is_closed(office.take_back_deposit(made, "x"));
    is_closed(office.post_remittance(open, PostOn::Today, Rest::Waits, &mut quietly));
    is_closed(office.post_remittance(open, PostOn::Payment, Rest::Waits, &mut quietly));
    is_closed(office.unpost_remittance(posted, "x", &mut quietly));
    let claim = denied.claim.unwrap();
    is_closed(office.write_off_denial(claim, &denied.lines, WriteOff::Other, "x"));
    is_closed(w.bench.office.transfer(
        denied.lines[0],
        Owner::Insurer(ida.policy.unwrap()),
        Owner::Guarantor,
        m("1"),
        "x",
    ));
    is_closed(w.bench.pay(otis, "3", &[]));
    let dated = |bench: &Bench| {
        let mut receipt = bench.receipt(otis, vec![cash(m("3"))], &[]);
        receipt.accounting_on = day(3, 2);
        receipt
    };
    let early = dated(&w.bench);
    is_closed(w.bench.office.take_payment(&early));
    // An EOB that moves nothing is held to the lock as well.
    let mut silent = w.bench.eob(
        "88150",
        vec![Bench::says(&waiting, 0, "70.00", "0.00", &["CO-50 70.00"])],
    );
    is_closed(w.bench.office.post_eob(&silent));
    silent.method = Method::None;
    is_closed(w.bench.office.post_eob(&silent));
    let entered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        w.bench.visit(otis, day(3, 19), &["12"])
    }));
    assert!(entered.is_err(), "a visit was charged on a closed day");

    assert_eq!(w.bench.office.book_figures().unwrap(), before);
    assert_eq!(w.bench.office.closings(10).unwrap(), audit);
    w.bench.must_hold();
    // On the next day all goes on.
    w.bench.go_to(day(3, 21));
    let _receipt = w.bench.pay(otis, "3", &[]).unwrap();
    let _undone = w.bench.office.reverse(w.entry, "x").unwrap();
    w.bench.must_hold();
}

#[test]
fn days_are_opened_again_with_a_reason_and_closed_anew() {
    let mut w = worked();
    let office = &mut w.bench.office;
    let nothing = office.reopen_days(day(3, 20), "x").unwrap_err();
    assert!(nothing.to_string().contains("not closed"), "{nothing}");
    let first = office.close_days(day(3, 20), &NewClose::default()).unwrap();
    assert!(office.reopen_days(day(3, 20), "  ").is_err());
    let opened = office
        .reopen_days(day(3, 20), "the copay was wrong")
        .unwrap();
    assert_eq!(opened.len(), 1);
    let _receipt = w.bench.pay(w.otis, "3", &[]).unwrap();
    let again = w
        .bench
        .office
        .close_days(day(3, 20), &NewClose::default())
        .unwrap();
    assert_ne!(again[0].seal, first[0].seal);
    let rows = w.bench.office.closings(10).unwrap();
    let stands: Vec<bool> = rows.iter().map(|row| row.reopened.is_none()).collect();
    assert_eq!(stands, [true, false]);
    w.bench.must_hold();
}

/// What is done on a day of the property test.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Visit(i64),
    Pay(i64),
    PayAhead(i64),
    WriteOff(i64),
    Answer(i64),
    TakeBack,
}

fn deeds() -> impl Strategy<Value = Vec<(u32, Deed)>> {
    let cents = 100_i64..9_000;
    let deed = prop_oneof![
        3 => cents.clone().prop_map(Deed::Visit),
        3 => cents.clone().prop_map(Deed::Pay),
        1 => cents.clone().prop_map(Deed::PayAhead),
        1 => cents.clone().prop_map(Deed::WriteOff),
        2 => cents.prop_map(Deed::Answer),
        1 => Just(Deed::TakeBack),
    ];
    prop::collection::vec((0_u32..4, deed), 1..14)
}

fn run(
    bench: &mut Bench,
    who: Person,
    deed: Deed,
    open: &mut Vec<Seen>,
    receipts: &mut Vec<pegboard::domain::id::ReceiptId>,
) {
    let amount = |cents| Money::from_cents(cents).unwrap();
    let line = |open: &[Seen]| -> Option<ChargeLineId> { open.last().map(|seen| seen.lines[0]) };
    // A deed that does not fit what is there is refused, and nothing has happened then.
    match deed {
        Deed::Visit(cents) => {
            let today = bench.office.today();
            open.push(bench.visit_of(who, today, &[amount(cents)]));
        }
        Deed::Pay(cents) => {
            let placed: Vec<_> = line(open)
                .map(|line| (line, amount(cents)))
                .into_iter()
                .collect();
            let receipt = bench.receipt(who, vec![cash(amount(cents))], &placed);
            receipts.extend(bench.office.take_payment(&receipt));
        }
        Deed::PayAhead(cents) => {
            let receipt = bench.receipt(who, vec![check(amount(cents), "77")], &[]);
            receipts.extend(bench.office.take_payment(&receipt));
        }
        Deed::WriteOff(cents) => {
            if let Some(line) = line(open) {
                let _ = bench.office.write_off(
                    line,
                    Owner::Guarantor,
                    WriteOff::Courtesy,
                    amount(cents),
                    "x",
                );
            }
        }
        Deed::Answer(cents) => {
            if let Some(seen) = open.last().filter(|seen| seen.claim.is_some()) {
                let charged = bench.sums(who, seen.lines[0]).charged;
                let paid = amount(cents).min(charged);
                let rest = charged.minus(paid).unwrap();
                let mut says = Bench::says(seen, 0, &charged.plain(), &paid.plain(), &[]);
                says.adjustments.push(Adjustment {
                    group: "CO".parse().unwrap(),
                    carc: "45".parse().unwrap(),
                    amount: rest,
                    outcome: Outcome::WriteOff(WriteOff::Contractual),
                });
                says.adjustments.retain(|one| !one.amount.is_zero());
                let eob = bench.eob("99", vec![says]);
                let _ = bench.office.post_eob(&eob);
            }
        }
        Deed::TakeBack => {
            if let Some(id) = receipts.pop() {
                let _ = bench.office.take_back_receipt(id, "x");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_report_of_any_day_ties_to_that_days_close(deeds in deeds()) {
        let mut bench = Bench::open();
        let meridian = bench.meridian;
        let who = bench.patient("Dana", Some(meridian));
        let (mut open, mut receipts) = (Vec::new(), Vec::new());
        let mut on = day(3, 20);
        let mut days = vec![on];
        for (later, deed) in deeds {
            if later == 3 {
                if bench.office.book_figures().unwrap().entries > 0 {
                    let _closed = bench.office.close_days(on, &NewClose::default()).unwrap();
                }
                on = on.succ_opt().unwrap();
                days.push(on);
                bench.go_to(on);
            }
            run(&mut bench, who, deed, &mut open, &mut receipts);
        }
        for on in days {
            ties(&bench.office, on)?;
        }
        bench.must_hold();
    }
}

/// Holds every report of a day against its sheet, and its sheet against the close, where there is one.
fn ties(office: &Office, on: chrono::NaiveDate) -> Result<(), TestCaseError> {
    let sheet = office
        .sheet_of(Span {
            from: on,
            through: on,
        })
        .unwrap();
    prop_assert_eq!(sheet.faults(), Ok(Vec::new()));
    let control = sheet.control;
    let of = |name| {
        let wanted = Wanted::usual(name, on);
        office.report(Wanted { from: on, ..wanted }).unwrap()
    };
    prop_assert_eq!(of(Name::Day).total, control.closing);
    prop_assert_eq!(of(Name::Payments).total, control.payments);
    prop_assert_eq!(of(Name::Adjustments).total, control.adjustments);
    prop_assert_eq!(of(Name::Charges).total, control.charges);
    prop_assert_eq!(of(Name::Month).total, control.closing);
    let credits = of(Name::Credits).total;
    for since in Since::ALL {
        let wanted = Wanted {
            since,
            ..Wanted::usual(Name::Ageing, on)
        };
        let ageing = office.report(wanted).unwrap();
        prop_assert_eq!(ageing.total.minus(credits).unwrap(), control.closing);
        let rows = ageing.rows.iter().filter(|row| row.weight == Weight::Plain);
        let rows = rows.filter_map(|row| match row.cells.last() {
            Some(Cell::Money(amount)) => Some(*amount),
            _ => None,
        });
        prop_assert_eq!(Money::sum(rows).unwrap(), ageing.total);
    }
    if let Some(id) = office.closing_of(on).unwrap() {
        let kept = office.closing(id).unwrap();
        if kept.row.span.is_one_day() {
            prop_assert_eq!(kept.row.control, control);
            prop_assert_eq!(kept.sheet.strip, sheet.strip);
        }
        prop_assert_eq!(kept.row.control.closing, control.closing);
    }
    Ok(())
}

#[test]
fn every_account_has_its_column() {
    for code in [10, 20, 70, 71, 72, 73] {
        assert_eq!(Column::of(code), Some(Column::Receivable));
    }
    assert_eq!(Column::of(11), None);
}
