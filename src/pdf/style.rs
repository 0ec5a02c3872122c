//! The type and the measures all pages share. Nothing here knows what a page says.

use super::font::Face;
use super::sheet::Ink;

/// A face, a size in points and a colour: how a piece of text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Type {
    pub(super) face: Face,
    pub(super) size: f32,
    pub(super) ink: Ink,
}

/// The left margin.
pub(super) const LEFT: f32 = 15.9;
/// The right margin.
pub(super) const RIGHT: f32 = 200.0;

/// The figure a page is about.
pub(super) const HEADLINE: Type = Type::new(Face::Bold, 29.0);
/// What a page is.
pub(super) const TITLE: Type = Type::new(Face::Semibold, 17.0);
/// What a section is.
pub(super) const HEADING: Type = Type::new(Face::Semibold, 11.5);
/// Text and tables.
pub(super) const BODY: Type = Type::new(Face::Regular, 9.5);
/// Rows of tables that hold much.
pub(super) const ROW: Type = Type::new(Face::Regular, 9.0);
/// Small text.
pub(super) const SMALL: Type = Type::new(Face::Regular, 8.5);
/// The smallest text there is.
pub(super) const CAPTION: Type = Type::new(Face::Regular, 8.0).muted();
/// Addresses that show through a window.
pub(super) const POSTAL: Type = Type::new(Face::Regular, 10.5);

/// How thick rules are: heavy ones under heads and above totals, an outline, a hair between rows.
pub(super) const HEAVY: f32 = 0.3;
pub(super) const OUTLINE: f32 = 0.25;
pub(super) const HAIR: f32 = 0.2;

impl Type {
    pub(super) const fn new(face: Face, size: f32) -> Self {
        Self {
            face,
            size,
            ink: Ink::Ink,
        }
    }

    pub(super) const fn muted(self) -> Self {
        self.inked(Ink::Muted)
    }

    pub(super) const fn inked(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    pub(super) const fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    pub(super) const fn semibold(self) -> Self {
        Self {
            face: Face::Semibold,
            ..self
        }
    }
}
