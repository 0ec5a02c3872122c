use super::*;
use crate::domain::close::Column;
use crate::store::ledger::tests::{BY, charged, day, now, posted, practice};

fn sheet(store: &Store, on: NaiveDate) -> DaySheet {
    let span = Span {
        from: on,
        through: on,
    };
    let moved = store.sums_within(span).unwrap();
    let (entries, numbers) = store.entries_within(span).unwrap();
    DaySheet {
        span,
        control: Control::of(&store.sums_before(on).unwrap(), &moved).unwrap(),
        entries,
        numbers,
        charges: Vec::new(),
        adjustments: Vec::new(),
        received: Vec::new(),
        less: Vec::new(),
        taken_in: Vec::new(),
        strip: crate::domain::close::Strip::default(),
        left_open: Vec::new(),
        drawer: Drawer::default(),
    }
}

fn close(store: &mut Store, on: NaiveDate) -> Result<ClosingId, StoreError> {
    let sheet = sheet(store, on);
    let before = store.last_close().unwrap();
    store.transact(|tx| {
        let new = NewClosing {
            sheet: &sheet,
            before: before.as_ref(),
        };
        Ok(tx.close_days(new, now(), BY)?.0)
    })
}

fn holds(store: &Store) -> bool {
    let checks = store.check_seals(&mut |_| Ok(())).unwrap();
    checks.iter().all(|check| check.holds)
}

#[test]
fn every_account_of_the_chart_has_a_column() {
    let store = practice();
    let codes: Vec<i64> = store
        .connection
        .prepare("SELECT code FROM account")
        .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())
        .unwrap();
    for code in codes {
        assert!(Column::of(code).is_some(), "account {code}");
        let in_net = matches!(code, 10 | 20 | 70..=73);
        assert_eq!(
            Column::of(code) == Some(Column::Receivable),
            in_net,
            "{code}"
        );
    }
}

#[test]
fn a_closed_day_is_locked_sealed_and_opened_again() {
    let mut store = practice();
    let _id = posted(&mut store, &charged()).unwrap();
    let first = close(&mut store, day()).unwrap();
    let refused = posted(&mut store, &charged()).unwrap_err();
    assert!(refused.is_of_closed_day(), "{refused}");
    let kept = store.closing(first).unwrap().unwrap();
    assert_eq!(kept.row.control.charges, kept.row.control.closing);
    assert!(kept.before.is_none() && kept.row.reopened.is_none());
    assert!(holds(&store));
    let next = day().succ_opt().unwrap();
    let second = close(&mut store, next).unwrap();
    let chained = store.closing(second).unwrap().unwrap();
    assert_eq!(chained.before, Some((day(), kept.seal)));
    assert!(holds(&store));
    let early = store.transact(|tx| tx.reopen(first, "x", now(), BY));
    assert!(matches!(early, Err(StoreError::Refused { .. })));
    for id in [second, first] {
        store
            .transact(|tx| tx.reopen(id, "a wrong day", now(), BY))
            .unwrap();
    }
    assert_eq!(store.last_close().unwrap(), None);
    let _id = posted(
        &mut store,
        &charged()
            .reversal(crate::domain::id::EntryId::new(1), day(), "x")
            .unwrap(),
    )
    .unwrap();
    let again = close(&mut store, day()).unwrap();
    assert_ne!(store.closing(again).unwrap().unwrap().seal, kept.seal);
    assert!(holds(&store));
}

#[test]
fn a_posting_that_was_changed_behind_the_books_back_breaks_the_seal() {
    let mut store = practice();
    let _id = posted(&mut store, &charged()).unwrap();
    let _first = close(&mut store, day()).unwrap();
    assert!(holds(&store));
    store
        .connection
        .execute_batch(
            "DROP TRIGGER posting_stands; UPDATE posting SET reason = 'CO-45' WHERE place = 1",
        )
        .unwrap();
    assert!(!holds(&store));
}
