//! What posting an answer would change on the account, service by service, before it is posted. It must not know the
//! ledger's entries.

use super::entry::Entry;
use crate::domain::draft::eob::EobLineDraft;
use crate::domain::eob::{EobLineTemplate, Outcome};
use crate::domain::money::{Money, MoneyError};

/// Before and after.
pub type Move = (Money, Money);

/// Where the charge of one or more services stands before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Owed by the insurer.
    pub insurer: Move,
    /// The patient's share.
    pub patient: Move,
    /// Given up by this EOB.
    pub written_off: Money,
    /// Paid by this EOB.
    pub paid: Money,
    /// Paid or given up before it.
    pub settled: Money,
    /// Charged.
    pub charged: Money,
}

impl Effect {
    /// What a line would do to its service. A line that is blank or not whole yet changes nothing.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of(service: &EobLineTemplate, typed: &EobLineDraft) -> Result<Self, MoneyError> {
        let (owes, already) = (service.insurance_owes, service.already_patient);
        let before = Self {
            insurer: (owes, owes),
            patient: (already, already),
            settled: service.charged.minus(owes)?.minus(already)?,
            charged: service.charged,
            ..Self::default()
        };
        let Some(line) = (!typed.is_blank()).then(|| typed.check().ok()).flatten() else {
            return Ok(before);
        };
        let sum = |wanted: fn(Outcome) -> bool| {
            let parts = line.adjustments.iter().filter(|part| wanted(part.outcome));
            Money::sum(parts.map(|part| part.amount))
        };
        let written_off =
            sum(|outcome| matches!(outcome, Outcome::WriteOff(_) | Outcome::Kept(_)))?;
        let stated = sum(|outcome| outcome == Outcome::Patient)?;
        // An answer that settles nothing leaves a copay taken before where it is.
        let is_denial = [line.paid, written_off, stated].iter().all(|m| m.is_zero());
        let share = if is_denial { already } else { stated };
        let moved = share.minus(already)?;
        let left = owes.minus(line.paid)?.minus(written_off)?.minus(moved)?;
        Ok(Self {
            insurer: (owes, left),
            patient: (already, share),
            written_off,
            paid: line.paid,
            ..before
        })
    }

    /// What the lines of one claim, or of all of them, would do.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of_lines(entry: &Entry, lines: std::ops::Range<usize>) -> Result<Self, MoneyError> {
        let mut sum = Self::default();
        let both = entry.services().zip(&entry.draft.lines);
        for (service, typed) in both.skip(lines.start).take(lines.len()) {
            sum = sum.plus(&Self::of(service, typed)?)?;
        }
        Ok(sum)
    }

    fn plus(&self, other: &Self) -> Result<Self, MoneyError> {
        let both = |one: Move, two: Move| -> Result<Move, MoneyError> {
            Ok((one.0.plus(two.0)?, one.1.plus(two.1)?))
        };
        Ok(Self {
            insurer: both(self.insurer, other.insurer)?,
            patient: both(self.patient, other.patient)?,
            written_off: self.written_off.plus(other.written_off)?,
            paid: self.paid.plus(other.paid)?,
            settled: self.settled.plus(other.settled)?,
            charged: self.charged.plus(other.charged)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{ChargeLineId, ClaimId};

    fn cents(cents: i64) -> Money {
        Money::from_cents(cents).unwrap()
    }

    fn service(owes: i64, already: i64) -> EobLineTemplate {
        EobLineTemplate {
            claim: ClaimId::new(1),
            line: ChargeLineId::new(1),
            code: "99214".parse().unwrap(),
            modifiers: Vec::new(),
            description: String::from("Office visit"),
            service_on: chrono::NaiveDate::from_ymd_opt(2026, 2, 10).unwrap(),
            charged: cents(18_500),
            insurance_owes: cents(owes),
            already_patient: cents(already),
            expected_allowed: None,
            usual: None,
            expected: None,
        }
    }

    fn typed(allowed: &str, copay: &str, paid: &str) -> EobLineDraft {
        EobLineDraft {
            charged: String::from("185.00"),
            allowed: allowed.to_owned(),
            copay: copay.to_owned(),
            paid: paid.to_owned(),
            claim: Some(ClaimId::new(1)),
            line: Some(ChargeLineId::new(1)),
            ..EobLineDraft::default()
        }
    }

    #[test]
    fn the_charge_is_all_there_before_and_after() {
        for (owes, already) in [(18_500, 0), (16_000, 2_500), (10_000, 2_500)] {
            let effect =
                Effect::of(&service(owes, already), &typed("142.58", "25", "117.58")).unwrap();
            let after = [
                effect.insurer.1,
                effect.patient.1,
                effect.written_off,
                effect.paid,
                effect.settled,
            ];
            assert_eq!(Money::sum(after), Ok(effect.charged));
            let before = [effect.insurer.0, effect.patient.0, effect.settled];
            assert_eq!(Money::sum(before), Ok(effect.charged));
            assert_eq!(effect.patient.1, cents(2_500), "a copay moves only once");
        }
    }

    #[test]
    fn a_denial_leaves_the_copay_where_it_is() {
        let mut line = typed("", "", "0");
        line.adjustments
            .push(crate::domain::draft::eob::AdjustmentDraft {
                carc: String::from("197"),
                amount: String::from("185.00"),
                ..Default::default()
            });
        let effect = Effect::of(&service(16_000, 2_500), &line).unwrap();
        assert_eq!(effect.patient, (cents(2_500), cents(2_500)));
        assert_eq!(effect.insurer, (cents(16_000), cents(16_000)));
    }
}
