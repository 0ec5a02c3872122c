//! Time that goes by, as messages. It must not know what waits for it.

use std::thread;
use std::time::Duration;

use iced::Subscription;
use iced::futures::Stream;
use iced::futures::channel::mpsc;

/// Says so, each time that many seconds have gone by.
pub fn every(seconds: u64) -> Subscription<()> {
    Subscription::run_with(seconds, |seconds| ticks(Duration::from_secs(*seconds)))
}

fn ticks(pause: Duration) -> impl Stream<Item = ()> + use<> {
    let (mut tell, ticks) = mpsc::channel(1);
    let begun = thread::Builder::new()
        .name(String::from("ticks"))
        .spawn(move || {
            while !tell.is_closed() {
                thread::sleep(pause);
                // When the last one was not yet heard, this one is not needed.
                let _ = tell.try_send(());
            }
        });
    // Without a thread no toast goes by itself and the book does not lock by itself; every key still works.
    drop(begun);
    ticks
}
