//! Fields: a label, a control to type or choose in, and below it the error or a helping sentence. They must not know
//! what is right; the screen's draft tells them.
//!
//! A screen keeps the text as typed. A field says every change through `on_input`, and says `on_leave` when the focus
//! goes elsewhere; the screen then shows what is wrong, with [`Left`] to remember which fields were left.

mod area;
mod calendar;
mod drop_down;
mod left;
mod line;
pub mod look_up;
mod select;

use std::rc::Rc;

use chrono::NaiveDate;
use iced::advanced::widget::Id;
use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{column, container, row, text_editor};
use iced::{Element, Fill, Length, Top};

use super::focus::KeyPress;
use super::words;
use crate::domain::typed;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{Type, space};
use crate::ui::theme::tokens;

pub use left::Left;

/// A field for plain text.
pub fn text<'a, Message>(
    label: impl IntoFragment<'a>,
    value: &str,
    on_input: impl Fn(String) -> Message + 'a,
) -> Field<'a, Message> {
    line(label, value, on_input, line::Purpose::Text)
}

/// A field whose text is hidden, unless `shown`; see [`Field::on_reveal`].
pub fn secret<'a, Message>(
    label: impl IntoFragment<'a>,
    value: &str,
    shown: bool,
    on_input: impl Fn(String) -> Message + 'a,
) -> Field<'a, Message> {
    line(label, value, on_input, line::Purpose::Secret { shown })
}

/// A field for the day something happened. It reads what [`typed::date`] reads, obeys the keys of
/// [`typed::DateKey`], and writes the day out as `MM/DD/YYYY` when left. F4, or a press on its icon, opens a calendar.
pub fn date<'a, Message>(
    label: impl IntoFragment<'a>,
    value: &str,
    today: NaiveDate,
    on_input: impl Fn(String) -> Message + 'a,
) -> Field<'a, Message> {
    let read = typed::date;
    line(label, value, on_input, line::Purpose::Date { today, read })
}

/// A date field for a day that lies ahead; see [`typed::coming_date`].
pub fn coming_date<'a, Message>(
    label: impl IntoFragment<'a>,
    value: &str,
    today: NaiveDate,
    on_input: impl Fn(String) -> Message + 'a,
) -> Field<'a, Message> {
    let read = typed::coming_date;
    line(label, value, on_input, line::Purpose::Date { today, read })
}

/// A date field for a birth date; see [`typed::birth_date`].
pub fn birth_date<'a, Message>(
    label: impl IntoFragment<'a>,
    value: &str,
    today: NaiveDate,
    on_input: impl Fn(String) -> Message + 'a,
) -> Field<'a, Message> {
    let read = typed::birth_date;
    line(label, value, on_input, line::Purpose::Date { today, read })
}

/// A field for an amount, right-aligned. It works out sums such as `16.99*2` when left.
pub fn money<'a, Message>(
    label: impl IntoFragment<'a>,
    value: &str,
    on_input: impl Fn(String) -> Message + 'a,
) -> Field<'a, Message> {
    line(label, value, on_input, line::Purpose::Money)
}

/// A field without a label that narrows or finds, with a glass at its left.
pub fn search<'a, Message>(
    placeholder: impl IntoFragment<'a>,
    value: &str,
    on_input: impl Fn(String) -> Message + 'a,
) -> Field<'a, Message> {
    line("", value, on_input, line::Purpose::Text)
        .placeholder(placeholder)
        .icon(icon::SEARCH)
}

/// A field of several lines. The screen keeps the `text_editor::Content` and performs the actions on it.
pub fn area<'a, Message>(
    label: impl IntoFragment<'a>,
    content: &'a text_editor::Content,
    on_action: impl Fn(text_editor::Action) -> Message + 'a,
) -> Field<'a, Message> {
    Field::new(
        label,
        Kind::Area(area::Area {
            content,
            on_action: Box::new(on_action),
            height: 88.0,
        }),
    )
}

/// A field to choose one of a few things; typing goes to the first that begins so.
pub fn select<'a, Message, T: ToString + PartialEq + Clone + 'a>(
    label: impl IntoFragment<'a>,
    options: impl IntoIterator<Item = T>,
    chosen: Option<&T>,
    on_select: impl Fn(T) -> Message + 'a,
) -> Field<'a, Message> {
    let options: Vec<T> = options.into_iter().collect();
    let labels = options.iter().map(ToString::to_string).collect();
    let chosen = chosen.and_then(|chosen| options.iter().position(|option| option == chosen));
    Field::new(
        label,
        Kind::Select(select::Select {
            labels,
            chosen,
            placeholder: "Choose".into(),
            glyph: None,
            on_take: Rc::new(move |at| options.get(at).cloned().map(&on_select)),
        }),
    )
}

/// A field that looks up what is typed and shows what was found below it. The screen finds the rows for the text and
/// passes them in; `on_take` says which row was taken.
pub fn look_up<'a, Message>(
    label: impl IntoFragment<'a>,
    value: &str,
    on_input: impl Fn(String) -> Message + 'a,
    rows: Vec<look_up::Row<'a>>,
    on_take: impl Fn(usize) -> Message + 'a,
) -> Field<'a, Message> {
    let mut field = line(label, value, on_input, line::Purpose::Text);
    if let Kind::Line(line) = &mut field.kind {
        line.look_up = Some(look_up::LookUp::new(rows, on_take));
    }
    field
}

fn line<'a, Message>(
    label: impl IntoFragment<'a>,
    value: &str,
    on_input: impl Fn(String) -> Message + 'a,
    purpose: line::Purpose,
) -> Field<'a, Message> {
    Field::new(label, Kind::Line(line::Line::new(value, on_input, purpose)))
}

enum Kind<'a, Message> {
    Line(line::Line<'a, Message>),
    Area(area::Area<'a, Message>),
    Select(select::Select<'a, Message>),
}

/// How large a control is, and what it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    /// 32 pixels high, in a form.
    Form,
    /// 28 pixels high, in a toolbar or a panel.
    Compact,
    /// As compact, and without a border while nobody is in it.
    Cell,
}

/// What every control of a field obeys.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a choice of its own, set by name"
)]
struct Manner<Message> {
    id: Option<Id>,
    on_focus: Option<Message>,
    on_leave: Option<Message>,
    is_wrong: bool,
    is_odd: bool,
    is_disabled: bool,
    size: Size,
    width: Length,
}

impl<Message> Manner<Message> {
    /// From the edge of the control to its text.
    const fn inset(&self) -> f32 {
        match self.size {
            Size::Form => 9.0,
            Size::Compact | Size::Cell => 8.0,
        }
    }
}

/// A field; made by its kind, such as [`text`] or [`date`].
#[must_use]
pub struct Field<'a, Message> {
    label: Fragment<'a>,
    optional: bool,
    error: Option<Fragment<'a>>,
    helper: Option<Fragment<'a>>,
    manner: Manner<Message>,
    kind: Kind<'a, Message>,
}

impl<'a, Message> Field<'a, Message> {
    fn new(label: impl IntoFragment<'a>, kind: Kind<'a, Message>) -> Self {
        Self {
            label: label.into_fragment(),
            optional: false,
            error: None,
            helper: None,
            manner: Manner {
                id: None,
                on_focus: None,
                on_leave: None,
                is_wrong: false,
                is_odd: false,
                is_disabled: false,
                size: Size::Form,
                width: Fill,
            },
            kind,
        }
    }

    /// Names it, so that [`super::focus::on`] can focus it.
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.manner.id = Some(id.into());
        self
    }

    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.manner.width = width.into();
        self
    }

    /// 28 pixels high instead of 32: in toolbars, panels and table cells.
    pub fn compact(mut self) -> Self {
        self.manner.size = Size::Compact;
        self
    }

    /// As a cell of a grid: compact, and without a border of its own until it has the focus or is wrong.
    pub fn in_cell(mut self) -> Self {
        self.manner.size = Size::Cell;
        self
    }

    /// Marks the label: the field may stay empty.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// What is wrong, as a sentence below the field.
    pub fn error(mut self, sentence: Option<impl IntoFragment<'a>>) -> Self {
        self.error = sentence.map(IntoFragment::into_fragment);
        self.manner.is_wrong = self.error.is_some();
        self
    }

    /// Marks it as wrong without a sentence, where that stands elsewhere.
    pub fn wrong(mut self, is_wrong: bool) -> Self {
        self.manner.is_wrong = is_wrong;
        self
    }

    /// Marks what is typed as not what was expected; it may be right all the same.
    pub fn odd(mut self, is_odd: bool) -> Self {
        self.manner.is_odd = is_odd;
        self
    }

    /// A helping sentence below the field; an error takes its place.
    pub fn helper(mut self, sentence: impl IntoFragment<'a>) -> Self {
        self.helper = Some(sentence.into_fragment());
        self
    }

    /// What to say when the field is left.
    pub fn on_leave(mut self, message: Message) -> Self {
        self.manner.on_leave = Some(message);
        self
    }

    /// What to say when the field gets the focus.
    pub fn on_focus(mut self, message: Message) -> Self {
        self.manner.on_focus = Some(message);
        self
    }

    /// Shows the value but takes no input.
    pub fn disabled(mut self, is_disabled: bool) -> Self {
        self.manner.is_disabled = is_disabled;
        self
    }

    /// What Enter says; without it Enter goes on to the form.
    pub fn on_submit(mut self, message: Message) -> Self {
        if let Kind::Line(line) = &mut self.kind {
            line.on_submit = Some(message);
        }
        self
    }

    /// What the eye at the right of a secret says.
    pub fn on_reveal(mut self, message: Message) -> Self {
        if let Kind::Line(line) = &mut self.kind {
            line.on_reveal = Some(message);
        }
        self
    }

    /// Keys taken before the text sees them, such as F5 for the last used.
    pub fn on_key(mut self, on_key: impl Fn(&KeyPress<'_>) -> Option<Message> + 'a) -> Self {
        if let Kind::Line(line) = &mut self.kind {
            line.on_key = Some(Box::new(on_key));
        }
        self
    }

    /// Muted words that stand where nothing was typed or chosen.
    pub fn placeholder(mut self, words: impl IntoFragment<'a>) -> Self {
        match &mut self.kind {
            Kind::Line(line) => line.placeholder = words.into_fragment(),
            Kind::Select(select) => select.placeholder = words.into_fragment(),
            Kind::Area(_) => {}
        }
        self
    }

    /// An icon at the left, inside.
    pub fn icon(mut self, glyph: Glyph) -> Self {
        match &mut self.kind {
            Kind::Line(line) => line.glyph = Some(glyph),
            Kind::Select(select) => select.glyph = Some(glyph),
            Kind::Area(_) => {}
        }
        self
    }

    /// Something at the right, inside: a key hint, a check mark.
    pub fn trailing(mut self, element: impl Into<Element<'a, Message>>, width: f32) -> Self {
        if let Kind::Line(line) = &mut self.kind {
            line.trailing = Some((element.into(), width));
        }
        self
    }

    /// Right-aligned text, as money is; for counts.
    pub fn right(mut self) -> Self {
        if let Kind::Line(line) = &mut self.kind {
            line.right = true;
        }
        self
    }

    /// How many pixels high a field of several lines is.
    pub fn height(mut self, height: f32) -> Self {
        if let Kind::Area(area) = &mut self.kind {
            area.height = height;
        }
        self
    }

    /// How wide the list of a look-up is.
    pub fn list_width(mut self, width: f32) -> Self {
        self.with_look_up(|look_up| look_up.width = Some(width));
        self
    }

    /// What a look-up says when it found nothing.
    pub fn nothing_found(mut self, sentence: impl IntoFragment<'a>) -> Self {
        let sentence = sentence.into_fragment();
        self.with_look_up(|look_up| look_up.nothing = Some(sentence));
        self
    }

    /// The text the rows of a look-up were found for, where they are found elsewhere and come late. While it is not the
    /// text of the field, Enter takes nothing: the field is left, and the screen reads what was typed.
    pub fn answers(mut self, text: &str) -> Self {
        let text = text.to_owned();
        self.with_look_up(|look_up| look_up.answers = Some(text));
        self
    }

    /// How many there are in all, when the rows of a look-up are only the first of them.
    pub fn found(mut self, count: usize) -> Self {
        self.with_look_up(|look_up| look_up.found = Some(count));
        self
    }

    fn with_look_up(&mut self, change: impl FnOnce(&mut look_up::LookUp<'a, Message>)) {
        if let Kind::Line(line) = &mut self.kind
            && let Some(look_up) = &mut line.look_up
        {
            change(look_up);
        }
    }
}

impl<'a, Message: Clone + 'a> From<Field<'a, Message>> for Element<'a, Message> {
    fn from(field: Field<'a, Message>) -> Self {
        let width = field.manner.width;
        let control = match field.kind {
            Kind::Line(line) => line.control(&field.manner),
            Kind::Area(area) => area.control(&field.manner),
            Kind::Select(select) => select.control(&field.manner),
        };
        let label = (!field.label.is_empty()).then(|| {
            let words = words::note(field.label);
            let optional = field.optional.then(|| words::note("optional"));
            row![words].push(optional).spacing(space::XS)
        });
        let below = field.error.map(error).or_else(|| {
            field
                .helper
                .map(|sentence| container(words::note(sentence)).into())
        });
        if label.is_none() && below.is_none() {
            return control;
        }
        column![label, control, below]
            .spacing(space::XS)
            .width(width)
            .into()
    }
}

/// The style of a text input that is not a field of a form.
pub(super) fn input_style(
    theme: &iced::Theme,
    status: iced::widget::text_input::Status,
) -> iced::widget::text_input::Style {
    line::style(theme, status, false)
}

/// The sentence below a field that says what is wrong.
pub fn error<'a, Message: 'a>(sentence: impl IntoFragment<'a>) -> Element<'a, Message> {
    container(
        row![
            container(icon::of(icon::ERROR, 12.0)).padding([2.0, 0.0]),
            words::sized(sentence, Type::SMALL).width(Fill),
        ]
        .spacing(space::XS)
        .align_y(Top),
    )
    .style(|theme| container::Style::default().color(tokens(theme).denied.ink))
    .into()
}
