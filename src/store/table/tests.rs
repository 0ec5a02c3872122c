//! Lists that go into a book and come out as they are looked up.

use super::*;
use crate::domain::code::Procedure;
use crate::domain::tables::{Counted, Limit, Pair, Together};
use crate::store::{Store, StoreError};

fn code(text: &str) -> Procedure {
    text.parse().unwrap()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn limit(store: &mut Store, from: NaiveDate, units: u32) {
    let mut block = Vec::new();
    let counted = Counted::Line;
    Limit { units, counted }.add_to(code("97110"), &mut block);
    store
        .transact(|tx| {
            let list = tx.begin_code_list(Kind::Limits, from, "", DateTime::UNIX_EPOCH)?;
            tx.add_code_block(list, &block)?;
            tx.end_code_list(list, &[], 1)
        })
        .unwrap();
}

fn pairs(store: &mut Store, from: NaiveDate, part: &str, second: &str) -> Result<(), StoreError> {
    let pair = Pair {
        first: code("11111"),
        second: code(second),
        from: day(2020, 1, 1),
        until: None,
        together: Together::Never,
        why: 0,
    };
    let mut block = Pair::begin(pair.first);
    pair.add_to(&mut block);
    store.transact(|tx| {
        let list = tx.begin_code_list(Kind::Pairs, from, part, DateTime::UNIX_EPOCH)?;
        tx.add_code_block(list, &block)?;
        tx.end_code_list(list, &["Made-up reason".to_owned()], 1)
    })
}

#[test]
fn a_list_brought_in_again_is_read_anew() {
    let mut store = Store::in_memory().unwrap();
    let on = day(2026, 3, 2);
    let units = |store: &Store| {
        let limit = store.tables().unwrap().limits.find(code("97110"), on);
        limit.map(|limit| limit.units)
    };
    assert_eq!(units(&store), None);
    limit(&mut store, day(2026, 1, 1), 2);
    assert_eq!(units(&store), Some(2));
    let once = store.tables().unwrap();
    assert!(Arc::ptr_eq(&once.limits, &store.tables().unwrap().limits));
    limit(&mut store, day(2026, 1, 1), 4);
    assert_eq!(units(&store), Some(4));
    // An older quarter stays beside it, for older days.
    limit(&mut store, day(2025, 10, 1), 1);
    assert_eq!(units(&store), Some(4));
    assert_eq!(store.code_lists().unwrap().len(), 2);
}

#[test]
fn a_new_release_of_pairs_stands_in_for_the_old_one_and_its_files_add_up() {
    let mut store = Store::in_memory().unwrap();
    let (old, new) = (day(2025, 10, 1), day(2026, 1, 1));
    let found = |store: &Store| {
        let pairs = store.tables().unwrap().pairs;
        ["22222", "33333", "44444"].map(|second| {
            let found = pairs.find(code("11111"), code(second), day(2026, 3, 2));
            found.map(|found| found.why.to_owned())
        })
    };
    pairs(&mut store, old, "f1", "22222").unwrap();
    let why = Some("Made-up reason".to_owned());
    assert_eq!(found(&store), [why.clone(), None, None]);
    pairs(&mut store, new, "f1", "33333").unwrap();
    pairs(&mut store, new, "f2", "44444").unwrap();
    assert_eq!(found(&store), [None, why.clone(), why.clone()]);
    pairs(&mut store, new, "f2", "22222").unwrap();
    assert_eq!(found(&store), [why.clone(), why, None]);
}

#[test]
fn a_list_that_was_dropped_is_not_remembered() {
    let mut store = Store::in_memory().unwrap();
    let dropped = store.transact(|tx| {
        let from = day(2026, 1, 1);
        let mut block = Vec::new();
        let counted = Counted::Line;
        Limit { units: 9, counted }.add_to(code("97110"), &mut block);
        let list = tx.begin_code_list(Kind::Limits, from, "", DateTime::UNIX_EPOCH)?;
        tx.add_code_block(list, &block)?;
        let seen = tx.tables()?.limits.find(code("97110"), from);
        assert_eq!(seen.map(|limit| limit.units), Some(9));
        Err::<(), _>(StoreError::Stopped { task: "test" })
    });
    assert!(dropped.is_err());
    let on = day(2026, 3, 2);
    assert_eq!(store.tables().unwrap().limits.find(code("97110"), on), None);
}

#[test]
fn a_block_that_is_cut_is_named() {
    let mut store = Store::in_memory().unwrap();
    store
        .transact(|tx| {
            let from = day(2026, 1, 1);
            let list = tx.begin_code_list(Kind::Limits, from, "", DateTime::UNIX_EPOCH)?;
            tx.add_code_block(list, &[1, 2, 3])
        })
        .unwrap();
    let error = store.tables().unwrap_err().to_string();
    assert!(error.contains("not whole"), "{error}");
}
