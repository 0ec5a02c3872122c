//! Every part pictured in light and dark. `KEEP=1 cargo test kit::look` keeps the pictures in `target/kept`.

use iced::{Element, Point};
use pegboard::ui::gallery::{self, Message};
use pegboard::ui::theme;

use super::hand::Hand;

fn sheet(view: fn(&()) -> Element<'_, Message>) -> Hand<(), Message> {
    Hand::new((), view, |(), _| {})
}

/// How many different colours a picture has: a blank one has a single one.
fn colours(pixels: &[u8]) -> usize {
    let mut seen: Vec<&[u8]> = pixels.chunks(4).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}

#[test]
fn the_parts_are_drawn() {
    let mut hand = sheet(|()| gallery::parts());
    let _ = hand.press("Tab");
    hand.point(Point::new(300.0, 350.0));
    assert!(colours(&hand.picture("parts", &theme::light())) > 100);
}
