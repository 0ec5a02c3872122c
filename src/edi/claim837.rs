//! Professional claims, the X12 837P of guide 005010X222A1: typed values, their writer and their reader.
//!
//! [`write()`] makes a file of a [`Batch`]; [`read()`] makes batches of a file, and what it reads of a file that
//! [`write()`] made is the same batch again. [`arrange()`] makes the tree that a transaction holds out of a flat list
//! of claims. The module must not know who the practice is, nor whether a claim makes sense: it keeps to form.
//!
//! Files of others are full of bad codes and numbers, so the values hold plain text where a list is not closed, and
//! the reader says what is wrong instead of refusing. What it meets and has no field for
//! it notes, one finding each.

use std::fmt;

use chrono::NaiveDateTime;

use super::envelope::{Group, Interchange};
use crate::domain::code::Npi;
use crate::domain::visit::{DIAGNOSES_MAX, LINES_MAX};

mod arrange;
mod claim;
mod codes;
mod coordination;
mod line;
mod loops;
mod medical;
mod people;
mod read;
mod terms;
#[cfg(test)]
mod tests;
mod walk;
mod write;

pub use arrange::{Submission, arrange};
pub use claim::{ATTACHMENTS_MAX, Attachment, Claim, Note};
pub use codes::{
    Assignment, AttachmentKind, Benefits, CasualtyIdKind, Cause, CertificateDelivery,
    CertificationKind, ClaimDate, ClaimReference, CodeSet, Content, ContractKind, Delay, Delivery,
    DrugUnit, EntityKind, EquipmentCertificationKind, FormList, FormReply, Frequency, Icd,
    LineDate, LineFlag, LineQuantity, LineReference, Measure, MedicareSecondary, MemberIdKind,
    NoteKind, OtherNumberKind, OtherPayerReference, OtherPayerRole, PayerIdKind, PayerNumberKind,
    PayerOrder, PolicyCompliance, PrescriptionKind, PricingException, PricingMethod,
    PricingRejection, ProductKind, Program, ProviderIdKind, Purpose, Release, RentalPeriod,
    SpinalCondition, TaxIdKind, TestKind, TestSource, TransportReason,
};
pub use coordination::{
    ADJUDICATIONS_MAX, Adjudication, Adjustment, OTHER_PAYERS_MAX, OtherPayer, OtherPayerProvider,
    OtherSubscriber, Outpatient,
};
pub use line::{Drug, Line, OrderingProvider, OtherNumber, Period, Procedure, PurchasedFrom};
pub use medical::{
    Certification, DropOff, Equipment, EquipmentCertification, Form, FormAnswer, Manipulation,
    Measurement, Rental, Transport,
};
pub use people::{
    Address, BillingProvider, Birth, CasualtyId, Contact, Facility, Name, Patient, PatientFacts,
    PayToPlan, Payer, Person, Provider, ProviderId, Subscriber, TaxId,
};
pub use read::{Item, Reader, read};
pub use terms::{Contract, Pricing, Purchase};
pub use write::write;

/// The guide that is written and read.
pub const IMPLEMENTATION: &str = "005010X222A1";

/// The most diagnoses that one line points at.
pub const POINTERS_MAX: usize = 4;

/// The most modifiers of one procedure.
pub const MODIFIERS_MAX: usize = 4;

/// The most claims of one patient in a row (loop 2300).
pub const PATIENT_CLAIMS_MAX: usize = 100;

/// The most claims of one transaction, by the trade's agreement.
pub const TRANSACTION_CLAIMS_MAX: usize = 5000;

/// One file: an interchange with one group of claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The ISA.
    pub interchange: Interchange,
    /// The GS.
    pub group: Group,
    /// The transactions of the group.
    pub transactions: Vec<Transaction>,
}

/// One transaction (ST to SE).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Its number, 4 to 9 characters, its own within the batch (ST02).
    pub control_number: String,
    /// What stands above the claims.
    pub header: Header,
    /// The claims, by billing provider.
    pub providers: Vec<ProviderClaims>,
}

/// What stands above the claims: BHT and loops 1000A and 1000B.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The first sending, or again.
    pub purpose: Purpose,
    /// The sender's own number of this batch, which acknowledgements repeat, at most 30 characters (BHT03).
    pub reference: String,
    /// When it was made, to the minute; none when the file does not say it legibly.
    pub created: Option<NaiveDateTime>,
    /// Claims or encounters.
    pub content: Content,
    /// Who sends (loop 1000A).
    pub submitter: Submitter,
    /// Who is meant to have it (loop 1000B).
    pub receiver: Receiver,
}

/// Who sends the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submitter {
    /// A practice, or a person without suffix.
    pub name: Name,
    /// The id that the receiver knows it by (ETIN).
    pub id: String,
    /// Whom to ask about the file; at least one, at most two.
    pub contacts: Vec<Contact>,
}

/// Who is meant to have the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receiver {
    /// The clearinghouse or payer.
    pub name: String,
    /// Its id (ETIN).
    pub id: String,
}

/// The claims of one billing provider (loop 2000A).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderClaims {
    /// Who bills.
    pub provider: BillingProvider,
    /// The claims, by subscriber and policy.
    pub subscribers: Vec<SubscriberClaims>,
}

/// The claims of one subscriber to one payer (loop 2000B). Either the subscriber is the patient and `claims` are the
/// subscriber's, or others are and `patients` holds theirs; never both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriberClaims {
    /// Who holds the policy.
    pub subscriber: Subscriber,
    /// Who is to pay.
    pub payer: Payer,
    /// Claims for the subscriber.
    pub claims: Vec<Claim>,
    /// Claims for others under the policy.
    pub patients: Vec<PatientClaims>,
}

/// The claims of a patient who is not the subscriber (loop 2000C).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientClaims {
    /// Who was treated.
    pub patient: Patient,
    /// The claims.
    pub claims: Vec<Claim>,
}

/// Lets `Debug` show only the names of types that tell of a person, so that they reach no log.
macro_rules! debug_hidden {
    ($($type:ident)+) => {
        $(impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($type), "(…)"))
            }
        })+
    };
}

debug_hidden!(Person Address Birth Subscriber Patient PatientFacts CasualtyId OtherSubscriber);

/// Whether a text is a national provider identifier just as it is sent: ten digits that pass their check.
fn npi_holds(text: &str) -> bool {
    text.len() == 10 && text.parse::<Npi>().is_ok()
}
