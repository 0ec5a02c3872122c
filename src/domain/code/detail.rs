//! What a claim may say beside its services, in the codes it carries: days, conditions, reasons, papers. It must not
//! know on which claims which of it belongs.

use std::str::FromStr;

use super::ascii::Ascii;
use super::{CodeError, is_alphanumeric, upper_of};

closed_list! {
    /// A day that a claim may name beside the day of service (2300 DTP). Its code is the name of its field.
    ClaimDay, "a day":
    InitialTreatment "initial_treatment_on" "First treatment",
    LastSeen "last_seen_on" "Last seen by attending",
    Acute "acute_on" "Turned acute",
    LastPeriod "last_period_on" "Last menstrual period",
    LastXray "last_xray_on" "Last X-ray",
    FirstContact "first_contact_on" "First contact",
    LastWorked "last_worked_on" "Last worked",
    DisabledFrom "disabled_from" "Disabled from",
    DisabledUntil "disabled_until" "Disabled until",
    ReturnToWork "return_to_work_on" "Back to work",
    Discharged "discharged_on" "Discharged",
    CareAssumed "care_assumed_on" "Care taken over",
    CareRelinquished "care_relinquished_on" "Care given over",
}
shown_in_words!(ClaimDay);

impl ClaimDay {
    /// Whether it led to the visit, so that it cannot come after it.
    pub const fn leads_to_the_visit(self) -> bool {
        matches!(
            self,
            Self::InitialTreatment
                | Self::LastSeen
                | Self::Acute
                | Self::LastPeriod
                | Self::LastXray
                | Self::FirstContact
                | Self::LastWorked
                | Self::DisabledFrom
        )
    }

    /// Whether it may still lie ahead.
    pub const fn may_be_to_come(self) -> bool {
        matches!(self, Self::DisabledUntil | Self::ReturnToWork)
    }
}

closed_list! {
    /// The condition of a spine under chiropractic care (CR208).
    SpinalCondition, "a spinal condition":
    Acute "A" "Acute",
    Chronic "C" "Chronic",
    NotAcute "D" "Not acute",
    NotThreatening "E" "Not life threatening",
    Routine "F" "Routine",
    Symptomatic "G" "Symptomatic",
    AcuteManifestation "M" "Chronic, turned acute",
}
shown_in_words!(SpinalCondition);

impl SpinalCondition {
    /// Whether the claim must say on which day it turned acute (DTP*453).
    pub const fn is_acute(self) -> bool {
        matches!(self, Self::Acute | Self::AcuteManifestation)
    }
}

closed_list! {
    /// What came of a child's screening under EPSDT (2300 CRC*ZZ).
    EpsdtReferral, "a screening referral":
    Refused "AV" "Referred, patient refused",
    None "NU" "Not referred",
    UnderTreatment "S2" "Under treatment already",
    Referred "ST" "Referred",
}
shown_in_words!(EpsdtReferral);

closed_list! {
    /// Why a claim comes after the payer's time to file (CLM20).
    DelayReason, "a reason for the delay":
    Eligibility "1" "Eligibility could not be proved",
    Litigation "2" "Litigation",
    Authorization "3" "Authorization came late",
    Certification "4" "Our enrollment came late",
    Forms "5" "Billing forms came late",
    Appliances "6" "Made to measure, delivered late",
    ThirdParty "7" "Another payer worked late",
    Determination "8" "Eligibility decided late",
    Rejected "9" "Rejected before, for another reason",
    Administration "10" "Prior approval took long",
    Other "11" "Another reason",
    Disaster "15" "Natural disaster",
}
shown_in_words!(DelayReason);

closed_list! {
    /// The special program under which a patient was seen (CLM12).
    SpecialProgram, "a special program":
    HandicappedChildren "02" "Physically handicapped children",
    FederalFunding "03" "Special federal funding",
    Disability "05" "Disability",
    SecondOpinion "09" "Second opinion or surgery",
}
shown_in_words!(SpecialProgram);

closed_list! {
    /// What a note to the payer is about (2300 NTE01).
    NoteTopic, "what the note is about":
    Additional "ADD" "More about the claim",
    Certification "CER" "Certification",
    Plans "DCP" "Goals, rehabilitation, discharge",
    Diagnosis "DGN" "Diagnosis in words",
    ThirdParty "TPO" "For a third party",
}
shown_in_words!(NoteTopic);

closed_list! {
    /// What is true of one service (SV109, SV111, SV112).
    ServiceMark, "a mark of a service":
    Emergency "emergency" "Emergency",
    Epsdt "epsdt" "EPSDT",
    FamilyPlanning "family_planning" "Family planning",
}
shown_in_words!(ServiceMark);

closed_list! {
    /// What kind of paper supports a claim (PWK01).
    ReportKind, "a kind of paper":
    OperativeNote "OB" "Operative note",
    PhysicianReport "PY" "Physician's report",
    ProgressReport "09" "Progress report",
    PlanOfTreatment "08" "Plan of treatment",
    InitialAssessment "06" "First assessment",
    DischargeSummary "DS" "Discharge summary",
    History "P5" "Medical history",
    Examination "OE" "Physical examination",
    Orders "OD" "Orders",
    PhysicianOrder "B3" "Physician's order",
    Referral "B4" "Referral form",
    Prescription "B2" "Prescription",
    Laboratory "LA" "Laboratory results",
    Pathology "P4" "Pathology report",
    Diagnostic "DG" "Diagnostic report",
    RadiologyReport "RR" "Radiology report",
    RadiologyFilms "RB" "Radiology images",
    Photographs "XP" "Photographs",
    PhysicalTherapyNotes "PN" "Physical therapy notes",
    PhysicalTherapyCertification "PZ" "Physical therapy certification",
    ChiropracticJustification "CB" "Chiropractic justification",
    Immunizations "I5" "Immunization record",
    Consent "CK" "Consent form",
    Certification "CT" "Certification",
    BeyondUtilization "03" "Why more than the plan's usual",
    EobOfOtherPayer "EB" "Other payer's EOB",
    Support "OZ" "Other support for the claim",
}
shown_in_words!(ReportKind);

closed_list! {
    /// How a paper reaches the payer (PWK02).
    Transmission, "a way to send papers":
    OnRequest "AA" "On request",
    Mail "BM" "By mail",
    Electronic "EL" "Electronically",
    Email "EM" "By e-mail",
    FileTransfer "FT" "By file transfer",
    Fax "FX" "By fax",
}
shown_in_words!(Transmission);

/// A condition code of the National Uniform Billing Committee: two letters or digits (2300 HI*BG, CMS-1500 box 10d).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConditionCode(Ascii<2>);

text_form!(ConditionCode);
shown_plain!(ConditionCode);
debug_shown!(ConditionCode);

impl FromStr for ConditionCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let code = upper_of(text, "a condition code")?;
        if code.len() != 2 || !code.bytes().all(is_alphanumeric) {
            return Err(CodeError::ConditionShape);
        }
        Ascii::new(&code).map(Self).ok_or(CodeError::ConditionShape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_code_has_two_letters_or_digits() {
        for good in ["AD", "aa", " 02 "] {
            assert!(good.parse::<ConditionCode>().is_ok(), "{good}");
        }
        for bad in ["", "A", "ABC", "A-", "ÄB"] {
            assert!(bad.parse::<ConditionCode>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_that_may_be_to_come_never_leads_to_the_visit() {
        for day in ClaimDay::ALL {
            assert!(!(day.leads_to_the_visit() && day.may_be_to_come()), "{day}");
        }
    }
}
