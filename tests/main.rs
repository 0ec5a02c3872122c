//! All integration tests, one binary, because linking the window is slow.

mod book;
mod house_rules;
//! All integration tests, one binary.
mod kit;
mod pages;
