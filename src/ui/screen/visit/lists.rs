//! The two grids of visit entry: diagnoses A to L, and services. It must not know what follows from an edit.

use iced::keyboard::key::Named;
use iced::widget::{column, container, mouse_area, row};
use iced::{Border, Center, Element};

use super::grid::{self, Cell, Lane, fill, fixed, grid, right};
use super::sheet::{Found, Sheet};
use super::{Message, details, id};
use crate::domain::code::DrugUnit;
use crate::domain::draft::visit::{Field, LineDraft, line};
use crate::domain::visit::Pointer;
use crate::ui::icon;
use crate::ui::spacing::{radius, space as gap};
use crate::ui::theme::{ink, tokens};
use crate::ui::widget::field::look_up::row_of;
use crate::ui::widget::field::{self, Field as Control};
use crate::ui::widget::{button, page, words};

const DIAGNOSES: [Lane; 4] = [
    fixed("", 44.0),
    fixed("Code", 132.0),
    fill("What"),
    fixed("", 40.0),
];

const CHARGES: [Lane; 8] = [
    fixed("", 36.0),
    fixed("Code", 84.0),
    fill("What"),
    fixed("Modifiers", 92.0),
    fixed("Points to", 84.0),
    right("Units", 60.0),
    right("Fee", 80.0),
    right("Amount", 96.0),
];

/// Diagnoses, each with the letter that lines point with.
pub fn diagnoses(sheet: &Sheet) -> Element<'_, Message> {
    let rows = (0..sheet.diagnosis_rows())
        .map(|at| diagnosis(sheet, at))
        .collect();
    column![
        page::section("Diagnoses", Some("Alt D"), copy(sheet)),
        grid(&DIAGNOSES, false, rows, None),
    ]
    .spacing(gap::M)
    .into()
}

/// Takes over the last visit's diagnoses and services.
fn copy(sheet: &Sheet) -> Element<'_, Message> {
    let last = sheet.records.last.as_ref().filter(|_| sheet.is_open());
    let copy = last.map(|last| {
        let words = format!("Copy from {}", last.service_on.format("%m/%d/%Y"));
        button::quiet(words)
            .icon(icon::COPY)
            .key("Alt V")
            .compact()
            .on_press(Message::CopyPressed)
    });
    row![copy.map(Element::from)].into()
}

type Row<'a> = grid::Row<'a, Message>;

fn diagnosis(sheet: &Sheet, at: usize) -> Row<'_> {
    let field = Field::Diagnosis(at);
    let typed = sheet.draft.diagnoses.get(at).map_or("", String::as_str);
    let hits = match &sheet.found {
        Found::Diagnoses(row, hits) if *row == at => hits.as_slice(),
        _ => &[],
    };
    let rows = hits.iter().map(|hit| {
        let row = row_of(hit.code.to_string(), hit.description.as_str()).code_width(72.0);
        if hit.is_billable {
            row
        } else {
            row.note("needs more digits")
        }
    });
    let code = field::look_up(
        "",
        typed,
        move |text| Message::Typed(field, text),
        rows.collect(),
        move |hit| Message::DiagnosisTaken(at, hit),
    )
    .placeholder(if at == 0 { "Code or words" } else { "" })
    .nothing_found("No diagnosis in the list has that code or those words.")
    .on_key(move |press| {
        let is_remove = press.is(Named::Delete) && press.modifiers.command();
        is_remove.then_some(Message::DiagnosisRemoved(at))
    });
    let what = sheet.words.get(typed.trim()).map_or("", String::as_str);
    // Tab passes it by: the key removes as well, and Enter must not.
    let remove = (sheet.is_open() && !typed.is_empty()).then(|| {
        mouse_area(icon::of(icon::REMOVE, 16.0).style(ink(|t| t.muted)))
            .on_press(Message::DiagnosisRemoved(at))
            .interaction(iced::mouse::Interaction::Pointer)
    });
    let cells = vec![
        Cell::Still(letter(at, !typed.trim().is_empty())),
        Cell::Field(cell(sheet, field, code).into()),
        grid::text(what),
        Cell::Still(row![remove].into()),
    ];
    (cells, sheet.complaint(field).map(field::error))
}

/// The letter of a diagnosis on its tint.
fn letter<'a>(at: usize, is_used: bool) -> Element<'a, Message> {
    let letter = Pointer::from_index(at)
        .map(|pointer| pointer.letter().to_string())
        .unwrap_or_default();
    let words = words::dense(letter).font(crate::ui::theme::SEMIBOLD);
    let words = if is_used {
        words.style(ink(|t| t.accent))
    } else {
        words.style(ink(|t| t.muted))
    };
    container(words)
        .center_x(20)
        .center_y(20)
        .style(move |theme| {
            let tokens = tokens(theme);
            container::Style::default()
                .background(if is_used {
                    tokens.sent.ground
                } else {
                    tokens.hover
                })
                .border(Border::default().rounded(radius::CONTROL))
        })
        .into()
}

/// Services and what they come to.
pub fn charges(sheet: &Sheet) -> Element<'_, Message> {
    let rows = (0..sheet.line_rows())
        .map(|at| service(sheet, at))
        .collect();
    let total = words::show_dollars(sheet.draft.total());
    let count = sheet
        .draft
        .lines
        .iter()
        .filter(|line| !line.is_blank())
        .count();
    let mut foot: Vec<Cell<'_, Message>> = CHARGES.iter().skip(2).map(|_| grid::text("")).collect();
    foot.insert(1, grid::text(""));
    foot.push(Cell::Still(words::strong(total).into()));
    column![
        page::section("Charges", Some("Alt L"), words::label(counted(count))),
        grid(&CHARGES, true, rows, Some(foot)),
    ]
    .spacing(gap::M)
    .into()
}

fn counted(lines: usize) -> String {
    match lines {
        0 => String::from("Without charges the visit waits to be coded"),
        1 => String::from("1 line"),
        more => format!("{more} lines"),
    }
}

fn service(sheet: &Sheet, at: usize) -> Row<'_> {
    let blank = LineDraft::default();
    let draft = sheet.draft.lines.get(at);
    let is_blank = draft.is_none_or(LineDraft::is_blank);
    let value = |cell| draft.unwrap_or(&blank).text(cell).to_owned();
    let text = |cell: line::Field| {
        let field = Field::Line(at, cell);
        let shown = if is_blank && cell == line::Field::Units {
            String::new()
        } else {
            value(cell)
        };
        let control = field::text("", &shown, move |text| Message::Typed(field, text));
        remover(control, at)
    };
    let amount = {
        let field = Field::Line(at, line::Field::Charge);
        remover(
            field::money("", &value(line::Field::Charge), move |text| {
                Message::Typed(field, text)
            }),
            at,
        )
    };
    let fee = sheet.fees.get(at).copied().flatten().filter(|_| !is_blank);
    let fee = fee.map_or_else(
        || grid::text(""),
        |fee| Cell::Still(words::money(fee).into()),
    );
    let boxed = |cell: line::Field, control: Control<'static, Message>| {
        Cell::Field(self::cell(sheet, Field::Line(at, cell), control).into())
    };
    let number = words::muted(at.saturating_add(1).to_string());
    let cells = vec![
        Cell::Still(number.into()),
        Cell::Field(cell(sheet, Field::Line(at, line::Field::Code), code(sheet, at)).into()),
        boxed(
            line::Field::Description,
            text(line::Field::Description).placeholder(if at == 0 && is_blank {
                "What was done"
            } else {
                ""
            }),
        ),
        boxed(line::Field::Modifiers, text(line::Field::Modifiers)),
        boxed(line::Field::Pointers, text(line::Field::Pointers)),
        boxed(line::Field::Units, text(line::Field::Units).right()),
        fee,
        boxed(line::Field::Charge, amount),
    ];
    let drug = draft
        .filter(|line| line.wants_drug())
        .map(|line| drug(sheet, at, line));
    let wrong = wrong(sheet, at);
    let more = details::shows_line(sheet, at)
        .then(|| details::of_line(sheet, at))
        .flatten();
    let below = (drug.is_some() || more.is_some() || wrong.is_some()).then(|| {
        let parts = column![].push(drug).push(more).push(wrong);
        parts.spacing(gap::XS).into()
    });
    (cells, below)
}

/// The drug of a line, as its vial names it.
fn drug<'a>(sheet: &Sheet, at: usize, line: &LineDraft) -> Element<'a, Message> {
    let place = |cell| Field::Line(at, cell);
    let text = |cell: line::Field| {
        let field = place(cell);
        let control = field::text("", line.text(cell), move |text| Message::Typed(field, text));
        cell_control(sheet, field, remover(control, at))
    };
    let unit = line.drug_unit.parse::<DrugUnit>().ok();
    let field = place(line::Field::DrugUnit);
    let unit = field::select(
        "",
        DrugUnit::ALL.iter().copied(),
        unit.as_ref(),
        move |unit| Message::Typed(field, unit.as_str().to_owned()),
    );
    row![
        words::muted("NDC"),
        text(line::Field::Ndc)
            .placeholder("00000-0000-00")
            .width(152.0),
        words::muted("Given"),
        text(line::Field::DrugQuantity).right().width(88.0),
        cell_control(sheet, field, unit).width(168.0),
    ]
    .spacing(gap::S)
    .align_y(Center)
    .into()
}

/// A control below a row: compact, with a border of its own.
fn cell_control<'a>(
    sheet: &Sheet,
    field: Field,
    control: Control<'a, Message>,
) -> Control<'a, Message> {
    control
        .compact()
        .wrong(sheet.complaint(field).is_some())
        .id(id(field))
        .on_focus(Message::Entered(field))
        .on_leave(Message::FieldLeft(field))
        .disabled(!sheet.is_open())
}

/// The first thing wrong with a line.
fn wrong(sheet: &Sheet, at: usize) -> Option<Element<'_, Message>> {
    let fields = line::Field::TYPED.iter().map(|cell| Field::Line(at, *cell));
    fields
        .into_iter()
        .find_map(|field| sheet.complaint(field))
        .map(field::error)
}

/// Ctrl Del removes the line from any of its cells.
fn remover(control: Control<'_, Message>, at: usize) -> Control<'_, Message> {
    control.on_key(move |press| {
        (press.is(Named::Delete) && press.modifiers.command()).then_some(Message::LineRemoved(at))
    })
}

fn code(sheet: &Sheet, at: usize) -> Control<'_, Message> {
    let field = Field::Line(at, line::Field::Code);
    let typed = sheet
        .draft
        .lines
        .get(at)
        .map_or("", |line| line.code.as_str());
    let hits = match &sheet.found {
        Found::Procedures(row, hits) if *row == at => hits.as_slice(),
        _ => &[],
    };
    let rows = hits.iter().map(|hit| {
        let row = row_of(hit.code.to_string(), hit.description.as_str());
        match hit.fee {
            Some(fee) => row.amount(fee),
            None => row.note("no fee"),
        }
    });
    let look_up = field::look_up(
        "",
        typed,
        move |text| Message::Typed(field, text),
        rows.collect(),
        move |hit| Message::ProcedureTaken(at, hit),
    )
    .placeholder(if at == 0 { "Code" } else { "" })
    .nothing_found("No service in the list has that code or those words.");
    remover(look_up, at)
}

/// What every cell obeys. What is wrong with it stands below its row.
fn cell<'a>(sheet: &Sheet, field: Field, control: Control<'a, Message>) -> Control<'a, Message> {
    let wrong = sheet.complaint(field).is_some();
    control
        .in_cell()
        .wrong(wrong)
        .id(id(field))
        .on_focus(Message::Entered(field))
        .on_leave(Message::FieldLeft(field))
        .disabled(!sheet.is_open())
}
