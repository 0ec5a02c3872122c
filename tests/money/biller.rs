//! A biller who does anything in any order, beside a model that keeps four columns a service and nothing else. After
//! each verb the book shows what the model has, or the verb was refused and the book is as it was.

use std::collections::BTreeMap;

use pegboard::domain::eob::{Adjustment, EobLine, Outcome};
use pegboard::domain::id::{ChargeLineId, ClaimId, EntryId, EobId, ReceiptId};
use pegboard::domain::ledger::{LineBalance, Owner, WriteOff};
use pegboard::domain::money::Money;
use pegboard::office::OfficeError;

use super::practice::{Bench, Person, adjustment, cash, cents, day};

/// What the model knows of one service, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    charged: i64,
    insurance_paid: i64,
    contractual: i64,
    adjusted: i64,
    patient_paid: i64,
    insurance: i64,
    patient: i64,
    /// Moved to the guarantor, net.
    moved: i64,
}

/// What one verb did, so that the model can take it back.
#[derive(Clone, Debug, Default)]
struct Done {
    lines: Vec<(ChargeLineId, Sums)>,
    credit: i64,
}

#[derive(Clone, Debug)]
struct Service {
    who: usize,
    claim: Option<ClaimId>,
    sums: Sums,
}

struct Biller {
    bench: Bench,
    random: fastrand::Rng,
    people: Vec<Person>,
    services: BTreeMap<ChargeLineId, Service>,
    credit: Vec<i64>,
    entries: Vec<(EntryId, usize, Done)>,
    eobs: Vec<(EobId, Vec<ChargeLineId>, Done)>,
    receipts: Vec<(ReceiptId, usize, Done)>,
    papers: u32,
    done: usize,
    refused: usize,
}

impl Sums {
    fn plus(&mut self, other: Self, sign: i64) {
        self.charged += sign * other.charged;
        self.insurance_paid += sign * other.insurance_paid;
        self.contractual += sign * other.contractual;
        self.adjusted += sign * other.adjusted;
        self.patient_paid += sign * other.patient_paid;
        self.insurance += sign * other.insurance;
        self.patient += sign * other.patient;
        self.moved += sign * other.moved;
    }

    fn shown(self) -> LineBalance {
        LineBalance {
            charged: cents(self.charged),
            insurance_paid: cents(self.insurance_paid),
            contractual: cents(self.contractual),
            adjusted: cents(self.adjusted),
            patient_paid: cents(self.patient_paid),
            insurance_owes: cents(self.insurance),
            patient_owes: cents(self.patient),
        }
    }
}

impl Biller {
    fn new(seed: u64) -> Self {
        let mut bench = Bench::open();
        let (meridian, aster) = (bench.meridian, bench.aster);
        let dana = bench.patient("Dana", Some(meridian));
        let people = vec![
            dana,
            bench.child("Owen", dana, Some(meridian)),
            bench.patient("Ada", None),
            bench.patient("Ben", Some(aster)),
        ];
        Self {
            bench,
            random: fastrand::Rng::with_seed(seed),
            credit: vec![0; people.len()],
            people,
            services: BTreeMap::new(),
            entries: Vec::new(),
            eobs: Vec::new(),
            receipts: Vec::new(),
            papers: 1_000,
            done: 0,
            refused: 0,
        }
    }

    /// Whose credit it is: people on one account share it.
    fn account(&self, who: usize) -> usize {
        self.people
            .iter()
            .position(|person| person.guarantor == self.people[who].guarantor)
            .unwrap()
    }

    fn work(&mut self) {
        match self.random.u8(0..100) {
            0..20 => self.visit(),
            20..40 => self.pay(),
            40..62 => self.answer(),
            62..70 => self.give_up(),
            70..78 => self.transfer(),
            78..84 => self.place_credit(),
            84..90 => self.reverse(),
            90..95 => self.unpost(),
            _ => self.take_back(),
        }
    }

    /// Takes what a verb gave: the model follows what was done, and nothing moved where it was refused.
    fn settle<T>(&mut self, who: usize, outcome: Result<T, OfficeError>, done: &Done) -> Option<T> {
        match outcome {
            Ok(given) => {
                self.done += 1;
                for (line, change) in &done.lines {
                    self.services.get_mut(line).unwrap().sums.plus(*change, 1);
                }
                let account = self.account(who);
                self.credit[account] += done.credit;
                Some(given)
            }
            Err(OfficeError::Store(error)) => panic!("{error}"),
            Err(_) => {
                self.refused += 1;
                None
            }
        }
    }

    /// The whole book against the whole model.
    fn compare(&self) {
        let mut shown = BTreeMap::new();
        for (at, person) in self.people.iter().enumerate() {
            let card = self
                .bench
                .office
                .ledger_card(person.guarantor, None)
                .unwrap();
            assert_eq!(card.unapplied, cents(self.credit[self.account(at)]));
            for line in card.visits.iter().flat_map(|visit| &visit.lines) {
                let _same = shown.insert(line.line, line.sums);
            }
        }
        let model: BTreeMap<_, _> = self
            .services
            .iter()
            .map(|(line, service)| (*line, service.sums.shown()))
            .collect();
        assert_eq!(shown, model);
        for (line, sums) in &shown {
            assert!(sums.proves(), "service {line}");
        }
    }

    fn some_line(&mut self) -> Option<(ChargeLineId, Service)> {
        let lines: Vec<_> = self.services.keys().copied().collect();
        let line = *lines.get(self.random.usize(0..lines.len().max(1)))?;
        Some((line, self.services[&line].clone()))
    }

    /// Mostly what is owed, sometimes a part of it, sometimes more.
    fn amount(&mut self, owed: i64) -> i64 {
        match self.random.u8(0..10) {
            0..5 => owed.max(1),
            5..9 => self.random.i64(1..=owed.max(1)),
            _ => owed.max(0) + self.random.i64(1..500),
        }
    }

    fn visit(&mut self) {
        let who = self.random.usize(0..self.people.len());
        let charges: Vec<i64> = (0..self.random.usize(1..4))
            .map(|_| self.random.i64(1_000..30_000))
            .collect();
        let amounts: Vec<Money> = charges.iter().map(|charge| cents(*charge)).collect();
        let on = day(3, self.random.u32(1..20));
        let seen = self.bench.visit_of(self.people[who], on, &amounts);
        let is_insured = self.people[who].policy.is_some();
        for (line, charged) in seen.lines.iter().zip(charges) {
            let service = Service {
                who,
                claim: seen.claim,
                sums: Sums {
                    charged,
                    insurance: if is_insured { charged } else { 0 },
                    patient: if is_insured { 0 } else { charged },
                    ..Sums::default()
                },
            };
            assert!(self.services.insert(*line, service).is_none());
        }
        self.done += 1;
    }

    /// How the model places an amount on a service: the guarantor's part first, then the insurer's.
    fn placing(sums: &Sums, amount: i64) -> Sums {
        let from_insurer = amount - amount.min(sums.patient.max(0));
        Sums {
            patient_paid: amount,
            insurance: -from_insurer,
            patient: from_insurer - amount,
            moved: from_insurer,
            ..Sums::default()
        }
    }

    /// A few different services of one account, with amounts to place on them.
    fn placements(&mut self, who: usize) -> Vec<(ChargeLineId, i64)> {
        let account = self.account(who);
        let lines: Vec<_> = self
            .services
            .iter()
            .filter(|(_, service)| self.account(service.who) == account)
            .map(|(line, service)| (*line, service.sums))
            .collect();
        let mut placed: Vec<(ChargeLineId, i64)> = Vec::new();
        for _ in 0..self.random.usize(0..3) {
            if lines.is_empty() {
                break;
            }
            let (line, sums) = lines[self.random.usize(0..lines.len())];
            let owed = sums.patient.max(0) + sums.insurance.max(0);
            if owed > 0 && placed.iter().all(|(other, _)| *other != line) {
                placed.push((line, self.amount(owed)));
            }
        }
        placed
    }

    fn pay(&mut self) {
        let who = self.random.usize(0..self.people.len());
        let placed = self.placements(who);
        let total: i64 = placed.iter().map(|(_, amount)| amount).sum();
        let over = if self.random.bool() {
            0
        } else {
            self.random.i64(-500..4_000)
        };
        let received = (total + over).max(1);
        let done = Done {
            lines: placed
                .iter()
                .map(|(line, amount)| (*line, Self::placing(&self.services[line].sums, *amount)))
                .collect(),
            credit: received - total,
        };
        let amounts: Vec<_> = placed.iter().map(|(line, c)| (*line, cents(*c))).collect();
        let receipt = self
            .bench
            .receipt(self.people[who], vec![cash(cents(received))], &amounts);
        let outcome = self.bench.office.take_payment(&receipt);
        let is_bearable = received >= total
            && placed.iter().all(|(line, amount)| {
                let sums = self.services[line].sums;
                *amount <= sums.patient.max(0) + sums.insurance.max(0)
            });
        assert_eq!(outcome.is_ok(), is_bearable, "{outcome:?}");
        if let Some(id) = self.settle(who, outcome, &done) {
            self.receipts.push((id, who, done));
        }
    }

    fn place_credit(&mut self) {
        let who = self.random.usize(0..self.people.len());
        let placed = self.placements(who);
        let total: i64 = placed.iter().map(|(_, amount)| amount).sum();
        let done = Done {
            lines: placed
                .iter()
                .map(|(line, amount)| (*line, Self::placing(&self.services[line].sums, *amount)))
                .collect(),
            credit: -total,
        };
        let placements: Vec<_> = placed
            .iter()
            .map(|(line, amount)| pegboard::domain::payment::Placement {
                line: *line,
                amount: cents(*amount),
            })
            .collect();
        let guarantor = self.people[who].guarantor;
        let outcome = self.bench.office.place_credit(guarantor, &placements);
        if let Some(id) = self.settle(who, outcome, &done) {
            self.entries.push((id, who, done));
        }
    }

    /// An EOB of one claim that always proves, though the account may not bear it.
    fn answer(&mut self) {
        let Some((_, service)) = self.some_line() else {
            return;
        };
        let Some(claim) = service.claim else {
            return;
        };
        let lines: Vec<ChargeLineId> = self
            .services
            .iter()
            .filter(|(_, other)| other.claim == Some(claim))
            .map(|(line, _)| *line)
            .collect();
        let mut said = Vec::new();
        let mut done = Done::default();
        let mut is_bearable = true;
        for line in &lines {
            let sums = self.services[line].sums;
            let (spoken, change, stays) = self.speaks(claim, *line, &sums);
            is_bearable &= stays >= 0 && sums.patient + sums.patient_paid + change.moved >= 0;
            said.push(spoken);
            done.lines.push((*line, change));
        }
        self.papers += 1;
        let mut eob = self.bench.eob(&self.papers.to_string(), said);
        eob.payer = self.bench.claim_row(claim).payer;
        let outcome = self.bench.office.post_eob(&eob);
        if !is_bearable {
            assert!(outcome.is_err(), "{eob:?}");
        }
        if let Err(error @ OfficeError::Refused(_)) = &outcome {
            assert!(!is_bearable, "{error}");
        }
        let before = self.bench.sums(self.people[service.who], lines[0]);
        if let Some(id) = self.settle(service.who, outcome, &done) {
            if self.random.u8(0..4) == 0 {
                self.post_and_unpost_leave_the_same(id, service.who, &lines, &done, &eob);
            } else {
                self.eobs.push((id, lines, done));
            }
        } else {
            assert_eq!(before, self.services[&lines[0]].sums.shown());
        }
    }

    fn post_and_unpost_leave_the_same(
        &mut self,
        id: EobId,
        who: usize,
        lines: &[ChargeLineId],
        done: &Done,
        eob: &pegboard::domain::eob::NewEob,
    ) {
        self.compare();
        self.bench.office.unpost_eob(id, "to see").unwrap();
        self.undo(who, done);
        self.compare();
        let again = self.bench.office.post_eob(eob).unwrap();
        let _same = self.settle(who, Ok(again), done);
        self.eobs.push((again, lines.to_vec(), done.clone()));
    }

    /// What an EOB says of a service, what that changes, and what stays with the payer.
    fn speaks(&mut self, claim: ClaimId, line: ChargeLineId, sums: &Sums) -> (EobLine, Sums, i64) {
        let (mut paid, mut written, mut deductible, mut copay, mut sequestered) = (0, 0, 0, 0, 0);
        if self.random.u8(0..6) > 0 {
            let mut rest = sums.charged;
            copay = self.up_to(sums.moved.min(rest));
            rest -= copay;
            paid = self.up_to(sums.insurance.min(rest));
            rest -= paid;
            written = self.up_to((sums.insurance - paid).min(rest));
            rest -= written;
            sequestered = self.up_to((sums.insurance - paid - written).min(rest).min(50));
            rest -= sequestered;
            let open = sums.insurance - paid - written - sequestered + sums.moved - copay;
            deductible = match self.random.u8(0..8) {
                0..3 => open.clamp(0, rest),
                3..5 => self.up_to(open.min(rest)),
                5 => self.up_to(rest),
                _ => 0,
            };
        }
        let rest = sums.charged - copay - paid - written - sequestered - deductible;
        let said: Vec<Adjustment> = [
            ("CO-45", written),
            ("CO-253", sequestered),
            ("PR-1", deductible),
            ("PR-3", copay),
            ("OA-18", rest),
        ]
        .into_iter()
        .filter(|(_, amount)| *amount != 0)
        .map(|(reason, amount)| adjustment(&format!("{reason} {}", cents(amount).plain())))
        .collect();
        assert!(
            said.iter()
                .all(|a| a.carc.as_str() != "18" || a.outcome == Outcome::Stays)
        );
        let stated = deductible + copay;
        let silent = paid == 0 && written == 0 && sequestered == 0 && stated == 0;
        let moved = if silent { 0 } else { stated - sums.moved };
        let change = Sums {
            insurance_paid: paid,
            contractual: written,
            adjusted: sequestered,
            insurance: -(paid + written + sequestered + moved),
            patient: moved,
            moved,
            ..Sums::default()
        };
        let spoken = EobLine {
            claim,
            line,
            charged: cents(sums.charged),
            allowed: cents(paid + stated),
            paid: cents(paid),
            adjustments: said,
        };
        (spoken, change, sums.insurance + change.insurance)
    }

    fn up_to(&mut self, most: i64) -> i64 {
        self.random.i64(0..=most.max(0))
    }

    fn owner(&mut self, service: &Service) -> (Owner, i64) {
        match self.people[service.who].policy {
            Some(policy) if self.random.bool() => (Owner::Insurer(policy), service.sums.insurance),
            _ => (Owner::Guarantor, service.sums.patient),
        }
    }

    fn give_up(&mut self) {
        let Some((line, service)) = self.some_line() else {
            return;
        };
        let (owner, owed) = self.owner(&service);
        let amount = self.amount(owed);
        let is_contract = self.random.bool();
        let kind = if is_contract {
            WriteOff::Contractual
        } else {
            WriteOff::Charity
        };
        let change = Sums {
            contractual: if is_contract { amount } else { 0 },
            adjusted: if is_contract { 0 } else { amount },
            insurance: if owner == Owner::Guarantor {
                0
            } else {
                -amount
            },
            patient: if owner == Owner::Guarantor {
                -amount
            } else {
                0
            },
            ..Sums::default()
        };
        let outcome = self
            .bench
            .office
            .write_off(line, owner, kind, cents(amount), "given up");
        assert_eq!(outcome.is_ok(), amount <= owed, "{outcome:?}");
        let done = Done {
            lines: vec![(line, change)],
            credit: 0,
        };
        if let Some(id) = self.settle(service.who, outcome, &done) {
            self.entries.push((id, service.who, done));
        }
    }

    fn transfer(&mut self) {
        let Some((line, service)) = self.some_line() else {
            return;
        };
        let Some(policy) = self.people[service.who].policy else {
            return;
        };
        let (from, owed) = self.owner(&service);
        let (to, sign) = match from {
            Owner::Guarantor => (Owner::Insurer(policy), -1),
            Owner::Insurer(_) => (Owner::Guarantor, 1),
        };
        let amount = self.amount(owed);
        let change = Sums {
            insurance: -sign * amount,
            patient: sign * amount,
            moved: sign * amount,
            ..Sums::default()
        };
        let outcome = self
            .bench
            .office
            .transfer(line, from, to, cents(amount), "moved");
        assert_eq!(outcome.is_ok(), amount <= owed, "{outcome:?}");
        let done = Done {
            lines: vec![(line, change)],
            credit: 0,
        };
        if let Some(id) = self.settle(service.who, outcome, &done) {
            self.entries.push((id, service.who, done));
        }
    }

    fn undo(&mut self, who: usize, done: &Done) {
        for (line, change) in &done.lines {
            self.services.get_mut(line).unwrap().sums.plus(*change, -1);
        }
        let account = self.account(who);
        self.credit[account] -= done.credit;
    }

    fn reverse(&mut self) {
        if self.entries.is_empty() {
            return;
        }
        let at = self.random.usize(0..self.entries.len());
        let (id, who, done) = self.entries[at].clone();
        let outcome = self.bench.office.reverse(id, "a slip");
        if self.settle(who, outcome, &Done::default()).is_some() {
            self.undo(who, &done);
            let _gone = self.entries.swap_remove(at);
            assert!(self.bench.office.reverse(id, "twice").is_err());
        }
    }

    fn unpost(&mut self) {
        if self.eobs.is_empty() {
            return;
        }
        let at = self.random.usize(0..self.eobs.len());
        let (id, lines, done) = self.eobs[at].clone();
        let is_last = self.eobs[at + 1..]
            .iter()
            .all(|(_, later, _)| later.iter().all(|line| !lines.contains(line)));
        let outcome = self.bench.office.unpost_eob(id, "a slip");
        assert!(is_last || outcome.is_err());
        let who = self.services[&lines[0]].who;
        if self.settle(who, outcome, &Done::default()).is_some() {
            self.undo(who, &done);
            let _gone = self.eobs.remove(at);
        }
    }

    fn take_back(&mut self) {
        if self.receipts.is_empty() {
            return;
        }
        let at = self.random.usize(0..self.receipts.len());
        let (id, who, done) = self.receipts[at].clone();
        let outcome = self.bench.office.take_back_receipt(id, "bounced");
        let account = self.account(who);
        if done.credit > self.credit[account] {
            assert!(outcome.is_err());
        }
        if self.settle(who, outcome, &Done::default()).is_some() {
            self.undo(who, &done);
            // A copay on which the payer answered since is the guarantor's again, not the payer's.
            for (line, change) in &done.lines {
                if change.moved != 0 && self.was_answered_after(*line, id) {
                    let service = self.services.get_mut(line).unwrap();
                    service.sums.insurance -= change.moved;
                    service.sums.patient += change.moved;
                    service.sums.moved += change.moved;
                }
            }
            let _gone = self.receipts.swap_remove(at);
        }
    }

    /// Whether a standing answer to its claim moved money after a receipt, told by the steps: entries rise, and an
    /// answer is one entry for all services of a claim.
    fn was_answered_after(&self, line: ChargeLineId, receipt: ReceiptId) -> bool {
        let number = pegboard::domain::payment::receipt_number(receipt);
        let steps = |line| self.bench.office.steps(line).unwrap();
        let taken = steps(line)
            .into_iter()
            .find(|step| step.source.contains(&number))
            .unwrap();
        let claim = self.services[&line].claim;
        self.services
            .iter()
            .filter(|(_, service)| service.claim == claim)
            .flat_map(|(other, _)| steps(*other))
            .any(|step| {
                step.source.starts_with("EOB") && !step.is_reversed && step.entry > taken.entry
            })
    }
}

#[test]
fn whatever_a_biller_does_the_book_says_what_a_naive_model_says() {
    let mut done = 0;
    let mut refused = 0;
    for seed in 0..6 {
        let mut biller = Biller::new(seed);
        for step in 0..220 {
            biller.work();
            if step % 5 == 0 {
                biller.compare();
            }
        }
        biller.compare();
        biller.bench.must_hold();
        done += biller.done;
        refused += biller.refused;
    }
    assert!(done > 700 && refused > 50, "{done} done, {refused} refused");
}
