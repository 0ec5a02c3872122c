//! What passes between the practice and the people who pay: calls, letters and notes with their follow-up days,
//! promises to pay, and disputes. It must not know the ledger, the clock or how a note is shown.
//!
//! A promise is never marked as kept by hand. [`stand`] derives that from the receipts taken since, and lets no receipt
//! speak for two promises.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::id::{
    ChargeLineId, ClaimId, DisputeId, GuarantorId, NoteId, PatientId, PromiseId, ReceiptId, UserId,
};
use super::money::{Money, MoneyError};
use super::person::Name;

#[cfg(test)]
mod tests;

/// How something was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Nothing was said; somebody wants it remembered.
    #[default]
    Note,
    /// We called.
    CallOut,
    /// They called.
    CallIn,
    /// We wrote.
    LetterOut,
    /// They wrote.
    LetterIn,
    /// At the desk.
    InPerson,
}

impl Way {
    /// All of them, in the order lists show them.
    pub const ALL: [Self; 6] = [
        Self::Note,
        Self::CallOut,
        Self::CallIn,
        Self::LetterOut,
        Self::LetterIn,
        Self::InPerson,
    ];

    /// The word the book keeps (`note.way`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::CallOut => "call_out",
            Self::CallIn => "call_in",
            Self::LetterOut => "letter_out",
            Self::LetterIn => "letter_in",
            Self::InPerson => "in_person",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::CallOut => "We called",
            Self::CallIn => "They called",
            Self::LetterOut => "We wrote",
            Self::LetterIn => "They wrote",
            Self::InPerson => "At the desk",
        }
    }
}

/// What a note is about. The account is always named; a patient or a claim of it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct About {
    /// Whose account.
    pub guarantor: GuarantorId,
    /// Which patient of theirs.
    pub patient: Option<PatientId>,
    /// Which claim.
    pub claim: Option<ClaimId>,
}

impl About {
    /// The account as a whole.
    pub const fn account(guarantor: GuarantorId) -> Self {
        Self {
            guarantor,
            patient: None,
            claim: None,
        }
    }
}

/// When something is to be looked at again, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FollowUp {
    /// The day.
    pub on: NaiveDate,
    /// Whose work it is; none: anybody's.
    pub person: Option<UserId>,
}

/// A note about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNote {
    /// What it is about.
    pub about: About,
    /// How it was said.
    pub way: Way,
    /// With whom; may be empty.
    pub with: String,
    /// What was said.
    pub words: String,
    /// When to look at it again.
    pub follow_up: Option<FollowUp>,
    /// What was promised: how much, and by which day.
    pub promised: Option<(Money, NaiveDate)>,
}

/// A note as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Id.
    pub id: NoteId,
    /// What it is about.
    #[serde(flatten)]
    pub about: About,
    /// The guarantor's name.
    pub guarantor_name: Name,
    /// The patient's name, where one is meant.
    pub patient_name: Option<Name>,
    /// How it was said.
    pub way: Way,
    /// With whom; may be empty.
    pub with: String,
    /// What was said.
    pub words: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// When it is to be looked at again; none when it never was to be, or was done.
    pub follow_up: Option<FollowUp>,
    /// The name of whose work that is.
    pub follow_up_name: Option<String>,
    /// What was done about it, once it was.
    pub done: Option<Done>,
}

impl Note {
    /// Whether it is to be looked at on `today` or was before.
    pub fn is_due(&self, today: NaiveDate) -> bool {
        self.follow_up
            .is_some_and(|follow_up| follow_up.on <= today)
    }
}

/// That a follow-up was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Done {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// What came of it; may be empty.
    pub words: String,
}

/// A promise of a guarantor to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// Id.
    pub id: PromiseId,
    /// Whose.
    pub guarantor: GuarantorId,
    /// The guarantor's name.
    pub guarantor_name: Name,
    /// The note of the call it was made in.
    pub note: Option<NoteId>,
    /// How much.
    pub amount: Money,
    /// By which day, that day included.
    pub by_on: NaiveDate,
    /// The newest receipt of all when it was made; only those after it count.
    pub after: ReceiptId,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who took it down.
    pub by: String,
    /// Why it no longer counts; none while it does.
    pub withdrawn: Option<String>,
}

/// A receipt of a guarantor that was not taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// By which receipt.
    pub receipt: ReceiptId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The day it counts for.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Its day has not passed.
    Open,
    /// It was paid in full in time.
    Kept,
    /// Its day passed, and a part was paid.
    Part,
    /// Its day passed, and nothing was paid.
    Broken,
    /// It was taken back before.
    Withdrawn,
}

impl Kept {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::Part => "kept in part",
            Self::Broken => "broken",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether somebody has to call again.
    pub const fn wants_a_call(self) -> bool {
        matches!(self, Self::Part | Self::Broken)
    }
}

/// A promise with what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PromiseState {
    /// The promise.
    #[serde(flatten)]
    pub promise: Promise,
    /// What was paid toward it in time, at most what was promised.
    pub paid: Money,
    /// What became of it.
    pub kept: Kept,
}

/// Derives what became of the promises of one guarantor. A receipt that was taken after a promise was made and counts for
/// its last day or one before goes toward it; the promise with the nearest day takes first, and no cent speaks twice.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn stand(
    mut promises: Vec<Promise>,
    paid: &[Paid],
    today: NaiveDate,
) -> Result<Vec<PromiseState>, MoneyError> {
    promises.sort_by_key(|promise| (promise.by_on, promise.id));
    let mut purses: Vec<(Paid, Money)> = paid.iter().map(|one| (*one, one.amount)).collect();
    purses.sort_by_key(|(one, _)| (one.on, one.at));
    promises
        .into_iter()
        .map(|promise| {
            let paid = if promise.withdrawn.is_some() {
                Money::ZERO
            } else {
                take(&promise, &mut purses)?
            };
            Ok(PromiseState {
                kept: judged(&promise, paid, today),
                promise,
                paid,
            })
        })
        .collect()
}

/// Takes from the purses what counts toward a promise.
fn take(promise: &Promise, purses: &mut [(Paid, Money)]) -> Result<Money, MoneyError> {
    let mut taken = Money::ZERO;
    for (paid, rest) in purses {
        if paid.receipt > promise.after && paid.on <= promise.by_on {
            let part = promise.amount.minus(taken)?.min(*rest);
            *rest = rest.minus(part)?;
            taken = taken.plus(part)?;
        }
    }
    Ok(taken)
}

fn judged(promise: &Promise, paid: Money, today: NaiveDate) -> Kept {
    if promise.withdrawn.is_some() {
        Kept::Withdrawn
    } else if paid >= promise.amount {
        Kept::Kept
    } else if today <= promise.by_on {
        Kept::Open
    } else if paid.is_positive() {
        Kept::Part
    } else {
        Kept::Broken
    }
}

/// How a dispute ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// What was charged stands.
    Stands,
    /// The account was put right.
    Mended,
    /// They took it back.
    Withdrawn,
}

impl Ended {
    /// All of them, in the order lists show them.
    pub const ALL: [Self; 3] = [Self::Stands, Self::Mended, Self::Withdrawn];

    /// The word the book keeps (`dispute_end.ended`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Stands => "stands",
            Self::Mended => "mended",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ended| ended.code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Stands => "the charge stands",
            Self::Mended => "the account was put right",
            Self::Withdrawn => "taken back by the guarantor",
        }
    }
}

/// Something a guarantor disputes: a service, or the account as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dispute {
    /// Id.
    pub id: DisputeId,
    /// Whose account.
    pub guarantor: GuarantorId,
    /// The guarantor's name.
    pub guarantor_name: Name,
    /// Which service; none: all of it.
    pub line: Option<DisputedLine>,
    /// Since when.
    pub opened_on: NaiveDate,
    /// What they say.
    pub words: String,
    /// Who wrote it down.
    pub by: String,
    /// How it ended; none while it is open.
    pub end: Option<DisputeEnd>,
}

/// The service that is disputed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DisputedLine {
    /// The service.
    pub line: ChargeLineId,
    /// Its day.
    pub service_on: NaiveDate,
    /// In the practice's words.
    pub description: String,
}

/// How a dispute ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DisputeEnd {
    /// How.
    pub ended: Ended,
    /// When.
    pub on: NaiveDate,
    /// What was said.
    pub words: String,
    /// Who settled it.
    pub by: String,
}

/// That an account or one service of it is not asked for by mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hold {
    /// Whose account.
    pub guarantor: GuarantorId,
    /// Which service; none: all of it.
    pub line: Option<ChargeLineId>,
    /// Why.
    pub cause: HoldCause,
}

/// Why something is not asked for by mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldCause {
    /// Somebody holds the account's statements, for this reason; may be empty.
    Account(String),
    /// It is disputed since that day.
    Disputed(DisputeId, NaiveDate),
}

impl HoldCause {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Account(reason) if reason.is_empty() => String::from("statements are held"),
            Self::Account(reason) => reason.clone(),
            Self::Disputed(_, since) => format!("disputed since {}", since.format("%m/%d/%Y")),
        }
    }
}
