//! The card as a table: a row for each visit, service and event, and the totals. It must not know what is done about a
//! row.

use iced::widget::button as plain;
use iced::{Element, Fill};

use super::super::claims::standing as of_claim;
use super::rows::{self, Row};
use super::{Ledger, Message, TABLE};
use crate::domain::card::{CardLine, CardVisit, LedgerCard, Step};
use crate::domain::claim::State;
use crate::domain::code::PlaceOfService;
use crate::domain::ledger::{Effect, Kind as EntryKind, LineBalance};
use crate::domain::money::Money;
use crate::ui::icon;
use crate::ui::theme::tokens;
use crate::ui::widget::data_table::{Cell, Column, Kind, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::words;

/// The widths of an amount, and of the last one, which runs to the edge.
const AMOUNT: f32 = 82.0;
const LAST: f32 = 92.0;

impl Ledger {
    pub(super) fn table<'a>(&'a self, card: &'a LedgerCard) -> Element<'a, Message> {
        let amount = |head| Column::fixed(head, AMOUNT).right();
        let count = self.rows.len();
        data_table(
            [
                Column::fixed("", 40.0),
                Column::fixed("Date", 92.0),
                Column::fill("Description"),
                amount("Charge"),
                amount("Ins. paid"),
                amount("Adjusted"),
                amount("Pt. paid"),
                Column::fixed("Balance", LAST).right(),
            ],
            count,
            move |at| self.cells(card, at).unwrap_or_default(),
        )
        .kinds(move |at| match self.rows.get(at) {
            Some(Row::Visit(_)) => Kind::Parent,
            Some(Row::Step(..)) => Kind::Entry,
            Some(Row::Line(..)) | None => Kind::Line,
        })
        .edge_to_edge()
        .id(TABLE)
        .height(Fill)
        .selected(self.selected_at())
        .on_select(Message::RowChosen)
        .on_open(Message::RowOpened)
        .total(total(card))
        .empty(Self::empty(card))
        .into()
    }

    fn cells<'a>(&'a self, card: &'a LedgerCard, at: usize) -> Option<Vec<Cell<'a, Message>>> {
        let row = *self.rows.get(at)?;
        let (visit, line) = rows::of(card, row)?;
        Some(match (row, line) {
            (Row::Step(_, _, s), Some(line)) => step(self.steps.get(&line.line)?.get(s)?),
            (_, Some(line)) => service(line),
            (_, None) => self.visit(visit, at),
        })
    }

    fn visit<'a>(&'a self, visit: &'a CardVisit, at: usize) -> Vec<Cell<'a, Message>> {
        let is_unfolded = self.unfolded.visits.contains(&visit.visit);
        let mut cells = vec![
            fold(is_unfolded, at),
            cell::date(visit.service_on).strong(),
            cell::text_and_pill(self.seen_by(visit), standing(visit)),
        ];
        cells.extend(amounts(&visit.sums));
        cells
    }

    /// Who saw the patient and where; in a family, whom they saw.
    fn seen_by(&self, visit: &CardVisit) -> String {
        let clinician = match visit.rendering.split(',').next() {
            Some("") | None => "On account",
            Some(name) => name,
        };
        let who = self.family.iter().find(|row| row.id == visit.patient);
        match who {
            Some(row) if self.is_whole_family => format!("{}, {clinician}", row.name.first),
            _ if visit.place.is_none() => clinician.to_owned(),
            _ => format!("{clinician}, {}", place(visit)),
        }
    }

    fn empty(card: &LedgerCard) -> Element<'_, Message> {
        let (title, why) = if card.visits.is_empty() {
            (
                "No visits yet",
                "A visit with its charges is the first line of the card.",
            )
        } else {
            (
                "Nothing is owed",
                "Turn “Open balances only” off to see all visits.",
            )
        };
        iced::widget::container(empty_state(icon::VISITS, title, why, None))
            .padding([48.0, 0.0])
            .into()
    }
}

/// The place in a word or two, so that the state beside it has its room.
fn place(visit: &CardVisit) -> String {
    let name = visit.place.as_ref().map_or("account", PlaceOfService::name);
    name.split(" at ").next().unwrap_or(name).to_lowercase()
}

/// The sign that unfolds a visit, which a single click works.
fn fold<'a>(is_unfolded: bool, at: usize) -> Cell<'a, Message> {
    let glyph = if is_unfolded { icon::OPEN } else { icon::MORE };
    cell::of(
        plain(icon::of(glyph, 16.0))
            .padding(0)
            .on_press(Message::RowOpened(at))
            .style(|theme, status| {
                let tokens = tokens(theme);
                let lively = matches!(status, plain::Status::Hovered | plain::Status::Pressed);
                plain::Style {
                    text_color: if lively { tokens.text } else { tokens.muted },
                    ..plain::Style::default()
                }
            }),
    )
}

fn service(line: &CardLine) -> Vec<Cell<'_, Message>> {
    let mut code = line.code.map_or_else(String::new, |code| code.to_string());
    for modifier in &line.modifiers {
        code.push(' ');
        code.push_str(modifier.as_str());
    }
    let mut cells = vec![
        if asked_for(line) {
            cell::icon(icon::STATEMENTS)
        } else {
            cell::empty()
        },
        cell::code(code),
        if line.is_voided {
            cell::text_and_pill(line.description.as_str(), pill::voided())
        } else {
            cell::text(line.description.as_str())
        },
    ];
    cells.extend(amounts(&line.sums));
    cells
}

/// Whether a statement asked for what the guarantor still owes on a service; the panel says when and how often.
const fn asked_for(line: &CardLine) -> bool {
    line.billed.is_some() && line.sums.patient_owes.is_positive()
}

/// Charge, paid by insurers, written off, paid by the patient, left.
fn amounts<'a>(sums: &LineBalance) -> [Cell<'a, Message>; 5] {
    [
        cell::money(sums.charged),
        cell::money(sums.insurance_paid),
        cell::money(sums.written_off().unwrap_or(Money::ZERO)),
        cell::money(sums.patient_paid),
        cell::money(sums.balance().unwrap_or(Money::ZERO)).strong(),
    ]
}

fn step(step: &Step) -> Vec<Cell<'_, Message>> {
    let column = match step.effect {
        Effect::Charge => Some(0),
        Effect::InsurancePaid => Some(1),
        Effect::Contractual | Effect::Adjustment => Some(2),
        Effect::PatientPaid => Some(3),
        Effect::Transfer | Effect::Agency => None,
    };
    // A charge raises what is owed; whatever stands in another column lowers it.
    let amount = if column == Some(0) {
        step.amount
    } else {
        step.amount.negated()
    };
    let mut cells = vec![
        cell::empty(),
        cell::date(step.accounting_on),
        cell::text(said(step)),
    ];
    cells.extend((0..4).map(|at| cell::money_maybe((column == Some(at)).then_some(amount))));
    cells.push(cell::empty());
    cells
}

/// What happened, short enough for the column; the panel says all of it.
fn said(step: &Step) -> String {
    let words = &step.words;
    let by_paper = step.kind == EntryKind::InsurancePayment;
    match step.effect {
        Effect::Charge => words.clone(),
        Effect::Transfer if step.amount.is_zero() => words.clone(),
        Effect::Transfer => format!("{words}: {}", words::show_money(step.amount.abs())),
        Effect::InsurancePaid if by_paper => {
            let paper = step.source.split(" of ").next().unwrap_or_default();
            format!("Paid, {paper}")
        }
        Effect::Contractual | Effect::Adjustment if by_paper => words.clone(),
        Effect::InsurancePaid
        | Effect::Contractual
        | Effect::Adjustment
        | Effect::PatientPaid
        | Effect::Agency => {
            format!("{words}, {}", step.source)
        }
    }
}

fn total<'a>(card: &LedgerCard) -> Vec<Cell<'a, Message>> {
    let count = match card.visits.len() {
        1 => String::from("1 visit"),
        count => format!("{count} visits"),
    };
    let sums = &card.sums;
    vec![
        cell::empty(),
        cell::text("Total"),
        cell::text(count),
        cell::dollars(sums.charged),
        cell::money(sums.insurance_paid),
        cell::money(sums.written_off().unwrap_or(Money::ZERO)),
        cell::money(sums.patient_paid),
        cell::dollars(sums.balance().unwrap_or(Money::ZERO)),
    ]
}

/// Where a visit stands: with its claim while that is out or needs someone, else by what is left.
pub(super) fn standing(visit: &CardVisit) -> Pill {
    let sums = &visit.sums;
    if visit.lines.is_empty() {
        return pill::draft().says("To code");
    }
    match visit.claim.map(|(_, state)| state) {
        Some(
            state @ (State::Held
            | State::Ready
            | State::Batched
            | State::Accepted
            | State::Rejected),
        ) => of_claim(state),
        Some(state @ (State::Denied | State::PartlyPaid | State::InAppeal))
            if sums.insurance_owes.is_positive() =>
        {
            of_claim(state)
        }
        _ if sums.patient_owes.is_positive() => pill::owes(),
        _ if sums.insurance_owes.is_positive() => pill::waiting().says("Insurance owes"),
        _ if sums.patient_owes.is_negative() || sums.insurance_owes.is_negative() => {
            pill::look().says("Paid too much")
        }
        _ if visit.lines.iter().all(|line| line.is_voided) => pill::voided(),
        _ => pill::paid(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rows::tests::{card, sums};
    use super::*;
    use crate::domain::id::ClaimId;

    fn words_of(visit: &CardVisit) -> String {
        format!("{:?}", standing(visit))
    }

    #[test]
    fn a_claim_that_is_out_tells_where_the_visit_stands_and_else_what_is_left() {
        let mut card = card();
        let visit = &mut card.visits[0];
        let claim = |state| Some((ClaimId::new(1), state));
        for (state, insurance, patient, want) in [
            (Some(State::Batched), 16_000, 0, "Sent"),
            (Some(State::Held), 16_000, 0, "Held"),
            (Some(State::Denied), 16_000, 0, "Denied"),
            (Some(State::Denied), 0, 500, "Patient owes"),
            (Some(State::Paid), 0, 4_317, "Patient owes"),
            (Some(State::Paid), 0, 0, "Paid"),
            (Some(State::PartlyPaid), 100, 0, "Partly paid"),
            (None, 0, 100, "Patient owes"),
            (None, 0, -100, "Paid too much"),
        ] {
            visit.claim = state.and_then(claim);
            visit.sums = sums(18_500, insurance, patient);
            assert!(
                words_of(visit).contains(&format!("\"{want}\"")),
                "{state:?} {want}"
            );
        }
        visit.lines.clear();
        assert!(words_of(visit).contains("To code"));
    }
}
