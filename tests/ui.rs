//! The window as a whole, worked by keys and clicks over a real office in memory.

mod desk;
mod door;
pub mod harness;
mod wizard;
