//! What is owed by age, by any clock, as of any day: by who owes, and item by item.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::aged::Item;
use crate::domain::ledger::AgeBucket;
use crate::domain::money::{Money, MoneyError};
use crate::domain::report::{Cell, Column, Drill, Report, Row, Wanted, Who};
use crate::office::{Office, OfficeError};

/// What one owes: how many items, and how much in each bucket.
#[derive(Default)]
struct Aged {
    items: u64,
    ages: [Money; 5],
}

impl Aged {
    fn add(&mut self, bucket: AgeBucket, amount: Money) -> Result<(), MoneyError> {
        self.items = self.items.saturating_add(1);
        for (at, age) in AgeBucket::ALL.into_iter().zip(&mut self.ages) {
            if at == bucket {
                *age = age.plus(amount)?;
            }
        }
        Ok(())
    }

    fn total(&self) -> Result<Money, MoneyError> {
        Money::sum(self.ages)
    }

    fn cells(&self, who: String) -> Result<Vec<Cell>, MoneyError> {
        let mut cells = vec![Cell::Words(who), Cell::Count(self.items)];
        cells.extend(self.ages.map(Cell::Money));
        cells.push(Cell::Money(self.total()?));
        Ok(cells)
    }
}

const BY_WHO: [Column; 8] = [
    Column::words("who", "Who owes"),
    Column::figures("items", "Items"),
    Column::figures("to_30", "0–30"),
    Column::figures("to_60", "31–60"),
    Column::figures("to_90", "61–90"),
    Column::figures("to_120", "91–120"),
    Column::figures("over_120", "Over 120"),
    Column::figures("total", "Total"),
];

const ITEMS: [Column; 7] = [
    Column::words("account", "Account"),
    Column::words("patient", "Patient"),
    Column::words("service_on", "Service"),
    Column::words("service", "What"),
    Column::words("since", "Counted from"),
    Column::figures("days", "Days"),
    Column::figures("owed", "Owed"),
];

const fn who(item: &Item) -> Who {
    match item.payer {
        Some(payer) => Who::Payer(payer),
        None => Who::Patients,
    }
}

impl Office {
    pub(super) fn ageing_report(&self, wanted: Wanted) -> Result<Report, OfficeError> {
        let items = self.store.items_as_of(wanted.to)?;
        match wanted.of {
            None => self.by_who(wanted, &items),
            Some(of) => {
                let items: Vec<Item> = items.into_iter().filter(|one| who(one) == of).collect();
                self.items_of(wanted, of, items)
            }
        }
    }

    fn by_who(&self, wanted: Wanted, items: &[Item]) -> Result<Report, OfficeError> {
        let (mut owing, mut whole): (BTreeMap<Who, Aged>, Aged) =
            (BTreeMap::new(), Aged::default());
        let (mut insurance, mut patient) = (Money::ZERO, Money::ZERO);
        for item in items {
            let bucket = item.bucket(wanted.since, wanted.to);
            owing
                .entry(who(item))
                .or_default()
                .add(bucket, item.amount)?;
            whole.add(bucket, item.amount)?;
            let side = if item.payer.is_some() {
                &mut insurance
            } else {
                &mut patient
            };
            *side = side.plus(item.amount)?;
        }
        let mut rows = Vec::with_capacity(owing.len());
        for (who, aged) in owing {
            let row = Row::plain(aged.cells(self.name_of(who)?)?);
            rows.push((aged.total()?, row.to(Drill::Items(who))));
        }
        rows.sort_by_key(|(total, _)| std::cmp::Reverse(*total));
        let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
        rows.push(Row::total(whole.cells(String::from("Together"))?));
        let credit = self.held(wanted.to)?;
        let total = whole.total()?;
        let net = total.plus(credit)?;
        Ok(Report {
            wanted,
            whose: None,
            columns: BY_WHO.to_vec(),
            rows,
            total,
            facts: vec![
                ("insurance", "Insurance owes", insurance),
                ("patient", "Patients owe", patient),
                ("credit", "Held for others", credit),
                ("net", "Closing receivable of that day", net),
            ],
            notes: vec![
                format!(
                    "Days are counted from {}{}.",
                    match wanted.since {
                        crate::domain::aged::Since::Responsibility => "the day ",
                        crate::domain::aged::Since::Service
                        | crate::domain::aged::Since::FirstBill
                        | crate::domain::aged::Since::LastPayment => "",
                    },
                    wanted.since.words()
                ),
                format!(
                    "{total} owed, less {} held for others, is {net}: the closing receivable of the day.",
                    credit.negated()
                ),
            ],
        })
    }

    /// What is held for others at the end of a day, zero or below.
    fn held(&self, on: NaiveDate) -> Result<Money, OfficeError> {
        let after = on.succ_opt().unwrap_or(on);
        let sums = self.store.sums_before(after)?;
        Ok(sums.of(|account| (70..=73).contains(&account))?)
    }

    fn items_of(
        &self,
        wanted: Wanted,
        of: Who,
        mut items: Vec<Item>,
    ) -> Result<Report, OfficeError> {
        let (since, on) = (wanted.since, wanted.to);
        items.sort_by_key(|item| (item.start(since, on), item.guarantor, item.line));
        let mut rows = Vec::with_capacity(items.len());
        for item in &items {
            let named = self.store.named_line(item.guarantor, item.line)?;
            let start = item.start(since, on);
            let days = on.signed_duration_since(start).num_days();
            let cells = vec![
                Cell::Words(crate::domain::patient::account_number(item.guarantor)),
                Cell::Words(named.name),
                Cell::Day(item.service_on),
                Cell::Words(named.what),
                Cell::Day(start),
                Cell::Number(days.into()),
                Cell::Money(item.amount),
            ];
            rows.push(Row::plain(cells).to(Drill::Chart(named.patient)));
        }
        let total = Money::sum(items.iter().map(|item| item.amount))?;
        let mut together = vec![Cell::Words(String::from("Together"))];
        together.extend(std::iter::repeat_n(Cell::Blank, 5));
        together.push(Cell::Money(total));
        rows.push(Row::total(together));
        Ok(Report {
            wanted,
            whose: Some(self.name_of(of)?),
            columns: ITEMS.to_vec(),
            rows,
            total,
            facts: Vec::new(),
            notes: vec![format!("Days are counted from {}.", since.words())],
        })
    }

    fn name_of(&self, who: Who) -> Result<String, OfficeError> {
        Ok(match who {
            Who::Payer(payer) => self.store.name_of_payer(payer)?,
            Who::Patients => String::from("Patients"),
        })
    }
}
