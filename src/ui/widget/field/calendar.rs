//! A calendar that opens below a date field: arrows move by day and week, Page keys by month, Enter takes, Escape
//! leaves. It must not know which days are right; the field says that.

mod month;
mod sheet;

use std::rc::Rc;

use chrono::NaiveDate;
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, mouse, overlay};
use iced::keyboard::key::Named;
use iced::{Element, Event, Rectangle, Renderer, Theme, Vector, touch, window};

use self::sheet::Sheet;
use crate::domain::typed::{DateKey, Step, nudge};
use crate::ui::widget::around::around;
use crate::ui::widget::focus::{KeyPress, has_focus};

/// How wide the icon that opens it is, from the right edge of the control.
const ICON: f32 = 32.0;

/// A date field's control with its calendar.
pub(super) struct Calendar<'a, Message> {
    pub control: Element<'a, Message>,
    pub today: NaiveDate,
    /// The day that is typed, if it is one.
    pub day: Rc<dyn Fn() -> Option<NaiveDate> + 'a>,
    pub on_take: Rc<dyn Fn(NaiveDate) -> Message + 'a>,
}

/// Whether it shows, and where it stands.
#[derive(Default)]
struct State {
    /// The day that Enter would take; none while the calendar is closed.
    at: Option<NaiveDate>,
    /// What its sheet remembers between two looks.
    sheet: Option<Tree>,
}

impl State {
    fn close(&mut self) {
        self.at = None;
        self.sheet = None;
    }
}

impl<Message: Clone> Calendar<'_, Message> {
    fn open(&self, state: &mut State) {
        state.at = Some((self.day)().unwrap_or(self.today));
    }

    /// Hears a key before the control does; gives whether it was taken.
    fn key(&self, press: &KeyPress<'_>, state: &mut State, shell: &mut Shell<'_, Message>) -> bool {
        let Some(at) = state.at else {
            let opens = press.is(Named::F4);
            if opens {
                self.open(state);
            }
            return opens;
        };
        if press.is(Named::Enter) || press.is(Named::Space) {
            state.close();
            shell.publish((self.on_take)(at));
            return true;
        }
        if press.is(Named::Escape) || press.is(Named::F4) {
            state.close();
            return true;
        }
        if let Some(key) = moves(press) {
            state.at = Some(nudge(at, key, self.today));
            return true;
        }
        // Whatever else is pressed, as Tab or a digit, is meant for the field.
        state.close();
        false
    }
}

/// Where a key of the open calendar goes.
fn moves(press: &KeyPress<'_>) -> Option<DateKey> {
    if press.modifiers.command() || press.modifiers.alt() {
        return None;
    }
    let month = if press.modifiers.shift() {
        Step::Year
    } else {
        Step::Month
    };
    let named = [
        (Named::ArrowRight, DateKey::Forward(Step::Day)),
        (Named::ArrowLeft, DateKey::Back(Step::Day)),
        (Named::ArrowDown, DateKey::Forward(Step::Week)),
        (Named::ArrowUp, DateKey::Back(Step::Week)),
        (Named::PageDown, DateKey::Forward(month)),
        (Named::PageUp, DateKey::Back(month)),
        (Named::Home, DateKey::MonthStart),
        (Named::End, DateKey::MonthEnd),
    ];
    let named = named.into_iter().find(|(named, _)| press.is(*named));
    named
        .map(|(_, key)| key)
        .or_else(|| DateKey::from_char(press.typed?, Step::Day))
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Calendar<'_, Message> {
    around! { control: children, diff, size, layout, operate, draw }

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let Tree {
            state, children, ..
        } = tree;
        let state = state.downcast_mut::<State>();
        let Some(child) = children.first_mut() else {
            return;
        };
        let press = match event {
            Event::Keyboard(event) => KeyPress::of(event),
            _ => None,
        };
        // Keys are heard here and not in the sheet, so that they keep their order with what is typed.
        if let Some(press) = &press
            && has_focus(&mut self.control, child, layout, renderer)
        {
            let was_open = state.at.is_some();
            let is_taken = self.key(press, state, shell);
            if is_taken {
                shell.capture_event();
            }
            if is_taken || was_open {
                shell.request_redraw();
            }
            if is_taken {
                return;
            }
        }
        self.control.as_widget_mut().update(
            child, event, layout, cursor, renderer, clipboard, shell, viewport,
        );
        if is_press(event) && cursor.is_over(icon(layout)) {
            self.open(state);
            shell.request_redraw();
        }
        let may_leave = press.is_some()
            || is_press(event)
            || matches!(event, Event::Window(window::Event::RedrawRequested(_)));
        if state.at.is_some() && may_leave && !has_focus(&mut self.control, child, layout, renderer)
        {
            state.close();
            shell.request_redraw();
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        if cursor.is_over(icon(layout)) {
            return mouse::Interaction::Pointer;
        }
        tree.children
            .first()
            .map_or_else(mouse::Interaction::default, |child| {
                self.control
                    .as_widget()
                    .mouse_interaction(child, layout, cursor, viewport, renderer)
            })
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        _: &Renderer,
        _: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let state = tree.state.downcast_mut::<State>();
        let at = state.at?;
        let control = layout.bounds();
        let control = Rectangle {
            x: control.x + translation.x,
            y: control.y + translation.y,
            ..control
        };
        let on_take = Rc::clone(&self.on_take);
        Some(overlay::Element::new(Box::new(Sheet::new(
            state, at, self.today, control, on_take,
        ))))
    }
}

/// Where the icon of a control is.
fn icon(layout: Layout<'_>) -> Rectangle {
    let control = layout.bounds();
    let width = ICON.min(control.width);
    Rectangle {
        x: control.x + control.width - width,
        width,
        ..control
    }
}

fn is_press(event: &Event) -> bool {
    matches!(
        event,
        Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerPressed { .. })
    )
}

impl<'a, Message: Clone + 'a> From<Calendar<'a, Message>> for Element<'a, Message> {
    fn from(calendar: Calendar<'a, Message>) -> Self {
        Self::new(calendar)
    }
}
