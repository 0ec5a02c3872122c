//! The window as a whole, worked by keys and clicks over a real office in memory.

mod claims;
mod desk;
mod door;
mod eob;
pub mod harness;
mod visit;
mod accounts;
mod receipt;
mod statements;
mod wizard;
