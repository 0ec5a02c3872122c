//! Coordination of benefits: what the other payers of a claim are, and what those asked earlier did with its services.
//! It must not know where an answer was posted.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::claim::{PayerClaimNumber, Responsibility};
use crate::domain::code::{AdjustmentGroup, Carc};
use crate::domain::id::ChargeLineId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::policy::Policy;
use crate::domain::practice::Payer;

/// Another payer of a claim (2320).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherPayer {
    /// Asked first, second or third.
    pub responsibility: Responsibility,
    /// What pays.
    pub policy: Policy,
    /// Who pays.
    pub payer: Payer,
    /// What it decided; none while it is only named.
    pub decision: Option<Decision>,
}

/// What a payer decided on the services of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Its own number of the claim, when it gave one.
    pub claim_number: Option<PayerClaimNumber>,
    /// What it said of each service.
    pub lines: Vec<DecidedLine>,
}

impl Decision {
    /// What it paid in all (AMT*D).
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn paid(&self) -> Result<Money, MoneyError> {
        Money::sum(self.lines.iter().map(|line| line.paid))
    }

    /// The day of its last decision.
    pub fn on(&self) -> Option<NaiveDate> {
        self.lines.iter().map(|line| line.on).max()
    }

    /// What it said of a service.
    pub fn line(&self, line: ChargeLineId) -> Option<&DecidedLine> {
        self.lines.iter().find(|decided| decided.line == line)
    }
}

/// What a payer decided on one service (2430).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DecidedLine {
    /// The service.
    pub line: ChargeLineId,
    /// What it paid (SVD02).
    pub paid: Money,
    /// The day of its decision (DTP*573).
    pub on: NaiveDate,
    /// Why the rest was not paid (CAS), in the order in which it was said.
    pub reductions: Vec<Reduction>,
}

/// One reason why a payer paid less than was charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reduction {
    /// Who bears it.
    pub group: AdjustmentGroup,
    /// Claim adjustment reason code.
    pub carc: Carc,
    /// Positive lowers the payment.
    pub amount: Money,
}

/// One answer of a payer to a service, as it was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// What it paid then.
    pub paid: Money,
    /// The day on the payment.
    pub on: NaiveDate,
    /// Why the rest was not paid.
    pub reductions: Vec<Reduction>,
}

/// The CARC that says a service was paid before, in part or whole.
const PAID_BEFORE: &str = "B13";

impl DecidedLine {
    /// Puts together what a payer said of a service in one answer or several, the oldest first: what it paid adds up,
    /// its last reasons hold, and a reason that only stands for what it paid before falls away. None without an
    /// answer.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of(line: ChargeLineId, posted: Vec<Posted>) -> Result<Option<Self>, MoneyError> {
        let paid = Money::sum(posted.iter().map(|answer| answer.paid))?;
        let Some(last) = posted.into_iter().last() else {
            return Ok(None);
        };
        let before = paid.minus(last.paid)?;
        let mut reductions = last.reductions;
        reductions.retain(|one| {
            !(before.is_positive() && one.carc.as_str() == PAID_BEFORE && one.amount == before)
        });
        Ok(Some(Self {
            line,
            paid,
            on: last.on,
            reductions,
        }))
    }

    /// How far `charged − reductions = paid` is off; zero when the line proves.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn difference(&self, charged: Money) -> Result<Money, MoneyError> {
        let reduced = Money::sum(self.reductions.iter().map(|one| one.amount))?;
        charged.minus(reduced)?.minus(self.paid)
    }

    /// What the payer made the patient's (AMT*EAF).
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn patient_share(&self) -> Result<Money, MoneyError> {
        let shares = self
            .reductions
            .iter()
            .filter(|one| one.group == AdjustmentGroup::Patient);
        Money::sum(shares.map(|one| one.amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(cents: i64) -> Money {
        Money::from_cents(cents).unwrap()
    }

    fn reduced(group: AdjustmentGroup, carc: &str, cents: i64) -> Reduction {
        Reduction {
            group,
            carc: carc.parse().unwrap(),
            amount: m(cents),
        }
    }

    fn posted(paid: i64, day: &str, reductions: Vec<Reduction>) -> Posted {
        Posted {
            paid: m(paid),
            on: day.parse().unwrap(),
            reductions,
        }
    }

    #[test]
    fn one_answer_is_what_was_posted() {
        let line = ChargeLineId::new(1);
        let reductions = vec![
            reduced(AdjustmentGroup::Contractual, "45", 4_000),
            reduced(AdjustmentGroup::Patient, "2", 1_200),
        ];
        let answers = vec![posted(4_800, "2026-03-10", reductions)];
        let decided = DecidedLine::of(line, answers).unwrap().unwrap();
        assert_eq!(decided.difference(m(10_000)).unwrap(), Money::ZERO);
        assert_eq!(decided.difference(m(9_000)).unwrap(), m(-1_000));
        assert_eq!(decided.patient_share().unwrap(), m(1_200));
        assert_eq!(DecidedLine::of(line, Vec::new()).unwrap(), None);
    }

    #[test]
    fn a_denial_that_was_paid_after_all_is_the_later_answer() {
        let denied = posted(
            0,
            "2026-03-10",
            vec![reduced(AdjustmentGroup::Contractual, "16", 10_000)],
        );
        let paid = posted(
            6_000,
            "2026-04-10",
            vec![reduced(AdjustmentGroup::Contractual, "45", 4_000)],
        );
        let line = ChargeLineId::new(1);
        let decided = DecidedLine::of(line, vec![denied, paid]).unwrap().unwrap();
        assert_eq!(
            (decided.paid, decided.on.to_string()),
            (m(6_000), "2026-04-10".to_owned())
        );
        assert_eq!(decided.difference(m(10_000)).unwrap(), Money::ZERO);
    }

    #[test]
    fn what_was_paid_before_counts_once() {
        let contract = || reduced(AdjustmentGroup::Contractual, "45", 4_000);
        let first = posted(
            5_000,
            "2026-03-10",
            vec![contract(), reduced(AdjustmentGroup::Other, "133", 1_000)],
        );
        let second = posted(
            1_000,
            "2026-04-10",
            vec![
                contract(),
                reduced(AdjustmentGroup::Other, PAID_BEFORE, 5_000),
            ],
        );
        let line = ChargeLineId::new(1);
        let decided = DecidedLine::of(line, vec![first, second]).unwrap().unwrap();
        assert_eq!(decided.paid, m(6_000));
        assert_eq!(decided.reductions, [contract()]);
        assert_eq!(decided.difference(m(10_000)).unwrap(), Money::ZERO);
    }
}
