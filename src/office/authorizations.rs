//! What payers allowed beforehand: written in, changed, ended. What is used of it is counted from the visits that carry
//! its number. It must not know which services need it.

use chrono::NaiveDate;

use super::claims::look_again;
use super::{Office, OfficeError, Refusal};
use crate::domain::authorization::{Authorization, NewAuthorization};
use crate::domain::id::{AuthorizationId, PatientId};
use crate::store::Tx;
use crate::store::claim::Source;

impl Office {
    /// Lists what was allowed a patient, the newest first, with what was used of it.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn authorizations(&self, patient: PatientId) -> Result<Vec<Authorization>, OfficeError> {
        Ok(self.store.authorizations(patient, None)?)
    }

    /// Gives what was allowed, with what was used of it.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn authorization(&self, id: AuthorizationId) -> Result<Authorization, OfficeError> {
        Ok(self.store.authorization(id)?.ok_or(not_there(id))?)
    }

    /// Writes in what a payer allowed, and looks again at the patient's claims that wait.
    ///
    /// # Errors
    /// [`Refusal::NotThere`] when the policy is not the patient's, [`Refusal::NumberTaken`], [`OfficeError::Store`].
    pub fn add_authorization(
        &mut self,
        what: &NewAuthorization,
    ) -> Result<AuthorizationId, OfficeError> {
        self.stamped("add an authorization", |tx, stamp| {
            hold(tx, what, None)?;
            let id = tx.add_authorization(what)?;
            look_again(tx, Source::Patient(what.patient), stamp)?;
            Ok((object(id), id))
        })
    }

    /// Writes anew what a payer allowed, and looks again at the patient's claims that wait.
    ///
    /// # Errors
    /// As [`Office::add_authorization`].
    pub fn change_authorization(
        &mut self,
        id: AuthorizationId,
        what: &NewAuthorization,
    ) -> Result<(), OfficeError> {
        self.stamped("change an authorization", |tx, stamp| {
            hold(tx, what, Some(id))?;
            if !tx.change_authorization(id, what)? {
                return Err(not_there(id).into());
            }
            look_again(tx, Source::Patient(what.patient), stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Ends an authorization after a day, or takes that back, and looks again at the patient's claims that wait.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn end_authorization(
        &mut self,
        id: AuthorizationId,
        on: Option<NaiveDate>,
    ) -> Result<(), OfficeError> {
        self.stamped("end an authorization", |tx, stamp| {
            let one = tx.authorization(id)?.ok_or(not_there(id))?;
            let _is_there = tx.end_authorization(id, on)?;
            look_again(tx, Source::Patient(one.what.patient), stamp)?;
            Ok((object(id), ()))
        })
    }
}

/// Holds that the policy is the patient's and has the number no second time.
fn hold(
    tx: &Tx<'_>,
    what: &NewAuthorization,
    changing: Option<AuthorizationId>,
) -> Result<(), OfficeError> {
    let policy = tx.policy(what.policy)?;
    if policy.is_none_or(|policy| policy.what.patient != what.patient) {
        return Err(Refusal::NotThere {
            what: "policy of this patient with number",
            number: what.policy.get(),
        }
        .into());
    }
    let same = tx.authorization_numbered(what.policy, &what.number)?;
    if same.is_some() && same != changing {
        return Err(Refusal::NumberTaken.into());
    }
    Ok(())
}

fn object(id: AuthorizationId) -> String {
    format!("authorization:{id}")
}

const fn not_there(id: AuthorizationId) -> Refusal {
    Refusal::NotThere {
        what: "authorization",
        number: id.get(),
    }
}
