use crate::store::Store;

/// One of each kind of paper. The journal is left out, which a search does not look at.
const PAPERS: &str = "
    INSERT INTO person_at_work (name, role, added_at) VALUES ('Renata M.', 'owner', '2026-01-01T08:00:00Z');
    INSERT INTO provider (last_name, npi, renders, refers) VALUES ('Hale', '1234567893', 1, 0);
    INSERT INTO receiver (name, receiver_id, sender_id) VALUES ('Northgate', 'NORTHGATE', 'LARK01');
    INSERT INTO payer (name, payer_id, filing_indicator, timely_days) VALUES ('Meridian Health', 'MERID', 'CI', 90);
    INSERT INTO guarantor (patient_id, last_name, street, city, state, zip) VALUES (1, 'Abel', '1 Elm', 'Reno', 'NV', '89501');
    INSERT INTO patient (guarantor_id, last_name, first_name, born_on, sex, street, city, state, zip, registered_at)
      VALUES (1, 'Abel', 'Ann', '1980-01-01', 'F', '1 Elm', 'Reno', 'NV', '89501', '2026-01-01T08:00:00Z');
    INSERT INTO policy (patient_id, payer_id, rank, member_id, relation, effective_on) VALUES (1, 1, 1, 'M1', '18', '2025-01-01');
    INSERT INTO visit (patient_id, guarantor_id, service_on, rendering_id, place, entered_at, entered_by)
      VALUES (1, 1, '2026-03-10', 1, '11', '2026-03-10T12:00:00Z', 1);
    INSERT INTO claim (number, visit_id, policy_id, payer_id, state, charged_cents, service_on, counted_from_on, file_by_on, made_at)
      VALUES ('C204172', 1, 1, 1, 'ready', 18500, '2026-03-10', '2026-03-10', '2026-06-08', '2026-03-10T12:00:00Z');
    INSERT INTO eob (payer_id, method, reference, paid_on, accounting_on, amount_cents, posted_at, posted_by)
      VALUES (1, 'check', 'EF8821904', '2026-03-09', '2026-03-10', 12500, '2026-03-10T12:00:00Z', 1);
    INSERT INTO receipt (id, guarantor_id, accounting_on, amount_cents, entry_id, taken_at, taken_by)
      VALUES (20418, 1, '2026-03-10', 6000, 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO receipt_tender (receipt_id, place, method, reference, amount_cents)
      VALUES (20418, 1, 'check', '1207', 4000), (20418, 2, 'card', 'Visa 4242', 2000);
    INSERT INTO batch (receiver_id, interchange, functional_group, transaction_set, file_name, claims, total_cents,
      attachment_id, made_at, made_by)
      VALUES (1, 17, 17, 1, 'northgate-000000017.837', 1, 18500, 1, '2026-03-10T12:00:00Z', 1);";

fn book() -> Store {
    let store = Store::in_memory().unwrap();
    // The papers' entry and attachment are not part of a search.
    let sql = format!("PRAGMA foreign_keys = OFF; {PAPERS}");
    store.connection.execute_batch(&sql).unwrap();
    store
}

#[test]
fn a_claim_is_found_by_the_start_of_its_number() {
    let store = book();
    for typed in ["c2041", "C204172", " C2 "] {
        let found = store.find_claims(typed, 5).unwrap();
        assert_eq!(found.len(), 1, "{typed}");
        assert_eq!(found[0].patient_name.to_string(), "Abel, Ann");
        assert_eq!(found[0].payer_name, "Meridian Health");
    }
    assert_eq!(store.find_claims("204172", 5).unwrap(), []);
}

#[test]
fn a_payment_is_found_by_its_number_or_its_checks() {
    let store = book();
    for typed in ["R-020418", "r20418", "20418", "120", "visa 42"] {
        let found = store.find_receipts(typed, 5).unwrap();
        assert_eq!(found.len(), 1, "{typed}");
        assert_eq!(found[0].references, "1207, Visa 4242");
    }
    assert_eq!(store.find_receipts("4242", 5).unwrap(), []);
}

#[test]
fn an_eob_is_found_by_its_check() {
    let store = book();
    let found = store.find_eobs("ef88", 5).unwrap();
    assert_eq!(found[0].amount.to_string(), "125.00");
    assert_eq!(store.find_eobs("8821904", 5).unwrap(), []);
}

#[test]
fn a_file_of_claims_is_found_by_control_number_or_name() {
    let store = book();
    for typed in ["17", "000000017", "Northgate-0"] {
        let found = store.find_batches(typed, 5).unwrap();
        assert_eq!(found.len(), 1, "{typed}");
        assert_eq!((found[0].interchange, found[0].claims), (17, 1));
    }
    assert_eq!(store.find_batches("18", 5).unwrap(), []);
}

#[test]
fn numbers_on_papers_are_looked_up_by_index() {
    let store = book();
    for (sql, index) in [
        (
            "SELECT id FROM eob WHERE reference COLLATE NOCASE >= 'a' AND reference COLLATE NOCASE < 'b'",
            "eob_number",
        ),
        (
            "SELECT receipt_id FROM receipt_tender WHERE reference <> '' AND reference COLLATE NOCASE >= 'a' \
             AND reference COLLATE NOCASE < 'b'",
            "receipt_tender_number",
        ),
    ] {
        let plan: String = store
            .connection
            .query_row(&format!("EXPLAIN QUERY PLAN {sql}"), [], |row| {
                row.get("detail")
            })
            .unwrap();
        assert!(plan.contains(index), "{plan}");
    }
}
