//! The counter: what is due today, payments, what is agreed to be paid later, and credit that waits.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::out::{self, Out};
use super::{CliError, documents};
use crate::domain::desk::{Ahead, Asked, CreditRow, Desk, DeskRow, Order};
use crate::domain::draft::{LaterDraft, ReceiptDraft, receipt};
use crate::domain::id::{GuarantorId, ReceiptId, VisitId};
use crate::domain::money::Money;
use crate::domain::patient::account_number;
use crate::domain::pay_later::{LaterId, Means, PayLaterRow};
use crate::domain::payment::{NewReceipt, Tender, receipt_number};
use crate::domain::statement::ScanLine;
use crate::domain::typed::show_date;
use crate::office::{Office, OfficeError, save_file};

/// What has to do with guarantors at the counter.
#[derive(Debug, Subcommand)]
pub enum AtTheCounter {
    /// Take a guarantor's payment from a JSON document; copays of today and then the oldest services are paid first
    /// unless it says otherwise.
    Pay(Pay),
    /// List what is due today: of everybody who is seen, or of one account, service by service.
    Due {
        /// The guarantor's account number.
        #[arg(long)]
        account: Option<i64>,
    },
    /// What was agreed to be paid later: promises, and checks held until their day. Lists what is open when nothing
    /// else is asked.
    Later {
        /// What to do.
        #[command(subcommand)]
        act: Option<LaterAct>,
    },
    /// Credit that was paid and not placed. Lists it when nothing else is asked.
    Credit {
        /// What to do.
        #[command(subcommand)]
        act: Option<CreditAct>,
    },
}

/// A payment.
#[derive(Debug, Args)]
pub struct Pay {
    /// The document.
    file: PathBuf,
    /// The guarantor's account number.
    #[arg(long, required_unless_present = "scan", conflicts_with = "scan")]
    account: Option<i64>,
    /// The scan line of a statement's coupon, which names the account.
    #[arg(long, value_name = "LINE")]
    scan: Option<String>,
    /// Pay this visit first.
    #[arg(long)]
    visit: Option<i64>,
    /// Write the printed receipt here.
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
}

/// What is done about what is paid later.
#[derive(Debug, Subcommand)]
pub enum LaterAct {
    /// Write down that a guarantor promised to pay by a day.
    Promise(Promised),
    /// Write down a check that is held until its day.
    Hold {
        /// What was agreed.
        #[command(flatten)]
        what: Promised,
        /// The check's number.
        #[arg(long)]
        check: String,
    },
    /// Take a held check in, now that its day has come.
    Take {
        /// Its number, as C3.
        id: LaterId,
        /// Write the printed receipt here.
        #[arg(long, value_name = "FILE")]
        receipt: Option<PathBuf>,
    },
    /// Call an agreement off.
    Off {
        /// Its number, as P3 or C3.
        id: LaterId,
        /// Why.
        #[arg(long)]
        why: String,
    },
}

/// What was agreed to be paid later.
#[derive(Debug, Args)]
pub struct Promised {
    /// The guarantor's account number.
    #[arg(long)]
    account: i64,
    /// How much.
    #[arg(long)]
    amount: String,
    /// By which day; the day written on the check.
    #[arg(long, value_name = "DAY")]
    by: NaiveDate,
    /// What else was said.
    #[arg(long, default_value = "")]
    note: String,
}

/// What is done about credit.
#[derive(Debug, Subcommand)]
pub enum CreditAct {
    /// Place an account's credit where it goes by itself: on what it was paid ahead for, on copays of today, then on
    /// the oldest services.
    Place {
        /// The guarantor's account number.
        #[arg(long)]
        account: i64,
    },
}

/// Does what was asked.
pub fn run(out: &Out, office: &mut Office, what: &AtTheCounter) -> Result<(), CliError> {
    match what {
        AtTheCounter::Pay(pay) => take(out, office, pay),
        AtTheCounter::Due { account: None } => due(out, office),
        AtTheCounter::Due {
            account: Some(account),
        } => due_of(out, office, GuarantorId::new(*account)),
        AtTheCounter::Later { act: None } => laters(out, office),
        AtTheCounter::Later { act: Some(act) } => later(out, office, act),
        AtTheCounter::Credit { act: None } => credits(out, office),
        AtTheCounter::Credit {
            act: Some(CreditAct::Place { account }),
        } => place(out, office, GuarantorId::new(*account)),
    }
}

/// Takes a guarantor's payment.
fn take(out: &Out, office: &mut Office, pay: &Pay) -> Result<(), CliError> {
    let guarantor = payer(office, pay)?;
    let draft: ReceiptDraft = documents::read(&pay.file)?;
    let desk = office.desk(guarantor)?;
    let open = office.open_items(guarantor)?;
    let visits: Vec<VisitId> = desk.ahead.iter().map(|visit| visit.visit).collect();
    let context = receipt::Context {
        guarantor,
        open: &open,
        ahead: &visits,
        today: office.today(),
    };
    let mut new = draft
        .check(context)
        .map_err(|complaints| documents::complain(out, &complaints))?;
    let mut ahead = draft.aheads();
    if draft.placed.is_empty() {
        (new.placed, ahead) = spread(&desk, &new, pay.visit.map(VisitId::new))?;
    }
    // A payment whose receipt cannot be written is not taken: whoever is refused may simply try again.
    let id = office.together(|office| -> Result<_, CliError> {
        let id = office.take_payment_ahead(&new, &ahead)?;
        print(office, id, pay.receipt.as_deref())?;
        Ok(id)
    })?;
    let number = receipt_number(id);
    out.answer(&json!({ "receipt": number, "file": pay.receipt }), || {
        vec![format!("Receipt {number}.")]
    });
    Ok(())
}

/// Whose payment it is.
fn payer(office: &Office, pay: &Pay) -> Result<GuarantorId, CliError> {
    let Some(line) = &pay.scan else {
        return Ok(GuarantorId::new(pay.account.unwrap_or_default()));
    };
    let scan = ScanLine::read(line)
        .map_err(|fault| CliError::NotThere(format!("account to pay for: {fault}")))?;
    Ok(office.scanned(scan)?.guarantor)
}

fn spread(
    desk: &Desk,
    new: &NewReceipt,
    first: Option<VisitId>,
) -> Result<(Vec<crate::domain::payment::Placement>, Vec<Ahead>), CliError> {
    let amount = Money::sum(new.tenders.iter().map(Tender::amount)).map_err(OfficeError::from)?;
    let order = first.map_or(Order::OldestFirst, Order::VisitFirst);
    if let Some(visit) = first
        && !desk.visits().contains(&visit)
    {
        return Err(CliError::NotThere(format!(
            "visit {visit} on this account with something to pay"
        )));
    }
    let spread = desk.spread(amount, order).map_err(OfficeError::from)?;
    Ok((desk.placements(&spread), desk.aheads(&spread)))
}

fn print(office: &mut Office, receipt: ReceiptId, to: Option<&Path>) -> Result<(), CliError> {
    if let Some(path) = to {
        save_file(path, &office.receipt_pdf(receipt)?)?;
    }
    Ok(())
}

/// Lists who is seen today, with what is due.
fn due(out: &Out, office: &Office) -> Result<(), CliError> {
    let rows = office.desk_today()?;
    let all = |amount: fn(&DeskRow) -> Money| {
        Money::sum(rows.iter().map(amount)).map_err(OfficeError::from)
    };
    let total = all(|row| row.due().unwrap_or_default())?;
    let documents: Vec<Value> = rows.iter().map(due_document).collect();
    out.answer(
        &json!({ "day": office.today(), "due": total, "rows": documents }),
        || {
            let cells: Vec<Vec<String>> = rows.iter().map(due_cells).collect();
            let mut lines = out::table(
                &[
                    "account", "name", "seen", "copay", "plan", "before", "due", "paid", "credit",
                ],
                &[3, 4, 5, 6, 7, 8],
                &cells,
            );
            lines.push(format!("Due today: {total}"));
            lines
        },
    );
    Ok(())
}

fn due_document(row: &DeskRow) -> Value {
    json!({
        "account": account_number(row.guarantor), "name": row.name.natural(), "seen": row.patients, "copay": row.copay,
        "instalment": row.instalment, "old_balance": row.old, "due": row.due().unwrap_or_default(), "paid": row.paid,
        "credit": row.credit,
    })
}

fn due_cells(row: &DeskRow) -> Vec<String> {
    let mut cells = vec![
        account_number(row.guarantor),
        row.name.to_string(),
        row.patients.join(", "),
    ];
    let due = row.due().unwrap_or_default();
    let amounts = [
        row.copay,
        row.instalment,
        row.old,
        due,
        row.paid,
        row.credit,
    ];
    cells.extend(amounts.map(|amount| amount.to_string()));
    cells
}

/// Lists what one account is asked for, service by service.
fn due_of(out: &Out, office: &Office, guarantor: GuarantorId) -> Result<(), CliError> {
    let _payer = office.guarantor(guarantor)?;
    let desk = office.desk(guarantor)?;
    let wrong = OfficeError::from;
    let (due, copay, old) = (
        desk.due().map_err(wrong)?,
        desk.copay().map_err(wrong)?,
        desk.old().map_err(wrong)?,
    );
    let document = json!({
        "account": account_number(guarantor), "day": desk.on, "due": due, "copay": copay,
        "instalment": desk.instalment, "old_balance": old, "credit": desk.credit, "services": desk.services,
        "ahead": desk.ahead, "waiting": desk.waiting, "later": desk.later.iter().map(later_document).collect::<Vec<_>>(),
    });
    out.answer(&document, || {
        let mut cells: Vec<Vec<String>> = desk.services.iter().map(asked_cells).collect();
        cells.extend(desk.ahead.iter().map(|visit| {
            vec![
                visit.visit.to_string(),
                show_date(visit.service_on),
                visit.patient_first.clone(),
                String::from("copay, services are not entered yet"),
                visit.copay.to_string(),
                visit.copay.to_string(),
            ]
        }));
        let head = ["visit", "service", "patient", "what", "copay", "asked for"];
        let mut lines = out::table(&head, &[4, 5], &cells);
        lines.push(format!("Due today: {due}"));
        if desk.credit.is_positive() {
            lines.push(format!("Credit to place: {}", desk.credit));
        }
        lines
    });
    Ok(())
}

fn asked_cells(asked: &Asked) -> Vec<String> {
    vec![
        asked.item.visit.to_string(),
        show_date(asked.item.service_on),
        asked.item.patient_first.clone(),
        asked.item.description.clone(),
        asked.copay.to_string(),
        asked.owed().to_string(),
    ]
}

/// Lists what is still to come of what was agreed to be paid later.
fn laters(out: &Out, office: &Office) -> Result<(), CliError> {
    let rows = office.pay_laters()?;
    let documents: Vec<Value> = rows.iter().map(later_document).collect();
    out.answer(&json!({ "rows": documents }), || {
        let cells: Vec<Vec<String>> = rows.iter().map(later_cells).collect();
        let head = [
            "number", "account", "name", "what", "amount", "left", "by", "",
        ];
        out::table(&head, &[4, 5], &cells)
    });
    Ok(())
}

fn kind(row: &PayLaterRow) -> String {
    match &row.later.what.means {
        Means::Promise => String::from("promise"),
        Means::HeldCheck { number } => format!("check {number}"),
    }
}

fn later_document(row: &PayLaterRow) -> Value {
    let what = &row.later.what;
    let number = match &what.means {
        Means::Promise => None,
        Means::HeldCheck { number } => Some(number),
    };
    json!({
        "number": row.later.id, "account": account_number(what.guarantor), "name": row.later.name.natural(),
        "kind": what.means.code(), "check": number, "amount": what.amount, "left": row.left, "by": what.due_on,
        "state": row.standing.words().to_lowercase().replace(' ', "_"), "note": what.words,
    })
}

fn later_cells(row: &PayLaterRow) -> Vec<String> {
    let what = &row.later.what;
    vec![
        row.later.id.to_string(),
        account_number(what.guarantor),
        row.later.name.to_string(),
        kind(row),
        what.amount.to_string(),
        row.left.to_string(),
        show_date(what.due_on),
        row.standing.words().to_lowercase(),
    ]
}

fn later(out: &Out, office: &mut Office, act: &LaterAct) -> Result<(), CliError> {
    match act {
        LaterAct::Promise(what) => agree(out, office, what, None),
        LaterAct::Hold { what, check } => agree(out, office, what, Some(check)),
        LaterAct::Take { id, receipt } => {
            let LaterId::Check(id) = *id else {
                return Err(CliError::NotThere(format!("held check {id}")));
            };
            let taken = office.together(|office| -> Result<_, CliError> {
                let taken = office.take_held_check(id)?;
                print(office, taken, receipt.as_deref())?;
                Ok(taken)
            })?;
            let number = receipt_number(taken);
            out.answer(&json!({ "receipt": number, "file": receipt }), || {
                vec![format!("Receipt {number}.")]
            });
            Ok(())
        }
        LaterAct::Off { id, why } => {
            office.call_off(*id, why)?;
            out.answer(&json!({ "number": id, "called_off": true }), || {
                vec![String::from("It is called off.")]
            });
            Ok(())
        }
    }
}

fn agree(
    out: &Out,
    office: &mut Office,
    what: &Promised,
    check: Option<&String>,
) -> Result<(), CliError> {
    let draft = LaterDraft {
        kind: String::from(if check.is_some() {
            "held_check"
        } else {
            "promise"
        }),
        amount: what.amount.clone(),
        due_on: show_date(what.by),
        number: check.cloned().unwrap_or_default(),
        words: what.note.clone(),
    };
    let new = draft
        .check(GuarantorId::new(what.account), office.today())
        .map_err(|complaints| documents::complain(out, &complaints))?;
    let id = office.agree_to_pay_later(&new)?;
    out.answer(&json!({ "number": id }), || {
        vec![format!("Agreement {id}.")]
    });
    Ok(())
}

/// Lists credit that waits.
fn credits(out: &Out, office: &Office) -> Result<(), CliError> {
    let rows = office.credits()?;
    let total = Money::sum(rows.iter().map(|row| row.credit)).map_err(OfficeError::from)?;
    let documents: Vec<Value> = rows.iter().map(credit_document).collect();
    out.answer(&json!({ "total": total, "rows": documents }), || {
        let cells: Vec<Vec<String>> = rows.iter().map(credit_cells).collect();
        let head = ["account", "name", "credit", "owes", "since"];
        let mut lines = out::table(&head, &[2, 3], &cells);
        lines.push(format!("Credit in all: {total}"));
        lines
    });
    Ok(())
}

fn credit_document(row: &CreditRow) -> Value {
    json!({
        "account": account_number(row.guarantor), "name": row.name.natural(), "credit": row.credit, "owes": row.owes,
        "since": row.since,
    })
}

fn credit_cells(row: &CreditRow) -> Vec<String> {
    vec![
        account_number(row.guarantor),
        row.name.to_string(),
        row.credit.to_string(),
        row.owes.to_string(),
        row.since.map(show_date).unwrap_or_default(),
    ]
}

fn place(out: &Out, office: &mut Office, guarantor: GuarantorId) -> Result<(), CliError> {
    let placed = office.place_credit_by_itself(guarantor)?;
    let document =
        json!({ "entry": placed.entry, "amount": placed.amount, "services": placed.services });
    out.answer(&document, || {
        vec![format!(
            "Placed {} on {}.",
            placed.amount,
            match placed.services {
                1 => String::from("1 service"),
                more => format!("{more} services"),
            }
        )]
    });
    Ok(())
}
