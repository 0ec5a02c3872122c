//! What left: a file of claims, a run of paper forms, a file of questions. It must not know which claims.

use chrono::{DateTime, Local, Utc};

use crate::domain::id::{BatchId, InquiryId, PaperBatchId};
use crate::domain::money::Money;
use crate::office::{BatchRow, InquiryRow, Office, OfficeError, PaperBatchRow};
use crate::ui::widget::data_table::{Cell, cell};

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftId {
    /// A file.
    File(BatchId),
    /// A run on paper.
    Paper(PaperBatchId),
    /// A file of questions.
    Questions(InquiryId),
}

/// One of them.
#[derive(Clone, Debug)]
pub enum Left {
    /// A file.
    File(BatchRow),
    /// A run on paper.
    Paper(PaperBatchRow),
    /// A file of questions.
    Questions(InquiryRow),
}

/// Reads the newest of all, the newest first.
pub fn read(office: &Office, most: usize) -> Result<Vec<Left>, OfficeError> {
    let files = office.batches(most)?.into_iter().map(Left::File);
    let papers = office.paper_batches(most)?.into_iter().map(Left::Paper);
    let questions = office.inquiries(most)?.into_iter().map(Left::Questions);
    let mut all: Vec<Left> = files.chain(papers).chain(questions).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.made_at()));
    all.truncate(most);
    Ok(all)
}

impl Left {
    pub const fn id(&self) -> LeftId {
        match self {
            Self::File(batch) => LeftId::File(batch.id),
            Self::Paper(run) => LeftId::Paper(run.id),
            Self::Questions(file) => LeftId::Questions(file.id),
        }
    }

    const fn made_at(&self) -> DateTime<Utc> {
        match self {
            Self::File(batch) => batch.made_at,
            Self::Paper(run) => run.made_at,
            Self::Questions(file) => file.made_at,
        }
    }

    pub fn when(&self) -> String {
        let here = self.made_at().with_timezone(&Local);
        here.format("%m/%d/%Y %-I:%M %p").to_string()
    }

    pub fn made_by(&self) -> &str {
        match self {
            Self::File(batch) => &batch.made_by,
            Self::Paper(run) => &run.made_by,
            Self::Questions(file) => &file.made_by,
        }
    }

    /// What its claims charge; none for questions, which charge nothing.
    pub const fn total(&self) -> Option<Money> {
        match self {
            Self::File(batch) => Some(batch.total),
            Self::Paper(run) => Some(run.total),
            Self::Questions(_) => None,
        }
    }

    /// What it is called beside its claims.
    pub fn title(&self) -> String {
        match self {
            Self::File(batch) => format!("Batch {}", batch.id),
            Self::Paper(run) => format!("Paper run {}", run.id),
            Self::Questions(file) => format!("Questions {}", file.id),
        }
    }

    /// To whom it went.
    pub fn to(&self) -> String {
        match self {
            Self::File(batch) => batch.receiver_name.clone(),
            Self::Paper(run) => match run.form.as_str() {
                "red" => String::from("On red forms"),
                _ => String::from("On plain paper"),
            },
            Self::Questions(file) => format!("{}, questions", file.receiver_name),
        }
    }

    pub fn cells<'a, M: 'a>(&self) -> Vec<Cell<'a, M>> {
        let (number, claims) = match self {
            Self::File(batch) => (
                cell::code(format!("{:09}", batch.numbers.interchange)),
                batch.claims,
            ),
            Self::Paper(run) => (cell::text(format!("Run {}", run.id)), run.claims),
            Self::Questions(file) => (
                cell::code(format!("{:09}", file.numbers.interchange)),
                file.claims,
            ),
        };
        vec![
            cell::text(self.when()),
            cell::text(self.to()),
            number,
            cell::count(usize::try_from(claims).unwrap_or(usize::MAX)),
            self.total().map_or_else(cell::empty, cell::money),
        ]
    }
}
