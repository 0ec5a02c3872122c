//! Words on one line that end in an ellipsis where there is no room for all of them. It must not know what they say.

use iced::advanced::layout::{Limits, Node};
use iced::advanced::text::paragraph::Plain;
use iced::advanced::text::{self, Hit, Paragraph as _, Wrapping};
use iced::advanced::widget::text::{Format, Style, draw, layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Layout, Widget, mouse, renderer};
use iced::widget::text::{Fragment, IntoFragment};
use iced::{Color, Element, Font, Length, Pixels, Point, Rectangle, Renderer, Size, Theme};

use crate::ui::spacing::Type;
use crate::ui::theme::{self, Tokens};

type Paragraph = Plain<<Renderer as text::Renderer>::Paragraph>;

const ELLIPSIS: char = '…';

/// See [`fitted`].
#[must_use]
pub struct Fitted<'a> {
    words: Fragment<'a>,
    size: Type,
    font: Font,
    role: Option<fn(&Tokens) -> Color>,
}

/// Words of a size that are cut where their room ends.
pub fn fitted<'a>(words: impl IntoFragment<'a>, size: Type) -> Fitted<'a> {
    Fitted {
        words: words.into_fragment(),
        size,
        font: theme::REGULAR,
        role: None,
    }
}

impl Fitted<'_> {
    /// Writes them in 600.
    pub fn strong(mut self) -> Self {
        self.font = theme::SEMIBOLD;
        self
    }

    /// Writes them in another colour by role.
    pub fn role(mut self, role: fn(&Tokens) -> Color) -> Self {
        self.role = Some(role);
        self
    }

    fn format(&self) -> Format<Font> {
        Format {
            size: Some(self.size.size.into()),
            font: Some(self.font),
            line_height: Pixels(self.size.line).into(),
            wrapping: Wrapping::None,
            ..Format::default()
        }
    }
}

/// The words as they would be with room enough, and as they are shown where there is not.
#[derive(Default)]
struct State {
    whole: Paragraph,
    cut: Option<Paragraph>,
}

impl State {
    fn shown(&self) -> &Paragraph {
        self.cut.as_ref().unwrap_or(&self.whole)
    }
}

/// The beginning of `words` that leaves room for an ellipsis, with it.
fn shortened(words: &str, whole: &Paragraph, room: f32) -> String {
    let ellipsis = Paragraph::new(whole.as_text().with_content(ELLIPSIS.to_string()));
    let end = Point::new(
        (room - ellipsis.min_width()).max(0.0),
        whole.min_height() / 2.0,
    );
    let at = match whole.raw().hit_test(end) {
        Some(Hit::CharOffset(at)) => words.floor_char_boundary(at),
        None => 0,
    };
    let (kept, _) = words.split_at_checked(at).unwrap_or_default();
    // The letter that was hit may stand with its right half beyond the end.
    let kept = match kept.char_indices().next_back() {
        Some((last, _)) if beyond(whole, kept, end.x) => kept.get(..last).unwrap_or_default(),
        _ => kept,
    };
    let mut kept = kept.trim_end().to_owned();
    kept.push(ELLIPSIS);
    kept
}

fn beyond(whole: &Paragraph, kept: &str, end: f32) -> bool {
    Paragraph::new(whole.as_text().with_content(kept.to_owned())).min_width() > end
}

impl<Message> Widget<Message, Theme, Renderer> for Fitted<'_> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &Limits) -> Node {
        let state = tree.state.downcast_mut::<State>();
        let node = layout(
            &mut state.whole,
            renderer,
            limits,
            &self.words,
            self.format(),
        );
        let room = limits.max().width;
        if state.whole.min_width() <= room + 0.5 {
            state.cut = None;
            return node;
        }
        let words = shortened(&self.words, &state.whole, room);
        let cut = state.cut.get_or_insert_default();
        layout(cut, renderer, limits, &words, self.format())
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let color = self.role.map(|role| role(theme::tokens(theme)));
        draw(
            renderer,
            style,
            layout.bounds(),
            state.shown().raw(),
            Style { color },
            viewport,
        );
    }

    fn operate(
        &mut self,
        _: &mut Tree,
        layout: Layout<'_>,
        _: &Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.text(None, layout.bounds(), &self.words);
    }
}

impl<'a, Message: 'a> From<Fitted<'a>> for Element<'a, Message> {
    fn from(fitted: Fitted<'a>) -> Self {
        Self::new(fitted)
    }
}

#[cfg(test)]
mod tests {
    use iced::advanced::graphics::text::font_system;

    use super::*;

    fn paragraph(words: &str) -> Paragraph {
        for font in theme::settings().fonts {
            font_system().write().unwrap().load_font(font);
        }
        Paragraph::new(text::Text {
            content: words.to_owned(),
            bounds: Size::INFINITE,
            size: Pixels(14.0),
            line_height: Pixels(20.0).into(),
            font: theme::REGULAR,
            align_x: text::Alignment::Default,
            align_y: iced::alignment::Vertical::Top,
            shaping: text::Shaping::default(),
            wrapping: Wrapping::None,
        })
    }

    #[test]
    fn as_much_is_kept_as_there_is_room_for() {
        let words = "Merriweather-Okonkwo, Maximiliane Käthe";
        let whole = paragraph(words);
        for room in [0.0, 3.0, 20.0, 61.0, 112.0, 200.0] {
            let cut = shortened(words, &whole, room);
            let kept = cut.strip_suffix(ELLIPSIS).unwrap();
            assert!(words.starts_with(kept), "{cut}");
            let is_alone = kept.is_empty();
            assert!(
                is_alone || paragraph(&cut).min_width() <= room + 0.5,
                "{cut}"
            );
            let next = words[kept.len()..].trim_start().chars().next().unwrap();
            let longer = format!("{kept} {next}{ELLIPSIS}");
            assert!(paragraph(&longer).min_width() > room, "{longer} in {room}");
        }
    }
}
