//! The first step: who the practice is, who keeps its book, and where the book lies.

use std::path::PathBuf;

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Task};

use crate::domain::draft::PracticeDraft;
use crate::domain::draft::practice::Field;
use crate::domain::practice;
use crate::ui::app::Outside;
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::{button, field, focus, words};
use crate::ui::worker::Failure;

const OWNER: &str = "owner";
const PLACE: &str = "place";

/// What the step remembers.
pub struct Practice {
    form: Form<PracticeDraft>,
    owner: String,
    owner_wrong: bool,
    /// Where books are kept unless something else is wished.
    under: PathBuf,
    /// Where this one will be kept, once that was chosen by hand.
    place: Option<String>,
    place_wrong: Option<String>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the form.
    Form(Edit<Field>),
    /// The name of who works with the book was typed.
    OwnerEdited(String),
    /// And left.
    OwnerLeft,
    /// Where the book shall be was typed.
    PlaceEdited(String),
    /// A folder for it was asked for.
    PlacePressed,
    /// And chosen, or not.
    PlaceChosen(Option<PathBuf>),
    /// Whether a new book can be made there.
    PlaceTried(Result<(), Failure>),
}

/// What is settled when the step is done.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The practice.
    pub practice: practice::Practice,
    /// Who works with the book.
    pub owner: String,
    /// The folder to make it in.
    pub folder: PathBuf,
}

impl Practice {
    /// An empty step.
    pub fn open() -> (Self, Task<Message>) {
        let under = directories::UserDirs::new()
            .map(|dirs| {
                let documents = dirs.document_dir().filter(|folder| folder.is_dir());
                documents.unwrap_or(dirs.home_dir()).to_owned()
            })
            .or_else(|| std::env::current_dir().ok())
            .unwrap_or_default();
        let step = Self {
            form: Form::blank("practice"),
            owner: String::new(),
            owner_wrong: false,
            under,
            place: None,
            place_wrong: None,
        };
        let first = focus::on(step.form.id(Field::Name));
        (step, first)
    }

    /// The name of the practice so far.
    pub fn name(&self) -> &str {
        self.form.draft().name.trim()
    }

    /// Names a thief knows.
    pub fn familiar(&self) -> [&str; 4] {
        let draft = self.form.draft();
        [&draft.name, &self.owner, &draft.city, &draft.street]
    }

    /// Takes in what happened.
    pub fn update(&mut self, outside: &Outside, message: Message) -> Task<Message> {
        match message {
            Message::Form(edit) => self.form.take(edit),
            Message::OwnerEdited(name) => {
                self.owner = name;
                self.owner_wrong = false;
            }
            Message::OwnerLeft => self.owner_wrong = self.owner.trim().is_empty(),
            Message::PlaceEdited(place) => {
                self.place = Some(place);
                self.place_wrong = None;
            }
            Message::PlacePressed => {
                return outside
                    .files
                    .folder("Where to keep the book", Message::PlaceChosen);
            }
            Message::PlaceChosen(folder) => self.chosen(folder),
            Message::PlaceTried(Ok(())) => self.place_wrong = None,
            Message::PlaceTried(Err(failure)) => {
                self.place_wrong = Some(failure.words());
                return focus::on(PLACE);
            }
        }
        Task::none()
    }

    fn chosen(&mut self, folder: Option<PathBuf>) {
        if let Some(folder) = folder {
            self.under = folder;
            self.place = None;
            self.place_wrong = None;
        }
    }

    /// Where the book will be.
    fn place(&self) -> String {
        self.place.clone().unwrap_or_else(|| {
            let name: String = self
                .name()
                .chars()
                .map(|c| {
                    if c.is_alphanumeric() || " -'&,".contains(c) {
                        c
                    } else {
                        ' '
                    }
                })
                .collect();
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let name = if name.is_empty() {
                String::from("Practice")
            } else {
                name
            };
            let folder = self.under.join(format!("{name}.pegboard"));
            folder.to_string_lossy().into_owned()
        })
    }

    /// What is settled, or the way to what is wrong.
    ///
    /// # Errors
    /// The task that goes to the first field that is wrong.
    pub fn finish(&mut self) -> Result<Settled, Task<Message>> {
        self.owner_wrong = self.owner.trim().is_empty();
        if self.form.draft().contact.trim().is_empty() {
            let owner = self.owner.clone();
            self.form.choose(|draft| draft.contact = owner);
        }
        let practice = self.form.finish()?;
        if self.owner_wrong {
            return Err(focus::on(OWNER));
        }
        Ok(Settled {
            practice,
            owner: self.owner.trim().to_owned(),
            folder: PathBuf::from(self.place().trim()),
        })
    }

    /// Draws the fields.
    pub fn view(&self) -> Element<'_, Message> {
        let text = |label: &'static str, field| self.form.text(label, field, Message::Form);
        let owner = field::text("Your name", &self.owner, Message::OwnerEdited)
            .id(OWNER)
            .on_leave(Message::OwnerLeft)
            .error(self.owner_wrong.then_some("Who works with this book?"));
        let place = field::text("Kept in the folder", &self.place(), Message::PlaceEdited)
            .id(PLACE)
            .error(self.place_wrong.as_deref());
        let browse = button::plain("Choose")
            .icon(icon::OPEN_FILE)
            .on_press(Message::PlacePressed);
        let line = || row![].spacing(gap::L).align_y(Alignment::Start);
        let head = column![
            words::title("Your practice"),
            words::muted("As it stands on claims and statements. The rest can be filled in later, in Settings."),
        ]
        .spacing(gap::XS);
        column![
            container(head).padding(iced::Padding {
                bottom: gap::XS,
                ..iced::Padding::ZERO
            }),
            line()
                .push(text("Name of the practice", Field::Name))
                .push(owner),
            line()
                .push(text("Billing NPI", Field::Npi))
                .push(text("Tax ID (EIN)", Field::TaxId))
                .push(text("Phone", Field::Phone)),
            line()
                .push(text("Street", Field::Street))
                .push(text("Suite", Field::Street2).optional().width(160)),
            line()
                .push(text("City", Field::City))
                .push(text("State", Field::State).width(96))
                .push(text("ZIP+4", Field::Zip).width(160)),
            row![place, browse].spacing(gap::S).align_y(Alignment::End),
        ]
        .spacing(gap::M)
        .into()
    }
}
