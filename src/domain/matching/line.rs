//! Which of our services each line of a remitted claim is about.

use chrono::NaiveDate;

use crate::domain::code::{Modifier, Procedure};
use crate::domain::id::ChargeLineId;
use crate::domain::money::Money;
use crate::domain::remit::{RemitLine, RemitProcedure};

/// One of our services as a claim billed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OurLine {
    /// The service.
    pub line: ChargeLineId,
    /// Its place on the claim, from 1.
    pub place: u32,
    /// Its code.
    pub code: Procedure,
    /// Its modifiers.
    pub modifiers: Vec<Modifier>,
    /// Its day.
    pub service_on: NaiveDate,
    /// What was charged.
    pub charged: Money,
}

/// How a line was led back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paired {
    /// By the number it was sent with (REF*6R).
    Number(ChargeLineId),
    /// By code, modifiers, day and charge.
    Exact(ChargeLineId),
    /// By code and day.
    Code(ChargeLineId),
    /// To none: it counts by total.
    Total,
}

impl Paired {
    /// The service; none when it counts by total.
    pub const fn line(self) -> Option<ChargeLineId> {
        match self {
            Self::Number(line) | Self::Exact(line) | Self::Code(line) => Some(line),
            Self::Total => None,
        }
    }
}

/// Leads the lines of a remitted claim back to our services, each by the best key it has. Several lines may lead to one
/// service by its number, as when a payer unbundles it; by code, each service is taken once, and twice only when none
/// is left.
pub fn pair(lines: &[RemitLine], ours: &[OurLine]) -> Vec<Paired> {
    let mut pairs: Vec<Paired> = lines.iter().map(|line| numbered(line, ours)).collect();
    let steps: [fn(&RemitLine, &OurLine) -> bool; 2] = [is_exact, is_code_and_day];
    for (step, is_same) in steps.into_iter().enumerate() {
        for (at, line) in lines.iter().enumerate() {
            let taken: Vec<ChargeLineId> = pairs.iter().filter_map(|pair| pair.line()).collect();
            let Some(pair) = pairs.get_mut(at).filter(|pair| **pair == Paired::Total) else {
                continue;
            };
            let mut free = ours.iter().filter(|our| !taken.contains(&our.line));
            if let Some(found) = free.find(|our| is_same(line, our)) {
                *pair = if step == 0 {
                    Paired::Exact(found.line)
                } else {
                    Paired::Code(found.line)
                };
            }
        }
    }
    for (at, line) in lines.iter().enumerate() {
        if let Some(pair) = pairs.get_mut(at).filter(|pair| **pair == Paired::Total)
            && let Some(found) = ours.iter().find(|our| is_code_and_day(line, our))
        {
            *pair = Paired::Code(found.line);
        }
    }
    pairs
}

/// The claim in a number that we gave a line; none when it is none of ours.
pub(super) fn claim_of(sent: &str) -> Option<&str> {
    let (claim, rest) = sent.trim().split_once(['S', 's'])?;
    let (sending, place) = rest.split_once(['L', 'l'])?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(sending) && is_number(place)).then_some(claim)
}

fn place_of(sent: &str) -> Option<u32> {
    let _claim = claim_of(sent)?;
    let (_, place) = sent.trim().rsplit_once(['L', 'l'])?;
    place.parse().ok()
}

fn numbered(line: &RemitLine, ours: &[OurLine]) -> Paired {
    let place = line.control_number().and_then(place_of);
    let mut same = ours.iter();
    let found = place.and_then(|place| same.find(|our| our.place == place));
    // A number whose service has neither the code nor the charge is a slip of somebody's.
    match found {
        Some(our) if has_code(line.billed(), our) || line.charged.abs() == our.charged => {
            Paired::Number(our.line)
        }
        Some(_) | None => Paired::Total,
    }
}

fn has_code(procedure: &RemitProcedure, our: &OurLine) -> bool {
    procedure.code.eq_ignore_ascii_case(our.code.as_str())
}

fn is_on_day(line: &RemitLine, our: &OurLine) -> bool {
    line.served_on()
        .is_none_or(|(from, to)| (from..=to).contains(&our.service_on))
}

fn is_code_and_day(line: &RemitLine, our: &OurLine) -> bool {
    is_on_day(line, our) && (has_code(line.billed(), our) || has_code(&line.procedure, our))
}

fn is_exact(line: &RemitLine, our: &OurLine) -> bool {
    let theirs = &line.billed().modifiers;
    let is_same = theirs.len() == our.modifiers.len()
        && theirs
            .iter()
            .zip(&our.modifiers)
            .all(|(theirs, ours)| theirs.eq_ignore_ascii_case(ours.as_str()));
    is_same
        && has_code(line.billed(), our)
        && is_on_day(line, our)
        && line.charged.abs() == our.charged
}
