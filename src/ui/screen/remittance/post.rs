//! Posting a remittance and taking it back, with how far it is and a way to stop. It must not know what is booked.

use iced::Element;
use iced::widget::container;

use super::{Message, Remittance};
use crate::domain::typed::show_date;
use crate::office::{Posted, PostingDay, RemittancePage, Rest};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Ask};
use crate::ui::spacing::space as gap;
use crate::ui::widget::progress::progress;
use crate::ui::widget::{button, words};
use crate::ui::worker::{Cancel, Step};

/// How far the work is.
pub struct Going {
    words: &'static str,
    done: u64,
    total: u64,
    cancel: Cancel,
}

impl Remittance {
    pub(super) fn posting(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::DayPressed => {
                self.another_day();
                Action::None
            }
            Message::PostPressed => self.post(context),
            Message::RestPressed => self.ask_rest(),
            Message::RestParked => self.run(context, Rest::IsParked),
            Message::Posting(step) => self.went(context, *step),
            Message::StopPressed => {
                if let Some(going) = &self.going {
                    going.cancel.now();
                }
                Action::None
            }
            Message::BackPressed => self.ask_back(),
            Message::TakeBack(why) => {
                let id = self.id;
                let (task, cancel) = context.worker.ask_long(
                    move |office, progress| office.unpost_remittance(id, &why, progress),
                    |step| Message::TakenBack(Box::new(step)),
                );
                self.going = Some(Going {
                    words: "Taking back",
                    done: 0,
                    total: 0,
                    cancel,
                });
                Action::Run(task)
            }
            Message::TakenBack(step) => self.came_back(context, *step),
            _ => Action::None,
        }
    }

    fn post(&mut self, context: &Context) -> Action<Message> {
        let can = self
            .page
            .as_deref()
            .is_some_and(|page| self.why_not(page).is_none());
        if !can || self.going.is_some() {
            // What stands in the way is gone to, unless one looks at it already.
            return match self.need() {
                Some(_) => Action::None,
                None => self.update(context, Message::NextPressed),
            };
        }
        self.run(context, Rest::Waits)
    }

    /// The day that it would count for.
    pub(super) fn day(&self) -> Option<&PostingDay> {
        let days = &self.page.as_deref()?.days;
        days.iter()
            .find(|one| one.on == self.on)
            .or_else(|| days.first())
    }

    /// Lets it count for the next of the days that are not closed.
    fn another_day(&mut self) {
        let days = self.page.as_deref().map(|page| page.days.as_slice());
        let days = days.unwrap_or_default();
        let at = days.iter().position(|one| one.on == self.on).unwrap_or(0);
        let round = days.iter().cycle().skip(at.saturating_add(1));
        let mut open = round.take(days.len()).filter(|one| one.refusal.is_none());
        if let Some(next) = open.next() {
            self.on = next.on;
        }
    }

    /// The days, with the one that it would count for and why the others cannot be taken.
    pub(super) fn days<'a>(&'a self, page: &'a RemittancePage) -> Option<Element<'a, Message>> {
        let day = self.day()?;
        let closed = page.days.iter().filter(|one| one.refusal.is_some());
        let closed: Vec<String> = closed
            .map(|one| format!("not for {}: {}", one.words, one.refusal.unwrap_or_default()))
            .collect();
        let open = page.days.iter().filter(|one| one.refusal.is_none()).count();
        let label = format!("Counts for {}, {}", show_date(day.day), day.words);
        let button = button::quiet(label).icon(icon::CALENDAR).compact();
        let button = if open > 1 {
            button.key("D").on_press(Message::DayPressed)
        } else if closed.is_empty() {
            button.disabled("The payment’s day is the same")
        } else {
            button.disabled(closed.join("; "))
        };
        Some(button.into())
    }

    /// Asks before what waits is put aside, so that the rest can be posted.
    fn ask_rest(&self) -> Action<Message> {
        let Some(page) = self
            .page
            .as_deref()
            .filter(|page| page.row.standing.is_open())
        else {
            return Action::None;
        };
        if self.tally.needs.is_empty() || self.going.is_some() {
            return Action::None;
        }
        let ask = Ask::yes(
            format!("Post remittance {} and park what waits?", page.row.trace),
            format!(
                "{} of {} is kept apart until somebody decides; everything else is posted now.",
                words::show_dollars(page.figures.needs_paid),
                words::show_dollars(page.row.amount)
            ),
            "Post and park",
            Message::RestParked,
        );
        Action::Ask(ask.calm())
    }

    fn run(&mut self, context: &Context, rest: Rest) -> Action<Message> {
        if self.going.is_some() {
            return Action::None;
        }
        let (id, on) = (self.id, self.on);
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| office.post_remittance(id, on, rest, progress),
            |step| Message::Posting(Box::new(step)),
        );
        self.going = Some(Going {
            words: "Posting",
            done: 0,
            total: 0,
            cancel,
        });
        Action::Run(task)
    }

    fn went(&mut self, context: &Context, step: Step<Posted>) -> Action<Message> {
        match step {
            Step::Going { done, total } => {
                if let Some(going) = &mut self.going {
                    (going.done, going.total) = (done, total);
                }
                Action::None
            }
            Step::Done(Ok(posted)) => {
                self.going = None;
                let page = self.page.as_deref();
                let words = page
                    .map(|page| posted_words(page, &posted))
                    .unwrap_or_default();
                Action::Say(words, self.read(context))
            }
            Step::Done(Err(failure)) => {
                self.going = None;
                Action::Warn(failure)
            }
        }
    }

    fn came_back(&mut self, context: &Context, step: Step<()>) -> Action<Message> {
        match step {
            Step::Going { done, total } => {
                if let Some(going) = &mut self.going {
                    (going.done, going.total) = (done, total);
                }
                Action::None
            }
            Step::Done(Ok(())) => {
                self.going = None;
                let words = String::from("The remittance was taken back; it can be posted again.");
                Action::Say(words, self.read(context))
            }
            Step::Done(Err(failure)) => {
                self.going = None;
                Action::Warn(failure)
            }
        }
    }

    fn ask_back(&self) -> Action<Message> {
        let Some(page) = self.page.as_deref().filter(|page| !page.eobs.is_empty()) else {
            return Action::None;
        };
        if page.row.standing.is_open() {
            return Action::None;
        }
        let claims = page.claims.len();
        Action::Ask(Ask::reason(
            format!("Un-post remittance {}?", page.row.trace),
            format!(
                "Reverses what was posted of {claims} claims, {} in all. It can be posted again.",
                words::show_dollars(page.row.amount)
            ),
            "Un-post",
            "Why",
            Message::TakeBack,
        ))
    }

    /// Why it cannot be posted, for beside the button.
    fn why_not(&self, page: &RemittancePage) -> Option<String> {
        if self.going.is_some() {
            return Some(String::from("Posting"));
        }
        if self.tally.needs.is_empty() {
            return page.stops.clone();
        }
        Some(String::from("Post opens when nothing needs you"))
    }

    pub(super) fn buttons<'a>(&'a self, page: &'a RemittancePage) -> Vec<Element<'a, Message>> {
        if !page.row.standing.is_open() {
            let back = (!page.eobs.is_empty()).then(|| {
                button::danger("Un-post")
                    .icon(icon::UNDO)
                    .key("U")
                    .on_press(Message::BackPressed)
                    .into()
            });
            return back.into_iter().collect();
        }
        let label = format!("Post {}", words::show_dollars(page.row.amount));
        let post = match self.why_not(page) {
            None => button::primary(label).on_press(Message::PostPressed),
            Some(why) => button::plain(label).disabled(why),
        };
        vec![post.icon(icon::POST).key("Ctrl Enter").into()]
    }

    /// How far the posting is.
    pub(super) fn going(&self) -> Option<Element<'_, Message>> {
        let going = self.going.as_ref()?;
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let words = match going.total {
            0 => going.words.to_owned(),
            total => format!("{}, {} of {total} claims", going.words, going.done),
        };
        let shown = progress(
            words,
            count(going.done),
            count(going.total),
            Some(Message::StopPressed),
        );
        Some(container(shown).padding(gap::M).into())
    }
}

fn posted_words(page: &RemittancePage, posted: &Posted) -> String {
    let claims = match posted.claims {
        1 => String::from("1 claim"),
        more => format!("{more} claims"),
    };
    let parked = match posted.parked {
        0 => String::new(),
        more => format!(", {more} parked"),
    };
    format!(
        "Posted {} from {}, {claims}{parked}.",
        words::show_dollars(posted.amount),
        page.row.payer_name
    )
}
