//! What a person says of the parts of a remittance: which claim one is, what becomes of it, whether it is put aside.

use super::find::Finder;
use super::laid::Laid;
use super::page::{not_open, open_claim};
use super::{RemitRefusal, no_claim, not_there, object};
use crate::domain::id::{ClaimId, PayerId, RemitClaimId, RemittanceId};
use crate::domain::matching::{Found, Habit, Key as Shared, Weighed, weigh};
use crate::domain::posting::{Decisions, Exception, Key, Resolution};
use crate::domain::remit::RemitClaim;
use crate::domain::remittance::{FiledClaim, Said, Standing, Turn};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;
use crate::store::remittance::NewMatch;

impl Office {
    /// Says which claim of ours a claim of a remittance is; none takes that back. With a habit, how this payer spoils
    /// numbers is remembered, and the other claims that are not known are looked for again.
    ///
    /// # Errors
    /// [`RemitRefusal::NotOpen`], [`Refusal::NotThere`], or what the book says.
    pub fn match_remit_claim(
        &mut self,
        id: RemitClaimId,
        claim: Option<ClaimId>,
        learn: Option<Habit>,
    ) -> Result<(), OfficeError> {
        self.stamped("match a claim of a remittance", |tx, stamp| {
            let filed = open_claim(tx, id)?;
            match_by_hand(tx, &filed, claim, stamp)?;
            if let Some(habit) = learn {
                let payer = tx.remittance(filed.remittance)?.and_then(|row| row.payer);
                tx.learn_habit(
                    payer.ok_or(RemitRefusal::NoPayer)?,
                    habit,
                    stamp.at,
                    stamp.by,
                )?;
                find_again(tx, filed.remittance)?;
            }
            look_again(tx, filed.remittance, stamp)?;
            Ok((object(filed.remittance), ()))
        })
    }

    /// Forgets how a payer spoils numbers.
    ///
    /// # Errors
    /// What the book says.
    pub fn forget_habit(&mut self, payer: PayerId, habit: Habit) -> Result<(), OfficeError> {
        self.stamped("forget a payer's habit", |tx, _| {
            tx.forget_habit(payer, habit)?;
            Ok((format!("payer:{payer}"), ()))
        })
    }

    /// Lists how a payer spoils the numbers that it repeats, as people said.
    ///
    /// # Errors
    /// What the book says.
    pub fn habits_of(&self, payer: PayerId) -> Result<Vec<Habit>, OfficeError> {
        Ok(self.store.habits_of(payer)?)
    }

    /// Says who of ours paid a remittance, and looks for its claims again.
    ///
    /// # Errors
    /// [`RemitRefusal::NotOpen`], [`Refusal::NotThere`], or what the book says.
    pub fn set_remittance_payer(
        &mut self,
        id: RemittanceId,
        payer: PayerId,
    ) -> Result<(), OfficeError> {
        self.stamped("say who paid a remittance", |tx, stamp| {
            let row = tx.remittance(id)?.ok_or(not_there(id))?;
            if !row.standing.is_open() {
                return Err(not_open(row.standing).into());
            }
            let _payer = tx.payer(payer)?.ok_or(Refusal::NotThere {
                what: "payer",
                number: payer.get(),
            })?;
            tx.set_remittance_payer(id, payer)?;
            find_again(tx, id)?;
            look_again(tx, id, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Lets pass what stands against a remittance as a whole, as when it pays somebody whom only people know to be one of
    /// the practice. One that moves no money is not let pass.
    ///
    /// # Errors
    /// [`RemitRefusal::NotOpen`], [`Refusal::Missing`] without a reason, [`Refusal::NotThere`], or what the book says.
    pub fn pass_remittance(&mut self, id: RemittanceId, why: &str) -> Result<(), OfficeError> {
        self.stamped("let a remittance pass", |tx, stamp| {
            let why = crate::office::money::reason(why)?;
            let row = tx.remittance(id)?.ok_or(not_there(id))?;
            if !row.standing.is_open() {
                return Err(not_open(row.standing).into());
            }
            tx.pass_remittance(id)?;
            tx.note_remittance(id, Turn::Passed, why, stamp.at, stamp.by)?;
            look_again(tx, id, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Decides one problem of a claim of a remittance; none takes the decision back.
    ///
    /// # Errors
    /// [`RemitRefusal::NoChoice`] when it is no way out of that problem or not allowed, [`RemitRefusal::NotOpen`],
    /// [`Refusal::NotThere`], or what the book says.
    pub fn decide_remit_claim(
        &mut self,
        id: RemitClaimId,
        key: Key,
        what: Option<Resolution>,
    ) -> Result<(), OfficeError> {
        self.stamped("decide on a claim of a remittance", |tx, stamp| {
            let filed = open_claim(tx, id)?;
            let mut decisions = filed.decisions.clone();
            match what {
                Some(what) => {
                    let asked = asked(tx, &filed, stamp)?;
                    check(&asked, key, what)?;
                    decisions.decide(key, what);
                }
                None => decisions.forget(key),
            }
            tx.say_of_remit_claim(id, Said::Open, &decisions)?;
            look_again(tx, filed.remittance, stamp)?;
            Ok((object(filed.remittance), ()))
        })
    }

    /// Decides one problem of a provider adjustment of a remittance, by its place; none takes the decision back.
    ///
    /// # Errors
    /// As [`Office::decide_remit_claim`].
    pub fn decide_remit_adjustment(
        &mut self,
        id: RemittanceId,
        place: u32,
        key: Key,
        what: Option<Resolution>,
    ) -> Result<(), OfficeError> {
        self.stamped("decide on a provider adjustment", |tx, stamp| {
            let laid = Laid::read(tx, id)?;
            if !laid.row.standing.is_open() {
                return Err(not_open(laid.row.standing).into());
            }
            let plans = laid.plan(tx, stamp.today)?;
            let mut both = laid.adjustments.iter().zip(&plans.adjustments);
            let found = both.find(|((filed, _), _)| filed.place == place);
            let ((filed, _), plan) = found.ok_or(RemitRefusal::NoChoice)?;
            let mut decisions = filed.decisions.clone();
            match what {
                Some(what) => {
                    check(&plan.exceptions, key, what)?;
                    decisions.decide(key, what);
                }
                None => decisions.forget(key),
            }
            tx.decide_adjustment(id, place, &decisions)?;
            look_again(tx, id, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Accepts claims of remittances as they are planned: what was not decided is decided as it usually is.
    ///
    /// # Errors
    /// [`RemitRefusal::NotMatched`], [`RemitRefusal::NotOpen`], [`Refusal::NotThere`], or what the book says. Nothing
    /// is accepted then.
    pub fn accept_remit_claims(&mut self, ids: &[RemitClaimId]) -> Result<(), OfficeError> {
        self.stamped("accept claims of a remittance", |tx, stamp| {
            let mut named = String::new();
            for remittance in of_remittances(tx, ids)? {
                let laid = Laid::read(tx, remittance)?;
                let plans = laid.plan(tx, stamp.today)?;
                for (claim, plan) in laid.claims.iter().zip(&plans.claims) {
                    if !ids.contains(&claim.filed.id) {
                        continue;
                    }
                    let plan = plan.as_ref().ok_or(RemitRefusal::NotMatched)?;
                    let decisions = usual(&claim.filed.decisions, &plan.exceptions);
                    tx.say_of_remit_claim(claim.filed.id, Said::Accepted, &decisions)?;
                }
                look_again(tx, remittance, stamp)?;
                named = object(remittance);
            }
            Ok((named, ()))
        })
    }

    /// Puts claims of remittances aside: their payment is kept apart until their claim is known, and nothing else moves.
    ///
    /// # Errors
    /// [`RemitRefusal::NotOpen`], [`Refusal::NotThere`], or what the book says.
    pub fn park_remit_claims(&mut self, ids: &[RemitClaimId]) -> Result<(), OfficeError> {
        self.say_of_all("park claims of a remittance", ids, Said::Parked)
    }

    /// Takes back that claims of remittances were accepted or parked, and everything that was decided of them.
    ///
    /// # Errors
    /// As [`Office::park_remit_claims`].
    pub fn reopen_remit_claims(&mut self, ids: &[RemitClaimId]) -> Result<(), OfficeError> {
        self.say_of_all("decide anew on claims of a remittance", ids, Said::Open)
    }

    fn say_of_all(
        &mut self,
        verb: &'static str,
        ids: &[RemitClaimId],
        said: Said,
    ) -> Result<(), OfficeError> {
        self.stamped(verb, |tx, stamp| {
            let mut named = String::new();
            for remittance in of_remittances(tx, ids)? {
                for id in ids {
                    let filed = tx.remit_claim(*id)?.ok_or(no_claim(*id))?;
                    if filed.remittance == remittance {
                        let decisions = match said {
                            Said::Open => Decisions::default(),
                            Said::Accepted | Said::Parked => filed.decisions,
                        };
                        tx.say_of_remit_claim(*id, said, &decisions)?;
                    }
                }
                look_again(tx, remittance, stamp)?;
                named = object(remittance);
            }
            Ok((named, ()))
        })
    }
}

/// The remittances of claims, all of them open.
fn of_remittances(tx: &Tx<'_>, ids: &[RemitClaimId]) -> Result<Vec<RemittanceId>, OfficeError> {
    let mut found = Vec::new();
    for id in ids {
        found.push(open_claim(tx, *id)?.remittance);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// What a claim of a remittance asks of a person.
fn asked(tx: &Tx<'_>, filed: &FiledClaim, stamp: Stamp) -> Result<Vec<Exception>, OfficeError> {
    let laid = Laid::read(tx, filed.remittance)?;
    let mut plans = laid.plan(tx, stamp.today)?.claims.into_iter();
    let at = laid
        .claims
        .iter()
        .position(|claim| claim.filed.id == filed.id);
    let plan = at.and_then(|at| plans.nth(at)).flatten();
    Ok(plan.ok_or(RemitRefusal::NotMatched)?.exceptions)
}

fn check(asked: &[Exception], key: Key, what: Resolution) -> Result<(), RemitRefusal> {
    let asked = asked.iter().find(|one| one.key == key);
    let mut ways = asked.into_iter().flat_map(|one| &one.choices);
    let is_way = |choice: &crate::domain::posting::Choice| {
        choice.is_allowed && choice.does.code() == what.code()
    };
    if ways.any(is_way) {
        Ok(())
    } else {
        Err(RemitRefusal::NoChoice)
    }
}

/// What was decided, with the usual for the rest.
pub(super) fn usual(decided: &Decisions, asked: &[Exception]) -> Decisions {
    let mut decisions = decided.clone();
    for one in asked {
        if let (true, Some(usual)) = (one.waits(), one.usual()) {
            decisions.decide(one.key, usual);
        }
    }
    decisions
}

fn match_by_hand(
    tx: &Tx<'_>,
    filed: &FiledClaim,
    claim: Option<ClaimId>,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let Some(claim) = claim else {
        tx.match_remit_claim(filed.id, &[])?;
        return Ok(tx.say_of_remit_claim(filed.id, Said::Open, &Decisions::default())?);
    };
    let laid = Laid::read(tx, filed.remittance)?;
    let read = laid.claims.iter().find(|one| one.filed.id == filed.id);
    let read = &read.ok_or(no_claim(filed.id))?.read;
    let all: Vec<&RemitClaim> = laid.claims.iter().map(|one| &one.read).collect();
    let mut finder = Finder::new(tx, &all)?;
    let candidate = finder.candidate(claim)?.ok_or(Refusal::NotThere {
        what: "claim",
        number: claim.get(),
    })?;
    let weighed = weigh(&finder.wanted(read, laid.row.payer), &candidate, &[]);
    let mut keys = weighed.keys;
    keys.push(Shared::Person);
    let found = NewMatch {
        claim,
        score: weighed.score,
        keys,
        by: Some(stamp.by),
    };
    tx.match_remit_claim(filed.id, &[found])?;
    Ok(tx.say_of_remit_claim(filed.id, Said::Open, &Decisions::default())?)
}

/// Looks again for the claims of a remittance that are not known yet.
fn find_again(tx: &Tx<'_>, id: RemittanceId) -> Result<(), OfficeError> {
    let laid = Laid::read(tx, id)?;
    let all: Vec<&RemitClaim> = laid.claims.iter().map(|one| &one.read).collect();
    let mut finder = Finder::new(tx, &all)?;
    let payer = laid.row.payer;
    let habits = payer.map_or(Ok(Vec::new()), |payer| tx.habits_of(payer))?;
    for one in &laid.claims {
        if one.filed.matches.iter().any(|found| found.is_by_hand) {
            continue;
        }
        if let Found::Sure(found) = finder.find(&one.read, payer, &habits)? {
            tx.match_remit_claim(one.filed.id, &[as_match(found)])?;
        }
    }
    Ok(())
}

pub(super) fn as_match(found: Weighed) -> NewMatch {
    NewMatch {
        claim: found.claim,
        score: found.score,
        keys: found.keys,
        by: None,
    }
}

/// Counts again what of a remittance waits for a person.
pub(super) fn look_again(tx: &Tx<'_>, id: RemittanceId, stamp: Stamp) -> Result<(), OfficeError> {
    let laid = Laid::read(tx, id)?;
    let plans = laid.plan(tx, stamp.today)?;
    let needs = laid.needs(&plans);
    let standing = match (laid.row.standing, needs) {
        (Standing::Read | Standing::Waiting, 0) => Standing::Read,
        (Standing::Read | Standing::Waiting, _) => Standing::Waiting,
        (stands @ (Standing::TakenBack | Standing::Posted | Standing::Replaced), _) => stands,
    };
    Ok(tx.stand_remittance(id, standing, needs)?)
}

/// Weighs the claims that a claim of a remittance may be: those found, or those that were asked for.
pub(super) fn weighed(
    tx: &Tx<'_>,
    id: RemitClaimId,
    text: &str,
    typed: &[ClaimId],
) -> Result<Vec<Weighed>, OfficeError> {
    let filed = tx.remit_claim(id)?.ok_or(no_claim(id))?;
    let laid = Laid::read(tx, filed.remittance)?;
    let read = laid.claims.iter().find(|one| one.filed.id == id);
    let read = &read.ok_or(no_claim(id))?.read;
    let all: Vec<&RemitClaim> = laid.claims.iter().map(|one| &one.read).collect();
    let mut finder = Finder::new(tx, &all)?;
    let payer = laid.row.payer;
    let habits = payer.map_or(Ok(Vec::new()), |payer| tx.habits_of(payer))?;
    if !text.trim().is_empty() {
        let mut weighed = Vec::with_capacity(typed.len());
        for claim in typed {
            if let Some(candidate) = finder.candidate(*claim)? {
                weighed.push(weigh(&finder.wanted(read, payer), &candidate, &habits));
            }
        }
        weighed.sort_by_key(|one| std::cmp::Reverse(one.score));
        return Ok(weighed);
    }
    Ok(match finder.find(read, payer, &habits)? {
        Found::Sure(found) => vec![found],
        Found::Offered(found) => found,
    })
}
