//! Ids of what the book holds: numbers given out by the store, told apart by type.

/// Declares id types: a positive number from the book, opaque elsewhere.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Wraps the number the book gave (or that a person typed and the book will check).
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            /// The number the book gave.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+ };
}

ids! {
    /// Somebody who works in the book.
    UserId,
    /// A clinician.
    ProviderId,
    /// A place of service other than the practice's own.
    FacilityId,
    /// Where claim files go.
    ReceiverId,
    /// An insurance company or programme.
    PayerId,
    /// Who pays the patient's part.
    GuarantorId,
    /// A patient.
    PatientId,
    /// One coverage of one patient.
    PolicyId,
    /// One encounter.
    VisitId,
    /// A question about a visit.
    QuestionId,
    /// One charged service.
    ChargeLineId,
    /// One bill to one payer.
    ClaimId,
    /// One file of claims.
    BatchId,
    /// One run of claims printed on paper.
    PaperBatchId,
    /// One file of answers to claims.
    AnswerFileId,
    /// One part of a file of answers.
    AnswerPartId,
    /// One file of questions about claims.
    InquiryId,
    /// One event in the journal.
    EntryId,
    /// One posted explanation of benefits.
    EobId,
    /// One file of remittances.
    RemitFileId,
    /// One remittance of a file: one payment.
    RemittanceId,
    /// One claim as a remittance answers it.
    RemitClaimId,
    /// Money handed over once.
    ReceiptId,
    /// One check that is held until its day.
    HeldCheckId,
    /// One payment plan.
    PlanId,
    /// One estimate.
    EstimateId,
    /// One check that the bank returned.
    ReturnedCheckId,
    /// Money that goes back to a guarantor.
    RefundId,
    /// One version of the scale of help for patients in need.
    ScaleId,
    /// Help granted to a guarantor in need.
    HardshipId,
    /// One bank account.
    BankId,
    /// Money taken to a bank account once.
    DepositId,
    /// One file of a bank.
    BankFileId,
    /// One line of a bank's account statement.
    BankLineId,
    /// One decision about a bank line.
    BankEventId,
    /// One statement.
    StatementId,
    /// One run of statements.
    RunId,
    /// One file kept inside the book.
    AttachmentId,
    /// One paper announced with a claim.
    ClaimAttachmentId,
    /// One scanned paper of an EOB.
    EobScanId,
    /// One appeal.
    AppealId,
    /// One rule of the practice's own.
    RuleId,
    /// One rule about what becomes of a payer's adjustments.
    PostingRuleId,
    /// One leave of a payer to treat a patient.
    AuthorizationId,
    /// One call, letter or note about an account.
    NoteId,
    /// One promise of a guarantor to pay.
    PromiseId,
    /// One thing a guarantor disputes.
    DisputeId,
    /// One collections agency.
    AgencyId,
    /// One account given to an agency.
    PlacementId,
    /// One final notice.
    NoticeId,
    /// One run of write-offs.
    WriteOffRunId,
    /// One close of days.
    ClosingId,
    /// One close of a month.
    MonthClosingId,
}
