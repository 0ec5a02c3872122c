//! Buttons by what they mean. Each can be reached by Tab, is pressed by Enter or Space, and may carry its key. They
//! must not know what pressing them does.

use iced::advanced::widget::Id;
use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{button, container, row};
use iced::{Background, Border, Center, Color, Element, Length, Theme};

use super::focus::{Ring, focusable};
use super::{key, words};
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{height, radius, space};
use crate::ui::theme::{self, Tokens, ink, tokens};

/// How wide the reason beside a disabled button is at the most.
const REASON: f32 = 360.0;

/// The one filled button of a region: save, post, send, fix.
pub fn primary<'a, Message>(words: impl IntoFragment<'a>) -> Button<'a, Message> {
    Button::new(Kind::Primary, words)
}

/// A button with a border.
pub fn plain<'a, Message>(words: impl IntoFragment<'a>) -> Button<'a, Message> {
    Button::new(Kind::Plain, words)
}

/// A button that is only accent text.
pub fn quiet<'a, Message>(words: impl IntoFragment<'a>) -> Button<'a, Message> {
    Button::new(Kind::Quiet, words)
}

/// A button that takes something back or away: red text and border.
pub fn danger<'a, Message>(words: impl IntoFragment<'a>) -> Button<'a, Message> {
    Button::new(Kind::Danger, words)
}

/// A square button with only an icon; `name` is what it does, shown when the pointer rests on it.
pub fn icon<'a, Message>(glyph: Glyph, name: impl IntoFragment<'a>) -> Button<'a, Message> {
    Button::new(Kind::Icon, name).icon(glyph)
}

/// Accent text within a line of text that goes somewhere.
pub fn link<'a, Message>(words: impl IntoFragment<'a>) -> Button<'a, Message> {
    Button::new(Kind::Link, words)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Primary,
    Plain,
    Quiet,
    Danger,
    Icon,
    Link,
}

/// A button; made by its meaning, such as [`primary`].
#[must_use]
pub struct Button<'a, Message> {
    kind: Kind,
    words: Fragment<'a>,
    glyph: Option<Glyph>,
    keys: Option<Fragment<'a>>,
    id: Option<Id>,
    on_press: Option<Message>,
    why_not: Option<Fragment<'a>>,
    width: Length,
    compact: bool,
}

impl<'a, Message> Button<'a, Message> {
    fn new(kind: Kind, words: impl IntoFragment<'a>) -> Self {
        Self {
            kind,
            words: words.into_fragment(),
            glyph: None,
            keys: None,
            id: None,
            on_press: None,
            why_not: None,
            width: Length::Shrink,
            compact: false,
        }
    }

    /// What pressing it says. Without it the button is disabled.
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    pub fn on_press_maybe(mut self, message: Option<Message>) -> Self {
        self.on_press = message;
        self
    }

    /// Disables it and says why, beside it.
    pub fn disabled(mut self, why: impl IntoFragment<'a>) -> Self {
        self.on_press = None;
        self.why_not = Some(why.into_fragment());
        self
    }

    /// Disables it, with the reason beside it, if there is a reason.
    pub fn disabled_maybe(self, why: Option<impl IntoFragment<'a>>) -> Self {
        match why {
            Some(why) => self.disabled(why),
            None => self,
        }
    }

    pub fn icon(mut self, glyph: Glyph) -> Self {
        self.glyph = Some(glyph);
        self
    }

    /// The key that does the same, shown on the button. The screen hears it through [`key::shortcuts`].
    pub fn key(mut self, keys: impl IntoFragment<'a>) -> Self {
        self.keys = Some(keys.into_fragment());
        self
    }

    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// 28 pixels high instead of 32: in toolbars and panels.
    pub fn compact(mut self) -> Self {
        self.compact = true;
        self
    }
}

impl<'a, Message: Clone + 'a> Button<'a, Message> {
    fn face(&mut self) -> Element<'a, Message> {
        let enabled = self.on_press.is_some();
        let glyph = self.glyph.map(|glyph| icon::of(glyph, 16.0));
        if self.kind == Kind::Icon {
            return row![glyph].align_y(Center).into();
        }
        let words = words::body(std::mem::take(&mut self.words))
            .wrapping(iced::widget::text::Wrapping::None);
        let words = if self.kind == Kind::Primary && enabled {
            words.font(theme::SEMIBOLD)
        } else {
            words
        };
        let keys = self.keys.take().map(|keys| {
            if self.kind == Kind::Primary && enabled {
                key::key_on(keys, |theme| tokens(theme).on_accent)
            } else {
                key::key_hint(keys)
            }
        });
        row![glyph, words, keys]
            .spacing(space::S)
            .align_y(Center)
            .into()
    }

    fn padding(&self) -> [f32; 2] {
        match self.kind {
            Kind::Link => [0.0, 0.0],
            Kind::Icon => [0.0, if self.compact { 6.0 } else { 8.0 }],
            _ if self.compact => [0.0, 9.0],
            _ => [0.0, 13.0],
        }
    }
}

impl<'a, Message: Clone + 'a> From<Button<'a, Message>> for Element<'a, Message> {
    fn from(mut this: Button<'a, Message>) -> Self {
        let high = match this.kind {
            Kind::Link => 20.0,
            _ if this.compact => height::CONTROL_COMPACT,
            _ => height::CONTROL,
        };
        let kind = this.kind;
        let face = container(this.face()).center_y(iced::Fill);
        let face = if this.width == Length::Shrink {
            face
        } else {
            face.center_x(iced::Fill)
        };
        let control = focusable(
            button(face)
                .padding(this.padding())
                .height(high)
                .width(this.width)
                .on_press_maybe(this.on_press.clone())
                .style(move |theme, status| style(kind, theme, status)),
        )
        .id_maybe(this.id)
        .on_press_maybe(this.on_press)
        .ring(Ring::Outside);
        match (this.why_not, kind) {
            (None, Kind::Icon) => hinted(control, this.words),
            (None, _) => control.into(),
            (Some(why), _) => {
                let why = words::body(why).style(ink(|t| t.muted));
                // A long reason takes a second line, so that the button keeps its room.
                row![container(why).max_width(REASON), control]
                    .spacing(space::M)
                    .align_y(Center)
                    .into()
            }
        }
    }
}

fn hinted<'a, Message: 'a>(
    control: impl Into<Element<'a, Message>>,
    name: Fragment<'a>,
) -> Element<'a, Message> {
    iced::widget::tooltip(
        control,
        container(words::note(name))
            .padding([4.0, 8.0])
            .style(theme::card),
        iced::widget::tooltip::Position::Bottom,
    )
    .gap(4.0)
    .into()
}

fn style(kind: Kind, theme: &Theme, status: button::Status) -> button::Style {
    let tokens = tokens(theme);
    let lively = matches!(status, button::Status::Hovered | button::Status::Pressed);
    if status == button::Status::Disabled {
        return disabled(kind, tokens);
    }
    let (ink, ground, border) = match kind {
        Kind::Primary => (
            tokens.on_accent,
            Some(if lively {
                tokens.accent_hover
            } else {
                tokens.accent
            }),
            None,
        ),
        Kind::Plain => (
            tokens.text,
            Some(if lively { tokens.hover } else { tokens.paper }),
            Some(tokens.input_border),
        ),
        Kind::Danger => (
            tokens.denied.ink,
            Some(if lively {
                tokens.denied.ground
            } else {
                tokens.paper
            }),
            Some(tokens.denied.ink),
        ),
        Kind::Quiet => (tokens.accent, lively.then_some(tokens.sent.ground), None),
        Kind::Icon => (
            if lively { tokens.text } else { tokens.muted },
            lively.then_some(tokens.hover),
            None,
        ),
        Kind::Link => (
            if lively {
                tokens.accent_hover
            } else {
                tokens.accent
            },
            None,
            None,
        ),
    };
    painted(ink, ground, border)
}

fn disabled(kind: Kind, tokens: &Tokens) -> button::Style {
    match kind {
        Kind::Primary | Kind::Plain | Kind::Danger => {
            painted(tokens.muted, None, Some(tokens.divider))
        }
        Kind::Quiet | Kind::Icon | Kind::Link => painted(tokens.muted, None, None),
    }
}

fn painted(ink: Color, ground: Option<Color>, border: Option<Color>) -> button::Style {
    button::Style {
        background: ground.map(Background::Color),
        text_color: ink,
        border: Border {
            color: border.unwrap_or(Color::TRANSPARENT),
            width: if border.is_some() { 1.0 } else { 0.0 },
            radius: radius::CONTROL.into(),
        },
        ..button::Style::default()
    }
}
