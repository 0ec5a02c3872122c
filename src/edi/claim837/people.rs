//! Who is who in a claim file: names, addresses, numbers and what is known of each. It must not know claims, nor
//! segments.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::codes::{
    CasualtyIdKind, MedicareSecondary, MemberIdKind, PayerIdKind, PayerNumberKind, PayerOrder,
    ProviderIdKind, TaxIdKind,
};
use crate::domain::code::{FilingIndicator, Relation, Sex};

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
    /// The plan that payments go to, when a plan claims them from another (loop 2010AC).
    pub pay_to_plan: Option<Box<PayToPlan>>,
    /// Licenses and numbers from before the NPI, at most two, of the kinds `0B` and `1G`.
    pub ids: Vec<ProviderId>,
    /// The currency of all amounts, when it is not the US dollar, as `CAD` (CUR02).
    pub currency: Option<String>,
}

/// The plan that payments go to (loop 2010AC).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PayToPlan {
    /// Name.
    pub name: String,
    /// Which kind of id it has.
    pub id_kind: PayerIdKind,
    /// The id.
    pub id: String,
    /// Address.
    pub address: Address,
    /// Another number of the plan, at most one, its tax id aside.
    pub ids: BTreeMap<PayerNumberKind, String>,
    /// Its tax id, nine digits.
    pub tax_id: String,
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
#[derive(Clone, Default, PartialEq, Eq, Hash)]
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
    /// Which kind of number the member number is.
    pub member_id_kind: MemberIdKind,
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
    /// Whom to call about the subscriber, for property and casualty: a phone and an extension.
    pub contact: Option<Contact>,
    /// What else there is to say of the subscriber, only when that is the patient.
    pub facts: PatientFacts,
}

/// What a claim may have to say of the patient's body (PAT05 to PAT09).
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct PatientFacts {
    /// The day of death.
    pub died_on: Option<NaiveDate>,
    /// Weight in pounds.
    pub weight: Option<Decimal>,
    /// Whether the patient is pregnant and the payer must know.
    pub is_pregnant: bool,
}

/// Who is to pay, or another who pays (loops 2010BB and 2330B).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Payer {
    /// Name.
    pub name: String,
    /// Which kind of id it has.
    pub id_kind: PayerIdKind,
    /// The id.
    pub id: String,
    /// Address; its street may be empty.
    pub address: Option<Address>,
    /// Other numbers of the payer: at most three, at most two of another payer.
    pub ids: BTreeMap<PayerNumberKind, String>,
    /// How this payer numbers the billing provider: at most two, of the kinds `G2` and `LU`. Another payer's stand in
    /// [`OtherPayer::providers`](super::OtherPayer::providers).
    pub biller_ids: Vec<ProviderId>,
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
    /// The patient's own number, for property and casualty.
    pub casualty_id: Option<CasualtyId>,
    /// Whom to call about the patient, for property and casualty: a phone and an extension.
    pub contact: Option<Contact>,
    /// What else there is to say of the patient.
    pub facts: PatientFacts,
}

impl Default for Patient {
    fn default() -> Self {
        Self {
            relation: Relation::Unknown,
            name: Person::default(),
            address: Address::default(),
            birth: None,
            casualty_claim: None,
            casualty_id: None,
            contact: None,
            facts: PatientFacts::default(),
        }
    }
}

/// A number that a property and casualty payer knows a patient by (REF in loop 2010CA).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CasualtyId {
    /// Which kind.
    pub kind: CasualtyIdKind,
    /// The number.
    pub number: String,
}

/// A number that a provider has beside the NPI (REF with `0B`, `1G`, `G2` or `LU`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProviderId {
    /// Which kind.
    pub kind: ProviderIdKind,
    /// The number.
    pub number: String,
    /// The id of the other payer whose number it is (REF04-2); of a service line's providers only.
    pub payer: Option<String>,
}

/// Somebody who rendered, referred, ordered or supervised (loops 2310 and 2420).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Provider {
    /// A person; a rendering provider may also be an organization.
    pub name: Name,
    /// National provider identifier.
    pub npi: Option<String>,
    /// Specialty, a provider taxonomy code; of rendering providers only.
    pub taxonomy: Option<String>,
    /// Other numbers.
    pub ids: Vec<ProviderId>,
}

/// Where services were rendered, when not at the billing provider's address (loops 2310C and 2420C).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Facility {
    /// Name.
    pub name: String,
    /// National provider identifier.
    pub npi: Option<String>,
    /// Address.
    pub address: Address,
    /// Other numbers, at most three.
    pub ids: Vec<ProviderId>,
    /// Whom to call there: a phone and an extension; of a whole claim only.
    pub contact: Option<Contact>,
}
