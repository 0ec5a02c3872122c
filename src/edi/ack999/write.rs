//! Acknowledgements to a file. It must not know why a transaction is refused.

use std::collections::HashSet;

use super::super::envelope::Kind;
use super::super::envelope::write as envelope;
use super::super::write::{Field, Layout, WriteError, Writer, field};
use super::{
    Batch, Context, ElementFault, FAULTS_MAX, IMPLEMENTATION, Outcome, Place, REASONS_MAX,
    SegmentFault, SetAnswer, Transaction,
};

const GROUP: Field = field("group", 2, 2);
const GROUP_NUMBER: Field = field("control number", 1, 9);
const SET: Field = field("kind of transaction", 3, 3);
const SET_NUMBER: Field = field("control number", 4, 9);
const GUIDE: Field = field("guide", 1, 35);
const SEGMENT: Field = field("segment", 2, 3);
const LOOP: Field = field("loop", 1, 4);
const CODE: Field = field("code", 1, 3);
const REFERENCE: Field = field("data element", 1, 4);
const VALUE: Field = field("value found", 1, 99);
const UNIT_VALUE: Field = field("value of the context", 1, 35);
const UNIT: Field = field("element of the context", 1, 35);

/// Writes a batch as one file, in upper case.
///
/// # Errors
/// [`WriteError`] for the first value that a receiver would refuse.
pub fn write(batch: &Batch, layout: impl Into<Layout>) -> Result<String, WriteError> {
    let mut w = Writer::new(layout.into());
    envelope::open_interchange(&mut w, &batch.interchange)?;
    envelope::open_group(&mut w, &batch.group, Kind::Acknowledgement, IMPLEMENTATION)?;
    w.part("batch");
    let has_any = !batch.transactions.is_empty();
    w.rule("transactions", has_any, "are missing")?;
    let mut numbers = HashSet::new();
    for transaction in &batch.transactions {
        w.part("transaction");
        let is_new = numbers.insert(transaction.control_number.as_str());
        w.rule("control number", is_new, "is used twice in the batch")?;
        write_transaction(&mut w, transaction)?;
    }
    envelope::close_group(&mut w, &batch.group, batch.transactions.len());
    envelope::close_interchange(&mut w, &batch.interchange);
    Ok(w.into_text())
}

fn write_transaction(w: &mut Writer, transaction: &Transaction) -> Result<(), WriteError> {
    let number = &transaction.control_number;
    envelope::open_transaction(w, "999", number, IMPLEMENTATION)?;
    let group = &transaction.group;
    w.part("group answered");
    w.begin("AK1");
    w.text(GROUP, &group.group)?;
    w.text(GROUP_NUMBER, &group.control_number)?;
    w.text(GUIDE, group.implementation.as_deref().unwrap_or_default())?;
    w.end();
    for set in &transaction.sets {
        write_set(w, set)?;
    }
    w.part("group answered");
    w.begin("AK9");
    outcome(w, group.outcome)?;
    for (what, count) in [
        ("transactions included", group.included),
        ("transactions received", group.received),
        ("transactions accepted", group.accepted),
    ] {
        let count = w.required(what, count)?;
        w.code(&count.to_string());
    }
    reasons(w, &group.reasons)?;
    w.end();
    envelope::close_transaction(w, number)
}

fn write_set(w: &mut Writer, set: &SetAnswer) -> Result<(), WriteError> {
    w.part("transaction answered");
    w.begin("AK2");
    w.text(SET, &set.set)?;
    w.text(SET_NUMBER, &set.control_number)?;
    w.optional(GUIDE, set.implementation.as_deref())?;
    w.end();
    w.at_most("faulty segments", set.faults.len(), FAULTS_MAX)?;
    for fault in &set.faults {
        write_fault(w, fault)?;
    }
    w.part("transaction answered");
    let is_for_sets = set.outcome != Some(Outcome::PartlyAccepted);
    w.rule("outcome", is_for_sets, "is one that only groups have")?;
    w.begin("IK5");
    outcome(w, set.outcome)?;
    reasons(w, &set.reasons)?;
    w.end();
    Ok(())
}

fn write_fault(w: &mut Writer, fault: &SegmentFault) -> Result<(), WriteError> {
    w.part("faulty segment");
    w.begin("IK3");
    w.text(SEGMENT, &fault.segment)?;
    let position = w.required("position", fault.position)?;
    w.code(&position.to_string());
    w.optional(LOOP, fault.loop_id.as_deref())?;
    w.optional(CODE, fault.code.as_deref())?;
    w.end();
    let (units, triggers): (Vec<_>, Vec<_>) = fault.contexts.iter().partition(|one| is_unit(one));
    w.at_most("units", units.len(), 1)?;
    w.at_most("triggers", triggers.len(), 9)?;
    contexts(w, &fault.contexts)?;
    w.at_most("faulty elements", fault.elements.len(), FAULTS_MAX)?;
    for element in &fault.elements {
        write_element(w, element)?;
    }
    Ok(())
}

fn write_element(w: &mut Writer, fault: &ElementFault) -> Result<(), WriteError> {
    w.part("faulty element");
    let _ = w.required("place", fault.place.element)?;
    w.begin("IK4");
    place(w, fault.place);
    w.optional(REFERENCE, fault.reference.as_deref())?;
    w.text(CODE, &fault.code)?;
    w.optional(VALUE, fault.value.as_deref())?;
    w.end();
    let has_unit = fault.contexts.iter().any(is_unit);
    w.rule(
        "contexts",
        !has_unit,
        "name a unit, which stands with the segment",
    )?;
    w.at_most("triggers", fault.contexts.len(), 10)?;
    contexts(w, &fault.contexts)
}

fn is_unit(context: &Context) -> bool {
    matches!(context, Context::Unit { .. })
}

fn contexts(w: &mut Writer, contexts: &[Context]) -> Result<(), WriteError> {
    for context in contexts {
        w.begin("CTX");
        match context {
            Context::Unit { element, value } => {
                let element = w.checked(UNIT, element)?;
                let value = w.checked(UNIT_VALUE, value)?;
                w.composite(&[element, value]);
            }
            Context::Trigger {
                segment,
                position,
                loop_id,
                place: at,
                reference,
            } => {
                w.code("SITUATIONAL TRIGGER");
                w.text(SEGMENT, segment)?;
                let position = w.required("position of the trigger", *position)?;
                w.code(&position.to_string());
                w.optional(LOOP, loop_id.as_deref())?;
                place(w, *at);
                w.optional(REFERENCE, reference.as_deref())?;
            }
        }
        w.end();
    }
    Ok(())
}

fn place(w: &mut Writer, place: Place) {
    w.composite(&[
        told(place.element),
        told(place.component),
        told(place.repetition),
    ]);
}

fn told(number: Option<u64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn outcome(w: &mut Writer, outcome: Option<Outcome>) -> Result<(), WriteError> {
    let outcome = w.required("outcome", outcome)?;
    w.code(outcome.code());
    Ok(())
}

fn reasons(w: &mut Writer, reasons: &[String]) -> Result<(), WriteError> {
    w.at_most("reasons", reasons.len(), REASONS_MAX)?;
    for reason in reasons {
        w.text(CODE, reason)?;
    }
    Ok(())
}
