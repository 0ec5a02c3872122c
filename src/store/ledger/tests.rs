use chrono::NaiveDate;

use super::*;
use crate::domain::id::PolicyId;
use crate::domain::ledger::{ChargePart, LedgerError, Owner, Payment, charge, payment, write_off};
use crate::domain::ledger::{LineBalance, ServicePart, WriteOff, placed, recalled};

pub(in crate::store) const BY: UserId = UserId::new(1);
pub(in crate::store) const GUARANTOR: GuarantorId = GuarantorId::new(1);
pub(in crate::store) const POLICY: PolicyId = PolicyId::new(1);
const LINE: ChargeLineId = ChargeLineId::new(1);

/// People, a policy, and one visit with two services that nobody charged yet.
const PRACTICE: &str = "
    INSERT INTO person_at_work (name, role, added_at) VALUES ('Renata M.', 'owner', '2026-01-01T08:00:00Z');
    INSERT INTO provider (last_name, npi, renders, refers) VALUES ('Hale', '1234567893', 1, 0);
    INSERT INTO payer (name, payer_id, filing_indicator, timely_days) VALUES ('Meridian Health', 'MERID', 'CI', 90);
    INSERT INTO guarantor (patient_id, last_name, street, city, state, zip) VALUES (1, 'Abel', '1 Elm', 'Reno', 'NV', '89501');
    INSERT INTO patient (guarantor_id, last_name, first_name, born_on, sex, street, city, state, zip, registered_at)
      VALUES (1, 'Abel', 'Ann', '1980-01-01', 'F', '1 Elm', 'Reno', 'NV', '89501', '2026-01-01T08:00:00Z');
    INSERT INTO policy (patient_id, payer_id, rank, member_id, relation, effective_on) VALUES (1, 1, 1, 'M1', '18', '2025-01-01');
    INSERT INTO visit (patient_id, guarantor_id, service_on, rendering_id, place, entered_at, entered_by)
      VALUES (1, 1, '2026-03-10', 1, '11', '2026-03-10T12:00:00Z', 1);
    INSERT INTO charge_line (visit_id, place, code, units_thousandths, charge_cents, description)
      VALUES (1, 1, '99214', 1000, 18500, 'Office visit'), (1, 2, '36415', 1000, 1800, 'Blood draw');
    INSERT INTO line_balance (guarantor_id, charge_line_id, patient_id, visit_id, service_on, code, modifiers, description)
      VALUES (1, 1, 1, 1, '2026-03-10', '99214', '', 'Office visit'), (1, 2, 1, 1, '2026-03-10', '36415', '', 'Blood draw');";

pub(in crate::store) fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

pub(in crate::store) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

pub(in crate::store) fn now() -> DateTime<Utc> {
    day().and_hms_opt(15, 4, 5).unwrap().and_utc()
}

pub(in crate::store) fn practice() -> Store {
    let store = Store::in_memory().unwrap();
    store
        .connection
        .execute_batch(&format!("BEGIN; {PRACTICE} COMMIT;"))
        .unwrap();
    store
}

pub(in crate::store) fn charged() -> Entry {
    let part = |line, cents| ChargePart {
        line: ChargeLineId::new(line),
        guarantor: GUARANTOR,
        owner: Owner::Insurer(POLICY),
        amount: m(cents),
    };
    charge(day(), VisitId::new(1), &[part(1, 18_500), part(2, 1_800)]).unwrap()
}

fn copay() -> Entry {
    let placed = [Payment {
        line: LINE,
        amount: m(2_500),
        from_insurer: Some((POLICY, m(2_500))),
    }];
    payment(day(), ReceiptId::new(1), GUARANTOR, m(3_000), &placed).unwrap()
}

pub(in crate::store) fn posted(store: &mut Store, entry: &Entry) -> Result<EntryId, StoreError> {
    store.transact(|tx| tx.post(entry, now(), BY))
}

fn refusal(store: &mut Store, sql: &str) -> String {
    let outcome: Result<(), StoreError> = store.transact(|tx| tx.0.execute_batch(sql).doing("try"));
    match outcome {
        Err(StoreError::Refused { rule, .. }) => rule,
        other => format!("{sql}: {other:?}"),
    }
}

#[test]
fn an_entry_reads_back_as_it_was_written() {
    let mut store = practice();
    let entries = [charged(), copay()];
    for entry in &entries {
        let id = posted(&mut store, entry).unwrap();
        assert_eq!(&store.entry(id).unwrap(), entry);
        let back = entry.reversal(id, day(), "a slip").unwrap();
        let back_id = posted(&mut store, &back).unwrap();
        assert_eq!(store.entry(back_id).unwrap(), back);
        assert_eq!(
            store.transact(|tx| tx.reversal_of(id)).unwrap(),
            Some(back_id)
        );
        assert_eq!(
            back.reversal(back_id, day(), "x"),
            Err(LedgerError::ReversalOfReversal)
        );
    }
    let figures = store.figures().unwrap();
    assert_eq!(
        (figures.entries, figures.sum),
        (4, Money::ZERO),
        "two and two taken back"
    );
}

#[test]
fn the_running_balances_follow_every_seal() {
    let mut store = practice();
    let _charge = posted(&mut store, &charged()).unwrap();
    let paid = posted(&mut store, &copay()).unwrap();
    let card = store.line(LINE).unwrap().unwrap();
    assert_eq!(
        card.sums,
        LineBalance {
            charged: m(18_500),
            patient_paid: m(2_500),
            insurance_owes: m(16_000),
            ..LineBalance::default()
        }
    );
    let totals = store.guarantor_balance(GUARANTOR).unwrap();
    assert_eq!(
        (totals.insurance_owes, totals.patient_owes, totals.unapplied),
        (m(17_800), Money::ZERO, m(500))
    );
    let back = store
        .entry(paid)
        .unwrap()
        .reversal(paid, day(), "bounced")
        .unwrap();
    let _back = posted(&mut store, &back).unwrap();
    let totals = store.guarantor_balance(GUARANTOR).unwrap();
    assert_eq!(
        (totals.insurance_owes, totals.patient_owes, totals.unapplied),
        (m(20_300), Money::ZERO, Money::ZERO)
    );
}

#[test]
fn the_journal_is_never_changed() {
    let mut store = practice();
    let _id = posted(&mut store, &charged()).unwrap();
    for (sql, rule) in [
        ("UPDATE entry SET why = 'x'", "an entry is never changed"),
        ("DELETE FROM entry", "an entry is never deleted"),
        (
            "UPDATE posting SET amount_cents = 1 WHERE place = 1",
            "a posting is never changed",
        ),
        ("DELETE FROM posting", "a posting is never deleted"),
        ("UPDATE seal SET entry_id = 9", "a seal is never changed"),
        ("DELETE FROM seal", "a seal is never broken"),
        (
            "INSERT INTO posting (entry_id, place, account, amount_cents) VALUES (1, 9, 60, 5)",
            "a sealed entry takes no more postings",
        ),
    ] {
        assert_eq!(refusal(&mut store, sql), rule);
    }
}

#[test]
fn an_entry_without_its_seal_is_not_kept() {
    let mut store = practice();
    let outcome: Result<(), StoreError> = store.transact(|tx| {
        tx.0.execute_batch(
            "INSERT INTO entry (kind, accounting_on, at, by_id, why, source)
               VALUES ('deposit', '2026-03-10', '2026-03-10T12:00:00Z', 1, 'x', 'person')",
        )
        .doing("try")
    });
    assert!(
        matches!(outcome, Err(StoreError::Refused { .. })),
        "{outcome:?}"
    );
    assert_eq!(store.figures().unwrap().entries, 0);
}

#[test]
fn a_seal_proves_what_it_closes() {
    const ENTRY: &str =
        "INSERT INTO entry (id, kind, accounting_on, at, by_id, why, source, reverses)
           VALUES (7, '$kind', '2026-03-10', '2026-03-10T12:00:00Z', 1, 'x', 'person', $reverses);
         INSERT INTO posting (entry_id, place, account, amount_cents) VALUES (7, 1, 60, $cash), (7, 2, 61, $bank);
         INSERT INTO seal (entry_id) VALUES (7);";
    let mut store = practice();
    let charge = posted(&mut store, &charged()).unwrap();
    assert_eq!(charge.get(), 1);
    let write = |kind: &str, reverses: &str, cash: &str, bank: &str| {
        ENTRY
            .replace("$kind", kind)
            .replace("$reverses", reverses)
            .replace("$cash", cash)
            .replace("$bank", bank)
    };
    for (sql, rule) in [
        (
            write("deposit", "NULL", "-5", "6"),
            "the entry does not sum to zero",
        ),
        (
            write("deposit", "1", "-5", "5"),
            "only a reversal takes back an entry",
        ),
        (
            write("reversal", "NULL", "-5", "5"),
            "only a reversal takes back an entry",
        ),
        (
            write("reversal", "1", "-5", "5"),
            "a reversal is the exact negation of its entry",
        ),
        (
            ENTRY
                .replace("$kind", "deposit")
                .replace("$reverses", "NULL")
                .lines()
                .filter(|line| !line.contains("INTO posting"))
                .collect::<String>(),
            "the entry has no postings",
        ),
    ] {
        assert_eq!(refusal(&mut store, &sql), rule);
    }
    let back = charged().reversal(charge, day(), "x").unwrap();
    let back = posted(&mut store, &back).unwrap();
    let again = write("reversal", &back.to_string(), "-5", "5");
    assert_eq!(refusal(&mut store, &again), "a reversal is not taken back");
}

#[test]
fn an_entry_is_taken_back_once() {
    let mut store = practice();
    let id = posted(&mut store, &charged()).unwrap();
    let back = charged().reversal(id, day(), "x").unwrap();
    let _first = posted(&mut store, &back).unwrap();
    assert!(matches!(
        posted(&mut store, &back),
        Err(StoreError::Refused { .. })
    ));
}

#[test]
fn nothing_is_written_into_a_closed_period() {
    let mut store = practice();
    store
        .connection
        .execute_batch(
            "INSERT INTO closing (from_on, through_on, opening_cents, charges_cents, payments_cents, adjustments_cents, \
               closing_cents, entries, float_cents, cash_in_cents, sheet, seal, closed_at, closed_by) \
             VALUES ('2026-03-10', '2026-03-10', 0, 0, 0, 0, 0, 0, 0, 0, '{}', zeroblob(32), '2026-03-11T08:00:00Z', 1)",
        )
        .unwrap();
    let refused = posted(&mut store, &charged()).unwrap_err();
    assert!(refused.to_string().contains("closed period"), "{refused}");
    assert_eq!(store.figures().unwrap().postings, 0);
}

#[test]
fn a_service_is_paid_only_on_the_card_it_stands_on() {
    let mut store = practice();
    let stray = write_off(
        day(),
        LINE,
        GuarantorId::new(2),
        Owner::Guarantor,
        WriteOff::Courtesy,
        m(100),
        "x",
    )
    .unwrap();
    assert!(matches!(
        posted(&mut store, &stray),
        Err(StoreError::Refused { .. })
    ));
}

#[test]
fn an_agency_never_has_less_than_nothing_of_a_service() {
    let mut store = practice();
    let _charge = posted(&mut store, &charged()).unwrap();
    let part = |cents| ServicePart {
        line: LINE,
        amount: m(cents),
    };
    let there = placed(day(), GUARANTOR, &[part(5_000)], "not paid").unwrap();
    let there_id = posted(&mut store, &there).unwrap();
    let back = recalled(day(), GUARANTOR, &[part(3_000)], "pays us").unwrap();
    let _back = posted(&mut store, &back).unwrap();
    let more = recalled(day(), GUARANTOR, &[part(2_001)], "pays us").unwrap();
    let all = there.reversal(there_id, day(), "a slip").unwrap();
    for entry in [more, all] {
        let refused = posted(&mut store, &entry).unwrap_err();
        let rule = "less than nothing of a service would be at the agency";
        assert!(refused.to_string().contains(rule), "{refused}");
    }
    let rest = recalled(day(), GUARANTOR, &[part(2_000)], "pays us").unwrap();
    let _rest = posted(&mut store, &rest).unwrap();
}
