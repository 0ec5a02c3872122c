//! The places of the CMS-1500 (02/12) that take type: which box, which line and column, how wide. It must not know what
//! a claim puts there.
//!
//! Ten characters and six lines to the inch; the first line and column are 1. Source: the published grid of the form
//! and the NUCC's instruction manual, version 02/12.

/// How many services a page takes.
pub const ROWS: u8 = 6;

/// How far the rows of services are apart, in lines: one that is shaded, one that is not.
const ROW_STEP: u8 = 2;

/// What does not fit a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words: cut at the end.
    Words,
    /// A figure, from the right: never cut, because a cut figure is another figure.
    Figure,
}

/// A place of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of its box, as printed on the form.
    pub of_box: &'static str,
    /// Line, from 1; of the first service for what every service has.
    pub line: u8,
    /// First column, from 1.
    pub column: u8,
    /// How many characters it takes.
    pub width: u8,
    /// Words or a figure.
    pub kind: Kind,
}

macro_rules! fields {
    ($($name:ident $of_box:literal $line:literal $column:literal $width:literal $kind:ident $words:literal;)*) => {
        /// A place of the form, by what stands there.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $(#[doc = $words] $name,)*
        }

        impl Field {
            /// All of them, from the top of the form.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Where it is.
            pub const fn place(self) -> Place {
                match self {
                    $(Self::$name => Place {
                        of_box: $of_box,
                        line: $line,
                        column: $column,
                        width: $width,
                        kind: Kind::$kind,
                    },)*
                }
            }

            /// What it is, in words.
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

fields! {
    Payer "carrier" 2 41 31 Words "Payer";
    PayerStreet "carrier" 3 41 31 Words "Payer's street";
    PayerStreet2 "carrier" 4 41 31 Words "Payer's second line";
    PayerCity "carrier" 5 41 31 Words "Payer's city";
    Medicare "1" 8 1 1 Words "Medicare";
    Medicaid "1" 8 8 1 Words "Medicaid";
    Tricare "1" 8 15 1 Words "TRICARE";
    Champva "1" 8 24 1 Words "CHAMPVA";
    Group "1" 8 31 1 Words "Group health plan";
    Feca "1" 8 39 1 Words "FECA";
    OtherKind "1" 8 45 1 Words "Other insurance";
    InsuredId "1a" 8 50 29 Words "Insured's number";
    Patient "2" 10 1 28 Words "Patient";
    BornMonth "3" 10 31 2 Words "Month of birth";
    BornDay "3" 10 34 2 Words "Day of birth";
    BornYear "3" 10 37 4 Words "Year of birth";
    Male "3" 10 42 1 Words "Male";
    Female "3" 10 47 1 Words "Female";
    Insured "4" 10 50 29 Words "Insured";
    PatientStreet "5" 12 1 28 Words "Patient's street";
    IsSelf "6" 12 33 1 Words "Patient is the insured";
    IsSpouse "6" 12 38 1 Words "Patient is the spouse";
    IsChild "6" 12 42 1 Words "Patient is a child";
    IsOther "6" 12 47 1 Words "Patient is somebody else";
    InsuredStreet "7" 12 50 29 Words "Insured's street";
    PatientCity "5" 14 1 24 Words "Patient's city";
    PatientState "5" 14 26 2 Words "Patient's state";
    InsuredCity "7" 14 50 23 Words "Insured's city";
    InsuredState "7" 14 74 2 Words "Insured's state";
    PatientZip "5" 16 1 10 Words "Patient's ZIP";
    PatientArea "5" 16 15 3 Words "Patient's area code";
    PatientPhone "5" 16 19 7 Words "Patient's phone";
    InsuredZip "7" 16 50 10 Words "Insured's ZIP";
    InsuredArea "7" 16 65 3 Words "Insured's area code";
    InsuredPhone "7" 16 69 7 Words "Insured's phone";
    Other "9" 18 1 28 Words "Other insured";
    GroupNumber "11" 18 50 29 Words "Group or FECA number";
    OtherNumber "9a" 20 1 28 Words "Other insured's policy";
    EmploymentYes "10a" 20 35 1 Words "From employment";
    EmploymentNo "10a" 20 41 1 Words "Not from employment";
    InsuredBornMonth "11a" 20 53 2 Words "Insured's month of birth";
    InsuredBornDay "11a" 20 56 2 Words "Insured's day of birth";
    InsuredBornYear "11a" 20 59 4 Words "Insured's year of birth";
    InsuredMale "11a" 20 68 1 Words "Insured is male";
    InsuredFemale "11a" 20 75 1 Words "Insured is female";
    AutoYes "10b" 22 35 1 Words "From a car accident";
    AutoNo "10b" 22 41 1 Words "Not from a car accident";
    AutoState "10b" 22 45 2 Words "State of the accident";
    CaseKind "11b" 22 50 2 Words "Kind of the other number";
    CaseNumber "11b" 22 53 27 Words "Other claim number";
    AccidentYes "10c" 24 35 1 Words "From another accident";
    AccidentNo "10c" 24 41 1 Words "Not from another accident";
    Plan "11c" 24 50 29 Words "Plan";
    OtherPlan "9d" 26 1 28 Words "Other plan";
    ClaimCodes "10d" 26 34 15 Words "Condition codes";
    OtherPlanYes "11d" 26 52 1 Words "Another plan";
    OtherPlanNo "11d" 26 57 1 Words "No other plan";
    PatientSigned "12" 29 7 17 Words "Patient's signature";
    InsuredSigned "13" 29 55 17 Words "Insured's signature";
    OnsetMonth "14" 32 2 2 Words "Month it began";
    OnsetDay "14" 32 5 2 Words "Day it began";
    OnsetYear "14" 32 8 4 Words "Year it began";
    OnsetKind "14" 32 16 3 Words "What began";
    OtherDateKind "15" 32 31 3 Words "What the other date is";
    OtherMonth "15" 32 37 2 Words "Other date's month";
    OtherDay "15" 32 40 2 Words "Other date's day";
    OtherYear "15" 32 43 4 Words "Other date's year";
    UnableFromMonth "16" 32 54 2 Words "Unable to work from month";
    UnableFromDay "16" 32 57 2 Words "Unable to work from day";
    UnableFromYear "16" 32 60 4 Words "Unable to work from year";
    UnableToMonth "16" 32 68 2 Words "Unable to work until month";
    UnableToDay "16" 32 71 2 Words "Unable to work until day";
    UnableToYear "16" 32 74 4 Words "Unable to work until year";
    SourceIdKind "17a" 33 30 2 Words "Kind of the clinician's other number";
    SourceId "17a" 33 33 14 Words "Clinician's other number";
    SourceKind "17" 34 1 2 Words "What the clinician did";
    Source "17" 34 4 25 Words "Clinician who sent, ordered or supervised";
    SourceNpi "17b" 34 33 10 Words "That clinician's NPI";
    StayFromMonth "18" 34 54 2 Words "In hospital from month";
    StayFromDay "18" 34 57 2 Words "In hospital from day";
    StayFromYear "18" 34 60 4 Words "In hospital from year";
    StayToMonth "18" 34 68 2 Words "In hospital until month";
    StayToDay "18" 34 71 2 Words "In hospital until day";
    StayToYear "18" 34 74 4 Words "In hospital until year";
    More "19" 36 1 48 Words "More about the claim";
    OutsideLabYes "20" 36 52 1 Words "Outside laboratory";
    OutsideLabNo "20" 36 57 1 Words "No outside laboratory";
    OutsideLabCharge "20" 36 63 8 Figure "Outside laboratory's charge";
    IcdKind "21" 37 42 1 Words "Which ICD";
    DiagnosisA "21" 38 3 8 Words "Diagnosis A";
    DiagnosisB "21" 38 16 8 Words "Diagnosis B";
    DiagnosisC "21" 38 29 8 Words "Diagnosis C";
    DiagnosisD "21" 38 42 8 Words "Diagnosis D";
    Resubmission "22" 38 50 10 Words "Resubmission code";
    OriginalNumber "22" 38 62 18 Words "Original reference";
    DiagnosisE "21" 39 3 8 Words "Diagnosis E";
    DiagnosisF "21" 39 16 8 Words "Diagnosis F";
    DiagnosisG "21" 39 29 8 Words "Diagnosis G";
    DiagnosisH "21" 39 42 8 Words "Diagnosis H";
    DiagnosisI "21" 40 3 8 Words "Diagnosis I";
    DiagnosisJ "21" 40 16 8 Words "Diagnosis J";
    DiagnosisK "21" 40 29 8 Words "Diagnosis K";
    DiagnosisL "21" 40 42 8 Words "Diagnosis L";
    Authorization "23" 40 50 29 Words "Authorization";
    Supplement "24" 43 1 61 Words "More about the service";
    ScreeningCode "24H" 43 63 2 Words "Screening referral";
    RenderingIdKind "24I" 43 65 2 Words "Kind of the other number";
    RenderingId "24J" 43 68 11 Words "Other number of who rendered it";
    FromMonth "24A" 44 1 2 Words "From month";
    FromDay "24A" 44 4 2 Words "From day";
    FromYear "24A" 44 7 2 Words "From year";
    ToMonth "24A" 44 10 2 Words "To month";
    ToDay "24A" 44 13 2 Words "To day";
    ToYear "24A" 44 16 2 Words "To year";
    PlaceOfService "24B" 44 19 2 Words "Place of service";
    Emergency "24C" 44 22 2 Words "Emergency";
    Service "24D" 44 25 6 Words "Service";
    Modifier1 "24D" 44 33 2 Words "First modifier";
    Modifier2 "24D" 44 36 2 Words "Second modifier";
    Modifier3 "24D" 44 39 2 Words "Third modifier";
    Modifier4 "24D" 44 42 2 Words "Fourth modifier";
    Pointers "24E" 44 45 4 Words "Diagnosis pointers";
    Charge "24F" 44 50 8 Figure "Charge";
    Units "24G" 44 59 3 Words "Units";
    Screening "24H" 44 63 2 Words "EPSDT or family planning";
    RenderingNpi "24J" 44 68 10 Words "NPI of who rendered it";
    TaxId "25" 56 1 15 Words "Tax ID";
    TaxIdSsn "25" 56 17 1 Words "Tax ID is an SSN";
    TaxIdEin "25" 56 19 1 Words "Tax ID is an EIN";
    Account "26" 56 23 14 Words "Account number";
    AssignmentYes "27" 56 38 1 Words "Assignment accepted";
    AssignmentNo "27" 56 43 1 Words "Assignment not accepted";
    Total "28" 56 52 8 Figure "Total charge";
    Paid "29" 56 62 8 Figure "Amount paid";
    BillingArea "33" 57 66 3 Words "Billing area code";
    BillingPhone "33" 57 70 7 Words "Billing phone";
    Facility "32" 58 23 26 Words "Facility";
    Billing "33" 58 50 29 Words "Billing provider";
    FacilityStreet "32" 59 23 26 Words "Facility's street";
    BillingStreet "33" 59 50 29 Words "Billing street";
    Signature "31" 60 1 20 Words "Clinician's signature";
    FacilityCity "32" 60 23 26 Words "Facility's city";
    BillingCity "33" 60 50 29 Words "Billing city";
    SignedOn "31" 61 6 8 Words "Day of the signature";
    FacilityNpi "32a" 61 23 10 Words "Facility's NPI";
    FacilityId "32b" 61 36 13 Words "Facility's other number";
    BillingNpi "33a" 61 50 10 Words "Billing NPI";
    BillingIdKind "33b" 61 63 2 Words "Kind of the other number";
    BillingId "33b" 61 65 14 Words "Billing provider's other number";
}

impl Field {
    /// The places of the twelve diagnoses, from A.
    pub const DIAGNOSES: [Self; 12] = [
        Self::DiagnosisA,
        Self::DiagnosisB,
        Self::DiagnosisC,
        Self::DiagnosisD,
        Self::DiagnosisE,
        Self::DiagnosisF,
        Self::DiagnosisG,
        Self::DiagnosisH,
        Self::DiagnosisI,
        Self::DiagnosisJ,
        Self::DiagnosisK,
        Self::DiagnosisL,
    ];

    /// The places of a service's modifiers.
    pub const MODIFIERS: [Self; 4] = [
        Self::Modifier1,
        Self::Modifier2,
        Self::Modifier3,
        Self::Modifier4,
    ];

    /// Whether every service has it.
    pub const fn is_of_a_service(self) -> bool {
        matches!(self.place().line, 43 | 44)
    }

    /// The line on which it stands for a service of the page, from 0; other places stand where they are.
    pub const fn line(self, row: u8) -> u8 {
        let line = self.place().line;
        if self.is_of_a_service() {
            line.saturating_add(row.saturating_mul(ROW_STEP))
        } else {
            line
        }
    }

    /// Whether the form has a box of that number.
    pub fn is_box(name: &str) -> bool {
        Self::ALL.iter().any(|field| field.place().of_box == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_keep_apart_from_each_other_and_on_the_form() {
        for (number, one) in Field::ALL.iter().enumerate() {
            let place = one.place();
            assert!(
                place.line <= 61 && place.column + place.width <= 81,
                "{one:?}"
            );
            for other in &Field::ALL[number + 1..] {
                let beside = other.place();
                assert!(
                    place.line != beside.line
                        || place.column + place.width <= beside.column
                        || beside.column + beside.width <= place.column,
                    "{one:?} {other:?}"
                );
            }
        }
    }

    #[test]
    fn services_stand_two_lines_apart() {
        assert_eq!(Field::Supplement.line(0), 43);
        assert_eq!(Field::Charge.line(5), 54);
        assert_eq!(Field::Total.line(5), 56);
        assert!(Field::is_box("24F") && !Field::is_box("34"));
    }
}
