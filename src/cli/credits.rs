//! What guarantors are let off, given back and moved between them: refunds, credit and whose it is, discounts and help
//! for those in need, and checks that came back.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Subcommand;
use serde_json::{Value, json};

use super::CliError;
use super::out::{self, Out};
use super::relief::{self, HardshipAct, Which};
use crate::domain::id::{ChargeLineId, GuarantorId, PayerId, ReceiptId, RefundId, ReturnedCheckId};
use crate::domain::ledger::Part;
use crate::domain::money::Money;
use crate::domain::owner::CreditReplay;
use crate::domain::patient::account_number;
use crate::domain::payment::receipt_number;
use crate::domain::refund::{
    REGISTER, Refund, escheats_on, refund_number, register_csv, register_row,
};
use crate::domain::returned::{NewReturn, ReturnedCheck};
use crate::domain::typed::show_date;
use crate::office::{Office, OfficeError};

/// How many rows are listed at the most.
pub(super) const MOST: usize = 1_000;

/// What has to do with guarantors' money beside their payments.
#[derive(Debug, Subcommand)]
pub enum OnAccount {
    /// Credit that goes back to guarantors: the register, or what is done about one.
    Refunds {
        /// Write the register as CSV to this file too.
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// What to do; lists them when left out.
        #[command(subcommand)]
        act: Option<RefundAct>,
    },
    /// Whose credit is that is not placed, told step by step, and where it goes.
    CreditOwners {
        /// What to do; lists it when left out.
        #[command(subcommand)]
        act: Option<CreditAct>,
    },
    /// Move what one guarantor owes on services to another.
    MoveBalance {
        /// From this account.
        from: i64,
        /// To this account.
        to: i64,
        /// This service, by number. May be given several times; all that is owed when left out.
        #[arg(long = "line", value_name = "SERVICE")]
        lines: Vec<i64>,
        /// Only so much of it, of a single service.
        #[arg(long)]
        amount: Option<Money>,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Checks that the bank returned: listed, or one taken back.
    ReturnedChecks {
        /// What to do; lists them when left out.
        #[command(subcommand)]
        act: Option<ReturnAct>,
    },
    /// Take a discount off what an account owes.
    Discount {
        /// The account.
        account: i64,
        /// Which.
        which: Which,
        /// Only show what would come off.
        #[arg(long)]
        dry_run: bool,
        /// Why; its name when left out.
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Help for those in need: granted, ended, listed, and the sliding scale it goes by.
    Hardship {
        /// What to do; lists it when left out.
        #[command(subcommand)]
        act: Option<HardshipAct>,
    },
    /// Show the practice's terms for patients' money, or change them.
    PatientTerms {
        /// What comes off for those who pay for themselves, in percent.
        #[arg(long, value_name = "PERCENT")]
        self_pay: Option<u32>,
        /// What a returned check costs.
        #[arg(long, value_name = "AMOUNT")]
        returned_check: Option<Money>,
        /// After how many months unclaimed money goes to the state.
        #[arg(long, value_name = "MONTHS")]
        escheat: Option<u32>,
    },
}

/// What is done about a refund.
#[derive(Debug, Subcommand)]
pub enum RefundAct {
    /// Ask for credit to go back.
    Ask {
        /// The account.
        account: i64,
        /// How much.
        amount: Money,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Approve one: its credit is set aside.
    Approve {
        /// The refund's number.
        refund: String,
    },
    /// Decline one, or withdraw one that was approved.
    Decline {
        /// The refund's number.
        refund: String,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Pay one by check.
    Pay {
        /// The refund's number.
        refund: String,
        /// The check's number.
        #[arg(long)]
        check: String,
        /// The date on it; today when left out.
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// Void the check of one: it is to be paid again.
    Void {
        /// The refund's number.
        refund: String,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Say that the bank cashed its check.
    Cashed {
        /// The refund's number.
        refund: String,
        /// On which day; today when left out.
        #[arg(long)]
        on: Option<NaiveDate>,
    },
}

/// What is done with credit.
#[derive(Debug, Subcommand)]
pub enum CreditAct {
    /// Show whose an account's credit is, or whose money is too much on one service, step by step.
    Owner {
        /// The account.
        account: i64,
        /// This service, by number.
        #[arg(long, value_name = "SERVICE")]
        line: Option<i64>,
    },
    /// Take everything that is overpaid off its services, back to credit.
    Release {
        /// The account.
        account: i64,
        /// Why.
        #[arg(long, default_value = "paid beyond what is owed")]
        why: String,
    },
    /// Move credit to another account.
    Move {
        /// From this account.
        from: i64,
        /// To this account.
        to: i64,
        /// How much.
        amount: Money,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Give a payer's part of the credit back to it: it is then owed back to the payer.
    ToPayer {
        /// The account.
        account: i64,
        /// The payer's number.
        payer: i64,
        /// How much.
        amount: Money,
        /// Why.
        #[arg(long)]
        why: String,
    },
}

/// What is done about a check that came back.
#[derive(Debug, Subcommand)]
pub enum ReturnAct {
    /// Take a check back that the bank returned.
    Enter {
        /// The payment, as `deposits` names it: R-000012/1.
        payment: String,
        /// What the bank said.
        #[arg(long, default_value = "not enough funds")]
        why: String,
        /// On which day; today when left out.
        #[arg(long)]
        on: Option<NaiveDate>,
        /// What is charged for it; the practice's fee when left out.
        #[arg(long, value_name = "AMOUNT")]
        fee: Option<Money>,
    },
    /// Let its payment hold again, and take the fee back.
    Undo {
        /// The returned check's number.
        check: i64,
        /// Why.
        #[arg(long)]
        why: String,
    },
}

/// Does what has to do with guarantors' money.
pub fn run(out: &Out, office: &mut Office, what: &OnAccount) -> Result<(), CliError> {
    match what {
        OnAccount::Refunds { csv, act: None } => refunds(out, office, csv.as_deref()),
        OnAccount::Refunds { act: Some(act), .. } => refund(out, office, act),
        OnAccount::CreditOwners { act } => credit(out, office, act.as_ref()),
        OnAccount::MoveBalance {
            from,
            to,
            lines,
            amount,
            why,
        } => {
            let between = (GuarantorId::new(*from), GuarantorId::new(*to));
            move_balance(out, office, between, (lines, *amount), why)
        }
        OnAccount::ReturnedChecks { act } => returned(out, office, act.as_ref()),
        OnAccount::Discount {
            account,
            which,
            dry_run,
            why,
        } => {
            let account = GuarantorId::new(*account);
            relief::discount(out, office, account, (which.discount(), *dry_run), why)
        }
        OnAccount::Hardship { act } => relief::hardship(out, office, act.as_ref()),
        OnAccount::PatientTerms {
            self_pay,
            returned_check,
            escheat,
        } => relief::terms(out, office, (*self_pay, *returned_check, *escheat)),
    }
}

pub(super) fn said(out: &Out, document: &Value, line: String) {
    out.answer(document, || vec![line]);
}

fn refund_id(typed: &str) -> Result<RefundId, CliError> {
    let upper = typed.trim().to_ascii_uppercase();
    upper
        .strip_prefix("RF-")
        .unwrap_or(&upper)
        .parse()
        .map(RefundId::new)
        .map_err(|_| CliError::NotThere(format!("refund {typed}")))
}

fn refund_value(refund: &Refund, months: u32) -> Value {
    let check = refund.check();
    json!({ "refund": refund_number(refund.id), "guarantor": account_number(refund.guarantor), "amount": refund.amount,
        "state": refund.standing(), "why": refund.why, "asked_by": refund.asked_by,
        "approved_by": refund.approval().map(|event| &event.by), "approved_on": refund.approval().map(|event| event.on),
        "check": check.map(|event| &event.number), "paid_on": check.map(|event| event.on),
        "escheats_on": refund.escheats_on(months), "events": refund.events })
}

/// Lists the register of refunds, and writes it as CSV.
fn refunds(out: &Out, office: &Office, csv: Option<&Path>) -> Result<(), CliError> {
    let months = office.patient_terms()?.escheat_months;
    let all = office.refunds(None, MOST)?;
    if let Some(path) = csv {
        std::fs::write(path, register_csv(&all, months)).map_err(|source| CliError::File {
            path: path.to_owned(),
            source,
        })?;
    }
    let rows: Vec<Value> = all
        .iter()
        .map(|refund| refund_value(refund, months))
        .collect();
    out.answer(&json!({ "refunds": rows }), || {
        let cells: Vec<Vec<String>> = all
            .iter()
            .map(|refund| register_row(refund, months).to_vec())
            .collect();
        out::table(&REGISTER, &[3], &cells)
    });
    Ok(())
}

fn refund(out: &Out, office: &mut Office, act: &RefundAct) -> Result<(), CliError> {
    let today = office.today();
    let id = match act {
        RefundAct::Ask {
            account,
            amount,
            why,
        } => office.ask_refund(GuarantorId::new(*account), *amount, why)?,
        RefundAct::Approve { refund } => {
            let id = refund_id(refund)?;
            office.approve_refund(id)?;
            id
        }
        RefundAct::Decline { refund, why } => {
            let id = refund_id(refund)?;
            office.decline_refund(id, why)?;
            id
        }
        RefundAct::Pay { refund, check, on } => {
            let id = refund_id(refund)?;
            office.pay_refund(id, check, on.unwrap_or(today))?;
            id
        }
        RefundAct::Void { refund, why } => {
            let id = refund_id(refund)?;
            office.void_refund_check(id, why)?;
            id
        }
        RefundAct::Cashed { refund, on } => {
            let id = refund_id(refund)?;
            office.cash_refund(id, on.unwrap_or(today))?;
            id
        }
    };
    let now = office.refund(id)?;
    let months = office.patient_terms()?.escheat_months;
    let words = format!(
        "Refund {} of {}: {}.",
        refund_number(id),
        now.amount,
        now.standing().words()
    );
    said(out, &refund_value(&now, months), words);
    Ok(())
}

fn credit(out: &Out, office: &mut Office, act: Option<&CreditAct>) -> Result<(), CliError> {
    let entry = match act {
        None => return credits(out, office),
        Some(CreditAct::Owner {
            account,
            line: None,
        }) => return owner(out, office, GuarantorId::new(*account)),
        Some(CreditAct::Owner {
            account,
            line: Some(line),
        }) => {
            let line = ChargeLineId::new(*line);
            return service(out, office, line, GuarantorId::new(*account));
        }
        Some(CreditAct::Release { account, why }) => {
            office.release_overpaid(GuarantorId::new(*account), why)?
        }
        Some(CreditAct::Move {
            from,
            to,
            amount,
            why,
        }) => office.move_credit(GuarantorId::new(*from), GuarantorId::new(*to), *amount, why)?,
        Some(CreditAct::ToPayer {
            account,
            payer,
            amount,
            why,
        }) => {
            let payer = PayerId::new(*payer);
            office.give_to_payer(GuarantorId::new(*account), payer, *amount, why)?
        }
    };
    let words = format!("Entry {entry} of the journal.");
    said(out, &json!({ "entry": entry }), words);
    Ok(())
}

/// Lists credit that is not placed, whose it is, and when it goes to the state.
fn credits(out: &Out, office: &Office) -> Result<(), CliError> {
    let months = office.patient_terms()?.escheat_months;
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    for row in office.open_credit(MOST)? {
        let replay = office.credit_owner(row.guarantor)?;
        let own = replay.guarantors().map_err(OfficeError::from)?;
        let payers = row.amount.minus(own).map_err(OfficeError::from)?;
        let until = escheats_on(row.last_on, months);
        rows.push(json!({ "guarantor": account_number(row.guarantor), "amount": row.amount, "guarantors": own,
            "payers": payers, "last_on": row.last_on, "escheats_on": until }));
        cells.push(vec![
            account_number(row.guarantor),
            row.name.to_string(),
            row.amount.plain(),
            own.plain(),
            payers.plain(),
            show_date(row.last_on),
            until.map(show_date).unwrap_or_default(),
        ]);
    }
    let head = [
        "account",
        "name",
        "credit",
        "guarantor's",
        "payers'",
        "last moved",
        "escheat",
    ];
    out.answer(&json!({ "credits": rows }), || {
        out::table(&head, &[2, 3, 4], &cells)
    });
    Ok(())
}

fn owner(out: &Out, office: &Office, account: GuarantorId) -> Result<(), CliError> {
    let _there = office.guarantor(account)?;
    let replay = office.credit_owner(account)?;
    let document = serde_json::to_value(&replay).unwrap_or_default();
    out.answer(&document, || owner_lines(&replay));
    Ok(())
}

fn owner_lines(replay: &CreditReplay) -> Vec<String> {
    let cells: Vec<Vec<String>> = replay
        .steps
        .iter()
        .map(|step| {
            vec![
                show_date(step.on),
                step.amount.plain(),
                step.left.plain(),
                step.payers.plain(),
                step.words.clone(),
            ]
        })
        .collect();
    let head = ["day", "amount", "left", "payers'", "what"];
    let mut lines = out::table(&head, &[1, 2, 3], &cells);
    lines.push(String::new());
    lines.extend(replay.pieces.iter().map(|piece| {
        format!(
            "{} belongs to {}: {}",
            piece.amount,
            piece.owner.words(),
            piece.words
        )
    }));
    lines
}

fn service(
    out: &Out,
    office: &Office,
    line: ChargeLineId,
    account: GuarantorId,
) -> Result<(), CliError> {
    let replay = office.service_owner(line, account)?;
    let mut document = serde_json::to_value(&replay).unwrap_or_default();
    if let Some(fields) = document.as_object_mut() {
        let _before = fields.insert(String::from("because"), json!(replay.words()));
    }
    out.answer(&document, || {
        let cells: Vec<Vec<String>> = replay
            .steps
            .iter()
            .map(|step| {
                vec![
                    show_date(step.on),
                    step.share.plain(),
                    step.paid.plain(),
                    step.due.plain(),
                    step.payers_paid.plain(),
                    step.words.clone(),
                ]
            })
            .collect();
        let head = ["day", "share", "paid", "payers' due", "payers paid", "what"];
        let mut lines = out::table(&head, &[1, 2, 3, 4], &cells);
        lines.push(format!("{}.", replay.words()));
        lines
    });
    Ok(())
}

fn move_balance(
    out: &Out,
    office: &mut Office,
    (from, to): (GuarantorId, GuarantorId),
    (lines, amount): (&[i64], Option<Money>),
    why: &str,
) -> Result<(), CliError> {
    let open = office.open_items(from)?;
    let parts: Vec<Part> = open
        .iter()
        .filter(|item| lines.is_empty() || lines.contains(&item.line.get()))
        .filter(|item| item.patient_owes.is_positive())
        .map(|item| Part {
            line: item.line,
            amount: amount.unwrap_or(item.patient_owes),
        })
        .collect();
    if parts.is_empty() || (amount.is_some() && parts.len() != 1) {
        return Err(CliError::NotThere(String::from(
            "open balance like that on the account",
        )));
    }
    let entry = office.move_balance(from, to, &parts, why)?;
    let moved = Money::sum(parts.iter().map(|part| part.amount)).map_err(OfficeError::from)?;
    let words = format!(
        "{moved} moved from account {} to account {}.",
        account_number(from),
        account_number(to)
    );
    said(out, &json!({ "entry": entry, "moved": moved }), words);
    Ok(())
}

fn returned(out: &Out, office: &mut Office, act: Option<&ReturnAct>) -> Result<(), CliError> {
    match act {
        None => {
            let all = office.returned_checks(None, MOST)?;
            let cells: Vec<Vec<String>> = all.iter().map(returned_cells).collect();
            let rows = json!({ "returned_checks": all });
            let head = [
                "no.", "payment", "account", "name", "check", "day", "amount", "fee", "",
            ];
            out.answer(&rows, || out::table(&head, &[6, 7], &cells));
        }
        Some(ReturnAct::Enter {
            payment,
            why,
            on,
            fee,
        }) => {
            let (receipt, tender) = payment_of(payment)?;
            let new = NewReturn {
                receipt,
                tender,
                on: on.unwrap_or_else(|| office.today()),
                fee: match fee {
                    Some(fee) => *fee,
                    None => office.patient_terms()?.returned_check_fee,
                },
                why: why.clone(),
            };
            let id = office.return_check(&new)?;
            let words = format!(
                "Check of {} returned, no. {id}; fee {}.",
                receipt_number(receipt),
                new.fee
            );
            said(out, &json!({ "returned_check": id, "fee": new.fee }), words);
        }
        Some(ReturnAct::Undo { check, why }) => {
            let id = ReturnedCheckId::new(*check);
            office.undo_returned_check(id, why)?;
            let words = String::from("Its payment holds again and waits for the bank.");
            said(out, &json!({ "returned_check": id, "undone": true }), words);
        }
    }
    Ok(())
}

fn payment_of(typed: &str) -> Result<(ReceiptId, u32), CliError> {
    let wrong = || {
        CliError::NotThere(format!(
            "payment {typed}; `deposits` shows how one is named"
        ))
    };
    let upper = typed.trim().to_ascii_uppercase();
    let rest = upper.strip_prefix("R-").unwrap_or(&upper);
    let (receipt, place) = rest.split_once('/').unwrap_or((rest, "1"));
    Ok((
        ReceiptId::new(receipt.parse().map_err(|_| wrong())?),
        place.parse().map_err(|_| wrong())?,
    ))
}

fn returned_cells(one: &ReturnedCheck) -> Vec<String> {
    vec![
        one.id.to_string(),
        format!("{}/{}", receipt_number(one.receipt), one.tender),
        account_number(one.guarantor),
        one.name.to_string(),
        one.number.clone(),
        show_date(one.on),
        one.amount.plain(),
        one.fee.map(|(_, fee)| fee.plain()).unwrap_or_default(),
        match &one.undone {
            Some(why) => format!("holds again: {why}"),
            None => one.why.clone(),
        },
    ]
}
