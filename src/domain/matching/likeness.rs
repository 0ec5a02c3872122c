//! Whether two names, or two member numbers, are meant to be the same.

use crate::domain::person::Name;

/// How long a member number must be before its last two characters may differ: they often tell the members of a family
/// apart.
const FAMILY: usize = 8;

/// Whether a payer's spelling of a name is one of this person: the family name agrees, and the given name as far as
/// both have it.
pub(super) fn is_same_person(ours: &Name, last: &str, first: &str) -> bool {
    let (our_last, last) = (letters(&ours.last), letters(last));
    let (our_first, first) = (letters(&ours.first), letters(first));
    let is_last = !last.is_empty() && begins(&our_last, &last);
    is_last && (first.is_empty() || our_first.is_empty() || begins(&our_first, &first))
}

/// Whether two member numbers are the same, or those of one family.
pub(super) fn is_same_member(ours: &str, theirs: &str) -> bool {
    let (ours, theirs) = (marks(ours), marks(theirs));
    if ours.is_empty() || theirs.is_empty() {
        return false;
    }
    if ours == theirs {
        return true;
    }
    let shorter = ours.len().min(theirs.len());
    let longer = ours.len().max(theirs.len());
    let stem = longer.saturating_sub(2);
    stem >= FAMILY.saturating_sub(2)
        && shorter >= stem
        && longer >= FAMILY
        && ours.get(..stem) == theirs.get(..stem)
}

/// Whether one begins with the other: payers cut names.
fn begins(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|mark| mark.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect()
}

fn marks(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|mark| mark.to_ascii_uppercase())
        .collect()
}
