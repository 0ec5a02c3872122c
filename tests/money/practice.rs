//! A small made-up practice to post money in, and short words for what is said of it.

use chrono::NaiveDate;
use pegboard::domain::claim::{ClaimFilter, ClaimRow, State};
use pegboard::domain::code::{Relation, Sex, Units};
use pegboard::domain::eob::{Adjustment, EobLine, Method, NewEob, Outcome, usual_outcome};
use pegboard::domain::id::{
    ChargeLineId, ClaimId, EobId, GuarantorId, PatientId, PayerId, PolicyId, ProviderId, ReceiptId,
};
use pegboard::domain::ledger::LineBalance;
use pegboard::domain::money::Money;
use pegboard::domain::patient::{Contact, NewPatient, Payor};
use pegboard::domain::payment::{NewReceipt, Placement, Tender};
use pegboard::domain::person::{Address, Name};
use pegboard::domain::policy::{NewPolicy, Rank};
use pegboard::domain::practice::{Duty, NewPayer, NewProvider, Practice, Windows};
use pegboard::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use pegboard::domain::why::Asked;
use pegboard::office::{Clock, Office, OfficeError, quietly};

pub fn m(text: &str) -> Money {
    text.parse().unwrap()
}

pub fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// Somebody who comes to the practice.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    pub patient: PatientId,
    pub guarantor: GuarantorId,
    pub policy: Option<PolicyId>,
}

/// What a visit left in the book.
#[derive(Clone, Debug)]
pub struct Seen {
    pub claim: Option<ClaimId>,
    pub lines: Vec<ChargeLineId>,
}

pub struct Bench {
    pub office: Office,
    pub clock: Clock,
    pub provider: ProviderId,
    pub meridian: PayerId,
    pub aster: PayerId,
}

impl Bench {
    /// A practice in memory, on 03/20/2026.
    pub fn open() -> Self {
        let clock = Clock::stopped(day(3, 20).and_hms_opt(15, 0, 0).unwrap().and_utc());
        let office = Office::in_memory("Renata M.", &practice(), clock.clone()).unwrap();
        Self::furnish(office, clock)
    }

    pub fn furnish(mut office: Office, clock: Clock) -> Self {
        office.save_practice(&practice()).unwrap();
        let provider = office
            .add_provider(&NewProvider {
                name: name("Hale", "Simon"),
                credential: String::from("MD"),
                npi: "1234567893".parse().unwrap(),
                taxonomy: Some("207Q00000X".parse().unwrap()),
                duty: Duty::Renders,
            })
            .unwrap();
        let meridian = office
            .add_payer(&payer("Meridian Health", "MERID"))
            .unwrap();
        let aster = office.add_payer(&payer("Aster Mutual", "ASTER")).unwrap();
        Self {
            office,
            clock,
            provider,
            meridian,
            aster,
        }
    }

    pub fn go_to(&self, on: NaiveDate) {
        self.clock.set(on.and_hms_opt(15, 0, 0).unwrap().and_utc());
    }

    /// Registers somebody who pays for themselves, insured by `payer` or not at all.
    pub fn patient(&mut self, first: &str, insurer: Option<PayerId>) -> Person {
        self.register(first, Payor::Patient, insurer)
    }

    /// Registers a child on somebody's account.
    pub fn child(&mut self, first: &str, of: Person, insurer: Option<PayerId>) -> Person {
        let payor = Payor::Known(of.guarantor, Relation::Child);
        self.register(first, payor, insurer)
    }

    fn register(&mut self, first: &str, payor: Payor, insurer: Option<PayerId>) -> Person {
        let patient = self
            .office
            .register_patient(&NewPatient {
                contact: contact(first),
                born_on: NaiveDate::from_ymd_opt(1980, 4, 12).unwrap(),
                sex: Sex::Female,
                payor,
                reason: String::new(),
                note: String::new(),
                died_on: None,
            })
            .unwrap();
        let policy = insurer.map(|insurer| self.insure(patient, insurer, Rank::Primary));
        Person {
            patient,
            guarantor: self.office.patient(patient).unwrap().guarantor,
            policy,
        }
    }

    pub fn insure(&mut self, patient: PatientId, payer: PayerId, rank: Rank) -> PolicyId {
        self.office
            .add_policy(&NewPolicy {
                patient,
                payer,
                rank,
                member_id: "MHP884201773".parse().unwrap(),
                group_number: String::new(),
                plan_name: String::new(),
                medicare_secondary: None,
                relation: Relation::Itself,
                subscriber: None,
                effective_on: NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(),
                ends_on: None,
                copay: m("25"),
                assigns_benefits: true,
                accepts_assignment: true,
                signature_on_file: true,
            })
            .unwrap()
    }

    /// Enters a visit with one service an amount.
    pub fn visit(&mut self, who: Person, on: NaiveDate, charges: &[&str]) -> Seen {
        let charges: Vec<Money> = charges.iter().map(|text| m(text)).collect();
        self.visit_of(who, on, &charges)
    }

    pub fn visit_of(&mut self, who: Person, on: NaiveDate, charges: &[Money]) -> Seen {
        const SERVICES: [(&str, &str); 4] = [
            ("99214", "Office visit"),
            ("36415", "Blood draw"),
            ("83036", "Hemoglobin A1c"),
            ("80053", "Metabolic panel"),
        ];
        let lines = charges
            .iter()
            .zip(SERVICES.iter().cycle())
            .map(|(charge, (code, words))| NewLine {
                code: code.parse().unwrap(),
                modifiers: vec![],
                pointers: vec![Pointer::from_index(0).unwrap()],
                units: Units::ONE,
                charge: *charge,
                description: String::from(*words),
                drug: None,
                details: LineDetails::default(),
            })
            .collect();
        let visit = self
            .office
            .enter_visit(&NewVisit {
                patient: who.patient,
                service_on: on,
                rendering: self.provider,
                referring: None,
                facility: None,
                place: "11".parse().unwrap(),
                notes: Notes {
                    signed_on: Some(on),
                    ..Notes::default()
                },
                authorization: String::new(),
                onset_on: None,
                admitted_on: None,
                accident: None,
                details: Details::default(),
                diagnoses: vec!["J069".parse().unwrap()],
                lines,
            })
            .unwrap();
        let filter = ClaimFilter {
            patient: Some(who.patient),
            ..ClaimFilter::default()
        };
        Seen {
            claim: self
                .office
                .claims(&filter)
                .unwrap()
                .into_iter()
                .find(|row| row.visit == visit)
                .map(|row| row.id),
            lines: self
                .office
                .visit(visit)
                .unwrap()
                .lines
                .iter()
                .map(|line| line.id)
                .collect(),
        }
    }

    /// Says what an EOB says of a service: what it was charged, allowed and paid, and the rest as `CO-45 42.42`, with
    /// the usual outcome of each.
    pub fn says(seen: &Seen, line: usize, charged: &str, paid: &str, rest: &[&str]) -> EobLine {
        let adjustments: Vec<Adjustment> = rest.iter().map(|text| adjustment(text)).collect();
        let allowed = adjustments
            .iter()
            .filter(|a| a.outcome == Outcome::Patient)
            .fold(m(paid), |sum, a| sum.plus(a.amount).unwrap());
        EobLine {
            claim: seen.claim.unwrap(),
            line: seen.lines[line],
            charged: m(charged),
            allowed,
            paid: m(paid),
            adjustments,
        }
    }

    /// An EOB of Meridian that proves: its check is the sum of its lines.
    pub fn eob(&self, reference: &str, lines: Vec<EobLine>) -> NewEob {
        let amount = Money::sum(lines.iter().map(|line| line.paid)).unwrap();
        NewEob {
            payer: self.meridian,
            method: if amount.is_zero() {
                Method::None
            } else {
                Method::Check
            },
            reference: String::from(reference),
            paid_on: self.office.today(),
            accounting_on: self.office.today(),
            amount,
            lines,
        }
    }

    pub fn post(&mut self, reference: &str, lines: Vec<EobLine>) -> EobId {
        let eob = self.eob(reference, lines);
        self.office.post_eob(&eob).unwrap()
    }

    pub fn receipt(
        &self,
        who: Person,
        tenders: Vec<Tender>,
        placed: &[(ChargeLineId, Money)],
    ) -> NewReceipt {
        NewReceipt {
            guarantor: who.guarantor,
            accounting_on: self.office.today(),
            tenders,
            placed: placed
                .iter()
                .map(|(line, amount)| Placement {
                    line: *line,
                    amount: *amount,
                })
                .collect(),
        }
    }

    /// Takes cash and puts it on services.
    pub fn pay(
        &mut self,
        who: Person,
        amount: &str,
        placed: &[(ChargeLineId, &str)],
    ) -> Result<ReceiptId, OfficeError> {
        let placed: Vec<_> = placed.iter().map(|(line, part)| (*line, m(part))).collect();
        let receipt = self.receipt(who, vec![cash(m(amount))], &placed);
        self.office.take_payment(&receipt)
    }

    pub fn sums(&self, who: Person, line: ChargeLineId) -> LineBalance {
        self.office
            .ledger_card(who.guarantor, None)
            .unwrap()
            .visits
            .iter()
            .flat_map(|visit| &visit.lines)
            .find(|card| card.line == line)
            .map(|card| card.sums)
            .unwrap()
    }

    pub fn owes(&self, who: Person, line: ChargeLineId) -> (String, String) {
        let sums = self.sums(who, line);
        (
            sums.insurance_owes.to_string(),
            sums.patient_owes.to_string(),
        )
    }

    pub fn credit(&self, who: Person) -> String {
        let card = self.office.ledger_card(who.guarantor, None).unwrap();
        card.unapplied.to_string()
    }

    pub fn claim_row(&self, claim: ClaimId) -> ClaimRow {
        self.office
            .claims(&ClaimFilter::default())
            .unwrap()
            .into_iter()
            .find(|row| row.id == claim)
            .unwrap()
    }

    pub fn state(&self, seen: &Seen) -> State {
        self.claim_row(seen.claim.unwrap()).state
    }

    /// Works everything out again: whatever was done before, the book must hold.
    pub fn must_hold(&self) {
        let verification = self.office.verify(&mut quietly).unwrap();
        let broken: Vec<_> = verification
            .checks
            .iter()
            .filter(|check| !check.holds)
            .collect();
        assert!(broken.is_empty(), "{broken:?}");
        assert!(verification.holds);
        assert_eq!(self.office.book_figures().unwrap().sum, Money::ZERO);
        for code in self.office.account_codes().unwrap() {
            let _explained = self.office.explain(&Asked::Account(code)).unwrap();
        }
    }
}

pub fn cash(amount: Money) -> Tender {
    Tender::Cash {
        amount,
        given: amount,
    }
}

pub fn check(amount: Money, number: &str) -> Tender {
    Tender::Check {
        amount,
        number: String::from(number),
    }
}

/// Reads `CO-45 42.42`.
pub fn adjustment(text: &str) -> Adjustment {
    let (reason, amount) = text.split_once(' ').unwrap();
    let (group, carc) = reason.split_once('-').unwrap();
    let (group, carc) = (group.parse().unwrap(), carc.parse().unwrap());
    Adjustment {
        group,
        carc,
        amount: m(amount),
        outcome: usual_outcome(group, &carc),
    }
}

fn name(last: &str, first: &str) -> Name {
    Name {
        last: String::from(last),
        first: String::from(first),
        ..Name::default()
    }
}

fn address() -> Address {
    Address {
        street: String::from("27 Quarry Lane"),
        street2: String::new(),
        city: String::from("Fairhollow"),
        state: "OH".parse().unwrap(),
        zip: "430991127".parse().unwrap(),
    }
}

fn contact(first: &str) -> Contact {
    Contact {
        name: name("Whitlock", first),
        address: address(),
        phone: None,
        email: None,
    }
}

fn payer(name: &str, id: &str) -> NewPayer {
    NewPayer {
        name: String::from(name),
        payer_id: id.parse().unwrap(),
        filing_indicator: "CI".parse().unwrap(),
        timely_days: 365,
        address: None,
        phone: None,
        receiver: None,
        member_pattern: String::new(),
        answer_days: None,
        windows: Windows::default(),
    }
}

fn practice() -> Practice {
    Practice {
        name: String::from("Larkspur Family Medicine"),
        owner: None,
        npi: "1245319599".parse().unwrap(),
        taxonomy: None,
        tax_id: "12-3456789".parse().unwrap(),
        clia: None,
        address: address(),
        pay_to: None,
        phone: "6145550142".parse().unwrap(),
        contact: String::from("Renata"),
        email: None,
        pay_online: String::from("pay.larkspur.example"),
        office_hours: String::new(),
        statement_note: String::new(),
        due_days: 24,
    }
}
