//! The rules for statements as typed. They must not know an account.

use std::fmt;

use super::Complaint;
use super::checks::Checks;
use crate::domain::mailing::{
    Cycle, Family, Reminder, Rules, RulesError, WORDS_MOST, WhilePending, Worth,
};

/// On which days an account has its turn, as it is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// On any day.
    #[default]
    Everybody,
    /// By the letter of the name.
    Letters,
    /// By the account number.
    Accounts,
}

impl Turn {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Everybody, Self::Letters, Self::Accounts];
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Everybody => "Everybody, in every run",
            Self::Letters => "By letter, a quarter each week",
            Self::Accounts => "By account number, a quarter each week",
        })
    }
}

form! {
    /// The rules for statements as typed.
    StatementRulesDraft {
        typed {
            /// Less is not asked for by mail.
            minimum: Minimum,
            /// Days between two statements that ask for nothing new.
            every_days: EveryDays,
            /// How often the same is asked for; may be empty.
            most: Most,
            /// For how many days the same is asked for; may be empty.
            oldest_days: OldestDays,
            /// What sending one costs.
            cost: Cost,
            /// The first letters of the second, third and fourth week; only where accounts have their turn by letter.
            letters: Letters = "G M S",
            /// From which request on the first reminder is said; empty where there is none.
            first_from: FirstFrom,
            /// And from how many days on.
            first_days: FirstDays,
            /// In these words.
            first_words: FirstWords,
            /// The same of the second.
            second_from: SecondFrom,
            /// The same of the second.
            second_days: SecondDays,
            /// The same of the second.
            second_words: SecondWords,
            /// The same of the third.
            third_from: ThirdFrom,
            /// The same of the third.
            third_days: ThirdDays,
            /// The same of the third.
            third_words: ThirdWords,
        }
        chosen {
            /// What happens while insurers owe.
            pending: Pending of WhilePending,
            /// On which days an account has its turn.
            turn: Turn of Turn,
            /// One paper, or one for each patient.
            family: Family of Family,
            /// What becomes of statements that bring less than they cost.
            worth: Worth of Worth,
        }
    }
}

/// The fields of the reminders: from which request, from how many days, in which words.
pub const REMINDERS: [[Field; 3]; 3] = [
    [Field::FirstFrom, Field::FirstDays, Field::FirstWords],
    [Field::SecondFrom, Field::SecondDays, Field::SecondWords],
    [Field::ThirdFrom, Field::ThirdDays, Field::ThirdWords],
];

impl StatementRulesDraft {
    /// Gives the rules, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<Rules, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let minimum = checks.amount(typed(Field::Minimum));
        let every_days = self.count(&mut checks, Field::EveryDays);
        let most = self.count_if_given(&mut checks, Field::Most);
        let most = checks.hold(
            Field::Most,
            most,
            |most| *most != Some(0),
            RulesError::Never,
        );
        let oldest_days = self.count_if_given(&mut checks, Field::OldestDays);
        let cost = checks.amount(typed(Field::Cost));
        let cycle = match self.turn {
            Turn::Everybody => Some(Cycle::Everybody),
            Turn::Accounts => Some(Cycle::Accounts),
            Turn::Letters => self.letters(&mut checks),
        };
        let reminders: Vec<Option<Reminder>> = REMINDERS
            .into_iter()
            .filter(|fields| {
                fields
                    .iter()
                    .any(|field| !self.text(*field).trim().is_empty())
            })
            .map(|fields| self.reminder(&mut checks, fields))
            .collect();
        checks.finish(|| {
            Some(Rules {
                minimum: minimum?,
                every_days: every_days?,
                most: most?,
                oldest_days: oldest_days?,
                pending: self.pending,
                cycle: cycle?,
                family: self.family,
                reminders: reminders.into_iter().collect::<Option<_>>()?,
                cost: cost?,
                worth: self.worth,
            })
        })
    }

    fn letters(&self, checks: &mut Checks<Field>) -> Option<Cycle> {
        let letters = self
            .letters
            .chars()
            .filter(|letter| !letter.is_whitespace());
        let letters: Vec<char> = letters.map(|letter| letter.to_ascii_uppercase()).collect();
        let read = <[char; 3]>::try_from(letters).map_err(|_| RulesError::Letters);
        let read = checks.note(Field::Letters, read)?;
        let holds =
            |starts: &[char; 3]| starts.is_sorted() && starts.iter().all(char::is_ascii_uppercase);
        checks
            .hold(Field::Letters, Some(read), holds, RulesError::Letters)
            .map(Cycle::Letters)
    }

    fn reminder(
        &self,
        checks: &mut Checks<Field>,
        [from, days, words]: [Field; 3],
    ) -> Option<Reminder> {
        let from_times = self.count(checks, from);
        let later = "the first statement reminds of nothing: say 2 or more";
        let from_times = checks.hold(from, from_times, |from| *from >= 2, later);
        let from_days = self.count_if_given(checks, days)?.unwrap_or(0);
        let said = self
            .text(words)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let said = checks.hold(
            words,
            Some(said),
            |said| !said.is_empty(),
            RulesError::NoWords,
        );
        let fits = |said: &String| said.chars().count() <= WORDS_MOST;
        let said = checks.hold(words, said, fits, RulesError::TooLong);
        Some(Reminder {
            from_times: from_times?,
            from_days,
            words: said?,
        })
    }

    fn count(&self, checks: &mut Checks<Field>, field: Field) -> Option<u16> {
        let text = self.text(field).trim();
        let read = text.parse().map_err(|_| "a whole number is missing");
        checks.note(field, read)
    }

    #[expect(
        clippy::option_option,
        reason = "the outer one is none when it cannot be read, the inner one when nothing was typed"
    )]
    fn count_if_given(&self, checks: &mut Checks<Field>, field: Field) -> Option<Option<u16>> {
        if self.text(field).trim().is_empty() {
            Some(None)
        } else {
            self.count(checks, field).map(Some)
        }
    }
}

impl From<&Rules> for StatementRulesDraft {
    fn from(rules: &Rules) -> Self {
        let number = |count: Option<u16>| count.map(|count| count.to_string()).unwrap_or_default();
        let (turn, letters) = match rules.cycle {
            Cycle::Everybody => (Turn::Everybody, Self::default().letters),
            Cycle::Accounts => (Turn::Accounts, Self::default().letters),
            Cycle::Letters(starts) => (Turn::Letters, starts.map(String::from).join(" ")),
        };
        let mut draft = Self {
            minimum: rules.minimum.to_string(),
            every_days: rules.every_days.to_string(),
            most: number(rules.most),
            oldest_days: number(rules.oldest_days),
            cost: rules.cost.to_string(),
            letters,
            pending: rules.pending,
            turn,
            family: rules.family,
            worth: rules.worth,
            ..Self::default()
        };
        for (fields, reminder) in REMINDERS.into_iter().zip(&rules.reminders) {
            let days = (reminder.from_days > 0).then_some(reminder.from_days);
            let texts = [
                reminder.from_times.to_string(),
                number(days),
                reminder.words.clone(),
            ];
            for (field, text) in fields.into_iter().zip(texts) {
                if let Some(old) = draft.text_mut(field) {
                    *old = text;
                }
            }
        }
        draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_were_shown_are_the_rules() {
        for cycle in [
            Cycle::Everybody,
            Cycle::Accounts,
            Cycle::Letters(['D', 'K', 'S']),
        ] {
            let rules = Rules {
                cycle,
                family: Family::Each,
                pending: WhilePending::Wait,
                worth: Worth::LeaveOut,
                oldest_days: Some(120),
                ..Rules::usual()
            };
            assert_eq!(StatementRulesDraft::from(&rules).check().unwrap(), rules);
        }
    }

    #[test]
    fn what_cannot_hold_is_said_at_its_field() {
        let wrong = StatementRulesDraft {
            minimum: String::from("-5"),
            every_days: String::from("soon"),
            most: String::from("0"),
            turn: Turn::Letters,
            letters: String::from("S M G"),
            first_from: String::from("1"),
            first_words: String::from("Please pay."),
            second_from: String::from("3"),
            ..StatementRulesDraft::from(&Rules::usual())
        };
        let wrong = StatementRulesDraft {
            second_words: String::new(),
            ..wrong
        };
        let said: Vec<Field> = wrong
            .check()
            .unwrap_err()
            .iter()
            .map(|one| one.field)
            .collect();
        assert_eq!(
            said,
            [
                Field::Minimum,
                Field::EveryDays,
                Field::Most,
                Field::Letters,
                Field::FirstFrom,
                Field::SecondWords,
            ]
        );
    }
}
