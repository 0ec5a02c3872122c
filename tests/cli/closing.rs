//! Days closed, opened again and reported from the command line.

use pegboard::demo;
use pegboard::domain::money::Money;
use serde_json::Value;

use super::{Desk, rows, text};

fn money(value: &Value) -> Money {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .parse()
        .unwrap()
}

#[test]
fn a_day_is_closed_and_every_report_ties_to_it() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk
        .json(&["demo", "practice", "--size", "tiny", "--no-window"])
        .done();
    desk.book = Some(desk.at(text(&made, "book")));
    assert_eq!(rows(&desk.json(&["report"]).done()).len(), 8);

    let before = rows(&desk.json(&["closes"]).done()).len();
    let open = desk.json(&["close", "--dry-run"]);
    let closed = desk
        .json(&["close", "--float", "150", "--pdf", "sheet.pdf"])
        .done();
    assert_eq!(
        open.done()["sheet"]["control"],
        closed["closes"].as_array().unwrap().last().unwrap()["sheet"]["control"]
    );
    assert!(desk.at("sheet.pdf").exists());
    let again = desk.run(&["close"]).one_sentence();
    assert!(again.contains("is closed already"), "{again}");
    let control = &closed["closes"].as_array().unwrap().last().unwrap()["sheet"]["control"];
    let closing = money(&control["closing"]);
    let credits = money(&desk.json(&["report", "credits"]).done()["total"]);
    for since in ["service", "first-bill", "responsibility", "last-payment"] {
        let ageing = desk
            .json(&[
                "report", "ageing", "--since", since, "--csv", "a.csv", "--pdf", "a.pdf",
            ])
            .done();
        assert_eq!(
            money(&ageing["total"]).minus(credits).unwrap(),
            closing,
            "{since}"
        );
        assert_eq!(money(&ageing["net"]), closing);
        let sum = ageing["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| money(&row["total"]));
        assert_eq!(Money::sum(sum).unwrap(), money(&ageing["total"]));
    }
    for name in ["day", "month", "payments", "adjustments", "charges", "kpi"] {
        let report = desk.json(&["report", name, "--pdf", "r.pdf"]).done();
        assert!(report["total"].is_string(), "{name}");
        assert_eq!(desk.run(&["report", name]).status, 0, "{name}");
    }
    let refused = desk
        .run(&[
            "report",
            "charges",
            "--from",
            "2026-02-01",
            "--to",
            "2026-01-01",
        ])
        .one_sentence();
    assert_eq!(refused, "the last day comes before the first");

    assert_eq!(desk.json(&["verify"]).done()["holds"], true);
    let through = text(&closed, "through").to_owned();
    let opened = desk
        .json(&["reopen", &through, "--why", "a check was missing"])
        .done();
    assert_eq!(opened["reopened"].as_array().unwrap().len(), 1);
    let now = rows(&desk.json(&["closes"]).done()).len();
    assert!(now > before);
    assert_eq!(desk.json(&["verify"]).done()["holds"], true);
}
