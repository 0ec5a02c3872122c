//! A month reconciled: what was billed in it against what came back, what payers sent against what was posted, and the
//! book's money against the bank's. Every list adds up, and the sums must tie out to the ledger. It must not know the
//! book.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Serialize, Serializer};

use super::claim::{ClaimNumber, State};
use super::id::{BankLineId, ClaimId, DepositId};
use super::money::{Money, MoneyError};

#[cfg(test)]
mod tests;

/// A month of a year: `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NaiveDate);

/// Text that is no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a month is written as 2026-11")]
pub struct MonthError;

impl Month {
    /// The month a day is in.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Its first day.
    pub const fn first(self) -> NaiveDate {
        self.0
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        self.next()
            .0
            .checked_sub_days(Days::new(1))
            .unwrap_or(self.0)
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.checked_sub_months(Months::new(1)).unwrap_or(self.0))
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }

    /// `November 2026`.
    pub fn words(self) -> String {
        self.0.format("%B %Y").to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format("%Y-%m").fmt(f)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let text = text.trim();
        if text.len() != 7 {
            return Err(MonthError);
        }
        NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d")
            .map(Self)
            .map_err(|_| MonthError)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A claim that was sent in the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// The claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// The payer's name.
    pub payer: String,
    /// Day of service.
    pub service_on: NaiveDate,
    /// The day it was sent first.
    pub sent_on: NaiveDate,
    /// Where it stands now.
    pub state: State,
    /// What it charges.
    pub charged: Money,
    /// What its payer still owes by the ledger.
    pub open: Money,
}

/// A remittance that was received and is not posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Received {
    /// Its number in the book.
    pub remittance: i64,
    /// Who paid.
    pub payer: String,
    /// Check or EFT number.
    pub trace: String,
    /// The day of the payment.
    pub paid_on: NaiveDate,
    /// How many claims it answers.
    pub claims: u32,
    /// The payment.
    pub amount: Money,
}

/// A line of the bank that nobody knows yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AtBank {
    /// The line.
    pub line: BankLineId,
    /// The bank's day.
    pub on: NaiveDate,
    /// The bank's words.
    pub words: String,
    /// How much.
    pub amount: Money,
}

/// A deposit of the month that no line of the bank is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotAtBank {
    /// The deposit.
    pub deposit: DepositId,
    /// Its day.
    pub on: NaiveDate,
    /// What it is.
    pub words: String,
    /// What the bank should have booked.
    pub amount: Money,
}

/// What the ledger says of the drawer in the month: accounts 60, 61 and 90.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cash {
    /// In the drawer before the month's first day.
    pub before: Money,
    /// Taken in from payers, less what was taken back.
    pub from_payers: Money,
    /// Taken in from guarantors, likewise.
    pub from_guarantors: Money,
    /// Taken in otherwise.
    pub otherwise: Money,
    /// Gone to the bank: what the drawer lost by deposits.
    pub deposited: Money,
    /// Of that, kept back as fees.
    pub fees: Money,
    /// In the drawer after its last day.
    pub after: Money,
}

impl Cash {
    /// How far before + taken in − deposited is from what is left: nothing, in a sound book.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn off(&self) -> Result<Money, MoneyError> {
        Money::sum([
            self.before,
            self.from_payers,
            self.from_guarantors,
            self.otherwise,
        ])?
        .minus(self.deposited)?
        .minus(self.after)
    }
}

/// What was found of a month, before it is put in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Claims sent in it first.
    pub sent: Vec<Sent>,
    /// Remittances received and not posted, whenever they came, up to its end.
    pub received: Vec<Received>,
    /// Lines of the bank in it that nobody knows, money in only.
    pub at_bank: Vec<AtBank>,
    /// Deposits in it that no line of the bank is.
    pub not_at_bank: Vec<NotAtBank>,
    /// The drawer.
    pub cash: Cash,
}

/// A list of the reconciliation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Billed, and no answer found.
    NotFound,
    /// Rejected, and still open.
    Rejected,
    /// Denied, and not worked.
    Denied,
    /// Denied, and somebody appeals.
    InAppeal,
    /// Paid in part, the rest still with the payer.
    PaidInPart,
    /// A remittance came and is not posted.
    NotPosted,
    /// The bank has money without anything in the book.
    BankOnly,
    /// The book has a deposit that the bank has not.
    BookOnly,
}

impl List {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::NotFound,
        Self::Rejected,
        Self::Denied,
        Self::InAppeal,
        Self::PaidInPart,
        Self::NotPosted,
        Self::BankOnly,
        Self::BookOnly,
    ];

    /// Its head.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotFound => "Billed, no answer found",
            Self::Rejected => "Rejected, still open",
            Self::Denied => "Denied, not worked",
            Self::InAppeal => "Denied, in appeal",
            Self::PaidInPart => "Paid in part, rest with the payer",
            Self::NotPosted => "Remittance received, not posted",
            Self::BankOnly => "In the bank, not in the book",
            Self::BookOnly => "In the book, not in the bank",
        }
    }

    /// The list a claim is in by where it stands; none when nothing is left to do with its payer.
    const fn of(state: State) -> Option<Self> {
        match state {
            State::Batched | State::Accepted => Some(Self::NotFound),
            // One that was sent and stands at home again is being mended, which is work on a refusal.
            State::Rejected | State::Held | State::Ready => Some(Self::Rejected),
            State::Denied => Some(Self::Denied),
            State::InAppeal => Some(Self::InAppeal),
            State::PartlyPaid => Some(Self::PaidInPart),
            State::Paid | State::Closed | State::Void => None,
        }
    }
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is, as `C000018` or a trace number.
    pub what: String,
    /// Whose, or the bank's words.
    pub who: String,
    /// Since when it waits.
    pub since: NaiveDate,
    /// Charge, payment or amount at the bank.
    pub amount: Money,
    /// What is still with the payer; nothing for what is no claim.
    pub open: Money,
    /// The way to it.
    pub way: Way,
}

/// Where a row leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// To a claim.
    Claim(ClaimId),
    /// To a remittance.
    Remittance(i64),
    /// To a line of the bank.
    Line(BankLineId),
    /// To a deposit.
    Deposit(DepositId),
}

/// A list with its sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Which.
    pub list: List,
    /// Its head.
    pub words: &'static str,
    /// How many.
    pub count: usize,
    /// What they come to.
    pub amount: Money,
    /// What of it is still with payers.
    pub open: Money,
    /// The longest waiting first.
    pub rows: Vec<Row>,
}

/// Two sums that must be equal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// What is compared, in words.
    pub words: &'static str,
    /// What the lists come to.
    pub lists: Money,
    /// What the ledger says.
    pub ledger: Money,
    /// Whether they are equal.
    pub holds: bool,
}

/// A month reconciled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reconciliation {
    /// Which month.
    pub month: Month,
    /// How many claims were sent in it first.
    pub claims: usize,
    /// What they charge.
    pub charged: Money,
    /// How many of them are done with their payer.
    pub answered: usize,
    /// What those charge.
    pub answered_charged: Money,
    /// The lists.
    pub sections: Vec<Section>,
    /// The drawer.
    pub cash: Cash,
    /// What ties out.
    pub ties: Vec<Tie>,
    /// Whether all of it does.
    pub holds: bool,
}

impl Reconciliation {
    /// Puts what was found of a month in order and proves it.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when a sum does not fit.
    pub fn of(month: Month, found: Found) -> Result<Self, MoneyError> {
        let charged = Money::sum(found.sent.iter().map(|one| one.charged))?;
        let open = Money::sum(found.sent.iter().map(|one| one.open))?;
        let done: Vec<&Sent> = found
            .sent
            .iter()
            .filter(|one| List::of(one.state).is_none())
            .collect();
        let answered_charged = Money::sum(done.iter().map(|one| one.charged))?;
        let answered = done.len();
        let claims = found.sent.len();
        let cash = found.cash;
        let mut rows: Vec<(List, Row)> = Vec::new();
        rows.extend(found.sent.into_iter().filter_map(claim_row));
        rows.extend(found.received.into_iter().map(remittance_row));
        rows.extend(found.at_bank.into_iter().map(bank_row));
        rows.extend(found.not_at_bank.into_iter().map(deposit_row));
        let sections = List::ALL
            .into_iter()
            .map(|list| section(list, &mut rows))
            .collect::<Result<Vec<_>, _>>()?;
        let of_claims = || {
            sections.iter().filter(|section| {
                matches!(
                    section.list,
                    List::NotFound
                        | List::Rejected
                        | List::Denied
                        | List::InAppeal
                        | List::PaidInPart
                )
            })
        };
        let listed = Money::sum(of_claims().map(|section| section.amount))?;
        let listed_open = Money::sum(of_claims().map(|section| section.open))?;
        let ties = vec![
            tie(
                "charges: answered and listed, against all that was sent",
                listed.plus(answered_charged)?,
                charged,
            ),
            tie(
                "still with payers: listed, against the ledger of all that was sent",
                listed_open,
                open,
            ),
            tie(
                "drawer: before, taken in and deposited, against what is left",
                cash.after.plus(cash.off()?)?,
                cash.after,
            ),
        ];
        Ok(Self {
            month,
            claims,
            charged,
            answered,
            answered_charged,
            holds: ties.iter().all(|tie| tie.holds),
            sections,
            cash,
            ties,
        })
    }

    /// The lists as CSV: list, what, who, since, amount, still with the payer.
    pub fn csv(&self) -> String {
        let mut text = String::from("list,what,who,since,amount,open\r\n");
        for section in &self.sections {
            for row in &section.rows {
                let cells = [
                    section.words,
                    &row.what,
                    &row.who,
                    &row.since.to_string(),
                    &row.amount.plain(),
                    &row.open.plain(),
                ]
                .map(quoted);
                text.push_str(&cells.join(","));
                text.push_str("\r\n");
            }
        }
        text
    }
}

/// A cell of a CSV file; one that a spreadsheet would run as a formula is kept from it.
fn quoted(cell: &str) -> String {
    let is_amount = cell.parse::<Money>().is_ok();
    let cell = if cell.starts_with(['=', '+', '-', '@']) && !is_amount {
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

fn tie(words: &'static str, lists: Money, ledger: Money) -> Tie {
    Tie {
        words,
        lists,
        ledger,
        holds: lists == ledger,
    }
}

fn section(list: List, all: &mut Vec<(List, Row)>) -> Result<Section, MoneyError> {
    let mut rows: Vec<Row> = all
        .extract_if(.., |(of, _)| *of == list)
        .map(|(_, row)| row)
        .collect();
    rows.sort_by(|one, other| (one.since, &one.what).cmp(&(other.since, &other.what)));
    Ok(Section {
        list,
        words: list.words(),
        count: rows.len(),
        amount: Money::sum(rows.iter().map(|row| row.amount))?,
        open: Money::sum(rows.iter().map(|row| row.open))?,
        rows,
    })
}

fn claim_row(sent: Sent) -> Option<(List, Row)> {
    let list = List::of(sent.state)?;
    let row = Row {
        what: sent.number.to_string(),
        who: sent.payer,
        since: sent.sent_on,
        amount: sent.charged,
        open: sent.open,
        way: Way::Claim(sent.claim),
    };
    Some((list, row))
}

fn remittance_row(one: Received) -> (List, Row) {
    let claims = match one.claims {
        1 => String::from("1 claim"),
        many => format!("{many} claims"),
    };
    let row = Row {
        what: one.trace,
        who: format!("{}, {claims}", one.payer),
        since: one.paid_on,
        amount: one.amount,
        open: Money::ZERO,
        way: Way::Remittance(one.remittance),
    };
    (List::NotPosted, row)
}

fn bank_row(one: AtBank) -> (List, Row) {
    let row = Row {
        what: format!("bank line {}", one.line),
        who: one.words,
        since: one.on,
        amount: one.amount,
        open: Money::ZERO,
        way: Way::Line(one.line),
    };
    (List::BankOnly, row)
}

fn deposit_row(one: NotAtBank) -> (List, Row) {
    let row = Row {
        what: super::deposit::deposit_number(one.deposit),
        who: one.words,
        since: one.on,
        amount: one.amount,
        open: Money::ZERO,
        way: Way::Deposit(one.deposit),
    };
    (List::BookOnly, row)
}
