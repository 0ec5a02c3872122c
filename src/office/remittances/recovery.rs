//! Money that a payer took out of a payment without saying for which claim (a refund letter collected by PLB WO): it
//! stays open on the payer's account until somebody finds its claim, whose number it then goes by.

use chrono::NaiveDate;
use serde::Serialize;

use super::{RemitRefusal, not_there};
use crate::domain::claim::{ClaimNumber, Happening, ReferenceKind, State};
use crate::domain::id::{ClaimId, EobId, PayerId};
use crate::domain::ledger::{Account, Funds, RemitAnswer, answer};
use crate::domain::money::Money;
use crate::domain::posting::{ClaimAccount, OpenRow, open_rows, recovered};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;
use crate::store::claim::Note;
use crate::store::remittance::{NewPart, PartKind};

/// What a payer took back, and nothing says for which claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recovery {
    /// Who took it.
    pub payer: PayerId,
    /// The payer's name.
    pub payer_name: String,
    /// Since when.
    pub since: NaiveDate,
    /// Why (PLB03-1).
    pub code: String,
    /// About what (PLB03-2), as the payer writes it.
    pub reference: String,
    /// How much.
    pub amount: Money,
    /// The claims of that payer that go by this reference, because somebody said so before or the payer calls them so.
    pub known: Vec<ClaimNumber>,
}

impl Office {
    /// Lists what payers took back and nothing says for which claim, the oldest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn recoveries(&self) -> Result<Vec<Recovery>, OfficeError> {
        let payers = self.store.payers()?;
        self.store.look(|tx| {
            let mut all = Vec::new();
            for payer in &payers {
                for row in taken(tx, payer.id)? {
                    all.push(Recovery {
                        payer: payer.id,
                        payer_name: payer.what.name.clone(),
                        since: row.since,
                        amount: row.owed.negated(),
                        known: known(tx, payer.id, &row.reference)?,
                        code: row.code,
                        reference: row.reference,
                    });
                }
            }
            all.sort_by_key(|one| one.since);
            Ok(all)
        })
    }

    /// Says for which claim a payer took money back: its payment is taken off the claim's services, what it then owes on
    /// them is followed up, and the claim goes by the reference from then on.
    ///
    /// # Errors
    /// [`RemitRefusal::NoRecovery`], [`RemitRefusal::TookMore`], [`Refusal::NotThere`], or what the book says.
    pub fn place_recovery(
        &mut self,
        payer: PayerId,
        reference: &str,
        claim: ClaimId,
    ) -> Result<EobId, OfficeError> {
        self.stamped("say what a payer took back", |tx, stamp| {
            let eob = place(tx, payer, reference.trim(), claim, stamp)?;
            Ok((format!("claim:{claim} eob:{eob}"), eob))
        })
    }
}

/// What a payer took and nothing says for what.
fn taken(tx: &Tx<'_>, payer: PayerId) -> Result<Vec<OpenRow>, OfficeError> {
    let mut rows = open_rows(&tx.payer_moves(payer)?)?;
    rows.retain(|row| row.owed.is_negative());
    Ok(rows)
}

/// The claims of a payer that go by a reference.
fn known(tx: &Tx<'_>, payer: PayerId, reference: &str) -> Result<Vec<ClaimNumber>, OfficeError> {
    let reference = reference.trim();
    if reference.is_empty() {
        return Ok(Vec::new());
    }
    let ids = tx.claims_known_as(&[reference])?.into_iter();
    let ids: Vec<ClaimId> = ids.map(|(_, id)| id).collect();
    let accounts = tx.claim_accounts(&ids)?;
    let mut known: Vec<ClaimNumber> = accounts
        .into_values()
        .filter(|one| one.payer == payer && one.state != State::Void)
        .map(|one| one.number)
        .collect();
    known.sort();
    Ok(known)
}

fn place(
    tx: &Tx<'_>,
    payer: PayerId,
    reference: &str,
    claim: ClaimId,
    stamp: Stamp,
) -> Result<EobId, OfficeError> {
    let none = || RemitRefusal::NoRecovery(reference.to_owned());
    let mut rows = taken(tx, payer)?.into_iter();
    let is_it = |row: &OpenRow| row.reference.trim().eq_ignore_ascii_case(reference);
    let row = rows.find(is_it).ok_or_else(none)?;
    let amount = row.owed.negated();
    let account = account_of(tx, payer, claim)?;
    let (lines, left) = recovered(&account, amount)?;
    if left.is_positive() {
        let paid = amount.minus(left)?;
        return Err(RemitRefusal::TookMore {
            taken: amount,
            paid,
        }
        .into());
    }
    let took = tx.remittance_that_took(payer, &row.code, &row.reference)?;
    let (remittance, segment) = took.ok_or_else(none)?;
    let of = tx.remittance(remittance)?.ok_or(not_there(remittance))?;
    let eob = tx.add_remit_eob(&of, (payer, Money::ZERO), stamp.today, stamp.at, stamp.by)?;
    let why = format!(
        "{} {reference}: taken back for claim {}",
        row.code, account.number
    );
    let answered = RemitAnswer {
        on: stamp.today,
        eob,
        policy: account.policy,
        payer,
        funds: Funds::PayerAccount,
        why: &why,
    };
    let entry = tx.post(&answer(&answered, &lines)?, stamp.at, stamp.by)?;
    for line in &lines {
        let paid = Money::sum(line.moves.iter().map(crate::domain::ledger::Move::amount))?;
        tx.add_recovered_line((eob, entry, segment), claim, line.line, paid)?;
    }
    tx.add_eob_part(
        eob,
        1,
        &NewPart {
            kind: PartKind::Adjustment,
            amount,
            account: Account::OwedToPayer(payer).code(),
            claim: None,
            segment,
            code: row.code,
            reference: row.reference.clone(),
            entry: Some(entry),
        },
    )?;
    stand(tx, &account, eob, amount, stamp)?;
    let source = format!("eob:{eob}");
    let kind = ReferenceKind::Payer;
    let _is_new = tx.note_reference(claim, kind, row.reference.trim(), &source, stamp.at)?;
    Ok(eob)
}

fn account_of(tx: &Tx<'_>, payer: PayerId, claim: ClaimId) -> Result<ClaimAccount, OfficeError> {
    let mut accounts = tx.claim_accounts(&[claim])?;
    let account = accounts.remove(&claim).filter(|one| one.payer == payer);
    Ok(account.ok_or(Refusal::NotThere {
        what: "claim of that payer",
        number: claim.get(),
    })?)
}

/// Lets the claim stand as what is left of its payment says.
fn stand(
    tx: &Tx<'_>,
    account: &ClaimAccount,
    eob: EobId,
    amount: Money,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let paid = Money::sum(account.lines.iter().map(|line| line.paid))?;
    let to = if paid.minus(amount)?.is_positive() {
        State::PartlyPaid
    } else {
        State::Denied
    };
    let to = if account.state.may_become(to) {
        to
    } else {
        account.state
    };
    let words = format!("the payer took {amount} back beside its claims");
    let note = Note {
        kind: Happening::Answered,
        source: &format!("eob:{eob}"),
        words: &words,
    };
    Ok(tx.move_claim(account.claim, to, note, stamp.at, stamp.by)?)
}
