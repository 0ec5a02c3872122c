//! What a widget around one other leaves to it. It must not know what any of them adds.

/// Gives methods of [`iced::advanced::Widget`] to a widget that keeps state of its own and has one child, in the
/// named field: `around! { content: children, diff, size, … }`. What a widget does itself, it does not name.
macro_rules! around {
    ($field:ident: $($method:ident),+ $(,)?) => { $(around!(@$method $field);)+ };

    (@children $field:ident) => {
        fn children(&self) -> Vec<iced::advanced::widget::Tree> {
            vec![iced::advanced::widget::Tree::new(&self.$field)]
        }
    };
    (@diff $field:ident) => {
        fn diff(&self, tree: &mut iced::advanced::widget::Tree) {
            tree.diff_children(std::slice::from_ref(&self.$field));
        }
    };
    (@size $field:ident) => {
        fn size(&self) -> iced::Size<iced::Length> {
            self.$field.as_widget().size()
        }

        fn size_hint(&self) -> iced::Size<iced::Length> {
            self.$field.as_widget().size_hint()
        }
    };
    (@layout $field:ident) => {
        fn layout(
            &mut self,
            tree: &mut iced::advanced::widget::Tree,
            renderer: &iced::Renderer,
            limits: &iced::advanced::layout::Limits,
        ) -> iced::advanced::layout::Node {
            match tree.children.first_mut() {
                Some(child) => self.$field.as_widget_mut().layout(child, renderer, limits),
                None => iced::advanced::layout::Node::default(),
            }
        }
    };
    (@operate $field:ident) => {
        fn operate(
            &mut self,
            tree: &mut iced::advanced::widget::Tree,
            layout: iced::advanced::Layout<'_>,
            renderer: &iced::Renderer,
            operation: &mut dyn iced::advanced::widget::Operation,
        ) {
            if let Some(child) = tree.children.first_mut() {
                let content = self.$field.as_widget_mut();
                content.operate(child, layout, renderer, operation);
            }
        }
    };
    (@draw $field:ident) => {
        fn draw(
            &self,
            tree: &iced::advanced::widget::Tree,
            renderer: &mut iced::Renderer,
            theme: &iced::Theme,
            style: &iced::advanced::renderer::Style,
            layout: iced::advanced::Layout<'_>,
            cursor: iced::mouse::Cursor,
            viewport: &iced::Rectangle,
        ) {
            if let Some(child) = tree.children.first() {
                let content = self.$field.as_widget();
                content.draw(child, renderer, theme, style, layout, cursor, viewport);
            }
        }
    };
    (@mouse_interaction $field:ident) => {
        fn mouse_interaction(
            &self,
            tree: &iced::advanced::widget::Tree,
            layout: iced::advanced::Layout<'_>,
            cursor: iced::mouse::Cursor,
            viewport: &iced::Rectangle,
            renderer: &iced::Renderer,
        ) -> iced::mouse::Interaction {
            let content = self.$field.as_widget();
            tree.children.first().map_or_else(Default::default, |child| {
                content.mouse_interaction(child, layout, cursor, viewport, renderer)
            })
        }
    };
    (@overlay $field:ident) => {
        fn overlay<'b>(
            &'b mut self,
            tree: &'b mut iced::advanced::widget::Tree,
            layout: iced::advanced::Layout<'b>,
            renderer: &iced::Renderer,
            viewport: &iced::Rectangle,
            translation: iced::Vector,
        ) -> Option<iced::advanced::overlay::Element<'b, Message, iced::Theme, iced::Renderer>> {
            let child = tree.children.first_mut()?;
            let content = self.$field.as_widget_mut();
            content.overlay(child, layout, renderer, viewport, translation)
        }
    };
}

/// Gives methods of [`iced::advanced::Widget`] to a widget that stands for the one in the named field, with that
/// one's own state: `through! { content: identity, layout, … }`.
macro_rules! through {
    ($field:ident: $($method:ident),+ $(,)?) => { $(through!(@$method $field);)+ };

    (@identity $field:ident) => {
        fn tag(&self) -> iced::advanced::widget::tree::Tag {
            self.$field.as_widget().tag()
        }

        fn state(&self) -> iced::advanced::widget::tree::State {
            self.$field.as_widget().state()
        }

        fn children(&self) -> Vec<iced::advanced::widget::Tree> {
            self.$field.as_widget().children()
        }

        fn diff(&self, tree: &mut iced::advanced::widget::Tree) {
            self.$field.as_widget().diff(tree);
        }
    };
    (@layout $field:ident) => {
        fn size(&self) -> iced::Size<iced::Length> {
            self.$field.as_widget().size()
        }

        fn layout(
            &mut self,
            tree: &mut iced::advanced::widget::Tree,
            renderer: &iced::Renderer,
            limits: &iced::advanced::layout::Limits,
        ) -> iced::advanced::layout::Node {
            self.$field.as_widget_mut().layout(tree, renderer, limits)
        }
    };
    (@operate $field:ident) => {
        fn operate(
            &mut self,
            tree: &mut iced::advanced::widget::Tree,
            layout: iced::advanced::Layout<'_>,
            renderer: &iced::Renderer,
            operation: &mut dyn iced::advanced::widget::Operation,
        ) {
            let content = self.$field.as_widget_mut();
            content.operate(tree, layout, renderer, operation);
        }
    };
    (@update $field:ident) => {
        fn update(
            &mut self,
            tree: &mut iced::advanced::widget::Tree,
            event: &iced::Event,
            layout: iced::advanced::Layout<'_>,
            cursor: iced::mouse::Cursor,
            renderer: &iced::Renderer,
            clipboard: &mut dyn iced::advanced::Clipboard,
            shell: &mut iced::advanced::Shell<'_, Message>,
            viewport: &iced::Rectangle,
        ) {
            self.$field.as_widget_mut().update(
                tree, event, layout, cursor, renderer, clipboard, shell, viewport,
            );
        }
    };
    (@mouse_interaction $field:ident) => {
        fn mouse_interaction(
            &self,
            tree: &iced::advanced::widget::Tree,
            layout: iced::advanced::Layout<'_>,
            cursor: iced::mouse::Cursor,
            viewport: &iced::Rectangle,
            renderer: &iced::Renderer,
        ) -> iced::mouse::Interaction {
            let content = self.$field.as_widget();
            content.mouse_interaction(tree, layout, cursor, viewport, renderer)
        }
    };
    (@overlay $field:ident) => {
        fn overlay<'b>(
            &'b mut self,
            tree: &'b mut iced::advanced::widget::Tree,
            layout: iced::advanced::Layout<'b>,
            renderer: &iced::Renderer,
            viewport: &iced::Rectangle,
            translation: iced::Vector,
        ) -> Option<iced::advanced::overlay::Element<'b, Message, iced::Theme, iced::Renderer>> {
            let content = self.$field.as_widget_mut();
            content.overlay(tree, layout, renderer, viewport, translation)
        }
    };
}

pub(in crate::ui) use {around, through};
