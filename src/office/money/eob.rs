//! Posting and taking back explanations of benefits.

use std::collections::BTreeMap;

use super::{MoneyRefusal, hold, line_state, moved, not_ahead, reason, take_back};
use crate::domain::claim::{
    Asking, Claim, ClaimFilter, ClaimNumber, ClaimRow, Filing, Happening, State,
};
use crate::domain::code::AdjustmentGroup;
use crate::domain::eob::{
    EobLine, EobLineTemplate, EobRow, Method, NewEob, Outcome, PostedEob, Proof,
};
use crate::domain::expected::{Expected, Service};
use crate::domain::id::{ChargeLineId, ClaimId, EntryId, EobId, PayerId};
use crate::domain::ledger::{Adjudication, LedgerError, Reason, adjudication};
use crate::domain::money::Money;
use crate::domain::posting::PlannedMove;
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;
use crate::store::claim::Note;

impl Office {
    /// Lists a payer's claims that an EOB may answer: sent ones, and those with something left open, whose number,
    /// patient or payer has `text` in it.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn open_claims_of(&self, payer: PayerId, text: &str) -> Result<Vec<ClaimRow>, OfficeError> {
        Ok(self.store.claims(&ClaimFilter {
            states: vec![
                State::Batched,
                State::Accepted,
                State::PartlyPaid,
                State::Denied,
                State::InAppeal,
                State::Ready,
            ],
            text: text.to_owned(),
            payer: Some(payer),
            asking: Asking::Payment,
            ..ClaimFilter::default()
        })?)
    }

    /// Lists the services of a claim as its EOB will answer them.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn eob_template(&self, claim: ClaimId) -> Result<Vec<EobLineTemplate>, OfficeError> {
        Ok(self.store.eob_template(claim)?)
    }

    /// Works out what a payer is expected to allow for a service: by contract, else as it allowed before; none where
    /// nothing was agreed or ever allowed.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn expected_allowed(&self, service: &Service<'_>) -> Result<Option<Expected>, OfficeError> {
        Ok(self.store.expected_allowed(service)?)
    }

    /// Works out how far what was entered is from the check. Takes no look at the book.
    ///
    /// # Errors
    /// [`OfficeError::Money`] when an amount does not fit.
    pub fn prove_eob(&self, eob: &NewEob) -> Result<Proof, OfficeError> {
        Ok(Proof::of(eob.amount, &eob.lines)?)
    }

    /// Posts an EOB as one transaction: an entry for each claim it moves money of, and where each claim stands now.
    ///
    /// # Errors
    /// [`MoneyRefusal`] with the service and the figure, first of all when it does not prove or stands already;
    /// [`OfficeError::Move`] when a claim cannot be answered where it stands.
    pub fn post_eob(&mut self, eob: &NewEob) -> Result<EobId, OfficeError> {
        self.post_scanned_eob(eob, &[])
    }

    /// Takes an EOB back: its entries are reversed, its claims wait again, and the same paper can be posted anew.
    ///
    /// # Errors
    /// [`MoneyRefusal::TakenBackAlready`]; [`MoneyRefusal::AnsweredSince`] when a later EOB stands on its answer,
    /// [`MoneyRefusal::BilledOn`] when a claim to a later payer does;
    /// [`Refusal::Missing`] without a reason.
    pub fn unpost_eob(&mut self, id: EobId, why: &str) -> Result<(), OfficeError> {
        self.stamped("take an EOB back", |tx, stamp| {
            unpost(tx, id, reason(why)?, stamp)?;
            Ok((format!("eob:{id}"), ()))
        })
    }

    /// Lists posted EOBs, newest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn eobs(&self, limit: u32) -> Result<Vec<EobRow>, OfficeError> {
        Ok(self.store.eobs(limit)?)
    }

    /// Reads a posted EOB with everything it said.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn eob(&self, id: EobId) -> Result<PostedEob, OfficeError> {
        Ok(self.store.eob(id)?.ok_or(not_there(id))?)
    }
}

const fn not_there(id: EobId) -> Refusal {
    Refusal::NotThere {
        what: "EOB",
        number: id.get(),
    }
}

/// Posts an EOB once it holds.
pub(super) fn post_checked(tx: &Tx<'_>, eob: &NewEob, stamp: Stamp) -> Result<EobId, OfficeError> {
    check(eob, stamp)?;
    post(tx, eob, stamp)
}

/// Checks what can be told without the book.
fn check(eob: &NewEob, stamp: Stamp) -> Result<(), OfficeError> {
    not_ahead(eob.accounting_on, stamp.today)?;
    if eob.lines.is_empty() {
        return Err(MoneyRefusal::NothingSaid.into());
    }
    let is_named = eob.method != Method::None && !eob.reference.trim().is_empty();
    if eob.amount.is_positive() && !is_named {
        return Err(MoneyRefusal::NoReference.into());
    }
    let mut lines: Vec<ChargeLineId> = eob.lines.iter().map(|line| line.line).collect();
    lines.sort_unstable();
    if let Some([twice, _]) = lines.array_windows().find(|[one, next]| one == next) {
        return Err(MoneyRefusal::Twice(*twice).into());
    }
    for line in &eob.lines {
        check_line(line)?;
    }
    let _amount = eob.amount.not_negative()?;
    let proof = Proof::of(eob.amount, &eob.lines)?;
    if proof.holds() {
        Ok(())
    } else {
        Err(MoneyRefusal::NotProved(proof).into())
    }
}

fn check_line(line: &EobLine) -> Result<(), MoneyRefusal> {
    if line.paid.is_negative() {
        return Err(MoneyRefusal::Takeback(line.line));
    }
    for adjustment in &line.adjustments {
        if adjustment.outcome != Outcome::Patient {
            continue;
        }
        if adjustment.group == AdjustmentGroup::Contractual {
            return Err(MoneyRefusal::ContractForbids(line.line));
        }
        if adjustment.amount.is_negative() {
            return Err(MoneyRefusal::ShareBelowZero(line.line));
        }
    }
    Ok(())
}

fn post(tx: &Tx<'_>, eob: &NewEob, stamp: Stamp) -> Result<EobId, OfficeError> {
    if !eob.reference.trim().is_empty()
        && let Some(same) = tx.same_eob(eob.payer, &eob.reference, eob.amount)?
    {
        return Err(MoneyRefusal::AlreadyPosted(Box::new(same)).into());
    }
    let id = tx.add_eob(eob, stamp.at, stamp.by)?;
    let mut claims: BTreeMap<ClaimId, Vec<&EobLine>> = BTreeMap::new();
    for line in &eob.lines {
        claims.entry(line.claim).or_default().push(line);
    }
    for (claim, lines) in claims {
        let claim = tx.find_claim(claim)?.ok_or(Refusal::NotThere {
            what: "claim",
            number: claim.get(),
        })?;
        if claim.payer != eob.payer {
            return Err(MoneyRefusal::OtherPayer(claim.number).into());
        }
        if let Filing::Void(_) = claim.filing {
            return Err(MoneyRefusal::TakesBack(claim.number).into());
        }
        if let Some(by) = tx.replaced_by(claim.id)? {
            let (number, by) = (claim.number, ClaimNumber::of(by));
            return Err(MoneyRefusal::Replaced { number, by }.into());
        }
        answer(tx, id, eob, &claim, &lines, stamp)?;
    }
    Ok(id)
}

/// Posts what an EOB says of one claim.
fn answer(
    tx: &Tx<'_>,
    id: EobId,
    eob: &NewEob,
    claim: &Claim,
    lines: &[&EobLine],
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let answers = lines
        .iter()
        .map(|line| adjudicated(tx, claim, line))
        .collect::<Result<Vec<_>, _>>()?;
    let why = format!("answer to claim {}", claim.number);
    let entry = match adjudication(
        eob.accounting_on,
        id,
        (claim.policy, eob.payer),
        &why,
        &answers,
    ) {
        Ok(entry) => Some(tx.post(&entry, stamp.at, stamp.by)?),
        Err(LedgerError::Empty) => None,
        Err(error) => return Err(error.into()),
    };
    for (line, answer) in lines.iter().zip(&answers) {
        let moves: Vec<PlannedMove> = answer
            .as_moves()?
            .into_iter()
            .map(PlannedMove::keyed)
            .collect();
        tx.add_eob_line(id, line, &moves, entry)?;
    }
    stand(tx, id, claim, &answers, entry, stamp)
}

/// Sorts what an EOB says of one service by what it does to the account, and refuses what the account does not bear.
fn adjudicated(tx: &Tx<'_>, claim: &Claim, line: &EobLine) -> Result<Adjudication, OfficeError> {
    if !claim.lines.contains(&line.line) {
        return Err(MoneyRefusal::NotOnClaim {
            line: line.line,
            claim: claim.number.clone(),
        }
        .into());
    }
    let state = line_state(tx, line.line)?;
    if line.charged != state.sums.charged {
        return Err(MoneyRefusal::OtherCharge {
            line: line.line,
            charged: line.charged,
            ours: state.sums.charged,
        }
        .into());
    }
    let mut answer = Adjudication {
        line: line.line,
        guarantor: state.guarantor,
        owed: state.owed_under(claim.policy),
        already_patient: state.already_patient,
        paid: line.paid,
        write_offs: Vec::new(),
        kept: Vec::new(),
        patient: Vec::new(),
    };
    for adjustment in &line.adjustments {
        let reason = Reason::new(adjustment.group.as_str(), adjustment.carc.as_str());
        match adjustment.outcome {
            Outcome::Patient => answer.patient.push((reason, adjustment.amount)),
            Outcome::WriteOff(kind) => answer.write_offs.push((kind, reason, adjustment.amount)),
            Outcome::Kept(pocket) => answer.kept.push((pocket, reason, adjustment.amount)),
            Outcome::Informs | Outcome::Stays => {}
        }
    }
    let stays = answer.stays()?;
    if stays.is_negative() {
        return Err(MoneyRefusal::MoreThanInsurerOwes {
            line: line.line,
            over: stays.negated(),
        }
        .into());
    }
    let share = state.sums.patient_owes.plus(state.sums.patient_paid)?;
    if share.plus(answer.moves_in_all()?)?.is_negative() {
        return Err(MoneyRefusal::ShareSpent(line.line).into());
    }
    Ok(answer)
}

/// Lets a claim stand where its answer leaves it: paid when nothing is left with the payer, denied when nothing was
/// paid and nobody else was made to pay, partly paid otherwise.
fn stand(
    tx: &Tx<'_>,
    id: EobId,
    claim: &Claim,
    answers: &[Adjudication],
    entry: Option<EntryId>,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let paid = Money::sum(answers.iter().map(|answer| answer.paid))?;
    let share = Money::sum(
        answers
            .iter()
            .flat_map(|answer| answer.patient.iter().map(|(_, amount)| *amount)),
    )?;
    let left = tx.left_with_payer(claim.id)?;
    let is_denied = paid.is_zero() && share.is_zero() && claim.state != State::PartlyPaid;
    let (to, words) = if !left.is_positive() {
        (
            State::Paid,
            format!("paid {paid}; nothing is left with the payer"),
        )
    } else if is_denied {
        (
            State::Denied,
            format!("nothing paid; {left} stays with the payer"),
        )
    } else {
        (
            State::PartlyPaid,
            format!("paid {paid}; {left} stays with the payer"),
        )
    };
    let to = moved(claim.state, to)?;
    let words = match entry {
        Some(entry) => format!("{words} (entry {entry})"),
        None => words,
    };
    let note = Note {
        kind: Happening::Answered,
        source: &format!("eob:{id}"),
        words: &words,
    };
    Ok(tx.move_claim(claim.id, to, note, stamp.at, stamp.by)?)
}

fn unpost(tx: &Tx<'_>, id: EobId, why: &str, stamp: Stamp) -> Result<(), OfficeError> {
    let row = tx.eob_row(id)?.ok_or(not_there(id))?;
    if row.is_reversed {
        return Err(MoneyRefusal::TakenBackAlready("this EOB").into());
    }
    if tx.remittance_of_eob(id)?.is_some() {
        let why = "this EOB came with a remittance; take the remittance back";
        return Err(MoneyRefusal::OtherWay(why).into());
    }
    if let Some(later) = tx.later_eob(id)? {
        return Err(MoneyRefusal::AnsweredSince(Box::new(later)).into());
    }
    if let Some(next) = tx.billed_on_since(id)? {
        return Err(MoneyRefusal::BilledOn(ClaimNumber::of(next)).into());
    }
    for entry in tx.eob_entries(id)? {
        let (_, lines) = take_back(tx, entry, why, stamp)?;
        hold(tx, &lines)?;
    }
    for answered in tx.answered_by(id)? {
        // A claim that was answered before it was sent, as one on paper, is out and waiting now.
        let to = answered
            .before
            .filter(|before| answered.state.may_become(*before))
            .unwrap_or(State::Batched);
        let to = moved(answered.state, to)?;
        let note = Note {
            kind: Happening::Reopened,
            source: &format!("eob:{id}"),
            words: "its EOB was taken back",
        };
        tx.move_claim(answered.claim, to, note, stamp.at, stamp.by)?;
    }
    Ok(tx.take_back_eob(id, why, stamp.at, stamp.by)?)
}
