//! Sums up answers and tells them in a biller's words. It must not know how they were read.

use super::{
    ClaimStatus, CodeSummary, ElementError, GroupSummary, InterchangeSummary, LevelSummary,
    LineStatus, Meant, SegmentError, SetSummary, StatusSummary,
};
use crate::domain::codeset::List;
use crate::domain::codeset::answers::{self, meaning, uncapitalized};
use crate::domain::money::Money;
use crate::edi::ack999::{self, ElementFault, GroupAnswer, SegmentFault, SetAnswer};
use crate::edi::claim837::Name;
use crate::edi::status277::{
    Action, Claim, Entity, Guide, Level, LevelKind, Line, Status, StatusCode,
};
use crate::edi::ta1;

const UNSAID: &str = "not said";

pub(in crate::edi::inspect) fn interchange(answer: &ta1::Answer) -> InterchangeSummary {
    let outcome = answer.outcome.map_or(UNSAID, ta1::Outcome::words);
    let note = meant(answers::interchange_notes(), &answer.note);
    let why = if answer.note == "000" || answer.note.is_empty() {
        String::new()
    } else {
        format!(": {}", note.told())
    };
    InterchangeSummary {
        words: format!("Interchange {}: {outcome}{why}", answer.control_number),
        control_number: answer.control_number.clone(),
        code: answer.outcome.map(ta1::Outcome::code),
        outcome,
        note,
    }
}

pub(in crate::edi::inspect) fn group(answer: GroupAnswer) -> GroupSummary {
    let outcome = answer.outcome.map_or(UNSAID, ack999::Outcome::words);
    let reasons = all_meant(answers::group_errors(), &answer.reasons);
    let counts = match (answer.accepted, answer.received) {
        (Some(accepted), Some(received)) => {
            format!(", {accepted} of {received} transactions accepted")
        }
        _ => String::new(),
    };
    GroupSummary {
        words: format!(
            "Group {} ({}): {outcome}{counts}{}",
            answer.control_number,
            answer.group,
            because(&reasons)
        ),
        group: answer.group,
        control_number: answer.control_number,
        implementation: answer.implementation,
        code: answer.outcome.map(ack999::Outcome::code),
        outcome,
        included: answer.included,
        received: answer.received,
        accepted: answer.accepted,
        reasons,
        transactions: Vec::new(),
    }
}

pub(in crate::edi::inspect) fn set(answer: SetAnswer) -> SetSummary {
    let outcome = answer.outcome.map_or(UNSAID, ack999::Outcome::words);
    let reasons = all_meant(answers::transaction_errors(), &answer.reasons);
    SetSummary {
        words: format!(
            "Transaction {} ({}): {outcome}{}",
            answer.control_number,
            answer.set,
            because(&reasons)
        ),
        set: answer.set,
        control_number: answer.control_number,
        code: answer.outcome.map(ack999::Outcome::code),
        outcome,
        reasons,
        errors: answer.faults.into_iter().map(segment_error).collect(),
    }
}

fn segment_error(fault: SegmentFault) -> SegmentError {
    let claim_number = fault.claim_number().map(str::to_owned);
    let code = fault.code.as_deref();
    let reason = code.map(|code| meant(answers::segment_errors(), code));
    let elements: Vec<ElementError> = fault.elements.into_iter().map(element_error).collect();
    let claim = claim_number
        .as_ref()
        .map(|claim| format!("Claim {claim}: "));
    let position = fault
        .position
        .map(|position| format!(", number {position}"));
    let loop_id = fault.loop_id.as_ref().map(|id| format!(", loop {id}"));
    let told = reason.as_ref().map(|reason| format!(": {}", reason.told()));
    let segment = format!("segment {}", fault.segment);
    let of_elements = elements
        .iter()
        .map(|element| format!("; {}", element.told()));
    let words = [claim, Some(segment), position, loop_id, told]
        .into_iter()
        .flatten()
        .chain(of_elements)
        .collect();
    SegmentError {
        segment: fault.segment,
        position: fault.position,
        loop_id: fault.loop_id,
        claim_number,
        reason,
        elements,
        words,
    }
}

fn element_error(fault: ElementFault) -> ElementError {
    ElementError {
        element: fault.place.element,
        component: fault.place.component,
        repetition: fault.place.repetition,
        reference: fault.reference,
        reason: meant(answers::element_errors(), &fault.code),
        value: fault.value,
    }
}

impl ElementError {
    fn told(&self) -> String {
        let number = |number: u64| number.to_string();
        let element = self.element.map_or_else(|| "?".to_owned(), number);
        let part = self.component.map(|part| format!(", part {part}"));
        let value = self
            .value
            .as_ref()
            .map(|value| format!(", it was '{value}'"));
        let (part, value) = (part.unwrap_or_default(), value.unwrap_or_default());
        format!("element {element}{part}: {}{value}", self.reason.told())
    }
}

impl Meant {
    fn told(&self) -> String {
        format!("{} ({})", uncapitalized(&self.meaning), self.code)
    }
}

fn meant(list: &List, code: &str) -> Meant {
    Meant {
        code: code.to_owned(),
        meaning: meaning(list, code),
    }
}

fn all_meant(list: &List, codes: &[String]) -> Vec<Meant> {
    codes.iter().map(|code| meant(list, code)).collect()
}

fn because(reasons: &[Meant]) -> String {
    let told: Vec<String> = reasons.iter().map(Meant::told).collect();
    if told.is_empty() {
        String::new()
    } else {
        format!(": {}", told.join("; "))
    }
}

/// Who answers, as its source level says: the code by which statuses name it.
#[derive(Debug, Default)]
pub(in crate::edi::inspect) struct Answerer(Option<String>);

impl Answerer {
    /// Sums up a level. Those of patients say nothing of their own.
    pub(in crate::edi::inspect) fn level(&mut self, level: Level) -> Option<LevelSummary> {
        let first = level.entities.first();
        if level.kind == LevelKind::Source {
            self.0 = first.map(|entity| entity.code.clone());
        }
        if level.kind.holds_claims() {
            return None;
        }
        let name = first.map(name).unwrap_or_default();
        let statuses = self.statuses(&level.statuses);
        let who = if name.is_empty() {
            format!("the {}", level.kind.words())
        } else {
            name.clone()
        };
        let told = statuses.iter().map(told);
        let mut words: Vec<String> = told
            .map(|told| format!("Everything for {who}: {told}"))
            .collect();
        words.extend(totals(&level, &who));
        Some(LevelSummary {
            level: level.kind.words(),
            standing: (!level.statuses.is_empty()).then(|| level.standing().words()),
            id: first.and_then(|entity| entity.id.clone()),
            name,
            trace: level.trace.map(|trace| trace.number),
            received: level.received,
            accepted_claims: level.accepted_claims,
            accepted_charge: level.accepted_charge,
            rejected_claims: level.rejected_claims,
            rejected_charge: level.rejected_charge,
            statuses,
            words,
        })
    }

    /// Sums up a claim.
    pub(in crate::edi::inspect) fn claim(&self, claim: Claim, guide: Guide) -> ClaimStatus {
        let number = claim.number(guide).map(str::to_owned);
        let called = match &number {
            Some(number) => format!("Claim {number}"),
            None if claim.trace.is_empty() => "A claim without a number".to_owned(),
            None => format!("The claim asked for as {}", claim.trace),
        };
        let statuses = self.statuses(&claim.statuses);
        let lines: Vec<LineStatus> = claim.lines.iter().map(|line| self.line(line)).collect();
        let told_of_claim = statuses.iter().map(told);
        let mut words: Vec<String> = told_of_claim
            .map(|told| format!("{called}: {told}"))
            .collect();
        for line in &lines {
            let told_of_line = line.statuses.iter().map(told);
            let procedure = &line.procedure;
            words.extend(told_of_line.map(|told| format!("{called}, line {procedure}: {told}")));
        }
        ClaimStatus {
            standing: claim.standing().words(),
            payer_claim_number: claim.payer_claim_number().map(str::to_owned),
            clearinghouse_number: claim.clearinghouse_number().map(str::to_owned),
            claim_number: number,
            charged: claim.statuses.iter().find_map(|status| status.charge),
            paid: claim.statuses.iter().find_map(|status| status.paid),
            from: claim.service.map(|(from, _)| from),
            to: claim.service.map(|(_, to)| to),
            trace: claim.trace,
            statuses,
            lines,
            words,
        }
    }

    fn line(&self, line: &Line) -> LineStatus {
        LineStatus {
            procedure: line.code.clone(),
            modifiers: line.modifiers.clone(),
            control_number: line.control_number().map(str::to_owned),
            charged: line.charge,
            paid: line.paid,
            statuses: self.statuses(&line.statuses),
        }
    }

    fn statuses(&self, statuses: &[Status]) -> Vec<StatusSummary> {
        statuses.iter().map(|status| self.status(status)).collect()
    }

    fn status(&self, status: &Status) -> StatusSummary {
        StatusSummary {
            codes: status.codes.iter().map(|code| self.code(code)).collect(),
            day: status.day,
            action: status.action.map(Action::code),
            charged: status.charge,
            paid: status.paid,
            decided: status.decided,
            check_number: status.check_number.clone(),
            message: status.message.clone(),
        }
    }

    fn code(&self, code: &StatusCode) -> CodeSummary {
        let large = answers::category_words(&code.category, self.0.as_deref());
        // Nothing but that it came in or was taken, which the category has said.
        let is_said = matches!(
            (code.category.as_str(), code.status.as_str()),
            ("A1" | "A2", "19" | "20")
        );
        let meaning = match (&code.list, is_said) {
            (_, true) => large,
            (Some(list), false) => format!("{large}: code {} of list {list}", code.status),
            (None, false) => {
                let detail = answers::status_words(&code.status, code.entity.as_deref());
                format!("{large}: {}", uncapitalized(&detail))
            }
        };
        CodeSummary {
            category: code.category.clone(),
            status: code.status.clone(),
            entity: code.entity.clone(),
            list: code.list.clone(),
            meaning,
        }
    }
}

fn name(entity: &Entity) -> String {
    match &entity.name {
        Name::Organization(name) => name.clone(),
        Name::Person(person) => match &person.first {
            Some(given) => format!("{given} {}", person.last),
            None => person.last.clone(),
        },
    }
}

/// A status in a phrase, with its codes for those who look them up.
fn told(status: &StatusSummary) -> String {
    let codes: Vec<String> = status.codes.iter().map(CodeSummary::told).collect();
    let paid = status.paid.filter(|paid| paid.is_positive());
    let check = status.check_number.as_ref();
    let message = status.message.as_ref();
    let rest: String = [
        paid.map(|paid| format!(", {paid} paid")),
        check.map(|check| format!(", check {check}")),
        message.map(|message| format!(", with the message '{message}'")),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("{}{rest}", codes.join("; "))
}

impl CodeSummary {
    fn told(&self) -> String {
        let entity = self.entity.as_ref();
        let entity = entity.map_or_else(String::new, |entity| format!(", entity {entity}"));
        let meaning = uncapitalized(&self.meaning);
        format!("{meaning} ({} {}{entity})", self.category, self.status)
    }
}

fn totals(level: &Level, who: &str) -> Option<String> {
    let part = |count: Option<u64>, charge: Option<Money>, what: &str| {
        let count = match count {
            Some(1) => "1 claim".to_owned(),
            Some(count) => format!("{count} claims"),
            None => return charge.map(|charge| format!("{charge} {what}")),
        };
        Some(match charge {
            Some(charge) => format!("{count} ({charge}) {what}"),
            None => format!("{count} {what}"),
        })
    };
    let parts: Vec<String> = [
        part(level.accepted_claims, level.accepted_charge, "accepted"),
        part(level.rejected_claims, level.rejected_charge, "rejected"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| format!("In all for {who}: {}", parts.join(", ")))
}
