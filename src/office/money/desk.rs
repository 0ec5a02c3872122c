//! The desk: what each account is asked for today, and credit that goes where it belongs by one key.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::desk::{Ahead, AheadVisit, Asked, CreditRow, Desk, DeskRow};
use crate::domain::id::{EntryId, GuarantorId, VisitId};
use crate::domain::mailing::SentStatement;
use crate::domain::money::Money;
use crate::domain::payment::OpenItem;
use crate::domain::statement::ScanLine;
use crate::office::{MoneyRefusal, Office, OfficeError};
use crate::store::desk::DeskVisit;

/// How many accounts with credit are listed.
const MOST: usize = 5_000;
/// How many of a guarantor's receipts are looked at for those of today.
const RECENT: u32 = 20;

/// What of a visit's copay is asked for, and what was paid ahead and still waits.
#[derive(Clone, Copy, Debug, Default)]
struct Copay {
    asked: Money,
    waits: Money,
}

/// What a statement's scan line leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanned {
    /// Whose account.
    pub guarantor: GuarantorId,
    /// The statement that was scanned.
    pub statement: SentStatement,
    /// Whether a later statement was sent since.
    pub is_outdated: bool,
}

/// Credit that was placed by one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedCredit {
    /// The entry that did it; reversing it takes it back.
    pub entry: EntryId,
    /// How much.
    pub amount: Money,
    /// On how many services.
    pub services: usize,
}

impl Office {
    /// Says what an account is asked for today.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn desk(&self, guarantor: GuarantorId) -> Result<Desk, OfficeError> {
        let today = self.today();
        let credit = self.store.guarantor_balance(guarantor)?.unapplied;
        let visits = self.store.desk_visits_of(guarantor, today)?;
        let copays = self.copays(&visits, credit)?;
        let items = self.open_items(guarantor)?;
        let plans = self.plan_due(guarantor, today)?;
        let kept = plans.iter().filter(|plan| plan.now.standing.is_live());
        let instalment = Money::sum(kept.map(|plan| plan.now.due))?;
        let all = items.len();
        let services = asked(items, &copays)?;
        let waiting = all.saturating_sub(services.len());
        let left = |visit: &DeskVisit| copays.get(&visit.visit).copied().unwrap_or_default();
        let ahead = visits
            .iter()
            .filter(|visit| !visit.is_coded && visit.service_on == today)
            .map(|visit| AheadVisit {
                visit: visit.visit,
                patient: visit.patient,
                patient_first: visit.patient_first.clone(),
                service_on: visit.service_on,
                copay: left(visit).asked,
            })
            .filter(|visit| visit.copay.is_positive());
        let prepaid = visits
            .iter()
            .map(|visit| Ahead {
                visit: visit.visit,
                amount: left(visit).waits,
            })
            .filter(|paid| paid.amount.is_positive());
        let mut later = self.pay_laters_of(guarantor)?;
        later.retain(|row| row.standing.is_open());
        Ok(Desk {
            guarantor,
            on: today,
            ahead: ahead.collect(),
            prepaid: prepaid.collect(),
            services,
            instalment,
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            credit,
            later,
        })
    }

    /// Lists the accounts that somebody is seen for today, with what is due from each, by name.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn desk_today(&self) -> Result<Vec<DeskRow>, OfficeError> {
        let today = self.today();
        let mut rows: Vec<DeskRow> = Vec::new();
        let mut seen: BTreeSet<GuarantorId> = BTreeSet::new();
        for visit in self.store.desk_visits(today)? {
            if seen.insert(visit.guarantor) {
                rows.push(self.desk_row(&visit)?);
            }
            if let Some(row) = rows.last_mut()
                && !row.patients.contains(&visit.patient_first)
            {
                row.patients.push(visit.patient_first);
            }
        }
        Ok(rows)
    }

    fn desk_row(&self, visit: &DeskVisit) -> Result<DeskRow, OfficeError> {
        let desk = self.desk(visit.guarantor)?;
        let receipts = self.store.receipts(Some(visit.guarantor), RECENT)?;
        let today = receipts
            .iter()
            .filter(|row| row.accounting_on == desk.on && !row.is_reversed);
        Ok(DeskRow {
            guarantor: visit.guarantor,
            name: visit.name.clone(),
            patients: Vec::new(),
            copay: desk.copay()?,
            instalment: desk.instalment,
            old: desk.old()?,
            credit: desk.credit,
            paid: Money::sum(today.map(|row| row.amount))?,
        })
    }

    /// Finds the account and the statement of a scan line.
    ///
    /// # Errors
    /// [`MoneyRefusal::NeverSent`] when no such statement over that amount was sent to that account.
    pub fn scanned(&self, scan: ScanLine) -> Result<Scanned, OfficeError> {
        let guarantor = GuarantorId::new(i64::from(scan.account().get()));
        let sent = self.store.statements(guarantor)?;
        let number = scan.statement().to_string();
        let newest = sent.iter().find(|statement| statement.withdrawn.is_none());
        let newest = newest.map(|statement| statement.id);
        let found = sent
            .into_iter()
            .find(|statement| statement.number == number && statement.amount == scan.amount());
        let statement = found.ok_or(MoneyRefusal::NeverSent {
            statement: scan.statement().code(),
            account: scan.account().to_string(),
        })?;
        Ok(Scanned {
            guarantor,
            is_outdated: newest != Some(statement.id),
            statement,
        })
    }

    /// Lists the accounts with credit that nobody placed, the largest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn credits(&self) -> Result<Vec<CreditRow>, OfficeError> {
        Ok(self.store.credits(MOST)?)
    }

    /// Places a guarantor's credit where it goes by itself: on the visits it was paid ahead for, on copays of today,
    /// then on the oldest services.
    ///
    /// # Errors
    /// [`MoneyRefusal::NoCredit`] without any; [`MoneyRefusal::NothingOpen`] when nothing can take it.
    pub fn place_credit_by_itself(
        &mut self,
        guarantor: GuarantorId,
    ) -> Result<PlacedCredit, OfficeError> {
        let desk = self.desk(guarantor)?;
        if !desk.credit.is_positive() {
            return Err(MoneyRefusal::NoCredit.into());
        }
        let placed = desk.placements(&desk.spread_credit()?);
        if placed.is_empty() {
            return Err(MoneyRefusal::NothingOpen.into());
        }
        let entry = self.place_credit(guarantor, &placed)?;
        Ok(PlacedCredit {
            entry,
            amount: Money::sum(placed.iter().map(|one| one.amount))?,
            services: placed.len(),
        })
    }

    /// What of the copay of each visit is still asked for: the policy's, less what was given for it. What was paid
    /// ahead counts as long as it waits as credit.
    fn copays(
        &self,
        visits: &[DeskVisit],
        credit: Money,
    ) -> Result<BTreeMap<VisitId, Copay>, OfficeError> {
        let mut credit = credit.max(Money::ZERO);
        let mut copays = BTreeMap::new();
        for visit in visits {
            let waits = visit.ahead.minus(visit.placed)?;
            let waits = waits.max(Money::ZERO).min(credit);
            credit = credit.minus(waits)?;
            let mut asked = Money::ZERO;
            if visit.service_on == self.today() {
                let policy = self.store.policy_on(visit.patient, visit.service_on)?;
                let copay = policy.map_or(Money::ZERO, |(policy, _)| policy.what.copay);
                let given = Money::sum([visit.taken, visit.placed, waits])?;
                asked = copay.minus(given)?.max(Money::ZERO);
            }
            let _none = copays.insert(visit.visit, Copay { asked, waits });
        }
        Ok(copays)
    }
}

/// The services that something may be placed on: what is owed, and the copay on what an insurer carries, once for each
/// visit.
fn asked(
    items: Vec<OpenItem>,
    copays: &BTreeMap<VisitId, Copay>,
) -> Result<Vec<Asked>, OfficeError> {
    let mut left = copays.clone();
    let mut services = Vec::with_capacity(items.len());
    for item in items {
        let mut service = Asked {
            is_on_plan: item.plan.is_some(),
            item,
            copay: Money::ZERO,
            paid_ahead: Money::ZERO,
        };
        if let Some((_, carried)) = service.item.insurer
            && let Some(rest) = left.get_mut(&service.item.visit)
        {
            let carried = carried.max(Money::ZERO);
            service.paid_ahead = rest.waits.min(carried);
            rest.waits = rest.waits.minus(service.paid_ahead)?;
            service.copay = rest.asked.min(carried.minus(service.paid_ahead)?);
            rest.asked = rest.asked.minus(service.copay)?;
        }
        if service.takes_credit().is_positive() {
            services.push(service);
        }
    }
    Ok(services)
}
