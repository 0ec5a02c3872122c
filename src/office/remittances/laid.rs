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
    ClaimAccount, Decisions, Lane, PlannedClaim, PlannedProviderAdjustment, Position, PostingRule,
    Treatment, plan, plan_adjustments,
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

/// What the plans of its claims stand on.
pub(super) struct Ground {
    /// The claims of ours that it answers, as they stand.
    accounts: Accounts,
    /// The rules of the practice that are on.
    rules: Vec<PostingRule>,
}

/// What would be posted of it.
pub(super) struct Plans {
    /// Of each claim; none of one that is parked or not known.
    pub claims: Vec<Option<PlannedClaim>>,
    /// Of each provider adjustment.
    pub adjustments: Vec<PlannedProviderAdjustment>,
}

impl Ground {
    /// Where the claims of ours stand, and under which policy they are.
    pub(super) fn stands(&self) -> HashMap<ClaimId, (State, PolicyId)> {
        let accounts = self.accounts.values();
        accounts
            .map(|one| (one.claim, (one.state, one.policy)))
            .collect()
    }
}

impl Laid {
    /// Reads a remittance from the book and its file.
    pub(super) fn read(tx: &Tx<'_>, id: RemittanceId) -> Result<Self, OfficeError> {
        let row = tx.remittance(id)?.ok_or(not_there(id))?;
        let bytes = tx.remit_file_bytes(row.file)?.unwrap_or_default();
        let remitted = remitted(&bytes, row.segment).ok_or(not_there(id))?;
        Self::of(tx, row, remitted)
    }

    /// Lays what was read before beside what the book keeps now.
    pub(super) fn again(self, tx: &Tx<'_>, row: RemittanceRow) -> Result<Self, OfficeError> {
        let filed = tx.remit_claims(row.id)?.into_iter();
        let claims = filed.zip(self.claims);
        let adjustments = tx.remit_adjustments(row.id)?.into_iter();
        let adjustments = adjustments.zip(self.adjustments);
        Ok(Self {
            claims: claims
                .map(|(filed, was)| LaidClaim { filed, ..was })
                .collect(),
            adjustments: adjustments
                .map(|(filed, (_, read))| (filed, read))
                .collect(),
            row,
            ..self
        })
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

    /// Reads what the plans of its claims stand on.
    pub(super) fn ground(&self, tx: &Tx<'_>) -> Result<Ground, OfficeError> {
        let ids: BTreeSet<ClaimId> = self.claims.iter().flat_map(LaidClaim::ours).collect();
        let ids: Vec<ClaimId> = ids.into_iter().collect();
        Ok(Ground {
            accounts: tx.claim_accounts(&ids)?,
            rules: tx.posting_rules_on()?,
        })
    }

    /// Reads the accounts of claims that were not among its own before.
    pub(super) fn widen(&self, tx: &Tx<'_>, ground: &mut Ground) -> Result<(), OfficeError> {
        let ours = self.claims.iter().flat_map(LaidClaim::ours);
        let missing: BTreeSet<ClaimId> = ours
            .filter(|id| !ground.accounts.contains_key(id))
            .collect();
        if !missing.is_empty() {
            let ids: Vec<ClaimId> = missing.into_iter().collect();
            ground.accounts.extend(tx.claim_accounts(&ids)?);
        }
        Ok(())
    }

    /// Plans all of it on the accounts as they stand, each part on what those before it leave.
    pub(super) fn plan(
        &self,
        tx: &Tx<'_>,
        ground: &Ground,
        on: NaiveDate,
    ) -> Result<Plans, OfficeError> {
        let mut claims: Vec<Option<PlannedClaim>> = vec![None; self.claims.len()];
        for places in self.groups() {
            for (at, planned) in self.plan_group(&places, ground)? {
                if let Some(place) = claims.get_mut(at) {
                    *place = planned;
                }
            }
        }
        Ok(Plans {
            claims,
            adjustments: self.plan_adjustments(tx, on)?,
        })
    }

    /// The claims that bear on each other, because they answer the same claims of ours, by their index.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut group_of: BTreeMap<ClaimId, usize> = BTreeMap::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, claim) in self.claims.iter().enumerate() {
            let known = claim.ours().filter_map(|id| group_of.get(&id).copied());
            let known: BTreeSet<usize> = known.collect();
            let into = known.first().copied().unwrap_or(groups.len());
            let mut places = vec![at];
            for other in known {
                places.extend(
                    groups
                        .get_mut(other)
                        .map(std::mem::take)
                        .unwrap_or_default(),
                );
                for group in group_of.values_mut().filter(|group| **group == other) {
                    *group = into;
                }
            }
            places.sort_unstable();
            match groups.get_mut(into) {
                Some(group) => *group = places,
                None => groups.push(places),
            }
            group_of.extend(claim.ours().map(|id| (id, into)));
        }
        groups.retain(|places| !places.is_empty());
        groups
    }

    /// The claims that bear on one, by their index; itself among them.
    pub(super) fn group_of(&self, at: usize) -> Vec<usize> {
        let mut groups = self.groups().into_iter();
        groups
            .find(|places| places.contains(&at))
            .unwrap_or_else(|| vec![at])
    }

    /// Some claims and all that bear on them, by their index.
    pub(super) fn bearing_on(&self, some: &BTreeSet<usize>) -> BTreeSet<usize> {
        let groups = self.groups().into_iter();
        let touched = groups.filter(|places| places.iter().any(|at| some.contains(at)));
        touched.flatten().collect()
    }

    /// Plans some claims, with all that bear on them.
    pub(super) fn plan_some(
        &self,
        touched: &BTreeSet<usize>,
        ground: &Ground,
    ) -> Result<Vec<(usize, Option<PlannedClaim>)>, MoneyError> {
        let mut planned = Vec::new();
        for places in self.groups() {
            if places.iter().any(|at| touched.contains(at)) {
                planned.extend(self.plan_group(&places, ground)?);
            }
        }
        Ok(planned)
    }

    /// Plans claims that bear on each other.
    pub(super) fn plan_group(
        &self,
        places: &[usize],
        ground: &Ground,
    ) -> Result<Vec<(usize, Option<PlannedClaim>)>, MoneyError> {
        let mut accounts: BTreeMap<ClaimId, ClaimAccount> = BTreeMap::new();
        let claims = places.iter().filter_map(|at| self.claims.get(*at));
        for id in claims.flat_map(LaidClaim::ours) {
            if let Some(account) = ground.accounts.get(&id) {
                let _before = accounts.insert(id, account.clone());
            }
        }
        let is_reversal = |at: &usize| self.claims.get(*at).is_some_and(LaidClaim::is_reversal);
        let mut places = places.to_vec();
        // What was posted before is taken back before anything comes in its place.
        if accounts.values().any(|account| !account.earlier.is_empty()) {
            places.sort_by_key(|at| !is_reversal(at));
        }
        let mut planned = Vec::with_capacity(places.len());
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
            let ours = one.ours().map(|id| accounts.get(&id).cloned());
            let account = ours.collect::<Option<Vec<_>>>();
            let Some(account) = account.and_then(ClaimAccount::joined) else {
                planned.push((*at, None));
                continue;
            };
            let decisions = &one.filed.decisions;
            let plan = plan(&one.read, &account, &ground.rules, decisions, position)?;
            let after = account.after_plan(&plan)?.parts().into_iter();
            accounts.extend(after.map(|part| (part.claim, part)));
            planned.push((*at, Some(plan)));
        }
        Ok(planned)
    }

    pub(super) fn plan_adjustments(
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

    /// Its claims as they were read.
    pub(super) fn reads(&self) -> Vec<&RemitClaim> {
        self.claims.iter().map(|one| &one.read).collect()
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
    /// The claims of ours that it answers; none while that is not known or it is parked.
    pub(super) fn ours(&self) -> impl Iterator<Item = ClaimId> {
        let matches = self.filed.matches.iter();
        let is_parked = self.filed.said == Said::Parked;
        matches.filter(move |_| !is_parked).map(|found| found.claim)
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
