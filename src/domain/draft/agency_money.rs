//! Money for what is at a collections agency as typed: what the agency brought and kept, or what was brought to us. It must
//! not know the account.

use chrono::NaiveDate;

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::money::Money;

/// Who brought it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Brought {
    /// The agency, less its fee, by check.
    #[default]
    Agency,
    /// The guarantor, by check.
    Check,
    /// The guarantor, in cash.
    Cash,
}

form! {
    /// Money for what is at an agency as typed.
    AgencyMoneyDraft {
        typed {
            /// What the guarantor paid.
            amount: Amount,
            /// What the agency kept; empty: its usual part.
            fee: Fee,
            /// The number of the check.
            check_number: CheckNumber,
            /// The day it counts for.
            on: On,
        }
        chosen {
            /// Who brought it.
            from: From of Brought,
        }
    }
}

/// The same, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyMoney {
    /// Who brought it.
    pub from: Brought,
    /// What the guarantor paid.
    pub amount: Money,
    /// What the agency kept; none: its usual part.
    pub fee: Option<Money>,
    /// The number of the check; empty for cash.
    pub check: String,
    /// The day it counts for.
    pub on: NaiveDate,
}

impl AgencyMoneyDraft {
    /// Gives the money, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, today: NaiveDate) -> Result<AgencyMoney, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let amount = checks.amount(typed(Field::Amount));
        let amount = checks.hold(
            Field::Amount,
            amount,
            |amount| amount.is_positive(),
            "nothing was paid",
        );
        let fee = if self.from != Brought::Agency || self.fee.trim().is_empty() {
            None
        } else {
            let fee = checks.amount(typed(Field::Fee));
            let gross = amount.unwrap_or_default();
            checks.hold(
                Field::Fee,
                fee,
                |fee| *fee < gross || gross.is_zero(),
                "the fee is not less than what was paid",
            )
        };
        let check = if self.from == Brought::Cash {
            Some(String::new())
        } else {
            let room = Room::new("the number of the check", 30);
            checks.line(typed(Field::CheckNumber), room)
        };
        let on = checks.recent_day(typed(Field::On), "the day", today);
        checks.finish(|| {
            Some(AgencyMoney {
                from: self.from,
                amount: amount?,
                fee,
                check: check?,
                on: on?,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> AgencyMoneyDraft {
        AgencyMoneyDraft {
            amount: String::from("100"),
            check_number: String::from("4417"),
            on: String::from("03/09/2026"),
            ..AgencyMoneyDraft::default()
        }
    }

    fn read(draft: &AgencyMoneyDraft) -> Result<AgencyMoney, Vec<Field>> {
        let today = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        let found = draft.check(today);
        found.map_err(|wrong| wrong.into_iter().map(|one| one.field).collect())
    }

    #[test]
    fn a_fee_is_less_than_what_was_paid_and_only_the_agency_keeps_one() {
        let mut draft = draft();
        assert_eq!(read(&draft).unwrap().fee, None);
        draft.fee = String::from("100");
        assert_eq!(read(&draft), Err(vec![Field::Fee]));
        draft.from = Brought::Check;
        assert_eq!(read(&draft).unwrap().fee, None);
    }

    #[test]
    fn a_check_has_a_number_and_cash_has_none() {
        let mut draft = draft();
        draft.check_number = String::new();
        assert_eq!(read(&draft), Err(vec![Field::CheckNumber]));
        draft.from = Brought::Cash;
        assert_eq!(read(&draft).unwrap().check, "");
    }
}
