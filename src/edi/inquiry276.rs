//! Questions to payers what became of claims, the X12 276 of guide 005010X212: typed values, their writer and their
//! reader. The module must not know which claims were sent, nor when to ask.
//!
//! [`write()`] makes a file of a [`Batch`], [`read()`] makes batches of a file, and what is read of a file that was
//! written here is the same batch again. [`arrange()`] makes the tree that a transaction holds out of a flat list of
//! questions. The answer is a 277 ([`super::status277`]), which repeats each inquiry's [trace](Inquiry::trace).

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::batch;
use super::claim837::{Birth, Name, PayerIdKind, Period, Person};
use crate::domain::money::Money;

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Reader, read};
pub use write::write;

/// The guide that is written and read.
pub const IMPLEMENTATION: &str = "005010X212";

/// The most modifiers of one procedure.
pub const MODIFIERS_MAX: usize = 4;

/// One file or group of 276.
pub type Batch = batch::Batch<Transaction>;

/// One 276 (ST to SE).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transaction {
    /// Its number, 4 to 9 characters (ST02).
    pub control_number: String,
    /// The sender's own number of the transaction, at most 50 characters (BHT03).
    pub reference: String,
    /// When it was made, to the minute; none when the file does not say it legibly.
    pub created: Option<NaiveDateTime>,
    /// The questions, by payer.
    pub payers: Vec<PayerInquiries>,
}

/// The questions to one payer (loop 2000A).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PayerInquiries {
    /// Who is asked.
    pub payer: Payer,
    /// The questions, by who asks.
    pub askers: Vec<AskerInquiries>,
}

/// The questions of one who asks (loop 2000B).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskerInquiries {
    /// Who asks.
    pub asker: Asker,
    /// The questions, by provider.
    pub providers: Vec<ProviderInquiries>,
}

/// The questions about claims of one provider (loop 2000C).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderInquiries {
    /// Who billed or rendered.
    pub provider: Provider,
    /// The questions, by subscriber.
    pub subscribers: Vec<SubscriberInquiries>,
}

/// The questions about claims of one subscriber (loop 2000D). Either the subscriber is the patient and `inquiries`
/// are about the subscriber's claims, or others are and `dependents` holds them; never both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubscriberInquiries {
    /// Who holds the policy.
    pub subscriber: Subscriber,
    /// Questions about the subscriber's own claims.
    pub inquiries: Vec<Inquiry>,
    /// Questions about claims of others under the policy.
    pub dependents: Vec<DependentInquiries>,
}

/// The questions about claims of a patient who is not the subscriber (loop 2000E).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DependentInquiries {
    /// Who was treated.
    pub dependent: Dependent,
    /// The questions.
    pub inquiries: Vec<Inquiry>,
}

/// Who is asked (loop 2100A).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payer {
    /// Name.
    pub name: String,
    /// Which kind of id it has.
    pub id_kind: PayerIdKind,
    /// The id.
    pub id: String,
}

/// Who asks (loop 2100B).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asker {
    /// A practice or a person; an empty name is not sent.
    pub name: Name,
    /// The id that the receiver knows it by (ETIN).
    pub id: String,
}

/// Whose claims they are (loop 2100C).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provider {
    /// A practice or a person; an empty name is not sent.
    pub name: Name,
    /// Which kind of id it has.
    pub id_kind: ProviderIdKind,
    /// The id.
    pub id: String,
}

code_list! {
    /// What kind of id a provider has (NM108 of loop 2100C).
    #[derive(Default)]
    ProviderIdKind {
        /// National provider identifier.
        #[default]
        Npi = "XX",
        /// Number that taxes are paid under.
        TaxId = "FI",
        /// The payer's number of the provider.
        Payer = "SV",
    }
}

code_list! {
    /// What kind of number a subscriber has (NM108 of loop 2100D).
    #[derive(Default)]
    SubscriberIdKind {
        /// The payer's number of the member.
        #[default]
        Member = "MI",
        /// The standard unique health identifier, should there ever be one.
        Standard = "II",
        /// The number of an employer, for workers' compensation.
        Employer = "24",
    }
}

/// Who holds the policy (loops 2000D and 2100D).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Subscriber {
    /// A person, or an employer for workers' compensation.
    pub name: Name,
    /// Which kind of number it is.
    pub id_kind: SubscriberIdKind,
    /// Member number.
    pub id: String,
    /// Birth and sex; must be there when the subscriber is the patient.
    pub birth: Option<Birth>,
}

/// A patient who is not the subscriber (loops 2000E and 2100E).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Dependent {
    /// Name.
    pub name: Person,
    /// Birth and sex; none when the file does not say it legibly.
    pub birth: Option<Birth>,
}

impl fmt::Debug for Subscriber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscriber(…)")
    }
}

impl fmt::Debug for Dependent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dependent(…)")
    }
}

/// One question about one claim (loop 2200D or 2200E).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inquiry {
    /// The asker's number of the question, which the answer repeats, at most 50 characters (TRN02).
    pub trace: String,
    /// Numbers by which the claim can be found.
    pub references: BTreeMap<InquiryReference, String>,
    /// The claim's charge (AMT*T3).
    pub charge: Option<Money>,
    /// The days of service (DTP*472).
    pub service: Option<Period>,
    /// Lines that are asked about; none when the claim is.
    pub lines: Vec<Line>,
}

code_list! {
    /// A number by which a claim can be found (REF in loop 2200).
    InquiryReference {
        /// The payer's number of the claim.
        PayerClaimNumber = "1K",
        /// Type of bill of an institution.
        BillType = "BLT",
        /// Number of a place.
        Location = "LU",
        /// Group number.
        Group = "6P",
        /// The practice's number of the claim (CLM01).
        PatientControlNumber = "EJ",
        /// Prescription of a pharmacy.
        Prescription = "XZ",
        /// The number that a clearinghouse gave the claim.
        ClearinghouseTrace = "D9",
    }
}

/// A line that is asked about (loop 2210).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where the code is from.
    pub code_set: ServiceCodeSet,
    /// The procedure.
    pub code: String,
    /// Modifiers, at most four.
    pub modifiers: Vec<String>,
    /// The charge (SVC02).
    pub charge: Money,
    /// The revenue code of an institution (SVC04).
    pub revenue_code: Option<String>,
    /// The units (SVC07).
    pub units: Decimal,
    /// The practice's number of the line (REF*FJ).
    pub control_number: Option<String>,
    /// The days of service; none when the file does not say them legibly (DTP*472).
    pub service: Option<Period>,
}

code_list! {
    /// Where the code of a service is from (SVC01-1).
    ServiceCodeSet {
        /// HCPCS, CPT included.
        Hcpcs = "HC",
        /// Dental.
        Dental = "AD",
        /// Jurisdiction specific, for workers' compensation.
        Jurisdiction = "ER",
        /// Rate codes of nursing facilities (HIPPS).
        RateCode = "HP",
        /// Home infusion product code.
        HomeInfusion = "IV",
        /// Revenue code.
        Revenue = "NU",
        /// Advanced billing concepts.
        AdvancedBilling = "WK",
    }
}

/// One question with everyone it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Who is asked.
    pub payer: Payer,
    /// Who asks.
    pub asker: Asker,
    /// Whose claim it is.
    pub provider: Provider,
    /// Who holds the policy.
    pub subscriber: Subscriber,
    /// Who was treated, when not the subscriber.
    pub dependent: Option<Dependent>,
    /// The question.
    pub inquiry: Inquiry,
}

/// Groups questions that follow each other by payer, asker, provider and policy; they keep their order. A subscriber
/// who is a patient too gets a place of its own beside that of the others under the policy.
pub fn arrange(questions: impl IntoIterator<Item = Question>) -> Vec<PayerInquiries> {
    let mut payers: Vec<PayerInquiries> = Vec::new();
    for question in questions {
        let Question {
            payer,
            asker,
            provider,
            subscriber,
            dependent,
            inquiry,
        } = question;
        let at = last(
            &mut payers,
            |one| one.payer == payer,
            || PayerInquiries {
                payer: payer.clone(),
                ..PayerInquiries::default()
            },
        );
        let at = last(
            &mut at.askers,
            |one| one.asker == asker,
            || AskerInquiries {
                asker: asker.clone(),
                ..AskerInquiries::default()
            },
        );
        let is_same = |one: &ProviderInquiries| one.provider == provider;
        let at = last(&mut at.providers, is_same, || ProviderInquiries {
            provider: provider.clone(),
            ..ProviderInquiries::default()
        });
        let is_same = |one: &SubscriberInquiries| {
            one.subscriber == subscriber && one.dependents.is_empty() == dependent.is_none()
        };
        let at = last(&mut at.subscribers, is_same, || SubscriberInquiries {
            subscriber: subscriber.clone(),
            ..SubscriberInquiries::default()
        });
        let Some(dependent) = dependent else {
            at.inquiries.push(inquiry);
            continue;
        };
        let is_same = |one: &DependentInquiries| one.dependent == dependent;
        let at = last(&mut at.dependents, is_same, || DependentInquiries {
            dependent: dependent.clone(),
            ..DependentInquiries::default()
        });
        at.inquiries.push(inquiry);
    }
    payers
}

/// The last group, if it is the same; else a new one.
fn last<T>(groups: &mut Vec<T>, is_same: impl Fn(&T) -> bool, make: impl FnOnce() -> T) -> &mut T {
    match groups.pop() {
        Some(one) if is_same(&one) => groups.push_mut(one),
        Some(other) => {
            groups.push(other);
            groups.push_mut(make())
        }
        None => groups.push_mut(make()),
    }
}
