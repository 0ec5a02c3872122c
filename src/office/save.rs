//! Saving a file outside the book: whole, or not at all.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::OfficeError;

/// Saves a file where the user said, in place of what may be there.
///
/// # Errors
/// [`OfficeError::File`] when the disk says no; what was there before is there still.
pub fn save_file(path: &Path, bytes: &[u8]) -> Result<(), OfficeError> {
    put(path, bytes).map_err(|source| OfficeError::File {
        task: "save the file",
        source,
    })
}

/// Writes beside the place, on the disk for certain, then renames, so that whoever looks sees a whole file or none.
pub(super) fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let aside = path.with_file_name(name);
    let written = fs::File::create(&aside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&aside, path)?;
        keep_name(path)
    });
    if written.is_err() {
        // Half of a file under another name helps nobody.
        let _ = fs::remove_file(&aside);
    }
    written
}

/// Makes a rename outlast a power cut, where a folder can be put on the disk by itself.
#[cfg(unix)]
fn keep_name(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn keep_name(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_saved_whole_or_the_old_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pdf");
        save_file(&path, b"first").unwrap();
        save_file(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert!(save_file(&folder.path().join("none").join("key.pdf"), b"").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
