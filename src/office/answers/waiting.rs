//! Files of answers that lie in the receivers' folders and were not taken in yet: found, tried together, taken in
//! together. It must not know what an answer says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{AnswerPlan, AnswerRefusal, read};
use crate::office::progress::Progress;
use crate::office::{Office, OfficeError, holds_remittances};

/// So many files are looked at, the newest.
const MOST_FILES: usize = 300;
/// The largest file that is read, in bytes.
const LARGEST: u64 = 16 << 20;
/// So many bytes are read in all.
const MOST_BYTES: u64 = 64 << 20;

/// A file of answers before it is taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerFile {
    /// How it is called.
    pub name: String,
    /// What is in it.
    pub bytes: Arc<Vec<u8>>,
}

/// A file in a receiver's folder that was not taken in yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaitingFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Whose folder that is.
    pub receiver: String,
    /// The file, or in words why it cannot be taken in.
    #[serde(serialize_with = "problem_only")]
    pub file: Result<AnswerFile, String>,
}

/// What lies in the folders in which answers arrive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WaitingAnswers {
    /// Files that were not taken in yet, the oldest first.
    pub files: Vec<WaitingFile>,
    /// Files of remittances that were not taken in yet, the oldest first.
    #[serde(skip)]
    pub remittances: Vec<AnswerFile>,
    /// Receivers whose folder cannot be read, each with why.
    pub unread: Vec<(String, String)>,
    /// How many older files were not looked at.
    pub left_out: usize,
}

impl WaitingAnswers {
    /// Those that can be taken in.
    pub fn ready(&self) -> Vec<AnswerFile> {
        let files = self.files.iter();
        files
            .filter_map(|one| one.file.as_ref().ok())
            .cloned()
            .collect()
    }

    /// Those that cannot, each with its name and why.
    pub fn problems(&self) -> Vec<(String, &str)> {
        let files = self.files.iter();
        files
            .filter_map(|one| Some((name_of(&one.path), one.file.as_ref().err()?.as_str())))
            .collect()
    }
}

/// What ends a trial run: its result, which is no failure, or one.
enum Trial {
    Planned(Vec<AnswerPlan>),
    Failed(OfficeError),
}

impl From<OfficeError> for Trial {
    fn from(error: OfficeError) -> Self {
        Self::Failed(error)
    }
}

/// What is remembered of the files in the receivers' folders, so that none is read again while nobody touched it: when
/// it was changed, how large it is, and what it was.
#[derive(Debug, Default)]
pub(in crate::office) struct Looked(BTreeMap<PathBuf, (SystemTime, u64, Was)>);

/// What a file was when it was read.
#[derive(Clone, Debug)]
enum Was {
    /// Taken in already.
    Taken,
    /// Nothing that can be taken in, and why.
    Unsound(String),
}

/// What a file in a receiver's folder is.
enum Found {
    /// Nothing new: it was taken in already, or lies there twice.
    Known,
    /// Answers to claims.
    Answers(AnswerFile),
    /// Remittances.
    Remittances(AnswerFile),
    /// Nothing that can be taken in, and why.
    Wrong(String),
}

impl Looked {
    fn at(&self, file: &Lying) -> Option<Was> {
        let (changed, size, was) = self.0.get(&file.path)?;
        (*changed == file.changed && *size == file.size).then(|| was.clone())
    }

    fn put(&mut self, file: &Lying, was: Was) {
        let seen = (file.changed, file.size, was);
        let _before = self.0.insert(file.path.clone(), seen);
    }
}

impl Office {
    /// Looks into the folders in which answers arrive for files that were not taken in yet, told by their content. Of
    /// very many only the newest are looked at. Changes nothing in the book. A file that was taken in, or that is none,
    /// is not read again before somebody changes it.
    ///
    /// # Errors
    /// What the book says. A folder or a file that cannot be read is told in the result.
    pub fn waiting_answers(&mut self) -> Result<WaitingAnswers, OfficeError> {
        let mut waiting = WaitingAnswers::default();
        let mut found = Vec::new();
        let mut folders = BTreeSet::new();
        for receiver in self.store.receivers()? {
            let folder = receiver.what.profile.folder_in;
            if folder.is_empty() || !receiver.is_active || !folders.insert(folder.clone()) {
                continue;
            }
            let name = receiver.what.name;
            match listed(Path::new(&folder)) {
                Ok(files) => found.extend(files.into_iter().map(|one| (one, name.clone()))),
                Err(error) => waiting.unread.push((name, error.to_string())),
            }
        }
        found.sort_by(|(one, _), (other, _)| other.cmp(one));
        waiting.left_out = found.len().saturating_sub(MOST_FILES);
        found.truncate(MOST_FILES);
        let (mut left, mut seen) = (MOST_BYTES, BTreeSet::new());
        for (lying, receiver) in found {
            let found = match self.looked.at(&lying) {
                Some(Was::Taken) => continue,
                Some(Was::Unsound(why)) => Found::Wrong(why),
                None if lying.size.min(LARGEST) > left => {
                    waiting.left_out = waiting.left_out.saturating_add(1);
                    continue;
                }
                None => {
                    left = left.saturating_sub(lying.size.min(LARGEST));
                    self.look_into(&lying, &mut seen)?
                }
            };
            let file = match found {
                Found::Known => continue,
                Found::Remittances(file) => {
                    waiting.remittances.push(file);
                    continue;
                }
                Found::Answers(file) => Ok(file),
                Found::Wrong(why) => Err(why),
            };
            waiting.files.push(WaitingFile {
                path: lying.path,
                receiver,
                file,
            });
        }
        waiting.files.reverse();
        waiting.remittances.reverse();
        Ok(waiting)
    }

    /// Reads a file and tells what it is.
    fn look_into(
        &mut self,
        lying: &Lying,
        seen: &mut BTreeSet<[u8; 32]>,
    ) -> Result<Found, OfficeError> {
        let bytes = match content(&lying.path) {
            Ok(bytes) => bytes,
            // It may be readable the next time.
            Err(why) => return Ok(Found::Wrong(why)),
        };
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        if self.store.is_answer_file(hash)? || self.store.is_remit_file(hash)? {
            self.looked.put(lying, Was::Taken);
            return Ok(Found::Known);
        }
        if !seen.insert(hash) {
            return Ok(Found::Known);
        }
        let is_money = holds_remittances(&bytes);
        let why = match read(&bytes) {
            Err(AnswerRefusal::Unsound { problem, .. }) if !is_money => problem,
            Err(refusal) if !is_money => refusal.to_string(),
            Ok(_) | Err(_) => {
                let file = AnswerFile {
                    name: name_of(&lying.path),
                    bytes: Arc::new(bytes),
                };
                return Ok(if is_money {
                    Found::Remittances(file)
                } else {
                    Found::Answers(file)
                });
            }
        };
        self.looked.put(lying, Was::Unsound(why.clone()));
        Ok(Found::Wrong(why))
    }

    /// Says what several files of answers would do, one after the other, and does nothing.
    ///
    /// # Errors
    /// As [`Office::read_answers`], of the first that cannot be taken in.
    pub fn read_answer_files(
        &mut self,
        files: &[AnswerFile],
        progress: Progress<'_>,
    ) -> Result<Vec<AnswerPlan>, OfficeError> {
        let outcome = self.together(|office| {
            let mut plans = office.take_each(files, progress)?;
            for plan in &mut plans {
                plan.file = None;
            }
            Err::<(), _>(Trial::Planned(plans))
        });
        match outcome {
            Err(Trial::Planned(plans)) => Ok(plans),
            Err(Trial::Failed(error)) => Err(error),
            Ok(()) => Err(OfficeError::Stopped),
        }
    }

    /// Takes several files of answers in, all of them or none.
    ///
    /// # Errors
    /// As [`Office::read_answers`], of the first that cannot be taken in.
    pub fn take_answer_files(
        &mut self,
        files: &[AnswerFile],
        progress: Progress<'_>,
    ) -> Result<Vec<AnswerPlan>, OfficeError> {
        self.together(|office| office.take_each(files, progress))
    }

    fn take_each(
        &mut self,
        files: &[AnswerFile],
        progress: Progress<'_>,
    ) -> Result<Vec<AnswerPlan>, OfficeError> {
        if let [one] = files {
            return Ok(vec![self.take_answers(&one.name, &one.bytes, progress)?]);
        }
        let total = u64::try_from(files.len()).unwrap_or(u64::MAX);
        let mut plans = Vec::with_capacity(files.len());
        for (done, one) in (1..).zip(files) {
            let step = &mut |_, _| progress(done, total);
            plans.push(self.take_answers(&one.name, &one.bytes, step)?);
        }
        Ok(plans)
    }
}

/// A file in a folder, ordered by when it came.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Lying {
    changed: SystemTime,
    path: PathBuf,
    size: u64,
}

/// The files of a folder. Those whose names begin with a point are somebody's unfinished work.
fn listed(folder: &Path) -> io::Result<Vec<Lying>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        // What went away meanwhile is not there.
        let path = entry.path();
        let Ok(about) = fs::metadata(&path) else {
            continue;
        };
        if about.is_file() {
            files.push(Lying {
                changed: about.modified().unwrap_or(SystemTime::UNIX_EPOCH),
                path,
                size: about.len(),
            });
        }
    }
    Ok(files)
}

fn content(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = File::open(path)
        .and_then(|file| file.take(LARGEST.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| error.to_string())?;
    if u64::try_from(read).is_ok_and(|read| read <= LARGEST) {
        Ok(bytes)
    } else {
        Err(String::from("the file is larger than any answer"))
    }
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Writes why a file cannot be taken in, nothing when it can.
fn problem_only<S: serde::Serializer>(
    file: &Result<AnswerFile, String>,
    to: S,
) -> Result<S::Ok, S::Error> {
    file.as_ref().err().serialize(to)
}
