//! Collects the complaints of one form while its text becomes checked values. It must not know any form.

use std::fmt::Display;
use std::str::FromStr;

use chrono::{Months, NaiveDate};

use super::Complaint;
use super::shape::{self, Room};
use crate::domain::code::{Email, Phone, Zip};
use crate::domain::money::Money;
use crate::domain::patient::Contact;
use crate::domain::person::{Address, Name};
use crate::domain::typed;

/// A field and what was typed into it.
pub(super) type Typed<'a, F> = (F, &'a str);

/// Nobody has grown older than this.
const OLDEST: u32 = 125;
/// A service or a payment this many months ago is a slip of the keys.
const LONG_AGO: Months = Months::new(120);

/// The complaints so far. Every reader gives `None` only after it has complained, or where nothing was given and
/// nothing need be.
pub(super) struct Checks<F> {
    complaints: Vec<Complaint<F>>,
}

impl<F: Copy> Checks<F> {
    pub(super) const fn new() -> Self {
        Self {
            complaints: Vec::new(),
        }
    }

    /// Gives the value when nothing was wrong.
    pub(super) fn finish<T>(
        self,
        build: impl FnOnce() -> Option<T>,
    ) -> Result<T, Vec<Complaint<F>>> {
        if self.complaints.is_empty() {
            build().ok_or(self.complaints)
        } else {
            Err(self.complaints)
        }
    }

    /// Notes what is wrong with a field. The words become a sentence.
    pub(super) fn complain(&mut self, field: F, words: impl Display) {
        self.complaints.push(Complaint {
            field,
            words: sentence(&words.to_string()),
        });
    }

    /// Gives what was read, or notes why it could not be.
    pub(super) fn note<T, E: Display>(&mut self, field: F, read: Result<T, E>) -> Option<T> {
        read.map_err(|why| self.complain(field, why)).ok()
    }

    /// Lets a value pass only when it holds.
    pub(super) fn hold<T>(
        &mut self,
        field: F,
        value: Option<T>,
        holds: impl FnOnce(&T) -> bool,
        words: impl Display,
    ) -> Option<T> {
        let value = value?;
        if holds(&value) {
            Some(value)
        } else {
            self.complain(field, words);
            None
        }
    }

    /// A code that must be given.
    pub(super) fn code<T>(&mut self, (field, text): Typed<'_, F>) -> Option<T>
    where
        T: FromStr<Err: Display>,
    {
        self.note(field, text.parse())
    }

    /// A code that may be left out.
    pub(super) fn code_if_given<T>(&mut self, typed: Typed<'_, F>) -> Option<T>
    where
        T: FromStr<Err: Display>,
    {
        given(typed).and_then(|typed| self.code(typed))
    }

    /// One of a closed list; `ask` says what to choose.
    pub(super) fn choice<T: FromStr>(
        &mut self,
        (field, text): Typed<'_, F>,
        ask: &str,
    ) -> Option<T> {
        self.note(field, text.parse().map_err(|_| ask))
    }

    /// Something picked from a list of the book's.
    pub(super) fn picked<T: Copy>(&mut self, field: F, value: Option<T>, ask: &str) -> Option<T> {
        self.note(field, value.ok_or(ask))
    }

    /// A line that must be given.
    pub(super) fn line(&mut self, (field, text): Typed<'_, F>, room: Room) -> Option<String> {
        self.note(field, shape::line(text, room))
    }

    /// A line that may be left out.
    pub(super) fn line_if_given(&mut self, typed: Typed<'_, F>, room: Room) -> Option<String> {
        given(typed).map_or_else(|| Some(String::new()), |typed| self.line(typed, room))
    }

    /// Free words, which may be left out.
    pub(super) fn words(&mut self, (field, text): Typed<'_, F>, room: Room) -> Option<String> {
        self.note(field, shape::words(text, room))
    }

    /// A person's family name, given name, middle name and suffix; the first two must be given.
    pub(super) fn person(
        &mut self,
        [last, first, middle, suffix]: [Typed<'_, F>; 4],
    ) -> Option<Name> {
        let last = self.note(
            last.0,
            shape::name(last.1, Room::new("the last name", 60), false),
        );
        let first = self.note(
            first.0,
            shape::name(first.1, Room::new("the first name", 35), false),
        );
        let middle = self.name_if_given(middle, Room::new("the middle name", 25), false);
        let suffix = self.name_if_given(suffix, Room::new("the suffix", 10), true);
        Some(Name {
            last: last?,
            first: first?,
            middle: middle?,
            suffix: suffix?,
        })
    }

    fn name_if_given(&mut self, typed: Typed<'_, F>, room: Room, digits: bool) -> Option<String> {
        match given(typed) {
            None => Some(String::new()),
            Some((field, text)) => self.note(field, shape::name(text, room, digits)),
        }
    }

    /// Street, second line, city, state and ZIP.
    pub(super) fn address(&mut self, typed: [Typed<'_, F>; 5]) -> Option<Address> {
        let [street, second, city, state, zip] = typed;
        let street = self.line(street, Room::new("the street", 55));
        let street2 = self.line_if_given(second, Room::new("the second line", 55));
        let city = self.line(
            city,
            Room {
                least: 2,
                ..Room::new("the city", 30)
            },
        );
        let state = self.choice(state, "choose the state");
        let zip = self.code::<Zip>(zip);
        Some(Address {
            street: street?,
            street2: street2?,
            city: city?,
            state: state?,
            zip: zip?,
        })
    }

    /// An address that may be left out, but only as a whole.
    pub(super) fn address_if_given(&mut self, typed: [Typed<'_, F>; 5]) -> Option<Address> {
        if typed.iter().all(|(_, text)| text.trim().is_empty()) {
            None
        } else {
            self.address(typed)
        }
    }

    /// An address of our own: where patients are seen, with a ZIP of nine digits and no post office box
    /// (2010AA and 2310C N3, N403).
    pub(super) fn place(&mut self, typed: [Typed<'_, F>; 5]) -> Option<Address> {
        let [street, second, _, _, zip] = typed.map(|(field, _)| field);
        let address = self.address(typed);
        let address = self.hold(
            zip,
            address,
            |a| a.zip.plus_four().is_some(),
            "payers want all nine digits of this ZIP code, as 43215-4412",
        );
        let boxed = "payers refuse a post office box here; give the street";
        let address = self.hold(street, address, |a| !shape::is_po_box(&a.street), boxed);
        self.hold(second, address, |a| !shape::is_po_box(&a.street2), boxed)
    }

    /// Name, address, phone and e-mail of a person.
    pub(super) fn contact(
        &mut self,
        name: [Typed<'_, F>; 4],
        address: [Typed<'_, F>; 5],
        phone: Typed<'_, F>,
        email: Typed<'_, F>,
    ) -> Option<Contact> {
        let name = self.person(name);
        let address = self.address(address);
        let phone = self.code_if_given::<Phone>(phone);
        let email = self.code_if_given::<Email>(email);
        Some(Contact {
            name: name?,
            address: address?,
            phone,
            email,
        })
    }

    /// A day that must be given.
    pub(super) fn day(
        &mut self,
        (field, text): Typed<'_, F>,
        what: &str,
        today: NaiveDate,
    ) -> Option<NaiveDate> {
        if text.trim().is_empty() {
            self.complain(field, format_args!("{what} is missing"));
            return None;
        }
        self.note(field, typed::date(text, today))
    }

    /// A day that may be left out.
    pub(super) fn day_if_given(
        &mut self,
        typed: Typed<'_, F>,
        today: NaiveDate,
    ) -> Option<NaiveDate> {
        given(typed).and_then(|typed| self.day(typed, "", today))
    }

    /// A day on which something happened here: not after today, not ten years ago.
    pub(super) fn recent_day(
        &mut self,
        typed: Typed<'_, F>,
        what: &str,
        today: NaiveDate,
    ) -> Option<NaiveDate> {
        let field = typed.0;
        let day = self.day(typed, what, today);
        let day = self.hold(
            field,
            day,
            |day| *day <= today,
            format_args!("{what} cannot be after today"),
        );
        self.hold(
            field,
            day,
            |day| {
                today
                    .checked_sub_months(LONG_AGO)
                    .is_none_or(|long_ago| *day > long_ago)
            },
            format_args!("{what} is more than ten years ago; check the year"),
        )
    }

    /// A birthday that must be given.
    pub(super) fn birthday(
        &mut self,
        (field, text): Typed<'_, F>,
        today: NaiveDate,
    ) -> Option<NaiveDate> {
        if text.trim().is_empty() {
            self.complain(field, "the birthday is missing");
            return None;
        }
        let born = self.note(field, typed::birth_date(text, today));
        self.hold(
            field,
            born,
            |born| typed::age(*born, today).is_some_and(|age| age <= OLDEST),
            "nobody is that old; check the year",
        )
    }

    /// An amount of nothing or more that must be given.
    pub(super) fn amount(&mut self, (field, text): Typed<'_, F>) -> Option<Money> {
        let amount = self.note(field, typed::amount(text))?;
        self.note(field, amount.not_negative())
    }

    /// An amount of nothing or more, nothing where it is left out.
    pub(super) fn amount_if_given(&mut self, typed: Typed<'_, F>) -> Option<Money> {
        given(typed).map_or(Some(Money::ZERO), |typed| self.amount(typed))
    }
}

/// What was typed, unless that is nothing.
fn given<F>(typed: Typed<'_, F>) -> Option<Typed<'_, F>> {
    if typed.1.trim().is_empty() {
        None
    } else {
        Some(typed)
    }
}

/// The words with a capital in front and a full stop behind.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let mut sentence: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect();
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}
