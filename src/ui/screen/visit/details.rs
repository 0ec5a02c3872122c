//! What a claim says beside what every claim says: shown only where something is said, added by name from one list. It
//! must not know which payer wants what.

use std::collections::HashSet;

use chrono::NaiveDate;
use iced::widget::{Column, Row, column, row};
use iced::{Bottom, Element, Fill};

use super::form::{Pick, clinicians, control, date, folded, select, text};
use super::sheet::{Fold, Sheet};
use super::{Message as Sheeted, Visit, id};
use crate::domain::code::{
    ClaimDay, DelayReason, EpsdtReferral, NoteTopic, SpecialProgram, SpinalCondition,
};
use crate::domain::draft::visit::{Field, line};
use crate::domain::id::ProviderId;
use crate::ui::context::Context;
use crate::ui::place::Action;
use crate::ui::spacing::space as gap;
use crate::ui::widget::check_box::check_box;
use crate::ui::widget::field;
use crate::ui::widget::{focus, words};

/// Under which name the list of what may be added is focused.
pub const ADD: &str = "visit more on the claim";

/// What happened to it.
#[derive(Clone, Copy, Debug)]
pub enum Message {
    /// Something is to be said that was not shown.
    Added(Field),
    /// A clinician was chosen.
    PersonChosen(Field, Option<ProviderId>),
    /// Whether the patient cannot leave home.
    HomeboundSet(bool),
    /// The more that is said of the service in whose row the focus is shall show, or not.
    LinePressed,
    /// Something is true of a service, or not.
    MarkSet(usize, line::Field, bool),
    /// Who rendered a service was chosen.
    RenderingChosen(usize, Option<ProviderId>),
}

/// One group: its words, and its fields in order.
type Group = (&'static str, &'static [Field]);

const GROUPS: [Group; 5] = [
    ("People", &[Field::Supervising, Field::Ordering]),
    (
        "Dates",
        &[
            Field::InitialTreatmentOn,
            Field::LastSeenOn,
            Field::AcuteOn,
            Field::LastXrayOn,
            Field::LastPeriodOn,
            Field::DischargedOn,
            Field::CareAssumedOn,
            Field::CareRelinquishedOn,
        ],
    ),
    (
        "Accident and work",
        &[
            Field::CasualtyClaim,
            Field::FirstContactOn,
            Field::LastWorkedOn,
            Field::DisabledFrom,
            Field::DisabledUntil,
            Field::ReturnToWorkOn,
        ],
    ),
    (
        "Programs and reasons",
        &[
            Field::Referral,
            Field::Spine,
            Field::Epsdt,
            Field::Program,
            Field::Delay,
            Field::Conditions,
            Field::IsHomebound,
        ],
    ),
    ("Notes", &[Field::PayerNote]),
];

/// The fields in the order in which they stand.
fn all() -> impl Iterator<Item = Field> {
    GROUPS.iter().flat_map(|(_, fields)| fields.iter().copied())
}

/// Whether a field belongs here.
pub fn holds(field: Field) -> bool {
    field == Field::NoteTopic || all().any(|one| one == field)
}

/// The field beside which a field shows: itself, but for what a note is about.
pub fn beside(field: Field) -> Field {
    if field == Field::NoteTopic {
        Field::PayerNote
    } else {
        field
    }
}

/// What a field is called.
fn label(field: Field) -> &'static str {
    if let Some(day) = ClaimDay::ALL
        .iter()
        .find(|day| Field::of_day(**day) == field)
    {
        return day.words();
    }
    match field {
        Field::Supervising => "Supervised by",
        Field::Ordering => "Ordered by",
        Field::CasualtyClaim => "Case number",
        Field::Referral => "Referral no.",
        Field::Spine => "Spine",
        Field::Epsdt => "EPSDT screening",
        Field::Program => "Special program",
        Field::Delay => "Reason for delay",
        Field::Conditions => "Condition codes",
        Field::IsHomebound => "Cannot leave home",
        Field::PayerNote => "Note to payer",
        _ => "",
    }
}

/// Whether a field says something.
fn is_said(sheet: &Sheet, field: Field) -> bool {
    let draft = &sheet.draft;
    match field {
        Field::Supervising => draft.supervising.is_some(),
        Field::Ordering => draft.ordering.is_some(),
        Field::IsHomebound => draft.is_homebound,
        _ => !draft.text(field).trim().is_empty(),
    }
}

fn shows(sheet: &Sheet, field: Field) -> bool {
    let is_added = |added: &HashSet<Field>| added.contains(&field);
    is_said(sheet, field) || sheet.details.as_ref().is_some_and(is_added)
}

/// What is said, in words, while the part is folded.
fn told(sheet: &Sheet) -> String {
    let said: Vec<&str> = all()
        .filter(|field| is_said(sheet, *field))
        .map(label)
        .collect();
    said.join(", ")
}

/// The part of the form.
pub fn view(sheet: &Sheet, today: NaiveDate) -> Element<'_, Sheeted> {
    let open = folded(
        "More on the claim",
        "Alt E",
        sheet.details.is_some(),
        Fold::Details,
    );
    if sheet.details.is_none() {
        return row![open, words::label(told(sheet))]
            .spacing(gap::M)
            .align_y(iced::Center)
            .into();
    }
    let groups = GROUPS.iter().filter_map(|(name, fields)| {
        let shown = fields.iter().copied().filter(|field| shows(sheet, *field));
        let cells: Vec<Element<'_, Sheeted>> =
            shown.map(|field| cell(sheet, field, today)).collect();
        (!cells.is_empty()).then(|| group(name, cells))
    });
    let add = sheet.is_open().then(|| add(sheet));
    column![row![open, add].spacing(gap::M).align_y(iced::Center)]
        .extend(groups)
        .spacing(gap::S)
        .into()
}

/// What is not shown yet, to be added by name.
fn add(sheet: &Sheet) -> Element<'_, Sheeted> {
    let picks = all()
        .filter(|field| !shows(sheet, *field))
        .map(|field| Pick::new(field, label(field)));
    field::select("", picks, None, |pick| {
        Sheeted::Detail(Message::Added(pick.value))
    })
    .id(ADD)
    .compact()
    .placeholder("Add …")
    .width(216.0)
    .list_width(248.0)
    .into()
}

/// A group: its words beside its fields, three in a row.
fn group<'a>(name: &'static str, cells: Vec<Element<'a, Sheeted>>) -> Element<'a, Sheeted> {
    const IN_A_ROW: usize = 3;
    let mut rows = Column::new().spacing(gap::S).width(Fill);
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        let line: Vec<_> = cells.by_ref().take(IN_A_ROW).collect();
        rows = rows.push(Row::with_children(line).spacing(gap::M).align_y(iced::Top));
    }
    row![words::muted(name).width(136.0), rows]
        .spacing(gap::M)
        .align_y(iced::Top)
        .into()
}

fn cell(sheet: &Sheet, field: Field, today: NaiveDate) -> Element<'_, Sheeted> {
    let name = label(field);
    let draft = &sheet.draft;
    match field {
        Field::Supervising => person(sheet, field, draft.supervising),
        Field::Ordering => person(sheet, field, draft.ordering),
        Field::Spine => listed(sheet, field, codes(SpinalCondition::ALL)),
        Field::Epsdt => listed(sheet, field, codes(EpsdtReferral::ALL)),
        Field::Program => listed(sheet, field, codes(SpecialProgram::ALL)),
        Field::Delay => listed(sheet, field, codes(DelayReason::ALL)),
        Field::IsHomebound => homebound(sheet),
        Field::PayerNote => note(sheet),
        Field::CasualtyClaim | Field::Referral => text(sheet, name, field).width(216.0).into(),
        Field::Conditions => text(sheet, name, field)
            .placeholder("AD AE")
            .width(148.0)
            .into(),
        _ => date(sheet, name, field, today).width(168.0).into(),
    }
}

/// The codes of a closed list with their words.
fn codes<T: Copy + ToString + Coded>(all: &[T]) -> Vec<Pick<String>> {
    let nothing = Pick::new(String::new(), "Nothing said");
    let picks = all
        .iter()
        .map(|one| Pick::new(one.coded().to_owned(), one.to_string()));
    [nothing].into_iter().chain(picks).collect()
}

/// A value of a closed list by its code.
trait Coded {
    fn coded(self) -> &'static str;
}

macro_rules! as_code {
    ($($list:ident)+) => {
        $(impl Coded for $list {
            fn coded(self) -> &'static str {
                self.as_str()
            }
        })+
    };
}
as_code!(SpinalCondition EpsdtReferral SpecialProgram DelayReason NoteTopic);

fn listed(sheet: &Sheet, field: Field, picks: Vec<Pick<String>>) -> Element<'_, Sheeted> {
    let chosen = sheet.draft.text(field).to_ascii_uppercase();
    select(sheet, label(field), field, picks, &chosen, move |code| {
        Sheeted::Typed(field, code)
    })
    .width(248.0)
    .into()
}

fn person(sheet: &Sheet, field: Field, chosen: Option<ProviderId>) -> Element<'_, Sheeted> {
    let nobody = Pick::new(None, "Nobody");
    let all = clinicians(sheet, |_| true, chosen).map(|one| Pick::new(Some(one.id), one.listed()));
    let picks = [nobody].into_iter().chain(all).collect();
    select(sheet, label(field), field, picks, &chosen, move |who| {
        Sheeted::Detail(Message::PersonChosen(field, who))
    })
    .width(248.0)
    .into()
}

fn homebound(sheet: &Sheet) -> Element<'_, Sheeted> {
    check_box(label(Field::IsHomebound), sheet.draft.is_homebound, |is| {
        Sheeted::Detail(Message::HomeboundSet(is))
    })
    .id(id(Field::IsHomebound))
    .disabled(!sheet.is_open())
    .into()
}

/// What the note is about, and the note.
fn note(sheet: &Sheet) -> Element<'_, Sheeted> {
    let chosen = sheet.draft.note_topic.to_ascii_uppercase();
    let topics = NoteTopic::ALL
        .iter()
        .map(|topic| Pick::new(topic.as_str().to_owned(), topic.words()))
        .collect();
    let topic = select(sheet, "About", Field::NoteTopic, topics, &chosen, |code| {
        Sheeted::Typed(Field::NoteTopic, code)
    });
    row![
        topic.width(216.0),
        text(
            sheet,
            "Note to payer, up to 80 characters",
            Field::PayerNote
        )
        .width(Fill),
    ]
    .spacing(gap::M)
    .align_y(iced::Top)
    .into()
}

/// Whether more of a service shows: it was asked for, something is said, or it is a vaccine, which has a lot, or
/// therapy counted by time, which has minutes.
pub fn shows_line(sheet: &Sheet, at: usize) -> bool {
    sheet.open_line == Some(at)
        || sheet
            .draft
            .lines
            .get(at)
            .is_some_and(|line| line.has_details() || line.is_vaccine() || line.is_timed())
}

/// What more is said of a service, below its row.
pub fn of_line(sheet: &Sheet, at: usize) -> Option<Element<'_, Sheeted>> {
    let line = sheet.draft.lines.get(at)?;
    let place = move |cell| Field::Line(at, cell);
    let typed = move |label: &'static str, cell: line::Field| {
        let field = place(cell);
        let shown = field::text(label, line.text(cell), move |text| {
            Sheeted::Typed(field, text)
        });
        control(sheet, field, shown).compact()
    };
    let mark = |words: &'static str, cell: line::Field, is: bool| {
        check_box(words, is, move |is| {
            Sheeted::Detail(Message::MarkSet(at, cell, is))
        })
        .id(id(place(cell)))
        .disabled(!sheet.is_open())
    };
    let who = Pick::new(None, "As the visit");
    let others = clinicians(sheet, |_| true, line.rendering)
        .map(|one| Pick::new(Some(one.id), one.listed()));
    let rendering = select(
        sheet,
        "Rendered by",
        place(line::Field::Rendering),
        [who].into_iter().chain(others).collect(),
        &line.rendering,
        move |who| Sheeted::Detail(Message::RenderingChosen(at, who)),
    );
    let is_test = line
        .code
        .parse::<crate::domain::code::Procedure>()
        .is_ok_and(|code| code.is_laboratory());
    let clia = (is_test || !line.referring_clia.is_empty())
        .then(|| typed("Referring CLIA", line::Field::ReferringClia).width(128.0));
    let is_timed = line.is_timed() || !line.minutes.is_empty();
    let minutes = is_timed.then(|| typed("Minutes", line::Field::Minutes).width(80.0));
    // Nobody is vaccinated and treated by the minute in one service.
    let lot = (!is_timed || !line.lot.is_empty())
        .then(|| typed("Lot of the vaccine", line::Field::Lot).width(128.0));
    Some(
        column![
            row![
                minutes.map(Element::from),
                lot.map(Element::from),
                typed("Note to payer", line::Field::Note).width(Fill),
                rendering.compact().width(192.0),
                clia.map(Element::from),
            ]
            .spacing(gap::S)
            .align_y(Bottom),
            row![
                mark("Emergency", line::Field::IsEmergency, line.is_emergency),
                mark("EPSDT", line::Field::IsEpsdt, line.is_epsdt),
                mark(
                    "Family planning",
                    line::Field::IsFamilyPlanning,
                    line.is_family_planning
                ),
            ]
            .spacing(gap::L),
        ]
        .spacing(gap::XS)
        .into(),
    )
}

impl Visit {
    /// Takes in what happened to what is said more.
    pub(super) fn detail(&mut self, context: &Context, message: Message) -> Action<Sheeted> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        match message {
            Message::Added(field) => {
                let _new = sheet.details.get_or_insert_default().insert(field);
                return Action::Run(focus::on(id(field)));
            }
            Message::LinePressed => return Action::Run(self.turn_line()),
            Message::PersonChosen(Field::Supervising, who) => sheet.draft.supervising = who,
            Message::PersonChosen(_, who) => sheet.draft.ordering = who,
            Message::HomeboundSet(is) => {
                sheet.draft.is_homebound = is;
                // The box stays where it is, so that it can be ticked again.
                let added = sheet.details.get_or_insert_default();
                let _new = added.insert(Field::IsHomebound);
            }
            Message::MarkSet(at, cell, is) => {
                sheet.open_line = Some(at);
                if let Some(line) = sheet.draft.lines.get_mut(at) {
                    match cell {
                        line::Field::IsEmergency => line.is_emergency = is,
                        line::Field::IsEpsdt => line.is_epsdt = is,
                        line::Field::IsFamilyPlanning => line.is_family_planning = is,
                        _ => {}
                    }
                }
            }
            Message::RenderingChosen(at, who) => {
                sheet.open_line = Some(at);
                if let Some(line) = sheet.draft.lines.get_mut(at) {
                    line.rendering = who;
                }
            }
        }
        self.chosen(context, |_| ())
    }

    /// Shows what is said more, or folds it away.
    pub(super) fn fold_details(&mut self) -> Action<Sheeted> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        sheet.details = match sheet.details.take() {
            Some(_) => None,
            None => Some(HashSet::new()),
        };
        if sheet.details.is_some() {
            Action::Run(focus::on(ADD))
        } else {
            Action::None
        }
    }

    /// Shows more of the service in whose row the focus is, or no more.
    fn turn_line(&mut self) -> iced::Task<Sheeted> {
        let Some(sheet) = self.sheet() else {
            return iced::Task::none();
        };
        let Some(Field::Line(at, _)) = sheet.at else {
            return iced::Task::none();
        };
        if sheet.open_line == Some(at) {
            sheet.open_line = None;
            return focus::on(id(Field::Line(at, line::Field::Code)));
        }
        let Some(line) = sheet.draft.lines.get(at) else {
            return iced::Task::none();
        };
        let is_timed = line.is_timed();
        sheet.open_line = Some(at);
        let first = if is_timed {
            line::Field::Minutes
        } else {
            line::Field::Lot
        };
        focus::on(id(Field::Line(at, first)))
    }
}
