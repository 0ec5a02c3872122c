//! What must be true of an account before a statement of it may exist.

use chrono::NaiveDate;

use crate::domain::money::{Money, MoneyError};

use super::{Account, AccountNumber, Line, Statement};

/// Why no statement can be made of an account. Names the line and the difference, and no patient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// A service of another account.
    #[error(
        "a service of {visit_on} stands on account {theirs}, and this is a statement of account {account}"
    )]
    Stranger {
        /// Its day of service.
        visit_on: NaiveDate,
        /// The account it stands on.
        theirs: AccountNumber,
        /// Whose statement this is.
        account: AccountNumber,
    },
    /// A line's columns do not lead to what is owed on it.
    #[error(
        "\"{description}\" of {visit_on} is off by {off}: charge less insurance, discount and payments is not what is owed"
    )]
    Line {
        /// The line's words.
        description: String,
        /// Its day of service.
        visit_on: NaiveDate,
        /// What is owed less what the columns lead to.
        off: Money,
    },
    /// A line's reasons do not add up to the patient's share.
    #[error(
        "the reasons for \"{description}\" of {visit_on} are off by {off} from the patient's share"
    )]
    Reasons {
        /// The line's words.
        description: String,
        /// Its day of service.
        visit_on: NaiveDate,
        /// The reasons less the share.
        off: Money,
    },
    /// An amount below zero where only more can be.
    #[error("{what} of \"{description}\" of {visit_on} is below zero: {amount}")]
    BelowZero {
        /// Which amount.
        what: &'static str,
        /// The line's words.
        description: String,
        /// Its day of service.
        visit_on: NaiveDate,
        /// The amount.
        amount: Money,
    },
    /// Unapplied money below zero.
    #[error("unapplied money is below zero: {amount}")]
    Unapplied {
        /// The amount.
        amount: Money,
    },
    /// What is on a plan below zero.
    #[error("what is on a payment plan is below zero: {amount}")]
    Planned {
        /// The amount.
        amount: Money,
    },
    /// A line was first asked for after this statement.
    #[error(
        "\"{description}\" of {visit_on} was first asked for on {first_billed_on}, after this statement"
    )]
    BilledLater {
        /// The line's words.
        description: String,
        /// Its day of service.
        visit_on: NaiveDate,
        /// The day that cannot be.
        first_billed_on: NaiveDate,
    },
    /// The payments listed for a visit are not what its lines say the patient paid.
    #[error(
        "the payments listed for the visit of {visit_on} are off by {off} from what its lines say was paid"
    )]
    Payments {
        /// The visit's day of service.
        visit_on: NaiveDate,
        /// Listed less paid.
        off: Money,
    },
    /// A payment for a visit that is not on the statement.
    #[error("a payment of {amount} on {paid_on} is for a visit that is not on the statement")]
    StrayPayment {
        /// Its day.
        paid_on: NaiveDate,
        /// Its amount.
        amount: Money,
    },
    /// The previous statement and what came since do not lead to the amount due.
    #[error(
        "the last statement, payments, changes and new charges lead to {found}, not to {due}: off by {off}"
    )]
    Bridge {
        /// Where they lead.
        found: Money,
        /// The amount due.
        due: Money,
        /// The first less the second.
        off: Money,
    },
    /// The parts by cause do not add up to the amount due.
    #[error("the causes add up to {found}, not to {due}: off by {off}")]
    Parts {
        /// What they add up to, after credit.
        found: Money,
        /// The amount due.
        due: Money,
        /// The first less the second.
        off: Money,
    },
    /// The statement and the ledger disagree.
    #[error("the ledger has {ledger} for the account, the statement {statement}: off by {off}")]
    Ledger {
        /// The ledger's balance.
        ledger: Money,
        /// Amount due, pending and on a plan less credit left.
        statement: Money,
        /// The first less the second.
        off: Money,
    },
    /// The payment is asked for before the statement is made.
    #[error("the statement is due on {due_on}, before it is made on {made_on}")]
    DueEarly {
        /// The day of payment.
        due_on: NaiveDate,
        /// The day it is made.
        made_on: NaiveDate,
    },
    /// More than the scan line can carry.
    #[error("{amount} is more than a scan line can carry")]
    TooLarge {
        /// The amount due.
        amount: Money,
    },
    /// A sum beyond what a book can hold.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Proves what was handed in: whose each service is, each line, each visit's payments, the days.
pub(super) fn account(account: &Account) -> Result<(), StatementError> {
    one_recipient(account)?;
    if account.due_on < account.made_on {
        return Err(StatementError::DueEarly {
            due_on: account.due_on,
            made_on: account.made_on,
        });
    }
    if account.unapplied.is_negative() {
        return Err(StatementError::Unapplied {
            amount: account.unapplied,
        });
    }
    if account.planned.is_negative() {
        return Err(StatementError::Planned {
            amount: account.planned,
        });
    }
    account
        .lines
        .iter()
        .try_for_each(|each| line(each, account.made_on))?;
    payments(account)
}

/// Everything shown stands on the account of the one who gets it.
fn one_recipient(account: &Account) -> Result<(), StatementError> {
    let lines = account
        .lines
        .iter()
        .map(|line| (line.account, line.visit_on));
    let pending = account.pending.iter();
    let shown = lines.chain(pending.map(|visit| (visit.account, visit.visit_on)));
    match shown.into_iter().find(|(of, _)| *of != account.number) {
        Some((theirs, visit_on)) => Err(StatementError::Stranger {
            visit_on,
            theirs,
            account: account.number,
        }),
        None => Ok(()),
    }
}

fn line(line: &Line, made_on: NaiveDate) -> Result<(), StatementError> {
    let share = line.share()?;
    let below = [
        ("the patient's share", share),
        ("the payment", line.patient_paid),
    ]
    .into_iter()
    .chain(line.reasons.iter().map(|r| ("a reason", r.amount)))
    .find(|(_, amount)| amount.is_negative());
    if let Some((what, amount)) = below {
        return Err(StatementError::BelowZero {
            what,
            description: line.description.clone(),
            visit_on: line.visit_on,
            amount,
        });
    }
    let off = line.owed.minus(share.minus(line.patient_paid)?)?;
    if !off.is_zero() {
        return Err(StatementError::Line {
            description: line.description.clone(),
            visit_on: line.visit_on,
            off,
        });
    }
    let off = Money::sum(line.reasons.iter().map(|r| r.amount))?.minus(share)?;
    if !off.is_zero() {
        return Err(StatementError::Reasons {
            description: line.description.clone(),
            visit_on: line.visit_on,
            off,
        });
    }
    match line.first_billed_on {
        Some(first_billed_on) if first_billed_on > made_on => Err(StatementError::BilledLater {
            description: line.description.clone(),
            visit_on: line.visit_on,
            first_billed_on,
        }),
        _ => Ok(()),
    }
}

/// Each visit's listed payments are what its lines say was paid, and no payment is for another visit.
fn payments(account: &Account) -> Result<(), StatementError> {
    let mut paid: std::collections::BTreeMap<i64, (NaiveDate, Money)> =
        std::collections::BTreeMap::new();
    for line in &account.lines {
        let (_, sum) = paid
            .entry(line.visit)
            .or_insert((line.visit_on, Money::ZERO));
        *sum = sum.plus(line.patient_paid)?;
    }
    for payment in &account.payments {
        let Some((_, sum)) = paid.get_mut(&payment.visit) else {
            return Err(StatementError::StrayPayment {
                paid_on: payment.paid_on,
                amount: payment.amount,
            });
        };
        *sum = sum.minus(payment.amount)?;
    }
    match paid.into_values().find(|(_, rest)| !rest.is_zero()) {
        Some((visit_on, rest)) => Err(StatementError::Payments {
            visit_on,
            off: rest.negated(),
        }),
        None => Ok(()),
    }
}

/// Proves what was worked out: the bridge, the causes, the ledger.
pub(super) fn statement(statement: &Statement) -> Result<(), StatementError> {
    let due = statement.due;
    let found = statement.bridge.total()?;
    if found != due {
        let off = found.minus(due)?;
        return Err(StatementError::Bridge { found, due, off });
    }
    let causes = Money::sum(statement.parts.iter().map(|part| part.amount))?;
    let found = causes.minus(statement.ageing.credit)?;
    if found != due {
        let off = found.minus(due)?;
        return Err(StatementError::Parts { found, due, off });
    }
    let ledger = statement.account.ledger;
    let shown = due
        .plus(statement.pending)?
        .plus(statement.account.planned)?
        .minus(statement.credit_left)?;
    if ledger == shown {
        Ok(())
    } else {
        Err(StatementError::Ledger {
            ledger,
            statement: shown,
            off: ledger.minus(shown)?,
        })
    }
}
