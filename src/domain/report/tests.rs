use super::*;

fn report() -> Report {
    let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let m = |cents| Money::from_cents(cents).unwrap();
    Report {
        wanted: Wanted {
            name: Name::Ageing,
            from: day,
            to: day,
            since: Since::Service,
            of: None,
        },
        whose: None,
        columns: vec![
            Column::words("who", "Who"),
            Column::figures("items", "Items"),
            Column::figures("total", "Total"),
        ],
        rows: vec![
            Row::plain(vec![
                Cell::Words(String::from("=HYPERLINK(\"x\"), Inc.")),
                Cell::Count(2),
                Cell::Money(m(-1_250)),
            ]),
            Row::total(vec![
                Cell::Words(String::from("Together")),
                Cell::Count(2),
                Cell::Money(m(-1_250)),
            ]),
        ],
        total: m(-1_250),
        facts: vec![("net", "Net", m(-1_250))],
        notes: Vec::new(),
    }
}

#[test]
fn a_file_holds_no_formula_and_negative_amounts_stay_numbers() {
    assert_eq!(
        report().csv(),
        "who,items,total\r\n\"'=HYPERLINK(\"\"x\"\"), Inc.\",2,-12.50\r\n"
    );
}

#[test]
fn a_document_has_its_total_and_its_rows_by_key() {
    let document = report().json();
    assert_eq!(document["total"], "-12.50");
    assert_eq!(document["net"], "-12.50");
    assert_eq!(document["rows"].as_array().unwrap().len(), 1);
    assert_eq!(document["rows"][0]["items"], 2);
    assert_eq!(document["as_of"], "2026-11-20");
}
