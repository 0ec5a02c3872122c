//! What a guarantor agrees to pay later, as typed. It must not know the ledger.

use chrono::NaiveDate;

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::id::GuarantorId;
use crate::domain::pay_later::{Means, NewPayLater};
use crate::domain::payment::holds_card_number;
use crate::domain::typed;

form! {
    /// An agreement to pay later as typed.
    LaterDraft {
        typed {
            /// `promise` or `held_check`.
            kind: Kind = "promise",
            /// How much.
            amount: Amount,
            /// By which day; the day written on the check.
            due_on: DueOn,
            /// The check's number.
            number: Number,
            /// What else was said.
            words: Words,
        }
    }
}

impl LaterDraft {
    /// Gives the agreement, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(
        &self,
        guarantor: GuarantorId,
        today: NaiveDate,
    ) -> Result<NewPayLater, Vec<Complaint<Field>>> {
        let mut checks = Checks::new();
        let amount = checks.amount((Field::Amount, &self.amount));
        let amount = checks.hold(
            Field::Amount,
            amount,
            |amount| amount.is_positive(),
            "the amount must be more than zero",
        );
        let due_on = if self.due_on.trim().is_empty() {
            checks.complain(Field::DueOn, "the day is missing");
            None
        } else {
            checks.note(Field::DueOn, typed::coming_date(&self.due_on, today))
        };
        let means = match self.kind.trim() {
            "promise" => Some(Means::Promise),
            "held_check" => {
                let number = (Field::Number, self.number.as_str());
                let number = checks.line(number, Room::new("the check's number", 30));
                number.map(|number| Means::HeldCheck { number })
            }
            _ => {
                checks.complain(Field::Kind, "choose promise or held_check");
                None
            }
        };
        let is_check = matches!(means, Some(Means::HeldCheck { .. }));
        let due_on = checks.hold(
            Field::DueOn,
            due_on,
            |day| !is_check || *day > today,
            "a check that is good today is taken as a payment, not held",
        );
        let due_on = checks.hold(
            Field::DueOn,
            due_on,
            |day| *day >= today,
            "a promise is for a day to come",
        );
        let words = checks.words((Field::Words, &self.words), Room::new("the note", 200));
        let words = checks.hold(
            Field::Words,
            words,
            |words| !holds_card_number(words) && !holds_card_number(&self.number),
            "this looks like a whole card number, which is never kept",
        );
        checks.finish(|| {
            Some(NewPayLater {
                guarantor,
                means: means?,
                amount: amount?,
                due_on: due_on?,
                words: words?,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 17).unwrap()
    }

    fn said(draft: &LaterDraft) -> Vec<String> {
        let checked = draft.check(GuarantorId::new(1), today());
        let complaints = checked.err().unwrap_or_default();
        complaints.iter().map(ToString::to_string).collect()
    }

    fn promise() -> LaterDraft {
        LaterDraft {
            amount: String::from("50"),
            due_on: String::from("03/27/2026"),
            ..LaterDraft::default()
        }
    }

    #[test]
    fn a_promise_has_an_amount_and_a_day_to_come() {
        let kept = promise().check(GuarantorId::new(1), today()).unwrap();
        assert_eq!((kept.means, kept.amount.cents()), (Means::Promise, 5_000));
        let late = LaterDraft {
            due_on: String::from("03/16/2026"),
            ..promise()
        };
        assert_eq!(said(&late), ["due_on: A promise is for a day to come."]);
        let empty = LaterDraft::default();
        assert_eq!(said(&empty).len(), 2, "{:?}", said(&empty));
    }

    #[test]
    fn a_held_check_has_a_number_and_a_day_after_today() {
        let check = LaterDraft {
            kind: String::from("held_check"),
            number: String::from("1044"),
            ..promise()
        };
        let kept = check.check(GuarantorId::new(1), today()).unwrap();
        assert!(matches!(kept.means, Means::HeldCheck { number } if number == "1044"));
        let good = LaterDraft {
            due_on: String::from("t"),
            ..check.clone()
        };
        assert!(said(&good)[0].contains("good today"), "{:?}", said(&good));
        let nameless = LaterDraft {
            number: String::new(),
            ..check
        };
        assert_eq!(said(&nameless), ["number: The check's number is missing."]);
    }

    #[test]
    fn a_card_number_is_kept_in_no_field() {
        let noted = LaterDraft {
            words: String::from("4111 1111 1111 1111"),
            ..promise()
        };
        assert!(said(&noted)[0].contains("never kept"));
    }
}
