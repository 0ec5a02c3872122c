//! Money to the bank and the bank's own word: what waits, what went, what came back, and nothing lost between.

use pegboard::domain::bank::Standing;
use pegboard::domain::bank::matching::What;
use pegboard::domain::deposit::{
    DepositError, Item, Kind, Means, NewBank, NewDeposit, Undeposited, deposit_number,
};
use pegboard::domain::eob::Method;
use pegboard::domain::id::{BankId, DepositId, EobId, ReceiptId};
use pegboard::domain::money::Money;
use pegboard::domain::payment::Tender;
use pegboard::domain::reconcile::{List, Month};
use pegboard::office::{BankRefusal, DepositRefusal, OfficeError, Refusal};

use super::practice::{Bench, Person, cash, cents, check, day, m};

fn bank(bench: &mut Bench) -> BankId {
    let what = NewBank {
        name: String::from("First Cornfield, operating"),
        last_four: String::from("4417"),
    };
    bench.office.add_bank(&what).unwrap()
}

fn card(amount: &str) -> Tender {
    Tender::Card {
        amount: m(amount),
        reference: String::from("Visa ··1881, 204518"),
    }
}

fn waiting(bench: &Bench) -> Vec<Undeposited> {
    let drawer = bench.office.drawer().unwrap();
    assert_eq!(drawer.total, drawer.ledger, "the drawer is account 60");
    drawer.items
}

fn to(bank: BankId, bench: &Bench, picked: &[Undeposited]) -> NewDeposit {
    NewDeposit {
        bank,
        on: bench.office.today(),
        items: picked.iter().map(|one| one.item).collect(),
        fee: Money::ZERO,
        reference: String::new(),
    }
}

fn of(all: &[Undeposited], means: Means) -> Vec<Undeposited> {
    all.iter()
        .filter(|one| one.means == means)
        .cloned()
        .collect()
}

fn take(bench: &mut Bench, who: Person, tenders: Vec<Tender>) -> ReceiptId {
    let receipt = bench.receipt(who, tenders, &[]);
    bench.office.take_payment(&receipt).unwrap()
}

/// An EFT of 50.00 with that trace number.
fn eft(bench: &mut Bench, who: Person, trace: &str) -> EobId {
    let seen = bench.visit(who, day(3, 10), &["80.00"]);
    let line = Bench::says(&seen, 0, "80.00", "50.00", &["CO-45 30.00"]);
    let mut eob = bench.eob(trace, vec![line]);
    eob.method = Method::Eft;
    bench.office.post_eob(&eob).unwrap()
}

fn refused(outcome: Result<impl std::fmt::Debug, OfficeError>) -> DepositRefusal {
    match outcome {
        Err(OfficeError::Refused(Refusal::Deposit(refusal))) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "it is one story, told in the order in which it happens"
)]
fn cash_and_checks_go_on_a_slip_cards_settle_with_a_fee_and_an_eft_goes_alone() {
    let mut bench = Bench::open();
    let bank = bank(&mut bench);
    let dana = bench.patient("Dana", Some(bench.meridian));
    let otis = bench.patient("Otis", None);
    let _paper = take(
        &mut bench,
        dana,
        vec![cash(m("20")), check(m("35.50"), "1187")],
    );
    let _card = take(&mut bench, otis, vec![card("40")]);
    let _eft = eft(&mut bench, dana, "88120431");
    let all = waiting(&bench);
    assert_eq!(all.len(), 4);

    let mixed = refused(bench.office.make_deposit(&to(bank, &bench, &all)));
    assert_eq!(mixed, DepositRefusal::Unfit(DepositError::Mixed));
    let paper: Vec<_> = [of(&all, Means::Cash), of(&all, Means::Check)].concat();
    let mut early = to(bank, &bench, &paper);
    early.on = day(3, 19);
    assert!(matches!(
        refused(bench.office.make_deposit(&early)),
        DepositRefusal::Unfit(DepositError::BeforeReceived { .. })
    ));
    early.on = day(3, 21);
    assert_eq!(
        refused(bench.office.make_deposit(&early)),
        DepositRefusal::Ahead(day(3, 21))
    );

    let slip = bench
        .office
        .make_deposit(&to(bank, &bench, &paper))
        .unwrap();
    let row = bench.office.deposit(slip).unwrap().row;
    assert_eq!(
        (row.kind, row.amount, row.parts),
        (Kind::Slip, m("55.50"), 2)
    );
    let again = refused(bench.office.make_deposit(&to(bank, &bench, &paper)));
    assert!(matches!(again, DepositRefusal::NotWaiting(_)), "{again:?}");

    let mut cards = to(bank, &bench, &of(&all, Means::Card));
    cards.fee = m("1.16");
    let cards = bench.office.make_deposit(&cards).unwrap();
    assert_eq!(
        bench.office.deposit(cards).unwrap().row.net(),
        Ok(m("38.84"))
    );
    let eft = bench
        .office
        .make_deposit(&to(bank, &bench, &of(&all, Means::Eft)))
        .unwrap();
    assert_eq!(bench.office.deposit(eft).unwrap().row.reference, "88120431");
    assert!(waiting(&bench).is_empty());

    let pdf = bench.office.slip_pdf(slip).unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    assert_eq!(
        bench.office.slip_pdf(slip).unwrap(),
        pdf,
        "the same bytes again"
    );
    assert!(matches!(
        refused(bench.office.slip_pdf(eft)),
        DepositRefusal::Slip(_)
    ));
    let words: Vec<String> = bench.office.slip_pages(slip).unwrap()[0]
        .marks
        .iter()
        .map(|mark| format!("{mark:?}"))
        .collect();
    for wanted in [
        "First Cornfield, operating",
        "4417",
        "1187",
        "Dana Whitlock",
        "$55.50",
    ] {
        assert!(words.iter().any(|word| word.contains(wanted)), "{wanted}");
    }
    bench.must_hold();
}

/// The deposit happened: what bounced shows as a difference until the bank's return is entered.
#[test]
fn a_check_that_bounced_comes_back_by_itself_and_its_deposit_stays() {
    let mut bench = Bench::open();
    let bank = bank(&mut bench);
    let otis = bench.patient("Otis", None);
    let good = take(&mut bench, otis, vec![check(m("25"), "1188")]);
    let bad = take(&mut bench, otis, vec![check(m("40"), "1189")]);
    let slip = bench
        .office
        .make_deposit(&to(bank, &bench, &waiting(&bench)))
        .unwrap();
    bench.office.take_back_receipt(bad, "it bounced").unwrap();
    let bounced = waiting(&bench);
    assert_eq!(bounced.len(), 1);
    assert_eq!(
        (bounced[0].amount, bounced[0].went_in),
        (m("-40"), Some(slip))
    );

    let _new = take(&mut bench, otis, vec![cash(m("10"))]);
    let beside = refused(
        bench
            .office
            .make_deposit(&to(bank, &bench, &waiting(&bench))),
    );
    assert_eq!(beside, DepositRefusal::Unfit(DepositError::Returns));
    let returned = bench
        .office
        .make_deposit(&to(bank, &bench, &bounced))
        .unwrap();
    let row = bench.office.deposit(returned).unwrap().row;
    assert_eq!((row.kind, row.amount), (Kind::Returned, m("-40")));
    assert_eq!(
        refused(bench.office.take_back_deposit(slip, "wrong bank")),
        DepositRefusal::Later(returned)
    );
    bench
        .office
        .take_back_deposit(returned, "other check")
        .unwrap();
    bench.office.take_back_deposit(slip, "wrong bank").unwrap();
    let left: Vec<Money> = waiting(&bench).iter().map(|one| one.amount).collect();
    assert_eq!(left, [m("25"), m("10")], "{good}");
    bench.must_hold();
}

/// Posting an EOB anew never undoes what is at the bank: the new one stands in the place of the old.
#[test]
fn an_eob_posted_anew_is_exchanged_for_the_one_in_the_deposit() {
    let mut bench = Bench::open();
    let bank = bank(&mut bench);
    let dana = bench.patient("Dana", Some(bench.meridian));
    let old = eft(&mut bench, dana, "88120431");
    let deposit = bench
        .office
        .make_deposit(&to(bank, &bench, &waiting(&bench)))
        .unwrap();
    bench.office.unpost_eob(old, "wrong claim").unwrap();
    let new = eft(&mut bench, dana, "88120431");
    let both = waiting(&bench);
    assert_eq!(both.len(), 2);
    let figures = bench.office.book_figures().unwrap();
    let exchange = bench.office.make_deposit(&to(bank, &bench, &both)).unwrap();
    assert_eq!(
        bench.office.book_figures().unwrap(),
        figures,
        "nothing moves"
    );
    let row = bench.office.deposit(exchange).unwrap().row;
    assert_eq!((row.kind, row.amount), (Kind::Exchange, Money::ZERO));
    assert!(waiting(&bench).is_empty());
    assert!(bench.office.deposit(deposit).unwrap().contents[0].is_gone);
    assert_ne!(old, new);
    bench.must_hold();
}

const FILE: &str = "OFXHEADER:100\n<OFX><STMTRS><BANKACCTFROM><ACCTID>00994417</BANKACCTFROM><BANKTRANLIST>\
<STMTTRN><DTPOSTED>20260320<TRNAMT>50.00<FITID>A1<NAME>MERIDIAN HCCLAIMPMT<MEMO>TRN*1*88120431*1391234567~</STMTTRN>\
<STMTTRN><DTPOSTED>20260320<TRNAMT>25.00<FITID>A2<NAME>COUNTER DEPOSIT</STMTTRN>\
<STMTTRN><DTPOSTED>20260320<TRNAMT>-9.00<FITID>A3<NAME>MONTHLY FEE</STMTTRN>\
<STMTTRN><DTPOSTED>20260320<TRNAMT>38.84<FITID>A4<NAME>MERCHANT BANKCD</STMTTRN>\
</BANKTRANLIST></STMTRS></OFX>";

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "it is one story, told in the order in which it happens"
)]
fn the_bank_is_matched_by_trace_amount_and_day_and_no_money_moves_by_it() {
    let mut bench = Bench::open();
    let bank = bank(&mut bench);
    let dana = bench.patient("Dana", Some(bench.meridian));
    let eob = eft(&mut bench, dana, "88120431");
    let _check = take(&mut bench, dana, vec![check(m("25"), "1187")]);
    let _card = take(&mut bench, dana, vec![card("40")]);
    let checks = of(&waiting(&bench), Means::Check);
    let slip = bench
        .office
        .make_deposit(&to(bank, &bench, &checks))
        .unwrap();

    let done = bench
        .office
        .import_bank_file(bank, "march.ofx", FILE.as_bytes(), None)
        .unwrap();
    assert_eq!((done.taken, done.known), (4, 0));
    let again = bench
        .office
        .import_bank_file(bank, "march.ofx", FILE.as_bytes(), None)
        .unwrap();
    assert_eq!((again.taken, again.known), (0, 4));
    let csv =
        "Date,Description,Amount\n03/20/2026,MERIDIAN HCCLAIMPMT,50.00\n03/20/2026,LOCKBOX,50.00\n";
    let other = bench
        .office
        .import_bank_file(bank, "march.csv", csv.as_bytes(), None)
        .unwrap();
    assert_eq!(
        (other.taken, other.known),
        (1, 1),
        "one of two was told by the other file"
    );

    let board = bench.office.bank_board().unwrap();
    assert_eq!(board.open.len(), 5);
    let suggested = |words: &str| {
        let line = board
            .open
            .iter()
            .find(|line| line.words.contains(words))
            .unwrap();
        let one = board.suggestions.iter().find(|one| one.line == line.id);
        (line.id, one.cloned())
    };
    let (eft_line, found) = suggested("TRN*1");
    let found = found.unwrap();
    assert_eq!(found.what, What::Waiting(vec![Item::Eob(eob)]));
    assert!(found.is_sure(), "{found:?}");
    let (slip_line, found_slip) = suggested("COUNTER");
    assert_eq!(found_slip.unwrap().what, What::Deposit(slip));
    let (fee_line, none) = suggested("MONTHLY");
    assert!(none.is_none());

    let figures = bench.office.book_figures().unwrap();
    bench
        .office
        .match_bank_line(slip_line, &[slip], "by hand")
        .unwrap();
    bench
        .office
        .set_bank_line_aside(fee_line, "the bank's fee")
        .unwrap();
    assert_eq!(
        bench.office.book_figures().unwrap(),
        figures,
        "matching moves nothing"
    );
    let made = bench
        .office
        .accept_bank_line(eft_line, &found.what, "trace number")
        .unwrap();
    assert_eq!(
        bench.office.book_figures().unwrap().entries,
        figures.entries + 1,
        "the deposit of the EFT"
    );
    assert_eq!(
        refused(bench.office.take_back_deposit(made[0], "x")),
        DepositRefusal::AtBank
    );
    assert!(
        bench
            .office
            .match_bank_line(eft_line, &[slip], "x")
            .is_err()
    );

    let (card_line, _) = suggested("BANKCD");
    let cards = What::Waiting(
        of(&waiting(&bench), Means::Card)
            .iter()
            .map(|one| one.item)
            .collect(),
    );
    let settled = bench
        .office
        .accept_bank_line(card_line, &cards, "by hand")
        .unwrap();
    assert_eq!(bench.office.deposit(settled[0]).unwrap().row.fee, m("1.16"));

    let month = bench.office.reconcile(Month::of(day(3, 20))).unwrap();
    assert!(month.holds, "{:?}", month.ties);
    let count = |list: List| {
        month
            .sections
            .iter()
            .find(|s| s.list == list)
            .unwrap()
            .count
    };
    assert_eq!((count(List::BankOnly), count(List::BookOnly)), (1, 0));
    assert_eq!(month.cash.after, Money::ZERO);

    bench
        .office
        .undo_bank_line(eft_line, "it was another")
        .unwrap();
    bench
        .office
        .take_back_deposit(made[0], "it was another")
        .unwrap();
    let line = bench
        .office
        .bank_lines(Some(bank), 9)
        .unwrap()
        .into_iter()
        .find(|line| line.id == eft_line)
        .unwrap();
    assert_eq!(line.standing, Standing::Open);
    bench.must_hold();
}

#[test]
fn a_line_is_matched_to_the_cent_and_a_file_to_its_account() {
    let mut bench = Bench::open();
    let bank = bank(&mut bench);
    let otis = bench.patient("Otis", None);
    let _check = take(&mut bench, otis, vec![check(m("24"), "1187")]);
    let slip = bench
        .office
        .make_deposit(&to(bank, &bench, &waiting(&bench)))
        .unwrap();
    let _done = bench
        .office
        .import_bank_file(bank, "march.ofx", FILE.as_bytes(), None)
        .unwrap();
    let line = bench
        .office
        .bank_lines(None, 9)
        .unwrap()
        .into_iter()
        .find(|line| line.amount == m("25"))
        .unwrap();
    let off = bench
        .office
        .match_bank_line(line.id, &[slip], "")
        .unwrap_err();
    assert!(
        matches!(&off, OfficeError::Refused(Refusal::Bank(BankRefusal::Difference { off, .. })) if *off == m("1")),
        "{off}"
    );
    let elsewhere = FILE.replace("00994417", "00990001");
    let refusal = bench
        .office
        .import_bank_file(bank, "x.ofx", elsewhere.as_bytes(), None)
        .unwrap_err();
    assert!(refusal.to_string().contains("ends in 4417"), "{refusal}");
    let cut = &FILE.as_bytes()[..300];
    let refusal = bench
        .office
        .import_bank_file(bank, "x.ofx", cut, None)
        .unwrap_err();
    assert!(refusal.to_string().contains("cut off"), "{refusal}");
    bench.must_hold();
}

/// Receipts, EOBs, deposits and take-backs in any order: the journal sums to zero, the drawer is account 60, and every
/// deposit is the sum of its parts, which `verify` works out again.
#[test]
fn whatever_goes_to_the_bank_and_comes_back_the_drawer_is_what_the_ledger_says() {
    let mut deposits = 0;
    for seed in 0..6 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut bench = Bench::open();
        let bank = bank(&mut bench);
        let dana = bench.patient("Dana", Some(bench.meridian));
        let (mut receipts, mut eobs, mut made) = (Vec::new(), Vec::new(), Vec::<DepositId>::new());
        for round in 0..60 {
            match random.u8(0..10) {
                0..3 => {
                    let amount = cents(random.i64(100..9_000));
                    let tenders = match random.u8(0..3) {
                        0 => vec![cash(amount)],
                        1 => vec![check(amount, "1187"), cash(cents(500))],
                        _ => vec![card(&amount.plain())],
                    };
                    receipts.push(take(&mut bench, dana, tenders));
                }
                3 => eobs.push(eft(&mut bench, dana, &format!("8812{round}"))),
                4..7 => {
                    let all = waiting(&bench);
                    let means =
                        [Means::Cash, Means::Check, Means::Card, Means::Eft][random.usize(0..4)];
                    let sign = random.u8(0..4) == 0;
                    let picked: Vec<_> = all
                        .into_iter()
                        .filter(|one| one.means == means && (one.amount.is_negative() == sign))
                        .take(random.usize(1..4))
                        .collect();
                    if let Ok(id) = bench.office.make_deposit(&to(bank, &bench, &picked)) {
                        let deposit = bench.office.deposit(id).unwrap();
                        let parts = Money::sum(deposit.contents.iter().map(|part| part.amount));
                        assert_eq!(parts, Ok(deposit.row.amount), "{}", deposit_number(id));
                        made.push(id);
                    }
                }
                7 => {
                    if let Some(id) = random.choice(&receipts) {
                        let _maybe = bench.office.take_back_receipt(*id, "bounced");
                    }
                }
                8 => {
                    if let Some(id) = random.choice(&eobs) {
                        let _maybe = bench.office.unpost_eob(*id, "wrong");
                    }
                }
                _ => {
                    if let Some(id) = random.choice(&made) {
                        let _maybe = bench.office.take_back_deposit(*id, "wrong");
                    }
                }
            }
            let _same = waiting(&bench);
        }
        deposits += made.len();
        bench.must_hold();
    }
    assert!(deposits > 12, "{deposits}");
}

#[test]
fn a_deposit_is_of_something_once_to_an_account_that_is_there() {
    let mut bench = Bench::open();
    let bank = bank(&mut bench);
    let otis = bench.patient("Otis", None);
    let _paper = take(&mut bench, otis, vec![check(m("24"), "1187")]);
    let none = to(bank, &bench, &[]);
    assert_eq!(
        refused(bench.office.make_deposit(&none)),
        DepositRefusal::Unfit(DepositError::Nothing)
    );
    let mut twice = to(bank, &bench, &waiting(&bench));
    twice.items.push(twice.items[0]);
    assert_eq!(
        refused(bench.office.make_deposit(&twice)),
        DepositRefusal::Twice
    );
    let mut nowhere = to(bank, &bench, &waiting(&bench));
    nowhere.bank = BankId::new(99);
    assert!(bench.office.make_deposit(&nowhere).is_err());
    bench.must_hold();
}
