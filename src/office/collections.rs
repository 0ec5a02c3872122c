//! Accounts that statements did not bring in: final notices, the agency and back from it, what it paid, what is given up.
//! It must not know how a page or a list looks.
//!
//! What is at an agency left the guarantor's receivable, so no statement, no desk and no other agency asks for it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::money::{check_receipt, not_ahead, reason, settle_claims};
use super::visits::Stamp;
use super::{Office, OfficeError, Refusal};
use crate::domain::collections::{
    Account, Agency, AgencyPaid, Column, NewAgency, NoticeError, NoticeText, Referral, Rules, Step,
    csv,
};
use crate::domain::contact::{Dispute, Hold, HoldCause, Kept, Note, PromiseState};
use crate::domain::id::{AgencyId, GuarantorId, PatientId, PlacementId, ReceiptId};
use crate::domain::ledger::{
    ServicePart, WriteOff, agency_payment, laid, placed, recalled, uncollectable, written_off,
};
use crate::domain::money::Money;
use crate::domain::payment::{NewReceipt, Tender};
use crate::store::Tx;
use crate::store::board::Pile;
use crate::store::collections::{Accounts, NewPlacement, OwedService};

mod notice;
mod small;

pub use self::notice::NoticesMade;
pub use self::small::SmallPreview;

/// Where the rule and the words of the notice are kept among the choices of the practice.
const RULES: &str = "collection rules";
const WORDS: &str = "final notice";

/// Why an account does not go to an agency, or does not come back so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CollectionRefusal {
    /// Nothing of it is at an agency.
    #[error("nothing of this account is at an agency")]
    NotThere,
    /// Something of it is at an agency already.
    #[error("this account is at an agency already; call it back first")]
    ThereAlready,
    /// It is not ready. Says why.
    #[error("account {0} does not go: {1}")]
    NotReady(String, String),
    /// Nothing of it is owed that could go.
    #[error("nothing is owed on this account that could go")]
    NothingOwed,
    /// There is no agency of that number that takes accounts.
    #[error("there is no such agency, or it takes no accounts any more")]
    NoAgency,
    /// It keeps more than it brought.
    #[error("a fee of {fee} is not less than the {gross} that were paid")]
    FeeTooHigh {
        /// The fee.
        fee: Money,
        /// What was paid.
        gross: Money,
    },
    /// Another agency has the name.
    #[error("another agency has that name")]
    NameTaken,
    /// It has no name, no columns, or keeps more than everything.
    #[error("an agency needs a name, one column at least, and a fee of 100 % at most")]
    AgencyUnfinished,
    /// The words of a notice cannot be used.
    #[error(transparent)]
    Notice(#[from] NoticeError),
    /// Nothing is small enough.
    #[error("no account is small enough to be written off by this rule")]
    NothingSmall,
    /// What would be written off is not what was looked at.
    #[error("{found} would be written off, not the {expected} that were shown; look again")]
    Changed {
        /// What was shown.
        expected: Money,
        /// What it is now.
        found: Money,
    },
    /// The run was taken back already.
    #[error("there is no such run of write-offs, or it was taken back already")]
    NoRun,
}

impl From<CollectionRefusal> for OfficeError {
    fn from(refusal: CollectionRefusal) -> Self {
        Self::Refused(Refusal::Collection(refusal))
    }
}

/// An account in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CollectionRow {
    /// What is known of it.
    #[serde(flatten)]
    pub account: Account,
    /// What would go to an agency.
    pub due: Money,
    /// What is to be done with it.
    pub step: Step,
}

/// An account with everything said and done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionPage {
    /// As the list shows it.
    pub row: CollectionRow,
    /// What the guarantor owes, service by service.
    pub owed: Vec<OwedService>,
    /// What an agency has, service by service.
    pub at_agency: Vec<OwedService>,
    /// What was paid on placements.
    pub payments: Vec<AgencyPaid>,
    /// Notes and calls, the newest first.
    pub notes: Vec<Note>,
    /// Promises with what came of them.
    pub promises: Vec<PromiseState>,
    /// Disputes, the oldest first.
    pub disputes: Vec<Dispute>,
    /// The guarantor's telephone; may be empty.
    pub phone: String,
    /// A patient of the account, to open a chart by.
    pub patient: Option<PatientId>,
}

/// Accounts given to an agency together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placing {
    /// The placements.
    pub placements: Vec<PlacementId>,
    /// What they come to.
    pub total: Money,
    /// The list for the agency.
    pub list: Vec<u8>,
}

/// What an agency reports of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromAgency {
    /// Whose account.
    pub guarantor: GuarantorId,
    /// What the guarantor paid it.
    pub gross: Money,
    /// What it kept.
    pub fee: Money,
    /// The day it counts for.
    pub on: NaiveDate,
    /// The number of its check.
    pub check: String,
}

impl Office {
    /// The practice's rule for what is ready for an agency.
    ///
    /// # Errors
    /// What the book says.
    pub fn collection_rules(&self) -> Result<Rules, OfficeError> {
        Ok(self.setting(RULES)?.unwrap_or_else(Rules::usual))
    }

    /// Changes that rule.
    ///
    /// # Errors
    /// What the book says.
    pub fn set_collection_rules(&mut self, rules: &Rules) -> Result<(), OfficeError> {
        let _amount = rules.minimum.not_negative()?;
        self.set_setting(RULES, rules)
    }

    /// The words of final notices.
    ///
    /// # Errors
    /// What the book says.
    pub fn notice_text(&self) -> Result<NoticeText, OfficeError> {
        Ok(self.setting(WORDS)?.unwrap_or_default())
    }

    /// Changes them; nothing takes ours again.
    ///
    /// # Errors
    /// [`CollectionRefusal::Notice`], or what the book says.
    pub fn set_notice_text(&mut self, text: &str) -> Result<(), OfficeError> {
        let text = NoticeText::of(text).map_err(CollectionRefusal::from)?;
        self.set_setting(WORDS, &text)
    }

    /// Lists the agencies, by name.
    ///
    /// # Errors
    /// What the book says.
    pub fn agencies(&self) -> Result<Vec<Agency>, OfficeError> {
        Ok(self.store.agencies()?)
    }

    /// Writes an agency in, or anew, with the columns of its list.
    ///
    /// # Errors
    /// [`CollectionRefusal::AgencyUnfinished`], [`CollectionRefusal::NameTaken`], [`CollectionRefusal::NoAgency`].
    pub fn save_agency(
        &mut self,
        id: Option<AgencyId>,
        agency: &NewAgency,
    ) -> Result<AgencyId, OfficeError> {
        let name = agency.name.trim();
        if name.is_empty() || agency.columns.is_empty() || agency.fee_hundredths > 10_000 {
            return Err(CollectionRefusal::AgencyUnfinished.into());
        }
        let agencies = self.agencies()?;
        let has_name = |one: &Agency| one.details.name.eq_ignore_ascii_case(name);
        if agencies
            .iter()
            .any(|one| Some(one.id) != id && has_name(one))
        {
            return Err(CollectionRefusal::NameTaken.into());
        }
        if id.is_some_and(|id| !agencies.iter().any(|one| one.id == id)) {
            return Err(CollectionRefusal::NoAgency.into());
        }
        self.stamped("write an agency in", |tx, _| {
            let id = tx.save_agency(id, agency)?;
            Ok((format!("agency:{id}"), id))
        })
    }

    /// Chooses the columns of an agency's list.
    ///
    /// # Errors
    /// As [`Office::save_agency`].
    pub fn set_agency_columns(
        &mut self,
        id: AgencyId,
        columns: Vec<Column>,
    ) -> Result<(), OfficeError> {
        let found = self.agencies()?.into_iter().find(|one| one.id == id);
        let agency = found.ok_or(CollectionRefusal::NoAgency)?;
        let changed = NewAgency {
            columns,
            ..agency.details
        };
        let _id = self.save_agency(Some(id), &changed)?;
        Ok(())
    }

    /// Lists the accounts that owe as much as goes to an agency, and those that are at one, by name, each with what is to
    /// be done with it.
    ///
    /// # Errors
    /// What the book says.
    pub fn collection_accounts(&self) -> Result<Vec<CollectionRow>, OfficeError> {
        let rules = self.collection_rules()?;
        let least = rules.minimum.max(Money::from_cents(1)?);
        self.known_accounts(Accounts::From(least))?
            .into_iter()
            .map(|account| self.collection_row(account, &rules))
            .collect()
    }

    /// Gives one account with everything said and done about it.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn collection_page(&self, guarantor: GuarantorId) -> Result<CollectionPage, OfficeError> {
        let who = self.guarantor(guarantor)?;
        let patient = match who.patient {
            Some(patient) => Some(patient),
            None => self.store.patient_of_account(guarantor)?,
        };
        Ok(CollectionPage {
            row: self.collection_row(self.known_account(guarantor)?, &self.collection_rules()?)?,
            owed: self.store.owed_services(guarantor)?,
            at_agency: self.store.agency_services(guarantor)?,
            payments: self.store.agency_payments(guarantor)?,
            notes: self.notes_of_account(guarantor)?,
            promises: self.promises(Some(guarantor))?,
            disputes: self.disputes(Some(guarantor))?,
            phone: who
                .contact
                .phone
                .map(|phone| phone.to_string())
                .unwrap_or_default(),
            patient,
        })
    }

    fn collection_row(
        &self,
        account: Account,
        rules: &Rules,
    ) -> Result<CollectionRow, OfficeError> {
        Ok(CollectionRow {
            due: account.due()?,
            step: account.step(rules, self.today())?,
            account,
        })
    }

    fn known_account(&self, guarantor: GuarantorId) -> Result<Account, OfficeError> {
        let found = self.known_accounts(Accounts::One(guarantor))?.pop();
        Ok(found.ok_or(Refusal::NotThere {
            what: "guarantor",
            number: guarantor.get(),
        })?)
    }

    /// Reads accounts with what is promised and held of them.
    fn known_accounts(&self, which: Accounts) -> Result<Vec<Account>, OfficeError> {
        let one = match which {
            Accounts::One(guarantor) => Some(guarantor),
            Accounts::From(_) | Accounts::UpTo(_) => None,
        };
        let mut promised: BTreeMap<GuarantorId, NaiveDate> = BTreeMap::new();
        for state in self.promises(one)? {
            if state.kept == Kept::Open {
                let by = promised
                    .entry(state.promise.guarantor)
                    .or_insert(state.promise.by_on);
                *by = state.promise.by_on.max(*by);
            }
        }
        let mut held: BTreeMap<GuarantorId, HoldCause> = BTreeMap::new();
        for Hold {
            guarantor,
            line,
            cause,
        } in self.holds(one)?
        {
            if line.is_none() {
                let _first = held.entry(guarantor).or_insert(cause);
            }
        }
        let today = self.today();
        let plans = match one {
            Some(guarantor) => self.plan_due(guarantor, today)?,
            None => self.plans_due(today)?.into_values().flatten().collect(),
        };
        let live = plans.iter().filter(|plan| plan.now.standing.is_live());
        let planned: BTreeSet<GuarantorId> = live.map(|plan| plan.plan.guarantor).collect();
        let mut accounts = self.store.collection_accounts(which)?;
        for account in &mut accounts {
            account.has_plan = planned.contains(&account.guarantor);
            account.promised_by = promised.get(&account.guarantor).copied();
            account.held = held.get(&account.guarantor).cloned();
        }
        Ok(accounts)
    }

    /// Counts the accounts whose final notice is due, and those that are ready for an agency.
    pub(in crate::office) fn collections_pile(&self) -> Result<Pile, OfficeError> {
        let mut pile = Pile::default();
        for row in self.collection_accounts()? {
            if matches!(row.step, Step::NoticeDue | Step::Ready) {
                pile.count = pile.count.saturating_add(1);
                pile.amount = pile.amount.plus(row.due)?;
                pile.oldest = pile
                    .oldest
                    .into_iter()
                    .chain(row.account.first_asked_on)
                    .min();
            }
        }
        Ok(pile)
    }

    /// Gives accounts to an agency: each service's balance moves to it, and the list of them is made and kept. What is
    /// disputed stays.
    ///
    /// # Errors
    /// [`CollectionRefusal::NotReady`] for the first account that is not ready, [`CollectionRefusal::NoAgency`]. Nothing
    /// moves then.
    pub fn place_accounts(
        &mut self,
        agency: AgencyId,
        guarantors: &[GuarantorId],
    ) -> Result<Placing, OfficeError> {
        let agencies = self.agencies()?.into_iter();
        let agency = agencies
            .filter(|one| one.details.is_active)
            .find(|one| one.id == agency)
            .ok_or(CollectionRefusal::NoAgency)?;
        let rules = self.collection_rules()?;
        let mut accounts = Vec::with_capacity(guarantors.len());
        for guarantor in guarantors {
            let row = self.collection_row(self.known_account(*guarantor)?, &rules)?;
            if row.step != Step::Ready {
                let number = crate::domain::patient::account_number(*guarantor);
                return Err(CollectionRefusal::NotReady(number, row.step.words()).into());
            }
            accounts.push(row.account);
        }
        if accounts.is_empty() {
            return Err(CollectionRefusal::NothingOwed.into());
        }
        self.stamped("give accounts to an agency", |tx, stamp| {
            let placing = place_all(tx, &agency, &accounts, stamp)?;
            Ok((format!("agency:{}", agency.id), placing))
        })
    }

    /// Gives the list that a placement went on, exactly as it was.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn placement_list(&self, id: PlacementId) -> Result<Vec<u8>, OfficeError> {
        let list = self.store.placement_list(id)?.ok_or(Refusal::NotThere {
            what: "placement",
            number: id.get(),
        })?;
        Ok(self.store.attachment(list)?)
    }

    /// Calls an account back: whatever the agency still has of it is owed to us again. Gives how much.
    ///
    /// # Errors
    /// [`CollectionRefusal::NotThere`]; [`Refusal::Missing`] without a reason.
    pub fn recall_account(
        &mut self,
        guarantor: GuarantorId,
        why: &str,
    ) -> Result<Money, OfficeError> {
        self.stamped("call an account back", |tx, stamp| {
            let why = reason(why)?;
            let (parts, total) = there(tx, guarantor)?;
            let entry = recalled(stamp.today, guarantor, &parts, why)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            Ok((format!("entry:{id}"), total))
        })
    }

    /// Gives up as bad debt what an agency could not bring. Gives how much.
    ///
    /// # Errors
    /// [`CollectionRefusal::NotThere`]; [`Refusal::Missing`] without a reason.
    pub fn give_up_at_agency(
        &mut self,
        guarantor: GuarantorId,
        why: &str,
    ) -> Result<Money, OfficeError> {
        self.stamped("give up what an agency has", |tx, stamp| {
            let why = reason(why)?;
            let (parts, total) = there(tx, guarantor)?;
            let entry = uncollectable(stamp.today, guarantor, &parts, why)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            Ok((format!("entry:{id}"), total))
        })
    }

    /// Gives up as bad debt everything that a guarantor owes to us. Gives how much.
    ///
    /// # Errors
    /// [`CollectionRefusal::NothingOwed`]; [`Refusal::Missing`] without a reason.
    pub fn write_off_bad_debt(
        &mut self,
        guarantor: GuarantorId,
        why: &str,
    ) -> Result<Money, OfficeError> {
        self.stamped("write an account off as bad debt", |tx, stamp| {
            let why = reason(why)?;
            let parts = owed(tx, guarantor)?;
            let entry = written_off(stamp.today, guarantor, WriteOff::BadDebt, &parts, why)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            settle_claims(tx, parts.iter().map(|part| part.line), stamp)?;
            let total = Money::sum(parts.iter().map(|part| part.amount))?;
            Ok((format!("entry:{id}"), total))
        })
    }

    /// Posts what an agency brought: the money that reached us as a receipt, what it kept as our cost, and what the
    /// guarantor paid on the oldest services it has.
    ///
    /// # Errors
    /// [`CollectionRefusal::NotThere`], [`CollectionRefusal::FeeTooHigh`];
    /// [`crate::domain::ledger::LedgerError::MoreThanOwed`] when the agency has less; [`Refusal::Missing`] without the
    /// number of its check.
    pub fn post_agency_payment(&mut self, paid: &FromAgency) -> Result<ReceiptId, OfficeError> {
        let (gross, fee) = (paid.gross.positive()?, paid.fee.not_negative()?);
        if fee >= gross {
            return Err(CollectionRefusal::FeeTooHigh { fee, gross }.into());
        }
        let receipt = NewReceipt {
            guarantor: paid.guarantor,
            accounting_on: paid.on,
            tenders: vec![Tender::Check {
                amount: gross.minus(fee)?,
                number: paid.check.clone(),
            }],
            placed: Vec::new(),
        };
        self.take_for_agency("post what an agency brought", &receipt, fee, false)
    }

    /// What the agency that has an account usually keeps of an amount.
    ///
    /// # Errors
    /// [`CollectionRefusal::NotThere`], or what the book says.
    pub fn usual_agency_fee(
        &self,
        guarantor: GuarantorId,
        gross: Money,
    ) -> Result<Money, OfficeError> {
        let account = self.known_account(guarantor)?;
        let placed = account.placed.ok_or(CollectionRefusal::NotThere)?;
        let mut agencies = self.agencies()?.into_iter();
        let agency = agencies.rfind(|one| one.id == placed.agency);
        let agency = agency.ok_or(CollectionRefusal::NoAgency)?;
        Ok(agency.details.fee_of(gross)?)
    }

    /// Takes money that a guarantor brings to us for what is at an agency, and lays it on the oldest services there.
    ///
    /// # Errors
    /// [`CollectionRefusal::NotThere`]; [`crate::domain::ledger::LedgerError::MoreThanOwed`] when the agency has less; as
    /// [`Office::take_payment`].
    pub fn take_direct_payment(&mut self, receipt: &NewReceipt) -> Result<ReceiptId, OfficeError> {
        let verb = "take a payment for what is at an agency";
        self.take_for_agency(verb, receipt, Money::ZERO, true)
    }

    fn take_for_agency(
        &mut self,
        verb: &'static str,
        receipt: &NewReceipt,
        fee: Money,
        is_direct: bool,
    ) -> Result<ReceiptId, OfficeError> {
        let account = self.known_account(receipt.guarantor)?;
        self.stamped(verb, |tx, stamp| {
            not_ahead(receipt.accounting_on, stamp.today)?;
            let net = check_receipt(receipt, stamp)?;
            let (there, _) = there(tx, receipt.guarantor)?;
            let placement = account.placed.as_ref().ok_or(CollectionRefusal::NotThere)?;
            let gross = net.plus(fee)?;
            let parts = laid(gross, &there)?;
            let id = tx.next_receipt()?;
            let on = receipt.accounting_on;
            let entry = agency_payment(on, id, receipt.guarantor, (net, fee), &parts)?;
            let entry = tx.post(&entry, stamp.at, stamp.by)?;
            tx.add_receipt(id, receipt, net, entry, stamp.at, stamp.by)?;
            tx.add_agency_payment(id, placement.id, (gross, fee), is_direct)?;
            Ok((format!("receipt:{id}"), id))
        })
    }
}

/// Moves the accounts and files them with their list.
fn place_all(
    tx: &Tx<'_>,
    agency: &Agency,
    accounts: &[Account],
    stamp: Stamp,
) -> Result<Placing, OfficeError> {
    let mut rows: Vec<Referral> = Vec::with_capacity(accounts.len());
    let mut moving = Vec::with_capacity(accounts.len());
    for account in accounts {
        if !tx.agency_services(account.guarantor)?.is_empty() {
            return Err(CollectionRefusal::ThereAlready.into());
        }
        let parts = owed(tx, account.guarantor)?;
        let amount = Money::sum(parts.iter().map(|part| part.amount))?;
        if let Some(row) = tx.referral(account)? {
            rows.push(Referral {
                balance: amount,
                our_number: agency.details.our_number.clone(),
                placed_on: stamp.today,
                ..row
            });
        }
        moving.push((account.guarantor, parts, amount));
    }
    let list = csv(&agency.details.columns, &rows).into_bytes();
    let kept = tx.attach(&list, stamp.at)?;
    let mut placements = Vec::with_capacity(moving.len());
    for (guarantor, parts, amount) in &moving {
        let why = format!("given to {}", agency.details.name);
        let entry = placed(stamp.today, *guarantor, parts, &why)?;
        placements.push(tx.add_placement(
            NewPlacement {
                agency: agency.id,
                guarantor: *guarantor,
                on: stamp.today,
                amount: *amount,
                entry: tx.post(&entry, stamp.at, stamp.by)?,
                list: kept,
            },
            stamp.at,
            stamp.by,
        )?);
    }
    Ok(Placing {
        placements,
        total: Money::sum(moving.iter().map(|(_, _, amount)| *amount))?,
        list,
    })
}

/// What an agency has of an account, service by service, and in all.
fn there(tx: &Tx<'_>, guarantor: GuarantorId) -> Result<(Vec<ServicePart>, Money), OfficeError> {
    let services = tx.agency_services(guarantor)?;
    let parts: Vec<ServicePart> = services.iter().map(OwedService::part).collect();
    if parts.is_empty() {
        return Err(CollectionRefusal::NotThere.into());
    }
    let total = Money::sum(parts.iter().map(|part| part.amount))?;
    Ok((parts, total))
}

/// What a guarantor owes and does not dispute, service by service.
fn owed(tx: &Tx<'_>, guarantor: GuarantorId) -> Result<Vec<ServicePart>, OfficeError> {
    let services = tx.owed_services(guarantor)?;
    let parts: Vec<ServicePart> = services
        .iter()
        .filter(|service| service.amount.is_positive() && !service.is_disputed)
        .map(OwedService::part)
        .collect();
    if parts.is_empty() {
        return Err(CollectionRefusal::NothingOwed.into());
    }
    Ok(parts)
}

/// So many days after a day.
fn after(day: NaiveDate, days: u16) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(day)
}
