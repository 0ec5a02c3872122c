//! An appeal to be sent: the letter to read and change, what goes with it, and the pages as they will be. It must not
//! know how they are made.

use std::collections::BTreeSet;

use iced::widget::{column, container, row, rule, space, text_editor};
use iced::{Center, Element, Fill, Task};

use super::pages::Pages;
use crate::domain::denial::{Enclosure, Evidence, NewAppeal, SendingWay, appeal_number};
use crate::domain::id::{AppealId, ClaimId};
use crate::domain::page::Page;
use crate::domain::typed::show_date;
use crate::office::AppealDraft;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::check_box::check_box;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, field, focus, page, panel, words};
use crate::ui::worker::Failure;

/// The field of the letter.
const LETTER: &str = "appeal letter";
/// How wide the letter stands beside its pages.
const WIDE: f32 = 420.0;

/// What the screen remembers.
pub struct Appeal {
    claim: ClaimId,
    draft: Option<AppealDraft>,
    letter: text_editor::Content,
    way: SendingWay,
    encloses: BTreeSet<Enclosure>,
    pages: Pages,
    /// Whether pages are being made, and whether they are behind what was typed.
    is_making: bool,
    is_behind: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The letter was written.
    Drafted(Result<Box<AppealDraft>, Failure>),
    /// It was changed.
    Edited(text_editor::Action),
    /// Something goes with it, or not.
    Enclosed(Enclosure, bool),
    /// It goes another way.
    WayChosen(SendingWay),
    /// The pages were made.
    Made(Result<Vec<Page>, Failure>),
    /// Another page is wanted.
    Turned(isize),
    /// It is to be sent.
    SendPressed,
    /// Yes.
    SendAgreed,
    /// It was, or not.
    Sent(Result<(AppealId, Vec<u8>), Failure>),
    /// Its pages are being shown, or not.
    Shown(String, Result<(), Failure>),
}

impl Appeal {
    /// Writes the appeal of a claim.
    pub fn open(context: &Context, claim: ClaimId) -> (Self, Task<Message>) {
        let screen = Self {
            claim,
            draft: None,
            letter: text_editor::Content::new(),
            way: SendingWay::Mail,
            encloses: BTreeSet::new(),
            pages: Pages::default(),
            is_making: false,
            is_behind: false,
        };
        let read = context.worker.ask(
            move |office| office.appeal_draft(claim).map(Box::new),
            Message::Drafted,
        );
        (screen, read)
    }

    /// The appeal as it stands.
    fn written(&self) -> Option<NewAppeal> {
        Some(NewAppeal {
            level: self.draft.as_ref()?.level,
            way: self.way,
            letter: self.letter.text().trim().to_owned(),
            encloses: self.encloses.clone(),
        })
    }

    /// Makes the pages anew; while some are being made, once they are.
    fn make(&mut self, context: &Context) -> Action<Message> {
        let Some(new) = self.written() else {
            return Action::None;
        };
        if self.is_making {
            self.is_behind = true;
            return Action::None;
        }
        (self.is_making, self.is_behind) = (true, false);
        let claim = self.claim;
        Action::Run(context.worker.ask(
            move |office| office.appeal_pages(claim, &new),
            Message::Made,
        ))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Drafted(Ok(draft)) => {
                self.letter = text_editor::Content::with_text(&draft.letter);
                self.encloses.clone_from(&draft.encloses);
                self.draft = Some(*draft);
                match self.make(context) {
                    Action::Run(task) => Action::Run(Task::batch([task, focus::on(LETTER)])),
                    other => other,
                }
            }
            Message::Drafted(Err(failure)) => {
                self.pages = Pages::of(Err(failure));
                Action::None
            }
            Message::Edited(action) => {
                let is_edit = action.is_edit();
                self.letter.perform(action);
                if is_edit {
                    self.make(context)
                } else {
                    Action::None
                }
            }
            Message::Enclosed(one, goes) => {
                let _changed = if goes {
                    self.encloses.insert(one)
                } else {
                    self.encloses.remove(&one)
                };
                self.make(context)
            }
            Message::WayChosen(way) => {
                self.way = way;
                self.make(context)
            }
            Message::Made(made) => {
                self.is_making = false;
                self.pages.renew(made);
                if self.is_behind {
                    self.make(context)
                } else {
                    Action::None
                }
            }
            Message::Turned(by) => {
                self.pages.turn(by);
                Action::None
            }
            Message::SendPressed => self.ask(),
            Message::SendAgreed => self.send(context),
            Message::Sent(Ok((id, pdf))) => {
                let said = format!("Appeal {} is in the book.", appeal_number(id));
                let show =
                    context
                        .files
                        .view_pages(&context.worker, "appeal.pdf", pdf, move |shown| {
                            Message::Shown(said, shown)
                        });
                Action::Run(show)
            }
            Message::Sent(Err(failure)) => Action::Warn(failure),
            // It was sent, whether or not it can be shown here.
            Message::Shown(said, Ok(()) | Err(_)) => {
                Action::SayAndGo(said, Place::FollowUp(Some(self.claim)))
            }
        }
    }

    fn ask(&self) -> Action<Message> {
        let (Some(draft), Some(new)) = (&self.draft, self.written()) else {
            return Action::None;
        };
        if let Err(error) = new.check() {
            return Action::Warn(Failure::Words(error.to_string()));
        }
        Action::Ask(
            Ask::yes(
                format!("Send the appeal for {}?", words::show_dollars(draft.amount)),
                format!(
                    "{} of claim {}. The file is kept as it goes, opens to be printed or sent, and the day by which the payer has to answer is watched.",
                    draft.level.words(),
                    crate::domain::claim::ClaimNumber::of(draft.claim)
                ),
                "Send it",
                Message::SendAgreed,
            )
            .calm(),
        )
    }

    fn send(&self, context: &Context) -> Action<Message> {
        let Some(new) = self.written() else {
            return Action::None;
        };
        let claim = self.claim;
        Action::Run(context.worker.ask(
            move |office| office.appeal_denial(claim, &new),
            Message::Sent,
        ))
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("Ctrl Enter") {
            Message::SendPressed
        } else if press.is("Page Down") || press.is("]") {
            Message::Turned(1)
        } else if press.is("Page Up") || press.is("[") {
            Message::Turned(-1)
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Tab"], "next"),
            hint(&["Page Up", "Page Down"], "turn the page"),
            hint(&["Ctrl Enter"], "send"),
            hint(&["Esc"], "back"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        let can = self.draft.is_some() && self.pages.are_made();
        vec![
            button::primary("Send the appeal")
                .icon(icon::APPEAL)
                .key("Ctrl Enter")
                .on_press_maybe(can.then_some(Message::SendPressed))
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, _context: &'a Context) -> Element<'a, Message> {
        let pages = column![
            row![words::label("As it goes"), space::horizontal()]
                .push(self.pages.turner(Message::Turned))
                .padding([0.0, gap::L])
                .height(43.0)
                .align_y(Center),
            rule::horizontal(1).style(theme::divider),
            self.pages.view("No appeal can be written"),
        ];
        row![
            container(self.write())
                .width(WIDE)
                .height(Fill)
                .style(theme::ground(|t| t.paper)),
            rule::vertical(1).style(theme::divider),
            container(pages)
                .width(Fill)
                .height(Fill)
                .style(theme::ground(|t| t.canvas)),
        ]
        .into()
    }

    fn write(&self) -> Element<'_, Message> {
        let Some(draft) = &self.draft else {
            return space().into();
        };
        let title = format!(
            "{}, claim {}",
            draft.level.words(),
            crate::domain::claim::ClaimNumber::of(draft.claim)
        );
        let facts = [
            (
                "Asked for",
                words::dense(words::show_dollars(draft.amount)).into(),
            ),
            (
                "Reason",
                words::dense(format!("{}, {}", draft.reason, draft.kind.words())).into(),
            ),
            ("Send by", words::dense(show_date(draft.by)).into()),
        ];
        let letter = field::area("Letter", &self.letter, Message::Edited)
            .id(LETTER)
            .height(300.0);
        let boxes = Enclosure::ALL.into_iter().map(|one| {
            let is_in = self.encloses.contains(&one);
            Element::from(check_box(one.words(), is_in, move |goes| {
                Message::Enclosed(one, goes)
            }))
        });
        let ways = SendingWay::ALL.into_iter().map(|way| {
            Element::from(if way == self.way {
                button::plain(way.words()).icon(icon::CHECK).compact()
            } else {
                button::quiet(way.words())
                    .compact()
                    .on_press(Message::WayChosen(way))
            })
        });
        let body = column![
            words::section(title),
            panel::facts(88.0, facts),
            letter,
            panel::section("Goes with it", ""),
            column(boxes).spacing(gap::XS),
            by_hand(draft),
            panel::section("Goes out", ""),
            row(ways).spacing(gap::S),
        ]
        .spacing(gap::M);
        page::scroll(container(body).padding(gap::L))
    }
}

/// What has to be laid beside it by hand, and the kept papers that go with it.
fn by_hand(draft: &AppealDraft) -> Option<Element<'_, Message>> {
    let wants: Vec<&str> = draft.wants.iter().copied().map(Evidence::words).collect();
    let mut parts = Vec::new();
    if !wants.is_empty() {
        parts.push(format!(
            "Lay beside it what you have of {}.",
            wants.join(", ")
        ));
    }
    if !draft.papers.is_empty() {
        parts.push(format!(
            "Kept with the claim and put behind the letter: {}.",
            draft.papers.join("; ")
        ));
    }
    (!parts.is_empty()).then(|| words::label(parts.join(" ")).into())
}
