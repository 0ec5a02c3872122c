//! What an EOB says of one service, as typed: the columns that every EOB has, and its other adjustments. It must not
//! know the other services.

use super::adjustment::{self, AdjustmentDraft};
use crate::domain::code::{AdjustmentGroup, Carc};
use crate::domain::draft::Complaint;
use crate::domain::draft::checks::Checks;
use crate::domain::eob::{Adjustment, EobLine, usual_outcome};
use crate::domain::id::{ChargeLineId, ClaimId};
use crate::domain::money::Money;
use crate::domain::typed;

form! {
    /// What an EOB says of one service, as typed.
    EobLineDraft {
        typed {
            /// What was charged, as the EOB repeats it.
            charged: Charged,
            /// What the payer allows; empty for what was paid and is the patient's.
            allowed: Allowed,
            /// Contract write-off (CO-45); empty for what is charged above the allowed amount.
            contractual: Contractual,
            /// Deductible (PR-1).
            deductible: Deductible,
            /// Coinsurance (PR-2).
            coinsurance: Coinsurance,
            /// Copay (PR-3).
            copay: Copay,
            /// What was paid.
            paid: Paid,
        }
        chosen {
            /// The claim it answers.
            claim: Claim of Option<ClaimId>,
            /// The service.
            line: Line of Option<ChargeLineId>,
        }
        rows {
            /// Other adjustments; empty ones do not count.
            adjustments: Adjustment(adjustment::Field) of AdjustmentDraft,
        }
    }
}

/// The columns that stand for one group and reason each, in the order in which they are posted.
const COLUMNS: [(Field, AdjustmentGroup, &str); 4] = [
    (Field::Contractual, AdjustmentGroup::Contractual, "45"),
    (Field::Deductible, AdjustmentGroup::Patient, "1"),
    (Field::Coinsurance, AdjustmentGroup::Patient, "2"),
    (Field::Copay, AdjustmentGroup::Patient, "3"),
];

/// Medicare's two per cent (CARC 253) is taken from what is paid, not from what is allowed.
const TAKEN_FROM_PAYMENT: &str = "253";

impl EobLineDraft {
    /// Whether nothing was typed but what the form filled in, so that the EOB says nothing of the service.
    pub fn is_blank(&self) -> bool {
        let columns = [
            &self.allowed,
            &self.contractual,
            &self.deductible,
            &self.coinsurance,
            &self.copay,
            &self.paid,
        ];
        columns.iter().all(|text| text.trim().is_empty())
            && self.adjustments.iter().all(AdjustmentDraft::is_blank)
    }

    /// Gives what is said of the service, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<EobLine, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let claim = checks.picked(Field::Claim, self.claim, "choose the claim");
        let line = checks.picked(Field::Line, self.line, "choose the service");
        let charged = checks.amount(typed(Field::Charged));
        let allowed = checks.amount_if_given(typed(Field::Allowed));
        let paid = checks.amount_if_given(typed(Field::Paid));
        let others = self.others(&mut checks);
        let mut adjustments = Vec::new();
        for (field, group, carc) in COLUMNS {
            let amount = if field == Field::Contractual && self.derives_contractual() {
                above_allowed(charged, allowed, others.as_deref())
            } else {
                checks.amount_if_given(typed(field))
            };
            if let Some(amount) = amount.filter(|amount| !amount.is_zero()) {
                adjustments.extend(column(group, carc, amount));
            }
        }
        adjustments.extend(others.into_iter().flatten());
        let allowed = if self.allowed.trim().is_empty() {
            checks.note(Field::Allowed, paid_and_patient(paid, &adjustments))
        } else {
            allowed
        };
        let allowed = checks.hold(
            Field::Allowed,
            allowed,
            |allowed| !allowed.is_negative(),
            "the allowed amount cannot be negative",
        );
        checks.finish(|| {
            Some(EobLine {
                claim: claim?,
                line: line?,
                charged: charged?,
                allowed: allowed?,
                paid: paid?,
                adjustments,
            })
        })
    }

    /// The contract write-off, typed or worked out from the allowed amount; none while it cannot be read.
    pub fn contract_write_off(&self) -> Option<Money> {
        if self.derives_contractual() {
            let others = self.others(&mut Checks::new());
            let read = |text: &str| typed::amount(text).ok();
            above_allowed(read(&self.charged), read(&self.allowed), others.as_deref())
        } else {
            typed::amount(&self.contractual).ok()
        }
    }

    fn derives_contractual(&self) -> bool {
        self.contractual.trim().is_empty() && !self.allowed.trim().is_empty()
    }

    fn others(&self, checks: &mut Checks<Field>) -> Option<Vec<Adjustment>> {
        let mut others = Vec::new();
        let mut whole = true;
        for (place, draft) in self.adjustments.iter().enumerate() {
            if draft.is_blank() {
                continue;
            }
            match draft.check() {
                Ok(adjustment) => others.push(adjustment),
                Err(complaints) => {
                    whole = false;
                    for complaint in complaints {
                        checks.complain(Field::Adjustment(place, complaint.field), complaint.words);
                    }
                }
            }
        }
        whole.then_some(others)
    }
}

fn column(group: AdjustmentGroup, carc: &str, amount: Money) -> Option<Adjustment> {
    let carc: Carc = carc.parse().ok()?;
    Some(Adjustment {
        group,
        carc,
        amount,
        outcome: usual_outcome(group, &carc),
    })
}

/// What was charged above the allowed amount and is not explained by another adjustment; nothing when that is less
/// than nothing.
fn above_allowed(
    charged: Option<Money>,
    allowed: Option<Money>,
    others: Option<&[Adjustment]>,
) -> Option<Money> {
    let explained = others?
        .iter()
        .filter(|other| {
            other.group != AdjustmentGroup::Patient && other.carc.as_str() != TAKEN_FROM_PAYMENT
        })
        .map(|other| other.amount);
    let explained = Money::sum(explained).ok()?;
    let above = charged?.minus(allowed?).ok()?.minus(explained).ok()?;
    Some(above.max(Money::ZERO))
}

/// What was paid and what is the patient's.
fn paid_and_patient(
    paid: Option<Money>,
    adjustments: &[Adjustment],
) -> Result<Money, crate::domain::money::MoneyError> {
    let patient = adjustments
        .iter()
        .filter(|adjustment| adjustment.group == AdjustmentGroup::Patient)
        .map(|adjustment| adjustment.amount);
    Money::sum(patient)?.plus(paid.unwrap_or_default())
}

impl From<&EobLine> for EobLineDraft {
    fn from(line: &EobLine) -> Self {
        let mut draft = Self {
            charged: line.charged.to_string(),
            allowed: line.allowed.to_string(),
            contractual: Money::ZERO.to_string(),
            paid: line.paid.to_string(),
            claim: Some(line.claim),
            line: Some(line.line),
            ..Self::default()
        };
        // Only the columns' own order is taken apart, so that the check gives the same order again.
        let mut rest = line.adjustments.iter().peekable();
        for (field, group, carc) in COLUMNS {
            let next = rest.next_if(|next| {
                next.amount.is_positive() && column(group, carc, next.amount).as_ref() == Some(next)
            });
            if let (Some(next), Some(text)) = (next, draft.text_mut(field)) {
                *text = next.amount.to_string();
            }
        }
        draft.adjustments = rest.map(AdjustmentDraft::from).collect();
        draft
    }
}
