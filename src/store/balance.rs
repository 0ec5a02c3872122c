//! What is owed: the running balances of services, guarantors and patients, the ledger card and the ageing, each one
//! indexed read. It must not change them; the journal's seals do.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, Statement};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{coded_at, modifiers};
use super::{Store, Tx};
use crate::domain::card::{CardLine, CardVisit, LedgerCard};
use crate::domain::claim::State;
use crate::domain::code::PlaceOfService;
use crate::domain::id::{
    ChargeLineId, ClaimId, GuarantorId, PatientId, PolicyId, ProviderId, VisitId,
};
use crate::domain::ledger::{AgeBucket, Ageing, LineBalance};
use crate::domain::money::{Money, MoneyError};
use crate::domain::payment::OpenItem;
use crate::domain::person::Name;

/// One service as the journal left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineState {
    /// The service.
    pub line: ChargeLineId,
    /// Whose card it is on.
    pub guarantor: GuarantorId,
    /// Whose service it was.
    pub patient: PatientId,
    /// Its visit.
    pub visit: VisitId,
    /// Its day.
    pub service_on: NaiveDate,
    /// Its running sums.
    pub sums: LineBalance,
    /// Whose receivable the insurers' part is: each policy that owes anything, and how much.
    pub insurers: Vec<(PolicyId, Money)>,
    /// What was moved to the guarantor so far, net.
    pub already_patient: Money,
    /// Whether it was taken back.
    pub is_voided: bool,
}

impl LineState {
    /// What a policy owes on it.
    pub fn owed_under(&self, policy: PolicyId) -> Money {
        self.insurers
            .iter()
            .find(|(id, _)| *id == policy)
            .map_or(Money::ZERO, |(_, owed)| *owed)
    }
}

/// What a guarantor's account comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GuarantorBalance {
    /// Owed by insurers.
    pub insurance_owes: Money,
    /// Owed by the guarantor.
    pub patient_owes: Money,
    /// Paid and not yet placed.
    pub unapplied: Money,
}

reads! {
    /// Reads one charged service; none when it is on no card.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn line(&self, line: ChargeLineId) -> Result<Option<LineState>, StoreError> {
        line_state(self.sql(), line, None)
    }

    /// Reads one service as it stands on a guarantor's card, be it that of its visit or one its balance was moved to;
    /// none when it is not on that card.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn line_on(
        &self,
        line: ChargeLineId,
        guarantor: GuarantorId,
    ) -> Result<Option<LineState>, StoreError> {
        line_state(self.sql(), line, Some(guarantor))
    }

    /// Reads what a guarantor's account comes to; all zero when it was never used.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn guarantor_balance(&self, guarantor: GuarantorId) -> Result<GuarantorBalance, StoreError> {
        guarantor_balance(self.sql(), guarantor)
    }
}

impl Store {
    /// Lists the services of a guarantor on which anything is owed, oldest first, without their payment plans.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn open_items(&self, guarantor: GuarantorId) -> Result<Vec<OpenItem>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT b.charge_line_id, b.visit_id, b.patient_id, p.first_name, b.service_on, c.description, \
                 b.patient_owes_cents, b.insurance_owes_cents, CASE WHEN b.insurance_owes_cents <> 0 THEN \
                   (SELECT o.policy_id FROM posting AS o WHERE o.charge_line_id = b.charge_line_id AND o.account = 10 \
                    GROUP BY o.policy_id HAVING SUM(o.amount_cents) <> 0 ORDER BY o.policy_id LIMIT 1) END AS policy_id \
                 FROM line_balance AS b JOIN charge_line AS c ON c.id = b.charge_line_id \
                 JOIN patient AS p ON p.id = b.patient_id \
                 WHERE b.guarantor_id = ?1 AND (b.patient_owes_cents <> 0 OR b.insurance_owes_cents <> 0) \
                 ORDER BY b.service_on, b.charge_line_id",
            )
            .and_then(|mut select| select.query_map([guarantor], open_item)?.collect())
            .doing("list what a guarantor owes")
    }

    /// Opens a ledger card: every visit of the guarantor, or of one patient of theirs, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn ledger_card(
        &self,
        guarantor: GuarantorId,
        patient: Option<PatientId>,
    ) -> Result<LedgerCard, StoreError> {
        const TASK: &str = "open a ledger card";
        let mut visits = card_visits(&self.connection, guarantor, patient).doing(TASK)?;
        let places: HashMap<VisitId, usize> = visits
            .iter()
            .enumerate()
            .map(|(place, visit)| (visit.visit, place))
            .collect();
        let mut moved_here = Vec::new();
        for (visit, line) in card_lines(&self.connection, guarantor, patient).doing(TASK)? {
            match places.get(&visit).and_then(|at| visits.get_mut(*at)) {
                Some(card) => add_line(card, line)?,
                None if line.sums != LineBalance::default() => moved_here.push((visit, line)),
                None => {}
            }
        }
        visits.retain(|visit| !visit.lines.is_empty());
        if !moved_here.is_empty() {
            visits.extend(self.visits_moved_here(moved_here)?);
            visits.sort_unstable_by_key(|visit| Reverse((visit.service_on, visit.visit)));
        }
        let sums = visits
            .iter()
            .try_fold(LineBalance::default(), |sum, visit| sum.plus(&visit.sums))
            .map_err(too_large)?;
        Ok(LedgerCard {
            guarantor,
            visits,
            sums,
            unapplied: self.guarantor_balance(guarantor)?.unapplied,
        })
    }

    /// Visits of other accounts whose balance was moved to this one, with the services that were.
    fn visits_moved_here(
        &self,
        lines: Vec<(VisitId, CardLine)>,
    ) -> Result<Vec<CardVisit>, StoreError> {
        const TASK: &str = "read what was moved from another account";
        let clinicians = clinicians(&self.connection).doing(TASK)?;
        let mut select = self
            .connection
            .prepare_cached(
                "SELECT id, patient_id, service_on, place, rendering_id, claim_id, claim_state FROM visit WHERE id = ?1",
            )
            .doing(TASK)?;
        let at = VisitColumns::of(&select).doing(TASK)?;
        let mut found: Vec<CardVisit> = Vec::new();
        for (visit, line) in lines {
            if !found.iter().any(|one| one.visit == visit) {
                let read = select.query_row([visit], |row| at.read(row, &clinicians));
                found.push(read.doing(TASK)?);
            }
            if let Some(card) = found.iter_mut().find(|one| one.visit == visit) {
                add_line(card, line)?;
            }
        }
        Ok(found)
    }

    /// Adds up what is owed today by days since service, seen from `as_of`.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn ageing(&self, as_of: NaiveDate) -> Result<Ageing, StoreError> {
        let days: Vec<(NaiveDate, Money, Money)> = self
            .connection
            .prepare_cached(
                "SELECT service_on, SUM(insurance_owes_cents) AS insurance, SUM(patient_owes_cents) AS patient \
                 FROM line_balance WHERE insurance_owes_cents <> 0 OR patient_owes_cents <> 0 GROUP BY service_on",
            )
            .and_then(|mut select| {
                select
                    .query_map([], |row| {
                        Ok((row.get("service_on")?, row.get("insurance")?, row.get("patient")?))
                    })?
                    .collect()
            })
            .doing("add up what is owed by age")?;
        let mut ageing = Ageing::default();
        for (day, insurance, patient) in days {
            ageing
                .add(AgeBucket::of(day, as_of), insurance, patient)
                .map_err(too_large)?;
        }
        Ok(ageing)
    }
}

impl Tx<'_> {
    /// Adds up what a claim's payer still owes on its services.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn left_with_payer(&self, claim: ClaimId) -> Result<Money, StoreError> {
        self.0
            .prepare_cached(
                "SELECT COALESCE(SUM(p.amount_cents), 0) AS left_cents FROM claim AS k \
                 JOIN claim_line AS l ON l.claim_id = k.id \
                 JOIN posting AS p ON p.charge_line_id = l.charge_line_id AND p.account = 10 \
                   AND p.policy_id = k.policy_id WHERE k.id = ?1",
            )
            .and_then(|mut select| select.query_row([claim], |row| row.get("left_cents")))
            .doing("add up what is left with a payer")
    }

    /// Whether a policy covers a patient.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_policy_of(&self, policy: PolicyId, patient: PatientId) -> Result<bool, StoreError> {
        self.0
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM policy WHERE id = ?1 AND patient_id = ?2) AS covers",
            )
            .and_then(|mut select| select.query_row((policy, patient), |row| row.get("covers")))
            .doing("look whose policy it is")
    }
}

/// The columns of a [`LineBalance`], in its order.
const SUMS: [&str; 7] = [
    "charged_cents",
    "insurance_paid_cents",
    "contractual_cents",
    "adjusted_cents",
    "patient_paid_cents",
    "insurance_owes_cents",
    "patient_owes_cents",
];

/// Finds the columns of the running sums once, so that reading many rows does not look names up again and again.
pub(in crate::store) fn sums_at(statement: &Statement<'_>) -> rusqlite::Result<[usize; 7]> {
    let mut at = [0; 7];
    for (place, name) in at.iter_mut().zip(SUMS) {
        *place = statement.column_index(name)?;
    }
    Ok(at)
}

/// Reads the running sums from where [`sums_at`] found them.
pub(in crate::store) fn sums(row: &Row<'_>, at: [usize; 7]) -> rusqlite::Result<LineBalance> {
    let [
        charged,
        insurance_paid,
        contractual,
        adjusted,
        patient_paid,
        insurance,
        patient,
    ] = at;
    Ok(LineBalance {
        charged: row.get(charged)?,
        insurance_paid: row.get(insurance_paid)?,
        contractual: row.get(contractual)?,
        adjusted: row.get(adjusted)?,
        patient_paid: row.get(patient_paid)?,
        insurance_owes: row.get(insurance)?,
        patient_owes: row.get(patient)?,
    })
}

fn add_line(card: &mut CardVisit, line: CardLine) -> Result<(), StoreError> {
    card.sums = card.sums.plus(&line.sums).map_err(too_large)?;
    card.lines.push(line);
    Ok(())
}

/// Reads a service on one card; that of its visit's guarantor when none is named.
fn line_state(
    connection: &Connection,
    line: ChargeLineId,
    guarantor: Option<GuarantorId>,
) -> Result<Option<LineState>, StoreError> {
    const TASK: &str = "read what is owed for a service";
    let found = connection
        .prepare_cached(
            "SELECT b.*, (SELECT COALESCE(SUM(p.amount_cents), 0) FROM posting AS p \
               WHERE p.charge_line_id = c.id AND p.guarantor_id = b.guarantor_id AND p.account = 20 \
               AND p.effect = 'transfer') AS moved_cents \
             FROM charge_line AS c JOIN visit AS v ON v.id = c.visit_id \
             JOIN line_balance AS b ON b.guarantor_id = COALESCE(?2, v.guarantor_id) AND b.charge_line_id = c.id \
             WHERE c.id = ?1",
        )
        .and_then(|mut select| {
            let at = sums_at(&select)?;
            select
                .query_row((line, guarantor), |row| {
                    Ok(LineState {
                        line,
                        guarantor: row.get("guarantor_id")?,
                        patient: row.get("patient_id")?,
                        visit: row.get("visit_id")?,
                        service_on: row.get("service_on")?,
                        sums: sums(row, at)?,
                        insurers: Vec::new(),
                        already_patient: row.get("moved_cents")?,
                        is_voided: row.get("is_voided")?,
                    })
                })
                .optional()
        })
        .doing(TASK)?;
    let Some(mut state) = found else {
        return Ok(None);
    };
    state.insurers = connection
        .prepare_cached(
            "SELECT p.policy_id, SUM(p.amount_cents) AS owed FROM posting AS p \
             JOIN policy AS y ON y.id = p.policy_id \
             WHERE p.charge_line_id = ?1 AND p.guarantor_id = ?2 AND p.account = 10 GROUP BY p.policy_id \
             HAVING SUM(p.amount_cents) <> 0 ORDER BY y.rank, p.policy_id",
        )
        .and_then(|mut select| {
            select
                .query_map((line, state.guarantor), |row| {
                    Ok((row.get("policy_id")?, row.get("owed")?))
                })?
                .collect()
        })
        .doing(TASK)?;
    Ok(Some(state))
}

pub(in crate::store) fn guarantor_balance(
    connection: &Connection,
    guarantor: GuarantorId,
) -> Result<GuarantorBalance, StoreError> {
    connection
        .prepare_cached(
            "SELECT insurance_owes_cents, patient_owes_cents, unapplied_cents \
             FROM guarantor_balance WHERE guarantor_id = ?1",
        )
        .and_then(|mut select| {
            select
                .query_row([guarantor], |row| {
                    Ok(GuarantorBalance {
                        insurance_owes: row.get("insurance_owes_cents")?,
                        patient_owes: row.get("patient_owes_cents")?,
                        unapplied: row.get("unapplied_cents")?,
                    })
                })
                .optional()
        })
        .map(Option::unwrap_or_default)
        .doing("read a guarantor's balance")
}

fn open_item(row: &Row<'_>) -> rusqlite::Result<OpenItem> {
    let policy: Option<PolicyId> = row.get("policy_id")?;
    let insurance_owes: Money = row.get("insurance_owes_cents")?;
    Ok(OpenItem {
        line: row.get("charge_line_id")?,
        visit: row.get("visit_id")?,
        patient: row.get("patient_id")?,
        patient_first: row.get("first_name")?,
        service_on: row.get("service_on")?,
        description: row.get("description")?,
        patient_owes: row.get("patient_owes_cents")?,
        insurer: policy.map(|policy| (policy, insurance_owes)),
        plan: None,
    })
}

/// The visits of an account without their lines, newest first; those that were never charged are among them.
fn card_visits(
    connection: &Connection,
    guarantor: GuarantorId,
    patient: Option<PatientId>,
) -> rusqlite::Result<Vec<CardVisit>> {
    let clinicians = clinicians(connection)?;
    let mut select = connection.prepare_cached(
        "SELECT id, patient_id, service_on, place, rendering_id, claim_id, claim_state FROM visit \
         WHERE guarantor_id = ?1 AND (?2 IS NULL OR patient_id = ?2)",
    )?;
    let at = VisitColumns::of(&select)?;
    let mut visits: Vec<CardVisit> = select
        .query_map((guarantor, patient), |row| at.read(row, &clinicians))?
        .collect::<Result<_, _>>()?;
    visits.sort_unstable_by_key(|visit| Reverse((visit.service_on, visit.visit)));
    Ok(visits)
}

/// Where the columns of a visit stand, found once for many rows.
struct VisitColumns {
    id: usize,
    whose: usize,
    on: usize,
    place: usize,
    rendering: usize,
    claim: usize,
    state: usize,
}

impl VisitColumns {
    fn of(select: &Statement<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: select.column_index("id")?,
            whose: select.column_index("patient_id")?,
            on: select.column_index("service_on")?,
            place: select.column_index("place")?,
            rendering: select.column_index("rendering_id")?,
            claim: select.column_index("claim_id")?,
            state: select.column_index("claim_state")?,
        })
    }

    /// Reads a visit without its lines. A charge to the account has neither clinician nor place.
    fn read(
        &self,
        row: &Row<'_>,
        clinicians: &HashMap<ProviderId, String>,
    ) -> rusqlite::Result<CardVisit> {
        let (claim, state): (Option<ClaimId>, Option<State>) =
            (row.get(self.claim)?, row.get(self.state)?);
        let rendering: Option<ProviderId> = row.get(self.rendering)?;
        let place: Option<PlaceOfService> = match rendering {
            Some(_) => Some(row.get(self.place)?),
            None => None,
        };
        Ok(CardVisit {
            visit: row.get(self.id)?,
            patient: row.get(self.whose)?,
            service_on: row.get(self.on)?,
            rendering: rendering
                .and_then(|id| clinicians.get(&id).cloned())
                .unwrap_or_default(),
            place,
            claim: claim.zip(state),
            lines: Vec::new(),
            sums: LineBalance::default(),
        })
    }
}

/// The names of all clinicians as lists show them: they are few, and a card names the same ones again and again.
fn clinicians(connection: &Connection) -> rusqlite::Result<HashMap<ProviderId, String>> {
    connection
        .prepare_cached("SELECT id, last_name, first_name, credential FROM provider")?
        .query_map([], |row| Ok((row.get("id")?, listed(row)?)))?
        .collect()
}

/// The services of a card in the order in which they were written. Names are looked up once, not once a row.
fn card_lines(
    connection: &Connection,
    guarantor: GuarantorId,
    patient: Option<PatientId>,
) -> rusqlite::Result<Vec<(VisitId, CardLine)>> {
    let mut select = connection.prepare_cached(
        "SELECT * FROM line_balance WHERE guarantor_id = ?1 AND (?2 IS NULL OR patient_id = ?2) \
         ORDER BY charge_line_id",
    )?;
    let at = sums_at(&select)?;
    let [visit, line, code, modified, description, voided] = [
        select.column_index("visit_id")?,
        select.column_index("charge_line_id")?,
        select.column_index("code")?,
        select.column_index("modifiers")?,
        select.column_index("description")?,
        select.column_index("is_voided")?,
    ];
    select
        .query_map((guarantor, patient), |row| {
            let line = CardLine {
                line: row.get(line)?,
                code: coded_at(row, code)?,
                modifiers: modifiers(row, modified)?,
                description: row.get(description)?,
                sums: sums(row, at)?,
                is_voided: row.get(voided)?,
                billed: None,
            };
            Ok((row.get(visit)?, line))
        })?
        .collect()
}

/// A clinician's name as lists show it, from the columns of `provider`.
fn listed(row: &Row<'_>) -> rusqlite::Result<String> {
    let name = Name {
        last: row.get("last_name")?,
        first: row.get("first_name")?,
        ..Name::default()
    };
    let credential: String = row.get("credential")?;
    Ok(if credential.is_empty() {
        name.to_string()
    } else {
        format!("{name} {credential}")
    })
}

/// A sum that no book of ours can hold was found in it.
pub(in crate::store) fn too_large(error: MoneyError) -> StoreError {
    StoreError::Damaged {
        reason: error.to_string(),
    }
}
