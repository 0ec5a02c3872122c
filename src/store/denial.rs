//! Refused claims in the book: what is left of them and why, derived from their EOBs, what people did about them, and
//! their appeals. It must not judge what is worth working.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{count, instant, json, modifiers};
use crate::domain::claim::State;
use crate::domain::denial::{
    Appeal, AppealEnd, Deed, Denial, DenialEvent, DeniedLine, Level, Outcome, Reason, SendingWay,
};
use crate::domain::id::{AppealId, ClaimId, UserId};
use crate::domain::money::Money;
use crate::domain::person::Name;
use crate::domain::practice::Windows;

mod record;

/// Something a person did about a denial, before the book gave it an instant.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    /// About which claim.
    pub claim: ClaimId,
    /// What.
    pub deed: Deed,
    /// Who works it from now on.
    pub person: Option<UserId>,
    /// Put aside until.
    pub until: Option<NaiveDate>,
    /// What came of it: `claim:8`, `appeal:3`; may be empty.
    pub source: &'a str,
    /// How much moved or is asked for.
    pub amount: Money,
    /// Said to a person; holds no patient's name.
    pub words: &'a str,
}

impl<'a> NewEvent<'a> {
    /// Something done, with nothing else to say of it.
    pub const fn of(claim: ClaimId, deed: Deed, words: &'a str) -> Self {
        Self {
            claim,
            deed,
            person: None,
            until: None,
            source: "",
            amount: Money::ZERO,
            words,
        }
    }
}

/// An appeal about to be filed.
#[derive(Clone, Copy, Debug)]
pub struct NewAppealRow<'a> {
    /// Of which claim.
    pub claim: ClaimId,
    /// To whom.
    pub level: Level,
    /// What is appealed, as `CO-50`; may be empty.
    pub reason: &'a str,
    /// How much is asked for.
    pub amount: Money,
    /// How it goes.
    pub way: SendingWay,
    /// The day it goes.
    pub sent_on: NaiveDate,
    /// The day by which the payer has to answer.
    pub answer_by: NaiveDate,
    /// The PDF.
    pub print: AttachmentId,
    /// On how many pages.
    pub pages: u32,
}

reads! {
    /// Lists the refused claims, or one claim when it was refused, with what is left of them: those in these states,
    /// the oldest first. Claims with nothing left are not among them.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn denials(&self, states: &[State], claim: Option<ClaimId>) -> Result<Vec<Denial>, StoreError> {
        const TASK: &str = "list refused claims";
        let words: Vec<String> = states.iter().map(|state| format!("\"{}\"", state.code())).collect();
        let heads: Vec<Denial> = self
            .sql()
            .prepare_cached(
                "SELECT k.id, k.number, k.visit_id, v.patient_id, p.last_name, p.first_name, p.middle_name, p.suffix, \
                 k.policy_id, k.payer_id, y.name AS payer_name, y.filing_indicator, y.corrected_days, y.appeal_days, \
                 k.state, k.service_on, k.charged_cents, a.person_id, u.name AS person_name, \
                 (SELECT until_on FROM denial_event AS s WHERE s.claim_id = k.id AND s.kind = 'snoozed' \
                  ORDER BY s.id DESC LIMIT 1) AS until_on \
                 FROM claim AS k JOIN visit AS v ON v.id = k.visit_id JOIN patient AS p ON p.id = v.patient_id \
                 JOIN payer AS y ON y.id = k.payer_id \
                 LEFT JOIN denial_event AS a ON a.id = (SELECT MAX(id) FROM denial_event \
                   WHERE claim_id = k.id AND kind = 'assigned') \
                 LEFT JOIN person_at_work AS u ON u.id = a.person_id \
                 WHERE k.state IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR k.id = ?2) \
                 ORDER BY k.service_on, k.id",
            )
            .and_then(|mut select| {
                select.query_map((format!("[{}]", words.join(",")), claim), head)?.collect()
            })
            .doing(TASK)?;
        let mut denials = Vec::with_capacity(heads.len());
        for mut denial in heads {
            denial.lines = self.denied_lines(denial.claim)?;
            if denial.lines.is_empty() {
                continue;
            }
            denial.appeals = self.appeals_of(denial.claim)?;
            denials.push(denial);
        }
        Ok(denials)
    }

    /// Lists the services of a claim of which something is left with its payer, each with the payer's last answer that
    /// stands.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn denied_lines(&self, claim: ClaimId) -> Result<Vec<DeniedLine>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT c.id, c.code, c.modifiers, c.description, c.charge_cents, l.eob_id, l.allowed_cents, \
                 l.paid_cents, l.remarks, o.paid_on, a.adjustment_group, a.carc, a.amount_cents, a.outcome, \
                 (SELECT COALESCE(SUM(p.amount_cents), 0) FROM posting AS p WHERE p.charge_line_id = c.id \
                  AND p.account = 10 AND p.policy_id = k.policy_id) AS left_cents \
                 FROM claim AS k JOIN claim_line AS n ON n.claim_id = k.id \
                 JOIN charge_line AS c ON c.id = n.charge_line_id AND c.voided_at IS NULL \
                 JOIN eob_line AS l ON l.id = (SELECT MAX(x.id) FROM eob_line AS x WHERE x.charge_line_id = c.id \
                   AND x.claim_id = k.id AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = x.eob_id)) \
                 JOIN eob AS o ON o.id = l.eob_id LEFT JOIN eob_adjustment AS a ON a.eob_line_id = l.id \
                 WHERE k.id = ?1 ORDER BY n.place, a.amount_cents DESC, a.place",
            )
            .and_then(|mut select| denied_lines(select.query([claim])?))
            .doing("list what is left of a refused claim")
    }

    /// Lists the appeals of a claim, the oldest first. One that was not answered by letter is answered by whatever the
    /// payer said of the claim's services since.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn appeals_of(&self, claim: ClaimId) -> Result<Vec<Appeal>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT a.id, a.claim_id, a.level, a.reason, a.amount_cents, a.way, a.sent_on, a.answer_by_on, a.pages, \
                 w.outcome, w.answered_on, w.words, COUNT(l.id) AS since, MAX(o.paid_on) AS since_on, \
                 COALESCE(SUM(l.paid_cents), 0) AS since_cents \
                 FROM appeal AS a LEFT JOIN appeal_answer AS w ON w.appeal_id = a.id \
                 LEFT JOIN eob_line AS l ON l.claim_id = a.claim_id AND l.id > a.after_line_id \
                   AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = l.eob_id) \
                 LEFT JOIN eob AS o ON o.id = l.eob_id \
                 WHERE a.claim_id = ?1 GROUP BY a.id ORDER BY a.id",
            )
            .and_then(|mut select| select.query_map([claim], appeal)?.collect())
            .doing("list the appeals of a claim")
    }

    /// Finds the claim of an appeal.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claim_of_appeal(&self, appeal: AppealId) -> Result<Option<ClaimId>, StoreError> {
        self.sql()
            .prepare_cached("SELECT claim_id FROM appeal WHERE id = ?1")
            .and_then(|mut select| select.query_row([appeal], |row| row.get("claim_id")).optional())
            .doing("look for an appeal")
    }

    /// Gives the PDF of an appeal, byte for byte.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn appeal_file(&self, appeal: AppealId) -> Result<Option<Vec<u8>>, StoreError> {
        let print: Option<AttachmentId> = self
            .sql()
            .prepare_cached("SELECT attachment_id FROM appeal WHERE id = ?1")
            .and_then(|mut select| select.query_row([appeal], |row| row.get("attachment_id")).optional())
            .doing("look for an appeal")?;
        print.map(|print| self.attachment(print)).transpose()
    }

    /// Lists everything people did about a refused claim, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn denial_events(&self, claim: ClaimId) -> Result<Vec<DenialEvent>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT e.at, b.name AS by_name, e.kind, p.name AS person_name, e.until_on, e.source, e.amount_cents, \
                 e.words FROM denial_event AS e JOIN person_at_work AS b ON b.id = e.by_id \
                 LEFT JOIN person_at_work AS p ON p.id = e.person_id WHERE e.claim_id = ?1 ORDER BY e.id",
            )
            .and_then(|mut select| {
                select
                    .query_map([claim], |row| {
                        Ok(DenialEvent {
                            at: row.get("at")?,
                            by: row.get("by_name")?,
                            deed: row.get("kind")?,
                            person: row.get("person_name")?,
                            until: row.get("until_on")?,
                            source: row.get("source")?,
                            amount: row.get("amount_cents")?,
                            words: row.get("words")?,
                        })
                    })?
                    .collect()
            })
            .doing("list what was done about a denial")
    }

    /// Lists who works in the book.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn people_at_work(&self) -> Result<Vec<(UserId, String)>, StoreError> {
        self.sql()
            .prepare_cached("SELECT id, name FROM person_at_work ORDER BY id")
            .and_then(|mut select| {
                select.query_map([], |row| Ok((row.get("id")?, row.get("name")?)))?.collect()
            })
            .doing("list who works in the book")
    }
}

impl Tx<'_> {
    /// Writes down what somebody did about a refused claim.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the claim or the person is not there.
    pub fn add_denial_event(
        &self,
        event: NewEvent<'_>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO denial_event (claim_id, at, by_id, kind, person_id, until_on, source, amount_cents, words) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    event.claim,
                    instant(at),
                    by,
                    event.deed,
                    event.person,
                    event.until,
                    event.source,
                    event.amount,
                    event.words,
                ))
            })
            .doing("write down what was done about a denial")?;
        Ok(())
    }

    /// Files an appeal as it goes out.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_appeal(
        &self,
        appeal: NewAppealRow<'_>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<AppealId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO appeal (claim_id, level, reason, amount_cents, way, sent_on, answer_by_on, after_line_id, \
                 attachment_id, pages, made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, \
                 (SELECT COALESCE(MAX(id), 0) FROM eob_line), ?8, ?9, ?10, ?11)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    appeal.claim,
                    appeal.level,
                    appeal.reason,
                    appeal.amount,
                    appeal.way,
                    appeal.sent_on,
                    appeal.answer_by,
                    appeal.print,
                    appeal.pages,
                    instant(at),
                    by,
                ))
            })
            .map(AppealId::new)
            .doing("file an appeal")
    }

    /// Writes down what a payer wrote to an appeal.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was answered before.
    pub fn answer_appeal(
        &self,
        appeal: AppealId,
        (outcome, on): (Outcome, NaiveDate),
        words: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO appeal_answer (appeal_id, outcome, answered_on, words, at, by_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut insert| insert.insert((appeal, outcome, on, words, instant(at), by)))
            .doing("write down the answer to an appeal")?;
        Ok(())
    }
}

fn head(row: &Row<'_>) -> rusqlite::Result<Denial> {
    let person: Option<UserId> = row.get("person_id")?;
    let person_name: Option<String> = row.get("person_name")?;
    Ok(Denial {
        claim: row.get("id")?,
        number: row.get("number")?,
        visit: row.get("visit_id")?,
        patient: row.get("patient_id")?,
        patient_name: Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            middle: row.get("middle_name")?,
            suffix: row.get("suffix")?,
        },
        policy: row.get("policy_id")?,
        payer: row.get("payer_id")?,
        payer_name: row.get("payer_name")?,
        indicator: row.get("filing_indicator")?,
        windows: Windows {
            corrected_days: row.get("corrected_days")?,
            appeal_days: row.get("appeal_days")?,
        },
        state: row.get("state")?,
        service_on: row.get("service_on")?,
        charged: row.get("charged_cents")?,
        lines: Vec::new(),
        assigned: person.zip(person_name),
        snoozed_until: row.get("until_on")?,
        appeals: Vec::new(),
    })
}

/// Gathers services from rows that hold one adjustment each; those with nothing left fall away.
fn denied_lines(mut rows: rusqlite::Rows<'_>) -> rusqlite::Result<Vec<DeniedLine>> {
    let mut lines: Vec<DeniedLine> = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get("id")?;
        if lines.last().is_none_or(|last| last.line != id) {
            let modified = row.as_ref().column_index("modifiers")?;
            lines.push(DeniedLine {
                line: id,
                code: row.get("code")?,
                modifiers: modifiers(row, modified)?,
                description: row.get("description")?,
                charged: row.get("charge_cents")?,
                allowed: row.get("allowed_cents")?,
                paid: row.get("paid_cents")?,
                reasons: Vec::new(),
                remarks: json(row, "remarks")?,
                left: row.get("left_cents")?,
                decided_on: row.get("paid_on")?,
                eob: row.get("eob_id")?,
            });
        }
        if let (Some(reason), Some(last)) = (reason(row)?, lines.last_mut()) {
            last.reasons.push(reason);
        }
    }
    lines.retain(|line| line.left.is_positive());
    Ok(lines)
}

/// Reads a row's adjustment where it refuses something: it lowers the payment, and neither was it given up nor did it
/// become the guarantor's. What an earlier payer did (OA-23) is no refusal.
fn reason(row: &Row<'_>) -> rusqlite::Result<Option<Reason>> {
    let Some(outcome) = row.get::<_, Option<String>>("outcome")? else {
        return Ok(None);
    };
    let reason = Reason {
        group: row.get("adjustment_group")?,
        carc: row.get("carc")?,
        amount: row.get("amount_cents")?,
    };
    let refuses =
        outcome == "stays" && reason.amount.is_positive() && reason.carc.as_str() != EARLIER_PAYER;
    Ok(refuses.then_some(reason))
}

/// What the payer before paid or took off.
const EARLIER_PAYER: &str = "23";

fn appeal(row: &Row<'_>) -> rusqlite::Result<Appeal> {
    let asked: Money = row.get("amount_cents")?;
    let (since, paid): (u32, Money) = (count(row, "since")?, row.get("since_cents")?);
    let written: Option<Outcome> = row.get("outcome")?;
    let since_on: Option<NaiveDate> = row.get("since_on")?;
    let by_letter: Option<NaiveDate> = row.get("answered_on")?;
    let outcome = written.or_else(|| (since > 0).then(|| told_by(paid, asked)));
    let end = outcome.zip(by_letter.or(since_on)).map(|(outcome, on)| {
        let words: rusqlite::Result<Option<String>> = row.get("words");
        words.map(|words| AppealEnd {
            outcome,
            on,
            paid,
            words: words.unwrap_or_default(),
        })
    });
    Ok(Appeal {
        id: row.get("id")?,
        claim: row.get("claim_id")?,
        level: row.get("level")?,
        reason: row.get("reason")?,
        amount: asked,
        way: row.get("way")?,
        sent_on: row.get("sent_on")?,
        answer_by: row.get("answer_by_on")?,
        pages: count(row, "pages")?,
        end: end.transpose()?,
    })
}

/// How an appeal ended where nothing but money or none came.
fn told_by(paid: Money, asked: Money) -> Outcome {
    if paid >= asked {
        Outcome::Won
    } else if paid.is_positive() {
        Outcome::PartlyWon
    } else {
        Outcome::Lost
    }
}
