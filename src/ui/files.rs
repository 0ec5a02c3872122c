//! The system's dialogs for files and folders, and handing a file to the system's viewer. It must not know what is in
//! a file.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use iced::Task;

/// Where paths come from. Clones share one source.
#[derive(Clone, Debug, Default)]
pub enum Files {
    /// The system's dialogs and viewers.
    #[default]
    System,
    /// These, one after the other, and no viewer: for tests of the window.
    Given(Arc<Mutex<VecDeque<PathBuf>>>),
}

/// A kind of file: what people call it, and how its name ends.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// As “Comma-separated values”.
    pub name: &'static str,
    /// Without the dot.
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
    endings: &["csv", "txt"],
};
/// A code set as it is published.
pub const TEXT: Kind = Kind {
    name: "Text",
    endings: &["txt"],
};
/// A claim file.
pub const X12: Kind = Kind {
    name: "X12",
    endings: &["edi", "837", "x12", "txt"],
};

impl Files {
    /// Gives these paths, in turn, instead of asking.
    pub fn given(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self::Given(Arc::new(Mutex::new(paths.into_iter().collect())))
    }

    /// Adds a path to be given, for tests.
    pub fn give(&self, path: impl Into<PathBuf>) {
        if let Self::Given(paths) = self {
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
        match self {
            Self::System => Task::perform(
                async move { dialog.await.map(|file| file.path().to_owned()) },
                then,
            ),
            Self::Given(paths) => Task::done(then(
                paths
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .pop_front(),
            )),
        }
    }

    /// Hands a file to whatever the system shows such files with; gives what went wrong.
    pub fn show<M: Send + 'static>(
        &self,
        path: PathBuf,
        then: impl FnOnce(Result<(), String>) -> M + Send + 'static,
    ) -> Task<M> {
        match self {
            Self::System => Task::perform(
                async move {
                    opener::open(&path)
                        .map_err(|_| format!("No program is set up to show {}.", path.display()))
                },
                then,
            ),
            Self::Given(_) => Task::done(then(Ok(()))),
        }
    }
}
