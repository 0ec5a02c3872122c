//! Who stands in a remittance: payer and payee, the people of a claim, and whom to ask.

use std::fmt;

use serde::Serialize;

use super::{Reference, Text, reference};

/// Somebody named in a claim (X12 NM1 of loop 2100). `Debug` gives no name and no number.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct RemitPerson {
    /// Whether it is an organization (NM102 is 2).
    pub is_organization: bool,
    /// Family name, or the name of an organization (NM103).
    pub last: Text,
    /// First name (NM104).
    pub first: Text,
    /// Middle name (NM105).
    pub middle: Text,
    /// What stands after the name, as `JR` (NM107).
    pub suffix: Text,
    /// What kind of number (NM108): `MI` a member's, `XX` an NPI, `PI` a payer's.
    pub id_qualifier: Text,
    /// The number (NM109).
    pub id: Text,
}

impl fmt::Debug for RemitPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RemitPerson(…)")
    }
}

/// Shows the name as an EOB does: `LAST, FIRST MIDDLE`.
impl fmt::Display for RemitPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.last)?;
        let given = [&self.first, &self.middle, &self.suffix];
        let mut separator = if self.last.is_empty() { "" } else { ", " };
        for part in given.into_iter().filter(|part| !part.is_empty()) {
            write!(f, "{separator}{part}")?;
            separator = " ";
        }
        Ok(())
    }
}

/// Whom to ask (X12 PER).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// What for (PER01): `CX` claims, `BL` files, `IC` a web page.
    pub function: Text,
    /// Who (PER02).
    pub name: Text,
    /// How, as pairs: `TE` a telephone, `FX` a fax, `EM` an e-mail address, `EX` an extension, `UR` a page.
    pub ways: Vec<(Text, Text)>,
}

/// Who pays or is paid (X12 loops 1000A and 1000B).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Its name (N102).
    pub name: Text,
    /// What kind of number (N103): `XX` an NPI, `FI` a tax id, `XV` a plan's.
    pub id_qualifier: Text,
    /// The number (N104).
    pub id: Text,
    /// Street address (N301, N302).
    pub street: Vec<Text>,
    /// City (N401).
    pub city: Text,
    /// State (N402).
    pub state: Text,
    /// ZIP code (N403).
    pub zip: Text,
    /// Country (N404); empty stands for the United States.
    pub country: Text,
    /// Numbers (REF): `2U` a payer's, `TJ` a tax id, `PQ` a payee's.
    pub references: Vec<Reference>,
    /// Whom to ask (PER).
    pub contacts: Vec<Contact>,
}

impl Party {
    /// Its NPI.
    pub fn npi(&self) -> Option<&str> {
        (self.id_qualifier == *"XX").then_some(self.id.as_str())
    }

    /// Its tax id.
    pub fn tax_id(&self) -> Option<&str> {
        if self.id_qualifier == *"FI" {
            Some(self.id.as_str())
        } else {
            reference(&self.references, "TJ")
        }
    }

    /// The number that names it best: its own, or else the first it is known by, or else its name.
    pub fn best_id(&self) -> &str {
        if !self.id.is_empty() {
            return self.id.as_str();
        }
        let known = ["2U", "PQ", "TJ"]
            .into_iter()
            .find_map(|qualifier| reference(&self.references, qualifier));
        known.unwrap_or(self.name.as_str())
    }
}
