//! The scrubber: what is wrong with a claim before it leaves, in a biller's words and with the field to go to. It
//! must not know how a claim is kept or written, only what it says.
//!
//! An [`Edit`] is one rule with an id that never changes its meaning. [`scrub`] runs every edit that holds for the
//! claim's payer and day. A person may let a finding pass for a reason, once for each claim and edit: the finding
//! stays visible and says so. What would make a file that nobody can read is never let pass. Rules of the practice's
//! own ([`crate::domain::rule`]) find beside the edits and are let pass like them.

mod authorizations;
mod before;
mod billing;
mod case;
mod coding;
mod coverage;
mod dated;
mod details;
mod diagnoses;
mod earlier;
mod encounter;
mod filing;
mod fitting;
mod history;
mod modifiers;
mod origin;
mod past;
mod people;
mod place;
mod question;
mod refusals;
mod rules;
mod services;
mod surgery;
#[cfg(test)]
pub(crate) mod tests;
mod text;
mod usage;

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize, Serializer};

pub use before::{History, LastAllowed, Past, Price};
pub use case::{Case, OtherClaim, PastRefusal};
pub use coverage::fits_pattern;
pub use history::{Found, Run};
pub use origin::{EditId, Origin};
pub use place::{
    AddressPart, ClaimField, FacilityField, LineField, NamePart, PatientField, PayerField, Place,
    PolicyField, PracticeField, ProviderField, ReceiverField, VisitField,
};

use crate::domain::code::FilingIndicator;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The claim does not leave.
    Block,
    /// The payer may refuse it.
    Warn,
    /// Good to know.
    Info,
}

impl Severity {
    /// In a word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Block => "Stops the claim",
            Self::Warn => "Warning",
            Self::Info => "Note",
        }
    }
}

/// Which claims an edit looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every claim.
    Every,
    /// Claims to payers of these kinds (SBR09).
    Filing(&'static [FilingIndicator]),
    /// Claims to the payers with these electronic ids (2010BB NM109).
    Payers(&'static [&'static str]),
}

/// Whether a person may let an edit's findings pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiving {
    /// Yes, for a reason that is written down.
    ForReason,
    /// No: the file would be unreadable, or say what is not so.
    Never,
}

/// One rule that claims are held against.
#[derive(Clone, Copy)]
pub struct Edit {
    /// Its id, which keeps its meaning for good: `S012` on papers, `C012` on coding, `H002` on what came before.
    pub id: &'static str,
    /// How much its findings matter.
    pub severity: Severity,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// Which claims it looks at.
    pub scope: Scope,
    /// First day of service it holds for; none when it always held.
    pub from: Option<NaiveDate>,
    /// Last day of service it holds for; none while it holds.
    pub until: Option<NaiveDate>,
    /// Whether its findings may be let pass.
    pub waiving: Waiving,
    check: Check,
}

type Check = fn(&Case<'_>, &mut Hits);

impl Edit {
    const fn block(id: &'static str, title: &'static str, check: Check) -> Self {
        Self {
            id,
            severity: Severity::Block,
            title,
            scope: Scope::Every,
            from: None,
            until: None,
            waiving: Waiving::ForReason,
            check,
        }
    }

    const fn warn(id: &'static str, title: &'static str, check: Check) -> Self {
        Self {
            severity: Severity::Warn,
            ..Self::block(id, title, check)
        }
    }

    const fn info(id: &'static str, title: &'static str, check: Check) -> Self {
        Self {
            severity: Severity::Info,
            ..Self::block(id, title, check)
        }
    }

    const fn never_waived(self) -> Self {
        Self {
            waiving: Waiving::Never,
            ..self
        }
    }

    const fn filed_as(self, kinds: &'static [FilingIndicator]) -> Self {
        Self {
            scope: Scope::Filing(kinds),
            ..self
        }
    }

    const fn until(self, last: Option<NaiveDate>) -> Self {
        Self {
            until: last,
            ..self
        }
    }

    /// Whether it looks at a claim to that payer for that day.
    fn holds_for(&self, case: &Case<'_>) -> bool {
        let on = case.visit.service_on;
        let scoped = match self.scope {
            Scope::Every => true,
            Scope::Filing(kinds) => kinds.contains(&case.payer.what.filing_indicator),
            Scope::Payers(ids) => ids.contains(&case.payer.what.payer_id.as_str()),
        };
        scoped
            && self.from.is_none_or(|first| first <= on)
            && self.until.is_none_or(|last| on <= last)
    }
}

impl PartialEq for Edit {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Edit {}

/// Its id.
impl Serialize for Edit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id)
    }
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Edit").field(&self.id).finish()
    }
}

/// The edits by what they look at: what payers refused (L), the claim's papers (S), its coding (C), what came before it
/// (H); in each the order of their ids.
static GROUPS: [&[Edit]; 20] = [
    refusals::EDITS,
    people::EDITS,
    coverage::EDITS,
    billing::EDITS,
    encounter::EDITS,
    diagnoses::EDITS,
    services::EDITS,
    modifiers::EDITS,
    filing::EDITS,
    earlier::EDITS,
    text::EDITS,
    authorizations::EDITS,
    details::EDITS,
    question::EDITS,
    coding::EDITS,
    surgery::EDITS,
    dated::EDITS,
    fitting::EDITS,
    usage::EDITS,
    past::EDITS,
];

/// Gives every edit: those on papers, on coding, on what came before; each in the order of their ids.
pub fn edits() -> impl Iterator<Item = &'static Edit> {
    GROUPS.iter().flat_map(|group| group.iter())
}

/// Finds an edit by its id.
pub fn edit(id: &str) -> Option<&'static Edit> {
    edits().find(|edit| edit.id == id)
}

/// A person's decision to let an edit's findings pass on one claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiver {
    /// Id of the edit.
    pub edit: String,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// One thing wrong with a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which edit or rule found it.
    pub edit: Origin,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in a sentence that names no patient.
    pub words: String,
    /// What to do about it, in a sentence.
    pub fix: Cow<'static, str>,
    /// The field to go to.
    pub place: Place,
    /// What that field is part of: `line 2, 99213`.
    pub about: String,
    /// Who let it pass and why; none while it counts.
    pub waived: Option<Waiver>,
}

impl Finding {
    /// Whether it keeps the claim from leaving.
    pub fn stops(&self) -> bool {
        self.severity == Severity::Block && self.waived.is_none()
    }
}

/// Whether a claim with these findings stays here.
pub fn is_stopped(findings: &[Finding]) -> bool {
    findings.iter().any(Finding::stops)
}

/// Holds a claim against every edit, then against the practice's rules. What stops it comes first, then warnings, then
/// notes; within these in the order of the edits. What was let pass keeps its place and says so.
pub fn scrub(case: &Case<'_>, waivers: &[Waiver]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut hits = Hits(Vec::new());
    for edit in edits().filter(|edit| edit.holds_for(case)) {
        (edit.check)(case, &mut hits);
        for hit in hits.0.drain(..) {
            findings.push(Finding {
                edit: Origin::from(edit),
                severity: edit.severity,
                words: hit.words,
                fix: Cow::Borrowed(hit.fix),
                about: hit.place.about(case),
                place: hit.place,
                waived: None,
            });
        }
    }
    rules::find(case, &mut findings);
    for finding in &mut findings {
        if finding.edit.waiving == Waiving::ForReason {
            let waiver = waivers.iter().find(|waiver| finding.edit.id == waiver.edit);
            finding.waived = waiver.cloned();
        }
    }
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// What one edit found.
struct Hits(Vec<Hit>);

struct Hit {
    place: Place,
    words: String,
    fix: &'static str,
}

impl Hits {
    fn add(&mut self, place: Place, words: impl Into<String>, fix: &'static str) {
        self.0.push(Hit {
            place,
            words: words.into(),
            fix,
        });
    }

    fn add_if(&mut self, is_wrong: bool, place: Place, words: &'static str, fix: &'static str) {
        if is_wrong {
            self.add(place, words, fix);
        }
    }
}
