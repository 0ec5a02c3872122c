//! Dates, amounts and look-ups as they are typed.

use chrono::NaiveDate;
use iced::Element;
use iced::widget::column;
use pegboard::ui::widget::field::look_up::{self, row_of};
use pegboard::ui::widget::{button, field, focus};

use super::hand::{Hand, pressed};

#[derive(Debug, Clone)]
enum Message {
    Day(String),
    Copay(String),
    Code(String),
    Took(usize),
    Pressed,
}

#[derive(Default)]
struct Form {
    day: String,
    copay: String,
    code: String,
    took: Option<usize>,
}

const CODES: [(&str, &str); 4] = [
    ("83036", "Hemoglobin A1c"),
    ("83037", "Hemoglobin A1c, home device"),
    ("83030", "Hemoglobin F, chemical"),
    ("99214", "Office visit"),
];

fn found(form: &Form) -> Vec<(&'static str, &'static str)> {
    CODES
        .into_iter()
        .filter(|(code, _)| !form.code.is_empty() && code.starts_with(&form.code))
        .collect()
}

fn view(form: &Form) -> Element<'_, Message> {
    let today = NaiveDate::from_ymd_opt(2026, 3, 17).unwrap();
    let rows: Vec<look_up::Row<'_>> = found(form)
        .into_iter()
        .map(|(code, words)| row_of(code, words))
        .collect();
    focus::scope(column![
        field::date("Date of service", &form.day, today, Message::Day),
        field::money("Copay", &form.copay, Message::Copay),
        field::look_up("Code", &form.code, Message::Code, rows, Message::Took)
            .nothing_found("No such code"),
        button::plain("Save").on_press(Message::Pressed),
    ])
    .into()
}

fn update(form: &mut Form, message: Message) {
    match message {
        Message::Day(text) => form.day = text,
        Message::Copay(text) => form.copay = text,
        Message::Code(text) => form.code = text,
        Message::Took(at) => {
            form.took = Some(at);
            form.code = found(form)[at].0.to_owned();
        }
        Message::Pressed => {}
    }
}

fn form() -> Hand<Form, Message> {
    Hand::new(Form::default(), view, update)
}

fn at(tabs: usize) -> Hand<Form, Message> {
    let mut hand = form();
    for _ in 0..tabs {
        let _ = hand.press("Tab");
    }
    hand
}

#[test]
fn a_date_is_written_out_when_the_field_is_left() {
    for (typed, want) in [
        ("0115", "01/15/2026"),
        ("+3", "03/20/2026"),
        ("-1", "03/16/2026"),
        ("1/15/26", "01/15/2026"),
        ("1-15", "01/15/2026"),
        ("soon", "soon"),
    ] {
        let mut hand = at(1);
        hand.types(typed);
        let _ = hand.press("Tab");
        assert_eq!(hand.state.day, want, "{typed}");
    }
}

#[test]
fn date_keys_move_the_day_at_once() {
    let mut hand = at(1);
    hand.types("t");
    assert_eq!(hand.state.day, "03/17/2026");
    for (keys, want) in [
        ("+", "03/18/2026"),
        ("-", "03/17/2026"),
        ("]", "04/17/2026"),
        ("[", "03/17/2026"),
        ("m", "03/01/2026"),
        ("h", "03/31/2026"),
        ("y", "01/01/2026"),
        ("r", "12/31/2026"),
        ("Up", "01/01/2027"),
        ("Shift Down", "12/25/2026"),
        ("Alt Down", "11/25/2026"),
        ("Ctrl Up", "11/25/2027"),
    ] {
        assert!(hand.press(keys));
        assert_eq!(hand.state.day, want, "{keys}");
    }
    hand.types("0302");
    let _ = hand.press("Tab");
    assert_eq!(hand.state.day, "03/02/2026", "digits replace a moved day");
}

#[test]
fn enter_writes_a_date_out() {
    let mut hand = at(1);
    hand.types("0115");
    let _ = hand.press("Enter");
    assert_eq!(hand.state.day, "01/15/2026");
}

#[test]
fn a_key_and_tab_that_arrive_together_lose_nothing() {
    let mut hand = at(1);
    hand.types("1/1");
    let none = iced::keyboard::Modifiers::empty();
    hand.send_together(&[pressed("5", none), pressed("Tab", none)]);
    assert_eq!(hand.state.day, "01/15/2026");
}

#[test]
fn an_amount_is_worked_out_when_the_field_is_left() {
    for (typed, want) in [
        ("43", "43.00"),
        ("16.99*2", "33.98"),
        ("-5", "-5.00"),
        ("1284", "1,284.00"),
        ("16.99*", "16.99*"),
    ] {
        let mut hand = at(2);
        hand.types(typed);
        let _ = hand.press("Tab");
        assert_eq!(hand.state.copay, want, "{typed}");
    }
}

#[test]
fn a_look_up_is_moved_in_and_taken_by_keys() {
    let mut hand = at(3);
    hand.types("8303");
    assert!(hand.press("Down"));
    assert!(hand.press("Down"));
    assert!(hand.press("Up"));
    assert!(hand.press("Enter"));
    assert_eq!(hand.state.took, Some(1));
    assert_eq!(hand.state.code, "83037");
    assert!(
        !hand.press("Enter"),
        "the list is closed; Enter goes on to the form"
    );
}

#[test]
fn enter_takes_no_row_that_was_found_for_an_older_text() {
    let mut hand = at(3);
    hand.types("8303");
    let none = iced::keyboard::Modifiers::empty();
    hand.send_together(&[pressed("0", none), pressed("Enter", none)]);
    assert_eq!(hand.state.took, None, "the list still showed 83036 first");
    assert_eq!(hand.state.code, "83030");
}

#[test]
fn a_disabled_field_is_passed_by() {
    fn view(form: &Form) -> Element<'_, Message> {
        focus::scope(column![
            field::text("Code", &form.code, Message::Code).disabled(true),
            field::money("Copay", &form.copay, Message::Copay),
        ])
        .into()
    }
    let mut hand = Hand::new(Form::default(), view, update);
    let _ = hand.press("Tab");
    hand.types("5");
    assert_eq!(
        (hand.state.code.as_str(), hand.state.copay.as_str()),
        ("", "5")
    );
}

#[test]
fn escape_closes_a_look_up_and_down_opens_it_again() {
    let mut hand = at(3);
    hand.types("8303");
    assert!(hand.press("Esc"), "closes the list");
    assert!(!hand.press("Enter"), "nothing is taken");
    assert_eq!(hand.state.took, None);
    assert!(hand.press("Down"), "opens");
    assert!(hand.press("Enter"), "takes");
    assert_eq!(hand.state.took, Some(0));
}

#[test]
fn tab_leaves_a_look_up_without_taking() {
    let mut hand = at(3);
    hand.types("8303");
    let _ = hand.press("Tab");
    assert_eq!(hand.state.took, None);
    assert_eq!(hand.state.code, "8303");
    assert!(hand.press("Enter"));
    assert_eq!(
        hand.heard().last().unwrap(),
        "Pressed",
        "the next control has the focus"
    );
}
