//! The closed code lists of medical need. They must not know where in a file a code stands.

code_list! {
    /// Why an ambulance went where it went (CR104).
    TransportReason {
        /// It was the nearest place that could care for the patient.
        Nearest = "A",
        /// A preferred physician is there.
        PreferredPhysician = "B",
        /// Family is near.
        FamilyNearby = "C",
        /// A specialist or special equipment is there.
        Specialist = "D",
        /// To a place of rehabilitation.
        Rehabilitation = "E",
    }
}

code_list! {
    /// The condition for which a spine was manipulated (CR208).
    SpinalCondition {
        /// Acute.
        Acute = "A",
        /// Chronic.
        Chronic = "C",
        /// Not acute.
        NonAcute = "D",
        /// No danger to life.
        NotLifeThreatening = "E",
        /// Routine.
        Routine = "F",
        /// Symptomatic.
        Symptomatic = "G",
        /// A chronic condition that has become acute.
        AcuteOfChronic = "M",
    }
}

code_list! {
    /// What a certification is about (CRC01).
    CertificationKind {
        /// A ride in an ambulance; of claims and lines, three times.
        Ambulance = "07",
        /// Spectacle lenses; of claims, with the next two three times.
        SpectacleLenses = "E1",
        /// Contact lenses.
        ContactLenses = "E2",
        /// Spectacle frames.
        SpectacleFrames = "E3",
        /// A patient who cannot leave home; of claims.
        Homebound = "75",
        /// A child's screening led to a referral (EPSDT); of claims.
        Screening = "ZZ",
        /// The provider works for a hospice; of lines.
        Hospice = "70",
        /// Durable medical equipment; of lines.
        Equipment = "09",
    }
}

impl CertificationKind {
    /// The conditions that it knows (CRC03 to CRC07).
    pub const fn conditions(self) -> &'static [&'static str] {
        match self {
            Self::Ambulance => &["01", "04", "05", "06", "07", "08", "09", "12"],
            Self::SpectacleLenses | Self::ContactLenses | Self::SpectacleFrames => {
                &["L1", "L2", "L3", "L4", "L5"]
            }
            Self::Homebound => &["IH"],
            Self::Screening => &["AV", "NU", "S2", "ST"],
            Self::Hospice => &["65"],
            Self::Equipment => &["38", "ZV"],
        }
    }

    /// How many conditions there may be.
    pub(in crate::edi::claim837) const fn most(self) -> usize {
        match self {
            Self::Ambulance
            | Self::SpectacleLenses
            | Self::ContactLenses
            | Self::SpectacleFrames => 5,
            Self::Screening => 3,
            Self::Equipment => 2,
            Self::Homebound | Self::Hospice => 1,
        }
    }
}

code_list! {
    /// When something was measured (MEA01).
    TestSource {
        /// At the start of a treatment.
        Original = "OG",
        /// As the result of a test.
        Result = "TR",
    }
}

code_list! {
    /// What was measured (MEA02).
    TestKind {
        /// Height.
        Height = "HT",
        /// Hemoglobin.
        Hemoglobin = "R1",
        /// Hematocrit.
        Hematocrit = "R2",
        /// The starting dose of epoetin.
        EpoetinDose = "R3",
        /// Creatinine.
        Creatinine = "R4",
    }
}

code_list! {
    /// The period that equipment is rented for (SV506).
    RentalPeriod {
        /// A week.
        Week = "1",
        /// A month.
        Month = "4",
        /// A day.
        Day = "6",
    }
}

code_list! {
    /// How a certificate of medical necessity comes (PWK02 where PWK01 is `CT`).
    CertificateDelivery {
        /// It was sent to the payer before.
        SentBefore = "AB",
        /// It is part of this claim.
        InThisClaim = "AD",
        /// A narrative on this claim stands for it.
        Narrative = "AF",
        /// No certificate is needed.
        NotNeeded = "AG",
        /// It was not said.
        NotSaid = "NS",
    }
}

code_list! {
    /// Which certification of equipment it is (CR301).
    EquipmentCertificationKind {
        /// The first.
        Initial = "I",
        /// Renewed.
        Renewal = "R",
        /// Revised.
        Revised = "S",
    }
}

code_list! {
    /// Which list a form is of (LQ01).
    FormList {
        /// Forms of a payer.
        Payer = "AS",
        /// Certificates of medical necessity of Medicare.
        MedicalNecessity = "UT",
    }
}

code_list! {
    /// A short answer to a question of a form (FRM02).
    FormReply {
        /// No.
        No = "N",
        /// It does not apply.
        NotApplicable = "W",
        /// Yes.
        Yes = "Y",
    }
}
