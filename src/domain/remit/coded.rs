//! A code as a file tells it: one of a list, or what was written there instead.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::Text;
use crate::domain::code::{Carc, Rarc};

/// A code of a list, or the text that stands in its place. An absent code is an unknown one without text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coded<T> {
    /// It is on the list.
    Known(T),
    /// It is not; this is what was written.
    Unknown(Text),
}

/// Values that have a code.
pub trait Code: Copy {
    /// The code as X12 carries it.
    fn code(&self) -> &str;
}

macro_rules! code {
    ($($type:ident),+ $(,)?) => { $(
        impl Code for crate::domain::code::$type {
            fn code(&self) -> &str {
                Self::as_str(*self)
            }
        }
    )+ };
}
code!(
    AdjustmentGroup,
    ClaimStatus,
    FilingIndicator,
    Flow,
    Handling,
    PaymentMethod,
    ProviderReason,
);

impl Code for Carc {
    fn code(&self) -> &str {
        self.as_str()
    }
}

impl Code for Rarc {
    fn code(&self) -> &str {
        self.as_str()
    }
}

impl<T: Copy> Coded<T> {
    /// The value, when it is on the list.
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Unknown(_) => None,
        }
    }
}

impl<T: Code> Coded<T> {
    /// The code, or what was written in its place.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(value) => value.code(),
            Self::Unknown(text) => text.as_str(),
        }
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }
}

impl<T: FromStr> Coded<T> {
    /// Reads a code.
    pub fn read(text: &str) -> Self {
        text.parse()
            .map_or_else(|_| Self::Unknown(Text::from(text)), Self::Known)
    }
}

impl<T> Default for Coded<T> {
    fn default() -> Self {
        Self::Unknown(Text::default())
    }
}

impl<T> From<T> for Coded<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: Code> fmt::Debug for Coded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(value) => f.write_str(value.code()),
            Self::Unknown(text) => write!(f, "Unknown({text:?})"),
        }
    }
}

impl<T: Code> fmt::Display for Coded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<T: Code> Serialize for Coded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
