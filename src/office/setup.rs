//! Set-up: the practice, its clinicians and places, the payers and where their claims go, fees, choices, and what forms
//! had typed when they were left.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::claims::look_again;
use super::{Office, OfficeError, Refusal};
use crate::domain::code::{Modifier, Procedure};
use crate::domain::codebook::FeeRow;
use crate::domain::id::{FacilityId, PayerId, ProviderId, ReceiverId};
use crate::domain::money::Money;
use crate::domain::practice::{
    Facility, NewFacility, NewPayer, NewProvider, NewReceiver, Payer, Practice, Provider, Receiver,
};
use crate::store::claim::Source;

impl Office {
    /// Gives the practice.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn practice(&self) -> Result<Practice, OfficeError> {
        Ok(self
            .store
            .practice()?
            .ok_or(Refusal::Missing("the practice"))?)
    }

    /// Writes the practice anew, and looks again at every claim that waits.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn save_practice(&mut self, practice: &Practice) -> Result<(), OfficeError> {
        self.stamped("change the practice", |tx, stamp| {
            tx.save_practice(practice)?;
            look_again(tx, Source::Practice, stamp)?;
            Ok((String::new(), ()))
        })
    }

    /// Lists clinicians by name, those that lists no longer offer at the end.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn providers(&self) -> Result<Vec<Provider>, OfficeError> {
        Ok(self.store.providers()?)
    }

    /// Gives a clinician.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn provider(&self, id: ProviderId) -> Result<Provider, OfficeError> {
        Ok(self
            .store
            .provider(id)?
            .ok_or_else(|| none("clinician", id.get()))?)
    }

    /// Writes a clinician in.
    ///
    /// # Errors
    /// [`Refusal::NpiTaken`], [`OfficeError::Store`].
    pub fn add_provider(&mut self, who: &NewProvider) -> Result<ProviderId, OfficeError> {
        self.write("add a clinician", |tx, _| {
            if let Some(other) = tx.provider_with(who.npi)? {
                return Err(Refusal::NpiTaken(other.listed()).into());
            }
            let id = tx.add_provider(who)?;
            Ok((format!("provider:{id}"), id))
        })
    }

    /// Writes a clinician anew, says whether lists offer them, and looks again at the claims that wait.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`Refusal::NpiTaken`], [`OfficeError::Store`].
    pub fn change_provider(
        &mut self,
        id: ProviderId,
        who: &NewProvider,
        is_active: bool,
    ) -> Result<(), OfficeError> {
        self.stamped("change a clinician", |tx, stamp| {
            if let Some(other) = tx.provider_with(who.npi)?.filter(|other| other.id != id) {
                return Err(Refusal::NpiTaken(other.listed()).into());
            }
            found(
                tx.change_provider(id, who, is_active)?,
                "clinician",
                id.get(),
            )?;
            look_again(tx, Source::Provider(id), stamp)?;
            Ok((format!("provider:{id}"), ()))
        })
    }

    /// Lists places of service by name, those that lists no longer offer at the end.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn facilities(&self) -> Result<Vec<Facility>, OfficeError> {
        Ok(self.store.facilities()?)
    }

    /// Writes a place of service in.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn add_facility(&mut self, what: &NewFacility) -> Result<FacilityId, OfficeError> {
        self.write("add a place of service", |tx, _| {
            let id = tx.add_facility(what)?;
            Ok((format!("facility:{id}"), id))
        })
    }

    /// Writes a place of service anew, says whether lists offer it, and looks again at the claims that wait.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn change_facility(
        &mut self,
        id: FacilityId,
        what: &NewFacility,
        is_active: bool,
    ) -> Result<(), OfficeError> {
        self.stamped("change a place of service", |tx, stamp| {
            found(
                tx.change_facility(id, what, is_active)?,
                "place of service",
                id.get(),
            )?;
            look_again(tx, Source::Facility(id), stamp)?;
            Ok((format!("facility:{id}"), ()))
        })
    }

    /// Lists receivers of claim files by name, those that lists no longer offer at the end.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn receivers(&self) -> Result<Vec<Receiver>, OfficeError> {
        Ok(self.store.receivers()?)
    }

    /// Writes a receiver of claim files in.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn add_receiver(&mut self, what: &NewReceiver) -> Result<ReceiverId, OfficeError> {
        self.write("add a receiver", |tx, _| {
            let id = tx.add_receiver(what)?;
            Ok((format!("receiver:{id}"), id))
        })
    }

    /// Writes a receiver of claim files anew, says whether lists offer it, and looks again at the claims that wait.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn change_receiver(
        &mut self,
        id: ReceiverId,
        what: &NewReceiver,
        is_active: bool,
    ) -> Result<(), OfficeError> {
        self.stamped("change a receiver", |tx, stamp| {
            found(
                tx.change_receiver(id, what, is_active)?,
                "receiver",
                id.get(),
            )?;
            look_again(tx, Source::Receiver(id), stamp)?;
            Ok((format!("receiver:{id}"), ()))
        })
    }

    /// Lists payers by name, those that lists no longer offer at the end.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn payers(&self) -> Result<Vec<Payer>, OfficeError> {
        Ok(self.store.payers()?)
    }

    /// Gives a payer.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn payer(&self, id: PayerId) -> Result<Payer, OfficeError> {
        Ok(self
            .store
            .payer(id)?
            .ok_or_else(|| none("payer", id.get()))?)
    }

    /// Writes a payer in.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn add_payer(&mut self, what: &NewPayer) -> Result<PayerId, OfficeError> {
        self.write("add a payer", |tx, _| {
            let id = tx.add_payer(what)?;
            Ok((format!("payer:{id}"), id))
        })
    }

    /// Writes a payer anew, says whether lists offer it, and looks again at the claims that wait, with the payer's days
    /// to file.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn change_payer(
        &mut self,
        id: PayerId,
        what: &NewPayer,
        is_active: bool,
    ) -> Result<(), OfficeError> {
        self.stamped("change a payer", |tx, stamp| {
            found(tx.change_payer(id, what, is_active)?, "payer", id.get())?;
            tx.set_days_to_file(id, what.timely_days)?;
            look_again(tx, Source::Payer(id), stamp)?;
            Ok((format!("payer:{id}"), ()))
        })
    }

    /// Lists the fees that hold on a day, by code.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn fees(&self, on: NaiveDate) -> Result<Vec<FeeRow>, OfficeError> {
        Ok(self.store.fees(on)?)
    }

    /// Sets a fee from its day on, and the practice's words for the service. It concerns no claim: what a service
    /// costs and how it is called are written down with the visit.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn set_fee(&mut self, row: &FeeRow) -> Result<(), OfficeError> {
        self.write("set a fee", |tx, _| {
            tx.set_fee(row)?;
            Ok((format!("fee:{}", row.code), ()))
        })
    }

    /// Gives what one unit of a service costs on a day: the fee of the first modifier that has its own, else the plain
    /// one; none when the practice has no fee for it.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn fee_for(
        &self,
        code: Procedure,
        modifiers: &[Modifier],
        on: NaiveDate,
    ) -> Result<Option<Money>, OfficeError> {
        Ok(self.store.fee(code, modifiers, on)?)
    }

    /// Gives a choice of the practice; none when it was never made.
    ///
    /// # Errors
    /// [`Refusal::Setting`] when it is not what this program expects there, [`OfficeError::Store`].
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, OfficeError> {
        let Some(value) = self.store.setting(key)? else {
            return Ok(None);
        };
        let read = serde_json::from_str(&value);
        Ok(Some(read.map_err(|_| Refusal::Setting(key.to_owned()))?))
    }

    /// Keeps a choice of the practice.
    ///
    /// # Errors
    /// [`Refusal::Setting`] when it has no JSON form, [`OfficeError::Store`].
    pub fn set_setting<T: Serialize>(&mut self, key: &str, value: &T) -> Result<(), OfficeError> {
        let value = serde_json::to_string(value).map_err(|_| Refusal::Setting(key.to_owned()))?;
        self.write("change a setting", |tx, _| {
            tx.set_setting(key, &value)?;
            Ok((format!("setting:{key}"), ()))
        })
    }

    /// Keeps what a form has typed, so that nothing typed is lost. It writes no audit line: a draft is kept every few
    /// seconds, and nothing of the practice's work is changed by it.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn keep_draft(&mut self, place: &str, typed: &str) -> Result<(), OfficeError> {
        let at = self.clock.now();
        Ok(self.store.transact(|tx| tx.keep_draft(place, typed, at))?)
    }

    /// Gives what a form had typed when it was left, and when that was.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn draft(&self, place: &str) -> Result<Option<(String, DateTime<Utc>)>, OfficeError> {
        Ok(self.store.draft(place)?)
    }

    /// Throws away what a form had typed. It writes no audit line, as [`Office::keep_draft`].
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn drop_draft(&mut self, place: &str) -> Result<(), OfficeError> {
        Ok(self.store.transact(|tx| tx.drop_draft(place))?)
    }
}

/// Says that there is nothing with a number.
pub(super) const fn none(what: &'static str, number: i64) -> Refusal {
    Refusal::NotThere { what, number }
}

/// Goes on only when there is something with a number.
pub(super) const fn found(is_there: bool, what: &'static str, number: i64) -> Result<(), Refusal> {
    if is_there {
        Ok(())
    } else {
        Err(none(what, number))
    }
}
