//! Focus for everything, not only text fields: Tab order, Enter and Space, the ring, and what happens when a field
//! is left. It must not know how any part looks, but for the ring.
//!
//! Wrap the whole window in [`scope`] once: Tab and Shift+Tab then move through every control, in the order of the
//! view. Wrap a form in [`form`] to let Enter move on as well. A dialog seals its own scope.

mod arrows;
mod focusable;
mod operation;
mod scope;
mod watch;

pub use arrows::{Axis, arrows};
pub use focusable::{Focusable, Ring, focusable};
pub(in crate::ui::widget) use focusable::{State as FocusState, draw_ring};
pub(in crate::ui::widget) use operation::has_focus;
pub use scope::{Scope, form, scope};
pub use watch::{KeyPress, Watch, watch};

use iced::Task;
use iced::advanced::widget::{Id, operate};

/// Focuses the control with this id and scrolls it into view.
pub fn on<T: Send + 'static>(id: impl Into<Id>) -> Task<T> {
    operate(operation::focus(id.into())).discard()
}

/// Takes the focus from whatever has it.
pub fn off<T: Send + 'static>() -> Task<T> {
    operate(iced::advanced::widget::operation::focusable::unfocus())
}
