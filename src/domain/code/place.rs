//! Where a service was given, by the two digits of the CMS list. It must not know addresses.

use std::str::FromStr;
use std::sync::LazyLock;

use super::CodeError;
use super::ascii::Ascii;

/// A place of service: two digits of the CMS list (X12 CLM05-1 and SV105, CMS-1500 box 24B).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceOfService(Ascii<2>);

text_form!(PlaceOfService);
shown_plain!(PlaceOfService);
debug_shown!(PlaceOfService);

/// Which of its two fees Medicare pays at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The practice bears the cost of room and staff.
    Office,
    /// Somebody else does, and bills for it.
    Facility,
}

struct Place {
    code: PlaceOfService,
    name: &'static str,
    setting: Setting,
}

/// The list as shipped, in the order of the codes.
static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    include_str!("../../../assets/codes/place_of_service.csv")
        .lines()
        .skip(1)
        .filter_map(place)
        .collect()
});

fn place(line: &'static str) -> Option<Place> {
    let (code, rest) = line.split_once(',')?;
    let (name, setting) = rest.rsplit_once(',')?;
    Some(Place {
        code: PlaceOfService(Ascii::new(code)?),
        name,
        setting: match setting {
            "office" => Setting::Office,
            "facility" => Setting::Facility,
            _ => return None,
        },
    })
}

impl PlaceOfService {
    /// Every place of the list, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        PLACES.iter().map(|place| place.code)
    }

    /// The place in words.
    pub fn name(&self) -> &'static str {
        self.place().map_or("", |place| place.name)
    }

    /// Which of its two fees Medicare pays there.
    pub fn setting(&self) -> Setting {
        self.place().map_or(Setting::Office, |place| place.setting)
    }

    /// Whether patients stay there as inpatients of a hospital, so that a claim names the day of admission.
    pub fn admits(&self) -> bool {
        matches!(self.as_str(), "21" | "51" | "61")
    }

    fn place(self) -> Option<&'static Place> {
        PLACES.iter().find(|place| place.code == self)
    }
}

impl FromStr for PlaceOfService {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Missing("a place of service"));
        }
        if text.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CodeError::PlaceShape);
        }
        PLACES
            .iter()
            .map(|place| place.code)
            .find(|code| code.as_str() == text)
            .ok_or(CodeError::PlaceUnknown)
    }
}
