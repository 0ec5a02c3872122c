//! What is odd about a remittance as a whole: a payer that nobody knows, a payment that is not ours, another that came in
//! the place of one. It must not know its claims.

use iced::widget::{column, container};
use iced::{Element, Fill};

use super::{Message, Remittance};
use crate::domain::remittance::Change;
use crate::office::{Refusal, RemittancePage};
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask};
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::{button, notice, words};

/// How many differences are told.
const TOLD: usize = 3;

impl Remittance {
    /// Everything odd about it, above its claims.
    pub(super) fn odd(page: &RemittancePage) -> Option<Element<'_, Message>> {
        let mut parts = column![].spacing(gap::S);
        let mut is_odd = false;
        if page.row.payer.is_none() && page.row.standing.is_open() {
            is_odd = true;
            let say = button::plain("Say who paid")
                .key("Y")
                .on_press(Message::PayerPressed);
            let told = format!("No payer of yours is {}.", page.row.payer_name);
            parts = parts.push(notice::notice(Tone::Attention, told, Some(say)));
        }
        if !page.row.problem.is_empty() {
            is_odd = true;
            parts = parts.push(told(crate::ui::worker::sentence(&page.row.problem)));
        }
        if !page.changes.is_empty() {
            is_odd = true;
            parts = parts.push(told(changed(&page.changes)));
        }
        is_odd.then(|| container(parts).padding(gap::M).width(Fill).into())
    }

    /// Asks who of ours paid it.
    pub(super) fn ask_payer(&self) -> Action<Message> {
        let Some(page) = self
            .page
            .as_deref()
            .filter(|page| page.row.standing.is_open())
        else {
            return Action::None;
        };
        let ask = Ask::reason(
            "Which payer paid it?",
            format!(
                "The remittance names {}. Its claims are looked for again among those of the payer you name.",
                page.row.payer_name
            ),
            "That one",
            "Payer’s name or id",
            Message::PayerTyped,
        );
        Action::Ask(ask.calm())
    }

    pub(super) fn paid_by(&self, context: &Context, typed: String) -> Action<Message> {
        let id = self.id;
        Action::Run(context.worker.ask(
            move |office| {
                let typed = typed.trim().to_lowercase();
                let payers = office.payers()?;
                let is_it = |name: &str| name.to_lowercase() == typed;
                let exact = payers
                    .iter()
                    .find(|payer| is_it(&payer.what.name) || is_it(payer.what.payer_id.as_str()));
                let mut like = payers
                    .iter()
                    .filter(|payer| payer.what.name.to_lowercase().starts_with(&typed));
                let found = exact.or_else(|| match (like.next(), like.next()) {
                    (Some(only), None) => Some(only),
                    _ => None,
                });
                let payer = found.ok_or(Refusal::Missing("a payer with this name or id"))?;
                office.set_remittance_payer(id, payer.id)
            },
            Message::Decided,
        ))
    }
}

fn told<'a>(words: String) -> Element<'a, Message> {
    notice::notice(Tone::Attention, words, None::<button::Button<'_, Message>>)
}

/// What differs from the one in whose place it came.
fn changed(changes: &[Change]) -> String {
    let list: Vec<String> = changes
        .iter()
        .take(TOLD)
        .map(|one| {
            let name = if one.number.is_empty() {
                "the payment"
            } else {
                one.number.as_str()
            };
            let amount = |amount: Option<_>| {
                amount.map_or_else(|| String::from("nothing"), words::show_money)
            };
            format!(
                "{name} {} before, {} now",
                amount(one.before),
                amount(one.after)
            )
        })
        .collect();
    let more = match changes.len().saturating_sub(TOLD) {
        0 => String::new(),
        more => format!("; {more} more"),
    };
    format!(
        "It comes in the place of another of the same number: {}{more}.",
        list.join("; ")
    )
}
