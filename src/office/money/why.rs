//! Explaining balances: whichever account is asked about, its parts and where each comes from, proved to sum to it.

use crate::domain::id::{ChargeLineId, GuarantorId, PayerId};
use crate::domain::money::Money;
use crate::domain::why::{Asked, Explained, Held, Open, Section, View, held};
use crate::office::{Office, OfficeError, Refusal};

/// What is held of a payer's money or for it: not placed yet, owed back, held back, paid by the head.
const OF_PAYERS: [i64; 4] = [71, 72, 81, 82];
/// What insurers owe, and what guarantors owe: the accounts whose parts stand on services.
const INSURERS: i64 = 10;
const GUARANTORS: i64 = 20;

impl Office {
    /// Explains a balance to the cent: its parts, each with the record it came from, sum to what the book keeps.
    ///
    /// # Errors
    /// [`Refusal::NotThere`] when the book has no such account; [`OfficeError::Why`] when the book does not hold.
    pub fn explain(&self, asked: &Asked) -> Result<Explained, OfficeError> {
        let (balance, sections) = match asked {
            Asked::Guarantor(id) => self.of_guarantor(*id)?,
            Asked::Patient(id) => {
                let _there = self.patient(*id)?;
                let open = self.store.owed_for_patient(*id)?;
                (self.store.patient_balance(*id)?, self.services(open)?)
            }
            Asked::Policy(id) => {
                let _there = self.store.policy(*id)?.ok_or(Refusal::NotThere {
                    what: "policy",
                    number: id.get(),
                })?;
                let open = self.store.owed_under(*id)?;
                (self.store.policy_balance(*id)?, self.services(open)?)
            }
            Asked::Claim(number) => {
                let claim = self
                    .claim_numbered(number)?
                    .ok_or_else(|| Refusal::NoClaim(number.clone()))?;
                let open = self.store.owed_on_claim(claim)?;
                (sum(&open)?, self.services(open)?)
            }
            Asked::Line(id) => self.of_line(*id)?,
            Asked::Payer(id) => self.of_payer(*id)?,
            Asked::Account(code) => self.of_account(*code)?,
        };
        Ok(Explained::prove(asked.to_string(), balance, sections)?)
    }

    /// Lists the accounts of the chart by code.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn account_codes(&self) -> Result<Vec<i64>, OfficeError> {
        Ok(self.store.account_codes()?)
    }

    fn of_guarantor(&self, id: GuarantorId) -> Result<(Money, Vec<Section>), OfficeError> {
        let _there = self.guarantor(id)?;
        let kept = self.store.guarantor_balance(id)?;
        let owed = kept.insurance_owes.plus(kept.patient_owes)?;
        let mut sections = self.services(self.store.owed_by_guarantor(id)?)?;
        if !kept.unapplied.is_zero() {
            let of = String::from("paid ahead and not placed");
            let parts = self.store.held_for_guarantor(id)?;
            sections.push(account(of, kept.unapplied.negated(), parts)?);
        }
        Ok((owed.minus(kept.unapplied)?, sections))
    }

    fn of_line(&self, id: ChargeLineId) -> Result<(Money, Vec<Section>), OfficeError> {
        let open = self.store.owed_for_line(id)?;
        if open.is_empty() {
            return Err(Refusal::NotThere {
                what: "service",
                number: id.get(),
            }
            .into());
        }
        Ok((sum(&open)?, self.services(open)?))
    }

    fn of_payer(&self, id: PayerId) -> Result<(Money, Vec<Section>), OfficeError> {
        let _there = self.store.payer(id)?.ok_or(Refusal::NotThere {
            what: "payer",
            number: id.get(),
        })?;
        let mut balance = self.store.payer_balance(id)?;
        let mut sections = self.services(self.store.owed_by_payer(id)?)?;
        for code in OF_PAYERS {
            let parts = self.store.held_for_payer(id, code)?;
            let Some(first) = parts.first() else {
                continue;
            };
            let of = first.name.clone();
            let held = Money::sum(parts.iter().map(|part| part.amount))?;
            balance = balance.plus(held)?;
            sections.push(account(of, held, parts)?);
        }
        Ok((balance, sections))
    }

    fn of_account(&self, code: i64) -> Result<(Money, Vec<Section>), OfficeError> {
        let (name, balance) = self.store.account_balance(code)?.ok_or(Refusal::NotThere {
            what: "account",
            number: code,
        })?;
        let sections = match code {
            INSURERS | GUARANTORS => self.services(self.store.owed_by_all(code == INSURERS)?)?,
            _ => vec![account(name, balance, self.store.held_on(code)?)?],
        };
        Ok((balance, sections))
    }

    fn services(&self, open: Vec<(GuarantorId, Open)>) -> Result<Vec<Section>, OfficeError> {
        open.into_iter()
            .map(|(guarantor, open)| {
                let line = open.line.line;
                let mut all = self.store.happenings(line)?;
                all.retain(|one| one.guarantor == guarantor);
                let allowed = match open.view {
                    View::Whole | View::Guarantor => self.store.allowed_for(line)?,
                    View::Insurers(_) => None,
                };
                Ok(Section::of_service(&open, &all, allowed)?)
            })
            .collect()
    }
}

fn sum(open: &[(GuarantorId, Open)]) -> Result<Money, OfficeError> {
    Ok(Money::sum(open.iter().map(|(_, open)| open.balance))?)
}

/// What is on an account of no service.
fn account(of: String, balance: Money, parts: Vec<Held>) -> Result<Section, OfficeError> {
    let parts = parts.into_iter().map(held).collect();
    Ok(Section::prove(of, None, balance, parts)?)
}
