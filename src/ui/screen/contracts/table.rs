//! The tables: what is agreed, and what a file would change. They must not know what is done about a row.

use iced::widget::{container, space};
use iced::{Element, Fill};

use super::{CHANGES, Looked, Message, Screen, TABLE};
use crate::domain::contract::{Change, ContractRow, Party};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, Kind, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::{button, page, words};

/// The bar over the contracts.
pub(super) fn toolbar<'a>() -> Element<'a, Message> {
    let schedule = button::quiet("Bring in a schedule")
        .icon(icon::IMPORT)
        .key("S")
        .compact()
        .on_press(Message::SchedulePressed);
    let underpaid = button::quiet("Underpaid services")
        .key("U")
        .compact()
        .on_press(Message::UnderpaidPressed);
    page::toolbar(
        [
            words::strong("Contracts").into(),
            words::muted("as they hold today").into(),
        ],
        [schedule.into(), underpaid.into()],
    )
}

impl Screen {
    pub(super) fn table(&self) -> Element<'_, Message> {
        let rows = self
            .listed
            .as_ref()
            .map_or(&[][..], |listed| listed.contracts.as_slice());
        data_table(
            [
                Column::fill("Payer"),
                Column::fixed("Plan", 176.0),
                Column::fixed("Amounts", 88.0).right(),
                Column::fixed("The rest", 208.0),
                Column::fixed("Newest from", 112.0),
            ],
            rows.len(),
            move |at| rows.get(at).map(cells).unwrap_or_default(),
        )
        .id(TABLE)
        .edge_to_edge()
        .selected((!rows.is_empty()).then_some(self.selected))
        .on_select(Message::RowChosen)
        .height(Fill)
        .empty(self.empty())
        .into()
    }

    fn empty(&self) -> Element<'_, Message> {
        if self.listed.is_none() {
            return space().into();
        }
        container(empty_state(
            icon::PAYER,
            "No contract is loaded",
            "Until one is, what a payer allowed most often is what it is expected to allow.",
            None,
        ))
        .padding(gap::XL)
        .into()
    }
}

fn cells(row: &ContractRow) -> Vec<Cell<'_, Message>> {
    vec![
        cell::text(row.payer_name.as_str()).strong(),
        cell::text(plan(&row.plan)),
        cell::count(usize::try_from(row.amounts).unwrap_or(usize::MAX)),
        cell::text(row.rest.as_str()),
        cell::date(row.newest_on),
    ]
}

/// A plan as people read it.
pub fn plan(name: &str) -> &str {
    if name.is_empty() { "All plans" } else { name }
}

/// What was found in a file, over its changes.
pub(super) fn preview_bar(looked: &Looked) -> Element<'_, Message> {
    let (new, changed) = looked.preview.counts();
    let found = format!(
        "{new} new, {changed} changed, {} as they are, {} left out",
        looked.preview.same, looked.preview.refused_count
    );
    let keep = button::quiet("Keep it as it is")
        .key("Esc")
        .compact()
        .on_press(Message::KeepPressed);
    let load = button::primary("Load")
        .key("Ctrl Enter")
        .compact()
        .on_press_maybe((!looked.preview.changes.is_empty()).then_some(Message::AgreePressed));
    page::toolbar(
        [
            words::strong("What the file changes").into(),
            words::muted(found).into(),
        ],
        [keep.into(), load.into()],
    )
}

pub(super) fn preview(looked: &Looked) -> Element<'_, Message> {
    let changes = looked.preview.changes.as_slice();
    let amount = |head| Column::fixed(head, 96.0).right();
    let empty = empty_state(
        icon::CHECK,
        "The file changes nothing",
        "What it says holds already, or its lines cannot be used.",
        None,
    );
    data_table(
        [
            Column::fill("For"),
            Column::fixed("Plan", 152.0),
            Column::fixed("Service", 112.0),
            Column::fixed("From", 112.0),
            amount("Was"),
            amount("Becomes"),
        ],
        changes.len(),
        move |at| changes.get(at).map(change).unwrap_or_default(),
    )
    .kinds(move |at| match changes.get(at) {
        Some(change) if !change.was.is_empty() => Kind::Attention,
        Some(_) | None => Kind::Line,
    })
    .id(CHANGES)
    .edge_to_edge()
    .selected((!changes.is_empty()).then_some(looked.selected))
    .on_select(Message::ChangeChosen)
    .height(Fill)
    .empty(container(empty).padding(gap::XL))
    .into()
}

fn change(one: &Change) -> Vec<Cell<'_, Message>> {
    let service = one.modifier.map_or_else(
        || one.code.map(|code| code.to_string()).unwrap_or_default(),
        |modifier| {
            let code = one.code.map(|code| code.to_string()).unwrap_or_default();
            format!("{code} {modifier}")
        },
    );
    let of_plan = match &one.party {
        Party::Payer { plan: name, .. } => plan(name),
        Party::Schedule(_) => "Schedule",
    };
    vec![
        cell::text(one.name.as_str()),
        cell::text(of_plan),
        cell::code(service),
        cell::date(one.effective_on),
        cell::text(if one.was.is_empty() {
            "–"
        } else {
            one.was.as_str()
        }),
        cell::text(one.became.as_str()).strong(),
    ]
}
