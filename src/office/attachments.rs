//! Papers announced with claims, and kept in the book. It must not know what is in them.

use std::fs;
use std::path::Path;

use super::claims::{Say, claim_in, settle};
use super::{Office, OfficeError, Refusal};
use crate::domain::attachment::{ATTACHMENTS_MAX, ClaimAttachment, NewClaimAttachment};
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::id::{ClaimAttachmentId, ClaimId};
use crate::store::Tx;
use crate::store::attachment::LARGEST;

/// Why a paper cannot be announced or taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentRefusal {
    /// Its claim is out of our hands.
    #[error(
        "claim {number} is {}; what was announced with it stays as it was sent",
        state.words().to_lowercase()
    )]
    Sent {
        /// The claim.
        number: ClaimNumber,
        /// Where it stands.
        state: State,
    },
    /// A claim carries no more.
    #[error("a claim announces at most {ATTACHMENTS_MAX} papers")]
    TooMany,
    /// Another paper has that number.
    #[error("number {0} stands on another paper already")]
    NumberTaken(String),
    /// There is nothing to look at.
    #[error("the book keeps no file of this paper")]
    NotKept,
    /// Beyond what the book keeps in one piece.
    #[error("the file is larger than {} MB", LARGEST / (1024 * 1024))]
    TooLarge,
    /// An empty file is no paper.
    #[error("the file is empty")]
    Empty,
}

impl Office {
    /// Announces a paper with a claim that has not left. `file` is kept in the book under its name; none when the paper
    /// is to be had on request, or goes another way.
    ///
    /// # Errors
    /// [`AttachmentRefusal`] with the reason, [`Refusal::NotThere`], or what the book says.
    pub fn announce_attachment(
        &mut self,
        claim: ClaimId,
        new: &NewClaimAttachment,
        file: Option<(&str, &[u8])>,
    ) -> Result<ClaimAttachmentId, OfficeError> {
        if file.is_some_and(|(_, bytes)| bytes.is_empty()) {
            return Err(AttachmentRefusal::Empty.into());
        }
        self.stamped("announce a paper", |tx, stamp| {
            let state = still_here(tx, claim)?;
            if tx.announced(claim)?.len() >= ATTACHMENTS_MAX {
                return Err(AttachmentRefusal::TooMany.into());
            }
            let number = &new.control_number;
            if !number.is_empty() && tx.is_number_taken(number)? {
                return Err(AttachmentRefusal::NumberTaken(number.clone()).into());
            }
            let kept = match file {
                Some((name, bytes)) => Some((tx.attach(bytes, stamp.at)?, name)),
                None => None,
            };
            let id = tx.announce(claim, new, kept, stamp.at, stamp.by)?;
            if state != State::Rejected {
                let _findings = settle(tx, claim, Say::Changes, stamp)?;
            }
            Ok((format!("claim:{claim} paper:{id}"), id))
        })
    }

    /// Does what [`Office::announce_attachment`] does with a file of the disk, under the name it has there.
    ///
    /// # Errors
    /// As [`Office::announce_attachment`]; [`OfficeError::File`] when the file cannot be read.
    pub fn announce_attachment_file(
        &mut self,
        claim: ClaimId,
        new: &NewClaimAttachment,
        path: &Path,
    ) -> Result<ClaimAttachmentId, OfficeError> {
        let wrong = |source| OfficeError::File {
            task: "read the paper",
            source,
        };
        let length = fs::metadata(path).map_err(wrong)?.len();
        if usize::try_from(length).map_or(true, |length| length > LARGEST) {
            return Err(AttachmentRefusal::TooLarge.into());
        }
        let bytes = fs::read(path).map_err(wrong)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.announce_attachment(claim, new, Some((&name, &bytes)))
    }

    /// Takes back an announced paper whose claim has not left. What the book keeps of it stays in the book.
    ///
    /// # Errors
    /// [`AttachmentRefusal::Sent`], [`Refusal::NotThere`], or what the book says.
    pub fn withdraw_attachment(&mut self, id: ClaimAttachmentId) -> Result<(), OfficeError> {
        self.stamped("take back a paper", |tx, stamp| {
            let claim = tx.claim_of_announced(id)?.ok_or(not_there(id))?;
            let state = still_here(tx, claim)?;
            let _was_there = tx.withdraw(id)?;
            if state != State::Rejected {
                let _findings = settle(tx, claim, Say::Changes, stamp)?;
            }
            Ok((format!("claim:{claim} paper:{id}"), ()))
        })
    }

    /// Lists the papers announced with a claim.
    ///
    /// # Errors
    /// What the book says.
    pub fn attachments_of(&self, claim: ClaimId) -> Result<Vec<ClaimAttachment>, OfficeError> {
        Ok(self.store.announced(claim)?)
    }

    /// Gives what the book keeps of an announced paper, byte for byte, and how it was called.
    ///
    /// # Errors
    /// [`AttachmentRefusal::NotKept`], or what the book says.
    pub fn attachment_file(&self, id: ClaimAttachmentId) -> Result<(String, Vec<u8>), OfficeError> {
        let kept = self.store.announced_file(id)?;
        Ok(kept.ok_or(AttachmentRefusal::NotKept)?)
    }
}

const fn not_there(id: ClaimAttachmentId) -> Refusal {
    Refusal::NotThere {
        what: "announced paper",
        number: id.get(),
    }
}

/// Where a claim stands that has not left.
fn still_here(tx: &Tx<'_>, id: ClaimId) -> Result<State, OfficeError> {
    let claim = claim_in(tx, id)?;
    if matches!(claim.state, State::Held | State::Ready | State::Rejected) {
        return Ok(claim.state);
    }
    Err(AttachmentRefusal::Sent {
        number: claim.number,
        state: claim.state,
    }
    .into())
}
