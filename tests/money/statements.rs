//! Who gets a statement, what it asks for, and the run that makes them.

use std::fs;
use std::path::Path;

use pegboard::domain::ledger::{Owner, WriteOff};
use pegboard::domain::mailing::{StatementRow, Verdict};
use pegboard::domain::money::Money;
use pegboard::domain::statement::{ReasonKind, Statement};
use pegboard::office::{Go, OfficeError, RunOutcome, quietly};

use super::practice::{Bench, Person, Seen, day, m};

fn row(rows: &[StatementRow], who: Person) -> StatementRow {
    rows.iter()
        .find(|row| row.guarantor == who.guarantor)
        .unwrap()
        .clone()
}

fn run(bench: &mut Bench, folder: Option<&Path>) -> RunOutcome {
    let today = bench.office.today();
    bench
        .office
        .run_statements(folder, today, &mut quietly)
        .unwrap()
}

fn preview(bench: &Bench, who: Person) -> Statement {
    let today = bench.office.today();
    bench
        .office
        .preview_statement(who.guarantor, today)
        .unwrap()
        .0
}

/// Dana's visit of 185.00 with its copay of 25.00, answered with a deductible of 43.17.
fn answered(bench: &mut Bench, who: Person) -> Seen {
    let seen = bench.visit(who, day(3, 10), &["185.00"]);
    let _copay = bench.pay(who, "25", &[(seen.lines[0], "25")]).unwrap();
    let line = Bench::says(
        &seen,
        0,
        "185",
        "74.41",
        &["CO-45 42.42", "PR-1 43.17", "PR-3 25"],
    );
    let _eob = bench.post("8821904", vec![line]);
    seen
}

#[test]
fn who_gets_one_who_does_not_and_why() {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let owing = bench.patient("Owing", None);
    let _visit = bench.visit(owing, day(3, 1), &["40"]);
    let waiting = bench.patient("Waiting", Some(meridian));
    let _visit = bench.visit(waiting, day(3, 1), &["90"]);
    let small = bench.patient("Small", None);
    let _visit = bench.visit(small, day(3, 1), &["4.99"]);
    let settled = bench.patient("Settled", None);
    let seen = bench.visit(settled, day(3, 1), &["40"]);
    let _paid = bench.pay(settled, "40", &[(seen.lines[0], "40")]).unwrap();
    let ahead = bench.patient("Ahead", None);
    let _paid = bench.pay(ahead, "15", &[]).unwrap();
    let held = bench.patient("Held", None);
    let _visit = bench.visit(held, day(3, 1), &["40"]);
    bench
        .office
        .hold_statements(held.guarantor, Some("mail came back"))
        .unwrap();

    let due = bench.office.statements_due(day(3, 20)).unwrap();
    for (who, amount, sent, why) in [
        (owing, "40", true, "first statement"),
        (waiting, "0", false, "only 90.00 pending with insurance"),
        (small, "4.99", false, "less than the minimum of 5.00"),
        (settled, "0", false, "nothing owed"),
        (ahead, "0", false, "credit of 15.00"),
        (held, "40", false, "held: mail came back"),
    ] {
        let row = row(&due, who);
        assert_eq!(
            (row.amount, row.sent, row.why.as_str()),
            (m(amount), sent, why)
        );
    }
    let outcome = run(&mut bench, None);
    assert_eq!((outcome.sent(), outcome.total().unwrap()), (1, m("40")));
    let again = row(&bench.office.statements_due(day(3, 20)).unwrap(), owing);
    assert_eq!(again.verdict, Verdict::SentRecently(day(3, 20)));
    let later = row(&bench.office.statements_due(day(4, 17)).unwrap(), owing);
    assert!(later.sent, "four weeks passed");
    let _news = bench.visit(owing, day(3, 18), &["60"]);
    let news = row(&bench.office.statements_due(day(3, 20)).unwrap(), owing);
    assert_eq!((news.sent, news.amount), (true, m("100")));
    bench.must_hold();
}

#[test]
fn a_statement_says_why_in_the_guarantors_words() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let owen = bench.child("Owen", dana, None);
    let seen = answered(&mut bench, dana);
    let two = bench.visit(dana, day(3, 12), &["100", "60"]);
    let lines = vec![
        Bench::says(&two, 0, "100", "68.80", &["CO-45 14", "PR-2 17.20"]),
        Bench::says(&two, 1, "60", "0", &["CO-45 35", "PR-96 25"]),
    ];
    let _eob = bench.post("8821905", lines);
    let his = bench.visit(owen, day(3, 2), &["30"]);
    let _pending = bench.visit(dana, day(3, 18), &["265"]);
    let statement = preview(&bench, dana);
    let due = m("43.17").plus(m("17.20")).unwrap().plus(m("55")).unwrap();
    assert_eq!(statement.amount_due(), due);
    assert_eq!(statement.pending_total(), m("265"));
    let reasons = |line: pegboard::domain::id::ChargeLineId| {
        let sums = bench.sums(dana, line);
        statement
            .account()
            .lines
            .iter()
            .find(|shown| shown.owed == sums.patient_owes && shown.charge == sums.charged)
            .unwrap()
            .reasons
            .clone()
    };
    let told = reasons(seen.lines[0]);
    assert_eq!(
        (&told[0].kind, &told[1].kind),
        (&ReasonKind::Copay, &ReasonKind::Deductible)
    );
    let ReasonKind::Coinsurance(Some(rate)) = &reasons(two.lines[0])[0].kind else {
        panic!("{:?}", reasons(two.lines[0]));
    };
    assert_eq!((rate.percent.to_string(), rate.of), ("20".into(), m("86")));
    assert_eq!(reasons(two.lines[1])[0].kind, ReasonKind::NotCovered);
    assert_eq!(reasons(his.lines[0])[0].kind, ReasonKind::SelfPay);
    assert_eq!(statement.groups().len(), 2, "Dana's visits and Owen's");
}

#[test]
fn the_next_statement_goes_on_where_the_last_one_ended() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let seen = answered(&mut bench, dana);
    let first = run(&mut bench, None);
    let sent = row(&first.rows, dana).statements[0].clone();
    assert_eq!(
        (sent.number.as_str(), sent.amount),
        ("26030001", m("43.17"))
    );
    assert_eq!((sent.made_on, sent.due_on), (day(3, 20), day(4, 13)));

    bench.go_to(day(4, 20));
    let _paid = bench.pay(dana, "20", &[(seen.lines[0], "13.17")]).unwrap();
    let _help = bench
        .office
        .write_off(
            seen.lines[0],
            Owner::Guarantor,
            WriteOff::Courtesy,
            m("10"),
            "courtesy",
        )
        .unwrap();
    let more = bench.visit(dana, day(4, 2), &["100"]);
    let line = Bench::says(&more, 0, "100", "60", &["CO-45 10", "PR-2 30"]);
    let _eob = bench.post("9", vec![line]);
    let second = preview(&bench, dana);
    let bridge = second.bridge();
    assert_eq!(bridge.previous, Some((day(3, 20), m("43.17"))));
    assert_eq!(
        (bridge.paid, bridge.changed, bridge.fresh),
        (m("13.17"), m("-10"), m("30"))
    );
    assert_eq!((bridge.credit_now, bridge.due), (m("6.83"), m("43.17")));
    let run = run(&mut bench, None);
    let sent = row(&run.rows, dana).statements[0].clone();
    assert_eq!(sent.number, "26040001", "each month counts anew");
    assert_eq!(bench.office.statements(dana.guarantor).unwrap().len(), 2);

    // A third one, after everything was paid in between and the payment bounced.
    bench.go_to(day(5, 20));
    let open = bench.office.open_items(dana.guarantor).unwrap();
    let placed: Vec<_> = open
        .iter()
        .map(|item| (item.line, item.patient_owes))
        .collect();
    let total = Money::sum(placed.iter().map(|(_, amount)| *amount)).unwrap();
    let receipt = bench.receipt(dana, vec![super::practice::check(total, "77")], &placed);
    let receipt = bench.office.take_payment(&receipt).unwrap();
    let settled = bench
        .office
        .preview_statement(dana.guarantor, day(5, 20))
        .unwrap()
        .0;
    assert_eq!(settled.amount_due(), Money::ZERO);
    bench.office.take_back_receipt(receipt, "bounced").unwrap();
    let third = preview(&bench, dana);
    assert_eq!(
        (third.amount_due(), third.bridge().paid),
        (m("43.17"), Money::ZERO)
    );
    bench.must_hold();
}

#[test]
fn what_waits_for_insurance_in_part_is_asked_for_in_part() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let seen = bench.visit(dana, day(3, 10), &["185"]);
    let line = Bench::says(&seen, 0, "185", "100", &["CO-45 30", "PR-1 35", "CO-16 20"]);
    let _eob = bench.post("1", vec![line]);
    let statement = preview(&bench, dana);
    assert_eq!(
        (statement.amount_due(), statement.pending_total()),
        (m("35"), m("20"))
    );
    let shown = &statement.account().lines[0];
    assert_eq!(
        (shown.charge, shown.description.as_str()),
        (m("165"), "Office visit (part of 185.00)")
    );
    assert_eq!(statement.account().pending[0].payer, "Meridian Health");
}

#[test]
fn a_run_writes_one_file_for_the_printer_and_one_for_each_guarantor() {
    let mut bench = Bench::open();
    let folder = tempfile::tempdir().unwrap();
    let mut people = Vec::new();
    for first in ["Ada", "Ben", "Cleo"] {
        let who = bench.patient(first, None);
        let _visit = bench.visit(who, day(3, 1), &["40", "12.50"]);
        people.push(who);
    }
    let out = folder.path().join("out");
    let outcome = run(&mut bench, Some(&out));
    assert_eq!(
        outcome.printer_files,
        [out.join("statements-26030001-26030003.pdf")]
    );
    let mut names: Vec<String> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "statement-26030001.pdf",
            "statement-26030002.pdf",
            "statement-26030003.pdf",
            "statements-26030001-26030003.pdf"
        ]
    );
    for who in people {
        let row = row(&outcome.rows, who);
        let sent = row.statements[0].clone();
        let kept = bench.office.statement_pdf(sent.id).unwrap();
        assert_eq!(fs::read(outcome.file(&sent).unwrap()).unwrap(), kept);
        assert_eq!(sent.amount, m("52.50"));
    }
    bench.must_hold();
}

#[test]
fn a_run_that_is_stopped_keeps_nothing() {
    let mut bench = Bench::open();
    let folder = tempfile::tempdir().unwrap();
    for first in ["Ada", "Ben", "Cleo"] {
        let who = bench.patient(first, None);
        let _visit = bench.visit(who, day(3, 1), &["40"]);
    }
    for stop_at in [0, 2, 3] {
        let stopped =
            bench
                .office
                .run_statements(Some(folder.path()), day(3, 20), &mut |done, _| {
                    if done == stop_at { Go::Stop } else { Go::On }
                });
        assert!(matches!(stopped, Err(OfficeError::Stopped)), "{stopped:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
    let outcome = run(&mut bench, Some(folder.path()));
    assert_eq!(outcome.sent(), 3);
    assert_eq!(outcome.rows[0].statements[0].number, "26030001");
    bench.must_hold();
}

/// Makes one statement on request.
fn ask(bench: &mut Bench, who: Person, folder: Option<&Path>) -> Result<RunOutcome, OfficeError> {
    let today = bench.office.today();
    bench.office.make_statement(who.guarantor, folder, today)
}

fn refused(outcome: Result<RunOutcome, OfficeError>) -> String {
    outcome.unwrap_err().to_string()
}

#[test]
fn one_statement_is_made_for_whoever_asks() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", None);
    let other = bench.patient("Other", None);
    let seen = bench.visit(dana, day(3, 1), &["40"]);
    let _visit = bench.visit(other, day(3, 1), &["90"]);
    let folder = tempfile::tempdir().unwrap();
    let made = ask(&mut bench, dana, Some(folder.path())).unwrap();
    assert_eq!((made.sent(), made.rows.len()), (1, 1));
    assert_eq!(made.total().unwrap(), m("40"));
    assert_eq!(made.printer_files, Vec::<std::path::PathBuf>::new());
    let file = made.file(&made.rows[0].statements[0]).unwrap();
    let kept = bench.office.statements(dana.guarantor).unwrap();
    assert_eq!(kept.len(), 1);
    let archived = bench.office.statement_pdf(kept[0].id).unwrap();
    assert_eq!(fs::read(&file).unwrap(), archived);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    // The next run takes it for sent, and goes on with the numbers.
    let next = run(&mut bench, None);
    let said = &row(&next.rows, dana).why;
    assert!(said.ends_with("is recent, and nothing is new"), "{said}");
    let theirs = row(&next.rows, other).statements[0].clone();
    assert_eq!(
        theirs.number.parse::<u32>().unwrap(),
        kept[0].number.parse::<u32>().unwrap() + 1
    );
    // Asked again, it is made again: neither the days between two nor the least amount count.
    let _paid = bench.pay(dana, "39", &[(seen.lines[0], "39")]).unwrap();
    let again = ask(&mut bench, dana, None).unwrap();
    assert_eq!(again.total().unwrap(), m("1"));
    assert_eq!(bench.office.statements(dana.guarantor).unwrap().len(), 2);
    bench.must_hold();
}

#[test]
fn a_statement_on_request_is_refused_with_the_reason() {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let nobody = bench.patient("Nobody", None);
    assert_eq!(
        refused(ask(&mut bench, nobody, None)),
        "no statement is made: nothing owed"
    );
    let waiting = bench.patient("Waiting", Some(meridian));
    let _visit = bench.visit(waiting, day(3, 1), &["90"]);
    assert_eq!(
        refused(ask(&mut bench, waiting, None)),
        "no statement is made: only 90.00 pending with insurance"
    );
    let held = bench.patient("Held", None);
    let _visit = bench.visit(held, day(3, 1), &["40"]);
    bench
        .office
        .hold_statements(held.guarantor, Some("mail came back"))
        .unwrap();
    assert_eq!(
        refused(ask(&mut bench, held, None)),
        "no statement is made: held: mail came back"
    );
    assert_eq!(bench.office.statements(held.guarantor).unwrap(), []);
}
