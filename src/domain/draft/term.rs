//! A term of a contract as typed: an amount for one service, or a percent for the rest. It must not know the contracts.

use chrono::NaiveDate;

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::code::{Modifier, Procedure};
use crate::domain::contract::{Amount, Party, PercentTerm, Term};
use crate::domain::expected::Percent;
use crate::domain::id::PayerId;

form! {
    /// A term as typed.
    TermDraft {
        typed {
            /// Only for this plan, as policies name it; may be empty.
            plan: Plan,
            /// CPT or HCPCS code; empty for a percent of the rest.
            code: Code,
            /// The modifier with which it holds; may be empty.
            modifier: Modifier,
            /// An amount as 98.40, or a percent as 110 %.
            allowed: Allowed,
            /// Of which schedule a percent is; empty: of the charge.
            schedule: Schedule,
            /// First day on which it holds.
            effective_on: EffectiveOn,
            /// Why it changes, for the log.
            why: Why,
        }
        chosen {
            /// Whose.
            payer: Payer of Option<PayerId>,
        }
    }
}

impl TermDraft {
    /// Gives the term with the reason, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, today: NaiveDate) -> Result<(Term, String), Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let payer = checks.picked(Field::Payer, self.payer, "choose the payer");
        let plan = checks.line_if_given(typed(Field::Plan), Room::new("the plan", 60));
        let effective_on = checks.day(
            typed(Field::EffectiveOn),
            "the first day on which it holds",
            today,
        );
        let why = checks.line(
            typed(Field::Why),
            Room::new("why it changes, for the log,", 200),
        );
        if self.code.trim().is_empty() {
            let percent = checks.code::<Percent>(typed(Field::Allowed));
            let schedule =
                checks.line_if_given(typed(Field::Schedule), Room::new("the schedule", 80));
            return checks.finish(|| {
                let term = PercentTerm {
                    payer: payer?,
                    plan: plan?,
                    effective_on: effective_on?,
                    percent: percent?,
                    schedule: schedule.filter(|name| !name.is_empty()),
                };
                Some((Term::Percent(term), why?))
            });
        }
        let code = checks.code::<Procedure>(typed(Field::Code));
        let modifier = checks.code_if_given::<Modifier>(typed(Field::Modifier));
        let amount = checks.amount(typed(Field::Allowed));
        checks.finish(|| {
            let (payer, plan) = (payer?, plan?);
            let amount = Amount {
                party: Party::Payer { payer, plan },
                code: code?,
                modifier,
                effective_on: effective_on?,
                amount: amount?,
            };
            Some((Term::Amount(amount), why?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(code: &str, allowed: &str) -> TermDraft {
        TermDraft {
            payer: Some(PayerId::new(1)),
            code: String::from(code),
            allowed: String::from(allowed),
            effective_on: String::from("01/01/2026"),
            why: String::from("renewed"),
            ..TermDraft::default()
        }
    }

    #[test]
    fn with_a_code_it_is_an_amount_and_without_one_a_percent() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        let read = |code, allowed| draft(code, allowed).check(today).map(|(term, _)| term);
        assert!(matches!(read("99213", "98.40"), Ok(Term::Amount(_))));
        assert!(matches!(read("", "110 %"), Ok(Term::Percent(term)) if term.schedule.is_none()));
        let wrong = read("99213", "110 %").unwrap_err();
        assert_eq!(wrong[0].field, Field::Allowed);
        let nothing = TermDraft::default().check(today).unwrap_err();
        let fields: Vec<Field> = nothing.iter().map(|one| one.field).collect();
        assert_eq!(
            fields,
            [Field::Payer, Field::EffectiveOn, Field::Why, Field::Allowed]
        );
    }
}
