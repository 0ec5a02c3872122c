//! Putting what is typed aside in the book, so that nothing is lost when the window closes. It must not know what the
//! draft says.

use std::thread;
use std::time::Duration;

use iced::Task;
use iced::futures::channel::oneshot;

use super::records::draft_place;
use super::sheet::Sheet;
use super::{Message, Stage, Visit};
use crate::domain::draft::visit::Field;
use crate::office::Clock;
use crate::ui::context::Context;
use crate::ui::place::Action;

/// How long typing rests before the draft is put aside.
const REST: Duration = Duration::from_secs(1);

impl Visit {
    /// Counts an edit: asks what the scrubber would find, and says so once typing rests.
    pub(super) fn edited(&mut self, context: &Context) -> Task<Message> {
        self.edits = self.edits.wrapping_add(1);
        let edits = self.edits;
        let rested = Task::perform(rest(matches!(context.clock, Clock::System)), move |()| {
            Message::Rested(edits)
        });
        Task::batch([rested, self.judge(context)])
    }

    pub(super) fn rested(&mut self, context: &Context, edits: u64) -> Action<Message> {
        let is_current = edits == self.edits;
        let Some(sheet) = self
            .sheet()
            .filter(|sheet| is_current && sheet.is_dirty() && !sheet.is_saving)
        else {
            return Action::None;
        };
        let Some((place, typed)) = text(sheet) else {
            return Action::None;
        };
        let at = context.clock.now();
        Action::Run(context.worker.ask(
            move |office| office.keep_draft(&place, &typed),
            move |kept| Message::PutAside(at, kept),
        ))
    }

    /// Puts the draft aside without waiting for the answer: the form is being left.
    pub(super) fn put_aside_now(&self, context: &Context) {
        let Stage::Open(sheet) = &self.stage else {
            return;
        };
        if let Some((place, typed)) = text(sheet).filter(|_| sheet.is_dirty() && !sheet.is_saving) {
            // The records thread has the work already; nobody is left to hear what became of it.
            drop(
                context
                    .worker
                    .run(move |office| office.keep_draft(&place, &typed)),
            );
        }
    }

    /// Throws the draft away and goes back to how the form opened.
    pub(super) fn start_anew(&mut self, context: &Context) -> Action<Message> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        sheet.start_anew();
        let place = place(sheet);
        let drop = context.worker.ask(
            move |office| office.drop_draft(&place),
            Message::DraftDropped,
        );
        let first = self.go_to(Field::ServiceOn);
        Action::Run(Task::batch([drop, first]))
    }
}

/// Under which name the form's text is put aside.
pub(super) fn place(sheet: &Sheet) -> String {
    draft_place(sheet.records.patient.id, sheet.purpose.visit())
}

fn text(sheet: &Sheet) -> Option<(String, String)> {
    let typed = serde_json::to_string(&sheet.draft).ok()?;
    Some((place(sheet), typed))
}

/// Waits until typing rests; where the clock stands still there is nothing to wait for.
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
    // Without a thread the draft is put aside at once.
    drop(begun);
    let _ = told.await;
}
