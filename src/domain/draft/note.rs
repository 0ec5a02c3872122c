//! A call, a letter or a note about an account as typed, with when to look at it again and what was promised. It must not
//! know the account.

use chrono::NaiveDate;

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::contact::{About, FollowUp, NewNote, Way};
use crate::domain::id::{GuarantorId, UserId};
use crate::domain::typed;

form! {
    /// A note as typed.
    NoteDraft {
        typed {
            /// What was said.
            words: Words,
            /// With whom; may be empty.
            with: With,
            /// The day to look at it again; may be empty.
            follow_up: FollowUp,
            /// What was promised; may be empty.
            promised: Promised,
            /// By which day.
            by: By,
        }
        chosen {
            /// How it was said.
            way: Way of Way = Way::CallOut,
            /// Whose work the follow-up is; none: anybody's.
            person: Person of Option<UserId>,
        }
    }
}

impl NoteDraft {
    /// Gives the note about an account, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(
        &self,
        guarantor: GuarantorId,
        today: NaiveDate,
    ) -> Result<NewNote, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let words = checks.words(typed(Field::Words), Room::new("what was said", 2_000));
        let words = checks.hold(
            Field::Words,
            words,
            |words| !words.is_empty(),
            "what was said is missing",
        );
        let with = checks.line_if_given(typed(Field::With), Room::new("the name", 80));
        let follow_up = coming(&mut checks, typed(Field::FollowUp), today);
        let promised = if self.promised.trim().is_empty() {
            None
        } else {
            let amount = checks.amount(typed(Field::Promised));
            checks.hold(
                Field::Promised,
                amount,
                |amount| amount.is_positive(),
                "a promise of nothing is none",
            )
        };
        if !self.promised.trim().is_empty() && self.by.trim().is_empty() {
            checks.complain(Field::By, "the day it is promised by is missing");
        }
        let by = coming(&mut checks, typed(Field::By), today);
        checks.finish(|| {
            Some(NewNote {
                about: About::account(guarantor),
                way: self.way,
                with: with?,
                words: words?,
                follow_up: follow_up.map(|on| FollowUp {
                    on,
                    person: self.person,
                }),
                promised: promised.zip(by),
            })
        })
    }
}

/// A day to come that may be left out.
fn coming(
    checks: &mut Checks<Field>,
    (field, text): (Field, &str),
    today: NaiveDate,
) -> Option<NaiveDate> {
    if text.trim().is_empty() {
        return None;
    }
    let day = checks.note(field, typed::coming_date(text, today));
    checks.hold(field, day, |day| *day >= today, "that day is over")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> NoteDraft {
        NoteDraft {
            words: String::from("Pays on Friday"),
            ..NoteDraft::default()
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
    }

    fn wrong(draft: &NoteDraft) -> Vec<Field> {
        let found = draft.check(GuarantorId::new(7), today()).unwrap_err();
        found.into_iter().map(|one| one.field).collect()
    }

    #[test]
    fn a_promise_has_an_amount_and_a_day() {
        let mut draft = draft();
        draft.promised = String::from("50");
        assert_eq!(wrong(&draft), [Field::By]);
        draft.by = String::from("3/20");
        draft.follow_up = String::from("3/21");
        let note = draft.check(GuarantorId::new(7), today()).unwrap();
        let (amount, by) = note.promised.unwrap();
        assert_eq!(
            (amount.cents(), by.to_string()),
            (5_000, String::from("2026-03-20"))
        );
        assert_eq!(note.follow_up.unwrap().on.to_string(), "2026-03-21");
        draft.promised = String::from("0");
        assert_eq!(wrong(&draft), [Field::Promised]);
    }

    #[test]
    fn a_note_without_words_and_a_day_that_is_over_are_refused() {
        assert_eq!(wrong(&NoteDraft::default()), [Field::Words]);
        let mut draft = draft();
        draft.follow_up = String::from("3/9/2026");
        assert_eq!(wrong(&draft), [Field::FollowUp]);
    }
}
