use super::super::batch::Batch as File;
use super::super::claim837::Person;
use super::super::envelope::{Group, Interchange, Party};
use super::super::segment::Delimiters;
use super::*;

const HEAD: &str = "ISA*00*          *00*          *ZZ*CLEARING       *ZZ*ELMSTREET      *240306*0815*^*00501*000000031*0*T*:~GS*HN*CLEARING*ELMSTREET*20240306*0815*31*X*";
const TAIL: &str = "GE*1*31~IEA*1*000000031~";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn organization(code: &str, name: &str, id_kind: &str, id: &str) -> Entity {
    Entity {
        code: code.to_owned(),
        name: Name::Organization(name.to_owned()),
        id_kind: Some(id_kind.to_owned()),
        id: Some(id.to_owned()),
    }
}

fn trace(kind: &str, number: &str) -> Trace {
    Trace {
        kind: kind.to_owned(),
        number: number.to_owned(),
    }
}

fn status(category: &str, status: &str, entity: Option<&str>) -> Status {
    Status {
        codes: vec![StatusCode {
            category: category.to_owned(),
            status: status.to_owned(),
            entity: entity.map(str::to_owned),
            list: None,
        }],
        day: Some(day("2024-03-06")),
        ..Status::default()
    }
}

fn rejected() -> Claim {
    let mut refused = Status {
        action: Some(Action::Reject),
        charge: Some(cents(16550)),
        message: Some("NPI NOT ON FILE".to_owned()),
        ..status("A7", "562", Some("85"))
    };
    refused.codes.push(StatusCode {
        category: "A7".to_owned(),
        status: "500".to_owned(),
        ..StatusCode::default()
    });
    Claim {
        trace: "C200436".to_owned(),
        statuses: vec![refused],
        references: vec![Reference {
            qualifier: "D9".to_owned(),
            value: "T77".to_owned(),
        }],
        service: Some((day("2024-03-01"), day("2024-03-02"))),
        lines: vec![Line {
            qualifier: "HC".to_owned(),
            code: "99213".to_owned(),
            modifiers: vec!["25".to_owned()],
            charge: Some(cents(15000)),
            units: Some(Decimal::ONE),
            statuses: vec![status("A7", "454", None)],
            references: vec![Reference {
                qualifier: "FJ".to_owned(),
                value: "L1".to_owned(),
            }],
            service: Some((day("2024-03-01"), day("2024-03-01"))),
            ..Line::default()
        }],
    }
}

fn accepted() -> Claim {
    Claim {
        trace: "C200437".to_owned(),
        statuses: vec![Status {
            action: Some(Action::Accept),
            charge: Some(cents(8000)),
            ..status("A2", "20", Some("PR"))
        }],
        references: vec![Reference {
            qualifier: "1K".to_owned(),
            value: "ICN9".to_owned(),
        }],
        ..Claim::default()
    }
}

fn levels() -> Vec<LevelClaims> {
    let level = |level: Level, claims: Vec<Claim>| LevelClaims { level, claims };
    let patient = Entity {
        code: "QC".to_owned(),
        name: Name::Person(Person {
            last: "BROOKS".to_owned(),
            first: Some("ADA".to_owned()),
            ..Person::default()
        }),
        id_kind: Some("MI".to_owned()),
        id: Some("M100".to_owned()),
    };
    vec![
        level(
            Level {
                entities: vec![organization("PR", "OLD MILL HEALTH", "PI", "60054")],
                trace: Some(trace("1", "OMH1")),
                received: Some(day("2024-03-05")),
                processed: Some(day("2024-03-06")),
                ..Level::new(LevelKind::Source)
            },
            vec![],
        ),
        level(
            Level {
                entities: vec![organization(
                    "41",
                    "ELM STREET FAMILY MEDICINE",
                    "46",
                    "S1001",
                )],
                trace: Some(trace("2", "B12")),
                statuses: vec![status("A1", "19", Some("PR"))],
                accepted_claims: Some(1),
                rejected_claims: Some(1),
                accepted_charge: Some(cents(8000)),
                rejected_charge: Some(cents(16550)),
                ..Level::new(LevelKind::Receiver)
            },
            vec![],
        ),
        level(
            Level {
                entities: vec![organization(
                    "85",
                    "ELM STREET FAMILY MEDICINE",
                    "XX",
                    "1234567893",
                )],
                ..Level::new(LevelKind::Provider)
            },
            vec![],
        ),
        level(
            Level {
                entities: vec![patient],
                ..Level::new(LevelKind::Patient)
            },
            vec![rejected(), accepted()],
        ),
    ]
}

fn batch() -> Batch {
    let party = |id: &str| Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    };
    let created = day("2024-03-06").and_hms_opt(8, 15, 0);
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
            header: Header {
                guide: Guide::ClaimAcknowledgement,
                reference: "OMH1".to_owned(),
                created,
            },
            levels: levels(),
        }],
    }
}

/// Reads a transaction of these segments after its BHT.
fn texts(guide: Guide, content: &str) -> (Vec<Batch>, Vec<String>) {
    let implementation = guide.implementation();
    let (code, what) = (guide.code(), guide.content());
    let segments = content.matches('~').count() + 3;
    let text = format!(
        "{HEAD}{implementation}~ST*277*0001*{implementation}~BHT*{code}*08*R*20240306*0815*{what}~{content}SE*{segments}*0001~{TAIL}"
    );
    let (batches, findings) = read(text.as_bytes()).unwrap();
    (batches, findings.into_iter().map(|f| f.text).collect())
}

const LEVELS: &str = "HL*1**20*1~NM1*PR*2*OLD MILL*****PI*60054~HL*2*1*21*1~NM1*41*2*ELM*****46*S1~HL*3*2*19*1~NM1*85*2*ELM*****XX*1234567893~HL*4*3*PT~NM1*QC*1*BROOKS*ADA~";

#[test]
fn an_acknowledgement_is_written_as_the_guide_has_it() {
    let text = write(&batch(), Delimiters::STANDARD).unwrap();
    let want = "ST*277*0001*005010X214~BHT*0085*08*OMH1*20240306*0815*TH~\
        HL*1**20*1~NM1*PR*2*OLD MILL HEALTH*****PI*60054~TRN*1*OMH1~DTP*050*D8*20240305~DTP*009*D8*20240306~\
        HL*2*1*21*1~NM1*41*2*ELM STREET FAMILY MEDICINE*****46*S1001~TRN*2*B12~STC*A1:19:PR*20240306~\
        QTY*90*1~QTY*AA*1~AMT*YU*80~AMT*YY*165.5~\
        HL*3*2*19*1~NM1*85*2*ELM STREET FAMILY MEDICINE*****XX*1234567893~\
        HL*4*3*PT~NM1*QC*1*BROOKS*ADA****MI*M100~\
        TRN*2*C200436~STC*A7:562:85*20240306*U*165.5******A7:500**NPI NOT ON FILE~REF*D9*T77~\
        DTP*472*RD8*20240301-20240302~SVC*HC:99213:25*150*****1~STC*A7:454*20240306~REF*FJ*L1~DTP*472*D8*20240301~\
        TRN*2*C200437~STC*A2:20:PR*20240306*WQ*80~REF*1K*ICN9~SE*31*0001~";
    assert!(text.contains(want), "{text}");
    assert_eq!(read(text.as_bytes()).unwrap(), (vec![batch()], vec![]));
}

#[test]
fn a_claim_knows_its_numbers() {
    let guide = Guide::ClaimAcknowledgement;
    assert_eq!(rejected().number(guide), Some("C200436"));
    assert_eq!(rejected().number(Guide::StatusResponse), None);
    assert_eq!(rejected().clearinghouse_number(), Some("T77"));
    assert_eq!(accepted().payer_claim_number(), Some("ICN9"));
    assert_eq!(rejected().lines[0].control_number(), Some("L1"));
}

#[test]
fn a_refusal_outweighs_whatever_else_is_said() {
    assert_eq!(rejected().standing(), Standing::Rejected);
    assert_eq!(accepted().standing(), Standing::Accepted);
    let of = |statuses: &[(&str, Option<Action>)]| {
        let statuses: Vec<Status> = statuses
            .iter()
            .map(|(category, action)| Status {
                action: *action,
                ..status(category, "20", None)
            })
            .collect();
        Standing::of(&statuses)
    };
    assert_eq!(of(&[]), Standing::Unknown);
    assert_eq!(of(&[("A7", Some(Action::Accept))]), Standing::Rejected);
    assert_eq!(of(&[("A1", Some(Action::Reject))]), Standing::Rejected);
    assert_eq!(of(&[("A3", None), ("A2", None)]), Standing::Rejected);
    assert_eq!(of(&[("A1", None), ("A2", None)]), Standing::Accepted);
    assert_eq!(of(&[("F2", None)]), Standing::Denied);
    assert_eq!(of(&[("A4", None)]), Standing::NotFound);
    assert_eq!(of(&[("R4", None)]), Standing::Wanted);
    assert_eq!(of(&[("é", None)]), Standing::Unknown);
}

#[test]
fn a_rejected_line_rejects_a_claim_of_which_nothing_else_is_said() {
    let mut claim = rejected();
    claim.statuses.clear();
    assert_eq!(claim.standing(), Standing::Rejected);
    claim.lines.clear();
    assert_eq!(claim.standing(), Standing::Unknown);
    assert_eq!(levels()[1].level.standing(), Standing::Received);
}

#[test]
fn amounts_without_counts_count_nothing() {
    let (_, texts) = texts(
        Guide::ClaimAcknowledgement,
        &(LEVELS.replace("S1~", "S1~AMT*YU*80~") + "TRN*2*C1~STC*A2:20~"),
    );
    assert_eq!(texts, Vec::<String>::new());
}

/// What is wrong with a claim, and what is said of it.
const ODD_CLAIMS: [(&str, &str); 15] = [
    ("TRN*2*C1~", "the claim has no status (STC)"),
    (
        "STC*A2:20~",
        "STC has no TRN before it: the status of an unknown claim is not kept",
    ),
    ("TRN*1*C1~STC*A2:20~", "TRN01 is '1', not 2"),
    ("TRN*2~STC*A2:20~", "TRN02 is missing"),
    ("TRN*2*C1~STC~", "STC01 is missing"),
    ("TRN*2*C1~STC*A2~", "STC01 has no category or no status"),
    ("TRN*2*C1~STC*Q9:20~", "STC01 'Q9' is not a known category"),
    (
        "TRN*2*C1~STC*A2:20*20241306~",
        "STC02 '20241306' is not a date",
    ),
    ("TRN*2*C1~STC*A2:20*20240306*X~", "STC03 'X' is not WQ or U"),
    (
        "TRN*2*C1~STC*A2:20*20240306*WQ*8O~",
        "STC04 '8O' is not an amount",
    ),
    (
        "TRN*2*C1~STC*A7:562:85*20240306*WQ~",
        "STC03 says accepted (WQ), but the category says rejected: taken as rejected",
    ),
    (
        "TRN*2*C1~STC*A2:20~DTP*472*RD8*20240302-20240301~",
        "the period ends before it begins",
    ),
    ("TRN*2*C1~STC*A2:20~SVC*HC~", "SVC01 names no procedure"),
    (
        "TRN*2*C1~STC*A2:20~ZZZ*1~",
        "'ZZZ' has no place in a 277 and is not kept",
    ),
    ("SVC*HC:99213*80~", "SVC has no place here and is not kept"),
];

/// What is wrong with the hierarchy, and what is said of it.
const ODD_LEVELS: [(&str, &str); 9] = [
    ("", "the transaction has no level (HL): it says nothing"),
    ("NM1*PR*2*X~", "NM1 has no place here and is not kept"),
    ("HL*1**20*1~", "the source has no name (NM1)"),
    ("HL*1**XX*1~", "HL03 'XX' is not the level of a 277"),
    (
        "HL*1**22*1~NM1*IL*1*X~",
        "no level stands above this subscriber",
    ),
    ("HL*1**22*1~NM1*IL*1*X~", "HL03 22 is not of this guide"),
    (
        "HL*1**20*1~NM1*PR*2*X~HL*3*1*21*0~NM1*41*2*Y~",
        "HL01 is '3', the next number is 2",
    ),
    (
        "HL*1**20*1~NM1*PR*2*X~HL*2*7*21*0~NM1*41*2*Y~",
        "HL02 is '7', the source above is '1'",
    ),
    (
        "HL*1**20*1~NM1*PR*2*X~HL*2*1*19*0~NM1*85*2*Y~",
        "a provider stands right under a source",
    ),
];

fn assert_said(content: &str, want: &str) {
    let (_, texts) = texts(Guide::ClaimAcknowledgement, content);
    assert!(
        texts.iter().any(|text| text == want),
        "{content}: {texts:?}"
    );
}

#[test]
fn what_is_odd_is_said() {
    for (content, want) in ODD_CLAIMS {
        assert_said(&format!("{LEVELS}{content}"), want);
    }
    for (content, want) in ODD_LEVELS {
        assert_said(content, want);
    }
}

#[test]
fn totals_are_compared_with_the_claims_listed() {
    for (totals, claim, want) in [
        (
            "QTY*90*0~",
            "A2:20",
            "the totals say 0 claims accepted, 1 are listed",
        ),
        (
            "QTY*90*5~",
            "A6:158:QC",
            "the totals say 0 claims rejected, 1 are listed",
        ),
    ] {
        let levels = LEVELS.replace("S1~", &format!("S1~{totals}"));
        assert_said(&format!("{levels}TRN*2*C1~STC*{claim}~"), want);
    }
}

#[test]
fn a_status_that_cannot_be_read_is_no_acceptance() {
    let (batches, _) = texts(
        Guide::ClaimAcknowledgement,
        &format!("{LEVELS}TRN*2*C1~STC*a2:20*20240306*wq~"),
    );
    let claim = &batches[0].transactions[0].levels[3].claims[0];
    assert_eq!(claim.standing(), Standing::Unknown);
}

#[test]
fn what_names_no_guide_is_told_by_its_header() {
    let text = write(&batch(), Delimiters::STANDARD).unwrap();
    let text = text.replace("005010X214", "005010");
    let (batches, findings) = read(text.as_bytes()).unwrap();
    assert_eq!(batches, [batch()]);
    assert_eq!(
        findings[0].text,
        "follows '005010', and is read as a 277 or 277CA by what its BHT says"
    );
    assert_eq!(findings.len(), 1);
    let report = super::super::inspect::file("a.277", text.as_bytes());
    let transaction = &report.interchanges[0].transactions[0];
    assert_eq!(transaction.kind, Kind::ClaimAcknowledgement);
    let claims = transaction.claim_statuses.as_ref().unwrap();
    assert_eq!(claims[0].claim_number.as_deref(), Some("C200436"));
}

#[test]
fn a_dependent_is_answered_below_its_subscriber() {
    let levels = LEVELS.replace("HL*4*3*PT~NM1*QC*1*BROOKS*ADA~", "");
    let (batches, texts) = texts(
        Guide::StatusResponse,
        &format!(
            "{levels}HL*4*3*22*1~NM1*IL*1*BROOKS*ADA~HL*5*4*23~NM1*QC*1*BROOKS*CLEO~TRN*2*Q1~STC*F1:65*20240306**80*64.5*20240305*CHK*20240306*4711~REF*EJ*C7~"
        ),
    );
    assert_eq!(texts, Vec::<String>::new());
    let claim = &batches[0].transactions[0].levels[4].claims[0];
    assert_eq!(claim.number(Guide::StatusResponse), Some("C7"));
    assert_eq!(claim.standing(), Standing::Paid);
    assert_eq!(claim.statuses[0].paid, Some(cents(6450)));
    assert_eq!(claim.statuses[0].check_number.as_deref(), Some("4711"));
    let text = write(&batches[0], Delimiters::STANDARD).unwrap();
    assert_eq!(read(text.as_bytes()).unwrap(), (batches, vec![]));
}

#[test]
fn a_flood_needs_bounded_room() {
    let flood = "SVC*HC:99213*80~".repeat(5000);
    let (batches, texts) = texts(
        Guide::ClaimAcknowledgement,
        &format!("{LEVELS}TRN*2*C1~STC*A2:20~{flood}"),
    );
    let claim = &batches[0].transactions[0].levels[3].claims[0];
    assert_eq!(claim.lines.len(), KEPT_MAX);
    assert!(texts.contains(&"only 1000 of SVC are kept here".to_owned()));
}

#[test]
fn what_cannot_be_sent_is_refused() {
    let refused = |change: fn(&mut Vec<LevelClaims>)| {
        let mut batch = batch();
        change(&mut batch.transactions[0].levels);
        write(&batch, Delimiters::STANDARD).unwrap_err().to_string()
    };
    assert_eq!(refused(Vec::clear), "transaction: levels are missing");
    assert_eq!(
        refused(|levels| drop(levels.remove(2))),
        "patient: level does not stand under its parent"
    );
    assert_eq!(
        refused(|levels| levels[3].claims[0].statuses.clear()),
        "claim C200436, patient: status is missing"
    );
    assert_eq!(
        refused(|levels| levels[3].claims[0].statuses[0].day = None),
        "claim C200436, patient: day of the status is missing"
    );
    assert_eq!(
        refused(|levels| levels[3].level.kind = LevelKind::Subscriber),
        "subscriber: level is not of this guide"
    );
    assert_eq!(
        refused(|levels| {
            let claims = std::mem::take(&mut levels[3].claims);
            levels[2].claims = claims;
        }),
        "provider: claims have no place in this level"
    );
    assert_eq!(
        refused(|levels| levels[3].claims[0].lines[0].code.clear()),
        "claim C200436, line 1, patient: procedure is missing"
    );
}
