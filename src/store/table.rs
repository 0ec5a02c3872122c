//! The public lists that claims are held against, packed as they are looked up. It must not know what a record means.
//!
//! They are read once, when they are first needed, and again when one was brought in since.

use std::cell::RefCell;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::Connection;

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{count, instant};
use crate::domain::tables::{Kind, List, Release, Tables};

#[cfg(test)]
mod tests;

/// Names a list in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeListId(i64);

/// A list that was brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeListRow {
    /// Which.
    pub kind: Kind,
    /// The first day on which it holds.
    pub effective_on: NaiveDate,
    /// Which file of the release; empty when it is one.
    pub part: String,
    /// How many records.
    pub records: u32,
    /// When it was brought in.
    pub taken_at: DateTime<Utc>,
}

/// The newest id of each kind of list and how many there are, and the same of all: another pair means another list.
#[derive(Clone, Copy, Default)]
struct Marks {
    all: (i64, i64),
    each: [(i64, i64); Kind::ALL.len()],
}

/// The lists as they were read last.
#[derive(Default)]
pub(in crate::store) struct Cache(RefCell<(Marks, Tables)>);

impl Cache {
    /// Forgets them.
    fn clear(&self) {
        let _old = self.0.take();
    }
}

reads! {
    /// Gives the public lists that were brought in, reading those that are new.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when a list is not whole.
    pub fn tables(&self) -> Result<Tables, StoreError> {
        let all = mark_of_all(self.sql())?;
        let (then, known) = self.lists().0.borrow().clone();
        if all == then.all {
            return Ok(known);
        }
        let mut tables = known;
        let now = Marks {
            all,
            each: marks(self.sql())?,
        };
        for ((kind, new), old) in Kind::ALL.into_iter().zip(now.each).zip(then.each) {
            if new != old {
                read_anew(self.sql(), kind, &mut tables)?;
            }
        }
        let _old = self.lists().0.replace((now, tables.clone()));
        Ok(tables)
    }

    /// Lists what was brought in, the newest release first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn code_lists(&self) -> Result<Vec<CodeListRow>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT kind, effective_on, part, records, taken_at FROM code_list \
                 ORDER BY kind, effective_on DESC, part",
            )
            .and_then(|mut select| {
                select
                    .query_map([], |row| {
                        let kind: String = row.get("kind")?;
                        let kind = Kind::from_code(&kind).ok_or(rusqlite::Error::InvalidQuery)?;
                        Ok(CodeListRow {
                            kind,
                            effective_on: row.get("effective_on")?,
                            part: row.get("part")?,
                            records: count(row, "records")?,
                            taken_at: row.get("taken_at")?,
                        })
                    })?
                    .collect()
            })
            .doing("list the code lists")
    }
}

impl Tx<'_> {
    /// Begins to write a list in. The same file of the same release goes; so do other releases of a list whose newest
    /// says all.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn begin_code_list(
        &self,
        kind: Kind,
        effective_on: NaiveDate,
        part: &str,
        at: DateTime<Utc>,
    ) -> Result<CodeListId, StoreError> {
        const TASK: &str = "begin a code list";
        const OLD: &str = "SELECT id FROM code_list WHERE kind = ?1 \
             AND ((effective_on = ?2 AND part = ?3) OR (?4 AND effective_on <> ?2))";
        self.lists().clear();
        let old: Vec<i64> = self
            .0
            .prepare_cached(OLD)
            .and_then(|mut select| {
                let all = kind.holds_its_past();
                select
                    .query_map((kind.code(), effective_on, part, all), |row| row.get("id"))?
                    .collect()
            })
            .doing(TASK)?;
        for id in old {
            for sql in [
                "DELETE FROM code_list_block WHERE list_id = ?1",
                "DELETE FROM code_list WHERE id = ?1",
            ] {
                let _rows = self.0.execute(sql, [id]).doing(TASK)?;
            }
        }
        self.0
            .prepare_cached(
                "INSERT INTO code_list (kind, effective_on, part, taken_at) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((kind.code(), effective_on, part, instant(at))))
            .map(CodeListId)
            .doing(TASK)
    }

    /// Writes records of a list in.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take them.
    pub fn add_code_block(&self, list: CodeListId, packed: &[u8]) -> Result<(), StoreError> {
        let _id = self
            .0
            .prepare_cached("INSERT INTO code_list_block (list_id, packed) VALUES (?1, ?2)")
            .and_then(|mut insert| insert.insert((list.0, packed)))
            .doing("write a code list")?;
        Ok(())
    }

    /// Ends a list with the sentences its records point at and how many they are.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn end_code_list(
        &self,
        list: CodeListId,
        words: &[String],
        records: u32,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE code_list SET words = ?2, records = ?3 WHERE id = ?1")
            .and_then(|mut update| update.execute((list.0, words.join("\n"), records)))
            .doing("end a code list")?;
        Ok(())
    }
}

/// What tells one set of lists from another: asked for every claim.
fn mark_of_all(connection: &Connection) -> Result<(i64, i64), StoreError> {
    connection
        .prepare_cached("SELECT COALESCE(MAX(id), 0) AS newest, COUNT(*) AS many FROM code_list")
        .and_then(|mut select| {
            select.query_row([], |row| Ok((row.get("newest")?, row.get("many")?)))
        })
        .doing("look for new code lists")
}

/// What tells one list of each kind from another.
fn marks(connection: &Connection) -> Result<[(i64, i64); Kind::ALL.len()], StoreError> {
    let mut marks = [(0, 0); Kind::ALL.len()];
    let mut select = connection
        .prepare_cached(
            "SELECT COALESCE(MAX(id), 0) AS newest, COUNT(*) AS many FROM code_list WHERE kind = ?1",
        )
        .doing("look for new code lists")?;
    for (mark, kind) in marks.iter_mut().zip(Kind::ALL) {
        *mark = select
            .query_row([kind.code()], |row| {
                Ok((row.get("newest")?, row.get("many")?))
            })
            .doing("look for new code lists")?;
    }
    Ok(marks)
}

fn read_anew(connection: &Connection, kind: Kind, tables: &mut Tables) -> Result<(), StoreError> {
    match kind {
        Kind::Pairs => tables.pairs = read(connection, kind)?,
        Kind::Limits => tables.limits = read(connection, kind)?,
        Kind::AddOns => tables.add_ons = read(connection, kind)?,
        Kind::Services => tables.services = read(connection, kind)?,
        Kind::Diagnoses => tables.diagnoses = read(connection, kind)?,
        Kind::LevelTwo => tables.level_two = read(connection, kind)?,
    }
    Ok(())
}

/// Puts a list together from its blocks.
fn read<T: List>(connection: &Connection, kind: Kind) -> Result<Arc<T>, StoreError> {
    const TASK: &str = "read a code list";
    let mut list = T::default();
    let files: Vec<(i64, Release)> = connection
        .prepare_cached(
            "SELECT id, effective_on, words FROM code_list WHERE kind = ?1 ORDER BY effective_on, part",
        )
        .and_then(|mut select| {
            select
                .query_map([kind.code()], |row| {
                    let words: String = row.get("words")?;
                    let release = Release {
                        effective_on: row.get("effective_on")?,
                        words: words.split('\n').map(str::to_owned).collect(),
                    };
                    Ok((row.get("id")?, release))
                })?
                .collect()
        })
        .doing(TASK)?;
    for (id, release) in files {
        let mut select = connection
            .prepare_cached("SELECT packed FROM code_list_block WHERE list_id = ?1 ORDER BY id")
            .doing(TASK)?;
        let mut rows = select.query([id]).doing(TASK)?;
        while let Some(row) = rows.next().doing(TASK)? {
            let packed = row.get_ref("packed").doing(TASK)?;
            packed
                .as_blob()
                .ok()
                .and_then(|block| list.take(&release, block))
                .ok_or_else(|| StoreError::BadRow {
                    table: "code_list",
                    row: id,
                    reason: "one of its blocks is not whole; bring the file in again".to_owned(),
                })?;
        }
    }
    list.settle();
    Ok(Arc::new(list))
}
