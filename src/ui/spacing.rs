//! Sizes: spaces, radii, the type scale and the heights of parts, at zoom 100 %. It must not know colours.

/// Space between things, on a grid of four.
pub mod space {
    pub const XS: f32 = 4.0;
    pub const S: f32 = 8.0;
    pub const M: f32 = 12.0;
    pub const L: f32 = 16.0;
    pub const XL: f32 = 24.0;
    pub const XXL: f32 = 32.0;
    pub const XXXL: f32 = 48.0;
}

/// Corners.
pub mod radius {
    /// Buttons, fields, pills.
    pub const CONTROL: f32 = 4.0;
    /// Cards, dialogs, toasts.
    pub const CARD: f32 = 8.0;
}

/// A size of type with its line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    pub size: f32,
    pub line: f32,
}

impl Type {
    /// Key hints, avatars, axis labels; never data.
    pub const TINY: Self = Self::new(11.0, 16.0);
    /// Labels over fields, notes, pills.
    pub const SMALL: Self = Self::new(12.0, 16.0);
    /// Figure labels and entry sub-rows.
    pub const DENSE: Self = Self::new(13.0, 20.0);
    /// Tables, forms, buttons: everything that is not named otherwise.
    pub const BODY: Self = Self::new(14.0, 20.0);
    /// Heads of cards, panels and sections.
    pub const SECTION: Self = Self::new(16.0, 24.0);
    /// Page titles, and figures in a row of figures.
    pub const TITLE: Self = Self::new(20.0, 28.0);
    /// The one figure of a card.
    pub const FIGURE: Self = Self::new(28.0, 36.0);

    const fn new(size: f32, line: f32) -> Self {
        Self { size, line }
    }
}

/// Heights and widths of parts.
pub mod height {
    pub const TOP_BAR: f32 = 48.0;
    pub const KEY_BAR: f32 = 32.0;
    pub const TOOLBAR: f32 = 40.0;
    pub const FILTER_BAR: f32 = 44.0;
    pub const PANEL_HEAD: f32 = 40.0;
    pub const CONTROL: f32 = 32.0;
    pub const CONTROL_COMPACT: f32 = 28.0;
    pub const PILL: f32 = 20.0;
    pub const KEY_HINT: f32 = 18.0;
    pub const TABLE_HEAD: f32 = 32.0;
    pub const ROW: f32 = 28.0;
    pub const VISIT_ROW: f32 = 32.0;
    pub const ENTRY_ROW: f32 = 24.0;
    pub const TOTAL_ROW: f32 = 32.0;
    pub const GROUP_ROW: f32 = 28.0;
    pub const QUEUE_ROW: f32 = 36.0;
    pub const LANE: f32 = 64.0;
    pub const LANE_STACKED: f32 = 84.0;
    pub const PATIENT_STRIP: f32 = 56.0;
}

/// Widths of parts.
pub mod width {
    pub const RAIL: f32 = 200.0;
    pub const SEARCH: f32 = 440.0;
    pub const PALETTE: f32 = 640.0;
    pub const LOOK_UP: f32 = 484.0;
    pub const PANEL_VISIT: f32 = 280.0;
    pub const PANEL_CHART: f32 = 320.0;
    pub const PANEL_REMITTANCE: f32 = 340.0;
    pub const PANEL_CLAIM: f32 = 360.0;
}
