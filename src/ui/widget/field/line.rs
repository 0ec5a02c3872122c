//! A control of one line: text, secrets, dates and amounts. It must not know the label round it.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::NaiveDate;
use iced::keyboard::Key;
use iced::keyboard::key::Named;
use iced::widget::text::Fragment;
use iced::widget::{button, container, stack, text_input};
use iced::{Background, Border, Element, Fill, Padding, Right, Theme};

use super::calendar::Calendar;
use super::look_up::LookUp;
use super::{Manner, Size};
use crate::domain::typed::{self, DateError, DateKey, Step};
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{Type, radius};
use crate::ui::theme::{self, ink, tokens};
use crate::ui::widget::focus::{KeyPress, focusable, watch};
use crate::ui::widget::layer;

/// Reads a typed day.
pub(super) type ReadDate = fn(&str, NaiveDate) -> Result<NaiveDate, DateError>;

/// What the text is for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Text,
    Secret { shown: bool },
    Date { today: NaiveDate, read: ReadDate },
    Money,
}

type OnKey<'a, Message> = Box<dyn Fn(&KeyPress<'_>) -> Option<Message> + 'a>;

pub(super) struct Line<'a, Message> {
    value: String,
    on_input: Rc<dyn Fn(String) -> Message + 'a>,
    purpose: Purpose,
    pub placeholder: Fragment<'a>,
    pub glyph: Option<Glyph>,
    pub trailing: Option<(Element<'a, Message>, f32)>,
    pub right: bool,
    pub on_submit: Option<Message>,
    pub on_reveal: Option<Message>,
    pub on_key: Option<OnKey<'a, Message>>,
    pub look_up: Option<LookUp<'a, Message>>,
}

impl<'a, Message> Line<'a, Message> {
    pub fn new(value: &str, on_input: impl Fn(String) -> Message + 'a, purpose: Purpose) -> Self {
        Self {
            value: value.to_owned(),
            on_input: Rc::new(on_input),
            purpose,
            placeholder: "".into(),
            glyph: None,
            trailing: None,
            right: matches!(purpose, Purpose::Money),
            on_submit: None,
            on_reveal: None,
            on_key: None,
            look_up: None,
        }
    }
}

/// The text as it is now, which may be newer than the view.
#[derive(Clone)]
struct Live<'a, Message> {
    text: Rc<RefCell<String>>,
    on_input: Rc<dyn Fn(String) -> Message + 'a>,
}

impl<Message> Live<'_, Message> {
    fn set(&self, text: String) -> Message {
        self.text.borrow_mut().clone_from(&text);
        (self.on_input)(text)
    }

    fn text(&self) -> String {
        self.text.borrow().clone()
    }

    /// The change that writes the value out in full, if it is not so already.
    fn tidy(&self, purpose: Purpose) -> Option<Message> {
        let text = self.text();
        tidied(&text, purpose)
            .filter(|tidy| *tidy != text)
            .map(|tidy| self.set(tidy))
    }
}

/// The value written out in full: a day as `MM/DD/YYYY`, a sum as its result.
fn tidied(text: &str, purpose: Purpose) -> Option<String> {
    match purpose {
        Purpose::Text | Purpose::Secret { .. } => None,
        Purpose::Date { today, read } => read(text, today).ok().map(typed::show_date),
        Purpose::Money => typed::amount(text).ok().map(|amount| amount.to_string()),
    }
}

impl<'a, Message: Clone + 'a> Line<'a, Message> {
    pub fn control(mut self, manner: &Manner<Message>) -> Element<'a, Message> {
        let live = Live {
            text: Rc::new(RefCell::new(self.value.clone())),
            on_input: Rc::clone(&self.on_input),
        };
        let trailing = self.trailing();
        let high = if manner.size == Size::Form { 6.0 } else { 4.0 };
        let padding = Padding {
            top: high,
            bottom: high,
            left: if self.glyph.is_some() {
                32.0
            } else {
                manner.inset()
            },
            right: trailing
                .as_ref()
                .map_or(manner.inset(), |(_, width)| width + 14.0),
        };
        let input = self.input(manner, &live).padding(padding);
        let purpose = self.purpose;
        let (leaving, entering, looking) = (live.clone(), live.clone(), live.clone());
        let on_leave = manner.on_leave.clone();
        let on_key = self.on_key.take();
        let watched = watch(input)
            .on_focus_maybe(manner.on_focus.clone())
            .on_leave(move || {
                leaving
                    .tidy(purpose)
                    .into_iter()
                    .chain(on_leave.clone())
                    .collect()
            })
            .before_enter(move || entering.tidy(purpose).into_iter().collect())
            .on_key(move |press| {
                on_key
                    .as_ref()
                    .and_then(|on_key| on_key(press))
                    .or_else(|| nudged(&live.text(), purpose, press).map(|text| live.set(text)))
            });
        let control: Element<'a, Message> = match (self.glyph, trailing) {
            (None, None) => watched.into(),
            (glyph, trailing) => stack![watched]
                .push(glyph.map(leading))
                .push(trailing.map(|(element, _)| {
                    container(element)
                        .padding([0.0, 8.0])
                        .align_x(Right)
                        .width(Fill)
                        .center_y(Fill)
                }))
                .width(manner.width)
                .into(),
        };
        if manner.is_disabled {
            return layer::still(control);
        }
        match (self.look_up, purpose) {
            (Some(look_up), _) => {
                look_up.around(control, &self.value, manner.inset(), move || looking.text())
            }
            (None, Purpose::Date { today, read }) => dated(control, looking, today, read),
            (None, Purpose::Text | Purpose::Secret { .. } | Purpose::Money) => control,
        }
    }

    fn input(
        &mut self,
        manner: &Manner<Message>,
        live: &Live<'a, Message>,
    ) -> text_input::TextInput<'a, Message> {
        let (is_wrong, in_cell) = (manner.is_wrong, manner.size == Size::Cell);
        let is_odd = manner.is_odd;
        let typing = live.clone();
        let mut input = text_input(&self.placeholder, &self.value)
            .width(manner.width)
            .size(Type::BODY.size)
            .line_height(iced::Pixels(Type::BODY.line))
            .secure(matches!(self.purpose, Purpose::Secret { shown: false }))
            .on_input_maybe((!manner.is_disabled).then_some(move |text| typing.set(text)))
            .on_submit_maybe(self.on_submit.take())
            .style(move |theme, status| {
                let style = style(theme, status, is_wrong);
                let style = if in_cell {
                    set_in(&style, status, is_wrong)
                } else {
                    style
                };
                if is_odd {
                    odd(theme, &style, status)
                } else {
                    style
                }
            });
        if let Some(id) = manner.id.clone() {
            input = input.id(id);
        }
        if self.right {
            input = input.align_x(Right);
        }
        input
    }

    fn trailing(&mut self) -> Option<(Element<'a, Message>, f32)> {
        match (self.trailing.take(), self.purpose) {
            (Some(trailing), _) => Some(trailing),
            (None, Purpose::Date { .. }) => Some((still(icon::CALENDAR), 16.0)),
            (None, Purpose::Secret { shown }) => {
                let reveal = self.on_reveal.take()?;
                Some((eye(shown, reveal), 20.0))
            }
            _ => None,
        }
    }
}

/// A control with the calendar of its day.
fn dated<'a, Message: Clone + 'a>(
    control: Element<'a, Message>,
    live: Live<'a, Message>,
    today: NaiveDate,
    read: ReadDate,
) -> Element<'a, Message> {
    let taking = live.clone();
    Element::from(Calendar {
        control,
        today,
        day: Rc::new(move || read(&live.text(), today).ok()),
        on_take: Rc::new(move |day| taking.set(typed::show_date(day))),
    })
}

fn still<'a, Message: 'a>(glyph: Glyph) -> Element<'a, Message> {
    icon::of(glyph, 16.0).style(ink(|t| t.muted)).into()
}

fn leading<'a, Message: 'a>(glyph: Glyph) -> Element<'a, Message> {
    container(still(glyph))
        .padding([0.0, 9.0])
        .center_y(Fill)
        .into()
}

fn eye<'a, Message: Clone + 'a>(shown: bool, reveal: Message) -> Element<'a, Message> {
    let glyph = if shown { icon::HIDE } else { icon::SHOW };
    focusable(
        button(still(glyph))
            .padding(2)
            .on_press(reveal.clone())
            .style(|_, _| button::Style::default()),
    )
    .on_press(reveal)
    .into()
}

/// What a key makes of a date; other text has no such keys.
fn nudged(text: &str, purpose: Purpose, press: &KeyPress<'_>) -> Option<String> {
    let Purpose::Date { today, read } = purpose else {
        return None;
    };
    let day = read(text, today).ok();
    let is_whole = day.is_some_and(|day| typed::show_date(day) == text);
    let key = date_key(press, text.is_empty(), is_whole)?;
    Some(typed::show_date(typed::nudge(
        day.unwrap_or(today),
        key,
        today,
    )))
}

/// The date key in a press. Arrows always move the day, with Shift by a week, with Alt by a month, with Ctrl by a
/// year. Characters do so only where they cannot be part of a date being typed: `+` in an empty field begins `+3`.
fn date_key(press: &KeyPress<'_>, is_empty: bool, is_whole: bool) -> Option<DateKey> {
    let modifiers = press.modifiers;
    let step = if modifiers.command() {
        Step::Year
    } else if modifiers.alt() {
        Step::Month
    } else if modifiers.shift() && (press.numpad || matches!(press.key, Key::Named(_))) {
        Step::Week
    } else {
        Step::Day
    };
    if press.is(Named::ArrowUp) {
        return Some(DateKey::Forward(step));
    }
    if press.is(Named::ArrowDown) {
        return Some(DateKey::Back(step));
    }
    let typed = press.typed.or_else(|| match press.key {
        Key::Character(text) => text.chars().next(),
        _ => None,
    })?;
    if (modifiers.command() || modifiers.alt()) && !matches!(typed, '+' | '=' | '-') {
        return None;
    }
    let key = DateKey::from_char(typed, if typed == '_' { Step::Week } else { step })?;
    let begins_text = is_empty && matches!(typed, '+' | '-' | '=');
    (is_whole || (is_empty && !begins_text)).then_some(key)
}

pub(super) fn style(
    theme: &Theme,
    status: text_input::Status,
    is_wrong: bool,
) -> text_input::Style {
    let tokens = tokens(theme);
    let is_focused = matches!(status, text_input::Status::Focused { .. });
    let is_disabled = status == text_input::Status::Disabled;
    text_input::Style {
        background: Background::Color(if is_disabled {
            tokens.hover
        } else {
            tokens.paper
        }),
        border: border(theme, is_focused, is_wrong, is_disabled),
        icon: tokens.muted,
        placeholder: tokens.muted,
        value: if is_disabled {
            tokens.muted
        } else {
            tokens.text
        },
        selection: tokens.selected,
    }
}

/// Takes the border and the ground away, until the control has the focus or is wrong.
fn set_in(
    style: &text_input::Style,
    status: text_input::Status,
    is_wrong: bool,
) -> text_input::Style {
    if is_wrong || matches!(status, text_input::Status::Focused { .. }) {
        return *style;
    }
    text_input::Style {
        background: Background::Color(iced::Color::TRANSPARENT),
        border: Border::default(),
        ..*style
    }
}

/// Marks what was not expected: its ink, and its ground where the control is not being typed into.
fn odd(theme: &Theme, style: &text_input::Style, status: text_input::Status) -> text_input::Style {
    let tint = tokens(theme).attention;
    let is_focused = matches!(status, text_input::Status::Focused { .. });
    text_input::Style {
        background: if is_focused {
            style.background
        } else {
            Background::Color(tint.ground)
        },
        border: if is_focused {
            style.border
        } else {
            Border {
                radius: radius::CONTROL.into(),
                ..style.border
            }
        },
        value: tint.ink,
        ..*style
    }
}

/// The border of a control: red when wrong, two accent pixels when focused.
pub(super) fn border(theme: &Theme, is_focused: bool, is_wrong: bool, is_disabled: bool) -> Border {
    let tokens = theme::tokens(theme);
    Border {
        color: if is_wrong {
            tokens.denied.ink
        } else if is_focused {
            tokens.accent
        } else if is_disabled {
            tokens.divider
        } else {
            tokens.input_border
        },
        width: if is_focused { 2.0 } else { 1.0 },
        radius: radius::CONTROL.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::keyboard::Modifiers;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 17).unwrap()
    }

    fn date_purpose() -> Purpose {
        Purpose::Date {
            today: today(),
            read: typed::date,
        }
    }

    fn key(text: &str, key: &Key, modifiers: Modifiers, typed: Option<char>) -> Option<String> {
        let press = KeyPress {
            key,
            modifiers,
            typed,
            numpad: false,
        };
        nudged(text, date_purpose(), &press)
    }

    fn char(text: &str, typed: char) -> Option<String> {
        let name = Key::Character(typed.to_string().into());
        key(text, &name, Modifiers::empty(), Some(typed))
    }

    #[test]
    fn date_keys_work_on_an_empty_field_and_on_a_whole_date() {
        assert_eq!(char("", 't').as_deref(), Some("03/17/2026"));
        assert_eq!(char("03/17/2026", '+').as_deref(), Some("03/18/2026"));
        assert_eq!(char("03/17/2026", '-').as_deref(), Some("03/16/2026"));
        assert_eq!(char("03/17/2026", '_').as_deref(), Some("03/10/2026"));
        assert_eq!(char("03/17/2026", ']').as_deref(), Some("04/17/2026"));
        assert_eq!(char("", 'm').as_deref(), Some("03/01/2026"));
    }

    #[test]
    fn date_keys_leave_alone_what_is_being_typed() {
        for (text, typed) in [
            ("", '+'),
            ("", '-'),
            ("1", '-'),
            ("+2", 'm'),
            ("03/17/2026", '5'),
        ] {
            assert_eq!(char(text, typed), None, "{text} {typed}");
        }
    }

    #[test]
    fn arrows_move_by_day_week_month_and_year() {
        let up = Key::Named(Named::ArrowUp);
        for (modifiers, want) in [
            (Modifiers::empty(), "03/18/2026"),
            (Modifiers::SHIFT, "03/24/2026"),
            (Modifiers::ALT, "04/17/2026"),
            (Modifiers::COMMAND, "03/17/2027"),
        ] {
            assert_eq!(
                key("03/17/2026", &up, modifiers, None).as_deref(),
                Some(want)
            );
        }
        assert_eq!(
            key("0115", &up, Modifiers::empty(), None).as_deref(),
            Some("01/16/2026")
        );
    }

    #[test]
    fn leaving_writes_the_value_out() {
        assert_eq!(
            tidied("0115", date_purpose()).as_deref(),
            Some("01/15/2026")
        );
        assert_eq!(tidied("+3", date_purpose()).as_deref(), Some("03/20/2026"));
        assert_eq!(tidied("nonsense", date_purpose()), None);
        assert_eq!(tidied("16.99*2", Purpose::Money).as_deref(), Some("33.98"));
        assert_eq!(tidied("1284", Purpose::Money).as_deref(), Some("1,284.00"));
        assert_eq!(tidied("0115", Purpose::Text), None);
    }
}
