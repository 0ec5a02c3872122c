//! The calendar of a date field: opened, moved in, taken and left, by keys and by the pointer.

use chrono::NaiveDate;
use iced::widget::{column, container};
use iced::{Element, Point};
use pegboard::ui::theme;
use pegboard::ui::widget::{button, field, focus};

use super::hand::Hand;

#[derive(Debug, Clone)]
enum Message {
    Day(String),
    Left,
    Pressed,
}

#[derive(Default)]
struct Form {
    day: String,
    left: u32,
}

fn view(form: &Form) -> Element<'_, Message> {
    let today = NaiveDate::from_ymd_opt(2026, 3, 17).unwrap();
    let fields = column![
        field::date("Date of service", &form.day, today, Message::Day)
            .on_leave(Message::Left)
            .width(160.0),
        button::plain("Save").on_press(Message::Pressed),
    ]
    .spacing(16);
    focus::scope(container(fields).padding(24)).into()
}

fn update(form: &mut Form, message: Message) {
    match message {
        Message::Day(text) => form.day = text,
        Message::Left => form.left += 1,
        Message::Pressed => {}
    }
}

/// A form with the focus in its date.
fn form() -> Hand<Form, Message> {
    let mut hand = Hand::new(Form::default(), view, update);
    let _ = hand.press("Tab");
    hand
}

/// The middle of a day on the open sheet: the week from the top, and the day from Sunday, both from 0.
fn on_sheet(week: u8, day: u8) -> Point {
    // The field ends 80 pixels down; the sheet has a head, and the names of the days.
    let (left, top) = (
        24.0 + 12.0,
        24.0 + 20.0 + 32.0 + 4.0 + 12.0 + 28.0 + 8.0 + 16.0 + 8.0,
    );
    Point::new(
        left + 32.0 * f32::from(day) + 16.0,
        top + 32.0 * f32::from(week) + 16.0,
    )
}

#[test]
fn it_opens_on_today_and_enter_takes_the_day() {
    let mut hand = form();
    assert!(hand.press("F4"));
    let _ = hand.picture("calendar", &theme::light());
    let _ = hand.picture("calendar-dark", &theme::dark());
    assert!(hand.press("Enter"));
    assert_eq!(hand.state.day, "03/17/2026");
    assert_eq!(hand.state.left, 0, "the field keeps the focus");
}

#[test]
fn it_opens_on_the_day_that_is_typed() {
    let mut hand = form();
    hand.types("0115");
    let _ = hand.press("F4");
    let _ = hand.press("Right");
    let _ = hand.press("Enter");
    assert_eq!(hand.state.day, "01/16/2026");
}

#[test]
fn arrows_move_by_day_and_week_page_keys_by_month() {
    for (keys, want) in [
        ("Right", "03/18/2026"),
        ("Left", "03/16/2026"),
        ("Down", "03/24/2026"),
        ("Up", "03/10/2026"),
        ("PgDn", "04/17/2026"),
        ("PgUp", "02/17/2026"),
        ("Shift PgDn", "03/17/2027"),
        ("Home", "03/01/2026"),
        ("End", "03/31/2026"),
        ("+", "03/18/2026"),
        ("m", "03/01/2026"),
    ] {
        let mut hand = form();
        let _ = hand.press("F4");
        assert!(hand.press(keys), "{keys}");
        assert_eq!(hand.state.day, "", "nothing is taken yet");
        let _ = hand.press("Enter");
        assert_eq!(hand.state.day, want, "{keys}");
    }
}

#[test]
fn escape_leaves_the_day_as_it_was() {
    let mut hand = form();
    hand.types("0115");
    let _ = hand.press("F4");
    let _ = hand.press("Down");
    assert!(hand.press("Esc"), "it is not for the screen");
    assert_eq!(hand.state.day, "0115");
    assert!(!hand.press("Esc"), "now it is");
}

#[test]
fn a_digit_is_typed_and_tab_leaves_the_field() {
    let mut hand = form();
    let _ = hand.press("F4");
    hand.types("0");
    assert_eq!(hand.state.day, "0");
    let mut hand = form();
    let _ = hand.press("F4");
    let _ = hand.press("Tab");
    assert_eq!((hand.state.day.as_str(), hand.state.left), ("", 1));
    assert!(hand.press("Enter"), "Save is pressed");
    assert_eq!(hand.said.last().unwrap(), "Pressed");
}

#[test]
fn the_icon_opens_it_and_a_press_takes_a_day() {
    let mut hand = Hand::new(Form::default(), view, update);
    let icon = Point::new(24.0 + 160.0 - 16.0, 24.0 + 20.0 + 16.0);
    hand.click_at(icon);
    // March 2026 begins on a Sunday.
    hand.click_at(on_sheet(1, 2));
    assert_eq!(hand.state.day, "03/10/2026");
    hand.click_at(icon);
    hand.click_at(Point::new(900.0, 700.0));
    let _ = hand.press("Tab");
    let _ = hand.press("Enter");
    assert_eq!(
        hand.state.day, "03/10/2026",
        "a press elsewhere takes nothing"
    );
}

#[test]
fn it_adds_no_stop_for_tab() {
    let mut hand = form();
    let _ = hand.press("Tab");
    assert!(hand.press("Enter"));
    assert_eq!(hand.said.last().unwrap(), "Pressed");
}
