//! What statements and receipts share: the practice's head, names and addresses as paper shows them.

use crate::domain::id::GuarantorId;
use crate::domain::letterhead::{self, Letterhead};
use crate::domain::person::{Address, Name};
use crate::domain::practice::Practice;
use crate::domain::statement::AccountNumber;

use super::MoneyRefusal;

/// The practice as the head of a page shows it.
pub(super) fn letterhead(practice: &Practice) -> Letterhead {
    let name = match &practice.owner {
        Some(owner) if practice.name.trim().is_empty() => owner.natural(),
        _ => practice.name.clone(),
    };
    Letterhead {
        name,
        address: address(&practice.address),
        pay_to: address(practice.pay_to.as_ref().unwrap_or(&practice.address)),
        phone: practice.phone.to_string(),
        hours: filled(&practice.office_hours),
        pay_url: filled(&practice.pay_online),
        tax_id: practice.tax_id.to_string(),
        plan_offer: None,
        help_offer: None,
    }
}

/// An address as paper takes it.
pub(super) fn address(address: &Address) -> letterhead::Address {
    letterhead::Address {
        street: address.street.clone(),
        second: address.street2.clone(),
        city: address.city.clone(),
        state: address.state.as_str().to_owned(),
        zip: address.zip.as_str().to_owned(),
    }
}

/// The name somebody is called by.
pub(super) fn given(name: &Name) -> String {
    name.first.clone()
}

/// The family name with what follows it.
pub(super) fn family(name: &Name) -> String {
    if name.suffix.is_empty() {
        name.last.clone()
    } else {
        format!("{} {}", name.last, name.suffix)
    }
}

/// A guarantor's account number as paper shows it.
pub(super) fn account_number(guarantor: GuarantorId) -> Result<AccountNumber, MoneyRefusal> {
    u32::try_from(guarantor.get())
        .ok()
        .and_then(|number| AccountNumber::new(number).ok())
        .ok_or(MoneyRefusal::NumbersUsedUp)
}

/// The same words with a capital first.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn filled(words: &str) -> Option<String> {
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}
