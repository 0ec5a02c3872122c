//! The parts of the window, named by what they mean. They must not know any screen, the office or the store.

pub mod button;
pub mod data_table;
pub mod field;
pub mod focus;
pub mod key;
pub mod pill;
pub mod words;
