//! A guarantor's credit being placed on services, as typed. It must not know the ledger: what is open comes in.

use super::Complaint;
use super::checks::Checks;
use super::receipt::placement::{self, PlacementDraft};
use crate::domain::money::{Money, MoneyError};
use crate::domain::payment::{OpenItem, Placement, oldest_first};
use crate::domain::typed;

form! {
    /// The placing of a credit as typed.
    CreditDraft {
        typed {}
        rows {
            /// What it pays for; the rest stays as credit.
            placed: Placed(placement::Field) of PlacementDraft,
        }
    }
}

impl CreditDraft {
    /// Proposes the oldest services first, a row for each that is open.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn oldest_first(open: &[OpenItem], credit: Money) -> Result<Self, MoneyError> {
        let (proposed, _) = oldest_first(open, credit)?;
        let row = |item: &OpenItem| {
            let amount = proposed.iter().find(|placed| placed.line == item.line);
            PlacementDraft {
                amount: amount
                    .map(|placed| placed.amount.to_string())
                    .unwrap_or_default(),
                line: Some(item.line),
                visit: None,
            }
        };
        Ok(Self {
            placed: open
                .iter()
                .filter(|item| item.patient_owes.is_positive())
                .map(row)
                .collect(),
        })
    }

    /// What is placed so far, rows left out whose amount is none yet.
    pub fn sum(&self) -> Money {
        self.placed
            .iter()
            .filter_map(|row| typed::amount(&row.amount).ok())
            .fold(Money::ZERO, |sum, amount| sum.plus(amount).unwrap_or(sum))
    }

    /// Gives the placements, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each row that cannot be used.
    pub fn check(
        &self,
        open: &[OpenItem],
        credit: Money,
    ) -> Result<Vec<Placement>, Vec<Complaint<Field>>> {
        let mut checks = Checks::new();
        let mut left = credit;
        let mut placed = Vec::new();
        let mut is_whole = true;
        for (place, row) in self.placed.iter().enumerate() {
            let field = Field::Placed(place, placement::Field::Amount);
            let amount = checks.amount_if_given((field, &row.amount));
            let item = open.iter().find(|item| Some(item.line) == row.line);
            let owes = item.map_or(Money::ZERO, |item| item.patient_owes.max(Money::ZERO));
            let amount = checks.hold(
                field,
                amount,
                |amount| *amount <= owes,
                format_args!("only {owes} is owed for this service"),
            );
            let amount = checks.hold(
                field,
                amount,
                |amount| *amount <= left,
                format_args!("only {left} of the credit is left"),
            );
            is_whole &= amount.is_some();
            let (Some(amount), Some(item)) = (amount.filter(|m| m.is_positive()), item) else {
                continue;
            };
            left = left.minus(amount).unwrap_or(Money::ZERO);
            placed.push(Placement {
                line: item.line,
                amount,
            });
        }
        if is_whole && placed.is_empty() {
            checks.complain(
                Field::Placed(0, placement::Field::Amount),
                "give an amount to place",
            );
        }
        checks.finish(|| Some(placed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{ChargeLineId, PatientId, VisitId};
    use chrono::NaiveDate;

    fn money(cents: i64) -> Money {
        Money::from_cents(cents).unwrap()
    }

    fn item(line: i64, owes: i64) -> OpenItem {
        OpenItem {
            line: ChargeLineId::new(line),
            visit: VisitId::new(line),
            patient: PatientId::new(1),
            patient_first: String::from("Owen"),
            service_on: NaiveDate::from_ymd_opt(2026, 1, 9).unwrap(),
            description: String::from("Visit"),
            patient_owes: money(owes),
            insurer: None,
            plan: None,
        }
    }

    #[test]
    fn the_oldest_services_are_proposed() {
        let open = [item(1, 4_000), item(2, 3_000), item(3, -500)];
        let draft = CreditDraft::oldest_first(&open, money(5_000)).unwrap();
        let amounts: Vec<_> = draft.placed.iter().map(|row| row.amount.as_str()).collect();
        assert_eq!(amounts, ["40.00", "10.00"]);
        assert_eq!(draft.sum(), money(5_000));
        assert_eq!(draft.check(&open, money(5_000)).unwrap().len(), 2);
    }

    #[test]
    fn neither_more_than_owed_nor_more_than_the_credit_is_placed() {
        let open = [item(1, 4_000), item(2, 3_000)];
        let check = |amounts: [&str; 2]| {
            let mut draft = CreditDraft::oldest_first(&open, Money::ZERO).unwrap();
            for (row, amount) in draft.placed.iter_mut().zip(amounts) {
                row.amount = amount.to_owned();
            }
            draft
                .check(&open, money(5_000))
                .map_err(|complaints| complaints.into_iter().map(|c| c.words).collect::<Vec<_>>())
        };
        assert_eq!(check(["", "30"]).unwrap().len(), 1);
        assert!(check(["40.01", ""]).unwrap_err()[0].contains("Only 40.00 is owed"));
        assert!(check(["40", "20"]).unwrap_err()[0].contains("Only 10.00 of the credit"));
        assert_eq!(check(["x", ""]).unwrap_err().len(), 1);
        assert_eq!(check(["", ""]).unwrap_err(), ["Give an amount to place."]);
    }
}
