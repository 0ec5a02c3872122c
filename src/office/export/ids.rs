//! Payers' ids as one receiver knows them, put into a claim and taken out again. It must not know why they differ.

use crate::domain::practice::PayerIds;
use crate::edi::claim837::Submission;

/// Names every payer of a claim as the receiver with these ids does.
pub(in crate::office) fn named_there(submission: &mut Submission, ids: &PayerIds) {
    rename(submission, |usual| ids.here(usual));
}

/// Names every payer of a claim as usual, when it was named as the receiver with these ids does.
pub(super) fn named_as_usual(submission: &mut Submission, ids: &PayerIds) {
    rename(submission, |there| ids.usual(there));
}

fn rename<'i>(submission: &mut Submission, name: impl Fn(&str) -> Option<&'i str>) {
    let put = |id: &mut String| {
        if let Some(other) = name(id) {
            other.clone_into(id);
        }
    };
    put(&mut submission.payer.id);
    for other in &mut submission.claim.other_payers {
        put(&mut other.payer.id);
    }
    for line in &mut submission.claim.lines {
        for one in &mut line.adjudications {
            put(&mut one.payer_id);
        }
    }
}
