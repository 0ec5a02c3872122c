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
//! - **Work is derived, decisions are events.** What was refused, underpaid, undeposited or unanswered is worked out
//!   from what was posted and sent; an appeal, a deposit, a decision to let something be is a row that stands.
//! - **The remittance on the desk is kept until anything is written.** Its file is kept by hash, its plan by the book's
//!   count of changes; a decision plans anew only what answers the same claims. Claims that a payer joined are one
//!   account while they are planned, and are taken apart before each claim's state is written.
//! - **A plan's state is never stored.** A version of a payment plan keeps its services, terms and rules; paid, missed
//!   and default are worked out from the journal for any day. The schedule follows what happens to its services, so its
//!   last balance is always nothing. An estimate is a fact: a change is a new one.
//! - **What is paid later is no money.** A held check posts nothing until its day, and a promise is kept by receipts
//!   alone: nobody marks it. A copay taken ahead is credit with an address: it waits unapplied and goes to its visit
//!   first.
//! - **A run and its simulation take one path; the run alone keeps.** Each line of a statement carries the account it
//!   stands on, and a statement of another account cannot be built. A run taken back is an event.
//! - **A fee is a day on the card.** Every receivable names a charge line, so a charge without a visit is a line on a
//!   day without clinician, place or code, of which no claim can be made.
//! - **Whose a credit is, is replayed, not kept.** Each side is held against what was its own to pay, so a refund never
//!   pays a guarantor with a payer's money.
//! - **What an agency has is no receivable.** It leaves the card as an adjustment and stands on an account of its own
//!   by service, so that nobody asks twice; whatever is paid comes back from there in the same entry.
//! - **A transaction does not stand inside another where there is much to write.** For an open savepoint SQLite keeps
//!   what pages were before, and walks that at each statement.
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
