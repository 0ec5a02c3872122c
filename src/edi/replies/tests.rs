use super::*;

const FILE: &str = "\
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
GS*HP*CLEARING*ELMSTREET*20240306*0815*33*X*005010X221A1~
ST*835*0001~
BPR*I~
SE*3*0001~
GE*1*33~
GS*HN*CLEARING*ELMSTREET*20240306*0815*32*X*005010X214~
ST*277*0001*005010X214~
BHT*0085*08*OMH1*20240306*0815*TH~
HL*1**20*1~
NM1*PR*2*OLD MILL HEALTH*****PI*60054~
HL*2*1*21*1~
NM1*41*2*ELM STREET*****46*S1001~
HL*3*2*19*1~
NM1*85*2*ELM STREET*****XX*1234567893~
HL*4*3*PT~
NM1*QC*1*BROOKS*ADA****MI*M100~
TRN*2*C1~
STC*A2:20*20240306*WQ*80~
TRN*2*C2~
STC*A7:562:85*20240306*U*165.5~
SE*15*0001~
GE*1*32~
IEA*3*000000031~
";

/// The segment's name at a place of the file.
fn at(position: Position) -> String {
    let byte = usize::try_from(position.byte).unwrap();
    let end = byte + FILE[byte..].find('~').unwrap();
    FILE[byte..end].to_owned()
}

/// What a part is and the segment that it begins with.
fn told(part: &Part) -> String {
    match part {
        Part::Interchange(says) => format!("interchange {}", says.control_number),
        Part::Answer(answer, place) => format!("{}: {}", answer.control_number, at(*place)),
        Part::Transaction(says) => format!("{}: {}", says.kind.name(), at(says.position)),
        Part::Acknowledgement(ack999::Item::Set(_, place) | ack999::Item::Group(_, place))
        | Part::Status(
            status277::Item::Header(_, place)
            | status277::Item::Level(_, place)
            | status277::Item::Claim(_, place),
        ) => at(*place),
    }
}

#[test]
fn every_answer_comes_in_order_and_with_its_place() {
    let mut parts = Vec::new();
    let findings = stream(FILE.as_bytes(), |part| parts.push(told(&part))).unwrap();
    assert_eq!(findings, []);
    assert_eq!(
        parts,
        [
            "interchange 31",
            "000000905: TA1*000000905*240305*0930*A*000",
            "999: ST*999*0001*005010X231A1",
            "AK2*837*0001*005010X222A1",
            "AK1*HC*17*005010X222A1",
            "835: ST*835*0001",
            "277CA: ST*277*0001*005010X214",
            "ST*277*0001*005010X214",
            "HL*1**20*1",
            "HL*2*1*21*1",
            "HL*3*2*19*1",
            "HL*4*3*PT",
            "TRN*2*C1",
            "TRN*2*C2",
        ]
    );
}

#[test]
fn it_gives_what_reading_each_kind_gives() {
    let mut claims = Vec::new();
    let mut sets = Vec::new();
    let _findings = stream(FILE.as_bytes(), |part| match part {
        Part::Status(status277::Item::Claim(claim, _)) => claims.push(claim),
        Part::Acknowledgement(ack999::Item::Set(set, _)) => sets.push(set),
        Part::Interchange(_)
        | Part::Answer(..)
        | Part::Transaction(_)
        | Part::Acknowledgement(_)
        | Part::Status(_) => {}
    });
    let (statuses, _) = status277::read(FILE.as_bytes()).unwrap();
    assert_eq!(claims, statuses[0].transactions[0].levels[3].claims);
    let (acknowledgements, _) = ack999::read(FILE.as_bytes()).unwrap();
    assert_eq!(sets, acknowledgements[0].transactions[0].sets);
}

#[test]
fn a_file_cut_inside_a_transaction_is_refused_at_its_end() {
    let cut = FILE.find("STC*A7").unwrap();
    let mut parts = 0;
    let outcome = stream(&FILE.as_bytes()[..cut], |_| parts += 1);
    assert!(matches!(outcome, Err(ReadError::CutOff { .. })));
    assert_eq!(parts, 13, "the claim that was cut is not given");
}
