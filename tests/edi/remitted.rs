//! Made-up remittances of every shape, the same for the same seed. Nobody in them exists.

use chrono::{Days, NaiveDate, NaiveDateTime};
use fastrand::Rng;
use pegboard::domain::code::Npi;
use pegboard::domain::money::Money;
use pegboard::domain::remit::{
    BankAccount, ClaimStatus, Coded, Contact, Counted, Dated, Detail, Flow, Handling,
    Party as Payee, PaymentMethod, Place, ProviderAdjustment, ProviderReason, Reference,
    RemitAdjustment, RemitClaim, RemitLine, RemitPerson, RemitProcedure, Remittance, Supplement,
    Text,
};
use pegboard::edi::envelope::{Group, Interchange, Party, Usage};
use pegboard::edi::remit835::{Batch, Remitted};

const FAMILIES: [&str; 5] = ["ABERNATHY", "O'DOWD", "EASTWICK-LEE", "DE LA GARZA", "HUI"];
const GIVEN: [&str; 5] = ["ADA", "BORIS", "CLEO", "DEV", "ESTHER"];
const CODES: [&str; 6] = ["99213", "99214", "87880", "36415", "G0439", "J1100"];
const REASONS: [&str; 8] = ["45", "97", "16", "50", "B7", "253", "A1", "23"];

/// Makes remittances.
pub struct RemitMaker {
    chance: Rng,
    claims: u32,
}

impl RemitMaker {
    pub fn new(seed: u64) -> Self {
        Self {
            chance: Rng::with_seed(seed),
            claims: 0,
        }
    }

    /// A file of one to three remittances that add up.
    pub fn batch(&mut self) -> Batch {
        let transactions = (1..=self.chance.u32(1..=3))
            .map(|number| self.remitted(number))
            .collect();
        let at = self.day().and_hms_opt(9, 30, 0).unwrap();
        let number = self.chance.u32(1..=999_999_999);
        batch(transactions, at, number)
    }

    /// A remittance that adds up.
    pub fn remitted(&mut self, number: u32) -> Remitted {
        let claims: Vec<RemitClaim> = (0..self.chance.u32(0..=6))
            .flat_map(|_| self.claim_or_correction())
            .collect();
        let paid = sum(claims.iter().map(|claim| claim.paid));
        let mut provider_adjustments = Vec::new();
        for _ in 0..self.chance.u32(0..=3) {
            provider_adjustments.push(self.provider_adjustment());
        }
        let adjusted = sum(provider_adjustments.iter().map(|one| one.amount));
        let left = paid.minus(adjusted).unwrap();
        if left.is_negative() {
            // A payment cannot be below zero: the rest is carried to the next remittance.
            let mut carried = self.provider_adjustment();
            carried.code = Coded::Known(ProviderReason::ForwardingBalance);
            carried.amount = left;
            provider_adjustments.push(carried);
        }
        let paid = left.max(Money::ZERO);
        Remitted {
            header: self.header(number, paid),
            claims,
            provider_adjustments,
            ..Remitted::default()
        }
    }

    fn header(&mut self, number: u32, paid: Money) -> Remittance {
        let method = if paid.is_zero() {
            PaymentMethod::None
        } else if self.chance.bool() {
            PaymentMethod::Ach
        } else {
            PaymentMethod::Check
        };
        let account = |bank: &str, number: &str| BankAccount {
            bank_qualifier: "01".into(),
            bank: bank.into(),
            kind: "DA".into(),
            number: number.into(),
        };
        let is_electronic = method == PaymentMethod::Ach;
        Remittance {
            control_number: format!("{number:04}").into(),
            handling: Coded::Known(if paid.is_zero() {
                Handling::Notice
            } else {
                Handling::Remittance
            }),
            paid,
            flow: Coded::Known(Flow::Credit),
            method: Coded::Known(method),
            format: if is_electronic { "CCP" } else { "" }.into(),
            from_account: is_electronic.then(|| account("071000013", "5550001")),
            to_account: is_electronic.then(|| account("021000021", "5550002")),
            paid_on: Some(self.day()),
            trace: format!("T{}", self.chance.u32(1000..999_999)).into(),
            origin: "1999888777".into(),
            origin_supplement: Text::default(),
            currency: Text::default(),
            references: vec![reference("EV", "ELMSTREET")],
            produced_on: Some(self.day()),
            payer: Payee {
                name: "ELM HEALTH PLAN".into(),
                street: vec!["1 INSURANCE WAY".into()],
                city: "DAYTON".into(),
                state: "OH".into(),
                zip: "45402".into(),
                references: vec![reference("2U", "ELM01")],
                contacts: vec![Contact {
                    function: "BL".into(),
                    name: "FILES".into(),
                    ways: vec![("TE".into(), "8005550100".into())],
                }],
                ..Payee::default()
            },
            payee: Payee {
                name: "ELM STREET FAMILY MEDICINE".into(),
                id_qualifier: "XX".into(),
                id: npi(1).into(),
                references: vec![reference("TJ", "991234567")],
                ..Payee::default()
            },
            faults: 0,
            place: Place::default(),
        }
    }

    /// A claim, or the taking back of one and its correction.
    fn claim_or_correction(&mut self) -> Vec<RemitClaim> {
        let claim = self.claim();
        if self.chance.u8(0..6) > 0 {
            return vec![claim];
        }
        let mut corrected = self.claim();
        corrected.number.clone_from(&claim.number);
        corrected.patient.clone_from(&claim.patient);
        vec![reversal(&claim), corrected]
    }

    /// A claim that adds up: paid, denied, or as a second payer.
    #[expect(
        clippy::too_many_lines,
        reason = "it is one literal with everything a claim can say"
    )]
    pub fn claim(&mut self) -> RemitClaim {
        self.claims += 1;
        let status = *self.one_of(&[
            ClaimStatus::Primary,
            ClaimStatus::Primary,
            ClaimStatus::Secondary,
            ClaimStatus::PrimaryForwarded,
            ClaimStatus::Denied,
        ]);
        let lines: Vec<RemitLine> = (1..=self.chance.u32(1..=4))
            .map(|number| self.line(number, status))
            .collect();
        let charged = sum(lines.iter().map(|line| line.charged));
        let mut paid = sum(lines.iter().map(|line| line.paid));
        let mut adjustments = Vec::new();
        if paid.cents() > 500 && self.chance.u8(0..8) == 0 {
            let taken = Money::from_cents(self.chance.i64(1..500)).unwrap();
            adjustments.push(adjustment("CO", "253", taken));
            paid = paid.minus(taken).unwrap();
        }
        let patient_share = sum(lines
            .iter()
            .flat_map(|line| &line.adjustments)
            .filter(|one| one.group.as_str() == "PR")
            .map(|one| one.amount));
        let number = self.claims;
        RemitClaim {
            number: format!("C{number:05}A").into(),
            status: Coded::Known(status),
            charged,
            paid,
            patient_share,
            filing: Some(Coded::read(
                self.one_of::<&str>(&["12", "MB", "15", "HM", "MC"]),
            )),
            payer_number: format!("ICN{:08}", self.chance.u32(..)).into(),
            place_of_service: "11".into(),
            frequency: "1".into(),
            adjustments,
            patient: Some(self.person()),
            insured: self.maybe(Self::person),
            corrected: self.maybe(|m| RemitPerson {
                id_qualifier: "C".into(),
                ..m.person()
            }),
            rendering: self.maybe(|_| RemitPerson {
                last: "HALL".into(),
                first: "IDA".into(),
                id_qualifier: "XX".into(),
                id: npi(2).into(),
                ..RemitPerson::default()
            }),
            crossover: (status == ClaimStatus::PrimaryForwarded).then(|| RemitPerson {
                is_organization: true,
                last: "NEXT PLAN".into(),
                id_qualifier: "PI".into(),
                id: "NEXT1".into(),
                ..RemitPerson::default()
            }),
            remarks: (0..self.chance.usize(0..=3))
                .map(|_| Coded::read(self.one_of::<&str>(&["MA01", "N30", "M15", "N419"])))
                .collect(),
            details: self
                .maybe(|_| {
                    vec![Detail {
                        segment: "MOA".into(),
                        element: 2,
                        text: "12.5".into(),
                    }]
                })
                .unwrap_or_default(),
            references: self
                .maybe(|_| vec![reference("1L", "GROUP7")])
                .unwrap_or_default(),
            dates: vec![Dated {
                qualifier: "050".into(),
                day: self.day(),
            }],
            amounts: self
                .maybe(|_| vec![supplement("AU", charged)])
                .unwrap_or_default(),
            quantities: Vec::new(),
            contacts: self
                .maybe(|_| {
                    vec![Contact {
                        function: "CX".into(),
                        name: Text::default(),
                        ways: vec![("TE".into(), "8005550111".into())],
                    }]
                })
                .unwrap_or_default(),
            lines,
            ..RemitClaim::default()
        }
    }

    fn line(&mut self, number: u32, status: ClaimStatus) -> RemitLine {
        let charged = Money::from_cents(self.chance.i64(2_000..40_000)).unwrap();
        let mut left = charged;
        let mut adjustments = Vec::new();
        let mut take = |group: &str, carc: &str, share: i64, left: &mut Money| {
            let amount = Money::from_cents(left.cents() * share / 100).unwrap();
            if !amount.is_zero() {
                adjustments.push(adjustment(group, carc, amount));
                *left = left.minus(amount).unwrap();
            }
        };
        if status == ClaimStatus::Denied || self.chance.u8(0..7) == 0 {
            let carc = *self.one_of(&REASONS);
            take("CO", carc, 100, &mut left);
        } else {
            if status == ClaimStatus::Secondary {
                take("OA", "23", 70, &mut left);
            }
            for _ in 0..self.chance.u8(0..9) {
                let (carc, share) = (*self.one_of(&REASONS), self.chance.i64(0..20));
                take("CO", carc, share, &mut left);
            }
            for carc in ["1", "2", "3"] {
                let share = self.chance.i64(0..30);
                take("PR", carc, share, &mut left);
            }
        }
        let procedure = self.procedure();
        let is_recoded = self.chance.u8(0..5) == 0;
        RemitLine {
            procedure,
            submitted: is_recoded.then(|| self.procedure()),
            charged,
            paid: left,
            units_paid: Some(self.chance.u32(1..4).into()),
            units_submitted: is_recoded.then(|| 2.into()),
            dates: vec![Dated {
                qualifier: "472".into(),
                day: self.day(),
            }],
            adjustments,
            references: vec![reference("6R", &format!("L{number}"))],
            amounts: vec![supplement("B6", charged)],
            quantities: self
                .maybe(|_| {
                    vec![Counted {
                        qualifier: "ZL".into(),
                        quantity: "1.5".parse().unwrap(),
                    }]
                })
                .unwrap_or_default(),
            remarks: self
                .maybe(|_| vec![Coded::read("N130")])
                .unwrap_or_default(),
            ..RemitLine::default()
        }
    }

    fn procedure(&mut self) -> RemitProcedure {
        RemitProcedure {
            qualifier: "HC".into(),
            code: (*self.one_of(&CODES)).into(),
            modifiers: self.maybe(|_| vec!["25".into()]).unwrap_or_default(),
            description: Text::default(),
        }
    }

    fn provider_adjustment(&mut self) -> ProviderAdjustment {
        ProviderAdjustment {
            provider: npi(1).into(),
            fiscal_period_end: NaiveDate::from_ymd_opt(2026, 12, 31),
            code: Coded::Known(*self.one_of(ProviderReason::ALL)),
            reference: self
                .maybe(|m| format!("ICN{}", m.chance.u32(1..999)))
                .unwrap_or_default()
                .into(),
            amount: Money::from_cents(self.chance.i64(-5_000..5_000)).unwrap(),
            place: Place::default(),
        }
    }

    fn person(&mut self) -> RemitPerson {
        RemitPerson {
            last: (*self.one_of(&FAMILIES)).into(),
            first: (*self.one_of(&GIVEN)).into(),
            middle: self.maybe(|_| "Q".into()).unwrap_or_default(),
            id_qualifier: "MI".into(),
            id: format!("M{}", self.chance.u32(10_000..99_999)).into(),
            ..RemitPerson::default()
        }
    }

    fn day(&mut self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        first + Days::new(self.chance.u64(0..300))
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance.bool().then(|| make(self))
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.chance.usize(0..all.len())]
    }
}

/// A file of these remittances.
pub fn batch(transactions: Vec<Remitted>, at: NaiveDateTime, number: u32) -> Batch {
    let party = |id: &str| Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    };
    Batch {
        interchange: Interchange {
            authorization: None,
            security: None,
            sender: party("ELMHEALTH"),
            receiver: party("ELMSTREET"),
            created: Some(at),
            control_number: number,
            wants_acknowledgement: false,
            usage: Usage::Test,
        },
        group: Group {
            sender: "ELMHEALTH".to_owned(),
            receiver: "ELMSTREET".to_owned(),
            created: Some(at),
            control_number: number,
        },
        transactions,
    }
}

/// The taking back of a claim: every amount with the other sign, but the patient's share.
pub fn reversal(claim: &RemitClaim) -> RemitClaim {
    let mut back = claim.clone();
    let negate = |all: &mut Vec<RemitAdjustment>| {
        for one in all {
            one.amount = one.amount.negated();
        }
    };
    back.status = Coded::Known(ClaimStatus::Reversal);
    back.charged = back.charged.negated();
    back.paid = back.paid.negated();
    back.patient_share = Money::ZERO;
    negate(&mut back.adjustments);
    for line in &mut back.lines {
        line.charged = line.charged.negated();
        line.paid = line.paid.negated();
        negate(&mut line.adjustments);
    }
    back
}

/// The same without places, which a file gives and a model has not.
pub fn placeless(mut remitted: Remitted) -> Remitted {
    remitted.header.place = Place::default();
    for one in &mut remitted.provider_adjustments {
        one.place = Place::default();
    }
    for claim in &mut remitted.claims {
        claim.place = Place::default();
        claim.end = Place::default();
        for one in &mut claim.adjustments {
            one.place = Place::default();
        }
        for line in &mut claim.lines {
            line.place = Place::default();
            for one in &mut line.adjustments {
                one.place = Place::default();
            }
        }
    }
    remitted
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Money {
    Money::sum(amounts).unwrap()
}

fn npi(seed: u32) -> String {
    let npi = Npi::from_first_nine(100_000_000 + seed).unwrap();
    npi.as_str().to_owned()
}

fn reference(qualifier: &str, value: &str) -> Reference {
    Reference {
        qualifier: qualifier.into(),
        value: value.into(),
        description: Text::default(),
    }
}

fn supplement(qualifier: &str, amount: Money) -> Supplement {
    Supplement {
        qualifier: qualifier.into(),
        amount,
    }
}

fn adjustment(group: &str, carc: &str, amount: Money) -> RemitAdjustment {
    RemitAdjustment {
        group: Coded::read(group),
        carc: Coded::read(carc),
        amount,
        quantity: None,
        place: Place::default(),
    }
}
