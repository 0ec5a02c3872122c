//! Groups of choices with one place in Tab order, and boxes to check.

use iced::Element;
use iced::widget::column;
use pegboard::domain::money::Money;
use pegboard::ui::icon;
use pegboard::ui::widget::check_box::check_box;
use pegboard::ui::widget::choice::{choice, choices};
use pegboard::ui::widget::focus;
use pegboard::ui::widget::lane::{lane, lanes};
use pegboard::ui::widget::tabs::{tab, tabs};

use super::hand::Hand;

#[derive(Debug, Clone, Copy)]
enum Message {
    Tab(usize),
    Choice(usize),
    Lane(usize),
    Kept(bool),
}

#[derive(Default)]
struct Screen {
    tab: usize,
    choice: usize,
    lane: usize,
    kept: bool,
}

fn view(screen: &Screen) -> Element<'_, Message> {
    let money = Money::ZERO;
    focus::scope(column![
        tabs(
            [tab("Ledger"), tab("Visits"), tab("Claims")],
            screen.tab,
            Message::Tab
        ),
        choices(vec![
            choice("Work the denial", screen.choice == 0, Message::Choice(0)),
            choice("Bill the patient", screen.choice == 1, Message::Choice(1))
                .disabled("Not allowed"),
            choice("Write it off", screen.choice == 2, Message::Choice(2)),
        ]),
        lanes(vec![
            lane(icon::HELD, "Held", 5, money, Message::Lane(0)).active(screen.lane == 0),
            lane(icon::DENIED, "Denied", 6, money, Message::Lane(1)).active(screen.lane == 1),
        ]),
        check_box("Kept away", screen.kept, Message::Kept),
    ])
    .into()
}

fn update(screen: &mut Screen, message: Message) {
    match message {
        Message::Tab(at) => screen.tab = at,
        Message::Choice(at) => screen.choice = at,
        Message::Lane(at) => screen.lane = at,
        Message::Kept(kept) => screen.kept = kept,
    }
}

fn at(tabs: usize) -> Hand<Screen, Message> {
    let mut hand = Hand::new(Screen::default(), view, update);
    for _ in 0..tabs {
        let _ = hand.press("Tab");
    }
    hand
}

#[test]
fn arrows_go_from_tab_to_tab() {
    let mut hand = at(1);
    assert!(hand.press("Right") && hand.press("Right"));
    assert_eq!(hand.state.tab, 2);
    assert!(!hand.press("Right"), "there is no further tab");
    assert!(hand.press("Left"));
    assert_eq!(hand.state.tab, 1);
    assert!(!hand.press("Down"), "that is not an arrow of tabs");
}

#[test]
fn arrows_pass_by_a_choice_that_is_not_allowed() {
    let mut hand = at(2);
    assert!(hand.press("Down"));
    assert_eq!(hand.state.choice, 2);
    assert!(hand.press("Up"));
    assert_eq!(hand.state.choice, 0);
    hand.click("Bill the patient");
    assert_eq!(hand.state.choice, 0);
    hand.click("Write it off");
    assert_eq!(hand.state.choice, 2);
}

#[test]
fn each_group_is_one_stop_of_tab() {
    let mut hand = at(3);
    assert!(hand.press("Right"));
    assert_eq!(hand.state.lane, 1);
    let _ = hand.press("Tab");
    assert!(hand.press("Space"));
    assert!(hand.state.kept);
    hand.click("Kept away");
    assert!(!hand.state.kept);
}
