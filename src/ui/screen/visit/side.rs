//! What stands round the form of a visit: whose it is above, and at the right what it comes to, what is right and wrong
//! with it, and saving. It must not know how any of it is found out.

use chrono::NaiveDate;
use iced::widget::{Column, column, container, mouse_area, row, rule};
use iced::{Element, Fill, mouse};

use super::checks::Check;
use super::sheet::{Purpose, Sheet};
use super::{After, Message, questions};
use crate::domain::money::Money;
use crate::domain::patient::chart_number;
use crate::domain::typed::show_date;
use crate::ui::icon;
use crate::ui::place::Place;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, Tone};
use crate::ui::widget::focus::{Ring, focusable};
use crate::ui::widget::patient_strip::patient_strip;
use crate::ui::widget::{button, finding, page, panel, pill, words};

/// Whose visit it is, with the coverage of the day of service.
pub fn strip(sheet: &Sheet, today: NaiveDate) -> Element<'_, Message> {
    let patient = &sheet.records.patient;
    let owed = sheet
        .records
        .row
        .as_ref()
        .and_then(|row| row.insurance_owes.plus(row.patient_owes).ok());
    let strip = patient_strip(patient.contact.name.to_string(), chart_number(patient.id))
        .born(patient.born_on, today)
        .credit(sheet.records.credit)
        .balance(owed.unwrap_or(Money::ZERO));
    let day = sheet.day().unwrap_or(today);
    match sheet.records.cover_on(day) {
        Some((policy, payer)) => {
            let when = if day == today {
                String::from("Active today")
            } else {
                format!("Active {}", show_date(day))
            };
            let copay = policy.what.copay;
            let terms = if copay.is_zero() {
                policy.what.member_id.to_string()
            } else {
                format!("{}, copay {copay}", policy.what.member_id)
            };
            strip
                .coverage(
                    payer.what.name.as_str(),
                    Some(pill::active().says(when)),
                    terms,
                )
                .into()
        }
        None => strip
            .coverage(
                "Nobody covers this day",
                Some(pill::owes().says("Patient pays")),
                format!("No policy is in force on {}", show_date(day)),
            )
            .into(),
    }
}

/// What the visit comes to, its checks, and saving.
pub fn panel(sheet: &Sheet) -> Element<'_, Message> {
    let body = column![
        words::label("This visit"),
        words::large_figure(words::show_dollars(sheet.draft.total())),
        panel::sums(sums(sheet)),
        container(rule::horizontal(1).style(theme::divider)).padding([gap::S, 0.0]),
    ]
    .push(questions::view(sheet))
    .push(panel::section("Checks", ""))
    .push(checks(&sheet.checks))
    .spacing(gap::XS);
    row![
        rule::vertical(1).style(theme::divider),
        container(column![
            page::scroll(container(body).padding(gap::L).width(Fill)),
            container(saving(sheet)).padding(gap::L),
        ])
        .width(width::PANEL_VISIT - 1.0)
        .height(Fill)
        .style(theme::ground(|t| t.canvas)),
    ]
    .into()
}

/// What the patient should pay at the desk, while the visit is being charged.
fn copay(sheet: &Sheet) -> Option<Money> {
    if matches!(sheet.purpose, Purpose::Correct(_)) {
        return None;
    }
    let (policy, _) = sheet.records.cover_on(sheet.day()?)?;
    Some(policy.what.copay).filter(|copay| !copay.is_zero())
}

fn sums(sheet: &Sheet) -> Vec<(&'static str, Money)> {
    let owes = sheet
        .records
        .row
        .as_ref()
        .map_or(Money::ZERO, |row| row.patient_owes);
    let copay = copay(sheet).map(|copay| ("Copay due now", copay));
    copay
        .into_iter()
        .chain([("Patient owes already", owes)])
        .collect()
}

fn checks(list: &[Check]) -> Element<'_, Message> {
    let rows = list.iter().map(|check| {
        let shown = container(finding::check(check.words.as_str(), check.tone)).width(Fill);
        let here = check.field.map(Message::CheckPressed);
        let there = check
            .elsewhere
            .map(|field| Message::ElsewherePressed(Place::Field(field, check.words.clone())));
        match here.or(there) {
            None => shown.into(),
            Some(message) => {
                let pressed = mouse_area(shown)
                    .on_press(message.clone())
                    .interaction(mouse::Interaction::Pointer);
                focusable(pressed)
                    .on_press(message)
                    .ring(Ring::Outside)
                    .into()
            }
        }
    });
    Column::with_children(rows).spacing(gap::S).into()
}

fn saving(sheet: &Sheet) -> Element<'_, Message> {
    let press = |after| (!sheet.is_saving).then_some(Message::SavePressed(after));
    let save = button::primary("Save visit")
        .icon(icon::CHECK)
        .key("Ctrl Enter")
        .width(Fill)
        .on_press_maybe(press(After::Leave));
    let copay = copay(sheet).map(|copay| {
        button::plain(format!("Save and take copay {copay}"))
            .key("Alt P")
            .width(Fill)
            .on_press_maybe(press(After::TakeCopay))
    });
    let stops = sheet.checks.iter().any(|check| check.tone == Tone::Bad);
    let note = stops.then(|| words::note("Saved with an error, its claim is held"));
    Column::new()
        .push(save)
        .push(copay)
        .push(note.map(|note| container(note).center_x(Fill)))
        .spacing(gap::S)
        .into()
}
