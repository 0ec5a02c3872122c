//! How the window looks and when it locks, as the user chose. It must not know any screen.

use crate::office::{Drawing, Office, OfficeError};
use crate::ui::theme::Appearance;

/// The choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Light, dark, or as the desktop.
    pub appearance: Appearance,
    /// How large everything is.
    pub zoom: Zoom,
    /// When the book is locked by itself.
    pub idle: IdleMinutes,
    /// What the window is drawn with, from the next start on.
    pub drawing: Drawing,
}

/// Under which names the book keeps the choices.
const ZOOM: &str = "zoom_percent";
const IDLE: &str = "idle_minutes";

impl Look {
    /// What the book says of zoom and lock; the theme is known before a book is open.
    ///
    /// # Errors
    /// As [`Office::setting`].
    pub fn of(office: &Office) -> Result<(Zoom, IdleMinutes), OfficeError> {
        let zoom = office.setting(ZOOM)?.map(Zoom::percent);
        let idle = office.setting(IDLE)?.map(IdleMinutes::new);
        Ok((zoom.unwrap_or_default(), idle.unwrap_or_default()))
    }

    /// Keeps zoom and lock in the book.
    ///
    /// # Errors
    /// As [`Office::set_setting`].
    pub fn keep(self, office: &mut Office) -> Result<(), OfficeError> {
        office.together(|office| {
            office.set_setting(ZOOM, &self.zoom.as_percent())?;
            office.set_setting(IDLE, &self.idle.get())
        })
    }
}

/// How large everything is, in percent: 80 to 200 by tens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Zoom(u16);

impl Zoom {
    const LEAST: u16 = 80;
    const MOST: u16 = 200;
    const STEP: u16 = 10;

    /// The nearest there is.
    pub fn percent(percent: u16) -> Self {
        let steps = percent.clamp(Self::LEAST, Self::MOST) / Self::STEP;
        Self(steps.saturating_mul(Self::STEP))
    }

    /// One step larger.
    #[must_use]
    pub fn larger(self) -> Self {
        Self::percent(self.0.saturating_add(Self::STEP))
    }

    /// One step smaller.
    #[must_use]
    pub fn smaller(self) -> Self {
        Self::percent(self.0.saturating_sub(Self::STEP))
    }

    /// In percent.
    pub const fn as_percent(self) -> u16 {
        self.0
    }

    /// As the window wants it.
    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self(100)
    }
}

impl std::fmt::Display for Zoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} %", self.0)
    }
}

/// Minutes without key or pointer after which the book is locked: 1 to 30.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdleMinutes(u8);

impl IdleMinutes {
    /// The nearest there is.
    pub fn new(minutes: u8) -> Self {
        Self(minutes.clamp(1, 30))
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// What to say under the field.
    pub fn typed(text: &str) -> Result<Self, &'static str> {
        match text.trim().parse() {
            Ok(minutes @ 1..=30) => Ok(Self(minutes)),
            _ => Err("From 1 to 30 minutes."),
        }
    }

    /// As a number.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// As a span of time.
    pub fn span(self) -> std::time::Duration {
        std::time::Duration::from_secs(u64::from(self.0).saturating_mul(60))
    }
}

impl Default for IdleMinutes {
    fn default() -> Self {
        Self(10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zoom_goes_by_tens_and_stays_in_its_range() {
        let mut zoom = Zoom::default();
        for _ in 0..20 {
            zoom = zoom.larger();
        }
        assert_eq!(zoom.as_percent(), 200);
        for _ in 0..20 {
            zoom = zoom.smaller();
        }
        assert_eq!(zoom.as_percent(), 80);
        assert_eq!(Zoom::percent(117).to_string(), "110 %");
    }

    #[test]
    fn the_idle_lock_takes_one_to_thirty_minutes() {
        assert_eq!(IdleMinutes::typed(" 2 ").map(IdleMinutes::get), Ok(2));
        for wrong in ["", "0", "31", "two", "-1", "999"] {
            assert!(IdleMinutes::typed(wrong).is_err());
        }
        assert_eq!(IdleMinutes::new(0).get(), 1);
    }
}
