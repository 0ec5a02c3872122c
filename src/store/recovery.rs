//! The recovery key: 160 random bits that a person can print, keep in an envelope and type back. It must not know
//! what the key opens.
//!
//! Printed as eight groups of five characters of Crockford's base 32 (no I, L, O or U). Four characters of a group
//! carry 20 bits, the fifth is a check over GF(32): `c = α⁴a ⊕ α³b ⊕ α²c ⊕ αd ⊕ n` for group `n`. Every wrong
//! character, every two characters swapped within a group and every two groups swapped are found, and the group
//! is named.

use std::fmt;

use zeroize::Zeroizing;

use super::error::StoreError;
use super::secret::Secret;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many groups a recovery key has.
const GROUPS: usize = 8;
/// How many characters a group has, its check among them.
const GROUP_LENGTH: usize = 5;

/// Opens a book whose passphrase is forgotten. Wiped when dropped; `Debug` shows a mask.
#[derive(Clone)]
pub struct RecoveryKey(Secret<20>);

/// What is wrong with a recovery key as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryKeyError {
    /// Not forty characters.
    #[error("a recovery key has 8 groups of 5 characters; {found} characters were typed, not 40")]
    Length {
        /// How many there were, blanks and hyphens not counted.
        found: usize,
    },
    /// A character that no recovery key has.
    #[error("group {group} has a character that no recovery key has")]
    Character {
        /// Which group, from 1.
        group: usize,
    },
    /// The group does not agree with its check character.
    #[error("group {group} is mistyped")]
    Mistyped {
        /// Which group, from 1.
        group: usize,
    },
}

impl RecoveryKey {
    /// Draws a new one.
    pub(in crate::store) fn random() -> Result<Self, StoreError> {
        Secret::random().map(Self)
    }

    /// Lends its bits.
    pub(in crate::store) const fn secret(&self) -> &Secret<20> {
        &self.0
    }

    /// The eight groups to print, five characters each.
    pub fn groups(&self) -> Zeroizing<Vec<String>> {
        let groups = self.0.bytes().chunks(5).flat_map(|five| {
            let bits = five
                .iter()
                .fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
            [bits >> 20, bits & 0xF_FFFF]
        });
        Zeroizing::new(
            groups
                .zip(1_u8..)
                .map(|(bits, number)| {
                    let [a, b, c, d] = [15, 10, 5, 0].map(|shift| quintet(bits >> shift));
                    [a, b, c, d, check([a, b, c, d], number)]
                        .iter()
                        .filter_map(|value| ALPHABET.get(usize::from(*value)))
                        .map(|letter| char::from(*letter))
                        .collect()
                })
                .collect(),
        )
    }

    /// Reads what somebody typed: either case, blanks and hyphens anywhere, O for 0, I and L for 1.
    ///
    /// # Errors
    /// [`RecoveryKeyError`] names the first group that is wrong.
    pub fn parse(typed: &str) -> Result<Self, RecoveryKeyError> {
        let typed: Zeroizing<Vec<char>> = Zeroizing::new(
            typed
                .chars()
                .filter(|c| !c.is_whitespace() && !"-–—.".contains(*c))
                .collect(),
        );
        if typed.len() != GROUPS.saturating_mul(GROUP_LENGTH) {
            return Err(RecoveryKeyError::Length { found: typed.len() });
        }
        let mut groups: Zeroizing<Vec<u64>> = Zeroizing::new(Vec::with_capacity(GROUPS));
        for ((group, letters), number) in (1_usize..).zip(typed.chunks(GROUP_LENGTH)).zip(1_u8..) {
            let mut values = Zeroizing::new([0_u8; GROUP_LENGTH]);
            for (value, letter) in values.iter_mut().zip(letters) {
                *value = value_of(*letter).ok_or(RecoveryKeyError::Character { group })?;
            }
            let [a, b, c, d, last] = *values;
            if check([a, b, c, d], number) != last {
                return Err(RecoveryKeyError::Mistyped { group });
            }
            let bits = [a, b, c, d]
                .iter()
                .fold(0_u64, |bits, value| (bits << 5) | u64::from(*value));
            groups.push(bits);
        }
        let mut bytes = Zeroizing::new([0_u8; 20]);
        for (five, pair) in bytes.chunks_mut(5).zip(groups.chunks(2)) {
            let bits = pair.iter().fold(0_u64, |bits, group| (bits << 20) | group);
            for (byte, from) in five.iter_mut().zip(bits.to_be_bytes().iter().skip(3)) {
                *byte = *from;
            }
        }
        Ok(Self(Secret::new(*bytes)))
    }
}

/// The groups with a blank between them stay out of `Display`, so that no message can carry the key.
impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(••••)")
    }
}

/// The lowest five bits.
fn quintet(bits: u64) -> u8 {
    u8::try_from(bits & 31).unwrap_or(0)
}

fn check(values: [u8; 4], group: u8) -> u8 {
    values.iter().fold(0, |sum, value| times_alpha(sum ^ value)) ^ group
}

/// Multiplies by α in GF(32), where α⁵ = α² + 1.
const fn times_alpha(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 {
        shifted
    } else {
        shifted ^ 0b10_0101
    }
}

fn value_of(typed: char) -> Option<u8> {
    let letter = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (0_u8..)
        .zip(ALPHABET)
        .find_map(|(value, known)| (char::from(*known) == letter).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(bytes: [u8; 20]) -> RecoveryKey {
        RecoveryKey(Secret::new(bytes))
    }

    fn printed(key: &RecoveryKey) -> String {
        key.groups().join(" ")
    }

    #[test]
    fn it_is_eight_groups_of_five() {
        let groups = key(*b"twenty bytes of key!").groups();
        assert_eq!(groups.len(), 8);
        assert!(groups.iter().all(|group| group.len() == 5));
        assert_eq!(printed(&key([0; 20])), {
            "00001 00002 00003 00004 00005 00006 00007 00008"
        });
    }

    #[test]
    fn it_is_read_back_however_it_is_typed() {
        let key = key(*b"\x08\x42twenty bytes\x00\xffkey!");
        let paper = printed(&key);
        for typed in [
            paper.clone(),
            paper.to_lowercase(),
            paper.replace(' ', "-"),
            paper.replace(' ', ""),
            paper.replace('0', "O").replace('1', "l"),
            paper.replace(' ', "\n"),
        ] {
            let read = RecoveryKey::parse(&typed).unwrap();
            assert_eq!(read.0.bytes(), key.0.bytes(), "{typed}");
        }
    }

    #[test]
    fn every_wrong_character_is_found_and_its_group_named() {
        let paper = printed(&key(*b"twenty bytes of key!")).replace(' ', "");
        for (place, right) in paper.chars().enumerate() {
            for wrong in ALPHABET.iter().map(|c| char::from(*c)) {
                if wrong != right {
                    let typed: String = paper
                        .chars()
                        .enumerate()
                        .map(|(at, c)| if at == place { wrong } else { c })
                        .collect();
                    assert_eq!(
                        RecoveryKey::parse(&typed).unwrap_err(),
                        RecoveryKeyError::Mistyped {
                            group: place / 5 + 1
                        }
                    );
                }
            }
        }
    }

    #[test]
    fn swapped_characters_and_swapped_groups_are_found() {
        let key = key(*b"\x01\x23\x45\x67\x89\xab\xcd\xef\xfe\xdc\xba\x98\x76\x54\x32\x10abcd");
        let groups = key.groups();
        for at in 0..8 {
            for (a, b) in [(0, 1), (1, 2), (2, 3), (3, 4), (0, 2), (1, 3), (2, 4)] {
                let mut swapped = groups.clone();
                let mut letters: Vec<char> = swapped[at].chars().collect();
                letters.swap(a, b);
                swapped[at] = letters.into_iter().collect();
                if swapped[at] != groups[at] {
                    assert!(RecoveryKey::parse(&swapped.concat()).is_err());
                }
            }
            for other in 0..at {
                let mut swapped = groups.clone();
                swapped.swap(at, other);
                assert!(RecoveryKey::parse(&swapped.concat()).is_err());
            }
        }
    }

    #[test]
    fn a_wrong_length_and_a_strange_letter_are_told_apart() {
        assert_eq!(
            RecoveryKey::parse("MEPYB").unwrap_err(),
            RecoveryKeyError::Length { found: 5 }
        );
        let paper = printed(&key([9; 20])).replace(' ', "");
        let strange = format!("{}U{}", &paper[..11], &paper[12..]);
        assert_eq!(
            RecoveryKey::parse(&strange).unwrap_err(),
            RecoveryKeyError::Character { group: 3 }
        );
    }

    #[test]
    fn it_never_shows_itself() {
        assert_eq!(format!("{:?}", key([9; 20])), "RecoveryKey(••••)");
    }

    proptest::proptest! {
        #[test]
        fn what_it_prints_it_reads(bytes in proptest::array::uniform20(0u8..)) {
            let read = RecoveryKey::parse(&printed(&key(bytes))).unwrap();
            proptest::prop_assert_eq!(read.0.bytes(), &bytes);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}") {
            let _ = RecoveryKey::parse(&text);
        }
    }
}
