//! Questions about a visit, to whoever codes or signs it. They must not know where they are kept or what they hold up.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::domain::id::{PatientId, QuestionId, VisitId};
use crate::domain::person::Name;

/// A question, asked once and answered or withdrawn once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Id.
    pub id: QuestionId,
    /// About which visit.
    pub visit: VisitId,
    /// What is asked.
    pub words: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub asked_by: String,
    /// How it ended; none while it is open.
    pub closed: Option<Closed>,
}

/// How a question ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Closed {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// What was answered; none when it was withdrawn.
    pub answer: Option<String>,
}

impl Question {
    /// Whether it waits for its answer.
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

/// A question in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuestionRow {
    /// The question.
    #[serde(flatten)]
    pub question: Question,
    /// Who was seen.
    pub patient: PatientId,
    /// Their name.
    pub patient_name: Name,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Who saw the patient, as lists show it.
    pub rendering: String,
}
