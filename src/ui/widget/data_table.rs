//! Tables of figures: a head that stays, rows of which only those that show are built, a total. Keys and pointer
//! choose a row; the table keeps it in view. It must not know what its rows are about.
//!
//! ```text
//! data_table([Column::fixed("Claim", 76.0), Column::fill("Patient"), Column::fixed("Charge", 88.0).right()],
//!     self.rows.len(),
//!     |at| self.rows.get(at).map(|row| vec![cell::code(&row.number), cell::text(&row.patient), cell::money(row.charge)])
//!         .unwrap_or_default())
//!     .selected(self.selected)
//!     .on_select(Message::RowSelected)
//!     .on_open(Message::RowOpened)
//! ```

pub mod cell;
mod frame;
mod paint;
mod place;
mod rows;
mod scroll;
mod thumb;

use std::rc::Rc;

use iced::advanced::widget::Id;
use iced::alignment::Horizontal;
use iced::widget::text::{Fragment, IntoFragment, Wrapping};
use iced::widget::{container, row, scrollable};
use iced::{Element, Fill, Length, Padding};

use self::place::Places;
use super::focus::KeyPress;
use super::words;
use crate::ui::spacing::{height, space};
use crate::ui::theme::{self, ink};

pub use cell::Cell;

/// A column: its head, its width with the padding of its cells, its side.
#[derive(Clone, Debug)]
#[must_use]
pub struct Column<'a> {
    head: Fragment<'a>,
    width: Length,
    side: Horizontal,
}

impl<'a> Column<'a> {
    /// A column of so many pixels.
    pub fn fixed(head: impl IntoFragment<'a>, width: f32) -> Self {
        Self::new(head, Length::Fixed(width))
    }

    /// A column that takes what the others leave.
    pub fn fill(head: impl IntoFragment<'a>) -> Self {
        Self::new(head, Fill)
    }

    /// One of several that share what the others leave.
    pub fn portion(head: impl IntoFragment<'a>, share: u16) -> Self {
        Self::new(head, Length::FillPortion(share))
    }

    fn new(head: impl IntoFragment<'a>, width: Length) -> Self {
        Self {
            head: head.into_fragment(),
            width,
            side: Horizontal::Left,
        }
    }

    /// Head and cells at the right: amounts and counts.
    pub fn right(mut self) -> Self {
        self.side = Horizontal::Right;
        self
    }

    /// Head and cells in the middle.
    pub fn centre(mut self) -> Self {
        self.side = Horizontal::Center;
        self
    }
}

/// What kind of row it is: its height, ground and type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Line,
    /// A line that someone should look at.
    Attention,
    /// A line of a queue or a list of choices.
    Tall,
    /// A line that others belong to, such as a visit.
    Parent,
    /// An expanded entry below its line: smaller and muted.
    Entry,
    /// Words above the lines that follow. It cannot be chosen; only its first cell shows.
    Group,
}

impl Kind {
    const fn height(self) -> f32 {
        match self {
            Self::Line | Self::Attention => height::ROW,
            Self::Tall => height::QUEUE_ROW,
            Self::Parent => height::VISIT_ROW,
            Self::Entry => height::ENTRY_ROW,
            Self::Group => height::GROUP_ROW,
        }
    }

    const fn has_rule(self) -> bool {
        !matches!(self, Self::Entry | Self::Group)
    }
}

/// How the table is set into the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Set {
    /// A card of its own, with border and corners.
    #[default]
    Card,
    /// From edge to edge of its region.
    Edge,
}

impl Set {
    /// From the edge to the text of the first and last cell.
    const fn edge(self) -> f32 {
        match self {
            Self::Card => space::M,
            Self::Edge => space::L,
        }
    }
}

/// A table of `count` rows; `row` gives the cells of one, and is asked only for those that show.
pub fn data_table<'a, Message>(
    columns: impl IntoIterator<Item = Column<'a>>,
    count: usize,
    row: impl Fn(usize) -> Vec<Cell<'a, Message>> + 'a,
) -> DataTable<'a, Message> {
    DataTable {
        plan: Plan {
            columns: columns.into_iter().collect(),
            places: Places::even(count, height::ROW),
            row: Box::new(row),
            kind: Box::new(|_| Kind::Line),
            selected: None,
            set: Set::Card,
            has_total: false,
            has_rules: true,
            on_select: None,
            on_open: None,
        },
        total: None,
        empty: None,
        id: None,
        on_key: None,
        has_head: true,
        has_focus: true,
        height: Length::Shrink,
    }
}

type OnRow<'a, Message> = Box<dyn Fn(usize) -> Message + 'a>;
type OnKey<'a, Message> = Box<dyn Fn(Option<usize>, &KeyPress<'_>) -> Option<Message> + 'a>;

/// What the rows are made from, shared by the parts of the table.
struct Plan<'a, Message> {
    columns: Vec<Column<'a>>,
    places: Places,
    row: Box<dyn Fn(usize) -> Vec<Cell<'a, Message>> + 'a>,
    kind: Box<dyn Fn(usize) -> Kind + 'a>,
    selected: Option<usize>,
    set: Set,
    has_total: bool,
    has_rules: bool,
    on_select: Option<OnRow<'a, Message>>,
    on_open: Option<OnRow<'a, Message>>,
}

/// A table; see [`data_table`].
#[must_use]
pub struct DataTable<'a, Message> {
    plan: Plan<'a, Message>,
    total: Option<Vec<Cell<'a, Message>>>,
    empty: Option<Element<'a, Message>>,
    id: Option<Id>,
    on_key: Option<OnKey<'a, Message>>,
    has_head: bool,
    has_focus: bool,
    height: Length,
}

impl<'a, Message> DataTable<'a, Message> {
    /// Names it, so that [`super::focus::on`] can focus it: then its keys work at once.
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The chosen row. Whenever it changes, the table scrolls it into view.
    pub fn selected(mut self, row: Option<usize>) -> Self {
        self.plan.selected = row;
        self
    }

    /// What choosing a row says, by a click or by Up, Down, Page Up, Page Down, Home or End.
    pub fn on_select(mut self, on_select: impl Fn(usize) -> Message + 'a) -> Self {
        self.plan.on_select = Some(Box::new(on_select));
        self
    }

    /// What opening a row says, by a double click or by Enter.
    pub fn on_open(mut self, on_open: impl Fn(usize) -> Message + 'a) -> Self {
        self.plan.on_open = Some(Box::new(on_open));
        self
    }

    /// Other keys while the table has the focus, with the chosen row; asked before the table's own keys.
    pub fn on_key(
        mut self,
        on_key: impl Fn(Option<usize>, &KeyPress<'_>) -> Option<Message> + 'a,
    ) -> Self {
        self.on_key = Some(Box::new(on_key));
        self
    }

    /// What kind each row is; without this all are [`Kind::Line`].
    pub fn kinds(mut self, kind: impl Fn(usize) -> Kind + 'a) -> Self {
        let count = self.plan.places.count();
        self.plan.places = Places::varied((0..count).map(|at| kind(at).height()));
        self.plan.kind = Box::new(kind);
        self
    }

    /// The row of totals. It stays in view below the rows.
    pub fn total(mut self, cells: Vec<Cell<'a, Message>>) -> Self {
        self.plan.has_total = true;
        self.total = Some(cells);
        self
    }

    /// What stands in place of rows when there are none.
    pub fn empty(mut self, element: impl Into<Element<'a, Message>>) -> Self {
        self.empty = Some(element.into());
        self
    }

    /// Runs from edge to edge of its region instead of standing as a card.
    pub fn edge_to_edge(mut self) -> Self {
        self.plan.set = Set::Edge;
        self
    }

    /// Shows no head.
    pub fn without_head(mut self) -> Self {
        self.has_head = false;
        self
    }

    /// Draws no rules between rows: for short lists of choices.
    pub fn without_rules(mut self) -> Self {
        self.plan.has_rules = false;
        self
    }

    /// Never has the focus: something else, such as a field above it, hears the keys.
    pub fn without_focus(mut self) -> Self {
        self.has_focus = false;
        self
    }

    /// `Fill` takes all the height there is; otherwise the table is as high as its rows, at most as its region.
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }
}

impl<'a, Message: Clone + 'a> From<DataTable<'a, Message>> for Element<'a, Message> {
    fn from(table: DataTable<'a, Message>) -> Self {
        let plan = Rc::new(table.plan);
        let head = table.has_head.then(|| head(&plan));
        let total = table
            .total
            .map(|cells| plan.line(cells, cell::Manner::Total));
        let body = match table.empty {
            Some(empty) if plan.places.count() == 0 => empty,
            _ => scrollable(rows::Rows::new(Rc::clone(&plan)))
                // The table draws its own bar, whose thumb never gets too small.
                .direction(scrollable::Direction::Vertical(
                    scrollable::Scrollbar::hidden(),
                ))
                .width(Fill)
                .into(),
        };
        Element::new(frame::Frame {
            plan,
            head,
            body,
            total,
            id: table.id,
            on_key: table.on_key,
            has_focus: table.has_focus,
            height: table.height,
        })
    }
}

fn head<'a, Message: 'a>(plan: &Plan<'a, Message>) -> Element<'a, Message> {
    let cells = plan.columns.iter().map(|column| {
        let words = words::dense(column.head.clone())
            .font(theme::SEMIBOLD)
            .style(ink(|t| t.muted))
            .wrapping(Wrapping::None);
        (false, words.into())
    });
    plan.row_of(cells).into()
}

impl<Message> Plan<'_, Message> {
    fn kind(&self, at: usize) -> Kind {
        (self.kind)(at)
    }

    fn can_choose(&self, at: usize) -> bool {
        at < self.places.count() && self.kind(at) != Kind::Group
    }
}

impl<'a, Message: 'a> Plan<'a, Message> {
    /// Lays the cells out in the columns.
    fn line(
        &self,
        mut cells: Vec<Cell<'a, Message>>,
        manner: cell::Manner,
    ) -> Element<'a, Message> {
        // A missing cell would let the columns before it grow.
        cells.resize_with(self.columns.len().max(cells.len()), cell::empty);
        self.row_of(
            cells
                .into_iter()
                .map(|cell| (cell.is_editor(), cell.view(manner))),
        )
        .into()
    }

    fn row_of(
        &self,
        cells: impl Iterator<Item = (bool, Element<'a, Message>)>,
    ) -> iced::widget::Row<'a, Message> {
        let last = self.columns.len().saturating_sub(1);
        row(cells
            .zip(&self.columns)
            .enumerate()
            .map(|(at, ((is_editor, cell), column))| {
                let padding = if is_editor {
                    Padding::ZERO
                } else {
                    self.padding(at == 0, at == last)
                };
                container(cell)
                    .padding(padding)
                    .width(column.width)
                    .height(Fill)
                    .align_x(column.side)
                    .align_y(iced::Center)
                    .clip(!is_editor)
                    .into()
            }))
        .height(Fill)
    }

    fn padding(&self, is_first: bool, is_last: bool) -> Padding {
        let edge = self.set.edge();
        Padding {
            top: 0.0,
            bottom: 0.0,
            left: if is_first { edge } else { space::S },
            right: if is_last { edge } else { space::S },
        }
    }

    /// The cells of one row as one element.
    fn view(&self, at: usize) -> Element<'a, Message> {
        let mut cells = (self.row)(at);
        let kind = self.kind(at);
        if kind != Kind::Group {
            return self.line(cells, cell::Manner::Of(kind));
        }
        let words = cells
            .drain(..)
            .next()
            .map(|cell| cell.view(cell::Manner::Of(kind)));
        container(row![words])
            .padding(Padding {
                top: space::XS,
                ..self.padding(true, true)
            })
            .width(Fill)
            .center_y(Fill)
            .into()
    }
}
