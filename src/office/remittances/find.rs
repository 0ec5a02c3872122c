//! Which of our claims the claims of a remittance are: candidates gathered for all of them at once, then weighed.

use std::collections::{BTreeSet, HashMap};

use chrono::Days;

use crate::domain::id::{ClaimId, PayerId};
use crate::domain::matching::{
    Candidate, Found, Habit, Wanted, Weighed, find, find_joined, line_claim,
};
use crate::domain::money::{Money, MoneyError};
use crate::domain::remit::{RemitClaim, RemitLine, Remittance};
use crate::office::OfficeError;
use crate::store::Tx;

/// So many numbers are asked for at once.
const CHUNK: usize = 2_000;
/// A day of service may be told so many days off where nothing else is told rightly.
const SLACK: Days = Days::new(3);
/// A number shorter than this is no beginning of another.
const STEM: usize = 5;

/// Gathers candidates.
pub(super) struct Finder<'a> {
    tx: &'a Tx<'a>,
    /// The claims that stand under each number, in capitals, with the others of their visits.
    known: HashMap<String, Vec<ClaimId>>,
    candidates: HashMap<ClaimId, Candidate>,
    /// What stands under one number and status in the remittance.
    together: HashMap<(String, String), Money>,
}

impl<'a> Finder<'a> {
    /// Asks for everything that the numbers of these claims lead to.
    pub(super) fn new(tx: &'a Tx<'a>, claims: &[&RemitClaim]) -> Result<Self, OfficeError> {
        Self::asking(tx, claims, claims)
    }

    /// Asks for what the numbers of one of these claims lead to.
    pub(super) fn of_one(
        tx: &'a Tx<'a>,
        claims: &[&RemitClaim],
        one: &RemitClaim,
    ) -> Result<Self, OfficeError> {
        Self::asking(tx, claims, &[one])
    }

    fn asking(
        tx: &'a Tx<'a>,
        all: &[&RemitClaim],
        claims: &[&RemitClaim],
    ) -> Result<Self, OfficeError> {
        let mut finder = Self {
            tx,
            known: HashMap::new(),
            candidates: HashMap::new(),
            together: sums(all)?,
        };
        let numbers: BTreeSet<&str> = claims.iter().flat_map(|claim| numbers(claim)).collect();
        let numbers: Vec<&str> = numbers.into_iter().collect();
        for chunk in numbers.chunks(CHUNK) {
            for (number, claim) in tx.claims_known_as(chunk)? {
                let known = finder.known.entry(number.to_ascii_uppercase());
                known.or_default().push(claim);
            }
        }
        let ids: BTreeSet<ClaimId> = finder.known.values().flatten().copied().collect();
        let ids: Vec<ClaimId> = ids.into_iter().collect();
        finder.load(&ids)?;
        Ok(finder)
    }

    fn load(&mut self, ids: &[ClaimId]) -> Result<(), OfficeError> {
        let mut missing: Vec<ClaimId> = ids
            .iter()
            .copied()
            .filter(|id| !self.candidates.contains_key(id))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        for chunk in missing.chunks(CHUNK) {
            let found = self.tx.candidates(chunk)?.into_iter();
            self.candidates.extend(found.map(|one| (one.claim, one)));
        }
        Ok(())
    }

    /// Finds the claims that are meant beyond doubt: one, or several that the payer joined; none while there is doubt.
    pub(super) fn find_all(
        &mut self,
        claim: &RemitClaim,
        payer: Option<PayerId>,
        habits: &[Habit],
    ) -> Result<Vec<Weighed>, OfficeError> {
        let by_number = self.by_number(claim);
        let joined = find_joined(&self.wanted(claim, payer), &self.those(&by_number));
        if !joined.is_empty() {
            return Ok(joined);
        }
        Ok(match self.find(claim, payer, habits)? {
            Found::Sure(found) => vec![found],
            Found::Offered(_) => Vec::new(),
        })
    }

    /// Finds the claim that is meant: by numbers, and where these do not settle it by who, when and how much.
    pub(super) fn find(
        &mut self,
        claim: &RemitClaim,
        payer: Option<PayerId>,
        habits: &[Habit],
    ) -> Result<Found, OfficeError> {
        let by_number = self.by_number(claim);
        let found = find(&self.wanted(claim, payer), &self.those(&by_number), habits);
        if matches!(found, Found::Sure(_)) {
            return Ok(found);
        }
        let mut all = by_number;
        all.extend(self.by_treatment(claim)?);
        self.load(&all)?;
        Ok(find(&self.wanted(claim, payer), &self.those(&all), habits))
    }

    pub(super) fn wanted<'c>(&self, claim: &'c RemitClaim, payer: Option<PayerId>) -> Wanted<'c> {
        let charged = self.together.get(&key(claim)).copied();
        Wanted {
            claim,
            payer,
            charged: charged.unwrap_or(claim.charged),
        }
    }

    /// The claim as it would be held against what is wanted, whichever it is.
    pub(super) fn candidate(&mut self, id: ClaimId) -> Result<Option<Candidate>, OfficeError> {
        self.load(&[id])?;
        Ok(self.candidates.get(&id).cloned())
    }

    fn those(&self, ids: &[ClaimId]) -> Vec<Candidate> {
        let ids: BTreeSet<ClaimId> = ids.iter().copied().collect();
        let found = ids.into_iter().filter_map(|id| self.candidates.get(&id));
        found.cloned().collect()
    }

    fn by_number(&self, claim: &RemitClaim) -> Vec<ClaimId> {
        let lists = numbers(claim).filter_map(|one| self.known.get(&one.to_ascii_uppercase()));
        lists.flatten().copied().collect()
    }

    fn by_treatment(&self, claim: &RemitClaim) -> Result<Vec<ClaimId>, OfficeError> {
        let mut ids = Vec::new();
        if let Some((from, to)) = claim.served_on() {
            ids.extend(self.tx.claims_charging((from, to), claim.charged.abs())?);
            let (from, to) = (
                from.checked_sub_days(SLACK).unwrap_or(from),
                to.checked_add_days(SLACK).unwrap_or(to),
            );
            for member in claim.member_ids() {
                ids.extend(self.tx.claims_of_member(member, (from, to))?);
            }
        }
        let number = claim.number.trim();
        if number.len() >= STEM {
            ids.extend(self.tx.claims_numbered_like(number)?);
            // A number of which only the digits came back.
            if number.bytes().all(|byte| byte.is_ascii_digit()) {
                ids.extend(self.tx.claims_numbered_like(&format!("C{number}"))?);
            }
        }
        Ok(ids)
    }
}

/// Every number of a claim that may lead to one of ours.
fn numbers(claim: &RemitClaim) -> impl Iterator<Item = &str> {
    let lines = claim.lines.iter().filter_map(RemitLine::control_number);
    [claim.number.as_str(), claim.payer_number.as_str()]
        .into_iter()
        .chain(lines.filter_map(line_claim))
        .map(str::trim)
        .filter(|number| !number.is_empty())
}

fn key(claim: &RemitClaim) -> (String, String) {
    let number = claim.number.trim().to_ascii_uppercase();
    (number, claim.status.as_str().to_owned())
}

fn sums(claims: &[&RemitClaim]) -> Result<HashMap<(String, String), Money>, MoneyError> {
    let mut sums: HashMap<(String, String), Money> = HashMap::new();
    for claim in claims {
        let sum = sums.entry(key(claim)).or_default();
        *sum = sum.plus(claim.charged)?;
    }
    Ok(sums)
}

/// Who of ours pays a remittance: known by its numbers or its name, one of several by the claims it pays.
pub(super) fn payer_of(
    tx: &Tx<'_>,
    header: &Remittance,
    claims: &[RemitClaim],
    finder: &mut Finder<'_>,
) -> Result<Option<PayerId>, OfficeError> {
    let references = header.payer.references.iter();
    let ids: Vec<&str> = std::iter::once(header.payer.id.as_str())
        .chain(references.map(|one| one.value.as_str()))
        .filter(|id| !id.is_empty())
        .collect();
    let named = tx.payers_named(&ids, &header.payer.name)?;
    if let [only] = named.as_slice() {
        return Ok(Some(*only));
    }
    let mut paid = BTreeSet::new();
    for claim in claims {
        if let Found::Sure(found) = finder.find(claim, None, &[])? {
            paid.extend(finder.candidates.get(&found.claim).map(|one| one.payer));
        }
    }
    paid.retain(|payer| named.is_empty() || named.contains(payer));
    let mut paid = paid.into_iter();
    Ok(match (paid.next(), paid.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    })
}
