//! The window as a whole, worked by keys and clicks over a real office in memory.

mod accounts;
mod answers;
mod chart;
mod claims;
mod contracts;
mod counter;
mod deposits;
mod desk;
mod details;
mod door;
mod eob;
mod follow_up;
pub mod harness;
mod mend;
mod paper;
mod patients;
mod people;
mod plans;
mod posting_rules;
mod receipt;
mod remittances;
mod remitted;
mod rules;
mod settings;
mod statements;
pub mod visit;
mod wizard;
