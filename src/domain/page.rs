//! One side of paper as it will be printed, for a window to draw: placed words, lines, boxes and squares, in millimetres
//! from the top left. It must not know what is printed, or how.

/// One side of paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Width in millimetres.
    pub width: f32,
    /// Height in millimetres.
    pub height: f32,
    /// In the order they are drawn; later ones lie on top.
    pub marks: Vec<Mark>,
}

/// Red, green and blue.
pub type Color = (u8, u8, u8);

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line of text.
    Words {
        /// Where it starts.
        x: f32,
        /// Its baseline.
        y: f32,
        /// How high its letters are set.
        size: f32,
        /// What they are set in.
        face: Face,
        /// Their colour.
        color: Color,
        /// What it says.
        words: String,
    },
    /// A straight line.
    Line {
        /// Where it starts.
        from: (f32, f32),
        /// Where it ends.
        to: (f32, f32),
        /// How thick it is.
        weight: f32,
        /// Its colour.
        color: Color,
        /// Whether it is broken, to be torn along.
        is_dashed: bool,
    },
    /// A rectangle.
    Panel {
        /// Left edge.
        x: f32,
        /// Top edge.
        y: f32,
        /// Width.
        width: f32,
        /// Height.
        height: f32,
        /// Radius of the left and of the right corners; zero is square.
        radius: (f32, f32),
        /// Its inside.
        fill: Option<Color>,
        /// Thickness and colour of its outline.
        outline: Option<(f32, Color)>,
    },
    /// A square of small squares, dark where one is listed.
    Squares {
        /// Left edge.
        x: f32,
        /// Top edge.
        y: f32,
        /// Length of a side.
        side: f32,
        /// How many stand on a side.
        count: u8,
        /// Row by row, dark or not.
        dark: Vec<bool>,
        /// Their colour.
        color: Color,
    },
}

/// What text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Weight 400.
    Regular,
    /// Weight 600.
    Semibold,
    /// Weight 700.
    Bold,
    /// What machines read.
    Scan,
}
