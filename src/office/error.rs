//! What can go wrong in the office, in words a biller understands.

use super::answers::AnswerRefusal;
use super::attachments::AttachmentRefusal;
use super::bank::BankRefusal;
use super::claims::ClaimRefusal;
use super::collections::CollectionRefusal;
use super::contacts::ContactRefusal;
use super::contracts::ContractRefusal;
use super::denials::DenialRefusal;
use super::deposits::DepositRefusal;
use super::estimates::EstimateRefusal;
use super::money::{CreditRefusal, MoneyRefusal};
use super::paper_claims::PaperRefusal;
use super::plans::PlanRefusal;
use super::remittances::RemitRefusal;
use super::rules::RuleRefusal;
use super::underpaid::UnderpaidRefusal;
use super::visits::VisitRefusal;
use crate::domain::claim::{ClaimNumber, MoveError};
use crate::domain::close::CloseError;
use crate::domain::codeset::import::ImportError;
use crate::domain::ledger::LedgerError;
use crate::domain::money::MoneyError;
use crate::domain::passphrase::PassphraseError;
use crate::domain::why::WhyError;
use crate::pdf::font::FontError;
use crate::pdf::write::PdfError;
use crate::store::{RecoveryKeyError, StoreError};

/// Why a verb was not done. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The book could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal does not take it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A balance cannot be explained: the book does not hold.
    #[error(transparent)]
    Why(#[from] WhyError),
    /// A claim cannot go that way.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// A rule of the practice's work says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A visit stands in the way.
    #[error(transparent)]
    Visit(#[from] VisitRefusal),
    /// A claim stands in the way.
    #[error(transparent)]
    Claim(#[from] ClaimRefusal),
    /// A paper of a claim cannot be announced or taken back.
    #[error(transparent)]
    Attachment(#[from] AttachmentRefusal),
    /// A file of answers cannot be taken in.
    #[error(transparent)]
    Answers(Box<AnswerRefusal>),
    /// A remittance cannot be taken in, posted or taken back.
    #[error(transparent)]
    Remittance(Box<RemitRefusal>),
    /// A file outside the book could not be read or written. Holds no path of a patient's, because no file is named
    /// after one.
    #[error("could not {task}: {source}")]
    File {
        /// What was being done, as “write the claim file”.
        task: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file of a list cannot be read as one.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Pages could not be made.
    #[error(transparent)]
    Print(#[from] PdfError),
    /// The work was stopped on request.
    #[error("stopped; nothing was changed")]
    Stopped,
}

impl From<FontError> for OfficeError {
    fn from(error: FontError) -> Self {
        Self::Print(PdfError::Font(error))
    }
}

impl From<PaperRefusal> for OfficeError {
    fn from(refusal: PaperRefusal) -> Self {
        Self::Refused(Refusal::Paper(refusal))
    }
}

impl From<MoneyRefusal> for OfficeError {
    fn from(refusal: MoneyRefusal) -> Self {
        Self::Refused(Refusal::Money(refusal))
    }
}

impl From<EstimateRefusal> for OfficeError {
    fn from(refusal: EstimateRefusal) -> Self {
        Self::Refused(Refusal::Estimate(refusal))
    }
}

impl From<PlanRefusal> for OfficeError {
    fn from(refusal: PlanRefusal) -> Self {
        Self::Refused(Refusal::Plan(refusal))
    }
}

impl From<CreditRefusal> for OfficeError {
    fn from(refusal: CreditRefusal) -> Self {
        Self::Refused(Refusal::Credit(refusal))
    }
}

impl From<BankRefusal> for OfficeError {
    fn from(refusal: BankRefusal) -> Self {
        Self::Refused(Refusal::Bank(refusal))
    }
}

impl From<DepositRefusal> for OfficeError {
    fn from(refusal: DepositRefusal) -> Self {
        Self::Refused(Refusal::Deposit(refusal))
    }
}

/// A rule that says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Something cannot be done about a refused claim.
    #[error(transparent)]
    Denial(#[from] DenialRefusal),
    /// A note, a promise or a dispute cannot be written or ended so.
    #[error(transparent)]
    Contact(#[from] ContactRefusal),
    /// An account does not go to an agency or come back so.
    #[error(transparent)]
    Collection(#[from] CollectionRefusal),
    /// A rule of the bank's side.
    #[error(transparent)]
    Bank(#[from] BankRefusal),
    /// A rule of deposits.
    #[error(transparent)]
    Deposit(#[from] DepositRefusal),
    /// A rule of money.
    #[error(transparent)]
    Money(#[from] MoneyRefusal),
    /// A rule of what guarantors are let off, given back or moved.
    #[error(transparent)]
    Credit(#[from] CreditRefusal),
    /// A rule of the practice's own stands in the way.
    #[error(transparent)]
    Rule(#[from] RuleRefusal),
    /// A contract cannot be changed so.
    #[error(transparent)]
    Contract(#[from] ContractRefusal),
    /// Nothing is done about an underpayment.
    #[error(transparent)]
    Underpaid(#[from] UnderpaidRefusal),
    /// Claims cannot be printed on paper.
    #[error(transparent)]
    Paper(#[from] PaperRefusal),
    /// An estimate cannot be given so.
    #[error(transparent)]
    Estimate(#[from] EstimateRefusal),
    /// A payment plan cannot be so.
    #[error(transparent)]
    Plan(#[from] PlanRefusal),
    /// The passphrase is too easy.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// What was typed is no recovery key.
    #[error(transparent)]
    RecoveryKey(#[from] RecoveryKeyError),
    /// There is nothing with that number.
    #[error("there is no {what} {number}")]
    NotThere {
        /// Kind of thing.
        what: &'static str,
        /// The number asked for.
        number: i64,
    },
    /// There is no claim with that number.
    #[error("there is no claim {0}")]
    NoClaim(ClaimNumber),
    /// Something was left out that cannot be.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// The last day comes before the first.
    #[error("the last day comes before the first")]
    Days,
    /// Days cannot be closed or opened again.
    #[error(transparent)]
    Close(#[from] CloseError),
    /// The day is closed. Names the last one that is.
    #[error(
        "the books are closed through {}: nothing is written on that day or before it; give a later day, or let an \
         owner open the day again",
        crate::domain::typed::show_date(*.0)
    )]
    DayClosed(chrono::NaiveDate),
    /// Two clinicians cannot have one NPI. Names the other.
    #[error("{0} has this NPI already")]
    NpiTaken(String),
    /// A policy has an authorization of that number.
    #[error("this policy has an authorization of that number already")]
    NumberTaken,
    /// Two policies of one rank cannot cover the same day. Says which days the other covers.
    #[error("{0}")]
    Overlap(String),
    /// Claims name the policy's payer.
    #[error(
        "claims were made under this policy, so its payer stays; give it a last day and write the new one in"
    )]
    PolicyBilled,
    /// A policy was to go to another patient.
    #[error("a policy stays with its patient; write a new one in for the other")]
    PolicyOfAnother,
    /// Neither its name nor anybody says from when a list holds.
    #[error(
        "the file's name does not tell from which day the list holds; keep the name under which it was published, or \
         say the day"
    )]
    ListDay,
    /// A list would stand in for a newer one.
    #[error(
        "the book has the list of {} already, which says all that this older one does",
        crate::domain::typed::show_date(*.0)
    )]
    OlderList(chrono::NaiveDate),
    /// A choice that this program does not understand.
    #[error("the setting {0} cannot be understood; choose it anew")]
    Setting(String),
}
