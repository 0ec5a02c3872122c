//! Printing an agreement: once for each version of a plan, the same bytes ever after.

use super::{PlanRefusal, none, object};
use crate::domain::id::PlanId;
use crate::domain::page::Page;
use crate::domain::pay_plan::{Agreement, AgreementParts, CoveredVisit, Plan, PlanNumber, Version};
use crate::office::{Office, OfficeError, paper};
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::plan::sheets;
use crate::pdf::write::{Title, document};
use crate::store::pay_plan::CoveredLine;

impl Office {
    /// Gives the agreement of a plan's version as a PDF; of the one that holds when none is named. The first time it is
    /// made and kept; later the same bytes are given again.
    ///
    /// # Errors
    /// [`crate::office::Refusal::NotThere`], [`PlanRefusal::NoVersion`], [`PlanRefusal::Agreement`] when its figures do
    /// not add up, [`OfficeError::Store`].
    pub fn plan_pdf(&mut self, id: PlanId, version: Option<u32>) -> Result<Vec<u8>, OfficeError> {
        let (plan, version) = self.version_of(id, version)?;
        if let Some(print) = self.store.pay_plan_print(id, version.number)? {
            return Ok(self.store.attachment(print)?);
        }
        let agreement = self.agreement(&plan, &version)?;
        let fonts = Fonts::load()?;
        let pages = sheets(&agreement, &fonts);
        let bytes = document(&fonts, Title::PaymentPlan, version.agreed_on, &pages)?;
        self.write("print a payment plan", |tx, at| {
            let print = tx.attach(&bytes, at)?;
            tx.keep_pay_plan_print(id, version.number, print)?;
            Ok((object(id), ()))
        })?;
        Ok(bytes)
    }

    /// Gives an agreement as pages to be drawn: what [`Office::plan_pdf`] prints when it is printed now.
    ///
    /// # Errors
    /// As [`Office::plan_pdf`].
    pub fn plan_pages(&self, id: PlanId, version: Option<u32>) -> Result<Vec<Page>, OfficeError> {
        let (plan, version) = self.version_of(id, version)?;
        let agreement = self.agreement(&plan, &version)?;
        let sheets = sheets(&agreement, &Fonts::load()?);
        Ok(sheets.into_iter().map(page).collect())
    }

    fn version_of(&self, id: PlanId, version: Option<u32>) -> Result<(Plan, Version), OfficeError> {
        let plan = self.store.pay_plan(id)?.ok_or_else(|| none(id))?;
        let Some(wanted) = version else {
            let newest = plan.version.clone();
            return Ok((plan, newest));
        };
        let versions = self.store.pay_plan_versions(id)?;
        let found = versions.into_iter().find(|one| one.number == wanted);
        let version = found.ok_or(PlanRefusal::NoVersion {
            plan: PlanNumber(id),
            version: wanted,
        })?;
        Ok((plan, version))
    }

    fn agreement(&self, plan: &Plan, version: &Version) -> Result<Agreement, OfficeError> {
        let guarantor = self.guarantor(plan.guarantor)?.contact;
        let lines = self.store.pay_plan_lines(plan.id, version.number)?;
        let mut patients: Vec<String> = Vec::new();
        for line in &lines {
            let name = line.name.natural();
            if !patients.contains(&name) {
                patients.push(name);
            }
        }
        let parts = AgreementParts {
            practice: paper::letterhead(&self.practice()?),
            plan: PlanNumber(plan.id),
            version: version.number,
            agreed_on: version.agreed_on,
            guarantor: guarantor.name.natural(),
            address: paper::address(&guarantor.address).lines().join(", "),
            account: paper::account_number(plan.guarantor)?,
            patients,
            covers: visits(&lines)?,
            terms: version.terms.clone(),
            schedule: version.schedule()?,
            rules: version.rules,
            why: version.why.clone(),
            signer: version.by.clone(),
        };
        Ok(Agreement::build(parts).map_err(PlanRefusal::Agreement)?)
    }
}

/// The services visit by visit.
fn visits(lines: &[CoveredLine]) -> Result<Vec<CoveredVisit>, OfficeError> {
    let mut visits: Vec<(i64, CoveredVisit)> = Vec::new();
    for line in lines {
        match visits.last_mut() {
            Some((visit, covered)) if *visit == line.visit => {
                covered.services = format!("{}, {}", covered.services, line.description);
                covered.owed = covered.owed.plus(line.owed)?;
            }
            _ => visits.push((
                line.visit,
                CoveredVisit {
                    on: line.service_on,
                    services: line.description.clone(),
                    owed: line.owed,
                },
            )),
        }
    }
    Ok(visits.into_iter().map(|(_, visit)| visit).collect())
}
