//! What the book is made of: tables, columns, references, and the words beside them. It must not know what is refused.

use super::*;

/// Columns that lead to another record and have no index, because nobody looks them up from the other side.
const NEVER_SEARCHED: &[(&str, &[&str])] = &[
    (
        "who did it: asked of one record at a time",
        &[
            "answer_file(taken_by)",
            "bank_event(by_id)",
            "bank_file(taken_by)",
            "appeal(made_by)",
            "appeal_answer(by_id)",
            "batch(made_by)",
            "claim_attachment(added_by)",
            "claim_event(by_id)",
            "claim_scrub(by_id)",
            "claim_waiver(by_id)",
            "closing(closed_by)",
            "contract_change(by_id)",
            "deposit(made_by)",
            "deposit_reversal(by_id)",
            "denial_event(by_id)",
            "denial_event(person_id)",
            "entry(by_id)",
            "hardship(by_id)",
            "hardship_end(by_id)",
            "hardship_scale(by_id)",
            "refund(asked_by)",
            "refund_event(by_id)",
            "returned_check(by_id)",
            "returned_check_undone(by_id)",
            "eob(posted_by)",
            "eob_reversal(by_id)",
            "eob_scan(added_by)",
            "estimate(by_id)",
            "inquiry(made_by)",
            "month_closing(closed_by)",
            "paper_batch(made_by)",
            "held_check(made_by)",
            "held_check_end(by_id)",
            "pay_plan_event(by_id)",
            "pay_plan_version(by_id)",
            "payer_habit(learned_by)",
            "receipt(taken_by)",
            "remit_file(taken_by)",
            "remit_match(by_id)",
            "remittance_event(by_id)",
            "reopening(by_id)",
            "posting_rule_event(by_id)",
            "posting_rule_version(by_id)",
            "rule_event(by_id)",
            "rule_version(by_id)",
            "statement_rules(by_id)",
            "statement_run(made_by)",
            "statement_withdrawal(by_id)",
            "underpayment_event(by_id)",
            "note(by_id)",
            "note(person_id)",
            "note_event(by_id)",
            "note_event(person_id)",
            "promise(by_id)",
            "promise_withdrawal(by_id)",
            "dispute(by_id)",
            "final_notice(made_by)",
            "placement(made_by)",
            "write_off_run(made_by)",
            "write_off_run_undo(by_id)",
            "dispute_end(by_id)",
            "visit(entered_by)",
            "visit_question(asked_by)",
            "visit_question(closed_by)",
        ],
    ),
    (
        "its papers: found from the record they belong to",
        &[
            "appeal(attachment_id)",
            "batch(attachment_id)",
            "batch(remakes_id)",
            "claim_attachment(attachment_id)",
            "closing(attachment_id)",
            "deposit(attachment_id)",
            "eob_scan(attachment_id)",
            "estimate_print(attachment_id)",
            "final_notice(attachment_id)",
            "placement(attachment_id)",
            "inquiry(attachment_id)",
            "month_closing(attachment_id)",
            "paper_batch(attachment_id)",
            "pay_plan_print(attachment_id)",
            "receipt(attachment_id)",
            "statement(attachment_id)",
        ],
    ),
    (
        "a mark on a list that is read by something else",
        &[
            "allowed_seen(eob_line_id)",
            "charge_line_detail(provider_id)",
            "claim(payer_id)",
            "claim_answer(batch_id)",
            "closing(before_id)",
            "month_closing(before_id)",
            "contract_change(schedule_id)",
            "contract_percent(schedule_id)",
            "deposit(bank_id)",
            "estimate(policy_id)",
            "hardship(scale_id)",
            "dispute(charge_line_id)",
            "placement(agency_id)",
            "promise(note_id)",
            "payer(receiver_id)",
            "policy(payer_id)",
            "refusal(eob_line_id)",
            "remittance(payer_id)",
            "rule_version(claim_id)",
            "statement(patient_id)",
            "statement_run(rules_version)",
            "underpayment_event(payer_id)",
            "visit(claim_id)",
            "visit(facility_id)",
            "visit(referring_id)",
            "visit(rendering_id)",
            "visit_detail(provider_id)",
        ],
    ),
    (
        "the journal: read by entry, by service, or as a whole",
        &[
            "account_day(account)",
            "deposit(entry_id)",
            "placement(entry_id)",
            "write_off_run_part(entry_id)",
            "eob_adjustment(account)",
            "eob_line(entry_id)",
            "eob_part(account)",
            "eob_part(entry_id)",
            "posting(policy_id)",
            "receipt(entry_id)",
            "returned_check(entry_id)",
        ],
    ),
    (
        "the card: read by guarantor or by patient",
        &["line_balance(charge_line_id)", "line_balance(visit_id)"],
    ),
];

#[test]
fn every_table_holds_its_columns_to_their_types() {
    let connection = connection();
    let sql =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = ?1 AND NOT strict
        AND name NOT LIKE 'sqlite_%'";
    assert_eq!(texts(&connection, sql, "table"), [""; 0]);
    assert!(tables(&connection).len() > 35);
    // A full-text index has no types to hold to.
    assert_eq!(texts(&connection, sql, "virtual"), ["patient_search"]);
}

/// The lines of each table in schema.sql, and the line before it.
fn written() -> BTreeMap<&'static str, (&'static str, Vec<&'static str>)> {
    let mut written = BTreeMap::new();
    let (mut before, mut inside) = ("", None);
    for line in SCHEMA.lines() {
        if let Some(name) = line.strip_prefix("CREATE TABLE ") {
            inside = Some(name.split_whitespace().next().unwrap());
            let _new = written.insert(inside.unwrap(), (before, Vec::new()));
        } else if line.starts_with(')') {
            inside = None;
        } else if let Some(table) = inside {
            written.get_mut(table).unwrap().1.push(line);
        }
        before = line;
    }
    written
}

#[test]
fn every_table_and_every_column_says_what_it_is() {
    let (connection, written) = (connection(), written());
    let mut silent = Vec::new();
    for table in tables(&connection) {
        let (above, lines) = &written[table.as_str()];
        if !above.starts_with("-- ") {
            silent.push(table.clone());
        }
        for column in columns(&connection, &table) {
            let mut words = lines.iter().map(|line| line.split_whitespace());
            let line = lines
                .iter()
                .zip(words.by_ref())
                .find(|(_, words)| words.clone().next() == Some(&column))
                .map(|(line, _)| *line);
            let said = line.and_then(|line| line.split_once("-- "));
            if said.is_none_or(|(_, words)| words.trim().is_empty()) {
                silent.push(format!("{table}.{column}"));
            }
        }
    }
    assert_eq!(silent, [""; 0]);
}

/// Everything a database is made of, with blanks and comments as they were written.
fn drawn(connection: &Connection) -> BTreeSet<(String, String, String)> {
    let mut statement = connection
        .prepare(
            "SELECT type, name, COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'",
        )
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_new_book_is_what_the_page_says() {
    let page = Connection::open_in_memory().unwrap();
    page.execute_batch(SCHEMA).unwrap();
    let above = tempfile::tempdir().unwrap();
    let new = NewBook {
        folder: &above.path().join("Linden.pegboard"),
        owner: "Renata M.",
        passphrase: "copper lantern drifts noon",
        cost: Cost::FLOOR,
        now: chrono::DateTime::UNIX_EPOCH,
    };
    let (store, _recovery) = Store::create(new, |_| Ok::<_, StoreError>(())).unwrap();
    assert!(drawn(&store.connection) == drawn(&page));
    assert!(drawn(&connection()) == drawn(&page));
}

/// A reference as `table(column, column)`, and whether an index or the key begins with its columns.
fn references(connection: &Connection) -> BTreeMap<String, bool> {
    let mut found = BTreeMap::new();
    for table in tables(connection) {
        let sql = "SELECT group_concat(\"from\", ', ') FROM (SELECT id, \"from\" FROM pragma_foreign_key_list(?1)
            ORDER BY id, seq) GROUP BY id";
        let sql_of_indexes = "SELECT (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name)
            ORDER BY seqno)) FROM pragma_index_list(?1) AS i";
        let sql_of_key = "SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_table_info(?1) WHERE pk > 0
            ORDER BY pk) HAVING COUNT(*) > 0";
        let mut ways = texts(connection, sql_of_indexes, &table);
        ways.extend(texts(connection, sql_of_key, &table));
        for columns in texts(connection, sql, &table) {
            let begins = |way: &String| format!("{way}, ").starts_with(&format!("{columns}, "));
            let is_indexed = ways.iter().any(begins);
            let _new = found.insert(format!("{table}({columns})"), is_indexed);
        }
    }
    found
}

#[test]
fn every_reference_that_is_followed_back_has_an_index() {
    let references = references(&connection());
    assert!(references.len() > 60, "{}", references.len());
    let bare: BTreeSet<&str> = references
        .iter()
        .filter(|(_, is_indexed)| !**is_indexed)
        .map(|(name, _)| name.as_str())
        .collect();
    let stated: BTreeSet<&str> = NEVER_SEARCHED
        .iter()
        .flat_map(|(_, names)| names.iter().copied())
        .collect();
    let new: Vec<_> = bare.difference(&stated).collect();
    assert!(new.is_empty(), "no index and no reason: {new:?}");
    let old: Vec<_> = stated.difference(&bare).collect();
    assert!(old.is_empty(), "a reason for nothing: {old:?}");
}
