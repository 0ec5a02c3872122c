//! The mark of the program: pegs on a board. It must not know where it stands.

use iced::widget::canvas::{self, Canvas, Frame, Geometry, Path};
use iced::{Element, Point, Rectangle, Renderer, Size, Theme, mouse};

use crate::ui::theme::tokens;

/// Draws the mark `size` pixels square.
pub fn mark<'a, Message: 'a>(size: f32) -> Element<'a, Message> {
    Canvas::new(Mark).width(size).height(size).into()
}

struct Mark;

/// The pegs, on a grid of twelve.
const PEGS: [(f32, f32); 6] = [
    (3.2, 3.2),
    (6.0, 3.2),
    (8.8, 3.2),
    (3.2, 6.0),
    (6.0, 6.0),
    (3.2, 8.8),
];

impl<Message> canvas::Program<Message> for Mark {
    type State = ();

    fn draw(
        &self,
        (): &(),
        renderer: &Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _: mouse::Cursor,
    ) -> Vec<Geometry> {
        let tokens = tokens(theme);
        let mut frame = Frame::new(renderer, bounds.size());
        let unit = bounds.width / 12.0;
        let board = Path::rounded_rectangle(
            Point::ORIGIN,
            Size::new(bounds.width, bounds.width),
            (2.0 * unit).into(),
        );
        frame.fill(&board, tokens.accent);
        for (x, y) in PEGS {
            frame.fill(
                &Path::circle(Point::new(x * unit, y * unit), unit),
                tokens.on_accent,
            );
        }
        vec![frame.into_geometry()]
    }
}
