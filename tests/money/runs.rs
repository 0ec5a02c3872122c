//! Whole runs of statements: the run does what its simulation said, person by person, whatever the book and the rules;
//! it can be taken back as if it had not been; and what it asked for is known of each service.

use chrono::{Days, NaiveDate};
use pegboard::domain::ledger::Part;
use pegboard::domain::mailing::{
    Cycle, Family, Kind, Reminder, Rules, StatementRow, Verdict, WhilePending, Worth,
};
use pegboard::domain::money::Money;
use pegboard::domain::pay_plan::{Every, Instalments, NewPlan, Scope, Terms};
use pegboard::domain::returned::NewReturn;
use pegboard::office::{Go, OfficeError, RunOutcome, Simulation, quietly};

use super::practice::{Bench, Person, Seen, adjustment, cents, day, m};

fn simulated(bench: &Bench) -> Simulation {
    let today = bench.office.today();
    bench
        .office
        .simulate_statements(today, &mut quietly)
        .unwrap()
}

fn run(bench: &mut Bench) -> RunOutcome {
    let today = bench.office.today();
    bench
        .office
        .run_statements(None, today, &mut quietly)
        .unwrap()
}

fn row(rows: &[StatementRow], who: Person) -> &StatementRow {
    rows.iter()
        .find(|row| row.guarantor == who.guarantor)
        .unwrap()
}

/// A run's rows as its simulation would have them: without what was made.
fn before(rows: &[StatementRow]) -> Vec<StatementRow> {
    rows.iter()
        .map(|row| StatementRow {
            statements: Vec::new(),
            ..row.clone()
        })
        .collect()
}

/// Keeps other rules.
fn rule(bench: &mut Bench, change: impl FnOnce(&mut Rules)) {
    let mut rules = bench.office.statement_rules().unwrap();
    change(&mut rules);
    bench.office.set_statement_rules(&rules, "a test").unwrap();
}

fn later(on: NaiveDate, days: u64) -> NaiveDate {
    on.checked_add_days(Days::new(days)).unwrap()
}

/// A book and rules of chance.
struct Chance {
    bench: Bench,
    random: fastrand::Rng,
    people: Vec<Person>,
    seen: Vec<(Person, Seen)>,
}

impl Chance {
    fn new(seed: u64) -> Self {
        let mut bench = Bench::open();
        let meridian = bench.meridian;
        let dana = bench.patient("Dana", Some(meridian));
        let ada = bench.patient("Ada", None);
        let people = vec![
            dana,
            bench.child("Owen", dana, Some(meridian)),
            bench.child("Ruth", dana, None),
            ada,
            bench.child("Abel", ada, None),
            bench.patient("Ben", Some(meridian)),
            bench.patient("Cleo", None),
        ];
        Self {
            bench,
            random: fastrand::Rng::with_seed(seed),
            people,
            seen: Vec::new(),
        }
    }

    fn today(&self) -> NaiveDate {
        self.bench.office.today()
    }

    fn somebody(&mut self) -> Person {
        self.people[self.random.usize(0..self.people.len())]
    }

    fn amount(&mut self, most: i64) -> Money {
        cents(self.random.i64(1..=most))
    }

    /// Anything that changes what is owed or who may be asked. What the office refuses is no change.
    fn live(&mut self) {
        match self.random.u8(0..100) {
            0..35 => {
                let (who, on) = (self.somebody(), self.today());
                let charges: Vec<Money> = (0..self.random.u8(1..4))
                    .map(|_| self.amount(30_000))
                    .collect();
                let seen = self.bench.visit_of(who, on, &charges);
                self.seen.push((who, seen));
            }
            35..60 => self.answer(),
            60..85 => self.pay(),
            85..89 => {
                let who = self.somebody().guarantor;
                let today = self.today();
                let on = self.random.bool().then_some(today);
                self.bench.office.mail_returned(who, on).unwrap();
            }
            89..92 => {
                let who = self.somebody().guarantor;
                let why = self.random.bool().then_some("asked for an itemized bill");
                self.bench.office.hold_statements(who, why).unwrap();
            }
            92..95 => {
                let runs = self.bench.office.statement_runs().unwrap();
                if let Some(last) = runs.first() {
                    let _undone = self.bench.office.withdraw_run(last.run, "a test");
                }
            }
            _ => self.rules(),
        }
    }

    fn answer(&mut self) {
        let open: Vec<usize> = (0..self.seen.len())
            .filter(|at| self.seen[*at].1.claim.is_some())
            .collect();
        if open.is_empty() {
            return;
        }
        let at = open[self.random.usize(0..open.len())];
        let (who, seen) = self.seen[at].clone();
        let line = self.random.usize(0..seen.lines.len());
        let charged = self.bench.sums(who, seen.lines[line]).charged;
        let share = cents(self.random.i64(0..=charged.cents()));
        let paid = charged.minus(share).unwrap();
        let mut says = Bench::says(&seen, line, &charged.plain(), &paid.plain(), &[]);
        if !share.is_zero() {
            says.adjustments = vec![adjustment(&format!("PR-1 {}", share.plain()))];
            says.allowed = charged;
        }
        let reference = self.random.u32(..).to_string();
        let eob = self.bench.eob(&reference, vec![says]);
        let _posted = self.bench.office.post_eob(&eob);
    }

    fn pay(&mut self) {
        let who = self.somebody();
        let amount = self.amount(20_000);
        let open = self.bench.office.open_items(who.guarantor).unwrap();
        let (placed, _) = pegboard::domain::payment::oldest_first(&open, amount).unwrap();
        let mut receipt = self
            .bench
            .receipt(who, vec![super::practice::cash(amount)], &[]);
        if self.random.u8(0..4) > 0 {
            receipt.placed = placed;
        }
        let _taken = self.bench.office.take_payment(&receipt);
    }

    fn rules(&mut self) {
        let random = &mut self.random;
        let rules = Rules {
            minimum: cents(random.i64(0..4_000)),
            every_days: random.u16(0..40),
            most: random.bool().then(|| random.u16(1..4)),
            oldest_days: random.bool().then(|| random.u16(1..90)),
            pending: [WhilePending::Ask, WhilePending::Wait][random.usize(0..2)],
            cycle: [
                Cycle::Everybody,
                Cycle::Everybody,
                Cycle::Letters(['G', 'M', 'S']),
                Cycle::Accounts,
            ][random.usize(0..4)],
            family: [Family::Together, Family::Each][random.usize(0..2)],
            reminders: vec![Reminder {
                from_times: 2,
                from_days: random.u16(0..60),
                words: String::from("Please call us."),
            }],
            cost: cents(random.i64(0..300)),
            worth: [Worth::Send, Worth::LeaveOut][random.usize(0..2)],
        };
        self.bench.office.set_statement_rules(&rules, "").unwrap();
    }

    /// Runs, and compares with what was simulated; every statement agrees with the ledger of the day.
    fn compare(&mut self) -> usize {
        let simulation = simulated(&self.bench);
        let quick = self.bench.office.statements_due(self.today()).unwrap();
        let outcome = run(&mut self.bench);
        assert_eq!(before(&outcome.rows), simulation.rows);
        for (quick, row) in quick.iter().zip(&outcome.rows) {
            assert_eq!(
                (quick.sent, quick.amount),
                (row.sent, row.amount),
                "{}",
                row.why
            );
            let balance = self.bench.office.guarantor_balance(row.guarantor).unwrap();
            if row.sent {
                let owed = balance.patient_owes.minus(balance.unapplied).unwrap();
                let asked = Money::sum(row.statements.iter().map(|one| one.amount)).unwrap();
                assert_eq!((row.amount, asked), (owed, owed));
            }
            self.archived(row);
        }
        outcome.papers()
    }

    /// What was made is kept byte for byte, however often it is asked for.
    fn archived(&self, row: &StatementRow) {
        let office = &self.bench.office;
        assert_eq!(row.papers.len(), row.statements.len());
        for (paper, sent) in row.papers.iter().zip(&row.statements) {
            assert_eq!((paper.patient, paper.amount), (sent.patient, sent.amount));
            let pdf = office.statement_pdf(sent.id).unwrap();
            assert!(pdf.starts_with(b"%PDF"));
            assert_eq!(pdf, office.statement_pdf(sent.id).unwrap());
            let number = sent.number.parse().unwrap();
            assert_eq!(&office.find_statement(number).unwrap(), sent);
        }
    }
}

#[test]
fn a_run_does_what_its_simulation_said_whatever_the_book_and_the_rules() {
    let mut made = 0;
    for seed in 0..12 {
        let mut chance = Chance::new(seed);
        for _ in 0..5 {
            for _ in 0..18 {
                chance.live();
            }
            made += chance.compare();
            let days = chance.random.u64(1..45);
            let next = later(chance.today(), days);
            chance.bench.go_to(next);
        }
        chance.bench.must_hold();
    }
    assert!(made > 60, "only {made} statements were made by chance");
}

#[test]
fn a_simulation_leaves_no_trace_and_can_be_stopped() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", None);
    let _visit = bench.visit(dana, day(3, 1), &["40"]);
    let simulation = simulated(&bench);
    assert_eq!(simulation.cost().unwrap(), m("1"));
    let sums = simulation.sums().unwrap();
    assert_eq!(
        (sums[0].kind, sums[0].count, sums[0].amount),
        (Kind::First, 1, m("40"))
    );
    assert_eq!(bench.office.statement_runs().unwrap(), []);
    assert_eq!(bench.office.statements(dana.guarantor).unwrap(), []);
    let stopped = bench
        .office
        .simulate_statements(day(3, 20), &mut |_, _| Go::Stop);
    assert!(matches!(stopped, Err(OfficeError::Stopped)));
}

#[test]
fn a_run_taken_back_counts_as_if_it_had_not_been() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", None);
    let seen = bench.visit(dana, day(3, 1), &["40", "25"]);
    let first = run(&mut bench);
    bench.go_to(day(4, 20));
    let was = simulated(&bench);
    assert_eq!(row(&was.rows, dana).times, 2);
    let second = run(&mut bench);
    let kept = row(&second.rows, dana).statements[0].clone();
    let pdf = bench.office.statement_pdf(kept.id).unwrap();
    let billed = bench.office.billed(dana.guarantor).unwrap();
    assert_eq!((billed.len(), billed[0].1.times), (2, 2));
    assert_eq!(billed[0].1.first_on, day(3, 20));

    let early = bench.office.withdraw_run(first.run, "the wrong day");
    assert_eq!(
        early.unwrap_err().to_string(),
        "1 statement was made since for the same people; take the later run back first"
    );
    let unsaid = bench.office.withdraw_run(second.run, " ");
    assert!(unsaid.is_err());
    let undone = bench
        .office
        .withdraw_run(second.run, "the wrong day")
        .unwrap();
    assert_eq!((undone.count, undone.amount), (1, m("65")));
    assert_eq!(simulated(&bench).rows, was.rows, "as before the run");
    let again = bench.office.withdraw_run(second.run, "twice");
    assert_eq!(
        again.unwrap_err().to_string(),
        "the run was taken back already"
    );
    let billed = bench
        .office
        .why(seen.lines[0])
        .unwrap()
        .line
        .billed
        .unwrap();
    assert_eq!((billed.times, billed.last_on), (1, day(3, 20)));
    let sent = bench.office.statements(dana.guarantor).unwrap();
    assert_eq!(sent[0].withdrawn.as_deref(), Some("the wrong day"));
    assert_eq!(bench.office.statement_pdf(kept.id).unwrap(), pdf);

    // The next run is the second request again, under a number of its own.
    let third = run(&mut bench);
    let made = &row(&third.rows, dana).statements[0];
    assert_eq!((made.times, made.number.as_str()), (2, "26040002"));
    let (statement, _) = bench
        .office
        .preview_statement(dana.guarantor, day(4, 20))
        .unwrap();
    assert_eq!(statement.bridge().previous, Some((day(4, 20), m("65"))));
    // Both may be taken back, the newest first, and then nothing was ever asked for.
    let _third = bench.office.withdraw_run(third.run, "all of it").unwrap();
    let _first = bench.office.withdraw_run(first.run, "all of it").unwrap();
    let fresh = simulated(&bench);
    assert_eq!(row(&fresh.rows, dana).verdict, Verdict::First);
    assert_eq!(bench.office.billed(dana.guarantor).unwrap(), []);
    bench.must_hold();
}

#[test]
fn who_pays_everything_begins_anew_and_who_does_not_is_reminded() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", None);
    let seen = bench.visit(dana, day(3, 1), &["40"]);
    let words = |bench: &Bench| {
        let today = bench.office.today();
        let (statement, _) = bench
            .office
            .preview_statement(dana.guarantor, today)
            .unwrap();
        statement.account().reminder.clone()
    };
    assert_eq!(words(&bench), "", "nobody is reminded of what is new");
    rule(&mut bench, |rules| {
        rules.most = Some(3);
        rules.reminders = vec![
            Reminder {
                from_times: 2,
                from_days: 0,
                words: String::from("Our second request."),
            },
            Reminder {
                from_times: 3,
                from_days: 50,
                words: String::from("Please call before the day above."),
            },
        ];
    });
    let mut said = Vec::new();
    for on in [day(3, 20), day(4, 17), day(5, 15)] {
        bench.go_to(on);
        said.push(words(&bench));
        assert_eq!(run(&mut bench).sent(), 1, "{on}");
    }
    assert_eq!(
        said,
        [
            "",
            "Our second request.",
            "Please call before the day above."
        ]
    );
    bench.go_to(day(6, 12));
    let spared = simulated(&bench);
    assert_eq!(row(&spared.rows, dana).kind(), Kind::ForCollections);
    let _paid = bench.pay(dana, "40", &[(seen.lines[0], "40")]).unwrap();
    let _visit = bench.visit(dana, day(6, 10), &["30"]);
    let anew = simulated(&bench);
    assert_eq!(
        (row(&anew.rows, dana).times, row(&anew.rows, dana).sent),
        (1, true)
    );
    assert_eq!(words(&bench), "");
}

#[test]
fn mail_that_came_back_waits_for_a_new_address() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", None);
    let _visit = bench.visit(dana, day(3, 1), &["40"]);
    bench
        .office
        .mail_returned(dana.guarantor, Some(day(3, 18)))
        .unwrap();
    assert!(
        bench
            .office
            .mail_returned(dana.guarantor, Some(day(3, 21)))
            .is_err()
    );
    let said = &simulated(&bench).rows[0].why;
    assert_eq!(said, "mail came back on 03/18/2026");
    // It may be handed over, and a change of the phone number alone brings no mail there.
    let handed = bench
        .office
        .statement_on_request(dana.guarantor, day(3, 20));
    assert!(handed.unwrap().sent);
    let mut contact = bench.office.guarantor(dana.guarantor).unwrap().contact;
    contact.phone = None;
    bench
        .office
        .change_guarantor(dana.guarantor, &contact)
        .unwrap();
    assert!(!simulated(&bench).rows[0].sent);
    contact.address.street = String::from("9 Quarry Lane");
    bench
        .office
        .change_guarantor(dana.guarantor, &contact)
        .unwrap();
    assert!(simulated(&bench).rows[0].sent);
}

#[test]
fn a_family_gets_one_statement_or_one_each_and_owes_the_same() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", None);
    let owen = bench.child("Owen", dana, None);
    let ruth = bench.child("Ruth", dana, None);
    for (who, amount) in [(dana, "40"), (owen, "60"), (ruth, "7")] {
        let _visit = bench.visit(who, day(3, 1), &[amount]);
    }
    let _credit = bench.pay(dana, "45", &[]).unwrap();
    let together = simulated(&bench);
    assert_eq!(row(&together.rows, dana).papers.len(), 1);
    rule(&mut bench, |rules| rules.family = Family::Each);
    let first = run(&mut bench);
    let made = &row(&first.rows, dana).statements;
    // The credit covers Dana's own part, and 5.00 of Owen's.
    let got: Vec<_> = made.iter().map(|one| (one.patient, one.amount)).collect();
    assert_eq!(
        got,
        [(Some(owen.patient), m("55")), (Some(ruth.patient), m("7"))]
    );
    assert_eq!(row(&first.rows, dana).amount, m("62"));
    // The next ones go on from these, each for its own; together again, from both.
    bench.go_to(day(4, 20));
    let _visit = bench.visit(owen, day(4, 2), &["10"]);
    let each = run(&mut bench);
    let got: Vec<_> = row(&each.rows, dana)
        .statements
        .iter()
        .map(|one| one.amount)
        .collect();
    assert_eq!(got, [m("65"), m("7")]);
    rule(&mut bench, |rules| rules.family = Family::Together);
    bench.go_to(day(5, 20));
    let (statement, _) = bench
        .office
        .preview_statement(dana.guarantor, day(5, 20))
        .unwrap();
    assert_eq!(statement.bridge().previous, Some((day(4, 20), m("72"))));
    assert_eq!(statement.amount_due(), m("72"));
    let whole = run(&mut bench);
    assert_eq!(row(&whole.rows, dana).statements.len(), 1);
    bench.must_hold();
}

#[test]
fn what_statements_brought_is_known_and_what_is_not_worth_it_left_out() {
    let mut bench = Bench::open();
    let mut people = Vec::new();
    for number in 0..24 {
        let who = bench.patient(&format!("Payer{number}"), None);
        let seen = bench.visit(who, day(3, 1), &["100"]);
        people.push((who, seen));
    }
    let _run = run(&mut bench);
    for (who, seen) in people.iter().take(6) {
        let _paid = bench.pay(*who, "100", &[(seen.lines[0], "100")]).unwrap();
    }
    bench.go_to(day(5, 20));
    let returns = bench.office.statement_returns(day(5, 20)).unwrap();
    let first = returns.of(1).unwrap();
    assert_eq!(
        (first.count, first.asked, first.paid),
        (24, m("2400"), m("600"))
    );
    assert_eq!(returns.expected(1, m("80")).unwrap(), Some(m("20")));
    assert_eq!(returns.of(2), None, "none was sent yet");
    let newcomer = bench.patient("Newcomer", None);
    let _visit = bench.visit(newcomer, day(5, 1), &["6"]);
    rule(&mut bench, |rules| {
        rules.cost = m("1.60");
        rules.worth = Worth::LeaveOut;
    });
    let simulation = simulated(&bench);
    let left_out = row(&simulation.rows, newcomer);
    assert_eq!(left_out.why, "likely brings 1.50 for 1.60 of cost");
    assert!(
        row(&simulation.rows, people[9].0).sent,
        "nothing is known of second requests"
    );
    assert_eq!(before(&run(&mut bench).rows), simulation.rows);
}

#[test]
fn rules_are_kept_version_by_version_and_each_run_names_its_own() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", None);
    let _visit = bench.visit(dana, day(3, 1), &["40"]);
    let usual = run(&mut bench);
    rule(&mut bench, |rules| rules.every_days = 10);
    rule(&mut bench, |_| {});
    rule(&mut bench, |rules| rules.minimum = m("39"));
    let history = bench.office.statement_rules_history().unwrap();
    let versions: Vec<_> = history.iter().map(|one| one.version).collect();
    assert_eq!(versions, [Some(2), Some(1), None]);
    bench.go_to(day(4, 2));
    let second = run(&mut bench);
    let runs = bench.office.statement_runs().unwrap();
    assert_eq!((runs[0].run, runs[0].rules), (second.run, Some(2)));
    assert_eq!((runs[1].run, runs[1].rules), (usual.run, None));
    assert_eq!((runs[1].cost, runs[1].amount), (m("1"), m("40")));
    let wrong = Rules {
        cycle: Cycle::Letters(['S', 'M', 'G']),
        ..Rules::usual()
    };
    let refused = bench.office.set_statement_rules(&wrong, "").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the weeks need three letters that follow each other, as G, M and S"
    );
}

#[test]
fn what_is_on_a_plan_is_left_out_and_the_rest_is_asked_for() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", None);
    let seen = bench.visit(dana, day(3, 1), &["600"]);
    let _run = run(&mut bench);
    let terms = Terms {
        down: Money::ZERO,
        instalments: Instalments::In(6),
        every: Every::Month,
        first_on: day(4, 1),
        scope: Scope::Fixed,
    };
    let plan = NewPlan {
        lines: seen.lines,
        terms,
        why: String::new(),
    };
    let _plan = bench.office.make_plan(dana.guarantor, &plan).unwrap();
    bench.go_to(day(3, 30));
    let spared = simulated(&bench);
    let row_of = row(&spared.rows, dana);
    assert_eq!((row_of.kind(), row_of.sent), (Kind::OnPlan, false));
    assert_eq!(row_of.why, "pays 600.00 by a payment plan");

    let owen = bench.child("Owen", dana, None);
    let _visit = bench.visit(owen, day(3, 28), &["40"]);
    let (statement, _) = bench
        .office
        .preview_statement(dana.guarantor, day(3, 30))
        .unwrap();
    assert_eq!(
        (statement.amount_due(), statement.line_count()),
        (m("40"), 1)
    );
    assert_eq!(statement.account().planned, m("600"));
    assert_eq!(
        statement.account().reminder,
        "",
        "the rest was never asked for"
    );
    let outcome = run(&mut bench);
    assert_eq!(
        (row(&outcome.rows, dana).amount, outcome.sent()),
        (m("40"), 1)
    );
    rule(&mut bench, |rules| rules.family = Family::Each);
    bench.go_to(day(3, 31));
    let _visit = bench.visit(owen, day(3, 31), &["10"]);
    let each = run(&mut bench);
    assert_eq!(row(&each.rows, dana).papers.len(), 1);
    assert_eq!(row(&each.rows, dana).amount, m("50"));
    bench.must_hold();
}

#[test]
fn a_fee_and_a_balance_from_another_account_stand_on_statements_that_add_up() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let ben = bench.patient("Ben", None);
    let seen = bench.visit(dana, day(3, 10), &["185"]);
    let line = seen.lines[0];
    let says = Bench::says(&seen, 0, "185", "74.41", &["CO-45 42.42", "PR-1 68.17"]);
    let _eob = bench.post("8821904", vec![says]);
    let paid = vec![super::practice::check(m("60"), "1042")];
    let receipt = bench.receipt(dana, paid, &[(line, m("60"))]);
    let receipt = bench.office.take_payment(&receipt).unwrap();
    let back = NewReturn {
        receipt,
        tender: 1,
        on: bench.office.today(),
        fee: m("30"),
        why: String::from("not enough funds"),
    };
    let _back = bench.office.return_check(&back).unwrap();
    let part = Part {
        line,
        amount: m("40"),
    };
    let _moved = bench
        .office
        .move_balance(dana.guarantor, ben.guarantor, &[part], "he pays a part")
        .unwrap();
    let simulation = simulated(&bench);
    for (who, amount) in [(dana, "58.17"), (ben, "40")] {
        let row = row(&simulation.rows, who);
        assert_eq!((row.sent, row.amount), (true, m(amount)), "{}", row.why);
    }
    assert_eq!(before(&run(&mut bench).rows), simulation.rows);
    bench.go_to(day(4, 20));
    let again = simulated(&bench);
    assert_eq!(row(&again.rows, ben).times, 2);
    assert_eq!(before(&run(&mut bench).rows), again.rows);
    bench.must_hold();
}
