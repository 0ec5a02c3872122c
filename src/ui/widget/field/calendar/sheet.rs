//! The open calendar, drawn above everything else. It must not know what a taken day is for.

use std::rc::Rc;

use chrono::NaiveDate;
use iced::advanced::widget::Tree;
use iced::advanced::{Clipboard, Layout, Overlay, Shell, layout, mouse, renderer};
use iced::{Element, Event, Point, Rectangle, Renderer, Size, Theme, window};

use super::month::{self, Pick};
use super::{State, is_press};
use crate::domain::typed::{DateKey, Step, nudge};
use crate::ui::spacing::{radius, space};
use crate::ui::theme::tokens;
use crate::ui::widget::lifted::draw_shadow;

/// Room round the sheet for its shadow.
const SHADE: f32 = 40.0;
/// Space between the control and the sheet.
const GAP: f32 = 4.0;

/// Says that a day was taken.
type OnTake<'b, Message> = Rc<dyn Fn(NaiveDate) -> Message + 'b>;

pub(super) struct Sheet<'b, Message> {
    month: Element<'static, Pick>,
    tree: Tree,
    state: &'b mut State,
    at: NaiveDate,
    today: NaiveDate,
    control: Rectangle,
    on_take: OnTake<'b, Message>,
}

impl<'b, Message> Sheet<'b, Message> {
    pub fn new(
        state: &'b mut State,
        at: NaiveDate,
        today: NaiveDate,
        control: Rectangle,
        on_take: OnTake<'b, Message>,
    ) -> Self {
        let month = month::month(at, today);
        let tree = match state.sheet.take() {
            Some(mut tree) => {
                tree.diff(month.as_widget());
                tree
            }
            None => Tree::new(month.as_widget()),
        };
        Self {
            month,
            tree,
            state,
            at,
            today,
            control,
            on_take,
        }
    }

    fn panel(layout: Layout<'_>) -> Rectangle {
        layout.bounds().shrink(SHADE)
    }

    fn picked(&mut self, pick: Pick, shell: &mut Shell<'_, Message>) {
        let key = match pick {
            Pick::Day(day) => {
                self.state.at = None;
                shell.publish((self.on_take)(day));
                return;
            }
            Pick::Back => DateKey::Back(Step::Month),
            Pick::Forward => DateKey::Forward(Step::Month),
        };
        self.state.at = Some(nudge(self.at, key, self.today));
    }
}

/// What the sheet remembers outlives this look at it.
impl<Message> Drop for Sheet<'_, Message> {
    fn drop(&mut self) {
        if self.state.at.is_some() {
            self.state.sheet = Some(std::mem::replace(&mut self.tree, Tree::empty()));
        }
    }
}

impl<Message> Overlay<Message, Theme, Renderer> for Sheet<'_, Message> {
    fn layout(&mut self, renderer: &Renderer, bounds: Size) -> layout::Node {
        let limits = layout::Limits::new(Size::ZERO, Size::new(month::WIDTH, bounds.height));
        let node = self
            .month
            .as_widget_mut()
            .layout(&mut self.tree, renderer, &limits);
        let size = node.size();
        let below = self.control.y + self.control.height + GAP;
        let above = self.control.y - GAP - size.height;
        let y = if below + size.height <= bounds.height || above < 0.0 {
            below
        } else {
            above
        };
        let x = self
            .control
            .x
            .min(bounds.width - space::S - size.width)
            .max(space::S);
        layout::Node::with_children(
            size.expand(Size::new(2.0 * SHADE, 2.0 * SHADE)),
            vec![node.move_to(Point::new(SHADE, SHADE))],
        )
        .move_to(Point::new(x - SHADE, y - SHADE))
    }

    fn update(
        &mut self,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        // Keys are the control's.
        if matches!(event, Event::Keyboard(_)) {
            return;
        }
        let panel = Self::panel(layout);
        let mut picks = Vec::new();
        let mut inner = Shell::new(&mut picks);
        if let Some(part) = layout.children().next() {
            self.month.as_widget_mut().update(
                &mut self.tree,
                event,
                part,
                cursor,
                renderer,
                clipboard,
                &mut inner,
                &panel,
            );
        }
        let is_taken = inner.is_event_captured();
        if !matches!(inner.redraw_request(), window::RedrawRequest::Wait) {
            shell.request_redraw();
        }
        if is_taken || (matches!(event, Event::Mouse(_)) && cursor.is_over(panel)) {
            shell.capture_event();
        } else if is_press(event) && !cursor.is_over(self.control) {
            self.state.at = None;
        }
        for pick in picks {
            self.picked(pick, shell);
            shell.invalidate_layout();
            shell.request_redraw();
        }
    }

    fn draw(
        &self,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
    ) {
        let panel = Self::panel(layout);
        draw_shadow(renderer, theme, panel, radius::CARD);
        let style = &renderer::Style {
            text_color: tokens(theme).text,
        };
        if let Some(part) = layout.children().next() {
            self.month
                .as_widget()
                .draw(&self.tree, renderer, theme, style, part, cursor, &panel);
        }
    }

    fn mouse_interaction(
        &self,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let panel = Self::panel(layout);
        if !cursor.is_over(panel) {
            return mouse::Interaction::None;
        }
        let inner = layout.children().next().map(|part| {
            let month = self.month.as_widget();
            month.mouse_interaction(&self.tree, part, cursor, &panel, renderer)
        });
        match inner {
            Some(mouse::Interaction::None) | None => mouse::Interaction::Idle,
            Some(inner) => inner,
        }
    }
}
