//! Which service of the claim each line of a remitted claim speaks of, and how amounts of the claim as a whole are laid on
//! its services. It must not know what becomes of an amount.
//!
//! Nothing is invented: every cent that is laid stands in the file. What the payer says of no service in particular goes
//! on the services in the order of the claim, on each no more than has room there, so that each service balances and all
//! of them come to the cent that was said.

use std::collections::BTreeSet;

use super::account::{AccountLine, ClaimAccount};
use crate::domain::claim::ClaimNumber;
use crate::domain::code::{AdjustmentGroup, Carc, Modifier, Rarc};
use crate::domain::money::{Money, MoneyError};
use crate::domain::remit::{Coded, RemitAdjustment, RemitClaim, RemitLine, Text, amount};

/// One reason as it was said of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub group: AdjustmentGroup,
    pub carc: Carc,
    pub amount: Money,
    pub segment: u64,
}

impl Stated {
    /// Reads an adjustment; none when its group or reason is on no list.
    pub fn of(adjustment: &RemitAdjustment) -> Option<Self> {
        Some(Self {
            group: adjustment.group.known()?,
            carc: adjustment.carc.known()?,
            amount: adjustment.amount,
            segment: adjustment.place.segment,
        })
    }

    /// Whether it says what an earlier payer did (OA-23).
    pub fn is_of_earlier_payer(&self) -> bool {
        self.carc.as_str() == EARLIER_PAYER
    }
}

/// The CARC that says what an earlier payer paid and took off.
pub(super) const EARLIER_PAYER: &str = "23";

/// What is said of one service.
#[derive(Clone, Debug, Default)]
pub(super) struct Laid {
    /// The index of the service on the claim.
    pub at: usize,
    /// Which remitted lines speak of it.
    pub remitted: Vec<usize>,
    pub charged: Money,
    pub paid: Money,
    pub allowed: Option<Money>,
    pub stated: Vec<Stated>,
    pub remarks: Vec<Rarc>,
    /// Whether something of it was laid by total.
    pub by_total: bool,
    pub segment: u64,
}

/// What is said of every service that anything is said of, in the order of the claim.
#[derive(Clone, Debug, Default)]
pub(super) struct Laying {
    pub lines: Vec<Laid>,
    /// Remitted lines that are on the claim by no sign; they were laid by total.
    pub strangers: Vec<usize>,
}

/// Lays what a remitted claim says on the services of the claim. What an earlier payer did counts once: `skips_earlier`
/// leaves it out of the claim where its lines say the same.
pub(super) fn lay(
    claim: &RemitClaim,
    account: &ClaimAccount,
    skips_earlier: bool,
) -> Result<Laying, MoneyError> {
    let mut found = match_lines(claim, account);
    let strangers: Vec<usize> = take_in(claim, account, &mut found);
    let mut lines = Vec::new();
    for (at, line) in account.lines.iter().enumerate() {
        let of_line: Vec<usize> = (0..)
            .zip(&found)
            .filter(|(_, one)| **one == Some(at))
            .map(|(index, _)| index)
            .collect();
        if !of_line.is_empty() {
            lines.push(laid(claim, at, line, of_line)?);
        }
    }
    let of_claim = claim.adjustments.iter().filter_map(Stated::of);
    let of_claim = of_claim.filter(|one| !(skips_earlier && one.is_of_earlier_payer()));
    let of_claim: Vec<Stated> = of_claim.collect();
    if claim.lines.is_empty() {
        lines = by_total(claim.place.segment, claim.paid, of_claim, account, lines)?;
    } else {
        if !strangers.is_empty() {
            let all: Vec<&RemitLine> = strangers
                .iter()
                .filter_map(|index| claim.lines.get(*index))
                .collect();
            let paid = Money::sum(all.iter().map(|line| line.paid))?;
            let stated = all.iter().flat_map(|line| &line.adjustments);
            let stated: Vec<Stated> = stated.filter_map(Stated::of).collect();
            lines = by_total(claim.place.segment, paid, stated, account, lines)?;
        }
        for stated in of_claim {
            take_from_paid(&mut lines, &stated)?;
        }
    }
    Ok(Laying { lines, strangers })
}

fn laid(
    claim: &RemitClaim,
    at: usize,
    line: &AccountLine,
    remitted: Vec<usize>,
) -> Result<Laid, MoneyError> {
    let mut laid = Laid {
        at,
        charged: Money::ZERO,
        ..Laid::default()
    };
    for said in remitted.iter().filter_map(|index| claim.lines.get(*index)) {
        laid.charged = laid.charged.plus(said.charged)?;
        laid.paid = laid.paid.plus(said.paid)?;
        if let Some(allowed) = amount(&said.amounts, "B6") {
            laid.allowed = Some(laid.allowed.unwrap_or_default().plus(allowed)?);
        }
        laid.stated
            .extend(said.adjustments.iter().filter_map(Stated::of));
        laid.remarks
            .extend(said.remarks.iter().filter_map(Coded::known));
        if laid.segment == 0 {
            laid.segment = said.place.segment;
        }
    }
    // A service that came apart into lines without a charge of their own was still charged once.
    if laid.charged.is_zero() && !claim.charged.is_zero() && remitted.len() > 1 {
        laid.charged = line.sums.charged;
    }
    laid.remitted = remitted;
    Ok(laid)
}

/// Lets a reason of the whole claim lower what the lines were paid, from the first on, no line below zero. One that
/// raises the payment goes on the first.
fn take_from_paid(lines: &mut [Laid], stated: &Stated) -> Result<(), MoneyError> {
    let mut left = stated.amount;
    let count = lines.len();
    for (number, line) in (1_usize..).zip(lines.iter_mut()) {
        let part = if left.is_negative() || number == count {
            left
        } else {
            left.min(line.paid.max(Money::ZERO))
        };
        if part.is_zero() {
            continue;
        }
        line.paid = line.paid.minus(part)?;
        line.by_total = true;
        line.stated.push(Stated {
            amount: part,
            ..stated.clone()
        });
        left = left.minus(part)?;
    }
    Ok(())
}

/// Room on a service: what the insurer owes on it, and what of its charge nothing is said of yet.
struct Room {
    owed: Money,
    charge: Money,
    laid: Laid,
}

impl Room {
    fn take(&mut self, part: Money) -> Result<(), MoneyError> {
        self.charge = self.charge.minus(part)?;
        self.owed = self
            .owed
            .minus(part)?
            .max(Money::ZERO)
            .min(self.charge.max(Money::ZERO));
        self.laid.by_total = true;
        Ok(())
    }
}

/// Lays a payment and its reasons on the services in their order. What an earlier payer did fills the part of a charge
/// that is not owed any more; payment and other reasons fill first what is owed. A payment taken back is laid the same
/// way with the other sign.
fn by_total(
    segment: u64,
    paid: Money,
    stated: Vec<Stated>,
    account: &ClaimAccount,
    lines: Vec<Laid>,
) -> Result<Vec<Laid>, MoneyError> {
    let total = Money::sum(stated.iter().map(|one| one.amount))?.plus(paid)?;
    let is_back = total.is_negative();
    let signed = |amount: Money| if is_back { amount.negated() } else { amount };
    let mut rooms = rooms(segment, account, lines, is_back)?;
    let (earlier, rest): (Vec<Stated>, Vec<Stated>) =
        stated.into_iter().partition(Stated::is_of_earlier_payer);
    for one in earlier {
        let parts = spread(&mut rooms, signed(one.amount), |room| {
            room.charge.minus(room.owed)
        })?;
        put(&mut rooms, parts, &one, signed);
    }
    for (at, part) in spread(&mut rooms, signed(paid), |room| Ok(room.owed))? {
        if let Some(room) = rooms.get_mut(at) {
            room.laid.paid = room.laid.paid.plus(signed(part))?;
        }
    }
    for one in rest {
        let parts = spread(&mut rooms, signed(one.amount), |room| Ok(room.owed))?;
        put(&mut rooms, parts, &one, signed);
    }
    let all = rooms.into_iter().map(|room| room.laid);
    Ok(all
        .filter(|laid| laid.by_total || !laid.remitted.is_empty())
        .collect())
}

fn put(
    rooms: &mut [Room],
    parts: Vec<(usize, Money)>,
    stated: &Stated,
    signed: impl Fn(Money) -> Money,
) {
    for (at, part) in parts {
        if let Some(room) = rooms.get_mut(at) {
            room.laid.stated.push(Stated {
                amount: signed(part),
                ..stated.clone()
            });
        }
    }
}

fn rooms(
    segment: u64,
    account: &ClaimAccount,
    lines: Vec<Laid>,
    is_back: bool,
) -> Result<Vec<Room>, MoneyError> {
    let mut rooms = Vec::with_capacity(account.lines.len());
    let mut lines = lines.into_iter().peekable();
    for (at, line) in account.lines.iter().enumerate() {
        let found = lines.next_if(|laid| laid.at == at);
        let charge = match &found {
            Some(laid) => line.sums.charged.minus(laid.charged.abs())?,
            None => line.sums.charged,
        };
        let owed = if is_back {
            charge
        } else {
            line.owed.min(charge)
        };
        rooms.push(Room {
            owed: owed.max(Money::ZERO),
            charge,
            laid: found.unwrap_or(Laid {
                at,
                charged: if is_back {
                    line.sums.charged.negated()
                } else {
                    line.sums.charged
                },
                segment,
                ..Laid::default()
            }),
        });
    }
    Ok(rooms)
}

/// Takes an amount from the services in their order: from each what `first` gives, then what room its charge has, then
/// the rest from the last. What lowers nothing (below zero) makes room on the first.
fn spread(
    rooms: &mut [Room],
    amount: Money,
    first: impl Fn(&Room) -> Result<Money, MoneyError>,
) -> Result<Vec<(usize, Money)>, MoneyError> {
    let mut parts = Vec::new();
    let mut left = amount;
    if left.is_negative() {
        if let Some(room) = rooms.first_mut() {
            room.take(left)?;
            parts.push((0, left));
        }
        return Ok(parts);
    }
    let last = rooms.len().saturating_sub(1);
    for pass in 0..3_u8 {
        for (at, room) in rooms.iter_mut().enumerate() {
            let fits = match pass {
                0 => first(room)?,
                1 => room.charge,
                _ if at == last => left,
                _ => Money::ZERO,
            };
            let part = left.min(fits.max(Money::ZERO));
            if part.is_zero() {
                continue;
            }
            room.take(part)?;
            parts.push((at, part));
            left = left.minus(part)?;
        }
    }
    Ok(parts)
}

/// Finds the service that each remitted line speaks of: by the number it was sent with, then by ever fewer signs, each
/// service once; then parts of a service that was split.
fn match_lines(claim: &RemitClaim, account: &ClaimAccount) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = claim
        .lines
        .iter()
        .map(|line| by_number(line, account))
        .collect();
    let mut taken: BTreeSet<usize> = found.iter().flatten().copied().collect();
    for signs in [Signs::All, Signs::Charge, Signs::Day, Signs::Code] {
        for (said, place) in claim.lines.iter().zip(&mut found) {
            if place.is_some() {
                continue;
            }
            let hit = account
                .lines
                .iter()
                .enumerate()
                .find(|(at, line)| !taken.contains(at) && signs.agree(said, line));
            if let Some((at, _)) = hit {
                *place = Some(at);
                let _is_new = taken.insert(at);
            }
        }
    }
    for (said, place) in claim.lines.iter().zip(&mut found) {
        if place.is_none() {
            *place = account
                .lines
                .iter()
                .position(|line| Signs::Code.agree(said, line));
        }
    }
    found
}

/// By the number that the line was sent with: our claim's, which sending, which service.
fn by_number(said: &RemitLine, account: &ClaimAccount) -> Option<usize> {
    let number = said.control_number()?.trim();
    account.lines.iter().position(|line| {
        let claim = ClaimNumber::of(line.claim);
        let rest = number.strip_prefix(claim.as_str());
        let rest = rest.and_then(|rest| rest.strip_prefix('S')?.split_once('L'));
        rest.is_some_and(|(sending, place)| {
            sending.parse::<u32>().is_ok() && place.parse() == Ok(line.sent_as)
        })
    })
}

/// How much of a remitted line has to agree with a service.
#[derive(Clone, Copy)]
enum Signs {
    /// Code, modifiers, day and charge.
    All,
    /// Code and charge.
    Charge,
    /// Code and day.
    Day,
    /// Code.
    Code,
}

impl Signs {
    fn agree(self, said: &RemitLine, line: &AccountLine) -> bool {
        let billed = said.billed();
        let code = line.code.as_str();
        let same_code = billed.code.eq_ignore_ascii_case(code)
            || said.procedure.code.eq_ignore_ascii_case(code);
        let same_charge = said.charged.abs() == line.sums.charged;
        let same_day = said
            .served_on()
            .is_none_or(|(from, to)| from <= line.service_on && line.service_on <= to);
        let same_modifiers = || {
            let ours: BTreeSet<&str> = line.modifiers.iter().map(Modifier::as_str).collect();
            let theirs: BTreeSet<&str> = billed.modifiers.iter().map(Text::as_str).collect();
            ours == theirs
        };
        same_code
            && match self {
                Self::All => same_charge && same_day && same_modifiers(),
                Self::Charge => same_charge,
                Self::Day => same_day,
                Self::Code => true,
            }
    }
}

/// Finds a home for lines whose code is not on the claim: one without a charge belongs to the line before it, which came
/// apart; and lines that together charge what the only service without an answer charged are that service. Gives those
/// that are left.
fn take_in(claim: &RemitClaim, account: &ClaimAccount, found: &mut [Option<usize>]) -> Vec<usize> {
    let mut before = None;
    for (said, place) in claim.lines.iter().zip(found.iter_mut()) {
        if place.is_none() && said.charged.is_zero() {
            *place = before;
        }
        before = *place;
    }
    let is_left = |found: &[Option<usize>]| -> Vec<usize> {
        let places = (0..).zip(found.iter());
        places
            .filter(|(_, place)| place.is_none())
            .map(|(index, _)| index)
            .collect()
    };
    let left = is_left(found);
    let mut open = (0..account.lines.len()).filter(|at| !found.contains(&Some(*at)));
    if let (Some(only), None) = (open.next(), open.next()) {
        let charges = left
            .iter()
            .filter_map(|index| claim.lines.get(*index))
            .map(|line| line.charged.abs());
        let ours = account.lines.get(only).map(|line| line.sums.charged);
        if !left.is_empty() && Money::sum(charges).ok() == ours {
            for place in found.iter_mut().filter(|place| place.is_none()) {
                *place = Some(only);
            }
        }
    }
    is_left(found)
}
