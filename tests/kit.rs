//! The parts of the window as a biller meets them: by keys, by clicks, by what is seen.

mod fields;
mod focus;
pub mod hand;
mod look;
mod tables;
