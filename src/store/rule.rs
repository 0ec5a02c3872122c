//! The practice's own rules in the book: what each says and said, and what was done with it. It must not know which
//! claims a rule is about.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::{given, text};
use super::value::{count, instant, json};
use super::{Store, Tx};
use crate::domain::id::{RuleId, UserId};
use crate::domain::rule::{Deed, Event, Learned, NewRule, Rule, Score};

/// The columns of a rule and the version that holds.
macro_rules! rules {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.version, r.is_on, v.name, v.words, v.fix, v.condition, v.act, v.from_on, v.until_on, \
             v.claim_id, v.carc FROM rule AS r JOIN rule_version AS v ON v.rule_id = r.id AND v.version = r.version ",
            $which
        )
    };
}

reads! {
    /// Lists the rules, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn rules(&self) -> Result<Vec<Rule>, StoreError> {
        self.sql()
            .prepare_cached(rules!("ORDER BY r.id"))
            .and_then(|mut select| select.query_map([], rule)?.collect())
            .doing("list the rules")
    }

    /// Lists the rules that claims are held against, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn rules_on(&self) -> Result<Vec<Rule>, StoreError> {
        self.sql()
            .prepare_cached(rules!("WHERE r.is_on = 1 ORDER BY r.id"))
            .and_then(|mut select| select.query_map([], rule)?.collect())
            .doing("list the rules that are on")
    }

    /// Reads a rule.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_rule(&self, id: RuleId) -> Result<Option<Rule>, StoreError> {
        self.sql()
            .prepare_cached(rules!("WHERE r.id = ?1"))
            .and_then(|mut select| select.query_row([id], rule).optional())
            .doing("read a rule")
    }

    /// Reads how the last trial of a rule's version ended, and over how many months; none when it was not tried.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn last_trial(
        &self,
        id: RuleId,
        version: u32,
    ) -> Result<Option<(u32, Score)>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT * FROM rule_event WHERE rule_id = ?1 AND version = ?2 AND kind = 'tried' \
                 ORDER BY id DESC LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row((id, version), |row| Ok((count(row, "months")?, score(row)?)))
                    .optional()
            })
            .doing("read the trial of a rule")
    }
}

impl Store {
    /// Lists everything that was done with a rule, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn rule_events(&self, id: RuleId) -> Result<Vec<Event>, StoreError> {
        const TASK: &str = "read what was done with a rule";
        let mut events: Vec<Event> = self
            .connection
            .prepare_cached(
                "SELECT v.*, u.name AS by_name FROM rule_version AS v JOIN person_at_work AS u ON u.id = v.by_id \
                 WHERE v.rule_id = ?1 ORDER BY v.version",
            )
            .and_then(|mut select| {
                select
                    .query_map([id], |row| event(row, Deed::Written(Box::new(new_rule(row)?))))?
                    .collect()
            })
            .doing(TASK)?;
        let deeds: Vec<Event> = self
            .connection
            .prepare_cached(
                "SELECT e.*, u.name AS by_name FROM rule_event AS e JOIN person_at_work AS u ON u.id = e.by_id \
                 WHERE e.rule_id = ?1 ORDER BY e.id",
            )
            .and_then(|mut select| {
                select
                    .query_map([id], |row| {
                        let deed = match row.get_ref("kind")?.as_str()? {
                            "tried" => Deed::Tried(count(row, "months")?, score(row)?),
                            "on" => Deed::On,
                            _ => Deed::Off,
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
}

impl Tx<'_> {
    /// Writes a rule in, which is off.
    ///
    /// # Errors
    /// [`StoreError::Refused`] without a name or words.
    pub fn add_rule(
        &self,
        what: &NewRule,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<RuleId, StoreError> {
        let id = self
            .0
            .prepare_cached("INSERT INTO rule (version) VALUES (1)")
            .and_then(|mut insert| insert.insert([]))
            .map(RuleId::new)
            .doing("write a rule in")?;
        self.add_version(id, 1, what, at, by)?;
        Ok(id)
    }

    /// Writes what a rule says anew, which is off then.
    ///
    /// # Errors
    /// As [`Tx::add_rule`].
    pub fn change_rule(
        &self,
        rule: &Rule,
        what: &NewRule,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let version = rule.version.saturating_add(1);
        self.add_version(rule.id, version, what, at, by)?;
        let _rows = self
            .0
            .prepare_cached("UPDATE rule SET version = ?2, is_on = 0 WHERE id = ?1")
            .and_then(|mut update| update.execute((rule.id, version)))
            .doing("change a rule")?;
        Ok(())
    }

    fn add_version(
        &self,
        id: RuleId,
        version: u32,
        what: &NewRule,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        const TASK: &str = "write what a rule says";
        let json = |value: serde_json::Result<String>| {
            value
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
                .doing(TASK)
        };
        let when = json(serde_json::to_string(&what.when))?;
        let then = json(serde_json::to_string(&what.then))?;
        let carc = what.learned.and_then(|learned| learned.carc);
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO rule_version (rule_id, version, name, words, fix, condition, act, from_on, until_on, \
                 claim_id, carc, at, by_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )
            .and_then(|mut insert| {
                insert.execute(rusqlite::params![
                    id,
                    version,
                    what.name.trim(),
                    what.words.trim(),
                    what.fix.trim(),
                    when,
                    then,
                    what.from,
                    what.until,
                    what.learned.map(|learned| learned.claim),
                    text(carc.as_ref()),
                    instant(at),
                    by,
                ])
            })
            .doing(TASK)?;
        Ok(())
    }

    /// Switches a rule on or off and writes that down.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn switch_rule(
        &self,
        rule: &Rule,
        is_on: bool,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE rule SET is_on = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((rule.id, is_on)))
            .doing("switch a rule")?;
        let kind = if is_on { "on" } else { "off" };
        self.add_rule_event(rule, kind, (0, Score::default()), at, by)
    }

    /// Writes down how a trial of a rule ended.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn add_trial(
        &self,
        rule: &Rule,
        months: u32,
        score: Score,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        self.add_rule_event(rule, "tried", (months, score), at, by)
    }

    fn add_rule_event(
        &self,
        rule: &Rule,
        kind: &str,
        (months, score): (u32, Score),
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _id = self
            .0
            .prepare_cached(
                "INSERT INTO rule_event (rule_id, version, at, by_id, kind, months, looked_at, caught, right_claims, \
                 right_cents, wrong_claims, open_claims) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
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
                    score.caught,
                    score.right,
                    score.right_amount,
                    score.wrong,
                    score.open,
                ))
            })
            .doing("write down what was done with a rule")?;
        Ok(())
    }
}

fn rule(row: &Row<'_>) -> rusqlite::Result<Rule> {
    Ok(Rule {
        id: row.get("id")?,
        version: count(row, "version")?,
        is_on: row.get("is_on")?,
        what: new_rule(row)?,
    })
}

fn new_rule(row: &Row<'_>) -> rusqlite::Result<NewRule> {
    let carc = given(row, "carc")?;
    let learned = row.get::<_, Option<_>>("claim_id")?;
    Ok(NewRule {
        name: row.get("name")?,
        words: row.get("words")?,
        fix: row.get("fix")?,
        when: json(row, "condition")?,
        then: json(row, "act")?,
        from: row.get("from_on")?,
        until: row.get("until_on")?,
        learned: learned.map(|claim| Learned { claim, carc }),
    })
}

fn score(row: &Row<'_>) -> rusqlite::Result<Score> {
    Ok(Score {
        looked_at: count(row, "looked_at")?,
        caught: count(row, "caught")?,
        right: count(row, "right_claims")?,
        right_amount: row.get("right_cents")?,
        wrong: count(row, "wrong_claims")?,
        open: count(row, "open_claims")?,
    })
}

fn event(row: &Row<'_>, deed: Deed) -> rusqlite::Result<Event> {
    Ok(Event {
        at: row.get("at")?,
        by: row.get("by_name")?,
        version: count(row, "version")?,
        deed,
    })
}
