//! Claims for payers that take no files, printed where the rest is sent. It must not know how a form is filled in.

use iced::Task;

use super::numbers::Numbers;
use super::{Message, Sending, What};
use crate::domain::id::ClaimId;
use crate::office::{Office, OfficeError, Paper, PrintedClaims, Which, quietly};
use crate::ui::context::Context;
use crate::ui::screen::claims::lane::counted;
use crate::ui::widget::button;

/// The button that prints them; none when there are none.
pub(super) fn button<'a, M: Clone + 'a>(
    numbers: &Numbers,
    say: fn(Message) -> M,
) -> Option<button::Button<'a, M>> {
    let many = numbers.on_paper.len();
    (many > 0 && numbers.what == What::Claims).then(|| {
        button::quiet(format!("Print {many} on paper")).on_press(say(Message::PrintPressed))
    })
}

/// Prints what was asked about on red forms, which sends it.
pub(super) fn print(sending: Option<Sending>, context: &Context) -> Task<Message> {
    let Some(Sending::Asking(asking)) = sending else {
        return Task::none();
    };
    let these = asking.numbers.on_paper;
    let work = move |office: &mut Office| on_forms(office, &these);
    context.worker.ask(work, Message::Printed)
}

/// Where one printer alone is set, the page is set to it.
fn on_forms(office: &mut Office, these: &[ClaimId]) -> Result<PrintedClaims, OfficeError> {
    let printers: Vec<String> = office.paper_printers()?.into_keys().collect();
    let printer = match printers.as_slice() {
        [only] => Some(only.as_str()),
        _ => None,
    };
    office.print_paper_claims(Which::These(these), Paper::Red, printer, &mut quietly)
}

/// What was printed, what stays, and whether anything had no room on its form.
pub(super) fn told(printed: &PrintedClaims) -> String {
    let mut words = format!("{} printed", counted(printed.claims.len()));
    if !printed.held.is_empty() {
        words = format!("{words}; {} held", counted(printed.held.len()));
    }
    if !printed.warnings.is_empty() {
        words.push_str("; not all that they say has room on the form: compare the pages");
    }
    words
}

/// Shows the printed pages, if there are any, and closes what was asked.
pub(super) fn show(context: &Context, printed: PrintedClaims) -> Task<Message> {
    if printed.batch.is_none() {
        return Task::done(Message::Closed);
    }
    context
        .files
        .view_pages(&context.worker, "paper-claims.pdf", printed.pdf, |shown| {
            shown.map_or_else(|why| Message::Shown(Err(why)), |()| Message::Closed)
        })
}
