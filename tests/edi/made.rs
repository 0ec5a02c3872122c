//! Made-up claim files of every shape, the same for the same seed. Nobody in them exists.

mod coordination;
mod rest;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveDateTime};
use fastrand::Rng;
use pegboard::domain::charset;
use pegboard::domain::code::{FilingIndicator, Npi, Relation, Sex};
use pegboard::domain::money::Money;
use pegboard::edi::claim837::{
    Address, Assignment, Batch, Benefits, BillingProvider, Birth, CasualtyId, CasualtyIdKind,
    Cause, Claim, ClaimDate, ClaimReference, CodeSet, Contact, Content, Delay, Drug, DrugUnit,
    Facility, Frequency, Header, Icd, Line, LineFlag, LineReference, Measure, MedicareSecondary,
    MemberIdKind, Name, Note, NoteKind, Patient, PatientFacts, PayToPlan, Payer, PayerIdKind,
    PayerNumberKind, PayerOrder, Period, Person, PrescriptionKind, Procedure, ProductKind, Program,
    Provider, ProviderId, ProviderIdKind, Purpose, Receiver, Release, Submission, Submitter,
    Subscriber, TaxId, TaxIdKind, Transaction, arrange,
};
use pegboard::edi::envelope::{Group, Interchange, Party, Usage};
use pegboard::edi::segment::Delimiters;
use rust_decimal::Decimal;

const FAMILIES: [&str; 8] = [
    "ABERNATHY",
    "BROOKS",
    "CASTELLANO",
    "O'DOWD",
    "EASTWICK-LEE",
    "FENN",
    "DE LA GARZA",
    "HUI",
];
const GIVEN: [&str; 8] = [
    "ADA", "BORIS", "CLEO", "DEV", "ESTHER", "FINN", "GRETA", "HUGO",
];
const PRACTICES: [&str; 4] = [
    "ELM STREET FAMILY MEDICINE",
    "HARBOR & HILL PEDIATRICS, PA",
    "NORTHSIDE CLINIC #2",
    "OLD MILL HEALTH",
];
const STREETS: [&str; 4] = [
    "12 ELM ST",
    "400 HARBOR BLVD",
    "9 OLD MILL RD",
    "77 N 3RD AVE",
];
const CITIES: [(&str, &str, &str); 4] = [
    ("SPRINGFIELD", "IL", "627010001"),
    ("PORTLAND", "OR", "97201"),
    ("EL PASO", "TX", "799019999"),
    ("BURLINGTON", "VT", "05401"),
];
const DIAGNOSES: [&str; 14] = [
    "J069", "E119", "I10", "M545", "Z0000", "S52501A", "R51", "N390", "F411", "K219", "L309",
    "H669", "T1490XA", "U071",
];
const PROCEDURES: [&str; 8] = [
    "99213", "99396", "36415", "93000", "J1100", "G0439", "0001A", "A0425",
];

/// Makes things out of chance.
pub struct Maker {
    chance: Rng,
    delimiters: Delimiters,
    serial: u32,
    is_tame: bool,
}

impl Maker {
    pub fn new(seed: u64, delimiters: Delimiters) -> Self {
        Self {
            chance: Rng::with_seed(seed),
            delimiters,
            serial: 0,
            is_tame: false,
        }
    }

    /// Keeps to what less complete validators know: no unknown sex, no eleventh payer, no second referral, an NPI
    /// for everyone, and nothing that only few claims have.
    pub fn tame(self) -> Self {
        Self {
            is_tame: true,
            ..self
        }
    }

    /// A whole file with claims of every shape.
    pub fn batch(&mut self) -> Batch {
        let count = self.chance.usize(1..=3);
        let transactions = (0..count).map(|n| self.transaction(n)).collect();
        Batch {
            interchange: self.interchange(),
            group: self.group(),
            transactions,
        }
    }

    /// A file with these claims.
    pub fn batch_of(&mut self, submissions: Vec<Submission>) -> Batch {
        let transaction = Transaction {
            control_number: "0001".to_owned(),
            header: self.header(),
            providers: arrange(submissions),
        };
        Batch {
            interchange: self.interchange(),
            group: self.group(),
            transactions: vec![transaction],
        }
    }

    fn interchange(&mut self) -> Interchange {
        Interchange {
            authorization: self.maybe(|m| m.text("AUTH", 4)),
            security: self.maybe(|m| m.text("SECRET", 4)),
            sender: self.party(),
            receiver: self.party(),
            created: Some(self.minute()),
            control_number: self.chance.u32(1..=999_999_999),
            wants_acknowledgement: self.chance.bool(),
            usage: if self.chance.bool() {
                Usage::Test
            } else {
                Usage::Production
            },
        }
    }

    fn party(&mut self) -> Party {
        Party {
            qualifier: self
                .one_of(&["ZZ", "30", "01", "27", "28", "29", "33"])
                .to_string(),
            id: self.text("PARTY ", 8),
        }
    }

    fn group(&mut self) -> Group {
        Group {
            sender: self.text("SEND", 6),
            receiver: self.text("RECV", 6),
            created: Some(self.minute()),
            control_number: self.chance.u32(1..=999_999_999),
        }
    }

    fn transaction(&mut self, index: usize) -> Transaction {
        let submissions = self.submissions();
        Transaction {
            control_number: format!("{:04}", index + 1),
            header: self.header(),
            providers: arrange(submissions),
        }
    }

    /// Claims of several practices, policies and patients, in no order.
    fn submissions(&mut self) -> Vec<Submission> {
        let mut submissions = Vec::new();
        for _ in 0..self.chance.usize(1..=2) {
            let provider = self.billing_provider();
            for _ in 0..self.chance.usize(1..=3) {
                let (subscriber, payer) = (self.subscriber(), self.payer());
                let order = subscriber.order;
                for _ in 0..self.chance.usize(1..=3) {
                    let patient = self.maybe(Self::patient);
                    for _ in 0..self.chance.usize(1..=2) {
                        let mut claim = self.claim();
                        self.coordinate(&mut claim, order);
                        submissions.push(bring(
                            &provider,
                            &subscriber,
                            &payer,
                            patient.as_ref(),
                            claim,
                        ));
                    }
                }
            }
        }
        self.chance.shuffle(&mut submissions);
        submissions
    }

    /// One claim with everyone it concerns; the subscriber is the patient or not.
    pub fn submission(&mut self, is_dependent: bool) -> Submission {
        let (provider, subscriber, payer) =
            (self.billing_provider(), self.subscriber(), self.payer());
        let patient = is_dependent.then(|| self.patient());
        let claim = self.claim();
        bring(&provider, &subscriber, &payer, patient.as_ref(), claim)
    }

    /// The orders that a payer may have here.
    fn orders(&self) -> &'static [PayerOrder] {
        if self.is_tame {
            &PayerOrder::ALL[..4]
        } else {
            PayerOrder::ALL
        }
    }

    fn header(&mut self) -> Header {
        let one = self.contact();
        let other = self.maybe(Self::contact);
        let mut name = self.name();
        if let Name::Person(person) = &mut name {
            person.suffix = None;
        }
        Header {
            purpose: *self.one_of(Purpose::ALL),
            reference: self.text("B", 12),
            created: Some(self.minute()),
            content: *self.one_of(Content::ALL),
            submitter: Submitter {
                name,
                id: self.text("S", 9),
                contacts: std::iter::once(one).chain(other).collect(),
            },
            receiver: Receiver {
                name: self.organization(),
                id: self.text("R", 9),
            },
        }
    }

    fn contact(&mut self) -> Contact {
        let shape = self.chance.u8(0..4);
        Contact {
            name: self.maybe(Self::organization),
            phone: (shape != 2).then(|| self.digits(10)),
            extension: (shape == 1).then(|| self.digits(4)),
            fax: (shape >= 2).then(|| self.digits(10)),
            email: (shape == 0 || shape == 3).then(|| self.clean("DESK@EXAMPLE.COM")),
        }
    }

    pub fn billing_provider(&mut self) -> BillingProvider {
        let contacts = self.chance.usize(0..=2);
        BillingProvider {
            name: self.name(),
            npi: self.maybe_npi(),
            taxonomy: self.maybe(|m| {
                m.one_of(&["207Q00000X", "208D00000X", "363LF0000X"])
                    .to_string()
            }),
            tax_id: Some(TaxId {
                kind: *self.one_of(TaxIdKind::ALL),
                number: self.digits(9),
            }),
            address: self.address(),
            contacts: (0..contacts).map(|_| self.contact()).collect(),
            pay_to: self.maybe(Self::address),
            pay_to_plan: self.rarely(|m| Box::new(m.pay_to_plan())),
            ids: self.provider_ids(&[ProviderIdKind::License, ProviderIdKind::Upin], 2),
            currency: self.rarely(|_| "CAD".to_owned()),
        }
    }

    fn pay_to_plan(&mut self) -> PayToPlan {
        PayToPlan {
            name: self.organization(),
            id_kind: *self.one_of(PayerIdKind::ALL),
            id: self.text("P", 6),
            address: self.address(),
            ids: self
                .maybe(|m| (PayerNumberKind::Naic, m.digits(5)))
                .into_iter()
                .collect(),
            tax_id: self.digits(9),
        }
    }

    fn caller(&mut self) -> Contact {
        Contact {
            name: self.maybe(Self::organization),
            phone: Some(self.digits(10)),
            extension: self.maybe(|m| m.digits(4)),
            ..Contact::default()
        }
    }

    pub fn facts(&mut self) -> PatientFacts {
        PatientFacts {
            died_on: self.maybe(Self::day),
            weight: self.maybe(|m| Decimal::new(m.chance.i64(1..=9999), 1).normalize()),
            is_pregnant: self.chance.bool(),
        }
    }

    fn provider_id(&mut self, kinds: &[ProviderIdKind]) -> ProviderId {
        ProviderId {
            kind: *self.one_of(kinds),
            number: self.text("K", 8),
            payer: None,
        }
    }

    /// A few numbers of different kinds.
    fn provider_ids(&mut self, kinds: &[ProviderIdKind], most: usize) -> Vec<ProviderId> {
        let most = if self.is_tame {
            0
        } else {
            most.min(kinds.len())
        };
        let count = self.chance.usize(0..=most);
        let kinds = kinds.iter().take(count);
        kinds.map(|kind| self.provider_id(&[*kind])).collect()
    }

    pub fn subscriber(&mut self) -> Subscriber {
        Subscriber {
            order: *self.one_of(self.orders()),
            group_number: self.maybe(|m| m.text("G", 8)),
            group_name: self.maybe(Self::organization),
            medicare_secondary: self.maybe(|m| *m.one_of(MedicareSecondary::ALL)),
            filing: Some(*self.one_of(FilingIndicator::ALL)),
            name: self.name(),
            member_id_kind: *self.one_of(MemberIdKind::ALL),
            member_id: self.text("M", 10),
            address: Some(self.address()),
            birth: Some(self.birth()),
            social_security: self.maybe(|m| m.digits(9)),
            casualty_claim: self.maybe(|m| m.text("PC", 10)),
            contact: self.rarely(Self::caller),
            facts: self.rarely(Self::facts).unwrap_or_default(),
        }
    }

    pub fn payer(&mut self) -> Payer {
        Payer {
            name: self.organization(),
            id_kind: *self.one_of(PayerIdKind::ALL),
            id: self.text("P", 6),
            address: self.maybe(Self::address),
            ids: self
                .rarely(|m| m.some_of(PayerNumberKind::ALL, |m| m.text("N", 6)))
                .unwrap_or_default(),
            biller_ids: self
                .provider_ids(&[ProviderIdKind::Commercial, ProviderIdKind::Location], 2),
        }
    }

    pub fn patient(&mut self) -> Patient {
        Patient {
            relation: *self.one_of(&Relation::ALL[1..]),
            name: self.person(),
            address: self.address(),
            birth: Some(self.birth()),
            casualty_claim: self.maybe(|m| m.text("PC", 10)),
            casualty_id: self.rarely(|m| CasualtyId {
                kind: *m.one_of(CasualtyIdKind::ALL),
                number: m.digits(9),
            }),
            contact: self.rarely(Self::caller),
            facts: self.rarely(Self::facts).unwrap_or_default(),
        }
    }

    pub fn claim(&mut self) -> Claim {
        self.serial += 1;
        let lines = if self.chance.u8(0..20) == 0 {
            50
        } else {
            self.chance.usize(1..=5)
        };
        let diagnoses = self.chance.usize(1..=12);
        let mut claim = Claim::new(format!("A{}-{}", self.serial, self.chance.u32(..)), "11");
        claim.assignment = *self.one_of(Assignment::ALL);
        claim.benefits = *self.one_of(Benefits::ALL);
        claim.release = *self.one_of(Release::ALL);
        claim.provider_signed = self.chance.bool();
        claim.provider_signed_for_patient = self.chance.bool();
        claim.program = self.maybe(|m| *m.one_of(Program::ALL));
        claim.delay = self.maybe(|m| *m.one_of(Delay::ALL));
        claim.dates = self.some_of(ClaimDate::ALL, Self::day);
        claim.references = self.some_of(ClaimReference::ALL, |m| m.text("N", 12));
        claim.attachments = self.attachments();
        claim.patient_paid = self.maybe(Self::money);
        claim.note = self.maybe(|m| m.note(NoteKind::ALL));
        claim.icd = if self.chance.bool() {
            Icd::Ten
        } else {
            Icd::Nine
        };
        claim.diagnoses = (0..diagnoses)
            .map(|_| (*self.one_of(&DIAGNOSES)).to_owned())
            .collect();
        claim.referring = self.maybe(Self::individual);
        if claim.referring.is_some() {
            claim.primary_care = self.primary_care();
        }
        claim.rendering = self.maybe(Self::rendering);
        claim.facility = self.maybe(Self::facility);
        claim.supervising = self.maybe(Self::individual);
        self.frequency(&mut claim);
        self.causes(&mut claim);
        claim.lines = (1..=lines)
            .map(|number| self.line(number, diagnoses))
            .collect();
        total(&mut claim);
        self.dress_claim(&mut claim);
        claim
    }

    fn frequency(&mut self, claim: &mut Claim) {
        claim.frequency = match self.chance.u8(0..4) {
            0 => Frequency::Replacement,
            1 => Frequency::Void,
            _ => Frequency::Original,
        };
        if claim.frequency.changes_a_claim() {
            let number = self.text("ICN", 10);
            let _ = claim
                .references
                .insert(ClaimReference::PayerClaimNumber, number);
        } else {
            let _ = claim.references.remove(&ClaimReference::PayerClaimNumber);
        }
        if let (Some(began), Some(ended)) = (
            claim.dates.get(&ClaimDate::DisabilityBegan).copied(),
            claim.dates.get(&ClaimDate::DisabilityEnded).copied(),
        ) {
            let _ = claim
                .dates
                .insert(ClaimDate::DisabilityBegan, began.min(ended));
            let _ = claim
                .dates
                .insert(ClaimDate::DisabilityEnded, began.max(ended));
        }
    }

    fn causes(&mut self, claim: &mut Claim) {
        let count = self.chance.usize(0..=2);
        claim.causes = self
            .chance
            .choose_multiple(Cause::ALL.iter().copied(), count);
        if !claim.causes.is_empty() {
            let day = self.day();
            let _ = claim.dates.insert(ClaimDate::Accident, day);
        }
        if claim.causes.contains(&Cause::Automobile) {
            claim.accident_state = Some("OR".to_owned());
        }
    }

    pub fn line(&mut self, number: usize, diagnoses: usize) -> Line {
        let from = self.day();
        let through = from + Days::new(self.chance.u64(0..3));
        let pointers = self.chance.usize(1..=4);
        let flags = [
            LineFlag::Emergency,
            LineFlag::Epsdt,
            LineFlag::FamilyPlanning,
            LineFlag::CopayExempt,
        ];
        let service = Period { from, through };
        let line = Line {
            charge: self.money(),
            measure: *self.one_of(Measure::ALL),
            quantity: Decimal::new(self.chance.i64(1..=9999), self.chance.u32(0..=3)),
            place_of_service: self.maybe(|m| m.one_of(&["11", "21", "22", "02"]).to_string()),
            pointers: (0..pointers)
                .map(|_| u8::try_from(self.chance.usize(1..=diagnoses)).unwrap())
                .collect(),
            flags: flags
                .into_iter()
                .filter(|_| self.chance.bool())
                .collect::<BTreeSet<_>>(),
            service: Some(service),
            control_number: Some(format!("{}L{number}", self.serial)),
            references: self.some_of(LineReference::ALL, |m| m.text("N", 12)),
            attachments: self.attachments(),
            note: self.maybe(|m| m.note(&[NoteKind::Additional, NoteKind::Plans])),
            drug: self.maybe(Self::drug),
            rendering: self.maybe(Self::line_rendering),
            ..Line::new(self.procedure(), Money::ZERO, from)
        };
        self.dressed(line)
    }

    fn dressed(&mut self, mut line: Line) -> Line {
        self.dress_line(&mut line);
        line
    }

    fn line_rendering(&mut self) -> Provider {
        let mut provider = self.rendering();
        for id in &mut provider.ids {
            id.payer = self.maybe(|m| m.text("Q", 5));
        }
        provider
    }

    fn drug(&mut self) -> Drug {
        let digits = self.chance.u64(0..100_000_000_000);
        let kind = if self.is_tame {
            ProductKind::Drug
        } else {
            *self.one_of(ProductKind::ALL)
        };
        let quantity = Decimal::new(self.chance.i64(1..=9999), self.chance.u32(0..=3));
        Drug {
            kind,
            prescription: self.rarely(|m| (*m.one_of(PrescriptionKind::ALL), m.text("RX", 6))),
            ..Drug::ndc(
                format!("{digits:011}"),
                quantity,
                *self.one_of(DrugUnit::ALL),
            )
        }
    }

    fn procedure(&mut self) -> Procedure {
        let modifiers = self.chance.usize(0..=4);
        Procedure {
            code_set: *self.one_of(CodeSet::ALL),
            code: (*self.one_of(&PROCEDURES)).to_owned(),
            modifiers: (0..modifiers)
                .map(|_| (*self.one_of(&["25", "59", "LT", "GP"])).to_owned())
                .collect(),
            description: self.maybe(|m| m.clean("UNLISTED SERVICE, SEE NOTE")),
        }
    }

    fn note(&mut self, kinds: &[NoteKind]) -> Note {
        Note {
            kind: *self.one_of(kinds),
            text: self.clean("SEEN WITH INTERPRETER; 30 MIN (SEE CHART)"),
        }
    }

    pub fn individual(&mut self) -> Provider {
        Provider {
            name: Name::Person(self.person()),
            npi: self.maybe_npi(),
            taxonomy: None,
            ids: self.provider_ids(
                &[
                    ProviderIdKind::License,
                    ProviderIdKind::Upin,
                    ProviderIdKind::Commercial,
                ],
                3,
            ),
        }
    }

    pub fn primary_care(&mut self) -> Option<Provider> {
        (!self.is_tame).then(|| self.individual())
    }

    pub fn rendering(&mut self) -> Provider {
        Provider {
            name: self.name(),
            npi: self.maybe_npi(),
            taxonomy: self.maybe(|_| "207Q00000X".to_owned()),
            ids: self.provider_ids(ProviderIdKind::ALL, 4),
        }
    }

    pub fn facility(&mut self) -> Facility {
        Facility {
            name: self.organization(),
            npi: self.maybe_npi(),
            address: self.address(),
            ids: self.provider_ids(
                &[
                    ProviderIdKind::License,
                    ProviderIdKind::Commercial,
                    ProviderIdKind::Location,
                ],
                3,
            ),
            contact: self.rarely(Self::caller),
        }
    }

    fn name(&mut self) -> Name {
        if self.chance.bool() {
            Name::Person(self.person())
        } else {
            Name::Organization(self.organization())
        }
    }

    fn person(&mut self) -> Person {
        let last = *self.one_of(&FAMILIES);
        Person {
            last: self.clean(last),
            first: self.maybe(|m| (*m.one_of(&GIVEN)).to_owned()),
            middle: self.maybe(|_| "Q".to_owned()),
            suffix: self.maybe(|_| "JR".to_owned()),
        }
    }

    fn organization(&mut self) -> String {
        let name = *self.one_of(&PRACTICES);
        self.clean(name)
    }

    fn address(&mut self) -> Address {
        let (city, state, zip) = *self.one_of(&CITIES);
        Address {
            line: (*self.one_of(&STREETS)).to_owned(),
            second_line: self.maybe(|m| m.clean("SUITE #4")),
            city: city.to_owned(),
            state: Some(state.to_owned()),
            zip: Some(zip.to_owned()),
            country: None,
        }
    }

    fn birth(&mut self) -> Birth {
        Birth {
            day: self.day(),
            sex: *self.one_of(if self.is_tame {
                &Sex::ALL[..2]
            } else {
                Sex::ALL
            }),
        }
    }

    fn maybe_npi(&mut self) -> Option<String> {
        (self.is_tame || self.chance.bool()).then(|| self.npi())
    }

    fn npi(&mut self) -> String {
        let nine = self.chance.u32(100_000_000..=299_999_999);
        Npi::from_first_nine(nine).unwrap().as_str().to_owned()
    }

    fn money(&mut self) -> Money {
        Money::from_cents(self.chance.i64(0..=150_000)).unwrap()
    }

    fn day(&mut self) -> NaiveDate {
        NaiveDate::from_ymd_opt(2015, 10, 1).unwrap() + Days::new(self.chance.u64(0..4000))
    }

    fn minute(&mut self) -> NaiveDateTime {
        self.day()
            .and_hms_opt(self.chance.u32(0..24), self.chance.u32(0..60), 0)
            .unwrap()
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| self.chance.digit(10)).collect()
    }

    fn text(&mut self, start: &str, more: usize) -> String {
        let rest: String = (0..more)
            .map(|_| self.chance.digit(36).to_ascii_uppercase())
            .collect();
        format!("{start}{rest}")
    }

    /// The text without what are delimiters here.
    fn clean(&self, text: &str) -> String {
        let is_data = |c: &char| self.delimiters.found_in(&c.to_string()).is_none();
        charset::fold(&text.chars().filter(is_data).collect::<String>()).unwrap()
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.chance.bool() {
            Some(make(self))
        } else {
            None
        }
    }

    fn rarely<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (!self.is_tame && self.chance.u8(0..12) == 0).then(|| make(self))
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.chance.usize(0..list.len())]
    }

    fn some_of<K: Copy + Ord, V>(
        &mut self,
        keys: &[K],
        make: impl Fn(&mut Self) -> V,
    ) -> BTreeMap<K, V> {
        let count = self.chance.usize(0..=3);
        (0..count)
            .map(|_| (*self.one_of(keys), make(self)))
            .collect()
    }
}

/// Puts a claim with everyone it concerns. What is said of the subscriber's body is of a patient only.
fn bring(
    provider: &BillingProvider,
    subscriber: &Subscriber,
    payer: &Payer,
    patient: Option<&Patient>,
    claim: Claim,
) -> Submission {
    let mut subscriber = subscriber.clone();
    if patient.is_some() {
        subscriber.facts = PatientFacts::default();
    }
    Submission {
        provider: provider.clone(),
        subscriber,
        payer: payer.clone(),
        patient: patient.cloned(),
        claim,
    }
}

/// Sets the claim's charge to the sum of its lines.
pub fn total(claim: &mut Claim) {
    claim.charge = Money::sum(claim.lines.iter().map(|line| line.charge)).unwrap();
}

/// A legal set of delimiters.
pub fn delimiters(seed: u64) -> Delimiters {
    let mut chance = Rng::with_seed(seed);
    let marks: Vec<char> = ('!'..='~')
        .chain('\u{1C}'..='\u{1F}')
        .filter(|c| !c.is_ascii_alphanumeric() && !".-".contains(*c))
        .collect();
    let mut four = chance.choose_multiple(marks, 4);
    match chance.u8(0..6) {
        0 => four[3] = '\n',
        1 => four[3] = '\r',
        _ => {}
    }
    Delimiters::new(four[0], four[1], four[2], four[3]).unwrap()
}

/// The claims of a transaction in the order they are written.
pub fn claims(transaction: &Transaction) -> Vec<&Claim> {
    let subscribers = transaction.providers.iter().flat_map(|p| &p.subscribers);
    subscribers
        .flat_map(|s| {
            s.claims
                .iter()
                .chain(s.patients.iter().flat_map(|p| &p.claims))
        })
        .collect()
}
