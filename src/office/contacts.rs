//! Notes and calls about those who pay, with their follow-up days; promises to pay; disputes and what they hold. It must
//! not know how a statement is made.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::money::reason;
use super::visits::Stamp;
use super::{Office, OfficeError, Refusal};
use crate::domain::contact::{
    self, Dispute, Ended, FollowUp, Hold, NewNote, Note, Promise, PromiseState,
};
use crate::domain::id::{
    ChargeLineId, ClaimId, DisputeId, GuarantorId, NoteId, PatientId, PromiseId, UserId,
};
use crate::domain::money::Money;
use crate::store::Tx;
use crate::store::board::Pile;
use crate::store::contact::NotesOf;

/// Why a note, a promise or a dispute is not written or ended so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactRefusal {
    /// The day to look at it again is over.
    #[error("choose a day to follow up that is still to come")]
    DayOver,
    /// The patient's visits go to another account, or the claim is another patient's.
    #[error("the patient or claim belongs to another account")]
    OtherAccount,
    /// Nothing is to be looked at again.
    #[error("nothing is left to follow up on this note")]
    NothingLeft,
    /// It no longer counts.
    #[error("this promise was withdrawn already, or there is none of that number")]
    NoPromise,
    /// It is settled.
    #[error("this dispute was settled already, or there is none of that number")]
    NoDispute,
    /// The same is disputed already.
    #[error("this is disputed already")]
    DisputedAlready,
    /// Nobody of that number works here.
    #[error("nobody of that number works here")]
    Nobody,
}

impl From<ContactRefusal> for OfficeError {
    fn from(refusal: ContactRefusal) -> Self {
        Self::Refused(Refusal::Contact(refusal))
    }
}

/// The most notes of a list.
const MOST: u32 = 500;

impl Office {
    /// Writes down what was said in a call or a letter, with what was promised in it. Gives the note and the promise.
    ///
    /// # Errors
    /// [`Refusal::Missing`] without words, [`ContactRefusal::DayOver`], [`ContactRefusal::OtherAccount`],
    /// [`ContactRefusal::Nobody`].
    pub fn add_note(&mut self, note: &NewNote) -> Result<(NoteId, Option<PromiseId>), OfficeError> {
        let people = self.people_at_work()?;
        self.stamped("write a note", |tx, stamp| {
            if note.words.trim().is_empty() {
                return Err(Refusal::Missing("what was said").into());
            }
            fits(tx, note)?;
            if let Some(follow_up) = note.follow_up {
                comes(follow_up, stamp)?;
                known(follow_up, &people)?;
            }
            let id = tx.add_note(note, stamp.at, stamp.by)?;
            let promised = note.promised;
            let promise = promised
                .map(|promised| promise(tx, note.about.guarantor, Some(id), promised, stamp));
            Ok((format!("note:{id}"), (id, promise.transpose()?)))
        })
    }

    /// Lists the notes of an account with all its patients', the newest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn notes_of_account(&self, guarantor: GuarantorId) -> Result<Vec<Note>, OfficeError> {
        Ok(self.store.notes(NotesOf::Guarantor(guarantor), MOST)?)
    }

    /// Lists the notes about one patient, the newest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn notes_of_patient(&self, patient: PatientId) -> Result<Vec<Note>, OfficeError> {
        Ok(self.store.notes(NotesOf::Patient(patient), MOST)?)
    }

    /// Lists the notes about one claim, the newest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn notes_of_claim(&self, claim: ClaimId) -> Result<Vec<Note>, OfficeError> {
        Ok(self.store.notes(NotesOf::Claim(claim), MOST)?)
    }

    /// Lists the notes that are to be looked at again, the nearest day first: those that are due, or all.
    ///
    /// # Errors
    /// What the book says.
    pub fn follow_ups(&self, only_due: bool) -> Result<Vec<Note>, OfficeError> {
        let mut notes = self.store.follow_ups()?;
        notes.retain(|note| !only_due || note.is_due(self.today()));
        Ok(notes)
    }

    /// Says that a note's follow-up was done, and what came of it.
    ///
    /// # Errors
    /// [`ContactRefusal::NothingLeft`], or what the book says.
    pub fn finish_follow_up(&mut self, note: NoteId, words: &str) -> Result<(), OfficeError> {
        self.stamped("follow a note up", |tx, stamp| {
            waiting(tx, note)?;
            tx.add_note_event(note, None, words.trim(), stamp.at, stamp.by)?;
            Ok((format!("note:{note}"), ()))
        })
    }

    /// Puts a note's follow-up to another day, or to somebody else.
    ///
    /// # Errors
    /// [`ContactRefusal::NothingLeft`], [`ContactRefusal::DayOver`], [`ContactRefusal::Nobody`], or what the book says.
    pub fn move_follow_up(&mut self, note: NoteId, to: FollowUp) -> Result<(), OfficeError> {
        let people = self.people_at_work()?;
        self.stamped("put a follow-up to another day", |tx, stamp| {
            waiting(tx, note)?;
            comes(to, stamp)?;
            known(to, &people)?;
            tx.add_note_event(note, Some(to), "", stamp.at, stamp.by)?;
            Ok((format!("note:{note}"), ()))
        })
    }

    /// Takes a promise down that was made without a call to write about.
    ///
    /// # Errors
    /// [`ContactRefusal::DayOver`]; [`OfficeError::Money`] when nothing is promised; [`Refusal::NotThere`].
    pub fn add_promise(
        &mut self,
        guarantor: GuarantorId,
        amount: Money,
        by_on: NaiveDate,
    ) -> Result<PromiseId, OfficeError> {
        self.stamped("take a promise down", |tx, stamp| {
            account(tx, guarantor)?;
            let id = promise(tx, guarantor, None, (amount, by_on), stamp)?;
            Ok((format!("promise:{id}"), id))
        })
    }

    /// Says that a promise no longer counts, as when a plan takes its place.
    ///
    /// # Errors
    /// [`ContactRefusal::NoPromise`]; [`Refusal::Missing`] without a reason.
    pub fn withdraw_promise(&mut self, id: PromiseId, why: &str) -> Result<(), OfficeError> {
        self.stamped("withdraw a promise", |tx, stamp| {
            let why = reason(why)?;
            if tx.promise_that_counts(id)?.is_none() {
                return Err(ContactRefusal::NoPromise.into());
            }
            tx.withdraw_promise(id, why, stamp.at, stamp.by)?;
            Ok((format!("promise:{id}"), ()))
        })
    }

    /// Lists promises with what came of them by today, of one guarantor or of all.
    ///
    /// # Errors
    /// What the book says.
    pub fn promises(
        &self,
        guarantor: Option<GuarantorId>,
    ) -> Result<Vec<PromiseState>, OfficeError> {
        let mut of: BTreeMap<GuarantorId, Vec<Promise>> = BTreeMap::new();
        for promise in self.store.promises(guarantor)? {
            of.entry(promise.guarantor).or_default().push(promise);
        }
        let mut states = Vec::new();
        for (guarantor, promises) in of {
            let paid = self.store.paid_by(guarantor)?;
            states.extend(contact::stand(promises, &paid, self.today())?);
        }
        Ok(states)
    }

    /// Opens a dispute of a service, or of the account as a whole: what is disputed is not asked for by mail.
    ///
    /// # Errors
    /// [`Refusal::Missing`] without words, [`ContactRefusal::DisputedAlready`], [`ContactRefusal::OtherAccount`],
    /// [`Refusal::NotThere`].
    pub fn open_dispute(
        &mut self,
        guarantor: GuarantorId,
        line: Option<ChargeLineId>,
        words: &str,
    ) -> Result<DisputeId, OfficeError> {
        self.stamped("open a dispute", |tx, stamp| {
            let words = words.trim();
            if words.is_empty() {
                return Err(Refusal::Missing("what is disputed").into());
            }
            account(tx, guarantor)?;
            if let Some(line) = line {
                let state = tx.line(line)?.filter(|state| state.guarantor == guarantor);
                let _state = state.ok_or(ContactRefusal::OtherAccount)?;
            }
            let open = tx.disputes(Some(guarantor))?;
            let is_same =
                |one: &Dispute| one.end.is_none() && one.line.as_ref().map(|of| of.line) == line;
            if open.iter().any(is_same) {
                return Err(ContactRefusal::DisputedAlready.into());
            }
            let id = tx.add_dispute(guarantor, line, (stamp.today, words), stamp.at, stamp.by)?;
            Ok((format!("dispute:{id}"), id))
        })
    }

    /// Settles a dispute; what it held is asked for again.
    ///
    /// # Errors
    /// [`ContactRefusal::NoDispute`]; [`Refusal::Missing`] without words.
    pub fn settle_dispute(
        &mut self,
        id: DisputeId,
        ended: Ended,
        words: &str,
    ) -> Result<(), OfficeError> {
        self.stamped("settle a dispute", |tx, stamp| {
            let words = reason(words)?;
            if tx.open_dispute(id)?.is_none() {
                return Err(ContactRefusal::NoDispute.into());
            }
            tx.end_dispute(id, ended, (stamp.today, words), stamp.at, stamp.by)?;
            Ok((format!("dispute:{id}"), ()))
        })
    }

    /// Lists disputes, the oldest first: of one guarantor all of them, of everybody the open ones.
    ///
    /// # Errors
    /// What the book says.
    pub fn disputes(&self, guarantor: Option<GuarantorId>) -> Result<Vec<Dispute>, OfficeError> {
        Ok(self.store.disputes(guarantor)?)
    }

    /// Lists what is not asked for by mail and why, of one guarantor or of all: held accounts, disputed accounts and
    /// disputed services.
    ///
    /// # Errors
    /// What the book says.
    pub fn holds(&self, guarantor: Option<GuarantorId>) -> Result<Vec<Hold>, OfficeError> {
        Ok(self.store.holds(guarantor)?)
    }

    /// Counts what somebody has to look at again today: notes whose day has come, and promises that were not kept and
    /// that nobody wrote about since.
    pub(in crate::office) fn follow_ups_pile(&self) -> Result<Pile, OfficeError> {
        let mut pile = Pile::default();
        for note in self.follow_ups(true)? {
            pile.count = pile.count.saturating_add(1);
            let day = note.follow_up.map(|one| one.on);
            pile.oldest = pile.oldest.into_iter().chain(day).min();
        }
        for state in self.broken_promises()? {
            pile.count = pile.count.saturating_add(1);
            pile.amount = pile.amount.plus(state.promise.amount.minus(state.paid)?)?;
            pile.oldest = pile.oldest.into_iter().chain([state.promise.by_on]).min();
        }
        Ok(pile)
    }

    /// Lists the promises whose day passed without all of the money, and whose guarantors nobody wrote about since.
    ///
    /// # Errors
    /// What the book says.
    pub fn broken_promises(&self) -> Result<Vec<PromiseState>, OfficeError> {
        let mut broken = Vec::new();
        for state in self.promises(None)? {
            if !state.kept.wants_a_call() {
                continue;
            }
            let notes = self
                .store
                .notes(NotesOf::Guarantor(state.promise.guarantor), 1)?;
            let last = notes
                .first()
                .map(|note| self.clock.wall_time_of(note.at).date());
            if last.is_none_or(|last| last <= state.promise.by_on) {
                broken.push(state);
            }
        }
        Ok(broken)
    }
}

/// Refuses an account that is not there.
fn account(tx: &Tx<'_>, guarantor: GuarantorId) -> Result<(), OfficeError> {
    let _who = tx.guarantor(guarantor)?.ok_or(Refusal::NotThere {
        what: "guarantor",
        number: guarantor.get(),
    })?;
    Ok(())
}

/// Refuses a note whose patient or claim has nothing to do with its account.
fn fits(tx: &Tx<'_>, note: &NewNote) -> Result<(), OfficeError> {
    let about = note.about;
    account(tx, about.guarantor)?;
    if tx.belongs_to_account(about)? {
        Ok(())
    } else {
        Err(ContactRefusal::OtherAccount.into())
    }
}

/// Refuses a day that is over.
fn comes(follow_up: FollowUp, stamp: Stamp) -> Result<(), OfficeError> {
    if follow_up.on < stamp.today {
        Err(ContactRefusal::DayOver.into())
    } else {
        Ok(())
    }
}

/// Refuses somebody who does not work here.
fn known(follow_up: FollowUp, people: &[(UserId, String)]) -> Result<(), OfficeError> {
    let is_known = |person| people.iter().any(|(id, _)| *id == person);
    if follow_up.person.is_none_or(is_known) {
        Ok(())
    } else {
        Err(ContactRefusal::Nobody.into())
    }
}

/// Refuses a note on which nothing is to be followed up.
fn waiting(tx: &Tx<'_>, id: NoteId) -> Result<(), OfficeError> {
    let note = tx.note(id)?.ok_or(Refusal::NotThere {
        what: "note",
        number: id.get(),
    })?;
    if note.follow_up.is_none() {
        return Err(ContactRefusal::NothingLeft.into());
    }
    Ok(())
}

/// Takes down how much is promised by which day.
fn promise(
    tx: &Tx<'_>,
    guarantor: GuarantorId,
    note: Option<NoteId>,
    (amount, by_on): (Money, NaiveDate),
    stamp: Stamp,
) -> Result<PromiseId, OfficeError> {
    let amount = amount.positive()?;
    if by_on < stamp.today {
        return Err(ContactRefusal::DayOver.into());
    }
    Ok(tx.add_promise(guarantor, note, (amount, by_on), stamp.at, stamp.by)?)
}
