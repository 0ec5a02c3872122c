//! `edi` on what comes back from payers and clearinghouses: told in words, as one document, and refused when cut off.

use std::fs;

use super::Desk;

const ANSWER: &str = "\
ISA*00*          *00*          *ZZ*CLEARING       *ZZ*ELMSTREET      *240306*0815*^*00501*000000031*0*T*:~
TA1*000000905*240305*0930*A*000~
GS*FA*CLEARING*ELMSTREET*20240306*0815*31*X*005010X231A1~
ST*999*0001*005010X231A1~
AK1*HC*17*005010X222A1~
AK2*837*0001*005010X222A1~
IK5*A~
AK9*A*1*1*1~
SE*6*0001~
GE*1*31~
GS*HN*CLEARING*ELMSTREET*20240306*0815*32*X*005010X214~
ST*277*0001*005010X214~
BHT*0085*08*OMH1*20240306*0815*TH~
HL*1**20*1~
NM1*PR*2*OLD MILL HEALTH*****PI*60054~
HL*2*1*21*1~
NM1*41*2*ELM STREET FAMILY MEDICINE*****46*S1001~
HL*3*2*19*1~
NM1*85*2*ELM STREET FAMILY MEDICINE*****XX*1234567893~
HL*4*3*PT~
NM1*QC*1*BROOKS*ADA****MI*M100~
TRN*2*C200436~
STC*A7:562:85*20240306*U*165.5~
SE*13*0001~
GE*1*32~
IEA*2*000000031~
";

#[test]
fn an_answer_is_told_in_words() {
    let desk = Desk::new("demo");
    fs::write(desk.at("answer.edi"), ANSWER).unwrap();
    let said = desk.run(&["edi", "answer.edi"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let lines: Vec<&str> = said.out.lines().map(str::trim).collect();
    assert_eq!(
        lines,
        [
            "answer.edi",
            "interchange 000000031",
            "TA1 000000905",
            "Interchange 000000905: accepted",
            "999 0001",
            "Group 17 (HC): accepted, 1 of 1 transactions accepted",
            "Transaction 0001 (837): accepted",
            "277CA 0001",
            "Claim C200436: rejected by the payer, something is not valid: the NPI of the billing provider \
             (A7 562, entity 85)",
            "sound",
        ]
    );
    let document = desk.json(&["edi", "answer.edi"]).done();
    let transactions = &document["files"][0]["interchanges"][0]["transactions"];
    assert_eq!(transactions[0]["acknowledgement"]["code"], "A");
    assert_eq!(transactions[1]["acknowledgement"]["group"], "HC");
    assert_eq!(transactions[2]["claims"][0]["standing"], "rejected");
    assert_eq!(transactions[2]["claims"][0]["charged"], "165.50");
}

#[test]
fn an_answer_that_is_cut_off_is_found_wrong() {
    let desk = Desk::new("demo");
    let cut = ANSWER.find("STC*").unwrap();
    fs::write(desk.at("cut.edi"), &ANSWER[..cut]).unwrap();
    let said = desk.json(&["edi", "cut.edi"]);
    assert_eq!(said.status, 1, "{said:?}");
    let document = said.document();
    let file = &document["files"][0];
    assert!(
        file["error"]
            .as_str()
            .unwrap()
            .starts_with("the file is cut off inside transaction 0001"),
        "{file}"
    );
    let transactions = file["interchanges"][0]["transactions"].as_array().unwrap();
    let findings = transactions[2]["findings"].as_array().unwrap();
    let is_said = |text: &str| findings.iter().any(|finding| finding["text"] == text);
    assert!(is_said("the claim has no status (STC)"), "{file}");
    assert!(findings.iter().all(|finding| finding["byte"].is_u64()));
}
