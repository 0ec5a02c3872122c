use super::*;
use crate::domain::claim::{Filing, NewClaim, Responsibility};
use crate::domain::id::{ChargeLineId, PayerId, PolicyId, VisitId};
use crate::store::ledger::tests::{BY, m, now, practice};

const PORTAGE: ReceiverId = ReceiverId::new(1);
const SUMMIT: ReceiverId = ReceiverId::new(2);

fn book() -> Store {
    let store = practice();
    store
        .connection
        .execute_batch(
            "INSERT INTO receiver (name, receiver_id, sender_id) VALUES ('Portage', 'PORTAGE', 'US'), ('Summit', 'SUMMIT', 'US')",
        )
        .unwrap();
    store
}

fn take(store: &mut Store, receiver: ReceiverId, envelope: Envelope, wanted: u32) -> u32 {
    store
        .transact(|tx| tx.take_control_numbers(receiver, envelope, wanted))
        .unwrap()
}

fn keep(tx: &Tx<'_>, interchange: u32) -> Result<BatchId, StoreError> {
    let file = tx.attach(b"ISA*00*", now())?;
    let batch = NewBatch {
        receiver: PORTAGE,
        numbers: Numbers {
            interchange,
            group: 3,
            set: 4,
        },
        file_name: "portage.837",
        claims: 1,
        total: m(20_300),
        file,
        remakes: None,
    };
    tx.add_batch(&batch, now(), BY)
}

fn claim(store: &mut Store) -> ClaimId {
    let claim = NewClaim {
        visit: VisitId::new(1),
        policy: PolicyId::new(1),
        payer: PayerId::new(1),
        responsibility: Responsibility::Primary,
        filing: Filing::Original,
        replaces: None,
        split: 1,
        charged: m(20_300),
        service_on: "2026-03-10".parse().unwrap(),
        counted_from: "2026-03-10".parse().unwrap(),
        file_by: "2026-06-08".parse().unwrap(),
        lines: vec![ChargeLineId::new(1)],
    };
    store.transact(|tx| tx.add_claim(&claim, now())).unwrap()
}

#[test]
fn control_numbers_rise_for_each_receiver_and_envelope_by_itself() {
    let mut store = book();
    assert_eq!(take(&mut store, PORTAGE, Envelope::Interchange, 1), 1);
    assert_eq!(take(&mut store, PORTAGE, Envelope::Interchange, 1), 2);
    assert_eq!(take(&mut store, SUMMIT, Envelope::Interchange, 1), 1);
    assert_eq!(take(&mut store, PORTAGE, Envelope::Set, 3), 1);
    assert_eq!(take(&mut store, PORTAGE, Envelope::Set, 1), 4);
    assert_eq!(take(&mut store, PORTAGE, Envelope::Group, 1), 1);
}

#[test]
fn numbers_run_out_rather_than_start_again() {
    let mut store = book();
    assert_eq!(take(&mut store, PORTAGE, Envelope::Set, 999_999_999), 1);
    let over = store.transact(|tx| tx.take_control_numbers(PORTAGE, Envelope::Set, 1));
    assert!(matches!(over, Err(StoreError::Refused { .. })));
}

#[test]
fn a_batch_is_kept_with_its_file_and_its_claims_as_they_were_sent() {
    let mut store = book();
    let claim = claim(&mut store);
    let id = store
        .transact(|tx| {
            assert_eq!(tx.sendings(claim)?, 0);
            let id = keep(tx, 2)?;
            tx.add_batch_claim(id, claim, "{}")?;
            assert_eq!(tx.sendings(claim)?, 1);
            Ok::<_, StoreError>(id)
        })
        .unwrap();
    let row = store.find_batch(id).unwrap().unwrap();
    assert_eq!(row.numbers.interchange, 2);
    assert_eq!(
        (row.receiver_name.as_str(), row.made_by.as_str()),
        ("Portage", "Renata M.")
    );
    assert_eq!(store.batches(5).unwrap(), [row]);
    assert_eq!(store.batch_file(id).unwrap().unwrap(), b"ISA*00*");
    assert_eq!(store.batch_file(BatchId::new(9)).unwrap(), None);
    assert_eq!(store.claims_of_batch(id).unwrap(), [claim]);
    assert_eq!(store.batches_of_claim(claim).unwrap(), [id]);
    assert_eq!(store.sent_claim(id, claim).unwrap().as_deref(), Some("{}"));
}

#[test]
fn an_interchange_number_is_kept_once() {
    let mut store = book();
    let _first = store.transact(|tx| keep(tx, 2)).unwrap();
    let again = store.transact(|tx| keep(tx, 2));
    assert!(matches!(again, Err(StoreError::Refused { .. })));
}
