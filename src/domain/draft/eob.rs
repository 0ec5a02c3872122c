//! A payer's explanation of benefits as it is keyed from paper. It must not know the ledger: the proof only adds up
//! what was typed.

use chrono::{Days, NaiveDate};

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::eob::{EobLine, EobScan, Method, NewEob, Proof};
use crate::domain::id::PayerId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::typed::{self, show_date};

pub mod adjustment;
pub mod line;

pub use adjustment::AdjustmentDraft;
pub use line::EobLineDraft;

form! {
    /// An explanation of benefits as typed.
    EobDraft {
        typed {
            /// `check`, `eft`, `card` or `none`.
            method: Method = "check",
            /// Check or EFT number; may be empty when nothing was paid.
            reference: Reference,
            /// Date on the check.
            paid_on: PaidOn,
            /// The day it counts for.
            accounting_on: AccountingOn,
            /// The check's amount.
            amount: Amount,
        }
        chosen {
            /// Who paid.
            payer: Payer of Option<PayerId>,
            /// The paper, scanned; kept in the book already.
            scans: Scans of Vec<EobScan>,
        }
        rows {
            /// What it says of each service; untouched ones do not count.
            lines: Line(line::Field) of EobLineDraft,
        }
    }
}

/// How far ahead of today a payer may date a payment.
const POSTDATED: Days = Days::new(31);

impl EobDraft {
    /// Gives the EOB, or what is wrong. Whether it proves is not asked here; see [`Proof`].
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, today: NaiveDate) -> Result<NewEob, Vec<Complaint<Field>>> {
        let mut checks = Checks::new();
        let payer = checks.picked(Field::Payer, self.payer, "choose the payer");
        let method = Method::from_code(&self.method.trim().to_ascii_lowercase());
        let method = checks.picked(
            Field::Method,
            method,
            "choose a check, an EFT, a virtual card, or nothing paid",
        );
        let reference = (Field::Reference, self.reference.as_str());
        let room = Room::new("the check or EFT number", 50);
        let reference = if method == Some(Method::None) {
            checks.line_if_given(reference, room)
        } else {
            checks.line(reference, room)
        };
        let paid_on = self.paid_on(&mut checks, today);
        let accounting_on = checks.recent_day(
            (Field::AccountingOn, &self.accounting_on),
            "the day it counts for",
            today,
        );
        let amount = self.amount(&mut checks, method);
        let lines = self.lines(&mut checks);
        checks.finish(|| {
            Some(NewEob {
                payer: payer?,
                method: method?,
                reference: reference?,
                paid_on: paid_on?,
                accounting_on: accounting_on?,
                amount: amount?,
                lines: lines?,
            })
        })
    }

    /// The running proof: what was typed so far against the check. Amounts that cannot be read yet count for
    /// nothing, and only whole lines are said to be off.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn proof(&self) -> Result<Proof, MoneyError> {
        let read = |text: &str| typed::amount(text).unwrap_or_default();
        let check = read(&self.amount);
        let touched: Vec<&EobLineDraft> = self.lines.iter().filter(|l| !l.is_blank()).collect();
        let entered = Money::sum(touched.iter().map(|line| read(&line.paid)))?;
        let whole: Vec<EobLine> = touched.iter().filter_map(|l| l.check().ok()).collect();
        Ok(Proof {
            entered,
            left: check.minus(entered)?,
            ..Proof::of(check, &whole)?
        })
    }

    fn paid_on(&self, checks: &mut Checks<Field>, today: NaiveDate) -> Option<NaiveDate> {
        let field = Field::PaidOn;
        let latest = today.checked_add_days(POSTDATED).unwrap_or(today);
        let day = checks.day((field, &self.paid_on), "the date on the check", today);
        checks.hold(
            field,
            day,
            |day| *day <= latest,
            "the date on the check is more than a month ahead",
        )
    }

    fn amount(&self, checks: &mut Checks<Field>, method: Option<Method>) -> Option<Money> {
        let typed = (Field::Amount, self.amount.as_str());
        match method? {
            Method::None => {
                let amount = checks.amount_if_given(typed);
                checks.hold(
                    Field::Amount,
                    amount,
                    |amount| amount.is_zero(),
                    "an amount was paid, so choose how",
                )
            }
            Method::Check | Method::Eft | Method::Card => {
                let amount = checks.amount(typed);
                checks.hold(
                    Field::Amount,
                    amount,
                    |amount| amount.is_positive(),
                    "when nothing was paid, choose that instead of a check",
                )
            }
        }
    }

    fn lines(&self, checks: &mut Checks<Field>) -> Option<Vec<EobLine>> {
        let mut lines: Vec<EobLine> = Vec::new();
        let mut whole = true;
        for (place, draft) in self.lines.iter().enumerate() {
            if draft.is_blank() {
                continue;
            }
            match draft.check() {
                Ok(line) => {
                    let twice = lines
                        .iter()
                        .any(|before| before.claim == line.claim && before.line == line.line);
                    if twice {
                        let field = Field::Line(place, line::Field::Line);
                        checks.complain(field, "this service is entered twice");
                    }
                    lines.push(line);
                }
                Err(complaints) => {
                    whole = false;
                    for complaint in complaints {
                        checks.complain(Field::Line(place, complaint.field), complaint.words);
                    }
                }
            }
        }
        if whole && lines.is_empty() {
            checks.complain(
                Field::Line(0, line::Field::Paid),
                "enter what it says of at least one service",
            );
            return None;
        }
        whole.then_some(lines)
    }
}

impl From<&NewEob> for EobDraft {
    fn from(eob: &NewEob) -> Self {
        Self {
            method: eob.method.code().to_owned(),
            reference: eob.reference.clone(),
            paid_on: show_date(eob.paid_on),
            accounting_on: show_date(eob.accounting_on),
            amount: eob.amount.to_string(),
            payer: Some(eob.payer),
            scans: Vec::new(),
            lines: eob.lines.iter().map(EobLineDraft::from).collect(),
        }
    }
}
