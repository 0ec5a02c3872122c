//! What the biller of the made-up practice does when a payer has answered: asks the next payer, puts a better claim in
//! the place of one that was denied, takes back what should not have been billed. It must not know how a payer decides
//! first.

use chrono::{Days, NaiveDate};

use crate::domain::claim::{ClaimRow, State};
use crate::domain::code::AdjustmentGroup;
use crate::domain::eob::{Adjustment, EobLine, Outcome};
use crate::domain::id::ClaimId;
use crate::domain::money::Money;
use crate::office::{Answer, Office, OfficeError};

use super::DemoError;
use super::house::PAYERS;
use super::people::MEDICARE;
use super::years::{Waiting, Years};

/// Of so many visits with three services or more, one is billed on two claims.
const PARTED: i64 = 30;
/// Of so many claims that were denied as a whole, one is put right and replaced, and one taken back.
const REPLACED: i64 = 4;
const TAKEN_BACK: i64 = 9;

fn falls_on(claim: ClaimId, every: i64) -> bool {
    claim.get().checked_rem(every) == Some(0)
}

impl Years {
    /// Lets a claim wait for its payer; now and then its last service goes on a claim of its own first.
    pub(super) fn bill_in_parts(
        &mut self,
        office: &mut Office,
        mut waiting: Waiting,
    ) -> Result<(), DemoError> {
        let is_parted = self.size.has_later_payers()
            && waiting.billed.len() > 2
            && falls_on(waiting.claim, PARTED);
        if is_parted && let Some(last) = waiting.billed.pop() {
            let claim = office.split_claim(waiting.claim, &[last.line])?;
            self.waiting.push(Waiting {
                claim,
                billed: vec![last],
                ..waiting.clone()
            });
        }
        self.waiting.push(waiting);
        Ok(())
    }

    /// Works what a check left. Where a remittance was posted, the claims to the next payers were made by that.
    pub(super) fn go_on(
        &mut self,
        office: &mut Office,
        answered: &[&Waiting],
        made: Option<&[ClaimRow]>,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        if !self.size.has_later_payers() {
            return Ok(());
        }
        for waiting in answered {
            let is_open = waiting.payer != MEDICARE && waiting.is_first;
            match office.claim_state(waiting.claim)? {
                State::Paid => self.ask_the_next(office, waiting, made, day)?,
                State::Denied if is_open && falls_on(waiting.claim, REPLACED) => {
                    self.replace(office, waiting, day)?;
                }
                State::Denied if is_open && falls_on(waiting.claim, TAKEN_BACK) => {
                    let number = payers_number(waiting.claim);
                    let void = office.void_at_payer(waiting.claim, Some(&number))?;
                    self.voids.push((later(day, 25), void));
                }
                State::Denied
                | State::InAppeal
                | State::Held
                | State::Ready
                | State::Batched
                | State::Accepted
                | State::Rejected
                | State::PartlyPaid
                | State::Closed
                | State::Void => {}
            }
        }
        Ok(())
    }

    fn ask_the_next(
        &mut self,
        office: &mut Office,
        waiting: &Waiting,
        made: Option<&[ClaimRow]>,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        let Some((payer, rest)) = waiting.later.split_first() else {
            return Ok(());
        };
        let next = match made {
            Some(made) => {
                let is_next = |row: &&ClaimRow| {
                    row.patient == waiting.patient && row.service_on == waiting.service_on
                };
                made.iter().find(is_next).map(|row| row.id)
            }
            None => match office.bill_next(waiting.claim) {
                Ok(claim) => Some(claim),
                Err(OfficeError::Claim(_)) => None,
                Err(error) => return Err(error.into()),
            },
        };
        // Else nothing was left to ask for.
        let Some(claim) = next else {
            return Ok(());
        };
        let wait = PAYERS.get(*payer).map_or(21, |next| next.days_to_pay);
        self.waiting.push(Waiting {
            claim,
            payer: *payer,
            later: rest.to_vec(),
            is_first: false,
            due_on: later(day, wait.saturating_add(8)),
            ..waiting.clone()
        });
        Ok(())
    }

    /// Puts a better claim in the place of one that was denied. It is not appealed then.
    fn replace(
        &mut self,
        office: &mut Office,
        waiting: &Waiting,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        let number = payers_number(waiting.claim);
        let claim = office.replace_claim(waiting.claim, Some(&number))?;
        self.refused
            .retain(|refused| !waiting.billed.iter().any(|one| refused.names(one.line)));
        self.waiting.push(Waiting {
            claim,
            due_on: later(day, 30),
            ..waiting.clone()
        });
        Ok(())
    }

    /// Closes the claims of which their payers said that they took back what these name.
    pub(super) fn voids_were_taken(
        &mut self,
        office: &mut Office,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        let (due, open): (Vec<_>, Vec<_>) = std::mem::take(&mut self.voids)
            .into_iter()
            .partition(|(on, _)| *on <= day);
        self.voids = open;
        for (_, claim) in due {
            let state = office.claim_state(claim)?;
            if state == State::Batched {
                office.answered_by_hand(claim, Answer::Accepted, "taken back")?;
            }
            if state.is_waiting() {
                office.close_claim(claim)?;
            }
        }
        Ok(())
    }
}

/// The number by which the payer of the made-up practice knows a claim.
fn payers_number(claim: ClaimId) -> String {
    format!("26{claim:0>9}")
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// What a later payer says: it pays what the payers before left; now and then half of it stays the patient's.
pub(super) fn later_answer(office: &Office, claim: ClaimId) -> Result<Vec<EobLine>, DemoError> {
    let mut lines = Vec::new();
    for line in office.eob_template(claim)? {
        let left = line.insurance_owes.max(Money::ZERO);
        let halves = left.split(2);
        let share = halves.first().copied().filter(|_| falls_on(claim, 5));
        let share = share.unwrap_or(Money::ZERO);
        let mut adjustments = Vec::new();
        let before = line.charged.minus(left)?;
        add(
            &mut adjustments,
            AdjustmentGroup::Other,
            "23",
            before,
            Outcome::Stays,
        );
        add(
            &mut adjustments,
            AdjustmentGroup::Patient,
            "2",
            share,
            Outcome::Patient,
        );
        lines.push(EobLine {
            claim,
            line: line.line,
            charged: line.charged,
            allowed: left,
            paid: left.minus(share)?,
            adjustments,
        });
    }
    Ok(lines)
}

fn add(
    adjustments: &mut Vec<Adjustment>,
    group: AdjustmentGroup,
    carc: &str,
    amount: Money,
    outcome: Outcome,
) {
    if let (true, Ok(carc)) = (amount.is_positive(), carc.parse()) {
        adjustments.push(Adjustment {
            group,
            carc,
            amount,
            outcome,
        });
    }
}
