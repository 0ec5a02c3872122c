//! What is decided about what waits: by one key, for one or for everything like it. It must not know what a decision does.

use iced::Task;

use super::sheet::{self, Line, Need};
use super::{Message, Remittance, Side};
use crate::domain::id::RemitClaimId;
use crate::domain::posting::{Exception, Key, PlannedClaim, Resolution};
use crate::office::{DeskClaim, OfficeError, OnDesk, RemittancePage};
use crate::ui::context::Context;
use crate::ui::place::Action;

/// What is decided about one thing.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// About a claim.
    Claim(RemitClaimId, Key, Resolution),
    /// About money beside claims, by its order.
    Adjustment(u32, Key, Resolution),
}

impl Remittance {
    /// The place of the way out that is shown as chosen: by hand, as decided, or the usual one.
    pub(super) fn picked(&self, exception: &Exception) -> Option<usize> {
        let holds = exception.decided.or_else(|| exception.usual());
        let place = |way| exception.choices.iter().position(|one| one.does == way);
        self.choice.or_else(|| holds.and_then(place))
    }

    /// The way out that accepting takes.
    pub(super) fn picked_way(&self, page: &RemittancePage) -> Option<Resolution> {
        let exception = self.exception(page)?;
        let choice = exception.choices.get(self.picked(exception)?)?;
        choice.is_allowed.then_some(choice.does)
    }

    /// What waits for the same as what is shown.
    pub(super) fn like(&self, page: &RemittancePage) -> Vec<Need> {
        let need = self.need();
        need.map_or_else(Vec::new, |need| sheet::like(page, &self.tally.needs, need))
    }

    /// The plan of a claim: with the way that is chosen and not accepted yet, where it was worked out.
    pub(super) fn shown_plan<'a>(&'a self, claim: &'a DeskClaim) -> Option<&'a PlannedClaim> {
        match &self.preview {
            Some((of, plan)) if *of == claim.filed.id => Some(plan),
            _ => claim.plan.as_ref(),
        }
    }

    pub(super) fn deciding(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::ChoiceTaken(at) => self.choose(context, at),
            Message::Previewed(claim, choice, Ok(plan)) => {
                if self.choice == Some(choice) {
                    self.preview = Some((claim, plan));
                }
                Action::None
            }
            Message::AcceptPressed => self.accept(context),
            Message::AcceptLikePressed => self.accept_like(context),
            Message::ParkPressed => self.park(context),
            Message::Decided(Ok(())) => {
                self.goes_on = true;
                self.side = Side::Decide;
                Action::Run(self.read(context))
            }
            Message::Decided(Err(failure)) => Action::Warn(failure),
            _ => Action::None,
        }
    }

    fn choose(&mut self, context: &Context, at: usize) -> Action<Message> {
        let Some(page) = self
            .page
            .as_deref()
            .filter(|page| page.row.standing.is_open())
        else {
            return Action::None;
        };
        let Some(exception) = self.exception(page) else {
            return Action::None;
        };
        let Some(way) = exception.choices.get(at).filter(|way| way.is_allowed) else {
            return Action::None;
        };
        let (key, does) = (exception.key, way.does);
        let claim = self.claim().map(|claim| claim.filed.id);
        self.choice = Some(at);
        self.preview = None;
        let Some(claim) = claim else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| Ok(Box::new(office.preview_remit_claim(claim, key, does)?)),
            move |plan| Message::Previewed(claim, at, plan),
        ))
    }

    /// Takes the chosen way out of what is shown; of an unknown claim, that it is the chosen one of ours.
    fn accept(&mut self, context: &Context) -> Action<Message> {
        if self.side == Side::Hand || self.claim().is_some_and(super::hand::is_unknown) {
            return self.match_it(context);
        }
        let open = |page: &&RemittancePage| page.row.standing.is_open();
        let Some(page) = self.page.as_deref().filter(open) else {
            return Action::None;
        };
        let deed = self
            .exception(page)
            .map(|one| one.key)
            .zip(self.picked_way(page))
            .and_then(|(key, way)| deed(page, self.line()?, key, way));
        match deed {
            Some(deed) => Action::Run(self.write(context, vec![deed])),
            None => self.update(context, Message::NextPressed),
        }
    }

    /// Takes the usual way out of everything that waits for the same.
    fn accept_like(&mut self, context: &Context) -> Action<Message> {
        let Some(page) = self.page.as_deref() else {
            return Action::None;
        };
        let like = self.like(page);
        if let Some(claims) = whole(page, &like) {
            return Action::Run(context.worker.ask(
                move |office| office.accept_remit_claims(&claims),
                Message::Decided,
            ));
        }
        let deeds: Vec<Deed> = like
            .into_iter()
            .filter_map(|need| {
                let (key, way) = sheet::kind_of(page, need)?;
                deed(page, need.line, key, way)
            })
            .collect();
        if deeds.is_empty() {
            return Action::None;
        }
        Action::Run(self.write(context, deeds))
    }

    fn write(&self, context: &Context, deeds: Vec<Deed>) -> Task<Message> {
        let id = self.id;
        context.worker.ask(
            move |office| {
                for deed in deeds {
                    match deed {
                        Deed::Claim(claim, key, way) => {
                            office.decide_remit_claim(claim, key, Some(way))?;
                        }
                        Deed::Adjustment(place, key, way) => {
                            office.decide_remit_adjustment(id, place, key, Some(way))?;
                        }
                    }
                }
                Ok::<_, OfficeError>(())
            },
            Message::Decided,
        )
    }

    fn park(&mut self, context: &Context) -> Action<Message> {
        let is_open = self
            .page
            .as_deref()
            .is_some_and(|page| page.row.standing.is_open());
        let Some(claim) = self.claim().filter(|_| is_open) else {
            return Action::None;
        };
        let (id, is_parked) = (claim.filed.id, claim.stands == OnDesk::Parked);
        Action::Run(context.worker.ask(
            move |office| {
                if is_parked {
                    office.reopen_remit_claims(&[id])
                } else {
                    office.park_remit_claims(&[id])
                }
            },
            Message::Decided,
        ))
    }
}

/// The claims of these, when nothing else of them waits: then all are accepted at once.
fn whole(page: &RemittancePage, needs: &[Need]) -> Option<Vec<RemitClaimId>> {
    let claims = needs.iter().map(|need| {
        let Line::Claim(at) = need.line else {
            return None;
        };
        let waiting = sheet::exceptions(page, need.line).iter();
        let waiting = waiting.filter(|one| one.waits()).count();
        let here = needs.iter().filter(|other| other.line == need.line).count();
        let claim = page.claims.get(at)?;
        (waiting == here).then_some(claim.filed.id)
    });
    claims.collect()
}

fn deed(page: &RemittancePage, line: Line, key: Key, way: Resolution) -> Option<Deed> {
    match line {
        Line::Claim(at) => {
            let claim = page.claims.get(at)?;
            Some(Deed::Claim(claim.filed.id, key, way))
        }
        Line::Adjustment(at) => {
            let one = page.adjustments.get(at)?;
            Some(Deed::Adjustment(one.filed.place, key, way))
        }
    }
}
