//! What a receipt was placed on, as a panel shows it. It must not know from which list the receipt was chosen.

use iced::widget::{column, row, space};
use iced::{Center, Element};

use crate::domain::payment::{PaidAhead, Placed, ReceiptDetail};
use crate::domain::typed::show_date;
use crate::ui::spacing::space as gap;
use crate::ui::widget::{panel, words};

/// The services it paid for, and what was left as credit.
pub fn placed<'a, Message: 'a>(detail: &'a ReceiptDetail) -> Element<'a, Message> {
    let credit = (!detail.credit.is_zero()).then_some(("Left as credit", detail.credit));
    column![panel::section("Placed on", "")]
        .extend(detail.ahead.iter().map(ahead))
        .extend(detail.placed.iter().map(service))
        .push(credit.map(|credit| panel::sums([credit])))
        .spacing(gap::S)
        .into()
}

/// A copay that was taken before the services of its visit were entered.
fn ahead<'a, Message: 'a>(part: &'a PaidAhead) -> Element<'a, Message> {
    let first = row![
        words::dense(show_date(part.service_on)),
        space::horizontal(),
        words::money(part.amount),
    ]
    .spacing(gap::S)
    .align_y(Center);
    let what = format!("Copay ahead of the services, {}", part.name.first);
    column![first, words::label(what)].into()
}

fn service<'a, Message: 'a>(part: &'a Placed) -> Element<'a, Message> {
    let first = row![
        words::dense(show_date(part.service_on)),
        words::label(part.code.map_or_else(String::new, |code| code.to_string())),
        space::horizontal(),
        words::money(part.amount),
    ]
    .spacing(gap::S)
    .align_y(Center);
    let what = format!("{}, {}", part.description, part.patient_first);
    column![first, words::label(what)].into()
}
