//! The three envelopes of X12: interchange (ISA), functional group (GS) and transaction (ST), their counts and
//! control numbers. It must not know what any transaction says.
//!
//! [`Nesting`] follows a file segment by segment and tells the caller what each one does. What is odd becomes a
//! finding; only a file that ends inside a transaction is refused.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Serialize, Serializer};

use super::finding::{Finding, Findings, Position, quoted};
use super::segment::{Flaw, ReadError, Segment, numbered};

mod header;
#[cfg(test)]
mod tests;
pub(super) mod write;

/// Whether what is sent is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Usage {
    /// A test: nothing is to be acted on.
    Test,
    /// The real thing.
    Production,
}

/// How one end of an interchange is named (ISA05 and ISA06, ISA07 and ISA08).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Party {
    /// What kind of id it is: `ZZ` mutually agreed, `30` tax id, `01` DUNS, `27`, `28`, `29`, `33`, `14`, `20`.
    pub qualifier: String,
    /// The id, at most 15 characters.
    pub id: String,
}

/// What an ISA says, but for the delimiters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Interchange {
    /// Additional identification that a receiver may ask for (ISA02), at most 10 characters.
    pub authorization: Option<String>,
    /// The password that a receiver may ask for (ISA04), at most 10 characters.
    pub security: Option<String>,
    /// Who sends.
    pub sender: Party,
    /// Who is meant to have it.
    pub receiver: Party,
    /// When it was made, to the minute; none when the file does not say it legibly.
    pub created: Option<NaiveDateTime>,
    /// Its number, at most nine digits; zero when the file does not say it legibly.
    pub control_number: u32,
    /// Whether a TA1 is asked for.
    pub wants_acknowledgement: bool,
    /// Test or production.
    pub usage: Usage,
}

/// What a GS says, but for the kind of its transactions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Group {
    /// Who sends, 2 to 15 characters (GS02).
    pub sender: String,
    /// Who is meant to have it, 2 to 15 characters (GS03).
    pub receiver: String,
    /// When it was made, to the minute; none when the file does not say it legibly.
    pub created: Option<NaiveDateTime>,
    /// Its number, at most nine digits; zero when the file does not say it legibly.
    pub control_number: u32,
}

impl Interchange {
    /// What stands in for an ISA that is not there.
    pub(super) fn blank() -> Self {
        Self {
            authorization: None,
            security: None,
            sender: Party::default(),
            receiver: Party::default(),
            created: None,
            control_number: 0,
            wants_acknowledgement: false,
            usage: Usage::Test,
        }
    }
}

impl Group {
    /// What stands in for a GS that is not there.
    pub(super) fn blank() -> Self {
        Self {
            sender: String::new(),
            receiver: String::new(),
            created: None,
            control_number: 0,
        }
    }
}

/// What a transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 837P: professional claims.
    Claims,
    /// 835: a remittance.
    Remittance,
    /// 999: whether a group could be read.
    Acknowledgement,
    /// TA1: whether an interchange could be read. It is a segment, not a transaction, but answers like one.
    InterchangeAcknowledgement,
    /// 277CA: whether claims were accepted.
    ClaimAcknowledgement,
    /// 277: what became of claims.
    StatusResponse,
    /// 276: what became of claims, asked.
    StatusInquiry,
    /// 271: what a policy covers.
    EligibilityResponse,
    /// 270: what a policy covers, asked.
    EligibilityInquiry,
    /// Anything else.
    Other,
}

impl Kind {
    /// What a transaction is by its ST01 and by the guide it follows (ST03, or else GS08).
    pub fn of(set: &str, implementation: &str) -> Self {
        let follows = |guide: &str| implementation.contains(guide);
        match set {
            "837" if ["X223", "X224", "X096", "X097"].into_iter().any(follows) => Self::Other,
            "837" => Self::Claims,
            "835" => Self::Remittance,
            "999" => Self::Acknowledgement,
            "277" if follows("X214") => Self::ClaimAcknowledgement,
            "277" => Self::StatusResponse,
            "276" => Self::StatusInquiry,
            "271" => Self::EligibilityResponse,
            "270" => Self::EligibilityInquiry,
            _ => Self::Other,
        }
    }

    /// How the trade calls it: `837P`, `277CA`, …
    pub const fn name(self) -> &'static str {
        match self {
            Self::Claims => "837P",
            Self::Remittance => "835",
            Self::Acknowledgement => "999",
            Self::InterchangeAcknowledgement => "TA1",
            Self::ClaimAcknowledgement => "277CA",
            Self::StatusResponse => "277",
            Self::StatusInquiry => "276",
            Self::EligibilityResponse => "271",
            Self::EligibilityInquiry => "270",
            Self::Other => "other",
        }
    }

    /// The code of the group that may hold it (GS01).
    pub const fn group(self) -> Option<&'static str> {
        match self {
            Self::Claims => Some("HC"),
            Self::Remittance => Some("HP"),
            Self::Acknowledgement => Some("FA"),
            Self::ClaimAcknowledgement | Self::StatusResponse => Some("HN"),
            Self::StatusInquiry => Some("HR"),
            Self::EligibilityResponse => Some("HB"),
            Self::EligibilityInquiry => Some("HS"),
            Self::InterchangeAcknowledgement | Self::Other => None,
        }
    }

    /// The segment that must follow its ST.
    pub const fn first_segment(self) -> Option<&'static str> {
        match self {
            Self::Claims
            | Self::ClaimAcknowledgement
            | Self::StatusResponse
            | Self::StatusInquiry
            | Self::EligibilityResponse
            | Self::EligibilityInquiry => Some("BHT"),
            Self::Remittance => Some("BPR"),
            Self::Acknowledgement => Some("AK1"),
            Self::InterchangeAcknowledgement | Self::Other => None,
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What an ST says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// What it is.
    pub kind: Kind,
    /// Its number as it stands in the file (ST02).
    pub control_number: String,
    /// The guide it follows (ST03, or else GS08), as `005010X222A1`.
    pub implementation: String,
    /// Where it begins.
    pub position: Position,
}

/// What a segment does to the envelopes.
///
/// A header closes whatever was left open at its level and below: a caller that has a transaction in hand when
/// [`Step::TransactionOpened`] comes knows that its SE is missing (a finding says so too).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An ISA: [`Nesting::interchange`] tells what it says.
    InterchangeOpened,
    /// A TA1, which stands in an interchange outside any group.
    InterchangeAcknowledged,
    /// A GS: [`Nesting::group`] tells what it says.
    GroupOpened,
    /// An ST: [`Nesting::transaction`] tells what it says.
    TransactionOpened,
    /// A segment of the open transaction.
    Content,
    /// An SE.
    TransactionClosed,
    /// A GE.
    GroupClosed,
    /// An IEA.
    InterchangeClosed,
    /// A segment where none may stand.
    Stray,
}

/// Follows the envelopes of a file.
#[derive(Debug, Default)]
pub struct Nesting {
    interchange: Option<OpenInterchange>,
    group: Option<OpenGroup>,
    transaction: Option<OpenTransaction>,
}

#[derive(Debug)]
struct OpenInterchange {
    says: Interchange,
    control_number: String,
    groups: u64,
    position: Position,
}

#[derive(Debug)]
struct OpenGroup {
    says: Group,
    code: String,
    implementation: String,
    control_number: String,
    transactions: u64,
    /// The transaction numbers met, to find one used twice. No more than [`NUMBERS_MAX`].
    numbers: HashSet<String>,
    position: Position,
}

#[derive(Debug)]
struct OpenTransaction {
    says: Transaction,
    /// Segments so far, ST included.
    segments: u64,
}

const NUMBERS_MAX: usize = 10_000;

impl Nesting {
    /// Begins before the first segment.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the ISA of the open interchange says.
    pub fn interchange(&self) -> Option<&Interchange> {
        self.interchange.as_ref().map(|open| &open.says)
    }

    /// The number of the open interchange as it stands in the file (ISA13).
    pub fn interchange_number(&self) -> Option<&str> {
        self.interchange
            .as_ref()
            .map(|open| open.control_number.as_str())
    }

    /// What the GS of the open group says.
    pub fn group(&self) -> Option<&Group> {
        self.group.as_ref().map(|open| &open.says)
    }

    /// What the ST of the open transaction says.
    pub fn transaction(&self) -> Option<&Transaction> {
        self.transaction.as_ref().map(|open| &open.says)
    }

    /// Takes the next segment.
    pub fn step(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Step {
        check_bytes(segment, findings);
        check_end(segment, findings);
        match segment.id() {
            "ISA" => self.open_interchange(segment, findings),
            "TA1" if self.transaction.is_none() => Step::InterchangeAcknowledged,
            "GS" => self.open_group(segment, findings),
            "ST" => self.open_transaction(segment, findings),
            "SE" => self.close_transaction(segment, findings),
            "GE" => self.close_group(segment, findings),
            "IEA" => self.close_interchange(segment, findings),
            id => self.content(id, segment, findings),
        }
    }

    /// Says what the end of the file leaves open.
    ///
    /// # Errors
    /// [`ReadError::CutOff`] when a transaction is open.
    pub fn finish(&mut self, findings: &mut Findings) -> Result<(), ReadError> {
        if let Some(open) = self.transaction.take() {
            findings.error(
                open.says.position,
                format!(
                    "{} is cut off: no SE segment",
                    numbered(&open.says.control_number)
                ),
            );
            return Err(ReadError::CutOff {
                control_number: open.says.control_number,
                position: open.says.position,
            });
        }
        self.leave_group(findings);
        self.leave_interchange(findings);
        Ok(())
    }

    fn open_interchange(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Step {
        self.leave_transaction(findings);
        self.leave_group(findings);
        self.leave_interchange(findings);
        self.interchange = Some(OpenInterchange {
            says: header::interchange(segment, findings),
            control_number: segment.element(13).to_owned(),
            groups: 0,
            position: segment.position(),
        });
        Step::InterchangeOpened
    }

    fn open_group(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Step {
        self.leave_transaction(findings);
        self.leave_group(findings);
        match &mut self.interchange {
            Some(open) => open.groups = open.groups.saturating_add(1),
            None => findings.error(
                segment.position(),
                "a GS segment stands outside any interchange",
            ),
        }
        self.group = Some(OpenGroup {
            says: header::group(segment, findings),
            code: segment.element(1).to_owned(),
            implementation: segment.element(8).to_owned(),
            control_number: segment.element(6).to_owned(),
            transactions: 0,
            numbers: HashSet::new(),
            position: segment.position(),
        });
        Step::GroupOpened
    }

    fn open_transaction(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Step {
        self.leave_transaction(findings);
        let group_implementation = self
            .group
            .as_ref()
            .map_or("", |g| g.implementation.as_str());
        let says = header::transaction(segment, group_implementation, findings);
        match &mut self.group {
            Some(group) => group.receive(&says, segment, findings),
            None => findings.error(segment.position(), "an ST segment stands outside any group"),
        }
        self.transaction = Some(OpenTransaction { says, segments: 1 });
        Step::TransactionOpened
    }

    fn content(&mut self, id: &str, segment: &Segment<'_>, findings: &mut Findings) -> Step {
        if !is_name(id) {
            findings.error(
                segment.position(),
                format!("{} is not the name of a segment", quoted(id)),
            );
        }
        let Some(open) = &mut self.transaction else {
            findings.error(
                segment.position(),
                format!("a segment {} stands outside any transaction", quoted(id)),
            );
            return Step::Stray;
        };
        open.segments = open.segments.saturating_add(1);
        if open.segments == 2
            && let Some(first) = open.says.kind.first_segment()
            && first != id
        {
            findings.error(
                segment.position(),
                format!(
                    "{} begins with {}, not with {first}",
                    open.says.kind.name(),
                    quoted(id)
                ),
            );
        }
        Step::Content
    }

    fn close_transaction(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Step {
        let Some(open) = self.transaction.take() else {
            findings.error(segment.position(), "an SE segment ends no transaction");
            return Step::Stray;
        };
        let counted = open.segments.saturating_add(1);
        check_count(segment, "segments", counted, findings);
        let _ = check_number(segment, "ST02", &open.says.control_number, findings);
        Step::TransactionClosed
    }

    fn close_group(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Step {
        self.leave_transaction(findings);
        let Some(open) = self.group.take() else {
            findings.error(segment.position(), "a GE segment ends no group");
            return Step::Stray;
        };
        check_count(segment, "transactions", open.transactions, findings);
        let _ = check_number(segment, "GS06", &open.control_number, findings);
        Step::GroupClosed
    }

    fn close_interchange(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Step {
        self.leave_transaction(findings);
        self.leave_group(findings);
        let Some(open) = self.interchange.take() else {
            findings.error(segment.position(), "an IEA segment ends no interchange");
            return Step::Stray;
        };
        check_count(segment, "groups", open.groups, findings);
        let is_same = check_number(segment, "ISA13", &open.control_number, findings);
        if !is_same && segment.flaws().has(Flaw::Unterminated) {
            findings.error(segment.position(), "the file is cut off inside its IEA");
        }
        Step::InterchangeClosed
    }

    fn leave_transaction(&mut self, findings: &mut Findings) {
        if let Some(open) = self.transaction.take() {
            findings.error(
                open.says.position,
                format!("{} has no SE segment", numbered(&open.says.control_number)),
            );
        }
    }

    fn leave_group(&mut self, findings: &mut Findings) {
        if let Some(open) = self.group.take() {
            findings.error(
                open.position,
                format!("group {} has no GE segment", open.control_number),
            );
        }
    }

    fn leave_interchange(&mut self, findings: &mut Findings) {
        if let Some(open) = self.interchange.take() {
            findings.error(
                open.position,
                format!("interchange {} has no IEA segment", open.control_number),
            );
        }
    }
}

impl OpenGroup {
    /// Counts a transaction and checks that it may stand here.
    fn receive(&mut self, says: &Transaction, segment: &Segment<'_>, findings: &mut Findings) {
        self.transactions = self.transactions.saturating_add(1);
        if self.numbers.len() < NUMBERS_MAX && !self.numbers.insert(says.control_number.clone()) {
            findings.warning(
                segment.spot(2),
                format!("ST02 {} was used before in this group", says.control_number),
            );
        }
        if let Some(code) = says.kind.group()
            && code != self.code
        {
            findings.warning(
                segment.spot(1),
                format!(
                    "a group with GS01 {} holds {}, which wants {code}",
                    quoted(&self.code),
                    says.kind.name()
                ),
            );
        }
    }
}

/// Says what is odd about a segment's bytes.
fn check_bytes(segment: &Segment<'_>, findings: &mut Findings) {
    let flaws = segment.flaws();
    if flaws.is_empty() {
        return;
    }
    let at = segment.position();
    for (flaw, text) in [
        (
            Flaw::AfterJunk,
            "bytes that are not X12 stood before this segment and were skipped",
        ),
        (Flaw::AfterEmpty, "an empty segment stood before this one"),
        (
            Flaw::Wrapped,
            "a line end stands within this segment and was taken out",
        ),
        (
            Flaw::Unterminated,
            "the file ends without the last segment's terminator",
        ),
    ] {
        if flaws.has(flaw) {
            findings.warning(at, text);
        }
    }
    for (flaw, text) in [
        (
            Flaw::ByteOrderMark,
            "a byte order mark stood before this segment",
        ),
        (
            Flaw::Latin1,
            "this segment is not UTF-8 and was taken as Latin-1",
        ),
    ] {
        if flaws.has(flaw) {
            findings.note(at, text);
        }
    }
    for (flaw, text) in [
        (Flaw::TooLong, "this segment is too long and was cut"),
        (
            Flaw::TooManyElements,
            "this segment has too many elements; the rest was left out",
        ),
    ] {
        if flaws.has(flaw) {
            findings.error(at, text);
        }
    }
}

/// Notes empty elements at a segment's end, which nobody should write.
fn check_end(segment: &Segment<'_>, findings: &mut Findings) {
    let last = segment.len();
    if last > 0 && segment.raw(last).is_empty() {
        findings.note(segment.spot(last), "empty elements end this segment");
    }
}

/// Compares the count in a trailer's first element with what was counted.
fn check_count(segment: &Segment<'_>, what: &str, counted: u64, findings: &mut Findings) {
    let says = segment.element(1);
    if says.parse() != Ok(counted) {
        let id = segment.id();
        findings.warning(
            segment.spot(1),
            format!("{id}{MISCOUNT}{} {what}, there are {counted}", quoted(says)),
        );
    }
}

/// Compares the number in a trailer's second element with its header's. Gives whether they are the same.
fn check_number(
    segment: &Segment<'_>,
    header: &str,
    number: &str,
    findings: &mut Findings,
) -> bool {
    let says = segment.element(2);
    let same = match (says.parse::<u64>(), number.parse::<u64>()) {
        (Ok(one), Ok(other)) => one == other,
        _ => says == number,
    };
    if !same {
        let id = segment.id();
        findings.warning(
            segment.spot(2),
            format!("{id}02 is {}, {header} is {}", quoted(says), quoted(number)),
        );
    }
    same
}

/// Whether this can be a segment's name: a capital, then one or two capitals or digits.
fn is_name(id: &str) -> bool {
    let mut bytes = id.bytes();
    (2..=3).contains(&id.len())
        && bytes.next().is_some_and(|first| first.is_ascii_uppercase())
        && bytes.all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// A day written as CCYYMMDD.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 {
        return None;
    }
    let mut number = 0_u32;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.saturating_mul(10).saturating_add(u32::from(digit));
    }
    let year = i32::try_from(number / 10_000).ok()?;
    NaiveDate::from_ymd_opt(year, number / 100 % 100, number % 100)
}

/// A day and a time written as CCYYMMDD and HHMM, seconds and hundredths left out.
pub(super) fn minute(date: &str, time: &str) -> Option<NaiveDateTime> {
    if !(4..=8).contains(&time.len()) || !time.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hour = time.get(..2)?.parse().ok()?;
    let minute = time.get(2..4)?.parse().ok()?;
    day(date)?.and_hms_opt(hour, minute, 0)
}

/// A day and a time written as YYMMDD and HHMM. The years 80 to 99 are of the last century.
pub(super) fn short_minute(date: &str, time: &str) -> Option<NaiveDateTime> {
    let century = if date >= "80" { "19" } else { "20" };
    minute(&format!("{century}{date}"), time)
}

/// What stands between a trailer's name and what it counts.
const MISCOUNT: &str = "01 says ";

/// Whether a finding says that a trailer (SE, GE, IEA) counts otherwise than what came: something was lost or added on the
/// way, or the sender cannot count.
pub fn is_miscount(finding: &Finding) -> bool {
    let mut trailers = ["SE", "GE", "IEA"].into_iter();
    trailers.any(|trailer| {
        let rest = finding.text.strip_prefix(trailer);
        rest.is_some_and(|rest| rest.starts_with(MISCOUNT))
    })
}
