//! The rows of a remittance as its page shows them, what of them waits for a person, and what each is marked with. It must
//! not know widgets or the office's verbs.

use crate::domain::posting::{Exception, Key, Problem, Resolution};
use crate::office::{DeskAdjustment, DeskClaim, RemittancePage};

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A claim.
    Claim(usize),
    /// Money beside claims.
    Adjustment(usize),
}

/// What waits for a person: in which row, and which of its exceptions; none when its claim is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The row.
    pub line: Line,
    /// Which exception.
    pub exception: Option<usize>,
}

/// The rows of the table; only those that wait, if so wished.
pub fn lines(page: &RemittancePage, only_needs: bool) -> Vec<Line> {
    let claims = (0..page.claims.len()).map(Line::Claim);
    let adjustments = (0..page.adjustments.len()).map(Line::Adjustment);
    claims
        .chain(adjustments)
        .filter(|line| !only_needs || waits(page, *line))
        .collect()
}

/// Whether a row waits for a person.
pub fn waits(page: &RemittancePage, line: Line) -> bool {
    match line {
        Line::Claim(at) => page
            .claims
            .get(at)
            .is_some_and(|claim| claim.stands.needs_someone()),
        Line::Adjustment(at) => exceptions(page, Line::Adjustment(at))
            .iter()
            .any(Exception::waits),
    }
}

/// The exceptions of a row; none of a claim that is not known to be one of ours.
pub fn exceptions(page: &RemittancePage, line: Line) -> &[Exception] {
    match line {
        Line::Claim(at) => page
            .claims
            .get(at)
            .and_then(|claim| claim.plan.as_ref())
            .map_or(&[], |plan| &plan.exceptions),
        Line::Adjustment(at) => page
            .adjustments
            .get(at)
            .map_or(&[], |one| &one.plan.exceptions),
    }
}

/// Everything that waits for a person, in the order of the table.
pub fn needs(page: &RemittancePage) -> Vec<Need> {
    let mut needs = Vec::new();
    for line in lines(page, true) {
        let waiting = exceptions(page, line).iter().enumerate();
        let waiting = waiting.filter(|(_, one)| one.waits());
        let before = needs.len();
        needs.extend(waiting.map(|(at, _)| Need {
            line,
            exception: Some(at),
        }));
        if needs.len() == before {
            needs.push(Need {
                line,
                exception: None,
            });
        }
    }
    needs
}

/// Everything that waits for the same as this: the same problem, with the same usual way out.
pub fn like(page: &RemittancePage, needs: &[Need], need: Need) -> Vec<Need> {
    let Some((key, usual)) = kind_of(page, need) else {
        return Vec::new();
    };
    let is_like = |one: &Need| {
        kind_of(page, *one).is_some_and(|(other, way)| other.problem == key.problem && way == usual)
    };
    needs.iter().copied().filter(is_like).collect()
}

/// The problem of what waits, and its usual way out.
pub fn kind_of(page: &RemittancePage, need: Need) -> Option<(Key, Resolution)> {
    let exception = exceptions(page, need.line).get(need.exception?)?;
    Some((exception.key, exception.usual()?))
}

/// The patient, as the remittance names them; without a name the claim's number.
pub fn patient(claim: &DeskClaim) -> String {
    let patient = claim.read.patient.as_ref();
    let name = patient.map(ToString::to_string).unwrap_or_default();
    if name.is_empty() {
        claim.filed.number.clone()
    } else {
        named(&name)
    }
}

/// What a provider adjustment waits for, in a word or two; none when it waits for nobody.
pub fn waits_for(one: &DeskAdjustment) -> Option<Problem> {
    let waiting = one.plan.exceptions.iter().find(|one| one.waits());
    waiting.map(|one| one.key.problem)
}

/// A name that came in capitals, as people write it.
pub fn named(shouted: &str) -> String {
    if shouted.chars().any(char::is_lowercase) {
        return shouted.to_owned();
    }
    let mut name = String::with_capacity(shouted.len());
    let mut starts = true;
    for letter in shouted.chars() {
        if starts {
            name.push(letter);
        } else {
            name.extend(letter.to_lowercase());
        }
        starts = !letter.is_alphanumeric();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_capitals_is_written_as_people_write_it() {
        for (shouted, name) in [
            ("CASTELLAN, REMY", "Castellan, Remy"),
            ("MBEKI-STONE, LULU A", "Mbeki-Stone, Lulu A"),
            ("O'NEIL, JO", "O'Neil, Jo"),
            ("Ibanez, Corazon", "Ibanez, Corazon"),
        ] {
            assert_eq!(named(shouted), name);
        }
    }
}
