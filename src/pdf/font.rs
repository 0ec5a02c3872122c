//! The faces pages are set in, and how wide text is in them, kerning included. It must not know pages.

use std::borrow::Cow;

use ttf_parser::GlyphId;
use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use unicode_normalization::UnicodeNormalization;

/// A face text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Source Sans 3, 400.
    Regular,
    /// Source Sans 3, 600.
    Semibold,
    /// Source Sans 3, 700.
    Bold,
    /// OCR-A, for what machines read.
    Scan,
}

/// A face that came with the program cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the typeface {0} is damaged")]
pub struct FontError(pub(super) &'static str);

/// All faces, read once.
pub struct Fonts {
    regular: Typeface,
    semibold: Typeface,
    bold: Typeface,
    scan: Typeface,
}

/// One face: where its outlines are, and its measures for the letters that nearly all text is made of.
pub(super) struct Typeface {
    face: ttf_parser::Face<'static>,
    bytes: &'static [u8],
    kerns: Vec<i16>,
}

/// Millimetres in a typographic point.
pub const MM_PER_PT: f32 = 25.4 / 72.0;

/// Printable ASCII, whose kerning is looked up once.
const FIRST: u32 = 0x20;
const COUNT: u32 = 0x5f;

impl Face {
    /// Every face.
    pub const ALL: [Self; 4] = [Self::Regular, Self::Semibold, Self::Bold, Self::Scan];

    /// The name it goes by in a PDF.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Regular => "SourceSans3-Regular",
            Self::Semibold => "SourceSans3-Semibold",
            Self::Bold => "SourceSans3-Bold",
            Self::Scan => "OCRA",
        }
    }

    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../assets/fonts/SourceSans3-Regular.ttf"),
            Self::Semibold => include_bytes!("../../assets/fonts/SourceSans3-Semibold.ttf"),
            Self::Bold => include_bytes!("../../assets/fonts/SourceSans3-Bold.ttf"),
            Self::Scan => include_bytes!("../../assets/fonts/OCRA.ttf"),
        }
    }
}

impl Fonts {
    /// Reads every face.
    ///
    /// # Errors
    /// [`FontError`] when one that came with the program is damaged.
    pub fn load() -> Result<Self, FontError> {
        Ok(Self {
            regular: Typeface::load(Face::Regular)?,
            semibold: Typeface::load(Face::Semibold)?,
            bold: Typeface::load(Face::Bold)?,
            scan: Typeface::load(Face::Scan)?,
        })
    }

    /// How wide `text` is at `size` points, in millimetres.
    pub fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        let face = self.face(face);
        let mut before = None;
        let mut units = 0.0;
        for c in text.chars() {
            if let Some(before) = before {
                units += f32::from(face.kern(before, c));
            }
            units += f32::from(face.advance(c));
            before = Some(c);
        }
        units / face.units_per_em() * size * MM_PER_PT
    }

    /// The text as it can be shown: composed, without control and direction-override characters, with `?` for what
    /// the face has no shape for.
    pub fn shown<'text>(&self, face: Face, text: &'text str) -> Cow<'text, str> {
        if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
            return Cow::Borrowed(text);
        }
        let face = self.face(face);
        Cow::Owned(
            text.nfc()
                .filter_map(|c| match c {
                    c if is_invisible(c) => None,
                    c if c.is_control() || c.is_whitespace() => Some(' '),
                    c if face.has(c) => Some(c),
                    _ => Some('?'),
                })
                .collect(),
        )
    }

    pub(super) const fn face(&self, face: Face) -> &Typeface {
        match face {
            Face::Regular => &self.regular,
            Face::Semibold => &self.semibold,
            Face::Bold => &self.bold,
            Face::Scan => &self.scan,
        }
    }
}

impl Typeface {
    fn load(which: Face) -> Result<Self, FontError> {
        let bytes = which.bytes();
        let face = ttf_parser::Face::parse(bytes, 0).map_err(|_| FontError(which.name()))?;
        let mut kerns = Vec::new();
        for left in FIRST..FIRST.saturating_add(COUNT) {
            for right in FIRST..FIRST.saturating_add(COUNT) {
                let pair = char::from_u32(left).zip(char::from_u32(right));
                kerns.push(pair.map_or(0, |(left, right)| looked_up_kern(&face, left, right)));
            }
        }
        Ok(Self { face, bytes, kerns })
    }

    pub(super) const fn bytes(&self) -> &'static [u8] {
        self.bytes
    }

    pub(super) fn units_per_em(&self) -> f32 {
        f32::from(self.face.units_per_em())
    }

    pub(super) fn glyph(&self, c: char) -> u16 {
        self.face.glyph_index(c).map_or(0, |glyph| glyph.0)
    }

    pub(super) fn has(&self, c: char) -> bool {
        self.glyph(c) != 0
    }

    pub(super) fn advance(&self, c: char) -> u16 {
        self.face
            .glyph_hor_advance(GlyphId(self.glyph(c)))
            .unwrap_or(0)
    }

    /// How much closer (below zero) or farther the second letter stands than its neighbour's width says.
    pub(super) fn kern(&self, left: char, right: char) -> i16 {
        let place = |c: char| {
            u32::from(c)
                .checked_sub(FIRST)
                .filter(|place| *place < COUNT)
        };
        match (place(left), place(right)) {
            (Some(row), Some(column)) => row
                .checked_mul(COUNT)
                .and_then(|start| start.checked_add(column))
                .and_then(|index| usize::try_from(index).ok())
                .and_then(|index| self.kerns.get(index))
                .copied()
                .unwrap_or(0),
            _ => looked_up_kern(&self.face, left, right),
        }
    }
}

/// The advance adjustment of the face's `kern` feature for a pair (OpenType GPOS, lookup type 2).
fn looked_up_kern(face: &ttf_parser::Face<'_>, left: char, right: char) -> i16 {
    let Some(gpos) = face.tables().gpos else {
        return 0;
    };
    let (Some(left), Some(right)) = (face.glyph_index(left), face.glyph_index(right)) else {
        return 0;
    };
    let Some(kern) = gpos.features.find(ttf_parser::Tag::from_bytes(b"kern")) else {
        return 0;
    };
    kern.lookup_indices
        .into_iter()
        .filter_map(|index| gpos.lookups.get(index))
        .filter_map(|lookup| {
            lookup
                .subtables
                .into_iter::<PositioningSubtable<'_>>()
                .find_map(|subtable| {
                    let PositioningSubtable::Pair(pair) = subtable else {
                        return None;
                    };
                    adjustment(&pair, left, right)
                })
        })
        .fold(0_i16, i16::saturating_add)
}

/// What one table says of a pair; none when the pair is not its business.
fn adjustment(pair: &PairAdjustment<'_>, left: GlyphId, right: GlyphId) -> Option<i16> {
    let place = pair.coverage().get(left)?;
    match pair {
        PairAdjustment::Format1 { sets, .. } => Some(sets.get(place)?.get(right)?.0.x_advance),
        PairAdjustment::Format2 {
            classes, matrix, ..
        } => {
            let classes = (classes.0.get(left), classes.1.get(right));
            Some(matrix.get(classes)?.0.x_advance)
        }
    }
}

/// Characters that take no room and can only mislead on paper: direction marks and overrides, joiners, the byte
/// order mark, soft hyphens.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        Fonts::load().unwrap()
    }

    #[test]
    fn figures_are_all_of_one_width() {
        let fonts = fonts();
        for face in Face::ALL {
            let widths: Vec<_> = ('0'..='9').map(|d| fonts.face(face).advance(d)).collect();
            assert!(
                widths.iter().all(|w| *w == widths[0]),
                "{face:?} {widths:?}"
            );
            for left in '0'..='9' {
                for right in '0'..='9' {
                    assert_eq!(fonts.face(face).kern(left, right), 0, "{left}{right}");
                }
            }
        }
    }

    #[test]
    fn letters_that_leave_a_gap_are_drawn_together() {
        let fonts = fonts();
        assert!(fonts.face(Face::Regular).kern('T', 'o') < 0);
        assert!(fonts.face(Face::Bold).kern('A', 'V') < 0);
        assert!(fonts.face(Face::Regular).kern('É', 'm') <= 0);
        let apart = fonts.width(Face::Regular, 10.0, "T") + fonts.width(Face::Regular, 10.0, "o");
        assert!(fonts.width(Face::Regular, 10.0, "To") < apart);
    }

    #[test]
    fn what_could_mislead_is_not_shown() {
        let fonts = fonts();
        assert_eq!(fonts.shown(Face::Regular, "a\u{202e}b\tc\u{7}d"), "ab c d");
        assert_eq!(fonts.shown(Face::Regular, "Rene\u{301}e"), "Renée");
        assert_eq!(fonts.shown(Face::Regular, "Ann 🙂"), "Ann ?");
        assert_eq!(fonts.shown(Face::Regular, "– ’ · −"), "– ’ · −");
    }
}
