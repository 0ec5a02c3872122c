//! A file to acknowledgements. It must not know what a code means, but for whether it says accepted.

use std::io;

use super::super::batch::{self, Gather};
use super::super::envelope::{self, Kind};
use super::super::field;
use super::super::finding::{Finding, Findings, Position, quoted};
use super::super::segment::{ReadError, Segment, numbered};
use super::{
    Batch, Context, ElementFault, FAULTS_MAX, GroupAnswer, Outcome, Place, SegmentFault, SetAnswer,
    Transaction,
};

/// A part of a 999, complete in itself, and where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// What became of one transaction.
    Set(SetAnswer, Position),
    /// What became of the group. It comes last, and always.
    Group(GroupAnswer, Position),
}

/// Reads one 999 segment by segment.
#[derive(Debug)]
pub struct Reader {
    began: Position,
    group: GroupAnswer,
    group_began: Position,
    stage: Stage,
    open: Option<Open>,
    listed: u64,
    accepted: u64,
}

/// How far the transaction has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The group it answers was not named yet.
    Begun,
    /// The group was named.
    Named,
    /// What became of the group was said.
    Answered,
}

/// The answer to a transaction that is being read.
#[derive(Debug)]
struct Open {
    answer: SetAnswer,
    began: Position,
}

impl Reader {
    /// Begins after the ST of a transaction.
    pub fn new(transaction: &envelope::Transaction, findings: &mut Findings) -> Self {
        let implementation = &transaction.implementation;
        if !implementation.starts_with("005010X231") {
            let text = format!(
                "follows {}, and is read as 005010X231A1",
                quoted(implementation)
            );
            findings.warning(transaction.position, text);
        }
        Self {
            began: transaction.position,
            group: GroupAnswer::default(),
            group_began: transaction.position,
            stage: Stage::Begun,
            open: None,
            listed: 0,
            accepted: 0,
        }
    }

    /// Takes the next segment between ST and SE. Gives the part that it completes, if it does.
    pub fn push(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Option<Item> {
        match segment.id() {
            "AK1" => self.name_group(segment, findings),
            "AK2" => return self.open_set(segment, findings),
            "IK3" => self.segment_fault(segment, findings),
            "IK4" => self.element_fault(segment, findings),
            "CTX" => self.context(segment, findings),
            "IK5" => return self.close_set(segment, findings),
            "AK9" => return self.answer_group(segment, findings),
            id => {
                let text = format!("{} has no place in a 999 and is not kept", quoted(id));
                findings.warning(segment.position(), text);
            }
        }
        None
    }

    /// Gives what is left, at the transaction's SE: the last answer when its IK5 is missing, and the group.
    pub fn finish(mut self, findings: &mut Findings) -> Vec<Item> {
        let mut items: Vec<Item> = self.abandon_set(findings).into_iter().collect();
        match self.stage {
            Stage::Begun => findings.error(self.began, "AK1 is missing: the 999 answers no group"),
            Stage::Named => findings.error(
                self.began,
                "AK9 is missing: the 999 does not say what became of the group",
            ),
            Stage::Answered => {}
        }
        items.push(Item::Group(self.group, self.group_began));
        items
    }

    fn name_group(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if self.stage != Stage::Begun {
            findings.error(
                segment.position(),
                "AK1 stands once too often and is not kept",
            );
            return;
        }
        self.stage = Stage::Named;
        self.group_began = segment.position();
        self.group.group = field::required(segment, 1, findings);
        self.group.control_number = field::required(segment, 2, findings);
        self.group.implementation = field::text(segment, 3);
        field::not_kept(segment, &[1, 2, 3], findings);
    }

    fn open_set(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Option<Item> {
        let before = self.abandon_set(findings);
        if self.stage != Stage::Named {
            findings.error(segment.position(), "AK2 stands outside AK1 and AK9");
        }
        self.listed = self.listed.saturating_add(1);
        self.open = Some(Open {
            answer: SetAnswer {
                set: field::required(segment, 1, findings),
                control_number: field::required(segment, 2, findings),
                implementation: field::text(segment, 3),
                ..SetAnswer::default()
            },
            began: segment.position(),
        });
        field::not_kept(segment, &[1, 2, 3], findings);
        before
    }

    /// Gives up an answer that never said what became of its transaction.
    fn abandon_set(&mut self, findings: &mut Findings) -> Option<Item> {
        let Open { answer, began } = self.open.take()?;
        let number = numbered(&answer.control_number);
        findings.error(
            began,
            format!("IK5 is missing: nothing says what became of {number}"),
        );
        Some(Item::Set(answer, began))
    }

    fn close_set(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Option<Item> {
        let (outcome, reasons) = outcome(segment, 1, 2..=6, findings);
        let Some(Open { mut answer, began }) = self.open.take() else {
            findings.error(
                segment.position(),
                "IK5 answers no transaction and is not kept",
            );
            return None;
        };
        if outcome == Some(Outcome::PartlyAccepted) {
            findings.error(
                segment.spot(1),
                "IK501 is 'P', which is said of groups only",
            );
        }
        field::not_kept(segment, &[1, 2, 3, 4, 5, 6], findings);
        if outcome.is_some_and(Outcome::is_accepted) {
            self.accepted = self.accepted.saturating_add(1);
        }
        answer.outcome = outcome;
        answer.reasons = reasons;
        Some(Item::Set(answer, began))
    }

    fn segment_fault(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let Some(open) = &mut self.open else {
            out_of_place(segment, "AK2 and IK5", findings);
            return;
        };
        let fault = SegmentFault {
            segment: field::required(segment, 1, findings),
            position: field::count(segment, 2, findings),
            loop_id: field::text(segment, 3),
            code: field::text(segment, 4),
            contexts: Vec::new(),
            elements: Vec::new(),
        };
        if segment.element(2).is_empty() {
            field::missing(segment, 2, findings);
        }
        field::not_kept(segment, &[1, 2, 3, 4], findings);
        field::keep(
            &mut open.answer.faults,
            fault,
            FAULTS_MAX,
            segment,
            findings,
        );
    }

    fn element_fault(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let Some(open) = self.fault() else {
            out_of_place(segment, "IK3 and IK5", findings);
            return;
        };
        let fault = ElementFault {
            place: place(segment, 1, findings),
            reference: field::text(segment, 2),
            code: field::required(segment, 3, findings),
            value: field::text(segment, 4),
            contexts: Vec::new(),
        };
        field::not_kept(segment, &[1, 2, 3, 4], findings);
        field::keep(&mut open.elements, fault, FAULTS_MAX, segment, findings);
    }

    fn context(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let Some(open) = self.fault() else {
            out_of_place(segment, "IK3 and IK5", findings);
            return;
        };
        let kept = match open.elements.last_mut() {
            Some(element) => &mut element.contexts,
            None => &mut open.contexts,
        };
        if let Some(context) = context(segment, findings) {
            field::keep(kept, context, FAULTS_MAX, segment, findings);
        }
    }

    /// The faulty segment that was named last.
    fn fault(&mut self) -> Option<&mut SegmentFault> {
        self.open.as_mut()?.answer.faults.last_mut()
    }

    fn answer_group(&mut self, segment: &Segment<'_>, findings: &mut Findings) -> Option<Item> {
        let left = self.abandon_set(findings);
        if self.stage != Stage::Named {
            findings.error(
                segment.position(),
                "AK9 does not follow an AK1 and is not kept",
            );
            return left;
        }
        self.stage = Stage::Answered;
        let (outcome, reasons) = outcome(segment, 1, 5..=9, findings);
        self.group.outcome = outcome;
        self.group.reasons = reasons;
        for (element, count) in [
            (2, &mut self.group.included),
            (3, &mut self.group.received),
            (4, &mut self.group.accepted),
        ] {
            if segment.element(element).is_empty() {
                field::missing(segment, element, findings);
            }
            *count = field::count(segment, element, findings);
        }
        field::not_kept(segment, &[1, 2, 3, 4, 5, 6, 7, 8, 9], findings);
        self.check_counts(segment, findings);
        left
    }

    /// Compares the counts with each other, with the outcome and with what was listed.
    fn check_counts(&self, segment: &Segment<'_>, findings: &mut Findings) {
        let (Some(received), Some(accepted)) = (self.group.received, self.group.accepted) else {
            return;
        };
        let rejected = self.listed.saturating_sub(self.accepted);
        if self.listed > received {
            let text = format!(
                "AK903 says {received} transactions, {} are listed",
                self.listed
            );
            findings.warning(segment.spot(3), text);
        } else if accepted > received.saturating_sub(rejected) || accepted < self.accepted {
            let text = format!(
                "AK904 says {accepted} of {received} accepted, listed are {} accepted and {rejected} not",
                self.accepted
            );
            findings.warning(segment.spot(4), text);
        }
        let is_odd = match self.group.outcome {
            Some(Outcome::Accepted | Outcome::AcceptedWithErrors) => accepted != received,
            Some(Outcome::PartlyAccepted) => accepted == 0 || accepted >= received,
            Some(
                Outcome::Rejected
                | Outcome::AuthenticationFailed
                | Outcome::AssuranceFailed
                | Outcome::DecryptionFailed,
            ) => accepted > 0,
            None => false,
        };
        if is_odd {
            let text = format!("AK901 does not go with {accepted} of {received} accepted");
            findings.warning(segment.spot(1), text);
        }
    }
}

/// An outcome and the reasons that follow it.
fn outcome(
    segment: &Segment<'_>,
    element: usize,
    reasons: std::ops::RangeInclusive<usize>,
    findings: &mut Findings,
) -> (Option<Outcome>, Vec<String>) {
    let what = "A, E, P, R, M, W or X";
    let outcome = field::required_code(segment, element, Outcome::from_code, what, findings);
    let reasons = reasons
        .filter_map(|element| field::text(segment, element))
        .collect();
    (outcome, reasons)
}

fn out_of_place(segment: &Segment<'_>, between: &str, findings: &mut Findings) {
    let id = segment.id();
    findings.error(
        segment.position(),
        format!("{id} stands outside {between} and is not kept"),
    );
}

/// The place of an element; it is an error when there is none.
fn place(segment: &Segment<'_>, element: usize, findings: &mut Findings) -> Place {
    let mut parts = segment.components(element).map(field::whole);
    let place = Place {
        element: parts.next().flatten(),
        component: parts.next().flatten(),
        repetition: parts.next().flatten(),
    };
    if place.element.is_none() {
        let (id, text) = (segment.id(), quoted(segment.element(element)));
        let text = format!("{id}{element:02} {text} is not the place of an element");
        findings.error(segment.spot(element), text);
    }
    place
}

fn context(segment: &Segment<'_>, findings: &mut Findings) -> Option<Context> {
    let mut parts = segment
        .repetitions(1)
        .next()
        .unwrap_or_default()
        .split(segment.delimiters().component());
    let (name, value) = (parts.next().unwrap_or_default(), parts.next());
    if segment.repetitions(1).count() > 1 {
        findings.note(segment.spot(1), "only the first name in CTX01 is kept");
    }
    match (name, value.filter(|value| !value.is_empty())) {
        ("SITUATIONAL TRIGGER", _) => Some(Context::Trigger {
            segment: field::required(segment, 2, findings),
            position: field::count(segment, 3, findings),
            loop_id: field::text(segment, 4),
            place: if segment.element(5).is_empty() {
                Place::default()
            } else {
                place(segment, 5, findings)
            },
            reference: field::text(segment, 6),
        }),
        ("", _) => {
            field::missing(segment, 1, findings);
            None
        }
        (element, Some(value)) => {
            field::not_kept(segment, &[1], findings);
            Some(Context::Unit {
                element: element.trim().to_owned(),
                value: value.trim().to_owned(),
            })
        }
        (element, None) => {
            let text = format!("CTX01 {} names no value and is not kept", quoted(element));
            findings.warning(segment.spot(1), text);
            None
        }
    }
}

/// Reads all 999 of a file, one batch for each group that holds any, and says what is odd. Other transactions are
/// passed over with a note.
///
/// # Errors
/// [`ReadError`] when the file is not X12, its delimiters cannot be told, or it ends inside a transaction.
pub fn read(source: impl io::Read) -> Result<(Vec<Batch>, Vec<Finding>), ReadError> {
    batch::read::<Whole>(source)
}

/// A 999 that is kept whole.
struct Whole {
    reader: Reader,
    transaction: Transaction,
}

impl Transaction {
    fn keep(&mut self, item: Item) {
        match item {
            Item::Set(set, _) => self.sets.push(set),
            Item::Group(group, _) => self.group = group,
        }
    }
}

impl Gather for Whole {
    type Transaction = Transaction;

    fn begin(says: &envelope::Transaction, findings: &mut Findings) -> Option<Self> {
        (says.kind == Kind::Acknowledgement).then(|| Self {
            reader: Reader::new(says, findings),
            transaction: Transaction {
                control_number: says.control_number.clone(),
                group: GroupAnswer::default(),
                sets: Vec::new(),
            },
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
        for item in reader.finish(findings) {
            transaction.keep(item);
        }
        transaction
    }
}
