//! The sheet that carries a book's recovery key into an envelope: the key large enough to be typed back, what it
//! does, and where to keep it. It must not know how keys are made.

use chrono::NaiveDate;

use super::font::{Face, Fonts};
use super::pen::Pen;
use super::sheet::{Ink, Sheet};
use super::style::{BODY, CAPTION, HEADING, HEAVY, LEFT, OUTLINE, RIGHT, SMALL, TITLE, Type};
use super::words;

/// What the sheet says. Whoever has it can open the book, so neither it nor its pages should outlive the printing.
#[derive(Clone, Copy)]
pub struct RecoverySheet<'a> {
    /// The book's name, as the practice calls it.
    pub book: &'a str,
    /// The day the key was made. An older sheet opens nothing.
    pub made_on: NaiveDate,
    /// The key's groups of characters, in order.
    pub groups: &'a [String],
}

const SECTIONS: [(&str, &str); 4] = [
    (
        "What it is",
        "This key opens the book when its passphrase is forgotten. It is as strong as the passphrase: whoever holds \
         this sheet and a copy of the book can read every record in it. There is no other copy and no back door: \
         with the key and the passphrase both lost, the book stays closed for good.",
    ),
    (
        "Where to keep it",
        "In a sealed envelope in a safe, at the bank or with the practice’s attorney. Never beside the computer, in a \
         picture on a phone, in the mail or in a file. Write on the envelope who may open it.",
    ),
    (
        "When you need it",
        "Open the book, choose to use its recovery key and type the groups in order. Small letters and missing \
         spaces do no harm. You then choose a new passphrase and print a new sheet; this one opens nothing from then \
         on.",
    ),
    (
        "When somebody else may have seen it",
        "Make a new key under Settings. It takes a minute, and this sheet opens nothing from then on. Backups made \
         before that day still open with it, so replace them too.",
    ),
];

/// Gives the sheet.
pub fn sheet(recovery: &RecoverySheet<'_>, fonts: &Fonts) -> Sheet {
    let mut page = Pen::new(fonts, Sheet::LETTER);
    let _ = page.text(LEFT, 22.0, TITLE.sized(22.0), "Recovery key");
    page.text_to(
        RIGHT,
        22.0,
        BODY.muted(),
        &format!("Made on {}", words::long_day(recovery.made_on)),
    );
    page.rule((LEFT, 26.5), (RIGHT, 26.5), HEAVY, Ink::Ink);
    let _ = page.text(LEFT, 34.6, SMALL.muted(), "Opens the book");
    let _ = page.fit(LEFT, 40.6, TITLE.sized(14.0), RIGHT - LEFT, recovery.book);
    key(&mut page, recovery.groups);
    let mut y = 118.0;
    for (heading, says) in SECTIONS {
        let _ = page.text(LEFT, y, HEADING, heading);
        let lines = page.wrapped(BODY, 150.0, 8, says);
        page.lines(LEFT, y + 5.6, 4.41, BODY, &lines);
        let count = u8::try_from(lines.len()).unwrap_or(u8::MAX);
        y += 5.6 + 4.41 * f32::from(count) + 5.2;
    }
    custody(&mut page);
    page.sheet()
}

/// The groups, four to a row, each under its number.
fn key(page: &mut Pen<'_>, groups: &[String]) {
    let (top, high, across) = (48.0, 56.0, 4.0);
    page.frame((LEFT, top), (RIGHT - LEFT, high), 0.5);
    let wide = (RIGHT - LEFT - 12.0) / across;
    let style = Type::new(Face::Scan, 24.0);
    let (mut x, mut y) = (LEFT + 6.0, top + 21.5);
    for (number, group) in (1_usize..).zip(groups) {
        let middle = x + wide / 2.0;
        page.text_around(middle, y - 10.0, CAPTION, &number.to_string());
        let style = page.fitted(style, wide - 6.0, group);
        page.text_around(middle, y, style, group);
        x += wide;
        if number.is_multiple_of(4) {
            x = LEFT + 6.0;
            y += 25.0;
        }
    }
    let about = "Type the groups in this order. 0 is always zero and 1 always one: the letters I, L, O and U do not occur.";
    page.text_around(f32::midpoint(LEFT, RIGHT), top + high + 5.0, CAPTION, about);
}

/// Lines to write on: who put it where, and when.
fn custody(page: &mut Pen<'_>) {
    let y = 254.0;
    let wide = 56.0;
    for (x, label) in [
        (LEFT, "Sealed by"),
        (LEFT + 64.0, "On"),
        (RIGHT - wide, "Kept at"),
    ] {
        page.rule((x, y), (x + wide, y), OUTLINE, Ink::Edge);
        let _ = page.text(x, y + 3.4, CAPTION, label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_stands_on_the_sheet_in_order() {
        let groups: Vec<String> = (0..8).map(|n| format!("A{n}B{n}C")).collect();
        let fonts = Fonts::load().unwrap();
        let sheet = sheet(
            &RecoverySheet {
                book: "Larkspur",
                made_on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
                groups: &groups,
            },
            &fonts,
        );
        let shown: Vec<_> = sheet
            .texts()
            .filter(|text| text.face == Face::Scan)
            .map(|text| text.words.clone())
            .collect();
        assert_eq!(shown, groups);
    }

    #[test]
    fn the_face_has_every_character_a_key_can_have() {
        let fonts = Fonts::load().unwrap();
        let face = fonts.face(Face::Scan);
        let mut shapes: Vec<u16> = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
            .chars()
            .map(|c| face.glyph(c))
            .collect();
        assert!(shapes.iter().all(|shape| *shape != 0));
        shapes.sort_unstable();
        shapes.dedup();
        assert_eq!(shapes.len(), 32);
    }
}
