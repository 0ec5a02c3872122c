//! The segments of one 835 to its parts. It must not know the envelopes around it.

use super::super::envelope::Transaction;
use super::super::field;
use super::super::finding::{Finding, Findings, Position, Spot, quoted};
use super::super::segment::{Flaw, Segment};
use super::{BYTES_MAX, Ending, Item, SEGMENTS_MAX};
use crate::domain::money::Money;
use crate::domain::remit::{
    Check, ClaimGroup, ClaimProof, Difference, Place, ProviderAdjustment, RemitClaim, RemitLine,
    Remittance, RemittanceProof, Text, Weight,
};

mod claim;
mod header;
mod line;
mod parts;
mod provider;

/// Reads one 835 segment by segment.
#[derive(Debug)]
pub struct Reader {
    header: Remittance,
    /// Where its BPR stands.
    payment: Option<Position>,
    trace: Option<Position>,
    open: Open,
    is_header_given: bool,
    group: ClaimGroup,
    claim: RemitClaim,
    /// Lines of earlier claims, for their room.
    spare: Vec<RemitLine>,
    provider: Vec<ProviderAdjustment>,
    proof: RemittanceProof,
    /// Errors met before what is being read.
    errors_before: u64,
    room: Room,
}

/// What is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Header,
    Payer,
    Payee,
    /// Somebody who is neither, and is not kept.
    OtherParty,
    Group,
    Claim,
    Line,
    /// What stands after the claims.
    Provider,
}

/// How much of what is being read has been kept, so that no claim outgrows the memory.
#[derive(Clone, Copy, Debug, Default)]
struct Room {
    segments: usize,
    bytes: usize,
    is_overflow_told: bool,
}

impl Room {
    /// Makes room for a segment; tells when there is none.
    fn take(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> bool {
        self.segments = self.segments.saturating_add(1);
        self.bytes = self.bytes.saturating_add(segment.text().len());
        let has_room = self.segments <= SEGMENTS_MAX && self.bytes <= BYTES_MAX;
        if !has_room && !self.is_overflow_told {
            self.is_overflow_told = true;
            let text = "this part of the remittance is too long: what follows of it is not kept";
            findings.error(segment.position(), text);
        }
        has_room
    }
}

impl Reader {
    /// Begins after the ST of a transaction.
    pub fn new(transaction: &Transaction) -> Self {
        let place = Place::from(transaction.position);
        Self {
            header: Remittance {
                control_number: Text::from(transaction.control_number.as_str()),
                place,
                ..Remittance::default()
            },
            payment: None,
            trace: None,
            open: Open::Header,
            is_header_given: false,
            group: ClaimGroup::default(),
            claim: RemitClaim::default(),
            spare: Vec::new(),
            provider: Vec::new(),
            proof: RemittanceProof::new(Money::ZERO, place),
            errors_before: 0,
            room: Room::default(),
        }
    }

    /// Takes the next segment between ST and SE, and gives the parts that it completes.
    pub fn push(
        &mut self,
        segment: &Segment<'_>,
        findings: &mut Findings,
        mut each: impl FnMut(Item<'_>),
    ) {
        if self.room.segments == 0 {
            self.errors_before = findings.error_count();
        }
        match segment.id() {
            "CLP" => {
                self.complete(segment.position(), findings, &mut each);
                self.begin(Open::Claim, segment, findings);
                self.claim(segment, findings);
            }
            "LX" => {
                self.complete(segment.position(), findings, &mut each);
                self.begin(Open::Group, segment, findings);
                self.group(segment, findings);
            }
            "PLB" => {
                self.complete(segment.position(), findings, &mut each);
                self.begin(Open::Provider, segment, findings);
                self.provider(segment, findings);
                each(Item::Provider(&self.provider));
            }
            _ if !self.room.take(segment, findings) => {}
            "SVC" => self.line(segment, findings),
            "CAS" => self.adjustment(segment, findings),
            "DTM" => self.date(segment, findings),
            "REF" => self.reference(segment, findings),
            "AMT" => self.amount(segment, findings),
            "QTY" => self.quantity(segment, findings),
            "NM1" => self.person(segment, findings),
            "LQ" => self.remark(segment, findings),
            "MIA" | "MOA" => self.adjudication(segment, findings),
            "PER" => self.contact(segment, findings),
            "TS2" | "TS3" => self.totals(segment, findings),
            "BPR" => self.payment(segment, findings),
            "TRN" => self.trace(segment, findings),
            "CUR" => self.currency(segment, findings),
            "N1" => self.party(segment, findings),
            "N3" | "N4" => self.address(segment, findings),
            "RDM" => findings.note(
                segment.position(),
                "RDM (how the remittance is delivered) is not kept",
            ),
            id => {
                let text = format!("{} has no place in an 835 and is not kept", quoted(id));
                findings.warning(segment.position(), text);
            }
        }
    }

    /// Gives the last parts, at the transaction's SE or where it breaks off.
    pub fn finish(
        mut self,
        ending: Ending,
        at: Position,
        findings: &mut Findings,
        mut each: impl FnMut(Item<'_>),
    ) {
        self.complete(at, findings, &mut each);
        self.prove(findings);
        each(Item::End(&self.proof, ending));
    }

    /// Gives what was being read, because something else begins.
    fn complete(&mut self, at: Position, findings: &mut Findings, each: &mut impl FnMut(Item<'_>)) {
        if !self.is_header_given {
            self.check_header(findings);
            self.header.faults = self.faults(findings);
            self.is_header_given = true;
            each(Item::Header(&self.header));
        }
        match self.open {
            Open::Claim | Open::Line => {
                self.claim.end = Place::from(at);
                self.claim.faults = self.faults(findings);
                let proof = self.prove_claim(findings);
                each(Item::Claim(&mut self.claim, proof.as_ref()));
            }
            Open::Group => each(Item::Group(&self.group)),
            Open::Header | Open::Payer | Open::Payee | Open::OtherParty | Open::Provider => {}
        }
    }

    /// Begins to read something else.
    fn begin(&mut self, open: Open, segment: &Segment<'_>, findings: &mut Findings) {
        if self.open == Open::Provider && open != Open::Provider {
            let id = segment.id();
            let text = format!("{id} {AFTER_LAST}");
            findings.warning(segment.position(), text);
        }
        self.open = open;
        let is_damaged =
            segment.flaws().has(Flaw::TooLong) || segment.flaws().has(Flaw::TooManyElements);
        // What its own first segment lacks was told before anything began.
        self.errors_before = findings.error_count().saturating_sub(u64::from(is_damaged));
        self.room = Room {
            segments: 1,
            bytes: segment.text().len(),
            is_overflow_told: false,
        };
    }

    /// How many errors were found in what is being read.
    fn faults(&self, findings: &Findings) -> u32 {
        let found = findings.error_count().saturating_sub(self.errors_before);
        u32::try_from(found).unwrap_or(u32::MAX)
    }

    fn prove_claim(&mut self, findings: &mut Findings) -> Option<ClaimProof> {
        let claim = &self.claim;
        let Ok(proof) = self.proof.add(claim) else {
            let text = "the amounts of the claim are too large to be added";
            findings.error(Position::from(claim.place), text);
            return None;
        };
        for difference in &proof.differences {
            let line = difference.line.map_or_else(String::new, |index| {
                format!(" line {}", index.saturating_add(1))
            });
            let text = format!("claim {}{line}: {}", claim.number, difference.words());
            tell(difference, text, findings);
        }
        Some(proof)
    }

    fn prove(&mut self, findings: &mut Findings) {
        match self.proof.difference() {
            Ok(None) => {}
            Ok(Some(difference)) => tell(&difference, difference.words(), findings),
            Err(_) => {
                let text = "the amounts of the remittance are too large to be added";
                findings.error(Position::from(self.proof.place), text);
            }
        }
    }
}

/// Tells what does not balance, at the element that says otherwise.
fn tell(difference: &Difference, text: String, findings: &mut Findings) {
    let element = match difference.check {
        Check::Payment => 2,
        Check::LinePaid | Check::LinesCharged => 3,
        Check::ClaimPaid => 4,
        Check::PatientShare => 5,
    };
    let spot = Spot {
        position: Position::from(difference.place),
        element: Some(element),
    };
    match difference.check.weight() {
        Weight::Error => findings.error(spot, text),
        Weight::Warning => findings.warning(spot, text),
    }
}

/// Says that a segment stands where it has no place.
fn misplaced(segment: &Segment<'_>, findings: &mut Findings) {
    let id = segment.id();
    let text = format!("{id} {MISPLACED}");
    findings.warning(segment.position(), text);
}

const MISPLACED: &str = "has no place here and is not kept";
const AFTER_LAST: &str = "stands after PLB, which should come last";
/// What is said of a segment of a claim that stands outside of every claim.
const OF_NO_CLAIM: &str = "belongs to no claim and is not kept";

/// Whether a finding says that a segment stands where none of its kind can: the order of the segments is not the one in
/// which they were written.
pub fn is_out_of_place(finding: &Finding) -> bool {
    [MISPLACED, AFTER_LAST, OF_NO_CLAIM]
        .iter()
        .any(|words| finding.text.ends_with(words))
}

/// Notes the elements after the last one that a field holds.
fn beyond(segment: &Segment<'_>, last: usize, findings: &mut Findings) {
    if segment.len() > last {
        let kept: Vec<usize> = (1..=last).collect();
        field::not_kept(segment, &kept, findings);
    }
}
