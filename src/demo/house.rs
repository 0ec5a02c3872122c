//! The made-up practice itself: its name, clinicians, payers, receivers and fees. Every number is made up and passes
//! its check; descriptions are the practice's own words.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::code::{FilingIndicator, Npi, Procedure, Sex};
use crate::domain::codebook::FeeRow;
use crate::domain::contract::{Amount, Party, PercentTerm};
use crate::domain::id::{PayerId, ReceiverId};
use crate::domain::money::Money;
use crate::domain::person::{Address, Name};
use crate::domain::policy::Subscriber;
use crate::domain::practice::{
    Duty, NewFacility, NewPayer, NewProvider, NewReceiver, Practice, Profile, Separators, Windows,
};
use crate::office::Office;

use super::DemoError;

/// Makes the practice.
pub(super) fn practice() -> Option<Practice> {
    Some(Practice {
        name: String::from("Linden Family Medicine"),
        owner: None,
        npi: npi(145_088_100)?,
        taxonomy: "207Q00000X".parse().ok(),
        tax_id: "311234567".parse().ok()?,
        clia: "36D0987654".parse().ok(),
        address: Address {
            street: String::from("410 Alder Street"),
            street2: String::from("Suite 2"),
            city: String::from("Fairhollow"),
            state: "OH".parse().ok()?,
            zip: "43099-1120".parse().ok()?,
        },
        pay_to: Some(Address {
            street: String::from("PO Box 8810"),
            street2: String::new(),
            city: String::from("Fairhollow"),
            state: "OH".parse().ok()?,
            zip: "43098-8810".parse().ok()?,
        }),
        phone: "6145550142".parse().ok()?,
        contact: String::from("Nadia Orsolek"),
        email: "billing@linden.example".parse().ok(),
        pay_online: String::from("pay.linden.example"),
        office_hours: String::from("Mon–Fri 8 am–5 pm"),
        statement_note: String::from(
            "Thank you for choosing us. If money is tight, please call: we can spread a bill over months without interest.",
        ),
        due_days: 24,
    })
}

fn npi(first_nine: u32) -> Option<Npi> {
    Npi::from_first_nine(first_nine).ok()
}

/// What tells the clinician who treats backs.
pub(super) const CHIROPRACTOR: &str = "DC";
/// What tells the one who treats knees.
pub(super) const THERAPIST: &str = "PT";

/// Makes the clinicians: three who see patients, two who send some, one for backs and one for knees.
pub(super) fn providers() -> Vec<NewProvider> {
    [
        ("Hale", "Simon", "MD", 145_088_201, "207Q00000X", Duty::Both),
        (
            "Brandt",
            "Ingrid",
            "MD",
            145_088_202,
            "207R00000X",
            Duty::Renders,
        ),
        (
            "Okafor",
            "Samuel",
            "NP",
            145_088_203,
            "363LF0000X",
            Duty::Renders,
        ),
        (
            "Velasco",
            "Teresa",
            "MD",
            145_088_304,
            "208000000X",
            Duty::Refers,
        ),
        (
            "Thorne",
            "Gideon",
            "DO",
            145_088_305,
            "207Q00000X",
            Duty::Refers,
        ),
        (
            "Castellan",
            "Bruno",
            CHIROPRACTOR,
            145_088_206,
            "111N00000X",
            Duty::Renders,
        ),
        (
            "Lindgren",
            "Astrid",
            THERAPIST,
            145_088_207,
            "225100000X",
            Duty::Renders,
        ),
    ]
    .into_iter()
    .filter_map(|(last, first, credential, number, taxonomy, duty)| {
        let name = Name {
            last: last.to_owned(),
            first: first.to_owned(),
            ..Name::default()
        };
        Some(NewProvider {
            name,
            credential: credential.to_owned(),
            npi: npi(number)?,
            taxonomy: taxonomy.parse().ok(),
            duty,
        })
    })
    .collect()
}

/// Makes the one other place the clinicians see patients at.
pub(super) fn facility() -> Option<NewFacility> {
    Some(NewFacility {
        name: String::from("Fairhollow Care Center"),
        npi: npi(145_088_406),
        clia: "36D1122334".parse().ok(),
        place: "31".parse().ok()?,
        address: Address {
            street: String::from("88 Orchard Row"),
            street2: String::new(),
            city: String::from("Fairhollow"),
            state: "OH".parse().ok()?,
            zip: "43099-2210".parse().ok()?,
        },
    })
}

/// Gives the employer who insures those that something happens to at work.
pub(super) fn employer() -> Option<Subscriber> {
    Some(Subscriber {
        name: Name {
            last: String::from("Fairhollow Tannery Works"),
            ..Name::default()
        },
        born_on: None,
        sex: Sex::Unknown,
        address: Address {
            street: String::from("1 Tannery Lane"),
            street2: String::new(),
            city: String::from("Fairhollow"),
            state: "OH".parse().ok()?,
            zip: "43099-4002".parse().ok()?,
        },
    })
}

/// Makes the receivers of claim files: a clearinghouse, and a payer that takes files itself and likes other separators.
pub(super) fn receivers() -> [NewReceiver; 2] {
    [
        NewReceiver {
            name: String::from("Tollgate Clearing"),
            receiver_id: String::from("TOLLGATE01"),
            receiver_qualifier: String::from("ZZ"),
            sender_id: String::from("LINDEN0417"),
            sender_qualifier: String::from("ZZ"),
            is_test: true,
            separators: Separators::default(),
            profile: Profile::default(),
        },
        NewReceiver {
            name: String::from("State Medicaid"),
            receiver_id: String::from("OHSTMCD"),
            receiver_qualifier: String::from("ZZ"),
            sender_id: String::from("0041700"),
            sender_qualifier: String::from("ZZ"),
            is_test: true,
            separators: Separators {
                element: '|',
                component: '>',
                repetition: '^',
                segment: '~',
                newline: false,
            },
            profile: Profile::default(),
        },
    ]
}

/// How a made-up payer behaves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contract {
    /// Its name.
    pub name: &'static str,
    /// Its electronic id.
    pub id: &'static str,
    /// What kind it is.
    pub kind: FilingIndicator,
    /// Days to file.
    pub timely_days: u16,
    /// Shape of its member numbers.
    pub members: &'static str,
    /// Percent of our fee that it allows.
    pub allows: i64,
    /// Copay of a visit, in dollars.
    pub copay: i64,
    /// Yearly deductible, in dollars.
    pub deductible: i64,
    /// Percent the patient pays after the deductible.
    pub coinsurance: i64,
    /// Days from claim to check.
    pub days_to_pay: u64,
    /// Claims denied, in a hundred.
    pub denies: u32,
    /// Out of a hundred patients with insurance, how many are its members.
    pub share: u32,
    /// Which receiver takes its claims: 0 the clearinghouse, 1 its own; none: on paper.
    pub receiver: Option<usize>,
}

/// The payers.
pub(super) const PAYERS: [Contract; 6] = [
    contract(
        "Meridian Health",
        "61482",
        FilingIndicator::PreferredProvider,
        180,
        "AAA999999999",
        [76, 25, 750, 20],
        17,
        6,
        34,
        Some(0),
    ),
    contract(
        "Corwin Mutual",
        "60217",
        FilingIndicator::Commercial,
        90,
        "AAA9999999",
        [71, 30, 1_500, 20],
        24,
        8,
        20,
        Some(0),
    ),
    contract(
        "Northfield Plan",
        "38104",
        FilingIndicator::HealthMaintenance,
        120,
        "99999999999",
        [64, 20, 0, 0],
        15,
        5,
        16,
        Some(0),
    ),
    contract(
        "Medicare Part B Ohio",
        "15202",
        FilingIndicator::MedicarePartB,
        365,
        "",
        [58, 0, 257, 20],
        14,
        4,
        18,
        Some(0),
    ),
    contract(
        "State Medicaid",
        "OHMCD",
        FilingIndicator::Medicaid,
        365,
        "999999999999",
        [44, 0, 0, 0],
        28,
        9,
        10,
        Some(1),
    ),
    contract(
        "Tannery Workers Trust",
        "TWT01",
        FilingIndicator::WorkersCompensation,
        365,
        "",
        [82, 0, 0, 0],
        38,
        12,
        2,
        Some(0),
    ),
];

#[allow(clippy::too_many_arguments, reason = "one row of a table")]
const fn contract(
    name: &'static str,
    id: &'static str,
    kind: FilingIndicator,
    timely_days: u16,
    members: &'static str,
    [allows, copay, deductible, coinsurance]: [i64; 4],
    days_to_pay: u64,
    denies: u32,
    share: u32,
    receiver: Option<usize>,
) -> Contract {
    Contract {
        name,
        id,
        kind,
        timely_days,
        members,
        allows,
        copay,
        deductible,
        coinsurance,
        days_to_pay,
        denies,
        share,
        receiver,
    }
}

impl Contract {
    /// The payer as the book wants it.
    pub(super) fn payer(&self, receivers: &[ReceiverId]) -> Option<NewPayer> {
        Some(NewPayer {
            name: self.name.to_owned(),
            payer_id: self.id.parse().ok()?,
            filing_indicator: self.kind,
            timely_days: self.timely_days,
            address: Some(Address {
                street: String::from("PO Box 4400"),
                street2: String::new(),
                city: String::from("Marrow Bridge"),
                state: "OH".parse().ok()?,
                zip: "43097-4400".parse().ok()?,
            }),
            phone: "6145550190".parse().ok(),
            receiver: self.receiver.and_then(|at| receivers.get(at).copied()),
            member_pattern: self.members.to_owned(),
            answer_days: None,
            windows: Windows::default(),
        })
    }

    /// What it allows of a charge.
    pub(super) fn allowed(&self, charge: Money) -> Money {
        charge.percent(Decimal::from(self.allows)).unwrap_or(charge)
    }
}

/// The payers whose contracts the practice has on paper, by their place, with the percent of the charge they agreed on.
/// The second pays less for one service than it says.
const AGREED: [(usize, &str); 2] = [(0, "76"), (1, "71")];
/// What the second agreed on for that service.
const AGREED_FOR: (usize, &str, i64) = (1, "99214", 138);

/// Loads the contracts that the practice has.
pub(super) fn agree(
    office: &mut Office,
    payers: &[PayerId],
    from: NaiveDate,
) -> Result<(), DemoError> {
    for (at, percent) in AGREED {
        let payer = *payers.get(at).ok_or(DemoError::Unsound)?;
        let term = PercentTerm {
            payer,
            plan: String::new(),
            effective_on: from,
            percent: percent.parse().map_err(|_| DemoError::Unsound)?,
            schedule: None,
        };
        office.set_contract_percent(&term, "the contract of that year")?;
    }
    let (at, code, dollars) = AGREED_FOR;
    let amount = Amount {
        party: Party::Payer {
            payer: *payers.get(at).ok_or(DemoError::Unsound)?,
            plan: String::new(),
        },
        code: code.parse().map_err(|_| DemoError::Unsound)?,
        modifier: None,
        effective_on: from,
        amount: Money::from_cents(dollars.saturating_mul(100)).map_err(|_| DemoError::Unsound)?,
    };
    Ok(office.set_contract_amount(&amount, "the fee that was raised for it")?)
}

/// The fee schedule: code, words of our own, dollars.
pub(super) const FEES: &[(&str, &str, i64)] = &[
    ("99202", "Office visit, new, short", 145),
    ("99203", "Office visit, new", 195),
    ("99204", "Office visit, new, long", 290),
    ("99211", "Nurse visit", 45),
    ("99212", "Office visit, established, short", 95),
    ("99213", "Office visit, established", 145),
    ("99214", "Office visit, established, long", 185),
    ("99215", "Office visit, established, very long", 260),
    ("99308", "Care center visit", 120),
    ("99391", "Well baby visit", 165),
    ("99392", "Well child visit, 1 to 4", 175),
    ("99393", "Well child visit, 5 to 11", 172),
    ("99394", "Teen check-up", 190),
    ("99395", "Yearly check-up, 18 to 39", 195),
    ("99396", "Yearly check-up, 40 to 64", 210),
    ("99397", "Yearly check-up, 65 and over", 230),
    ("36415", "Blood draw", 18),
    ("80053", "Metabolic panel", 58),
    ("80061", "Cholesterol panel", 62),
    ("81002", "Urine test strip", 15),
    ("83036", "Hemoglobin A1c", 42),
    ("84443", "Thyroid test", 64),
    ("85025", "Blood count", 38),
    ("87880", "Rapid strep test", 35),
    ("87804", "Rapid flu test", 40),
    ("90471", "Giving a vaccine", 32),
    ("90686", "Flu vaccine", 34),
    ("90715", "Tetanus and whooping cough vaccine", 72),
    ("93000", "Heart tracing", 68),
    ("94640", "Breathing treatment", 48),
    ("96127", "Mood questionnaire", 22),
    ("96372", "Injection under the skin or in the muscle", 45),
    ("11200", "Skin tag removal", 130),
    ("17110", "Wart removal", 155),
    ("20610", "Joint injection, large", 160),
    ("69210", "Ear wax removal", 85),
    ("97110", "Exercises, 15 minutes", 48),
    ("98940", "Back adjusted, 1 or 2 regions", 45),
    ("J1100", "Dexamethasone, 1 mg", 6),
];

/// Gives a fee of the schedule.
pub(super) fn fee(code: &str) -> Option<(Procedure, &'static str, Money)> {
    let (code, words, dollars) = FEES.iter().find(|(at, _, _)| *at == code)?;
    Some((
        code.parse().ok()?,
        words,
        Money::from_cents(dollars.checked_mul(100)?).ok()?,
    ))
}

/// The fee schedule, from a month before the first day on.
pub(super) fn fees(first_day: NaiveDate) -> impl Iterator<Item = FeeRow> {
    let effective_on = first_day
        .checked_sub_days(chrono::Days::new(30))
        .unwrap_or(first_day);
    FEES.iter().filter_map(move |(code, ..)| {
        let (code, words, fee) = fee(code)?;
        Some(FeeRow {
            code,
            modifier: None,
            description: words.to_owned(),
            fee,
            effective_on,
        })
    })
}
