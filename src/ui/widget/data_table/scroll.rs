//! Questions to the scrollable of a table, and changes of it. It must not know the rows.

use iced::advanced::widget::Id;
use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{Operation, Scrollable};
use iced::{Rectangle, Vector};

/// Asks how far the rows are scrolled.
pub(super) struct Where(pub f32);

impl Operation for Where {
    fn scrollable(
        &mut self,
        _: Option<&Id>,
        _: Rectangle,
        _: Rectangle,
        offset: Vector,
        _: &mut dyn Scrollable,
    ) {
        self.0 = offset.y;
    }

    fn traverse(&mut self, _: &mut dyn FnMut(&mut dyn Operation)) {
        // What scrolls inside a row is its own affair.
    }
}

/// Scrolls the rows to an offset.
pub(super) struct Go(pub f32);

impl Operation for Go {
    fn scrollable(
        &mut self,
        _: Option<&Id>,
        _: Rectangle,
        _: Rectangle,
        _: Vector,
        state: &mut dyn Scrollable,
    ) {
        state.scroll_to(AbsoluteOffset {
            x: None,
            y: Some(self.0),
        });
    }

    fn traverse(&mut self, _: &mut dyn FnMut(&mut dyn Operation)) {
        // What scrolls inside a row is its own affair.
    }
}

/// Scrolls what lies between two heights into view.
pub(super) struct Bring {
    pub top: f32,
    pub foot: f32,
}

impl Operation for Bring {
    fn scrollable(
        &mut self,
        _: Option<&Id>,
        bounds: Rectangle,
        _: Rectangle,
        offset: Vector,
        state: &mut dyn Scrollable,
    ) {
        let to = if self.top < offset.y {
            self.top
        } else if self.foot > offset.y + bounds.height {
            self.foot - bounds.height
        } else {
            return;
        };
        state.scroll_to(AbsoluteOffset {
            x: None,
            y: Some(to),
        });
    }

    fn traverse(&mut self, _: &mut dyn FnMut(&mut dyn Operation)) {
        // What scrolls inside a row is its own affair.
    }
}
