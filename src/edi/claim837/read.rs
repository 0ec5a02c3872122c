//! A file to claims. Each part of the tree is given as soon as it is complete, so that a caller who does not want the
//! whole tree needs room for one claim only. It must not know what a loop may hold (that is [`super::walk`]).

use std::io;

use super::super::envelope::{self, Group, Interchange, Kind, Nesting, Step};
use super::super::finding::{Finding, Findings, Position};
use super::super::segment::{ReadError, Segment, Segments};
use super::loops::{Level, Loop};
use super::walk::Walk;
use super::{
    Batch, BillingProvider, Claim, Header, Patient, PatientClaims, Payer, ProviderClaims,
    Subscriber, SubscriberClaims, Transaction,
};

mod claim;
mod coordination;
mod levels;
mod line;
mod medical;
mod parties;
mod terms;

use claim::OpenClaim;
use levels::Levels;

/// A part of a transaction, complete in itself. Whatever follows a part hangs on it, until another of its kind comes:
/// claims on the last patient, or on the last subscriber when that came later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// What stands above the claims.
    Header(Header),
    /// Who bills.
    Provider(BillingProvider),
    /// Who holds the policy, and who is to pay.
    Subscriber(Subscriber, Payer),
    /// Who was treated, when not the subscriber.
    Patient(Patient),
    /// A claim.
    Claim(Box<Claim>),
}

/// Reads one transaction segment by segment.
#[derive(Debug)]
pub struct Reader {
    walk: Walk,
    levels: Levels,
    open: Open,
    began: Position,
}

/// What is being read.
#[derive(Debug)]
enum Open {
    Header(Box<Header>),
    Provider(Box<BillingProvider>),
    Subscriber(Box<(Subscriber, Payer)>),
    Patient(Box<Patient>),
    Claim(Box<OpenClaim>),
}

impl Reader {
    /// Begins after the ST of a transaction.
    pub fn new(transaction: &envelope::Transaction, findings: &mut Findings) -> Self {
        let implementation = &transaction.implementation;
        if !implementation.starts_with("005010X222") {
            findings.warning(
                transaction.position,
                format!("follows {implementation}, and is read as 005010X222A1"),
            );
        }
        Self {
            walk: Walk::new(transaction.position),
            levels: Levels::new(),
            open: Open::Header(Box::new(parties::blank_header())),
            began: transaction.position,
        }
    }

    /// Takes the next segment between ST and SE. Gives the part that it completes, if it does.
    pub fn push(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Option<Item> {
        let (at, is_opened) = self.walk.step(segment, findings);
        let done = if is_opened {
            self.enter(at, segment, findings)
        } else {
            None
        };
        if at.facts().is_kept && !self.take(at, segment, findings) {
            let id = segment.id();
            let is_known = at.facts().rules.iter().any(|rule| rule.id == id);
            if is_known {
                let name = at.facts().name;
                findings.note(segment.position(), format!("{id} in {name} is not kept"));
            }
        }
        done
    }

    /// Gives the last part, at the transaction's SE.
    pub fn finish(mut self, findings: &mut Findings) -> Item {
        self.walk.finish(findings);
        self.levels.finish(self.walk.transaction(), findings);
        close(self.open, self.began, findings)
    }

    /// Makes room for what a loop holds, and completes what was read before.
    fn enter(&mut self, at: Loop, segment: &Segment<'_>, findings: &mut Findings) -> Option<Item> {
        let next = if at == Loop::BillingLevel {
            Open::Provider(Box::default())
        } else if at == Loop::SubscriberLevel {
            Open::Subscriber(Box::default())
        } else if at == Loop::PatientLevel {
            Open::Patient(Box::default())
        } else if at == Loop::Claim {
            self.levels.claim();
            Open::Claim(Box::new(OpenClaim::new(segment.position())))
        } else {
            if let Open::Claim(open) = &mut self.open {
                open.enter(at, segment);
            }
            return None;
        };
        let done = std::mem::replace(&mut self.open, next);
        let began = std::mem::replace(&mut self.began, segment.position());
        Some(close(done, began, findings))
    }

    /// Keeps what a segment says. Gives whether there is a field for it.
    fn take(&mut self, at: Loop, segment: &Segment<'_>, findings: &mut Findings) -> bool {
        if segment.id() == "HL" {
            self.levels.step(segment, findings);
            return true;
        }
        match (&mut self.open, at.facts().level) {
            (Open::Header(header), Level::Header) => parties::header(header, at, segment, findings),
            (Open::Provider(provider), Level::Provider) => {
                parties::provider(provider, at, segment, findings)
            }
            (Open::Subscriber(both), Level::Subscriber) => {
                self.levels.subscriber_segment(at, segment);
                let (subscriber, payer) = both.as_mut();
                parties::subscriber(subscriber, payer, at, segment, findings)
            }
            (Open::Patient(patient), Level::Patient) => {
                parties::patient(patient, at, segment, findings)
            }
            (Open::Claim(open), _) => open.take(at, segment, findings),
            _ => false,
        }
    }
}

/// Checks a part that is complete.
fn close(open: Open, began: Position, findings: &mut Findings) -> Item {
    match open {
        Open::Header(header) => Item::Header(*header),
        Open::Provider(provider) => {
            if provider.tax_id.is_none() {
                findings.error(
                    began,
                    "the billing provider has no tax id (REF*EI or REF*SY)",
                );
            }
            Item::Provider(*provider)
        }
        Open::Subscriber(both) => Item::Subscriber(both.0, both.1),
        Open::Patient(patient) => Item::Patient(*patient),
        Open::Claim(open) => open.close(findings),
    }
}

/// Reads all claims of a file, one batch for each group that holds any, and says what is odd. Transactions that are
/// not claims are passed over with a note.
///
/// # Errors
/// [`ReadError`] when the file is not X12, its delimiters cannot be told, or it ends inside a transaction.
pub fn read(source: impl io::Read) -> Result<(Vec<Batch>, Vec<Finding>), ReadError> {
    let mut segments = Segments::new(source);
    let mut nesting = Nesting::new();
    let mut findings = Findings::new();
    let mut file = File::default();
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
            Step::Content => file.content(&segment, &mut findings),
            Step::TransactionClosed | Step::GroupClosed | Step::InterchangeClosed => {
                file.close(&mut findings);
            }
            Step::InterchangeAcknowledged | Step::Stray => {}
        }
    }
    nesting.finish(&mut findings)?;
    file.close(&mut findings);
    Ok((file.batches, findings.take()))
}

/// The batches of a file as they grow.
#[derive(Default)]
struct File {
    batches: Vec<Batch>,
    is_group_new: bool,
    open: Option<(Reader, Transaction)>,
}

impl File {
    fn open(&mut self, nesting: &Nesting, findings: &mut Findings) {
        let Some(says) = nesting.transaction() else {
            return;
        };
        if says.kind != Kind::Claims {
            let text = format!("a transaction of kind {} holds no claims", says.kind.name());
            findings.note(says.position, text);
            return;
        }
        if self.is_group_new || self.batches.is_empty() {
            self.is_group_new = false;
            self.batches.push(Batch {
                interchange: nesting
                    .interchange()
                    .cloned()
                    .unwrap_or_else(Interchange::blank),
                group: nesting.group().cloned().unwrap_or_else(Group::blank),
                transactions: Vec::new(),
            });
        }
        let transaction = Transaction {
            control_number: says.control_number.clone(),
            header: parties::blank_header(),
            providers: Vec::new(),
        };
        self.open = Some((Reader::new(says, findings), transaction));
    }

    fn content(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if let Some((reader, transaction)) = &mut self.open
            && let Some(item) = reader.push(segment, findings)
        {
            transaction.hang(item);
        }
    }

    fn close(&mut self, findings: &mut Findings) {
        if let Some((reader, mut transaction)) = self.open.take() {
            transaction.hang(reader.finish(findings));
            if let Some(batch) = self.batches.last_mut() {
                batch.transactions.push(transaction);
            }
        }
    }
}

impl Transaction {
    /// Hangs a part where it belongs. A part that has nothing above it is dropped; a finding has said so.
    fn hang(&mut self, item: Item) {
        let provider = self.providers.last_mut();
        match item {
            Item::Header(header) => self.header = header,
            Item::Provider(provider) => self.providers.push(ProviderClaims {
                provider,
                subscribers: Vec::new(),
            }),
            Item::Subscriber(subscriber, payer) => {
                if let Some(above) = provider {
                    above.subscribers.push(SubscriberClaims {
                        subscriber,
                        payer,
                        claims: Vec::new(),
                        patients: Vec::new(),
                    });
                }
            }
            Item::Patient(patient) => {
                if let Some(above) = provider.and_then(|above| above.subscribers.last_mut()) {
                    above.patients.push(PatientClaims {
                        patient,
                        claims: Vec::new(),
                    });
                }
            }
            Item::Claim(claim) => {
                if let Some(above) = provider.and_then(|above| above.subscribers.last_mut()) {
                    match above.patients.last_mut() {
                        Some(patient) => patient.claims.push(*claim),
                        None => above.claims.push(*claim),
                    }
                }
            }
        }
    }
}
