//! Printed pages: data → placed text and lines in millimetres → PDF bytes. It must not know the store.
//!
//! ```text
//! Statement, Receipt, Slip, Proof, Form, Key ──layout──▶ Sheet (testable text) ──Printer──▶ PDF
//! ```
//!
//! Positions are `f32` millimetres from the top left of the sheet; no amount of money ever becomes one.
#![deny(missing_docs, clippy::as_conversions, clippy::wildcard_enum_match_arm)]

pub mod appeal;
pub mod cms1500;
pub mod day_sheet;
pub mod estimate;
mod flow;
pub mod font;
mod head;
pub mod merge;
pub mod notice;
pub mod page;
mod pen;
pub mod plan;
pub mod receipt;
pub mod recovery;
pub mod report;
pub mod sheet;
pub mod slip;
pub mod statement;
mod style;
pub mod timely;
pub mod underpaid;
mod words;
pub mod write;
