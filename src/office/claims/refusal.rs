//! Why something cannot be done with a claim, in words that name claims and payers, and no patient.

use chrono::{DateTime, Local, Utc};

use crate::domain::claim::{ClaimNumber, NotANumber, State};
use crate::domain::id::{BatchId, PaperBatchId};
use crate::store::batch::BatchRow;

/// Why something cannot be done with a claim.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimRefusal {
    /// No edit has that id.
    #[error("there is no edit {0}")]
    NoSuchEdit(String),
    /// The edit's findings would make a file that nobody can read.
    #[error("{id} ({title}) cannot be let pass: the claim would be unreadable or untrue")]
    NeverWaived {
        /// The edit.
        id: &'static str,
        /// What it finds.
        title: &'static str,
    },
    /// Nobody stopped it.
    #[error("claim {0} was not stopped by anybody; its findings hold it")]
    NotStopped(ClaimNumber),
    /// It is not ready to be sent.
    #[error("only claims that are ready can be sent; claim {number} is {}", state.words().to_lowercase())]
    NotReady {
        /// The claim.
        number: ClaimNumber,
        /// Where it stands.
        state: State,
    },
    /// It does not wait for an answer.
    #[error("only claims that were sent and wait can be asked about; claim {number} is {}", state.words().to_lowercase())]
    NotWaiting {
        /// The claim.
        number: ClaimNumber,
        /// Where it stands.
        state: State,
    },
    /// It left, and nobody said yet what became of it.
    #[error("claim {number} was sent already, to {receiver} in batch {batch} on {}", day(*at))]
    SentAlready {
        /// The claim.
        number: ClaimNumber,
        /// The batch in which it left last.
        batch: BatchId,
        /// To whom.
        receiver: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// It left on paper, and nobody said yet what became of it.
    #[error("claim {number} was printed on paper already, in run {run} on {}", day(*at))]
    PrintedAlready {
        /// The claim.
        number: ClaimNumber,
        /// The run in which it was printed last.
        run: PaperBatchId,
        /// When.
        at: DateTime<Utc>,
    },
    /// A receiver without a folder of its own, where no other was named.
    #[error(
        "no folder is set for the files to {0}; name one, or set it in Settings under Receivers"
    )]
    NoFolder(String),
    /// The batch went there already.
    #[error("the batch went to {0} already; write its file again instead")]
    SameReceiver(String),
    /// No claim of it waits for an answer.
    #[error("no claim of batch {0} still waits for an answer to it")]
    NothingUnanswered(BatchId),
    /// Its file says what this program does not read.
    #[error("the file of batch {0} cannot be read back without loss")]
    Unreadable(BatchId),
    /// A receiver's file cannot be written.
    #[error("no file can be made for {receiver}: {problem}")]
    NoFile {
        /// The receiver.
        receiver: String,
        /// What is wrong; holds no patient's name.
        problem: String,
    },
    /// Nobody comes after its payer.
    #[error("no other policy covers the day of claim {0} after this one")]
    NoNextPayer(ClaimNumber),
    /// Its payer has not decided on all of it.
    #[error("claim {number} is {}; the next payer is billed when this one has decided on every service", state.words().to_lowercase())]
    NotDecided {
        /// The claim.
        number: ClaimNumber,
        /// Where it stands.
        state: State,
    },
    /// Its payer left nothing to ask anybody for.
    #[error("claim {0} left nothing to bill to the next payer")]
    NothingLeft(ClaimNumber),
    /// The next payer has its claim.
    #[error("claim {next} bills the next payer for claim {number} already")]
    BilledOn {
        /// The claim.
        number: ClaimNumber,
        /// The one to the next payer.
        next: ClaimNumber,
    },
    /// A claim to a later payer was made out of its answer.
    #[error(
        "claim {next} to the next payer stands on the answer to claim {number}; take that one back first"
    )]
    StandsOn {
        /// The claim.
        number: ClaimNumber,
        /// The one to the next payer.
        next: ClaimNumber,
    },
    /// It never left.
    #[error("claim {number} is {} and with us; correct its visit instead", state.words().to_lowercase())]
    StillHere {
        /// The claim.
        number: ClaimNumber,
        /// Where it stands.
        state: State,
    },
    /// It is not in the payer's books.
    #[error(
        "claim {0} was rejected and is not in the payer's books; mend it and send it again as new"
    )]
    NotInTheirBooks(ClaimNumber),
    /// Nothing can be done with it any more.
    #[error("claim {number} is {}", state.words().to_lowercase())]
    Over {
        /// The claim.
        number: ClaimNumber,
        /// Where it stands.
        state: State,
    },
    /// Another took its place.
    #[error("claim {by} took the place of claim {number}")]
    Replaced {
        /// The claim.
        number: ClaimNumber,
        /// The one in its place.
        by: ClaimNumber,
    },
    /// It takes another back.
    #[error("claim {0} takes another back; nothing takes its place")]
    TakesBack(ClaimNumber),
    /// What the payer calls it is not known.
    #[error("the payer's number of claim {0} is missing; take it from the payer's answer")]
    PayerNumberMissing(ClaimNumber),
    /// What was given is no payer's number.
    #[error(transparent)]
    BadNumber(NotANumber),
    /// Its payer takes new claims only.
    #[error("Medicare Part B takes new claims only; ask it for a reopening of claim {0}")]
    Reopening(ClaimNumber),
    /// It bills its visit for the first time.
    #[error("claim {0} bills its visit first; correct the visit to bill it otherwise")]
    BillsTheVisit(ClaimNumber),
    /// It is not split where it stands.
    #[error("a claim is split before it leaves; claim {number} is {}", state.words().to_lowercase())]
    NotSplitNow {
        /// The claim.
        number: ClaimNumber,
        /// Where it stands.
        state: State,
    },
    /// It asks a later payer for what the first one's claim billed.
    #[error("claim {0} bills what the first payer's claim billed; split that one before it leaves")]
    FollowsTheFirst(ClaimNumber),
    /// Some services that were named are not on it.
    #[error("not every service named is on claim {0}")]
    NotOnClaim(ClaimNumber),
    /// A part would bill nothing.
    #[error("each part of claim {0} needs at least one service")]
    EmptyPart(ClaimNumber),
    /// No other part of the visit waits here.
    #[error("no other part of the visit of claim {0} waits here")]
    NoOtherPart(ClaimNumber),
    /// Together they bill too much.
    #[error("together these claims have {0} services; a claim carries fifty")]
    TooManyServices(usize),
    /// It takes nothing back, or its answer is not here.
    #[error("only a claim that takes another back, and that the payer took in, is closed by hand")]
    NotToClose,
}

impl ClaimRefusal {
    /// It left in that batch.
    pub(in crate::office) fn sent_already(number: &ClaimNumber, batch: &BatchRow) -> Self {
        Self::SentAlready {
            number: number.clone(),
            batch: batch.id,
            receiver: batch.receiver_name.clone(),
            at: batch.made_at,
        }
    }
}

fn day(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%m/%d/%Y").to_string()
}
