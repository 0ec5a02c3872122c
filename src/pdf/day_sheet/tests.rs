use super::*;
use crate::domain::close::{AmountRow, ChargeRow, Count, Drawer, Span};

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn paid(what: &str, count: u32, cents: i64) -> PaidRow {
    PaidRow {
        what: what.to_owned(),
        count: Some(count),
        amount: m(cents),
    }
}

fn taken(from: &str, number: &str, cents: i64, way: Paper) -> TakenIn {
    TakenIn {
        from: from.to_owned(),
        number: number.to_owned(),
        amount: m(cents),
        deposit: (way == Paper::Paper).then(|| String::from("D-00611")),
        way,
    }
}

fn charged(who: &str, visits: Option<u32>, lines: u32, cents: i64) -> ChargeRow {
    ChargeRow {
        who: who.to_owned(),
        visits,
        lines,
        amount: m(cents),
    }
}

/// A day of a practice of three, which adds up.
#[expect(clippy::too_many_lines, reason = "it is one page written out")]
fn sheet() -> DaySheet {
    let gave_up = |what: &str, cents| AmountRow {
        what: what.to_owned(),
        amount: m(cents),
    };
    DaySheet {
        span: Span {
            from: day(20),
            through: day(20),
        },
        control: Control {
            opening: m(5_130_240),
            charges: m(512_500),
            payments: m(402_790),
            adjustments: m(140_925),
            closing: m(5_099_025),
        },
        entries: 164,
        numbers: Some((88_310, 88_475)),
        charges: vec![
            charged("Marian Hale, MD", Some(15), 44, 268_000),
            charged("Tobias Wren, NP", Some(12), 31, 189_500),
            charged("Olive Sandberg, PA", Some(6), 13, 62_000),
            charged("Taken back (Marian Hale, MD)", None, 1, -7_000),
        ],
        adjustments: vec![
            gave_up("Contract write-off", 131_275),
            gave_up("Small balance", 650),
            gave_up("Courtesy", 9_000),
        ],
        received: vec![
            paid("Insurance, electronic transfer", 2, 268_420),
            paid("Insurance, check", 1, 39_870),
            paid("Patients, card", 8, 59_500),
            paid("Patients, check", 4, 28_000),
            paid("Patients, cash", 3, 11_000),
        ],
        less: vec![paid("Refunds", 1, -4_000)],
        taken_in: vec![
            taken("Cash", "3 payments", 11_000, Paper::Paper),
            taken("Edgar Plum", "1190", 13_000, Paper::Paper),
            taken("Lena Ostrom", "3307", 8_000, Paper::Paper),
            taken("Ivo Marsh", "412", 4_500, Paper::Paper),
            taken("Petra Dunmore-Whitlock", "2218", 2_500, Paper::Paper),
            taken("Portage Mutual", "55812", 39_870, Paper::Paper),
            taken("Meridian Health", "884201957", 158_120, Paper::Electronic),
            taken(
                "Granite State Plan",
                "20261119-77",
                110_300,
                Paper::Electronic,
            ),
            taken("Patients’ cards", "8 payments", 59_500, Paper::Electronic),
        ],
        strip: Strip {
            insurance: m(3_390_412),
            patients: m(1_760_113),
            unapplied: m(-46_500),
            owed_back: m(-5_000),
            ages: [
                m(2_631_066),
                m(1_200_435),
                m(611_802),
                m(298_744),
                m(408_478),
            ],
        },
        left_open: [
            ("Visits without charges", 2),
            ("Claims not yet sent", 3),
            ("Bank lines without a match", 0),
            ("Denials without an owner", 0),
        ]
        .map(|(what, count)| (what.to_owned(), count))
        .to_vec(),
        drawer: Drawer {
            float: m(15_000),
            cash_in: m(11_000),
            count: Some(Count::parse("1x100 6x20 4x10").unwrap()),
            to_bank: m(11_000),
            words: String::new(),
        },
    }
}

fn close(sheet: DaySheet) -> Close {
    Close {
        practice: Letterhead {
            name: String::from("Larkspur Family Medicine"),
            phone: String::from("(614) 555-0142"),
            ..Letterhead::default()
        },
        sheet,
        closed_at: day(20).and_hms_opt(17, 26, 0).unwrap(),
        closed_by: String::from("Renata M."),
        seal: [0x6b; 32],
        before: Some((day(19), [0x36; 32])),
        is_open_again: false,
    }
}

fn said(sheets: &[Sheet]) -> Vec<String> {
    sheets
        .iter()
        .flat_map(|sheet| {
            sheet
                .texts()
                .map(|text| text.words.clone())
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Keeps the pages where somebody asked for them, to be looked at.
fn keep(name: &str, pages: &[Sheet], fonts: &Fonts) {
    if std::env::var_os("KEEP").is_some() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/kept");
        std::fs::create_dir_all(&folder).unwrap();
        let title = crate::pdf::write::Title::DaySheet;
        let bytes = crate::pdf::write::document(fonts, title, day(20), pages).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

#[test]
fn the_sheet_says_what_it_proves() {
    let sheet = sheet();
    assert_eq!(sheet.faults(), Ok(Vec::new()));
    let fonts = Fonts::load().unwrap();
    let pages = sheets(&close(sheet), &fonts);
    keep("day-sheet.pdf", &pages, &fonts);
    assert_eq!(pages.len(), 1);
    let words = said(&pages);
    for wanted in [
        "51,302.40",
        "50,990.25",
        "4,067.90",
        "(40.00)",
        "260.00",
        "0.00",
        "Each strip adds up to 50,990.25. Days are counted from the service.",
        "Cash and checks 788.70 + electronic 3,279.20 = received 4,067.90.",
        "To the bank: deposit slip D-00611",
        "Close of 11/19",
    ] {
        assert!(
            words.iter().any(|word| word == wanted),
            "{wanted}: {words:?}"
        );
    }
    let control = "Control: 51,302.40 + 5,125.00 − 4,027.90 − 1,409.25 = 50,990.25.";
    assert!(
        words.iter().any(|word| word.starts_with(control)),
        "{words:?}"
    );
}

#[test]
fn a_busy_day_goes_on_overleaf_and_nothing_leaves_the_paper() {
    let fonts = Fonts::load().unwrap();
    for checks in [0_i64, 1, 14, 15, 16, 30, 200] {
        let mut sheet = sheet();
        for number in 0..checks {
            sheet
                .taken_in
                .push(taken("Otto Lind", &format!("#{number}"), 100, Paper::Paper));
        }
        let pages = sheets(&close(sheet), &fonts);
        for page in &pages {
            for text in page.texts() {
                assert!(
                    text.y < 271.0 && text.x + text.width <= RIGHT + 0.1,
                    "{text:?}"
                );
            }
        }
        if checks == 30 {
            keep("day-sheet-busy.pdf", &pages, &fonts);
        }
        let words = said(&pages);
        for number in 0..checks {
            let number = format!("#{number}");
            assert_eq!(words.iter().filter(|word| **word == number).count(), 1);
        }
        let seals = words.iter().filter(|word| *word == "Seal of this close");
        assert_eq!(seals.count(), 1, "{checks}");
    }
}
