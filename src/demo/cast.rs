//! Made-up people: names, birthdays, addresses and phones that belong to nobody. Phones are from the range kept for
//! fiction, and the town does not exist.

use chrono::{Days, NaiveDate};
use fastrand::Rng;

use crate::domain::code::{Phone, Relation, Sex, State};
use crate::domain::patient::Contact;
use crate::domain::person::{Address, Name};

const LAST: &[&str] = &[
    "Abbott",
    "Arden",
    "Bakshi",
    "Bellweather",
    "Birchall",
    "Brandt",
    "Castellan",
    "Corrigan",
    "Dahl",
    "Drummond",
    "Dvorsky",
    "Eversole",
    "Fairbourne",
    "Ferreira",
    "Finch",
    "Galloway",
    "Grantham",
    "Halloran",
    "Hargrove",
    "Hollis",
    "Ibanez",
    "Ingram",
    "Jarrow",
    "Kessling",
    "Kowalczyk",
    "Lanthier",
    "Lindqvist",
    "Macquinley",
    "Marchetti",
    "Mbeki-Stone",
    "Merriweather",
    "Norquist",
    "Nakamura",
    "Okonjo",
    "Orsolek",
    "Ostrander",
    "Pellegrin",
    "Pemberton",
    "Quinlan",
    "Quintero",
    "Quist",
    "Ravenscroft",
    "Rousseau",
    "Ruiz-Keller",
    "Salcedo",
    "Sorrel",
    "Tamsin",
    "Thackeray",
    "Underhill",
    "Vandermeer",
    "Vasquez",
    "Wetherby",
    "Whitcombe",
    "Whitlock",
    "Xiong",
    "Yarrow",
    "Zelenko",
    "O'Dell",
    "St. Clair",
    "Achterberg",
];
const FEMALE: &[&str] = &[
    "Ana", "Anouk", "Bea", "Bisi", "Carmen", "Corazon", "Dana", "Elin", "Faye", "Greta", "Hazel",
    "Ida", "Imogen", "Joana", "June", "Kit", "Lulu", "Maren", "Marisol", "Nadia", "Odile", "Priya",
    "Renata", "Ruth", "Saskia", "Tess", "Thea", "Uma", "Vera", "Willa", "Yara", "Zora",
];
const MALE: &[&str] = &[
    "Amos", "Benedikt", "Caspar", "Dag", "Devan", "Elias", "Emil", "Gino", "Harlan", "Hugo", "Ivo",
    "Jasper", "Kenji", "Lars", "Milan", "Noel", "Oswin", "Owen", "Per", "Piotr", "Quentin", "Remy",
    "Rufus", "Samuel", "Silas", "Simon", "Tomas", "Ulric", "Viktor", "Wendell", "Yusuf", "Zane",
];
const STREETS: &[&str] = &[
    "Alder Street",
    "Birch Lane",
    "Canal Road",
    "Dogwood Court",
    "Elm Terrace",
    "Foundry Way",
    "Garnet Avenue",
    "Harbor Street",
    "Ivy Close",
    "Juniper Drive",
    "Kiln Road",
    "Linden Avenue",
    "Mill Street",
    "Orchard Row",
    "Quarry Lane",
    "Ridge Road",
    "Spruce Street",
    "Tannery Lane",
    "Vine Street",
    "Weaver Road",
];
const TOWNS: &[(&str, &str)] = &[
    ("Fairhollow", "43099"),
    ("Marrow Bridge", "43097"),
    ("East Larkspur", "43096"),
    ("Tollgate", "43095"),
];

/// Chooses one of a list that is not empty.
pub(super) fn one_of<'a, T: ?Sized>(rng: &mut Rng, list: &'a [&'a T], otherwise: &'a T) -> &'a T {
    rng.choice(list).copied().unwrap_or(otherwise)
}

/// A made-up name for somebody of that sex.
pub(super) fn name(rng: &mut Rng, sex: Sex) -> Name {
    let first = match sex {
        Sex::Male => one_of(rng, MALE, "Owen"),
        Sex::Female | Sex::Unknown => one_of(rng, FEMALE, "Dana"),
    };
    let middle = if rng.u8(0..3) == 0 {
        char::from(rng.u8(b'A'..=b'Z')).to_string()
    } else {
        String::new()
    };
    Name {
        last: one_of(rng, LAST, "Whitlock").to_owned(),
        first: first.to_owned(),
        middle,
        suffix: String::new(),
    }
}

/// A made-up address.
pub(super) fn address(rng: &mut Rng) -> Option<Address> {
    let (city, zip) = *rng.choice(TOWNS)?;
    let street = format!(
        "{} {}",
        rng.u16(1..990),
        one_of(rng, STREETS, "Alder Street")
    );
    let street2 = if rng.u8(0..5) == 0 {
        format!("Apt {}", rng.u8(1..60))
    } else {
        String::new()
    };
    Some(Address {
        street,
        street2,
        city: city.to_owned(),
        state: "OH".parse::<State>().ok()?,
        zip: format!("{zip}-{:04}", rng.u16(1000..9999)).parse().ok()?,
    })
}

/// A phone number from the range kept for fiction.
pub(super) fn phone(rng: &mut Rng) -> Option<Phone> {
    format!("61455501{:02}", rng.u8(0..100)).parse().ok()
}

/// Somebody made up, with where to reach them.
pub(super) fn contact(rng: &mut Rng, sex: Sex) -> Option<Contact> {
    Some(Contact {
        name: name(rng, sex),
        address: address(rng)?,
        phone: phone(rng),
        email: None,
    })
}

/// F or M, as often.
pub(super) fn sex(rng: &mut Rng) -> Sex {
    if rng.bool() { Sex::Female } else { Sex::Male }
}

/// A birthday that makes somebody that old on `today`, give or take a year.
pub(super) fn birthday(rng: &mut Rng, today: NaiveDate, years: u64) -> NaiveDate {
    let days = years.saturating_mul(365).saturating_add(rng.u64(1..365));
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}

/// A child's relation to the parent who pays.
pub(super) const CHILD: Relation = Relation::Child;
