//! Receivers: where claim files go, who we are there, and how a file is written for them.

use iced::widget::{column, row};
use iced::{Element, Fill};

use super::pair;
use super::register::{Kind, Message, Names};
use crate::domain::draft::ReceiverDraft;
use crate::domain::draft::receiver::Field;
use crate::domain::practice::{NewReceiver, Receiver};
use crate::office::{Office, OfficeError};
use crate::ui::form::Form;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::choice::{self, choice};
use crate::ui::widget::data_table::{Cell, Column, cell};
use crate::ui::widget::{check_box, field, panel, pill};

/// What a file's name may hold.
const NAMES_OF_FILES: &str = "May hold {receiver} {receiver_id} {sender_id} {date} {day} {time} {usage}; must hold {control}";

/// The kind.
#[derive(Clone, Copy, Debug)]
pub struct Receivers;

/// What is chosen rather than typed.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    /// Whether files are marked as a test.
    Test(bool),
    /// Whether a line feed follows each segment.
    Newline(bool),
}

impl Kind for Receivers {
    type Row = Receiver;
    type Draft = ReceiverDraft;
    type Choice = Choice;
    type Offer = ();

    const NAMES: Names = Names {
        one: "receiver",
        many: "Receivers of claim files",
        why: "A clearinghouse, or a payer that takes claim files itself. Its enrollment letter has all that is asked here.",
        glyph: icon::SENT,
    };

    fn read(office: &Office) -> Result<(Vec<Receiver>, ()), OfficeError> {
        Ok((office.receivers()?, ()))
    }

    fn keep(
        office: &mut Office,
        row: Option<&Receiver>,
        what: NewReceiver,
        is_active: bool,
    ) -> Result<(), OfficeError> {
        match row {
            Some(row) => office.change_receiver(row.id, &what, is_active),
            None => office.add_receiver(&what).map(drop),
        }
    }

    fn draft(row: &Receiver) -> ReceiverDraft {
        ReceiverDraft::from(&row.what)
    }

    fn is_active(row: &Receiver) -> bool {
        row.is_active
    }

    fn name(row: &Receiver) -> String {
        row.what.name.clone()
    }

    fn number(row: &Receiver) -> Option<i64> {
        Some(row.id.get())
    }

    fn columns<'a>() -> Vec<Column<'a>> {
        vec![
            Column::fill("Name"),
            Column::fixed("Its ID", 128.0),
            Column::fixed("Our ID", 128.0),
            Column::fixed("Files", 112.0),
            Column::fixed("", 120.0),
        ]
    }

    fn cells<'a, M: 'a>(row: &Receiver, (): &()) -> Vec<Cell<'a, M>> {
        let files = if row.what.is_test {
            pill::look().says("Test")
        } else {
            pill::well().says("Production")
        };
        vec![
            cell::text(row.what.name.clone()).strong(),
            cell::code(row.what.receiver_id.clone()),
            cell::code(row.what.sender_id.clone()),
            cell::pill(files),
            super::resting(row.is_active),
        ]
    }

    fn choose(draft: &mut ReceiverDraft, choice: Choice) {
        match choice {
            Choice::Test(is_test) => draft.is_test = is_test,
            Choice::Newline(newline) => draft.newline = newline,
        }
    }

    fn fields<'a>(form: &'a Form<ReceiverDraft>, (): &'a ()) -> Element<'a, Message<Self>> {
        let text = |label: &'static str, field| form.text(label, field, Message::Form);
        let draft = form.draft();
        let use_of = |is_test| Message::Chosen(Choice::Test(is_test));
        let kinds = vec![
            choice("Production", !draft.is_test, use_of(false)).note("Claims that shall be paid"),
            choice("Test", draft.is_test, use_of(true))
                .note("Marked as a test; nothing in it is paid"),
        ];
        let kinds = column![
            choice::named(form.id(Field::IsTest), kinds),
            form.error(Field::IsTest).map(field::error),
        ]
        .spacing(gap::XS);
        let separators = row![
            text("Element", Field::ElementSeparator),
            text("Component", Field::ComponentSeparator),
            text("Repetition", Field::RepetitionSeparator),
            text("Segment", Field::SegmentTerminator),
        ]
        .spacing(gap::S);
        column![
            text("Name", Field::Name),
            pair(
                text("Its ID", Field::ReceiverId),
                text("Kind of ID", Field::ReceiverQualifier).helper("ISA07; ZZ unless told"),
            ),
            pair(
                text("Our ID with it", Field::SenderId),
                text("Kind of ID", Field::SenderQualifier).helper("ISA05; ZZ unless told"),
            ),
            kinds,
            panel::section("Separators", "as its guide says"),
            separators,
            check_box::check_box("A new line after each segment", draft.newline, |is| {
                Message::Chosen(Choice::Newline(is))
            }),
            panel::section("Files", "names, sizes, folders"),
            text("File name", Field::FileNaming).helper(NAMES_OF_FILES),
            pair(
                text("Most claims", Field::MostClaims).placeholder("Any number"),
                text("Largest file", Field::MostBytes).placeholder("Any size, or 10 MB"),
            ),
            text("Folder out", Field::FolderOut)
                .placeholder("Asked each time")
                .helper("Where claim files are put to be picked up"),
            text("Folder in", Field::FolderIn)
                .placeholder("None is watched")
                .helper("Where its answers arrive"),
            text("Payer IDs that differ here", Field::PayerIds)
                .optional()
                .placeholder("60054=AETNA 87726=UHC01")
                .helper("The usual ID, =, and the one this receiver wants"),
            panel::section("Whom it asks", "when not the practice's contact"),
            text("Contact", Field::ContactName).optional(),
            pair(
                text("Phone", Field::ContactPhone).optional(),
                text("E-mail", Field::ContactEmail).optional(),
            ),
        ]
        .spacing(gap::M)
        .width(Fill)
        .into()
    }
}
