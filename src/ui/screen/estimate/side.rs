//! What the estimate comes to, step by step, and the estimates that were given before. It must not know the form.

use iced::widget::{column, row, rule, space};
use iced::{Center, Element, Fill};

use super::{About, Message, Screen};
use crate::domain::estimate::{Cover, Estimate, EstimateNumber, Reckoned};
use crate::domain::typed::show_date;
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, Tone};
use crate::ui::widget::{button, finding, panel, words};

impl Screen {
    pub(super) fn side<'a>(&'a self, about: &'a About) -> Element<'a, Message> {
        let comes_to: Element<'a, Message> = match &self.reckoned {
            None => finding::check("Type what is planned to see what it comes to.", Tone::Quiet),
            Some(Err(why)) => finding::check(why.as_str(), Tone::Attention),
            Some(Ok(reckoned)) => sums(reckoned, self.draft.policy.is_some()),
        };
        let given = about.given.iter().map(earlier);
        let none = about
            .given
            .is_empty()
            .then(|| words::muted("None was given yet."));
        let body = column![
            comes_to,
            rule::horizontal(1).style(theme::divider),
            panel::section("Given before", ""),
            none,
        ]
        .extend(given)
        .spacing(gap::M);
        let head = panel::head("What it comes to", "", space());
        panel::panel(width::PANEL_CHART, head, body)
    }
}

/// Every step, and what is left to the patient.
fn sums(reckoned: &Reckoned, is_insured: bool) -> Element<'_, Message> {
    let steps = reckoned.sums;
    let all = if is_insured {
        panel::sums([
            ("Price", steps.fee),
            ("Off by contract", steps.discount.negated()),
            ("Allowed", steps.allowed),
            ("Deductible", steps.deductible),
            ("Coinsurance", steps.coinsurance),
            ("Copay", steps.copay),
            ("Above the yearly limit", steps.over_limit.negated()),
            ("The plan pays", steps.plan_pays),
        ])
    } else {
        panel::sums([("Price", steps.fee), ("Discount", steps.discount.negated())])
    };
    column![
        words::large_figure(words::show_dollars(steps.pays)),
        words::label("the patient pays"),
        all,
    ]
    .spacing(gap::S)
    .into()
}

fn earlier(estimate: &Estimate) -> Element<'_, Message> {
    let number = EstimateNumber(estimate.id);
    let print = match estimate.cover {
        Cover::SelfPay { .. } => Some(
            button::icon(icon::PRINT, "Show the page")
                .compact()
                .on_press(Message::PrintPressed(estimate.id)),
        ),
        Cover::Insured { .. } => None,
    };
    column![
        row![
            words::strong(number.to_string()),
            words::muted(show_date(estimate.given_on)),
            space::horizontal(),
            words::money(estimate.reckoned.sums.pays),
        ]
        .push(print.map(Element::from))
        .spacing(gap::S)
        .align_y(Center),
        words::muted(estimate.what.as_str()).width(Fill),
    ]
    .spacing(gap::XS)
    .into()
}
