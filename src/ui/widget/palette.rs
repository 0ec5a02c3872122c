//! The palette: type to find anything, see it in groups, take it by a key. It must not know what can be found.

use std::cell::RefCell;
use std::rc::Rc;

use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{column, container, mouse_area, opaque, row, rule, space, stack, text_input};
use iced::{Border, Center, Element, Fill};

use super::data_table::{Cell, Column, Kind, cell, data_table};
use super::field::look_up::matched;
use super::focus::{self, KeyPress, watch};
use super::key::{Hint, hint, hints, key_hint};
use super::lifted::lifted;
use super::{field, layer, words};
use crate::domain::money::Money;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{Type, radius, space as gap, width};
use crate::ui::theme::{self, ink, tokens};
use iced::keyboard::key::Named;

/// The id of the field of the palette.
pub const FIELD: &str = "palette";

/// From the top of the window to the palette.
const TOP: f32 = 96.0;
/// At most so high is the list.
const HIGHEST: f32 = 462.0;

/// One line of what was found.
#[derive(Clone, Debug)]
pub enum Line<'a> {
    Group(Fragment<'a>),
    Item(Item<'a>),
}

/// Something that was found; see [`item`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Item<'a> {
    glyph: Glyph,
    words: Fragment<'a>,
    note: Option<Fragment<'a>>,
    amount: Option<Money>,
    keys: Option<Fragment<'a>>,
}

/// The name of a kind of thing, above what was found of it.
pub fn group<'a>(words: impl IntoFragment<'a>) -> Line<'a> {
    Line::Group(words.into_fragment())
}

/// Something that was found: its sign and its name.
pub fn item<'a>(glyph: Glyph, words: impl IntoFragment<'a>) -> Item<'a> {
    Item {
        glyph,
        words: words.into_fragment(),
        note: None,
        amount: None,
        keys: None,
    }
}

impl<'a> Item<'a> {
    /// A muted remark behind the name.
    pub fn note(mut self, note: impl IntoFragment<'a>) -> Self {
        self.note = Some(note.into_fragment());
        self
    }

    pub fn amount(mut self, amount: Money) -> Self {
        self.amount = Some(amount);
        self
    }

    /// The key that does the same without the palette.
    pub fn key(mut self, keys: impl IntoFragment<'a>) -> Self {
        self.keys = Some(keys.into_fragment());
        self
    }

    fn view<Message: 'a>(&self, typed: &str, is_chosen: bool) -> Element<'a, Message> {
        let enter = is_chosen.then(|| "Enter".into());
        row![
            icon::of(self.glyph, 16.0).style(ink(|t| t.muted)),
            matched(&self.words, typed, false),
            self.note.clone().map(words::label),
            space::horizontal(),
            self.amount.map(words::money),
            self.keys.clone().or(enter).map(key_hint::<Message>),
        ]
        .spacing(gap::M)
        .align_y(Center)
        .into()
    }
}

impl<'a> From<Item<'a>> for Line<'a> {
    fn from(item: Item<'a>) -> Self {
        Self::Item(item)
    }
}

impl<'a> Line<'a> {
    const fn kind(&self) -> Kind {
        match self {
            Self::Group(_) => Kind::Group,
            Self::Item(_) => Kind::Tall,
        }
    }

    fn cell<Message: 'a>(&self, typed: &str, is_chosen: bool) -> Cell<'a, Message> {
        match self {
            Self::Group(words) => cell::text(words.clone()),
            Self::Item(item) => cell::of(item.view(typed, is_chosen)),
        }
    }

    const fn is_item(&self) -> bool {
        matches!(self, Self::Item(_))
    }
}

/// The place of the first line that can be chosen, for a new list.
pub fn first_item(lines: &[Line<'_>]) -> Option<usize> {
    lines.iter().position(Line::is_item)
}

type OnLine<'a, Message> = Box<dyn Fn(usize) -> Message + 'a>;

/// The palette; see [`palette`].
#[must_use]
pub struct Palette<'a, Message> {
    typed: String,
    lines: Vec<Line<'a>>,
    chosen: Option<usize>,
    found: usize,
    on_input: Option<Box<dyn Fn(String) -> Message + 'a>>,
    on_choose: Option<OnLine<'a, Message>>,
    on_take: Option<OnLine<'a, Message>>,
    on_tab: Option<Message>,
    on_early: Option<Message>,
    on_close: Message,
    answers: String,
    hints: Vec<Hint<'a>>,
}

/// A palette over what was typed and the lines found for it. `chosen` is a place among the lines.
pub fn palette<'a, Message>(
    typed: &str,
    lines: Vec<Line<'a>>,
    chosen: Option<usize>,
    on_input: impl Fn(String) -> Message + 'a,
    on_close: Message,
) -> Palette<'a, Message> {
    Palette {
        typed: typed.to_owned(),
        found: lines.iter().filter(|line| line.is_item()).count(),
        lines,
        chosen,
        on_input: Some(Box::new(on_input)),
        on_choose: None,
        on_take: None,
        on_tab: None,
        on_early: None,
        on_close,
        answers: typed.to_owned(),
        hints: Vec::new(),
    }
}

impl<'a, Message> Palette<'a, Message> {
    /// What Up and Down say: the line that shall be chosen.
    pub fn on_choose(mut self, on_choose: impl Fn(usize) -> Message + 'a) -> Self {
        self.on_choose = Some(Box::new(on_choose));
        self
    }

    /// What Enter or a click says: the line that is taken.
    pub fn on_take(mut self, on_take: impl Fn(usize) -> Message + 'a) -> Self {
        self.on_take = Some(Box::new(on_take));
        self
    }

    /// The text the lines were found for, where they come late. While it is not what is typed, Enter takes nothing and
    /// says [`Palette::on_early`].
    pub fn answers(mut self, text: &str) -> Self {
        text.clone_into(&mut self.answers);
        self
    }

    /// What Enter says before the lines have caught up with what is typed: the screen may then take the first of them
    /// as soon as they come.
    pub fn on_early(mut self, message: Message) -> Self {
        self.on_early = Some(message);
        self
    }

    /// What Tab says: to show only this kind.
    pub fn on_tab(mut self, message: Message) -> Self {
        self.on_tab = Some(message);
        self
    }

    /// How many were found in all, when the lines are only the first of them.
    pub fn found(mut self, count: usize) -> Self {
        self.found = count;
        self
    }

    /// Signs that narrow the list, shown at the right of the foot.
    pub fn hints(mut self, hints: impl IntoIterator<Item = Hint<'a>>) -> Self {
        self.hints.extend(hints);
        self
    }

    /// The neighbour of the chosen line that can be chosen.
    fn neighbour(&self, down: bool) -> Option<usize> {
        let is_item = |at: &usize| self.lines.get(*at).is_some_and(Line::is_item);
        match (down, self.chosen) {
            (true, Some(at)) => (at.saturating_add(1)..self.lines.len()).find(is_item),
            (false, Some(at)) => (0..at).rev().find(is_item),
            (_, None) => first_item(&self.lines),
        }
    }
}

impl<'a, Message: Clone + 'a> Palette<'a, Message> {
    /// The palette as a card, without a scrim.
    pub fn card(mut self) -> Element<'a, Message> {
        let head = self.head();
        let foot = self.foot();
        let body = (!self.lines.is_empty()).then(|| {
            column![
                rule::horizontal(1).style(theme::divider),
                container(self.list()).max_height(HIGHEST),
                rule::horizontal(1).style(theme::divider),
            ]
        });
        let card = container(column![head, body, foot])
            .padding(1)
            .width(width::PALETTE)
            .style(theme::card);
        lifted(card)
    }

    fn head(&mut self) -> Element<'a, Message> {
        let say = |at: Option<usize>, on: &Option<OnLine<'a, Message>>| Some((on.as_ref()?)(at?));
        let up = say(self.neighbour(false), &self.on_choose);
        let down = say(self.neighbour(true), &self.on_choose);
        let enter = say(self.chosen, &self.on_take);
        let tab = self.on_tab.clone();
        let early = self.on_early.clone();
        let typed = Rc::new(RefCell::new(self.typed.clone()));
        let (now, answers) = (Rc::clone(&typed), self.answers.clone());
        let on_key = move |press: &KeyPress<'_>| {
            let is_late = *now.borrow() != answers;
            let named = [
                (Named::ArrowUp, &up),
                (Named::ArrowDown, &down),
                (Named::Enter, if is_late { &early } else { &enter }),
                (Named::Tab, &tab),
            ];
            let (_, message) = named.into_iter().find(|(named, _)| press.is(*named))?;
            message.clone()
        };
        let on_input = self.on_input.take();
        let on_input = on_input.map(|on_input| {
            move |text: String| {
                typed.borrow_mut().clone_from(&text);
                on_input(text)
            }
        });
        let input = text_input("Find a patient, claim, check, code or command", &self.typed)
            .id(FIELD)
            .on_input_maybe(on_input)
            .size(Type::SECTION.size)
            .line_height(iced::Pixels(Type::SECTION.line))
            .padding(0)
            .style(|theme, status| text_input::Style {
                border: Border::default(),
                ..field::input_style(theme, status)
            });
        let found = (!self.typed.is_empty()).then(|| words::label(format!("{} found", self.found)));
        row![
            icon::of(icon::SEARCH, 20.0).style(ink(|t| t.muted)),
            watch(input).on_key(on_key),
            found,
            key_hint("Esc"),
        ]
        .spacing(gap::M)
        .padding([0.0, gap::L])
        .height(48)
        .align_y(Center)
        .into()
    }

    fn list(self) -> Element<'a, Message> {
        let Self {
            lines,
            typed,
            chosen,
            on_take,
            ..
        } = self;
        let kinds: Vec<Kind> = lines.iter().map(Line::kind).collect();
        let table = data_table([Column::fill("")], lines.len(), move |at| {
            let line = lines.get(at);
            line.map(|line| line.cell(&typed, chosen == Some(at)))
                .into_iter()
                .collect()
        })
        .kinds(move |at| kinds.get(at).copied().unwrap_or_default())
        .edge_to_edge()
        .without_head()
        .without_rules()
        .without_focus()
        .selected(chosen);
        match on_take {
            Some(on_take) => table.on_select(on_take).into(),
            None => table.into(),
        }
    }

    fn foot(&self) -> Element<'a, Message> {
        let mut left = vec![hint(&["Up", "Down"], "move"), hint(&["Enter"], "open")];
        if self.on_tab.is_some() {
            left.push(hint(&["Tab"], "only this kind"));
        }
        container(
            row![
                hints(left),
                space::horizontal(),
                hints(self.hints.iter().copied()),
            ]
            .height(Fill)
            .align_y(Center),
        )
        .padding([0.0, gap::L])
        .height(32)
        .width(Fill)
        .style(|theme| {
            let tokens = tokens(theme);
            container::Style::default()
                .background(tokens.canvas)
                .border(Border::default().rounded(iced::border::bottom(radius::CARD - 1.0)))
        })
        .into()
    }
}

/// Lays the palette, if it is open, over `base`. A click beside it closes it, as Escape does.
pub fn over<'a, Message: Clone + 'a>(
    base: impl Into<Element<'a, Message>>,
    palette: Option<Palette<'a, Message>>,
) -> Element<'a, Message> {
    let layer = palette.map(|palette| {
        let close = palette.on_close.clone();
        let beside = mouse_area(space().width(Fill).height(Fill)).on_press(close.clone());
        let card = container(opaque(palette.card()))
            .padding(iced::Padding {
                top: TOP,
                ..iced::Padding::ZERO
            })
            .center_x(Fill);
        focus::scope(stack![beside, card].width(Fill).height(Fill))
            .sealed()
            .starts_at_first()
            .on_escape(close)
            .into()
    });
    layer::over(base, layer)
}
