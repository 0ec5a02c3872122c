//! Whether a claim that waits here may go: scrubbed, and let stand as held or ready. It must not know how it came here.

use super::{not_there, practice_in, say};
use crate::domain::claim::{Claim, Happening, State};
use crate::domain::id::ClaimId;
use crate::domain::practice::Practice;
use crate::domain::rule::{Number, Rule, Setting};
use crate::domain::scrub::{self, Finding, Found};
use crate::office::OfficeError;
use crate::office::visits::Stamp;
use crate::store::Tx;
use crate::store::claim::{Note, Papers, Source};

/// What every claim is held against, read once for many.
#[derive(Debug)]
pub(in crate::office) struct Ground {
    /// Who bills.
    pub(in crate::office) practice: Practice,
    /// The practice's own rules that are on.
    pub(in crate::office) rules: Vec<Rule>,
}

impl Ground {
    pub(in crate::office) fn of(tx: &Tx<'_>) -> Result<Self, OfficeError> {
        Ok(Self {
            practice: practice_in(tx)?,
            rules: tx.rules_on()?,
        })
    }

    /// Scrubs the papers of a claim.
    pub(in crate::office) fn scrub(&self, papers: &Papers, stamp: Stamp) -> Vec<Finding> {
        let case = papers.case(&self.practice, &self.rules, stamp.today);
        scrub::scrub(&case, &papers.waivers)
    }
}

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
    settle_for(tx, &Ground::of(tx)?, id, report, stamp)
}

pub(super) fn settle_for(
    tx: &Tx<'_>,
    ground: &Ground,
    id: ClaimId,
    report: Say,
    stamp: Stamp,
) -> Result<Vec<Finding>, OfficeError> {
    let papers = papers_now(tx, ground, id, stamp)?.ok_or(not_there(id))?;
    let findings = ground.scrub(&papers, stamp);
    let _state = settle_with(tx, &papers.claim, &findings, report, stamp)?;
    Ok(findings)
}

/// Reads a claim as it would leave now: on one that waits here the rules set anew what they set, which is written down
/// where it differs. One that left stays as it was sent.
pub(in crate::office) fn papers_now(
    tx: &Tx<'_>,
    ground: &Ground,
    id: ClaimId,
    stamp: Stamp,
) -> Result<Option<Papers>, OfficeError> {
    let Some(mut papers) = tx.papers_as_entered(id)? else {
        return Ok(None);
    };
    if !matches!(papers.claim.state, State::Held | State::Ready) {
        return Ok(tx.papers(id)?);
    }
    papers.set(&ground.rules);
    let before = tx.settings_of(id)?;
    if before != papers.settings {
        tx.set_settings(id, &papers.settings)?;
        tell_settings(tx, &papers, &before, stamp)?;
    }
    Ok(Some(papers))
}

/// Writes into a claim's history what rules set now, and what they set no more.
fn tell_settings(
    tx: &Tx<'_>,
    papers: &Papers,
    before: &[Setting],
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let told = |setting: &Setting| format!("{} {}", Number(setting.rule), setting.what.words());
    let new = papers.settings.iter().filter(|one| !before.contains(one));
    let gone = before.iter().filter(|one| !papers.settings.contains(one));
    let sentences = new
        .map(|one| (one, told(one)))
        .chain(gone.map(|one| (one, format!("Taken back: {}", told(one)))));
    for (setting, words) in sentences {
        let note = Note {
            kind: Happening::Set,
            source: &format!("rule:{}", setting.rule),
            words: &words,
        };
        let claim = &papers.claim;
        tx.move_claim(claim.id, claim.state, note, stamp.at, stamp.by)?;
    }
    Ok(())
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
    let ground = Ground::of(tx)?;
    for id in waiting {
        let _findings = settle_for(tx, &ground, id, Say::Changes, stamp)?;
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
    remember(tx, claim.id, findings, stamp)?;
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

/// Keeps what was found when it differs from what was found before.
fn remember(
    tx: &Tx<'_>,
    claim: ClaimId,
    findings: &[Finding],
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let found: Vec<Found> = findings
        .iter()
        .map(|finding| {
            let place = serde_json::to_string(&finding.place).unwrap_or_default();
            Found::of(finding, place)
        })
        .collect();
    Ok(tx.remember_scrub(claim, &found, stamp.verb, stamp.at, stamp.by)?)
}

/// What holds a claim, by the titles of the edits.
fn held_words(findings: &[Finding]) -> String {
    let mut titles: Vec<&str> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.stops()) {
        if !titles.contains(&&*finding.edit.title) {
            titles.push(&finding.edit.title);
        }
    }
    if titles.is_empty() {
        "Somebody stopped it".to_owned()
    } else {
        titles.join("; ")
    }
}
