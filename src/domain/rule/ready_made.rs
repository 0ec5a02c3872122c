//! Rules that are offered ready to be tried, because many practices have them. It must not know what a practice has
//! already.

use super::{Act, Condition, NewRule};
use crate::domain::code::Span;
use crate::domain::money::Money;

/// Cents of a claim that deserves a second look.
const MUCH: i64 = 100_000;

/// Gives the rules that are offered.
pub fn ready_made() -> Vec<NewRule> {
    let codes = |text: &str| Span::list(text).unwrap_or_default();
    vec![
        NewRule {
            name: "Second look at a large claim".to_owned(),
            words: "The claim is large; somebody looks at it twice before it leaves.".to_owned(),
            fix: "Check units, charges and the authorization, then let it pass.".to_owned(),
            when: Condition {
                at_least: Money::from_cents(MUCH).ok(),
                ..Condition::default()
            },
            ..NewRule::default()
        },
        NewRule {
            name: "Joint injection without a side".to_owned(),
            words: "A joint was injected, and no modifier says on which side.".to_owned(),
            fix: "Add RT, LT or 50.".to_owned(),
            when: Condition {
                codes: codes("20600-20611"),
                lacks: ["RT", "LT", "50"].iter().flat_map(|one| one.parse()).collect(),
                ..Condition::default()
            },
            then: Act::Warn,
            ..NewRule::default()
        },
        NewRule {
            name: "Therapy without an authorization".to_owned(),
            words: "Therapy is billed, and the visit names no authorization.".to_owned(),
            fix: "Ask the payer for one, or choose the patient's number on the visit.".to_owned(),
            when: Condition {
                codes: codes("97010-97799"),
                without_authorization: true,
                ..Condition::default()
            },
            ..NewRule::default()
        },
        NewRule {
            name: "Fill in the authorization".to_owned(),
            words: "The visit names no authorization, and the patient has not exactly one that covers it."
                .to_owned(),
            fix: "Choose the number on the visit, or write the authorization in.".to_owned(),
            when: Condition {
                codes: codes("97010-97799"),
                without_authorization: true,
                ..Condition::default()
            },
            then: Act::UseAuthorization,
            ..NewRule::default()
        },
    ]
}
