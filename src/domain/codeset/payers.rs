//! Reads a list of payers from a CSV. It must not know the practice's contracts or policies.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::import::{Column, ImportError, Imported, Refused, Table, Why, words};
use crate::domain::code::{FilingIndicator, PayerId, Phone, State, Zip};

/// One payer of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payer {
    /// The line on which it stands.
    pub line: u64,
    /// The name as claims carry it.
    pub name: String,
    /// The electronic address; a payer without one gets paper.
    pub payer_id: Option<PayerId>,
    /// What kind of payer it is, when the list says.
    pub filing: Option<FilingIndicator>,
    /// Within how many days of service a claim must arrive, when the list says.
    pub timely_filing_days: Option<u16>,
    /// Street or box.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State.
    pub state: Option<State>,
    /// ZIP code.
    pub zip: Option<Zip>,
    /// Telephone number for providers.
    pub phone: Option<Phone>,
}

const MOST_NAME: usize = 60;
const MOST_ADDRESS: usize = 55;
const MOST_DAYS: u16 = 3650;

const COLUMNS: [Column; 9] = [
    Column {
        names: &[
            "name",
            "payer",
            "payername",
            "insurance",
            "insurancename",
            "insurancecompany",
            "carrier",
            "carriername",
            "company",
            "plan",
            "planname",
        ],
        is_needed: true,
    },
    Column {
        names: &[
            "payerid",
            "electronicid",
            "electronicpayerid",
            "edipayerid",
            "ediid",
            "payeridentifier",
            "id",
            "claimspayerid",
        ],
        is_needed: false,
    },
    Column {
        names: &[
            "filingindicator",
            "claimfilingindicator",
            "claimfilingcode",
            "filingcode",
            "sbr09",
            "payertype",
            "type",
            "insurancetype",
        ],
        is_needed: false,
    },
    Column {
        names: &[
            "timelyfilingdays",
            "timelydays",
            "timelyfiling",
            "filinglimit",
            "filinglimitdays",
            "filingdays",
            "timelyfilinglimit",
        ],
        is_needed: false,
    },
    Column {
        names: &[
            "street",
            "address",
            "address1",
            "addressline1",
            "street1",
            "claimsaddress",
        ],
        is_needed: false,
    },
    Column {
        names: &["city", "town"],
        is_needed: false,
    },
    Column {
        names: &["state", "st"],
        is_needed: false,
    },
    Column {
        names: &["zip", "zipcode", "postalcode"],
        is_needed: false,
    },
    Column {
        names: &["phone", "phonenumber", "telephone", "providerphone"],
        is_needed: false,
    },
];

/// Reads a list of payers: the name, and if there payer id, filing indicator (code or words), timely filing days,
/// address and phone, in any order and under their usual names.
///
/// # Errors
/// [`ImportError`] when the file cannot be read, is not text, has nothing in it or does not name its columns.
pub fn read(input: impl BufRead) -> Result<Imported<Payer>, ImportError> {
    let mut table = Table::open(input, &COLUMNS, "name")?;
    let mut imported = Imported::new();
    let mut first_lines = BTreeMap::new();
    while let Some(row) = table.next()? {
        let row = row.and_then(|row| {
            let line = row.line;
            payer(line, row.cells)
                .and_then(|payer| {
                    let key = (payer.name.to_lowercase(), payer.payer_id);
                    let first = *first_lines.entry(key).or_insert(line);
                    if first == line {
                        Ok(payer)
                    } else {
                        Err(Why::Duplicate(first))
                    }
                })
                .map_err(|why| Refused { line, why })
        });
        imported.add(row)?;
    }
    imported.not_empty()
}

fn payer(line: u64, cells: [String; 9]) -> Result<Payer, Why> {
    let [
        name,
        payer_id,
        filing,
        days,
        street,
        city,
        state,
        zip,
        phone,
    ] = cells;
    Ok(Payer {
        line,
        name: words(name, "the name", MOST_NAME)?,
        payer_id: optional(&payer_id)?,
        filing: optional(&filing)?,
        timely_filing_days: day_count(&days)?,
        street: optional_words(street, "the street")?,
        city: optional_words(city, "the city")?,
        state: optional(&state)?,
        zip: optional(&zip)?,
        phone: optional(&phone)?,
    })
}

fn optional<T: std::str::FromStr<Err = crate::domain::code::CodeError>>(
    text: &str,
) -> Result<Option<T>, Why> {
    if text.is_empty() {
        return Ok(None);
    }
    Ok(Some(text.parse()?))
}

fn optional_words(text: String, what: &'static str) -> Result<Option<String>, Why> {
    if text.is_empty() {
        return Ok(None);
    }
    words(text, what, MOST_ADDRESS).map(Some)
}

/// A count of days, perhaps with its unit, as `90 days`.
fn day_count(text: &str) -> Result<Option<u16>, Why> {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    match (text, number.parse::<u16>()) {
        ("", _) => Ok(None),
        (_, Ok(days)) if (1..=MOST_DAYS).contains(&days) => Ok(Some(days)),
        _ => Err(Why::DayCount("the timely filing limit")),
    }
}
