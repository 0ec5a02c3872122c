use chrono::NaiveDate;

use super::super::finding::{Finding, Severity};
use super::super::segment::{Delimiters, ReadError};
use super::*;
use crate::domain::money::Money;
use crate::domain::remit::{Check, ClaimStatus, Coded, PaymentMethod, Place, ProviderReason};

const HEAD: &str = "ISA*00*          *00*          *ZZ*ELMHEALTH      *ZZ*ELMSTREET      *260320*0815*^*00501*000000031*0*T*:~GS*HP*ELMHEALTH*ELMSTREET*20260320*0815*31*X*005010X221A1~";
const TAIL: &str = "GE*1*31~IEA*1*000000031~";

/// A check of 95.00: a claim paid 80.00 of 100.00 with one line changed, one not paid, one paid 35.00 and taken back by
/// 20.00 beside the claims.
const BODY: &str = "ST*835*0001~\
BPR*I*95*C*CHK************20260320~\
TRN*1*T5512*1999888777*EXTRA~\
REF*EV*ELMSTREET~\
DTM*405*20260319~\
N1*PR*ELM HEALTH PLAN~\
N3*1 INSURANCE WAY*FLOOR 3~\
N4*DAYTON*OH*45402~\
REF*2U*ELM01~\
PER*CX*CLAIMS DESK*TE*8005550100*EX*12~\
PER*BL*FILES*EM*FILES@ELM.EXAMPLE~\
N1*PE*ELM STREET FAMILY MEDICINE*XX*1234567893~\
REF*TJ*991234567~\
LX*1~\
TS3*1234567893*11*20261231*2*250~\
CLP*C100A*1*100*80*12.5*12*ICN900*11*1**470~\
CAS*OA*23*0~\
NM1*QC*1*EXAMPLE*ANNA*B**JR*MI*M123~\
NM1*IL*1*EXAMPLE*CARL****MI*M123~\
NM1*74*1*EXAMPLE*ANNE****C*M124~\
NM1*82*2*ELM GROUP*****XX*1234567893~\
NM1*TT*2*NEXT PLAN*****PI*NEXT1~\
MOA*.5*10*MA01*N30~\
REF*1L*GROUP7~\
DTM*232*20260301~\
DTM*050*20260305~\
PER*CX**TE*8005550111~\
AMT*AU*92.5~\
QTY*CA*1~\
SVC*HC:99212:25*100*80**1*HC:99213:25::::SEEN TWICE*2~\
DTM*472*20260301~\
CAS*CO*45*7.5*1~\
CAS*PR*2*7.5**3*5~\
REF*6R*L1~\
REF*0K*POLICY~\
AMT*B6*92.5~\
QTY*ZL*1~\
LQ*HE*N130~\
CLP*C101A*22*-50*35*0*12*ICN901*11*7~\
NM1*QC*1*SAMPLE*BO~\
SVC*HC:99214*-50*35~\
DTM*472*20260302~\
CAS*CO*45*-85~\
PLB*1234567893*20261231*WO:ICN700*20*L6*0~\
SE*45*0001~";

fn file(body: &str) -> String {
    format!("{HEAD}{body}{TAIL}")
}

fn one(body: &str) -> (Remitted, Vec<Finding>) {
    let (mut batches, findings) = read(file(body).as_bytes()).unwrap();
    let mut batch = batches.remove(0);
    assert!(batches.is_empty() && batch.transactions.len() == 1);
    (batch.transactions.remove(0), findings)
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn texts(findings: &[Finding], severity: Severity) -> Vec<&str> {
    findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .map(|finding| finding.text.as_str())
        .collect()
}

#[test]
fn what_stands_before_the_claims_is_read() {
    let (remitted, findings) = one(BODY);
    assert_eq!(texts(&findings, Severity::Error), [""; 0]);
    let header = remitted.header;
    assert_eq!(header.paid, money("95"));
    assert_eq!(header.method, Coded::Known(PaymentMethod::Check));
    assert_eq!(header.paid_on, Some(day("2026-03-20")));
    assert_eq!(header.produced_on, Some(day("2026-03-19")));
    assert_eq!(header.trace, *"T5512");
    assert_eq!(header.payer_key(), "1999888777");
    assert_eq!(header.origin_supplement, *"EXTRA");
    assert_eq!(header.payer.street.len(), 2);
    assert_eq!(header.payer.best_id(), "ELM01");
    assert_eq!(header.payer.contacts[0].ways.len(), 2);
    assert_eq!(header.payee.npi(), Some("1234567893"));
    assert_eq!(header.payee.tax_id(), Some("991234567"));
    assert_eq!(header.faults, 0);
}

#[test]
fn a_claim_is_read_with_all_that_stands_in_it() {
    let (remitted, _) = one(BODY);
    let claim = &remitted.claims[0];
    assert_eq!(claim.number, *"C100A");
    assert_eq!(claim.payer_number, *"ICN900");
    assert_eq!(claim.adjustments.len(), 1);
    assert_eq!(
        claim.member_ids().collect::<Vec<_>>(),
        ["M124", "M123", "M123"]
    );
    assert_eq!(claim.crossover.as_ref().unwrap().id, *"NEXT1");
    let remarks: Vec<&str> = claim.remarks.iter().map(Coded::as_str).collect();
    assert_eq!(remarks, ["MA01", "N30"]);
    let details: Vec<&str> = claim.details.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(details, ["470", ".5", "10"]);
    assert_eq!(claim.dates.len(), 2);
    assert_eq!(claim.contacts.len(), 1);
    assert_eq!(claim.quantities.len(), 1);
    let line = &claim.lines[0];
    assert_eq!(line.procedure.code, *"99212");
    assert_eq!(line.billed().code, *"99213");
    assert_eq!(line.billed().description, *"SEEN TWICE");
    assert_eq!(line.units_submitted, Some(2.into()));
    assert_eq!(line.adjustments.len(), 3);
    assert_eq!(line.adjustments[0].quantity, Some(1.into()));
    assert_eq!(line.adjustments[2].amount, money("5"));
    assert_eq!(line.control_number(), Some("L1"));
    assert_eq!(line.allowed(), Some(money("92.5")));
    assert_eq!(line.remarks[0].as_str(), "N130");
    assert_eq!(
        claim.served_on(),
        Some((day("2026-03-01"), day("2026-03-01")))
    );
}

#[test]
fn each_place_is_that_of_the_segment() {
    let text = file(BODY);
    let (remitted, _) = one(BODY);
    let at = |place: Place| {
        let from = usize::try_from(place.byte).unwrap();
        let number = text[..from].matches('~').count() + 1;
        assert_eq!(u64::try_from(number).unwrap(), place.segment);
        text[from..].split('~').next().unwrap()
    };
    let [first, second] = remitted.claims.as_slice() else {
        panic!("two claims");
    };
    assert!(at(remitted.header.place).starts_with("ST*835"));
    assert!(at(first.place).starts_with("CLP*C100A"));
    assert!(at(first.end).starts_with("CLP*C101A"));
    assert!(at(second.end).starts_with("PLB"));
    assert!(at(first.lines[0].place).starts_with("SVC*HC:99212"));
    assert_eq!(at(first.lines[0].adjustments[2].place), "CAS*PR*2*7.5**3*5");
    assert!(at(remitted.provider_adjustments[1].place).starts_with("PLB"));
}

#[test]
fn provider_adjustments_are_read_with_their_sign() {
    let (remitted, _) = one(BODY);
    let [taken, interest] = remitted.provider_adjustments.as_slice() else {
        panic!("two of them");
    };
    assert_eq!(
        taken.code,
        Coded::Known(ProviderReason::OverpaymentRecovery)
    );
    assert_eq!(taken.reference, *"ICN700");
    assert_eq!(taken.amount, money("20"));
    assert!(interest.reference.is_empty());
}

#[test]
fn a_payment_taken_back_is_told_and_not_refused() {
    let (remitted, findings) = one(BODY);
    let claim = &remitted.claims[1];
    assert_eq!(claim.status, Coded::Known(ClaimStatus::Reversal));
    assert_eq!(claim.charged, money("-50"));
    assert!(
        texts(&findings, Severity::Note)
            .contains(&"an earlier payment of this claim is taken back")
    );
}

#[test]
fn what_is_off_is_told_at_its_segment_with_the_cents() {
    let body = BODY
        .replace("*100*80**1*", "*100*79.99**1*")
        .replace("BPR*I*95*", "BPR*I*96*");
    let (_, findings) = one(&body);
    let errors: Vec<_> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert_eq!(errors.len(), 2, "{errors:#?}");
    assert_eq!(
        errors[0].text,
        "claim C100A line 1: the line's charge less its adjustments is 80.00, but what was paid is 79.99: off by 0.01"
    );
    assert_eq!(errors[0].element, Some(3));
    assert_eq!(errors[0].position.segment, 32);
    assert_eq!(
        errors[1].text,
        "what its claims were paid, less the provider adjustments, is 95.00, but the payment is 96.00: off by -1.00"
    );
    assert_eq!(errors[1].position.segment, 4);
}

#[test]
fn the_proof_comes_with_each_claim_and_the_whole() {
    let body = BODY.replace("CLP*C100A*1*100*80*12.5", "CLP*C100A*1*100*81*12.5");
    let mut seen = Vec::new();
    let mut last = None;
    let _ = stream(file(&body).as_bytes(), |part| match part {
        Part::Item(Item::Claim(claim, proof)) => {
            let checks: Vec<Check> = proof.unwrap().errors().map(|off| off.check).collect();
            seen.push((claim.number.to_string(), checks));
        }
        Part::Item(Item::End(proof, ending)) => last = Some((proof.clone(), ending)),
        Part::Interchange(_) | Part::Group(_) | Part::Transaction(_) | Part::Item(_) => {}
    })
    .unwrap();
    assert_eq!(
        seen,
        [
            ("C100A".to_owned(), vec![Check::ClaimPaid]),
            ("C101A".to_owned(), vec![])
        ]
    );
    let (proof, ending) = last.unwrap();
    assert_eq!((proof.claims, proof.claims_off, proof.lines), (2, 1, 2));
    assert_eq!(ending, Ending::Whole);
    assert!(!proof.holds());
}

#[test]
fn an_amount_that_cannot_be_read_marks_its_claim() {
    let (remitted, findings) = one(&BODY.replace("CLP*C100A*1*100*80*", "CLP*C100A*1*100*8O*"));
    assert_eq!(remitted.claims[0].faults, 1);
    assert_eq!(remitted.claims[1].faults, 0);
    assert!(texts(&findings, Severity::Error).contains(&"CLP04 '8O' is not an amount"));
}

#[test]
fn nothing_is_dropped_in_silence() {
    let strange = BODY
        .replace("LX*1~", "RDM*BM*SOMEBODY~LX*1~")
        .replace("MOA*.5", "ZZZ*1~MOA*.5")
        .replace("CAS*OA*23*0~", "CAS*XX*23*0~NM1*XX*1*WHO~")
        .replace("LQ*HE*N130~", "LQ*RX*70~LQ*HE*NOPE~N3*SOMEWHERE~");
    let (remitted, findings) = one(&strange);
    let told = [
        "RDM (how the remittance is delivered) is not kept",
        "'ZZZ' has no place in an 835 and is not kept",
        "CAS01 'XX' is no adjustment group",
        "NM1 'XX' has no place in a claim; it is not kept",
        "remark '70' is from another list than HE",
        "'NOPE' is no remark code",
        "N3 has no place here and is not kept",
    ];
    for text in told {
        assert!(
            findings.iter().any(|finding| finding.text == text),
            "{text}"
        );
    }
    let claim = &remitted.claims[0];
    assert_eq!(claim.adjustments[0].group.as_str(), "XX");
    let remarks: Vec<&str> = claim.lines[0].remarks.iter().map(Coded::as_str).collect();
    assert_eq!(remarks, ["70", "NOPE"]);
}

#[test]
fn deposits_that_do_not_come_by_themselves_are_told() {
    for (payment, severity, text) in [
        (
            "BPR*H*0*C*NON************20260320~",
            Severity::Note,
            "a notice only: no money comes with it",
        ),
        (
            "BPR*P*95*C*CHK************20260320~",
            Severity::Warning,
            "a trial of the bank account: no money comes with it",
        ),
        (
            "BPR*D*95*C*CHK************20260320~",
            Severity::Warning,
            "payment only: the claims it pays are told elsewhere",
        ),
        (
            "BPR*I*95*D*CHK************20260320~",
            Severity::Warning,
            "the money does not come by itself: the practice has to draw it from the payer's account",
        ),
        (
            "BPR*I*95*C*NON************20260320~",
            Severity::Warning,
            "an amount is told, but also that nothing was paid",
        ),
        (
            "BPR*I*-95*C*CHK************20260320~",
            Severity::Warning,
            "the payment is below zero, which no bank can move: the payer wants money back",
        ),
        (
            "BPR*I*95*C*CHK~",
            Severity::Warning,
            "the day of the payment is missing",
        ),
    ] {
        let body = BODY.replace("BPR*I*95*C*CHK************20260320~", payment);
        let (_, findings) = one(&body);
        assert!(texts(&findings, severity).contains(&text), "{text}");
    }
}

#[test]
fn a_header_that_lacks_its_parts_says_which() {
    let (remitted, findings) = one("ST*835*0001~LX*1~SE*3*0001~");
    assert_eq!(remitted.header.faults, 4);
    assert_eq!(
        texts(&findings, Severity::Error),
        [
            "835 begins with 'LX', not with BPR",
            "the remittance does not say what was paid: no BPR",
            "the remittance has no number of a check or a transfer: no TRN",
            "the remittance does not say who paid: no N1*PR",
            "the remittance does not say who was paid: no N1*PE",
        ]
    );
}

#[test]
fn a_claim_that_would_not_fit_the_memory_is_cut_and_marked() {
    let flood = "DTM*472*20260301~".repeat(SEGMENTS_MAX);
    let body = BODY.replace("REF*6R*L1~", &format!("{flood}REF*6R*L1~"));
    let (remitted, findings) = one(&body);
    let claim = &remitted.claims[0];
    assert!(claim.lines[0].dates.len() < SEGMENTS_MAX);
    assert_eq!(claim.lines[0].control_number(), None);
    assert_eq!(claim.faults, 1);
    assert_eq!(remitted.claims[1].faults, 0);
    let text = "this part of the remittance is too long: what follows of it is not kept";
    assert_eq!(
        texts(&findings, Severity::Error)
            .iter()
            .filter(|told| **told == text)
            .count(),
        1
    );
}

#[test]
fn amounts_too_large_to_add_are_told() {
    let huge = "CLP*C9*1*9999999000*9999999000*0*12*ICN~NM1*QC*1*A*B~".repeat(3);
    let body = BODY.replace("PLB*", &format!("{huge}PLB*"));
    let mut unproved = 0;
    let findings = stream(file(&body).as_bytes(), |part| {
        if let Part::Item(Item::Claim(_, None)) = part {
            unproved += 1;
        }
    })
    .unwrap();
    assert_eq!(unproved, 2);
    let text = "the amounts of the claim are too large to be added";
    assert!(texts(&findings, Severity::Error).contains(&text));
}

#[test]
fn a_transaction_without_its_end_is_not_whole() {
    let cut = BODY.replace("SE*45*0001~", "");
    let whole = BODY.replace("0001", "0002");
    let (batches, findings) = read(file(&format!("{cut}{whole}")).as_bytes()).unwrap();
    let endings: Vec<Ending> = batches[0]
        .transactions
        .iter()
        .map(|one| one.ending)
        .collect();
    assert_eq!(endings, [Ending::CutShort, Ending::Whole]);
    assert!(texts(&findings, Severity::Error).contains(&"transaction 0001 has no SE segment"));
}

#[test]
fn a_file_that_ends_within_a_claim_does_not_give_it() {
    let text = file(BODY);
    let at = text.find("DTM*472*20260302").unwrap();
    let mut claims = Vec::new();
    let outcome = stream(&text.as_bytes()[..at], |part| {
        if let Part::Item(Item::Claim(claim, _)) = part {
            claims.push(claim.number.to_string());
        }
    });
    assert!(matches!(outcome, Err(ReadError::CutOff { .. })));
    assert_eq!(claims, ["C100A"]);
}

#[test]
fn several_interchanges_groups_and_payees_are_kept_apart() {
    let other = file(&BODY.replace("1234567893~REF*TJ", "1999999984~REF*TJ"));
    let text = format!(
        "\u{FEFF}{}\r\n{}",
        file(BODY),
        other.replace('*', "|").replace('~', "\n")
    );
    let (batches, findings) = read(text.as_bytes()).unwrap();
    let payees: Vec<_> = batches
        .iter()
        .flat_map(|batch| &batch.transactions)
        .map(|one| one.header.payee.id.as_str())
        .collect();
    assert_eq!(payees, ["1234567893", "1999999984"]);
    assert_eq!(texts(&findings, Severity::Error), [""; 0]);
}

#[test]
fn what_is_read_can_be_written_and_reads_the_same() {
    let body = BODY.replace("TS3*1234567893*11*20261231*2*250~", "");
    let (batches, _) = read(file(&body).as_bytes()).unwrap();
    let text = write(&batches[0], Delimiters::STANDARD).unwrap();
    let (again, _) = read(text.as_bytes()).unwrap();
    let (once, twice) = (&batches[0].transactions[0], &again[0].transactions[0]);
    assert_eq!(once.header.payer, twice.header.payer);
    assert_eq!(once.claims.len(), twice.claims.len());
    assert_eq!(write(&again[0], Delimiters::STANDARD).unwrap(), text);
}

#[test]
fn the_writer_refuses_what_a_receiver_would() {
    let (batches, _) = read(file(BODY).as_bytes()).unwrap();
    let refused = |change: fn(&mut Remitted)| {
        let mut batch = batches[0].clone();
        change(&mut batch.transactions[0]);
        write(&batch, Delimiters::STANDARD).unwrap_err().to_string()
    };
    assert_eq!(
        refused(|one| one.claims[0].payer_number = "".into()),
        "claim C100A, payer's claim number is missing"
    );
    assert_eq!(
        refused(|one| one.claims[1].lines[0].adjustments[0].carc = Coded::read("??")),
        "claim C101A, line 1, adjustment reason is not a code of its list"
    );
    assert_eq!(
        refused(|one| one.header.method = Coded::Known(PaymentMethod::Ach)),
        "payment: accounts are missing, which a transfer needs"
    );
}
