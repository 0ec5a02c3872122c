//! Payments taken back (CLP02 = 22): exactly what was posted, when the payer takes exactly that back; else a question with
//! both columns side by side. It must not know how a first answer is planned.

use std::collections::BTreeMap;

use super::account::{ClaimAccount, EarlierAnswer};
use super::exception::{Compared, Resolution};
use super::lay::{Laid, Laying, Stated, lay};
use super::lines::said;
use super::plan::{DecidedBy, NoticeKind, PlannedLine, PlannedMove, Said};
use super::words;
use super::work::{Position, Service, Work};
use crate::domain::eob::Outcome;
use crate::domain::id::{ChargeLineId, EobId};
use crate::domain::ledger::{Move, Reason};
use crate::domain::money::{Money, MoneyError};
use crate::domain::remit::RemitClaim;

/// What a payment taken back does.
pub(super) struct TakenBack {
    pub eob: Option<EobId>,
    pub lines: Vec<PlannedLine>,
}

/// Plans a payment taken back.
pub(super) fn take_back(work: &mut Work<'_>) -> Result<TakenBack, MoneyError> {
    let laying = lay(work.claim, work.account, false)?;
    let Some(earlier) = found(work.claim, work.account)? else {
        let _taken = work.ask(words::nothing_to_reverse(work.claim));
        return Ok(TakenBack {
            eob: None,
            lines: as_said(work, laying)?,
        });
    };
    let compared = compare(work.claim, work.account, &laying, earlier)?;
    let lines = if compared.iter().all(Compared::is_equal) {
        let words = words::taken_back(earlier);
        work.tell(NoticeKind::TakenBack, None, words);
        as_posted(work, &laying, earlier, DecidedBy::Earlier(earlier.eob))?
    } else {
        let exception = words::reversal_differs(work.claim, earlier, compared);
        let key = exception.key;
        match work.ask(exception) {
            Some(Resolution::AsSaid) => as_said(work, laying)?,
            _ => as_posted(work, &laying, earlier, work.decider(key))?,
        }
    };
    let lines = hold_share(work, lines)?;
    Ok(TakenBack {
        eob: Some(earlier.eob),
        lines,
    })
}

/// The answer that is taken back: by the payer's number of the claim, else one of the same payment, else the last.
fn found<'a>(
    claim: &RemitClaim,
    account: &'a ClaimAccount,
) -> Result<Option<&'a EarlierAnswer>, MoneyError> {
    let number = claim.payer_number.trim();
    let mut same_payment = None;
    for answer in account.earlier.iter().rev() {
        let paid = Money::sum(answer.lines.iter().map(|line| line.paid))?;
        let is_same = paid == claim.paid.negated();
        let is_named = !number.is_empty() && answer.payer_number.eq_ignore_ascii_case(number);
        if is_named && is_same {
            return Ok(Some(answer));
        }
        if is_named || (is_same && same_payment.is_none()) {
            same_payment = Some(answer);
        }
    }
    Ok(same_payment.or(account.earlier.last()))
}

type Sums = BTreeMap<(u32, String), Money>;

fn add(sums: &mut Sums, line: u32, what: String, amount: Money) -> Result<(), MoneyError> {
    let sum = sums.entry((line, what)).or_insert(Money::ZERO);
    *sum = sum.plus(amount)?;
    Ok(())
}

/// Puts both answers side by side, by service and reason; of the claim as a whole where one of them names no services.
fn compare(
    claim: &RemitClaim,
    account: &ClaimAccount,
    laying: &Laying,
    earlier: &EarlierAnswer,
) -> Result<Vec<Compared>, MoneyError> {
    let is_whole = claim.lines.is_empty()
        || !laying.strangers.is_empty()
        || laying.lines.iter().any(|laid| laid.by_total);
    let place = |line: ChargeLineId| {
        let place = account.line(line).map_or(0, |line| line.place);
        if is_whole { 0 } else { place }
    };
    let (mut posted, mut back) = (Sums::new(), Sums::new());
    for line in &earlier.lines {
        let at = place(line.line);
        add(&mut posted, at, "paid".to_owned(), line.paid)?;
        for said in &line.said {
            let what = format!("{}-{}", said.group.as_str(), said.carc);
            add(&mut posted, at, what, said.amount)?;
        }
    }
    for laid in &laying.lines {
        let Some(line) = account.lines.get(laid.at) else {
            continue;
        };
        let at = place(line.line);
        add(&mut back, at, "paid".to_owned(), laid.paid.negated())?;
        for stated in &laid.stated {
            let what = format!("{}-{}", stated.group.as_str(), stated.carc);
            add(&mut back, at, what, stated.amount.negated())?;
        }
    }
    let mut keys: Vec<&(u32, String)> = posted.keys().chain(back.keys()).collect();
    keys.sort();
    keys.dedup();
    let both = keys.into_iter().map(|key| {
        let of = |sums: &Sums| sums.get(key).copied().unwrap_or_default();
        let (line, what) = key;
        Compared {
            what: if *line == 0 {
                what.clone()
            } else {
                format!("Line {line}, {what}")
            },
            posted: of(&posted),
            taken_back: of(&back),
        }
    });
    Ok(both
        .filter(|one| !(one.posted.is_zero() && one.taken_back.is_zero()))
        .collect())
}

/// Takes back exactly what was posted. What the payer takes beyond that, or leaves of it, goes on the payer's account.
fn as_posted(
    work: &Work<'_>,
    laying: &Laying,
    earlier: &EarlierAnswer,
    by: DecidedBy,
) -> Result<Vec<PlannedLine>, MoneyError> {
    let segment = work.claim.place.segment;
    let posted = Money::sum(earlier.lines.iter().map(|line| line.paid))?;
    let mut difference = posted.plus(work.claim.paid)?;
    let mut lines = Vec::with_capacity(earlier.lines.len());
    for line in &earlier.lines {
        let Some(ours) = work.account.line(line.line) else {
            continue;
        };
        let laid = laying
            .lines
            .iter()
            .find(|laid| work.account.lines.get(laid.at) == Some(ours));
        let at = laid.map_or(segment, |laid| laid.segment);
        let mut moves: Vec<PlannedMove> = line
            .moves
            .iter()
            .map(|one| PlannedMove {
                what: one.negated(),
                by,
                segment: at,
            })
            .collect();
        if !difference.is_zero() {
            for what in [Move::Paid(difference), Move::OwedBack(difference)] {
                moves.push(PlannedMove {
                    what,
                    by,
                    segment: at,
                });
            }
        }
        let back = |said: &Said| Said {
            amount: said.amount.negated(),
            by,
            segment: at,
            ..said.clone()
        };
        lines.push(PlannedLine {
            line: ours.line,
            place: ours.place,
            claim: ours.claim,
            guarantor: ours.guarantor,
            remitted: laid.map(|laid| laid.remitted.clone()).unwrap_or_default(),
            charged: ours.sums.charged.negated(),
            allowed: laid.map_or(Ok(Money::ZERO), allowed)?,
            paid: line.paid.negated().plus(difference)?,
            said: line.said.iter().map(back).collect(),
            remarks: laid.map(|laid| work.remarks_of(laid)).unwrap_or_default(),
            moves,
            segment: at,
        });
        difference = Money::ZERO;
    }
    Ok(lines)
}

fn allowed(laid: &Laid) -> Result<Money, MoneyError> {
    if let Some(allowed) = laid.allowed {
        return Ok(allowed);
    }
    let patient = laid.stated.iter().filter(|one| is_share(one));
    Money::sum(patient.map(|one| one.amount))?.plus(laid.paid)
}

fn is_share(stated: &Stated) -> bool {
    stated.group == crate::domain::code::AdjustmentGroup::Patient
}

/// Moves what the payer says, the other way round: what it stated then and we would have posted without asking.
fn as_said(work: &mut Work<'_>, laying: Laying) -> Result<Vec<PlannedLine>, MoneyError> {
    let services = work.judged(laying);
    let mut lines = Vec::with_capacity(services.len());
    for Service { laid, reasons } in services {
        let Some(line) = work.account.lines.get(laid.at) else {
            continue;
        };
        let mut moves = vec![PlannedMove {
            what: Move::Paid(laid.paid),
            by: DecidedBy::Table,
            segment: laid.segment,
        }];
        for one in &reasons {
            let reason = Reason::new(one.stated.group.as_str(), one.stated.carc.as_str());
            let amount = one.stated.amount;
            let what = match one.outcome {
                Outcome::Patient => Move::ToPatient(reason, amount),
                Outcome::WriteOff(kind) => Move::WrittenOff(kind, reason, amount),
                Outcome::Kept(pocket) => Move::Kept(pocket, reason, amount),
                Outcome::Informs | Outcome::Stays => continue,
            };
            moves.push(PlannedMove {
                what,
                by: one.by,
                segment: one.stated.segment,
            });
        }
        moves.retain(|one| !one.what.amount().is_zero());
        lines.push(PlannedLine {
            line: line.line,
            place: line.place,
            claim: line.claim,
            guarantor: line.guarantor,
            charged: laid.charged,
            allowed: allowed(&laid)?,
            paid: laid.paid,
            said: reasons.iter().map(said).collect(),
            remarks: work.remarks_of(&laid),
            moves,
            segment: laid.segment,
            remitted: laid.remitted,
        });
    }
    Ok(lines)
}

/// Asks when the patient's share would fall below zero because it went on to another payer since. A correction in the same
/// remittance brings it back, so that nothing is asked before one.
fn hold_share(
    work: &mut Work<'_>,
    mut lines: Vec<PlannedLine>,
) -> Result<Vec<PlannedLine>, MoneyError> {
    if work.position == Position::BeforeCorrection {
        return Ok(lines);
    }
    for line in &mut lines {
        let Some(ours) = work.account.line(line.line) else {
            continue;
        };
        let moved = Money::sum(line.moves.iter().map(|one| match one.what {
            Move::ToPatient(_, amount) => amount,
            Move::Paid(_)
            | Move::WrittenOff(..)
            | Move::Kept(..)
            | Move::OwedBack(_)
            | Move::Credited(_) => Money::ZERO,
        }))?;
        let left = ours.share()?.plus(moved)?;
        if !left.is_negative() {
            continue;
        }
        let exception = words::share_moved_on(work.account, ours, left.negated());
        let key = exception.key;
        let _taken = work.ask(exception);
        let by = work.decider(key);
        line.moves.push(PlannedMove {
            what: Move::ToPatient(Reason::NONE, left.negated()),
            by,
            segment: line.segment,
        });
    }
    Ok(lines)
}
