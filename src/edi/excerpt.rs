//! Where things stand in an 837P that left: which claim a segment belongs to, and a claim's own segments as they were
//! sent. It must not know what they say.

use std::collections::BTreeMap;

use super::segment::{ReadError, Segment, Segments};

/// Whose segment it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// The claim (CLM01). None when the segment belongs to all claims, as those of the billing provider do.
    pub claim: Option<String>,
    /// The service (LX01); none outside of one.
    pub line: Option<u32>,
    /// The segment's name.
    pub segment: String,
    /// Its first element, which often says what the rest is.
    pub qualifier: String,
}

/// A claim's own segments, from its CLM to the end of its last service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The transaction it stands in (ST02).
    pub set: String,
    /// The number of its CLM within the transaction, from 1 for the ST.
    pub first: u64,
    /// The segments as they were sent, without their terminators.
    pub segments: Vec<String>,
}

/// Says whose the numbered segments of a transaction are, counted from 1 for its ST. Numbers that it does not have are
/// left out.
///
/// # Errors
/// [`ReadError`] when the bytes are no X12 file.
pub fn locate(file: &[u8], set: &str, wanted: &[u64]) -> Result<BTreeMap<u64, Located>, ReadError> {
    let mut found: BTreeMap<u64, Located> = BTreeMap::new();
    let mut walk = Walk::default();
    // Those of a subscriber or patient stand before the claim that they belong to.
    let mut before: Vec<u64> = Vec::new();
    let mut segments = Segments::new(file);
    while let Some(segment) = segments.next_segment()? {
        walk.step(&segment);
        if walk.set != set {
            continue;
        }
        if let Some(claim) = &walk.claim {
            for number in before.drain(..) {
                if let Some(located) = found.get_mut(&number) {
                    located.claim = Some(claim.clone());
                }
            }
        }
        if wanted.contains(&walk.number) {
            if walk.claim.is_none() && walk.is_of_one {
                before.push(walk.number);
            }
            let _new = found.insert(
                walk.number,
                Located {
                    claim: walk.claim.clone(),
                    line: walk.line,
                    segment: segment.id().to_owned(),
                    qualifier: segment.element(1).to_owned(),
                },
            );
        }
    }
    Ok(found)
}

/// Gives a claim's own segments; none when the file does not have it.
///
/// # Errors
/// [`ReadError`] when the bytes are no X12 file.
pub fn of_claim(file: &[u8], claim: &str) -> Result<Option<Excerpt>, ReadError> {
    let mut walk = Walk::default();
    let mut excerpt: Option<Excerpt> = None;
    let mut segments = Segments::new(file);
    while let Some(segment) = segments.next_segment()? {
        walk.step(&segment);
        let is_wanted = walk.claim.as_deref() == Some(claim);
        match &mut excerpt {
            Some(excerpt) if is_wanted => excerpt.segments.push(text(&segment)),
            Some(_) => break,
            None if is_wanted => {
                excerpt = Some(Excerpt {
                    set: walk.set.clone(),
                    first: walk.number,
                    segments: vec![text(&segment)],
                });
            }
            None => {}
        }
    }
    Ok(excerpt)
}

/// Where segments are gathered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// They belong to no subscriber.
    Nothing,
    /// To the subscriber (2000B).
    Subscriber,
    /// To the patient (2000C).
    Patient,
    /// To the claim that is looked for (2300 and below).
    Claim,
}

/// Gives the segments that say who is insured, who was seen and what one claim bills, in the order of the file and
/// without their terminators. Empty when no claim of that number (CLM01) is in it.
///
/// # Errors
/// [`ReadError`] when the file cannot be read as X12.
pub fn with_subscriber(file: &[u8], number: &str) -> Result<Vec<String>, ReadError> {
    let mut segments = Segments::new(file);
    let (mut subscriber, mut patient, mut claim) = (Vec::new(), Vec::new(), Vec::new());
    let mut into = Part::Nothing;
    while let Some(segment) = segments.next_segment()? {
        let ends_claim = matches!(segment.id(), "HL" | "CLM" | "SE");
        if into == Part::Claim && ends_claim {
            break;
        }
        match (segment.id(), segment.element(3)) {
            ("HL", "22") => {
                subscriber.clear();
                patient.clear();
                into = Part::Subscriber;
            }
            ("HL", "23") => {
                patient.clear();
                into = Part::Patient;
            }
            ("CLM", _) if segment.element(1) == number => into = Part::Claim,
            ("HL" | "SE" | "CLM", _) => into = Part::Nothing,
            _ => {}
        }
        match into {
            Part::Nothing => {}
            Part::Subscriber => subscriber.push(segment.text().to_owned()),
            Part::Patient => patient.push(segment.text().to_owned()),
            Part::Claim => claim.push(segment.text().to_owned()),
        }
    }
    if claim.is_empty() {
        return Ok(claim);
    }
    Ok([subscriber, patient, claim].concat())
}

/// Gives what an answer says from a segment on, up to where it speaks of something else. Of a 999 only what frames it is
/// given, because its faults may quote other claims.
///
/// # Errors
/// [`ReadError`] when the bytes are no X12 file.
pub fn of_answer(file: &[u8], from: u64) -> Result<Vec<String>, ReadError> {
    let mut quoted = Vec::new();
    let mut group = None;
    let mut segments = Segments::new(file);
    while let Some(segment) = segments.next_segment()? {
        let number = segment.position().segment;
        match segment.id() {
            "AK1" if number < from => group = Some(text(&segment)),
            // Which group a transaction is of stands before it.
            "AK2" if number == from => quoted.extend(group.take()),
            _ => {}
        }
        let is_other = matches!(
            segment.id(),
            "HL" | "TRN" | "AK2" | "AK9" | "SE" | "GE" | "IEA" | "GS" | "TA1"
        );
        if number > from && is_other {
            break;
        }
        if number >= from && !matches!(segment.id(), "IK3" | "CTX" | "IK4" | "NM1") {
            quoted.push(text(&segment));
        }
    }
    Ok(quoted)
}

/// A segment as it stands in its file.
fn text(segment: &Segment<'_>) -> String {
    let separator = segment.delimiters().element().to_string();
    let elements: Vec<&str> = (0..=segment.len()).map(|at| segment.raw(at)).collect();
    elements.join(&separator)
}

/// Where a reader has come to.
#[derive(Debug, Default)]
struct Walk {
    set: String,
    number: u64,
    /// Whether what stands here is of one subscriber.
    is_of_one: bool,
    claim: Option<String>,
    line: Option<u32>,
}

impl Walk {
    fn step(&mut self, segment: &Segment<'_>) {
        self.number = self.number.saturating_add(1);
        match segment.id() {
            "ST" => {
                *self = Self {
                    set: segment.element(2).to_owned(),
                    number: 1,
                    ..Self::default()
                }
            }
            "HL" => {
                self.is_of_one = segment.element(3) != "20";
                (self.claim, self.line) = (None, None);
            }
            "CLM" => {
                self.claim = Some(segment.element(1).to_owned());
                self.line = None;
            }
            "LX" => self.line = segment.element(1).parse().ok(),
            "SE" => (self.claim, self.line) = (None, None),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
ISA*00*          *00*          *ZZ*ELMSTREET      *ZZ*CLEARING       *240306*0815*^*00501*000000031*0*T*:~
GS*HC*ELMSTREET*CLEARING*20240306*0815*31*X*005010X222A1~
ST*837*0007*005010X222A1~
HL*1**20*1~
NM1*85*2*ELM STREET*****XX*1234567893~
HL*2*1*22*0~
NM1*IL*1*BROOKS*ADA****MI*M100~
CLM*C1*80***11:B:1*Y*A*Y*Y~
LX*1~
SV1*HC:99213*80*UN*1***1~
HL*3*1*22*0~
NM1*IL*1*DOWD*CLEO****MI*M200~
CLM*C2*9***11:B:1*Y*A*Y*Y~
LX*1~
LX*2~
SV1*HC:36415*9*UN*1***1~
SE*15*0007~
GE*1*31~
IEA*1*000000031~
";

    #[test]
    fn a_segment_is_led_back_to_its_claim_and_service() {
        let found = locate(FILE.as_bytes(), "0007", &[3, 5, 6, 10, 14, 90]).unwrap();
        let told: Vec<(u64, Option<&str>, Option<u32>)> = found
            .iter()
            .map(|(number, at)| (*number, at.claim.as_deref(), at.line))
            .collect();
        let expected = [
            (3, None, None),
            (5, Some("C1"), None),
            (6, Some("C1"), None),
            (10, Some("C2"), None),
            (14, Some("C2"), Some(2)),
        ];
        assert_eq!(told, expected);
        assert_eq!(found[&10].qualifier, "IL");
        assert!(locate(FILE.as_bytes(), "0008", &[3]).unwrap().is_empty());
    }

    #[test]
    fn a_claim_is_cut_out_as_it_was_sent() {
        let first = of_claim(FILE.as_bytes(), "C1").unwrap().unwrap();
        assert_eq!((first.set.as_str(), first.first), ("0007", 6));
        assert_eq!(
            first.segments,
            [
                "CLM*C1*80***11:B:1*Y*A*Y*Y",
                "LX*1",
                "SV1*HC:99213*80*UN*1***1"
            ]
        );
        let second = of_claim(FILE.as_bytes(), "C2").unwrap().unwrap();
        assert_eq!(second.segments.len(), 4);
        assert_eq!(of_claim(FILE.as_bytes(), "C3").unwrap(), None);
    }

    const HEAD: &str = "ISA*00*          *00*          *ZZ*LARKSPUR       *ZZ*PORTAGE        *260317*0930*^*00501*000000007*0*P*:~\
        GS*HC*LARKSPUR*PORTAGE*20260317*0930*7*X*005010X222A1~ST*837*0001*005010X222A1~HL*1**20*1~NM1*85*2*LARKSPUR~";

    fn cut(body: &str, number: &str) -> Vec<String> {
        with_subscriber(format!("{HEAD}{body}SE*9*0001~").as_bytes(), number).unwrap()
    }

    #[test]
    fn a_claim_is_cut_out_with_its_subscriber_and_patient() {
        let body = "HL*2*1*22*0~NM1*IL*1*QUIST~CLM*C1*10~LX*1~CLM*C2*20~LX*1~SV1*HC:99213~\
            HL*3*1*22*1~NM1*IL*1*OKONJO~HL*4*3*23*0~NM1*QC*1*OKONJO*BISI~CLM*C3*30~LX*1~\
            HL*5*3*23*0~NM1*QC*1*OKONJO*ADA~CLM*C4*40~LX*1~";
        assert_eq!(
            cut(body, "C2"),
            [
                "HL*2*1*22*0",
                "NM1*IL*1*QUIST",
                "CLM*C2*20",
                "LX*1",
                "SV1*HC:99213"
            ]
        );
        assert_eq!(
            cut(body, "C4"),
            [
                "HL*3*1*22*1",
                "NM1*IL*1*OKONJO",
                "HL*5*3*23*0",
                "NM1*QC*1*OKONJO*ADA",
                "CLM*C4*40",
                "LX*1"
            ]
        );
        assert_eq!(cut(body, "C5"), [""; 0]);
    }

    #[test]
    fn what_is_no_file_is_refused() {
        assert!(with_subscriber(b"hello", "C1").is_err());
    }
}
