//! Several claims at once: picking them, checking them again with progress and an end, and the bar that says what can be
//! done with them. It must not know what a check finds.

use iced::widget::{container, row, space};
use iced::{Center, Element, Fill};

use super::{Claims, Message, lane};
use crate::domain::claim::State;
use crate::domain::money::Money;
use crate::domain::scrub::Finding;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Lane};
use crate::ui::spacing::space as gap;
use crate::ui::widget::{button, card, progress, queue, words};
use crate::ui::worker::{Cancel, Step};

/// A check that is going on.
pub struct Scrubbing {
    done: u64,
    total: u64,
    cancel: Cancel,
}

impl Claims {
    /// Takes in what happened to several claims at once.
    pub(super) fn bulk(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Picked(at) => self.pick(context, at),
            Message::AllPicked if self.at.lane != Lane::ToCode => {
                self.picked = self.rows.iter().map(|row| row.id).collect();
                Action::None
            }
            Message::PicksDropped => {
                self.picked.clear();
                Action::None
            }
            Message::ScrubPressed if self.scrubbing.is_none() => self.scrub(context),
            Message::ScrubStep(Step::Going { done, total }) => {
                if let Some(scrubbing) = &mut self.scrubbing {
                    (scrubbing.done, scrubbing.total) = (done, total);
                }
                Action::None
            }
            Message::ScrubStep(Step::Done(outcome)) => {
                self.scrubbing = None;
                match outcome {
                    Ok((looked, held)) => {
                        let words = format!("Looked at {}: {held} held", lane::counted(looked));
                        Action::Say(words, self.list_all(context))
                    }
                    Err(failure) => Action::Warn(failure),
                }
            }
            Message::ScrubStopped => {
                if let Some(scrubbing) = &self.scrubbing {
                    scrubbing.cancel.now();
                }
                Action::None
            }
            _ => Action::None,
        }
    }

    /// Picks a row, or drops it, and goes on to the next.
    fn pick(&mut self, context: &Context, at: usize) -> Action<Message> {
        let Some(row) = self.rows.get(at) else {
            return Action::None;
        };
        if !self.picked.remove(&row.id) {
            let _new = self.picked.insert(row.id);
        }
        let below = at.saturating_add(1);
        if below < self.rows.len() {
            self.update(context, Message::RowSelected(below))
        } else {
            Action::None
        }
    }

    fn scrub(&mut self, context: &Context) -> Action<Message> {
        let picked: Vec<_> = self.picked.iter().copied().collect();
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| {
                let looked = if picked.is_empty() {
                    office.scrub(None, progress)?
                } else {
                    office.scrub_these(&picked, progress)?
                };
                let held = looked
                    .iter()
                    .filter(|(_, found)| found.iter().any(Finding::stops))
                    .count();
                Ok((looked.len(), held))
            },
            Message::ScrubStep,
        );
        self.scrubbing = Some(Scrubbing {
            done: 0,
            total: 0,
            cancel,
        });
        Action::Run(task)
    }

    /// What stands below the list: a check that is going on, those picked, or what held claims share.
    pub(super) fn foot(&self) -> Option<Element<'_, Message>> {
        let shown = if let Some(scrubbing) = &self.scrubbing {
            Some(going(scrubbing))
        } else if !self.picked.is_empty() {
            Some(self.picks())
        } else if self.at.lane == Lane::NoAnswer {
            self.silent_card()
        } else {
            self.round_card()
        };
        shown.map(|shown| container(shown).padding(gap::L).width(Fill).into())
    }

    /// What can be done about the claims that nobody answered.
    fn silent_card(&self) -> Option<Element<'_, Message>> {
        let count = self.rows.len();
        let (words, act) = match count {
            0 => return None,
            1 => (String::from("1 claim waits"), String::from("Ask about it")),
            count => (
                format!("{count} claims wait"),
                format!("Ask about these {count}"),
            ),
        };
        let ask = button::plain(act)
            .key("I")
            .on_press(Message::InquirePressed);
        let why = "longer than their payers are given";
        Some(queue::suggestion(words, why, ask))
    }

    /// Those picked: how many, what they come to, what can be done with them.
    fn picks(&self) -> Element<'_, Message> {
        let mine = || self.rows.iter().filter(|row| self.picked.contains(&row.id));
        let total = Money::sum(mine().map(|row| row.charged)).unwrap_or(Money::ZERO);
        let ready = mine().filter(|row| row.state == State::Ready).count();
        let check = button::plain("Check")
            .icon(icon::CHECK)
            .key("S")
            .compact()
            .on_press(Message::ScrubPressed);
        let send = button::primary(match ready {
            0 => String::from("None is ready"),
            ready => format!("Send {ready} ready"),
        })
        .icon(icon::SENT)
        .key("Ctrl Enter")
        .compact()
        .on_press_maybe((ready > 0).then_some(Message::SendPressed));
        let is_out = matches!(self.at.lane, Lane::NoAnswer | Lane::Sent);
        let ask = is_out.then(|| {
            button::primary("Ask the payers")
                .icon(icon::ASK)
                .key("I")
                .compact()
                .on_press(Message::InquirePressed)
        });
        let drop = button::quiet("Unpick")
            .key("Esc")
            .compact()
            .on_press(Message::PicksDropped);
        let face = row![
            words::strong(format!("{} picked", lane::counted(self.picked.len()))),
            words::body(words::show_dollars(total)),
            space::horizontal(),
            Element::from(drop),
        ]
        .extend(if let Some(ask) = ask {
            vec![Element::from(ask)]
        } else {
            vec![check.into(), send.into()]
        })
        .spacing(gap::M)
        .align_y(Center);
        card::bare(face).padding([gap::M, gap::L]).into()
    }
}

fn going(scrubbing: &Scrubbing) -> Element<'_, Message> {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let words = format!("Checking claims, {} of {}", scrubbing.done, scrubbing.total);
    progress::progress(
        words,
        count(scrubbing.done),
        count(scrubbing.total),
        Some(Message::ScrubStopped),
    )
}
