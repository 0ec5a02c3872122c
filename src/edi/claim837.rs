//! Professional claims, the X12 837P of guide 005010X222A1: typed values, their writer and their reader.
//!
//! [`write()`] makes a file of a [`Batch`]; [`read()`] makes batches of a file, and what it reads of a file that
//! [`write()`] made is the same batch again. [`arrange()`] makes the tree that a transaction holds out of a flat list
//! of claims. The module must not know who the practice is, nor whether a claim makes sense: it keeps to form.
//!
//! Files of others are full of bad codes and numbers, so the values hold plain text where a list is not closed, and
//! the reader says what is wrong instead of refusing. What it meets and has no field for (other payers,
//! attachments, ambulance and more) it notes, one finding each.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::envelope::{Group, Interchange};
use crate::domain::code::{FilingIndicator, Npi, Relation, Sex};
use crate::domain::money::Money;
use crate::domain::visit::{DIAGNOSES_MAX, LINES_MAX};

mod arrange;
mod codes;
mod loops;
mod read;
#[cfg(test)]
mod tests;
mod walk;
mod write;

pub use arrange::{Submission, arrange};
pub use codes::{
    Assignment, Benefits, Cause, ClaimDate, ClaimReference, CodeSet, Content, Delay, DrugUnit,
    Frequency, Icd, LineFlag, LineReference, Measure, MedicareSecondary, NoteKind, PayerIdKind,
    PayerOrder, Program, Purpose, Release, TaxIdKind,
};
pub use read::{Item, Reader, read};
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

/// Whom to ask (PER). There is room for three of phone, extension, fax and mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Contact {
    /// A person or a desk.
    pub name: Option<String>,
    /// Phone, digits only.
    pub phone: Option<String>,
    /// Extension of the phone.
    pub extension: Option<String>,
    /// Fax, digits only.
    pub fax: Option<String>,
    /// Electronic mail.
    pub email: Option<String>,
}

/// How somebody is called (NM102 to NM107).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// A person.
    Person(Person),
    /// An organization.
    Organization(String),
}

impl Default for Name {
    fn default() -> Self {
        Self::Organization(String::new())
    }
}

/// The name of a person.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Person {
    /// Last name.
    pub last: String,
    /// First name.
    pub first: Option<String>,
    /// Middle name or initial.
    pub middle: Option<String>,
    /// Suffix, as JR or III.
    pub suffix: Option<String>,
}

/// Where somebody is (N3 and N4).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// Street and number.
    pub line: String,
    /// Suite, building and the like.
    pub second_line: Option<String>,
    /// City.
    pub city: String,
    /// State of the US or province of Canada, two letters.
    pub state: Option<String>,
    /// ZIP code, 5 or 9 digits.
    pub zip: Option<String>,
    /// Country, when it is not the US.
    pub country: Option<String>,
}

/// When somebody was born, and which sex the payer has (DMG).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Birth {
    /// The day of birth.
    pub day: NaiveDate,
    /// Sex.
    pub sex: Sex,
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

/// Who bills (loops 2000A, 2010AA and 2010AB).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BillingProvider {
    /// A practice or a person.
    pub name: Name,
    /// National provider identifier.
    pub npi: Option<String>,
    /// Specialty, a provider taxonomy code.
    pub taxonomy: Option<String>,
    /// Number that taxes are paid under.
    pub tax_id: Option<TaxId>,
    /// Street address (no post-office box).
    pub address: Address,
    /// Whom to ask, at most two.
    pub contacts: Vec<Contact>,
    /// Where payments go, when it is another address.
    pub pay_to: Option<Address>,
}

/// A number that taxes are paid under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TaxId {
    /// Which kind.
    pub kind: TaxIdKind,
    /// Nine digits.
    pub number: String,
}

/// Who holds the policy (loops 2000B and 2010BA).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Subscriber {
    /// The order of the payer that the claim goes to.
    pub order: PayerOrder,
    /// Group or policy number.
    pub group_number: Option<String>,
    /// Name of the group, when it has no number.
    pub group_name: Option<String>,
    /// Why Medicare comes second, when it does.
    pub medicare_secondary: Option<MedicareSecondary>,
    /// What kind of plan it is. Always written.
    pub filing: Option<FilingIndicator>,
    /// The subscriber's name: a person, or an employer for workers' compensation.
    pub name: Name,
    /// Member number.
    pub member_id: String,
    /// Address; must be there when the subscriber is the patient, and is best left out otherwise.
    pub address: Option<Address>,
    /// Birth and sex; likewise.
    pub birth: Option<Birth>,
    /// Social security number, when the payer asks for it.
    pub social_security: Option<String>,
    /// The payer's number of an accident, for property and casualty, when the subscriber is the patient (REF*Y4).
    pub casualty_claim: Option<String>,
}

/// Who is to pay (loop 2010BB).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Payer {
    /// Name.
    pub name: String,
    /// Which kind of id it has.
    pub id_kind: PayerIdKind,
    /// The id.
    pub id: String,
    /// Address.
    pub address: Option<Address>,
}

/// A patient who is not the subscriber (loops 2000C and 2010CA).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Patient {
    /// What the patient is to the subscriber; never the subscriber's own self.
    pub relation: Relation,
    /// Name.
    pub name: Person,
    /// Address.
    pub address: Address,
    /// Birth and sex; none when the file does not say it legibly.
    pub birth: Option<Birth>,
    /// The payer's number of an accident, for property and casualty (REF*Y4).
    pub casualty_claim: Option<String>,
}

/// Somebody who rendered, referred or supervised (loops 2310A, 2310B, 2310D and 2420A).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Provider {
    /// A person; a rendering provider may also be an organization.
    pub name: Name,
    /// National provider identifier.
    pub npi: Option<String>,
    /// Specialty, a provider taxonomy code; of rendering providers only.
    pub taxonomy: Option<String>,
}

/// Where services were rendered, when not at the billing provider's address (loop 2310C).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Facility {
    /// Name.
    pub name: String,
    /// National provider identifier.
    pub npi: Option<String>,
    /// Address.
    pub address: Address,
}

/// A note to the payer (NTE).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// At most 80 characters.
    pub text: String,
}

/// One claim (loop 2300 and what hangs on it).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The practice's number, which every answer repeats, at most 20 characters (CLM01).
    pub number: String,
    /// The sum of its lines (CLM02).
    pub charge: Money,
    /// Place of service, two digits (CLM05-1).
    pub place_of_service: String,
    /// New, replacement or void (CLM05-3).
    pub frequency: Frequency,
    /// Whether the provider's signature is on file (CLM06).
    pub provider_signed: bool,
    /// Whether the provider takes the payer's amount (CLM07).
    pub assignment: Assignment,
    /// Whether the payer may pay the provider (CLM08).
    pub benefits: Benefits,
    /// On what ground medical data are released (CLM09).
    pub release: Release,
    /// Whether the provider signed for the patient (CLM10).
    pub provider_signed_for_patient: bool,
    /// What it is related to, at most two (CLM11).
    pub causes: Vec<Cause>,
    /// The state of an automobile accident (CLM11-4).
    pub accident_state: Option<String>,
    /// Special program (CLM12).
    pub program: Option<Program>,
    /// Why it comes late (CLM20).
    pub delay: Option<Delay>,
    /// Days that concern it.
    pub dates: BTreeMap<ClaimDate, NaiveDate>,
    /// Numbers that concern it.
    pub references: BTreeMap<ClaimReference, String>,
    /// What the patient has paid (AMT*F5).
    pub patient_paid: Option<Money>,
    /// A note to the payer.
    pub note: Option<Note>,
    /// Which revision of ICD the diagnoses are of.
    pub icd: Icd,
    /// Diagnoses without point, the principal one first, 1 to 12 (HI).
    pub diagnoses: Vec<String>,
    /// Who referred (NM1*DN).
    pub referring: Option<Provider>,
    /// The primary care provider, when the referral went through another (NM1*P3).
    pub primary_care: Option<Provider>,
    /// Who rendered, when not the billing provider (NM1*82).
    pub rendering: Option<Provider>,
    /// Where, when not at the billing provider's address (NM1*77).
    pub facility: Option<Facility>,
    /// Who supervised (NM1*DQ).
    pub supervising: Option<Provider>,
    /// Services, 1 to 50.
    pub lines: Vec<Line>,
}

impl Claim {
    /// A new, assigned claim with signatures on file and nothing else yet.
    pub fn new(number: impl Into<String>, place_of_service: impl Into<String>) -> Self {
        Self {
            number: number.into(),
            charge: Money::ZERO,
            place_of_service: place_of_service.into(),
            frequency: Frequency::Original,
            provider_signed: true,
            assignment: Assignment::Assigned,
            benefits: Benefits::Assigned,
            release: Release::Signed,
            provider_signed_for_patient: false,
            causes: Vec::new(),
            accident_state: None,
            program: None,
            delay: None,
            dates: BTreeMap::new(),
            references: BTreeMap::new(),
            patient_paid: None,
            note: None,
            icd: Icd::Ten,
            diagnoses: Vec::new(),
            referring: None,
            primary_care: None,
            rendering: None,
            facility: None,
            supervising: None,
            lines: Vec::new(),
        }
    }
}

/// One service (loop 2400).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was done.
    pub procedure: Procedure,
    /// What it costs (SV102).
    pub charge: Money,
    /// What it is counted in (SV103).
    pub measure: Measure,
    /// How many (SV104).
    pub quantity: Decimal,
    /// Place of service, when not the claim's (SV105).
    pub place_of_service: Option<String>,
    /// The diagnoses it was done for, by their place in the claim from 1, the main one first, 1 to 4 (SV107).
    pub pointers: Vec<u8>,
    /// What is true of it.
    pub flags: BTreeSet<LineFlag>,
    /// When; none when the file does not say it legibly (DTP*472).
    pub service: Option<Period>,
    /// The practice's number of the line, which remittances repeat, at most 30 characters (REF*6R). Always written.
    pub control_number: Option<String>,
    /// Numbers that concern it.
    pub references: BTreeMap<LineReference, String>,
    /// A note to the payer.
    pub note: Option<Note>,
    /// The drug that was given.
    pub drug: Option<Drug>,
    /// Who rendered it, when not the claim's rendering provider.
    pub rendering: Option<Provider>,
}

/// A drug that was given (loop 2410).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drug {
    /// National drug code, eleven digits without dashes (LIN03 under `N4`).
    pub code: String,
    /// How much (CTP04).
    pub quantity: Decimal,
    /// Counted in what (CTP05-1).
    pub unit: DrugUnit,
}

impl Line {
    /// One unit of a service on one day, with nothing else yet.
    pub fn new(procedure: Procedure, charge: Money, day: NaiveDate) -> Self {
        Self {
            procedure,
            charge,
            measure: Measure::Units,
            quantity: Decimal::ONE,
            place_of_service: None,
            pointers: Vec::new(),
            flags: BTreeSet::new(),
            service: Some(Period {
                from: day,
                through: day,
            }),
            control_number: None,
            references: BTreeMap::new(),
            note: None,
            drug: None,
            rendering: None,
        }
    }
}

/// What was done (SV101).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Procedure {
    /// Where the code is from.
    pub code_set: CodeSet,
    /// The code.
    pub code: String,
    /// Modifiers, at most four.
    pub modifiers: Vec<String>,
    /// A description, which unlisted codes need, at most 80 characters.
    pub description: Option<String>,
}

impl Procedure {
    /// A procedure by its HCPCS or CPT code.
    pub fn hcpcs(code: impl Into<String>) -> Self {
        Self {
            code_set: CodeSet::Hcpcs,
            code: code.into(),
            modifiers: Vec::new(),
            description: None,
        }
    }
}

/// The days of a service, both included; one day has it twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub through: NaiveDate,
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

debug_hidden!(Person Address Birth Subscriber Patient);

/// Whether a text is a national provider identifier just as it is sent: ten digits that pass their check.
fn npi_holds(text: &str) -> bool {
    text.len() == 10 && text.parse::<Npi>().is_ok()
}
