//! The panel of the chosen plan: what is due, each payment with what became of it, what it said before, and what can be
//! done. It must not know how it was worked out.

use iced::widget::{column, row, space};
use iced::{Center, Element, Fill, Right};

use super::list::standing;
use super::{Message, Plans};
use crate::domain::pay_plan::{Ending, Instalment, PlanNumber, PlanRow, Reached, Scope, Standing};
use crate::domain::typed::show_date;
use crate::ui::spacing::{height, space as gap, width};
use crate::ui::theme::{Tone, ink};
use crate::ui::widget::{button, finding, panel, words};

impl Plans {
    pub(super) fn side(&self) -> Element<'_, Message> {
        let Some(row) = self.chosen() else {
            return words::muted("Choose a plan to see its payments.").into();
        };
        let (plan, now) = (&row.plan.plan, &row.plan.now);
        let rules = plan.version.rules;
        let agreed = format!(
            "{}, version {} of {}",
            PlanNumber(plan.id),
            plan.version.number,
            show_date(plan.version.agreed_on)
        );
        column![
            row![
                words::large_figure(words::show_dollars(now.due)),
                space::horizontal(),
                Element::from(standing(now.standing)),
            ]
            .align_y(Center),
            words::label("due today and not paid"),
            self.says(row),
            panel::section("What is agreed", ""),
            words::body(agreed),
            words::muted(follows(plan.version.terms.scope)),
            words::muted(format!(
                "A payment is missed {} days after its day; {} missed is default.",
                rules.grace_days, rules.default_after
            )),
            panel::section("Payments", words::show_dollars(now.paid).clone() + " paid"),
            payments(&now.instalments),
            self.earlier(),
            acts(row),
        ]
        .spacing(gap::S)
        .width(width::PANEL_CLAIM)
        .into()
    }

    /// What matters about it, in a sentence.
    #[allow(
        clippy::unused_self,
        reason = "it stands beside the other parts of the panel"
    )]
    fn says(&self, row: &PlanRow) -> Element<'_, Message> {
        let now = &row.plan.now;
        if let Some(closed) = &row.plan.plan.closed {
            let how = match closed.ending {
                Ending::Ended => "Ended",
                Ending::Cancelled => "Called off",
            };
            let words = format!(
                "{how} on {} by {}: {}",
                show_date(closed.on),
                closed.by,
                closed.why
            );
            return finding::check(words, Tone::Quiet);
        }
        let missed = |words: &str| {
            let payments = if now.missed == 1 {
                String::from("1 payment was missed")
            } else {
                format!("{} payments were missed", now.missed)
            };
            format!("{payments}, {}. {words}", words::show_dollars(now.overdue))
        };
        match now.standing {
            Standing::Default => {
                finding::check(missed("Its services go on statements again."), Tone::Bad)
            }
            Standing::Remind => finding::check(missed("Call or write."), Tone::Attention),
            Standing::Behind => finding::check(missed(""), Tone::Attention),
            Standing::OnTime => {
                let next = now.next.map_or_else(
                    || String::from("Everything that was due is paid."),
                    |(on, amount)| {
                        format!(
                            "Next: {} on {}.",
                            words::show_dollars(amount),
                            show_date(on)
                        )
                    },
                );
                finding::check(next, Tone::Good)
            }
            Standing::PaidOff | Standing::Closed => {
                finding::check("Nothing is owed for what it covers.", Tone::Good)
            }
        }
    }

    /// What it said before.
    fn earlier(&self) -> Option<Element<'_, Message>> {
        let changed = self.versions.iter().skip(1).rev();
        let rows: Vec<Element<'_, Message>> = changed
            .map(|version| {
                let words = format!(
                    "Version {} of {}, {}: {}",
                    version.number,
                    show_date(version.agreed_on),
                    version.by,
                    version.why
                );
                words::dense(words).into()
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let list = column![panel::section("Changes", "")].extend(rows);
        Some(list.spacing(gap::XS).into())
    }
}

const fn follows(scope: Scope) -> &'static str {
    match scope {
        Scope::Fixed => "New charges are billed apart.",
        Scope::NewCharges => "New charges join it.",
    }
}

/// Each payment, a line each.
fn payments<'a>(list: &[Instalment]) -> Element<'a, Message> {
    let rows = list.iter().map(|one| {
        let name = if one.place == 0 {
            String::from("Down")
        } else {
            one.place.to_string()
        };
        let (said, tone) = became(one);
        row![
            words::label(name).width(40.0),
            words::dense(show_date(one.on)).width(84.0),
            words::dense(one.amount.to_string())
                .width(76.0)
                .align_x(Right),
            space::horizontal().width(gap::M),
            words::dense(said).style(ink(tone)).width(Fill),
        ]
        .height(height::ENTRY_ROW)
        .align_y(Center)
        .into()
    });
    column(rows).into()
}

type Role = fn(&crate::ui::theme::Tokens) -> iced::Color;

fn became(one: &Instalment) -> (String, Role) {
    let part = if one.paid.is_positive() && one.paid < one.amount {
        format!(", {} paid", one.paid)
    } else {
        String::new()
    };
    let words = one.reached.words();
    match one.reached {
        Reached::Paid => {
            let on = one.paid_on.map(show_date).unwrap_or_default();
            (format!("{words} {on}"), |tokens| tokens.paid.ink)
        }
        Reached::Missed => (format!("{words}{part}"), |tokens| tokens.denied.ink),
        Reached::Due => (format!("{words}{part}"), |tokens| tokens.attention.ink),
        Reached::Part => (format!("{} paid ahead", one.paid), |tokens| tokens.muted),
        Reached::Ahead => (String::new(), |tokens| tokens.muted),
    }
}

/// What can be done about it.
fn acts<'a>(plan: &PlanRow) -> Option<Element<'a, Message>> {
    if plan.plan.plan.closed.is_some() {
        return None;
    }
    let act = |words, key, message| button::plain(words).key(key).compact().on_press(message);
    Some(
        row![
            act("Agree anew", "C", Message::ChangePressed),
            act("End it", "E", Message::ClosePressed(Ending::Ended)),
            act("Call it off", "X", Message::ClosePressed(Ending::Cancelled)),
        ]
        .spacing(gap::S)
        .padding([gap::S, 0.0])
        .into(),
    )
}
