//! What a file of answers would do, shown before it is done. It must not know how a file is taken in.

use iced::widget::{column, container, row};
use iced::{Center, Element, Fill};

use super::{Message, Planned, sentence, verdict};
use crate::domain::answer::{Effect, Part, Sending};
use crate::office::AnswerPlan;
use crate::ui::screen::claims::state_pill;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, Tone};
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::{button, notice, page, panel, pill, words};

/// The table of parts.
pub(super) const TABLE: &str = "answer plan";
/// How many claims of one part are listed.
const SHOWN: usize = 60;

/// What a file does or did, in a few words.
pub(super) fn does(plan: &AnswerPlan, is_done: bool) -> String {
    let verb = if is_done { "moved" } else { "would move" };
    let claims = match plan.moved() {
        0 => String::from("no claim"),
        1 => String::from("1 claim"),
        more => format!("{more} claims"),
    };
    match plan.unmatched() {
        0 => format!("{claims} {verb}"),
        1 => format!("{claims} {verb}, 1 answer fits nothing that was sent"),
        more => format!("{claims} {verb}, {more} answers fit nothing that was sent"),
    }
}

impl Planned {
    pub(super) fn view(&self) -> Element<'_, Message> {
        let tone = if self.plan.unmatched() > 0 {
            Tone::Attention
        } else {
            Tone::Sent
        };
        let told = format!(
            "Nothing is done yet. When it is taken in: {}.",
            does(&self.plan, false)
        );
        let list = column![
            page::toolbar(
                [
                    words::dense(self.name.as_str())
                        .font(theme::SEMIBOLD)
                        .into(),
                    words::label("not taken in").into(),
                ],
                []
            ),
            container(notice::notice(
                tone,
                told,
                None::<button::Button<'_, Message>>
            ))
            .padding(gap::M),
            self.table(),
        ];
        row![
            container(list)
                .width(Fill)
                .height(Fill)
                .style(theme::ground(|t| t.paper)),
            panel::panel(width::PANEL_CLAIM, column![], self.one()),
        ]
        .into()
    }

    fn table(&self) -> Element<'_, Message> {
        let columns = [
            Column::fixed("Segment", 72.0).right(),
            Column::portion("About", 2),
            Column::portion("Says", 5),
            Column::fixed("", 116.0),
        ];
        data_table(columns, self.plan.parts.len(), |at| {
            self.plan.parts.get(at).map(cells).unwrap_or_default()
        })
        .id(TABLE)
        .edge_to_edge()
        .selected(Some(self.part))
        .on_select(Message::PlanSelected)
        .on_open(Message::PlanOpened)
        .height(Fill)
        .into()
    }

    fn one(&self) -> Element<'_, Message> {
        let Some(part) = self.plan.parts.get(self.part) else {
            return words::muted("The file says nothing.").into();
        };
        let why = part.is_unmatched().then(|| {
            notice::notice(
                Tone::Attention,
                format!("Not matched: {}.", part.why),
                None::<button::Button<'_, Message>>,
            )
        });
        let claims = match part.effects.len() {
            0 => String::from("none"),
            1 => String::from("1 claim"),
            more => format!("{more} claims"),
        };
        let effects = part.effects.iter().take(SHOWN).map(effect);
        column![
            words::section(sentence(&part.about)),
            words::body(part.words.as_str()),
        ]
        .push(why)
        .push(panel::section("What it does", claims))
        .extend(effects)
        .spacing(gap::S)
        .into()
    }
}

fn cells<'a>(part: &Part) -> Vec<Cell<'a, Message>> {
    let sign = if part.is_unmatched() {
        pill::no_match()
    } else {
        verdict(part.verdict)
    };
    vec![
        cell::text(part.segment.to_string()),
        cell::text(sentence(&part.about)),
        cell::text(part.words.clone()),
        cell::pill(sign),
    ]
}

/// A claim, where it stands and where it would.
fn effect(effect: &Effect) -> Element<'_, Message> {
    let number = words::dense(effect.number.to_string()).width(88);
    let stands: Element<'_, Message> = state_pill(effect.from).into();
    let moves: Element<'_, Message> = if effect.from == effect.to {
        let why = match effect.sending {
            Sending::Last => "stays",
            Sending::Earlier => "stays: it was sent again since",
        };
        words::label(why).into()
    } else {
        row![words::label("to"), Element::from(state_pill(effect.to))]
            .spacing(gap::S)
            .align_y(Center)
            .into()
    };
    row![number, stands, moves]
        .spacing(gap::S)
        .align_y(Center)
        .into()
}
