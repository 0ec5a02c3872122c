use super::*;

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn day(on: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, on).unwrap()
}

fn sent(id: i64, state: State, charged: &str, open: &str) -> Sent {
    Sent {
        claim: ClaimId::new(id),
        number: ClaimNumber::of(ClaimId::new(id)),
        payer: String::from("Portage, Mutual"),
        service_on: day(1),
        sent_on: day(6),
        state,
        charged: money(charged),
        open: money(open),
    }
}

#[test]
fn every_claim_is_answered_or_in_one_list_and_the_sums_tie_out() {
    let found = Found {
        sent: State::ALL
            .into_iter()
            .zip(1..)
            .map(|(state, id)| {
                let open = if List::of(state).is_some() { "60" } else { "0" };
                sent(id, state, "100", open)
            })
            .collect(),
        cash: Cash {
            before: money("10"),
            from_payers: money("200"),
            from_guarantors: money("40"),
            deposited: money("230"),
            after: money("20"),
            ..Cash::default()
        },
        ..Found::default()
    };
    let month = Reconciliation::of(Month::of(day(9)), found.clone()).unwrap();
    assert!(month.holds, "{:?}", month.ties);
    assert_eq!((month.claims, month.answered), (11, 3));
    let counts: Vec<usize> = month.sections.iter().map(|section| section.count).collect();
    assert_eq!(counts, [2, 3, 1, 1, 1, 0, 0, 0]);
    let csv = month.csv();
    assert_eq!(csv.lines().count(), 9);
    assert!(
        csv.contains("\"Portage, Mutual\",2026-11-06,100.00,60.00"),
        "{csv}"
    );

    let mut lost = found;
    lost.cash.after = money("21");
    assert!(
        !Reconciliation::of(Month::of(day(9)), lost.clone())
            .unwrap()
            .holds
    );
    lost.cash.after = money("20");
    lost.sent[5].open = money("5");
    assert!(!Reconciliation::of(Month::of(day(9)), lost).unwrap().holds);
}

#[test]
fn a_month_knows_its_days_and_its_neighbours() {
    let month: Month = "2026-12".parse().unwrap();
    assert_eq!(month.to_string(), "2026-12");
    assert_eq!(month.last().to_string(), "2026-12-31");
    assert_eq!(month.next().to_string(), "2027-01");
    assert_eq!(month.before(), Month::of(day(30)));
    for wrong in ["", "2026", "2026-13", "12/2026", "2026-1"] {
        assert_eq!(wrong.parse::<Month>(), Err(MonthError), "{wrong}");
    }
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_kept_from_it() {
    assert_eq!(quoted("=1+1"), "'=1+1");
    assert_eq!(quoted("-35.00"), "-35.00");
    assert_eq!(quoted("a \"b\""), "\"a \"\"b\"\"\"");
}
