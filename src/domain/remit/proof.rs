//! Whether a remittance adds up: three balances in cents, and where the first cent is missing. It must not know what to
//! do about it.
//!
//! A line: its charge less its adjustments is what it was paid. A claim: its charge less its own adjustments and those
//! of its lines is what it was paid. A remittance: what its claims were paid less the provider adjustments is what the
//! payer sent. (X12 005010X221A1, section 1.10.2.1.) Two more sums are told, but hold nothing up: the charges of the
//! lines, and the patient's share.

use serde::Serialize;

use super::{Place, ProviderAdjustment, RemitAdjustment, RemitClaim, RemitLine};
use crate::domain::code::{AdjustmentGroup, ClaimStatus};
use crate::domain::money::{Money, MoneyError};

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// A line's charge less its adjustments (SVC02 − ΣCAS) with what was paid (SVC03).
    LinePaid,
    /// A claim's charge less all its adjustments (CLP03 − ΣCAS) with what was paid (CLP04).
    ClaimPaid,
    /// The charges of the lines (ΣSVC02) with the claim's (CLP03).
    LinesCharged,
    /// The adjustments that the patient bears (ΣCAS*PR) with the patient's share (CLP05).
    PatientShare,
    /// What the claims were paid less the provider adjustments (ΣCLP04 − ΣPLB) with the payment (BPR02).
    Payment,
}

/// How much hangs on a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Worth knowing. Payers often differ here, and what is posted does not depend on it.
    Warning,
    /// It does not balance: posting it would leave cents without a place.
    Error,
}

impl Check {
    /// How much hangs on it.
    pub const fn weight(self) -> Weight {
        match self {
            Self::LinePaid | Self::ClaimPaid | Self::Payment => Weight::Error,
            Self::LinesCharged | Self::PatientShare => Weight::Warning,
        }
    }

    /// The first sum in words.
    const fn worked_out(self) -> &'static str {
        match self {
            Self::LinePaid => "the line's charge less its adjustments is",
            Self::ClaimPaid => "the claim's charge less its adjustments and those of its lines is",
            Self::LinesCharged => "its lines charge",
            Self::PatientShare => "the adjustments that the patient bears are",
            Self::Payment => "what its claims were paid, less the provider adjustments, is",
        }
    }

    /// The second in words.
    const fn stated(self) -> &'static str {
        match self {
            Self::LinePaid | Self::ClaimPaid => "but what was paid",
            Self::LinesCharged => "but the claim's charge",
            Self::PatientShare => "but the patient's share",
            Self::Payment => "but the payment",
        }
    }
}

/// Two amounts that should be the same and are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What was compared.
    pub check: Check,
    /// The index of the line it stands in; none when it is of the claim or the whole.
    pub line: Option<usize>,
    /// What the parts add up to.
    pub worked_out: Money,
    /// What the file says it is.
    pub stated: Money,
    /// The first less the second; never zero.
    pub difference: Money,
    /// Where the segment stands that says the second.
    pub place: Place,
}

impl Difference {
    fn between(
        check: Check,
        worked_out: Money,
        stated: Money,
        line: Option<usize>,
        place: Place,
    ) -> Result<Option<Self>, MoneyError> {
        let difference = worked_out.minus(stated)?;
        Ok((!difference.is_zero()).then_some(Self {
            check,
            line,
            worked_out,
            stated,
            difference,
            place,
        }))
    }

    /// In words, which name no patient.
    pub fn words(&self) -> String {
        format!(
            "{} {}, {} is {}: off by {}",
            self.check.worked_out(),
            self.worked_out,
            self.check.stated(),
            self.stated,
            self.difference
        )
    }
}

/// What is off in one claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClaimProof {
    /// Everything that differs, in the order of the file.
    pub differences: Vec<Difference>,
}

impl ClaimProof {
    /// Proves a claim and each of its lines.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when its amounts are too large to be added.
    pub fn of(claim: &RemitClaim) -> Result<Self, MoneyError> {
        let mut differences = Vec::new();
        let mut adjusted = adjusted(&claim.adjustments)?;
        let mut charged = Money::ZERO;
        for (index, line) in claim.lines.iter().enumerate() {
            let (by_line, difference) = prove_line(line, index)?;
            differences.extend(difference);
            adjusted = adjusted.plus(by_line)?;
            charged = charged.plus(line.charged)?;
        }
        let mut of_claim = |check, worked_out, stated| -> Result<(), MoneyError> {
            let difference = Difference::between(check, worked_out, stated, None, claim.place)?;
            differences.extend(difference);
            Ok(())
        };
        let left = claim.charged.minus(adjusted)?;
        of_claim(Check::ClaimPaid, left, claim.paid)?;
        if !claim.lines.is_empty() {
            of_claim(Check::LinesCharged, charged, claim.charged)?;
        }
        // A payment taken back has its adjustments negated, but not the patient's share.
        if !claim.status.known().is_some_and(ClaimStatus::is_reversal) {
            of_claim(
                Check::PatientShare,
                patient_adjusted(claim)?,
                claim.patient_share,
            )?;
        }
        Ok(Self { differences })
    }

    /// Whether claim and lines balance.
    pub fn holds(&self) -> bool {
        self.errors().next().is_none()
    }

    /// What does not balance.
    pub fn errors(&self) -> impl Iterator<Item = &Difference> {
        self.differences
            .iter()
            .filter(|one| one.check.weight() == Weight::Error)
    }
}

/// Adds up adjustments.
fn adjusted(adjustments: &[RemitAdjustment]) -> Result<Money, MoneyError> {
    Money::sum(adjustments.iter().map(|one| one.amount))
}

/// Proves a line; gives what its adjustments come to as well.
fn prove_line(line: &RemitLine, index: usize) -> Result<(Money, Option<Difference>), MoneyError> {
    let adjusted = adjusted(&line.adjustments)?;
    let left = line.charged.minus(adjusted)?;
    let difference =
        Difference::between(Check::LinePaid, left, line.paid, Some(index), line.place)?;
    Ok((adjusted, difference))
}

fn patient_adjusted(claim: &RemitClaim) -> Result<Money, MoneyError> {
    let of_patient = |one: &RemitAdjustment| one.group.known() == Some(AdjustmentGroup::Patient);
    let amounts = claim
        .all_adjustments()
        .filter(|(_, one)| of_patient(one))
        .map(|(_, one)| one.amount);
    Money::sum(amounts)
}

/// The sums of a remittance, as its claims and provider adjustments come by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemittanceProof {
    /// How many claims.
    pub claims: u64,
    /// How many lines.
    pub lines: u64,
    /// How many claims do not balance in themselves.
    pub claims_off: u64,
    /// How many claims and provider adjustments stand in no sum because they are too large to be added.
    pub left_out: u64,
    /// What the claims charge.
    pub charged: Money,
    /// What they were paid.
    pub paid: Money,
    /// What patients bear.
    pub patient_share: Money,
    /// What the provider adjustments come to; positive lowers the payment.
    pub provider_adjustments: Money,
    /// What the payer sent (BPR02).
    pub stated: Money,
    /// Where its BPR stands, or else its ST.
    pub place: Place,
}

impl RemittanceProof {
    /// Begins with what the payer says it sent, and where it says so.
    pub const fn new(stated: Money, place: Place) -> Self {
        Self {
            claims: 0,
            lines: 0,
            claims_off: 0,
            left_out: 0,
            charged: Money::ZERO,
            paid: Money::ZERO,
            patient_share: Money::ZERO,
            provider_adjustments: Money::ZERO,
            stated,
            place,
        }
    }

    /// Adds a claim, and gives its own proof.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when amounts are too large to be added; the sums are then as before, and the whole
    /// does not hold.
    pub fn add(&mut self, claim: &RemitClaim) -> Result<ClaimProof, MoneyError> {
        let added = self.with(claim);
        self.left_out = self.left_out.saturating_add(u64::from(added.is_err()));
        let (proof, [charged, paid, patient_share]) = added?;
        let lines = u64::try_from(claim.lines.len()).unwrap_or(u64::MAX);
        self.charged = charged;
        self.paid = paid;
        self.patient_share = patient_share;
        self.claims = self.claims.saturating_add(1);
        self.lines = self.lines.saturating_add(lines);
        self.claims_off = self.claims_off.saturating_add(u64::from(!proof.holds()));
        Ok(proof)
    }

    /// A claim's proof, and the sums of charge, payment and patient's share with it.
    fn with(&self, claim: &RemitClaim) -> Result<(ClaimProof, [Money; 3]), MoneyError> {
        let sums = [
            self.charged.plus(claim.charged)?,
            self.paid.plus(claim.paid)?,
            self.patient_share.plus(claim.patient_share)?,
        ];
        Ok((ClaimProof::of(claim)?, sums))
    }

    /// Adds a provider adjustment.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when amounts are too large to be added; the sums are then as before, and the whole
    /// does not hold.
    pub fn adjust(&mut self, adjustment: &ProviderAdjustment) -> Result<(), MoneyError> {
        let sum = self.provider_adjustments.plus(adjustment.amount);
        self.left_out = self.left_out.saturating_add(u64::from(sum.is_err()));
        self.provider_adjustments = sum?;
        Ok(())
    }

    /// By how much the payment is off; none when it is what claims and provider adjustments make.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn difference(&self) -> Result<Option<Difference>, MoneyError> {
        let worked_out = self.paid.minus(self.provider_adjustments)?;
        Difference::between(Check::Payment, worked_out, self.stated, None, self.place)
    }

    /// Whether every claim and the whole balance.
    pub fn holds(&self) -> bool {
        self.claims_off == 0 && self.left_out == 0 && self.difference() == Ok(None)
    }
}
