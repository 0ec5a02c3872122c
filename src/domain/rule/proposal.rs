//! The rule that a refusal proposes: the narrowest wish that tells refused claims from paid ones. It must not know
//! where the claims come from.

use std::cmp::Reverse;

use serde::Serialize;

use super::trial::{Past, Trial};
use super::{Act, Condition, Fit, Learned, NewRule, Score};
use crate::domain::code::{Carc, Icd10, Modifier, PlaceOfService, Procedure};
use crate::domain::codeset;
use crate::domain::id::{ClaimId, PayerId};

/// The refusal that a rule is learned from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The claim.
    pub claim: ClaimId,
    /// Who refused.
    pub payer: PayerId,
    /// The payer's name.
    pub payer_name: String,
    /// The service.
    pub code: Procedure,
    /// Its modifiers.
    pub modifiers: Vec<Modifier>,
    /// The diagnosis that was its reason.
    pub diagnosis: Option<Icd10>,
    /// Place of service.
    pub place: PlaceOfService,
    /// Why it was refused; none when it was rejected before it was decided.
    pub carc: Option<Carc>,
    /// What the answer said of a rejection, in words; may be empty.
    pub said: String,
}

/// A wish that was weighed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Which claims it is about.
    pub when: Condition,
    /// What it wishes beside payer and code, in words.
    pub words: String,
    /// How it did.
    pub score: Score,
}

impl Candidate {
    /// What it caught less its false alarms.
    fn worth(&self) -> i64 {
        i64::from(self.score.right).saturating_sub(i64::from(self.score.wrong))
    }
}

/// A rule that a refusal proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The rule.
    pub rule: NewRule,
    /// What it would have done.
    pub trial: Trial,
    /// Why this one, in sentences.
    pub why: String,
    /// All that was weighed, the best first.
    pub candidates: Vec<Candidate>,
}

/// Proposes a rule for a refusal, weighed on the claims of its payer.
pub fn propose(refusal: &Refusal, past: &[Past]) -> Proposal {
    let mut candidates: Vec<Candidate> = wishes(refusal, past)
        .into_iter()
        .map(|(when, words)| {
            let score = Trial::of(&rule(refusal, when.clone()), past).score;
            Candidate { when, words, score }
        })
        .collect();
    // The sort is stable: of two that are worth the same, the one with fewer false alarms, then the plainer one.
    candidates.sort_by_key(|one| (Reverse(one.worth()), one.score.wrong));
    let best = candidates.first();
    let mut rule = rule(
        refusal,
        best.map(|one| one.when.clone()).unwrap_or_default(),
    );
    if best.is_some_and(|one| one.score.wrong > one.score.right) {
        rule.then = Act::Warn;
    }
    Proposal {
        trial: Trial::of(&rule, past),
        why: why(&candidates, rule.then),
        rule,
        candidates,
    }
}

/// Payer and code, and each wish that may narrow them.
fn wishes(refusal: &Refusal, past: &[Past]) -> Vec<(Condition, String)> {
    let plain = Condition {
        payer: Some(refusal.payer),
        codes: vec![refusal.code.into()],
        ..Condition::default()
    };
    let mut wishes = vec![(plain.clone(), "payer and code alone".to_owned())];
    for modifier in paid_with(refusal, &plain, past) {
        let when = Condition {
            lacks: vec![modifier],
            ..plain.clone()
        };
        wishes.push((when, format!("only without modifier {modifier}")));
    }
    if let Some(diagnosis) = refusal.diagnosis {
        let category = diagnosis.category().parse().ok();
        for wanted in category.into_iter().chain([diagnosis]) {
            let when = Condition {
                diagnoses: vec![wanted],
                ..plain.clone()
            };
            if wishes.iter().all(|(known, _)| *known != when) {
                wishes.push((when, format!("only with a diagnosis that begins {wanted}")));
            }
        }
    }
    let when = Condition {
        places: vec![refusal.place],
        ..plain
    };
    wishes.push((when, format!("only at place of service {}", refusal.place)));
    wishes
}

/// Modifiers with which the payer paid the service, and which the refused one lacks.
fn paid_with(refusal: &Refusal, plain: &Condition, past: &[Past]) -> Vec<Modifier> {
    let mut found: Vec<Modifier> = Vec::new();
    for claim in past {
        let billed = claim.billed();
        let Some(Fit::Lines(numbers)) = plain.fit(&billed) else {
            continue;
        };
        for (number, line) in (1..).zip(&claim.lines) {
            if numbers.contains(&number) && line.refused.is_empty() {
                found.extend(&line.what.modifiers);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|modifier| !refusal.modifiers.contains(modifier));
    found
}

fn rule(refusal: &Refusal, when: Condition) -> NewRule {
    let reasons = codeset::adjustment_reasons();
    let reason = refusal.carc.and_then(|carc| reasons.get(carc.as_str()));
    let told = match (refusal.carc, reason) {
        (Some(carc), Some(reason)) => format!("CARC {carc}: {}", lower(&reason.description)),
        (Some(carc), None) => format!("CARC {carc}"),
        (None, _) if refusal.said.trim().is_empty() => "a rejection".to_owned(),
        (None, _) => format!("a rejection: {}", refusal.said.trim()),
    };
    let hint = reason.and_then(|reason| reason.hint.as_deref());
    NewRule {
        name: match refusal.carc {
            Some(carc) => format!(
                "{} refuses {} (CARC {carc})",
                refusal.payer_name, refusal.code
            ),
            None => format!("{} rejects {}", refusal.payer_name, refusal.code),
        },
        words: ended(&format!(
            "{} refused {} before with {told}",
            refusal.payer_name, refusal.code
        )),
        fix: ended(hint.unwrap_or("Check the service against the answer to the earlier claim")),
        when,
        then: Act::Hold,
        from: None,
        until: None,
        learned: Some(Learned {
            claim: refusal.claim,
            carc: refusal.carc,
        }),
    }
}

/// Why the first of the candidates was taken.
fn why(candidates: &[Candidate], then: Act) -> String {
    let Some(best) = candidates.first() else {
        return String::new();
    };
    let told = |one: &Candidate| {
        format!(
            "{} would have caught {} refused and stopped {} paid",
            one.words, one.score.right, one.score.wrong
        )
    };
    let mut sentences = vec![ended(&capital(&told(best)))];
    sentences.extend(
        candidates
            .iter()
            .skip(1)
            .take(2)
            .map(|one| ended(&capital(&told(one)))),
    );
    if then == Act::Warn {
        sentences.push("It warns only, because most of these claims were paid.".to_owned());
    }
    sentences.join(" ")
}

fn lower(text: &str) -> String {
    codeset::answers::uncapitalized(text)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The text with a full stop.
fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '?', '!']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
