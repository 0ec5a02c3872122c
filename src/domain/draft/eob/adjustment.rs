//! One adjustment of an EOB as typed. It must not know its service.

use crate::domain::code::{AdjustmentGroup, Carc};
use crate::domain::draft::Complaint;
use crate::domain::draft::checks::Checks;
use crate::domain::eob::{Adjustment, Outcome, usual_outcome};
use crate::domain::typed;

form! {
    /// An adjustment as typed.
    AdjustmentDraft {
        typed {
            /// Who bears it: `CO`, `PR`, `OA`, `PI` or `CR`.
            group: Group = "CO",
            /// Claim adjustment reason code.
            carc: Carc,
            /// Positive lowers the payment.
            amount: Amount,
        }
        chosen {
            /// What becomes of it; none for what usually does.
            outcome: Outcome of Option<Outcome>,
        }
    }
}

impl AdjustmentDraft {
    /// Whether nothing was typed.
    pub fn is_blank(&self) -> bool {
        self.carc.trim().is_empty() && self.amount.trim().is_empty()
    }

    /// Gives the adjustment, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<Adjustment, Vec<Complaint<Field>>> {
        let mut checks = Checks::new();
        let group = checks.choice::<AdjustmentGroup>(
            (Field::Group, &self.group),
            "the group is CO, PR, OA, PI or CR, as on the EOB",
        );
        let carc = checks.code::<Carc>((Field::Carc, &self.carc));
        let amount = checks.note(Field::Amount, typed::amount(&self.amount));
        let amount = checks.hold(
            Field::Amount,
            amount,
            |amount| !amount.is_zero(),
            "an adjustment is not zero",
        );
        if group == Some(AdjustmentGroup::Contractual) && self.outcome == Some(Outcome::Patient) {
            checks.complain(
                Field::Outcome,
                "what the contract takes off (CO) is never the patient's",
            );
        }
        checks.finish(|| {
            let (group, carc) = (group?, carc?);
            Some(Adjustment {
                group,
                carc,
                amount: amount?,
                outcome: self.outcome.unwrap_or_else(|| usual_outcome(group, &carc)),
            })
        })
    }
}

impl From<&Adjustment> for AdjustmentDraft {
    fn from(adjustment: &Adjustment) -> Self {
        let usual = usual_outcome(adjustment.group, &adjustment.carc);
        Self {
            group: adjustment.group.to_string(),
            carc: adjustment.carc.to_string(),
            amount: adjustment.amount.to_string(),
            outcome: Some(adjustment.outcome).filter(|outcome| *outcome != usual),
        }
    }
}
