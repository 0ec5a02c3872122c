//! The hierarchy of an 837P (HL): numbers, parents, and whether what is promised below comes. It must not know
//! anything of the claims.

use super::super::super::finding::{Findings, Position, Spot, quoted};
use super::super::super::segment::Segment;
use super::super::loops::Loop;

/// Where the hierarchy has come to.
#[derive(Debug)]
pub(super) struct Levels {
    /// The number that comes next (HL01).
    next: u64,
    provider: Option<String>,
    subscriber: Option<OpenSubscriber>,
}

/// What was met of a subscriber so far.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that was met or was not"
)]
struct OpenSubscriber {
    number: String,
    position: Position,
    promise: Spot,
    promises_patients: bool,
    says_self: bool,
    has_address: bool,
    has_birth: bool,
    has_patients: bool,
    has_claims: bool,
}

impl Levels {
    pub(super) fn new() -> Self {
        Self {
            next: 1,
            provider: None,
            subscriber: None,
        }
    }

    /// Takes an HL.
    pub(super) fn step(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let number = segment.element(1);
        if number.parse() != Ok(self.next) {
            findings.warning(
                segment.spot(1),
                format!(
                    "HL01 is {}, the next number is {}",
                    quoted(number),
                    self.next
                ),
            );
        }
        self.next = number.parse().unwrap_or(self.next).saturating_add(1);
        match segment.element(3) {
            "20" => self.provider_level(segment, findings),
            "22" => self.subscriber_level(segment, findings),
            "23" => self.patient_level(segment, findings),
            _ => {}
        }
    }

    /// Takes a segment of the subscriber level that decides whether the subscriber is the patient.
    pub(super) fn subscriber_segment(&mut self, at: Loop, segment: &Segment<'_>) {
        let Some(open) = &mut self.subscriber else {
            return;
        };
        match (at, segment.id()) {
            (_, "SBR") => open.says_self = segment.element(2) == "18",
            (Loop::Subscriber, "N4") => open.has_address = true,
            (Loop::Subscriber, "DMG") => open.has_birth = true,
            _ => {}
        }
    }

    /// Takes a claim.
    pub(super) fn claim(&mut self) {
        if let Some(open) = &mut self.subscriber {
            open.has_claims = open.has_claims || !open.has_patients;
        }
    }

    /// Says what the hierarchy of a transaction that begins here lacks.
    pub(super) fn finish(&mut self, transaction: Position, findings: &mut Findings) {
        self.leave_subscriber(findings);
        if self.provider.is_none() {
            findings.error(
                transaction,
                "the transaction has no billing provider and no claims",
            );
        }
    }

    /// Says what the last subscriber promised and did not keep.
    fn leave_subscriber(&mut self, findings: &mut Findings) {
        let Some(open) = self.subscriber.take() else {
            return;
        };
        if open.promises_patients != open.has_patients {
            findings.warning(
                open.promise,
                if open.has_patients {
                    "HL04 says that no patient follows, but one does"
                } else {
                    "HL04 says that a patient follows, but none does"
                },
            );
        }
        if open.says_self && open.has_patients {
            let text = "SBR02 says that the subscriber is the patient, but other patients follow";
            findings.warning(open.position, text);
        }
        if open.has_claims && !open.says_self {
            let text = "claims follow right here, but SBR02 does not say that the subscriber is the patient";
            findings.warning(open.position, text);
        }
        if open.has_claims && !(open.has_address && open.has_birth) {
            let text = "the subscriber is the patient, but has no address (N3, N4) or no day of birth (DMG)";
            findings.error(open.position, text);
        }
        if !open.has_claims && !open.has_patients {
            findings.error(open.position, "no claim stands under this subscriber");
        }
    }

    fn provider_level(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        self.leave_subscriber(findings);
        if !segment.element(2).is_empty() {
            findings.warning(
                segment.spot(2),
                "a billing provider has no parent, HL02 is not used",
            );
        }
        expect_child(segment, "1", findings);
        self.provider = Some(segment.element(1).to_owned());
    }

    fn subscriber_level(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        self.leave_subscriber(findings);
        expect_parent(
            segment,
            self.provider.as_deref(),
            "billing provider",
            findings,
        );
        self.subscriber = Some(OpenSubscriber {
            number: segment.element(1).to_owned(),
            position: segment.position(),
            promise: segment.spot(4),
            promises_patients: segment.element(4) == "1",
            says_self: false,
            has_address: false,
            has_birth: false,
            has_patients: false,
            has_claims: false,
        });
    }

    fn patient_level(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let above = self.subscriber.as_ref().map(|open| open.number.as_str());
        expect_parent(segment, above, "subscriber", findings);
        expect_child(segment, "0", findings);
        if let Some(open) = &mut self.subscriber {
            open.has_patients = true;
        }
    }
}

fn expect_parent(segment: &Segment<'_>, above: Option<&str>, whose: &str, findings: &mut Findings) {
    let parent = segment.element(2);
    match above {
        Some(above) if above == parent => {}
        Some(above) => findings.error(
            segment.spot(2),
            format!(
                "HL02 is {}, the {whose} above is {}",
                quoted(parent),
                quoted(above)
            ),
        ),
        None => findings.error(
            segment.spot(2),
            format!("no {whose} stands above this level"),
        ),
    }
}

fn expect_child(segment: &Segment<'_>, wanted: &str, findings: &mut Findings) {
    if segment.element(4) != wanted {
        findings.warning(segment.spot(4), format!("HL04 is not {wanted}"));
    }
}
