//! How collecting goes: a few rates with the figures and the formula of each.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::aged::Since;
use crate::domain::close::{Column as Side, Control, Span};
use crate::domain::ledger::AgeBucket;
use crate::domain::money::{Money, MoneyError};
use crate::domain::report::{Cell, Column, Report, Row, Wanted};
use crate::office::{Office, OfficeError};
use crate::store::figures::ClaimFigures;

/// A rate: what it is, its figure, what it is made of, and its formula.
struct Rate {
    what: &'static str,
    figure: Cell,
    made_of: String,
    formula: &'static str,
    aim: &'static str,
}

/// What the rates are made of.
struct Figures {
    control: Control,
    contractual: Money,
    given_up: Money,
    days: i64,
    /// Owed for more than 90 days.
    old: Money,
    owed: Money,
    claims: ClaimFigures,
}

impl Figures {
    fn rates(&self) -> Result<[Rate; 6], MoneyError> {
        let (control, claims) = (&self.control, &self.claims);
        let expected = control.charges.minus(self.contractual)?;
        Ok([
            Rate {
                what: "Days in A/R",
                figure: days_in_ar(control.closing, control.charges, self.days),
                made_of: format!(
                    "{} ÷ ({} ÷ {})",
                    control.closing, control.charges, self.days
                ),
                formula: "closing receivable ÷ (charges ÷ days)",
                aim: "below 35",
            },
            Rate {
                what: "Owed for more than 90 days",
                figure: percent(self.old, self.owed),
                made_of: format!("{} ÷ {}", self.old, self.owed),
                formula: "owed for more than 90 days since service ÷ all that is owed",
                aim: "below 15 %",
            },
            Rate {
                what: "Net collection rate",
                figure: percent(control.payments, expected),
                made_of: format!(
                    "{} ÷ ({} − {})",
                    control.payments, control.charges, self.contractual
                ),
                formula: "payments, net ÷ (charges − contract write-offs)",
                aim: "95 % or more",
            },
            Rate {
                what: "Given up beside contracts",
                figure: percent(self.given_up, control.charges),
                made_of: format!("{} ÷ {}", self.given_up, control.charges),
                formula: "adjustments without contract write-offs ÷ charges",
                aim: "below 3 %",
            },
            Rate {
                what: "Denial rate",
                figure: ratio(claims.denied, claims.decided),
                made_of: format!("{} ÷ {}", claims.denied, claims.decided),
                formula: "claims with a service denied ÷ claims that payers answered",
                aim: "below 5 %",
            },
            Rate {
                what: "Clean-claim rate",
                figure: ratio(claims.clean, claims.sent),
                made_of: format!("{} ÷ {}", claims.clean, claims.sent),
                formula: "claims never held and never rejected ÷ claims that left for the first time",
                aim: "95 % or more",
            },
        ])
    }
}

const COLUMNS: [Column; 4] = [
    Column::words("what", "Measure"),
    Column::figures("figure", "Figure"),
    Column::words("made_of", "Made of"),
    Column::words("aim", "Aim"),
];

impl Office {
    pub(super) fn kpi_report(&self, wanted: Wanted) -> Result<Report, OfficeError> {
        let first = self.store.first_day()?.unwrap_or(wanted.from);
        let span = Span {
            from: wanted.from.max(first).min(wanted.to),
            through: wanted.to,
        };
        let figures = self.kpi_figures(span)?;
        let closing = figures.control.closing;
        let rates = figures.rates()?;
        let row = |rate: &Rate| {
            Row::plain(vec![
                Cell::Words(rate.what.to_owned()),
                rate.figure.clone(),
                Cell::Words(rate.made_of.clone()),
                Cell::Words(rate.aim.to_owned()),
            ])
        };
        Ok(Report {
            wanted,
            whose: None,
            columns: COLUMNS.to_vec(),
            rows: rates.iter().map(row).collect(),
            total: closing,
            facts: vec![("closing", "Closing receivable", closing)],
            notes: rates
                .iter()
                .map(|rate| format!("{} = {}.", rate.what, rate.formula))
                .collect(),
        })
    }

    fn kpi_figures(&self, span: Span) -> Result<Figures, OfficeError> {
        let moved = self.store.sums_within(span)?;
        let contractual = moved.of(|account| account == 40)?;
        let (old, owed) = self.over_90(span.through)?;
        let days = span.through.signed_duration_since(span.from).num_days();
        Ok(Figures {
            control: Control::of(&self.store.sums_before(span.from)?, &moved)?,
            contractual,
            given_up: moved.total(Side::Adjustments)?.minus(contractual)?,
            days: days.saturating_add(1).max(1),
            old,
            owed,
            claims: self.store.claim_figures(span)?,
        })
    }

    /// What is owed for more than 90 days since service, and all that is owed.
    fn over_90(&self, on: NaiveDate) -> Result<(Money, Money), OfficeError> {
        let items = self.store.items_as_of(on)?;
        let is_old = |bucket| matches!(bucket, AgeBucket::To120 | AgeBucket::Over120);
        let old = items
            .iter()
            .filter(|item| is_old(item.bucket(Since::Service, on)));
        Ok((
            Money::sum(old.map(|item| item.amount))?,
            Money::sum(items.iter().map(|item| item.amount))?,
        ))
    }
}

/// To one place, half away from zero: a rate is looked at, never added up.
fn rounded(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
}

fn days_in_ar(closing: Money, charges: Money, days: i64) -> Cell {
    let daily = charges.to_decimal().checked_div(Decimal::from(days));
    daily
        .and_then(|daily| closing.to_decimal().checked_div(daily))
        .map_or(Cell::Blank, |number| Cell::Number(rounded(number)))
}

fn percent(part: Money, whole: Money) -> Cell {
    rate(part.to_decimal(), whole.to_decimal())
}

fn ratio(part: u64, whole: u64) -> Cell {
    rate(Decimal::from(part), Decimal::from(whole))
}

fn rate(part: Decimal, whole: Decimal) -> Cell {
    part.checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|part| part.checked_div(whole))
        .map_or(Cell::Blank, |number| Cell::Percent(rounded(number)))
}
