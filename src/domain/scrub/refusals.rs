//! The edit that remembers what a payer refused, before anybody wrote a rule of it. It must not know how answers are
//! kept.

use super::case::Case;
use super::place::{LineField, Place};
use super::{Edit, Hits};
use crate::domain::codeset;
use crate::domain::codeset::answers::uncapitalized;

pub(super) const EDITS: &[Edit] = &[Edit::warn("L001", "Refused by this payer before", refused)];

fn refused(case: &Case<'_>, hits: &mut Hits) {
    for past in case.refusals {
        let line = case
            .numbered()
            .find(|(_, line)| line.what.code == past.code);
        let Some((number, _)) = line else {
            continue;
        };
        let reason = codeset::adjustment_reasons().get(past.carc.as_str());
        let reason = reason.map_or_else(String::new, |reason| {
            format!(" ({})", uncapitalized(&reason.description))
        });
        hits.add(
            Place::Line(number, LineField::Code),
            format!(
                "This payer refused {} with CARC {}{reason} in {} of {} answers in the last {} months.",
                past.code, past.carc, past.times, past.answers, past.months
            ),
            "Look at one of the refused claims; a rule can be made of it.",
        );
    }
}
