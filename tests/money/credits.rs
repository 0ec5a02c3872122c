//! What guarantors are let off, given back and moved between them: each case as a biller meets it, and the journal's laws
//! whatever is done in whatever order and taken back.

use pegboard::domain::deposit::{Item, NewBank, NewDeposit};
use pegboard::domain::discount::{Discount, NewHardship, Scale};
use pegboard::domain::eob::EobLine;
use pegboard::domain::id::{BankId, ChargeLineId, EntryId, ReceiptId, RefundId, ReturnedCheckId};
use pegboard::domain::ledger::{Owner, Part, WriteOff};
use pegboard::domain::money::Money;
use pegboard::domain::payment::Placement;
use pegboard::domain::refund::Standing;
use pegboard::domain::returned::NewReturn;
use pegboard::domain::why::Asked;
use pegboard::office::{CreditRefusal, OfficeError, Refusal};

use super::practice::{Bench, Person, Seen, adjustment, cash, cents, check, day, m};

fn refused(outcome: Result<impl std::fmt::Debug, OfficeError>) -> CreditRefusal {
    match outcome.unwrap_err() {
        OfficeError::Refused(Refusal::Credit(refusal)) => refusal,
        other => panic!("{other}"),
    }
}

fn came_back(receipt: ReceiptId, tender: u32, bench: &Bench) -> NewReturn {
    NewReturn {
        receipt,
        tender,
        on: bench.office.today(),
        fee: m("30"),
        why: String::from("not enough funds"),
    }
}

fn bank(bench: &mut Bench) -> BankId {
    let new = NewBank {
        name: String::from("First National operating"),
        last_four: String::from("4417"),
    };
    bench.office.add_bank(&new).unwrap()
}

fn help(who: Person, income: &str) -> NewHardship {
    NewHardship {
        guarantor: who.guarantor,
        household: 2,
        income: m(income),
        from: day(1, 1),
        to: day(12, 31),
        why: String::from("two pay slips"),
    }
}

fn scale(bench: &mut Bench) {
    let scale = Scale::usual();
    let _version = bench.office.set_scale(&scale, "the first one").unwrap();
}

fn owed(insurance: &str, patient: &str) -> (String, String) {
    (insurance.to_owned(), patient.to_owned())
}

#[test]
fn a_check_that_came_back_is_taken_from_where_it_was_placed_and_costs_a_fee_nobody_insures() {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let dana = bench.patient("Dana", Some(meridian));
    let seen = bench.visit(dana, day(3, 10), &["185"]);
    let line = seen.lines[0];
    let to = bank(&mut bench);
    let new = bench.receipt(dana, vec![check(m("60"), "1042")], &[(line, m("25"))]);
    let receipt = bench.office.take_payment(&new).unwrap();
    let deposit = NewDeposit {
        bank: to,
        on: day(3, 20),
        items: vec![Item::Tender(receipt, 1)],
        fee: Money::ZERO,
        reference: String::new(),
    };
    let _deposit = bench.office.make_deposit(&deposit).unwrap();
    bench.go_to(day(3, 25));
    let back = came_back(receipt, 1, &bench);
    let id = bench.office.return_check(&back).unwrap();
    // The copay is owed again by the patient, the rest of the check is no credit any more, and the drawer is square.
    assert_eq!(bench.owes(dana, line), owed("160.00", "25.00"));
    assert_eq!(bench.credit(dana), "0.00");
    assert!(bench.office.drawer().unwrap().items.is_empty());
    let shown = bench.office.returned_checks(None, 10).unwrap();
    let (fee, cost) = shown[0].fee.unwrap();
    assert_eq!(cost, m("30"));
    assert_eq!(bench.owes(dana, fee), owed("0.00", "30.00"));
    let last = bench.office.last_returned_check(dana.guarantor).unwrap();
    assert_eq!(last, Some(day(3, 25)));
    let why = bench.office.why(fee).unwrap();
    assert!(why.steps[0].source.contains("1042"), "{:?}", why.steps);
    let again = bench.office.return_check(&back);
    assert_eq!(refused(again), CreditRefusal::ReturnedAlready);
    // No visit, no claim, and nothing to code came of the fee.
    assert_eq!(bench.office.visits(dana.patient).unwrap().len(), 1);
    assert!(bench.office.visits_to_code().unwrap().is_empty());
    bench.must_hold();

    let why = "the bank paid it after all";
    bench.office.undo_returned_check(id, why).unwrap();
    assert_eq!(bench.owes(dana, line), owed("160.00", "0.00"));
    assert_eq!(bench.credit(dana), "35.00");
    let last = bench.office.last_returned_check(dana.guarantor).unwrap();
    assert_eq!(last, None);
    assert!(bench.sums(dana, fee).balance().unwrap().is_zero());
    bench.must_hold();
}

#[test]
fn a_returned_check_follows_its_credit_to_where_that_was_placed_but_not_to_a_refund() {
    let mut bench = Bench::open();
    let ada = bench.patient("Ada", None);
    let new = bench.receipt(ada, vec![check(m("100"), "7")], &[]);
    let receipt = bench.office.take_payment(&new).unwrap();
    let seen = bench.visit(ada, day(3, 11), &["80"]);
    let line = seen.lines[0];
    let amount = m("80");
    let placed = [Placement { line, amount }];
    let _entry = bench.office.place_credit(ada.guarantor, &placed).unwrap();
    let back = came_back(receipt, 1, &bench);
    let office = &mut bench.office;
    let refund = office.ask_refund(ada.guarantor, m("20"), "asked").unwrap();
    office.approve_refund(refund).unwrap();
    let left = refused(office.return_check(&back));
    assert_eq!(left, CreditRefusal::SpentSince(m("20")));
    office
        .decline_refund(refund, "the check came back")
        .unwrap();
    let _id = office.return_check(&back).unwrap();
    assert_eq!(bench.owes(ada, line), owed("0.00", "80.00"));
    assert_eq!(bench.credit(ada), "0.00");
    bench.must_hold();
}

#[test]
fn only_the_check_of_a_mixed_payment_comes_back_and_only_a_check() {
    let mut bench = Bench::open();
    let ada = bench.patient("Ada", None);
    let seen = bench.visit(ada, day(3, 11), &["80"]);
    let line = seen.lines[0];
    let tenders = vec![cash(m("30")), check(m("50"), "8")];
    let new = bench.receipt(ada, tenders, &[(line, m("80"))]);
    let receipt = bench.office.take_payment(&new).unwrap();
    let cash_back = came_back(receipt, 1, &bench);
    let outcome = bench.office.return_check(&cash_back);
    assert_eq!(refused(outcome), CreditRefusal::NotACheck);
    let back = came_back(receipt, 2, &bench);
    let _id = bench.office.return_check(&back).unwrap();
    assert_eq!(bench.owes(ada, line), owed("0.00", "50.00"));
    let whole = bench.office.take_back_receipt(receipt, "all of it");
    assert_eq!(refused(whole), CreditRefusal::CheckReturned);
    bench.must_hold();
}

#[test]
fn a_balance_that_moves_to_another_account_adds_up_on_both_cards_and_is_paid_there() {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let dana = bench.patient("Dana", Some(meridian));
    let ben = bench.patient("Ben", None);
    let seen = bench.visit(dana, day(3, 10), &["185"]);
    let line = seen.lines[0];
    let said = Bench::says(&seen, 0, "185", "74.41", &["CO-45 42.42", "PR-1 68.17"]);
    let _eob = bench.post("8821904", vec![said]);
    let part = |amount: &str| Part {
        line,
        amount: m(amount),
    };
    let (from, to) = (dana.guarantor, ben.guarantor);
    let office = &mut bench.office;
    let too_much = office.move_balance(from, to, &[part("68.18")], "divorce");
    assert!(too_much.is_err());
    let moved = office
        .move_balance(from, to, &[part("40")], "the father pays a part")
        .unwrap();
    assert_eq!(bench.owes(dana, line), owed("0.00", "28.17"));
    assert_eq!(bench.owes(ben, line), owed("0.00", "40.00"));
    for who in [dana, ben] {
        let sums = bench.sums(who, line);
        assert!(sums.proves());
        let asked = Asked::Guarantor(who.guarantor);
        let explained = bench.office.explain(&asked).unwrap();
        assert_eq!(explained.balance, sums.patient_owes);
    }
    let why = bench.office.why_on(line, ben.guarantor).unwrap();
    assert_eq!(
        why.because,
        "moved from another account. Meridian Health allowed 142.58"
    );
    let _receipt = bench.pay(ben, "40", &[(line, "40")]).unwrap();
    assert_eq!(bench.owes(ben, line), owed("0.00", "0.00"));
    bench.must_hold();
    // Taken back, what was paid there is too much there, and goes back to credit.
    let _back = bench.office.reverse(moved, "agreed otherwise").unwrap();
    assert_eq!(bench.owes(dana, line), owed("0.00", "68.17"));
    let released = bench.office.release_overpaid(ben.guarantor, "moved back");
    assert!(released.is_ok(), "{released:?}");
    assert_eq!(bench.credit(ben), "40.00");
    bench.must_hold();
}

#[test]
fn a_refund_is_asked_for_approved_paid_voided_and_paid_again() {
    let mut bench = Bench::open();
    let ada = bench.patient("Ada", None);
    let _receipt = bench.pay(ada, "50", &[]).unwrap();
    let office = &mut bench.office;
    let too_much = office.ask_refund(ada.guarantor, m("50.01"), "x");
    assert_eq!(refused(too_much), CreditRefusal::NoCredit { left: m("50") });
    let id = office
        .ask_refund(ada.guarantor, m("30"), "paid twice")
        .unwrap();
    let more = office.ask_refund(ada.guarantor, m("30"), "again");
    assert_eq!(refused(more), CreditRefusal::NoCredit { left: m("20") });
    let early = office.pay_refund(id, "501", day(3, 20));
    assert!(matches!(refused(early), CreditRefusal::Refund { .. }));
    office.approve_refund(id).unwrap();
    let balance = office.guarantor_balance(ada.guarantor).unwrap();
    assert_eq!(balance.unapplied, m("20"));
    office.pay_refund(id, "501", day(3, 20)).unwrap();
    office.void_refund_check(id, "lost in the mail").unwrap();
    assert_eq!(office.refund(id).unwrap().standing(), Standing::Approved);
    office.pay_refund(id, "502", day(3, 20)).unwrap();
    let other = office
        .ask_refund(ada.guarantor, m("5"), "the rest")
        .unwrap();
    office.approve_refund(other).unwrap();
    let again = office.pay_refund(other, "502", day(3, 20));
    assert!(matches!(refused(again), CreditRefusal::CheckUsed { .. }));
    let paid = office.refund(id).unwrap();
    assert_eq!(paid.check().unwrap().number, "502");
    let escheat = chrono::NaiveDate::from_ymd_opt(2029, 3, 20);
    assert_eq!(paid.escheats_on(36), escheat);
    office.cash_refund(id, day(3, 20)).unwrap();
    assert_eq!(office.refund(id).unwrap().escheats_on(36), None);
    bench.must_hold();
}

#[test]
fn what_was_paid_ahead_is_the_guarantors_and_goes_to_no_payer() {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let dana = bench.patient("Dana", Some(meridian));
    let seen = bench.visit(dana, day(3, 10), &["100"]);
    let line = seen.lines[0];
    // The patient pays everything at the desk before any payer answers.
    let _receipt = bench.pay(dana, "140", &[(line, "100")]).unwrap();
    let replay = bench.office.service_owner(line, dana.guarantor).unwrap();
    assert_eq!(replay.guarantors, Money::ZERO);
    assert_eq!(replay.payers, Money::ZERO);
    let owner = bench.office.credit_owner(dana.guarantor).unwrap();
    assert_eq!(owner.guarantors().unwrap(), m("40"));
    let office = &mut bench.office;
    let not_theirs = office.give_to_payer(dana.guarantor, meridian, m("40"), "x");
    assert_eq!(
        refused(not_theirs),
        CreditRefusal::NotThePayers(Money::ZERO)
    );
    bench.must_hold();
}

#[test]
fn a_patient_who_paid_more_than_the_payer_leaves_to_them_owns_the_difference() {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let dana = bench.patient("Dana", Some(meridian));
    let seen = bench.visit(dana, day(3, 10), &["100"]);
    let line = seen.lines[0];
    let _receipt = bench.pay(dana, "25", &[(line, "25")]).unwrap();
    // The payer leaves a copay of ten: fifteen of the twenty-five are too much.
    let said = Bench::says(&seen, 0, "100", "90", &["PR-3 10"]);
    let _eob = bench.post("771", vec![said]);
    let replay = bench.office.service_owner(line, dana.guarantor).unwrap();
    assert_eq!((replay.guarantors, replay.payers), (m("15"), Money::ZERO));
    assert!(replay.words().contains("guarantor"), "{}", replay.words());
    let office = &mut bench.office;
    let _entry = office.release_overpaid(dana.guarantor, "too much").unwrap();
    let id = office
        .ask_refund(dana.guarantor, m("15"), "copay was less")
        .unwrap();
    office.approve_refund(id).unwrap();
    assert_eq!(bench.owes(dana, line), owed("0.00", "0.00"));
    bench.must_hold();
}

#[test]
fn help_slides_by_income_shows_first_and_is_given_once() {
    let mut bench = Bench::open();
    let ada = bench.patient("Ada", None);
    let new = help(ada, "25000");
    let early = bench.office.grant_hardship(&new);
    assert_eq!(refused(early), CreditRefusal::NoScale);
    scale(&mut bench);
    let seen = bench.visit(ada, day(3, 10), &["100", "40"]);
    let _grant = bench.office.grant_hardship(&new).unwrap();
    let office = &mut bench.office;
    let which = Discount::Hardship;
    let preview = office.preview_discount(ada.guarantor, which).unwrap();
    assert_eq!((preview.off, preview.left), (m("105"), m("35")));
    let given = office.give_discount(ada.guarantor, which, "").unwrap();
    let again = office.give_discount(ada.guarantor, which, "");
    assert_eq!(refused(again), CreditRefusal::NothingToDiscount);
    assert_eq!(bench.owes(ada, seen.lines[0]).1, "25.00");
    assert_eq!(bench.sums(ada, seen.lines[0]).adjusted, m("75"));
    bench.must_hold();
    let _back = bench.office.reverse(given, "wrong household").unwrap();
    assert_eq!(bench.owes(ada, seen.lines[1]).1, "40.00");
    bench.must_hold();
}

#[test]
fn the_self_pay_discount_leaves_insured_services_and_fees_alone() {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let dana = bench.patient("Dana", Some(meridian));
    let ada = bench.patient("Ada", None);
    let _seen = bench.visit(dana, day(3, 10), &["185"]);
    let own = bench.visit(ada, day(3, 10), &["100"]);
    let office = &mut bench.office;
    let which = Discount::SelfPay;
    let insured = office.preview_discount(dana.guarantor, which).unwrap();
    assert!(insured.lines.is_empty());
    let _entry = office
        .give_discount(ada.guarantor, which, "paid the same day")
        .unwrap();
    assert_eq!(bench.owes(ada, own.lines[0]).1, "80.00");
    bench.must_hold();
}

/// Somebody who does anything to patients' money, in any order.
struct Anybody {
    bench: Bench,
    random: fastrand::Rng,
    people: Vec<Person>,
    seen: Vec<(usize, Seen)>,
    entries: Vec<EntryId>,
    receipts: Vec<ReceiptId>,
    refunds: Vec<RefundId>,
    returned: Vec<ReturnedCheckId>,
    papers: u32,
    done: usize,
    refused: usize,
}

impl Anybody {
    fn new(seed: u64) -> Self {
        let mut bench = Bench::open();
        let meridian = bench.meridian;
        let people = vec![
            bench.patient("Dana", Some(meridian)),
            bench.patient("Ada", None),
            bench.patient("Ben", Some(meridian)),
        ];
        scale(&mut bench);
        for who in &people {
            let _grant = bench.office.grant_hardship(&help(*who, "25000")).unwrap();
        }
        Self {
            bench,
            random: fastrand::Rng::with_seed(seed),
            people,
            seen: Vec::new(),
            entries: Vec::new(),
            receipts: Vec::new(),
            refunds: Vec::new(),
            returned: Vec::new(),
            papers: 100,
            done: 0,
            refused: 0,
        }
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.random.usize(0..from.len().max(1))).cloned()
    }

    fn who(&mut self) -> Person {
        self.people[self.random.usize(0..self.people.len())]
    }

    fn amount(&mut self, most: i64) -> Money {
        cents(self.random.i64(1..=most.max(1)))
    }

    fn keep<T>(&mut self, outcome: Result<T, OfficeError>) -> Option<T> {
        match outcome {
            Ok(done) => {
                self.done += 1;
                Some(done)
            }
            Err(OfficeError::Store(error)) => panic!("{error}"),
            Err(_) => {
                self.refused += 1;
                None
            }
        }
    }

    fn keep_entry(&mut self, outcome: Result<EntryId, OfficeError>) {
        let kept = self.keep(outcome);
        self.entries.extend(kept);
    }

    /// A service that is open on somebody's card, with what they owe.
    fn open(&mut self, who: Person) -> Option<(ChargeLineId, i64)> {
        let open = self.bench.office.open_items(who.guarantor).unwrap();
        let item = self.pick(&open)?;
        Some((item.line, item.patient_owes.cents()))
    }

    fn step(&mut self) {
        let who = self.who();
        match self.random.u8(0..100) {
            0..12 => self.visit(),
            12..22 => self.answer(),
            22..36 => self.pay(who),
            36..42 => self.place(who),
            42..50 => self.move_it(who),
            50..56 => self.discount(who),
            56..62 => self.write_off(who),
            62..70 => {
                let amount = self.amount(4_000);
                let outcome = self.bench.office.ask_refund(who.guarantor, amount, "asked");
                let kept = self.keep(outcome);
                self.refunds.extend(kept);
            }
            70..80 => self.refund(),
            80..86 => self.bounce(),
            86..90 => {
                if let Some(check) = self.pick(&self.returned.clone()) {
                    let outcome = self.bench.office.undo_returned_check(check, "paid");
                    let _kept = self.keep(outcome);
                }
            }
            90..94 => {
                let outcome = self.bench.office.release_overpaid(who.guarantor, "much");
                self.keep_entry(outcome);
            }
            94..98 => {
                if let Some(entry) = self.pick(&self.entries.clone()) {
                    let outcome = self.bench.office.reverse(entry, "a slip");
                    let _kept = self.keep(outcome);
                }
            }
            _ => {
                if let Some(receipt) = self.pick(&self.receipts.clone()) {
                    let outcome = self.bench.office.take_back_receipt(receipt, "a slip");
                    let _kept = self.keep(outcome);
                }
            }
        }
    }

    fn discount(&mut self, who: Person) {
        let which = if self.random.bool() {
            Discount::Hardship
        } else {
            Discount::SelfPay
        };
        let outcome = self.bench.office.give_discount(who.guarantor, which, "");
        self.keep_entry(outcome);
    }

    fn bounce(&mut self) {
        if let Some(receipt) = self.pick(&self.receipts.clone()) {
            let back = came_back(receipt, 1, &self.bench);
            let outcome = self.bench.office.return_check(&back);
            let kept = self.keep(outcome);
            self.returned.extend(kept);
        }
    }

    fn visit(&mut self) {
        let at = self.random.usize(0..self.people.len());
        let charges = [self.amount(20_000), self.amount(5_000)];
        let seen = self.bench.visit_of(self.people[at], day(3, 10), &charges);
        self.seen.push((at, seen));
    }

    /// A payer pays a part of a first service that nothing was done about, and leaves the rest to the patient.
    fn answer(&mut self) {
        let Some((at, seen)) = self.pick(&self.seen.clone()) else {
            return;
        };
        let Some(claim) = seen.claim else { return };
        let line = seen.lines[0];
        let sums = self.bench.sums(self.people[at], line);
        if !sums.insurance_owes.is_positive() || sums.charged != sums.insurance_owes {
            return;
        }
        let owes = sums.insurance_owes.cents();
        let paid = self.random.i64(0..=owes);
        self.papers += 1;
        let rest = cents(owes - paid);
        let said = EobLine {
            claim,
            line,
            charged: sums.charged,
            allowed: sums.charged,
            paid: cents(paid),
            adjustments: (!rest.is_zero())
                .then(|| adjustment(&format!("PR-1 {}", rest.plain())))
                .into_iter()
                .collect(),
        };
        let eob = self.bench.eob(&self.papers.to_string(), vec![said]);
        let outcome = self.bench.office.post_eob(&eob);
        let _kept = self.keep(outcome);
    }

    fn pay(&mut self, who: Person) {
        let open = self.open(who).filter(|(_, owes)| *owes > 0);
        let placed: Vec<_> = open
            .map(|(line, owes)| (line, cents(owes)))
            .into_iter()
            .collect();
        let sum: i64 = placed.iter().map(|(_, amount)| amount.cents()).sum();
        let ahead = self.random.i64(1..3_000);
        self.papers += 1;
        let tender = check(cents(sum + ahead), &self.papers.to_string());
        let receipt = self.bench.receipt(who, vec![tender], &placed);
        let outcome = self.bench.office.take_payment(&receipt);
        let kept = self.keep(outcome);
        self.receipts.extend(kept);
    }

    fn place(&mut self, who: Person) {
        let Some((line, owes)) = self.open(who) else {
            return;
        };
        let amount = self.amount(owes.min(3_000));
        let placed = [Placement { line, amount }];
        let outcome = self.bench.office.place_credit(who.guarantor, &placed);
        self.keep_entry(outcome);
    }

    fn move_it(&mut self, who: Person) {
        let (from, to) = (who.guarantor, self.who().guarantor);
        if self.random.bool() {
            let amount = self.amount(2_000);
            let outcome = self.bench.office.move_credit(from, to, amount, "family");
            self.keep_entry(outcome);
        } else if let Some((line, owes)) = self.open(who) {
            let amount = self.amount(owes + 50);
            let parts = [Part { line, amount }];
            let outcome = self.bench.office.move_balance(from, to, &parts, "family");
            self.keep_entry(outcome);
        }
    }

    fn write_off(&mut self, who: Person) {
        let Some((line, owes)) = self.open(who) else {
            return;
        };
        let amount = self.amount(owes);
        let kind = WriteOff::SmallBalance;
        let office = &mut self.bench.office;
        let outcome = office.write_off(line, Owner::Guarantor, kind, amount, "small");
        self.keep_entry(outcome);
    }

    fn refund(&mut self) {
        let Some(id) = self.pick(&self.refunds.clone()) else {
            return;
        };
        self.papers += 1;
        let number = self.papers.to_string();
        let office = &mut self.bench.office;
        let on = office.today();
        let outcome = match self.random.u8(0..10) {
            0..4 => office.approve_refund(id),
            4..7 => office.pay_refund(id, &number, on),
            7 => office.void_refund_check(id, "lost"),
            8 => office.cash_refund(id, on),
            _ => office.decline_refund(id, "no"),
        };
        let _kept = self.keep(outcome);
    }

    /// The laws: every card adds up by itself, no credit is below zero, and what replays say is what the book keeps.
    fn laws(&self) {
        for who in &self.people {
            let office = &self.bench.office;
            let card = office.ledger_card(who.guarantor, None).unwrap();
            for line in card.visits.iter().flat_map(|visit| &visit.lines) {
                assert!(line.sums.proves(), "service {}", line.line);
            }
            assert!(card.sums.proves());
            assert!(!card.unapplied.is_negative());
            let balance = office.guarantor_balance(who.guarantor).unwrap();
            assert_eq!(balance.patient_owes, card.sums.patient_owes);
            let replay = office.credit_owner(who.guarantor).unwrap();
            let pieces = Money::sum(replay.pieces.iter().map(|piece| piece.amount));
            assert_eq!(pieces, Ok(card.unapplied));
        }
    }
}

#[test]
fn whatever_is_done_to_patients_money_in_whatever_order_the_books_laws_hold() {
    let (mut done, mut refused) = (0, 0);
    for seed in 0..8 {
        let mut anybody = Anybody::new(seed);
        for step in 0..160 {
            anybody.step();
            if step % 10 == 0 {
                anybody.laws();
            }
        }
        anybody.laws();
        anybody.bench.must_hold();
        done += anybody.done;
        refused += anybody.refused;
    }
    assert!(done > 400 && refused > 40, "{done} done, {refused} refused");
}
