//! What has to be decided about the chosen row: the problem in words, the ways out, and what each would change. It must not
//! know how a decision is kept.

use iced::widget::{Column, Row, column, container, row, space};
use iced::{Element, Fill, Top};

use super::sheet::{self, Line};
use super::{Message, Remittance, Side};
use crate::domain::money::Money;
use crate::domain::posting::{Exception, Figures, PlannedClaim};
use crate::office::{DeskAdjustment, DeskClaim, OnDesk, RemittancePage};
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::Tone;
use crate::ui::widget::before_after::{Change, before_after};
use crate::ui::widget::choice::{choice, choices};
use crate::ui::widget::compare::{compare, pair};
use crate::ui::widget::{button, panel, words};

impl Remittance {
    pub(super) fn panel<'a>(&'a self, page: &'a RemittancePage) -> Element<'a, Message> {
        let (head, body) = match self.line() {
            Some(Line::Claim(at)) => match page.claims.get(at) {
                Some(claim) => (self.claim_head(claim), self.claim_body(page, claim)),
                None => (space().into(), space().into()),
            },
            Some(Line::Adjustment(at)) => match page.adjustments.get(at) {
                Some(one) => (
                    panel::head(
                        format!("PLB {}", one.filed.code),
                        one.filed.reference.as_str(),
                        self.place_words(),
                    ),
                    self.adjustment_body(page, one),
                ),
                None => (space().into(), space().into()),
            },
            None => (
                panel::head("Nothing chosen", "", space()),
                words::muted("Choose a row to see what becomes of it.").into(),
            ),
        };
        panel::panel(width::PANEL_REMITTANCE, head, body)
    }

    fn claim_head<'a>(&'a self, claim: &'a DeskClaim) -> Element<'a, Message> {
        let ours = claim
            .filed
            .matches
            .iter()
            .map(|found| found.number.as_str());
        let ours: Vec<&str> = ours.collect();
        let number = if ours.is_empty() {
            claim.filed.number.clone()
        } else {
            ours.join(" + ")
        };
        panel::head(sheet::patient(claim), number, self.place_words())
    }

    /// Which of what waits this is.
    fn place_words(&self) -> Element<'_, Message> {
        let place = self
            .need()
            .and_then(|need| self.tally.needs.iter().position(|one| *one == need));
        match place {
            Some(place) => {
                let place = place.saturating_add(1);
                words::label(format!("{place} of {}", self.tally.needs.len())).into()
            }
            None => space().into(),
        }
    }

    fn claim_body<'a>(
        &'a self,
        page: &'a RemittancePage,
        claim: &'a DeskClaim,
    ) -> Element<'a, Message> {
        if self.side == Side::Why {
            return self.why(page, claim);
        }
        if self.side == Side::Hand || claim.stands == OnDesk::NoMatch {
            return self.hand(claim);
        }
        let plan = self.shown_plan(claim);
        let mut parts = Column::new().spacing(gap::L);
        match self.exception(page) {
            Some(exception) => parts = parts.push(self.decision(page, exception)),
            None => parts = parts.push(nothing_to_decide(page, claim)),
        }
        if let Some(plan) = plan {
            let title = if self.exception(page).is_some_and(Exception::waits) {
                "If you accept"
            } else if page.row.standing.is_open() {
                "If you post"
            } else {
                "As it was planned"
            };
            let payer = short(&page.row.payer_name);
            parts = parts
                .push(changes(title, &payer, &plan.before, &plan.after))
                .push(notices(plan));
        }
        let acts = if page.row.standing.is_open() {
            self.acts(page, claim)
        } else {
            acts_after(claim)
        };
        parts = parts.push(acts);
        parts.into()
    }

    fn adjustment_body<'a>(
        &'a self,
        page: &'a RemittancePage,
        one: &'a DeskAdjustment,
    ) -> Element<'a, Message> {
        let facts = panel::sums([(one.plan.account.words(), one.filed.amount.negated())]);
        let mut parts = column![words::body(one.plan.words.as_str()), facts].spacing(gap::L);
        if let Some(row) = &one.plan.meets {
            parts = parts.push(words::label(format!(
                "Meets what has been open since {}: {} {}, {}.",
                crate::domain::typed::show_date(row.since),
                row.code,
                row.reference,
                row.owed
            )));
        }
        if let Some(exception) = self.exception(page) {
            parts = parts.push(self.decision(page, exception));
            if page.row.standing.is_open() && exception.waits() {
                parts = parts.push(row![accept(true)]);
            }
        }
        let find = self.recovery().map(|_| {
            button::plain("Find its claim")
                .key("M")
                .on_press(Message::RecoveryPressed)
        });
        parts.push(find.map(Element::from)).into()
    }

    /// The problem and the ways out.
    fn decision<'a>(
        &'a self,
        page: &'a RemittancePage,
        exception: &'a Exception,
    ) -> Element<'a, Message> {
        let sign = if exception.waits() {
            icon::of(icon::OWES, 16.0).style(Tone::Attention.ink())
        } else {
            icon::of(icon::PAID, 16.0).style(Tone::Good.ink())
        };
        let problem = row![
            container(sign).padding([2, 0]),
            column![
                words::strong(exception.title.as_str()),
                words::label(exception.cause.as_str())
            ]
            .width(Fill),
        ]
        .spacing(gap::S)
        .align_y(Top);
        let picked = self.picked(exception);
        let ways = exception.choices.iter().enumerate().map(|(at, way)| {
            let face = choice(
                way.words.as_str(),
                picked == Some(at),
                Message::ChoiceTaken(at),
            )
            .key(at.saturating_add(1).to_string());
            if way.is_allowed && page.row.standing.is_open() {
                face.note(way.effect.as_str())
            } else {
                face.disabled(way.effect.as_str())
            }
        });
        let mut parts = column![problem, choices(ways.collect())].spacing(gap::M);
        if !exception.compared.is_empty() {
            let pairs = exception.compared.iter().map(|one| {
                pair(
                    one.what.as_str(),
                    words::show_money(one.posted),
                    words::show_money(one.taken_back),
                    !one.is_equal(),
                )
            });
            parts = parts.push(compare("", ("Posted", "Taken back"), pairs));
        }
        parts.into()
    }

    fn acts<'a>(&'a self, page: &'a RemittancePage, claim: &'a DeskClaim) -> Element<'a, Message> {
        let waits = self.exception(page).is_some_and(Exception::waits);
        let is_parked = claim.stands == OnDesk::Parked;
        let park = button::plain(if is_parked { "Take out" } else { "Park" })
            .key("K")
            .on_press(Message::ParkPressed);
        let accept = waits.then(|| accept(self.picked_way(page).is_some()));
        let why = button::quiet("Why").key("W").on_press(Message::WhyPressed);
        let like = self.like(page).len();
        let all = (waits && like > 1).then(|| {
            button::quiet(format!("Accept all {like} like it"))
                .key("Shift A")
                .on_press(Message::AcceptLikePressed)
        });
        Column::new()
            .push(row![].push(accept).push(park).push(why).spacing(gap::S))
            .push(all)
            .spacing(gap::S)
            .into()
    }
}

/// What can still be done once it is posted.
fn acts_after<'a>(claim: &DeskClaim) -> Element<'a, Message> {
    let why = button::quiet("What the payer said")
        .key("W")
        .on_press(Message::WhyPressed);
    let find = (claim.stands == OnDesk::Parked).then(|| {
        button::plain("Find its claim")
            .key("M")
            .on_press(Message::Hand(super::hand::Message::Opened))
            .into()
    });
    Row::with_children(find)
        .push(Element::from(why))
        .spacing(gap::S)
        .into()
}

fn accept<'a>(is_picked: bool) -> Element<'a, Message> {
    button::primary("Accept")
        .key("A")
        .on_press_maybe(is_picked.then_some(Message::AcceptPressed))
        .into()
}

fn nothing_to_decide<'a>(page: &RemittancePage, claim: &DeskClaim) -> Element<'a, Message> {
    let words = if claim.stands == OnDesk::Parked {
        "Its money is kept apart until its claim is known; the rest of the remittance goes on."
    } else if page.row.standing.is_open() {
        "Nothing to decide: it is posted as it stands."
    } else {
        "It is posted."
    };
    words::muted(words).into()
}

/// What the account says before and after.
pub(super) fn changes<'a>(
    title: &'a str,
    payer: &str,
    before: &Figures,
    after: &Figures,
) -> Element<'a, Message> {
    type Of = fn(&Figures) -> Money;
    let always: [(String, Of); 4] = [
        (format!("{payer} owes"), |f| f.insurer_owes),
        (String::from("Patient owes"), |f| f.patient_owes),
        (String::from("Contract write-off"), |f| f.contractual),
        (format!("Paid by {payer}"), |f| f.paid),
    ];
    let sometimes: [(String, Of); 3] = [
        (String::from("Other write-offs"), |f| f.adjusted),
        (String::from("Paid by others"), |f| f.paid_by_others),
        (String::from("Paid by the patient"), |f| f.paid_by_patient),
    ];
    let change = |(words, of): (String, Of)| Change {
        words: words.into(),
        before: of(before),
        after: of(after),
    };
    let more = sometimes
        .into_iter()
        .filter(|(_, of)| !of(before).is_zero() || !of(after).is_zero());
    let list = always.into_iter().chain(more).map(change);
    let total = change((String::from("Charge"), |f| f.charged));
    before_after(title, list, Some(total))
}

fn notices(plan: &PlannedClaim) -> Option<Element<'_, Message>> {
    let notices = plan.notices.iter().map(|one| {
        row![
            container(icon::of(icon::INFO, 14.0).style(Tone::Quiet.ink())).padding([2, 0]),
            words::label(one.words.as_str()).width(Fill),
        ]
        .spacing(gap::S)
        .align_y(Top)
        .into()
    });
    (!plan.notices.is_empty()).then(|| Column::with_children(notices).spacing(gap::XS).into())
}

/// A payer's name short enough for a line of figures.
pub(super) fn short(name: &str) -> String {
    const ROOM: usize = 12;
    const LEAST: usize = 5;
    let count = |text: &str| text.chars().count();
    if count(name) <= ROOM {
        return name.to_owned();
    }
    let first = name.split_whitespace().next().unwrap_or_default();
    if (LEAST..=ROOM).contains(&count(first)) {
        first.to_owned()
    } else {
        String::from("Payer")
    }
}
