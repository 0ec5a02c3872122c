//! How the list of posting rules looks, with what the last trial found below it and what the chosen one says beside it. It
//! must not know what follows from a key.

use chrono::Local;
use iced::widget::{column, container, row, space};
use iced::{Element, Fill};

use super::{Message, OnTrial, PostingRules, TABLE};
use crate::domain::posting::{
    PostedReason, PostingDeed, PostingEvent, PostingNumber, PostingScore, PostingTrial, WouldBe,
};
use crate::office::PostingRuleRow;
use crate::ui::icon;
use crate::ui::screen::settings::register::FORM_WIDTH;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::figure::{figure, figures};
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::{button, empty_state, page, panel, progress, words};

/// How high the result of a trial is.
const RESULT: f32 = 320.0;

/// The rules, and what one can do with the list.
pub fn list(rules: &PostingRules) -> Element<'_, Message> {
    let new = || {
        button::plain("New posting rule")
            .icon(icon::ADD)
            .key("N")
            .on_press(Message::NewPressed)
    };
    let count = words::label(rules.rows().len().to_string());
    let bar = page::filter_bar(
        [words::strong("Posting rules").into(), count.into()],
        [new().compact().into()],
    );
    let empty: Element<'_, Message> = if rules.lent.is_some() {
        empty_state::empty_state(
            icon::FIX,
            "No posting rule yet",
            "What payers say is posted as it is everywhere. A rule of your own says otherwise, by payer, group, CARC, remark and amount: post, hold, write off, bill the patient. It is tried on earlier answers before it is switched on.",
            Some(new()),
        )
    } else {
        space().into()
    };
    let rows = rules.rows();
    let columns = [
        Column::fixed("Rule", 56.0),
        Column::portion("Name", 3),
        Column::portion("Then", 3),
        Column::fixed("About", 72.0).right(),
        Column::fixed("Otherwise", 88.0).right(),
        Column::fixed("State", 112.0),
    ];
    let table = data_table(columns, rows.len(), move |at| {
        rows.get(at).map(cells).unwrap_or_default()
    })
    .id(TABLE)
    .edge_to_edge()
    .height(Fill)
    .selected(rules.at)
    .on_select(Message::Selected)
    .on_open(|_| Message::ChangePressed)
    .empty(empty);
    column![bar, table].width(Fill).height(Fill).into()
}

fn cells(row: &PostingRuleRow) -> Vec<Cell<'_, Message>> {
    let tried = |count: fn(&PostingScore) -> u32| match &row.tried {
        Some((_, score)) => cell::text(count(score).to_string()),
        None => cell::text("–").tone(|t| t.muted),
    };
    vec![
        cell::code(PostingNumber(row.rule.id).to_string()),
        cell::text(row.rule.what.name.as_str()).strong(),
        cell::text(row.rule.what.then.words()),
        tried(|score| score.about),
        tried(|score| score.otherwise),
        cell::pill(state(row)),
    ]
}

/// Whether a rule is on, can be, or must be tried first.
fn state(row: &PostingRuleRow) -> Pill {
    if row.rule.is_on {
        pill::active().says("On")
    } else if row.tried.is_none() {
        pill::waiting().says("Not tried")
    } else {
        pill::voided().says("Off")
    }
}

/// What the last trial found, or how far it is.
pub fn below(rules: &PostingRules) -> Option<Element<'_, Message>> {
    match &rules.trial {
        OnTrial::NotYet => None,
        OnTrial::Going { done, total, .. } => {
            let count = |count: &u64| usize::try_from(*count).unwrap_or(usize::MAX);
            let bar = progress::progress(
                "Trying it on earlier answers",
                count(done),
                count(total),
                Some(Message::CancelPressed),
            );
            Some(container(bar).padding(gap::L).into())
        }
        OnTrial::Done { of, trial } => Some(result(of, trial)),
    }
}

/// The panel of the chosen rule, with everything that was done with it.
pub fn details<'a>(
    rule_row: &'a PostingRuleRow,
    history: &'a [PostingEvent],
) -> Element<'a, Message> {
    let what = &rule_row.rule.what;
    let tried = match rule_row.tried {
        Some((months, score)) => {
            words::muted(format!("Tried on {months} months. {}", score.words()))
        }
        None => words::muted("Try it on earlier answers; then it can be switched on."),
    };
    let switch = if rule_row.rule.is_on {
        button::plain("Switch off")
    } else {
        button::primary("Switch on")
    };
    let can_switch = rule_row.rule.is_on || rule_row.tried.is_some();
    let acts = row![
        switch
            .key("O")
            .compact()
            .on_press_maybe(can_switch.then_some(Message::SwitchPressed)),
        button::plain("Try on history")
            .key("T")
            .compact()
            .on_press(Message::TryPressed),
        button::quiet("Change")
            .key("Enter")
            .compact()
            .on_press(Message::ChangePressed),
    ]
    .spacing(gap::S);
    let fact = |text: String| -> Element<'_, Message> { words::body(text).width(Fill).into() };
    let facts = vec![
        ("When", fact(rule_row.says.clone())),
        ("Then", fact(what.then.words())),
        ("Version", fact(rule_row.rule.version.to_string())),
    ];
    let body = column![
        row![
            words::section(what.name.as_str()).width(Fill),
            Element::from(state(rule_row))
        ]
        .spacing(gap::S),
        panel::facts(72.0, facts),
        tried.width(Fill),
        acts,
        past(history),
    ]
    .spacing(gap::L);
    let title = format!("Posting rule {}", PostingNumber(rule_row.rule.id));
    panel::panel(FORM_WIDTH, panel::head(title, "", space()), body)
}

/// Everything that was done with a rule, the newest first.
fn past(history: &[PostingEvent]) -> Element<'_, Message> {
    let rows = history.iter().rev().map(|event| {
        let when = event.at.with_timezone(&Local).format("%m/%d/%Y %-I:%M %p");
        column![
            words::body(done(event)).width(Fill),
            words::muted(format!("{when}, {}", event.by)),
        ]
        .into()
    });
    column![panel::section("History", ""), column(rows).spacing(gap::S)]
        .spacing(gap::S)
        .into()
}

fn done(event: &PostingEvent) -> String {
    match &event.deed {
        PostingDeed::Written(what) => format!("Version {}: {}", event.version, what.then.words()),
        PostingDeed::Tried(months, score) => format!(
            "Tried on {months} months: about {} reasons, {} otherwise",
            score.about, score.otherwise
        ),
        PostingDeed::On => String::from("Switched on"),
        PostingDeed::Off => String::from("Switched off"),
    }
}

/// What a trial found.
fn result<'a>(of: &'a str, trial: &'a PostingTrial) -> Element<'a, Message> {
    let score = trial.score;
    let looked_at = format!("on {} reasons of the last year", score.looked_at);
    let bar = page::toolbar(
        [
            words::strong(format!("What {of} would have done")).into(),
            words::muted(looked_at).into(),
        ],
        [],
    );
    let reasons = &trial.reasons;
    let table = data_table(
        [
            Column::fixed("Claim", 96.0),
            Column::fixed("Paid", 96.0),
            Column::fixed("Code", 72.0),
            Column::fixed("Reason", 72.0),
            Column::fixed("Amount", 88.0).right(),
            Column::portion("Was", 1),
            Column::portion("Would be", 1),
        ],
        reasons.len(),
        move |at| reasons.get(at).map(reason).unwrap_or_default(),
    )
    .id("posting trial")
    .edge_to_edge()
    .height(Fill)
    .on_open(Message::ClaimOpened);
    let otherwise = figure("Otherwise", score.otherwise.to_string());
    let otherwise = if score.otherwise > 0 {
        otherwise.tone(Tone::Attention)
    } else {
        otherwise
    };
    let counted = figures([
        figure("About", score.about.to_string()),
        figure("Amount, $", words::show_dollars(score.amount)),
        figure("The same", score.alike.to_string()),
        otherwise,
        figure("Otherwise, $", words::show_dollars(score.otherwise_amount)),
        figure("Held", score.waits.to_string()),
    ]);
    column![bar, container(counted).padding([gap::S, gap::L]), table]
        .height(RESULT)
        .into()
}

fn reason(one: &PostedReason) -> Vec<Cell<'_, Message>> {
    let would_be = cell::text(one.would_be.words());
    vec![
        cell::code(one.number.to_string()),
        cell::date(one.paid_on),
        cell::code(one.code.to_string()),
        cell::code(format!("{}-{}", one.group.as_str(), one.carc)),
        cell::money(one.amount),
        cell::text(one.was.words()),
        if one.would_be == WouldBe::Alike {
            would_be.tone(|t| t.muted)
        } else {
            would_be.strong()
        },
    ]
}
