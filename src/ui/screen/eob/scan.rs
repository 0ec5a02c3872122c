//! The scanned paper of an EOB: chosen, looked at, taken out. It must not know what stands on it.

use iced::widget::{Row, row};
use iced::{Center, Element};

use super::{Eob, Message};
use crate::domain::eob::EobScan;
use crate::domain::id::EobScanId;
use crate::ui::context::Context;
use crate::ui::files;
use crate::ui::icon;
use crate::ui::place::Action;
use crate::ui::spacing::space as gap;
use crate::ui::theme::ink;
use crate::ui::widget::button;
use crate::ui::widget::by_mouse::by_mouse;

impl Eob {
    /// What has to do with the scan.
    pub(super) fn scanned(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::ScanPressed => Action::Run(context.files.file(
                "The scan of the EOB",
                files::PAPERS,
                Message::ScanChosen,
            )),
            Message::ScanChosen(Some(path)) => Action::Run(
                context
                    .worker
                    .ask(move |office| office.keep_eob_scan(&path), Message::ScanKept),
            ),
            Message::ScanKept(Ok(scan)) => {
                self.entry.draft.scans.push(scan);
                self.changed(context)
            }
            Message::ScanShown(scan) => Action::Run(show(context, scan, Message::ScanSeen)),
            Message::ScanRemoved(scan) => {
                self.entry.draft.scans.retain(|one| one.id != scan);
                let gone = context
                    .worker
                    .ask(move |office| office.drop_eob_scan(scan), Message::ScanGone);
                Action::Run(iced::Task::batch([gone, self.counted(context)]))
            }
            Message::ScanKept(Err(failure))
            | Message::ScanSeen(Err(failure))
            | Message::ScanGone(Err(failure)) => Action::Warn(failure),
            _ => Action::None,
        }
    }

    /// The scans, and the way to one more.
    pub(super) fn scans(&self) -> Element<'_, Message> {
        let scans = self.entry.draft.scans.iter().map(|scan| {
            row![
                link(scan, Message::ScanShown(scan.id)),
                by_mouse(icon::CLOSE, "Take it out", Message::ScanRemoved(scan.id)),
            ]
            .align_y(Center)
            .into()
        });
        let add = button::quiet(if self.entry.draft.scans.is_empty() {
            "Attach the scan"
        } else {
            "One more page"
        })
        .icon(icon::ATTACHMENT)
        .key("Alt S")
        .compact()
        .on_press(Message::ScanPressed);
        Row::with_children(scans)
            .push(add)
            .spacing(gap::S)
            .align_y(Center)
            .into()
    }
}

/// Hands a scan to the system's viewer.
pub fn show<M: Send + 'static>(
    context: &Context,
    scan: EobScanId,
    then: impl FnOnce(Result<(), crate::ui::worker::Failure>) -> M + Send + 'static,
) -> iced::Task<M> {
    let files = context.files.clone();
    files.view_kept(&context.worker, move |office| office.eob_scan(scan), then)
}

/// A scan by its name, to be looked at.
pub fn link<'a, M: Clone + 'a>(scan: &'a EobScan, on_press: M) -> Element<'a, M> {
    row![
        icon::of(icon::ATTACHMENT, 14.0).style(ink(|t| t.muted)),
        button::link(scan.name.as_str()).on_press(on_press),
    ]
    .spacing(gap::XS)
    .align_y(Center)
    .into()
}
