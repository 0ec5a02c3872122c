//! The roll-forward of a span by clinician and by who owes. It starts from what is owed today and goes back, so that a
//! month just ended needs none of the years before it. It must not know what is written beside the rows.

use std::collections::BTreeMap;

use rusqlite::{Params, Row};

use crate::domain::close::{Control, MonthRow, Span};
use crate::domain::ledger::Effect;
use crate::domain::money::{Money, MoneyError};
use crate::store::Store;
use crate::store::balance::too_large;
use crate::store::error::{Doing, StoreError};

/// What one of them moved, and what it came to in the end.
#[derive(Default)]
struct Rolled {
    who: String,
    now: Money,
    since: Money,
    moved: BTreeMap<u8, Money>,
    delta: Money,
}

impl Rolled {
    fn add(&mut self, effect: Effect, is_after: bool, amount: Money) -> Result<(), MoneyError> {
        if is_after {
            self.since = self.since.plus(amount)?;
            return Ok(());
        }
        self.delta = self.delta.plus(amount)?;
        let column = match effect {
            Effect::Charge => 0,
            Effect::InsurancePaid | Effect::PatientPaid => 1,
            Effect::Contractual | Effect::Adjustment | Effect::Agency => 2,
            Effect::Transfer => 3,
        };
        let sum = self.moved.entry(column).or_default();
        *sum = sum.plus(amount)?;
        Ok(())
    }

    fn row(self) -> Result<MonthRow, MoneyError> {
        let closing = self.now.minus(self.since)?;
        let of = |column: u8| self.moved.get(&column).copied().unwrap_or(Money::ZERO);
        Ok(MonthRow {
            control: Control {
                opening: closing.minus(self.delta)?,
                charges: of(0),
                payments: of(1).negated(),
                adjustments: of(2).negated(),
                closing,
            },
            moved: of(3),
            who: self.who,
        })
    }
}

impl Store {
    /// Rolls what is owed forward over a span by clinician, the largest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn rolled_by_provider(&self, span: Span) -> Result<Vec<MonthRow>, StoreError> {
        self.rolled(
            "SELECT r.id AS who_id, COALESCE(r.last_name || ', ' || r.first_name, 'No clinician') AS who, \
             SUM(b.insurance_owes_cents + b.patient_owes_cents) AS cents FROM line_balance AS b \
             LEFT JOIN visit AS v ON v.id = b.visit_id LEFT JOIN provider AS r ON r.id = v.rendering_id \
             WHERE b.insurance_owes_cents <> 0 OR b.patient_owes_cents <> 0 GROUP BY r.id",
            "SELECT r.id AS who_id, COALESCE(r.last_name || ', ' || r.first_name, 'No clinician') AS who, p.effect, \
             e.accounting_on > ?2 AS is_after, SUM(p.amount_cents) AS cents FROM entry AS e \
             CROSS JOIN posting AS p ON p.entry_id = e.id AND p.account IN (10, 20) \
             JOIN charge_line AS c ON c.id = p.charge_line_id LEFT JOIN visit AS v ON v.id = c.visit_id \
             LEFT JOIN provider AS r ON r.id = v.rendering_id \
             WHERE e.accounting_on >= ?1 GROUP BY r.id, p.effect, is_after",
            span,
        )
    }

    /// Rolls what is owed forward over a span by who owes it: each payer, and patients.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn rolled_by_payer(&self, span: Span) -> Result<Vec<MonthRow>, StoreError> {
        self.rolled(
            "SELECT y.id AS who_id, y.name AS who, SUM(b.owes_cents) AS cents FROM policy_balance AS b \
             JOIN policy AS o ON o.id = b.policy_id JOIN payer AS y ON y.id = o.payer_id GROUP BY y.id \
             UNION ALL SELECT NULL, 'Patients', COALESCE(SUM(amount_cents), 0) FROM account_day WHERE account = 20",
            "SELECT y.id AS who_id, COALESCE(y.name, 'Patients') AS who, p.effect, e.accounting_on > ?2 AS is_after, \
             SUM(p.amount_cents) AS cents FROM entry AS e \
             CROSS JOIN posting AS p ON p.entry_id = e.id AND p.account IN (10, 20) \
             LEFT JOIN policy AS o ON o.id = p.policy_id LEFT JOIN payer AS y ON y.id = o.payer_id \
             WHERE e.accounting_on >= ?1 GROUP BY y.id, p.effect, is_after",
            span,
        )
    }

    fn rolled(&self, now: &str, moved: &str, span: Span) -> Result<Vec<MonthRow>, StoreError> {
        let mut rolled: BTreeMap<Option<i64>, Rolled> = BTreeMap::new();
        for (id, who, cents) in self.read_all(now, [], |row| {
            Ok((
                row.get::<_, Option<i64>>("who_id")?,
                row.get::<_, String>("who")?,
                row.get::<_, Money>("cents")?,
            ))
        })? {
            let one = rolled.entry(id).or_default();
            (one.who, one.now) = (who, cents);
        }
        for (id, who, effect, is_after, cents) in
            self.read_all(moved, (span.from, span.through), |row| {
                Ok((
                    row.get::<_, Option<i64>>("who_id")?,
                    row.get::<_, String>("who")?,
                    row.get::<_, Effect>("effect")?,
                    row.get::<_, bool>("is_after")?,
                    row.get::<_, Money>("cents")?,
                ))
            })?
        {
            let one = rolled.entry(id).or_default();
            one.who = who;
            one.add(effect, is_after, cents).map_err(too_large)?;
        }
        let rows: Result<Vec<MonthRow>, MoneyError> =
            rolled.into_values().map(Rolled::row).collect();
        let mut rows = rows.map_err(too_large)?;
        rows.retain(|row| row.control != Control::default() || !row.moved.is_zero());
        rows.sort_by_key(|row| std::cmp::Reverse(row.control.closing));
        Ok(rows)
    }

    fn read_all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut select| select.query_map(params, read)?.collect())
            .doing("roll what is owed forward")
    }

    /// Counts the bank's lines that no deposit is known for, and the refused claims that nobody works.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn left_open(&self) -> Result<(u32, u32), StoreError> {
        self.connection
            .prepare_cached(
                "SELECT (SELECT COUNT(*) FROM bank_line AS l WHERE NOT EXISTS (SELECT 1 FROM bank_event AS e \
                   WHERE e.bank_line_id = l.id AND e.kind <> 'undone' \
                   AND NOT EXISTS (SELECT 1 FROM bank_event AS u WHERE u.undoes = e.id))) AS transfers, \
                 (SELECT COUNT(*) FROM claim AS k WHERE k.state IN ('denied', 'partly_paid') \
                   AND (SELECT e.person_id FROM denial_event AS e WHERE e.claim_id = k.id AND e.kind = 'assigned' \
                     ORDER BY e.id DESC LIMIT 1) IS NULL) AS denials",
            )
            .and_then(|mut select| {
                select.query_row([], |row| {
                    Ok((
                        super::count(row, "transfers")?,
                        super::count(row, "denials")?,
                    ))
                })
            })
            .doing("count what is left open")
    }
}
