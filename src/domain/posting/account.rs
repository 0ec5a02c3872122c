//! The account of a claim as it stands before an answer is posted, and as it would stand after. It must not know what
//! the answer says.

use chrono::NaiveDate;
use serde::Serialize;

use super::plan::{PlannedClaim, Said};
use crate::domain::claim::{ClaimNumber, Responsibility, State};
use crate::domain::code::{FilingIndicator, Modifier, Procedure};
use crate::domain::id::{ChargeLineId, ClaimId, EobId, GuarantorId, PayerId, PolicyId};
use crate::domain::ledger::{AnsweredLine, Effect, LineBalance, Move, WriteOff};
use crate::domain::money::{Money, MoneyError};

/// The claim that is answered, and everything that bears on what becomes of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimAccount {
    /// The claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// Where it stands.
    pub state: State,
    /// Under which policy.
    pub policy: PolicyId,
    /// Who pays.
    pub payer: PayerId,
    /// The payer's name, for the words of a plan.
    pub payer_name: String,
    /// What kind of payer.
    pub kind: FilingIndicator,
    /// Asked first, second or third.
    pub rank: Responsibility,
    /// Its services, in the order in which they were sent.
    pub lines: Vec<AccountLine>,
    /// What this payer answered before and what was posted of it, the oldest first; answers that were taken back, by us
    /// or by the payer, are not among them.
    pub earlier: Vec<EarlierAnswer>,
    /// The claims that the payer answers together with it, as one; empty when it answers one claim.
    pub with: Vec<Joined>,
}

/// Another claim under the same policy that a payer joined to one, and answers as a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// Where it stands.
    pub state: State,
}

/// One service of the claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLine {
    /// The service.
    pub line: ChargeLineId,
    /// Its number on the claim, from 1; where claims are joined they are counted through.
    pub place: u32,
    /// The claim it was sent with.
    pub claim: ClaimId,
    /// Its number on that claim, from 1.
    pub sent_as: u32,
    /// Whose card it is on.
    pub guarantor: GuarantorId,
    /// Its code.
    pub code: Procedure,
    /// Its modifiers.
    pub modifiers: Vec<Modifier>,
    /// Its day.
    pub service_on: NaiveDate,
    /// Its running sums, whoever moved them.
    pub sums: LineBalance,
    /// What this insurer owes under the claim's policy.
    pub owed: Money,
    /// What was moved to the guarantor so far, net, by whomever: a copay taken at the visit, a share stated before.
    pub already_patient: Money,
    /// What this payer paid so far, net of what it took back.
    pub paid: Money,
    /// What was written off by this payer's answers so far, net.
    pub written_off: Money,
}

/// An answer of the same payer that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierAnswer {
    /// What it was posted with.
    pub eob: EobId,
    /// The day of its payment.
    pub paid_on: NaiveDate,
    /// The payer's number of the claim; empty when it gave none or it came on paper.
    pub payer_number: String,
    /// What it said and what was posted of it.
    pub lines: Vec<EarlierLine>,
}

/// What an earlier answer said of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierLine {
    /// The service.
    pub line: ChargeLineId,
    /// What was paid.
    pub paid: Money,
    /// Why the rest was not paid, as it was said.
    pub said: Vec<Said>,
    /// What was posted.
    pub moves: Vec<Move>,
}

/// What a claim's services come to, for *before* and *after*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Charged.
    pub charged: Money,
    /// Insurers still owe.
    pub insurer_owes: Money,
    /// The guarantor still owes.
    pub patient_owes: Money,
    /// Written off by contract.
    pub contractual: Money,
    /// Other write-offs, and what is withheld.
    pub adjusted: Money,
    /// Paid by this payer.
    pub paid: Money,
    /// Paid by other payers.
    pub paid_by_others: Money,
    /// Paid by the guarantor.
    pub paid_by_patient: Money,
}

impl Figures {
    /// Whether the charge is what is owed, written off and paid: true of every sound account.
    pub fn prove(&self) -> bool {
        let parts = [
            self.insurer_owes,
            self.patient_owes,
            self.contractual,
            self.adjusted,
            self.paid,
            self.paid_by_others,
            self.paid_by_patient,
        ];
        Money::sum(parts) == Ok(self.charged)
    }
}

impl ClaimAccount {
    /// What its services come to.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn figures(&self) -> Result<Figures, MoneyError> {
        let mut all = LineBalance::default();
        for line in &self.lines {
            all = all.plus(&line.sums)?;
        }
        let paid = Money::sum(self.lines.iter().map(|line| line.paid))?;
        Ok(Figures {
            charged: all.charged,
            insurer_owes: all.insurance_owes,
            patient_owes: all.patient_owes,
            contractual: all.contractual,
            adjusted: all.adjusted,
            paid,
            paid_by_others: all.insurance_paid.minus(paid)?,
            paid_by_patient: all.patient_paid,
        })
    }

    /// What was charged for its services.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn charged(&self) -> Result<Money, MoneyError> {
        Money::sum(self.lines.iter().map(|line| line.sums.charged))
    }

    /// What this insurer owes on it.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn owed(&self) -> Result<Money, MoneyError> {
        Money::sum(self.lines.iter().map(|line| line.owed))
    }

    /// Gives one of its services.
    pub fn line(&self, line: ChargeLineId) -> Option<&AccountLine> {
        self.lines.iter().find(|one| one.line == line)
    }

    /// Whether a payer is asked before this one.
    pub fn is_later_payer(&self) -> bool {
        self.rank != Responsibility::Primary
    }

    /// Gives the account as it stands once these moves are posted. Its earlier answers are left as they are.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn after(&self, answered: &[AnsweredLine]) -> Result<Self, MoneyError> {
        let mut after = self.clone();
        for answer in answered {
            let Some(line) = after.lines.iter_mut().find(|one| one.line == answer.line) else {
                continue;
            };
            for one in &answer.moves {
                line.post(one)?;
            }
        }
        Ok(after)
    }

    /// Gives the account as it stands once a plan is posted: an answer it takes back does not stand any more.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn after_plan(&self, plan: &PlannedClaim) -> Result<Self, MoneyError> {
        let mut after = self.after(&plan.answered())?;
        after.earlier.retain(|one| Some(one.eob) != plan.takes_back);
        if let Some(state) = plan.becomes {
            after.state = state;
        }
        for one in &mut after.with {
            let becomes = plan.with.iter().find(|other| other.claim == one.claim);
            one.state = becomes.and_then(|one| one.becomes).unwrap_or(one.state);
        }
        Ok(after)
    }

    /// Joins claims that a payer answers as one, in their order; none when they are not all under one policy.
    pub fn joined(claims: Vec<Self>) -> Option<Self> {
        let mut claims = claims.into_iter();
        let mut all = claims.next()?;
        for one in claims {
            if one.policy != all.policy {
                return None;
            }
            all.with.push(Joined {
                claim: one.claim,
                number: one.number,
                state: one.state,
            });
            all.lines.extend(one.lines);
            for answer in one.earlier {
                match all.earlier.iter_mut().find(|same| same.eob == answer.eob) {
                    Some(same) => same.lines.extend(answer.lines),
                    None => all.earlier.push(answer),
                }
            }
        }
        if !all.with.is_empty() {
            all.earlier.sort_by_key(|answer| answer.eob);
            for (place, line) in (1..).zip(&mut all.lines) {
                line.place = place;
            }
        }
        Some(all)
    }

    /// Takes joined claims apart again, each with its own services and the answers that speak of them.
    pub fn parts(self) -> Vec<Self> {
        if self.with.is_empty() {
            return vec![self];
        }
        let first = Joined {
            claim: self.claim,
            number: self.number.clone(),
            state: self.state,
        };
        let claims = std::iter::once(&first).chain(&self.with);
        claims.map(|claim| self.part(claim)).collect()
    }

    fn part(&self, claim: &Joined) -> Self {
        let lines = self.lines.iter().filter(|line| line.claim == claim.claim);
        let lines: Vec<AccountLine> = lines
            .map(|line| AccountLine {
                place: line.sent_as,
                ..line.clone()
            })
            .collect();
        let is_of = |line: &EarlierLine| lines.iter().any(|one| one.line == line.line);
        let mut earlier = self.earlier.clone();
        for answer in &mut earlier {
            answer.lines.retain(is_of);
        }
        earlier.retain(|answer| !answer.lines.is_empty());
        Self {
            claim: claim.claim,
            number: claim.number.clone(),
            state: claim.state,
            payer_name: self.payer_name.clone(),
            lines,
            earlier,
            with: Vec::new(),
            ..*self
        }
    }
}

impl AccountLine {
    /// The guarantor's share, paid or not.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn share(&self) -> Result<Money, MoneyError> {
        self.sums.patient_owes.plus(self.sums.patient_paid)
    }

    fn post(&mut self, one: &Move) -> Result<(), MoneyError> {
        let amount = one.amount();
        let leaves = one.from_insurer();
        self.owed = self.owed.minus(leaves)?;
        self.sums.insurance_owes = self.sums.insurance_owes.minus(leaves)?;
        match one {
            Move::Paid(_) | Move::OwedBack(_) | Move::Credited(_) => self.pay(leaves)?,
            Move::Kept(pocket, ..) => match pocket.effect() {
                Effect::InsurancePaid => self.pay(amount)?,
                Effect::Contractual => {
                    self.sums.contractual = self.sums.contractual.plus(amount)?;
                }
                Effect::Charge
                | Effect::Adjustment
                | Effect::PatientPaid
                | Effect::Transfer
                | Effect::Agency => {
                    self.sums.adjusted = self.sums.adjusted.plus(amount)?;
                }
            },
            Move::WrittenOff(kind, ..) => {
                self.written_off = self.written_off.plus(amount)?;
                if *kind == WriteOff::Contractual {
                    self.sums.contractual = self.sums.contractual.plus(amount)?;
                } else {
                    self.sums.adjusted = self.sums.adjusted.plus(amount)?;
                }
            }
            Move::ToPatient(..) => {
                self.already_patient = self.already_patient.plus(amount)?;
                self.sums.patient_owes = self.sums.patient_owes.plus(amount)?;
            }
        }
        Ok(())
    }

    fn pay(&mut self, amount: Money) -> Result<(), MoneyError> {
        self.paid = self.paid.plus(amount)?;
        self.sums.insurance_paid = self.sums.insurance_paid.plus(amount)?;
        Ok(())
    }
}
