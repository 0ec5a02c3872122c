//! Who gets a statement, who does not, and why. It must not know what a statement says.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::id::{GuarantorId, RunId, StatementId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::person::Name;

/// The practice's rules for sending statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Less than this is not asked for by mail.
    pub minimum: Money,
    /// Days between two statements that ask for nothing new.
    pub every_days: u16,
}

impl Rules {
    /// Five dollars, and four weeks.
    pub fn usual() -> Self {
        Self {
            minimum: Money::from_cents(500).unwrap_or_default(),
            every_days: 28,
        }
    }

    /// For a statement that somebody asks for: any amount, at any time.
    pub const fn on_request() -> Self {
        Self {
            minimum: Money::ZERO,
            every_days: 0,
        }
    }
}

/// What is known of a guarantor's account when statements are due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// Owed by the guarantor.
    pub patient_owes: Money,
    /// Owed by insurers.
    pub insurance_owes: Money,
    /// Paid and not yet placed.
    pub unapplied: Money,
    /// Why statements are held; none when they are not.
    pub held: Option<String>,
    /// The day of the last statement.
    pub last_sent_on: Option<NaiveDate>,
    /// Whether something became the guarantor's since the last statement.
    pub has_news: bool,
}

/// Whether a guarantor gets a statement, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The first one.
    First,
    /// Another one.
    Again(NaiveDate),
    /// Nothing is owed by anybody.
    NothingOwed,
    /// Insurers still owe; the guarantor does not.
    OnlyPending(Money),
    /// The account stands in the guarantor's favour.
    Credit(Money),
    /// Less is owed than the practice asks for by mail.
    LessThanMinimum(Money),
    /// One was sent a short time ago, and nothing is new since.
    SentRecently(NaiveDate),
    /// One of a later day was sent.
    SentLater(NaiveDate),
    /// Somebody holds them.
    Held(String),
    /// Its figures disagree, so none is made; in words.
    DoesNotAddUp(String),
}

impl Verdict {
    /// Whether one is sent.
    pub const fn sends(&self) -> bool {
        matches!(self, Self::First | Self::Again(_))
    }

    /// In words.
    pub fn words(&self) -> String {
        let day = |on: &NaiveDate| on.format("%m/%d/%Y").to_string();
        match self {
            Self::First => String::from("first statement"),
            Self::Again(on) => format!("last statement was {}", day(on)),
            Self::NothingOwed => String::from("nothing owed"),
            Self::OnlyPending(open) => {
                format!("only {open} pending with insurance")
            }
            Self::Credit(credit) if credit.is_zero() => String::from("credit covers what is owed"),
            Self::Credit(credit) => format!("credit of {credit}"),
            Self::LessThanMinimum(minimum) => format!("less than the minimum of {minimum}"),
            Self::SentRecently(on) => {
                format!("statement of {} is recent, and nothing is new", day(on))
            }
            Self::SentLater(on) => format!("a later statement, of {}, was sent", day(on)),
            Self::Held(reason) if reason.is_empty() => String::from("held"),
            Self::Held(reason) => format!("held: {reason}"),
            Self::DoesNotAddUp(how) => how.clone(),
        }
    }
}

impl Standing {
    /// What a statement would ask for.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn due(&self) -> Result<Money, MoneyError> {
        Ok(self.patient_owes.minus(self.unapplied)?.max(Money::ZERO))
    }

    /// Decides whether a statement is sent on `as_of`.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn verdict(&self, rules: &Rules, as_of: NaiveDate) -> Result<Verdict, MoneyError> {
        let due = self.due()?;
        if due.is_zero() {
            let credit = self.unapplied.minus(self.patient_owes)?;
            return Ok(if credit.is_positive() || !self.unapplied.is_zero() {
                Verdict::Credit(credit)
            } else if self.insurance_owes.is_zero() {
                Verdict::NothingOwed
            } else {
                Verdict::OnlyPending(self.insurance_owes)
            });
        }
        if let Some(reason) = &self.held {
            return Ok(Verdict::Held(reason.clone()));
        }
        if due < rules.minimum {
            return Ok(Verdict::LessThanMinimum(rules.minimum));
        }
        Ok(match self.last_sent_on {
            None => Verdict::First,
            Some(last) if last > as_of => Verdict::SentLater(last),
            Some(last) if !self.has_news && is_recent(last, rules, as_of) => {
                Verdict::SentRecently(last)
            }
            Some(last) => Verdict::Again(last),
        })
    }
}

/// Whether fewer days than the rule's passed.
fn is_recent(last: NaiveDate, rules: &Rules, as_of: NaiveDate) -> bool {
    last.checked_add_days(Days::new(u64::from(rules.every_days)))
        .is_some_and(|next| as_of < next)
}

/// A guarantor in the list of a statement run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementRow {
    /// Who.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// What is asked for, or would be.
    pub amount: Money,
    /// Whether one is sent.
    pub sent: bool,
    /// Why, or why not, in words.
    pub why: String,
    /// The same, to sort and filter by.
    pub verdict: Verdict,
    /// The statement that was made; none in a list of what is due.
    pub statement: Option<SentStatement>,
}

/// A statement that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentStatement {
    /// Id.
    pub id: StatementId,
    /// In which run.
    pub run: RunId,
    /// As printed.
    pub number: String,
    /// Statement date.
    pub made_on: NaiveDate,
    /// Pay by.
    pub due_on: NaiveDate,
    /// Amount due.
    pub amount: Money,
}

/// Gives the number after `last` in the month of `made_on`: year and month in four digits, then a count. `last` is
/// the highest of that month so far. When a month has had 9,999, the count goes on with months 13 to 24, and so on.
/// None when even those are used up.
pub fn next_number(made_on: NaiveDate, last: Option<u32>) -> Option<u32> {
    let first = number_block(made_on, 0)?.checked_add(1)?;
    let Some(last) = last else {
        return Some(first);
    };
    let next = last.checked_add(1)?;
    if next.checked_rem(10_000)? == 0 {
        // The block is full; the next one of the same month lies twelve months on.
        let block = next.checked_sub(10_000)?.checked_add(120_000)?;
        let stays = number_block(made_on, 7).is_some_and(|most| block <= most);
        return stays.then(|| block.checked_add(1)).flatten();
    }
    Some(next)
}

/// The number blocks of a month: the numbers after `0000` in each of them are its statements'.
pub fn number_blocks(made_on: NaiveDate) -> Vec<u32> {
    (0..8)
        .filter_map(|turn| number_block(made_on, turn))
        .collect()
}

fn number_block(made_on: NaiveDate, turn: u32) -> Option<u32> {
    let year_and_month: u32 = made_on.format("%y%m").to_string().parse().ok()?;
    year_and_month
        .checked_add(turn.checked_mul(12)?)?
        .checked_mul(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(cents: i64) -> Money {
        Money::from_cents(cents).unwrap()
    }

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn owing(patient: i64, insurance: i64, unapplied: i64) -> Standing {
        Standing {
            guarantor: GuarantorId::new(1),
            name: Name::default(),
            patient_owes: m(patient),
            insurance_owes: m(insurance),
            unapplied: m(unapplied),
            held: None,
            last_sent_on: None,
            has_news: false,
        }
    }

    fn words(standing: &Standing) -> String {
        standing
            .verdict(&Rules::usual(), day(3, 20))
            .unwrap()
            .words()
    }

    #[test]
    fn each_reason_to_send_or_not_is_said() {
        let sent = |on| Standing {
            last_sent_on: Some(on),
            ..owing(5_000, 0, 0)
        };
        for (standing, said) in [
            (owing(5_000, 0, 0), "first statement"),
            (owing(0, 0, 0), "nothing owed"),
            (owing(0, 900, 0), "only 9.00 pending with insurance"),
            (owing(5_000, 900, 6_000), "credit of 10.00"),
            (owing(5_000, 0, 5_000), "credit covers what is owed"),
            (owing(-300, 0, 0), "credit of 3.00"),
            (owing(499, 0, 0), "less than the minimum of 5.00"),
            (sent(day(2, 20)), "last statement was 02/20/2026"),
            (
                sent(day(2, 21)),
                "statement of 02/21/2026 is recent, and nothing is new",
            ),
            (
                sent(day(3, 21)),
                "a later statement, of 03/21/2026, was sent",
            ),
            (
                Standing {
                    has_news: true,
                    ..sent(day(3, 19))
                },
                "last statement was 03/19/2026",
            ),
            (
                Standing {
                    held: Some(String::from("mail came back")),
                    ..owing(5_000, 0, 0)
                },
                "held: mail came back",
            ),
        ] {
            assert_eq!(words(&standing), said);
        }
    }

    #[test]
    fn numbers_of_a_month_run_on_past_ten_thousand() {
        let march = day(3, 20);
        assert_eq!(next_number(march, None), Some(26_030_001));
        assert_eq!(next_number(march, Some(26_030_001)), Some(26_030_002));
        assert_eq!(next_number(march, Some(26_039_999)), Some(26_150_001));
        assert_eq!(next_number(march, Some(26_879_999)), None);
        let blocks = number_blocks(march);
        assert_eq!(
            (blocks.first(), blocks.last()),
            (Some(&26_030_000), Some(&26_870_000))
        );
    }
}
