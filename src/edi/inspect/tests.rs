use super::*;

const ISA: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240115*0930*^*00501*000000007*0*T*:~";
const GS: &str = "GS*HP*PAYER*PRACTICE*20240115*0930*3*X*005010X221A1~";
const END: &str = "GE*1*3~IEA*1*000000007~";

fn json(text: &str) -> serde_json::Value {
    serde_json::to_value(file("a.edi", text.as_bytes())).unwrap()
}

#[test]
fn a_sound_file_has_the_documented_shape() {
    let text = format!("{ISA}{GS}ST*835*0001~BPR*I~SE*3*0001~{END}");
    assert_eq!(
        json(&text),
        serde_json::json!({
            "file": "a.edi",
            "interchanges": [{
                "control_number": "000000007",
                "transactions": [{"kind": "835", "control_number": "0001", "findings": []}],
            }],
        })
    );
}

#[test]
fn findings_stand_with_the_nearest_transaction() {
    let isa = ISA.replace("*T*", "*X*");
    let text = format!(
        "{isa}{GS}ST*835*0001~BPR*I~SE*9*0001~ST*835*0002~BPR*I~SE*3*0002~HL*1~GE*7*3~IEA*1*8~"
    );
    let report = file("a.edi", text.as_bytes());
    let texts = |n: usize| {
        let findings = &report.interchanges[0].transactions[n].findings;
        findings.iter().map(|f| f.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        texts(0),
        [
            "ISA15 is 'X', neither P nor T: taken as a test",
            "SE01 says '9' segments, there are 3"
        ]
    );
    assert_eq!(
        texts(1),
        [
            "a segment 'HL' stands outside any transaction",
            "GE01 says '7' transactions, there are 2",
            "IEA02 is '8', ISA13 is '000000007'",
        ]
    );
    assert!(report.interchanges[0].findings.is_empty());
}

#[test]
fn an_interchange_without_transactions_says_what_is_odd_itself() {
    let text = format!("{ISA}IEA*1*000000007~{ISA}{GS}ST*835*0001~BPR*I~SE*3*0001~{END}");
    let report = file("a.edi", text.as_bytes());
    let [first, second] = &report.interchanges[..] else {
        panic!("{report:?}")
    };
    assert_eq!(first.findings[0].text, "IEA01 says '1' groups, there are 0");
    assert!(first.transactions.is_empty() && second.findings.is_empty());
    assert!(second.transactions[0].findings.is_empty());
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_keeps_what_it_gave() {
    assert_eq!(
        json("hello"),
        serde_json::json!({
            "file": "a.edi",
            "error": "this is not an X12 file: no ISA segment was found",
            "interchanges": [],
        })
    );
    let cut = format!("{ISA}{GS}ST*835*0001~BPR*I~SE*3*0001~ST*835*0002~BPR*I~");
    let report = file("a.edi", cut.as_bytes());
    let transactions = &report.interchanges[0].transactions;
    assert_eq!(
        report.error.as_deref(),
        Some("the file is cut off inside transaction 0002, which began at byte 186")
    );
    assert_eq!(cut.find("ST*835*0002"), Some(186));
    assert!(transactions[0].findings.is_empty());
    assert_eq!(
        transactions[1].findings[0].text,
        "transaction 0002 is cut off: no SE segment"
    );
}

#[test]
fn a_transaction_without_trailer_is_still_reported() {
    let text = format!("{ISA}{GS}ST*835*0001~BPR*I~{ISA}{GS}ST*835*0001~BPR*I~SE*3*0001~{END}");
    let report = file("a.edi", text.as_bytes());
    assert_eq!(report.interchanges.len(), 2);
    let texts: Vec<&str> = report.interchanges[0].transactions[0]
        .findings
        .iter()
        .map(|f| f.text.as_str())
        .collect();
    assert_eq!(texts[0], "transaction 0001 has no SE segment");
    assert!(report.interchanges[1].transactions[0].findings.is_empty());
}

#[test]
fn an_interchange_acknowledgement_is_told_by_the_number_it_answers() {
    let text = format!("{ISA}TA1*000000042*240115*0930*A*000~IEA*0*000000007~");
    assert_eq!(
        json(&text)["interchanges"][0]["transactions"],
        serde_json::json!([{"kind": "TA1", "control_number": "000000042", "findings": []}])
    );
}

#[test]
fn a_flood_of_faults_needs_bounded_room() {
    let text = format!(
        "{ISA}{GS}ST*835*0001~BPR*I~SE*3*0001~{}{END}",
        "HL*1~".repeat(20_000)
    );
    let report = file("a.edi", text.as_bytes());
    assert!(report.interchanges[0].transactions[0].findings.len() < 600);
}
