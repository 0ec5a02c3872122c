//! A guarantor at the counter: what is open, what is handed over, and where it goes. It must not know widgets or the
//! office's verbs.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::draft::receipt::{
    Context, Field, PlacementDraft, TenderDraft, placement, tender,
};
use crate::domain::draft::{Complaint, ReceiptDraft};
use crate::domain::id::{ChargeLineId, GuarantorId, VisitId};
use crate::domain::money::Money;
use crate::domain::patient::{Guarantor, PatientRow};
use crate::domain::payment::{NewReceipt, OpenItem, oldest_first};
use crate::domain::typed::{self, show_date};
use crate::office::{Office, OfficeError};

/// How many of a guarantor's receipts are looked at for one of today.
const RECENT: u32 = 20;

/// An account as the book has it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Who pays.
    pub guarantor: Guarantor,
    /// For whom.
    pub family: Vec<PatientRow>,
    /// What may be paid for, the oldest first; a copay of today counts as owed.
    pub open: Vec<Open>,
    /// How many services wait for an insurer only.
    pub waiting: usize,
    /// Paid before and not placed.
    pub credit: Money,
}

/// A service that may be paid for.
#[derive(Clone, Debug)]
pub struct Open {
    /// The service; what the guarantor owes is in it.
    pub item: OpenItem,
    /// What is asked for it today as a copay, on top.
    pub copay: Money,
}

impl Open {
    /// What may be placed on it.
    pub fn owed(&self) -> Money {
        let own = self.item.patient_owes.max(Money::ZERO);
        own.plus(self.copay).unwrap_or(own)
    }
}

impl Account {
    /// Reads it.
    ///
    /// # Errors
    /// [`OfficeError`] when the book cannot be read or has no such guarantor.
    pub fn read(office: &Office, id: GuarantorId) -> Result<Self, OfficeError> {
        let today = office.today();
        let family = office.family(id)?;
        let credit = match family.first() {
            Some(row) => office.chart(row.id)?.unapplied,
            None => office.ledger_card(id, None)?.unapplied,
        };
        let items = office.open_items(id)?;
        let is_paid_today = office
            .receipts(Some(id), RECENT)?
            .iter()
            .any(|row| row.accounting_on == today && !row.is_reversed);
        let copays = if is_paid_today {
            BTreeMap::new()
        } else {
            copays(office, &items, today)?
        };
        let all = items.len();
        let open: Vec<Open> = items
            .into_iter()
            .map(|item| Open {
                copay: copays.get(&item.line).copied().unwrap_or_default(),
                item,
            })
            .filter(|open| open.owed().is_positive())
            .collect();
        Ok(Self {
            guarantor: office.guarantor(id)?,
            family,
            waiting: all.saturating_sub(open.len()),
            open,
            credit,
        })
    }

    /// What is asked for in all.
    pub fn owed(&self) -> Money {
        sum(self.open.iter().map(Open::owed))
    }

    /// What is asked for as copays of today.
    pub fn copay(&self) -> Money {
        sum(self.open.iter().map(|open| open.copay))
    }

    /// The services as a draft is checked against them.
    fn items(&self) -> Vec<OpenItem> {
        let owed = |open: &Open| OpenItem {
            patient_owes: open.owed(),
            ..open.item.clone()
        };
        self.open.iter().map(owed).collect()
    }

    /// Where an amount goes by itself: copays of today first, then the oldest day.
    fn spread(&self, amount: Money) -> Vec<Money> {
        let mut left = amount.max(Money::ZERO);
        let mut parts: Vec<Money> = Vec::with_capacity(self.open.len());
        for open in &self.open {
            let part = open.copay.min(left);
            left = left.minus(part).unwrap_or_default();
            parts.push(part);
        }
        let items: Vec<OpenItem> = self.open.iter().map(|open| open.item.clone()).collect();
        let (placed, _) = oldest_first(&items, left).unwrap_or_default();
        for (open, part) in self.open.iter().zip(&mut parts) {
            let more = placed.iter().find(|one| one.line == open.item.line);
            *part = more.map_or(*part, |more| part.plus(more.amount).unwrap_or(*part));
        }
        parts
    }
}

/// What each service of today is asked for as a copay: the policy's copay once for each visit, on what the insurer
/// carries.
fn copays(
    office: &Office,
    items: &[OpenItem],
    today: NaiveDate,
) -> Result<BTreeMap<ChargeLineId, Money>, OfficeError> {
    let mut left: BTreeMap<VisitId, Money> = BTreeMap::new();
    let mut copays = BTreeMap::new();
    for item in items.iter().filter(|item| item.service_on == today) {
        let Some((_, carried)) = item.insurer else {
            continue;
        };
        let rest = match left.get(&item.visit) {
            Some(rest) => *rest,
            None => office
                .policy_on(item.patient, today)?
                .map_or(Money::ZERO, |(policy, _)| policy.what.copay),
        };
        let part = rest.min(carried).max(Money::ZERO);
        let _ = left.insert(item.visit, rest.minus(part)?);
        if part.is_positive() {
            let _ = copays.insert(item.line, part);
        }
    }
    Ok(copays)
}

/// What is done with the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Money is handed over.
    Take,
    /// Credit that was paid before is placed.
    PlaceCredit,
}

/// The counter as it stands. The draft has one placement for each open service, in this order.
pub struct Till {
    pub account: Account,
    pub draft: ReceiptDraft,
    pub purpose: Purpose,
    /// Whether somebody said where the money goes; it is not moved by itself then.
    pub is_by_hand: bool,
}

impl Till {
    /// Opens the counter, with the copay of today filled in.
    pub fn open(account: Account, today: NaiveDate) -> Self {
        let copay = account.copay();
        let first = TenderDraft {
            amount: filled(copay),
            ..TenderDraft::default()
        };
        let placed = account.open.iter().map(|open| PlacementDraft {
            line: Some(open.item.line),
            ..PlacementDraft::default()
        });
        let draft = ReceiptDraft {
            accounting_on: show_date(today),
            tenders: vec![first],
            placed: placed.collect(),
            ..ReceiptDraft::default()
        };
        let mut till = Self {
            account,
            draft,
            purpose: Purpose::Take,
            is_by_hand: false,
        };
        till.place();
        till
    }

    /// What there is to place.
    pub fn amount(&self) -> Money {
        match self.purpose {
            Purpose::Take => self.draft.tendered(),
            Purpose::PlaceCredit => self.account.credit,
        }
    }

    /// What is placed so far.
    pub fn placed(&self) -> Money {
        sum(self.draft.placed.iter().map(|part| read(&part.amount)))
    }

    /// What is not placed; below zero when more is placed than there is.
    pub fn left(&self) -> Money {
        self.amount().minus(self.placed()).unwrap_or_default()
    }

    /// Cash to be handed back.
    pub fn change(&self) -> Money {
        let cash = self.draft.tenders.iter().filter(|one| one.method == "cash");
        sum(cash.filter(|one| !one.given.trim().is_empty()).map(|one| {
            let over = read(&one.given).minus(read(&one.amount));
            over.unwrap_or_default().max(Money::ZERO)
        }))
    }

    /// The text of a field, to be changed.
    pub fn text_mut(&mut self, field: Field) -> Option<&mut String> {
        match field {
            Field::Tender(at, field) => self.draft.tenders.get_mut(at)?.text_mut(field),
            Field::Placed(at, field) => self.draft.placed.get_mut(at)?.text_mut(field),
            field => self.draft.text_mut(field),
        }
    }

    /// Types into a field, and places what is there by itself unless somebody said where it goes.
    pub fn type_into(&mut self, field: Field, text: String) {
        if let Some(old) = self.text_mut(field) {
            *old = text;
        }
        match field {
            Field::Placed(..) => self.is_by_hand = true,
            Field::Tender(_, tender::Field::Amount) => self.place(),
            _ => {}
        }
    }

    /// Places the money: today's copay first, then the oldest. Does nothing once it was placed by hand.
    pub fn place(&mut self) {
        if self.is_by_hand {
            return;
        }
        let parts = self.account.spread(self.amount());
        for (draft, part) in self.draft.placed.iter_mut().zip(parts) {
            draft.amount = filled(part);
        }
    }

    /// Takes a way to pay out; the last one stays.
    pub fn remove_tender(&mut self, at: usize) {
        if self.draft.tenders.len() > 1 && at < self.draft.tenders.len() {
            drop(self.draft.tenders.remove(at));
            self.place();
        }
    }

    /// Places it by itself again.
    pub fn place_anew(&mut self) {
        self.is_by_hand = false;
        self.place();
    }

    /// Fills in what is owed in all.
    pub fn pay_in_full(&mut self) {
        let others = self
            .draft
            .tenders
            .iter()
            .skip(1)
            .map(|one| read(&one.amount));
        let rest = self.account.owed().minus(sum(others)).unwrap_or_default();
        if let Some(first) = self.draft.tenders.first_mut()
            && rest.is_positive()
        {
            first.amount = rest.to_string();
        }
        self.place();
    }

    /// Turns to placing the credit, or back.
    pub fn turn(&mut self, purpose: Purpose) {
        self.purpose = purpose;
        self.place_anew();
    }

    /// The payment, checked. For credit only its placements matter.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, today: NaiveDate) -> Result<NewReceipt, Vec<Complaint<Field>>> {
        let items = self.account.items();
        let context = Context {
            guarantor: self.account.guarantor.id,
            open: &items,
            today,
        };
        match self.purpose {
            Purpose::Take => self.draft.check(context),
            Purpose::PlaceCredit => ReceiptDraft {
                tenders: vec![TenderDraft {
                    method: String::from("cash"),
                    amount: self.account.credit.to_string(),
                    ..TenderDraft::default()
                }],
                placed: self.draft.placed.clone(),
                accounting_on: show_date(today),
                ..ReceiptDraft::default()
            }
            .check(context),
        }
    }

    /// Why it cannot be taken yet, in a few words for beside the button; none when it can.
    pub fn why_not(&self, today: NaiveDate) -> Option<String> {
        if self.left().is_negative() {
            return Some(format!(
                "{} more is placed than there is",
                self.left().negated()
            ));
        }
        match (self.purpose, self.check(today)) {
            (Purpose::PlaceCredit, Ok(paid)) if paid.placed.is_empty() => {
                Some(String::from("Place it on a service"))
            }
            (_, Ok(_)) => None,
            (_, Err(complaints)) => complaints
                .first()
                .map(|first| crate::ui::worker::sentence(&first.words))
                .map(|words| words.trim_end_matches('.').to_owned()),
        }
    }

    /// What becomes of the account, as changes: owed and credit, each before and after.
    pub fn changes(&self) -> [(Money, Money); 2] {
        let owed = self.account.owed();
        let after = owed.minus(self.placed()).unwrap_or_default();
        let credit = self.account.credit;
        let credit_after = match self.purpose {
            Purpose::Take => credit.plus(self.left().max(Money::ZERO)),
            Purpose::PlaceCredit => credit.minus(self.placed()),
        };
        [(owed, after), (credit, credit_after.unwrap_or_default())]
    }
}

/// The field for what goes to the service at that place.
pub const fn placed(at: usize) -> Field {
    Field::Placed(at, placement::Field::Amount)
}

/// An amount as it is filled in; nothing for none.
fn filled(amount: Money) -> String {
    if amount.is_positive() {
        amount.to_string()
    } else {
        String::new()
    }
}

fn read(text: &str) -> Money {
    typed::amount(text).unwrap_or_default()
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    Money::sum(amounts).unwrap_or_default()
}
