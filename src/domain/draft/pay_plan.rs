//! The terms of a payment plan as typed. It must not know what is owed: that comes in.

use chrono::NaiveDate;

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::money::Money;
use crate::domain::pay_plan::{Every, INSTALMENTS_MAX, Instalments, PlanError, Scope, Terms};

form! {
    /// The terms of a plan as typed.
    PlanDraft {
        typed {
            /// Paid today.
            down: Down,
            /// The amount of an instalment; empty when their number is given.
            amount: Amount,
            /// How many instalments there are; empty when their amount is given.
            count: Count,
            /// When the first is due.
            first_on: FirstOn,
            /// Why the plan is changed; empty for a new one.
            why: Why,
        }
        chosen {
            /// How often an instalment is due.
            every: Every of Every,
            /// What the plan follows.
            scope: Scope of Scope,
        }
    }
}

/// What a plan is checked against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lent {
    /// Today.
    pub today: NaiveDate,
    /// What is owed for the services that were chosen.
    pub balance: Money,
    /// Whether a plan is changed, which needs a reason.
    pub is_change: bool,
}

impl PlanDraft {
    /// Gives the terms and the reason, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, lent: Lent) -> Result<(Terms, String), Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let down = checks.amount_if_given(typed(Field::Down));
        let instalments = self.instalments(&mut checks);
        let first_on = checks.day(
            typed(Field::FirstOn),
            "the day of the first instalment",
            lent.today,
        );
        let why = checks.words(typed(Field::Why), Room::new("the reason", 400));
        let why = checks.hold(
            Field::Why,
            why,
            |why| !lent.is_change || !why.is_empty(),
            "say why it is changed; the new agreement names it",
        );
        let terms = match (down, instalments, first_on) {
            (Some(down), Some(instalments), Some(first_on)) => Some(Terms {
                down,
                instalments,
                every: self.every,
                first_on,
                scope: self.scope,
            }),
            _ => None,
        };
        if let Some(Err(error)) = terms
            .as_ref()
            .map(|terms| terms.schedule(lent.balance, lent.today))
        {
            checks.complain(self.about(&error), error);
        }
        checks.finish(|| Some((terms?, why?)))
    }

    fn instalments(&self, checks: &mut Checks<Field>) -> Option<Instalments> {
        match (self.amount.trim(), self.count.trim()) {
            ("", "") => {
                checks.complain(
                    Field::Amount,
                    "type the amount of an instalment, or how many there are",
                );
                None
            }
            (_, "") => checks
                .amount((Field::Amount, &self.amount))
                .map(Instalments::Of),
            ("", count) => {
                let count = count.parse::<u32>().ok();
                let fits = count.filter(|count| (1..=INSTALMENTS_MAX).contains(count));
                checks
                    .note(Field::Count, fits.ok_or(PlanError::Count))
                    .map(Instalments::In)
            }
            _ => {
                checks.complain(Field::Count, "type the amount or the number, not both");
                None
            }
        }
    }

    /// The field an error of the schedule is about.
    fn about(&self, error: &PlanError) -> Field {
        match error {
            PlanError::DownBelowZero | PlanError::DownIsAll { .. } => Field::Down,
            PlanError::FirstTooEarly(_) | PlanError::TooFar => Field::FirstOn,
            PlanError::NoAmount
            | PlanError::TooSmall(_)
            | PlanError::Count
            | PlanError::TooMany { .. } => {
                if self.amount.trim().is_empty() {
                    Field::Count
                } else {
                    Field::Amount
                }
            }
            PlanError::NothingOwed | PlanError::Rules | PlanError::Money(_) => Field::Amount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lent() -> Lent {
        Lent {
            today: "2026-11-20".parse().unwrap(),
            balance: "1260".parse().unwrap(),
            is_change: false,
        }
    }

    fn draft() -> PlanDraft {
        PlanDraft {
            down: String::from("180"),
            amount: String::from("120"),
            first_on: String::from("12/15/2026"),
            ..PlanDraft::default()
        }
    }

    fn complained(draft: &PlanDraft, lent: Lent) -> Vec<Field> {
        let complaints = draft.check(lent).unwrap_err();
        complaints.into_iter().map(|one| one.field).collect()
    }

    #[test]
    fn an_amount_or_a_number_makes_a_plan() {
        let (terms, _) = draft().check(lent()).unwrap();
        assert_eq!(terms.instalments, Instalments::Of("120".parse().unwrap()));
        let mut by_number = draft();
        (by_number.amount, by_number.count) = (String::new(), String::from("9"));
        assert_eq!(
            by_number.check(lent()).unwrap().0.instalments,
            Instalments::In(9)
        );
    }

    #[test]
    fn what_does_not_fit_is_said_at_its_field() {
        let mut both = draft();
        both.count = String::from("9");
        assert_eq!(complained(&both, lent()), [Field::Count]);
        let mut none = draft();
        none.amount = String::new();
        assert_eq!(complained(&none, lent()), [Field::Amount]);
        let mut all_down = draft();
        all_down.down = String::from("1260");
        assert_eq!(complained(&all_down, lent()), [Field::Down]);
        let mut early = draft();
        early.first_on = String::from("11/19/2026");
        assert_eq!(complained(&early, lent()), [Field::FirstOn]);
        let change = Lent {
            is_change: true,
            ..lent()
        };
        assert_eq!(complained(&draft(), change), [Field::Why]);
    }
}
