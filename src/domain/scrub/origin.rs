//! Where a finding comes from: an edit of ours, or a rule of the practice. It must not know what either looks at.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use super::{Edit, Waiving};
use crate::domain::id::RuleId;
use crate::domain::rule::{Number, Rule};

/// The id of an edit or a rule: `S012`, `R12`. It keeps its meaning for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditId {
    /// An edit's.
    Built(&'static str),
    /// A rule's.
    Rule(RuleId),
}

impl fmt::Display for EditId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Built(id) => f.pad(id),
            Self::Rule(id) => f.pad(&Number(*id).to_string()),
        }
    }
}

impl PartialEq<str> for EditId {
    fn eq(&self, text: &str) -> bool {
        match self {
            Self::Built(id) => *id == text,
            Self::Rule(id) => text.parse::<Number>().is_ok_and(|number| number.0 == *id),
        }
    }
}

impl PartialEq<&str> for EditId {
    fn eq(&self, text: &&str) -> bool {
        *self == **text
    }
}

impl PartialEq<String> for EditId {
    fn eq(&self, text: &String) -> bool {
        *self == **text
    }
}

impl Serialize for EditId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What found something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its id.
    pub id: EditId,
    /// What it finds, in a few words.
    pub title: Cow<'static, str>,
    /// Whether its findings may be let pass.
    pub waiving: Waiving,
}

impl From<&'static Edit> for Origin {
    fn from(edit: &'static Edit) -> Self {
        Self {
            id: EditId::Built(edit.id),
            title: Cow::Borrowed(edit.title),
            waiving: edit.waiving,
        }
    }
}

impl From<&Rule> for Origin {
    fn from(rule: &Rule) -> Self {
        Self {
            id: EditId::Rule(rule.id),
            title: Cow::Owned(rule.what.name.clone()),
            waiving: Waiving::ForReason,
        }
    }
}

/// Its id.
impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.id.serialize(serializer)
    }
}
