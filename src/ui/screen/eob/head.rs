//! The head of a paper EOB: who paid, how, how much, and the proof. It must not know the claims.

use chrono::Local;
use iced::widget::{column, container, row, space};
use iced::{Bottom, Center, Element};

use super::{Eob, HITS, Kept, Message, PAYER, id};
use crate::domain::draft::eob::Field;
use crate::domain::eob::Method;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::field::{self, look_up};
use crate::ui::widget::figure::{figure, figures};
use crate::ui::widget::{button, words};

/// A method in words, for the list to choose from.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Way(Method);

impl std::fmt::Display for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(method_words(self.0))
    }
}

/// A method in words.
pub const fn method_words(method: Method) -> &'static str {
    match method {
        Method::Check => "Check",
        Method::Eft => "EFT",
        Method::Card => "Virtual card",
        Method::None => "Nothing paid",
    }
}

impl Eob {
    pub(super) fn head<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let top = row![self.title(), space::horizontal(), self.figures()].align_y(Center);
        container(column![top, self.fields(context)].spacing(gap::M))
            .padding([gap::M, gap::L])
            .into()
    }

    fn title(&self) -> Element<'_, Message> {
        let clock =
            |at: &chrono::DateTime<chrono::Utc>| at.with_timezone(&Local).format("%-I:%M %p");
        let remark = match &self.kept {
            None => String::from("Key it line by line; it posts when it proves"),
            Some(Kept::At(at)) => format!("Draft kept {}", clock(at)),
            Some(Kept::Resumed(at)) => format!("Taken up again, kept {}", clock(at)),
        };
        let anew = matches!(self.kept, Some(Kept::Resumed(_)))
            .then(|| button::link("Start anew").on_press(Message::AnewPressed));
        column![
            words::title("Paper EOB"),
            row![words::muted(remark)]
                .push(anew)
                .push(self.scans())
                .spacing(gap::M)
                .align_y(Center),
        ]
        .into()
    }

    /// What is on the check, what was entered, what is left: always in view.
    fn figures(&self) -> Element<'_, Message> {
        let proof = self.entry.proof();
        let off = proof.lines_off.len();
        let left = figure("Left", words::show_money(proof.left));
        let left = match (
            proof.left.is_zero(),
            proof.check.is_zero() && proof.entered.is_zero(),
        ) {
            (true, true) => left,
            (true, false) if off == 0 => figure("Left", "0.00").tone(Tone::Good).icon(icon::PAID),
            (true, false) => figure("Left", "0.00"),
            (false, _) => left.tone(Tone::Attention),
        };
        let lines = (off > 0).then(|| {
            figure("Services off", off.to_string())
                .tone(Tone::Attention)
                .icon(icon::OWES)
        });
        let list = [
            figure("Check", words::show_dollars(proof.check)),
            figure("Entered", words::show_money(proof.entered)),
        ];
        figures(list.into_iter().chain(lines).chain([left]))
    }

    fn fields<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let today = context.today();
        let typed = &self.entry.draft;
        let say = |field| move |text| Message::Typed(field, text);
        let dress = |control: field::Field<'a, Message>, field: Field, width: f32| {
            control
                .id(id(field))
                .error(self.complaint(field))
                .on_leave(Message::FieldLeft(field))
                .width(width)
        };
        let ways = [Method::Check, Method::Eft, Method::Card, Method::None].map(Way);
        let way = Method::from_code(&typed.method).map(Way);
        let method = field::select("Paid by", ways, way.as_ref(), |way| {
            Message::MethodChosen(way.0)
        });
        let number = match way {
            Some(Way(Method::Eft)) => "EFT number",
            Some(Way(Method::Card)) => "Card reference",
            _ => "Check number",
        };
        let reference = field::text(number, &typed.reference, say(Field::Reference));
        let paid_on = field::coming_date("Check date", &typed.paid_on, today, say(Field::PaidOn));
        let counts = field::date(
            "Counts for",
            &typed.accounting_on,
            today,
            say(Field::AccountingOn),
        );
        let amount = field::money("Amount", &typed.amount, say(Field::Amount));
        row![
            self.payer_field(),
            dress(method, Field::Method, 132.0),
            dress(reference, Field::Reference, 168.0),
            dress(paid_on, Field::PaidOn, 132.0),
            dress(counts, Field::AccountingOn, 132.0),
            dress(amount, Field::Amount, 128.0),
        ]
        .spacing(gap::M)
        .align_y(if self.complaints.is_empty() {
            Bottom
        } else {
            iced::Top
        })
        .into()
    }

    fn payer_field(&self) -> Element<'_, Message> {
        let typed = self.payer_typed.trim().to_lowercase();
        let is_chosen = self.entry.draft.payer.is_some();
        let hits: Vec<_> = self
            .payers
            .iter()
            .filter(|payer| {
                is_chosen
                    || payer.what.name.to_lowercase().contains(&typed)
                    || payer
                        .what
                        .payer_id
                        .as_str()
                        .to_lowercase()
                        .starts_with(&typed)
            })
            .collect();
        let found = hits.len();
        let taken: Vec<_> = hits.iter().take(HITS).map(|payer| payer.id).collect();
        let rows = hits.iter().take(HITS).map(|payer| {
            look_up::row_of(payer.what.payer_id.as_str(), payer.what.name.as_str()).code_width(72.0)
        });
        let has_claims = !self.entry.claims.is_empty();
        field::look_up(
            "Payer",
            &self.payer_typed,
            Message::PayerTyped,
            rows.collect(),
            move |at| {
                taken.get(at).map_or_else(
                    || Message::PayerTyped(String::new()),
                    |payer| Message::PayerTaken(*payer),
                )
            },
        )
        .found(found)
        .nothing_found("No payer is called so")
        .id(PAYER)
        .disabled(has_claims)
        .error(self.complaint(Field::Payer))
        .on_leave(Message::FieldLeft(Field::Payer))
        .width(296.0)
        .into()
    }
}
