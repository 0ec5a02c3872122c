//! A guarantor as typed: who pays, and where statements go. It must not know their patients.

use super::Complaint;
use super::checks::Checks;
use crate::domain::patient::Contact;

form! {
    /// A guarantor as typed.
    GuarantorDraft {
        typed {
            /// Family name.
            last: Last,
            /// Given name.
            first: First,
            /// Middle name; may be empty.
            middle: Middle,
            /// Jr, III; may be empty.
            suffix: Suffix,
            /// Street or box where statements go.
            street: Street,
            /// Second line.
            street2: Street2,
            /// City.
            city: City,
            /// State.
            state: State,
            /// ZIP.
            zip: Zip,
            /// Phone; may be empty.
            phone: Phone,
            /// E-mail; may be empty.
            email: Email,
        }
    }
}

impl GuarantorDraft {
    /// Gives the contact, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<Contact, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let contact = checks.contact(
            [Field::Last, Field::First, Field::Middle, Field::Suffix].map(typed),
            [
                Field::Street,
                Field::Street2,
                Field::City,
                Field::State,
                Field::Zip,
            ]
            .map(typed),
            typed(Field::Phone),
            typed(Field::Email),
        );
        checks.finish(|| contact)
    }
}

impl From<&Contact> for GuarantorDraft {
    fn from(contact: &Contact) -> Self {
        Self {
            last: contact.name.last.clone(),
            first: contact.name.first.clone(),
            middle: contact.name.middle.clone(),
            suffix: contact.name.suffix.clone(),
            street: contact.address.street.clone(),
            street2: contact.address.street2.clone(),
            city: contact.address.city.clone(),
            state: contact.address.state.to_string(),
            zip: contact.address.zip.to_string(),
            phone: contact.phone.map(|p| p.to_string()).unwrap_or_default(),
            email: contact
                .email
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        }
    }
}
