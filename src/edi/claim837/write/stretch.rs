//! The subscribers of a provider in stretches, each written by a thread of its own where there are many: what stands
//! in a stretch depends on the others only by the number its first level has, and that is known beforehand. It must
//! not know how a subscriber is written.

use std::panic::resume_unwind;
use std::thread::{self, Builder, ScopedJoinHandle};

use super::super::super::write::{WriteError, Writer};
use super::super::SubscriberClaims;
use super::{CLAIM_BYTES, Levels, write_subscriber};

/// As many subscribers as are worth a thread: they take it some tenths of a millisecond, and its start less than one.
const STRETCH: usize = 256;
/// More threads than this only wait for memory.
const THREADS_MAX: usize = 8;

/// Writes all subscribers under a provider's level, and counts the levels on.
pub(super) fn write(
    w: &mut Writer,
    levels: &mut Levels,
    provider: u64,
    all: &[SubscriberClaims],
) -> Result<(), WriteError> {
    let mut stretches = all.chunks(stretch_length(all.len()));
    let own = stretches.next().unwrap_or_default();
    thread::scope(|scope| {
        let mut next = levels.after(own);
        let mut others = Vec::new();
        for places in stretches {
            let start = next;
            next = start.after(places);
            let mut further = w.further(places.len().saturating_mul(CLAIM_BYTES));
            let write = move || one(&mut further, start, provider, places).map(|()| further);
            let thread = Builder::new().spawn_scoped(scope, write).ok();
            others.push((places, start, thread));
        }
        one(w, *levels, provider, own)?;
        for (places, start, thread) in others {
            match thread.map(ScopedJoinHandle::join) {
                Some(Ok(further)) => w.join(&further?),
                Some(Err(panic)) => resume_unwind(panic),
                // The system gave no thread.
                None => one(w, start, provider, places)?,
            }
        }
        *levels = next;
        Ok(())
    })
}

/// How many subscribers one thread writes.
fn stretch_length(all: usize) -> usize {
    let wanted = (all / STRETCH).clamp(1, THREADS_MAX);
    if wanted == 1 {
        return all.max(1);
    }
    let there = thread::available_parallelism().map_or(1, usize::from);
    all.div_ceil(wanted.min(there))
}

/// Writes one stretch, whose levels follow these.
fn one(
    w: &mut Writer,
    mut levels: Levels,
    provider: u64,
    places: &[SubscriberClaims],
) -> Result<(), WriteError> {
    places
        .iter()
        .try_for_each(|place| write_subscriber(w, &mut levels, provider, place))
}
