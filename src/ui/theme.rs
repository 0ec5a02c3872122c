//! Colours by role in light and dark, the fonts, and the styles drawn from them. It must not know any screen.

use std::borrow::Cow;
use std::sync::LazyLock;

use iced::theme::Palette;
use iced::{Color, Font, Pixels, Settings, Theme, font};

use crate::ui::spacing::Type;

mod style;

pub use style::*;

/// Ink and the ground it stands on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tint {
    pub ink: Color,
    pub ground: Color,
}

/// Every colour the window uses, by what it is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    /// Rail, key bar, panels, table heads: what lies behind.
    pub canvas: Color,
    /// Cards, tables, fields: what is written on. The lighter one in both themes.
    pub paper: Color,
    /// A row under the pointer, and the ground of entry sub-rows.
    pub hover: Color,
    /// A chosen row, rail item or lane; never without a bar, border or dot as well.
    pub selected: Color,
    pub text: Color,
    /// What explains; never data.
    pub muted: Color,
    pub input_border: Color,
    pub divider: Color,
    /// Links, the focus ring, the one filled button of a region.
    pub accent: Color,
    /// The filled button under the pointer.
    pub accent_hover: Color,
    pub on_accent: Color,
    pub paid: Tint,
    pub attention: Tint,
    pub denied: Tint,
    pub sent: Tint,
    pub scrim: Color,
    pub shadow: Color,
}

/// The light palette.
pub const LIGHT: Tokens = Tokens {
    canvas: rgb(0xF7_F8FA),
    paper: rgb(0xFF_FFFF),
    hover: rgb(0xF4_F6F8),
    selected: rgb(0xDC_EBFA),
    text: rgb(0x1B_2430),
    muted: rgb(0x55_606E),
    input_border: rgb(0x76_7F8C),
    divider: rgb(0xD5_DAE1),
    accent: rgb(0x0B_5CAD),
    accent_hover: rgb(0x09_4B8F),
    on_accent: rgb(0xFF_FFFF),
    paid: tint(0x1B_6E3C, 0xE6_F4EA),
    attention: tint(0x7A_4900, 0xFD_F2DC),
    denied: tint(0xB3_261E, 0xFC_E8E6),
    sent: tint(0x0B_5CAD, 0xE3_EEFA),
    scrim: faded(0x1B_2430, 0.32),
    shadow: faded(0x1B_2430, 0.16),
};

/// The dark palette.
pub const DARK: Tokens = Tokens {
    canvas: rgb(0x12_161C),
    paper: rgb(0x1A_2028),
    hover: rgb(0x1E_252E),
    selected: rgb(0x17_385A),
    text: rgb(0xE6_EAF0),
    muted: rgb(0xA6_B0BD),
    input_border: rgb(0x7C_8896),
    divider: rgb(0x32_3C48),
    accent: rgb(0x6C_B2F5),
    accent_hover: rgb(0x8F_C5F8),
    on_accent: rgb(0x0B_1622),
    paid: tint(0x6F_D08C, 0x15_301F),
    attention: tint(0xF2_B84B, 0x3A_2A0A),
    denied: tint(0xFF_8A80, 0x3D_1614),
    sent: tint(0x6C_B2F5, 0x10_2A43),
    scrim: faded(0x00_0000, 0.5),
    shadow: faded(0x00_0000, 0.5),
};

/// What the user chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Appearance {
    /// As the desktop says.
    #[default]
    System,
    Light,
    Dark,
}

impl Appearance {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The theme to draw with; `desktop` is what `iced::system::theme` last said.
    pub fn theme(self, desktop: iced::theme::Mode) -> Theme {
        match (self, desktop) {
            (Self::Dark, _) | (Self::System, iced::theme::Mode::Dark) => dark(),
            _ => light(),
        }
    }

    /// The word kept in the settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the word kept in the settings.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.word() == word)
    }
}

/// The light theme.
pub fn light() -> Theme {
    static THEME: LazyLock<Theme> = LazyLock::new(|| custom("Pegboard light", &LIGHT));
    THEME.clone()
}

/// The dark theme.
pub fn dark() -> Theme {
    static THEME: LazyLock<Theme> = LazyLock::new(|| custom("Pegboard dark", &DARK));
    THEME.clone()
}

/// Our colours for the theme that is being drawn with.
pub fn tokens(theme: &Theme) -> &'static Tokens {
    if theme.extended_palette().is_dark {
        &DARK
    } else {
        &LIGHT
    }
}

/// The ground and text of the whole window, for `Application::style`.
pub fn window(theme: &Theme) -> iced::theme::Style {
    let tokens = tokens(theme);
    iced::theme::Style {
        background_color: tokens.canvas,
        text_color: tokens.text,
    }
}

/// The text font.
pub const REGULAR: Font = Font::with_name("Source Sans 3");
/// The text font where weight marks what matters.
pub const SEMIBOLD: Font = Font {
    weight: font::Weight::Semibold,
    ..Font::with_name("Source Sans 3")
};
/// The weight that only printed pages have.
pub const BOLD: Font = Font {
    weight: font::Weight::Bold,
    ..Font::with_name("Source Sans 3")
};
/// The letters that machines read on printed pages.
pub const SCAN: Font = Font {
    weight: font::Weight::Medium,
    ..Font::with_name("OCRA")
};
/// The icon font.
pub const ICONS: Font = Font::with_name("lucide");

/// The font files that must be loaded before the first frame.
pub fn fonts() -> Vec<Cow<'static, [u8]>> {
    vec![
        include_bytes!("../../assets/fonts/SourceSans3-Regular.ttf")
            .as_slice()
            .into(),
        include_bytes!("../../assets/fonts/SourceSans3-Semibold.ttf")
            .as_slice()
            .into(),
        include_bytes!("../../assets/fonts/SourceSans3-Bold.ttf")
            .as_slice()
            .into(),
        include_bytes!("../../assets/fonts/OCRA.ttf")
            .as_slice()
            .into(),
        lucide_icons::LUCIDE_FONT_BYTES.into(),
    ]
}

/// The settings of the program: our fonts, our default size.
pub fn settings() -> Settings {
    Settings {
        id: Some("pegboard".into()),
        fonts: fonts(),
        default_font: REGULAR,
        default_text_size: Pixels(Type::BODY.size),
        antialiasing: true,
        ..Settings::default()
    }
}

fn custom(name: &'static str, tokens: &Tokens) -> Theme {
    Theme::custom(
        name,
        Palette {
            background: tokens.canvas,
            text: tokens.text,
            primary: tokens.accent,
            success: tokens.paid.ink,
            warning: tokens.attention.ink,
            danger: tokens.denied.ink,
        },
    )
}

const fn rgb(hex: u32) -> Color {
    let [_, r, g, b] = hex.to_be_bytes();
    Color::from_rgb8(r, g, b)
}

const fn faded(hex: u32, alpha: f32) -> Color {
    let [_, r, g, b] = hex.to_be_bytes();
    Color::from_rgba8(r, g, b, alpha)
}

const fn tint(ink: u32, ground: u32) -> Tint {
    Tint {
        ink: rgb(ink),
        ground: rgb(ground),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(a: Color, b: Color) -> f32 {
        let (a, b) = (a.relative_luminance(), b.relative_luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn each_theme_finds_its_own_colours() {
        assert_eq!(tokens(&light()), &LIGHT);
        assert_eq!(tokens(&dark()), &DARK);
        assert_eq!(Appearance::System.theme(iced::theme::Mode::Dark), dark());
        assert_eq!(Appearance::System.theme(iced::theme::Mode::None), light());
        assert_eq!(Appearance::Light.theme(iced::theme::Mode::Dark), light());
    }

    #[test]
    fn the_choice_is_kept_as_a_word() {
        for choice in Appearance::ALL {
            assert_eq!(Appearance::from_word(choice.word()), Some(choice));
        }
        assert_eq!(Appearance::from_word("pink"), None);
    }

    #[test]
    fn all_text_reaches_the_contrast_of_wcag_aa() {
        for tokens in [LIGHT, DARK] {
            for ground in [tokens.canvas, tokens.paper, tokens.hover, tokens.selected] {
                assert!(contrast(tokens.text, ground) >= 4.5);
                assert!(contrast(tokens.muted, ground) >= 4.5);
                assert!(contrast(tokens.accent, ground) >= 4.5);
            }
            for tint in [tokens.paid, tokens.attention, tokens.denied, tokens.sent] {
                assert!(contrast(tint.ink, tint.ground) >= 4.5);
                assert!(contrast(tint.ink, tokens.paper) >= 4.5);
            }
            assert!(contrast(tokens.on_accent, tokens.accent) >= 4.5);
            assert!(contrast(tokens.on_accent, tokens.accent_hover) >= 4.5);
            for ground in [tokens.canvas, tokens.paper] {
                assert!(contrast(tokens.input_border, ground) >= 3.0);
            }
        }
    }
}
