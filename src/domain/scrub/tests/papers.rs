//! The papers of one made-up claim with nothing wrong.

use chrono::{Days, NaiveDate, NaiveTime};

use crate::domain::attachment::ClaimAttachment;
use crate::domain::authorization::{Authorization, Kind, NewAuthorization, Used};
use crate::domain::claim::{Claim, ClaimNumber, Filing, Responsibility, State};
use crate::domain::cob::{DecidedLine, Decision, OtherPayer, Reduction};
use crate::domain::code::{
    AdjustmentGroup, ClaimDay, DrugUnit, FilingIndicator, Npi, Relation, ReportKind, Sex,
    Transmission, Units,
};
use crate::domain::id::{
    AuthorizationId, ChargeLineId, ClaimAttachmentId, ClaimId, FacilityId, GuarantorId, PatientId,
    PayerId, PolicyId, ProviderId, QuestionId, ReceiverId, VisitId,
};
use crate::domain::money::Money;
use crate::domain::patient::{Contact, Patient};
use crate::domain::person::{Address, Name};
use crate::domain::policy::{NewPolicy, Policy, Rank, Subscriber};
use crate::domain::practice::{
    Duty, Facility, NewFacility, NewPayer, NewProvider, NewReceiver, Payer, Practice, Profile,
    Provider, Receiver, Separators, Windows,
};
use crate::domain::question::Question;
use crate::domain::rule::Rule;
use crate::domain::scrub::{Case, History, OtherClaim, PastRefusal};
use crate::domain::tables::Tables;
use crate::domain::visit::{Details, Drug, Line, LineDetails, NewLine, Notes, Pointer, Visit};

/// All the papers of one claim.
pub(crate) struct Papers {
    pub(crate) claim: Claim,
    pub(crate) practice: Practice,
    pub(crate) patient: Patient,
    pub(crate) policies: Vec<Policy>,
    pub(crate) payer: Payer,
    pub(crate) receiver: Option<Receiver>,
    pub(crate) visit: Visit,
    pub(crate) rendering: Provider,
    pub(crate) referring: Option<Provider>,
    pub(crate) people: Vec<Provider>,
    pub(crate) facility: Option<Facility>,
    pub(crate) other_payers: Vec<OtherPayer>,
    pub(crate) attachments: Vec<ClaimAttachment>,
    pub(crate) others: Vec<OtherClaim>,
    pub(crate) authorizations: Vec<Authorization>,
    pub(crate) refusals: Vec<PastRefusal>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) history: History,
    pub(crate) tables: Tables,
    pub(crate) questions: Vec<Question>,
    pub(crate) today: NaiveDate,
}

impl Papers {
    pub(crate) fn case(&self) -> Case<'_> {
        Case {
            claim: &self.claim,
            practice: &self.practice,
            patient: &self.patient,
            policy: &self.policies[0],
            payer: &self.payer,
            receiver: self.receiver.as_ref(),
            visit: &self.visit,
            rendering: &self.rendering,
            referring: self.referring.as_ref(),
            people: &self.people,
            facility: self.facility.as_ref(),
            lines: &self.visit.lines,
            policies: &self.policies,
            other_payers: &self.other_payers,
            attachments: &self.attachments,
            others: &self.others,
            authorizations: &self.authorizations,
            refusals: &self.refusals,
            rules: &self.rules,
            history: &self.history,
            tables: &self.tables,
            questions: &self.questions,
            today: self.today,
        }
    }

    /// Bills the second payer, after the first paid part of each service and made the rest the patient's.
    pub(crate) fn second(&mut self) -> &mut OtherPayer {
        let mut first = policy();
        first.id = PolicyId::new(50);
        self.policy().rank = Rank::Secondary;
        self.claim.responsibility = Responsibility::Secondary;
        let lines = self.visit.lines.iter().map(|line| DecidedLine {
            line: line.id,
            paid: line.what.charge.minus(cents(500)).unwrap(),
            on: day(2026, 3, 4),
            reductions: vec![Reduction {
                group: AdjustmentGroup::Patient,
                carc: "2".parse().unwrap(),
                amount: cents(500),
            }],
        });
        self.other_payers = vec![OtherPayer {
            responsibility: Responsibility::Primary,
            policy: first.clone(),
            payer: payer(),
            decision: Some(Decision {
                claim_number: None,
                lines: lines.collect(),
            }),
        }];
        self.policies.push(first);
        &mut self.other_payers[0]
    }

    /// Bills the second payer, and gives what the first decided.
    pub(crate) fn decided(&mut self) -> &mut Decision {
        self.second().decision.as_mut().unwrap()
    }

    pub(crate) fn policy(&mut self) -> &mut NewPolicy {
        &mut self.policies[0].what
    }

    pub(crate) fn line(&mut self) -> &mut NewLine {
        &mut self.visit.lines[0].what
    }

    pub(crate) fn dependent(&mut self, relation: Relation) -> &mut Subscriber {
        self.policy().relation = relation;
        self.policy().subscriber.insert(Subscriber {
            name: name("Whitlock", "Marion"),
            born_on: Some(day(1961, 2, 3)),
            sex: Sex::Female,
            address: address(),
        })
    }

    /// Lets Medicare Part B pay.
    pub(crate) fn medicare(&mut self) {
        self.payer.what.filing_indicator = FilingIndicator::MedicarePartB;
        self.payer.what.member_pattern.clear();
        self.policy().member_id = "1EG4-TE5-MK73".parse().unwrap();
    }

    /// Gives a further day.
    pub(crate) fn say(&mut self, day: ClaimDay, on: NaiveDate) {
        let _none = self.visit.details.days.insert(day, on);
    }

    /// The payer allows the visit, which says so.
    pub(crate) fn allow(&mut self, number: &str) -> &mut NewAuthorization {
        number.clone_into(&mut self.visit.authorization);
        self.authorizations.push(Authorization {
            id: AuthorizationId::new(8),
            what: NewAuthorization {
                patient: PatientId::new(2),
                policy: PolicyId::new(5),
                number: number.to_owned(),
                kind: Kind::Prior,
                codes: Vec::new(),
                limit: None,
                from: day(2026, 1, 1),
                until: None,
                note: String::new(),
            },
            used: Used::default(),
            ended_on: None,
        });
        &mut self.authorizations.last_mut().unwrap().what
    }

    /// Keeps the claim's total in step with its services.
    pub(crate) fn recharge(&mut self) {
        self.claim.charged =
            Money::sum(self.visit.lines.iter().map(|line| line.what.charge)).unwrap();
    }

    pub(crate) fn days_later(&mut self, days: u64) {
        self.today = self.visit.service_on + Days::new(days);
    }
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(crate) fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

pub(crate) fn name(last: &str, first: &str) -> Name {
    Name {
        last: last.to_owned(),
        first: first.to_owned(),
        ..Name::default()
    }
}

pub(crate) fn address() -> Address {
    Address {
        street: "12 Juniper Way".to_owned(),
        street2: String::new(),
        city: "Akron".to_owned(),
        state: "OH".parse().unwrap(),
        zip: "44308-0120".parse().unwrap(),
    }
}

pub(crate) fn provider(id: i64, nine: u32, last: &str) -> Provider {
    Provider {
        id: ProviderId::new(id),
        who: NewProvider {
            name: name(last, "Simon"),
            credential: "MD".to_owned(),
            npi: Npi::from_first_nine(nine).unwrap(),
            taxonomy: Some("207Q00000X".parse().unwrap()),
            duty: Duty::Both,
        },
        is_active: true,
    }
}

pub(crate) fn line(id: i64, code: &str, pointer: char, charge: i64) -> Line {
    Line {
        id: ChargeLineId::new(id),
        place: u32::try_from(id).unwrap(),
        what: NewLine {
            code: code.parse().unwrap(),
            modifiers: Vec::new(),
            pointers: vec![Pointer::from_letter(pointer).unwrap()],
            units: Units::ONE,
            charge: cents(charge),
            description: "Service".to_owned(),
            drug: None,
            details: LineDetails::default(),
        },
        is_voided: false,
    }
}

/// A drug as its vial names it.
pub(crate) fn drug() -> Drug {
    Drug {
        ndc: "00409-1234-05".parse().unwrap(),
        quantity: "2.5".parse().unwrap(),
        unit: DrugUnit::Milliliter,
    }
}

/// An announced paper of which the book has no copy.
pub(crate) fn paper(transmission: Transmission) -> ClaimAttachment {
    ClaimAttachment {
        id: ClaimAttachmentId::new(1),
        report: ReportKind::OperativeNote,
        transmission,
        control_number: "C000018A1".to_owned(),
        name: String::new(),
        bytes: None,
        at: chrono::DateTime::UNIX_EPOCH,
        by: "Ruth".to_owned(),
    }
}

pub(crate) fn facility(place: &str) -> Facility {
    Facility {
        id: FacilityId::new(4),
        what: NewFacility {
            name: "Lakeside Hospital".to_owned(),
            npi: Some(Npi::from_first_nine(155_555_555).unwrap()),
            clia: Some("36D1122334".parse().unwrap()),
            place: place.parse().unwrap(),
            address: address(),
        },
        is_active: true,
    }
}

pub(crate) fn practice() -> Practice {
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

pub(crate) fn policy() -> Policy {
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
            effective_on: day(2025, 1, 1),
            ends_on: None,
            copay: cents(2500),
            assigns_benefits: true,
            accepts_assignment: true,
            signature_on_file: true,
        },
    }
}

pub(crate) fn payer() -> Payer {
    Payer {
        id: PayerId::new(6),
        what: NewPayer {
            name: "Meridian Health".to_owned(),
            payer_id: "60054".parse().unwrap(),
            filing_indicator: FilingIndicator::Commercial,
            timely_days: 100,
            address: None,
            phone: None,
            receiver: Some(ReceiverId::new(1)),
            member_pattern: "AAA9999999".to_owned(),
            answer_days: None,
            windows: Windows::default(),
        },
        is_active: true,
    }
}

pub(crate) fn receiver() -> Receiver {
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

/// A question that nobody answered yet.
pub(crate) fn question() -> Question {
    Question {
        id: QuestionId::new(8),
        visit: VisitId::new(3),
        words: "Which knee?".to_owned(),
        asked_at: day(2026, 3, 4).and_time(NaiveTime::MIN).and_utc(),
        asked_by: "Ruth".to_owned(),
        closed: None,
    }
}

/// Who was seen.
fn patient() -> Patient {
    Patient {
        id: PatientId::new(2),
        contact: Contact {
            name: name("Whitlock", "Dana"),
            address: address(),
            phone: None,
            email: None,
        },
        born_on: day(1984, 7, 9),
        sex: Sex::Female,
        guarantor: GuarantorId::new(2),
        guarantor_relation: Relation::Itself,
        reason: String::new(),
        note: String::new(),
        died_on: None,
    }
}

/// A claim with nothing wrong.
pub(crate) fn clean() -> Papers {
    let service_on = day(2026, 3, 2);
    let visit = Visit {
        id: VisitId::new(3),
        patient: PatientId::new(2),
        guarantor: GuarantorId::new(2),
        service_on,
        rendering: ProviderId::new(7),
        referring: None,
        facility: None,
        place: "11".parse().unwrap(),
        notes: Notes {
            signed_on: Some(service_on),
            ..Notes::default()
        },
        authorization: String::new(),
        onset_on: None,
        admitted_on: None,
        accident: None,
        details: Details::default(),
        diagnoses: vec!["E11.9".parse().unwrap(), "I10".parse().unwrap()],
        lines: vec![line(1, "99213", 'A', 13_000), line(2, "36415", 'B', 1_500)],
    };
    Papers {
        claim: Claim {
            id: ClaimId::new(1),
            number: ClaimNumber::of(ClaimId::new(1)),
            visit: visit.id,
            policy: PolicyId::new(5),
            payer: PayerId::new(6),
            responsibility: Responsibility::Primary,
            filing: Filing::Original,
            replaces: None,
            split: 1,
            state: State::Held,
            charged: cents(14_500),
            service_on,
            counted_from: service_on,
            file_by: service_on + Days::new(100),
            lines: visit.lines.iter().map(|line| line.id).collect(),
        },
        practice: practice(),
        patient: patient(),
        policies: vec![policy()],
        payer: payer(),
        receiver: Some(receiver()),
        visit,
        rendering: provider(7, 133_333_333, "Hale"),
        referring: None,
        people: Vec::new(),
        facility: None,
        other_payers: Vec::new(),
        attachments: Vec::new(),
        others: Vec::new(),
        authorizations: Vec::new(),
        refusals: Vec::new(),
        rules: Vec::new(),
        history: History::default(),
        tables: Tables::default(),
        questions: Vec::new(),
        today: service_on + Days::new(3),
    }
}
