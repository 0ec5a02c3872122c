//! All integration tests, one binary, because linking the window is slow.

mod house_rules;
//! All integration tests, one binary.
mod book;
