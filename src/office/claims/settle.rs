//! Whether a claim that waits here may go: scrubbed, and let stand as held or ready. It must not know how it came here.

use super::{not_there, practice_in, say};
use crate::domain::claim::{Claim, Happening, State};
use crate::domain::id::ClaimId;
use crate::domain::practice::Practice;
use crate::domain::scrub::{self, Finding};
use crate::office::OfficeError;
use crate::office::visits::Stamp;
use crate::store::Tx;
use crate::store::claim::Source;

/// Whether a look at a claim is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::office) enum Say {
    /// Whatever it finds.
    Always,
    /// Only when the claim stands elsewhere after it.
    Changes,
}

/// Scrubs a claim that waits here and lets it stand where that says: held or ready. A claim that is out stays where it
/// is.
pub(in crate::office) fn settle(
    tx: &Tx<'_>,
    id: ClaimId,
    report: Say,
    stamp: Stamp,
) -> Result<Vec<Finding>, OfficeError> {
    settle_for(tx, &practice_in(tx)?, id, report, stamp)
}

pub(super) fn settle_for(
    tx: &Tx<'_>,
    practice: &Practice,
    id: ClaimId,
    report: Say,
    stamp: Stamp,
) -> Result<Vec<Finding>, OfficeError> {
    let papers = tx.papers(id)?.ok_or(not_there(id))?;
    let findings = scrub::scrub(&papers.case(practice, stamp.today), &papers.waivers);
    let _state = settle_with(tx, &papers.claim, &findings, report, stamp)?;
    Ok(findings)
}

/// Looks again at every claim that waits here and draws on something that was changed, so that none stands as ready or
/// held for what is no longer so. Claims that left stay as they were sent.
pub(in crate::office) fn look_again(
    tx: &Tx<'_>,
    changed: Source,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let waiting = tx.waiting_on(changed)?;
    if waiting.is_empty() {
        return Ok(());
    }
    let practice = practice_in(tx)?;
    for id in waiting {
        let _findings = settle_for(tx, &practice, id, Say::Changes, stamp)?;
    }
    Ok(())
}

/// Lets a claim that waits here stand where its findings say; gives where it stands now.
pub(in crate::office) fn settle_with(
    tx: &Tx<'_>,
    claim: &Claim,
    findings: &[Finding],
    report: Say,
    stamp: Stamp,
) -> Result<State, OfficeError> {
    if !matches!(claim.state, State::Held | State::Ready) {
        return Ok(claim.state);
    }
    let to = if scrub::is_stopped(findings) || tx.is_stopped_by_hand(claim.id)? {
        State::Held
    } else {
        State::Ready
    };
    if report == Say::Always || claim.state != to {
        let (kind, words) = if to == State::Held {
            (Happening::Held, held_words(findings))
        } else {
            (Happening::Ready, "Nothing stops it".to_owned())
        };
        say(tx, claim.id, to, kind, &words, stamp)?;
    }
    Ok(to)
}

/// What holds a claim, by the titles of the edits.
fn held_words(findings: &[Finding]) -> String {
    let mut titles: Vec<&str> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.stops()) {
        if !titles.contains(&finding.edit.title) {
            titles.push(finding.edit.title);
        }
    }
    if titles.is_empty() {
        "Somebody stopped it".to_owned()
    } else {
        titles.join("; ")
    }
}
