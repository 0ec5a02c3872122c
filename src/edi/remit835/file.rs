//! A file of remittances, part by part or whole. It must not know what an 835 says.

use std::io;

use super::super::envelope::{Group, Interchange, Kind, Nesting, Step};
use super::super::finding::{Finding, Findings};
use super::super::segment::{ReadError, Segments};
use super::{Batch, Ending, Item, Part, Reader, Remitted};

/// Reads a file and gives each part of its remittances as soon as it is complete. What is odd comes at the end.
///
/// A claim is given when the next one begins, so that a file that ends within a claim does not give it. Who acts on
/// remittances waits for [`Item::End`], and for this to return.
///
/// # Errors
/// [`ReadError`] when the file is not X12, its delimiters cannot be told, or it ends inside a transaction. The parts
/// up to there have been given.
pub fn stream(
    source: impl io::Read,
    mut each: impl FnMut(Part<'_>),
) -> Result<Vec<Finding>, ReadError> {
    let mut segments = Segments::new(source);
    let mut nesting = Nesting::new();
    let mut findings = Findings::new();
    let mut open: Option<Reader> = None;
    while let Some(segment) = segments.next_segment()? {
        let step = nesting.step(&segment, &mut findings);
        if step == Step::Content {
            if let Some(reader) = &mut open {
                reader.push(&segment, &mut findings, |item| each(Part::Item(item)));
            }
            continue;
        }
        if step != Step::Stray
            && let Some(reader) = open.take()
        {
            let ending = if step == Step::TransactionClosed {
                Ending::Whole
            } else {
                Ending::CutShort
            };
            let at = segment.position();
            reader.finish(ending, at, &mut findings, |item| each(Part::Item(item)));
        }
        match step {
            Step::InterchangeOpened => {
                if let Some(says) = nesting.interchange() {
                    each(Part::Interchange(says));
                }
            }
            Step::GroupOpened => {
                if let Some(says) = nesting.group() {
                    each(Part::Group(says));
                }
            }
            Step::TransactionOpened => {
                if let Some(says) = nesting.transaction() {
                    each(Part::Transaction(says));
                    open = (says.kind == Kind::Remittance).then(|| Reader::new(says));
                }
            }
            Step::InterchangeAcknowledged
            | Step::Content
            | Step::TransactionClosed
            | Step::GroupClosed
            | Step::InterchangeClosed
            | Step::Stray => {}
        }
    }
    nesting.finish(&mut findings)?;
    Ok(findings.take())
}

/// Reads all remittances of a file, one batch for each group that holds any, and says what is odd. Transactions of
/// another kind are passed over.
///
/// # Errors
/// [`ReadError`] when the file is not X12, its delimiters cannot be told, or it ends inside a transaction.
pub fn read(source: impl io::Read) -> Result<(Vec<Batch>, Vec<Finding>), ReadError> {
    let mut batches: Vec<Batch> = Vec::new();
    let mut interchange = Interchange::blank();
    let mut group = Group::blank();
    let mut is_group_new = true;
    let findings = stream(source, |part| match part {
        Part::Interchange(says) => {
            interchange = says.clone();
            is_group_new = true;
        }
        Part::Group(says) => {
            group = says.clone();
            is_group_new = true;
        }
        Part::Transaction(_) => {}
        Part::Item(Item::Header(header)) => {
            if std::mem::take(&mut is_group_new) {
                batches.push(Batch {
                    interchange: interchange.clone(),
                    group: group.clone(),
                    transactions: Vec::new(),
                });
            }
            if let Some(batch) = batches.last_mut() {
                batch.transactions.push(Remitted {
                    header: header.clone(),
                    ..Remitted::default()
                });
            }
        }
        Part::Item(item) => {
            if let Some(last) = batches.last_mut().and_then(|b| b.transactions.last_mut()) {
                last.keep(item);
            }
        }
    })?;
    Ok((batches, findings))
}

impl Remitted {
    /// Keeps the next part.
    pub fn keep(&mut self, item: Item<'_>) {
        match item {
            Item::Header(header) => self.header = header.clone(),
            Item::Group(_) => {}
            Item::Claim(claim, _) => self.claims.push(std::mem::take(claim)),
            Item::Provider(adjustments) => {
                self.provider_adjustments.extend_from_slice(adjustments);
            }
            Item::End(_, ending) => self.ending = ending,
        }
    }
}
