//! What is odd about a remittance as a whole: a payer that nobody knows, a payment that is not ours, another that came in
//! the place of one. It must not know its claims.

use iced::widget::{column, container};
use iced::{Element, Fill};

use super::sheet::Line;
use super::{Message, Remittance};
use crate::domain::ledger::PayerAccount;
use crate::domain::remittance::{Change, Standing};
use crate::office::{DeskAdjustment, Refusal, RemittancePage};
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
            let words = crate::ui::worker::sentence(&page.row.problem);
            let pass = (may_pass(page)).then(|| {
                button::plain("Let it pass")
                    .key("L")
                    .on_press(Message::PassPressed)
            });
            parts = parts.push(notice::notice(Tone::Attention, words, pass));
        }
        if !page.changes.is_empty() {
            is_odd = true;
            parts = parts.push(told(changed(&page.changes)));
        }
        is_odd.then(|| container(parts).padding(gap::M).width(Fill).into())
    }

    /// Asks about what is odd, and does what was said.
    pub(super) fn about_whole(&self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::PayerPressed => self.ask_payer(),
            Message::PayerTyped(typed) => self.paid_by(context, typed),
            Message::PassPressed => self.ask_pass(),
            Message::PassSaid(why) => self.pass(context, why),
            Message::RecoveryPressed => self.ask_recovery(),
            Message::RecoveryTyped(typed) => self.recovered(context, typed),
            _ => Action::None,
        }
    }

    /// Asks who of ours paid it.
    fn ask_payer(&self) -> Action<Message> {
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

    /// Asks why what stands against it as a whole may pass.
    fn ask_pass(&self) -> Action<Message> {
        let Some(page) = self.page.as_deref().filter(|page| may_pass(page)) else {
            return Action::None;
        };
        let ask = Ask::reason(
            "Let it pass?",
            format!("{}. The reason is kept.", page.row.problem),
            "Let it pass",
            "Why",
            Message::PassSaid,
        );
        Action::Ask(ask.calm())
    }

    fn pass(&self, context: &Context, why: String) -> Action<Message> {
        let id = self.id;
        Action::Run(context.worker.ask(
            move |office| office.pass_remittance(id, &why),
            Message::Decided,
        ))
    }

    /// Asks for which claim the chosen money was taken back.
    fn ask_recovery(&self) -> Action<Message> {
        let Some(one) = self.recovery() else {
            return Action::None;
        };
        let ask = Ask::reason(
            format!("For which claim was {} taken back?", one.filed.amount),
            format!(
                "The payer calls it {}. Its payment is taken off the claim, and the claim goes by that number.",
                one.filed.reference
            ),
            "That claim",
            "Our claim number",
            Message::RecoveryTyped,
        );
        Action::Ask(ask.calm())
    }

    /// The chosen money that a payer took back, where it is posted and nothing in the file says for which claim.
    pub(super) fn recovery(&self) -> Option<&DeskAdjustment> {
        let page = self.page.as_deref()?;
        let Line::Adjustment(at) = self.line()? else {
            return None;
        };
        let one = page.adjustments.get(at)?;
        let is_taken = one.plan.account == PayerAccount::Owed && one.filed.amount.is_positive();
        (page.row.standing == Standing::Posted && is_taken).then_some(one)
    }

    fn recovered(&self, context: &Context, typed: String) -> Action<Message> {
        let payer = self.page.as_deref().and_then(|page| page.row.payer);
        let (Some(payer), Some(one)) = (payer, self.recovery()) else {
            return Action::None;
        };
        let reference = one.filed.reference.clone();
        Action::Run(context.worker.ask(
            move |office| {
                let number = typed.trim().to_uppercase();
                let number = number
                    .parse()
                    .map_err(|_| Refusal::Missing("the number of a claim of ours"))?;
                let claim = office
                    .claim_numbered(&number)?
                    .ok_or(Refusal::Missing("a claim of ours with that number"))?;
                office.place_recovery(payer, &reference, claim).map(drop)
            },
            Message::Decided,
        ))
    }

    fn paid_by(&self, context: &Context, typed: String) -> Action<Message> {
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

/// Whether something stands against it as a whole that a person may let pass.
fn may_pass(page: &RemittancePage) -> bool {
    page.row.standing.is_open() && !page.row.problem.is_empty() && !page.row.is_passed
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
