//! A remittance (X12 835) as data: what a payer says it paid, claim by claim and line by line, where in the file it says
//! so, and the proof that it adds up. It must not know how a file is laid out, nor what becomes of any amount.
//!
//! Nothing that a file says is guessed or mended: a code that is on no list stays as it was written ([`Coded`]), and
//! amounts stand with the file's own signs. A positive adjustment lowers the payment, on a claim ([`RemitAdjustment`])
//! and on the whole ([`ProviderAdjustment`]).

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::code::{AdjustmentGroup, Carc, FilingIndicator, Rarc};
use crate::domain::money::Money;

mod coded;
mod fingerprint;
mod people;
mod proof;
#[cfg(test)]
mod tests;
mod text;

pub use crate::domain::code::{ClaimStatus, Flow, Handling, PaymentMethod, ProviderReason};
pub use coded::{Code, Coded};
pub use fingerprint::Fingerprint;
pub use people::{Contact, Party, RemitPerson};
pub use proof::{Check, ClaimProof, Difference, RemittanceProof, Weight};
pub use text::Text;

/// Where a segment stands in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The segment's number in the file, from 1 for the first ISA.
    pub segment: u64,
    /// Bytes of the file before the segment's first one.
    pub byte: u64,
}

/// A number that stands under a qualifier (X12 REF).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// What it is (REF01), as `6R`.
    pub qualifier: Text,
    /// The number (REF02).
    pub value: Text,
    /// What else is said of it (REF03); mostly empty.
    pub description: Text,
}

/// A day that stands under a qualifier (X12 DTM).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dated {
    /// What it is (DTM01), as `472`.
    pub qualifier: Text,
    /// The day (DTM02).
    pub day: NaiveDate,
}

/// An amount that is told beside the payment (X12 AMT).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Supplement {
    /// What it is (AMT01), as `B6`.
    pub qualifier: Text,
    /// The amount (AMT02).
    pub amount: Money,
}

/// A count that is told beside the payment (X12 QTY).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// What is counted (QTY01), as `CA`.
    pub qualifier: Text,
    /// How many (QTY02).
    pub quantity: Decimal,
}

/// An element that no field holds, as it was written: hospital figures mostly (MIA, MOA, TS2, TS3, the rarer ones of
/// CLP and BPR).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// The segment's name, as `MIA`.
    pub segment: Text,
    /// The element's number, from 1.
    pub element: u8,
    /// What it says.
    pub text: Text,
}

/// One reason why a payer paid less than was charged (one of the triples of an X12 CAS).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemitAdjustment {
    /// Who bears it (CAS01).
    pub group: Coded<AdjustmentGroup>,
    /// The reason (CAS02, CAS05, …).
    pub carc: Coded<Carc>,
    /// Positive lowers the payment.
    pub amount: Money,
    /// How many units are not paid; none when not said.
    pub quantity: Option<Decimal>,
    /// Where the CAS stands.
    pub place: Place,
}

/// A service by its code (X12 SVC01, SVC06).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RemitProcedure {
    /// Which list the code is from: `HC` for CPT and HCPCS, `N4` for a drug, `NU` for a revenue code.
    pub qualifier: Text,
    /// The code.
    pub code: Text,
    /// Its modifiers, at most four.
    pub modifiers: Vec<Text>,
    /// What it is in words; mostly empty.
    pub description: Text,
}

/// What a payer says of one service (X12 loop 2110).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RemitLine {
    /// What was paid for (SVC01).
    pub procedure: RemitProcedure,
    /// What was billed (SVC06); none when it is the same.
    pub submitted: Option<RemitProcedure>,
    /// The charge (SVC02).
    pub charged: Money,
    /// What was paid (SVC03).
    pub paid: Money,
    /// The revenue code (SVC04); empty in a professional claim.
    pub revenue_code: Text,
    /// The units paid (SVC05); none stands for one.
    pub units_paid: Option<Decimal>,
    /// The units billed (SVC07); none when they are the same.
    pub units_submitted: Option<Decimal>,
    /// Days (DTM): `472` of service, or `150` and `151` its first and last.
    pub dates: Vec<Dated>,
    /// Why it was not paid in full (CAS).
    pub adjustments: Vec<RemitAdjustment>,
    /// Numbers (REF): `6R` is the one the line was sent with.
    pub references: Vec<Reference>,
    /// Amounts (AMT): `B6` is what is allowed.
    pub amounts: Vec<Supplement>,
    /// Counts (QTY).
    pub quantities: Vec<Counted>,
    /// Remarks (LQ under `HE`).
    pub remarks: Vec<Coded<Rarc>>,
    /// Where its SVC stands.
    pub place: Place,
}

impl RemitLine {
    /// The number that the line was sent with (REF*6R).
    pub fn control_number(&self) -> Option<&str> {
        reference(&self.references, "6R")
    }

    /// What the payer allows (AMT*B6).
    pub fn allowed(&self) -> Option<Money> {
        amount(&self.amounts, "B6")
    }

    /// The first and the last day of service, as far as the line says it.
    pub fn served_on(&self) -> Option<(NaiveDate, NaiveDate)> {
        period(&self.dates, "472", "150", "151")
    }

    /// The code that was billed.
    pub fn billed(&self) -> &RemitProcedure {
        self.submitted.as_ref().unwrap_or(&self.procedure)
    }
}

/// What a payer says of one claim (X12 loop 2100).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RemitClaim {
    /// The practice's number as the payer repeats it (CLP01).
    pub number: Text,
    /// How it was processed (CLP02).
    pub status: Coded<ClaimStatus>,
    /// The charge (CLP03); negative when a payment is taken back.
    pub charged: Money,
    /// What was paid (CLP04).
    pub paid: Money,
    /// What the patient bears, by the payer's word (CLP05).
    pub patient_share: Money,
    /// What kind of payer (CLP06); none when not said.
    pub filing: Option<Coded<FilingIndicator>>,
    /// The payer's number (CLP07).
    pub payer_number: Text,
    /// Place of service or type of bill (CLP08).
    pub place_of_service: Text,
    /// New, replacement or void, as its code stands (CLP09).
    pub frequency: Text,
    /// Why the claim as a whole was not paid in full (CAS before its first line).
    pub adjustments: Vec<RemitAdjustment>,
    /// The patient (NM1*QC).
    pub patient: Option<RemitPerson>,
    /// Who holds the policy (NM1*IL); none when it is the patient.
    pub insured: Option<RemitPerson>,
    /// The name and number as the payer has them (NM1*74).
    pub corrected: Option<RemitPerson>,
    /// Who treated (NM1*82).
    pub rendering: Option<RemitPerson>,
    /// The payer the claim was passed on to (NM1*TT).
    pub crossover: Option<RemitPerson>,
    /// The payer that should have been billed (NM1*PR).
    pub corrected_payer: Option<RemitPerson>,
    /// Who holds another policy (NM1*GB).
    pub other_insured: Option<RemitPerson>,
    /// Remarks (MIA05 and MIA20–23, MOA03–07).
    pub remarks: Vec<Coded<Rarc>>,
    /// What CLP, MIA and MOA say besides.
    pub details: Vec<Detail>,
    /// Numbers (REF).
    pub references: Vec<Reference>,
    /// Days (DTM): `232` and `233` the first and last of service, `050` received, `036` the coverage's last.
    pub dates: Vec<Dated>,
    /// Amounts (AMT): `AU` covered, `I` interest, `F5` paid by the patient.
    pub amounts: Vec<Supplement>,
    /// Counts (QTY).
    pub quantities: Vec<Counted>,
    /// Whom to ask (PER).
    pub contacts: Vec<Contact>,
    /// Its services (SVC).
    pub lines: Vec<RemitLine>,
    /// Errors that were found in it. What has any is not read for certain: it may lack something or hold a zero for an
    /// amount that could not be read, so that nobody should post it unseen.
    pub faults: u32,
    /// Where its CLP stands.
    pub place: Place,
    /// Where the segment stands that comes after its last one.
    pub end: Place,
}

impl RemitClaim {
    /// The first and the last day of service: by its lines, or else by the claim (DTM*232 and 233).
    pub fn served_on(&self) -> Option<(NaiveDate, NaiveDate)> {
        let mut days = self.lines.iter().filter_map(RemitLine::served_on);
        let by_lines = days
            .next()
            .map(|first| days.fold(first, |(from, to), line| (from.min(line.0), to.max(line.1))));
        by_lines.or_else(|| period(&self.dates, "", "232", "233"))
    }

    /// The numbers by which the payer knows the member: as corrected, of the insured, of the patient.
    pub fn member_ids(&self) -> impl Iterator<Item = &str> {
        [&self.corrected, &self.insured, &self.patient]
            .into_iter()
            .flatten()
            .map(|person| person.id.as_str())
            .filter(|id| !id.is_empty())
    }

    /// Interest paid with the claim (AMT*I).
    pub fn interest(&self) -> Option<Money> {
        amount(&self.amounts, "I")
    }

    /// Every adjustment: of the claim, then of its lines with the line's index.
    pub fn all_adjustments(&self) -> impl Iterator<Item = (Option<usize>, &RemitAdjustment)> {
        let of_claim = self.adjustments.iter().map(|one| (None, one));
        let of_lines =
            self.lines.iter().enumerate().flat_map(|(index, line)| {
                line.adjustments.iter().map(move |one| (Some(index), one))
            });
        of_claim.chain(of_lines)
    }
}

/// Money that moves beside the claims (one of the pairs of an X12 PLB).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProviderAdjustment {
    /// Whose it is (PLB01).
    pub provider: Text,
    /// The last day of the provider's fiscal year (PLB02); none when not legible.
    pub fiscal_period_end: Option<NaiveDate>,
    /// What it is for (PLB03-1, PLB05-1, …).
    pub code: Coded<ProviderReason>,
    /// What it refers to (PLB03-2, …): under `WO` mostly the payer's number of a claim.
    pub reference: Text,
    /// As written: positive lowers the payment, negative raises it.
    pub amount: Money,
    /// Where the PLB stands.
    pub place: Place,
}

/// A bank account (BPR06–09, BPR12–15).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BankAccount {
    /// What kind of number names the bank.
    pub bank_qualifier: Text,
    /// The bank's number.
    pub bank: Text,
    /// What kind of account.
    pub kind: Text,
    /// The account's number.
    pub number: Text,
}

/// What the totals of a group of claims say (X12 LX with TS3 and TS2). Mostly hospitals have them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClaimGroup {
    /// Its number (LX01).
    pub number: Text,
    /// What TS3 and TS2 say.
    pub totals: Vec<Detail>,
    /// Where its LX stands.
    pub place: Place,
}

/// One remittance, which is one ST…SE of an 835, without its claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Remittance {
    /// The transaction's number (ST02).
    pub control_number: Text,
    /// What it is for (BPR01).
    pub handling: Coded<Handling>,
    /// What was paid (BPR02).
    pub paid: Money,
    /// Who moves the money (BPR03).
    pub flow: Coded<Flow>,
    /// How it was paid (BPR04).
    pub method: Coded<PaymentMethod>,
    /// The payment format (BPR05).
    pub format: Text,
    /// The account it comes from.
    pub from_account: Option<BankAccount>,
    /// The account it goes to.
    pub to_account: Option<BankAccount>,
    /// The day of the check, or the day on which the money arrives (BPR16); none when not legible.
    pub paid_on: Option<NaiveDate>,
    /// Number of the check or the transfer (TRN02).
    pub trace: Text,
    /// Who gave that number: mostly `1` and the payer's tax id (TRN03, or else BPR10).
    pub origin: Text,
    /// The origin's further number (TRN04, or else BPR11).
    pub origin_supplement: Text,
    /// The currency (CUR02); empty stands for US dollars.
    pub currency: Text,
    /// Numbers (REF before the payer): `EV` whom it is for, `F2` the version.
    pub references: Vec<Reference>,
    /// The day on which it was made (DTM*405).
    pub produced_on: Option<NaiveDate>,
    /// Who pays (N1*PR).
    pub payer: Party,
    /// Who is paid (N1*PE).
    pub payee: Party,
    /// Errors that were found before its first claim.
    pub faults: u32,
    /// Where its ST stands.
    pub place: Place,
}

impl Remittance {
    /// Whether a bank moves money for it.
    pub fn moves_money(&self) -> bool {
        let is_told_apart = matches!(
            self.handling,
            Coded::Known(Handling::Notice | Handling::Prenote)
        );
        !self.paid.is_zero() && !is_told_apart && self.method != Coded::Known(PaymentMethod::None)
    }

    /// The number by which the payer is told apart: who gave the trace (TRN03), or else the payer's own.
    pub fn payer_key(&self) -> &str {
        if self.origin.is_empty() {
            self.payer.best_id()
        } else {
            self.origin.as_str()
        }
    }
}

/// The first number under a qualifier.
pub fn reference<'a>(references: &'a [Reference], qualifier: &str) -> Option<&'a str> {
    references
        .iter()
        .find(|one| one.qualifier == *qualifier)
        .map(|one| one.value.as_str())
}

/// The first amount under a qualifier.
pub fn amount(amounts: &[Supplement], qualifier: &str) -> Option<Money> {
    amounts
        .iter()
        .find(|one| one.qualifier == *qualifier)
        .map(|one| one.amount)
}

/// The first day under a qualifier.
pub fn day(dates: &[Dated], qualifier: &str) -> Option<NaiveDate> {
    dates
        .iter()
        .find(|one| one.qualifier == *qualifier)
        .map(|one| one.day)
}

/// A period by the qualifier of a single day, or by those of its first and last.
fn period(
    dates: &[Dated],
    single: &str,
    first: &str,
    last: &str,
) -> Option<(NaiveDate, NaiveDate)> {
    let one = day(dates, single);
    let from = one
        .or_else(|| day(dates, first))
        .or_else(|| day(dates, last))?;
    let to = one.or_else(|| day(dates, last)).unwrap_or(from);
    Some((from, to))
}
