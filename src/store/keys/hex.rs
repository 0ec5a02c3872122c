//! Bytes of a fixed length as lower-case hex digits in JSON. It must not know what the bytes are.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Public bytes: a salt, a nonce, a public key, something encrypted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Hex<const N: usize>(pub(in crate::store) [u8; N]);

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<const N: usize> fmt::Debug for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Only what [`Display`](fmt::Display) writes is read: there is one spelling of every value.
impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut bytes = [0; N];
        if text.len() != N.saturating_mul(2) {
            return Err(Error::custom("wrong length"));
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = pair
                .iter()
                .try_fold(0, |high: u8, digit| Some((high << 4) | value_of(*digit)?))
                .ok_or_else(|| Error::custom("not lower-case hex digits"))?;
        }
        Ok(Self(bytes))
    }
}

const fn value_of(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => digit.checked_sub(b'0'),
        b'a'..=b'f' => digit.checked_sub(b'a' - 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_spelling_of_every_value() {
        let bytes = Hex([0x00, 0x9a, 0xff]);
        let json = serde_json::to_string(&bytes).unwrap();
        assert_eq!(json, r#""009aff""#);
        assert_eq!(serde_json::from_str::<Hex<3>>(&json).unwrap(), bytes);
        for other in [
            r#""009AFF""#,
            r#""009af""#,
            r#""009aff0""#,
            r#""009afg""#,
            r#""é9aff""#,
        ] {
            assert!(serde_json::from_str::<Hex<3>>(other).is_err(), "{other}");
        }
    }
}
