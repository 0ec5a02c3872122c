//! Waiting until typing rests. It must not know what is typed.

use std::thread;
use std::time::Duration;

use iced::Task;
use iced::futures::channel::oneshot;

use crate::office::Clock;

/// How long typing rests before it is put aside.
const REST: Duration = Duration::from_millis(800);

/// Says so once typing has rested. Where the clock stands still there is nothing to wait for.
pub fn rested<M: Send + 'static>(clock: &Clock, message: M) -> Task<M> {
    let waits = matches!(clock, Clock::System);
    Task::perform(rest(waits), move |()| message)
}

async fn rest(waits: bool) {
    if !waits {
        return;
    }
    let (tell, told) = oneshot::channel::<()>();
    let begun = thread::Builder::new()
        .name(String::from("rest"))
        .spawn(move || {
            thread::sleep(REST);
            drop(tell);
        });
    // Without a thread nothing is waited for.
    drop(begun);
    let _ = told.await;
}
