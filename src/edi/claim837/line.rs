//! One service of a claim. It must not know segments.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::claim::{Attachment, Note};
use super::codes::{
    CodeSet, DrugUnit, EntityKind, LineDate, LineFlag, LineQuantity, LineReference, Measure,
    OtherNumberKind, PrescriptionKind, ProductKind,
};
use super::coordination::Adjudication;
use super::medical::{Certification, DropOff, Equipment, Form, Measurement, Transport};
use super::people::{Address, Contact, Facility, Provider, ProviderId};
use super::terms::{Contract, Pricing, Purchase};
use crate::domain::money::Money;

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
    /// Other days that concern it.
    pub dates: BTreeMap<LineDate, NaiveDate>,
    /// What is counted beside its units.
    pub quantities: BTreeMap<LineQuantity, Decimal>,
    /// What was measured, at most five (MEA).
    pub measurements: Vec<Measurement>,
    /// What a contract says of its price (CN1).
    pub contract: Option<Box<Contract>>,
    /// Numbers that concern it.
    pub references: BTreeMap<LineReference, String>,
    /// Authorizations and referrals that other payers have given.
    pub other_numbers: Vec<OtherNumber>,
    /// Tax on the sale (AMT*T). It is part of the charge.
    pub sales_tax: Option<Money>,
    /// Postage (AMT*F4). It is part of the charge.
    pub postage: Option<Money>,
    /// What a payer asks for in a form of its own, at most ten texts of at most 80 characters (K3).
    pub file_information: Vec<String>,
    /// What belongs to it and comes apart from it, at most ten (PWK).
    pub attachments: Vec<Attachment>,
    /// A note to the payer, of the kind `ADD` or `DCP`.
    pub note: Option<Note>,
    /// A note for a third party organization, at most 80 characters (NTE*TPO).
    pub third_party_note: Option<String>,
    /// What it cost when it was bought from another provider (PS1).
    pub purchase: Option<Box<Purchase>>,
    /// What a repricer made of it (HCP).
    pub pricing: Option<Box<Pricing>>,
    /// The ride in an ambulance.
    pub transport: Option<Box<Transport>>,
    /// What is certified of it.
    pub certifications: Vec<Certification>,
    /// What there is to say of medical equipment.
    pub equipment: Option<Box<Equipment>>,
    /// The drug that was given.
    pub drug: Option<Drug>,
    /// Who rendered it, when not the claim's rendering provider.
    pub rendering: Option<Provider>,
    /// Who sold it, when it was bought from another provider (NM1*QB).
    pub purchased_from: Option<Box<PurchasedFrom>>,
    /// Where, when not at the claim's place (NM1*77).
    pub facility: Option<Box<Facility>>,
    /// Who supervised it, when not the claim's supervising provider (NM1*DQ).
    pub supervising: Option<Box<Provider>>,
    /// Who ordered it (NM1*DK).
    pub ordering: Option<Box<OrderingProvider>>,
    /// Who referred to it, when not the claim's referring provider (NM1*DN).
    pub referring: Option<Box<Provider>>,
    /// The primary care provider, when the referral went through another (NM1*P3).
    pub primary_care: Option<Box<Provider>>,
    /// Where an ambulance came to (NM1*PW).
    pub pick_up: Option<Box<Address>>,
    /// Where it went (NM1*45).
    pub drop_off: Option<Box<DropOff>>,
    /// Forms of payers, filled in (loop 2440).
    pub forms: Vec<Form>,
    /// What other payers decided on it, at most fifteen (loop 2430).
    pub adjudications: Vec<Adjudication>,
}

/// A number that another payer has given to a service (REF with REF04).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherNumber {
    /// Which kind.
    pub kind: OtherNumberKind,
    /// The number.
    pub number: String,
    /// The id of the payer.
    pub payer: String,
}

/// Who sold a service (loop 2420B).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchasedFrom {
    /// A person or an organization.
    pub entity: EntityKind,
    /// National provider identifier.
    pub npi: Option<String>,
    /// Other numbers.
    pub ids: Vec<ProviderId>,
}

/// Who ordered a service (loop 2420E).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderingProvider {
    /// A person.
    pub provider: Provider,
    /// Address, which medical equipment needs.
    pub address: Option<Address>,
    /// Whom to ask, which medical equipment needs.
    pub contact: Option<Contact>,
}

/// A drug or another product that was given (loop 2410).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drug {
    /// What the code is.
    pub kind: ProductKind,
    /// The code; a national drug code has eleven digits without dashes (LIN03).
    pub code: String,
    /// How much (CTP04).
    pub quantity: Decimal,
    /// Counted in what (CTP05-1).
    pub unit: DrugUnit,
    /// What it was given by.
    pub prescription: Option<(PrescriptionKind, String)>,
}

impl Drug {
    /// A drug by its national drug code.
    pub fn ndc(code: impl Into<String>, quantity: Decimal, unit: DrugUnit) -> Self {
        Self {
            kind: ProductKind::Drug,
            code: code.into(),
            quantity,
            unit,
            prescription: None,
        }
    }
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
            dates: BTreeMap::new(),
            quantities: BTreeMap::new(),
            measurements: Vec::new(),
            contract: None,
            references: BTreeMap::new(),
            other_numbers: Vec::new(),
            sales_tax: None,
            postage: None,
            file_information: Vec::new(),
            attachments: Vec::new(),
            note: None,
            third_party_note: None,
            purchase: None,
            pricing: None,
            transport: None,
            certifications: Vec::new(),
            equipment: None,
            drug: None,
            rendering: None,
            purchased_from: None,
            facility: None,
            supervising: None,
            ordering: None,
            referring: None,
            primary_care: None,
            pick_up: None,
            drop_off: None,
            forms: Vec::new(),
            adjudications: Vec::new(),
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
