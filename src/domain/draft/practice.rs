//! The practice as it is typed at set-up. It must not know its clinicians or payers.

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::code::{Clia, Email, Npi, Phone, TaxId, Taxonomy};
use crate::domain::person::{Address, Name};
use crate::domain::practice::Practice;

form! {
    /// The practice as typed.
    PracticeDraft {
        typed {
            /// The practice's name.
            name: Name,
            /// The owner's family name, when the practice bills as a person.
            owner_last: OwnerLast,
            /// The owner's given name.
            owner_first: OwnerFirst,
            /// The owner's middle name.
            owner_middle: OwnerMiddle,
            /// The owner's suffix.
            owner_suffix: OwnerSuffix,
            /// Billing NPI.
            npi: Npi,
            /// Billing taxonomy; may be empty.
            taxonomy: Taxonomy,
            /// EIN, or SSN as `123-45-6789`.
            tax_id: TaxId,
            /// CLIA number of the practice's own laboratory; may be empty.
            clia: Clia,
            /// Street of the service address.
            street: Street,
            /// Suite or floor.
            street2: Street2,
            /// City.
            city: City,
            /// State.
            state: State,
            /// ZIP of nine digits.
            zip: Zip,
            /// Street or box where payments go; all of these empty when that is the service address.
            pay_street: PayStreet,
            /// Its second line.
            pay_street2: PayStreet2,
            /// Its city.
            pay_city: PayCity,
            /// Its state.
            pay_state: PayState,
            /// Its ZIP.
            pay_zip: PayZip,
            /// Main phone.
            phone: Phone,
            /// Who answers about claims.
            contact: Contact,
            /// E-mail of that person; may be empty.
            email: Email,
            /// Where patients pay on line; may be empty.
            pay_online: PayOnline,
            /// When the phone is answered; may be empty.
            office_hours: OfficeHours,
            /// Note at the foot of every statement; may be empty.
            statement_note: StatementNote,
            /// Days a guarantor has to pay.
            due_days: DueDays = "24",
        }
        chosen {
            /// Whether the practice bills as a person, its owner.
            bills_as_person: BillsAsPerson of bool,
        }
    }
}

const OWNER: [Field; 4] = [
    Field::OwnerLast,
    Field::OwnerFirst,
    Field::OwnerMiddle,
    Field::OwnerSuffix,
];
const ADDRESS: [Field; 5] = [
    Field::Street,
    Field::Street2,
    Field::City,
    Field::State,
    Field::Zip,
];
const PAY_TO: [Field; 5] = [
    Field::PayStreet,
    Field::PayStreet2,
    Field::PayCity,
    Field::PayState,
    Field::PayZip,
];

impl PracticeDraft {
    /// Gives the practice, or what is wrong with it.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<Practice, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let name = checks.line(typed(Field::Name), Room::new("the practice's name", 60));
        let owner = if self.bills_as_person {
            checks.person(OWNER.map(typed)).map(Some)
        } else {
            Some(None)
        };
        let npi = checks.code::<Npi>(typed(Field::Npi));
        let taxonomy = checks.code_if_given::<Taxonomy>(typed(Field::Taxonomy));
        let tax_id = checks.code::<TaxId>(typed(Field::TaxId));
        let clia = checks.code_if_given::<Clia>(typed(Field::Clia));
        let address = checks.place(ADDRESS.map(typed));
        let pay_to = checks.address_if_given(PAY_TO.map(typed));
        let phone = checks.code::<Phone>(typed(Field::Phone));
        let contact = checks.line(
            typed(Field::Contact),
            Room::new("who answers about claims", 60),
        );
        let email = checks.code_if_given::<Email>(typed(Field::Email));
        let pay_online =
            checks.line_if_given(typed(Field::PayOnline), Room::new("the web address", 80));
        let office_hours =
            checks.line_if_given(typed(Field::OfficeHours), Room::new("the hours", 60));
        let statement_note = checks.words(typed(Field::StatementNote), Room::new("the note", 400));
        let due_days = checks.note(Field::DueDays, due_days(&self.due_days));
        checks.finish(|| {
            Some(Practice {
                name: name?,
                owner: owner?,
                npi: npi?,
                taxonomy,
                tax_id: tax_id?,
                clia,
                address: address?,
                pay_to,
                phone: phone?,
                contact: contact?,
                email,
                pay_online: pay_online?,
                office_hours: office_hours?,
                statement_note: statement_note?,
                due_days: due_days?,
            })
        })
    }
}

fn due_days(text: &str) -> Result<u16, &'static str> {
    match text.trim().parse() {
        Ok(days @ 1..=120) => Ok(days),
        _ => Err("a guarantor has from 1 to 120 days to pay"),
    }
}

impl From<&Practice> for PracticeDraft {
    fn from(practice: &Practice) -> Self {
        let owner = practice.owner.clone().unwrap_or_default();
        let Name {
            last,
            first,
            middle,
            suffix,
        } = owner;
        let pay_to = practice.pay_to.as_ref();
        let pay = |part: fn(&Address) -> String| pay_to.map(part).unwrap_or_default();
        Self {
            name: practice.name.clone(),
            bills_as_person: practice.owner.is_some(),
            owner_last: last,
            owner_first: first,
            owner_middle: middle,
            owner_suffix: suffix,
            npi: practice.npi.to_string(),
            taxonomy: practice.taxonomy.map(|t| t.to_string()).unwrap_or_default(),
            tax_id: practice.tax_id.unmasked(),
            clia: practice.clia.map(|c| c.to_string()).unwrap_or_default(),
            street: practice.address.street.clone(),
            street2: practice.address.street2.clone(),
            city: practice.address.city.clone(),
            state: practice.address.state.to_string(),
            zip: practice.address.zip.to_string(),
            pay_street: pay(|a| a.street.clone()),
            pay_street2: pay(|a| a.street2.clone()),
            pay_city: pay(|a| a.city.clone()),
            pay_state: pay(|a| a.state.to_string()),
            pay_zip: pay(|a| a.zip.to_string()),
            phone: practice.phone.to_string(),
            contact: practice.contact.clone(),
            email: practice
                .email
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            pay_online: practice.pay_online.clone(),
            office_hours: practice.office_hours.clone(),
            statement_note: practice.statement_note.clone(),
            due_days: practice.due_days.to_string(),
        }
    }
}
