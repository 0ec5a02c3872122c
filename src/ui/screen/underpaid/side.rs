//! The panel of the chosen service: what was expected and why, what was allowed, and what was done about it. It must not
//! know how it was reckoned.

use chrono::Local;
use iced::widget::{column, container, row, space};
use iced::{Center, Element};

use super::list::standing;
use super::{Message, Screen};
use crate::domain::typed::show_date;
use crate::domain::underpaid::{Event, Standing, Underpaid};
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::Tone;
use crate::ui::widget::timeline::{event, timeline};
use crate::ui::widget::{button, panel, words};

impl Screen {
    pub(super) fn side(&self) -> Element<'_, Message> {
        let Some(one) = self.chosen() else {
            return words::muted("Choose a service to see why more was expected.").into();
        };
        let answer = &one.answer;
        column![
            row![
                words::large_figure(words::show_dollars(one.missing.max(one.recovered))),
                space::horizontal(),
                Element::from(standing(one.standing)),
            ]
            .align_y(Center),
            words::label(if one.missing.is_zero() {
                "came after all"
            } else {
                "missing"
            }),
            panel::section(answer.payer_name.as_str(), ""),
            panel::sums([
                ("Charged", answer.charged),
                ("Expected", one.expected),
                ("Allowed", answer.allowed),
                ("Paid", answer.paid),
            ]),
            panel::section("Why so much was expected", ""),
            words::body(crate::ui::worker::sentence(&one.basis)),
            panel::section("The answer", ""),
            facts(one),
            self.done(),
            acts(one.standing),
        ]
        .spacing(gap::S)
        .width(width::PANEL_CLAIM)
        .into()
    }

    fn done(&self) -> Option<Element<'_, Message>> {
        if self.events.is_empty() {
            return None;
        }
        let events = self.events.iter().map(|one| {
            let (glyph, tone) = sign(one.standing);
            let when = one.at.with_timezone(&Local).format("%m/%d/%Y %-I:%M %p");
            let said = if one.words.is_empty() {
                String::new()
            } else {
                format!(". {}", crate::ui::worker::sentence(&one.words))
            };
            let missing = missing(one);
            event(
                glyph,
                tone,
                format!("{}{missing}", one.standing.words()),
                format!("{when}, {}{said}", one.by),
            )
        });
        Some(
            column![panel::section("What was done", ""), timeline(events)]
                .spacing(gap::S)
                .into(),
        )
    }
}

fn missing(one: &Event) -> String {
    one.expected
        .minus(one.allowed)
        .ok()
        .filter(|missing| missing.is_positive())
        .map(|missing| format!(", {missing} missing"))
        .unwrap_or_default()
}

fn facts(one: &Underpaid) -> Element<'_, Message> {
    let answer = &one.answer;
    let fact = |text: String| -> Element<'_, Message> { words::dense(text).into() };
    let check = if answer.reference.is_empty() {
        answer.eob.to_string()
    } else {
        answer.reference.clone()
    };
    let mut facts = vec![
        (
            "EOB",
            fact(format!("{check} of {}", show_date(answer.paid_on))),
        ),
        ("Units", fact(answer.units.to_string())),
        ("Member", fact(answer.member.clone())),
    ];
    if !answer.plan.is_empty() {
        facts.push(("Plan", fact(answer.plan.clone())));
    }
    if !answer.payer_claim_number.is_empty() {
        facts.push(("Their claim no.", fact(answer.payer_claim_number.clone())));
    }
    panel::facts(112.0, facts)
}

/// What can be done about it.
fn acts<'a>(at: Standing) -> Element<'a, Message> {
    let to = |words, key, to| {
        button::plain(words)
            .key(key)
            .compact()
            .on_press(Message::StandPressed(to))
    };
    let acts = match at {
        Standing::Open => row![
            to("Dispute", "D", Standing::Disputed),
            to("Accept", "A", Standing::Accepted),
        ],
        Standing::Disputed => row![
            to("Paid after all", "P", Standing::Paid),
            to("Accept", "A", Standing::Accepted),
        ],
        Standing::Paid | Standing::Accepted => row![to("Open again", "O", Standing::Open)],
    };
    container(acts.spacing(gap::S))
        .padding([gap::S, 0.0])
        .into()
}

const fn sign(at: Standing) -> (Glyph, Tone) {
    match at {
        Standing::Open => (icon::UNDO, Tone::Attention),
        Standing::Disputed => (icon::SENT, Tone::Sent),
        Standing::Paid => (icon::CHECK, Tone::Good),
        Standing::Accepted => (icon::CHECK, Tone::Quiet),
    }
}
