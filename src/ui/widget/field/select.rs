//! A control to choose one of a few things. It must not know the label round it.

use std::rc::Rc;

use iced::widget::text::{Fragment, Wrapping};
use iced::widget::{container, row, space};
use iced::{Center, Element, Fill, Shrink};

use super::drop_down::{DropDown, INSET, Mode, OnTake, ROW_PADDING};
use super::{Manner, Size, line};
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{Type, height, radius};
use crate::ui::theme::{ink, tokens};
use crate::ui::widget::focus::{Ring, focusable};
use crate::ui::widget::words;

pub(super) struct Select<'a, Message> {
    pub labels: Vec<String>,
    pub chosen: Option<usize>,
    pub placeholder: Fragment<'a>,
    pub glyph: Option<Glyph>,
    pub on_take: OnTake<'a, Message>,
}

impl<'a, Message: Clone + 'a> Select<'a, Message> {
    pub fn control(self, manner: &Manner<Message>) -> Element<'a, Message> {
        let high = if manner.size == Size::Form {
            height::CONTROL
        } else {
            height::CONTROL_COMPACT
        };
        let is_wrong = manner.is_wrong;
        let is_disabled = manner.is_disabled;
        let face = container(self.face(manner))
            .padding([0.0, manner.inset()])
            .width(manner.width)
            .center_y(high)
            .clip(true)
            .style(move |theme| {
                let tokens = tokens(theme);
                let ground = if is_disabled {
                    tokens.hover
                } else {
                    tokens.paper
                };
                container::Style::default()
                    .background(ground)
                    .border(line::border(theme, false, is_wrong, is_disabled))
            });
        if is_disabled {
            return face.into();
        }
        let control = focusable(face)
            .id_maybe(manner.id.clone())
            .on_key(|_| None)
            .ring(Ring::Inside)
            .radius(radius::CONTROL)
            .on_focus_maybe(manner.on_focus.clone())
            .on_leave_maybe(manner.on_leave.clone());
        let chosen = self.chosen;
        let rows = self.labels.iter().enumerate().map(|(at, label)| {
            let mark =
                (Some(at) == chosen).then(|| icon::of(icon::CHECK, 14.0).style(ink(|t| t.accent)));
            row![
                words::body(label.clone()).wrapping(Wrapping::None),
                space::horizontal(),
                mark,
            ]
            .padding(ROW_PADDING)
            .height(Fill)
            .align_y(Center)
            .into()
        });
        DropDown {
            control: control.into(),
            rows: rows.collect(),
            foot: None,
            on_take: Rc::clone(&self.on_take),
            mode: Mode::Choosing {
                labels: self.labels,
                chosen,
            },
            width: 120.0,
            outset: INSET - manner.inset(),
        }
        .into()
    }

    fn face(&self, manner: &Manner<Message>) -> Element<'a, Message> {
        let (size, sign) = if manner.size == Size::Form {
            (Type::BODY, 16.0)
        } else {
            (Type::DENSE, 14.0)
        };
        let room = if manner.width == Shrink { Shrink } else { Fill };
        let words = match self.chosen.and_then(|chosen| self.labels.get(chosen)) {
            Some(label) if manner.is_disabled => {
                words::sized(label.clone(), size).style(ink(|t| t.muted))
            }
            Some(label) => words::sized(label.clone(), size),
            None => words::sized(self.placeholder.clone(), size).style(ink(|t| t.muted)),
        };
        let glyph = self
            .glyph
            .map(|glyph| icon::of(glyph, 14.0).style(ink(|t| t.muted)));
        row![
            glyph,
            container(words.wrapping(Wrapping::None))
                .width(room)
                .clip(true),
            icon::of(icon::OPEN, sign).style(ink(|t| t.muted)),
        ]
        .spacing(6.0)
        .align_y(Center)
        .into()
    }
}
