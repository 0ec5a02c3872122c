use super::super::finding::Severity;
use super::super::segment::Segments;
use super::*;

const ISA: &str = "ISA*00*          *01*SECRET    *ZZ*SENDER         *30*RECEIVER       *240115*0930*^*00501*000000007*1*P*:~";
const GS: &str = "GS*HP*PAYER*PRACTICE*20240115*093015*3*X*005010X221A1~";

/// The steps and the findings of a file, each finding as severity, segment, element and text.
fn follow(text: &str) -> (Vec<Step>, Vec<String>, bool) {
    let mut segments = Segments::new(text.as_bytes());
    let (mut nesting, mut findings) = (Nesting::new(), Findings::new());
    let mut steps = Vec::new();
    while let Some(segment) = segments.next_segment().unwrap() {
        steps.push(nesting.step(&segment, &mut findings));
    }
    let whole = nesting.finish(&mut findings).is_ok();
    let texts = findings.take().into_iter().map(|f| {
        let severity = match f.severity {
            Severity::Note => 'n',
            Severity::Warning => 'w',
            Severity::Error => 'e',
        };
        let element = f.element.map(|e| format!("/{e}")).unwrap_or_default();
        format!("{severity} {}{element} {}", f.position.segment, f.text)
    });
    (steps, texts.collect(), whole)
}

/// What is found in a file, one finding a line.
fn check(text: &str, expected: &[&str]) {
    let (_, findings, whole) = follow(text);
    assert!(whole, "{text}");
    assert_eq!(findings, expected, "{text}");
}

#[test]
fn a_sound_file_gives_no_finding() {
    let text =
        format!("{ISA}{GS}ST*835*0001~BPR*I~SE*3*0001~ST*835*0002~BPR*I~SE*3*0002~GE*2*3~IEA*1*7~");
    let (steps, findings, whole) = follow(&text);
    assert!(whole && findings.is_empty(), "{findings:?}");
    assert_eq!(
        steps,
        [
            Step::InterchangeOpened,
            Step::GroupOpened,
            Step::TransactionOpened,
            Step::Content,
            Step::TransactionClosed,
            Step::TransactionOpened,
            Step::Content,
            Step::TransactionClosed,
            Step::GroupClosed,
            Step::InterchangeClosed,
        ]
    );
}

#[test]
fn headers_say_who_and_when() {
    let text = format!("{ISA}{GS}");
    let mut segments = Segments::new(text.as_bytes());
    let (mut nesting, mut findings) = (Nesting::new(), Findings::new());
    while let Some(segment) = segments.next_segment().unwrap() {
        let _ = nesting.step(&segment, &mut findings);
    }
    let isa = nesting.interchange().unwrap();
    assert_eq!(isa.authorization, None);
    assert_eq!(isa.security.as_deref(), Some("SECRET"));
    assert_eq!(isa.sender.qualifier, "ZZ");
    assert_eq!(isa.receiver.id, "RECEIVER");
    assert_eq!((isa.control_number, isa.wants_acknowledgement), (7, true));
    assert_eq!(isa.created.unwrap().to_string(), "2024-01-15 09:30:00");
    let gs = nesting.group().unwrap();
    assert_eq!((gs.sender.as_str(), gs.control_number), ("PAYER", 3));
    assert_eq!(gs.created, isa.created);
}

#[test]
fn wrong_counts_and_numbers_are_warnings() {
    check(
        &format!("{ISA}{GS}ST*835*0001~BPR*I~SE*4*0002~GE*2*4~IEA*x*8~"),
        &[
            "w 5/1 SE01 says '4' segments, there are 3",
            "w 5/2 SE02 is '0002', ST02 is '0001'",
            "w 6/1 GE01 says '2' transactions, there are 1",
            "w 6/2 GE02 is '4', GS06 is '3'",
            "w 7/1 IEA01 says 'x' groups, there are 1",
            "w 7/2 IEA02 is '8', ISA13 is '000000007'",
        ],
    );
}

#[test]
fn missing_trailers_are_errors() {
    let text = format!("{ISA}{GS}ST*835*0001~BPR*I~ST*835*0002~BPR*I~{ISA}");
    let (steps, findings, whole) = follow(&text);
    assert!(whole);
    assert_eq!(steps.last(), Some(&Step::InterchangeOpened));
    assert_eq!(
        findings,
        [
            "e 3 transaction 0001 has no SE segment",
            "e 5 transaction 0002 has no SE segment",
            "e 2 group 3 has no GE segment",
            "e 1 interchange 000000007 has no IEA segment",
            "e 7 interchange 000000007 has no IEA segment",
        ]
    );
}

#[test]
fn a_file_that_ends_inside_a_transaction_is_refused() {
    let (_, findings, whole) = follow(&format!("{ISA}{GS}ST*835*0001~BPR*I~"));
    assert!(!whole);
    assert_eq!(findings, ["e 3 transaction 0001 is cut off: no SE segment"]);
}

#[test]
fn what_stands_in_the_wrong_place_is_an_error() {
    check(
        &format!(
            "{ISA}{GS}HL*1**20*1~ST*837*0001*005010X222A1~NM1*41~SE*3*0001~SE*1*1~GE*1*3~IEA*1*7~\
             GS*HC*A*B*20240115*0930*4*X~GE*0*4~IEA*1*1~"
        ),
        &[
            "e 3 a segment 'HL' stands outside any transaction",
            "w 4/3 ST03 is '005010X222A1', GS08 is '005010X221A1'",
            "w 4/1 a group with GS01 'HP' holds 837P, which wants HC",
            "e 5 837P begins with 'NM1', not with BHT",
            "e 7 an SE segment ends no transaction",
            "e 10 a GS segment stands outside any interchange",
            "e 12 an IEA segment ends no interchange",
        ],
    );
}

#[test]
fn odd_headers_are_warnings() {
    let isa = ISA
        .replace("*01*SECRET    ", "*00*")
        .replace("*ZZ*", "*QQ*")
        .replace("240115", "241315")
        .replace("00501", "00401")
        .replace("000000007", "00000000A")
        .replace("*P*", "*X*");
    check(
        &format!(
            "{isa}GS*HP*PAYER*PRACTICE*2024*0930*0000000003*X~ST*835*1~BPR~SE*3*1~\
             GE*1*0000000003~IEA*1*00000000A~"
        ),
        &[
            "w 1 not of the standard's fixed width: ISA04",
            "w 1/12 ISA12 is '00401', not 00501",
            "w 1/15 ISA15 is 'X', neither P nor T: taken as a test",
            "w 1/5 ISA05 'QQ' names no known kind of id",
            "w 1/9 ISA09 and ISA10 are not a day and a time",
            "w 1/13 ISA13 '00000000A' is not a number of at most nine digits",
            "w 2/4 GS04 and GS05 are not a day and a time",
            "w 2/6 GS06 '0000000003' is not a number of at most nine digits",
            "w 3/2 ST02 '1' is not 4 to 9 characters long",
        ],
    );
}

#[test]
fn odd_bytes_and_names_are_told() {
    check(
        &format!("\u{feff}{ISA}{GS}ST*835*0001~BPR*I~~N\n1*PR~Nd4*A~*IC~SE*6*0001~GE*1*3~IEA*1*7"),
        &[
            "n 1 a byte order mark stood before this segment",
            "w 5 an empty segment stood before this one",
            "w 5 a line end stands within this segment and was taken out",
            "e 6 'Nd4' is not the name of a segment",
            "e 7 '' is not the name of a segment",
            "w 10 the file ends without the last segment's terminator",
        ],
    );
}

#[test]
fn a_number_used_twice_is_a_warning() {
    check(
        &format!(
            "{ISA}TA1*000000001*240115*0930*A*000~{GS}ST*835*0001~BPR*I**~SE*3*0001~\
             ST*835*0001~BPR~SE*3*0001~GE*2*3~IEA*1*7~"
        ),
        &[
            "n 5/3 empty elements end this segment",
            "w 7/2 ST02 0001 was used before in this group",
        ],
    );
}

#[test]
fn kinds_are_told_by_set_and_guide() {
    for (set, guide, want) in [
        ("837", "005010X222A1", "837P"),
        ("837", "005010X222", "837P"),
        ("837", "004010X098A1", "837P"),
        ("837", "005010X223A2", "other"),
        ("837", "005010X224A2", "other"),
        ("835", "005010X221A1", "835"),
        ("999", "005010X231A1", "999"),
        ("277", "005010X214", "277CA"),
        ("277", "005010X212", "277"),
        ("276", "005010X212", "276"),
        ("271", "005010X279A1", "271"),
        ("270", "005010X279A1", "270"),
        ("834", "005010X220A1", "other"),
        ("", "", "other"),
    ] {
        assert_eq!(Kind::of(set, guide).name(), want, "{set} {guide}");
    }
}

#[test]
fn days_and_minutes_are_read_strictly() {
    assert!(day("20240229").is_some());
    for text in [
        "20230229",
        "2024022",
        "202402290",
        "2024-2-9",
        "2024é22",
        "",
    ] {
        assert_eq!(day(text), None, "{text}");
    }
    for time in ["0930", "093059", "09305999"] {
        assert!(minute("20240229", time).is_some(), "{time}");
    }
    for time in ["930", "2460", "093a", ""] {
        assert_eq!(minute("20240229", time), None, "{time}");
    }
}
