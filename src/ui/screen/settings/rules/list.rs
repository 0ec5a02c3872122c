//! How the list of rules looks, with what the last trial found below it and what is offered beside it. It must not know
//! what follows from a key.

use iced::widget::{column, container, space};
use iced::{Element, Fill};

use super::{Lent, Message, OnTrial, Rules, TABLE, result};
use crate::domain::rule::{Number, Score};
use crate::office::RuleRow;
use crate::ui::icon;
use crate::ui::screen::settings::register::FORM_WIDTH;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::{button, empty_state, page, panel, progress, words};

/// The rules, and what one can do with the list.
pub fn list(rules: &Rules) -> Element<'_, Message> {
    let new = || {
        button::plain("New rule")
            .icon(icon::ADD)
            .key("N")
            .on_press(Message::NewPressed)
    };
    let count = words::label(rules.rows().len().to_string());
    let bar = page::filter_bar(
        [words::strong("Rules of your own").into(), count.into()],
        [
            button::quiet("Ready-made")
                .key("R")
                .compact()
                .on_press(Message::OffersPressed)
                .into(),
            new().compact().into(),
        ],
    );
    let empty: Element<'_, Message> = if rules.lent.is_some() {
        empty_state::empty_state(
            icon::FIX,
            "No rule yet",
            "A rule holds claims, warns of them or sets a field, by payer, code, modifier and more. It is tried on earlier claims before it is switched on.",
            Some(new()),
        )
    } else {
        space().into()
    };
    let rows = rules.rows();
    let at = rules.at;
    let table = data_table(columns(), rows.len(), move |at| {
        rows.get(at).map(cells).unwrap_or_default()
    })
    .id(TABLE)
    .edge_to_edge()
    .height(Fill)
    .selected(at)
    .on_select(Message::Selected)
    .on_open(|_| Message::ChangePressed)
    .empty(empty);
    column![bar, table].width(Fill).height(Fill).into()
}

/// What the last trial found, or how far it is.
pub fn below(rules: &Rules) -> Option<Element<'_, Message>> {
    match &rules.trial {
        OnTrial::NotYet => None,
        OnTrial::Going { done, total, .. } => {
            let count = |count: &u64| usize::try_from(*count).unwrap_or(usize::MAX);
            let bar = progress::progress(
                "Trying it on earlier claims",
                count(done),
                count(total),
                Some(Message::CancelPressed),
            );
            Some(container(bar).padding(gap::L).into())
        }
        OnTrial::Done { of, trial } => Some(result::result(of, trial)),
    }
}

fn columns<'a>() -> Vec<Column<'a>> {
    vec![
        Column::fixed("Rule", 56.0),
        Column::portion("Name", 4),
        Column::portion("Then", 3),
        Column::fixed("Refused", 72.0).right(),
        Column::fixed("Paid", 56.0).right(),
        Column::fixed("State", 112.0),
    ]
}

fn cells(row: &RuleRow) -> Vec<Cell<'_, Message>> {
    let tried = |count: fn(&Score) -> u32| match &row.tried {
        Some((_, score)) => cell::text(count(score).to_string()),
        None => cell::text("–").tone(|t| t.muted),
    };
    vec![
        cell::code(Number(row.rule.id).to_string()),
        cell::text(row.rule.what.name.as_str()).strong(),
        cell::text(row.rule.what.then.words()),
        tried(|score| score.right),
        tried(|score| score.wrong),
        cell::pill(result::state(row)),
    ]
}

/// The rules that are offered while there is none.
pub fn offers(lent: &Lent) -> Element<'_, Message> {
    let offers = lent.offered.iter().enumerate().map(|(at, rule)| {
        column![
            button::link(rule.name.as_str()).on_press(Message::OfferPressed(at)),
            words::muted(rule.words.as_str()),
        ]
        .into()
    });
    let body: Element<'_, Message> = if lent.offered.is_empty() {
        words::muted("The practice has all that are offered.").into()
    } else {
        column(offers).spacing(gap::M).into()
    };
    panel::panel(
        FORM_WIDTH,
        panel::head("Ready to be tried", "", space()),
        body,
    )
}
