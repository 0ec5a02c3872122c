//! The codes of a remittance (X12 835): how it was paid, how a claim was processed, and what a provider adjustment is
//! for. It must not know how any of them is posted.

closed_list! {
    /// What a remittance is for (X12 BPR01).
    Handling, "a way of handling a remittance":
    Remittance "I" "Remittance information with the payment",
    Notice "H" "Notice only: no money moves",
    PaymentOnly "D" "Payment only",
    Prenote "P" "Trial of a bank account: no money moves",
    Split "U" "Payment and remittance sent apart",
    Either "X" "The payer chose how to send payment and remittance",
    Accompanies "C" "Payment accompanies the remittance",
}
shown_in_words!(Handling);

closed_list! {
    /// Who moves the money (X12 BPR03).
    Flow, "a direction of a payment":
    Credit "C" "The payer sends it",
    Debit "D" "The practice has to draw it from the payer's account",
}
shown_in_words!(Flow);

closed_list! {
    /// How a payer pays (X12 BPR04).
    PaymentMethod, "a way of paying":
    Ach "ACH" "Electronic funds transfer",
    Check "CHK" "Check",
    Wire "FWT" "Wire transfer",
    BankChoice "BOP" "The bank chose how",
    None "NON" "Nothing was paid",
}
shown_in_words!(PaymentMethod);

closed_list! {
    /// How a claim was processed (X12 CLP02).
    ClaimStatus, "a status of a processed claim":
    Primary "1" "Processed as primary",
    Secondary "2" "Processed as secondary",
    Tertiary "3" "Processed as tertiary",
    Denied "4" "Denied: the patient was not found",
    PrimaryForwarded "19" "Processed as primary and forwarded to the next payer",
    SecondaryForwarded "20" "Processed as secondary and forwarded to the next payer",
    TertiaryForwarded "21" "Processed as tertiary and forwarded to the next payer",
    Reversal "22" "An earlier payment taken back",
    Forwarded "23" "Not this payer's claim: forwarded to another",
    Predetermination "25" "An estimate: nothing was paid",
}
shown_in_words!(ClaimStatus);

impl ClaimStatus {
    /// Whether the payer passed the claim on, so that the next payer is not to be billed.
    pub const fn is_forwarded(self) -> bool {
        matches!(
            self,
            Self::PrimaryForwarded
                | Self::SecondaryForwarded
                | Self::TertiaryForwarded
                | Self::Forwarded
        )
    }

    /// Whether an earlier payment is taken back.
    pub const fn is_reversal(self) -> bool {
        matches!(self, Self::Reversal)
    }
}

closed_list! {
    /// What a provider adjustment is for (X12 PLB03-1). The words say it from the practice's side.
    ProviderReason, "a reason of a provider adjustment":
    LateCharge "50" "Penalty for late filing",
    InterestPenalty "51" "Interest owed by the practice",
    RefundReceived "72" "A refund the practice sent, given credit for",
    EarlyPayment "90" "Allowance for early payment",
    Origination "AH" "Fee for starting a loan",
    AppliedToLoan "AM" "Applied to what was borrowed",
    Accelerated "AP" "Paid ahead of the claims",
    Rebate "B2" "Rebate",
    RecoveryAllowance "B3" "Allowance for recovered money",
    BadDebt "BD" "Bad debt",
    Bonus "BN" "Bonus",
    Temporary "C5" "Temporary allowance",
    CapitationInterest "CR" "Interest on capitation",
    CapitationPayment "CT" "Capitation",
    CapitalPassThrough "CV" "Capital costs passed through",
    AnesthetistPassThrough "CW" "Nurse anesthetist costs passed through",
    Adjustment "CS" "Adjustment",
    MedicalEducation "DM" "Direct medical education",
    Withhold "E3" "Withheld until settlement",
    ForwardingBalance "FB" "Balance carried to another remittance",
    FundAllocation "FC" "Allocation of a fund",
    GraduateEducation "GO" "Graduate medical education",
    Hemophilia "HM" "Hemophilia clotting factor",
    Incentive "IP" "Incentive",
    TaxLevy "IR" "Withheld for the IRS",
    InterimSettlement "IS" "Interim settlement",
    NotReimbursable "J1" "Not reimbursable",
    Penalty "L3" "Penalty",
    InterestOwed "L6" "Interest on a late payment",
    Levy "LE" "Levy",
    LumpSum "LS" "Lump sum",
    OrganAcquisition "OA" "Organ acquisition",
    AffiliateOffset "OB" "Taken for an affiliate's debt",
    PeriodicInterim "PI" "Periodic interim payment",
    FinalSettlement "PL" "Final settlement",
    RetroactiveAdjustment "RA" "Retroactive adjustment",
    ReturnOnEquity "RE" "Return on equity",
    StudentLoan "SL" "Repaid on a student loan",
    ThirdPartyLiability "TL" "Third-party liability",
    OverpaymentRecovery "WO" "Overpayment taken back",
    OtherRecovery "WU" "Recovery of a debt of another kind",
}
shown_in_words!(ProviderReason);
