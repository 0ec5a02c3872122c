//! What was found in a claim over time. It must not know how it was found.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Finding, Severity};

/// A finding as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Id of the edit or rule.
    pub edit: String,
    /// What it finds, as it was called then.
    pub title: String,
    /// How much it mattered.
    pub severity: Severity,
    /// What the field to go to was part of: `line 2, 99213`.
    pub about: String,
    /// The field to go to, as JSON names it.
    pub place: String,
    /// Whether it was let pass.
    pub is_waived: bool,
}

impl Found {
    /// A finding, with its place as JSON names it.
    pub fn of(finding: &Finding, place: String) -> Self {
        Self {
            edit: finding.edit.id.to_string(),
            title: finding.edit.title.clone().into_owned(),
            severity: finding.severity,
            about: finding.about.clone(),
            place,
            is_waived: finding.waived.is_some(),
        }
    }
}

/// A look at a claim that found something else than the look before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// When.
    pub at: DateTime<Utc>,
    /// During whose work.
    pub by: String,
    /// What was being done, as the audit calls it: `enter a visit`.
    pub why: String,
    /// All that was found.
    pub findings: Vec<Found>,
}

impl Run {
    /// What this look found and `before` did not.
    pub fn came<'r>(&'r self, before: Option<&'r Self>) -> impl Iterator<Item = &'r Found> {
        let known = before.map_or(&[][..], |run| &run.findings);
        self.findings
            .iter()
            .filter(move |found| !known.contains(found))
    }

    /// What `before` found and this look did not.
    pub fn went<'r>(&'r self, before: Option<&'r Self>) -> impl Iterator<Item = &'r Found> {
        let known = before.map_or(&[][..], |run| &run.findings);
        known
            .iter()
            .filter(move |found| !self.findings.contains(found))
    }
}
