//! Which field of which form a finding is about, so that a screen can go there. It must not know the forms.

use serde::{Deserialize, Serialize};

use super::case::Case;
use crate::domain::code::ClaimDay;
use crate::domain::id::{FacilityId, ProviderId};
use crate::domain::person::{Address, Name};
use crate::domain::practice::Provider;

/// A part of a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamePart {
    /// Family name.
    Last,
    /// Given name.
    First,
    /// Middle name or letter.
    Middle,
    /// Jr, III.
    Suffix,
}

impl NamePart {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Last, Self::First, Self::Middle, Self::Suffix];

    /// The part that a claim needs and the name lacks.
    pub(super) fn missing(name: &Name) -> Option<Self> {
        let is_blank = |text: &str| text.trim().is_empty();
        if is_blank(&name.last) {
            Some(Self::Last)
        } else {
            is_blank(&name.first).then_some(Self::First)
        }
    }
}

/// A part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressPart {
    /// Number and street.
    Street,
    /// Suite or floor.
    Street2,
    /// City.
    City,
}

impl AddressPart {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Street, Self::Street2, Self::City];

    /// The part that a claim needs and the address lacks.
    pub(super) fn missing(address: &Address) -> Option<Self> {
        let is_blank = |text: &str| text.trim().is_empty();
        if is_blank(&address.street) {
            Some(Self::Street)
        } else {
            is_blank(&address.city).then_some(Self::City)
        }
    }
}

/// A field of the practice's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeField {
    /// Legal name.
    Name,
    /// The owner's name, for one who bills as a person.
    Owner(NamePart),
    /// Billing NPI.
    Npi,
    /// Billing taxonomy.
    Taxonomy,
    /// EIN or SSN.
    TaxId,
    /// CLIA number of its laboratory.
    Clia,
    /// Service address.
    Address(AddressPart),
    /// Its ZIP.
    Zip,
    /// Where payments go.
    PayTo(AddressPart),
    /// Who answers about claims.
    Contact,
    /// The contact's e-mail.
    Email,
}

/// A field of a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PatientField {
    /// Name.
    Name(NamePart),
    /// Birthday.
    BornOn,
    /// Sex.
    Sex,
    /// Address.
    Address(AddressPart),
    /// Day of death.
    DiedOn,
}

/// A field of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyField {
    /// Primary, secondary, tertiary.
    Rank,
    /// Member number.
    MemberId,
    /// Group number.
    Group,
    /// Plan name.
    Plan,
    /// Why Medicare is not asked first.
    MedicareSecondary,
    /// What the patient is to the subscriber.
    Relation,
    /// The subscriber's name.
    Subscriber(NamePart),
    /// The subscriber's birthday.
    SubscriberBornOn,
    /// First day covered.
    EffectiveOn,
    /// Last day covered.
    EndsOn,
    /// Release of information signed.
    Signature,
}

/// A field of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitField {
    /// Day of service.
    ServiceOn,
    /// Who saw the patient.
    Rendering,
    /// Who sent the patient.
    Referring,
    /// Where.
    Facility,
    /// Place of service.
    Place,
    /// Day the documentation was signed.
    SignedOn,
    /// Prior authorisation number.
    Authorization,
    /// Onset of the illness.
    OnsetOn,
    /// Admission to the hospital.
    AdmittedOn,
    /// The accident.
    Accident,
    /// Who supervised.
    Supervising,
    /// Who ordered.
    Ordering,
    /// Referral number.
    Referral,
    /// Number of the case with the accident's insurer.
    CasualtyClaim,
    /// A further day.
    Day(ClaimDay),
    /// Condition of the spine.
    Spine,
    /// What came of a child's screening.
    Epsdt,
    /// Why the claim comes late.
    Delay,
    /// Note to the payer.
    Note,
    /// The diagnosis at this place of the list, from 1; 0 for the list as a whole.
    Diagnosis(u32),
    /// The services as a whole.
    Lines,
    /// The questions about it.
    Question,
}

/// A field of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineField {
    /// CPT or HCPCS code.
    Code,
    /// Modifiers.
    Modifiers,
    /// Diagnosis pointers.
    Pointers,
    /// Units.
    Units,
    /// Charge.
    Charge,
    /// In the practice's words.
    Description,
    /// The drug that was given.
    Ndc,
    /// Note to the payer.
    Note,
    /// Lot of the vaccine.
    Lot,
}

/// A field of a clinician.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderField {
    /// Name.
    Name(NamePart),
    /// Individual NPI.
    Npi,
    /// Taxonomy.
    Taxonomy,
}

/// A field of a place of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FacilityField {
    /// Name.
    Name,
    /// NPI.
    Npi,
    /// CLIA number of its laboratory.
    Clia,
    /// Address.
    Address(AddressPart),
    /// Its ZIP.
    Zip,
}

/// A field of a payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayerField {
    /// Name.
    Name,
    /// Electronic id.
    PayerId,
    /// Claims address.
    Address(AddressPart),
    /// Where its claims go.
    Receiver,
}

/// A field of a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiverField {
    /// Name.
    Name,
    /// Its id.
    ReceiverId,
    /// Our id with it.
    SenderId,
    /// Whom it asks about files.
    Contact,
    /// Whether files are marked as a test.
    Test,
    /// Whether it is in use.
    Active,
}

/// A field of the claim itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimField {
    /// New, replacement or void.
    Frequency,
    /// Its total.
    Total,
    /// Papers announced with it.
    Attachments,
}

/// Where to go to mend a finding. Patient, policy, payer, visit and receiver are those of the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The practice's settings.
    Practice(PracticeField),
    /// The patient.
    Patient(PatientField),
    /// The policy billed.
    Policy(PolicyField),
    /// The payer billed.
    Payer(PayerField),
    /// Where its claims go.
    Receiver(ReceiverField),
    /// The visit.
    Visit(VisitField),
    /// A service of the claim, from 1.
    Line(u32, LineField),
    /// A clinician.
    Provider(ProviderId, ProviderField),
    /// A place of service.
    Facility(FacilityId, FacilityField),
    /// The claim.
    Claim(ClaimField),
}

impl Place {
    /// What the field is part of, in words that name no patient.
    pub(super) fn about(self, case: &Case<'_>) -> String {
        match self {
            Self::Practice(_) => "the practice".to_owned(),
            Self::Patient(_) => "the patient".to_owned(),
            Self::Policy(_) => format!("the {} policy", case.policy.what.rank.words()),
            Self::Payer(_) => case.payer.what.name.clone(),
            Self::Receiver(_) => case
                .receiver
                .map_or_else(String::new, |receiver| receiver.what.name.clone()),
            Self::Visit(_) => format!("the visit of {}", case.visit.service_on.format("%m/%d/%Y")),
            Self::Line(number, _) => case.numbered().find(|(n, _)| *n == number).map_or_else(
                || format!("line {number}"),
                |(_, line)| format!("line {number}, {}", line.what.code),
            ),
            Self::Provider(id, _) => case
                .clinicians()
                .find(|provider| provider.id == id)
                .map_or_else(String::new, Provider::listed),
            Self::Facility(..) => case
                .facility
                .map(|facility| facility.what.name.clone())
                .filter(|name| !name.trim().is_empty())
                .unwrap_or_else(|| "the facility".to_owned()),
            Self::Claim(_) => format!("claim {}", case.claim.number),
        }
    }
}
