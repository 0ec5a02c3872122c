//! What other payers have to do with a claim: who they are, what they paid, and why not more. It must not know the
//! payer that the claim goes to.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::codes::{
    Benefits, EntityKind, MedicareSecondary, MemberIdKind, OtherPayerReference, OtherPayerRole,
    PayerOrder, Release,
};
use super::line::Procedure;
use super::people::{Address, Name, Payer, ProviderId};
use crate::domain::code::{AdjustmentGroup, FilingIndicator, Relation};
use crate::domain::money::Money;

/// The most other payers of one claim (loop 2320).
pub const OTHER_PAYERS_MAX: usize = 10;

/// The most answers of other payers to one line (loop 2430).
pub const ADJUDICATIONS_MAX: usize = 15;

/// Another payer of the same patient, before or after the one that the claim goes to (loops 2320 and 2330).
///
/// One that has decided on the claim says how it came to what it paid, on the claim or on its lines: what it paid
/// and all its adjustments come to the claim's charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherPayer {
    /// Its order (SBR01).
    pub order: PayerOrder,
    /// What the patient is to who holds this policy; it may be the same person (SBR02).
    pub relation: Relation,
    /// Group or policy number.
    pub group_number: Option<String>,
    /// Name of the group, when it has no number.
    pub group_name: Option<String>,
    /// Why Medicare comes second, when it does.
    pub medicare_secondary: Option<MedicareSecondary>,
    /// What kind of plan it is. Always written.
    pub filing: Option<FilingIndicator>,
    /// Why it paid other than charged, of the whole claim and not of a line: at most five CAS segments.
    pub adjustments: Vec<Adjustment>,
    /// What it paid; none when it has not decided yet (AMT*D).
    pub paid: Option<Money>,
    /// All that it does not cover, where nothing else needs saying (AMT*A8).
    pub non_covered: Option<Money>,
    /// What the patient still owes by its decision (AMT*EAF).
    pub remaining: Option<Money>,
    /// Whether it may pay the provider (OI03).
    pub benefits: Benefits,
    /// Whether the provider signed for the patient (OI04).
    pub provider_signed_for_patient: bool,
    /// On what ground medical data are released (OI06).
    pub release: Release,
    /// What Medicare says of the claim beside the adjustments.
    pub outpatient: Option<Box<Outpatient>>,
    /// Who holds the policy.
    pub subscriber: OtherSubscriber,
    /// The payer.
    pub payer: Payer,
    /// When it decided, unless the lines say so (DTP*573).
    pub decided_on: Option<NaiveDate>,
    /// Its numbers that concern the claim.
    pub references: BTreeMap<OtherPayerReference, String>,
    /// How it numbers providers of the claim, where it does not know them by their NPI (loops 2330C to 2330G).
    pub providers: BTreeMap<OtherPayerRole, OtherPayerProvider>,
}

impl OtherPayer {
    /// A payer that has decided nothing yet, with signatures on file.
    pub fn new(
        order: PayerOrder,
        relation: Relation,
        subscriber: OtherSubscriber,
        payer: Payer,
    ) -> Self {
        Self {
            order,
            relation,
            group_number: None,
            group_name: None,
            medicare_secondary: None,
            filing: None,
            adjustments: Vec::new(),
            paid: None,
            non_covered: None,
            remaining: None,
            benefits: Benefits::Assigned,
            provider_signed_for_patient: false,
            release: Release::Signed,
            outpatient: None,
            subscriber,
            payer,
            decided_on: None,
            references: BTreeMap::new(),
            providers: BTreeMap::new(),
        }
    }
}

/// Who holds another payer's policy (loop 2330A).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct OtherSubscriber {
    /// A person, or an employer for workers' compensation.
    pub name: Name,
    /// Which kind of number the member number is.
    pub member_id_kind: MemberIdKind,
    /// Member number.
    pub member_id: String,
    /// Address.
    pub address: Option<Address>,
    /// Social security number, when the payer asks for it.
    pub social_security: Option<String>,
}

/// How another payer numbers a provider of the claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherPayerProvider {
    /// A person or an organization.
    pub entity: EntityKind,
    /// The numbers: one to three, of the billing provider at most two.
    pub ids: Vec<ProviderId>,
}

/// One reason why a payer paid other than charged (a part of a CAS).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Who bears it.
    pub group: AdjustmentGroup,
    /// A claim adjustment reason code.
    pub reason: String,
    /// How much less was paid; below zero when more was.
    pub amount: Money,
    /// How many units less, where units were cut.
    pub quantity: Option<Decimal>,
}

/// What Medicare says of a claim beside the adjustments (MOA).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outpatient {
    /// Reimbursement rate, a share of one.
    pub rate: Option<Decimal>,
    /// What the HCPCS codes come to.
    pub payable: Option<Money>,
    /// Remark codes, at most five.
    pub remarks: Vec<String>,
    /// What is paid for end-stage renal disease.
    pub renal: Option<Money>,
    /// The professional component that is billed and not payable.
    pub professional: Option<Money>,
}

/// What another payer decided on a line (loop 2430).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjudication {
    /// Which payer: the id of one of the claim's other payers (SVD01).
    pub payer_id: String,
    /// What it paid for the line.
    pub paid: Money,
    /// What it decided on, which may be another code than was billed (SVD03).
    pub procedure: Procedure,
    /// How many units it paid (SVD05).
    pub quantity: Decimal,
    /// The line that this one was made a part of (SVD06).
    pub bundled_into: Option<u32>,
    /// Why it paid other than charged: at most five CAS segments.
    pub adjustments: Vec<Adjustment>,
    /// When it decided; none when the file does not say it legibly (DTP*573).
    pub decided_on: Option<NaiveDate>,
    /// What the patient still owes for the line (AMT*EAF).
    pub remaining: Option<Money>,
}

impl Adjudication {
    /// What a payer paid for one unit on a day, with nothing else yet.
    pub fn new(
        payer_id: impl Into<String>,
        procedure: Procedure,
        paid: Money,
        day: NaiveDate,
    ) -> Self {
        Self {
            payer_id: payer_id.into(),
            paid,
            procedure,
            quantity: Decimal::ONE,
            bundled_into: None,
            adjustments: Vec::new(),
            decided_on: Some(day),
            remaining: None,
        }
    }
}
