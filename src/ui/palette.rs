//! The palette: finds a place or a command as one types. It must not know how anything is found.

use iced::widget::{button as plain_button, column, container, row, rule, space};
use iced::{Background, Center, Element, Fill, Task};

use crate::ui::context::Context;
use crate::ui::icon::{self, Glyph};
use crate::ui::look::Look;
use crate::ui::place::{Place, Section};
use crate::ui::screen;
use crate::ui::spacing::{height, space as gap, width};
use crate::ui::theme::{self, Appearance, tokens};
use crate::ui::widget::{field, focus, key, words};
use crate::ui::worker::Failure;

const INPUT: &str = "palette";

/// What the palette remembers.
pub struct Palette {
    query: String,
    rows: Vec<Row>,
    at: usize,
    commands: Vec<Row>,
}

/// One thing to choose.
#[derive(Clone, Debug)]
struct Row {
    glyph: Glyph,
    words: String,
    keys: &'static str,
    does: Does,
}

#[derive(Clone, Debug)]
enum Does {
    Go(Place),
    Lock,
    Keys,
    Prefer(Look),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Something was typed.
    Edited(String),
    /// Up or Down.
    Moved(isize),
    /// Enter, or a click on that row.
    Taken(Option<usize>),
    /// Escape.
    Left,
}

/// What the desk must do.
#[derive(Debug)]
pub enum Action {
    None,
    Run(Task<Message>),
    Leave,
    Go(Place),
    Lock,
    Keys,
    Prefer(Look),
    Warn(Failure),
}

impl Palette {
    /// Opens it over a place.
    pub fn open(context: &Context, place: &Place) -> (Self, Task<Message>) {
        let commands = commands(context, place);
        let palette = Self {
            query: String::new(),
            rows: commands.clone(),
            at: 0,
            commands,
        };
        (palette, focus::on(INPUT))
    }

    /// Takes in what happened.
    pub fn update(&mut self, _context: &Context, message: Message) -> Action {
        match message {
            Message::Edited(query) => {
                self.query = query;
                let wanted = self.query.trim().to_lowercase();
                let fits = |row: &&Row| row.words.to_lowercase().contains(&wanted);
                self.rows = self.commands.iter().filter(fits).cloned().collect();
                self.at = 0;
                Action::None
            }
            Message::Moved(by) => {
                let last = self.rows.len().saturating_sub(1);
                self.at = self.at.saturating_add_signed(by).min(last);
                Action::None
            }
            Message::Taken(at) => match self
                .rows
                .get(at.unwrap_or(self.at))
                .map(|row| row.does.clone())
            {
                None => Action::None,
                Some(Does::Go(place)) => Action::Go(place),
                Some(Does::Lock) => Action::Lock,
                Some(Does::Keys) => Action::Keys,
                Some(Does::Prefer(look)) => Action::Prefer(look),
            },
            Message::Left => Action::Leave,
        }
    }

    /// Draws it, above everything.
    pub fn view<'a>(&'a self, _context: &'a Context) -> Element<'a, Message> {
        use iced::keyboard::key::Named;
        let input = field::search(
            "Find a patient, claim, check, code or command",
            &self.query,
            Message::Edited,
        )
        .id(INPUT)
        .on_submit(Message::Taken(None))
        .on_key(|press| match () {
            () if press.is(Named::ArrowDown) => Some(Message::Moved(1)),
            () if press.is(Named::ArrowUp) => Some(Message::Moved(-1)),
            () => None,
        });
        let rows = self
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| self.row(at, row));
        let card = container(column![
            container(input).padding(gap::S),
            rule::horizontal(1).style(theme::divider),
            column(rows),
        ])
        .width(width::PALETTE)
        .style(theme::card);
        let place = container(card)
            .padding(iced::Padding {
                top: 96.0,
                ..iced::Padding::ZERO
            })
            .center_x(Fill)
            .height(Fill);
        focus::scope(place).sealed().on_escape(Message::Left).into()
    }

    fn row<'a>(&self, at: usize, row: &'a Row) -> Element<'a, Message> {
        let is_chosen = at == self.at;
        let keys = (!row.keys.is_empty()).then(|| key::key_hint(row.keys));
        let face = row![
            icon::of(row.glyph, 16.0),
            words::body(row.words.as_str()),
            space::horizontal(),
            keys
        ]
        .spacing(gap::M)
        .height(Fill)
        .align_y(Center);
        plain_button(face)
            .padding([0.0, gap::L])
            .width(Fill)
            .height(height::QUEUE_ROW)
            .on_press(Message::Taken(Some(at)))
            .style(move |theme, _| plain_button::Style {
                background: is_chosen.then(|| Background::Color(tokens(theme).selected)),
                text_color: tokens(theme).text,
                ..plain_button::Style::default()
            })
            .into()
    }
}

/// What can be done from here.
fn commands(context: &Context, place: &Place) -> Vec<Row> {
    let go = |glyph, words: &str, keys, place| Row {
        glyph,
        words: words.to_owned(),
        keys,
        does: Does::Go(place),
    };
    let places = [
        go(icon::ADD, "New visit", "Ctrl N", place.new_visit()),
        go(icon::ADD, "New patient", "", Place::NewPatient),
        go(
            icon::PAYMENTS,
            "Take a payment",
            "",
            Place::TakePayment(None),
        ),
        go(icon::PAYMENTS, "Key a paper EOB", "", Place::NewEob(None)),
        go(icon::TODAY, "Today", "Alt 1", Place::Today),
        go(
            icon::PATIENTS,
            "Patients",
            "Alt 2",
            Place::Patients(String::new()),
        ),
        go(icon::VISITS, "Visits", "Alt 3", Place::Visits),
        go(icon::CLAIMS, "Claims", "Alt 4", Place::Claims(Vec::new())),
        go(icon::SENT, "Batches sent", "", Place::Batches(None)),
        go(icon::PAYMENTS, "Payments", "Alt 5", Place::Payments),
        go(icon::STATEMENTS, "Statements", "Alt 6", Place::Statements),
        go(
            icon::SETTINGS,
            "Settings",
            "Alt 9",
            Place::Settings(Section::default()),
        ),
    ];
    let look = context.look;
    let appear = |appearance: Appearance| Row {
        glyph: icon::SHOW,
        words: format!("Look: {}", appearance.word()),
        keys: "",
        does: Does::Prefer(Look { appearance, ..look }),
    };
    let other = |glyph, words: &str, keys, does| Row {
        glyph,
        words: words.to_owned(),
        keys,
        does,
    };
    places
        .into_iter()
        .filter(|row| matches!(&row.does, Does::Go(place) if screen::is_there(place)))
        .chain(
            Appearance::ALL
                .into_iter()
                .filter(|one| *one != look.appearance)
                .map(appear),
        )
        .chain([
            other(icon::KEYS, "Show all keys", "F1", Does::Keys),
            other(icon::LOCK, "Lock the book", "Ctrl L", Does::Lock),
        ])
        .collect()
}
