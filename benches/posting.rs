//! Posting through the office against the very same rows inserted by bare SQL.
//!
//! Two copies of one encrypted book. On the first the office posts a round of EOBs and payments, verb by verb, gathered
//! into one transaction: everything is checked against the account, each verb writes its audit line, each entry its
//! postings and its seal. The rows it wrote are then read back, and a bare connection inserts exactly these into the
//! second, table by table, in one transaction, with prepared statements and nothing looked up: same key, same settings,
//! same schema, so the same constraints, indexes and triggers, among them the seals' that keep the running balances.
//! The rounds take turns, each on both books; at the end the two books must hold the same. Both times include the
//! commit, to the disk.
//!
//! The second figure leaves the schema's triggers out of the baseline as well: the rows alone, and the balances they
//! come to written over as finished figures.

use std::collections::BTreeMap;

use pegboard::domain::claim::{Asking, ClaimFilter, State};
use pegboard::domain::eob::{EobLineTemplate, NewEob};
use pegboard::domain::id::{ClaimId, GuarantorId, PayerId};
use pegboard::domain::payment::NewReceipt;
use pegboard::office::{Office, OfficeError};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::measure::{Timed, Verdict, time};
use super::{books, key, payer};

const ROUNDS: usize = 7;
const CLAIMS_AN_EOB: usize = 20;
/// The most the office may take, in times of bare SQL.
const BAR: f64 = 2.0;

/// A table that posting writes into, and the column by which its new rows are found. In the order of insertion.
const WRITTEN: [(&str, &str); 10] = [
    ("eob", "id"),
    ("entry", "id"),
    ("posting", "entry_id"),
    ("seal", "entry_id"),
    ("eob_line", "id"),
    ("eob_adjustment", "eob_line_id"),
    ("receipt", "id"),
    ("receipt_tender", "receipt_id"),
    ("claim_event", "id"),
    ("audit", "id"),
];

/// The running balances, which the seals' triggers keep.
const BALANCES: [&str; 5] = [
    "line_balance",
    "guarantor_balance",
    "patient_balance",
    "policy_balance",
    "account_day",
];

/// What one round posts.
struct Round {
    eobs: Vec<NewEob>,
    receipts: Vec<NewReceipt>,
}

/// Rows of one table, to be inserted.
pub struct Rows {
    insert: String,
    rows: Vec<Vec<Value>>,
}

/// What one round left in the book: new rows, and where claims stand now.
struct Left {
    rows: Vec<Rows>,
    claims: Vec<(Value, Value)>,
    balances: Vec<Rows>,
}

pub fn run() -> Verdict {
    let (name, size) = books::size();
    let kept = books::kept(name, size);
    let (_first, through_office) = books::copied(&kept);
    let (_second, by_sql) = books::copied(&kept);
    let (_third, without) = books::copied(&kept);
    let mut office = books::open(&through_office);
    let reader = key::bare(&through_office, pegboard::demo::PASSPHRASE);
    let mut writer = key::bare(&by_sql, pegboard::demo::PASSPHRASE);
    let mut plain = key::bare(&without, pegboard::demo::PASSPHRASE);
    drop_triggers(&plain);
    // The books were opened at their own instants; from here on they must stay the same.
    carry_audit(&reader, &[&writer, &plain]);

    let rounds = rounds(&office);
    let verbs = rounds[0].eobs.len() + rounds[0].receipts.len();
    let (mut took, mut bare, mut bald) = (
        Timed::new("the office, verb by verb, one transaction"),
        Timed::new("bare SQL, same rows, same schema"),
        Timed::new("bare SQL, same rows, triggers left out"),
    );
    let mut postings = 0;
    let mut rows = 0;
    for round in &rounds {
        let before = heads(&reader);
        took.add(time(|| post(&mut office, round)));
        let left = left(&reader, &before);
        postings += left.rows[2].rows.len();
        rows += left
            .rows
            .iter()
            .map(|table| table.rows.len())
            .sum::<usize>();
        bare.add(time(|| insert(&mut writer, &left, false)));
        bald.add(time(|| insert(&mut plain, &left, true)));
    }
    println!(
        "{ROUNDS} rounds on a {name} book, taking turns; a round is {verbs} verbs: {} EOBs of up to {CLAIMS_AN_EOB} \
         claims and {} payments, {} postings, {} rows in all",
        rounds[0].eobs.len(),
        rounds[0].receipts.len(),
        postings / ROUNDS,
        rows / ROUNDS,
    );
    let same = same(&reader, &writer).and(same(&reader, &plain));
    let verdict = took.against(&bare, Some(BAR));
    verdict.and(took.against(&bald, None)).and(same)
}

/// Gets everything ready that is keyed in: posting it is what is measured.
fn rounds(office: &Office) -> Vec<Round> {
    let waiting = office
        .claims(&ClaimFilter {
            states: vec![State::Batched, State::Accepted, State::Ready],
            asking: Asking::Payment,
            limit: 4_000,
            ..ClaimFilter::default()
        })
        .unwrap();
    let mut by_payer: BTreeMap<PayerId, Vec<ClaimId>> = BTreeMap::new();
    for claim in waiting {
        by_payer.entry(claim.payer).or_default().push(claim.id);
    }
    let today = office.today();
    let mut eobs: Vec<NewEob> = Vec::new();
    for (payer, claims) in &by_payer {
        for check in claims.chunks(CLAIMS_AN_EOB) {
            let said: Vec<EobLineTemplate> = check
                .iter()
                .map(|claim| office.eob_template(*claim).unwrap())
                .filter(|services| services.iter().all(is_unanswered))
                .flatten()
                .collect();
            if said.is_empty() {
                continue;
            }
            eobs.push(payer::eob(
                *payer,
                &said,
                format!("770{}", eobs.len()),
                today,
            ));
        }
    }
    let owing = office.statements_due(today).unwrap();
    let receipts: Vec<NewReceipt> = owing
        .iter()
        .filter(|row| row.amount.is_positive())
        .take(4_000)
        .filter_map(|row| {
            let guarantor: GuarantorId = row.guarantor;
            payer::receipt(guarantor, &office.open_items(guarantor).unwrap(), today)
        })
        .collect();
    let (eobs_a_round, receipts_a_round) = (eobs.len() / ROUNDS, receipts.len() / ROUNDS);
    assert!(
        eobs_a_round > 0 && receipts_a_round > 0,
        "the book is too small"
    );
    // Dealt out like cards, so that every round has EOBs of every payer.
    (0..ROUNDS)
        .map(|round| Round {
            eobs: dealt(&eobs, round, eobs_a_round),
            receipts: dealt(&receipts, round, receipts_a_round),
        })
        .collect()
}

/// Whether nobody paid or gave up any of a service yet: what a later payer is asked for says less.
fn is_unanswered(service: &EobLineTemplate) -> bool {
    let asked = service.insurance_owes.plus(service.already_patient);
    asked.is_ok_and(|asked| asked == service.charged)
}

fn dealt<T: Clone>(all: &[T], round: usize, many: usize) -> Vec<T> {
    all.iter()
        .skip(round)
        .step_by(ROUNDS)
        .take(many)
        .cloned()
        .collect()
}

fn post(office: &mut Office, round: &Round) {
    office
        .together(|office| {
            for eob in &round.eobs {
                let _id = office.post_eob(eob)?;
            }
            for receipt in &round.receipts {
                let _id = office.take_payment(receipt)?;
            }
            Ok::<(), OfficeError>(())
        })
        .unwrap();
}

/// The newest row of each table.
fn heads(book: &Connection) -> Vec<i64> {
    WRITTEN
        .iter()
        .map(|(table, key)| {
            book.query_row(
                &format!("SELECT COALESCE(MAX({key}), 0) FROM {table}"),
                [],
                |row| row.get(0),
            )
            .unwrap()
        })
        .collect()
}

/// Reads what came after `before`.
fn left(book: &Connection, before: &[i64]) -> Left {
    let rows: Vec<Rows> = WRITTEN
        .iter()
        .zip(before)
        .map(|((table, key), head)| {
            rows_of(book, table, &format!("WHERE {key} > {head} ORDER BY {key}"))
        })
        .collect();
    let first_event = before[8];
    let claims = pairs(
        book,
        &format!(
            "SELECT id, state FROM claim WHERE id IN (SELECT claim_id FROM claim_event WHERE id > {first_event}) \
             ORDER BY id"
        ),
    );
    let entries = format!(
        "SELECT DISTINCT guarantor_id FROM posting WHERE entry_id > {}",
        before[1]
    );
    let lines = format!(
        "SELECT DISTINCT charge_line_id FROM posting WHERE entry_id > {} AND charge_line_id IS NOT NULL",
        before[1]
    );
    let touched = [
        format!("WHERE charge_line_id IN ({lines}) AND guarantor_id IN ({entries})"),
        format!("WHERE guarantor_id IN ({entries})"),
        format!(
            "WHERE patient_id IN (SELECT v.patient_id FROM charge_line AS c JOIN visit AS v ON v.id = c.visit_id \
             WHERE c.id IN ({lines}))"
        ),
        format!(
            "WHERE policy_id IN (SELECT policy_id FROM posting WHERE entry_id > {})",
            before[1]
        ),
        format!(
            "WHERE accounting_on IN (SELECT accounting_on FROM entry WHERE id > {})",
            before[1]
        ),
    ];
    let balances = BALANCES
        .iter()
        .zip(&touched)
        .map(|(table, which)| rows_of(book, table, which))
        .collect();
    Left {
        rows,
        claims,
        balances,
    }
}

pub fn rows_of(book: &Connection, table: &str, which: &str) -> Rows {
    let mut select = book
        .prepare(&format!("SELECT * FROM {table} {which}"))
        .unwrap();
    let many = select.column_count();
    let names = select.column_names().join(", ");
    let places = vec!["?"; many].join(", ");
    let rows = select
        .query_map([], |row| (0..many).map(|at| row.get(at)).collect())
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    Rows {
        insert: format!("INTO {table} ({names}) VALUES ({places})"),
        rows,
    }
}

fn pairs(book: &Connection, sql: &str) -> Vec<(Value, Value)> {
    book.prepare(sql)
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

impl Rows {
    /// How many.
    pub fn count(&self) -> usize {
        self.rows.len()
    }
}

/// Inserts rows as one transaction, and nothing else.
pub fn insert_rows(book: &mut Connection, tables: &[Rows]) {
    let change = book
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    for table in tables {
        let mut insert = change
            .prepare_cached(&format!("INSERT {}", table.insert))
            .unwrap();
        for row in &table.rows {
            let _one = insert.execute(params_from_iter(row)).unwrap();
        }
    }
    change.commit().unwrap();
}

/// Inserts the rows as one transaction, and the balances too where no trigger keeps them.
fn insert(book: &mut Connection, left: &Left, balances: bool) {
    let change = book
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    for table in &left.rows {
        let mut insert = change
            .prepare_cached(&format!("INSERT {}", table.insert))
            .unwrap();
        for row in &table.rows {
            let _one = insert.execute(params_from_iter(row)).unwrap();
        }
    }
    let mut update = change
        .prepare_cached("UPDATE claim SET state = ?2 WHERE id = ?1")
        .unwrap();
    for (id, state) in &left.claims {
        let _one = update.execute((id, state)).unwrap();
    }
    drop(update);
    if balances {
        for table in &left.balances {
            let mut insert = change
                .prepare_cached(&format!("INSERT OR REPLACE {}", table.insert))
                .unwrap();
            for row in &table.rows {
                let _one = insert.execute(params_from_iter(row)).unwrap();
            }
        }
    }
    change.commit().unwrap();
}

/// Takes the triggers that posting sets off out of a book.
fn drop_triggers(book: &Connection) {
    let triggers: Vec<String> = book
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('eob', 'entry', 'posting', 'seal', \
             'receipt', 'claim_event', 'audit')",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for trigger in triggers {
        book.execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
}

/// Opening a book writes an audit line; the copies get it too.
fn carry_audit(from: &Connection, to: &[&Connection]) {
    let audit = rows_of(from, "audit", "WHERE id = (SELECT MAX(id) FROM audit)");
    for book in to {
        let _one = book
            .execute(
                &format!("INSERT {}", audit.insert),
                params_from_iter(&audit.rows[0]),
            )
            .unwrap();
    }
}

/// Whether two books hold the same rows wherever posting leaves any.
fn same(one: &Connection, other: &Connection) -> Verdict {
    let mut verdict = Verdict::Held;
    let tables = WRITTEN.iter().map(|(table, _)| *table);
    for table in tables.chain(BALANCES).chain(["claim"]) {
        if digest(one, table) != digest(other, table) {
            println!("  {table} does not hold the same in both books");
            verdict = Verdict::Missed;
        }
    }
    verdict
}

/// What all rows of a table come to, in the order of their keys.
fn digest(book: &Connection, table: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut select = book.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let many = select.column_count();
    let mut rows = select.query([]).unwrap();
    let mut hasher = DefaultHasher::new();
    while let Some(row) = rows.next().unwrap() {
        for at in 0..many {
            match row.get_ref(at).unwrap() {
                rusqlite::types::ValueRef::Null => 0_u8.hash(&mut hasher),
                rusqlite::types::ValueRef::Integer(number) => number.hash(&mut hasher),
                rusqlite::types::ValueRef::Real(number) => number.to_bits().hash(&mut hasher),
                rusqlite::types::ValueRef::Text(bytes) | rusqlite::types::ValueRef::Blob(bytes) => {
                    bytes.hash(&mut hasher);
                }
            }
        }
    }
    hasher.finish()
}
