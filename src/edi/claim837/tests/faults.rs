//! What the reader says of files that are not sound.

use super::super::super::finding::{Finding, Severity};
use super::super::read;
use super::PLAIN;

fn shown(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Note => 'n',
        Severity::Warning => 'w',
        Severity::Error => 'e',
    };
    let element = finding.element.map(|e| format!("/{e}")).unwrap_or_default();
    format!(
        "{severity} {}{element} {}",
        finding.position.segment, finding.text
    )
}

/// What is found when segments of the plain file are replaced by others (none takes one out). SE01 is not looked at.
fn check(changes: &[(&str, &str)], expected: &[&str]) {
    let mut text = PLAIN.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let (batches, findings) = read(text.as_bytes()).unwrap();
    assert_eq!(batches.len(), 1, "{changes:?}");
    let said: Vec<String> = findings
        .iter()
        .map(shown)
        .filter(|text| !text.contains("SE01"))
        .collect();
    assert_eq!(said, expected, "{changes:?}");
}

#[test]
fn a_sound_file_reads_without_findings() {
    check(&[], &[]);
}

#[test]
fn faults_of_the_header_are_said() {
    check(
        &[("BHT*0019*00*", "BHT*0018*07**")],
        &[
            "e 4/1 BHT01 is '0018', not 0019",
            "e 4/2 BHT02 '07' is not a purpose",
            "e 4/3 BHT03 is missing",
            "e 4/4 BHT04 and BHT05 are not a day and a time",
            "e 4/6 BHT06 '0930' is not CH or RP",
        ],
    );
    check(
        &[("PER*IC*DESK*TE*2175550100*EM*DESK@EXAMPLE.COM~\n", "")],
        &["e 5 PER is missing in loop 1000A (submitter)"],
    );
    check(
        &[("*TE*2175550100*EM*", "*TE*2175550100*TE*")],
        &["n 6/6 a second number of its kind is not kept"],
    );
    check(
        &[("NM1*40*2*CLEARING HOUSE*****46*R2002~\n", "")],
        &["e 3 loop 1000B (receiver) is missing"],
    );
    check(
        &[("NM1*40*2*", "NM1*40*1*")],
        &["e 7/2 this is an organization, NM102 is 2"],
    );
    check(
        &[("*46*R2002", "*ZZ")],
        &[
            "e 7/8 NM108 is 'ZZ', where 46 is wanted",
            "e 7/9 NM109 is missing",
        ],
    );
    check(
        &[("ST*837*0001*005010X222A1", "ST*837*0001*004010X098A1")],
        &[
            "w 3/3 ST03 is '004010X098A1', GS08 is '005010X222A1'",
            "w 3 follows 004010X098A1, and is read as 005010X222A1",
        ],
    );
}

#[test]
fn faults_of_providers_are_said() {
    check(
        &[("1234567893", "1234567890")],
        &["w 10/9 NM109 '1234567890' is not an NPI: ten digits that pass their check"],
    );
    check(
        &[("*XX*1234567893", "*24*123456789")],
        &["e 10/8 NM108 is '24', where XX is wanted"],
    );
    check(
        &[("PRV*BI*PXC*207Q00000X~", "PRV*PE*ZZ*207Q00000X~")],
        &["e 9 a taxonomy code here begins with PRV*BI*PXC"],
    );
    check(
        &[(
            "REF*EI*123456789~\n",
            "REF*EI*12-3456789~\nREF*SY*123456789~\nREF*X5*LIC1~\n",
        )],
        &[
            "w 13/2 a tax id has nine digits",
            "e 14 the billing provider has more than one tax id",
            "e 15/1 REF01 'X5' is not a number that a provider has",
        ],
    );
    check(
        &[("REF*EI*123456789~\n", "")],
        &["e 8 the billing provider has no tax id (REF*EI or REF*SY)"],
    );
    check(
        &[(
            "N3*12 ELM ST~\nN4*SPRINGFIELD*IL*627010001~\nREF",
            "N4*SPRINGFIELD*IL*627010001~\nN3*12 ELM ST~\nREF",
        )],
        &["e 12 N3 is out of order: in loop 2010AA (billing provider) it comes before N4"],
    );
}

#[test]
fn faults_of_policies_are_said() {
    check(
        &[("SBR*P*18*G77******CI~", "SBR*X*01*G77**99****QQ~")],
        &[
            "e 15/1 SBR01 'X' is not a payer's order",
            "e 15/2 SBR02 '01' is not 18 or empty",
            "e 15/5 SBR05 '99' is not a reason for Medicare to come second",
            "e 15/9 SBR09 'QQ' is not a claim filing indicator",
            "w 14 claims follow right here, but SBR02 does not say that the subscriber is the patient",
        ],
    );
    check(
        &[("DMG*D8*19800229*F~\n", "DMG*D8*19810229*X~\n")],
        &["e 19/2 DMG02 '19810229' is not a date"],
    );
    check(
        &[("DMG*D8*19800229*F~\n", "")],
        &[
            "e 14 the subscriber is the patient, but has no address (N3, N4) or no day of birth (DMG)",
        ],
    );
    check(
        &[(
            "NM1*PR*2*OLD MILL HEALTH*****PI*60054~\n",
            "NM1*XY*2*OLD MILL HEALTH*****PI*60054~\n",
        )],
        &[
            "e 20 NM1*'XY' has no place here",
            "e 14 loop 2010BB (payer) is missing",
        ],
    );
    check(
        &[("HL*2*1*22*0~", "HL*3*9*22*1~")],
        &[
            "w 14/1 HL01 is '3', the next number is 2",
            "e 14/2 HL02 is '9', the billing provider above is '1'",
            "w 14/4 HL04 says that a patient follows, but none does",
        ],
    );
}

#[test]
fn faults_of_claims_are_said() {
    check(
        &[(
            "CLM*C1*165.5***11:B:1*Y*A*Y*Y~",
            "CLM**1,65***1:A:9*X*Q*Q*Q*Q*ZZ**********99~",
        )],
        &[
            "e 21/1 CLM01 is missing",
            "e 21/2 CLM02 '1,65' is not an amount",
            "e 21/5 CLM05-1 '1' is not a place of service",
            "e 21/5 CLM05-2 is 'A', not B",
            "e 21/5 CLM05-3 '9' is not 1, 7 or 8",
            "e 21/6 CLM06 'X' is not Y or N",
            "e 21/7 CLM07 'Q' is not A, B or C",
            "e 21/8 CLM08 'Q' is not Y, N or W",
            "e 21/9 CLM09 'Q' is not Y or I",
            "e 21/10 CLM10 'Q' is not P",
            "e 21/11 CLM11 'ZZ' is not AA, EM or OA",
            "n 21/21 CLM21 is not kept",
            "e 21 the claim's charge is 0.00, its lines add up to 165.50",
        ],
    );
    check(
        &[("11:B:1", "11:B:7")],
        &["e 21 a replacement or a void does not say which claim it is for (REF*F8)"],
    );
    check(
        &[("*Y*Y~\nHI", "*Y*Y**AA~\nHI")],
        &[
            "w 21 an accident has no day (DTP*439)",
            "w 21 an automobile accident has no state (CLM11-4)",
        ],
    );
    check(
        &[(
            "HI*ABK",
            "DTP*431*D8*20240230~\nDTP*999*D8*20240201~\nDTP*454*RD8*20240201-20240202~\nDTP*439*D6*240201~\nHI*ABK",
        )],
        &[
            "e 22/3 DTP03 '20240230' is not a date",
            "e 23/1 DTP01 '999' is not a day that a claim has",
            "e 24/3 a period stands where a day is wanted",
            "e 25/2 'D6' is not a date format that can be read",
        ],
    );
}

#[test]
fn faults_of_what_hangs_on_a_claim_are_said() {
    check(
        &[(
            "HI*ABK",
            "PWK*QQ*BM***AC*X1~\nPWK*OZ*EL~\nREF*G1*A~\nREF*G1*B~\nREF*QQ*C~\nHI*ABK",
        )],
        &[
            "e 22/1 PWK01 'QQ' is not a kind of attachment",
            "e 23/6 PWK06 is missing",
            "e 25 REF*G1 stands twice in this claim",
            "e 26/1 REF01 'QQ' is not a number that a claim has",
        ],
    );
    check(
        &[(
            "HI*ABK:J069*ABF:R51~",
            "HI*BK:J069*R51*ABF:R51~\nHI*BG:AA:7~",
        )],
        &[
            "e 22/2 HI02 'R51' is not a diagnosis, as BF and its code",
            "e 22/3 HI03 'ABF:R51' is not a diagnosis, as BF and its code",
            "n 23/1 HI01-3 and what follows it are not kept",
        ],
    );
    check(
        &[("HI*ABK:J069*ABF:R51~\n", "")],
        &[
            "e 21 no diagnosis of this claim can be read (HI)",
            "e 22 the line points at diagnosis 1, which is not there",
            "e 26 the line points at diagnosis 1, which is not there",
        ],
    );
    check(
        &[(
            "LX*1~",
            "SBR*S*01*******CI~\nAMT*D*5~\nOI***Y*P**Y~\nNM1*IL*1*BROOKS*BEN****MI*X1~\nNM1*PR*2*OTHER*****PI*99~\nLX*1~",
        )],
        &["w 21 what another payer paid and all its adjustments do not come to the claim's charge"],
    );
}

#[test]
fn faults_of_lines_are_said() {
    check(
        &[("LX*1~", "LX*3~")],
        &["w 23/1 LX01 is '3', this is line 1 of the claim"],
    );
    check(
        &[(
            "SV1*HC:99213*150*UN*1***1~",
            "SV1*XX:*150*XX*many***1:A:9**1~",
        )],
        &[
            "e 24/1 SV101-1 'XX' is not HC, ER, IV or WK",
            "e 24/1 SV101-2, the procedure code, is missing",
            "e 24/3 SV103 'XX' is not UN or MJ",
            "e 24/4 SV104 'many' is not a number",
            "e 24/7 SV107 'A' does not point at a diagnosis",
            "e 24/9 SV109 '1' is not Y",
            "e 23 the line points at diagnosis 9, which is not there",
        ],
    );
    check(
        &[(
            "DTP*472*D8*20240301~\nREF*6R*L1~",
            "DTP*472*RD8*20240302-20240301~\nREF*6R*L2~\nLIN**N4*00004196501~\nCTP****1*UN~",
        )],
        &[
            "e 25/3 the period ends before it begins",
            "w 29 the line's control number (REF*6R) was used before in this claim",
        ],
    );
    check(
        &[(
            "DTP*472*D8*20240301~\nREF*6R*L1~",
            "DTP*472*D8*20240301~\nREF*6R*L1~\nLIN**N4*00004196501~\nCTP****many*XX~\nREF*QQ*7~",
        )],
        &[
            "e 28/4 CTP04 'many' is not a number",
            "e 28/5 CTP05-1 'XX' is not UN, ML, GR, ME or F2",
            "e 29/1 REF01 'QQ' is not XZ or VY",
        ],
    );
    check(
        &[(
            "DTP*472*D8*20240301~\nREF*6R*L1~",
            "DTP*472*D8*20240301~\nREF*6R*L1~\nLIN**QQ*00004196501~\nCTP****1*UN~",
        )],
        &[
            "e 27/2 LIN02 'QQ' is not N4, EN, EO, HI, ON, UK or UP",
            "n 28 CTP in loop 2410 (drug) is not kept",
        ],
    );
    check(
        &[(
            "DTP*472*D8*20240301~\nREF*6R*L1~",
            "DTP*471*D8*20240301~\nREF*6R*L1~",
        )],
        &["e 23 no day of service of this line can be read (DTP*472)"],
    );
    check(
        &[("LX*2~\n", "")],
        &[
            "e 27 SV1 is out of order: in loop 2400 (service line) it comes before REF",
            "e 27 SV1 stands more than 1 times in loop 2400 (service line)",
            "e 28 DTP is out of order: in loop 2400 (service line) it comes before REF",
            "e 29 REF*6R stands twice in this line",
            "e 21 the claim's charge is 165.50, its lines add up to 15.50",
        ],
    );
}

#[test]
fn other_transactions_of_a_file_are_passed_over() {
    let text = PLAIN.replace("ST*837*0001*005010X222A1", "ST*837*0001*005010X223A2");
    let (batches, findings) = read(text.as_bytes()).unwrap();
    assert!(batches.is_empty());
    assert_eq!(
        findings.last().map(shown).as_deref(),
        Some("n 3 a transaction of kind other holds no claims")
    );
}
