//! Where rows lie: which rows show between two heights, and where one begins. It must not know what they show.

use std::ops::Range;

/// The tops of all rows.
pub(super) enum Places {
    Even {
        count: usize,
        height: f32,
    },
    /// Each row's top, and the foot of the last.
    Varied(Vec<f32>),
}

impl Places {
    pub const fn even(count: usize, height: f32) -> Self {
        Self::Even { count, height }
    }

    pub fn varied(heights: impl Iterator<Item = f32>) -> Self {
        let mut foot = 0.0;
        let tops = std::iter::once(0.0).chain(heights.map(|height| {
            foot += height;
            foot
        }));
        Self::Varied(tops.collect())
    }

    pub fn count(&self) -> usize {
        match self {
            Self::Even { count, .. } => *count,
            Self::Varied(tops) => tops.len().saturating_sub(1),
        }
    }

    /// The height of all rows.
    pub fn total(&self) -> f32 {
        self.top(self.count())
    }

    /// Where row `at` begins; the foot of the last row when there is no such row.
    pub fn top(&self, at: usize) -> f32 {
        match self {
            Self::Even { count, height } => pixels(at.min(*count)) * height,
            Self::Varied(tops) => tops.get(at).or(tops.last()).copied().unwrap_or(0.0),
        }
    }

    pub fn height(&self, at: usize) -> f32 {
        self.top(at.saturating_add(1)) - self.top(at)
    }

    /// The row at height `y`, if there is one.
    pub fn at(&self, y: f32) -> Option<usize> {
        (y >= 0.0 && y < self.total()).then(|| self.around(y))
    }

    /// The rows that show between `top` and `foot`.
    pub fn between(&self, top: f32, foot: f32) -> Range<usize> {
        let count = self.count();
        let first = self.around(top).min(count);
        let last = self.around(foot).saturating_add(1).min(count);
        first..last.max(first)
    }

    fn around(&self, y: f32) -> usize {
        match self {
            Self::Even { height, .. } => whole(y / height),
            Self::Varied(tops) => tops.partition_point(|top| *top <= y).saturating_sub(1),
        }
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a float holds sixteen million rows exactly"
)]
const fn pixels(count: usize) -> f32 {
    count as f32
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and the fraction is to be dropped"
)]
fn whole(number: f32) -> usize {
    number.max(0.0) as usize
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "heights are whole")]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_height() {
        let heights = [32.0, 28.0, 24.0, 24.0, 28.0];
        let varied = Places::varied(heights.into_iter());
        let even = Places::even(5, 28.0);
        assert_eq!(varied.count(), 5);
        assert_eq!(varied.total(), 136.0);
        assert_eq!((varied.top(2), varied.height(2)), (60.0, 24.0));
        assert_eq!(
            (varied.at(0.0), varied.at(31.9), varied.at(32.0)),
            (Some(0), Some(0), Some(1))
        );
        assert_eq!((varied.at(-1.0), varied.at(136.0)), (None, None));
        assert_eq!(
            (even.at(27.9), even.at(28.0), even.at(139.9)),
            (Some(0), Some(1), Some(4))
        );
        assert_eq!((even.top(9), varied.top(9)), (140.0, 136.0));
    }

    #[test]
    fn only_rows_that_show_are_named() {
        let places = Places::even(100_000, 28.0);
        assert_eq!(places.between(-200.0, 280.0), 0..11);
        assert_eq!(places.between(2_799_990.0, 9_999_999.0), 99_999..100_000);
        assert_eq!(places.between(9_999_990.0, 9_999_999.0), 100_000..100_000);
        assert_eq!(Places::even(0, 28.0).between(0.0, 500.0), 0..0);
        assert_eq!(Places::varied(std::iter::empty()).between(0.0, 500.0), 0..0);
    }
}
