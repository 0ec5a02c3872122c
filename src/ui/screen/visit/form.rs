//! How the form of a visit looks: its head, its fields, what is folded away. It must not know what follows from an edit.

use std::fmt;

use chrono::{DateTime, Local, NaiveDate, Utc};
use iced::widget::{Column, column, container, row};
use iced::{Element, Fill, Top};

use super::sheet::{Fold, NOTES, Purpose, Sheet};
use super::{Message, details, id, lists};
use crate::domain::claim::State;
use crate::domain::code::PlaceOfService;
use crate::domain::draft::visit::Field;
use crate::domain::id::{ClaimId, FacilityId, ProviderId};
use crate::domain::practice::{Duty, Provider};
use crate::domain::typed::show_date;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::field::look_up::row_of;
use crate::ui::widget::field::{self, Field as Control};
use crate::ui::widget::finding::{findings, to_fix, to_look_at};
use crate::ui::widget::{button, page, words};

/// One choice of a list, with its words.
#[derive(Clone, PartialEq)]
pub(super) struct Pick<T> {
    pub(super) value: T,
    words: String,
}

impl<T> Pick<T> {
    pub(super) fn new(value: T, words: impl Into<String>) -> Self {
        Self {
            value,
            words: words.into(),
        }
    }
}

impl<T> fmt::Display for Pick<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

/// The form.
pub fn view(sheet: &Sheet, today: NaiveDate) -> Element<'_, Message> {
    let body = Column::new()
        .push(head(sheet, today))
        .push(who_and_when(sheet, today))
        .push(more(sheet, today))
        .push(lists::diagnoses(sheet))
        .push(lists::charges(sheet))
        .push(details::view(sheet, today))
        .push(notes(sheet, today))
        .spacing(gap::L)
        .padding(gap::L)
        .width(Fill);
    // Why something cannot be done stays in view, wherever the form is scrolled to.
    let notice = notice(sheet).map(|notice| container(notice).padding(gap::L));
    container(column![notice, page::scroll(body)])
        .width(Fill)
        .height(Fill)
        .style(theme::ground(|t| t.paper))
        .into()
}

fn head(sheet: &Sheet, today: NaiveDate) -> Element<'_, Message> {
    let title = match (sheet.purpose, &sheet.records.visit) {
        (Purpose::Enter, _) | (_, None) => String::from("New visit"),
        (Purpose::Code(_), Some(visit)) => {
            format!("Code the visit of {}", show_date(visit.service_on))
        }
        (Purpose::Correct(_), Some(visit)) => format!("Visit of {}", show_date(visit.service_on)),
    };
    let remark = match (sheet.kept_at, sheet.is_dirty()) {
        (Some(at), true) => format!("Draft kept {}", moment(at, today)),
        _ => sheet.records.claim().map(claim_words).unwrap_or_default(),
    };
    let anew = (sheet.kept_at.is_some() && sheet.is_dirty()).then(|| {
        button::quiet("Start anew")
            .icon(icon::UNDO)
            .compact()
            .on_press(Message::AnewPressed)
    });
    page::head(title, remark, row![anew.map(Element::from)])
}

/// `9:41 AM`, and the day when it is another one.
fn moment(at: DateTime<Utc>, today: NaiveDate) -> String {
    let local = at.with_timezone(&Local);
    if local.date_naive() == today {
        local.format("%-I:%M %p").to_string()
    } else {
        local.format("%m/%d/%Y %-I:%M %p").to_string()
    }
}

fn claim_words((_, state): (ClaimId, State)) -> String {
    format!("Its claim is {}", state.words().to_lowercase())
}

/// Why it was not saved, or what cannot be changed and why.
fn notice(sheet: &Sheet) -> Option<Element<'_, Message>> {
    if let Some(refusal) = &sheet.refusal {
        return Some(findings([
            to_fix("The visit was not saved").note(refusal.as_str())
        ]));
    }
    let (number, state) = sheet.bound_by()?;
    let words = format!(
        "Claim {number} is {}: what it billed stays as it is",
        state.words().to_lowercase()
    );
    let note = "Day, diagnoses and charges cannot be changed once a claim has left. The notes and the signature can.";
    Some(findings([to_look_at(words).note(note)]))
}

/// What every control of the form obeys.
pub(super) fn control<'a>(
    sheet: &'a Sheet,
    field: Field,
    control: Control<'a, Message>,
) -> Control<'a, Message> {
    control
        .id(id(field))
        .error(sheet.complaint(field))
        .on_focus(Message::Entered(field))
        .on_leave(Message::FieldLeft(field))
        .disabled(!sheet.is_open() && field != Field::SignedOn)
}

pub(super) fn text<'a>(
    sheet: &'a Sheet,
    label: &'static str,
    field: Field,
) -> Control<'a, Message> {
    let typed = field::text(label, sheet.draft.text(field), move |text| {
        Message::Typed(field, text)
    });
    control(sheet, field, typed)
}

pub(super) fn date<'a>(
    sheet: &'a Sheet,
    label: &'static str,
    field: Field,
    today: NaiveDate,
) -> Control<'a, Message> {
    let typed = field::date(label, sheet.draft.text(field), today, move |text| {
        Message::Typed(field, text)
    });
    control(sheet, field, typed)
}

pub(super) fn select<'a, T: Clone + PartialEq + 'a>(
    sheet: &'a Sheet,
    label: &'static str,
    field: Field,
    picks: Vec<Pick<T>>,
    chosen: &T,
    on_pick: impl Fn(T) -> Message + 'a,
) -> Control<'a, Message> {
    let at = picks.iter().find(|pick| pick.value == *chosen).cloned();
    control(
        sheet,
        field,
        field::select(label, picks, at.as_ref(), move |pick| on_pick(pick.value)),
    )
}

fn who_and_when(sheet: &Sheet, today: NaiveDate) -> Element<'_, Message> {
    let draft = &sheet.draft;
    let provider = {
        let chosen = draft.rendering;
        let picks = clinicians(sheet, Duty::renders, chosen)
            .map(|one| Pick::new(Some(one.id), one.listed()))
            .collect();
        select(sheet, "Provider", Field::Rendering, picks, &chosen, |id| {
            id.map_or(Message::Entered(Field::Rendering), Message::RenderingChosen)
        })
    };
    let places = PlaceOfService::all()
        .map(|place| Pick::new(place.to_string(), format!("{place} {}", place.name())));
    let place = select(
        sheet,
        "Place",
        Field::Place,
        places.collect(),
        &draft.place,
        |code| Message::Typed(Field::Place, code),
    );
    let nobody = Pick::new(None::<ProviderId>, "Nobody");
    let sent = clinicians(sheet, Duty::refers, draft.referring)
        .map(|one| Pick::new(Some(one.id), one.listed()));
    let referring = [nobody].into_iter().chain(sent).collect();
    row![
        date(sheet, "Date of service", Field::ServiceOn, today).width(128),
        provider.width(Fill),
        place.width(136).list_width(340.0),
        select(
            sheet,
            "Referred by",
            Field::Referring,
            referring,
            &draft.referring,
            Message::ReferringChosen
        )
        .width(Fill),
        authorization(sheet).width(116),
    ]
    .spacing(gap::M)
    .align_y(Top)
    .into()
}

/// The payer's number, with those to choose from that hold on the day of service.
fn authorization(sheet: &Sheet) -> Control<'_, Message> {
    let typed = sheet.draft.authorization.trim().to_ascii_uppercase();
    let day = sheet.day();
    let allowed: Vec<_> = day
        .into_iter()
        .flat_map(|day| sheet.records.allowed_on(day))
        .filter(|one| one.what.number.to_ascii_uppercase().starts_with(&typed))
        .collect();
    let numbers: Vec<String> = allowed.iter().map(|one| one.what.number.clone()).collect();
    let rows = allowed.iter().map(|one| {
        let until = one.what.until.map_or_else(
            || String::from("open"),
            |last| format!("until {}", show_date(last)),
        );
        row_of(one.what.number.as_str(), one.left_words())
            .code_width(96.0)
            .note(until)
    });
    let look_up = field::look_up(
        "Approval no.",
        &sheet.draft.authorization,
        |text| Message::Typed(Field::Authorization, text),
        rows.collect(),
        move |at| {
            let number = numbers.get(at).cloned().unwrap_or_default();
            Message::Typed(Field::Authorization, number)
        },
    )
    .list_width(380.0)
    .placeholder("None");
    control(sheet, Field::Authorization, look_up)
}

/// The clinicians of a duty who are active, and whoever is chosen.
pub(super) fn clinicians(
    sheet: &Sheet,
    duty: impl Fn(Duty) -> bool,
    chosen: Option<ProviderId>,
) -> impl Iterator<Item = &Provider> {
    let all = sheet.records.providers.iter();
    all.filter(move |one| Some(one.id) == chosen || (one.is_active && duty(one.who.duty)))
}

/// A part of the form that is folded away: its words open and close it.
pub(super) fn folded<'a>(
    words: &'static str,
    keys: &'static str,
    is_open: bool,
    fold: Fold,
) -> Element<'a, Message> {
    button::quiet(words)
        .icon(if is_open { icon::OPEN } else { icon::MORE })
        .key(keys)
        .compact()
        .on_press(Message::FoldPressed(fold))
        .into()
}

fn more(sheet: &Sheet, today: NaiveDate) -> Element<'_, Message> {
    let open = folded(
        "Facility, onset, accident",
        "Alt M",
        sheet.has_more,
        Fold::More,
    );
    if !sheet.has_more {
        return row![open].into();
    }
    let draft = &sheet.draft;
    let at_practice = Pick::new(None::<FacilityId>, "At the practice");
    let places = sheet
        .records
        .facilities
        .iter()
        .filter(|one| one.is_active || Some(one.id) == draft.facility);
    let facilities = [at_practice]
        .into_iter()
        .chain(places.map(|one| Pick::new(Some(one.id), one.what.name.as_str())))
        .collect();
    let accidents = [
        ("", "None"),
        ("auto", "Car accident"),
        ("employment", "At work"),
        ("other", "Another accident"),
    ];
    let accidents = accidents
        .map(|(code, words)| Pick::new(code.to_owned(), words))
        .into();
    let has_accident = !draft.accident.is_empty();
    let day = has_accident.then(|| date(sheet, "Accident on", Field::AccidentOn, today).width(128));
    let state = (draft.accident == "auto").then(|| {
        text(sheet, "State", Field::AccidentState)
            .placeholder("OH")
            .width(64)
    });
    let admitted = sheet
        .wants_admission()
        .then(|| date(sheet, "Admitted", Field::AdmittedOn, today).width(128));
    column![
        row![open],
        row![
            select(
                sheet,
                "Facility",
                Field::Facility,
                facilities,
                &draft.facility,
                Message::FacilityChosen
            )
            .width(Fill),
            date(sheet, "Onset of the illness", Field::OnsetOn, today).width(148),
            select(
                sheet,
                "Accident",
                Field::Accident,
                accidents,
                &draft.accident,
                |code| { Message::Typed(Field::Accident, code) }
            )
            .width(152),
        ]
        .push(admitted.map(Element::from))
        .push(day.map(Element::from))
        .push(state.map(Element::from))
        .spacing(gap::M)
        .align_y(Top),
    ]
    .spacing(gap::S)
    .into()
}

fn notes(sheet: &Sheet, today: NaiveDate) -> Element<'_, Message> {
    let open = folded("Notes and signature", "Alt N", sheet.has_notes, Fold::Notes);
    let signed = if sheet.draft.signed_on.is_empty() {
        "Not signed"
    } else {
        "Signed"
    };
    let line = row![open, words::label(signed)]
        .spacing(gap::M)
        .align_y(iced::Center);
    if !sheet.has_notes {
        return line.into();
    }
    let labels = ["Reason", "Finding", "Treatment", "Plan", "Prognosis"];
    let areas = NOTES.iter().zip(labels).zip(&sheet.notes).enumerate();
    let mut parts: Vec<Element<'_, Message>> = areas
        .map(|(at, ((field, label), content))| {
            field::area(label, content, move |action| {
                Message::NoteEdited(at, action)
            })
            .id(id(*field))
            .height(84.0)
            .error(sheet.complaint(*field))
            .on_focus(Message::Entered(*field))
            .on_leave(Message::FieldLeft(*field))
            .into()
        })
        .collect();
    let sign = row![
        date(sheet, "Signed on", Field::SignedOn, today).width(148),
        button::plain("Sign today")
            .icon(icon::CHECK)
            .key("Alt S")
            .on_press(Message::SignPressed),
    ]
    .spacing(gap::M)
    .align_y(iced::Bottom);
    parts.push(container(sign).width(Fill).into());
    column![line, pairs(parts)].spacing(gap::S).into()
}

/// Two by two beside each other.
fn pairs(parts: Vec<Element<'_, Message>>) -> Element<'_, Message> {
    let mut rows = Column::new().spacing(gap::M);
    let mut parts = parts.into_iter();
    while let Some(first) = parts.next() {
        rows = rows.push(row![first].push(parts.next()).spacing(gap::M));
    }
    rows.into()
}
