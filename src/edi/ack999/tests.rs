use super::super::batch::Batch as File;
use super::super::envelope::{Group, Interchange, Party};
use super::super::segment::Delimiters;
use super::*;

const HEAD: &str = "ISA*00*          *00*          *ZZ*CLEARING       *ZZ*ELMSTREET      *240306*0815*^*00501*000000031*0*T*:~GS*FA*CLEARING*ELMSTREET*20240306*0815*31*X*005010X231A1~";

fn set(number: &str, outcome: Outcome) -> SetAnswer {
    SetAnswer {
        set: "837".to_owned(),
        control_number: number.to_owned(),
        implementation: Some("005010X222A1".to_owned()),
        outcome: Some(outcome),
        ..SetAnswer::default()
    }
}

fn faulty() -> SetAnswer {
    let unit = Context::Unit {
        element: "CLM01".to_owned(),
        value: "C200436".to_owned(),
    };
    let trigger = Context::Trigger {
        segment: "CLM".to_owned(),
        position: Some(43),
        loop_id: Some("2300".to_owned()),
        place: Place {
            element: Some(5),
            component: Some(3),
            repetition: None,
        },
        reference: Some("1325".to_owned()),
    };
    SetAnswer {
        faults: vec![
            SegmentFault {
                segment: "NM1".to_owned(),
                position: Some(17),
                loop_id: Some("2010".to_owned()),
                code: Some("8".to_owned()),
                contexts: vec![unit],
                elements: vec![ElementFault {
                    place: Place {
                        element: Some(9),
                        ..Place::default()
                    },
                    reference: Some("67".to_owned()),
                    code: "I12".to_owned(),
                    value: Some("12345".to_owned()),
                    contexts: Vec::new(),
                }],
            },
            SegmentFault {
                segment: "REF".to_owned(),
                position: Some(57),
                code: Some("3".to_owned()),
                contexts: vec![trigger],
                ..SegmentFault::default()
            },
        ],
        reasons: vec!["5".to_owned(), "I5".to_owned()],
        ..set("0002", Outcome::Rejected)
    }
}

fn batch() -> Batch {
    let party = |id: &str| Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    };
    let created = "2024-03-06"
        .parse::<chrono::NaiveDate>()
        .unwrap()
        .and_hms_opt(8, 15, 0);
    File {
        interchange: Interchange {
            sender: party("CLEARING"),
            receiver: party("ELMSTREET"),
            created,
            control_number: 31,
            ..Interchange::blank()
        },
        group: Group {
            sender: "CLEARING".to_owned(),
            receiver: "ELMSTREET".to_owned(),
            created,
            control_number: 31,
        },
        transactions: vec![Transaction {
            control_number: "0001".to_owned(),
            group: GroupAnswer {
                group: "HC".to_owned(),
                control_number: "17".to_owned(),
                implementation: Some("005010X222A1".to_owned()),
                outcome: Some(Outcome::PartlyAccepted),
                included: Some(2),
                received: Some(2),
                accepted: Some(1),
                reasons: Vec::new(),
            },
            sets: vec![set("0001", Outcome::Accepted), faulty()],
        }],
    }
}

fn texts(content: &str) -> (Vec<Batch>, Vec<String>) {
    let segments = content.matches('~').count() + 2;
    let text = format!(
        "{HEAD}ST*999*0001*005010X231A1~{content}SE*{segments}*0001~GE*1*31~IEA*1*000000031~"
    );
    let (batches, findings) = read(text.as_bytes()).unwrap();
    (batches, findings.into_iter().map(|f| f.text).collect())
}

#[test]
fn an_answer_is_written_as_the_guide_has_it() {
    let text = write(&batch(), Delimiters::STANDARD).unwrap();
    let want = "ST*999*0001*005010X231A1~AK1*HC*17*005010X222A1~AK2*837*0001*005010X222A1~IK5*A~\
        AK2*837*0002*005010X222A1~IK3*NM1*17*2010*8~CTX*CLM01:C200436~IK4*9*67*I12*12345~\
        IK3*REF*57**3~CTX*SITUATIONAL TRIGGER*CLM*43*2300*5:3*1325~IK5*R*5*I5~AK9*P*2*2*1~SE*13*0001~";
    assert!(text.contains(want), "{text}");
    assert_eq!(read(text.as_bytes()).unwrap(), (vec![batch()], vec![]));
}

#[test]
fn a_fault_knows_its_claim() {
    let faults = faulty().faults;
    assert_eq!(faults[0].claim_number(), Some("C200436"));
    assert_eq!(faults[1].claim_number(), None);
}

/// What is wrong with the content of a 999, and what is said of it.
const ODD: [(&str, &str); 15] = [
    ("AK9*A*1*1*1~", "AK1 is missing: the 999 answers no group"),
    (
        "AK1*HC*17~",
        "AK9 is missing: the 999 does not say what became of the group",
    ),
    (
        "AK1*HC*17~AK2*837*0001~AK9*A*1*1*1~",
        "IK5 is missing: nothing says what became of transaction 0001",
    ),
    (
        "AK1*HC*17~AK2*837*0001~IK5*Q~AK9*A*1*1*1~",
        "IK501 'Q' is not A, E, P, R, M, W or X",
    ),
    (
        "AK1*HC*17~AK2*837*0001~IK5*P~AK9*A*1*1*1~",
        "IK501 is 'P', which is said of groups only",
    ),
    (
        "AK1*HC*17~IK5*A~AK9*A*1*1*1~",
        "IK5 answers no transaction and is not kept",
    ),
    (
        "AK1*HC*17~IK3*NM1*4~AK9*A*1*1*1~",
        "IK3 stands outside AK2 and IK5 and is not kept",
    ),
    (
        "AK1*HC*17~AK2*837*0001~IK4*1**1~IK5*A~AK9*A*1*1*1~",
        "IK4 stands outside IK3 and IK5 and is not kept",
    ),
    (
        "AK1*HC*17~AK2*837*0001~IK3*NM1~IK5*R~AK9*R*1*1*0~",
        "IK302 is missing",
    ),
    (
        "AK1*HC*17~AK2*837*0001~IK3*NM1*4~IK4*x**1~IK5*R~AK9*R*1*1*0~",
        "IK401 'x' is not the place of an element",
    ),
    (
        "AK1*HC*17~AK2*837*0001~IK5*R*5~AK9*A*1*1*1~",
        "AK904 says 1 of 1 accepted, listed are 0 accepted and 1 not",
    ),
    (
        "AK1*HC*17~AK2*837*0001~IK5*A~AK2*837*0002~IK5*A~AK9*A*1*1*1~",
        "AK903 says 1 transactions, 2 are listed",
    ),
    (
        "AK1*HC*17~AK9*A*2*2*1~",
        "AK901 does not go with 1 of 2 accepted",
    ),
    (
        "AK1*HC*17~AK9*P*2*2*2~",
        "AK901 does not go with 2 of 2 accepted",
    ),
    (
        "AK1*HC*17~ZZZ*1~AK9*A*1*1*1~",
        "'ZZZ' has no place in a 999 and is not kept",
    ),
];

#[test]
fn what_is_odd_is_said() {
    for (content, want) in ODD {
        let (_, texts) = texts(content);
        assert!(
            texts.iter().any(|text| text == want),
            "{content}: {texts:?}"
        );
    }
}

#[test]
fn nothing_is_said_of_what_is_right() {
    for content in [
        "AK1*HC*17~AK2*837*0001~IK5*A~AK9*A*1*1*1~",
        "AK1*HC*17~AK9*A*1*1*1~",
        "AK1*HC*17~AK9*R*1*1*0*5~",
    ] {
        assert_eq!(texts(content).1, Vec::<String>::new(), "{content}");
    }
}

#[test]
fn a_transaction_without_its_answer_is_not_accepted() {
    let (batches, _) = texts("AK1*HC*17~AK2*837*0001~AK9*A*1*1*1~");
    assert_eq!(batches[0].transactions[0].sets[0].outcome, None);
}

#[test]
fn a_flood_of_faults_needs_bounded_room() {
    let flood = "IK3*NM1*4**8~".repeat(5000);
    let (batches, texts) = texts(&format!(
        "AK1*HC*17~AK2*837*0001~{flood}IK5*R*5~AK9*R*1*1*0~"
    ));
    assert_eq!(batches[0].transactions[0].sets[0].faults.len(), FAULTS_MAX);
    assert!(texts.contains(&"only 1000 of IK3 are kept here".to_owned()));
}

#[test]
fn what_cannot_be_sent_is_refused() {
    let refused = |change: fn(&mut Transaction)| {
        let mut batch = batch();
        change(&mut batch.transactions[0]);
        write(&batch, Delimiters::STANDARD).unwrap_err().to_string()
    };
    assert_eq!(
        refused(|t| t.sets[0].outcome = None),
        "transaction answered: outcome is missing"
    );
    assert_eq!(
        refused(|t| t.sets[0].outcome = Some(Outcome::PartlyAccepted)),
        "transaction answered: outcome is one that only groups have"
    );
    assert_eq!(
        refused(|t| t.group.received = None),
        "group answered: transactions received is missing"
    );
    assert_eq!(
        refused(|t| t.sets[1].faults[0].position = None),
        "faulty segment: position is missing"
    );
    assert_eq!(
        refused(|t| t.sets[1].faults[0].elements[0].value = Some("A*B".to_owned())),
        "faulty element: value found has the character *, which separates the parts of this receiver's files"
    );
}
