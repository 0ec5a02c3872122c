//! What the biller of the made-up practice does with the files that payers send: takes them in, decides what asks for
//! somebody as billers mostly do, posts them, and leaves those of this morning on the desk. It must not know how a payer
//! decides.

use chrono::{Days, NaiveDate};

use crate::domain::claim::ClaimRow;
use crate::domain::eob::EobLine;
use crate::domain::remittance::PostOn;
use crate::office::{ClaimPage, Office, OfficeError, OnDesk, ReceivedPart, Rest, quietly};

use super::DemoError;
use super::house::PAYERS;
use super::remits::{Decided, Sent};
use super::years::{Waiting, Years};

/// What becomes of a file that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mail {
    /// It is taken in and posted.
    Worked,
    /// It is taken in, and waits for somebody.
    Left,
}

/// How many checks of this morning are on the desk, and of how many claims at most.
const CHECKS_LEFT: usize = 3;
const CLAIMS_LEFT: usize = 14;

/// What would have been paid within so many days comes this morning.
const DAYS_EARLY: u64 = 8;

impl Years {
    /// Takes in what a payer answers, and posts it.
    pub(super) fn receive(
        &mut self,
        office: &mut Office,
        payer: usize,
        answers: &[(&Waiting, Vec<EobLine>)],
        day: NaiveDate,
        mail: Mail,
    ) -> Result<(), DemoError> {
        if answers.is_empty() && !self.sender.has_due(payer, day) {
            return Ok(());
        }
        let sent = self.written(office, payer, answers, day)?;
        let received = office.take_remittances(&sent.name, sent.text.as_bytes(), &mut quietly)?;
        if mail == Mail::Left {
            return Ok(());
        }
        let mut made = Vec::new();
        for part in &received.parts {
            made.extend(work(office, part)?);
        }
        let answered: Vec<&Waiting> = answers.iter().map(|(waiting, _)| *waiting).collect();
        self.go_on(office, &answered, Some(&made), day)
    }

    /// The payer's file, which stays on the disk as well.
    fn written(
        &mut self,
        office: &Office,
        payer: usize,
        answers: &[(&Waiting, Vec<EobLine>)],
        day: NaiveDate,
    ) -> Result<Sent, DemoError> {
        let contract = PAYERS.get(payer).ok_or(DemoError::Unsound)?;
        let practice = office.practice()?;
        let pages: Vec<ClaimPage> = answers
            .iter()
            .map(|(waiting, _)| office.claim(waiting.claim))
            .collect::<Result<_, _>>()?;
        let decided: Vec<Decided<'_>> = answers
            .iter()
            .zip(&pages)
            .map(|((waiting, lines), page)| Decided {
                page,
                lines: lines.clone(),
                is_first: waiting.is_first,
                has_later: !waiting.later.is_empty(),
            })
            .collect();
        let trace = self.next_check();
        let sent = self
            .sender
            .send(&practice, (payer, contract), &decided, (day, trace))?;
        let path = self.remittances.join(&sent.name);
        std::fs::write(&path, &sent.text).map_err(|source| DemoError::Folder { path, source })?;
        Ok(sent)
    }

    /// Lays the files that came this morning on the desk, where nobody has looked at them yet.
    pub(super) fn mail_of_this_morning(&mut self, office: &mut Office) -> Result<(), DemoError> {
        let today = self.today;
        let soon = today
            .checked_add_days(Days::new(DAYS_EARLY))
            .unwrap_or(today);
        let mut left = 0_usize;
        for payer in 0..PAYERS.len() {
            if left == CHECKS_LEFT {
                break;
            }
            let due = |claim: &Waiting| claim.payer == payer && claim.due_on <= soon;
            let (mut due, later): (Vec<Waiting>, Vec<Waiting>) =
                std::mem::take(&mut self.waiting).into_iter().partition(due);
            self.waiting = later;
            due.truncate(CLAIMS_LEFT);
            let answers = self.decide(office, payer, &due, today)?;
            if !answers.is_empty() {
                self.receive(office, payer, &answers, today, Mail::Left)?;
                left = left.saturating_add(1);
            }
        }
        Ok(())
    }
}

/// Accepts what is usually accepted, puts the rest aside, and posts a remittance. Gives the claims that were made to
/// the next payers.
fn work(office: &mut Office, part: &ReceivedPart) -> Result<Vec<ClaimRow>, DemoError> {
    let Some(page) = &part.page else {
        return Ok(Vec::new());
    };
    let asks: Vec<_> = page
        .claims
        .iter()
        .filter(|claim| matches!(claim.stands, OnDesk::Needs | OnDesk::Takeback))
        .map(|claim| claim.filed.id)
        .collect();
    if !asks.is_empty() {
        office.accept_remit_claims(&asks)?;
    }
    let id = page.row.id;
    let posted = match office.post_remittance(id, PostOn::Payment, Rest::IsParked, &mut quietly) {
        Ok(posted) => posted,
        // It stays on the desk for somebody.
        Err(OfficeError::Remittance(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut made = Vec::new();
    for number in &posted.onward.billed {
        let claim = office.claim_numbered(number)?.ok_or(DemoError::Unsound)?;
        made.push(office.claim(claim)?.row);
    }
    Ok(made)
}
