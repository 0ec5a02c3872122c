//! A file to claim statuses. It must not know what a status means, but for whether it says accepted.

use std::io;

use chrono::NaiveDate;

use super::super::batch::{self, Gather};
use super::super::envelope::{self, Kind};
use super::super::field;
use super::super::finding::{Finding, Findings, Position, quoted};
use super::super::segment::{ReadError, Segment};
use super::{
    Batch, Claim, Guide, Header, KEPT_MAX, Level, LevelClaims, LevelKind, Line, Status, Trace,
    Transaction,
};

mod levels;
mod parts;

use levels::Levels;

/// A part of a 277, complete in itself, and where it begins. A claim belongs to the last level before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// What stands above the levels. It comes first, and always.
    Header(Header, Position),
    /// Whose part follows.
    Level(Level, Position),
    /// What became of a claim.
    Claim(Claim, Position),
}

/// Reads one 277 or 277CA segment by segment.
#[derive(Debug)]
pub struct Reader {
    guide: Guide,
    /// Whether the transaction names a guide that is read here; else its BHT decides.
    names_guide: bool,
    began: Position,
    levels: Levels,
    has_header: bool,
    open: Open,
    open_began: Position,
}

/// What is being read.
#[derive(Debug)]
enum Open {
    Header(Header),
    Level(Box<Level>),
    Claim(Box<Claim>),
    /// A level of a kind that is not known, which is not kept.
    Nothing,
}

impl Reader {
    /// Begins after the ST of a transaction.
    pub fn new(transaction: &envelope::Transaction, findings: &mut Findings) -> Self {
        let guide = if transaction.kind == Kind::ClaimAcknowledgement {
            Guide::ClaimAcknowledgement
        } else {
            Guide::StatusResponse
        };
        let names_guide = transaction
            .implementation
            .starts_with(guide.implementation());
        if !names_guide {
            let text = format!(
                "follows {}, and is read as a 277 or 277CA by what its BHT says",
                quoted(&transaction.implementation)
            );
            findings.warning(transaction.position, text);
        }
        Self {
            guide,
            names_guide,
            began: transaction.position,
            levels: Levels::new(guide),
            has_header: false,
            open: Open::Header(blank_header(guide)),
            open_began: transaction.position,
        }
    }

    /// Which of the two guides the transaction follows, as far as it was read.
    pub fn guide(&self) -> Guide {
        self.guide
    }

    /// Takes the next segment between ST and SE. Gives the part that it completes, if it does.
    pub fn push(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Option<Item> {
        match segment.id() {
            "BHT" => self.header(segment, findings),
            "HL" => return self.open_level(segment, findings),
            "TRN" => return self.trace(segment, findings),
            "NM1" => self.entity(segment, findings),
            "STC" => self.status(segment, findings),
            "REF" => self.reference(segment, findings),
            "DTP" => self.date(segment, findings),
            "QTY" | "AMT" => self.total(segment, findings),
            "SVC" => self.line(segment, findings),
            "PER" | "DMG" => {
                let id = segment.id();
                findings.note(segment.position(), format!("{id} is not kept"));
            }
            id => {
                let text = format!("{} has no place in a 277 and is not kept", quoted(id));
                findings.warning(segment.position(), text);
            }
        }
        None
    }

    /// Gives the last part, at the transaction's SE.
    pub fn finish(mut self, findings: &mut Findings) -> Option<Item> {
        let last = self.complete(Open::Nothing, self.began, findings);
        if !self.has_header {
            findings.error(self.began, "BHT is missing");
        }
        self.levels.finish(self.began, findings);
        last
    }

    /// Begins to read something else, and gives what was read before.
    fn complete(&mut self, next: Open, at: Position, findings: &mut Findings) -> Option<Item> {
        let began = std::mem::replace(&mut self.open_began, at);
        match std::mem::replace(&mut self.open, next) {
            Open::Header(header) => Some(Item::Header(header, began)),
            Open::Level(level) => {
                if level.entities.is_empty() {
                    let text = format!("the {} has no name (NM1)", level.kind.words());
                    findings.error(began, text);
                }
                Some(Item::Level(*level, began))
            }
            Open::Claim(claim) => {
                if claim.statuses.is_empty() {
                    findings.error(began, "the claim has no status (STC)");
                }
                self.levels.count(&claim);
                Some(Item::Claim(*claim, began))
            }
            Open::Nothing => None,
        }
    }

    fn header(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let Open::Header(header) = &mut self.open else {
            out_of_place(segment, findings);
            return;
        };
        self.has_header = true;
        if let Some(told) = Guide::from_code(segment.element(1))
            && !self.names_guide
        {
            self.guide = told;
            self.levels.follow(told);
        }
        *header = parts::header(self.guide, segment, findings);
    }

    fn open_level(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Option<Item> {
        let what = "the level of a 277";
        let kind = field::required_code(segment, 3, LevelKind::from_code, what, findings);
        let next = kind.map_or(Open::Nothing, |kind| {
            Open::Level(Box::new(Level::new(kind)))
        });
        let done = self.complete(next, segment.position(), findings);
        if let Some(kind) = kind {
            self.levels.step(kind, segment, findings);
        }
        done
    }

    /// A TRN begins a claim where claims stand, and elsewhere is the level's own number.
    fn trace(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Option<Item> {
        field::not_kept(segment, &[1, 2], findings);
        let trace = Trace {
            kind: field::required(segment, 1, findings),
            number: field::required(segment, 2, findings),
        };
        match &mut self.open {
            Open::Level(level) if !level.kind.holds_claims() => {
                if level.trace.is_some() {
                    findings.error(segment.position(), "TRN stands twice in this level");
                } else {
                    level.trace = Some(trace);
                }
                None
            }
            Open::Level(_) | Open::Claim(_) => {
                if trace.kind != "2" {
                    let kind = quoted(&trace.kind);
                    findings.warning(segment.spot(1), format!("TRN01 is {kind}, not 2"));
                }
                let claim = Claim {
                    trace: trace.number,
                    ..Claim::default()
                };
                self.complete(Open::Claim(Box::new(claim)), segment.position(), findings)
            }
            Open::Header(_) | Open::Nothing => {
                out_of_place(segment, findings);
                None
            }
        }
    }

    fn entity(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let Open::Level(level) = &mut self.open else {
            out_of_place(segment, findings);
            return;
        };
        let entity = parts::entity(segment, findings);
        field::keep(&mut level.entities, entity, KEPT_MAX, segment, findings);
    }

    fn status(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let statuses = match &mut self.open {
            Open::Level(level) if !level.kind.holds_claims() => {
                let status = parts::status(segment, findings);
                field::keep(&mut level.statuses, status, KEPT_MAX, segment, findings);
                return;
            }
            Open::Claim(claim) => match claim.lines.last_mut() {
                Some(line) => &mut line.statuses,
                None => &mut claim.statuses,
            },
            Open::Level(_) => {
                let text = "STC has no TRN before it: the status of an unknown claim is not kept";
                findings.error(segment.position(), text);
                return;
            }
            Open::Header(_) | Open::Nothing => {
                out_of_place(segment, findings);
                return;
            }
        };
        let status: Status = parts::status(segment, findings);
        field::keep(statuses, status, KEPT_MAX, segment, findings);
    }

    fn reference(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let kept = match &mut self.open {
            Open::Level(level) => &mut level.references,
            Open::Claim(claim) => match claim.lines.last_mut() {
                Some(line) => &mut line.references,
                None => &mut claim.references,
            },
            Open::Header(_) | Open::Nothing => {
                out_of_place(segment, findings);
                return;
            }
        };
        let reference = parts::reference(segment, findings);
        field::keep(kept, reference, KEPT_MAX, segment, findings);
    }

    fn date(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        match (&mut self.open, segment.element(1)) {
            (Open::Level(level), "050") => level.received = day(level.received, segment, findings),
            (Open::Level(level), "009") => {
                level.processed = day(level.processed, segment, findings);
            }
            (Open::Claim(claim), "472") => {
                let service = match claim.lines.last_mut() {
                    Some(line) => &mut line.service,
                    None => &mut claim.service,
                };
                if service.is_some() {
                    findings.error(segment.position(), "DTP*472 stands twice here");
                }
                *service = field::period(segment, 3, findings);
            }
            (_, other) => {
                let text = format!("DTP*{} has no place here and is not kept", quoted(other));
                findings.warning(segment.position(), text);
            }
        }
    }

    /// Counts and amounts of what was accepted and rejected below a level.
    fn total(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let (id, code) = (segment.id(), segment.element(1));
        let Open::Level(level) = &mut self.open else {
            out_of_place(segment, findings);
            return;
        };
        field::not_kept(segment, &[1, 2], findings);
        match (id, code) {
            ("QTY", "90" | "QA") => level.accepted_claims = field::count(segment, 2, findings),
            ("QTY", "AA" | "QC") => level.rejected_claims = field::count(segment, 2, findings),
            ("AMT", "YU") => level.accepted_charge = field::amount(segment, 2, findings),
            ("AMT", "YY") => level.rejected_charge = field::amount(segment, 2, findings),
            _ => {
                let text = format!("{id}*{} has no place here and is not kept", quoted(code));
                findings.warning(segment.position(), text);
                return;
            }
        }
        if segment.element(2).is_empty() {
            field::missing(segment, 2, findings);
        }
        self.levels.total(level, segment);
    }

    fn line(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let Open::Claim(claim) = &mut self.open else {
            out_of_place(segment, findings);
            return;
        };
        let line: Line = parts::line(segment, findings);
        field::keep(&mut claim.lines, line, KEPT_MAX, segment, findings);
    }
}

fn blank_header(guide: Guide) -> Header {
    Header {
        guide,
        reference: String::new(),
        created: None,
    }
}

fn out_of_place(segment: &Segment<'_>, findings: &mut Findings) {
    let id = segment.id();
    findings.error(
        segment.position(),
        format!("{id} has no place here and is not kept"),
    );
}

fn day(
    before: Option<NaiveDate>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> Option<NaiveDate> {
    if before.is_some() {
        let qualifier = segment.element(1);
        findings.error(
            segment.position(),
            format!("DTP*{qualifier} stands twice here"),
        );
    }
    field::day(segment, 3, findings)
}

/// Reads all 277 and 277CA of a file, one batch for each group that holds any, and says what is odd. Other
/// transactions are passed over with a note.
///
/// # Errors
/// [`ReadError`] when the file is not X12, its delimiters cannot be told, or it ends inside a transaction.
pub fn read(source: impl io::Read) -> Result<(Vec<Batch>, Vec<Finding>), ReadError> {
    batch::read::<Whole>(source)
}

/// A 277 that is kept whole.
struct Whole {
    reader: Reader,
    transaction: Transaction,
}

impl Transaction {
    fn keep(&mut self, item: Item) {
        match item {
            Item::Header(header, _) => self.header = header,
            Item::Level(level, _) => self.levels.push(LevelClaims {
                level,
                claims: Vec::new(),
            }),
            Item::Claim(claim, _) => {
                if let Some(last) = self.levels.last_mut() {
                    last.claims.push(claim);
                }
            }
        }
    }
}

impl Gather for Whole {
    type Transaction = Transaction;

    fn begin(says: &envelope::Transaction, findings: &mut Findings) -> Option<Self> {
        if !matches!(says.kind, Kind::ClaimAcknowledgement | Kind::StatusResponse) {
            return None;
        }
        let reader = Reader::new(says, findings);
        let transaction = Transaction {
            control_number: says.control_number.clone(),
            header: blank_header(reader.guide()),
            levels: Vec::new(),
        };
        Some(Self {
            reader,
            transaction,
        })
    }

    fn take(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if let Some(item) = self.reader.push(segment, findings) {
            self.transaction.keep(item);
        }
    }

    fn end(self, findings: &mut Findings) -> Transaction {
        let Self {
            reader,
            mut transaction,
        } = self;
        if let Some(item) = reader.finish(findings) {
            transaction.keep(item);
        }
        transaction
    }
}
