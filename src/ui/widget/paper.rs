//! A printed page on the screen, as large as fits. It must not know what is printed on it.

use iced::widget::canvas::{self, Canvas, Frame, Geometry, Path, Stroke, Text};
use iced::widget::container;
use iced::{Color, Element, Fill, Font, Pixels, Point, Rectangle, Renderer, Size, Theme, mouse};

use crate::domain::page::{self, Face, Mark, Page};
use crate::ui::theme;

/// From the top of a line of Source Sans 3 to its baseline, in ems of a line as high as its letters are set.
const BASELINE: f32 = 0.837;
/// The same for the letters that machines read.
const SCAN_BASELINE: f32 = 0.923;

/// Room round the page for its shadow.
const ROUND: f32 = 12.0;

/// The page in the middle of its region, as large as fits.
pub fn paper<'a, Message: 'a>(page: &'a Page) -> Element<'a, Message> {
    container(Canvas::new(Paper { page }).width(Fill).height(Fill))
        .width(Fill)
        .height(Fill)
        .style(theme::ground(|t| t.canvas))
        .into()
}

struct Paper<'a> {
    page: &'a Page,
}

impl<Message> canvas::Program<Message> for Paper<'_> {
    type State = ();

    fn draw(
        &self,
        (): &Self::State,
        renderer: &Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _: mouse::Cursor,
    ) -> Vec<Geometry> {
        let mut frame = Frame::new(renderer, bounds.size());
        let room = Size::new(bounds.width - 2.0 * ROUND, bounds.height - 2.0 * ROUND);
        let scale = (room.width / self.page.width).min(room.height / self.page.height);
        if scale <= 0.0 {
            return Vec::new();
        }
        let size = Size::new(self.page.width * scale, self.page.height * scale);
        let at = Point::new(
            ((bounds.width - size.width) / 2.0).round(),
            ((bounds.height - size.height) / 2.0).round(),
        );
        sheet(&mut frame, at, size, theme);
        let mut pen = Pen {
            frame: &mut frame,
            at,
            scale,
        };
        for mark in &self.page.marks {
            pen.draw(mark);
        }
        vec![frame.into_geometry()]
    }
}

/// The paper itself: white in both themes, as what is printed on it will be.
fn sheet(frame: &mut Frame, at: Point, size: Size, theme: &Theme) {
    let tokens = theme::tokens(theme);
    let edge = Point::new(at.x - 1.0, at.y - 1.0);
    frame.fill_rectangle(
        edge,
        Size::new(size.width + 2.0, size.height + 2.0),
        tokens.divider,
    );
    frame.fill_rectangle(at, size, Color::WHITE);
}

/// Draws marks in millimetres on a frame in pixels.
struct Pen<'f> {
    frame: &'f mut Frame,
    at: Point,
    scale: f32,
}

impl Pen<'_> {
    fn point(&self, (x, y): (f32, f32)) -> Point {
        Point::new(self.at.x + x * self.scale, self.at.y + y * self.scale)
    }

    /// A hair is seen at any size.
    fn thick(&self, weight: f32) -> f32 {
        (weight * self.scale).max(0.6)
    }

    fn draw(&mut self, mark: &Mark) {
        match mark {
            Mark::Words {
                x,
                y,
                size,
                face,
                color,
                words,
            } => self.words((*x, *y), *size, *face, *color, words),
            Mark::Line {
                from,
                to,
                weight,
                color,
                is_dashed,
            } => self.line(*from, *to, *weight, *color, *is_dashed),
            Mark::Panel {
                x,
                y,
                width,
                height,
                radius,
                fill,
                outline,
            } => {
                let path = self.rounded((*x, *y), (*width, *height), *radius);
                if let Some(fill) = fill {
                    self.frame.fill(&path, color(*fill));
                }
                if let Some((weight, ink)) = outline {
                    let stroke = Stroke::default()
                        .with_color(color(*ink))
                        .with_width(self.thick(*weight));
                    self.frame.stroke(&path, stroke);
                }
            }
            Mark::Squares {
                x,
                y,
                side,
                count,
                dark,
                color,
            } => self.squares((*x, *y), *side, *count, dark, *color),
        }
    }

    fn words(&mut self, at: (f32, f32), size: f32, face: Face, ink: page::Color, words: &str) {
        let pixels = size * self.scale;
        let (font, baseline) = font(face);
        let base = self.point(at);
        self.frame.fill_text(Text {
            content: words.to_owned(),
            position: Point::new(base.x, base.y - baseline * pixels),
            color: color(ink),
            size: Pixels(pixels),
            line_height: iced::widget::text::LineHeight::Relative(1.0),
            font,
            ..Text::default()
        });
    }

    fn line(
        &mut self,
        from: (f32, f32),
        to: (f32, f32),
        weight: f32,
        ink: page::Color,
        is_dashed: bool,
    ) {
        let dashes = [1.4 * self.scale, 1.0 * self.scale];
        let mut stroke = Stroke::default()
            .with_color(color(ink))
            .with_width(self.thick(weight));
        if is_dashed {
            stroke.line_dash = canvas::LineDash {
                segments: &dashes,
                offset: 0,
            };
        }
        let path = Path::line(self.point(from), self.point(to));
        self.frame.stroke(&path, stroke);
    }

    fn rounded(&self, at: (f32, f32), (width, height): (f32, f32), radius: (f32, f32)) -> Path {
        let size = Size::new(width * self.scale, height * self.scale);
        let (left, right) = (radius.0 * self.scale, radius.1 * self.scale);
        let corners = iced::border::Radius {
            top_left: left,
            bottom_left: left,
            top_right: right,
            bottom_right: right,
        };
        Path::rounded_rectangle(self.point(at), size, corners)
    }

    fn squares(&mut self, at: (f32, f32), side: f32, count: u8, dark: &[bool], ink: page::Color) {
        let one = side * self.scale / f32::from(count.max(1));
        let from = self.point(at);
        let mut squares = dark.iter();
        for row in 0..count {
            for place in 0..count {
                if squares.next() == Some(&true) {
                    let at = Point::new(
                        from.x + f32::from(place) * one,
                        from.y + f32::from(row) * one,
                    );
                    self.frame
                        .fill_rectangle(at, Size::new(one, one), color(ink));
                }
            }
        }
    }
}

const fn font(face: Face) -> (Font, f32) {
    match face {
        Face::Regular => (theme::REGULAR, BASELINE),
        Face::Semibold => (theme::SEMIBOLD, BASELINE),
        Face::Bold => (theme::BOLD, BASELINE),
        Face::Scan => (theme::SCAN, SCAN_BASELINE),
    }
}

const fn color((red, green, blue): page::Color) -> Color {
    Color::from_rgb8(red, green, blue)
}
