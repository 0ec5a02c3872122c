//! The page by which a printer is set to the form: rulers along two edges, crosses at places of the grid, and what to do
//! with what is measured.

use super::spot;
use crate::domain::cms1500::printer::Printer;
use crate::pdf::font::{Face, Fonts};
use crate::pdf::pen::Pen;
use crate::pdf::sheet::{Ink, Sheet};
use crate::pdf::style::Type;

const MM_PER_INCH: f32 = 25.4;
/// How thick lines are, in millimetres.
const LINE: f32 = 0.12;
/// Half of a cross.
const ARM: f32 = 3.0;

/// The places of the grid that are marked: line and column.
const CROSSES: [(u8, u8); 4] = [(10, 10), (10, 70), (56, 10), (56, 70)];

/// Gives the page for a printer, moved as that printer's forms are.
pub fn calibration(name: &str, printer: &Printer, fonts: &Fonts) -> Sheet {
    let mut pen = Pen::new(fonts, Sheet::LETTER);
    rulers(&mut pen);
    for (line, column) in CROSSES {
        cross(&mut pen, line, column, printer);
    }
    words(&mut pen, name, printer);
    pen.sheet()
}

/// A mark every tenth of an inch from the edge of the paper, longer at each half and whole inch.
fn rulers(pen: &mut Pen<'_>) {
    let small = Type::new(Face::Regular, 6.0).muted();
    for tenth in 0_u8..=110 {
        let at = f32::from(tenth) * MM_PER_INCH / 10.0;
        let long = match (tenth.is_multiple_of(10), tenth.is_multiple_of(5)) {
            (true, _) => 4.0,
            (false, true) => 3.0,
            (false, false) => 1.8,
        };
        let inch = tenth.checked_div(10).unwrap_or(0).to_string();
        let is_whole = tenth.is_multiple_of(10);
        if tenth <= 85 {
            pen.rule((at, 6.4), (at, 6.4 + long), LINE, Ink::Ink);
            if is_whole {
                let _ = pen.text(at + 0.5, 6.4 + 5.6, small, &inch);
            }
        }
        pen.rule((6.4, at), (6.4 + long, at), LINE, Ink::Ink);
        if is_whole {
            let _ = pen.text(6.4 + 4.6, at - 0.5, small, &inch);
        }
    }
}

fn cross(pen: &mut Pen<'_>, line: u8, column: u8, printer: &Printer) {
    let (x, y) = spot(line, column, printer.offset);
    pen.rule((x - ARM, y), (x + ARM, y), LINE, Ink::Ink);
    pen.rule((x, y - ARM), (x, y + ARM), LINE, Ink::Ink);
    let (true_x, true_y) = spot(
        line,
        column,
        crate::domain::cms1500::printer::Shift::default(),
    );
    let words = format!(
        "{:.2} in right, {:.2} in down",
        true_x / MM_PER_INCH,
        true_y / MM_PER_INCH
    );
    let style = Type::new(Face::Regular, 8.0);
    if column > 40 {
        pen.text_to(x - ARM - 1.0, y + 1.0, style, &words);
    } else {
        let _ = pen.text(x + ARM + 6.0, y + 1.0, style, &words);
    }
}

fn words(pen: &mut Pen<'_>, name: &str, printer: &Printer) {
    let title = Type::new(Face::Semibold, 13.0);
    let body = Type::new(Face::Regular, 10.0);
    let (left, mut y) = (40.0, 92.0);
    let _ = pen.text(left, y, title, "Setting a printer to the CMS-1500");
    y += 9.0;
    let set = format!(
        "Printer {name}: set to {} right and {} down, in hundredths of an inch.",
        printer.offset.x, printer.offset.y
    );
    let lines = [
        set.as_str(),
        "Print this page at its full size (100 %, no fitting to the page).",
        "Beside each cross stands how far it should be from the left and the top edge of the paper.",
        "Measure each with a ruler, or read the rulers printed along the edges where the paper begins.",
        "A cross 0.03 inch too far left needs 3 more to the right; one 0.02 inch too low needs 2 less down.",
        "All four off by the same: change the two offsets. Only one box off on a real form: nudge that box.",
        "Then print one claim on a red form and hold it against the light over a filled one.",
    ];
    for line in lines {
        for line in pen.wrapped(body, 140.0, 3, line) {
            let _ = pen.text(left, y, body, &line);
            y += 5.4;
        }
        y += 1.2;
    }
}
