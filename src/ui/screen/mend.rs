//! Where the field of a finding is mended. It must not know the edits.

use crate::domain::draft::visit::{Field, line};
use crate::domain::draft::{facility, patient, payer, policy, practice, provider, receiver};
use crate::domain::id::{ClaimId, PatientId, PayerId, PolicyId, ReceiverId, VisitId};
use crate::domain::scrub::{
    AddressPart, ClaimField, FacilityField, NamePart, PatientField, PayerField, Place as Held,
    PolicyField, PracticeField, ProviderField, ReceiverField, VisitField,
};
use crate::office::ClaimPage;
use crate::ui::place::{FieldOf, Place};
use crate::ui::screen::visit::{QUESTION, line_field, visit_field};

/// Whom a claim is about and who pays it.
#[derive(Clone, Copy, Debug)]
pub struct Parties {
    /// Who was seen.
    pub patient: PatientId,
    /// What pays.
    pub policy: PolicyId,
    /// Who pays.
    pub payer: PayerId,
    /// Where its file goes; none: on paper.
    pub receiver: Option<ReceiverId>,
}

impl Parties {
    /// The field of a form that holds a field of a finding; none for what lies on the visit or the claim itself.
    pub fn field(&self, held: Held) -> Option<FieldOf> {
        Some(match held {
            Held::Practice(field) => FieldOf::Practice(practice(field)),
            Held::Patient(field) => FieldOf::Patient(self.patient, patient(field)),
            Held::Policy(field) => FieldOf::Policy(self.patient, self.policy, policy(field)),
            Held::Payer(field) => FieldOf::Payer(self.payer, payer(field)),
            Held::Receiver(field) => match self.receiver {
                Some(id) => FieldOf::Receiver(id, receiver(field)),
                // A claim on paper has no receiver to complain of, but a payer that could get one.
                None => FieldOf::Payer(self.payer, payer::Field::Receiver),
            },
            Held::Provider(id, field) => FieldOf::Provider(id, provider(field)),
            Held::Facility(id, field) => FieldOf::Facility(id, facility(field)),
            Held::Visit(_) | Held::Line(..) | Held::Claim(_) => return None,
        })
    }
}

/// What a claim draws on.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The claim.
    pub claim: ClaimId,
    /// Its visit.
    pub visit: VisitId,
    /// Whom it is about and who pays it.
    pub parties: Parties,
    /// Where the visit's form has each service of the claim.
    pub lines: Vec<usize>,
}

impl Drawn {
    /// What the claim of a page draws on.
    pub fn of(page: &ClaimPage) -> Self {
        let standing: Vec<_> = page.visit.standing().map(|line| line.id).collect();
        let at = |line| standing.iter().position(|one| *one == line).unwrap_or(0);
        Self {
            claim: page.row.id,
            visit: page.row.visit,
            parties: Parties {
                patient: page.row.patient,
                policy: page.row.policy,
                payer: page.row.payer,
                receiver: page.row.receiver,
            },
            lines: page.lines.iter().map(|line| at(line.id)).collect(),
        }
    }

    /// The place that has a field, where it says what is wrong with it. A field of the visit needs no words: its form
    /// lists what is wrong itself.
    pub fn place(&self, held: Held, words: &str) -> Place {
        if let Some(field) = self.parties.field(held) {
            return Place::Field(field, words.to_owned());
        }
        match held {
            Held::Visit(VisitField::Question) => {
                Place::Visit(self.visit, Some(QUESTION.to_owned()))
            }
            Held::Visit(field) => self.on_visit(visit_field(field)),
            Held::Line(number, field) => {
                let at = number
                    .checked_sub(1)
                    .and_then(|at| usize::try_from(at).ok());
                let at = at.and_then(|at| self.lines.get(at)).copied();
                self.on_visit(Field::Line(at.unwrap_or(0), line_field(field)))
            }
            // A total is what the services come to.
            Held::Claim(ClaimField::Total) => self.on_visit(Field::Line(
                self.lines.first().copied().unwrap_or(0),
                line::Field::Charge,
            )),
            // Whether it is new or replaces another is decided on the claims desk, where the claim is chosen.
            _ => Place::Claim(self.claim),
        }
    }

    fn on_visit(&self, field: Field) -> Place {
        Place::Visit(self.visit, Some(field.to_string()))
    }
}

const fn practice(field: PracticeField) -> practice::Field {
    use practice::Field as At;
    match field {
        PracticeField::Name => At::Name,
        PracticeField::Owner(NamePart::Last) => At::OwnerLast,
        PracticeField::Owner(NamePart::First) => At::OwnerFirst,
        PracticeField::Owner(NamePart::Middle) => At::OwnerMiddle,
        PracticeField::Owner(NamePart::Suffix) => At::OwnerSuffix,
        PracticeField::Npi => At::Npi,
        PracticeField::Taxonomy => At::Taxonomy,
        PracticeField::TaxId => At::TaxId,
        PracticeField::Clia => At::Clia,
        PracticeField::Address(AddressPart::Street) => At::Street,
        PracticeField::Address(AddressPart::Street2) => At::Street2,
        PracticeField::Address(AddressPart::City) => At::City,
        PracticeField::Zip => At::Zip,
        PracticeField::PayTo(AddressPart::Street) => At::PayStreet,
        PracticeField::PayTo(AddressPart::Street2) => At::PayStreet2,
        PracticeField::PayTo(AddressPart::City) => At::PayCity,
        PracticeField::Contact => At::Contact,
        PracticeField::Email => At::Email,
    }
}

const fn patient(field: PatientField) -> patient::Field {
    use patient::Field as At;
    match field {
        PatientField::Name(NamePart::Last) => At::Last,
        PatientField::Name(NamePart::First) => At::First,
        PatientField::Name(NamePart::Middle) => At::Middle,
        PatientField::Name(NamePart::Suffix) => At::Suffix,
        PatientField::BornOn => At::BornOn,
        PatientField::Sex => At::Sex,
        PatientField::Address(AddressPart::Street) => At::Street,
        PatientField::Address(AddressPart::Street2) => At::Street2,
        PatientField::Address(AddressPart::City) => At::City,
        PatientField::DiedOn => At::DiedOn,
    }
}

const fn policy(field: PolicyField) -> policy::Field {
    use policy::Field as At;
    match field {
        PolicyField::Rank => At::Rank,
        PolicyField::MemberId => At::MemberId,
        PolicyField::Group => At::GroupNumber,
        PolicyField::Plan => At::PlanName,
        PolicyField::MedicareSecondary => At::MedicareSecondary,
        PolicyField::Relation => At::Relation,
        PolicyField::Subscriber(NamePart::Last) => At::SubscriberLast,
        PolicyField::Subscriber(NamePart::First) => At::SubscriberFirst,
        PolicyField::Subscriber(NamePart::Middle) => At::SubscriberMiddle,
        PolicyField::Subscriber(NamePart::Suffix) => At::SubscriberSuffix,
        PolicyField::SubscriberBornOn => At::SubscriberBornOn,
        PolicyField::EffectiveOn => At::EffectiveOn,
        PolicyField::EndsOn => At::EndsOn,
        PolicyField::Signature => At::SignatureOnFile,
    }
}

const fn payer(field: PayerField) -> payer::Field {
    use payer::Field as At;
    match field {
        PayerField::Name => At::Name,
        PayerField::PayerId => At::PayerId,
        PayerField::Address(AddressPart::Street) => At::Street,
        PayerField::Address(AddressPart::Street2) => At::Street2,
        PayerField::Address(AddressPart::City) => At::City,
        PayerField::Receiver => At::Receiver,
    }
}

/// None: whether lists offer it, which is no field of the draft.
const fn receiver(field: ReceiverField) -> Option<receiver::Field> {
    use receiver::Field as At;
    Some(match field {
        ReceiverField::Name => At::Name,
        ReceiverField::ReceiverId => At::ReceiverId,
        ReceiverField::SenderId => At::SenderId,
        ReceiverField::Contact => At::ContactName,
        ReceiverField::Test => At::IsTest,
        ReceiverField::Active => return None,
    })
}

const fn provider(field: ProviderField) -> provider::Field {
    use provider::Field as At;
    match field {
        ProviderField::Name(NamePart::Last) => At::Last,
        ProviderField::Name(NamePart::First) => At::First,
        ProviderField::Name(NamePart::Middle) => At::Middle,
        ProviderField::Name(NamePart::Suffix) => At::Suffix,
        ProviderField::Npi => At::Npi,
        ProviderField::Taxonomy => At::Taxonomy,
    }
}

const fn facility(field: FacilityField) -> facility::Field {
    use facility::Field as At;
    match field {
        FacilityField::Name => At::Name,
        FacilityField::Npi => At::Npi,
        FacilityField::Clia => At::Clia,
        FacilityField::Address(AddressPart::Street) => At::Street,
        FacilityField::Address(AddressPart::Street2) => At::Street2,
        FacilityField::Address(AddressPart::City) => At::City,
        FacilityField::Zip => At::Zip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::scrub::edits;
    use crate::domain::scrub::tests::tripped;

    #[test]
    fn every_edit_leads_to_a_field() {
        let drawn = Drawn {
            claim: ClaimId::new(1),
            visit: VisitId::new(2),
            parties: Parties {
                patient: PatientId::new(3),
                policy: PolicyId::new(4),
                payer: PayerId::new(5),
                receiver: Some(ReceiverId::new(6)),
            },
            lines: vec![0, 1],
        };
        let tripped = tripped();
        assert_eq!(tripped.len(), edits().count());
        for (id, findings) in tripped {
            assert!(!findings.is_empty(), "{id}");
            for finding in findings {
                let place = drawn.place(finding.place, &finding.words);
                let is_exact = match &place {
                    Place::Field(_, words) => *words == finding.words,
                    Place::Visit(_, field) => field.is_some(),
                    Place::Claim(claim) => *claim == drawn.claim,
                    _ => false,
                };
                assert!(is_exact, "{id}: {place:?}");
            }
        }
    }

    #[test]
    fn a_service_is_found_where_the_form_has_it() {
        let drawn = Drawn {
            claim: ClaimId::new(1),
            visit: VisitId::new(2),
            parties: Parties {
                patient: PatientId::new(3),
                policy: PolicyId::new(4),
                payer: PayerId::new(5),
                receiver: None,
            },
            lines: vec![50, 51],
        };
        let line = Held::Line(2, crate::domain::scrub::LineField::Units);
        let place = drawn.place(line, "");
        assert_eq!(
            place,
            Place::Visit(drawn.visit, Some("lines 52 units".to_owned()))
        );
        let paper = drawn.place(Held::Receiver(ReceiverField::Active), "");
        let field = FieldOf::Payer(drawn.parties.payer, payer::Field::Receiver);
        assert_eq!(paper, Place::Field(field, String::new()));
    }
}
