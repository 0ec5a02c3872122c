//! Which claim of ours a claim of a remittance is, said by hand: the likeliest with what speaks for them, one looked for by
//! number or name, and everything in which it differs. It must not know how claims are weighed.

use iced::widget::{Column, column, container, row};
use iced::{Element, Fill, Task, Top};

use super::{Offers, Remittance, Side, sheet};
use crate::domain::id::{ClaimId, RemitClaimId};
use crate::domain::matching::Differs;
use crate::domain::posting::Decisions;
use crate::domain::typed::show_date;
use crate::office::{DeskClaim, OfferedClaim, OnDesk};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Action;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::check_box::check_box;
use crate::ui::widget::choice::{choice, choices};
use crate::ui::widget::compare::{Pair, compare, pair};
use crate::ui::widget::{button, field, focus, words};

/// The field to look for a claim in.
const FIND: &str = "remittance find";
/// How many claims are offered.
const OFFERED: usize = 3;

/// What is remembered of it.
#[derive(Default)]
pub struct Hand {
    /// Of which claim of the remittance.
    of: Option<RemitClaimId>,
    typed: String,
    offers: Vec<OfferedClaim>,
    at: usize,
    /// Others that the payer answers together with the one that is meant.
    with: Vec<OfferedClaim>,
    /// Whether what the payer does to our numbers is to be learned.
    learns: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// It is to be matched by hand.
    Opened,
    /// Not now.
    Closed,
    /// A claim is looked for.
    Typed(String),
    /// These were found for that.
    Found(RemitClaimId, String, Offers),
    /// That one is meant.
    Taken(usize),
    /// The one that is meant is not the only one, or it is after all.
    Joined,
    /// Whether what the payer does to our numbers is to be learned.
    Learned(bool),
}

/// Whether nobody knows which claim of ours it is.
pub fn is_unknown(claim: &DeskClaim) -> bool {
    claim.stands == OnDesk::NoMatch
}

impl Remittance {
    pub(super) fn by_hand(
        &mut self,
        context: &Context,
        message: Message,
    ) -> Action<super::Message> {
        match message {
            Message::Opened => {
                if !self.can_match() {
                    return Action::None;
                }
                self.side = Side::Hand;
                self.hand = Hand::default();
                Action::Run(Task::batch([self.offered(context), focus::on(FIND)]))
            }
            Message::Closed => {
                self.side = Side::Decide;
                Action::Run(focus::on(super::TABLE))
            }
            Message::Typed(text) => {
                self.hand.typed = text;
                Action::Run(self.look(context))
            }
            Message::Found(of, text, Ok(offers)) => {
                if self.hand.of == Some(of) && self.hand.typed == text {
                    self.hand.offers = offers;
                    self.hand.at = 0;
                }
                Action::None
            }
            Message::Found(_, _, Err(failure)) => Action::Warn(failure),
            Message::Taken(at) => {
                if at < self.hand.offers.len() {
                    self.hand.at = at;
                }
                Action::None
            }
            Message::Joined => {
                self.join();
                Action::Run(focus::on(FIND))
            }
            Message::Learned(learns) => {
                self.hand.learns = learns;
                Action::None
            }
        }
    }

    /// Keeps the one that is meant beside those that are looked for next; once more, and it is kept no longer.
    fn join(&mut self) {
        let is_open = self
            .page
            .as_deref()
            .is_some_and(|page| page.row.standing.is_open());
        let Some(offer) = self.hand.offers.get(self.hand.at).filter(|_| is_open) else {
            return;
        };
        let id = offer.row.id;
        match self.hand.with.iter().position(|one| one.row.id == id) {
            Some(at) => {
                let _not_it = self.hand.with.remove(at);
            }
            None => self.hand.with.push(offer.clone()),
        }
    }

    /// Whether it may still be said which claim of ours the chosen one is: before it is posted, and afterwards as long as
    /// its money is parked.
    fn can_match(&self) -> bool {
        let page = self.page.as_deref();
        let is_open = page.is_some_and(|page| page.row.standing.is_open());
        let claim = self.claim();
        claim.is_some_and(|claim| is_open || claim.stands == OnDesk::Parked)
    }

    /// Looks for claims that the chosen one may be, where that is asked.
    pub(super) fn offered(&mut self, context: &Context) -> Task<super::Message> {
        let is_asked = self.side == Side::Hand || self.claim().is_some_and(is_unknown);
        let Some(claim) = self.claim().filter(|_| is_asked) else {
            return Task::none();
        };
        self.hand = Hand {
            of: Some(claim.filed.id),
            ..Hand::default()
        };
        self.look(context)
    }

    fn look(&self, context: &Context) -> Task<super::Message> {
        let Some(of) = self.hand.of else {
            return Task::none();
        };
        let (text, asked) = (self.hand.typed.clone(), self.hand.typed.clone());
        context.worker.ask(
            move |office| {
                let mut offers = office.remit_candidates(of, &asked)?;
                // What nothing speaks for is shown only to whoever looks for it.
                if asked.trim().is_empty() {
                    offers.retain(|offer| offer.weighed.score > 0);
                }
                offers.truncate(OFFERED);
                Ok(offers)
            },
            move |offers| super::Message::Hand(Message::Found(of, text, offers)),
        )
    }

    /// Says that the chosen one is meant.
    pub(super) fn match_it(&self, context: &Context) -> Action<super::Message> {
        let (Some(of), Some(offer)) = (self.hand.of, self.hand.offers.get(self.hand.at)) else {
            return Action::Run(focus::on(FIND));
        };
        let (claim, on) = (offer.row.id, self.on);
        let is_open = self
            .page
            .as_deref()
            .is_some_and(|page| page.row.standing.is_open());
        if !is_open {
            // Its money was put aside when the rest was posted: now it finds its claim.
            return Action::Run(context.worker.ask(
                move |office| {
                    let usual = Decisions::default();
                    let _eob = office.place_parked(of, claim, &usual, on)?;
                    Ok(())
                },
                super::Message::Decided,
            ));
        }
        if !self.hand.with.is_empty() {
            let mut claims: Vec<ClaimId> = self.hand.with.iter().map(|one| one.row.id).collect();
            if !claims.contains(&claim) {
                claims.push(claim);
            }
            return Action::Run(context.worker.ask(
                move |office| office.match_remit_claims(of, &claims),
                super::Message::Decided,
            ));
        }
        let habit = offer.weighed.habit.filter(|_| self.hand.learns);
        Action::Run(context.worker.ask(
            move |office| office.match_remit_claim(of, Some(claim), habit),
            super::Message::Decided,
        ))
    }

    pub(super) fn hand<'a>(&'a self, claim: &'a DeskClaim) -> Element<'a, super::Message> {
        let hand = &self.hand;
        let told = if is_unknown(claim) {
            "No claim of ours is this one beyond doubt"
        } else {
            "Which claim of ours is it?"
        };
        let cause = format!(
            "The payer calls it {}, {} paid.",
            claim.filed.number, claim.read.paid
        );
        let problem = row![
            container(icon::of(icon::OWES, 16.0).style(Tone::Attention.ink())).padding([2, 0]),
            column![words::strong(told), words::label(cause)].width(Fill),
        ]
        .spacing(gap::S)
        .align_y(Top);
        let find = field::search("Find by number or patient", &hand.typed, |text| {
            super::Message::Hand(Message::Typed(text))
        })
        .compact()
        .on_submit(super::Message::AcceptPressed)
        .id(FIND);
        let ways = hand.offers.iter().enumerate().map(|(at, offer)| {
            let words = format!("{} {}", offer.row.number, offer.row.patient_name);
            choice(
                words,
                at == hand.at,
                super::Message::Hand(Message::Taken(at)),
            )
            .note(reasons(offer))
            .key(at.saturating_add(1).to_string())
        });
        let list: Element<'_, super::Message> = if hand.offers.is_empty() {
            words::muted("None of ours is like it. Look for one, or park its money.").into()
        } else {
            choices(ways.collect())
        };
        let offer = hand.offers.get(hand.at);
        let both = offer.map(|offer| differences(claim, offer));
        let habit = offer.and_then(|offer| offer.weighed.habit).map(|habit| {
            check_box(
                format!("Learn that this payer {}", habit.words()),
                hand.learns,
                |learns| super::Message::Hand(Message::Learned(learns)),
            )
        });
        let with = (!hand.with.is_empty()).then(|| {
            let numbers: Vec<&str> = hand
                .with
                .iter()
                .map(|one| one.row.number.as_str())
                .collect();
            words::strong(format!("Answered as one: {}", numbers.join(", ")))
        });
        let acts = self.can_match().then(|| self.hand_acts(claim));
        Column::new()
            .push(problem)
            .push(find)
            .push(list)
            .push(both)
            .push(with)
            .push(habit.map(Element::from))
            .push(acts)
            .spacing(gap::M)
            .into()
    }

    fn hand_acts<'a>(&'a self, claim: &DeskClaim) -> Element<'a, super::Message> {
        let is_picked = self.hand.at < self.hand.offers.len();
        let accept = button::primary(if self.hand.with.is_empty() {
            "It is this one"
        } else {
            "They are these"
        })
        .key("A")
        .on_press_maybe(is_picked.then_some(super::Message::AcceptPressed));
        let other = if is_unknown(claim) {
            button::plain("Park")
                .key("K")
                .on_press(super::Message::ParkPressed)
        } else {
            button::plain("Not now")
                .key("Esc")
                .on_press(super::Message::Hand(Message::Closed))
        };
        let is_open = self
            .page
            .as_deref()
            .is_some_and(|page| page.row.standing.is_open());
        let join = (is_picked && is_open).then(|| {
            button::quiet("And another")
                .key("Ctrl J")
                .on_press(super::Message::Hand(Message::Joined))
        });
        row![Element::from(accept), Element::from(other)]
            .push(join.map(Element::from))
            .spacing(gap::S)
            .wrap()
            .into()
    }
}

/// How sure an offer is, and what speaks for it.
fn reasons(offer: &OfferedClaim) -> String {
    let keys: Vec<&str> = offer.weighed.keys.iter().map(|key| key.words()).collect();
    match keys.as_slice() {
        [] => String::from("Found by what was typed"),
        keys => format!("{} of 100: {}", offer.weighed.score, keys.join(", ")),
    }
}

/// What the remittance says and what ours is, with what differs marked.
fn differences<'a>(claim: &'a DeskClaim, offer: &'a OfferedClaim) -> Element<'a, super::Message> {
    let has = |wanted: fn(&Differs) -> bool| offer.weighed.differs.iter().any(wanted);
    let served = claim
        .read
        .served_on()
        .map_or_else(|| String::from("–"), |days| show_date(days.0));
    let mut pairs: Vec<Pair<'_>> = vec![
        pair(
            "Number",
            claim.filed.number.as_str(),
            offer.row.number.to_string(),
            has(|one| matches!(one, Differs::Number { .. })),
        ),
        pair(
            "Patient",
            sheet::patient(claim),
            offer.row.patient_name.to_string(),
            has(|one| matches!(one, Differs::Name { .. })),
        ),
        pair(
            "Service",
            served,
            show_date(offer.row.service_on),
            has(|one| matches!(one, Differs::Day { .. })),
        ),
        pair(
            "Charge",
            words::show_money(claim.read.charged),
            words::show_money(offer.row.charged),
            has(|one| matches!(one, Differs::Charge { .. })),
        ),
    ];
    let rest = offer.weighed.differs.iter().filter_map(|one| match one {
        Differs::Member { ours, theirs } => {
            Some(pair("Member", theirs.as_str(), ours.as_str(), true))
        }
        Differs::Payer => Some(pair("Payer", "this one", "another", true)),
        Differs::Place { ours, theirs } => Some(pair(
            "Asked",
            format!("{theirs:?}").to_lowercase(),
            format!("{ours:?}").to_lowercase(),
            true,
        )),
        Differs::Replaced { by } => Some(pair("In its place", "", by.to_string(), true)),
        Differs::Void => Some(pair("Stands", "", "void", true)),
        Differs::NothingToTakeBack => Some(pair("Takes back", "a payment", "none posted", true)),
        Differs::Number { .. }
        | Differs::Charge { .. }
        | Differs::Day { .. }
        | Differs::Name { .. } => None,
    });
    pairs.extend(rest);
    compare("", ("Remittance", "Our claim"), pairs)
}
