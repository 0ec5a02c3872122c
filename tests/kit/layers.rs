//! Dialogs, toasts and the palette: what lies above, and what keeps still below.

use iced::widget::{column, container};
use iced::{Element, Fill};
use pegboard::ui::icon;
use pegboard::ui::widget::dialog::{self, dialog};
use pegboard::ui::widget::palette::{self, Line, group, item, palette};
use pegboard::ui::widget::{button, field, focus, toast};

use super::hand::{Hand, pressed};

#[derive(Debug, Clone)]
enum Message {
    Named(String),
    Asked,
    Closed,
    Unposted,
    Undone,
    Sought(String),
    Chose(usize),
    Took(usize),
}

#[derive(Default)]
struct Screen {
    name: String,
    asks: bool,
    sought: Option<String>,
    chosen: Option<usize>,
    took: Option<usize>,
    posted: bool,
}

fn lines(screen: &Screen) -> Vec<Line<'_>> {
    if screen.sought.as_deref() == Some("") {
        return Vec::new();
    }
    vec![
        group("Patients"),
        item(icon::PATIENT, "Quintero, Marisol").into(),
        item(icon::PATIENT, "Quinlan, Oswin").into(),
        group("Do"),
        item(icon::ADD, "New visit").key("Ctrl N").into(),
    ]
}

fn view(screen: &Screen) -> Element<'_, Message> {
    let base = container(column![
        field::text("Name", &screen.name, Message::Named).id("name"),
        button::plain("Ask").on_press(Message::Asked),
    ])
    .width(Fill)
    .height(Fill);
    let question = screen.asks.then(|| {
        dialog(
            "Un-post remittance 8821904?",
            "Reverses 42 entries.",
            Message::Closed,
        )
        .keep("Keep it")
        .answer(button::danger("Un-post").on_press(Message::Unposted))
    });
    let finder = screen.sought.as_ref().map(|sought| {
        palette(
            sought,
            lines(screen),
            screen.chosen,
            Message::Sought,
            Message::Closed,
        )
        .on_choose(Message::Chose)
        .on_take(Message::Took)
    });
    let toasts = screen
        .posted
        .then(|| toast::done("Posted $3,140.34").undo("Ctrl Z", Message::Undone));
    let view = dialog::over(base, question);
    let view = toast::over(view, toasts);
    focus::scope(palette::over(view, finder)).into()
}

fn update(screen: &mut Screen, message: Message) {
    match message {
        Message::Named(text) => screen.name = text,
        Message::Asked => screen.asks = true,
        Message::Closed | Message::Unposted => {
            screen.asks = false;
            screen.sought = None;
        }
        Message::Undone => screen.posted = false,
        Message::Sought(text) => {
            screen.sought = Some(text);
            screen.chosen = palette::first_item(&lines(screen));
        }
        Message::Chose(at) => screen.chosen = Some(at),
        Message::Took(at) => screen.took = Some(at),
    }
}

fn screen() -> Hand<Screen, Message> {
    Hand::new(Screen::default(), view, update)
}

#[test]
fn keys_and_clicks_stay_in_a_dialog() {
    let mut hand = screen();
    let _ = hand.press("Tab");
    hand.state.asks = true;
    assert!(
        hand.press("x"),
        "nothing behind hears it, and no shortcut fires"
    );
    assert!(hand.press("Ctrl S"));
    hand.click("Ask");
    assert_eq!(hand.state.name, "");
    assert_eq!(hand.heard(), Vec::<String>::new());
}

#[test]
fn a_dialog_starts_at_the_answer_that_changes_nothing_and_tab_goes_round_in_it() {
    let mut hand = screen();
    hand.state.asks = true;
    hand.point(iced::Point::ORIGIN);
    assert!(hand.press("Tab"));
    assert!(hand.press("Enter"));
    assert_eq!(hand.heard(), ["Unposted"]);
    hand.state.asks = true;
    hand.point(iced::Point::ORIGIN);
    assert!(hand.press("Enter"));
    assert_eq!(hand.heard(), ["Closed"]);
}

#[test]
fn escape_closes_a_dialog_and_the_field_below_has_its_focus_again() {
    let mut hand = screen();
    let _ = hand.press("Tab");
    hand.types("An");
    hand.state.asks = true;
    assert!(hand.press("Esc"));
    assert!(!hand.state.asks);
    hand.types("n");
    assert_eq!(hand.state.name, "Ann");
}

#[test]
fn the_palette_is_typed_into_at_once() {
    let mut hand = screen();
    let _ = hand.press("Tab");
    hand.state.sought = Some(String::new());
    hand.point(iced::Point::ORIGIN);
    hand.types("quin");
    assert_eq!(hand.state.sought.as_deref(), Some("quin"));
    assert_eq!(hand.state.name, "");
    assert!(hand.sees("Marisol") || hand.sees("3 found"));
}

#[test]
fn arrows_pass_by_groups_in_the_palette_and_enter_takes() {
    let mut hand = screen();
    hand.state.sought = Some(String::new());
    hand.point(iced::Point::ORIGIN);
    hand.types("q");
    for (keys, want) in [
        ("Down", 2),
        ("Down", 4),
        ("Down", 4),
        ("Up", 2),
        ("Up", 1),
        ("Up", 1),
    ] {
        assert!(hand.press(keys));
        assert_eq!(hand.state.chosen, Some(want), "{keys}");
    }
    assert!(hand.press("Enter"));
    assert_eq!(hand.state.took, Some(1));
}

#[test]
fn enter_takes_no_line_that_was_found_for_an_older_text() {
    let mut hand = screen();
    hand.state.sought = Some("q".into());
    hand.state.chosen = Some(1);
    hand.point(iced::Point::ORIGIN);
    let _ = hand.press("End");
    let none = iced::keyboard::Modifiers::empty();
    hand.send_together(&[pressed("u", none), pressed("Enter", none)]);
    assert_eq!(
        (hand.state.took, hand.state.sought.as_deref()),
        (None, Some("qu"))
    );
}

#[test]
fn escape_and_a_click_beside_it_close_the_palette() {
    for by_key in [true, false] {
        let mut hand = screen();
        hand.state.sought = Some("q".into());
        hand.point(iced::Point::ORIGIN);
        if by_key {
            let _ = hand.press("Esc");
        } else {
            hand.click_at(iced::Point::new(40.0, 700.0));
        }
        assert_eq!(hand.state.sought, None);
    }
}

#[test]
fn a_click_in_the_palette_takes_what_was_clicked() {
    let mut hand = screen();
    hand.state.sought = Some("zzz".into());
    hand.point(iced::Point::ORIGIN);
    hand.click("New\u{a0}visit");
    assert_eq!(hand.state.took, Some(4));
}

#[test]
fn a_toast_can_be_undone_while_the_rest_goes_on() {
    let mut hand = screen();
    hand.state.posted = true;
    let _ = hand.press("Tab");
    hand.types("Ann");
    assert_eq!(hand.state.name, "Ann");
    hand.click("Undo");
    assert!(!hand.state.posted);
}
