//! What a claim or a line says of medical need: rides, spinal manipulation, conditions, measures, equipment and forms.
//! It must not know segments.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::codes::{
    CertificateDelivery, CertificationKind, EquipmentCertificationKind, FormList, FormReply,
    RentalPeriod, SpinalCondition, TestKind, TestSource, TransportReason,
};
use super::people::Address;
use crate::domain::money::Money;

/// A ride in an ambulance (CR1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transport {
    /// The patient's weight in pounds.
    pub weight: Option<Decimal>,
    /// Why there.
    pub reason: TransportReason,
    /// How far, in miles.
    pub miles: Decimal,
    /// Why there and back, at most 80 characters.
    pub round_trip: Option<String>,
    /// Why on a stretcher, at most 80 characters.
    pub stretcher: Option<String>,
}

/// Where an ambulance went (loops 2310F and 2420H).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropOff {
    /// How the place is called.
    pub name: Option<String>,
    /// Where it is.
    pub address: Address,
}

/// Why the spine was manipulated (CR2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manipulation {
    /// The patient's condition.
    pub condition: SpinalCondition,
    /// The condition in words, at most 80 characters.
    pub description: Option<String>,
    /// More of them.
    pub more: Option<String>,
}

/// What is certified of a patient or a service (CRC).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certification {
    /// What it is about.
    pub kind: CertificationKind,
    /// Whether the conditions apply.
    pub applies: bool,
    /// The conditions, at most five, each of those that the [kind](CertificationKind::conditions) knows.
    pub conditions: Vec<String>,
}

/// Something measured (MEA).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measurement {
    /// When it was measured.
    pub source: TestSource,
    /// What was measured.
    pub kind: TestKind,
    /// What came out.
    pub value: Decimal,
}

/// Durable medical equipment of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Equipment {
    /// What it costs to rent and to buy (SV5).
    pub rental: Option<Rental>,
    /// How the certificate of medical necessity comes (PWK*CT).
    pub certificate: Option<CertificateDelivery>,
    /// The certification (CR3).
    pub certification: Option<EquipmentCertification>,
}

/// What equipment costs to rent and to buy (SV5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rental {
    /// The HCPCS code.
    pub code: String,
    /// For how many days it is needed.
    pub days: Decimal,
    /// What it costs to rent for a period.
    pub rental: Money,
    /// What it costs to buy.
    pub purchase: Money,
    /// The period.
    pub period: RentalPeriod,
}

/// For how long equipment is certified (CR3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EquipmentCertification {
    /// The first certification or a later one.
    pub kind: EquipmentCertificationKind,
    /// For how many months.
    pub months: Decimal,
}

/// A form of a payer, filled in (loop 2440).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Which list the form is of.
    pub list: FormList,
    /// Which form.
    pub id: String,
    /// The answers, 1 to 99.
    pub answers: Vec<FormAnswer>,
}

/// The answer to a question of a form (FRM).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormAnswer {
    /// The question's number or letter.
    pub question: String,
    /// Yes, no or not applicable.
    pub reply: Option<FormReply>,
    /// A text, at most 50 characters.
    pub text: Option<String>,
    /// A day.
    pub day: Option<NaiveDate>,
    /// A share of a hundred.
    pub percent: Option<Decimal>,
}
