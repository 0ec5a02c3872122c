//! The parts of the window as a biller meets them: by keys, by clicks, by what is seen.

mod calendar;
mod fields;
mod focus;
mod groups;
pub mod hand;
mod layers;
mod look;
mod tables;
