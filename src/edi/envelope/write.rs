//! The envelopes as segments: ISA, GS and ST, and what closes them. It must not know what stands between.

use super::super::write::{Field, WriteError, Writer, field};
use super::header::PARTY_QUALIFIERS;
use super::{Group, Interchange, Kind, Party, Usage};

const SECRET: Field = field("authorization or password", 1, 10);
const PARTY_ID: Field = field("id", 1, 15);
const APPLICATION: Field = field("group id", 2, 15);
const CONTROL_NUMBER_MAX: u32 = 999_999_999;

/// Opens an interchange.
pub(in crate::edi) fn open_interchange(
    w: &mut Writer,
    interchange: &Interchange,
) -> Result<(), WriteError> {
    let number = interchange.control_number;
    w.part("interchange");
    check_control_number(w, number)?;
    w.begin("ISA");
    secret(w, "03", interchange.authorization.as_deref())?;
    secret(w, "01", interchange.security.as_deref())?;
    party(w, "interchange sender", &interchange.sender)?;
    party(w, "interchange receiver", &interchange.receiver)?;
    w.part("interchange");
    w.short_minute("day and time", interchange.created)?;
    let delimiters = w.delimiters();
    w.code(
        &delimiters
            .repetition()
            .map_or_else(|| "U".to_owned(), String::from),
    );
    w.code("00501");
    w.code(&format!("{number:09}"));
    w.code(if interchange.wants_acknowledgement {
        "1"
    } else {
        "0"
    });
    w.code(match interchange.usage {
        Usage::Test => "T",
        Usage::Production => "P",
    });
    w.code(&delimiters.component().to_string());
    w.end();
    Ok(())
}

/// Closes an interchange of one group.
pub(in crate::edi) fn close_interchange(w: &mut Writer, interchange: &Interchange) {
    close_interchange_of(w, interchange, 1);
}

/// Closes an interchange of so many groups.
pub(in crate::edi) fn close_interchange_of(
    w: &mut Writer,
    interchange: &Interchange,
    groups: usize,
) {
    w.begin("IEA");
    w.code(&groups.to_string());
    w.code(&format!("{:09}", interchange.control_number));
    w.end();
}

/// Opens a group.
pub(in crate::edi) fn open_group(
    w: &mut Writer,
    group: &Group,
    kind: Kind,
    implementation: &str,
) -> Result<(), WriteError> {
    w.part("group");
    check_control_number(w, group.control_number)?;
    w.begin("GS");
    w.code(kind.group().unwrap_or_default());
    w.part("group sender");
    w.text(APPLICATION, &group.sender)?;
    w.part("group receiver");
    w.text(APPLICATION, &group.receiver)?;
    w.part("group");
    w.minute("day and time", group.created)?;
    w.code(&group.control_number.to_string());
    w.code("X");
    w.code(implementation);
    w.end();
    Ok(())
}

/// Closes a group.
pub(in crate::edi) fn close_group(w: &mut Writer, group: &Group, transactions: usize) {
    w.begin("GE");
    w.code(&transactions.to_string());
    w.code(&group.control_number.to_string());
    w.end();
}

/// Opens a transaction and begins to count its segments.
pub(in crate::edi) fn open_transaction(
    w: &mut Writer,
    set: &str,
    control_number: &str,
    implementation: &str,
) -> Result<(), WriteError> {
    const NUMBER: Field = field("control number", 4, 9);
    let _ = w.take_count();
    w.part("transaction");
    w.begin("ST");
    w.code(set);
    w.text(NUMBER, control_number)?;
    w.code(implementation);
    w.end();
    Ok(())
}

/// Closes a transaction.
pub(in crate::edi) fn close_transaction(
    w: &mut Writer,
    control_number: &str,
) -> Result<(), WriteError> {
    const NUMBER: Field = field("control number", 4, 9);
    let segments = w.take_count().saturating_add(1);
    w.part("transaction");
    w.begin("SE");
    w.code(&segments.to_string());
    w.text(NUMBER, control_number)?;
    w.end();
    Ok(())
}

fn check_control_number(w: &Writer, number: u32) -> Result<(), WriteError> {
    w.rule(
        "control number",
        (1..=CONTROL_NUMBER_MAX).contains(&number),
        "must be between 1 and 999999999",
    )
}

/// ISA01 and ISA02, or ISA03 and ISA04.
fn secret(w: &mut Writer, qualifier: &str, value: Option<&str>) -> Result<(), WriteError> {
    let value = w.checked_optional(SECRET, value)?;
    w.code(if value.is_empty() { "00" } else { qualifier });
    w.code(&format!("{value:<10}"));
    Ok(())
}

fn party(w: &mut Writer, part: &'static str, party: &Party) -> Result<(), WriteError> {
    w.part(part);
    let known = PARTY_QUALIFIERS.contains(&party.qualifier.as_str());
    w.rule("kind of id", known, "is not one that an ISA can name")?;
    let id = w.checked(PARTY_ID, &party.id)?;
    w.code(&party.qualifier);
    w.code(&format!("{id:<15}"));
    Ok(())
}
