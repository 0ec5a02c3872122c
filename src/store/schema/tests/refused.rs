//! What is written once is neither changed nor deleted, and each rule of the page is tried.

use super::*;

/// What the book says to an act that it must not allow; nothing of it is kept.
fn refusal(store: &mut Store, sql: &str) -> String {
    let outcome: Result<(), StoreError> = store.transact(|tx| tx.0.execute_batch(sql).doing("try"));
    match outcome {
        Err(StoreError::Refused { rule, .. }) => rule,
        other => format!("{sql}: {other:?}"),
    }
}

fn worked() -> Store {
    let mut store = practice();
    let _id = posted(&mut store, &charged()).unwrap();
    store.connection.execute_batch(WRITTEN_ONCE).unwrap();
    store
}

#[test]
fn what_is_written_once_is_neither_changed_nor_deleted() {
    let mut store = worked();
    for (table, changed, deleted) in RULES {
        for column in columns(&store.connection, table) {
            let sql = format!("UPDATE {table} SET {column} = {column}");
            assert_eq!(refusal(&mut store, &sql), changed, "{table}.{column}");
        }
        assert_eq!(
            refusal(&mut store, &format!("DELETE FROM {table}")),
            deleted
        );
        let replace = format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}");
        assert_eq!(refusal(&mut store, &replace), deleted);
    }
}

#[test]
fn a_charge_line_a_receipt_and_a_question_change_in_nothing_but_what_they_may() {
    let mut store = worked();
    let mark = "CASE typeof($) WHEN 'text' THEN $ || 'x' WHEN 'blob' THEN x'00' ELSE COALESCE($, 0) + 1 END";
    for (table, may, rule) in [
        ("charge_line", "voided_at", "a charge line is never changed"),
        ("receipt", "attachment_id", "a receipt is never changed"),
        ("deposit", "attachment_id", "a deposit is never changed"),
        ("closing", "attachment_id", "a close is never changed"),
        (
            "month_closing",
            "attachment_id",
            "the close of a month is never changed",
        ),
    ] {
        for column in columns(&store.connection, table) {
            if column != may {
                let other = mark.replace('$', &column);
                let sql = format!("UPDATE {table} SET {column} = {other} WHERE id = 1");
                assert_eq!(refusal(&mut store, &sql), rule, "{column}");
            }
        }
    }
    let open = "INSERT INTO visit_question (visit_id, words, asked_at, asked_by)
        VALUES (1, 'Which side?', '2026-03-10T12:00:00Z', 1)";
    store.connection.execute_batch(open).unwrap();
    let close = "closed_at = '2026-03-10T12:00:00Z', closed_by = 1, answer = 'Left'";
    for column in ["id", "visit_id", "words", "asked_at", "asked_by"] {
        let other = mark.replace('$', column);
        let sql = format!("UPDATE visit_question SET {column} = {other}, {close} WHERE id = 2");
        let rule = "a question is answered once and never changed";
        assert_eq!(refusal(&mut store, &sql), rule, "{column}");
    }
    let void = "UPDATE charge_line SET voided_at = '2026-03-10T12:00:00Z' WHERE id = 2";
    store.connection.execute_batch(void).unwrap();
    // The receipt was printed already, so it is not printed anew.
    let printed = "UPDATE receipt SET attachment_id = NULL";
    assert_eq!(refusal(&mut store, printed), "a receipt is never changed");
}

#[test]
fn each_forbidden_act_is_refused_by_its_rule() {
    let mut store = worked();
    for (act, rule) in ACTS {
        assert_eq!(refusal(&mut store, act), rule, "{act}");
    }
}

#[test]
fn no_rule_of_the_page_is_untried() {
    const JOURNAL: &str = include_str!("../../ledger/tests.rs");
    let tried: BTreeSet<&str> = RULES
        .iter()
        .flat_map(|(_, changed, deleted)| [*changed, *deleted])
        .chain(ACTS.iter().map(|(_, rule)| *rule))
        .collect();
    let rules = SCHEMA.split("RAISE(ABORT, '").skip(1);
    let untried: Vec<_> = rules
        .map(|rest| rest.split_once('\'').unwrap().0)
        .filter(|rule| !tried.contains(rule) && !JOURNAL.contains(rule))
        .collect();
    assert_eq!(untried, [""; 0]);
}
