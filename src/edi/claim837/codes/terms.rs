//! The closed code lists of prices. They must not know where in a file a code stands.

code_list! {
    /// How a contract pays (CN101).
    ContractKind {
        /// By diagnosis related group.
        DiagnosisGroup = "01",
        /// By the day.
        PerDiem = "02",
        /// By the day, and not every day the same.
        VariablePerDiem = "03",
        /// A flat amount.
        Flat = "04",
        /// By head.
        Capitated = "05",
        /// A share of the charge.
        Percent = "06",
        /// Otherwise.
        Other = "09",
    }
}

code_list! {
    /// How a repricer came to its price (HCP01).
    PricingMethod {
        /// Nothing, as the contract does not cover it.
        Nothing = "00",
        /// As billed.
        AsBilled = "01",
        /// By the standard fee schedule.
        StandardFee = "02",
        /// By a share that a contract sets.
        ContractPercent = "03",
        /// With other services.
        Bundled = "04",
        /// By the review of peers.
        PeerReview = "05",
        /// A flat rate.
        FlatRate = "07",
        /// In several of these ways.
        Combination = "08",
        /// As maternity.
        Maternity = "09",
        /// Otherwise.
        Other = "10",
        /// The lower cost.
        LowerCost = "11",
        /// A share of the cost.
        CostRatio = "12",
        /// The cost.
        CostReimbursed = "13",
        /// By adjusting.
        Adjustment = "14",
    }
}

code_list! {
    /// Why a claim could not be repriced (HCP13).
    PricingRejection {
        /// The provider takes no part.
        ProviderUnknown = "T1",
        /// The payer takes no part.
        PayerUnknown = "T2",
        /// Nobody is insured by that name.
        InsuredUnknown = "T3",
        /// The payer's name or id is missing.
        PayerMissing = "T4",
        /// The certification is missing.
        CertificationMissing = "T5",
        /// Something else is missing.
        Incomplete = "T6",
    }
}

code_list! {
    /// Whether the rules of a plan were followed (HCP14).
    PolicyCompliance {
        /// They were.
        Followed = "1",
        /// Nobody called.
        NoCall = "2",
        /// The service was not needed.
        NotNecessary = "3",
        /// They were not, for another reason.
        OtherBreach = "4",
        /// An emergency at a hospital out of the network.
        Emergency = "5",
    }
}

code_list! {
    /// Why a plan made an exception (HCP15).
    PricingException {
        /// A provider out of the network at a hospital in it.
        ProviderOutside = "1",
        /// An emergency.
        Emergency = "2",
        /// The network has no such service or specialist.
        NoneInside = "3",
        /// Out of the area.
        OutOfArea = "4",
        /// A state asks for it.
        StateMandate = "5",
        /// Another reason.
        Other = "6",
    }
}
