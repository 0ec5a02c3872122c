//! Settings: the practice, the people and companies it works with, its prices, the window, the book. It must not know
//! how any of it is kept.

mod appearance;
mod book;
mod facility;
mod fee;
pub mod help;
pub mod import;
pub mod letters;
pub mod payer;
pub mod posting;
mod practice;
mod printer;
pub mod provider;
pub mod receiver;
pub mod register;
pub mod rules;

use iced::widget::{column, container, row, rule};
use iced::{Element, Fill, Task};

use self::appearance::Appearance;
use self::book::Book;
use self::facility::Facilities;
use self::fee::Fees;
use self::help::Help;
use self::import::{Import, List};
use self::letters::Letters;
use self::payer::Payers;
use self::posting::PostingRules;
use self::practice::Practice;
use self::printer::Printers;
use self::provider::Providers;
use self::receiver::Receivers;
use self::register::{Kind, Register, Wanted};
use self::rules::Rules;
use crate::domain::id::ClaimId;
use crate::ui::context::Context;
use crate::ui::form::{Draft, Edit, Form};
use crate::ui::place::{Action, Ask, FieldOf, Place, Section};
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::data_table::{Cell, cell};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{panel, pill, tabs, words};
use crate::ui::worker::Failure;

/// What the screen remembers.
pub struct Settings {
    at: Section,
    body: Body,
}

/// The section that is open.
enum Body {
    Practice(Practice),
    Providers(Register<Providers>),
    Facilities(Register<Facilities>),
    Payers(Register<Payers>, Import),
    Receivers(Register<Receivers>),
    Fees(Register<Fees>, Import),
    Appearance(Appearance),
    Book(Book),
    Rules(Box<Rules>),
    Posting(Box<PostingRules>),
    Printers(Register<Printers>),
    Letters(Letters),
    Help(Help),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Another section was chosen.
    SectionPressed(Section),
    /// What was typed may be lost.
    SectionConfirmed(Section),
    /// The form may be closed, though it was changed.
    CloseConfirmed,
    /// In that section.
    Practice(practice::Message),
    /// In that section.
    Providers(register::Message<Providers>),
    /// In that section.
    Facilities(register::Message<Facilities>),
    /// In that section.
    Payers(register::Message<Payers>),
    /// In that section.
    Receivers(register::Message<Receivers>),
    /// In that section.
    Fees(register::Message<Fees>),
    /// Where lists are brought in.
    Import(import::Message),
    /// In that section.
    Appearance(appearance::Message),
    /// In that section.
    Book(book::Message),
    /// In that section.
    Rules(rules::Message),
    /// In that section.
    Posting(posting::Message),
    /// In that section.
    Printers(register::Message<Printers>),
    /// A page of a printer was made, or not.
    PrinterPages(Result<Vec<u8>, Failure>),
    /// It is being shown, or not.
    PrinterShown(Result<(), Failure>),
    /// A printer was forgotten, or not.
    PrinterForgotten(Result<(), Failure>),
    /// In that section.
    Letters(letters::Message),
    /// In that section.
    Help(help::Message),
}

impl Settings {
    /// Opens a section.
    pub fn open(context: &Context, at: Section) -> (Self, Task<Message>) {
        let (body, task) = Body::open(context, at);
        (Self { at, body }, task)
    }

    /// Opens the editor with the rule that a refused claim proposes.
    pub fn propose_rule(context: &Context, claim: ClaimId) -> (Self, Task<Message>) {
        let (body, task) = Rules::propose(context, claim);
        let settings = Self {
            at: Section::Rules,
            body: Body::Rules(Box::new(body)),
        };
        (settings, task.map(Message::Rules))
    }

    /// Opens the form of a field at that field, and says there what is wrong with it.
    pub fn open_at(context: &Context, field: FieldOf, words: &str) -> (Self, Task<Message>) {
        let worker = &context.worker;
        let words = words.to_owned();
        let (at, body, task) = match field {
            FieldOf::Provider(id, field) => {
                let wanted = Wanted::of(id.get(), Some(field), words);
                let (body, task) = Register::open_at(worker, (), wanted);
                let task = task.map(Message::Providers);
                (Section::Providers, Body::Providers(body), task)
            }
            FieldOf::Facility(id, field) => {
                let wanted = Wanted::of(id.get(), Some(field), words);
                let (body, task) = Register::open_at(worker, (), wanted);
                let task = task.map(Message::Facilities);
                (Section::Facilities, Body::Facilities(body), task)
            }
            FieldOf::Payer(id, field) => {
                let wanted = Wanted::of(id.get(), Some(field), words);
                let (body, task) = Register::open_at(worker, (), wanted);
                let body = Body::Payers(body, Import::default());
                (Section::Payers, body, task.map(Message::Payers))
            }
            FieldOf::Receiver(id, field) => {
                let wanted = Wanted::of(id.get(), field, words);
                let (body, task) = Register::open_at(worker, (), wanted);
                let task = task.map(Message::Receivers);
                (Section::Receivers, Body::Receivers(body), task)
            }
            FieldOf::Practice(field) => {
                let (body, task) = Practice::open_at(worker, field, words);
                let task = task.map(Message::Practice);
                (Section::Practice, Body::Practice(body), task)
            }
            FieldOf::Patient(..) | FieldOf::Policy(..) => {
                return Self::open(context, Section::default());
            }
        };
        (Self { at, body }, task)
    }

    /// Takes in what happened. What comes from a section that was left is late and is dropped.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        let worker = &context.worker;
        match (&mut self.body, message) {
            (_, Message::SectionPressed(section)) => self.turn(context, section),
            (_, Message::SectionConfirmed(section)) => self.go(context, section),
            (_, Message::CloseConfirmed) => self.close(context),
            (Body::Practice(body), Message::Practice(message)) => {
                settled(body.update(worker, message))
            }
            (Body::Providers(body), Message::Providers(message)) => {
                registered(body.update(worker, message), Message::Providers)
            }
            (Body::Facilities(body), Message::Facilities(message)) => {
                registered(body.update(worker, message), Message::Facilities)
            }
            (Body::Payers(body, _), Message::Payers(message)) => {
                registered(body.update(worker, message), Message::Payers)
            }
            (Body::Receivers(body), Message::Receivers(message)) => {
                registered(body.update(worker, message), Message::Receivers)
            }
            (Body::Fees(body, _), Message::Fees(message)) => {
                registered(body.update(worker, message), Message::Fees)
            }
            (_, Message::Import(message)) => self.import(context, message),
            (Body::Appearance(body), Message::Appearance(message)) => body
                .update(context.look, message)
                .map_or(Action::None, Action::Prefer),
            (Body::Book(body), Message::Book(message)) => kept(body.update(context, message)),
            (Body::Rules(body), Message::Rules(message)) => ruled(body.update(context, message)),
            (Body::Posting(body), Message::Posting(message)) => {
                ruled_posting(body.update(context, message))
            }
            (Body::Letters(body), Message::Letters(message)) => {
                written(body.update(context, message))
            }
            (Body::Help(body), Message::Help(message)) => {
                body.update(context, message).map(Message::Help)
            }
            (Body::Printers(body), Message::Printers(register::Message::Chosen(act))) => {
                printer::act(body, context, act)
            }
            (Body::Printers(body), Message::Printers(message)) => {
                registered(body.update(worker, message), Message::Printers)
            }
            (_, message) => self.printed(context, message),
        }
    }

    /// What came of an act with a printer. What comes from a section that was left is late and is dropped.
    fn printed(&mut self, context: &Context, message: Message) -> Action<Message> {
        match (&self.body, message) {
            (_, Message::PrinterPages(Ok(pages))) => Action::Run(printer::show(context, pages)),
            (Body::Printers(_), Message::PrinterForgotten(Ok(()))) => {
                let (body, task) = Body::open(context, Section::Printers);
                self.body = body;
                Action::Say(String::from("The printer is forgotten"), task)
            }
            (
                _,
                Message::PrinterPages(Err(failure))
                | Message::PrinterShown(Err(failure))
                | Message::PrinterForgotten(Err(failure)),
            ) => Action::Warn(failure),
            (_, _) => Action::None,
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if let Some(action) = self.body.pressed(context, press) {
            return Some(action);
        }
        if press.is("Esc") && self.body.has_form() {
            return Some(if self.body.is_changed() {
                Action::Ask(sure_to_lose("Close", Message::CloseConfirmed))
            } else {
                self.close(context)
            });
        }
        let to = tabs::turned(press, self.place(), Section::ALL.len())?;
        Some(self.turn(context, *Section::ALL.get(to)?))
    }

    /// Where the open section stands among all.
    fn place(&self) -> usize {
        let place = Section::ALL.iter().position(|section| *section == self.at);
        place.unwrap_or_default()
    }

    /// Turns to another section, unless something typed would be lost.
    fn turn(&mut self, context: &Context, section: Section) -> Action<Message> {
        if section == self.at {
            Action::None
        } else if self.body.is_changed() {
            Action::Ask(sure_to_lose("Leave", Message::SectionConfirmed(section)))
        } else {
            self.go(context, section)
        }
    }

    fn go(&mut self, context: &Context, section: Section) -> Action<Message> {
        let (body, task) = Body::open(context, section);
        (self.at, self.body) = (section, body);
        Action::Moved(Place::Settings(section), task)
    }

    /// Closes the form that is open.
    fn close(&mut self, context: &Context) -> Action<Message> {
        let message = match &self.body {
            Body::Providers(_) => Message::Providers(register::Message::ClosePressed),
            Body::Facilities(_) => Message::Facilities(register::Message::ClosePressed),
            Body::Payers(..) => Message::Payers(register::Message::ClosePressed),
            Body::Receivers(_) => Message::Receivers(register::Message::ClosePressed),
            Body::Fees(..) => Message::Fees(register::Message::ClosePressed),
            Body::Rules(_) => Message::Rules(rules::Message::ClosePressed),
            Body::Posting(_) => Message::Posting(posting::Message::ClosePressed),
            Body::Printers(_) => Message::Printers(register::Message::ClosePressed),
            Body::Practice(_)
            | Body::Appearance(_)
            | Body::Book(_)
            | Body::Letters(_)
            | Body::Help(_) => {
                return Action::None;
            }
        };
        self.update(context, message)
    }

    /// Brings a list in; when something was taken, the list is read again.
    fn import(&mut self, context: &Context, message: import::Message) -> Action<Message> {
        let (Body::Payers(_, import) | Body::Fees(_, import)) = &mut self.body else {
            return Action::None;
        };
        let (task, is_new) = import.update(&context.worker, &context.files, message);
        let task = task.map(Message::Import);
        if !is_new {
            return Action::Run(task);
        }
        let again = match &self.body {
            Body::Payers(..) => register::read(&context.worker).map(Message::Payers),
            _ => Task::batch([
                register::read(&context.worker).map(Message::Fees),
                import::held(&context.worker).map(Message::Import),
            ]),
        };
        Action::Run(Task::batch([task, again]))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let mut keys = vec![hint(&["1 – 0"], "section")];
        match &self.body {
            Body::Practice(_) | Body::Letters(_) | Body::Help(_) => {
                keys.push(hint(&["Ctrl S"], "save"));
            }
            Body::Providers(_)
            | Body::Facilities(_)
            | Body::Payers(..)
            | Body::Receivers(_)
            | Body::Printers(_)
            | Body::Fees(..) => keys.extend([
                hint(&["Up", "Down"], "move"),
                hint(&["N"], "new"),
                hint(&["Ctrl S"], "save"),
                hint(&["Esc"], "close"),
            ]),
            Body::Appearance(_) => keys.push(hint(&["Ctrl +", "Ctrl −"], "larger, smaller")),
            Body::Rules(body) => keys.extend(body.keys()),
            Body::Posting(body) => keys.extend(body.keys()),
            Body::Book(_) => keys.extend([hint(&["V"], "verify"), hint(&["Ctrl L"], "lock")]),
        }
        keys
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        Vec::new()
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let at = self.place();
        let names = Section::ALL.map(|section| tabs::tab(section.words()));
        let tabs = tabs::tabs(names, at, |at| {
            Message::SectionPressed(Section::ALL.get(at).copied().unwrap_or_default())
        });
        let head = container(column![words::title("Settings"), tabs].spacing(gap::XS))
            .padding(iced::Padding {
                top: gap::M,
                left: gap::L,
                right: gap::L,
                ..iced::Padding::ZERO
            })
            .width(Fill)
            .style(theme::ground(|t| t.paper));
        column![
            head,
            rule::horizontal(1).style(theme::divider),
            self.body.view(context)
        ]
        .width(Fill)
        .height(Fill)
        .into()
    }
}

impl Body {
    fn open(context: &Context, at: Section) -> (Self, Task<Message>) {
        let worker = &context.worker;
        match at {
            Section::Practice => {
                let (body, task) = Practice::open(worker);
                (Self::Practice(body), task.map(Message::Practice))
            }
            Section::Providers => {
                let (body, task) = Register::open(worker, ());
                (Self::Providers(body), task.map(Message::Providers))
            }
            Section::Facilities => {
                let (body, task) = Register::open(worker, ());
                (Self::Facilities(body), task.map(Message::Facilities))
            }
            Section::Payers => {
                let (body, task) = Register::open(worker, ());
                let body = Self::Payers(body, Import::default());
                (body, task.map(Message::Payers))
            }
            Section::Receivers => {
                let (body, task) = Register::open(worker, ());
                (Self::Receivers(body), task.map(Message::Receivers))
            }
            Section::Fees => {
                let (body, task) = Register::open(worker, context.today());
                let body = Self::Fees(body, Import::default());
                let held = import::held(worker).map(Message::Import);
                (body, Task::batch([task.map(Message::Fees), held]))
            }
            Section::Appearance => (
                Self::Appearance(Appearance::open(context.look)),
                Task::none(),
            ),
            Section::Book => {
                let (body, task) = Book::open(context);
                (Self::Book(body), task.map(Message::Book))
            }
            Section::Rules => {
                let (body, task) = Rules::open(context);
                (Self::Rules(Box::new(body)), task.map(Message::Rules))
            }
            Section::Posting => {
                let (body, task) = PostingRules::open(context);
                (Self::Posting(Box::new(body)), task.map(Message::Posting))
            }
            Section::Printers => {
                let (body, task) = Register::open(worker, ());
                (Self::Printers(body), task.map(Message::Printers))
            }
            Section::Letters => {
                let (body, task) = Letters::open(context);
                (Self::Letters(body), task.map(Message::Letters))
            }
            Section::Help => {
                let (body, task) = Help::open(context);
                (Self::Help(body), task.map(Message::Help))
            }
        }
    }

    fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let worker = &context.worker;
        Some(match self {
            Self::Practice(body) => settled(body.pressed(worker, press)?),
            Self::Providers(body) => registered(body.pressed(worker, press)?, Message::Providers),
            Self::Facilities(body) => registered(body.pressed(worker, press)?, Message::Facilities),
            Self::Payers(body, _) => registered(body.pressed(worker, press)?, Message::Payers),
            Self::Receivers(body) => registered(body.pressed(worker, press)?, Message::Receivers),
            Self::Fees(body, _) => registered(body.pressed(worker, press)?, Message::Fees),
            Self::Appearance(_) => return None,
            Self::Book(body) => kept(body.pressed(context, press)?),
            Self::Rules(body) => ruled(body.pressed(context, press)?),
            Self::Posting(body) => ruled_posting(body.pressed(context, press)?),
            Self::Printers(body) => registered(body.pressed(worker, press)?, Message::Printers),
            Self::Letters(body) => written(body.pressed(context, press)?),
            Self::Help(body) => body.pressed(context, press)?.map(Message::Help),
        })
    }

    /// Whether going away would lose something.
    fn is_changed(&self) -> bool {
        match self {
            Self::Practice(body) => body.is_changed(),
            Self::Providers(body) => body.is_changed(),
            Self::Facilities(body) => body.is_changed(),
            Self::Payers(body, _) => body.is_changed(),
            Self::Receivers(body) => body.is_changed(),
            Self::Fees(body, _) => body.is_changed(),
            Self::Appearance(_) => false,
            Self::Book(body) => body.is_changed(),
            Self::Rules(body) => body.is_changed(),
            Self::Posting(body) => body.is_changed(),
            Self::Printers(body) => body.is_changed(),
            Self::Letters(body) => body.is_changed(),
            Self::Help(body) => body.is_changed(),
        }
    }

    /// Whether a form is open beside a list.
    fn has_form(&self) -> bool {
        match self {
            Self::Rules(body) => body.has_form(),
            Self::Posting(body) => body.has_form(),
            Self::Providers(body) => body.has_form(),
            Self::Facilities(body) => body.has_form(),
            Self::Payers(body, _) => body.has_form(),
            Self::Receivers(body) => body.has_form(),
            Self::Fees(body, _) => body.has_form(),
            Self::Printers(body) => body.has_form(),
            Self::Practice(_)
            | Self::Appearance(_)
            | Self::Book(_)
            | Self::Letters(_)
            | Self::Help(_) => false,
        }
    }

    fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let body = match self {
            Self::Practice(body) => body.view().map(Message::Practice),
            Self::Providers(body) => body.view().map(Message::Providers),
            Self::Facilities(body) => body.view().map(Message::Facilities),
            Self::Payers(body, import) => {
                let list = body.view().map(Message::Payers);
                return beside(list, body.has_form(), import, &[List::Payers]);
            }
            Self::Receivers(body) => body.view().map(Message::Receivers),
            Self::Fees(body, import) => {
                let list = body.view().map(Message::Fees);
                let own = [List::Fees, List::Contracts, List::Diagnoses, List::Services];
                let lists = [own, List::HELD_AGAINST].concat();
                return beside(list, body.has_form(), import, &lists);
            }
            Self::Appearance(body) => body.view(context.look).map(Message::Appearance),
            Self::Book(body) => body.view(context).map(Message::Book),
            Self::Rules(body) => body.view().map(Message::Rules),
            Self::Posting(body) => body.view().map(Message::Posting),
            Self::Printers(body) => body.view().map(Message::Printers),
            Self::Letters(body) => body.view().map(Message::Letters),
            Self::Help(body) => body.view().map(Message::Help),
        };
        container(body)
            .width(Fill)
            .height(Fill)
            .style(theme::ground(|t| t.canvas))
            .into()
    }
}

/// A list with its form at the right, or while none is open, the lists that can be brought in.
fn beside<'a>(
    list: Element<'a, Message>,
    has_form: bool,
    import: &'a Import,
    lists: &[List],
) -> Element<'a, Message> {
    let side = (!has_form).then(|| {
        let body = import.view(lists).map(Message::Import);
        panel::panel(
            register::FORM_WIDTH,
            panel::head("Lists", "", iced::widget::space()),
            body,
        )
    });
    container(row![list, side].height(Fill))
        .width(Fill)
        .height(Fill)
        .style(theme::ground(|t| t.canvas))
        .into()
}

fn sure_to_lose(act: &str, then: Message) -> Ask<Message> {
    Ask::yes(
        "Lose what was typed?",
        "The form was changed and is not saved.",
        act,
        then,
    )
}

fn settled(action: practice::Action) -> Action<Message> {
    match action {
        practice::Action::Run(task) => Action::Run(task.map(Message::Practice)),
        practice::Action::Saved => Action::Say(String::from("The practice is saved"), Task::none()),
        practice::Action::Warn(failure) => Action::Warn(failure),
    }
}

fn registered<K: Kind>(
    action: register::Action<K>,
    wrap: fn(register::Message<K>) -> Message,
) -> Action<Message> {
    match action {
        register::Action::Run(task) => Action::Run(task.map(wrap)),
        register::Action::Say(words, task) => Action::Say(words, task.map(wrap)),
        register::Action::Warn(failure) => Action::Warn(failure),
    }
}

fn kept(action: book::Action) -> Action<Message> {
    match action {
        book::Action::Run(task) => Action::Run(task.map(Message::Book)),
        book::Action::Say(words) => Action::Say(words.to_owned(), Task::none()),
        book::Action::Warn(failure) => Action::Warn(failure),
        book::Action::Ask(ask) => Action::Ask(ask).map(Message::Book),
        book::Action::Lock => Action::Lock,
    }
}

fn ruled(action: rules::Action) -> Action<Message> {
    match action {
        rules::Action::Run(task) => Action::Run(task.map(Message::Rules)),
        rules::Action::Say(words, task) => Action::Say(words, task.map(Message::Rules)),
        rules::Action::Go(place) => Action::Go(place),
        rules::Action::Warn(failure) => Action::Warn(failure),
    }
}

fn ruled_posting(action: posting::Action) -> Action<Message> {
    match action {
        posting::Action::Run(task) => Action::Run(task.map(Message::Posting)),
        posting::Action::Say(words, task) => Action::Say(words, task.map(Message::Posting)),
        posting::Action::Go(place) => Action::Go(place),
        posting::Action::Warn(failure) => Action::Warn(failure),
    }
}

fn written(action: letters::Action) -> Action<Message> {
    match action {
        letters::Action::Run(task) => Action::Run(task.map(Message::Letters)),
        letters::Action::Say(words) => Action::Say(words, Task::none()),
        letters::Action::Warn(failure) => Action::Warn(failure),
    }
}

/// Two fields side by side.
fn pair<'a, M: Clone + 'a>(
    left: impl Into<Element<'a, M>>,
    right: impl Into<Element<'a, M>>,
) -> Element<'a, M> {
    row![left.into(), right.into()].spacing(gap::M).into()
}

/// An address of a form: its fields from the street to the ZIP, and what the first and the last are called.
struct Address<F> {
    fields: [F; 5],
    street: &'static str,
    zip: &'static str,
}

impl<F: Copy> Address<F> {
    /// In two lines.
    fn of<'a, D, M>(self, form: &'a Form<D>, say: fn(Edit<F>) -> M) -> Element<'a, M>
    where
        D: Draft<Field = F>,
        F: 'a,
        M: Clone + 'a,
    {
        let [street, second, city, state, zip] = self.fields;
        let text = |label, field| form.text(label, field, say);
        column![
            pair(
                text(self.street, street),
                text("Second line", second).optional()
            ),
            row![
                text("City", city),
                text("State", state).width(72),
                text(self.zip, zip).width(120),
            ]
            .spacing(gap::M),
        ]
        .spacing(gap::M)
        .into()
    }
}

/// Says of something that lists no longer offer it.
fn resting<'a, M: 'a>(is_active: bool) -> Cell<'a, M> {
    if is_active {
        cell::empty()
    } else {
        cell::pill(pill::inactive().says("Not offered"))
    }
}
