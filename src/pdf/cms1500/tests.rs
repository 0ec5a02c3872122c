//! Pages as another program reads them, held against the published grid, which is written down here once more.

use std::io::Write;
use std::process::{Command, Stdio};

use super::*;
use crate::domain::cms1500::field::{Field, ROWS};
use crate::domain::cms1500::fill;
use crate::domain::cms1500::tests::bill;
use crate::domain::scrub::tests::papers::clean;
use crate::pdf::write::{Title, document};

/// The published grid: the box, its line and the column in which its text begins.
const GRID: &[(&str, u8, u8)] = &[
    ("carrier", 2, 41),
    ("carrier", 3, 41),
    ("carrier", 4, 41),
    ("carrier", 5, 41),
    ("1", 8, 1),
    ("1", 8, 8),
    ("1", 8, 15),
    ("1", 8, 24),
    ("1", 8, 31),
    ("1", 8, 39),
    ("1", 8, 45),
    ("1a", 8, 50),
    ("2", 10, 1),
    ("3", 10, 31),
    ("3", 10, 34),
    ("3", 10, 37),
    ("3", 10, 42),
    ("3", 10, 47),
    ("4", 10, 50),
    ("5", 12, 1),
    ("5", 14, 1),
    ("5", 14, 26),
    ("5", 16, 1),
    ("5", 16, 15),
    ("5", 16, 19),
    ("6", 12, 33),
    ("6", 12, 38),
    ("6", 12, 42),
    ("6", 12, 47),
    ("7", 12, 50),
    ("7", 14, 50),
    ("7", 14, 74),
    ("7", 16, 50),
    ("7", 16, 65),
    ("7", 16, 69),
    ("9", 18, 1),
    ("9a", 20, 1),
    ("9d", 26, 1),
    ("10a", 20, 35),
    ("10a", 20, 41),
    ("10b", 22, 35),
    ("10b", 22, 41),
    ("10b", 22, 45),
    ("10c", 24, 35),
    ("10c", 24, 41),
    ("10d", 26, 34),
    ("11", 18, 50),
    ("11a", 20, 53),
    ("11a", 20, 56),
    ("11a", 20, 59),
    ("11a", 20, 68),
    ("11a", 20, 75),
    ("11b", 22, 50),
    ("11c", 24, 50),
    ("11d", 26, 52),
    ("11d", 26, 57),
    ("12", 29, 7),
    ("13", 29, 55),
    ("14", 32, 2),
    ("14", 32, 5),
    ("14", 32, 8),
    ("14", 32, 16),
    ("15", 32, 31),
    ("15", 32, 37),
    ("15", 32, 40),
    ("15", 32, 43),
    ("16", 32, 54),
    ("16", 32, 57),
    ("16", 32, 60),
    ("16", 32, 68),
    ("16", 32, 71),
    ("16", 32, 74),
    ("17", 34, 1),
    ("17", 34, 4),
    ("17a", 33, 30),
    ("17a", 33, 33),
    ("17b", 34, 33),
    ("18", 34, 54),
    ("18", 34, 57),
    ("18", 34, 60),
    ("18", 34, 68),
    ("18", 34, 71),
    ("18", 34, 74),
    ("19", 36, 1),
    ("20", 36, 52),
    ("20", 36, 57),
    ("20", 36, 63),
    ("21", 37, 42),
    ("21", 38, 3),
    ("21", 38, 16),
    ("21", 38, 29),
    ("21", 38, 42),
    ("21", 39, 3),
    ("21", 39, 16),
    ("21", 39, 29),
    ("21", 39, 42),
    ("21", 40, 3),
    ("21", 40, 16),
    ("21", 40, 29),
    ("21", 40, 42),
    ("22", 38, 50),
    ("22", 38, 62),
    ("23", 40, 50),
    ("25", 56, 1),
    ("25", 56, 17),
    ("25", 56, 19),
    ("26", 56, 23),
    ("27", 56, 38),
    ("27", 56, 43),
    ("28", 56, 52),
    ("29", 56, 62),
    ("31", 60, 1),
    ("31", 61, 6),
    ("32", 58, 23),
    ("32", 59, 23),
    ("32", 60, 23),
    ("32a", 61, 23),
    ("32b", 61, 36),
    ("33", 57, 66),
    ("33", 57, 70),
    ("33", 58, 50),
    ("33", 59, 50),
    ("33", 60, 50),
    ("33a", 61, 50),
    ("33b", 61, 63),
    ("33b", 61, 65),
];

/// The same for a service, of which the first stands on lines 43 and 44, the next two lines below.
const SERVICE: &[(&str, u8, u8)] = &[
    ("24", 43, 1),
    ("24I", 43, 65),
    ("24J", 43, 68),
    ("24A", 44, 1),
    ("24A", 44, 4),
    ("24A", 44, 7),
    ("24A", 44, 10),
    ("24A", 44, 13),
    ("24A", 44, 16),
    ("24B", 44, 19),
    ("24C", 44, 22),
    ("24D", 44, 25),
    ("24D", 44, 33),
    ("24D", 44, 36),
    ("24D", 44, 39),
    ("24D", 44, 42),
    ("24E", 44, 45),
    ("24F", 44, 50),
    ("24G", 44, 59),
    ("24H", 44, 63),
    ("24J", 44, 68),
];

/// Two hundredths of an inch, in points.
const TOLERANCE: f32 = 0.02 * 72.0;

/// Every place of a page full, with another letter first than after it.
fn full() -> Form {
    let mut form = Form::default();
    form.turn();
    for field in Field::ALL.iter().copied() {
        let rows = if field.is_of_a_service() { ROWS } else { 1 };
        let width = usize::from(field.place().width);
        for row in 0..rows {
            form.put(field, row, &format!("A{}", "M".repeat(width - 1)));
        }
    }
    assert_eq!(form.warnings, []);
    form
}

fn printed(form: &Form, paper: Paper, printer: &Printer) -> Vec<u8> {
    let fonts = Fonts::load().unwrap();
    let day = "2026-11-22".parse().unwrap();
    let drawn = sheets(form, paper, printer, &fonts);
    document(&fonts, Title::PaperClaims, day, &drawn).unwrap()
}

/// The typed characters of a PDF as `pdftotext` finds them: each with its left edge and its baseline in points; none
/// where that is not installed.
fn read(pdf: &[u8]) -> Option<Vec<(char, f32, f32)>> {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().write_all(pdf).unwrap();
    let run = Command::new("pdftotext")
        .arg("-bbox")
        .arg(file.path())
        .arg("-")
        .stderr(Stdio::inherit())
        .output();
    let Ok(output) = run else {
        skipped();
        return None;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    let mut found = Vec::new();
    for line in text.lines().filter(|line| line.trim().starts_with("<word")) {
        let number = |name: &str| {
            let rest = line.split(&format!("{name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse::<f32>().unwrap()
        };
        let word = line.split('>').nth(1).unwrap().split('<').next().unwrap();
        // Courier of twelve points is as high as a box of its ascent and descent; captions are smaller.
        if number("yMax") - number("yMin") < 9.0 {
            continue;
        }
        let baseline = number("yMin") + ASCENT * 12.0;
        let mut x = number("xMin");
        for letter in word.chars() {
            found.push((letter, x, baseline));
            x += 7.2;
        }
    }
    Some(found)
}

/// How high Courier stands above its baseline, in ems, as its metrics say.
const ASCENT: f32 = 0.629;

#[expect(clippy::print_stderr, reason = "a test that could not run must say so")]
fn skipped() {
    eprintln!("skipped: pdftotext is not installed");
}

/// Where the published grid has a cell, in points.
fn cell(line: u8, column: u8) -> (f32, f32) {
    (
        20.0 + 7.2 * (f32::from(column) - 1.0),
        24.0 + 12.0 * f32::from(line),
    )
}

fn stands(found: &[(char, f32, f32)], letter: char, (x, y): (f32, f32)) -> bool {
    found.iter().any(|(read, at_x, at_y)| {
        *read == letter && (at_x - x).abs() <= TOLERANCE && (at_y - y).abs() <= TOLERANCE
    })
}

/// Every place of the grid, each service's at its lines.
fn places() -> Vec<(&'static str, u8, u8)> {
    let services = (0..6).flat_map(|row| {
        let of_row = SERVICE.iter();
        of_row.map(move |(name, line, column)| (*name, line + 2 * row, *column))
    });
    GRID.iter().copied().chain(services).collect()
}

#[test]
fn every_box_stands_within_two_hundredths_of_an_inch_of_the_published_grid() {
    let form = full();
    for paper in [Paper::Red, Paper::Plain] {
        let Some(found) = read(&printed(&form, paper, &Printer::default())) else {
            return;
        };
        let first = found.iter().filter(|(letter, ..)| *letter == 'A').count();
        // The referral of a screening and the number behind 11b's qualifier are the manual's, not the grid's.
        assert_eq!(first, places().len() + 6 + 1);
        for (name, line, column) in places() {
            let at = cell(line, column);
            assert!(
                stands(&found, 'A', at),
                "{paper:?} box {name} {line}:{column} {at:?}"
            );
        }
    }
}

#[test]
fn a_claim_stands_where_its_form_says_letter_by_letter() {
    let form = fill(&bill(&clean())).unwrap();
    let Some(found) = read(&printed(&form, Paper::Red, &Printer::default())) else {
        return;
    };
    for entry in &form.pages[0].entries {
        let place = entry.field.place();
        let length = u8::try_from(entry.words.len()).unwrap();
        let first = match place.kind {
            crate::domain::cms1500::field::Kind::Words => place.column,
            crate::domain::cms1500::field::Kind::Figure => place.column + place.width - length,
        };
        for (letter, column) in entry.words.chars().zip(first..) {
            let at = cell(entry.field.line(entry.row), column);
            assert!(
                letter == ' ' || stands(&found, letter, at),
                "{:?} {letter}",
                entry.field
            );
        }
    }
    let typed: usize = form.pages[0]
        .entries
        .iter()
        .map(|one| one.words.replace(' ', "").len())
        .sum();
    assert_eq!(found.len(), typed, "nothing but the claim is on a red form");
}

#[test]
fn a_printers_offsets_and_nudges_move_the_type_on_red_forms_alone() {
    let mut printer = Printer {
        offset: Shift { x: 10, y: -10 },
        ..Printer::default()
    };
    printer.nudge("24F:20:0").unwrap();
    let form = full();
    let Some(found) = read(&printed(&form, Paper::Red, &printer)) else {
        return;
    };
    let (x, y) = cell(10, 1);
    assert!(stands(&found, 'A', (x + 7.2, y - 7.2)) && !stands(&found, 'A', (x, y)));
    let (x, y) = cell(44, 57);
    assert!(stands(&found, 'M', (x + 21.6, y - 7.2)));
    let plain = read(&printed(&form, Paper::Plain, &printer)).unwrap();
    assert!(stands(&plain, 'A', cell(10, 1)));
}

/// Writes pages to look at: `cargo test --lib forms_to_look_at -- --ignored`, then open them in `target`.
#[test]
#[ignore = "writes files for a person to look at"]
fn forms_to_look_at() {
    let mut papers = clean();
    let _first = papers.second();
    papers.visit.lines[0].what.drug = Some(crate::domain::scrub::tests::papers::drug());
    let form = fill(&bill(&papers)).unwrap();
    let to = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    let fonts = Fonts::load().unwrap();
    let day = "2026-11-22".parse().unwrap();
    let page = calibration("Front desk", &Printer::default(), &fonts);
    let page = document(&fonts, Title::PrinterSetting, day, &[page]).unwrap();
    for (name, pdf) in [
        (
            "cms-red.pdf",
            printed(&form, Paper::Red, &Printer::default()),
        ),
        (
            "cms-plain.pdf",
            printed(&form, Paper::Plain, &Printer::default()),
        ),
        (
            "cms-full.pdf",
            printed(&full(), Paper::Plain, &Printer::default()),
        ),
        ("cms-calibration.pdf", page),
    ] {
        std::fs::write(to.join(name), pdf).unwrap();
    }
}
