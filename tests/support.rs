//! A made-up practice for tests: its people are entered through the drafts, as everybody enters them, and its clock
//! stands still.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use pegboard::domain::code::{Npi, Relation};
use pegboard::domain::draft::{
    PatientDraft, PayerDraft, PolicyDraft, PracticeDraft, ProviderDraft, patient, policy,
};
use pegboard::domain::id::{GuarantorId, PatientId, PayerId};
use pegboard::domain::patient::NewPatient;
use pegboard::domain::policy::NewPolicy;
use pegboard::domain::practice::{NewPayer, NewProvider, Practice};
use pegboard::office::{Clock, Office};
use tempfile::TempDir;

pub const OWNER: &str = "Nadia Orsolek";
pub const PASSPHRASE: &str = "copper lantern drifts noon";

/// The instant at which every test begins: a Tuesday, in the morning.
pub fn now() -> DateTime<Utc> {
    "2026-03-17T14:30:00Z".parse().unwrap()
}

pub fn today() -> NaiveDate {
    now().date_naive()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn clock() -> Clock {
    Clock::stopped(now())
}

pub fn npi(first_nine: u32) -> String {
    Npi::from_first_nine(first_nine).unwrap().to_string()
}

pub fn practice() -> Practice {
    let draft = PracticeDraft {
        name: "Larkspur Family Medicine".to_owned(),
        npi: npi(145_208_871),
        tax_id: "12-3456789".to_owned(),
        clia: "36D0987654".to_owned(),
        street: "27 Quarry Lane".to_owned(),
        city: "Dublin".to_owned(),
        state: "OH".to_owned(),
        zip: "43016-4412".to_owned(),
        pay_street: "PO Box 7".to_owned(),
        pay_city: "Dublin".to_owned(),
        pay_state: "OH".to_owned(),
        pay_zip: "43016-0007".to_owned(),
        phone: "(614) 555-0142".to_owned(),
        contact: OWNER.to_owned(),
        ..PracticeDraft::default()
    };
    draft.check().unwrap()
}

/// The practice's office, in memory.
pub fn office() -> Office {
    Office::in_memory(OWNER, &practice(), clock()).unwrap()
}

pub fn clinician(last: &str, first_nine: u32) -> NewProvider {
    let draft = ProviderDraft {
        last: last.to_owned(),
        first: "Simon".to_owned(),
        credential: "MD".to_owned(),
        npi: npi(first_nine),
        ..ProviderDraft::default()
    };
    draft.check().unwrap()
}

pub fn payer(name: &str, id: &str) -> NewPayer {
    let draft = PayerDraft {
        name: name.to_owned(),
        payer_id: id.to_owned(),
        filing_indicator: "CI".to_owned(),
        timely_days: "180".to_owned(),
        ..PayerDraft::default()
    };
    draft.check().unwrap()
}

/// A patient as typed, who pays for themselves.
pub fn typed(last: &str, first: &str, born_on: &str) -> PatientDraft {
    PatientDraft {
        last: last.to_owned(),
        first: first.to_owned(),
        born_on: born_on.to_owned(),
        sex: "F".to_owned(),
        street: "4 Elm Court".to_owned(),
        city: "Dublin".to_owned(),
        state: "OH".to_owned(),
        zip: "43016".to_owned(),
        phone: "(614) 555-0177".to_owned(),
        ..PatientDraft::default()
    }
}

pub fn person(last: &str, first: &str, born_on: &str) -> NewPatient {
    typed(last, first, born_on).check(today()).unwrap()
}

/// A child for whom somebody the book knows pays.
pub fn child_of(guarantor: GuarantorId, last: &str, first: &str, born_on: &str) -> NewPatient {
    let draft = PatientDraft {
        who_pays: patient::WhoPays::Known,
        guarantor: Some(guarantor),
        payor_relation: Relation::Child.as_str().to_owned(),
        ..typed(last, first, born_on)
    };
    draft.check(today()).unwrap()
}

/// The patient's own policy, open from that day on.
pub fn own_policy(patient: PatientId, payer: PayerId, effective_on: &str) -> NewPolicy {
    let draft = PolicyDraft {
        payer: Some(payer),
        member_id: "MHP884201773".to_owned(),
        effective_on: effective_on.to_owned(),
        copay: "25.00".to_owned(),
        ..PolicyDraft::default()
    };
    let context = policy::Context {
        patient,
        policies: &[],
        changing: None,
        today: today(),
    };
    draft.check(context).unwrap()
}

/// A book made once; tests work on copies, because making one takes a while on purpose.
static MADE: LazyLock<TempDir> = LazyLock::new(|| {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join(Book::NAME);
    let (office, _recovery) =
        Office::create_open_to_all(&folder, OWNER, PASSPHRASE, &practice(), clock()).unwrap();
    office.close().unwrap();
    above
});

/// A book in a folder of its own.
pub struct Book {
    _above: TempDir,
    pub path: PathBuf,
}

impl Book {
    const NAME: &str = "Larkspur.pegboard";

    pub fn new() -> Self {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join(Self::NAME);
        fs::create_dir(&path).unwrap();
        for (name, bytes) in files(&MADE.path().join(Self::NAME)) {
            fs::write(path.join(name), bytes).unwrap();
        }
        Self {
            _above: above,
            path,
        }
    }

    pub fn open(&self) -> Office {
        Office::open(&self.path, PASSPHRASE, clock()).unwrap()
    }

    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        files(&self.path)
    }
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}
