//! A file of one kind of transaction, whole. It must not know what a transaction says.

use std::io;

use super::envelope::{self, Group, Interchange, Nesting, Step};
use super::finding::{Finding, Findings};
use super::segment::{ReadError, Segment, Segments};

/// One group of transactions and the interchange it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch<T> {
    /// The ISA.
    pub interchange: Interchange,
    /// The GS.
    pub group: Group,
    /// The transactions of the group.
    pub transactions: Vec<T>,
}

/// The batches of a file and what is odd about it.
pub(super) type Read<T> = Result<(Vec<Batch<T>>, Vec<Finding>), ReadError>;

/// What reads a transaction segment by segment and keeps all of it.
pub(super) trait Gather: Sized {
    /// What it gives.
    type Transaction;

    /// Begins after an ST; none when the transaction is of another kind.
    fn begin(says: &envelope::Transaction, findings: &mut Findings) -> Option<Self>;

    /// Takes the next segment between ST and SE.
    fn take(&mut self, segment: &Segment<'_>, findings: &mut Findings);

    /// Gives the whole transaction, at its SE.
    fn end(self, findings: &mut Findings) -> Self::Transaction;
}

/// Reads all transactions of one kind, one batch for each group that holds any. Others are passed over with a note.
pub(super) fn read<G: Gather>(source: impl io::Read) -> Read<G::Transaction> {
    let mut segments = Segments::new(source);
    let mut nesting = Nesting::new();
    let mut findings = Findings::new();
    let mut file = File::<G>::new();
    while let Some(segment) = segments.next_segment()? {
        match nesting.step(&segment, &mut findings) {
            Step::InterchangeOpened | Step::GroupOpened => {
                file.close(&mut findings);
                file.is_group_new = true;
            }
            Step::TransactionOpened => {
                file.close(&mut findings);
                file.open(&nesting, &mut findings);
            }
            Step::Content => {
                if let Some(open) = &mut file.open {
                    open.take(&segment, &mut findings);
                }
            }
            Step::TransactionClosed | Step::GroupClosed | Step::InterchangeClosed => {
                file.close(&mut findings);
            }
            Step::InterchangeAcknowledged => {
                findings.note(segment.position(), "a TA1 stands here and is not read");
            }
            Step::Stray => {}
        }
    }
    nesting.finish(&mut findings)?;
    file.close(&mut findings);
    Ok((file.batches, findings.take()))
}

/// The batches of a file as they grow.
struct File<G: Gather> {
    batches: Vec<Batch<G::Transaction>>,
    is_group_new: bool,
    open: Option<G>,
}

impl<G: Gather> File<G> {
    fn new() -> Self {
        Self {
            batches: Vec::new(),
            is_group_new: true,
            open: None,
        }
    }

    fn open(&mut self, nesting: &Nesting, findings: &mut Findings) {
        let Some(says) = nesting.transaction() else {
            return;
        };
        let Some(open) = G::begin(says, findings) else {
            let kind = says.kind.name();
            let text = format!("a transaction of kind {kind} is not read here");
            findings.note(says.position, text);
            return;
        };
        self.open = Some(open);
        if std::mem::take(&mut self.is_group_new) {
            let interchange = nesting.interchange().cloned();
            let group = nesting.group().cloned();
            self.batches.push(Batch {
                interchange: interchange.unwrap_or_else(Interchange::blank),
                group: group.unwrap_or_else(Group::blank),
                transactions: Vec::new(),
            });
        }
    }

    fn close(&mut self, findings: &mut Findings) {
        if let Some(open) = self.open.take() {
            let transaction = open.end(findings);
            if let Some(batch) = self.batches.last_mut() {
                batch.transactions.push(transaction);
            }
        }
    }
}
