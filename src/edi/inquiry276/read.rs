//! A file to status questions. It must not know what the answers are.

use std::io;

use rust_decimal::Decimal;

use super::super::batch::{self, Gather};
use super::super::claim837::{Birth, Name, PayerIdKind, Period, Person};
use super::super::envelope::{self, Kind};
use super::super::field;
use super::super::finding::{Finding, Findings, Position, quoted};
use super::super::segment::{ReadError, Segment};
use super::{
    AskerInquiries, Batch, DependentInquiries, IMPLEMENTATION, Inquiry, InquiryReference, Line,
    PayerInquiries, ProviderIdKind, ProviderInquiries, ServiceCodeSet, SubscriberIdKind,
    SubscriberInquiries, Transaction,
};
use crate::domain::code::Sex;
use crate::domain::money::Money;

/// Reads one 276 segment by segment, and keeps all of it.
#[derive(Debug)]
pub struct Reader {
    transaction: Transaction,
    began: Position,
    has_header: bool,
    /// The number of the level that comes next (HL01).
    next: u64,
    /// The numbers of the levels above, the payer's first.
    above: Vec<String>,
    at: At,
    /// Whether the level has its name (NM1).
    has_name: bool,
    level_began: Position,
}

/// Where a transaction has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Header,
    Payer,
    Asker,
    Provider,
    Subscriber,
    Dependent,
    /// In a level that has nothing to stand under, which is not kept.
    Nothing,
}

impl At {
    /// How deep a level stands, from 0.
    const fn depth(self) -> usize {
        match self {
            Self::Header | Self::Payer | Self::Nothing => 0,
            Self::Asker => 1,
            Self::Provider => 2,
            Self::Subscriber => 3,
            Self::Dependent => 4,
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        match code {
            "20" => Some(Self::Payer),
            "21" => Some(Self::Asker),
            "19" => Some(Self::Provider),
            "22" => Some(Self::Subscriber),
            "23" => Some(Self::Dependent),
            _ => None,
        }
    }
}

impl Reader {
    /// Begins after the ST of a transaction.
    pub fn new(transaction: &envelope::Transaction, findings: &mut Findings) -> Self {
        let implementation = &transaction.implementation;
        if !implementation.starts_with(IMPLEMENTATION) {
            let text = format!(
                "follows {}, and is read as 005010X212",
                quoted(implementation)
            );
            findings.warning(transaction.position, text);
        }
        Self {
            transaction: Transaction {
                control_number: transaction.control_number.clone(),
                ..Transaction::default()
            },
            began: transaction.position,
            has_header: false,
            next: 1,
            above: Vec::new(),
            at: At::Header,
            has_name: true,
            level_began: transaction.position,
        }
    }

    /// Takes the next segment between ST and SE.
    pub fn push(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let is_kept = match segment.id() {
            "BHT" if self.at == At::Header => {
                self.header(segment, findings);
                true
            }
            "HL" => {
                self.level(segment, findings);
                true
            }
            "NM1" => self.name(segment, findings),
            "DMG" => self.demographics(segment, findings),
            "TRN" => self.inquiry(segment, findings),
            "REF" | "AMT" | "DTP" | "SVC" => self.of_inquiry(segment, findings),
            _ => false,
        };
        // A level that is not kept was told of when it began.
        if !is_kept && self.at != At::Nothing {
            let text = format!("{} has no place here and is not kept", quoted(segment.id()));
            findings.error(segment.position(), text);
        }
    }

    /// Gives the whole transaction, at its SE.
    pub fn finish(mut self, findings: &mut Findings) -> Transaction {
        self.leave_level(findings);
        if !self.has_header {
            findings.error(self.began, "BHT is missing");
        }
        if self.transaction.inquiries().next().is_none() {
            findings.error(self.began, "the transaction asks about no claim (TRN)");
        }
        self.transaction
    }

    fn header(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        self.has_header = true;
        for (element, wanted) in [(1, "0010"), (2, "13")] {
            let says = segment.element(element);
            if says != wanted {
                let text = format!("BHT{element:02} is {}, not {wanted}", quoted(says));
                findings.error(segment.spot(element), text);
            }
        }
        let transaction = &mut self.transaction;
        transaction.reference = field::required(segment, 3, findings);
        transaction.created = envelope::minute(segment.element(4), segment.element(5));
        if transaction.created.is_none() {
            findings.error(segment.spot(4), "BHT04 and BHT05 are not a day and a time");
        }
        field::not_kept(segment, &[1, 2, 3, 4, 5], findings);
    }

    fn level(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        self.leave_level(findings);
        let number = segment.element(1);
        if number.parse() != Ok(self.next) {
            let (says, next) = (quoted(number), self.next);
            let text = format!("HL01 is {says}, the next number is {next}");
            findings.warning(segment.spot(1), text);
        }
        self.next = number.parse().unwrap_or(self.next).saturating_add(1);
        self.level_began = segment.position();
        let what = "the level of a 276";
        let kind = field::required_code(segment, 3, At::from_code, what, findings);
        self.at = At::Nothing;
        let Some(kind) = kind else {
            return;
        };
        if self.above.len() < kind.depth() {
            findings.error(
                segment.position(),
                "nothing stands above this level, and it is not kept",
            );
            return;
        }
        self.above.truncate(kind.depth());
        let parent = self.above.last().map_or("", String::as_str);
        if segment.element(2) != parent {
            let (says, parent) = (quoted(segment.element(2)), quoted(parent));
            let text = format!("HL02 is {says}, the level above is {parent}");
            findings.error(segment.spot(2), text);
        }
        self.above.push(number.to_owned());
        self.at = kind;
        self.has_name = false;
        self.make_room(kind);
    }

    fn make_room(&mut self, kind: At) {
        let payers = &mut self.transaction.payers;
        if kind == At::Payer {
            payers.push(PayerInquiries::default());
            return;
        }
        let Some(askers) = payers.last_mut().map(|one| &mut one.askers) else {
            return;
        };
        if kind == At::Asker {
            askers.push(AskerInquiries::default());
            return;
        }
        let Some(providers) = askers.last_mut().map(|one| &mut one.providers) else {
            return;
        };
        if kind == At::Provider {
            providers.push(ProviderInquiries::default());
            return;
        }
        let Some(subscribers) = providers.last_mut().map(|one| &mut one.subscribers) else {
            return;
        };
        if kind == At::Subscriber {
            subscribers.push(SubscriberInquiries::default());
        } else if let Some(subscriber) = subscribers.last_mut() {
            subscriber.dependents.push(DependentInquiries::default());
        }
    }

    fn leave_level(&mut self, findings: &mut Findings) {
        if !self.has_name {
            findings.error(self.level_began, "this level has no name (NM1)");
        }
        self.has_name = true;
    }

    fn asker(&mut self) -> Option<&mut AskerInquiries> {
        self.transaction.payers.last_mut()?.askers.last_mut()
    }

    fn provider(&mut self) -> Option<&mut ProviderInquiries> {
        self.asker()?.providers.last_mut()
    }

    fn subscriber(&mut self) -> Option<&mut SubscriberInquiries> {
        self.provider()?.subscribers.last_mut()
    }

    fn dependent(&mut self) -> Option<&mut DependentInquiries> {
        self.subscriber()?.dependents.last_mut()
    }

    /// Keeps who stands in the level. Gives whether there is a place for it; so do the others below.
    fn name(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> bool {
        if self.has_name {
            return false;
        }
        self.has_name = true;
        let wanted = match self.at {
            At::Header | At::Nothing => return false,
            At::Payer => "PR",
            At::Asker => "41",
            At::Provider => "1P",
            At::Subscriber => "IL",
            At::Dependent => "QC",
        };
        let says = segment.element(1);
        if says != wanted {
            let text = format!("NM101 is {}, not {wanted}", quoted(says));
            findings.error(segment.spot(1), text);
        }
        field::not_kept(segment, &[1, 2, 3, 4, 5, 7, 8, 9], findings);
        let name = name_of(segment);
        self.keep_name(name, segment, findings);
        true
    }

    fn keep_name(&mut self, name: Name, segment: &Segment<'_>, findings: &mut Findings) {
        let id = if self.at == At::Dependent {
            String::new()
        } else {
            field::required(segment, 9, findings)
        };
        match self.at {
            At::Header | At::Nothing => {}
            At::Payer => {
                let kind = PayerIdKind::from_code;
                let kind = field::required_code(segment, 8, kind, "PI or XV", findings);
                if let Some(place) = self.transaction.payers.last_mut() {
                    place.payer.name = field::required(segment, 3, findings);
                    place.payer.id_kind = kind.unwrap_or_default();
                    place.payer.id = id;
                }
            }
            At::Asker => {
                if let Some(place) = self.asker() {
                    place.asker.name = name;
                    place.asker.id = id;
                }
            }
            At::Provider => {
                let kind = ProviderIdKind::from_code;
                let kind = field::required_code(segment, 8, kind, "FI, SV or XX", findings);
                if let Some(place) = self.provider() {
                    place.provider.name = name;
                    place.provider.id_kind = kind.unwrap_or_default();
                    place.provider.id = id;
                }
            }
            At::Subscriber => {
                let kind = SubscriberIdKind::from_code;
                let kind = field::required_code(segment, 8, kind, "MI, II or 24", findings);
                if let Some(place) = self.subscriber() {
                    place.subscriber.name = name;
                    place.subscriber.id_kind = kind.unwrap_or_default();
                    place.subscriber.id = id;
                }
            }
            At::Dependent => {
                if let Some(place) = self.dependent() {
                    place.dependent.name = match name {
                        Name::Person(person) => person,
                        Name::Organization(last) => Person {
                            last,
                            ..Person::default()
                        },
                    };
                }
            }
        }
    }

    fn demographics(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> bool {
        let at = self.at;
        let birth = match at {
            At::Subscriber => self.subscriber().map(|place| &mut place.subscriber.birth),
            At::Dependent => self.dependent().map(|place| &mut place.dependent.birth),
            At::Header | At::Payer | At::Asker | At::Provider | At::Nothing => None,
        };
        let Some(birth) = birth else {
            return false;
        };
        let sex = |code: &str| match code {
            "F" => Some(Sex::Female),
            "M" => Some(Sex::Male),
            _ => None,
        };
        let sex = field::code(segment, 3, sex, "F or M", findings);
        *birth = field::day(segment, 2, findings).map(|day| Birth {
            day,
            sex: sex.unwrap_or(Sex::Unknown),
        });
        field::not_kept(segment, &[1, 2, 3], findings);
        true
    }

    /// The questions of the level, where it may have any.
    fn inquiries(&mut self) -> Option<&mut Vec<Inquiry>> {
        match self.at {
            At::Subscriber => self.subscriber().map(|place| &mut place.inquiries),
            At::Dependent => self.dependent().map(|place| &mut place.inquiries),
            At::Header | At::Payer | At::Asker | At::Provider | At::Nothing => None,
        }
    }

    fn inquiry(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> bool {
        let Some(inquiries) = self.inquiries() else {
            return false;
        };
        let kind = segment.element(1);
        if kind != "1" {
            let text = format!("TRN01 is {}, not 1", quoted(kind));
            findings.warning(segment.spot(1), text);
        }
        inquiries.push(Inquiry {
            trace: field::required(segment, 2, findings),
            ..Inquiry::default()
        });
        field::not_kept(segment, &[1, 2], findings);
        true
    }

    fn of_inquiry(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> bool {
        let Some(inquiry) = self.inquiries().and_then(|all| all.last_mut()) else {
            return false;
        };
        if segment.id() == "SVC" {
            inquiry.lines.push(line(segment, findings));
            return true;
        }
        match (segment.id(), segment.element(1), inquiry.lines.last_mut()) {
            ("REF", "FJ", Some(line)) => {
                line.control_number = field::text(segment, 2);
                field::not_kept(segment, &[1, 2], findings);
            }
            ("DTP", "472", Some(line)) => line.service = period(segment, findings),
            ("DTP", "472", None) => inquiry.service = period(segment, findings),
            ("AMT", "T3", None) => {
                inquiry.charge = field::amount(segment, 2, findings);
                field::not_kept(segment, &[1, 2], findings);
            }
            ("REF", _, None) => {
                let what = "a number that a claim is found by";
                let of = InquiryReference::from_code;
                let kind = field::required_code(segment, 1, of, what, findings);
                let number = field::required(segment, 2, findings);
                field::not_kept(segment, &[1, 2], findings);
                if let Some(kind) = kind.filter(|_| !number.is_empty())
                    && inquiry.references.insert(kind, number).is_some()
                {
                    let text = format!("REF*{} stands twice here", kind.code());
                    findings.error(segment.position(), text);
                }
            }
            (_, _, _) => return false,
        }
        true
    }
}

fn name_of(segment: &Segment<'_>) -> Name {
    let last = segment.element(3).to_owned();
    if segment.element(2) == "1" {
        Name::Person(Person {
            last,
            first: field::text(segment, 4),
            middle: field::text(segment, 5),
            suffix: field::text(segment, 7),
        })
    } else {
        Name::Organization(last)
    }
}

fn period(segment: &Segment<'_>, findings: &mut Findings) -> Option<Period> {
    let (from, through) = field::period(segment, 3, findings)?;
    Some(Period { from, through })
}

fn line(segment: &Segment<'_>, findings: &mut Findings) -> Line {
    let mut parts = segment.components(1);
    let set = parts.next().unwrap_or_default();
    let code_set = ServiceCodeSet::from_code(set);
    if code_set.is_none() {
        let text = format!("SVC01-1 {} is not where a code is from", quoted(set));
        findings.error(segment.spot(1), text);
    }
    let code = parts.next().unwrap_or_default().to_owned();
    let modifiers = parts.filter(|part| !part.is_empty());
    field::not_kept(segment, &[1, 2, 4, 7], findings);
    Line {
        code_set: code_set.unwrap_or(ServiceCodeSet::Hcpcs),
        code,
        modifiers: modifiers.map(str::to_owned).collect(),
        charge: field::amount(segment, 2, findings).unwrap_or(Money::ZERO),
        revenue_code: field::text(segment, 4),
        units: field::quantity(segment, 7, findings).unwrap_or(Decimal::ZERO),
        control_number: None,
        service: None,
    }
}

impl Transaction {
    /// All its questions, in the order of the file.
    pub fn inquiries(&self) -> impl Iterator<Item = &Inquiry> {
        let askers = self.payers.iter().flat_map(|place| &place.askers);
        let providers = askers.flat_map(|place| &place.providers);
        let subscribers = providers.flat_map(|place| &place.subscribers);
        subscribers.flat_map(|place| {
            let others = place.dependents.iter().flat_map(|one| &one.inquiries);
            place.inquiries.iter().chain(others)
        })
    }
}

/// Reads all 276 of a file, one batch for each group that holds any, and says what is odd. Other transactions are
/// passed over with a note.
///
/// # Errors
/// [`ReadError`] when the file is not X12, its delimiters cannot be told, or it ends inside a transaction.
pub fn read(source: impl io::Read) -> Result<(Vec<Batch>, Vec<Finding>), ReadError> {
    batch::read::<Reader>(source)
}

impl Gather for Reader {
    type Transaction = Transaction;

    fn begin(says: &envelope::Transaction, findings: &mut Findings) -> Option<Self> {
        (says.kind == Kind::StatusInquiry).then(|| Self::new(says, findings))
    }

    fn take(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        self.push(segment, findings);
    }

    fn end(self, findings: &mut Findings) -> Transaction {
        self.finish(findings)
    }
}
