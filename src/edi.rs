//! X12 text to typed transactions and back. It must not know the store, nor what the practice does with a claim.
//!
//! Four layers, each usable alone: bytes to [`segment`]s, segments to their [`envelope`], the envelope's content to
//! a typed transaction ([`claim837`], [`inquiry276`], [`ta1`], [`ack999`], [`status277`], [`remit835`]; [`replies`]
//! gives the answers before the money in one pass), and any file to a report ([`inspect`]).
//! Reading gives a value and what was odd about it ([`finding`]); it refuses only what cannot be read at all. Writing
//! ([`mod@write`]) refuses whatever a receiver would.
#![deny(
    missing_docs,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm
)]

#[macro_use]
mod code_list;

pub mod ack999;
pub mod batch;
pub mod claim837;
pub mod envelope;
pub mod excerpt;
mod field;
pub mod finding;
pub mod inquiry276;
pub mod inspect;
pub mod remit835;
pub mod replies;
pub mod segment;
pub mod status277;
pub mod ta1;
pub mod write;
