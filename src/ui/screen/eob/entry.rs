//! A paper EOB as it stands while it is keyed: what was typed, the claims it answers, what is still off. It must not know
//! widgets or the office.

use std::ops::Range;

use chrono::NaiveDate;

use super::ghost::{Ghosts, Passed};

use crate::domain::claim::ClaimRow;
use crate::domain::draft::eob::{AdjustmentDraft, EobLineDraft, Field, adjustment, line};
use crate::domain::draft::{Complaint, EobDraft};
use crate::domain::eob::{EobLineTemplate, NewEob, Proof};
use crate::domain::id::ClaimId;
use crate::domain::money::Money;
use crate::domain::typed;

/// A claim that the EOB answers, and its services in the order in which they are keyed.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The claim.
    pub row: ClaimRow,
    /// Its services.
    pub services: Vec<EobLineTemplate>,
}

/// What was typed so far. The draft has one line for each service of each claim, in this order.
#[derive(Clone, Default)]
pub struct Entry {
    pub draft: EobDraft,
    pub claims: Vec<Answered>,
}

impl Entry {
    /// Takes up a draft again with the claims it was about. Lines of claims that are gone are dropped.
    pub fn resume(mut draft: EobDraft, claims: Vec<Answered>) -> Self {
        let mut kept = std::mem::take(&mut draft.lines);
        let mut entry = Self {
            draft,
            claims: Vec::new(),
        };
        for claim in claims {
            let _ = entry.add(claim);
        }
        for line in &mut entry.draft.lines {
            if let Some(at) = kept.iter().position(|one| one.line == line.line) {
                *line = EobLineDraft {
                    charged: std::mem::take(&mut line.charged),
                    ..kept.swap_remove(at)
                };
            }
        }
        entry
    }

    /// Adds a claim, and gives the first of its lines.
    pub fn add(&mut self, claim: Answered) -> Option<usize> {
        if self.has(claim.row.id) || claim.services.is_empty() {
            return None;
        }
        let first = self.draft.lines.len();
        let lines = claim.services.iter().map(|service| EobLineDraft {
            charged: service.charged.to_string(),
            claim: Some(service.claim),
            line: Some(service.line),
            ..EobLineDraft::default()
        });
        self.draft.lines.extend(lines);
        self.claims.push(claim);
        Some(first)
    }

    /// Takes a claim out with what was typed for it.
    pub fn remove(&mut self, at: usize) {
        if at < self.claims.len() {
            let claim = self.claims.remove(at);
            self.draft
                .lines
                .retain(|line| line.claim != Some(claim.row.id));
        }
    }

    /// Whether a claim is answered already.
    pub fn has(&self, claim: ClaimId) -> bool {
        self.claims.iter().any(|answered| answered.row.id == claim)
    }

    /// The lines of every claim, claim by claim.
    pub fn ranges(&self) -> impl Iterator<Item = (&Answered, Range<usize>)> {
        let mut first = 0_usize;
        self.claims.iter().map(move |claim| {
            let lines = first..first.saturating_add(claim.services.len());
            first = lines.end;
            (claim, lines)
        })
    }

    /// The lines of the claim at that place.
    pub fn lines_of(&self, claim: usize) -> Range<usize> {
        self.ranges().nth(claim).map_or(0..0, |(_, lines)| lines)
    }

    /// The claim that a line belongs to.
    pub fn claim_of(&self, line: usize) -> Option<usize> {
        self.ranges().position(|(_, lines)| lines.contains(&line))
    }

    /// The service of a line.
    pub fn service(&self, line: usize) -> Option<&EobLineTemplate> {
        self.services().nth(line)
    }

    /// Every service, in the order of the lines.
    pub fn services(&self) -> impl Iterator<Item = &EobLineTemplate> {
        self.claims.iter().flat_map(|claim| &claim.services)
    }

    /// What is expected of a line while the focus stands in that cell of that line.
    pub fn ghosts(&self, at: usize, focus: (usize, line::Field)) -> Ghosts {
        let (Some(service), Some(typed)) = (self.service(at), self.draft.lines.get(at)) else {
            return Ghosts::default();
        };
        let passed = if focus.0 == at {
            Passed::before(focus.1)
        } else {
            Passed::over(typed)
        };
        Ghosts::of(service, typed, passed)
    }

    /// Types what is expected into a line.
    pub fn take_expected(&mut self, at: usize, focus: (usize, line::Field)) {
        let ghosts = self.ghosts(at, focus);
        if let Some(typed) = self.draft.lines.get_mut(at) {
            ghosts.fill(typed);
        }
    }

    /// Says that nothing was paid of a line, and gives the field for the reason. Everything that is not explained by
    /// another adjustment is what was denied.
    pub fn deny(&mut self, at: usize) -> Option<Field> {
        let line = self.draft.lines.get_mut(at)?;
        let others = line.adjustments.iter().filter(|part| !part.is_blank());
        let explained = Money::sum(others.map(|part| amount(&part.amount))).ok()?;
        let denied = amount(&line.charged).minus(explained).ok()?;
        let kept = (std::mem::take(&mut line.charged), line.claim, line.line);
        let mut adjustments = std::mem::take(&mut line.adjustments);
        adjustments.retain(|part| !part.is_blank());
        if denied.is_positive() {
            adjustments.push(AdjustmentDraft {
                amount: denied.to_string(),
                ..AdjustmentDraft::default()
            });
        }
        let place = adjustments.len().checked_sub(1)?;
        *line = EobLineDraft {
            charged: kept.0,
            claim: kept.1,
            line: kept.2,
            paid: Money::ZERO.to_string(),
            adjustments,
            ..EobLineDraft::default()
        };
        let field = line::Field::Adjustment(place, adjustment::Field::Carc);
        Some(Field::Line(at, field))
    }

    /// Whether something is said of a claim, and all of it is whole and proves.
    pub fn is_done(&self, lines: Range<usize>) -> bool {
        let mut said = lines
            .filter_map(|at| self.draft.lines.get(at))
            .filter(|line| !line.is_blank())
            .peekable();
        said.peek().is_some()
            && said.all(|line| {
                line.check()
                    .is_ok_and(|line| line.difference().is_ok_and(Money::is_zero))
            })
    }

    /// The text of a field, to be changed.
    pub fn text_mut(&mut self, field: Field) -> Option<&mut String> {
        match field {
            Field::Line(at, line::Field::Adjustment(place, field)) => {
                let line = self.draft.lines.get_mut(at)?;
                line.adjustments.get_mut(place)?.text_mut(field)
            }
            Field::Line(at, field) => self.draft.lines.get_mut(at)?.text_mut(field),
            field => self.draft.text_mut(field),
        }
    }

    /// The adjustment at that place of a line.
    pub fn adjustment_mut(&mut self, line: usize, at: usize) -> Option<&mut AdjustmentDraft> {
        self.draft.lines.get_mut(line)?.adjustments.get_mut(at)
    }

    /// Makes room for another adjustment of a line, and gives the field to go to.
    pub fn add_adjustment(&mut self, at: usize) -> Option<Field> {
        let line = self.draft.lines.get_mut(at)?;
        let blank = line.adjustments.iter().position(AdjustmentDraft::is_blank);
        let place = blank.unwrap_or(line.adjustments.len());
        if blank.is_none() {
            line.adjustments.push(AdjustmentDraft::default());
        }
        let field = line::Field::Adjustment(place, adjustment::Field::Group);
        Some(Field::Line(at, field))
    }

    /// Takes an adjustment out.
    pub fn remove_adjustment(&mut self, line: usize, at: usize) {
        if let Some(line) = self.draft.lines.get_mut(line)
            && at < line.adjustments.len()
        {
            drop(line.adjustments.remove(at));
        }
    }

    /// The running proof; nothing is off while amounts are too large to add up.
    pub fn proof(&self) -> Proof {
        self.draft.proof().unwrap_or(Proof {
            check: Money::ZERO,
            entered: Money::ZERO,
            left: Money::ZERO,
            lines_off: Vec::new(),
        })
    }

    /// How far a line is off; none when it is blank, not whole yet, or proves.
    pub fn off(&self, line: usize) -> Option<Money> {
        let line = self.draft.lines.get(line).filter(|line| !line.is_blank())?;
        let off = line.check().ok()?.difference().ok()?;
        (!off.is_zero()).then_some(off)
    }

    /// The EOB that can be posted.
    ///
    /// # Errors
    /// Why it cannot be, in a few words for beside the button, and what is wrong with which field.
    pub fn finish(&self, today: NaiveDate) -> Result<NewEob, (String, Vec<Complaint<Field>>)> {
        if self.draft.payer.is_none() {
            let complaints = self.draft.check(today).err().unwrap_or_default();
            return Err((String::from("Choose the payer"), complaints));
        }
        if self.claims.is_empty() {
            return Err((String::from("Add a claim"), Vec::new()));
        }
        let proof = self.proof();
        let why = match self.draft.check(today) {
            Ok(eob) if proof.holds() => return Ok(eob),
            Ok(_) => (unproved(&proof), Vec::new()),
            Err(complaints) => {
                let first = complaints.first().map(|one| one.words.clone());
                (capital(&first.unwrap_or_default()), complaints)
            }
        };
        Err(why)
    }
}

/// Why a whole EOB may not be posted.
fn unproved(proof: &Proof) -> String {
    let left = proof.left;
    if left.is_positive() {
        format!("{left} of the check is left")
    } else if left.is_negative() {
        format!("{} more than the check", left.negated())
    } else {
        match proof.lines_off.len() {
            1 => String::from("1 service does not add up"),
            more => format!("{more} services do not add up"),
        }
    }
}

/// Begins with a capital.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// What a line that is off says below itself.
pub fn off_words(off: Money) -> String {
    if off.is_positive() {
        format!("{off} of the charge is not explained")
    } else {
        format!("{} more than the charge is explained", off.negated())
    }
}

/// What a line says below itself when another amount was allowed than was expected.
pub fn unexpected_words(expected: Money, off: Money) -> String {
    let way = if off.is_negative() { "less" } else { "more" };
    format!(
        "{expected} was expected to be allowed; this is {} {way}",
        off.abs()
    )
}

/// What stands in a cell as an amount; nothing while it cannot be read.
pub fn amount(text: &str) -> Money {
    typed::amount(text).unwrap_or_default()
}
