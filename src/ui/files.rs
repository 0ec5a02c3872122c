//! The system's dialogs for files and folders, and handing a file to the system's viewer. It must not know what is in
//! a file.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use iced::Task;

use crate::office::{Office, OfficeError, Spool};
use crate::ui::worker::{Failure, Worker};

/// Where paths come from, and where pages go to be looked at. Clones share both.
#[derive(Clone, Debug, Default)]
pub struct Files {
    way: Way,
    spool: Spool,
}

#[derive(Clone, Debug, Default)]
enum Way {
    /// The system's dialogs and viewers.
    #[default]
    System,
    /// These paths, one after the other, and no viewer.
    Given(Arc<Mutex<VecDeque<PathBuf>>>),
}

/// A kind of file: what people call it, and how its name ends.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// As “Comma-separated values”.
    pub name: &'static str,
    /// Without the dot; some systems tell capitals apart.
    pub endings: &'static [&'static str],
}

/// PDF.
pub const PDF: Kind = Kind {
    name: "PDF",
    endings: &["pdf"],
};
/// A table as text.
pub const CSV: Kind = Kind {
    name: "Comma-separated values",
    endings: &["csv", "txt", "CSV", "TXT"],
};
/// A code set as it is published.
pub const TEXT: Kind = Kind {
    name: "Text",
    endings: &["txt", "TXT"],
};
/// A paper that was scanned or saved.
pub const PAPERS: Kind = Kind {
    name: "Papers",
    endings: &["pdf", "tif", "tiff", "png", "jpg", "jpeg", "txt"],
};
/// A file that came back to claims.
pub const ANSWERS: Kind = Kind {
    name: "Answers",
    endings: &["ta1", "999", "277", "277ca", "edi", "x12", "txt"],
};
/// A file of payments.
pub const REMITTANCES: Kind = Kind {
    name: "Remittances",
    endings: &["835", "era", "edi", "x12", "txt"],
};
/// A claim file.
pub const X12: Kind = Kind {
    name: "X12",
    endings: &["edi", "837", "x12", "txt"],
};

impl Files {
    /// Gives paths in turn instead of asking, and shows nothing: for tests of the window.
    pub fn given(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self {
            way: Way::Given(Arc::new(Mutex::new(paths.into_iter().collect()))),
            spool: Spool::default(),
        }
    }

    /// Removes every page that was shown.
    pub fn clear(&self) {
        self.spool.clear();
    }

    /// Adds a path to be given, for tests.
    pub fn give(&self, path: impl Into<PathBuf>) {
        if let Way::Given(paths) = &self.way {
            paths
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push_back(path.into());
        }
    }

    /// Asks for a folder; none when the dialog was closed.
    pub fn folder<M: Send + 'static>(
        &self,
        title: &str,
        then: impl FnOnce(Option<PathBuf>) -> M + Send + 'static,
    ) -> Task<M> {
        let dialog = rfd::AsyncFileDialog::new().set_title(title);
        self.ask(dialog.pick_folder(), then)
    }

    /// Asks for a file that is there; none when the dialog was closed.
    pub fn file<M: Send + 'static>(
        &self,
        title: &str,
        kind: Kind,
        then: impl FnOnce(Option<PathBuf>) -> M + Send + 'static,
    ) -> Task<M> {
        let dialog = rfd::AsyncFileDialog::new()
            .set_title(title)
            .add_filter(kind.name, kind.endings)
            .add_filter("All files", &["*"]);
        self.ask(dialog.pick_file(), then)
    }

    /// Asks where to save a file, which by default is called `name`; none when the dialog was closed.
    pub fn save<M: Send + 'static>(
        &self,
        title: &str,
        name: &str,
        kind: Kind,
        then: impl FnOnce(Option<PathBuf>) -> M + Send + 'static,
    ) -> Task<M> {
        let dialog = rfd::AsyncFileDialog::new()
            .set_title(title)
            .set_file_name(name)
            .add_filter(kind.name, kind.endings);
        self.ask(dialog.save_file(), then)
    }

    fn ask<M: Send + 'static>(
        &self,
        dialog: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static,
        then: impl FnOnce(Option<PathBuf>) -> M + Send + 'static,
    ) -> Task<M> {
        match &self.way {
            Way::System => Task::perform(
                async move { dialog.await.map(|file| file.path().to_owned()) },
                then,
            ),
            Way::Given(paths) => Task::done(then(
                paths
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .pop_front(),
            )),
        }
    }

    /// Shows pages in the system's viewer, from where they can be printed. `name` must not tell whose they are.
    pub fn view_pages<M: Send + 'static>(
        &self,
        worker: &Worker,
        name: &'static str,
        pages: Vec<u8>,
        then: impl FnOnce(Result<(), Failure>) -> M + Send + 'static,
    ) -> Task<M> {
        let (spool, files) = (self.spool.clone(), self.clone());
        let put = worker.change(move |_| spool.put(name, &pages));
        Task::perform(
            async move {
                let path = put.await?;
                files.hand_over(&path).map_err(Failure::Words)
            },
            then,
        )
    }

    /// Shows a file that the book keeps in the system's viewer. It gets a name that does not tell whose it is, and the
    /// ending that it had.
    pub fn view_kept<M: Send + 'static>(
        &self,
        worker: &Worker,
        read: impl FnOnce(&mut Office) -> Result<(String, Vec<u8>), OfficeError> + Send + 'static,
        then: impl FnOnce(Result<(), Failure>) -> M + Send + 'static,
    ) -> Task<M> {
        let (spool, files) = (self.spool.clone(), self.clone());
        let put = worker.run(move |office| {
            let (name, bytes) = read(office)?;
            spool.put(&plain_name(&name), &bytes)
        });
        Task::perform(
            async move {
                let path = put.await?;
                files.hand_over(&path).map_err(Failure::Words)
            },
            then,
        )
    }

    fn hand_over(&self, path: &Path) -> Result<(), String> {
        match &self.way {
            Way::System => opener::open(path)
                .map_err(|_| format!("No program is set up to show {}.", path.display())),
            Way::Given(_) => Ok(()),
        }
    }

    /// Hands a file to whatever the system shows such files with; gives what went wrong.
    pub fn show<M: Send + 'static>(
        &self,
        path: PathBuf,
        then: impl FnOnce(Result<(), Failure>) -> M + Send + 'static,
    ) -> Task<M> {
        let files = self.clone();
        Task::perform(
            async move { files.hand_over(&path).map_err(Failure::Words) },
            then,
        )
    }
}

/// Endings of papers that a viewer shows and no system runs.
const SHOWN: [&str; 7] = ["pdf", "tif", "tiff", "png", "jpg", "jpeg", "txt"];

/// A name that tells nothing but what kind of file it is. What is of no kind known here is shown as text, so that no
/// system starts it.
fn plain_name(name: &str) -> String {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let known = ending.filter(|ending| SHOWN.contains(&ending.as_str()));
    format!("paper.{}", known.unwrap_or_else(|| String::from("txt")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_file_is_shown_under_a_name_that_tells_nothing_and_starts_nothing() {
        for (name, shown) in [
            ("Whitlock knee.PDF", "paper.pdf"),
            ("scan.tiff", "paper.tiff"),
            ("run.sh", "paper.txt"),
            ("../../x.exe", "paper.txt"),
            ("plain", "paper.txt"),
        ] {
            assert_eq!(plain_name(name), shown, "{name}");
        }
    }
}
