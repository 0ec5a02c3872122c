//! A made-up practice in a book on the disk. Nobody in it exists.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::{DateTime, Days, NaiveDate, Utc};
use pegboard::domain::claim::{ClaimFilter, ClaimRow, State};
use pegboard::domain::code::{FilingIndicator, Npi, Relation, Sex, Units};
use pegboard::domain::id::{
    ClaimId, FacilityId, PatientId, PayerId, PolicyId, ProviderId, ReceiverId,
};
use pegboard::domain::money::Money;
use pegboard::domain::patient::{Contact, NewPatient, Payor};
use pegboard::domain::person::{Address, Name};
use pegboard::domain::policy::{NewPolicy, Rank, Subscriber};
use pegboard::domain::practice::{
    Duty, NewFacility, NewPayer, NewProvider, NewReceiver, Practice, Profile, Separators, Windows,
};
use pegboard::domain::scrub::EditId;
use pegboard::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use pegboard::office::{Clock, Exported, Office, Which, quietly};
use tempfile::TempDir;

const PASSPHRASE: &str = "velvet harbor trims onion";
const NAME: &str = "Fairlawn.pegboard";

/// Who and what is in the book.
#[derive(Clone, Copy)]
pub struct Known {
    /// Sees patients.
    pub hale: ProviderId,
    /// Sends patients.
    pub brandt: ProviderId,
    /// A hospital.
    pub lakeside: FacilityId,
    /// Takes Meridian's claims.
    pub portage: ReceiverId,
    /// A payer of claims through Portage.
    pub meridian: PayerId,
    /// Insured by Meridian herself.
    pub dana: PatientId,
    /// Dana's policy.
    pub danas: PolicyId,
    /// Insured by Corwin through his mother.
    pub otis: PatientId,
    /// Insured by Northfield.
    pub ida: PatientId,
    /// Insured by nobody.
    pub per: PatientId,
}

/// A book made once. Every test works on a copy, because making one takes a while on purpose.
static MADE: LazyLock<(TempDir, Known)> = LazyLock::new(|| {
    let above = tempfile::tempdir().unwrap();
    let clock = Clock::stopped(noon(day("2026-03-02")));
    let folder = above.path().join(NAME);
    let (mut office, _key) =
        Office::create_open_to_all(&folder, "Ruth Amsel", PASSPHRASE, &practice(), clock).unwrap();
    let known = fill(&mut office);
    office.close().unwrap();
    (above, known)
});

/// A book of its own for one test, with a clock to move and a folder for files.
pub struct Desk {
    above: TempDir,
    pub clock: Clock,
    pub office: Office,
    pub known: Known,
}

impl Desk {
    /// Opens a copy of the book on the day of most visits.
    pub fn open() -> Self {
        let above = tempfile::tempdir().unwrap();
        let (from, to) = (MADE.0.path().join(NAME), above.path().join(NAME));
        fs::create_dir(&to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let file = entry.unwrap().path();
            let _bytes = fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
        let clock = Clock::stopped(noon(day("2026-03-05")));
        let office = Office::open(&to, PASSPHRASE, clock.clone()).unwrap();
        fs::create_dir(above.path().join("out")).unwrap();
        Self {
            above,
            clock,
            office,
            known: MADE.1,
        }
    }

    /// Where files go.
    pub fn out(&self) -> PathBuf {
        self.above.path().join("out")
    }

    /// Moves the clock to noon of a day.
    pub fn on(&mut self, text: &str) {
        self.clock.set(noon(day(text)));
    }

    /// A visit of Dana's with nothing wrong.
    pub fn visit(&self) -> NewVisit {
        self.visit_of(self.known.dana)
    }

    /// A visit with nothing wrong.
    pub fn visit_of(&self, patient: PatientId) -> NewVisit {
        let on = day("2026-03-02");
        NewVisit {
            patient,
            service_on: on,
            rendering: self.known.hale,
            referring: None,
            facility: None,
            place: "11".parse().unwrap(),
            notes: Notes {
                reason: "check-up".to_owned(),
                signed_on: Some(on),
                ..Notes::default()
            },
            authorization: String::new(),
            onset_on: None,
            admitted_on: None,
            accident: None,
            details: Details::default(),
            diagnoses: ["E11.9", "I10"].map(|code| code.parse().unwrap()).to_vec(),
            lines: vec![line("99213", "A", 13_000), line("36415", "BA", 1_500)],
        }
    }

    /// Enters a visit and gives its only claim.
    pub fn claim_of(&mut self, visit: &NewVisit) -> ClaimId {
        let id = self.office.enter_visit(visit).unwrap();
        let of_visit = |row: &ClaimRow| row.visit == id;
        let mut claims = self.all().into_iter().filter(of_visit);
        let claim = claims.next().unwrap().id;
        assert!(claims.next().is_none());
        claim
    }

    /// Every claim.
    pub fn all(&self) -> Vec<ClaimRow> {
        self.office.claims(&ClaimFilter::default()).unwrap()
    }

    /// Where a claim stands.
    pub fn state(&self, claim: ClaimId) -> State {
        self.office.claim(claim).unwrap().row.state
    }

    /// Sends all that is ready.
    pub fn export(&mut self) -> Exported {
        let out = self.out();
        self.office
            .export(&out, Which::Ready, &mut quietly)
            .unwrap()
    }

    /// The ids of the edits that find something.
    pub fn findings(&self, claim: ClaimId) -> Vec<EditId> {
        let page = self.office.claim(claim).unwrap();
        page.findings.iter().map(|found| found.edit.id).collect()
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

pub fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

pub fn line(code: &str, pointers: &str, charge: i64) -> NewLine {
    NewLine {
        code: code.parse().unwrap(),
        modifiers: Vec::new(),
        pointers: pointers
            .chars()
            .map(|letter| Pointer::from_letter(letter).unwrap())
            .collect(),
        units: Units::ONE,
        charge: cents(charge),
        description: "Service".to_owned(),
        drug: None,
        details: LineDetails::default(),
    }
}

/// The files of a folder by name.
pub fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn npi(nine: u32) -> Npi {
    Npi::from_first_nine(nine).unwrap()
}

fn name(last: &str, first: &str) -> Name {
    Name {
        last: last.to_owned(),
        first: first.to_owned(),
        ..Name::default()
    }
}

fn address(street: &str) -> Address {
    Address {
        street: street.to_owned(),
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
        npi: npi(123_456_789),
        taxonomy: Some("207Q00000X".parse().unwrap()),
        tax_id: "34-1234567".parse().unwrap(),
        clia: Some("36D0987654".parse().unwrap()),
        address: address("400 Market St"),
        pay_to: Some(address("PO Box 77")),
        phone: "330 555 0142".parse().unwrap(),
        contact: "Ruth Amsel".to_owned(),
        email: Some("billing@fairlawn.example".parse().unwrap()),
        pay_online: String::new(),
        office_hours: String::new(),
        statement_note: String::new(),
        due_days: 24,
    }
}

fn provider(last: &str, nine: u32, duty: Duty) -> NewProvider {
    NewProvider {
        name: name(last, "Simon"),
        credential: "MD".to_owned(),
        npi: npi(nine),
        taxonomy: Some("207Q00000X".parse().unwrap()),
        duty,
    }
}

fn receiver(name: &str, separators: Separators) -> NewReceiver {
    NewReceiver {
        name: name.to_owned(),
        receiver_id: name.to_ascii_uppercase().replace(' ', ""),
        receiver_qualifier: "ZZ".to_owned(),
        sender_id: "FAIRLAWN01".to_owned(),
        sender_qualifier: "ZZ".to_owned(),
        is_test: false,
        separators,
        profile: Profile::default(),
    }
}

fn payer(name: &str, id: &str, receiver: Option<ReceiverId>) -> NewPayer {
    NewPayer {
        name: name.to_owned(),
        payer_id: id.parse().unwrap(),
        filing_indicator: FilingIndicator::Commercial,
        timely_days: 90,
        address: None,
        phone: None,
        receiver,
        member_pattern: String::new(),
        answer_days: None,
        windows: Windows::default(),
    }
}

fn patient(last: &str, first: &str, born: &str) -> NewPatient {
    NewPatient {
        contact: Contact {
            name: name(last, first),
            address: address("12 Juniper Way"),
            phone: None,
            email: None,
        },
        born_on: day(born),
        sex: Sex::Female,
        payor: Payor::Patient,
        reason: String::new(),
        note: String::new(),
        died_on: None,
    }
}

/// A policy of that patient's own.
pub fn policy(patient: PatientId, payer: PayerId) -> NewPolicy {
    NewPolicy {
        patient,
        payer,
        rank: Rank::Primary,
        member_id: "MER4471902".parse().unwrap(),
        group_number: "G-100".to_owned(),
        plan_name: String::new(),
        medicare_secondary: None,
        relation: Relation::Itself,
        subscriber: None,
        effective_on: day("2025-01-01"),
        ends_on: None,
        copay: cents(2_500),
        assigns_benefits: true,
        accepts_assignment: true,
        signature_on_file: true,
    }
}

fn fill(office: &mut Office) -> Known {
    let hale = office.add_provider(&provider("Hale", 133_333_333, Duty::Renders));
    let brandt = office.add_provider(&provider("Brandt", 144_444_444, Duty::Refers));
    let lakeside = office.add_facility(&NewFacility {
        name: "Lakeside Hospital".to_owned(),
        npi: Some(npi(155_555_555)),
        clia: Some("36D1122334".parse().unwrap()),
        place: "22".parse().unwrap(),
        address: address("1 Lakeside Dr"),
    });
    let others = Separators {
        element: '|',
        component: '>',
        repetition: '!',
        segment: '\n',
        newline: false,
    };
    let portage = office.add_receiver(&receiver("Portage Clearing", Separators::default()));
    let portage = portage.unwrap();
    let summit = office.add_receiver(&receiver("Summit", others)).unwrap();
    let mut add_payer = |name, id, receiver| office.add_payer(&payer(name, id, receiver)).unwrap();
    let meridian = add_payer("Meridian Health", "60054", Some(portage));
    let corwin = add_payer("Corwin Mutual", "61482", Some(summit));
    let northfield = add_payer("Northfield Plan", "NFP01", None);
    let mut register = |last, first, born| {
        let new = patient(last, first, born);
        office.register_patient(&new).unwrap()
    };
    let dana = register("Whitlock", "Dana", "1984-07-09");
    let otis = register("Ferreira", "Otis", "2015-11-30");
    let ida = register("Drummond", "Ida", "1950-01-02");
    let per = register("Lindqvist", "Per", "1990-05-06");
    let danas = office.add_policy(&policy(dana, meridian)).unwrap();
    let mut otis_policy = policy(otis, corwin);
    otis_policy.relation = Relation::Child;
    otis_policy.subscriber = Some(Subscriber {
        name: name("Ferreira", "Joana"),
        born_on: Some(day("1986-02-01")),
        sex: Sex::Female,
        address: address("12 Juniper Way"),
    });
    let _otis = office.add_policy(&otis_policy).unwrap();
    let _idas = office.add_policy(&policy(ida, northfield)).unwrap();
    Known {
        hale: hale.unwrap(),
        brandt: brandt.unwrap(),
        lakeside: lakeside.unwrap(),
        portage,
        meridian,
        dana,
        danas,
        otis,
        ida,
        per,
    }
}

/// The day that many days after a visit.
pub fn after(days: u64) -> String {
    (day("2026-03-02") + Days::new(days)).to_string()
}
