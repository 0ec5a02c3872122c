//! Every part pictured in light and dark. `KEEP=1 cargo test kit::look` keeps the pictures in `target/kept`.

use iced::widget::text_editor;
use iced::{Element, Point, Size};
use pegboard::ui::gallery::{self, Message};
use pegboard::ui::theme;

use super::hand::Hand;

/// Room for a sheet that is higher than a window.
const LARGE: Size = Size::new(1280.0, 1040.0);

fn sheet(view: fn(&()) -> Element<'_, Message>) -> Hand<(), Message> {
    Hand::new((), view, |(), _| {})
}

/// Whether a picture has many colours; a blank one has a single one.
fn is_drawn(pixels: &[u8]) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    pixels.chunks(4).any(|pixel| {
        let _ = seen.insert(pixel);
        seen.len() > 100
    })
}

/// Pictures a whole window in both themes.
fn both<State>(mut hand: Hand<State, Message>, name: &str) {
    assert!(is_drawn(&hand.picture(name, &theme::light())));
    assert!(is_drawn(
        &hand.picture(&format!("{name}-dark"), &theme::dark())
    ));
}

#[test]
fn the_parts_are_drawn() {
    let mut hand = sheet(|()| gallery::parts());
    let _ = hand.press("Tab");
    let _ = hand.press("Tab");
    hand.point(Point::new(300.0, 350.0));
    assert!(is_drawn(&hand.picture("parts", &theme::light())));
    hand.focus("service");
    assert!(is_drawn(&hand.picture("parts-field", &theme::light())));
}

#[test]
fn forms_are_drawn() {
    let notes =
        text_editor::Content::with_text("Asked about the deductible.\nCall back on Friday.");
    let mut hand = Hand::sized(notes, gallery::forms, |_, _| {}, LARGE);
    hand.focus("provider");
    let _ = hand.press("Space");
    assert!(is_drawn(&hand.picture("forms", &theme::light())));
}

#[test]
fn reasons_are_drawn() {
    let mut hand = Hand::sized((), |()| gallery::reasons(), |(), _| {}, LARGE);
    assert!(is_drawn(&hand.picture("reasons", &theme::light())));
}

#[test]
fn whole_windows_are_drawn() {
    both(sheet(|()| gallery::today()), "today");
    both(sheet(|()| gallery::chart()), "chart");
    both(sheet(|()| gallery::claims()), "claims");
    both(sheet(|()| gallery::finder()), "palette");
    both(sheet(|()| gallery::asked()), "asked");
}

#[test]
fn a_look_up_is_drawn_over_what_is_below() {
    let mut hand = sheet(|()| gallery::charge());
    hand.focus("code");
    let _ = hand.press("Down");
    both(hand, "charge");
}
