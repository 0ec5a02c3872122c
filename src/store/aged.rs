//! What was owed on any day, item by item with its clocks. It must not know how old is old.
//!
//! Only services are looked at that are open today or moved since that day: on a day not long ago they are few, however
//! long the history.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::Row;

use super::Store;
use super::balance::too_large;
use super::error::{Doing, StoreError};
use crate::domain::aged::{Item, Moved, Owed, owed};
use crate::domain::id::{ChargeLineId, EntryId, GuarantorId, PayerId, PolicyId};
use crate::domain::ledger::{AgeBucket, Ageing};

#[cfg(test)]
mod tests;

/// The services that are open today or moved after a day.
const OPEN_THEN: &str = "SELECT charge_line_id FROM line_balance \
       WHERE insurance_owes_cents <> 0 OR patient_owes_cents <> 0 \
     UNION SELECT p.charge_line_id FROM entry AS e CROSS JOIN posting AS p ON p.entry_id = e.id \
       WHERE e.accounting_on > ?1 AND p.account IN (10, 20)";

/// What an item was billed by first, and where it stands.
struct Placed {
    service_on: NaiveDate,
    billed_on: Option<NaiveDate>,
}

impl Store {
    /// Lists what was owed at the end of a day, with when each became owed, was first billed, and was paid on last.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn items_as_of(&self, on: NaiveDate) -> Result<Vec<Item>, StoreError> {
        let payers = self.payers_of_policies()?;
        let mut items = Vec::new();
        for one in self.owed_as_of(on)? {
            let placed = self.placed(&one, on)?;
            items.push(Item {
                line: one.line,
                guarantor: one.guarantor,
                payer: one.policy.and_then(|policy| payers.get(&policy).copied()),
                amount: one.amount,
                service_on: placed.service_on,
                billed_on: placed.billed_on,
                since: one.since,
                paid_on: one.paid_on,
            });
        }
        Ok(items)
    }

    /// Adds up what was owed at the end of a day, by days since service.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn ageing_as_of(&self, on: NaiveDate) -> Result<Ageing, StoreError> {
        let mut ageing = Ageing::default();
        for one in self.owed_as_of(on)? {
            let service_on = self.service_day(one.guarantor, one.line)?;
            let zero = crate::domain::money::Money::ZERO;
            let (insurance, patient) = if one.policy.is_some() {
                (one.amount, zero)
            } else {
                (zero, one.amount)
            };
            ageing
                .add(AgeBucket::of(service_on, on), insurance, patient)
                .map_err(too_large)?;
        }
        Ok(ageing)
    }

    fn owed_as_of(&self, on: NaiveDate) -> Result<Vec<Owed>, StoreError> {
        const TASK: &str = "work out what was owed on a day";
        let mut select = self
            .connection
            .prepare_cached(&format!(
                "SELECT p.charge_line_id, p.guarantor_id, p.policy_id, p.effect, p.amount_cents, e.id, e.reverses, \
                 e.accounting_on FROM ({OPEN_THEN}) AS c CROSS JOIN posting AS p ON p.charge_line_id = c.charge_line_id \
                 JOIN entry AS e ON e.id = p.entry_id WHERE p.account IN (10, 20) AND e.accounting_on <= ?1 \
                 ORDER BY p.charge_line_id"
            ))
            .doing(TASK)?;
        let mut rows = select.query([on]).doing(TASK)?;
        let (mut found, mut of_line): (Vec<Owed>, Vec<Moved>) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next().doing(TASK)? {
            let one = moved(row).doing(TASK)?;
            if of_line.first().is_some_and(|first| first.line != one.line) {
                settle(&mut of_line, &mut found)?;
            }
            of_line.push(one);
        }
        settle(&mut of_line, &mut found)?;
        Ok(found)
    }

    fn payers_of_policies(&self) -> Result<HashMap<PolicyId, PayerId>, StoreError> {
        self.connection
            .prepare_cached("SELECT id, payer_id FROM policy")
            .and_then(|mut select| {
                select
                    .query_map([], |row| Ok((row.get("id")?, row.get("payer_id")?)))?
                    .collect()
            })
            .doing("read whose policies are whose")
    }

    fn service_day(
        &self,
        guarantor: GuarantorId,
        line: ChargeLineId,
    ) -> Result<NaiveDate, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT service_on FROM line_balance WHERE guarantor_id = ?1 AND charge_line_id = ?2",
            )
            .and_then(|mut select| {
                select.query_row((guarantor, line), |row| row.get("service_on"))
            })
            .doing("read the day of a service")
    }

    /// The day of service, and the first claim or statement up to a day that asked the one who owes for it.
    fn placed(&self, one: &Owed, on: NaiveDate) -> Result<Placed, StoreError> {
        const TASK: &str = "look when a service was first billed";
        let service_on = self.service_day(one.guarantor, one.line)?;
        let billed_on: Option<NaiveDate> = match one.policy {
            Some(policy) => self
                .connection
                .prepare_cached(
                    "SELECT MIN(sent_on) AS first_on FROM (\
                       SELECT substr(b.made_at, 1, 10) AS sent_on FROM claim_line AS l JOIN claim AS k ON k.id = l.claim_id \
                         JOIN batch_claim AS c ON c.claim_id = k.id JOIN batch AS b ON b.id = c.batch_id \
                         WHERE l.charge_line_id = ?1 AND k.policy_id = ?2 \
                       UNION ALL SELECT substr(b.made_at, 1, 10) FROM claim_line AS l JOIN claim AS k ON k.id = l.claim_id \
                         JOIN paper_batch_claim AS c ON c.claim_id = k.id JOIN paper_batch AS b ON b.id = c.paper_batch_id \
                         WHERE l.charge_line_id = ?1 AND k.policy_id = ?2) WHERE sent_on <= ?3",
                )
                .and_then(|mut select| {
                    select.query_row((one.line, policy, on), |row| row.get("first_on"))
                })
                .doing(TASK)?,
            None => self
                .connection
                .prepare_cached(
                    "SELECT MIN(s.made_on) AS first_on FROM statement_line AS l \
                     JOIN statement AS s ON s.id = l.statement_id \
                     WHERE l.charge_line_id = ?1 AND s.guarantor_id = ?2 AND l.owed_cents > 0 AND s.made_on <= ?3 \
                     AND NOT EXISTS (SELECT 1 FROM statement_withdrawal AS w WHERE w.run_id = s.run_id \
                       AND substr(w.at, 1, 10) <= ?3)",
                )
                .and_then(|mut select| {
                    select.query_row((one.line, one.guarantor, on), |row| row.get("first_on"))
                })
                .doing(TASK)?,
        };
        Ok(Placed {
            service_on,
            billed_on,
        })
    }
}

/// Works out what is owed for a service, card by card, and forgets its postings.
fn settle(of_line: &mut Vec<Moved>, found: &mut Vec<Owed>) -> Result<(), StoreError> {
    of_line.sort_by_key(|one| one.guarantor);
    for card in of_line.chunk_by_mut(|one, next| one.guarantor == next.guarantor) {
        found.extend(owed(card).map_err(too_large)?);
    }
    of_line.clear();
    Ok(())
}

fn moved(row: &Row<'_>) -> rusqlite::Result<Moved> {
    let (entry, reverses): (EntryId, Option<EntryId>) = (row.get("id")?, row.get("reverses")?);
    Ok(Moved {
        line: row.get("charge_line_id")?,
        guarantor: row.get("guarantor_id")?,
        policy: row.get("policy_id")?,
        entry,
        reverses,
        on: row.get("accounting_on")?,
        effect: row.get("effect")?,
        amount: row.get("amount_cents")?,
    })
}
