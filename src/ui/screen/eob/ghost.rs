//! What a line of a paper EOB is expected to say, cell by cell, before it is typed: from what the payer allowed the last
//! time, from its contract, and from what stands in the line already. It must not know widgets.

use crate::domain::draft::eob::{EobLineDraft, line};
use crate::domain::eob::EobLineTemplate;
use crate::domain::money::Money;
use crate::domain::typed;

/// The cells of a line in the order in which they are typed.
pub const CELLS: [line::Field; 6] = [
    line::Field::Allowed,
    line::Field::Contractual,
    line::Field::Deductible,
    line::Field::Coinsurance,
    line::Field::Copay,
    line::Field::Paid,
];

/// Amounts by cell; none where nothing is expected, or the cell is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ghosts([Option<Money>; CELLS.len()]);

/// How far a line was typed: shares left empty in cells before this place are not on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed(usize);

impl Passed {
    /// The focus stands in that cell.
    pub fn before(cell: line::Field) -> Self {
        let place = CELLS.iter().position(|one| *one == cell);
        Self(place.unwrap_or(CELLS.len()))
    }

    /// The focus is elsewhere: an untouched line is still to come, any other is done.
    pub fn over(typed: &EobLineDraft) -> Self {
        Self(if typed.is_blank() { 0 } else { CELLS.len() })
    }
}

impl Ghosts {
    /// Works out what is expected of a service.
    pub fn of(service: &EobLineTemplate, typed: &EobLineDraft, passed: Passed) -> Self {
        Self::worked_out(service, typed, passed).unwrap_or_default()
    }

    /// The amount of a cell.
    pub fn of_cell(&self, cell: line::Field) -> Option<Money> {
        let place = CELLS.iter().position(|one| *one == cell)?;
        self.0.get(place).copied().flatten()
    }

    fn worked_out(service: &EobLineTemplate, typed: &EobLineDraft, passed: Passed) -> Option<Self> {
        let expected = service.expected_allowed;
        if typed.is_blank() && expected.is_none() {
            return None;
        }
        let allowed = if typed.allowed.trim().is_empty() {
            expected
        } else {
            read(&typed.allowed)
        };
        // What was the patient's last time is so again only while the same is allowed.
        let usual = service.usual.filter(|_| allowed == expected).map(|usual| {
            [usual.deductible, usual.coinsurance, usual.copay].map(|m| (!m.is_zero()).then_some(m))
        });
        let mut shares = [None; 3];
        let mut patient_part = Money::ZERO;
        for (at, share) in shares.iter_mut().enumerate() {
            let place = at.checked_add(2)?;
            let text = typed.text(*CELLS.get(place)?);
            if !text.trim().is_empty() {
                patient_part = patient_part.plus(read(text)?).ok()?;
            } else if place >= passed.0 {
                *share = usual.and_then(|usual| usual.get(at).copied().flatten());
                patient_part = patient_part.plus(share.unwrap_or_default()).ok()?;
            }
        }
        let write_off = if !typed.contractual.trim().is_empty() || !typed.allowed.trim().is_empty()
        {
            typed.contract_write_off()
        } else {
            let above = allowed.and_then(|allowed| service.charged.minus(allowed).ok());
            above.map(|above| above.max(Money::ZERO))
        };
        let others = typed.adjustments.iter().map(|part| read(&part.amount));
        let others = Money::sum(others.map(Option::unwrap_or_default)).ok()?;
        let taken = Money::sum([write_off.unwrap_or_default(), patient_part, others]).ok()?;
        let paid = service.charged.minus(taken).ok()?.max(Money::ZERO);
        let empty = |cell, ghost: Option<Money>| ghost.filter(|_| is_empty(typed, cell));
        let [deductible, coinsurance, copay] = shares;
        Some(Self([
            empty(line::Field::Allowed, expected),
            empty(line::Field::Contractual, write_off),
            deductible,
            coinsurance,
            copay,
            empty(line::Field::Paid, write_off.map(|_| paid)),
        ]))
    }

    /// Types everything that is expected into the line. The write-off stays derived from what is allowed.
    pub fn fill(&self, typed: &mut EobLineDraft) {
        for cell in CELLS {
            if cell == line::Field::Contractual {
                continue;
            }
            if let (Some(amount), Some(text)) = (self.of_cell(cell), typed.text_mut(cell)) {
                *text = amount.to_string();
            }
        }
    }
}

/// By how much what is allowed differs from what was expected; none when it does not, or nothing was.
pub fn unexpected(service: &EobLineTemplate, typed: &EobLineDraft) -> Option<(Money, Money)> {
    let expected = service.expected_allowed?;
    let allowed = read(&typed.allowed)?;
    let off = allowed.minus(expected).ok()?;
    (!off.is_zero()).then_some((expected, off))
}

fn is_empty(typed: &EobLineDraft, cell: line::Field) -> bool {
    typed.text(cell).trim().is_empty()
}

fn read(text: &str) -> Option<Money> {
    typed::amount(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::eob::UsualAnswer;
    use crate::domain::id::{ChargeLineId, ClaimId};

    fn cents(cents: i64) -> Money {
        Money::from_cents(cents).unwrap()
    }

    fn service() -> EobLineTemplate {
        EobLineTemplate {
            claim: ClaimId::new(1),
            line: ChargeLineId::new(1),
            code: "99214".parse().unwrap(),
            modifiers: Vec::new(),
            description: String::from("Office visit"),
            service_on: chrono::NaiveDate::from_ymd_opt(2026, 2, 10).unwrap(),
            charged: cents(18_500),
            insurance_owes: cents(18_500),
            already_patient: Money::ZERO,
            expected_allowed: Some(cents(14_258)),
            expected: None,
            usual: Some(UsualAnswer {
                copay: cents(2_500),
                paid: cents(11_758),
                ..UsualAnswer::default()
            }),
        }
    }

    fn blank() -> EobLineDraft {
        EobLineDraft {
            charged: String::from("185.00"),
            claim: Some(ClaimId::new(1)),
            line: Some(ChargeLineId::new(1)),
            ..EobLineDraft::default()
        }
    }

    #[test]
    fn an_untouched_line_shows_what_was_said_last_and_proves_once_it_is_taken() {
        let mut typed = blank();
        let ghosts = Ghosts::of(&service(), &typed, Passed::over(&typed));
        assert_eq!(ghosts.of_cell(line::Field::Allowed), Some(cents(14_258)));
        assert_eq!(ghosts.of_cell(line::Field::Contractual), Some(cents(4_242)));
        assert_eq!(ghosts.of_cell(line::Field::Paid), Some(cents(11_758)));
        ghosts.fill(&mut typed);
        assert!(typed.contractual.is_empty(), "it stays derived");
        assert_eq!(typed.check().unwrap().difference(), Ok(Money::ZERO));
    }

    #[test]
    fn a_share_that_was_passed_by_is_paid_instead() {
        let typed = EobLineDraft {
            allowed: String::from("142.58"),
            ..blank()
        };
        let ghosts = Ghosts::of(&service(), &typed, Passed::before(line::Field::Paid));
        assert_eq!(ghosts.of_cell(line::Field::Copay), None);
        assert_eq!(ghosts.of_cell(line::Field::Paid), Some(cents(14_258)));
    }

    #[test]
    fn another_allowed_amount_forgets_the_shares_and_is_said_to_be_unexpected() {
        let typed = EobLineDraft {
            allowed: String::from("130"),
            ..blank()
        };
        let ghosts = Ghosts::of(&service(), &typed, Passed::before(line::Field::Allowed));
        assert_eq!(ghosts.of_cell(line::Field::Copay), None);
        assert_eq!(ghosts.of_cell(line::Field::Contractual), Some(cents(5_500)));
        let off = unexpected(&service(), &typed);
        assert_eq!(off, Some((cents(14_258), cents(-1_258))));
    }

    #[test]
    fn nothing_is_expected_of_a_service_that_was_never_answered() {
        let service = EobLineTemplate {
            expected_allowed: None,
            usual: None,
            ..service()
        };
        let typed = blank();
        let ghosts = Ghosts::of(&service, &typed, Passed::over(&typed));
        assert_eq!(ghosts, Ghosts::default());
    }
}
