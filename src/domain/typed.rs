//! What a biller types into a date or an amount field, read as a day or as money. It must not know the clock (today
//! comes in) or any widget.

mod amount;
mod date;

pub use amount::{AmountError, amount};
pub use date::{DateError, DateKey, Step, age, birth_date, coming_date, date, nudge, show_date};
