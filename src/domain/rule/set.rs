//! What rules set on a claim beyond what its visit says: the visit stays as it was coded, the claim says what its payer
//! wants to read. It must not know where it is kept.

use serde::{Deserialize, Serialize};

use super::{Act, Billed, Fit, Rule};
use crate::domain::authorization::{Authorization, only_one};
use crate::domain::claim::Claim;
use crate::domain::code::{Modifier, PlaceOfService, Procedure};
use crate::domain::id::RuleId;
use crate::domain::patient::Patient;
use crate::domain::visit::{Line, Visit};

/// The most modifiers of a service (SV101-3 to -6).
pub(in crate::domain) const MODIFIERS_MAX: usize = 4;

/// What is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum Set {
    /// A modifier of the service with this number, from 1, put behind those it has.
    Modifier(u32, Modifier),
    /// The place of service.
    Place(PlaceOfService),
    /// The authorization number.
    Authorization(String),
}

impl Set {
    /// What was done, in words that go on after the rule's number.
    pub fn words(&self) -> String {
        match self {
            Self::Modifier(line, modifier) => format!("added modifier {modifier} to line {line}"),
            Self::Place(place) => format!("set place of service {place}"),
            Self::Authorization(_) => "filled in the authorization number".to_owned(),
        }
    }

    /// Lets a claim's papers say so. What does not fit any more is passed over.
    pub fn apply(&self, visit: &mut Visit, lines: &mut [Line]) {
        match self {
            Self::Modifier(number, modifier) => {
                let at = usize::try_from(number.saturating_sub(1)).ok();
                if let Some(line) = at.and_then(|at| lines.get_mut(at)) {
                    let modifiers = &mut line.what.modifiers;
                    if !modifiers.contains(modifier) && modifiers.len() < MODIFIERS_MAX {
                        modifiers.push(*modifier);
                    }
                }
            }
            Self::Place(place) => visit.place = *place,
            Self::Authorization(number) => visit.authorization.clone_from(number),
        }
    }
}

/// What one rule set on a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The rule.
    pub rule: RuleId,
    /// What it set.
    #[serde(flatten)]
    pub what: Set,
}

/// A claim as its visit says it, which rules may add to.
#[derive(Debug)]
pub struct Draft<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The patient.
    pub patient: &'a Patient,
    /// What the payer allowed.
    pub authorizations: &'a [Authorization],
    /// What is billed.
    pub visit: &'a mut Visit,
    /// The services, in the order in which they are sent.
    pub lines: &'a mut [Line],
}

impl Draft<'_> {
    fn billed(&self) -> Billed<'_> {
        Billed {
            payer: self.claim.payer,
            rendering: self.visit.rendering,
            place: self.visit.place,
            service_on: self.visit.service_on,
            charged: self.claim.charged,
            born_on: self.patient.born_on,
            sex: self.patient.sex,
            authorization: &self.visit.authorization,
            diagnoses: &self.visit.diagnoses,
            lines: self.lines.iter().map(|line| &line.what).collect(),
        }
    }

    /// The numbers of the services a fit is about.
    fn numbers(&self, fit: Fit) -> Vec<u32> {
        match fit {
            Fit::Lines(lines) => lines,
            Fit::Claim => (1..).zip(self.lines.iter()).map(|(n, _)| n).collect(),
        }
    }

    fn wanted(&self, act: Act, fit: Fit) -> Vec<Set> {
        match act {
            Act::Hold | Act::Warn => Vec::new(),
            Act::AddModifier(modifier) => self
                .numbers(fit)
                .into_iter()
                .filter(|number| self.takes(*number, modifier))
                .map(|number| Set::Modifier(number, modifier))
                .collect(),
            Act::SetPlace(place) if place == self.visit.place => Vec::new(),
            Act::SetPlace(place) => vec![Set::Place(place)],
            Act::UseAuthorization => self.authorization(fit).into_iter().collect(),
        }
    }

    fn takes(&self, number: u32, modifier: Modifier) -> bool {
        let at = usize::try_from(number.saturating_sub(1)).ok();
        at.and_then(|at| self.lines.get(at)).is_some_and(|line| {
            let modifiers = &line.what.modifiers;
            !modifiers.contains(&modifier) && modifiers.len() < MODIFIERS_MAX
        })
    }

    fn authorization(&self, fit: Fit) -> Option<Set> {
        if !self.visit.authorization.trim().is_empty() {
            return None;
        }
        let numbers = self.numbers(fit);
        let codes: Vec<Procedure> = (1..)
            .zip(self.lines.iter())
            .filter(|(number, _)| numbers.contains(number))
            .map(|(_, line)| line.what.code)
            .collect();
        let found = only_one(
            self.authorizations,
            self.claim.policy,
            self.visit.service_on,
            &codes,
        )?;
        Some(Set::Authorization(found.what.number.clone()))
    }
}

/// Lets every rule that is on and sets a field do so, in the order of the rules, each on what those before it made of
/// the claim. Gives what was set.
pub fn set(rules: &[Rule], draft: &mut Draft<'_>) -> Vec<Setting> {
    let mut done = Vec::new();
    for rule in rules
        .iter()
        .filter(|rule| rule.is_on && rule.what.then.sets())
    {
        let Some(fit) = rule.what.fit(&draft.billed()) else {
            continue;
        };
        for what in draft.wanted(rule.what.then, fit) {
            what.apply(draft.visit, draft.lines);
            done.push(Setting {
                rule: rule.id,
                what,
            });
        }
    }
    done
}
