//! Every part pictured in light and dark. `KEEP=1 cargo test kit::look` keeps the pictures in `target/kept`.

use iced::widget::text_editor;
use iced::{Element, Point};
use iced_test::core::widget::Id;
use iced_test::core::widget::operation::focusable::focus;
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

/// Pictures a whole window in both themes.
fn both<State>(mut hand: Hand<State, Message>, name: &str) {
    assert!(colours(&hand.picture(name, &theme::light())) > 100);
    assert!(colours(&hand.picture(&format!("{name}-dark"), &theme::dark())) > 100);
}

#[test]
fn the_parts_are_drawn() {
    let mut hand = sheet(|()| gallery::parts());
    let _ = hand.press("Tab");
    let _ = hand.press("Tab");
    hand.point(Point::new(300.0, 350.0));
    assert!(colours(&hand.picture("parts", &theme::light())) > 100);
    hand.operate(Box::new(focus(Id::new("service"))));
    assert!(colours(&hand.picture("parts-field", &theme::light())) > 100);
}

#[test]
fn forms_are_drawn() {
    let notes =
        text_editor::Content::with_text("Asked about the deductible.\nCall back on Friday.");
    let mut hand = Hand::new(notes, |notes| gallery::forms(notes), |_, _| {});
    hand.operate(Box::new(focus(Id::new("provider"))));
    let _ = hand.press("Space");
    assert!(colours(&hand.picture("forms", &theme::light())) > 100);
}

#[test]
fn reasons_are_drawn() {
    let mut hand = sheet(|()| gallery::reasons());
    assert!(colours(&hand.picture("reasons", &theme::light())) > 100);
}

#[test]
fn whole_windows_are_drawn() {
    both(sheet(|()| gallery::today()), "today");
    both(sheet(|()| gallery::chart()), "chart");
    both(sheet(|()| gallery::claims()), "claims");
    both(sheet(|()| gallery::finder()), "palette");
}

#[test]
fn a_look_up_is_drawn_over_what_is_below() {
    let mut hand = sheet(|()| gallery::charge());
    hand.operate(Box::new(focus(Id::new("code"))));
    let _ = hand.press("Down");
    both(hand, "charge");
}
