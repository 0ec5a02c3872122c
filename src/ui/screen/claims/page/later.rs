//! What comes after a claim or takes its place: the next payer's claim, a replacement, a void, its parts, and the proof
//! that it was filed in time. It must not know how any of it is made.

use std::collections::BTreeSet;

use iced::widget::{Column, container, row, space};
use iced::{Center, Element, Fill};

use super::Page;
use crate::domain::claim::{ClaimNumber, ReferenceKind};
use crate::domain::id::{ChargeLineId, ClaimId, PaperBatchId};
use crate::office::{Act, ClaimPage, Office, OfficeError, Paper};
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::spacing::space as gap;
use crate::ui::widget::finding::{findings, to_look_at};
use crate::ui::widget::{button, check_box, dialog, words};
use crate::ui::worker::Failure;

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// One of these is wanted.
    Pressed(Act),
    /// Yes: bill the payer that comes after.
    NextAgreed,
    /// Yes: put another in its place, under this number of the payer.
    ReplaceAgreed(Option<String>),
    /// Yes: take it back at the payer, under this number of the payer.
    VoidAgreed(Option<String>),
    /// Why it is taken back here.
    TakeBackSaid(String),
    /// A service is to go to a claim of its own, or stay after all.
    LineTurned(ChargeLineId, bool),
    /// Those marked go.
    SplitAgreed,
    /// They stay.
    SplitClosed,
    /// Another part of the visit was looked for.
    PartFound(Result<Option<ClaimId>, Failure>),
    /// Yes: put it back.
    JoinAgreed(ClaimId),
    /// Yes: close it.
    CloseAgreed,
    /// A claim was made, or not.
    Made(&'static str, Result<ClaimId, Failure>),
    /// Something was done, or not.
    Done(&'static str, Result<(), Failure>),
    /// The claim on paper is to be looked at.
    PaperPressed,
    /// The proof that it was filed in time is wanted.
    ProofPressed,
    /// Pages under this name were made, with what they leave out, or not.
    PagesMade(&'static str, Result<(Vec<u8>, Vec<String>), Failure>),
    /// The pages of an earlier printing are to be looked at.
    PrintedPressed(PaperBatchId),
    /// What has no room on paper was read.
    LossClosed,
    /// It is being shown, or not.
    ProofShown(Result<(), Failure>),
}

/// The key of an act.
pub const fn key_of(act: Act) -> Option<&'static str> {
    match act {
        // These two have their own words and dialogs on the desk.
        Act::Hold | Act::Release => None,
        Act::BillNext => Some("N"),
        Act::Replace => Some("P"),
        Act::Void => Some("D"),
        Act::TakeBack => Some("T"),
        Act::Split => Some("L"),
        Act::Join => Some("J"),
        Act::Close => Some("K"),
    }
}

/// Why an act is not possible; none when it is.
pub fn why_not(page: &ClaimPage, act: Act) -> Option<&str> {
    let offer = page.acts.iter().find(|offer| offer.act == act)?;
    offer.refusal.as_deref()
}

impl Page {
    /// Takes in what happened.
    pub(super) fn later(&mut self, context: &Context, message: Message) -> Action<super::Message> {
        let id = self.claim;
        match message {
            Message::Pressed(act) => self.wanted(context, act),
            Message::NextAgreed => made(context, "the next payer’s claim", move |office| {
                office.bill_next(id)
            }),
            Message::ReplaceAgreed(number) => {
                made(context, "the claim in its place", move |office| {
                    office.replace_claim(id, number.as_deref())
                })
            }
            Message::VoidAgreed(number) => {
                made(context, "the claim that takes it back", move |office| {
                    office.void_at_payer(id, number.as_deref())
                })
            }
            Message::TakeBackSaid(why) => done(context, "taken back", move |office| {
                office.take_back_claim(id, &why)
            }),
            Message::LineTurned(line, goes) => {
                if let Some(lines) = &mut self.split {
                    let _changed = if goes {
                        lines.insert(line)
                    } else {
                        lines.remove(&line)
                    };
                }
                Action::None
            }
            Message::SplitAgreed => {
                let lines: Vec<_> = self.split.take().unwrap_or_default().into_iter().collect();
                made(context, "the claim of the other services", move |office| {
                    office.split_claim(id, &lines)
                })
            }
            Message::SplitClosed => {
                self.split = None;
                Action::None
            }
            Message::PartFound(Ok(other)) => {
                other.map_or(Action::None, |other| Action::Ask(join(other)))
            }
            Message::JoinAgreed(other) => done(context, "put together", move |office| {
                office.join_claims(id, other)
            }),
            Message::CloseAgreed => done(context, "closed", move |office| office.close_claim(id)),
            Message::Made(what, Ok(made)) => Action::SayAndGo(
                format!("Claim {} is made: {what}", ClaimNumber::of(made)),
                Place::Claim(made),
            ),
            Message::Done(what, Ok(())) => {
                let number = ClaimNumber::of(id);
                Action::Say(format!("Claim {number}: {what}"), self.read(context))
            }
            Message::PartFound(Err(failure))
            | Message::Made(_, Err(failure))
            | Message::Done(_, Err(failure))
            | Message::PagesMade(_, Err(failure))
            | Message::ProofShown(Err(failure)) => Action::Warn(failure),
            message => self.pages(context, message),
        }
    }

    /// What has to do with pages to look at or to print.
    fn pages(&mut self, context: &Context, message: Message) -> Action<super::Message> {
        let id = self.claim;
        match message {
            Message::PaperPressed => on_paper(context, id),
            Message::ProofPressed => prove(context, id),
            Message::PrintedPressed(run) => printed(context, run),
            Message::PagesMade(name, Ok((pages, lost))) => {
                self.lost_on_paper = lost;
                let shown = |shown| super::Message::Later(Message::ProofShown(shown));
                let files = &context.files;
                Action::Run(files.view_pages(&context.worker, name, pages, shown))
            }
            Message::LossClosed => {
                self.lost_on_paper.clear();
                Action::None
            }
            _ => Action::None,
        }
    }

    /// Asks before an act is done.
    fn wanted(&mut self, context: &Context, act: Act) -> Action<super::Message> {
        let Some(page) = self.about.as_deref() else {
            return Action::None;
        };
        if why_not(page, act).is_some() {
            return Action::None;
        }
        let number = &page.row.number;
        match act {
            Act::Hold | Act::Release => Action::None,
            Act::BillNext => Action::Ask(
                Ask::yes(
                    format!("Bill the payer after claim {number}?"),
                    "A claim to the next policy is made with what this payer decided; what is left moves to it.",
                    "Make the claim",
                    super::Message::Later(Message::NextAgreed),
                )
                .calm(),
            ),
            Act::Replace => Action::Ask(
                under_number(
                    page,
                    format!("Replace claim {number} at its payer?"),
                    "A claim is made that takes its place; correct the visit before it is sent.",
                    "Make the claim",
                    Message::ReplaceAgreed,
                )
                .calm(),
            ),
            Act::Void => Action::Ask(under_number(
                page,
                format!("Void claim {number} at its payer?"),
                "A claim is made that takes it back; nothing is billed in its place.",
                "Make the void",
                Message::VoidAgreed,
            )),
            Act::TakeBack => Action::Ask(Ask::reason(
                format!("Take claim {number} back?"),
                "It never counted at a payer. What was moved for it goes back.",
                "Take it back",
                "Why",
                |why| super::Message::Later(Message::TakeBackSaid(why)),
            )),
            Act::Split => {
                self.split = Some(BTreeSet::new());
                Action::None
            }
            Act::Join => self.find_part(context),
            Act::Close => Action::Ask(Ask::yes(
                format!("Close claim {number}?"),
                "The visit stays as it is, billed to nobody.",
                "Close it",
                super::Message::Later(Message::CloseAgreed),
            )),
        }
    }

    /// Looks for another part of the visit that is here still.
    fn find_part(&self, context: &Context) -> Action<super::Message> {
        let Some(page) = self.about.as_deref() else {
            return Action::None;
        };
        let (id, visit, policy) = (self.claim, page.row.visit, page.row.policy);
        Action::Run(context.worker.ask(
            move |office| {
                for (other, _) in office.claims_of(visit)? {
                    let row = office.claim(other)?.row;
                    if other != id && row.policy == policy && row.state.is_here() {
                        return Ok(Some(other));
                    }
                }
                Ok(None)
            },
            |other| super::Message::Later(Message::PartFound(other)),
        ))
    }

    /// The dialog that says what has no room on the paper form.
    pub(super) fn loss_dialog(&self) -> Option<dialog::Dialog<'_, super::Message>> {
        let number = &self.about.as_deref()?.row.number;
        let close = super::Message::Later(Message::LossClosed);
        let left_out = self.lost_on_paper.iter();
        let told: Vec<_> = left_out.map(|words| to_look_at(words.as_str())).collect();
        if told.is_empty() {
            return None;
        }
        let shown = dialog::dialog(
            format!("Claim {number} on paper"),
            "Not all of it has room on the form. This is not on the pages:",
            close.clone(),
        )
        .content(container(findings(told)).width(Fill))
        .answer(button::primary("Done").key("Esc").on_press(close))
        .width(520.0);
        Some(shown)
    }

    /// The dialog that asks which services go.
    pub(super) fn split_dialog(&self) -> Option<dialog::Dialog<'_, super::Message>> {
        let (page, lines) = (self.about.as_deref()?, self.split.as_ref()?);
        let say = super::Message::Later;
        let rows = page.lines.iter().map(|line| {
            let (id, what) = (line.id, &line.what);
            let is_marked = lines.contains(&id);
            let service = format!("{}  {}", what.code, what.description);
            let mark = check_box::check_box(service, is_marked, move |goes| {
                say(Message::LineTurned(id, goes))
            });
            let mark = Element::from(mark);
            let line = row![mark, space::horizontal(), words::money(what.charge)];
            line.spacing(gap::M).align_y(Center).into()
        });
        let can = !lines.is_empty() && lines.len() < page.lines.len();
        let goes = if lines.is_empty() {
            "Mark the services that go to a claim of their own."
        } else if can {
            "The services marked go to a claim of their own."
        } else {
            "At least one service stays: not all of them can go."
        };
        let shown = dialog::dialog(
            format!("Split claim {}?", page.row.number),
            goes,
            say(Message::SplitClosed),
        )
        .content(Column::with_children(rows).spacing(gap::S))
        .keep("Not now")
        .answer(
            button::primary("Make the claim")
                .on_press_maybe(can.then(|| say(Message::SplitAgreed))),
        )
        .width(520.0);
        Some(shown)
    }
}

/// Asks under which number the payer knows a claim; only for a yes where the number is known.
fn under_number(
    page: &ClaimPage,
    title: String,
    what: &str,
    act: &str,
    then: fn(Option<String>) -> Message,
) -> Ask<super::Message> {
    let known = page
        .references
        .iter()
        .rev()
        .find(|reference| reference.kind == ReferenceKind::Payer);
    match known {
        Some(known) => Ask::yes(
            title,
            format!("{what} The payer knows it as {}.", known.number),
            act,
            super::Message::Later(then(None)),
        ),
        None => Ask::reason(
            title,
            what,
            act,
            "The payer’s claim number",
            move |number| super::Message::Later(then(Some(number))),
        ),
    }
}

fn join(other: ClaimId) -> Ask<super::Message> {
    Ask::yes(
        format!("Put claim {} back?", ClaimNumber::of(other)),
        "Its services go back on this claim, and it is voided.",
        "Put together",
        super::Message::Later(Message::JoinAgreed(other)),
    )
    .calm()
}

/// Shows the claim as its paper form would be. Nothing is sent.
fn on_paper(context: &Context, id: ClaimId) -> Action<super::Message> {
    Action::Run(context.worker.ask(
        move |office| {
            let (pages, warnings) = office.preview_paper_claims(&[id], Paper::Plain, None)?;
            let lost = warnings.iter().map(|(_, warning)| warning.to_string());
            Ok((pages, lost.collect()))
        },
        |pages| super::Message::Later(Message::PagesMade("paper-claim.pdf", pages)),
    ))
}

/// Shows the pages of a run exactly as they were printed.
fn printed(context: &Context, run: PaperBatchId) -> Action<super::Message> {
    Action::Run(context.worker.ask(
        move |office| Ok((office.paper_batch_file(run)?, Vec::new())),
        |pages| super::Message::Later(Message::PagesMade("paper-claims.pdf", pages)),
    ))
}

/// Prints the proof that a claim was filed in time.
fn prove(context: &Context, id: ClaimId) -> Action<super::Message> {
    Action::Run(context.worker.ask(
        move |office| Ok((office.timely_proof_pdf(id)?, Vec::new())),
        |pages| super::Message::Later(Message::PagesMade("timely-filing.pdf", pages)),
    ))
}

/// Makes a claim, and goes to it.
fn made(
    context: &Context,
    what: &'static str,
    work: impl FnOnce(&mut Office) -> Result<ClaimId, OfficeError> + Send + 'static,
) -> Action<super::Message> {
    Action::Run(context.worker.ask(work, move |made| {
        super::Message::Later(Message::Made(what, made))
    }))
}

/// Does something with the claim, and says so.
fn done(
    context: &Context,
    what: &'static str,
    work: impl FnOnce(&mut Office) -> Result<(), OfficeError> + Send + 'static,
) -> Action<super::Message> {
    Action::Run(context.worker.ask(work, move |outcome| {
        super::Message::Later(Message::Done(what, outcome))
    }))
}
