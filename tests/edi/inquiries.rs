//! Questions about claims (276): what is written reads back the same, and another's validator finds no fault in it.

use pegboard::domain::code::{Npi, Sex};
use pegboard::edi::claim837::{Birth, Name, PayerIdKind, Period, Person};
use pegboard::edi::inquiry276::{
    self, Asker, Batch, Dependent, Inquiry, InquiryReference, Line, Payer, Provider,
    ProviderIdKind, Question, ServiceCodeSet, Subscriber, SubscriberIdKind, Transaction, arrange,
};
use pegboard::edi::inspect;
use pegboard::edi::segment::Delimiters;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{judges, replier, samples};

/// A made-up file of questions, the same for the same seed.
pub fn batch(seed: u64) -> Batch {
    batch_with(seed, 2)
}

/// The same, with at most so many lines of each claim.
fn batch_with(seed: u64, lines: usize) -> Batch {
    let mut maker = replier::Maker::of(seed);
    let created = maker.minute();
    maker.batch(|maker, control_number| {
        let count = maker.0.usize(1..=5);
        Transaction {
            control_number,
            reference: maker.number("Q"),
            created,
            payers: arrange((0..count).map(|_| question(maker, lines))),
        }
    })
}

fn question(maker: &mut replier::Maker, lines: usize) -> Question {
    let is_dependent = maker.0.bool();
    let nine = maker.0.u32(100_000_000..=299_999_999);
    Question {
        payer: Payer {
            name: maker.one(&["OLD MILL HEALTH", "HARBOR PLAN"]).to_owned(),
            id_kind: pick(maker, PayerIdKind::ALL),
            id: maker.number("P"),
        },
        asker: Asker {
            name: Name::Organization("ELM STREET FAMILY MEDICINE".to_owned()),
            id: maker.number("S"),
        },
        provider: Provider {
            name: Name::Organization("ELM STREET FAMILY MEDICINE".to_owned()),
            id_kind: ProviderIdKind::Npi,
            id: Npi::from_first_nine(nine).unwrap().as_str().to_owned(),
        },
        subscriber: Subscriber {
            name: Name::Person(person(maker)),
            id_kind: pick(maker, SubscriberIdKind::ALL),
            id: maker.number("M"),
            birth: (!is_dependent).then(|| birth(maker)),
        },
        dependent: is_dependent.then(|| Dependent {
            name: person(maker),
            birth: Some(birth(maker)),
        }),
        inquiry: inquiry(maker, lines),
    }
}

fn pick<T: Copy>(maker: &mut replier::Maker, all: &[T]) -> T {
    all[maker.0.usize(..all.len())]
}

fn person(maker: &mut replier::Maker) -> Person {
    Person {
        last: maker.one(&["BROOKS", "FENN", "HUI"]).to_owned(),
        first: Some(maker.one(&["ADA", "BORIS", "CLEO"]).to_owned()),
        ..Person::default()
    }
}

fn birth(maker: &mut replier::Maker) -> Birth {
    Birth {
        day: maker.day(),
        sex: pick(maker, &[Sex::Female, Sex::Male]),
    }
}

fn inquiry(maker: &mut replier::Maker, lines: usize) -> Inquiry {
    let references = maker.some(3, |maker| {
        let kind = pick(maker, InquiryReference::ALL);
        (kind, maker.number("N"))
    });
    Inquiry {
        trace: maker.number("T"),
        references: references.into_iter().collect(),
        charge: Some(maker.amount()),
        service: maker
            .service()
            .map(|(from, through)| Period { from, through }),
        lines: maker.some(lines, line),
    }
}

fn line(maker: &mut replier::Maker) -> Line {
    let day = maker.day();
    Line {
        code_set: pick(maker, &[ServiceCodeSet::Hcpcs, ServiceCodeSet::Dental]),
        code: "99213".to_owned(),
        modifiers: maker.some(4, |_| "25".to_owned()),
        charge: maker.amount(),
        revenue_code: maker.maybe(|_| "0450".to_owned()),
        units: Decimal::from(maker.0.i64(1..=9)),
        control_number: maker.maybe(|maker| maker.number("L")),
        service: Some(Period {
            from: day,
            through: day,
        }),
    }
}

proptest! {
    #[test]
    fn questions_read_back_the_same(seed in any::<u64>()) {
        let batch = batch(seed);
        let text = inquiry276::write(&batch, Delimiters::STANDARD).unwrap();
        let (batches, findings) = inquiry276::read(text.as_bytes()).unwrap();
        prop_assert_eq!(findings, vec![]);
        prop_assert!(batches == [batch]);
    }

    #[test]
    fn harmed_questions_make_nothing_panic(seed in 0_u64..20, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let text = inquiry276::write(&batch(seed), Delimiters::STANDARD).unwrap();
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = inquiry276::read(bytes.as_slice());
        let _ = inspect::file("a.276", bytes.as_slice());
    }
}

/// It knows no second line of a claim.
#[test]
fn questions_pass_the_validator_that_knows_them() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = (0..6)
        .map(|seed| {
            let text = inquiry276::write(&batch_with(seed, 1), Delimiters::STANDARD).unwrap();
            let file = folder.path().join(format!("any-{seed}.276"));
            std::fs::write(&file, text).unwrap();
            file
        })
        .collect();
    judges::second(&files);
}

/// Other people's questions are read, and written again they say the same.
#[test]
fn samples_of_questions_are_read_and_written_again() {
    let Some(folder) = samples::folder("samples") else {
        return;
    };
    for (_, file) in samples::files(&folder)
        .into_iter()
        .filter(|(kind, _)| kind == "276")
    {
        let name = file.display().to_string();
        let (batches, _) = inquiry276::read(std::fs::File::open(&file).unwrap()).unwrap();
        let inquiries = batches
            .iter()
            .flat_map(|batch| &batch.transactions)
            .flat_map(Transaction::inquiries);
        let asked = inquiries.count();
        let report = samples::report(&file);
        let reported: usize = report
            .interchanges
            .iter()
            .flat_map(|interchange| &interchange.transactions)
            .filter_map(|transaction| transaction.inquiries.as_ref())
            .map(Vec::len)
            .sum();
        assert!(asked > 0 && asked == reported, "{name}");
        for batch in batches {
            match inquiry276::write(&batch, Delimiters::STANDARD) {
                Ok(text) => {
                    let (again, _) = inquiry276::read(text.as_bytes()).unwrap();
                    assert!(again == [batch], "{name}");
                }
                Err(error) => assert!(error.to_string().contains("NPI"), "{name}: {error}"),
            }
        }
    }
}
