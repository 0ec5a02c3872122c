//! Payers: insurance companies and programmes, and where their claims go.

use iced::widget::column;
use iced::{Element, Fill};

use super::register::{Kind, Message, Names};
use super::{Address, pair};
use crate::domain::code::FilingIndicator;
use crate::domain::draft::PayerDraft;
use crate::domain::draft::payer::Field;
use crate::domain::id::ReceiverId;
use crate::domain::practice::{NewPayer, Payer, Receiver};
use crate::office::{Office, OfficeError};
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell};
use crate::ui::widget::{field, panel};

/// The kind.
#[derive(Clone, Copy, Debug)]
pub struct Payers;

/// Where the claims of a payer go, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Way {
    receiver: Option<ReceiverId>,
    words: String,
}

impl std::fmt::Display for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

impl Way {
    fn on_paper() -> Self {
        Self {
            receiver: None,
            words: String::from("On paper"),
        }
    }

    fn to(receiver: &Receiver) -> Self {
        Self {
            receiver: Some(receiver.id),
            words: receiver.what.name.clone(),
        }
    }

    fn of(payer: &NewPayer, receivers: &[Receiver]) -> Self {
        receivers
            .iter()
            .find(|receiver| Some(receiver.id) == payer.receiver)
            .map_or_else(Self::on_paper, Self::to)
    }
}

impl Kind for Payers {
    type Row = Payer;
    type Draft = PayerDraft;
    /// Where its claims go.
    type Choice = Option<ReceiverId>;
    type Offer = Vec<Receiver>;

    const NAMES: Names = Names {
        one: "payer",
        many: "Payers",
        why: "The insurance companies and programs that patients have policies with.",
        glyph: icon::PAYER,
    };

    fn read(office: &Office) -> Result<(Vec<Payer>, Vec<Receiver>), OfficeError> {
        Ok((office.payers()?, office.receivers()?))
    }

    fn keep(
        office: &mut Office,
        row: Option<&Payer>,
        what: NewPayer,
        is_active: bool,
    ) -> Result<(), OfficeError> {
        match row {
            Some(row) => office.change_payer(row.id, &what, is_active),
            None => office.add_payer(&what).map(drop),
        }
    }

    fn draft(row: &Payer) -> PayerDraft {
        PayerDraft::from(&row.what)
    }

    /// With one receiver only, that is where claims go.
    fn blank(receivers: &Vec<Receiver>) -> PayerDraft {
        let receiver = match receivers.as_slice() {
            [only] => Some(only.id),
            _ => None,
        };
        PayerDraft {
            receiver,
            ..PayerDraft::default()
        }
    }

    fn is_active(row: &Payer) -> bool {
        row.is_active
    }

    fn name(row: &Payer) -> String {
        row.what.name.clone()
    }

    fn number(row: &Payer) -> Option<i64> {
        Some(row.id.get())
    }

    fn columns<'a>() -> Vec<Column<'a>> {
        vec![
            Column::portion("Name", 5),
            Column::fixed("Payer ID", 80.0),
            Column::portion("Kind", 3),
            Column::fixed("Days to file", 92.0).right(),
            Column::portion("Claims go", 3),
            Column::fixed("", 96.0),
        ]
    }

    fn cells<'a, M: 'a>(row: &Payer, receivers: &Vec<Receiver>) -> Vec<Cell<'a, M>> {
        vec![
            cell::text(row.what.name.clone()).strong(),
            cell::code(row.what.payer_id.to_string()),
            cell::text(row.what.filing_indicator.words()),
            cell::text(row.what.timely_days.to_string()),
            cell::text(Way::of(&row.what, receivers).words),
            super::resting(row.is_active),
        ]
    }

    fn choose(draft: &mut PayerDraft, receiver: Option<ReceiverId>) {
        draft.receiver = receiver;
    }

    fn fields<'a>(
        form: &'a Form<PayerDraft>,
        receivers: &'a Vec<Receiver>,
    ) -> Element<'a, Message<Self>> {
        let text = |label: &'static str, field| form.text(label, field, Message::Form);
        let draft = form.draft();
        let kind = draft.filing_indicator.parse::<FilingIndicator>().ok();
        let kind = field::select(
            "Kind of payer",
            FilingIndicator::ALL.iter().copied(),
            kind.as_ref(),
            |one| {
                Message::Form(Edit::Edited(
                    Field::FilingIndicator,
                    one.as_str().to_owned(),
                ))
            },
        );
        let ways = receivers
            .iter()
            .filter(|receiver| receiver.is_active)
            .map(Way::to)
            .chain([Way::on_paper()])
            .collect::<Vec<_>>();
        let way = ways
            .iter()
            .find(|way| way.receiver == draft.receiver)
            .cloned();
        let way = field::select("Claims go", ways, way.as_ref(), |way| {
            Message::Chosen(way.receiver)
        });
        let address = Address {
            fields: [
                Field::Street,
                Field::Street2,
                Field::City,
                Field::State,
                Field::Zip,
            ],
            street: "Street",
            zip: "ZIP",
        };
        column![
            text("Name, as on claims", Field::Name),
            pair(
                text("Payer ID", Field::PayerId),
                text("Days to file a claim", Field::TimelyDays),
            ),
            form.dress(kind, Field::FilingIndicator, Message::Form),
            form.dress(way, Field::Receiver, Message::Form),
            panel::section("Where it is", "optional"),
            address.of(form, Message::Form),
            pair(
                text("Phone for providers", Field::Phone),
                text("Shape of member numbers", Field::MemberPattern)
                    .helper("A letter, 9 digit, X either"),
            ),
            text("Days to wait for an answer", Field::AnswerDays).helper("Empty: 21, on paper 30"),
            pair(
                text("Days to send a corrected claim", Field::CorrectedDays)
                    .helper("From its decision; empty: the usual"),
                text("Days to appeal", Field::AppealDays)
                    .helper("From its decision; empty: the usual"),
            ),
        ]
        .spacing(gap::M)
        .width(Fill)
        .into()
    }
}
