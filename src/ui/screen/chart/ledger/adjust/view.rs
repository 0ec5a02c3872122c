//! How the panel that adjusts looks. It must not know what is done with what it holds.

use iced::widget::{column, container, row, rule};
use iced::{Element, Fill};

use super::{Adjust, Choice, Field, Message, Named, Party, id};
use crate::domain::ledger::WriteOff;
use crate::domain::money::Money;
use crate::domain::typed::{self, show_date};
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme;
use crate::ui::widget::before_after::{Change, before_after};
use crate::ui::widget::choice::{choice, choices};
use crate::ui::widget::{button, field, focus, page, panel, words};

impl Adjust {
    /// The panel.
    pub fn view(&self) -> Element<'_, Message> {
        let head = panel::closable("Adjust", self.about.as_str(), Message::KeepPressed);
        let body = column![self.choose(), self.form()].spacing(gap::M);
        let outlook = (self.what != Choice::TakeBack && !self.standing.owing().is_empty())
            .then(|| container(self.outlook()).padding([0.0, gap::L]));
        row![
            rule::vertical(1).style(theme::divider),
            container(column![
                head,
                page::scroll(focus::form(container(body).padding(gap::L).width(Fill))),
                outlook,
                self.acts(),
            ])
            .width(width::PANEL_CHART - 1.0)
            .height(Fill)
            .style(theme::ground(|t| t.canvas)),
        ]
        .height(Fill)
        .into()
    }

    fn choose(&self) -> Element<'_, Message> {
        let one = |words, what| choice(words, self.what == what, Message::Chosen(what));
        let nothing_owed = self.standing.owing().is_empty();
        let back = one("Take an entry back", Choice::TakeBack);
        choices(vec![
            if nothing_owed {
                one("Write off", Choice::GiveUp).disabled("Nothing is owed")
            } else {
                one("Write off", Choice::GiveUp)
            },
            if nothing_owed {
                one("Ask somebody else for it", Choice::Move).disabled("Nothing is owed")
            } else {
                one("Ask somebody else for it", Choice::Move)
            },
            if self.entries.is_empty() {
                back.disabled("No entry here was made by hand")
            } else {
                back
            },
        ])
    }

    fn form(&self) -> Element<'_, Message> {
        match self.what {
            Choice::TakeBack => self.back_form(),
            Choice::GiveUp | Choice::Move if self.standing.owing().is_empty() => {
                words::muted("Nothing is owed on this service.").into()
            }
            Choice::GiveUp | Choice::Move => self.amount_form(),
        }
    }

    fn amount_form(&self) -> Element<'_, Message> {
        let owing = self.standing.owing();
        let owing = self
            .parties
            .iter()
            .filter(|party| owing.contains(&party.side));
        let from = self
            .parties
            .iter()
            .find(|party| Some(party.side) == self.draft.from);
        let from = field::select("Owed by", owing.cloned(), from, |party: Party| {
            Message::FromChosen(party.side)
        })
        .id(id(Field::From))
        .compact();
        let target: Element<'_, Message> = match self.what {
            Choice::Move => {
                let others = self.parties.iter();
                let others = others.filter(|party| Some(party.side) != self.draft.from);
                let to = self
                    .parties
                    .iter()
                    .find(|party| Some(party.side) == self.draft.to);
                field::select("Ask instead", others.cloned(), to, |party: Party| {
                    Message::ToChosen(party.side)
                })
                .id(id(Field::To))
                .error(self.complaints.about(Field::To))
                .on_leave(Message::FieldLeft(Field::To))
                .compact()
                .into()
            }
            Choice::GiveUp | Choice::TakeBack => field::select(
                "Kind of write-off",
                WriteOff::ALL.map(Named),
                Some(&Named(self.draft.kind)),
                |named| Message::KindChosen(named.0),
            )
            .id(id(Field::Kind))
            .compact()
            .into(),
        };
        let amount = field::money("Amount", &self.draft.amount, |text| {
            Message::Typed(Field::Amount, text)
        })
        .id(id(Field::Amount))
        .error(self.complaints.about(Field::Amount))
        .on_leave(Message::FieldLeft(Field::Amount))
        .compact()
        .width(96.0);
        let why = field::text("Why", &self.draft.why, |text| {
            Message::Typed(Field::Why, text)
        })
        .id(id(Field::Why))
        .error(self.complaints.about(Field::Why))
        .on_leave(Message::FieldLeft(Field::Why))
        .compact();
        column![row![from, amount].spacing(gap::S), target, why]
            .spacing(gap::M)
            .into()
    }

    /// What will be owed, beside what is.
    fn outlook(&self) -> Element<'_, Message> {
        let mut draft = self.draft.clone();
        // What will be owed does not wait for the reason.
        draft.why = String::from("-");
        let after = draft.check(self.standing).ok().and_then(|adjustment| {
            adjustment
                .after(self.insurance_owes, self.patient_owes)
                .ok()
        });
        let (insurance, patient) = after.unwrap_or((self.insurance_owes, self.patient_owes));
        let sum = |a: Money, b: Money| a.plus(b).unwrap_or(Money::ZERO);
        before_after(
            "What is owed",
            [
                Change {
                    words: "Insurance".into(),
                    before: self.insurance_owes,
                    after: insurance,
                },
                Change {
                    words: "Patient".into(),
                    before: self.patient_owes,
                    after: patient,
                },
            ],
            Some(Change {
                words: "Balance".into(),
                before: sum(self.insurance_owes, self.patient_owes),
                after: sum(insurance, patient),
            }),
        )
    }

    fn back_form(&self) -> Element<'_, Message> {
        let list = self.entries.iter().map(|step| {
            let note = format!(
                "{}, {}, by {}",
                show_date(step.accounting_on),
                words::show_money(step.amount.abs()),
                step.by
            );
            choice(
                step.words.as_str(),
                self.entry == Some(step.entry),
                Message::EntryChosen(step.entry),
            )
            .note(note)
        });
        choices(list.collect())
    }

    fn acts(&self) -> Element<'_, Message> {
        let act = match self.what {
            Choice::GiveUp => format!("Write off {}", self.amount()),
            Choice::Move => format!("Move {}", self.amount()),
            Choice::TakeBack => String::from("Take back"),
        };
        let can = match self.what {
            Choice::TakeBack => self
                .entries
                .iter()
                .any(|step| Some(step.entry) == self.entry),
            Choice::GiveUp | Choice::Move => !self.standing.owing().is_empty(),
        };
        let save = button::primary(act)
            .icon(icon::CHECK)
            .key("Ctrl Enter")
            .width(Fill)
            .on_press_maybe((can && !self.is_saving).then_some(Message::SavePressed));
        container(save).padding(gap::L).into()
    }

    /// The amount as it stands, once it is one.
    fn amount(&self) -> String {
        typed::amount(&self.draft.amount)
            .map(|amount| amount.to_string())
            .unwrap_or_default()
    }
}
