//! Keys: how they are shown, and how a shown key is told from what was pressed, so that one word does both. It must
//! not know what any key does.

use iced::keyboard::key::{Named, Physical};
use iced::keyboard::{self, Key, Modifiers};
use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{column, container, row};
use iced::{Border, Center, Element, Fill, Subscription, Theme, event};

use super::words;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{Type, height, radius, space};
use crate::ui::theme::{self, Tone, tokens};

/// A key as its cap: `key_hint("Ctrl S")`.
pub fn key_hint<'a, Message: 'a>(keys: impl IntoFragment<'a>) -> Element<'a, Message> {
    cap(keys, |theme| {
        let tokens = tokens(theme);
        container::Style::default()
            .background(tokens.canvas)
            .color(tokens.muted)
            .border(theme::line(tokens.divider).rounded(radius::CONTROL))
    })
}

/// A key on a button: it takes the button's own ink.
pub(super) fn key_on<'a, Message: 'a>(
    keys: impl IntoFragment<'a>,
    style: fn(&Theme) -> iced::Color,
) -> Element<'a, Message> {
    cap(keys, move |theme| {
        let ink = style(theme);
        container::Style::default().color(ink).border(
            Border::default()
                .color(ink)
                .width(1.0)
                .rounded(radius::CONTROL),
        )
    })
}

fn cap<'a, Message: 'a>(
    keys: impl IntoFragment<'a>,
    style: impl Fn(&Theme) -> container::Style + 'a,
) -> Element<'a, Message> {
    container(words::sized(shown(keys.into_fragment()), Type::TINY))
        .height(height::KEY_HINT)
        .padding([0.0, 6.0])
        .center_y(height::KEY_HINT)
        .style(style)
        .into()
}

/// Arrows are shown as arrows.
fn shown(keys: Fragment<'_>) -> Fragment<'_> {
    match keys.as_ref() {
        "Up" => "↑".into(),
        "Down" => "↓".into(),
        "Left" => "←".into(),
        "Right" => "→".into(),
        _ => keys,
    }
}

/// What the keys of the bar do: caps, then words.
#[derive(Clone, Copy, Debug)]
pub struct Hint<'a> {
    pub keys: &'a [&'a str],
    pub words: &'a str,
}

/// A hint of the key bar: `hint(&["Up", "Down"], "move")`.
pub const fn hint<'a>(keys: &'a [&'a str], words: &'a str) -> Hint<'a> {
    Hint { keys, words }
}

/// Caps and words in a row: what keys do in a bar, a pop-up or the palette.
pub fn hints<'a, Message: 'a>(hints: impl IntoIterator<Item = Hint<'a>>) -> Element<'a, Message> {
    row(hints.into_iter().map(|hint| {
        row(hint.keys.iter().map(|keys| key_hint(*keys)))
            .push(words::note(hint.words))
            .spacing(space::S)
            .align_y(Center)
            .into()
    }))
    .spacing(space::L)
    .align_y(Center)
    .into()
}

/// All keys of a screen below each other, in groups: what `?` shows, as the content of a dialog.
pub fn sheet<'a, Message: 'a>(
    groups: impl IntoIterator<Item = (&'a str, Vec<Hint<'a>>)>,
) -> Element<'a, Message> {
    let line = |hint: Hint<'a>| {
        let caps = row(hint.keys.iter().map(|keys| key_hint(*keys)))
            .spacing(space::XS)
            .width(120);
        row![caps, words::body(hint.words)]
            .height(height::ENTRY_ROW)
            .align_y(Center)
            .into()
    };
    column(groups.into_iter().map(|(name, hints)| {
        column![words::note(name).font(theme::SEMIBOLD)]
            .extend(hints.into_iter().map(line))
            .spacing(space::XS)
            .into()
    }))
    .spacing(space::M)
    .into()
}

/// The bar at the foot of the window: this screen's keys at the left, the state of book and backup at the right.
pub fn key_bar<'a, Message: 'a>(
    left: impl IntoIterator<Item = Hint<'a>>,
    right: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    container(
        row![hints(left), iced::widget::space::horizontal(), right.into()]
            .height(Fill)
            .align_y(Center),
    )
    .padding([0.0, space::L])
    .height(height::KEY_BAR)
    .width(Fill)
    .style(theme::ground(|t| t.canvas))
    .into()
}

/// What stands at the right of the key bar: an icon and a few words in its tone.
pub fn standing<'a, Message: 'a>(
    glyph: Glyph,
    words: impl IntoFragment<'a>,
    tone: Tone,
) -> Element<'a, Message> {
    row![
        icon::of(glyph, 12.0).style(tone.ink()),
        words::sized(words, Type::SMALL).style(tone.ink()),
    ]
    .spacing(6.0)
    .align_y(Center)
    .into()
}

/// A key that nothing in the view had a use for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    pub key: Key,
    pub modifiers: Modifiers,
    latin: Option<char>,
    typed: Option<char>,
}

impl Press {
    /// Whether this is the key shown as `keys`, such as `Ctrl S`, `Shift F`, `Alt 1`, `?`, `Esc` or `Down`.
    pub fn is(&self, keys: &str) -> bool {
        let mut wanted = Modifiers::empty();
        let mut cap = "";
        for word in keys.split_whitespace() {
            match word {
                "Ctrl" => wanted |= Modifiers::COMMAND,
                "Shift" => wanted |= Modifiers::SHIFT,
                "Alt" => wanted |= Modifiers::ALT,
                other => cap = other,
            }
        }
        let held = self.modifiers & (Modifiers::COMMAND | Modifiers::SHIFT | Modifiers::ALT);
        if let Some(named) = named(cap) {
            return self.key == Key::Named(named) && held == wanted;
        }
        let mut chars = cap.chars();
        let (Some(wanted_char), None) = (chars.next(), chars.next()) else {
            return false;
        };
        if wanted_char.is_ascii_alphanumeric() {
            return self.latin == Some(wanted_char.to_ascii_lowercase()) && held == wanted;
        }
        // A sign such as `?` needs Shift on some keyboards and not on others.
        let sign = self.typed.or_else(|| character(&self.key));
        sign == Some(wanted_char) && held | Modifiers::SHIFT == wanted | Modifiers::SHIFT
    }

    /// The digit pressed alone or with exactly `modifiers`.
    pub fn digit(&self, modifiers: Modifiers) -> Option<u32> {
        (self.modifiers == modifiers).then_some(self.latin?.to_digit(10)?)
    }
}

fn character(key: &Key) -> Option<char> {
    match key {
        Key::Character(text) => text.chars().next(),
        _ => None,
    }
}

fn named(cap: &str) -> Option<Named> {
    Some(match cap {
        "Esc" => Named::Escape,
        "Enter" => Named::Enter,
        "Tab" => Named::Tab,
        "Space" => Named::Space,
        "Del" => Named::Delete,
        "Backspace" => Named::Backspace,
        "Up" => Named::ArrowUp,
        "Down" => Named::ArrowDown,
        "Left" => Named::ArrowLeft,
        "Right" => Named::ArrowRight,
        "Home" => Named::Home,
        "End" => Named::End,
        "PgUp" => Named::PageUp,
        "PgDn" => Named::PageDown,
        "F1" => Named::F1,
        "F2" => Named::F2,
        "F3" => Named::F3,
        "F4" => Named::F4,
        "F5" => Named::F5,
        "F6" => Named::F6,
        "F7" => Named::F7,
        "F8" => Named::F8,
        "F9" => Named::F9,
        "F10" => Named::F10,
        "F11" => Named::F11,
        "F12" => Named::F12,
        _ => return None,
    })
}

/// Hears the keys that no control took: a letter typed into a field never arrives here.
pub fn shortcuts() -> Subscription<Press> {
    event::listen_with(|event, status, _| match (event, status) {
        (iced::Event::Keyboard(event), event::Status::Ignored) => press(event),
        _ => None,
    })
}

/// The press in a keyboard event, if it is one; a modifier alone is none.
pub fn press(event: keyboard::Event) -> Option<Press> {
    let keyboard::Event::KeyPressed {
        key,
        physical_key,
        modifiers,
        text,
        ..
    } = event
    else {
        return None;
    };
    let is_modifier = matches!(
        key,
        Key::Named(
            Named::Control
                | Named::Shift
                | Named::Alt
                | Named::AltGraph
                | Named::Super
                | Named::Meta
        )
    );
    (!is_modifier).then(|| Press {
        latin: latin(&key, physical_key),
        typed: text
            .and_then(|text| text.chars().next())
            .filter(|c| !c.is_control()),
        key,
        modifiers,
    })
}

fn latin(key: &Key, physical: Physical) -> Option<char> {
    key.to_latin(physical)
        .or_else(|| character(key))
        .map(|c| c.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::keyboard::Location;
    use iced::keyboard::key::NativeCode;

    fn pressed(key: Key, modifiers: Modifiers, text: Option<&str>) -> Press {
        press(keyboard::Event::KeyPressed {
            key: key.clone(),
            modified_key: key,
            physical_key: Physical::Unidentified(NativeCode::Unidentified),
            location: Location::Standard,
            modifiers,
            text: text.map(Into::into),
            repeat: false,
        })
        .unwrap()
    }

    fn letter(c: &str, modifiers: Modifiers) -> Press {
        pressed(Key::Character(c.into()), modifiers, Some(c))
    }

    #[test]
    fn a_shown_key_is_the_key_pressed() {
        assert!(letter("s", Modifiers::COMMAND).is("Ctrl S"));
        assert!(letter("f", Modifiers::SHIFT).is("Shift F"));
        assert!(letter("w", Modifiers::empty()).is("W"));
        assert!(pressed(Key::Named(Named::Enter), Modifiers::COMMAND, None).is("Ctrl Enter"));
        assert!(pressed(Key::Named(Named::ArrowDown), Modifiers::empty(), None).is("Down"));
    }

    #[test]
    fn other_modifiers_make_another_key() {
        assert!(!letter("s", Modifiers::COMMAND).is("S"));
        assert!(!letter("s", Modifiers::empty()).is("Ctrl S"));
        assert!(!letter("f", Modifiers::empty()).is("Shift F"));
        assert!(!letter("s", Modifiers::COMMAND).is("Ctrl"));
    }

    #[test]
    fn signs_do_not_care_how_they_are_typed() {
        assert!(pressed(Key::Character("/".into()), Modifiers::SHIFT, Some("?")).is("?"));
        assert!(letter("/", Modifiers::empty()).is("/"));
        assert!(letter("[", Modifiers::empty()).is("["));
    }

    #[test]
    fn a_modifier_alone_is_no_key() {
        let event = keyboard::Event::KeyPressed {
            key: Key::Named(Named::Control),
            modified_key: Key::Named(Named::Control),
            physical_key: Physical::Unidentified(NativeCode::Unidentified),
            location: Location::Left,
            modifiers: Modifiers::CTRL,
            text: None,
            repeat: false,
        };
        assert_eq!(press(event), None);
    }

    #[test]
    fn digits_are_read_with_their_modifiers() {
        assert_eq!(letter("4", Modifiers::ALT).digit(Modifiers::ALT), Some(4));
        assert_eq!(letter("4", Modifiers::empty()).digit(Modifiers::ALT), None);
        assert_eq!(letter("x", Modifiers::ALT).digit(Modifiers::ALT), None);
    }
}
