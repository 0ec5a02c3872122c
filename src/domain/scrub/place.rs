//! Which field of which form a finding is about, so that a screen can go there. It must not know the forms.

use serde::Serialize;

use super::case::Case;
use crate::domain::id::{FacilityId, ProviderId};
use crate::domain::practice::Provider;

/// A field of the practice's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeField {
    /// Legal name.
    Name,
    /// The owner's name, for one who bills as a person.
    Owner,
    /// Billing NPI.
    Npi,
    /// Billing taxonomy.
    Taxonomy,
    /// Service address.
    Address,
    /// Its ZIP.
    Zip,
    /// Where payments go.
    PayTo,
    /// Who answers about claims.
    Contact,
    /// The contact's e-mail.
    Email,
}

/// A field of a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PatientField {
    /// Name.
    Name,
    /// Birthday.
    BornOn,
    /// Sex.
    Sex,
    /// Address.
    Address,
    /// Day of death.
    DiedOn,
}

/// A field of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
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
    /// What the patient is to the subscriber.
    Relation,
    /// The subscriber's name.
    Subscriber,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
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
    /// The accident.
    Accident,
    /// The diagnosis at this place of the list, from 1; 0 for the list as a whole.
    Diagnosis(u32),
    /// The services as a whole.
    Lines,
}

/// A field of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
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
}

/// A field of a clinician.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderField {
    /// Name.
    Name,
    /// Taxonomy.
    Taxonomy,
}

/// A field of a place of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FacilityField {
    /// Name.
    Name,
    /// NPI.
    Npi,
    /// Address.
    Address,
    /// Its ZIP.
    Zip,
}

/// A field of a payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PayerField {
    /// Name.
    Name,
    /// Claims address.
    Address,
    /// Where its claims go.
    Receiver,
}

/// A field of a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiverField {
    /// Name.
    Name,
    /// Its id.
    ReceiverId,
    /// Our id with it.
    SenderId,
    /// Whether files are marked as a test.
    Test,
    /// Whether it is in use.
    Active,
}

/// A field of the claim itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimField {
    /// New, replacement or void.
    Frequency,
    /// The payer's number of the claim replaced or taken back.
    PayerClaimNumber,
    /// Its total.
    Total,
}

/// Where to go to mend a finding. Patient, policy, payer, visit and receiver are those of the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
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
