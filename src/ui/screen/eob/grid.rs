//! The claims of a paper EOB, one grid each: a row for each service, typed through from cell to cell, and under it its
//! other adjustments and what is off. It must not know what is done with it.

use iced::widget::text::Wrapping;
use iced::widget::{Row, column, container, row, rule, space};
use iced::{Center, Element, Fill, Length, Padding, Right};

use super::entry::{Answered, off_words};
use super::{Eob, FIND, HITS, Message, id};
use crate::domain::code::{AdjustmentGroup, Carc};
use crate::domain::codeset;
use crate::domain::draft::eob::{AdjustmentDraft, EobLineDraft, Field, adjustment, line};
use crate::domain::eob::{EobLineTemplate, Outcome, usual_outcome};
use crate::domain::ledger::WriteOff;
use crate::domain::typed::show_date;
use crate::ui::icon;
use crate::ui::spacing::{Type, height, radius, space as gap};
use crate::ui::theme::{self, Tone, ink, tokens};
use crate::ui::widget::by_mouse::by_mouse;
use crate::ui::widget::field::{self, look_up};
use crate::ui::widget::fitted::fitted;
use crate::ui::widget::{card, empty_state, page, words};

/// The columns that are typed into, and how wide they are.
const COLUMNS: [(&str, line::Field, f32); 6] = [
    ("Allowed", line::Field::Allowed, 78.0),
    ("Write-off", line::Field::Contractual, 78.0),
    ("Deductible", line::Field::Deductible, 78.0),
    ("Coinsur.", line::Field::Coinsurance, 74.0),
    ("Copay", line::Field::Copay, 70.0),
    ("Paid", line::Field::Paid, 82.0),
];
const CHARGED: f32 = 78.0;
const MORE: f32 = 30.0;

/// The usual choices of what becomes of an adjustment.
const OUTCOMES: [Outcome; 10] = [
    Outcome::Stays,
    Outcome::Patient,
    Outcome::WriteOff(WriteOff::Contractual),
    Outcome::WriteOff(WriteOff::NoAuthorization),
    Outcome::WriteOff(WriteOff::TimelyFiling),
    Outcome::WriteOff(WriteOff::Sequestration),
    Outcome::WriteOff(WriteOff::SmallBalance),
    Outcome::WriteOff(WriteOff::Courtesy),
    Outcome::WriteOff(WriteOff::Charity),
    Outcome::WriteOff(WriteOff::Other),
];

/// An outcome in words, for the list to choose from.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Becomes(Outcome);

impl std::fmt::Display for Becomes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&outcome_words(self.0))
    }
}

/// What becomes of an adjustment, in words.
pub fn outcome_words(outcome: Outcome) -> String {
    match outcome {
        Outcome::Stays => String::from("Stays with payer"),
        Outcome::Patient => String::from("To the patient"),
        Outcome::WriteOff(WriteOff::Contractual) => String::from("Write off: contract"),
        Outcome::WriteOff(kind) => format!("Write off: {}", kind.words()),
        Outcome::Kept(pocket) => format!("Keep as {}", pocket.words()),
        Outcome::Informs => String::from("Only informs"),
    }
}

/// A group with its letters first, so that typing them finds it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Bears(AdjustmentGroup);

impl std::fmt::Display for Bears {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.as_str())
    }
}

/// What a reason says; nothing for a code that is not in the list.
pub fn carc_words(carc: &str) -> &'static str {
    let carc = carc.trim().trim_start_matches('0');
    codeset::adjustment_reasons()
        .get(carc)
        .map_or("", |entry| entry.description.as_str())
}

impl Eob {
    /// Every claim, and the look-up for one more.
    pub(super) fn claims(&self) -> Element<'_, Message> {
        let claims = self.entry.claims.iter().enumerate();
        let empty = self.entry.claims.is_empty().then(|| {
            container(empty_state::empty_state(
                icon::CLAIMS,
                "No claim yet",
                "Type a claim number or a name above; its services come with what was charged.",
                None,
            ))
            .padding([gap::XXL, 0.0])
        });
        let list = column(claims.map(|(at, claim)| self.claim(at, claim))).spacing(gap::L);
        let body = column![self.finder(), list, empty].spacing(gap::M);
        container(page::scroll(container(body).padding(gap::L)))
            .width(Fill)
            .height(Fill)
            .into()
    }

    fn finder(&self) -> Element<'_, Message> {
        let open: Vec<_> = self
            .find
            .rows
            .iter()
            .filter(|row| !self.entry.has(row.id))
            .collect();
        let found = open.len();
        let taken: Vec<_> = open.iter().take(HITS).map(|row| row.id).collect();
        let rows = open.iter().take(HITS).map(|row| {
            look_up::row_of(row.number.to_string(), row.patient_name.to_string())
                .code_width(84.0)
                .note(show_date(row.service_on))
                .amount(row.insurance_owes)
        });
        let has_payer = self.entry.draft.payer.is_some();
        let find = field::look_up(
            "",
            &self.find.typed,
            Message::FindTyped,
            rows.collect(),
            move |at| match taken.get(at) {
                Some(claim) => Message::ClaimTaken(*claim),
                None => Message::FindTyped(String::new()),
            },
        )
        .found(found)
        .nothing_found("No open claim of this payer matches")
        .placeholder(if has_payer {
            "Add a claim: number or patient"
        } else {
            "Choose the payer first"
        })
        .icon(icon::SEARCH)
        .disabled(!has_payer)
        .id(FIND)
        .width(360.0);
        let open = match self.find.rows.len() {
            _ if !has_payer || !self.find.typed.is_empty() => String::new(),
            1 => String::from("1 claim of this payer is open"),
            more => format!("{more} claims of this payer are open"),
        };
        row![find, words::muted(open)]
            .spacing(gap::M)
            .align_y(Center)
            .into()
    }

    fn claim<'a>(&'a self, at: usize, claim: &'a Answered) -> Element<'a, Message> {
        let title = row![
            words::strong(claim.row.patient_name.to_string()),
            words::muted(claim.row.number.to_string()),
            words::muted(show_date(claim.row.service_on)),
            space::horizontal(),
            words::muted(words::show_money(claim.row.charged)),
            by_mouse(icon::CLOSE, "Take the claim out", Message::ClaimRemoved(at)),
        ]
        .spacing(gap::S)
        .align_y(Center)
        .height(height::PANEL_HEAD)
        .padding(Padding {
            left: gap::M,
            right: gap::XS,
            ..Padding::ZERO
        });
        let lines = claim.services.iter().zip(self.entry.lines_of(at));
        let mut parts = column![title, head()];
        for (service, line) in lines {
            if let Some(typed) = self.line(line) {
                parts = parts
                    .push(rule::horizontal(1).style(theme::divider))
                    .push(self.service(line, service, typed));
            }
        }
        card::bare(container(parts).padding(1)).width(Fill).into()
    }

    fn service<'a>(
        &'a self,
        at: usize,
        service: &'a EobLineTemplate,
        typed: &'a EobLineDraft,
    ) -> Element<'a, Message> {
        let mut code = service.code.to_string();
        for modifier in &service.modifiers {
            code.push('-');
            code.push_str(modifier.as_str());
        }
        let what = row![
            words::strong(code).wrapping(Wrapping::None),
            Element::from(fitted(service.description.as_str(), Type::BODY).role(|t| t.muted)),
        ]
        .spacing(gap::S);
        let mut cells = row![
            container(what)
                .padding(Padding {
                    left: gap::M,
                    ..Padding::ZERO
                })
                .width(Fill)
                .clip(true),
            container(words::money(service.charged))
                .padding([0.0, gap::S])
                .width(CHARGED)
                .align_x(Right),
        ]
        .align_y(Center)
        .height(height::VISIT_ROW);
        for (_, column, width) in COLUMNS {
            cells = cells.push(self.cell(at, column, width, typed));
        }
        let more = by_mouse(
            icon::ADD,
            "Another adjustment",
            Message::AdjustmentWanted(at),
        );
        let others = typed.adjustments.iter().enumerate();
        let others = others.map(|(place, part)| self.adjustment(at, place, part));
        column![
            cells.push(container(more).center_x(MORE)),
            column(others),
            self.remark(at)
        ]
        .into()
    }

    fn cell<'a>(
        &'a self,
        at: usize,
        column: line::Field,
        width: f32,
        typed: &'a EobLineDraft,
    ) -> Element<'a, Message> {
        let field = Field::Line(at, column);
        let derived = (column == line::Field::Contractual)
            .then(|| typed.contract_write_off())
            .flatten()
            .filter(|_| typed.contractual.trim().is_empty() && !typed.allowed.trim().is_empty());
        let cell = field::money("", typed.text(column), move |text| {
            Message::Typed(field, text)
        })
        .in_cell()
        .wrong(self.complaint(field).is_some())
        .placeholder(derived.map(words::show_money).unwrap_or_default())
        .id(id(field))
        .on_focus(Message::Entered(at))
        .on_leave(Message::FieldLeft(field));
        container(cell).width(width).center_y(Fill).into()
    }

    /// What is wrong with a line, or how far it is off.
    fn remark(&self, at: usize) -> Option<Element<'_, Message>> {
        let is_here = |field: Field| matches!(field, Field::Line(line, _) if line == at);
        let wrong = self
            .complaints
            .iter()
            .filter(|one| is_here(one.field))
            .find_map(|one| self.complaint(one.field));
        let content: Element<'_, Message> = match (wrong, self.entry.off(at)) {
            (Some(wrong), _) => field::error(wrong),
            (None, Some(off)) => row![
                icon::of(icon::OWES, 12.0).style(Tone::Attention.ink()),
                words::sized(off_words(off), Type::SMALL).style(Tone::Attention.ink()),
            ]
            .spacing(gap::XS)
            .align_y(Center)
            .into(),
            (None, None) => return None,
        };
        let padding = Padding {
            top: 0.0,
            right: gap::M,
            bottom: gap::S,
            left: gap::M,
        };
        Some(
            container(content)
                .padding(padding)
                .width(Fill)
                .align_x(Right)
                .into(),
        )
    }

    fn adjustment<'a>(
        &'a self,
        at: usize,
        place: usize,
        part: &'a AdjustmentDraft,
    ) -> Element<'a, Message> {
        let named = move |field| Field::Line(at, line::Field::Adjustment(place, field));
        let dress = |control: field::Field<'a, Message>, field: adjustment::Field, width: f32| {
            let field = named(field);
            control
                .compact()
                .wrong(self.complaint(field).is_some())
                .id(id(field))
                .on_focus(Message::Entered(at))
                .on_leave(Message::FieldLeft(field))
                .width(width)
        };
        let say = |field| move |text| Message::Typed(named(field), text);
        let group = part.group.parse::<AdjustmentGroup>().ok();
        let groups = AdjustmentGroup::ALL.iter().copied().map(Bears);
        let bears = field::select("", groups, group.map(Bears).as_ref(), move |group| {
            Message::GroupChosen(at, place, group.0)
        });
        let carc = field::text("", &part.carc, say(adjustment::Field::Carc)).placeholder("CARC");
        let amount = field::money("", &part.amount, say(adjustment::Field::Amount));
        let usual = group
            .zip(part.carc.parse::<Carc>().ok())
            .map(|(group, carc)| usual_outcome(group, &carc));
        let chosen = part.outcome.or(usual).map(Becomes);
        let outcomes = OUTCOMES
            .into_iter()
            .filter(|outcome| {
                group != Some(AdjustmentGroup::Contractual) || *outcome != Outcome::Patient
            })
            .map(Becomes);
        let becomes = field::select("", outcomes, chosen.as_ref(), move |outcome| {
            Message::OutcomeChosen(at, place, outcome.0)
        });
        let meaning = fitted(carc_words(&part.carc), Type::SMALL).role(|t| t.muted);
        let meaning = container(Element::from(meaning)).width(Fill);
        let remove = by_mouse(
            icon::CLOSE,
            "Take the adjustment out",
            Message::AdjustmentRemoved(at, place),
        );
        row![
            dress(bears, adjustment::Field::Group, 64.0),
            dress(carc, adjustment::Field::Carc, 64.0),
            meaning,
            dress(becomes, adjustment::Field::Outcome, 176.0),
            dress(amount, adjustment::Field::Amount, 92.0),
            remove,
        ]
        .spacing(gap::S)
        .padding(Padding {
            top: 0.0,
            right: 1.0,
            bottom: gap::S,
            left: gap::M,
        })
        .align_y(Center)
        .into()
    }
}

fn head<'a>() -> Element<'a, Message> {
    let label = |text: &'static str| {
        words::dense(text)
            .font(theme::SEMIBOLD)
            .style(ink(|t| t.muted))
            .wrapping(Wrapping::None)
    };
    let at_right = |text, width: f32| -> Element<'a, Message> {
        container(label(text))
            .padding([0.0, gap::S])
            .width(Length::Fixed(width))
            .align_x(Right)
            .into()
    };
    let mut cells: Row<'a, Message> = row![
        container(label("Service"))
            .padding(Padding {
                left: gap::M,
                ..Padding::ZERO
            })
            .width(Fill),
        at_right("Charged", CHARGED),
    ];
    for (text, _, width) in COLUMNS {
        cells = cells.push(at_right(text, width));
    }
    let cells = cells
        .push(space().width(MORE))
        .align_y(Center)
        .height(height::ROW);
    container(cells)
        .style(|theme| {
            container::Style::default()
                .background(tokens(theme).canvas)
                .border(iced::border::rounded(radius::CONTROL))
        })
        .into()
}
