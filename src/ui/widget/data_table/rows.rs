//! The rows of a table inside their scrollable: builds those that show, draws their grounds, hears the pointer. It
//! must not know the head or the total.

use std::ops::Range;
use std::rc::Rc;

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{
    Border, Color, Element, Event, Fill, Length, Point, Rectangle, Renderer, Shrink, Size, Theme,
    Vector, border,
};

use super::{Kind, Plan, Set};
use crate::ui::spacing::radius;
use crate::ui::theme::{Tokens, tokens};

/// Rows are built this far beyond what shows, so that small moves need no new ones.
const BEYOND: f32 = 280.0;
/// What is taken to show before that is known.
const FIRST_VIEW: f32 = 1_080.0;

pub(super) struct Rows<'a, Message> {
    plan: Rc<Plan<'a, Message>>,
    built: Vec<Element<'a, Message>>,
}

impl<'a, Message> Rows<'a, Message> {
    pub const fn new(plan: Rc<Plan<'a, Message>>) -> Self {
        Self {
            plan,
            built: Vec::new(),
        }
    }
}

#[derive(Default)]
struct State {
    /// The rows that are built; the tree has one child for each.
    range: Range<usize>,
    /// Top and height of what shows.
    view: Option<(f32, f32)>,
    hovered: Option<usize>,
    last_click: Option<mouse::Click>,
}

impl State {
    fn wanted(&self, plan: &Plan<'_, impl Sized>) -> Range<usize> {
        let (top, height) = self.view.unwrap_or((0.0, FIRST_VIEW));
        plan.places.between(top - BEYOND, top + height + BEYOND)
    }
}

impl<Message> Rows<'_, Message> {
    fn row_at(&self, layout: Layout<'_>, cursor: mouse::Cursor) -> Option<usize> {
        let at = cursor.position_over(layout.bounds())?;
        self.plan.places.at(at.y - layout.bounds().y)
    }

    /// Notes what shows; gives whether rows are missing there.
    fn look(&self, state: &mut State, layout: Layout<'_>, viewport: &Rectangle) -> bool {
        let top = viewport.y - layout.bounds().y;
        let shown = self.plan.places.between(top, top + viewport.height);
        state.view = Some((top, viewport.height));
        shown.start < state.range.start || shown.end > state.range.end
    }

    fn press(&self, at: usize, state: &mut State, position: Point, shell: &mut Shell<'_, Message>) {
        if !self.plan.can_choose(at) {
            return;
        }
        let click = mouse::Click::new(position, mouse::Button::Left, state.last_click);
        state.last_click = Some(click);
        let say = match (&self.plan.on_open, &self.plan.on_select) {
            (Some(open), _) if click.kind() == mouse::click::Kind::Double => Some(open),
            (_, Some(select)) => Some(select),
            _ => None,
        };
        if let Some(say) = say {
            shell.publish(say(at));
            shell.capture_event();
        }
    }

    fn ground(&self, at: usize, hovered: Option<usize>, tokens: &Tokens) -> Option<Color> {
        let kind = self.plan.kind(at);
        if self.plan.selected == Some(at) {
            Some(tokens.selected)
        } else if kind == Kind::Attention {
            Some(tokens.attention.ground)
        } else if kind == Kind::Entry {
            Some(tokens.hover)
        } else {
            (hovered == Some(at) && kind != Kind::Group && self.plan.on_select.is_some())
                .then_some(tokens.hover)
        }
    }

    fn draw_ground(
        &self,
        renderer: &mut Renderer,
        tokens: &Tokens,
        bounds: Rectangle,
        at: usize,
        hovered: Option<usize>,
    ) {
        let is_last = at.saturating_add(1) == self.plan.places.count();
        let in_card = self.plan.set == Set::Card;
        if let Some(color) = self.ground(at, hovered, tokens) {
            let corner = if is_last && in_card && !self.plan.has_total {
                radius::CARD - 1.0
            } else {
                0.0
            };
            renderer::Renderer::fill_quad(
                renderer,
                renderer::Quad {
                    bounds,
                    border: Border::default().rounded(border::bottom(corner)),
                    ..renderer::Quad::default()
                },
                color,
            );
        }
        if self.plan.selected == Some(at) {
            let bar = Rectangle {
                width: 3.0,
                ..bounds
            };
            fill(renderer, bar, tokens.accent);
        }
        // The border of the card, or the rule of the total, closes the last row.
        if self.plan.has_rules
            && self.plan.kind(at).has_rule()
            && !(is_last && (self.plan.has_total || in_card))
        {
            let rule = Rectangle {
                y: bounds.y + bounds.height - 1.0,
                height: 1.0,
                ..bounds
            };
            fill(renderer, rule, tokens.divider);
        }
    }
}

impl<'a, Message: 'a> Rows<'a, Message> {
    /// Builds the wanted rows, keeping the state of those that were built before.
    fn build(&mut self, tree: &mut Tree) -> Range<usize> {
        let Tree {
            state, children, ..
        } = tree;
        let state = state.downcast_mut::<State>();
        let wanted = state.wanted(&self.plan);
        let before = std::mem::replace(&mut state.range, wanted.clone());
        let mut kept: Vec<Option<Tree>> = std::mem::take(children).into_iter().map(Some).collect();
        self.built = wanted.clone().map(|at| self.plan.view(at)).collect();
        for (at, row) in wanted.clone().zip(&self.built) {
            let old = at
                .checked_sub(before.start)
                .and_then(|place| kept.get_mut(place))
                .and_then(Option::take);
            children.push(match old {
                Some(mut tree) => {
                    tree.diff(row);
                    tree
                }
                None => Tree::new(row),
            });
        }
        wanted
    }
}

impl<'a, Message: 'a> Widget<Message, Theme, Renderer> for Rows<'a, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn diff(&self, _: &mut Tree) {
        // The rows are compared when they are built, in `layout`.
    }

    fn size(&self) -> Size<Length> {
        Size::new(Fill, Shrink)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let width = limits.max().width;
        let range = self.build(tree);
        let mut nodes = Vec::with_capacity(range.len());
        for (at, (row, tree)) in range.zip(self.built.iter_mut().zip(&mut tree.children)) {
            let size = Size::new(width, self.plan.places.height(at));
            let node = row
                .as_widget_mut()
                .layout(tree, renderer, &layout::Limits::new(size, size));
            nodes.push(node.move_to(Point::new(0.0, self.plan.places.top(at))));
        }
        layout::Node::with_children(Size::new(width, self.plan.places.total()), nodes)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.container(None, layout.bounds());
        operation.traverse(&mut |operation| {
            for ((row, tree), layout) in self
                .built
                .iter_mut()
                .zip(&mut tree.children)
                .zip(layout.children())
            {
                row.as_widget_mut()
                    .operate(tree, layout, renderer, operation);
            }
        });
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
        for ((row, tree), layout) in self
            .built
            .iter_mut()
            .zip(&mut tree.children)
            .zip(layout.children())
        {
            row.as_widget_mut().update(
                tree, event, layout, cursor, renderer, clipboard, shell, viewport,
            );
        }
        let state = tree.state.downcast_mut::<State>();
        if self.look(state, layout, viewport) {
            shell.invalidate_layout();
            shell.request_redraw();
        }
        let Event::Mouse(event) = event else {
            return;
        };
        let row = self.row_at(layout, cursor);
        if row != state.hovered {
            state.hovered = row;
            shell.request_redraw();
        }
        if let mouse::Event::ButtonPressed(mouse::Button::Left) = event
            && !shell.is_event_captured()
            && let (Some(at), Some(position)) = (row, cursor.position())
        {
            self.press(at, state, position, shell);
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let tokens = tokens(theme);
        let state = tree.state.downcast_ref::<State>();
        let hovered = self.row_at(layout, cursor);
        let rows = state.range.clone().zip(layout.children());
        for ((at, part), (row, tree)) in rows.zip(self.built.iter().zip(&tree.children)) {
            if !part.bounds().intersects(viewport) {
                continue;
            }
            self.draw_ground(renderer, tokens, part.bounds(), at, hovered);
            row.as_widget()
                .draw(tree, renderer, theme, style, part, cursor, viewport);
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
        self.built
            .iter()
            .zip(&tree.children)
            .zip(layout.children())
            .map(|((row, tree), layout)| {
                row.as_widget()
                    .mouse_interaction(tree, layout, cursor, viewport, renderer)
            })
            .max()
            .unwrap_or_default()
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        overlay::from_children(
            &mut self.built,
            tree,
            layout,
            renderer,
            viewport,
            translation,
        )
    }
}

impl<'a, Message: 'a> From<Rows<'a, Message>> for Element<'a, Message> {
    fn from(rows: Rows<'a, Message>) -> Self {
        Self::new(rows)
    }
}

pub(super) fn fill(renderer: &mut Renderer, bounds: Rectangle, color: Color) {
    renderer::Renderer::fill_quad(
        renderer,
        renderer::Quad {
            bounds,
            ..renderer::Quad::default()
        },
        color,
    );
}
