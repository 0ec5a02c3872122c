//! Reads what payers have agreed to pay a practice from a CSV. It must not know the payers of a book.

use std::collections::BTreeMap;
use std::io::BufRead;

use chrono::NaiveDate;

use super::import::{Column, ImportError, Imported, Refused, Table, Why, optional_day};
use crate::domain::code::{Modifier, Procedure};
use crate::domain::money::Money;

/// What a payer allows for one unit of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractFee {
    /// The line on which it stands.
    pub line: u64,
    /// The payer's name or electronic id, as typed; empty where the file does not say.
    pub payer: String,
    /// Which of its plans, as typed; empty where the file does not say.
    pub plan: String,
    /// The service.
    pub code: Procedure,
    /// The modifier with which it holds; without one it holds for all that have none of their own.
    pub modifier: Option<Modifier>,
    /// The first day on which it holds; without one it holds from the start.
    pub effective_on: Option<NaiveDate>,
    /// For one unit.
    pub allowed: Money,
}

const COLUMNS: [Column; 6] = [
    Column {
        names: &["payer", "payerid", "payername", "insurance", "carrier"],
        is_needed: false,
    },
    Column {
        names: &["plan", "planname", "product", "network"],
        is_needed: false,
    },
    Column {
        names: &[
            "code",
            "cpt",
            "cptcode",
            "hcpcs",
            "hcpcscode",
            "procedure",
            "procedurecode",
            "service",
        ],
        is_needed: true,
    },
    Column {
        names: &["modifier", "mod", "modifier1", "mod1"],
        is_needed: false,
    },
    Column {
        names: &[
            "effective",
            "effectivedate",
            "effectiveon",
            "from",
            "startdate",
        ],
        is_needed: false,
    },
    Column {
        names: &[
            "allowed",
            "allowable",
            "allowedamount",
            "contracted",
            "contractedfee",
            "contractfee",
            "rate",
            "amount",
            "fee",
        ],
        is_needed: true,
    },
];

/// Reads contracted fees: code and allowed amount, and if there payer, plan, modifier and effective date, in any order
/// and under their usual names.
///
/// # Errors
/// [`ImportError`] when the file cannot be read, is not text, has nothing in it or does not name its columns.
pub fn read(input: impl BufRead) -> Result<Imported<ContractFee>, ImportError> {
    let mut table = Table::open(input, &COLUMNS, "code and allowed amount")?;
    let mut imported = Imported::new();
    let mut first_lines = BTreeMap::new();
    while let Some(row) = table.next()? {
        let row = row.and_then(|row| {
            let line = row.line;
            fee(line, row.cells)
                .and_then(|fee| {
                    let whose = [&fee.payer, &fee.plan].map(|text| text.to_ascii_uppercase());
                    let key = (whose, fee.code, fee.modifier, fee.effective_on);
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

fn fee(line: u64, cells: [String; 6]) -> Result<ContractFee, Why> {
    let [payer, plan, code, modifier, effective, allowed] = cells;
    if allowed.is_empty() {
        return Err(Why::Missing("the allowed amount"));
    }
    Ok(ContractFee {
        line,
        payer,
        plan,
        code: code.parse()?,
        modifier: match modifier.as_str() {
            "" => None,
            text => Some(text.parse()?),
        },
        effective_on: optional_day(&effective, "the effective date")?,
        allowed: allowed.parse::<Money>()?.not_negative()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracted_fees_are_read_by_the_names_of_their_columns() {
        let file = "Payer,CPT,Mod,Effective,Allowed\n\
            Meridian Health,99213,,1/1/2026,98.40\n\
            60054,99213,25,,$101.00\n\
            ,99213,,,1.00\n\
            Meridian Health,9921,,,1\n\
            Meridian Health,99213,,1/1/2026,99.00\n\
            Meridian Health,99214,,,\n";
        let read = read(file.as_bytes()).unwrap();
        assert_eq!(read.rows.len(), 3);
        assert_eq!(read.rows[0].allowed.cents(), 9_840);
        assert_eq!(read.rows[1].payer, "60054");
        assert_eq!(read.rows[1].effective_on, None);
        assert_eq!(read.rows[2].payer, "");
        let refused: Vec<u64> = read.refused.iter().map(|one| one.line).collect();
        assert_eq!(refused, [5, 6, 7]);
    }

    #[test]
    fn a_plan_stands_in_a_column_of_its_own_and_columns_in_any_order() {
        let file = "Rate;Plan name;CPT code;Insurance\n98.40;PPO Gold;99213;Meridian Health\n";
        let read = read(file.as_bytes()).unwrap();
        let fee = &read.rows[0];
        assert_eq!(
            (fee.payer.as_str(), fee.plan.as_str()),
            ("Meridian Health", "PPO Gold")
        );
        assert_eq!(fee.allowed.cents(), 9_840);
    }
}
