//! What files of answers would do, shown before it is done. It must not know how a file is taken in.

use iced::widget::{column, container, row};
use iced::{Center, Element, Fill};

use super::{Message, Planned, sentence, verdict};
use crate::domain::answer::{Effect, Part, Sending};
use crate::office::{AnswerFile, AnswerPlan};
use crate::ui::screen::claims::state_pill;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, Tone};
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::{button, notice, page, panel, pill, words};

/// The table of parts.
pub(super) const TABLE: &str = "answer plan";
/// How many claims of one part are listed.
const SHOWN: usize = 60;

/// What files do or did, in a few words.
pub(super) fn does(plans: &[AnswerPlan], is_done: bool) -> String {
    let verb = if is_done { "moved" } else { "would move" };
    let sum = |of: fn(&AnswerPlan) -> usize| {
        plans
            .iter()
            .fold(0_usize, |sum, plan| sum.saturating_add(of(plan)))
    };
    let claims = match sum(AnswerPlan::moved) {
        0 => String::from("no claim"),
        1 => String::from("1 claim"),
        more => format!("{more} claims"),
    };
    match sum(AnswerPlan::unmatched) {
        0 => format!("{claims} {verb}"),
        1 => format!("{claims} {verb}, 1 answer fits nothing that was sent"),
        more => format!("{claims} {verb}, {more} answers fit nothing that was sent"),
    }
}

impl Planned {
    /// Begins at the first part that fits nothing.
    pub(super) fn of(files: Vec<AnswerFile>, plans: Vec<AnswerPlan>) -> Self {
        let mut parts = plans.iter().flat_map(|plan| &plan.parts);
        let part = parts.position(Part::is_unmatched).unwrap_or(0);
        Self { files, plans, part }
    }

    /// The parts of all files, each with its file.
    fn parts(&self) -> impl Iterator<Item = (&AnswerPlan, &Part)> {
        self.plans
            .iter()
            .flat_map(|plan| plan.parts.iter().map(move |part| (plan, part)))
    }

    /// The part of a row.
    pub(super) fn part(&self, at: usize) -> Option<&Part> {
        self.parts().nth(at).map(|(_, part)| part)
    }

    fn title(&self) -> String {
        match self.plans.as_slice() {
            [one] => one.name.clone(),
            several => format!("{} files", several.len()),
        }
    }

    pub(super) fn view(&self) -> Element<'_, Message> {
        let is_odd = self.parts().any(|(_, part)| part.is_unmatched());
        let tone = if is_odd { Tone::Attention } else { Tone::Sent };
        let told = format!(
            "Nothing is done yet. When taken in: {}.",
            does(&self.plans, false)
        );
        let list = column![
            page::toolbar(
                [
                    words::dense(self.title()).font(theme::SEMIBOLD).into(),
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
        page::beside(list, self.one())
    }

    fn table(&self) -> Element<'_, Message> {
        let columns = [
            Column::fixed("Segment", 72.0).right(),
            Column::portion("About", 2),
            Column::portion("Says", 5),
            Column::fixed("", 116.0),
        ];
        let parts: Vec<&Part> = self.parts().map(|(_, part)| part).collect();
        data_table(columns, parts.len(), move |at| {
            parts.get(at).map(|part| cells(part)).unwrap_or_default()
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
        let Some((plan, part)) = self.parts().nth(self.part) else {
            return words::muted("Nothing is said.").into();
        };
        let file = (self.plans.len() > 1).then(|| words::label(plan.name.as_str()));
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
        .push(file)
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
