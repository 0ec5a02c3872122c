//! Visits: entered, coded, corrected, signed. Entering one charges it and makes its claim in the same transaction, so
//! that nothing is copied later. It must not know how claims are sent.

use chrono::{DateTime, NaiveDate, Utc};

use super::claims::{Say, settle};
use super::{Office, OfficeError, Refusal};
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::code::{Icd10, Procedure};
use crate::domain::id::{ClaimId, PatientId, UserId, VisitId};
use crate::domain::scrub::Finding;
use crate::domain::visit::{DIAGNOSES_MAX, NewLine, NewVisit, Visit, VisitRow};
use crate::store::Tx;
use crate::store::visit::VisitsOf;

mod bill;
mod correct;
mod question;
mod trial;

/// Why something cannot be done to a visit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VisitRefusal {
    /// A visit belongs to one patient for good.
    #[error("a visit stays with its patient; enter a new one for the other patient")]
    OtherPatient,
    /// It has its charges.
    #[error("the visit has its charges already; correct the visit to change them")]
    AlreadyCoded,
    /// A question ends once.
    #[error("that question was {} already", if *is_answered { "answered" } else { "withdrawn" })]
    QuestionClosed {
        /// Whether by an answer.
        is_answered: bool,
    },
    /// Nothing to charge.
    #[error("there is no service to charge")]
    NothingToCharge,
    /// More diagnoses than a claim carries.
    #[error("a visit has at most {DIAGNOSES_MAX} diagnoses; this one has {0}")]
    TooManyDiagnoses(usize),
    /// A claim for it is out of our hands: not answered, so that nobody knows whether it is to be sent again or
    /// replaced, or settled for good.
    #[error("claim {number} for this visit is {}", standing(*state))]
    Sent {
        /// The claim.
        number: ClaimNumber,
        /// Where it stands.
        state: State,
    },
    /// The payer of that day has changed, and the one before has a claim.
    #[error(
        "claim {0} is with the payer it went to; void it there before the visit is billed to another"
    )]
    AnotherPayerHasIt(ClaimNumber),
    /// Money was moved on a service that would change.
    #[error(
        "{code} of this visit was paid, written off or moved in part; take that back before it is changed"
    )]
    Settled {
        /// The service.
        code: Procedure,
    },
}

/// Why a visit waits for a claim that stands so.
fn standing(state: State) -> String {
    let words = state.words().to_lowercase();
    if state.is_waiting() {
        format!("{words} and not answered; wait for the answer, then it is sent again or replaced")
    } else {
        format!("{words}; what it billed cannot be changed any more")
    }
}

/// When something is done, by whom, and on which day of the practice.
#[derive(Clone, Copy, Debug)]
pub(in crate::office) struct Stamp {
    /// What is done, as the audit calls it.
    pub(in crate::office) verb: &'static str,
    pub(in crate::office) at: DateTime<Utc>,
    pub(in crate::office) by: UserId,
    pub(in crate::office) today: NaiveDate,
}

/// The most rows of a list that nobody limits.
const MOST: usize = 1000;

impl Office {
    /// Enters a visit. With services, they are charged to the policy that is in force on the day of service, else to
    /// the guarantor, and a policy gets its claim, held or ready.
    ///
    /// # Errors
    /// [`Refusal::NotThere`] for an unknown patient, [`VisitRefusal::TooManyDiagnoses`], or what the book says.
    pub fn enter_visit(&mut self, visit: &NewVisit) -> Result<VisitId, OfficeError> {
        self.stamped("enter a visit", |tx, stamp| {
            check_diagnoses(&visit.diagnoses)?;
            let patient = tx.patient(visit.patient)?.ok_or(Refusal::NotThere {
                what: "patient",
                number: visit.patient.get(),
            })?;
            let id = tx.add_visit(visit, patient.guarantor, stamp.at, stamp.by)?;
            if !visit.lines.is_empty() {
                let _lines = tx.add_charge_lines(id, &visit.lines)?;
                bill::bill(tx, id, stamp)?;
            }
            Ok((object(id), id))
        })
    }

    /// Gives a visit that was kept without charges its diagnoses and services, and charges them.
    ///
    /// # Errors
    /// [`VisitRefusal::AlreadyCoded`], [`VisitRefusal::NothingToCharge`], [`VisitRefusal::TooManyDiagnoses`],
    /// [`Refusal::NotThere`], or what the book says.
    pub fn code_visit(
        &mut self,
        id: VisitId,
        diagnoses: &[Icd10],
        lines: &[NewLine],
    ) -> Result<(), OfficeError> {
        self.stamped("code a visit", |tx, stamp| {
            check_diagnoses(diagnoses)?;
            if lines.is_empty() {
                return Err(VisitRefusal::NothingToCharge.into());
            }
            if visit_in(tx, id)?.standing().next().is_some() {
                return Err(VisitRefusal::AlreadyCoded.into());
            }
            tx.change_diagnoses(id, diagnoses)?;
            let _lines = tx.add_charge_lines(id, lines)?;
            bill::bill(tx, id, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Corrects a visit. Notes and the signature may always change. What a claim says may change while it is here,
    /// also when it was rejected: it then goes again as the same claim. One that left and is not answered stops the
    /// correction; one that its payer took in or decided on is replaced, under the payer's number of it, which must be
    /// known. Claims to later payers that are here are taken back. A changed service, or day, takes the charge back and
    /// charges anew; a service on which money was moved stays as it is or stops the correction.
    ///
    /// # Errors
    /// [`VisitRefusal`] with the reason, [`super::ClaimRefusal`] when a claim cannot be replaced,
    /// [`Refusal::Missing`] without a reason where money moves,
    /// [`Refusal::NotThere`], or what the book says.
    pub fn correct_visit(
        &mut self,
        id: VisitId,
        visit: &NewVisit,
        why: &str,
    ) -> Result<(), OfficeError> {
        self.stamped("correct a visit", |tx, stamp| {
            check_diagnoses(&visit.diagnoses)?;
            correct::correct(tx, id, visit, why, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Takes the charges of a visit back and charges them anew to whoever pays for that day now, as when a policy was
    /// only entered after the visit.
    ///
    /// # Errors
    /// As [`Office::correct_visit`].
    pub fn bill_again(&mut self, id: VisitId, why: &str) -> Result<(), OfficeError> {
        self.stamped("bill a visit again", |tx, stamp| {
            correct::bill_again(tx, id, why, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Enters the day on which the documentation of a visit was signed. A claim that waited for it becomes ready.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn sign_visit(&mut self, id: VisitId, on: NaiveDate) -> Result<(), OfficeError> {
        self.stamped("sign a visit", |tx, stamp| {
            let _visit = visit_in(tx, id)?;
            tx.sign_visit(id, on)?;
            settle_waiting(tx, id, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Gives what the scrubber would find if the visit were entered now, or if `instead_of` were corrected to it.
    /// Nothing is found where no policy covers the day. Nothing is kept.
    ///
    /// # Errors
    /// [`Refusal::NotThere`] for anybody or anything unknown that it names, or what the book says.
    pub fn would_find(
        &self,
        visit: &NewVisit,
        instead_of: Option<VisitId>,
    ) -> Result<Vec<Finding>, OfficeError> {
        trial::findings(&self.store, visit, instead_of, self.today())
    }

    /// Gives a visit.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn visit(&self, id: VisitId) -> Result<Visit, OfficeError> {
        Ok(self.store.find_visit(id)?.ok_or(not_there(id))?)
    }

    /// Lists the visits of a patient, the newest day first.
    ///
    /// # Errors
    /// What the book says.
    pub fn visits(&self, patient: PatientId) -> Result<Vec<VisitRow>, OfficeError> {
        let which = VisitsOf::Patient(patient);
        Ok(self.store.visits(which, usize::MAX, 0)?)
    }

    /// Lists the visits of a day.
    ///
    /// # Errors
    /// What the book says.
    pub fn visits_on(&self, day: NaiveDate) -> Result<Vec<VisitRow>, OfficeError> {
        Ok(self.store.visits(VisitsOf::Day(day), usize::MAX, 0)?)
    }

    /// Lists the newest visits of everybody.
    ///
    /// # Errors
    /// What the book says.
    pub fn recent_visits(&self, limit: usize) -> Result<Vec<VisitRow>, OfficeError> {
        Ok(self.store.visits(VisitsOf::Everybody, limit, 0)?)
    }

    /// Lists the visits that wait for their charges, up to a thousand, the newest day first.
    ///
    /// # Errors
    /// What the book says.
    pub fn visits_to_code(&self) -> Result<Vec<VisitRow>, OfficeError> {
        Ok(self.store.visits(VisitsOf::ToCode, MOST, 0)?)
    }

    /// Lists the visits with a question that is not answered, up to a thousand, the newest day first.
    ///
    /// # Errors
    /// What the book says.
    pub fn visits_asked_about(&self) -> Result<Vec<VisitRow>, OfficeError> {
        Ok(self.store.visits(VisitsOf::Asked, MOST, 0)?)
    }

    /// Gives a patient's newest visit, to copy from.
    ///
    /// # Errors
    /// What the book says.
    pub fn last_visit(&self, patient: PatientId) -> Result<Option<Visit>, OfficeError> {
        Ok(self.store.last_visit(patient)?)
    }

    /// Runs one verb as [`Office::write`] does, and says by whom and on which day.
    pub(in crate::office) fn stamped<T>(
        &mut self,
        verb: &'static str,
        work: impl FnOnce(&Tx<'_>, Stamp) -> Result<(String, T), OfficeError>,
    ) -> Result<T, OfficeError> {
        let (by, today) = (self.user.id, self.today());
        self.write(verb, |tx, at| {
            let stamp = Stamp {
                verb,
                at,
                by,
                today,
            };
            work(tx, stamp)
        })
    }
}

fn object(visit: VisitId) -> String {
    format!("visit:{visit}")
}

const fn not_there(id: VisitId) -> Refusal {
    Refusal::NotThere {
        what: "visit",
        number: id.get(),
    }
}

fn visit_in(tx: &Tx<'_>, id: VisitId) -> Result<Visit, OfficeError> {
    Ok(tx.find_visit(id)?.ok_or(not_there(id))?)
}

fn check_diagnoses(diagnoses: &[Icd10]) -> Result<(), VisitRefusal> {
    match diagnoses.len() {
        0..=DIAGNOSES_MAX => Ok(()),
        more => Err(VisitRefusal::TooManyDiagnoses(more)),
    }
}

/// Looks again at the claims of a visit that wait here.
fn settle_waiting(tx: &Tx<'_>, visit: VisitId, stamp: Stamp) -> Result<(), OfficeError> {
    for claim in waiting(tx, visit)? {
        let _findings = settle(tx, claim, Say::Changes, stamp)?;
    }
    Ok(())
}

/// The claims of a visit that wait here: held or ready.
fn waiting(tx: &Tx<'_>, visit: VisitId) -> Result<Vec<ClaimId>, OfficeError> {
    let claims = tx.claims_of_visit(visit)?.into_iter();
    Ok(claims
        .filter(|(_, state)| matches!(state, State::Held | State::Ready))
        .map(|(claim, _)| claim)
        .collect())
}
