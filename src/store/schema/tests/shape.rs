//! What the book is made of: tables, columns, references, and the words beside them. It must not know what is refused.

use super::*;

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
