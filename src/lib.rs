//! Pegboard: offline-first billing for small US medical practices.
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
