//! Any X12 file to a report: what it holds, whether it is sound, and every finding with its place. It must not know
//! what is done with a file.
//!
//! [`stream`] reads a file of any size in the room of its largest transaction's summary; [`file()`] gathers the whole
//! report. Each finding stands with the transaction nearest to it: those of an ISA or GS with the transaction that
//! follows, those of a GE or IEA with the one before.

use std::io::Read;

use serde::Serialize;

use super::claim837::{Claim, ClaimReference};
use super::envelope::{Kind, Nesting, Step, Transaction};
use super::finding::{Finding, Findings, Position, Severity};
use super::inquiry276::{self, Inquiry, InquiryReference};
use super::remit835::Ending;
use super::segment::{ReadError, Segment, Segments};
use super::{ack999, claim837, remit835, status277, ta1};
use crate::domain::money::Money;

pub mod answers;
pub mod remittance;
#[cfg(test)]
mod tests;

use self::remittance::RemittanceSummary;
use answers::{Acknowledgement, Answerer, ClaimStatus, GroupSummary, LevelSummary, SetSummary};

/// What a file holds.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// How the file is called.
    pub file: String,
    /// Why it could not be read, or not to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Its interchanges, as far as it could be read.
    pub interchanges: Vec<InterchangeReport>,
}

impl FileReport {
    /// Whether it could be read to its end and no error was found in it.
    pub fn is_sound(&self) -> bool {
        let no_error = |findings: &[Finding]| {
            findings
                .iter()
                .all(|finding| finding.severity != Severity::Error)
        };
        self.error.is_none()
            && self.interchanges.iter().all(|interchange| {
                no_error(&interchange.findings)
                    && interchange
                        .transactions
                        .iter()
                        .all(|transaction| no_error(&transaction.findings))
            })
    }
}

/// What an interchange holds.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct InterchangeReport {
    /// Its number as it stands in the file (ISA13).
    pub control_number: String,
    /// What is odd about an interchange without transactions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// Its transactions.
    pub transactions: Vec<TransactionReport>,
}

/// What a transaction holds.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct TransactionReport {
    /// What it is.
    pub kind: Kind,
    /// Its number as it stands in the file (ST02; of a TA1 the number it answers).
    pub control_number: String,
    /// What is odd.
    pub findings: Vec<Finding>,
    /// The claims of an 837P.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<Vec<ClaimSummary>>,
    /// The questions of a 276.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inquiries: Option<Vec<InquirySummary>>,
    /// What a TA1 or a 999 says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<Acknowledgement>,
    /// What a 277CA or a 277 says of everything at once, by level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<LevelSummary>>,
    /// What a 277CA or a 277 says of claims.
    #[serde(rename = "claims", skip_serializing_if = "Option::is_none")]
    pub claim_statuses: Option<Vec<ClaimStatus>>,
    /// What an 835 says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remittance: Option<Box<RemittanceSummary>>,
}

impl TransactionReport {
    fn new(kind: Kind, control_number: &str) -> Self {
        Self {
            kind,
            control_number: control_number.to_owned(),
            findings: Vec::new(),
            claims: None,
            inquiries: None,
            acknowledgement: None,
            levels: None,
            claim_statuses: None,
            remittance: None,
        }
    }

    /// What an answer or a question says, in sentences, in the order of the file.
    pub fn words(&self) -> Vec<&str> {
        let asked = self.inquiries.iter().flatten();
        let mut words: Vec<&str> = asked.map(|asked| asked.words.as_str()).collect();
        match &self.acknowledgement {
            Some(Acknowledgement::Interchange(answer)) => words.push(answer.words.as_str()),
            Some(Acknowledgement::Group(group)) => {
                words.push(group.words.as_str());
                for set in &group.transactions {
                    words.push(set.words.as_str());
                    words.extend(set.errors.iter().map(|error| error.words.as_str()));
                }
            }
            None => {}
        }
        let levels = self.levels.iter().flatten().flat_map(|level| &level.words);
        let claims = self.claim_statuses.iter().flatten();
        words.extend(levels.map(String::as_str));
        words.extend(claims.flat_map(|claim| &claim.words).map(String::as_str));
        let remittance = self.remittance.iter();
        words.extend(remittance.flat_map(|remittance| remittance.sentences()));
        words
    }
}

/// What a biller wants to know of a claim at a glance.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ClaimSummary {
    /// The practice's number (CLM01).
    pub claim_number: String,
    /// Its charge (CLM02).
    pub charged: Money,
    /// How many service lines it has.
    pub lines: usize,
    /// New, replacement or void, as the code stands in the file (CLM05-3).
    pub frequency: String,
    /// Its diagnoses.
    pub diagnoses: Vec<String>,
    /// The payer's number of the claim it changes (REF*F8).
    pub payer_claim_number: Option<String>,
    /// Prior authorization (REF*G1).
    pub authorization: Option<String>,
    /// How many other payers it names.
    pub other_payers: usize,
}

/// What is asked about one claim.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct InquirySummary {
    /// The asker's number of the question, which the answer repeats (TRN02).
    pub trace: String,
    /// The practice's number of the claim (REF*EJ).
    pub claim_number: Option<String>,
    /// The payer's number of the claim (REF*1K).
    pub payer_claim_number: Option<String>,
    /// The claim's charge (AMT*T3).
    pub charged: Option<Money>,
    /// How many of its lines are asked about; none when the claim is.
    pub lines: usize,
    /// In a sentence.
    pub words: String,
}

/// A part of a report, as soon as it is complete.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// An interchange begins; what follows is of it.
    Interchange {
        /// Its number as it stands in the file (ISA13).
        control_number: String,
    },
    /// A transaction is complete.
    Transaction(TransactionReport),
    /// What is odd about the interchange that began last, when it has no transaction to say it with.
    Findings(Vec<Finding>),
}

/// Reads a file and gives each part of its report as soon as it is complete.
///
/// # Errors
/// [`ReadError`] when the file is not X12, its delimiters cannot be told, or it ends inside a transaction. The parts
/// up to there have been given.
pub fn stream(source: impl Read, each: impl FnMut(Part)) -> Result<(), ReadError> {
    let mut segments = Segments::new(source);
    let mut inspector = Inspector::new(each);
    let outcome = loop {
        match segments.next_segment() {
            Ok(Some(segment)) => inspector.take(&segment),
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    inspector.finish(outcome)
}

/// Reads a file and gives the whole report.
pub fn file(name: impl Into<String>, source: impl Read) -> FileReport {
    let mut interchanges: Vec<InterchangeReport> = Vec::new();
    let outcome = stream(source, |part| match part {
        Part::Interchange { control_number } => interchanges.push(InterchangeReport {
            control_number,
            findings: Vec::new(),
            transactions: Vec::new(),
        }),
        Part::Transaction(transaction) => {
            if let Some(last) = interchanges.last_mut() {
                last.transactions.push(transaction);
            }
        }
        Part::Findings(findings) => {
            if let Some(last) = interchanges.last_mut() {
                last.findings = findings;
            }
        }
    });
    FileReport {
        file: name.into(),
        error: outcome.err().map(|error| error.to_string()),
        interchanges,
    }
}

/// Follows a file and makes its report.
struct Inspector<F> {
    each: F,
    nesting: Nesting,
    /// Of the transaction that is open, or of the one that comes next.
    findings: Findings,
    /// Of what stands after a transaction.
    trailing: Findings,
    open: Option<Open>,
    /// A transaction that is complete but for what may be said of its trailers.
    closed: Option<TransactionReport>,
}

/// The transaction that is being read.
struct Open {
    report: TransactionReport,
    content: Content,
}

/// How a transaction came to its end.
#[derive(Clone, Copy)]
enum End {
    /// With its SE, which stands there.
    Whole(Position),
    /// Without, because the header or trailer of something else stands there.
    Headed(Position),
    /// Not at all: the file ends, or could be read no further.
    Lost,
}

/// What reads it, and what was kept of it so far.
enum Content {
    Claims(claim837::Reader, Vec<ClaimSummary>),
    Acknowledgement(ack999::Reader, Vec<SetSummary>),
    Statuses(status277::Reader, Box<Statuses>),
    Inquiries(Box<inquiry276::Reader>),
    Remittance(Box<remit835::Reader>, Box<RemittanceSummary>),
    /// Nothing reads it yet.
    Other,
}

/// What was kept of a 277.
#[derive(Default)]
struct Statuses {
    answerer: Answerer,
    levels: Vec<LevelSummary>,
    claims: Vec<ClaimStatus>,
}

impl<F: FnMut(Part)> Inspector<F> {
    fn new(each: F) -> Self {
        Self {
            each,
            nesting: Nesting::new(),
            findings: Findings::new(),
            trailing: Findings::new(),
            open: None,
            closed: None,
        }
    }

    fn take(&mut self, segment: &Segment<'_>) {
        if segment.id() == "ISA" && self.open.is_none() {
            self.flush();
            self.leave_interchange();
        }
        let begins = matches!(segment.id(), "ISA" | "GS" | "ST" | "TA1");
        let findings = if begins || self.closed.is_none() {
            &mut self.findings
        } else {
            &mut self.trailing
        };
        match self.nesting.step(segment, findings) {
            Step::InterchangeOpened => self.open_interchange(segment.position()),
            Step::InterchangeAcknowledged => self.acknowledge(segment),
            Step::TransactionOpened => self.open_transaction(segment.position()),
            Step::Content => self.content(segment),
            Step::TransactionClosed => self.close(End::Whole(segment.position())),
            Step::GroupOpened | Step::GroupClosed | Step::InterchangeClosed => {
                self.close(End::Headed(segment.position()));
            }
            Step::Stray => {}
        }
    }

    /// Ends the report. A file that could not be read further may also be cut off.
    fn finish(mut self, outcome: Result<(), ReadError>) -> Result<(), ReadError> {
        let findings = if self.closed.is_none() {
            &mut self.findings
        } else {
            &mut self.trailing
        };
        let ended = self.nesting.finish(findings);
        self.close(End::Lost);
        self.flush();
        self.leave_interchange();
        outcome.and(ended)
    }

    fn open_interchange(&mut self, at: Position) {
        self.close(End::Headed(at));
        self.flush();
        let control_number = self.nesting.interchange_number().unwrap_or_default();
        (self.each)(Part::Interchange {
            control_number: control_number.to_owned(),
        });
    }

    /// Gives what no transaction was there to say.
    fn leave_interchange(&mut self) {
        let mut left = self.findings.take();
        left.append(&mut self.trailing.take());
        if !left.is_empty() {
            (self.each)(Part::Findings(left));
        }
    }

    /// A TA1 is one segment, and complete at once.
    fn acknowledge(&mut self, segment: &Segment<'_>) {
        self.flush();
        let answer = ta1::answer(segment, &mut self.findings);
        let mut report =
            TransactionReport::new(Kind::InterchangeAcknowledgement, segment.element(1));
        report.acknowledgement = Some(Acknowledgement::Interchange(answers::interchange(&answer)));
        report.findings = self.findings.take();
        self.closed = Some(report);
    }

    fn open_transaction(&mut self, at: Position) {
        self.close(End::Headed(at));
        self.flush();
        let Some(says) = self.nesting.transaction() else {
            return;
        };
        self.open = Some(Open {
            content: Content::of(says, &mut self.findings),
            report: TransactionReport::new(says.kind, &says.control_number),
        });
    }

    fn content(&mut self, segment: &Segment<'_>) {
        if let Some(open) = &mut self.open {
            open.content.take(segment, &mut self.findings);
        }
    }

    /// Completes the open transaction, which waits for its trailers.
    fn close(&mut self, end: End) {
        if let Some(Open {
            mut report,
            content,
        }) = self.open.take()
        {
            content.finish(&mut report, end, &mut self.findings);
            report.findings = self.findings.take();
            self.closed = Some(report);
        }
    }

    /// Gives the transaction that waits.
    fn flush(&mut self) {
        if let Some(mut report) = self.closed.take() {
            report.findings.append(&mut self.trailing.take());
            (self.each)(Part::Transaction(report));
        }
    }
}

impl Content {
    fn of(says: &Transaction, findings: &mut Findings) -> Self {
        match says.kind {
            Kind::Claims => Self::Claims(claim837::Reader::new(says, findings), Vec::new()),
            Kind::Acknowledgement => {
                Self::Acknowledgement(ack999::Reader::new(says, findings), Vec::new())
            }
            Kind::ClaimAcknowledgement | Kind::StatusResponse => {
                Self::Statuses(status277::Reader::new(says, findings), Box::default())
            }
            Kind::StatusInquiry => {
                Self::Inquiries(Box::new(inquiry276::Reader::new(says, findings)))
            }
            Kind::Remittance => {
                Self::Remittance(Box::new(remit835::Reader::new(says)), Box::default())
            }
            Kind::InterchangeAcknowledgement
            | Kind::EligibilityResponse
            | Kind::EligibilityInquiry
            | Kind::Other => Self::Other,
        }
    }

    fn take(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        match self {
            Self::Claims(reader, claims) => {
                keep_claim(claims, reader.push(segment, findings));
            }
            Self::Acknowledgement(reader, sets) => {
                if let Some(ack999::Item::Set(set, _)) = reader.push(segment, findings) {
                    sets.push(answers::set(set));
                }
            }
            Self::Statuses(reader, kept) => {
                let guide = reader.guide();
                kept.keep(reader.push(segment, findings), guide);
            }
            Self::Inquiries(reader) => reader.push(segment, findings),
            Self::Remittance(reader, summary) => {
                reader.push(segment, findings, |item| summary.keep(item));
            }
            Self::Other => {}
        }
    }

    /// Puts what was read into the report.
    fn finish(self, report: &mut TransactionReport, end: End, findings: &mut Findings) {
        match self {
            Self::Claims(reader, mut claims) => {
                keep_claim(&mut claims, Some(reader.finish(findings)));
                report.claims = Some(claims);
            }
            Self::Acknowledgement(reader, sets) => {
                report.acknowledgement = Some(group(reader.finish(findings), sets));
            }
            Self::Statuses(reader, mut kept) => {
                let guide = reader.guide();
                kept.keep(reader.finish(findings), guide);
                report.kind = guide.kind();
                report.levels = Some(kept.levels);
                report.claim_statuses = Some(kept.claims);
            }
            Self::Inquiries(reader) => {
                let transaction = reader.finish(findings);
                report.inquiries = Some(transaction.inquiries().map(inquiry).collect());
            }
            Self::Remittance(reader, mut summary) => {
                let keep = |ending, at| {
                    reader.finish(ending, at, findings, |item| summary.keep(item));
                };
                match end {
                    End::Whole(at) => keep(Ending::Whole, at),
                    End::Headed(at) => keep(Ending::CutShort, at),
                    End::Lost => summary.break_off(),
                }
                report.remittance = Some(summary);
            }
            Self::Other => {}
        }
    }
}

/// The last parts of a 999, and the sets that came before.
fn group(items: Vec<ack999::Item>, mut sets: Vec<SetSummary>) -> Acknowledgement {
    let mut summary = GroupSummary::default();
    for item in items {
        match item {
            ack999::Item::Set(set, _) => sets.push(answers::set(set)),
            ack999::Item::Group(answer, _) => summary = answers::group(answer),
        }
    }
    summary.transactions = sets;
    Acknowledgement::Group(summary)
}

impl Statuses {
    /// Keeps of a part what the report shows.
    fn keep(&mut self, item: Option<status277::Item>, guide: status277::Guide) {
        match item {
            Some(status277::Item::Level(level, _)) => {
                self.levels.extend(self.answerer.level(level));
            }
            Some(status277::Item::Claim(claim, _)) => {
                self.claims.push(self.answerer.claim(claim, guide));
            }
            Some(status277::Item::Header(..)) | None => {}
        }
    }
}

/// Keeps of a part of an 837P what the report shows.
fn inquiry(asked: &Inquiry) -> InquirySummary {
    let number = |kind| asked.references.get(&kind).cloned();
    let claim_number = number(InquiryReference::PatientControlNumber);
    let of_claim = match &claim_number {
        Some(number) => format!("claim {number}"),
        None => "a claim".to_owned(),
    };
    let trace = &asked.trace;
    let words = match asked.lines.len() {
        0 => format!("{trace}: asks what became of {of_claim}"),
        1 => format!("{trace}: asks what became of a line of {of_claim}"),
        lines => format!("{trace}: asks what became of {lines} lines of {of_claim}"),
    };
    InquirySummary {
        trace: trace.clone(),
        claim_number,
        payer_claim_number: number(InquiryReference::PayerClaimNumber),
        charged: asked.charge,
        lines: asked.lines.len(),
        words,
    }
}

fn keep_claim(claims: &mut Vec<ClaimSummary>, item: Option<claim837::Item>) {
    if let Some(claim837::Item::Claim(claim)) = item {
        claims.push(summary(*claim));
    }
}

fn summary(mut claim: Claim) -> ClaimSummary {
    ClaimSummary {
        claim_number: claim.number,
        charged: claim.charge,
        lines: claim.lines.len(),
        frequency: claim.frequency.code().to_owned(),
        diagnoses: claim.diagnoses,
        payer_claim_number: claim.references.remove(&ClaimReference::PayerClaimNumber),
        authorization: claim.references.remove(&ClaimReference::PriorAuthorization),
        other_payers: claim.other_payers.len(),
    }
}
