//! Writing a batch of claims to a file against writing its finished bytes to a file.
//!
//! The claims are typed values in memory, as the office has made them. On one side they are written: every text is
//! checked and brought to what can be sent, every sum and pointer is proved, the segments are counted; then the bytes
//! go to a new file, which is synced, renamed to its name, and its folder synced. On the other side the very same
//! bytes, made before the clock starts, go to a new file in the very same way. What is measured is thus what making
//! the file costs on top of having it. The two take turns.
//!
//! A second pair leaves the disk out: making the bytes against copying them. It has no bar; it says how fast the
//! writer is.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use chrono::{Days, NaiveDate};
use pegboard::domain::code::{FilingIndicator, Npi, Relation, Sex};
use pegboard::domain::money::Money;
use pegboard::edi::claim837::{
    self, Address, Batch, BillingProvider, Birth, Claim, ClaimReference, Contact, Content, Header,
    Line, Name, Patient, Payer, PayerIdKind, PayerOrder, Person, Procedure, Provider, Purpose,
    Receiver, Submission, Submitter, Subscriber, TaxId, TaxIdKind, Transaction, arrange,
};
use pegboard::edi::envelope::{Group, Interchange, Party, Usage};
use pegboard::edi::segment::Delimiters;

use super::measure::{Timed, Verdict, time};

const CLAIMS: u32 = 5_000;
const ROUNDS: usize = 15;
/// The most that making and writing may take, in times of writing alone.
const BAR: f64 = 2.0;

pub fn run() -> Verdict {
    let batch = batch();
    let finished = claim837::write(&batch, Delimiters::STANDARD).unwrap();
    let folder = tempfile::tempdir_in(std::env::current_dir().unwrap().join("target")).unwrap();
    let (mut ours, mut plain) = (
        Timed::new("claims to bytes, bytes to a synced file"),
        Timed::new("finished bytes to a synced file"),
    );
    let (mut made, mut copied) = (Timed::new("claims to bytes"), Timed::new("bytes copied"));
    for _ in 0..ROUNDS {
        plain.add(time(|| save(folder.path(), finished.as_bytes())));
        ours.add(time(|| {
            let text = claim837::write(&batch, Delimiters::STANDARD).unwrap();
            save(folder.path(), text.as_bytes());
            text
        }));
        copied.add(time(|| finished.clone()));
        made.add(time(|| {
            claim837::write(&batch, Delimiters::STANDARD).unwrap()
        }));
    }
    let segments = finished.bytes().filter(|byte| *byte == b'~').count();
    println!(
        "{CLAIMS} claims, {segments} segments, {} bytes; {ROUNDS} rounds, taking turns",
        finished.len()
    );
    let verdict = ours.against(&plain, Some(BAR));
    verdict.and(made.against(&copied, None))
}

/// Puts bytes into a file so that they are there after a power cut, as the export does.
fn save(folder: &Path, bytes: &[u8]) {
    let (fresh, named) = (folder.join("claims.part"), folder.join("claims.837"));
    let mut file = File::create(&fresh).unwrap();
    file.write_all(bytes).unwrap();
    file.sync_all().unwrap();
    fs::rename(&fresh, &named).unwrap();
    File::open(folder).unwrap().sync_all().unwrap();
}

/// Five thousand claims of a practice with four clinicians: one to five lines each, every fifth for a dependent, some
/// with an authorization or somebody who referred.
fn batch() -> Batch {
    let created = day(0).and_hms_opt(9, 30, 0);
    let party = |id: &str| Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    };
    Batch {
        interchange: Interchange {
            authorization: None,
            security: None,
            sender: party("ELMSTREET"),
            receiver: party("CLEARING"),
            created,
            control_number: 905,
            wants_acknowledgement: true,
            usage: Usage::Production,
        },
        group: Group {
            sender: "ELMSTREET".to_owned(),
            receiver: "CLEARING".to_owned(),
            created,
            control_number: 17,
        },
        transactions: vec![Transaction {
            control_number: "0001".to_owned(),
            header: Header {
                purpose: Purpose::Original,
                reference: "905-0001".to_owned(),
                created,
                content: Content::Claims,
                submitter: Submitter {
                    name: Name::Organization("ELM STREET FAMILY MEDICINE".to_owned()),
                    id: "ELMSTREET".to_owned(),
                    contacts: vec![Contact {
                        name: Some("BILLING DESK".to_owned()),
                        phone: Some("2175550100".to_owned()),
                        ..Contact::default()
                    }],
                },
                receiver: Receiver {
                    name: "CLEARING HOUSE".to_owned(),
                    id: "CLEARING".to_owned(),
                },
            },
            providers: arrange((0..CLAIMS).map(submission)),
        }],
    }
}

fn submission(number: u32) -> Submission {
    let is_dependent = number.is_multiple_of(5);
    Submission {
        provider: BillingProvider {
            name: Name::Organization("ELM STREET FAMILY MEDICINE".to_owned()),
            npi: Some(npi(100_000_000)),
            taxonomy: Some("207Q00000X".to_owned()),
            tax_id: Some(TaxId {
                kind: TaxIdKind::Employer,
                number: "123456789".to_owned(),
            }),
            address: address(12),
            ..BillingProvider::default()
        },
        subscriber: Subscriber {
            order: PayerOrder::Primary,
            group_number: Some(format!("G{}", number % 97)),
            filing: Some(FilingIndicator::Commercial),
            name: Name::Person(person(number)),
            member_id: format!("M{number:09}"),
            address: (!is_dependent).then(|| address(number)),
            birth: (!is_dependent).then(|| birth(number)),
            ..Subscriber::default()
        },
        payer: Payer {
            name: "OLD MILL HEALTH".to_owned(),
            id_kind: PayerIdKind::Payer,
            id: format!("{:05}", 60_000 + number % 40),
            ..Payer::default()
        },
        patient: is_dependent.then(|| Patient {
            relation: Relation::Child,
            name: person(number + 1),
            address: address(number),
            birth: Some(birth(number)),
            ..Patient::default()
        }),
        claim: claim(number),
    }
}

fn claim(number: u32) -> Claim {
    let mut claim = Claim::new(format!("A{number:06}"), "11");
    let diagnoses = ["E119", "I10", "J069", "M545", "Z0000"];
    let count = 1 + number % 4;
    claim.diagnoses = diagnoses
        .iter()
        .take(usize::try_from(count).unwrap())
        .map(ToString::to_string)
        .collect();
    claim.lines = (1..=1 + number % 5)
        .map(|line| service(number, line, count))
        .collect();
    claim.charge = Money::sum(claim.lines.iter().map(|line| line.charge)).unwrap();
    claim.rendering = Some(Provider {
        taxonomy: Some("207Q00000X".to_owned()),
        ..clinician(number % 4)
    });
    claim.referring = number.is_multiple_of(3).then(|| clinician(9));
    if number.is_multiple_of(7) {
        let authorization = format!("AUTH{number}");
        let _none = claim
            .references
            .insert(ClaimReference::PriorAuthorization, authorization);
    }
    claim
}

fn service(number: u32, line: u32, diagnoses: u32) -> Line {
    let codes = ["99213", "36415", "93000", "87880", "90471"];
    let code = codes[usize::try_from((number + line) % 5).unwrap()];
    let cents = i64::from(1_500 + (number * 37 + line * 911) % 40_000);
    let charge = Money::from_cents(cents).unwrap();
    let mut service = Line::new(Procedure::hcpcs(code), charge, day(number));
    if line == 1 {
        service.procedure.modifiers = vec!["25".to_owned()];
    }
    service.pointers = (1..=diagnoses)
        .map(|at| u8::try_from(at).unwrap())
        .collect();
    service.control_number = Some(format!("A{number:06}-1-{line}"));
    service
}

fn clinician(which: u32) -> Provider {
    Provider {
        name: Name::Person(person(which)),
        npi: Some(npi(150_000_000 + which)),
        ..Provider::default()
    }
}

fn npi(nine: u32) -> String {
    Npi::from_first_nine(nine).unwrap().as_str().to_owned()
}

fn person(number: u32) -> Person {
    let families = ["ABERNATHY", "BROOKS", "CASTELLANO", "O'DOWD", "FENN", "HUI"];
    let given = ["ADA", "BORIS", "CLEO", "DEV", "ESTHER", "FINN", "GRETA"];
    let one = |of: &[&str]| of[usize::try_from(number).unwrap() % of.len()].to_owned();
    Person {
        last: one(&families),
        first: Some(one(&given)),
        middle: number.is_multiple_of(2).then(|| "Q".to_owned()),
        ..Person::default()
    }
}

fn address(number: u32) -> Address {
    Address {
        line: format!("{} ELM ST", number + 1),
        city: "SPRINGFIELD".to_owned(),
        state: Some("IL".to_owned()),
        zip: Some("627010001".to_owned()),
        ..Address::default()
    }
}

fn birth(number: u32) -> Birth {
    Birth {
        day: day(number * 7) - Days::new(9_000),
        sex: if number.is_multiple_of(2) {
            Sex::Female
        } else {
            Sex::Male
        },
    }
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(u64::from(number % 300))
}
