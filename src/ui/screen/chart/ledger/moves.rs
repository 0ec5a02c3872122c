//! Moving in the card: which row is chosen, what is unfolded, and what must be read for it. It must not know what is
//! done about a service.

use iced::Task;

use super::rows::{self, Key};
use super::{Ledger, Message, Panel, TABLE};
use crate::domain::id::{ChargeLineId, VisitId};
use crate::ui::context::Context;
use crate::ui::widget::focus;

impl Ledger {
    pub(super) fn lay_out(&mut self) {
        self.rows = match &self.card {
            Some(card) => rows::rows(card, &self.steps, &self.unfolded, self.only_open),
            None => Vec::new(),
        };
    }

    pub(super) fn key_at(&self, at: usize) -> Option<Key> {
        rows::key(self.card.as_ref()?, *self.rows.get(at)?)
    }

    /// Where the chosen row lies.
    pub(super) fn selected_at(&self) -> Option<usize> {
        let (card, selected) = (self.card.as_ref()?, self.selected?);
        self.rows
            .iter()
            .position(|row| rows::key(card, *row) == Some(selected))
    }

    /// The service that is chosen, itself or by what happened to it.
    pub(super) fn line(&self) -> Option<ChargeLineId> {
        match self.selected? {
            Key::Line(line) | Key::Step(line, _) => Some(line),
            Key::Visit(_) => None,
        }
    }

    /// Chooses a row; the panel that says why follows.
    pub(super) fn choose(&mut self, context: &Context, key: Key) -> Task<Message> {
        let before = self.line();
        self.selected = Some(key);
        let line = self.line();
        match &mut self.panel {
            Panel::Why(why) if line != before || why.is_none() => {
                *why = None;
                line.map_or_else(Task::none, |line| self.read_why(context, line))
            }
            _ => Task::none(),
        }
    }

    /// Unfolds what is folded, and folds what is unfolded.
    pub(super) fn turn(&mut self, context: &Context, key: Key) -> Task<Message> {
        let chosen = self.choose(context, key);
        let read = match key {
            Key::Visit(visit) => {
                if !self.unfolded.visits.remove(&visit) {
                    let _new = self.unfolded.visits.insert(visit);
                }
                Task::none()
            }
            Key::Line(line) if self.unfolded.lines.remove(&line) => Task::none(),
            Key::Line(line) => self.unfold(context, line),
            Key::Step(..) => Task::none(),
        };
        self.lay_out();
        Task::batch([chosen, read])
    }

    pub(super) fn unfold(&mut self, context: &Context, line: ChargeLineId) -> Task<Message> {
        let _new = self.unfolded.lines.insert(line);
        if self.steps.contains_key(&line) {
            Task::none()
        } else {
            self.read_steps(context, line)
        }
    }

    /// Right: unfolds the chosen row, or goes into it when it is unfolded.
    pub(super) fn deeper(&mut self, context: &Context) -> Task<Message> {
        let is_folded = match self.selected {
            Some(Key::Visit(visit)) => !self.unfolded.visits.contains(&visit),
            Some(Key::Line(line)) => !self.unfolded.lines.contains(&line),
            Some(Key::Step(..)) | None => return Task::none(),
        };
        if let (true, Some(key)) = (is_folded, self.selected) {
            return self.turn(context, key);
        }
        let below = self.selected_at().map(|at| at.saturating_add(1));
        match below.and_then(|at| self.key_at(at)) {
            Some(Key::Visit(_)) | None => Task::none(),
            Some(key) => self.choose(context, key),
        }
    }

    /// Left: folds the chosen row, or goes out to what it belongs to.
    pub(super) fn further_out(&mut self, context: &Context) -> Task<Message> {
        let out = match self.selected {
            Some(Key::Visit(visit)) if self.unfolded.visits.contains(&visit) => {
                return self.turn(context, Key::Visit(visit));
            }
            Some(Key::Line(line)) if self.unfolded.lines.contains(&line) => {
                return self.turn(context, Key::Line(line));
            }
            Some(Key::Step(line, _)) => Some(Key::Line(line)),
            Some(Key::Line(line)) => self.visit_of(line).map(Key::Visit),
            Some(Key::Visit(_)) | None => None,
        };
        out.map_or_else(Task::none, |key| self.choose(context, key))
    }

    pub(super) fn visit_of(&self, line: ChargeLineId) -> Option<VisitId> {
        let visit = rows::visit_of(self.card.as_ref()?, line)?;
        Some(visit.visit)
    }

    /// Goes to a service, whose visit is unfolded for it.
    pub(super) fn go_to(&mut self, context: &Context, line: ChargeLineId) -> Task<Message> {
        if let Some(visit) = self.visit_of(line) {
            let _new = self.unfolded.visits.insert(visit);
            self.lay_out();
        }
        Task::batch([self.choose(context, Key::Line(line)), focus::on(TABLE)])
    }
}
