//! Claim files into a folder that a person chose. It must not know what is in them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::office::save::put;

/// Whether a folder takes files, told by writing one and taking it away.
pub(in crate::office) fn probe(dir: &Path) -> io::Result<()> {
    let trial = dir.join(".pegboard-trial.part");
    let _file = File::create(&trial)?;
    fs::remove_file(&trial)
}

/// Writes a file under its name, or under the next free one when another file has it. The same bytes under the same
/// name are left as they are.
pub(in crate::office) fn write(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    match free_place(dir, name, bytes)? {
        Some(place) => put(&place, bytes).map(|()| place),
        None => Ok(dir.join(name)),
    }
}

/// The first place that no other file has; none when this very file stands under its name.
fn free_place(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<Option<PathBuf>> {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    for copy in 1_u32.. {
        let place = if copy == 1 {
            dir.join(name)
        } else {
            dir.join(format!("{stem} ({copy}).{end}"))
        };
        match fs::read(&place) {
            Ok(found) if copy == 1 && found == bytes => return Ok(None),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(place)),
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let place = write(dir.path(), "a.837", b"ISA").unwrap();
        assert_eq!(fs::read(place).unwrap(), b"ISA");
        assert_eq!(names(dir.path()), ["a.837"]);
    }

    #[test]
    fn the_same_file_is_left_alone_and_another_is_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        for _again in 0..2 {
            let place = write(dir.path(), "a.837", b"ISA").unwrap();
            assert_eq!(place, dir.path().join("a.837"));
        }
        let other = write(dir.path(), "a.837", b"other").unwrap();
        assert_eq!(other, dir.path().join("a (2).837"));
        assert_eq!(fs::read(dir.path().join("a.837")).unwrap(), b"ISA");
        assert_eq!(names(dir.path()), ["a (2).837", "a.837"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_found_out_before_anything_is_done() {
        let dir = tempfile::tempdir().unwrap();
        assert!(probe(dir.path()).is_ok());
        assert_eq!(names(dir.path()), Vec::<String>::new());
        let gone = dir.path().join("gone");
        assert_eq!(probe(&gone).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(write(&gone, "a.837", b"ISA").is_err());
    }
}
