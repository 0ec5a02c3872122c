//! The book itself: where it is, whether all of it proves, its passphrase and its recovery key.

use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill, Task};

use crate::office::{Check, Office, RecoveryKey, Verification};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Ask;
use crate::ui::spacing::space as gap;
use crate::ui::start::key_card::{self, Hands, KeyCard};
use crate::ui::start::name;
use crate::ui::start::passphrase::{self, NewPassphrase};
use crate::ui::start::secret::Secret;
use crate::ui::theme::Tone;
use crate::ui::widget::key::Press;
use crate::ui::widget::{button, card, field, focus, notice, page, panel, progress, words};
use crate::ui::worker::{Cancel, Failure, Step};

/// How wide the cards are.
const WIDTH: f32 = 720.0;
const OLD: &str = "old passphrase";

/// What the section remembers.
#[derive(Default)]
pub struct Book {
    figures: Option<Figures>,
    verify: Verify,
    passphrase: Change,
    renewed: Option<KeyCard>,
}

/// How much there is in the book.
#[derive(Clone, Debug)]
pub struct Figures {
    entries: u64,
    postings: u64,
}

/// How far the proof is.
#[derive(Default)]
enum Verify {
    #[default]
    NotYet,
    Going {
        done: u64,
        total: u64,
        cancel: Cancel,
    },
    Done(Verification),
}

/// A passphrase that is being changed.
#[derive(Default)]
struct Change {
    is_open: bool,
    old: Secret,
    wrong: Option<String>,
    new: NewPassphrase,
    is_changing: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The journal was counted.
    Counted(Result<Figures, Failure>),
    /// The book shall be proven.
    VerifyPressed,
    /// It goes on, or it ended.
    Verified(Step<Verification>),
    /// The proof shall stop.
    CancelPressed,
    /// The passphrase shall be changed.
    ChangePressed,
    /// Not after all.
    ChangeClosed,
    /// The old one was typed.
    OldEdited(Secret),
    /// In the fields of the new one.
    New(passphrase::Message),
    /// It is typed.
    ChangeSubmitted,
    /// It was changed, or not.
    Changed(Result<(), Failure>),
    /// A new recovery key is wanted.
    RenewPressed,
    /// Surely.
    RenewConfirmed,
    /// It was made, or not.
    Renewed(Result<RecoveryKey, Failure>),
    /// On its card.
    Card(key_card::Message),
    /// It is kept.
    CardClosed,
    /// The book shall be locked.
    LockPressed,
}

/// What the parent must do.
#[derive(Debug)]
pub enum Action {
    /// Run this.
    Run(Task<Message>),
    /// Say that this was done.
    Say(&'static str),
    /// Say that this failed.
    Warn(Failure),
    /// Ask before it is done.
    Ask(Ask<Message>),
    /// Lock the book.
    Lock,
}

impl Book {
    /// Opens it.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let counted = context.worker.ask(
            |office| {
                let figures = office.book_figures()?;
                Ok(Figures {
                    entries: figures.entries,
                    postings: figures.postings,
                })
            },
            Message::Counted,
        );
        (Self::default(), counted)
    }

    /// Whether something would be lost by going away: a recovery key that was not yet proven to be kept.
    pub fn is_changed(&self) -> bool {
        self.renewed.as_ref().is_some_and(|card| !card.is_proven())
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        match message {
            Message::Counted(Ok(figures)) => self.figures = Some(figures),
            Message::VerifyPressed => return Action::Run(self.verify(context)),
            Message::Verified(step) => return self.verified(step),
            Message::CancelPressed => {
                if let Verify::Going { cancel, .. } = &self.verify {
                    cancel.now();
                }
            }
            Message::ChangePressed => {
                self.passphrase.is_open = true;
                return Action::Run(focus::on(OLD));
            }
            Message::ChangeClosed => self.passphrase = Change::default(),
            Message::OldEdited(text) => {
                self.passphrase.old = text;
                self.passphrase.wrong = None;
            }
            Message::New(message) => {
                let task = self.passphrase.new.update(message);
                return Action::Run(task.map(Message::New));
            }
            Message::ChangeSubmitted => return Action::Run(self.passphrase.submit(context)),
            Message::Changed(Ok(())) => {
                self.passphrase = Change::default();
                return Action::Say("The passphrase is changed");
            }
            Message::Changed(Err(failure)) => {
                self.passphrase.is_changing = false;
                self.passphrase.wrong = Some(failure.words());
                return Action::Run(focus::on(OLD));
            }
            Message::RenewPressed => return Action::Ask(sure_to_renew()),
            Message::RenewConfirmed => {
                let made = context
                    .worker
                    .ask(Office::renew_recovery_key, Message::Renewed);
                return Action::Run(made);
            }
            Message::Renewed(Ok(key)) => {
                self.renewed = Some(KeyCard::new(key, name(&context.book)));
                return Action::Run(KeyCard::start());
            }
            Message::Card(message) => {
                let task = self
                    .renewed
                    .as_mut()
                    .map(|card| card.update(&hands(context), message));
                return Action::Run(task.unwrap_or_else(Task::none).map(Message::Card));
            }
            Message::CardClosed => return self.close_card(),
            Message::LockPressed => return Action::Lock,
            Message::Counted(Err(failure)) | Message::Renewed(Err(failure)) => {
                return Action::Warn(failure);
            }
        }
        Action::Run(Task::none())
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action> {
        let says = if press.is("V") {
            Message::VerifyPressed
        } else if press.is("Ctrl P") && self.renewed.is_some() {
            Message::Card(key_card::Message::PrintPressed)
        } else if press.is("Esc") && self.passphrase.is_open {
            Message::ChangeClosed
        } else if press.is("Ctrl Enter") && self.passphrase.is_open {
            Message::ChangeSubmitted
        } else {
            return None;
        };
        Some(self.update(context, says))
    }

    fn close_card(&mut self) -> Action {
        match &mut self.renewed {
            Some(card) if !card.is_proven() => Action::Run(card.seek_what_is_missing()),
            _ => {
                self.renewed = None;
                Action::Say("The new recovery key is the only one that opens the book")
            }
        }
    }

    fn verify(&mut self, context: &Context) -> Task<Message> {
        if matches!(self.verify, Verify::Going { .. }) {
            return Task::none();
        }
        let (task, cancel) = context.worker.ask_long(
            |office, progress| office.verify(progress),
            Message::Verified,
        );
        self.verify = Verify::Going {
            done: 0,
            total: 0,
            cancel,
        };
        task
    }

    fn verified(&mut self, step: Step<Verification>) -> Action {
        match step {
            Step::Going {
                done: now,
                total: of,
            } => {
                if let Verify::Going { done, total, .. } = &mut self.verify {
                    (*done, *total) = (now, of);
                }
                Action::Run(Task::none())
            }
            Step::Done(Ok(verification)) => {
                self.verify = Verify::Done(verification);
                Action::Run(Task::none())
            }
            Step::Done(Err(failure)) => {
                self.verify = Verify::NotYet;
                Action::Warn(failure)
            }
        }
    }

    /// Draws it.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let parts = column![
            self.place(context),
            self.proof(),
            self.passphrase.view(&context.user),
            self.recovery(),
        ]
        .spacing(gap::L)
        .max_width(WIDTH);
        page::scroll(container(parts).padding(gap::L).width(Fill))
    }

    fn place<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let place = context.book.to_string_lossy();
        let mut facts: Vec<(&str, Element<'a, Message>)> = vec![
            ("Kept in", words::body(place).into()),
            ("Opened by", words::body(context.user.as_str()).into()),
        ];
        if let Some(figures) = &self.figures {
            let (entries, postings) = (figures.entries, figures.postings);
            let words = words::body(format!("{entries} entries, {postings} postings"));
            facts.push(("Journal", words.into()));
        }
        let lock = button::plain("Lock")
            .icon(icon::LOCK)
            .key("Ctrl L")
            .on_press(Message::LockPressed);
        let head = row![words::section("This book"), space::horizontal(), lock].align_y(Center);
        card::card(column![head, panel::facts(120.0, facts)].spacing(gap::S)).into()
    }

    fn proof(&self) -> Element<'_, Message> {
        let is_going = matches!(self.verify, Verify::Going { .. });
        let verify = button::plain("Verify")
            .icon(icon::BACKUP)
            .key("V")
            .on_press_maybe((!is_going).then_some(Message::VerifyPressed));
        let head = row![
            column![
                words::section("Proof"),
                words::muted(
                    "Reads the whole book and works every balance out again. Changes nothing."
                ),
            ],
            space::horizontal(),
            verify,
        ]
        .align_y(Center);
        let body: Option<Element<'_, Message>> = match &self.verify {
            Verify::NotYet => None,
            Verify::Going { done, total, .. } => {
                let count = |count: &u64| usize::try_from(*count).unwrap_or(usize::MAX);
                let cancel = Some(Message::CancelPressed);
                Some(progress::progress(
                    "Working it out again",
                    count(done),
                    count(total),
                    cancel,
                ))
            }
            Verify::Done(verification) => Some(checks(verification)),
        };
        card::card(column![head, body].spacing(gap::M)).into()
    }

    fn recovery(&self) -> Element<'_, Message> {
        let body: Element<'_, Message> = match &self.renewed {
            Some(card) => {
                let done = button::primary("It is kept").on_press(Message::CardClosed);
                column![card.view().map(Message::Card), done].spacing(gap::M).into()
            }
            None => row![
                column![
                    words::section("Recovery key"),
                    words::muted("Opens the book when the passphrase is forgotten. Only the newest one works."),
                ],
                space::horizontal(),
                button::plain("Make a new one").on_press(Message::RenewPressed),
            ]
            .align_y(Center)
            .into(),
        };
        card::card(body).into()
    }
}

impl Change {
    fn submit(&mut self, context: &Context) -> Task<Message> {
        if self.is_changing {
            return Task::none();
        }
        if self.old.is_empty() {
            self.wrong = Some(String::from("The passphrase of now is needed."));
            return focus::on(OLD);
        }
        let familiar = [context.practice.as_str(), context.user.as_str()];
        let new = match self.new.settled(&familiar) {
            Ok(new) => new,
            Err(task) => return task,
        };
        self.is_changing = true;
        let old = self.old.clone();
        context.worker.ask(
            move |office| office.change_passphrase(old.as_str(), new.as_str()),
            Message::Changed,
        )
    }

    fn view<'a>(&'a self, user: &'a str) -> Element<'a, Message> {
        let title = column![
            words::section("Passphrase"),
            words::muted("Opens the book. No one can look it up or reset it."),
        ];
        if !self.is_open {
            let change = button::plain("Change it").on_press(Message::ChangePressed);
            return card::card(row![title, space::horizontal(), change].align_y(Center)).into();
        }
        let old = field::secret("The one of now", self.old.as_str(), false, |text| {
            Message::OldEdited(text.into())
        })
        .id(OLD)
        .disabled(self.is_changing)
        .error(self.wrong.as_deref());
        let save = button::primary(if self.is_changing {
            "Changing…"
        } else {
            "Change"
        })
        .key("Ctrl Enter")
        .on_press_maybe((!self.is_changing).then_some(Message::ChangeSubmitted));
        let cancel = button::quiet("Cancel")
            .key("Esc")
            .on_press(Message::ChangeClosed);
        card::card(focus::form(
            column![
                title,
                container(old).width(336),
                self.new.view(&[user], self.is_changing).map(Message::New),
                row![save, cancel].spacing(gap::S),
            ]
            .spacing(gap::M),
        ))
        .into()
    }
}

fn hands(context: &Context) -> Hands<'_> {
    Hands {
        worker: &context.worker,
        files: &context.files,
        today: context.today(),
    }
}

fn sure_to_renew() -> Ask<Message> {
    Ask::yes(
        "Make a new recovery key?",
        "The printed one opens nothing any more, except backups made before now. Have a printer ready: the new key is shown once.",
        "Make a new key",
        Message::RenewConfirmed,
    )
}

/// Everything that was checked.
fn checks(verification: &Verification) -> Element<'_, Message> {
    let (tone, sentence) = if verification.holds {
        (Tone::Good, "Everything holds.")
    } else {
        (
            Tone::Bad,
            "Something does not hold. Stop working in this book and keep a copy of its folder.",
        )
    };
    let lines = verification.checks.iter().map(check);
    column![notice::notice(tone, sentence, None)]
        .extend(lines)
        .spacing(gap::XS)
        .into()
}

fn check(check: &Check) -> Element<'_, Message> {
    let (glyph, tone) = if check.holds {
        (icon::PAID, Tone::Good)
    } else {
        (icon::ERROR, Tone::Bad)
    };
    row![
        icon::of(glyph, 14.0).style(tone.ink()),
        words::body(capital(check.name)).width(200),
        words::label(check.detail.as_str()).width(Fill),
    ]
    .spacing(gap::S)
    .align_y(Center)
    .into()
}

/// The same words with a capital first.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
