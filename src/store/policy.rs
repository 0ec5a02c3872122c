//! Coverage of patients by payers. It must not know what was billed under it, but whether anything was.

use chrono::NaiveDate;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, named_params};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::payer::payer;
use crate::domain::code::MedicareSecondary;
use crate::domain::id::{PatientId, PolicyId};
use crate::domain::person::{Address, Name};
use crate::domain::policy::{NewPolicy, Policy, Rank, Subscriber};
use crate::domain::practice::Payer;

reads! {
    /// Reads a policy.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn policy(&self, id: PolicyId) -> Result<Option<Policy>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM policy WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], policy).optional())
            .doing("read a policy")
    }

    /// Lists the policies of a patient with their payers' names, by rank, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn policies(&self, patient: PatientId) -> Result<Vec<(Policy, String)>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT c.*, y.name AS payer_name FROM policy AS c JOIN payer AS y ON y.id = c.payer_id \
                 WHERE c.patient_id = ?1 ORDER BY c.rank, c.effective_on DESC",
            )
            .and_then(|mut select| {
                select
                    .query_map([patient], |row| Ok((policy(row)?, row.get("payer_name")?)))?
                    .collect()
            })
            .doing("list the policies of a patient")
    }

    /// Reads the policy that is billed first for a service to a patient on that day, and its payer.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn policy_on(
        &self,
        patient: PatientId,
        on: NaiveDate,
    ) -> Result<Option<(Policy, Payer)>, StoreError> {
        const TASK: &str = "find the policy of a day";
        let first = self
            .sql()
            .prepare_cached(
                "SELECT * FROM policy WHERE patient_id = ?1 AND effective_on <= ?2 \
                 AND (ends_on IS NULL OR ends_on >= ?2) ORDER BY rank LIMIT 1",
            )
            .and_then(|mut select| select.query_row((patient, on), policy).optional())
            .doing(TASK)?;
        let Some(first) = first else {
            return Ok(None);
        };
        let billed = self
            .sql()
            .prepare_cached("SELECT * FROM payer WHERE id = ?1")
            .and_then(|mut select| select.query_row([first.what.payer], payer))
            .doing(TASK)?;
        Ok(Some((first, billed)))
    }

    /// Reads the policies that cover a patient on that day with their payers, in the order in which they are asked.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn policies_on(
        &self,
        patient: PatientId,
        on: NaiveDate,
    ) -> Result<Vec<(Policy, Payer)>, StoreError> {
        const TASK: &str = "find the policies of a day";
        let covering: Vec<Policy> = self
            .sql()
            .prepare_cached(
                "SELECT * FROM policy WHERE patient_id = ?1 AND effective_on <= ?2 \
                 AND (ends_on IS NULL OR ends_on >= ?2) ORDER BY rank",
            )
            .and_then(|mut select| select.query_map((patient, on), policy)?.collect())
            .doing(TASK)?;
        let mut found = Vec::with_capacity(covering.len());
        for policy in covering {
            let asked = self
                .sql()
                .prepare_cached("SELECT * FROM payer WHERE id = ?1")
                .and_then(|mut select| select.query_row([policy.what.payer], payer))
                .doing(TASK)?;
            found.push((policy, asked));
        }
        Ok(found)
    }

    /// Whether claims were made under a policy.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_billed(&self, id: PolicyId) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM claim WHERE policy_id = ?1) AS is_billed")
            .and_then(|mut select| select.query_row([id], |row| row.get("is_billed")))
            .doing("look for claims of a policy")
    }
}

/// Binds what a policy says to the names of its columns, with an id for those that are changed.
macro_rules! columns {
    ($what:ident, $blank:ident $(, $id:ident)?) => {
        named_params! {
            $(":id": $id,)?
            ":patient": $what.patient,
            ":payer": $what.payer,
            ":rank": $what.rank.number(),
            ":member": $what.member_id,
            ":group": $what.group_number,
            ":plan": $what.plan_name,
            ":secondary": $what.medicare_secondary.map_or("", MedicareSecondary::as_str),
            ":relation": $what.relation,
            ":last": $blank.name.last,
            ":first": $blank.name.first,
            ":middle": $blank.name.middle,
            ":suffix": $blank.name.suffix,
            ":born": $blank.born_on,
            ":sex": $blank.sex,
            ":street": $blank.street,
            ":street2": $blank.street2,
            ":city": $blank.city,
            ":state": $blank.state,
            ":zip": $blank.zip,
            ":effective": $what.effective_on,
            ":ends": $what.ends_on,
            ":copay": $what.copay,
            ":assigns": $what.assigns_benefits,
            ":accepts": $what.accepts_assignment,
            ":signature": $what.signature_on_file,
        }
    };
}

impl Tx<'_> {
    /// Writes a policy in. Its member id becomes one of the words by which the patient is found.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when another of the same rank covers one of its days, or patient or payer is not there.
    pub fn add_policy(&self, what: &NewPolicy) -> Result<PolicyId, StoreError> {
        let subscriber = Columns::of(what.subscriber.as_ref());
        let id = self
            .0
            .prepare_cached(
                "INSERT INTO policy (patient_id, payer_id, rank, member_id, group_number, plan_name, medicare_secondary, relation, \
                 subscriber_last, subscriber_first, subscriber_middle, subscriber_suffix, subscriber_born_on, \
                 subscriber_sex, subscriber_street, subscriber_street2, subscriber_city, subscriber_state, \
                 subscriber_zip, effective_on, ends_on, copay_cents, assigns_benefits, accepts_assignment, \
                 signature_on_file) \
                 VALUES (:patient, :payer, :rank, :member, :group, :plan, :secondary, :relation, :last, :first, :middle, :suffix, \
                 :born, :sex, :street, :street2, :city, :state, :zip, :effective, :ends, :copay, :assigns, :accepts, \
                 :signature)",
            )
            .and_then(|mut insert| insert.insert(columns!(what, subscriber)))
            .map(PolicyId::new)
            .doing("write a policy in")?;
        self.keep_findable(what.patient)?;
        Ok(id)
    }

    /// Writes a policy anew.
    ///
    /// # Errors
    /// As [`Tx::add_policy`].
    pub fn change_policy(&self, id: PolicyId, what: &NewPolicy) -> Result<(), StoreError> {
        let subscriber = Columns::of(what.subscriber.as_ref());
        let _rows = self
            .0
            .prepare_cached(
                "UPDATE policy SET patient_id = :patient, payer_id = :payer, rank = :rank, member_id = :member, \
                 group_number = :group, plan_name = :plan, medicare_secondary = :secondary, relation = :relation, subscriber_last = :last, \
                 subscriber_first = :first, subscriber_middle = :middle, subscriber_suffix = :suffix, \
                 subscriber_born_on = :born, subscriber_sex = :sex, subscriber_street = :street, \
                 subscriber_street2 = :street2, subscriber_city = :city, subscriber_state = :state, \
                 subscriber_zip = :zip, effective_on = :effective, ends_on = :ends, copay_cents = :copay, \
                 assigns_benefits = :assigns, accepts_assignment = :accepts, signature_on_file = :signature \
                 WHERE id = :id",
            )
            .and_then(|mut update| update.execute(columns!(what, subscriber, id)))
            .doing("change a policy")?;
        self.keep_findable(what.patient)
    }
}

/// A subscriber as columns, which are empty when it is the patient.
#[derive(Default)]
struct Columns<'a> {
    name: Name,
    born_on: Option<NaiveDate>,
    sex: &'a str,
    street: &'a str,
    street2: &'a str,
    city: &'a str,
    state: &'a str,
    zip: &'a str,
}

impl<'a> Columns<'a> {
    fn of(subscriber: Option<&'a Subscriber>) -> Self {
        subscriber.map_or_else(Self::default, |who| Self {
            name: who.name.clone(),
            born_on: who.born_on,
            sex: who.sex.as_str(),
            street: &who.address.street,
            street2: &who.address.street2,
            city: &who.address.city,
            state: who.address.state.as_str(),
            zip: who.address.zip.as_str(),
        })
    }
}

fn policy(row: &Row<'_>) -> rusqlite::Result<Policy> {
    let rank = Rank::from_number(row.get("rank")?);
    let unranked = || rusqlite::Error::InvalidColumnType(0, String::from("rank"), Type::Integer);
    Ok(Policy {
        id: row.get("id")?,
        what: NewPolicy {
            patient: row.get("patient_id")?,
            payer: row.get("payer_id")?,
            rank: rank.ok_or_else(unranked)?,
            member_id: row.get("member_id")?,
            group_number: row.get("group_number")?,
            plan_name: row.get("plan_name")?,
            medicare_secondary: medicare_secondary(row)?,
            relation: row.get("relation")?,
            subscriber: subscriber(row)?,
            effective_on: row.get("effective_on")?,
            ends_on: row.get("ends_on")?,
            copay: row.get("copay_cents")?,
            assigns_benefits: row.get("assigns_benefits")?,
            accepts_assignment: row.get("accepts_assignment")?,
            signature_on_file: row.get("signature_on_file")?,
        },
    })
}

fn medicare_secondary(row: &Row<'_>) -> rusqlite::Result<Option<MedicareSecondary>> {
    const COLUMN: &str = "medicare_secondary";
    let code: String = row.get(COLUMN)?;
    if code.is_empty() {
        return Ok(None);
    }
    let unknown = |_| rusqlite::Error::InvalidColumnType(0, String::from(COLUMN), Type::Text);
    code.parse().map(Some).map_err(unknown)
}

fn subscriber(row: &Row<'_>) -> rusqlite::Result<Option<Subscriber>> {
    let last: String = row.get("subscriber_last")?;
    if last.is_empty() {
        return Ok(None);
    }
    Ok(Some(Subscriber {
        name: Name {
            last,
            first: row.get("subscriber_first")?,
            middle: row.get("subscriber_middle")?,
            suffix: row.get("subscriber_suffix")?,
        },
        born_on: row.get("subscriber_born_on")?,
        sex: row.get("subscriber_sex")?,
        address: Address {
            street: row.get("subscriber_street")?,
            street2: row.get("subscriber_street2")?,
            city: row.get("subscriber_city")?,
            state: row.get("subscriber_state")?,
            zip: row.get("subscriber_zip")?,
        },
    }))
}
