//! Claims to files: scrubbed once more, put together by receiver, numbered, kept in the book, then written out. It must
//! not know how segments look.
//!
//! The book comes first: one transaction gives the numbers, keeps each file byte for byte and each claim as it was
//! sent, and lets the claims stand as sent. Only then is a file written, so that a fault in between loses nothing: the
//! same bytes are written out again by [`Office::write_batch_again`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::claims::{ClaimRefusal, Ground, Say, claim_in, papers_now, settle_with};
use super::progress::{Go, Progress};
use super::visits::Stamp;
use super::{Office, OfficeError, Refusal};
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::id::{BatchId, ClaimId, ReceiverId};
use crate::domain::money::Money;
use crate::domain::practice::Receiver;
use crate::domain::scrub::Finding;
use crate::store::Tx;
use crate::store::claim::Papers;

mod file;
pub(in crate::office) mod form;
pub(in crate::office) mod ids;
pub(in crate::office) mod out;
mod remake;
pub(in crate::office) mod sent;
#[cfg(test)]
mod tests;

pub use self::remake::Remade;
pub use crate::store::batch::{BatchRow, Numbers};

/// Which claims are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<'a> {
    /// Every claim that is ready.
    Ready,
    /// These, each of which is ready.
    These(&'a [ClaimId]),
}

/// Where files are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folders<'a> {
    /// All in this one.
    One(&'a Path),
    /// Each in the folder of its receiver.
    Own,
    /// Each in the folder of its receiver, and in this one where a receiver has none.
    OwnOr(&'a Path),
}

/// A file of claims that is in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BatchFile {
    /// The batch.
    pub batch: BatchId,
    /// Where its file was written, or in words why it was not: it is safe in the book and can be written again.
    pub file: Result<PathBuf, String>,
    /// To whom.
    pub receiver: String,
    /// How many claims.
    pub claims: u32,
    /// Their charges added up.
    pub total: Money,
}

/// What became of the claims that were to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The files, one a receiver unless it takes no file so large.
    pub files: Vec<BatchFile>,
    /// Claims whose payer has no receiver: they go on paper and stay ready.
    pub on_paper: Vec<ClaimNumber>,
    /// Claims that stay here because something is wrong with them after all, and what.
    pub held: Vec<(ClaimNumber, Vec<Finding>)>,
}

/// A batch that is in the book and not written out yet.
struct Kept {
    batch: BatchFile,
    name: String,
    bytes: Vec<u8>,
}

impl Office {
    /// Sends claims: scrubs them once more, and writes those with nothing wrong into `dir`, one file a receiver. Each
    /// file is in the book before it is written out; one that could not be written says why and can be written again.
    ///
    /// # Errors
    /// [`OfficeError::File`] when `dir` takes no file, [`ClaimRefusal::NotReady`] for a claim named that is not ready,
    /// [`ClaimRefusal::SentAlready`] for one that left, [`ClaimRefusal::NoFile`] when a receiver's file cannot be made, [`OfficeError::Stopped`] when `progress` says
    /// so, or what the book says. Nothing is sent then.
    pub fn export(
        &mut self,
        dir: &Path,
        which: Which<'_>,
        progress: Progress<'_>,
    ) -> Result<Exported, OfficeError> {
        self.export_into(Folders::One(dir), which, progress)
    }

    /// Does what [`Office::export`] does, and puts each file into the folder of its receiver.
    ///
    /// # Errors
    /// As [`Office::export`]; [`ClaimRefusal::NoFolder`] for a receiver without a folder of its own.
    pub fn export_to_own_folders(
        &mut self,
        which: Which<'_>,
        progress: Progress<'_>,
    ) -> Result<Exported, OfficeError> {
        self.export_into(Folders::Own, which, progress)
    }

    /// Does what [`Office::export`] does, and puts the files where `folders` says.
    ///
    /// # Errors
    /// As [`Office::export_to_own_folders`].
    pub fn export_into(
        &mut self,
        folders: Folders<'_>,
        which: Which<'_>,
        progress: Progress<'_>,
    ) -> Result<Exported, OfficeError> {
        folders.probe()?;
        let wall = self.clock().wall_time_of(self.clock().now());
        let (mut exported, kept) = self.stamped("export claims", |tx, stamp| {
            let ground = Ground::of(tx)?;
            let sorted = sort_out(tx, &ground, which, stamp, progress)?;
            let mut exported = Exported {
                on_paper: sorted.on_paper,
                held: sorted.held,
                files: Vec::new(),
            };
            let mut kept = Vec::new();
            for (receiver, papers) in sorted.by_receiver.into_values() {
                let folder = folders.of(&receiver)?;
                let run = file::Run {
                    practice: &ground.practice,
                    receiver: &receiver,
                    wall,
                    stamp,
                    remakes: None,
                };
                let files = file::keep(tx, &run, papers, &mut exported.held)?;
                kept.extend(files.into_iter().map(|kept| (kept, folder.clone())));
            }
            Ok((object(&kept), (exported, kept)))
        })?;
        exported.files = put_out(kept);
        Ok(exported)
    }

    /// Writes the file of a batch out again, exactly as it was sent, and gives where it is.
    ///
    /// # Errors
    /// [`OfficeError::File`] when `dir` takes no file, [`Refusal::NotThere`], or what the book says.
    pub fn write_batch_again(&mut self, id: BatchId, dir: &Path) -> Result<PathBuf, OfficeError> {
        let (name, bytes) = self.batch_file(id)?;
        let written = out::write(dir, &name, &bytes).map_err(|source| OfficeError::File {
            task: "write the claim file",
            source,
        })?;
        self.write("write a batch out again", |_, _| {
            Ok((format!("batch:{id}"), ()))
        })?;
        Ok(written)
    }

    /// Lists the newest batches.
    ///
    /// # Errors
    /// What the book says.
    pub fn batches(&self, limit: usize) -> Result<Vec<BatchRow>, OfficeError> {
        Ok(self.store.batches(limit)?)
    }

    /// Gives the name and the bytes of a batch's file.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn batch_file(&self, id: BatchId) -> Result<(String, Vec<u8>), OfficeError> {
        let not_there = Refusal::NotThere {
            what: "batch",
            number: id.get(),
        };
        let row = self.store.find_batch(id)?.ok_or(not_there.clone())?;
        let bytes = self.store.batch_file(id)?.ok_or(not_there)?;
        Ok((row.file_name, bytes))
    }

    /// Gives a claim as it was sent in a batch, as JSON.
    ///
    /// # Errors
    /// [`Refusal::NotThere`] when it was not, or what the book says.
    pub fn sent_claim(&self, batch: BatchId, claim: ClaimId) -> Result<String, OfficeError> {
        let not_there = Refusal::NotThere {
            what: "claim in that batch with number",
            number: claim.get(),
        };
        Ok(self.store.sent_claim(batch, claim)?.ok_or(not_there)?)
    }
}

impl Office {
    /// Gives the segments of a claim as they left in a batch: who is insured, who was seen, what is billed.
    ///
    /// # Errors
    /// [`Refusal::NotThere`] when the claim is not in the batch, [`OfficeError::File`] when the file kept is none, or
    /// what the book says.
    pub fn claim_segments(
        &self,
        batch: BatchId,
        number: &ClaimNumber,
    ) -> Result<Vec<String>, OfficeError> {
        let (_, bytes) = self.batch_file(batch)?;
        crate::edi::excerpt::with_subscriber(&bytes, number.as_str()).map_err(|error| {
            OfficeError::File {
                task: "read the claim file",
                source: std::io::Error::other(error.to_string()),
            }
        })
    }
}

fn no_folder(source: std::io::Error) -> OfficeError {
    OfficeError::File {
        task: "write claim files into that folder",
        source,
    }
}

impl Folders<'_> {
    /// Tries the folder that was named, before any work is done.
    pub(in crate::office) fn probe(self) -> Result<(), OfficeError> {
        match self {
            Self::One(dir) | Self::OwnOr(dir) => out::probe(dir).map_err(no_folder),
            Self::Own => Ok(()),
        }
    }

    /// The folder for a receiver's files: the one that was named and tried, or its own, which must take files.
    pub(in crate::office) fn of(self, receiver: &Receiver) -> Result<PathBuf, OfficeError> {
        let profile = &receiver.what.profile;
        let own = (!profile.folder_out.is_empty()).then(|| Path::new(&profile.folder_out));
        let folder = match self {
            Self::One(dir) => Some(dir),
            Self::Own => own,
            Self::OwnOr(dir) => own.or(Some(dir)),
        };
        let folder = folder.ok_or_else(|| ClaimRefusal::NoFolder(receiver.what.name.clone()))?;
        if own == Some(folder) {
            out::probe(folder).map_err(no_folder)?;
        }
        Ok(folder.to_owned())
    }
}

/// Writes out files that are in the book.
fn put_out(kept: Vec<(Kept, PathBuf)>) -> Vec<BatchFile> {
    kept.into_iter()
        .map(|(Kept { batch, name, bytes }, dir)| {
            let file = out::write(&dir, &name, &bytes).map_err(|error| error.to_string());
            BatchFile { file, ..batch }
        })
        .collect()
}

fn object(kept: &[(Kept, PathBuf)]) -> String {
    let batches: Vec<String> = kept
        .iter()
        .map(|(kept, _)| format!("batch:{}", kept.batch.batch))
        .collect();
    batches.join(" ")
}

/// Claims to be sent, sorted by where they go.
#[derive(Default)]
struct Sorted {
    by_receiver: BTreeMap<ReceiverId, (Receiver, Vec<Papers>)>,
    on_paper: Vec<ClaimNumber>,
    held: Vec<(ClaimNumber, Vec<Finding>)>,
}

/// Looks at each claim once more and sorts the clean ones by receiver.
fn sort_out(
    tx: &Tx<'_>,
    ground: &Ground,
    which: Which<'_>,
    stamp: Stamp,
    progress: Progress<'_>,
) -> Result<Sorted, OfficeError> {
    let claims = wanted(tx, which)?;
    let total = u64::try_from(claims.len()).unwrap_or(u64::MAX);
    let mut sorted = Sorted::default();
    for (done, id) in (1..).zip(claims) {
        let Some(papers) = papers_now(tx, ground, id, stamp)? else {
            continue;
        };
        let findings = ground.scrub(&papers, stamp);
        let state = settle_with(tx, &papers.claim, &findings, Say::Changes, stamp)?;
        match &papers.receiver {
            _ if state != State::Ready => sorted.held.push((papers.claim.number, findings)),
            None => sorted.on_paper.push(papers.claim.number),
            Some(receiver) => {
                let (_, claims) = sorted
                    .by_receiver
                    .entry(receiver.id)
                    .or_insert_with(|| (receiver.clone(), Vec::new()));
                claims.push(papers);
            }
        }
        if progress(done, total) == Go::Stop {
            return Err(OfficeError::Stopped);
        }
    }
    Ok(sorted)
}

/// The claims that are to be sent, each of which is ready.
pub(in crate::office) fn wanted(
    tx: &Tx<'_>,
    which: Which<'_>,
) -> Result<Vec<ClaimId>, OfficeError> {
    let Which::These(these) = which else {
        return Ok(tx.claims_in(State::Ready)?);
    };
    let mut claims: Vec<ClaimId> = these.to_vec();
    claims.sort_unstable();
    claims.dedup();
    for id in &claims {
        let claim = claim_in(tx, *id)?;
        if claim.state.is_waiting()
            && let Some(batch) = tx.last_batch_of(*id)?
        {
            return Err(ClaimRefusal::sent_already(&claim.number, &batch).into());
        }
        if claim.state.is_waiting()
            && let Some(run) = tx.paper_batches_of(*id)?.pop()
        {
            return Err(ClaimRefusal::PrintedAlready {
                number: claim.number,
                run: run.id,
                at: run.made_at,
            }
            .into());
        }
        if claim.state != State::Ready {
            return Err(ClaimRefusal::NotReady {
                number: claim.number,
                state: claim.state,
            }
            .into());
        }
    }
    Ok(claims)
}
