//! The public lists that claims are held against, and what payers agreed to pay: read from the files that CMS and
//! payers give, one file or set of files a transaction. It must not know how a claim is judged by them.
//!
//! A claim that waits is looked at with the new lists when it is scrubbed next, at the latest before it leaves.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};

use super::codes::{Fate, NewList};
use super::{Go, Imported, Office, OfficeError, Progress, Refusal};
use crate::domain::code::Procedure;
use crate::domain::codeset::{add_ons, mue, ncci, release, schedule};
use crate::domain::tables::{Kind, Pair};
use crate::store::Tx;
use crate::store::table::{CodeListId, CodeListRow};

/// After how many lines the watcher is told.
const STEP: u32 = 2_000;
/// The longest block of pairs, in bytes.
const LONGEST_BLOCK: usize = 256 * 1024;

/// A file of a list.
pub struct ListFile<R> {
    /// Its name, which tells from when it holds.
    pub name: String,
    /// How many bytes it has, as far as known.
    pub bytes: u64,
    /// What is in it.
    pub input: R,
}

impl ListFile<BufReader<File>> {
    /// Opens a file and, of code pairs, the other files of the same release beside it: CMS gives one release as `f1`
    /// to `f4`.
    ///
    /// # Errors
    /// [`OfficeError::File`].
    pub fn open_all(kind: Kind, path: &Path) -> Result<Vec<Self>, OfficeError> {
        let cannot = |source| OfficeError::File {
            task: "read the list",
            source,
        };
        let mut paths = vec![path.to_owned()];
        if kind == Kind::Pairs {
            paths = beside(path).map_err(cannot)?;
        }
        paths
            .into_iter()
            .map(|path| {
                let input = File::open(&path)?;
                Ok(Self {
                    name: name_of(&path),
                    bytes: input.metadata()?.len(),
                    input: BufReader::with_capacity(1 << 16, input),
                })
            })
            .collect::<io::Result<_>>()
            .map_err(cannot)
    }
}

/// A file's name without its folder.
fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The file and those whose names differ only in the number of the part, in the order of their parts.
fn beside(path: &Path) -> io::Result<Vec<PathBuf>> {
    let whole = |name: &str| {
        let part = release::part_of(name);
        let name = name.to_ascii_lowercase();
        (!part.is_empty()).then(|| name.replace(&format!("-{part}."), "-."))
    };
    let Some(wanted) = whole(&name_of(path)) else {
        return Ok(vec![path.to_owned()]);
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if whole(&name_of(&file)).as_ref() == Some(&wanted) {
            found.push(file);
        }
    }
    found.sort();
    Ok(found)
}

impl Office {
    /// Takes a list that claims are held against: NCCI pairs (all files of a release at once), medically unlikely
    /// units, add-on codes, or what the fee schedule says of services. From when it holds, `effective_on` says or else
    /// the file's name. The same release again replaces what is there; so does a newer one where it says all.
    ///
    /// ICD-10-CM and HCPCS, which people look up too, are taken by verbs of their own.
    ///
    /// # Errors
    /// [`OfficeError::Import`] when a file is not such a list, [`Refusal::ListDay`], [`Refusal::OlderList`],
    /// [`OfficeError::Stopped`], [`OfficeError::Store`].
    pub fn import_code_list(
        &mut self,
        kind: Kind,
        files: Vec<ListFile<impl BufRead>>,
        effective_on: Option<NaiveDate>,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        let mut outcome = Imported::default();
        if kind == Kind::Pairs {
            return self.import_pairs(files, effective_on, progress);
        }
        for file in files {
            let from = day_of(kind, &file.name, effective_on)?;
            let one = match kind {
                Kind::Limits => {
                    let read = mue::read(file.input)?;
                    let mut list = NewList::new(kind, from);
                    list.fill(&read.rows, |row, block| row.limit.add_to(row.code, block));
                    self.import("import unit limits", read, Some(list), progress, |_, _| {
                        Ok(Fate::Taken)
                    })
                }
                Kind::AddOns => {
                    let read = add_ons::read(file.input)?;
                    let mut list = NewList::new(kind, from);
                    list.fill(&read.rows, |(_, row), block| row.add_to(block));
                    self.import("import add-on codes", read, Some(list), progress, |_, _| {
                        Ok(Fate::Taken)
                    })
                }
                Kind::Services => {
                    let read = schedule::read(file.input)?;
                    let mut list = NewList::new(kind, from);
                    list.fill(&read.rows, |row, block| row.service.add_to(row.code, block));
                    self.import(
                        "import the fee schedule's marks",
                        read,
                        Some(list),
                        progress,
                        |_, _| Ok(Fate::Taken),
                    )
                }
                Kind::Diagnoses => self.import_icd10_from(file.input, Some(from), progress),
                Kind::LevelTwo => self.import_hcpcs(file.input, progress),
                Kind::Pairs => Ok(Imported::default()),
            }?;
            outcome.add(one);
        }
        Ok(outcome)
    }

    /// Lists what was brought in.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn code_lists(&self) -> Result<Vec<CodeListRow>, OfficeError> {
        Ok(self.store.code_lists()?)
    }

    /// Reads the public lists into memory, as the first look at a claim would.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn read_code_lists(&self) -> Result<crate::domain::tables::Tables, OfficeError> {
        Ok(self.store.tables()?)
    }

    fn import_pairs(
        &mut self,
        files: Vec<ListFile<impl BufRead>>,
        effective_on: Option<NaiveDate>,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        let total = files
            .iter()
            .map(|file| file.bytes)
            .fold(0, u64::saturating_add);
        let is_one_of_many = files.len() > 1;
        let mut watch = Watch {
            bytes: Rc::new(Cell::new(0)),
            total,
            lines: 0,
            progress,
        };
        self.write("import code pairs", |tx, at| {
            let mut outcome = Imported::default();
            for file in files {
                let from = day_of(Kind::Pairs, &file.name, effective_on)?;
                none_newer(tx, Kind::Pairs, from)?;
                let label = is_one_of_many.then(|| file.name.clone());
                outcome.add(keep_pairs(
                    tx,
                    file,
                    from,
                    at,
                    &mut watch,
                    label.as_deref(),
                )?);
            }
            let _done = (watch.progress)(watch.lines, watch.lines);
            Ok((format!("lines:{}", outcome.taken), outcome))
        })
    }
}

fn day_of(
    kind: Kind,
    file_name: &str,
    effective_on: Option<NaiveDate>,
) -> Result<NaiveDate, Refusal> {
    effective_on
        .or_else(|| release::day_of(kind, file_name))
        .ok_or(Refusal::ListDay)
}

/// Refuses a release that would stand in for a newer one.
pub(super) fn none_newer(tx: &Tx<'_>, kind: Kind, from: NaiveDate) -> Result<(), OfficeError> {
    let newer = tx
        .code_lists()?
        .into_iter()
        .find(|row| row.kind == kind && row.effective_on > from);
    match newer.filter(|_| kind.holds_its_past()) {
        Some(newer) => Err(Refusal::OlderList(newer.effective_on).into()),
        None => Ok(()),
    }
}

/// Who is told how far the reading of long files is.
struct Watch<'a> {
    bytes: Rc<Cell<u64>>,
    total: u64,
    lines: u64,
    progress: Progress<'a>,
}

impl Watch<'_> {
    /// Tells it; the lines still to come are reckoned from the bytes.
    fn tell(&mut self) -> Result<(), OfficeError> {
        let all = u128::from(self.lines)
            .saturating_mul(self.total.into())
            .checked_div(self.bytes.get().into())
            .and_then(|all| u64::try_from(all).ok())
            .unwrap_or(self.lines);
        match (self.progress)(self.lines, all.max(self.lines)) {
            Go::On => Ok(()),
            Go::Stop => Err(OfficeError::Stopped),
        }
    }
}

/// Counts what is read.
struct Metered<R> {
    input: R,
    bytes: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.input.read(buffer)?;
        self.count(taken);
        Ok(taken)
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, taken: usize) {
        self.input.consume(taken);
        self.count(taken);
    }
}

impl<R> Metered<R> {
    fn count(&self, taken: usize) {
        let taken = u64::try_from(taken).unwrap_or(u64::MAX);
        self.bytes.set(self.bytes.get().saturating_add(taken));
    }
}

/// Reads the pairs of one file into the book, a block for each run of one column 1 code.
fn keep_pairs(
    tx: &Tx<'_>,
    file: ListFile<impl BufRead>,
    from: NaiveDate,
    at: DateTime<Utc>,
    watch: &mut Watch<'_>,
    label: Option<&str>,
) -> Result<Imported, OfficeError> {
    let mut outcome = Imported::default();
    let list = tx.begin_code_list(Kind::Pairs, from, &release::part_of(&file.name), at)?;
    let mut reader = ncci::Reader::new(Metered {
        input: file.input,
        bytes: Rc::clone(&watch.bytes),
    });
    let mut open: Option<(Procedure, Vec<u8>)> = None;
    while let Some(next) = reader.next_pair()? {
        watch.lines = watch.lines.saturating_add(1);
        if watch.lines.is_multiple_of(STEP.into()) {
            watch.tell()?;
        }
        match next {
            Ok(pair) => {
                let (first, mut block) = match open.take() {
                    Some((first, block)) if first == pair.first && block.len() < LONGEST_BLOCK => {
                        (first, block)
                    }
                    full => {
                        keep_block(tx, list, full)?;
                        (pair.first, Pair::begin(pair.first))
                    }
                };
                pair.add_to(&mut block);
                open = Some((first, block));
                outcome.taken = outcome.taken.saturating_add(1);
            }
            Err(refused) => {
                let why = match label {
                    Some(name) => format!("{name}: {}", refused.why),
                    None => refused.why.to_string(),
                };
                outcome.refuse(refused.line, why);
            }
        }
    }
    keep_block(tx, list, open)?;
    tx.end_code_list(list, reader.words(), outcome.taken)?;
    Ok(outcome)
}

fn keep_block(
    tx: &Tx<'_>,
    list: CodeListId,
    block: Option<(Procedure, Vec<u8>)>,
) -> Result<(), OfficeError> {
    if let Some((_, block)) = block {
        tx.add_code_block(list, &block)?;
    }
    Ok(())
}
