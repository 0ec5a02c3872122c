//! What a person says of the parts of a remittance: which claim one is, what becomes of it, whether it is put aside.

use super::RemitRefusal;
use super::desk::{Desk, standing};
use super::find::Finder;
use super::laid::Laid;
use super::page::{not_open, open_claim};
use crate::domain::id::{ClaimId, PayerId, RemitClaimId, RemittanceId};
use crate::domain::matching::{Found, Habit, Key as Shared, Weighed, weigh};
use crate::domain::posting::{Decisions, Exception, Key, Resolution};
use crate::domain::remittance::{Said, Turn};
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
        let remittance = self.remittance_of(id)?;
        let claims: Vec<ClaimId> = claim.into_iter().collect();
        match learn {
            None => self.match_remit_claims(id, &claims),
            Some(habit) => self.at_desk_anew(MATCH, remittance, |tx, desk, stamp| {
                let _open = open_claim(tx, id)?;
                match_by_hand(tx, desk, id, &claims, stamp)?;
                let payer = desk.laid.row.payer.ok_or(RemitRefusal::NoPayer)?;
                tx.learn_habit(payer, habit, stamp.at, stamp.by)?;
                find_again(tx, &desk.laid, Some(payer), id)
            }),
        }
    }

    /// Says which claims of ours a claim of a remittance answers as one, because the payer joined them; none takes that
    /// back.
    ///
    /// # Errors
    /// [`RemitRefusal::NotOnePolicy`], [`RemitRefusal::NotOpen`], [`Refusal::NotThere`], or what the book says.
    pub fn match_remit_claims(
        &mut self,
        id: RemitClaimId,
        claims: &[ClaimId],
    ) -> Result<(), OfficeError> {
        let remittance = self.remittance_of(id)?;
        let _done = self.at_desk(MATCH, &[remittance], |tx, desk, stamp| {
            let _open = open_claim(tx, id)?;
            match_by_hand(tx, desk, id, claims, stamp)?;
            desk.say_again(tx, &[id])?;
            if claims.len() > 1 && desk.plan_of(id)?.is_none() {
                return Err(RemitRefusal::NotOnePolicy.into());
            }
            Ok(())
        })?;
        Ok(())
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
        self.at_desk_anew("say who paid a remittance", id, |tx, desk, _| {
            if !desk.laid.row.standing.is_open() {
                return Err(not_open(desk.laid.row.standing).into());
            }
            let _payer = tx.payer(payer)?.ok_or(Refusal::NotThere {
                what: "payer",
                number: payer.get(),
            })?;
            tx.set_remittance_payer(id, payer)?;
            find_again(tx, &desk.laid, Some(payer), RemitClaimId::new(0))
        })
    }

    /// Lets pass what stands against a remittance as a whole, as when it pays somebody whom only people know to be one of
    /// the practice. One that moves no money is not let pass.
    ///
    /// # Errors
    /// [`RemitRefusal::NotOpen`], [`Refusal::Missing`] without a reason, [`Refusal::NotThere`], or what the book says.
    pub fn pass_remittance(&mut self, id: RemittanceId, why: &str) -> Result<(), OfficeError> {
        self.at_desk_anew("let a remittance pass", id, |tx, desk, stamp| {
            let why = crate::office::money::reason(why)?;
            if !desk.laid.row.standing.is_open() {
                return Err(not_open(desk.laid.row.standing).into());
            }
            tx.pass_remittance(id)?;
            Ok(tx.note_remittance(id, Turn::Passed, why, stamp.at, stamp.by)?)
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
        let remittance = self.remittance_of(id)?;
        let verb = "decide on a claim of a remittance";
        let _done = self.at_desk(verb, &[remittance], |tx, desk, _| {
            let mut decisions = open_claim(tx, id)?.decisions;
            match what {
                Some(what) => {
                    let plan = desk.plan_of(id)?.ok_or(RemitRefusal::NotMatched)?;
                    check(&plan.exceptions, key, what)?;
                    decisions.decide(key, what);
                }
                None => decisions.forget(key),
            }
            tx.say_of_remit_claim(id, Said::Open, &decisions)?;
            desk.say_again(tx, &[id])
        })?;
        Ok(())
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
        let _done = self.at_desk("decide on a provider adjustment", &[id], |tx, desk, _| {
            let (laid, plans) = (&desk.laid, &desk.plans);
            if !laid.row.standing.is_open() {
                return Err(not_open(laid.row.standing).into());
            }
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
            desk.adjust_again(tx)
        })?;
        Ok(())
    }

    /// Accepts claims of remittances as they are planned: what was not decided is decided as it usually is.
    ///
    /// # Errors
    /// [`RemitRefusal::NotMatched`], [`RemitRefusal::NotOpen`], [`Refusal::NotThere`], or what the book says. Nothing
    /// is accepted then.
    pub fn accept_remit_claims(&mut self, ids: &[RemitClaimId]) -> Result<(), OfficeError> {
        let remittances = self.open_remittances_of(ids)?;
        let verb = "accept claims of a remittance";
        let _done = self.at_desk(verb, &remittances, |tx, desk, _| {
            let mut accepted = Vec::new();
            for (claim, plan) in desk.laid.claims.iter().zip(&desk.plans.claims) {
                if !ids.contains(&claim.filed.id) {
                    continue;
                }
                let plan = plan.as_ref().ok_or(RemitRefusal::NotMatched)?;
                let decisions = usual(&claim.filed.decisions, &plan.exceptions);
                tx.say_of_remit_claim(claim.filed.id, Said::Accepted, &decisions)?;
                accepted.push(claim.filed.id);
            }
            desk.say_again(tx, &accepted)
        })?;
        Ok(())
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
        let remittances = self.open_remittances_of(ids)?;
        let _done = self.at_desk(verb, &remittances, |tx, desk, _| {
            let mut told = Vec::new();
            for claim in desk.laid.claims.iter().map(|one| &one.filed) {
                if !ids.contains(&claim.id) {
                    continue;
                }
                let decisions = match said {
                    Said::Open => Decisions::default(),
                    Said::Accepted | Said::Parked => claim.decisions.clone(),
                };
                tx.say_of_remit_claim(claim.id, said, &decisions)?;
                told.push(claim.id);
            }
            desk.say_again(tx, &told)
        })?;
        Ok(())
    }

    /// The remittances of claims, all of them open.
    fn open_remittances_of(&self, ids: &[RemitClaimId]) -> Result<Vec<RemittanceId>, OfficeError> {
        self.store.look(|tx| of_remittances(tx, ids))
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

const MATCH: &str = "match a claim of a remittance";

fn match_by_hand(
    tx: &Tx<'_>,
    desk: &Desk,
    id: RemitClaimId,
    claims: &[ClaimId],
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let read = &desk.claim(id)?.read;
    let mut finder = Finder::of_one(tx, &desk.laid.reads(), read)?;
    let mut matches = Vec::with_capacity(claims.len());
    for claim in claims {
        let candidate = finder.candidate(*claim)?.ok_or(Refusal::NotThere {
            what: "claim",
            number: claim.get(),
        })?;
        let weighed = weigh(&finder.wanted(read, desk.laid.row.payer), &candidate, &[]);
        let mut keys = weighed.keys;
        keys.push(Shared::Person);
        matches.push(NewMatch {
            claim: *claim,
            score: weighed.score,
            keys,
            by: Some(stamp.by),
        });
    }
    tx.match_remit_claim(id, &matches)?;
    Ok(tx.say_of_remit_claim(id, Said::Open, &Decisions::default())?)
}

/// Looks again for the claims of a remittance that nobody named by hand; one was named just now.
fn find_again(
    tx: &Tx<'_>,
    laid: &Laid,
    payer: Option<PayerId>,
    named: RemitClaimId,
) -> Result<(), OfficeError> {
    let mut finder = Finder::new(tx, &laid.reads())?;
    let habits = payer.map_or(Ok(Vec::new()), |payer| tx.habits_of(payer))?;
    for one in &laid.claims {
        let is_by_hand = one.filed.matches.iter().any(|found| found.is_by_hand);
        if is_by_hand || one.filed.id == named {
            continue;
        }
        let found = finder.find_all(&one.read, payer, &habits)?;
        if !found.is_empty() {
            let found: Vec<NewMatch> = found.into_iter().map(as_match).collect();
            tx.match_remit_claim(one.filed.id, &found)?;
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
    let ground = laid.ground(tx)?;
    let plans = laid.plan(tx, &ground, stamp.today)?;
    let needs = laid.needs(&plans);
    Ok(tx.stand_remittance(id, standing(laid.row.standing, needs), needs)?)
}

/// Weighs the claims that a claim of a remittance may be: those found, or those that were asked for.
pub(super) fn weighed(
    tx: &Tx<'_>,
    desk: &Desk,
    id: RemitClaimId,
    text: &str,
    typed: &[ClaimId],
) -> Result<Vec<Weighed>, OfficeError> {
    let read = &desk.claim(id)?.read;
    let mut finder = Finder::of_one(tx, &desk.laid.reads(), read)?;
    let payer = desk.laid.row.payer;
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
