//! The practice, its clinicians and places, and where its claims go.

use serde::{Deserialize, Serialize};

use crate::domain::code::{
    Clia, Email, FilingIndicator, Npi, PayerId as ElectronicPayerId, Phone, PlaceOfService, TaxId,
    Taxonomy,
};
use crate::domain::id::{FacilityId, PayerId, ProviderId, ReceiverId};
use crate::domain::person::{Address, Name};

mod payer_ids;
mod profile;

pub use payer_ids::{PayerIds, PayerIdsError};
pub use profile::{FileNaming, Named, NamingError, Profile, SubmitterContact};

/// The practice: the billing provider of every claim (837P 2010AA) and the sender of every statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Legal name of the company; for an owner who bills as a person, see [`Practice::owner`].
    pub name: String,
    /// The owner's name when the practice bills as a person (NM102 = 1), else none.
    pub owner: Option<Name>,
    /// Billing NPI.
    pub npi: Npi,
    /// Billing taxonomy, where payers ask for it (2000A PRV).
    pub taxonomy: Option<Taxonomy>,
    /// Tax id (2010AA REF).
    pub tax_id: TaxId,
    /// CLIA number of its own laboratory, where it has one (2300 REF*X4).
    pub clia: Option<Clia>,
    /// Service address; never a PO box, ZIP of nine digits.
    pub address: Address,
    /// Where payments go when elsewhere (2010AB, and the coupon).
    pub pay_to: Option<Address>,
    /// Main phone.
    pub phone: Phone,
    /// Who answers about claims (1000A PER).
    pub contact: String,
    /// The contact's e-mail.
    pub email: Option<Email>,
    /// Where patients pay on line, printed on statements; may be empty.
    pub pay_online: String,
    /// When the phone is answered, printed on statements; may be empty.
    pub office_hours: String,
    /// Note at the foot of every statement; may be empty.
    pub statement_note: String,
    /// Days a guarantor has to pay, 1 to 120.
    pub due_days: u16,
}

/// What a clinician is to the practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Sees our patients (2310B).
    Renders,
    /// Sends us patients (2310A).
    Refers,
    /// Both.
    Both,
}

impl Duty {
    /// Whether they see our patients.
    pub const fn renders(self) -> bool {
        matches!(self, Self::Renders | Self::Both)
    }

    /// Whether they send us patients.
    pub const fn refers(self) -> bool {
        matches!(self, Self::Refers | Self::Both)
    }

    /// From the two answers; `None` when it is neither.
    pub const fn from_answers(renders: bool, refers: bool) -> Option<Self> {
        match (renders, refers) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Renders),
            (false, true) => Some(Self::Refers),
            (false, false) => None,
        }
    }
}

/// A clinician before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewProvider {
    /// Name.
    pub name: Name,
    /// MD, NP …
    pub credential: String,
    /// Individual NPI.
    pub npi: Npi,
    /// Specialty (2310B PRV).
    pub taxonomy: Option<Taxonomy>,
    /// Sees our patients, sends us some, or both.
    pub duty: Duty,
}

/// A clinician.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provider {
    /// Id.
    pub id: ProviderId,
    /// Who.
    #[serde(flatten)]
    pub who: NewProvider,
    /// Whether lists offer them.
    pub is_active: bool,
}

impl Provider {
    /// `Hale, Simon MD`, as lists show it.
    pub fn listed(&self) -> String {
        if self.who.credential.is_empty() {
            self.who.name.to_string()
        } else {
            format!("{} {}", self.who.name, self.who.credential)
        }
    }

    /// `Simon Hale, MD`, as paper shows it.
    pub fn signed(&self) -> String {
        if self.who.credential.is_empty() {
            self.who.name.natural()
        } else {
            format!("{}, {}", self.who.name.natural(), self.who.credential)
        }
    }
}

/// A place of service before the book gave an id (2310C).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFacility {
    /// Its name.
    pub name: String,
    /// Its NPI, where it has one.
    pub npi: Option<Npi>,
    /// CLIA number of its laboratory, where it has one (2300 REF*X4).
    pub clia: Option<Clia>,
    /// The place-of-service code used there.
    pub place: PlaceOfService,
    /// Its address, ZIP of nine digits.
    pub address: Address,
}

/// A place of service other than the practice's own address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facility {
    /// Id.
    pub id: FacilityId,
    /// What and where.
    #[serde(flatten)]
    pub what: NewFacility,
    /// Whether lists offer it.
    pub is_active: bool,
}

/// The four characters that structure an X12 file. Which sets are legal is checked where files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Separators {
    /// Between elements.
    pub element: char,
    /// Between components (ISA16).
    pub component: char,
    /// Between repetitions (ISA11).
    pub repetition: char,
    /// After each segment.
    pub segment: char,
    /// Whether a line feed follows each segment, for human eyes.
    pub newline: bool,
}

impl Default for Separators {
    fn default() -> Self {
        Self {
            element: '*',
            component: ':',
            repetition: '^',
            segment: '~',
            newline: true,
        }
    }
}

/// A receiver of claim files before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReceiver {
    /// Its name (1000B NM103).
    pub name: String,
    /// Its id (ISA08, GS03, 1000B NM109), up to 15 characters.
    pub receiver_id: String,
    /// What kind of id that is (ISA07).
    pub receiver_qualifier: String,
    /// Our id with it (ISA06, GS02, 1000A NM109), up to 15 characters.
    pub sender_id: String,
    /// What kind of id that is (ISA05).
    pub sender_qualifier: String,
    /// Whether files are marked as a test (ISA15).
    pub is_test: bool,
    /// The file's separators.
    pub separators: Separators,
    /// How files go to it and answers come back.
    #[serde(default)]
    pub profile: Profile,
}

/// Where claim files go: a clearinghouse, or a payer that takes files itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receiver {
    /// Id.
    pub id: ReceiverId,
    /// What and how.
    #[serde(flatten)]
    pub what: NewReceiver,
    /// Whether lists offer it.
    pub is_active: bool,
}

/// A payer before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPayer {
    /// Its name as on claims (2010BB NM103).
    pub name: String,
    /// Its electronic id (2010BB NM109).
    pub payer_id: ElectronicPayerId,
    /// What kind of payer it is (SBR09).
    pub filing_indicator: FilingIndicator,
    /// Days from service to file a first claim.
    pub timely_days: u16,
    /// Claims address, where claims need one.
    pub address: Option<Address>,
    /// Provider line.
    pub phone: Option<Phone>,
    /// Where its claims go; none means on paper.
    pub receiver: Option<ReceiverId>,
    /// Shape of its member numbers: `A` a letter, `9` a digit, `X` either, anything else itself; empty for any.
    pub member_pattern: String,
    /// Days after which a claim without an answer is asked after; none for the usual.
    pub answer_days: Option<u16>,
    /// Days from its decision to come back to it.
    #[serde(default)]
    pub windows: Windows,
}

/// How many days from its decision a payer takes a corrected claim, and an appeal; none for the usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Windows {
    /// To send a claim in place of the one it decided.
    pub corrected_days: Option<u16>,
    /// To appeal.
    pub appeal_days: Option<u16>,
}

impl NewPayer {
    /// Days after which an electronic claim without an answer is asked after, where nobody chose others.
    pub const ANSWER_DAYS: u16 = 21;
    /// The same for a claim on paper.
    pub const ANSWER_DAYS_ON_PAPER: u16 = 30;

    /// Days after which a claim without an answer is asked after.
    pub const fn patience(&self) -> u16 {
        match (self.answer_days, self.receiver) {
            (Some(days), _) => days,
            (None, Some(_)) => Self::ANSWER_DAYS,
            (None, None) => Self::ANSWER_DAYS_ON_PAPER,
        }
    }
}

/// An insurance company or programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Payer {
    /// Id.
    pub id: PayerId,
    /// What.
    #[serde(flatten)]
    pub what: NewPayer,
    /// Whether lists offer it.
    pub is_active: bool,
}
