//! A remittance as its screen shows it.

use chrono::NaiveDate;

use super::days::days;
use super::laid::{Laid, LaidClaim, Plans};
use super::{
    DeskAdjustment, DeskClaim, DeskFigures, OfferedClaim, OnDesk, RemitRefusal, RemittancePage,
    no_claim,
};
use crate::domain::code::AdjustmentGroup;
use crate::domain::id::{RemitClaimId, RemittanceId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::posting::PlannedClaim;
use crate::domain::remit::{Difference, RemitLine};
use crate::domain::remittance::{Change, Standing, changes};
use crate::office::{Office, OfficeError};
use crate::store::Tx;

impl Office {
    /// Reads a remittance with everything that its screen shows, planned on the accounts as they stand now.
    ///
    /// # Errors
    /// [`crate::office::Refusal::NotThere`], or what the book says.
    pub fn remittance(&self, id: RemittanceId) -> Result<RemittancePage, OfficeError> {
        let today = self.today();
        self.look_at_desk(id, |tx, desk| page(tx, &desk.laid, &desk.plans, today))
    }

    /// Lists the claims of ours that a claim of a remittance may be, the likeliest first, with what speaks for each and
    /// against it; with a text, those whose number, patient or payer has it.
    ///
    /// # Errors
    /// [`crate::office::Refusal::NotThere`], or what the book says.
    pub fn remit_candidates(
        &self,
        id: RemitClaimId,
        text: &str,
    ) -> Result<Vec<OfferedClaim>, OfficeError> {
        let typed = if text.trim().is_empty() {
            Vec::new()
        } else {
            self.store.claims(&crate::domain::claim::ClaimFilter {
                text: text.trim().to_owned(),
                limit: OFFERED,
                ..crate::domain::claim::ClaimFilter::default()
            })?
        };
        let remittance = self.remittance_of(id)?;
        let weighed = self.look_at_desk(remittance, |tx, desk| {
            let ids: Vec<_> = typed.iter().map(|row| row.id).collect();
            super::decide::weighed(tx, desk, id, text, &ids)
        })?;
        let mut offered = Vec::with_capacity(weighed.len());
        for weighed in weighed.into_iter().take(OFFERED) {
            if let Some(row) = self.store.claim_row(weighed.claim)? {
                offered.push(OfferedClaim { row, weighed });
            }
        }
        Ok(offered)
    }
}

/// So many claims are offered at most.
const OFFERED: usize = 20;

pub(super) fn page(
    tx: &Tx<'_>,
    laid: &Laid,
    plans: &Plans,
    today: NaiveDate,
) -> Result<RemittancePage, OfficeError> {
    let stands = laid.stands(plans);
    let figures = figures(laid, &stands)?;
    let stops = stops(tx, laid, plans)?;
    let id = laid.row.id;
    let mut claims = Vec::with_capacity(laid.claims.len());
    for ((claim, plan), stands) in laid.claims.iter().zip(&plans.claims).zip(stands) {
        claims.push(desk_claim(claim, plan.as_ref(), stands)?);
    }
    let adjustments = laid.adjustments.iter().zip(&plans.adjustments);
    Ok(RemittancePage {
        header: laid.header.clone(),
        claims,
        adjustments: adjustments
            .map(|((filed, read), plan)| DeskAdjustment {
                filed: filed.clone(),
                read: read.clone(),
                plan: plan.clone(),
            })
            .collect(),
        figures,
        stops,
        days: if laid.row.standing.is_open() {
            days(tx, &laid.row, today)?
        } else {
            Vec::new()
        },
        changes: changed(tx, &laid.row)?,
        events: tx.remittance_events(id)?,
        eobs: tx.eobs_of_remittance(id)?,
        row: laid.row.clone(),
    })
}

/// What differs in the remittance in whose place this one came.
pub(super) fn changed(
    tx: &Tx<'_>,
    row: &crate::domain::remittance::RemittanceRow,
) -> Result<Vec<Change>, OfficeError> {
    let Some(before) = row.replaces else {
        return Ok(Vec::new());
    };
    let paid = |id| -> Result<Vec<(String, Money)>, OfficeError> {
        let claims = tx.remit_claims(id)?.into_iter();
        let mut paid: Vec<_> = claims.map(|claim| (claim.number, claim.paid)).collect();
        if let Some(row) = tx.remittance(id)? {
            paid.push((String::new(), row.amount));
        }
        Ok(paid)
    };
    Ok(changes(&paid(before)?, &paid(row.id)?))
}

/// Why a remittance cannot be posted now; none when it can.
fn stops(tx: &Tx<'_>, laid: &Laid, plans: &Plans) -> Result<Option<String>, OfficeError> {
    match super::post::may_post(tx, laid, plans) {
        Ok(()) => Ok(None),
        Err(OfficeError::Remittance(refusal)) => Ok(Some(refusal.to_string())),
        Err(error) => Err(error),
    }
}

fn figures(laid: &Laid, stands: &[OnDesk]) -> Result<DeskFigures, MoneyError> {
    let mut figures = DeskFigures {
        payment: laid.row.amount,
        adjustments: laid.row.withheld.negated(),
        ..DeskFigures::default()
    };
    for (claim, stands) in laid.claims.iter().zip(stands) {
        let (count, sum) = match stands {
            OnDesk::Needs | OnDesk::Takeback | OnDesk::NoMatch => {
                (&mut figures.needs, &mut figures.needs_paid)
            }
            OnDesk::Parked => (&mut figures.parked, &mut figures.parked_paid),
            OnDesk::Matched | OnDesk::Accepted | OnDesk::Information | OnDesk::Posted => {
                (&mut figures.matched, &mut figures.matched_paid)
            }
        };
        *count = count.saturating_add(1);
        *sum = sum.plus(claim.read.paid)?;
    }
    let placed = Money::sum([
        figures.matched_paid,
        figures.needs_paid,
        figures.parked_paid,
        figures.adjustments,
    ])?;
    figures.left = figures.payment.minus(placed)?;
    Ok(figures)
}

fn desk_claim(
    claim: &LaidClaim,
    plan: Option<&PlannedClaim>,
    stands: OnDesk,
) -> Result<DeskClaim, MoneyError> {
    let label = label(stands, plan);
    let LaidClaim { filed, read, proof } = claim;
    let (mut patient, mut adjusted) = (Money::ZERO, Money::ZERO);
    for (_, one) in read.all_adjustments() {
        let sum = if one.group.known() == Some(AdjustmentGroup::Patient) {
            &mut patient
        } else {
            &mut adjusted
        };
        *sum = sum.plus(one.amount)?;
    }
    let stated = Money::sum(read.lines.iter().filter_map(RemitLine::allowed))?;
    let allowed = if stated.is_zero() {
        read.paid.plus(patient)?
    } else {
        stated
    };
    Ok(DeskClaim {
        allowed,
        adjusted,
        patient,
        off: proof.errors().map(Difference::words).collect(),
        stands,
        label,
        plan: plan.filter(|_| stands != OnDesk::Posted).cloned(),
        filed: filed.clone(),
        read: read.clone(),
    })
}

/// A word or two for a list.
fn label(stands: OnDesk, plan: Option<&PlannedClaim>) -> String {
    let waiting = plan.map(|plan| plan.exceptions.iter().filter(|one| one.waits()));
    let mut waiting = waiting.into_iter().flatten();
    match stands {
        OnDesk::Matched => String::from("Matched"),
        OnDesk::Accepted => String::from("Accepted"),
        OnDesk::Parked => String::from("Parked"),
        OnDesk::Posted => String::from("Posted"),
        OnDesk::Information => String::from("Information"),
        OnDesk::NoMatch => String::from("No match"),
        OnDesk::Takeback => String::from("Takeback"),
        OnDesk::Needs => match (waiting.next(), waiting.count()) {
            (Some(first), 0) => first.key.problem.words().to_owned(),
            (Some(first), more) => format!("{} +{more}", first.key.problem.words()),
            (None, _) => String::from("Needs you"),
        },
    }
}

/// A claim of a remittance that is still open to decisions.
pub(super) fn open_claim(
    tx: &Tx<'_>,
    id: RemitClaimId,
) -> Result<crate::domain::remittance::FiledClaim, OfficeError> {
    let filed = tx.remit_claim(id)?.ok_or(no_claim(id))?;
    let row = tx
        .remittance(filed.remittance)?
        .ok_or(super::not_there(filed.remittance))?;
    if row.standing.is_open() {
        Ok(filed)
    } else {
        Err(not_open(row.standing).into())
    }
}

pub(super) fn not_open(standing: Standing) -> RemitRefusal {
    RemitRefusal::NotOpen(standing.words().to_lowercase())
}
