//! The files of a run: written into a folder of their own first, and moved to where they belong once the book has
//! kept the statements. Their names tell nothing of a patient.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::office::OfficeError;

/// Files being written; gone when dropped before [`Files::keep`].
pub(super) struct Files {
    folder: PathBuf,
    part: PathBuf,
}

/// The name of one statement's file.
pub(super) fn name_of(number: &str) -> String {
    format!("statement-{number}.pdf")
}

impl Files {
    /// Makes the folder, and the one inside it that holds what is not finished.
    pub(super) fn begin(folder: &Path) -> Result<Self, OfficeError> {
        let part = folder.join(".statements.part");
        let begun = fs::create_dir_all(folder).and_then(|()| {
            if part.is_dir() {
                // Left over from a run that was cut off. What it kept, if anything, is in the book.
                fs::remove_dir_all(&part)?;
            }
            fs::create_dir(&part)
        });
        begun.map_err(failed)?;
        Ok(Self {
            folder: folder.to_owned(),
            part,
        })
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OfficeError> {
        fs::write(self.part.join(name), bytes).map_err(failed)
    }

    pub(super) fn write_with(
        &self,
        name: &str,
        work: impl FnOnce(&mut BufWriter<File>) -> Result<(), OfficeError>,
    ) -> Result<(), OfficeError> {
        let mut to = BufWriter::new(File::create(self.part.join(name)).map_err(failed)?);
        work(&mut to)?;
        to.flush()
            .and_then(|()| to.get_ref().sync_all())
            .map_err(failed)
    }

    /// Moves everything to where it belongs, and gives the folder.
    pub(super) fn keep(self) -> Result<PathBuf, OfficeError> {
        let moved = fs::read_dir(&self.part).and_then(|entries| {
            for entry in entries {
                let entry = entry?;
                fs::rename(entry.path(), self.folder.join(entry.file_name()))?;
            }
            Ok(())
        });
        moved.map_err(|source| OfficeError::File {
            task: "put the statements into their folder, though each of them is kept in the book",
            source,
        })?;
        Ok(self.folder.clone())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _gone = fs::remove_dir_all(&self.part);
    }
}

fn failed(source: io::Error) -> OfficeError {
    OfficeError::File {
        task: "write the statements",
        source,
    }
}
