use super::*;

const ISA: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240115*0930*^*00501*000000007*0*T*:~";
const GS: &str = "GS*HB*PAYER*PRACTICE*20240115*0930*3*X*005010X279A1~";
const END: &str = "GE*1*3~IEA*1*000000007~";

fn json(text: &str) -> serde_json::Value {
    serde_json::to_value(file("a.edi", text.as_bytes())).unwrap()
}

#[test]
fn a_sound_file_has_the_documented_shape() {
    let text = format!("{ISA}{GS}ST*271*0001~BHT*0022~SE*3*0001~{END}");
    assert_eq!(
        json(&text),
        serde_json::json!({
            "file": "a.edi",
            "interchanges": [{
                "control_number": "000000007",
                "transactions": [{"kind": "271", "control_number": "0001", "findings": []}],
            }],
        })
    );
}

#[test]
fn findings_stand_with_the_nearest_transaction() {
    let isa = ISA.replace("*T*", "*X*");
    let text = format!(
        "{isa}{GS}ST*271*0001~BHT*0022~SE*9*0001~ST*271*0002~BHT*0022~SE*3*0002~HL*1~GE*7*3~IEA*1*8~"
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
    let text = format!("{ISA}IEA*1*000000007~{ISA}{GS}ST*271*0001~BHT*0022~SE*3*0001~{END}");
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
    let cut = format!("{ISA}{GS}ST*271*0001~BHT*0022~SE*3*0001~ST*271*0002~BHT*0022~");
    let report = file("a.edi", cut.as_bytes());
    let transactions = &report.interchanges[0].transactions;
    assert_eq!(
        report.error.as_deref(),
        Some("the file is cut off inside transaction 0002, which began at byte 189")
    );
    assert_eq!(cut.find("ST*271*0002"), Some(189));
    assert!(transactions[0].findings.is_empty());
    assert_eq!(
        transactions[1].findings[0].text,
        "transaction 0002 is cut off: no SE segment"
    );
}

#[test]
fn a_transaction_without_trailer_is_still_reported() {
    let text =
        format!("{ISA}{GS}ST*271*0001~BHT*0022~{ISA}{GS}ST*271*0001~BHT*0022~SE*3*0001~{END}");
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
        serde_json::json!([{
            "kind": "TA1",
            "control_number": "000000042",
            "findings": [],
            "acknowledgement": {
                "control_number": "000000042",
                "code": "A",
                "outcome": "accepted",
                "note": {"code": "000", "meaning": "No error"},
                "words": "Interchange 000000042: accepted",
            },
        }])
    );
}

#[test]
fn a_flood_of_faults_needs_bounded_room() {
    let text = format!(
        "{ISA}{GS}ST*271*0001~BHT*0022~SE*3*0001~{}{END}",
        "HL*1~".repeat(20_000)
    );
    let report = file("a.edi", text.as_bytes());
    assert!(report.interchanges[0].transactions[0].findings.len() < 600);
}

/// The sentences of a file's answers.
fn words(text: &str) -> Vec<String> {
    let report = file("a.edi", text.as_bytes());
    assert_eq!(report.error, None);
    let transactions = report.interchanges.iter().flat_map(|i| &i.transactions);
    transactions
        .flat_map(TransactionReport::words)
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_rejected_claim_is_told_in_a_billers_words() {
    let gs = GS.replace("HP", "HN").replace("X221A1", "X214");
    let text = format!(
        "{ISA}{gs}ST*277*0001*005010X214~BHT*0085*08*R*20240115*0930*TH~HL*1**20*1~NM1*AY*2*CLEARING*****46*C1~\
        HL*2*1*21*1~NM1*41*2*ELM STREET*****46*S1~TRN*2*B12~STC*A1:19*20240115*WQ~QTY*90*1~QTY*AA*2~AMT*YY*245.5~\
        HL*3*2*19*1~NM1*85*2*ELM STREET*****XX*1234567893~HL*4*3*PT~NM1*QC*1*BROOKS*ADA~\
        TRN*2*C200436~STC*A7:562:85*20240115*U*165.5******A6:158:QC**FIX AND RESEND~\
        TRN*2*C200437~STC*A3:33*20240115*U*80~TRN*2*C200438~STC*A2:20:PR*20240115*WQ*80~\
        TRN*2*C200439~STC*A7:9999*20240115*U*80~SE*23*0001~{END}"
    );
    assert_eq!(
        words(&text),
        [
            "Everything for ELM STREET: received by the clearinghouse, not yet accepted (A1 19)",
            "In all for ELM STREET: 1 claim accepted, 2 claims (245.50) rejected",
            "Claim C200436: rejected by the clearinghouse, something is not valid: the NPI of the billing provider \
             (A7 562, entity 85); rejected by the clearinghouse, something is missing: the birth date of the patient \
             (A6 158, entity QC), with the message 'FIX AND RESEND'",
            "Claim C200437: returned by the clearinghouse without processing: no subscriber with this member id is \
             known (A3 33)",
            "Claim C200438: accepted by the clearinghouse into processing (A2 20, entity PR)",
            "Claim C200439: rejected by the clearinghouse, something is not valid: status 9999 (A7 9999)",
        ]
    );
    let json = json(&text);
    let transaction = &json["interchanges"][0]["transactions"][0];
    let claim = &transaction["claims"][0];
    assert_eq!(claim["claim_number"], "C200436");
    assert_eq!(claim["standing"], "rejected");
    assert_eq!(claim["charged"], "165.50");
    assert_eq!(claim["statuses"][0]["codes"][0]["category"], "A7");
    assert_eq!(claim["statuses"][0]["codes"][0]["status"], "562");
    assert_eq!(claim["statuses"][0]["codes"][0]["entity"], "85");
    assert_eq!(transaction["levels"][1]["rejected_claims"], 2);
    assert!(!json.to_string().contains("BROOKS"));
}

#[test]
fn a_rejected_transaction_is_told_in_a_billers_words() {
    let gs = GS.replace("HP", "FA").replace("X221A1", "X231A1");
    let text = format!(
        "{ISA}{gs}ST*999*0001*005010X231A1~AK1*HC*17*005010X222A1~AK2*837*0001*005010X222A1~IK5*A~\
        AK2*837*0002*005010X222A1~IK3*NM1*17*2010*8~CTX*CLM01:C200436~IK4*9*67*I12*12345~IK5*R*5~\
        AK9*P*2*2*1~SE*10*0001~{END}"
    );
    assert_eq!(
        words(&text),
        [
            "Group 17 (HC): accepted in part, 1 of 2 transactions accepted",
            "Transaction 0001 (837): accepted",
            "Transaction 0002 (837): rejected: segments are wrong (5)",
            "Claim C200436: segment NM1, number 17, loop 2010: elements of the segment are wrong (8); element 9: it \
             does not have the pattern that the guide wants (I12), it was '12345'",
        ]
    );
    let json = json(&text);
    let answer = &json["interchanges"][0]["transactions"][0]["acknowledgement"];
    assert_eq!(
        (&answer["code"], &answer["received"]),
        (&"P".into(), &2.into())
    );
    let error = &answer["transactions"][1]["errors"][0];
    assert_eq!(error["claim_number"], "C200436");
    assert_eq!(
        (&error["loop"], &error["code"]),
        (&"2010".into(), &"8".into())
    );
    assert_eq!(error["elements"][0]["value"], "12345");
}

#[test]
fn a_rejected_interchange_is_told_in_a_billers_words() {
    let text = format!("{ISA}TA1*000000042*240115*0930*R*025~IEA*0*000000007~");
    assert_eq!(
        words(&text),
        ["Interchange 000000042: rejected: the control number was used before (025)"]
    );
}

#[test]
fn a_remittance_has_the_documented_shape_and_says_it_in_words() {
    let text = format!(
        "{}{}{}",
        format!("{ISA}{GS}")
            .replace("*HB*", "*HP*")
            .replace("X279A1", "X221A1"),
        "ST*835*0001~BPR*I*60*C*CHK************20260320~TRN*1*T55*1999888777~N1*PR*ELM HEALTH~\
         N1*PE*ELM STREET*XX*1234567893~LX*1~CLP*C1*1*100*70*15*12*ICN9*11*1~\
         NM1*QC*1*EXAMPLE*ANNA~SVC*HC:99213:25*100*70**1~DTM*472*20260301~\
         CAS*CO*45*15~CAS*PR*2*15~PLB*1234567893*20261231*WO:ICN7*10~SE*14*0001~",
        END
    );
    let report = file("a.edi", text.as_bytes());
    assert!(report.is_sound(), "{report:#?}");
    assert_eq!(
        report.interchanges[0].transactions[0].words(),
        [
            "ELM HEALTH pays ELM STREET 60.00 by check T55 of 03/20/2026: 1 claim, charged 100.00, paid 70.00, patients bear 15.00; it balances",
            "  claim C1 of EXAMPLE, ANNA: processed as primary; charged 100.00, paid 70.00, patient bears 15.00",
            "    99213-25 on 03/01/2026: charged 100.00, paid 70.00",
            "      CO-45 15.00: charge above the allowed amount",
            "      PR-2 15.00: coinsurance",
            "  beside the claims: overpayment taken back (ICN7) lowers the payment by 10.00",
        ]
    );
    let json = serde_json::to_value(&report).unwrap();
    let remittance = &json["interchanges"][0]["transactions"][0]["remittance"];
    for (name, want) in [
        ("payer", serde_json::json!("ELM HEALTH")),
        ("payee", serde_json::json!("ELM STREET")),
        ("trace", serde_json::json!("T55")),
        ("paid", serde_json::json!("60.00")),
        ("method", serde_json::json!("CHK")),
        ("day", serde_json::json!("2026-03-20")),
        ("balances", serde_json::json!(true)),
    ] {
        assert_eq!(remittance[name], want, "{name}");
    }
    let claim = &remittance["claims"][0];
    assert_eq!(claim["claim_number"], "C1");
    assert_eq!(claim["patient_share"], "15.00");
    assert_eq!(claim["payer_claim_number"], "ICN9");
    assert_eq!(claim["balances"], true);
    assert_eq!(claim["lines"][0]["adjustments"][1]["group"], "PR");
    assert_eq!(remittance["provider_adjustments"][0]["reference"], "ICN7");
}

#[test]
fn a_remittance_that_breaks_off_balances_nowhere() {
    let head = format!("{ISA}{GS}")
        .replace("*HB*", "*HP*")
        .replace("X279A1", "X221A1");
    let text =
        format!("{head}ST*835*0001~BPR*I*0*C*NON~LX*1~CLP*C1*1*0*0**12*I~CLP*C2*1*0*0**12*I~");
    let report = file("a.edi", text.as_bytes());
    let remittance = report.interchanges[0].transactions[0]
        .remittance
        .as_ref()
        .unwrap();
    assert_eq!(remittance.claims.len(), 1, "the last claim may be cut");
    assert!(!remittance.balances);
    assert!(
        remittance
            .words
            .ends_with("it breaks off and cannot be proved")
    );
}
