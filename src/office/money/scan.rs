//! Scanned papers of EOBs: kept in the book as soon as they are chosen, and put to the EOB when it is posted. It must not
//! know what stands on them.

use std::fs;
use std::path::Path;

use super::eob;
use crate::domain::eob::{EobScan, NewEob};
use crate::domain::id::{EobId, EobScanId};
use crate::office::{AttachmentRefusal, Office, OfficeError, Refusal};
use crate::store::attachment::LARGEST;

impl Office {
    /// Keeps a scan of an EOB that is being keyed, under the name its file has.
    ///
    /// # Errors
    /// [`OfficeError::File`] when the file cannot be read, [`AttachmentRefusal`] when it is empty or too large.
    pub fn keep_eob_scan(&mut self, path: &Path) -> Result<EobScan, OfficeError> {
        let wrong = |source| OfficeError::File {
            task: "read the scan",
            source,
        };
        let bytes = fs::metadata(path).map_err(wrong)?.len();
        if usize::try_from(bytes).map_or(true, |length| length > LARGEST) {
            return Err(AttachmentRefusal::TooLarge.into());
        }
        if bytes == 0 {
            return Err(AttachmentRefusal::Empty.into());
        }
        let content = fs::read(path).map_err(wrong)?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        self.stamped("keep a scan of an EOB", |tx, stamp| {
            let file = tx.attach(&content, stamp.at)?;
            let id = tx.keep_scan(&name, file, stamp.at, stamp.by)?;
            Ok((format!("eob scan:{id}"), EobScan { id, name, bytes }))
        })
    }

    /// Takes a scan out of an EOB that was not posted; what was scanned stays in the book.
    ///
    /// # Errors
    /// [`Refusal::NotThere`] when the EOB was posted.
    pub fn drop_eob_scan(&mut self, scan: EobScanId) -> Result<(), OfficeError> {
        self.stamped("take a scan of an EOB out", |tx, _| {
            if !tx.drop_scan(scan)? {
                return Err(not_there(scan).into());
            }
            Ok((format!("eob scan:{scan}"), ()))
        })
    }

    /// Posts an EOB as [`Office::post_eob`] does, with the scans of its paper.
    ///
    /// # Errors
    /// As [`Office::post_eob`]; [`Refusal::NotThere`] for a scan that is gone or belongs to another EOB.
    pub fn post_scanned_eob(
        &mut self,
        eob: &NewEob,
        scans: &[EobScanId],
    ) -> Result<EobId, OfficeError> {
        self.stamped("post an EOB", |tx, stamp| {
            let id = eob::post_checked(tx, eob, stamp)?;
            for scan in scans {
                if !tx.put_scan(*scan, id)? {
                    return Err(not_there(*scan).into());
                }
            }
            Ok((format!("eob:{id}"), id))
        })
    }

    /// Lists the scans of a posted EOB.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn eob_scans(&self, eob: EobId) -> Result<Vec<EobScan>, OfficeError> {
        Ok(self.store.eob_scans(eob)?)
    }

    /// Gives a scan byte for byte, and how its file was called.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn eob_scan(&self, scan: EobScanId) -> Result<(String, Vec<u8>), OfficeError> {
        Ok(self.store.eob_scan(scan)?.ok_or(not_there(scan))?)
    }
}

const fn not_there(scan: EobScanId) -> Refusal {
    Refusal::NotThere {
        what: "scan of an EOB",
        number: scan.get(),
    }
}
