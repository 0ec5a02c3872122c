//! Claims in lists: one read a list, however long. It must not read whole claims.

use rusqlite::{Connection, OptionalExtension, Params, Row, named_params};

use crate::domain::claim::{Asking, ClaimFilter, ClaimRow, Order};
use crate::domain::id::ClaimId;
use crate::domain::person::Name;
use crate::store::error::{Doing, StoreError};
use crate::store::value::count;

/// What a list selects of the claims that it names `k`.
macro_rules! listed {
    ($which:expr, $order:literal) => {
        concat!(
            "SELECT k.id, k.number, k.visit_id, v.patient_id, p.last_name, p.first_name, p.middle_name, p.suffix, \
             k.payer_id, y.name AS payer_name, k.policy_id, y.receiver_id, k.service_on, v.place, \
             r.last_name || iif(r.first_name = '', '', ', ' || r.first_name) \
               || iif(r.credential = '', '', ' ' || r.credential) AS rendering, \
             (SELECT COUNT(*) FROM claim_line AS l WHERE l.claim_id = k.id) AS lines, k.charged_cents, \
             (SELECT COALESCE(SUM(b.insurance_owes_cents), 0) FROM claim_line AS l \
               JOIN line_balance AS b ON b.guarantor_id = v.guarantor_id AND b.charge_line_id = l.charge_line_id \
               WHERE l.claim_id = k.id) AS insurance_owes_cents, \
             k.state, k.file_by_on FROM (",
            $which,
            ") AS k JOIN visit AS v ON v.id = k.visit_id JOIN patient AS p ON p.id = v.patient_id \
             JOIN payer AS y ON y.id = k.payer_id JOIN provider AS r ON r.id = v.rendering_id ORDER BY ",
            $order
        )
    };
}

/// The claims of a list: those of a state where states are named, then every other wish.
macro_rules! chosen {
    ($states:literal, $order:literal) => {
        concat!(
            "SELECT k.* FROM claim AS k JOIN visit AS v ON v.id = k.visit_id \
             JOIN patient AS p ON p.id = v.patient_id JOIN payer AS y ON y.id = k.payer_id WHERE ",
            $states,
            " AND (:payer IS NULL OR k.payer_id = :payer) AND (:provider IS NULL OR v.rendering_id = :provider) \
             AND (:patient IS NULL OR v.patient_id = :patient) AND (NOT :payment OR k.frequency <> '8') \
             AND (:text = '' OR instr(lower(k.number), replace(:text, '-', '')) > 0 \
               OR instr(lower(p.last_name || ', ' || p.first_name), :text) > 0 OR instr(lower(y.name), :text) > 0) \
             ORDER BY ",
            $order,
            " LIMIT :limit OFFSET :offset"
        )
    };
}

/// The statement for claims of states, in an order.
macro_rules! ordered {
    ($order:expr, $states:literal) => {
        match $order {
            Order::Urgent => listed!(
                chosen!(
                    $states,
                    "CASE k.state WHEN 'rejected' THEN 0 WHEN 'held' THEN 1 WHEN 'denied' THEN 2 \
                     WHEN 'partly_paid' THEN 3 WHEN 'ready' THEN 4 \
                     WHEN 'batched' THEN 5 WHEN 'accepted' THEN 6 WHEN 'in_appeal' THEN 7 ELSE 8 END, k.service_on, k.id"
                ),
                "CASE k.state WHEN 'rejected' THEN 0 WHEN 'held' THEN 1 WHEN 'denied' THEN 2 \
                 WHEN 'partly_paid' THEN 3 WHEN 'ready' THEN 4 \
                     WHEN 'batched' THEN 5 WHEN 'accepted' THEN 6 WHEN 'in_appeal' THEN 7 ELSE 8 END, k.service_on, k.id"
            ),
            Order::Newest => listed!(chosen!($states, "k.id DESC"), "k.id DESC"),
            Order::Oldest => listed!(chosen!($states, "k.service_on, k.id"), "k.service_on, k.id"),
            Order::Largest => listed!(
                chosen!($states, "k.charged_cents DESC, k.id"),
                "k.charged_cents DESC, k.id"
            ),
            Order::Deadline => {
                listed!(chosen!($states, "k.file_by_on, k.id"), "k.file_by_on, k.id")
            }
            Order::Patient => listed!(
                chosen!(
                    $states,
                    "p.last_name COLLATE NOCASE, p.first_name COLLATE NOCASE, k.service_on, k.id"
                ),
                "p.last_name COLLATE NOCASE, p.first_name COLLATE NOCASE, k.service_on, k.id"
            ),
            Order::Payer => listed!(
                chosen!($states, "y.name COLLATE NOCASE, k.service_on, k.id"),
                "y.name COLLATE NOCASE, k.service_on, k.id"
            ),
        }
    };
}

/// The statement for a list, by what finds its claims: the visits of one patient, the index of states, or none, where
/// an index would only be in the way.
fn sql(filter: &ClaimFilter) -> &'static str {
    match (filter.patient, filter.states.is_empty()) {
        (Some(_), _) => ordered!(
            filter.order,
            "k.visit_id IN (SELECT id FROM visit WHERE patient_id = :patient) \
             AND (:states = '[]' OR k.state IN (SELECT value FROM json_each(:states)))"
        ),
        (None, true) => ordered!(filter.order, ":states IS NOT NULL"),
        (None, false) => ordered!(
            filter.order,
            "k.state IN (SELECT value FROM json_each(:states))"
        ),
    }
}

pub(super) fn claims(
    connection: &Connection,
    filter: &ClaimFilter,
) -> Result<Vec<ClaimRow>, StoreError> {
    let sql = sql(filter);
    let words: Vec<String> = filter
        .states
        .iter()
        .map(|state| format!("\"{}\"", state.code()))
        .collect();
    read(
        connection,
        sql,
        named_params! {
            ":states": format!("[{}]", words.join(",")),
            ":payer": filter.payer,
            ":provider": filter.provider,
            ":patient": filter.patient,
            ":payment": filter.asking == Asking::Payment,
            ":text": filter.text.trim().to_ascii_lowercase(),
            ":limit": i64::try_from(filter.limit).unwrap_or(i64::MAX),
            ":offset": i64::try_from(filter.offset).unwrap_or(i64::MAX),
        },
    )
}

pub(super) fn one(connection: &Connection, id: ClaimId) -> Result<Option<ClaimRow>, StoreError> {
    connection
        .prepare_cached(listed!("SELECT * FROM claim WHERE id = ?1", "k.id"))
        .and_then(|mut select| select.query_row([id], row).optional())
        .doing("read a claim")
}

fn read(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Vec<ClaimRow>, StoreError> {
    connection
        .prepare_cached(sql)
        .and_then(|mut select| {
            select
                .query_map(params, row)?
                .collect::<Result<Vec<_>, _>>()
        })
        .doing("list claims")
}

fn row(row: &Row<'_>) -> rusqlite::Result<ClaimRow> {
    Ok(ClaimRow {
        id: row.get("id")?,
        number: row.get("number")?,
        visit: row.get("visit_id")?,
        patient: row.get("patient_id")?,
        patient_name: Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            middle: row.get("middle_name")?,
            suffix: row.get("suffix")?,
        },
        payer: row.get("payer_id")?,
        payer_name: row.get("payer_name")?,
        policy: row.get("policy_id")?,
        receiver: row.get("receiver_id")?,
        service_on: row.get("service_on")?,
        rendering: row.get("rendering")?,
        place: row.get("place")?,
        lines: count(row, "lines")?,
        charged: row.get("charged_cents")?,
        insurance_owes: row.get("insurance_owes_cents")?,
        state: row.get("state")?,
        file_by: row.get("file_by_on")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::PatientId;
    use crate::store::Store;

    #[test]
    fn a_patients_claims_are_found_by_their_visits_not_among_all_claims() {
        let store = Store::in_memory().unwrap();
        for order in Order::ALL {
            let filter = ClaimFilter {
                patient: Some(PatientId::new(1)),
                order,
                ..ClaimFilter::default()
            };
            let plan: Vec<String> = store
                .connection
                .prepare(&format!("EXPLAIN QUERY PLAN {}", sql(&filter)))
                .unwrap()
                .query_map(named_params! { ":patient": 1 }, |row| row.get("detail"))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            let claims = plan
                .iter()
                .find(|step| step.starts_with("SEARCH k USING INDEX"));
            assert_eq!(
                claims.unwrap(),
                "SEARCH k USING INDEX claim_visit (visit_id=?)",
                "{plan:?}"
            );
        }
    }
}
