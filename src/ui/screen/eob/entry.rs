//! A paper EOB as it stands while it is keyed: what was typed, the claims it answers, what is still off. It must not know
//! widgets or the office.

use chrono::NaiveDate;

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

    /// The lines of the claim at that place.
    pub fn lines_of(&self, claim: usize) -> std::ops::Range<usize> {
        let count = |claims: &[Answered]| claims.iter().map(|claim| claim.services.len()).sum();
        let first: usize = self.claims.get(..claim).map_or(0, count);
        let more = self.claims.get(claim).map_or(0, |one| one.services.len());
        first..first.saturating_add(more)
    }

    /// The claim that a line belongs to.
    pub fn claim_of(&self, line: usize) -> Option<usize> {
        (0..self.claims.len()).find(|claim| self.lines_of(*claim).contains(&line))
    }

    /// The service of a line.
    pub fn service(&self, line: usize) -> Option<&EobLineTemplate> {
        let claim = self.claim_of(line)?;
        let at = line.checked_sub(self.lines_of(claim).start)?;
        self.claims.get(claim)?.services.get(at)
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

/// What stands in a cell as an amount; nothing while it cannot be read.
pub fn amount(text: &str) -> Money {
    typed::amount(text).unwrap_or_default()
}
