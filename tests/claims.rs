//! From a visit to a file that left: claims over a real book, end to end.

mod again;
mod answers;
pub mod clearinghouse;
mod correct;
mod denials;
mod details;
mod export;
mod held;
mod inquire;
mod instead;
mod judges;
mod lanes;
mod later;
mod laws;
mod life;
mod paper;
mod parts;
mod payers;
mod practice;
mod questions;
mod rules;
mod timely;
mod waiting;
