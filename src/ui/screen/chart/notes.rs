//! The notes tab: what was said about the account, what was promised and disputed, and what an agency has of it. It must
//! not know how any of it is kept.

use iced::widget::{Column, column, container, row, space};
use iced::{Element, Fill, Task};

use crate::domain::contact::{Note, Way};
use crate::domain::draft::NoteDraft;
use crate::domain::draft::note::Field;
use crate::domain::id::{ChargeLineId, GuarantorId, UserId};
use crate::domain::typed::show_date;
use crate::office::{Chart, CollectionPage, OwedService};
use crate::ui::context::Context;
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::screen::accounts::form::{Says, note_fields};
use crate::ui::screen::accounts::one;
use crate::ui::spacing::space as gap;
use crate::ui::widget::choice::{choice, choices};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::timeline::timeline;
use crate::ui::widget::{button, page, panel, words};
use crate::ui::worker::Failure;

/// What the tab remembers.
#[derive(Default)]
pub(super) struct Notes {
    found: Option<Box<Found>>,
    form: Option<Form<NoteDraft>>,
    /// The service that a dispute would be about; none: all of it.
    line: Option<ChargeLineId>,
}

/// What the tab shows.
#[derive(Clone, Debug)]
pub struct Found {
    page: CollectionPage,
    people: Vec<(UserId, String)>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The account was read.
    Read(Result<Box<Found>, Failure>),
    /// A note is to be written.
    NotePressed,
    /// Something of it was typed.
    Edited(Edit<Field>),
    /// How it was said was chosen.
    WayChosen(Way),
    /// Whose work the follow-up is was chosen.
    PersonChosen(Option<UserId>),
    /// It is to be kept.
    SavePressed,
    /// Nothing is to be written.
    KeepPressed,
    /// What a dispute would be about was chosen.
    LineChosen(Option<ChargeLineId>),
    /// It is disputed.
    DisputePressed,
    /// They say this.
    DisputeSaid(GuarantorId, Option<ChargeLineId>, String),
    /// The patients' side of Follow-up is wanted.
    FollowUpPressed,
    /// Something was done, or not.
    Done(&'static str, Result<(), Failure>),
}

impl Notes {
    /// Reads what was said about the account.
    pub fn read(context: &Context, about: &Chart) -> Task<Message> {
        let guarantor = about.guarantor.id;
        context.worker.ask(
            move |office| {
                Ok(Box::new(Found {
                    page: office.collection_page(guarantor)?,
                    people: office.people_at_work()?,
                }))
            },
            Message::Read,
        )
    }

    /// Takes in what happened.
    pub fn update(
        &mut self,
        context: &Context,
        about: &Chart,
        message: Message,
    ) -> Action<Message> {
        match message {
            Message::Read(Ok(found)) => {
                self.found = Some(found);
                Action::None
            }
            Message::Read(Err(failure)) | Message::Done(_, Err(failure)) => Action::Warn(failure),
            Message::NotePressed => {
                let lent = (about.guarantor.id.get(), context.today());
                let form = Form::lent("chart note", NoteDraft::default(), lent);
                let start = form.start();
                self.form = Some(form);
                Action::Run(start)
            }
            Message::Edited(edit) => self.typed(|form| form.take(edit)),
            Message::WayChosen(way) => self.typed(|form| form.choose(|draft| draft.way = way)),
            Message::PersonChosen(person) => {
                self.typed(|form| form.choose(|draft| draft.person = person))
            }
            Message::SavePressed => self.save(context, about),
            Message::KeepPressed => {
                self.form = None;
                Action::None
            }
            Message::LineChosen(line) => {
                self.line = line;
                Action::None
            }
            Message::DisputePressed => self.ask_dispute(about.guarantor.id),
            Message::DisputeSaid(guarantor, line, said) => Action::Run(context.worker.ask(
                move |office| office.open_dispute(guarantor, line, &said).map(drop),
                |done| Message::Done("Disputed: it is not asked for by mail", done),
            )),
            Message::FollowUpPressed => Action::Go(Place::Accounts(Some(about.guarantor.id))),
            Message::Done(said, Ok(())) => {
                (self.form, self.line) = (None, None);
                Action::Say(said.to_owned(), Task::none())
            }
        }
    }

    fn typed(&mut self, take: impl FnOnce(&mut Form<NoteDraft>)) -> Action<Message> {
        if let Some(form) = &mut self.form {
            take(form);
        }
        Action::None
    }

    fn save(&mut self, context: &Context, about: &Chart) -> Action<Message> {
        let Some(form) = &mut self.form else {
            return Action::None;
        };
        match form.finish() {
            Ok(mut note) => {
                note.about.patient = Some(about.patient.id);
                Action::Run(context.worker.ask(
                    move |office| office.add_note(&note).map(drop),
                    |done| Message::Done("The note is kept", done),
                ))
            }
            Err(to_field) => Action::Run(to_field),
        }
    }

    fn ask_dispute(&self, guarantor: GuarantorId) -> Action<Message> {
        let line = self.line;
        let owed = self.found.iter().flat_map(|found| &found.page.owed);
        let service = owed.into_iter().find(|one| Some(one.line) == line);
        let title = match service {
            Some(one) => format!(
                "Do they dispute {} of {}?",
                one.description,
                show_date(one.service_on)
            ),
            None => String::from("Do they dispute the account?"),
        };
        let words = "It is not asked for by mail and goes to no agency until the dispute is settled in Follow-up.";
        let then = move |said| Message::DisputeSaid(guarantor, line, said);
        Action::Ask(Ask::reason(title, words, "Hold it", "What they say", then).calm())
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(
        &mut self,
        context: &Context,
        about: &Chart,
        press: &Press,
    ) -> Option<Action<Message>> {
        let message = if self.form.is_some() {
            if press.is("Ctrl Enter") {
                Message::SavePressed
            } else if press.is("Esc") {
                Message::KeepPressed
            } else {
                return None;
            }
        } else if press.is("N") {
            Message::NotePressed
        } else if press.is("D") {
            Message::DisputePressed
        } else if press.is("A") {
            Message::FollowUpPressed
        } else {
            return None;
        };
        Some(self.update(context, about, message))
    }

    /// Whether letters are typed here, so that they are no keys.
    pub const fn is_form(&self) -> bool {
        self.form.is_some()
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if self.form.is_some() {
            return vec![hint(&["Ctrl Enter"], "keep"), hint(&["Esc"], "not now")];
        }
        vec![
            hint(&["N"], "note or call"),
            hint(&["D"], "dispute what is chosen"),
            hint(&["A"], "in Follow-up"),
        ]
    }

    /// The work area below the head of the chart.
    pub fn view<'a>(&'a self, context: &Context) -> Element<'a, Message> {
        let Some(found) = self.found.as_deref() else {
            return space().into();
        };
        let bar = page::toolbar(
            [
                words::strong("Notes and calls").into(),
                words::muted("of the account, newest first").into(),
            ],
            [
                button::quiet("In Follow-up")
                    .key("A")
                    .compact()
                    .on_press(Message::FollowUpPressed)
                    .into(),
                button::plain("Note or call")
                    .icon(icon::PHONE)
                    .key("N")
                    .compact()
                    .on_press(Message::NotePressed)
                    .into(),
            ],
        );
        let list = column![bar, said(&found.page.notes)];
        let side = match &self.form {
            Some(form) => write(form, found, context),
            None => self.side(&found.page),
        };
        page::beside(list, side)
    }

    fn side<'a>(&'a self, page: &'a CollectionPage) -> Element<'a, Message> {
        let account = &page.row.account;
        let next = crate::ui::worker::sentence(&page.row.step.words());
        let mut facts: Vec<(&str, Element<'a, Message>)> =
            vec![("Next", words::dense(next).into())];
        if account.at_agency.is_positive() {
            let there = words::show_dollars(account.at_agency);
            facts.push(("At the agency", words::dense(there).into()));
        }
        if let Some(placed) = &account.placed {
            let given = format!("{}, {}", placed.agency_name, show_date(placed.on));
            facts.push(("Given to", words::dense(given).into()));
        }
        Column::new()
            .push(panel::section("Collections", ""))
            .push(panel::facts(96.0, facts))
            .push(one::promises(&page.promises))
            .push(one::disputes(&page.disputes))
            .push(self.disputable(&page.owed))
            .spacing(gap::M)
            .into()
    }

    /// What can be disputed: all of it, or one service that is owed for.
    fn disputable<'a>(&'a self, owed: &'a [OwedService]) -> Option<Element<'a, Message>> {
        if owed.is_empty() {
            return None;
        }
        let all = choice("All of it", self.line.is_none(), Message::LineChosen(None));
        let each = owed.iter().map(|one| {
            let is_chosen = self.line == Some(one.line);
            let state = if one.is_disputed { ", disputed" } else { "" };
            choice(
                one.description.as_str(),
                is_chosen,
                Message::LineChosen(Some(one.line)),
            )
            .note(format!(
                "{}, {}{state}",
                show_date(one.service_on),
                words::show_dollars(one.amount)
            ))
        });
        let list = std::iter::once(all).chain(each).collect();
        Some(
            column![
                panel::section("Owed", ""),
                choices(list),
                button::plain("They dispute it")
                    .key("D")
                    .compact()
                    .on_press(Message::DisputePressed),
            ]
            .spacing(gap::S)
            .into(),
        )
    }
}

fn said(notes: &[Note]) -> Element<'_, Message> {
    if notes.is_empty() {
        let nothing = "Nothing was written down yet";
        let how = "N writes down a call, a letter or a note, with the day to follow up.";
        return container(empty_state(icon::PHONE, nothing, how, None))
            .padding([gap::XXXL, gap::XL])
            .into();
    }
    let list = timeline(notes.iter().map(one::note_event));
    page::scroll(container(list).padding(gap::L).width(Fill))
}

fn write<'a>(
    form: &'a Form<NoteDraft>,
    found: &'a Found,
    context: &Context,
) -> Element<'a, Message> {
    let says = Says {
        edit: Message::Edited,
        way: Message::WayChosen,
        person: Message::PersonChosen,
    };
    column![
        note_fields(form, &found.people, context.today(), &says),
        row![
            button::primary("Keep the note")
                .key("Ctrl Enter")
                .on_press(Message::SavePressed),
            button::quiet("Not now").on_press(Message::KeepPressed),
        ]
        .spacing(gap::S),
    ]
    .spacing(gap::M)
    .into()
}
