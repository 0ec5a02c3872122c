//! Made-up claims with all that they draw on, the same every time.

use chrono::{Days, NaiveDate};
use fastrand::Rng;
use pegboard::domain::claim::{Claim, ClaimNumber, Filing, Responsibility, State};
use pegboard::domain::code::{FilingIndicator, Modifier, Npi, Procedure, Relation, Sex, Units};
use pegboard::domain::id::{
    ChargeLineId, ClaimId, GuarantorId, PatientId, PayerId, PolicyId, ProviderId, ReceiverId,
    VisitId,
};
use pegboard::domain::money::Money;
use pegboard::domain::patient::{Contact, Patient};
use pegboard::domain::person::{Address, Name};
use pegboard::domain::policy::{NewPolicy, Policy, Rank};
use pegboard::domain::practice::{
    Duty, NewPayer, NewProvider, NewReceiver, Payer, Practice, Profile, Provider, Receiver,
    Separators, Windows,
};
use pegboard::domain::scrub::{Case, History, OtherClaim, Past, Price};
use pegboard::domain::tables::Tables;
use pegboard::domain::visit::{Details, Line, LineDetails, NewLine, Notes, Pointer, Visit};

const SEED: u64 = 5_000;

/// A claim with all that it draws on.
pub struct Made {
    claim: Claim,
    practice: Practice,
    patient: Patient,
    policies: Vec<Policy>,
    payer: Payer,
    receiver: Receiver,
    visit: Visit,
    rendering: Provider,
    others: Vec<OtherClaim>,
    history: History,
    today: NaiveDate,
}

impl Made {
    /// How many services it bills.
    pub fn services(&self) -> usize {
        self.visit.lines.len()
    }

    /// As the scrubber looks at it.
    pub fn case<'a>(&'a self, tables: &'a Tables) -> Case<'a> {
        Case {
            claim: &self.claim,
            practice: &self.practice,
            patient: &self.patient,
            policy: &self.policies[0],
            payer: &self.payer,
            receiver: Some(&self.receiver),
            visit: &self.visit,
            rendering: &self.rendering,
            referring: None,
            facility: None,
            people: &[],
            lines: &self.visit.lines,
            policies: &self.policies,
            other_payers: &[],
            attachments: &[],
            others: &self.others,
            authorizations: &[],
            refusals: &[],
            rules: &[],
            questions: &[],
            history: &self.history,
            tables,
            today: self.today,
        }
    }
}

/// Claims of one to six services each; every third with another claim of the day, every second with a past.
pub fn claims(codes: &[Procedure], many: usize, on: NaiveDate) -> Vec<Made> {
    let mut rng = Rng::with_seed(SEED);
    (1..)
        .take(many)
        .map(|id| claim(&mut rng, codes, id, on))
        .collect()
}

fn claim(rng: &mut Rng, codes: &[Procedure], id: i64, on: NaiveDate) -> Made {
    let visit = visit(rng, codes, id, on);
    let charged = Money::sum(visit.lines.iter().map(|line| line.what.charge)).unwrap();
    let others = if id % 3 == 0 {
        vec![other(rng, codes, id)]
    } else {
        Vec::new()
    };
    let recent = if id % 2 == 0 {
        (0..20).map(|_| past(rng, codes, on)).collect()
    } else {
        Vec::new()
    };
    Made {
        claim: Claim {
            id: ClaimId::new(id),
            number: ClaimNumber::of(ClaimId::new(id)),
            visit: visit.id,
            policy: PolicyId::new(5),
            payer: PayerId::new(6),
            responsibility: Responsibility::Primary,
            filing: Filing::Original,
            replaces: None,
            split: 1,
            counted_from: on,
            state: State::Ready,
            charged,
            service_on: on,
            file_by: on + Days::new(100),
            lines: visit.lines.iter().map(|line| line.id).collect(),
        },
        practice: practice(),
        patient: patient(),
        policies: vec![policy()],
        payer: payer(),
        receiver: receiver(),
        rendering: rendering(),
        history: History {
            recent,
            prices: visit
                .lines
                .iter()
                .map(|line| Price {
                    contract: Some(line.what.charge),
                    last: None,
                })
                .collect(),
            ..History::default()
        },
        others,
        visit,
        today: on + Days::new(2),
    }
}

fn visit(rng: &mut Rng, codes: &[Procedure], id: i64, on: NaiveDate) -> Visit {
    let many = rng.i64(1..=6);
    Visit {
        id: VisitId::new(id),
        patient: PatientId::new(2),
        guarantor: GuarantorId::new(2),
        service_on: on,
        rendering: ProviderId::new(7),
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
        diagnoses: ["E11.9", "I10", "M25.561"]
            .map(|code| code.parse().unwrap())
            .to_vec(),
        lines: (1..=many)
            .map(|place| line(rng, codes, id * 100 + place, place))
            .collect(),
    }
}

fn line(rng: &mut Rng, codes: &[Procedure], id: i64, place: i64) -> Line {
    let visits = ["99213", "99214"].map(|code| code.parse().unwrap());
    let code = if place == 1 {
        visits[rng.usize(..2)]
    } else {
        codes[rng.usize(..codes.len())]
    };
    let modifiers: Vec<Modifier> = match rng.u8(..3) {
        0 => vec!["25".parse().unwrap()],
        _ => Vec::new(),
    };
    Line {
        id: ChargeLineId::new(id),
        place: u32::try_from(place).unwrap(),
        what: NewLine {
            code,
            modifiers: if place == 1 { modifiers } else { Vec::new() },
            pointers: vec![Pointer::from_letter('A').unwrap()],
            units: Units::ONE,
            charge: Money::from_cents(rng.i64(1_000..30_000)).unwrap(),
            description: "Service".to_owned(),
            drug: None,
            details: LineDetails::default(),
        },
        is_voided: false,
    }
}

fn other(rng: &mut Rng, codes: &[Procedure], id: i64) -> OtherClaim {
    OtherClaim {
        number: ClaimNumber::of(ClaimId::new(id + 100_000)),
        visit: VisitId::new(id + 100_000),
        policy: PolicyId::new(5),
        rendering: ProviderId::new(7),
        is_open: false,
        services: (1..=2)
            .map(|place| line(rng, codes, -(id * 100 + place), place + 1))
            .collect(),
    }
}

fn past(rng: &mut Rng, codes: &[Procedure], on: NaiveDate) -> Past {
    Past {
        visit: VisitId::new(rng.i64(200_000..300_000)),
        on: on - Days::new(rng.u64(1..90)),
        rendering: ProviderId::new(7),
        taxonomy: None,
        code: codes[rng.usize(..codes.len())],
        modifiers: Vec::new(),
    }
}

fn name(last: &str, first: &str) -> Name {
    Name {
        last: last.to_owned(),
        first: first.to_owned(),
        ..Name::default()
    }
}

fn address() -> Address {
    Address {
        street: "400 Market St".to_owned(),
        street2: String::new(),
        city: "Akron".to_owned(),
        state: "OH".parse().unwrap(),
        zip: "44308-0120".parse().unwrap(),
    }
}

fn practice() -> Practice {
    Practice {
        name: "Fairlawn Family Medicine".to_owned(),
        owner: None,
        npi: Npi::from_first_nine(123_456_789).unwrap(),
        taxonomy: Some("207Q00000X".parse().unwrap()),
        tax_id: "34-1234567".parse().unwrap(),
        clia: Some("36D0987654".parse().unwrap()),
        address: address(),
        pay_to: None,
        phone: "330 555 0142".parse().unwrap(),
        contact: "Billing".to_owned(),
        email: None,
        pay_online: String::new(),
        office_hours: String::new(),
        statement_note: String::new(),
        due_days: 24,
    }
}

fn patient() -> Patient {
    Patient {
        id: PatientId::new(2),
        contact: Contact {
            name: name("Whitlock", "Dana"),
            address: address(),
            phone: None,
            email: None,
        },
        born_on: NaiveDate::from_ymd_opt(1984, 7, 9).unwrap(),
        sex: Sex::Female,
        guarantor: GuarantorId::new(2),
        guarantor_relation: Relation::Itself,
        reason: String::new(),
        note: String::new(),
        died_on: None,
    }
}

fn policy() -> Policy {
    Policy {
        id: PolicyId::new(5),
        what: NewPolicy {
            patient: PatientId::new(2),
            payer: PayerId::new(6),
            rank: Rank::Primary,
            member_id: "MER4471902".parse().unwrap(),
            group_number: "G-100".to_owned(),
            plan_name: String::new(),
            medicare_secondary: None,
            relation: Relation::Itself,
            subscriber: None,
            effective_on: NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(),
            ends_on: None,
            copay: Money::ZERO,
            assigns_benefits: true,
            accepts_assignment: true,
            signature_on_file: true,
        },
    }
}

fn payer() -> Payer {
    Payer {
        id: PayerId::new(6),
        what: NewPayer {
            name: "Meridian Health".to_owned(),
            payer_id: "60054".parse().unwrap(),
            filing_indicator: FilingIndicator::Commercial,
            timely_days: 100,
            answer_days: Some(21),
            windows: Windows::default(),
            address: None,
            phone: None,
            receiver: Some(ReceiverId::new(1)),
            member_pattern: String::new(),
        },
        is_active: true,
    }
}

fn receiver() -> Receiver {
    Receiver {
        id: ReceiverId::new(1),
        what: NewReceiver {
            name: "Portage Clearing".to_owned(),
            receiver_id: "PORTAGE".to_owned(),
            receiver_qualifier: "ZZ".to_owned(),
            sender_id: "FAIRLAWN".to_owned(),
            sender_qualifier: "ZZ".to_owned(),
            is_test: false,
            separators: Separators::default(),
            profile: Profile::default(),
        },
        is_active: true,
    }
}

fn rendering() -> Provider {
    Provider {
        id: ProviderId::new(7),
        who: NewProvider {
            name: name("Hale", "Simon"),
            credential: "MD".to_owned(),
            npi: Npi::from_first_nine(133_333_333).unwrap(),
            taxonomy: Some("207Q00000X".parse().unwrap()),
            duty: Duty::Both,
        },
        is_active: true,
    }
}
