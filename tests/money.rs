//! Money over a real book, through the same verbs as the window and the command line: to the cent, whatever is done,
//! in whatever order, and whatever is refused.

mod biller;
mod board;
mod closing;
mod collections;
mod contacts;
mod contracts;
mod credits;
mod deposits;
mod desk;
mod eobs;
mod joined;
mod plans;
mod practice;
mod receipts;
mod remittances;
mod remitted;
mod runs;
mod statements;
mod why;
