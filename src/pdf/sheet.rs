//! One side of paper as a list of placed marks in millimetres from the top left, before any PDF exists. It must not
//! know what the marks mean.
//!
//! Its [`Display`](fmt::Display) is one line for each mark, which is how tests compare pages.

use std::fmt;

use super::font::{Face, MM_PER_PT};

/// One side of paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Width in millimetres.
    pub width: f32,
    /// Height in millimetres.
    pub height: f32,
    /// In the order they are drawn; later ones lie on top.
    pub marks: Vec<Mark>,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line of text.
    Text(Text),
    /// A straight line.
    Rule(Rule),
    /// A box, filled or outlined or both.
    Panel(Panel),
    /// A QR code.
    Code(Code),
    /// Type of one width, for forms.
    Typed(Typed),
}

/// A line of text on its baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where it starts.
    pub x: f32,
    /// Its baseline.
    pub y: f32,
    /// How wide it is.
    pub width: f32,
    /// What it is set in.
    pub face: Face,
    /// In points.
    pub size: f32,
    /// Its colour.
    pub ink: Ink,
    /// What it says.
    pub words: String,
}

/// Ten characters to the inch on a baseline: Courier of twelve points, which every printer and viewer brings along.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// Where the first cell starts.
    pub x: f32,
    /// Its baseline.
    pub y: f32,
    /// What it says, in plain characters.
    pub words: String,
}

impl Typed {
    /// Its size in points.
    pub const SIZE: f32 = 12.0;
    /// How wide a character is, in points.
    pub const ADVANCE: f32 = 7.2;
}

/// A straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Where it starts.
    pub from: (f32, f32),
    /// Where it ends.
    pub to: (f32, f32),
    /// How thick it is.
    pub weight: f32,
    /// Its colour.
    pub ink: Ink,
    /// Whole or broken.
    pub stroke: Stroke,
}

/// How a rule is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// Without gaps.
    Whole,
    /// To be torn along.
    Dashed,
}

/// A box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Radius of the left and of the right corners; zero is square.
    pub radius: (f32, f32),
    /// Its inside.
    pub fill: Option<Ink>,
    /// Thickness and colour of its outline.
    pub outline: Option<(f32, Ink)>,
}

/// A QR code, quiet zone not included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modules {
    /// How many stand on a side.
    pub side: u8,
    /// Row by row, dark or not.
    pub dark: Vec<bool>,
}

/// A placed QR code.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Length of a side.
    pub side: f32,
    /// What it holds, for tests and reading aloud.
    pub holds: String,
    /// Its squares.
    pub modules: Modules,
}

/// The few colours of a page. None of them carries meaning on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Text and heavy rules.
    Ink,
    /// Quiet text.
    Muted,
    /// Outlines.
    Edge,
    /// Rules between rows.
    Hair,
    /// Behind the column that matters.
    Tint,
    /// The practice's mark, nothing else.
    Accent,
    /// On dark.
    White,
}

/// A rectangle that a mark keeps to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Bottom edge.
    pub bottom: f32,
}

impl Sheet {
    /// US Letter: 8½ × 11 inches.
    pub const LETTER: (f32, f32) = (215.9, 279.4);
    /// Half of US Letter.
    pub const HALF: (f32, f32) = (215.9, 139.7);

    /// An empty side.
    pub const fn new((width, height): (f32, f32)) -> Self {
        Self {
            width,
            height,
            marks: Vec::new(),
        }
    }

    /// Its texts, in the order they are drawn.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Text(text) => Some(text),
            Mark::Rule(_) | Mark::Panel(_) | Mark::Code(_) | Mark::Typed(_) => None,
        })
    }
}

impl Text {
    /// The room its letters take, from the top of a capital to the foot of a descender.
    pub fn bounds(&self) -> Bounds {
        let em = self.size * MM_PER_PT;
        Bounds {
            left: self.x,
            top: self.y - 0.7 * em,
            right: self.x + self.width,
            bottom: self.y + 0.2 * em,
        }
    }
}

impl Bounds {
    /// Whether the two share any room.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether all of `other` is inside.
    pub fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }
}

impl Ink {
    /// Red, green and blue, each 0 to 255.
    pub const fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Ink => (0x1b, 0x24, 0x30),
            Self::Muted => (0x55, 0x60, 0x6e),
            Self::Edge => (0x76, 0x7f, 0x8c),
            Self::Hair => (0xd5, 0xda, 0xe1),
            Self::Tint => (0xf1, 0xf3, 0xf6),
            Self::Accent => (0x0b, 0x5c, 0xad),
            Self::White => (0xff, 0xff, 0xff),
        }
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "sheet {:.1} x {:.1}", self.width, self.height)?;
        self.marks.iter().try_for_each(|mark| writeln!(f, "{mark}"))
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(t) => write!(
                f,
                "text {:.2} {:.2} to {:.2} {:?} {:.1} {:?} | {}",
                t.x,
                t.y,
                t.x + t.width,
                t.face,
                t.size,
                t.ink,
                t.words
            ),
            Self::Rule(r) => write!(
                f,
                "rule {:.2} {:.2} to {:.2} {:.2} {:.2} {:?} {:?}",
                r.from.0, r.from.1, r.to.0, r.to.1, r.weight, r.ink, r.stroke
            ),
            Self::Panel(p) => write!(
                f,
                "panel {:.2} {:.2} size {:.2} {:.2} radius {:.1} {:.1} fill {} outline {}",
                p.x,
                p.y,
                p.width,
                p.height,
                p.radius.0,
                p.radius.1,
                p.fill.map_or_else(|| "-".into(), |ink| format!("{ink:?}")),
                p.outline.map_or_else(
                    || "-".into(),
                    |(weight, ink)| format!("{weight:.2} {ink:?}")
                ),
            ),
            Self::Code(c) => write!(
                f,
                "code {:.2} {:.2} side {:.1} of {} | {}",
                c.x, c.y, c.side, c.modules.side, c.holds
            ),
            Self::Typed(t) => write!(f, "typed {:.2} {:.2} | {}", t.x, t.y, t.words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touching_is_not_overlapping() {
        let left = Bounds {
            left: 0.0,
            top: 0.0,
            right: 10.0,
            bottom: 5.0,
        };
        let beside = Bounds {
            left: 10.0,
            right: 20.0,
            ..left
        };
        let across = Bounds {
            left: 9.9,
            ..beside
        };
        assert!(!left.overlaps(&beside));
        assert!(left.overlaps(&across));
        assert!(!left.contains(&across));
        assert!(left.contains(&left));
    }
}
