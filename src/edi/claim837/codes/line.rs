//! The closed code lists of one service. They must not know where in a file a code stands.

code_list! {
    /// How a service was identified (SV101-1).
    CodeSet {
        /// HCPCS, CPT included.
        Hcpcs = "HC",
        /// Jurisdiction specific, for workers' compensation.
        Jurisdiction = "ER",
        /// Home infusion product code.
        HomeInfusion = "IV",
        /// Advanced billing concepts.
        AdvancedBilling = "WK",
    }
}

code_list! {
    /// What a service is counted in (SV103).
    Measure {
        /// Units.
        Units = "UN",
        /// Minutes of anesthesia.
        Minutes = "MJ",
    }
}

code_list! {
    /// What a drug is counted in (CTP05-1).
    DrugUnit {
        /// Units.
        Unit = "UN",
        /// Milliliters.
        Milliliter = "ML",
        /// Grams.
        Gram = "GR",
        /// Milligrams.
        Milligram = "ME",
        /// International units.
        International = "F2",
    }
}

code_list! {
    /// A number that concerns one service (REF in loop 2400), its own control number aside.
    LineReference {
        /// Repriced line.
        Repriced = "9B",
        /// Adjusted repriced line.
        AdjustedRepriced = "9D",
        /// Prior authorization.
        PriorAuthorization = "G1",
        /// Mammography certification.
        Mammography = "EW",
        /// Laboratory certification (CLIA).
        Clia = "X4",
        /// Certification of the laboratory that referred.
        ReferringClia = "F4",
        /// Batch of a vaccine.
        ImmunizationBatch = "BT",
        /// Referral.
        Referral = "9F",
    }
}

/// Something that is true of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineFlag {
    /// It was an emergency (SV109).
    Emergency,
    /// It came of early and periodic screening of a child, EPSDT (SV111).
    Epsdt,
    /// It was family planning (SV112).
    FamilyPlanning,
    /// The patient owes no copay (SV115).
    CopayExempt,
}

code_list! {
    /// A day that concerns one service (DTP in loop 2400), the days of the service aside.
    LineDate {
        /// Prescription.
        Prescription = "471",
        /// A certification of equipment was revised or renewed.
        Recertification = "607",
        /// Therapy began.
        TherapyBegan = "463",
        /// Last certification of equipment.
        LastCertification = "461",
        /// Last seen by the physician who cares for the patient.
        LastSeen = "304",
        /// Last test of hemoglobin or hematocrit.
        HemoglobinTest = "738",
        /// Last test of creatinine.
        CreatinineTest = "739",
        /// Shipped.
        Shipped = "011",
        /// Last x-ray.
        LastXray = "455",
        /// First treatment of this illness.
        InitialTreatment = "454",
    }
}

code_list! {
    /// Something counted beside the units of a service (QTY in loop 2400).
    LineQuantity {
        /// Patients in the same ambulance.
        AmbulancePatients = "PT",
        /// Additional units of obstetric anesthesia.
        ObstetricUnits = "FL",
    }
}

code_list! {
    /// A number of one service that another payer may have too (REF*G1 and REF*9F with REF04).
    OtherNumberKind {
        /// Prior authorization.
        PriorAuthorization = "G1",
        /// Referral.
        Referral = "9F",
    }
}

code_list! {
    /// What names a drug or a product (LIN02).
    #[derive(Default)]
    ProductKind {
        /// National drug code, eleven digits.
        #[default]
        Drug = "N4",
        /// European article number of thirteen digits.
        Article13 = "EN",
        /// European article number of eight digits.
        Article8 = "EO",
        /// Code of the health industry's bar codes.
        HealthIndustry = "HI",
        /// Number of a customer's order.
        Order = "ON",
        /// Trade item number of fourteen digits.
        TradeItem = "UK",
        /// Universal product code of twelve digits.
        Universal = "UP",
    }
}

code_list! {
    /// What a drug was given by (REF01 of loop 2410).
    PrescriptionKind {
        /// Prescription.
        Prescription = "XZ",
        /// The number that the parts of a compound drug share.
        Compound = "VY",
    }
}
