//! What can belong to a claim without going with it, and how it comes to the payer. It must not know files.

code_list! {
    /// What an attachment is (PWK01).
    AttachmentKind {
        /// Why treatment went beyond what guidelines allow.
        TreatmentBeyondGuidelines = "03",
        /// Drugs that were given.
        DrugsAdministered = "04",
        /// Diagnosis that the treatment was for.
        TreatmentDiagnosis = "05",
        /// First assessment.
        InitialAssessment = "06",
        /// Goals of function.
        FunctionalGoals = "07",
        /// Plan of treatment.
        TreatmentPlan = "08",
        /// Report of progress.
        ProgressReport = "09",
        /// Why treatment goes on.
        ContinuedTreatment = "10",
        /// Chemical analysis.
        ChemicalAnalysis = "11",
        /// Certified report of a test.
        CertifiedTest = "13",
        /// Why an admission was needed.
        NecessityJustification = "15",
        /// Plan of recovery.
        RecoveryPlan = "21",
        /// Allergies and sensitivities.
        AllergyDocument = "A3",
        /// Report of an autopsy.
        AutopsyReport = "A4",
        /// Certification of an ambulance ride.
        AmbulanceCertification = "AM",
        /// Summary of an admission.
        AdmissionSummary = "AS",
        /// Prescription.
        Prescription = "B2",
        /// Order of a physician.
        PhysicianOrder = "B3",
        /// Referral form.
        ReferralForm = "B4",
        /// Results of benchmark tests.
        BenchmarkTests = "BR",
        /// Baseline.
        Baseline = "BS",
        /// Results of blanket tests.
        BlanketTest = "BT",
        /// Why chiropractic care was needed.
        ChiropracticJustification = "CB",
        /// Consent form.
        ConsentForm = "CK",
        /// Certification.
        Certification = "CT",
        /// Drug profile.
        DrugProfile = "D2",
        /// Dental models.
        DentalModels = "DA",
        /// Prescription of medical equipment.
        EquipmentPrescription = "DB",
        /// Diagnostic report.
        DiagnosticReport = "DG",
        /// Report of monitoring after a discharge.
        DischargeMonitoring = "DJ",
        /// Summary of a discharge.
        DischargeSummary = "DS",
        /// Explanation of benefits of another payer.
        OtherPayerExplanation = "EB",
        /// Certificate of health.
        HealthCertificate = "HC",
        /// Clinic records.
        HealthRecords = "HR",
        /// Record of immunizations.
        ImmunizationRecord = "I5",
        /// Immunizations that a state's schools ask for.
        SchoolImmunizations = "IR",
        /// Results of a laboratory.
        LaboratoryResults = "LA",
        /// Medical record, as an attachment.
        MedicalRecord = "M1",
        /// Models.
        Models = "MT",
        /// Notes of nurses.
        NursingNotes = "NN",
        /// Note of an operation.
        OperativeNote = "OB",
        /// Report of average oxygen content.
        OxygenAverage = "OC",
        /// Orders and treatments.
        OrdersAndTreatments = "OD",
        /// Objective examination of the body, vital signs included.
        PhysicalExamination = "OE",
        /// Certification of oxygen therapy.
        OxygenCertification = "OX",
        /// Support data for the claim.
        Support = "OZ",
        /// Report of pathology.
        Pathology = "P4",
        /// History of the patient, medical.
        PatientHistory = "P5",
        /// Certification of parenteral or enteral feeding.
        ParenteralCertification = "PE",
        /// Notes of physical therapy.
        PhysicalTherapyNotes = "PN",
        /// Certification of a prosthesis or an orthosis.
        ProstheticCertification = "PO",
        /// Paramedical results.
        ParamedicalResults = "PQ",
        /// Report of a physician.
        PhysicianReport = "PY",
        /// Certification of physical therapy.
        PhysicalTherapyCertification = "PZ",
        /// Radiology films.
        RadiologyFilms = "RB",
        /// Radiology reports.
        RadiologyReports = "RR",
        /// Report of tests and their analysis.
        TestsAndAnalysis = "RT",
        /// Content of renewable oxygen.
        RenewableOxygen = "RX",
        /// Symptoms.
        SymptomsDocument = "SG",
        /// Notification of a death.
        DeathNotification = "V5",
        /// Photographs.
        Photographs = "XP",
    }
}

code_list! {
    /// How an attachment comes to the payer (PWK02).
    Delivery {
        /// The provider has it and gives it on request.
        OnRequest = "AA",
        /// By mail.
        Mail = "BM",
        /// In an electronic transaction of its own.
        Electronic = "EL",
        /// By electronic mail.
        Email = "EM",
        /// As a file.
        FileTransfer = "FT",
        /// By fax.
        Fax = "FX",
    }
}
