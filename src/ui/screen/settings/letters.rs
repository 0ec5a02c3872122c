//! The texts of appeal letters, one for each kind of refusal, with the fields that are filled in. They must not know a
//! claim.

use iced::widget::{column, container, row, space, text_editor};
use iced::{Center, Element, Fill, Task};

use crate::domain::denial::{Kind, LetterField, Letters as Texts};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::data_table::{Column, cell, data_table};
use crate::ui::widget::key::Press;
use crate::ui::widget::{button, field, panel, words};
use crate::ui::worker::Failure;

/// The list of kinds.
const LIST: &str = "letter kinds";
/// The text.
const TEXT: &str = "letter text";
/// How wide the kinds stand.
const WIDE: f32 = 280.0;

/// What the section remembers.
pub struct Letters {
    texts: Texts,
    at: usize,
    text: text_editor::Content,
    is_changed: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The texts were read.
    Read(Result<Texts, Failure>),
    /// A kind was chosen.
    KindSelected(usize),
    /// Its text is to be written in.
    KindOpened(usize),
    /// Its text was changed.
    Edited(text_editor::Action),
    /// It is to be kept.
    SavePressed,
    /// Ours is wanted again.
    OursPressed,
    /// It was kept, or not.
    Saved(Result<Texts, Failure>),
}

/// What the settings must do.
pub enum Action {
    /// Run this.
    Run(Task<Message>),
    /// Say this.
    Say(String),
    /// Say that this failed.
    Warn(Failure),
}

impl Letters {
    /// Opens the texts.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let letters = Self {
            texts: Texts::default(),
            at: 0,
            text: text_editor::Content::new(),
            is_changed: false,
        };
        let read = context
            .worker
            .ask(|office| office.appeal_letters(), Message::Read);
        (letters, read)
    }

    fn kind(&self) -> Kind {
        Kind::ALL.get(self.at).copied().unwrap_or(Kind::Other)
    }

    fn show(&mut self) {
        self.text = text_editor::Content::with_text(self.texts.text(self.kind()));
        self.is_changed = false;
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        match message {
            Message::Read(Ok(texts)) => {
                self.texts = texts;
                self.show();
            }
            Message::Saved(Ok(texts)) => {
                self.texts = texts;
                self.show();
                return Action::Say(format!("The letter is kept: {}", self.kind().words()));
            }
            Message::Read(Err(failure)) | Message::Saved(Err(failure)) => {
                return Action::Warn(failure);
            }
            // What was typed stays until it is kept or given up.
            Message::KindSelected(_) | Message::KindOpened(_) if self.is_changed => {
                let words = String::from("Save the letter first, or take back what was typed.");
                return Action::Warn(Failure::Words(words));
            }
            Message::KindSelected(at) => {
                self.at = at;
                self.show();
            }
            Message::KindOpened(_) => return Action::Run(crate::ui::widget::focus::on(TEXT)),
            Message::Edited(action) => {
                self.is_changed |= action.is_edit();
                self.text.perform(action);
            }
            Message::SavePressed => {
                let text = self.text.text();
                return self.keep(context, text);
            }
            Message::OursPressed => return self.keep(context, String::new()),
        }
        Action::Run(Task::none())
    }

    fn keep(&self, context: &Context, text: String) -> Action {
        let kind = self.kind();
        Action::Run(context.worker.ask(
            move |office| {
                office.set_appeal_letter(kind, &text)?;
                office.appeal_letters()
            },
            Message::Saved,
        ))
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action> {
        press
            .is("Ctrl S")
            .then(|| self.update(context, Message::SavePressed))
    }

    /// Whether going away would lose something.
    pub const fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// Draws the kinds with the text of the one that is chosen.
    pub fn view(&self) -> Element<'_, Message> {
        let columns = [Column::fill("Refused for"), Column::fixed("", 72.0)];
        let list = data_table(columns, Kind::ALL.len(), |at| {
            Kind::ALL.get(at).map_or_else(Vec::new, |kind| {
                let own = if self.texts.is_own(*kind) {
                    "Yours"
                } else {
                    ""
                };
                vec![cell::text(kind.words()), cell::text(own)]
            })
        })
        .id(LIST)
        .edge_to_edge()
        .selected(Some(self.at))
        .on_select(Message::KindSelected)
        .on_open(Message::KindOpened)
        .height(Fill);
        let text = field::area("Letter", &self.text, Message::Edited)
            .id(TEXT)
            .height(380.0);
        let names: Vec<String> = LetterField::ALL
            .iter()
            .map(|field| format!("{{{}}} {}", field.name(), field.words()))
            .collect();
        let save = button::primary("Save")
            .key("Ctrl S")
            .on_press_maybe(self.is_changed.then_some(Message::SavePressed));
        let ours = button::quiet("Ours again").icon(icon::UNDO).on_press_maybe(
            self.texts
                .is_own(self.kind())
                .then_some(Message::OursPressed),
        );
        let body = column![
            row![
                words::section(self.kind().words()),
                space::horizontal(),
                ours,
                save
            ]
            .spacing(gap::S)
            .align_y(Center),
            text,
            panel::section("What is filled in", ""),
            words::label(names.join(" · ")),
        ]
        .spacing(gap::M)
        .max_width(760.0);
        row![
            container(list)
                .width(WIDE)
                .height(Fill)
                .style(theme::ground(|t| t.paper)),
            container(body).padding(gap::L).width(Fill),
        ]
        .into()
    }
}
