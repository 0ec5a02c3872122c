//! The one thread that owns the office. Screens send it work and are told the answer; nothing else touches the disk,
//! so the window never waits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use iced::Task;
use iced::futures::channel::{mpsc as stream, oneshot};
use iced::futures::future::BoxFuture;

use crate::demo::DemoError;
use crate::office::{Go, Office, OfficeError, Progress};

/// What the worker does next: it has the office, or none while no book is open.
type Job = Box<dyn FnOnce(&mut Option<Office>) + Send>;

/// An answer on its way.
pub type Answer<T> = BoxFuture<'static, Result<T, Failure>>;

/// Why no answer came. Cheap to clone, because messages are.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The office said no.
    Office(Arc<OfficeError>),
    /// No book is open.
    NoBook,
    /// The records thread is gone.
    Stopped,
    /// The system could not do its part, as this sentence says.
    Words(String),
}

impl Failure {
    /// What happened, in one sentence.
    pub fn words(&self) -> String {
        match self {
            Self::Office(error) => sentence(&error.to_string()),
            Self::NoBook => String::from("No book is open."),
            Self::Words(words) => words.clone(),
            Self::Stopped => String::from(
                "The records thread stopped. Close Pegboard and open it again; what was saved is safe.",
            ),
        }
    }
}

impl From<OfficeError> for Failure {
    fn from(error: OfficeError) -> Self {
        Self::Office(Arc::new(error))
    }
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        Self::Words(sentence(&error.to_string()))
    }
}

/// Gives error words the look of a sentence: a capital first, a full stop last.
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let start = letters
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    let stop = if words.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    format!("{start}{}{stop}", letters.as_str())
}

/// How far long work is.
#[derive(Clone, Debug)]
pub enum Step<T> {
    /// So much is done.
    Going { done: u64, total: u64 },
    /// It ended.
    Done(Result<T, Failure>),
}

/// Stops long work. Dropping it does not.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the work to stop; nothing of it is kept.
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn answer(&self) -> Go {
        if self.0.load(Ordering::Relaxed) {
            Go::Stop
        } else {
            Go::On
        }
    }
}

/// A handle to the records thread. Clones send to the same one.
#[derive(Clone)]
pub struct Worker {
    way: Way,
}

/// Where work is done.
#[derive(Clone)]
enum Way {
    /// On the records thread.
    Thread(mpsc::Sender<Job>),
    /// At once, where it is asked for: so that a test sees each answer in its turn.
    Here(Arc<Mutex<Option<Office>>>),
}

impl Worker {
    /// Starts the thread, with the book that is open already, if any.
    pub fn start(mut office: Option<Office>) -> Self {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let begun = thread::Builder::new()
            .name(String::from("records"))
            .spawn(move || {
                for job in waiting {
                    job(&mut office);
                }
            });
        // Without a thread every send fails, and every screen says so.
        drop(begun);
        Self {
            way: Way::Thread(jobs),
        }
    }

    /// Works in the caller's thread on that office, if any: for tests of the window.
    pub fn here(office: Option<Office>) -> Self {
        Self {
            way: Way::Here(Arc::new(Mutex::new(office))),
        }
    }

    /// Hands the job over; gives whether there is anybody to do it.
    fn hand(&self, job: Job) -> bool {
        match &self.way {
            Way::Thread(jobs) => jobs.send(job).is_ok(),
            Way::Here(office) => {
                job(&mut office.lock().unwrap_or_else(PoisonError::into_inner));
                true
            }
        }
    }

    /// Opens, makes or closes the book: `work` may put an office in place or take it away.
    pub fn change<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Option<Office>) -> Result<T, OfficeError> + Send + 'static,
    ) -> Answer<T> {
        self.send(move |office| work(office).map_err(Failure::from))
    }

    /// Runs one verb of the office.
    pub fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Office) -> Result<T, OfficeError> + Send + 'static,
    ) -> Answer<T> {
        self.send(move |office| match office {
            Some(office) => work(office).map_err(Failure::from),
            None => Err(Failure::NoBook),
        })
    }

    /// Runs one verb as a task whose answer becomes a message.
    pub fn ask<T: Send + 'static, M: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Office) -> Result<T, OfficeError> + Send + 'static,
        then: impl FnOnce(Result<T, Failure>) -> M + Send + 'static,
    ) -> Task<M> {
        Task::perform(self.run(work), then)
    }

    /// Runs long work, whose steps become messages, and gives what stops it.
    pub fn ask_long<T: Send + 'static, M: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Office, Progress<'_>) -> Result<T, OfficeError> + Send + 'static,
        then: impl Fn(Step<T>) -> M + Send + 'static,
    ) -> (Task<M>, Cancel) {
        let work = |slot: &mut Option<Office>, progress: Progress<'_>| match slot {
            Some(office) => work(office, progress).map_err(Failure::from),
            None => Err(Failure::NoBook),
        };
        self.change_long(work, then)
    }

    /// Opens, makes or closes a book by long work, whose steps become messages, and gives what stops it.
    pub fn change_long<T: Send + 'static, M: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Option<Office>, Progress<'_>) -> Result<T, Failure> + Send + 'static,
        then: impl Fn(Step<T>) -> M + Send + 'static,
    ) -> (Task<M>, Cancel) {
        let cancel = Cancel::default();
        let (tell, steps) = stream::unbounded();
        let stop = cancel.clone();
        let telling = tell.clone();
        let job: Job = Box::new(move |office| {
            let mut shown = u64::MAX;
            let mut progress = |done: u64, total: u64| {
                // A hundred steps are enough for a bar and few enough for the queue.
                let percent = done.saturating_mul(100).checked_div(total).unwrap_or(0);
                if percent != shown {
                    shown = percent;
                    let _ = telling.unbounded_send(Step::Going { done, total });
                }
                stop.answer()
            };
            let outcome = work(office, &mut progress);
            let _ = telling.unbounded_send(Step::Done(outcome));
        });
        if !self.hand(job) {
            let _ = tell.unbounded_send(Step::Done(Err(Failure::Stopped)));
        }
        (Task::run(steps, then), cancel)
    }

    fn send<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Option<Office>) -> Result<T, Failure> + Send + 'static,
    ) -> Answer<T> {
        let (answer, wait) = oneshot::channel();
        let job: Job = Box::new(move |office| {
            // Nobody waits any more when the screen has gone; the work is done all the same.
            let _ = answer.send(work(office));
        });
        let is_handed = self.hand(job);
        Box::pin(async move {
            if is_handed {
                wait.await.unwrap_or(Err(Failure::Stopped))
            } else {
                Err(Failure::Stopped)
            }
        })
    }
}
