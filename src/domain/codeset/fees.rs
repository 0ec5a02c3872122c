//! Reads a practice's own fee schedule from a CSV. It must not know payers or contracts.

use std::collections::BTreeMap;
use std::io::BufRead;

use chrono::NaiveDate;

use super::import::{Column, ImportError, Imported, Refused, Table, Why, optional_day, words};
use crate::domain::code::{Modifier, Procedure};
use crate::domain::money::Money;

/// One price of the practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// The line on which it stands.
    pub line: u64,
    /// The service.
    pub code: Procedure,
    /// The modifier with which the price holds; without one it holds for all that have no price of their own.
    pub modifier: Option<Modifier>,
    /// The practice's own words for the service.
    pub description: String,
    /// The price of one unit, nothing or more.
    pub fee: Money,
    /// The first day on which it holds; without one it holds from the start.
    pub effective_on: Option<NaiveDate>,
}

const MOST_DESCRIPTION: usize = 200;

const COLUMNS: [Column; 5] = [
    Column {
        names: &[
            "code",
            "cpt",
            "cptcode",
            "hcpcs",
            "hcpcscode",
            "cpthcpcs",
            "cpthcpcscode",
            "procedure",
            "procedurecode",
            "proc",
            "proccode",
            "servicecode",
            "service",
        ],
        is_needed: true,
    },
    Column {
        names: &["modifier", "mod", "modifier1", "mod1", "modifiers"],
        is_needed: false,
    },
    Column {
        names: &[
            "description",
            "desc",
            "proceduredescription",
            "servicedescription",
            "name",
            "service",
            "servicename",
        ],
        is_needed: true,
    },
    Column {
        names: &[
            "fee",
            "charge",
            "price",
            "amount",
            "unitfee",
            "unitprice",
            "standardfee",
            "feeamount",
            "chargeamount",
            "usualfee",
            "ucr",
            "ucrfee",
        ],
        is_needed: true,
    },
    Column {
        names: &[
            "effectivedate",
            "effective",
            "effectiveon",
            "startdate",
            "validfrom",
            "from",
            "start",
        ],
        is_needed: false,
    },
];

/// Reads a fee schedule: code, description and fee, and if there modifier and effective date, in any order and under
/// their usual names. A code may carry its modifier, as `99213-25`.
///
/// # Errors
/// [`ImportError`] when the file cannot be read, is not text, has nothing in it or does not name its columns.
pub fn read(input: impl BufRead) -> Result<Imported<Fee>, ImportError> {
    let mut table = Table::open(input, &COLUMNS, "code, description and fee")?;
    let mut imported = Imported::new();
    let mut first_lines = BTreeMap::new();
    while let Some(row) = table.next()? {
        let row = row.and_then(|row| {
            let line = row.line;
            fee(line, row.cells)
                .and_then(|fee| {
                    let key = (fee.code, fee.modifier, fee.effective_on);
                    let first = *first_lines.entry(key).or_insert(line);
                    if first == line {
                        Ok(fee)
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

fn fee(line: u64, cells: [String; 5]) -> Result<Fee, Why> {
    let [code, modifier, description, fee, effective] = cells;
    // A plus in front marks an add-on code in many lists.
    let code = code.trim_start_matches('+');
    let (code, joined) = match code.split_once(['-', ' ']) {
        Some((code, modifier)) => (code, modifier.trim()),
        None => (code, ""),
    };
    let modifier = match (modifier.as_str(), joined) {
        ("", "") => None,
        ("", text) | (text, _) => Some(text.parse()?),
    };
    if fee.is_empty() {
        return Err(Why::Missing("the fee"));
    }
    Ok(Fee {
        line,
        code: code.parse()?,
        modifier,
        description: words(description, "the description", MOST_DESCRIPTION)?,
        fee: fee.parse::<Money>()?.not_negative()?,
        effective_on: optional_day(&effective, "the effective date")?,
    })
}
