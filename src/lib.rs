//! Pegboard: offline-first billing for small US medical practices.
//!
//! Each event of a practice is written once, in one journal; every other view (ledger card, ageing, statement, “why is
//! this balance 43.17?”) is derived from it. This page is the map; each room's own page says more.
//!
//! # The house
//!
//! ```text
//! main → ui, cli → office → store ┐
//!                         → edi   ├→ domain
//!                         → pdf   ┘
//! ```
//!
//! [`demo`] stands beside the window: it works through the office, and plays the payers by writing what they would send.
//!
//! | room | holds | read first |
//! | --- | --- | --- |
//! | [`domain`] | values and rules of billing, pure | [`domain::ledger`]: the journal; [`domain::scrub`]: the edits |
//! | [`store`] | the encrypted book; the one place that names rusqlite | [`store::Store`], [`store::Tx`], `schema.sql` |
//! | [`edi`] | X12 text to typed transactions and back | [`edi::segment`], then [`edi::claim837`] |
//! | [`pdf`] | data to placed text to PDF bytes | [`pdf::Sheet`] |
//! | [`office`] | the practice's work: one verb, one transaction, one audit line | [`office::Office`] |
//! | [`ui`] | the window; the one place that names iced | [`ui::app`], then one screen |
//! | [`cli`] | the same verbs for scripts | [`cli`] |
//! | [`demo`] | a made-up practice that lives two years through the office | [`demo::make`] |
//!
//! `tests/house_rules.rs` holds the arrows, which crate each room keeps to itself, and the sizes.
//!
//! # One visit, followed through
//!
//! A visit is typed on [`ui::screen`]'s visit sheet as a [`domain::draft`], which complains under its fields. Kept, it
//! becomes a [`domain::visit`] and its charges one entry of the journal. [`office`] makes the claim for the policy in
//! force on the day of service and asks [`domain::scrub`]; a claim without blocking findings can be batched, which
//! freezes what was sent and hands it to [`edi::claim837`]. What comes back before the money ([`edi::replies`]) is led
//! back to it and becomes events of the claim ([`domain::answer`]). What the payer and the patient pay is posted as entries
//! that point at their source ([`domain::eob`], [`domain::payment`]), and [`domain::statement`] tells what is left.
//!
//! # Design
//!
//! What was decided, where it could have been otherwise.
//!
//! - **The database keeps the journal's laws, not only the program.** An entry is written, then its postings, then its
//!   seal; the trigger on the seal refuses it unless they sum to zero and, for a reversal, negate the original exactly.
//!   A deferred reference from entry to seal makes an unsealed entry impossible to commit. A day in a closed period is
//!   refused, and nothing that is sealed can be updated or deleted, by us or by another program that has the key.
//! - **Balances are kept, and never trusted.** Triggers add each posting to its running balances in the same
//!   transaction, so that a card opens in one indexed read; `verify` works every one of them out again.
//! - **A form is not a value.** What is typed lives in a draft of strings; only a draft without complaints turns into
//!   the checked type, so the rest of the program never meets a bad NPI or a day before birth.
//! - **Findings are data.** An edit is a plain function from a claim and its surroundings to findings with an id, a
//!   severity and the field to go to; waivers carry a reason and belong to one claim. The store keeps what was found,
//!   each time it differs.
//! - **A rule of the practice is data too.** It is a condition and an act, versioned, and can only be switched on after
//!   it was tried on claims as they were frozen when they left. What a rule sets stands beside the claim, not on the
//!   visit: what was coded stays what was coded, and a rule that is switched off takes back what it set.
//! - **Public lists are packed, and read once.** CMS's lists ([`domain::tables`]) have millions of lines that are only
//!   ever looked up by code and day. The book keeps them as blocks of records of one length, not as rows: they come in
//!   and out many times faster and take a third of the room, and a scrub needs no query for them.
//! - **A batch is decided in one transaction and written to disk after it.** The book holds the file's bytes before the
//!   folder does, so a crash between the two loses nothing: the same bytes are written again from the book.
//! - **A remittance is kept as its bytes.** What it says is read from them and what it would do is worked out from the
//!   accounts as they stand, each time it is asked; only what a person decided (a match, a choice, what was parked) is
//!   written down. A plan invents nothing: what the three proofs do not carry waits for somebody, with the line and the
//!   difference, and each provider adjustment has an account, so that a payment is placed whole or not at all.
//! - **Work is derived, decisions are events.** What was refused, underpaid, undeposited or unanswered is worked out from
//!   what was posted and sent; an appeal, a deposit, a decision to let something be is a row that stands.
//! - **One thread owns the office.** The window asks by closure and hears back by message; answers to a place that was
//!   left are dropped. Command line and window share every verb, so neither can do what the other cannot.
//! - **A page is laid out before it is a PDF.** [`pdf::Sheet`] is text at millimetres, which tests read; printpdf sees
//!   it last. Long runs are printed in parts, because a document is held in memory until it is saved.
//! - **The clock comes in.** `office::Clock` is the only source of today and now; a stopped one makes tests and the
//!   demo repeat themselves exactly.
//! - **Two generations of `keys.json`.** It is replaced whole and synced before the old one goes; a torn write falls
//!   back to the one before, and the cost parameters of Argon2id travel with each wrapped key.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects
    )
)]

pub mod cli;
pub mod demo;
pub mod domain;
pub mod edi;
pub mod office;
pub mod pdf;
pub mod store;
pub mod ui;
