use super::*;
use crate::domain::id::ChargeLineId;
use crate::domain::ledger::{Owner, WriteOff, write_off};
use crate::store::ledger::tests::{BY, GUARANTOR, POLICY, charged, day, m, now, posted, practice};

fn on(_done: u64, _total: u64) -> bool {
    true
}

fn worked() -> Store {
    let mut store = practice();
    let _id = posted(&mut store, &charged()).unwrap();
    let courtesy = write_off(
        day(),
        ChargeLineId::new(1),
        GUARANTOR,
        Owner::Insurer(POLICY),
        WriteOff::Courtesy,
        m(500),
        "x",
    )
    .unwrap();
    let _id = posted(&mut store, &courtesy).unwrap();
    store
        .transact(|tx| tx.audit(now(), BY, "test", ""))
        .unwrap();
    store
}

fn broken(store: &Store) -> Vec<&'static str> {
    store
        .check_money(&mut on)
        .unwrap()
        .into_iter()
        .filter(|check| !check.holds)
        .map(|check| check.name)
        .collect()
}

#[test]
fn a_sound_book_holds_and_says_how_large_it_is() {
    let store = worked();
    let checks = store.check_money(&mut on).unwrap();
    assert!(checks.iter().all(|check| check.holds), "{checks:?}");
    assert!(
        checks
            .iter()
            .any(|check| check.detail == "5 postings sum to 0.00"),
        "{checks:?}"
    );
}

/// Whoever changes a kept figure behind the program's back is found out, whichever it is.
#[test]
fn every_figure_that_was_tampered_with_is_named() {
    for (sql, names) in [
        (
            "UPDATE line_balance SET charged_cents = charged_cents + 1 WHERE charge_line_id = 1",
            ["services", "lines", "charges"].as_slice(),
        ),
        (
            "UPDATE line_balance SET patient_owes_cents = 5, insurance_owes_cents = insurance_owes_cents - 5 \
             WHERE charge_line_id = 2",
            &["services", "guarantors", "patients"],
        ),
        (
            "UPDATE guarantor_balance SET unapplied_cents = 3",
            &["credit"],
        ),
        (
            "UPDATE guarantor_balance SET patient_owes_cents = 3",
            &["guarantors"],
        ),
        (
            "UPDATE line_balance SET description = 'Something else' WHERE charge_line_id = 1",
            &["cards"],
        ),
        ("UPDATE visit SET claim_state = 'paid'", &["cards"]),
        ("DELETE FROM patient_balance", &["patients"]),
        ("UPDATE policy_balance SET owes_cents = 0", &["policies"]),
        (
            "INSERT INTO pay_plan (guarantor_id) VALUES (1);
             INSERT INTO pay_plan_version (plan_id, version, agreed_on, down_cents, instalments, every, first_on, follows,
               grace_days, remind_after, default_after, last_entry_id, why, at, by_id)
               VALUES (1, 1, '2026-03-10', 0, 3, 'month', '2026-04-01', 0, 10, 1, 2, 1, '', '2026-03-10T12:00:00Z', 1);
             INSERT INTO pay_plan_line (plan_id, version, charge_line_id, owed_cents) VALUES (1, 1, 1, 77)",
            &["payment plans"],
        ),
        (
            "UPDATE account_day SET amount_cents = amount_cents + 1 WHERE account = 30",
            &["day sheets"],
        ),
        ("DROP TRIGGER audit_stays; DELETE FROM audit", &["audit"]),
        (
            "DROP TRIGGER statement_line_own; PRAGMA foreign_keys = OFF; \
             INSERT INTO statement (number, run_id, guarantor_id, made_on, due_on, amount_cents, attachment_id, last_entry_id) \
             VALUES ('26030001', 1, 2, '2026-03-10', '2026-04-03', 500, 1, 1); \
             INSERT INTO statement_line (statement_id, charge_line_id, owed_cents) VALUES (1, 1, 500)",
            &["statements"],
        ),
        (
            "DROP TRIGGER posting_stands; UPDATE posting SET amount_cents = amount_cents + 1 WHERE entry_id = 1 AND place = 1",
            &["entries", "journal", "policies", "day sheets", "services"],
        ),
        (
            "DROP TRIGGER seal_stays; PRAGMA foreign_keys = OFF; DELETE FROM seal WHERE entry_id = 2",
            &["entries"],
        ),
    ] {
        let store = worked();
        store.connection.execute_batch(sql).unwrap();
        assert_eq!(broken(&store), names, "{sql}");
    }
}

#[test]
fn checking_can_be_stopped() {
    let store = worked();
    let outcome = store.check_money(&mut |done, _| done == 0);
    assert!(
        matches!(outcome, Err(StoreError::Stopped { .. })),
        "{outcome:?}"
    );
}
