//! How the desk is drawn: the rail, the top bar, the work area, the key bar, and what lies over them.

use std::path::Path;

use iced::widget::{column, container, row};
use iced::{Element, Fill};

use super::{Desk, Message, Over, REASON};
use crate::demo;
use crate::domain::today::Queue;
use crate::office::Role;
use crate::ui::place::{Ask, Place, Section, Weight};
use crate::ui::screen;
use crate::ui::theme::Tone;
use crate::ui::widget::key::{self, Hint, Press, hint};
use crate::ui::widget::palette;
use crate::ui::widget::rail::{self, Item};
use crate::ui::widget::{button, dialog, field, layer, top_bar};
use crate::ui::{help, icon};

/// How many of a screen's keys stand in the key bar.
const IN_BAR: usize = 6;

impl Desk {
    /// Draws the desk.
    pub fn view(&self) -> Element<'_, Message> {
        let visit = self.visit;
        let on_screen = move |message| Message::Screen(visit, message);
        let search = top_bar::search_box(
            "Find a patient, claim, check, code or command",
            "Ctrl K",
            Message::SearchPressed,
        );
        let actions = self
            .screen
            .actions(&self.context)
            .into_iter()
            .map(|action| action.map(on_screen));
        let work = container(self.screen.view(&self.context).map(on_screen))
            .width(Fill)
            .height(Fill);
        let right = column![top_bar::top_bar(search, actions), work, self.key_bar()];
        let base = row![self.rail(), right].width(Fill).height(Fill);
        match &self.over {
            Over::Nothing => layer::over(base, None),
            Over::Palette(open) => palette::over(base, Some(open.view(Message::Palette))),
            Over::Keys => dialog::over(
                base,
                Some(help::keys(self.screen.keys(), Message::OverClosed)),
            ),
            Over::Ask {
                ask,
                reason,
                is_missing,
            } => dialog::over(base, Some(question(ask, reason, *is_missing))),
        }
    }

    fn rail(&self) -> Element<'_, Message> {
        let item = |(place, glyph, words): (Place, icon::Glyph, &'static str)| {
            let is_here = self.place.home() == place.home();
            let count = self.waiting(&place);
            rail::item(glyph, words, Message::PlacePressed(place))
                .count(count)
                .active(is_here)
        };
        let places: Vec<Item<'_, Message>> = places().map(item).into();
        let settings = Place::Settings(Section::default());
        let foot = vec![item((settings, icon::SETTINGS, "Settings"))];
        let user = rail::User {
            name: &self.context.user,
            role: role(self.role),
            on_press: Message::PlacePressed(Place::Settings(Section::Book)),
        };
        rail::rail(short(&self.context.practice), places, foot, Some(user))
    }

    /// How many things of a place wait for somebody.
    fn waiting(&self, place: &Place) -> usize {
        let of = |queues: &[Queue]| {
            let board = self.board.as_ref();
            let rows = board.map_or(&[][..], |board| board.queues.as_slice());
            let counts = rows
                .iter()
                .filter(|row| queues.contains(&row.queue))
                .map(|row| usize::try_from(row.count).unwrap_or(usize::MAX));
            counts.fold(0_usize, usize::saturating_add)
        };
        match place.home() {
            Place::Visits => of(&[Queue::ToCode, Queue::Asked]),
            Place::Claims(_) => of(&[Queue::Held, Queue::Rejected]),
            Place::Remittances => of(&[Queue::Remittances]),
            Place::Payments => of(&[Queue::CreditToPlace, Queue::HeldChecks]),
            Place::FollowUp(_) => of(&[Queue::Denied, Queue::FollowUps]),
            Place::Statements => of(&[Queue::StatementsDue]),
            _ => 0,
        }
    }

    fn key_bar(&self) -> Element<'_, Message> {
        let keys: Vec<Hint<'static>> = self
            .screen
            .keys()
            .into_iter()
            .take(IN_BAR)
            .chain([hint(&["?"], "all keys")])
            .collect();
        let standing = if is_sample(&self.context.book) {
            key::standing(
                icon::INFO,
                "Sample practice, nobody in it is real",
                Tone::Attention,
            )
        } else {
            key::standing(icon::LOCK, "Book saved", Tone::Quiet)
        };
        key::key_bar(keys, standing)
    }
}

/// Whether a book is a made-up one.
fn is_sample(book: &Path) -> bool {
    book.file_name() == demo::book_in(Path::new("")).file_name()
}

/// The places of the rail, in order; Alt and the number goes to each.
fn places() -> [(Place, icon::Glyph, &'static str); 9] {
    [
        (Place::Today, icon::TODAY, "Today"),
        (Place::Patients(String::new()), icon::PATIENTS, "Patients"),
        (Place::Visits, icon::VISITS, "Visits"),
        (Place::Claims(Vec::new()), icon::CLAIMS, "Claims"),
        (Place::Remittances, icon::REMITTANCES, "Remittances"),
        (Place::Payments, icon::PAYMENTS, "Payments"),
        (Place::Statements, icon::STATEMENTS, "Statements"),
        (Place::FollowUp(None), icon::FOLLOW_UP, "Follow-up"),
        (Place::Reports, icon::REPORTS, "Reports"),
    ]
}

/// The place that an Alt and digit key goes to; 9 is the settings, 0 the last of the rail.
pub(super) fn rail_key(press: &Press) -> Option<Place> {
    let digit = press.digit(iced::keyboard::Modifiers::ALT)?;
    if digit == 9 {
        return Some(Place::Settings(Section::default()));
    }
    let at = match digit {
        0 => places().len().checked_sub(1)?,
        digit => usize::try_from(digit.checked_sub(1)?).ok()?,
    };
    places().into_iter().nth(at).map(|(place, _, _)| place)
}

/// A name that fits the head of the rail.
fn short(name: &str) -> String {
    const ROOM: usize = 20;
    let fits = |name: &str| name.chars().count() <= ROOM;
    let mut short = name.trim().to_owned();
    for (long, brief) in [
        ("Medicine", "Med."),
        ("Associates", "Assoc."),
        ("Medical", "Med."),
        ("Physicians", "Phys."),
        ("Center", "Ctr."),
        (" and ", " & "),
    ] {
        if fits(&short) {
            return short;
        }
        short = short.replace(long, brief);
    }
    if fits(&short) {
        return short;
    }
    let cut: String = short.chars().take(ROOM.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Manager => "Manager",
        Role::Biller => "Biller",
        Role::Poster => "Poster",
        Role::ReadOnly => "Looks only",
        Role::Auditor => "Auditor",
    }
}

fn question<'a>(
    ask: &'a Ask<screen::Message>,
    reason: &'a str,
    is_missing: bool,
) -> dialog::Dialog<'a, Message> {
    let shown = dialog::dialog(ask.title.as_str(), ask.words.as_str(), Message::OverClosed);
    let shown = match &ask.reason {
        Some(label) => shown.content(
            field::text(label.as_str(), reason, Message::ReasonEdited)
                .id(REASON)
                .error(is_missing.then_some("A reason is needed; it is kept with what is done."))
                .on_submit(Message::AskAnswered),
        ),
        None => shown,
    };
    let (keep, act) = match ask.weight {
        Weight::Calm => ("Not now", button::primary(ask.act.as_str())),
        Weight::Danger => ("Keep as it is", button::danger(ask.act.as_str())),
    };
    shown.keep(keep).answer(act.on_press(Message::AskAnswered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_shortened_as_people_shorten_it() {
        for (name, want) in [
            ("Hale MD", "Hale MD"),
            ("Linden Family Medicine", "Linden Family Med."),
            ("Larkspur Family Medicine", "Larkspur Family Med."),
            ("Orthopaedic Surgeons of the Valley", "Orthopaedic Surgeon…"),
        ] {
            assert_eq!(short(name), want);
        }
    }
}
