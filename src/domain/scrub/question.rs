//! The edit on questions about the visit: what is not answered may change what is billed.

use super::case::Case;
use super::place::{Place, VisitField};
use super::{Edit, Hits};
use crate::domain::typed::show_date;

pub(super) const EDITS: &[Edit] =
    &[Edit::block("S900", "Question not answered", open).never_waived()];

fn open(case: &Case<'_>, hits: &mut Hits) {
    let mut open = case.questions.iter().filter(|question| question.is_open());
    let Some(first) = open.next() else {
        return;
    };
    let since = show_date(first.asked_at.date_naive());
    let words = match open.count().saturating_add(1) {
        1 => format!("A question about the visit, asked on {since}, is not answered."),
        more => format!(
            "{more} questions about the visit are not answered, the first asked on {since}."
        ),
    };
    hits.add(
        Place::Visit(VisitField::Question),
        words,
        "Answer it at the visit, or withdraw it.",
    );
}
