//! A report as data: columns, rows, what it comes to and the formulas behind it, the same for the window, a file and the
//! printed page. It must not know where the figures come from.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::domain::aged::Since;
use crate::domain::id::{GuarantorId, PatientId, PayerId};
use crate::domain::money::Money;
use crate::domain::typed::show_date;

#[cfg(test)]
mod tests;

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    /// What is owed, by age.
    Ageing,
    /// What a day came to.
    Day,
    /// What a month came to.
    Month,
    /// Payments by method.
    Payments,
    /// Adjustments by kind and reason.
    Adjustments,
    /// Charges by clinician and code.
    Charges,
    /// Money held for others.
    Credits,
    /// How collecting goes.
    Kpi,
}

impl Name {
    /// In the order lists show them.
    pub const ALL: [Self; 8] = [
        Self::Ageing,
        Self::Day,
        Self::Month,
        Self::Payments,
        Self::Adjustments,
        Self::Charges,
        Self::Credits,
        Self::Kpi,
    ];

    /// The word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ageing => "ageing",
            Self::Day => "day",
            Self::Month => "month",
            Self::Payments => "payments",
            Self::Adjustments => "adjustments",
            Self::Charges => "charges",
            Self::Credits => "credits",
            Self::Kpi => "kpi",
        }
    }

    /// Its title.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ageing => "Ageing",
            Self::Day => "Day sheet",
            Self::Month => "Month’s roll-forward",
            Self::Payments => "Payments by method",
            Self::Adjustments => "Adjustments by reason",
            Self::Charges => "Charges by clinician and code",
            Self::Credits => "Credit held for others",
            Self::Kpi => "How collecting goes",
        }
    }

    /// The question it answers.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Ageing => "Who owes what, and how long has it been open?",
            Self::Day => "What was charged, paid and given up on these days?",
            Self::Month => "How did the receivable get from the first day to the last?",
            Self::Payments => "How did the money come in?",
            Self::Adjustments => "What was given up, and for which reason?",
            Self::Charges => "Who charged what?",
            Self::Credits => "Whose money is held, and not placed?",
            Self::Kpi => "How fast and how fully is what is charged collected?",
        }
    }

    /// Whether it looks at one day; the others at days from one to another.
    pub const fn is_of_one_day(self) -> bool {
        matches!(self, Self::Ageing | Self::Credits)
    }
}

/// Who owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A payer.
    Payer(PayerId),
    /// Guarantors.
    Patients,
}

/// What is asked of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Which.
    pub name: Name,
    /// The first day; one that looks at one day has no use for it.
    pub from: NaiveDate,
    /// The last day, or the day it looks at.
    pub to: NaiveDate,
    /// What days are counted from, for the ageing.
    pub since: Since,
    /// The items of one who owes, for the ageing; none: all who owe.
    pub of: Option<Who>,
}

impl Wanted {
    /// What is asked of a report when nothing else is said: today, this month so far, or a year.
    pub fn usual(name: Name, today: NaiveDate) -> Self {
        let from = match name {
            Name::Day | Name::Ageing | Name::Credits => today,
            Name::Kpi => today.checked_sub_days(Days::new(364)).unwrap_or(today),
            Name::Month | Name::Payments | Name::Adjustments | Name::Charges => {
                today.with_day(1).unwrap_or(today)
            }
        };
        Self {
            name,
            from,
            to: today,
            since: Since::Service,
            of: None,
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Words.
    Words,
    /// Figures: amounts, counts, rates.
    Figures,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in a file.
    pub key: &'static str,
    /// Its head.
    pub head: &'static str,
    /// What it holds.
    pub shape: Shape,
}

impl Column {
    /// One of words.
    pub const fn words(key: &'static str, head: &'static str) -> Self {
        Self {
            key,
            head,
            shape: Shape::Words,
        }
    }

    /// One of figures.
    pub const fn figures(key: &'static str, head: &'static str) -> Self {
        Self {
            key,
            head,
            shape: Shape::Figures,
        }
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Words.
    Words(String),
    /// A count.
    Count(u64),
    /// An amount.
    Money(Money),
    /// A rate in percent.
    Percent(Decimal),
    /// Another number.
    Number(Decimal),
    /// A day.
    Day(NaiveDate),
}

impl Cell {
    /// As people read it: `–` for nothing, parentheses below zero.
    pub fn shown(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Words(words) => words.clone(),
            Self::Count(0) => String::from("–"),
            Self::Count(count) => count.to_string(),
            Self::Money(amount) if amount.is_zero() => String::from("–"),
            Self::Money(amount) if amount.is_negative() => format!("({})", amount.abs()),
            Self::Money(amount) => amount.to_string(),
            Self::Percent(rate) => format!("{rate} %"),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => show_date(*day),
        }
    }

    /// As files have it.
    pub fn plain(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Words(words) => words.clone(),
            Self::Count(count) => count.to_string(),
            Self::Money(amount) => amount.plain(),
            Self::Percent(number) | Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Blank => Value::Null,
            Self::Count(count) => json!(count),
            Self::Words(_) | Self::Money(_) | Self::Percent(_) | Self::Number(_) | Self::Day(_) => {
                json!(self.plain())
            }
        }
    }
}

/// How much a row weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A row like others.
    Plain,
    /// A heading over those that follow.
    Part,
    /// What others come to.
    Total,
}

/// Where a row leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drill {
    /// To a patient's chart.
    Chart(PatientId),
    /// To a guarantor's account.
    Account(GuarantorId),
    /// To the items of one who owes.
    Items(Who),
    /// To the sheet of a day.
    Day(NaiveDate),
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<Cell>,
    /// How much it weighs.
    pub weight: Weight,
    /// Where it leads.
    pub drill: Option<Drill>,
}

impl Row {
    /// A row that leads nowhere.
    pub const fn plain(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            weight: Weight::Plain,
            drill: None,
        }
    }

    /// A heading.
    pub fn part(words: &str) -> Self {
        Self {
            cells: vec![Cell::Words(words.to_owned())],
            weight: Weight::Part,
            drill: None,
        }
    }

    /// A total.
    pub const fn total(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            weight: Weight::Total,
            drill: None,
        }
    }

    /// Leads there.
    #[must_use]
    pub const fn to(mut self, drill: Drill) -> Self {
        self.drill = Some(drill);
        self
    }
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was asked.
    pub wanted: Wanted,
    /// Of whom, where it is of one who owes.
    pub whose: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What it comes to.
    pub total: Money,
    /// Further figures, by key and in words.
    pub facts: Vec<(&'static str, &'static str, Money)>,
    /// What is counted and how, formula by formula.
    pub notes: Vec<String>,
}

impl Report {
    /// Its title with whose it is.
    pub fn title(&self) -> String {
        match &self.whose {
            Some(whose) => format!("{}: {whose}", self.wanted.name.words()),
            None => self.wanted.name.words().to_owned(),
        }
    }

    /// The days it is about, in words.
    pub fn days(&self) -> String {
        let wanted = &self.wanted;
        if wanted.name.is_of_one_day() || wanted.from == wanted.to {
            format!("as of {}", show_date(wanted.to))
        } else {
            format!("{} to {}", show_date(wanted.from), show_date(wanted.to))
        }
    }

    /// The report as one JSON document; headings and totals are not among its rows.
    pub fn json(&self) -> Value {
        let wanted = &self.wanted;
        let mut document = Map::new();
        let mut put = |key: &str, value: Value| {
            let _before = document.insert(key.to_owned(), value);
        };
        put("report", json!(wanted.name.code()));
        put("title", json!(self.title()));
        put("as_of", json!(wanted.to));
        if !wanted.name.is_of_one_day() {
            put("from", json!(wanted.from));
            put("to", json!(wanted.to));
        }
        if wanted.name == Name::Ageing {
            put("since", json!(wanted.since.code()));
        }
        put("total", json!(self.total));
        for (key, _, amount) in &self.facts {
            put(key, json!(amount));
        }
        let mut part = None;
        let mut rows = Vec::new();
        for row in &self.rows {
            match row.weight {
                Weight::Part => part = row.cells.first().map(Cell::plain),
                Weight::Total => {}
                Weight::Plain => {
                    let cells = self.columns.iter().zip(&row.cells);
                    let mut fields: Map<String, Value> = cells
                        .map(|(column, cell)| (column.key.to_owned(), cell.json()))
                        .collect();
                    if let Some(part) = &part {
                        let _before = fields.insert(String::from("part"), json!(part));
                    }
                    rows.push(Value::Object(fields));
                }
            }
        }
        put("rows", Value::Array(rows));
        put("notes", json!(self.notes));
        Value::Object(document)
    }

    /// The report as CSV: its columns by key, and its rows without headings and totals, whose part stands before them.
    pub fn csv(&self) -> String {
        let has_parts = self.rows.iter().any(|row| row.weight == Weight::Part);
        let mut heads: Vec<&str> = Vec::new();
        if has_parts {
            heads.push("part");
        }
        heads.extend(self.columns.iter().map(|column| column.key));
        let mut text = heads.join(",");
        text.push_str("\r\n");
        let mut part = String::new();
        for row in &self.rows {
            match row.weight {
                Weight::Part => part = row.cells.first().map(Cell::plain).unwrap_or_default(),
                Weight::Total => {}
                Weight::Plain => {
                    let mut cells: Vec<String> = Vec::new();
                    if has_parts {
                        cells.push(written(&part, false));
                    }
                    cells.extend(row.cells.iter().map(|cell| {
                        let is_figure = !matches!(cell, Cell::Words(_));
                        written(&cell.plain(), is_figure)
                    }));
                    text.push_str(&cells.join(","));
                    text.push_str("\r\n");
                }
            }
        }
        text
    }
}

/// A cell of a CSV file. Words that a spreadsheet would run as a formula are kept from it by a quote in front.
fn written(cell: &str, is_figure: bool) -> String {
    let is_formula = !is_figure && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}
