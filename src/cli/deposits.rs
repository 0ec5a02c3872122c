//! Money to the bank: what waits, deposits and their slips, the bank's files and lines, and a month reconciled.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::CliError;
use super::out::{self, Out};
use crate::domain::bank::matching::{Suggestion, What};
use crate::domain::bank::{Amounts, BankLine, DayOrder, Layout, Standing};
use crate::domain::deposit::{
    DepositRow, Item, Means, NewBank, NewDeposit, Undeposited, deposit_number,
};
use crate::domain::id::{BankId, BankLineId, DepositId, EobId, ReceiptId};
use crate::domain::money::Money;
use crate::domain::payment::receipt_number;
use crate::domain::reconcile::{Month, Reconciliation};
use crate::domain::typed::{counted, show_date};
use crate::office::{Office, read_bank_bytes, save_file};

/// How many deposits and lines are listed at the most.
const MOST: usize = 1_000;

/// What has to do with money to the bank.
#[derive(Debug, Subcommand)]
pub enum ToTheBank {
    /// List the payments that wait to go to the bank, and the deposits that were made.
    Deposits,
    /// Take payments to the bank: cash and checks on a slip, cards as a batch, each EFT by itself; a check that bounced
    /// comes back the same way.
    Deposit(ToDeposit),
    /// Take a deposit back, while the bank does not have it; what was in it waits again.
    Undeposit {
        /// The deposit's number.
        deposit: String,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Print the slip of a deposit of cash and checks.
    Slip {
        /// The deposit's number.
        deposit: String,
        /// Write the PDF here.
        file: PathBuf,
    },
    /// The bank's side: accounts, the lines of its files, and which deposits they are. See `import bank`.
    Bank {
        /// What to do.
        #[command(subcommand)]
        act: BankAct,
    },
    /// Reconcile a month: claims against remittances, remittances against the book, the book against the bank.
    Reconcile {
        /// Which, as 2026-11; this one when left out.
        #[arg(long)]
        month: Option<Month>,
        /// Write its lists as CSV to this file too.
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
    },
}

/// A deposit to be made.
#[derive(Debug, Args)]
pub struct ToDeposit {
    /// To this bank account, by number; the only one when left out.
    #[arg(long)]
    pub bank: Option<i64>,
    /// All that waits of a kind.
    #[arg(
        long,
        value_enum,
        conflicts_with = "items",
        required_unless_present = "items"
    )]
    pub all: Option<All>,
    /// This payment, as `deposits` lists it: R-000012/1 or E-3. May be given several times.
    #[arg(long = "item", value_name = "PAYMENT")]
    pub items: Vec<String>,
    /// On this day; today when left out.
    #[arg(long)]
    pub on: Option<NaiveDate>,
    /// What the card processor or the bank kept back.
    #[arg(long, value_name = "AMOUNT")]
    pub fee: Option<String>,
    /// Batch or bag number.
    #[arg(long, default_value = "")]
    pub reference: String,
    /// Write the printed slip here.
    #[arg(long, value_name = "FILE")]
    pub slip: Option<PathBuf>,
}

/// All that waits of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum All {
    /// Cash and checks.
    Paper,
    /// Cards.
    Cards,
}

/// What to do with the bank.
#[derive(Debug, Subcommand)]
pub enum BankAct {
    /// Write a bank account in.
    Add {
        /// As the practice calls it, with the bank's name.
        name: String,
        /// The last four characters of its number.
        #[arg(long)]
        ends: String,
    },
    /// List bank accounts.
    List,
    /// List the lines of the bank's files, newest first.
    Lines,
    /// Say what each line that nobody knows yet may be, and what is missing on either side.
    Matches {
        /// Accept those that are sure.
        #[arg(long)]
        accept_sure: bool,
    },
    /// Say that a line is these deposits; without any, what is suggested for it.
    Match {
        /// The line's number.
        line: i64,
        /// The deposits' numbers.
        deposits: Vec<String>,
    },
    /// Say that a line is none of the practice's receipts.
    Aside {
        /// The line's number.
        line: i64,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Take back what was said of a line.
    Undo {
        /// The line's number.
        line: i64,
        /// Why.
        #[arg(long, default_value = "")]
        why: String,
    },
}

/// A payment as it is named on the command line.
fn name(item: Item) -> String {
    match item {
        Item::Tender(receipt, place) => format!("{}/{place}", receipt_number(receipt)),
        Item::Eob(eob) => format!("E-{eob}"),
    }
}

fn item(typed: &str) -> Result<Item, CliError> {
    let wrong = || CliError::NotThere(format!("payment {typed}; `deposits` lists those that wait"));
    let upper = typed.trim().to_ascii_uppercase();
    if let Some(number) = upper.strip_prefix("E-") {
        return Ok(Item::Eob(EobId::new(number.parse().map_err(|_| wrong())?)));
    }
    let rest = upper.strip_prefix("R-").unwrap_or(&upper);
    let (receipt, place) = rest.split_once('/').unwrap_or((rest, "1"));
    Ok(Item::Tender(
        ReceiptId::new(receipt.parse().map_err(|_| wrong())?),
        place.parse().map_err(|_| wrong())?,
    ))
}

fn deposit_id(typed: &str) -> Result<DepositId, CliError> {
    let upper = typed.trim().to_ascii_uppercase();
    upper
        .strip_prefix("D-")
        .unwrap_or(&upper)
        .parse()
        .map(DepositId::new)
        .map_err(|_| CliError::NotThere(format!("deposit {typed}")))
}

/// The bank account that was named, or the only one there is.
fn bank(office: &Office, named: Option<i64>) -> Result<BankId, CliError> {
    if let Some(id) = named {
        return Ok(BankId::new(id));
    }
    let banks: Vec<_> = office
        .banks()?
        .into_iter()
        .filter(|bank| bank.is_active)
        .collect();
    match banks.as_slice() {
        [only] => Ok(only.id),
        [] => Err(CliError::NotThere(String::from(
            "bank account yet: `bank add NAME --ends 4417` writes one in",
        ))),
        _ => Err(CliError::NotThere(String::from(
            "bank account named: say which with --bank, see `bank list`",
        ))),
    }
}

/// Does what has to do with money to the bank.
pub fn run(out: &Out, office: &mut Office, what: &ToTheBank) -> Result<(), CliError> {
    match what {
        ToTheBank::Deposits => deposits(out, office),
        ToTheBank::Deposit(wanted) => deposit(out, office, wanted),
        ToTheBank::Undeposit { deposit, why } => undeposit(out, office, deposit, why),
        ToTheBank::Slip { deposit, file } => slip(out, office, deposit, file),
        ToTheBank::Bank { act } => bank_side(out, office, act),
        ToTheBank::Reconcile { month, csv } => reconcile(out, office, *month, csv.as_deref()),
    }
}

/// Lists what waits in the drawer, and the deposits.
fn deposits(out: &Out, office: &Office) -> Result<(), CliError> {
    let drawer = office.drawer()?;
    let made = office.deposits(MOST)?;
    let waiting: Vec<Value> = drawer
        .items
        .iter()
        .map(|one| {
            json!({ "payment": name(one.item), "means": one.means, "on": one.on, "reference": one.reference,
                "from": one.from, "amount": one.amount, "went_in": one.went_in.map(deposit_number) })
        })
        .collect();
    let rows: Vec<Value> = made.iter().map(deposit_value).collect();
    let document = json!({ "waiting": waiting, "total": drawer.total, "ledger": drawer.ledger,
        "holds": drawer.total == drawer.ledger, "deposits": rows });
    out.answer(&document, || {
        let mut lines = out::table(
            &["payment", "day", "means", "number", "from", "amount", ""],
            &[5],
            &drawer.items.iter().map(waiting_cells).collect::<Vec<_>>(),
        );
        lines.push(format!(
            "{} waits; the ledger says {}",
            drawer.total, drawer.ledger
        ));
        lines.push(String::new());
        lines.extend(out::table(
            &[
                "deposit", "day", "account", "kind", "payments", "amount", "fee", "",
            ],
            &[4, 5, 6],
            &made.iter().map(deposit_cells).collect::<Vec<_>>(),
        ));
        lines
    });
    Ok(())
}

fn waiting_cells(one: &Undeposited) -> Vec<String> {
    vec![
        name(one.item),
        show_date(one.on),
        one.means.words().to_owned(),
        one.reference.clone(),
        one.from.clone(),
        one.amount.plain(),
        one.went_in
            .map(|id| format!("taken back since it went in {}", deposit_number(id)))
            .unwrap_or_default(),
    ]
}

fn deposit_value(row: &DepositRow) -> Value {
    json!({ "deposit": deposit_number(row.id), "on": row.on, "bank": row.bank, "account_ends": row.last_four,
        "kind": row.kind, "payments": row.parts, "amount": row.amount, "fee": row.fee, "reference": row.reference,
        "taken_back": row.is_taken_back, "bank_line": row.at_bank })
}

fn deposit_cells(row: &DepositRow) -> Vec<String> {
    vec![
        deposit_number(row.id),
        show_date(row.on),
        format!("··{}", row.last_four),
        row.kind.words().to_owned(),
        row.parts.to_string(),
        row.amount.plain(),
        row.fee.plain(),
        standing(row).to_owned(),
    ]
}

const fn standing(row: &DepositRow) -> &'static str {
    if row.is_taken_back {
        "taken back"
    } else if row.at_bank.is_some() {
        "at the bank"
    } else {
        ""
    }
}

/// Makes a deposit, and prints its slip.
fn deposit(out: &Out, office: &mut Office, wanted: &ToDeposit) -> Result<(), CliError> {
    let items = match wanted.all {
        None => wanted
            .items
            .iter()
            .map(|typed| item(typed))
            .collect::<Result<Vec<_>, _>>()?,
        Some(kind) => {
            let is_wanted = |one: &Undeposited| match (kind, one.means) {
                (All::Paper, Means::Cash | Means::Check) => one.amount.is_positive(),
                (All::Cards, Means::Card) => true,
                (All::Paper, Means::Card | Means::Eft)
                | (All::Cards, Means::Cash | Means::Check | Means::Eft) => false,
            };
            let drawer = office.drawer()?.items.into_iter();
            drawer.filter(is_wanted).map(|one| one.item).collect()
        }
    };
    let fee: Money = match &wanted.fee {
        None => Money::ZERO,
        Some(typed) => typed.parse().map_err(crate::office::OfficeError::from)?,
    };
    let new = NewDeposit {
        bank: bank(office, wanted.bank)?,
        on: wanted.on.unwrap_or_else(|| office.today()),
        items,
        fee,
        reference: wanted.reference.clone(),
    };
    // A deposit whose slip cannot be written is not made: whoever is refused may simply try again.
    let id = office.together(|office| -> Result<_, CliError> {
        let id = office.make_deposit(&new)?;
        if let Some(path) = &wanted.slip {
            save_file(path, &office.slip_pdf(id)?)?;
        }
        Ok(id)
    })?;
    let made = office.deposit(id)?.row;
    out.answer(&deposit_value(&made), || {
        vec![format!(
            "{}: {} of {} payments to {} ··{}, {}",
            deposit_number(id),
            made.amount,
            made.parts,
            made.bank_name,
            made.last_four,
            made.kind.words()
        )]
    });
    Ok(())
}

/// Takes a deposit back.
fn undeposit(out: &Out, office: &mut Office, typed: &str, why: &str) -> Result<(), CliError> {
    let id = deposit_id(typed)?;
    office.take_back_deposit(id, why)?;
    out.answer(&deposit_value(&office.deposit(id)?.row), || {
        vec![format!(
            "{} is taken back; what was in it waits again.",
            deposit_number(id)
        )]
    });
    Ok(())
}

/// Prints the slip of a deposit.
fn slip(out: &Out, office: &mut Office, typed: &str, file: &Path) -> Result<(), CliError> {
    let id = deposit_id(typed)?;
    save_file(file, &office.slip_pdf(id)?)?;
    out.answer(
        &json!({ "deposit": deposit_number(id), "file": file }),
        || vec![format!("{}: {}", deposit_number(id), file.display())],
    );
    Ok(())
}

/// Works the bank's side.
fn bank_side(out: &Out, office: &mut Office, act: &BankAct) -> Result<(), CliError> {
    match act {
        BankAct::Add { name, ends } => add(out, office, name, ends),
        BankAct::List => list(out, office),
        BankAct::Lines => lines(out, office),
        BankAct::Matches { accept_sure } => matches(out, office, *accept_sure),
        BankAct::Match { line, deposits } => match_line(out, office, *line, deposits),
        BankAct::Aside { line, why } => {
            office.set_bank_line_aside(BankLineId::new(*line), why)?;
            said(out, *line, "is set aside");
            Ok(())
        }
        BankAct::Undo { line, why } => {
            office.undo_bank_line(BankLineId::new(*line), why)?;
            said(out, *line, "is open again");
            Ok(())
        }
    }
}

fn said(out: &Out, line: i64, words: &str) {
    out.answer(&json!({ "line": line, "words": words }), || {
        vec![format!("Bank line {line} {words}.")]
    });
}

fn add(out: &Out, office: &mut Office, name: &str, ends: &str) -> Result<(), CliError> {
    let new = NewBank {
        name: name.to_owned(),
        last_four: ends.to_owned(),
    };
    if let Err(words) = new.check() {
        out.say(words);
        return Err(CliError::Complaints);
    }
    let id = office.add_bank(&new)?;
    out.answer(&json!({ "bank": id }), || vec![format!("bank {id}")]);
    Ok(())
}

fn list(out: &Out, office: &Office) -> Result<(), CliError> {
    let banks = office.banks()?;
    out.answer(&json!({ "rows": banks }), || {
        let rows: Vec<Vec<String>> = banks
            .iter()
            .map(|bank| {
                vec![
                    bank.id.to_string(),
                    bank.what.name.clone(),
                    bank.what.last_four.clone(),
                ]
            })
            .collect();
        out::table(&["bank", "name", "ends"], &[], &rows)
    });
    Ok(())
}

fn lines(out: &Out, office: &Office) -> Result<(), CliError> {
    let lines = office.bank_lines(None, MOST)?;
    out.answer(&json!({ "rows": lines }), || {
        out::table(
            &["line", "day", "amount", "words", "is"],
            &[2],
            &lines.iter().map(line_cells).collect::<Vec<_>>(),
        )
    });
    Ok(())
}

fn line_cells(line: &BankLine) -> Vec<String> {
    let is = match &line.standing {
        Standing::Open => String::from("?"),
        Standing::Matched { deposits, .. } => deposits
            .iter()
            .map(|id| deposit_number(*id))
            .collect::<Vec<_>>()
            .join(", "),
        Standing::SetAside { why } => format!("set aside: {why}"),
    };
    vec![
        line.id.to_string(),
        show_date(line.on),
        line.amount.plain(),
        line.words.clone(),
        is,
    ]
}

fn what_words(what: &What) -> String {
    match what {
        What::Deposit(id) => deposit_number(*id),
        What::Waiting(items) => {
            let names: Vec<String> = items.iter().map(|one| name(*one)).collect();
            format!("waits: {}", names.join(", "))
        }
    }
}

fn matches(out: &Out, office: &mut Office, accept_sure: bool) -> Result<(), CliError> {
    let mut accepted = Vec::new();
    if accept_sure {
        let sure = office.bank_board()?.suggestions.into_iter();
        for one in sure.filter(Suggestion::is_sure) {
            let deposits = office.accept_bank_line(one.line, &one.what, &one.reasons.join("; "))?;
            accepted.push((one.line, deposits));
        }
    }
    let board = office.bank_board()?;
    let done: Vec<Value> = accepted
        .iter()
        .map(|(line, deposits)| {
            let numbers: Vec<String> = deposits.iter().map(|id| deposit_number(*id)).collect();
            json!({ "line": line, "deposits": numbers })
        })
        .collect();
    let missing: Vec<Value> = board.missing.iter().map(deposit_value).collect();
    let on_the_way: Vec<Value> = board.on_the_way.iter().map(deposit_value).collect();
    let document = json!({ "accepted": done, "suggestions": board.suggestions, "in_the_bank_not_in_the_book": board.open,
        "in_the_book_not_in_the_bank": missing, "on_the_way": on_the_way });
    out.answer(&document, || {
        let mut said: Vec<String> = accepted
            .iter()
            .map(|(line, _)| format!("Bank line {line} is accepted."))
            .collect();
        for one in &board.suggestions {
            said.push(format!(
                "line {} may be {} ({}): {}",
                one.line,
                what_words(&one.what),
                one.score,
                one.reasons.join("; ")
            ));
        }
        said.push(format!(
            "{} in the bank, not in the book; {} in the book, not in the bank; {} on the way",
            board.open.len(),
            board.missing.len(),
            board.on_the_way.len()
        ));
        said
    });
    Ok(())
}

fn match_line(out: &Out, office: &mut Office, line: i64, typed: &[String]) -> Result<(), CliError> {
    let id = BankLineId::new(line);
    if typed.is_empty() {
        let board = office.bank_board()?;
        let one = board
            .suggestions
            .into_iter()
            .find(|one| one.line == id && one.difference.is_zero())
            .ok_or_else(|| CliError::NotThere(format!("suggestion for bank line {line}")))?;
        let _deposits = office.accept_bank_line(id, &one.what, &one.reasons.join("; "))?;
    } else {
        let deposits = typed
            .iter()
            .map(|typed| deposit_id(typed))
            .collect::<Result<Vec<_>, _>>()?;
        office.match_bank_line(id, &deposits, "by hand")?;
    }
    said(out, line, "is matched");
    Ok(())
}

/// Takes a bank's file in, or only says what it holds.
pub fn import(
    out: &Out,
    office: &mut Office,
    path: &Path,
    named: Option<i64>,
    columns: Option<&str>,
) -> Result<(), CliError> {
    let bank = bank(office, named)?;
    let bytes = read_bank_bytes(path)?.bytes;
    let layout = columns.map(layout).transpose()?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let done = office.import_bank_file(bank, &name, &bytes, layout.as_ref())?;
    let refused: Vec<Value> = done
        .refused
        .iter()
        .map(|(line, why)| json!({ "line": line, "why": why }))
        .collect();
    let document = json!({ "taken": done.taken, "known": done.known, "elsewhere": done.elsewhere,
        "refused_count": done.refused.len(), "refused": refused });
    out.answer(&document, || {
        let mut said: Vec<String> = done
            .refused
            .iter()
            .map(|(line, why)| format!("line {line}: {why}"))
            .collect();
        said.push(format!(
            "{} taken, {} known already, {} of another account, {} refused",
            done.taken,
            done.known,
            done.elsewhere,
            done.refused.len()
        ));
        said
    });
    if done.refused.is_empty() {
        Ok(())
    } else {
        Err(CliError::FoundWrong)
    }
}

/// Reads how columns stand: `day=1,amount=3,words=2+4,order=mdy,skip=1`, columns counted from one.
fn layout(typed: &str) -> Result<Layout, CliError> {
    let wrong = |part: &str| CliError::NotThere(format!("way to read the columns as {part}"));
    let column = |text: &str, part: &str| {
        let number: usize = text.parse().map_err(|_| wrong(part))?;
        number.checked_sub(1).ok_or_else(|| wrong(part))
    };
    let mut layout = Layout {
        separator: ',',
        skip: 1,
        day: 0,
        order: DayOrder::MonthDayYear,
        amounts: Amounts::One(0),
        words: Vec::new(),
        reference: None,
    };
    let (mut credit, mut debit, mut has_amount) = (None, None, false);
    for part in typed.split(',').map(str::trim) {
        let (key, value) = part.split_once('=').ok_or_else(|| wrong(part))?;
        match key {
            "day" => layout.day = column(value, part)?,
            "amount" => {
                layout.amounts = Amounts::One(column(value, part)?);
                has_amount = true;
            }
            "outgoing" => {
                layout.amounts = Amounts::Flipped(column(value, part)?);
                has_amount = true;
            }
            "credit" => credit = Some(column(value, part)?),
            "debit" => debit = Some(column(value, part)?),
            "reference" => layout.reference = Some(column(value, part)?),
            "skip" => layout.skip = value.parse().map_err(|_| wrong(part))?,
            "words" => {
                layout.words = value
                    .split('+')
                    .map(|one| column(one, part))
                    .collect::<Result<_, _>>()?;
            }
            "separator" => {
                layout.separator = match value {
                    "tab" => '\t',
                    "comma" => ',',
                    "semicolon" => ';',
                    "bar" => '|',
                    _ => return Err(wrong(part)),
                }
            }
            "order" => {
                layout.order = match value {
                    "mdy" => DayOrder::MonthDayYear,
                    "dmy" => DayOrder::DayMonthYear,
                    "ymd" => DayOrder::YearMonthDay,
                    _ => return Err(wrong(part)),
                }
            }
            _ => return Err(wrong(part)),
        }
    }
    match (credit, debit) {
        (Some(credit), Some(debit)) => layout.amounts = Amounts::Two { credit, debit },
        _ if has_amount => {}
        _ => return Err(wrong(typed)),
    }
    Ok(layout)
}

/// Reconciles a month.
fn reconcile(
    out: &Out,
    office: &Office,
    month: Option<Month>,
    csv: Option<&Path>,
) -> Result<(), CliError> {
    let month = month.unwrap_or_else(|| Month::of(office.today()));
    let found = office.reconcile(month)?;
    if let Some(path) = csv {
        save_file(path, found.csv().as_bytes())?;
    }
    let document = serde_json::to_value(&found).unwrap_or_default();
    out.answer(&document, || reconciled(&found));
    if found.holds {
        Ok(())
    } else {
        Err(CliError::FoundWrong)
    }
}

fn reconciled(found: &Reconciliation) -> Vec<String> {
    let mut lines = vec![
        format!(
            "{}: {} sent, {}; {} done with their payer, {}",
            found.month.words(),
            counted(found.claims, "claim"),
            found.charged,
            found.answered,
            found.answered_charged
        ),
        String::new(),
    ];
    let rows: Vec<Vec<String>> = found
        .sections
        .iter()
        .map(|section| {
            vec![
                section.words.to_owned(),
                section.count.to_string(),
                section.amount.to_string(),
                section.open.to_string(),
            ]
        })
        .collect();
    lines.extend(out::table(
        &["list", "count", "amount", "still with payers"],
        &[1, 2, 3],
        &rows,
    ));
    let cash = &found.cash;
    lines.push(String::new());
    let drawer = [
        ("in the drawer before", cash.before),
        ("from payers", cash.from_payers),
        ("from guarantors", cash.from_guarantors),
        ("otherwise", cash.otherwise),
        ("deposited", cash.deposited.negated()),
        ("in the drawer after", cash.after),
    ]
    .map(|(words, amount)| vec![words.to_owned(), amount.to_string()]);
    lines.extend(out::table(&["drawer", "amount"], &[1], &drawer));
    lines.push(String::new());
    for tie in &found.ties {
        let holds = if tie.holds {
            "ties out"
        } else {
            "DOES NOT TIE OUT"
        };
        lines.push(format!(
            "{holds}: {} ({} and {})",
            tie.words, tie.lists, tie.ledger
        ));
    }
    lines
}
