//! How a patient is insured, in the codes a claim carries: payer, member, relation, sex. It must not know the
//! policies themselves.

use std::str::FromStr;

use super::ascii::Ascii;
use super::{CodeError, upper_of};

closed_list! {
    /// What kind of payer a claim goes to (X12 SBR09).
    FilingIndicator, "a claim filing indicator":
    Commercial "CI" "Commercial",
    BlueCross "BL" "Blue Cross Blue Shield",
    MedicarePartB "MB" "Medicare Part B",
    MedicarePartA "MA" "Medicare Part A",
    MedicareAdvantage "16" "Medicare Advantage HMO",
    Medicaid "MC" "Medicaid",
    PreferredProvider "12" "PPO",
    HealthMaintenance "HM" "HMO",
    PointOfService "13" "Point of service plan",
    ExclusiveProvider "14" "EPO",
    Indemnity "15" "Indemnity plan",
    Champus "CH" "TRICARE or CHAMPVA",
    VeteransAffairs "VA" "Veterans Affairs plan",
    FederalEmployees "FI" "Federal employees program",
    OtherFederal "OF" "Other federal program",
    OtherNonFederal "11" "Other non-federal program",
    TitleFive "TV" "Title V",
    WorkersCompensation "WC" "Workers' compensation",
    Automobile "AM" "Automobile medical",
    Liability "LM" "Liability",
    Disability "DS" "Disability",
    DentalMaintenance "17" "Dental maintenance organization",
    Unknown "ZZ" "Mutually defined or unknown",
}
shown_in_words!(FilingIndicator);

impl FilingIndicator {
    /// Whether Medicare pays, directly or through a plan.
    pub const fn is_medicare(self) -> bool {
        matches!(
            self,
            Self::MedicarePartA | Self::MedicarePartB | Self::MedicareAdvantage
        )
    }

    /// Whether an accident's or an employer's insurance pays, not health insurance.
    pub const fn is_property_and_casualty(self) -> bool {
        matches!(
            self,
            Self::WorkersCompensation | Self::Automobile | Self::Liability
        )
    }
}

closed_list! {
    /// What the patient is to the subscriber (X12 SBR02 for self, else PAT01).
    Relation, "a relation to the subscriber":
    Itself "18" "Self",
    Spouse "01" "Spouse",
    Child "19" "Child",
    LifePartner "53" "Life partner",
    Employee "20" "Employee",
    OrganDonor "39" "Organ donor",
    CadaverDonor "40" "Cadaver donor",
    Other "G8" "Other relationship",
    Unknown "21" "Unknown",
}
shown_in_words!(Relation);

closed_list! {
    /// Why Medicare is not asked first (X12 SBR05).
    MedicareSecondary, "a reason why Medicare is not first":
    WorkingAged "12" "Works, or a spouse does: the employer's plan is first",
    RenalDisease "13" "Kidney disease: the employer's plan is first for now",
    NoFault "14" "No-fault or car insurance is first",
    WorkersCompensation "15" "Workers' compensation is first",
    PublicHealthService "16" "The Public Health Service is first",
    BlackLung "41" "Black lung benefits are first",
    VeteransAffairs "42" "Veterans Affairs is first",
    Disabled "43" "Disabled under 65: the employer's plan is first",
    Liability "47" "Liability insurance is first",
}
shown_in_words!(MedicareSecondary);

closed_list! {
    /// The sex on the payer's record (X12 DMG03).
    Sex, "a sex":
    Female "F" "Female",
    Male "M" "Male",
    Unknown "U" "Unknown",
}
shown_in_words!(Sex);

/// The number by which a payer knows a member: 1 to 80 characters of the X12 basic set (NM109 under `MI`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(String);

text_form!(MemberId);
shown_plain!(MemberId);
debug_hidden!(MemberId);

impl MemberId {
    const MOST: usize = 80;

    /// Whether it has the shape of a Medicare number (MBI), with or without the dashes of the card.
    pub fn is_medicare_shaped(&self) -> bool {
        // Digit, letter, letter or digit, and so on; see the CMS page "Understanding the MBI format".
        const SHAPE: &str = "1AXNAXNAANN";
        let plain = self.0.chars().filter(|c| *c != '-');
        plain.clone().count() == SHAPE.len()
            && plain.zip(SHAPE.chars()).all(|(found, wanted)| {
                let letter = found.is_ascii_uppercase() && !"SLOIBZ".contains(found);
                match wanted {
                    '1' => matches!(found, '1'..='9'),
                    'A' => letter,
                    'N' => found.is_ascii_digit(),
                    _ => letter || found.is_ascii_digit(),
                }
            })
    }
}

impl FromStr for MemberId {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        const WHAT: &str = "a member id";
        let id = upper_of(text, WHAT)?;
        let strange = |c: &char| {
            !(c.is_ascii_uppercase() || c.is_ascii_digit() || " !\"&'()*+,-./:;?=".contains(*c))
        };
        if let Some(character) = id.chars().find(strange) {
            return Err(CodeError::Character {
                what: WHAT,
                character,
            });
        }
        if id.len() > Self::MOST {
            return Err(CodeError::TooLong {
                what: WHAT,
                most: Self::MOST,
                found: id.len(),
            });
        }
        Ok(Self(id))
    }
}

/// A payer's electronic address: 2 to 80 letters, digits and dashes, mostly five (NM109 under `PI`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PayerId(Ascii<80>);

text_form!(PayerId);

impl PayerId {
    /// Whether it is one of the identifiers that Medicare gives insurers of Medigap policies: 55000 to 59999 (CMS Pub.
    /// 100-04 chapter 28 §70.6).
    pub fn is_medigap(&self) -> bool {
        let number = self.as_str().parse::<u32>();
        self.as_str().len() == 5 && number.is_ok_and(|number| (55_000..=59_999).contains(&number))
    }
}
shown_plain!(PayerId);
debug_shown!(PayerId);

impl FromStr for PayerId {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        const WHAT: &str = "a payer id";
        let id = upper_of(text, WHAT)?;
        let mut bytes = id.chars();
        if let Some(character) =
            bytes.find(|c| !(c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '-'))
        {
            return Err(CodeError::Character {
                what: WHAT,
                character,
            });
        }
        if id.len() < 2 {
            return Err(CodeError::PayerIdShort);
        }
        Ascii::new(&id).map(Self).ok_or(CodeError::TooLong {
            what: WHAT,
            most: 80,
            found: id.len(),
        })
    }
}
