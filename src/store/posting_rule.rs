//! The practice's posting rules in the book: what each says and said, what was done with it, and the reasons of payers it is
//! tried on. It must not know which reasons a rule is about.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::both::{Readable, reads};
use super::eob::adjustment;
use super::error::{Doing, StoreError};
use super::value::{count, instant, json};
use super::{Store, Tx};
use crate::domain::id::{PayerId, PostingRuleId, UserId};
use crate::domain::posting::{
    NewPostingRule, PastReason, PostingDeed, PostingEvent, PostingRule, PostingScore,
};

/// The columns of a posting rule and the version that holds.
macro_rules! rules {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.version, r.is_on, v.name, v.condition, v.act FROM posting_rule AS r \
             JOIN posting_rule_version AS v ON v.posting_rule_id = r.id AND v.version = r.version ",
            $which
        )
    };
}

reads! {
    /// Lists the posting rules, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn posting_rules(&self) -> Result<Vec<PostingRule>, StoreError> {
        self.sql()
            .prepare_cached(rules!("ORDER BY r.id"))
            .and_then(|mut select| select.query_map([], rule)?.collect())
            .doing("list the posting rules")
    }

    /// Lists the posting rules that answers are posted by, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn posting_rules_on(&self) -> Result<Vec<PostingRule>, StoreError> {
        self.sql()
            .prepare_cached(rules!("WHERE r.is_on = 1 ORDER BY r.id"))
            .and_then(|mut select| select.query_map([], rule)?.collect())
            .doing("list the posting rules that are on")
    }

    /// Reads a posting rule.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_posting_rule(&self, id: PostingRuleId) -> Result<Option<PostingRule>, StoreError> {
        self.sql()
            .prepare_cached(rules!("WHERE r.id = ?1"))
            .and_then(|mut select| select.query_row([id], rule).optional())
            .doing("read a posting rule")
    }

    /// Reads how the last trial of a posting rule's version ended, and over how many months; none when it was not tried.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn last_posting_trial(
        &self,
        id: PostingRuleId,
        version: u32,
    ) -> Result<Option<(u32, PostingScore)>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT * FROM posting_rule_event WHERE posting_rule_id = ?1 AND version = ?2 AND kind = 'tried' \
                 ORDER BY id DESC LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row((id, version), |row| Ok((count(row, "months")?, score(row)?)))
                    .optional()
            })
            .doing("read the trial of a posting rule")
    }
}

impl Store {
    /// Lists everything that was done with a posting rule, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn posting_rule_events(&self, id: PostingRuleId) -> Result<Vec<PostingEvent>, StoreError> {
        const TASK: &str = "read what was done with a posting rule";
        let mut events: Vec<PostingEvent> = self
            .connection
            .prepare_cached(
                "SELECT v.*, u.name AS by_name FROM posting_rule_version AS v \
                 JOIN person_at_work AS u ON u.id = v.by_id WHERE v.posting_rule_id = ?1 ORDER BY v.version",
            )
            .and_then(|mut select| {
                select
                    .query_map([id], |row| {
                        event(row, PostingDeed::Written(Box::new(new_rule(row)?)))
                    })?
                    .collect()
            })
            .doing(TASK)?;
        let deeds: Vec<PostingEvent> = self
            .connection
            .prepare_cached(
                "SELECT e.*, u.name AS by_name FROM posting_rule_event AS e \
                 JOIN person_at_work AS u ON u.id = e.by_id WHERE e.posting_rule_id = ?1 ORDER BY e.id",
            )
            .and_then(|mut select| {
                select
                    .query_map([id], |row| {
                        let deed = match row.get_ref("kind")?.as_str()? {
                            "tried" => PostingDeed::Tried(count(row, "months")?, score(row)?),
                            "on" => PostingDeed::On,
                            _ => PostingDeed::Off,
                        };
                        event(row, deed)
                    })?
                    .collect()
            })
            .doing(TASK)?;
        events.extend(deeds);
        // A version is written before anything is done with it, and the sort is stable.
        events.sort_by_key(|event| (event.version, event.at));
        Ok(events)
    }

    /// Lists the reasons that payers gave since a day, of one payer or of all, in answers that stand.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn past_reasons(
        &self,
        since: NaiveDate,
        payer: Option<PayerId>,
    ) -> Result<Vec<PastReason>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT k.id AS claim_id, k.number, o.paid_on, c.code, k.payer_id, y.filing_indicator, k.responsibility, \
                 a.adjustment_group, a.carc, a.amount_cents, a.outcome, a.account, l.status, l.remarks \
                 FROM eob AS o JOIN eob_line AS l ON l.eob_id = o.id JOIN eob_adjustment AS a ON a.eob_line_id = l.id \
                 JOIN claim AS k ON k.id = l.claim_id JOIN payer AS y ON y.id = k.payer_id \
                 JOIN charge_line AS c ON c.id = l.charge_line_id \
                 WHERE o.paid_on >= ?1 AND (?2 IS NULL OR k.payer_id = ?2) AND l.takes_back_id IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) ORDER BY l.id, a.place",
            )
            .and_then(|mut select| {
                select
                    .query_map((since, payer), past_reason)?
                    .filter_map(Result::transpose)
                    .collect()
            })
            .doing("list the reasons that payers gave")
    }
}

impl Tx<'_> {
    /// Writes a posting rule in, which is off.
    ///
    /// # Errors
    /// [`StoreError::Refused`] without a name.
    pub fn add_posting_rule(
        &self,
        what: &NewPostingRule,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<PostingRuleId, StoreError> {
        let id = self
            .0
            .prepare_cached("INSERT INTO posting_rule (version) VALUES (1)")
            .and_then(|mut insert| insert.insert([]))
            .map(PostingRuleId::new)
            .doing("write a posting rule in")?;
        self.add_posting_version(id, 1, what, at, by)?;
        Ok(id)
    }

    /// Writes what a posting rule says anew, which is off then.
    ///
    /// # Errors
    /// As [`Tx::add_posting_rule`].
    pub fn change_posting_rule(
        &self,
        rule: &PostingRule,
        what: &NewPostingRule,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let version = rule.version.saturating_add(1);
        self.add_posting_version(rule.id, version, what, at, by)?;
        let _rows = self
            .0
            .prepare_cached("UPDATE posting_rule SET version = ?2, is_on = 0 WHERE id = ?1")
            .and_then(|mut update| update.execute((rule.id, version)))
            .doing("change a posting rule")?;
        Ok(())
    }

    fn add_posting_version(
        &self,
        id: PostingRuleId,
        version: u32,
        what: &NewPostingRule,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        const TASK: &str = "write what a posting rule says";
        let json = |value: serde_json::Result<String>| {
            value
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
                .doing(TASK)
        };
        let when = json(serde_json::to_string(&what.when))?;
        let then = json(serde_json::to_string(&what.then))?;
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO posting_rule_version (posting_rule_id, version, name, condition, act, at, by_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut insert| {
                insert.execute((id, version, what.name.trim(), when, then, instant(at), by))
            })
            .doing(TASK)?;
        Ok(())
    }

    /// Switches a posting rule on or off and writes that down.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn switch_posting_rule(
        &self,
        rule: &PostingRule,
        is_on: bool,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE posting_rule SET is_on = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((rule.id, is_on)))
            .doing("switch a posting rule")?;
        let kind = if is_on { "on" } else { "off" };
        self.add_posting_event(rule, kind, (0, PostingScore::default()), at, by)
    }

    /// Writes down how a trial of a posting rule ended.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn add_posting_trial(
        &self,
        rule: &PostingRule,
        months: u32,
        score: PostingScore,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        self.add_posting_event(rule, "tried", (months, score), at, by)
    }

    fn add_posting_event(
        &self,
        rule: &PostingRule,
        kind: &str,
        (months, score): (u32, PostingScore),
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _id = self
            .0
            .prepare_cached(
                "INSERT INTO posting_rule_event (posting_rule_id, version, at, by_id, kind, months, looked_at, about, \
                 amount_cents, alike, otherwise, otherwise_cents, waits) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    rule.id,
                    rule.version,
                    instant(at),
                    by,
                    kind,
                    months,
                    score.looked_at,
                    score.about,
                    score.amount,
                    score.alike,
                    score.otherwise,
                    score.otherwise_amount,
                    score.waits,
                ))
            })
            .doing("write down what was done with a posting rule")?;
        Ok(())
    }
}

fn rule(row: &Row<'_>) -> rusqlite::Result<PostingRule> {
    Ok(PostingRule {
        id: row.get("id")?,
        version: count(row, "version")?,
        is_on: row.get("is_on")?,
        what: new_rule(row)?,
    })
}

fn new_rule(row: &Row<'_>) -> rusqlite::Result<NewPostingRule> {
    Ok(NewPostingRule {
        name: row.get("name")?,
        when: json(row, "condition")?,
        then: json(row, "act")?,
    })
}

fn score(row: &Row<'_>) -> rusqlite::Result<PostingScore> {
    Ok(PostingScore {
        looked_at: count(row, "looked_at")?,
        about: count(row, "about")?,
        amount: row.get("amount_cents")?,
        alike: count(row, "alike")?,
        otherwise: count(row, "otherwise")?,
        otherwise_amount: row.get("otherwise_cents")?,
        waits: count(row, "waits")?,
    })
}

fn event(row: &Row<'_>, deed: PostingDeed) -> rusqlite::Result<PostingEvent> {
    Ok(PostingEvent {
        at: row.get("at")?,
        by: row.get("by_name")?,
        version: count(row, "version")?,
        deed,
    })
}

fn past_reason(row: &Row<'_>) -> rusqlite::Result<Option<PastReason>> {
    let Some(said) = adjustment(row)? else {
        return Ok(None);
    };
    Ok(Some(PastReason {
        claim: row.get("claim_id")?,
        number: row.get("number")?,
        paid_on: row.get("paid_on")?,
        code: row.get("code")?,
        payer: row.get("payer_id")?,
        kind: row.get("filing_indicator")?,
        rank: row.get("responsibility")?,
        status: row.get("status")?,
        remarks: json(row, "remarks")?,
        group: said.group,
        carc: said.carc,
        amount: said.amount,
        outcome: said.outcome,
    }))
}
