use super::super::envelope::{Party, Usage};
use super::super::segment::Delimiters;
use super::*;

const ISA: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240115*0930*^*00501*000000007*0*T*:~";

fn findings(ta1: &str) -> (Vec<Answers>, Vec<String>) {
    let text = format!("{ISA}{ta1}~IEA*0*000000007~");
    let (answers, findings) = read(text.as_bytes()).unwrap();
    (answers, findings.into_iter().map(|f| f.text).collect())
}

fn some() -> Answers {
    let party = |id: &str| Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    };
    let created = "2024-01-15"
        .parse::<chrono::NaiveDate>()
        .unwrap()
        .and_hms_opt(9, 30, 0);
    Answers {
        interchange: Interchange {
            sender: party("SENDER"),
            receiver: party("RECEIVER"),
            created,
            control_number: 7,
            ..Interchange::blank()
        },
        answers: vec![
            Answer {
                control_number: "000000042".to_owned(),
                created,
                outcome: Some(Outcome::Accepted),
                note: "000".to_owned(),
            },
            Answer {
                control_number: "000000043".to_owned(),
                created,
                outcome: Some(Outcome::Rejected),
                note: "025".to_owned(),
            },
        ],
    }
}

#[test]
fn what_is_written_reads_back_the_same() {
    let text = write(&some(), Delimiters::STANDARD).unwrap();
    assert_eq!(
        text,
        format!(
            "{ISA}TA1*000000042*240115*0930*A*000~TA1*000000043*240115*0930*R*025~IEA*0*000000007~"
        )
    );
    assert_eq!(read(text.as_bytes()).unwrap(), (vec![some()], vec![]));
    assert_eq!(some().interchange.usage, Usage::Test);
}

#[test]
fn what_is_odd_is_said() {
    for (ta1, want) in [
        (
            "TA1*000000042*240115*0930*A*025",
            "TA104 says accepted, but TA105 names something wrong",
        ),
        (
            "TA1*000000042*240115*0930*R*000",
            "TA104 says that something is wrong, but TA105 says that nothing is",
        ),
        (
            "TA1*000000042*240115*0930*A*777",
            "TA105 '777' is not a known note",
        ),
        (
            "TA1*000000042*241515*0930*A*000",
            "TA102 and TA103 are not a day and a time",
        ),
        (
            "TA1*000000042*240115*0930*Q*000",
            "TA104 'Q' is not A, E or R",
        ),
        ("TA1*000000042*240115*0930", "TA104 is missing"),
        ("TA1", "TA101 is missing"),
        ("TA1*000000042*240115*0930*A*000*X", "TA106 is not kept"),
    ] {
        let (_, texts) = findings(ta1);
        assert!(texts.iter().any(|text| text == want), "{ta1}: {texts:?}");
    }
}

#[test]
fn an_outcome_that_cannot_be_read_is_no_acceptance() {
    let (answers, _) = findings("TA1*000000042*240115*0930*a*000");
    assert_eq!(answers[0].answers[0].outcome, None);
}

#[test]
fn what_cannot_be_sent_is_refused() {
    let mut answers = some();
    answers.answers[1].note = "999".to_owned();
    let error = write(&answers, Delimiters::STANDARD).unwrap_err();
    assert_eq!(
        error.to_string(),
        "acknowledgement: note is not a known one"
    );
    answers.answers.clear();
    assert!(write(&answers, Delimiters::STANDARD).is_err());
}
