//! The hierarchy of a 277 (HL): numbers and parents, and whether the totals of a level agree with its claims. It must
//! not know what a claim says, but for whether it is rejected.

use super::super::super::finding::{Findings, Position, Spot, quoted};
use super::super::super::segment::Segment;
use super::super::{Claim, Guide, Level, LevelKind, Standing};

/// Where the hierarchy has come to.
#[derive(Debug)]
pub(super) struct Levels {
    guide: Guide,
    /// The number that comes next (HL01).
    next: u64,
    /// The levels above, the outermost first: never more than five.
    above: Vec<Above>,
}

/// A level that others stand in.
#[derive(Debug)]
struct Above {
    kind: LevelKind,
    number: String,
    /// What its totals say, and where.
    accepted: Option<u64>,
    rejected: Option<u64>,
    totals: Option<Spot>,
    /// The claims met in it.
    claims_taken: u64,
    claims_rejected: u64,
}

impl Levels {
    pub(super) fn new(guide: Guide) -> Self {
        Self {
            guide,
            next: 1,
            above: Vec::new(),
        }
    }

    /// Follows another guide from here on.
    pub(super) fn follow(&mut self, guide: Guide) {
        self.guide = guide;
    }

    /// Takes an HL.
    pub(super) fn step(&mut self, kind: LevelKind, segment: &Segment<'_>, findings: &mut Findings) {
        let number = segment.element(1);
        if number.parse() != Ok(self.next) {
            let text = format!(
                "HL01 is {}, the next number is {}",
                quoted(number),
                self.next
            );
            findings.warning(segment.spot(1), text);
        }
        self.next = number.parse().unwrap_or(self.next).saturating_add(1);
        if !kind.is_of(self.guide) {
            let text = format!("HL03 {} is not of this guide", kind.code());
            findings.warning(segment.spot(3), text);
        }
        while self
            .above
            .last()
            .is_some_and(|last| last.kind.depth() >= kind.depth())
        {
            self.leave(findings);
        }
        self.check_parent(kind, segment, findings);
        self.above.push(Above {
            kind,
            number: number.to_owned(),
            accepted: None,
            rejected: None,
            totals: None,
            claims_taken: 0,
            claims_rejected: 0,
        });
    }

    /// Takes the totals of the level that was opened last.
    pub(super) fn total(&mut self, level: &Level, segment: &Segment<'_>) {
        if let Some(last) = self.above.last_mut() {
            last.accepted = level.accepted_claims;
            last.rejected = level.rejected_claims;
            let is_counted = level.accepted_claims.is_some() || level.rejected_claims.is_some();
            last.totals = is_counted.then(|| segment.spot(2));
        }
    }

    /// Counts a claim in all levels above it.
    pub(super) fn count(&mut self, claim: &Claim) {
        let is_rejected = claim.standing() == Standing::Rejected;
        for above in &mut self.above {
            let count = if is_rejected {
                &mut above.claims_rejected
            } else {
                &mut above.claims_taken
            };
            *count = count.saturating_add(1);
        }
    }

    /// Says what the hierarchy of a transaction that begins here lacks.
    pub(super) fn finish(&mut self, transaction: Position, findings: &mut Findings) {
        if self.next == 1 && self.above.is_empty() {
            findings.error(
                transaction,
                "the transaction has no level (HL): it says nothing",
            );
        }
        while !self.above.is_empty() {
            self.leave(findings);
        }
    }

    fn check_parent(&self, kind: LevelKind, segment: &Segment<'_>, findings: &mut Findings) {
        let parent = segment.element(2);
        match self.above.last() {
            None if kind == LevelKind::Source => {
                if !parent.is_empty() {
                    findings.warning(
                        segment.spot(2),
                        "the source has no parent, HL02 is not used",
                    );
                }
            }
            None => {
                let text = format!("no level stands above this {}", kind.words());
                findings.error(segment.spot(2), text);
            }
            Some(above) if above.kind.depth().saturating_add(1) != kind.depth() => {
                let text = format!(
                    "a {} stands right under a {}",
                    kind.words(),
                    above.kind.words()
                );
                findings.error(segment.spot(3), text);
            }
            Some(above) if above.number != parent => {
                let text = format!(
                    "HL02 is {}, the {} above is {}",
                    quoted(parent),
                    above.kind.words(),
                    quoted(&above.number)
                );
                findings.error(segment.spot(2), text);
            }
            Some(_) => {}
        }
    }

    /// Leaves the innermost level: what it says of its claims may be more than is listed, never less.
    fn leave(&mut self, findings: &mut Findings) {
        let Some(last) = self.above.pop() else {
            return;
        };
        let Some(totals) = last.totals else {
            return;
        };
        for (says, met, what) in [
            (last.accepted, last.claims_taken, "accepted"),
            (last.rejected, last.claims_rejected, "rejected"),
        ] {
            let says = says.unwrap_or(0);
            if met > says {
                let text = format!("the totals say {says} claims {what}, {met} are listed");
                findings.warning(totals, text);
            }
        }
    }
}
