//! The agency and back, what it brought, what is given up: to the cent, in any order, and nothing asked twice.

use pegboard::domain::collections::{Column, NewAgency, Rules, SmallRule, Step};
use pegboard::domain::id::{AgencyId, ChargeLineId, ReceiptId, WriteOffRunId};
use pegboard::domain::ledger::LedgerError;
use pegboard::domain::money::Money;
use pegboard::domain::why::Asked;
use pegboard::office::{CollectionPage, CollectionRefusal, FromAgency, OfficeError, Refusal};

use super::practice::{Bench, Person, cash, cents, day, m};

/// A rule that needs neither statements nor time nor a notice.
fn at_once() -> Rules {
    Rules {
        minimum: m("1"),
        statements: 0,
        days: 0,
        notice_days: 0,
    }
}

fn northway(bench: &mut Bench) -> AgencyId {
    let mut agency = NewAgency::named("Northway Recovery");
    agency.our_number = String::from("=P9");
    bench.office.save_agency(None, &agency).unwrap()
}

fn page(bench: &Bench, who: Person) -> CollectionPage {
    bench.office.collection_page(who.guarantor).unwrap()
}

fn at_agency(bench: &Bench, who: Person) -> Money {
    let page = page(bench, who);
    let sum = Money::sum(page.at_agency.iter().map(|one| one.amount)).unwrap();
    assert_eq!(sum, page.row.account.at_agency);
    sum
}

fn owed(bench: &Bench, who: Person) -> Money {
    bench
        .office
        .ledger_card(who.guarantor, None)
        .unwrap()
        .sums
        .patient_owes
}

fn refused(error: &OfficeError) -> CollectionRefusal {
    match error {
        OfficeError::Refused(Refusal::Collection(refusal)) => refusal.clone(),
        other => panic!("{other:?}"),
    }
}

fn brought(who: Person, gross: &str, fee: &str) -> FromAgency {
    FromAgency {
        guarantor: who.guarantor,
        gross: m(gross),
        fee: m(fee),
        on: day(3, 20),
        check: String::from("4417"),
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one story, told in order")]
fn an_account_goes_by_statements_time_and_notice_and_no_other_way() {
    let mut bench = Bench::open();
    let agency = northway(&mut bench);
    let otis = bench.patient("Otis", None);
    let _seen = bench.visit(otis, day(3, 2), &["90.00", "30.00"]);
    let step = |bench: &Bench| page(bench, otis).row.step;
    assert_eq!(step(&bench), Step::TooFewStatements(0, 3));
    for on in [day(3, 20), day(4, 20), day(5, 20)] {
        bench.go_to(on);
        let _run = bench
            .office
            .make_statement(otis.guarantor, None, on)
            .unwrap();
    }
    assert_eq!(step(&bench), Step::TooYoung(day(6, 18)));
    bench.go_to(day(6, 18));
    assert_eq!(step(&bench), Step::NoticeDue);
    let early = bench
        .office
        .place_accounts(agency, &[otis.guarantor])
        .unwrap_err();
    assert!(
        matches!(refused(&early), CollectionRefusal::NotReady(..)),
        "{early:?}"
    );

    let made = bench.office.make_notices(&[otis.guarantor]).unwrap();
    assert_eq!(made.total, m("120"));
    assert!(
        bench
            .office
            .notice_pdf(made.notices[0])
            .unwrap()
            .starts_with(b"%PDF")
    );
    assert_eq!(step(&bench), Step::NoticeRuns(day(7, 18)));
    let twice = bench.office.make_notices(&[otis.guarantor]).unwrap_err();
    assert!(matches!(refused(&twice), CollectionRefusal::NotReady(..)));
    bench.go_to(day(7, 19));
    assert_eq!(step(&bench), Step::Ready);
    let dispute = bench
        .office
        .open_dispute(otis.guarantor, None, "Never came")
        .unwrap();
    assert!(matches!(step(&bench), Step::Held(_)));
    bench
        .office
        .settle_dispute(
            dispute,
            pegboard::domain::contact::Ended::Stands,
            "Was seen",
        )
        .unwrap();
    let _promise = bench
        .office
        .add_promise(otis.guarantor, m("50"), day(7, 25))
        .unwrap();
    assert_eq!(step(&bench), Step::Promised(day(7, 25)));
    bench.go_to(day(7, 26));
    assert_eq!(step(&bench), Step::Ready);

    let placing = bench
        .office
        .place_accounts(agency, &[otis.guarantor])
        .unwrap();
    assert_eq!(placing.total, m("120"));
    let list = String::from_utf8(placing.list.clone()).unwrap();
    let row = list.lines().nth(1).unwrap();
    assert!(
        row.starts_with("'=P9,"),
        "no formula reaches a spreadsheet: {row}"
    );
    assert!(row.contains(",120.00,03/02/2026,"), "{row}");
    let again = bench.office.placement_list(placing.placements[0]).unwrap();
    assert_eq!(again, placing.list);
    assert_eq!((step(&bench), owed(&bench, otis)), (Step::AtAgency, m("0")));
    let none = bench
        .office
        .make_statement(otis.guarantor, None, day(7, 26));
    assert!(none.is_err(), "nothing is asked twice");
    bench.must_hold();
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one story, told in order")]
fn what_the_agency_brings_is_a_receipt_that_can_be_taken_back() {
    let mut bench = Bench::open();
    bench.office.set_collection_rules(&at_once()).unwrap();
    let agency = northway(&mut bench);
    let otis = bench.patient("Otis", None);
    let seen = bench.visit(otis, day(3, 2), &["90.00", "30.00"]);
    let nothing = bench
        .office
        .recall_account(otis.guarantor, "x")
        .unwrap_err();
    assert_eq!(refused(&nothing), CollectionRefusal::NotThere);
    let _placing = bench
        .office
        .place_accounts(agency, &[otis.guarantor])
        .unwrap();
    assert_eq!(
        bench
            .office
            .usual_agency_fee(otis.guarantor, m("100"))
            .unwrap(),
        m("30")
    );

    let receipt = bench
        .office
        .post_agency_payment(&brought(otis, "100", "30"))
        .unwrap();
    assert_eq!(
        (at_agency(&bench, otis), owed(&bench, otis)),
        (m("20"), m("0"))
    );
    let first = bench.sums(otis, seen.lines[0]);
    assert_eq!((first.patient_paid, first.adjusted), (m("90"), m("0")));
    let paid = &page(&bench, otis).payments[0];
    assert_eq!(
        (paid.gross, paid.fee, paid.is_direct),
        (m("100"), m("30"), false)
    );
    let row = &bench.office.receipts(Some(otis.guarantor), 5).unwrap()[0];
    assert_eq!(
        (row.id, row.amount),
        (receipt, m("70")),
        "what reached us goes to the bank"
    );

    let more = bench
        .office
        .post_agency_payment(&brought(otis, "20.01", "0"))
        .unwrap_err();
    assert!(matches!(
        more,
        OfficeError::Ledger(LedgerError::MoreThanOwed { .. })
    ));
    let dear = bench
        .office
        .post_agency_payment(&brought(otis, "5", "5"))
        .unwrap_err();
    assert!(matches!(
        refused(&dear),
        CollectionRefusal::FeeTooHigh { .. }
    ));

    bench
        .office
        .take_back_receipt(receipt, "their check bounced")
        .unwrap();
    assert_eq!(
        (at_agency(&bench, otis), owed(&bench, otis)),
        (m("120"), m("0"))
    );
    assert!(page(&bench, otis).payments[0].is_reversed);

    let direct = bench.receipt(otis, vec![cash(m("40"))], &[]);
    let direct = bench.office.take_direct_payment(&direct).unwrap();
    assert_eq!(
        (at_agency(&bench, otis), owed(&bench, otis)),
        (m("80"), m("0"))
    );
    assert!(
        bench
            .office
            .receipt_pdf(direct)
            .unwrap()
            .starts_with(b"%PDF")
    );

    let back = bench
        .office
        .recall_account(otis.guarantor, "pays us now")
        .unwrap();
    assert_eq!((back, owed(&bench, otis)), (m("80"), m("80")));
    let run = bench
        .office
        .make_statement(otis.guarantor, None, day(3, 20))
        .unwrap();
    assert_eq!(run.rows[0].amount, m("80"));
    assert_eq!(bench.owes(otis, seen.lines[0]).1, "50.00");
    bench.must_hold();
}

#[test]
fn a_placement_is_called_back_not_reversed_and_what_is_hopeless_is_bad_debt() {
    let mut bench = Bench::open();
    bench.office.set_collection_rules(&at_once()).unwrap();
    let agency = northway(&mut bench);
    let otis = bench.patient("Otis", None);
    let seen = bench.visit(otis, day(3, 2), &["90.00"]);
    let _placing = bench
        .office
        .place_accounts(agency, &[otis.guarantor])
        .unwrap();
    let steps = bench.office.steps(seen.lines[0]).unwrap();
    let last = steps.last().unwrap();
    assert_eq!(last.words, "To the collections agency");
    let error = bench.office.reverse(last.entry, "a slip").unwrap_err();
    assert!(error.to_string().contains("called back"), "{error}");
    let given_up = bench
        .office
        .give_up_at_agency(otis.guarantor, "cannot be found")
        .unwrap();
    assert_eq!((given_up, at_agency(&bench, otis)), (m("90"), m("0")));
    bench.must_hold();

    let mara = bench.patient("Mara", None);
    let seen = bench.visit(mara, day(3, 2), &["15.00", "10.00"]);
    let dispute = bench
        .office
        .open_dispute(mara.guarantor, Some(seen.lines[1]), "No")
        .unwrap();
    let given_up = bench
        .office
        .write_off_bad_debt(mara.guarantor, "died without means")
        .unwrap();
    assert_eq!(
        (given_up, owed(&bench, mara)),
        (m("15"), m("10")),
        "what is disputed stays"
    );
    assert_eq!(
        bench.office.disputes(Some(mara.guarantor)).unwrap()[0].id,
        dispute
    );
    let explained = bench.office.explain(&Asked::Account(50)).unwrap();
    assert_eq!(explained.balance, m("105"));
    bench.must_hold();
}

#[test]
fn credit_a_plan_and_a_closed_agency_stand_in_the_way() {
    let mut bench = Bench::open();
    bench.office.set_collection_rules(&at_once()).unwrap();
    let agency = northway(&mut bench);
    let otis = bench.patient("Otis", None);
    let _seen = bench.visit(otis, day(3, 2), &["90.00"]);
    let _credit = bench.pay(otis, "10", &[]).unwrap();
    assert_eq!(page(&bench, otis).row.step, Step::CreditFirst);
    let known = bench.office.agencies().unwrap().remove(0);
    let twin = NewAgency::named("NORTHWAY recovery");
    let error = bench.office.save_agency(None, &twin).unwrap_err();
    assert_eq!(refused(&error), CollectionRefusal::NameTaken);
    let error = bench
        .office
        .save_agency(None, &NewAgency::named(" "))
        .unwrap_err();
    assert_eq!(refused(&error), CollectionRefusal::AgencyUnfinished);
    bench
        .office
        .set_agency_columns(agency, vec![Column::Account, Column::Balance])
        .unwrap();
    assert_eq!(bench.office.agencies().unwrap()[0].details.columns.len(), 2);
    let closed = NewAgency {
        is_active: false,
        ..known.details
    };
    let _id = bench.office.save_agency(Some(agency), &closed).unwrap();
    let error = bench
        .office
        .place_accounts(agency, &[otis.guarantor])
        .unwrap_err();
    assert_eq!(refused(&error), CollectionRefusal::NoAgency);
}

#[test]
fn small_balances_are_written_off_as_they_were_shown_and_taken_back_as_one() {
    let mut bench = Bench::open();
    let mut people = Vec::new();
    for (first, amount) in [("Otis", "3.10"), ("Mara", "4.90"), ("Lena", "5.01")] {
        let who = bench.patient(first, None);
        let _seen = bench.visit(who, day(3, 2), &[amount]);
        people.push(who);
    }
    let preview = bench.office.small_balances().unwrap();
    assert_eq!(
        (preview.rows.len(), preview.accounts),
        (2, 0),
        "posted lately"
    );
    let none = bench.office.write_off_small(None).unwrap_err();
    assert_eq!(refused(&none), CollectionRefusal::NothingSmall);
    bench.go_to(day(6, 20));
    let preview = bench.office.small_balances().unwrap();
    assert_eq!((preview.accounts, preview.total), (2, m("8")));
    let stale = bench.office.write_off_small(Some(m("7"))).unwrap_err();
    assert!(matches!(refused(&stale), CollectionRefusal::Changed { .. }));

    let run = bench.office.write_off_small(Some(m("8"))).unwrap();
    let left: Vec<Money> = people.iter().map(|who| owed(&bench, *who)).collect();
    assert_eq!(left, [m("0"), m("0"), m("5.01")]);
    let kept = &bench.office.write_off_runs().unwrap()[0];
    assert_eq!((kept.id, kept.accounts, kept.amount), (run, 2, m("8")));
    assert!(kept.rule.contains("5.00 or less"), "{}", kept.rule);
    bench.must_hold();

    assert!(bench.office.undo_write_off_run(run, " ").is_err());
    let back = bench.office.undo_write_off_run(run, "wrong rule").unwrap();
    assert_eq!(back, m("8"));
    let left: Vec<Money> = people.iter().map(|who| owed(&bench, *who)).collect();
    assert_eq!(left, [m("3.10"), m("4.90"), m("5.01")]);
    let twice = bench.office.undo_write_off_run(run, "again").unwrap_err();
    assert_eq!(refused(&twice), CollectionRefusal::NoRun);
    bench.must_hold();
}

/// Somebody who gives accounts to the agency, calls them back, takes money from either side, writes off and takes back, in
/// any order.
struct Clerk {
    bench: Bench,
    random: fastrand::Rng,
    agency: AgencyId,
    people: Vec<(Person, Vec<ChargeLineId>)>,
    receipts: Vec<ReceiptId>,
    runs: Vec<WriteOffRunId>,
    done: usize,
}

impl Clerk {
    fn act(&mut self) {
        let at = self.random.usize(..self.people.len());
        let (who, lines) = self.people[at].clone();
        let amount = cents(self.random.i64(1..6_000));
        let office = &mut self.bench.office;
        let did = match self.random.u8(..12) {
            0 => {
                let charge = cents(self.random.i64(50..9_000));
                let seen = self.bench.visit_of(who, day(3, 2), &[charge]);
                self.people[at].1.extend(seen.lines);
                true
            }
            1 | 2 => office.place_accounts(self.agency, &[who.guarantor]).is_ok(),
            3 => office.recall_account(who.guarantor, "x").is_ok(),
            4 | 5 => {
                let fee = cents(amount.cents() / 4);
                let paid = FromAgency {
                    guarantor: who.guarantor,
                    gross: amount,
                    fee,
                    on: day(3, 20),
                    check: String::from("1"),
                };
                let receipt = office.post_agency_payment(&paid);
                self.receipts.extend(receipt.as_ref().ok());
                receipt.is_ok()
            }
            6 => {
                let receipt = self.bench.receipt(who, vec![cash(amount)], &[]);
                let receipt = self.bench.office.take_direct_payment(&receipt);
                self.receipts.extend(receipt.as_ref().ok());
                receipt.is_ok()
            }
            7 => {
                let line = lines[self.random.usize(..lines.len())];
                let receipt = self
                    .bench
                    .receipt(who, vec![cash(amount)], &[(line, amount)]);
                let receipt = self.bench.office.take_payment(&receipt);
                self.receipts.extend(receipt.as_ref().ok());
                receipt.is_ok()
            }
            8 => match self.receipts.len().checked_sub(1) {
                Some(last) => {
                    let at = self.random.usize(..=last);
                    office.take_back_receipt(self.receipts[at], "x").is_ok()
                }
                None => false,
            },
            9 => {
                let run = office.write_off_small(None);
                self.runs.extend(run.as_ref().ok());
                run.is_ok()
            }
            10 => match self.runs.pop() {
                Some(run) => office.undo_write_off_run(run, "x").is_ok(),
                None => false,
            },
            _ => office.give_up_at_agency(who.guarantor, "x").is_ok(),
        };
        self.done += usize::from(did);
    }

    /// Every card proves, no agency has less than nothing, and what one has stands on no statement and at no desk.
    fn must_ask_once(&self) {
        for (who, _) in &self.people {
            let page = page(&self.bench, *who);
            let card = self.bench.office.ledger_card(who.guarantor, None).unwrap();
            for line in card.visits.iter().flat_map(|visit| &visit.lines) {
                assert!(line.sums.proves(), "{line:?}");
                assert!(!line.sums.patient_owes.is_negative(), "{line:?}");
                let there = page.at_agency.iter().find(|one| one.line == line.line);
                if let Some(there) = there {
                    assert!(there.amount.is_positive());
                    assert!(there.amount <= line.sums.adjusted, "{line:?}");
                }
            }
            let due = self
                .bench
                .office
                .statement_on_request(who.guarantor, day(3, 20));
            let asked = due.map_or(Money::ZERO, |row| row.amount);
            assert!(asked <= card.sums.patient_owes);
            let desk = self.bench.office.open_items(who.guarantor).unwrap();
            let desk = Money::sum(desk.iter().map(|item| item.patient_owes)).unwrap();
            assert_eq!(desk, card.sums.patient_owes);
            assert_eq!(at_agency(&self.bench, *who), page.row.account.at_agency);
        }
    }
}

#[test]
fn whatever_goes_to_the_agency_and_comes_back_is_asked_for_once() {
    for seed in 0..6 {
        let mut bench = Bench::open();
        bench.office.set_collection_rules(&at_once()).unwrap();
        let quiet = SmallRule {
            most: m("20"),
            quiet_days: 0,
        };
        bench.office.set_small_rule(&quiet).unwrap();
        let agency = northway(&mut bench);
        let people = ["Otis", "Mara", "Lena"].map(|first| {
            let who = bench.patient(first, None);
            let seen = bench.visit(who, day(3, 2), &["60.00", "30.00"]);
            (who, seen.lines)
        });
        let mut clerk = Clerk {
            bench,
            random: fastrand::Rng::with_seed(seed),
            agency,
            people: people.to_vec(),
            receipts: Vec::new(),
            runs: Vec::new(),
            done: 0,
        };
        for _ in 0..60 {
            clerk.act();
            clerk.must_ask_once();
        }
        clerk.bench.must_hold();
        assert!(clerk.done > 15, "seed {seed}: only {} acts", clerk.done);
    }
}
