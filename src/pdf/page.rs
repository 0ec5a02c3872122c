//! Sheets as plain pages that a window draws. It must not know what stands on them.

use super::font::{Face, MM_PER_PT};
use super::sheet::{Ink, Mark, Sheet, Stroke, Typed};
use crate::domain::page::{self, Page};

/// How wide a character of the face for machines is, in ems.
const SCAN_ADVANCE: f32 = 0.715;

/// The sheet as a page.
pub fn page(sheet: Sheet) -> Page {
    Page {
        width: sheet.width,
        height: sheet.height,
        marks: sheet.marks.into_iter().map(mark).collect(),
    }
}

fn mark(mark: Mark) -> page::Mark {
    match mark {
        Mark::Text(text) => page::Mark::Words {
            x: text.x,
            y: text.y,
            size: text.size * MM_PER_PT,
            face: face(text.face),
            color: text.ink.rgb(),
            words: text.words,
        },
        Mark::Rule(rule) => page::Mark::Line {
            from: rule.from,
            to: rule.to,
            weight: rule.weight,
            color: rule.ink.rgb(),
            is_dashed: rule.stroke == Stroke::Dashed,
        },
        Mark::Panel(panel) => page::Mark::Panel {
            x: panel.x,
            y: panel.y,
            width: panel.width,
            height: panel.height,
            radius: panel.radius,
            fill: panel.fill.map(Ink::rgb),
            outline: panel.outline.map(|(weight, ink)| (weight, ink.rgb())),
        },
        Mark::Code(code) => page::Mark::Squares {
            x: code.x,
            y: code.y,
            side: code.side,
            count: code.modules.side,
            dark: code.modules.dark,
            color: Ink::Ink.rgb(),
        },
        // A window has no Courier; the face for machines is as even, and at this size as wide.
        Mark::Typed(typed) => page::Mark::Words {
            x: typed.x,
            y: typed.y,
            size: Typed::ADVANCE / SCAN_ADVANCE * MM_PER_PT,
            face: page::Face::Scan,
            color: Ink::Ink.rgb(),
            words: typed.words,
        },
    }
}

const fn face(face: Face) -> page::Face {
    match face {
        Face::Regular => page::Face::Regular,
        Face::Semibold => page::Face::Semibold,
        Face::Bold => page::Face::Bold,
        Face::Scan => page::Face::Scan,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::sheet::{Rule, Text};

    #[test]
    fn everything_on_a_sheet_is_on_the_page_where_it_was() {
        let mut sheet = Sheet::new(Sheet::LETTER);
        sheet.marks.push(Mark::Text(Text {
            x: 10.0,
            y: 20.0,
            width: 30.0,
            face: Face::Bold,
            size: 72.0,
            ink: Ink::Muted,
            words: String::from("Amount due"),
        }));
        sheet.marks.push(Mark::Rule(Rule {
            from: (1.0, 2.0),
            to: (3.0, 2.0),
            weight: 0.2,
            ink: Ink::Hair,
            stroke: Stroke::Dashed,
        }));
        let page = page(sheet);
        assert_eq!((page.width, page.height), Sheet::LETTER);
        let [
            page::Mark::Words { x, size, words, .. },
            page::Mark::Line { is_dashed, .. },
        ] = page.marks.as_slice()
        else {
            panic!("{:?}", page.marks);
        };
        assert_eq!((*x, *size, words.as_str()), (10.0, 25.4, "Amount due"));
        assert!(is_dashed);
    }
}
