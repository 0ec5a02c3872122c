//! A planned service as typed, with the steps that are typed instead of worked out. It must not know its estimate.

use crate::domain::code::{Icd10, Modifier, Procedure, Units};
use crate::domain::draft::Complaint;
use crate::domain::draft::checks::Checks;
use crate::domain::draft::shape::Room;
use crate::domain::estimate::{Biller, NewService, Typed};
use crate::domain::money::Money;

form! {
    /// A planned service as typed.
    ServiceDraft {
        typed {
            /// CPT or HCPCS code.
            code: Code,
            /// Up to four modifiers, as `25 59`; may be empty.
            modifiers: Modifiers,
            /// How much.
            units: Units = "1",
            /// In plain words; the practice's own when empty.
            description: Description,
            /// What for; may be empty.
            diagnosis: Diagnosis,
            /// The price of all of it; the practice's fee when empty.
            fee: Fee,
            /// What the plan allows; worked out when empty.
            allowed: Allowed,
            /// What counts to the deductible; worked out when empty.
            deductible: Deductible,
            /// The patient's part of the rest; worked out when empty.
            coinsurance: Coinsurance,
            /// The copay; worked out when empty.
            copay: Copay,
            /// What is taken off without insurance; worked out when empty.
            discount: Discount,
            /// Who else bills it; empty when the practice does.
            biller: Biller,
            /// Where that is, as `Fairhollow, OH 43099`; may be empty.
            biller_place: BillerPlace,
            /// Its NPI; may be empty.
            biller_npi: BillerNpi,
            /// Its tax number; may be empty.
            biller_tax_id: BillerTaxId,
        }
    }
}

/// The most modifiers of a service.
const MOST: usize = 4;

impl ServiceDraft {
    /// Whether nothing was typed that would be lost.
    pub fn is_blank(&self) -> bool {
        Field::TYPED
            .iter()
            .filter(|field| !matches!(field, Field::Units))
            .all(|field| self.text(*field).trim().is_empty())
    }

    /// Gives the service, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<NewService, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let code = checks.code::<Procedure>(typed(Field::Code));
        let modifiers = self.modifiers(&mut checks);
        let units = checks.code::<Units>(typed(Field::Units));
        let room = Room::new("what it is, in plain words,", 80);
        let description = checks.line_if_given(typed(Field::Description), room);
        let diagnosis = checks.code_if_given::<Icd10>(typed(Field::Diagnosis));
        let fee = self.given(&mut checks, Field::Fee);
        let steps = Typed {
            allowed: self.given(&mut checks, Field::Allowed),
            deductible: self.given(&mut checks, Field::Deductible),
            coinsurance: self.given(&mut checks, Field::Coinsurance),
            copay: self.given(&mut checks, Field::Copay),
            discount: self.given(&mut checks, Field::Discount),
        };
        let mut line = |field, what| checks.line_if_given(typed(field), Room::new(what, 80));
        let name = line(Field::Biller, "who else bills it");
        let place = line(Field::BillerPlace, "where that is");
        let npi = line(Field::BillerNpi, "the NPI");
        let tax_id = line(Field::BillerTaxId, "the tax number");
        checks.finish(|| {
            let biller = Biller {
                name: name?,
                place: place?,
                npi: npi?,
                tax_id: tax_id?,
            };
            Some(NewService {
                code: code?,
                modifiers: modifiers?,
                units: units?,
                description: description?,
                diagnosis,
                biller: Some(biller).filter(|biller| !biller.name.is_empty()),
                fee,
                typed: steps,
            })
        })
    }

    /// An amount that was typed; none when it is left to be worked out.
    fn given(&self, checks: &mut Checks<Field>, field: Field) -> Option<Money> {
        let text = self.text(field);
        if text.trim().is_empty() {
            None
        } else {
            checks.amount((field, text))
        }
    }

    fn modifiers(&self, checks: &mut Checks<Field>) -> Option<Vec<Modifier>> {
        let parts = self
            .modifiers
            .split([' ', ','])
            .filter(|part| !part.is_empty());
        let read: Result<Vec<Modifier>, _> = parts.map(str::parse).collect();
        let modifiers = checks.note(Field::Modifiers, read);
        checks.hold(
            Field::Modifiers,
            modifiers,
            |modifiers| modifiers.len() <= MOST,
            "a service has at most four modifiers",
        )
    }
}
