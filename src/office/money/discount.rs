//! Discounts: the practice's terms, the sliding scale in its versions, help that was granted, and what comes off.

use super::credit_refusal::CreditRefusal;
use super::reason;
use crate::domain::discount::{
    Discount, DiscountPreview, Discountable, Hardship, KeptScale, NewHardship, PatientTerms, Scale,
    preview,
};
use crate::domain::id::{EntryId, GuarantorId, HardshipId, ScaleId};
use crate::domain::ledger::discount;
use crate::domain::money::MoneyError;
use crate::office::{Office, OfficeError, Refusal};

/// Where the practice's terms for patients' money are kept.
const TERMS: &str = "patient_terms";
/// The most grants that are looked at for one account.
const MOST: usize = 1_000;

impl Office {
    /// Gives the practice's terms for patients' money: the self-pay discount, the fee of a returned check, and when
    /// unclaimed money goes to the state.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn patient_terms(&self) -> Result<PatientTerms, OfficeError> {
        Ok(self.setting(TERMS)?.unwrap_or_else(PatientTerms::usual))
    }

    /// Keeps the practice's terms for patients' money.
    ///
    /// # Errors
    /// [`CreditRefusal::Terms`], [`OfficeError::Store`].
    pub fn set_patient_terms(&mut self, terms: &PatientTerms) -> Result<(), OfficeError> {
        terms.check().map_err(CreditRefusal::Terms)?;
        self.set_setting(TERMS, terms)
    }

    /// Lists every version of the sliding scale, the newest first; that one holds.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn scales(&self) -> Result<Vec<KeptScale>, OfficeError> {
        Ok(self.store.scales()?)
    }

    /// Writes a new version of the sliding scale. Help that was granted stays as it was.
    ///
    /// # Errors
    /// [`CreditRefusal::Scale`]; [`Refusal::Missing`] without a reason.
    pub fn set_scale(&mut self, scale: &Scale, why: &str) -> Result<ScaleId, OfficeError> {
        scale.check().map_err(CreditRefusal::Scale)?;
        let json = serde_json::to_string(scale)
            .map_err(|_| Refusal::Setting(String::from("sliding scale")))?;
        self.stamped("change the sliding scale", |tx, stamp| {
            let id = tx.add_scale(&json, reason(why)?, stamp.at, stamp.by)?;
            Ok((format!("hardship_scale:{id}"), id))
        })
    }

    /// Grants help to a guarantor in need, by the scale that holds today.
    ///
    /// # Errors
    /// [`CreditRefusal::NoScale`], [`CreditRefusal::Scale`] when the income is beyond it, [`CreditRefusal::Days`];
    /// [`Refusal::Missing`] without a reason.
    pub fn grant_hardship(&mut self, new: &NewHardship) -> Result<HardshipId, OfficeError> {
        let _there = self.guarantor(new.guarantor)?;
        self.stamped("grant help", |tx, stamp| {
            let _why = reason(&new.why)?;
            let _income = new.income.not_negative()?;
            if new.to < new.from {
                return Err(CreditRefusal::Days.into());
            }
            let kept = tx.scale()?.ok_or(CreditRefusal::NoScale)?;
            let percent = kept.scale.percent(new.household, new.income);
            let percent = percent.map_err(CreditRefusal::Scale)?;
            let id = tx.add_hardship(new, kept.id, percent, stamp.at, stamp.by)?;
            Ok((format!("hardship:{id}"), id))
        })
    }

    /// Ends help before its last day. What came off stays off.
    ///
    /// # Errors
    /// [`CreditRefusal::EndedAlready`], [`Refusal::NotThere`]; [`Refusal::Missing`] without a reason.
    pub fn end_hardship(&mut self, id: HardshipId, why: &str) -> Result<(), OfficeError> {
        self.stamped("end help", |tx, stamp| {
            let why = reason(why)?;
            let kept = tx.hardship(id)?.ok_or(Refusal::NotThere {
                what: "grant of help",
                number: id.get(),
            })?;
            if kept.ended.is_some() {
                return Err(CreditRefusal::EndedAlready.into());
            }
            tx.end_hardship(id, why, stamp.at, stamp.by)?;
            Ok((format!("hardship:{id}"), ()))
        })
    }

    /// Lists help that was granted, the newest first: all of it, or one guarantor's.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn hardships(
        &self,
        guarantor: Option<GuarantorId>,
        limit: usize,
    ) -> Result<Vec<Hardship>, OfficeError> {
        Ok(self.store.hardships(guarantor, limit)?)
    }

    /// Shows what a discount would take off an account's open balances; nothing is done.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn preview_discount(
        &self,
        guarantor: GuarantorId,
        which: Discount,
    ) -> Result<DiscountPreview, OfficeError> {
        let open = self.store.discountable(guarantor, which.kind())?;
        let grants = self.store.hardships(Some(guarantor), MOST)?;
        Ok(work_out(which, open, &grants, &self.patient_terms()?)?)
    }

    /// Takes a discount off an account's open balances, as the preview showed, in one entry.
    ///
    /// # Errors
    /// [`CreditRefusal::NothingToDiscount`]; [`OfficeError::Store`] in a closed period.
    pub fn give_discount(
        &mut self,
        guarantor: GuarantorId,
        which: Discount,
        why: &str,
    ) -> Result<EntryId, OfficeError> {
        let terms = self.patient_terms()?;
        self.stamped("give a discount", |tx, stamp| {
            let open = tx.discountable(guarantor, which.kind())?;
            let grants = tx.hardships(Some(guarantor), MOST)?;
            let worked = work_out(which, open, &grants, &terms)?;
            if worked.lines.is_empty() {
                return Err(CreditRefusal::NothingToDiscount.into());
            }
            let why = match why.trim() {
                "" => which.words(),
                why => why,
            };
            let parts = worked.parts();
            let entry = discount(stamp.today, guarantor, which.kind(), &parts, why)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            Ok((format!("entry:{id}"), id))
        })
    }
}

/// The self-pay discount comes off services that no insurer was ever asked for; hardship off those of the days it was
/// granted for. A fee is no service.
fn work_out(
    which: Discount,
    open: Vec<Discountable>,
    grants: &[Hardship],
    terms: &PatientTerms,
) -> Result<DiscountPreview, MoneyError> {
    preview(which, open, |one| {
        if one.is_fee {
            return None;
        }
        match which {
            Discount::SelfPay => (!one.is_insured).then_some(terms.self_pay_percent),
            Discount::Hardship => grants
                .iter()
                .find(|grant| grant.holds_on(one.service_on))
                .map(|grant| grant.percent),
        }
    })
}
