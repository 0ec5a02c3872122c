//! Answers to claims before the money: a file of them is read, led back to what was sent, and taken in whole or not at
//! all. It must not know how a segment is written.
//!
//! Whether a file is whole is known at its end, so it is read to the end before anything is done. A trial run does the
//! same work in a transaction that is dropped: what it shows is what taking the file in would do.

use std::fmt::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::progress::{Go, Progress};
use super::visits::Stamp;
use super::{Office, OfficeError, Refusal, X12Finding};
use crate::domain::answer::{ClaimAnswer, FileRow, KeptPart, Kind, Part};
use crate::domain::id::{AnswerFileId, AnswerPartId, BatchId, ClaimId};
use crate::edi::finding::Severity;
use crate::store::{StoreError, Tx};

mod matching;
mod said;
mod verdict;
mod waiting;
mod work;

pub(super) use self::waiting::Looked;
pub use self::waiting::{AnswerFile, WaitingAnswers, WaitingFile};

use matching::Desk;
use said::Stated;

/// Why a file of answers is not taken in. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerRefusal {
    /// It is not whole or not sound.
    #[error("{problem}; nothing of the file was taken in")]
    Unsound {
        /// The first thing that is wrong with it.
        problem: String,
        /// Everything odd about it, with places.
        findings: Vec<X12Finding>,
    },
    /// It holds nothing that answers claims.
    #[error("the file holds no TA1, 999, 277CA or 277: nothing in it answers a claim")]
    NoAnswers,
    /// It is known already what the answer is about.
    #[error("this answer was matched already")]
    Matched,
    /// The answer is about a whole file.
    #[error("this answer is about a whole file, not about one claim")]
    NotOfAClaim,
    /// The answer is about one claim.
    #[error("this answer is about one claim, not about a whole file")]
    NotOfAFile,
    /// The answer says nothing that a claim is moved by.
    #[error("this answer says nothing about the claims of a file")]
    SaysNothing,
}

/// What a file of answers does, or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerPlan {
    /// How the file is called.
    pub name: String,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// The kinds of answers in it.
    pub kinds: Vec<Kind>,
    /// Its parts in order, with what each does.
    pub parts: Vec<Part>,
    /// What is odd about it.
    pub findings: Vec<X12Finding>,
    /// The file as it was taken in before; then nothing is done again.
    pub earlier: Option<FileRow>,
    /// The file in the book; none when this was a trial run or it was taken in before.
    pub file: Option<AnswerFileId>,
}

impl AnswerPlan {
    /// How many claims it moves.
    pub fn moved(&self) -> usize {
        let effects = self.parts.iter().flat_map(|part| &part.effects);
        effects.filter(|effect| effect.from != effect.to).count()
    }

    /// How many parts fit nothing that was sent.
    pub fn unmatched(&self) -> usize {
        self.parts.iter().filter(|part| part.is_unmatched()).count()
    }
}

/// What ends a trial run: its result, which is no failure, or one.
enum Trial {
    Planned(Box<AnswerPlan>),
    Failed(OfficeError),
}

impl From<OfficeError> for Trial {
    fn from(error: OfficeError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Trial {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl Office {
    /// Says what a file of answers would do, and does nothing.
    ///
    /// # Errors
    /// [`AnswerRefusal`] when it cannot be taken in, [`OfficeError::Stopped`] when `progress` says so, or what the book
    /// says.
    pub fn read_answers(
        &mut self,
        name: &str,
        bytes: &[u8],
        progress: Progress<'_>,
    ) -> Result<AnswerPlan, OfficeError> {
        let read = read(bytes)?;
        let stamp = self.stamp();
        let clock = self.clock.clone();
        let outcome = self.store.transact(|tx| {
            let plan = take(tx, (name, bytes), read, &clock, stamp, progress)?;
            Err::<(), _>(Trial::Planned(Box::new(AnswerPlan { file: None, ..plan })))
        });
        match outcome {
            Err(Trial::Planned(plan)) => Ok(*plan),
            Err(Trial::Failed(error)) => Err(error),
            Ok(()) => Err(OfficeError::Stopped),
        }
    }

    /// Takes a file of answers in: keeps it byte for byte and does what it says, all of it or nothing. The same file
    /// again does nothing, and says when it was taken in.
    ///
    /// # Errors
    /// As [`Office::read_answers`].
    pub fn take_answers(
        &mut self,
        name: &str,
        bytes: &[u8],
        progress: Progress<'_>,
    ) -> Result<AnswerPlan, OfficeError> {
        let read = read(bytes)?;
        let clock = self.clock.clone();
        self.stamped("take answers in", |tx, stamp| {
            let plan = take(tx, (name, bytes), read, &clock, stamp, progress)?;
            let object = plan.file.map_or_else(String::new, object);
            Ok((object, plan))
        })
    }

    /// Says of an answer that fits nothing which claim it is about, and does what it says.
    ///
    /// # Errors
    /// [`AnswerRefusal::Matched`], [`AnswerRefusal::NotOfAClaim`], [`Refusal::NotThere`], or what the book says.
    pub fn match_answer(&mut self, id: AnswerPartId, claim: ClaimId) -> Result<(), OfficeError> {
        let clock = self.clock.clone();
        self.stamped("match an answer", |tx, stamp| {
            let part = tx.answer_part(id)?.ok_or(Refusal::NotThere {
                what: "answer",
                number: id.get(),
            })?;
            if !part.is_unmatched() {
                return Err(AnswerRefusal::Matched.into());
            }
            let bytes = tx.answer_file_bytes(part.file)?.unwrap_or_default();
            let read = read(&bytes)?;
            let stated = read.stated.iter().find(|one| one.segment == part.segment);
            let desk = Desk::new(tx, &clock)?;
            let effect = match stated {
                Some(stated) if part.is_of_a_claim => desk.by_hand(stated, claim)?,
                Some(_) | None => None,
            };
            let effect = effect.ok_or(AnswerRefusal::NotOfAClaim)?;
            matching::apply(tx, (part.file, id, part.segment), part.kind, &effect, stamp)?;
            Ok((format!("claim:{claim}"), ()))
        })
    }

    /// Says of an answer about a whole file (a TA1, or a part of a 999) that fits nothing which batch it is about, and
    /// does what it says to the claims of that batch. Gives how many those are.
    ///
    /// # Errors
    /// [`AnswerRefusal::Matched`], [`AnswerRefusal::NotOfAFile`], [`AnswerRefusal::SaysNothing`],
    /// [`Refusal::NotThere`], or what the book says.
    pub fn match_answer_to_batch(
        &mut self,
        id: AnswerPartId,
        batch: BatchId,
    ) -> Result<usize, OfficeError> {
        let clock = self.clock.clone();
        self.stamped("match an answer to a batch", |tx, stamp| {
            let none = |what, number| Refusal::NotThere { what, number };
            let part = tx
                .answer_part(id)?
                .ok_or_else(|| none("answer", id.get()))?;
            if !part.is_unmatched() {
                return Err(AnswerRefusal::Matched.into());
            }
            if part.is_of_a_claim {
                return Err(AnswerRefusal::NotOfAFile.into());
            }
            let sent = tx
                .sent_batch(batch)?
                .ok_or_else(|| none("batch", batch.get()))?;
            let bytes = tx.answer_file_bytes(part.file)?.unwrap_or_default();
            let read = read(&bytes)?;
            let stated = read.stated.iter().find(|one| one.segment == part.segment);
            let desk = Desk::new(tx, &clock)?.meaning(sent);
            let meant = match stated {
                Some(stated) => desk.part(stated)?,
                None => None,
            };
            let effects = meant.map(|part| part.effects).unwrap_or_default();
            if effects.is_empty() {
                return Err(AnswerRefusal::SaysNothing.into());
            }
            for effect in &effects {
                matching::apply(tx, (part.file, id, part.segment), part.kind, effect, stamp)?;
            }
            Ok((format!("batch:{batch}"), effects.len()))
        })
    }

    /// Lists the files of answers that were taken in, the newest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn answer_files(&self, limit: usize) -> Result<Vec<FileRow>, OfficeError> {
        Ok(self.store.answer_files(limit)?)
    }

    /// Lists the parts of a file of answers.
    ///
    /// # Errors
    /// What the book says.
    pub fn answer_parts(
        &self,
        file: AnswerFileId,
        limit: usize,
    ) -> Result<Vec<KeptPart>, OfficeError> {
        Ok(self.store.answer_parts(file, limit)?)
    }

    /// Lists the answers that fit nothing that was sent.
    ///
    /// # Errors
    /// What the book says.
    pub fn unmatched_answers(&self, limit: usize) -> Result<Vec<KeptPart>, OfficeError> {
        Ok(self.store.unmatched_answers(limit)?)
    }

    /// Lists what was answered to a claim, the oldest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn answers_to(&self, claim: ClaimId) -> Result<Vec<ClaimAnswer>, OfficeError> {
        Ok(self.store.answers_to(claim)?)
    }

    /// Gives a file of answers byte for byte, with its name.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn answer_file(&self, id: AnswerFileId) -> Result<(String, Vec<u8>), OfficeError> {
        let none = Refusal::NotThere {
            what: "file of answers",
            number: id.get(),
        };
        let row = self.store.answer_file(id)?.ok_or_else(|| none.clone())?;
        let bytes = self.store.answer_file_bytes(id)?.ok_or(none)?;
        Ok((row.name, bytes))
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            verb: "read a file of answers",
            at: self.clock.now(),
            by: self.user.id,
            today: self.today(),
        }
    }
}

fn object(file: AnswerFileId) -> String {
    format!("answer:{file}")
}

/// A file that was read to its end and is sound.
struct Whole {
    stated: Vec<Stated>,
    findings: Vec<X12Finding>,
}

fn read(bytes: &[u8]) -> Result<Whole, AnswerRefusal> {
    let (stated, findings) = said::read(bytes)?;
    let worst = findings
        .iter()
        .find(|finding| finding.severity == Severity::Error);
    if let Some(finding) = worst {
        return Err(AnswerRefusal::Unsound {
            problem: format!(
                "segment {}, byte {}: {}",
                finding.position.segment, finding.position.byte, finding.text
            ),
            findings,
        });
    }
    if stated.is_empty() {
        return Err(AnswerRefusal::NoAnswers);
    }
    Ok(Whole { stated, findings })
}

/// Keeps a file and does what it says, part after part, so that each sees what those before it did.
fn take(
    tx: &Tx<'_>,
    (name, bytes): (&str, &[u8]),
    read: Whole,
    clock: &super::Clock,
    stamp: Stamp,
    progress: Progress<'_>,
) -> Result<AnswerPlan, OfficeError> {
    let kept = tx.attach(bytes, stamp.at)?;
    let mut plan = AnswerPlan {
        name: name.to_owned(),
        sha256: sha256(bytes),
        kinds: said::kinds(&read.stated),
        parts: Vec::new(),
        findings: read.findings,
        earlier: None,
        file: None,
    };
    if let Some(earlier) = tx.answer_file_of(kept)? {
        plan.earlier = tx.answer_file(earlier)?;
        return Ok(plan);
    }
    let name = if name.trim().is_empty() {
        "answers"
    } else {
        name
    };
    let file = tx.add_answer_file(name, &plan.kinds, kept, stamp.at, stamp.by)?;
    let desk = Desk::new(tx, clock)?;
    let total = u64::try_from(read.stated.len()).unwrap_or(u64::MAX);
    for (done, stated) in (1..).zip(&read.stated) {
        if let Some(part) = desk.part(stated)? {
            let id = tx.add_answer_part(file, &part)?;
            for effect in &part.effects {
                matching::apply(tx, (file, id, part.segment), part.kind, effect, stamp)?;
            }
            plan.parts.push(part);
        }
        if progress(done, total) == Go::Stop {
            return Err(OfficeError::Stopped);
        }
    }
    plan.file = Some(file);
    Ok(plan)
}

/// The SHA-256 of bytes in hexadecimal digits.
pub(in crate::office) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut digits, byte| {
        // Writing to a text cannot fail.
        let _written = write!(digits, "{byte:02x}");
        digits
    })
}

impl From<AnswerRefusal> for OfficeError {
    fn from(refusal: AnswerRefusal) -> Self {
        Self::Answers(Box::new(refusal))
    }
}
