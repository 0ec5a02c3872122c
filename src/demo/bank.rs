//! The made-up practice and its bank: what waits goes there every Friday, and the bank's file of the last weeks comes
//! back with a little that nobody at the desk knows. It must not know who paid what.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::domain::deposit::{
    Deposit, Kind, Means, NewBank, NewDeposit, Undeposited, deposit_number, kind_of,
};
use crate::domain::id::BankId;
use crate::domain::money::Money;
use crate::office::Office;

use super::DemoError;

/// The end of the account's number.
const ENDS: &str = "4417";

/// For how many days back the bank's file tells, and for how many it does not yet.
const TELLS: u64 = 40;
const NOT_YET: u64 = 2;

/// How many days ago somebody sat down with the bank's file last.
const MATCHED_UP_TO: u64 = 9;

/// Writes the practice's account in.
pub(super) fn begin(office: &mut Office) -> Result<(), DemoError> {
    let _bank = office.add_bank(&NewBank {
        name: String::from("First Cornfield Bank, operating"),
        last_four: ENDS.to_owned(),
    })?;
    Ok(())
}

fn account(office: &Office) -> Result<BankId, DemoError> {
    let banks = office.banks()?;
    banks.first().map(|bank| bank.id).ok_or(DemoError::Unsound)
}

/// On Fridays takes cash and checks to the bank, and enters what the week's EFTs and card batches brought.
pub(super) fn to_the_bank(office: &mut Office, day: NaiveDate) -> Result<(), DemoError> {
    if day.weekday() != Weekday::Fri {
        return Ok(());
    }
    let bank = account(office)?;
    let mut batches: BTreeMap<(Means, NaiveDate, String), Vec<Undeposited>> = BTreeMap::new();
    for one in office.drawer()?.items {
        let key = match one.means {
            // What was taken back after it went waits for the bank's own word.
            Means::Cash | Means::Check | Means::Card if one.amount.is_negative() => continue,
            Means::Cash | Means::Check => (Means::Check, day, String::new()),
            Means::Card => (Means::Card, one.on, String::new()),
            Means::Eft => (Means::Eft, day, format!("{}|{}", one.from, one.reference)),
        };
        batches.entry(key).or_default().push(one);
    }
    for ((means, on, _), parts) in batches {
        let latest = parts.iter().map(|part| part.on).max().unwrap_or(on);
        let on = match (means, kind_of(&parts)) {
            // What stands in its place comes with another Friday.
            (_, Err(_) | Ok(Kind::Returned)) => continue,
            (Means::Eft, Ok(Kind::Eft)) => latest,
            (_, Ok(Kind::Slip | Kind::Eft | Kind::Card | Kind::Exchange)) => on,
        };
        let _deposit = office.make_deposit(&NewDeposit {
            bank,
            on,
            items: parts.iter().map(|part| part.item).collect(),
            fee: Money::ZERO,
            reference: String::new(),
        })?;
    }
    Ok(())
}

/// Takes the bank's file of the last weeks in, and settles what was settled when somebody looked at it last.
pub(super) fn statement(office: &mut Office, today: NaiveDate) -> Result<(), DemoError> {
    let ago = |days| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let (first, last) = (ago(TELLS), ago(NOT_YET));
    let bank = account(office)?;
    let mut lines: Vec<(NaiveDate, Money, String)> = Vec::new();
    for row in office.deposits(400)? {
        if row.on >= first && row.on <= last && row.kind != Kind::Exchange && !row.is_taken_back {
            let deposit = office.deposit(row.id)?;
            let booked = at_bank(&deposit).min(last);
            lines.push((booked, row.net()?, words(&deposit)));
        }
    }
    // The bank has the EFTs of this week already, which nobody entered yet.
    for one in office.drawer()?.items {
        if one.means == Means::Eft && one.on >= first && one.on <= last && one.amount.is_positive()
        {
            lines.push((one.on, one.amount, claim_payment(&one.from, &one.reference)));
        }
    }
    for (days, cents, said) in OTHERS {
        lines.push((ago(days), Money::from_cents(cents)?, String::from(said)));
    }
    lines.sort();
    let file = ofx(&lines);
    let _taken = office.import_bank_file(bank, "operating.ofx", file.as_bytes(), None)?;
    let settled = ago(MATCHED_UP_TO);
    let board = office.bank_board()?;
    for one in board.suggestions.iter().filter(|one| one.is_sure()) {
        let is_old =
            |line: &&crate::domain::bank::BankLine| line.id == one.line && line.on < settled;
        if board.open.iter().any(|line| is_old(&line)) {
            let _deposits =
                office.accept_bank_line(one.line, &one.what, &one.reasons.join("; "))?;
        }
    }
    for line in &board.open {
        if line.amount.is_negative() && line.on < settled {
            office.set_bank_line_aside(line.id, "Not a receipt of the practice")?;
        }
    }
    Ok(())
}

/// What else happens on the account: how many days ago, how many cents, and the bank's words.
const OTHERS: [(u64, i64, &str); 5] = [
    (33, -245_000, "ACH DEBIT QUARRY LANE PROPERTIES RENT"),
    (20, -1_850, "MONTHLY SERVICE CHARGE"),
    (12, -31_240, "ACH DEBIT MIDSTATE MEDICAL SUPPLY"),
    (
        6,
        8_415,
        "ACH CREDIT HCCLAIMPMT TRN*1*7719020455*1391234567~",
    ),
    (3, -245_000, "ACH DEBIT QUARRY LANE PROPERTIES RENT"),
];

/// Paper is booked on the next working day, everything else on its own.
fn at_bank(deposit: &Deposit) -> NaiveDate {
    let on = deposit.row.on;
    if deposit.row.kind != Kind::Slip {
        return on;
    }
    let mut later = on.iter_days().skip(1);
    later
        .find(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .unwrap_or(on)
}

fn words(deposit: &Deposit) -> String {
    match deposit.row.kind {
        Kind::Eft => {
            let payer = deposit.contents.first().map_or("", |part| &part.from);
            claim_payment(payer, &deposit.row.reference)
        }
        Kind::Card => String::from("MERCHANT BANKCD DEPOSIT 445518820"),
        Kind::Slip | Kind::Returned | Kind::Exchange => {
            format!("COUNTER DEPOSIT {}", deposit_number(deposit.row.id))
        }
    }
}

/// A payer's EFT, as banks show what came with it.
fn claim_payment(payer: &str, trace: &str) -> String {
    let payer: String = payer.to_ascii_uppercase().chars().take(16).collect();
    format!("{payer} HCCLAIMPMT TRN*1*{trace}*1391234567~")
}

/// The file as a bank writes it.
fn ofx(lines: &[(NaiveDate, Money, String)]) -> String {
    let mut file = String::from(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n\n<OFX>\n\
         <BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD\n",
    );
    let _written = writeln!(
        file,
        "<BANKACCTFROM><BANKID>071000013<ACCTID>00021884{ENDS}<ACCTTYPE>CHECKING</BANKACCTFROM>\n<BANKTRANLIST>"
    );
    for (number, (on, amount, words)) in (1_u32..).zip(lines) {
        let kind = if amount.is_negative() {
            "DEBIT"
        } else {
            "CREDIT"
        };
        let _written = writeln!(
            file,
            "<STMTTRN><TRNTYPE>{kind}<DTPOSTED>{}120000<TRNAMT>{}<FITID>{}{number:04}<NAME>{}</STMTTRN>",
            on.format("%Y%m%d"),
            amount.plain(),
            on.format("%Y%m%d"),
            words.replace('&', "&amp;")
        );
    }
    file.push_str("</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1>\n</OFX>\n");
    file
}
