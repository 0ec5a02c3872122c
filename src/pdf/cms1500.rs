//! Paper claims → letter pages: the type alone for forms that are printed in red already, or with the form drawn under
//! it for plain paper, and the page by which a printer is set. It must not know what a claim is.
//!
//! Ten characters and six lines to the inch. The first column starts 20 points from the left edge, and the baseline of
//! the first line stands 36 points from the top: 24 and a line.

mod calibration;
mod drawn;

use super::font::{Fonts, MM_PER_PT};
use super::pen::Pen;
use super::sheet::{Mark, Sheet, Typed};
use crate::domain::cms1500::printer::{Printer, Shift};
use crate::domain::cms1500::{Form, Page};

pub use self::calibration::calibration;

/// Where the first column starts, and where the lines are counted from, in points.
const LEFT: f32 = 20.0;
const TOP: f32 = 24.0;
/// From a line to the next, in points.
const LEADING: f32 = 12.0;
/// Points in a hundredth of an inch.
const HUNDREDTH: f32 = 0.72;

/// What a form is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Forms printed in red already: the type alone.
    Red,
    /// Plain paper: the form is drawn too.
    Plain,
}

/// Gives the pages of a form. What a printer is off counts on red forms alone.
pub fn sheets(form: &Form, paper: Paper, printer: &Printer, fonts: &Fonts) -> Vec<Sheet> {
    let plain = Printer::default();
    form.pages
        .iter()
        .map(|page| match paper {
            Paper::Red => {
                let mut sheet = Sheet::new(Sheet::LETTER);
                type_on(&mut sheet, page, printer);
                sheet
            }
            Paper::Plain => {
                let mut pen = Pen::new(fonts, Sheet::LETTER);
                drawn::draw(&mut pen);
                let mut sheet = pen.sheet();
                type_on(&mut sheet, page, &plain);
                sheet
            }
        })
        .collect()
}

fn type_on(sheet: &mut Sheet, page: &Page, printer: &Printer) {
    for entry in &page.entries {
        let place = entry.field.place();
        let width = u8::try_from(entry.words.len()).unwrap_or(place.width);
        let column = match place.kind {
            crate::domain::cms1500::field::Kind::Words => place.column,
            crate::domain::cms1500::field::Kind::Figure => place
                .column
                .saturating_add(place.width.saturating_sub(width)),
        };
        let (x, y) = spot(
            entry.field.line(entry.row),
            column,
            printer.shift(place.of_box),
        );
        sheet.marks.push(Mark::Typed(Typed {
            x,
            y,
            words: entry.words.clone(),
        }));
    }
}

/// Where a cell starts on its baseline, in millimetres.
fn spot(line: u8, column: u8, shift: Shift) -> (f32, f32) {
    let x = edge(column) + f32::from(shift.x) * HUNDREDTH;
    let y = TOP + f32::from(line) * LEADING + f32::from(shift.y) * HUNDREDTH;
    (x * MM_PER_PT, y * MM_PER_PT)
}

/// The left edge of a column, in points.
fn edge(column: u8) -> f32 {
    LEFT + f32::from(column.saturating_sub(1)) * Typed::ADVANCE
}

#[cfg(test)]
mod tests;
