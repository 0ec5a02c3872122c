//! What a rule says and what it would have done: the panel of the chosen rule, and the result of a trial. It must not
//! know how a trial is run.

use chrono::Local;
use iced::widget::{column, container, row, space};
use iced::{Element, Fill};

use super::Message;
use crate::domain::rule::trial::{Caught, Trial, Verdict};
use crate::domain::rule::{Deed, Event, Number, Score};
use crate::domain::typed::show_date;
use crate::office::RuleRow;
use crate::ui::screen::settings::register::FORM_WIDTH;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::figure::{Figure, figure, figures};
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::{button, page, panel, words};

/// How high the result of a trial is.
const RESULT: f32 = 320.0;

/// Whether a rule is on, can be, or must be tried first.
pub fn state(row: &RuleRow) -> Pill {
    if row.rule.is_on {
        pill::active().says("On")
    } else if row.tried.is_none() {
        pill::waiting().says("Not tried")
    } else {
        pill::voided().says("Off")
    }
}

/// The panel of the chosen rule, with everything that was done with it.
pub fn details<'a>(rule_row: &'a RuleRow, history: &'a [Event]) -> Element<'a, Message> {
    let what = &rule_row.rule.what;
    let tried = match rule_row.tried {
        Some((months, score)) => {
            words::muted(format!("Tried on {months} months. {}", score.words()))
        }
        None => words::muted("Try it on earlier claims; then it can be switched on."),
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
    let body = column![
        row![
            words::section(what.name.as_str()).width(Fill),
            Element::from(state(rule_row))
        ]
        .spacing(gap::S),
        panel::facts(72.0, facts(rule_row)),
        tried.width(Fill),
        acts,
        past(history),
    ]
    .spacing(gap::L);
    panel::panel(
        FORM_WIDTH,
        panel::head(format!("Rule {}", Number(rule_row.rule.id)), "", space()),
        body,
    )
}

/// What a rule says.
fn facts(rule_row: &RuleRow) -> Vec<(&'static str, Element<'_, Message>)> {
    let what = &rule_row.rule.what;
    let fact = |text: String| -> Element<'_, Message> { words::body(text).width(Fill).into() };
    let mut facts = vec![
        ("When", fact(rule_row.says.clone())),
        ("Then", fact(what.then.words())),
        ("It says", fact(what.words.clone())),
    ];
    if !what.fix.is_empty() {
        facts.push(("To do", fact(what.fix.clone())));
    }
    match (what.from, what.until) {
        (None, None) => {}
        (Some(from), None) => facts.push(("Holds", fact(format!("from {} on", show_date(from))))),
        (None, Some(until)) => facts.push(("Holds", fact(format!("until {}", show_date(until))))),
        (Some(from), Some(until)) => facts.push((
            "Holds",
            fact(format!("{} to {}", show_date(from), show_date(until))),
        )),
    }
    if let Some(learned) = what.learned {
        let reason = learned
            .carc
            .map_or_else(|| "a rejection".to_owned(), |carc| format!("CARC {carc}"));
        facts.push((
            "Learned",
            fact(format!("from {reason} on one of your claims")),
        ));
    }
    facts.push(("Version", fact(rule_row.rule.version.to_string())));
    facts
}

/// Everything that was done with a rule, the newest first.
fn past(history: &[Event]) -> Element<'_, Message> {
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

/// What was done, in a few words.
fn done(event: &Event) -> String {
    match &event.deed {
        Deed::Written(what) => format!("Version {}: {}", event.version, what.then.words()),
        Deed::Tried(months, score) => format!(
            "Tried on {months} months: {} refused, {} paid",
            score.right, score.wrong
        ),
        Deed::On => String::from("Switched on"),
        Deed::Off => String::from("Switched off"),
    }
}

/// What a trial found.
pub fn result<'a>(of: &'a str, trial: &'a Trial) -> Element<'a, Message> {
    let bar = page::toolbar(
        [
            words::strong(format!("What {of} would have done")).into(),
            words::muted(looked_at(trial.score)).into(),
        ],
        [],
    );
    let claims = &trial.claims;
    let table = data_table(
        [
            Column::fixed("Claim", 96.0),
            Column::fixed("Service", 96.0),
            Column::fixed("Charged", 88.0).right(),
            Column::fixed("Became", 128.0),
            Column::fixed("Refused", 88.0).right(),
            Column::fill("CARC"),
        ],
        claims.len(),
        move |at| claims.get(at).map(cells).unwrap_or_default(),
    )
    .id("trial")
    .edge_to_edge()
    .height(Fill)
    .on_open(Message::ClaimOpened);
    column![
        bar,
        container(counted(trial.score)).padding([gap::S, gap::L]),
        table
    ]
    .height(RESULT)
    .into()
}

fn looked_at(score: Score) -> String {
    format!("on {} claims of the last year", score.looked_at)
}

fn counted<'a>(score: Score) -> Element<'a, Message> {
    let toned = |shown: Figure<'a>, is_any: bool, tone| {
        if is_any { shown.tone(tone) } else { shown }
    };
    let refused = figure("Refused", score.right.to_string());
    let amount = figure("Refused, $", words::show_dollars(score.right_amount));
    let paid = figure("Paid all the same", score.wrong.to_string());
    figures([
        figure("Would have caught", score.caught.to_string()),
        toned(refused, score.right > 0, Tone::Good),
        toned(amount, score.right > 0, Tone::Good),
        toned(paid, score.wrong > 0, Tone::Attention),
        figure("Not answered", score.open.to_string()),
    ])
}

fn cells(one: &Caught) -> Vec<Cell<'_, Message>> {
    let reasons: Vec<String> = one.reasons.iter().map(ToString::to_string).collect();
    let (became, refused) = match one.verdict {
        Verdict::Right(amount) => (pill::denied().says("Refused"), Some(amount)),
        Verdict::Wrong => (pill::paid(), None),
        Verdict::Open => (pill::waiting().says("Not answered"), None),
    };
    vec![
        cell::code(one.number.to_string()),
        cell::date(one.service_on),
        cell::money(one.charged),
        cell::pill(became),
        cell::money_maybe(refused),
        cell::text(reasons.join(", ")),
    ]
}
