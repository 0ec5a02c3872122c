//! How long nobody has touched key or pointer. It must not know what happens then.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use iced::{Event, Subscription, event, mouse};

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
/// Milliseconds from [`BEGUN`] to the last touch. A counter instead of a message, because the pointer moves often and
/// nothing needs to be drawn for it.
static TOUCHED: AtomicU64 = AtomicU64::new(0);

/// Notes every touch; says nothing.
pub fn watch<Message: Send + 'static>() -> Subscription<Message> {
    event::listen_with(|event, _, _| {
        if matches!(
            event,
            Event::Keyboard(_)
                | Event::Touch(_)
                | Event::Mouse(
                    mouse::Event::CursorMoved { .. }
                        | mouse::Event::ButtonPressed(_)
                        | mouse::Event::WheelScrolled { .. }
                )
        ) {
            touch();
        }
        None
    })
}

/// Notes a touch.
pub fn touch() {
    let now = u64::try_from(BEGUN.elapsed().as_millis()).unwrap_or(u64::MAX);
    TOUCHED.store(now, Ordering::Relaxed);
}

/// How long it is since the last touch.
pub fn since() -> Duration {
    BEGUN
        .elapsed()
        .saturating_sub(Duration::from_millis(TOUCHED.load(Ordering::Relaxed)))
}
