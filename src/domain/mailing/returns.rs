//! What statements brought: the practice's own history of what was asked for and what came, and what another one may
//! bring. It must not know whose statements they were.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::money::{Money, MoneyError};

/// Fewer statements than this tell nothing.
pub const FEWEST: u32 = 20;
/// From here on requests are counted as one: there are few of them.
pub const LAST: u16 = 4;

/// What statements brought that were the same request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Return {
    /// Which request: 1 for the first, [`LAST`] for that and all later ones.
    pub times: u16,
    /// How many were sent.
    pub count: u32,
    /// What they asked for.
    pub asked: Money,
    /// What came toward it before the next one, or until now.
    pub paid: Money,
}

/// What statements brought, by request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Returns(Vec<Return>);

impl Returns {
    /// Takes what the book counted.
    pub const fn new(rows: Vec<Return>) -> Self {
        Self(rows)
    }

    /// All of them.
    pub fn rows(&self) -> &[Return] {
        &self.0
    }

    /// What is known of a request; none when too few were sent to tell.
    pub fn of(&self, times: u16) -> Option<&Return> {
        let times = times.clamp(1, LAST);
        let found = self.0.iter().find(|row| row.times == times)?;
        (found.count >= FEWEST && found.asked.is_positive()).then_some(found)
    }

    /// What a request for `due` is likely to bring, as those before it did; none when too few were sent to tell.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when a product does not fit.
    pub fn expected(&self, times: u16, due: Money) -> Result<Option<Money>, MoneyError> {
        let Some(known) = self.of(times) else {
            return Ok(None);
        };
        let percent = known.percent().unwrap_or_default();
        Ok(Some(due.percent(percent)?.min(due)))
    }
}

impl Return {
    /// How much of each hundred dollars came, two decimals; none when nothing was asked for.
    pub fn percent(&self) -> Option<Decimal> {
        let part = self.paid.max(Money::ZERO).to_decimal();
        let percent = part
            .checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(self.asked.to_decimal())?;
        Some(percent.round_dp(2).min(Decimal::ONE_HUNDRED))
    }
}
