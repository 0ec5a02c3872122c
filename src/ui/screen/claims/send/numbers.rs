//! What would leave, in numbers and in words. It must not know how it leaves.

use std::collections::BTreeMap;

use super::What;
use crate::domain::claim::{ClaimFilter, ClaimRow, State};
use crate::domain::id::{ClaimId, ReceiverId};
use crate::domain::money::Money;
use crate::office::{Office, OfficeError};
use crate::ui::screen::claims::lane::counted;
use crate::ui::widget::words::show_dollars;

/// What would leave.
#[derive(Clone, Debug)]
pub struct Numbers {
    pub(super) what: What,
    pub(super) claims: usize,
    total: Money,
    pub(super) receivers: Vec<To>,
    /// Those whose payers take no files.
    pub(super) on_paper: Vec<OnPaper>,
    /// The printers that are set for forms.
    pub(super) printers: Vec<String>,
    /// The claims that were named and can leave; none when all are meant.
    pub(super) these: Vec<ClaimId>,
    /// Of claims: how many of those named are not ready. Of questions: how many were asked about lately.
    beside: usize,
}

/// A claim that goes on paper.
#[derive(Clone, Debug)]
pub(super) struct OnPaper {
    pub(super) id: ClaimId,
    pub(super) number: String,
    pub(super) patient: String,
    pub(super) charged: Money,
}

/// A receiver of some of it.
#[derive(Clone, Debug)]
pub(super) struct To {
    pub(super) name: String,
    pub(super) claims: usize,
    /// Its own folder; empty when it has none.
    pub(super) folder: String,
}

/// Counts what would leave, by receiver: of these claims, or of all.
pub(super) fn count(
    office: &Office,
    what: What,
    these: &[ClaimId],
) -> Result<Numbers, OfficeError> {
    let (rows, beside) = match what {
        What::Claims => ready(office, these)?,
        What::Questions => silent(office, these)?,
    };
    let mut numbers = Numbers {
        what,
        claims: 0,
        total: Money::ZERO,
        receivers: Vec::new(),
        on_paper: Vec::new(),
        printers: office.paper_printers()?.into_keys().collect(),
        these: Vec::new(),
        beside,
    };
    let mut by_receiver: BTreeMap<ReceiverId, usize> = BTreeMap::new();
    for row in rows {
        if !these.is_empty() {
            numbers.these.push(row.id);
        }
        let Some(receiver) = row.receiver else {
            numbers.on_paper.push(OnPaper {
                id: row.id,
                number: row.number.to_string(),
                patient: row.patient_name.to_string(),
                charged: row.charged,
            });
            continue;
        };
        numbers.claims = numbers.claims.saturating_add(1);
        numbers.total = numbers.total.plus(row.charged)?;
        let claims = by_receiver.entry(receiver).or_default();
        *claims = claims.saturating_add(1);
    }
    let names = office.receivers()?;
    numbers.receivers = by_receiver
        .into_iter()
        .filter_map(|(id, claims)| {
            let receiver = names.iter().find(|one| one.id == id)?;
            Some(To {
                name: receiver.what.name.clone(),
                claims,
                folder: receiver.what.profile.folder_out.clone(),
            })
        })
        .collect();
    Ok(numbers)
}

/// The claims that are ready, and how many of those named are not.
fn ready(office: &Office, these: &[ClaimId]) -> Result<(Vec<ClaimRow>, usize), OfficeError> {
    let filter = ClaimFilter {
        states: vec![State::Ready],
        limit: usize::MAX,
        ..ClaimFilter::default()
    };
    let mut rows = office.claims(&filter)?;
    if these.is_empty() {
        return Ok((rows, 0));
    }
    rows.retain(|row| these.contains(&row.id));
    let beside = these.len().saturating_sub(rows.len());
    Ok((rows, beside))
}

/// The claims to ask about, and how many silent ones were asked about lately.
fn silent(office: &Office, these: &[ClaimId]) -> Result<(Vec<ClaimRow>, usize), OfficeError> {
    let due = office.to_ask_about()?;
    let is_due = |id: ClaimId| due.iter().any(|row| row.id == id);
    let quiet = office.no_answer()?.into_iter();
    let quiet = quiet.filter(|quiet| !quiet.is_passed_on);
    let quiet = quiet.map(|quiet| quiet.row.id);
    let lately: Vec<ClaimId> = quiet.filter(|id| !is_due(*id)).collect();
    if these.is_empty() {
        return Ok((due, lately.len()));
    }
    let mut rows = Vec::with_capacity(these.len());
    for id in these {
        let row = office.claim(*id)?.row;
        if row.state.is_waiting() {
            rows.push(row);
        }
    }
    let again = rows.iter().filter(|row| lately.contains(&row.id)).count();
    Ok((rows, again))
}

impl Numbers {
    /// Whether it is claims that would leave.
    pub(super) fn is_of_claims(&self) -> bool {
        self.what == What::Claims
    }

    /// Whether a receiver has no folder of its own.
    pub(super) fn wants_folder(&self) -> bool {
        self.receivers.iter().any(|to| to.folder.is_empty())
    }

    pub(super) fn title(&self) -> String {
        match (self.what, self.claims) {
            (What::Claims, 0) if !self.on_paper.is_empty() => {
                format!("Print {} on paper?", counted(self.on_paper.len()))
            }
            (What::Claims, claims) => format!("Send {}?", counted(claims)),
            (What::Questions, 0) => String::from("There is nothing to ask"),
            (What::Questions, claims) => format!("Ask about {}?", counted(claims)),
        }
    }

    pub(super) fn words(&self) -> String {
        let files = match self.receivers.len() {
            0 if self.what == What::Questions || !self.on_paper.is_empty() => return String::new(),
            1 => String::from("one file"),
            more => format!("{more} files"),
        };
        let (claims, total) = (counted(self.claims), show_dollars(self.total));
        match self.what {
            What::Claims => format!(
                "{claims} for {total} leave in {files}. Once sent, their charges cannot be changed."
            ),
            What::Questions => format!(
                "What became of {claims} for {total} is asked in {files} (276). The answers come back as 277."
            ),
        }
    }

    /// What stays, and why.
    pub(super) fn notes(&self) -> Vec<String> {
        let (paper, beside) = (counted(self.on_paper.len()), self.beside);
        let mut notes = Vec::new();
        if !self.on_paper.is_empty() && self.what == What::Questions {
            notes.push(format!(
                "{paper} went on paper: somebody has to call the payer."
            ));
        }
        if beside > 0 {
            notes.push(match (self.what, self.these.is_empty()) {
                (What::Claims, _) => {
                    format!("{beside} of those picked stay here: they are not ready.")
                }
                (What::Questions, true) => {
                    format!("{} asked about in the last days.", was(beside))
                }
                (What::Questions, false) => {
                    format!("{} asked about in the last days already.", was(beside))
                }
            });
        }
        notes
    }
}

fn was(count: usize) -> String {
    match count {
        1 => String::from("1 was"),
        more => format!("{more} were"),
    }
}
