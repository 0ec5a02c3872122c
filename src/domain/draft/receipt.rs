//! A guarantor's payment as typed. It must not know the ledger: what is open comes in.

use chrono::NaiveDate;

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::desk::Ahead;
use crate::domain::id::{ChargeLineId, GuarantorId, VisitId};
use crate::domain::money::Money;
use crate::domain::payment::{
    CardSlip, NewReceipt, OpenItem, Placement, Tender, holds_card_number,
};
use crate::domain::typed::{self, show_date};

pub mod tender {
    //! How money was handed over, as typed. It must not know the payment.

    form! {
        /// One tender as typed.
        TenderDraft {
            typed {
                /// `cash`, `check` or `card`.
                method: Method = "card",
                /// What counts.
                amount: Amount,
                /// Cash handed over; empty when exact.
                given: Given,
                /// Check number, or the card's brand, last four digits and approval.
                reference: Reference,
            }
        }
    }
}

pub mod placement {
    //! What a payment pays of one service, as typed. It must not know the payment.

    use crate::domain::id::{ChargeLineId, VisitId};

    form! {
        /// One placement as typed.
        PlacementDraft {
            typed {
                /// How much; empty for nothing.
                amount: Amount,
            }
            chosen {
                /// The service.
                line: Line of Option<ChargeLineId>,
                /// The visit instead, while its services are not entered.
                visit: Visit of Option<VisitId>,
            }
        }
    }
}

pub use placement::PlacementDraft;
pub use tender::TenderDraft;

form! {
    /// A payment as typed.
    ReceiptDraft {
        typed {
            /// The day it counts for.
            accounting_on: AccountingOn,
            /// What is paid in all; empty when the tenders say so.
            amount: Amount,
        }
        rows {
            /// How it was handed over; empty ones do not count.
            tenders: Tender(tender::Field) of TenderDraft,
            /// What it pays for; the rest stays as credit.
            placed: Placed(placement::Field) of PlacementDraft,
        }
    }
}

/// What a payment is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Who pays.
    pub guarantor: GuarantorId,
    /// What may be paid for.
    pub open: &'a [OpenItem],
    /// The visits whose services are not entered yet and that may be paid ahead.
    pub ahead: &'a [VisitId],
    /// The day of checking.
    pub today: NaiveDate,
}

impl ReceiptDraft {
    /// Gives the payment, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, context: Context<'_>) -> Result<NewReceipt, Vec<Complaint<Field>>> {
        let mut checks = Checks::new();
        let accounting_on = checks.recent_day(
            (Field::AccountingOn, &self.accounting_on),
            "the day of the payment",
            context.today,
        );
        let tenders = self.tenders(&mut checks);
        let paid = tenders
            .as_deref()
            .and_then(|tenders| self.paid(&mut checks, tenders));
        let placed = self.placed(&mut checks, context, paid);
        checks.finish(|| {
            Some(NewReceipt {
                guarantor: context.guarantor,
                accounting_on: accounting_on?,
                tenders: tenders?,
                placed: placed?,
            })
        })
    }

    /// What the tenders come to, those left out whose amount is none yet.
    pub fn tendered(&self) -> Money {
        self.tenders
            .iter()
            .filter_map(|tender| typed::amount(&tender.amount).ok())
            .fold(Money::ZERO, |sum, amount| sum.plus(amount).unwrap_or(sum))
    }

    /// What is for visits whose services are not entered yet; what is not an amount is left out, as are nothings.
    pub fn aheads(&self) -> Vec<Ahead> {
        let rows = self.placed.iter();
        rows.filter_map(|row| {
            let amount = typed::amount(&row.amount).ok()?;
            let visit = row.visit?;
            amount.is_positive().then_some(Ahead { visit, amount })
        })
        .collect()
    }

    fn tenders(&self, checks: &mut Checks<Field>) -> Option<Vec<Tender>> {
        let mut tenders = Vec::new();
        let mut whole = true;
        for (place, draft) in self.tenders.iter().enumerate() {
            if draft.is_blank() {
                continue;
            }
            match draft.check() {
                Ok(tender) => tenders.push(tender),
                Err(complaints) => {
                    whole = false;
                    for complaint in complaints {
                        checks.complain(Field::Tender(place, complaint.field), complaint.words);
                    }
                }
            }
        }
        if whole && tenders.is_empty() {
            checks.complain(
                Field::Tender(0, tender::Field::Amount),
                "an amount is missing",
            );
            return None;
        }
        whole.then_some(tenders)
    }

    /// What is paid in all.
    fn paid(&self, checks: &mut Checks<Field>, tenders: &[Tender]) -> Option<Money> {
        let sum = checks.note(
            Field::Amount,
            Money::sum(tenders.iter().map(Tender::amount)),
        )?;
        if self.amount.trim().is_empty() {
            return Some(sum);
        }
        let amount = checks.amount((Field::Amount, &self.amount));
        checks.hold(
            Field::Amount,
            amount,
            |amount| *amount == sum,
            format_args!("cash, checks and cards come to {sum}"),
        )
    }

    fn placed(
        &self,
        checks: &mut Checks<Field>,
        context: Context<'_>,
        paid: Option<Money>,
    ) -> Option<Vec<Placement>> {
        let mut placed: Vec<Placement> = Vec::new();
        let mut ahead = Money::ZERO;
        let mut whole = true;
        for (place, draft) in self.placed.iter().enumerate() {
            let field = Field::Placed(place, placement::Field::Amount);
            let Some(amount) = checks.amount_if_given((field, &draft.amount)) else {
                whole = false;
                continue;
            };
            if amount.is_zero() {
                continue;
            }
            if let Some(visit) = draft.visit {
                if !context.ahead.contains(&visit) {
                    checks.complain(field, "the services of this visit are entered already");
                    whole = false;
                }
                ahead = checks.note(field, ahead.plus(amount))?;
                continue;
            }
            let item = draft
                .line
                .and_then(|line| owed(context.open, &placed, line));
            let Some((line, owes)) = item else {
                checks.complain(field, "nothing is open on this service");
                whole = false;
                continue;
            };
            if amount > owes {
                checks.complain(field, format_args!("only {owes} is owed for this service"));
                whole = false;
            }
            placed.push(Placement { line, amount });
        }
        if !whole {
            return None;
        }
        let parts = placed.iter().map(|p| p.amount).chain([ahead]);
        let sum = checks.note(Field::Amount, Money::sum(parts))?;
        let paid = paid?;
        checks.hold(
            Field::Amount,
            Some(placed),
            |_| sum <= paid,
            format_args!("{sum} is placed on services, but only {paid} is paid"),
        )
    }
}

/// What the guarantor owes for a service that nothing was placed on yet.
fn owed(
    open: &[OpenItem],
    placed: &[Placement],
    line: ChargeLineId,
) -> Option<(ChargeLineId, Money)> {
    if placed.iter().any(|before| before.line == line) {
        return None;
    }
    open.iter()
        .find(|item| item.line == line && item.patient_owes.is_positive())
        .map(|item| (line, item.patient_owes))
}

impl TenderDraft {
    /// Whether nothing was typed.
    pub fn is_blank(&self) -> bool {
        [&self.amount, &self.given, &self.reference]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    /// Gives the tender, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<Tender, Vec<Complaint<tender::Field>>> {
        use tender::Field;
        let mut checks = Checks::new();
        let amount = checks.amount((Field::Amount, &self.amount));
        let amount = checks.hold(
            Field::Amount,
            amount,
            |amount| amount.is_positive(),
            "the amount must be more than zero",
        );
        let reference = (Field::Reference, self.reference.as_str());
        match self.method.trim().to_ascii_lowercase().as_str() {
            "cash" => {
                let given = self.given(&mut checks, amount);
                checks.finish(|| {
                    Some(Tender::Cash {
                        amount: amount?,
                        given: given?,
                    })
                })
            }
            "check" => {
                let number = checks.line(reference, Room::new("the check's number", 30));
                let number = checks.hold(
                    Field::Reference,
                    number,
                    |text| !holds_card_number(text),
                    "this looks like a whole card or account number; the check's own number is short",
                );
                checks.finish(|| {
                    Some(Tender::Check {
                        amount: amount?,
                        number: number?,
                    })
                })
            }
            "card" => {
                let words = Room::new("the card's brand, last four digits and approval", 60);
                let reference = checks.line(reference, words);
                let reference = checks.hold(
                    Field::Reference,
                    reference,
                    |text| !holds_card_number(text),
                    "never keep a whole card number: only brand, last four digits and approval",
                );
                let reference = checks.hold(
                    Field::Reference,
                    reference,
                    |text| CardSlip::read(text).is_some(),
                    "give the card's last four digits, as Visa 4417 062915",
                );
                checks.finish(|| {
                    Some(Tender::Card {
                        amount: amount?,
                        reference: reference?,
                    })
                })
            }
            _ => {
                checks.complain(Field::Method, "choose cash, check or card");
                checks.finish(|| None)
            }
        }
    }

    fn given(&self, checks: &mut Checks<tender::Field>, amount: Option<Money>) -> Option<Money> {
        if self.given.trim().is_empty() {
            return amount;
        }
        let given = checks.amount((tender::Field::Given, &self.given));
        checks.hold(
            tender::Field::Given,
            given,
            |given| amount.is_none_or(|amount| amount <= *given),
            "less was handed over than is paid",
        )
    }
}

impl From<&Tender> for TenderDraft {
    fn from(tender: &Tender) -> Self {
        let (given, reference) = match tender {
            Tender::Cash { given, .. } => (given.to_string(), String::new()),
            Tender::Check { number, .. } => (String::new(), number.clone()),
            Tender::Card { reference, .. } => (String::new(), reference.clone()),
        };
        Self {
            method: tender.code().to_owned(),
            amount: tender.amount().to_string(),
            given,
            reference,
        }
    }
}

impl From<&NewReceipt> for ReceiptDraft {
    fn from(receipt: &NewReceipt) -> Self {
        let placed = receipt.placed.iter().map(|placement| PlacementDraft {
            line: Some(placement.line),
            amount: placement.amount.to_string(),
            ..PlacementDraft::default()
        });
        Self {
            accounting_on: show_date(receipt.accounting_on),
            amount: Money::sum(receipt.tenders.iter().map(Tender::amount))
                .map(|sum| sum.to_string())
                .unwrap_or_default(),
            tenders: receipt.tenders.iter().map(TenderDraft::from).collect(),
            placed: placed.collect(),
        }
    }
}
