//! Contracts with payers: loaded from files after a look at what they change, a percent of a schedule, and the log of
//! every change. It must not know what a contract makes of a service.

use std::io::BufRead;

use chrono::NaiveDate;

use super::codes::Imported;
use super::visits::Stamp;
use super::{Go, Office, OfficeError, Progress, Refusal};
use crate::domain::codeset::contract::{self, ContractFee};
use crate::domain::codeset::import;
use crate::domain::contract::{
    Amount, Change, ContractRow, Logged, Party, PercentTerm, Preview, ScheduleRow, Target, Term,
};
use crate::domain::id::PayerId;
use crate::domain::practice::Payer;
use crate::store::Tx;

/// From when what has no day of its own holds.
const START: Option<NaiveDate> = NaiveDate::from_ymd_opt(2000, 1, 1);
/// After how many lines the watcher is told.
const STEP: usize = 500;

/// Why a contract is not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContractRefusal {
    /// Nobody would know why it was changed.
    #[error("a change of a contract needs a reason, which stays in its log")]
    NoReason,
    /// A percent of a schedule that is not there.
    #[error("there is no schedule {0}; bring it in first")]
    NoSchedule(String),
}

/// What a file says, line by line, as amounts of the book.
struct Read {
    amounts: Vec<(u64, Amount)>,
    refused: Vec<(u64, String)>,
    refused_count: u64,
}

impl Office {
    /// Says what a file of amounts would change, and changes nothing. The columns stand in any order under their usual
    /// names: code, allowed, and if there payer, plan, modifier and effective.
    ///
    /// # Errors
    /// [`OfficeError::Import`] when the file cannot be read as one, [`OfficeError::Store`].
    pub fn preview_contracts(
        &self,
        file: impl BufRead,
        target: &Target,
    ) -> Result<Preview, OfficeError> {
        let payers = self.store.payers()?;
        let read = read(file, target, &payers, self.today())?;
        let mut preview = Preview {
            refused: read.refused,
            refused_count: read.refused_count,
            ..Preview::default()
        };
        for (_, amount) in &read.amounts {
            let held = self.store.amount_from(amount)?;
            match change(amount, held, &payers) {
                Some(change) => preview.changes.push(change),
                None => preview.same = preview.same.saturating_add(1),
            }
        }
        Ok(preview)
    }

    /// Loads a file of amounts, as [`Office::preview_contracts`] says, and logs each change with the reason.
    ///
    /// # Errors
    /// [`ContractRefusal::NoReason`], [`OfficeError::Import`], [`OfficeError::Stopped`], [`OfficeError::Store`].
    pub fn load_contracts(
        &mut self,
        file: impl BufRead,
        target: &Target,
        why: &str,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        let why = reason(why)?;
        let payers = self.store.payers()?;
        let read = read(file, target, &payers, self.today())?;
        let total = count(read.amounts.len());
        let outcome = Imported {
            taken: u32::try_from(read.amounts.len()).unwrap_or(u32::MAX),
            refused: read.refused,
            refused_count: read.refused_count,
        };
        self.stamped("load contracted fees", |tx, stamp| {
            for (place, (_, amount)) in read.amounts.iter().enumerate() {
                if place.is_multiple_of(STEP) && progress(count(place), total) == Go::Stop {
                    return Err(OfficeError::Stopped);
                }
                set(tx, amount, &payers, why, stamp)?;
            }
            let _done = progress(total, total);
            Ok((format!("lines:{}", outcome.taken), outcome))
        })
    }

    /// Takes what payers agreed to pay from a CSV: payer (name or electronic id), plan, code, modifier, effective,
    /// allowed.
    ///
    /// # Errors
    /// As [`Office::load_contracts`].
    pub fn import_contract_fees(
        &mut self,
        file: impl BufRead,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        self.load_contracts(file, &Target::default(), "brought in from a file", progress)
    }

    /// Sets what is paid for one unit of a service from a day on, and logs it.
    ///
    /// # Errors
    /// [`ContractRefusal::NoReason`], [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn set_contract_amount(&mut self, new: &Amount, why: &str) -> Result<(), OfficeError> {
        let why = reason(why)?;
        if let Party::Payer { payer, .. } = &new.party {
            let _there = self.payer(*payer)?;
        }
        let payers = self.store.payers()?;
        self.stamped("set a contracted fee", |tx, stamp| {
            set(tx, new, &payers, why, stamp)?;
            Ok((object(&new.party), ()))
        })
    }

    /// Sets a term, whichever it is, and logs it.
    ///
    /// # Errors
    /// As [`Office::set_contract_amount`] and [`Office::set_contract_percent`].
    pub fn set_contract_term(&mut self, new: &Term, why: &str) -> Result<(), OfficeError> {
        match new {
            Term::Amount(amount) => self.set_contract_amount(amount, why),
            Term::Percent(percent) => self.set_contract_percent(percent, why),
        }
    }

    /// Sets what percent of a schedule, or of the charge, a payer pays from a day on for what has no amount of its own,
    /// and logs it.
    ///
    /// # Errors
    /// [`ContractRefusal`], [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn set_contract_percent(
        &mut self,
        new: &PercentTerm,
        why: &str,
    ) -> Result<(), OfficeError> {
        let why = reason(why)?;
        let name = self.payer(new.payer)?.what.name;
        let party = Party::Payer {
            payer: new.payer,
            plan: new.plan.clone(),
        };
        self.stamped("set a contracted percent", |tx, stamp| {
            let Some(was) = tx.set_percent(new)? else {
                let schedule = new.schedule.clone().unwrap_or_default();
                return Err(Refusal::from(ContractRefusal::NoSchedule(schedule)).into());
            };
            let change = Change {
                party: party.clone(),
                name,
                code: None,
                modifier: None,
                effective_on: new.effective_on,
                was,
                became: new.words(),
            };
            tx.log_contract_change(&change, why, stamp.at, stamp.by)?;
            Ok((object(&party), ()))
        })
    }

    /// Lists what is agreed with payers, as it holds today.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn contracts(&self) -> Result<Vec<ContractRow>, OfficeError> {
        Ok(self.store.contracts(self.today())?)
    }

    /// Lists the schedules that contracts can be a percent of.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn schedules(&self) -> Result<Vec<ScheduleRow>, OfficeError> {
        Ok(self.store.schedules()?)
    }

    /// Lists what changed in contracts and schedules, the newest first: a payer's, or all.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn contract_changes(
        &self,
        payer: Option<PayerId>,
        limit: u32,
    ) -> Result<Vec<Logged>, OfficeError> {
        Ok(self.store.contract_changes(payer, limit)?)
    }
}

/// Keeps one amount and logs what it changes; one that is there already changes nothing.
fn set(
    tx: &Tx<'_>,
    new: &Amount,
    payers: &[Payer],
    why: &str,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let held = tx.amount_from(new)?;
    if let Some(change) = change(new, held, payers) {
        tx.set_amount(new)?;
        tx.log_contract_change(&change, why, stamp.at, stamp.by)?;
    }
    Ok(())
}

/// What an amount changes; nothing when exactly it is there.
fn change(
    new: &Amount,
    held: Option<(crate::domain::money::Money, NaiveDate)>,
    payers: &[Payer],
) -> Option<Change> {
    if held == Some((new.amount, new.effective_on)) {
        return None;
    }
    let name = match &new.party {
        Party::Schedule(name) => name.clone(),
        Party::Payer { payer, .. } => payers
            .iter()
            .find(|one| one.id == *payer)
            .map(|one| one.what.name.clone())
            .unwrap_or_default(),
    };
    Some(Change {
        party: new.party.clone(),
        name,
        code: Some(new.code),
        modifier: new.modifier,
        effective_on: new.effective_on,
        was: held.map(|(amount, _)| amount.plain()).unwrap_or_default(),
        became: new.amount.plain(),
    })
}

fn read(
    file: impl BufRead,
    target: &Target,
    payers: &[Payer],
    today: NaiveDate,
) -> Result<Read, OfficeError> {
    let found = contract::read(file)?;
    let start = target.from.or(START).unwrap_or(today);
    let mut read = Read {
        amounts: Vec::new(),
        refused: found
            .refused
            .into_iter()
            .map(|one| (one.line, one.why.to_string()))
            .collect(),
        refused_count: found.refused_count,
    };
    for row in found.rows {
        match party(&row, target, payers) {
            Ok(party) => read.amounts.push((
                row.line,
                Amount {
                    party,
                    code: row.code,
                    modifier: row.modifier,
                    effective_on: row.effective_on.unwrap_or(start),
                    amount: row.allowed,
                },
            )),
            Err(why) => {
                read.refused_count = read.refused_count.saturating_add(1);
                if read.refused.len() < import::MOST_REFUSED {
                    read.refused.push((row.line, why.to_owned()));
                }
            }
        }
    }
    read.refused.sort_by_key(|(line, _)| *line);
    Ok(read)
}

/// Whose amount a line is.
fn party(row: &ContractFee, target: &Target, payers: &[Payer]) -> Result<Party, &'static str> {
    if let Some(name) = &target.schedule {
        return Ok(Party::Schedule(name.clone()));
    }
    let payer = match (row.payer.as_str(), target.payer) {
        ("", Some(payer)) => payer,
        ("", None) => return Err("the payer is missing"),
        (named, _) => payer_of(payers, named)?,
    };
    let plan = if row.plan.is_empty() {
        target.plan.clone()
    } else {
        row.plan.clone()
    };
    Ok(Party::Payer { payer, plan })
}

fn object(party: &Party) -> String {
    match party {
        Party::Payer { payer, .. } => format!("payer:{payer}"),
        Party::Schedule(_) => String::from("schedule"),
    }
}

fn reason(why: &str) -> Result<&str, OfficeError> {
    match why.trim() {
        "" => Err(Refusal::from(ContractRefusal::NoReason).into()),
        why => Ok(why),
    }
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

/// The payer that a list of contracted fees names.
fn payer_of(payers: &[Payer], named: &str) -> Result<PayerId, &'static str> {
    let by_name = payers
        .iter()
        .find(|payer| payer.what.name.eq_ignore_ascii_case(named));
    if let Some(payer) = by_name {
        return Ok(payer.id);
    }
    let mut by_id = payers
        .iter()
        .filter(|payer| payer.what.payer_id.as_str().eq_ignore_ascii_case(named));
    match (by_id.next(), by_id.next()) {
        (Some(payer), None) => Ok(payer.id),
        (Some(_), Some(_)) => Err("several payers have this electronic id; use the payer's name"),
        (None, _) => Err("the book has no payer of this name or electronic id"),
    }
}
