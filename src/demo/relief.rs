//! What the biller of the made-up practice finds of patients' money this morning: credit to give back, somebody in need,
//! and a check that the bank returned. It must not know how any of it is booked.

use chrono::{Days, NaiveDate};

use crate::domain::discount::{Discount, NewHardship, Scale};
use crate::domain::id::GuarantorId;
use crate::domain::money::Money;
use crate::domain::payment::Tender;
use crate::domain::returned::NewReturn;
use crate::office::Office;

use super::DemoError;

/// How many of the newest receipts are looked through.
const RECEIPTS: u32 = 400;

/// Writes the scale in, and works what lies on the desk.
pub(super) fn this_morning(office: &mut Office, today: NaiveDate) -> Result<(), DemoError> {
    let why = "Adopted by the owner at the yearly review";
    let _version = office.set_scale(&Scale::usual(), why)?;
    refunds(office, today)?;
    help(office, today)?;
    check_came_back(office, today)
}

/// Three refunds: one with its check out, one to be paid, one to be approved.
fn refunds(office: &mut Office, today: NaiveDate) -> Result<(), DemoError> {
    for (at, credit) in office.open_credit(3)?.into_iter().enumerate() {
        let own = office.credit_owner(credit.guarantor)?.guarantors()?;
        if !own.is_positive() {
            continue;
        }
        let id = office.ask_refund(
            credit.guarantor,
            own,
            "Paid more than the plan left to them",
        )?;
        if at < 2 {
            office.approve_refund(id)?;
        }
        if at == 0 {
            office.pay_refund(id, "2041", today)?;
        }
    }
    Ok(())
}

/// Grants help to the first account that owes enough for it to matter, and takes it off.
fn help(office: &mut Office, today: NaiveDate) -> Result<(), DemoError> {
    let mut seen: Option<GuarantorId> = None;
    for row in office.receipts(None, RECEIPTS)? {
        let open = office.open_items(row.guarantor)?;
        let owes = Money::sum(open.iter().map(|item| item.patient_owes.max(Money::ZERO)))?;
        if owes.cents() >= 8_000 {
            seen = Some(row.guarantor);
            break;
        }
    }
    let Some(guarantor) = seen else {
        return Ok(());
    };
    let new = NewHardship {
        guarantor,
        household: 3,
        income: Money::from_cents(3_480_000)?,
        from: today.checked_sub_days(Days::new(760)).unwrap_or(today),
        to: today.checked_add_days(Days::new(180)).unwrap_or(today),
        why: String::from("Two pay slips and a letter of the employer"),
    };
    let _grant = office.grant_hardship(&new)?;
    let _entry = office.give_discount(guarantor, Discount::Hardship, "")?;
    Ok(())
}

/// A check of the last weeks comes back.
fn check_came_back(office: &mut Office, today: NaiveDate) -> Result<(), DemoError> {
    let fee = office.patient_terms()?.returned_check_fee;
    let long_ago = today.checked_sub_days(Days::new(4)).unwrap_or(today);
    for row in office.receipts(None, RECEIPTS)? {
        let is_one_check = matches!(row.tenders.as_slice(), [Tender::Check { .. }]);
        let is_placed = office.receipt(row.id)?.credit.is_zero();
        if is_one_check && is_placed && !row.is_reversed && row.accounting_on <= long_ago {
            let new = NewReturn {
                receipt: row.id,
                tender: 1,
                on: today,
                fee,
                why: String::from("not enough funds"),
            };
            let _id = office.return_check(&new)?;
            break;
        }
    }
    Ok(())
}
