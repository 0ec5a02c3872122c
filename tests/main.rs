//! All integration tests, one binary, because linking the window is slow.

mod book;
pub mod claims;
mod cli;
mod desk;
mod edi;
mod faults;
mod house_rules;
mod kit;
mod money;
mod pages;
mod support;
mod ui;
