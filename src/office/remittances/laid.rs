//! A remittance laid out: what the file says beside what the book keeps of it, and the plan of every part on the accounts
//! as they stand.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{OnDesk, not_there};
use crate::domain::claim::State;
use crate::domain::code::ClaimStatus;
use crate::domain::id::{ClaimId, PolicyId, RemittanceId};
use crate::domain::ledger::Move;
use crate::domain::money::{Money, MoneyError};
use crate::domain::posting::{
    Decisions, Lane, PlannedClaim, PlannedProviderAdjustment, Position, PostingRule, Treatment,
    plan, plan_adjustments,
};
use crate::domain::remit::{ClaimProof, ProviderAdjustment, RemitClaim, Remittance};
use crate::domain::remittance::{FiledAdjustment, FiledClaim, RemittanceRow, Said, Standing};
use crate::edi::remit835::{self, Part, Remitted};
use crate::office::OfficeError;
use crate::store::Tx;
use crate::store::remittance::Accounts;

/// A remittance with everything that bears on it.
pub(super) struct Laid {
    pub row: RemittanceRow,
    pub header: Remittance,
    pub claims: Vec<LaidClaim>,
    pub adjustments: Vec<(FiledAdjustment, ProviderAdjustment)>,
}

/// A claim of it.
pub(super) struct LaidClaim {
    pub filed: FiledClaim,
    pub read: RemitClaim,
    pub proof: ClaimProof,
}

/// What would be posted of it.
pub(super) struct Plans {
    /// Of each claim; none of one that is parked or not known.
    pub claims: Vec<Option<PlannedClaim>>,
    /// Of each provider adjustment.
    pub adjustments: Vec<PlannedProviderAdjustment>,
    /// Where the claims of ours stand, and under which policy they are.
    pub stands: HashMap<ClaimId, (State, PolicyId)>,
}

impl Laid {
    /// Reads a remittance from the book and its file.
    pub(super) fn read(tx: &Tx<'_>, id: RemittanceId) -> Result<Self, OfficeError> {
        let row = tx.remittance(id)?.ok_or(not_there(id))?;
        let bytes = tx.remit_file_bytes(row.file)?.unwrap_or_default();
        let remitted = remitted(&bytes, row.segment).ok_or(not_there(id))?;
        Self::of(tx, row, remitted)
    }

    /// Lays what was read from a file beside what the book keeps.
    pub(super) fn of(
        tx: &Tx<'_>,
        row: RemittanceRow,
        remitted: Remitted,
    ) -> Result<Self, OfficeError> {
        let filed = tx.remit_claims(row.id)?.into_iter();
        let claims = filed
            .zip(remitted.claims)
            .map(|(filed, read)| {
                let proof = ClaimProof::of(&read)?;
                Ok(LaidClaim { filed, read, proof })
            })
            .collect::<Result<_, MoneyError>>()?;
        let filed = tx.remit_adjustments(row.id)?.into_iter();
        let adjustments = filed.zip(remitted.provider_adjustments).collect();
        Ok(Self {
            row,
            header: remitted.header,
            claims,
            adjustments,
        })
    }

    /// Plans all of it on the accounts as they stand, each part on what those before it leave.
    pub(super) fn plan(&self, tx: &Tx<'_>, on: NaiveDate) -> Result<Plans, OfficeError> {
        let ids: BTreeSet<ClaimId> = self.known().map(|(_, claim)| claim).collect();
        let ids: Vec<ClaimId> = ids.into_iter().collect();
        let mut accounts = tx.claim_accounts(&ids)?;
        let rules = tx.posting_rules_on()?;
        let stands = accounts
            .values()
            .map(|one| (one.claim, (one.state, one.policy)))
            .collect();
        Ok(Plans {
            stands,
            claims: self.plan_claims(&mut accounts, &rules)?,
            adjustments: self.plan_adjustments(tx, on)?,
        })
    }

    /// The claims that are one of ours and not parked, by their index.
    fn known(&self) -> impl Iterator<Item = (usize, ClaimId)> {
        let claims = self.claims.iter().enumerate();
        claims.filter_map(|(at, claim)| Some((at, claim.ours()?)))
    }

    fn plan_claims(
        &self,
        accounts: &mut Accounts,
        rules: &[PostingRule],
    ) -> Result<Vec<Option<PlannedClaim>>, MoneyError> {
        let mut of_claim: BTreeMap<ClaimId, Vec<usize>> = BTreeMap::new();
        for (at, claim) in self.known() {
            of_claim.entry(claim).or_default().push(at);
        }
        let mut plans: Vec<Option<PlannedClaim>> = vec![None; self.claims.len()];
        for (claim, mut places) in of_claim {
            let Some(mut account) = accounts.remove(&claim) else {
                continue;
            };
            let is_reversal = |at: &usize| self.claims.get(*at).is_some_and(LaidClaim::is_reversal);
            // What was posted before is taken back before anything comes in its place.
            if !account.earlier.is_empty() {
                places.sort_by_key(|at| !is_reversal(at));
            }
            for (nth, at) in places.iter().enumerate() {
                let Some(one) = self.claims.get(*at) else {
                    continue;
                };
                let is_before = places.iter().take(nth).any(is_reversal);
                let is_followed = places.iter().skip(nth).any(|at| !is_reversal(at));
                let position = match (one.is_reversal(), is_before, is_followed) {
                    (true, _, true) => Position::BeforeCorrection,
                    (false, true, _) => Position::AfterReversal,
                    _ => Position::Alone,
                };
                let decisions = &one.filed.decisions;
                let planned = plan(&one.read, &account, rules, decisions, position)?;
                account = account.after_plan(&planned)?;
                if let Some(place) = plans.get_mut(*at) {
                    *place = Some(planned);
                }
            }
        }
        Ok(plans)
    }

    fn plan_adjustments(
        &self,
        tx: &Tx<'_>,
        on: NaiveDate,
    ) -> Result<Vec<PlannedProviderAdjustment>, OfficeError> {
        let open = match self.row.payer {
            Some(payer) => crate::domain::posting::open_rows(&tx.payer_moves(payer)?)?,
            None => Vec::new(),
        };
        let (filed, read): (Vec<Decisions>, Vec<ProviderAdjustment>) = self
            .adjustments
            .iter()
            .map(|(filed, read)| (filed.decisions.clone(), read.clone()))
            .unzip();
        Ok(plan_adjustments(&read, on, &open, &filed)?)
    }

    /// Where each claim stands on the desk.
    pub(super) fn stands(&self, plans: &Plans) -> Vec<OnDesk> {
        let plans = plans.claims.iter();
        let claims = self.claims.iter().zip(plans);
        claims
            .map(|(claim, plan)| claim.stands(plan.as_ref(), self.row.standing))
            .collect()
    }

    /// How much of it waits for a person.
    pub(super) fn needs(&self, plans: &Plans) -> u32 {
        let claims = self.stands(plans);
        let claims = claims.iter().filter(|one| one.needs_someone()).count();
        let adjustments = plans.adjustments.iter();
        let adjustments = adjustments.filter(|one| one.lane == Lane::Person).count();
        let whole = usize::from(self.row.payer.is_none())
            .saturating_add(usize::from(
                !self.row.problem.is_empty() && !self.row.is_passed,
            ))
            .saturating_add(usize::from(!self.row.difference.is_zero()));
        let all = claims.saturating_add(adjustments).saturating_add(whole);
        u32::try_from(all).unwrap_or(u32::MAX)
    }
}

impl LaidClaim {
    /// The claim of ours that it is; none while that is not known or it is parked.
    pub(super) fn ours(&self) -> Option<ClaimId> {
        match self.filed.matches.as_slice() {
            [one] if self.filed.said != Said::Parked => Some(one.claim),
            _ => None,
        }
    }

    pub(super) fn is_reversal(&self) -> bool {
        self.read.status.known() == Some(ClaimStatus::Reversal)
    }

    fn stands(&self, plan: Option<&PlannedClaim>, standing: Standing) -> OnDesk {
        if self.filed.said == Said::Parked {
            return OnDesk::Parked;
        }
        if standing == Standing::Posted {
            return OnDesk::Posted;
        }
        let Some(plan) = plan else {
            return OnDesk::NoMatch;
        };
        match plan.lane {
            Lane::Information => OnDesk::Information,
            Lane::Person if plan.treatment == Treatment::Reversal => OnDesk::Takeback,
            Lane::Person => OnDesk::Needs,
            Lane::Ready if plan.is_parked => OnDesk::Parked,
            Lane::Ready if self.filed.said == Said::Accepted || !plan.exceptions.is_empty() => {
                OnDesk::Accepted
            }
            Lane::Ready => OnDesk::Matched,
        }
    }
}

/// Reads one remittance of a file again, by the segment it begins with.
fn remitted(bytes: &[u8], segment: u64) -> Option<Remitted> {
    let mut found: Option<Remitted> = None;
    let mut is_here = false;
    // What was taken in was read to its end then, so that this reads as far again.
    let _findings = remit835::stream(bytes, |part| match part {
        Part::Interchange(_) | Part::Group(_) | Part::Transaction(_) => is_here = false,
        Part::Item(item) => {
            if let remit835::Item::Header(header) = &item {
                is_here = header.place.segment == segment;
                if is_here {
                    found = Some(Remitted::default());
                }
            }
            if let Some(remitted) = found.as_mut().filter(|_| is_here) {
                remitted.keep(item);
            }
        }
    });
    found
}

/// What a plan pays, by its moves: the payment for the claim, when it is placed whole.
pub(super) fn placed(plan: &PlannedClaim) -> Result<Money, MoneyError> {
    let lines = plan.answered();
    let moves = lines.iter().flat_map(|line| &line.moves);
    Money::sum(moves.map(|one| match one {
        Move::Paid(amount) => *amount,
        Move::WrittenOff(..)
        | Move::ToPatient(..)
        | Move::Kept(..)
        | Move::OwedBack(_)
        | Move::Credited(_) => Money::ZERO,
    }))
}
