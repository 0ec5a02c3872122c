//! What comes back before the money, in one pass over a file: TA1, 999, 277CA and 277 in the order in which they stand.
//! It must not know what is done with an answer.
//!
//! Each part is given as soon as it is complete, with its place, so that a file of any size needs room for one claim
//! only. Whether the file is whole is known at its end: who acts on answers waits for that, or reads the file twice.

use std::io;

use super::ack999;
use super::envelope::{Interchange, Kind, Nesting, Step, Transaction};
use super::finding::{Finding, Findings, Position};
use super::segment::{ReadError, Segment, Segments};
use super::status277;
use super::ta1;

#[cfg(test)]
mod tests;

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// An interchange begins; what follows is of it.
    Interchange(Interchange),
    /// A TA1, and where it stands.
    Answer(ta1::Answer, Position),
    /// A transaction begins; what follows is of it. Nothing does when it is of a kind that is not read here.
    Transaction(Transaction),
    /// A part of a 999.
    Acknowledgement(ack999::Item),
    /// A part of a 277CA or a 277. Its header comes first and tells which of the two it is.
    Status(status277::Item),
}

/// Reads a file and gives each answer in it. What is odd about the file comes at its end.
///
/// # Errors
/// [`ReadError`] when the file is not X12, its delimiters cannot be told, or it ends inside a transaction. The parts
/// up to there have been given.
pub fn stream(
    source: impl io::Read,
    mut each: impl FnMut(Part),
) -> Result<Vec<Finding>, ReadError> {
    let mut segments = Segments::new(source);
    let mut nesting = Nesting::new();
    let mut findings = Findings::new();
    let mut open = Open::Nothing;
    while let Some(segment) = segments.next_segment()? {
        let step = nesting.step(&segment, &mut findings);
        if step != Step::Content && step != Step::Stray {
            std::mem::replace(&mut open, Open::Nothing).finish(&mut findings, &mut each);
        }
        match step {
            Step::InterchangeOpened => {
                each(Part::Interchange(
                    nesting
                        .interchange()
                        .cloned()
                        .unwrap_or_else(Interchange::blank),
                ));
            }
            Step::InterchangeAcknowledged => {
                let answer = ta1::answer(&segment, &mut findings);
                each(Part::Answer(answer, segment.position()));
            }
            Step::TransactionOpened => {
                if let Some(says) = nesting.transaction() {
                    each(Part::Transaction(says.clone()));
                    open = Open::of(says, &mut findings);
                }
            }
            Step::Content => open.take(&segment, &mut findings, &mut each),
            Step::GroupOpened
            | Step::TransactionClosed
            | Step::GroupClosed
            | Step::InterchangeClosed
            | Step::Stray => {}
        }
    }
    nesting.finish(&mut findings)?;
    Ok(findings.take())
}

/// What reads the open transaction.
enum Open {
    Acknowledgement(ack999::Reader),
    Status(status277::Reader),
    Nothing,
}

impl Open {
    fn of(says: &Transaction, findings: &mut Findings) -> Self {
        match says.kind {
            Kind::Acknowledgement => Self::Acknowledgement(ack999::Reader::new(says, findings)),
            Kind::ClaimAcknowledgement | Kind::StatusResponse => {
                Self::Status(status277::Reader::new(says, findings))
            }
            Kind::Claims
            | Kind::Remittance
            | Kind::InterchangeAcknowledgement
            | Kind::StatusInquiry
            | Kind::EligibilityResponse
            | Kind::EligibilityInquiry
            | Kind::Other => Self::Nothing,
        }
    }

    fn take(&mut self, segment: &Segment<'_>, findings: &mut Findings, each: impl FnMut(Part)) {
        let part = match self {
            Self::Acknowledgement(reader) => {
                reader.push(segment, findings).map(Part::Acknowledgement)
            }
            Self::Status(reader) => reader.push(segment, findings).map(Part::Status),
            Self::Nothing => None,
        };
        part.into_iter().for_each(each);
    }

    fn finish(self, findings: &mut Findings, each: impl FnMut(Part)) {
        match self {
            Self::Acknowledgement(reader) => {
                let items = reader.finish(findings).into_iter();
                items.map(Part::Acknowledgement).for_each(each);
            }
            Self::Status(reader) => {
                let item = reader.finish(findings).into_iter();
                item.map(Part::Status).for_each(each);
            }
            Self::Nothing => {}
        }
    }
}
