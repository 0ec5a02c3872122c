//! A folder that is asked for in the system's dialog, and typed where none opens. It must not know what goes there.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use iced::Task;

use super::files::Files;
use super::widget::{button, dialog, field, focus};

/// The field for the folder.
const FOLDER: &str = "folder to be typed";
/// A dialog that is closed sooner never opened.
const AT_ONCE: Duration = Duration::from_millis(400);

/// The folder that is being asked for, if any, and what for.
pub struct WhereTo<T> {
    asked: Option<Asked<T>>,
}

struct Asked<T> {
    title: &'static str,
    of: T,
    opened: Instant,
    /// What was typed, and why it is none, where no dialog opens.
    typed: Option<(String, Option<&'static str>)>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A folder was chosen in the system's dialog, or none.
    Chosen(Option<PathBuf>),
    /// One was typed.
    Typed(String),
    /// It is that one.
    Agreed,
    /// It is none.
    Closed,
}

/// What the caller must do.
pub enum Outcome<T> {
    /// Run this.
    Run(Task<Message>),
    /// Go on, with what was asked for and the folder.
    Go(T, PathBuf),
}

impl<T> Default for WhereTo<T> {
    fn default() -> Self {
        Self { asked: None }
    }
}

impl<T> WhereTo<T> {
    /// Asks for a folder for something.
    pub fn ask(&mut self, files: &Files, title: &'static str, of: T) -> Task<Message> {
        self.asked = Some(Asked {
            title,
            of,
            opened: Instant::now(),
            typed: None,
        });
        files.folder(title, Message::Chosen)
    }

    /// Takes in what happened.
    pub fn update(&mut self, message: Message) -> Outcome<T> {
        let Some(mut asked) = self.asked.take() else {
            return Outcome::Run(Task::none());
        };
        let task = match message {
            Message::Chosen(Some(folder)) => return Outcome::Go(asked.of, folder),
            Message::Chosen(None) if asked.opened.elapsed() >= AT_ONCE => {
                return Outcome::Run(Task::none());
            }
            Message::Chosen(None) => {
                asked.typed = Some((String::new(), None));
                focus::on(FOLDER)
            }
            Message::Typed(text) => {
                asked.typed = Some((text, None));
                Task::none()
            }
            Message::Agreed => {
                let text = asked.typed.take().unwrap_or_default().0;
                let folder = PathBuf::from(text.trim());
                if folder.is_absolute() {
                    return Outcome::Go(asked.of, folder);
                }
                asked.typed = Some((text, Some("Type the whole path, from its root.")));
                focus::on(FOLDER)
            }
            Message::Closed => return Outcome::Run(Task::none()),
        };
        self.asked = Some(asked);
        Outcome::Run(task)
    }

    /// The dialog in which it is typed; none while it need not be.
    pub fn dialog<'a, M: Clone + 'a>(
        &'a self,
        say: fn(Message) -> M,
    ) -> Option<dialog::Dialog<'a, M>> {
        let asked = self.asked.as_ref()?;
        let (text, trouble) = asked.typed.as_ref()?;
        let folder = field::text("Folder", text, move |text| say(Message::Typed(text)))
            .id(FOLDER)
            .error(*trouble)
            .on_submit(say(Message::Agreed));
        let go = button::primary("Use this folder")
            .key("Enter")
            .on_press_maybe((!text.trim().is_empty()).then(|| say(Message::Agreed)));
        let shown = dialog::dialog(
            asked.title,
            "No dialog for folders opens on this computer.",
            say(Message::Closed),
        )
        .content(folder)
        .keep("Not now")
        .answer(go)
        .width(480.0);
        Some(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_typed_where_no_dialog_opens() {
        let mut to: WhereTo<u8> = WhereTo::default();
        let _task = to.ask(&Files::given([]), "Where to", 7);
        assert!(to.dialog(|message| message).is_none());
        let _task = to.update(Message::Chosen(None));
        for (text, is_one) in [("", false), ("sent", false), ("/sent", true)] {
            assert!(to.dialog(|message| message).is_some());
            let _task = to.update(Message::Typed(text.to_owned()));
            let outcome = to.update(Message::Agreed);
            assert_eq!(matches!(outcome, Outcome::Go(7, _)), is_one, "{text}");
        }
        assert!(to.dialog(|message| message).is_none());
    }
}
