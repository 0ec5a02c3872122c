//! A service code, or a range of them, as rules and authorizations name services. It must not know what they are for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{CodeError, Procedure};

/// A code, or every code from one to another: `99213` or `99381-99397`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    first: Procedure,
    last: Procedure,
}

impl Span {
    /// Whether it has the code.
    pub fn has(&self, code: Procedure) -> bool {
        self.first <= code && code <= self.last
    }

    /// Reads codes and ranges with commas or blanks between them.
    ///
    /// # Errors
    /// What is wrong with the first that cannot be read.
    pub fn list(text: &str) -> Result<Vec<Self>, CodeError> {
        let parts = text.split([',', ';', ' ', '\n']);
        let parts = parts.map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::parse).collect()
    }

    /// Writes codes and ranges as [`Span::list`] reads them.
    pub fn listed(spans: &[Self]) -> String {
        let spans: Vec<String> = spans.iter().map(Self::to_string).collect();
        spans.join(", ")
    }
}

impl From<Procedure> for Span {
    fn from(code: Procedure) -> Self {
        Self {
            first: code,
            last: code,
        }
    }
}

impl FromStr for Span {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let Some((first, last)) = text.split_once(['-', '–']) else {
            return Ok(Self::from(text.parse::<Procedure>()?));
        };
        let (first, last) = (first.parse()?, last.parse()?);
        if first <= last {
            Ok(Self { first, last })
        } else {
            Err(CodeError::SpanOrder)
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}

impl TryFrom<String> for Span {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_its_ends_and_what_is_between() {
        let span: Span = "99381-99397".parse().unwrap();
        for (code, is_in) in [
            ("99381", true),
            ("99390", true),
            ("99397", true),
            ("99380", false),
            ("99213", false),
        ] {
            assert_eq!(span.has(code.parse().unwrap()), is_in, "{code}");
        }
        assert_eq!(span.to_string(), "99381-99397");
        assert_eq!("99397-99381".parse::<Span>(), Err(CodeError::SpanOrder));
        assert!("9938".parse::<Span>().is_err());
    }

    #[test]
    fn a_list_reads_back_as_it_is_written() {
        let spans = Span::list("99213, J0120-J9999  90471").unwrap();
        assert_eq!(Span::listed(&spans), "99213, J0120-J9999, 90471");
        assert_eq!(Span::list(&Span::listed(&spans)), Ok(spans));
        assert_eq!(Span::list(" "), Ok(Vec::new()));
    }
}
