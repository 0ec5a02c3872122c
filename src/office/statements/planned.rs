//! What payment plans keep out of statements: the services of plans that are kept, account by account. It must not know
//! how a plan stands; the plans say so.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::id::{ChargeLineId, GuarantorId};
use crate::domain::mailing::Standing;
use crate::domain::money::Money;
use crate::domain::pay_plan::live_lines;
use crate::office::{Office, OfficeError};
use crate::store::statement::AccountFacts;

/// The services on plans that are kept, by account.
#[derive(Clone, Debug, Default)]
pub(in crate::office) struct Planned(BTreeMap<GuarantorId, Vec<ChargeLineId>>);

impl Planned {
    fn has(&self, guarantor: GuarantorId, line: ChargeLineId) -> bool {
        let lines = self.0.get(&guarantor);
        lines.is_some_and(|lines| lines.binary_search(&line).is_ok())
    }

    /// Takes the services of plans out of what a statement shows, and gives what is owed for them.
    pub(super) fn take_out(
        &self,
        guarantor: GuarantorId,
        facts: &mut AccountFacts,
    ) -> Result<Money, OfficeError> {
        let on_plan = |line: ChargeLineId| self.has(guarantor, line);
        let lines = facts.lines.iter().filter(|line| on_plan(line.line));
        let planned = Money::sum(lines.map(|line| line.sums.patient_owes))?;
        facts.lines.retain(|line| !on_plan(line.line));
        Ok(planned)
    }
}

impl Office {
    /// The services that plans keep out of statements on a day.
    pub(in crate::office) fn planned(&self, day: NaiveDate) -> Result<Planned, OfficeError> {
        let live = self
            .plans_due(day)?
            .into_iter()
            .map(|(guarantor, plans)| (guarantor, live_lines(&plans).into_keys().collect()))
            .filter(|(_, lines): &(_, Vec<_>)| !lines.is_empty());
        Ok(Planned(live.collect()))
    }

    /// How an account stands beside its plans: what is on them is no matter of statements, nor how often it was asked
    /// for.
    pub(in crate::office) fn beside_plans(
        &self,
        standing: Standing,
        planned: &Planned,
    ) -> Result<Standing, OfficeError> {
        let guarantor = standing.guarantor;
        if !planned.0.contains_key(&guarantor) {
            return Ok(standing);
        }
        let billed: BTreeMap<_, _> = self.store.billed(guarantor)?.into_iter().collect();
        let mut beside = Standing {
            asked: 0,
            first_asked_on: None,
            ..standing
        };
        for item in self.store.open_items(guarantor)? {
            if planned.has(guarantor, item.line) {
                beside.planned = beside.planned.plus(item.patient_owes)?;
            } else if let Some(billed) = billed.get(&item.line)
                && item.patient_owes.is_positive()
            {
                beside.asked = beside.asked.max(billed.times);
                let first = beside.first_asked_on.unwrap_or(billed.first_on);
                beside.first_asked_on = Some(first.min(billed.first_on));
            }
        }
        Ok(beside)
    }
}
