//! The thumb of a table's scroll bar: never too small to be grabbed, however many rows there are. It must not know
//! the rows.

use iced::Rectangle;

/// The strip at the right in which the thumb moves, and its margin.
const STRIP: f32 = 10.0;
const MARGIN: f32 = 2.0;
const SMALLEST: f32 = 28.0;

/// Where the thumb is, for what shows of a content.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Thumb {
    view: Rectangle,
    content: f32,
    top: f32,
    height: f32,
}

impl Thumb {
    /// The thumb for a content `content` high, scrolled by `offset` in `view`; `None` when all of it shows.
    pub fn of(view: Rectangle, content: f32, offset: f32) -> Option<Self> {
        let hidden = content - view.height;
        if hidden <= 0.0 || view.height < SMALLEST {
            return None;
        }
        let height = (view.height * view.height / content).max(SMALLEST);
        let top = view.y + (offset / hidden).clamp(0.0, 1.0) * (view.height - height);
        Some(Self {
            view,
            content,
            top,
            height,
        })
    }

    /// The strip in which the pointer takes it.
    pub fn strip(&self) -> Rectangle {
        Rectangle {
            x: self.view.x + self.view.width - STRIP,
            width: STRIP,
            ..self.view
        }
    }

    pub fn bounds(&self) -> Rectangle {
        Rectangle {
            x: self.view.x + self.view.width - STRIP + MARGIN,
            y: self.top + MARGIN,
            width: STRIP - 2.0 * MARGIN,
            height: self.height - 2.0 * MARGIN,
        }
    }

    /// How far below its top the pointer takes it; beside it, it is taken by its middle.
    pub fn grip(&self, y: f32) -> f32 {
        if (self.top..self.top + self.height).contains(&y) {
            y - self.top
        } else {
            self.height / 2.0
        }
    }

    /// The offset of the content when the pointer, holding the thumb by `grip`, is at `y`.
    pub fn offset(&self, y: f32, grip: f32) -> f32 {
        let room = self.view.height - self.height;
        let part = if room > 0.0 {
            ((y - grip - self.view.y) / room).clamp(0.0, 1.0)
        } else {
            0.0
        };
        part * (self.content - self.view.height)
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "the numbers are whole")]
mod tests {
    use super::*;

    const VIEW: Rectangle = Rectangle {
        x: 10.0,
        y: 100.0,
        width: 300.0,
        height: 228.0,
    };

    #[test]
    fn there_is_no_thumb_where_all_shows() {
        assert_eq!(Thumb::of(VIEW, 228.0, 0.0), None);
    }

    #[test]
    fn a_thumb_can_be_grabbed_however_long_the_table() {
        let thumb = Thumb::of(VIEW, 2_800_000.0, 0.0).unwrap();
        assert_eq!(thumb.height, SMALLEST);
        assert_eq!(thumb.top, 100.0);
        let end = Thumb::of(VIEW, 2_800_000.0, 2_800_000.0 - 228.0).unwrap();
        assert_eq!(end.top + end.height, 328.0);
    }

    #[test]
    fn dragging_goes_from_end_to_end() {
        let thumb = Thumb::of(VIEW, 1_228.0, 0.0).unwrap();
        let grip = thumb.grip(110.0);
        assert_eq!(grip, 10.0);
        assert_eq!(thumb.offset(110.0, grip), 0.0);
        assert_eq!(thumb.offset(9_999.0, grip), 1_000.0);
        assert_eq!(thumb.offset(-9_999.0, grip), 0.0);
        assert_eq!(thumb.grip(320.0), thumb.height / 2.0);
    }
}
