use super::super::claim837::PayerIdKind;
use super::super::envelope::{Group, Interchange, Party, Usage};
use super::super::finding::Severity;
use super::super::segment::Delimiters;
use super::*;
use crate::domain::code::Sex;
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn person(last: &str, first: &str) -> Person {
    Person {
        last: last.to_owned(),
        first: Some(first.to_owned()),
        ..Person::default()
    }
}

fn birth() -> Birth {
    Birth {
        day: day("1980-02-29"),
        sex: Sex::Female,
    }
}

fn question(trace: &str) -> Question {
    Question {
        payer: Payer {
            name: "OLD MILL HEALTH".to_owned(),
            id_kind: PayerIdKind::Payer,
            id: "60054".to_owned(),
        },
        asker: Asker {
            name: Name::Organization("ELM STREET FAMILY MEDICINE".to_owned()),
            id: "S1001".to_owned(),
        },
        provider: Provider {
            name: Name::Organization("ELM STREET FAMILY MEDICINE".to_owned()),
            id_kind: ProviderIdKind::Npi,
            id: "1234567893".to_owned(),
        },
        subscriber: Subscriber {
            name: Name::Person(person("BROOKS", "ADA")),
            id: "M100".to_owned(),
            birth: Some(birth()),
            ..Subscriber::default()
        },
        dependent: None,
        inquiry: Inquiry {
            trace: trace.to_owned(),
            references: BTreeMap::from([
                (InquiryReference::PatientControlNumber, "C1".to_owned()),
                (InquiryReference::PayerClaimNumber, "ICN1".to_owned()),
            ]),
            charge: Some(cents(16550)),
            service: Some(Period {
                from: day("2024-03-01"),
                through: day("2024-03-02"),
            }),
            lines: Vec::new(),
        },
    }
}

fn dependent() -> Question {
    let mut one = question("T2");
    one.subscriber.birth = None;
    one.dependent = Some(Dependent {
        name: person("BROOKS", "BORIS"),
        birth: Some(birth()),
    });
    one.inquiry.lines = vec![Line {
        code_set: ServiceCodeSet::Hcpcs,
        code: "99213".to_owned(),
        modifiers: vec!["25".to_owned()],
        charge: cents(15000),
        revenue_code: None,
        units: Decimal::ONE,
        control_number: Some("L1".to_owned()),
        service: Some(Period {
            from: day("2024-03-01"),
            through: day("2024-03-01"),
        }),
    }];
    one
}

fn batch(questions: Vec<Question>) -> Batch {
    let created = day("2024-03-05").and_hms_opt(9, 30, 0);
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
            reference: "Q1".to_owned(),
            created,
            payers: arrange(questions),
        }],
    }
}

const FILE: &str = "\
ISA*00*          *00*          *ZZ*ELMSTREET      *ZZ*CLEARING       *240305*0930*^*00501*000000905*1*P*:~
GS*HR*ELMSTREET*CLEARING*20240305*0930*17*X*005010X212~
ST*276*0001*005010X212~
BHT*0010*13*Q1*20240305*0930~
HL*1**20*1~
NM1*PR*2*OLD MILL HEALTH*****PI*60054~
HL*2*1*21*1~
NM1*41*2*ELM STREET FAMILY MEDICINE*****46*S1001~
HL*3*2*19*1~
NM1*1P*2*ELM STREET FAMILY MEDICINE*****XX*1234567893~
HL*4*3*22*0~
DMG*D8*19800229*F~
NM1*IL*1*BROOKS*ADA****MI*M100~
TRN*1*T1~
REF*1K*ICN1~
REF*EJ*C1~
AMT*T3*165.5~
DTP*472*RD8*20240301-20240302~
HL*5*3*22*1~
NM1*IL*1*BROOKS*ADA****MI*M100~
HL*6*5*23~
DMG*D8*19800229*F~
NM1*QC*1*BROOKS*BORIS~
TRN*1*T2~
REF*1K*ICN1~
REF*EJ*C1~
AMT*T3*165.5~
DTP*472*RD8*20240301-20240302~
SVC*HC:99213:25*150*****1~
REF*FJ*L1~
DTP*472*D8*20240301~
SE*30*0001~
GE*1*17~
IEA*1*000000905~
";

#[test]
fn questions_are_written_as_the_guide_has_them_and_read_back_the_same() {
    let batch = batch(vec![question("T1"), dependent()]);
    let text = write(&batch, Delimiters::STANDARD).unwrap();
    assert_eq!(text.replace('~', "~\n"), FILE);
    let (batches, findings) = read(text.as_bytes()).unwrap();
    assert_eq!(findings, []);
    assert!(batches == [batch]);
}

#[test]
fn questions_about_one_policy_stand_together() {
    let mut other = question("T4");
    other.payer.id = "70000".to_owned();
    let payers = arrange([
        question("T1"),
        question("T2"),
        dependent(),
        dependent(),
        other,
    ]);
    let [first, second] = &payers[..] else {
        panic!("{payers:?}")
    };
    let [own, others] = &first.askers[0].providers[0].subscribers[..] else {
        panic!("{payers:?}")
    };
    assert_eq!((own.inquiries.len(), own.dependents.len()), (2, 0));
    assert_eq!(others.dependents[0].inquiries.len(), 2);
    assert_eq!(second.payer.id, "70000");
}

#[test]
fn questions_that_nobody_could_answer_are_refused() {
    let refuse = |want: &str, change: &dyn Fn(&mut Question)| {
        let mut one = question("T1");
        change(&mut one);
        let error = write(&batch(vec![one]), Delimiters::STANDARD).unwrap_err();
        assert_eq!(error.to_string(), want);
    };
    refuse("subscriber: day of birth is missing", &|one| {
        one.subscriber.birth = None;
    });
    refuse(
        "provider: NPI is not one: ten digits that pass their check",
        &|one| one.provider.id = "1234567890".to_owned(),
    );
    refuse("trace number is missing", &|one| {
        one.inquiry.trace.clear();
    });
    refuse(
        "claim T1, line 1, units must be above zero with at most eight digits, three of them after the point",
        &|one| {
            one.inquiry.lines = dependent().inquiry.lines;
            one.inquiry.lines[0].units = Decimal::ZERO;
        },
    );
    let mut empty = batch(vec![question("T1")]);
    empty.transactions[0].payers.clear();
    let error = write(&empty, Delimiters::STANDARD).unwrap_err();
    assert_eq!(error.to_string(), "transaction: questions are missing");
}

#[test]
fn what_is_wrong_with_questions_is_said() {
    let check = |from: &str, to: &str, want: &[&str]| {
        assert!(FILE.contains(from), "{from}");
        let text = FILE.replacen(from, to, 1);
        let (_, findings) = read(text.as_bytes()).unwrap();
        let said: Vec<&str> = findings
            .iter()
            .filter(|finding| finding.severity != Severity::Note && !finding.text.contains("SE01"))
            .map(|finding| finding.text.as_str())
            .collect();
        assert_eq!(said, want, "{to}");
    };
    check(
        "BHT*0010*13",
        "BHT*0019*00",
        &["BHT01 is '0019', not 0010", "BHT02 is '00', not 13"],
    );
    check(
        "NM1*QC*1*BROOKS*BORIS~\n",
        "",
        &["this level has no name (NM1)"],
    );
    check("NM1*1P*2", "NM1*85*2", &["NM101 is '85', not 1P"]);
    check(
        "HL*4*3*22",
        "HL*4*9*22",
        &["HL02 is '9', the level above is '3'"],
    );
    check(
        "HL*3*2*19*1~\nNM1*1P*2*ELM STREET FAMILY MEDICINE*****XX*1234567893~\nHL*4*3*22*0~\nDMG*D8*19800229*F~",
        "HL*3*2*22*0~",
        &[
            "nothing stands above this level, and it is not kept",
            "HL01 is '5', the next number is 4",
            "nothing stands above this level, and it is not kept",
            "nothing stands above this level, and it is not kept",
            "the transaction asks about no claim (TRN)",
        ],
    );
    check(
        "REF*EJ*C1",
        "REF*QQ*C1",
        &["REF01 'QQ' is not a number that a claim is found by"],
    );
    check(
        "AMT*T3*165.5",
        "AMT*T3*much",
        &["AMT02 'much' is not an amount"],
    );
    check(
        "SVC*HC:",
        "SVC*QQ:",
        &["SVC01-1 'QQ' is not where a code is from"],
    );
}
