//! The payment plans of the made-up practice: a few guarantors who owe much pay by the month, one of them forgets. It must
//! not know how a plan is worked out.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::estimate::{Benefits, Cover, NewEstimate, NewService, Typed};
use crate::domain::id::{GuarantorId, PolicyId};
use crate::domain::money::Money;
use crate::domain::pay_plan::{Every, Instalments, NewPlan, Scope, Terms};
use crate::domain::payment::{NewReceipt, Tender, oldest_first};
use crate::office::Office;

use super::DemoError;
use super::years::Years;

/// How long ago the plans were agreed, in days.
const AGREED: i64 = 80;
/// How many plans there are, and among how many people those are sought who owe most.
const PLANS: usize = 4;
const SOUGHT: usize = 400;
/// What is worth a plan, in cents.
const LEAST: i64 = 6_000;

/// Somebody who pays by the month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payer {
    guarantor: GuarantorId,
    /// Whether they pay the first instalments and forget the rest.
    forgets: bool,
}

impl Years {
    /// Agrees plans with those who owe most, on one day.
    pub(super) fn agree_plans(
        &mut self,
        office: &mut Office,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        if self.days_ago(day) > AGREED || self.plans.is_some() {
            return Ok(());
        }
        let mut owing: Vec<(Money, GuarantorId)> = Vec::new();
        for person in self.people.iter().take(SOUGHT) {
            let items = office.open_items(person.guarantor)?;
            let owes = items.iter().map(|item| item.patient_owes.max(Money::ZERO));
            owing.push((Money::sum(owes)?, person.guarantor));
        }
        owing.sort_unstable_by(|one, other| other.cmp(one));
        owing.dedup_by_key(|(_, guarantor)| *guarantor);
        let worth = owing.into_iter().filter(|(owes, _)| owes.cents() >= LEAST);
        let mut payers = Vec::new();
        for (place, (owes, guarantor)) in worth.take(PLANS).enumerate() {
            agree(office, guarantor, owes, day)?;
            let forgets = place == 1;
            payers.push(Payer { guarantor, forgets });
        }
        self.plans = Some(payers);
        Ok(())
    }

    /// Whoever has a plan pays what is due on it.
    pub(super) fn pay_plans(
        &mut self,
        office: &mut Office,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        for payer in self.plans.iter().flatten() {
            if payer.forgets && self.today.signed_duration_since(day).num_days() < AGREED - 20 {
                continue;
            }
            let due = office.plan_due(payer.guarantor, day)?;
            let due = Money::sum(due.iter().map(|plan| plan.now.due))?;
            if !due.is_positive() {
                continue;
            }
            let open = office.open_items(payer.guarantor)?;
            let (placed, _) = oldest_first(&open, due)?;
            let _receipt = office.take_payment(&NewReceipt {
                guarantor: payer.guarantor,
                accounting_on: day,
                tenders: vec![Tender::Check {
                    amount: due,
                    number: format!("{}", 2_000_u32.saturating_add(day.ordinal())),
                }],
                placed,
            })?;
        }
        Ok(())
    }

    /// What was estimated for people who come in the next days: one with insurance, one without.
    pub(super) fn estimates_of_this_morning(&self, office: &mut Office) -> Result<(), DemoError> {
        let today = self.today;
        let planned_on = today.checked_add_days(Days::new(12));
        let is_insured = |person: &&super::people::Person| person.payer_on(today).is_some();
        let insured = self.people.iter().find(is_insured);
        let alone = self.people.iter().find(|person| !is_insured(person));
        for person in insured.into_iter().chain(alone) {
            let policy = office.policy_on(person.id, today)?;
            let cover = match &policy {
                Some((policy, _)) => insured_cover(policy.id, policy.what.copay),
                None => Cover::SelfPay {
                    discount: "20".parse().ok(),
                },
            };
            let _estimate = office.give_estimate(&NewEstimate {
                patient: person.id,
                cover,
                what: String::from("a check-up with bloods"),
                planned_on,
                booked_on: Some(today),
                services: vec![
                    service("99214", "Office visit, about 30 minutes", "185")?,
                    service("36415", "Blood draw", "15")?,
                ],
            })?;
        }
        Ok(())
    }
}

fn insured_cover(policy: PolicyId, copay: Money) -> Cover {
    Cover::Insured {
        policy,
        benefits: Benefits {
            coinsurance: "20".parse().ok(),
            copay,
            ..Benefits::default()
        },
    }
}

fn service(code: &str, description: &str, fee: &str) -> Result<NewService, DemoError> {
    Ok(NewService {
        code: code.parse().map_err(|_| DemoError::Unsound)?,
        modifiers: Vec::new(),
        units: crate::domain::code::Units::ONE,
        description: description.to_owned(),
        diagnosis: None,
        biller: None,
        fee: Some(fee.parse().map_err(|_| DemoError::Unsound)?),
        typed: Typed::default(),
    })
}

/// A third of it today, the rest in six months from the 15th.
fn agree(
    office: &mut Office,
    guarantor: GuarantorId,
    owes: Money,
    day: NaiveDate,
) -> Result<(), DemoError> {
    let items = office.open_items(guarantor)?.into_iter();
    let open = items.filter(|item| item.patient_owes.is_positive());
    let first_on = day
        .checked_add_days(Days::new(30))
        .and_then(|on| on.with_day(15))
        .filter(|on| *on >= day)
        .ok_or(DemoError::Unsound)?;
    let _plan = office.make_plan(
        guarantor,
        &NewPlan {
            lines: open.map(|item| item.line).collect(),
            terms: Terms {
                down: owes.split(3).last().copied().unwrap_or_default(),
                instalments: Instalments::In(6),
                every: Every::Month,
                first_on,
                scope: Scope::Fixed,
            },
            why: String::new(),
        },
    )?;
    Ok(())
}
