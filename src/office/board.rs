//! Today: the piles of work, what is owed by age, and the cash of the month.

use chrono::{Datelike, Months, NaiveDate};

use super::{Office, OfficeError};
use crate::domain::claim::State;
use crate::domain::money::Money;
use crate::domain::today::{Board, Queue, QueueRow};
use crate::store::board::Pile;

impl Office {
    /// Gathers everything Today shows.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn board(&self) -> Result<Board, OfficeError> {
        let today = self.today();
        let month = today.with_day(1).unwrap_or(today);
        Ok(Board {
            today,
            queues: self.queues(today)?,
            ageing: self.store.ageing(today)?,
            cash: self.store.cash(month, today)?,
            last_month_so_far: self.cash_until(today)?,
            visits_before: self.store.visits_before(today)?,
            is_in_balance: self.store.is_in_balance()?,
        })
    }

    fn queues(&self, today: NaiveDate) -> Result<Vec<QueueRow>, OfficeError> {
        let (silent, passed_on) = self.no_answer_piles()?;
        let piles = [
            (Queue::ToCode, self.store.visits_to_code_pile()?),
            (Queue::Asked, self.store.asked_pile()?),
            (Queue::Held, self.store.claim_pile(State::Held)?),
            (Queue::Ready, self.store.claim_pile(State::Ready)?),
            (Queue::Rejected, self.store.claim_pile(State::Rejected)?),
            (Queue::NoAnswer, silent.and(passed_on)?),
            (Queue::Remittances, self.store.remittances_pile()?),
            (Queue::Denied, self.refused_pile()?),
            (Queue::Deadlines, self.deadlines_pile()?),
            (Queue::StatementsDue, self.statements_pile(today)?),
            (Queue::CreditToPlace, self.store.credit_pile()?),
            (Queue::HeldChecks, self.store.held_checks_pile(today)?),
            (Queue::FollowUps, self.follow_ups_pile()?),
            (Queue::Collections, self.collections_pile()?),
        ];
        Ok(piles
            .into_iter()
            .map(|(queue, pile)| QueueRow {
                queue,
                count: pile.count,
                amount: pile.amount,
                oldest: pile.oldest,
            })
            .collect())
    }

    /// Counts the claims that the claims desk shows as denied.
    fn refused_pile(&self) -> Result<Pile, OfficeError> {
        let mut pile = Pile::default();
        for state in State::REFUSED {
            pile = pile.and(self.store.claim_pile(state)?)?;
        }
        Ok(pile)
    }

    /// Counts the statements a run would send today.
    fn statements_pile(&self, today: NaiveDate) -> Result<Pile, OfficeError> {
        let rules = self.statement_rules()?;
        let returns = self.returns_for(&rules, today)?;
        let mut pile = Pile::default();
        let planned = self.planned(today)?;
        for standing in self.store.standings_owing()? {
            let standing = self.beside_plans(standing, &planned)?;
            if standing.verdict(&rules, &returns, today)?.sends() {
                pile.count = pile.count.saturating_add(1);
                pile.amount = pile.amount.plus(standing.due()?)?;
            }
        }
        Ok(pile)
    }

    /// Adds up last month's cash up to the same day of the month.
    fn cash_until(&self, today: NaiveDate) -> Result<Money, OfficeError> {
        // The 31st compares with the last day of a shorter month.
        let until = today.checked_sub_months(Months::new(1)).unwrap_or(today);
        let from = until.with_day(1).unwrap_or(until);
        let days = self.store.cash(from, until)?;
        Ok(Money::sum(
            days.iter().flat_map(|day| [day.insurance, day.patient]),
        )?)
    }
}
