//! Payment plans: agreed, changed with a reason, closed, and how each stands on a day. It must not know how one is worked
//! out; the domain does that from the journal.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::money::reason;
use super::visits::Stamp;
use super::{Office, OfficeError, Refusal};
use crate::domain::id::{ChargeLineId, GuarantorId, PlanId};
use crate::domain::money::Money;
use crate::domain::pay_plan::{
    AgreementError, Covered, Ending, MissedRules, NewPlan, Plan, PlanError, PlanNow, PlanNumber,
    PlanRow, Planned, Scope, Standing, Version,
};
use crate::store::Tx;
use crate::store::pay_plan::NewVersion;

mod print;

/// The setting that holds [`MissedRules`].
const RULES: &str = "missed payments";

/// Why a payment plan is not made or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefusal {
    /// Amounts or days do not fit.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// No service was chosen.
    #[error("a plan covers at least one service")]
    NothingChosen,
    /// A service is on another guarantor's account.
    #[error("service {0} is on another account")]
    OtherAccount(ChargeLineId),
    /// The guarantor owes nothing for a service.
    #[error("nothing is owed for service {0}")]
    NotOwed(ChargeLineId),
    /// A service is on another open plan.
    #[error("service {line} is on plan {plan}; change or end that one")]
    OnAnother {
        /// The service.
        line: ChargeLineId,
        /// The plan it is on.
        plan: PlanNumber,
    },
    /// Another plan of the guarantor takes new charges in.
    #[error("plan {0} takes new charges in already; only one plan of an account can")]
    FollowsAlready(PlanNumber),
    /// The figures of an agreement do not hold.
    #[error(transparent)]
    Agreement(#[from] AgreementError),
    /// The plan has no such version.
    #[error("plan {plan} has no version {version}")]
    NoVersion {
        /// The plan.
        plan: PlanNumber,
        /// The version asked for.
        version: u32,
    },
    /// The plan was closed.
    #[error("plan {0} was closed; make a new one")]
    Closed(PlanNumber),
}

impl From<PlanError> for OfficeError {
    fn from(error: PlanError) -> Self {
        PlanRefusal::Plan(error).into()
    }
}

/// What a plan would say, before it is agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanPreview {
    /// The services, with what is owed for each.
    pub covers: Vec<Covered>,
    /// What is owed in all.
    pub balance: Money,
    /// Each payment.
    pub schedule: Vec<Planned>,
}

impl Office {
    /// Gives the plans of a guarantor that are open on a day and not paid off, each as it stands then: what of its
    /// instalments is due, what was missed, and which services it covers.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn plan_due(
        &self,
        guarantor: GuarantorId,
        day: NaiveDate,
    ) -> Result<Vec<PlanNow>, OfficeError> {
        let plans = self.store.pay_plans_of(guarantor)?;
        self.standing_open(plans, day)
    }

    /// Gives every guarantor's plans that are open on a day and not paid off, as [`Office::plan_due`] does for one.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn plans_due(
        &self,
        day: NaiveDate,
    ) -> Result<BTreeMap<GuarantorId, Vec<PlanNow>>, OfficeError> {
        let mut found: BTreeMap<GuarantorId, Vec<PlanNow>> = BTreeMap::new();
        // A plan that was closed since was open on an earlier day.
        let plans = if day < self.today() {
            self.store.all_pay_plans()?
        } else {
            self.store.open_pay_plans()?
        };
        for plan in self.standing_open(plans, day)? {
            found.entry(plan.plan.guarantor).or_default().push(plan);
        }
        Ok(found)
    }

    fn standing_open(&self, plans: Vec<Plan>, day: NaiveDate) -> Result<Vec<PlanNow>, OfficeError> {
        let mut found = Vec::new();
        for plan in plans {
            let Some(plan) = self.held_on(plan, day)? else {
                continue;
            };
            let plan = self.store.pay_plan_now(plan, day)?;
            if !matches!(plan.now.standing, Standing::Closed | Standing::PaidOff) {
                found.push(plan);
            }
        }
        Ok(found)
    }

    /// The plan with the version that held on a day; none before it was agreed.
    fn held_on(&self, plan: Plan, day: NaiveDate) -> Result<Option<Plan>, OfficeError> {
        if plan.version.agreed_on <= day {
            return Ok(Some(plan));
        }
        let versions = self.store.pay_plan_versions(plan.id)?;
        let held = versions.into_iter().rfind(|one| one.agreed_on <= day);
        Ok(held.map(|version| Plan { version, ..plan }))
    }

    /// Lists all plans as they stand today, the newest first: every guarantor's, or one's.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn plans(&self, guarantor: Option<GuarantorId>) -> Result<Vec<PlanNow>, OfficeError> {
        let mut plans = match guarantor {
            Some(guarantor) => self.store.pay_plans_of(guarantor)?,
            None => self.store.all_pay_plans()?,
        };
        plans.sort_by_key(|plan| std::cmp::Reverse(plan.id));
        let today = self.today();
        let now = plans
            .into_iter()
            .map(|plan| Ok(self.store.pay_plan_now(plan, today)?));
        now.collect()
    }

    /// Lists all plans as [`Office::plans`] does, each with whose it is.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn plan_rows(&self) -> Result<Vec<PlanRow>, OfficeError> {
        let rows = self.plans(None)?.into_iter().map(|plan| {
            let guarantor = self.guarantor(plan.plan.guarantor)?;
            let family = self.family(guarantor.id)?;
            Ok(PlanRow {
                name: guarantor.contact.name,
                patient: guarantor.patient.or(family.first().map(|row| row.id)),
                plan,
            })
        });
        rows.collect()
    }

    /// Gives a plan as it stands today.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn plan(&self, id: PlanId) -> Result<PlanNow, OfficeError> {
        let plan = self.store.pay_plan(id)?.ok_or_else(|| none(id))?;
        Ok(self.store.pay_plan_now(plan, self.today())?)
    }

    /// Finds a plan by its number, with or without the P.
    ///
    /// # Errors
    /// [`Refusal::Missing`] when that is no number, [`Refusal::NotThere`], or what the book says.
    pub fn plan_numbered(&self, text: &str) -> Result<PlanNow, OfficeError> {
        let number: PlanNumber = text
            .parse()
            .map_err(|_| Refusal::Missing("the number of the plan"))?;
        self.plan(number.0)
    }

    /// Lists what a plan said in each of its versions, the oldest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn plan_versions(&self, id: PlanId) -> Result<Vec<Version>, OfficeError> {
        Ok(self.store.pay_plan_versions(id)?)
    }

    /// What happens when payments are missed, for plans that are agreed from now on.
    ///
    /// # Errors
    /// [`Refusal::Setting`], [`OfficeError::Store`].
    pub fn missed_rules(&self) -> Result<MissedRules, OfficeError> {
        Ok(self.setting(RULES)?.unwrap_or(MissedRules::USUAL))
    }

    /// Sets what happens when payments are missed. Plans keep the rules they were agreed under.
    ///
    /// # Errors
    /// [`PlanError::Rules`], [`OfficeError::Store`].
    pub fn set_missed_rules(&mut self, rules: MissedRules) -> Result<(), OfficeError> {
        rules.check()?;
        self.set_setting(RULES, &rules)
    }

    /// Works out what a plan would say, or what a plan would say anew. Nothing is kept.
    ///
    /// # Errors
    /// As [`Office::make_plan`].
    pub fn preview_plan(
        &mut self,
        guarantor: GuarantorId,
        changes: Option<PlanId>,
        new: &NewPlan,
    ) -> Result<PlanPreview, OfficeError> {
        let today = self.today();
        self.store.look(|tx| {
            let covers = covers(tx, guarantor, changes, new)?;
            let balance = Money::sum(covers.iter().map(|covered| covered.owed))?;
            let schedule = new.terms.schedule(balance, today)?;
            Ok(PlanPreview {
                covers,
                balance,
                schedule,
            })
        })
    }

    /// Agrees a plan on services of a guarantor, from today on.
    ///
    /// # Errors
    /// [`PlanRefusal`] with what does not fit, [`OfficeError::Store`].
    pub fn make_plan(
        &mut self,
        guarantor: GuarantorId,
        new: &NewPlan,
    ) -> Result<PlanId, OfficeError> {
        let rules = self.missed_rules()?;
        self.stamped("agree a payment plan", |tx, stamp| {
            let covers = covers(tx, guarantor, None, new)?;
            let id = tx.add_pay_plan(guarantor)?;
            add_version(tx, (id, 1), (new, &covers), rules, stamp)?;
            Ok((object(id), id))
        })
    }

    /// Agrees a plan anew, as when its instalments cannot be paid, services are added or an insurer paid: what is still
    /// owed for the services is paid by the new terms. What it said stays in its versions.
    ///
    /// # Errors
    /// [`Refusal::Missing`] without a reason, [`PlanRefusal`] with what does not fit, [`OfficeError::Store`].
    pub fn change_plan(&mut self, id: PlanId, new: &NewPlan) -> Result<u32, OfficeError> {
        let rules = self.missed_rules()?;
        self.stamped("change a payment plan", |tx, stamp| {
            let _why = reason(&new.why)?;
            let plan = tx.pay_plan(id)?.ok_or_else(|| none(id))?;
            if plan.closed.is_some() {
                return Err(PlanRefusal::Closed(PlanNumber(id)).into());
            }
            let covers = covers(tx, plan.guarantor, Some(id), new)?;
            let number = plan.version.number.saturating_add(1);
            add_version(tx, (id, number), (new, &covers), rules, stamp)?;
            Ok((object(id), number))
        })
    }

    /// Ends a plan, or calls it off. What is left of it is owed as before it was agreed.
    ///
    /// # Errors
    /// [`Refusal::Missing`] without a reason, [`PlanRefusal::Closed`], [`OfficeError::Store`].
    pub fn close_plan(&mut self, id: PlanId, ending: Ending, why: &str) -> Result<(), OfficeError> {
        self.stamped("close a payment plan", |tx, stamp| {
            let why = reason(why)?;
            let plan = tx.pay_plan(id)?.ok_or_else(|| none(id))?;
            if plan.closed.is_some() {
                return Err(PlanRefusal::Closed(PlanNumber(id)).into());
            }
            tx.close_pay_plan(id, (ending, why), stamp.today, stamp.at, stamp.by)?;
            Ok((object(id), ()))
        })
    }
}

/// Reads what is owed for the services that were chosen, and refuses those that cannot be covered.
fn covers(
    tx: &Tx<'_>,
    guarantor: GuarantorId,
    changes: Option<PlanId>,
    new: &NewPlan,
) -> Result<Vec<Covered>, OfficeError> {
    let mut lines = new.lines.clone();
    lines.sort_unstable();
    lines.dedup();
    if lines.is_empty() {
        return Err(PlanRefusal::NothingChosen.into());
    }
    let others: Vec<Plan> = tx
        .pay_plans_of(guarantor)?
        .into_iter()
        .filter(|plan| plan.closed.is_none() && Some(plan.id) != changes)
        .collect();
    let following = others
        .iter()
        .find(|plan| plan.version.terms.scope == Scope::NewCharges);
    if let (Scope::NewCharges, Some(plan)) = (new.terms.scope, following) {
        return Err(PlanRefusal::FollowsAlready(PlanNumber(plan.id)).into());
    }
    let mut covers = Vec::with_capacity(lines.len());
    for line in lines {
        let state = tx.line(line)?.ok_or(Refusal::NotThere {
            what: "service",
            number: line.get(),
        })?;
        if state.guarantor != guarantor {
            return Err(PlanRefusal::OtherAccount(line).into());
        }
        let owed = state.sums.patient_owes;
        if !owed.is_positive() {
            return Err(PlanRefusal::NotOwed(line).into());
        }
        for plan in &others {
            let joined = tx.pay_plan_joined(plan)?;
            let mut on_it = plan.version.covers.iter().chain(&joined);
            if on_it.any(|covered| covered.line == line) {
                let plan = PlanNumber(plan.id);
                return Err(PlanRefusal::OnAnother { line, plan }.into());
            }
        }
        covers.push(Covered { line, owed });
    }
    Ok(covers)
}

fn add_version(
    tx: &Tx<'_>,
    (plan, number): (PlanId, u32),
    (new, covers): (&NewPlan, &[Covered]),
    rules: MissedRules,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let balance = Money::sum(covers.iter().map(|covered| covered.owed))?;
    let _schedule = new.terms.schedule(balance, stamp.today)?;
    let version = NewVersion {
        plan,
        number,
        agreed_on: stamp.today,
        terms: &new.terms,
        rules,
        covers,
        why: new.why.trim(),
    };
    Ok(tx.add_pay_plan_version(&version, stamp.at, stamp.by)?)
}

fn none(id: PlanId) -> Refusal {
    Refusal::NotThere {
        what: "payment plan",
        number: id.get(),
    }
}

fn object(id: PlanId) -> String {
    format!("pay_plan:{id}")
}
