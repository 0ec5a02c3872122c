//! Which field an answer complains of, by its codes or by a name, before it is known whose claim it is. It must not know
//! the forms.

use crate::domain::id::{FacilityId, ProviderId};
use crate::domain::scrub::{
    AddressPart, ClaimField, FacilityField, LineField, NamePart, PatientField, PayerField, Place,
    PolicyField, PracticeField, ProviderField, ReceiverField, VisitField,
};

/// A field of a claim, with whose it is left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The practice's.
    Practice(PracticeField),
    /// The patient's.
    Patient(PatientField),
    /// The name of whoever holds the policy: the patient or another.
    InsuredName(NamePart),
    /// The birthday of whoever holds the policy.
    InsuredBornOn,
    /// The address of whoever holds the policy.
    InsuredAddress(AddressPart),
    /// The policy's.
    Policy(PolicyField),
    /// The payer's.
    Payer(PayerField),
    /// The receiver's.
    Receiver(ReceiverField),
    /// The visit's.
    Visit(VisitField),
    /// A service's.
    Line(LineField),
    /// Of whoever saw the patient.
    Rendering(ProviderField),
    /// Of whoever sent the patient.
    Referring(ProviderField),
    /// Of the place of service; of the practice when it is that.
    Facility(FacilityField),
    /// The claim's.
    Claim(ClaimField),
}

/// Whose claim it is: what turns a [`Subject`] into a [`Place`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Whether the patient holds the policy.
    pub is_insured: bool,
    /// Who saw the patient.
    pub rendering: ProviderId,
    /// Who sent the patient.
    pub referring: Option<ProviderId>,
    /// Where, when not at the practice.
    pub facility: Option<FacilityId>,
    /// How many services the claim has.
    pub lines: u32,
}

impl Subject {
    /// The field to go to. A service is named by its number where the answer says which; with one service it is that
    /// one, else the services as a whole.
    pub const fn place(self, of: &Parties, line: Option<u32>) -> Place {
        match self {
            Self::Practice(field) => Place::Practice(field),
            Self::Patient(field) => Place::Patient(field),
            Self::InsuredName(part) if of.is_insured => Place::Patient(PatientField::Name(part)),
            Self::InsuredName(part) => Place::Policy(PolicyField::Subscriber(part)),
            Self::InsuredBornOn if of.is_insured => Place::Patient(PatientField::BornOn),
            Self::InsuredBornOn => Place::Policy(PolicyField::SubscriberBornOn),
            Self::InsuredAddress(part) if of.is_insured => {
                Place::Patient(PatientField::Address(part))
            }
            Self::InsuredAddress(_) => Place::Policy(PolicyField::Subscriber(NamePart::Last)),
            Self::Policy(field) => Place::Policy(field),
            Self::Payer(field) => Place::Payer(field),
            Self::Receiver(field) => Place::Receiver(field),
            Self::Visit(field) => Place::Visit(field),
            Self::Line(field) => match (line, of.lines) {
                (Some(line), _) => Place::Line(line, field),
                (None, 1) => Place::Line(1, field),
                (None, _) => Place::Visit(VisitField::Lines),
            },
            Self::Rendering(field) => Place::Provider(of.rendering, field),
            Self::Referring(field) => match of.referring {
                Some(id) => Place::Provider(id, field),
                None => Place::Visit(VisitField::Referring),
            },
            Self::Facility(field) => match of.facility {
                Some(id) => Place::Facility(id, field),
                None => Place::Practice(at_practice(field)),
            },
            Self::Claim(field) => Place::Claim(field),
        }
    }

    /// The field that a claim status complains of (code lists 508 and entity codes of NM101).
    pub fn of_status(status: &str, entity: &str) -> Option<Self> {
        use Subject::{
            Claim, InsuredBornOn, Line, Patient, Payer, Policy, Practice, Receiver, Referring,
            Rendering, Visit,
        };
        Some(match status {
            "562" | "132" | "131" | "153" | "26" | "87" | "743" | "25" | "91" | "96" | "755"
            | "560" | "677" => return of_id(entity),
            "128" | "148" | "149" => Practice(PracticeField::TaxId),
            "145" | "144" if entity == "82" => Rendering(ProviderField::Taxonomy),
            "145" => Practice(PracticeField::Taxonomy),
            "125" | "504" | "741" | "775" => return of_name(entity, NamePart::Last),
            "505" => return of_name(entity, NamePart::First),
            "514" => return of_name(entity, NamePart::Middle),
            "754" => return of_name(entity, NamePart::Suffix),
            "124" | "126" | "503" => return of_address(entity, AddressPart::Street),
            "500" if entity == "85" => Practice(PracticeField::Zip),
            "500" if matches!(entity, "77" | "FA") => Self::Facility(FacilityField::Zip),
            "500" | "501" | "502" | "680" => return of_address(entity, AddressPart::City),
            "127" | "561" => Practice(PracticeField::Contact),
            "24" | "496" | "491" => Receiver(ReceiverField::SenderId),
            "28" | "114" | "116" | "479" | "487" => Payer(PayerField::PayerId),
            "29" | "30" | "32" | "33" | "53" | "162" | "164" | "733" => {
                Policy(PolicyField::MemberId)
            }
            "31" | "34" => Self::InsuredName(NamePart::Last),
            "27" | "56" | "88" | "89" | "90" | "97" | "108" | "109" | "197" => {
                Policy(PolicyField::EffectiveOn)
            }
            "92" | "155" | "156" => Policy(PolicyField::Relation),
            "163" | "663" => Policy(PolicyField::Group),
            "85" | "171" | "361" | "742" => Policy(PolicyField::Rank),
            "333" | "359" => Policy(PolicyField::Signature),
            "157" | "474" => Patient(PatientField::Sex),
            "158" if entity == "IL" => InsuredBornOn,
            "158" | "475" => Patient(PatientField::BornOn),
            "159" => Patient(PatientField::DiedOn),
            "187" | "188" | "510" | "773" => Visit(VisitField::ServiceOn),
            "189" => Visit(VisitField::AdmittedOn),
            "192" | "397" | "648" => Visit(VisitField::OnsetOn),
            "248" | "364" | "365" | "366" | "633" | "727" | "728" | "749" | "750" => {
                Visit(VisitField::Accident)
            }
            "249" | "567" => Visit(VisitField::Place),
            "254" => Visit(VisitField::Diagnosis(1)),
            "86" | "255" | "426" | "488" | "508" | "509" | "700" | "772" => {
                Visit(VisitField::Diagnosis(0))
            }
            "48" | "84" | "252" | "332" | "674" => Visit(VisitField::Authorization),
            "94" | "403" | "761" => Visit(VisitField::Referring),
            "448" | "454" | "490" | "253" | "507" => Line(LineField::Code),
            "453" => Line(LineField::Modifiers),
            "477" => Line(LineField::Pointers),
            "258" | "476" | "659" => Line(LineField::Units),
            "178" | "402" | "583" | "693" | "694" | "697" => Line(LineField::Charge),
            "306" => Line(LineField::Description),
            "216" | "217" | "218" | "220" | "221" | "660" => Line(LineField::Ndc),
            "400" => Claim(ClaimField::Total),
            "464" | "495" | "535" => Claim(ClaimField::Frequency),
            "544" | "630" => Self::Facility(FacilityField::Clia),
            "93" => Referring(ProviderField::Npi),
            _ => return None,
        })
    }
}

const fn at_practice(field: FacilityField) -> PracticeField {
    match field {
        FacilityField::Name => PracticeField::Name,
        FacilityField::Npi => PracticeField::Npi,
        FacilityField::Clia => PracticeField::Clia,
        FacilityField::Address(part) => PracticeField::Address(part),
        FacilityField::Zip => PracticeField::Zip,
    }
}

/// The number by which somebody is known.
fn of_id(entity: &str) -> Option<Subject> {
    Some(match entity {
        "85" | "87" | "1P" => Subject::Practice(PracticeField::Npi),
        "82" => Subject::Rendering(ProviderField::Npi),
        "DN" | "P3" | "DK" => Subject::Referring(ProviderField::Npi),
        "77" | "FA" => Subject::Facility(FacilityField::Npi),
        "IL" | "QC" => Subject::Policy(PolicyField::MemberId),
        "PR" => Subject::Payer(PayerField::PayerId),
        "41" => Subject::Receiver(ReceiverField::SenderId),
        "40" => Subject::Receiver(ReceiverField::ReceiverId),
        _ => return None,
    })
}

/// A part of somebody's name.
fn of_name(entity: &str, part: NamePart) -> Option<Subject> {
    Some(match entity {
        "85" => Subject::Practice(PracticeField::Name),
        "82" => Subject::Rendering(ProviderField::Name(part)),
        "DN" | "P3" | "DK" => Subject::Referring(ProviderField::Name(part)),
        "77" | "FA" => Subject::Facility(FacilityField::Name),
        "IL" => Subject::InsuredName(part),
        "QC" => Subject::Patient(PatientField::Name(part)),
        "PR" => Subject::Payer(PayerField::Name),
        "40" => Subject::Receiver(ReceiverField::Name),
        _ => return None,
    })
}

/// A part of somebody's address.
fn of_address(entity: &str, part: AddressPart) -> Option<Subject> {
    Some(match entity {
        "85" => Subject::Practice(PracticeField::Address(part)),
        "87" => Subject::Practice(PracticeField::PayTo(part)),
        "77" | "FA" => Subject::Facility(FacilityField::Address(part)),
        "IL" => Subject::InsuredAddress(part),
        "QC" => Subject::Patient(PatientField::Address(part)),
        "PR" => Subject::Payer(PayerField::Address(part)),
        _ => return None,
    })
}
