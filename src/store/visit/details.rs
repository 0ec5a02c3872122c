//! What a claim says of a visit and its services beside what every claim says: rows of a kind and a value. It must not
//! know which payer wants what.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::domain::code::{
    ClaimDay, DelayReason, EpsdtReferral, ServiceMark, SpecialProgram, SpinalCondition,
};
use crate::domain::id::{ChargeLineId, ProviderId, VisitId};
use crate::domain::visit::{Details, LineDetails, NoteToPayer};
use crate::store::Tx;
use crate::store::error::{Doing, StoreError};

/// What stands for a yes.
const YES: &str = "yes";

/// A row still to be written: its kind, and its value or the clinician it names.
type Row = (&'static str, String, Option<ProviderId>);

impl Tx<'_> {
    /// Writes anew what a claim says more of a visit.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when somebody it names is not there.
    pub(super) fn put_details(&self, id: VisitId, details: &Details) -> Result<(), StoreError> {
        const TASK: &str = "write what a claim says more of a visit";
        let _rows = self
            .0
            .prepare_cached("DELETE FROM visit_detail WHERE visit_id = ?1")
            .and_then(|mut delete| delete.execute([id]))
            .doing(TASK)?;
        if details.is_empty() {
            return Ok(());
        }
        let mut insert = self
            .0
            .prepare_cached(
                "INSERT INTO visit_detail (visit_id, kind, value, provider_id) VALUES (?1, ?2, ?3, ?4)",
            )
            .doing(TASK)?;
        for (kind, value, provider) in rows(details) {
            let _rows = insert.execute((id, kind, value, provider)).doing(TASK)?;
        }
        Ok(())
    }

    /// Writes anew what a claim says more of a service.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when somebody it names, or the service, is not there.
    pub fn change_line_details(
        &self,
        id: ChargeLineId,
        details: &LineDetails,
    ) -> Result<(), StoreError> {
        const TASK: &str = "write what a claim says more of a service";
        let _rows = self
            .0
            .prepare_cached("DELETE FROM charge_line_detail WHERE charge_line_id = ?1")
            .and_then(|mut delete| delete.execute([id]))
            .doing(TASK)?;
        self.add_line_details(id, details)
    }

    /// Writes what a claim says more of a new service.
    pub(super) fn add_line_details(
        &self,
        id: ChargeLineId,
        details: &LineDetails,
    ) -> Result<(), StoreError> {
        const TASK: &str = "write what a claim says more of a service";
        if details.is_empty() {
            return Ok(());
        }
        let mut insert = self
            .0
            .prepare_cached(
                "INSERT INTO charge_line_detail (charge_line_id, kind, value, provider_id) VALUES (?1, ?2, ?3, ?4)",
            )
            .doing(TASK)?;
        for (kind, value, provider) in line_rows(details) {
            let _rows = insert.execute((id, kind, value, provider)).doing(TASK)?;
        }
        Ok(())
    }
}

fn text(kind: &'static str, value: &(impl ToString + ?Sized)) -> Option<Row> {
    let value = value.to_string();
    (!value.is_empty()).then_some((kind, value, None))
}

fn person(kind: &'static str, who: Option<ProviderId>) -> Option<Row> {
    who.map(|who| (kind, String::new(), Some(who)))
}

fn rows(details: &Details) -> impl Iterator<Item = Row> {
    let code = |code: Option<&'static str>| code.unwrap_or_default();
    let conditions: Vec<&str> = details.conditions.iter().map(AsRef::as_ref).collect();
    let note = details.note.as_ref();
    let days = details.days.iter();
    let days: Vec<Option<Row>> = days.map(|(day, on)| text(day.as_str(), on)).collect();
    [
        person("supervising", details.supervising),
        person("ordering", details.ordering),
        text("referral", &details.referral),
        text("casualty_claim", &details.casualty_claim),
        text("spine", code(details.spine.map(SpinalCondition::as_str))),
        text("epsdt", code(details.epsdt.map(EpsdtReferral::as_str))),
        text("homebound", if details.is_homebound { YES } else { "" }),
        text("delay", code(details.delay.map(DelayReason::as_str))),
        text("program", code(details.program.map(SpecialProgram::as_str))),
        text("note_topic", code(note.map(|note| note.topic.as_str()))),
        text("note", note.map_or("", |note| note.words.as_str())),
        text("conditions", &conditions.join(" ")),
    ]
    .into_iter()
    .chain(days)
    .flatten()
}

fn line_rows(details: &LineDetails) -> impl Iterator<Item = Row> {
    let marks: Vec<Option<Row>> = details
        .marks
        .iter()
        .map(|mark| text(mark.as_str(), YES))
        .collect();
    let clia = details.referring_clia.as_ref();
    [
        text("note", &details.note),
        text("lot", &details.lot),
        person("rendering", details.rendering),
        text("referring_clia", clia.map_or("", AsRef::as_ref)),
        details
            .minutes
            .and_then(|minutes| text("minutes", &minutes)),
    ]
    .into_iter()
    .chain(marks)
    .flatten()
}

/// The rows of one visit or service, by kind.
#[derive(Default)]
struct Found(BTreeMap<String, (String, Option<ProviderId>)>);

impl Found {
    fn text(&mut self, kind: &str) -> String {
        self.0
            .remove(kind)
            .map(|(value, _)| value)
            .unwrap_or_default()
    }

    fn person(&mut self, kind: &str) -> Option<ProviderId> {
        self.0.remove(kind).and_then(|(_, provider)| provider)
    }

    fn is(&mut self, kind: &str) -> bool {
        self.0.remove(kind).is_some()
    }

    /// A value of a checked type; an error with its kind when it is none.
    fn read<T: std::str::FromStr>(&mut self, kind: &'static str) -> Result<Option<T>, String> {
        let text = self.text(kind);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| kind.to_owned())
    }
}

/// Reads what a claim says more of a visit.
pub(super) fn of_visit(connection: &Connection, id: VisitId) -> Result<Details, StoreError> {
    let mut found = Found::default();
    connection
        .prepare_cached("SELECT kind, value, provider_id FROM visit_detail WHERE visit_id = ?1")
        .and_then(|mut select| {
            let rows = select.query_map([id], |row| {
                Ok((
                    row.get("kind")?,
                    (row.get("value")?, row.get("provider_id")?),
                ))
            })?;
            for row in rows {
                let (kind, value) = row?;
                let _new = found.0.insert(kind, value);
            }
            Ok(())
        })
        .doing("read what a claim says more of a visit")?;
    if found.0.is_empty() {
        return Ok(Details::default());
    }
    details(found).map_err(|kind| StoreError::BadRow {
        table: "visit_detail",
        row: id.get(),
        reason: format!("its {kind} cannot be read"),
    })
}

fn details(mut found: Found) -> Result<Details, String> {
    let mut days = BTreeMap::new();
    for day in ClaimDay::ALL {
        days.extend(found.read(day.as_str())?.map(|on| (*day, on)));
    }
    let topic = found.read("note_topic")?;
    let words = found.text("note");
    let codes = found.text("conditions");
    let conditions = codes.split_whitespace().map(str::parse);
    Ok(Details {
        supervising: found.person("supervising"),
        ordering: found.person("ordering"),
        referral: found.text("referral"),
        casualty_claim: found.text("casualty_claim"),
        days,
        spine: found.read("spine")?,
        epsdt: found.read("epsdt")?,
        is_homebound: found.is("homebound"),
        delay: found.read("delay")?,
        program: found.read("program")?,
        note: topic.map(|topic| NoteToPayer { topic, words }),
        conditions: conditions
            .collect::<Result<_, _>>()
            .map_err(|_| "conditions".to_owned())?,
    })
}

/// Reads what a claim says more of the services of a visit.
pub(super) fn of_lines(
    connection: &Connection,
    visit: VisitId,
) -> Result<BTreeMap<ChargeLineId, LineDetails>, StoreError> {
    let mut found: BTreeMap<ChargeLineId, Found> = BTreeMap::new();
    connection
        .prepare_cached(
            "SELECT d.charge_line_id, d.kind, d.value, d.provider_id FROM charge_line AS l \
             JOIN charge_line_detail AS d ON d.charge_line_id = l.id WHERE l.visit_id = ?1",
        )
        .and_then(|mut select| {
            let rows = select.query_map([visit], |row| {
                let value = (row.get("value")?, row.get("provider_id")?);
                Ok((row.get("charge_line_id")?, row.get("kind")?, value))
            })?;
            for row in rows {
                let (line, kind, value) = row?;
                let _new = found.entry(line).or_default().0.insert(kind, value);
            }
            Ok(())
        })
        .doing("read what a claim says more of a service")?;
    found
        .into_iter()
        .map(|(line, found)| {
            let details = line_details(found).map_err(|kind| StoreError::BadRow {
                table: "charge_line_detail",
                row: line.get(),
                reason: format!("its {kind} cannot be read"),
            })?;
            Ok((line, details))
        })
        .collect()
}

fn line_details(mut found: Found) -> Result<LineDetails, String> {
    let marks = ServiceMark::ALL.iter().copied();
    Ok(LineDetails {
        note: found.text("note"),
        lot: found.text("lot"),
        rendering: found.person("rendering"),
        referring_clia: found.read("referring_clia")?,
        minutes: found.read("minutes")?,
        marks: marks.filter(|mark| found.is(mark.as_str())).collect(),
    })
}
