//! What each service of an answered claim bears: what is paid, given up, kept and made the patient's, and no more than is
//! owed. It must not know how it was decided what becomes of a reason.

use super::account::AccountLine;
use super::exception::{Exception, Resolution};
use super::lay::{Laid, Laying, Stated};
use super::plan::{DecidedBy, NoticeKind, PlannedLine, PlannedMove, Said};
use super::table::Whom;
use super::words;
use super::work::{Judged, Position, Service, Work};
use crate::domain::code::AdjustmentGroup;
use crate::domain::eob::Outcome;
use crate::domain::ledger::{Move, Reason, WriteOff};
use crate::domain::money::{Money, MoneyError};

/// Looks at how the answer fits the claim: charges, codes, units, services that are missing or strange.
pub(super) fn look(work: &mut Work<'_>, laying: &Laying) -> Result<(), MoneyError> {
    let (claim, account) = (work.claim, work.account);
    if !laying.strangers.is_empty() {
        let _taken = work.ask(words::not_on_claim(claim, &laying.strangers)?);
    }
    if claim.lines.is_empty() && claim.charged.abs() != account.charged()? {
        let exception = words::charge_differs(claim.charged, account.charged()?, None);
        let _taken = work.ask(exception);
    }
    if laying.lines.iter().any(|laid| laid.by_total) {
        work.tell(NoticeKind::ByTotal, None, words::by_total());
    }
    for laid in &laying.lines {
        if let Some(line) = account.lines.get(laid.at) {
            look_at(work, laid, line);
        }
    }
    for (at, line) in account.lines.iter().enumerate() {
        if line.owed.is_positive() && !laying.lines.iter().any(|laid| laid.at == at) {
            let words = words::not_answered(claim, line);
            work.tell(NoticeKind::NotAnswered, Some(line.place), words);
        }
    }
    Ok(())
}

fn look_at(work: &mut Work<'_>, laid: &Laid, line: &AccountLine) {
    let claim = work.claim;
    let place = Some(line.place);
    if !laid.remitted.is_empty() && !laid.by_total && laid.charged.abs() != line.sums.charged {
        let _taken = work.ask(words::charge_differs(
            laid.charged,
            line.sums.charged,
            place,
        ));
    }
    if laid.remitted.len() > 1 {
        let words = words::unbundled(line, laid.remitted.len());
        work.tell(NoticeKind::Unbundled, place, words);
    }
    for said in laid.remitted.iter().filter_map(|at| claim.lines.get(*at)) {
        if let [_only] = laid.remitted.as_slice()
            && !said.procedure.code.eq_ignore_ascii_case(line.code.as_str())
        {
            let words = words::paid_as(line, &said.procedure.code);
            work.tell(NoticeKind::PaidAs, place, words);
        }
        if let (Some(paid), Some(billed)) = (said.units_paid, said.units_submitted)
            && paid != billed
        {
            let words = words::units_differ(line, paid, billed);
            work.tell(NoticeKind::UnitsDiffer, place, words);
        }
    }
    let above = laid.stated.iter().any(|one| {
        one.amount.is_negative()
            && matches!(one.carc.as_str(), "45" | "94")
            && one.group != AdjustmentGroup::Patient
    });
    if above && laid.paid.is_positive() {
        let words = words::fee_below_contract(line);
        work.tell(NoticeKind::FeeBelowContract, place, words);
    }
}

/// A service while its moves are put together.
struct Settling<'l> {
    line: &'l AccountLine,
    said: Vec<Said>,
    moves: Vec<PlannedMove>,
    segment: u64,
}

impl Settling<'_> {
    fn push(&mut self, what: Move, by: DecidedBy, segment: u64) {
        if !what.amount().is_zero() {
            self.moves.push(PlannedMove { what, by, segment });
        }
    }

    /// By how much its moves lower what the insurer owes.
    fn leaves(&self) -> Result<Money, MoneyError> {
        Money::sum(self.moves.iter().map(|one| one.what.from_insurer()))
    }

    /// What is still owed after its moves.
    fn room(&self) -> Result<Money, MoneyError> {
        self.line.owed.minus(self.leaves()?)
    }

    fn written_off(&self) -> Result<Money, MoneyError> {
        Money::sum(self.moves.iter().map(|one| match one.what {
            Move::WrittenOff(_, _, amount) => amount,
            Move::Paid(_)
            | Move::ToPatient(..)
            | Move::Kept(..)
            | Move::OwedBack(_)
            | Move::Credited(_) => Money::ZERO,
        }))
    }

    /// Takes back of the moves that `which` picks, from the last on, until `over` is taken or none is left. What was said
    /// and does not move only informs. Gives what could not be taken.
    fn cut(&mut self, mut over: Money, which: fn(&Move) -> bool) -> Result<Money, MoneyError> {
        for one in self.moves.iter_mut().rev() {
            if !over.is_positive() {
                break;
            }
            let amount = one.what.amount();
            if !which(&one.what) || !amount.is_positive() {
                continue;
            }
            let part = amount.min(over);
            over = over.minus(part)?;
            let left = amount.minus(part)?;
            one.what = with_amount(&one.what, left);
            one.by = DecidedBy::Owed;
            split_said(&mut self.said, &one.what, one.segment, part)?;
        }
        self.moves.retain(|one| !one.what.amount().is_zero());
        Ok(over)
    }
}

fn with_amount(what: &Move, amount: Money) -> Move {
    match what {
        Move::WrittenOff(kind, reason, _) => Move::WrittenOff(*kind, reason.clone(), amount),
        Move::ToPatient(reason, _) => Move::ToPatient(reason.clone(), amount),
        Move::Kept(pocket, reason, _) => Move::Kept(*pocket, reason.clone(), amount),
        Move::Paid(_) => Move::Paid(amount),
        Move::OwedBack(_) => Move::OwedBack(amount),
        Move::Credited(_) => Move::Credited(amount),
    }
}

/// Parts what was said into what moves and what only informs.
fn split_said(
    said: &mut Vec<Said>,
    what: &Move,
    segment: u64,
    part: Money,
) -> Result<(), MoneyError> {
    let reason = what.reason();
    let found = said.iter().position(|one| {
        one.outcome != Outcome::Informs
            && one.segment == segment
            && *reason == Reason::new(one.group.as_str(), one.carc.as_str())
    });
    let Some(at) = found else {
        return Ok(());
    };
    let Some(one) = said.get_mut(at) else {
        return Ok(());
    };
    let informs = Said {
        amount: part,
        outcome: Outcome::Informs,
        by: DecidedBy::Owed,
        ..one.clone()
    };
    one.amount = one.amount.minus(part)?;
    if one.amount.is_zero() {
        *one = informs;
    } else {
        said.insert(at.saturating_add(1), informs);
    }
    Ok(())
}

/// Puts together what a service bears.
pub(super) fn settle(
    work: &mut Work<'_>,
    service: Service,
) -> Result<Option<PlannedLine>, MoneyError> {
    let Service { laid, reasons } = service;
    let account = work.account;
    let Some(line) = account.lines.get(laid.at) else {
        return Ok(None);
    };
    let mut settling = Settling {
        line,
        said: reasons.iter().map(said).collect(),
        moves: Vec::new(),
        segment: laid.segment,
    };
    settling.push(Move::Paid(laid.paid), DecidedBy::Table, laid.segment);
    for one in &reasons {
        let reason = reason(&one.stated);
        if let Outcome::Kept(pocket) = one.outcome {
            let kept = Move::Kept(pocket, reason, one.stated.amount);
            settling.push(kept, one.by, one.stated.segment);
        }
    }
    let before = share(&mut settling, &reasons)?;
    let is_capped = account.is_later_payer()
        || (!account.earlier.is_empty() && work.position != Position::AfterReversal);
    write_off(&mut settling, &reasons);
    give_back(work, &mut settling, before, is_capped)?;
    fit(work, &mut settling, is_capped)?;
    leave_nothing(work, &mut settling, &reasons)?;
    let patient = Money::sum(
        reasons
            .iter()
            .filter(|one| one.stated.group == AdjustmentGroup::Patient)
            .map(|one| one.stated.amount),
    )?;
    let allowed = match laid.allowed {
        Some(allowed) => allowed,
        None => laid.paid.plus(patient)?,
    };
    let remarks = work.remarks_of(&laid);
    Ok(Some(PlannedLine {
        line: line.line,
        place: line.place,
        claim: line.claim,
        guarantor: line.guarantor,
        remitted: laid.remitted,
        charged: laid.charged,
        allowed,
        paid: laid.paid,
        said: settling.said,
        remarks,
        moves: settling.moves,
        segment: laid.segment,
    }))
}

fn reason(stated: &Stated) -> Reason {
    Reason::new(stated.group.as_str(), stated.carc.as_str())
}

pub(super) fn said(one: &Judged) -> Said {
    Said {
        group: one.stated.group,
        carc: one.stated.carc,
        amount: one.stated.amount,
        outcome: one.outcome,
        by: one.by,
        segment: one.stated.segment,
    }
}

/// Makes the stated share the guarantor's, less what is the guarantor's already: a copay taken at the visit answers the
/// stated copay first, then the other shares in their order. Gives what was the guarantor's beyond that.
fn share(settling: &mut Settling<'_>, reasons: &[Judged]) -> Result<Money, MoneyError> {
    let mut before = settling.line.already_patient.max(Money::ZERO);
    let is_copay = |one: &&Judged| one.stated.carc.as_str() == "3";
    let stated = || reasons.iter().filter(|one| one.outcome == Outcome::Patient);
    for one in stated()
        .filter(is_copay)
        .chain(stated().filter(|one| !is_copay(one)))
    {
        let amount = one.stated.amount;
        let covered = before.min(amount).max(Money::ZERO);
        before = before.minus(covered)?;
        let moved = Move::ToPatient(reason(&one.stated), amount.minus(covered)?);
        settling.push(moved, one.by, one.stated.segment);
    }
    Ok(before)
}

fn write_off(settling: &mut Settling<'_>, reasons: &[Judged]) {
    for one in reasons {
        if let Outcome::WriteOff(kind) = one.outcome {
            let gone = Move::WrittenOff(kind, reason(&one.stated), one.stated.amount);
            settling.push(gone, one.by, one.stated.segment);
        }
    }
}

/// Gives the guarantor back what was taken beyond the stated share, as far as the payer paid it. What a later payer writes
/// off gives nothing back: it may repeat what an earlier one wrote off.
fn give_back(
    work: &mut Work<'_>,
    settling: &mut Settling<'_>,
    before: Money,
    is_capped: bool,
) -> Result<(), MoneyError> {
    let mut over = settling.room()?.negated();
    if is_capped {
        over = over.minus(settling.written_off()?)?;
    }
    let back = before.min(over);
    if !back.is_positive() {
        return Ok(());
    }
    let segment = settling.segment;
    let moved = Move::ToPatient(Reason::NONE, back.negated());
    settling.push(moved, DecidedBy::Owed, segment);
    let to_patient = Money::sum(settling.moves.iter().map(|one| match one.what {
        Move::ToPatient(_, amount) => amount,
        Move::Paid(_)
        | Move::WrittenOff(..)
        | Move::Kept(..)
        | Move::OwedBack(_)
        | Move::Credited(_) => Money::ZERO,
    }))?;
    let owes = settling.line.sums.patient_owes.plus(to_patient)?;
    if owes.is_negative() {
        let words = words::patient_credit(owes.negated());
        let place = Some(settling.line.place);
        work.tell(NoticeKind::PatientCredit, place, words);
    }
    Ok(())
}

/// Lets no more leave the insurer than it owes: write-offs that repeat what was written off before only inform, and what
/// is paid or stated beyond what is owed is asked about.
fn fit(
    work: &mut Work<'_>,
    settling: &mut Settling<'_>,
    is_capped: bool,
) -> Result<(), MoneyError> {
    let over = settling.room()?.negated();
    if !over.is_positive() {
        return Ok(());
    }
    let is_write_off = |one: &Move| matches!(one, Move::WrittenOff(..));
    let is_share = |one: &Move| matches!(one, Move::ToPatient(..));
    let written_off = positive(settling, is_write_off)?;
    let place = Some(settling.line.place);
    let left = if is_capped {
        let left = settling.cut(over, is_write_off)?;
        let repeated = over.minus(left)?;
        if repeated.is_positive() {
            let words = words::repeats(work.account, repeated);
            work.tell(NoticeKind::RepeatsWriteOff, place, words);
        }
        left
    } else {
        over
    };
    if !left.is_positive() {
        return Ok(());
    }
    let shares = positive(settling, is_share)?;
    let may_shrink = if is_capped {
        shares
    } else {
        shares.plus(written_off)?
    };
    let too_much = left.min(may_shrink);
    let overpaid = left.minus(too_much)?;
    if too_much.is_positive() {
        let _taken = work.ask(words::more_than_owed(settling.line, too_much));
        let rest = settling.cut(too_much, is_write_off)?;
        let _none = settling.cut(rest, is_share)?;
    }
    if overpaid.is_positive() {
        overpay(work, settling, overpaid);
    }
    Ok(())
}

fn positive(settling: &Settling<'_>, which: fn(&Move) -> bool) -> Result<Money, MoneyError> {
    let picked = settling.moves.iter().filter(|one| which(&one.what));
    Money::sum(picked.map(|one| one.what.amount().max(Money::ZERO)))
}

/// Asks whose the money is that was paid beyond what is owed, and puts it there.
fn overpay(work: &mut Work<'_>, settling: &mut Settling<'_>, over: Money) {
    let is_second = !work.account.earlier.is_empty() && work.position != Position::AfterReversal;
    let exception: Exception = if is_second {
        words::answered_before(work.account, settling.line, over)
    } else {
        words::overpaid(work.account, settling.line, over)
    };
    let key = exception.key;
    let taken = work.ask(exception);
    let by = work.decider(key);
    let segment = settling.segment;
    let what = if taken == Some(Resolution::Credit) {
        Move::Credited(over)
    } else {
        Move::OwedBack(over)
    };
    settling.push(what, by, segment);
}

/// Gives up what a Medicaid programme leaves that pays after another: its patient is never billed. Not while a part of the
/// service waits to be worked.
fn leave_nothing(
    work: &mut Work<'_>,
    settling: &mut Settling<'_>,
    reasons: &[Judged],
) -> Result<(), MoneyError> {
    let waits = reasons.iter().any(|one| one.outcome == Outcome::Stays);
    if waits || !Whom::of(work.account).owes_nothing_more() {
        return Ok(());
    }
    let rest = settling.room()?;
    let patient = positive(settling, |one| matches!(one, Move::WrittenOff(..)))?;
    if rest.is_positive() {
        let segment = settling.segment;
        let gone = Move::WrittenOff(WriteOff::Contractual, Reason::NONE, rest);
        settling.push(gone, DecidedBy::Table, segment);
    }
    let given_up = rest.max(Money::ZERO).plus(patient)?;
    if given_up.is_positive() {
        let words = words::medicaid_rest(given_up);
        let place = Some(settling.line.place);
        work.tell(NoticeKind::MedicaidRest, place, words);
    }
    Ok(())
}
