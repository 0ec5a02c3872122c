//! How the window starts: which renderer draws it, what it is called, how large it is. It must not know what it shows.

use std::io;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use iced::{Size, Task, window};

use super::{App, Begin, Message, Outside};
use crate::office::{Clock, Drawing, Office, Shelf};
use crate::ui::files::Files;
use crate::ui::theme;
use crate::ui::worker::Worker;

/// A start that takes longer draws without the graphics card from the next one on.
const PATIENCE: Duration = Duration::from_secs(2);
/// What the library reads the renderer from.
const BACKEND: &str = "ICED_BACKEND";

static BEGUN: OnceLock<Instant> = OnceLock::new();

/// Makes sure that the window will be drawn with what the shelf says. A renderer can only be chosen before the program
/// begins, so this may start the program anew in place of this one; call it before any work is done.
///
/// # Errors
/// When the program cannot be started anew.
pub fn prepare() -> io::Result<()> {
    if std::env::var_os(BACKEND).is_some() {
        return Ok(());
    }
    let Some(path) = Shelf::place() else {
        return Ok(());
    };
    let mut shelf = Shelf::read(&path);
    let (drawing, anew) = plan(shelf.drawing);
    if drawing != shelf.drawing {
        shelf.drawing = drawing;
        // A shelf that cannot be kept only forgets this choice.
        let _ = shelf.write(&path);
    }
    if anew { start_anew() } else { Ok(()) }
}

/// What the shelf says from now on, and whether the program must start anew for it.
const fn plan(drawing: Drawing) -> (Drawing, bool) {
    match drawing {
        Drawing::Card => (Drawing::Trying, false),
        // The last try never came to its first picture.
        Drawing::Trying | Drawing::Software => (Drawing::Software, true),
    }
}

/// What the shelf says once the first picture is there.
pub(super) fn verdict(drawing: Drawing) -> Drawing {
    let took = BEGUN.get().map(Instant::elapsed).unwrap_or_default();
    match drawing {
        Drawing::Trying if took > PATIENCE => Drawing::Software,
        Drawing::Trying => Drawing::Card,
        Drawing::Card | Drawing::Software => drawing,
    }
}

fn start_anew() -> io::Result<()> {
    let mut program = std::process::Command::new(std::env::current_exe()?);
    let _ = program
        .args(std::env::args_os().skip(1))
        .env(BACKEND, "tiny-skia");
    replace_with(program)
}

#[cfg(unix)]
fn replace_with(mut program: std::process::Command) -> io::Result<()> {
    use std::os::unix::process::CommandExt;
    Err(program.exec())
}

#[cfg(not(unix))]
fn replace_with(mut program: std::process::Command) -> io::Result<()> {
    std::process::exit(program.status()?.code().unwrap_or(1));
}

/// Opens the window, at the door or in the book that is open already, and comes back when it is closed.
///
/// # Errors
/// When there is no display, or none that can be drawn on.
pub fn run(begin: Begin, office: Option<Office>) -> iced::Result {
    let _ = BEGUN.set(Instant::now());
    let outside = Outside {
        clock: office
            .as_ref()
            .map_or(Clock::System, |office| office.clock().clone()),
        worker: Worker::start(office),
        files: Files::default(),
        shelf: Shelf::place(),
    };
    let boot = move || {
        let (app, first) = App::new(outside.clone(), &begin);
        (app, Task::batch([Task::done(Message::WindowShown), first]))
    };
    iced::application(boot, App::update, App::view)
        .title(App::title)
        .settings(theme::settings())
        .theme(App::theme)
        .style(|_, theme| theme::window(theme))
        .scale_factor(App::scale_factor)
        .subscription(App::subscription)
        .window(window::Settings {
            size: Size::new(1280.0, 800.0),
            min_size: Some(Size::new(960.0, 600.0)),
            exit_on_close_request: false,
            ..window::Settings::default()
        })
        .run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_that_never_showed_a_picture_is_not_tried_again() {
        let (first, anew) = plan(Drawing::Card);
        assert_eq!((first, anew), (Drawing::Trying, false));
        assert_eq!(plan(first), (Drawing::Software, true));
        assert_eq!(plan(Drawing::Software), (Drawing::Software, true));
    }

    #[test]
    fn a_card_that_showed_its_picture_in_time_stays() {
        assert_eq!(verdict(Drawing::Trying), Drawing::Card);
        assert_eq!(verdict(Drawing::Software), Drawing::Software);
    }
}
