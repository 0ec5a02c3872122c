//! What becomes of every cent of a remittance: the plan that is looked at before anything is posted. It must not know
//! where a remittance is kept or how its claim was found.
//!
//! A plan is worked out from what the payer says, from the account as it stands ([`ClaimAccount`]), and from what was
//! decided: by the table of the trade, by a rule of the practice ([`PostingRule`]), or by a person ([`Decisions`]). What
//! the table cannot decide is an [`Exception`] with a cause and choices; the plan then shows what the usual choice would
//! do, and waits. Nothing is ever invented to make a claim balance: one that does not is put aside whole.

mod account;
mod entries;
mod exception;
mod lay;
mod lines;
mod plan;
mod provider;
mod reversal;
mod rule;
mod table;
#[cfg(test)]
mod tests;
mod trial;
mod words;
mod work;

pub use account::{AccountLine, ClaimAccount, EarlierAnswer, EarlierLine, Figures, Joined};
pub use entries::recovered;
pub use exception::{Choice, Compared, Decisions, Exception, Key, Problem, Resolution};
pub use plan::{
    Answers, DecidedBy, Lane, Notice, NoticeKind, PlannedClaim, PlannedLine, PlannedMove, Said,
    Treatment,
};
pub use provider::{
    Moved, OpenRow, PlannedProviderAdjustment, account_of, open_rows, plan_adjustments,
};
pub use rule::{Answered, NewPostingRule, PostingAct, PostingNumber, PostingRule, When, deciding};
pub use trial::{
    PastReason, PostedReason, PostingDeed, PostingEvent, PostingScore, PostingTrial, WouldBe,
};
pub use work::{Position, plan};
