//! Puts a day sheet together from what the book adds up.

use chrono::NaiveDate;

use super::{CloseError, LastClose, NewClose, Office, OfficeError, Span};
use crate::domain::claim::State;
use crate::domain::close::{
    AmountRow, ChargeRow, Column, Control, DaySheet, Drawer, PaidRow, Paper, Strip, Sums, TakenIn,
};
use crate::domain::deposit::{Means, deposit_number};
use crate::domain::id::DepositId;
use crate::domain::ledger::{Kind, WriteOff};
use crate::domain::money::{Money, MoneyError};
use crate::store::closing::{CashMove, Tender};

/// What a sheet is made from beside the sums.
struct Read {
    charges: Vec<ChargeRow>,
    moves: Vec<CashMove>,
    receipts: Vec<Tender>,
    back: Vec<Tender>,
    eobs: Vec<Tender>,
}

impl Office {
    /// Gives the sheet of a span with the drawer as somebody counted it.
    pub(super) fn sheet_with_drawer(
        &self,
        span: Span,
        last: Option<&LastClose>,
        new: &NewClose,
    ) -> Result<DaySheet, OfficeError> {
        let mut sheet = self.sheet_of(span)?;
        let cash_in = sheet.drawer.cash_in;
        sheet.drawer = Drawer {
            float: new
                .float
                .or_else(|| last.map(|last| last.stays))
                .unwrap_or(Money::ZERO),
            cash_in,
            count: new.count.clone(),
            to_bank: new.to_bank.unwrap_or_else(|| cash_in.max(Money::ZERO)),
            words: new.words.trim().to_owned(),
        };
        sheet.drawer.check().map_err(CloseError::Drawer)?;
        Ok(sheet)
    }

    /// Works out the sheet of any days, closed or open; of the drawer it says only which cash came in.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn sheet_of(&self, span: Span) -> Result<DaySheet, OfficeError> {
        let before = self.store.sums_before(span.from)?;
        let moved = self.store.sums_within(span)?;
        let control = Control::of(&before, &moved)?;
        let (entries, numbers) = self.store.entries_within(span)?;
        let read = Read {
            charges: self.store.charges_by_provider(span)?,
            moves: self.store.cash_moves(span)?,
            receipts: self.store.receipts_within(span, false)?,
            back: self.store.receipts_within(span, true)?,
            eobs: self.store.eobs_within(span)?,
        };
        let received = received(&read)?;
        let less = less(&read, &moved, &received, control.payments)?;
        Ok(DaySheet {
            span,
            control,
            entries,
            numbers,
            charges: with_rest(read.charges.clone(), control.charges)?,
            adjustments: adjustments(&moved),
            received,
            less,
            taken_in: taken_in(&read)?,
            strip: self.strip(span.through)?,
            left_open: self.left_open()?,
            drawer: Drawer {
                cash_in: cash(&read.receipts)?.minus(cash(&read.back)?)?,
                ..Drawer::default()
            },
        })
    }

    /// What is owed at the end of a day, by who owes it and by age since service.
    pub(super) fn strip(&self, on: NaiveDate) -> Result<Strip, OfficeError> {
        let sums = self
            .store
            .sums_before(on.succ_opt().ok_or(CloseError::Ahead(on))?)?;
        let ageing = if self.store.is_written_after(on)? {
            self.store.ageing_as_of(on)?
        } else {
            self.store.ageing(on)?
        };
        let mut ages = [Money::ZERO; 5];
        for (age, (_, insurance, patient)) in ages.iter_mut().zip(ageing.rows()) {
            *age = insurance.plus(patient)?;
        }
        Ok(Strip {
            insurance: sums.of(|account| account == 10)?,
            patients: sums.of(|account| account == 20)?,
            unapplied: sums.of(|account| matches!(account, 70 | 71))?,
            owed_back: sums.of(|account| matches!(account, 72 | 73))?,
            ages,
        })
    }

    fn left_open(&self) -> Result<Vec<(String, u32)>, OfficeError> {
        let claims = self
            .store
            .claim_pile(State::Held)?
            .and(self.store.claim_pile(State::Ready)?)?;
        let (transfers, denials) = self.store.left_open()?;
        Ok(vec![
            (
                String::from("Visits without charges"),
                self.store.visits_to_code_pile()?.count,
            ),
            (String::from("Claims not yet sent"), claims.count),
            (String::from("Bank lines without a match"), transfers),
            (String::from("Denials without an owner"), denials),
        ])
    }
}

/// Adds a row for charges that no clinician's visit stands behind, where there are any.
fn with_rest(mut rows: Vec<ChargeRow>, charges: Money) -> Result<Vec<ChargeRow>, MoneyError> {
    let rest = charges.minus(Money::sum(rows.iter().map(|row| row.amount))?)?;
    if !rest.is_zero() {
        rows.push(ChargeRow {
            who: String::from("Not for a visit"),
            visits: None,
            lines: 0,
            amount: rest,
        });
    }
    Ok(rows)
}

fn adjustments(moved: &Sums) -> Vec<AmountRow> {
    moved
        .column(Column::Adjustments)
        .filter(|(_, amount)| !amount.is_zero())
        .map(|(account, amount)| AmountRow {
            what: adjustment_words(account),
            amount,
        })
        .collect()
}

/// What an account of adjustments is called on paper.
pub(in crate::office) fn adjustment_words(account: i64) -> String {
    let words = WriteOff::from_code(account).map_or("to the collections agency", WriteOff::words);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// What was received, by whom and how.
fn received(read: &Read) -> Result<Vec<PaidRow>, MoneyError> {
    let mut rows = Vec::new();
    let groups = [
        ("Insurance", &read.eobs, Means::Eft, "electronic transfer"),
        ("Insurance", &read.eobs, Means::Check, "check"),
        ("Insurance", &read.eobs, Means::Card, "card"),
        ("Patients", &read.receipts, Means::Card, "card"),
        ("Patients", &read.receipts, Means::Check, "check"),
        ("Patients", &read.receipts, Means::Cash, "cash"),
    ];
    for (who, tenders, means, words) in groups {
        let of = || tenders.iter().filter(move |tender| tender.means == means);
        if of().next().is_some() {
            rows.push(PaidRow {
                what: format!("{who}, {words}"),
                count: u32::try_from(of().count()).ok(),
                amount: Money::sum(of().map(|tender| tender.amount))?,
            });
        }
    }
    Ok(rows)
}

/// What stands between what was received and what was paid for services.
fn less(
    read: &Read,
    moved: &Sums,
    received: &[PaidRow],
    payments: Money,
) -> Result<Vec<PaidRow>, MoneyError> {
    let mut rows = Vec::new();
    let of_kind = |kind: Kind, source: Option<&str>| {
        let rows: Vec<Money> = read
            .moves
            .iter()
            .filter(|one| one.kind == kind && source.is_none_or(|source| one.source == source))
            .map(|one| one.cash)
            .filter(|cash| !cash.is_zero())
            .collect();
        rows
    };
    for (what, amounts) in [
        (
            "Taken back, of patients’ payments",
            of_kind(Kind::Reversal, Some("receipt")),
        ),
        (
            "Taken back, of payers’ payments",
            of_kind(Kind::Reversal, Some("eob")),
        ),
        (
            "Checks returned by the bank",
            of_kind(Kind::ReturnedCheck, None),
        ),
        ("Refunds", of_kind(Kind::Refund, None)),
    ] {
        if !amounts.is_empty() {
            rows.push(PaidRow {
                what: what.to_owned(),
                count: u32::try_from(amounts.len()).ok(),
                amount: Money::sum(amounts)?,
            });
        }
    }
    for (what, amount) in [
        (
            "Interest and capitation, not for services",
            moved.of(|account| matches!(account, 80 | 82))?,
        ),
        (
            "Withheld by payers until later",
            moved.of(|account| account == 81)?,
        ),
    ] {
        if !amount.is_zero() {
            rows.push(PaidRow {
                what: what.to_owned(),
                count: None,
                amount,
            });
        }
    }
    let said = received.iter().chain(&rows).map(|row| row.amount);
    let rest = payments.minus(Money::sum(said)?)?;
    if !rest.is_zero() {
        rows.push(PaidRow {
            what: String::from("Other cash"),
            count: None,
            amount: rest,
        });
    }
    Ok(rows)
}

fn cash(tenders: &[Tender]) -> Result<Money, MoneyError> {
    let cash = tenders.iter().filter(|tender| tender.means == Means::Cash);
    Money::sum(cash.map(|tender| tender.amount))
}

/// Each payment on its way to the bank: checks and EFTs one by one, cash and cards added up.
fn taken_in(read: &Read) -> Result<Vec<TakenIn>, MoneyError> {
    let all = || read.receipts.iter().chain(&read.eobs);
    let went = |tender: &Tender| tender.deposit.map(|id| deposit_number(DepositId::new(id)));
    let mut rows: Vec<TakenIn> = all()
        .filter(|tender| matches!(tender.means, Means::Check | Means::Eft))
        .map(|tender| TakenIn {
            from: tender.from.clone(),
            number: tender.reference.clone(),
            amount: tender.amount,
            deposit: went(tender),
            way: match tender.means {
                Means::Check | Means::Cash => Paper::Paper,
                Means::Eft | Means::Card => Paper::Electronic,
            },
        })
        .collect();
    let sums = [
        (&read.receipts, Means::Cash, "Cash", Paper::Paper),
        (
            &read.receipts,
            Means::Card,
            "Patients’ cards",
            Paper::Electronic,
        ),
        (&read.eobs, Means::Card, "Payers’ cards", Paper::Electronic),
    ];
    for (tenders, means, from, way) in sums {
        let of: Vec<&Tender> = tenders.iter().filter(|one| one.means == means).collect();
        let Some(first) = of.first() else { continue };
        let number = match of.len() {
            1 => String::from("1 payment"),
            many => format!("{many} payments"),
        };
        let deposit = went(first).filter(|_| of.iter().all(|one| one.deposit == first.deposit));
        rows.push(TakenIn {
            from: from.to_owned(),
            number,
            amount: Money::sum(of.iter().map(|one| one.amount))?,
            deposit,
            way,
        });
    }
    Ok(rows)
}
