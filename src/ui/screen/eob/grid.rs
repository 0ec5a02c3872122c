//! The claims of a paper EOB: a row for each service, typed through from cell to cell, and under it its other adjustments
//! and what is off; claims that are done in one row each. It must not know what is done with it.

use std::ops::Range;

use iced::widget::text::Wrapping;
use iced::widget::{Row, column, container, mouse_area, row, rule, space};
use iced::{Center, Element, Fill, Length, Padding, Right};

use super::cell::{is_enter, operator};
use super::entry::{Answered, off_words, unexpected_words};
use super::ghost::unexpected;
use super::{Eob, FIND, HITS, Message, id};
use crate::domain::code::{AdjustmentGroup, Carc};
use crate::domain::codeset;
use crate::domain::draft::eob::{AdjustmentDraft, EobLineDraft, Field, adjustment, line};
use crate::domain::eob::{EobLine, EobLineTemplate, Outcome, usual_outcome};
use crate::domain::ledger::{Pocket, WriteOff};
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::ui::icon;
use crate::ui::spacing::{Type, height, space as gap};
use crate::ui::theme::{self, Tone, ink, tokens};
use crate::ui::widget::by_mouse::by_mouse;
use crate::ui::widget::field::{self, look_up};
use crate::ui::widget::fitted::fitted;
use crate::ui::widget::{empty_state, page, words};

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
const OUTCOMES: [Outcome; 12] = [
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
    Outcome::Kept(Pocket::Withhold),
    Outcome::Kept(Pocket::Capitation),
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
    /// The look-up for one more claim, the head, and every claim below it: the one that is keyed, and those that are not
    /// done, with their services, the others in one row each.
    pub(super) fn claims(&self) -> Element<'_, Message> {
        let empty = self.entry.claims.is_empty().then(|| {
            container(empty_state::empty_state(
                icon::CLAIMS,
                "No claim yet",
                "Type a claim number or a name above; its services come with what was charged.",
                None,
            ))
            .padding([gap::XXL, 0.0])
        });
        let mut list = column![];
        for (at, (claim, lines)) in self.entry.ranges().enumerate() {
            let shown = if lines.contains(&self.at) || !self.entry.is_done(lines.clone()) {
                self.claim(at, claim, lines)
            } else {
                self.done(claim, lines)
            };
            list = list
                .push(shown)
                .push(rule::horizontal(1).style(theme::divider));
        }
        let finder = container(self.finder()).padding([gap::S, gap::L]);
        let head = (!self.entry.claims.is_empty()).then(head);
        column![finder]
            .push(head)
            .push(page::scroll(column![list, empty]))
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
        let is_empty = self.find.typed.is_empty();
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
        .on_key(move |press| {
            (is_empty && operator(press) == Some('*')).then_some(Message::PostPressed)
        })
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

    fn claim<'a>(
        &'a self,
        at: usize,
        claim: &'a Answered,
        lines: Range<usize>,
    ) -> Element<'a, Message> {
        let title = row![
            words::strong(claim.row.patient_name.to_string()),
            words::muted(claim.row.number.to_string()),
            words::muted(show_date(claim.row.service_on)),
            space::horizontal(),
            by_mouse(icon::CLOSE, "Take the claim out", Message::ClaimRemoved(at)),
        ]
        .spacing(gap::S)
        .align_y(Center)
        .height(height::VISIT_ROW)
        .padding(Padding {
            left: gap::L,
            right: 1.0,
            ..Padding::ZERO
        });
        let is_here = lines.contains(&self.at);
        let title = container(title).style(move |theme| {
            let ground = if is_here {
                tokens(theme).selected
            } else {
                tokens(theme).paper
            };
            container::Style::default().background(ground)
        });
        let mut parts = column![title];
        for (service, line) in claim.services.iter().zip(lines) {
            if let Some(typed) = self.line(line) {
                parts = parts
                    .push(rule::horizontal(1).style(theme::divider))
                    .push(self.service(line, service, typed));
            }
        }
        parts.into()
    }

    /// A claim that is keyed and proves: its sums in one row, which opens it again.
    fn done<'a>(&'a self, claim: &'a Answered, lines: Range<usize>) -> Element<'a, Message> {
        let typed: Vec<_> = lines
            .clone()
            .filter_map(|at| self.line(at)?.check().ok())
            .collect();
        let of = |amount: fn(&EobLine) -> Money| {
            Money::sum(typed.iter().map(amount)).unwrap_or_default()
        };
        let part = |group: AdjustmentGroup, carc: &str| {
            let parts = typed.iter().flat_map(|line| &line.adjustments);
            let parts = parts.filter(|part| part.group == group && part.carc.as_str() == carc);
            Money::sum(parts.map(|part| part.amount)).unwrap_or_default()
        };
        let sums = [
            of(|line| line.allowed),
            part(AdjustmentGroup::Contractual, "45"),
            part(AdjustmentGroup::Patient, "1"),
            part(AdjustmentGroup::Patient, "2"),
            part(AdjustmentGroup::Patient, "3"),
            of(|line| line.paid),
        ];
        let name = row![
            words::body(claim.row.patient_name.to_string()).wrapping(Wrapping::None),
            words::muted(claim.row.number.to_string()),
        ]
        .spacing(gap::S);
        let mut cells = row![
            container(name)
                .padding(Padding {
                    left: gap::L,
                    ..Padding::ZERO
                })
                .width(Fill)
                .clip(true),
            amount_cell(words::money(claim.row.charged), CHARGED),
        ]
        .align_y(Center)
        .height(height::ROW);
        for ((_, column, width), sum) in COLUMNS.into_iter().zip(sums) {
            let shown = words::money(sum);
            let is_paid = column == line::Field::Paid;
            cells = cells.push(amount_cell(
                if is_paid {
                    shown.font(theme::SEMIBOLD)
                } else {
                    shown
                },
                width,
            ));
        }
        let sign = icon::of(icon::PAID, 14.0).style(Tone::Good.ink());
        mouse_area(cells.push(container(sign).center_x(MORE)))
            .on_press(Message::Moved(lines.start, line::Field::Allowed))
            .into()
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
                    left: gap::L,
                    ..Padding::ZERO
                })
                .width(Fill)
                .clip(true),
            amount_cell(words::money(service.charged), CHARGED),
        ]
        .align_y(Center)
        .height(height::VISIT_ROW);
        let ghosts = self.entry.ghosts(at, (self.at, self.cell));
        for (_, column, width) in COLUMNS {
            let cell = self.cell(at, column, service, typed, &ghosts);
            cells = cells.push(container(cell).width(width).center_y(Fill));
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
            (None, Some(off)) => to_look_at(off_words(off)),
            (None, None) => {
                let service = self.entry.service(at)?;
                let (expected, off) = unexpected(service, self.line(at)?)?;
                to_look_at(unexpected_words(expected, off))
            }
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
        let dress =
            |control: field::Field<'a, Message>, field_of: adjustment::Field, width: f32| {
                let field = named(field_of);
                control
                    .compact()
                    .wrong(self.complaint(field).is_some())
                    .id(id(field))
                    .on_focus(Message::Entered(
                        at,
                        line::Field::Adjustment(place, field_of),
                    ))
                    .on_leave(Message::FieldLeft(field))
                    .width(width)
            };
        let say = |field| move |text| Message::Typed(named(field), text);
        let group = part.group.parse::<AdjustmentGroup>().ok();
        let groups = AdjustmentGroup::ALL.iter().copied().map(Bears);
        let bears = field::select("", groups, group.map(Bears).as_ref(), move |group| {
            Message::GroupChosen(at, place, group.0)
        });
        // Where the amount stands already, the reason is all that is typed.
        let is_whole = !part.amount.trim().is_empty();
        let carc = field::text("", &part.carc, say(adjustment::Field::Carc))
            .placeholder("CARC")
            .on_key(move |press| (is_whole && is_enter(press)).then_some(Message::LineDone(at)));
        let amount = field::money("", &part.amount, say(adjustment::Field::Amount))
            .on_key(move |press| is_enter(press).then_some(Message::LineDone(at)));
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
            left: gap::L,
        })
        .align_y(Center)
        .into()
    }
}

/// A sentence below a line that somebody should look at.
fn to_look_at<'a>(words: String) -> Element<'a, Message> {
    row![
        icon::of(icon::OWES, 12.0).style(Tone::Attention.ink()),
        words::sized(words, Type::SMALL).style(Tone::Attention.ink()),
    ]
    .spacing(gap::XS)
    .align_y(Center)
    .into()
}

fn amount_cell(words: iced::widget::Text<'_>, width: f32) -> Element<'_, Message> {
    container(words)
        .padding([0.0, gap::S])
        .width(width)
        .align_x(Right)
        .into()
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
                left: gap::L,
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
        .height(height::TABLE_HEAD);
    column![
        rule::horizontal(1).style(theme::divider),
        container(cells).style(theme::ground(|t| t.canvas)),
        rule::horizontal(1).style(theme::divider),
    ]
    .into()
}
