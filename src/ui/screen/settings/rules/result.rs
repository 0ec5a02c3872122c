//! What a rule says and what it would have done: the panel of the chosen rule, and the result of a trial. It must not
//! know how a trial is run.

use iced::widget::{column, container, row, space};
use iced::{Element, Fill};

use super::{Message, off};
use crate::domain::rule::trial::{Caught, Trial, Verdict};
use crate::domain::rule::{Number, Score};
use crate::domain::typed::show_date;
use crate::office::RuleRow;
use crate::ui::screen::settings::register::FORM_WIDTH;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::figure::{figure, figures};
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
        off()
    }
}

/// The panel of the chosen rule.
pub fn details(rule_row: &RuleRow) -> Element<'_, Message> {
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
        panel::facts(72.0, facts),
        tried.width(Fill),
        acts,
    ]
    .spacing(gap::L);
    panel::panel(
        FORM_WIDTH,
        panel::head(format!("Rule {}", Number(rule_row.rule.id)), "", space()),
        body,
    )
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
    .height(Fill);
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
    figures([
        figure("Would have caught", score.caught.to_string()),
        figure("Refused", score.right.to_string()).tone(Tone::Good),
        figure("Refused, $", words::show_dollars(score.right_amount)).tone(Tone::Good),
        figure("Paid all the same", score.wrong.to_string()).tone(Tone::Attention),
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
