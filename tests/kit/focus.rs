//! Tab, Enter, Space and Escape, across parts of every kind.

use iced::Element;
use iced::widget::{column, scrollable, stack};
use iced_test::core::widget::Id;
use iced_test::core::widget::operation::focusable::unfocus;
use pegboard::ui::widget::{button, field, focus};

use super::hand::Hand;

#[derive(Debug, Clone)]
#[allow(dead_code, reason = "read as it is written by `Debug`")]
enum Message {
    Edited(&'static str, String),
    Left(&'static str),
    Pressed(&'static str),
    Escaped,
}

#[derive(Default)]
struct Form {
    name: String,
    member: String,
    payer: Option<&'static str>,
}

fn view(form: &Form) -> Element<'_, Message> {
    focus::scope(focus::form(column![
        field::text("Name", &form.name, |text| Message::Edited("name", text))
            .id("name")
            .on_leave(Message::Left("name")),
        field::select(
            "Payer",
            ["Corwin", "Meridian"],
            form.payer.as_ref(),
            Message::Pressed
        )
        .id("payer"),
        button::quiet("Why")
            .id("why")
            .on_press(Message::Pressed("why")),
        button::plain("Never").disabled("not today"),
        field::text("Member ID", &form.member, |text| Message::Edited(
            "member", text
        ))
        .id("member")
        .on_leave(Message::Left("member")),
        button::primary("Save")
            .id("save")
            .on_press(Message::Pressed("save")),
    ]))
    .on_escape(Message::Escaped)
    .into()
}

fn update(form: &mut Form, message: Message) {
    match message {
        Message::Edited("name", text) => form.name = text,
        Message::Edited(_, text) => form.member = text,
        Message::Pressed(payer @ ("Corwin" | "Meridian")) => form.payer = Some(payer),
        _ => {}
    }
}

fn form() -> Hand<Form, Message> {
    Hand::new(Form::default(), view, update)
}

#[test]
fn tab_goes_round_every_control_that_can_be_used() {
    let mut hand = form();
    for name in ["name", "payer", "why", "member", "save", "name"] {
        assert!(hand.press("Tab"));
        assert_eq!(hand.focused(), Some(Id::new(name)));
    }
    for name in ["save", "member", "why"] {
        assert!(hand.press("Shift Tab"));
        assert_eq!(hand.focused(), Some(Id::new(name)));
    }
}

#[test]
fn enter_and_space_press_a_button_and_nothing_else_hears_them() {
    let mut hand = form();
    hand.focus("why");
    assert!(hand.press("Enter"));
    assert!(hand.press("Space"));
    assert_eq!(hand.heard(), [r#"Pressed("why")"#, r#"Pressed("why")"#]);
    assert!(!hand.press("Ctrl Enter"), "that is the screen's shortcut");
}

#[test]
fn enter_in_a_field_goes_on_and_shift_enter_goes_back() {
    let mut hand = form();
    let _ = hand.press("Tab");
    assert!(hand.press("Enter"));
    assert_eq!(hand.focused(), Some(Id::new("payer")));
    hand.focus("member");
    assert!(hand.press("Shift Enter"));
    assert_eq!(hand.focused(), Some(Id::new("why")));
}

#[test]
fn a_disabled_button_does_not_press_and_says_why() {
    let mut hand = form();
    assert!(hand.sees("not today"));
    hand.click("Never");
    assert_eq!(hand.heard(), Vec::<String>::new());
}

#[test]
fn a_click_presses_once_and_takes_the_focus() {
    let mut hand = form();
    let _ = hand.press("Tab");
    hand.click("Why");
    assert_eq!(hand.heard(), [r#"Left("name")"#, r#"Pressed("why")"#]);
    assert_eq!(hand.focused(), Some(Id::new("why")));
}

#[test]
fn leaving_a_field_is_said_however_it_is_left() {
    let mut hand = form();
    let _ = hand.press("Tab");
    hand.types("Ann");
    let _ = hand.press("Tab");
    assert_eq!(hand.heard().last().unwrap(), r#"Left("name")"#);
    hand.focus("member");
    hand.operate(Box::new(unfocus()));
    assert_eq!(hand.heard(), [r#"Left("member")"#]);
    assert_eq!(hand.state.name, "Ann");
}

#[test]
fn tabbing_into_a_field_selects_what_is_there() {
    let mut hand = form();
    hand.state.name = "Ann".into();
    let _ = hand.press("Tab");
    hand.types("Bo");
    assert_eq!(hand.state.name, "Bo");
}

#[test]
fn shortcuts_pass_a_field_by_but_letters_do_not() {
    let mut hand = form();
    let _ = hand.press("Tab");
    assert!(hand.press("s"), "typed");
    assert!(!hand.press("Ctrl S"));
    assert!(!hand.press("Alt D"));
    assert_eq!(hand.state.name, "s");
}

#[test]
fn escape_in_a_field_reaches_the_screen() {
    let mut hand = form();
    let _ = hand.press("Tab");
    assert!(hand.press("Esc"));
    assert_eq!(hand.heard(), ["Escaped"]);
    assert_eq!(
        hand.focused(),
        Some(Id::new("name")),
        "the field keeps the focus"
    );
}

#[test]
fn a_select_opens_moves_and_takes_by_keys() {
    let mut hand = form();
    hand.focus("payer");
    assert!(hand.press("Space"), "opens");
    assert!(hand.press("Down"));
    assert!(hand.press("Enter"), "takes");
    assert_eq!(hand.state.payer, Some("Meridian"));
    assert!(hand.press("c"), "typing finds Corwin");
    assert_eq!(hand.state.payer, Some("Corwin"));
    assert!(
        hand.press("Down") && hand.press("Esc"),
        "Escape only closes"
    );
    assert_eq!(hand.state.payer, Some("Corwin"));
}

#[test]
fn a_select_opens_and_takes_by_clicks() {
    let mut hand = form();
    hand.click("Choose");
    let at = hand.place("Choose").unwrap();
    hand.click_at(iced::Point::new(at.x, at.y + 22.0 + 28.0 + 14.0));
    assert_eq!(hand.state.payer, Some("Meridian"));
}

#[test]
fn a_click_in_a_layer_above_takes_the_focus_from_below() {
    fn layered(form: &Form) -> Element<'_, Message> {
        focus::scope(stack![
            field::text("Name", &form.name, |text| Message::Edited("name", text)).id("name"),
            iced::widget::right(
                button::quiet("Undo")
                    .id("undo")
                    .on_press(Message::Pressed("undo"))
            ),
        ])
        .into()
    }
    let mut hand = Hand::new(Form::default(), layered, update);
    let _ = hand.press("Tab");
    assert_eq!(hand.focused(), Some(Id::new("name")));
    hand.click("Undo");
    hand.types("x");
    assert_eq!(
        hand.state.name, "",
        "the field below no longer has the focus"
    );
}

#[test]
fn a_control_out_of_sight_is_scrolled_into_view() {
    fn tall(_: &Form) -> Element<'_, Message> {
        let buttons = (0..40).map(|_| {
            button::plain("Press")
                .on_press(Message::Pressed("one"))
                .into()
        });
        let last = button::plain("The last")
            .on_press(Message::Pressed("last"))
            .into();
        focus::scope(scrollable(column(buttons.chain([last])).spacing(8))).into()
    }
    let mut hand = Hand::new(Form::default(), tall, update);
    assert!(!hand.sees("The last"));
    let _ = hand.press("Shift Tab");
    assert!(hand.sees("The last"));
}
