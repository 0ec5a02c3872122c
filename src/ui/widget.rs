//! The parts of the window, named by what they mean. They must not know any screen, the office or the store.
//!
//! The root lays its layers once, inside one scope, and hears the keys that no control took:
//!
//! ```text
//! let view = dialog::over(window, self.dialog());
//! let view = toast::over(view, self.toasts());
//! focus::scope(palette::over(view, self.palette()))
//!
//! key::shortcuts().map(Message::KeyPressed)      // press.is("Ctrl S")
//! ```
//!
//! A screen keeps what was typed as text, marks the fields that were left, and shows what its draft says of them:
//!
//! ```text
//! field::date("Date of service", &draft.served_on, today, Message::ServedOnEdited)
//!     .id("served_on")
//!     .error(left.show(&Field::ServedOn, complaints.of(Field::ServedOn)))
//!     .on_leave(Message::FieldLeft(Field::ServedOn))
//! ```
//!
//! All of them take `iced::Element`, colours come from `theme`, sizes from `spacing`, and a screen adds neither.

pub mod acts;
mod around;
pub mod bars;
pub mod before_after;
pub mod button;
pub mod by_mouse;
pub mod card;
mod chain;
pub mod check_box;
pub mod chip;
pub mod choice;
pub mod compare;
pub mod data_table;
pub mod dialog;
pub mod empty_state;
pub mod field;
pub mod figure;
pub mod finding;
pub mod fitted;
pub mod focus;
pub mod key;
pub mod lane;
pub mod layer;
mod lifted;
pub mod mark;
pub mod notice;
pub mod page;
pub mod palette;
pub mod panel;
pub mod paper;
pub mod patient_strip;
pub mod pill;
pub mod progress;
pub mod queue;
pub mod rail;
pub mod source_quote;
pub mod steps;
pub mod strength_meter;
pub mod tabs;
pub mod timeline;
pub mod toast;
pub mod top_bar;
pub mod why_chain;
pub mod words;
