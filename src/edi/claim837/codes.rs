//! The closed code lists of a professional claim, those aside that all of billing knows. They must not know where in
//! a file a code stands.

mod attachments;
mod line;
mod medical;
mod parties;
mod terms;

pub use attachments::{AttachmentKind, Delivery};
pub use line::{
    CodeSet, DrugUnit, LineDate, LineFlag, LineQuantity, LineReference, Measure, OtherNumberKind,
    PrescriptionKind, ProductKind,
};
pub use medical::{
    CertificateDelivery, CertificationKind, EquipmentCertificationKind, FormList, FormReply,
    RentalPeriod, SpinalCondition, TestKind, TestSource, TransportReason,
};
pub use parties::{
    CasualtyIdKind, EntityKind, MemberIdKind, OtherPayerReference, OtherPayerRole, PayerNumberKind,
    ProviderIdKind,
};
pub use terms::{
    ContractKind, PolicyCompliance, PricingException, PricingMethod, PricingRejection,
};

code_list! {
    /// Why the transaction is sent (BHT02).
    Purpose {
        /// For the first time.
        Original = "00",
        /// Again, because the first sending failed.
        Reissue = "18",
    }
}

code_list! {
    /// What the transaction holds (BHT06).
    Content {
        /// Claims to be paid.
        Claims = "CH",
        /// Encounters, reported only.
        Encounters = "RP",
    }
}

code_list! {
    /// In which order this payer is responsible (SBR01).
    #[derive(Default)]
    PayerOrder {
        /// First.
        #[default]
        Primary = "P",
        /// Second.
        Secondary = "S",
        /// Third.
        Tertiary = "T",
        /// Fourth.
        Fourth = "A",
        /// Fifth.
        Fifth = "B",
        /// Sixth.
        Sixth = "C",
        /// Seventh.
        Seventh = "D",
        /// Eighth.
        Eighth = "E",
        /// Ninth.
        Ninth = "F",
        /// Tenth.
        Tenth = "G",
        /// Eleventh.
        Eleventh = "H",
        /// Not known.
        Unknown = "U",
    }
}

code_list! {
    /// Why Medicare is not the primary payer (SBR05).
    MedicareSecondary {
        /// Works and is aged; a group plan is primary.
        WorkingAged = "12",
        /// End-stage renal disease within the coordination period of a group plan.
        RenalDisease = "13",
        /// No-fault insurance, automobile included.
        NoFault = "14",
        /// Workers' compensation.
        WorkersCompensation = "15",
        /// The Public Health Service or another federal agency.
        PublicHealthService = "16",
        /// Black lung.
        BlackLung = "41",
        /// The Department of Veterans Affairs.
        VeteransAffairs = "42",
        /// Disabled and under 65, with a large group plan.
        Disabled = "43",
        /// Other liability insurance is primary.
        Liability = "47",
    }
}

code_list! {
    /// What kind of number taxes are paid under (REF01 of loop 2010AA).
    TaxIdKind {
        /// Employer's identification number.
        Employer = "EI",
        /// Social security number.
        SocialSecurity = "SY",
    }
}

code_list! {
    /// What kind of id names the payer (NM108 of loops 2010AC, 2010BB and 2330B).
    #[derive(Default)]
    PayerIdKind {
        /// The payer's id.
        #[default]
        Payer = "PI",
        /// The national plan id.
        Plan = "XV",
    }
}

code_list! {
    /// Whether the provider takes the payer's amount (CLM07).
    Assignment {
        /// Assigned.
        Assigned = "A",
        /// Assigned for clinical laboratory services only.
        LaboratoryOnly = "B",
        /// Not assigned.
        NotAssigned = "C",
    }
}

code_list! {
    /// Whether the payer may pay the provider (CLM08).
    Benefits {
        /// The patient has assigned them.
        Assigned = "Y",
        /// The patient keeps them.
        NotAssigned = "N",
        /// It does not apply: the patient refuses to assign.
        NotApplicable = "W",
    }
}

code_list! {
    /// On what ground medical data are released (CLM09).
    Release {
        /// The provider has a signed statement.
        Signed = "Y",
        /// Informed consent, where federal law asks for no signature.
        Informed = "I",
    }
}

code_list! {
    /// What an accident or illness is related to (CLM11).
    Cause {
        /// An automobile accident.
        Automobile = "AA",
        /// Employment.
        Employment = "EM",
        /// Another accident.
        OtherAccident = "OA",
    }
}

code_list! {
    /// The special program under which services were rendered (CLM12).
    Program {
        /// Physically handicapped children's program.
        HandicappedChildren = "02",
        /// Special federal funding.
        FederalFunding = "03",
        /// Disability.
        Disability = "05",
        /// Second opinion or surgery.
        SecondOpinion = "09",
    }
}

code_list! {
    /// Why the claim comes after the payer's limit (CLM20).
    Delay {
        /// Proof of eligibility was not to be had.
        Eligibility = "1",
        /// Litigation.
        Litigation = "2",
        /// Authorization was late.
        Authorization = "3",
        /// The provider's certification was late.
        Certification = "4",
        /// Billing forms were late.
        Forms = "5",
        /// Custom-made appliances were delivered late.
        Appliances = "6",
        /// A third party worked late.
        ThirdParty = "7",
        /// Eligibility was determined late.
        Determination = "8",
        /// The original claim was rejected for a reason unrelated to the limit.
        Rejected = "9",
        /// Administration within prior approval was late.
        Administration = "10",
        /// Another reason.
        Other = "11",
        /// A natural disaster.
        Disaster = "15",
    }
}

code_list! {
    /// A day that concerns a claim (DTP in loop 2300).
    ///
    /// Disability has two days; where both are known they are sent as one period.
    ClaimDate {
        /// Onset of the current illness or symptom.
        Onset = "431",
        /// First treatment of this illness.
        InitialTreatment = "454",
        /// Last seen by the physician who cares for the patient.
        LastSeen = "304",
        /// Acute manifestation of a chronic condition.
        AcuteManifestation = "453",
        /// Accident.
        Accident = "439",
        /// Last menstrual period.
        LastMenstrualPeriod = "484",
        /// Last x-ray.
        LastXray = "455",
        /// Hearing or vision prescription.
        Prescription = "471",
        /// Disability began.
        DisabilityBegan = "360",
        /// Disability ended.
        DisabilityEnded = "361",
        /// Last worked.
        LastWorked = "297",
        /// May return to work.
        ReturnToWork = "296",
        /// Admitted to hospital.
        Admission = "435",
        /// Discharged from hospital.
        Discharge = "096",
        /// Care taken over from another provider.
        CareAssumed = "090",
        /// Care given over to another provider.
        CareRelinquished = "091",
        /// First contact, for property and casualty.
        FirstContact = "444",
        /// Received by the repricer.
        RepricerReceived = "050",
    }
}

code_list! {
    /// A number that concerns a claim (REF in loop 2300).
    ClaimReference {
        /// Why a service that needs authorization was given without it.
        AuthorizationException = "4N",
        /// Whether section 4081 of Medicare applies.
        MedicareCrossover = "F5",
        /// Mammography certification.
        Mammography = "EW",
        /// Referral.
        Referral = "9F",
        /// Prior authorization.
        PriorAuthorization = "G1",
        /// The payer's number of the claim that this one replaces or voids.
        PayerClaimNumber = "F8",
        /// Laboratory certification (CLIA).
        Clia = "X4",
        /// Repriced claim.
        Repriced = "9A",
        /// Adjusted repriced claim.
        AdjustedRepriced = "9C",
        /// Investigational device exemption.
        DeviceExemption = "LX",
        /// The number an intermediary follows the claim by.
        IntermediaryTrace = "D9",
        /// Medical record.
        MedicalRecord = "EA",
        /// Demonstration project.
        Demonstration = "P4",
        /// Care plan oversight.
        CarePlanOversight = "1J",
    }
}

code_list! {
    /// What a note is about (NTE01).
    NoteKind {
        /// Additional information.
        Additional = "ADD",
        /// Certification narrative; claims only.
        Certification = "CER",
        /// Goals, rehabilitation potential or discharge plans.
        Plans = "DCP",
        /// Description of a diagnosis; claims only.
        Diagnosis = "DGN",
        /// For a third party organization.
        ThirdParty = "TPO",
    }
}

/// Whether the claim is new, or changes one that the payer has (CLM05-3).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// New (1).
    Original,
    /// Takes the place of a claim the payer has (7).
    Replacement,
    /// Cancels a claim the payer has (8).
    Void,
    /// Another code, or none, as a file may have it. It is never written.
    Other(String),
}

impl Frequency {
    /// The code as X12 writes it.
    pub fn code(&self) -> &str {
        match self {
            Self::Original => "1",
            Self::Replacement => "7",
            Self::Void => "8",
            Self::Other(code) => code,
        }
    }

    /// What a code means.
    pub fn from_code(code: &str) -> Self {
        match code {
            "1" => Self::Original,
            "7" => Self::Replacement,
            "8" => Self::Void,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Whether the payer's number of an earlier claim must go with it.
    pub const fn changes_a_claim(&self) -> bool {
        matches!(self, Self::Replacement | Self::Void)
    }
}

/// Which revision of ICD the diagnoses are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icd {
    /// ICD-9, for services before October 2015 (HI qualifiers BK and BF).
    Nine,
    /// ICD-10 (HI qualifiers ABK and ABF).
    Ten,
}

impl Icd {
    /// The qualifiers of the principal diagnosis and of the others.
    pub const fn qualifiers(self) -> [&'static str; 2] {
        match self {
            Self::Nine => ["BK", "BF"],
            Self::Ten => ["ABK", "ABF"],
        }
    }
}
