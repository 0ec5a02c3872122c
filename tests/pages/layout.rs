//! Where things stand on a page: apart from each other, inside the margins, behind the windows of envelopes.

use std::fmt::Write;

use pegboard::domain::letterhead::Address;
use pegboard::domain::receipt::{How, Item, Receipt, Tender};
use pegboard::domain::statement::{Account, Note, Patient, Statement};
use pegboard::pdf::font::{Face, Fonts};
use pegboard::pdf::receipt;
use pegboard::pdf::sheet::{Bounds, Ink, Mark, Sheet, Text};
use pegboard::pdf::statement::{Sides, sheets};

use super::many::{self, Seed};
use super::{pages, pdf, receipt_pages, recovery_sheet, whitlock};

/// Asserts that no two texts share room and that all keep to the paper's margins.
pub fn nothing_touches(sheets: &[Sheet]) {
    for sheet in sheets {
        let paper = Bounds {
            left: 6.0,
            top: 6.0,
            right: sheet.width - 6.0,
            bottom: sheet.height - 6.0,
        };
        let mut texts: Vec<(Bounds, &Text)> = sheet.texts().map(|t| (t.bounds(), t)).collect();
        texts.sort_by(|(a, _), (b, _)| a.top.total_cmp(&b.top));
        for (place, (bounds, text)) in texts.iter().enumerate() {
            assert!(paper.contains(bounds), "off the page: {text:?}");
            let margin = bounds.left >= 15.8 && bounds.right <= 200.1;
            assert!(margin, "beyond the margins: {text:?}");
            for (other, against) in texts[place + 1..]
                .iter()
                .take_while(|(other, _)| other.top < bounds.bottom)
            {
                // Neighbours on one line may touch: a piece begins where the one before it ends.
                let inside = Bounds {
                    left: other.left + 0.02,
                    right: other.right - 0.02,
                    ..*other
                };
                assert!(!bounds.overlaps(&inside), "{text:?} touches {against:?}");
            }
        }
        for code in sheet.marks.iter().filter_map(|mark| match mark {
            Mark::Code(code) => Some(code),
            Mark::Text(_) | Mark::Typed(_) | Mark::Rule(_) | Mark::Panel(_) => None,
        }) {
            let bounds = Bounds {
                left: code.x,
                top: code.y,
                right: code.x + code.side,
                bottom: code.y + code.side,
            };
            for (other, text) in &texts {
                assert!(!bounds.overlaps(other), "{text:?} touches a code");
            }
        }
    }
}

fn long_words() -> String {
    "Consultation with examination, explanation and documentation of everything ".repeat(4)
}

/// Everything as long as people make it.
pub fn stretched() -> Account {
    let seeds: Vec<Seed> = (0..30)
        .map(|n| Seed {
            patient: n % 5,
            visit: n / 3,
            words: if n % 2 == 0 {
                long_words()
            } else {
                "W".repeat(300)
            },
            share: 3_000_000,
            second: 12_345,
            paid: 2_777_777,
            insurance: 888_888_888,
            discount: 999_999_999,
            age: if n % 3 == 0 { 100 } else { 0 },
        })
        .collect();
    let mut account = many::account(&seeds, 100, &[1, 999_999_999, 5]);
    account.practice.name =
        "Northwest Regional Internal Medicine and Pediatrics Associates of Greater Fairhollow, PLLC"
            .into();
    account.practice.hours = Some(
        "Monday to Friday 8 am to 5 pm and the first Saturday of each month until noon".into(),
    );
    account.practice.pay_url = Some(format!("pay.{}.example", "larkspur".repeat(12)));
    account.practice.phone = "(614) 555-0142 extension 4711".into();
    account.practice.plan_offer = Some(long_words());
    account.practice.help_offer = Some(long_words().repeat(3));
    account.guarantor.given = "Maximiliane-Theodora Alexandrina".repeat(3);
    account.guarantor.family = "Featherstonehaugh-Cholmondeley".repeat(3);
    account.guarantor.address = Address {
        street: "12840 North Meadowbrook Terrace Boulevard Extension".into(),
        second: "Building 7 Apartment 1203 Rear Entrance".into(),
        city: "Llanfairpwllgwyngyllgogerychwyrndrobwll".into(),
        ..account.guarantor.address
    };
    for line in &mut account.lines {
        line.provider = "Priya Anand-Featherstonehaugh, MD, PhD, FACP, MPH and a resident".into();
    }
    for visit in &mut account.pending {
        visit.payer =
            "The Northfield Mutual Benefit and Indemnity Society of the Great Lakes".into();
        visit.service = long_words();
    }
    account.note = Some(Note {
        words: long_words().repeat(12),
        signed: long_words(),
    });
    account
}

#[test]
fn nothing_touches_on_the_pages_people_get() {
    nothing_touches(&pages(whitlock::account()).1);
    nothing_touches(&receipt_pages());
    nothing_touches(&[recovery_sheet()]);
}

#[test]
fn nothing_touches_however_long_it_is() {
    nothing_touches(&pages(stretched()).1);
}

#[test]
fn nothing_touches_on_a_long_receipt() {
    let mut taking = whitlock::taking();
    let some = taking.items[0].clone();
    for number in 0..40 {
        taking.items.push(Item {
            what: long_words(),
            patient: Patient {
                id: number,
                given: "Maximiliane-Theodora".into(),
                family: "Featherstonehaugh".into(),
            },
            ..some.clone()
        });
        taking.tenders.push(Tender {
            how: How::Card {
                brand: "Northfield Mutual Health Savings Account Debit".into(),
                ending: "0017".into(),
                approval: long_words(),
            },
            amount: some.paid,
        });
    }
    taking.practice = stretched().practice;
    taking.pending = vec![(long_words(), some.paid), ("Other".into(), some.owed)];
    taking.taken_by = long_words();
    let receipt = Receipt::build(taking).unwrap();
    let sheets = receipt::sheets(&receipt, &Fonts::load().unwrap());
    nothing_touches(&sheets);
    assert!(sheets.len() > 3);
    let rows = sheets.iter().flat_map(Sheet::texts);
    let listed = rows.filter(|text| text.words == "12/03/2026").count();
    assert_eq!(listed, 41);
}

#[test]
fn addresses_show_through_their_windows_wherever_the_paper_slips() {
    for account in [whitlock::account(), stretched()] {
        let (statement, sheets) = pages(account);
        let window = |bounds: Bounds| {
            sheets[0]
                .texts()
                .filter(|text| bounds.overlaps(&text.bounds()))
                .inspect(|text| assert!(bounds.contains(&text.bounds()), "{text:?}"))
                .count()
        };
        let (left, right) = (12.7, 76.2);
        let returned = window(Bounds {
            left,
            top: 25.4,
            right,
            bottom: 36.0,
        });
        assert!(returned >= 3, "name and address of the practice");
        let mailed = window(Bounds {
            left,
            top: 63.5,
            right: 88.9,
            bottom: 77.2,
        });
        assert_eq!(
            mailed,
            statement.account().guarantor.address.postal_lines().len() + 1
        );
        let reply = window(Bounds {
            left: 22.0,
            top: 243.4,
            right: 127.0,
            bottom: 266.7,
        });
        assert_eq!(reply, 3);
    }
}

#[test]
fn nothing_private_stands_where_a_window_can_wander() {
    let (_, sheets) = pages(whitlock::account());
    for text in sheets[0].texts() {
        let bounds = text.bounds();
        let is_left = bounds.left < 114.3;
        let is_between = (37.0..62.0).contains(&text.y) || (77.5..93.0).contains(&text.y);
        assert!(!(is_left && is_between), "{text:?}");
        let is_by_scan_line = bounds.left > 127.0 && bounds.bottom > 262.0;
        assert!(!is_by_scan_line || text.face == Face::Scan, "{text:?}");
    }
}

#[test]
fn a_heading_never_stands_last() {
    for count in [1, 11, 12, 13, 14, 15, 40, 90, 200] {
        let mut account = many::account(&many::alike(count), 0, &[5, 6]);
        account.note = None;
        let (_, sheets) = pages(account);
        for (page, sheet) in sheets.iter().enumerate() {
            let texts: Vec<&Text> = sheet.texts().collect();
            for (place, text) in texts.iter().enumerate() {
                let is_heading = text.face == Face::Semibold && text.size > 10.0 && text.x < 16.0
                    || text.words.contains("insurance answered");
                if !is_heading || text.y > 186.0 && page < 2 {
                    continue;
                }
                let follows = texts[place + 1..].iter().any(|below| {
                    below.y > text.y + 1.0 && below.y < text.y + 12.0 && below.face == Face::Regular
                });
                assert!(follows, "page {page} of {count} lines ends with {text:?}");
            }
        }
    }
}

#[test]
fn the_perforation_is_left_out_on_single_sides() {
    let statement = Statement::build(whitlock::account()).unwrap();
    let fonts = Fonts::load().unwrap();
    let torn = |sides| {
        sheets(&statement, &fonts, sides)
            .iter()
            .map(|sheet| {
                sheet
                    .marks
                    .iter()
                    .filter(|mark| matches!(mark, Mark::Rule(rule) if rule.from.0 < 6.0))
                    .count()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(torn(Sides::Both), [1, 1]);
    assert_eq!(torn(Sides::One), [1, 0]);
}

#[test]
fn type_is_never_smaller_than_eight_points_and_colour_never_speaks_alone() {
    let (_, sheets) = pages(whitlock::account());
    for text in sheets.iter().flat_map(Sheet::texts) {
        assert!(text.size >= 8.0, "{text:?}");
        assert_ne!(text.ink, Ink::Accent, "{text:?}");
    }
}

#[test]
fn no_page_asks_for_a_card_number() {
    let (_, sheets) = pages(whitlock::account());
    for text in sheets.iter().flat_map(Sheet::texts) {
        let words = text.words.to_lowercase();
        assert!(
            !words.contains("cvv") && !words.contains("expir"),
            "{text:?}"
        );
        let is_warning = words.contains("never write a card number");
        assert!(!words.contains("card number") || is_warning, "{text:?}");
    }
}

#[test]
fn what_could_mislead_a_reader_is_not_drawn() {
    let mut account = whitlock::account();
    account.guarantor.given = "Da\u{202e}na\u{0}\u{200f}".into();
    account.lines[0].description = "Visit\u{2066} one\u{7}".into();
    let (_, sheets) = pages(account);
    for text in sheets.iter().flat_map(Sheet::texts) {
        let is_plain = |c: char| {
            !c.is_control()
                && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        };
        assert!(text.words.chars().all(is_plain), "{text:?}");
    }
}

/// Text as a PDF's description holds it: sixteen bits a letter, in hexadecimal.
fn wide(text: &str) -> String {
    text.chars().fold(String::new(), |mut wide, c| {
        write!(wide, "{:04X}", u32::from(c)).unwrap();
        wide
    })
}

#[test]
fn a_file_is_small_still_and_silent_about_patients() {
    let (_, sheets) = pages(whitlock::account());
    let bytes = pdf(&sheets);
    assert!(bytes.len() < 40_000, "{} bytes", bytes.len());
    let raw = String::from_utf8_lossy(&bytes);
    for forbidden in [
        "/JavaScript",
        "/JS",
        "/OpenAction",
        "/AA",
        "/URI",
        "/EmbeddedFile",
        "/Launch",
    ] {
        assert!(!raw.contains(forbidden), "{forbidden}");
    }
    let described = raw.split("/Trapped").nth(1).unwrap();
    let title = wide("Statement");
    assert!(
        described.contains(&format!("/Title<FEFF{title}>")),
        "{described}"
    );
    for private in ["Whitlock", "WHITLOCK", "Dana", "10447", "26112003"] {
        let wide = wide(private);
        assert!(!raw.contains(private) && !raw.contains(&wide), "{private}");
    }
    assert_eq!(
        raw.matches("/FontFile2").count(),
        4,
        "every face is embedded"
    );
}

/// The household with a reminder, and with something on a payment plan.
pub fn reminded(words: &str) -> Account {
    let mut account = whitlock::account();
    words.clone_into(&mut account.reminder);
    account.planned = whitlock::money("412.75");
    account.ledger = account.ledger.plus(account.planned).unwrap();
    account
}

#[test]
fn a_reminder_stands_below_the_windows_and_above_the_causes() {
    let short =
        "You may have overlooked our last statement. If something is unclear, please call us.";
    let long = "We ask again. ".repeat(21);
    for (words, lines) in [(short, 1), (long.as_str(), 3)] {
        let (statement, sheets) = pages(reminded(words));
        nothing_touches(&sheets);
        let first: Vec<&Text> = sheets[0].texts().collect();
        let causes = first
            .iter()
            .find(|text| text.words.starts_with("Why you owe"));
        let causes = causes.unwrap().y;
        let said: Vec<_> = first
            .iter()
            .filter(|text| text.y > 93.0 && text.y < causes - 2.0 && text.size > 9.0)
            .collect();
        assert_eq!(said.len(), lines, "{said:?}");
        assert!(said.iter().all(|text| words.contains(text.words.trim())));
        let on_plan = "On your payment plan: $412.75, to be paid as agreed.";
        assert!(first.iter().any(|text| text.words == on_plan));
        assert_eq!(statement.amount_due(), whitlock::money("227.60"));
        let texts = sheets.iter().flat_map(Sheet::texts);
        let all: Vec<&str> = texts.map(|text| text.words.trim()).collect();
        let all = all.join(" ");
        assert!(
            all.contains("on your payment plan 412.75"),
            "the sums say so too"
        );
    }
}
