//! Which claims a rule is about. It must not know what happens to them.

use serde::{Deserialize, Serialize};

use super::Billed;
use crate::domain::code::{Icd10, Modifier, PlaceOfService, Sex, Span};
use crate::domain::id::{PayerId, ProviderId};
use crate::domain::money::Money;
use crate::domain::typed::age;
use crate::domain::visit::NewLine;

/// Which claims a rule is about: all wishes hold, and one that is empty always does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Condition {
    /// Who pays.
    pub payer: Option<PayerId>,
    /// The service is one of these.
    pub codes: Vec<Span>,
    /// The service has all these modifiers.
    pub has: Vec<Modifier>,
    /// The service has none of these modifiers.
    pub lacks: Vec<Modifier>,
    /// A diagnosis begins like one of these: of the service where a service is named, else any of the claim.
    pub diagnoses: Vec<Icd10>,
    /// The place of service is one of these.
    pub places: Vec<PlaceOfService>,
    /// Who saw the patient.
    pub clinician: Option<ProviderId>,
    /// The claim comes to this or more.
    pub at_least: Option<Money>,
    /// The patient is this old or older, in whole years.
    pub youngest: Option<u32>,
    /// The patient is this old or younger, in whole years.
    pub oldest: Option<u32>,
    /// The patient's sex.
    pub sex: Option<Sex>,
    /// The visit names no authorization.
    pub without_authorization: bool,
}

/// What of a claim a condition holds for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The claim as a whole.
    Claim,
    /// These services, by their numbers on the claim, from 1.
    Lines(Vec<u32>),
}

/// The names of whom a condition is about, for its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Named<'n> {
    /// The payer.
    pub payer: &'n str,
    /// The clinician.
    pub clinician: &'n str,
}

impl Condition {
    /// Whether it wishes nothing, and so is about every claim.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it is about single services.
    pub const fn is_of_services(&self) -> bool {
        !(self.codes.is_empty() && self.has.is_empty() && self.lacks.is_empty())
    }

    /// What of a claim it holds for.
    pub fn fit(&self, billed: &Billed<'_>) -> Option<Fit> {
        if !self.holds_for_claim(billed) {
            return None;
        }
        if !self.is_of_services() {
            return self
                .is_diagnosed(billed.diagnoses.iter().copied())
                .then_some(Fit::Claim);
        }
        let lines: Vec<u32> = billed
            .numbered()
            .filter(|(_, line)| self.is_its_service(line))
            .filter(|(_, line)| self.is_diagnosed(billed.pointed(line)))
            .map(|(number, _)| number)
            .collect();
        (!lines.is_empty()).then_some(Fit::Lines(lines))
    }

    fn holds_for_claim(&self, billed: &Billed<'_>) -> bool {
        let years = age(billed.born_on, billed.service_on).unwrap_or(0);
        self.payer.is_none_or(|payer| payer == billed.payer)
            && self
                .clinician
                .is_none_or(|clinician| clinician == billed.rendering)
            && (self.places.is_empty() || self.places.contains(&billed.place))
            && self.at_least.is_none_or(|least| billed.charged >= least)
            && self.youngest.is_none_or(|youngest| years >= youngest)
            && self.oldest.is_none_or(|oldest| years <= oldest)
            && self.sex.is_none_or(|sex| sex == billed.sex)
            && (!self.without_authorization || billed.authorization.trim().is_empty())
    }

    fn is_its_service(&self, line: &NewLine) -> bool {
        (self.codes.is_empty() || self.codes.iter().any(|span| span.has(line.code)))
            && self.has.iter().all(|one| line.modifiers.contains(one))
            && !self.lacks.iter().any(|one| line.modifiers.contains(one))
    }

    fn is_diagnosed(&self, mut among: impl Iterator<Item = Icd10>) -> bool {
        self.diagnoses.is_empty()
            || among.any(|found| {
                self.diagnoses
                    .iter()
                    .any(|wanted| found.as_str().starts_with(wanted.as_str()))
            })
    }

    /// What it wishes, in words that go on after “When”.
    pub fn words(&self, named: Named<'_>) -> String {
        let mut parts: Vec<String> = Vec::new();
        if self.payer.is_some() {
            parts.push(format!("payer is {}", named.payer));
        }
        if !self.codes.is_empty() {
            parts.push(format!("code is {}", Span::listed(&self.codes)));
        }
        parts.extend(
            self.has
                .iter()
                .map(|one| format!("modifier {one} is there")),
        );
        parts.extend(
            self.lacks
                .iter()
                .map(|one| format!("modifier {one} is missing")),
        );
        if !self.diagnoses.is_empty() {
            parts.push(format!("diagnosis begins {}", either(&self.diagnoses)));
        }
        if !self.places.is_empty() {
            parts.push(format!("place is {}", either(&self.places)));
        }
        if self.clinician.is_some() {
            parts.push(format!("{} saw the patient", named.clinician));
        }
        if let Some(least) = self.at_least {
            parts.push(format!("the claim comes to {least} or more"));
        }
        parts.extend(self.people());
        if self.without_authorization {
            parts.push("no authorization is named".to_owned());
        }
        if parts.is_empty() {
            "any claim".to_owned()
        } else {
            parts.join(" and ")
        }
    }

    fn people(&self) -> impl Iterator<Item = String> {
        let ages = match (self.youngest, self.oldest) {
            (None, None) => None,
            (Some(from), None) => Some(format!("the patient is {from} or older")),
            (None, Some(to)) => Some(format!("the patient is {to} or younger")),
            (Some(from), Some(to)) => Some(format!("the patient is {from} to {to} years old")),
        };
        let sex = self
            .sex
            .map(|sex| format!("the patient is {}", sex.words().to_lowercase()));
        [ages, sex].into_iter().flatten()
    }
}

/// `I10, E11.9 or M54`.
fn either<T: ToString>(all: &[T]) -> String {
    let all: Vec<String> = all.iter().map(T::to_string).collect();
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
