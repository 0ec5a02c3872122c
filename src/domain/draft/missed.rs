//! What happens when payments of a plan are missed, as typed. It must not know a plan.

use super::Complaint;
use super::checks::Checks;
use crate::domain::pay_plan::{MissedRules, PlanError};

form! {
    /// The rules as typed.
    MissedDraft {
        typed {
            /// Days after which a payment is missed.
            grace_days: GraceDays,
            /// Missed payments after which the guarantor is reminded.
            remind_after: RemindAfter,
            /// Missed payments after which a plan protects nothing any more.
            default_after: DefaultAfter,
        }
    }
}

impl MissedDraft {
    /// Gives the rules, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<MissedRules, Vec<Complaint<Field>>> {
        let mut checks = Checks::new();
        let mut number = |field| {
            let read = self.text(field).trim().parse::<u32>();
            checks.note(field, read.map_err(|_| "type a whole number"))
        };
        let grace_days = number(Field::GraceDays);
        let remind_after = number(Field::RemindAfter);
        let default_after = number(Field::DefaultAfter);
        let rules = match (grace_days, remind_after, default_after) {
            (Some(grace_days), Some(remind_after), Some(default_after)) => Some(MissedRules {
                grace_days,
                remind_after,
                default_after,
            }),
            _ => None,
        };
        if rules.is_some_and(|rules| rules.check().is_err()) {
            checks.complain(Field::DefaultAfter, PlanError::Rules);
        }
        checks.finish(|| rules)
    }
}

impl From<MissedRules> for MissedDraft {
    fn from(rules: MissedRules) -> Self {
        Self {
            grace_days: rules.grace_days.to_string(),
            remind_after: rules.remind_after.to_string(),
            default_after: rules.default_after.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_make_no_sense_are_refused_at_their_field() {
        let usual = MissedDraft::from(MissedRules::USUAL);
        assert_eq!(usual.check(), Ok(MissedRules::USUAL));
        let mut soon = usual.clone();
        soon.default_after = String::from("0");
        assert_eq!(soon.check().unwrap_err()[0].field, Field::DefaultAfter);
        let mut words = usual;
        words.grace_days = String::from("ten");
        assert_eq!(words.check().unwrap_err()[0].field, Field::GraceDays);
    }
}
