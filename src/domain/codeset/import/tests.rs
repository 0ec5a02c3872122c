use proptest::prelude::*;

use super::*;
use crate::domain::code::FilingIndicator;
use crate::domain::codeset::{fees, hcpcs, icd10, payers, table};

fn why<T>(imported: &Imported<T>) -> Vec<(u64, String)> {
    imported
        .refused
        .iter()
        .map(|refused| (refused.line, refused.why.to_string()))
        .collect()
}

fn said(line: u64, why: &str) -> (u64, String) {
    (line, why.to_owned())
}

/// A line of the published list of diagnoses.
fn order_line(number: u32, code: &str, mark: char, short: &str, long: &str) -> String {
    format!("{number:05} {code:<7} {mark} {short:<60} {long}\n")
}

#[test]
fn the_list_of_diagnoses_is_read_with_its_headings() {
    let text = order_line(
        1,
        "A00",
        '0',
        "Made-up fever",
        "Made-up fever of the first kind",
    ) + &order_line(
        2,
        "A000",
        '1',
        "Made-up fever, mild",
        "Made-up fever, mild, in full words",
    ) + "\r\n"
        + &order_line(3, "QA00101", '1', "Made-up gene", "Made-up gene, in full")
        + &order_line(4, "QA00101", '1', "Made-up gene", "Made-up gene, in full")
        + &order_line(5, "A0", '1', "Too short a code", "Too short a code")
        + &order_line(6, "A001", 'x', "Strange mark", "Strange mark")
        + "00007 A002\n";
    let list = icd10::read(text.as_bytes()).unwrap();
    let seen: Vec<_> = list
        .rows
        .iter()
        .map(|row| {
            (
                row.line,
                row.code.to_string(),
                row.is_billable,
                row.long.as_str(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (
                1,
                "A00".to_owned(),
                false,
                "Made-up fever of the first kind"
            ),
            (
                2,
                "A00.0".to_owned(),
                true,
                "Made-up fever, mild, in full words"
            ),
            (4, "QA0.0101".to_owned(), true, "Made-up gene, in full"),
        ]
    );
    assert_eq!(list.rows[1].short, "Made-up fever, mild");
    assert_eq!(
        why(&list),
        [
            said(5, "the same as line 4"),
            said(
                6,
                "an ICD-10-CM code has a letter, then two characters, then up to four more, as E11.9"
            ),
            said(
                7,
                "the billable mark is 'x', which such a file does not have"
            ),
            said(8, "the line is too short: a part of it is missing"),
        ]
    );
}

#[test]
fn the_short_list_of_diagnoses_is_read_too() {
    let list = icd10::read("A000    Made-up fever, mild\nA0010   Made-up fever, bad\n".as_bytes())
        .unwrap();
    assert!(list.refused.is_empty(), "{:?}", list.refused);
    assert_eq!(list.rows.len(), 2);
    assert!(list.rows.iter().all(|row| row.is_billable));
    assert_eq!(list.rows[1].long, "Made-up fever, bad");
}

/// A record of the published list of HCPCS codes.
fn hcpcs_record(
    code: &str,
    mark: char,
    long: &str,
    short: &str,
    effective: &str,
    ended: &str,
) -> String {
    let mut line = format!("{code:>5}00100{mark}{long:<80}{short:<28}");
    line = format!("{line:<276}{effective:<8}{ended:<8}N");
    format!("{line:<320}\n")
}

#[test]
fn the_list_of_hcpcs_codes_is_read_and_continued_lines_joined() {
    let text = hcpcs_record("XY", '7', "Made-up modifier,", "", "20240101", "")
        + &hcpcs_record("XY", '8', "second part", "", "", "")
        + &hcpcs_record(
            "A9999",
            '3',
            "Made-up bandage for a made-up",
            "Bandage, made up",
            "20250401",
            "",
        )
        + &hcpcs_record("A9999", '4', "wound, each", "", "20250401", "")
        + &hcpcs_record("E9998", '3', "Old wheel", "Wheel", "20200101", "20251231")
        + &hcpcs_record("E9997", '4', "without a start", "", "", "")
        + &hcpcs_record("E9996", '5', "Strange record", "", "", "")
        + &hcpcs_record("E9995", '3', "Strange day", "", "20251399", "")
        + &hcpcs_record("99213", '3', "", "No words", "", "")
        + &hcpcs_record("A9999", '3', "Again", "Again", "", "");
    let list = hcpcs::read(text.as_bytes()).unwrap();
    let seen: Vec<_> = list
        .rows
        .iter()
        .map(|row| (row.line, row.code.as_str(), row.long.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (1, "XY", "Made-up modifier, second part"),
            (3, "A9999", "Made-up bandage for a made-up wound, each"),
            (5, "E9998", "Old wheel"),
        ]
    );
    assert!(matches!(list.rows[0].code, hcpcs::Code::Modifier(_)));
    assert_eq!(list.rows[1].short, "Bandage, made up");
    assert_eq!(list.rows[1].effective_on.unwrap().to_string(), "2025-04-01");
    assert_eq!(list.rows[2].ended_on.unwrap().to_string(), "2025-12-31");
    assert_eq!(
        why(&list),
        [
            said(6, "the line continues a code that does not stand before it"),
            said(7, "the record mark is '5', which such a file does not have"),
            said(8, "the effective date is not a day, as 1/31/2026"),
            said(9, "the description is missing"),
            said(10, "the same as line 3"),
        ]
    );
}

#[test]
fn hcpcs_codes_are_read_from_csv() {
    let text = "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,ADD DT,TERM DT\n\
        A9999,100,3,\"Made-up bandage,\",Bandage,20250401,\n\
        A9999,200,4,for a wound,,20250401,\n\
        nonsense,100,3,x,y,,\n";
    let list = hcpcs::read(text.as_bytes()).unwrap();
    assert_eq!(list.rows.len(), 1);
    assert_eq!(list.rows[0].long, "Made-up bandage, for a wound");
    assert_eq!(list.refused_count, 1);

    let plain = hcpcs::read("Code;Description\nJ9999;Made-up drug\n".as_bytes()).unwrap();
    assert_eq!(
        (plain.rows[0].short.as_str(), plain.rows[0].line),
        ("Made-up drug", 2)
    );
}

#[test]
fn a_fee_schedule_is_read_under_its_usual_names() {
    let text = "\u{feff}Made-up Family Practice - fees,,,,\r\n\
        CPT Code,Mod,Service Description,Std. Fee,Charge,Effective Date\r\n\
        99213,,\"Visit, known patient\",,$125.00,1/1/2026\r\n\
        99213-25,,Visit with procedure,,130,2026-01-01 00:00:00\r\n\
        +0001F,gt,  Quality\tcode ,,\"1,000.5\",\r\n\
        \r\n\
        \"=\"\"00100\"\"\",,Anesthesia,,0,20260101\r\n";
    let list = fees::read(text.as_bytes()).unwrap();
    assert_eq!(why(&list), []);
    let seen: Vec<_> = list
        .rows
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {} {} {}",
                row.line,
                row.code,
                row.modifier
                    .map_or_else(|| "-".to_owned(), |m| m.to_string()),
                row.description,
                row.fee,
                row.effective_on
                    .map_or_else(|| "-".to_owned(), |d| d.to_string()),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            "3 99213 - Visit, known patient 125.00 2026-01-01",
            "4 99213 25 Visit with procedure 130.00 2026-01-01",
            "5 0001F GT Quality code 1,000.50 -",
            "7 00100 - Anesthesia 0.00 2026-01-01",
        ]
    );
}

#[test]
fn what_is_wrong_in_a_fee_schedule_is_refused_line_by_line() {
    let text = "code\tdescription\tfee\tmodifier\tstart\n\
        99213\tVisit\t125\t\t\n\
        99213\tVisit\t130\t\t\n\
        9921\tVisit\t125\t\t\n\
        99214\t\t125\t\t\n\
        99214\tVisit\t\t\t\n\
        99214\tVisit\tfree\t\t\n\
        99214\tVisit\t-5\t\t\n\
        99214\tVisit\t125\t255\t\n\
        99214\tVisit\t125\t\t13/40/2026\n\
        99214\t=HYPERLINK(\"x\")\t125\t\t\n\
        99214\t\"Visit\n\
        99215\tVisit\t200\t\t\n";
    let list = fees::read(text.as_bytes()).unwrap();
    assert_eq!(
        why(&list),
        [
            said(3, "the same as line 2"),
            said(
                4,
                "a procedure code has five characters: five digits, four digits and a letter, or a letter and four digits"
            ),
            said(5, "the description is missing"),
            said(6, "the fee is missing"),
            said(7, "an amount has only digits and a point, as 43.17"),
            said(8, "the amount must not be negative"),
            said(9, "a modifier has two letters or digits, as 25 or GT"),
            said(10, "the effective date is not a day, as 1/31/2026"),
            said(11, "the description begins like a spreadsheet formula"),
            said(12, "a quotation mark is opened and never closed"),
        ]
    );
    let kept: Vec<u64> = list.rows.iter().map(|row| row.line).collect();
    assert_eq!(
        kept,
        [2, 13],
        "an open quotation mark costs its own line only"
    );
}

#[test]
fn payers_are_read_with_what_the_list_says() {
    let text = "Payer Name,Payer ID,Type,Timely Filing,Address,City,State,Zip,Phone\n\
        Made-up Mutual,mm001,CI,90 days,1 Invented Way,Nowhere,tx,75001-1234,(555) 014-7732\n\
        Paper Plan,,,,,,,,\n\
        Made-up Mutual,MM001,,,,,,,\n\
        Bad Limit,BL001,,soon,,,,,\n\
        Bad Type,BT001,XX,,,,,,\n\
        ,NN001,,,,,,,\n";
    let list = payers::read(text.as_bytes()).unwrap();
    assert_eq!(list.rows.len(), 2);
    let first = &list.rows[0];
    assert_eq!(first.payer_id.unwrap().as_str(), "MM001");
    assert_eq!(first.filing, Some(FilingIndicator::Commercial));
    assert_eq!(first.timely_filing_days, Some(90));
    assert_eq!(first.zip.unwrap().to_string(), "75001-1234");
    assert_eq!(first.phone.unwrap().to_string(), "(555) 014-7732");
    assert_eq!(list.rows[1].payer_id, None);
    assert_eq!(
        why(&list),
        [
            said(4, "the same as line 2"),
            said(
                5,
                "the timely filing limit is a whole number from 1 to 3650"
            ),
            said(
                6,
                "a claim filing indicator of that name or code does not exist"
            ),
            said(7, "the name is missing"),
        ]
    );
}

#[test]
fn a_file_of_the_wrong_kind_is_refused_in_words() {
    let said = |bytes: &[u8]| fees::read(bytes).unwrap_err().to_string();
    assert!(said(b"PK\x03\x04rest").contains("workbook"));
    assert!(said(b"%PDF-1.7").contains("PDF"));
    assert!(said(b"\xff\xfec\0o\0d\0e\0").contains("UTF-8"));
    assert_eq!(said(b"a\0b"), "the file is not a text file");
    assert_eq!(said(b""), "the file is empty");
    assert_eq!(
        said(b"code,price\n"),
        "no line of the file names its columns; needed: code, description and fee"
    );
    assert_eq!(said(b"code,description,fee\n"), "the file is empty");
    assert!(matches!(icd10::read(&b"\n\n"[..]), Err(ImportError::Empty)));
}

#[test]
fn a_line_without_end_is_passed_over_in_bounded_memory() {
    let mut text = b"code,description,fee\n99213,".to_vec();
    text.resize(300_000, b'x');
    text.extend_from_slice(b",5\n99214,Visit,6\n");
    let list = fees::read(text.as_slice()).unwrap();
    assert_eq!(list.refused.len(), 1);
    assert_eq!(list.refused[0].why, Why::LineTooLong);
    assert_eq!((list.refused[0].line, list.rows[0].line), (2, 3));
}

#[test]
fn refusals_beyond_the_thousandth_are_only_counted() {
    let text = "code,description,fee\n".to_owned() + &"x,y,1\n".repeat(1500);
    let list = fees::read(text.as_bytes()).unwrap();
    assert_eq!((list.refused.len(), list.refused_count), (1000, 1500));
}

#[test]
fn a_western_spreadsheet_is_read_and_invisible_marks_are_dropped() {
    let text = b"code,description,fee\n99213,Caf\xe9 visit \x96 d\x92accord,5\n";
    assert_eq!(
        fees::read(&text[..]).unwrap().rows[0].description,
        "Café visit - d'accord"
    );
    let text = "code,description,fee\n99213,Vi\u{200b}sit\u{202e} \u{7}now,5\n";
    assert_eq!(
        fees::read(text.as_bytes()).unwrap().rows[0].description,
        "Visit now"
    );
}

#[test]
fn cells_keep_commas_quotes_and_line_ends_in_quotes() {
    assert_eq!(
        table::cells("a, \"b,\"\"c\" ,5\" needle", ',').unwrap(),
        ["a", "b,\"c", "5\" needle"]
    );
    assert_eq!(table::cells("\"open", ','), None);
    let text = "code,description,fee\n99213,\"two\nlines\",5\n99214,one,6\n";
    let list = fees::read(text.as_bytes()).unwrap();
    assert_eq!(list.rows[0].description, "two lines");
    assert_eq!(list.rows[1].line, 4);
}

#[test]
fn days_are_read_as_people_write_them() {
    assert_eq!(optional_day("00000000", "the day"), Ok(None));
    assert_eq!(optional_day("", "the day"), Ok(None));
    for typed in [
        "2026-01-31",
        "1/31/2026",
        "01-31-26",
        "20260131",
        "1/31/2026 12:00 AM",
    ] {
        assert_eq!(day(typed).unwrap().to_string(), "2026-01-31", "{typed}");
    }
    for typed in [
        "",
        "31/1/2026",
        "2026-02-30",
        "1/31",
        "1/31/226",
        "0001-01-01",
        "20261",
        "1/٣/2026",
    ] {
        assert_eq!(day(typed), None, "{typed}");
    }
}

fn read_all(bytes: &[u8]) {
    let _ = icd10::read(bytes).is_ok();
    let _ = hcpcs::read(bytes).is_ok();
    let _ = fees::read(bytes).is_ok();
    let _ = payers::read(bytes).is_ok();
}

proptest! {
    #[test]
    fn no_bytes_make_an_importer_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_all(&bytes);
    }

    #[test]
    fn no_likely_file_makes_an_importer_panic(rows in proptest::collection::vec("[ -~\"\n\r\té=,0-9A-Z]{0,120}", 0..8)) {
        read_all(rows.join("\n").as_bytes());
        read_all(format!("A9999001003{:90}\nA9999002004{}", "x", rows.join("\n")).as_bytes());
        read_all(format!("name,code,description,fee,effective\n{}", rows.join("\n")).as_bytes());
    }

    #[test]
    fn quoted_cells_read_back(cells in proptest::collection::vec("[a-z,\";]{0,8}", 1..6)) {
        let line: Vec<String> = cells.iter().map(|cell| format!("\"x{}\"", cell.replace('"', "\"\""))).collect();
        let wanted: Vec<String> = cells.iter().map(|cell| format!("x{cell}")).collect();
        prop_assert_eq!(table::cells(&line.join(","), ',').unwrap(), wanted);
    }
}
