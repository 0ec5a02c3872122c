//! Tables of a hundred thousand rows: only what shows is built, and what is chosen shows.

use std::cell::Cell;

use iced::Element;
use iced::widget::container;
use pegboard::ui::widget::data_table::{self, Column, Kind, cell, data_table};
use pegboard::ui::widget::focus;

use super::hand::{Hand, pressed};

#[derive(Debug, Clone, Copy)]
#[allow(dead_code, reason = "read as it is written by `Debug`")]
enum Message {
    Selected(usize),
    Opened(usize),
    Fixed(Option<usize>),
}

#[derive(Default)]
struct List {
    count: usize,
    selected: Option<usize>,
    built: Cell<usize>,
}

fn view(list: &List) -> Element<'_, Message> {
    list.built.set(0);
    focus::scope(
        container(
            data_table(
                [
                    Column::fixed("Claim", 100.0),
                    Column::fill("Patient"),
                    Column::fixed("Charge", 100.0).right(),
                ],
                list.count,
                |at| {
                    list.built.set(list.built.get() + 1);
                    vec![
                        cell::code(format!("C-{at}")),
                        cell::text("Ferreira, Joana"),
                        cell::empty(),
                    ]
                },
            )
            .id("claims")
            .selected(list.selected)
            .on_select(Message::Selected)
            .on_open(Message::Opened)
            .on_key(|at, press| (press.typed == Some('f')).then_some(Message::Fixed(at)))
            .total(vec![cell::text("All"), cell::empty(), cell::empty()]),
        )
        .height(400),
    )
    .into()
}

fn update(list: &mut List, message: Message) {
    if let Message::Selected(at) = message {
        list.selected = Some(at);
    }
}

fn table(count: usize) -> Hand<List, Message> {
    Hand::new(
        List {
            count,
            ..List::default()
        },
        view,
        update,
    )
}

#[test]
fn of_a_hundred_thousand_rows_only_those_in_sight_are_built() {
    let mut hand = table(100_000);
    assert!(hand.sees("C-0") && hand.sees("All"));
    assert!(
        hand.state.built.get() < 60,
        "{} rows built",
        hand.state.built.get()
    );
}

#[test]
fn a_chosen_row_is_scrolled_into_view() {
    let mut hand = table(100_000);
    assert!(!hand.sees("C-70000"));
    hand.state.selected = Some(70_000);
    hand.point(iced::Point::new(1.0, 1.0));
    assert!(hand.sees("C-70000"));
    assert!(
        hand.state.built.get() < 60,
        "{} rows built",
        hand.state.built.get()
    );
}

#[test]
fn keys_move_through_the_rows_and_open_them() {
    let mut hand = table(1_000);
    let _ = hand.press("Tab");
    for (keys, want) in [
        ("Down", 0),
        ("Down", 1),
        ("Up", 0),
        ("End", 999),
        ("Up", 998),
        ("Home", 0),
        ("PgDn", 10),
        ("PgUp", 0),
        ("Up", 0),
    ] {
        assert!(hand.press(keys));
        assert_eq!(hand.state.selected, Some(want), "{keys}");
        assert!(hand.sees(&format!("C-{want}")), "{keys}");
    }
    let _ = hand.heard();
    assert!(hand.press("Enter"));
    assert!(hand.press("f"));
    assert!(!hand.press("x"));
    assert_eq!(hand.heard(), ["Opened(0)", "Fixed(Some(0))"]);
}

#[test]
fn keys_that_arrive_together_add_up() {
    let mut hand = table(1_000);
    let _ = hand.press("Tab");
    let none = iced::keyboard::Modifiers::empty();
    hand.send_together(&[
        pressed("Down", none),
        pressed("Down", none),
        pressed("Enter", none),
    ]);
    assert_eq!(hand.heard(), ["Selected(0)", "Selected(1)", "Opened(1)"]);
}

#[test]
fn a_click_chooses_and_a_double_click_opens() {
    let mut hand = table(1_000);
    hand.click("C-3");
    assert_eq!(hand.heard(), ["Selected(3)"]);
    hand.click("C-3");
    assert_eq!(hand.heard(), ["Opened(3)"]);
    assert!(hand.press("Down"), "a click gave the table the focus");
    assert_eq!(hand.state.selected, Some(4));
}

#[test]
fn the_thumb_of_the_bar_is_dragged_from_end_to_end() {
    use iced::{Event, Point, mouse};
    let mut hand = table(100_000);
    hand.point(Point::new(1_274.0, 50.0));
    let _ = hand.send(Event::Mouse(mouse::Event::ButtonPressed(
        mouse::Button::Left,
    )));
    hand.point(Point::new(1_000.0, 2_000.0));
    assert!(hand.sees("C-99999"));
    let _ = hand.send(Event::Mouse(mouse::Event::ButtonReleased(
        mouse::Button::Left,
    )));
    hand.point(Point::new(1_000.0, 10.0));
    assert!(hand.sees("C-99999"), "it was let go");
    assert_eq!(hand.heard(), Vec::<String>::new(), "no row was chosen");
}

#[test]
fn the_wheel_scrolls_and_builds_what_comes_into_sight() {
    use iced::{Event, Point, mouse};
    let mut hand = table(100_000);
    hand.point(Point::new(300.0, 200.0));
    let delta = mouse::ScrollDelta::Pixels {
        x: 0.0,
        y: -28_000.0,
    };
    let _ = hand.send(Event::Mouse(mouse::Event::WheelScrolled { delta }));
    assert!(hand.sees("C-1003") && !hand.sees("C-0"));
}

#[test]
fn group_rows_are_passed_by() {
    fn grouped(list: &List) -> Element<'_, Message> {
        focus::scope(
            data_table([Column::fill("Queue")], 5, |at| {
                vec![cell::text(format!("Row {at}"))]
            })
            .kinds(|at| if at % 2 == 0 { Kind::Group } else { Kind::Line })
            .selected(list.selected)
            .on_select(Message::Selected),
        )
        .into()
    }
    let mut hand = Hand::new(List::default(), grouped, update);
    let _ = hand.press("Tab");
    for (keys, want) in [
        ("Down", 1),
        ("Down", 3),
        ("Down", 3),
        ("Home", 1),
        ("End", 3),
        ("Up", 1),
    ] {
        assert!(hand.press(keys));
        assert_eq!(hand.state.selected, Some(want), "{keys}");
    }
    hand.click("Row 2");
    assert_eq!(hand.state.selected, Some(1), "a group cannot be chosen");
}

#[test]
fn an_empty_table_says_so() {
    fn empty(_: &List) -> Element<'_, Message> {
        let none: Vec<data_table::Column<'_>> = vec![Column::fill("Claim")];
        data_table(none, 0, |_| Vec::new())
            .empty(pegboard::ui::widget::words::body("No claims yet"))
            .into()
    }
    let mut hand = Hand::new(List::default(), empty, update);
    assert!(hand.sees("No claims yet"));
}
