//! The made-up practice's own rules and what its payers allowed: two rules somebody thought of, one learned from a
//! denial, and referrals of the plan that wants them. It must not know how a payer decides.

use chrono::{Days, NaiveDate};

use crate::domain::authorization::{Kind, Limit, NewAuthorization};
use crate::domain::claim::{ClaimFilter, Order, State};
use crate::domain::code::{FilingIndicator, Span};
use crate::domain::id::PayerId;
use crate::domain::money::Money;
use crate::domain::rule::{Act, Condition, NewRule, Score};
use crate::office::{MONTHS_USUAL, Office, OfficeError, quietly};

use super::DemoError;
use super::people::Person;

/// From how many cents on a claim of so small a practice deserves a second look.
const MUCH: i64 = 35_000;
/// How many denials are looked at for the best rule to learn.
const LEARNED_FROM: usize = 4;
/// How many patients of the plan have a referral.
const REFERRED: usize = 4;
/// How many visits one allows.
const VISITS: u32 = 30;
/// How long ago the referrals began, and how long they hold.
const DAYS: (u64, u64) = (200, 400);

/// Writes rules in, tries them on what the practice has lived through, and switches on those that are worth it.
pub(super) fn write(office: &mut Office) -> Result<(), DemoError> {
    let mut rules: Vec<NewRule> = office.ready_made_rules()?.into_iter().take(1).collect();
    if let Some(large) = rules.first_mut() {
        large.when.at_least = Some(Money::from_cents(MUCH)?);
    }
    rules.extend(check_ups(office)?);
    rules.extend(learned(office)?);
    for rule in rules {
        let id = office.add_rule(&rule)?;
        let score = office.try_rule(id, MONTHS_USUAL, &mut quietly)?.score;
        if rule.learned.is_none() || score.right > score.wrong {
            office.switch_rule(id, true)?;
        }
    }
    Ok(())
}

/// What somebody knows of Medicare.
fn check_ups(office: &Office) -> Result<Option<NewRule>, OfficeError> {
    let payers = office.payers()?;
    let medicare = payers
        .iter()
        .find(|payer| payer.what.filing_indicator == FilingIndicator::MedicarePartB);
    Ok(medicare.map(|payer| NewRule {
        name: String::from("Medicare and check-ups"),
        words: String::from("Medicare covers its own wellness visit, not this check-up."),
        fix: String::from("Bill G0438 or G0439 when that is what was done."),
        when: Condition {
            payer: Some(payer.id),
            codes: Span::list("99381-99397").unwrap_or_default(),
            ..Condition::default()
        },
        then: Act::Warn,
        ..NewRule::default()
    }))
}

/// The best of the rules that the newest denials propose.
fn learned(office: &Office) -> Result<Option<NewRule>, OfficeError> {
    let denied = office.claims(&ClaimFilter {
        states: vec![State::Denied, State::PartlyPaid],
        order: Order::Newest,
        limit: LEARNED_FROM,
        ..ClaimFilter::default()
    })?;
    let mut proposals = Vec::new();
    for claim in denied {
        proposals.push(office.propose_rule(claim.id, &mut quietly)?);
    }
    let worth = |score: Score| i64::from(score.right).saturating_sub(i64::from(score.wrong));
    let best = proposals
        .into_iter()
        .max_by_key(|proposal| worth(proposal.trial.score));
    Ok(best.map(|proposal| proposal.rule))
}

/// A referral that visits carry while it holds.
#[derive(Clone, Debug)]
pub(super) struct Referral {
    patient: crate::domain::id::PatientId,
    from: NaiveDate,
    until: NaiveDate,
    number: String,
}

impl Referral {
    /// Whether a visit of that patient on that day carries it.
    pub(super) fn covers(&self, person: &Person, day: NaiveDate) -> bool {
        self.patient == person.id && (self.from..=self.until).contains(&day)
    }

    /// Its number.
    pub(super) fn number(&self) -> String {
        self.number.clone()
    }
}

/// Gives the first members of a plan a referral each.
pub(super) fn refer(
    office: &mut Office,
    people: &[Person],
    (plan, payer): (usize, PayerId),
    today: NaiveDate,
) -> Result<Vec<Referral>, DemoError> {
    let from = today.checked_sub_days(Days::new(DAYS.0)).unwrap_or(today);
    let until = from.checked_add_days(Days::new(DAYS.1)).unwrap_or(from);
    let members = people.iter().filter(|person| {
        person.payer_on(from) == Some(plan) && person.payer_on(today) == Some(plan)
    });
    let mut referrals = Vec::new();
    for (number, person) in (44_101_u32..).zip(members.take(REFERRED)) {
        let policies = office.policies(person.id)?;
        let policy = policies
            .iter()
            .find(|(policy, _)| policy.what.payer == payer && policy.what.is_in_force(from));
        let Some((policy, _)) = policy else {
            continue;
        };
        let number = format!("RF{number}");
        let _id = office.add_authorization(&NewAuthorization {
            patient: person.id,
            policy: policy.id,
            number: number.clone(),
            kind: Kind::Referral,
            codes: Vec::new(),
            limit: Some(Limit::Visits(VISITS)),
            from,
            until: Some(until),
            note: String::from("By phone, for the family doctor"),
        })?;
        referrals.push(Referral {
            patient: person.id,
            from,
            until,
            number,
        });
    }
    Ok(referrals)
}
