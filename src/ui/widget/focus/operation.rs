//! Questions to the widget tree about focus, and changes of it. It must not know any widget by name.

use iced::advanced::Layout;
use iced::advanced::widget::operation::focusable::Count;
use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{Focusable, Operation, Outcome, Scrollable};
use iced::advanced::widget::{Id, Tree};
use iced::{Element, Rectangle, Renderer, Vector};

/// Which way Tab goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Next,
    Previous,
}

/// What happens at the last control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Wraps,
    Stays,
}

/// A widget with its tree and layout, ready to be asked.
pub struct Subject<'r, 'a, Message> {
    pub content: &'r mut Element<'a, Message>,
    pub tree: &'r mut Tree,
    pub layout: Layout<'r>,
    pub renderer: &'r Renderer,
}

/// Whether anything in `content` has the focus.
pub fn has_focus<Message>(
    content: &mut Element<'_, Message>,
    tree: &mut Tree,
    layout: Layout<'_>,
    renderer: &Renderer,
) -> bool {
    Subject {
        content,
        tree,
        layout,
        renderer,
    }
    .is_focused()
}

impl<Message> Subject<'_, '_, Message> {
    pub fn run(&mut self, operation: &mut dyn Operation) {
        self.content
            .as_widget_mut()
            .operate(self.tree, self.layout, self.renderer, operation);
    }

    /// Whether anything inside has the focus.
    pub fn is_focused(&mut self) -> bool {
        self.focused().is_some()
    }

    /// The place in Tab order of the control that has the focus.
    pub fn focused(&mut self) -> Option<usize> {
        self.count().focused
    }

    fn count(&mut self) -> Count {
        let mut tally = Tally::default();
        self.run(&mut tally);
        tally.count
    }

    /// Moves the focus to the neighbour and scrolls it into view. Gives whether there was one to move to.
    pub fn step(&mut self, way: Way, end: End) -> bool {
        let Count { focused, total } = self.count();
        let Some(target) = neighbour(focused, total, way, end) else {
            return false;
        };
        self.run(&mut Choose { at: 0, target });
        self.reveal();
        true
    }

    /// Focuses the first control, if nothing has the focus yet.
    pub fn start(&mut self) {
        if !self.is_focused() {
            let _ = self.step(Way::Next, End::Stays);
        }
    }

    /// Leaves the focus with the newcomer when a click gave it to a second control.
    pub fn keep_newcomer(&mut self, before: Option<usize>) {
        let mut list = List::default();
        self.run(&mut list);
        if let [_, _, ..] = list.focused.as_slice()
            && let Some(target) = list.focused.into_iter().find(|at| Some(*at) != before)
        {
            self.run(&mut Choose { at: 0, target });
        }
    }

    /// Scrolls whatever contains the focused control until it shows.
    pub fn reveal(&mut self) {
        let mut search = Reveal::default();
        self.run(&mut search);
        if !search.found.is_empty() {
            self.run(&mut ScrollBy {
                at: 0,
                steps: search.found,
            });
        }
    }

    /// Selects the whole text of the input inside.
    pub fn select_all(&mut self) {
        self.run(&mut SelectAll);
    }
}

fn neighbour(focused: Option<usize>, total: usize, way: Way, end: End) -> Option<usize> {
    let last = total.checked_sub(1)?;
    match (way, focused) {
        (Way::Next, Some(at)) if at < last => Some(at.saturating_add(1)),
        (Way::Previous, Some(at)) if at > 0 => Some(at.saturating_sub(1)),
        (_, Some(_)) if end == End::Stays => None,
        (Way::Next, _) => Some(0),
        (Way::Previous, _) => Some(last),
    }
}

#[derive(Default)]
struct Tally {
    count: Count,
}

impl Operation for Tally {
    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.count.focused = Some(self.count.total);
        }
        self.count.total = self.count.total.saturating_add(1);
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }
}

#[derive(Default)]
struct List {
    at: usize,
    focused: Vec<usize>,
}

impl Operation for List {
    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.focused.push(self.at);
        }
        self.at = self.at.saturating_add(1);
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }
}

struct Choose {
    at: usize,
    target: usize,
}

impl Operation for Choose {
    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if self.at == self.target {
            state.focus();
        } else if state.is_focused() {
            state.unfocus();
        }
        self.at = self.at.saturating_add(1);
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }
}

struct SelectAll;

impl Operation for SelectAll {
    fn text_input(
        &mut self,
        _: Option<&Id>,
        _: Rectangle,
        state: &mut dyn iced::advanced::widget::operation::TextInput,
    ) {
        state.select_all();
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }
}

/// Space kept between a revealed control and the edge of what scrolls.
const MARGIN: f32 = 12.0;

/// A scrollable on the way down to the focused control.
#[derive(Clone, Copy)]
struct Window {
    at: usize,
    bounds: Rectangle,
    content: Rectangle,
    offset: Vector,
}

/// Finds by how much each scrollable around the focused control must scroll.
#[derive(Default)]
struct Reveal {
    scrollables: usize,
    pending: Option<Window>,
    around: Vec<Option<Window>>,
    found: Vec<(usize, AbsoluteOffset)>,
}

impl Operation for Reveal {
    fn scrollable(
        &mut self,
        _: Option<&Id>,
        bounds: Rectangle,
        content: Rectangle,
        offset: Vector,
        _: &mut dyn Scrollable,
    ) {
        self.pending = Some(Window {
            at: self.scrollables,
            bounds,
            content,
            offset,
        });
        self.scrollables = self.scrollables.saturating_add(1);
    }

    fn focusable(&mut self, _: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        if !state.is_focused() {
            return;
        }
        let mut target = bounds;
        for window in self.around.iter().rev().flatten() {
            let by = AbsoluteOffset {
                x: shortfall(
                    (target.x, target.width),
                    (window.bounds.x + window.offset.x, window.bounds.width),
                    (
                        window.content.width - window.bounds.width - window.offset.x,
                        window.offset.x,
                    ),
                ),
                y: shortfall(
                    (target.y, target.height),
                    (window.bounds.y + window.offset.y, window.bounds.height),
                    (
                        window.content.height - window.bounds.height - window.offset.y,
                        window.offset.y,
                    ),
                ),
            };
            target.x -= window.offset.x + by.x;
            target.y -= window.offset.y + by.y;
            if by.x != 0.0 || by.y != 0.0 {
                self.found.push((window.at, by));
            }
        }
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        let window = self.pending.take();
        self.around.push(window);
        operate(self);
        let _ = self.around.pop();
    }

    fn finish(&self) -> Outcome<()> {
        if self.found.is_empty() {
            Outcome::None
        } else {
            Outcome::Chain(Box::new(ScrollBy {
                at: 0,
                steps: self.found.clone(),
            }))
        }
    }
}

/// How far to scroll along one axis so that `target` (start, length) shows in `view` (start, length), within what is
/// left to scroll (ahead, back).
fn shortfall(target: (f32, f32), view: (f32, f32), left: (f32, f32)) -> f32 {
    let before = target.0 - MARGIN - view.0;
    let after = target.0 + target.1 + MARGIN - (view.0 + view.1);
    if before < 0.0 {
        before.max(-left.1)
    } else if after > 0.0 {
        after.min(left.0.max(0.0)).min(before)
    } else {
        0.0
    }
}

struct ScrollBy {
    at: usize,
    steps: Vec<(usize, AbsoluteOffset)>,
}

impl Operation for ScrollBy {
    fn scrollable(
        &mut self,
        _: Option<&Id>,
        bounds: Rectangle,
        content: Rectangle,
        _: Vector,
        state: &mut dyn Scrollable,
    ) {
        if let Some((_, by)) = self.steps.iter().find(|(at, _)| *at == self.at) {
            state.scroll_by(*by, bounds, content);
        }
        self.at = self.at.saturating_add(1);
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }
}

/// Focuses one control by id, and then reveals it.
pub fn focus(target: Id) -> impl Operation<()> {
    struct ById {
        target: Id,
    }

    impl Operation for ById {
        fn focusable(&mut self, id: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
            if id == Some(&self.target) {
                state.focus();
            } else if state.is_focused() {
                state.unfocus();
            }
        }

        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
            operate(self);
        }

        fn finish(&self) -> Outcome<()> {
            Outcome::Chain(Box::new(Reveal::default()))
        }
    }

    ById { target }
}
