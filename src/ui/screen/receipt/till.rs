//! A guarantor at the counter: what is due, what is handed over, where it goes, and what is paid later. It must not know
//! widgets or the office's verbs.

use chrono::NaiveDate;

use crate::domain::desk::{Asked, Desk, Order, Spread};
use crate::domain::draft::receipt::{
    Context, Field, PlacementDraft, TenderDraft, placement, tender,
};
use crate::domain::draft::{Complaint, LaterDraft, ReceiptDraft};
use crate::domain::id::{GuarantorId, VisitId};
use crate::domain::money::Money;
use crate::domain::patient::{Guarantor, PatientRow};
use crate::domain::pay_later::NewPayLater;
use crate::domain::payment::{NewReceipt, OpenItem, holds_card_number};
use crate::domain::statement::ScanLine;
use crate::domain::typed::{self, show_date};
use crate::office::{Office, OfficeError, Scanned};

/// An account as the book has it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Who pays.
    pub guarantor: Guarantor,
    /// For whom.
    pub family: Vec<PatientRow>,
    /// What is asked for today.
    pub desk: Desk,
    /// The statement whose scan line opened it.
    pub scanned: Option<Scanned>,
}

impl Account {
    /// Reads it.
    ///
    /// # Errors
    /// [`OfficeError`] when the book cannot be read or has no such guarantor.
    pub fn read(office: &Office, id: GuarantorId) -> Result<Self, OfficeError> {
        Ok(Self {
            guarantor: office.guarantor(id)?,
            family: office.family(id)?,
            desk: office.desk(id)?,
            scanned: None,
        })
    }

    /// Reads the one a scan line leads to.
    ///
    /// # Errors
    /// [`OfficeError`] when no such statement was sent.
    pub fn scanned(office: &Office, scan: ScanLine) -> Result<Self, OfficeError> {
        let scanned = office.scanned(scan)?;
        Ok(Self {
            scanned: Some(scanned.clone()),
            ..Self::read(office, scanned.guarantor)?
        })
    }

    /// What is due today in all.
    pub fn due(&self) -> Money {
        self.desk.due().unwrap_or_default()
    }

    /// What could be paid in all, plans as a whole.
    pub fn owed(&self) -> Money {
        self.desk.owed().unwrap_or_default()
    }

    /// What is asked for as copays of today.
    pub fn copay(&self) -> Money {
        self.desk.copay().unwrap_or_default()
    }

    /// What is asked for first: copays, and the instalment of a plan.
    fn asked_first(&self) -> Money {
        let copay = self.copay();
        copay.plus(self.desk.instalment).unwrap_or(copay)
    }
}

/// What is done with the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Money is handed over.
    Take,
    /// Credit that was paid before is placed.
    PlaceCredit,
}

/// How it is said where the money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// By itself: copays of today, then the oldest.
    OldestFirst,
    /// A visit first, the rest by itself.
    Visit(VisitId),
    /// Somebody typed it, service by service; it is not moved by itself then.
    ByHand,
}

/// The counter as it stands. The draft has one placement for each open service and then one for each visit without
/// services, in the order of the desk.
pub struct Till {
    pub account: Account,
    pub draft: ReceiptDraft,
    pub purpose: Purpose,
    pub placing: Placing,
    /// What is paid later, while somebody says so.
    pub later: Option<LaterDraft>,
    /// At which tender a whole card number was typed last and thrown away.
    pub refused_card: Option<usize>,
}

impl Till {
    /// Opens the counter. What is asked for first is filled in, or what the scanned statement asked for.
    pub fn open(account: Account, today: NaiveDate) -> Self {
        let asked = match &account.scanned {
            Some(scanned) => scanned.statement.amount,
            None => account.asked_first(),
        };
        let first = TenderDraft {
            method: String::from(if account.scanned.is_some() {
                "check"
            } else {
                "card"
            }),
            amount: filled(asked),
            ..TenderDraft::default()
        };
        let services = account.desk.services.iter().map(|asked| PlacementDraft {
            line: Some(asked.item.line),
            ..PlacementDraft::default()
        });
        let ahead = account.desk.ahead.iter().map(|visit| PlacementDraft {
            visit: Some(visit.visit),
            ..PlacementDraft::default()
        });
        let draft = ReceiptDraft {
            accounting_on: show_date(today),
            tenders: vec![first],
            placed: services.chain(ahead).collect(),
            ..ReceiptDraft::default()
        };
        let mut till = Self {
            account,
            draft,
            purpose: Purpose::Take,
            placing: Placing::OldestFirst,
            later: None,
            refused_card: None,
        };
        till.place();
        till
    }

    /// What there is to place.
    pub fn amount(&self) -> Money {
        match self.purpose {
            Purpose::Take => self.draft.tendered(),
            Purpose::PlaceCredit => self.account.desk.credit,
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

    /// What is due today and neither handed over nor agreed to be paid later.
    pub fn rest(&self) -> Money {
        let later = self.later.as_ref().map(|later| read(&later.amount));
        let rest = self.account.due().minus(self.placed());
        let rest = rest.and_then(|rest| rest.minus(later.unwrap_or_default()));
        rest.unwrap_or_default().max(Money::ZERO)
    }

    /// What may go to the service at that place, by what is being done.
    pub fn room(&self, asked: &Asked) -> Money {
        match self.purpose {
            Purpose::Take => asked.owed(),
            Purpose::PlaceCredit => asked.takes_credit(),
        }
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

    /// Types into a field, and places what is there by itself unless somebody said where it goes. A whole card number
    /// is thrown away as it is typed.
    pub fn type_into(&mut self, field: Field, text: String) {
        let is_card =
            matches!(field, Field::Tender(_, tender::Field::Reference)) && holds_card_number(&text);
        if let Field::Tender(at, tender::Field::Reference) = field {
            self.refused_card = is_card.then_some(at);
        }
        if let Some(old) = self.text_mut(field) {
            *old = if is_card { String::new() } else { text };
        }
        match field {
            Field::Placed(..) => self.placing = Placing::ByHand,
            Field::Tender(_, tender::Field::Amount) => self.place(),
            _ => {}
        }
    }

    /// Places the money as it was said. Does nothing once it was placed by hand.
    pub fn place(&mut self) {
        let order = match self.placing {
            Placing::ByHand => return,
            Placing::OldestFirst => Order::OldestFirst,
            Placing::Visit(visit) => Order::VisitFirst(visit),
        };
        let desk = &self.account.desk;
        let spread = match (self.purpose, order) {
            (Purpose::PlaceCredit, Order::OldestFirst) => desk.spread_credit(),
            (Purpose::Take | Purpose::PlaceCredit, order) => desk.spread(self.amount(), order),
        };
        let Ok(Spread {
            services, ahead, ..
        }) = spread
        else {
            return;
        };
        // Credit that waits for a visit without services stays where it is.
        let ahead = match self.purpose {
            Purpose::Take => ahead,
            Purpose::PlaceCredit => vec![Money::ZERO; ahead.len()],
        };
        let parts = services.into_iter().chain(ahead);
        for (draft, part) in self.draft.placed.iter_mut().zip(parts) {
            draft.amount = filled(part);
        }
    }

    /// Says how the money is to go.
    pub fn place_as(&mut self, placing: Placing) {
        self.placing = placing;
        self.place();
    }

    /// Puts the next visit first, after the last one the oldest again.
    pub fn next_visit(&mut self) {
        let visits = self.account.desk.visits();
        let next = match self.placing {
            Placing::Visit(now) => {
                let mut after = visits.iter().skip_while(|visit| **visit != now);
                let _now = after.next();
                after.next()
            }
            Placing::OldestFirst | Placing::ByHand => visits.first(),
        };
        self.place_as(next.map_or(Placing::OldestFirst, |visit| Placing::Visit(*visit)));
    }

    /// Takes a way to pay out; the last one stays.
    pub fn remove_tender(&mut self, at: usize) {
        if self.draft.tenders.len() > 1 && at < self.draft.tenders.len() {
            drop(self.draft.tenders.remove(at));
            self.refused_card = None;
            self.place();
        }
    }

    /// Fills in all that is due today.
    pub fn pay_in_full(&mut self) {
        let others = self
            .draft
            .tenders
            .iter()
            .skip(1)
            .map(|one| read(&one.amount));
        let rest = self.account.due().minus(sum(others)).unwrap_or_default();
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
        self.later = None;
        self.place_as(Placing::OldestFirst);
    }

    /// Begins to say what is paid later: what is due and not handed over.
    pub fn begin_later(&mut self) {
        let rest = self.rest();
        self.later = Some(LaterDraft {
            amount: filled(rest),
            ..LaterDraft::default()
        });
    }

    /// Whether money is handed over; with something agreed for later, there need be none.
    pub fn is_taking(&self) -> bool {
        self.later.is_none() || !self.draft.tenders.iter().all(TenderDraft::is_blank)
    }

    /// The payment, checked. For credit only its placements matter.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, today: NaiveDate) -> Result<NewReceipt, Vec<Complaint<Field>>> {
        let services = self.account.desk.services.iter();
        let items: Vec<OpenItem> = services
            .map(|asked| OpenItem {
                patient_owes: self.room(asked),
                ..asked.item.clone()
            })
            .collect();
        let ahead = self.account.desk.ahead.iter().map(|visit| visit.visit);
        let ahead: Vec<VisitId> = ahead.collect();
        let context = Context {
            guarantor: self.account.guarantor.id,
            open: &items,
            ahead: &ahead,
            today,
        };
        match self.purpose {
            Purpose::Take => self.draft.check(context),
            Purpose::PlaceCredit => ReceiptDraft {
                tenders: vec![TenderDraft {
                    method: String::from("cash"),
                    amount: self.account.desk.credit.to_string(),
                    ..TenderDraft::default()
                }],
                placed: self.draft.placed.clone(),
                accounting_on: show_date(today),
                ..ReceiptDraft::default()
            }
            .check(context),
        }
    }

    /// What is agreed for later, checked; none when nothing is.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check_later(
        &self,
        today: NaiveDate,
    ) -> Result<Option<NewPayLater>, Vec<Complaint<crate::domain::draft::later::Field>>> {
        let later = self.later.as_ref();
        let checked = later.map(|later| later.check(self.account.guarantor.id, today));
        checked.transpose()
    }

    /// Why it cannot be taken yet, in a few words for beside the button; none when it can.
    pub fn why_not(&self, today: NaiveDate) -> Option<String> {
        if self.left().is_negative() {
            return Some(format!(
                "{} more is placed than there is",
                self.left().negated()
            ));
        }
        if let Err(complaints) = self.check_later(today) {
            return complaints.first().map(|first| brief(&first.words));
        }
        if !self.is_taking() {
            return None;
        }
        match (self.purpose, self.check(today)) {
            (Purpose::PlaceCredit, Ok(paid)) if paid.placed.is_empty() => {
                Some(String::from("Place it on a service"))
            }
            (_, Ok(_)) => None,
            (_, Err(complaints)) => complaints.first().map(|first| brief(&first.words)),
        }
    }

    /// What becomes of the account, as changes: owed and credit, each before and after.
    pub fn changes(&self) -> [(Money, Money); 2] {
        let owed = self.account.owed();
        let after = owed.minus(self.placed()).unwrap_or_default();
        let credit = self.account.desk.credit;
        let credit_after = match self.purpose {
            Purpose::Take => credit.plus(self.left().max(Money::ZERO)),
            Purpose::PlaceCredit => credit.minus(self.placed()),
        };
        [
            (owed, after.max(Money::ZERO)),
            (credit, credit_after.unwrap_or_default()),
        ]
    }
}

/// The field for what goes to the service at that place.
pub const fn placed(at: usize) -> Field {
    Field::Placed(at, placement::Field::Amount)
}

/// A complaint for beside a button.
fn brief(words: &str) -> String {
    let words = crate::ui::worker::sentence(words);
    words.trim_end_matches('.').to_owned()
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
