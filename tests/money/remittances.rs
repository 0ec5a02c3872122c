//! Remittances through the office: taken in, posted to the cent, told twice, cut, replaced, put aside, taken back.

use pegboard::domain::claim::{ClaimFilter, State};
use pegboard::domain::id::{RemitClaimId, RemittanceId};
use pegboard::domain::matching::Differs;
use pegboard::domain::money::Money;
use pegboard::domain::policy::Rank;
use pegboard::domain::posting::Decisions;
use pegboard::domain::remittance::{PostOn, Standing};
use pegboard::office::{
    Office, OfficeError, OnDesk, Posted, ReceivedPart, RemitRefusal, RemittanceFilter,
    RemittancePage, Rest, quietly,
};

use super::practice::{Bench, Person, Seen, day, m};

/// One claim of a remittance as a payer writes it.
#[derive(Clone, Debug)]
pub struct Says {
    pub number: String,
    pub status: &'static str,
    pub payer_number: String,
    pub name: &'static str,
    pub day: &'static str,
    /// Code, charge, paid, adjustments as `CO*45*42.42`.
    pub lines: Vec<(&'static str, String, String, Vec<String>)>,
}

impl Says {
    fn charged(&self) -> Money {
        Money::sum(self.lines.iter().map(|line| m(&line.1))).unwrap()
    }

    pub fn paid(&self) -> Money {
        Money::sum(self.lines.iter().map(|line| m(&line.2))).unwrap()
    }

    fn segments(&self) -> Vec<String> {
        let share = self.lines.iter().flat_map(|line| &line.3);
        let share = share.filter_map(|one| one.strip_prefix("PR*")?.split_once('*'));
        let share = Money::sum(share.map(|(_, amount)| m(amount))).unwrap();
        let share = if self.status == "22" {
            Money::ZERO
        } else {
            share
        };
        let mut all = vec![
            format!(
                "CLP*{}*{}*{}*{}*{}*12*{}*11*1",
                self.number,
                self.status,
                self.charged().plain(),
                self.paid().plain(),
                share.plain(),
                self.payer_number
            ),
            format!("NM1*QC*1*WHITLOCK*{}****MI*MHP884201773", self.name),
        ];
        for (code, charged, paid, adjustments) in &self.lines {
            all.push(format!("SVC*HC:{code}*{charged}*{paid}"));
            all.push(format!("DTM*472*{}", self.day));
            all.extend(adjustments.iter().map(|one| format!("CAS*{one}")));
        }
        all
    }
}

/// What a payer sends.
#[derive(Clone, Debug)]
pub struct Sent {
    pub trace: &'static str,
    pub payer: (&'static str, &'static str),
    pub claims: Vec<Says>,
    /// Code, reference, amount as written.
    pub adjustments: Vec<(&'static str, &'static str, &'static str)>,
    /// What the payment is off by.
    pub off: &'static str,
}

impl Sent {
    pub fn new(trace: &'static str, claims: Vec<Says>) -> Self {
        Self {
            trace,
            payer: ("MERIDIAN HEALTH", "MERID"),
            claims,
            adjustments: Vec::new(),
            off: "0",
        }
    }

    pub fn paid(&self) -> Money {
        let claims = Money::sum(self.claims.iter().map(Says::paid)).unwrap();
        let withheld = self.adjustments.iter().map(|one| m(one.2));
        let withheld = Money::sum(withheld).unwrap();
        claims.minus(withheld).unwrap().plus(m(self.off)).unwrap()
    }

    pub fn segments(&self) -> Vec<String> {
        let paid = self.paid().plain();
        let method = if self.paid().is_zero() { "NON" } else { "ACH" };
        let (name, id) = self.payer;
        let mut body = vec![
            String::from("ST*835*0001"),
            format!("BPR*I*{paid}*C*{method}************20260318"),
            format!("TRN*1*{}*1330000001", self.trace),
            String::from("DTM*405*20260318"),
            format!("N1*PR*{name}*XV*{id}"),
            String::from("N3*1 CLAIM WAY"),
            String::from("N4*FAIRHOLLOW*OH*43099"),
            String::from("N1*PE*LARKSPUR FAMILY MEDICINE*XX*1245319599"),
            String::from("LX*1"),
        ];
        body.extend(self.claims.iter().flat_map(Says::segments));
        for (code, reference, amount) in &self.adjustments {
            body.push(format!(
                "PLB*1245319599*20261231*{code}:{reference}*{amount}"
            ));
        }
        body.push(format!("SE*{}*0001", body.len() + 1));
        let mut all = vec![
            format!(
                "ISA*00*          *00*          *ZZ*{id:<15}*ZZ*LARKSPUR       *260318*0900*^*00501*000000001*0*P*:"
            ),
            format!("GS*HP*{id}*LARKSPUR*20260318*0900*1*X*005010X221A1"),
        ];
        all.extend(body);
        all.push(String::from("GE*1*1"));
        all.push(String::from("IEA*1*000000001"));
        all
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut text = self.segments().join("~\n");
        text.push_str("~\n");
        text.into_bytes()
    }
}

/// An answer to a visit's claim: `99214` and what follows in the bench's order, with charge, paid and the rest.
pub fn says(
    bench: &Bench,
    seen: &Seen,
    name: &'static str,
    lines: &[(&str, &str, &[&str])],
) -> Says {
    const CODES: [&str; 4] = ["99214", "36415", "83036", "80053"];
    let number = bench.claim_row(seen.claim.unwrap()).number;
    Says {
        number: number.as_str().to_owned(),
        status: "1",
        payer_number: format!("ICN{}", number.as_str()),
        name,
        day: "20260310",
        lines: lines
            .iter()
            .zip(CODES)
            .map(|((charged, paid, rest), code)| {
                let rest = rest.iter().map(|one| (*one).to_owned()).collect();
                (code, (*charged).to_owned(), (*paid).to_owned(), rest)
            })
            .collect(),
    }
}

pub fn take(office: &mut Office, sent: &Sent) -> ReceivedPart {
    let received = office
        .take_remittances("meridian.835", &sent.bytes(), &mut quietly)
        .unwrap();
    let [part] = <[_; 1]>::try_from(received.parts).unwrap();
    part
}

fn post(office: &mut Office, id: RemittanceId, rest: Rest) -> Result<Posted, OfficeError> {
    office.post_remittance(id, PostOn::Today, rest, &mut quietly)
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, OfficeError>) -> String {
    outcome.unwrap_err().to_string()
}

/// What every account and claim comes to.
pub fn accounts(bench: &Bench, people: &[Person]) -> Vec<String> {
    let mut all = Vec::new();
    for person in people {
        let card = bench.office.ledger_card(person.guarantor, None).unwrap();
        let lines = card.visits.iter().flat_map(|visit| &visit.lines);
        all.extend(lines.map(|line| format!("{} {:?}", line.line, line.sums)));
        all.push(format!("credit {}", card.unapplied));
    }
    let claims = bench.office.claims(&ClaimFilter::default()).unwrap();
    let mut states: Vec<String> = claims
        .iter()
        .filter(|row| row.state != State::Void)
        .map(|row| format!("{} {:?}", row.number, row.state))
        .collect();
    states.sort();
    all.extend(states);
    all
}

fn page(bench: &Bench, part: &ReceivedPart) -> RemittancePage {
    bench.office.remittance(part.row.id).unwrap()
}

struct Practice {
    bench: Bench,
    dana: Person,
    seen: Seen,
}

fn practice() -> Practice {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let dana = bench.patient("Dana", Some(meridian));
    let seen = bench.visit(dana, day(3, 10), &["185", "18"]);
    Practice { bench, dana, seen }
}

/// 203.00 charged: 120.00 and 10.00 paid, 40.00 and 8.00 written off, 25.00 the patient's.
fn usual(p: &Practice) -> Sent {
    let claim = says(
        &p.bench,
        &p.seen,
        "DANA",
        &[
            ("185", "120", &["CO*45*40", "PR*3*25"]),
            ("18", "10", &["CO*45*8"]),
        ],
    );
    Sent::new("88120", vec![claim])
}

#[test]
fn a_remittance_is_posted_to_the_cent_and_told_twice_does_nothing() {
    let mut p = practice();
    let sent = usual(&p);
    let part = take(&mut p.bench.office, &sent);
    assert_eq!((part.is_known, part.row.standing), (false, Standing::Read));
    let shown = page(&p.bench, &part);
    assert_eq!(shown.stops, None);
    assert_eq!(shown.claims[0].stands, OnDesk::Matched);
    assert_eq!(shown.figures.left, Money::ZERO);
    let posted = post(&mut p.bench.office, part.row.id, Rest::Waits).unwrap();
    assert_eq!(
        (posted.amount, posted.claims, posted.parked),
        (m("130"), 1, 0)
    );
    let (line, sums) = (p.seen.lines[0], p.bench.sums(p.dana, p.seen.lines[0]));
    assert_eq!(p.bench.owes(p.dana, line), ("0.00".into(), "25.00".into()));
    assert_eq!((sums.insurance_paid, sums.contractual), (m("120"), m("40")));
    assert_eq!(p.bench.state(&p.seen), State::Paid);
    p.bench.must_hold();

    let before = accounts(&p.bench, &[p.dana]);
    let again = take(&mut p.bench.office, &sent);
    assert!(again.is_known);
    let (_, by) = again.row.posted.unwrap();
    assert_eq!((again.row.id, by.as_str()), (part.row.id, "Renata M."));
    // The same payment with other delimiters is the same payment.
    let other = String::from_utf8(sent.bytes()).unwrap().replace('~', "|");
    let received = p
        .bench
        .office
        .take_remittances("again.835", other.as_bytes(), &mut quietly)
        .unwrap();
    assert!(received.parts[0].is_known);
    assert_eq!(
        refusal(post(&mut p.bench.office, part.row.id, Rest::Waits)),
        "the remittance is posted"
    );
    assert_eq!(accounts(&p.bench, &[p.dana]), before);
    p.bench.must_hold();
}

#[test]
fn what_was_posted_is_taken_back_whole_and_can_be_posted_again() {
    let mut p = practice();
    let before = accounts(&p.bench, &[p.dana]);
    let sent = usual(&p);
    let part = take(&mut p.bench.office, &sent);
    let id = part.row.id;
    let _posted = post(&mut p.bench.office, id, Rest::Waits).unwrap();
    let after = accounts(&p.bench, &[p.dana]);
    assert_ne!(before, after);
    let eob = page(&p.bench, &part).eobs[0];
    let refused = refusal(p.bench.office.unpost_eob(eob, "a slip"));
    assert!(refused.contains("take the remittance back"), "{refused}");
    p.bench
        .office
        .unpost_remittance(id, "the wrong file", &mut quietly)
        .unwrap();
    assert_eq!(accounts(&p.bench, &[p.dana]), before);
    assert_eq!(page(&p.bench, &part).row.standing, Standing::TakenBack);
    assert_eq!(
        refusal(p.bench.office.unpost_remittance(id, "again", &mut quietly)),
        "the remittance is not posted"
    );
    let _posted = post(&mut p.bench.office, id, Rest::Waits).unwrap();
    assert_eq!(accounts(&p.bench, &[p.dana]), after);
    p.bench.must_hold();
}

#[test]
fn a_cut_or_altered_file_leaves_nothing_behind() {
    let mut p = practice();
    let whole = usual(&p).segments();
    let mut tried = 0;
    for end in 1..whole.len() {
        let mut text = whole[..end].join("~\n");
        text.push_str("~\n");
        let outcome = p
            .bench
            .office
            .take_remittances("cut.835", text.as_bytes(), &mut quietly);
        assert!(outcome.is_err(), "cut after {end} segments: {outcome:?}");
        tried += 1;
    }
    assert!(tried > 15);
    let all = p.bench.office.remittances(&RemittanceFilter::default());
    assert_eq!(all.unwrap().len(), 0);
    // One segment lost on the way: its count tells, and nothing is posted by itself.
    let before = accounts(&p.bench, &[p.dana]);
    for lost in 3..whole.len() - 3 {
        let mut rest = whole.clone();
        let _gone = rest.remove(lost);
        let mut text = rest.join("~\n");
        text.push_str("~\n");
        let outcome = p
            .bench
            .office
            .take_remittances("lost.835", text.as_bytes(), &mut quietly);
        let Ok(received) = outcome else {
            continue;
        };
        let row = &received.parts[0].row;
        assert_eq!(row.standing, Standing::Waiting, "without segment {lost}");
        for rest in [Rest::Waits, Rest::IsParked] {
            let outcome = post(&mut p.bench.office, row.id, rest);
            assert!(outcome.is_err(), "without segment {lost}: {outcome:?}");
        }
    }
    assert_eq!(accounts(&p.bench, &[p.dana]), before);
    p.bench.must_hold();
}

#[test]
fn what_nobody_knows_is_put_aside_and_finds_its_claim_later() {
    let mut p = practice();
    let before = accounts(&p.bench, &[p.dana]);
    let mut sent = usual(&p);
    let mut strange = sent.claims[0].clone();
    strange.number = String::from("4711");
    strange.payer_number = String::from("X9");
    strange.name = "NOBODY";
    sent.claims = vec![strange];
    let part = take(&mut p.bench.office, &sent);
    assert_eq!(part.row.standing, Standing::Waiting);
    let shown = page(&p.bench, &part);
    assert_eq!(shown.claims[0].stands, OnDesk::NoMatch);
    let refused = refusal(post(&mut p.bench.office, part.row.id, Rest::Waits));
    assert_eq!(refused, "one thing in it needs somebody first");
    let posted = post(&mut p.bench.office, part.row.id, Rest::IsParked).unwrap();
    assert_eq!((posted.claims, posted.parked), (0, 1));
    assert_eq!((posted.amount, posted.parked_amount), (m("130"), m("130")));
    assert_eq!(accounts(&p.bench, &[p.dana]), before);
    let parked = p.bench.office.parked_money().unwrap();
    assert_eq!((parked.len(), parked[0].amount), (1, m("130")));
    p.bench.must_hold();

    let (claim, ours) = (shown.claims[0].filed.id, p.seen.claim.unwrap());
    let none = Decisions::default();
    let planned = p.bench.office.plan_parked(claim, ours, &none).unwrap();
    assert_eq!(planned.waiting(), 0, "{:?}", planned.exceptions);
    let _eob = p
        .bench
        .office
        .place_parked(claim, ours, &none, PostOn::Today)
        .unwrap();
    assert_eq!(p.bench.state(&p.seen), State::Paid);
    assert_eq!(p.bench.office.parked_money().unwrap(), []);
    assert_eq!(
        refusal(
            p.bench
                .office
                .place_parked(claim, ours, &none, PostOn::Today)
        ),
        "no money is parked for it"
    );
    p.bench.must_hold();
    p.bench
        .office
        .unpost_remittance(part.row.id, "all of it", &mut quietly)
        .unwrap();
    assert_eq!(accounts(&p.bench, &[p.dana]), before);
    p.bench.must_hold();
}

#[test]
fn a_claim_is_matched_by_hand_from_what_is_offered() {
    let mut p = practice();
    let mut sent = usual(&p);
    sent.claims[0].number = String::from("4711");
    sent.claims[0].payer_number = String::new();
    let part = take(&mut p.bench.office, &sent);
    let claim: RemitClaimId = page(&p.bench, &part).claims[0].filed.id;
    let offered = p.bench.office.remit_candidates(claim, "").unwrap();
    assert_eq!(offered[0].row.id, p.seen.claim.unwrap());
    let differs: Vec<_> = offered[0]
        .weighed
        .differs
        .iter()
        .map(Differs::what)
        .collect();
    assert_eq!(differs, ["claim number"]);
    p.bench
        .office
        .match_remit_claim(claim, p.seen.claim, None)
        .unwrap();
    let shown = page(&p.bench, &part);
    assert_eq!(shown.stops, None);
    assert!(shown.claims[0].filed.matches[0].is_by_hand);
    let _posted = post(&mut p.bench.office, part.row.id, Rest::Waits).unwrap();
    assert_eq!(p.bench.state(&p.seen), State::Paid);
    p.bench.must_hold();
}

#[test]
fn a_payment_that_is_off_is_posted_only_with_the_difference_put_aside() {
    let mut p = practice();
    let mut sent = usual(&p);
    sent.off = "0.07";
    let part = take(&mut p.bench.office, &sent);
    assert_eq!(part.row.difference, m("-0.07"));
    assert_eq!(part.row.standing, Standing::Waiting);
    assert!(post(&mut p.bench.office, part.row.id, Rest::Waits).is_err());
    let posted = post(&mut p.bench.office, part.row.id, Rest::IsParked).unwrap();
    assert_eq!(
        (posted.amount, posted.parked_amount),
        (m("130.07"), m("0.07"))
    );
    assert_eq!(p.bench.state(&p.seen), State::Paid);
    p.bench.must_hold();
}

#[test]
fn another_file_of_the_same_trace_comes_in_place_of_the_first() {
    let mut p = practice();
    let first = usual(&p);
    let part = take(&mut p.bench.office, &first);
    let _posted = post(&mut p.bench.office, part.row.id, Rest::Waits).unwrap();
    let mut second = first.clone();
    second.claims[0].lines[0].2 = String::from("130");
    second.claims[0].lines[0].3[0] = String::from("CO*45*30");
    let other = take(&mut p.bench.office, &second);
    assert_eq!(other.row.replaces, Some(part.row.id));
    let changed = &other.page.as_ref().unwrap().changes;
    assert_eq!(changed.len(), 2, "{changed:?}");
    assert_eq!(
        (changed[0].before, changed[0].after),
        (Some(m("130")), Some(m("140")))
    );
    let refused = refusal(post(&mut p.bench.office, other.row.id, Rest::Waits));
    assert!(refused.contains("take that one back first"), "{refused}");
    p.bench
        .office
        .unpost_remittance(part.row.id, "replaced", &mut quietly)
        .unwrap();
    let _posted = post(&mut p.bench.office, other.row.id, Rest::Waits).unwrap();
    assert_eq!(page(&p.bench, &part).row.standing, Standing::Replaced);
    assert_eq!(
        p.bench.sums(p.dana, p.seen.lines[0]).insurance_paid,
        m("130")
    );
    p.bench.must_hold();
}

#[test]
fn what_is_taken_back_and_paid_anew_over_two_files_ends_right() {
    let mut p = practice();
    let sent = usual(&p);
    let part = take(&mut p.bench.office, &sent);
    let _posted = post(&mut p.bench.office, part.row.id, Rest::Waits).unwrap();
    let paid = accounts(&p.bench, &[p.dana]);
    // The payer takes all of it back, pays 20.00 less, and takes the 20.00 out of the next payment.
    let mut back = usual(&p).claims.remove(0);
    back.status = "22";
    for line in &mut back.lines {
        line.1 = m(&line.1).negated().plain();
        line.2 = m(&line.2).negated().plain();
        for one in &mut line.3 {
            let (reason, amount) = one.rsplit_once('*').unwrap();
            *one = format!("{reason}*{}", m(amount).negated().plain());
        }
    }
    let mut anew = usual(&p).claims.remove(0);
    anew.payer_number = String::from("ICNANEW");
    anew.lines[0].2 = String::from("100");
    anew.lines[0].3[0] = String::from("CO*45*60");
    let mut sent = Sent::new("88121", vec![back, anew]);
    sent.adjustments = vec![("WO", "ICN1", "-20")];
    assert_eq!(sent.paid(), Money::ZERO);
    let second = take(&mut p.bench.office, &sent);
    let shown = page(&p.bench, &second);
    assert_eq!(shown.stops, None, "{:?}", shown.claims[0].plan);
    let posted = post(&mut p.bench.office, second.row.id, Rest::Waits).unwrap();
    assert_eq!((posted.amount, posted.claims), (Money::ZERO, 2));
    let sums = p.bench.sums(p.dana, p.seen.lines[0]);
    assert_eq!((sums.insurance_paid, sums.contractual), (m("100"), m("60")));
    p.bench.must_hold();
    let refused = refusal(
        p.bench
            .office
            .unpost_remittance(part.row.id, "too early", &mut quietly),
    );
    assert!(refused.contains("answers the same services"), "{refused}");
    p.bench
        .office
        .unpost_remittance(second.row.id, "first this", &mut quietly)
        .unwrap();
    assert_eq!(accounts(&p.bench, &[p.dana]), paid);
    p.bench.must_hold();
}

#[test]
fn the_claim_to_the_next_payer_is_made_and_goes_when_the_first_is_taken_back() {
    let mut p = practice();
    let aster = p.bench.aster;
    let _second = p.bench.insure(p.dana.patient, aster, Rank::Secondary);
    let before = accounts(&p.bench, &[p.dana]);
    let mut sent = usual(&p);
    let part = take(&mut p.bench.office, &sent);
    let posted = post(&mut p.bench.office, part.row.id, Rest::Waits).unwrap();
    assert_eq!(posted.onward.billed.len(), 1);
    let number = &posted.onward.billed[0];
    let made = p.bench.office.claim_numbered(number).unwrap().unwrap();
    assert_eq!(p.bench.claim_row(made).insurance_owes, m("25"));
    p.bench.must_hold();
    p.bench
        .office
        .unpost_remittance(part.row.id, "anew", &mut quietly)
        .unwrap();
    assert_eq!(accounts(&p.bench, &[p.dana]), before);
    assert_eq!(p.bench.claim_row(made).state, State::Void);

    // A claim that the payer passed on waits here, and answers to the number of the first.
    sent.trace = "88122";
    sent.claims[0].status = "19";
    let part = take(&mut p.bench.office, &sent);
    let posted = post(&mut p.bench.office, part.row.id, Rest::Waits).unwrap();
    assert_eq!(
        (posted.onward.billed.len(), posted.onward.passed_on.len()),
        (0, 1)
    );
    let waits = p
        .bench
        .office
        .claim_numbered(&posted.onward.passed_on[0])
        .unwrap()
        .unwrap();
    assert_eq!(p.bench.claim_row(waits).state, State::Held);
    let mut passed = sent.claims.remove(0);
    passed.status = "2";
    passed.payer_number = String::from("A1");
    passed.lines = vec![
        ("99214", "185".into(), "25".into(), vec!["OA*23*160".into()]),
        ("36415", "18".into(), "0".into(), vec!["OA*23*18".into()]),
    ];
    let mut of_aster = Sent::new("A7", vec![passed]);
    of_aster.payer = ("ASTER MUTUAL", "ASTER");
    let part = take(&mut p.bench.office, &of_aster);
    let shown = page(&p.bench, &part);
    assert_eq!(shown.claims[0].filed.matches[0].claim, waits);
    assert_eq!(shown.stops, None, "{:?}", shown.claims[0].plan);
    let _posted = post(&mut p.bench.office, part.row.id, Rest::Waits).unwrap();
    assert_eq!(
        p.bench.owes(p.dana, p.seen.lines[0]),
        ("0.00".into(), "0.00".into())
    );
    p.bench.must_hold();
}

#[test]
fn a_day_that_has_not_come_and_a_payment_that_is_none_are_refused() {
    let mut p = practice();
    let sent = usual(&p);
    let part = take(&mut p.bench.office, &sent);
    let ahead = p.bench.office.post_remittance(
        part.row.id,
        PostOn::Day(day(3, 25)),
        Rest::Waits,
        &mut quietly,
    );
    assert!(refusal(ahead).contains("has not come yet"));
    let on = p
        .bench
        .office
        .post_remittance(part.row.id, PostOn::Payment, Rest::Waits, &mut quietly)
        .unwrap();
    assert_eq!(on.accounting_on, day(3, 18));

    let mut told = usual(&p);
    told.trace = "88129";
    let text = String::from_utf8(told.bytes()).unwrap();
    let text = text.replace("BPR*I*", "BPR*H*");
    let received = p
        .bench
        .office
        .take_remittances("told.835", text.as_bytes(), &mut quietly)
        .unwrap();
    let id = received.parts[0].row.id;
    let outcome = post(&mut p.bench.office, id, Rest::IsParked);
    assert!(matches!(
        outcome,
        Err(OfficeError::Remittance(refusal)) if matches!(*refusal, RemitRefusal::Unpostable(_))
    ));
    p.bench.must_hold();
}

/// Random remittances over a few accounts: whatever they say, the payment is placed to the cent or nothing is posted,
/// told twice is told once, and what is taken back leaves every account as it was.
#[test]
fn random_remittances_are_placed_whole_or_not_at_all() {
    let mut random = fastrand::Rng::with_seed(835);
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let names = ["Dana", "Owen", "Ada", "Ben"];
    let people: Vec<Person> = names
        .iter()
        .map(|name| bench.patient(name, Some(meridian)))
        .collect();
    let mut seen = Vec::new();
    for (person, name) in people.iter().zip(["DANA", "OWEN", "ADA", "BEN"]) {
        for _ in 0..3 {
            seen.push((bench.visit(*person, day(3, 10), &["185", "18", "40"]), name));
        }
    }
    let (mut posted, mut back) = (Vec::new(), 0);
    for trace in ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10"] {
        let sent = random_remittance(&mut random, &bench, &seen, trace);
        let before = accounts(&bench, &people);
        let part = take(&mut bench.office, &sent);
        assert_eq!(
            accounts(&bench, &people),
            before,
            "taking in moved something"
        );
        let outcome = post(&mut bench.office, part.row.id, Rest::IsParked);
        let Ok(done) = outcome else {
            assert_eq!(accounts(&bench, &people), before, "{outcome:?}");
            continue;
        };
        assert_eq!(done.amount, sent.paid(), "{trace}");
        let after = accounts(&bench, &people);
        assert!(take(&mut bench.office, &sent).is_known);
        assert_eq!(accounts(&bench, &people), after);
        if random.u8(0..3) > 0 {
            bench
                .office
                .unpost_remittance(part.row.id, "tried", &mut quietly)
                .unwrap();
            assert_eq!(accounts(&bench, &people), before, "{trace}");
            back += 1;
            let again = post(&mut bench.office, part.row.id, Rest::IsParked).unwrap();
            assert_eq!(again.amount, sent.paid());
            assert_eq!(accounts(&bench, &people), after, "{trace}");
        }
        posted.push(part.row.id);
        bench.must_hold();
    }
    assert!(
        posted.len() > 6 && back > 2,
        "{} posted, {back} back",
        posted.len()
    );
}

fn random_remittance(
    random: &mut fastrand::Rng,
    bench: &Bench,
    seen: &[(Seen, &'static str)],
    trace: &'static str,
) -> Sent {
    let mut claims = Vec::new();
    for (seen, name) in seen {
        if random.u8(0..3) > 0 {
            continue;
        }
        let mut claim = says(
            bench,
            seen,
            name,
            &[("185", "0", &[]), ("18", "0", &[]), ("40", "0", &[])],
        );
        for line in &mut claim.lines {
            let charged = m(&line.1).cents();
            let kinds = [
                "CO*45", "PR*1", "PR*2", "CO*97", "OA*23", "CO*253", "PR*204",
            ];
            let mut left = charged;
            for _ in 0..random.usize(0..3) {
                let amount = random.i64(0..=left);
                left -= amount;
                let kind = kinds[random.usize(0..kinds.len())];
                let amount = Money::from_cents(amount).unwrap().plain();
                line.3.push(format!("{kind}*{amount}"));
            }
            line.2 = Money::from_cents(left).unwrap().plain();
        }
        match random.u8(0..12) {
            0 => claim.number = String::from("4711"),
            1 => claim.status = "4",
            2 => claim.lines[0].2 = String::from("1.11"),
            3 => claim.lines.truncate(2),
            _ => {}
        }
        claims.push(claim);
    }
    let mut sent = Sent::new(trace, claims);
    match random.u8(0..6) {
        0 => sent.adjustments.push(("L6", "", "-1.85")),
        1 => sent.adjustments.push(("WO", "ICN7", "-20")),
        2 => sent.off = "0.03",
        _ => {}
    }
    sent
}
