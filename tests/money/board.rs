//! What Today shows: piles, money owed by age, and the cash of the month.

use pegboard::domain::money::Money;
use pegboard::domain::today::{Board, Queue};

use super::practice::{Bench, check, day, m};

fn pile(board: &Board, queue: Queue) -> (u32, Money) {
    let row = board.queues.iter().find(|row| row.queue == queue).unwrap();
    (row.count, row.amount)
}

#[test]
fn an_empty_book_has_empty_piles_and_is_in_balance() {
    let board = Bench::open().office.board().unwrap();
    assert_eq!(board.queues.len(), 14);
    assert!(board.queues.iter().all(|row| row.count == 0));
    assert!(board.is_in_balance && board.cash.is_empty());
}

#[test]
fn piles_cash_and_ageing_are_what_the_journal_says() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let otis = bench.patient("Otis", None);
    bench.go_to(day(2, 10));
    let early = bench.visit(otis, day(2, 10), &["60"]);
    let _cash = bench.pay(otis, "20", &[(early.lines[0], "20")]).unwrap();
    bench.go_to(day(2, 25));
    let _late = bench.pay(otis, "1", &[(early.lines[0], "1")]).unwrap();
    bench.go_to(day(3, 20));
    let denied = bench.visit(dana, day(3, 10), &["185"]);
    let paid = bench.visit(dana, day(3, 19), &["100"]);
    let lines = vec![
        Bench::says(&denied, 0, "185", "0", &["CO-16 185"]),
        Bench::says(&paid, 0, "100", "60", &["CO-45 10", "PR-1 30"]),
    ];
    let _eob = bench.post("1", lines);
    let receipt = bench.receipt(dana, vec![check(m("35"), "7")], &[(paid.lines[0], m("30"))]);
    let receipt = bench.office.take_payment(&receipt).unwrap();
    let _to_code = bench.visit(otis, day(3, 19), &[]);

    let board = bench.office.board().unwrap();
    assert_eq!(pile(&board, Queue::ToCode), (1, Money::ZERO));
    assert_eq!(pile(&board, Queue::Denied), (1, m("185")));
    assert_eq!(pile(&board, Queue::StatementsDue), (1, m("39")));
    assert_eq!(pile(&board, Queue::CreditToPlace), (1, m("5")));
    assert_eq!(board.visits_before, (2, 1));
    assert_eq!(
        board.last_month_so_far,
        m("20"),
        "what came after the 20th is not counted"
    );
    let cash: Vec<_> = board
        .cash
        .iter()
        .map(|day| (day.on, day.insurance, day.patient))
        .collect();
    assert_eq!(cash, [(day(3, 20), m("60"), m("35"))]);
    assert_eq!(
        (
            board.ageing.insurance().unwrap(),
            board.ageing.patient().unwrap()
        ),
        (m("185"), m("39"))
    );
    assert!(board.is_in_balance);

    bench.go_to(day(3, 21));
    bench.office.take_back_receipt(receipt, "bounced").unwrap();
    let board = bench.office.board().unwrap();
    let last = board.cash.last().unwrap();
    assert_eq!((last.on, last.patient), (day(3, 21), m("-35")));
    assert!(board.is_in_balance);
    bench.must_hold();
}
