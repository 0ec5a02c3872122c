use std::collections::BTreeMap;

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::domain::aged::Since;
use crate::domain::id::{ReceiptId, VisitId};
use crate::domain::ledger::{
    ChargePart, Entry, Owner, Payment, WriteOff, charge, payment, transfer, write_off,
};
use crate::domain::money::Money;
use crate::store::ledger::tests::{GUARANTOR, POLICY, day, m, posted, practice};

/// One thing done, on so many days after the first.
#[derive(Clone, Debug)]
struct Deed {
    on: u64,
    line: i64,
    what: What,
    cents: i64,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Charge,
    Paid,
    Transfer,
    TransferBack,
    WriteOff,
    TakeBack,
    Statement,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let what = prop_oneof![
        3 => Just(What::Charge),
        3 => Just(What::Paid),
        2 => Just(What::Transfer),
        1 => Just(What::TransferBack),
        1 => Just(What::WriteOff),
        2 => Just(What::TakeBack),
        2 => Just(What::Statement),
    ];
    let deed = (0_u64..300, 1_i64..3, what, 1_i64..20_000);
    prop::collection::vec(deed, 1..30).prop_map(|deeds| {
        let deed = |(on, line, what, cents)| Deed {
            on,
            line,
            what,
            cents,
        };
        deeds.into_iter().map(deed).collect()
    })
}

fn at(days: u64) -> NaiveDate {
    day().checked_add_days(Days::new(days)).unwrap()
}

fn entry(deed: &Deed) -> Option<Entry> {
    let (on, line, amount) = (at(deed.on), ChargeLineId::new(deed.line), m(deed.cents));
    let (insurer, patient) = (Owner::Insurer(POLICY), Owner::Guarantor);
    let made = match deed.what {
        What::Charge => {
            let part = ChargePart {
                line,
                guarantor: GUARANTOR,
                owner: insurer,
                amount,
            };
            charge(on, VisitId::new(1), &[part])
        }
        What::Paid => {
            let part = Payment {
                line,
                amount,
                from_insurer: None,
            };
            payment(on, ReceiptId::new(1), GUARANTOR, amount, &[part])
        }
        What::Transfer => transfer(on, line, GUARANTOR, insurer, patient, amount, "x"),
        What::TransferBack => transfer(on, line, GUARANTOR, patient, insurer, amount, "x"),
        What::WriteOff => write_off(
            on,
            line,
            GUARANTOR,
            patient,
            WriteOff::Courtesy,
            amount,
            "x",
        ),
        What::TakeBack | What::Statement => return None,
    };
    Some(made.unwrap())
}

/// Does everything, and gives the entries with their days, in order.
fn done(store: &mut Store, deeds: &[Deed]) {
    let mut open: Vec<(EntryId, Entry)> = Vec::new();
    for (number, deed) in deeds.iter().enumerate() {
        match deed.what {
            What::TakeBack => {
                if let Some((id, entry)) = open.pop() {
                    let back = entry.reversal(id, at(deed.on), "x").unwrap();
                    let _id = posted(store, &back).unwrap();
                }
            }
            What::Statement => state(store, number, deed),
            What::Charge | What::Paid | What::Transfer | What::TransferBack | What::WriteOff => {
                let entry = entry(deed).unwrap();
                open.push((posted(store, &entry).unwrap(), entry));
            }
        }
    }
}

fn state(store: &Store, number: usize, deed: &Deed) {
    let sql = format!(
        "INSERT OR IGNORE INTO attachment (id, sha256, byte_length, deflated, made_at)
           VALUES (1, zeroblob(32), 0, x'', '2026-03-10T12:00:00Z');
         INSERT OR IGNORE INTO statement_run (id, as_of_on, made_at, made_by) VALUES (1, '2026-03-10', '2026-03-10T12:00:00Z', 1);
         INSERT INTO statement (id, number, run_id, guarantor_id, made_on, due_on, amount_cents, attachment_id, last_entry_id)
           VALUES ({0}, printf('%08d', {0}), 1, 1, '{1}', '{1}', 1, 1, 0);
         INSERT INTO statement_line (statement_id, charge_line_id, owed_cents) VALUES ({0}, {2}, 1);",
        number + 1,
        at(deed.on),
        deed.line
    );
    store.connection.execute_batch(&sql).unwrap();
}

/// What every posting up to a day says of an item, read plainly and added up day by day.
type Plain = (i64, NaiveDate, Option<NaiveDate>, Option<NaiveDate>);

fn plainly(store: &Store, on: NaiveDate) -> BTreeMap<(i64, bool), Plain> {
    let mut select = store
        .connection
        .prepare(
            "SELECT p.charge_line_id AS line, p.account = 10 AS by_insurer, e.accounting_on, p.amount_cents, \
             p.effect IN ('patient_paid', 'insurance_paid') AND p.amount_cents < 0 AND e.reverses IS NULL \
               AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id AND r.accounting_on <= ?1) AS is_payment, \
             (SELECT MIN(s.made_on) FROM statement AS s JOIN statement_line AS l ON l.statement_id = s.id \
               WHERE l.charge_line_id = p.charge_line_id AND s.made_on <= ?1) AS billed_on \
             FROM entry AS e JOIN posting AS p ON p.entry_id = e.id \
             WHERE p.account IN (10, 20) AND e.accounting_on <= ?1 ORDER BY e.accounting_on, e.id",
        )
        .unwrap();
    let rows = select
        .query_map([on], |row| {
            let key: (i64, bool) = (row.get("line")?, row.get("by_insurer")?);
            let day: NaiveDate = row.get("accounting_on")?;
            let cents: i64 = row.get("amount_cents")?;
            let billed: Option<NaiveDate> = row.get("billed_on")?;
            Ok((key, day, cents, row.get::<_, bool>("is_payment")?, billed))
        })
        .unwrap();
    let mut found: BTreeMap<(i64, bool), Plain> = BTreeMap::new();
    for row in rows {
        let (key, day, cents, is_payment, billed) = row.unwrap();
        // No claim of these ever left, so nobody asked an insurer.
        let billed = billed.filter(|_| !key.1);
        let item = found.entry(key).or_insert((0, day, None, billed));
        if item.0 == 0 {
            item.1 = day;
        }
        item.0 += cents;
        if is_payment {
            item.2 = Some(day);
        }
    }
    found.retain(|_, item| item.0 != 0);
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ageing_on_any_day_is_what_the_postings_up_to_it_say(deeds in deeds(), days in prop::collection::vec(0_u64..320, 4)) {
        let mut store = practice();
        done(&mut store, &deeds);
        for on in days.into_iter().map(at) {
            let items = store.items_as_of(on).unwrap();
            let plain = plainly(&store, on);
            prop_assert_eq!(items.len(), plain.len(), "on {}", on);
            for item in &items {
                let key = (item.line.get(), item.payer.is_some());
                let (cents, since, paid_on, billed_on) = plain[&key];
                prop_assert_eq!(item.amount.cents(), cents);
                let clocks = Since::ALL.map(|clock| item.start(clock, on));
                let wanted = [day(), billed_on.unwrap_or(on), since, paid_on.unwrap_or(since)];
                prop_assert_eq!(clocks, wanted, "item {:?} on {}", key, on);
            }
            let ageing = store.ageing_as_of(on).unwrap();
            let mut buckets = [(Money::ZERO, Money::ZERO); 5];
            for ((_, by_insurer), (cents, ..)) in &plain {
                for (bucket, sums) in AgeBucket::ALL.into_iter().zip(&mut buckets) {
                    if bucket == AgeBucket::of(day(), on) {
                        let sum = if *by_insurer { &mut sums.0 } else { &mut sums.1 };
                        *sum = sum.plus(m(*cents)).unwrap();
                    }
                }
            }
            let found: Vec<_> = ageing.rows().map(|(_, insurance, patient)| (insurance, patient)).collect();
            prop_assert_eq!(found, buckets.to_vec());
        }
    }
}
