//! Printers for paper claims: how each sets type on the red form, its calibration page, and a page to try it with. It
//! must not know where anything stands on the form.

use iced::widget::{column, row};
use iced::{Element, Fill, Task};

use super::register::{Kind, Message, Names, Register};
use super::{Action, pair};
use crate::domain::cms1500::printer::Named;
use crate::domain::draft::PrinterDraft;
use crate::domain::draft::printer::Field;
use crate::office::{Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::form::Form;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell};
use crate::ui::widget::{button, panel, words};
use crate::ui::worker::Failure;

/// The kind.
#[derive(Clone, Copy, Debug)]
pub struct Printers;

/// What is done with a printer that is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Its calibration page is printed.
    Calibrate,
    /// A page with every place filled is.
    Try,
    /// It is forgotten.
    Forget,
}

impl Kind for Printers {
    type Row = Named;
    type Draft = PrinterDraft;
    type Choice = Act;
    type Offer = ();

    const CAN_REST: bool = false;
    const NAMES: Names = Names {
        one: "printer",
        many: "Printers for paper claims",
        why: "Only for claims on red forms: how far a printer is off, so that all of it stands in its boxes.",
        glyph: icon::PRINT,
    };

    fn read(office: &Office) -> Result<(Vec<Named>, ()), OfficeError> {
        let all = office.paper_printers()?.into_iter();
        Ok((
            all.map(|(name, printer)| Named { name, printer }).collect(),
            (),
        ))
    }

    fn keep(
        office: &mut Office,
        row: Option<&Named>,
        what: Named,
        _is_active: bool,
    ) -> Result<(), OfficeError> {
        office.set_paper_printer(&what.name, what.printer)?;
        match row {
            Some(row) if row.name != what.name => office.remove_paper_printer(&row.name),
            Some(_) | None => Ok(()),
        }
    }

    fn draft(row: &Named) -> PrinterDraft {
        PrinterDraft::from(row)
    }

    fn is_active(_row: &Named) -> bool {
        true
    }

    fn name(row: &Named) -> String {
        row.name.clone()
    }

    fn columns<'a>() -> Vec<Column<'a>> {
        vec![
            Column::fill("Name"),
            Column::fixed("Right", 96.0).right(),
            Column::fixed("Down", 96.0).right(),
            Column::fixed("Boxes nudged", 128.0).right(),
        ]
    }

    fn cells<'a, M: 'a>(row: &Named, (): &()) -> Vec<Cell<'a, M>> {
        let offset = row.printer.offset;
        vec![
            cell::text(row.name.clone()).strong(),
            cell::text(inches(offset.x)),
            cell::text(inches(offset.y)),
            cell::count(row.printer.nudges.len()),
        ]
    }

    fn choose(_draft: &mut PrinterDraft, _act: Act) {}

    fn fields<'a>(form: &'a Form<PrinterDraft>, (): &'a ()) -> Element<'a, Message<Self>> {
        let text = |label: &'static str, field| form.text(label, field, Message::Form);
        column![
            text("Name", Field::Name),
            pair(
                text("To the right, in 0.01 inch", Field::Right).helper("Below zero: to the left"),
                text("Down, in 0.01 inch", Field::Down).helper("Below zero: up"),
            ),
            text("Single boxes", Field::Nudges)
                .optional()
                .placeholder("24F:1:0  33:0:-2")
                .helper("Box, right, down; with blanks between them"),
        ]
        .spacing(gap::M)
        .width(Fill)
        .into()
    }

    fn acts(form: &Form<PrinterDraft>) -> Option<Element<'_, Message<Self>>> {
        let can = !form.is_changed();
        let act = |words: &'static str, act| {
            button::plain(words).on_press_maybe(can.then_some(Message::Chosen(act)))
        };
        let told = if can {
            "The page with rulers says what to measure. The filled page goes on a red form."
        } else {
            "Save first: pages are printed as the printer is set."
        };
        let acts = column![
            panel::section("Pages", ""),
            words::muted(told),
            row![
                act("Print the rulers", Act::Calibrate).icon(icon::PRINT),
                act("Fill a form", Act::Try).icon(icon::PRINT),
            ]
            .spacing(gap::S),
            row![button::quiet("Forget this printer").on_press(Message::Chosen(Act::Forget))],
        ];
        Some(acts.spacing(gap::S).into())
    }
}

/// Hundredths of an inch as people write them.
fn inches(hundredths: i16) -> String {
    let sign = if hundredths < 0 { "−" } else { "" };
    let by = hundredths.unsigned_abs();
    format!("{sign}{}.{:02} in", by / 100, by % 100)
}

/// Does something with the printer whose form is open.
pub(super) fn act(
    body: &mut Register<Printers>,
    context: &Context,
    act: Act,
) -> Action<super::Message> {
    let Some(name) = body.open_row().map(|row| row.name.clone()) else {
        return Action::None;
    };
    let made = |pages| super::Message::PrinterPages(pages);
    let worker = &context.worker;
    Action::Run(match act {
        Act::Calibrate => worker.ask(move |office| office.calibration_page(Some(&name)), made),
        Act::Try => worker.ask(move |office| office.trial_page(Some(&name)), made),
        Act::Forget => worker.ask(
            move |office| office.remove_paper_printer(&name),
            super::Message::PrinterForgotten,
        ),
    })
}

/// Shows pages in the system's viewer.
pub(super) fn show(context: &Context, pages: Vec<u8>) -> Task<super::Message> {
    let then = |shown: Result<(), Failure>| super::Message::PrinterShown(shown);
    let files = &context.files;
    files.view_pages(&context.worker, "printer.pdf", pages, then)
}
