//! Follows the loops of an 837P and says what is missing, out of place or too many. It must not know what segments
//! say, nor keep anything of them.

use super::super::finding::{Findings, Position, quoted};
use super::super::segment::Segment;
use super::loops::{Level, Loop, Rule};

/// Where a transaction has come to.
#[derive(Debug)]
pub(super) struct Walk {
    transaction: Position,
    at: Loop,
    began: Position,
    /// The rule of the last segment that stood in order.
    reached: usize,
    /// How many segments of each rule were met in this loop.
    met: Vec<u16>,
    /// What the loops opened now belong to.
    level: Level,
    level_began: Position,
    /// The loops met in this level.
    beside: Vec<Loop>,
}

impl Walk {
    /// Begins at the header of a transaction that begins here.
    pub(super) fn new(position: Position) -> Self {
        Self {
            transaction: position,
            at: Loop::Header,
            began: position,
            reached: 0,
            met: Vec::new(),
            level: Level::Header,
            level_began: position,
            beside: Vec::new(),
        }
    }

    /// Takes the next segment. Gives the loop it stands in, and whether it opens it.
    pub(super) fn step(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> (Loop, bool) {
        let opened = self.opens(segment);
        if let Some(next) = opened {
            self.enter(next, segment, findings);
        }
        self.check(segment, findings);
        (self.at, opened.is_some())
    }

    /// Where the transaction begins.
    pub(super) fn transaction(&self) -> Position {
        self.transaction
    }

    /// Says what is missing where the transaction ends.
    pub(super) fn finish(&mut self, findings: &mut Findings) {
        self.leave_loop(findings);
        self.leave_level(findings);
    }

    /// The loop that a segment opens, if it opens one.
    fn opens(&self, segment: &Segment<'_>) -> Option<Loop> {
        let in_claim = matches!(self.level, Level::Claim | Level::OtherPayer | Level::Line);
        let in_line = self.level == Level::Line;
        match segment.id() {
            "HL" => Some(match segment.element(3) {
                "20" => Loop::BillingLevel,
                "22" => Loop::SubscriberLevel,
                "23" => Loop::PatientLevel,
                _ => Loop::Nobody,
            }),
            "NM1" => Some(self.level.named(segment.element(1))),
            "SBR" if in_claim && !in_line => Some(Loop::OtherPayerLevel),
            "CLM" => Some(Loop::Claim),
            "LX" if in_claim => Some(Loop::Line),
            "LX" => Some(Loop::Nobody),
            "LIN" if in_line => Some(Loop::Drug),
            "SVD" if in_line => Some(Loop::Adjudication),
            "LQ" if in_line => Some(Loop::Form),
            _ => None,
        }
    }

    fn enter(&mut self, next: Loop, segment: &Segment<'_>, findings: &mut Findings) {
        self.leave_loop(findings);
        let facts = next.facts();
        let at = segment.position();
        if next == Loop::Nobody {
            let (id, first) = (segment.id(), segment.element(1));
            findings.error(at, format!("{id}*{} has no place here", quoted(first)));
        } else if opens_level(next) {
            self.check_parent(next, segment, findings);
            self.leave_level(findings);
            self.level = facts.level;
            self.level_began = at;
            self.beside.clear();
        } else {
            let before = self.beside.iter().filter(|one| **one == next).count();
            if before >= facts.most {
                findings.error(at, format!("{} stands once too often", facts.name));
            }
            self.beside.push(next);
        }
        let is_told = facts.level == Level::OtherPayer && next != Loop::OtherPayerLevel;
        if !facts.is_kept && next != Loop::Nobody && !is_told {
            findings.note(at, format!("{} is not kept", facts.name));
        }
        self.at = next;
        self.began = at;
        self.reached = 0;
        self.met.clear();
    }

    /// A claim needs a subscriber above it.
    fn check_parent(&self, next: Loop, segment: &Segment<'_>, findings: &mut Findings) {
        let is_orphan = matches!(self.level, Level::Header | Level::Provider);
        if next == Loop::Claim && is_orphan {
            findings.error(segment.position(), "this claim stands under no subscriber");
        }
    }

    /// Checks a segment against its loop.
    fn check(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let facts = self.at.facts();
        let id = segment.id();
        let at = segment.position();
        let place = facts.rules.iter().position(|rule| rule.id == id);
        let Some((place, rule)) = place.and_then(|n| Some((n, facts.rules.get(n)?))) else {
            if self.at != Loop::Nobody {
                findings.error(at, format!("{} has no place in {}", quoted(id), facts.name));
            }
            return;
        };
        if place < self.reached {
            let after = facts.rules.get(self.reached).map_or("", |rule| rule.id);
            let name = facts.name;
            findings.error(
                at,
                format!("{id} is out of order: in {name} it comes before {after}"),
            );
        } else {
            self.reached = place;
        }
        self.count(place, *rule, segment, findings);
    }

    fn count(&mut self, place: usize, rule: Rule, segment: &Segment<'_>, findings: &mut Findings) {
        if self.met.len() <= place {
            self.met.resize(place.saturating_add(1), 0);
        }
        let Some(met) = self.met.get_mut(place) else {
            return;
        };
        *met = met.saturating_add(1);
        if *met == rule.most.saturating_add(1) {
            let Rule { id, most, .. } = rule;
            let name = self.at.facts().name;
            findings.error(
                segment.position(),
                format!("{id} stands more than {most} times in {name}"),
            );
        }
    }

    fn leave_loop(&self, findings: &mut Findings) {
        let facts = self.at.facts();
        for (place, rule) in facts.rules.iter().enumerate() {
            let is_met = self.met.get(place).is_some_and(|met| *met > 0);
            if rule.is_required && !is_met {
                findings.error(
                    self.began,
                    format!("{} is missing in {}", rule.id, facts.name),
                );
            }
        }
    }

    fn leave_level(&self, findings: &mut Findings) {
        for wanted in self.level.required() {
            if !self.beside.contains(wanted) {
                findings.error(
                    self.level_began,
                    format!("{} is missing", wanted.facts().name),
                );
            }
        }
    }
}

/// Whether a loop is the first of what it belongs to.
fn opens_level(next: Loop) -> bool {
    matches!(
        next,
        Loop::BillingLevel
            | Loop::SubscriberLevel
            | Loop::PatientLevel
            | Loop::Claim
            | Loop::OtherPayerLevel
            | Loop::Line
    )
}
