//! Accounts in collections, and balances too small to ask for.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::CliError;
use super::out::{self, Out};
use crate::domain::collections::{Column, NewAgency, NotSmall, Rules, SmallRule, Step};
use crate::domain::id::{AgencyId, GuarantorId, NoticeId, PlacementId, WriteOffRunId};
use crate::domain::money::Money;
use crate::domain::patient::account_number;
use crate::domain::payment::{NewReceipt, Tender, receipt_number};
use crate::domain::typed::{counted, show_date};
use crate::office::{
    CollectionPage, CollectionRow, FromAgency, Office, OfficeError, OwedService, save_file,
};

/// What to do with accounts in collections.
#[derive(Debug, Subcommand)]
pub enum CollectionsAct {
    /// Everything about one account.
    Show {
        /// The account's number.
        account: i64,
    },
    /// The rule for what is ready for an agency; with options, change it.
    Rule {
        /// Less than this never goes.
        #[arg(long)]
        minimum: Option<Money>,
        /// So many statements have to have asked.
        #[arg(long)]
        statements: Option<u16>,
        /// So many days have to have passed since the first.
        #[arg(long)]
        days: Option<u16>,
        /// So many days a final notice gives; 0: no notice is written.
        #[arg(long)]
        notice_days: Option<u16>,
    },
    /// The agencies; with a name, write one in or change it.
    Agency {
        /// Its name.
        name: Option<String>,
        /// Its telephone.
        #[arg(long)]
        phone: Option<String>,
        /// What it calls us.
        #[arg(long)]
        our_number: Option<String>,
        /// What it keeps, in per cent.
        #[arg(long, value_name = "PERCENT")]
        fee: Option<u32>,
        /// The columns of its list in their order, commas between.
        #[arg(long, value_delimiter = ',')]
        columns: Vec<String>,
        /// It takes no accounts any more.
        #[arg(long)]
        closed: bool,
    },
    /// Write final notices to these accounts, or to all to which one is due, as one PDF.
    Notice {
        /// The PDF.
        file: PathBuf,
        /// The accounts.
        accounts: Vec<i64>,
    },
    /// Save a final notice again exactly as it was made.
    NoticeAgain {
        /// Its number.
        notice: i64,
        /// The PDF.
        file: PathBuf,
    },
    /// The words of final notices; with a file, change them (an empty one takes ours again).
    NoticeText {
        /// The new words.
        file: Option<PathBuf>,
    },
    /// Give these accounts to an agency, or all that are ready, and write the list for it.
    Place {
        /// The agency's number.
        agency: i64,
        /// The list, a CSV.
        file: PathBuf,
        /// The accounts.
        accounts: Vec<i64>,
    },
    /// Save the list of a placement again exactly as it was.
    List {
        /// The placement's number.
        placement: i64,
        /// The CSV.
        file: PathBuf,
    },
    /// Call an account back from the agency.
    Recall {
        /// The account's number.
        account: i64,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Post what an agency brought for an account.
    Paid {
        /// The account's number.
        account: i64,
        /// What the guarantor paid the agency.
        gross: Money,
        /// What it kept; its usual part when left out.
        #[arg(long)]
        fee: Option<Money>,
        /// The number of its check.
        #[arg(long)]
        check: String,
        /// The day it counts for; today when left out.
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// Take money that a guarantor brought to us for what is at the agency.
    Direct {
        /// The account's number.
        account: i64,
        /// How much.
        amount: Money,
        /// By check, of this number; else in cash.
        #[arg(long)]
        check: Option<String>,
    },
    /// Give an account up as bad debt: what is owed to us, or what the agency could not bring.
    BadDebt {
        /// The account's number.
        account: i64,
        /// What the agency has.
        #[arg(long)]
        at_agency: bool,
        /// Why.
        #[arg(long)]
        why: String,
    },
}

/// What to do with balances too small to ask for.
#[derive(Debug, Args)]
pub struct Small {
    /// Say who would be written off and why the others not, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// From now on, accounts that owe this much or less.
    #[arg(long)]
    most: Option<Money>,
    /// From now on, when nothing was posted for so many days.
    #[arg(long)]
    quiet_days: Option<u16>,
    /// Take this run back as a whole.
    #[arg(long, value_name = "RUN", requires = "why", conflicts_with = "dry_run")]
    undo: Option<i64>,
    /// Why.
    #[arg(long, requires = "undo")]
    why: Option<String>,
    /// List the runs.
    #[arg(long, conflicts_with_all = ["dry_run", "undo"])]
    runs: bool,
}

/// What was done, a line a field.
pub fn told(done: &Value) -> Vec<String> {
    let fields = done.as_object().into_iter().flatten();
    fields
        .map(|(name, value)| match value.as_str() {
            Some(text) => format!("{} {text}", name.replace('_', " ")),
            None => format!("{} {value}", name.replace('_', " ")),
        })
        .collect()
}

/// Lists accounts in collections, or does something about one.
pub fn run(out: &Out, office: &mut Office, act: Option<&CollectionsAct>) -> Result<(), CliError> {
    let Some(act) = act else {
        return list(out, office);
    };
    let done = match act {
        CollectionsAct::Show { account } => {
            show(out, &office.collection_page(GuarantorId::new(*account))?);
            return Ok(());
        }
        CollectionsAct::Rule {
            minimum,
            statements,
            days,
            notice_days,
        } => {
            let was = office.collection_rules()?;
            let rules = Rules {
                minimum: minimum.unwrap_or(was.minimum),
                statements: statements.unwrap_or(was.statements),
                days: days.unwrap_or(was.days),
                notice_days: notice_days.unwrap_or(was.notice_days),
            };
            if rules != was {
                office.set_collection_rules(&rules)?;
            }
            json!(rules)
        }
        CollectionsAct::Agency { name: None, .. } => return agencies(out, office),
        CollectionsAct::Agency { .. } => agency(office, act)?,
        CollectionsAct::Notice { .. }
        | CollectionsAct::NoticeAgain { .. }
        | CollectionsAct::NoticeText { .. } => notice(out, office, act)?,
        CollectionsAct::Place { .. }
        | CollectionsAct::List { .. }
        | CollectionsAct::Recall { .. }
        | CollectionsAct::Paid { .. }
        | CollectionsAct::Direct { .. }
        | CollectionsAct::BadDebt { .. } => at_agency(office, act)?,
    };
    out.answer(&done, || told(&done));
    Ok(())
}

fn row(row: &CollectionRow) -> Value {
    let account = &row.account;
    json!({
        "account": account_number(account.guarantor), "owed": account.patient_owes, "due": row.due,
        "at_agency": account.at_agency, "disputed": account.disputed, "statements": account.statements,
        "first_statement_on": account.first_asked_on, "last_statement_on": account.last_asked_on,
        "last_paid_on": account.last_paid_on, "notice_on": account.notice.map(|notice| notice.made_on),
        "notice_due_on": account.notice.map(|notice| notice.due_on),
        "agency": account.placed.as_ref().map(|placed| placed.agency_name.clone()),
        "placement": account.placed.as_ref().map(|placed| placed.id),
        "step": row.step, "why": row.step.words(),
    })
}

fn list(out: &Out, office: &Office) -> Result<(), CliError> {
    let rows = office.collection_accounts()?;
    let document = json!({ "accounts": rows.iter().map(row).collect::<Vec<_>>() });
    out.answer(&document, || {
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|one| {
                let first = one.account.first_asked_on.map(show_date);
                vec![
                    account_number(one.account.guarantor),
                    one.account.name.to_string(),
                    one.account.patient_owes.plain(),
                    one.account.at_agency.plain(),
                    one.account.statements.to_string(),
                    first.unwrap_or_default(),
                    one.step.words(),
                ]
            })
            .collect();
        out::table(
            &[
                "Account",
                "Name",
                "Owed",
                "At agency",
                "Statements",
                "First",
                "Next",
            ],
            &[2, 3, 4],
            &cells,
        )
    });
    Ok(())
}

fn show(out: &Out, page: &CollectionPage) {
    let mut document = row(&page.row);
    let services = |list: &[_]| -> Vec<Value> {
        list.iter()
            .map(|one: &OwedService| {
                json!({ "line": one.line, "service_on": one.service_on, "description": one.description, "amount": one.amount, "disputed": one.is_disputed })
            })
            .collect()
    };
    let payments: Vec<Value> = page
        .payments
        .iter()
        .map(|paid| {
            json!({ "receipt": receipt_number(paid.receipt), "on": paid.on, "gross": paid.gross, "fee": paid.fee, "direct": paid.is_direct, "taken_back": paid.is_reversed })
        })
        .collect();
    if let Some(fields) = document.as_object_mut() {
        for (name, value) in [
            ("owed_services", json!(services(&page.owed))),
            ("agency_services", json!(services(&page.at_agency))),
            ("payments", json!(payments)),
        ] {
            let _before = fields.insert(name.to_owned(), value);
        }
    }
    out.answer(&document, || told(&document));
}

fn agencies(out: &Out, office: &Office) -> Result<(), CliError> {
    let agencies = office.agencies()?;
    out.answer(&json!({ "agencies": agencies }), || {
        agencies
            .iter()
            .map(|one| format!("{}  {}", one.id, one.details.name))
            .collect()
    });
    Ok(())
}

fn agency(office: &mut Office, act: &CollectionsAct) -> Result<Value, CliError> {
    let CollectionsAct::Agency {
        name: Some(name),
        phone,
        our_number,
        fee,
        columns,
        closed,
    } = act
    else {
        return Ok(Value::Null);
    };
    let known = office
        .agencies()?
        .into_iter()
        .find(|one| one.details.name.eq_ignore_ascii_case(name));
    let id = known.as_ref().map(|one| one.id);
    let mut new = known.map_or_else(|| NewAgency::named(name), |one| one.details);
    new.is_active = !closed;
    if let Some(phone) = phone {
        new.phone.clone_from(phone);
    }
    if let Some(number) = our_number {
        new.our_number.clone_from(number);
    }
    if let Some(percent) = fee {
        new.fee_hundredths = percent.saturating_mul(100);
    }
    if !columns.is_empty() {
        new.columns = columns
            .iter()
            .map(|code| Column::from_code(code.trim()).ok_or_else(|| no_column(code)))
            .collect::<Result<_, _>>()?;
    }
    let id = office.save_agency(id, &new)?;
    Ok(json!({ "agency": id, "name": new.name, "columns": new.columns }))
}

fn no_column(code: &str) -> CliError {
    let known: Vec<&str> = Column::ALL.iter().map(|column| column.code()).collect();
    let known = known.join(", ");
    CliError::NotThere(format!("column {code}; a list knows {known}"))
}

fn notice(out: &Out, office: &mut Office, act: &CollectionsAct) -> Result<Value, CliError> {
    Ok(match act {
        CollectionsAct::Notice { file, accounts } => {
            let accounts = chosen(office, accounts, &Step::NoticeDue)?;
            let made = office.together(|office| -> Result<_, CliError> {
                let made = office.make_notices(&accounts)?;
                save_file(file, &made.pages)?;
                Ok(made)
            })?;
            json!({ "notices": made.notices, "total": made.total, "file": file })
        }
        CollectionsAct::NoticeAgain { notice, file } => {
            save_file(file, &office.notice_pdf(NoticeId::new(*notice))?)?;
            json!({ "notice": notice, "file": file })
        }
        CollectionsAct::NoticeText { file } => {
            if let Some(file) = file {
                let text = std::fs::read_to_string(file).map_err(|source| OfficeError::File {
                    task: "read the words of the notice",
                    source,
                })?;
                office.set_notice_text(&text)?;
            }
            out.say("fields: {amount} {due} {since} {statements}");
            json!({ "text": office.notice_text()?.text() })
        }
        _ => Value::Null,
    })
}

/// The accounts that were named; when none was, all that are at this step.
fn chosen(office: &Office, named: &[i64], step: &Step) -> Result<Vec<GuarantorId>, CliError> {
    if !named.is_empty() {
        return Ok(named.iter().copied().map(GuarantorId::new).collect());
    }
    let rows = office.collection_accounts()?.into_iter();
    let there = rows.filter(|row| row.step == *step);
    Ok(there.map(|row| row.account.guarantor).collect())
}

fn at_agency(office: &mut Office, act: &CollectionsAct) -> Result<Value, CliError> {
    Ok(match act {
        CollectionsAct::Place {
            agency,
            file,
            accounts,
        } => {
            let accounts = chosen(office, accounts, &Step::Ready)?;
            let placing = office.together(|office| -> Result<_, CliError> {
                let placing = office.place_accounts(AgencyId::new(*agency), &accounts)?;
                save_file(file, &placing.list)?;
                Ok(placing)
            })?;
            json!({ "placements": placing.placements, "total": placing.total, "file": file })
        }
        CollectionsAct::List { placement, file } => {
            save_file(file, &office.placement_list(PlacementId::new(*placement))?)?;
            json!({ "placement": placement, "file": file })
        }
        CollectionsAct::Recall { account, why } => {
            let back = office.recall_account(GuarantorId::new(*account), why)?;
            json!({ "account": account, "called_back": back })
        }
        CollectionsAct::Paid {
            account,
            gross,
            fee,
            check,
            on,
        } => {
            let guarantor = GuarantorId::new(*account);
            let fee = match fee {
                Some(fee) => *fee,
                None => office.usual_agency_fee(guarantor, *gross)?,
            };
            from_agency(
                office,
                &FromAgency {
                    guarantor,
                    gross: *gross,
                    fee,
                    on: on.unwrap_or_else(|| office.today()),
                    check: check.clone(),
                },
            )?
        }
        CollectionsAct::Direct {
            account,
            amount,
            check,
        } => paid_here(
            office,
            GuarantorId::new(*account),
            *amount,
            check.as_deref(),
        )?,
        CollectionsAct::BadDebt {
            account,
            at_agency,
            why,
        } => {
            let guarantor = GuarantorId::new(*account);
            let given_up = if *at_agency {
                office.give_up_at_agency(guarantor, why)?
            } else {
                office.write_off_bad_debt(guarantor, why)?
            };
            json!({ "account": account, "written_off": given_up })
        }
        _ => Value::Null,
    })
}

/// Posts what an agency paid.
fn from_agency(office: &mut Office, paid: &FromAgency) -> Result<Value, CliError> {
    let receipt = office.post_agency_payment(paid)?;
    Ok(json!({ "receipt": receipt_number(receipt), "gross": paid.gross, "fee": paid.fee }))
}

/// Takes a payment of somebody whose account an agency has.
fn paid_here(
    office: &mut Office,
    guarantor: GuarantorId,
    amount: Money,
    check: Option<&str>,
) -> Result<Value, CliError> {
    let tender = match check {
        Some(number) => Tender::Check {
            amount,
            number: number.to_owned(),
        },
        None => Tender::Cash {
            amount,
            given: amount,
        },
    };
    let receipt = office.take_direct_payment(&NewReceipt {
        guarantor,
        accounting_on: office.today(),
        tenders: vec![tender],
        placed: Vec::new(),
    })?;
    Ok(json!({ "receipt": receipt_number(receipt), "amount": amount }))
}

/// Writes small balances off, says what would be, or takes a run back.
pub fn small(out: &Out, office: &mut Office, wanted: &Small) -> Result<(), CliError> {
    if wanted.runs {
        return small_runs(out, office);
    }
    if let (Some(run), Some(why)) = (wanted.undo, &wanted.why) {
        let back = office.undo_write_off_run(WriteOffRunId::new(run), why)?;
        out.answer(&json!({ "run": run, "taken_back": back }), || {
            vec![format!("{back} is owed again.")]
        });
        return Ok(());
    }
    let was = office.small_rule()?;
    let rule = SmallRule {
        most: wanted.most.unwrap_or(was.most),
        quiet_days: wanted.quiet_days.unwrap_or(was.quiet_days),
    };
    if rule != was {
        office.set_small_rule(&rule)?;
    }
    let preview = office.small_balances()?;
    let run = if wanted.dry_run {
        None
    } else {
        Some(office.write_off_small(Some(preview.total))?)
    };
    let rows: Vec<Value> = preview
        .rows
        .iter()
        .map(|one| {
            json!({ "account": account_number(one.guarantor), "amount": one.amount, "written_off": one.why_not.is_none(), "why": one.why_not.map(NotSmall::words) })
        })
        .collect();
    let document = json!({ "rule": preview.words, "run": run, "accounts": preview.accounts, "total": preview.total, "rows": rows });
    out.answer(&document, || {
        let cells: Vec<Vec<String>> = preview
            .rows
            .iter()
            .map(|one| {
                vec![
                    account_number(one.guarantor),
                    one.amount.plain(),
                    one.why_not
                        .map_or_else(|| String::from("written off"), NotSmall::words),
                ]
            })
            .collect();
        let mut lines = out::table(&["Account", "Owed", ""], &[1], &cells);
        lines.push(format!(
            "{} {} accounts, {}",
            if run.is_some() {
                "Wrote off"
            } else {
                "Would write off"
            },
            preview.accounts,
            preview.total
        ));
        lines
    });
    Ok(())
}

/// Lists the runs that wrote small balances off.
fn small_runs(out: &Out, office: &Office) -> Result<(), CliError> {
    let runs = office.write_off_runs()?;
    out.answer(&json!({ "runs": runs }), || {
        runs.iter()
            .map(|run| {
                let state = run.undone.as_ref().map_or("", |_| "taken back");
                let accounts = counted(run.accounts, "account");
                let on = show_date(run.on);
                format!("{}  {on}  {accounts}  {}  {state}", run.id, run.amount)
            })
            .collect()
    });
    Ok(())
}
