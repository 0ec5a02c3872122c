//! Who a printed page comes from and where it goes: the practice as its paper shows it, and addresses as the mail
//! wants them. It must not know pages, fonts or the book.

/// A place mail can reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// House number and street, or a box: `27 Quarry Lane`.
    pub street: String,
    /// Apartment, suite or building; empty when there is none.
    pub second: String,
    /// Town.
    pub city: String,
    /// Two-letter state.
    pub state: String,
    /// Five or nine digits, with or without the hyphen.
    pub zip: String,
}

/// The practice as the head of a page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// Name patients know it by.
    pub name: String,
    /// Where undeliverable mail comes back to, and where patients find it.
    pub address: Address,
    /// Where payments are mailed.
    pub pay_to: Address,
    /// As it is printed: `(614) 555-0142`.
    pub phone: String,
    /// When the phone is answered: `Mon–Fri 8 am–5 pm`.
    pub hours: Option<String>,
    /// Where a patient pays online: `pay.larkspur.example`.
    pub pay_url: Option<String>,
    /// Employer identification number, printed on receipts: `00-1234567`.
    pub tax_id: String,
    /// One sentence that offers a payment plan.
    pub plan_offer: Option<String>,
    /// One or two sentences on help with bills.
    pub help_offer: Option<String>,
}

impl Letterhead {
    /// Where a patient pays online, as short as it can be typed: without the scheme and a last slash.
    pub fn pay_page(&self) -> Option<&str> {
        let url = self.pay_url.as_deref()?.trim();
        let bare = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))
            .unwrap_or(url)
            .trim_end_matches('/');
        (!bare.is_empty()).then_some(bare)
    }
}

/// The longest line of an address that still fits a window envelope at full size.
const POSTAL_LINE: usize = 34;
/// The longest name of a town in the mail's own files. Cutting it keeps the ZIP on the line, which is what counts.
const POSTAL_CITY: usize = 28;

impl Address {
    /// The address for reading: street and second line together, then town, state and ZIP.
    pub fn lines(&self) -> Vec<String> {
        let street = joined(&[self.street.trim(), self.second.trim()], ", ");
        let state = joined(&[self.state.trim(), &self.dashed_zip()], " ");
        let town = joined(&[self.city.trim(), &state], ", ");
        [street, town]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect()
    }

    /// The address for the mail: capitals without punctuation, the second line above the street when the two do
    /// not fit on one.
    ///
    /// Source: USPS Publication 28, chapter 2.
    pub fn postal_lines(&self) -> Vec<String> {
        let (street, second) = (postal(&self.street), postal(&self.second));
        let both = joined(&[&street, &second], " ");
        let city: String = postal(&self.city).chars().take(POSTAL_CITY).collect();
        let state = postal(&self.state);
        let town = joined(&[city.trim(), &state, &self.dashed_zip()], " ");
        let lines = if both.chars().count() <= POSTAL_LINE {
            vec![both, town]
        } else {
            vec![second, street, town]
        };
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// The ZIP with its hyphen when it has nine digits, otherwise as it was given.
    fn dashed_zip(&self) -> String {
        let zip = self.zip.trim();
        match (zip.get(..5), zip.get(5..)) {
            (Some(five), Some(four)) if four.len() == 4 => format!("{five}-{four}"),
            _ => zip.to_owned(),
        }
    }
}

/// Capitals without punctuation. A hyphen or a slash inside a word carries meaning (`39-10`, `1/2`) and stays.
pub fn postal(words: &str) -> String {
    let bare: String = words
        .chars()
        .map(|c| match c {
            '.' | '\'' | '’' => None,
            c if c.is_alphanumeric() || matches!(c, '-' | '/' | '#' | '&') => Some(c),
            _ => Some(' '),
        })
        .fold(String::with_capacity(words.len()), |mut text, c| {
            text.extend(c);
            text
        });
    bare.split_whitespace()
        .map(str::to_uppercase)
        .collect::<Vec<_>>()
        .join(" ")
}

fn joined(parts: &[&str], between: &str) -> String {
    parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(street: &str, second: &str, city: &str, zip: &str) -> Address {
        Address {
            street: street.into(),
            second: second.into(),
            city: city.into(),
            state: "OH".into(),
            zip: zip.into(),
        }
    }

    #[test]
    fn mail_gets_capitals_without_punctuation() {
        let home = address("27 Quarry Lane,", "Apt. 3", "Fairhollow", "430991127");
        assert_eq!(
            home.postal_lines(),
            ["27 QUARRY LANE APT 3", "FAIRHOLLOW OH 43099-1127"]
        );
        assert_eq!(postal("Renée O'Hara-Smith, Jr."), "RENÉE OHARA-SMITH JR");
    }

    #[test]
    fn readers_get_commas() {
        let office = address("410 Alder Street", "Suite 2", "Fairhollow", "43099");
        assert_eq!(
            office.lines(),
            ["410 Alder Street, Suite 2", "Fairhollow, OH 43099"]
        );
    }

    #[test]
    fn a_long_second_line_gets_a_line_of_its_own() {
        let home = address(
            "1284 North Meadowbrook Terrace",
            "Building 7 Apartment 1203",
            "Fairhollow",
            "43099",
        );
        assert_eq!(home.postal_lines().len(), 3);
        assert_eq!(
            home.postal_lines().first().map(String::as_str),
            Some("BUILDING 7 APARTMENT 1203")
        );
    }

    #[test]
    fn no_town_is_so_long_that_its_zip_is_lost() {
        let home = address("1 Main", "", &"Lower Fairhollow ".repeat(5), "43099");
        assert_eq!(
            home.postal_lines(),
            ["1 MAIN", "LOWER FAIRHOLLOW LOWER FAIRH OH 43099"]
        );
    }

    #[test]
    fn the_page_to_pay_on_is_short() {
        let at = |url: &str| Letterhead {
            pay_url: Some(url.into()),
            ..Letterhead::default()
        };
        assert_eq!(
            at("https://pay.example/x/").pay_page(),
            Some("pay.example/x")
        );
        assert_eq!(at("pay.example").pay_page(), Some("pay.example"));
        assert_eq!(at(" ").pay_page(), None);
        assert_eq!(Letterhead::default().pay_page(), None);
    }

    #[test]
    fn an_empty_address_has_no_lines() {
        assert!(Address::default().lines().is_empty());
        assert!(Address::default().postal_lines().is_empty());
    }
}
