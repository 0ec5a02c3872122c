//! A patient as typed, and who pays the patient's part. It must not know policies or the book.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::checks::Checks;
use super::shape::Room;
use super::{Complaint, GuarantorDraft};
use crate::domain::code::{Relation, Sex};
use crate::domain::id::GuarantorId;
use crate::domain::patient::{Contact, NewPatient, Patient, Payor};
use crate::domain::typed::show_date;

/// Who pays the patient's part, as chosen on the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoPays {
    /// The patient.
    #[default]
    Patient,
    /// Somebody the book knows already.
    Known,
    /// Somebody new, given on the form.
    Other,
}

form! {
    /// A patient as typed.
    PatientDraft {
        typed {
            /// Family name.
            last: Last,
            /// Given name.
            first: First,
            /// Middle name; may be empty.
            middle: Middle,
            /// Jr, III; may be empty.
            suffix: Suffix,
            /// Birthday.
            born_on: BornOn,
            /// Sex on the payer's record, by code or word.
            sex: Sex,
            /// Street.
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
            /// What the patient is to the guarantor, when that is somebody else.
            payor_relation: PayorRelation,
            /// Family name of a new guarantor.
            payor_last: PayorLast,
            /// Given name of a new guarantor.
            payor_first: PayorFirst,
            /// Middle name of a new guarantor.
            payor_middle: PayorMiddle,
            /// Suffix of a new guarantor.
            payor_suffix: PayorSuffix,
            /// Street of a new guarantor.
            payor_street: PayorStreet,
            /// Second line of it.
            payor_street2: PayorStreet2,
            /// City of it.
            payor_city: PayorCity,
            /// State of it.
            payor_state: PayorState,
            /// ZIP of it.
            payor_zip: PayorZip,
            /// Phone of a new guarantor.
            payor_phone: PayorPhone,
            /// E-mail of a new guarantor.
            payor_email: PayorEmail,
            /// Why they came to the practice; may be empty.
            reason: Reason,
            /// What the desk should know; may be empty.
            note: Note,
            /// Day of death; empty while alive.
            died_on: DiedOn,
        }
        chosen {
            /// Who pays the patient's part.
            who_pays: WhoPays of WhoPays,
            /// The guarantor the book knows already.
            guarantor: Guarantor of Option<GuarantorId>,
        }
    }
}

const NAME: [Field; 4] = [Field::Last, Field::First, Field::Middle, Field::Suffix];
const ADDRESS: [Field; 5] = [
    Field::Street,
    Field::Street2,
    Field::City,
    Field::State,
    Field::Zip,
];
const PAYOR_NAME: [Field; 4] = [
    Field::PayorLast,
    Field::PayorFirst,
    Field::PayorMiddle,
    Field::PayorSuffix,
];
const PAYOR_ADDRESS: [Field; 5] = [
    Field::PayorStreet,
    Field::PayorStreet2,
    Field::PayorCity,
    Field::PayorState,
    Field::PayorZip,
];

impl PatientDraft {
    /// Gives the patient, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, today: NaiveDate) -> Result<NewPatient, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let contact = checks.contact(
            NAME.map(typed),
            ADDRESS.map(typed),
            typed(Field::Phone),
            typed(Field::Email),
        );
        let born_on = checks.birthday(typed(Field::BornOn), today);
        let sex = checks.choice::<Sex>(typed(Field::Sex), "choose the sex on the payer's record");
        let payor = self.payor(&mut checks);
        let reason = checks.words(typed(Field::Reason), Room::new("the reason", 400));
        let note = checks.words(typed(Field::Note), Room::new("the note", 2_000));
        let died_on = checks.day_if_given(typed(Field::DiedOn), today);
        let died_on = checks.hold(
            Field::DiedOn,
            died_on,
            |died| *died <= today,
            "the day of death cannot be after today",
        );
        let died_on = checks.hold(
            Field::DiedOn,
            died_on,
            |died| born_on.is_none_or(|born| born <= *died),
            "the day of death cannot be before the birthday",
        );
        checks.finish(|| {
            Some(NewPatient {
                contact: contact?,
                born_on: born_on?,
                sex: sex?,
                payor: payor?,
                reason: reason?,
                note: note?,
                died_on,
            })
        })
    }

    fn payor(&self, checks: &mut Checks<Field>) -> Option<Payor> {
        let typed = |field| (field, self.text(field));
        match self.who_pays {
            WhoPays::Patient => Some(Payor::Patient),
            WhoPays::Known => {
                let guarantor = checks.picked(Field::Guarantor, self.guarantor, "choose who pays");
                let relation = self.relation(checks);
                Some(Payor::Known(guarantor?, relation?))
            }
            WhoPays::Other => {
                let contact = checks.contact(
                    PAYOR_NAME.map(typed),
                    PAYOR_ADDRESS.map(typed),
                    typed(Field::PayorPhone),
                    typed(Field::PayorEmail),
                );
                let relation = self.relation(checks);
                Some(Payor::Other(contact?, relation?))
            }
        }
    }

    fn relation(&self, checks: &mut Checks<Field>) -> Option<Relation> {
        let field = Field::PayorRelation;
        let relation = checks.choice::<Relation>(
            (field, &self.payor_relation),
            "choose what the patient is to the person who pays",
        );
        checks.hold(
            field,
            relation,
            |relation| *relation != Relation::Itself,
            "somebody else pays, so the patient cannot be that person",
        )
    }

    /// Fills in a new guarantor.
    fn pays_other(&mut self, contact: &Contact, relation: Relation) {
        let payor = GuarantorDraft::from(contact);
        self.who_pays = WhoPays::Other;
        relation.as_str().clone_into(&mut self.payor_relation);
        self.payor_last = payor.last;
        self.payor_first = payor.first;
        self.payor_middle = payor.middle;
        self.payor_suffix = payor.suffix;
        self.payor_street = payor.street;
        self.payor_street2 = payor.street2;
        self.payor_city = payor.city;
        self.payor_state = payor.state;
        self.payor_zip = payor.zip;
        self.payor_phone = payor.phone;
        self.payor_email = payor.email;
    }

    /// Fills in a guarantor the book knows.
    fn pays_known(&mut self, guarantor: GuarantorId, relation: Relation) {
        self.who_pays = WhoPays::Known;
        self.guarantor = Some(guarantor);
        relation.as_str().clone_into(&mut self.payor_relation);
    }

    fn of_contact(contact: &Contact) -> Self {
        let own = GuarantorDraft::from(contact);
        Self {
            last: own.last,
            first: own.first,
            middle: own.middle,
            suffix: own.suffix,
            street: own.street,
            street2: own.street2,
            city: own.city,
            state: own.state,
            zip: own.zip,
            phone: own.phone,
            email: own.email,
            ..Self::default()
        }
    }
}

impl From<&NewPatient> for PatientDraft {
    fn from(patient: &NewPatient) -> Self {
        let mut draft = Self {
            born_on: show_date(patient.born_on),
            sex: patient.sex.as_str().to_owned(),
            reason: patient.reason.clone(),
            note: patient.note.clone(),
            died_on: patient.died_on.map(show_date).unwrap_or_default(),
            ..Self::of_contact(&patient.contact)
        };
        match &patient.payor {
            Payor::Patient => {}
            Payor::Known(guarantor, relation) => draft.pays_known(*guarantor, *relation),
            Payor::Other(contact, relation) => draft.pays_other(contact, *relation),
        }
        draft
    }
}

impl From<&Patient> for PatientDraft {
    fn from(patient: &Patient) -> Self {
        let mut draft = Self {
            born_on: show_date(patient.born_on),
            sex: patient.sex.as_str().to_owned(),
            reason: patient.reason.clone(),
            note: patient.note.clone(),
            died_on: patient.died_on.map(show_date).unwrap_or_default(),
            ..Self::of_contact(&patient.contact)
        };
        if patient.guarantor_relation != Relation::Itself {
            draft.pays_known(patient.guarantor, patient.guarantor_relation);
        }
        draft
    }
}
