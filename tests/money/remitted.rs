//! Laws of remittances over a real book, whatever payers send: first answers and later payers', payments taken back,
//! corrected, recouped in a later payment, claims nobody knows, sums that are off, files that are cut or shuffled.

use std::collections::HashMap;

use pegboard::domain::claim::{ClaimFilter, State};
use pegboard::domain::id::{RemittanceId, VisitId};
use pegboard::domain::ledger::Account;
use pegboard::domain::money::Money;
use pegboard::domain::policy::Rank;
use pegboard::domain::remittance::{PostOn, Standing};
use pegboard::domain::why::Asked;
use pegboard::office::{Go, OfficeError, OnDesk, Posted, ReceivedPart, Rest, quietly};

use super::practice::{Bench, Person, Seen, cents, day, m};
use super::remittances::{Says, Sent, says};

const CHARGES: [&str; 3] = ["185", "18", "40"];
const CODES: [&str; 3] = ["99214", "36415", "83036"];
const MERIDIAN: (&str, &str) = ("MERIDIAN HEALTH", "MERID");
const ASTER: (&str, &str) = ("ASTER MUTUAL", "ASTER");

/// A practice and what its payers remember of what they sent.
struct World {
    random: fastrand::Rng,
    bench: Bench,
    people: Vec<Person>,
    /// The visits with the names that payers have of the patients.
    seen: Vec<(Seen, &'static str)>,
    visits: HashMap<VisitId, usize>,
    /// Answers that are posted and stand, by the payer's id.
    told: Vec<(&'static str, Says)>,
    /// What payers are still to take, by reference.
    owed: Vec<(String, i64)>,
    /// How many rounds there were.
    rounds: u32,
    met: Met,
}

/// What was met on the way, so that a generator that has stopped to make something is noticed.
#[derive(Debug, Default)]
struct Met {
    posted: u32,
    waited: u32,
    taken_back: u32,
    reversals: u32,
    corrections: u32,
    later: u32,
    recouped: u32,
    parked: u32,
}

impl World {
    fn open(seed: u64) -> Self {
        let mut bench = Bench::open();
        let (meridian, aster) = (bench.meridian, bench.aster);
        let names = [("Dana", "DANA"), ("Owen", "OWEN"), ("Ada", "ADA")];
        let people: Vec<Person> = names
            .iter()
            .map(|(name, _)| bench.patient(name, Some(meridian)))
            .collect();
        for person in people.iter().take(2) {
            let _policy = bench.insure(person.patient, aster, Rank::Secondary);
        }
        let mut entered = Vec::new();
        for (person, (_, name)) in people.iter().zip(names) {
            for on in [10, 12] {
                entered.push((bench.visit(*person, day(3, on), &CHARGES), name));
            }
        }
        let rows = bench.office.claims(&ClaimFilter::default()).unwrap();
        let place = |claim| entered.iter().position(|(one, _)| one.claim == Some(claim));
        let visits = rows
            .iter()
            .map(|row| (row.visit, place(row.id).unwrap()))
            .collect();
        Self {
            random: fastrand::Rng::with_seed(seed),
            bench,
            people,
            seen: entered,
            visits,
            told: Vec::new(),
            owed: Vec::new(),
            rounds: 0,
            met: Met::default(),
        }
    }

    fn chance(&mut self, one_in: u32) -> bool {
        self.random.u32(0..one_in) == 0
    }

    /// Everything that money stands in, and where each claim that counts stands.
    fn state(&self) -> Vec<String> {
        let office = &self.bench.office;
        let mut all = Vec::new();
        for person in &self.people {
            let card = office.ledger_card(person.guarantor, None).unwrap();
            let lines = card.visits.iter().flat_map(|visit| &visit.lines);
            all.extend(lines.map(|line| format!("{} {:?}", line.line, line.sums)));
            all.push(format!("credit {}", card.unapplied));
        }
        for code in office.account_codes().unwrap() {
            let explained = office.explain(&Asked::Account(code)).unwrap();
            if !explained.balance.is_zero() {
                all.push(format!("account {code} {}", explained.balance));
            }
        }
        let claims = office.claims(&ClaimFilter::default()).unwrap();
        // A claim to a later payer that is made anew has another number.
        let counted = claims.iter().filter(|row| row.state != State::Void);
        let mut claims: Vec<String> = counted
            .map(|row| format!("{} {} {:?}", row.visit, row.payer, row.state))
            .collect();
        claims.sort();
        all.extend(claims);
        all
    }

    fn cash(&self) -> Money {
        let code = Account::UndepositedCash.code();
        let codes = self.bench.office.account_codes().unwrap();
        if !codes.contains(&code) {
            return Money::ZERO;
        }
        let explained = self.bench.office.explain(&Asked::Account(code)).unwrap();
        explained.balance
    }

    fn post(&mut self, id: RemittanceId, rest: Rest) -> Result<Posted, OfficeError> {
        let office = &mut self.bench.office;
        office.post_remittance(id, PostOn::Today, rest, &mut quietly)
    }

    fn take(&mut self, text: &str) -> Result<ReceivedPart, OfficeError> {
        let office = &mut self.bench.office;
        let received = office.take_remittances("in.835", text.as_bytes(), &mut quietly)?;
        Ok(received.parts.into_iter().next().unwrap())
    }

    /// A first answer to a visit's claim.
    fn first_answer(&mut self, at: usize) -> Says {
        let (seen, name) = self.seen[at].clone();
        let lines: [(&str, &str, &[&str]); 3] =
            [("185", "0", &[]), ("18", "0", &[]), ("40", "0", &[])];
        let mut claim = says(&self.bench, &seen, name, &lines);
        claim.status = ["1", "1", "1", "19", "4"][self.random.usize(0..5)];
        for line in &mut claim.lines {
            let kinds = ["CO*45", "CO*45", "CO*45", "PR*1", "PR*2", "CO*253", "CO*97"];
            let mut left = m(&line.1).cents();
            if claim.status == "4" {
                line.3.push(format!("CO*16*{}", line.1));
                continue;
            }
            for _ in 0..self.random.usize(0..3) {
                let amount = self.random.i64(0..=left);
                left -= amount;
                let kind = kinds[self.random.usize(0..kinds.len())];
                line.3.push(format!("{kind}*{}", cents(amount).plain()));
            }
            line.2 = cents(left).plain();
        }
        match self.random.u8(0..14) {
            0 => claim.number = String::from("4711"),
            1 => claim.lines[0].2 = String::from("1.11"),
            2 => claim.lines.truncate(2),
            _ => {}
        }
        claim
    }

    /// A later payer's answer to a claim of ours: its own reasons right, or the first payer's write-off once more.
    fn later_answer(&mut self, number: &str, at: usize) -> Says {
        let (seen, name) = self.seen[at].clone();
        let person = self.people[at / 2];
        let does_right = self.random.bool();
        let mut lines = Vec::new();
        for ((line, charged), code) in seen.lines.iter().zip(CHARGES).zip(CODES) {
            let owed = self.bench.sums(person, *line).insurance_owes.cents();
            let paid = self.random.i64(0..=owed.max(0));
            let rest = cents(m(charged).cents() - paid).plain();
            let kind = if does_right { "OA*23" } else { "CO*45" };
            let why = vec![format!("{kind}*{rest}")];
            lines.push((code, charged.to_owned(), cents(paid).plain(), why));
        }
        Says {
            number: number.to_owned(),
            status: "2",
            payer_number: format!("A{number}"),
            name,
            day: "20260310",
            lines,
        }
    }

    /// A remittance of the later payer about the claims that wait for it; none when none do.
    fn of_aster(&mut self, trace: &'static str) -> Option<Sent> {
        let rows = self.bench.office.claims(&ClaimFilter::default()).unwrap();
        let aster = self.bench.aster;
        let waiting: Vec<_> = rows
            .into_iter()
            .filter(|row| row.payer == aster && matches!(row.state, State::Ready | State::Held))
            .collect();
        let mut claims = Vec::new();
        for row in waiting {
            let at = self.visits[&row.visit];
            claims.push(self.later_answer(row.number.as_str(), at));
        }
        let mut sent = Sent::new(trace, claims);
        sent.payer = ASTER;
        (!sent.claims.is_empty()).then_some(sent)
    }

    fn of_meridian(&mut self, trace: &'static str) -> Sent {
        let mut claims = Vec::new();
        for at in 0..self.seen.len() {
            let claim = self.seen[at].0.claim.unwrap();
            let number = self.bench.claim_row(claim).number;
            let is_told = self
                .told
                .iter()
                .any(|(_, one)| one.number == number.as_str());
            if self.chance(if is_told { 12 } else { 2 }) {
                claims.push(self.first_answer(at));
            }
        }
        let told: Vec<Says> = self
            .told
            .iter()
            .filter(|(payer, one)| *payer == MERIDIAN.1 && one.status != "4")
            .map(|(_, one)| one.clone())
            .collect();
        for one in told {
            if !self.chance(3) || claims.iter().any(|claim| claim.number == one.number) {
                continue;
            }
            let mut back = taken_back(&one);
            if self.chance(5) {
                // Not what it paid: somebody has to look.
                back.lines[0].2 = m(&back.lines[0].2).minus(m("1")).unwrap().plain();
                back.lines[0].3.push(String::from("CO*45*1"));
            }
            claims.push(back);
            if self.random.bool() {
                let mut anew = one.clone();
                anew.payer_number.push('N');
                let paid = m(&anew.lines[0].2).cents();
                let less = self.random.i64(0..=paid.max(0));
                anew.lines[0].2 = cents(paid - less).plain();
                anew.lines[0]
                    .3
                    .push(format!("CO*45*{}", cents(less).plain()));
                claims.push(anew);
            }
        }
        let mut sent = Sent::new(trace, claims);
        if self.chance(6) {
            sent.adjustments.push(("L6", "", "-1.85"));
        }
        sent
    }

    /// Lets a payer take no less than nothing: what is missing is taken from a later payment, and what was missing then
    /// is taken now.
    fn settle(&mut self, sent: &mut Sent) -> Vec<(&'static str, String, i64)> {
        let mut adjustments = Vec::new();
        let paid = sent.paid().cents();
        if paid < 0 {
            adjustments.push(("WO", format!("ICN{}", self.rounds), paid));
        }
        let mut left = paid;
        let room = |owed: &(String, i64)| owed.1 <= left;
        if let Some(at) = self.owed.iter().position(room) {
            let (reference, amount) = self.owed[at].clone();
            left -= amount;
            adjustments.push(("WO", reference, amount));
        }
        assert!(left >= 0 || paid < 0);
        adjustments
    }

    /// The next remittance as a file.
    fn next(&mut self) -> (Sent, String) {
        const TRACES: [&str; 40] = [
            "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "T13",
            "T14", "T15", "T16", "T17", "T18", "T19", "T20", "T21", "T22", "T23", "T24", "T25",
            "T26", "T27", "T28", "T29", "T30", "T31", "T32", "T33", "T34", "T35", "T36", "T37",
            "T38", "T39", "T40",
        ];
        let trace = TRACES[usize::try_from(self.rounds).unwrap()];
        self.rounds += 1;
        let later = if self.random.bool() {
            self.of_aster(trace)
        } else {
            None
        };
        let mut sent = later.unwrap_or_else(|| self.of_meridian(trace));
        if sent.payer == MERIDIAN {
            for (code, reference, amount) in self.settle(&mut sent) {
                let amount = cents(amount).plain();
                sent.adjustments
                    .push((code, Box::leak(reference.into_boxed_str()), {
                        Box::leak(amount.into_boxed_str())
                    }));
            }
        }
        if self.chance(9) {
            sent.off = "0.03";
        }
        let text = String::from_utf8(sent.bytes()).unwrap();
        (sent, text)
    }

    /// Remembers what a payer was paid for and what it still wants, once a remittance is posted.
    fn remember(&mut self, sent: &Sent, id: RemittanceId) {
        let page = self.bench.office.remittance(id).unwrap();
        for (claim, shown) in sent.claims.iter().zip(&page.claims) {
            if shown.stands == OnDesk::Parked {
                self.met.parked += 1;
                continue;
            }
            let is_same = |one: &(&str, Says)| one.1.number == claim.number;
            if claim.status == "22" {
                self.met.reversals += 1;
                if let Some(at) = self.told.iter().rposition(is_same) {
                    let _gone = self.told.remove(at);
                }
                continue;
            }
            self.met.later += u32::from(claim.status == "2");
            self.met.corrections += u32::from(claim.payer_number.ends_with('N'));
            self.told.push((sent.payer.1, claim.clone()));
        }
        for (code, reference, amount) in &sent.adjustments {
            let amount = m(amount).cents();
            if *code == "WO" && amount < 0 {
                self.owed.push(((*reference).to_owned(), -amount));
            } else if *code == "WO" {
                self.met.recouped += 1;
                self.owed.retain(|owed| owed.0 != *reference);
            }
        }
    }

    /// One remittance: spoiled files first, then itself, told twice, taken back and posted again.
    fn round(&mut self) {
        let (sent, text) = self.next();
        let before = self.state();
        if self.chance(2) {
            self.spoiled(&text);
            assert_eq!(self.state(), before, "a spoiled file moved something");
        }
        let part = self.take(&text).unwrap();
        assert_eq!(self.state(), before, "taking in moved something");
        if self.random.bool() {
            self.accept(part.row.id);
            assert_eq!(self.state(), before, "a decision moved something");
        }
        let cash = self.cash();
        let rest = if self.chance(4) {
            Rest::Waits
        } else {
            Rest::IsParked
        };
        let id = part.row.id;
        if let Err(error) = self.post(id, rest) {
            assert_eq!(self.state(), before, "{error}");
            self.met.waited += 1;
            return;
        }
        self.met.posted += 1;
        let paid = self.cash().minus(cash).unwrap();
        assert_eq!(paid, sent.paid(), "what came in is what the payment says");
        let after = self.state();
        assert!(self.take(&text).unwrap().is_known);
        let twice = self.post(id, rest);
        assert!(twice.is_err(), "posted twice");
        assert_eq!(self.state(), after);
        if self.chance(2) {
            let office = &mut self.bench.office;
            office.unpost_remittance(id, "tried", &mut quietly).unwrap();
            assert_eq!(self.state(), before, "taken back is as it was");
            let _posted = self.post(id, rest).unwrap();
            assert_eq!(self.state(), after, "posted again is as it was posted");
            self.met.taken_back += 1;
        }
        self.bench.must_hold();
        self.remember(&sent, id);
    }

    /// Takes the usual way out of everything that waits.
    fn accept(&mut self, id: RemittanceId) {
        let office = &mut self.bench.office;
        let page = office.remittance(id).unwrap();
        let waiting = page.claims.iter().filter(|one| one.stands.needs_someone());
        let planned = waiting.filter(|one| one.plan.is_some());
        let ids: Vec<_> = planned.map(|one| one.filed.id).collect();
        office.accept_remit_claims(&ids).unwrap();
        for one in &page.adjustments {
            for exception in one.plan.exceptions.iter().filter(|one| one.waits()) {
                let place = one.filed.place;
                office
                    .decide_remit_adjustment(id, place, exception.key, exception.usual())
                    .unwrap();
            }
        }
    }

    /// A file of which the end is missing, and one whose segments come in another order.
    fn spoiled(&mut self, text: &str) {
        let segments: Vec<&str> = text.split("~\n").filter(|one| !one.is_empty()).collect();
        let end = self.random.usize(1..segments.len());
        let cut = format!("{}~\n", segments[..end].join("~\n"));
        assert!(self.take(&cut).is_err(), "cut after {end} segments");
        let mut shuffled = segments.clone();
        let last = shuffled.len() - 3;
        // Between ST and SE: what holds the file together is left as it is.
        self.random.shuffle(&mut shuffled[3..last]);
        if shuffled == segments {
            return;
        }
        let shuffled = format!("{}~\n", shuffled.join("~\n"));
        let Ok(part) = self.take(&shuffled) else {
            return;
        };
        assert_eq!(part.row.standing, Standing::Waiting, "{shuffled}");
        for rest in [Rest::Waits, Rest::IsParked] {
            assert!(self.post(part.row.id, rest).is_err(), "{shuffled}");
        }
    }
}

/// An answer the other way round.
fn taken_back(one: &Says) -> Says {
    let mut back = one.clone();
    back.status = "22";
    for line in &mut back.lines {
        line.1 = m(&line.1).negated().plain();
        line.2 = m(&line.2).negated().plain();
        for one in &mut line.3 {
            let (reason, amount) = one.rsplit_once('*').unwrap();
            *one = format!("{reason}*{}", m(amount).negated().plain());
        }
    }
    back
}

#[test]
fn whatever_payers_send_every_cent_is_placed_or_nothing_is_posted() {
    let mut met = Met::default();
    for seed in 1..=6 {
        let mut world = World::open(seed);
        for _ in 0..14 {
            world.round();
        }
        met.posted += world.met.posted;
        met.waited += world.met.waited;
        met.taken_back += world.met.taken_back;
        met.reversals += world.met.reversals;
        met.corrections += world.met.corrections;
        met.later += world.met.later;
        met.recouped += world.met.recouped;
        met.parked += world.met.parked;
    }
    let all = [
        met.posted,
        met.waited,
        met.taken_back,
        met.reversals,
        met.corrections,
        met.later,
        met.recouped,
        met.parked,
    ];
    assert!(all.iter().all(|many| *many > 2), "{met:?}");
}

#[test]
fn a_posting_that_is_stopped_half_way_leaves_nothing() {
    let mut world = World::open(7);
    let claims = (0..world.seen.len())
        .map(|at| {
            let mut claim = world.first_answer(at);
            claim.status = "1";
            claim
        })
        .collect();
    let sent = Sent::new("S1", claims);
    let text = String::from_utf8(sent.bytes()).unwrap();
    let part = world.take(&text).unwrap();
    let before = world.state();
    let office = &mut world.bench.office;
    let mut stop = |done: u64, _total: u64| if done == 3 { Go::Stop } else { Go::On };
    let outcome = office.post_remittance(part.row.id, PostOn::Today, Rest::IsParked, &mut stop);
    assert!(matches!(outcome, Err(OfficeError::Stopped)), "{outcome:?}");
    assert_eq!(world.state(), before);
    let posted = world.post(part.row.id, Rest::IsParked).unwrap();
    assert_eq!(posted.amount, sent.paid());
    world.bench.must_hold();
}
