//! The card as rows: visits, the services of those that are open, and what happened to those of them that are open. It
//! must not know how a row looks.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::card::{CardLine, CardVisit, LedgerCard, Step};
use crate::domain::id::{ChargeLineId, VisitId};
use crate::domain::ledger::LineBalance;

/// Which row it is, however the rows lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A visit.
    Visit(VisitId),
    /// One of its services.
    Line(ChargeLineId),
    /// What happened to a service, by its place.
    Step(ChargeLineId, usize),
}

/// A row, as places in the card: the visit, its service, what happened to that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// A visit.
    Visit(usize),
    /// A service.
    Line(usize, usize),
    /// What happened to it.
    Step(usize, usize, usize),
}

/// What of the card is unfolded.
#[derive(Clone, Debug, Default)]
pub(super) struct Unfolded {
    pub visits: BTreeSet<VisitId>,
    pub lines: BTreeSet<ChargeLineId>,
}

/// Whether anything is owed, either way.
pub(super) fn is_open(sums: &LineBalance) -> bool {
    !sums.insurance_owes.is_zero() || !sums.patient_owes.is_zero()
}

/// Lays the card out in rows; `only_open` leaves out what nobody owes for.
pub(super) fn rows(
    card: &LedgerCard,
    steps: &BTreeMap<ChargeLineId, Vec<Step>>,
    unfolded: &Unfolded,
    only_open: bool,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let shown = |sums: &LineBalance| !only_open || is_open(sums);
    for (v, visit) in card
        .visits
        .iter()
        .enumerate()
        .filter(|(_, v)| shown(&v.sums))
    {
        rows.push(Row::Visit(v));
        if !unfolded.visits.contains(&visit.visit) {
            continue;
        }
        for (l, line) in visit
            .lines
            .iter()
            .enumerate()
            .filter(|(_, l)| shown(&l.sums))
        {
            rows.push(Row::Line(v, l));
            if unfolded.lines.contains(&line.line) {
                let count = steps.get(&line.line).map_or(0, Vec::len);
                rows.extend((0..count).map(|s| Row::Step(v, l, s)));
            }
        }
    }
    rows
}

/// The visit of a row, and its service where the row has one.
pub(super) fn of(card: &LedgerCard, row: Row) -> Option<(&CardVisit, Option<&CardLine>)> {
    let (v, l) = match row {
        Row::Visit(v) => (v, None),
        Row::Line(v, l) | Row::Step(v, l, _) => (v, Some(l)),
    };
    let visit = card.visits.get(v)?;
    match l {
        None => Some((visit, None)),
        Some(l) => Some((visit, Some(visit.lines.get(l)?))),
    }
}

/// Which row a row is.
pub(super) fn key(card: &LedgerCard, row: Row) -> Option<Key> {
    let (visit, line) = of(card, row)?;
    Some(match (row, line) {
        (Row::Step(_, _, s), Some(line)) => Key::Step(line.line, s),
        (_, Some(line)) => Key::Line(line.line),
        (_, None) => Key::Visit(visit.visit),
    })
}

/// The visit that a service belongs to.
pub(super) fn visit_of(card: &LedgerCard, line: ChargeLineId) -> Option<&CardVisit> {
    let has = |visit: &&CardVisit| visit.lines.iter().any(|one| one.line == line);
    card.visits.iter().find(has)
}

/// The service to look at first: the newest for which the guarantor owes, else for which anybody does.
pub(super) fn first_open(card: &LedgerCard) -> Option<(&CardVisit, &CardLine)> {
    let lines = || {
        let visits = card.visits.iter();
        visits.flat_map(|visit| visit.lines.iter().map(move |line| (visit, line)))
    };
    lines()
        .find(|(_, line)| line.sums.patient_owes.is_positive())
        .or_else(|| lines().find(|(_, line)| is_open(&line.sums)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::id::{GuarantorId, PatientId};
    use crate::domain::money::Money;
    use chrono::NaiveDate;

    pub fn sums(charged: i64, insurance: i64, patient: i64) -> LineBalance {
        let money = |cents| Money::from_cents(cents).unwrap();
        LineBalance {
            charged: money(charged),
            insurance_paid: money(charged - insurance - patient),
            insurance_owes: money(insurance),
            patient_owes: money(patient),
            ..LineBalance::default()
        }
    }

    fn line(id: i64, sums: LineBalance) -> CardLine {
        CardLine {
            line: ChargeLineId::new(id),
            code: Some("99214".parse().unwrap()),
            modifiers: Vec::new(),
            description: String::from("Office visit, established"),
            sums,
            is_voided: false,
            billed: None,
        }
    }

    fn visit(id: i64, day: u32, lines: Vec<CardLine>) -> CardVisit {
        let sums = lines.iter().fold(LineBalance::default(), |sum, line| {
            sum.plus(&line.sums).unwrap()
        });
        CardVisit {
            visit: VisitId::new(id),
            patient: PatientId::new(1),
            service_on: NaiveDate::from_ymd_opt(2026, 3, day).unwrap(),
            rendering: String::from("Dr. Hale"),
            place: Some("11".parse().unwrap()),
            claim: None,
            lines,
            sums,
        }
    }

    /// Two visits: one with a service owed by insurance and one owed by nobody, an older one that the patient owes for.
    pub fn card() -> LedgerCard {
        let visits = vec![
            visit(
                2,
                10,
                vec![
                    line(21, sums(18_500, 16_000, 0)),
                    line(22, sums(1_800, 0, 0)),
                ],
            ),
            visit(1, 2, vec![line(11, sums(18_500, 0, 4_317))]),
        ];
        LedgerCard {
            guarantor: GuarantorId::new(1),
            visits,
            sums: LineBalance::default(),
            unapplied: Money::ZERO,
        }
    }

    #[test]
    fn a_folded_card_is_its_visits() {
        let none = Unfolded::default();
        assert_eq!(
            rows(&card(), &BTreeMap::new(), &none, false),
            [Row::Visit(0), Row::Visit(1)]
        );
    }

    #[test]
    fn an_unfolded_visit_shows_its_services_and_only_open_ones_on_request() {
        let unfolded = Unfolded {
            visits: BTreeSet::from([VisitId::new(2)]),
            lines: BTreeSet::new(),
        };
        let all = rows(&card(), &BTreeMap::new(), &unfolded, false);
        assert_eq!(
            all,
            [
                Row::Visit(0),
                Row::Line(0, 0),
                Row::Line(0, 1),
                Row::Visit(1)
            ]
        );
        let open = rows(&card(), &BTreeMap::new(), &unfolded, true);
        assert_eq!(open, [Row::Visit(0), Row::Line(0, 0), Row::Visit(1)]);
    }

    #[test]
    fn rows_are_known_by_what_they_are() {
        let card = card();
        assert_eq!(key(&card, Row::Visit(1)), Some(Key::Visit(VisitId::new(1))));
        assert_eq!(
            key(&card, Row::Line(0, 1)),
            Some(Key::Line(ChargeLineId::new(22)))
        );
        assert_eq!(
            key(&card, Row::Step(1, 0, 3)),
            Some(Key::Step(ChargeLineId::new(11), 3))
        );
        assert_eq!(key(&card, Row::Line(7, 0)), None);
        let of_line = visit_of(&card, ChargeLineId::new(11)).map(|visit| visit.visit);
        assert_eq!(of_line, Some(VisitId::new(1)));
    }

    #[test]
    fn what_the_patient_owes_is_looked_at_first() {
        let mut card = card();
        let first = |card: &LedgerCard| first_open(card).map(|(_, line)| line.line.get());
        assert_eq!(first(&card), Some(11));
        card.visits.truncate(1);
        assert_eq!(first(&card), Some(21));
        card.visits.clear();
        assert_eq!(first(&card), None);
    }
}
